//! The %TypedArray% intrinsic, its static methods, and what the concrete constructors do.

use super::buffer::{self, ArrayBufferData, immutable_error};
use super::{Access, constructor_of, is_out_of_bounds, prototype_of};
use crate::builtins::array::{get_at, index_key, length_of};
use crate::builtins::checks::require_callable;
use crate::builtins::iterator::iterate_from_method;
use crate::heap::{Gc, Kind};
use crate::object::function::Args;
use crate::object::layout::{Object, flags};
use crate::object::typed_array::{ElementType, IMMUTABLE_VIEW, TypedArray};
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

/// %TypedArray% ( ) (sec-%typedarray%): abstract.
pub fn abstract_constructor(vm: &mut Vm, _: &Args) -> JsResult<Value> {
    Err(vm.type_error("Abstract class TypedArray not directly constructable"))
}

/// A view of `buffer`; `length` in elements, None to track the buffer's length.
pub fn new_view(
    vm: &mut Vm,
    proto: Gc<Object>,
    element: ElementType,
    buffer: Gc<Object>,
    byte_offset: usize,
    length: Option<usize>,
) -> Gc<TypedArray> {
    let immutable = buffer.payload::<ArrayBufferData>().is_some_and(|data| data.is_immutable());
    let variant = element as u8 | if immutable { IMMUTABLE_VIEW } else { 0 };
    let shape = vm.root_shape(Kind::TypedArray, variant, 0, proto.value());
    let view = vm.alloc_typed_array(shape, element);
    view.set_flag(flags::IMMUTABLE, immutable);
    view.buffer.set(buffer.value());
    view.byte_offset.set(byte_offset);
    view.array_length.set(length.unwrap_or(usize::MAX));
    vm.write_barrier(view.header());
    buffer.payload::<ArrayBufferData>().expect("a buffer").add_view(view);
    // An old buffer would not hear of it that a young view has gone.
    vm.write_barrier(buffer.header());
    view
}

/// AllocateTypedArray with a length (sec-allocatetypedarray).
pub fn allocate(vm: &mut Vm, proto: Gc<Object>, element: ElementType, length: u64) -> JsResult<Gc<TypedArray>> {
    let bytes = length.saturating_mul(element.size() as u64);
    if length > 1 << 33 {
        return Err(vm.range_error(format!("Invalid typed array length: {length}")));
    }
    let buffer = buffer::allocate(vm, bytes)?;
    Ok(new_view(vm, proto, element, buffer, 0, Some(length as usize)))
}

/// A typed array of the current realm.
pub fn allocate_default(vm: &mut Vm, element: ElementType, length: u64) -> JsResult<Gc<TypedArray>> {
    let proto = vm.intrinsic(prototype_of(element));
    allocate(vm, proto, element, length)
}

/// A Uint8Array of these bytes.
#[cfg(feature = "serde")]
pub fn of_bytes(vm: &mut Vm, bytes: Vec<u8>) -> Gc<TypedArray> {
    let length = bytes.len();
    let buffer = buffer::of_bytes(vm, bytes);
    let proto = vm.intrinsic(prototype_of(ElementType::Uint8));
    new_view(vm, proto, ElementType::Uint8, buffer, 0, Some(length))
}

/// A Uint8Array over an immutable buffer.
pub fn of_immutable_bytes(vm: &mut Vm, bytes: Vec<u8>) -> Gc<TypedArray> {
    let length = bytes.len();
    let buffer = buffer::of_immutable_bytes(vm, bytes);
    let proto = vm.intrinsic(prototype_of(ElementType::Uint8));
    new_view(vm, proto, ElementType::Uint8, buffer, 0, Some(length))
}

/// Converts and stores one element of a fresh array.
pub fn store(vm: &mut Vm, view: Gc<TypedArray>, index: usize, value: Value) -> JsResult<()> {
    let value = vm.to_typed_value(value, view.element_type)?;
    vm.typed_store(view, index, value);
    Ok(())
}

