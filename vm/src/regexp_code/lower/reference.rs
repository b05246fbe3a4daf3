//! Back references (sec-backreference-matcher) that do not ignore case.

use super::Lowering;
use crate::regexp::program::UNSET;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{InstBuilder, Value};

impl Lowering<'_> {
    pub(super) fn reference(&mut self, index: usize) {
        let program = self.program;
        let reference = &program.references[index];
        self.step_once();
        // Of several groups with one name, the one that took part; none: nothing matches it.
        let matched = self.b.create_block();
        let [compare, same] = [(); 2].map(|()| self.b.create_block());
        let (start_at, end_at) = (self.b.declare_var(I64), self.b.declare_var(I64));
        for group in &reference.groups {
            let [open, closed, next] = [(); 3].map(|()| self.b.create_block());
            let (start, end) = (self.register(2 * group), self.register(2 * group + 1));
            self.b.def_var(start_at, start);
            self.b.def_var(end_at, end);
            for (value, then) in [(start, open), (end, closed)] {
                let unset = self.b.ins().icmp_imm_u(IntCC::Equal, value, i64::from(UNSET));
                self.b.ins().brif(unset, next, &[], then, &[]);
                self.b.switch_to_block(then);
            }
            self.b.ins().jump(compare, &[]);
            self.b.switch_to_block(next);
        }
        self.b.ins().jump(matched, &[]);

        self.b.switch_to_block(compare);
        let (at, start, end) = (self.at(), self.b.use_var(start_at), self.b.use_var(end_at));
        let len = self.b.ins().isub(end, start);
        let (from, to, beyond) = if reference.back {
            let from = self.b.ins().isub(at, len);
            (from, from, self.b.ins().icmp(IntCC::UnsignedGreaterThan, len, at))
        } else {
            let to = self.b.ins().iadd(at, len);
            (at, to, self.b.ins().icmp(IntCC::UnsignedGreaterThan, to, self.len))
        };
        self.fail_if(beyond);
        // Whatever the registers hold, no more than the text is read.
        let too_long = self.b.ins().icmp(IntCC::UnsignedGreaterThan, len, self.len);
        self.fail_if(too_long);
        self.compare_units(start, from, len);
        let steps = self.b.ins().ushr_imm_u(len, 5);
        self.step(steps);
        if program.unicode && self.wide {
            // Half a pair is no character.
            let [inside, before] = [(); 2].map(|()| self.b.create_block());
            let failure = self.failure();
            let more = self.b.ins().icmp(IntCC::UnsignedLessThan, to, self.len);
            self.b.ins().brif(more, before, &[], same, &[]);
            self.b.switch_to_block(before);
            self.branch_inside_pair(to, inside, same);
            self.b.switch_to_block(inside);
            self.b.ins().jump(failure, &[]);
        } else {
            self.b.ins().jump(same, &[]);
        }
        self.b.switch_to_block(same);
        self.set_at(to);
        self.b.ins().jump(matched, &[]);
        self.b.switch_to_block(matched);
    }

    /// Fails unless so many units at both places are the same.
    fn compare_units(&mut self, one: Value, other: Value, len: Value) {
        let [head, body, next, done] = [(); 4].map(|()| self.b.create_block());
        let index = self.b.declare_var(I64);
        let zero = self.b.ins().iconst(I64, 0);
        self.b.def_var(index, zero);
        self.b.ins().jump(head, &[]);
        self.b.switch_to_block(head);
        let i = self.b.use_var(index);
        let is_done = self.b.ins().icmp(IntCC::UnsignedGreaterThanOrEqual, i, len);
        self.b.ins().brif(is_done, done, &[], body, &[]);
        self.b.switch_to_block(body);
        let (a, b) = (self.b.ins().iadd(one, i), self.b.ins().iadd(other, i));
        let (a, b) = (self.unit(a, 0), self.unit(b, 0));
        let same = self.b.ins().icmp(IntCC::Equal, a, b);
        let failure = self.failure();
        self.b.ins().brif(same, next, &[], failure, &[]);
        self.b.switch_to_block(next);
        let after = self.add(i, 1);
        self.b.def_var(index, after);
        self.b.ins().jump(head, &[]);
        self.b.switch_to_block(done);
    }
}
