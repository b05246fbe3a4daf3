//! What each node relies on, beside its operands being there: the guards in front of it.

use super::intervals::Intervals;
use super::prove::{Goal, Part, Prover};
use super::types::{self, Types};
use super::{Checked, Fault, Places, Rule, fault};
use crate::ion::descriptor::LinkDescriptor;
use crate::ion::graph::{BlockId, Graph, Node, NodeId, NodeOp, Operand};
use crate::ion::passes::NEVER_WRAPS;
use std::cell::OnceCell;
use std::collections::HashMap;

/// Nodes by what they are about.
struct Index {
    /// Guards, tests and allocations of each shape slot.
    guards: HashMap<u64, Vec<NodeId>>,
    /// Lengths of each pointer.
    lengths: HashMap<NodeId, Vec<NodeId>>,
}

impl Index {
    fn new(graph: &Graph) -> Index {
        use NodeOp::*;
        let mut index = Index { guards: HashMap::new(), lengths: HashMap::new() };
        for id in graph.blocks.iter().flat_map(|b| &b.nodes) {
            let node = graph.node(*id);
            match node.op {
                CheckShape | ShapeIs | CheckShapeId | ShapeIdIs | CheckInstanceShape => {
                    index.guards.entry(node.imm).or_default().push(node.inputs[0]);
                }
                NewThis | NewObject => index.guards.entry(node.imm).or_default().push(*id),
                DenseLength | StringLength | TypedLength => index.lengths.entry(node.inputs[0]).or_default().push(*id),
                _ => {}
            }
        }
        for subjects in index.guards.values_mut() {
            subjects.sort();
            subjects.dedup();
        }
        index
    }
}

/// Passes after which a check may be gone because the value's range makes it superfluous.
pub(super) const AFTER_RANGES: [&str; 3] = ["range", "gvn of ranges", "the end"];
/// Passes from which on an unboxing may stand in front of what justifies it.
const AFTER_MOTION: [&str; 5] = ["licm", "gvn of loops", "range", "gvn of ranges", "the end"];

pub(super) fn check(places: &Places<'_>, pass: &str) -> Checked {
    let index = Index::new(places.graph);
    let checks = Needs { index, intervals: OnceCell::new(), ranges: AFTER_RANGES.contains(&pass), moved: AFTER_MOTION.contains(&pass) };
    let mut prover = Prover::new(places);
    for (b, block) in places.graph.blocks.iter().enumerate() {
        for (i, id) in block.nodes.iter().enumerate() {
            checks.node(&mut prover, At { block: BlockId(b as u32), index: i, id: *id })?;
        }
    }
    Ok(())
}

#[derive(Clone, Copy)]
struct At {
    block: BlockId,
    index: usize,
    id: NodeId,
}

struct Needs<'a> {
    index: Index,
    /// Computed when a check is missed.
    intervals: OnceCell<Intervals<'a>>,
    /// Bounds checks may be gone.
    ranges: bool,
    moved: bool,
}

impl<'a> Needs<'a> {
    fn node(&self, prover: &mut Prover<'a>, at: At) -> Checked {
        use NodeOp::*;
        let (places, graph) = (prover.places, prover.places.graph);
        let node = graph.node(at.id);
        self.pointers(prover, at, node)?;
        let a = node.inputs.first().copied();
        let of = |i: usize| node.inputs[i];
        let mut want = |goal: Goal, rule: Rule, what: &dyn Fn() -> String| -> Checked {
            if prover.holds(goal, at.block, at.index) { Ok(()) } else { fault(at.block, at.id, rule, what()) }
        };
        match node.op {
            LoadSlot | LoadOutSlot | StoreSlot | StoreOutSlot => {
                want(Goal::Slots(of(0)), Rule::Shape, &|| format!("the shape of n{} is not known here", of(0).0))
            }
            LoadElements => want(Goal::Part(of(0), Part::Elements), Rule::Kind, &|| format!("n{} may have no elements", of(0).0)),
            ArrayLength | ArrayAppend | ArrayPush | ArrayPop => {
                want(Goal::Part(of(0), Part::Array), Rule::Kind, &|| format!("n{} may be no array", of(0).0))
            }
            TypedLength | TypedData => want(Goal::Part(of(0), Part::Typed), Rule::Kind, &|| format!("n{} may be no typed array", of(0).0)),
            DenseLength | IsAbsent => current(&mut want, of(0)),
            LoadElement | StoreElement | LoadTyped | LoadUint32 | StoreTyped => {
                current(&mut want, of(0))?;
                self.in_bounds(prover, at, node)
            }
            StringCharCode | StringCharAt => self.in_bounds(prover, at, node),
            Int32Add | Int32Sub if node.imm2 == NEVER_WRAPS && !self.intervals(places).fits(node, at.block) => {
                fault(at.block, at.id, Rule::Fits, "its operands may be too large")
            }
            CalleeEnv | LoadFields => want(Goal::Closure(of(0)), Rule::Kind, &|| format!("n{} may be no closure", of(0).0)),
            CallScript | ConstructScript => want(Goal::Closure(of(0)), Rule::Kind, &|| format!("n{} may be no closure", of(0).0)),
            StoreShape => {
                let root = root_of(graph, node.imm);
                // One that was sunk has been what the guard found while it was virtual.
                if graph.node(of(0)).op == MakeObject {
                    return self.bound(prover, at, root);
                }
                want(Goal::Shape(of(0), root), Rule::Link, &|| format!("n{} has not passed the guard of l{root}", of(0).0))
            }
            LoadMethod | LoadHolderSlot => match bound_with(graph, node.imm) {
                Some(of) => self.guarded(prover, at, of),
                None => fault(at.block, at.id, Rule::Link, format!("l{} is bound by no guard", node.imm)),
            },
            LinkShape => self.bound(prover, at, root_of(graph, node.imm)),
            UnboxInt32 | UnboxNumber if !self.moved => {
                let good = if node.op == UnboxInt32 { types::INT32 } else { types::NUMBER };
                is(prover, at, a.expect("one operand"), good)
            }
            _ => Ok(()),
        }
    }

