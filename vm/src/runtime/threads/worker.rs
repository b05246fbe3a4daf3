//! The thread of a worker. It makes a machine, has `internal/worker_main` set up what is different in it, runs
//! the program to its end, and tells the end by closing the channel to whoever started it.
//!
//! Invariants for the unsafe code:
//! 1. The address of a machine's interrupts is in `Control` only while that machine exists: its thread puts
//!    it there and takes it away under the lock under which others use it.

use super::channel::End;
use crate::options::{Finish, Options};
use crate::runtime::completion::{JsResult, Throw};
use crate::runtime::waiters;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::interrupt::{self, Interrupts};
use parking_lot::{Condvar, Mutex};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// Bytes of native stack that the machine needs besides what its scripts may use.
const STACK_MARGIN: usize = 2 << 20;
/// How long the end of a process waits for workers that store what they have learnt.
const STORE_WITHIN: Duration = Duration::from_millis(500);
/// The exit code of a worker that was told to stop.
const STOPPED: i32 = 1;

static NEXT: AtomicU32 = AtomicU32::new(1);
/// Workers whose program has ended and which are still storing what they have learnt.
static STORING: Mutex<usize> = Mutex::new(0);
static STORED: Condvar = Condvar::new();
/// A worker has left something for the finisher of the process.
static QUEUED: AtomicBool = AtomicBool::new(false);

/// What a worker runs.
pub enum Program {
    File(PathBuf),
    /// Text of a script.
    Script(String),
    /// Text of an ECMAScript module, and its name.
    Module(String, String),
}

/// What is shared by a worker's thread and who has started it.
pub struct Control {
    pub number: u32,
    stopped: AtomicBool,
    exit_code: AtomicI32,
    /// Address of the machine's interrupts (invariant 1).
    interrupts: Mutex<Option<usize>>,
    waker: Mutex<Option<super::waker::Waker>>,
}

impl Control {
    /// Has the program end at its next safepoint, or where it waits.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
        if let Some(address) = *self.interrupts.lock() {
            // SAFETY: invariant 1; the word is atomic.
            unsafe { &*(address as *const Interrupts) }.set(interrupt::EXIT);
        }
        if let Some(waker) = &*self.waker.lock() {
            waker.wake();
        }
        waiters::wake_all();
    }
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }
    pub fn exit_code(&self) -> i32 {
        self.exit_code.load(Ordering::SeqCst)
    }

    fn enter(&self, vm: &mut Vm) {
        *self.interrupts.lock() = Some(&raw const vm.cx.interrupt as usize);
        *self.waker.lock() = vm.builtins.threads.waker().ok();
        // It may have been told to stop before.
        if self.is_stopped() {
            vm.cx.interrupt.set(interrupt::EXIT);
        }
    }
    fn leave(&self) {
        *self.interrupts.lock() = None;
        *self.waker.lock() = None;
    }
}

/// Starts a worker. `control` is the end of the channel on which it is told what it needs to know.
///
/// # Errors
/// If the system gives no thread.
pub fn start(options: Options, program: Program, arguments: Vec<String>, control: End) -> io::Result<Arc<Control>> {
    let shared = Arc::new(Control {
        number: NEXT.fetch_add(1, Ordering::Relaxed),
        stopped: AtomicBool::new(false),
        exit_code: AtomicI32::new(STOPPED),
        interrupts: Mutex::new(None),
        waker: Mutex::new(None),
    });
    let own = shared.clone();
    std::thread::Builder::new()
        .name(format!("worker-{}", shared.number))
        .stack_size(options.stack_size.saturating_add(STACK_MARGIN))
        .spawn(move || {
            let at_end = options.on_thread_end;
            run(options, program, arguments, control, &own);
            at_end();
        })?;
    Ok(shared)
}

fn run(mut options: Options, program: Program, arguments: Vec<String>, end: End, control: &Arc<Control>) {
    // One finisher serves the process.
    if !matches!(options.finish, Finish::Off | Finish::Worker) {
        options.finish = Finish::Queue;
    }
    let mut vm = match Vm::new(options) {
        Ok(vm) => vm,
        Err(error) => {
            crate::trace::tell(format_args!("hearth: a worker cannot be started: {error}"));
            return;
        }
    };
    vm.builtins.threads.own = Some(control.clone());
    vm.builtins.process.write_through_streams();
    vm.interp.modules.arguments = arguments;
    let Ok(channel) = vm.builtins.threads.adopt(end) else { return };
    control.enter(&mut vm);
    let has_begun = !control.is_stopped();
    let result = run_program(&mut vm, program, channel);
    let mut code = vm.run_to_end(result);
    if control.is_stopped() {
        code = vm.builtins.process.asked_exit_code().unwrap_or(if has_begun { STOPPED } else { 0 });
    }
    control.leave();
    control.exit_code.store(code, Ordering::SeqCst);
    *STORING.lock() += 1;
    // Who started it is told now, by the end of the channels.
    let threads = std::mem::take(&mut vm.builtins.threads);
    drop(threads);
    // What it stores it stores as a worker: the process finishes, and counts it.
    vm.builtins.threads.own = Some(control.clone());
    vm.finish_cache();
    drop(vm);
    *STORING.lock() -= 1;
    STORED.notify_all();
}

fn run_program(vm: &mut Vm, program: Program, channel: usize) -> JsResult<Value> {
    let main = vm.require_builtin("internal/worker_main")?;
    let key = vm.key("start");
    vm.invoke(main, key, &[Value::from(channel)])?;
    match program {
        Program::File(path) => vm.run_main(&path),
        Program::Script(text) => vm.run_text("[worker eval]", &text),
        Program::Module(name, text) => vm.run_module_text(&name, &text),
    }
}

/// Waits for workers that store what they have learnt, for a moment.
pub fn wait_until_stored() {
    let until = Instant::now() + STORE_WITHIN;
    let mut storing = STORING.lock();
    while *storing > 0 && !STORED.wait_until(&mut storing, until).timed_out() {}
}

/// Notes that a worker has left something for the finisher.
pub fn note_queued() {
    QUEUED.store(true, Ordering::SeqCst);
}
pub fn has_queued() -> bool {
    QUEUED.load(Ordering::SeqCst)
}

impl Vm {
    /// Is this the machine of a worker?
    pub fn is_worker(&self) -> bool {
        self.builtins.threads.own.is_some()
    }

    /// Ends the program: the process, or the worker that this machine is of, whose thread goes on to its end
    /// with what is thrown.
    ///
    /// # Errors
    /// In a worker, always: what no script catches.
    pub fn end_program(&mut self, code: i32) -> JsResult<Value> {
        let Some(own) = self.builtins.threads.own.clone() else { self.exit_process(code) };
        self.builtins.process.ask_exit(code);
        own.stop();
        Err(Throw(Value::UNDEFINED))
    }

    /// Gives an exception that ends a worker to who has started it.
    pub(crate) fn tell_of_fatal_error(&mut self, error: Value) {
        let told = self.require_builtin("internal/worker_main").and_then(|main| {
            let key = self.key("fail");
            self.invoke(main, key, &[error])
        });
        if told.is_err() && !self.is_ending() {
            crate::trace::tell(format_args!("hearth: a worker has failed, and its error cannot be told"));
        }
    }
}
