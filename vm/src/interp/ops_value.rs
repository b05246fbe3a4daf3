//! Ops on plain values: conversions, unary operators, and the throws of checks.

use super::activation::Activation;
use super::inline_value::type_bits;
use crate::feedback::types;
use crate::runtime::completion::{ErrorKind, JsResult, Throw};
use crate::runtime::operators;
use crate::value::Value;
use crate::vm::Vm;

#[cold]
pub(crate) fn throw_tdz(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let name = at.constant(at.insn().index32());
    Err(tdz_error(vm, name))
}

/// The ReferenceError of an access before initialisation; `name` is a string.
#[cold]
pub fn tdz_error(vm: &mut Vm, name: Value) -> Throw {
    let name = name.as_string().map(|s| s.to_rust()).unwrap_or_default();
    vm.reference_error(format!("Cannot access '{name}' before initialization"))
}

#[cold]
pub fn throw_no_this(vm: &mut Vm) -> JsResult<()> {
    Err(vm.reference_error("Must call super constructor in derived class before accessing 'this' or returning from derived constructor"))
}

#[cold]
pub fn throw_super_twice(vm: &mut Vm) -> JsResult<()> {
    Err(vm.reference_error("Super constructor may only be called once"))
}

#[cold]
pub(crate) fn throw_error(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let message = at.constant(insn.index32());
    Err(native_error(vm, insn.a as usize, message))
}

/// The native error of kind number `kind` with a message, a string.
#[cold]
pub fn native_error(vm: &mut Vm, kind: usize, message: Value) -> Throw {
    let message = message.as_string().map(|s| s.to_rust()).unwrap_or_default();
    Throw(vm.new_error(ErrorKind::ALL[kind % ErrorKind::ALL.len()], &message).value())
}

pub(crate) fn to_object(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let object = vm.to_object(at.reg(insn.b))?;
    at.set(insn.a, object);
    Ok(())
}

pub(crate) fn exp(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let (x, y) = (at.reg(insn.b), at.reg(insn.c));
    at.note_types(type_bits(x) | type_bits(y));
    let result = if x.is_number() && y.is_number() {
        Value::number(operators::number_power(x.as_number(), y.as_number()))
    } else {
        operators::js_exp(vm, x, y)?
    };
    if !result.is_int() && x.is_int() && y.is_int() {
        at.note_types(types::OVERFLOW);
    }
    at.set(insn.a, result);
    Ok(())
}

pub(crate) fn neg(vm: &mut Vm, at: Activation) -> JsResult<()> {
    unary(vm, at, operators::js_neg)
}
pub(crate) fn bit_not(vm: &mut Vm, at: Activation) -> JsResult<()> {
    unary(vm, at, operators::js_bit_not)
}
pub(crate) fn inc(vm: &mut Vm, at: Activation) -> JsResult<()> {
    unary(vm, at, operators::js_inc)
}
pub(crate) fn dec(vm: &mut Vm, at: Activation) -> JsResult<()> {
    unary(vm, at, operators::js_dec)
}
pub(crate) fn to_number(vm: &mut Vm, at: Activation) -> JsResult<()> {
    unary(vm, at, |vm, x| Ok(Value::number(vm.to_number(x)?)))
}
pub(crate) fn to_numeric(vm: &mut Vm, at: Activation) -> JsResult<()> {
    unary(vm, at, |vm, x| vm.to_numeric(x))
}

fn unary(vm: &mut Vm, at: Activation, operator: fn(&mut Vm, Value) -> JsResult<Value>) -> JsResult<()> {
    let insn = at.insn();
    let x = at.reg(insn.b);
    let result = operator(vm, x)?;
    let overflow = if x.is_int() && !result.is_int() { types::OVERFLOW } else { 0 };
    at.note_types(type_bits(x) | overflow);
    at.set(insn.a, result);
    Ok(())
}

pub(crate) fn type_of(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let result = vm.typeof_string(at.reg(insn.b));
    at.set(insn.a, result);
    Ok(())
}

pub(crate) fn to_string(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let result = vm.to_string(at.reg(insn.b))?;
    at.set(insn.a, result);
    Ok(())
}

pub(crate) fn concat(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let result = concat_all(vm, at.range(insn.b, insn.c as usize))?;
    at.set(insn.a, result);
    Ok(())
}

/// Concatenation of strings, which the caller keeps alive.
pub fn concat_all(vm: &mut Vm, parts: &[Value]) -> JsResult<Value> {
    if let Some(short) = vm.concat_short(parts) {
        return Ok(short.value());
    }
    let mut parts = parts.iter().map(|part| part.as_string().expect("operands of Concat are strings"));
    let Some(mut result) = parts.next() else { return Ok(vm.new_string("").value()) };
    for part in parts {
        result = vm.concat(result, part)?;
    }
    Ok(result.value())
}
