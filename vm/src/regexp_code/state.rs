//! What compiled code is given, and what it answers. Its layout is part of the code.

/// The argument of compiled code.
///
/// Positions are indices of code units. Everything is there as long as the code runs, and nothing
/// else looks at what the code changes.
#[repr(C)]
pub struct MatchState {
    /// The text's code units: bytes or pairs of bytes, as the code was compiled for.
    pub text: *const u8,
    pub len: u64,
    /// Where to begin; after a stop, at which place the match was being tried.
    pub start: u64,
    /// Not 0: at `start` only.
    pub here: u64,
    /// As many as the program has, aligned to 8 bytes. Those of groups are set by a match.
    pub registers: *mut u32,
    /// The stack of choices: frames of `FRAME` bytes. There is room for one at `stack_limit` still.
    pub stack: *mut u8,
    pub stack_limit: *mut u8,
    /// `Tables::latin1` and `Tables::ranges` of the program.
    pub latin1: *const u8,
    pub ranges: *const [u32; 2],
    /// `Context::interrupt`
    pub interrupts: *const u8,
    /// Steps that the match at one place may take.
    pub steps: u64,
}

/// Bytes of a frame.
pub const FRAME: usize = 16;

/// What compiled code answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u64)]
pub enum Answer {
    NoMatch = 0,
    Match = 1,
    /// Something is asked for, and nothing was tried at `start` yet.
    Asked = 2,
    /// More steps than there may be, or more frames.
    TooMuch = 3,
}

impl Answer {
    pub fn of(word: u64) -> Answer {
        match word {
            0 => Answer::NoMatch,
            1 => Answer::Match,
            2 => Answer::Asked,
            _ => Answer::TooMuch,
        }
    }
}
