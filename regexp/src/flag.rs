//! Bits of a regular expression's flags, in the order in which `flags` lists them.

pub const HAS_INDICES: u8 = 1;
pub const GLOBAL: u8 = 2;
pub const IGNORE_CASE: u8 = 4;
pub const MULTILINE: u8 = 8;
pub const DOT_ALL: u8 = 16;
pub const UNICODE: u8 = 32;
pub const UNICODE_SETS: u8 = 64;
pub const STICKY: u8 = 128;

pub const LETTERS: [(char, u8); 8] = [
    ('d', HAS_INDICES),
    ('g', GLOBAL),
    ('i', IGNORE_CASE),
    ('m', MULTILINE),
    ('s', DOT_ALL),
    ('u', UNICODE),
    ('v', UNICODE_SETS),
    ('y', STICKY),
];

/// None: a letter that is unknown or repeated.
pub fn parse(letters: impl Iterator<Item = char>) -> Option<u8> {
    let mut flags = 0;
    for letter in letters {
        let (_, bit) = LETTERS.iter().find(|(l, _)| *l == letter)?;
        if flags & bit != 0 {
            return None;
        }
        flags |= bit;
    }
    (flags & UNICODE == 0 || flags & UNICODE_SETS == 0).then_some(flags)
}

pub fn is_unicode(flags: u8) -> bool {
    flags & (UNICODE | UNICODE_SETS) != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_and_u_with_v_are_refused() {
        assert!(parse("gg".chars()).is_none());
        assert!(parse("uv".chars()).is_none());
        assert!(parse("x".chars()).is_none());
        assert_eq!(parse("gi".chars()), Some(GLOBAL | IGNORE_CASE));
    }
}
