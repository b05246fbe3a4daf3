//! The interpreter's side of tiering up: warm-up counters, and the places where
//! compiled code may be entered (calls from the interpreter, loop heads). What is
//! compiled or restored, and when, is decided in `ion::tier`.

use super::activation::Activation;
use super::frame::{CALL_CONSTRUCT, frame_flags};
use super::leave::{self, Completion, Left};
use super::{dispatch, ops_suspend};
use crate::bytecode::{FunctionTemplate, Op};
use crate::heap::Gc;
use crate::ion::jit_code::JitCode;
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
        } else if self.options.ion_eager || self.options.provoked.chaos.is_some() || self.may_have_stored_code(template) {
            1
        } else {
            WARMUP
        }
    }
}

impl Vm {
    /// A safepoint of a built-in whose loops may be long.
    ///
    /// # Errors
    /// As `poll_interrupt`.
    #[inline(always)]
    pub fn poll(&mut self) -> JsResult<()> {
        if self.cx.interrupt.is_pending() { self.poll_interrupt() } else { Ok(()) }
    }

    /// Handles what `cx.interrupt` asks for, at a safepoint, which costs a unit of fuel where that is counted.
    ///
    /// # Errors
    /// As `handle_interrupts`; a termination if there is no fuel left.
    #[cold]
    #[inline(never)]
    pub fn poll_interrupt(&mut self) -> JsResult<()> {
        self.handle_interrupts()?;
        self.burn_unit()
    }

    /// Handles what `cx.interrupt` asks for besides fuel.
    ///
    /// # Errors
    /// RangeError if the memory limit was exceeded; a termination if the call or the program is to end.
    #[cold]
    #[inline(never)]
    pub(crate) fn handle_interrupts(&mut self) -> JsResult<()> {
        if self.cx.interrupt.has(interrupt::MEMORY | interrupt::LOST) {
            self.poll_memory()?;
        }
        if self.is_ending() {
            return Err(Throw(Value::UNDEFINED));
        }
        self.cx.interrupt.clear(interrupt::TIER);
        #[cfg(feature = "node")]
        self.save_if_asked();
        if self.cx.interrupt.has(interrupt::TIMEOUT) {
            return Err(self.throw_error(ErrorKind::Error, "Script execution timed out"));
        }
        Ok(())
    }
}

/// The warm-up limit was reached at a call. Compiled code, once there is some, is in `script.entry`.
#[cold]
#[inline(never)]
pub(crate) fn on_call(vm: &mut Vm, script: Gc<Script>) {
    vm.tier_at_call(script);
}

/// What comes of a loop head.
pub(crate) enum AtLoop {
    GoOn,
    /// Loop code has left for the interpreter: the frame on top goes on, at its `pc`.
    Resume,
    /// Loop code has run the rest of the function, which returns this.
    Returned(Value),
}

/// A loop head has something to do: an interrupt, or the warm-up limit was reached. What is
/// thrown here by the former is thrown within the frame; a throw that comes out of loop
/// code ends it.
#[cold]
#[inline(never)]
pub(crate) fn loop_head(vm: &mut Vm, at: Activation) -> JsResult<AtLoop> {
    if vm.cx.interrupt.is_pending() {
        vm.handle_interrupts()?;
    }
    let script = at.script();
    if script.warmup.get() >= script.warmup_limit.get() {
        let after = on_loop(vm, at, at.insn().a)?;
        // The loop's code begins with a safepoint of its own.
        if !matches!(after, AtLoop::GoOn) {
            return Ok(after);
        }
    }
    vm.burn_unit()?;
    Ok(AtLoop::GoOn)
}

/// The warm-up limit was reached at loop number `index`.
fn on_loop(vm: &mut Vm, at: Activation, index: u16) -> JsResult<AtLoop> {
    // Its bailouts go on above this frame.
    if vm.cx.frame_top >= vm.cx.frame_limit {
        return Ok(AtLoop::GoOn);
    }
    let Some(code) = vm.tier_at_loop(at.script(), index) else { return Ok(AtLoop::GoOn) };
    enter_loop(vm, at, code)
}

