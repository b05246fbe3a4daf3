//! The verifier: walks the heap and says what is wrong with it.
//!
//! - Before a collection: every edge of every cell, dead or alive, leads to the
//!   start of a cell. (Cells that are dead but not yet reclaimed still have
//!   their edges, and what these lead to has not been reclaimed either.)
//! - Before a young collection, if barriers are verified: every old cell that
//!   is not remembered has edges to old cells only.
//! - After a collection: every edge of a marked cell leads to a marked cell, and
//!   the line bits are exactly those of the marked cells.
//!
//! It costs a walk of the whole heap each time and is for tests.

use core::fmt;
use core::ptr::NonNull;

use crate::Heap;
use crate::block::{BlockState, Lines};
use crate::header::{GC_OLD, GC_REMEMBERED, Header};
use crate::trace::Tracer;
use crate::{BLOCK_SIZE, GRANULE, LINE_SIZE};

/// What the verifier found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    pub problem: Problem,
    /// Address and kind of the cell it is about, 0 if about a block.
    pub owner: usize,
    pub owner_kind: &'static str,
    /// The target of the edge, the block number, or the offending value.
    pub target: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// An edge does not lead to the start of a cell.
    DanglingEdge,
    /// An edge of a survivor leads to a cell that did not survive.
    EdgeToDead,
    /// An old cell that is not remembered has an edge to a young one.
    MissingBarrier,
    /// A kind that is not in the host's table.
    UnknownKind,
    /// `gc` bits that do not fit the cell's age.
    GcBits,
    /// Line bits that do not fit the marked cells.
    LineBits,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Violation { owner, owner_kind, target, .. } = self;
        match self.problem {
            Problem::DanglingEdge => write!(f, "{owner_kind} {owner:#x} has an edge to {target:#x}, where no cell starts"),
            Problem::EdgeToDead => write!(f, "{owner_kind} {owner:#x} survived, but {target:#x}, which it refers to, did not"),
            Problem::MissingBarrier => write!(f, "old {owner_kind} {owner:#x} refers to young {target:#x} and is not remembered"),
            Problem::UnknownKind => write!(f, "cell {owner:#x} has kind {target}"),
            Problem::GcBits => write!(f, "{owner_kind} {owner:#x} has gc bits {target:#x}"),
            Problem::LineBits => write!(f, "block {target} has wrong line bits"),
        }
    }
}

impl std::error::Error for Violation {}

impl Heap {
    /// Checks that every edge of every cell leads to the start of a cell.
    pub fn verify(&self) -> Result<(), Violation> {
        self.verify_cells(false)
    }

    /// The same, and with `barriers` that old cells with edges to young ones are remembered.
    pub(crate) fn verify_cells(&self, barriers: bool) -> Result<(), Violation> {
        let starts = Starts::of(self);
        let mut tracer = Tracer::new(self.space.map(), self.kinds);
        let mut result = Ok(());
        self.walker().for_each(|cell| {
            if result.is_ok() {
                result = self.check_cell(cell, &starts, barriers, &mut tracer);
            }
        });
        result
    }

    fn check_cell(&self, cell: NonNull<Header>, starts: &Starts<'_>, barriers: bool, tracer: &mut Tracer) -> Result<(), Violation> {
        // SAFETY: a cell found by walking is initialised.
        let header = unsafe { *cell.as_ptr() };
        if header.kind as usize >= self.kinds.len() {
            return Err(self.describe(cell)(Problem::UnknownKind, header.kind as usize));
        }
        // SAFETY: its memory is committed.
        let old = unsafe { self.space.map().is_marked(cell.as_ptr() as usize) };
        let fits = match header.gc {
            0 => !old,
            GC_OLD | GC_REMEMBERED => old,
            _ => false,
        };
        if !fits {
            return Err(self.describe(cell)(Problem::GcBits, header.gc as usize));
        }
        let owes_barrier = barriers && old && header.gc & GC_REMEMBERED == 0;
        // SAFETY: as above.
        for &target in unsafe { tracer.edges_of(cell, true) } {
            let target = target.as_ptr() as usize;
            if !starts.contains(target) {
                return Err(self.describe(cell)(Problem::DanglingEdge, target));
            }
            // SAFETY: a cell starts there.
            if owes_barrier && !unsafe { self.space.map().is_marked(target) } {
                return Err(self.describe(cell)(Problem::MissingBarrier, target));
            }
        }
        Ok(())
    }

