//! Array (sec-array-objects).
//!
//! All methods work on any array-like object. What they share is here: element access
//! with the fast paths for dense arrays, ArraySpeciesCreate, relative indices.
//!
//! A fast path applies to what is found *at that step*: callbacks may turn a dense array
//! into anything between two steps, so nothing about elements is remembered across a call.

pub(crate) mod access;
mod assembled;
mod construct;
mod copying;
mod from_async;
mod iteration;
pub mod iterator;
mod mutation;
pub mod sort;
mod sparse;

pub use assembled::{names as assembled_names, templates as assembled_templates};
pub use copying::join_values;
pub use iterator::{ARRAY_ITERATOR, ArrayIterator};

use crate::builtins::checks::return_this;
use crate::builtins::table::*;
use crate::feedback::ic;
use crate::heap::{Gc, Kind};
use crate::object::array::Array;
use crate::object::function::Args;
use crate::object::key::PropertyKey;
use crate::object::layout::{Object, flags};
use crate::runtime::completion::JsResult;
use crate::runtime::operations::MAX_LIST;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;

/// 2^53 - 1.
pub const MAX_SAFE: f64 = 9007199254740991.0;

/// The key of element `index`, which may lie beyond the array indices.
#[inline]
pub fn index_key(vm: &mut Vm, index: u64) -> PropertyKey {
    if index < u32::MAX as u64 { PropertyKey::index(index as u32) } else { vm.key(&index.to_string()) }
}

/// LengthOfArrayLike (sec-lengthofarraylike); an Array's length is read directly.
#[inline]
pub fn length_of(vm: &mut Vm, object: Gc<Object>) -> JsResult<u64> {
    match object.cast::<Array>() {
        Some(array) => Ok(array.length.get() as u64),
        None => vm.length_of_array_like(object),
    }
}

/// An Array whose elements are all in the dense part (holes included).
#[inline]
pub fn is_dense(object: Gc<Object>) -> bool {
    object.cast::<Array>().is_some_and(|array| array.elements().len.get() == array.length.get())
}

/// The element if it is an own dense element of an object whose elements mean what they say.
#[inline(always)]
fn dense_element(object: Gc<Object>, index: u64) -> Option<Value> {
    if matches!(object.kind(), Kind::Array | Kind::Object) && index < u32::MAX as u64 {
        let elements = object.elements();
        let value = elements.get(index as u32);
        if !value.is_empty() {
            return Some(value);
        }
    }
    None
}

/// Get(O, ToString(index)).
#[inline]
pub fn get_at(vm: &mut Vm, object: Gc<Object>, index: u64) -> JsResult<Value> {
    match dense_element(object, index) {
        Some(value) => Ok(value),
        None => {
            poll(vm, object, index)?;
            let key = index_key(vm, index);
            vm.get(object, key)
        }
    }
}

/// As `get_at`, of one element: no loop, and no safepoint.
pub fn get_one(vm: &mut Vm, object: Gc<Object>, index: u64) -> JsResult<Value> {
    match dense_element(object, index) {
        Some(value) => Ok(value),
        None => {
            let key = index_key(vm, index);
            vm.get(object, key)
        }
    }
}

/// As `set_at`, of one element that is new.
pub fn append_one(vm: &mut Vm, object: Gc<Object>, index: u64, value: Value) -> JsResult<()> {
    let key = index_key(vm, index);
    vm.set(object, key, value, true)?;
    Ok(())
}

/// Lets a loop over the elements of a long array be interrupted, where it has left the fast path. What is among the
/// elements of an array, a hole for one, or the arguments of a call, costs no fuel: compiled code may look through these without
/// a call.
#[inline]
fn poll(vm: &mut Vm, object: Gc<Object>, index: u64) -> JsResult<()> {
    if !vm.cx.interrupt.is_pending() {
        return Ok(());
    }
    let elements = object.elements();
    let is_among = match object.kind() {
        Kind::Array => !elements.is_sparse() && index < elements.len.get() as u64,
        Kind::Arguments => index < MAX_LIST,
        Kind::Object => object.has_flag(flags::ARGUMENTS) && index < MAX_LIST,
        _ => false,
    };
    if is_among { vm.handle_interrupts() } else { vm.poll_interrupt() }
}

/// HasProperty, then Get if it has it.
#[inline]
pub fn element_present(vm: &mut Vm, object: Gc<Object>, index: u64) -> JsResult<Option<Value>> {
    if let Some(value) = dense_element(object, index) {
        return Ok(Some(value));
    }
    poll(vm, object, index)?;
    let key = index_key(vm, index);
    if vm.has_property(object, key)? { vm.get(object, key).map(Some) } else { Ok(None) }
}

