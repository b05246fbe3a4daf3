//! Matching of characters and of what is between them.

use super::memory::MEMORY;
use super::{Class, Lowering};
use crate::regexp::program::{NONE, Op};
use crate::regexp_code::classes::{LAST, ROW, complement};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{I8, I16, I32, I64};
use cranelift_codegen::ir::{Block, BlockArg, InstBuilder, Value};

/// First and last of what a character may be.
pub(super) type Domain = (u32, u32);
pub(super) const UNITS: Domain = (0, 0xFFFF);
const PAIRS: Domain = (0x1_0000, LAST);

/// Ranges beyond Latin-1 that are compared with one after the other; more are searched.
const FEW: usize = 6;

/// One comparison.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Comparison {
    Within(u32, u32),
    /// With this bit set.
    WithBit {
        bit: u32,
        first: u32,
        last: u32,
    },
}

/// Comparisons of which one holds for each member of some ranges.
fn comparisons(ranges: &[(u32, u32)]) -> Vec<Comparison> {
    let mut all = Vec::new();
    let mut rest = ranges;
    while let [(first, last), more @ ..] = rest {
        rest = more;
        if let [(next, end), beyond @ ..] = more {
            let bit = first ^ next;
            let is_block = bit.is_power_of_two() && first & bit == 0 && first / bit == last / bit;
            if is_block && *end == last | bit {
                all.push(Comparison::WithBit { bit, first: *next, last: *end });
                rest = beyond;
                continue;
            }
        }
        all.push(Comparison::Within(*first, *last));
    }
    all
}

