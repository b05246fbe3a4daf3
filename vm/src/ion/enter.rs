//! Crossing between Rust and compiled code: the trampolines, and the record of what is
//! active.
//!
//! `enter` pins the VM and calls an entry; `interpreter_stub` is the entry of scripts
//! that have no compiled code. Both are written by hand: a process that only restores
//! code never starts the code generator.

use super::entry_points::interpret_from_stub;
use super::layout;
use crate::value::Value;
use crate::vm::Vm;

/// The trampolines for this machine.
#[derive(Clone, Copy)]
pub struct Trampolines {
    enter: unsafe extern "C" fn(vm: *mut Vm, fp: *mut Value, info: u64, links: usize, entry: *const u8) -> u64,
}

/// Entry of scripts without compiled code.
pub fn interpreter_stub() -> *const u8 {
    machine::interpreter_stub as *const u8
}

impl Trampolines {
    /// # Errors
    /// If there are none for this kind of machine.
    pub fn new() -> Result<Trampolines, String> {
        if cfg!(any(target_arch = "x86_64", target_arch = "aarch64")) {
            Ok(Trampolines { enter: machine::enter })
        } else {
            Err(format!("no code is generated for {}", std::env::consts::ARCH))
        }
    }
}

/// The pinned register is r15; the caller's is kept, as the platform's convention says.
/// `interpreter_stub` is called by compiled code, whose frame pointer and return address
/// are passed on.
#[cfg(target_arch = "x86_64")]
mod machine {
    use super::*;
    use core::arch::naked_asm;

    #[unsafe(naked)]
    pub unsafe extern "C" fn enter(vm: *mut Vm, fp: *mut Value, info: u64, links: usize, entry: *const u8) -> u64 {
        naked_asm!(
            "push rbp",
            "mov rbp, rsp",
            "push r15",
            // Once more, so that the stack is aligned at the call.
            "push r15",
            "mov r15, rdi",
            "mov rdi, rsi",
            "mov rsi, rdx",
            "mov rdx, rcx",
            "call r8",
            "pop r15",
            "pop r15",
            "pop rbp",
            "ret",
        )
    }

    #[unsafe(naked)]
    pub unsafe extern "C" fn interpreter_stub(fp: *mut Value, info: u64) -> u64 {
        naked_asm!(
            "push rbp",
            "mov rbp, rsp",
            "mov rdx, rsi",
            "mov rsi, rdi",
            "mov rdi, r15",
            "mov rcx, [rbp]",
            "mov r8, [rbp + 8]",
            "call {interpret}",
            "pop rbp",
            "ret",
            interpret = sym interpret_from_stub,
        )
    }
}

/// As for x86-64; the pinned register is x21.
#[cfg(target_arch = "aarch64")]
mod machine {
    use super::*;
    use core::arch::naked_asm;

    #[unsafe(naked)]
    pub unsafe extern "C" fn enter(vm: *mut Vm, fp: *mut Value, info: u64, links: usize, entry: *const u8) -> u64 {
        naked_asm!(
            "stp x29, x30, [sp, #-32]!",
            "mov x29, sp",
            "str x21, [sp, #16]",
            "mov x21, x0",
            "mov x0, x1",
            "mov x1, x2",
            "mov x2, x3",
            "blr x4",
            "ldr x21, [sp, #16]",
            "ldp x29, x30, [sp], #32",
            "ret",
        )
    }

    #[unsafe(naked)]
    pub unsafe extern "C" fn interpreter_stub(fp: *mut Value, info: u64) -> u64 {
        naked_asm!(
            "stp x29, x30, [sp, #-16]!",
            "mov x29, sp",
            "mov x2, x1",
            "mov x1, x0",
            "mov x0, x21",
            "ldp x3, x4, [x29]",
            "bl {interpret}",
            "ldp x29, x30, [sp], #16",
            "ret",
            interpret = sym interpret_from_stub,
        )
    }
}

/// Machines for which no code is generated: never called.
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
mod machine {
    use super::*;

    pub unsafe extern "C" fn enter(_: *mut Vm, _: *mut Value, _: u64, _: usize, _: *const u8) -> u64 {
        unreachable!("there is no compiled code")
    }

    pub unsafe extern "C" fn interpreter_stub(_: *mut Value, _: u64) -> u64 {
        unreachable!("there is no compiled code")
    }
}

/// What the context said of the compiled frame that called into the runtime last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exit {
    /// Native frame pointer of the compiled frame.
    pub fp: usize,
    /// Call site number; the return address if `links` is 0.
    pub site: u64,
    /// Address of the frame's link table.
    pub links: usize,
}

/// One entry into compiled code that has not returned.
#[derive(Clone, Copy, Debug)]
pub struct Activation {
    /// Interpreter frames that were active before.
    pub interpreter_frames: usize,
    /// How the activation before this one had left compiled code.
    pub outer_exit: Exit,
    /// The outermost function of it is constructing.
    pub construct: bool,
}

impl Vm {
    fn exit(&self) -> Exit {
        Exit { fp: self.cx.exit_fp, site: self.cx.exit_site, links: self.cx.exit_links }
    }
    fn set_exit(&mut self, exit: Exit) {
        self.cx.exit_fp = exit.fp;
        self.cx.exit_site = exit.site;
        self.cx.exit_links = exit.links;
    }
    /// Where compiled code was left last, in the running activation.
    pub(crate) fn current_exit(&self) -> Exit {
        self.exit()
    }

    /// Runs compiled code. `info` is the call information of a function entry, `links` the address of the code's link
    /// table (any for the stub); `construct` says whether the function is constructing.
    ///
    /// # Safety
    /// `entry` is published code (or the stub) of the callee whose window is at `fp`, with the link table `links`, and the
    /// value stack above the window is free.
    pub(crate) unsafe fn enter_jit(&mut self, entry: *const u8, fp: *mut Value, info: u64, links: usize, construct: bool) -> u64 {
        let outer_exit = self.exit();
        let interpreter_frames = self.interp.frames(&self.cx).len();
        let ion = self.ion.as_mut().expect("compiled code belongs to a tier");
        ion.activations.push(Activation { interpreter_frames, outer_exit, construct });
        let enter = ion.trampolines.enter;
        self.set_exit(Exit { fp: 0, site: 0, links: 0 });
        // SAFETY: by contract; `self` is the VM that the code is to run in.
        let result = unsafe { enter(self, fp, info, links, entry) };
        if let Some(ion) = self.ion.as_mut() {
            ion.activations.pop();
        }
        self.set_exit(outer_exit);
        result
    }

    /// Notes that the runtime was entered from a compiled caller through the stub.
    pub(crate) fn note_stub_exit(&mut self, fp: u64, pc: u64) {
        self.set_exit(Exit { fp: fp as usize, site: pc, links: 0 });
    }
}

const _: () = assert!(layout::BUMP == 0);