    /// Pointers that are looked through point to cells of their kind.
    fn pointers(&self, prover: &mut Prover<'_>, at: At, node: &Node) -> Checked {
        if matches!(node.op, NodeOp::BoxObject | NodeOp::BoxString | NodeOp::BoxRecord) {
            return Ok(());
        }
        for (operand, input) in node.info().operands.iter().zip(&node.inputs) {
            let good = match operand {
                Operand::O => types::OBJECT,
                Operand::S => types::STRING,
                _ => continue,
            };
            let mut seen = Vec::new();
            self.pointer(prover, at, *input, good, &mut seen)?;
        }
        Ok(())
    }

    fn pointer(&self, prover: &mut Prover<'_>, at: At, pointer: NodeId, good: Types, seen: &mut Vec<NodeId>) -> Checked {
        let graph = prover.places.graph;
        let node = graph.node(pointer);
        match node.op {
            NodeOp::UnboxObject | NodeOp::UnboxString => is(prover, at, node.inputs[0], good),
            NodeOp::Phi if !seen.contains(&pointer) => {
                seen.push(pointer);
                for (input, from) in node.inputs.iter().zip(&graph.block(node.block).predecessors) {
                    self.pointer(prover, At { block: *from, index: usize::MAX, id: at.id }, *input, good, seen)?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The shape slot is bound, by installation or by a guard.
    fn bound(&self, prover: &mut Prover<'_>, at: At, root: u64) -> Checked {
        let by_installation = matches!(prover.places.graph.links.get(root as usize), Some(LinkDescriptor::PlainObject { .. }));
        if by_installation { Ok(()) } else { self.guarded(prover, at, root) }
    }

    /// Some object has passed the guard of this shape slot.
    fn guarded(&self, prover: &mut Prover<'_>, at: At, link: u64) -> Checked {
        let subjects = self.index.guards.get(&link).map_or(&[][..], Vec::as_slice);
        let is_passed = subjects.iter().any(|subject| prover.holds(Goal::Shape(*subject, link), at.block, at.index));
        // Each path may have passed it with another one.
        if is_passed || prover.holds(Goal::Bound(link), at.block, at.index) {
            return Ok(());
        }
        fault(at.block, at.id, Rule::Link, format!("the guard of l{link} has not been passed, or an effect is between"))
    }

    fn in_bounds(&self, prover: &mut Prover<'a>, at: At, node: &Node) -> Checked {
        let (whole, index) = (node.inputs[0], node.inputs[1]);
        let graph = prover.places.graph;
        // The length of a typed array is asked of the array itself.
        let whole = if graph.node(whole).op == NodeOp::TypedData { graph.node(whole).inputs[0] } else { whole };
        let lengths = self.index.lengths.get(&whole).map_or(&[][..], Vec::as_slice);
        let is_current = |prover: &mut Prover<'_>, length: NodeId| {
            graph.node(length).op == NodeOp::StringLength || prover.holds(Goal::Current(length), at.block, at.index)
        };
        for length in lengths {
            let tested = prover.holds(Goal::Below(index, *length), at.block, at.index);
            if (tested || self.is_in_range(prover.places, index, *length, at.block)) && is_current(prover, *length) {
                return Ok(());
            }
        }
        fault(at.block, at.id, Rule::Bounds, format!("index n{} is not known to be in bounds of n{}", index.0, whole.0))
    }

    fn intervals(&self, places: &'a Places<'a>) -> &Intervals<'a> {
        self.intervals.get_or_init(|| Intervals::new(places))
    }

    /// Whether the index needs no test.
    fn is_in_range(&self, places: &'a Places<'a>, index: NodeId, length: NodeId, block: BlockId) -> bool {
        self.ranges && self.intervals(places).are_in_bounds(index, length, block)
    }
}

fn current(want: &mut dyn FnMut(Goal, Rule, &dyn Fn() -> String) -> Checked, read: NodeId) -> Checked {
    want(Goal::Current(read), Rule::Current, &|| format!("n{} may be out of date here", read.0))
}

fn is(prover: &mut Prover<'_>, at: At, value: NodeId, good: Types) -> Result<(), Fault> {
    if prover.is_none_of(value, types::ANY & !good, at.block, at.index) {
        return Ok(());
    }
    fault(at.block, at.id, Rule::Type, format!("n{} is not known to be what it is taken for", value.0))
}

/// The slot that is bound by a guard, together with which this shape slot is.
fn root_of(graph: &Graph, mut link: u64) -> u64 {
    while let Some(LinkDescriptor::ShapeAfterAdd { of, .. }) = graph.links.get(link as usize) {
        link = of.0 as u64;
    }
    link
}

fn bound_with(graph: &Graph, link: u64) -> Option<u64> {
    match graph.links.get(link as usize)? {
        LinkDescriptor::MethodValue { of, .. }
        | LinkDescriptor::AccessorValue { of, .. }
        | LinkDescriptor::Holder { of, .. }
        | LinkDescriptor::Prototype { of } => Some(of.0 as u64),
        _ => None,
    }
}
