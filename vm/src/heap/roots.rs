//! What the collector must know of the VM: the roots.
//!
//! Precise: realms, names, symbols, tables, rooted lists, root sources. Conservative:
//! the native stack, the value stack up to `cx.sp`, the frame stack up to
//! `cx.frame_top`. Weak: the atom table and the symbol registry.
//!
//! Invariants on which the `unsafe` code rests:
//! 1. While the heap collects, nobody else holds a reference to a field of the `Vm`:
//!    the host reads the fields through the raw pointer, and never the heap.
//! 2. A list's node is boxed and linked from its creation to its drop, so the chain
//!    has live nodes only. All of it happens on the VM's thread.

use super::payload::Payload;
use crate::object::key::PropertyKey;
use crate::object::layout::trace_value;
use crate::rules::{Rule, holds};
use crate::trace::{Category, Line};
use crate::value::Value;
use crate::vm::Vm;
use core::cell::{Cell, UnsafeCell};
use core::ops::{Deref, DerefMut, Range};
use core::ptr::NonNull;
use hearth_gc::{Collection, Host, Liveness, Tracer};
use std::rc::Rc;

/// State of a subsystem that holds cells outside of the heap.
pub trait RootSource {
    fn trace(&self, tracer: &mut Tracer);
}

/// Compiled code, which conservative words may point into.
pub trait CodeRoots {
    /// The addresses that code can have.
    fn range(&self) -> Range<usize>;
    /// Marks the owner of the code that `word` points into.
    fn mark(&self, word: u64, tracer: &mut Tracer);
    /// Marks what must live besides.
    fn trace(&self, tracer: &mut Tracer);
}

/// What a rooted list can hold.
pub trait Root: Copy + 'static {
    fn root_value(self) -> Value;
}
impl Root for Value {
    #[inline(always)]
    fn root_value(self) -> Value {
        self
    }
}
impl Root for PropertyKey {
    #[inline(always)]
    fn root_value(self) -> Value {
        self.raw()
    }
}
impl<T: super::CellType + 'static> Root for super::Gc<T> {
    #[inline(always)]
    fn root_value(self) -> Value {
        self.value()
    }
}
impl<A: Root, B: Copy + 'static> Root for (A, B) {
    #[inline(always)]
    fn root_value(self) -> Value {
        self.0.root_value()
    }
}

/// The chain of rooted lists of a VM.
pub struct RootLists {
    first: Cell<Option<NonNull<NodeLinks>>>,
    /// What the lists take, as far as they know (`RootedList::push`).
    bytes: Cell<usize>,
}

struct NodeLinks {
    previous: Cell<Option<NonNull<NodeLinks>>>,
    next: Cell<Option<NonNull<NodeLinks>>>,
    trace: unsafe fn(NonNull<NodeLinks>, &mut Tracer),
}

#[repr(C)]
struct Node<T> {
    links: NodeLinks,
    items: UnsafeCell<Vec<T>>,
    /// Of `RootLists::bytes`.
    counted: Cell<usize>,
}

impl RootLists {
    pub fn new() -> Rc<RootLists> {
        Rc::new(RootLists { first: Cell::new(None), bytes: Cell::new(0) })
    }
    /// Bytes of the lists that there are.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes.get()
    }
    fn trace(&self, tracer: &mut Tracer) {
        let mut at = self.first.get();
        while let Some(node) = at {
            // SAFETY: invariant 2.
            unsafe {
                (node.as_ref().trace)(node, tracer);
                at = node.as_ref().next.get();
            }
        }
    }
}

/// A growable list whose items the collector sees. Use it as a `Vec`; do not keep a
/// mutable borrow of its contents across an operation that may allocate.
pub struct RootedList<T: Root> {
    node: NonNull<Node<T>>,
    lists: Rc<RootLists>,
}

pub type RootedVec = RootedList<Value>;
pub type RootedKeys = RootedList<PropertyKey>;

unsafe fn trace_node<T: Root>(node: NonNull<NodeLinks>, tracer: &mut Tracer) {
    // SAFETY: the node's `trace` was set for its type; invariant 2.
    let items = unsafe { &*node.cast::<Node<T>>().as_ref().items.get() };
    for item in items {
        trace_value(item.root_value(), tracer);
    }
}