impl Lowering<'_> {
    /// Goes to `yes` where `c` is a member, else to `no`. `c` is within `domain`, if the text can have that.
    pub(super) fn test(&mut self, c: Value, class: &Class, domain: Domain, yes: Block, no: Block) {
        let domain = if self.wide { domain } else { (0, 0xFF) };
        let ranges: Vec<(u32, u32)> = class.ranges(domain.1).into_iter().filter(|(_, last)| *last >= domain.0).collect();
        let gaps: Vec<(u32, u32)> = complement(&ranges, domain.1).into_iter().filter(|(_, last)| *last >= domain.0).collect();
        let (members, others) = (comparisons(&ranges), comparisons(&gaps));
        if members.len() <= 2 {
            return self.compare(c, &members, domain, yes, no);
        }
        if others.len() <= 2 {
            return self.compare(c, &others, domain, no, yes);
        }
        if domain.0 == 0 {
            if domain.1 > 0xFF {
                let (narrow, wide) = (self.b.create_block(), self.b.create_block());
                let is_narrow = self.b.ins().icmp_imm_u(IntCC::UnsignedLessThan, c, 0x100);
                self.b.ins().brif(is_narrow, narrow, &[], wide, &[]);
                self.b.switch_to_block(narrow);
                self.look_up(c, class, yes, no);
                self.b.switch_to_block(wide);
            } else {
                return self.look_up(c, class, yes, no);
            }
        }
        let low = domain.0.max(0x100);
        let beyond: Vec<(u32, u32)> = class
            .wide
            .iter()
            .filter(|(first, last)| *last >= low && *first <= domain.1)
            .map(|(first, last)| (*first.max(&low), *last))
            .collect();
        if beyond.len() <= FEW {
            self.compare(c, &comparisons(&beyond), (low, domain.1), yes, no);
        } else {
            self.search_ranges(c, class, yes, no);
        }
    }

    fn compare(&mut self, c: Value, comparisons: &[Comparison], domain: Domain, yes: Block, no: Block) {
        for comparison in comparisons {
            let next = self.b.create_block();
            let holds = match *comparison {
                Comparison::Within(first, last) if first <= domain.0 && last >= domain.1 => {
                    self.b.ins().jump(yes, &[]);
                    self.b.switch_to_block(next);
                    break;
                }
                Comparison::Within(first, last) => self.within(c, first, last, domain),
                Comparison::WithBit { bit, first, last } => {
                    let c = self.b.ins().bor_imm_u(c, i64::from(bit));
                    self.within(c, first, last, (0, u32::MAX))
                }
            };
            self.b.ins().brif(holds, yes, &[], next, &[]);
            self.b.switch_to_block(next);
        }
        self.b.ins().jump(no, &[]);
    }
    fn within(&mut self, c: Value, first: u32, last: u32, domain: Domain) -> Value {
        if first == last {
            return self.b.ins().icmp_imm_u(IntCC::Equal, c, i64::from(first));
        }
        if first <= domain.0 {
            return self.b.ins().icmp_imm_u(IntCC::UnsignedLessThanOrEqual, c, i64::from(last));
        }
        if last >= domain.1 {
            return self.b.ins().icmp_imm_u(IntCC::UnsignedGreaterThanOrEqual, c, i64::from(first));
        }
        let above = self.add(c, -i64::from(first));
        self.b.ins().icmp_imm_u(IntCC::UnsignedLessThanOrEqual, above, i64::from(last - first))
    }

    /// Of a character of Latin-1, by the table.
    fn look_up(&mut self, c: Value, class: &Class, yes: Block, no: Block) {
        let address = self.b.ins().iadd(self.latin1, c);
        let byte = self.b.ins().load(I8, MEMORY, address, (class.bit / 8 * ROW) as i32);
        let bit = self.b.ins().band_imm_u(byte, 1 << (class.bit % 8));
        self.b.ins().brif(bit, yes, &[], no, &[]);
    }

    /// Among the ranges of the class beyond Latin-1, by halving.
    fn search_ranges(&mut self, c: Value, class: &Class, yes: Block, no: Block) {
        let [head, halve, above, below, done, last] = [(); 6].map(|()| self.b.create_block());
        let (low, high) = (self.b.declare_var(I64), self.b.declare_var(I64));
        let offset = (8 * class.ranges_at) as i32;
        let zero = self.b.ins().iconst(I64, 0);
        self.b.def_var(low, zero);
        let count = self.b.ins().iconst(I64, class.wide.len() as i64);
        self.b.def_var(high, count);
        self.b.ins().jump(head, &[]);
        self.b.switch_to_block(head);
        let (from, to) = (self.b.use_var(low), self.b.use_var(high));
        let is_done = self.b.ins().icmp(IntCC::UnsignedGreaterThanOrEqual, from, to);
        self.b.ins().brif(is_done, done, &[], halve, &[]);
        self.b.switch_to_block(halve);
        let sum = self.b.ins().iadd(from, to);
        let middle = self.b.ins().ushr_imm_u(sum, 1);
        let scaled = self.b.ins().ishl_imm_u(middle, 3);
        let address = self.b.ins().iadd(self.ranges, scaled);
        let first = self.b.ins().uload32(MEMORY, address, offset);
        let is_above = self.b.ins().icmp(IntCC::UnsignedLessThanOrEqual, first, c);
        self.b.ins().brif(is_above, above, &[], below, &[]);
        self.b.switch_to_block(above);
        let next = self.add(middle, 1);
        self.b.def_var(low, next);
        self.b.ins().jump(head, &[]);
        self.b.switch_to_block(below);
        self.b.def_var(high, middle);
        self.b.ins().jump(head, &[]);
        self.b.switch_to_block(done);
        let found = self.b.use_var(low);
        self.b.ins().brif(found, last, &[], no, &[]);
        self.b.switch_to_block(last);
        let scaled = self.b.ins().ishl_imm_u(found, 3);
        let address = self.b.ins().iadd(self.ranges, scaled);
        let end = self.b.ins().uload32(MEMORY, address, offset - 4);
        let is_in = self.b.ins().icmp(IntCC::UnsignedLessThanOrEqual, c, end);
        self.b.ins().brif(is_in, yes, &[], no, &[]);
    }

    /// Whether a part of the pattern may begin with what is at `at`.
    pub(super) fn test_first(&mut self, at: Value, first: u32, yes: Block, no: Block) {
        if first == NONE {
            self.b.ins().jump(yes, &[]);
            return;
        }
        let inside = self.b.create_block();
        let at_end = self.b.ins().icmp(IntCC::Equal, at, self.len);
        let end = if self.program.firsts[first as usize].end { yes } else { no };
        self.b.ins().brif(at_end, end, &[], inside, &[]);
        self.b.switch_to_block(inside);
        let unit = self.unit(at, 0);
        self.test(unit, self.first(first), UNITS, yes, no);
    }

    /// Characters one after the other, from op `pc` on: there is room for all, or none matches.
    pub(super) fn characters(&mut self, pc: usize) -> (usize, bool) {
        let program = self.program;
        let is_plain = |pc: usize| matches!(program.ops[pc], Op::Unit(_) | Op::Set(_));
        let mut end = pc + 1;
        while is_plain(end) && self.labels[end].is_none() {
            end += 1;
        }
        let (at, count) = (self.at(), (end - pc) as i64);
        let after = self.add(at, count);
        let beyond = self.b.ins().icmp(IntCC::UnsignedGreaterThan, after, self.len);
        self.fail_if(beyond);
        let mut next = pc;
        while next < end {
            let offset = (next - pc) as i32;
            let units: Vec<u16> =
                program.ops[next..end].iter().map_while(|op| if let Op::Unit(unit) = op { Some(*unit) } else { None }).collect();
            match program.ops[next] {
                Op::Set(set) => {
                    let (unit, matched) = (self.unit(at, offset), self.b.create_block());
                    self.test(unit, self.set(set), UNITS, matched, self.failure());
                    self.b.switch_to_block(matched);
                    next += 1;
                }
                _ if !self.wide && units.iter().any(|unit| *unit > 0xFF) => {
                    let failure = self.failure();
                    self.b.ins().jump(failure, &[]);
                    return (end, false);
                }
                _ => {
                    self.literal(at, offset, &units);
                    next += units.len();
                }
            }
        }
        self.set_at(after);
        (end, true)
    }

    /// Compares several characters at once.
    fn literal(&mut self, at: Value, mut offset: i32, units: &[u16]) {
        let size = if self.wide { 2 } else { 1 };
        let address = if self.wide {
            let scaled = self.b.ins().ishl_imm_u(at, 1);
            self.b.ins().iadd(self.text, scaled)
        } else {
            self.b.ins().iadd(self.text, at)
        };
        let mut rest = units;
        while !rest.is_empty() {
            let fit = [8, 4, 2, 1].into_iter().find(|bytes| bytes % size == 0 && bytes / size <= rest.len());
            let bytes = fit.expect("one always fits");
            let (now, later) = rest.split_at(bytes / size);
            let expected = now.iter().rev().fold(0u64, |sum, unit| sum << (8 * size) | u64::from(*unit));
            let ty = match bytes {
                8 => I64,
                4 => I32,
                2 => I16,
                _ => I8,
            };
            let found = self.b.ins().load(ty, MEMORY, address, offset * size as i32);
            let expected = self.b.ins().iconst(ty, expected as i64);
            let differs = self.b.ins().icmp(IntCC::NotEqual, found, expected);
            self.fail_if(differs);
            offset += now.len() as i32;
            rest = later;
        }
    }

    /// A code point of Latin-1.
    pub(super) fn one(&mut self, pc: usize, set: u32) -> (usize, bool) {
        let (matched, failure) = (self.b.create_block(), self.failure());
        self.take(self.set(set), false, false, matched, failure);
        self.b.switch_to_block(matched);
        (pc + 1, true)
    }

    pub(super) fn one_character(&mut self, pc: usize) {
        let (matched, failure) = (self.b.create_block(), self.failure());
        match self.program.ops[pc] {
            Op::Code(set) => self.take(self.set(set), true, false, matched, failure),
            Op::CodeBack(set) => self.take(self.set(set), true, true, matched, failure),
            Op::SetBack(set) => self.take(self.set(set), false, true, matched, failure),
            Op::UnitBack(unit) => {
                let at = self.at();
                let some = self.b.create_block();
                self.b.ins().brif(at, some, &[], failure, &[]);
                self.b.switch_to_block(some);
                let found = self.unit(at, -1);
                let before = self.add(at, -1);
                self.set_at(before);
                let same = self.b.ins().icmp_imm_u(IntCC::Equal, found, i64::from(unit));
                self.b.ins().brif(same, matched, &[], failure, &[]);
            }
            op => unreachable!("{op:?} is no single character"),
        }
        self.b.switch_to_block(matched);
    }

    /// Passes one member of a class: to `matched`, with the position moved, or else to `failure`.
    pub(super) fn take(&mut self, class: &Class, code: bool, back: bool, matched: Block, failure: Block) {
        let at = self.at();
        let (some, moved) = (self.b.create_block(), self.b.create_block());
        let exists = if back { at } else { self.b.ins().icmp(IntCC::UnsignedLessThan, at, self.len) };
        self.b.ins().brif(exists, some, &[], failure, &[]);
        self.b.switch_to_block(some);
        let c = self.unit(at, if back { -1 } else { 0 });
        let one = self.add(at, if back { -1 } else { 1 });
        if code && self.wide {
            let [half, pair, both, single] = [(); 4].map(|()| self.b.create_block());
            let (near, far) = if back { (0xDC00, 0xD800) } else { (0xD800, 0xDC00) };
            let is_half = self.is_surrogate(c, near);
            self.b.ins().brif(is_half, half, &[], single, &[]);
            self.b.switch_to_block(half);
            let more = if back { one } else { self.b.ins().icmp(IntCC::UnsignedLessThan, one, self.len) };
            self.b.ins().brif(more, pair, &[], single, &[]);
            self.b.switch_to_block(pair);
            let other = self.unit(at, if back { -2 } else { 1 });
            let is_pair = self.is_surrogate(other, far);
            self.b.ins().brif(is_pair, both, &[], single, &[]);
            self.b.switch_to_block(both);
            let (lead, trail) = if back { (other, c) } else { (c, other) };
            let lead = self.b.ins().ishl_imm_u(lead, 10);
            let point = self.b.ins().iadd(lead, trail);
            let point = self.add(point, 0x1_0000 - (0xD800 << 10) - 0xDC00);
            let took_pair = self.b.create_block();
            self.test(point, class, PAIRS, took_pair, failure);
            self.b.switch_to_block(took_pair);
            let two = self.add(at, if back { -2 } else { 2 });
            self.set_at(two);
            self.b.ins().jump(matched, &[]);
            self.b.switch_to_block(single);
        }
        self.test(c, class, UNITS, moved, failure);
        self.b.switch_to_block(moved);
        self.set_at(one);
        self.b.ins().jump(matched, &[]);
    }

    /// Whether a unit is the half of a pair that begins with `first`.
    pub(super) fn is_surrogate(&mut self, unit: Value, first: i64) -> Value {
        let bits = self.b.ins().band_imm_u(unit, 0xFC00);
        self.b.ins().icmp_imm_u(IntCC::Equal, bits, first)
    }

    /// Whether `at`, which is not the end, is between the halves of a pair.
    pub(super) fn branch_inside_pair(&mut self, at: Value, yes: Block, no: Block) {
        let (before, both) = (self.b.create_block(), self.b.create_block());
        self.b.ins().brif(at, before, &[], no, &[]);
        self.b.switch_to_block(before);
        let trail = self.unit(at, 0);
        let is_trail = self.is_surrogate(trail, 0xDC00);
        self.b.ins().brif(is_trail, both, &[], no, &[]);
        self.b.switch_to_block(both);
        let lead = self.unit(at, -1);
        let is_lead = self.is_surrogate(lead, 0xD800);
        self.b.ins().brif(is_lead, yes, &[], no, &[]);
    }

    pub(super) fn line_start(&mut self) {
        let at = self.at();
        let (before, matched, failure) = (self.b.create_block(), self.b.create_block(), self.failure());
        self.b.ins().brif(at, before, &[], matched, &[]);
        self.b.switch_to_block(before);
        let unit = self.unit(at, -1);
        self.test(unit, &self.classes.line_ends, UNITS, matched, failure);
        self.b.switch_to_block(matched);
    }
    pub(super) fn line_end(&mut self) {
        let at = self.at();
        let (inside, matched, failure) = (self.b.create_block(), self.b.create_block(), self.failure());
        let more = self.b.ins().icmp(IntCC::UnsignedLessThan, at, self.len);
        self.b.ins().brif(more, inside, &[], matched, &[]);
        self.b.switch_to_block(inside);
        let unit = self.unit(at, 0);
        self.test(unit, &self.classes.line_ends, UNITS, matched, failure);
        self.b.switch_to_block(matched);
    }

    pub(super) fn boundary(&mut self, set: u32, negated: bool) {
        let at = self.at();
        let before = self.is_member(at, set, at, -1);
        let inside = self.b.ins().icmp(IntCC::UnsignedLessThan, at, self.len);
        let after = self.is_member(inside, set, at, 0);
        let condition = if negated { IntCC::NotEqual } else { IntCC::Equal };
        let wrong = self.b.ins().icmp(condition, before, after);
        self.fail_if(wrong);
    }
    /// 1 if there is a character at `at` + `offset`, and it is a member of the set.
    fn is_member(&mut self, exists: Value, set: u32, at: Value, offset: i32) -> Value {
        let [some, yes, no, known] = [(); 4].map(|()| self.b.create_block());
        self.b.append_block_param(known, I8);
        self.b.ins().brif(exists, some, &[], no, &[]);
        self.b.switch_to_block(some);
        let unit = self.unit(at, offset);
        self.test(unit, self.set(set), UNITS, yes, no);
        for (block, answer) in [(yes, 1), (no, 0)] {
            self.b.switch_to_block(block);
            let answer = self.b.ins().iconst(I8, answer);
            self.b.ins().jump(known, &[BlockArg::Value(answer)]);
        }
        self.b.switch_to_block(known);
        self.b.block_params(known)[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparisons_say_what_the_ranges_say() {
        for ranges in [
            vec![(0x41, 0x5A), (0x61, 0x7A)],
            vec![(0x41, 0x41), (0x61, 0x61)],
            vec![(0x30, 0x39), (0x41, 0x46), (0x61, 0x66)],
            vec![(0x40, 0x5A), (0x60, 0x7A)],
            vec![(0x3F, 0x41), (0x5F, 0x61)],
            vec![(0, 0), (1 << 7, 1 << 7)],
        ] {
            let all = comparisons(&ranges);
            for c in 0..0x200u32 {
                let expected = ranges.iter().any(|(first, last)| (*first..=*last).contains(&c));
                let found = all.iter().any(|comparison| match *comparison {
                    Comparison::Within(first, last) => (first..=last).contains(&c),
                    Comparison::WithBit { bit, first, last } => (first..=last).contains(&(c | bit)),
                });
                assert_eq!(found, expected, "{c:x} in {ranges:x?}");
            }
        }
        assert_eq!(comparisons(&[(0x41, 0x5A), (0x61, 0x7A)]).len(), 1);
    }
}
