//! The Array constructor and its static methods.

use super::{array_create, get_at, index_key, length_of, set_length};
use crate::builtins::checks::require_callable;
use crate::builtins::collections::{MapData, SetData};
use crate::builtins::iterator::iterate_from_method;
use crate::heap::Gc;
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;

/// Array ( ...values ) (sec-array).
pub fn array_constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    // 2.
    let is_derived = args.is_construct() && args.new_target != args.callee.value();
    let proto = if is_derived { Some(vm.get_prototype_from_constructor(args.new_target, Intrinsic::ArrayPrototype)?) } else { None };
    // 3.-6.
    let array = if args.len() == 1 {
        let len = args.get(0);
        if len.is_number() {
            let number = len.as_number();
            if number < 0.0 || number > u32::MAX as f64 || number.fract() != 0.0 {
                return Err(vm.range_error("Invalid array length"));
            }
            vm.array_create(number as u32)?
        } else {
            vm.new_array(&[len])
        }
    } else {
        vm.new_array(args.args)
    };
    if let Some(proto) = proto.filter(|proto| *proto != vm.intrinsic(Intrinsic::ArrayPrototype)) {
        vm.set_prototype_of(array.as_object(), proto.value())?;
    }
    Ok(array.value())
}

/// Array.isArray (sec-array.isarray).
pub fn is_array(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    vm.is_array(args.get(0)).map(Value::bool)
}

/// Constructs with `constructor` if it is one, or makes an Array.
fn construct_or_array(vm: &mut Vm, constructor: Value, length: Option<u64>) -> JsResult<Gc<Object>> {
    if !vm.is_constructor(constructor) || constructor == vm.intrinsic(Intrinsic::Array).value() {
        return Ok(array_create(vm, length.unwrap_or(0))?.as_object());
    }
    let made = match length {
        Some(length) => vm.construct(constructor, &[Value::number(length as f64)], constructor)?,
        None => vm.construct(constructor, &[], constructor)?,
    };
    Ok(made.to_cell().expect("constructors return objects"))
}

/// Array.of (sec-array.of).
pub fn of(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if args.this == vm.intrinsic(Intrinsic::Array).value() {
        return Ok(vm.new_array(args.args).value());
    }
    let result = construct_or_array(vm, args.this, Some(args.len() as u64))?;
    for (k, value) in args.args.iter().enumerate() {
        let key = index_key(vm, k as u64);
        vm.create_data_property_or_throw(result, key, *value)?;
    }
    set_length(vm, result, args.len() as u64)?;
    Ok(result.value())
}

/// Array.from (sec-array.from).
pub fn from(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (items, mapper, this_arg) = (args.get(0), args.get(1), args.get(2));
    if !mapper.is_undefined() {
        require_callable(vm, mapper)?;
    }
    if let Some(method) = vm.get_method(items, vm.symbols.iterator)? {
        let result = match likely_size(items) {
            Some(size) if !is_custom(vm, args.this) => vm.new_array_with_capacity(size)?.as_object(),
            _ => construct_or_array(vm, args.this, None)?,
        };
        let plain = result.cast::<crate::object::array::Array>().filter(|_| !is_custom(vm, args.this));
        let mut k = 0u64;
        iterate_from_method(vm, items, method, |vm, mut value| {
            if !mapper.is_undefined() {
                value = vm.call(mapper, this_arg, &[value, Value::number(k as f64)])?;
            }
            match plain {
                Some(array) => vm.array_push(array, value)?,
                None => {
                    let key = index_key(vm, k);
                    vm.create_data_property_or_throw(result, key, value)?;
                }
            }
            k += 1;
            Ok(())
        })?;
        if plain.is_none() {
            set_length(vm, result, k)?;
        }
        return Ok(result.value());
    }
    let source = vm.to_object(items)?;
    let len = length_of(vm, source)?;
    if !is_custom(vm, args.this) && len < 1 << 24 {
        let result = vm.new_array_with_capacity(len as u32)?;
        for k in 0..len {
            let mut value = get_at(vm, source, k)?;
            if !mapper.is_undefined() {
                value = vm.call(mapper, this_arg, &[value, Value::number(k as f64)])?;
            }
            vm.array_push(result, value)?;
        }
        return Ok(result.value());
    }
    let result = construct_or_array(vm, args.this, Some(len))?;
    for k in 0..len {
        let mut value = get_at(vm, source, k)?;
        if !mapper.is_undefined() {
            value = vm.call(mapper, this_arg, &[value, Value::number(k as f64)])?;
        }
        let key = index_key(vm, k);
        vm.create_data_property_or_throw(result, key, value)?;
    }
    set_length(vm, result, len)?;
    Ok(result.value())
}

/// How many values a Map or Set gives, most likely, if that is not many.
fn likely_size(items: Value) -> Option<u32> {
    const MOST: usize = 4096;
    let size = match items.payload::<SetData>() {
        Some(set) => set.table.borrow().len(),
        None => items.payload::<MapData>()?.table.borrow().len(),
    };
    Some(size.min(MOST) as u32)
}

/// Whether `constructor` would make something else than a plain Array.
fn is_custom(vm: &mut Vm, constructor: Value) -> bool {
    vm.is_constructor(constructor) && constructor != vm.intrinsic(Intrinsic::Array).value()
}

/// `Array.prototype[@@unscopables]` (sec-array.prototype-%symbol.unscopables%).
pub fn unscopables(vm: &mut Vm, _constructor: Gc<Object>, prototype: Gc<Object>) {
    let list = vm.new_object_with_proto(Value::NULL);
    const NAMES: [&str; 16] = [
        "at",
        "copyWithin",
        "entries",
        "fill",
        "find",
        "findIndex",
        "findLast",
        "findLastIndex",
        "flat",
        "flatMap",
        "includes",
        "keys",
        "toReversed",
        "toSorted",
        "toSpliced",
        "values",
    ];
    for name in NAMES {
        let key = vm.key(name);
        let _ = vm.create_data_property(list, key, Value::TRUE);
    }
    let key = vm.symbols.unscopables;
    vm.define_new(prototype, key, list.value(), crate::object::shape::Attributes::CONFIGURABLE);
}
