//! ArrayBuffer, the typed arrays and DataView (sec-structured-data,
//! sec-typedarray-objects). Raw element access is the object model's
//! (`object::internal_methods::typed_array`).

pub mod base64;
pub mod buffer;
mod construct;
pub mod data_view;
mod iteration;
pub(crate) mod methods;
pub mod shared;

#[cfg(feature = "serde")]
pub use construct::of_bytes;
pub use construct::{allocate_default, of_immutable_bytes};

use crate::builtins::checks::return_this;
use crate::builtins::table::*;
use crate::heap::Gc;
use crate::object::function::Args;
use crate::object::typed_array::{ElementType, TypedArray};
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use buffer::ArrayBufferData;

/// IsTypedArrayOutOfBounds (sec-istypedarrayoutofbounds): a view in bounds has a data pointer.
pub fn is_out_of_bounds(view: Gc<TypedArray>) -> bool {
    view.data.get().is_null()
}

/// Element `index`, undefined out of bounds.
#[inline]
pub fn get_element(vm: &mut Vm, view: Gc<TypedArray>, index: usize) -> Value {
    vm.typed_get(view, index).unwrap_or(Value::UNDEFINED)
}

/// The buffer of a view.
pub fn buffer_of<'a>(view: Gc<TypedArray>) -> &'a ArrayBufferData {
    view.buffer.get().payload::<ArrayBufferData>().expect("a typed array has a buffer")
}

/// The bytes of a typed array, DataView or buffer.
pub fn bytes_of(value: Value) -> Option<Vec<u8>> {
    if let Some(data) = value.payload::<ArrayBufferData>() {
        return Some(data.copy(0, data.len()));
    }
    let Some(view) = value.to_cell::<TypedArray>() else { return data_view::bytes_of(value) };
    let start = view.byte_offset.get();
    Some(buffer_of(view).copy(start, start + view.length.get() * view.element_type.size()))
}

/// What an operation is about to do with a view.
#[derive(Clone, Copy, PartialEq)]
pub enum Access {
    Read,
    Write,
}

/// ValidateTypedArray (sec-validatetypedarray) of the receiver, to be written to.
pub fn this_writable_typed_array(vm: &mut Vm, args: &Args, method: &str) -> JsResult<Gc<TypedArray>> {
    if args.this.to_cell::<TypedArray>().is_some_and(|view| view.is_immutable()) {
        return Err(buffer::immutable_error(vm, &format!("%TypedArray%.prototype.{method}")));
    }
    this_typed_array(vm, args, method)
}

/// ValidateTypedArray (sec-validatetypedarray) of the receiver.
pub fn this_typed_array(vm: &mut Vm, args: &Args, method: &str) -> JsResult<Gc<TypedArray>> {
    let Some(view) = args.this.to_cell::<TypedArray>() else {
        return Err(vm.type_error("this is not a typed array."));
    };
    if is_out_of_bounds(view) {
        return Err(vm.type_error(format!("Cannot perform %TypedArray%.prototype.{method} on a detached ArrayBuffer")));
    }
    Ok(view)
}

/// Copies elements between views of the same content type, which may overlap.
pub fn copy_elements(vm: &mut Vm, source: Gc<TypedArray>, from: usize, target: Gc<TypedArray>, to: usize, count: usize) -> JsResult<()> {
    // Nothing below runs script; the lengths were read by the caller, so they are cut anew.
    let count = count.min(source.length.get().saturating_sub(from)).min(target.length.get().saturating_sub(to));
    if count == 0 {
        return Ok(());
    }
    let (a, b) = (source.element_type, target.element_type);
    if a == b || a.size() == 1 && b.size() == 1 && b != ElementType::Uint8Clamped {
        let size = a.size();
        // SAFETY: both ranges lie within the views (cut above), whose data pointers are
        // valid for their lengths; `copy` allows overlap.
        unsafe {
            core::ptr::copy(source.data.get().add(from * size), target.data.get().add(to * size), count * size);
        }
        return Ok(());
    }
    // Views of different types over one buffer: read all before writing any.
    let list = vm.new_array_with_capacity(count as u32)?;
    for k in 0..count {
        let value = get_element(vm, source, from + k);
        vm.array_push(list, value)?;
    }
    for k in 0..count {
        let value = list.elements().get(k as u32);
        construct::store(vm, target, to + k, value)?;
    }
    Ok(())
}

/// Copies the first bytes first, so that bytes of an overlapping target are copied again
/// (step 14.g of sec-%typedarray%.prototype.slice). The views have one element type.
pub fn copy_bytes_upwards(source: Gc<TypedArray>, from: usize, target: Gc<TypedArray>, count: usize) {
    let size = source.element_type.size();
    let count = count.min(source.length.get().saturating_sub(from)).min(target.length.get());
    for i in 0..count * size {
        // SAFETY: both indices lie within the views (cut above), whose data pointers are
        // valid for their lengths.
        unsafe { *target.data.get().add(i) = *source.data.get().add(from * size + i) };
    }
}

