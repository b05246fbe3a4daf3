//! Binding link slots at first use: does what a descriptor says hold of this object?
//!
//! A predicate is checked once per slot; from then on the guard is one compare. What
//! the predicate says of prototypes can cease to hold: `PrototypeSlots` knows which
//! slots to unbind then.

use super::descriptor::{Fact, FunctionName, KeyName, LinkDescriptor, ShapePredicate};
use super::graph::LinkRef;
use super::jit_code::HashRegistration;
use super::known_builtins::builtin_hash;
use super::link::LinkTable;
use super::lower::FIXED_LINKS;
use crate::builtins::checks::is_native;
use crate::heap::{Gc, Kind};
use crate::object::layout::flags;
use crate::object::shape::{Attributes, ShapeId};
use crate::object::{Function, Object, PropertyKey};
use crate::rules::{Rule, holds};
use crate::script::Script;
use crate::symbol::Symbol;
use crate::trace::{Category, Line};
use crate::value::Value;
use crate::vm::Vm;
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

/// Link slots whose binding relies on prototypes, by the address of their table. The
/// finaliser of the code takes a table out.
#[derive(Default)]
pub struct PrototypeSlots {
    tables: FxHashMap<usize, Vec<u32>>,
    /// Shapes for which a slot's predicate did not hold, until prototypes change.
    refused: FxHashMap<usize, FxHashSet<(u32, ShapeId)>>,
    /// Slots of scripts that have not been met, by hash: table and slot.
    absent: FxHashMap<[u8; 32], Vec<(usize, u32)>>,
}

/// What is in the slot of a script that has not been met: no cell, and not unbound, so that a test is not asked about each time.
const ABSENT: u64 = 1;

impl PrototypeSlots {
    fn add(&mut self, links: Gc<LinkTable>, slot: usize) {
        let slots = self.tables.entry(links.address()).or_default();
        if !slots.contains(&(slot as u32)) {
            slots.push(slot as u32);
        }
    }
    fn refuse(&mut self, links: Gc<LinkTable>, slot: usize, shape: ShapeId) {
        self.refused.entry(links.address()).or_default().insert((slot as u32, shape));
    }
    fn has_refused(&self, links: Gc<LinkTable>, slot: usize, shape: ShapeId) -> bool {
        self.refused.get(&links.address()).is_some_and(|refused| refused.contains(&(slot as u32, shape)))
    }
    pub fn forget_refused(&mut self) {
        self.refused.clear();
    }
    /// The tables that have such slots.
    #[cfg(test)]
    pub fn tables(&self) -> impl Iterator<Item = usize> + '_ {
        self.tables.keys().copied()
    }
    pub fn forget(&mut self, links: usize) {
        self.tables.remove(&links);
        self.refused.remove(&links);
        self.absent.retain(|_, slots| {
            slots.retain(|(table, _)| *table != links);
            !slots.is_empty()
        });
    }
    fn wait_for(&mut self, hash: [u8; 32], links: Gc<LinkTable>, slot: usize) {
        self.absent.entry(hash).or_default().push((links.address(), slot as u32));
    }
    /// Unbinds the slots that have waited for a script.
    fn has_come(&mut self, hash: &[u8; 32]) {
        for (table, slot) in self.absent.remove(hash).into_iter().flatten() {
            // SAFETY: tables are taken out before they die.
            unsafe { unbind(table, slot) };
        }
    }
    /// Unbinds them all.
    pub fn unbind(&mut self) {
        if holds(Rule::RefusedForgotten) {
            self.refused.clear();
        }
        for (table, slots) in self.tables.drain() {
            for slot in slots {
                // SAFETY: tables are taken out before they die.
                unsafe { unbind(table, slot) };
            }
        }
    }
}

/// # Safety
/// There is a live link table at that address.
unsafe fn unbind(table: usize, slot: u32) {
    // SAFETY: by contract; 0 is no cell, so no barrier.
    unsafe {
        let links: Gc<LinkTable> = Gc::from_address(table);
        assert!(slot < links.len);
        *links.data().add(slot as usize) = 0;
    }
}