/// _TypedArray_ ( ...args ) (sec-typedarray).
pub fn construct(vm: &mut Vm, args: &Args, element: ElementType) -> JsResult<Value> {
    if !args.is_construct() {
        return Err(vm.type_error(format!("Constructor {} requires 'new'", element.name())));
    }
    let first = args.get(0);
    let Some(object) = first.to_cell::<Object>() else {
        let length = match vm.to_index(first) {
            Ok(length) => length,
            Err(_) if first.is_number() => {
                let shown = vm.to_display(first);
                return Err(vm.range_error(format!("Invalid typed array length: {shown}")));
            }
            Err(throw) => return Err(throw),
        };
        let proto = vm.get_prototype_from_constructor(args.new_target, prototype_of(element))?;
        return Ok(allocate(vm, proto, element, length)?.as_object().value());
    };
    let proto = vm.get_prototype_from_constructor(args.new_target, prototype_of(element))?;
    let view = if let Some(source) = object.cast::<TypedArray>() {
        from_typed_array(vm, proto, element, source)?
    } else if object.payload::<ArrayBufferData>().is_some() {
        from_buffer(vm, proto, element, object, args.get(1), args.get(2))?
    } else {
        from_object(vm, proto, element, object)?
    };
    Ok(view.as_object().value())
}

/// InitializeTypedArrayFromTypedArray (sec-initializetypedarrayfromtypedarray).
fn from_typed_array(vm: &mut Vm, proto: Gc<Object>, element: ElementType, source: Gc<TypedArray>) -> JsResult<Gc<TypedArray>> {
    if is_out_of_bounds(source) {
        return Err(vm.type_error("Cannot perform Construct on a detached ArrayBuffer"));
    }
    if source.element_type.is_bigint() != element.is_bigint() {
        return Err(vm.type_error("Cannot mix BigInt and other types, use explicit conversions"));
    }
    let view = allocate(vm, proto, element, source.length.get() as u64)?;
    super::copy_elements(vm, source, 0, view, 0, source.length.get())?;
    Ok(view)
}

/// InitializeTypedArrayFromArrayBuffer (sec-initializetypedarrayfromarraybuffer).
fn from_buffer(
    vm: &mut Vm,
    proto: Gc<Object>,
    element: ElementType,
    object: Gc<Object>,
    byte_offset: Value,
    length: Value,
) -> JsResult<Gc<TypedArray>> {
    let size = element.size();
    let offset = vm.to_index(byte_offset)? as usize;
    if !offset.is_multiple_of(size) {
        return Err(vm.range_error(format!("start offset of {} should be a multiple of {size}", element.name())));
    }
    let new_length = if length.is_undefined() { None } else { Some(vm.to_index(length)? as usize) };
    let data = object.payload::<ArrayBufferData>().expect("a buffer");
    if data.is_detached() {
        return Err(vm.type_error("Cannot perform Construct on a detached ArrayBuffer"));
    }
    let available = data.len();
    let length = match new_length {
        None if data.max_length.get().is_some() => {
            if offset > available {
                return Err(vm.range_error(format!("Start offset {offset} is outside the bounds of the buffer")));
            }
            None
        }
        None => {
            if !available.is_multiple_of(size) {
                return Err(vm.range_error(format!("byte length of {} should be a multiple of {size}", element.name())));
            }
            if offset > available {
                return Err(vm.range_error(format!("Start offset {offset} is outside the bounds of the buffer")));
            }
            Some((available - offset) / size)
        }
        Some(length) => {
            if offset.saturating_add(length.saturating_mul(size)) > available {
                return Err(vm.range_error(format!("Invalid typed array length: {length}")));
            }
            Some(length)
        }
    };
    Ok(new_view(vm, proto, element, object, offset, length))
}

