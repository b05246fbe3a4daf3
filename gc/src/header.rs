//! Cells as the heap sees them: an 8-byte header, and a table that says how to
//! treat each kind.
//!
//! A cell is a run of bytes whose first eight are a [`Header`]. Its address is
//! a multiple of [`GRANULE`] and its size never changes after allocation: the
//! heap walks freshly allocated memory from header to header.
//!
//! Invariants:
//!
//! 1. `units` is the size in granules, or 0 for cells larger than
//!    [`MAX_UNITS_SIZE`], whose size is then asked of [`KindInfo::size`].
//! 2. `kind` indexes the host's table. [`FILLER_KIND`] is the heap's own: it
//!    covers memory that was handed out but never became a cell.
//! 3. The heap alone writes `gc`, except for the 0 that a new cell starts with.

use core::ptr::NonNull;

use crate::trace::{Liveness, Tracer};

/// Bytes between two possible cell addresses; every size is a multiple of it.
pub const GRANULE: usize = 8;

/// Largest size in bytes that [`Header::units`] can express.
pub const MAX_UNITS_SIZE: usize = 255 * GRANULE;

/// `gc` bit: the cell is old and not yet in the remembered set. The write
/// barrier tests this one bit of the owner.
pub const GC_OLD: u8 = 1;

/// `gc` bit: the cell is old and in the remembered set.
pub const GC_REMEMBERED: u8 = 2;

/// Kind of the fillers; not available to the host.
pub const FILLER_KIND: u8 = u8::MAX;

/// The first eight bytes of each cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Header {
    /// Shape or class id. The host's; the heap does not look at it.
    pub shape: u32,
    /// Index into [`crate::Config::kinds`].
    pub kind: u8,
    /// The host's; the heap does not look at it.
    pub flags: u8,
    /// [`GC_OLD`], [`GC_REMEMBERED`] or 0 (young).
    pub gc: u8,
    /// Size in granules, 0 if it does not fit.
    pub units: u8,
}

impl Header {
    /// The header of a new cell of `size` bytes (a multiple of [`GRANULE`]).
    #[inline(always)]
    pub const fn new(shape: u32, kind: u8, size: usize) -> Header {
        Header { shape, kind, flags: 0, gc: 0, units: Header::units_for(size) }
    }

    /// What belongs in `units` for a cell of `size` bytes.
    #[inline(always)]
    pub const fn units_for(size: usize) -> u8 {
        if size <= MAX_UNITS_SIZE { (size / GRANULE) as u8 } else { 0 }
    }

    /// Covers `size` bytes that are no cell.
    pub(crate) const fn filler(size: usize) -> Header {
        Header { shape: (size / GRANULE) as u32, kind: FILLER_KIND, flags: 0, gc: 0, units: 0 }
    }
}

/// How the heap treats the cells of one kind.
///
/// None of these functions may allocate cells, and none may unwind out of the
/// collector with the expectation that the heap is usable afterwards.
#[derive(Clone, Copy)]
pub struct KindInfo {
    /// For messages.
    pub name: &'static str,
    /// Calls [`Tracer::mark`] for each strong edge of the cell, and registers
    /// it with [`Tracer::add_weak`] or [`Tracer::add_ephemeron_table`] if it
    /// has edges of those sorts. Kinds without edges use [`trace_nothing`],
    /// which the collector does not even call.
    pub trace: unsafe fn(NonNull<Header>, &mut Tracer),
    /// Does of [`KindInfo::trace`] a part only, from an index on that is 0 or what the last part
    /// gave, and says where the next one starts. With it the edges of a long array are never on
    /// the mark stack all at once.
    pub trace_part: Option<unsafe fn(NonNull<Header>, &mut Tracer, usize) -> Option<usize>>,
    /// Size in bytes, exactly as allocated. Asked only if `units` is 0.
    pub size: unsafe fn(NonNull<Header>) -> usize,
    /// Called once when a cell that was registered with
    /// [`crate::Heap::register_finalizable`] has died, or when the heap is
    /// dropped. Must not look at any other cell: it may be gone.
    pub finalize: Option<unsafe fn(NonNull<Header>)>,
    /// One step towards the fixpoint: marks the values whose keys are live and
    /// says whether it marked anything new.
    pub ephemerons: Option<unsafe fn(NonNull<Header>, &mut Tracer) -> bool>,
    /// After marking: clears the weak edges whose targets are dead.
    pub sweep_weak: Option<unsafe fn(NonNull<Header>, &Liveness)>,
}