/// Set(O, ToString(index), V, true).
#[inline]
pub fn set_at(vm: &mut Vm, object: Gc<Object>, index: u64, value: Value) -> JsResult<()> {
    if object.kind() == Kind::Array && dense_element(object, index).is_some() {
        object.elements().set(&mut vm.heap, index as u32, value);
        return Ok(());
    }
    poll(vm, object, index)?;
    let key = index_key(vm, index);
    vm.set(object, key, value, true)?;
    Ok(())
}

/// Gives an Array explicit holes up to its length; false if it is to stay sparse.
pub fn make_dense(vm: &mut Vm, array: Gc<Array>) -> JsResult<bool> {
    let length = array.length.get();
    let elements = array.elements();
    if elements.len.get() == length {
        return Ok(true);
    }
    if elements.is_sparse() || array.length_writable.get() == 0 || length > 1 << 24 || !vm.shapes.get(array.shape()).extensible {
        return Ok(false);
    }
    if elements.capacity < length {
        vm.set_elements_capacity(array.as_object(), length)?;
    }
    let elements = array.elements();
    for hole in elements.len.get()..length {
        // SAFETY: within the capacity; EMPTY is no cell, so no barrier is needed.
        unsafe { elements.data().add(hole as usize).write(Value::EMPTY) };
    }
    elements.len.set(length);
    Ok(true)
}

/// The least index above `index` at which the object has an element of its own.
pub fn next_present(vm: &Vm, object: Gc<Object>, index: u32) -> Option<u32> {
    let elements = object.elements();
    if elements.is_sparse() {
        return vm.element_indices(object).into_iter().find(|i| *i > index);
    }
    let after = elements.as_slice().get(index as usize + 1..)?;
    after.iter().position(|v| !v.is_empty()).map(|i| index + 1 + i as u32)
}

/// Set(O, "length", length, true).
pub fn set_length(vm: &mut Vm, object: Gc<Object>, length: u64) -> JsResult<()> {
    vm.set(object, vm.names.length, Value::number(length as f64), true)?;
    Ok(())
}

/// CreateDataPropertyOrThrow(O, ToString(index), V).
pub fn create_at(vm: &mut Vm, object: Gc<Object>, index: u64, value: Value) -> JsResult<()> {
    let key = index_key(vm, index);
    vm.create_data_property_or_throw(object, key, value)?;
    Ok(())
}

/// DeletePropertyOrThrow(O, ToString(index)).
pub fn delete_at(vm: &mut Vm, object: Gc<Object>, index: u64) -> JsResult<()> {
    poll(vm, object, index)?;
    let key = index_key(vm, index);
    vm.delete_property_or_throw(object, key)?;
    Ok(())
}

/// A relative index (negative: from the end), clamped to 0 ..= len.
pub fn relative_index(vm: &mut Vm, value: Value, len: u64) -> JsResult<u64> {
    let relative = vm.to_integer_or_infinity(value)?;
    Ok(if relative < 0.0 { (len as f64 + relative).max(0.0) as u64 } else { relative.min(len as f64) as u64 })
}
/// As `relative_index`, with `len` for undefined: the end argument of slice and its like.
pub fn relative_end(vm: &mut Vm, value: Value, len: u64) -> JsResult<u64> {
    if value.is_undefined() { Ok(len) } else { relative_index(vm, value, len) }
}

/// Whether ArraySpeciesCreate of an array makes a plain Array and nobody could tell that
/// it looked: nothing on the way has been touched.
pub fn has_plain_species(vm: &mut Vm, array: Gc<Array>) -> bool {
    if array.shape() != vm.realm().shapes.array {
        return false;
    }
    let (constructor, prototype) = (vm.intrinsic(Intrinsic::Array), vm.intrinsic(Intrinsic::ArrayPrototype));
    if vm.own_data_value(prototype, vm.names.constructor) != Some(constructor.value()) {
        return false;
    }
    let species = vm.own_named(constructor, vm.symbols.species).and_then(|p| p.value.to_cell::<crate::object::Accessor>());
    species.is_some_and(|accessor| crate::builtins::checks::is_native(accessor.get.get(), return_this))
}

/// What ArraySpeciesCreate makes.
pub enum Species {
    /// An ordinary Array, not made yet.
    Array,
    /// The result of a species constructor.
    Object(Gc<Object>),
}

impl Species {
    /// The object; an Array is made with `length`.
    pub fn into_object(self, vm: &mut Vm, length: u64) -> JsResult<Gc<Object>> {
        match self {
            Species::Array => Ok(array_create(vm, length)?.as_object()),
            Species::Object(object) => Ok(object),
        }
    }
}

