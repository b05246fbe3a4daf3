//! The text of a pattern as the grammar sees it, and what a literal is told at once.

use crate::error::PatternError;
use crate::text::Text;
use crate::{flag, parser};

/// The code units of a pattern, or its code points with u or v.
pub fn characters(source: impl Text, flags: u8) -> Vec<u32> {
    let is_unicode = flag::is_unicode(flags);
    let (mut characters, mut at) = (Vec::with_capacity(source.len()), 0);
    while let Some((c, len)) = source.code_point(at).filter(|_| is_unicode).or_else(|| Some((u32::from(source.get(at)?), 1))) {
        characters.push(c);
        at += len;
    }
    characters
}

/// The early error of a literal; None: it is valid.
pub fn early_error(source: &[u16], flags: u8) -> Option<PatternError> {
    parser::parse(&characters(source, flags), flags).err()
}

/// What the SyntaxError of a pattern says.
pub fn error_message(source: &str, flags: &str, error: PatternError) -> String {
    format!("Invalid regular expression: /{source}/{flags}: {}", error.message())
}
