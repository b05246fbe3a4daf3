//! Intl: ECMA-402 (sec-intl-object).
//!
//! Texts and patterns of locales are from CLDR (`cldr/`); segmentation, collation, tags and
//! likely subtags are ICU4X's. What is here besides is what scripts can observe: the objects,
//! their checks, and the order in which arguments and options are read and converted.
//!
//! - `tag`: language tags and their canonical form; `negotiation`: which locale is served;
//!   `options`: option bags; `resolved`: what `resolvedOptions` gives; `parts`: what
//!   `formatToParts` gives
//! - `number_value`, `decimal`, `digits`: numbers, their rounding, and the options for it;
//!   `numbering`, `notation`, `number_pattern`: how locales write them; `plural_categories`: which of
//!   its texts a language has for a number
//! - `skeleton`: from the fields that are asked for to a `date_pattern`; `calendar_fields`: what a
//!   calendar calls a day; `date_writer` and `date_interval`: dates and their ranges as text;
//!   `date_time_values`: what is formatted; `zone_names`: what zones are called
//! - one file per constructor
//!
//! The namespace and its constructors are made when a script first asks for Intl
//! (`lazy_global`), or calls a method that needs one of them.

mod ascii_order;
mod calendar_fields;
mod case;
mod cldr;
mod collator;
mod date_interval;
mod date_pattern;
mod date_time_format;
mod date_time_values;
mod date_writer;
mod decimal;
mod digits;
mod display_names;
mod duration_format;
mod legacy;
mod list_format;
mod locale;
mod locale_info;
mod namespace;
mod negotiation;
mod notation;
mod number_format;
mod number_pattern;
mod number_range;
mod number_value;
mod numbering;
mod options;
mod parts;
mod plural_categories;
mod plural_rules;
mod relative_time_format;
mod resolved;
mod segmenter;
mod skeleton;
mod tag;
mod units;
mod zone_names;

use crate::builtins::table::*;
use crate::heap::{Gc, Kind, Payload, Tracer};
use crate::object::function::Args;
use crate::object::layout::{Object, trace_value};
use crate::object::shape::Attributes;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use std::cell::Cell;

pub use case::{to_locale_lower_case, to_locale_upper_case};
pub use collator::locale_compare;
pub use date_time_format::{Fields, date_to_locale_string, temporal_to_locale_string};
pub use date_time_values::ValueKind;
pub use duration_format::duration_to_locale_string;
pub use number_format::to_locale_string as number_to_locale_string;
#[cfg(feature = "node")]
pub use zone_names::english_zone_name;

static CLASSES: &[&ClassSpec] = &[
    &date_time_format::DATE_TIME_FORMAT,
    &number_format::NUMBER_FORMAT,
    &collator::COLLATOR,
    &plural_rules::PLURAL_RULES,
    &relative_time_format::RELATIVE_TIME_FORMAT,
    &list_format::LIST_FORMAT,
    &locale::LOCALE,
    &display_names::DISPLAY_NAMES,
    &segmenter::SEGMENTER,
    &duration_format::DURATION_FORMAT,
];

/// Makes %Intl% and all below it in the current realm.
pub fn install(vm: &mut Vm) {
    vm.install_object(&namespace::INTL);
    vm.install_object(&segmenter::SEGMENTS_PROTOTYPE);
    vm.install_object(&segmenter::SEGMENT_ITERATOR_PROTOTYPE);
    let namespace = vm.intrinsic(Intrinsic::Intl);
    for class in CLASSES {
        vm.install_class(class);
        let (key, constructor) = (vm.key(class.name), vm.intrinsic(class.intrinsic));
        vm.define_new(namespace, key, constructor.value(), Attributes::METHOD);
    }
}

/// A value that an instance of a class of this folder has inside.
trait IntlType: 'static {
    /// Of the class, with its namespace.
    const NAME: &'static str;
    const PROTOTYPE: Intrinsic;
}

/// The internal slots of an instance.
struct Slots<T> {
    value: T,
    /// `[[BoundFormat]]` or `[[BoundCompare]]`; undefined: not made yet.
    bound: Cell<Value>,
}

impl<T: 'static> Payload for Slots<T> {
    fn trace(&self, tracer: &mut Tracer) {
        trace_value(self.bound.get(), tracer);
    }
}

/// `[[Locale]]` of an Intl.Locale.
struct LocaleData(icu_locale::Locale);

impl Payload for LocaleData {
    fn trace(&self, _: &mut Tracer) {}
}

/// The inside of an instance of that class.
fn slot_of<'a, T: IntlType>(value: Value) -> Option<&'a T> {
    value.payload::<Slots<T>>().map(|slots| &slots.value)
}

fn incompatible<T: IntlType>(vm: &mut Vm, receiver: Value, method: &str) -> crate::runtime::completion::Throw {
    let shown = vm.to_display(receiver);
    vm.type_error(format!("Method {}.prototype.{method} called on incompatible receiver {shown}", T::NAME))
}

/// RequireInternalSlot ( this, … ) (sec-requireinternalslot).
fn this_slot<'a, T: IntlType>(vm: &mut Vm, args: &Args, method: &str) -> JsResult<&'a T> {
    match slot_of(args.this) {
        Some(value) => Ok(value),
        None => Err(incompatible::<T>(vm, args.this, method)),
    }
}

/// The prototype of the instance that a constructor was called for; without `new`, that of
/// the constructor itself.
fn prototype_for<T: IntlType>(vm: &mut Vm, args: &Args) -> JsResult<Gc<Object>> {
    let target = if args.is_construct() { args.new_target } else { args.callee.value() };
    vm.get_prototype_from_constructor(target, T::PROTOTYPE)
}

/// A new instance.
fn create<T: IntlType>(vm: &mut Vm, prototype: Gc<Object>, value: T) -> Value {
    let slots = Slots { value, bound: Cell::new(Value::UNDEFINED) };
    vm.new_payload_object(Kind::Host, prototype, Box::new(slots)).value()
}

/// A TypeError if a constructor is called without `new`.
fn require_new<T: IntlType>(vm: &mut Vm, args: &Args) -> JsResult<()> {
    if args.is_construct() { Ok(()) } else { Err(vm.type_error(format!("Constructor {} requires 'new'", T::NAME))) }
}

/// The function that the getters `format` and `compare` give, made once: its data is the instance.
fn bound_function<T: IntlType>(vm: &mut Vm, instance: Value, length: u32, function: crate::object::function::NativeFn) -> JsResult<Value> {
    let Some(slots) = instance.payload::<Slots<T>>() else { return Err(incompatible::<T>(vm, instance, "format")) };
    if slots.bound.get().is_undefined() {
        let bound = vm.new_native_with("", length, function, instance, Value::UNDEFINED).value();
        slots.bound.set(bound);
        if let Some(object) = instance.to_cell::<Object>() {
            vm.write_barrier(object.header());
        }
    }
    Ok(slots.bound.get())
}

/// The instance of a bound function.
fn bound_instance<'a, T: IntlType>(vm: &mut Vm, args: &Args) -> JsResult<&'a T> {
    let instance = args.callee.data[0].get();
    match slot_of(instance) {
        Some(value) => Ok(value),
        None => Err(incompatible::<T>(vm, instance, "format")),
    }
}
