//! Blocks and edges, dominance, operands, presence of frame states.

use super::{Checked, Places, Rule, fault};
use crate::ion::graph::{BlockId, Graph, Node, NodeId, NodeOp, Operand, Repr, StateId, effect};

/// Blocks and edges, before anything is said of nodes.
pub(super) fn blocks(graph: &Graph) -> Checked {
    let mut reached = vec![false; graph.blocks.len()];
    let mut work = vec![BlockId(0)];
    while let Some(block) = work.pop() {
        if block.index() >= reached.len() {
            return fault(block, None, Rule::Blocks, "an edge leads to no block");
        }
        if !std::mem::replace(&mut reached[block.index()], true) {
            work.extend(&graph.block(block).successors);
        }
    }
    for (b, is_reached) in reached.iter().enumerate() {
        let id = BlockId(b as u32);
        if !is_reached {
            return fault(id, None, Rule::Reachable, "no path leads here");
        }
        block(graph, id)?;
    }
    Ok(())
}

fn block(graph: &Graph, id: BlockId) -> Checked {
    let block = graph.block(id);
    let Some(last) = block.nodes.last() else { return fault(id, None, Rule::Blocks, "no nodes") };
    let successors = match graph.node(*last).op {
        NodeOp::Jump => 1,
        NodeOp::Branch => 2,
        _ => 0,
    };
    if block.successors.len() != successors {
        return fault(id, *last, Rule::Blocks, format!("{} successors", block.successors.len()));
    }
    for s in &block.successors {
        let there = graph.block(*s).predecessors.iter().filter(|p| **p == id).count();
        if there != block.successors.iter().filter(|t| *t == s).count() {
            return fault(id, *last, Rule::Blocks, format!("the edge to b{} is not recorded there", s.0));
        }
        if block.successors.len() > 1 && graph.block(*s).predecessors.len() > 1 {
            return fault(id, *last, Rule::Blocks, format!("the edge to b{} is critical", s.0));
        }
    }
    for p in &block.predecessors {
        if !graph.blocks.get(p.index()).is_some_and(|b| b.successors.contains(&id)) {
            return fault(id, None, Rule::Blocks, format!("the edge from b{} is not recorded there", p.0));
        }
    }
    let back_edges = block.predecessors.iter().filter(|p| **p >= id).count();
    if block.loop_header && (back_edges == 0 || block.predecessors.len() != back_edges + 1 || block.predecessors[0] >= id) {
        return fault(id, None, Rule::Loops, "a loop header without one entry edge, first, and back edges");
    }
    if !block.loop_header && back_edges > 0 {
        return fault(id, None, Rule::Loops, "a back edge to a block that is no loop header");
    }
    let mut phis = true;
    for node in &block.nodes {
        let op = graph.node(*node).op;
        let is_control = graph.node(*node).effects() & effect::CONTROL != 0;
        if is_control != (node == last) {
            return fault(id, *node, Rule::Blocks, "a control node is not at the end, or none is there");
        }
        phis &= op == NodeOp::Phi;
        if op == NodeOp::Phi && !phis {
            return fault(id, *node, Rule::Phis, "a phi behind another node");
        }
    }
    Ok(())
}

pub(super) fn nodes(places: &Places<'_>) -> Checked {
    for (b, block) in places.graph.blocks.iter().enumerate() {
        for (index, id) in block.nodes.iter().enumerate() {
            let b = BlockId(b as u32);
            let node = places.graph.node(*id);
            if node.op == NodeOp::Phi {
                phi(places, b, *id, node)?;
            } else {
                operands(places, b, index, *id, node)?;
            }
            if node.effects() & (effect::BAILS | effect::THROWS) != 0 {
                match node.state {
                    Some(state) => values_of(places, state, b, index, *id)?,
                    None => return fault(b, *id, Rule::State, "no frame state"),
                }
            }
        }
        if let Some(state) = block.entry_state
            && let Some(front) = block.predecessors.first()
        {
            let end = places.graph.block(*front).nodes.len();
            let control = places.graph.block(*front).nodes[end - 1];
            values_of(places, state, *front, end - 1, control)?;
        }
    }
    Ok(())
}

