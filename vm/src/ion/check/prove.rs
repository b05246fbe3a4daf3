//! Whether a fact holds at a point: a search backward over all paths, until each has come to
//! what makes it true. A path that comes to what ends it, or to the definition of what it is
//! about without having been proven, refutes it. A cycle proves nothing by itself and refutes
//! nothing either: each path into it is searched.

use super::Places;
use super::types::{self, Types};
use crate::heap::Kind;
use crate::ion::descriptor::LinkDescriptor;
use crate::ion::graph::{Block, BlockId, Condition, Graph, Node, NodeId, NodeOp, Repr, effect};
use std::collections::HashSet;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Goal {
    /// The word is of none of these types.
    Not(NodeId, Types),
    /// The object has had the shape that its last guard found but for keys that were added.
    Slots(NodeId),
    /// The subject has passed the guard of this shape slot, and nothing that was tested there has changed.
    Shape(NodeId, u64),
    /// The same of whichever subject: the slot is bound.
    Bound(u64),
    /// The object is of a kind that has this part.
    Part(NodeId, Part),
    /// The object is a closure.
    Closure(NodeId),
    /// What the node has read is as it was.
    Current(NodeId),
    /// 0 <= the first < the second.
    Below(NodeId, NodeId),
    /// No shape has changed since this test but by keys that were added.
    Settled(NodeId),
}

/// What only some kinds of objects have.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Part {
    Elements,
    Array,
    Typed,
}

impl Part {
    fn is_in(self, kind: u64) -> bool {
        match self {
            Part::Elements => kind == Kind::Array as u64 || kind == Kind::Object as u64,
            Part::Array => kind == Kind::Array as u64,
            Part::Typed => kind == Kind::TypedArray as u64,
        }
    }
}

impl Goal {
    /// What it is about; of a slot alone, no node.
    fn subject(self) -> NodeId {
        match self {
            Goal::Bound(_) => NodeId(u32::MAX),
            Goal::Not(n, _) | Goal::Slots(n) | Goal::Shape(n, _) | Goal::Part(n, _) | Goal::Closure(n) => n,
            Goal::Current(n) | Goal::Below(n, _) | Goal::Settled(n) => n,
        }
    }
    fn about(self, subject: NodeId) -> Goal {
        match self {
            Goal::Not(_, t) => Goal::Not(subject, t),
            Goal::Slots(_) => Goal::Slots(subject),
            Goal::Shape(_, l) => Goal::Shape(subject, l),
            Goal::Bound(l) => Goal::Bound(l),
            Goal::Part(_, p) => Goal::Part(subject, p),
            Goal::Closure(_) => Goal::Closure(subject),
            Goal::Current(_) => Goal::Current(subject),
            Goal::Below(_, n) => Goal::Below(subject, n),
            Goal::Settled(_) => Goal::Settled(subject),
        }
    }
}

enum Step {
    Proven,
    Refuted,
    /// Nothing is said here; this is left to prove.
    On(Goal),
}

pub(super) struct Prover<'a> {
    pub places: &'a Places<'a>,
    /// Goals that hold at the end of a block.
    known: HashSet<(Goal, BlockId)>,
    /// The index in each block behind which nothing is reached.
    ends: Vec<usize>,
}

