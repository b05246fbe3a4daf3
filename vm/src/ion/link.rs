//! The link table: everything that compiled code needs of this process.
//!
//! An array of 8-byte slots in traced memory, one table per installed code. Compiled
//! code holds no address and no id; it reads them here. Slot 0 is the `JitCode` cell
//! itself, so whoever holds the table keeps the code.
//!
//! `install` is the one path by which code comes to life, compiled a moment ago or
//! restored from a store.
//!
//! Invariants:
//! 1. A slot holds a `Value`-tagged cell, or a raw word below 2^48 that is no heap
//!    address (a shape id). 0 is *unbound*; an unbound shape slot has the shape that it
//!    refused last in its upper half, a bound `Answer` the answer.
//! 2. An unbound shape slot matches no object: 0 is never a shape id.
//! 3. After the first step that compiled code or the interpreter could see, nothing fails.

use super::descriptor::LinkDescriptor;
use super::jit_code::{JitCode, JitCodeData};
use super::lower::{Compiled, FIXED_LINKS};
use super::snapshot::EntryPoint;
use crate::heap::{CellType, Gc, Kind};
use crate::object::layout::trace_value;
use crate::rules::{Rule, holds};
use crate::runtime::realm::Intrinsic;
use crate::script::{Script, script_flags};
use crate::trace::{Category, Line};
use crate::value::{Value, tag};
use crate::vm::{Vm, interrupt};
use core::cell::UnsafeCell;
use core::ptr::NonNull;
use hearth_codecache::MissReason;
use hearth_codecache::steps::Step;
use hearth_gc::{Header, Heap, Tracer};

#[repr(C)]
pub struct LinkTable {
    pub header: UnsafeCell<Header>,
    pub len: u32,
    _pad: u32,
}

// SAFETY: repr(C), header first, sole layout of its kind.
unsafe impl CellType for LinkTable {
    const TAG: u16 = tag::CELL;
    fn is_kind(kind: Kind) -> bool {
        kind == Kind::LinkTable
    }
}

pub const LINKS_DATA: usize = size_of::<LinkTable>();
const _: () = assert!(LINKS_DATA == 16);

impl LinkTable {
    #[inline(always)]
    pub fn data(&self) -> *mut u64 {
        (self as *const LinkTable as usize + LINKS_DATA) as *mut u64
    }
    pub fn word(&self, slot: usize) -> u64 {
        assert!(slot < self.len as usize);
        // SAFETY: in bounds; all slots are initialised.
        unsafe { *self.data().add(slot) }
    }
    /// The value of a slot that holds a tagged cell.
    pub fn get(&self, slot: usize) -> Value {
        Value(self.word(slot))
    }
    /// Binds a slot, with the barrier.
    pub fn set(&self, heap: &mut Heap, slot: usize, word: u64) {
        assert!(slot < self.len as usize);
        // SAFETY: in bounds; the barrier's owner is this live cell.
        unsafe {
            *self.data().add(slot) = word;
            if holds(Rule::LinkBarrier) {
                heap.write_barrier(NonNull::new_unchecked(self.header.get()));
            }
        }
    }
}

impl Gc<LinkTable> {
    /// The code that the table belongs to.
    ///
    /// # Safety
    /// The table is that of installed code.
    pub unsafe fn code(self) -> Gc<JitCode> {
        self.get(0).to_cell().expect("slot 0 of a link table is its code")
    }
}

/// # Safety
/// `cell` is a live link table.
pub unsafe fn trace_table(cell: NonNull<Header>, tracer: &mut Tracer) {
    // SAFETY: `len` slots are initialised; tagged ones are cells (invariant 1).
    unsafe {
        let table = cell.cast::<LinkTable>().as_ref();
        let traced = if holds(Rule::LinkTableTraced) { table.len as usize } else { FIXED_LINKS };
        for i in 0..traced {
            trace_value(Value(*table.data().add(i)), tracer);
        }
    }
}

