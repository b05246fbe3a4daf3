//! A toy virtual machine's view of memory: five kinds of cells, a table of
//! precise roots and a list of ambiguous words. Every test drives the heap
//! through it.
//!
//! By default the native stack is not scanned, so that a test knows exactly
//! which cells are reachable.

#![allow(dead_code)] // each test program uses its part

use std::cell::RefCell;
use std::ops::Range;
use std::ptr::NonNull;

use hearth_gc::{
    Collection, Config, Header, Heap, Host, KindInfo, Liveness, OutOfMemory, Tracer, release_external, size_in_units, trace_nothing,
};

pub type Cell = NonNull<Header>;

/// Header, count and id, then `count` edges.
pub const NODE: u8 = 0;
/// Header, length in bytes, then bytes.
pub const BYTES: u8 = 1;
/// Header, then one weak edge.
pub const WEAK: u8 = 2;
/// Header, count, then `count` pairs of key and value.
pub const TABLE: u8 = 3;
/// Header, a number that its finaliser reports, and the external bytes that it
/// gives back.
pub const RESOURCE: u8 = 4;

pub static KINDS: [KindInfo; 5] = [
    KindInfo {
        name: "node",
        trace: trace_node,
        trace_part: Some(trace_part_of_node),
        size: size_of_node,
        finalize: None,
        ephemerons: None,
        sweep_weak: None,
    },
    KindInfo {
        name: "bytes",
        trace: trace_nothing,
        trace_part: None,
        size: size_of_bytes,
        finalize: None,
        ephemerons: None,
        sweep_weak: None,
    },
    KindInfo {
        name: "weak",
        trace: trace_weak,
        trace_part: None,
        size: size_in_units,
        finalize: None,
        ephemerons: None,
        sweep_weak: Some(sweep_weak),
    },
    KindInfo {
        name: "table",
        trace: trace_table,
        trace_part: None,
        size: size_of_table,
        finalize: None,
        ephemerons: Some(mark_values),
        sweep_weak: Some(sweep_table),
    },
    KindInfo {
        name: "resource",
        trace: trace_nothing,
        trace_part: None,
        size: size_in_units,
        finalize: Some(finalize_resource),
        ephemerons: None,
        sweep_weak: None,
    },
];

// SAFETY (all accessors below): the toy passes cells of the kind that the
// function is for; `word` indexes stay inside the size given at allocation.

fn word(cell: Cell, index: usize) -> *mut u64 {
    cell.as_ptr().cast::<u64>().wrapping_add(index)
}

fn get(cell: Cell, index: usize) -> u64 {
    // SAFETY: see above.
    unsafe { *word(cell, index) }
}

fn set(cell: Cell, index: usize, value: u64) {
    // SAFETY: see above.
    unsafe { *word(cell, index) = value }
}

pub fn bits(cell: Option<Cell>) -> u64 {
    cell.map_or(0, |cell| cell.as_ptr() as u64)
}

pub fn cell(bits: u64) -> Option<Cell> {
    NonNull::new(bits as *mut Header)
}

pub fn kind(of: Cell) -> u8 {
    // SAFETY: a cell starts with its header.
    unsafe { (*of.as_ptr()).kind }
}

pub fn count(node: Cell) -> usize {
    (get(node, 1) & 0xffff_ffff) as usize
}

pub fn id(node: Cell) -> u32 {
    (get(node, 1) >> 32) as u32
}

pub fn edge(node: Cell, index: usize) -> Option<Cell> {
    cell(get(node, 2 + index))
}

pub fn weak_target(weak: Cell) -> Option<Cell> {
    cell(get(weak, 1))
}

pub fn entry(table: Cell, index: usize) -> (Option<Cell>, Option<Cell>) {
    (cell(get(table, 2 + 2 * index)), cell(get(table, 3 + 2 * index)))
}

unsafe fn trace_node(node: Cell, tracer: &mut Tracer) {
    for index in 0..count(node) {
        tracer.mark_opt(edge(node, index));
    }
}

unsafe fn trace_part_of_node(node: Cell, tracer: &mut Tracer, from: usize) -> Option<usize> {
    const PART: usize = 1000;
    let end = count(node).min(from + PART);
    for index in from..end {
        tracer.mark_opt(edge(node, index));
    }
    (end < count(node)).then_some(end)
}

