//! Ops on properties: the polymorphic and generic parts of named and element access,
//! private names, `super`, `in`, `instanceof`, `delete`.

use super::activation::Activation;
use super::call::enter;
use super::frame::frame_flags;
use crate::feedback::ic::{self, Loaded};
use crate::feedback::{IcEntry, IcKind, Site, site_flags};
use crate::heap::{Gc, Kind};
use crate::object::internal_methods::typed_array::TypedValue;
use crate::object::key::PropertyKey;
use crate::object::{Array, Attributes, ElementType, Object, TypedArray};
use crate::runtime::completion::JsResult;
use crate::runtime::operators::number_to_int32;
use crate::symbol::Symbol;
use crate::value::Value;
use crate::vm::Vm;

/// Calls an accessor function from a property op. Empty: its frame was pushed.
fn enter_accessor(vm: &mut Vm, function: Value, receiver: Value, argument: Option<Value>, flags: u32) -> JsResult<Value> {
    let base = vm.cx.sp;
    // SAFETY: the reserve above the limit has room for a window of three.
    unsafe {
        *base = function;
        *base.add(1) = receiver;
        let argc = match argument {
            Some(argument) => {
                *base.add(2) = argument;
                1
            }
            None => 0,
        };
        vm.cx.sp = base.add(2 + argc);
        let value = enter(vm, base, argc, flags, Value::UNDEFINED)?;
        if !value.is_empty() {
            vm.cx.sp = base;
        }
        Ok(value)
    }
}

fn finish_load(vm: &mut Vm, loaded: Loaded, receiver: Value) -> JsResult<Value> {
    match loaded {
        Loaded::Value(value) => Ok(value),
        Loaded::Getter(getter) => enter_accessor(vm, getter, receiver, None, 0),
    }
}

/// GetProp beyond the first entry. Empty: a getter's frame was pushed.
#[inline(never)]
pub(crate) fn get_prop(vm: &mut Vm, at: Activation, receiver: Value, site: *mut Site) -> JsResult<Value> {
    // SAFETY: the site of the instruction being executed.
    let known = unsafe { &*site };
    let shape = ic::receiver_shape(receiver);
    let current = known.epoch == vm.cx.proto_epoch;
    for entry in known.used() {
        if entry.shape == shape {
            if let Some(loaded) = ic::load(entry, receiver, current) {
                return finish_load(vm, loaded, receiver);
            }
            break;
        }
    }
    get_prop_miss(vm, at, receiver, site)
}

#[inline(never)]
fn get_prop_miss(vm: &mut Vm, at: Activation, receiver: Value, site: *mut Site) -> JsResult<Value> {
    let key = at.site_key(at.insn().c as usize);
    if receiver.is_nullish() {
        note_undescribed(site);
        return Err(vm.cannot_read_error(receiver, key));
    }
    // SAFETY: the site of the instruction being executed.
    if unsafe { (*site).megamorphic && (*site).epoch == vm.cx.proto_epoch } {
        if let Some(loaded) = ic::load_megamorphic(vm, receiver, key) {
            return finish_load(vm, loaded, receiver);
        }
        return vm.get_v(receiver, key);
    }
    let Some(entry) = ic::find(vm, receiver, key) else {
        note_undescribed(site);
        return vm.get_v(receiver, key);
    };
    ic::remember(vm, at.script(), site, entry);
    match ic::load(&entry, receiver, true) {
        Some(loaded) => finish_load(vm, loaded, receiver),
        None => vm.get_v(receiver, key),
    }
}

/// SetProp beyond the first entry. True: a setter's frame was pushed.
#[inline(never)]
pub(crate) fn set_prop(vm: &mut Vm, at: Activation, receiver: Value, site: *mut Site) -> JsResult<bool> {
    let value = at.reg(at.insn().b);
    if let Some(object) = receiver.to_cell::<Object>() {
        // SAFETY: the site of the instruction being executed.
        let known = unsafe { &*site };
        let shape = object.shape().0;
        if let Some(entry) = known.used().iter().find(|e| e.shape == shape) {
            let entry = *entry;
            let current = known.epoch == vm.cx.proto_epoch;
            if let Some(pushed) = store(vm, &entry, object, value, current)? {
                return Ok(pushed);
            }
        }
    }
    set_prop_miss(vm, at, receiver, value, site).map(|()| false)
}

