//! Constructors that were called as functions on an object (the normative-optional parts of
//! sec-intl.numberformat and sec-intl.datetimeformat): the instance is kept in a property
//! under `[[FallbackSymbol]]`.

use super::{IntlType, incompatible, slot_of};
use crate::heap::Kind;
use crate::object::function::Args;
use crate::object::key::PropertyKey;
use crate::object::layout::Object;
use crate::object::primitive::primitive_value;
use crate::object::shape::Attributes;
use crate::runtime::completion::JsResult;
use crate::runtime::property_descriptor::PropertyDescriptor;
use crate::runtime::realm::Intrinsic;
use crate::symbol::Symbol;
use crate::value::Value;
use crate::vm::Vm;

/// The symbol of the current realm, which is kept in a wrapper object.
fn fallback_symbol(vm: &mut Vm) -> PropertyKey {
    if vm.realm().try_intrinsic(Intrinsic::IntlFallbackSymbol).is_none() {
        let description = vm.new_string("IntlLegacyConstructedSymbol");
        let symbol = vm.new_symbol(Some(description));
        let prototype = vm.intrinsic(Intrinsic::SymbolPrototype);
        let wrapper = vm.new_primitive_object(Kind::Primitive, prototype, symbol.value());
        vm.realm_mut().set_intrinsic(Intrinsic::IntlFallbackSymbol, wrapper);
    }
    let wrapper = vm.intrinsic(Intrinsic::IntlFallbackSymbol);
    let symbol = primitive_value(wrapper).and_then(|value| value.to_cell::<Symbol>()).expect("made above");
    PropertyKey::symbol(symbol)
}

/// ChainNumberFormat, ChainDateTimeFormat (sec-chainnumberformat).
pub fn chain(vm: &mut Vm, args: &Args, instance: Value, constructor: Intrinsic) -> JsResult<Value> {
    let Some(this) = args.this.to_cell::<Object>().filter(|_| !args.is_construct()) else { return Ok(instance) };
    let constructor = vm.intrinsic(constructor).value();
    if !vm.ordinary_has_instance(constructor, args.this)? {
        return Ok(instance);
    }
    let key = fallback_symbol(vm);
    vm.define_property_or_throw(this, key, &PropertyDescriptor::data(instance, Attributes::NONE))?;
    Ok(args.this)
}

/// UnwrapNumberFormat, UnwrapDateTimeFormat (sec-unwrapnumberformat).
pub fn unwrap<T: IntlType>(vm: &mut Vm, value: Value, constructor: Intrinsic, method: &str) -> JsResult<Value> {
    if slot_of::<T>(value).is_some() {
        return Ok(value);
    }
    if let Some(object) = value.to_cell::<Object>() {
        let constructor = vm.intrinsic(constructor).value();
        if vm.ordinary_has_instance(constructor, value)? {
            let key = fallback_symbol(vm);
            let inner = vm.get(object, key)?;
            if slot_of::<T>(inner).is_some() {
                return Ok(inner);
            }
        }
    }
    Err(incompatible::<T>(vm, value, method))
}
