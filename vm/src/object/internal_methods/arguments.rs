//! Mapped arguments exotic objects (sec-arguments-exotic-objects).
//!
//! A mapped parameter lives in a slot of the function's environment; its element is a
//! hole, so that fast paths for dense elements miss.

use crate::heap::{Gc, Kind, Payload};
use crate::object::Env;
use crate::object::key::PropertyKey;
use crate::object::layout::{Object, flags};
use crate::object::property::{OwnProperty, Place};
use crate::object::shape::{Attributes, ShapeId};
use crate::runtime::completion::JsResult;
use crate::runtime::property_descriptor::PropertyDescriptor;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use core::cell::RefCell;
use hearth_gc::Tracer;

/// `[[ParameterMap]]`.
pub struct MappedArguments {
    env: Gc<Env>,
    /// By argument: environment slot and attributes, none once unmapped.
    map: RefCell<Vec<Option<(u16, Attributes)>>>,
}

impl Payload for MappedArguments {
    fn trace(&self, tracer: &mut Tracer) {
        tracer.mark(self.env.header());
    }
}

impl MappedArguments {
    fn get(&self, index: u32) -> Option<(usize, Attributes)> {
        let (slot, attributes) = (*self.map.borrow().get(index as usize)?)?;
        Some((slot as usize, attributes))
    }
    fn put(&self, index: u32, entry: Option<(u16, Attributes)>) {
        self.map.borrow_mut()[index as usize] = entry;
    }
}

impl Vm {
    /// CreateUnmappedArgumentsObject (sec-createunmappedargumentsobject).
    pub fn new_unmapped_arguments(&mut self, args: &[Value]) -> JsResult<Gc<Object>> {
        let object = self.new_object();
        self.init_arguments(object, args)?;
        object.set_flag(flags::ARGUMENTS, true);
        let thrower = self.intrinsic(Intrinsic::ThrowTypeError).value();
        let accessor = self.new_accessor(thrower, thrower);
        let key = self.names.callee;
        self.add_named(object, key, accessor.value(), Attributes::ACCESSOR)?;
        Ok(object)
    }

    /// The arguments object of a sloppy function none of whose parameters is mapped.
    pub fn new_sloppy_arguments(&mut self, callee: Value, args: &[Value]) -> JsResult<Gc<Object>> {
        self.new_plain_arguments(callee, args)
    }

    /// CreateMappedArgumentsObject (sec-createmappedargumentsobject). `slots[i]` is the
    /// environment slot of parameter `i`, u16::MAX if it is not mapped.
    pub fn new_mapped_arguments(&mut self, callee: Value, args: &[Value], env: Gc<Env>, slots: &[u16]) -> JsResult<Gc<Object>> {
        let mapped = |i: usize| slots.get(i).copied().filter(|slot| *slot != u16::MAX);
        if !(0..args.len()).any(|i| mapped(i).is_some()) {
            return self.new_plain_arguments(callee, args);
        }
        let map: Vec<_> = (0..args.len()).map(|i| mapped(i).map(|slot| (slot, Attributes::DEFAULT))).collect();
        let proto = self.intrinsic(Intrinsic::ObjectPrototype);
        let payload = MappedArguments { env, map: RefCell::new(map) };
        let object = self.new_payload_object(Kind::Arguments, proto, Box::new(payload));
        self.init_arguments(object, args)?;
        let elements = object.elements();
        for i in (0..args.len()).filter(|i| mapped(*i).is_some()) {
            elements.set(&mut self.heap, i as u32, Value::EMPTY);
        }
        let key = self.names.callee;
        self.add_named(object, key, callee, Attributes::METHOD)?;
        Ok(object)
    }