/// Writes through an entry whose shape is the object's; `None` if it does not hold.
fn store(vm: &mut Vm, entry: &IcEntry, object: Gc<Object>, value: Value, current: bool) -> JsResult<Option<bool>> {
    let slot = entry.slot as usize;
    match entry.kind {
        IcKind::SetInline => object.set_slot(&mut vm.heap, slot, usize::MAX, value),
        IcKind::SetSlots => object.slots.get().expect("out-of-line slots").set(&mut vm.heap, slot, value),
        IcKind::AddInline if current => {
            object.set_slot(&mut vm.heap, slot, usize::MAX, value);
            object.set_shape(crate::object::ShapeId(entry.target as u32));
        }
        IcKind::AddSlots if current => {
            let Some(slots) = object.slots.get().filter(|s| slot < s.capacity as usize) else { return Ok(None) };
            slots.set(&mut vm.heap, slot, value);
            object.set_shape(crate::object::ShapeId(entry.target as u32));
        }
        IcKind::Setter if current => {
            let setter = Value::cell(crate::value::tag::OBJECT, entry.target as usize);
            let result = enter_accessor(vm, setter, object.value(), Some(value), frame_flags::DISCARD)?;
            return Ok(Some(result.is_empty()));
        }
        _ => return Ok(None),
    }
    Ok(Some(false))
}

#[inline(never)]
fn set_prop_miss(vm: &mut Vm, at: Activation, receiver: Value, value: Value, site: *mut Site) -> JsResult<()> {
    let insn = at.insn();
    let key = at.site_key(insn.c as usize);
    let strict = insn.d != 0;
    let Some(object) = receiver.to_cell::<Object>() else {
        note_undescribed(site);
        return put_value(vm, receiver, key, value, strict);
    };
    // SAFETY: the site of the instruction being executed.
    let full = unsafe { (*site).megamorphic && (*site).epoch == vm.cx.proto_epoch };
    if !full {
        if let Some(entry) = ic::find_store(vm, object, key) {
            ic::remember(vm, at.script(), site, entry);
        } else if let Some(entry) = ic::find_setter(vm, object, key) {
            ic::remember(vm, at.script(), site, entry);
        } else if ic::chain_allows_addition(vm, object, key) {
            let old = object.shape();
            let done = vm.set(object, key, value, strict);
            match ic::added_entry(vm, object, old, key).filter(|_| done.is_ok()) {
                Some(entry) => ic::remember(vm, at.script(), site, entry),
                None => note_undescribed(site),
            }
            return done;
        } else {
            note_undescribed(site);
        }
    }
    vm.set(object, key, value, strict)
}

/// Notes that the instruction was executed, for the optimiser: with nothing else to say of it,
/// it would be taken for one that never was.
fn note_undescribed(site: *mut Site) {
    // SAFETY: the site of the instruction being executed.
    unsafe { (*site).flags |= site_flags::UNDESCRIBED };
}

/// Writes to a data property through an entry of the megamorphic cache; false if it does not hold.
#[inline(always)]
pub(crate) fn store_known(vm: &mut Vm, entry: &IcEntry, object: Gc<Object>, value: Value) -> bool {
    entry.kind != IcKind::Setter && matches!(store(vm, entry, object, value, true), Ok(Some(_)))
}

/// PutValue to a named property, which the megamorphic cache remembers.
pub fn put_named(vm: &mut Vm, receiver: Value, key: PropertyKey, value: Value, strict: bool) -> JsResult<()> {
    let Some(object) = receiver.to_cell::<Object>() else { return put_value(vm, receiver, key, value, strict) };
    if key.as_index().is_some() {
        return vm.set(object, key, value, strict);
    }
    let word = key.raw().0;
    if let Some(entry) = ic::find_store(vm, object, key) {
        vm.interp.megamorphic.put_store(entry, word, vm.cx.proto_epoch);
    } else if ic::chain_allows_addition(vm, object, key) {
        let old = object.shape();
        vm.set(object, key, value, strict)?;
        if let Some(entry) = ic::added_entry(vm, object, old, key) {
            vm.interp.megamorphic.put_store(entry, word, vm.cx.proto_epoch);
        }
        return Ok(());
    }
    vm.set(object, key, value, strict)
}

