//! Typed arrays: raw element access for the interpreter and compiled code.
//!
//! The data pointer and length are cached in the view; the buffer that owns the bytes
//! updates its views when it is resized or detached (then length 0, data null).

use super::layout::{Object, flags, trace_object_fields, trace_value};
use crate::heap::{CellType, Gc, Kind};
use crate::numbered::numbered;
use crate::value::{Value, tag};
use core::cell::Cell;
use core::ptr::NonNull;
use hearth_gc::{Header, Tracer};

numbered! {
    #[derive(Hash)]
    pub enum ElementType {
        Int8,
        Uint8,
        Uint8Clamped,
        Int16,
        Uint16,
        Int32,
        Uint32,
        Float16,
        Float32,
        Float64,
        BigInt64,
        BigUint64,
    }
}

impl ElementType {
    /// Bytes per element.
    pub const fn size(self) -> usize {
        use ElementType::*;
        match self {
            Int8 | Uint8 | Uint8Clamped => 1,
            Int16 | Uint16 | Float16 => 2,
            Int32 | Uint32 | Float32 => 4,
            Float64 | BigInt64 | BigUint64 => 8,
        }
    }
    /// Name of the constructor.
    pub const fn name(self) -> &'static str {
        use ElementType::*;
        match self {
            Int8 => "Int8Array",
            Uint8 => "Uint8Array",
            Uint8Clamped => "Uint8ClampedArray",
            Int16 => "Int16Array",
            Uint16 => "Uint16Array",
            Int32 => "Int32Array",
            Uint32 => "Uint32Array",
            Float16 => "Float16Array",
            Float32 => "Float32Array",
            Float64 => "Float64Array",
            BigInt64 => "BigInt64Array",
            BigUint64 => "BigUint64Array",
        }
    }
    /// The type that the variant of a view's shape speaks of.
    pub fn of_variant(variant: u8) -> Option<ElementType> {
        ElementType::from_u8(variant & !IMMUTABLE_VIEW)
    }
    pub const fn is_bigint(self) -> bool {
        matches!(self, ElementType::BigInt64 | ElementType::BigUint64)
    }
}

/// Beside the element type in the variant of a shape: nothing can be stored.
pub const IMMUTABLE_VIEW: u8 = 0x80;

#[repr(C)]
pub struct TypedArray {
    pub object: Object,
    /// First element, null if detached or out of bounds.
    pub data: Cell<*mut u8>,
    /// Elements in bounds now.
    pub length: Cell<usize>,
    /// The ArrayBuffer object.
    pub buffer: Cell<Value>,
    pub byte_offset: Cell<usize>,
    /// Fixed length in elements, or usize::MAX for a length-tracking view.
    pub array_length: Cell<usize>,
    pub element_type: ElementType,
}

// SAFETY: repr(C), starts with an Object, sole layout of its kind.
unsafe impl CellType for TypedArray {
    const TAG: u16 = tag::OBJECT;
    fn is_kind(kind: Kind) -> bool {
        kind == Kind::TypedArray
    }
}

pub const TYPED_DATA: usize = core::mem::offset_of!(TypedArray, data);
pub const TYPED_LENGTH: usize = core::mem::offset_of!(TypedArray, length);
pub const TYPED_ELEMENT_TYPE: usize = core::mem::offset_of!(TypedArray, element_type);

impl core::ops::Deref for TypedArray {
    type Target = Object;
    #[inline(always)]
    fn deref(&self) -> &Object {
        &self.object
    }
}

impl TypedArray {
    /// IsImmutableBuffer (sec-isimmutablebuffer) of the viewed buffer.
    #[inline(always)]
    pub fn is_immutable(&self) -> bool {
        self.has_flag(flags::IMMUTABLE)
    }
}

impl Gc<TypedArray> {
    #[inline(always)]
    pub fn as_object(self) -> Gc<Object> {
        // SAFETY: the layout starts with an Object, and its kind is an object kind.
        unsafe { Gc::from_header(self.header()) }
    }
}

/// # Safety
/// `cell` is a live `TypedArray`.
pub unsafe fn trace(cell: NonNull<Header>, tracer: &mut Tracer) {
    // SAFETY: by contract.
    unsafe {
        trace_object_fields(cell, tracer);
        trace_value(cell.cast::<TypedArray>().as_ref().buffer.get(), tracer);
    }
}
