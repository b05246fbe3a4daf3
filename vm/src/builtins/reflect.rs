//! The Reflect object (sec-reflect-object).

use super::table::{ObjectSpec, method, tag};
use crate::heap::{Gc, RootedVec};
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::runtime::operations::{is_callable, is_constructor};
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;

pub static REFLECT: ObjectSpec = ObjectSpec {
    methods: &[
        method("apply", 3, apply),
        method("construct", 2, construct),
        method("defineProperty", 3, define_property),
        method("deleteProperty", 2, delete_property),
        method("get", 2, get),
        method("getOwnPropertyDescriptor", 2, get_own_property_descriptor),
        method("getPrototypeOf", 1, get_prototype_of),
        method("has", 2, has),
        method("isExtensible", 1, is_extensible),
        method("ownKeys", 1, own_keys),
        method("preventExtensions", 1, prevent_extensions),
        method("set", 3, set),
        method("setPrototypeOf", 2, set_prototype_of),
    ],
    constants: &[tag("Reflect")],
    ..ObjectSpec::new("Reflect", Intrinsic::Reflect, Intrinsic::ObjectPrototype)
};

fn target(vm: &mut Vm, args: &Args, name: &str) -> JsResult<Gc<Object>> {
    match args.get(0).to_cell() {
        Some(object) => Ok(object),
        None => Err(vm.type_error(format!("Reflect.{name} called on non-object"))),
    }
}

/// Reflect.apply ( target, thisArgument, argumentsList ) (sec-reflect.apply)
fn apply(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if !is_callable(args.get(0)) {
        let shown = vm.to_display(args.get(0));
        return Err(vm.not_a_function_error(&shown));
    }
    let list = vm.create_list_from_array_like(args.get(2))?;
    vm.call(args.get(0), args.get(1), &list)
}

/// Reflect.construct ( target, argumentsList [ , newTarget ] ) (sec-reflect.construct)
fn construct(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let new_target = if args.len() > 2 { args.get(2) } else { args.get(0) };
    for value in [args.get(0), new_target] {
        if !is_constructor(value) {
            let shown = vm.to_display(value);
            return Err(vm.not_a_constructor_error(&shown));
        }
    }
    let list = vm.create_list_from_array_like(args.get(1))?;
    vm.construct(args.get(0), &list, new_target)
}

/// Reflect.defineProperty ( target, propertyKey, attributes ) (sec-reflect.defineproperty)
fn define_property(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = target(vm, args, "defineProperty")?;
    let key = vm.to_property_key(args.get(1))?;
    let desc = vm.to_property_descriptor(args.get(2))?;
    Ok(Value::bool(vm.define_own_property(object, key, &desc)?))
}

/// Reflect.deleteProperty ( target, propertyKey ) (sec-reflect.deleteproperty)
fn delete_property(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = target(vm, args, "deleteProperty")?;
    let key = vm.to_property_key(args.get(1))?;
    Ok(Value::bool(vm.delete(object, key)?))
}

/// Reflect.get ( target, propertyKey [ , receiver ] ) (sec-reflect.get)
fn get(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = target(vm, args, "get")?;
    let key = vm.to_property_key(args.get(1))?;
    let receiver = if args.len() > 2 { args.get(2) } else { object.value() };
    vm.get_with_receiver(object, key, receiver)
}

/// Reflect.getOwnPropertyDescriptor ( target, propertyKey ) (sec-reflect.getownpropertydescriptor)
fn get_own_property_descriptor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = target(vm, args, "getOwnPropertyDescriptor")?;
    let key = vm.to_property_key(args.get(1))?;
    Ok(match vm.get_own_property(object, key)? {
        Some(desc) => vm.from_property_descriptor(&desc).value(),
        None => Value::UNDEFINED,
    })
}

/// Reflect.getPrototypeOf ( target ) (sec-reflect.getprototypeof)
fn get_prototype_of(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = target(vm, args, "getPrototypeOf")?;
    vm.get_prototype_of(object)
}

/// Reflect.has ( target, propertyKey ) (sec-reflect.has)
fn has(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = target(vm, args, "has")?;
    let key = vm.to_property_key(args.get(1))?;
    Ok(Value::bool(vm.has_property(object, key)?))
}

/// Reflect.isExtensible ( target ) (sec-reflect.isextensible)
fn is_extensible(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = target(vm, args, "isExtensible")?;
    Ok(Value::bool(vm.is_extensible(object)?))
}

/// Reflect.ownKeys ( target ) (sec-reflect.ownkeys)
fn own_keys(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = target(vm, args, "ownKeys")?;
    let keys = vm.own_property_keys(object)?;
    let mut list = RootedVec::with_capacity(vm, keys.len());
    for key in keys.iter() {
        let value = vm.key_to_value(*key);
        list.push(value);
    }
    Ok(vm.create_array_from_list(&list)?.value())
}

/// Reflect.preventExtensions ( target ) (sec-reflect.preventextensions)
fn prevent_extensions(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = target(vm, args, "preventExtensions")?;
    Ok(Value::bool(vm.prevent_extensions(object)?))
}

/// Reflect.set ( target, propertyKey, V [ , receiver ] ) (sec-reflect.set)
fn set(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = target(vm, args, "set")?;
    let key = vm.to_property_key(args.get(1))?;
    let receiver = if args.len() > 3 { args.get(3) } else { object.value() };
    Ok(Value::bool(vm.set_with_receiver(object, key, args.get(2), receiver)?))
}

/// Reflect.setPrototypeOf ( target, proto ) (sec-reflect.setprototypeof)
fn set_prototype_of(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = target(vm, args, "setPrototypeOf")?;
    let proto = args.get(1);
    if !proto.is_object() && !proto.is_null() {
        let shown = vm.to_display(proto);
        return Err(vm.type_error(format!("Object prototype may only be an Object or null: {shown}")));
    }
    Ok(Value::bool(vm.set_prototype_of(object, proto)?))
}
