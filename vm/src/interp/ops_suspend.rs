//! Ops that suspend a function: generators, async functions, async generators.
//!
//! A suspended frame is a copy of its registers in a `Suspended`. While such a frame
//! runs, `frame.new_target` holds that cell, and RESUMED is set.

use super::activation::Activation;
use super::frame::frame_flags;
use crate::builtins::promise;
use crate::runtime::completion::{JsResult, Throw};
use crate::runtime::generator::{self, GeneratorKind, Outcome, Suspended};
use crate::value::Value;
use crate::vm::Vm;

/// Copies the registers of the frame into its data, which it gives.
fn save<'a>(vm: &mut Vm, at: Activation, cell: Value, outcome: Outcome) -> &'a Suspended {
    let frame = at.frame();
    let data = generator::data_of(cell);
    let registers = at.range(0, frame.script.registers.get() as usize);
    // SAFETY: `pc` points into the script's instructions.
    let offset = unsafe { frame.pc.offset_from(frame.script.insns.get()) };
    if !data.suspend(registers, offset as u32, frame.script, frame.argc) {
        vm.interp.suspended.note(cell);
    }
    if let Some(header) = cell.header() {
        vm.write_barrier(header);
    }
    data.set_outcome(outcome);
    data
}

/// The value to return from the frame, or empty to go on in it.
pub(crate) fn create_generator(vm: &mut Vm, at: Activation) -> JsResult<Value> {
    let insn = at.insn();
    let registers = u32::from(at.frame().script.registers.get());
    if insn.d == 2 {
        let promise = promise::new_promise(vm).value();
        let cell = vm.alloc_async_frame(promise, registers)?;
        // SAFETY: the running frame.
        unsafe {
            (*at.0).flags |= frame_flags::RESUMED;
            (*at.0).new_target = cell;
        }
        at.set(insn.a, Value::UNDEFINED);
        return Ok(Value::EMPTY);
    }
    let kind = if insn.d == 1 { GeneratorKind::Async } else { GeneratorKind::Sync };
    let generator = generator::create(vm, at.reg(0), kind, registers)?;
    save(vm, at, generator, Outcome::Awaiting);
    Ok(generator)
}

/// Suspends at a yield: the value leaves the frame.
pub(crate) fn yield_value(vm: &mut Vm, at: Activation) -> JsResult<Value> {
    let insn = at.insn();
    let cell = at.frame().new_target;
    save(vm, at, cell, if insn.d & 1 != 0 { Outcome::YieldedResult } else { Outcome::Yielded });
    Ok(at.reg(insn.b))
}

/// Suspends at an await: an async function returns its promise.
pub(crate) fn await_value(vm: &mut Vm, at: Activation) -> JsResult<Value> {
    let insn = at.insn();
    let cell = at.frame().new_target;
    promise::await_value(vm, at.reg(insn.b), generator::resume_awaiting, cell)?;
    Ok(save(vm, at, cell, Outcome::Awaiting).promise())
}

/// The function returns `value`.
pub(crate) fn finish(vm: &mut Vm, at: Activation, value: Value) -> Value {
    let data = generator::data_of(at.frame().new_target);
    data.set_outcome(Outcome::Returned);
    if data.kind() == GeneratorKind::AsyncFunction && !vm.is_ending() {
        let promise = data.promise();
        promise::resolve_promise(vm, generator::promise_object(promise), value);
        return promise;
    }
    value
}

/// The function throws. Ok: it is an async function, whose promise is rejected and returned.
pub(crate) fn fail(vm: &mut Vm, at: Activation, throw: Throw) -> JsResult<Value> {
    let data = generator::data_of(at.frame().new_target);
    data.set_outcome(Outcome::Threw);
    if data.kind() == GeneratorKind::AsyncFunction {
        let promise = data.promise();
        promise::reject_promise(vm, generator::promise_object(promise), throw.0);
        return Ok(promise);
    }
    Err(throw)
}
