//! The control-flow graph of a function's bytecode, from one entry point: blocks in
//! reverse post-order, and natural loops.
//!
//! Exception edges are not part of it: handlers run in the interpreter. What only they
//! reach is not here. From an OSR entry the loops are those of the graph as seen
//! from there: the loop that is entered is the outermost one.

use crate::bytecode::{Insn, Op};
use crate::ion::order::{Successors, immediate_dominators, reverse_post_order};
use smallvec::SmallVec;

#[derive(Debug)]
pub struct BytecodeBlock {
    /// First instruction word, and the word after the last.
    pub start: u32,
    pub end: u32,
    /// Block indices; fall-through first.
    pub successors: SmallVec<[u32; 2]>,
    pub predecessors: SmallVec<[u32; 2]>,
    /// Target of a back edge.
    pub is_header: bool,
    /// Headers of the loops around the block, itself included, outermost first.
    pub loops: SmallVec<[u32; 4]>,
}

#[derive(Debug)]
pub struct Cfg {
    /// In reverse post-order; 0 is the entry.
    pub blocks: Vec<BytecodeBlock>,
    /// Block that starts at an instruction word.
    at: Vec<u32>,
}

/// A cycle with more than one entry.
#[derive(Debug, PartialEq, Eq)]
pub struct Irreducible;

const NONE: u32 = u32::MAX;

/// The target of the jump at `at`, if it is one.
pub fn jump_target(insns: &[Insn], at: u32) -> Option<u32> {
    let insn = insns[at as usize];
    insn.op().jump_offset(insn).map(|offset| (at as i64 + offset as i64) as u32)
}

impl Cfg {
    /// The index of the block that starts at word `offset`.
    pub fn block_at(&self, offset: u32) -> Option<u32> {
        self.at.get(offset as usize).copied().filter(|b| *b != NONE)
    }

    pub fn new(insns: &[Insn], entry: u32) -> Result<Cfg, Irreducible> {
        let raw = leaders(insns, entry);
        let order = reverse_post_order(entry, insns.len() + 1, |start| start as usize, |start| successors(insns, &raw, start));
        let mut at = vec![NONE; insns.len() + 1];
        for (i, start) in order.iter().enumerate() {
            at[*start as usize] = i as u32;
        }
        let mut blocks: Vec<BytecodeBlock> = order
            .iter()
            .map(|start| {
                let end = block_end(insns, &raw, *start);
                let successors = successors(insns, &raw, *start).into_iter().map(|s| at[s as usize]).collect();
                BytecodeBlock { start: *start, end, successors, predecessors: SmallVec::new(), is_header: false, loops: SmallVec::new() }
            })
            .collect();
        for i in 0..blocks.len() {
            for s in blocks[i].successors.clone() {
                blocks[s as usize].predecessors.push(i as u32);
            }
        }
        let mut cfg = Cfg { blocks, at };
        cfg.find_loops()?;
        Ok(cfg)
    }

    fn find_loops(&mut self) -> Result<(), Irreducible> {
        let idom = immediate_dominators(self.blocks.len(), |b| self.blocks[b].predecessors.iter().copied());
        let dominates = |a: u32, mut b: u32| {
            while b > a {
                b = idom[b as usize];
            }
            a == b
        };
        let n = self.blocks.len();
        for header in 0..n as u32 {
            let latches: Vec<u32> = self.blocks[header as usize].predecessors.iter().copied().filter(|p| *p >= header).collect();
            if latches.is_empty() {
                continue;
            }
            if latches.iter().any(|l| !dominates(header, *l)) {
                return Err(Irreducible);
            }
            self.blocks[header as usize].is_header = true;
            let mut in_loop = vec![false; n];
            in_loop[header as usize] = true;
            let mut work = latches;
            while let Some(b) = work.pop() {
                if !std::mem::replace(&mut in_loop[b as usize], true) {
                    work.extend(self.blocks[b as usize].predecessors.iter().copied());
                }
            }
            for (b, inside) in in_loop.iter().enumerate() {
                if *inside {
                    self.blocks[b].loops.push(header);
                }
            }
        }
        Ok(())
    }
}

/// Marks the first word of every block.
fn leaders(insns: &[Insn], entry: u32) -> Vec<bool> {
    let mut leader = vec![false; insns.len() + 1];
    leader[0] = true;
    leader[entry as usize] = true;
    let mut at = 0;
    while at < insns.len() {
        let op = insns[at].op();
        let next = at + op.words();
        if let Some(target) = jump_target(insns, at as u32) {
            leader[target as usize] = true;
            leader[next] = true;
        } else if op.is_terminal() {
            leader[next] = true;
        } else if op == Op::Catch {
            leader[at] = true;
        }
        at = next;
    }
    leader
}

fn block_end(insns: &[Insn], leader: &[bool], start: u32) -> u32 {
    let mut at = start as usize;
    loop {
        at += insns[at].op().words();
        if at >= insns.len() || leader[at] {
            return at as u32;
        }
    }
}

/// Starts of the blocks that follow the block at `start`: fall-through, then jump target.
fn successors(insns: &[Insn], leader: &[bool], start: u32) -> Successors<u32> {
    let mut at = start;
    let end = block_end(insns, leader, start);
    loop {
        let next = at + insns[at as usize].op().words() as u32;
        if next >= end {
            break;
        }
        at = next;
    }
    let mut out = SmallVec::new();
    if !insns[at as usize].op().is_terminal() && (end as usize) < insns.len() {
        out.push(end);
    }
    out.extend(jump_target(insns, at));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jump(offset: i32) -> Insn {
        Insn::with_imm32(Op::Jump, 0, offset)
    }
    fn branch(offset: i32) -> Insn {
        Insn::with_imm32(Op::JumpIfTrue, 2, offset)
    }
    fn ret() -> Insn {
        Insn::new(Op::Return, 2, 0, 0, 0)
    }
    fn nop() -> Insn {
        Insn::new(Op::Nop, 0, 0, 0, 0)
    }

    #[test]
    fn a_loop_has_one_header_and_its_blocks() {
        // 0: nop; 1: if → 4; 2: nop; 3: jump 1; 4: return
        let cfg = Cfg::new(&[nop(), branch(3), nop(), jump(-2), ret()], 0).unwrap();
        let header = cfg.block_at(1).unwrap();
        assert!(cfg.blocks[header as usize].is_header);
        let body = cfg.block_at(2).unwrap();
        assert_eq!(cfg.blocks[body as usize].loops.as_slice(), [header]);
        assert!(cfg.blocks[cfg.block_at(4).unwrap() as usize].loops.is_empty());
    }

    #[test]
    fn an_inner_loop_entered_by_osr_is_the_outermost() {
        // 0: nop; 1: nop (outer); 2: if → 2 (inner); 3: if → 1; 4: return
        let insns = [nop(), nop(), branch(0), branch(-2), ret()];
        let cfg = Cfg::new(&insns, 2).unwrap();
        assert!(cfg.block_at(0).is_none());
        assert!(cfg.blocks[0].is_header && cfg.blocks[0].start == 2);
        assert_eq!(cfg.blocks[cfg.block_at(1).unwrap() as usize].loops.as_slice(), [0]);
    }

    #[test]
    fn a_cycle_with_two_entries_is_refused() {
        // 0: if → 3; 1: nop; 2: nop (A); 3: nop (B); 4: if → 2; 5: return
        let insns = [branch(3), nop(), nop(), nop(), branch(-2), ret()];
        assert_eq!(Cfg::new(&insns, 0).unwrap_err(), Irreducible);
    }
}
