//! Sets of characters as compiled code tests them: by comparing with a few ranges, or by tables that
//! lie beside the code. The tables follow from the program, so code that was stored finds the same.

use crate::regexp::program::{CharSet, First, Program};

/// The last code point.
pub const LAST: u32 = 0x10_FFFF;

/// A set of characters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Class {
    pub latin1: [u64; 4],
    /// Ranges beyond Latin-1.
    pub wide: Vec<(u32, u32)>,
    /// Which bit of which byte of a row of the table says whether a character of Latin-1 is a member.
    pub bit: usize,
    /// Where the ranges are among those of the table.
    pub ranges_at: usize,
}

impl Class {
    fn new(latin1: [u64; 4], wide: Vec<(u32, u32)>) -> Class {
        Class { latin1, wide, bit: 0, ranges_at: 0 }
    }
    pub fn has_latin1(&self, c: u32) -> bool {
        self.latin1[c as usize / 64] >> (c % 64) & 1 != 0
    }
    /// Members up to `last` as ranges, in order and apart.
    pub fn ranges(&self, last: u32) -> Vec<(u32, u32)> {
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        let singles = (0..0x100).filter(|c| self.has_latin1(*c)).map(|c| (c, c));
        let wide = self.wide.iter().filter(|(first, _)| *first <= last).map(|(first, to)| (*first, (*to).min(last)));
        for (first, to) in singles.chain(wide) {
            match ranges.last_mut() {
                Some((_, end)) if *end + 1 == first => *end = to,
                _ => ranges.push((first, to)),
            }
        }
        ranges.retain(|(first, _)| *first <= last);
        ranges
    }
}

/// What is between ranges, up to `last`.
pub fn complement(ranges: &[(u32, u32)], last: u32) -> Vec<(u32, u32)> {
    let (mut gaps, mut from) = (Vec::new(), 0);
    for (first, to) in ranges {
        if *first > from {
            gaps.push((from, first - 1));
        }
        from = to + 1;
    }
    if from <= last {
        gaps.push((from, last));
    }
    gaps
}

/// The sets of a program, and the tables.
pub struct Classes {
    pub sets: Vec<Class>,
    pub firsts: Vec<Class>,
    /// What the search for a place to match at looks for, if it does.
    pub start: Option<Class>,
    /// Ends of lines.
    pub line_ends: Class,
    pub tables: Tables,
}

/// What lies beside the code.
#[derive(Default)]
pub struct Tables {
    /// A byte for each character of Latin-1, and of each a bit for each of eight sets; then those of
    /// the next eight.
    pub latin1: Vec<u8>,
    pub ranges: Vec<[u32; 2]>,
}

/// Bytes of a row of the table.
pub const ROW: usize = 0x100;

fn of_set(set: &CharSet) -> Class {
    Class::new(set.latin1, set.wide.to_vec())
}
fn of_first(first: &First) -> Class {
    Class::new(first.latin1, if first.wide { vec![(0x100, LAST)] } else { Vec::new() })
}

impl Classes {
    pub fn new(program: &Program) -> Classes {
        let mut sets: Vec<Class> = program.sets.iter().map(of_set).collect();
        let mut firsts: Vec<Class> = program.firsts.iter().map(of_first).collect();
        let mut start = match &program.search {
            crate::regexp::program::Search::First(first) => Some(of_first(first)),
            _ => None,
        };
        let mut line_ends = Class::new([1 << 0xA | 1 << 0xD, 0, 0, 0], vec![(0x2028, 0x2029)]);
        let (mut known, mut tables): (Vec<[u64; 4]>, Tables) = Default::default();
        for class in sets.iter_mut().chain(&mut firsts).chain(&mut start).chain([&mut line_ends]) {
            class.ranges_at = tables.ranges.len();
            tables.ranges.extend(class.wide.iter().map(|(first, last)| [*first, *last]));
            class.bit = known.iter().position(|bits| *bits == class.latin1).unwrap_or(known.len());
            if class.bit < known.len() {
                continue;
            }
            known.push(class.latin1);
            let row = class.bit / 8 * ROW;
            tables.latin1.resize(row + ROW, 0);
            (0..0x100).filter(|c| class.has_latin1(*c)).for_each(|c| tables.latin1[row + c as usize] |= 1 << (class.bit % 8));
        }
        Classes { sets, firsts, start, line_ends, tables }
    }
}
