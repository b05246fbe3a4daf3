//! Characters, registers and frames in memory.

use super::{Lowering, Resume};
use crate::regexp::program::UNSET;
use crate::regexp_code::state::FRAME;
use crate::rules::{Rule, holds};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{I8, I64};
use cranelift_codegen::ir::{InstBuilder, MemFlagsData, Value};

pub(super) const MEMORY: MemFlagsData = MemFlagsData::trusted();

/// Offsets in a frame.
pub(super) const TAG: i32 = 0;
pub(super) const AT: i32 = 4;
pub(super) const EXTRA: i32 = 8;

impl Lowering<'_> {
    pub(super) fn at(&mut self) -> Value {
        self.b.use_var(self.at)
    }
    pub(super) fn set_at(&mut self, at: Value) {
        self.b.def_var(self.at, at);
    }
    pub(super) fn add(&mut self, value: Value, number: i64) -> Value {
        self.b.ins().iadd_imm_s(value, number)
    }

    /// The code unit at `at` + `offset`, which is inside of the text.
    pub(super) fn unit(&mut self, at: Value, offset: i32) -> Value {
        if self.wide {
            let scaled = self.b.ins().ishl_imm_u(at, 1);
            let address = self.b.ins().iadd(self.text, scaled);
            self.b.ins().uload16(I64, MEMORY, address, 2 * offset)
        } else {
            let address = self.b.ins().iadd(self.text, at);
            self.b.ins().uload8(I64, MEMORY, address, offset)
        }
    }

    pub(super) fn register(&mut self, register: u32) -> Value {
        self.b.ins().uload32(MEMORY, self.registers, 4 * register as i32)
    }
    pub(super) fn store_register(&mut self, register: u32, value: Value) {
        self.b.ins().istore32(MEMORY, value, self.registers, 4 * register as i32);
    }

    /// The register becomes `value`, until what was chosen before is chosen otherwise.
    pub(super) fn set_register(&mut self, register: u32, value: Value) {
        if self.is_alone && self.pending.is_none() {
            // Without a choice to go back to, the match at this place fails.
            return self.store_register(register, value);
        }
        let old = self.register(register);
        if self.pending.as_ref().is_some_and(|pending| pending.undo.len() < super::MAX_UNDO) {
            self.undo_if_pending_fails(register, old);
        } else {
            self.flush();
            self.push_restore(register, old);
        }
        self.store_register(register, value);
    }

    /// As `set_register`, for what is often there already.
    pub(super) fn change_register(&mut self, register: u32, value: Value) {
        if self.is_alone && self.pending.is_none() {
            return self.store_register(register, value);
        }
        self.flush();
        let old = self.register(register);
        let same = self.b.ins().icmp(IntCC::Equal, old, value);
        let (change, done) = (self.b.create_block(), self.b.create_block());
        self.b.ins().brif(same, done, &[], change, &[]);
        self.b.switch_to_block(change);
        self.push_restore(register, old);
        self.store_register(register, value);
        self.b.ins().jump(done, &[]);
        self.b.switch_to_block(done);
    }

    pub(super) fn unset(&mut self) -> Value {
        self.b.ins().iconst(I64, i64::from(UNSET))
    }

    fn push_restore(&mut self, register: u32, old: Value) {
        let tag = self.resume(Resume::Restore);
        let register = self.b.ins().iconst(I64, 4 * i64::from(register));
        self.push(tag, register, Some(old));
    }

    /// Pushes a frame. More than there may be: the match is left to the matcher of programs.
    pub(super) fn push(&mut self, tag: u32, at: Value, extra: Option<Value>) {
        let sp = self.b.use_var(self.sp);
        let full = match holds(Rule::RegExpStack) {
            true => self.b.ins().icmp(IntCC::UnsignedGreaterThan, sp, self.limit),
            false => self.b.ins().iconst(I8, 0),
        };
        let room = self.b.create_block();
        self.b.ins().brif(full, self.too_much, &[], room, &[]);
        self.b.switch_to_block(room);
        let tag = self.b.ins().iconst(I64, i64::from(tag));
        self.b.ins().istore32(MEMORY, tag, sp, TAG);
        self.b.ins().istore32(MEMORY, at, sp, AT);
        if let Some(extra) = extra {
            self.b.ins().istore32(MEMORY, extra, sp, EXTRA);
        }
        let next = self.add(sp, FRAME as i64);
        self.b.def_var(self.sp, next);
        self.is_alone = false;
    }

    /// Takes so many steps.
    pub(super) fn step(&mut self, steps: Value) {
        let left = self.b.use_var(self.steps);
        let left = self.b.ins().isub(left, steps);
        self.b.def_var(self.steps, left);
        let many = self.b.ins().icmp_imm_s(IntCC::SignedLessThan, left, 0);
        let go_on = self.b.create_block();
        self.b.ins().brif(many, self.too_much, &[], go_on, &[]);
        self.b.switch_to_block(go_on);
    }
    pub(super) fn step_once(&mut self) {
        let one = self.b.ins().iconst(I64, 1);
        self.step(one);
    }
    /// The steps that so many characters of a run count for.
    pub(super) fn step_run(&mut self, from: Value, to: Value) {
        let passed = self.b.ins().isub(to, from);
        let steps = self.b.ins().ushr_imm_u(passed, 5);
        self.step(steps);
    }
}
