//! Compiled patterns: a list of ops with the tables that they refer to. Plain data.
//!
//! A position is a place between two code units. With u or v it is never inside a surrogate
//! pair. Registers hold positions and counts: first the starts and ends of groups, then what
//! loops and groups that refer to themselves need.

use super::case::Folding;
use super::code_points::CodePoints;

/// What to do at a position: match something there and move on, or fail and go back to the last
/// choice. Ops of the same name that end in `Back` match what is before the position.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Op {
    Unit(u16),
    UnitBack(u16),
    /// A code unit in the set.
    Set(u32),
    SetBack(u32),
    /// A code point in the set.
    Code(u32),
    CodeBack(u32),
    /// As many members of a set as it takes.
    Run(u32),
    Start,
    End,
    LineStart,
    LineEnd,
    /// Exactly one neighbour is in the set, or not.
    Boundary {
        set: u32,
        negated: bool,
    },
    /// The register becomes the position.
    Save(u32),
    /// The second register becomes the first, and the third the position.
    Close {
        open: u32,
        other: u32,
        here: u32,
    },
    /// Registers from the first up to the second become unset.
    Clear {
        from: u32,
        to: u32,
    },
    /// Fails where the register is the position.
    Advanced(u32),
    /// The register becomes 0.
    Zero(u32),
    /// Goes on with an iteration of a counted loop, or after it.
    Loop(u32),
    /// An iteration has ended.
    Next(u32),
    Jump(u32),
    /// Goes on with the next op, and if that fails at the other; `lazy`: the other way round.
    /// `next`, `other_first`: what the one and the other may begin with.
    Split {
        other: u32,
        next: u32,
        other_first: u32,
        lazy: bool,
    },
    /// An assertion begins.
    Look(u32),
    /// What it asserts was found.
    LookEnd(u32),
    Reference(u32),
    Match,
}

/// No table entry.
pub const NONE: u32 = u32::MAX;
/// A register that holds nothing.
pub const UNSET: u32 = u32::MAX;

/// A set of characters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CharSet {
    pub latin1: [u64; 4],
    /// Ranges beyond Latin-1.
    pub wide: Box<[(u32, u32)]>,
}

impl CharSet {
    pub fn new(set: &CodePoints) -> CharSet {
        let mut latin1 = [0; 4];
        set.ranges().iter().take_while(|(first, _)| *first < 0x100).for_each(|(first, last)| {
            (*first..=(*last).min(0xFF)).for_each(|c| latin1[c as usize / 64] |= 1 << (c % 64));
        });
        let wide = set.ranges().iter().filter(|(_, last)| *last > 0xFF).map(|(first, last)| ((*first).max(0x100), *last));
        CharSet { latin1, wide: wide.collect() }
    }
    #[inline(always)]
    pub fn has(&self, c: u32) -> bool {
        if c < 0x100 { self.latin1[c as usize / 64] >> (c % 64) & 1 != 0 } else { self.has_wide(c) }
    }
    fn has_wide(&self, c: u32) -> bool {
        match &self.wide[..] {
            [] => false,
            [(first, last)] => (*first..=*last).contains(&c),
            wide => {
                let after = wide.partition_point(|(first, _)| *first <= c);
                after > 0 && c <= wide[after - 1].1
            }
        }
    }
}

/// What the text may go on with for a part of a pattern to match: a code unit, or nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct First {
    pub latin1: [u64; 4],
    pub wide: bool,
    pub end: bool,
}

impl First {
    pub const ANY: First = First { latin1: [u64::MAX; 4], wide: true, end: true };
    pub const NOTHING: First = First { latin1: [0; 4], wide: false, end: false };

    #[inline(always)]
    pub fn has(&self, unit: Option<u16>) -> bool {
        match unit {
            Some(unit @ 0..0x100) => self.latin1[unit as usize / 64] >> (unit % 64) & 1 != 0,
            Some(_) => self.wide,
            None => self.end,
        }
    }
    pub fn union(mut self, other: First) -> First {
        self.latin1.iter_mut().zip(other.latin1).for_each(|(a, b)| *a |= b);
        First { latin1: self.latin1, wide: self.wide | other.wide, end: self.end | other.end }
    }
    pub fn intersection(mut self, other: First) -> First {
        self.latin1.iter_mut().zip(other.latin1).for_each(|(a, b)| *a &= b);
        First { latin1: self.latin1, wide: self.wide & other.wide, end: self.end & other.end }
    }
}

/// A loop over one set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Run {
    pub set: u32,
    /// Members are code points that may be pairs.
    pub code: bool,
    pub back: bool,
    pub min: u32,
    /// `NONE`: any number.
    pub max: u32,
    pub greedy: bool,
    /// What follows can match nowhere but at the end of the run: nothing is given back.
    pub possessive: bool,
    /// What follows may begin with this.
    pub follow: u32,
}

/// A counted loop.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Loop {
    pub count: u32,
    pub min: u32,
    /// `NONE`: any number.
    pub max: u32,
    pub greedy: bool,
    /// Where it begins with `Op::Loop`, and what is after it.
    pub head: u32,
    pub exit: u32,
    /// Holds where the iteration began, if it may match nothing; else `NONE`.
    pub mark: u32,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Look {
    pub negative: bool,
    /// Holds how many frames there were when it began.
    pub height: u32,
    /// What is after it.
    pub exit: u32,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reference {
    pub groups: Box<[u32]>,
    pub folding: Option<Folding>,
    pub back: bool,
}

/// How the next place to match at is searched for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Search {
    /// Everywhere.
    None,
    /// At the start of the text only.
    AtStart,
    /// Where these units are.
    Literal(Box<[u16]>),
    /// Where this may follow.
    First(First),
}

/// A choice whose failure may be remembered: its way to fail depends on the position and on
/// these registers of the loops around it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    /// How many states those before it have.
    pub offset: u32,
    pub loops: Box<[LoopState]>,
}

/// What of a loop's state tells how it goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LoopState {
    /// The count, or `most` if it is more.
    Count { register: u32, most: u32 },
    /// Whether the iteration has matched something.
    Moved { register: u32 },
}

impl LoopState {
    pub fn count(self) -> u32 {
        match self {
            LoopState::Count { most, .. } => most + 1,
            LoopState::Moved { .. } => 2,
        }
    }
}

/// See the module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Program {
    pub ops: Vec<Op>,
    pub sets: Vec<CharSet>,
    pub firsts: Vec<First>,
    pub runs: Vec<Run>,
    pub loops: Vec<Loop>,
    pub looks: Vec<Look>,
    pub references: Vec<Reference>,
    /// By op, an index into `choices` or `NONE`. Empty: nothing may be remembered.
    pub choice_of: Vec<u32>,
    pub choices: Vec<Choice>,
    /// States of all choices.
    pub states: u32,
    pub registers: u32,
    pub group_count: u32,
    pub unicode: bool,
    pub search: Search,
}

impl Program {
    /// Bytes that it takes, about.
    pub fn bytes(&self) -> usize {
        let sets: usize = self.sets.iter().map(|set| size_of_val(set) + size_of_val(&*set.wide)).sum();
        let flow = size_of_val(&*self.ops) + size_of_val(&*self.runs) + size_of_val(&*self.loops) + size_of_val(&*self.looks);
        let memory = size_of_val(&*self.choice_of) + size_of_val(&*self.choices);
        size_of::<Program>() + sets + flow + memory + size_of_val(&*self.firsts) + size_of_val(&*self.references)
    }
}
