//! Local rules: what a node is, given what its operands are. Used by value numbering.
//!
//! Chiefly the pairs of boxing and guard that inlining and loops bring together.

use crate::ion::graph::{BlockId, Condition, Graph, MathOp, Node, NodeId, NodeOp, Repr, TypeName};
use crate::value::Value;
use smallvec::SmallVec;
use std::collections::BTreeMap;

/// Before phis are unboxed, the box of a guarded number says that it is one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    Early,
    PhisAreUnboxed,
}

/// Outcome of looking at a node.
pub enum Simplified {
    /// As it was, or changed in place.
    Same,
    /// Another node has its value.
    By(NodeId),
    /// A guard that cannot fail, without a result.
    Gone,
}

/// Constants of the entry block, found or made.
pub struct Constants {
    known: BTreeMap<(u8, u64), NodeId>,
    made: Vec<NodeId>,
}

impl Constants {
    pub fn new(graph: &Graph) -> Constants {
        let is_constant = |op| matches!(op, NodeOp::Constant | NodeOp::Int32Constant | NodeOp::DoubleConstant | NodeOp::BoolConstant);
        let nodes = graph.blocks[0].nodes.iter().map(|n| (n, graph.node(*n)));
        let known = nodes.filter(|(_, n)| is_constant(n.op)).map(|(id, n)| ((n.op as u8, n.imm), *id)).collect();
        Constants { known, made: Vec::new() }
    }
    pub fn get(&mut self, graph: &mut Graph, op: NodeOp, imm: u64) -> NodeId {
        *self.known.entry((op as u8, imm)).or_insert_with(|| {
            let id = NodeId(graph.nodes.len() as u32);
            let repr = crate::ion::graph::NODES[op as usize].repr;
            graph.nodes.push(Node { op, repr, inputs: SmallVec::new(), imm, imm2: 0, state: None, block: BlockId(0) });
            self.made.push(id);
            id
        })
    }
    pub fn int32(&mut self, graph: &mut Graph, i: i32) -> NodeId {
        self.get(graph, NodeOp::Int32Constant, i as u32 as u64)
    }
    pub fn bool(&mut self, graph: &mut Graph, b: bool) -> NodeId {
        self.get(graph, NodeOp::BoolConstant, b as u64)
    }
    pub fn double(&mut self, graph: &mut Graph, d: f64) -> NodeId {
        self.get(graph, NodeOp::DoubleConstant, Value::double(d).0)
    }
    /// Puts the constants made at the start of the entry block.
    pub fn place(self, graph: &mut Graph) {
        graph.blocks[0].nodes.splice(0..0, self.made);
    }
}

/// The value of a constant without address.
pub fn constant_value(graph: &Graph, id: NodeId) -> Option<Value> {
    let node = graph.node(id);
    Some(match node.op {
        NodeOp::Constant => Value(node.imm),
        NodeOp::Int32Constant => Value::int(node.imm as i32),
        NodeOp::DoubleConstant => Value(node.imm),
        NodeOp::BoolConstant => Value::bool(node.imm != 0),
        _ => return None,
    })
}

fn int32_value(graph: &Graph, id: NodeId) -> Option<i32> {
    let node = graph.node(id);
    (node.op == NodeOp::Int32Constant).then_some(node.imm as i32)
}

/// Turns `id` into a node without frame state.
fn become_pure(graph: &mut Graph, id: NodeId, op: NodeOp, inputs: &[NodeId], imm: u64) -> Simplified {
    let repr = crate::ion::graph::NODES[op as usize].repr;
    let node = graph.node_mut(id);
    *node = Node { op, repr, inputs: SmallVec::from_slice(inputs), imm, imm2: 0, state: None, block: node.block };
    Simplified::Same
}

