//! Scripts that may run for so long: a thread watches the time, and interrupts the machine when it is up.
//!
//! Invariant for the unsafe code:
//! 1. A watch is joined before the call that started it ends, be it by a panic, so that the machine is there
//!    for as long as the watch is.

use crate::runtime::completion::{JsResult, Throw};
use crate::vm::Vm;
use crate::vm::interrupt::{self, Interrupts};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// How often a watch interrupts after the time is up: who handles another interrupt may have
/// looked at the word just before.
const AGAIN: Duration = Duration::from_millis(5);

/// The thread, and what it hears of when it is to end.
struct Watch {
    finished: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
    is_up: Arc<AtomicBool>,
}

impl Watch {
    fn start(vm: &mut Vm, limit: Duration) -> Result<Watch, Throw> {
        let (finished, watched) = channel::<()>();
        let word = &raw const vm.cx.interrupt as usize;
        let is_up = Arc::new(AtomicBool::new(false));
        let up = is_up.clone();
        let watch = move || {
            let mut wait = limit;
            while let Err(RecvTimeoutError::Timeout) = watched.recv_timeout(wait) {
                up.store(true, Ordering::SeqCst);
                // SAFETY: invariant 1; the word is atomic.
                unsafe { &*(word as *const Interrupts) }.set(interrupt::TIMEOUT);
                wait = AGAIN;
            }
        };
        match std::thread::Builder::new().name("script-timeout".to_owned()).spawn(watch) {
            Ok(thread) => Ok(Watch { finished: Some(finished), thread: Some(thread), is_up }),
            Err(_) => Err(vm.range_error("the system gives no thread to watch the time")),
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.finished = None;
        // The thread does not panic.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// What `f` gives if it ends in time, and nothing if it does not.
///
/// # Errors
/// What is thrown in time; that there is no thread to be had.
pub(super) fn within<T>(vm: &mut Vm, limit: Duration, f: impl FnOnce(&mut Vm) -> JsResult<T>) -> JsResult<Option<T>> {
    let watch = Watch::start(vm, limit)?;
    let result = f(vm);
    let up = watch.is_up.clone();
    drop(watch);
    // The interrupt may be that of a limit around this one, which goes on then.
    if !up.load(Ordering::SeqCst) {
        return result.map(Some);
    }
    vm.cx.interrupt.clear(interrupt::TIMEOUT);
    Ok(None)
}
