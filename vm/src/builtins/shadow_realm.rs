//! ShadowRealm (sec-shadowrealm-objects): a realm of one's own, with which only
//! primitives and wrapped functions are exchanged.

use super::promise;
use super::table::*;
use crate::bytecode::Source;
use crate::heap::{Gc, Kind, Payload, Tracer};
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::runtime::completion::{JsResult, Throw};
use crate::runtime::conversion::integer_or_infinity;
use crate::runtime::eval;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;

/// `[[ShadowRealm]]`, as an index.
struct ShadowRealmData {
    realm: u32,
}
impl Payload for ShadowRealmData {
    fn trace(&self, _: &mut Tracer) {}
}

/// ShadowRealm ( ) (sec-shadowrealm).
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if !args.is_construct() {
        return Err(vm.type_error("Constructor ShadowRealm requires 'new'"));
    }
    let proto = vm.get_prototype_from_constructor(args.new_target, Intrinsic::ShadowRealmPrototype)?;
    let realm = vm.create_realm();
    Ok(vm.new_payload_object(Kind::Host, proto, Box::new(ShadowRealmData { realm })).value())
}

/// ValidateShadowRealmObject (sec-validateshadowrealmobject).
fn this_realm(vm: &mut Vm, args: &Args, method: &str) -> JsResult<u32> {
    match args.this.payload::<ShadowRealmData>() {
        Some(data) => Ok(data.realm),
        None => {
            let shown = vm.to_display(args.this);
            Err(vm.type_error(format!("Method ShadowRealm.prototype.{method} called on incompatible receiver {shown}")))
        }
    }
}

/// What was thrown in another realm stays there: only its text comes over.
fn type_error_of(vm: &mut Vm, thrown: Throw) -> Throw {
    let shown = vm.to_display(thrown.0);
    vm.type_error(format!("ShadowRealm: {shown}"))
}

/// ShadowRealm.prototype.evaluate ( sourceText ) (sec-shadowrealm.prototype.evaluate).
fn evaluate(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let realm = this_realm(vm, args, "evaluate")?;
    let Some(text) = args.get(0).as_string() else {
        return Err(vm.type_error("ShadowRealm.prototype.evaluate needs a string"));
    };
    // PerformShadowRealmEval (sec-performshadowrealmeval): early errors are the caller's.
    let text = text.to_rust();
    let template = match eval::compile_global(vm, &text) {
        Ok(template) => template,
        Err(error) => return Err(vm.compile_error(&Source::new("ShadowRealm", text), &error)),
    };
    match vm.in_realm(realm, |vm| vm.run_template(template)) {
        Ok(value) => wrapped_value(vm, value),
        Err(thrown) => Err(type_error_of(vm, thrown)),
    }
}

/// GetWrappedValue (sec-getwrappedvalue) for the current realm.
fn wrapped_value(vm: &mut Vm, value: Value) -> JsResult<Value> {
    let Some(target) = value.to_cell::<Object>() else { return Ok(value) };
    if !vm.is_callable(value) {
        return Err(vm.type_error("an object that is no function cannot leave its ShadowRealm"));
    }
    // WrappedFunctionCreate (sec-wrappedfunctioncreate)
    let wrapped = vm.new_native_with("", 0, call_wrapped, value, Value::UNDEFINED);
    match name_and_length(vm, target) {
        Ok((name, length)) => {
            vm.set_function_length(wrapped.as_object(), length)?;
            let key = vm.names.name;
            let desc = crate::runtime::property_descriptor::PropertyDescriptor::data(name, crate::object::Attributes::CONFIGURABLE);
            vm.define_property_or_throw(wrapped.as_object(), key, &desc)?;
            Ok(wrapped.as_object().value())
        }
        Err(thrown) => Err(type_error_of(vm, thrown)),
    }
}

/// What CopyNameAndLength (sec-copynameandlength) copies.
fn name_and_length(vm: &mut Vm, target: Gc<Object>) -> JsResult<(Value, f64)> {
    let (length_key, name_key) = (vm.names.length, vm.names.name);
    let mut length = 0.0;
    if vm.has_own_property(target, length_key)? {
        let own = vm.get(target, length_key)?;
        if own.is_number() {
            length = integer_or_infinity(own.as_number()).max(0.0);
        }
    }
    let name = vm.get(target, name_key)?;
    let name = if name.is_string() { name } else { vm.empty_string().value() };
    Ok((name, length))
}

/// OrdinaryWrappedFunctionCall (sec-ordinary-wrapped-function-call).
fn call_wrapped(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let target = args.callee.data[0].get();
    let object: Gc<Object> = target.to_cell().expect("a callable");
    let realm = vm.get_function_realm(object)?;
    let list = vm.new_array(&[]);
    let receiver = vm.in_realm(realm, |vm| {
        for arg in args.args {
            let wrapped = wrapped_value(vm, *arg)?;
            vm.array_push(list, wrapped)?;
        }
        wrapped_value(vm, args.this)
    });
    // An argument that cannot be exchanged is the caller's error.
    let receiver = match receiver {
        Ok(receiver) => receiver,
        Err(thrown) => return Err(type_error_of(vm, thrown)),
    };
    match vm.call(target, receiver, list.elements().as_slice()) {
        Ok(value) => wrapped_value(vm, value),
        Err(thrown) => Err(type_error_of(vm, thrown)),
    }
}

/// ShadowRealm.prototype.importValue ( specifier, exportName ) (sec-shadowrealm.prototype.importvalue).
fn import_value(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let realm = this_realm(vm, args, "importValue")?;
    let specifier = vm.to_string(args.get(0))?.to_rust();
    if !args.get(1).is_string() {
        return Err(vm.type_error("ShadowRealm.prototype.importValue needs the name of an export"));
    }
    // ShadowRealmImportValue (sec-shadowrealmimportvalue)
    let imported = vm.in_realm(realm, |vm| crate::runtime::modules::import_for_host(vm, &specifier));
    let on_fulfilled = vm.new_native_with("", 1, get_export, args.get(1), Value::UNDEFINED).value();
    let on_rejected = vm.new_native("", 1, |vm, args| Err(type_error_of(vm, Throw(args.get(0))))).value();
    let result = promise::new_promise(vm);
    let capability = promise::Capability::internal(result);
    promise::perform_promise_then(vm, imported, on_fulfilled, on_rejected, Some(capability));
    Ok(result.value())
}

/// ExportGetter functions (sec-shadowrealmimportvalue, step 9).
fn get_export(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let namespace: Gc<Object> = args.get(0).to_cell().expect("a namespace");
    let key = vm.to_property_key(args.callee.data[0].get())?;
    if !vm.has_own_property(namespace, key)? {
        return Err(vm.type_error("the module has no such export"));
    }
    let value = vm.get(namespace, key)?;
    wrapped_value(vm, value)
}

pub static SHADOW_REALM: ClassSpec = ClassSpec {
    methods: &[method("evaluate", 1, evaluate), method("importValue", 2, import_value)],
    constants: &[tag("ShadowRealm")],
    ..ClassSpec::new("ShadowRealm", 0, constructor, Intrinsic::ShadowRealm, Intrinsic::ShadowRealmPrototype)
};
