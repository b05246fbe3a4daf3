//! Which registers the interpreter may still read at each instruction: what frame
//! states must hold.
//!
//! A backward fixpoint over single instructions. What is live at a handler is live at
//! every instruction that it covers.

use crate::bytecode::{Handler, Insn, Op, Operand};

pub struct Liveness {
    words: usize,
    /// `words` words per instruction word: the registers live before it.
    before: Vec<u64>,
}

/// Calls `read` and `write` for the registers that an instruction reads and writes,
/// implied ones included.
pub fn operands(insn: Insn, mut read: impl FnMut(u16), mut write: impl FnMut(u16)) {
    let op = insn.op();
    let fields = [insn.a, insn.b, insn.c, insn.d as u16];
    for (operand, field) in op.info().operands.iter().zip(fields) {
        match operand {
            Operand::R => read(field),
            Operand::W => write(field),
            Operand::RW => {
                read(field);
                write(field);
            }
            Operand::W2 => {
                write(field);
                write(field + 1);
            }
            Operand::RW2 => {
                for r in [field, field + 1] {
                    read(r);
                    write(r);
                }
            }
            Operand::Base => (0..op.base_count(insn) as u16).for_each(|i| read(field + i)),
            _ => {}
        }
    }
    match op {
        Op::GetCalleeEnv
        | Op::NewFunction
        | Op::NewClass
        | Op::MappedArguments
        | Op::UnmappedArguments
        | Op::GetSuper
        | Op::SetSuper
        | Op::CreateGenerator
        | Op::NewRegExp
        | Op::GetTemplate
        | Op::CheckConstruct => read(0),
        Op::CoerceThis => {
            read(1);
            write(1);
        }
        _ => {}
    }
}

impl Liveness {
    /// `this_at_return`: the frame may be that of a constructor, whose `this` is read when it returns.
    pub fn new(insns: &[Insn], registers: u16, handlers: &[Handler], this_at_return: bool) -> Liveness {
        let words = (registers as usize).div_ceil(64).max(1);
        let mut live = Liveness { words, before: vec![0; words * (insns.len() + 1)] };
        let starts: Vec<usize> = {
            let mut at = 0;
            std::iter::from_fn(|| {
                let here = at;
                (here < insns.len()).then(|| {
                    at += insns[here].op().words();
                    here
                })
            })
            .collect()
        };
        let mut row = vec![0u64; words];
        let mut changed = true;
        while changed {
            changed = false;
            for &at in starts.iter().rev() {
                live.flow_into(insns, at, handlers, this_at_return, &mut row);
                let old = &mut live.before[at * words..(at + 1) * words];
                if *old != *row {
                    old.copy_from_slice(&row);
                    changed = true;
                }
            }
        }
        live
    }

    fn flow_into(&self, insns: &[Insn], at: usize, handlers: &[Handler], this_at_return: bool, row: &mut [u64]) {
        let insn = insns[at];
        let op = insn.op();
        row.fill(0);
        let union = |row: &mut [u64], other: usize| {
            let other = &self.before[other * self.words..(other + 1) * self.words];
            row.iter_mut().zip(other).for_each(|(a, b)| *a |= b);
        };
        if !op.is_terminal() {
            union(row, at + op.words());
        }
        let jump = op.jump_offset(insn);
        if let Some(offset) = jump {
            union(row, (at as i64 + offset as i64) as usize);
        }
        // A jump may leave its result unwritten.
        if jump.is_none() {
            operands(insn, |_| {}, |w| row[w as usize / 64] &= !(1 << (w % 64)));
        }
        let mut set = |r: u16| row[r as usize / 64] |= 1 << (r % 64);
        operands(insn, &mut set, |_| {});
        if op == Op::Return && this_at_return {
            set(1);
        }
        let at = at as u32;
        if let Some(handler) = handlers.iter().find(|h| h.start.0 <= at && at < h.end.0) {
            union(row, handler.target.0 as usize);
        }
    }

    #[inline]
    pub fn is_live(&self, at: u32, register: u16) -> bool {
        self.before[at as usize * self.words + register as usize / 64] >> (register % 64) & 1 != 0
    }
    /// Registers live before the instruction at `at`, ascending.
    pub fn live(&self, at: u32) -> impl Iterator<Item = u16> + '_ {
        let row = &self.before[at as usize * self.words..(at as usize + 1) * self.words];
        row.iter().enumerate().flat_map(|(w, bits)| (0..64).filter(move |i| bits >> i & 1 != 0).map(move |i| (w * 64 + i) as u16))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytecode::BytecodeOffset;

    #[test]
    fn a_value_dies_at_its_last_use_and_lives_round_a_loop() {
        let insns = [
            Insn::with_imm32(Op::LoadInt, 3, 1),
            Insn::new(Op::Add, 4, 3, 2, 0),
            Insn::with_imm32(Op::JumpIfTrue, 4, -1),
            Insn::new(Op::Return, 4, 0, 0, 0),
        ];
        let live = Liveness::new(&insns, 5, &[], false);
        assert_eq!(live.live(0).collect::<Vec<_>>(), [2]);
        assert_eq!(live.live(1).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(live.live(2).collect::<Vec<_>>(), [2, 3, 4]);
        assert_eq!(live.live(3).collect::<Vec<_>>(), [4]);
    }

    #[test]
    fn what_a_handler_reads_lives_in_the_code_it_covers() {
        let insns = [
            Insn::new(Op::Nop, 0, 0, 0, 0),
            Insn::new(Op::Return, 2, 0, 0, 0),
            Insn::new(Op::Catch, 4, 0, 0, 0),
            Insn::new(Op::Return, 3, 0, 0, 0),
        ];
        let handler = Handler { start: BytecodeOffset(0), end: BytecodeOffset(1), target: BytecodeOffset(2) };
        let live = Liveness::new(&insns, 5, &[handler], false);
        assert!(live.is_live(0, 3) && !live.is_live(1, 3));
    }
}
