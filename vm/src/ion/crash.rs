//! Which compiled code a process dies in: its name is left to the next one, which leaves that code alone
//! ([`Crashes`](hearth_codecache::store::Crashes)).
//!
//! Of code that is right nothing of this ever happens: what scripts can do wrong is checked. So a fault in the arena means a
//! fault of the compiler, of the memory or of a disk, and what it does once it would do in each process of a fleet.
//!
//! Invariants, on which the `unsafe` blocks rest:
//!
//! 1. A handler looks at the map of a thread only when that thread was interrupted in compiled code: nobody is changing
//!    the map then, for it is changed by that thread alone, and by Rust.
//! 2. `WATCHED` is null, or points to what a [`Watch`] of the thread keeps.
//! 3. All else that a handler does is what handlers may do: `open`, `write`, `close`, `sigaction`.

use super::jit_code::PcMap;
use std::cell::{Cell, RefCell};
use std::ffi::{CStr, CString};
use std::mem::MaybeUninit;
use std::ops::Range;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::ptr;
use std::rc::Rc;
use std::sync::OnceLock;

/// What code that is wrong may be stopped by.
const SIGNALS: [libc::c_int; 4] = [libc::SIGSEGV, libc::SIGBUS, libc::SIGILL, libc::SIGFPE];

type Handler = extern "C" fn(libc::c_int, *mut libc::siginfo_t, *mut libc::c_void);

thread_local! {
    static WATCHED: Cell<*const Watched> = const { Cell::new(ptr::null()) };
}

/// The code of a thread.
struct Watched {
    arena: Range<usize>,
    map: Rc<RefCell<PcMap>>,
}

/// What handlers need, set up once for the process.
struct Handlers {
    file: CString,
    /// Who had the signals before.
    before: [libc::sigaction; SIGNALS.len()],
}

static HANDLERS: OnceLock<Handlers> = OnceLock::new();

/// While it lives, code of its arena that kills the thread is named in the file.
pub struct Watch(Box<Watched>);

impl Watch {
    /// Watches the code of this thread. The file is that of the first watch of the process; none if it cannot be named.
    pub fn new(file: &Path, arena: Range<usize>, map: Rc<RefCell<PcMap>>) -> Option<Watch> {
        let file = CString::new(file.as_os_str().as_bytes()).ok()?;
        HANDLERS.get_or_init(|| {
            let handlers = Handlers { file, before: SIGNALS.map(before) };
            SIGNALS.iter().for_each(|signal| take(*signal));
            handlers
        });
        let watch = Watch(Box::new(Watched { arena, map }));
        WATCHED.set(&raw const *watch.0);
        Some(watch)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        WATCHED.set(ptr::null());
    }
}

/// Who has a signal now.
fn before(signal: libc::c_int) -> libc::sigaction {
    let mut action = MaybeUninit::zeroed();
    // SAFETY: a place for the answer is passed, and zero is a valid value of it where there is none.
    unsafe {
        libc::sigaction(signal, ptr::null(), action.as_mut_ptr());
        action.assume_init()
    }
}

fn take(signal: libc::c_int) {
    let handler: Handler = leave_name;
    // SAFETY: zero is a valid value of the other fields; what the handler does the invariants are about. It runs on the other
    // stack of the thread, since the first may be what is wrong.
    unsafe {
        let mut action: libc::sigaction = core::mem::zeroed();
        action.sa_sigaction = handler as usize;
        action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
        libc::sigaction(signal, &raw const action, ptr::null_mut());
    }
}

/// Names the code, if the thread was in code, and has what was interrupted happen again, for whoever had the signal before. What
/// happens elsewhere is theirs at once.
extern "C" fn leave_name(signal: libc::c_int, info: *mut libc::siginfo_t, context: *mut libc::c_void) {
    let (Some(handlers), Some(n)) = (HANDLERS.get(), SIGNALS.iter().position(|known| *known == signal)) else { return };
    // SAFETY: the system passes the context of the thread that was interrupted; invariant 2.
    let (pc, watched) = unsafe { (pc_of(&*context.cast()), WATCHED.get().as_ref()) };
    if let Some(watched) = watched.filter(|watched| watched.arena.contains(&pc)) {
        // SAFETY: invariant 1.
        let code = unsafe { &*watched.map.as_ptr() }.code_at(pc);
        if let Some(code) = code {
            append(&handlers.file, &code.data().id.to_ne_bytes());
        }
    } else if handlers.before[n].sa_flags & libc::SA_SIGINFO != 0 {
        // SAFETY: it was installed for signals with this information, such as those of WebAssembly are.
        let theirs: Handler = unsafe { core::mem::transmute(handlers.before[n].sa_sigaction) };
        return theirs(signal, info, context);
    }
    // SAFETY: it is what the system had told of.
    unsafe { libc::sigaction(signal, &raw const handlers.before[n], ptr::null_mut()) };
}

fn append(file: &CStr, name: &[u8]) {
    let flags = libc::O_WRONLY | libc::O_APPEND | libc::O_CREAT | libc::O_NOFOLLOW | libc::O_CLOEXEC;
    // SAFETY: the path ends in zero, and so many bytes are there.
    unsafe {
        let file = libc::open(file.as_ptr(), flags, 0o600);
        if file >= 0 {
            libc::write(file, name.as_ptr().cast(), name.len());
            libc::close(file);
        }
    }
}

#[cfg(target_arch = "x86_64")]
fn pc_of(context: &libc::ucontext_t) -> usize {
    context.uc_mcontext.gregs[libc::REG_RIP as usize] as usize
}

#[cfg(target_arch = "aarch64")]
fn pc_of(context: &libc::ucontext_t) -> usize {
    context.uc_mcontext.pc as usize
}