/// Where a look-up found a data property or accessor.
pub(super) struct Found {
    holder: Gc<Object>,
    pub depth: u8,
    slot: u32,
    inline_capacity: u32,
    pub attributes: Attributes,
    pub value: Value,
}

impl Vm {
    /// The key that a descriptor of this table names; nothing if it is a private name that
    /// has not been met.
    fn key_of(&mut self, links: Gc<LinkTable>, key: &KeyName) -> Option<PropertyKey> {
        match key {
            KeyName::Private(name) => links.get(FIXED_LINKS + name.index()).to_cell().map(PropertyKey::symbol),
            KeyName::String(text) => Some(self.key_from_js_str(text)),
            KeyName::WellKnownSymbol(index) => self.symbols.all().get(*index as usize).map(|(_, key)| *key),
        }
    }

    /// Looks a named key up without running script: None where the chain has an exotic
    /// object in the way; Some(None) where no object has it.
    pub(super) fn find_quietly(&mut self, object: Gc<Object>, key: PropertyKey) -> Option<Option<Found>> {
        if key.as_index().is_some() {
            return None;
        }
        let mut holder = object;
        let mut depth = 0u8;
        loop {
            if matches!(holder.kind(), Kind::Proxy | Kind::Namespace) {
                return None;
            }
            if self.is_lazy_key(key) {
                self.reify_if_lazy(holder);
            }
            self.observe_prototype(holder);
            let shape = self.shapes.get(holder.shape());
            if let Some(property) = shape.lookup(key) {
                let inline_capacity = shape.inline_capacity as u32;
                let value = holder.slot(property.slot.0 as usize, inline_capacity as usize);
                return Some(Some(Found { holder, depth, slot: property.slot.0, inline_capacity, attributes: property.attributes, value }));
            }
            // `length` of arrays, strings and typed arrays' integer keys are no slots.
            if key == self.names.length && matches!(holder.kind(), Kind::Array | Kind::StringObject) {
                return None;
            }
            match shape.prototype.to_cell::<Object>() {
                Some(next) => {
                    holder = next;
                    depth = depth.checked_add(1)?;
                }
                None => return Some(None),
            }
        }
    }

    /// Whether a function value is the one named. Learns of its script on the way.
    fn is_function(&mut self, value: Value, name: &FunctionName) -> bool {
        match name {
            FunctionName::Script(hash) => match value.to_cell::<Function>() {
                Some(function) => self.script_hash(function.script()) == Some(*hash),
                None => false,
            },
            FunctionName::Builtin(row) => self.builtin(*row) == Some(value),
        }
    }

