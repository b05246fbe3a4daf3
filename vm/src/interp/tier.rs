//! The interpreter's side of tiering up: warm-up counters, and the places where
//! compiled code may be entered (calls from the interpreter, loop heads). What is
//! compiled or restored, and when, is decided in `ion::tier`.

use super::activation::Activation;
use super::frame::{CALL_CONSTRUCT, frame_flags};
use crate::bytecode::FunctionTemplate;
use crate::heap::Gc;
use crate::ion::tier::WARMUP;
use crate::runtime::completion::{ErrorKind, JsResult, Throw};
use crate::script::Script;
use crate::value::Value;
use crate::vm::{Vm, interrupt};

impl Vm {
    /// What a script's `warmup_limit` starts with: 1 if its first call may find stored code.
    pub fn initial_warmup_limit(&self, template: &FunctionTemplate) -> u32 {
        if !self.options.jit {
            u32::MAX
        } else if self.options.ion_eager || self.may_have_stored_code(template) {
            1
        } else {
            WARMUP
        }
    }
}

impl Vm {
    /// Handles what `cx.interrupt` asks for, at a safepoint.
    ///
    /// # Errors
    /// RangeError if the memory limit was exceeded.
    #[cold]
    #[inline(never)]
    pub fn poll_interrupt(&mut self) -> JsResult<()> {
        if self.cx.interrupt & interrupt::MEMORY != 0 {
            self.take_memory_interrupt()?;
        }
        if self.cx.interrupt & interrupt::TERMINATE != 0 {
            self.cx.interrupt &= !interrupt::TERMINATE;
            return Err(self.throw_error(ErrorKind::Error, "Script execution was terminated"));
        }
        self.cx.interrupt &= !interrupt::TIER;
        Ok(())
    }
}

/// The warm-up limit was reached at a call. Compiled code, once there is some, is in `script.entry`.
#[cold]
#[inline(never)]
pub(crate) fn on_call(vm: &mut Vm, script: Gc<Script>) {
    vm.tier_at_call(script);
}

/// What `loop_head` gives if the frame on top is to be gone on with at its `pc`.
pub(crate) const RESUME: Value = Value::EXCEPTION;

/// A loop head has something to do: an interrupt, or the warm-up limit was reached.
/// Empty: go on. `RESUME`: go on in the frame on top. Otherwise compiled code has run the
/// rest of the function.
#[cold]
#[inline(never)]
pub(crate) fn loop_head(vm: &mut Vm, at: Activation) -> JsResult<Value> {
    if vm.cx.interrupt != 0 {
        vm.poll_interrupt()?;
    }
    let script = at.script();
    if script.warmup.get() >= script.warmup_limit.get() {
        return on_loop(vm, at, at.insn().a);
    }
    Ok(Value::EMPTY)
}

/// The warm-up limit was reached at loop number `index`.
fn on_loop(vm: &mut Vm, at: Activation, index: u16) -> JsResult<Value> {
    let Some(code) = vm.tier_at_loop(at.script(), index) else { return Ok(Value::EMPTY) };
    let links = code.data().links.get().expect("installed code has its link table");
    // SAFETY: invariant 1 of `activation`: the frame is on the frame stack.
    unsafe { (*at.0).flags |= frame_flags::OSR };
    // SAFETY: published code of this loop, whose registers are at the frame's `fp`.
    let word = unsafe { vm.enter_jit(code.entry(), at.fp(), links.address() as u64) };
    // The code has left for the interpreter, in this frame or in frames for what it had inlined.
    if word == Value::EMPTY.0 {
        return Ok(RESUME);
    }
    outcome(vm, word)
}

fn outcome(vm: &mut Vm, word: u64) -> JsResult<Value> {
    if word == Value::EXCEPTION.0 { Err(Throw(vm.cx.exception)) } else { Ok(Value(word)) }
}

/// Calls compiled code of the window's callee. `flags` are those of the frame that the interpreter would push.
pub(crate) fn enter_compiled(
    vm: &mut Vm,
    script: Gc<Script>,
    base: *mut Value,
    argc: usize,
    flags: u32,
    new_target: Value,
) -> JsResult<Value> {
    let constructing = flags & frame_flags::CONSTRUCT != 0;
    let mut info = argc as u64;
    // SAFETY: the window's `this`.
    let this = unsafe { *base.add(1) };
    if constructing {
        info |= CALL_CONSTRUCT;
        vm.cx.new_target = new_target;
    }
    let sp = vm.cx.sp;
    // SAFETY: published code of the window's callee; nothing above the window is in use.
    let word = unsafe { vm.enter_jit(script.entry.get(), base, info) };
    vm.cx.sp = sp;
    let result = outcome(vm, word)?;
    Ok(if constructing && !result.is_object() { this } else { result })
}