/// InitializeTypedArrayFromList and …FromArrayLike (sec-initializetypedarrayfromlist).
fn from_object(vm: &mut Vm, proto: Gc<Object>, element: ElementType, object: Gc<Object>) -> JsResult<Gc<TypedArray>> {
    // Converting anything but a number may run what changes the array.
    let is_list = vm.is_pristine_array(object.value())
        && crate::builtins::array::is_dense(object)
        && object.elements().as_slice().iter().all(|v| v.is_number());
    let list = if is_list { object } else { list_of(vm, object.value())? };
    let length = length_of(vm, list)?;
    let view = allocate(vm, proto, element, length)?;
    for k in 0..length {
        let value = get_at(vm, list, k)?;
        store(vm, view, k as usize, value)?;
    }
    Ok(view)
}

/// What `source` iterates over, as an array; `source` itself if it is not iterable.
fn list_of(vm: &mut Vm, source: Value) -> JsResult<Gc<Object>> {
    let Some(method) = vm.get_method(source, vm.symbols.iterator)? else {
        return vm.to_object(source);
    };
    let list = vm.new_array(&[]);
    iterate_from_method(vm, source, method, |vm, value| vm.array_push(list, value))?;
    Ok(list.as_object())
}

/// TypedArrayCreateFromConstructor with a length (sec-typedarraycreatefromconstructor).
pub fn create(vm: &mut Vm, constructor: Value, args: &[Value], access: Access) -> JsResult<Gc<TypedArray>> {
    let made = vm.construct(constructor, args, constructor)?;
    let Some(view) = made.to_cell::<TypedArray>() else {
        return Err(vm.type_error("this is not a typed array."));
    };
    if access == Access::Write && view.is_immutable() {
        return Err(immutable_error(vm, "Construct"));
    }
    if is_out_of_bounds(view) {
        return Err(vm.type_error("Cannot perform Construct on a detached ArrayBuffer"));
    }
    if let [length] = args
        && length.is_number()
        && (view.length.get() as f64) < length.as_number()
    {
        return Err(vm.type_error("Derived TypedArray constructor created an array which was too small"));
    }
    Ok(view)
}

/// TypedArraySpeciesCreate (sec-typedarray-species-create).
pub fn species_create(vm: &mut Vm, exemplar: Gc<TypedArray>, args: &[Value], access: Access) -> JsResult<Gc<TypedArray>> {
    let element = exemplar.element_type;
    let default = constructor_of(element);
    let constructor = vm.species_constructor(exemplar.as_object(), default)?;
    let view = create(vm, constructor, args, access)?;
    if view.element_type.is_bigint() != element.is_bigint() {
        return Err(vm.type_error("Content type of the species result differs"));
    }
    Ok(view)
}

/// %TypedArray%.of (sec-%typedarray%.of).
pub fn of(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if !vm.is_constructor(args.this) {
        let shown = vm.to_display(args.this);
        return Err(vm.type_error(format!("{shown} is not a constructor")));
    }
    let view = create(vm, args.this, &[Value::from(args.len())], Access::Write)?;
    for (k, value) in args.args.iter().enumerate() {
        vm.set(view.as_object(), crate::object::key::PropertyKey::index(k as u32), *value, true)?;
    }
    Ok(view.as_object().value())
}

/// %TypedArray%.from (sec-%typedarray%.from).
pub fn from(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (source, mapper, this_arg) = (args.get(0), args.get(1), args.get(2));
    if !vm.is_constructor(args.this) {
        let shown = vm.to_display(args.this);
        return Err(vm.type_error(format!("{shown} is not a constructor")));
    }
    if !mapper.is_undefined() {
        require_callable(vm, mapper)?;
    }
    let list = list_of(vm, source)?;
    let length = length_of(vm, list)?;
    let view = create(vm, args.this, &[Value::number(length as f64)], Access::Write)?;
    for k in 0..length {
        let mut value = get_at(vm, list, k)?;
        if !mapper.is_undefined() {
            value = vm.call(mapper, this_arg, &[value, Value::number(k as f64)])?;
        }
        let key = index_key(vm, k);
        vm.set(view.as_object(), key, value, true)?;
    }
    Ok(view.as_object().value())
}
