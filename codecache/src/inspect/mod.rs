//! A second line behind the tag: what machine code from a store may consist of.
//!
//! Stored code is authenticated, and that is what it is believed for. Before it is made executable its
//! bytes are still decoded, from the first to the last, and refused if there is anything that a code
//! generator for functions without relocations does not emit: calls of the system, privileged or
//! segment-changing instructions, atomic and string operations, branches out of the code, into an
//! instruction or into constants, and whatever is not in the tables of this module. Forms that are
//! known, and no others:
//!
//! - *Branches* lead to an instruction of the same code.
//! - *Calls* go through a register, which the straight line before it has loaded from memory: from a
//!   link table, or from what the virtual machine keeps there. There is none with an address in it.
//! - *Jumps to what a table says* are the code generator's one sequence, with the table behind it; the
//!   index is at most the number that was loaded for it, and all targets are instructions.
//! - *Returns* are those of a frame: on x86-64 `pop rbp; ret`.
//! - *Constants* lie behind what cannot be passed, and are not code.
//!
//! What this does not show: that the code computes what it should, or writes only where it may. Who
//! can seal code can have it write to any memory, and so do everything. It bounds what damage,
//! a fault of the compiler, or a forger who knows less than that comes to.
//!
//! One pass, by tables; no code is kept.

#![forbid(unsafe_code)]

pub mod aarch64;
pub mod x86_64;

use crate::miss::MissReason;
use crate::rules::{Rule, holds};
use std::fmt;

/// What is wrong with code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Offence {
    /// A call of the system, or a trap into it.
    SystemCall,
    /// An instruction that only the system may execute, or one that reads or writes ports.
    Privileged,
    /// An instruction that changes, or goes by, a segment.
    Segment,
    /// A jump, call or return to an address that is computed, in no known form.
    IndirectBranch,
    /// A branch, a call or a constant that is not in the code.
    Outside,
    /// A branch to what is no instruction: within one, into a form that is whole, or into constants.
    NoInstruction,
    /// The code goes on into constants, or beyond its end.
    RunsOut,
    /// Bytes that are no instruction of those that are known.
    Unknown,
}

/// The first thing that is wrong with code, and where.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// Of the instruction, in bytes.
    pub offset: usize,
    pub offence: Offence,
}

impl Refusal {
    /// The row of the table of misses.
    pub fn reason(self) -> MissReason {
        MissReason::ForbiddenCode
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.offence {
            Offence::SystemCall => "a system call",
            Offence::Privileged => "a privileged instruction",
            Offence::Segment => "an instruction of segments",
            Offence::IndirectBranch => "an indirect jump, call or return of no known form",
            Offence::Outside => "a branch out of the code",
            Offence::NoInstruction => "a branch to what is no instruction",
            Offence::RunsOut => "an end without an end",
            Offence::Unknown => "no known instruction",
        };
        write!(f, "{what} at {:#x}", self.offset)
    }
}

impl std::error::Error for Refusal {}

/// Looks through code for this processor. Code for one that no table is of is believed.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn code(code: &[u8]) -> Result<(), Refusal> {
    if !holds(Rule::Inspected) {
        return Ok(());
    }
    match std::env::consts::ARCH {
        "x86_64" => x86_64::code(code),
        "aarch64" => aarch64::code(code),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;

/// Where instructions begin: a byte for each place of a code, since there is little to be done for each.
struct Starts(Vec<u8>);

impl Starts {
    fn new(places: usize) -> Starts {
        Starts(vec![0; places])
    }
    #[inline(always)]
    fn set(&mut self, place: usize) {
        self.0[place] = 1;
    }
    fn has(&self, place: usize) -> bool {
        self.0[place] != 0
    }
    /// The last before `place`, and not before `first`.
    fn last_before(&self, place: usize, first: usize) -> Option<usize> {
        (first..place).rev().find(|at| self.0[*at] != 0)
    }
    /// Nothing may lead there.
    fn clear(&mut self, places: std::ops::Range<usize>) {
        self.0[places].fill(0);
    }
    /// The first of `targets` that is none.
    fn none_at(&self, targets: &[u32]) -> Option<usize> {
        targets.iter().map(|target| *target as usize).find(|target| self.0[*target] == 0)
    }
}
