//! The hash table under Map and Set: insertion-ordered, compact, deterministic.
//!
//! Entries stand in a vector in insertion order; an open-addressing index maps hashes
//! to entries. A deleted entry becomes a tombstone, and the vector is compacted when
//! half of it is tombstones. Every entry carries the serial number of its insertion, so
//! that an iterator (a `Position`) survives compaction, deletion and `clear`: when the
//! table's generation has changed, it finds its place again by serial number.
//!
//! Equality is SameValueZero. String keys must be flat (the caller flattens ropes).
//! The table knows nothing of the collector: its owner traces it and runs barriers.

use crate::bigint::JsBigInt;
use crate::heap::Gc;
use crate::value::Value;

struct Entry {
    /// EMPTY: deleted.
    key: Value,
    value: Value,
    serial: u64,
}

/// Where an iterator stands.
#[derive(Clone, Copy, Default, Debug)]
pub struct Position {
    /// The entry to look at next, while `generation` is the table's.
    at: usize,
    generation: u32,
    /// Least serial number that has not been visited.
    serial: u64,
}

#[derive(Default)]
pub struct OrderedTable {
    entries: Vec<Entry>,
    /// Entry number + 1; 0 is free, `GONE` was deleted. Its length is a power of two.
    index: Vec<u32>,
    live: usize,
    next_serial: u64,
    /// Counts what moves entries.
    generation: u32,
}

const GONE: u32 = u32::MAX;
/// Up to this many entries are searched without an index.
const LINEAR: usize = 8;

/// A key in the form in which equal numbers are equal words (sec-normalize-keyed-collection-key).
#[inline]
pub fn normalize(key: Value) -> Value {
    if key.is_double() { if key.as_double() == 0.0 { Value::int(0) } else { Value::number(key.as_double()) } } else { key }
}

/// Hash of a normalised key.
#[inline]
fn hash_of(key: Value) -> u32 {
    if let Some(string) = key.as_string() {
        return string.cached_hash().unwrap_or_else(|| {
            let hash = string.flat_units().expect("flat key").hash();
            string.cache_hash(hash);
            hash
        });
    }
    let word = match key.to_cell::<JsBigInt>() {
        Some(big) if big.small().is_some() => big.low_u64(),
        Some(big) => big.number().iter_u64_digits().fold(7u64, |h, d| h.rotate_left(5) ^ d.wrapping_mul(0x9E37_79B9_7F4A_7C15)),
        None => key.0,
    };
    let mixed = word.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 32) as u32 ^ (mixed as u32 >> 7)
}

/// SameValueZero of normalised keys.
#[inline]
fn same(a: Value, b: Value) -> bool {
    if a == b {
        return true;
    }
    if let (Some(x), Some(y)) = (a.as_string(), b.as_string()) {
        return !(x.is_atom() && y.is_atom()) && same_strings(x, y);
    }
    match (a.to_cell::<JsBigInt>(), b.to_cell::<JsBigInt>()) {
        (Some(x), Some(y)) => match (x.small(), y.small()) {
            (None, None) => x.number() == y.number(),
            (x, y) => x == y,
        },
        _ => false,
    }
}

fn same_strings(a: Gc<crate::string::JsString>, b: Gc<crate::string::JsString>) -> bool {
    a.len() == b.len()
        && !matches!((a.cached_hash(), b.cached_hash()), (Some(x), Some(y)) if x != y)
        && a.flat_units().expect("flat key").same(b.flat_units().expect("flat key"))
}

impl OrderedTable {
    pub fn len(&self) -> usize {
        self.live
    }
    pub fn is_empty(&self) -> bool {
        self.live == 0
    }
    /// Bytes held outside the heap.
    pub fn external_size(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>() + self.index.capacity() * 4
    }

    /// Bytes by which the next new key may make the table grow; mostly 0.
    pub fn growth(&self) -> usize {
        if self.entries.len() < self.entries.capacity() { 0 } else { self.external_size().max(size_of::<Entry>() * 4) }
    }