/// PutValue (sec-putvalue) to a property of any value.
pub fn put_value(vm: &mut Vm, receiver: Value, key: PropertyKey, value: Value, strict: bool) -> JsResult<()> {
    if let Some(object) = receiver.to_cell::<Object>() {
        return vm.set(object, key, value, strict);
    }
    if receiver.is_nullish() {
        return Err(vm.cannot_set_error(receiver, key));
    }
    vm.set_v(receiver, key, value, strict)
}

/// An index that arithmetic left as a double, as the int32 that it is; other keys as they are.
#[inline(always)]
pub(crate) fn whole_key(key: Value) -> Value {
    if key.is_double() {
        let number = key.as_double();
        let index = number as i32;
        // -0 is the key "0".
        if f64::from(index) == number && index >= 0 {
            return Value::int(index);
        }
    }
    key
}

/// The same, noted at the site.
#[inline(always)]
fn noted_key(key: Value, site: &mut Site) -> Value {
    let whole = whole_key(key);
    if whole != key {
        site.flags |= site_flags::DOUBLE_KEY;
    }
    whole
}

/// GetElem beyond dense elements of a known shape.
#[inline(never)]
pub(crate) fn get_elem(vm: &mut Vm, receiver: Value, key: Value, site: *mut Site) -> JsResult<Value> {
    // SAFETY: the site of the instruction being executed.
    let site = unsafe { &mut *site };
    let key = noted_key(key, site);
    if key.is_int() && key.as_int() >= 0 {
        let index = key.as_int() as u32;
        if let Some(object) = receiver.to_cell::<Object>() {
            let value = object.elements().get(index);
            let shape = object.shape().0;
            if !value.is_empty() {
                ic::note_element(site, shape, IcKind::Dense, 0);
                return Ok(value);
            }
            if let Some(array) = object.cast::<TypedArray>() {
                ic::note_element(site, shape, IcKind::Typed, array.element_type as u16);
                if let Some(value) = typed_load(vm, array, index as usize) {
                    if array.element_type == ElementType::Uint32 && value.is_double() {
                        site.flags |= site_flags::READ_WIDE;
                    }
                    return Ok(value);
                }
                site.flags |= site_flags::OUT_OF_BOUNDS;
                return Ok(Value::UNDEFINED);
            }
            ic::note_element(site, shape, IcKind::DenseHoley, 0);
            if index >= object.elements().len.get() {
                site.flags |= site_flags::OUT_OF_BOUNDS;
            }
            if matches!(object.kind(), Kind::Array | Kind::Object)
                && !object.elements().is_sparse()
                && vm.inherits_no_elements(vm.prototype_of(object))
            {
                return Ok(Value::UNDEFINED);
            }
            return vm.get(object, PropertyKey::index(index));
        }
        if let Some(string) = receiver.as_string() {
            ic::note_element(site, ic::primitive_shape(receiver), IcKind::StringChar, 0);
            if (index as usize) < string.len() {
                let unit = vm.units(string).get(index as usize);
                return Ok(vm.single_char(unit).value());
            }
            site.flags |= site_flags::OUT_OF_BOUNDS;
        }
    } else if !key.is_int() {
        site.flags |= site_flags::ODD_KEY;
        if !receiver.is_nullish() {
            ic::note_element(site, ic::receiver_shape(receiver), IcKind::Generic, 0);
        }
    } else {
        note_negative_index(receiver, site);
    }
    get_value(vm, receiver, key)
}

/// Notes a read at a negative index, which most objects have nothing at: `stack[stack.length - 1]` of an
/// empty stack.
fn note_negative_index(receiver: Value, site: &mut Site) {
    site.flags |= site_flags::OUT_OF_BOUNDS;
    if let Some(object) = receiver.to_cell::<Object>() {
        let (kind, element) = match object.cast::<TypedArray>() {
            Some(array) => (IcKind::Typed, array.element_type as u16),
            None => (IcKind::DenseHoley, 0),
        };
        ic::note_element(site, object.shape().0, kind, element);
    } else if receiver.as_string().is_some() {
        ic::note_element(site, ic::primitive_shape(receiver), IcKind::StringChar, 0);
    }
}

