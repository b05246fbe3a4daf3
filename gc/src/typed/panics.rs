//! Panics of destructors, which must not unwind through the collector.
//!
//! They are kept until the collection is over, and go on from there; of several, the first does.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

thread_local! {
    static FIRST: Cell<Option<Box<dyn Any + Send>>> = const { Cell::new(None) };
}

/// Runs a destructor; keeps its panic.
pub(super) fn keep(drop: impl FnOnce()) {
    let Err(payload) = catch_unwind(AssertUnwindSafe(drop)) else { return };
    // At the end of a thread there is nobody left to tell.
    let _ = FIRST.try_with(|first| match first.take() {
        None => first.set(Some(payload)),
        Some(earlier) => {
            first.set(Some(earlier));
            discard(payload);
        }
    });
}

/// Drops a panic, which may panic again.
fn discard(payload: Box<dyn Any + Send>) {
    if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        core::mem::forget(again);
    }
}

/// Goes on with what was kept; where there is a panic already, forgets it.
pub(super) fn go_on() {
    let Ok(Some(payload)) = FIRST.try_with(Cell::take) else { return };
    if std::thread::panicking() {
        discard(payload);
    } else {
        resume_unwind(payload);
    }
}

/// Does so when it is dropped: a last field.
pub(super) struct AtTheEnd;

impl Drop for AtTheEnd {
    fn drop(&mut self) {
        go_on();
    }
}
