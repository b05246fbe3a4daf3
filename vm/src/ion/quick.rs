//! What the commonest runtime calls do without the frame of a runtime call: answers that need
//! no script, no exception and next to no work. Where there is none, the call itself follows.
//!
//! Nothing here panics, throws or runs script, and nothing but what makes BigInts, or entries of a Map, collects: a
//! quick answer is given outside of the guard that turns panics into exceptions.

use super::quick_builtins::quick_getter;
use super::runtime_calls::RuntimeCall;
use crate::builtins::checks::is_native;
use crate::builtins::function::has_instance;
use crate::feedback::IcKind;
use crate::feedback::ic::{self, Loaded};
use crate::heap::{Gc, Kind};
use crate::interp::ops_iterate::next_key_at_hand;
use crate::interp::ops_property::{store_known, whole_key};
use crate::object::layout::flags;
use crate::object::{Function, Object};
use crate::runtime::bigint_ops::BigIntOp;
use crate::runtime::equality::compare_units;
use crate::runtime::operators::{NumericOperator, number_to_int32};
use crate::runtime::small_bigint;
use crate::value::{Value, tag};
use crate::vm::Vm;

/// The result of `call` on these operands, if it is at hand.
#[inline(always)]
pub fn quick(vm: &mut Vm, call: RuntimeCall, operands: &[u64], imm: u64) -> Option<Value> {
    use RuntimeCall::*;
    let at = |i: usize| Value(operands[i]);
    match call {
        GetNamed => named(vm, at(0), at(1)),
        SetNamed | SetPrivate => assign(vm, at(0), at(1), at(2), call == SetNamed),
        GetPrivate => named(vm, at(0), at(1)),
        GetSuper => inherited(vm, at(0), whole_key(at(2))),
        DefinePrivate if imm as u8 <= 1 => define_private(vm, at(0), at(1), at(2)),
        GetElem => element(vm, at(0), whole_key(at(1))),
        SetElem => assign_element(vm, at(0), whole_key(at(1)), at(2)),
        HasBinding => lacks(vm, at(0), at(1)).then_some(Value::FALSE),
        InstanceOf => instance_of(vm, at(0), at(1)),
        JsEq => equal(at(0), at(1)).map(Value::bool),
        JsNe => equal(at(0), at(1)).map(|equal| Value::bool(!equal)),
        JsLt => less(at(0), at(1)).map(Value::bool),
        JsGt => less(at(1), at(0)).map(Value::bool),
        JsLe => less(at(1), at(0)).map(|less| Value::bool(!less)),
        JsGe => less(at(0), at(1)).map(|less| Value::bool(!less)),
        JsAdd => vm.small_bigints(BigIntOp::Add, at(0), at(1)),
        JsSub => numbers(NumericOperator::Sub, at(0), at(1)).or_else(|| vm.small_bigints(BigIntOp::Sub, at(0), at(1))),
        JsMul => numbers(NumericOperator::Mul, at(0), at(1)).or_else(|| vm.small_bigints(BigIntOp::Mul, at(0), at(1))),
        JsDiv => numbers(NumericOperator::Div, at(0), at(1)).or_else(|| vm.small_bigints(BigIntOp::Div, at(0), at(1))),
        JsMod => vm.small_bigints(BigIntOp::Rem, at(0), at(1)),
        JsBitAnd => bits(at(0), at(1), |l, r| l & r).or_else(|| vm.small_bigints(BigIntOp::And, at(0), at(1))),
        JsBitOr => bits(at(0), at(1), |l, r| l | r).or_else(|| vm.small_bigints(BigIntOp::Or, at(0), at(1))),
        JsBitXor => bits(at(0), at(1), |l, r| l ^ r).or_else(|| vm.small_bigints(BigIntOp::Xor, at(0), at(1))),
        JsShl => bits(at(0), at(1), |l, r| l.wrapping_shl(r as u32)).or_else(|| vm.small_bigints(BigIntOp::Shl, at(0), at(1))),
        JsShr => bits(at(0), at(1), |l, r| l.wrapping_shr(r as u32)).or_else(|| vm.small_bigints(BigIntOp::Shr, at(0), at(1))),
        ToString => text(vm, at(0)),
        IterNext => super::quick_iteration::next(vm, operands[0]),
        ForInNext => next_key_at_hand(at(0)),
        _ => None,
    }
}

/// A property that the megamorphic cache knows. A private name is a key like others.
#[inline(always)]
fn named(vm: &mut Vm, receiver: Value, key: Value) -> Option<Value> {
    match known(vm, receiver, key)? {
        Loaded::Value(value) => Some(value),
        Loaded::Getter(getter) => quick_getter(vm, getter, receiver),
    }
}

/// Likewise, a data property.
#[inline(always)]
fn data(vm: &Vm, receiver: Value, key: Value) -> Option<Value> {
    match known(vm, receiver, key)? {
        Loaded::Value(value) => Some(value),
        Loaded::Getter(_) => None,
    }
}

#[inline(always)]
fn known(vm: &Vm, receiver: Value, key: Value) -> Option<Loaded> {
    let entry = vm.interp.megamorphic.get(ic::receiver_shape(receiver), key.0, vm.cx.proto_epoch)?;
    ic::load(&entry, receiver, true)
}