/// GetElem with `d` = 1: HasProperty, then Get; empty if there is no such property.
#[inline(never)]
pub(crate) fn get_elem_if_present(vm: &mut Vm, receiver: Value, key: Value, site: *mut Site) -> JsResult<Value> {
    // SAFETY: the site of the instruction being executed.
    let site = unsafe { &mut *site };
    let key = noted_key(key, site);
    if let Some(object) = receiver.to_cell::<Object>()
        && key.is_int()
        && key.as_int() >= 0
    {
        let elements = object.elements();
        let index = key.as_int() as u32;
        let present = !elements.get(index).is_empty();
        ic::note_element(site, object.shape().0, if present { IcKind::Dense } else { IcKind::DenseHoley }, 0);
        if index >= elements.len.get() {
            site.flags |= site_flags::OUT_OF_BOUNDS;
        }
    } else {
        site.flags |= site_flags::ODD_KEY;
    }
    element_if_present(vm, receiver, key)
}

/// HasProperty(ToObject(receiver), key), then Get; empty if there is no such property.
pub(crate) fn element_if_present(vm: &mut Vm, receiver: Value, key: Value) -> JsResult<Value> {
    let object = vm.to_object(receiver)?;
    if matches!(object.kind(), Kind::Array | Kind::Object) && key.is_int() && key.as_int() >= 0 {
        let value = object.elements().get(key.as_int() as u32);
        if !value.is_empty() {
            return Ok(value);
        }
    }
    let key = vm.to_property_key(key)?;
    if vm.has_property(object, key)? { vm.get(object, key) } else { Ok(Value::EMPTY) }
}

/// GetValue of `receiver[key]`.
pub fn get_value(vm: &mut Vm, receiver: Value, key: Value) -> JsResult<Value> {
    if receiver.is_nullish() {
        // ToObject comes before ToPropertyKey: no script is run for the message.
        if key.is_object() {
            let shown = vm.to_display(receiver);
            return Err(vm.type_error(format!("Cannot read properties of {shown}")));
        }
        let key = vm.to_property_key(key)?;
        return Err(vm.cannot_read_error(receiver, key));
    }
    let key = vm.to_property_key(key)?;
    if key.as_index().is_some() {
        return vm.get_v(receiver, key);
    }
    ic::get_named(vm, receiver, key)
}

/// SetElem beyond overwriting dense elements of a known shape.
#[inline(never)]
pub(crate) fn set_elem(vm: &mut Vm, receiver: Value, key: Value, value: Value, site: *mut Site, strict: bool) -> JsResult<()> {
    // SAFETY: the site of the instruction being executed.
    let site = unsafe { &mut *site };
    let key = noted_key(key, site);
    if key.is_int() && key.as_int() >= 0 {
        if let Some(object) = receiver.to_cell::<Object>() {
            let index = key.as_int() as u32;
            let shape = object.shape().0;
            let elements = object.elements();
            if index < elements.len.get() && !elements.get(index).is_empty() {
                ic::note_element(site, shape, IcKind::Dense, 0);
                elements.set(&mut vm.heap, index, value);
                return Ok(());
            }
            if let Some(array) = object.cast::<TypedArray>() {
                let kind = if array.is_immutable() { IcKind::Generic } else { IcKind::Typed };
                ic::note_element(site, shape, kind, array.element_type as u16);
                if typed_store_number(array, index as usize, value) {
                    return Ok(());
                }
                site.flags |= if (index as usize) < array.length.get() { 0 } else { site_flags::OUT_OF_BOUNDS };
            } else {
                ic::note_element(site, shape, IcKind::DenseHoley, 0);
                if index >= elements.len.get() {
                    site.flags |= site_flags::APPENDS;
                }
                if let Some(array) = object.cast::<Array>()
                    && index == array.length.get()
                    && index == elements.len.get()
                    && can_append(vm, array)
                {
                    return vm.array_push(array, value);
                }
            }
            return vm.set(object, PropertyKey::index(index), value, strict);
        }
    } else if !key.is_int() {
        site.flags |= site_flags::ODD_KEY;
        if receiver.is_object() {
            ic::note_element(site, ic::receiver_shape(receiver), IcKind::Generic, 0);
        }
    }
    set_value(vm, receiver, key, value, strict)
}

