//! The megamorphic cache: one table for all sites that saw too many shapes, from
//! (shape, key) to where the property is.
//!
//! Entries hold shape ids and prototype holders; those that depend on prototypes are
//! valid at one prototype epoch only. Neither holders nor keys are traced, and a key that is
//! computed may die: the table is emptied at every collection, which is also before shape ids
//! are reused. Reads and writes of a property are apart: a write's key has its low bit set.

use super::IcEntry;

const BITS: u32 = 11;

#[derive(Clone, Copy)]
struct Row {
    key: u64,
    epoch: u32,
    entry: IcEntry,
}

const EMPTY: Row = Row { key: 0, epoch: 0, entry: IcEntry::EMPTY };

#[derive(Default)]
pub struct MegamorphicCache {
    /// Made at first use, so that small scripts do not pay for it.
    rows: Option<Box<[Row; 1 << BITS]>>,
}

#[inline(always)]
fn index(shape: u32, key: u64) -> usize {
    // The low bit, which tells writes from reads, is not lost.
    let mixed = (key as u32).rotate_right(3) ^ shape.wrapping_mul(0x9E37_79B1);
    (mixed.wrapping_mul(0x85EB_CA6B) >> (32 - BITS)) as usize
}

impl MegamorphicCache {
    /// What is known of property `key` (its word) of objects of `shape`.
    #[inline]
    pub fn get(&self, shape: u32, key: u64, epoch: u32) -> Option<IcEntry> {
        let row = &self.rows.as_ref()?[index(shape, key)];
        (row.entry.shape == shape && row.key == key && (row.epoch == epoch || !row.entry.kind.depends_on_prototypes())).then_some(row.entry)
    }
    /// What a write of property `key` to objects of `shape` does.
    #[inline]
    pub fn get_store(&self, shape: u32, key: u64, epoch: u32) -> Option<IcEntry> {
        self.get(shape, key | 1, epoch)
    }
    pub fn put_store(&mut self, entry: IcEntry, key: u64, epoch: u32) {
        self.put(entry, key | 1, epoch);
    }
    pub fn put(&mut self, entry: IcEntry, key: u64, epoch: u32) {
        let rows = self.rows.get_or_insert_with(|| Box::new([EMPTY; 1 << BITS]));
        rows[index(entry.shape, key)] = Row { key, epoch, entry };
    }
    pub fn clear(&mut self) {
        if let Some(rows) = &mut self.rows {
            rows.fill(EMPTY);
        }
    }
}