impl<'a> Prover<'a> {
    pub fn new(places: &'a Places<'a>) -> Prover<'a> {
        Prover { places, known: HashSet::new(), ends: ends(places.graph) }
    }

    fn graph(&self) -> &'a Graph {
        self.places.graph
    }

    /// Whether `goal` holds in front of the node at `index` of `block`.
    pub fn holds(&mut self, goal: Goal, block: BlockId, index: usize) -> bool {
        let mut assumed = HashSet::new();
        let mut work = vec![(goal, block, index)];
        while let Some((goal, block, index)) = work.pop() {
            if !self.search(goal, block, index, &mut assumed, &mut work) {
                return false;
            }
        }
        // Every path was followed to its end: what was met on the way holds, too.
        self.known.extend(assumed);
        true
    }

    /// Searches one block; the ends of blocks in front go to `work`.
    fn search(
        &mut self,
        mut goal: Goal,
        block: BlockId,
        index: usize,
        assumed: &mut HashSet<(Goal, BlockId)>,
        work: &mut Vec<(Goal, BlockId, usize)>,
    ) -> bool {
        let graph = self.graph();
        let nodes = &graph.block(block).nodes;
        let index = index.min(nodes.len());
        if index > self.ends[block.index()] {
            return true;
        }
        for id in nodes[..index].iter().rev() {
            match self.step(goal, *id) {
                Step::Proven => return true,
                Step::Refuted => return false,
                Step::On(left) => goal = left,
            }
            if *id == goal.subject() {
                return self.at_definition(goal, *id, assumed, work);
            }
        }
        let predecessors = &graph.block(block).predecessors;
        if predecessors.is_empty() {
            return false;
        }
        for from in predecessors {
            self.enter(goal, *from, block, assumed, work);
        }
        true
    }

    /// Goes on at the end of `from`, unless the edge to `block` says enough.
    fn enter(
        &mut self,
        goal: Goal,
        from: BlockId,
        block: BlockId,
        assumed: &mut HashSet<(Goal, BlockId)>,
        work: &mut Vec<(Goal, BlockId, usize)>,
    ) {
        if let Some(left) = self.edge(goal, from, block)
            && !self.known.contains(&(left, from))
            && assumed.insert((left, from))
        {
            work.push((left, from, usize::MAX));
        }
    }

    /// The search has come to the node that the goal is about.
    fn at_definition(
        &mut self,
        goal: Goal,
        id: NodeId,
        assumed: &mut HashSet<(Goal, BlockId)>,
        work: &mut Vec<(Goal, BlockId, usize)>,
    ) -> bool {
        let graph = self.graph();
        let node = graph.node(id);
        if node.op == NodeOp::Phi {
            for (input, from) in node.inputs.iter().zip(&graph.block(node.block).predecessors) {
                if let Some(goal) = self.of_value(goal.about(*input)) {
                    self.enter(goal, *from, node.block, assumed, work);
                }
            }
            return true;
        }
        let at = self.places.position[id.index()].map_or(0, |at| at as usize);
        let passed_on = match (goal, node.op) {
            (Goal::Not(_, bad), NodeOp::CheckNotEmpty) => Goal::Not(node.inputs[0], bad),
            (Goal::Closure(_), NodeOp::UnboxObject | NodeOp::CheckObject) => Goal::Closure(node.inputs[0]),
            (Goal::Closure(_), NodeOp::BoxObject) => Goal::Closure(node.inputs[0]),
            (Goal::Part(_, part), NodeOp::UnboxObject | NodeOp::CheckObject | NodeOp::BoxObject) => Goal::Part(node.inputs[0], part),
            _ => return false,
        };
        match self.of_value(passed_on) {
            Some(goal) => self.search(goal, node.block, at, assumed, work),
            None => true,
        }
    }

    /// What is left to prove given what the subject is anywhere; nothing if that is enough.
    fn of_value(&self, goal: Goal) -> Option<Goal> {
        let (value, bad) = match goal {
            Goal::Not(value, bad) => (value, bad),
            // What is no object has not come to where it is taken for one.
            Goal::Part(value, _) | Goal::Closure(value) => {
                let may_be = self.graph().node(value).repr != Repr::Tagged || types::given(self.graph(), value) & types::OBJECT != 0;
                return may_be.then_some(goal);
            }
            _ => return Some(goal),
        };
        let left = bad & types::given(self.graph(), value);
        (left != 0).then_some(Goal::Not(value, left))
    }

    /// As `holds`, with what the subject is by itself taken off.
    pub fn is_none_of(&mut self, value: NodeId, bad: Types, block: BlockId, index: usize) -> bool {
        match self.of_value(Goal::Not(value, bad)) {
            Some(goal) => self.holds(goal, block, index),
            None => true,
        }
    }

    /// What a node says of the goal behind it.
    fn step(&self, goal: Goal, id: NodeId) -> Step {
        let graph = self.graph();
        let node = graph.node(id);
        let of = node.inputs.first().copied();
        let writes = effect::written(node.effects());
        let proven = |yes: bool| if yes { Step::Proven } else { Step::On(goal) };
        match goal {
            Goal::Not(value, bad) => match types::passed(node.op) {
                Some(types) if of == Some(value) && bad & types == 0 => Step::Proven,
                Some(types) if of == Some(value) => Step::On(Goal::Not(value, bad & types)),
                _ => Step::On(goal),
            },
            Goal::Slots(object) => {
                let makes = id == object && makes_slots(node.op);
                let guards = matches!(node.op, NodeOp::CheckShape | NodeOp::StoreShape) && of == Some(object);
                if makes || guards {
                    Step::Proven
                } else if writes & effect::R_SHAPE != 0 && node.op != NodeOp::StoreShape {
                    Step::Refuted
                } else {
                    Step::On(goal)
                }
            }
            Goal::Shape(subject, link) => {
                let guards = matches!(node.op, NodeOp::CheckShape | NodeOp::CheckShapeId | NodeOp::CheckInstanceShape);
                let makes = id == subject && matches!(node.op, NodeOp::NewThis | NodeOp::NewObject) && node.imm == link;
                if makes || (guards && of == Some(subject) && node.imm == link) {
                    return Step::Proven;
                }
                // The id of a shape, which `CheckShapeId` has compared, is no object whose shape is changed.
                if graph.node(subject).repr == Repr::Int32 {
                    return if writes & effect::R_LINK != 0 { Step::Refuted } else { Step::On(goal) };
                }
                if node.op == NodeOp::StoreShape {
                    let fine = of == Some(subject) || of.is_some_and(|of| self.are_distinct(subject, of));
                    return if fine { Step::On(goal) } else { Step::Refuted };
                }
                if writes & (effect::R_SHAPE | effect::R_LINK) != 0 { Step::Refuted } else { Step::On(goal) }
            }
            Goal::Bound(link) => {
                let binds = matches!(
                    node.op,
                    NodeOp::CheckShape | NodeOp::CheckShapeId | NodeOp::CheckInstanceShape | NodeOp::NewThis | NodeOp::NewObject
                );
                if binds && node.imm == link {
                    Step::Proven
                } else if writes & (effect::R_SHAPE | effect::R_LINK) != 0 {
                    Step::Refuted
                } else {
                    Step::On(goal)
                }
            }
            Goal::Part(object, part) => {
                let tested = of.is_some_and(|of| of == object || is_unboxed_from(graph, of, object))
                    && match node.op {
                        NodeOp::CheckShape => kind_of(graph, node.imm).is_some_and(|kind| part.is_in(kind)),
                        NodeOp::CheckKind => part.is_in(node.imm),
                        NodeOp::CheckElementType => part == Part::Typed,
                        _ => false,
                    };
                let made = id == object
                    && match node.op {
                        NodeOp::NewArrayOf | NodeOp::NewArraySized => part != Part::Typed,
                        NodeOp::NewObject | NodeOp::NewThis | NodeOp::MakeObject => part == Part::Elements,
                        _ => false,
                    };
                // Such a record is of an array.
                let iterated = id == object && node.op == NodeOp::CheckRecord && part != Part::Typed;
                proven(tested || made || iterated)
            }
            Goal::Closure(value) => {
                let given = match node.op {
                    NodeOp::Param | NodeOp::OsrValue => id == value && node.imm == 0,
                    NodeOp::LoadMethod | NodeOp::NewClosure => id == value,
                    NodeOp::CheckScript => of.is_some_and(|of| of == value || is_unboxed_from(graph, of, value)),
                    _ => false,
                };
                proven(given)
            }
            Goal::Current(read) => {
                if id == read {
                    proven(node.op != NodeOp::Phi)
                } else if writes & effect::R_LENGTH != 0 {
                    Step::Refuted
                } else {
                    Step::On(goal)
                }
            }
            Goal::Settled(test) => {
                if id != test && writes & (effect::R_SHAPE | effect::R_LINK) != 0 && node.op != NodeOp::StoreShape {
                    return Step::Refuted;
                }
                proven(id == test)
            }
            Goal::Below(index, length) => {
                if id == length && node.op != NodeOp::Int32Constant {
                    return Step::Refuted;
                }
                proven(node.op == NodeOp::CheckBounds && node.inputs[..] == [index, length])
            }
        }
    }

    /// What the edge leaves to prove at the end of `from`; nothing if it proves the goal.
    fn edge(&self, goal: Goal, from: BlockId, to: BlockId) -> Option<Goal> {
        let graph = self.graph();
        let source = graph.block(from);
        let branch = graph.node(*source.nodes.last()?);
        if branch.op != NodeOp::Branch || source.successors[0] == source.successors[1] {
            return Some(goal);
        }
        let mut truth = source.successors[0] == to;
        let mut tested = branch.inputs[0];
        while graph.node(tested).op == NodeOp::BoolNot {
            truth = !truth;
            tested = graph.node(tested).inputs[0];
        }
        let test = graph.node(tested);
        let of = test.inputs.first().copied();
        match goal {
            Goal::Not(value, bad) if of == Some(value) => {
                let Some((yes, no)) = types::told(test.op) else { return Some(goal) };
                let left = bad & if truth { yes } else { no };
                (left != 0).then_some(Goal::Not(value, left))
            }
            _ if !truth => Some(goal),
            _ if test.op == NodeOp::ShapeIdIs && is_in_vain(graph, test) => None,
            // The test may stand far in front of the branch.
            Goal::Slots(object) if test.op == NodeOp::ShapeIs && of == Some(object) => Some(Goal::Settled(tested)),
            Goal::Shape(subject, link) if matches!(test.op, NodeOp::ShapeIs | NodeOp::ShapeIdIs) => {
                Some(if of == Some(subject) && test.imm == link { Goal::Settled(tested) } else { goal })
            }
            Goal::Bound(link) if matches!(test.op, NodeOp::ShapeIs | NodeOp::ShapeIdIs) && test.imm == link => Some(Goal::Settled(tested)),
            Goal::Closure(value) if test.op == NodeOp::ScriptIs => {
                (!of.is_some_and(|of| of == value || is_unboxed_from(graph, of, value))).then_some(goal)
            }
            Goal::Part(object, part) if test.op == NodeOp::ShapeIs && of == Some(object) => {
                (!kind_of(graph, test.imm).is_some_and(|kind| part.is_in(kind))).then_some(goal)
            }
            Goal::Below(index, length) if test.op == NodeOp::Int32Compare && test.imm == Condition::Below as u64 => {
                (test.inputs[..] != [index, length]).then_some(goal)
            }
            _ => Some(goal),
        }
    }

    /// Certainly not the same object: the second was made when the first was there already, or both were made here.
    fn are_distinct(&self, object: NodeId, made: NodeId) -> bool {
        let (other, node) = (self.graph().node(object), self.graph().node(made));
        if object == made || !is_allocation(node) {
            return false;
        }
        let at = self.places.position[made.index()].map_or(0, |at| at as usize);
        is_allocation(other) || self.places.is_defined_at(object, node.block, at)
    }
}

