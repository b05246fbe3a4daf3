//! Which registers the interpreter may read from an op on, by following the bytecode forward
//! from there until the register is read or written: the definition itself, one register and
//! one op at a time, where the builder solves equations for all of them.

use crate::bytecode::{Handler, Insn, Op, Operand};
use std::collections::HashMap;
use std::sync::Arc;

pub(super) struct Live {
    insns: Arc<[Insn]>,
    handlers: Arc<[Handler]>,
    registers: u16,
    /// A constructor returns `this`.
    constructs: bool,
    known: HashMap<u32, Vec<u16>>,
}

/// Registers that an op reads and writes.
struct Access {
    reads: Vec<u16>,
    writes: Vec<u16>,
}

fn access(insn: Insn, constructs: bool) -> Access {
    let op = insn.op();
    let (mut reads, mut writes) = (Vec::new(), Vec::new());
    for (operand, field) in op.info().operands.iter().zip([insn.a, insn.b, insn.c, insn.d as u16]) {
        let (reading, writing): (u16, u16) = match operand {
            Operand::R => (1, 0),
            Operand::W => (0, 1),
            Operand::RW => (1, 1),
            Operand::W2 => (0, 2),
            Operand::RW2 => (2, 2),
            Operand::Base => (op.base_count(insn) as u16, 0),
            _ => (0, 0),
        };
        reads.extend(field..field + reading);
        writes.extend(field..field + writing);
    }
    // What a jump writes, it writes on one side only.
    if op.jump_offset(insn).is_some() {
        writes.clear();
    }
    match op {
        Op::CoerceThis => {
            reads.push(1);
            writes.push(1);
        }
        Op::Return if constructs => reads.push(1),
        _ if needs_callee(op) => reads.push(0),
        _ => {}
    }
    Access { reads, writes }
}

/// Ops whose text speaks of the callee, or of children and constants that are made with it.
fn needs_callee(op: Op) -> bool {
    use Op::*;
    matches!(
        op,
        GetCalleeEnv
            | NewFunction
            | NewClass
            | MappedArguments
            | UnmappedArguments
            | GetSuper
            | SetSuper
            | CreateGenerator
            | NewRegExp
            | GetTemplate
            | CheckConstruct
    )
}

impl Live {
    pub fn new(insns: Arc<[Insn]>, handlers: Arc<[Handler]>, registers: u16, constructs: bool) -> Live {
        Live { insns, handlers, registers, constructs, known: HashMap::new() }
    }

    /// The innermost handler around the op.
    pub fn handler(&self, at: u32) -> Option<u32> {
        self.handlers.iter().find(|h| h.start.0 <= at && at < h.end.0).map(|h| h.target.0)
    }

    /// The op behind this one.
    pub fn next(&self, at: u32) -> u32 {
        at + self.insns[at as usize].op().words() as u32
    }

    /// The registers that the op writes.
    pub fn written(&self, at: u32) -> Vec<u16> {
        access(self.insns[at as usize], self.constructs).writes
    }

    /// Where the frame of what the op at `at` calls begins.
    pub fn window(&self, at: u32) -> u16 {
        let insn = self.insns[at as usize];
        match insn.op() {
            // Accessors and field initialisers are called above all registers.
            Op::GetProp | Op::SetProp | Op::InitFields => self.registers,
            _ => insn.b,
        }
    }

    /// The registers that may be read from `at` on before they are written, ascending.
    pub fn at(&mut self, at: u32) -> &[u16] {
        if !self.known.contains_key(&at) {
            let live = self.search(at);
            self.known.insert(at, live);
        }
        &self.known[&at]
    }

    /// Follows all paths from `at`, with the set of registers that none has written so far.
    fn search(&self, at: u32) -> Vec<u16> {
        let words = (self.registers as usize).div_ceil(64).max(1);
        let mut live = vec![false; self.registers as usize];
        // Registers that have come unwritten to each op.
        let mut come: HashMap<u32, Vec<u64>> = HashMap::new();
        let mut work = vec![(at, vec![u64::MAX; words])];
        while let Some((at, unwritten)) = work.pop() {
            if at as usize >= self.insns.len() {
                continue;
            }
            let seen = come.entry(at).or_insert_with(|| vec![0; words]);
            let new: Vec<u64> = unwritten.iter().zip(seen.iter()).map(|(u, s)| u & !s).collect();
            if new.iter().all(|w| *w == 0) {
                continue;
            }
            seen.iter_mut().zip(&new).for_each(|(s, n)| *s |= n);
            let is = |set: &[u64], r: u16| set[r as usize / 64] >> (r % 64) & 1 != 0;
            let insn = self.insns[at as usize];
            if let Some(target) = self.handler(at) {
                work.push((target, new.clone()));
            }
            let Access { reads, writes } = access(insn, self.constructs);
            for r in reads {
                if r < self.registers && is(&new, r) {
                    live[r as usize] = true;
                }
            }
            let mut left = new;
            for r in writes {
                left[r as usize / 64] &= !(1 << (r % 64));
            }
            let op = insn.op();
            if let Some(offset) = op.jump_offset(insn) {
                work.push(((at as i64 + offset as i64) as u32, left.clone()));
            }
            if !op.is_terminal() {
                work.push((at + op.words() as u32, left));
            }
        }
        (0..self.registers).filter(|r| live[*r as usize]).collect()
    }
}
