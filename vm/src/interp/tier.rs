//! The interpreter's side of tiering up: warm-up counters, and the three places where
//! compiled code may be entered (calls from the interpreter, function entry, loop heads).

use super::activation::Activation;
use crate::heap::Gc;
use crate::runtime::completion::{ErrorKind, JsResult};
use crate::script::Script;
use crate::value::Value;
use crate::vm::{Vm, interrupt};

/// Calls and loop iterations before the tier is asked.
pub const WARMUP_LIMIT: u32 = 1500;

impl Vm {
    /// What a script's `warmup_limit` starts with.
    pub fn initial_warmup_limit(&self) -> u32 {
        if !self.options.jit {
            u32::MAX
        } else if self.options.ion_eager {
            1
        } else {
            WARMUP_LIMIT
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
    let _ = vm;
    // No compiler is linked in: do not ask again.
    script.warmup.set(0);
    script.warmup_limit.set(u32::MAX);
}

/// A loop head has something to do: an interrupt, or the warm-up limit was reached.
/// Empty: go on. Otherwise compiled code has run the rest of the function.
#[cold]
#[inline(never)]
pub(crate) fn loop_head(vm: &mut Vm, at: Activation) -> JsResult<Value> {
    if vm.cx.interrupt != 0 {
        vm.poll_interrupt()?;
    }
    let script = at.script();
    if script.warmup.get() >= script.warmup_limit.get() {
        return on_loop(vm, at, at.insn().a as usize);
    }
    Ok(Value::EMPTY)
}

/// The warm-up limit was reached at loop number `index`.
fn on_loop(vm: &mut Vm, at: Activation, index: usize) -> JsResult<Value> {
    let _ = index;
    on_call(vm, at.script());
    Ok(Value::EMPTY)
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
    let _ = (vm, base, argc, flags, new_target);
    unreachable!("script {script:?} has no compiled code")
}
