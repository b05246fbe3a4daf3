//! Indexed properties: dense elements, and the sparse map for what does not fit them.
//!
//! These functions work on the elements of any object; they know no exotic behaviour
//! (array `length`, mapped arguments, …) and check no attribute.
//!
//! Invariants:
//! 1. Dense elements of an object have the default attributes, and the object is
//!    extensible. When it ceases to be, its elements become sparse (or the shared
//!    empty ones), so that no fast path can add or change one.
//! 2. An array whose `length` is not writable has no spare capacity either.
//! 3. Only objects without elements have the shared empty ones, which are never written.

use super::array::{Array, Elements, MAX_DENSE};
use super::layout::{InternalCell, Object, flags, trace_value};
use super::shape::Attributes;
use crate::heap::{Gc, Kind, Payload};
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use core::cell::RefCell;
use hearth_gc::Tracer;
use std::collections::BTreeMap;

/// A gap of this many holes is made; a larger one only in proportion to the elements that are there.
const MAX_GAP: u32 = 1024;

/// Indexed properties by index.
#[derive(Default)]
pub struct SparseElements {
    /// Value (or `Accessor` cell) and attributes.
    // unrooted: the payload traces it
    pub map: RefCell<BTreeMap<u32, (Value, Attributes)>>,
}

impl Payload for SparseElements {
    fn trace(&self, tracer: &mut Tracer) {
        for (value, _) in self.map.borrow().values() {
            trace_value(*value, tracer);
        }
    }
    fn external_size(&self) -> usize {
        self.map.borrow().len() * ENTRY_BYTES
    }
}

/// Bytes that an entry of the tree takes, roughly.
const ENTRY_BYTES: usize = 40;

impl Elements {
    /// The cell of the sparse map.
    fn sparse_cell(&self) -> Option<Gc<InternalCell>> {
        // SAFETY: sparse elements have one value, the map's cell.
        if self.is_sparse() { unsafe { *self.data() }.to_cell() } else { None }
    }
    /// The sparse map, if there is one.
    pub fn sparse(&self) -> Option<&SparseElements> {
        let cell = self.sparse_cell()?;
        // SAFETY: the cell lives as long as these elements, which refer to it; its
        // payload as long as the cell.
        unsafe { (*cell.as_ptr()).payload::<SparseElements>().map(|p| &*(p as *const SparseElements)) }
    }
}

impl Vm {
    /// The own element, with its attributes. EMPTY never occurs as a value.
    #[inline]
    pub fn own_element(&self, object: Gc<Object>, index: u32) -> Option<(Value, Attributes)> {
        let elements = object.elements();
        let value = elements.get(index);
        if !value.is_empty() {
            return Some((value, Attributes::DEFAULT));
        }
        if elements.is_sparse() { elements.sparse()?.map.borrow().get(&index).copied() } else { None }
    }

    /// Overwrites the value of an element that is there.
    #[inline]
    pub(crate) fn write_element(&mut self, object: Gc<Object>, index: u32, value: Value) {
        let elements = object.elements();
        if index < elements.len.get() {
            elements.set(&mut self.heap, index, value);
        } else if let Some(cell) = elements.sparse_cell()
            && let Some(sparse) = elements.sparse()
        {
            if let Some(entry) = sparse.map.borrow_mut().get_mut(&index) {
                entry.0 = value;
            }
            self.write_barrier(cell.header());
        }
    }

    /// A prototype is about to get an element. What is remembered of elements is that those above
    /// have none, so it is announced; and a loop may remember that it inherits no keys.
    fn note_indexed_prototype(&mut self, object: Gc<Object>) {
        if object.has_flag(flags::ABOVE_ARRAYS) {
            self.cx.indexed_prototypes += 1;
        }
        if object.has_flag(flags::OBSERVED) {
            self.announce_prototypes(object);
        }
        self.interp.forget_inherited();
    }

    /// Arrays are about to inherit from `prototype`, an object or null.
    pub(crate) fn note_above_arrays(&mut self, prototype: Value) {
        let mut next = prototype;
        while let Some(object) = next.to_cell::<Object>().filter(|object| !object.has_flag(flags::ABOVE_ARRAYS)) {
            object.set_flag(flags::ABOVE_ARRAYS, true);
            if self.may_have_elements(object) {
                self.cx.indexed_prototypes += 1;
            }
            next = self.prototype_of(object);
        }
    }

