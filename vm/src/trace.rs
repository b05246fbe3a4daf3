//! `--trace`: one line per event on standard error, in a form that a person can
//! follow and a test can match:
//!
//! ```text
//! [tier] script=app.js function=hot path=entry decision=compiled reason=warm id=…
//! ```
//! Fields are `name=value`, separated by one space; a value with a space or a quote
//! is quoted as Rust does. Off categories cost one test of a bit.
//!
//! What else is written to standard error goes through `tell`.

use crate::numbered::numbered;
use std::fmt::{self, Write as _};
use std::io::Write as _;

numbered! {
    /// What can be traced.
    pub enum Category {
        Tier,
        Cache,
        Link,
        Gc,
        Bailout,
    }
}

impl Category {
    pub const fn name(self) -> &'static str {
        ["tier", "cache", "link", "gc", "bailout"][self as usize]
    }
}

/// A set of categories.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Categories(u8);

impl Categories {
    pub const NONE: Categories = Categories(0);
    pub const fn with(self, category: Category) -> Categories {
        Categories(self.0 | 1 << category as u8)
    }
    #[inline(always)]
    pub const fn has(self, category: Category) -> bool {
        self.0 & 1 << category as u8 != 0
    }
}

/// Writes a line to standard error. That this is closed is no reason to stop.
pub fn tell(text: fmt::Arguments) {
    let _ = std::io::stderr().write_all(format!("{text}\n").as_bytes());
}

/// A line under construction.
pub struct Line(String);

impl Line {
    pub fn new(category: Category) -> Line {
        Line(format!("[{}]", category.name()))
    }
    pub fn field(mut self, name: &str, value: impl fmt::Display) -> Line {
        let value = value.to_string();
        let plain = !value.is_empty() && !value.contains(|c: char| c.is_whitespace() || c == '"');
        let _ = if plain { write!(self.0, " {name}={value}") } else { write!(self.0, " {name}={value:?}") };
        self
    }
    /// Writes the line in one piece, so that lines of several threads do not mix.
    pub fn emit(self) {
        tell(format_args!("{}", self.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_with_blanks_are_quoted() {
        let line = Line::new(Category::Tier).field("function", "f").field("reason", "too warm").field("id", "");
        assert_eq!(line.0, "[tier] function=f reason=\"too warm\" id=\"\"");
    }
}
