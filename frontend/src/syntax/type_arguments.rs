//! Type arguments that are nested too deeply to be parsed.
//!
//! In an expression, `<` may begin type arguments; the parser tries that, and goes back if they are none. Types may
//! hold expressions in turn (keys, default values), in which it tries again: each level doubles time and memory, so that
//! a hundred characters take gigabytes. No program has as many levels.

/// Levels that are still parsed in some milliseconds.
const DEEPEST: usize = 16;

/// The position of the bracket with which brackets that are within a `<` without its `>` are nested too deeply.
pub fn too_deep(text: &str) -> Option<u32> {
    /// A bracket that is open.
    #[derive(Default)]
    struct Level {
        /// Occurrences of `<` in it less those of `>`.
        open: usize,
        /// Was there one when it was opened?
        within: bool,
    }
    let mut levels = vec![Level::default()];
    let mut depth = 0;
    let mut previous = 0;
    for (at, byte) in text.bytes().enumerate() {
        let level = levels.last_mut()?;
        match byte {
            b'<' => level.open += 1,
            b'>' if previous != b'=' => level.open = level.open.saturating_sub(1),
            b';' => level.open = 0,
            b'(' | b'[' | b'{' => {
                let within = level.open > 0;
                depth += usize::from(within);
                if depth > DEEPEST {
                    return Some(at as u32);
                }
                levels.push(Level { open: 0, within });
            }
            b')' | b']' | b'}' if levels.len() > 1 => depth -= usize::from(levels.pop().is_some_and(|level| level.within)),
            _ => {}
        }
        previous = byte;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse::{Goal, parse_text};
    use oxc_allocator::Allocator;

    /// Would take gigabytes otherwise.
    #[test]
    fn a_short_text_of_many_levels_is_refused() {
        for text in ["[C<{", "[C[C<{", "a<{b(c=", "[a=b<{"] {
            let error = parse_text(&Allocator::default(), &text.repeat(200), Goal::TypeScriptModule).expect_err(text);
            assert_eq!(error.message, "type arguments are nested too deeply");
        }
    }

    #[test]
    fn levels_are_counted_and_given_back() {
        assert_eq!(too_deep(&"[C<{".repeat(16)), None);
        assert_eq!(too_deep(&"[C<{".repeat(17)), Some(17 * 4 - 1));
        assert_eq!(too_deep(&"a<{b(c=".repeat(40)), Some(17 * 7 - 5));
        assert_eq!(too_deep(&"if (a < b) { f({ x: [1] }) }\n".repeat(1000)), None);
        assert_eq!(too_deep(&"const a: Map<string, Array<{ b: number }>> = c(() => { return x < y; });\n".repeat(1000)), None);
        assert_eq!(too_deep(&"}])>".repeat(1000)), None);
    }
}