    /// The arguments of a sloppy function of which none is mapped: an ordinary object. Its
    /// shape is remembered.
    fn new_plain_arguments(&mut self, callee: Value, args: &[Value]) -> JsResult<Gc<Object>> {
        let (realm, shape) = self.interp.arguments_shape;
        if realm == self.current_realm && shape != ShapeId::NONE {
            let object = self.alloc_object(shape);
            object.set_flag(flags::ARGUMENTS, true);
            self.copy_arguments(object, args)?;
            let values = self.intrinsic(Intrinsic::ArrayPrototypeValues).value();
            for (slot, value) in [Value::from(args.len()), values, callee].into_iter().enumerate() {
                self.set_slot(object, slot, value);
            }
            return Ok(object);
        }
        let object = self.new_object_with_capacity(3);
        object.set_flag(flags::ARGUMENTS, true);
        self.init_arguments(object, args)?;
        let key = self.names.callee;
        self.add_named(object, key, callee, Attributes::METHOD)?;
        self.interp.arguments_shape = (self.current_realm, object.shape());
        Ok(object)
    }

    fn copy_arguments(&mut self, object: Gc<Object>, args: &[Value]) -> JsResult<()> {
        if !args.is_empty() {
            let elements = self.new_elements(args.len() as u32)?;
            // SAFETY: within capacity; a young cell.
            unsafe { core::ptr::copy_nonoverlapping(args.as_ptr(), elements.data(), args.len()) };
            elements.len.set(args.len() as u32);
            object.elements.set_no_barrier(Some(elements));
            self.write_barrier(object.header());
        }
        Ok(())
    }

    /// Elements, `length` and @@iterator.
    fn init_arguments(&mut self, object: Gc<Object>, args: &[Value]) -> JsResult<()> {
        self.copy_arguments(object, args)?;
        let (length, iterator) = (self.names.length, self.symbols.iterator);
        self.add_named(object, length, Value::from(args.len()), Attributes::METHOD)?;
        let values = self.intrinsic(Intrinsic::ArrayPrototypeValues).value();
        self.add_named(object, iterator, values, Attributes::METHOD)
    }

    pub(super) fn arguments_own_element(&mut self, object: Gc<Object>, index: u32) -> Option<OwnProperty> {
        let data = object.payload::<MappedArguments>()?;
        if let Some((slot, attributes)) = data.get(index) {
            return Some(OwnProperty { value: data.env.get(slot), attributes, place: Place::Exotic });
        }
        self.own_element(object, index).map(super::element_property)
    }

    /// `[[DefineOwnProperty]]` (sec-arguments-exotic-objects-defineownproperty-p-desc).
    pub(super) fn arguments_define_own_property(
        &mut self,
        object: Gc<Object>,
        key: PropertyKey,
        desc: &PropertyDescriptor,
    ) -> JsResult<bool> {
        let data = object.payload::<MappedArguments>().expect("the kind has this payload");
        let mapped = key.as_index().and_then(|index| Some((index, data.get(index)?)));
        let Some((index, (slot, attributes))) = mapped else {
            return self.ordinary_define_own_property(object, key, desc);
        };
        let current = OwnProperty { value: data.env.get(slot), attributes, place: Place::Exotic };
        let extensible = self.shapes.get(object.shape()).extensible;
        if !self.is_compatible_property_descriptor(extensible, desc, Some(&current)) {
            return Ok(false);
        }
        let (value, attributes) = self.merge_descriptor(desc, Some(&current));
        if attributes.is_accessor() || !attributes.writable() {
            if desc.value.is_some() {
                data.env.set(&mut self.heap, slot, value);
            }
            data.put(index, None);
            self.reconfigure_element(object, index, value, attributes)?;
        } else {
            data.env.set(&mut self.heap, slot, value);
            data.put(index, Some((slot as u16, attributes)));
        }
        Ok(true)
    }

    /// Deletes a mapped element.
    pub(super) fn arguments_unmap(&mut self, object: Gc<Object>, key: PropertyKey) {
        if let (Some(data), Some(index)) = (object.payload::<MappedArguments>(), key.as_index()) {
            data.put(index, None);
        }
    }

    /// Indices that are mapped.
    pub(super) fn arguments_mapped_indices(&self, object: Gc<Object>) -> Vec<u32> {
        let Some(data) = object.payload::<MappedArguments>() else { return Vec::new() };
        let map = data.map.borrow();
        map.iter().enumerate().filter(|(_, e)| e.is_some()).map(|(i, _)| i as u32).collect()
    }
}
