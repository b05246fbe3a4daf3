//! Allocation throughput, collections included.
//!
//! `cargo run --release -p hearth-gc --example alloc [budget in KiB ...]`
//! prints, for each young budget, nanoseconds per cell of 32 bytes
//!
//! - of garbage that dies at once,
//! - of garbage between 100,000 old cells,
//! - of binary trees, as in the benchmark of that name,
//!
//! with the number of collections and the longest pause.

use std::ptr::NonNull;
use std::time::Instant;

use hearth_gc::{Collection, Config, Header, Heap, Host, KindInfo, Liveness, Tracer, native_stack_base, size_in_units};

const TREE: u8 = 0;
const SIZE: usize = 32;

#[repr(C)]
struct Tree {
    header: Header,
    left: Option<NonNull<Tree>>,
    right: Option<NonNull<Tree>>,
    payload: u64,
}

static KINDS: [KindInfo; 1] = [KindInfo {
    name: "tree",
    trace: trace_tree,
    trace_part: None,
    size: size_in_units,
    finalize: None,
    ephemerons: None,
    sweep_weak: None,
}];

unsafe fn trace_tree(cell: NonNull<Header>, tracer: &mut Tracer) {
    // SAFETY: all cells of this program are trees.
    let tree = unsafe { cell.cast::<Tree>().as_ref() };
    tracer.mark_opt(tree.left.map(NonNull::cast));
    tracer.mark_opt(tree.right.map(NonNull::cast));
}

#[derive(Default)]
struct Roots {
    precise: Vec<NonNull<Tree>>,
    stack_base: usize,
}

// SAFETY: 1. `Vm::tree` writes header and fields at once. 2. No tree is stored into once it is made.
// 3. and 4. `left` and `right` are all edges, and lead to trees. 5. Trees are on the native stack, or
// in `precise`, or reachable from there. 6. No ranges; the base is that of this thread. 7. One
// thread; nothing here allocates or panics.
unsafe impl Host for Roots {
    fn trace_roots(&mut self, tracer: &mut Tracer) {
        for root in &self.precise {
            tracer.mark(root.cast());
        }
    }
    fn ambiguous_ranges(&mut self, _scan: &mut dyn FnMut(*const u64, *const u64)) {}
    fn stack_base(&self) -> usize {
        self.stack_base
    }
    fn foreign_word(&mut self, _word: u64, _tracer: &mut Tracer) {}
    fn foreign_range(&self) -> std::ops::Range<usize> {
        0..0
    }
    fn after_marking(&mut self, _liveness: &Liveness, _what: Collection) {}
    fn after_collection(&mut self, _what: Collection) {}
}

struct Vm {
    heap: Heap,
    roots: Roots,
}

impl Vm {
    fn new(young_budget: usize) -> Vm {
        Vm {
            heap: Heap::new(Config { kinds: &KINDS, young_budget, ..Config::default() }).expect("address space for the heap"),
            roots: Roots { precise: Vec::new(), stack_base: native_stack_base() },
        }
    }

    #[inline(always)]
    fn tree(&mut self, left: Option<NonNull<Tree>>, right: Option<NonNull<Tree>>) -> NonNull<Tree> {
        let memory = match self.heap.bump(SIZE) {
            Some(memory) => memory,
            None => self.slow(),
        };
        let tree = memory.cast::<Tree>();
        // SAFETY: fresh memory of that size.
        unsafe {
            tree.write(Tree { header: Header::new(1, TREE, SIZE), left, right, payload: 0 });
        }
        tree
    }

    #[cold]
    #[inline(never)]
    fn slow(&mut self) -> NonNull<u8> {
        if let Some(what) = self.heap.wants_collection() {
            self.heap.collect(what, &mut self.roots);
        }
        self.heap.alloc_slow(SIZE).expect("memory for a tree")
    }

    fn bottom_up(&mut self, depth: u32) -> NonNull<Tree> {
        if depth == 0 {
            return self.tree(None, None);
        }
        let left = self.bottom_up(depth - 1);
        let right = self.bottom_up(depth - 1);
        self.tree(Some(left), Some(right))
    }
}

fn nodes(tree: NonNull<Tree>) -> u64 {
    // SAFETY: the caller holds the root, so the tree is alive.
    let tree = unsafe { tree.as_ref() };
    1 + tree.left.map_or(0, nodes) + tree.right.map_or(0, nodes)
}

fn report(name: &str, vm: &Vm, cells: u64, started: Instant) {
    let nanos = started.elapsed().as_nanos() as f64;
    let stats = vm.heap.stats();
    println!(
        "  {name:<16} {:>6.2} ns/cell  {:>5} young  {:>3} full  longest pause {:>8.0?}  {:>4.1} % in gc  peak {:>4} MiB",
        nanos / cells as f64,
        stats.young_collections,
        stats.full_collections,
        stats.max_pause,
        100.0 * stats.total_pause.as_nanos() as f64 / nanos,
        stats.peak_heap_bytes >> 20,
    );
}

fn garbage(budget: usize, old: u32) {
    let mut vm = Vm::new(budget);
    for _ in 0..old {
        let next = vm.roots.precise.pop();
        let tree = vm.tree(next, None);
        vm.roots.precise.push(tree);
    }
    let cells = 50_000_000;
    let started = Instant::now();
    for _ in 0..cells {
        std::hint::black_box(vm.tree(None, None));
    }
    let name = if old == 0 { "garbage" } else { "garbage, 100k old" };
    report(name, &vm, cells, started);
}

fn binary_trees(budget: usize, max_depth: u32) {
    let mut vm = Vm::new(budget);
    let started = Instant::now();
    let mut cells = 0;
    let long_lived = vm.bottom_up(max_depth);
    vm.roots.precise.push(long_lived);
    cells += (2 << max_depth) - 1;
    for depth in (4..=max_depth).step_by(2) {
        for _ in 0..1u64 << (max_depth - depth + 4) {
            let tree = vm.bottom_up(depth);
            assert_eq!(nodes(tree), (2 << depth) - 1);
            cells += (2 << depth) - 1;
        }
    }
    assert_eq!(nodes(vm.roots.precise[0]), (2 << max_depth) - 1);
    report("binary trees", &vm, cells, started);
}

fn main() {
    let mut budgets: Vec<usize> = std::env::args().skip(1).map(|kib| kib.parse::<usize>().expect("a budget in KiB") << 10).collect();
    if budgets.is_empty() {
        budgets.push(hearth_gc::DEFAULT_YOUNG_BUDGET);
    }
    for budget in budgets {
        println!("young budget {} KiB", budget >> 10);
        garbage(budget, 0);
        garbage(budget, 100_000);
        binary_trees(budget, 16);
    }
}
