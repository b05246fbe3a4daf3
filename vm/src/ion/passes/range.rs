//! Ranges of int32 values: overflow checks, -0 checks and bounds checks that cannot
//! fail are taken off.
//!
//! Ranges flow forward from constants, masks, shifts, lengths and loads; a loop's
//! counter gets one bound from where it starts and the way it moves, the other from the
//! comparisons that dominate a use. The second part is in the spirit of Bodik, Gupta
//! and Sarkar, "ABCD: eliminating array bounds checks on demand", without its graph:
//! a use walks up the dominator tree and takes what the branches on the way tell.

use super::dominators::Dominators;
use crate::ion::graph::{BlockId, Condition, Graph, NodeId, NodeOp, Repr, effect};
use crate::object::typed_array::ElementType;

/// Bounds, both included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Range {
    pub low: i64,
    pub high: i64,
}

const MIN: i64 = i32::MIN as i64;
const MAX: i64 = i32::MAX as i64;
const FULL: Range = Range { low: MIN, high: MAX };
/// Branches looked at on the way up from a use.
const MAX_WALK: usize = 64;
/// Operands followed in depth, and in all.
const MAX_DEPTH: usize = 24;
const FUEL: usize = 400;

impl Range {
    fn new(low: i64, high: i64) -> Range {
        Range { low: low.max(MIN), high: high.min(MAX) }
    }
    fn constant(i: i64) -> Range {
        Range { low: i, high: i }
    }
    fn union(self, other: Range) -> Range {
        Range { low: self.low.min(other.low), high: self.high.max(other.high) }
    }
    /// What both say; the first if they contradict each other (unreachable code).
    fn meet(self, other: Range) -> Range {
        let met = Range { low: self.low.max(other.low), high: self.high.min(other.high) };
        if met.low > met.high { self } else { met }
    }
    fn fits(low: i64, high: i64) -> bool {
        low >= MIN && high <= MAX
    }
    fn contains(self, i: i64) -> bool {
        self.low <= i && i <= self.high
    }
}

struct Ranges<'a> {
    graph: &'a Graph,
    dominators: Dominators,
    known: Vec<Option<Range>>,
    /// Under computation.
    busy: Vec<bool>,
    /// A cycle or a limit was met since this was last cleared.
    cut: bool,
    /// Nodes that may still be looked at for the current question.
    fuel: usize,
}

/// Takes off the checks that ranges prove superfluous. True if there were any.
pub fn run(graph: &mut Graph) -> bool {
    let mut edits: Vec<(NodeId, u64)> = Vec::new();
    let mut gone: Vec<NodeId> = Vec::new();
    let mut ranges = Ranges {
        graph,
        dominators: Dominators::new(graph),
        known: vec![None; graph.nodes.len()],
        busy: vec![false; graph.nodes.len()],
        cut: false,
        fuel: 0,
    };
    for block in &graph.blocks {
        for id in &block.nodes {
            let node = graph.node(*id);
            if let Some(imm) = ranges.proven(*id) {
                if imm != node.imm {
                    edits.push((*id, imm));
                }
            } else if node.op == NodeOp::CheckBounds && ranges.is_in_bounds(*id) {
                gone.push(*id);
            }
        }
    }
    let changed = !edits.is_empty() || !gone.is_empty();
    for (id, imm) in edits {
        let node = graph.node_mut(id);
        if matches!(node.op, NodeOp::Int32Add | NodeOp::Int32Sub) && node.imm & 1 == 0 {
            node.imm2 = NEVER_WRAPS;
        }
        node.imm = imm;
        if node.effects() & effect::BAILS == 0 {
            node.state = None;
        }
    }
    for id in gone {
        let block = graph.node(id).block;
        graph.block_mut(block).nodes.retain(|n| *n != id);
    }
    changed
}

