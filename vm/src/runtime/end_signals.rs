//! Signals at which a program ends with what it has learnt saved (SIGTERM, SIGINT, SIGHUP), or saves that and goes on
//! (SIGUSR2), where it does not listen to them itself. The process ends by the very signal, as it would have.
//!
//! The handler asks by bits of the machine's interrupts, which every safepoint sees, compiled code's included, and
//! rings a bell for where the machine waits. What neither reaches, such as a system call that does not come back, is
//! cut off by an alarm. A second signal ends the process at once.
//!
//! Invariants on which the `unsafe` code rests:
//! 1. Handlers use atomics, and calls that are safe in handlers (signal-safety(7)); they keep `errno`.
//! 2. The interrupts that handlers set are those of a machine that lives as long as the process.
//! 3. The bell is made before the first handler is installed, and never closed.

use crate::vm::Vm;
use crate::vm::interrupt::{self, Interrupts};
use std::io;
use std::os::fd::{BorrowedFd, IntoRawFd, RawFd};
use std::sync::Once;
use std::sync::atomic::{AtomicI32, AtomicPtr, AtomicU32, Ordering::SeqCst};

/// At which a program ends.
const ENDS: [i32; 3] = [libc::SIGTERM, libc::SIGINT, libc::SIGHUP];
/// At which it saves what it has learnt.
const SAVES: i32 = libc::SIGUSR2;

/// After so many seconds a program that was told to end has ended: twice the time that saving may take, and one
/// for getting there.
const CUT_OFF: u32 = 2 * crate::cache::FINISH_WITHIN.as_secs() as u32 + 1;

/// The signal at which the program ends; 0: none yet.
static ENDED_BY: AtomicI32 = AtomicI32::new(0);
static INTERRUPTS: AtomicPtr<Interrupts> = AtomicPtr::new(core::ptr::null_mut());
static BELL: [AtomicI32; 2] = [AtomicI32::new(-1), AtomicI32::new(-1)];
/// Whose signals these are: a child between fork and exec has the handlers, too.
static PROCESS: AtomicU32 = AtomicU32::new(0);
/// A bit for each signal that is taken.
static TAKEN: AtomicU32 = AtomicU32::new(0);

/// The signal by which the program was told to end.
pub fn ended_by() -> Option<i32> {
    Some(ENDED_BY.load(SeqCst)).filter(|signal| *signal != 0)
}

/// Has signals end the machine's program, or save, as this module says. Those that whoever started the process has it ignore,
/// as nohup(1) does, stay ignored.
///
/// # Errors
/// If the system gives no descriptors; then signals do what they do by themselves.
pub fn listen(vm: &'static mut Vm) -> (&'static mut Vm, io::Result<()>) {
    let pipe = if has_few_descriptors() { Err(io::Error::from_raw_os_error(libc::EMFILE)) } else { io::pipe() };
    let listening = pipe.map(|(heard, rung)| {
        let ends = [heard.into_raw_fd(), rung.into_raw_fd()];
        for (end, place) in ends.into_iter().zip(&BELL) {
            // SAFETY: the descriptor is open.
            unsafe { libc::fcntl(end, libc::F_SETFL, libc::O_NONBLOCK) };
            place.store(end, SeqCst);
        }
        vm.interp.jobs.events.listen_to_bell(ends[0]);
        PROCESS.store(std::process::id(), SeqCst);
        // The machine is there for as long as the process, as its lifetime says (2).
        INTERRUPTS.store(&raw const vm.cx.interrupt as *mut Interrupts, SeqCst);
        for signal in ENDS.into_iter().chain([SAVES]) {
            if !is_ignored(signal) {
                TAKEN.fetch_or(1 << signal, SeqCst);
                retake(signal);
            }
        }
    });
    (vm, listening)
}

/// Whether the program needs each descriptor itself that it may have.
fn has_few_descriptors() -> bool {
    const FEW: u64 = 32;
    rustix::process::getrlimit(rustix::process::Resource::Nofile).current.is_some_and(|most| most < FEW)
}

/// Takes a signal again to which the program listened for a while; false if it is none that is taken.
pub fn retake(signal: i32) -> bool {
    let is_taken = TAKEN.load(SeqCst) & 1u32.checked_shl(signal as u32).unwrap_or(0) != 0;
    if is_taken {
        set_action(signal, handle as extern "C" fn(libc::c_int) as libc::sighandler_t);
    }
    is_taken
}