unsafe fn size_of_node(node: Cell) -> usize {
    16 + 8 * count(node)
}

unsafe fn size_of_bytes(bytes: Cell) -> usize {
    (16 + get(bytes, 1) as usize).next_multiple_of(8)
}

unsafe fn trace_weak(weak: Cell, tracer: &mut Tracer) {
    tracer.add_weak(weak);
}

unsafe fn sweep_weak(weak: Cell, liveness: &Liveness) {
    if let Some(target) = weak_target(weak)
        && !liveness.is_live(target)
    {
        set(weak, 1, 0);
    }
}

unsafe fn trace_table(table: Cell, tracer: &mut Tracer) {
    tracer.add_ephemeron_table(table);
}

unsafe fn size_of_table(table: Cell) -> usize {
    16 + 16 * count(table)
}

unsafe fn mark_values(table: Cell, tracer: &mut Tracer) -> bool {
    let mut any = false;
    for index in 0..count(table) {
        if let (Some(key), Some(value)) = entry(table, index)
            && tracer.is_marked(key)
        {
            any |= tracer.mark_new(value);
        }
    }
    any
}

unsafe fn sweep_table(table: Cell, liveness: &Liveness) {
    for index in 0..count(table) {
        if let (Some(key), _) = entry(table, index)
            && !liveness.is_live(key)
        {
            set(table, 2 + 2 * index, 0);
            set(table, 3 + 2 * index, 0);
        }
    }
}

thread_local! {
    static FINALIZED: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
}

unsafe fn finalize_resource(resource: Cell) {
    FINALIZED.with_borrow_mut(|list| list.push(get(resource, 1)));
    release_external(get(resource, 2) as usize);
}

/// Numbers of the resources finalised on this thread since the last call.
pub fn take_finalized() -> Vec<u64> {
    let mut list = FINALIZED.take();
    list.sort_unstable();
    list
}

/// What the toy has besides the heap.
#[derive(Default)]
pub struct Roots {
    pub precise: Vec<Option<Cell>>,
    pub ambiguous: Vec<u64>,
    /// 0: the native stack is not scanned.
    pub stack_base: usize,
    pub foreign: Range<usize>,
    /// The cell that words in `foreign` stand for.
    pub foreign_owner: Option<Cell>,
    pub foreign_seen: usize,
    pub after_collection: usize,
}

// SAFETY: 1. `try_alloc` writes the header, and its callers all fields, before they return. 2. Fields are
// set by functions that end with the barrier; tests that leave it out do so to see the verifier notice.
// 3. `KINDS` says where the edges are, and sizes depend on counts that are never changed. 4. Edges
// are cells or null. 5. Tests use cells that they have rooted, and look with `for_each_cell` whether others
// are there. 6. `ambiguous` is a `Vec` of words; `stack_base` is 0 or that of the test's thread.
// 7. A toy stays on its thread; finalisers write to a list outside of the heap. Asserts end the test.
unsafe impl Host for Roots {
    fn trace_roots(&mut self, tracer: &mut Tracer) {
        for root in &self.precise {
            tracer.mark_opt(*root);
        }
    }

    fn ambiguous_ranges(&mut self, scan: &mut dyn FnMut(*const u64, *const u64)) {
        let range = self.ambiguous.as_ptr_range();
        scan(range.start, range.end);
    }

    fn stack_base(&self) -> usize {
        self.stack_base
    }

    fn foreign_word(&mut self, word: u64, tracer: &mut Tracer) {
        assert!(self.foreign.contains(&(word as usize)));
        self.foreign_seen += 1;
        tracer.mark_opt(self.foreign_owner);
    }

    fn foreign_range(&self) -> Range<usize> {
        self.foreign.clone()
    }

    fn after_marking(&mut self, _liveness: &Liveness, _what: Collection) {}

    fn after_collection(&mut self, _what: Collection) {
        self.after_collection += 1;
    }
}

pub struct Toy {
    pub heap: Heap,
    pub roots: Roots,
}

/// Everything on that a test can have on.
pub fn strict() -> Config {
    Config { verify: true, verify_barriers: true, poison: true, ..config() }
}

pub fn config() -> Config {
    Config { kinds: &KINDS, ..Config::default() }
}

impl Toy {
    pub fn new(config: Config) -> Toy {
        Toy { heap: Heap::new(config).expect("address space for a test heap"), roots: Roots::default() }
    }

