//! Tables of fixed-layout records that are used where they lie.
//!
//! Invariant: a stored table points into the block of bytes that it holds, which do
//! not move or change as long as somebody holds them.

use bytemuck::Pod;
use hearth_codecache::AlignedBytes;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// Records of one kind: made by the compiler, or in a block of a pack.
#[derive(Clone)]
pub enum Table<T: Pod> {
    Own(Vec<T>),
    Stored(StoredRecords<T>),
}

/// Records in a block.
#[derive(Clone)]
pub struct StoredRecords<T> {
    at: *const T,
    len: usize,
    #[expect(dead_code, reason = "it keeps the bytes alive")]
    block: Arc<AlignedBytes>,
}

impl<T: Pod> Table<T> {
    /// A table that lies in `block`; copied if it does not.
    pub fn stored(block: &Arc<AlignedBytes>, records: &[T]) -> Table<T> {
        let within = block.as_ptr_range();
        let range = records.as_ptr_range();
        if records.is_empty() || range.start.cast() < within.start || range.end.cast() > within.end {
            return Table::Own(records.to_vec());
        }
        Table::Stored(StoredRecords { at: records.as_ptr(), len: records.len(), block: block.clone() })
    }

    /// For changes; a stored table is copied first.
    pub fn to_mut(&mut self) -> &mut Vec<T> {
        if let Table::Stored(_) = self {
            *self = Table::Own(self.to_vec());
        }
        match self {
            Table::Own(records) => records,
            Table::Stored(_) => unreachable!("copied above"),
        }
    }
}

impl<T: Pod> Deref for Table<T> {
    type Target = [T];
    #[inline]
    fn deref(&self) -> &[T] {
        match self {
            Table::Own(records) => records,
            // SAFETY: by the invariant: these were a slice of the bytes that `block`
            // keeps alive and nobody changes.
            Table::Stored(StoredRecords { at, len, block: _ }) => unsafe { core::slice::from_raw_parts(*at, *len) },
        }
    }
}

impl<'a, T: Pod> IntoIterator for &'a Table<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: Pod> From<Vec<T>> for Table<T> {
    fn from(records: Vec<T>) -> Table<T> {
        Table::Own(records)
    }
}

impl<T: Pod> FromIterator<T> for Table<T> {
    fn from_iter<I: IntoIterator<Item = T>>(records: I) -> Table<T> {
        Table::Own(records.into_iter().collect())
    }
}

impl<T: Pod> Default for Table<T> {
    fn default() -> Table<T> {
        Table::Own(Vec::new())
    }
}

impl<T: Pod + PartialEq> PartialEq for Table<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Pod + fmt::Debug> fmt::Debug for Table<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

// SAFETY: a stored table is an immutable slice and what keeps it alive, both of which
// threads can share: `T` is plain data and `AlignedBytes` is `Send` and `Sync`.
unsafe impl<T: Pod + Send> Send for StoredRecords<T> {}
// SAFETY: as above.
unsafe impl<T: Pod + Sync> Sync for StoredRecords<T> {}
