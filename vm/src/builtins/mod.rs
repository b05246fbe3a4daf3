//! The library: one file or folder per global, declared as tables (see `table`).

pub mod array;
pub mod atomics;
pub mod bigint;
pub mod boolean;
#[cfg_attr(not(feature = "node"), path = "no_call_sites.rs")]
pub mod call_sites;
pub mod checks;
pub mod collections;
pub mod console;
pub mod date;
pub mod disposable;
pub mod error;
pub mod function;
pub mod generator;
pub mod global;
#[cfg(feature = "intl")]
pub mod intl;
pub mod iterator;
pub mod json;
#[cfg_attr(not(feature = "temporal"), path = "no_lazy_global.rs")]
pub mod lazy_global;
pub mod math;
pub mod module_source;
#[cfg(feature = "node")]
pub mod node;
pub mod number;
pub mod object;
#[cfg(feature = "node")]
pub mod process;
pub mod promise;
pub mod proxy;
pub mod reflect;
pub mod regexp;
pub mod shadow_realm;
pub mod state;
pub mod string;
#[cfg(feature = "node")]
pub mod structured_clone;
pub mod symbol;
pub mod table;
#[cfg(feature = "temporal")]
pub mod temporal;
#[cfg(feature = "node")]
pub mod text_encoding;
#[cfg(feature = "node")]
pub mod timers;
pub mod typed;

#[cfg(feature = "node")]
use crate::object::shape::Attributes;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use table::{ClassSpec, ObjectSpec};

/// The global classes, in the order in which they are made: parents come first.
pub static CLASSES: &[&ClassSpec] = &[
    &object::OBJECT,
    &function::FUNCTION,
    &function::GENERATOR_FUNCTION,
    &function::ASYNC_FUNCTION,
    &function::ASYNC_GENERATOR_FUNCTION,
    &symbol::SYMBOL,
    &boolean::BOOLEAN,
    &error::ERROR,
    &error::TYPE_ERROR,
    &error::RANGE_ERROR,
    &error::REFERENCE_ERROR,
    &error::SYNTAX_ERROR,
    &error::EVAL_ERROR,
    &error::URI_ERROR,
    &error::AGGREGATE_ERROR,
    &disposable::SUPPRESSED_ERROR,
    &disposable::DISPOSABLE_STACK,
    &disposable::ASYNC_DISPOSABLE_STACK,
    &generator::GENERATOR_FUNCTION,
    &generator::ASYNC_FUNCTION,
    &generator::ASYNC_GENERATOR_FUNCTION,
    &iterator::ITERATOR,
    &array::ARRAY,
    &string::STRING,
    &number::NUMBER,
    &bigint::BIGINT,
    &collections::MAP,
    &collections::SET,
    &collections::weak::WEAK_MAP,
    &collections::weak::WEAK_SET,
    &collections::weak_ref::WEAK_REF,
    &collections::finalization::FINALIZATION_REGISTRY,
    &date::DATE,
    &regexp::REGEXP,
    &promise::PROMISE,
    &typed::buffer::ARRAY_BUFFER,
    &typed::shared::SHARED_ARRAY_BUFFER,
    &typed::data_view::DATA_VIEW,
    &typed::TYPED_ARRAY,
    &module_source::ABSTRACT_MODULE_SOURCE,
    &shadow_realm::SHADOW_REALM,
    &typed::INT8_ARRAY,
    &typed::UINT8_ARRAY,
    &typed::UINT8_CLAMPED_ARRAY,
    &typed::INT16_ARRAY,
    &typed::UINT16_ARRAY,
    &typed::INT32_ARRAY,
    &typed::UINT32_ARRAY,
    &typed::FLOAT16_ARRAY,
    &typed::FLOAT32_ARRAY,
    &typed::FLOAT64_ARRAY,
    &typed::BIGINT64_ARRAY,
    &typed::BIGUINT64_ARRAY,
];

/// Namespaces, and prototypes of classes without constructor. Made before the classes.
pub static OBJECTS: &[&ObjectSpec] = &[&reflect::REFLECT, &atomics::ATOMICS, &math::MATH, &json::JSON];

/// What ECMAScript does not have, but Node.js: each table after the one above that it belongs to.
#[cfg(feature = "node")]
mod of_node {
    use super::*;

    pub static CLASSES: &[&ClassSpec] = &[&text_encoding::TEXT_ENCODER, &text_encoding::TEXT_DECODER, &timers::TIMEOUT, &timers::IMMEDIATE];
    pub static OBJECTS: &[&ObjectSpec] = &[&console::object::CONSOLE, &process::PROCESS, &process::PERFORMANCE];
    pub static FINISHERS: &[fn(&mut Vm)] = &[timers::install, structured_clone::install, node::install, name_global];

    fn name_global(vm: &mut Vm) {
        let global = vm.global();
        vm.define_global("global", global.value());
        // As in Node.js, which programs are told by.
        let tag = vm.intern("global").value();
        vm.define_new(global, vm.symbols.to_string_tag, tag, Attributes::CONFIGURABLE);
    }
}
#[cfg(not(feature = "node"))]
mod of_node {
    use super::*;

    pub static CLASSES: &[&ClassSpec] = &[];
    pub static OBJECTS: &[&ObjectSpec] = &[];
    pub static FINISHERS: &[fn(&mut Vm)] = &[];
}

/// Prototypes of iterators, which inherit from %IteratorPrototype%. Made after the classes.
static ITERATORS: &[&ObjectSpec] = &[
    &iterator::ASYNC_ITERATOR,
    &iterator::WRAP_FOR_VALID_ITERATOR,
    &iterator::helper::ITERATOR_HELPER,
    &array::ARRAY_ITERATOR,
    &string::STRING_ITERATOR,
    &collections::MAP_ITERATOR,
    &collections::SET_ITERATOR,
    &regexp::REGEXP_STRING_ITERATOR,
    &generator::GENERATOR,
    &generator::ASYNC_GENERATOR,
    &generator::ASYNC_FROM_SYNC_ITERATOR,
];

/// What tables cannot say; runs after the tables.
static FINISHERS: &[fn(&mut Vm)] =
    &[global::install, function::install, proxy::install, number::install, typed::base64::install, lazy_global::install];

/// Fills the current realm, whose root objects exist.
pub(crate) fn install(vm: &mut Vm) {
    let host = vm.options.host;
    // Of the first realm nobody has seen anything, nor remembered the shape of it.
    vm.shapes.hides_changes = vm.realms.len() == 1;
    for spec in OBJECTS.iter().chain(of_node::OBJECTS.iter().filter(|_| host)) {
        vm.install_object(spec);
    }
    for spec in CLASSES.iter().chain(of_node::CLASSES.iter().filter(|_| host)) {
        vm.install_class(spec);
    }
    for spec in ITERATORS {
        vm.install_object(spec);
    }
    vm.shapes.hides_changes = false;
    for finish in FINISHERS.iter().chain(of_node::FINISHERS.iter().filter(|_| host)) {
        finish(vm);
    }
    let global = vm.global();
    vm.define_global("globalThis", global.value());
    debug_assert!(vm.realm().try_intrinsic(Intrinsic::ThrowTypeError).is_some());
    // Nothing that was learnt while the realm was being made is worth keeping.
    vm.cx.exception = Value::UNDEFINED;
}
