//! Which characters differ in case only: Canonicalize (sec-runtime-semantics-canonicalize-ch).

use super::code_points::CodePoints;
use icu_casemap::CaseMapper;
use std::ops::RangeInclusive;
use std::sync::OnceLock;

/// How case is ignored.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Folding {
    /// Without u and v: code units by their upper case.
    Units,
    /// With u or v: code points by simple case folding.
    CodePoints,
}

/// Where the code units of two cases beyond ASCII are.
const CASED_UNITS: [RangeInclusive<u32>; 13] = [
    0xB5..=0x587,
    0x10A0..=0x10FF,
    0x13A0..=0x13FF,
    0x1C80..=0x1CBF,
    0x1D79..=0x1D8E,
    0x1E00..=0x1FFF,
    0x2126..=0x2188,
    0x24B6..=0x24E9,
    0x2C00..=0x2D2D,
    0xA640..=0xA69B,
    0xA722..=0xA7FF,
    0xAB53..=0xABBF,
    0xFF21..=0xFF5A,
];
/// Where the code points that are folded are.
const CASED_CODE_POINTS: [RangeInclusive<u32>; 3] = [0x41..=0x2FFF, 0xA000..=0xFFFF, 0x1_0400..=0x1_EFFF];

/// The characters that are not what they are canonicalized to.
struct Table {
    by_character: Vec<(u32, u32)>,
}

impl Folding {
    fn compute(self, c: u32) -> u32 {
        let Some(character) = char::from_u32(c) else { return c };
        match self {
            Folding::CodePoints => u32::from(CaseMapper::new().simple_fold(character)),
            Folding::Units => {
                let mut upper = character.to_uppercase();
                match (upper.next().map(u32::from), upper.next()) {
                    (Some(upper), None) if upper <= 0xFFFF && (upper >= 0x80 || c < 0x80) => upper,
                    _ => c,
                }
            }
        }
    }

    fn table(self) -> &'static Table {
        static UNITS: OnceLock<Table> = OnceLock::new();
        static CODE_POINTS: OnceLock<Table> = OnceLock::new();
        let make = |ranges: &[RangeInclusive<u32>]| {
            let all = ranges.iter().cloned().flatten().map(|c| (c, self.compute(c)));
            Table { by_character: all.filter(|(c, to)| c != to).collect() }
        };
        match self {
            Folding::Units => UNITS.get_or_init(|| {
                let mut ranges = vec![0x61..=0x7A];
                ranges.extend(CASED_UNITS);
                make(&ranges)
            }),
            Folding::CodePoints => CODE_POINTS.get_or_init(|| make(&CASED_CODE_POINTS)),
        }
    }

    /// Canonicalize ( rer, ch ).
    pub fn canonicalize(self, c: u32) -> u32 {
        if c < 0x80 {
            return match (self, c as u8) {
                (Folding::Units, b'a'..=b'z') => c - 32,
                (Folding::CodePoints, b'A'..=b'Z') => c + 32,
                _ => c,
            };
        }
        let table = &self.table().by_character;
        table.binary_search_by_key(&c, |(from, _)| *from).map_or(c, |at| table[at].1)
    }

    /// The characters whose canonical form is that of a member.
    pub fn close(self, set: &CodePoints) -> CodePoints {
        let mut more = Vec::new();
        if set.last().is_none_or(|last| last < 0x80) {
            for lower in (0x61..=0x7A).filter(|c| set.has(*c) || set.has(c - 32)) {
                more.extend([(lower, lower), (lower - 32, lower - 32)]);
                let beyond = match lower {
                    0x6B => 0x212A,
                    0x73 => 0x17F,
                    _ => continue,
                };
                if self == Folding::CodePoints {
                    more.push((beyond, beyond));
                }
            }
        } else {
            let table = &self.table().by_character;
            let mut canonical: Vec<u32> = table.iter().filter(|(c, to)| set.has(*c) || set.has(*to)).map(|(_, to)| *to).collect();
            canonical.sort_unstable();
            for (c, to) in table.iter().filter(|(_, to)| canonical.binary_search(to).is_ok()) {
                more.extend([(*c, *c), (*to, *to)]);
            }
        }
        if more.is_empty() { set.clone() } else { set.union(&CodePoints::of(more)) }
    }

    /// What the members are canonicalized to.
    pub fn fold(self, set: &CodePoints) -> CodePoints {
        let table = &self.table().by_character;
        let changed: Vec<(u32, u32)> = table.iter().copied().filter(|(c, _)| set.has(*c)).collect();
        let gone = CodePoints::of(changed.iter().map(|(c, _)| (*c, *c)));
        set.difference(&gone).union(&CodePoints::of(changed.iter().map(|(_, to)| (*to, *to))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code_points::LAST;

    #[test]
    fn cases_are_where_they_are_looked_for() {
        for (folding, last) in [(Folding::Units, 0xFFFF), (Folding::CodePoints, LAST)] {
            for c in 0..=last {
                let canonical = folding.compute(c);
                assert_eq!(folding.canonicalize(c), canonical, "{folding:?} {c:x}");
                assert_eq!(folding.compute(canonical), canonical, "{folding:?} {c:x}");
            }
        }
    }

    #[test]
    fn ascii_is_closed_as_the_table_says() {
        for folding in [Folding::Units, Folding::CodePoints] {
            for c in 0..0x80 {
                let by_table = folding.close(&CodePoints::of([(c, c), (0xFFFD, 0xFFFD)]));
                let closed = folding.close(&CodePoints::one(c)).union(&CodePoints::one(0xFFFD));
                assert_eq!(closed, by_table, "{folding:?} {c:x}");
            }
        }
    }

    #[test]
    fn variants_are_those_of_the_flag() {
        let closed =
            |folding: Folding, c: char| -> String { folding.close(&CodePoints::one(c.into())).iter().filter_map(char::from_u32).collect() };
        for (c, units, code_points) in [
            ('k', "Kk", "Kk\u{212A}"),
            ('ſ', "ſ", "Ssſ"),
            ('ı', "ı", "ı"),
            ('İ', "İ", "İ"),
            ('ß', "ß", "ß\u{1E9E}"),
            ('µ', "µΜμ", "µΜμ"),
            ('ς', "Σςσ", "Σςσ"),
            ('ǆ', "Ǆǅǆ", "Ǆǅǆ"),
            ('\u{10400}', "\u{10400}", "\u{10400}\u{10428}"),
        ] {
            assert_eq!(closed(Folding::Units, c), units, "{c}");
            assert_eq!(closed(Folding::CodePoints, c), code_points, "{c}");
        }
    }
}
