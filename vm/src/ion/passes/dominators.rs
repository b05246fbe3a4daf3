//! Dominators and natural loops of a graph whose blocks are in reverse post-order.

use crate::ion::graph::{BlockId, Graph};
use crate::ion::order::immediate_dominators;

pub struct Dominators {
    idom: Vec<u32>,
    /// Entry and exit times of the dominator tree's depth-first walk.
    times: Vec<(u32, u32)>,
    /// Children in the dominator tree, in block order.
    pub children: Vec<Vec<BlockId>>,
}

impl Dominators {
    pub fn new(graph: &Graph) -> Dominators {
        let n = graph.blocks.len();
        let idom = immediate_dominators(n, |b| graph.blocks[b].predecessors.iter().map(|p| p.0));
        let mut children = vec![Vec::new(); n];
        for b in 1..n {
            if idom[b] != u32::MAX {
                children[idom[b] as usize].push(BlockId(b as u32));
            }
        }
        let mut times = vec![(0, 0); n];
        let mut clock = 0;
        let mut stack = vec![(BlockId(0), 0)];
        while let Some((block, child)) = stack.last_mut() {
            if *child == 0 {
                clock += 1;
                times[block.index()].0 = clock;
            }
            match children[block.index()].get(*child) {
                Some(next) => {
                    *child += 1;
                    let next = *next;
                    stack.push((next, 0));
                }
                None => {
                    clock += 1;
                    times[block.index()].1 = clock;
                    stack.pop();
                }
            }
        }
        Dominators { idom, times, children }
    }
    /// `a` dominates `b` (or is it).
    pub fn dominates(&self, a: BlockId, b: BlockId) -> bool {
        let (a, b) = (self.times[a.index()], self.times[b.index()]);
        a.0 <= b.0 && b.1 <= a.1
    }
    pub fn immediate(&self, block: BlockId) -> Option<BlockId> {
        (block.0 != 0).then(|| BlockId(self.idom[block.index()]))
    }
}

/// A natural loop.
#[derive(Debug)]
pub struct Loop {
    pub header: BlockId,
    /// Blocks, the header included, ascending.
    pub blocks: Vec<BlockId>,
}

impl Loop {
    pub fn contains(&self, block: BlockId) -> bool {
        self.blocks.binary_search(&block).is_ok()
    }
}

/// The loops, inner ones after those around them.
pub fn loops(graph: &Graph) -> Vec<Loop> {
    let mut out = Vec::new();
    for (i, block) in graph.blocks.iter().enumerate().filter(|(_, b)| b.loop_header) {
        let header = BlockId(i as u32);
        let mut inside = vec![false; graph.blocks.len()];
        inside[i] = true;
        let mut work: Vec<BlockId> = block.predecessors.iter().copied().filter(|p| *p >= header).collect();
        while let Some(b) = work.pop() {
            if !std::mem::replace(&mut inside[b.index()], true) {
                work.extend(graph.block(b).predecessors.iter().copied());
            }
        }
        let blocks = (0..graph.blocks.len() as u32).map(BlockId).filter(|b| inside[b.index()]).collect();
        out.push(Loop { header, blocks });
    }
    out
}

/// Sets every block's `loop_depth`.
pub fn set_loop_depths(graph: &mut Graph) {
    for block in &mut graph.blocks {
        block.loop_depth = 0;
    }
    for l in loops(graph) {
        for b in l.blocks {
            graph.block_mut(b).loop_depth += 1;
        }
    }
}
