//! Named properties: slots and the shapes that say where they are.
//!
//! These functions work on the object itself; they know no exotic behaviour, check no
//! attribute, and run no script. `internal_methods` does that on top of them.
//!
//! A *prototype* (flag PROTOTYPE) has a unique shape. Every change of one that a
//! look-up through it could see goes through `Vm::proto_changed`.

use super::function::{Function, Native};
use super::key::PropertyKey;
use super::layout::{Accessor, OBJECT_INLINE, Object, flags};
use super::shape::{Attributes, Change, RootKey, ShapeId};
use crate::bytecode::FunctionKind;
use crate::heap::{Gc, Kind};
use crate::rules::{Rule, holds};
use crate::runtime::completion::JsResult;
use crate::runtime::operations::is_callable;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;

/// Properties that an object may have before its shape becomes its own.
const MAX_SHARED: usize = 512;
/// Deleted slots in a unique shape before it is compacted.
const MAX_HOLES: usize = 32;

/// Called when a prototype has changed, to unbind what relied on it.
pub type PrototypeHook = fn(&mut Vm, Gc<Object>);

/// Where an own property is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    Slot(u32),
    Element,
    /// Computed by an exotic object: array length, characters, typed elements, mapped arguments, proxies.
    Exotic,
}

/// An own property as it is: a descriptor without optional fields.
#[derive(Clone, Copy, Debug)]
pub struct OwnProperty {
    /// The value, or the `Accessor` cell if the attributes say so.
    pub value: Value,
    pub attributes: Attributes,
    pub place: Place,
}

impl OwnProperty {
    pub fn accessor(&self) -> Option<Gc<Accessor>> {
        if self.attributes.is_accessor() { self.value.to_cell() } else { None }
    }
}

impl Vm {
    /// The value of slot `slot`.
    #[inline(always)]
    pub fn slot(&self, object: Gc<Object>, slot: usize) -> Value {
        object.slot(slot, self.shapes.get(object.shape()).inline_capacity as usize)
    }

    #[inline(always)]
    pub fn set_slot(&mut self, object: Gc<Object>, slot: usize, value: Value) {
        let capacity = self.shapes.get(object.shape()).inline_capacity as usize;
        object.set_slot(&mut self.heap, slot, capacity, value);
    }

    /// The own named property, from the shape.
    #[inline]
    pub fn own_named(&self, object: Gc<Object>, key: PropertyKey) -> Option<OwnProperty> {
        let shape = self.shapes.get(object.shape());
        let property = shape.lookup(key)?;
        let value = object.slot(property.slot.0 as usize, shape.inline_capacity as usize);
        Some(OwnProperty { value, attributes: property.attributes, place: Place::Slot(property.slot.0) })
    }

    /// The value of an own named data property.
    pub fn own_data_value(&mut self, object: Gc<Object>, key: PropertyKey) -> Option<Value> {
        self.reify_if_lazy(object);
        self.own_named(object, key).filter(|p| !p.attributes.is_accessor()).map(|p| p.value)
    }

    /// Adds a named property that is not there. Fails only for lack of memory.
    pub(crate) fn add_named(&mut self, object: Gc<Object>, key: PropertyKey, value: Value, attributes: Attributes) -> JsResult<()> {
        debug_assert!(key.as_index().is_none());
        let shape = self.shapes.get(object.shape());
        let (slot, capacity) = (shape.slot_count(), shape.inline_capacity as usize);
        if !shape.unique && slot >= MAX_SHARED {
            let unique = self.shapes.to_unique(object.shape());
            object.set_shape(unique);
        }
        if slot >= capacity {
            self.ensure_slots(object, slot - capacity + 1)?;
        }
        object.set_slot(&mut self.heap, slot, capacity, value);
        let next = self.shapes.with_property(object.shape(), key, attributes);
        object.set_shape(next);
        if object.has_flag(flags::PROTOTYPE) {
            self.proto_changed(object);
        } else if key == self.symbols.has_instance {
            self.constructor_changed(object);
        }
        Ok(())
    }

