//! Sets of code units, and which of them differ in case only, without the flags u and v
//! (sec-runtime-semantics-canonicalize-ch).

use std::ops::RangeInclusive;
use std::sync::OnceLock;

/// A bit for each code unit.
#[derive(Clone)]
pub(super) struct UnitSet(Box<[u64; 1024]>);

impl Default for UnitSet {
    fn default() -> UnitSet {
        UnitSet(Box::new([0; 1024]))
    }
}

impl UnitSet {
    pub(super) fn has(&self, unit: u16) -> bool {
        self.0[unit as usize / 64] >> (unit % 64) & 1 != 0
    }
    fn add(&mut self, unit: u16) {
        self.0[unit as usize / 64] |= 1 << (unit % 64);
    }
    pub(super) fn add_range(&mut self, units: RangeInclusive<u16>) {
        let (first, last) = (*units.start(), *units.end());
        if first > last {
            return;
        }
        let (start, end) = (first as usize / 64, last as usize / 64);
        for word in start..=end {
            let from = if word == start { u64::MAX << (first % 64) } else { u64::MAX };
            let to = if word == end { u64::MAX >> (63 - last % 64) } else { u64::MAX };
            self.0[word] |= from & to;
        }
    }

    /// The first unit from `from` on that is a member, or is none.
    fn find(&self, from: usize, member: bool) -> Option<usize> {
        let flip = if member { 0 } else { u64::MAX };
        let mut word = from / 64;
        let mut bits = (self.0.get(word)? ^ flip) & u64::MAX << (from % 64);
        while bits == 0 {
            word += 1;
            bits = self.0.get(word)? ^ flip;
        }
        Some(word * 64 + bits.trailing_zeros() as usize)
    }
    /// First and last of the members that follow each other.
    pub(super) fn ranges(&self) -> Vec<(u16, u16)> {
        let (mut ranges, mut at) = (Vec::new(), 0);
        while let Some(first) = self.find(at, true) {
            at = self.find(first, false).unwrap_or(1 << 16);
            ranges.push((first as u16, (at - 1) as u16));
        }
        ranges
    }

    /// Adds what differs from a member in case only.
    pub(super) fn close_over_case(&mut self) {
        for lower in b'a'..=b'z' {
            let (lower, upper) = (u16::from(lower), u16::from(lower.to_ascii_uppercase()));
            if self.has(lower) || self.has(upper) {
                self.add(lower);
                self.add(upper);
            }
        }
        // No character beyond ASCII has the case variant of one in it.
        if self.find(0x80, true).is_none() {
            return;
        }
        for (unit, canonical) in case_pairs() {
            if self.has(*unit) {
                self.add(*canonical);
            }
        }
        for (unit, canonical) in case_pairs() {
            if self.has(*canonical) {
                self.add(*unit);
            }
        }
    }
}

/// Where the characters of two cases beyond ASCII are.
const CASED: [RangeInclusive<u16>; 13] = [
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

/// Whether there may be another character beyond ASCII that differs in case only.
pub(super) fn may_have_case(unit: u16) -> bool {
    CASED.iter().any(|range| range.contains(&unit))
}

/// The characters beyond ASCII that are not what they are canonicalized to.
fn case_pairs() -> &'static [(u16, u16)] {
    static PAIRS: OnceLock<Vec<(u16, u16)>> = OnceLock::new();
    PAIRS.get_or_init(|| CASED.into_iter().flatten().map(|unit| (unit, canonicalize(unit))).filter(|(unit, to)| unit != to).collect())
}

/// Canonicalize without u and v (sec-runtime-semantics-canonicalize-ch).
fn canonicalize(unit: u16) -> u16 {
    let Some(c) = char::from_u32(u32::from(unit)) else { return unit };
    let mut upper = c.to_uppercase();
    match (upper.next().and_then(|c| u16::try_from(u32::from(c)).ok()), upper.next()) {
        (Some(upper), None) if upper >= 0x80 || unit < 0x80 => upper,
        _ => unit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_what_was_added() {
        let mut set = UnitSet::default();
        set.add_range(3..=130);
        set.add_range(131..=131);
        set.add_range(0xFFC0..=0xFFFF);
        assert_eq!(set.ranges(), [(3, 131), (0xFFC0, 0xFFFF)]);
        assert!(!set.has(2) && set.has(131) && !set.has(132));
        assert_eq!(UnitSet::default().ranges(), []);
    }

    #[test]
    fn cases_are_where_they_are_looked_for() {
        for unit in (0x80..=0xFFFF).filter(|unit| !may_have_case(*unit)) {
            assert_eq!(canonicalize(unit), unit, "{unit:x}");
        }
        for (unit, canonical) in case_pairs() {
            assert_eq!(canonicalize(*canonical), *canonical, "{unit:x}");
            assert!(*canonical >= 0x80 && may_have_case(*canonical), "{unit:x}");
        }
    }

    #[test]
    fn case_variants_are_those_without_u() {
        let closed = |c: char| {
            let mut set = UnitSet::default();
            set.add(c as u16);
            set.close_over_case();
            let units: Vec<u16> = set.ranges().into_iter().flat_map(|(first, last)| first..=last).collect();
            String::from_utf16(&units).unwrap()
        };
        for (c, variants) in [('k', "Kk"), ('\u{212A}', "\u{212A}"), ('ſ', "ſ"), ('ı', "ı"), ('ß', "ß"), ('µ', "µΜμ"), ('ς', "Σςσ")]
        {
            assert_eq!(closed(c), variants, "{c}");
        }
        assert_eq!(closed('å'), "Åå");
        assert_eq!(closed('ǆ'), "Ǆǅǆ");
    }
}