    /// Whether `fact` holds of `object`, and whether that relies on prototypes.
    fn holds(&mut self, links: Gc<LinkTable>, object: Gc<Object>, fact: &Fact) -> bool {
        match fact {
            Fact::Own { key, slot, writable } => {
                let Some(key) = self.key_of(links, key) else { return false };
                let Some(property) = self.shapes.get(object.shape()).lookup(key) else { return false };
                property.slot.0 == *slot && !property.attributes.is_accessor() && (!*writable || property.attributes.writable())
                    // Stores to a prototype's callable slots are announced by the slow path only.
                    && !(*writable && object.has_flag(flags::PROTOTYPE) && holds(Rule::PrototypeObjects))
            }
            Fact::Inherited { key, depth, slot, inline } => {
                let Some(key) = self.key_of(links, key) else { return false };
                let Some(Some(found)) = self.find_quietly(object, key) else { return false };
                let (is_inline, at) = split(found.slot, found.inline_capacity);
                found.depth == *depth && !found.attributes.is_accessor() && is_inline == *inline && at == *slot
            }
            Fact::Method { key, depth, function } => {
                let Some(key) = self.key_of(links, key) else { return false };
                let Some(Some(found)) = self.find_quietly(object, key) else { return false };
                found.depth == *depth
                    && !found.attributes.is_accessor()
                    && found.holder.has_flag(flags::PROTOTYPE)
                    && self.is_function(found.value, function)
            }
            Fact::Getter { key, depth, function } | Fact::Setter { key, depth, function } => {
                let Some(key) = self.key_of(links, key) else { return false };
                let Some(Some(found)) = self.find_quietly(object, key) else { return false };
                let Some(accessor) = found.value.to_cell::<crate::object::Accessor>().filter(|_| found.attributes.is_accessor()) else {
                    return false;
                };
                let half = if matches!(fact, Fact::Getter { .. }) { accessor.get.get() } else { accessor.set.get() };
                found.depth == *depth && (found.depth > 0 || self.shapes.get(object.shape()).unique) && self.is_function(half, function)
            }
            Fact::Absent { key } => {
                let Some(key) = self.key_of(links, key) else { return false };
                matches!(self.find_quietly(object, key), Some(None))
            }
            Fact::CanAdd { key, slot } => {
                let shape = self.shapes.get(object.shape());
                shape.slot_count() == *slot as usize && !shape.unique && self.can_add(links, object, key)
            }
            Fact::CanAddLater { key } => !self.shapes.get(object.shape()).unique && self.can_add(links, object, key),
            Fact::Prototype { function } => {
                let prototype = self.shapes.get(object.shape()).prototype;
                self.is_function(prototype, function)
            }
            Fact::TypedLength => self.has_pristine_typed_length(object),
            Fact::NoIndexedPrototype => self.has_plain_chain(object),
        }
    }

    /// Assigning `key` would add a default data property (sec-ordinaryset).
    fn can_add(&mut self, links: Gc<LinkTable>, object: Gc<Object>, key: &KeyName) -> bool {
        let Some(key) = self.key_of(links, key) else { return false };
        if !self.shapes.get(object.shape()).extensible || object.kind() != Kind::Object || object.has_flag(flags::PROTOTYPE) {
            return false;
        }
        match self.find_quietly(object, key) {
            Some(None) => true,
            Some(Some(found)) => found.depth > 0 && !found.attributes.is_accessor() && found.attributes.writable(),
            None => false,
        }
    }

    /// No element in the prototype chain, and no exotic object.
    fn has_plain_chain(&self, object: Gc<Object>) -> bool {
        let mut prototype = self.shapes.get(object.shape()).prototype;
        while let Some(next) = prototype.to_cell::<Object>() {
            self.observe_prototype(next);
            if self.may_have_elements(next) {
                return false;
            }
            prototype = self.shapes.get(next.shape()).prototype;
        }
        true
    }

    fn has_pristine_typed_length(&mut self, object: Gc<Object>) -> bool {
        let key = self.names.length;
        let Some(Some(found)) = self.find_quietly(object, key) else { return false };
        let holder = self.intrinsic(crate::runtime::realm::Intrinsic::TypedArrayPrototype);
        let Some(accessor) = found.value.to_cell::<crate::object::Accessor>().filter(|_| found.attributes.is_accessor()) else {
            return false;
        };
        // The accessor may have been given another getter in its place.
        let is_original = is_native(accessor.get.get(), crate::builtins::typed::methods::get_length);
        object.kind() == Kind::TypedArray && found.holder == holder && is_original
    }