impl<'a> Ranges<'a> {
    /// The immediate of an arithmetic node with what ranges prove.
    fn proven(&mut self, id: NodeId) -> Option<u64> {
        let graph: &'a Graph = self.graph;
        let node = graph.node(id);
        let block = node.block;
        let mut range = |i: usize| self.at(node.inputs[i], block);
        Some(match node.op {
            NodeOp::Int32Add => {
                let (a, b) = (range(0), range(1));
                node.imm | Range::fits(a.low + b.low, a.high + b.high) as u64
            }
            NodeOp::Int32Sub => {
                let (a, b) = (range(0), range(1));
                node.imm | Range::fits(a.low - b.high, a.high - b.low) as u64
            }
            NodeOp::Int32Mul => {
                let (a, b) = (range(0), range(1));
                // -0: a zero times something negative.
                let no_minus_zero = !(a.contains(0) && b.low < 0 || b.contains(0) && a.low < 0);
                let products = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
                let fits = products.iter().all(|p| Range::fits(*p, *p));
                match (no_minus_zero || node.imm & 2 != 0, fits) {
                    (true, true) => node.imm | 3,
                    (true, false) => node.imm | 2,
                    _ => node.imm,
                }
            }
            NodeOp::Int32Mod => {
                let (a, b) = (range(0), range(1));
                node.imm | (a.low >= 0) as u64 | ((b.low > 0) as u64) << 1
            }
            NodeOp::Int32UShr => {
                let (a, b) = (range(0), range(1));
                node.imm | (a.low >= 0 || (b.low >= 1 && b.high <= 31)) as u64
            }
            _ => return None,
        })
    }

    /// Whether 0 <= index < length for a `CheckBounds`.
    fn is_in_bounds(&mut self, id: NodeId) -> bool {
        let graph: &'a Graph = self.graph;
        let node = graph.node(id);
        let (index, length) = (node.inputs[0], node.inputs[1]);
        let (i, l) = (self.at(index, node.block), self.base(length, 0));
        if i.low < 0 {
            return false;
        }
        i.high < l.low || self.is_below(index, length, node.block, 0)
    }

    /// Whether a dominating branch says `a < b`.
    fn is_below(&self, a: NodeId, b: NodeId, block: BlockId, depth: usize) -> bool {
        if self.is_told_below(a, b, block) {
            return true;
        }
        // A phi is if each of its inputs is, on its edge.
        let phi = self.graph.node(a);
        let bound = self.graph.node(b).block;
        phi.op == NodeOp::Phi
            && depth < 3
            && bound != phi.block
            && self.dominators.dominates(bound, phi.block)
            && phi.inputs.iter().zip(&self.graph.block(phi.block).predecessors).all(|(i, from)| self.is_below(*i, b, *from, depth + 1))
    }

    fn is_told_below(&self, a: NodeId, b: NodeId, mut block: BlockId) -> bool {
        for _ in 0..MAX_WALK {
            if let Some((condition, x, y)) = self.branch_into(block)
                && ((x == a && y == b && matches!(condition, Condition::Lt | Condition::Below))
                    || (x == b && y == a && condition == Condition::Gt))
            {
                return true;
            }
            match self.dominators.immediate(block) {
                Some(next) => block = next,
                None => return false,
            }
        }
        false
    }

    /// What is known to hold of two int32 on entry to `block`, from the branch that leads there.
    fn branch_into(&self, block: BlockId) -> Option<(Condition, NodeId, NodeId)> {
        let [from] = self.graph.block(block).predecessors.as_slice() else { return None };
        let source = self.graph.block(*from);
        let branch = self.graph.node(*source.nodes.last()?);
        if branch.op != NodeOp::Branch || source.successors[0] == source.successors[1] {
            return None;
        }
        let compare = self.graph.node(branch.inputs[0]);
        if compare.op != NodeOp::Int32Compare {
            return None;
        }
        let condition = Condition::from_imm(compare.imm);
        let condition = if source.successors[0] == block { condition } else { condition.inverse()? };
        Some((condition, compare.inputs[0], compare.inputs[1]))
    }

    /// The range of `id` for uses in `block`.
    fn at(&mut self, id: NodeId, block: BlockId) -> Range {
        self.refined(id, block, 0)
    }

    fn refined(&mut self, id: NodeId, block: BlockId, depth: usize) -> Range {
        let mut range = self.base(id, depth);
        let mut at = block;
        for _ in 0..MAX_WALK {
            if let Some((condition, x, y)) = self.branch_into(at) {
                let other = if x == id {
                    Some((condition, y))
                } else if y == id {
                    mirrored(condition).map(|c| (c, x))
                } else {
                    None
                };
                if let Some((condition, other)) = other {
                    let bound = self.base(other, depth);
                    range = range.meet(told(condition, bound));
                }
            }
            match self.dominators.immediate(at) {
                Some(next) if self.dominators.dominates(self.graph.node(id).block, next) => at = next,
                _ => break,
            }
        }
        range
    }