/// A data property that `super` finds in function `callee`, if the megamorphic cache knows it.
#[inline(always)]
fn inherited(vm: &Vm, callee: Value, key: Value) -> Option<Value> {
    if key.is_int() {
        return None;
    }
    let home = callee.to_cell::<Function>()?.home.get().to_cell::<Object>()?;
    let base = vm.shapes.get(home.shape()).prototype;
    // Of these kinds, what a property is does not depend on the receiver.
    let is_common = |object: &Gc<Object>| matches!(object.kind(), Kind::Object | Kind::Function);
    base.to_cell::<Object>().filter(|base| is_common(base) && is_common(&home))?;
    data(vm, base, key)
}

/// Whether it is known that there is no such property.
#[inline(always)]
fn lacks(vm: &Vm, receiver: Value, key: Value) -> bool {
    let entry = vm.interp.megamorphic.get(ic::receiver_shape(receiver), key.0, vm.cx.proto_epoch);
    entry.is_some_and(|entry| entry.kind == IcKind::Absent)
}

/// An assignment that the megamorphic cache knows; without `may_add`, to what is there only.
#[inline(always)]
fn assign(vm: &mut Vm, receiver: Value, key: Value, value: Value, may_add: bool) -> Option<Value> {
    let object = receiver.to_cell::<Object>()?;
    let entry = vm.interp.megamorphic.get_store(object.shape().0, key.0, vm.cx.proto_epoch)?;
    if !may_add && entry.kind.depends_on_prototypes() {
        return None;
    }
    store_known(vm, &entry, object, value).then_some(Value::UNDEFINED)
}

#[inline(always)]
fn define_private(vm: &mut Vm, receiver: Value, key: Value, value: Value) -> Option<Value> {
    let object = receiver.to_cell::<Object>()?;
    let entry = vm.interp.megamorphic.get_store(object.shape().0, key.0, vm.cx.proto_epoch)?;
    if !entry.kind.depends_on_prototypes() {
        return None;
    }
    store_known(vm, &entry, object, value).then_some(Value::UNDEFINED)
}

/// A dense element, or a property whose key is an atom or symbol.
#[inline(always)]
fn element(vm: &mut Vm, receiver: Value, key: Value) -> Option<Value> {
    if !key.is_int() {
        return named(vm, receiver, key);
    }
    let value = receiver.to_cell::<Object>()?.elements().get(u32::try_from(key.as_int()).ok()?);
    (!value.is_empty()).then_some(value)
}

#[inline(always)]
fn assign_element(vm: &mut Vm, receiver: Value, key: Value, value: Value) -> Option<Value> {
    if !key.is_int() {
        return assign(vm, receiver, key, value, true);
    }
    let (elements, index) = (receiver.to_cell::<Object>()?.elements(), u32::try_from(key.as_int()).ok()?);
    if elements.get(index).is_empty() {
        return None;
    }
    elements.set(&mut vm.heap, index, value);
    Some(Value::UNDEFINED)
}

/// ToString of flat strings, and of small integers whose strings have been made.
#[inline(always)]
fn text(vm: &Vm, value: Value) -> Option<Value> {
    if let Some(string) = value.as_string() {
        return (!string.is_rope()).then_some(value);
    }
    let index = value.is_int().then(|| usize::try_from(value.as_int()))?.ok()?;
    vm.small_int_strings.get(index).copied().filter(|known| known.is_string())
}

/// `value instanceof target` for a closure without a @@hasInstance of its own.
#[inline(always)]
fn instance_of(vm: &Vm, value: Value, target: Value) -> Option<Value> {
    target.to_cell::<Function>()?;
    let handler = data(vm, target, vm.symbols.has_instance.raw())?;
    if !is_native(handler, has_instance) {
        return None;
    }
    let prototype = data(vm, target, vm.names.prototype.raw()).filter(|p| p.is_object())?;
    let mut at = value;
    while let Some(object) = at.to_cell::<Object>() {
        if matches!(object.kind(), Kind::Proxy | Kind::Namespace) {
            return None;
        }
        at = vm.shapes.get(object.shape()).prototype;
        if at == prototype {
            return Some(Value::TRUE);
        }
    }
    Some(Value::FALSE)
}

/// `x == y` where no conversion is in question.
#[inline(always)]
fn equal(x: Value, y: Value) -> Option<bool> {
    if x.0 == y.0 && !x.is_double() {
        return Some(true);
    }
    let plain = |v: Value| v.is_nullish() || v.to_cell::<Object>().is_some_and(|o| !o.has_flag(flags::HTMLDDA));
    (plain(x) && plain(y)).then_some(x.is_nullish() && y.is_nullish())
}

/// `x < y` of two strings, or of small BigInts.
#[inline(always)]
fn less(x: Value, y: Value) -> Option<bool> {
    if let Some(order) = small_bigint::order(x, y) {
        return Some(order.is_lt());
    }
    let (x, y) = (x.as_string()?, y.as_string()?);
    Some(compare_units(x.flat_units()?, y.flat_units()?).is_lt())
}

#[inline(always)]
fn numbers(operator: NumericOperator, x: Value, y: Value) -> Option<Value> {
    (x.is_number() && y.is_number()).then(|| operator.numbers(x, y))
}

#[inline(always)]
fn bits(x: Value, y: Value, operator: fn(i32, i32) -> i32) -> Option<Value> {
    Some(Value::int(operator(to_int32(x)?, to_int32(y)?)))
}

/// ToInt32 of what is neither object, string, symbol nor BigInt.
#[inline(always)]
fn to_int32(value: Value) -> Option<i32> {
    match value {
        _ if value.is_number() => Some(number_to_int32(value)),
        Value::TRUE => Some(1),
        _ if value.tag() == tag::SPECIAL => Some(0),
        _ => None,
    }
}
