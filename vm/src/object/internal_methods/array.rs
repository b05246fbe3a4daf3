//! Array exotic objects (sec-array-exotic-objects).

use crate::heap::Gc;
use crate::object::array::Array;
use crate::object::key::PropertyKey;
use crate::object::layout::{Object, flags};
use crate::object::shape::Attributes;
use crate::runtime::completion::JsResult;
use crate::runtime::property_descriptor::PropertyDescriptor;
use crate::value::Value;
use crate::vm::Vm;

impl Vm {
    /// `[[DefineOwnProperty]]` (sec-array-exotic-objects-defineownproperty-p-desc).
    pub(super) fn array_define_own_property(&mut self, object: Gc<Object>, key: PropertyKey, desc: &PropertyDescriptor) -> JsResult<bool> {
        let array: Gc<Array> = object.cast().expect("the kind was checked");
        if key == self.names.length {
            return self.array_set_length_descriptor(array, desc);
        }
        let Some(index) = key.as_index() else {
            return self.ordinary_define_own_property(object, key, desc);
        };
        let grows = index >= array.length.get();
        if grows && array.length_writable.get() == 0 {
            return Ok(false);
        }
        if !self.ordinary_define_own_property(object, key, desc)? {
            return Ok(false);
        }
        if grows {
            array.length.set(index + 1);
        }
        Ok(true)
    }

    /// ArraySetLength (sec-arraysetlength).
    fn array_set_length_descriptor(&mut self, array: Gc<Array>, desc: &PropertyDescriptor) -> JsResult<bool> {
        let object = array.as_object();
        // 3.-5. Both conversions can be seen by script.
        let new_length = match desc.value {
            None => None,
            Some(value) => {
                let length = self.to_uint32(value)?;
                if self.to_number(value)? != length as f64 {
                    return Err(self.range_error("Invalid array length"));
                }
                Some(length)
            }
        };
        // The property is neither enumerable nor configurable, and no accessor.
        if desc.is_accessor() || desc.configurable == Some(true) || desc.enumerable == Some(true) {
            return Ok(false);
        }
        let writable = array.length_writable.get() != 0;
        if !writable && (desc.writable == Some(true) || new_length.is_some_and(|n| n != array.length.get())) {
            return Ok(false);
        }
        let done = match new_length {
            Some(length) if length != array.length.get() => self.array_set_length(array, length),
            _ => true,
        };
        if desc.writable == Some(false) {
            array.length_writable.set(0);
            self.seal_elements(object)?;
        }
        Ok(done)
    }

    /// Gives an array whose `length` is writable a new length. False if an element
    /// beyond it cannot be deleted; `length` is then as low as it can be.
    pub fn array_set_length(&mut self, array: Gc<Array>, length: u32) -> bool {
        debug_assert!(array.length_writable.get() != 0);
        let elements = array.elements();
        if let Some(sparse) = elements.sparse() {
            if let Some(fixed) = self.truncate_sparse(sparse, length) {
                array.length.set(fixed + 1);
                return false;
            }
        } else if elements.len.get() > length {
            elements.len.set(length);
            // A much shorter array gives its memory back at the next collection.
            if length == 0 {
                array.elements.set_no_barrier(Some(self.empty_elements()));
                self.write_barrier(array.header());
            }
        }
        array.length.set(length);
        true
    }

    /// Appends to an array as `a[a.length] = value` does if it is a plain one.
    #[inline]
    pub fn array_push(&mut self, array: Gc<Array>, value: Value) -> JsResult<()> {
        let length = array.length.get();
        let elements = array.elements();
        if elements.len.get() == length && elements.push(&mut self.heap, value) {
            array.length.set(length + 1);
            return Ok(());
        }
        self.array_push_slow(array, value)
    }

    #[inline(never)]
    fn array_push_slow(&mut self, array: Gc<Array>, value: Value) -> JsResult<()> {
        // Lists that built-in functions make grow without any other safepoint.
        self.settled(Ok(()))?;
        let length = array.length.get();
        if length == u32::MAX {
            return Err(self.range_error("Invalid array length"));
        }
        if value.is_empty() {
            // A hole of an array literal.
            array.length.set(length + 1);
            return Ok(());
        }
        if self.add_own_property(array.as_object(), PropertyKey::index(length), value, Attributes::DEFAULT)? {
            Ok(())
        } else {
            Err(self.type_error(format!("Cannot add property {length}, object is not extensible")))
        }
    }

    /// An array of length `length`, all holes (ArrayCreate, sec-arraycreate). Room is
    /// made in advance unless the length is large.
    pub fn array_create(&mut self, length: u32) -> JsResult<Gc<Array>> {
        let room = if length <= crate::heap::alloc::MAX_PREALLOCATED { length } else { 0 };
        let array = self.new_array_with_capacity(room)?;
        array.length.set(length);
        Ok(array)
    }

    /// The element at `index`, `undefined` if absent, as `[[Get]]` does.
    #[inline]
    pub fn get_index(&mut self, object: Gc<Object>, index: u32) -> JsResult<Value> {
        let value = object.elements().get(index);
        if !value.is_empty() {
            return Ok(value);
        }
        if index == u32::MAX {
            let key = self.key("4294967295");
            return self.get(object, key);
        }
        self.get(object, PropertyKey::index(index))
    }

    /// Set(object, index, value, true).
    #[inline]
    pub fn set_index(&mut self, object: Gc<Object>, index: u32, value: Value) -> JsResult<()> {
        // A dense element that is there can be overwritten whatever the object's kind:
        // what must not be is in a sparse map, or a hole.
        let elements = object.elements();
        if !elements.get(index).is_empty() && !object.has_flag(flags::PROTOTYPE) {
            elements.set(&mut self.heap, index, value);
            return Ok(());
        }
        if index == u32::MAX {
            let key = self.key("4294967295");
            return self.set(object, key, value, true);
        }
        self.set(object, PropertyKey::index(index), value, true)
    }
}
