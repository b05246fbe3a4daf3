//! Strings: Latin-1 or UTF-16, flat, ropes and slices; atoms are interned flat strings.
//!
//! Layout: `Header, len: u32, hash: u32`, then the characters of a flat string, or
//! two words: (left, right) of a rope, (base, offset) of a slice. A rope that was
//! flattened becomes a slice of its flat copy.
//!
//! Invariants:
//! 1. `FORM` and `WIDE` bits say what follows the fixed part; only `flatten` changes them.
//! 2. A slice's base is flat. A flat string's characters never change.
//! 3. `hash` is 0 until computed; atoms have theirs computed.

use crate::heap::{CellType, Gc, Kind};
use crate::value::{Value, tag};
use core::cell::{Cell, UnsafeCell};
use core::ptr::NonNull;
use hearth_gc::{Header, Tracer};

/// Bits of a string header's `flags`.
pub mod flags {
    /// UTF-16 code units (of a rope: some part is wide).
    pub const WIDE: u8 = 1;
    pub const ATOM: u8 = 2;
    pub const ROPE: u8 = 4;
    pub const SLICE: u8 = 8;
    /// Not flat.
    pub const INDIRECT: u8 = ROPE | SLICE;
    /// Known not to be an array index.
    pub const NOT_INDEX: u8 = 16;
}

/// Longest string, in code units, as in V8.
pub const MAX_LENGTH: usize = (1 << 29) - 24;

#[repr(C)]
pub struct JsString {
    pub header: UnsafeCell<Header>,
    len: u32,
    hash: Cell<u32>,
    /// Ropes and slices only.
    first: Cell<u64>,
    second: Cell<u64>,
}

// SAFETY: repr(C), header first, sole layout of its kind; flat cells are at least this large.
unsafe impl CellType for JsString {
    const TAG: u16 = tag::STRING;
    fn is_kind(kind: Kind) -> bool {
        kind == Kind::String
    }
}

pub const STRING_LEN: usize = core::mem::offset_of!(JsString, len);
pub const STRING_DATA: usize = core::mem::offset_of!(JsString, first);
/// Every string cell is at least this large, so that `JsString` is its layout.
pub const MIN_SIZE: usize = size_of::<JsString>();
const _: () = assert!(STRING_LEN == 8 && STRING_DATA == 16 && MIN_SIZE == 32);

/// The code units of a flat string or slice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Units<'a> {
    Latin1(&'a [u8]),
    Utf16(&'a [u16]),
}

impl<'a> Units<'a> {
    #[inline(always)]
    pub fn len(self) -> usize {
        match self {
            Units::Latin1(s) => s.len(),
            Units::Utf16(s) => s.len(),
        }
    }
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
    #[inline(always)]
    pub fn get(self, i: usize) -> u16 {
        match self {
            Units::Latin1(s) => s[i] as u16,
            Units::Utf16(s) => s[i],
        }
    }
    pub fn slice(self, start: usize, end: usize) -> Units<'a> {
        match self {
            Units::Latin1(s) => Units::Latin1(&s[start..end]),
            Units::Utf16(s) => Units::Utf16(&s[start..end]),
        }
    }
    pub fn iter(self) -> impl DoubleEndedIterator<Item = u16> + ExactSizeIterator + 'a {
        (0..self.len()).map(move |i| self.get(i))
    }
    /// Lossy: lone surrogates become U+FFFD.
    pub fn to_rust(self) -> String {
        match self {
            Units::Latin1(s) => encoding_rs::mem::decode_latin1(s).into_owned(),
            Units::Utf16(s) => String::from_utf16_lossy(s),
        }
    }
    pub fn to_vec16(self) -> Vec<u16> {
        self.iter().collect()
    }
    /// Equal code units, whatever the width.
    pub fn same(self, other: Units<'_>) -> bool {
        match (self, other) {
            (Units::Latin1(a), Units::Latin1(b)) => a == b,
            (Units::Utf16(a), Units::Utf16(b)) => a == b,
            _ => self.len() == other.len() && self.iter().eq(other.iter()),
        }
    }
    /// Same for equal code units of either width, never 0.
    pub fn hash(self) -> u32 {
        let mut h = 0x811C_9DC5u32;
        for unit in self.iter() {
            h = (h ^ unit as u32).wrapping_mul(0x0100_0193);
        }
        h ^= h >> 15;
        h.max(1)
    }
    /// The index that this string names, if it is one in canonical form (sec-array-index).
    pub fn array_index(self) -> Option<u32> {
        let len = self.len();
        if len == 0 || len > 10 || (len > 1 && self.get(0) == b'0' as u16) {
            return None;
        }
        let mut n: u64 = 0;
        for unit in self.iter() {
            let digit = unit.wrapping_sub(b'0' as u16);
            if digit > 9 {
                return None;
            }
            n = n * 10 + digit as u64;
        }
        (n < u32::MAX as u64).then_some(n as u32)
    }
}

