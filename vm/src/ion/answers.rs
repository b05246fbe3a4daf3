//! What `instanceof` and `in` answer for all objects of a shape: a shape stands for its chain of
//! prototypes, and for the keys that there are in it.
//!
//! A site has a slot for its *subject* (the constructor, or the key), bound to the first that comes,
//! and a few for shapes with the answer ([`LinkDescriptor::Answer`]). Compiled code compares with
//! these; what it does not find is answered here, and remembered where there is a place left.
//!
//! Invariants:
//! 1. Nothing here runs script, nor throws: where that may be called for there is no answer.
//! 2. A bound constructor has the `Symbol.hasInstance` of functions and a `prototype` that is an
//!    object; it announces a change of either (`Vm::constructor_changed`).
//! 3. What is remembered is unbound when a prototype that it relies on changes (`bind::PrototypeSlots`).

use super::descriptor::LinkDescriptor;
use super::graph::LinkRef;
use super::link::LinkTable;
use super::lower::FIXED_LINKS;
use crate::builtins::checks::is_native;
use crate::builtins::function::has_instance;
use crate::heap::{Gc, Kind};
use crate::object::Object;
use crate::object::key::PropertyKey;
use crate::object::layout::flags;
use crate::object::shape::ShapeId;
use crate::value::Value;
use crate::vm::Vm;

/// Shapes that a site remembers the answer for.
pub const WAYS: usize = 4;

/// An answer, and whether it holds for all objects of the shape until a prototype changes.
struct Answer {
    yes: bool,
    of_shape: bool,
}

impl Vm {
    /// `value instanceof target`, for the site whose subject is slot `slot`.
    pub(crate) fn instance_answer(&mut self, links: Gc<LinkTable>, slot: usize, value: Value, target: Value) -> Option<bool> {
        let bound = links.word(slot);
        let constructor = target.to_cell::<Object>()?;
        // What is bound is still what it was then.
        let prototype = if bound == target.0 { self.prototype_property(constructor)? } else { self.plain_constructor(constructor)? };
        if bound == 0 {
            constructor.set_flag(flags::OBSERVED, true);
            links.set(&mut self.heap, slot, target.0);
            self.rely_on_prototypes(links, slot);
        }
        let Some(object) = value.to_cell::<Object>() else { return Some(false) };
        let is_subject = links.word(slot) == target.0;
        let answer = self.inherits_quietly(object, prototype, is_subject)?;
        if answer.of_shape && is_subject {
            self.remember_answer(links, slot, object.shape(), answer.yes);
        }
        Some(answer.yes)
    }

    /// `value instanceof target`, where that is a matter of prototypes.
    pub(crate) fn plain_instance_of(&mut self, value: Value, target: Value) -> Option<bool> {
        let prototype = self.plain_constructor(target.to_cell::<Object>()?)?;
        let Some(object) = value.to_cell::<Object>() else { return Some(false) };
        self.inherits_quietly(object, prototype, false).map(|answer| answer.yes)
    }

    /// `key in value`, for the site whose subject is slot `slot`.
    pub(crate) fn key_answer(&mut self, links: Gc<LinkTable>, slot: usize, value: Value, key: Value) -> Option<bool> {
        let object = value.to_cell::<Object>().filter(|_| !key.is_object())?;
        let name = self.to_property_key(key).ok()?;
        // The cell that names the property, and not a string that is spelt the same.
        let is_name = name.as_index().is_none() && name.raw() == key;
        if is_name && links.word(slot) == 0 {
            links.set(&mut self.heap, slot, key.0);
        }
        let is_subject = is_name && links.word(slot) == key.0;
        let answer = self.has_quietly(object, name, is_subject)?;
        if answer.of_shape && is_subject {
            self.remember_answer(links, slot, object.shape(), answer.yes);
        }
        Some(answer.yes)
    }