/// Likely an integer: of a rounding or absolute value, which were often integers before.
/// What is stored somewhere should be an int32 again then, so that code that saw int32
/// there goes on to (Bounce).
fn is_integral(graph: &Graph, id: NodeId, depth: usize) -> bool {
    let node = graph.node(id);
    let is_integer = |i: NodeId| match graph.node(i).op {
        NodeOp::DoubleConstant => f64::from_bits(graph.node(i).imm).fract() == 0.0,
        _ => is_integral(graph, i, depth + 1),
    };
    match node.op {
        NodeOp::DoubleMath => {
            matches!(MathOp::from_imm(node.imm), MathOp::Abs | MathOp::Floor | MathOp::Ceil | MathOp::Round | MathOp::Trunc)
        }
        NodeOp::DoubleAdd | NodeOp::DoubleSub | NodeOp::DoubleMul => depth < 4 && node.inputs.iter().all(|i| is_integer(*i)),
        _ => false,
    }
}

/// Never the empty value, undefined or null: boxed from something else.
fn is_boxed(op: NodeOp) -> bool {
    matches!(op, NodeOp::BoxInt32 | NodeOp::BoxDouble | NodeOp::BoxBool | NodeOp::BoxObject | NodeOp::BoxString | NodeOp::BoxRecord)
}

/// Simplifies node `id`, whose operands are in their final form.
pub fn simplify(graph: &mut Graph, constants: &mut Constants, id: NodeId, phase: Phase) -> Simplified {
    use NodeOp::*;
    use Simplified::*;
    let node = graph.node(id);
    let op = node.op;
    let Some(&a) = node.inputs.first() else { return Same };
    let b = node.inputs.get(1).copied();
    let from = graph.node(a);
    let inner = from.inputs.first().copied();
    let value = constant_value(graph, a);
    match (op, from.op) {
        // ---- boxing undone
        (CheckInt32 | UnboxInt32 | TruncateTagged, BoxInt32)
        | (CheckNumber | UnboxNumber | ToDouble, BoxDouble)
        | (CheckObject | UnboxObject, BoxObject)
        | (CheckString | UnboxString, BoxString)
        | (CheckRecord, BoxRecord)
        | (CheckBool | ToBoolean, BoxBool)
        | (UnboxEnv, BoxCell)
        | (DoubleToInt32 | TruncateDouble, Int32ToDouble)
        | (BoolNot, BoolNot) => By(inner.expect("one operand")),
        (CheckNumber | UnboxNumber | ToDouble, BoxInt32) => become_pure(graph, id, Int32ToDouble, &[inner.expect("one operand")], 0),
        (TruncateTagged, BoxDouble) => become_pure(graph, id, TruncateDouble, &[inner.expect("one operand")], 0),
        (CheckInt32 | UnboxInt32, BoxDouble) => {
            let inner = inner.expect("one operand");
            if op == UnboxInt32 {
                return Same;
            }
            let node = graph.node_mut(id);
            node.op = DoubleToInt32;
            node.inputs[0] = inner;
            Same
        }
        (CheckNotEmpty, from) if is_boxed(from) => By(a),
        (CheckNotEmpty, _) if value.is_some_and(|v| !v.is_empty()) => By(a),
        (CheckNotNullish, from) if is_boxed(from) => Gone,
        (IsUndefined | IsNullish | IsEmpty, from) if is_boxed(from) => By(constants.bool(graph, false)),
        (IsObject, BoxObject) => By(constants.bool(graph, true)),
        (IsObject, BoxInt32 | BoxDouble | BoxBool | BoxString) => By(constants.bool(graph, false)),
        (TypeOfIs, BoxInt32 | BoxDouble | BoxBool | BoxString) => {
            let is = match from.op {
                BoxBool => TypeName::Boolean,
                BoxString => TypeName::String,
                _ => TypeName::Number,
            };
            By(constants.bool(graph, TypeName::from_imm(graph.node(id).imm) == is))
        }
        (BoxDouble, Int32ToDouble) => become_pure(graph, id, BoxInt32, &[inner.expect("one operand")], 0),
        (BoxDouble, _) if is_integral(graph, a, 0) => {
            graph.node_mut(id).imm = 1;
            Same
        }
        // ---- boxing of what was unboxed
        (BoxInt32, UnboxInt32) | (BoxDouble, CheckNumber | UnboxNumber) | (BoxBool, CheckBool) if phase == Phase::PhisAreUnboxed => {
            By(inner.expect("one operand"))
        }
        (BoxObject, CheckObject | UnboxObject)
        | (BoxString, CheckString | UnboxString)
        | (BoxRecord, CheckRecord)
        | (BoxCell, UnboxEnv) => By(inner.expect("one operand")),
        // ---- constants
        (CheckInt32 | UnboxInt32 | TruncateTagged, _) if value.is_some_and(|v| v.is_int()) => {
            By(constants.int32(graph, value.expect("tested").as_int()))
        }
        (CheckNumber | UnboxNumber | ToDouble, _) if value.is_some_and(|v| v.is_number()) => {
            By(constants.double(graph, value.expect("tested").as_number()))
        }
        (Int32ToDouble, Int32Constant) => By(constants.double(graph, value.expect("a constant").as_number())),
        (BoxInt32 | BoxDouble | BoxBool, _) if value.is_some() => {
            let word = value.expect("tested").0;
            By(constants.get(graph, Constant, word))
        }
        (BoolNot, BoolConstant) => By(constants.bool(graph, !value.expect("a constant").as_bool())),
        (BoolNot, Int32Compare) => {
            let Some(inverse) = Condition::from_imm(from.imm).inverse() else { return Same };
            let inputs = from.inputs.clone();
            become_pure(graph, id, Int32Compare, &inputs, inverse as u64)
        }
        (WordEqual, _) if b == Some(a) => By(constants.bool(graph, true)),
        (WordEqual, _) => match (value, b.and_then(|b| constant_value(graph, b))) {
            (Some(x), Some(y)) => By(constants.bool(graph, x == y)),
            _ => Same,
        },
        _ => arithmetic(graph, constants, id, op, a, b),
    }
}