/// Runs a frame that was put on the stacks to go on behind what suspended it, until it is suspended
/// again or ends. As the interpreter would, which is not entered if there is code for all of it.
///
/// # Safety
/// As for `dispatch::run`; `at` is the frame on top.
pub(crate) unsafe fn run_resumed(vm: &mut Vm, at: Activation) -> JsResult<Value> {
    // SAFETY: by contract; loop code that leaves has the frames for it on the stack.
    let interpret = |vm: &mut Vm| unsafe { dispatch::run(vm) };
    let Some(code) = code_at(vm, at) else { return interpret(vm) };
    let completion = match enter_loop(vm, at, code) {
        Ok(AtLoop::Returned(value)) => Completion::Return(value),
        Err(throw) => Completion::Throw(throw),
        Ok(AtLoop::Resume | AtLoop::GoOn) => {
            // The frame on top need not be this one.
            let is_top = vm.cx.frame_top == at.0.wrapping_add(1);
            let suspended = match at.insn().op() {
                Op::Yield if is_top => ops_suspend::yield_value(vm, at),
                Op::Await if is_top => ops_suspend::await_value(vm, at),
                _ => return interpret(vm),
            };
            suspended.map_or_else(Completion::Throw, Completion::Suspend)
        }
    };
    match leave::leave(vm, completion) {
        Left::Resume => interpret(vm),
        Left::Entry(result) => result,
    }
}

/// The code of the loop head that the frame is at, if it may be entered as it is.
fn code_at(vm: &Vm, at: Activation) -> Option<Gc<JitCode>> {
    let insn = at.insn();
    let script = at.script();
    let is_hot = insn.op() == Op::LoopHead && script.warmup.get() >= script.warmup_limit.get();
    if !is_hot || vm.cx.interrupt.is_pending() || vm.has_chaos() || vm.cx.frame_top >= vm.cx.frame_limit {
        return None;
    }
    script.data().ion.osr_code(insn.a)
}

/// Enters loop code from its frame.
fn enter_loop(vm: &mut Vm, at: Activation, code: Gc<JitCode>) -> JsResult<AtLoop> {
    let links = code.data().links.get().expect("installed code has its link table");
    // SAFETY: invariant 1 of `activation`: the frame is on the frame stack.
    let construct = unsafe {
        (*at.0).flags |= frame_flags::OSR;
        (*at.0).flags & frame_flags::CONSTRUCT != 0
    };
    // SAFETY: published code of this loop, whose registers are at the frame's `fp`.
    let word = unsafe { vm.enter_jit(code.entry(), at.fp(), 0, links.address(), construct) };
    if let Some(offset) = Value(word).as_left() {
        let script = at.script();
        // SAFETY: as above; the offset is that of an instruction of the script, whose live registers
        // the code has written.
        unsafe {
            (*at.0).flags &= !frame_flags::OSR;
            (*at.0).pc = script.insns.get().add(offset as usize);
            vm.cx.sp = at.fp().add(script.registers.get() as usize);
        }
        return Ok(AtLoop::Resume);
    }
    match Value(word) {
        Value::EMPTY => Ok(AtLoop::Resume),
        Value::NOT_ENTERED => {
            // SAFETY: as above; the frame is as it was.
            unsafe { (*at.0).flags &= !frame_flags::OSR };
            at.script().warmup.set(0);
            Ok(AtLoop::GoOn)
        }
        _ => outcome(vm, word).map(AtLoop::Returned),
    }
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
    // Its bailouts push frames.
    if vm.cx.frame_top >= vm.cx.frame_limit {
        return Err(super::call::stack_overflow(vm));
    }
    let constructing = flags & frame_flags::CONSTRUCT != 0;
    let mut info = argc as u64;
    // SAFETY: the window's `this`.
    let this = unsafe { *base.add(1) };
    if constructing {
        info |= CALL_CONSTRUCT;
        vm.cx.new_target = new_target;
    }
    let sp = vm.cx.sp;
    let links = script.links.get().map_or(0, |links| links.address());
    // SAFETY: published code of the window's callee, with its link table; nothing above the window is in use.
    let word = unsafe { vm.enter_jit(script.entry.get(), base, info, links, constructing) };
    vm.cx.sp = sp;
    let result = outcome(vm, word)?;
    if constructing { leave::constructed(vm, result, this) } else { Ok(result) }
}
