//! ToInt32 of sums of int32 is computed in int32.
//!
//! `(a + b) | 0` whose sum has left int32 before is an addition of doubles, truncated.
//! As long as the exact result stays below 2^53 the doubles are exact integers, and
//! their ToInt32 is the sum modulo 2^32: wrapping int32 arithmetic. Products count only
//! where their factors are small enough for that.

use super::rewrite::Replacements;
use super::simplify::Constants;
use crate::ion::graph::{BlockId, Graph, NODES, Node, NodeId, NodeOp};
use smallvec::SmallVec;

/// Doubles up to this magnitude are exact integers if computed from such.
const EXACT: f64 = 9007199254740992.0;
const INT32: f64 = 2147483648.0;
const MAX_DEPTH: usize = 12;

/// Rewrites truncated sums. True if there were any.
pub fn run(graph: &mut Graph) -> bool {
    let found: Vec<NodeId> = graph
        .blocks
        .iter()
        .flat_map(|b| b.nodes.iter().copied())
        .filter(|n| graph.node(*n).op == NodeOp::TruncateDouble)
        .filter(|n| magnitude(graph, graph.node(*n).inputs[0], 0).is_some())
        .collect();
    if found.is_empty() {
        return false;
    }
    let mut constants = Constants::new(graph);
    let mut replacements = Replacements::new(graph);
    for id in found {
        let block = graph.node(id).block;
        let mut made = Vec::new();
        let input = graph.node(id).inputs[0];
        let value = as_int32(graph, &mut constants, &mut made, input, block);
        let at = graph.block(block).nodes.iter().position(|n| *n == id).expect("in its block");
        graph.block_mut(block).nodes.splice(at..at, made);
        replacements.replace(id, value);
    }
    constants.place(graph);
    replacements.apply(graph);
    true
}

/// The largest magnitude of an integer-valued double, if it is one that int32 arithmetic can compute.
fn magnitude(graph: &Graph, id: NodeId, depth: usize) -> Option<f64> {
    if depth > MAX_DEPTH {
        return None;
    }
    let node = graph.node(id);
    let input = |i: usize| magnitude(graph, node.inputs[i], depth + 1);
    let most = match node.op {
        NodeOp::Int32ToDouble => INT32,
        NodeOp::DoubleConstant => {
            let d = f64::from_bits(node.imm);
            (d.trunc() == d).then_some(d.abs())?
        }
        NodeOp::UShrDouble => {
            // As int32 bits, only a shift by 0 is the operand itself.
            let count = graph.node(node.inputs[1]);
            (count.op == NodeOp::Int32Constant && count.imm as u32 & 31 == 0).then_some(2.0 * INT32)?
        }
        NodeOp::DoubleAdd | NodeOp::DoubleSub => input(0)? + input(1)?,
        NodeOp::DoubleMul => input(0)? * input(1)?,
        NodeOp::DoubleNeg => input(0)?,
        _ => return None,
    };
    (most <= EXACT).then_some(most)
}

fn as_int32(graph: &mut Graph, constants: &mut Constants, made: &mut Vec<NodeId>, id: NodeId, block: BlockId) -> NodeId {
    let node = graph.node(id).clone();
    let (op, imm) = match node.op {
        NodeOp::Int32ToDouble | NodeOp::UShrDouble => return node.inputs[0],
        NodeOp::DoubleConstant => return constants.int32(graph, f64::from_bits(node.imm) as i64 as i32),
        NodeOp::DoubleAdd => (NodeOp::Int32Add, 1),
        NodeOp::DoubleSub | NodeOp::DoubleNeg => (NodeOp::Int32Sub, 1),
        _ => (NodeOp::Int32Mul, 3),
    };
    let mut inputs: SmallVec<[NodeId; 3]> = node.inputs.iter().map(|i| as_int32(graph, constants, made, *i, block)).collect();
    if node.op == NodeOp::DoubleNeg {
        let zero = constants.int32(graph, 0);
        inputs.insert(0, zero);
    }
    let id = NodeId(graph.nodes.len() as u32);
    graph.nodes.push(Node { op, repr: NODES[op as usize].repr, inputs, imm, imm2: 0, state: None, block });
    made.push(id);
    id
}