impl JsString {
    #[inline(always)]
    pub fn flags(&self) -> u8 {
        // SAFETY: single mutator; no reference into the header outlives the expression.
        unsafe { (*self.header.get()).flags }
    }
    fn set_flags(&self, flags: u8) {
        // SAFETY: as in `flags`.
        unsafe { (*self.header.get()).flags = flags }
    }
    /// Length in code units.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len as usize
    }
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
    #[inline(always)]
    pub fn is_wide(&self) -> bool {
        self.flags() & flags::WIDE != 0
    }
    #[inline(always)]
    pub fn is_atom(&self) -> bool {
        self.flags() & flags::ATOM != 0
    }
    #[inline(always)]
    pub fn is_rope(&self) -> bool {
        self.flags() & flags::ROPE != 0
    }
    pub(crate) fn mark_atom(&self, not_index: bool) {
        self.set_flags(self.flags() | flags::ATOM | if not_index { flags::NOT_INDEX } else { 0 });
    }
    /// The code units, unless this is a rope (see `Gc<JsString>::units`, which flattens).
    #[inline(always)]
    pub fn flat_units(&self) -> Option<Units<'_>> {
        let flags = self.flags();
        if flags & flags::ROPE != 0 {
            return None;
        }
        let (base, offset) = if flags & flags::SLICE != 0 {
            // SAFETY: invariant 1: a slice's first word is its flat base (invariant 2).
            (unsafe { &*(self.first.get() as *const JsString) }, self.second.get() as usize)
        } else {
            (self, 0)
        };
        let data = base as *const JsString as usize + STRING_DATA;
        // SAFETY: invariants 1 and 2; a slice lies within its base.
        Some(unsafe {
            if base.is_wide() {
                Units::Utf16(core::slice::from_raw_parts((data as *const u16).add(offset), self.len()))
            } else {
                Units::Latin1(core::slice::from_raw_parts((data as *const u8).add(offset), self.len()))
            }
        })
    }
    /// The code units of any string, ropes copied out without changing them. For
    /// places that must not allocate in the heap; `Vm::flatten` is better elsewhere.
    pub fn to_units(&self) -> Vec<u16> {
        let mut out = vec![0u16; self.len()];
        self.copy_to(&mut out);
        out
    }
    /// Copies the code units into `out`, which has the string's length. Iterative, so
    /// that no rope is too deep.
    pub fn copy_to(&self, out: &mut [u16]) {
        self.for_each_leaf(|at, units| match units {
            Units::Latin1(s) => {
                for (o, b) in out[at..].iter_mut().zip(s) {
                    *o = *b as u16;
                }
            }
            Units::Utf16(s) => out[at..at + s.len()].copy_from_slice(s),
        });
    }
    /// As `copy_to` for a string that is not wide.
    pub fn copy_to_latin1(&self, out: &mut [u8]) {
        debug_assert!(!self.is_wide());
        self.for_each_leaf(|at, units| {
            if let Units::Latin1(s) = units {
                out[at..at + s.len()].copy_from_slice(s)
            } else {
                for (o, u) in out[at..].iter_mut().zip(units.iter()) {
                    *o = u as u8;
                }
            }
        });
    }
    /// Visits the flat parts of a rope with their offsets, right to left.
    fn for_each_leaf(&self, mut f: impl FnMut(usize, Units<'_>)) {
        let mut end = self.len();
        let mut stack: Vec<&JsString> = vec![self];
        while let Some(part) = stack.pop() {
            match part.flat_units() {
                Some(units) => {
                    end -= units.len();
                    f(end, units);
                }
                None => {
                    // SAFETY: invariant 1: a rope's words are its two parts, alive with it.
                    unsafe {
                        stack.push(&*(part.first.get() as *const JsString));
                        stack.push(&*(part.second.get() as *const JsString));
                    }
                }
            }
        }
    }
    /// The flat base and the offset of a slice.
    pub(crate) fn slice_base(&self) -> Option<(Gc<JsString>, usize)> {
        // SAFETY: invariant 1.
        (self.flags() & flags::SLICE != 0).then(|| unsafe { (Gc::from_address(self.first.get() as usize), self.second.get() as usize) })
    }
    /// The two parts of a rope.
    pub fn rope_parts(self: &JsString) -> Option<(Gc<JsString>, Gc<JsString>)> {
        // SAFETY: invariant 1.
        self.is_rope().then(|| unsafe { (Gc::from_address(self.first.get() as usize), Gc::from_address(self.second.get() as usize)) })
    }
    /// Turns a rope into a slice of its flat copy. The caller runs the write barrier.
    pub(crate) fn become_slice(&self, flat: Gc<JsString>) {
        debug_assert!(self.is_rope() && flat.flags() & flags::INDIRECT == 0 && flat.len() == self.len());
        self.first.set(flat.address() as u64);
        self.second.set(0);
        self.set_flags(self.flags() & !flags::ROPE & !flags::WIDE | flags::SLICE | flat.flags() & flags::WIDE);
    }
    /// Hash of the code units, if computed.
    pub fn cached_hash(&self) -> Option<u32> {
        Some(self.hash.get()).filter(|h| *h != 0)
    }
    pub fn cache_hash(&self, hash: u32) {
        self.hash.set(hash);
    }
    /// The array index that a flat string names.
    pub fn array_index(&self) -> Option<u32> {
        if self.flags() & flags::NOT_INDEX != 0 {
            return None;
        }
        self.flat_units()?.array_index()
    }
    /// The text as source of a program: lone surrogates become the characters that stand for them
    /// ([`crate::bytecode::surrogates`]).
    pub fn to_source(&self) -> String {
        match self.flat_units() {
            Some(units @ Units::Latin1(_)) => units.to_rust(),
            Some(Units::Utf16(units)) => crate::bytecode::surrogates::to_text(units),
            None => crate::bytecode::surrogates::to_text(&self.to_units()),
        }
    }
    /// Lossy text, for messages.
    pub fn to_rust(&self) -> String {
        match self.flat_units() {
            Some(units) => units.to_rust(),
            None => String::from_utf16_lossy(&self.to_units()),
        }
    }

    /// # Safety
    /// `cell` is a live string.
    pub unsafe fn trace(cell: NonNull<Header>, tracer: &mut Tracer) {
        // SAFETY: by contract; invariant 1 says which words are edges.
        unsafe {
            let string = cell.cast::<JsString>().as_ref();
            let flags = string.flags();
            if flags & flags::INDIRECT != 0 {
                tracer.mark(NonNull::new_unchecked(string.first.get() as *mut Header));
            }
            if flags & flags::ROPE != 0 {
                tracer.mark(NonNull::new_unchecked(string.second.get() as *mut Header));
            }
        }
    }
    /// # Safety
    /// `cell` is a string with length and flags set.
    pub unsafe fn size(cell: NonNull<Header>) -> usize {
        // SAFETY: by contract.
        let string = unsafe { cell.cast::<JsString>().as_ref() };
        if string.flags() & flags::INDIRECT != 0 { MIN_SIZE } else { JsString::flat_size(string.len(), string.is_wide()) }
    }
    /// Bytes of a flat string's cell.
    pub fn flat_size(len: usize, wide: bool) -> usize {
        (STRING_DATA + (len << wide as usize)).next_multiple_of(8).max(MIN_SIZE)
    }
    /// Writes the fixed part of a fresh cell.
    ///
    /// # Safety
    /// `cell` was just allocated with at least `MIN_SIZE` bytes, its header written.
    pub(crate) unsafe fn init(cell: NonNull<Header>, len: usize, words: Option<(u64, u64)>) -> Gc<JsString> {
        // SAFETY: by contract.
        unsafe {
            let string = cell.cast::<JsString>().as_ptr();
            (&raw mut (*string).len).write(len as u32);
            (&raw mut (*string).hash).write(Cell::new(0));
            if let Some((first, second)) = words {
                (&raw mut (*string).first).write(Cell::new(first));
                (&raw mut (*string).second).write(Cell::new(second));
            }
            Gc::from_header(cell)
        }
    }
    /// Where a flat string's characters start.
    pub(crate) fn data(&self) -> *mut u8 {
        (self as *const JsString as usize + STRING_DATA) as *mut u8
    }
}

impl Value {
    #[inline(always)]
    pub fn as_string(self) -> Option<Gc<JsString>> {
        self.to_cell()
    }
}