    pub fn collect(&mut self, what: Collection) {
        self.heap.collect(what, &mut self.roots);
    }

    /// Allocates as a virtual machine does: inline, or else collect if it is
    /// time, or else collect everything and try once more.
    pub fn try_alloc(&mut self, kind: u8, size: usize) -> Result<Cell, OutOfMemory> {
        let memory = match (size <= hearth_gc::MAX_SMALL).then(|| self.heap.bump(size)).flatten() {
            Some(memory) => memory,
            None => {
                if let Some(what) = self.heap.wants_collection() {
                    self.collect(what);
                }
                match self.heap.alloc_slow(size) {
                    Ok(memory) => memory,
                    Err(_) => {
                        self.collect(Collection::Full);
                        self.heap.alloc_slow(size)?
                    }
                }
            }
        };
        let cell: Cell = memory.cast();
        // SAFETY: `size` fresh bytes.
        unsafe { cell.as_ptr().write(Header::new(0, kind, size)) };
        Ok(cell)
    }

    pub fn try_node(&mut self, node_id: u32, edges: usize) -> Result<Cell, OutOfMemory> {
        let node = self.try_alloc(NODE, 16 + 8 * edges)?;
        set(node, 1, u64::from(node_id) << 32 | edges as u64);
        for index in 0..edges {
            set(node, 2 + index, 0);
        }
        Ok(node)
    }

    pub fn node(&mut self, node_id: u32, edges: usize) -> Cell {
        self.try_node(node_id, edges).expect("memory for a node")
    }

    pub fn bytes(&mut self, len: usize) -> Cell {
        let bytes = self.try_alloc(BYTES, (16 + len).next_multiple_of(8)).expect("memory for bytes");
        set(bytes, 1, len as u64);
        bytes
    }

    pub fn weak(&mut self) -> Cell {
        let weak = self.try_alloc(WEAK, 16).expect("memory for a weak cell");
        set(weak, 1, 0);
        weak
    }

    pub fn table(&mut self, entries: usize) -> Cell {
        let table = self.try_alloc(TABLE, 16 + 16 * entries).expect("memory for a table");
        set(table, 1, entries as u64);
        for index in 0..2 * entries {
            set(table, 2 + index, 0);
        }
        table
    }

    pub fn resource(&mut self, number: u64) -> Cell {
        self.resource_with(number, 0)
    }

    /// A resource with `external` bytes hanging off it.
    pub fn resource_with(&mut self, number: u64, external: usize) -> Cell {
        let resource = self.try_alloc(RESOURCE, 24).expect("memory for a resource");
        set(resource, 1, number);
        set(resource, 2, external as u64);
        self.heap.register_finalizable(resource);
        self.heap.external(external as isize);
        resource
    }

    pub fn set_edge(&mut self, node: Cell, index: usize, target: Option<Cell>) {
        assert!(index < count(node));
        set(node, 2 + index, bits(target));
        // SAFETY: a node of this heap.
        unsafe { self.heap.write_barrier(node) };
    }

    /// What a virtual machine must not do.
    pub fn set_edge_without_barrier(&mut self, node: Cell, index: usize, target: Option<Cell>) {
        set(node, 2 + index, bits(target));
    }

    pub fn set_weak(&mut self, weak: Cell, target: Option<Cell>) {
        set(weak, 1, bits(target));
        // SAFETY: a weak cell of this heap.
        unsafe { self.heap.write_barrier(weak) };
    }

    pub fn set_entry(&mut self, table: Cell, index: usize, key: Cell, value: Cell) {
        set(table, 2 + 2 * index, bits(Some(key)));
        set(table, 3 + 2 * index, bits(Some(value)));
        // SAFETY: a table of this heap.
        unsafe { self.heap.write_barrier(table) };
    }

    /// Adds a precise root and says where.
    pub fn root(&mut self, cell: Cell) -> usize {
        self.roots.precise.push(Some(cell));
        self.roots.precise.len() - 1
    }

    pub fn rooted(&self, index: usize) -> Cell {
        self.roots.precise[index].expect("a root that is set")
    }

    /// Number of cells that have not been reclaimed. Small dead cells count
    /// until the collection that finds them dead.
    pub fn cells(&mut self) -> usize {
        let mut cells = 0;
        self.heap.for_each_cell(|_| cells += 1);
        cells
    }
}
