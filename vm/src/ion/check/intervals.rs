//! What int32 values can be: a second opinion on the checks that the pass `range` takes off.
//!
//! It asks another question by other means. The pass goes backward from one check, along operands and
//! dominators, until it runs out of fuel; here all values are followed forward, over all paths, to a
//! fixpoint (Cousot and Cousot, "Abstract interpretation": widening at loops, then narrowing). What
//! branches tell is met over the paths to a block, so that dominators play no part.
//!
//! A sum whose overflow check was taken off is taken to fit: what is found holds up to the first that
//! does not. `fits` is asked of each of them, so that there is none.

use super::Places;
use crate::ion::graph::{BlockId, Condition, Graph, Node, NodeId, NodeOp, Repr};
use crate::ion::passes::NEVER_WRAPS;
use crate::object::typed_array::ElementType;

const MIN: i64 = i32::MIN as i64;
const MAX: i64 = i32::MAX as i64;

/// Both included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Interval {
    low: i64,
    high: i64,
}

const FULL: Interval = Interval { low: MIN, high: MAX };
const LENGTH: Interval = Interval { low: 0, high: MAX };
/// Rounds after which a value that still grows in a loop may be anything in that direction.
const PATIENCE: u32 = 3;
/// Rounds in which such a value grows to the next constant of the function first: what a loop inside takes over
/// of the outer loop's counter is not given back by narrowing.
const LADDER: u32 = 8;
/// Rounds after which everything may be anything.
const GIVE_UP: u32 = 60;
/// Rounds that take back what widening has given away.
const NARROWING: u32 = 3;
/// Phis looked through for whether an index is below a length.
const MAX_PHIS: u32 = 4;

impl Interval {
    /// What of it is an int32: what is beyond has left the code.
    fn int32(low: i64, high: i64) -> Interval {
        Interval { low: low.max(MIN), high: high.min(MAX) }
    }
    fn is_int32(self) -> bool {
        self.low >= MIN && self.high <= MAX
    }
    fn join(self, other: Interval) -> Interval {
        Interval { low: self.low.min(other.low), high: self.high.max(other.high) }
    }
    /// None: there is no such value, and the place is not reached.
    fn meet(self, other: Interval) -> Option<Interval> {
        let met = Interval { low: self.low.max(other.low), high: self.high.min(other.high) };
        (met.low <= met.high).then_some(met)
    }
    fn of_corners(corners: [i64; 4]) -> Interval {
        let (low, high) = corners.iter().fold((i64::MAX, i64::MIN), |(low, high), c| (low.min(*c), high.max(*c)));
        Interval { low, high }
    }
}

/// The constants of a graph, and the numbers beside them, in order: where loops end.
fn landmarks(graph: &Graph) -> Vec<i64> {
    let constants = graph.nodes.iter().filter(|node| node.op == NodeOp::Int32Constant).map(|node| node.imm as i32 as i64);
    let mut marks: Vec<i64> = constants.flat_map(|c| [c - 1, c, c + 1]).filter(|mark| (MIN..=MAX).contains(mark)).collect();
    marks.sort_unstable();
    marks.dedup();
    marks
}

/// `x condition y` holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Told {
    condition: u64,
    x: NodeId,
    y: NodeId,
}

pub(super) struct Intervals<'a> {
    places: &'a Places<'a>,
    /// By block: what branches tell on each path there, sorted.
    told: Vec<Vec<Told>>,
    /// By node; None: not reached.
    values: Vec<Option<Interval>>,
}