impl<T: Root> RootedList<T> {
    pub fn new(vm: &Vm) -> RootedList<T> {
        Self::with_items(vm, Vec::new())
    }
    pub fn with_capacity(vm: &Vm, capacity: usize) -> RootedList<T> {
        Self::with_items(vm, Vec::with_capacity(capacity))
    }
    pub fn from_slice(vm: &Vm, items: &[T]) -> RootedList<T> {
        Self::with_items(vm, items.to_vec())
    }
    fn with_items(vm: &Vm, items: Vec<T>) -> RootedList<T> {
        let lists = vm.root_lists.clone();
        let links = NodeLinks { previous: Cell::new(None), next: Cell::new(lists.first.get()), trace: trace_node::<T> };
        let counted = items.capacity() * size_of::<T>();
        lists.bytes.set(lists.bytes.get() + counted);
        let node = NonNull::from(Box::leak(Box::new(Node { links, items: UnsafeCell::new(items), counted: Cell::new(counted) })));
        if let Some(next) = lists.first.get() {
            // SAFETY: invariant 2.
            unsafe { next.as_ref() }.previous.set(Some(node.cast()));
        }
        lists.first.set(Some(node.cast()));
        RootedList { node, lists }
    }
    /// As that of `Vec`; what the list has grown by counts towards the memory limit.
    #[inline]
    pub fn push(&mut self, item: T) {
        let items: &mut Vec<T> = self;
        let grows = items.len() == items.capacity();
        items.push(item);
        if grows {
            self.count();
        }
    }
    #[cold]
    fn count(&self) {
        let bytes = self.capacity() * size_of::<T>();
        // SAFETY: the node lives as long as `self`.
        let counted = unsafe { self.node.as_ref() }.counted.replace(bytes);
        self.lists.bytes.set(self.lists.bytes.get() + bytes - counted);
    }
}

impl<T: Root> Drop for RootedList<T> {
    fn drop(&mut self) {
        // SAFETY: invariant 2: the node and its neighbours are live; it is taken out
        // of the chain before it is freed.
        unsafe {
            self.lists.bytes.set(self.lists.bytes.get() - self.node.as_ref().counted.get());
            let links = &self.node.as_ref().links;
            match links.previous.get() {
                Some(previous) => previous.as_ref().next.set(links.next.get()),
                None => self.lists.first.set(links.next.get()),
            }
            if let Some(next) = links.next.get() {
                next.as_ref().previous.set(links.previous.get());
            }
            drop(Box::from_raw(self.node.as_ptr()));
        }
    }
}

impl<T: Root> Deref for RootedList<T> {
    type Target = Vec<T>;
    #[inline(always)]
    fn deref(&self) -> &Vec<T> {
        // SAFETY: the node lives as long as `self`; the collector only reads.
        unsafe { &*self.node.as_ref().items.get() }
    }
}
impl<T: Root> DerefMut for RootedList<T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut Vec<T> {
        // SAFETY: as in `deref`, and `self` is borrowed mutably.
        unsafe { &mut *self.node.as_ref().items.get() }
    }
}
impl<T: Root + core::fmt::Debug> core::fmt::Debug for RootedList<T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.deref().fmt(f)
    }
}

/// The collector's view of a VM.
pub(crate) struct VmHost {
    pub vm: NonNull<Vm>,
}

/// A field of the VM, by invariant 1.
macro_rules! field {
    ($host:expr, $name:ident) => {
        // SAFETY: invariant 1.
        unsafe { &mut (*$host.vm.as_ptr()).$name }
    };
}

// SAFETY: by the numbers of `Host`:
// 1. `heap/alloc.rs` and compiled code write header and fields of a cell before they do anything else.
// 2. Stores into cells are followed by `Vm::write_barrier`, in compiled code by that of `ion/lower/memory.rs`;
//    tests run with `Config::verify_barriers`.
// 3. Kinds, with their edges and sizes, are the one table `heap/kinds.rs`.
// 4. What is traced are values under the tag of cells, and typed references, which are cells.
// 5. Roots are what the module names: precise ones, and the native stack, the value stack and the frame
//    stack; lists in the Rust heap are rooted (`RootedList`), which CI checks.
// 6. The ranges are the machine's own stacks up to their tops; the base is that of the thread that
//    the machine is on.
// 7. A machine is on one thread; payloads that are dropped cannot reach it, and panics of embedders' values
//    end where those are dropped (`quietly_drop`).
unsafe impl Host for VmHost {
    fn trace_roots(&mut self, tracer: &mut Tracer) {
        let cx = &*field!(self, cx);
        trace_value(cx.exception, tracer);
        trace_value(cx.new_target, tracer);
        tracer.mark_opt(cx.empty_elements.header());
        field!(self, names).trace(tracer);
        field!(self, symbols).trace(tracer);
        field!(self, shapes).trace(tracer);
        for value in field!(self, single_chars).iter().chain(field!(self, small_int_strings).iter()) {
            trace_value(*value, tracer);
        }
        for realm in field!(self, realms).iter() {
            if holds(Rule::RealmRoots) {
                realm.trace(tracer);
            }
        }
        field!(self, interp).trace(tracer);
        if holds(Rule::RootedLists) {
            field!(self, root_lists).trace(tracer);
        }
        for source in field!(self, root_sources).iter() {
            if holds(Rule::RootSources) {
                source.trace(tracer);
            }
        }
        if let Some(code) = field!(self, code_roots) {
            code.trace(tracer);
        }
        if let Some(payload) = *field!(self, payload_in_flight)
            && holds(Rule::PayloadInFlight)
        {
            // SAFETY: the allocation that set it still owns the payload.
            let payload: &dyn Payload = unsafe { &*payload };
            payload.trace(tracer);
        }
    }

