//! Globals that are made when a script first asks for them.
//!
//! Until then the global object has an accessor in their place, of which no script can
//! know: whoever looks at the property itself has it made first
//! (`Vm::resolve_lazy_global`), and the getter and setter replace it by the data property
//! that the specification asks for.

use super::table::{Method, method};
use crate::heap::Gc;
use crate::object::function::Args;
use crate::object::key::PropertyKey;
use crate::object::layout::Object;
use crate::object::property::OwnProperty;
use crate::object::shape::Attributes;
use crate::runtime::completion::JsResult;
use crate::runtime::property_descriptor::PropertyDescriptor;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;

struct LazyGlobal {
    name: &'static str,
    /// The value.
    intrinsic: Intrinsic,
    /// Makes the intrinsic and those below it, in the current realm.
    install: fn(&mut Vm),
    get: Method,
    set: Method,
}

static TEMPORAL: LazyGlobal = LazyGlobal {
    name: "Temporal",
    intrinsic: Intrinsic::Temporal,
    install: super::temporal::install,
    get: method("get Temporal", 0, |vm, args| get(vm, args, &TEMPORAL)),
    set: method("set Temporal", 1, |vm, args| set(vm, args, &TEMPORAL)),
};

#[cfg(feature = "intl")]
static INTL: LazyGlobal = LazyGlobal {
    name: "Intl",
    intrinsic: Intrinsic::Intl,
    install: super::intl::install,
    get: method("get Intl", 0, |vm, args| get(vm, args, &INTL)),
    set: method("set Intl", 1, |vm, args| set(vm, args, &INTL)),
};

static GLOBALS: &[&LazyGlobal] = &[
    &TEMPORAL,
    #[cfg(feature = "intl")]
    &INTL,
];

/// Defines the accessors.
pub fn install(vm: &mut Vm) {
    let object = vm.global();
    for global in GLOBALS {
        let get = vm.new_table_native(&global.get).value();
        let set = vm.new_table_native(&global.set).value();
        let accessor = vm.new_accessor(get, set);
        let key = vm.key(global.name);
        vm.define_new(object, key, accessor.value(), Attributes::CONFIGURABLE.with(Attributes::ACCESSOR));
    }
}

/// The intrinsic, made now if it is not there.
fn made(vm: &mut Vm, global: &LazyGlobal) -> Value {
    if vm.realm().try_intrinsic(global.intrinsic).is_none() {
        (global.install)(vm);
    }
    vm.intrinsic(global.intrinsic).value()
}

fn get(vm: &mut Vm, _: &Args, global: &'static LazyGlobal) -> JsResult<Value> {
    let value = made(vm, global);
    replace(vm, global, value)?;
    Ok(value)
}

fn set(vm: &mut Vm, args: &Args, global: &'static LazyGlobal) -> JsResult<Value> {
    let object = vm.global();
    if args.this == object.value() || args.this.is_undefined() {
        replace(vm, global, args.get(0))?;
    } else {
        // Set on an object that inherits from the global one: a data property would be
        // found there, and made here.
        let value = made(vm, global);
        replace(vm, global, value)?;
        let key = vm.key(global.name);
        vm.set_v(args.this, key, args.get(0), true)?;
    }
    Ok(Value::UNDEFINED)
}

fn replace(vm: &mut Vm, global: &LazyGlobal, value: Value) -> JsResult<()> {
    let object = vm.global();
    let key = vm.key(global.name);
    vm.define_own_property(object, key, &PropertyDescriptor::data(value, Attributes::METHOD))?;
    Ok(())
}

impl Vm {
    /// An intrinsic of the current realm, also if it comes with a lazy global.
    pub fn intrinsic_or_lazy(&mut self, intrinsic: Intrinsic) -> Gc<Object> {
        if let Some(object) = self.realm().try_intrinsic(intrinsic) {
            return object;
        }
        for global in GLOBALS {
            made(self, global);
            if let Some(object) = self.realm().try_intrinsic(intrinsic) {
                return object;
            }
        }
        self.intrinsic(intrinsic)
    }

    /// The own property of a global object that stands for a lazy global: makes it, and
    /// returns true, so that the caller looks again.
    #[cold]
    pub(crate) fn resolve_lazy_global(&mut self, object: Gc<Object>, key: PropertyKey, property: &OwnProperty) -> bool {
        let Some(accessor) = property.accessor() else { return false };
        let getter = accessor.get.get();
        let Some(global) = GLOBALS.iter().find(|g| super::checks::is_native(getter, g.get.function)) else { return false };
        let realm = getter.to_cell::<crate::object::function::Native>().map_or(self.current_realm, |n| n.realm);
        let value = self.in_realm(realm, |vm| made(vm, global));
        let data = PropertyDescriptor::data(value, Attributes::METHOD);
        self.apply_property_descriptor(object, key, &data, Some(*property)).is_ok()
    }
}
