//! Handles: objects that hold what WebAssembly calls by name.

use crate::heap::{Gc, Kind, Payload, Tracer};
use crate::object::Object;
use crate::object::layout::trace_value;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use std::cell::Cell;
use std::sync::Arc;
use wasmtime::{Func, FuncType, Global, Memory, Table, Tag};

pub(super) enum Handle {
    Module(Arc<super::module::Compiled>),
    Function(Func, FuncType),
    /// With its buffer, as long as that is of the memory's length.
    Memory(Memory, Cell<Value>),
    Table(Table),
    Global(Global),
    Tag(Tag, FuncType),
    /// The handle of its tag, and its values: what `WebAssembly.Exception` makes.
    // unrooted: `trace` visits them, also while the object is being made.
    Exception(Value, Box<[Value]>),
}

impl Payload for Handle {
    fn trace(&self, tracer: &mut Tracer) {
        match self {
            Handle::Memory(_, buffer) => trace_value(buffer.get(), tracer),
            Handle::Exception(tag, values) => {
                trace_value(*tag, tracer);
                values.iter().for_each(|value| trace_value(*value, tracer));
            }
            _ => {}
        }
    }
    fn external_size(&self) -> usize {
        match self {
            Handle::Module(module) => module.size(),
            Handle::Exception(_, values) => size_of_val(&values[..]),
            _ => 0,
        }
    }
}

impl Handle {
    pub fn into_object(self, vm: &mut Vm) -> Gc<Object> {
        let proto = vm.intrinsic(Intrinsic::ObjectPrototype);
        vm.new_payload_object(Kind::Host, proto, Box::new(self))
    }
    /// The handle that `namespace.js` has given.
    pub fn of<'a>(value: Value) -> Option<&'a Handle> {
        value.payload::<Handle>()
    }
    pub fn memory<'a>(value: Value) -> (Memory, &'a Cell<Value>) {
        match Handle::of(value) {
            Some(Handle::Memory(memory, buffer)) => (*memory, buffer),
            _ => unreachable!("namespace.js gives a memory"),
        }
    }
    pub fn table(value: Value) -> Table {
        match Handle::of(value) {
            Some(Handle::Table(table)) => *table,
            _ => unreachable!("namespace.js gives a table"),
        }
    }
    pub fn global(value: Value) -> Global {
        match Handle::of(value) {
            Some(Handle::Global(global)) => *global,
            _ => unreachable!("namespace.js gives a global"),
        }
    }
    pub fn tag(value: Value) -> Tag {
        match Handle::of(value) {
            Some(Handle::Tag(tag, _)) => *tag,
            _ => unreachable!("namespace.js gives a tag"),
        }
    }
    pub fn module<'a>(value: Value) -> &'a Arc<super::module::Compiled> {
        match Handle::of(value) {
            Some(Handle::Module(module)) => module,
            _ => unreachable!("namespace.js gives a module"),
        }
    }
}