/// [`KindInfo::trace`] of kinds without edges.
///
/// # Safety
/// None needed; the signature is that of [`KindInfo::trace`].
pub unsafe fn trace_nothing(_cell: NonNull<Header>, _tracer: &mut Tracer) {}

/// [`KindInfo::size`] of kinds that never exceed [`MAX_UNITS_SIZE`].
///
/// # Safety
/// None needed; the signature is that of [`KindInfo::size`].
///
/// # Panics
/// Always: a cell of such a kind without `units` is corrupt.
pub unsafe fn size_in_units(cell: NonNull<Header>) -> usize {
    panic!("cell {cell:p} has no units, and its kind says that all have")
}

/// The host's kinds, and which of them have no edges.
#[derive(Clone, Copy)]
pub(crate) struct Kinds {
    infos: &'static [KindInfo],
    leaves: [u64; 4],
}

impl Kinds {
    pub fn new(infos: &'static [KindInfo]) -> Kinds {
        let mut leaves = [0; 4];
        for (kind, info) in infos.iter().enumerate() {
            // Function addresses are not unique, but a function that shares its
            // address with `trace_nothing` does nothing either.
            if core::ptr::eq(info.trace as *const (), trace_nothing as *const ()) {
                leaves[kind / 64] |= 1 << (kind % 64);
            }
        }
        Kinds { infos, leaves }
    }

    pub fn len(&self) -> usize {
        self.infos.len()
    }

    /// # Panics
    /// If `kind` is not in the host's table: the cell is corrupt.
    #[inline(always)]
    pub fn info(&self, kind: u8) -> &'static KindInfo {
        match self.infos.get(kind as usize) {
            Some(info) => info,
            None => corrupt_kind(kind),
        }
    }

    #[inline(always)]
    pub fn is_leaf(&self, kind: u8) -> bool {
        self.leaves[(kind / 64) as usize] & (1 << (kind % 64)) != 0
    }

    pub fn name(&self, kind: u8) -> &'static str {
        match self.infos.get(kind as usize) {
            Some(info) => info.name,
            None if kind == FILLER_KIND => "filler",
            None => "(no such kind)",
        }
    }

    /// Size in bytes of the cell.
    ///
    /// # Safety
    /// `cell` is the start of an initialised cell (not a filler).
    #[inline(always)]
    pub unsafe fn size(&self, cell: NonNull<Header>) -> usize {
        // SAFETY: the caller passes an initialised cell (invariant 1).
        unsafe {
            let header = *cell.as_ptr();
            if header.units != 0 { header.units as usize * GRANULE } else { (self.info(header.kind).size)(cell) }
        }
    }

    /// Size in bytes of the cell or filler at `at`.
    ///
    /// # Safety
    /// `at` is the start of an initialised cell or of a filler.
    #[inline(always)]
    pub unsafe fn extent(&self, at: NonNull<Header>) -> usize {
        // SAFETY: the caller's promise (invariants 1 and 2).
        unsafe {
            let header = *at.as_ptr();
            if header.kind == FILLER_KIND { header.shape as usize * GRANULE } else { self.size(at) }
        }
    }
}

#[cold]
#[inline(never)]
fn corrupt_kind(kind: u8) -> ! {
    panic!("heap corruption: a cell of kind {kind}, which does not exist")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout_is_the_one_compiled_code_knows() {
        assert_eq!(size_of::<Header>(), 8);
        assert_eq!(core::mem::offset_of!(Header, shape), 0);
        assert_eq!(core::mem::offset_of!(Header, kind), 4);
        assert_eq!(core::mem::offset_of!(Header, flags), 5);
        assert_eq!(core::mem::offset_of!(Header, gc), 6);
        assert_eq!(core::mem::offset_of!(Header, units), 7);
    }

    #[test]
    fn units_saturate_to_zero() {
        assert_eq!(Header::units_for(8), 1);
        assert_eq!(Header::units_for(MAX_UNITS_SIZE), 255);
        assert_eq!(Header::units_for(MAX_UNITS_SIZE + 8), 0);
    }
}