/// # Safety
/// `cell` is a link table with its length set.
pub unsafe fn table_size(cell: NonNull<Header>) -> usize {
    // SAFETY: by contract.
    LINKS_DATA + 8 * unsafe { cell.cast::<LinkTable>().as_ref().len } as usize
}

impl Vm {
    fn new_link_table(&mut self, len: usize) -> Result<Gc<LinkTable>, MissReason> {
        let size = LINKS_DATA + 8 * len;
        Step::LinkTable.miss(MissReason::ArenaFull)?;
        let cell = self.alloc_large(size).map_err(|_| MissReason::ArenaFull)?;
        // SAFETY: a fresh cell of this size; every word is written before anything else allocates.
        unsafe {
            cell.write(Header::new(0, Kind::LinkTable as u8, size));
            let table = cell.cast::<LinkTable>().as_ptr();
            (&raw mut (*table).len).write(len as u32);
            (&raw mut (*table)._pad).write(0);
            let table = Gc::<LinkTable>::from_header(cell);
            for slot in 0..len {
                *table.data().add(slot) = 0;
            }
            Ok(table)
        }
    }

    /// Brings code to life: publishes its bytes, allocates its link table, resolves what
    /// can be resolved now, and makes the cell that owns it all. The code is not entered
    /// yet (see `set_entry`, `add_osr`).
    pub(crate) fn install(
        &mut self,
        script: Gc<Script>,
        compiled: Compiled,
        osr_loop: Option<u16>,
        id: u128,
        restored: bool,
    ) -> Result<Gc<JitCode>, MissReason> {
        let ion = self.ion.as_ref().ok_or(MissReason::ArenaFull)?;
        let (arena, pc_map, prototype_slots) = (ion.arena.clone(), ion.pc_map.clone(), ion.prototype_slots.clone());
        let written = match compiled.placed.filter(|placed| arena.is_home_of(placed)) {
            Some(placed) => placed,
            None => arena.reserve(compiled.code.len()).map_err(|e| e.reason())?.write(&compiled.code),
        };
        let published = arena.publish(vec![written]).map_err(|e| e.reason())?.pop().ok_or(MissReason::ArenaFull)?;
        let links = match self.new_link_table(FIXED_LINKS + compiled.metadata.links.len()) {
            Ok(links) => links,
            Err(reason) => {
                let retired = arena.retire(published);
                arena.quarantine(retired);
                return Err(reason);
            }
        };
        for (index, descriptor) in compiled.metadata.links.iter().enumerate() {
            if let Some(word) = self.resolve(descriptor) {
                links.set(&mut self.heap, FIXED_LINKS + index, word);
            }
        }
        // A constant that there was no memory for must not stay in the table.
        if self.cx.interrupt.has(interrupt::LOST) {
            let retired = arena.retire(published);
            arena.quarantine(retired);
            return Err(MissReason::ArenaFull);
        }
        let data = JitCodeData::new(published, arena, pc_map, prototype_slots, compiled.metadata, script, osr_loop, id, restored);
        let code = self.new_jit_code(data, links);
        links.set(&mut self.heap, 0, code.value().0);
        if self.options.tools.any() {
            let registration = self.describe_to_tools(code);
            code.data().registration.replace(registration);
        }
        if self.options.trace.has(Category::Link) {
            Line::new(Category::Link)
                .field("function", script.template().info.name.to_rust())
                .field("id", format_args!("{id:032x}"))
                .field("bytes", code.range().len())
                .field("links", links.len as usize - FIXED_LINKS)
                .field("restored", restored)
                .emit();
        }
        Ok(code)
    }

    fn new_jit_code(&mut self, data: JitCodeData, links: Gc<LinkTable>) -> Gc<JitCode> {
        let range = data.published_range();
        let pc_map = self.ion.as_ref().map(|ion| ion.pc_map.clone());
        let cell = self.alloc_cell(size_of::<JitCode>());
        // SAFETY: a fresh cell of this size; its word is written before anything else allocates.
        let code = unsafe {
            cell.write(Header::new(0, Kind::JitCode as u8, size_of::<JitCode>()));
            (cell.as_ptr() as *mut u64).add(1).write(0);
            Gc::<JitCode>::from_header(cell)
        };
        data.links.set_no_barrier(Some(links));
        code.init(data);
        self.heap.register_finalizable(code.header());
        if let Some(pc_map) = pc_map {
            pc_map.borrow_mut().insert(range, code.header());
        }
        code
    }