    /// Makes room for `more` named properties of an object that is being made.
    pub(crate) fn expect_properties(&mut self, object: Gc<Object>, more: usize) {
        let shape = self.shapes.get(object.shape());
        let beyond = (shape.slot_count() + more).saturating_sub(shape.inline_capacity as usize);
        self.shapes.expect_properties(object.shape(), more);
        // Without the room each property asks for its own.
        let _ = self.ensure_slots(object, beyond);
    }

    /// Makes room for `count` out-of-line slots.
    #[inline]
    pub fn ensure_slots(&mut self, object: Gc<Object>, count: usize) -> JsResult<()> {
        let have = object.slots.get().map_or(0, |s| s.capacity as usize);
        if count <= have { Ok(()) } else { self.grow_slots(object, count) }
    }

    #[cold]
    #[inline(never)]
    fn grow_slots(&mut self, object: Gc<Object>, count: usize) -> JsResult<()> {
        let old = object.slots.get();
        let have = old.map_or(0, |s| s.capacity as usize);
        let slots = self.new_slots(count.max(have + have / 2).next_multiple_of(4))?;
        if let Some(old) = old {
            // SAFETY: both have at least `have` slots; the new cell is young.
            unsafe { core::ptr::copy_nonoverlapping(old.data(), slots.data(), have) };
        }
        object.slots.set_no_barrier(Some(slots));
        self.write_barrier(object.header());
        Ok(())
    }

    /// Overwrites the value of a named property.
    #[inline]
    pub(crate) fn write_named(&mut self, object: Gc<Object>, key: PropertyKey, slot: u32, value: Value) {
        let capacity = self.shapes.get(object.shape()).inline_capacity as usize;
        if object.has_flag(flags::PROTOTYPE) || object.kind() == Kind::Function {
            return self.write_announced(object, key, slot, capacity, value);
        }
        object.set_slot(&mut self.heap, slot as usize, capacity, value);
    }

    /// Overwrites a property of a prototype or a function.
    #[cold]
    fn write_announced(&mut self, object: Gc<Object>, key: PropertyKey, slot: u32, capacity: usize, value: Value) {
        let old = object.slot(slot as usize, capacity);
        object.set_slot(&mut self.heap, slot as usize, capacity, value);
        // Values of prototypes are read from their slots; only functions are known by name.
        if object.has_flag(flags::PROTOTYPE) && old != value && (is_callable(old) || old.tag() == crate::value::tag::CELL) {
            self.proto_changed(object);
        }
        if let Some(function) = object.cast::<Function>()
            && key == self.names.prototype
        {
            function.instance_shape.set(ShapeId::NONE);
            self.constructor_changed(object);
        }
    }

    /// Whether inline caches may store to this property directly: a store must not have
    /// to be announced, as stores to prototypes and of a function's `prototype` are.
    pub fn is_store_cacheable(&self, object: Gc<Object>, key: PropertyKey) -> bool {
        !object.has_flag(flags::PROTOTYPE) && (object.kind() != Kind::Function || key != self.names.prototype)
    }

    /// Changes the attributes of a named property.
    pub(crate) fn reconfigure_named(&mut self, object: Gc<Object>, key: PropertyKey, attributes: Attributes) {
        let next = self.shapes.changed(object.shape(), Change::Reconfigure(key, attributes));
        object.set_shape(next);
        if object.has_flag(flags::PROTOTYPE) {
            self.proto_changed(object);
        }
        if let Some(function) = object.cast::<Function>()
            && key == self.names.prototype
        {
            function.instance_shape.set(ShapeId::NONE);
        }
    }

    /// Removes a named property.
    pub(crate) fn remove_named(&mut self, object: Gc<Object>, key: PropertyKey, slot: u32) {
        self.set_slot(object, slot as usize, Value::UNDEFINED);
        let unique = self.shapes.to_unique(object.shape());
        let next = self.shapes.without_property(unique, key);
        object.set_shape(next);
        let shape = self.shapes.get(next);
        if shape.hole_count() > MAX_HOLES && shape.hole_count() > shape.property_count() {
            self.compact(object);
        }
        if object.has_flag(flags::PROTOTYPE) {
            self.proto_changed(object);
        }
    }