impl<'a> Intervals<'a> {
    pub fn new(places: &'a Places<'a>) -> Intervals<'a> {
        let told = told_at_blocks(places.graph);
        let mut intervals = Intervals { places, told, values: vec![None; places.graph.nodes.len()] };
        intervals.ascend();
        for _ in 0..NARROWING {
            intervals.round(|_, _, new| new);
        }
        intervals
    }

    /// Whether 0 <= index < length in this block.
    pub fn are_in_bounds(&self, index: NodeId, length: NodeId, block: BlockId) -> bool {
        let told = &self.told[block.index()];
        let (Some(i), Some(l)) = (self.at(index, told), self.at(length, told)) else { return true };
        i.low >= 0 && (i.high < l.low || self.is_below(index, length, told, 0))
    }

    /// Whether a sum in this block is an int32 without having been cut off.
    pub fn fits(&self, sum: &Node, block: BlockId) -> bool {
        let told = &self.told[block.index()];
        let (Some(a), Some(b)) = (self.at(sum.inputs[0], told), self.at(sum.inputs[1], told)) else { return true };
        exact(sum.op, a, b).is_int32()
    }

    fn is_below(&self, index: NodeId, length: NodeId, told: &[Told], depth: u32) -> bool {
        let says = |t: &Told| match Condition::from_imm(t.condition) {
            Condition::Lt | Condition::Below => (t.x, t.y) == (index, length),
            Condition::Gt => (t.y, t.x) == (index, length),
            _ => false,
        };
        if told.iter().any(says) {
            return true;
        }
        let phi = self.places.graph.node(index);
        // The length is that of all rounds.
        let is_one = self.places.is_defined_at(length, phi.block, 0);
        phi.op == NodeOp::Phi
            && depth < MAX_PHIS
            && is_one
            && edges(self.places.graph, phi).all(|(input, from)| {
                let on_edge = told_on_edge(self.places.graph, &self.told[from.index()], from, phi.block);
                self.is_below(input, length, &on_edge, depth + 1)
            })
    }

    fn ascend(&mut self) {
        let landmarks = landmarks(self.places.graph);
        for round in 0.. {
            let changed = self.round(|is_loop, old, new| {
                let Some(old) = old else { return new };
                let Some(new) = new else { return Some(old) };
                let mut joined = old.join(new);
                if is_loop && round >= PATIENCE || round >= GIVE_UP {
                    let near: &[i64] = if round < PATIENCE + LADDER { &landmarks } else { &[] };
                    if joined.low < old.low {
                        joined.low = near.iter().rev().find(|mark| **mark <= joined.low).copied().unwrap_or(MIN);
                    }
                    if joined.high > old.high {
                        joined.high = near.iter().find(|mark| **mark >= joined.high).copied().unwrap_or(MAX);
                    }
                }
                Some(joined)
            });
            if !changed {
                break;
            }
        }
    }

    /// Computes all values once; `keep` says what becomes of an old and a new one.
    fn round(&mut self, keep: impl Fn(bool, Option<Interval>, Option<Interval>) -> Option<Interval>) -> bool {
        let graph = self.places.graph;
        let mut changed = false;
        for (b, block) in graph.blocks.iter().enumerate() {
            let block_id = BlockId(b as u32);
            let is_loop = block.predecessors.iter().any(|from| *from >= block_id);
            for id in &block.nodes {
                let node = graph.node(*id);
                if node.repr != Repr::Int32 {
                    continue;
                }
                let old = self.values[id.index()];
                let kept = keep(is_loop && node.op == NodeOp::Phi, old, self.compute(node, block_id));
                changed |= kept != old;
                self.values[id.index()] = kept;
            }
        }
        changed
    }

    /// The value of a node where this has been told.
    fn at(&self, id: NodeId, told: &[Told]) -> Option<Interval> {
        let mut value = self.value(id)?;
        for t in told {
            let condition = Condition::from_imm(t.condition);
            if t.x == id {
                value = value.meet(left_of(condition, self.value(t.y)?))?;
            } else if t.y == id {
                value = value.meet(right_of(condition, self.value(t.x)?))?;
            }
        }
        Some(value)
    }

    fn value(&self, id: NodeId) -> Option<Interval> {
        if self.places.graph.node(id).repr == Repr::Int32 { self.values[id.index()] } else { Some(FULL) }
    }

    fn compute(&self, node: &Node, block: BlockId) -> Option<Interval> {
        use NodeOp::*;
        let told = &self.told[block.index()];
        let input = |i: usize| self.at(node.inputs[i], told);
        Some(match node.op {
            Phi => {
                let graph = self.places.graph;
                let on_edges = edges(graph, node).filter_map(|(input, from)| {
                    let told = told_on_edge(graph, &self.told[from.index()], from, block);
                    self.at(input, &told)
                });
                on_edges.reduce(Interval::join)?
            }
            Int32Constant => {
                let i = node.imm as i32 as i64;
                Interval { low: i, high: i }
            }
            Int32Add | Int32Sub | Int32Mul => {
                let exact = exact(node.op, input(0)?, input(1)?);
                let wraps = node.imm & 1 != 0 && node.imm2 != NEVER_WRAPS;
                if wraps && !exact.is_int32() { FULL } else { exact.meet(FULL)? }
            }
            Int32And => {
                let (a, b) = (input(0)?, input(1)?);
                match (a.low >= 0, b.low >= 0) {
                    (false, false) => FULL,
                    (true, false) => Interval { low: 0, high: a.high },
                    (false, true) => Interval { low: 0, high: b.high },
                    (true, true) => Interval { low: 0, high: a.high.min(b.high) },
                }
            }
            Int32Or | Int32Xor => {
                let (a, b) = (input(0)?, input(1)?);
                // All ones up to the highest bit that either can have.
                let ones = (a.high.max(b.high).max(0) as u64 + 1).next_power_of_two() as i64 - 1;
                if a.low < 0 || b.low < 0 { FULL } else { Interval { low: 0, high: ones } }
            }
            Int32Shl | Int32Shr | Int32UShr => shifted(node, input(0)?, input(1)?),
            Int32Mod => {
                let (a, b) = (input(0)?, input(1)?);
                // The remainder is smaller than the divisor, no larger than the dividend, and has its sign.
                let most = b.low.abs().max(b.high.abs()).max(1) - 1;
                Interval { low: a.low.clamp(-most, 0), high: a.high.clamp(0, most) }
            }
            Int32Min | Int32Max => {
                let (a, b) = (input(0)?, input(1)?);
                let pick = if node.op == Int32Min { i64::min } else { i64::max };
                Interval { low: pick(a.low, b.low), high: pick(a.high, b.high) }
            }
            Int32Abs => LENGTH,
            Int32Clz => Interval { low: 0, high: 32 },
            StringCharCode => Interval { low: 0, high: u16::MAX as i64 },
            StringLength | ArrayLength | DenseLength | TypedLength | LoadUint32 | ArrayPush | Argc => LENGTH,
            LoadTyped => match ElementType::ALL[node.imm as usize] {
                ElementType::Int8 => Interval { low: i8::MIN as i64, high: i8::MAX as i64 },
                ElementType::Uint8 | ElementType::Uint8Clamped => Interval { low: 0, high: u8::MAX as i64 },
                ElementType::Int16 => Interval { low: i16::MIN as i64, high: i16::MAX as i64 },
                ElementType::Uint16 => Interval { low: 0, high: u16::MAX as i64 },
                _ => FULL,
            },
            _ => FULL,
        })
    }
}

