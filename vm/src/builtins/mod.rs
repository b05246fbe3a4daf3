//! The library: one file or folder per global, declared as tables (see `table`).

pub mod boolean;
pub mod error;
pub mod function;
pub mod global;
pub mod object;
pub mod promise;
pub mod proxy;
pub mod reflect;
pub mod symbol;
pub mod table;

use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use table::{ClassSpec, ObjectSpec};

/// The global classes, in the order in which they are made: parents come first.
pub static CLASSES: &[&ClassSpec] = &[
    &object::OBJECT,
    &function::FUNCTION,
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
];

/// Namespaces, and prototypes of classes without constructor. Made before the classes.
pub static OBJECTS: &[&ObjectSpec] = &[&reflect::REFLECT];

/// What tables cannot say; runs after the tables.
static FINISHERS: &[fn(&mut Vm)] = &[global::install, function::install, proxy::install];

/// Fills the current realm, whose root objects exist.
pub(crate) fn install(vm: &mut Vm) {
    for spec in OBJECTS {
        vm.install_object(spec);
    }
    for spec in CLASSES {
        vm.install_class(spec);
    }
    for finish in FINISHERS {
        finish(vm);
    }
    let global = vm.global();
    vm.define_global("globalThis", global.value());
    debug_assert!(vm.realm().try_intrinsic(Intrinsic::ThrowTypeError).is_some());
    // Nothing that was learnt while the realm was being made is worth keeping.
    vm.cx.exception = Value::UNDEFINED;
}