    /// Whether a prototype may have a property whose key is an index, or get one unnoticed: one
    /// that was in it and went has left room behind.
    pub(crate) fn may_have_elements(&self, object: Gc<Object>) -> bool {
        let exotic = match object.kind() {
            Kind::Proxy | Kind::TypedArray | Kind::Arguments | Kind::Namespace => true,
            Kind::StringObject => {
                crate::object::primitive::primitive_value(object).and_then(Value::as_string).is_some_and(|s| !s.is_empty())
            }
            _ => false,
        };
        let elements = object.elements();
        exotic || elements.is_sparse() || elements.capacity > 0
    }

    /// Whether what inherits from `prototype`, an object or null, finds no element there.
    pub(crate) fn inherits_no_elements(&self, prototype: Value) -> bool {
        let mut next = prototype;
        while let Some(object) = next.to_cell::<Object>() {
            if self.may_have_elements(object) {
                return false;
            }
            next = self.prototype_of(object);
        }
        true
    }

    /// Adds an element that is not there, or replaces one with its attributes. The
    /// object is extensible, or the caller knows that the element is there.
    pub(crate) fn add_element(&mut self, object: Gc<Object>, index: u32, value: Value, attributes: Attributes) -> JsResult<()> {
        if object.has_flag(flags::PROTOTYPE) {
            self.note_indexed_prototype(object);
        }
        let elements = object.elements();
        if elements.is_sparse() || attributes != Attributes::DEFAULT || !fits_dense(object, elements, index) {
            return self.add_sparse(object, index, value, attributes);
        }
        if index >= elements.capacity {
            self.grow_elements(object, index + 1)?;
        }
        let elements = object.elements();
        let len = elements.len.get();
        if index >= len {
            for hole in len..index {
                // SAFETY: within capacity; EMPTY is no cell.
                unsafe { elements.data().add(hole as usize).write(Value::EMPTY) };
            }
            // SAFETY: as above; `set` below runs the barrier.
            unsafe { elements.data().add(index as usize).write(Value::EMPTY) };
            elements.len.set(index + 1);
        }
        elements.set(&mut self.heap, index, value);
        Ok(())
    }

    /// Room for at least `needed` dense elements, growing by half.
    pub(crate) fn grow_elements(&mut self, object: Gc<Object>, needed: u32) -> JsResult<()> {
        let old = object.elements();
        let capacity = needed.max((old.capacity + old.capacity / 2).min(MAX_DENSE)).max(4).checked_next_multiple_of(2);
        self.set_elements_capacity(object, capacity.unwrap_or(needed))
    }

    /// Moves the dense elements to a buffer of exactly this capacity.
    pub(crate) fn set_elements_capacity(&mut self, object: Gc<Object>, capacity: u32) -> JsResult<()> {
        let old = object.elements();
        debug_assert!(!old.is_sparse() && capacity >= old.len.get());
        let new = self.new_elements(capacity)?;
        let len = old.len.get();
        // SAFETY: both have room for `len`; the new buffer is young.
        unsafe { core::ptr::copy_nonoverlapping(old.data(), new.data(), len as usize) };
        new.len.set(len);
        object.elements.set_no_barrier(Some(new));
        self.write_barrier(object.header());
        Ok(())
    }

    fn add_sparse(&mut self, object: Gc<Object>, index: u32, value: Value, attributes: Attributes) -> JsResult<()> {
        if !self.is_within_limit(ENTRY_BYTES) {
            self.ask_for_room(ENTRY_BYTES)?;
        }
        self.make_sparse(object)?;
        let elements = object.elements();
        if let Some(sparse) = elements.sparse() {
            let old = sparse.map.borrow_mut().insert(index, (value, attributes));
            if old.is_none() {
                self.heap.external(ENTRY_BYTES as isize);
            }
        }
        if let Some(cell) = elements.sparse_cell() {
            self.write_barrier(cell.header());
        }
        Ok(())
    }

