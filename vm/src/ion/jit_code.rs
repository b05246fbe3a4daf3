//! `JitCode`: the cell that owns a range of the code arena, with all that must live and
//! die with it; and what a script knows of its compiled code.
//!
//! Who keeps a `JitCode`: its script (`IonState`), its link table (slot 0), any word on
//! a stack that points into its range (`PcMap`), and whoever holds a reference in Rust.
//!
//! It dies in this order: its entries are unlinked (a script that has it as its entry
//! keeps it alive, so that this has happened), it leaves the pc map, its range is
//! retired (poisoned) and quarantined, and the range is reused only after a later full
//! collection has seen no word that points there.

use super::bailout_reason::BailoutReason;
use super::bind::PrototypeSlots;
use super::link::LinkTable;
use super::metadata::{CallSiteRecord, Metadata};
use super::runtime::ScriptsByHash;
use super::snapshot::EntryPoint;
use super::tools::Registration;
use crate::bytecode::BytecodeOffset;
use crate::heap::cell::GcField;
use crate::heap::{CellType, Gc, Kind};
use crate::object::shape::ShapeId;
use crate::rules::{Rule, holds};
use crate::script::Script;
use crate::value::tag;
use core::cell::{Cell, RefCell, UnsafeCell};
use core::ptr::NonNull;
use hearth_codecache::CodeArena;
use hearth_codecache::arena::Published;
use hearth_gc::{Header, Tracer};
use std::collections::BTreeMap;
use std::collections::hash_map::Entry;
use std::ops::Range;
use std::rc::Rc;

#[repr(C)]
pub struct JitCode {
    pub header: UnsafeCell<Header>,
    /// Null until initialised.
    data: Cell<*mut JitCodeData>,
}

// SAFETY: repr(C), header first, sole layout of its kind.
unsafe impl CellType for JitCode {
    const TAG: u16 = tag::CELL;
    fn is_kind(kind: Kind) -> bool {
        kind == Kind::JitCode
    }
}

pub struct JitCodeData {
    published: Option<Published>,
    arena: CodeArena,
    pc_map: Rc<RefCell<PcMap>>,
    prototype_slots: Rc<RefCell<PrototypeSlots>>,
    pub metadata: Metadata,
    pub links: GcField<LinkTable>,
    /// The compiled script.
    pub script: GcField<Script>,
    /// None: function entry.
    pub osr_loop: Option<u16>,
    /// Name in traces and in the store.
    pub id: u128,
    pub restored: bool,
    /// Times that the code was left.
    pub bailouts: Cell<u32>,
    /// Times that it was left by an exception that the function catches.
    pub exceptions: Cell<u32>,
    /// Replaced or given up: not entered any more.
    pub retired: Cell<bool>,
    /// Shapes that its objects which are not allocated may have. They live as long as the
    /// code, even if their slots are unbound meanwhile.
    pub retained_shapes: RefCell<Vec<ShapeId>>,
    /// Debuggers know it until it dies.
    pub(super) registration: RefCell<Registration>,
}

/// Shapes retained by one code, at most; instance shapes are not bound any more then.
const MAX_RETAINED: usize = 1024;

impl JitCode {
    pub fn data(&self) -> &JitCodeData {
        // SAFETY: set once, before any reference to the cell is handed out; dropped by the finaliser.
        unsafe { &*self.data.get() }
    }
    pub(crate) fn init(&self, data: JitCodeData) {
        self.data.set(Box::into_raw(Box::new(data)));
    }
    pub fn entry(&self) -> *const u8 {
        self.data().published.as_ref().expect("a live cell owns its range").entry()
    }
    pub fn range(&self) -> Range<usize> {
        self.data().published.as_ref().expect("a live cell owns its range").range()
    }
    /// The code itself.
    pub fn bytes(&self) -> &[u8] {
        // SAFETY: the cell has the arena, and its range is retired when it dies.
        unsafe { self.data().published.as_ref().expect("a live cell owns its range").code() }
    }
    /// The call site whose return address is `pc`.
    pub fn call_site(&self, pc: usize) -> Option<&CallSiteRecord> {
        let offset = pc.checked_sub(self.range().start)? as u32;
        let sites = &self.data().metadata.call_sites;
        sites.binary_search_by_key(&offset, |s| s.return_offset).ok().map(|i| &sites[i])
    }
}

