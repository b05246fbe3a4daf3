//! Exceptions: finding the handler of a throw.

use super::activation::Activation;
use super::frame::frame_flags;
use super::ops_suspend;
use crate::bytecode::BytecodeOffset;
use crate::runtime::completion::{JsResult, Throw};
use crate::value::Value;
use crate::vm::Vm;

pub(crate) enum Target {
    /// The innermost frame has a handler; its `pc` is there, the exception in the context.
    Handler,
    /// The frame of an async function was left: the throw has become a rejection.
    Result { value: Value, entry: bool },
}

/// Unwinds frames up to the innermost handler. Err: the entry frame was left.
#[cold]
#[inline(never)]
pub(crate) fn unwind(vm: &mut Vm, throw: Throw) -> JsResult<Target> {
    let mut throw = throw;
    loop {
        // SAFETY: there is at least the entry frame, and `pc` points into its script's code.
        unsafe {
            let frame = vm.cx.frame_top.sub(1);
            let script = (*frame).script;
            let offset = BytecodeOffset((*frame).pc.offset_from(script.insns.get()) as u32);
            // A throw that loop code passes on is in no region of its function that has a
            // handler, or it would have left: `pc` is still that of the loop head.
            let flags = (*frame).flags;
            if flags & frame_flags::OSR == 0
                && let Some(handler) = script.code().handler_for(offset)
            {
                (*frame).pc = script.insns.get().add(handler.target.0 as usize);
                vm.cx.exception = throw.0;
                vm.cx.sp = (*frame).fp.add(script.registers.get() as usize);
                return Ok(Target::Handler);
            }
            let mut result = None;
            if flags & frame_flags::RESUMED != 0 {
                match ops_suspend::fail(vm, Activation(frame), throw) {
                    Ok(value) => result = Some(value),
                    Err(other) => throw = other,
                }
            }
            vm.cx.frame_top = frame;
            let entry = flags & frame_flags::ENTRY != 0;
            if let Some(value) = result {
                if !entry {
                    let caller = frame.sub(1);
                    let caller = *caller;
                    vm.cx.sp = caller.fp.add(caller.script.registers.get() as usize);
                }
                return Ok(Target::Result { value, entry });
            }
            if entry {
                return Err(throw);
            }
        }
    }
}