    /// Closes the gaps that deletions left.
    fn compact(&mut self, object: Gc<Object>) {
        let capacity = self.shapes.get(object.shape()).inline_capacity as usize;
        let old_count = self.shapes.get(object.shape()).slot_count();
        let (next, kept) = self.shapes.compacted(object.shape());
        for (new, old) in kept.iter().enumerate() {
            let value = object.slot(*old as usize, capacity);
            object.set_slot(&mut self.heap, new, capacity, value);
        }
        for slot in kept.len()..old_count {
            object.set_slot(&mut self.heap, slot, capacity, Value::UNDEFINED);
        }
        object.set_shape(next);
    }

    /// Defines an own property of an object that this VM is just setting up: no exotic
    /// behaviour, no checks, and an existing property is replaced.
    pub fn define_new(&mut self, object: Gc<Object>, key: PropertyKey, value: Value, attributes: Attributes) {
        self.reify_if_lazy(object);
        if let Some(index) = key.as_index() {
            let _ = self.add_element(object, index, value, attributes);
            return;
        }
        match self.own_named(object, key) {
            Some(property) => {
                let Place::Slot(slot) = property.place else { unreachable!("named properties are in slots") };
                self.write_named(object, key, slot, value);
                if property.attributes != attributes {
                    self.reconfigure_named(object, key, attributes);
                }
            }
            None => {
                if self.add_named(object, key, value, attributes).is_err() {
                    self.lose();
                }
            }
        }
    }

    /// As `define_new`, of a property that is not there.
    pub(crate) fn define_absent(&mut self, object: Gc<Object>, key: PropertyKey, value: Value, attributes: Attributes) {
        self.reify_if_lazy(object);
        if self.add_named(object, key, value, attributes).is_err() {
            self.lose();
        }
    }

    // ---- prototypes

    /// Registers what must know of changed prototypes.
    pub fn add_prototype_hook(&mut self, hook: PrototypeHook) {
        self.prototype_hooks.push(hook);
    }

    /// Notes that a look-up is about to be remembered that found something in `object`, or nothing.
    pub(crate) fn observe_prototype(&self, object: Gc<Object>) {
        if object.has_flag(flags::PROTOTYPE) && holds(Rule::PrototypesObserved) {
            object.set_flag(flags::OBSERVED, true);
        }
    }

    /// A prototype was changed: announces it to what remembers look-ups through it. There is
    /// nothing to announce of one that is still being filled, or serves as a table.
    pub(crate) fn proto_changed(&mut self, object: Gc<Object>) {
        if self.cx.pristine_array_iteration != 0 && !self.keeps_array_iteration(object) {
            self.cx.pristine_array_iteration = 0;
        }
        if object.has_flag(flags::OBSERVED) {
            self.announce_prototypes(object);
        }
    }

    /// What `instanceof` makes of a constructor was changed: announces it if an answer is remembered.
    fn constructor_changed(&mut self, object: Gc<Object>) {
        if object.has_flag(flags::OBSERVED) && holds(Rule::ConstructorsAnnounced) {
            self.announce_prototypes(object);
        }
    }

    /// Announces that look-ups through `object` may give other results.
    pub(crate) fn announce_prototypes(&mut self, object: Gc<Object>) {
        self.cx.proto_epoch = self.cx.proto_epoch.wrapping_add(1).max(1);
        // Everything that was remembered is forgotten.
        object.set_flag(flags::OBSERVED, false);
        for i in 0..self.prototype_hooks.len() {
            self.prototype_hooks[i](self, object);
        }
    }