impl JitCodeData {
    #[allow(clippy::too_many_arguments, reason = "a plain record, made in one place")]
    pub(crate) fn new(
        published: Published,
        arena: CodeArena,
        pc_map: Rc<RefCell<PcMap>>,
        prototype_slots: Rc<RefCell<PrototypeSlots>>,
        metadata: Metadata,
        script: Gc<Script>,
        osr_loop: Option<u16>,
        id: u128,
        restored: bool,
    ) -> JitCodeData {
        JitCodeData {
            published: Some(published),
            arena,
            pc_map,
            prototype_slots,
            metadata,
            links: GcField::null(),
            script: GcField::new(Some(script)),
            osr_loop,
            id,
            restored,
            bailouts: Cell::new(0),
            exceptions: Cell::new(0),
            retired: Cell::new(false),
            retained_shapes: RefCell::default(),
            registration: RefCell::default(),
        }
    }
    pub(crate) fn retain_shape(&self, shape: ShapeId) {
        let mut retained = self.retained_shapes.borrow_mut();
        if !retained.contains(&shape) {
            retained.push(shape);
        }
    }
    pub(crate) fn has_many_shapes(&self) -> bool {
        self.retained_shapes.borrow().len() > MAX_RETAINED
    }
    pub(crate) fn published_range(&self) -> Range<usize> {
        self.published.as_ref().map_or(0..0, Published::range)
    }
}

/// A script's entry in the table of scripts by hash.
pub struct HashRegistration {
    table: ScriptsByHash,
    hash: [u8; 32],
    cell: NonNull<Header>,
}

impl HashRegistration {
    pub fn new(table: ScriptsByHash, hash: [u8; 32], cell: NonNull<Header>) -> HashRegistration {
        table.borrow_mut().entry(hash).or_default().push(cell);
        HashRegistration { table, hash, cell }
    }
}

impl Drop for HashRegistration {
    fn drop(&mut self) {
        if let Entry::Occupied(mut scripts) = self.table.borrow_mut().entry(self.hash) {
            scripts.get_mut().retain(|cell| *cell != self.cell);
            if scripts.get().is_empty() {
                scripts.remove();
            }
        }
    }
}

/// Which cell owns the code at an address. Entries are weak: the collector asks here
/// for words that point into the arena.
#[derive(Default)]
pub struct PcMap {
    /// Start → (end, cell).
    ranges: BTreeMap<usize, (usize, NonNull<Header>)>,
}

impl PcMap {
    pub fn insert(&mut self, range: Range<usize>, cell: NonNull<Header>) {
        self.ranges.insert(range.start, (range.end, cell));
    }
    pub fn remove(&mut self, start: usize) {
        self.ranges.remove(&start);
    }
    /// The cell whose code `pc` is in, or just behind (a return address may be).
    pub fn owner(&self, pc: usize) -> Option<NonNull<Header>> {
        let (_, (end, cell)) = self.ranges.range(..=pc).next_back()?;
        (pc <= *end).then_some(*cell)
    }
    pub fn code_at(&self, pc: usize) -> Option<Gc<JitCode>> {
        // SAFETY: entries are removed by the finaliser, so the cell is live; it is a JitCode.
        self.owner(pc).map(|cell| unsafe { Gc::from_header(cell) })
    }
    /// All installed code.
    pub fn all(&self) -> Vec<Gc<JitCode>> {
        // SAFETY: as in `code_at`.
        self.ranges.values().map(|(_, cell)| unsafe { Gc::from_header(*cell) }).collect()
    }
    pub fn len(&self) -> usize {
        self.ranges.len()
    }
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }
}

