//! Assertions.

use super::memory::{AT, EXTRA, MEMORY, TAG};
use super::{Lowering, Resume};
use crate::regexp::program::{Op, Program};
use crate::regexp_code::state::FRAME;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{InstBuilder, Value};

/// Where the assertion that begins at `pc` ends.
fn end_of(program: &Program, pc: usize) -> usize {
    let Op::Look(index) = program.ops[pc] else { unreachable!("asked of assertions") };
    pc + program.ops[pc..].iter().position(|op| *op == Op::LookEnd(index)).expect("each ends")
}

/// Whether the assertion only looks at characters, one after the other: it chooses nothing and
/// changes no register.
pub(super) fn is_plain(program: &Program, pc: usize) -> bool {
    program.ops[pc + 1..end_of(program, pc)].iter().all(|op| {
        matches!(
            op,
            Op::Unit(_)
                | Op::UnitBack(_)
                | Op::Set(_)
                | Op::SetBack(_)
                | Op::Code(_)
                | Op::CodeBack(_)
                | Op::Start
                | Op::End
                | Op::LineStart
                | Op::LineEnd
                | Op::Boundary { .. }
        )
    })
}

/// Whether something in between changes a register, which the stack then has to restore.
fn changes_registers(ops: &[Op]) -> bool {
    ops.iter().any(|op| matches!(op, Op::Save(_) | Op::Close { .. } | Op::Clear { .. } | Op::Zero(_) | Op::Next(_)))
}

impl Lowering<'_> {
    pub(super) fn look(&mut self, pc: usize, index: usize) -> (usize, bool) {
        let look = &self.program.looks[index];
        if is_plain(self.program, pc) {
            return self.plain_look(pc, look.negative);
        }
        self.flush();
        let (sp, at) = (self.b.use_var(self.sp), self.at());
        let height = self.b.ins().isub(sp, self.base);
        self.store_register(look.height, height);
        let tag = self.resume(Resume::Look { exit: look.negative.then_some(look.exit) });
        self.push(tag, at, None);
        (pc + 1, true)
    }

    fn plain_look(&mut self, pc: usize, negative: bool) -> (usize, bool) {
        let (end, at) = (end_of(self.program, pc), self.at());
        let held = negative.then(|| self.b.create_block());
        let (mut next, mut is_reached) = (pc + 1, true);
        let outer = self.in_look;
        self.in_look = held.or(outer);
        while next < end && is_reached {
            (next, is_reached) = self.op(next);
        }
        self.in_look = outer;
        if let Some(held) = held {
            if is_reached {
                let failure = self.failure();
                self.b.ins().jump(failure, &[]);
            }
            self.b.switch_to_block(held);
            is_reached = true;
        }
        if is_reached {
            self.set_at(at);
        }
        (end + 1, is_reached)
    }

    /// What an assertion asserts was found. Whether something comes after that here.
    pub(super) fn look_end(&mut self, pc: usize, index: usize) -> bool {
        self.flush();
        let program = self.program;
        let look = &program.looks[index];
        let begin = program.ops.iter().position(|op| *op == Op::Look(index as u32)).expect("it begins");
        let restores = changes_registers(&program.ops[begin..pc]);
        let height = self.register(look.height);
        let height = self.b.ins().iadd(self.base, height);
        if look.negative {
            if restores {
                self.unwind(height);
            }
            self.b.def_var(self.sp, height);
            let fail = self.fail;
            self.b.ins().jump(fail, &[]);
            return false;
        }
        let at = self.b.ins().uload32(MEMORY, height, AT);
        self.set_at(at);
        if restores {
            self.cut(height);
        } else {
            self.b.def_var(self.sp, height);
        }
        true
    }

    /// The tag of frames that restore a register.
    fn restore_tag(&mut self) -> i64 {
        i64::from(self.resume(Resume::Restore))
    }

    /// Restores what the frames from `height` on say.
    fn unwind(&mut self, height: Value) {
        let tag = self.restore_tag();
        let [head, frame, restore, done] = [(); 4].map(|()| self.b.create_block());
        self.b.ins().jump(head, &[]);
        self.b.switch_to_block(head);
        let sp = self.b.use_var(self.sp);
        let is_done = self.b.ins().icmp(IntCC::UnsignedLessThanOrEqual, sp, height);
        self.b.ins().brif(is_done, done, &[], frame, &[]);
        self.b.switch_to_block(frame);
        let sp = self.add(sp, -(FRAME as i64));
        self.b.def_var(self.sp, sp);
        let found = self.b.ins().uload32(MEMORY, sp, TAG);
        let is_restore = self.b.ins().icmp_imm_u(IntCC::Equal, found, tag);
        self.b.ins().brif(is_restore, restore, &[], head, &[]);
        self.b.switch_to_block(restore);
        let register = self.b.ins().uload32(MEMORY, sp, AT);
        let old = self.b.ins().uload32(MEMORY, sp, EXTRA);
        let place = self.b.ins().iadd(self.registers, register);
        self.b.ins().istore32(MEMORY, old, place, 0);
        self.b.ins().jump(head, &[]);
        self.b.switch_to_block(done);
    }

    /// Drops the choices from `height` on. What is to be restored remains.
    fn cut(&mut self, height: Value) {
        let tag = self.restore_tag();
        let [head, frame, restore, next, done] = [(); 5].map(|()| self.b.create_block());
        let (from, kept) = (self.b.declare_var(I64), self.b.declare_var(I64));
        self.b.def_var(from, height);
        self.b.def_var(kept, height);
        let end = self.b.use_var(self.sp);
        self.b.ins().jump(head, &[]);
        self.b.switch_to_block(head);
        let here = self.b.use_var(from);
        let is_done = self.b.ins().icmp(IntCC::UnsignedGreaterThanOrEqual, here, end);
        self.b.ins().brif(is_done, done, &[], frame, &[]);
        self.b.switch_to_block(frame);
        let found = self.b.ins().uload32(MEMORY, here, TAG);
        let is_restore = self.b.ins().icmp_imm_u(IntCC::Equal, found, tag);
        self.b.ins().brif(is_restore, restore, &[], next, &[]);
        self.b.switch_to_block(restore);
        let to = self.b.use_var(kept);
        for offset in [0, 8] {
            let half = self.b.ins().load(I64, MEMORY, here, offset);
            self.b.ins().store(MEMORY, half, to, offset);
        }
        let after = self.add(to, FRAME as i64);
        self.b.def_var(kept, after);
        self.b.ins().jump(next, &[]);
        self.b.switch_to_block(next);
        let after = self.add(here, FRAME as i64);
        self.b.def_var(from, after);
        self.b.ins().jump(head, &[]);
        self.b.switch_to_block(done);
        let kept = self.b.use_var(kept);
        self.b.def_var(self.sp, kept);
    }
}
