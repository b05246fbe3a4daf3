//! Clean-up: unreachable blocks, constant branches, trivial phis, straight-line chains
//! of blocks and dead code go; blocks are numbered in reverse post-order.
//!
//! Trivial phis: Braun et al., "Simple and efficient construction of static single
//! assignment form", 3.1. Dead code: mark from the nodes with effects.

use super::rewrite::Replacements;
use crate::ion::graph::{BlockId, Graph, NodeId, NodeOp, StateId, effect};
use crate::ion::order;

/// Cleans up until nothing changes.
pub fn clean_up(graph: &mut Graph) {
    loop {
        fold_branches(graph);
        remove_unreachable(graph);
        let phis = remove_trivial_phis(graph);
        if !phis {
            break;
        }
    }
    merge_chains(graph);
    remove_dead(graph);
    renumber(graph);
}

/// Takes the edge `from` → `to` out, with the inputs of phis that belong to it.
fn remove_edge(graph: &mut Graph, from: BlockId, to: BlockId) {
    let at = graph.block(to).predecessors.iter().position(|p| *p == from).expect("edges are recorded at both ends");
    graph.block_mut(to).predecessors.remove(at);
    let successors = &mut graph.block_mut(from).successors;
    let s = successors.iter().position(|s| *s == to).expect("edges are recorded at both ends");
    successors.remove(s);
    for i in 0..graph.block(to).nodes.len() {
        let node = graph.block(to).nodes[i];
        if graph.node(node).op != NodeOp::Phi {
            break;
        }
        graph.node_mut(node).inputs.remove(at);
    }
}

fn fold_branches(graph: &mut Graph) {
    for b in 0..graph.blocks.len() {
        let block = BlockId(b as u32);
        let Some(&last) = graph.block(block).nodes.last() else { continue };
        let node = graph.node(last);
        if node.op != NodeOp::Branch {
            continue;
        }
        let condition = graph.node(node.inputs[0]);
        if condition.op != NodeOp::BoolConstant {
            continue;
        }
        let dropped = graph.block(block).successors[(condition.imm != 0) as usize];
        remove_edge(graph, block, dropped);
        let node = graph.node_mut(last);
        node.op = NodeOp::Jump;
        node.inputs.clear();
        node.imm = 0;
    }
}

fn reachable(graph: &Graph) -> Vec<bool> {
    let mut seen = vec![false; graph.blocks.len()];
    let mut work = vec![BlockId(0)];
    while let Some(block) = work.pop() {
        if !std::mem::replace(&mut seen[block.index()], true) {
            work.extend(graph.block(block).successors.iter().copied());
        }
    }
    seen
}

fn remove_unreachable(graph: &mut Graph) {
    let seen = reachable(graph);
    for (b, seen) in seen.iter().enumerate() {
        if !seen {
            let block = BlockId(b as u32);
            for to in graph.block(block).successors.clone() {
                remove_edge(graph, block, to);
            }
            graph.block_mut(block).nodes.clear();
        }
    }
    for b in 0..graph.blocks.len() {
        let header = graph.blocks[b].loop_header;
        if header && graph.blocks[b].predecessors.len() < 2 {
            graph.blocks[b].loop_header = false;
            graph.blocks[b].entry_state = None;
        }
    }
}

fn remove_trivial_phis(graph: &mut Graph) -> bool {
    let mut replacements = Replacements::new(graph);
    let mut any = false;
    let mut changed = true;
    while changed {
        changed = false;
        for block in &graph.blocks {
            for phi in block.nodes.iter().take_while(|n| graph.node(**n).op == NodeOp::Phi) {
                if replacements.is_replaced(*phi) {
                    continue;
                }
                let mut only = None;
                let trivial = graph.node(*phi).inputs.iter().all(|input| {
                    let input = replacements.resolve(*input);
                    input == *phi || *only.get_or_insert(input) == input
                });
                if let (true, Some(only)) = (trivial, only) {
                    replacements.replace(*phi, only);
                    changed = true;
                    any = true;
                }
            }
        }
    }
    replacements.apply(graph);
    any
}