/// Where code of a script was left, and why.
pub struct Left {
    pub offset: BytecodeOffset,
    pub reason: BailoutReason,
    pub count: u32,
    /// Code from a store was among it: that was compiled from what a whole run had learnt.
    pub restored: bool,
}

impl Left {
    /// A compilation that knew of it, or could have, did not help.
    pub fn is_stubborn(&self) -> bool {
        self.restored || self.count > super::bailout::TOO_MANY
    }
}

/// A script's state in the optimising tier.
#[derive(Default)]
pub struct IonState {
    pub entry: Cell<Option<Gc<JitCode>>>,
    /// OSR code by loop number.
    pub osr: RefCell<Vec<(u16, Gc<JitCode>)>>,
    /// What earlier code was left for; read by the next compilation.
    pub bailouts: RefCell<Vec<Left>>,
    /// Compilations so far.
    pub generation: Cell<u32>,
    /// BLAKE3 of the canonical bytecode, once asked for.
    pub hash: Cell<Option<[u8; 32]>>,
    /// Shape that instances got last, when new.target was a closure of this script.
    pub instance_shape: Cell<ShapeId>,
    /// Takes the script out of the table of hashes when it dies.
    pub registration: RefCell<Option<HashRegistration>>,
    /// Entry points that the store was asked for in vain.
    pub not_stored: RefCell<Vec<EntryPoint>>,
    /// Entry points whose code was given up and has not been replaced.
    pub given_up: RefCell<Vec<EntryPoint>>,
    /// Entry points that cannot be compiled.
    pub refused: RefCell<Vec<EntryPoint>>,
}

impl IonState {
    pub fn trace(&self, tracer: &mut Tracer) {
        if !holds(Rule::ScriptKeepsCode) {
            return;
        }
        if let Some(code) = self.entry.get() {
            tracer.mark(code.header());
        }
        for (_, code) in self.osr.borrow().iter() {
            tracer.mark(code.header());
        }
    }
    pub fn osr_code(&self, loop_number: u16) -> Option<Gc<JitCode>> {
        self.osr.borrow().iter().find(|(n, _)| *n == loop_number).map(|(_, code)| *code)
    }
    /// Counts that code was left; how often it was for this.
    pub fn note_bailout(&self, offset: BytecodeOffset, reason: BailoutReason, restored: bool) -> u32 {
        let mut bailouts = self.bailouts.borrow_mut();
        let known = bailouts.iter().position(|left| left.offset == offset && left.reason == reason);
        let at = known.unwrap_or_else(|| {
            bailouts.push(Left { offset, reason, count: 0, restored });
            bailouts.len() - 1
        });
        let left = &mut bailouts[at];
        left.count += 1;
        left.restored |= restored;
        left.count
    }
}

/// # Safety
/// `cell` is a live `JitCode`.
pub unsafe fn trace(cell: NonNull<Header>, tracer: &mut Tracer) {
    // SAFETY: by contract.
    let code = unsafe { cell.cast::<JitCode>().as_ref() };
    if code.data.get().is_null() {
        return;
    }
    let data = code.data();
    for edge in [data.links.header(), data.script.header()].into_iter().flatten().filter(|_| holds(Rule::CodeKeepsLinks)) {
        tracer.mark(edge);
    }
}

/// # Safety
/// `cell` is a dead `JitCode`, finalised once.
pub unsafe fn finalize(cell: NonNull<Header>) {
    // SAFETY: by contract; the box was leaked by `init` and is taken back once.
    unsafe {
        let data = cell.cast::<JitCode>().as_ref().data.get();
        if data.is_null() {
            return;
        }
        let mut data = Box::from_raw(data);
        if let Some(links) = data.links.header()
            && holds(Rule::SlotsForgotten)
        {
            data.prototype_slots.borrow_mut().forget(links.as_ptr() as usize);
        }
        if let Some(published) = data.published.take() {
            if holds(Rule::OrderOfDeath) {
                data.pc_map.borrow_mut().remove(published.range().start);
            }
            let retired = data.arena.retire(published);
            data.arena.quarantine(retired);
        }
    }
}
