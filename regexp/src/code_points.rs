//! Sets of code points (or of code units, where a pattern has neither u nor v).

/// The last code point.
pub const LAST: u32 = 0x10_FFFF;

/// Ranges, first and last, in order, with a gap between any two.
#[derive(Clone, PartialEq, Eq, Debug, Default, Hash)]
pub struct CodePoints {
    ranges: Vec<(u32, u32)>,
}

impl CodePoints {
    pub fn new() -> CodePoints {
        CodePoints::default()
    }
    pub fn one(c: u32) -> CodePoints {
        CodePoints { ranges: vec![(c, c)] }
    }
    /// The ranges may be in any order, and overlap.
    pub fn of(ranges: impl IntoIterator<Item = (u32, u32)>) -> CodePoints {
        let mut all: Vec<(u32, u32)> = ranges.into_iter().collect();
        all.sort_unstable();
        let mut set = CodePoints { ranges: Vec::with_capacity(all.len()) };
        for (first, last) in all {
            match set.ranges.last_mut() {
                Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
                _ => set.ranges.push((first, last)),
            }
        }
        set
    }
    pub fn ranges(&self) -> &[(u32, u32)] {
        &self.ranges
    }
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }
    /// The only member.
    pub fn single(&self) -> Option<u32> {
        match self.ranges[..] {
            [(first, last)] if first == last => Some(first),
            _ => None,
        }
    }
    pub fn last(&self) -> Option<u32> {
        self.ranges.last().map(|(_, last)| *last)
    }
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.ranges.iter().flat_map(|(first, last)| *first..=*last)
    }
    pub fn has(&self, c: u32) -> bool {
        let after = self.ranges.partition_point(|(first, _)| *first <= c);
        after > 0 && c <= self.ranges[after - 1].1
    }
    /// Whether it has some member from `first` to `last`.
    pub fn meets(&self, first: u32, last: u32) -> bool {
        let at = self.ranges.partition_point(|(_, end)| *end < first);
        self.ranges.get(at).is_some_and(|(start, _)| *start <= last)
    }
    pub fn union(&self, other: &CodePoints) -> CodePoints {
        if other.is_empty() {
            return self.clone();
        }
        CodePoints::of(self.ranges.iter().chain(&other.ranges).copied())
    }
    pub fn intersection(&self, other: &CodePoints) -> CodePoints {
        let (mut ranges, mut i, mut j) = (Vec::new(), 0, 0);
        while let (Some(a), Some(b)) = (self.ranges.get(i), other.ranges.get(j)) {
            let (first, last) = (a.0.max(b.0), a.1.min(b.1));
            if first <= last {
                ranges.push((first, last));
            }
            if a.1 < b.1 { i += 1 } else { j += 1 }
        }
        CodePoints { ranges }
    }
    /// What is up to `last` and not in the set.
    pub fn complement(&self, last: u32) -> CodePoints {
        let (mut ranges, mut next) = (Vec::with_capacity(self.ranges.len() + 1), 0);
        for (first, end) in &self.ranges {
            if *first > last {
                break;
            }
            if *first > next {
                ranges.push((next, first - 1));
            }
            next = end + 1;
        }
        if next <= last {
            ranges.push((next, last));
        }
        CodePoints { ranges }
    }
    pub fn difference(&self, other: &CodePoints) -> CodePoints {
        self.intersection(&other.complement(u32::MAX - 1))
    }
}

/// `\d`
pub const DIGITS: &[(u32, u32)] = &[(0x30, 0x39)];
/// `\w`
pub const WORD: &[(u32, u32)] = &[(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)];
/// `\s`: WhiteSpace and LineTerminator.
pub const SPACE: &[(u32, u32)] = &[
    (0x9, 0xD),
    (0x20, 0x20),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
    (0xFEFF, 0xFEFF),
];
/// LineTerminator
pub const LINE_ENDS: &[(u32, u32)] = &[(0xA, 0xA), (0xD, 0xD), (0x2028, 0x2029)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_keep_ranges_in_order_and_apart() {
        let a = CodePoints::of([(5, 9), (1, 2), (3, 3), (20, 30)]);
        assert_eq!(a.ranges(), [(1, 3), (5, 9), (20, 30)]);
        let b = CodePoints::of([(2, 6), (9, 25), (40, 40)]);
        assert_eq!(a.intersection(&b).ranges(), [(2, 3), (5, 6), (9, 9), (20, 25)]);
        assert_eq!(a.union(&b).ranges(), [(1, 30), (40, 40)]);
        assert_eq!(a.difference(&b).ranges(), [(1, 1), (7, 8), (26, 30)]);
        assert_eq!(a.complement(25).ranges(), [(0, 0), (4, 4), (10, 19)]);
        assert_eq!(CodePoints::new().complement(LAST).ranges(), [(0, LAST)]);
        assert!(a.has(9) && !a.has(10) && !a.has(0) && a.meets(10, 20) && !a.meets(10, 19));
    }
}
