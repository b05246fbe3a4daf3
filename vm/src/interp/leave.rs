//! Leaving a frame: the one place that says what it means.
//!
//! A return, a suspension and a throw, in the interpreter and in loop code that has run the
//! rest of a function, are completions of the frame on top. Its kind says what the caller
//! gets to see of the completion; its recipient says where that goes. The dispatch loop
//! itself leaves plain frames that it has called itself, for which both say nothing.
//!
//! The `unsafe` blocks rest on the invariants of `dispatch`, cited by number.

use super::activation::Activation;
use super::frame::{Frame, FrameKind, Recipient, frame_flags};
use super::{ops_suspend, ops_value};
use crate::bytecode::{BytecodeOffset, Insn, Op};
use crate::runtime::completion::{JsResult, Throw};
use crate::value::Value;
use crate::vm::Vm;

/// How the frame on top comes to an end, for now or for good.
pub(crate) enum Completion {
    Return(Value),
    /// At a yield or an await, or where a generator is made: the value goes out as it is.
    Suspend(Value),
    Throw(Throw),
}

/// Who goes on.
pub(crate) enum Left {
    /// The frame on top, at its `pc`.
    Resume,
    /// The Rust code that had entered the loop, whose entry frame was left.
    Entry(JsResult<Value>),
}

/// Ends the frame on top, and those around it that a throw passes through, up to the
/// innermost handler, to a caller that gets a value, or to an entry frame.
#[inline(never)]
pub(crate) fn leave(vm: &mut Vm, completion: Completion) -> Left {
    // Nothing catches the end of the program.
    let is_caught = !vm.is_ending();
    leave_frames(vm, completion, is_caught)
}

/// As `leave`, for a throw that compiled code has sent here because there is a handler.
pub(crate) fn leave_to_handler(vm: &mut Vm, throw: Throw) -> Left {
    leave_frames(vm, Completion::Throw(throw), true)
}

fn leave_frames(vm: &mut Vm, mut completion: Completion, is_caught: bool) -> Left {
    loop {
        // SAFETY: there is at least the entry frame (1).
        let at = Activation(unsafe { vm.cx.frame_top.sub(1) });
        if let Completion::Throw(throw) = completion
            && is_caught
            && to_handler(vm, at, throw)
        {
            return Left::Resume;
        }
        let result = finish(vm, at, completion);
        let recipient = at.frame().recipient();
        vm.cx.frame_top = at.0;
        if recipient == Recipient::Rust {
            return Left::Entry(result);
        }
        match result {
            Ok(value) => {
                deliver(vm, recipient, value);
                return Left::Resume;
            }
            Err(throw) => completion = Completion::Throw(throw),
        }
    }
}

/// Makes a frame go on at its handler for a throw at its `pc`, if it has one.
fn to_handler(vm: &mut Vm, at: Activation, throw: Throw) -> bool {
    let Frame { fp, pc, script, flags, .. } = at.frame();
    // A throw that loop code passes on is in no region of its function that has a
    // handler, or it would have left: `pc` is still that of the loop head.
    if flags & frame_flags::OSR != 0 {
        return false;
    }
    // SAFETY: `pc` points into the script's code, and so does a handler's target; the
    // registers are on the value stack (2, 3).
    unsafe {
        let offset = BytecodeOffset(pc.offset_from(script.insns.get()) as u32);
        let Some(handler) = script.code().handler_for(offset) else { return false };
        (*at.0).pc = script.insns.get().add(handler.target.0 as usize);
        vm.cx.exception = throw.0;
        vm.cx.sp = fp.add(script.registers.get() as usize);
        forget_window(fp, *pc, script.registers.get());
    }
    if vm.in_memory_reserve {
        forget_native_frames();
    }
    true
}

/// Empties the window of a call that threw, in which the registers of the frames lie that were left: what
/// they held is not to live on for as long as nothing else is called from here.
///
/// # Safety
/// `fp` has that many registers, of which `insn`'s window is a part.
unsafe fn forget_window(fp: *mut Value, insn: Insn, registers: u16) {
    if !matches!(insn.op(), Op::Call | Op::New) {
        return;
    }
    for register in insn.b..registers {
        // SAFETY: by contract.
        unsafe { *fp.add(register as usize) = Value::UNDEFINED };
    }
}

/// Overwrites the part of the native stack in which the frames were that an exception has left: the collector
/// takes what it finds in frames that come to lie over them for roots, and where memory is short
/// that would be what it was short for.
#[inline(never)]
fn forget_native_frames() {
    std::hint::black_box(&mut [0u64; 2048]);
}

/// What the caller gets to see. What this throws is thrown by the call, not within the frame.
fn finish(vm: &mut Vm, at: Activation, completion: Completion) -> JsResult<Value> {
    match (at.frame().kind(), completion) {
        (_, Completion::Suspend(value)) | (FrameKind::Plain, Completion::Return(value)) => Ok(value),
        (FrameKind::Plain | FrameKind::Constructor, Completion::Throw(throw)) => Err(throw),
        (FrameKind::Constructor, Completion::Return(value)) => constructed(vm, value, at.reg(1)),
        (FrameKind::Resumed, Completion::Return(value)) => Ok(ops_suspend::finish(vm, at, value)),
        (FrameKind::Resumed, Completion::Throw(throw)) => ops_suspend::fail(vm, at, throw),
    }
}

/// The result of `[[Construct]]` whose function returned `value` with that `this`.
pub(crate) fn constructed(vm: &mut Vm, value: Value, this: Value) -> JsResult<Value> {
    if value.is_object() {
        return Ok(value);
    }
    if this.is_empty() {
        ops_value::throw_no_this(vm)?;
    }
    Ok(this)
}

/// Hands a result to the frame on top, which goes on behind its call.
fn deliver(vm: &mut Vm, recipient: Recipient, value: Value) {
    // SAFETY: below a frame that is no entry is the one that called it, whose `pc` is at
    // the call; its registers are on the value stack (1, 2, 3).
    unsafe {
        let caller = vm.cx.frame_top.sub(1);
        let Frame { fp, pc, script, .. } = *caller;
        if recipient == Recipient::Register {
            *fp.add((*pc).a as usize) = value;
        }
        (*caller).pc = pc.add(1);
        vm.cx.sp = fp.add(script.registers.get() as usize);
    }
}
