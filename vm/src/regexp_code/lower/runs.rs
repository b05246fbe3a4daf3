//! Loops over one set: no frame for each iteration.

use super::characters::UNITS;
use super::{Lowering, Resume};
use crate::regexp::program::{NONE, Run};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{Block, InstBuilder, Value};
use cranelift_frontend::Variable;

/// Iterations that are written out.
const FEW: u32 = 3;

impl Lowering<'_> {
    pub(super) fn run(&mut self, index: usize) {
        let run = &self.program.runs[index];
        if run.min > 0 {
            let failure = self.failure();
            if run.min <= FEW {
                for _ in 0..run.min {
                    self.take_one(index, failure);
                }
            } else {
                self.take_many(index, run.min, failure);
            }
        }
        if run.max == run.min {
            return self.end_at(index);
        }
        if !run.greedy {
            self.flush();
            return self.lazy(index);
        }
        let least = self.at();
        if !run.possessive {
            self.flush();
        }
        self.take_all(index, least);
        let end = self.at();
        if run.max == NONE {
            let (from, to) = if run.back { (end, least) } else { (least, end) };
            self.step_run(from, to);
        }
        if !run.possessive {
            self.greedy_end(index, least);
        }
    }

    /// The run has one length only: what follows is still looked at, as it would be otherwise.
    fn end_at(&mut self, index: usize) {
        let (matched, failure, at) = (self.b.create_block(), self.failure(), self.at());
        self.test_first(at, self.program.runs[index].follow, matched, failure);
        self.b.switch_to_block(matched);
    }

    /// Passes one member, or fails.
    pub(super) fn take_one(&mut self, index: usize, failure: Block) {
        let run = &self.program.runs[index];
        let matched = self.b.create_block();
        self.take(self.set(run.set), run.code, run.back, matched, failure);
        self.b.switch_to_block(matched);
    }

    fn take_many(&mut self, index: usize, count: u32, failure: Block) {
        let left = self.b.declare_var(I64);
        let count = self.b.ins().iconst(I64, i64::from(count));
        self.b.def_var(left, count);
        let (head, done) = (self.b.create_block(), self.b.create_block());
        self.b.ins().jump(head, &[]);
        self.b.switch_to_block(head);
        self.take_one(index, failure);
        let now = self.b.use_var(left);
        let now = self.add(now, -1);
        self.b.def_var(left, now);
        self.b.ins().brif(now, head, &[], done, &[]);
        self.b.switch_to_block(done);
    }

    /// Passes as many as there are, and as there may be.
    fn take_all(&mut self, index: usize, least: Value) {
        let run = &self.program.runs[index];
        let most = (run.max != NONE).then(|| run.max - run.min);
        let (head, done) = (self.b.create_block(), self.b.create_block());
        if !(run.back || run.code && self.wide) {
            // The end is known: one comparison for both.
            let stop = match most {
                None => self.len,
                Some(most) => {
                    let end = self.add(least, i64::from(most));
                    self.b.ins().umin(end, self.len)
                }
            };
            let (inside, member) = (self.b.create_block(), self.b.create_block());
            self.b.ins().jump(head, &[]);
            self.b.switch_to_block(head);
            let at = self.at();
            let ends = self.b.ins().icmp(IntCC::UnsignedGreaterThanOrEqual, at, stop);
            self.b.ins().brif(ends, done, &[], inside, &[]);
            self.b.switch_to_block(inside);
            let unit = self.unit(at, 0);
            self.test(unit, self.set(run.set), UNITS, member, done);
            self.b.switch_to_block(member);
            let next = self.add(at, 1);
            self.set_at(next);
            self.b.ins().jump(head, &[]);
            self.b.switch_to_block(done);
            return;
        }
        let left = self.b.declare_var(I64);
        if let Some(most) = most {
            let most = self.b.ins().iconst(I64, i64::from(most));
            self.b.def_var(left, most);
        }
        self.b.ins().jump(head, &[]);
        self.b.switch_to_block(head);
        if most.is_some() {
            let (now, more) = (self.b.use_var(left), self.b.create_block());
            self.b.ins().brif(now, more, &[], done, &[]);
            self.b.switch_to_block(more);
            let now = self.add(now, -1);
            self.b.def_var(left, now);
        }
        self.take_one(index, done);
        self.b.ins().jump(head, &[]);
        self.b.switch_to_block(done);
    }

    /// Ends a greedy run where it is, or before that where something can follow.
    fn greedy_end(&mut self, index: usize, least: Value) {
        let run = &self.program.runs[index];
        let [ends, more, earlier, found, shorter, matched] = [(); 6].map(|()| self.b.create_block());
        let least_at = self.b.declare_var(I64);
        self.b.def_var(least_at, least);
        self.b.ins().jump(ends, &[]);
        self.b.switch_to_block(ends);
        let (at, least) = (self.at(), self.b.use_var(least_at));
        self.test_first(at, run.follow, found, more);
        self.b.switch_to_block(more);
        let is_least = self.b.ins().icmp(IntCC::Equal, at, least);
        let fail = self.fail;
        self.b.ins().brif(is_least, fail, &[], earlier, &[]);
        self.b.switch_to_block(earlier);
        let before = self.give_back(index, at);
        self.set_at(before);
        self.b.ins().jump(ends, &[]);
        self.b.switch_to_block(found);
        let is_least = self.b.ins().icmp(IntCC::Equal, at, least);
        self.b.ins().brif(is_least, matched, &[], shorter, &[]);
        self.b.switch_to_block(shorter);
        let tag = self.resume(Resume::Shorter { run: index, ends, least: least_at });
        self.push(tag, at, Some(least));
        self.b.ins().jump(matched, &[]);
        self.b.switch_to_block(matched);
    }

    /// Where a run was before its last character.
    pub(super) fn give_back(&mut self, index: usize, at: Value) -> Value {
        let run: &Run = &self.program.runs[index];
        let one = self.add(at, if run.back { 1 } else { -1 });
        if !(run.code && self.wide) {
            return one;
        }
        // One more if both are of a pair.
        let [half, pair, other, known] = [(); 4].map(|()| self.b.create_block());
        let (near, far) = if run.back { (0xD800, 0xDC00) } else { (0xDC00, 0xD800) };
        let place = self.b.declare_var(I64);
        self.b.def_var(place, one);
        let c = self.unit(at, if run.back { 0 } else { -1 });
        let is_half = self.is_surrogate(c, near);
        self.b.ins().brif(is_half, half, &[], known, &[]);
        self.b.switch_to_block(half);
        let more = if run.back { self.b.ins().icmp(IntCC::UnsignedLessThan, one, self.len) } else { one };
        self.b.ins().brif(more, pair, &[], known, &[]);
        self.b.switch_to_block(pair);
        let c = self.unit(at, if run.back { 1 } else { -2 });
        let is_pair = self.is_surrogate(c, far);
        self.b.ins().brif(is_pair, other, &[], known, &[]);
        self.b.switch_to_block(other);
        let two = self.add(at, if run.back { 2 } else { -2 });
        self.b.def_var(place, two);
        self.b.ins().jump(known, &[]);
        self.b.switch_to_block(known);
        self.b.use_var(place)
    }

    /// Ends a lazy run where it is, or after that where something can follow.
    fn lazy(&mut self, index: usize) {
        let run = &self.program.runs[index];
        let [extend, more, found, longer, matched] = [(); 5].map(|()| self.b.create_block());
        let left = self.b.declare_var(I64);
        let most = if run.max == NONE { NONE } else { run.max - run.min };
        let most = self.b.ins().iconst(I64, i64::from(most));
        self.b.def_var(left, most);
        self.b.ins().jump(extend, &[]);
        self.b.switch_to_block(extend);
        self.step_once();
        let at = self.at();
        self.test_first(at, run.follow, found, more);
        self.b.switch_to_block(more);
        let now = self.b.use_var(left);
        let fail = self.fail;
        if run.max != NONE {
            let some = self.b.create_block();
            self.b.ins().brif(now, some, &[], fail, &[]);
            self.b.switch_to_block(some);
        }
        self.take_one(index, fail);
        self.count_down(index, left, now);
        self.b.ins().jump(extend, &[]);
        self.b.switch_to_block(found);
        let now = self.b.use_var(left);
        if run.max != NONE {
            self.b.ins().brif(now, longer, &[], matched, &[]);
        } else {
            self.b.ins().jump(longer, &[]);
        }
        self.b.switch_to_block(longer);
        let tag = self.resume(Resume::Longer { run: index, extend, left });
        self.push(tag, at, Some(now));
        self.b.ins().jump(matched, &[]);
        self.b.switch_to_block(matched);
    }

    /// One iteration fewer than `now` is left, if they are counted.
    pub(super) fn count_down(&mut self, index: usize, left: Variable, now: Value) {
        let now = if self.program.runs[index].max == NONE { now } else { self.add(now, -1) };
        self.b.def_var(left, now);
    }
}