    /// The `prototype` of a constructor, if it is an object that can only be replaced by a store to a
    /// closure's, which is announced.
    fn prototype_property(&mut self, constructor: Gc<Object>) -> Option<Value> {
        let shape = self.shapes.get(constructor.shape());
        let property = shape.lookup(self.names.prototype)?;
        let attributes = property.attributes;
        if attributes.is_accessor() || attributes.configurable() || attributes.writable() && constructor.kind() != Kind::Function {
            return None;
        }
        let value = constructor.slot(property.slot.0 as usize, shape.inline_capacity as usize);
        value.is_object().then_some(value)
    }

    /// The same, of a function that answers `instanceof` as functions do.
    fn plain_constructor(&mut self, constructor: Gc<Object>) -> Option<Value> {
        if !matches!(constructor.kind(), Kind::Function | Kind::Native) {
            return None;
        }
        self.reify_if_lazy(constructor);
        let handler = self.find_quietly(constructor, self.symbols.has_instance)??;
        let is_inherited = handler.depth > 0 && !handler.attributes.is_accessor() && !handler.attributes.writable();
        if !is_inherited || !is_native(handler.value, has_instance) {
            return None;
        }
        self.prototype_property(constructor)
    }

    /// Whether `prototype` is in the chain of `object`. If that is to be remembered, the chain is observed.
    fn inherits_quietly(&mut self, object: Gc<Object>, prototype: Value, observe: bool) -> Option<Answer> {
        let (mut holder, mut of_shape) = (object, true);
        loop {
            if holder.kind() == Kind::Proxy {
                return None;
            }
            if observe {
                self.observe_prototype(holder);
            }
            let Some(next) = self.prototype_of(holder).to_cell::<Object>() else { return Some(Answer { yes: false, of_shape }) };
            of_shape &= next.has_flag(flags::PROTOTYPE);
            if next.value() == prototype {
                return Some(Answer { yes: true, of_shape });
            }
            holder = next;
        }
    }

    /// HasProperty where no trap is in the way. If the answer is to be remembered, the chain is observed.
    fn has_quietly(&mut self, object: Gc<Object>, key: PropertyKey, observe: bool) -> Option<Answer> {
        let mut of_shape = key.as_index().is_none();
        let mut at = Some(object);
        while let Some(holder) = at {
            if matches!(holder.kind(), Kind::Proxy | Kind::Namespace) {
                return None;
            }
            if self.is_lazy_key(key) {
                self.reify_if_lazy(holder);
            }
            if observe {
                self.observe_prototype(holder);
            }
            // Strings that are numbers are no keys of these.
            of_shape &= holder.kind() != Kind::TypedArray || key.as_symbol().is_some();
            let next = self.prototype_of(holder).to_cell::<Object>();
            if of_shape && self.shapes.get(holder.shape()).lookup(key).is_some() {
                return Some(Answer { yes: true, of_shape });
            }
            // Lengths of arrays and strings are in no slot.
            of_shape &= key != self.names.length;
            of_shape &= next.is_none_or(|next| next.has_flag(flags::PROTOTYPE));
            at = next;
        }
        // The shapes have been asked about all of them, unless they cannot know.
        let yes = !of_shape && self.has_property(object, key).ok()?;
        Some(Answer { yes, of_shape })
    }

    fn remember_answer(&mut self, links: Gc<LinkTable>, slot: usize, shape: ShapeId, yes: bool) {
        // SAFETY: compiled code passes its own table.
        let code = unsafe { links.code() };
        let subject = LinkRef((slot - FIXED_LINKS) as u32);
        for way in slot + 1..=slot + WAYS {
            let is_way = matches!(code.data().metadata.links.get(way - FIXED_LINKS), Some(LinkDescriptor::Answer { of }) if *of == subject);
            if is_way && links.word(way) == 0 {
                links.set(&mut self.heap, way, shape.0 as u64 | (yes as u64) << 32);
                self.rely_on_prototypes(links, way);
                self.stats.links.bound += 1;
                return;
            }
        }
    }
}
