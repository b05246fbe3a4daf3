//! Phis of boxed numbers and booleans become phis of the numbers themselves, boxed
//! behind the phi where that is still wanted.
//!
//! An optimistic fixpoint over webs of phis, as in Wegman and Zadeck, "Constant
//! propagation with conditional branches": a phi is assumed to have one representation
//! until an input says otherwise.

use super::simplify::{Constants, constant_value};
use crate::ion::graph::{Graph, NODES, Node, NodeId, NodeOp, Repr};
use smallvec::SmallVec;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Class {
    /// Nothing known yet.
    Any,
    Repr(Repr),
    /// Int32 and Double meet.
    Mixed,
    Tagged,
}

fn join(a: Class, b: Class) -> Class {
    use Class::*;
    match (a, b) {
        (Any, x) | (x, Any) => x,
        (x, y) if x == y => x,
        (Repr(x), Repr(y)) if is_number(x) && is_number(y) => Mixed,
        (Mixed, Repr(x)) | (Repr(x), Mixed) if is_number(x) => Mixed,
        _ => Tagged,
    }
}

fn is_number(repr: Repr) -> bool {
    matches!(repr, Repr::Int32 | Repr::Double)
}

fn leaf(graph: &Graph, id: NodeId) -> Class {
    match graph.node(id).op {
        NodeOp::BoxInt32 => Class::Repr(Repr::Int32),
        NodeOp::BoxDouble => Class::Repr(Repr::Double),
        NodeOp::BoxBool => Class::Repr(Repr::Bool),
        NodeOp::Constant => match constant_value(graph, id) {
            Some(v) if v.is_int() => Class::Repr(Repr::Int32),
            Some(v) if v.is_double() => Class::Repr(Repr::Double),
            Some(v) if v.is_bool() => Class::Repr(Repr::Bool),
            _ => Class::Tagged,
        },
        _ => Class::Tagged,
    }
}

/// Unboxes phis. True if there were any.
pub fn run(graph: &mut Graph) -> bool {
    let phis: Vec<NodeId> = graph
        .blocks
        .iter()
        .flat_map(|b| b.nodes.iter().copied().take_while(|n| graph.node(*n).op == NodeOp::Phi))
        .filter(|n| graph.node(*n).repr == Repr::Tagged)
        .collect();
    if phis.is_empty() {
        return false;
    }
    let mut class = vec![Class::Tagged; graph.nodes.len()];
    for phi in &phis {
        class[phi.index()] = Class::Any;
    }
    let is_candidate: Vec<bool> = class.iter().map(|c| *c == Class::Any).collect();
    let mut changed = true;
    while changed {
        changed = false;
        for phi in &phis {
            let inputs = graph.node(*phi).inputs.iter();
            let new = inputs.fold(Class::Any, |c, i| join(c, if is_candidate[i.index()] { class[i.index()] } else { leaf(graph, *i) }));
            if new != class[phi.index()] {
                class[phi.index()] = new;
                changed = true;
            }
        }
    }
    // A mixture becomes a double only where it is used as one: an integer that is made
    // a double for nothing would spread.
    let mut used_as_double = vec![false; graph.nodes.len()];
    for block in &graph.blocks {
        for id in &block.nodes {
            let node = graph.node(*id);
            if matches!(node.op, NodeOp::CheckNumber | NodeOp::UnboxNumber | NodeOp::ToDouble) {
                used_as_double[node.inputs[0].index()] = true;
            }
        }
    }
    for phi in &phis {
        class[phi.index()] = match class[phi.index()] {
            Class::Mixed if used_as_double[phi.index()] => Class::Repr(Repr::Double),
            Class::Repr(repr) => Class::Repr(repr),
            _ => Class::Tagged,
        };
    }
    // What stays tagged cannot be the input of what does not.
    let mut changed = true;
    while changed {
        changed = false;
        for phi in &phis {
            let Class::Repr(repr) = class[phi.index()] else { continue };
            let fits = graph.node(*phi).inputs.iter().all(|i| match class[i.index()] {
                Class::Repr(r) => r == repr || (repr == Repr::Double && r == Repr::Int32),
                _ => !is_candidate[i.index()],
            });
            if !fits {
                class[phi.index()] = Class::Tagged;
                changed = true;
            }
        }
    }
    let unboxed: Vec<(NodeId, Repr)> = phis
        .iter()
        .filter_map(|p| match class[p.index()] {
            Class::Repr(repr) => Some((*p, repr)),
            _ => None,
        })
        .collect();
    if unboxed.is_empty() {
        return false;
    }
    rewrite(graph, &unboxed);
    true
}

fn rewrite(graph: &mut Graph, unboxed: &[(NodeId, Repr)]) {
    let mut constants = Constants::new(graph);
    let mut boxes: Vec<Option<NodeId>> = vec![None; graph.nodes.len()];
    for (phi, repr) in unboxed {
        let op = match repr {
            Repr::Int32 => NodeOp::BoxInt32,
            Repr::Double => NodeOp::BoxDouble,
            _ => NodeOp::BoxBool,
        };
        let block = graph.node(*phi).block;
        let id = NodeId(graph.nodes.len() as u32);
        graph.nodes.push(Node { op, repr: Repr::Tagged, inputs: SmallVec::from_slice(&[*phi]), imm: 0, imm2: 0, state: None, block });
        boxes[phi.index()] = Some(id);
        let at = graph.block(block).nodes.iter().take_while(|n| graph.node(**n).op == NodeOp::Phi).count();
        graph.block_mut(block).nodes.insert(at, id);
    }
    // Other uses take the box; frame states hold the number itself.
    for i in 0..boxes.len() {
        if boxes[i].is_some() {
            continue;
        }
        for input in &mut graph.nodes[i].inputs {
            if let Some(boxed) = boxes[input.index()] {
                *input = boxed;
            }
        }
    }
    for (phi, repr) in unboxed {
        graph.node_mut(*phi).repr = *repr;
    }
    for (phi, repr) in unboxed {
        let block = graph.node(*phi).block;
        for i in 0..graph.node(*phi).inputs.len() {
            let input = graph.node(*phi).inputs[i];
            let from = graph.node(input);
            let mut value = match (from.op, repr) {
                (NodeOp::Constant, _) => {
                    let value = constant_value(graph, input).expect("a constant");
                    match repr {
                        Repr::Int32 => constants.int32(graph, value.as_int()),
                        Repr::Double => constants.double(graph, value.as_number()),
                        _ => constants.bool(graph, value.as_bool()),
                    }
                }
                (NodeOp::Phi, _) => input,
                _ => from.inputs[0],
            };
            if *repr == Repr::Double && graph.node(value).repr == Repr::Int32 {
                let predecessor = graph.block(block).predecessors[i];
                value = convert_at_end(graph, predecessor, value);
            }
            graph.node_mut(*phi).inputs[i] = value;
        }
    }
    constants.place(graph);
}

/// An `Int32ToDouble` in front of the block's control node.
fn convert_at_end(graph: &mut Graph, block: crate::ion::graph::BlockId, value: NodeId) -> NodeId {
    let id = NodeId(graph.nodes.len() as u32);
    let op = NodeOp::Int32ToDouble;
    let repr = NODES[op as usize].repr;
    graph.nodes.push(Node { op, repr, inputs: SmallVec::from_slice(&[value]), imm: 0, imm2: 0, state: None, block });
    let nodes = &mut graph.block_mut(block).nodes;
    let end = nodes.len() - 1;
    nodes.insert(end, id);
    id
}