/// An element of a typed array; `None` out of bounds. Doubles are not narrowed.
#[inline(always)]
fn typed_load(vm: &mut Vm, array: Gc<TypedArray>, index: usize) -> Option<Value> {
    if index >= array.length.get() {
        return None;
    }
    let data = array.data.get();
    // SAFETY: the view's data has `length` elements (see `object::typed_array`).
    unsafe {
        Some(match array.element_type {
            ElementType::Float64 => Value::double((data as *const f64).add(index).read_unaligned()),
            ElementType::Float32 => Value::double((data as *const f32).add(index).read_unaligned() as f64),
            ElementType::Int32 => Value::int((data as *const i32).add(index).read_unaligned()),
            ElementType::Uint8 | ElementType::Uint8Clamped => Value::int(*data.add(index) as i32),
            ElementType::Uint16 => Value::int((data as *const u16).add(index).read_unaligned() as i32),
            _ => return vm.typed_get(array, index),
        })
    }
}

/// Stores a number in bounds. False: out of bounds, immutable, or something to be converted first.
#[inline(always)]
fn typed_store_number(array: Gc<TypedArray>, index: usize, value: Value) -> bool {
    if index >= array.length.get() || !value.is_number() || array.element_type.is_bigint() || array.is_immutable() {
        return false;
    }
    let data = array.data.get();
    // SAFETY: the view's data has `length` elements (see `object::typed_array`).
    unsafe {
        match array.element_type {
            ElementType::Float64 => (data as *mut f64).add(index).write_unaligned(value.as_number()),
            ElementType::Float32 => (data as *mut f32).add(index).write_unaligned(value.as_number() as f32),
            ElementType::Int32 | ElementType::Uint32 => {
                (data as *mut i32).add(index).write_unaligned(number_to_int32(value));
            }
            ElementType::Uint8 | ElementType::Int8 => *data.add(index) = number_to_int32(value) as u8,
            ElementType::Uint16 | ElementType::Int16 => {
                (data as *mut u16).add(index).write_unaligned(number_to_int32(value) as u16);
            }
            element => Vm::write_raw_element(data.add(index * element.size()), element, TypedValue::Number(value.as_number())),
        }
    }
    true
}

fn can_append(vm: &Vm, array: Gc<Array>) -> bool {
    array.length_writable.get() != 0
        && vm.cx.indexed_prototypes == 0
        && !array.elements().is_sparse()
        && vm.shapes.get(array.shape()).extensible
        && !array.has_flag(crate::object::layout::flags::PROTOTYPE)
}

/// PutValue to `receiver[key]`.
pub fn set_value(vm: &mut Vm, receiver: Value, key: Value, value: Value, strict: bool) -> JsResult<()> {
    if receiver.is_nullish() {
        if key.is_object() {
            let shown = vm.to_display(receiver);
            return Err(vm.type_error(format!("Cannot set properties of {shown}")));
        }
        let key = vm.to_property_key(key)?;
        return Err(vm.cannot_set_error(receiver, key));
    }
    let key = vm.to_property_key(key)?;
    put_named(vm, receiver, key, value, strict)
}

pub(crate) fn instance_of(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let (value, target) = (at.reg(insn.b), at.reg(insn.c));
    let result = match vm.plain_instance_of(value, target) {
        Some(result) => result,
        None => vm.instance_of(value, target)?,
    };
    at.set(insn.a, result);
    Ok(())
}

pub(crate) fn has(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let result = has_value(vm, at.reg(insn.b), at.reg(insn.c))?;
    at.set(insn.a, result);
    Ok(())
}

/// `key in target`.
pub fn has_value(vm: &mut Vm, key: Value, target: Value) -> JsResult<bool> {
    let Some(object) = target.to_cell::<Object>() else {
        let key = vm.to_property_key(key)?;
        let key = vm.key_to_display(key);
        let what = match target.as_string() {
            Some(string) => string.to_rust(),
            None => super::describe::value_text(vm, target),
        };
        return Err(vm.type_error(format!("Cannot use 'in' operator to search for '{key}' in {what}")));
    };
    let key = vm.to_property_key(key)?;
    vm.has_property(object, key)
}

fn super_base(vm: &mut Vm, callee: Value) -> JsResult<Option<Gc<Object>>> {
    let home = super::ops_define::home_of(callee);
    let Some(home) = home.to_cell::<Object>() else { return Ok(None) };
    Ok(vm.get_prototype_of(home)?.to_cell())
}

