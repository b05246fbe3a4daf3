//! Sets of characters as an automaton sees them: bytes, each a Latin-1 character.
//!
//! A class of a pattern is cut down to Latin-1, since no other character can stand in the
//! texts that automata search. Case is folded as ECMAScript's Canonicalize does it
//! (sec-runtime-semantics-canonicalize-ch).

use regex_syntax::hir::{Class, ClassBytes, ClassBytesRange, Hir};

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct ByteSet([u128; 2]);

/// Characters outside of Latin-1 with the case variants that they have in it. The second
/// list holds with the flags u and v only.
const FOLDS_INTO: [(u32, &[u8]); 3] = [(0x178, &[0xFF]), (0x39C, &[0xB5]), (0x3BC, &[0xB5])];
const FOLDS_INTO_UNICODE: [(u32, &[u8]); 4] = [(0x17F, b"sS"), (0x1E9E, &[0xDF]), (0x212A, b"kK"), (0x212B, &[0xE5, 0xC5])];

impl ByteSet {
    pub(super) const ALL: ByteSet = ByteSet([u128::MAX; 2]);

    pub(super) fn of(bytes: impl IntoIterator<Item = u8>) -> ByteSet {
        let mut set = ByteSet::default();
        bytes.into_iter().for_each(|b| set.add(b));
        set
    }
    /// The characters of an escape such as `\d`; None: it is not one.
    pub(super) fn of_escape(letter: char) -> Option<ByteSet> {
        let set = match letter.to_ascii_lowercase() {
            'd' => ByteSet::of(b'0'..=b'9'),
            'w' => ByteSet::of((0..128u8).filter(|b| b.is_ascii_alphanumeric() || *b == b'_')),
            's' => ByteSet::of([9, 10, 11, 12, 13, 32, 0xA0]),
            _ => return None,
        };
        Some(if letter.is_ascii_uppercase() { set.complement() } else { set })
    }
    pub(super) fn add(&mut self, byte: u8) {
        self.0[byte as usize >> 7] |= 1 << (byte & 127);
    }
    pub(super) fn has(&self, byte: u8) -> bool {
        self.0[byte as usize >> 7] >> (byte & 127) & 1 != 0
    }
    pub(super) fn union(self, other: ByteSet) -> ByteSet {
        ByteSet([self.0[0] | other.0[0], self.0[1] | other.0[1]])
    }
    pub(super) fn complement(self) -> ByteSet {
        ByteSet([!self.0[0], !self.0[1]])
    }
    /// Adds the characters from `first` to `last`, and with `fold` those outside of Latin-1
    /// that have a case variant in it.
    pub(super) fn add_range(&mut self, first: u32, last: u32, fold: bool, unicode: bool) {
        (first..=last.min(0xFF)).for_each(|c| self.add(c as u8));
        if fold && last > 0xFF {
            let more = if unicode { &FOLDS_INTO_UNICODE[..] } else { &[] };
            for (c, variants) in FOLDS_INTO.iter().chain(more) {
                if (first..=last).contains(c) {
                    variants.iter().for_each(|b| self.add(*b));
                }
            }
        }
    }
    /// With the other case of each letter.
    pub(super) fn folded(self) -> ByteSet {
        let mut set = self;
        for upper in (b'A'..=b'Z').chain(0xC0..=0xDE).filter(|b| *b != 0xD7) {
            if self.has(upper) || self.has(upper + 32) {
                set.add(upper);
                set.add(upper + 32);
            }
        }
        set
    }
    pub(super) fn hir(self) -> Hir {
        let mut ranges = Vec::new();
        let mut at = 0u16;
        while at < 256 {
            let start = at;
            while at < 256 && self.has(at as u8) {
                at += 1;
            }
            if at > start {
                ranges.push(ClassBytesRange::new(start as u8, (at - 1) as u8));
            }
            at += 1;
        }
        Hir::class(Class::Bytes(ClassBytes::new(ranges)))
    }
}

#[cfg(test)]
mod tests {
    use super::ByteSet;

    #[test]
    fn case_variants_in_latin1_are_those_of_canonicalize() {
        let folded = |b: u8| ByteSet::of([b]).folded();
        assert_eq!(folded(b'k'), ByteSet::of(*b"kK"));
        assert_eq!(folded(0xE9), ByteSet::of([0xC9, 0xE9]));
        for alone in [b'[', b'@', 0xD7, 0xF7, 0xDF, 0xFF, 0xB5] {
            assert_eq!(folded(alone), ByteSet::of([alone]), "{alone:x}");
        }
        let from_outside = |c: u32, unicode: bool| {
            let mut set = ByteSet::default();
            set.add_range(c, c, true, unicode);
            set
        };
        assert_eq!(from_outside(0x178, false), ByteSet::of([0xFF]));
        assert_eq!(from_outside(0x212A, false), ByteSet::default());
        assert_eq!(from_outside(0x212A, true), ByteSet::of(*b"kK"));
    }
}
