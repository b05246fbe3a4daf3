//! Write barriers that are not needed: stores into objects allocated since the last
//! point at which a collection may have run.
//!
//! The collector is generational by sticky mark bits: a cell that no collection has seen
//! is young, and stores into young cells are not remembered. Within one block only.

use crate::ion::graph::{Graph, NodeId, NodeOp, effect};
use crate::rules::{Rule, holds};

/// Marks stores that need no barrier.
pub fn run(graph: &mut Graph) {
    let mut young: Vec<NodeId> = Vec::new();
    for b in 0..graph.blocks.len() {
        young.clear();
        for i in 0..graph.blocks[b].nodes.len() {
            let id = graph.blocks[b].nodes[i];
            let node = graph.node(id);
            // Guards that bind their slot on the way call the runtime, too.
            let may_bind = matches!(
                node.op,
                NodeOp::CheckShape
                    | NodeOp::ShapeIs
                    | NodeOp::CheckScript
                    | NodeOp::ScriptIs
                    | NodeOp::CheckPrivateName
                    | NodeOp::CheckShapeId
                    | NodeOp::ShapeIdIs
                    | NodeOp::CheckInstanceShape
                    | NodeOp::IsInstance
                    | NodeOp::HasKey
                    | NodeOp::LooseEqual
            );
            let may_collect = node.effects() & (effect::ALLOC | effect::THROWS) != 0 || may_bind;
            let is_young_store = matches!(node.op, NodeOp::StoreSlot | NodeOp::StoreEnv) && young.contains(&node.inputs[0]);
            if may_collect && holds(Rule::BarrierAfterCollection) {
                young.clear();
            }
            if matches!(node.op, NodeOp::NewObject | NodeOp::NewThis | NodeOp::MakeObject | NodeOp::NewEnvCell) {
                young.push(id);
            }
            if is_young_store {
                graph.node_mut(id).imm2 |= 1;
            }
        }
    }
}