pub(crate) fn get_super(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let value = get_super_value(vm, at.reg(0), at.reg(insn.b), at.reg(insn.c))?;
    at.set(insn.a, value);
    Ok(())
}

/// `super[key]` in function `callee` with `this`.
pub fn get_super_value(vm: &mut Vm, callee: Value, this: Value, key: Value) -> JsResult<Value> {
    let base = super_base(vm, callee)?;
    let key = vm.to_property_key(key)?;
    let Some(base) = base else { return Err(vm.cannot_read_error(Value::NULL, key)) };
    // Of other kinds, what a property is may depend on the receiver.
    let is_common = matches!(base.kind(), Kind::Object | Kind::Function);
    if is_common && let Some(Loaded::Value(value)) = ic::load_megamorphic(vm, base.value(), key) {
        return Ok(value);
    }
    vm.get_with_receiver(base, key, this)
}

pub(crate) fn set_super(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    set_super_value(vm, at.reg(0), at.reg(insn.a), at.reg(insn.b), at.reg(insn.c), insn.d != 0)
}

/// `super[key] = value` in function `callee` with `this`.
pub fn set_super_value(vm: &mut Vm, callee: Value, this: Value, key: Value, value: Value, strict: bool) -> JsResult<()> {
    let base = super_base(vm, callee)?;
    let key = vm.to_property_key(key)?;
    let Some(base) = base else { return Err(vm.cannot_set_error(Value::NULL, key)) };
    if !vm.set_with_receiver(base, key, value, this)? && strict {
        let name = vm.key_to_display(key);
        return Err(vm.type_error(format!("Cannot assign to read only property '{name}' of object")));
    }
    Ok(())
}

pub(crate) fn delete(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let result = delete_value(vm, at.reg(insn.b), at.reg(insn.c), insn.d != 0)?;
    at.set(insn.a, result);
    Ok(())
}

/// `delete receiver[key]`.
pub fn delete_value(vm: &mut Vm, receiver: Value, key: Value, strict: bool) -> JsResult<bool> {
    let object = vm.to_object(receiver)?;
    let key = vm.to_property_key(key)?;
    let deleted = vm.delete(object, key)?;
    if !deleted && strict {
        return Err(vm.cannot_delete_error(object, key));
    }
    Ok(deleted)
}

pub(crate) fn to_property_key(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let key = at.reg(insn.b);
    // An int32 that is an index, and an atom that is none, are keys as they are.
    let value = if key.is_int() && key.as_int() >= 0 {
        key
    } else {
        let key = vm.to_property_key(key)?;
        vm.key_to_value(key)
    };
    at.set(insn.a, value);
    Ok(())
}

pub(crate) fn to_element_key(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let key = element_key(vm, at.reg(insn.b), at.reg(insn.c))?;
    at.set(insn.a, key);
    Ok(())
}

/// The key of a reference `receiver[key]` that is read and then written: what GetValue
/// (sec-getvalue) makes of it, so that scripts see one conversion. That of a primitive
/// cannot be seen.
pub fn element_key(vm: &mut Vm, key: Value, receiver: Value) -> JsResult<Value> {
    if !key.is_object() {
        return Ok(key);
    }
    if receiver.is_nullish() {
        // ToObject comes before ToPropertyKey: this throws.
        return get_value(vm, receiver, key);
    }
    let key = vm.to_property_key(key)?;
    Ok(vm.key_to_value(key))
}

// ---- private names

pub(crate) fn new_private_name(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let description = at.constant(insn.index32()).as_string().expect("the description of a private name");
    let name = vm.new_private_name(description);
    at.set(insn.a, name);
    Ok(())
}

fn private_key(name: Value) -> PropertyKey {
    PropertyKey::symbol(name.to_cell::<Symbol>().expect("a private name"))
}

/// Remembers where a private name is for a shape; `target` is the name.
fn remember_private(site: *mut Site, mut entry: IcEntry, name: Value) {
    entry.target = name.address() as u64;
    // SAFETY: the site of the instruction being executed.
    let site = unsafe { &mut *site };
    if !site.megamorphic {
        site.add(entry);
    }
}

