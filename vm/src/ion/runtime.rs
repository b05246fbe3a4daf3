//! `IonRuntime`: what a VM keeps for its optimising tier. Made when the first function
//! is to be compiled or restored, so that scripts which need none do not pay.

use super::ahead;
use super::bind::PrototypeSlots;
use super::compiler::Compiler;
use super::crash::Watch;
use super::descriptor::LinkDescriptor;
use super::enter::{Activation, Trampolines};
use super::entry_points;
use super::jit_code::PcMap;
use super::link::LinkTable;
use super::lower::FIXED_LINKS;
use super::metadata::BAILOUT_BUFFER_WORDS;
use crate::heap::Gc;
use crate::heap::roots::CodeRoots;
use crate::object::shape::ShapeId;
use crate::rules::{Rule, holds};
use crate::vm::Vm;
use core::ptr::NonNull;
use hearth_codecache::CodeArena;
use hearth_codecache::arena::{ArenaConfig, Reuse, ScanToken};
use hearth_codecache::store::Crashes;
use hearth_gc::{Header, Tracer};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::Rc;

/// Scripts that have been met, by the hash of their bytecode. Weak: a script takes
/// itself out when it is finalised.
pub type ScriptsByHash = Rc<RefCell<FxHashMap<[u8; 32], SmallVec<[NonNull<Header>; 1]>>>>;

/// Words that point into the arena, of all scans since the last full collection: a deep
/// recursion has the same return addresses again and again.
type SeenInCode = Rc<RefCell<FxHashSet<usize>>>;

pub struct IonRuntime {
    pub arena: CodeArena,
    pub pc_map: Rc<RefCell<PcMap>>,
    pub prototype_slots: Rc<RefCell<PrototypeSlots>>,
    /// What shapes look like that code has asked for.
    pub looks: RefCell<FxHashMap<ShapeId, u16>>,
    pub trampolines: Trampolines,
    pub activations: Vec<Activation>,
    pub scripts_by_hash: ScriptsByHash,
    pub compiler: Compiler,
    seen_in_code: SeenInCode,
    scan: Cell<Option<ScanToken>>,
    /// Dropped before the map.
    _crashes: Option<Watch>,
    /// Pointed to by the context.
    table: Box<[*const u8]>,
    bailout_buffer: Box<[u64]>,
}

/// The collector's view of the code arena.
struct ArenaRoots {
    range: Range<usize>,
    pc_map: Rc<RefCell<PcMap>>,
    seen: SeenInCode,
}

impl CodeRoots for ArenaRoots {
    fn range(&self) -> Range<usize> {
        self.range.clone()
    }
    fn mark(&self, word: u64, tracer: &mut Tracer) {
        if holds(Rule::SeenWords) {
            self.seen.borrow_mut().insert(word as usize);
        }
        if let Some(cell) = self.pc_map.borrow().owner(word as usize).filter(|_| holds(Rule::RunningCodePinned)) {
            tracer.mark(cell);
        }
    }
    fn trace(&self, _tracer: &mut Tracer) {}
}

impl Vm {
    /// The tier, made now if it is not there. None if it is off, or the machine cannot have one.
    pub(crate) fn ion_runtime(&mut self) -> Option<&mut IonRuntime> {
        if self.ion.is_none() {
            if !self.options.jit || self.ion_unavailable {
                return None;
            }
            match self.start_ion() {
                Ok(ion) => self.ion = Some(Box::new(ion)),
                Err(reason) => {
                    self.ion_unavailable = true;
                    self.stats.reject("no_code_generator");
                    if self.options.trace.has(crate::trace::Category::Tier) {
                        crate::trace::Line::new(crate::trace::Category::Tier).field("decision", "off").field("reason", reason).emit();
                    }
                    return None;
                }
            }
        }
        self.ion.as_deref_mut()
    }

    fn start_ion(&mut self) -> Result<IonRuntime, String> {
        let fenced = || CodeArena::new(ArenaConfig { reuse: Reuse::Never, ..ArenaConfig::default() });
        let arena = if self.options.code_fence { fenced() } else { ahead::take() }.map_err(|e| e.to_string())?;
        let trampolines = Trampolines::new()?;
        let table = entry_points::table();
        let mut bailout_buffer = vec![0u64; BAILOUT_BUFFER_WORDS].into_boxed_slice();
        self.cx.runtime_calls = table.as_ptr();
        self.cx.bailout_buffer = bailout_buffer.as_mut_ptr();
        self.cx.megamorphic = self.interp.megamorphic.rows();
        let pc_map: Rc<RefCell<PcMap>> = Rc::default();
        let seen_in_code = SeenInCode::default();
        self.set_code_roots(Box::new(ArenaRoots { range: arena.range(), pc_map: pc_map.clone(), seen: seen_in_code.clone() }));
        self.add_shape_purger(purge_shapes);
        self.add_shape_keeper(keep_shapes);
        self.add_prototype_hook(|vm, _object| {
            if let Some(ion) = vm.ion.as_ref().filter(|_| holds(Rule::PrototypesUnbind)) {
                ion.prototype_slots.borrow_mut().unbind();
            }
        });
        let crashes = self.cache.as_ref().and_then(|cache| cache.crashes()).and_then(Crashes::file);
        let crashes = crashes.and_then(|file| Watch::new(file, arena.range(), pc_map.clone()));
        Ok(IonRuntime {
            _crashes: crashes,
            compiler: Compiler::new(self.options.threads && self.options.provoked.chaos.is_none()),
            arena,
            pc_map,
            prototype_slots: Rc::default(),
            looks: RefCell::default(),
            trampolines,
            activations: Vec::new(),
            scripts_by_hash: Rc::default(),
            seen_in_code,
            scan: Cell::new(None),
            table,
            bailout_buffer,
        })
    }
}

