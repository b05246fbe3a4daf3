//! Ops of calls that the dispatch loop does not inline, and of function entry.
//!
//! Functions that "may push a frame" give the empty value if they did: the dispatch
//! loop goes on in it.

use super::activation::Activation;
use super::call::{self, enter, enter_construct, stack_overflow};
use super::frame::frame_flags;
use crate::bytecode::Constant;
use crate::bytecode::module_info::Phase;
use crate::feedback::site_flags;
use crate::heap::Gc;
use crate::object::{Array, Function, Object};
use crate::runtime::completion::JsResult;
use crate::runtime::modules;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;

/// Copies the elements of the array in the third register of a window over it; their number.
fn spread_window(vm: &mut Vm, base: *mut Value) -> JsResult<usize> {
    // SAFETY: a window of three registers.
    let array: Gc<Array> = unsafe { *base.add(2) }.to_cell().expect("spread arguments are an array");
    let elements = array.elements();
    let count = elements.len.get() as usize;
    let room = (vm.cx.value_limit as usize).saturating_sub(base as usize) / size_of::<Value>();
    if room < count + 2 {
        return Err(stack_overflow(vm));
    }
    for (i, value) in elements.as_slice().iter().enumerate() {
        let value = if value.is_empty() { Value::UNDEFINED } else { *value };
        // SAFETY: there is room, and nothing above a window is in use.
        unsafe { *base.add(2 + i) = value };
    }
    // SAFETY: as above.
    vm.cx.sp = vm.cx.sp.max(unsafe { base.add(2 + count) });
    Ok(count)
}

pub(crate) fn call_spread(vm: &mut Vm, at: Activation) -> JsResult<Value> {
    let insn = at.insn();
    let base = at.base(insn.b);
    // SAFETY: the site of the instruction being executed.
    call::note_callee(vm, at.script(), unsafe { &mut *at.site(insn.c as usize) }, at.reg(insn.b));
    let argc = spread_window(vm, base)?;
    // SAFETY: a window, with `cx.sp` above it.
    unsafe { enter(vm, base, argc, 0, Value::UNDEFINED) }
}

pub(crate) fn new(vm: &mut Vm, at: Activation, base: *mut Value, argc: usize) -> JsResult<Value> {
    // SAFETY: the window of the instruction being executed.
    let callee = unsafe { *base };
    // SAFETY: the site of the instruction being executed.
    let site = unsafe { &mut *at.site(at.insn().c as usize) };
    match callee.to_cell::<Function>() {
        Some(function) if site.entries[0].target == function.script().address() as u64 => {
            site.entries[0].shape = site.entries[0].shape.saturating_add(1);
        }
        _ => call::note_callee(vm, at.script(), site, callee),
    }
    // SAFETY: as above.
    unsafe { enter_construct(vm, base, argc, 0, callee) }
}

pub(crate) fn new_spread(vm: &mut Vm, at: Activation) -> JsResult<Value> {
    let insn = at.insn();
    let base = at.base(insn.b);
    let callee = at.reg(insn.b);
    // SAFETY: the site of the instruction being executed.
    call::note_callee(vm, at.script(), unsafe { &mut *at.site(insn.c as usize) }, callee);
    let argc = spread_window(vm, base)?;
    // SAFETY: a window, with `cx.sp` above it.
    unsafe { enter_construct(vm, base, argc, 0, callee) }
}

pub(crate) fn super_call(vm: &mut Vm, at: Activation) -> JsResult<Value> {
    let insn = at.insn();
    let new_target = at.reg(insn.b + 1);
    // SAFETY: the site of the instruction being executed.
    let site = unsafe { &mut *at.site(insn.c as usize) };
    if new_target != at.reg(0) {
        site.flags |= site_flags::DERIVED_FURTHER;
    }
    call::note_callee(vm, at.script(), site, at.reg(insn.b));
    // SAFETY: the window of the instruction being executed.
    unsafe { enter_construct(vm, at.base(insn.b), insn.d as usize, 0, new_target) }
}

pub(crate) fn super_call_spread(vm: &mut Vm, at: Activation) -> JsResult<Value> {
    let insn = at.insn();
    let base = at.base(insn.b);
    let new_target = at.reg(insn.b + 1);
    // SAFETY: the site of the instruction being executed.
    let site = unsafe { &mut *at.site(insn.c as usize) };
    if new_target != at.reg(0) {
        site.flags |= site_flags::DERIVED_FURTHER;
    }
    call::note_callee(vm, at.script(), site, at.reg(insn.b));
    let argc = spread_window(vm, base)?;
    // SAFETY: a window, with `cx.sp` above it.
    unsafe { enter_construct(vm, base, argc, 0, new_target) }
}

pub(crate) fn call_eval(vm: &mut Vm, at: Activation) -> JsResult<Value> {
    let insn = at.insn();
    let argc = insn.d as usize;
    if at.reg(insn.b) == vm.intrinsic(Intrinsic::Eval).value() {
        let text = if argc == 0 { Value::UNDEFINED } else { at.reg(insn.b + 2) };
        return crate::runtime::eval::direct_eval(vm, at, text, insn.b + 2 + argc as u16);
    }
    // SAFETY: the window of the instruction being executed.
    unsafe { enter(vm, at.base(insn.b), argc, 0, Value::UNDEFINED) }
}

