//! What frame states hold: all that the interpreter may read, in forms from which a bailout
//! can make the values again.

use super::live::Live;
use super::{Checked, Places, Rule, fault};
use crate::bytecode::Op;
use crate::ion::graph::{BlockId, FrameState, Graph, ListKind, NEW_TARGET, NodeId, NodeOp, Repr, StateId, effect};
use std::collections::{HashMap, HashSet};

pub(super) fn check(places: &Places<'_>, live: &mut HashMap<(u32, bool), Live>) -> Checked {
    let graph = places.graph;
    // States are shared by the nodes of an op.
    let mut done: HashSet<StateId> = HashSet::new();
    for (b, block) in graph.blocks.iter().enumerate() {
        let of_nodes = block.nodes.iter().filter(|n| graph.node(**n).effects() & (effect::BAILS | effect::THROWS) != 0);
        let of_nodes = of_nodes.filter_map(|n| Some((Some(*n), graph.node(*n).state?)));
        for (node, state) in of_nodes.chain(block.entry_state.map(|s| (None, s))) {
            if done.insert(state) {
                chain(graph, BlockId(b as u32), node, state, live)?;
            }
        }
    }
    Ok(())
}

fn chain(graph: &Graph, block: BlockId, node: Option<NodeId>, innermost: StateId, lives: &mut HashMap<(u32, bool), Live>) -> Checked {
    let mut objects: HashMap<u64, NodeId> = HashMap::new();
    let mut next = Some((innermost, None));
    while let Some((id, callee)) = next {
        let state = &graph.states[id.index()];
        let caller = state.caller;
        if let Err(what) = holds_what_is_live(graph, state, callee, lives) {
            return fault(block, node, Rule::Live, what);
        }
        for (register, value) in &state.registers {
            if let Err(what) = rebuilds(graph, *value, &mut objects, 0) {
                return fault(block, node, Rule::Recipe, format!("register {register}: {what}"));
            }
        }
        next = caller.map(|call| (call.state, Some(())));
    }
    Ok(())
}

/// `callee`: the frame is in the middle of a call, whose result is still to be written.
fn holds_what_is_live(graph: &Graph, state: &FrameState, callee: Option<()>, lives: &mut HashMap<(u32, bool), Live>) -> Result<(), String> {
    let Some(script) = graph.scripts.get(state.script.index()).filter(|s| !s.insns.is_empty()) else { return Ok(()) };
    let constructs = match state.caller {
        Some(call) => call.construct,
        None => script.kind.is_constructor(),
    };
    let live = lives
        .entry((state.script.0, constructs))
        .or_insert_with(|| Live::new(script.insns.clone(), script.handlers.clone(), script.registers, constructs));
    let at = state.offset.0;
    let mut wanted: Vec<u16> = Vec::new();
    match callee {
        None => wanted.extend(live.at(at)),
        Some(()) => {
            let (written, next) = (live.written(at), live.next(at));
            wanted.extend(live.at(next).iter().filter(|r| !written.contains(r)));
            if let Some(handler) = live.handler(at) {
                wanted.extend(live.at(handler));
            }
            let window = live.window(at);
            wanted.retain(|register| *register < window);
            if let Some((register, _)) = state.registers.iter().find(|(register, _)| (window..NEW_TARGET).contains(register)) {
                return Err(format!("register {register} at op {at} of {:?} belongs to the frame of the callee", script.name));
            }
        }
    }
    if state.caller.is_some() {
        // A frame is rebuilt from its function.
        wanted.push(0);
    }
    let asks = |op: Op| matches!(op, Op::GetNewTarget | Op::CheckConstruct);
    if state.caller.is_none() && graph.osr.is_none() && script.insns.iter().any(|insn| asks(insn.op())) {
        wanted.push(NEW_TARGET);
    }
    for register in wanted {
        if state.registers.binary_search_by_key(&register, |(r, _)| *r).is_err() {
            return Err(format!("register {register} is live at op {at} of {:?}, but not in the frame state", script.name));
        }
    }
    if !state.registers.windows(2).all(|pair| pair[0].0 < pair[1].0) {
        return Err("the registers of the frame state are not in order".into());
    }
    Ok(())
}

/// A value that a bailout can make from what the code has.
fn rebuilds(graph: &Graph, id: NodeId, objects: &mut HashMap<u64, NodeId>, depth: usize) -> Result<(), String> {
    let node = graph.node(id);
    if matches!(node.repr, Repr::None | Repr::Ptr) {
        return Err(format!("n{} is no value", id.0));
    }
    if !node.op.is_virtual() {
        return Ok(());
    }
    if depth > 64 {
        return Err(format!("n{} holds itself", id.0));
    }
    match objects.insert(node.imm, id) {
        Some(other) if other == id => return Ok(()),
        Some(other) => return Err(format!("n{} and n{} are two states of one object", id.0, other.0)),
        None => {}
    }
    if node.op == NodeOp::VirtualList {
        let (kind, _) = ListKind::from_imm(node.imm2);
        if kind.is_actual() && (graph.osr.is_some() || !graph.scripts[0].needs_arguments || !node.inputs.is_empty()) {
            return Err(format!("n{} is a list of arguments that are not at hand", id.0));
        }
        return node.inputs.iter().try_for_each(|value| rebuilds(graph, *value, objects, depth + 1));
    }
    // It is named for the node that allocated it, which says how many slots it has.
    let allocation = graph.nodes.get(node.imm as usize).filter(|n| matches!(n.op, NodeOp::NewObject | NodeOp::NewThis));
    let slots = allocation.map(|n| n.imm2 as usize).ok_or_else(|| format!("n{} is named for no allocation", id.0))?;
    if node.inputs.len() != slots + 1 {
        return Err(format!("n{} has {} fields, its object a shape and {slots} slots", id.0, node.inputs.len()));
    }
    node.inputs[1..].iter().try_for_each(|field| rebuilds(graph, *field, objects, depth + 1))
}