/// Of an addition, subtraction or multiplication, before it is an int32.
fn exact(op: NodeOp, a: Interval, b: Interval) -> Interval {
    match op {
        NodeOp::Int32Add => Interval { low: a.low + b.low, high: a.high + b.high },
        NodeOp::Int32Sub => Interval { low: a.low - b.high, high: a.high - b.low },
        _ => Interval::of_corners([a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high]),
    }
}

fn shifted(node: &Node, a: Interval, b: Interval) -> Interval {
    let count = (b.low == b.high).then_some(b.low & 31);
    match (node.op, count) {
        (NodeOp::Int32Shl, Some(count)) => {
            let (low, high) = (a.low << count, a.high << count);
            let shifted = Interval { low, high };
            if shifted.is_int32() { shifted } else { FULL }
        }
        (NodeOp::Int32Shl, None) => FULL,
        (NodeOp::Int32Shr, Some(count)) => Interval { low: a.low >> count, high: a.high >> count },
        (NodeOp::Int32Shr, None) => Interval { low: a.low.min(0), high: a.high.max(if a.low < 0 { -1 } else { 0 }) },
        // Not signed. What does not fit has left, or is never there.
        (_, Some(count)) if a.low >= 0 => Interval { low: a.low >> count, high: a.high >> count },
        (_, Some(count)) => Interval::int32(0, u32::MAX as i64 >> count),
        (_, None) => Interval { low: 0, high: if a.low >= 0 { a.high } else { MAX } },
    }
}