/// Joins a block that ends in a jump with its successor, if that has no other predecessor.
fn merge_chains(graph: &mut Graph) {
    for b in 0..graph.blocks.len() {
        let block = BlockId(b as u32);
        while let Some(&last) = graph.block(block).nodes.last() {
            let successors = &graph.block(block).successors;
            if graph.node(last).op != NodeOp::Jump || successors.len() != 1 {
                break;
            }
            let next = successors[0];
            if next == block || next.0 == 0 || graph.block(next).predecessors.len() != 1 {
                break;
            }
            graph.block_mut(block).nodes.pop();
            let moved = std::mem::take(&mut graph.block_mut(next).nodes);
            for node in &moved {
                graph.node_mut(*node).block = block;
            }
            let successors = std::mem::take(&mut graph.block_mut(next).successors);
            graph.block_mut(next).predecessors.clear();
            for to in &successors {
                for p in &mut graph.block_mut(*to).predecessors {
                    if *p == next {
                        *p = block;
                    }
                }
            }
            // A hot block is not made cold by what follows; bailouts keep it so.
            let block = graph.block_mut(block);
            block.nodes.extend(moved);
            block.successors = successors;
        }
    }
}

/// Whether a node without uses may go.
pub fn is_removable(op: NodeOp, effects: u32) -> bool {
    use NodeOp::*;
    let checked_value = matches!(
        op,
        Int32Add
            | Int32Sub
            | Int32Mul
            | Int32Div
            | Int32Mod
            | Int32Neg
            | Int32UShr
            | Int32Abs
            | DoubleToInt32
            | LoadUint32
            | TypedLength
            | ArrayLength
    );
    let kept = effect::WRITES | effect::THROWS | effect::CONTROL | effect::PINNED | if checked_value { 0 } else { effect::BAILS };
    effects & kept == 0
}

/// Takes out nodes that nothing needs.
pub fn remove_dead(graph: &mut Graph) {
    let mut live = vec![false; graph.nodes.len()];
    let mut live_states = vec![false; graph.states.len()];
    let mut work: Vec<NodeId> = Vec::new();
    let mark_state = |graph: &Graph, state: StateId, work: &mut Vec<NodeId>, live_states: &mut Vec<bool>| {
        let mut next = Some(state);
        while let Some(id) = next {
            if std::mem::replace(&mut live_states[id.index()], true) {
                break;
            }
            let state = &graph.states[id.index()];
            work.extend(state.registers.iter().map(|(_, n)| *n));
            next = state.caller.map(|c| c.state);
        }
    };
    for block in &graph.blocks {
        for id in &block.nodes {
            let node = graph.node(*id);
            if !is_removable(node.op, node.effects()) {
                work.push(*id);
            }
        }
        if let Some(state) = block.entry_state {
            mark_state(graph, state, &mut work, &mut live_states);
        }
    }
    while let Some(id) = work.pop() {
        if std::mem::replace(&mut live[id.index()], true) {
            continue;
        }
        let node = graph.node(id);
        work.extend(node.inputs.iter().copied());
        if let Some(state) = node.state {
            mark_state(graph, state, &mut work, &mut live_states);
        }
    }
    for block in &mut graph.blocks {
        block.nodes.retain(|n| live[n.index()]);
    }
}

/// Blocks in reverse post-order from the entry; the first successor comes right after
/// its block where possible.
pub fn reverse_post_order(graph: &Graph) -> Vec<BlockId> {
    order::reverse_post_order(BlockId(0), graph.blocks.len(), BlockId::index, |block| graph.block(block).successors.clone())
}

/// Numbers blocks in reverse post-order and drops the rest.
fn renumber(graph: &mut Graph) {
    let order = reverse_post_order(graph);
    let mut number = vec![BlockId(u32::MAX); graph.blocks.len()];
    for (i, block) in order.iter().enumerate() {
        number[block.index()] = BlockId(i as u32);
    }
    let mut old: Vec<_> = std::mem::take(&mut graph.blocks).into_iter().map(Some).collect();
    for (i, id) in order.iter().enumerate() {
        let mut block = old[id.index()].take().expect("each block is in the order once");
        for edge in block.predecessors.iter_mut().chain(&mut block.successors) {
            *edge = number[edge.index()];
        }
        for node in &block.nodes {
            graph.nodes[node.index()].block = BlockId(i as u32);
        }
        graph.blocks.push(block);
    }
}
