//! How compiled code enters the interpreter: calls, and the frames of a bailout.

use super::call;
use super::dispatch;
use super::frame::{CALL_CONSTRUCT, Frame, frame_flags};
use super::leave::{self, Completion, Left};
use crate::bytecode::Insn;
use crate::heap::Gc;
use crate::runtime::completion::{JsResult, Throw};
use crate::script::Script;
use crate::value::Value;
use crate::vm::Vm;

/// Runs the callee of a window at `fp`, whatever kind of callable it is. `call_info`
/// has the argument count and `CALL_CONSTRUCT`; new.target is then in `cx.new_target`,
/// and `this` of a base constructor is allocated here. Gives `Value::EXCEPTION`, with
/// `cx.exception` set, on a throw.
///
/// # Safety
/// `vm` is the running VM; the window lies on the value stack, and nothing above it is in use.
pub unsafe extern "C" fn interpret_call(vm: *mut Vm, fp: *mut Value, call_info: u64) -> u64 {
    // SAFETY: by contract.
    unsafe {
        let vm = &mut *vm;
        let argc = call_info as u32 as usize;
        let sp = vm.cx.sp;
        vm.cx.sp = sp.max(fp.add(2 + argc));
        let result = if !vm.has_native_stack() {
            Err(call::stack_overflow(vm))
        } else if call_info & CALL_CONSTRUCT != 0 {
            let new_target = vm.cx.new_target;
            call::invoke_construct(vm, fp, argc, new_target)
        } else {
            call::invoke(vm, fp, argc)
        };
        vm.cx.sp = sp;
        match result {
            Ok(value) => value.0,
            Err(throw) => {
                vm.cx.exception = throw.0;
                Value::EXCEPTION.0
            }
        }
    }
}

/// A frame that a bailout rebuilt; its registers are on the value stack already.
#[derive(Clone, Copy)]
pub struct ResumeFrame {
    pub fp: *mut Value,
    /// Where to go on. In all but the innermost frame: the call that the next frame is running.
    pub pc: *const Insn,
    pub script: Gc<Script>,
    pub argc: u32,
    /// Bits of `frame_flags`, without ENTRY.
    pub flags: u32,
    pub new_target: Value,
}

/// Pushes `frames`, outermost first, above the current activation and runs until the outermost returns.
///
/// # Safety
/// The registers of all frames are initialised, their scripts materialised, each `pc` inside its code.
pub unsafe fn resume_frames(vm: &mut Vm, frames: &[ResumeFrame]) -> JsResult<Value> {
    // SAFETY: by contract.
    unsafe {
        let sp = vm.cx.sp;
        push_frames(vm, frames);
        let result = dispatch::run(vm);
        vm.cx.sp = sp;
        result
    }
}

/// As `resume_frames`, with an exception to be unwound at the innermost frame.
///
/// # Safety
/// As for `resume_frames`.
pub unsafe fn resume_throwing(vm: &mut Vm, frames: &[ResumeFrame], throw: Throw) -> JsResult<Value> {
    // SAFETY: by contract.
    unsafe {
        let sp = vm.cx.sp;
        push_frames(vm, frames);
        let result = match leave::leave(vm, Completion::Throw(throw)) {
            Left::Resume => dispatch::run(vm),
            Left::Entry(result) => result,
        };
        vm.cx.sp = sp;
        result
    }
}

unsafe fn push_frames(vm: &mut Vm, frames: &[ResumeFrame]) {
    // SAFETY: by the callers' contracts; room on the frame stack is checked.
    unsafe {
        vm.interp.stacks.assert_room_for_bailout(vm.cx.frame_top, frames.len());
        for (i, frame) in frames.iter().enumerate() {
            let ResumeFrame { fp, pc, script, argc, flags, new_target } = *frame;
            let entry = if i == 0 { frame_flags::ENTRY } else { 0 };
            *vm.cx.frame_top = Frame { fp, pc, script, argc, flags: flags | entry, new_target };
            vm.cx.frame_top = vm.cx.frame_top.add(1);
            vm.cx.sp = vm.cx.sp.max(fp.add(script.registers.get() as usize));
        }
    }
}
