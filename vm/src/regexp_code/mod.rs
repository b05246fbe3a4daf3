//! Regular expressions as machine code.
//!
//! `lower` makes a function of a program (`regexp::program`), by the code generator of the optimising tier and under its
//! rules: no address, no relocation. Sets that are tested by tables have them beside the code (`classes`). What is compiled
//! when is said in `tier`; `RegExpCode` owns the code, which dies with the pattern.
//!
//! Code backtracks as the matcher of programs does, and gives up where that would begin to remember failures:
//! then the match goes on there, from the same place. So no pattern takes exponential time, and every limit holds.

mod classes;
mod lower;
mod state;
mod stored;
#[cfg(test)]
mod tests;
mod tier;

pub use tier::{CodeOfPattern, Machine, Pattern, Searched};

use crate::ion::isa;
use crate::ion::tools::{Registration, Tools};
use crate::regexp::program::{Program, UNSET};
use crate::regexp::{self, literal, parser};
use classes::{Classes, Tables};
use hearth_codecache::CodeArena;
use hearth_codecache::arena::{ArenaError, Published};
use state::{Answer, FRAME, MatchState};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::AtomicU32;

/// Bytes of code for a program, which any process can use.
pub fn compile(program: &Program, wide: bool) -> Result<Vec<u8>, String> {
    let compiled = catch_unwind(AssertUnwindSafe(|| {
        let isa = isa::host()?;
        lower::lower(program, &Classes::new(program), wide, &*isa).map_err(|e| e.to_string())
    }));
    compiled.unwrap_or_else(|_| Err("the code generator panicked".to_owned()))
}

/// Likewise, of the source of a pattern.
pub fn compile_source(source: &[u16], flags: u8, wide: bool) -> Result<Vec<u8>, String> {
    let pattern = parser::parse(&literal::characters(source, flags), flags).map_err(|_| "no pattern".to_owned())?;
    let program = regexp::compile::compile(&pattern).map_err(|_| "too large".to_owned())?;
    compile(&program, wide)
}

/// Code for one program and one encoding of texts, in an arena.
pub struct RegExpCode {
    published: Option<Published>,
    arena: CodeArena,
    tables: Tables,
    registers: usize,
    wide: bool,
    /// Debuggers know it until it dies.
    registration: Registration,
}

impl RegExpCode {
    /// # Safety
    /// `code` was compiled by this build from `program`, for this encoding.
    pub unsafe fn install(arena: &CodeArena, code: &[u8], program: &Program, wide: bool) -> Result<RegExpCode, ArenaError> {
        let written = arena.reserve(code.len())?.write(code);
        let published = arena.publish(vec![written])?.pop();
        let tables = Classes::new(program).tables;
        Ok(RegExpCode {
            published,
            arena: arena.clone(),
            tables,
            registers: program.registers as usize,
            wide,
            registration: Registration::default(),
        })
    }

    /// Tells profilers and debuggers of the code of a pattern.
    fn describe(&mut self, tools: Tools, source: &[u16]) {
        if let Some(published) = self.published.as_ref().filter(|_| tools.any()) {
            // SAFETY: this has the arena, and the range until it dies.
            self.registration = tools.describe_pattern(unsafe { published.code() }, source);
        }
    }
}

impl Drop for RegExpCode {
    fn drop(&mut self) {
        // The code calls nothing, and whoever runs it borrows this: no frame is in it.
        if let Some(published) = self.published.take() {
            self.arena.quarantine(self.arena.retire(published));
        }
    }
}

/// A text to be matched.
#[derive(Clone, Copy)]
pub enum TextRef<'a> {
    Latin1(&'a [u8]),
    Utf16(&'a [u16]),
}

/// What compiled code works with, kept from one match to the next.
pub struct Scratch {
    /// Two registers each.
    registers: Vec<u64>,
    /// Frames.
    stack: Box<[u64]>,
}

/// Bytes of the stack of choices. A match that needs more is left to the matcher of programs.
pub const STACK: usize = 256 << 10;

impl Default for Scratch {
    fn default() -> Scratch {
        Scratch { registers: Vec::new(), stack: vec![0; STACK / 8].into_boxed_slice() }
    }
}

impl Scratch {
    fn register(&self, register: usize) -> u32 {
        let both = self.registers[register / 2];
        // As compiled code has them in memory.
        let halves: [u32; 2] = bytemuck::cast(both);
        halves[register % 2]
    }
    /// Start and end of a group of the last match, if it took part.
    pub fn group(&self, group: usize) -> Option<std::ops::Range<usize>> {
        let (start, end) = (self.register(2 * group), self.register(2 * group + 1));
        (start != UNSET && end != UNSET).then_some(start as usize..end as usize)
    }
}

/// What came of a match.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    NoMatch,
    /// The groups are in the scratch.
    Match,
    /// An interrupt is to be handled before it goes on here.
    Asked(usize),
    /// Not for compiled code: nowhere before this place is a match.
    GiveUp(usize),
}

/// Steps at one place, and so many for each character of the text.
const STEPS: u64 = 1 << 15;
const STEPS_PER_UNIT: u64 = 2;

impl RegExpCode {
    /// Searches for a match at `start` or after, or `here` at `start` only; `start` is in the text or its end.
    pub fn run(&self, text: TextRef<'_>, start: usize, here: bool, scratch: &mut Scratch, interrupts: &AtomicU32) -> Outcome {
        let (address, len) = match text {
            TextRef::Latin1(text) if !self.wide => (text.as_ptr(), text.len()),
            TextRef::Utf16(text) if self.wide => (text.as_ptr().cast(), text.len()),
            _ => return Outcome::GiveUp(start),
        };
        assert!(start <= len);
        scratch.registers.resize(scratch.registers.len().max(self.registers.div_ceil(2)), 0);
        let Some(published) = &self.published else { return Outcome::GiveUp(start) };
        let frames = scratch.stack.as_mut_ptr_range();
        let mut state = MatchState {
            text: address,
            len: len as u64,
            start: start as u64,
            here: u64::from(here),
            registers: scratch.registers.as_mut_ptr().cast(),
            stack: frames.start.cast(),
            stack_limit: frames.end.cast::<u8>().wrapping_sub(2 * FRAME),
            latin1: self.tables.latin1.as_ptr(),
            ranges: self.tables.ranges.as_ptr(),
            interrupts: interrupts.as_ptr().cast_const().cast(),
            steps: STEPS + STEPS_PER_UNIT * len as u64,
        };
        // SAFETY: by `install` the code is a function of this type, which keeps to the bounds in its argument: the text, as
        // many registers and such tables as its program has, the stack up to its limit. All are borrowed here.
        let answer = unsafe {
            let code: unsafe extern "C" fn(*mut MatchState) -> u64 = core::mem::transmute(published.entry());
            code(&raw mut state)
        };
        match Answer::of(answer) {
            Answer::NoMatch => Outcome::NoMatch,
            Answer::Match => Outcome::Match,
            Answer::Asked => Outcome::Asked(state.start as usize),
            Answer::TooMuch => Outcome::GiveUp(state.start as usize),
        }
    }
}

const _: () = assert!(STACK.is_multiple_of(FRAME));
