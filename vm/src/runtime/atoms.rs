//! Atoms: the table of interned strings. Equal property names are one cell.
//!
//! The table is weak: an atom that nothing refers to is dropped at the next collection.
//!
//! Invariants:
//! 1. Every string with flag ATOM is in the table, once, flat, with its hash computed;
//!    it carries NOT_INDEX unless it is a canonical array index.
//! 2. `young` has the atoms made since the last collection, which are all that a young
//!    collection can free. Before the first one there is no such list: all are young.

use crate::bytecode::JsStr;
use crate::heap::Gc;
use crate::object::key::PropertyKey;
use crate::string::{JsString, Units, flags};
use crate::vm::Vm;
use hearth_gc::Liveness;

#[derive(Clone, Copy)]
struct Slot {
    hash: u32,
    /// None: free if the hash is 0, deleted if it is 1 (which then is no real hash).
    atom: Option<Gc<JsString>>,
}

const FREE: Slot = Slot { hash: 0, atom: None };
const DELETED: Slot = Slot { hash: 1, atom: None };

#[derive(Default)]
pub struct AtomTable {
    slots: Vec<Slot>,
    live: usize,
    /// Live and deleted ones.
    used: usize,
    young: Option<Vec<Gc<JsString>>>,
}

impl AtomTable {
    pub fn len(&self) -> usize {
        self.live
    }
    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    #[inline]
    fn find(&self, units: Units<'_>, hash: u32) -> Option<Gc<JsString>> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = hash as usize & mask;
        loop {
            let slot = &self.slots[at];
            match slot.atom {
                Some(atom) if slot.hash == hash && atom.flat_units().is_some_and(|u| u.same(units)) => return Some(atom),
                None if slot.hash == 0 => return None,
                _ => at = (at + 1) & mask,
            }
        }
    }

    fn insert(&mut self, atom: Gc<JsString>, hash: u32) {
        if (self.used + 1) * 4 > self.slots.len() * 3 {
            self.rebuild();
        }
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots[at].atom.is_some() {
            at = (at + 1) & mask;
        }
        self.used += (self.slots[at].hash == 0) as usize;
        self.live += 1;
        self.slots[at] = Slot { hash, atom: Some(atom) };
        if let Some(young) = &mut self.young {
            young.push(atom);
        }
    }

    /// Makes room for as many atoms again, and gets rid of deleted slots.
    fn rebuild(&mut self) {
        let size = ((self.live + 1) * 4).next_power_of_two().max(2048);
        let old = core::mem::replace(&mut self.slots, vec![FREE; size]);
        for slot in old.into_iter().filter(|s| s.atom.is_some()) {
            let mut at = slot.hash as usize & (size - 1);
            while self.slots[at].atom.is_some() {
                at = (at + 1) & (size - 1);
            }
            self.slots[at] = slot;
        }
        self.used = self.live;
    }

    /// Drops dead atoms: among the young, or among all.
    pub fn prune(&mut self, liveness: &Liveness, full: bool) {
        if full || self.young.is_none() {
            for slot in &mut self.slots {
                if slot.atom.is_some_and(|atom| !liveness.is_live(atom.header())) {
                    *slot = DELETED;
                    self.live -= 1;
                }
            }
        } else {
            let mask = self.slots.len().wrapping_sub(1);
            for atom in self.young.iter().flatten().filter(|atom| !liveness.is_live(atom.header())) {
                // Not swept yet, so the hash can still be read.
                let hash = atom.cached_hash().expect("atoms have a hash");
                let mut at = hash as usize & mask;
                while self.slots[at].atom != Some(*atom) {
                    at = (at + 1) & mask;
                }
                self.slots[at] = DELETED;
                self.live -= 1;
            }
        }
        self.young.get_or_insert_default().clear();
    }
}

impl Vm {
    /// The atom with these code units.
    pub fn intern_units(&mut self, units: Units<'_>) -> Gc<JsString> {
        let hash = units.hash();
        if let Some(atom) = self.atoms.find(units, hash) {
            return atom;
        }
        let string = match units {
            Units::Latin1(s) => self.new_string_latin1(s),
            Units::Utf16(s) => self.new_string_utf16(s),
        };
        self.make_atom(string, units, hash)
    }

    /// Turns a flat string that is in no table into an atom.
    fn make_atom(&mut self, string: Gc<JsString>, units: Units<'_>, hash: u32) -> Gc<JsString> {
        string.cache_hash(hash);
        string.mark_atom(units.array_index().is_none());
        self.atoms.insert(string, hash);
        string
    }

    /// The atom with this text.
    pub fn intern(&mut self, text: &str) -> Gc<JsString> {
        if text.is_ascii() {
            return self.intern_units(Units::Latin1(text.as_bytes()));
        }
        let units: Vec<u16> = text.encode_utf16().collect();
        self.intern_utf16(&units)
    }

    pub fn intern_utf16(&mut self, units: &[u16]) -> Gc<JsString> {
        // Hash and comparison do not depend on the width.
        self.intern_units(Units::Utf16(units))
    }

    pub fn intern_js_str(&mut self, text: &JsStr) -> Gc<JsString> {
        match text {
            JsStr::Latin1(s) => self.intern_units(Units::Latin1(s)),
            JsStr::Utf16(s) => self.intern_units(Units::Utf16(s)),
        }
    }

    /// The atom equal to `string`, which may be `string` itself from now on.
    #[inline]
    pub fn intern_string(&mut self, string: Gc<JsString>) -> Gc<JsString> {
        if string.is_atom() { string } else { self.intern_string_slow(string) }
    }

    fn intern_string_slow(&mut self, string: Gc<JsString>) -> Gc<JsString> {
        let units = self.units(string);
        let hash = string.cached_hash().unwrap_or_else(|| units.hash());
        string.cache_hash(hash);
        if let Some(atom) = self.atoms.find(units, hash) {
            return atom;
        }
        if string.flags() & flags::INDIRECT == 0 {
            return self.make_atom(string, units, hash);
        }
        self.intern_units(units)
    }

    /// The property key that `text` names.
    pub fn key(&mut self, text: &str) -> PropertyKey {
        if let Some(index) = Units::Latin1(text.as_bytes()).array_index() {
            return PropertyKey::index(index);
        }
        PropertyKey::atom(self.intern(text))
    }

    pub fn key_from_js_str(&mut self, text: &JsStr) -> PropertyKey {
        let atom = self.intern_js_str(text);
        self.key_from_string(atom)
    }

    /// The property key that a string names.
    #[inline]
    pub fn key_from_string(&mut self, string: Gc<JsString>) -> PropertyKey {
        if string.flags() & (flags::ATOM | flags::NOT_INDEX) == flags::ATOM | flags::NOT_INDEX {
            return PropertyKey::atom(string);
        }
        self.key_from_string_slow(string)
    }

    fn key_from_string_slow(&mut self, string: Gc<JsString>) -> PropertyKey {
        if string.len() <= 10
            && let Some(index) = self.units(string).array_index()
        {
            return PropertyKey::index(index);
        }
        PropertyKey::atom(self.intern_string(string))
    }
}