pub(crate) fn get_private(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let (receiver, name) = (at.reg(insn.b), at.reg(insn.c));
    let site = at.site(at.ext_site());
    if let Some(object) = receiver.to_cell::<Object>() {
        // SAFETY: the site of the instruction being executed.
        for entry in unsafe { (*site).used() } {
            if entry.shape == object.shape().0
                && entry.target == name.address() as u64
                && let Some(Loaded::Value(value)) = ic::load(entry, receiver, false)
            {
                at.set(insn.a, value);
                return Ok(());
            }
        }
        match ic::find_own(vm, object, private_key(name)) {
            Some(entry) => remember_private(site, entry, name),
            None => note_undescribed(site),
        }
    }
    let value = get_private_value(vm, receiver, name)?;
    at.set(insn.a, value);
    Ok(())
}

/// PrivateGet (sec-privateget).
pub fn get_private_value(vm: &mut Vm, receiver: Value, name: Value) -> JsResult<Value> {
    let key = private_key(name);
    let property = receiver.to_cell::<Object>().and_then(|object| vm.own_named(object, key));
    let Some(property) = property else {
        if receiver.is_nullish() {
            return Err(vm.cannot_read_error(receiver, key));
        }
        let text = vm.key_to_display(key);
        return Err(vm.type_error(format!("Cannot read private member {text} from an object whose class did not declare it")));
    };
    match property.accessor() {
        None => Ok(property.value),
        Some(accessor) if accessor.get.get().is_object() => vm.call(accessor.get.get(), receiver, &[]),
        Some(_) => {
            let text = vm.key_to_display(key);
            Err(vm.type_error(format!("'{text}' was defined without a getter")))
        }
    }
}

/// PrivateGet, which the megamorphic cache remembers.
pub fn get_private_cached(vm: &mut Vm, receiver: Value, name: Value) -> JsResult<Value> {
    if let Some(object) = receiver.to_cell::<Object>()
        && let Some(entry) = ic::find_own(vm, object, private_key(name))
    {
        vm.interp.megamorphic.put(entry, name.0, vm.cx.proto_epoch);
    }
    get_private_value(vm, receiver, name)
}

/// PrivateSet, likewise.
pub fn set_private_cached(vm: &mut Vm, receiver: Value, name: Value, value: Value) -> JsResult<()> {
    if let Some(object) = receiver.to_cell::<Object>()
        && let Some(entry) = ic::find_store(vm, object, private_key(name))
    {
        vm.interp.megamorphic.put_store(entry, name.0, vm.cx.proto_epoch);
    }
    set_private_value(vm, receiver, name, value)
}

/// As `define_private_element`, likewise.
pub fn define_private_cached(vm: &mut Vm, target: Value, name: Value, value: Value, what: u8) -> JsResult<()> {
    let object: Gc<Object> = target.to_cell().expect("private elements are added to objects");
    let old = object.shape();
    define_private_element(vm, target, name, value, what)?;
    // A name is that of a field or of a method: what is added has the same attributes each time.
    let attributes = if what == 0 { Attributes::DEFAULT } else { Attributes::NONE };
    if what <= 1
        && let Some(entry) = ic::added_entry_as(vm, object, old, private_key(name), attributes)
    {
        vm.interp.megamorphic.put_store(entry, name.0, vm.cx.proto_epoch);
    }
    Ok(())
}

pub(crate) fn set_private(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let (receiver, name, value) = (at.reg(insn.a), at.reg(insn.b), at.reg(insn.c));
    let site = at.site(at.ext_site());
    if let Some(object) = receiver.to_cell::<Object>() {
        // SAFETY: the site of the instruction being executed.
        let known = unsafe { (*site).used() }.iter().find(|e| e.shape == object.shape().0 && e.target == name.address() as u64);
        if let Some(entry) = known.copied()
            && store(vm, &entry, object, value, false)?.is_some()
        {
            return Ok(());
        }
        match ic::find_store(vm, object, private_key(name)) {
            Some(entry) => remember_private(site, entry, name),
            None => note_undescribed(site),
        }
    }
    set_private_value(vm, receiver, name, value)
}

