//! What the dispatch loop does itself about calls: what a site learns of the callee, and the
//! frame of a function that needs nothing special. Inlined into the loop; everything else
//! is in `call`.
//!
//! The `unsafe` blocks rest on the invariants of `dispatch`, cited by number.

use super::call;
use super::frame::Frame;
use super::inline_value::barrier;
use crate::bytecode::Insn;
use crate::feedback::{Site, site_flags};
use crate::object::function::{Args, Function, Native};
use crate::runtime::completion::JsResult;
use crate::script::Script;
use crate::value::Value;
use crate::vm::Vm;

/// The script of a function that is called, counted in the site.
///
/// # Safety
/// `callee` is a live function; `site` is of the instruction that `frame` executes (1).
#[inline(always)]
pub(super) unsafe fn note_script(vm: &mut Vm, frame: *mut Frame, site: *mut Site, callee: Value) -> *const Script {
    // SAFETY: by contract; every function has a script.
    unsafe {
        let script = (*(callee.address() as *const Function)).script.header().unwrap_unchecked().as_ptr() as *const Script;
        let entry = &mut (*site).entries[0];
        if entry.target == script as u64 {
            entry.shape = entry.shape.saturating_add(1);
        } else {
            call::note_closure(&mut *site, script as usize);
            barrier(vm, (*frame).script.address());
            vm.write_barrier((*frame).script.header());
        }
        script
    }
}

/// Pushes the frame of `script` on top of `frame` and gives its first instruction; `None` if
/// that takes more than this, and then nothing was done.
///
/// # Safety
/// The window at `base` has the callee, `this` and `argc` arguments; `frame` is the
/// innermost one (1), and `pc` its call.
#[inline(always)]
pub(super) unsafe fn push_frame(
    vm: &mut Vm,
    frame: *mut Frame,
    pc: *const Insn,
    script: *const Script,
    base: *mut Value,
    argc: usize,
) -> Option<*const Insn> {
    // SAFETY: by contract; room on both stacks is checked, the registers lie below `sp` (3).
    unsafe {
        let warmup = (*script).warmup.get() + 1;
        let end = base.add((*script).registers.get() as usize);
        if (*script).flags.get() & vm.cx.slow_call != 0
            || warmup >= (*script).warmup_limit.get()
            || end > vm.cx.interrupt.call_limit()
            || frame.add(1) >= vm.cx.frame_limit
        {
            return None;
        }
        (*script).warmup.set(warmup);
        let params = (*script).params.get() as usize;
        let mut missing = argc;
        while missing < params {
            *base.add(2 + missing) = Value::UNDEFINED;
            missing += 1;
        }
        (*frame).pc = pc;
        let new = frame.add(1);
        let first = (*script).insns.get();
        (*new).fp = base;
        (*new).pc = first;
        (&raw mut (*new).script as *mut *const Script).write(script);
        (*new).argc = argc as u32;
        (*new).flags = 0;
        (*new).new_target = Value::UNDEFINED;
        vm.cx.frame_top = new.add(1);
        vm.cx.sp = end;
        Some(first)
    }
}

/// Calls a built-in function of the current realm, counted in the site; `None` if it is of
/// another realm, and then nothing was done.
///
/// # Safety
/// As for `note_script` and `push_frame`, with a native callee; the frame's `pc` is saved.
#[inline(always)]
pub(super) unsafe fn call_native(
    vm: &mut Vm,
    frame: *mut Frame,
    site: *mut Site,
    callee: Value,
    base: *mut Value,
    argc: usize,
) -> Option<JsResult<Value>> {
    // SAFETY: by contract.
    unsafe {
        let native = callee.to_cell::<Native>().unwrap_unchecked();
        if native.realm != vm.current_realm {
            return None;
        }
        let entry = &mut (*site).entries[0];
        if entry.target == callee.address() as u64 {
            entry.shape = entry.shape.saturating_add(1);
        } else {
            call::note_native(&mut *site, native);
            barrier(vm, (*frame).script.address());
            vm.write_barrier((*frame).script.header());
        }
        if (*site).flags & site_flags::PASSES_ON != 0 && call::note_passed_on(&mut *site, *base.add(1)) {
            barrier(vm, (*frame).script.address());
            vm.write_barrier((*frame).script.header());
        }
        let args =
            Args { callee: native, this: *base.add(1), args: core::slice::from_raw_parts(base.add(2), argc), new_target: Value::UNDEFINED };
        let result = (native.function)(vm, &args);
        if matches!(result, Ok(Value::NAN)) {
            (*site).flags |= site_flags::GAVE_NAN;
        }
        Some(vm.settled(result))
    }
}