    /// Moves dense elements to a sparse map.
    fn make_sparse(&mut self, object: Gc<Object>) -> JsResult<()> {
        if object.elements().is_sparse() {
            return Ok(());
        }
        // The tree, and the list that it is made of.
        self.room_for(object.elements().len.get() as usize * (ENTRY_BYTES + size_of::<(u32, (Value, Attributes))>()))?;
        let cell = self.new_internal(Box::new(SparseElements::default()));
        let sparse = self.new_sparse_elements(cell);
        let dense = object.elements();
        if let Some(sparse) = sparse.sparse() {
            let values = dense.as_slice().iter().enumerate().filter(|(_, v)| !v.is_empty());
            *sparse.map.borrow_mut() = values.map(|(i, v)| (i as u32, (*v, Attributes::DEFAULT))).collect();
            self.heap.external(sparse.external_size() as isize);
        }
        self.write_barrier(cell.header());
        object.elements.set_no_barrier(Some(sparse));
        self.write_barrier(object.header());
        Ok(())
    }

    /// Takes spare room and dense elements away from an object that must not get new
    /// ones unnoticed (invariants 1 and 2).
    pub(crate) fn seal_elements(&mut self, object: Gc<Object>) -> JsResult<()> {
        let elements = object.elements();
        if elements.is_sparse() {
            Ok(())
        } else if elements.len.get() == 0 {
            object.elements.set_no_barrier(Some(self.empty_elements()));
            self.write_barrier(object.header());
            Ok(())
        } else {
            self.make_sparse(object)
        }
    }

    /// Changes the attributes (and the value) of an element that is there.
    pub(crate) fn reconfigure_element(&mut self, object: Gc<Object>, index: u32, value: Value, attributes: Attributes) -> JsResult<()> {
        if attributes == Attributes::DEFAULT && !object.elements().is_sparse() {
            self.write_element(object, index, value);
            return Ok(());
        }
        self.add_sparse(object, index, value, attributes)
    }

    /// Removes an element.
    pub(crate) fn remove_element(&mut self, object: Gc<Object>, index: u32) {
        let elements = object.elements();
        let len = elements.len.get();
        if index + 1 == len {
            elements.len.set(index);
        } else if index < len {
            elements.set(&mut self.heap, index, Value::EMPTY);
        } else if elements.sparse().is_some_and(|sparse| sparse.map.borrow_mut().remove(&index).is_some()) {
            self.heap.external(-(ENTRY_BYTES as isize));
        }
    }

    /// Removes the elements of a sparse map from `length` on, the last first. Stops at
    /// one that is not configurable and yields its index.
    pub(crate) fn truncate_sparse(&mut self, sparse: &SparseElements, length: u32) -> Option<u32> {
        let mut map = sparse.map.borrow_mut();
        while let Some((&last, (_, attributes))) = map.last_key_value() {
            if last < length {
                break;
            }
            if !attributes.configurable() {
                return Some(last);
            }
            map.remove(&last);
            self.heap.external(-(ENTRY_BYTES as isize));
        }
        None
    }

    /// Indices of the own elements, ascending.
    pub(crate) fn element_indices(&self, object: Gc<Object>) -> Vec<u32> {
        let elements = object.elements();
        match elements.sparse() {
            Some(sparse) => sparse.map.borrow().keys().copied().collect(),
            None => {
                let values = elements.as_slice().iter().enumerate();
                values.filter(|(_, v)| !v.is_empty()).map(|(i, _)| i as u32).collect()
            }
        }
    }
}

/// Whether a new element is to be dense.
fn fits_dense(object: Gc<Object>, elements: Gc<Elements>, index: u32) -> bool {
    if index < elements.capacity {
        return true;
    }
    // Invariant 2.
    if object.cast::<Array>().is_some_and(|array| array.length_writable.get() == 0) {
        return false;
    }
    let len = elements.len.get();
    if index >= MAX_DENSE {
        return false;
    }
    // Holes do not count: an enum of flags, whose numbers double, would be as long as its last one.
    index - len.min(index) <= MAX_GAP
        || index / 4 <= len && index / 4 <= elements.as_slice().iter().filter(|value| **value != Value::EMPTY).count() as u32
}
