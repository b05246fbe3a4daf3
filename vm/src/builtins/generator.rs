//! The prototypes of generators and async generators (sec-generator-objects,
//! sec-asyncgenerator-objects). What runs them is `runtime::generator`.

use crate::builtins::table::*;
use crate::heap::Gc;
use crate::object::layout::Object;
use crate::object::shape::Attributes;
use crate::runtime::generator::*;
use crate::runtime::realm::Intrinsic;
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