    /// Tries to bind shape slot `slot` to the shape of `object`.
    pub(crate) fn bind_shape(&mut self, links: Gc<LinkTable>, slot: usize, object: Gc<Object>) -> bool {
        // SAFETY: compiled code passes its own table.
        let code = unsafe { links.code() };
        let bound = ShapeId(links.word(slot) as u32);
        // A slot serves one shape; a unique shape that was changed has left its id behind.
        if bound != ShapeId::NONE && self.shapes.is_live(bound) && holds(Rule::OneShapeOneSlot) {
            return false;
        }
        let LinkDescriptor::Shape(predicate) = &code.data().metadata.links[slot - FIXED_LINKS] else { return false };
        self.adopt_private_names(links, object, &predicate.facts);
        // Not refused for good: the name is met by the guard before this one, which another
        // pass may have put behind it.
        let unmet = |fact: &Fact| matches!(fact, Fact::CanAdd { key, .. } if self.is_unmet(links, key).is_some());
        if predicate.facts.iter().any(unmet) {
            return false;
        }
        let shape = object.shape();
        let is_known = self.ion.as_ref().is_some_and(|ion| ion.prototype_slots.borrow().has_refused(links, slot, shape));
        // Functions that nobody has asked for their `name` have another shape, as in the interpreter.
        if predicate.facts.iter().filter_map(Fact::key).any(|key| self.key_of(links, key).is_some_and(|key| self.is_lazy_key(key))) {
            self.reify_if_lazy(object);
        }
        let is_anothers = self.is_met_elsewhere(code, predicate, shape);
        let holds = !is_known && !is_anothers && self.predicate_holds(links, object, predicate);
        if holds {
            self.bind(links, slot, object.shape(), object, &predicate.facts);
        } else {
            // Compiled code that tries several slots asks of the same shape again and again.
            links.set(&mut self.heap, slot, (shape.0 as u64) << 32);
            if let Some(ion) = self.ion.as_ref().filter(|_| !is_known) {
                ion.prototype_slots.borrow_mut().refuse(links, slot, shape);
            }
        }
        self.trace_binding(code, slot, holds, &|| describe(predicate));
        holds
    }

    /// Whether this is a shape that the code has another slot for. What is asked of two shapes may be the
    /// same and hold of both, and the slot of one is missing where only the other was seen: who comes
    /// first must not take the other's.
    fn is_met_elsewhere(&mut self, code: Gc<super::jit_code::JitCode>, predicate: &ShapePredicate, shape: ShapeId) -> bool {
        if predicate.look == 0 {
            return false;
        }
        let known = self.ion.as_ref().and_then(|ion| ion.looks.borrow().get(&shape).copied());
        let look = known.unwrap_or_else(|| super::shape_token::look(self, shape));
        if let Some(ion) = self.ion.as_ref().filter(|_| known.is_none()) {
            ion.looks.borrow_mut().insert(shape, look);
        }
        let has = |link: &LinkDescriptor| matches!(link, LinkDescriptor::Shape(other) if other.look == look);
        look != predicate.look && code.data().metadata.links.iter().any(has)
    }

    /// The slot of a private name that has not been met.
    fn is_unmet(&self, links: Gc<LinkTable>, key: &KeyName) -> Option<usize> {
        let KeyName::Private(name) = key else { return None };
        let slot = FIXED_LINKS + name.index();
        (links.word(slot) == 0).then_some(slot)
    }

    /// A predicate may speak of private names whose guards are still to come: that they are
    /// those of the first object is as good a guess as any, which those guards check. So is that what can
    /// be added in the same place has one name: two instances of a class are made in one piece of code.
    fn adopt_private_names(&mut self, links: Gc<LinkTable>, object: Gc<Object>, facts: &[Fact]) {
        let met = facts.iter().find_map(|fact| match fact {
            Fact::CanAdd { key: key @ KeyName::Private(_), slot } => Some((*slot, self.key_of(links, key)?.as_symbol()?)),
            _ => None,
        });
        for fact in facts {
            if let Fact::CanAdd { key, slot: at } = fact
                && let Some(slot) = self.is_unmet(links, key)
                && let Some((_, name)) = met.filter(|(met_at, _)| met_at == at)
            {
                self.bind_private_name(links, slot, name.value());
            }
            if let Fact::Own { key, slot: at, .. } = fact
                && let Some(slot) = self.is_unmet(links, key)
                && let shape = self.shapes.get(object.shape())
                && (*at as usize) < shape.slot_count()
                && let Some((found, _)) = shape.property_at(*at as usize)
                && let Some(name) = found.as_symbol()
            {
                self.bind_private_name(links, slot, name.value());
            }
        }
    }