/// For each block, the index of the first guard in it that cannot hold. An object may be made behind such a
/// guard that is not what the guard asks for, so that a search from there would not come to it.
fn ends(graph: &Graph) -> Vec<usize> {
    let mut ends = vec![0; graph.blocks.len()];
    let mut work = vec![BlockId(0)];
    while let Some(block) = work.pop() {
        let Block { nodes, successors, .. } = graph.block(block);
        let in_vain = |id: &NodeId| graph.node(*id).op == NodeOp::CheckShapeId && is_in_vain(graph, graph.node(*id));
        match nodes.iter().position(in_vain) {
            Some(guard) => ends[block.index()] = guard,
            None if std::mem::replace(&mut ends[block.index()], usize::MAX) == 0 => work.extend(successors),
            None => {}
        }
    }
    ends
}

/// Whether an object that is not allocated is tested for a shape of another kind than its own: nothing is
/// reached behind that.
fn is_in_vain(graph: &Graph, test: &Node) -> bool {
    let wanted = kind_of(graph, test.imm);
    let own = kind_of_id(graph, test.inputs[0], 0);
    wanted.zip(own).is_some_and(|(wanted, own)| wanted != own)
}

/// The kind of the objects that have the shape with this id.
fn kind_of_id(graph: &Graph, id: NodeId, depth: u32) -> Option<u64> {
    let node = graph.node(id);
    match node.op {
        NodeOp::LinkShape => kind_of(graph, node.imm),
        NodeOp::Phi if depth < 4 => {
            let mut kinds = node.inputs.iter().map(|input| kind_of_id(graph, *input, depth + 1));
            let first = kinds.next()??;
            kinds.all(|kind| kind == Some(first)).then_some(first)
        }
        _ => None,
    }
}