    /// Whether arrays iterate as they did at start, after a change of `object`.
    fn keeps_array_iteration(&self, object: Gc<Object>) -> bool {
        let realm = self.realm();
        let is = |holder, key, value| {
            let value = realm.try_intrinsic(value);
            realm.try_intrinsic(holder) != Some(object)
                || self.own_named(object, key).is_some_and(|p| value.is_some_and(|v| p.value == v.value()))
        };
        // What an array iterator inherits has no `return` and no `throw`, which would be called when it
        // is left early.
        let chain = [Intrinsic::ArrayIteratorPrototype, Intrinsic::IteratorPrototype, Intrinsic::ObjectPrototype];
        let silent = chain.iter().enumerate().all(|(i, holder)| {
            let parent = chain.get(i + 1).and_then(|parent| realm.try_intrinsic(*parent));
            realm.try_intrinsic(*holder) != Some(object)
                || [self.names.return_, self.names.throw].iter().all(|key| self.own_named(object, *key).is_none())
                    && parent.is_none_or(|parent| self.prototype_of(object) == parent.value())
        });
        silent
            && is(Intrinsic::ArrayPrototype, self.symbols.iterator, Intrinsic::ArrayPrototypeValues)
            && is(Intrinsic::ArrayIteratorPrototype, self.names.next, Intrinsic::ArrayIteratorPrototypeNext)
    }

    /// Gives an object what it needs to be a prototype: a shape of its own.
    pub fn become_prototype(&mut self, object: Gc<Object>) {
        if object.has_flag(flags::PROTOTYPE) {
            return;
        }
        self.reify_if_lazy(object);
        let unique = self.shapes.to_unique(object.shape());
        object.set_shape(unique);
        object.set_flag(flags::PROTOTYPE, true);
        let elements = object.elements();
        if !elements.is_sparse() && elements.len.get() == 0 {
            // Without capacity, the first element takes the slow path, where it is noticed.
            object.elements.set_no_barrier(Some(self.empty_elements()));
        }
    }

    /// Replaces `[[Prototype]]` without checks. `prototype` is an object or null.
    pub(crate) fn replace_prototype(&mut self, object: Gc<Object>, prototype: Value) {
        self.reify_if_lazy(object);
        if let Some(prototype) = prototype.to_cell::<Object>() {
            self.become_prototype(prototype);
        }
        if object.kind() == Kind::Array || object.has_flag(flags::ABOVE_ARRAYS) {
            self.note_above_arrays(prototype);
        }
        let next = self.shapes.changed(object.shape(), Change::Prototype(prototype));
        object.set_shape(next);
        if object.has_flag(flags::PROTOTYPE) {
            self.proto_changed(object);
        }
        self.constructor_changed(object);
        if let Some(function) = object.cast::<Function>() {
            function.instance_shape.set(ShapeId::NONE);
        }
    }

    /// `[[Prototype]]` of an object that is no proxy.
    #[inline(always)]
    pub fn prototype_of(&self, object: Gc<Object>) -> Value {
        self.shapes.get(object.shape()).prototype
    }

    /// A global object: slots out of line, a unique shape.
    pub(crate) fn alloc_global(&mut self, shape: ShapeId) -> Gc<Object> {
        self.shape_in_flight = shape;
        let cell = self.alloc_cell(OBJECT_INLINE);
        self.shape_in_flight = ShapeId::NONE;
        // SAFETY: fresh memory of the size of an object without inline slots; all fields are written.
        unsafe {
            cell.write(hearth_gc::Header::new(shape.0, Kind::Global as u8, OBJECT_INLINE));
            let object: Gc<Object> = Gc::from_header(cell);
            (&raw mut (*object.as_ptr()).slots).write(crate::heap::cell::GcField::null());
            (&raw mut (*object.as_ptr()).elements).write(crate::heap::cell::GcField::new(Some(self.empty_elements())));
            object
        }
    }

    // ---- functions

    /// Makes the own properties of a function, if they are not made yet. To be called before any own property is added, removed, changed or
    /// listed, and before a key is looked up for which `is_lazy_key` holds.
    #[inline(always)]
    pub fn reify_if_lazy(&mut self, object: Gc<Object>) {
        if object.has_flag(flags::LAZY_FUNCTION) {
            self.reify_function(object);
        }
    }