    fn trace_binding(&self, code: Gc<super::jit_code::JitCode>, slot: usize, bound: bool, what: &dyn Fn() -> String) {
        if self.options.trace.has(Category::Link) {
            Line::new(Category::Link)
                .field("id", format_args!("{:032x}", code.data().id))
                .field("slot", slot)
                .field("bound", bound)
                .field("what", what())
                .emit();
        }
    }

    fn predicate_holds(&mut self, links: Gc<LinkTable>, object: Gc<Object>, predicate: &ShapePredicate) -> bool {
        let shape = self.shapes.get(object.shape());
        if !holds(Rule::ShapePredicate) {
            return true;
        }
        shape.kind as u8 == predicate.kind
            && shape.variant == predicate.variant
            && shape.inline_capacity == predicate.inline_capacity
            && !self.is_shadowed(links, object, &predicate.facts)
            && predicate.facts.iter().all(|fact| !holds(Rule::ShapeFacts) || self.holds(links, object, fact))
    }

    /// Whether a name of which something is said of the global object means a lexical binding now. That such a binding
    /// is made changes the object's shape, to which the slot would be bound next.
    fn is_shadowed(&mut self, links: Gc<LinkTable>, object: Gc<Object>, facts: &[Fact]) -> bool {
        let Some(realm) = self.realms.iter().find(|realm| realm.has_global(object)) else { return false };
        let lexicals = realm.lexicals();
        facts.iter().filter_map(Fact::key).any(|key| {
            let key = self.key_of(links, key);
            key.is_some_and(|key| self.own_named(lexicals, key).is_some())
        })
    }

    /// Writes a shape slot and those that hang on it.
    fn bind(&mut self, links: Gc<LinkTable>, slot: usize, shape: ShapeId, object: Gc<Object>, facts: &[Fact]) {
        self.bind_dependents(links, slot, shape, object);
        links.set(&mut self.heap, slot, shape.0 as u64);
        self.stats.links.bound += 1;
        if facts.iter().any(|f| !matches!(f, Fact::Own { .. })) {
            self.rely_on_prototypes(links, slot);
        }
    }

    /// Notes that what is bound to a slot holds until a prototype changes.
    pub(super) fn rely_on_prototypes(&self, links: Gc<LinkTable>, slot: usize) {
        if let Some(ion) = self.ion.as_ref()
            && holds(Rule::PrototypesNoted)
        {
            ion.prototype_slots.borrow_mut().add(links, slot);
        }
    }

    fn bind_dependents(&mut self, links: Gc<LinkTable>, slot: usize, shape: ShapeId, object: Gc<Object>) {
        // SAFETY: compiled code passes its own table.
        let code = unsafe { links.code() };
        let descriptors = &code.data().metadata.links;
        let me = LinkRef((slot - FIXED_LINKS) as u32);
        for (index, descriptor) in descriptors.iter().enumerate() {
            let at = FIXED_LINKS + index;
            match descriptor {
                LinkDescriptor::ShapeAfterAdd { of, key, held } if *of == me => {
                    let Some(key) = self.key_of(links, key) else { continue };
                    let next = self.shapes.with_property(shape, key, Attributes::DEFAULT);
                    links.set(&mut self.heap, at, next.0 as u64);
                    if *held && holds(Rule::HeldShapes) {
                        code.data().retain_shape(next);
                    }
                    self.bind_dependents(links, at, next, object);
                }
                LinkDescriptor::MethodValue { of, key } if *of == me => {
                    if let Some(found) = self.key_of(links, key).and_then(|key| self.find_quietly(object, key)).flatten() {
                        links.set(&mut self.heap, at, found.value.0);
                    }
                }
                LinkDescriptor::AccessorValue { of, key, setter } if *of == me => {
                    let found = self.key_of(links, key).and_then(|key| self.find_quietly(object, key)).flatten();
                    if let Some(accessor) = found.and_then(|f| f.value.to_cell::<crate::object::Accessor>()) {
                        let half = if *setter { accessor.set.get() } else { accessor.get.get() };
                        links.set(&mut self.heap, at, half.0);
                    }
                }
                LinkDescriptor::Prototype { of } if *of == me => {
                    let prototype = self.shapes.get(object.shape()).prototype;
                    links.set(&mut self.heap, at, prototype.0);
                }
                LinkDescriptor::Holder { of, key } if *of == me => {
                    if let Some(found) = self.key_of(links, key).and_then(|key| self.find_quietly(object, key)).flatten() {
                        links.set(&mut self.heap, at, found.holder.value().0);
                    }
                }
                _ => {}
            }
        }
    }