impl IonRuntime {
    /// Checks that the context still points at what belongs to this runtime.
    pub fn owns(&self, table: *const *const u8, buffer: *mut u64) -> bool {
        core::ptr::eq(self.table.as_ptr(), table) && core::ptr::eq(self.bailout_buffer.as_ptr(), buffer)
    }
}

/// Shapes that compiled code is about to give to objects. Code that adds a property does
/// not check that the next shape exists: as long as an object can be in the old shape,
/// the next one must live. Literals start from nothing, so that their shapes always live.
fn keep_shapes(vm: &Vm, used: &mut [bool]) {
    let Some(ion) = vm.ion.as_ref() else { return };
    for code in ion.pc_map.borrow().all() {
        let data = code.data();
        let Some(links) = data.links.get() else { continue };
        // A slot comes after the one that it hangs on.
        for (index, descriptor) in data.metadata.links.iter().enumerate() {
            let keep = match descriptor {
                // The function that an instance shape is of may give it up, but not in front of code.
                LinkDescriptor::PlainObject { .. } | LinkDescriptor::PlainArray | LinkDescriptor::InstanceShape { .. } => true,
                LinkDescriptor::ShapeAfterAdd { of, .. } => used[links.word(FIXED_LINKS + of.index()) as u32 as usize],
                _ => false,
            };
            let shape = links.word(FIXED_LINKS + index) as u32 as usize;
            if keep && shape != 0 {
                used[shape] = true;
            }
        }
        // Objects that are not allocated do not keep theirs.
        for shape in data.retained_shapes.borrow().iter() {
            used[shape.0 as usize] = true;
        }
    }
}

/// After a full collection: unbinds slots whose shape has gone, and gives back code
/// ranges that no stack refers to.
fn purge_shapes(vm: &mut Vm, is_freed: &dyn Fn(ShapeId) -> bool) {
    let Some(ion) = vm.ion.as_ref() else { return };
    ion.prototype_slots.borrow_mut().forget_refused();
    ion.looks.borrow_mut().retain(|shape, _| !is_freed(*shape));
    for code in ion.pc_map.borrow().all() {
        let data = code.data();
        let Some(links) = data.links.get() else { continue };
        // Backwards: a slot comes after the one that it hangs on, which is unbound with it.
        // (A shape may live on as the ancestor of another; what is guarded by it would go
        // on to a next shape that is gone.)
        for (index, descriptor) in data.metadata.links.iter().enumerate().rev() {
            let slot = FIXED_LINKS + index;
            if !is_shape_slot(descriptor) || !holds(Rule::LinksPurged) {
                continue;
            }
            let shape = ShapeId(links.word(slot) as u32);
            if shape != ShapeId::NONE && !is_freed(shape) {
                continue;
            }
            // What an unbound slot has refused is forgotten: ids of freed shapes come back.
            unbind(links, slot);
            if let LinkDescriptor::ShapeAfterAdd { of, .. } = descriptor
                && is_shape_slot(&data.metadata.links[of.index()])
            {
                unbind(links, FIXED_LINKS + of.index());
            }
        }
    }
    // What was quarantined before the last full collection, and is seen by no word of this one, is free.
    let mut seen = ion.seen_in_code.borrow_mut();
    if let Some(token) = ion.scan.take() {
        ion.arena.release_quarantined(token, |range| seen.iter().any(|word| range.start <= *word && *word <= range.end));
    }
    seen.clear();
    ion.scan.set(Some(ion.arena.begin_scan()));
}

fn is_shape_slot(descriptor: &LinkDescriptor) -> bool {
    use LinkDescriptor::{Answer, InstanceShape, Shape, ShapeAfterAdd};
    matches!(descriptor, Shape(_) | ShapeAfterAdd { .. } | InstanceShape { .. } | Answer { .. })
}

fn unbind(links: Gc<LinkTable>, slot: usize) {
    assert!(slot < links.len as usize);
    // SAFETY: in bounds; 0 is no cell, so that no barrier is needed.
    unsafe { *links.data().add(slot) = 0 };
}