    fn ambiguous_ranges(&mut self, scan: &mut dyn FnMut(*const u64, *const u64)) {
        let cx = &*field!(self, cx);
        field!(self, interp).ambiguous_ranges(cx, scan);
    }

    fn stack_base(&self) -> usize {
        // SAFETY: invariant 1.
        unsafe { (*self.vm.as_ptr()).stack_base() }
    }

    fn foreign_word(&mut self, word: u64, tracer: &mut Tracer) {
        if let Some(code) = field!(self, code_roots) {
            code.mark(word, tracer);
        }
    }

    fn foreign_range(&self) -> Range<usize> {
        field!(self, code_roots).as_ref().map_or(0..0, |code| code.range())
    }

    fn after_marking(&mut self, liveness: &Liveness, what: Collection) {
        field!(self, atoms).prune(liveness, what == Collection::Full);
        field!(self, symbol_registry).prune(liveness);
        field!(self, interp).suspended.settle(liveness);
    }

    fn after_collection(&mut self, _what: Collection) {
        // Its keys and holders are not traced.
        field!(self, interp).forget_caches();
        field!(self, shapes).collected();
    }
}

impl Vm {
    /// Registers state whose cells are roots for as long as the VM lives.
    pub fn add_root_source(&mut self, source: Rc<dyn RootSource>) {
        self.root_sources.push(source);
    }
    /// Registers the code arena's owner.
    pub fn set_code_roots(&mut self, roots: Box<dyn CodeRoots>) {
        self.code_roots = Some(roots);
    }

    /// The line of `--trace=gc` for the collection that has just ended. `live_kib` counts
    /// lines with a live cell, `heap_kib` blocks in use and external memory.
    #[cold]
    fn trace_collection(&self) {
        let (stats, last) = (self.heap.stats(), &self.heap.stats().last);
        Line::new(Category::Gc)
            .field("event", "collect")
            .field("what", if last.collection == Some(Collection::Full) { "full" } else { "young" })
            .field("pause_us", last.pause.as_micros())
            .field("heap_kib", format_args!("{}->{}", last.heap_bytes_before >> 10, last.heap_bytes_after >> 10))
            .field("live_kib", stats.live_bytes >> 10)
            .field("external_kib", stats.external_bytes >> 10)
            .field("marked", last.marked_cells)
            .field("remembered", last.remembered_cells)
            .field("pinned", last.pinned_cells)
            .field("words", last.ambiguous_words)
            .emit();
    }

    /// Collects now.
    #[inline(never)]
    pub fn collect_garbage(&mut self, what: Collection) {
        let mut host = VmHost { vm: NonNull::from(&mut *self) };
        // SAFETY: invariant 1: `self` is not used otherwise until this returns.
        unsafe { (*host.vm.as_ptr()).heap.collect(what, &mut host) };
        if self.options.trace.has(Category::Gc) {
            self.trace_collection();
        }
        self.forget_trees();
        if what == Collection::Full {
            self.prune_shapes();
            self.interp.stacks.shrink(self.cx.sp, self.cx.frame_top);
            self.count_side_tables();
        }
        if self.in_memory_reserve && self.heap.stats().heap_bytes < self.options.memory_limit {
            self.in_memory_reserve = false;
            if !self.unlimited {
                self.heap.set_memory_limit(self.options.memory_limit);
            }
        }
    }
}