    /// Shapes that literals grow through are known as soon as the code is installed.
    pub(crate) fn bind_recipes(&mut self, links: Gc<LinkTable>) {
        // SAFETY: the table of code that was just installed.
        let code = unsafe { links.code() };
        for (index, descriptor) in code.data().metadata.links.iter().enumerate() {
            if matches!(descriptor, LinkDescriptor::PlainObject { .. }) {
                let slot = FIXED_LINKS + index;
                let shape = ShapeId(links.word(slot) as u32);
                let prototype = self.realm().object_prototype();
                self.bind_dependents(links, slot, shape, prototype);
            }
        }
    }

    /// Tries to bind script slot `slot` to the script of a closure.
    pub(crate) fn bind_script(&mut self, links: Gc<LinkTable>, slot: usize, function: Gc<Function>) -> bool {
        // SAFETY: compiled code passes its own table.
        let code = unsafe { links.code() };
        let LinkDescriptor::Script { hash } = &code.data().metadata.links[slot - FIXED_LINKS] else { return false };
        let script = function.script();
        // Looked for first: the slot may have waited for this very script.
        let is_meant = self.script_hash(script) == Some(*hash) || !holds(Rule::ScriptHashes);
        if links.word(slot) != 0 || !is_meant {
            return false;
        }
        links.set(&mut self.heap, slot, script.value().0);
        self.stats.links.bound += 1;
        self.trace_binding(code, slot, true, &|| format!("script {}", script.template().info.name.to_rust()));
        true
    }

    /// Whether a closure is of the script of slot `slot`, which is not bound yet. It is bound now if
    /// that script has been met, or waits until it is: a test that fails does not ask again and again.
    pub(crate) fn test_script(&mut self, links: Gc<LinkTable>, slot: usize, function: Gc<Function>) -> bool {
        if self.bind_script(links, slot, function) {
            return true;
        }
        // SAFETY: compiled code passes its own table.
        let code = unsafe { links.code() };
        if let LinkDescriptor::Script { hash } = &code.data().metadata.links[slot - FIXED_LINKS]
            && links.word(slot) == 0
        {
            if let Some(script) = self.script_by_hash(hash) {
                links.set(&mut self.heap, slot, script.value().0);
                self.stats.links.bound += 1;
                self.trace_binding(code, slot, true, &|| format!("script {}", script.template().info.name.to_rust()));
            } else if let Some(ion) = self.ion.as_ref() {
                ion.prototype_slots.borrow_mut().wait_for(*hash, links, slot);
                links.set(&mut self.heap, slot, ABSENT);
            }
        }
        false
    }

    /// Tries to bind private-name slot `slot` to a name.
    pub(crate) fn bind_private_name(&mut self, links: Gc<LinkTable>, slot: usize, name: Value) -> bool {
        if links.word(slot) != 0 && holds(Rule::PrivateNames) || !name.to_cell::<Symbol>().is_some_and(|name| name.is_private()) {
            return false;
        }
        links.set(&mut self.heap, slot, name.0);
        self.stats.links.bound += 1;
        // SAFETY: compiled code passes its own table.
        self.trace_binding(unsafe { links.code() }, slot, true, &|| "private name".to_string());
        true
    }

