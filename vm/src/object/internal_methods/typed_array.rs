//! TypedArray exotic objects (sec-typedarray-exotic-objects): raw elements.
//!
//! Invariant on which the `unsafe` blocks rest: `data` points to at least `length`
//! elements (the buffer keeps both up to date), which need not be aligned.

use crate::heap::Gc;
use crate::object::key::PropertyKey;
use crate::object::layout::{Object, flags};
use crate::object::property::{OwnProperty, Place};
use crate::object::shape::Attributes;
use crate::object::typed_array::{ElementType, TypedArray};
use crate::runtime::completion::JsResult;
use crate::runtime::conversion::{double_to_int32, f16_to_f64, f64_to_f16};
use crate::runtime::property_descriptor::PropertyDescriptor;
use crate::string::Units;
use crate::value::Value;
use crate::vm::Vm;

/// A property key as a typed array sees it (sec-canonicalnumericindexstring).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TypedKey {
    NotNumeric,
    /// A number, but not an index of anything.
    Invalid,
    Index(usize),
}

/// A converted value, ready to be stored.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum TypedValue {
    Number(f64),
    /// The low 64 bits.
    BigInt(u64),
}

impl Vm {
    /// CanonicalNumericIndexString (sec-canonicalnumericindexstring) of a key.
    #[inline]
    pub(crate) fn typed_key(&mut self, key: PropertyKey) -> TypedKey {
        if let Some(index) = key.as_index() {
            return TypedKey::Index(index as usize);
        }
        let Some(atom) = key.as_atom() else { return TypedKey::NotNumeric };
        let units = self.units(atom);
        if units.is_empty() || !matches!(units.get(0) as u8, b'0'..=b'9' | b'-' | b'I' | b'N') || units.get(0) > 0xFF {
            return TypedKey::NotNumeric;
        }
        self.typed_key_slow(units)
    }

    #[cold]
    fn typed_key_slow(&mut self, units: Units<'_>) -> TypedKey {
        let text = units.to_rust();
        if text == "-0" {
            return TypedKey::Invalid;
        }
        let number = crate::runtime::conversion::string_to_number(units);
        if crate::runtime::conversion::number_to_string(number) != text {
            return TypedKey::NotNumeric;
        }
        if number.fract() == 0.0 && (0.0..9007199254740992.0).contains(&number) {
            TypedKey::Index(number as usize)
        } else {
            TypedKey::Invalid
        }
    }

    pub(crate) fn typed_own_property(&mut self, object: Gc<Object>, key: TypedKey) -> Option<OwnProperty> {
        let TypedKey::Index(index) = key else { return None };
        let array: Gc<TypedArray> = object.cast()?;
        let value = self.typed_get(array, index)?;
        let attributes = if array.is_immutable() { Attributes::ENUMERABLE } else { Attributes::DEFAULT };
        Some(OwnProperty { value, attributes, place: Place::Exotic })
    }

    /// TypedArrayGetElement (sec-typedarraygetelement); none out of bounds.
    pub fn typed_get(&mut self, array: Gc<TypedArray>, index: usize) -> Option<Value> {
        if index >= array.length.get() {
            return None;
        }
        let element = array.element_type;
        // SAFETY: the module's invariant; the index is in bounds.
        let at = unsafe { array.data.get().add(index * element.size()) };
        // SAFETY: as above.
        Some(unsafe { self.read_element(at, element) })
    }

    /// RawBytesToNumeric (sec-rawbytestonumeric) in the machine's byte order.
    ///
    /// # Safety
    /// `at` points to `element.size()` readable bytes.
    pub unsafe fn read_element(&mut self, at: *const u8, element: ElementType) -> Value {
        use ElementType::*;
        // SAFETY: by contract.
        unsafe {
            match element {
                Int8 => Value::int(*at as i8 as i32),
                Uint8 | Uint8Clamped => Value::int(*at as i32),
                Int16 => Value::int((at as *const i16).read_unaligned() as i32),
                Uint16 => Value::int((at as *const u16).read_unaligned() as i32),
                Int32 => Value::int((at as *const i32).read_unaligned()),
                Uint32 => Value::from((at as *const u32).read_unaligned()),
                Float16 => Value::number(f16_to_f64((at as *const u16).read_unaligned())),
                Float32 => Value::number((at as *const f32).read_unaligned() as f64),
                Float64 => Value::number((at as *const f64).read_unaligned()),
                BigInt64 => {
                    let number = (at as *const i64).read_unaligned();
                    self.new_small_bigint(number as i128).value()
                }
                BigUint64 => {
                    let number = (at as *const u64).read_unaligned();
                    self.new_small_bigint(number as i128).value()
                }
            }
        }
    }