/// Does here and now what a signal would do that the process sends to itself; false if that is not taken, or the program
/// listens to it.
pub fn raise(signal: i32) -> bool {
    let handler = handle as extern "C" fn(libc::c_int) as libc::sighandler_t;
    let is_ours = (ENDS.contains(&signal) || signal == SAVES) && action_of(signal) == handler;
    if is_ours {
        handle(signal);
    }
    is_ours
}

/// Ends the process as the signal does by itself.
pub fn end_by(signal: i32) -> ! {
    set_action(signal, libc::SIG_DFL);
    // SAFETY: the set is initialised before it is used; invariant 1.
    unsafe {
        let mut set: libc::sigset_t = core::mem::zeroed();
        libc::sigemptyset(&raw mut set);
        libc::sigaddset(&raw mut set, signal);
        libc::pthread_sigmask(libc::SIG_UNBLOCK, &raw const set, core::ptr::null_mut());
        libc::raise(signal);
        // The first process of a container does not end by signals.
        libc::_exit(128 + signal)
    }
}

/// What can be read from when a signal has come; none where none are taken. For waits that are none of the event loop's.
pub fn bell() -> Option<BorrowedFd<'static>> {
    let bell = BELL[0].load(SeqCst);
    // SAFETY: it is open, and stays so (3).
    (bell >= 0).then(|| unsafe { BorrowedFd::borrow_raw(bell) })
}

/// Drops the rings so far: to be called before looking at what was asked for.
pub fn silence_bell() {
    let mut bytes = [0u8; 16];
    // SAFETY: the buffer is as long as is said; the descriptor is open (3) or none, which fails.
    while unsafe { libc::read(BELL[0].load(SeqCst), bytes.as_mut_ptr().cast(), bytes.len()) } > 0 {}
}

/// Has those that wait for other threads look at what is asked for, too, once the bell rings. Handlers cannot.
pub fn wake_waiters() {
    static STARTED: Once = Once::new();
    let bell: RawFd = BELL[0].load(SeqCst);
    if bell < 0 {
        return;
    }
    STARTED.call_once(|| {
        let wait = move || {
            let mut polled = libc::pollfd { fd: bell, events: libc::POLLIN, revents: 0 };
            while ended_by().is_none() {
                // SAFETY: one pollfd.
                unsafe { libc::poll(&raw mut polled, 1, -1) };
                // Whoever saves silences the bell.
                std::thread::sleep(std::time::Duration::from_millis(1));
            }
            // Who has looked just before it begins to wait is told the second time.
            for _ in 0..2 {
                crate::runtime::waiters::wake_all();
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
        };
        let _ = std::thread::Builder::new().name("hearth-signals".into()).stack_size(64 << 10).spawn(wait);
    });
}

extern "C" fn handle(signal: libc::c_int) {
    // SAFETY: invariants 1 to 3; the place of errno is this thread's.
    unsafe {
        let errno = libc::__errno_location();
        let before = *errno;
        if PROCESS.load(SeqCst) != libc::getpid() as u32 {
            end_by(signal);
        }
        let interrupts = &*INTERRUPTS.load(SeqCst);
        if signal == SAVES {
            interrupts.set(interrupt::SAVE);
        } else {
            if ENDED_BY.compare_exchange(0, signal, SeqCst, SeqCst).is_err() {
                end_by(signal);
            }
            set_action(libc::SIGALRM, cut_off as extern "C" fn(libc::c_int) as libc::sighandler_t);
            libc::alarm(CUT_OFF);
            interrupts.set(interrupt::EXIT);
        }
        let byte = signal as u8;
        // A full bell rings already.
        libc::write(BELL[1].load(SeqCst), (&raw const byte).cast(), 1);
        *errno = before;
    }
}

extern "C" fn cut_off(_: libc::c_int) {
    end_by(ENDED_BY.load(SeqCst));
}

fn action_of(signal: i32) -> libc::sighandler_t {
    // SAFETY: zero is a valid value, which is overwritten.
    unsafe {
        let mut action: libc::sigaction = core::mem::zeroed();
        libc::sigaction(signal, core::ptr::null(), &raw mut action);
        action.sa_sigaction
    }
}

fn is_ignored(signal: i32) -> bool {
    action_of(signal) == libc::SIG_IGN
}

fn set_action(signal: i32, action: libc::sighandler_t) {
    // SAFETY: invariant 1; zero is a valid value of the other fields.
    unsafe {
        let mut wanted: libc::sigaction = core::mem::zeroed();
        wanted.sa_sigaction = action;
        wanted.sa_flags = libc::SA_RESTART;
        libc::sigaction(signal, &raw const wanted, core::ptr::null_mut());
    }
}