pub(crate) fn call_eval_spread(vm: &mut Vm, at: Activation) -> JsResult<Value> {
    let insn = at.insn();
    if at.reg(insn.b) == vm.intrinsic(Intrinsic::Eval).value() {
        let array: Gc<Array> = at.reg(insn.b + 2).to_cell().expect("spread arguments are an array");
        let first = array.elements().as_slice().first().copied().filter(|v| !v.is_empty());
        return crate::runtime::eval::direct_eval(vm, at, first.unwrap_or(Value::UNDEFINED), insn.b + 3);
    }
    let base = at.base(insn.b);
    let argc = spread_window(vm, base)?;
    // SAFETY: a window, with `cx.sp` above it.
    unsafe { enter(vm, base, argc, 0, Value::UNDEFINED) }
}

/// Calls the field initialiser of a constructor; true if its frame was pushed.
pub(crate) fn init_fields(vm: &mut Vm, at: Activation) -> JsResult<bool> {
    let insn = at.insn();
    let Some(constructor) = at.reg(insn.b).to_cell::<Function>() else { return Ok(false) };
    let fields = constructor.fields.get();
    // SAFETY: the site of the instruction being executed.
    let site = unsafe { &mut *at.site(insn.c as usize) };
    let is_known = fields.to_cell::<Function>().is_some_and(|f| site.entries[0].target == f.script().address() as u64);
    if !is_known {
        call::note_callee(vm, at.script(), site, fields);
    }
    if fields.is_undefined() {
        return Ok(false);
    }
    let base = vm.cx.sp;
    // SAFETY: the reserve above the limit has room for a window of two.
    unsafe {
        *base = fields;
        *base.add(1) = at.reg(insn.a);
        vm.cx.sp = base.add(2);
        let value = enter(vm, base, 0, frame_flags::DISCARD, Value::UNDEFINED)?;
        if !value.is_empty() {
            vm.cx.sp = base;
        }
        Ok(value.is_empty())
    }
}

/// GetSuperConstructor (sec-getsuperconstructor).
pub fn super_constructor(vm: &Vm, function: Value) -> Value {
    let active: Gc<Object> = function.to_cell().expect("the active function");
    vm.shapes.get(active.shape()).prototype
}

pub(crate) fn check_super_constructor(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    require_super_constructor(vm, at.reg(insn.a), at.reg(insn.b))
}

/// The check of SuperCall (sec-super-keyword-runtime-semantics-evaluation), after the arguments.
pub fn require_super_constructor(vm: &mut Vm, parent: Value, function: Value) -> JsResult<()> {
    if vm.is_constructor(parent) {
        return Ok(());
    }
    let own_name = |vm: &mut Vm, function: Value| {
        let name = function.to_cell::<Object>().and_then(|f| vm.own_data_value(f, vm.names.name));
        name.and_then(Value::as_string).map(|s| s.to_rust()).filter(|s| !s.is_empty())
    };
    let shown = if vm.is_callable(parent) {
        own_name(vm, parent).unwrap_or_else(|| "null".to_owned())
    } else {
        super::describe::value_text(vm, parent)
    };
    let class = own_name(vm, function).unwrap_or_else(|| "anonymous class".to_owned());
    Err(vm.type_error(format!("Super constructor {shown} of {class} is not a constructor")))
}

pub(crate) fn check_constructor_return(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let value = constructor_result(vm, at.reg(insn.b), at.reg(insn.c))?;
    at.set(insn.a, value);
    Ok(())
}

/// The result of a derived constructor that returned `result`.
pub fn constructor_result(vm: &mut Vm, result: Value, this: Value) -> JsResult<Value> {
    if result.is_object() {
        return Ok(result);
    }
    if !result.is_undefined() {
        return Err(vm.type_error("Derived constructors may only return object or undefined"));
    }
    if this.is_empty() {
        super::ops_value::throw_no_this(vm)?;
    }
    Ok(this)
}

#[cold]
pub(crate) fn throw_class_call(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let name = at.script().template().info.name.to_rust();
    Err(vm.type_error(format!("Class constructor {name} cannot be invoked without 'new'")))
}

#[inline(never)]
pub(crate) fn coerce_this(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let this = sloppy_this(vm, at.reg(1))?;
    at.set(1, this);
    Ok(())
}

/// OrdinaryCallBindThis (sec-ordinarycallbindthis) of a sloppy function.
pub fn sloppy_this(vm: &mut Vm, this: Value) -> JsResult<Value> {
    if this.is_nullish() {
        return Ok(vm.global().value());
    }
    Ok(vm.to_object(this)?.value())
}

pub(crate) fn rest_array(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let args = at.arguments();
    let array = vm.new_array(&args[(insn.b as usize).min(args.len())..]);
    at.set(insn.a, array);
    Ok(())
}

pub(crate) fn unmapped_arguments(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let object = vm.new_unmapped_arguments(at.arguments())?;
    at.set(at.insn().a, object);
    Ok(())
}

pub(crate) fn mapped_arguments(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let code = at.script().code().clone();
    let Constant::SlotMap(map) = &code.constants[insn.c as usize] else { unreachable!("the verifier checks the kind of constants") };
    // Without parameters there is nothing to map, and may be no environment.
    let env = at.env(insn.b).unwrap_or_else(|| vm.new_env(None, 0, Value::UNDEFINED));
    let object = vm.new_mapped_arguments(at.reg(0), at.arguments(), env, map)?;
    at.set(insn.a, object);
    Ok(())
}

pub(crate) fn import_call(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let promise =
        modules::import_call(vm, at.script(), at.reg(insn.b), at.reg(insn.c), Phase::from_u8(insn.d).unwrap_or(Phase::Evaluation));
    at.set(insn.a, promise);
    Ok(())
}

pub(crate) fn import_meta(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let meta = modules::import_meta(vm, at.script())?;
    at.set(at.insn().a, meta);
    Ok(())
}
