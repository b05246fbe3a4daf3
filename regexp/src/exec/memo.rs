//! Which choices have failed where (as in the memoisation of Davis, Servant and Lee, "Using
//! Selective Memoization to Defeat Regular Expression Denial of Service").
//!
//! Without back references, whether matching can succeed from a choice depends on the position
//! and on the state of the loops around it, up to the assertion that it is in.

use crate::program::{LoopState, NONE, Program};

/// Bits of a memo.
const MAX_STATES: u64 = 1 << 28;

/// A bit for each state of each choice at each position.
pub(super) struct Memo {
    failed: Vec<u64>,
    positions: u32,
}

impl Memo {
    /// None: there is nothing to remember, or too much.
    pub(super) fn new(program: &Program, len: usize) -> Option<Memo> {
        let states = u64::from(program.states) * (len as u64 + 1);
        if states == 0 || states > MAX_STATES {
            return None;
        }
        Some(Memo { failed: vec![0; states as usize / 64 + 1], positions: len as u32 + 1 })
    }

    /// The number of the choice at `pc` in its present state. None: it is not to be remembered.
    pub(super) fn state(&self, program: &Program, registers: &[u32], pc: u32, at: usize) -> Option<u32> {
        let choice = program.choice_of[pc as usize];
        if choice == NONE {
            return None;
        }
        let choice = &program.choices[choice as usize];
        let state = choice.loops.iter().fold(0, |state, l| {
            let now = match *l {
                LoopState::Count { register, most } => registers[register as usize].min(most),
                LoopState::Moved { register } => u32::from(registers[register as usize] != at as u32),
            };
            state * l.count() + now
        });
        Some((choice.offset + state) * self.positions + at as u32)
    }

    pub(super) fn has_failed(&self, state: u32) -> bool {
        self.failed[state as usize / 64] >> (state % 64) & 1 != 0
    }
    pub(super) fn note_failed(&mut self, state: u32) {
        self.failed[state as usize / 64] |= 1 << (state % 64);
    }
}
