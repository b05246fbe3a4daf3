//! The control-flow graph of a function's bytecode, from one entry point: blocks in
//! reverse post-order, and natural loops.
//!
//! A block within the reach of a handler may lead there from the middle, with the registers
//! as they are before the op that throws. If the graph is irreducible with handlers, it is
//! that without them, and what is thrown is caught in the interpreter. From an OSR entry the loops are those of the graph as seen
//! from there: the loop that is entered is the outermost one. Nothing follows an op that is not compiled.

use super::support::{Support, support};
use crate::bytecode::{Effects, Handler, Insn, Op};
use crate::ion::order::{Successors, immediate_dominators, reverse_post_order};
use smallvec::SmallVec;
use std::ops::Range;

#[derive(Debug)]
pub struct BytecodeBlock {
    /// First instruction word, and the word after the last.
    pub start: u32,
    pub end: u32,
    /// Block indices; fall-through first.
    pub successors: SmallVec<[u32; 2]>,
    /// Block of the handler for what is thrown here.
    pub handler: Option<u32>,
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

/// Scripts with more instruction words are compiled loop by loop where they are entered at one: with hundreds of loops, code
/// of all that follows one would be made for each.
pub const LARGE: usize = 1024;

/// What is compiled of a script. Beyond, the interpreter goes on.
pub struct Part {
    /// Where it is entered.
    pub entry: u32,
    pub within: Range<u32>,
}

impl Part {
    pub fn all(insns: &[Insn]) -> Part {
        Part { entry: 0, within: 0..insns.len() as u32 }
    }

    /// All of a script that is entered at word `entry`, or of a large one the outermost loop around the entry that is not large
    /// itself. `large`: more words than these are many.
    pub fn entered_at(entry: u32, insns: &[Insn], large: usize) -> Part {
        if entry == 0 || insns.len() <= large {
            return Part { entry, ..Part::all(insns) };
        }
        let mut found: Option<Range<u32>> = None;
        // Of a loop that is not large and around the entry, the end is near.
        let (mut at, end) = (entry, insns.len().min(entry as usize + large));
        while (at as usize) < end {
            let next = at + insns[at as usize].op().words() as u32;
            // Loops end with jumps back to their heads.
            if let Some(head) = jump_target(insns, at).filter(|head| *head <= entry && entry < next && (next - head) as usize <= large) {
                found = Some(found.map_or(head..next, |inner| inner.start.min(head)..inner.end.max(next)));
            }
            at = next;
        }
        let within = found.filter(|found| found.len() <= large).unwrap_or(Part::all(insns).within);
        Part { entry, within }
    }
}

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

    /// `within`: the words beyond which nothing follows.
    pub fn new(insns: &[Insn], entry: u32, within: &Range<u32>, handlers: &[Handler]) -> Result<Cfg, Irreducible> {
        let handlers: SmallVec<[Handler; 4]> = handlers.iter().filter(|handler| within.contains(&handler.target.0)).copied().collect();
        match Cfg::with_handlers(insns, entry, within, &handlers) {
            Err(Irreducible) if !handlers.is_empty() => Cfg::with_handlers(insns, entry, within, &[]),
            result => result,
        }
    }