fn edges<'g>(graph: &'g Graph, phi: &'g Node) -> impl Iterator<Item = (NodeId, BlockId)> + 'g {
    phi.inputs.iter().copied().zip(graph.block(phi.block).predecessors.iter().copied())
}

/// What `x condition y` tells of x.
fn left_of(condition: Condition, y: Interval) -> Interval {
    match condition {
        Condition::Eq => y,
        Condition::Ne => FULL,
        Condition::Lt => Interval { low: MIN, high: y.high - 1 },
        Condition::Le => Interval { low: MIN, high: y.high },
        Condition::Gt => Interval { low: y.low + 1, high: MAX },
        Condition::Ge => Interval { low: y.low, high: MAX },
        // Not signed: all that is negative is above all that is not.
        Condition::Below if y.low >= 0 => Interval { low: 0, high: y.high - 1 },
        Condition::Below => FULL,
    }
}

/// What it tells of y.
fn right_of(condition: Condition, x: Interval) -> Interval {
    match condition {
        Condition::Eq => x,
        Condition::Lt => left_of(Condition::Gt, x),
        Condition::Le => left_of(Condition::Ge, x),
        Condition::Gt => left_of(Condition::Lt, x),
        Condition::Ge => left_of(Condition::Le, x),
        Condition::Ne | Condition::Below => FULL,
    }
}

/// What the branch at the end of `from` tells where it leads to `to`.
fn told_by_branch(graph: &Graph, from: BlockId, to: BlockId) -> Option<Told> {
    let block = graph.block(from);
    let branch = graph.node(*block.nodes.last()?);
    if branch.op != NodeOp::Branch || block.successors[0] == block.successors[1] {
        return None;
    }
    let (mut truth, mut test) = (block.successors[0] == to, graph.node(branch.inputs[0]));
    while test.op == NodeOp::BoolNot {
        (truth, test) = (!truth, graph.node(test.inputs[0]));
    }
    if test.op != NodeOp::Int32Compare {
        return None;
    }
    let condition = Condition::from_imm(test.imm);
    let condition = if truth { condition } else { condition.inverse()? };
    Some(Told { condition: condition as u64, x: test.inputs[0], y: test.inputs[1] })
}

fn told_on_edge(graph: &Graph, at_start: &[Told], from: BlockId, to: BlockId) -> Vec<Told> {
    let mut told = at_start.to_vec();
    if let Some(by_branch) = told_by_branch(graph, from, to)
        && let Err(at) = told.binary_search(&by_branch)
    {
        told.insert(at, by_branch);
    }
    told
}

/// What is told on all paths to the start of each block.
fn told_at_blocks(graph: &Graph) -> Vec<Vec<Told>> {
    let mut at: Vec<Option<Vec<Told>>> = vec![None; graph.blocks.len()];
    at[0] = Some(Vec::new());
    let mut changed = true;
    while changed {
        changed = false;
        for (b, block) in graph.blocks.iter().enumerate().skip(1) {
            let to = BlockId(b as u32);
            // A value that is computed here is not the one that was tested in the round before.
            let is_new = |id: NodeId| graph.node(id).block == to;
            let mut met: Option<Vec<Told>> = None;
            for from in &block.predecessors {
                let Some(at_start) = &at[from.index()] else { continue };
                let mut told = told_on_edge(graph, at_start, *from, to);
                told.retain(|t| !is_new(t.x) && !is_new(t.y));
                match &mut met {
                    None => met = Some(told),
                    Some(met) => met.retain(|t| told.binary_search(t).is_ok()),
                }
            }
            changed |= met != at[b];
            at[b] = met;
        }
    }
    at.into_iter().map(Option::unwrap_or_default).collect()
}