/// ArrayCreate (sec-arraycreate).
pub fn array_create(vm: &mut Vm, length: u64) -> JsResult<Gc<Array>> {
    if length > u32::MAX as u64 {
        return Err(vm.range_error("Invalid array length"));
    }
    vm.array_create(length as u32)
}

/// ArraySpeciesCreate (sec-arrayspeciescreate). %Array% itself is not constructed here:
/// the caller makes a plain Array in whichever way suits it.
pub fn array_species_create(vm: &mut Vm, original: Gc<Object>, length: u64) -> JsResult<Species> {
    if !vm.is_array(original.value())? {
        return Ok(Species::Array);
    }
    let mut constructor = ic::get_named(vm, original.value(), vm.names.constructor)?;
    // The %Array% of another realm stands for that of this one.
    if vm.realms.len() > 1
        && let Some(object) = constructor.to_cell::<Object>()
        && vm.is_constructor(constructor)
    {
        let realm = vm.get_function_realm(object)?;
        if realm != vm.current_realm && vm.realms[realm as usize].try_intrinsic(Intrinsic::Array) == Some(object) {
            constructor = Value::UNDEFINED;
        }
    }
    if let Some(object) = constructor.to_cell::<Object>() {
        constructor = vm.get(object, vm.symbols.species)?;
        if constructor.is_null() {
            constructor = Value::UNDEFINED;
        }
    }
    if constructor.is_undefined() || constructor == vm.intrinsic(Intrinsic::Array).value() {
        if length > u32::MAX as u64 {
            return Err(vm.range_error("Invalid array length"));
        }
        return Ok(Species::Array);
    }
    if !vm.is_constructor(constructor) {
        return Err(vm.type_error("object.constructor[Symbol.species] is not a constructor"));
    }
    let made = vm.construct(constructor, &[Value::number(length as f64)], constructor)?;
    Ok(Species::Object(made.to_cell().expect("constructors return objects")))
}

/// Array.prototype.toString (sec-array.prototype.tostring).
fn to_string(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let array = vm.to_object(args.this)?;
    let join = vm.get_str(array, "join")?;
    if vm.is_callable(join) {
        return vm.call(join, array.value(), &[]);
    }
    let object_to_string = vm.intrinsic(Intrinsic::ObjectPrototypeToString);
    vm.call(object_to_string.value(), array.value(), &[])
}

pub static ARRAY: ClassSpec = ClassSpec {
    statics: &[
        method("isArray", 1, construct::is_array),
        method("from", 1, construct::from),
        method("fromAsync", 1, from_async::from_async),
        method("of", 0, construct::of),
    ],
    static_getters: &[getter("@@species", return_this)],
    methods: &[
        method("at", 1, access::at),
        method("concat", 1, copying::concat),
        method("copyWithin", 2, mutation::copy_within),
        method("fill", 1, mutation::fill),
        method("find", 1, iteration::find),
        method("findIndex", 1, iteration::find_index),
        method("findLast", 1, iteration::find_last),
        method("findLastIndex", 1, iteration::find_last_index),
        method("lastIndexOf", 1, access::last_index_of),
        method("pop", 0, mutation::pop),
        method("push", 1, mutation::push),
        method("reverse", 0, mutation::reverse),
        method("shift", 0, mutation::shift),
        method("unshift", 1, mutation::unshift),
        method("slice", 2, copying::slice),
        method("sort", 1, sort::sort),
        method("splice", 2, mutation::splice),
        method("includes", 1, access::includes),
        method("indexOf", 1, access::index_of),
        method("join", 1, copying::join),
        method("keys", 0, iterator::keys),
        method("entries", 0, iterator::entries),
        method("values", 0, iterator::values).as_intrinsic(Intrinsic::ArrayPrototypeValues),
        method("forEach", 1, iteration::for_each),
        method("filter", 1, iteration::filter),
        method("flat", 0, iteration::flat),
        method("flatMap", 1, iteration::flat_map),
        method("map", 1, iteration::map),
        method("every", 1, iteration::every),
        method("some", 1, iteration::some),
        method("reduce", 1, iteration::reduce),
        method("reduceRight", 1, iteration::reduce_right),
        method("toReversed", 0, copying::to_reversed),
        method("toSorted", 1, sort::to_sorted),
        method("toSpliced", 2, copying::to_spliced),
        method("with", 2, copying::with),
        method("toLocaleString", 0, copying::to_locale_string),
        method("toString", 0, to_string),
    ],
    finish: Some(|vm, constructor, prototype| {
        construct::unscopables(vm, constructor, prototype);
        assembled::install(vm, prototype);
    }),
    aliases: &[("@@iterator", "values")],
    ..ClassSpec::new("Array", 1, construct::array_constructor, Intrinsic::Array, Intrinsic::ArrayPrototype)
};