    fn with_handlers(insns: &[Insn], entry: u32, within: &Range<u32>, handlers: &[Handler]) -> Result<Cfg, Irreducible> {
        let raw = leaders(insns, entry, handlers);
        let successors = |start: u32| if within.contains(&start) { successors(insns, &raw, start) } else { SmallVec::new() };
        let handler = |start: u32| handler_of(insns, &raw, handlers, start).filter(|_| within.contains(&start));
        let all_successors = |start| {
            // The last is visited first.
            let mut all = successors(start);
            all.extend(handler(start));
            all
        };
        let order = reverse_post_order(entry, insns.len() + 1, |start| start as usize, all_successors);
        let mut at = vec![NONE; insns.len() + 1];
        for (i, start) in order.iter().enumerate() {
            at[*start as usize] = i as u32;
        }
        let mut blocks: Vec<BytecodeBlock> = order
            .iter()
            .map(|start| {
                let end = block_end(insns, &raw, *start);
                let successors = successors(*start).into_iter().map(|s| at[s as usize]).collect();
                let handler = handler(*start).map(|target| at[target as usize]);
                BytecodeBlock {
                    start: *start,
                    end,
                    successors,
                    handler,
                    predecessors: SmallVec::new(),
                    is_header: false,
                    loops: SmallVec::new(),
                }
            })
            .collect();
        for i in 0..blocks.len() {
            let successors = blocks[i].successors.iter().copied().chain(blocks[i].handler);
            for s in successors.collect::<SmallVec<[u32; 3]>>() {
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
fn leaders(insns: &[Insn], entry: u32, handlers: &[Handler]) -> Vec<bool> {
    let mut leader = vec![false; insns.len() + 1];
    for handler in handlers {
        leader[handler.start.0 as usize] = true;
        leader[handler.end.0 as usize] = true;
    }
    leader[0] = true;
    leader[entry as usize] = true;
    let mut at = 0;
    while at < insns.len() {
        let op = insns[at].op();
        let next = at + op.words();
        if let Some(target) = jump_target(insns, at as u32) {
            leader[target as usize] = true;
            leader[next] = true;
        } else if ends_path(op) {
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

fn ends_path(op: Op) -> bool {
    op.is_terminal() || support(op) == Support::No
}

/// Whether an exception may come from here that the graph can catch.
pub fn may_throw(op: Op) -> bool {
    op.info().effects != Effects::Pure
}

/// The handler for what is thrown in the block at `start`, if anything is.
fn handler_of(insns: &[Insn], leader: &[bool], handlers: &[Handler], start: u32) -> Option<u32> {
    let handler = handlers.iter().find(|h| h.start.0 <= start && start < h.end.0)?;
    let (mut at, end) = (start, block_end(insns, leader, start));
    while at < end {
        let op = insns[at as usize].op();
        if may_throw(op) {
            return Some(handler.target.0);
        }
        at += op.words() as u32;
    }
    None
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
    if !ends_path(insns[at as usize].op()) && (end as usize) < insns.len() {
        out.push(end);
    }
    out.extend(jump_target(insns, at));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytecode::BytecodeOffset;

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

    const WHOLE: Range<u32> = 0..u32::MAX;

    #[test]
    fn of_a_large_script_the_loop_is_compiled_that_it_is_entered_at() {
        // 0: nop (outer); 1: nop (inner); 2: if → 1; 3: if → 0; 4 …: nops; return
        let mut insns = vec![nop(), nop(), branch(-1), branch(-3)];
        assert_eq!(Part::entered_at(1, &insns, LARGE).within, 0..4);
        insns.extend(std::iter::repeat_n(nop(), LARGE));
        insns.push(ret());
        let all = insns.len() as u32;
        assert_eq!(Part::entered_at(0, &insns, LARGE).within, 0..all, "a function");
        assert_eq!(Part::entered_at(1, &insns, LARGE).within, 0..4);
        let cfg = Cfg::new(&insns, 1, &Part::entered_at(1, &insns, LARGE).within, &[]).unwrap();
        let beyond = cfg.block_at(4).unwrap();
        assert!(cfg.blocks[beyond as usize].successors.is_empty());
        // A loop around all of it is large itself.
        let last = insns.len() - 1;
        insns.insert(last, branch(-(last as i32)));
        assert_eq!(Part::entered_at(1, &insns, LARGE).within, 0..4);
        assert_eq!(Part::entered_at(5, &insns, LARGE).within, 0..insns.len() as u32, "no other loop is around it");
    }

    #[test]
    fn a_loop_has_one_header_and_its_blocks() {
        // 0: nop; 1: if → 4; 2: nop; 3: jump 1; 4: return
        let cfg = Cfg::new(&[nop(), branch(3), nop(), jump(-2), ret()], 0, &WHOLE, &[]).unwrap();
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
        let cfg = Cfg::new(&insns, 2, &WHOLE, &[]).unwrap();
        assert!(cfg.block_at(0).is_none());
        assert!(cfg.blocks[0].is_header && cfg.blocks[0].start == 2);
        assert_eq!(cfg.blocks[cfg.block_at(1).unwrap() as usize].loops.as_slice(), [0]);
    }

    #[test]
    fn a_handler_is_reached_from_what_throws_in_its_reach() {
        // 0: nop; 1: throw; 2: nop, jump 0; 4: catch; 5: jump 0
        let throw = Insn::new(Op::Throw, 2, 0, 0, 0);
        let insns = [nop(), throw, nop(), jump(-3), Insn::new(Op::Catch, 3, 0, 0, 0), jump(-5)];
        let handler = Handler { start: BytecodeOffset(0), end: BytecodeOffset(2), target: BytecodeOffset(4) };
        let cfg = Cfg::new(&insns, 0, &WHOLE, &[handler]).unwrap();
        let catch = cfg.block_at(4).expect("the handler is reached");
        assert_eq!(cfg.blocks[0].handler, Some(catch));
        assert!(cfg.blocks[0].is_header && cfg.blocks[catch as usize].loops.as_slice() == [0]);
        assert!(Cfg::new(&insns, 0, &WHOLE, &[]).unwrap().block_at(4).is_none());
    }

    #[test]
    fn a_cycle_with_two_entries_is_refused() {
        // 0: if → 3; 1: nop; 2: nop (A); 3: nop (B); 4: if → 2; 5: return
        let insns = [branch(3), nop(), nop(), nop(), branch(-2), ret()];
        assert_eq!(Cfg::new(&insns, 0, &WHOLE, &[]).unwrap_err(), Irreducible);
    }
}
