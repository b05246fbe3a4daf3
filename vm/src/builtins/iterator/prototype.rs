//! %IteratorPrototype%, the Iterator constructor and its static methods
//! (sec-iterator-objects), %AsyncIteratorPrototype%.

use super::{IteratorRecord, helper, iter_result};
use crate::builtins::checks::return_this;
use crate::builtins::table::*;
use crate::heap::{Kind, Payload, Tracer};
use crate::object::function::Args;
use crate::object::key::PropertyKey;
use crate::object::layout::trace_value;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;

/// Iterator ( ) (sec-iterator): abstract.
fn iterator_constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if !args.is_construct() {
        return Err(vm.type_error("Constructor Iterator requires 'new'"));
    }
    if args.new_target == args.callee.value() {
        return Err(vm.type_error("Abstract class Iterator not directly constructable"));
    }
    vm.ordinary_create_from_constructor(args.new_target, Intrinsic::IteratorPrototype).map(Value::from)
}

/// An iterator of somebody else, wrapped (sec-wrapforvaliditeratorprototype-object).
struct Wrapped {
    record: IteratorRecord,
}
impl Payload for Wrapped {
    fn trace(&self, tracer: &mut Tracer) {
        trace_value(self.record.iterator.value(), tracer);
        trace_value(self.record.next, tracer);
    }
}

/// Iterator.from (sec-iterator.from).
fn from(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let record = helper::get_iterator_flattenable(vm, args.get(0), true)?;
    let base = vm.intrinsic(Intrinsic::Iterator).value();
    if vm.ordinary_has_instance(base, record.iterator.value())? {
        return Ok(record.iterator.value());
    }
    let proto = vm.intrinsic(Intrinsic::WrapForValidIteratorPrototype);
    Ok(vm.new_payload_object(Kind::Host, proto, Box::new(Wrapped { record })).value())
}
fn wrapped_next(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let Some(wrapped) = args.this.payload::<Wrapped>() else {
        return Err(vm.type_error("%WrapForValidIteratorPrototype%.next called on incompatible receiver"));
    };
    vm.call(wrapped.record.next, wrapped.record.iterator.value(), &[])
}
fn wrapped_return(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let Some(wrapped) = args.this.payload::<Wrapped>() else {
        return Err(vm.type_error("%WrapForValidIteratorPrototype%.return called on incompatible receiver"));
    };
    let iterator = wrapped.record.iterator.value();
    match vm.get_method(iterator, vm.names.return_)? {
        Some(method) => vm.call(method, iterator, &[]),
        None => Ok(iter_result(vm, Value::UNDEFINED, true)),
    }
}

fn set_on_iterator(vm: &mut Vm, args: &Args, key: PropertyKey) -> JsResult<Value> {
    let home = vm.intrinsic(Intrinsic::IteratorPrototype);
    vm.setter_that_ignores_prototype_properties(args.this, home, key, args.get(0))?;
    Ok(Value::UNDEFINED)
}
fn get_tag(vm: &mut Vm, _: &Args) -> JsResult<Value> {
    Ok(vm.new_string("Iterator").value())
}
fn set_tag(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let key = vm.symbols.to_string_tag;
    set_on_iterator(vm, args, key)
}
fn get_constructor(vm: &mut Vm, _: &Args) -> JsResult<Value> {
    Ok(vm.intrinsic(Intrinsic::Iterator).value())
}
fn set_constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let key = vm.names.constructor;
    set_on_iterator(vm, args, key)
}

/// `%Iterator.prototype% [ @@dispose ] ( )` (sec-%iterator.prototype%-%symbol.dispose%).
fn dispose(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if let Some(method) = vm.get_method(args.this, vm.names.return_)? {
        vm.call(method, args.this, &[])?;
    }
    Ok(Value::UNDEFINED)
}

/// `%AsyncIteratorPrototype% [ @@asyncDispose ] ( )` (sec-%asynciteratorprototype%-%symbol.asyncdispose%).
fn async_dispose(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let promise = crate::builtins::promise::new_promise(vm);
    let result = match vm.get_method(args.this, vm.names.return_) {
        Ok(None) => {
            crate::builtins::promise::resolve_promise(vm, promise, Value::UNDEFINED);
            return Ok(promise.value());
        }
        Ok(Some(method)) => vm.call(method, args.this, &[]),
        Err(throw) => Err(throw),
    };
    let settled = result.and_then(|value| crate::builtins::promise::promise_resolve(vm, value));
    match settled {
        Ok(inner) => {
            let unwrap = vm.new_native("", 1, |_, _| Ok(Value::UNDEFINED)).value();
            let capability = crate::builtins::promise::Capability::internal(promise);
            crate::builtins::promise::perform_promise_then(vm, inner, unwrap, Value::UNDEFINED, Some(capability));
        }
        Err(throw) => crate::builtins::promise::reject_promise(vm, promise, throw.0),
    }
    Ok(promise.value())
}

pub static ITERATOR: ClassSpec = ClassSpec {
    statics: &[method("from", 1, from), method("concat", 0, helper::concat)],
    methods: &[
        method("@@iterator", 0, return_this).displayed("[Symbol.iterator]"),
        method("@@dispose", 0, dispose).displayed("[Symbol.dispose]"),
        method("reduce", 1, helper::reduce),
        method("toArray", 0, helper::to_array),
        method("forEach", 1, helper::for_each),
        method("some", 1, helper::some),
        method("every", 1, helper::every),
        method("find", 1, helper::find),
        method("map", 1, helper::map),
        method("filter", 1, helper::filter),
        method("take", 1, helper::take),
        method("drop", 1, helper::drop),
        method("flatMap", 1, helper::flat_map),
    ],
    getters: &[accessor("@@toStringTag", get_tag, set_tag)],
    finish: Some(|vm, constructor, prototype| {
        vm.define_methods(constructor, super::zip::METHODS);
        vm.define_methods(prototype, helper::MORE_METHODS);
        // `constructor` is an accessor here, so that assigning it on instances works.
        let get = vm.new_native("get constructor", 0, get_constructor).value();
        let set = vm.new_native("set constructor", 1, set_constructor).value();
        let descriptor = crate::runtime::property_descriptor::PropertyDescriptor {
            get: Some(get),
            set: Some(set),
            enumerable: Some(false),
            configurable: Some(true),
            ..Default::default()
        };
        let key = vm.names.constructor;
        let defined = vm.define_own_property(prototype, key, &descriptor);
        debug_assert_eq!(defined.ok(), Some(true));
    }),
    ..ClassSpec::new("Iterator", 0, iterator_constructor, Intrinsic::Iterator, Intrinsic::IteratorPrototype)
};

pub static WRAP_FOR_VALID_ITERATOR: ObjectSpec = ObjectSpec {
    methods: &[method("next", 0, wrapped_next), method("return", 0, wrapped_return)],
    ..ObjectSpec::new("", Intrinsic::WrapForValidIteratorPrototype, Intrinsic::IteratorPrototype)
};

pub static ASYNC_ITERATOR: ObjectSpec = ObjectSpec {
    methods: &[
        method("@@asyncIterator", 0, return_this).displayed("[Symbol.asyncIterator]"),
        method("@@asyncDispose", 0, async_dispose).displayed("[Symbol.asyncDispose]"),
    ],
    ..ObjectSpec::new("", Intrinsic::AsyncIteratorPrototype, Intrinsic::ObjectPrototype)
};