fn phi(places: &Places<'_>, block: BlockId, id: NodeId, node: &Node) -> Checked {
    let predecessors = &places.graph.block(block).predecessors;
    if node.inputs.len() != predecessors.len() {
        return fault(block, id, Rule::Phis, format!("{} inputs for {} predecessors", node.inputs.len(), predecessors.len()));
    }
    for (input, from) in node.inputs.iter().zip(predecessors) {
        if !places.is_defined_at(*input, *from, usize::MAX) {
            return fault(block, id, Rule::Dominance, format!("input n{} is not defined at the end of b{}", input.0, from.0));
        }
        let of = places.graph.node(*input);
        if of.op.is_virtual() {
            return fault(block, id, Rule::Virtual, format!("input n{} is not allocated", input.0));
        }
        if of.repr != node.repr {
            return fault(block, id, Rule::Operands, format!("input n{} is {:?}, not {:?}", input.0, of.repr, node.repr));
        }
        if node.repr == Repr::Ptr && pointee(places.graph, *input, 0) != pointee(places.graph, node.inputs[0], 0) {
            return fault(block, id, Rule::Operands, format!("input n{} points to another kind of cell", input.0));
        }
    }
    Ok(())
}

fn operands(places: &Places<'_>, block: BlockId, index: usize, id: NodeId, node: &Node) -> Checked {
    let info = node.info();
    let fixed = info.operands.len();
    if node.inputs.len() < fixed || (node.inputs.len() > fixed && info.more.is_empty()) {
        return fault(block, id, Rule::Operands, format!("{} operands, not {fixed}", node.inputs.len()));
    }
    for (i, input) in node.inputs.iter().enumerate() {
        let wanted = info.operands.get(i).unwrap_or_else(|| &info.more[0]);
        if !fits(places.graph, *input, *wanted) {
            let repr = places.graph.node(*input).repr;
            return fault(block, id, Rule::Operands, format!("operand {i}, n{}, is {repr:?}, not {wanted:?}", input.0));
        }
        if places.graph.node(*input).op.is_virtual() && !node.op.is_virtual() {
            return fault(block, id, Rule::Virtual, format!("operand n{} is not allocated", input.0));
        }
        if !places.is_defined_at(*input, block, index) {
            return fault(block, id, Rule::Dominance, format!("operand n{} is not defined here", input.0));
        }
    }
    let own = info.repr;
    let by_node = matches!(node.op, NodeOp::LoadTyped);
    if node.repr != own && !by_node {
        return fault(block, id, Rule::Operands, format!("the result is {:?}, not {own:?}", node.repr));
    }
    Ok(())
}

fn fits(graph: &Graph, id: NodeId, wanted: Operand) -> bool {
    let repr = graph.node(id).repr;
    match wanted {
        Operand::I => repr == Repr::Int32,
        Operand::D => repr == Repr::Double,
        Operand::N => matches!(repr, Repr::Int32 | Repr::Double),
        Operand::B => repr == Repr::Bool,
        Operand::T => repr == Repr::Tagged,
        Operand::P => repr == Repr::Ptr,
        Operand::O | Operand::S | Operand::E | Operand::L | Operand::X => repr == Repr::Ptr && pointee(graph, id, 0) == Some(wanted),
    }
}

/// What a pointer points to; nothing if it is none, or phis say nothing.
pub(super) fn pointee(graph: &Graph, id: NodeId, depth: usize) -> Option<Operand> {
    use NodeOp::*;
    let node = graph.node(id);
    Some(match node.op {
        CheckString | UnboxString => Operand::S,
        UnboxEnv | CalleeEnv | EnvParent | NewEnvCell => Operand::E,
        LoadElements => Operand::L,
        TypedData => Operand::X,
        // A loop's phi: what comes from the entry.
        Phi if depth < 32 => return pointee(graph, *node.inputs.first()?, depth + 1),
        _ if node.repr == Repr::Ptr => Operand::O,
        _ => return None,
    })
}

/// The values that a frame state holds are defined where it is used.
fn values_of(places: &Places<'_>, state: StateId, block: BlockId, index: usize, user: NodeId) -> Checked {
    let mut next = Some(state);
    while let Some(id) = next {
        let state = &places.graph.states[id.index()];
        for (register, node) in &state.registers {
            if !places.is_defined_at(*node, block, index) {
                return fault(
                    block,
                    user,
                    Rule::Dominance,
                    format!("register {register} of the frame state, n{}, is not defined here", node.0),
                );
            }
        }
        next = state.caller.map(|call| call.state);
    }
    Ok(())
}