    /// The word of a slot whose descriptor names something that exists already.
    fn resolve(&mut self, descriptor: &LinkDescriptor) -> Option<u64> {
        let value = match descriptor {
            LinkDescriptor::String(text) => self.intern_js_str(text).value(),
            LinkDescriptor::BigInt(digits) => self.new_bigint(digits.parse().ok()?).value(),
            LinkDescriptor::Builtin(row) => self.builtin(*row)?,
            LinkDescriptor::GlobalObject => self.global().value(),
            LinkDescriptor::LexicalGlobals => self.realm().lexicals().value(),
            LinkDescriptor::StringPrototype => self.intrinsic(Intrinsic::StringPrototype).value(),
            LinkDescriptor::PlainObject { inline_capacity } => {
                let prototype = self.realm().object_prototype().value();
                return Some(self.root_shape(Kind::Object, 0, *inline_capacity as usize, prototype).0 as u64);
            }
            LinkDescriptor::PlainArray => {
                let prototype = self.intrinsic(Intrinsic::ArrayPrototype).value();
                return Some(self.root_shape(Kind::Array, 0, 0, prototype).0 as u64);
            }
            LinkDescriptor::FunctionShape => return Some(self.realm().shapes.function.0 as u64),
            LinkDescriptor::Script { .. }
            | LinkDescriptor::PrivateName
            | LinkDescriptor::Subject
            | LinkDescriptor::Answer { .. }
            | LinkDescriptor::Prototype { .. }
            | LinkDescriptor::Shape(_)
            | LinkDescriptor::ShapeAfterAdd { .. }
            | LinkDescriptor::MethodValue { .. }
            | LinkDescriptor::AccessorValue { .. }
            | LinkDescriptor::Holder { .. }
            | LinkDescriptor::InstanceShape { .. } => return None,
        };
        Some(value.0)
    }

    /// From now on, calls of the script enter `code`.
    pub(crate) fn set_entry(&mut self, script: Gc<Script>, code: Gc<JitCode>) {
        script.data().ion.entry.set(Some(code));
        script.links.set_no_barrier(code.data().links.get());
        script.entry.set(code.entry());
        script.set_flag(script_flags::HAS_JIT, true);
        self.write_barrier(script.header());
    }

    /// From now on, the loop is entered at `code`.
    pub(crate) fn add_osr(&mut self, script: Gc<Script>, loop_number: u16, code: Gc<JitCode>) {
        let mut osr = script.data().ion.osr.borrow_mut();
        osr.retain(|(n, _)| *n != loop_number);
        osr.push((loop_number, code));
        drop(osr);
        self.write_barrier(script.header());
    }

    /// Unlinks code that is left too often: new calls go to the interpreter, which learns
    /// and has the script compiled again.
    pub(crate) fn give_up_code(&mut self, code: Gc<JitCode>) {
        let data = code.data();
        if data.retired.replace(true) {
            return;
        }
        let Some(script) = data.script.get() else { return };
        let state = &script.data().ion;
        match data.osr_loop {
            None if state.entry.get() == Some(code) => {
                state.entry.set(None);
                script.entry.set(self.cx.interpreter_stub);
                script.links.set_no_barrier(None);
                script.set_flag(script_flags::HAS_JIT, false);
            }
            None => {}
            Some(_) => state.osr.borrow_mut().retain(|(_, c)| *c != code),
        }
        let entry = data.osr_loop.map_or(EntryPoint::Function, EntryPoint::Osr);
        if let Some(explain) = &mut self.explain {
            explain.given_up(script, data.osr_loop);
        }
        state.given_up.borrow_mut().push(entry);
        self.schedule_again(script, entry);
    }
}