    /// Whether looking up `key` in functions needs `reify_if_lazy`.
    #[inline(always)]
    pub fn is_lazy_key(&self, key: PropertyKey) -> bool {
        key == self.names.prototype || key == self.names.name || key == self.names.length
    }

    #[cold]
    #[inline(never)]
    fn reify_function(&mut self, object: Gc<Object>) {
        let prototype = self.prototype_of(object);
        if let Some(native) = object.cast::<Native>() {
            let row = native.spec.get().expect("a lazy built-in has its row");
            let name = self.intern(&row.function_name());
            let values = [Value::int(row.length as i32), name.value()];
            self.set_first_slots(object, &values);
            let shape = self.reified_native_shape(prototype);
            object.set_shape(shape);
        } else if let Some(function) = object.cast::<Function>() {
            let template = function.script().template().clone();
            let info = &template.info;
            let name = self.intern_js_str(&info.name).value();
            let mut values = [Value::int(info.length as i32), name, Value::UNDEFINED];
            let has_prototype = info.kind.has_prototype() && !info.kind.is_class_constructor();
            if has_prototype {
                // It is of the function's realm, whichever asks for it first.
                let realm = function.script().data().realm;
                values[2] = self.in_realm(realm, |vm| vm.new_function_prototype(object, info.kind)).value();
            }
            self.set_first_slots(object, &values[..if has_prototype { 3 } else { 2 }]);
            let root = RootKey { kind: Kind::Function, variant: 0, inline_capacity: 0, prototype };
            let mut shape = self.shapes.root(root);
            shape = self.shapes.with_property(shape, self.names.length, Attributes::CONFIGURABLE);
            shape = self.shapes.with_property(shape, self.names.name, Attributes::CONFIGURABLE);
            if has_prototype {
                shape = self.shapes.with_property(shape, self.names.prototype, Attributes::WRITABLE);
            }
            object.set_shape(shape);
        }
        object.set_flag(flags::LAZY_FUNCTION, false);
    }

    /// Slots of a function that has none yet.
    fn set_first_slots(&mut self, object: Gc<Object>, values: &[Value]) {
        let Ok(slots) = self.new_slots(values.len()) else { unreachable!("three slots are a small cell") };
        for (i, value) in values.iter().enumerate() {
            // SAFETY: within capacity, of a cell that is younger than any collection.
            unsafe { slots.data().add(i).write(*value) };
        }
        object.slots.set_no_barrier(Some(slots));
        self.write_barrier(object.header());
    }

    /// MakeConstructor (sec-makeconstructor), or the prototype of a generator function.
    fn new_function_prototype(&mut self, function: Gc<Object>, kind: FunctionKind) -> Gc<Object> {
        match kind {
            FunctionKind::Generator | FunctionKind::GeneratorMethod => {
                let proto = self.intrinsic(Intrinsic::GeneratorPrototype);
                self.new_object_with_proto(proto)
            }
            FunctionKind::AsyncGenerator | FunctionKind::AsyncGeneratorMethod => {
                let proto = self.intrinsic(Intrinsic::AsyncGeneratorPrototype);
                self.new_object_with_proto(proto)
            }
            _ => {
                let prototype = self.new_object();
                let key = self.names.constructor;
                self.define_new(prototype, key, function.value(), Attributes::METHOD);
                prototype
            }
        }
    }

    /// MakeClassConstructor's `prototype` property (sec-runtime-semantics-classdefinitionevaluation).
    pub fn set_class_prototype(&mut self, constructor: Gc<Function>, prototype: Gc<Object>) {
        let (key, back) = (self.names.prototype, self.names.constructor);
        self.define_new(constructor.as_object(), key, prototype.value(), Attributes::NONE);
        self.define_new(prototype, back, constructor.value(), Attributes::METHOD);
    }
}
