//! How long a process waits for a server, all its waiting together.
//!
//! A script's process waits for what its program needs once, when it starts ([`Patience::begin`]); one by one it asks
//! only where the server is near, or the process old. At its end ([`Patience::end`]) it waits once more. Others, which nobody
//! waits for, have for each operation the time that an operation may take.

use std::time::{Duration, Instant};

use parking_lot::Mutex;

/// The part of what a start may take that operations one by one may take, and the part of the time that has passed.
const ONE_BY_ONE: u32 = 5;
const OF_THE_TIME: u32 = 10;

#[derive(Default)]
pub(super) struct Patience(Mutex<State>);

#[derive(Default)]
struct State {
    since: Option<Instant>,
    /// For all that was begun.
    at_start: Duration,
    waited: Duration,
    waited_one_by_one: Duration,
    /// As long as an answer took the last time.
    round_trip: Duration,
    /// What the end may take yet.
    at_end: Option<Duration>,
}

impl Patience {
    /// A program starts, which may wait so long.
    pub fn begin(&self, within: Duration) {
        let mut state = self.0.lock();
        state.since.get_or_insert_with(Instant::now);
        state.at_start += within;
    }

    /// The process ends, and waits so long at most.
    pub fn end(&self, within: Duration) {
        self.0.lock().at_end.get_or_insert(within);
    }

    /// Nobody waits any more.
    pub fn forget(&self) {
        *self.0.lock() = State::default();
    }

    /// How long the program may wait yet for what it needs at its start.
    pub fn of_start(&self) -> Duration {
        let state = self.0.lock();
        state.at_start.saturating_sub(state.waited)
    }

    /// How long may be waited for one operation more; `None`: its answer would come too late.
    pub fn of_one(&self, operation: Duration) -> Option<Duration> {
        let state = self.0.lock();
        let Some(since) = state.since else { return Some(operation) };
        let left = (state.at_start / ONE_BY_ONE + since.elapsed() / OF_THE_TIME).saturating_sub(state.waited_one_by_one);
        (state.round_trip < left).then(|| left.min(operation))
    }

    /// How long may be waited for something more at the end; `None`: it has not come.
    pub fn of_end(&self) -> Option<Duration> {
        self.0.lock().at_end
    }

    /// The program has waited so long for what it needs at its start; whether that was answered.
    pub fn waited_at_start(&self, time: Duration) {
        self.0.lock().waited += time;
    }

    /// The same for one operation.
    pub fn waited_for_one(&self, time: Duration) {
        let mut state = self.0.lock();
        state.waited_one_by_one += time;
        state.round_trip = time;
    }

    /// An answer has taken so long, whoever waited for it.
    pub fn answered_in(&self, time: Duration) {
        self.0.lock().round_trip = time;
    }

    /// The same at the end.
    pub fn waited_at_end(&self, time: Duration) {
        if let Some(left) = &mut self.0.lock().at_end {
            *left = left.saturating_sub(time);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn who_runs_no_program_has_all_the_time_of_an_operation() {
        let patience = Patience::default();
        for _ in 0..100 {
            assert_eq!(patience.of_one(250 * MS), Some(250 * MS));
            patience.waited_for_one(250 * MS);
            assert_eq!(patience.of_end(), None);
            patience.waited_at_end(2000 * MS);
        }
    }

    #[test]
    fn a_program_waits_so_long_and_no_longer() {
        let patience = Patience::default();
        patience.begin(50_000 * MS);
        assert_eq!(patience.of_start(), 50_000 * MS);
        patience.waited_at_start(20_000 * MS);
        assert_eq!(patience.of_start(), 30_000 * MS);
        patience.waited_at_start(40_000 * MS);
        assert_eq!(patience.of_start(), Duration::ZERO);
        // Another program of the same process.
        patience.begin(20_000 * MS);
        assert_eq!(patience.of_start(), 10_000 * MS);
    }

    #[test]
    fn only_those_who_are_near_are_asked_one_by_one() {
        let patience = Patience::default();
        patience.begin(50_000 * MS);
        patience.answered_in(20_000 * MS);
        assert_eq!(patience.of_one(250 * MS), None);
        patience.answered_in(MS);
        assert_eq!(patience.of_one(250 * MS), Some(250 * MS));
        patience.waited_for_one(9_000 * MS);
        patience.answered_in(MS);
        assert!(patience.of_one(2_000 * MS).is_some_and(|left| left >= 1_000 * MS && left < 2_000 * MS));
        patience.waited_for_one(2_000 * MS);
        assert_eq!(patience.of_one(250 * MS), None);
    }

    #[test]
    fn the_end_waits_so_long_in_all() {
        let patience = Patience::default();
        patience.begin(50 * MS);
        assert_eq!(patience.of_end(), None);
        patience.end(100 * MS);
        assert_eq!(patience.of_end(), Some(100 * MS));
        patience.waited_at_end(70 * MS);
        patience.end(100 * MS);
        assert_eq!(patience.of_end(), Some(30 * MS));
        patience.waited_at_end(70 * MS);
        assert_eq!(patience.of_end(), Some(Duration::ZERO));
        patience.forget();
        assert_eq!(patience.of_end(), None);
        assert_eq!(patience.of_one(250 * MS), Some(250 * MS));
    }
}
