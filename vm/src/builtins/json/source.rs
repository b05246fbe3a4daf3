//! JSON.parse source text access (sec-json.rawjson): what a parsed value was made of, for
//! revivers, and raw JSON for `stringify`.

use crate::heap::roots::{RootedKeys, RootedVec};
use crate::heap::{Kind, Payload, Tracer};
use crate::object::Attributes;
use crate::object::function::Args;
use crate::object::key::PropertyKey;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

/// JSON Parse Record of a value: its source if it is primitive, else its parts.
pub struct Snapshot {
    /// Index of the value in `Snapshots::values`.
    value: usize,
    start: usize,
    end: usize,
    /// Index of the key in `Snapshots::keys`, of a property.
    key: Option<usize>,
    parts: Vec<Snapshot>,
}

/// What is recorded while a text is parsed.
pub struct Snapshots {
    pub values: RootedVec,
    pub keys: RootedKeys,
    nodes: Vec<Snapshot>,
}

impl Snapshots {
    pub fn new(vm: &Vm) -> Snapshots {
        Snapshots { values: RootedVec::new(vm), keys: RootedKeys::new(vm), nodes: Vec::new() }
    }
    /// To be given to `push` once the value is parsed that begins here.
    pub fn mark(&self) -> usize {
        self.nodes.len()
    }
    pub fn push(&mut self, mark: usize, value: Value, start: usize, end: usize) {
        let parts = self.nodes.split_off(mark);
        self.values.push(value);
        self.nodes.push(Snapshot { value: self.values.len() - 1, start, end, key: None, parts });
    }
    /// The value that was pushed last is that of a property.
    pub fn name(&mut self, key: PropertyKey) {
        self.keys.push(key);
        if let Some(last) = self.nodes.last_mut() {
            last.key = Some(self.keys.len() - 1);
        }
    }
    /// The record of the whole text.
    pub fn take_root(&mut self) -> Option<Snapshot> {
        self.nodes.pop()
    }
    /// Whether a value is still what was parsed.
    pub fn is_value(&self, vm: &mut Vm, snapshot: &Snapshot, value: Value) -> bool {
        vm.same_value(self.values[snapshot.value], value)
    }
    pub fn element<'s>(&self, snapshot: &'s Snapshot, index: u64) -> Option<&'s Snapshot> {
        snapshot.parts.get(index as usize)
    }
    /// Of several properties of one name, the last counts.
    pub fn property<'s>(&self, snapshot: &'s Snapshot, key: PropertyKey) -> Option<&'s Snapshot> {
        snapshot.parts.iter().rev().find(|part| part.key.is_some_and(|k| self.keys[k] == key))
    }
}

impl Snapshot {
    /// Range of the source text.
    pub fn range(&self) -> (usize, usize) {
        (self.start, self.end)
    }
}

/// `[[IsRawJSON]]`.
struct RawJson;
impl Payload for RawJson {
    fn trace(&self, _: &mut Tracer) {}
}

pub fn is_raw(value: Value) -> bool {
    value.payload::<RawJson>().is_some()
}

/// JSON.isRawJSON ( O ) (sec-json.israwjson).
pub fn is_raw_json(_: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(Value::bool(is_raw(args.get(0))))
}

/// JSON.rawJSON ( text ) (sec-json.rawjson).
pub fn raw_json(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let text = vm.to_string(args.get(0))?;
    let units = vm.units(text);
    let is_space = |unit: u16| matches!(unit, 9 | 10 | 13 | 32);
    if units.is_empty() || is_space(units.get(0)) || is_space(units.get(units.len() - 1)) {
        return Err(vm.syntax_error("raw JSON must neither be empty nor begin or end with white space"));
    }
    if super::parse_text(vm, text)?.is_object() {
        return Err(vm.syntax_error("raw JSON must be of a primitive value"));
    }
    let shape = vm.root_shape(Kind::Host, 0, 0, Value::NULL);
    let object = vm.alloc_payload_object(shape, Box::new(RawJson));
    let key = vm.key("rawJSON");
    vm.define_new(object, key, text.value(), Attributes::DEFAULT);
    vm.set_integrity_level(object, crate::runtime::operations::IntegrityLevel::Frozen)?;
    Ok(object.value())
}