    /// Checks that old cells with edges to young ones are remembered.
    pub fn verify_barriers(&self) -> Result<(), Violation> {
        let mut tracer = Tracer::new(self.space.map(), self.kinds);
        let mut check = |cell: NonNull<Header>| {
            // SAFETY: an old cell is initialised.
            if unsafe { (*cell.as_ptr()).gc } & GC_REMEMBERED != 0 {
                return Ok(());
            }
            self.check_edges_marked(cell, &mut tracer, Problem::MissingBarrier)
        };
        let walker = self.walker();
        let mut result = Ok(());
        for block in 0..walker.frontier {
            walker.for_each_marked(block, |cell| {
                if result.is_ok() {
                    result = check(cell);
                }
            });
        }
        result?;
        self.check_large_old_cells(check)
    }

    /// Checks, after a collection, that survivors refer to survivors.
    pub(crate) fn verify_survivors(&self) -> Result<(), Violation> {
        let mut tracer = Tracer::new(self.space.map(), self.kinds);
        let walker = self.walker();
        for block in 0..walker.frontier {
            let start = walker.map.block_start(block);
            let mut lines = Lines::default();
            let mut result = Ok(());
            walker.for_each_marked(block, |cell| {
                let offset = cell.as_ptr() as usize - start;
                // SAFETY: a marked cell is initialised.
                let size = unsafe { self.kinds.size(cell) };
                lines.set(offset / LINE_SIZE, (offset + size - 1) / LINE_SIZE);
                if result.is_ok() {
                    result = self.check_edges_marked(cell, &mut tracer, Problem::EdgeToDead);
                }
            });
            result?;
            // SAFETY: below the frontier, hence committed; copied out.
            let entry = unsafe { *walker.map.entry(block) };
            let free_but_marked = entry.state == BlockState::Free && lines.count() != 0;
            if entry.lines != lines || free_but_marked {
                return Err(Violation { problem: Problem::LineBits, owner: 0, owner_kind: "", target: block });
            }
        }
        self.check_large_old_cells(|cell| self.check_edges_marked(cell, &mut tracer, Problem::EdgeToDead))
    }

    fn check_large_old_cells(&self, mut check: impl FnMut(NonNull<Header>) -> Result<(), Violation>) -> Result<(), Violation> {
        let walker = self.walker();
        let mut result = Ok(());
        walker.large.for_each(|cell| {
            // SAFETY: its memory is committed.
            if result.is_ok() && unsafe { walker.map.is_marked(cell.as_ptr() as usize) } {
                result = check(cell);
            }
        });
        result
    }

    fn check_edges_marked(&self, cell: NonNull<Header>, tracer: &mut Tracer, problem: Problem) -> Result<(), Violation> {
        let map = self.space.map();
        // SAFETY: an old cell is initialised.
        for &target in unsafe { tracer.edges_of(cell, true) } {
            let target = target.as_ptr() as usize;
            let committed = !map.is_small(target) || map.block_of(target) < self.lines.frontier();
            // SAFETY: small cells are committed below the frontier, and the
            // bitmap of the large range is up to the largest span.
            let marked = committed && (map.is_small(target) || self.large.is_start(target)) && unsafe { map.is_marked(target) };
            if !marked {
                return Err(self.describe(cell)(problem, target));
            }
        }
        Ok(())
    }

    fn describe(&self, cell: NonNull<Header>) -> impl Fn(Problem, usize) -> Violation + use<> {
        // SAFETY: the callers pass initialised cells.
        let kind = unsafe { (*cell.as_ptr()).kind };
        let owner_kind = self.kinds.name(kind);
        move |problem, target| Violation { problem, owner: cell.as_ptr() as usize, owner_kind, target }
    }
}

/// Where cells start, old ones and young ones.
struct Starts<'h> {
    heap: &'h Heap,
    /// A bit for each granule of the blocks in use.
    small: Vec<u64>,
}

impl<'h> Starts<'h> {
    fn of(heap: &'h Heap) -> Starts<'h> {
        let walker = heap.walker();
        let map = walker.map;
        let mut small = Vec::with_capacity(walker.frontier * (BLOCK_SIZE / GRANULE / 64));
        for block in 0..walker.frontier {
            // Old cells start where marks are.
            // SAFETY: below the frontier, hence committed; copied out.
            small.extend_from_slice(unsafe { &*map.block_marks(block) });
            walker.for_each_young(block, &mut |cell| {
                let granule = (cell.as_ptr() as usize - map.base) / GRANULE;
                small[granule / 64] |= 1 << (granule % 64);
            });
        }
        Starts { heap, small }
    }

    fn contains(&self, address: usize) -> bool {
        let map = self.heap.space.map();
        if !map.is_small(address) {
            return self.heap.large.is_start(address);
        }
        let granule = (address - map.base) / GRANULE;
        address.is_multiple_of(GRANULE) && self.small.get(granule / 64).is_some_and(|word| word & (1 << (granule % 64)) != 0)
    }
}
