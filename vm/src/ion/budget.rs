//! What a process compiles for itself.
//!
//! Code that is compiled in a process has to repay itself in it. How long a function will run is
//! not known; the best guess is: as long again as it has run so far. So it is compiled once
//! interpreting it has cost more than compiling it will (whoever rents skis until he has paid
//! their price never pays twice what he had to). A program whose time is spread over many
//! functions would compile them all a little too late to gain by it: those that have no large
//! share of the time together get a share of it, and what is left out is the finisher's. A
//! program that runs on gets all it asks for.

use std::time::Duration;

/// Of the time that the process has run: what functions with small shares of it may cost together.
const SHARE: f64 = 0.125;
/// The share of the time from which a function is compiled without regard to that.
const LARGE: f64 = 0.1;
/// What interpreting has cost, in times of what compiling will, at least.
const REPAID: f64 = 2.0;
/// What a compilation takes, as long as none has been measured.
const TYPICAL: Duration = Duration::from_millis(3);
/// An instruction word takes about so long in the interpreter, with its share of the runtime's time.
const PER_WORD: Duration = Duration::from_nanos(if cfg!(debug_assertions) { 25 } else { 5 });

/// What interpreting a script has cost after so many calls and iterations: it has `words` words of
/// instructions and `loops` loops. An iteration is about one loop's part of them.
pub fn interpreted_for(words: usize, loops: usize, turns: u32) -> Duration {
    let words = words / (1 + loops) + 1;
    PER_WORD.saturating_mul(u32::try_from((words as u64).saturating_mul(u64::from(turns))).unwrap_or(u32::MAX))
}

/// What was spent so far.
#[derive(Default)]
pub struct Budget {
    spent: Duration,
    compilations: u32,
}

impl Budget {
    pub fn spend(&mut self, took: Duration) {
        self.spent += took;
        self.compilations += 1;
    }

    pub fn spent(&self) -> Duration {
        self.spent
    }

    fn typical(&self) -> Duration {
        if self.compilations == 0 { TYPICAL } else { self.spent / self.compilations }
    }

    /// Whether to compile what has been interpreted for `interpreted` of the `elapsed` time of the
    /// process, while `in_flight` compilations are under way.
    pub fn allows(&self, interpreted: Duration, elapsed: Duration, in_flight: usize) -> bool {
        if interpreted < self.typical().mul_f64(REPAID) {
            return false;
        }
        let is_large = interpreted >= elapsed.mul_f64(LARGE);
        is_large || self.spent + self.typical() * in_flight as u32 <= elapsed.mul_f64(SHARE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn a_function_is_compiled_once_it_has_cost_as_much() {
        let mut budget = Budget::default();
        assert!(!budget.allows(TYPICAL, TYPICAL, 0));
        assert!(budget.allows(TYPICAL * 2, TYPICAL * 4, 0));
        budget.spend(TYPICAL * 10);
        assert!(!budget.allows(TYPICAL * 2, TYPICAL * 4, 0), "compilations take longer here");
        assert!(budget.allows(TYPICAL * 20, TYPICAL * 40, 0));
    }

    #[test]
    fn functions_with_small_shares_get_a_share_together() {
        let mut budget = Budget::default();
        budget.spend(MS);
        let elapsed = MS.mul_f64(1.0 / SHARE);
        let share = |budget: &Budget, elapsed, in_flight| budget.allows(MS * 2, elapsed, in_flight);
        assert!(share(&budget, elapsed * 4, 0) && share(&budget, elapsed * 4, 3), "what is under way counts");
        assert!(!share(&budget, elapsed * 4, 4));
        budget.spend(MS * 9);
        assert!(!budget.allows(MS * 7, elapsed * 9, 0) && budget.allows(MS * 12, elapsed * 9, 0), "a large share is enough");
    }

    #[test]
    fn iterations_count_for_their_part_of_the_script() {
        assert_eq!(interpreted_for(99, 1, 10), PER_WORD * 500);
        assert_eq!(interpreted_for(usize::MAX / 2, 0, u32::MAX).max(MS), PER_WORD.saturating_mul(u32::MAX));
    }
}