    fn find(&self, key: Value) -> Option<usize> {
        if self.index.is_empty() {
            // A short scan of words beats hashing.
            return self.entries.iter().position(|e| same(e.key, key));
        }
        let mask = self.index.len() - 1;
        let mut slot = hash_of(key) as usize & mask;
        loop {
            match self.index[slot] {
                0 => return None,
                GONE => {}
                n => {
                    if same(self.entries[n as usize - 1].key, key) {
                        return Some(n as usize - 1);
                    }
                }
            }
            slot = (slot + 1) & mask;
        }
    }
    pub fn get(&self, key: Value) -> Option<Value> {
        self.find(normalize(key)).map(|i| self.entries[i].value)
    }
    pub fn has(&self, key: Value) -> bool {
        self.find(normalize(key)).is_some()
    }
    /// Sets `key` to `value`; true if the key is new.
    pub fn set(&mut self, key: Value, value: Value) -> bool {
        let key = normalize(key);
        if let Some(at) = self.find(key) {
            self.entries[at].value = value;
            return false;
        }
        self.add(key, value);
        true
    }
    /// As `set`, if there is room for the key; false if not.
    pub fn set_within_capacity(&mut self, key: Value, value: Value) -> bool {
        let key = normalize(key);
        if let Some(at) = self.find(key) {
            self.entries[at].value = value;
            return true;
        }
        let has_room = self.growth() == 0;
        if has_room {
            self.add(key, value);
        }
        has_room
    }
    /// A key that is not there.
    fn add(&mut self, key: Value, value: Value) {
        if self.entries.len() == self.entries.capacity() && self.live <= self.entries.len() / 2 {
            self.compact();
        }
        self.entries.push(Entry { key, value, serial: self.next_serial });
        self.next_serial += 1;
        self.live += 1;
        if self.index.is_empty() {
            if self.entries.len() > LINEAR {
                self.rebuild_index();
            }
        } else if self.entries.len() * 4 > self.index.len() * 3 {
            self.rebuild_index();
        } else {
            let at = self.entries.len() as u32;
            insert_index(&mut self.index, hash_of(key), at);
        }
    }
    /// Deletes `key`; true if it was there.
    pub fn delete(&mut self, key: Value) -> bool {
        let key = normalize(key);
        let Some(at) = self.find(key) else { return false };
        if !self.index.is_empty() {
            let mask = self.index.len() - 1;
            let mut slot = hash_of(key) as usize & mask;
            while self.index[slot] != at as u32 + 1 {
                slot = (slot + 1) & mask;
            }
            self.index[slot] = GONE;
        }
        self.entries[at].key = Value::EMPTY;
        self.entries[at].value = Value::UNDEFINED;
        self.live -= 1;
        if self.entries.len() > 32 && self.live < self.entries.len() / 2 {
            self.compact();
        }
        true
    }
    pub fn clear(&mut self) {
        self.entries.clear();
        self.index.clear();
        self.live = 0;
        self.generation = self.generation.wrapping_add(1);
    }
    fn compact(&mut self) {
        self.entries.retain(|e| !e.key.is_empty());
        self.generation = self.generation.wrapping_add(1);
        self.rebuild_index();
    }
    fn rebuild_index(&mut self) {
        if self.entries.len() <= LINEAR {
            self.index.clear();
            return;
        }
        let size = (self.entries.len() * 2).next_power_of_two().max(32);
        self.index.clear();
        self.index.resize(size, 0);
        for (i, entry) in self.entries.iter().enumerate() {
            if !entry.key.is_empty() {
                insert_index(&mut self.index, hash_of(entry.key), i as u32 + 1);
            }
        }
    }

    /// The entry at `position`, which moves past it.
    pub fn next(&self, position: &mut Position) -> Option<(Value, Value)> {
        if position.generation != self.generation {
            position.at = self.entries.partition_point(|e| e.serial < position.serial);
            position.generation = self.generation;
        }
        while let Some(entry) = self.entries.get(position.at) {
            position.at += 1;
            position.serial = entry.serial + 1;
            if !entry.key.is_empty() {
                return Some((entry.key, entry.value));
            }
        }
        None
    }
    /// All entries in order.
    pub fn iter(&self) -> impl Iterator<Item = (Value, Value)> + '_ {
        self.entries.iter().filter(|e| !e.key.is_empty()).map(|e| (e.key, e.value))
    }
}

fn insert_index(index: &mut [u32], hash: u32, entry: u32) {
    let mask = index.len() - 1;
    let mut slot = hash as usize & mask;
    while index[slot] != 0 && index[slot] != GONE {
        slot = (slot + 1) & mask;
    }
    index[slot] = entry;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(table: &OrderedTable) -> Vec<i32> {
        table.iter().map(|(k, _)| k.as_int()).collect()
    }

    #[test]
    fn order_is_insertion_order_across_growth_and_deletion() {
        let mut table = OrderedTable::default();
        for i in 0..1000 {
            assert!(table.set(Value::int(i), Value::int(-i)));
        }
        for i in (0..1000).filter(|i| i % 3 != 0) {
            assert!(table.delete(Value::int(i)));
        }
        assert!(!table.set(Value::int(3), Value::int(7)));
        assert!(table.set(Value::int(1), Value::int(1)));
        let mut expected: Vec<i32> = (0..1000).filter(|i| i % 3 == 0).collect();
        expected.push(1);
        assert_eq!(keys(&table), expected);
        assert_eq!(table.get(Value::int(3)), Some(Value::int(7)));
        assert_eq!(table.get(Value::int(2)), None);
        assert_eq!(table.len(), expected.len());
    }

    #[test]
    fn numbers_are_equal_by_value_and_nan_equals_nan() {
        let mut table = OrderedTable::default();
        table.set(Value::double(-0.0), Value::int(1));
        assert!(table.has(Value::int(0)));
        table.set(Value::double(5.0), Value::int(2));
        assert_eq!(table.get(Value::int(5)), Some(Value::int(2)));
        table.set(Value::NAN, Value::int(3));
        assert_eq!(table.get(Value::double(f64::NAN)), Some(Value::int(3)));
        assert_eq!(table.len(), 3);
    }

    #[test]
    fn an_iterator_sees_what_is_added_and_not_what_is_deleted() {
        let mut table = OrderedTable::default();
        for i in 0..100 {
            table.set(Value::int(i), Value::UNDEFINED);
        }
        let mut position = Position::default();
        let mut seen = vec![];
        while let Some((key, _)) = table.next(&mut position) {
            let key = key.as_int();
            seen.push(key);
            if key == 10 {
                // Compacts under the iterator.
                for i in (0..100).filter(|i| *i != 50 && *i != 10) {
                    table.delete(Value::int(i));
                }
            }
            if key == 50 {
                table.clear();
                table.set(Value::int(1000), Value::UNDEFINED);
            }
        }
        assert_eq!(seen, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 50, 1000]);
    }

    #[test]
    fn many_deletions_and_insertions_do_not_fill_the_index() {
        let mut table = OrderedTable::default();
        for i in 0..100_000 {
            table.set(Value::int(i), Value::UNDEFINED);
            if i >= 20 {
                table.delete(Value::int(i - 20));
            }
        }
        assert_eq!(table.len(), 20);
        assert!(table.index.len() < 1024);
        assert!(!table.has(Value::int(5)));
    }
}
