//! The megamorphic cache: one table for all sites that saw too many shapes, from
//! (shape, key) to where the property is.
//!
//! Entries hold shape ids and prototype holders; those that depend on prototypes are
//! valid at one prototype epoch only. Neither holders nor keys are traced, and a key that is
//! computed may die: the table is emptied at every collection, which is also before shape ids
//! are reused. Reads and writes of a property are apart: a write's key has its low bit set.
//!
//! Compiled code looks into it by itself (`ion::probe`).

use super::IcEntry;

const BITS: u32 = 11;

#[derive(Clone, Copy)]
#[repr(C)]
pub struct Row {
    key: u64,
    epoch: u32,
    entry: IcEntry,
}

/// Where a row has what, and how a row is found, for `ion::probe`.
pub mod layout {
    use super::{BITS, IcEntry, Row};
    use core::mem::offset_of;

    pub const KEY: usize = offset_of!(Row, key);
    pub const EPOCH: usize = offset_of!(Row, epoch);
    const ENTRY: usize = offset_of!(Row, entry);
    pub const SHAPE: usize = ENTRY + offset_of!(IcEntry, shape);
    pub const KIND: usize = ENTRY + offset_of!(IcEntry, kind);
    pub const SLOT: usize = ENTRY + offset_of!(IcEntry, slot);
    pub const TARGET: usize = ENTRY + offset_of!(IcEntry, target);

    /// Rows are 2 to this power bytes long.
    pub const ROW_SHIFT: u32 = size_of::<Row>().trailing_zeros();
    const _: () = assert!(size_of::<Row>().is_power_of_two());
    pub const OF_SHAPE: u32 = 0x9E37_79B1;
    pub const OF_KEY: u32 = 0x85EB_CA6B;
    /// The index is in the product's upper bits.
    pub const INDEX_SHIFT: u32 = 32 - BITS;
}

const EMPTY: Row = Row { key: 0, epoch: 0, entry: IcEntry::EMPTY };

#[derive(Default)]
pub struct MegamorphicCache {
    /// Made at first use, so that small scripts do not pay for it.
    rows: Option<Box<[Row; 1 << BITS]>>,
    /// Something was put into it since it was emptied.
    is_used: bool,
}

#[inline(always)]
fn index(shape: u32, key: u64) -> usize {
    // Each bit of the key, the lowest included, which tells writes from reads, reaches the upper ones.
    let mixed = shape.wrapping_mul(layout::OF_SHAPE) ^ (key as u32).wrapping_mul(layout::OF_KEY);
    (mixed >> layout::INDEX_SHIFT) as usize
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
        self.is_used = true;
        self.table()[index(entry.shape, key)] = Row { key, epoch, entry };
    }
    pub fn clear(&mut self) {
        if let Some(rows) = self.rows.as_mut().filter(|_| std::mem::take(&mut self.is_used)) {
            rows.fill(EMPTY);
        }
    }
    /// The rows, which stay where they are.
    pub fn rows(&mut self) -> *const Row {
        self.table().as_ptr()
    }
    fn table(&mut self) -> &mut [Row; 1 << BITS] {
        // SAFETY: zeros are `EMPTY`; and what is zero already is not touched.
        self.rows.get_or_insert_with(|| unsafe { Box::new_zeroed().assume_init() })
    }
}
