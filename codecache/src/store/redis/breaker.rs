//! When a server is left alone.
//!
//! One breaker serves all connections to a server: what one of them has waited for in vain the others
//! need not wait for again. It is written down in a file where there is a place for that, so that the next processes need not
//! either.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use parking_lot::Mutex;

use crate::miss::MissReason;
use crate::store::notes;

/// Longer than the first pause: two to this power.
const MAX_DOUBLINGS: u32 = 6;

/// Whether a server is left alone, and until when.
pub(super) struct Breaker {
    /// After the first failure; each further one doubles it.
    pause: Duration,
    state: Mutex<State>,
    file: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
struct State {
    failures: u32,
    until: Option<SystemTime>,
}

impl State {
    fn is_open(self) -> bool {
        self.until.is_some_and(|until| SystemTime::now() < until)
    }

    /// `FAILURES UNTIL`, the latter in milliseconds of Unix time.
    fn read(file: &Path, longest: Duration) -> Option<State> {
        let text = notes::read(file)?;
        let (failures, until) = text.trim_end().split_once(' ')?;
        let until = UNIX_EPOCH.checked_add(Duration::from_millis(until.parse().ok()?))?;
        // A clock that was wrong must not keep the server away for good.
        let is_sane = until.duration_since(SystemTime::now()).is_ok_and(|left| left <= longest);
        is_sane.then_some(State { failures: failures.parse().ok()?, until: Some(until) })
    }

    fn write(self, file: &Path) {
        let until = self.until.and_then(|until| until.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
        // What cannot be written down every process finds out for itself.
        notes::write(file, &format!("{} {}\n", self.failures, until.as_millis()));
    }
}

impl Breaker {
    /// What was written down in `file` counts.
    pub fn new(pause: Duration, file: Option<PathBuf>) -> Breaker {
        let written = file.as_deref().and_then(|file| State::read(file, pause * (1 << MAX_DOUBLINGS)));
        Breaker { pause, state: Mutex::new(written.unwrap_or_default()), file }
    }

    /// Whether the server is left alone just now.
    pub fn is_open(&self) -> bool {
        self.state.lock().is_open()
    }

    /// An operation has ended, or was given up: by which failure, if by one. Those of operations that had begun before the
    /// server was left alone count for nothing.
    pub fn note(&self, failed: Option<MissReason>) {
        let mut state = self.state.lock();
        match failed {
            Some(reason) if suspends(reason) => {
                if state.is_open() {
                    return;
                }
                let pause = self.pause * (1 << state.failures.min(MAX_DOUBLINGS));
                *state = State { failures: state.failures + 1, until: Some(SystemTime::now() + pause) };
                self.file.iter().for_each(|file| state.write(file));
            }
            _ => {
                if *state != State::default() {
                    *state = State::default();
                    self.file.iter().for_each(|file| drop(fs::remove_file(file)));
                }
            }
        }
    }

    #[cfg(test)]
    pub fn failures(&self) -> u32 {
        self.state.lock().failures
    }
}

/// Whether the server as a whole is to be left alone after this.
fn suspends(reason: MissReason) -> bool {
    matches!(reason, MissReason::StoreTimeout | MissReason::StoreUnreachable | MissReason::StoreRefused | MissReason::StoreFailed)
}

#[cfg(test)]
mod tests {
    use super::super::super::temporary::TempDir;
    use super::*;

    const PAUSE: Duration = Duration::from_secs(5);

    #[test]
    fn other_processes_learn_of_it_and_of_its_end() {
        let folder = TempDir::new();
        let file = || Some(folder.path().join("suspended"));
        let first = Breaker::new(PAUSE, file());
        assert!(!first.is_open());
        first.note(Some(MissReason::StoreTimeout));
        first.note(Some(MissReason::StoreTimeout));
        assert_eq!((first.is_open(), first.failures()), (true, 1));
        let second = Breaker::new(PAUSE, file());
        assert_eq!((second.is_open(), second.failures()), (true, 1));
        second.note(None);
        assert!(!Breaker::new(PAUSE, file()).is_open());
        assert!(!folder.path().join("suspended").exists());
    }

    #[test]
    fn what_makes_no_sense_counts_for_nothing() {
        let folder = TempDir::new();
        let file = folder.path().join("suspended");
        let in_ms = |ms: u64| (SystemTime::now().duration_since(UNIX_EPOCH).unwrap() + Duration::from_millis(ms)).as_millis();
        let far = format!("1 {}\n", in_ms(3_600_000));
        for text in ["", "1", "x y\n", "1 99999999999999999999999\n", "1 18446744073709551615\n", "1 5\n", &far] {
            fs::write(&file, text).unwrap();
            assert!(!Breaker::new(PAUSE, Some(file.clone())).is_open(), "{text:?}");
        }
        fs::write(&file, format!("3 {}\n", in_ms(60_000))).unwrap();
        let breaker = Breaker::new(PAUSE, Some(file));
        assert_eq!((breaker.is_open(), breaker.failures()), (true, 3));
    }

    #[test]
    fn what_concerns_one_thing_only_is_no_failure_of_the_server() {
        let breaker = Breaker::new(PAUSE, None);
        breaker.note(Some(MissReason::StoreWrongType));
        breaker.note(Some(MissReason::StoreFull));
        assert!(!breaker.is_open());
    }
}
