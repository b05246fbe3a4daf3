//! The graph as text, for `--dump=ir` and tests.

#![forbid(unsafe_code)]

use super::bailout_reason::BailoutReason;
use super::graph::{Condition, Graph, MathOp, NodeId, NodeOp, Repr, StateId};
use super::runtime_calls::RuntimeCall;
use crate::value::Value;
use std::fmt::Write;

/// One line per node, with its frame state after `@`.
pub fn dump(graph: &Graph) -> String {
    let mut out = String::new();
    let w = &mut out;
    for (i, link) in graph.links.iter().enumerate() {
        let _ = writeln!(w, "link l{i} = {link:?}");
    }
    for (i, block) in graph.blocks.iter().enumerate() {
        let _ = write!(w, "b{i}:");
        for (what, on) in [(" loop", block.loop_header), (" cold", block.cold)] {
            let _ = w.write_str(if on { what } else { "" });
        }
        if block.loop_depth > 0 {
            let _ = write!(w, " depth={}", block.loop_depth);
        }
        if !block.predecessors.is_empty() {
            let _ = write!(w, " from {}", list(block.predecessors.iter().map(|b| format!("b{}", b.0))));
        }
        let _ = writeln!(w);
        for id in &block.nodes {
            node(graph, *id, w);
        }
        if !block.successors.is_empty() {
            let _ = writeln!(w, "    -> {}", list(block.successors.iter().map(|b| format!("b{}", b.0))));
        }
    }
    out
}

/// The line of one node.
pub fn line(graph: &Graph, id: NodeId) -> String {
    let mut out = String::new();
    node(graph, id, &mut out);
    out
}

fn list(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(", ")
}

fn node(graph: &Graph, id: NodeId, w: &mut String) {
    let node = graph.node(id);
    let _ = write!(w, "    ");
    if node.repr != Repr::None {
        let _ = write!(w, "n{}: {} = ", id.0, format!("{:?}", node.repr).to_lowercase());
    }
    let _ = write!(w, "{}", node.info().name);
    let detail = match node.op {
        NodeOp::Constant => format!(" {:?}", Value(node.imm)),
        NodeOp::Int32Constant => format!(" {}", node.imm as i32),
        NodeOp::DoubleConstant => format!(" {:?}", f64::from_bits(node.imm)),
        NodeOp::BoolConstant => format!(" {}", node.imm != 0),
        NodeOp::Int32Compare | NodeOp::DoubleCompare => format!(" {:?}", Condition::from_imm(node.imm)),
        NodeOp::DoubleMath => format!(" {:?}", MathOp::from_imm(node.imm)),
        NodeOp::Runtime => {
            let caught = if node.is_caught() { " caught" } else { "" };
            format!(" {:?} #{}{caught}", RuntimeCall::from_imm(node.imm), node.imm2)
        }
        NodeOp::Call | NodeOp::CallScript | NodeOp::Construct | NodeOp::ConstructScript if node.is_caught() => " caught".into(),
        NodeOp::Bailout => format!(" {}", BailoutReason::ALL[node.imm as usize].name()),
        NodeOp::LinkValue
        | NodeOp::CheckShape
        | NodeOp::ShapeIs
        | NodeOp::StoreShape
        | NodeOp::LoadMethod
        | NodeOp::LoadHolderSlot
        | NodeOp::CheckScript
        | NodeOp::ScriptIs
        | NodeOp::CheckPrivateName
        | NodeOp::CheckBuiltin
        | NodeOp::IsInstance
        | NodeOp::HasKey
        | NodeOp::TypeOf
        | NodeOp::NewObject
        | NodeOp::LinkShape
        | NodeOp::CheckShapeId
        | NodeOp::ShapeIdIs
        | NodeOp::CheckInstanceShape
        | NodeOp::NewThis => {
            if node.imm2 != 0 {
                format!(" l{} #{}", node.imm, node.imm2)
            } else {
                format!(" l{}", node.imm)
            }
        }
        _ if node.imm2 != 0 => format!(" #{} #{}", node.imm, node.imm2),
        _ if node.imm != 0 => format!(" #{}", node.imm),
        _ => String::new(),
    };
    let _ = write!(w, "{detail}");
    if !node.inputs.is_empty() {
        let _ = write!(w, " ({})", list(node.inputs.iter().map(|n| format!("n{}", n.0))));
    }
    if let Some(state) = node.state {
        let _ = write!(w, " @ {}", self::state(graph, state));
    }
    let _ = writeln!(w);
}

fn state(graph: &Graph, id: StateId) -> String {
    let state = &graph.states[id.index()];
    let registers = list(state.registers.iter().map(|(r, n)| format!("r{r}=n{}", n.0)));
    let caller = match &state.caller {
        Some(call) => format!(" in {}{}", if call.construct { "new " } else { "" }, self::state(graph, call.state)),
        None => String::new(),
    };
    format!("{}:{} [{registers}]{caller}", state.script.0, state.offset.0)
}