    /// Tries to bind an instance-shape slot to that of a constructor.
    pub(crate) fn bind_instance_shape(&mut self, links: Gc<LinkTable>, slot: usize, constructor: Gc<Function>) -> bool {
        // SAFETY: compiled code passes its own table.
        let code = unsafe { links.code() };
        let LinkDescriptor::InstanceShape { hash, inline_capacity, facts, held } = &code.data().metadata.links[slot - FIXED_LINKS] else {
            return false;
        };
        let bound = ShapeId(links.word(slot) as u32);
        if bound != ShapeId::NONE && self.shapes.is_live(bound) || code.data().has_many_shapes() {
            return false;
        }
        if self.script_hash(constructor.script()) != Some(*hash) {
            return false;
        }
        let Ok(shape) = self.instance_shape(constructor) else { return false };
        let known = self.shapes.get(shape);
        if known.inline_capacity != *inline_capacity || known.slot_count() != 0 || known.kind != Kind::Object {
            return false;
        }
        // The facts are about an object that does not exist yet: a sample stands in.
        let sample = self.alloc_object(shape);
        if !facts.iter().all(|fact| self.holds(links, sample, fact)) {
            return false;
        }
        if *held && holds(Rule::HeldShapes) {
            code.data().retain_shape(shape);
        }
        self.bind(links, slot, shape, sample, facts);
        self.trace_binding(code, slot, true, &|| "instance shape".to_string());
        // The slot is now compared with what the constructor's field says.
        constructor.instance_shape.get() == shape
    }

    /// The hash of a script's bytecode, if it has been materialised.
    pub(crate) fn script_hash(&mut self, script: Gc<Script>) -> Option<[u8; 32]> {
        // Compiled code is of the main realm, and so is what it inlines.
        if script.has_flag(crate::script::script_flags::OTHER_REALM) && holds(Rule::MainRealm) {
            return None;
        }
        if !script.is_materialized() {
            self.materialize(script).ok()?;
        }
        if let Some(known) = script.data().ion.hash.get() {
            return Some(known);
        }
        let template = script.template();
        let hash = template.stored_hash().or_else(|| builtin_hash(template)).unwrap_or_else(|| {
            let bytes = crate::bytecode::serialize::canonical_bytes(script.code(), &template.info);
            hearth_codecache::ScriptHash::of(&bytes).0
        });
        self.note_hash(script, hash);
        Some(hash)
    }

    /// From now on the script is found by its hash.
    pub(super) fn note_hash(&mut self, script: Gc<Script>, hash: [u8; 32]) {
        if script.data().ion.hash.replace(Some(hash)).is_some() {
            return;
        }
        // Of those that a file has by the same hash the first serves.
        let unit = |script: Gc<Script>| self.cache.as_ref()?.unit_of(&script.template().source);
        let is_another = self.scripts_with_hash(&hash).into_iter().any(|known| unit(known) == unit(script));
        if let Some(ion) = self.ion.as_ref() {
            ion.prototype_slots.borrow_mut().has_come(&hash);
            if is_another {
                return;
            }
            let registration = HashRegistration::new(ion.scripts_by_hash.clone(), hash, script.header());
            *script.data().ion.registration.borrow_mut() = Some(registration);
        }
    }

    /// A script that has been met, by the hash of its bytecode.
    pub(crate) fn script_by_hash(&self, hash: &[u8; 32]) -> Option<Gc<Script>> {
        // SAFETY: dead scripts are taken out before they are swept.
        self.ion.as_ref()?.scripts_by_hash.borrow().get(hash)?.first().map(|cell| unsafe { Gc::from_header(*cell) })
    }

    /// The same of each source file that has one.
    pub(crate) fn scripts_with_hash(&self, hash: &[u8; 32]) -> SmallVec<[Gc<Script>; 1]> {
        let Some(ion) = self.ion.as_ref() else { return SmallVec::new() };
        let table = ion.scripts_by_hash.borrow();
        // SAFETY: as above.
        table.get(hash).into_iter().flatten().map(|cell| unsafe { Gc::from_header(*cell) }).collect()
    }
}

fn split(slot: u32, inline_capacity: u32) -> (bool, u32) {
    if slot < inline_capacity { (true, slot) } else { (false, slot - inline_capacity) }
}

fn describe(predicate: &ShapePredicate) -> String {
    format!("{:?} inline={} {:?}", Kind::ALL.get(predicate.kind as usize), predicate.inline_capacity, predicate.facts)
}