    /// The range of a node wherever it is used.
    fn base(&mut self, id: NodeId, depth: usize) -> Range {
        if let Some(known) = self.known[id.index()] {
            return known;
        }
        if depth == 0 {
            self.fuel = FUEL;
        }
        if self.graph.node(id).repr != Repr::Int32 {
            return FULL;
        }
        if depth > MAX_DEPTH || self.busy[id.index()] || self.fuel == 0 {
            self.cut = true;
            return FULL;
        }
        self.fuel -= 1;
        self.busy[id.index()] = true;
        let outer_cut = std::mem::replace(&mut self.cut, false);
        let range = self.compute(id, depth + 1);
        self.busy[id.index()] = false;
        // What was cut short is not kept, unless it was asked for itself.
        if !self.cut || depth == 0 {
            self.known[id.index()] = Some(range);
        }
        self.cut |= outer_cut;
        range
    }

    fn compute(&mut self, id: NodeId, depth: usize) -> Range {
        use NodeOp::*;
        let graph: &'a Graph = self.graph;
        let node = graph.node(id);
        let mut input = |i: usize| self.base(node.inputs[i], depth);
        match node.op {
            Int32Constant => Range::constant(node.imm as i32 as i64),
            Int32Add => {
                let (a, b) = (input(0), input(1));
                checked(a.low + b.low, a.high + b.high, node.imm & 1 != 0)
            }
            Int32Sub => {
                let (a, b) = (input(0), input(1));
                checked(a.low - b.high, a.high - b.low, node.imm & 1 != 0)
            }
            Int32Mul => {
                let (a, b) = (input(0), input(1));
                let products = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
                let (low, high) = products.iter().fold((i64::MAX, i64::MIN), |(l, h), p| (l.min(*p), h.max(*p)));
                checked(low, high, node.imm & 1 != 0)
            }
            Int32And => {
                let (a, b) = (input(0), input(1));
                match (a.low >= 0, b.low >= 0) {
                    (true, true) => Range::new(0, a.high.min(b.high)),
                    (true, false) => Range::new(0, a.high),
                    (false, true) => Range::new(0, b.high),
                    _ => FULL,
                }
            }
            Int32Or | Int32Xor => {
                let (a, b) = (input(0), input(1));
                if a.low < 0 || b.low < 0 {
                    return FULL;
                }
                let bits = 64 - (a.high.max(b.high) as u64).leading_zeros();
                Range::new(0, (1i64 << bits) - 1)
            }
            Int32Shr => {
                let (a, b) = (input(0), input(1));
                if b.low == b.high {
                    let count = b.low & 31;
                    return Range::new(a.low >> count, a.high >> count);
                }
                if a.low >= 0 { Range::new(0, a.high) } else { FULL }
            }
            Int32UShr => {
                let (a, b) = (input(0), input(1));
                let count = b.low & 31;
                if b.low == b.high && count > 0 {
                    return Range::new(0, (1i64 << (32 - count)) - 1);
                }
                if a.low >= 0 { Range::new(0, a.high) } else { Range::new(0, MAX) }
            }
            Int32Shl => {
                let (a, b) = (input(0), input(1));
                let count = b.low & 31;
                if b.low == b.high && Range::fits(a.low << count, a.high << count) {
                    return Range::new(a.low << count, a.high << count);
                }
                FULL
            }
            Int32Mod => {
                let (a, b) = (input(0), input(1));
                let most = (b.high.abs().max(b.low.abs()) - 1).max(0);
                Range::new(if a.low >= 0 { 0 } else { (-most).max(a.low) }, if a.high <= 0 { 0 } else { most.min(a.high) })
            }
            Int32Min => {
                let (a, b) = (input(0), input(1));
                Range::new(a.low.min(b.low), a.high.min(b.high))
            }
            Int32Max => {
                let (a, b) = (input(0), input(1));
                Range::new(a.low.max(b.low), a.high.max(b.high))
            }
            Int32Abs => Range::new(0, MAX),
            Int32Clz => Range::new(0, 32),
            StringCharCode => Range::new(0, 0xFFFF),
            StringLength | ArrayLength | DenseLength | TypedLength | LoadUint32 | ArrayPush | Argc => Range::new(0, MAX),
            LoadTyped => match ElementType::ALL[node.imm as usize] {
                ElementType::Int8 => Range::new(-128, 127),
                ElementType::Uint8 | ElementType::Uint8Clamped => Range::new(0, 255),
                ElementType::Int16 => Range::new(-32768, 32767),
                ElementType::Uint16 => Range::new(0, 65535),
                _ => FULL,
            },
            Phi => self.phi(id, depth),
            _ => FULL,
        }
    }