    /// The conversion of TypedArraySetElement (sec-typedarraysetelement): may run script.
    pub fn to_typed_value(&mut self, value: Value, element: ElementType) -> JsResult<TypedValue> {
        if element.is_bigint() {
            let number = self.to_bigint(value)?;
            return Ok(TypedValue::BigInt(number.low_u64()));
        }
        Ok(TypedValue::Number(self.to_number(value)?))
    }

    /// NumericToRawBytes (sec-numerictorawbytes) in the machine's byte order.
    ///
    /// # Safety
    /// `at` points to `element.size()` writable bytes.
    pub unsafe fn write_raw_element(at: *mut u8, element: ElementType, value: TypedValue) {
        use ElementType::*;
        let number = match value {
            TypedValue::Number(number) => number,
            TypedValue::BigInt(bits) => {
                // SAFETY: by contract; BigInt values come with BigInt element types.
                return unsafe { (at as *mut u64).write_unaligned(bits) };
            }
        };
        // SAFETY: by contract.
        unsafe {
            match element {
                Int8 | Uint8 => *at = double_to_int32(number) as u8,
                // Saturating, ties to even; NaN becomes 0.
                Uint8Clamped => *at = number.clamp(0.0, 255.0).round_ties_even() as u8,
                Int16 | Uint16 => (at as *mut u16).write_unaligned(double_to_int32(number) as u16),
                Int32 | Uint32 => (at as *mut i32).write_unaligned(double_to_int32(number)),
                Float16 => (at as *mut u16).write_unaligned(f64_to_f16(number)),
                Float32 => (at as *mut f32).write_unaligned(number as f32),
                Float64 => (at as *mut f64).write_unaligned(number),
                BigInt64 | BigUint64 => unreachable!("converted to BigInt"),
            }
        }
    }

    /// Stores in bounds; false out of bounds. The view is not immutable.
    pub fn typed_store(&mut self, array: Gc<TypedArray>, index: usize, value: TypedValue) -> bool {
        assert!(!array.is_immutable());
        if index >= array.length.get() {
            return false;
        }
        let element = array.element_type;
        // SAFETY: the module's invariant; the index is in bounds.
        unsafe { Vm::write_raw_element(array.data.get().add(index * element.size()), element, value) };
        true
    }

    /// TypedArraySetElement (sec-typedarraysetelement).
    pub(super) fn typed_set(&mut self, object: Gc<Object>, key: TypedKey, value: Value) -> JsResult<()> {
        let array: Gc<TypedArray> = object.cast().expect("the kind was checked");
        let value = self.to_typed_value(value, array.element_type)?;
        if let TypedKey::Index(index) = key {
            self.typed_store(array, index, value);
        }
        Ok(())
    }

    /// `[[DefineOwnProperty]]` (sec-typedarray-defineownproperty).
    pub(super) fn typed_define_own_property(&mut self, object: Gc<Object>, key: TypedKey, desc: &PropertyDescriptor) -> JsResult<bool> {
        let array: Gc<TypedArray> = object.cast().expect("the kind was checked");
        let TypedKey::Index(index) = key else { return Ok(false) };
        if array.is_immutable() {
            // Not even a value that would be converted to the one that is there.
            let current = self.typed_own_property(object, key);
            return Ok(current.is_some() && self.is_compatible_property_descriptor(false, desc, current.as_ref()));
        }
        if index >= array.length.get()
            || desc.configurable == Some(false)
            || desc.enumerable == Some(false)
            || desc.is_accessor()
            || desc.writable == Some(false)
        {
            return Ok(false);
        }
        if let Some(value) = desc.value {
            self.typed_set(object, key, value)?;
        }
        Ok(true)
    }

    /// IsTypedArrayFixedLength (sec-istypedarrayfixedlength).
    pub(super) fn typed_is_fixed_length(&self, object: Gc<Object>) -> bool {
        let array: Gc<TypedArray> = object.cast().expect("the kind was checked");
        let resizable = array.buffer.get().to_cell::<Object>().is_some_and(|b| b.has_flag(flags::RESIZABLE));
        array.array_length.get() != usize::MAX && !resizable
    }
}