/// PrivateSet (sec-privateset).
pub fn set_private_value(vm: &mut Vm, receiver: Value, name: Value, value: Value) -> JsResult<()> {
    let key = private_key(name);
    let found = receiver.to_cell::<Object>().and_then(|object| Some((object, vm.own_named(object, key)?)));
    let Some((object, property)) = found else {
        if receiver.is_nullish() {
            return Err(vm.cannot_set_error(receiver, key));
        }
        let text = vm.key_to_display(key);
        return Err(vm.type_error(format!("Cannot write private member {text} to an object whose class did not declare it")));
    };
    match property.accessor() {
        None if property.attributes.writable() => {
            let crate::object::property::Place::Slot(slot) = property.place else { unreachable!("private names are in slots") };
            vm.set_slot(object, slot as usize, value);
            Ok(())
        }
        None => {
            let text = vm.key_to_display(key);
            Err(vm.type_error(format!("Private method '{text}' is not writable")))
        }
        Some(accessor) if accessor.set.get().is_object() => vm.call(accessor.set.get(), receiver, &[value]).map(|_| ()),
        Some(_) => {
            let text = vm.key_to_display(key);
            Err(vm.type_error(format!("'{text}' was defined without a setter")))
        }
    }
}

pub(crate) fn define_private(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let (target, name, value) = (at.reg(insn.a), at.reg(insn.b), at.reg(insn.c));
    let site = at.site(at.ext_site());
    let object: Gc<Object> = target.to_cell().expect("private elements are added to objects");
    if insn.d == 0 {
        // SAFETY: the site of the instruction being executed. The next shape is checked to
        // be the one that this name leads to.
        for entry in unsafe { (*site).used() } {
            if entry.shape == object.shape().0
                && vm.shapes.get(object.shape()).transition(private_key(name), Attributes::DEFAULT)
                    == Some(crate::object::ShapeId(entry.target as u32))
            {
                let entry = *entry;
                if store(vm, &entry, object, value, true)?.is_some() {
                    return Ok(());
                }
                break;
            }
        }
    }
    let old = object.shape();
    define_private_element(vm, target, name, value, insn.d)?;
    if insn.d == 0
        && let Some(entry) = ic::added_entry(vm, object, old, private_key(name))
    {
        // SAFETY: as above.
        unsafe {
            if !(*site).megamorphic {
                (*site).add(entry);
            }
        }
    }
    Ok(())
}

/// PrivateFieldAdd and PrivateMethodOrAccessorAdd (sec-privatefieldadd); `what`: 0 field,
/// 1 method, 2 getter, 3 setter.
pub fn define_private_element(vm: &mut Vm, target: Value, name: Value, value: Value, what: u8) -> JsResult<()> {
    let object: Gc<Object> = target.to_cell().expect("private elements are added to objects");
    let key = private_key(name);
    vm.reify_if_lazy(object);
    if let Some(property) = vm.own_named(object, key) {
        // The other half of an accessor pair.
        if let Some(accessor) = property.accessor() {
            let half = if what == 2 { &accessor.get } else { &accessor.set };
            if what >= 2 && half.get().is_undefined() {
                half.set(value);
                vm.write_barrier(accessor.header());
                return Ok(());
            }
        }
        return Err(vm.type_error("Cannot initialize private methods of class twice on the same object"));
    }
    if !vm.shapes.get(object.shape()).extensible {
        return Err(vm.type_error("Cannot define a private element of an object that is not extensible"));
    }
    let (value, attributes) = match what {
        0 => (value, Attributes::DEFAULT),
        1 => (value, Attributes::NONE),
        2 => (vm.new_accessor(value, Value::UNDEFINED).value(), Attributes::ACCESSOR),
        _ => (vm.new_accessor(Value::UNDEFINED, value).value(), Attributes::ACCESSOR),
    };
    vm.define_new(object, key, value, attributes);
    Ok(())
}

pub(crate) fn has_private(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let result = has_private_value(vm, at.reg(insn.b), at.reg(insn.c))?;
    at.set(insn.a, result);
    Ok(())
}

/// `#name in target`.
pub fn has_private_value(vm: &mut Vm, target: Value, name: Value) -> JsResult<bool> {
    match target.to_cell::<Object>() {
        Some(object) => Ok(vm.own_named(object, private_key(name)).is_some()),
        None => Err(vm.type_error("Cannot use 'in' operator to search for a private member in a primitive")),
    }
}
