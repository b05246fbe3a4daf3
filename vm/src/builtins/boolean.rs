//! Boolean objects (sec-boolean-objects).

use super::table::{ClassSpec, method};
use crate::heap::{Gc, Kind};
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::object::primitive::{PrimitiveData, primitive_value};
use crate::runtime::completion::JsResult;
use crate::runtime::operations::to_boolean;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;

pub static BOOLEAN: ClassSpec = ClassSpec {
    make_prototype: Some(make_prototype),
    methods: &[method("toString", 0, to_string), method("valueOf", 0, value_of)],
    ..ClassSpec::new("Boolean", 1, constructor, Intrinsic::Boolean, Intrinsic::BooleanPrototype)
};

fn make_prototype(vm: &mut Vm, parent: Value) -> Gc<Object> {
    let parent = parent.to_cell().expect("%Object.prototype%");
    vm.new_payload_object(Kind::Primitive, parent, Box::new(PrimitiveData(Value::FALSE)))
}

/// Boolean ( value ) (sec-boolean-constructor-boolean-value)
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let value = Value::bool(to_boolean(args.get(0)));
    if !args.is_construct() {
        return Ok(value);
    }
    let proto = vm.get_prototype_from_constructor(args.new_target, Intrinsic::BooleanPrototype)?;
    Ok(vm.new_payload_object(Kind::Primitive, proto, Box::new(PrimitiveData(value))).value())
}

/// ThisBooleanValue (sec-thisbooleanvalue)
fn this_boolean_value(vm: &mut Vm, value: Value, method: &str) -> JsResult<bool> {
    let data = value.to_cell().and_then(primitive_value).unwrap_or(value);
    if data.is_bool() {
        return Ok(data.as_bool());
    }
    Err(vm.type_error(format!("Boolean.prototype.{method} requires that 'this' be a Boolean")))
}

/// Boolean.prototype.toString ( ) (sec-boolean.prototype.tostring)
fn to_string(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let value = this_boolean_value(vm, args.this, "toString")?;
    Ok(if value { vm.names.true_ } else { vm.names.false_ }.raw())
}

/// Boolean.prototype.valueOf ( ) (sec-boolean.prototype.valueof)
fn value_of(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(Value::bool(this_boolean_value(vm, args.this, "valueOf")?))
}