    /// A loop's counter moves one way: it never passes where it started. Other phis
    /// have what their inputs have.
    fn phi(&mut self, id: NodeId, depth: usize) -> Range {
        let graph: &'a Graph = self.graph;
        let node = graph.node(id);
        let is_header = self.graph.block(node.block).loop_header;
        if !is_header {
            let mut range: Option<Range> = None;
            for input in &node.inputs {
                let input = self.base(*input, depth);
                range = Some(range.map_or(input, |r| r.union(input)));
            }
            return range.unwrap_or(FULL);
        }
        let start = self.base(node.inputs[0], depth);
        let (mut up, mut down) = (true, true);
        for next in &node.inputs[1..] {
            let (u, d) = self.moves(*next, id, 0);
            up &= u;
            down &= d;
        }
        let mut range = Range { low: if up { start.low } else { MIN }, high: if down { start.high } else { MAX } };
        // A loop that tests at its end bounds its counter on the edge back.
        let predecessors = graph.block(node.block).predecessors.clone();
        let edges = node.inputs.iter().zip(predecessors).map(|(input, from)| self.refined(*input, from, depth));
        if let Some(on_edges) = edges.reduce(Range::union) {
            range = range.meet(on_edges);
        }
        range
    }

    /// Whether `next` is `from` or larger, and whether it is `from` or smaller.
    fn moves(&mut self, next: NodeId, from: NodeId, depth: usize) -> (bool, bool) {
        if next == from {
            return (true, true);
        }
        if depth > 8 {
            return (false, false);
        }
        let graph: &'a Graph = self.graph;
        let node = graph.node(next);
        // A sum that may wrap goes both ways, unless ranges have shown that it does not;
        // then its check is gone but the bound that showed it still holds.
        match node.op {
            NodeOp::Int32Add => {
                let (a, b) = (node.inputs[0], node.inputs[1]);
                let (base, step) = if self.graph.node(b).op == NodeOp::Int32Constant { (a, b) } else { (b, a) };
                let step = self.step(step);
                if node.imm & 1 != 0 && !self.wraps_never(next) {
                    return (false, false);
                }
                let (up, down) = self.moves(base, from, depth + 1);
                (up && step.low >= 0, down && step.high <= 0)
            }
            NodeOp::Int32Sub => {
                let step = self.step(node.inputs[1]);
                if node.imm & 1 != 0 && !self.wraps_never(next) {
                    return (false, false);
                }
                let (up, down) = self.moves(node.inputs[0], from, depth + 1);
                (up && step.high <= 0, down && step.low >= 0)
            }
            NodeOp::Phi if !self.graph.block(node.block).loop_header => {
                let inputs = node.inputs.clone();
                inputs.iter().fold((true, true), |(up, down), i| {
                    let (u, d) = self.moves(*i, from, depth + 1);
                    (up && u, down && d)
                })
            }
            _ => (false, false),
        }
    }

    fn step(&self, id: NodeId) -> Range {
        let node = self.graph.node(id);
        match node.op {
            NodeOp::Int32Constant => Range::constant(node.imm as i32 as i64),
            _ => FULL,
        }
    }

    /// An unchecked sum that is unchecked because it was proven to fit.
    fn wraps_never(&self, id: NodeId) -> bool {
        self.graph.node(id).imm2 == NEVER_WRAPS
    }
}

/// `imm2` of an addition or subtraction whose missing check was proven superfluous (as
/// opposed to one that is meant to wrap).
pub const NEVER_WRAPS: u64 = 1;

/// The range of a sum: one that is not checked may have wrapped.
fn checked(low: i64, high: i64, unchecked: bool) -> Range {
    if unchecked && !Range::fits(low, high) { FULL } else { Range::new(low, high) }
}

/// The condition with its operands exchanged.
fn mirrored(condition: Condition) -> Option<Condition> {
    Some(match condition {
        Condition::Eq => Condition::Eq,
        Condition::Ne => Condition::Ne,
        Condition::Lt => Condition::Gt,
        Condition::Le => Condition::Ge,
        Condition::Gt => Condition::Lt,
        Condition::Ge => Condition::Le,
        Condition::Below => return None,
    })
}

/// What `x condition y` tells of x, given the range of y.
fn told(condition: Condition, y: Range) -> Range {
    match condition {
        Condition::Eq => y,
        Condition::Ne => FULL,
        Condition::Lt => Range { low: MIN, high: (y.high - 1).max(MIN) },
        Condition::Le => Range { low: MIN, high: y.high },
        Condition::Gt => Range { low: (y.low + 1).min(MAX), high: MAX },
        Condition::Ge => Range { low: y.low, high: MAX },
        Condition::Below if y.low >= 0 => Range { low: 0, high: (y.high - 1).max(0) },
        Condition::Below => FULL,
    }
}