fn is_allocation(node: &Node) -> bool {
    use NodeOp::*;
    matches!(node.op, NewObject | NewThis | MakeObject | NewArrayOf | NewArraySized)
}

fn makes_slots(op: NodeOp) -> bool {
    matches!(op, NodeOp::NewObject | NodeOp::NewThis | NodeOp::MakeObject)
}

fn is_unboxed_from(graph: &Graph, pointer: NodeId, value: NodeId) -> bool {
    let (node, boxed) = (graph.node(pointer), graph.node(value));
    let unboxed = matches!(node.op, NodeOp::CheckObject | NodeOp::UnboxObject) && node.inputs[0] == value;
    unboxed || boxed.op == NodeOp::BoxObject && boxed.inputs[0] == pointer
}

/// The kind of the objects that a shape slot is bound to.
fn kind_of(graph: &Graph, link: u64) -> Option<u64> {
    match graph.links.get(link as usize)? {
        LinkDescriptor::Shape(predicate) => Some(predicate.kind as u64),
        LinkDescriptor::PlainArray => Some(Kind::Array as u64),
        LinkDescriptor::PlainObject { .. } | LinkDescriptor::InstanceShape { .. } => Some(Kind::Object as u64),
        LinkDescriptor::ShapeAfterAdd { of, .. } => kind_of(graph, of.0 as u64),
        _ => None,
    }
}