fn arithmetic(graph: &mut Graph, constants: &mut Constants, id: NodeId, op: NodeOp, a: NodeId, b: Option<NodeId>) -> Simplified {
    use NodeOp::*;
    let Some(b) = b else { return Simplified::Same };
    if graph.node(id).repr == Repr::Int32
        && let (Some(x), Some(y)) = (int32_value(graph, a), int32_value(graph, b))
    {
        let folded = match op {
            Int32Add => x.checked_add(y),
            Int32Sub => x.checked_sub(y),
            Int32And => Some(x & y),
            Int32Or => Some(x | y),
            Int32Xor => Some(x ^ y),
            Int32Shl => Some(x.wrapping_shl(y as u32 & 31)),
            Int32Shr => Some(x.wrapping_shr(y as u32 & 31)),
            _ => None,
        };
        return match folded {
            Some(i) => Simplified::By(constants.int32(graph, i)),
            None => Simplified::Same,
        };
    }
    if op == DoubleCompare
        && let (Some(x), Some(y)) = (as_int32(graph, constants, a), as_int32(graph, constants, b))
    {
        let condition = graph.node(id).imm;
        return become_pure(graph, id, Int32Compare, &[x, y], condition);
    }
    match (op, int32_value(graph, b)) {
        (Int32Add | Int32Sub | Int32Or | Int32Xor | Int32Shl | Int32Shr, Some(0)) => Simplified::By(a),
        (Int32Mul, Some(1)) => Simplified::By(a),
        (Int32And, Some(-1)) => Simplified::By(a),
        _ => Simplified::Same,
    }
}

/// The int32 that a double node is the conversion of.
fn as_int32(graph: &mut Graph, constants: &mut Constants, id: NodeId) -> Option<NodeId> {
    let node = graph.node(id);
    match node.op {
        NodeOp::Int32ToDouble => Some(node.inputs[0]),
        NodeOp::DoubleConstant => {
            let d = f64::from_bits(node.imm);
            let i = d as i32;
            // -0 compares like 0.
            (i as f64 == d).then(|| constants.int32(graph, i))
        }
        _ => None,
    }
}
