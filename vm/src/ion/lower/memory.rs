//! Loads, stores, and access to the context and the link table.

use super::{FIXED_LINKS, Lowering};
use crate::ion::layout;
use crate::ion::link::LINKS_DATA;
use crate::rules::{Rule, holds};
use cranelift_codegen::ir::types::{I8, I32, I64};
use cranelift_codegen::ir::{InstBuilder, MemFlagsData, Type, Value};

/// Memory that changes.
pub(super) const MUTABLE: MemFlagsData = MemFlagsData::trusted();
/// What never changes in a cell of a kind that a guard has established: not read before the guard.
pub(super) const CONSTANT: MemFlagsData = MemFlagsData::trusted().with_readonly();
/// Memory that never changes while the code runs, and that is there all the time: the code generator may
/// read it anywhere, before loops for instance.
pub(super) const FIXED: MemFlagsData = MemFlagsData::trusted().with_readonly().with_can_move();

impl Lowering<'_> {
    /// The VM, in its register. Not kept as a value: that would take a second register,
    /// or a slot on the stack across calls, and loads through it would move out of cold
    /// blocks.
    pub(super) fn vm(&mut self) -> Value {
        self.b.ins().get_pinned_reg(I64)
    }
    pub(super) fn load_context(&mut self, ty: Type, offset: i32) -> Value {
        let vm = self.vm();
        self.b.ins().load(ty, MUTABLE, vm, offset)
    }
    pub(super) fn load_context_fixed(&mut self, ty: Type, offset: i32) -> Value {
        let vm = self.vm();
        self.b.ins().load(ty, FIXED, vm, offset)
    }
    pub(super) fn store_context(&mut self, value: Value, offset: i32) {
        let vm = self.vm();
        self.b.ins().store(MUTABLE, value, vm, offset);
    }
    fn link_offset(link: u64) -> i32 {
        (LINKS_DATA + 8 * (FIXED_LINKS + link as usize)) as i32
    }
    /// Index of a link slot in its table, as the runtime counts.
    pub(super) fn link_slot(&mut self, link: u64) -> Value {
        self.b.ins().iconst(I64, (FIXED_LINKS as u64 + link) as i64)
    }
    /// A slot that was bound at installation.
    pub(super) fn load_link_fixed(&mut self, link: u64) -> Value {
        self.b.ins().load(I64, FIXED, self.links, Self::link_offset(link))
    }
    /// A slot that may be bound or unbound while the code runs.
    pub(super) fn load_link(&mut self, link: u64) -> Value {
        self.b.ins().load(I64, MUTABLE, self.links, Self::link_offset(link))
    }
    pub(super) fn load_link32(&mut self, link: u64) -> Value {
        self.b.ins().load(I32, MUTABLE, self.links, Self::link_offset(link))
    }
    /// The shape that an unbound slot refused last, or 0.
    pub(super) fn load_link_refused(&mut self, link: u64) -> Value {
        self.b.ins().load(I32, MUTABLE, self.links, Self::link_offset(link) + 4)
    }
    pub(super) fn load64(&mut self, base: Value, offset: usize) -> Value {
        self.b.ins().load(I64, MUTABLE, base, offset as i32)
    }
    pub(super) fn load32(&mut self, base: Value, offset: usize) -> Value {
        self.b.ins().load(I32, MUTABLE, base, offset as i32)
    }
    pub(super) fn load_u32(&mut self, base: Value, offset: usize) -> Value {
        self.b.ins().uload32(MUTABLE, base, offset as i32)
    }
    pub(super) fn load8(&mut self, base: Value, offset: i32) -> Value {
        self.b.ins().load(I8, MUTABLE, base, offset)
    }
    pub(super) fn store64(&mut self, value: Value, base: Value, offset: usize) {
        self.b.ins().store(MUTABLE, value, base, offset as i32);
    }
    pub(super) fn store32(&mut self, value: Value, base: Value, offset: usize) {
        self.b.ins().istore32(MUTABLE, value, base, offset as i32);
    }
    /// Address of element `index` (an Int32, in bounds, so not negative) of 8 bytes.
    pub(super) fn element_address(&mut self, base: Value, index: Value, shift: i64) -> Value {
        let scaled = self.b.ins().ishl_imm_u(index, shift);
        self.b.ins().iadd(base, scaled)
    }
    /// The write barrier: one test of the owner's header byte.
    pub(super) fn barrier(&mut self, owner: Value) {
        if !holds(Rule::Barriers) {
            return;
        }
        let state = self.load8(owner, layout::HEADER_GC);
        let old = self.b.ins().band_imm_u(state, hearth_gc::GC_OLD as i64);
        let (remember, done) = (self.cold_block(), self.b.create_block());
        self.b.ins().brif(old, remember, &[], done, &[]);
        self.b.switch_to_block(remember);
        self.call_helper(crate::ion::helpers::Helper::Remember, &[owner], None);
        self.b.ins().jump(done, &[]);
        self.b.switch_to_block(done);
    }
}
