//! The cell of a RegExp, and that of a pattern, which all objects of one literal share: so literals, which programs have
//! in their loops, take neither a block of the system's allocator nor a finaliser.

use super::compiled::Compiled;
use crate::heap::payload::Payload;
use crate::heap::{CellType, Gc, Kind, Tracer};
use crate::object::layout::{InternalCell, Object};
use crate::object::shape::ShapeId;
use crate::string::JsString;
use crate::value::{Value, tag};
use crate::vm::Vm;
use core::cell::Cell;
use std::rc::Rc;

/// Inline slots: `lastIndex`, which is the first property.
pub(super) const SLOTS: usize = 1;

/// `[[OriginalSource]]`, `[[OriginalFlags]]` and `[[RegExpMatcher]]`
/// (sec-properties-of-regexp-instances). Behind the object there are values to the end, as in ordinary objects.
#[repr(C)]
pub struct RegExp {
    _object: Object,
    last_index: Cell<Value>,
    source: Cell<Value>,
    /// A cell of a `Pattern`.
    pattern: Cell<Value>,
    /// An integer: see `Bits`.
    bits: Cell<Value>,
}

// SAFETY: repr(C), starts with an Object, sole layout of its kind.
unsafe impl CellType for RegExp {
    const TAG: u16 = tag::OBJECT;
    fn is_kind(kind: Kind) -> bool {
        kind == Kind::RegExp
    }
}

/// A compiled pattern as a cell.
struct Pattern {
    compiled: Rc<Compiled>,
    /// Bytes of the pattern, if this was the first cell that has it.
    counted: usize,
}

impl Payload for Pattern {
    fn trace(&self, _: &mut Tracer) {}
    fn external_size(&self) -> usize {
        self.counted
    }
}

/// Flags in the lowest byte, then whether it was not made for a subclass, then the realm's index.
struct Bits;

impl Bits {
    const LEGACY: i32 = 1 << 8;
    const REALM: u32 = 9;
    fn of(flags: u8, legacy: bool, realm: u32) -> Value {
        Value::int(flags as i32 | if legacy { Self::LEGACY } else { 0 } | (realm << Self::REALM) as i32)
    }
}

/// What the RegExps of one literal have in common.
#[derive(Clone, Copy)]
pub struct Parts {
    pub source: Value,
    pub flags: u8,
    /// A cell of a pattern.
    pub pattern: Value,
}

impl Gc<RegExp> {
    pub fn as_object(self) -> Gc<Object> {
        // SAFETY: the layout starts with an Object, and its kind is an object kind.
        unsafe { Gc::from_header(self.header()) }
    }
}

impl RegExp {
    pub fn of(object: Gc<Object>) -> Option<Gc<RegExp>> {
        object.value().to_cell()
    }
    /// The property `lastIndex`, which cannot be removed.
    pub fn last_index(&self) -> Value {
        self.last_index.get()
    }
    pub fn source(&self) -> Gc<JsString> {
        self.source.get().as_string().expect("a string")
    }
    pub fn flags(&self) -> u8 {
        self.bits.get().as_int() as u8
    }
    pub fn has(&self, bit: u8) -> bool {
        self.flags() & bit != 0
    }
    /// `[[LegacyFeaturesEnabled]]`: not made for a subclass.
    pub fn is_legacy(&self) -> bool {
        self.bits.get().as_int() & Bits::LEGACY != 0
    }
    /// Index of `[[Realm]]`.
    pub fn realm(&self) -> u32 {
        self.bits.get().as_int() as u32 >> Bits::REALM
    }
    pub fn compiled(&self) -> Rc<Compiled> {
        let cell: Gc<InternalCell> = self.pattern.get().to_cell().expect("a pattern");
        // SAFETY: `Vm::alloc_regexp` and `recompile` put nothing else there.
        unsafe { cell.payload_unchecked::<Pattern>() }.compiled.clone()
    }
}

impl Vm {
    /// The cell of a pattern.
    pub(super) fn new_pattern(&mut self, compiled: Rc<Compiled>) -> Value {
        // It is in the cache, and here.
        let counted = if Rc::strong_count(&compiled) <= 2 { compiled.bytes() } else { 0 };
        self.new_internal(Box::new(Pattern { compiled, counted })).value()
    }

    /// Changes what a RegExp matches.
    pub(super) fn recompile(&mut self, regexp: Gc<RegExp>, parts: Parts) {
        regexp.source.set(parts.source);
        regexp.pattern.set(parts.pattern);
        regexp.bits.set(Bits::of(parts.flags, regexp.is_legacy(), regexp.realm()));
        self.write_barrier(regexp.header());
    }

    /// RegExpAlloc (sec-regexpalloc), with the internal slots of RegExpInitialize, of this shape. `lastIndex` is 0, if the
    /// shape has it yet.
    pub(super) fn alloc_regexp(&mut self, shape: ShapeId, parts: Parts, legacy: bool) -> Gc<RegExp> {
        let bits = Bits::of(parts.flags, legacy, self.current_realm);
        let regexp = self.alloc_values(shape, Kind::RegExp, [Value::int(0), parts.source, parts.pattern, bits]);
        regexp.value().to_cell().expect("allocated as one")
    }
}
