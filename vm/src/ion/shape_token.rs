//! What a shape is called in profiles: a digest of what it looks like.
//!
//! Ids of shapes are those of one process. A token is the same in each process that runs the
//! same program: it is made of the layout, of keys and attributes in order, and of the
//! prototype, which is itself told by its keys, by the functions among its values, and by its
//! own prototype. Two shapes that look the same nevertheless (two evaluations of one class) get
//! different tokens, by number, in the order in which they are met.
//!
//! A look is a short digest of the layout, and of who made the prototype: enough to tell the shapes apart
//! that one function meets, at little cost, at any time of the run.
//!
//! Neither proves anything. What is compiled from a profile checks each shape when it runs.

use crate::heap::Gc;
use crate::object::key::PropertyKey;
use crate::object::shape::ShapeId;
use crate::object::{Function, Native, Object};
use crate::string::JsString;
use crate::value::Value;
use crate::vm::Vm;
use rustc_hash::FxHashMap;
use std::hash::Hasher;
use xxhash_rust::xxh3::Xxh3;

/// Prototypes above a shape that tell it apart.
const MAX_DEPTH: usize = 6;
/// Properties of a prototype that tell it apart.
const MAX_PROPERTIES: usize = 64;

/// The tokens of one profile that is being taken.
#[derive(Default)]
pub struct Tokens {
    shapes: FxHashMap<ShapeId, u64>,
    /// By address. Nothing is collected while a profile is taken.
    prototypes: FxHashMap<usize, u64>,
    /// How many shapes look like this.
    alike: FxHashMap<u64, u32>,
}

impl Tokens {
    /// The token of a live shape.
    pub fn of(&mut self, vm: &Vm, id: ShapeId) -> u64 {
        if let Some(known) = self.shapes.get(&id) {
            return *known;
        }
        let look = self.look(vm, id);
        let number = self.alike.entry(look).or_default();
        let mut h = Xxh3::new();
        h.write_u64(look);
        h.write_u32(*number);
        *number += 1;
        let token = h.finish();
        self.shapes.insert(id, token);
        token
    }

    fn look(&mut self, vm: &Vm, id: ShapeId) -> u64 {
        let shape = vm.shapes.get(id);
        let mut h = Xxh3::new();
        let no_indexed_prototype = vm.inherits_no_elements(shape.prototype);
        h.update(&[shape.kind as u8, shape.variant, shape.inline_capacity, shape.extensible as u8, shape.unique as u8]);
        h.update(&[no_indexed_prototype as u8]);
        for (key, property) in shape.properties() {
            h.write_u64(key_digest(key));
            h.update(&[property.attributes.0]);
            h.write_u32(property.slot.0);
        }
        h.write_u64(self.prototype(vm, shape.prototype, 0));
        h.finish()
    }

    fn prototype(&mut self, vm: &Vm, prototype: Value, depth: usize) -> u64 {
        let Some(object) = prototype.to_cell::<Object>() else { return 1 };
        if depth >= MAX_DEPTH {
            return 2;
        }
        if let Some(known) = self.prototypes.get(&object.address()) {
            return *known;
        }
        let shape = vm.shapes.get(object.shape());
        let mut h = Xxh3::new();
        h.update(&[shape.kind as u8]);
        for (key, property) in shape.properties().into_iter().take(MAX_PROPERTIES) {
            h.write_u64(key_digest(key));
            if !property.attributes.is_accessor() {
                h.write_u64(function_digest(vm.slot(object, property.slot.0 as usize)));
            }
        }
        h.write_u64(self.prototype(vm, shape.prototype, depth + 1));
        let digest = h.finish();
        self.prototypes.insert(object.address(), digest);
        digest
    }
}

/// What a live shape looks like, never 0.
pub fn look(vm: &Vm, id: ShapeId) -> u16 {
    /// Of a prototype that are looked through for the function that made it.
    const FIRST: usize = 4;
    let shape = vm.shapes.get(id);
    let mut h = Xxh3::new();
    h.update(&[shape.kind as u8, shape.variant, shape.inline_capacity, shape.extensible as u8, shape.unique as u8]);
    for (key, property) in shape.properties() {
        h.write_u64(key_digest(key));
        h.update(&[property.attributes.0]);
    }
    if let Some(prototype) = shape.prototype.to_cell::<Object>() {
        let properties = vm.shapes.get(prototype.shape()).properties().into_iter().take(FIRST);
        let mut functions = properties.filter(|(_, property)| !property.attributes.is_accessor()).filter_map(|(_, property)| {
            let function = vm.slot(prototype, property.slot.0 as usize).to_cell::<Function>()?;
            Some(function_digest(function.value()))
        });
        if let Some(digest) = functions.next() {
            h.write_u64(digest);
        }
    }
    (h.finish() as u16).max(1)
}

fn key_digest(key: PropertyKey) -> u64 {
    let of_text = |text: Gc<JsString>| text.flat_units().map_or(0, |units| units.hash() as u64);
    if let Some(index) = key.as_index() {
        return index as u64;
    }
    if let Some(atom) = key.as_atom() {
        return 1 << 32 | of_text(atom);
    }
    let description = key.as_symbol().and_then(|symbol| symbol.description.get().as_string());
    2 << 32 | description.map_or(0, of_text)
}

/// Where the function was written, or its name; other values are all alike, as they vary.
fn function_digest(value: Value) -> u64 {
    if let Some(function) = value.to_cell::<Function>() {
        let script = function.script();
        let info = &script.template().info;
        let place = (info.start as u64) << 32 | info.end as u64;
        // Texts that were evaluated often differ in a name only.
        return 3 + info.name.to_rust().bytes().fold(place, |digest, byte| digest.rotate_left(5) ^ byte as u64);
    }
    if value.to_cell::<Native>().is_some() { 4 } else { 5 }
}