macro_rules! concrete {
    ($($element:ident $constructor:ident $prototype:ident $function:ident $spec:ident $size:literal;)*) => {
        /// The constructor of a type.
        pub fn constructor_of(element: ElementType) -> Intrinsic {
            match element { $(ElementType::$element => Intrinsic::$constructor),* }
        }
        /// The prototype of a type.
        pub fn prototype_of(element: ElementType) -> Intrinsic {
            match element { $(ElementType::$element => Intrinsic::$prototype),* }
        }
        $(
            fn $function(vm: &mut Vm, args: &Args) -> JsResult<Value> {
                construct::construct(vm, args, ElementType::$element)
            }
            pub static $spec: ClassSpec = ClassSpec {
                parent: Intrinsic::TypedArray,
                prototype_parent: Some(Intrinsic::TypedArrayPrototype),
                static_constants: &[constant("BYTES_PER_ELEMENT", ConstantValue::Number($size))],
                constants: &[constant("BYTES_PER_ELEMENT", ConstantValue::Number($size))],
                ..ClassSpec::new(
                    ElementType::$element.name(),
                    3,
                    $function,
                    Intrinsic::$constructor,
                    Intrinsic::$prototype,
                )
            };
        )*
    };
}
concrete! {
    Int8 Int8Array Int8ArrayPrototype int8_constructor INT8_ARRAY 1.0;
    Uint8 Uint8Array Uint8ArrayPrototype uint8_constructor UINT8_ARRAY 1.0;
    Uint8Clamped Uint8ClampedArray Uint8ClampedArrayPrototype uint8_clamped_constructor UINT8_CLAMPED_ARRAY 1.0;
    Int16 Int16Array Int16ArrayPrototype int16_constructor INT16_ARRAY 2.0;
    Uint16 Uint16Array Uint16ArrayPrototype uint16_constructor UINT16_ARRAY 2.0;
    Int32 Int32Array Int32ArrayPrototype int32_constructor INT32_ARRAY 4.0;
    Uint32 Uint32Array Uint32ArrayPrototype uint32_constructor UINT32_ARRAY 4.0;
    Float16 Float16Array Float16ArrayPrototype float16_constructor FLOAT16_ARRAY 2.0;
    Float32 Float32Array Float32ArrayPrototype float32_constructor FLOAT32_ARRAY 4.0;
    Float64 Float64Array Float64ArrayPrototype float64_constructor FLOAT64_ARRAY 8.0;
    BigInt64 BigInt64Array BigInt64ArrayPrototype bigint64_constructor BIGINT64_ARRAY 8.0;
    BigUint64 BigUint64Array BigUint64ArrayPrototype biguint64_constructor BIGUINT64_ARRAY 8.0;
}

pub static TYPED_ARRAY: ClassSpec = ClassSpec {
    global: false,
    statics: &[method("of", 0, construct::of), method("from", 1, construct::from)],
    static_getters: &[getter("@@species", return_this)],
    methods: &[
        method("entries", 0, methods::entries),
        method("keys", 0, methods::keys),
        method("values", 0, methods::values),
        method("at", 1, methods::at),
        method("copyWithin", 2, methods::copy_within),
        method("every", 1, iteration::every),
        method("fill", 1, methods::fill),
        method("filter", 1, iteration::filter),
        method("find", 1, iteration::find),
        method("findIndex", 1, iteration::find_index),
        method("findLast", 1, iteration::find_last),
        method("findLastIndex", 1, iteration::find_last_index),
        method("forEach", 1, iteration::for_each),
        method("includes", 1, methods::includes),
        method("indexOf", 1, methods::index_of),
        method("join", 1, methods::join),
        method("lastIndexOf", 1, methods::last_index_of),
        method("map", 1, iteration::map),
        method("reduce", 1, iteration::reduce),
        method("reduceRight", 1, iteration::reduce_right),
        method("reverse", 0, methods::reverse),
        method("set", 1, methods::set),
        method("slice", 2, methods::slice),
        method("some", 1, iteration::some),
        method("sort", 1, methods::sort),
        method("subarray", 2, methods::subarray),
        method("toReversed", 0, methods::to_reversed),
        method("toSorted", 1, methods::to_sorted),
        method("with", 2, methods::with),
        method("toLocaleString", 0, methods::to_locale_string),
    ],
    getters: &[
        getter("buffer", methods::get_buffer),
        getter("byteLength", methods::get_byte_length),
        getter("byteOffset", methods::get_byte_offset),
        getter("length", methods::get_length),
        getter("@@toStringTag", methods::get_tag),
    ],
    aliases: &[("@@iterator", "values")],
    finish: Some(|vm, _, prototype| {
        // The same function as Array.prototype.toString (sec-%typedarray%.prototype.tostring).
        let array = vm.intrinsic(Intrinsic::ArrayPrototype);
        let key = vm.names.toString;
        if let Some(to_string) = vm.own_data_value(array, key) {
            vm.define_new(prototype, key, to_string, crate::object::shape::Attributes::METHOD);
        }
    }),
    ..ClassSpec::new("TypedArray", 0, construct::abstract_constructor, Intrinsic::TypedArray, Intrinsic::TypedArrayPrototype)
};
