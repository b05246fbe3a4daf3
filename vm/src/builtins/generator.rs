//! The prototypes of generators and async generators (sec-generator-objects,
//! sec-asyncgenerator-objects). What runs them is `runtime::generator`.

use crate::builtins::table::*;
use crate::heap::Gc;
use crate::object::function::{Args, NativeFn};
use crate::object::layout::Object;
use crate::object::shape::Attributes;
use crate::runtime::completion::JsResult;
use crate::runtime::generator::*;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;

/// Ties a generator prototype to the prototype of its functions, both ways.
fn tie(vm: &mut Vm, prototype: Gc<Object>, functions: Intrinsic, name: &'static str) {
    let functions = vm.intrinsic(functions);
    let (key, constructor) = (vm.names.prototype, vm.names.constructor);
    vm.define_new(functions, key, prototype.value(), Attributes::CONFIGURABLE);
    vm.define_new(prototype, constructor, functions.value(), Attributes::CONFIGURABLE);
    let symbol = vm.symbols.to_string_tag;
    if vm.own_named(functions, symbol).is_none() {
        let text = vm.intern(name);
        vm.define_new(functions, symbol, text.value(), Attributes::CONFIGURABLE);
    }
}

fn generator_function(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    vm.create_dynamic_function("function*", args.args, args.new_target)
}
fn async_function(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    vm.create_dynamic_function("async function", args.args, args.new_target)
}
fn async_generator_function(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    vm.create_dynamic_function("async function*", args.args, args.new_target)
}

/// A constructor of functions that is no global (sec-generatorfunction-constructor).
const fn functions(name: &'static str, constructor: NativeFn, intrinsic: Intrinsic, prototype: Intrinsic) -> ClassSpec {
    ClassSpec {
        parent: Intrinsic::Function,
        global: false,
        constructor_attributes: Attributes::CONFIGURABLE,
        ..ClassSpec::new(name, 1, constructor, intrinsic, prototype)
    }
}
pub static GENERATOR_FUNCTION: ClassSpec =
    functions("GeneratorFunction", generator_function, Intrinsic::GeneratorFunction, Intrinsic::GeneratorFunctionPrototype);
pub static ASYNC_FUNCTION: ClassSpec = ClassSpec {
    constants: &[tag("AsyncFunction")],
    ..functions("AsyncFunction", async_function, Intrinsic::AsyncFunction, Intrinsic::AsyncFunctionPrototype)
};
pub static ASYNC_GENERATOR_FUNCTION: ClassSpec = functions(
    "AsyncGeneratorFunction",
    async_generator_function,
    Intrinsic::AsyncGeneratorFunction,
    Intrinsic::AsyncGeneratorFunctionPrototype,
);

pub static GENERATOR: ObjectSpec = ObjectSpec {
    methods: &[
        method("next", 1, generator_next).as_intrinsic(Intrinsic::GeneratorPrototypeNext),
        method("return", 1, generator_return),
        method("throw", 1, generator_throw),
    ],
    constants: &[tag("Generator")],
    finish: Some(|vm, prototype| tie(vm, prototype, Intrinsic::GeneratorFunctionPrototype, "GeneratorFunction")),
    ..ObjectSpec::new("", Intrinsic::GeneratorPrototype, Intrinsic::IteratorPrototype)
};

pub static ASYNC_GENERATOR: ObjectSpec = ObjectSpec {
    methods: &[
        method("next", 1, async_generator_next),
        method("return", 1, async_generator_return),
        method("throw", 1, async_generator_throw),
    ],
    constants: &[tag("AsyncGenerator")],
    finish: Some(|vm, prototype| {
        tie(vm, prototype, Intrinsic::AsyncGeneratorFunctionPrototype, "AsyncGeneratorFunction");
    }),
    ..ObjectSpec::new("", Intrinsic::AsyncGeneratorPrototype, Intrinsic::AsyncIteratorPrototype)
};

pub static ASYNC_FROM_SYNC_ITERATOR: ObjectSpec = ObjectSpec {
    methods: &[
        method("next", 1, async_from_sync_next),
        method("return", 1, async_from_sync_return),
        method("throw", 1, async_from_sync_throw),
    ],
    ..ObjectSpec::new("", Intrinsic::AsyncFromSyncIteratorPrototype, Intrinsic::AsyncIteratorPrototype)
};
