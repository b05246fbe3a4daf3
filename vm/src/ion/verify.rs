//! The graph's verifier: what every pass must leave true.
//!
//! Checks the shape of blocks, single assignment and dominance (uses in frame states
//! included), representations of operands, presence of frame states.

#![forbid(unsafe_code)]

use super::graph::{BlockId, Graph, Node, NodeId, NodeOp, Repr, StateId, effect};
use super::passes::dominators::Dominators;
use thiserror::Error;

#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("b{block} n{node}: {what}")]
pub struct Invalid {
    pub block: u32,
    pub node: u32,
    pub what: String,
}

/// Representations of a node's operands: the fixed ones, then any number of the last.
fn signature(op: NodeOp) -> (&'static [Repr], Option<Repr>) {
    use NodeOp::*;
    use Repr::{Bool as B, Double as D, Int32 as I, Ptr as P, Tagged as T};
    let fixed: &'static [Repr] = match op {
        Constant | Int32Constant | DoubleConstant | BoolConstant | LinkValue | Param | OsrValue | Argc | NewTarget => &[],
        BoxInt32 | Int32Neg | Int32Not | Int32Abs | Int32Clz | Int32ToDouble | StringFromCode | NewArraySized => &[I],
        BoxDouble | DoubleNeg | DoubleToInt32 | TruncateDouble => &[D],
        BoxBool | BoolNot | Branch => &[B],
        BoxObject | BoxString | BoxCell => &[P],
        CheckInt32 | CheckNumber | CheckObject | CheckString | CheckBool | CheckNotEmpty | CheckNullish | CheckNotNullish | UnboxEnv
        | UnboxObject | UnboxString | UnboxInt32 | UnboxNumber | TruncateTagged | ToBoolean | IsUndefined | IsNullish | IsObject
        | IsEmpty | IsArray | CheckBuiltin | CheckPrivateName | Return | WindowWord => &[T],
        CheckShapeId | ShapeIdIs => &[I],
        CheckIs | WordEqual | StrictEqual => &[T, T],
        Int32Add | Int32Sub | Int32Mul | Int32Div | Int32Mod | Int32And | Int32Or | Int32Xor | Int32Shl | Int32Shr | Int32UShr
        | UShrDouble | Int32Compare | Int32Min | Int32Max | CheckBounds => &[I, I],
        DoubleAdd | DoubleSub | DoubleMul | DoubleDiv | DoubleMod | DoubleCompare => &[D, D],
        StringEqual | PtrEqual | StringConcat => &[P, P],
        CheckShape | ShapeIs | CheckKind | LoadSlot | LoadOutSlot | StoreShape | LoadElements | DenseLength | ArrayLength | ArrayPop
        | TypedLength | TypedData | CheckElementType | StringLength | CalleeEnv | EnvParent | LoadEnv | CheckScript | NewThis
        | CheckInstanceShape => &[P],
        StoreSlot | StoreOutSlot | StoreEnv | ArrayPush => &[P, T],
        LinkShape | LoadMethod | LoadHolderSlot | CheckArrayIteration | NewObject | Jump | Bailout | Unreachable | LoopCheck => &[],
        IsAbsent | LoadElement | LoadTyped | LoadUint32 | StringCharCode | StringCharAt => &[P, I],
        StoreElement | ArrayAppend => &[P, I, T],
        StringSubstring => &[P, I, I],
        Call | CallScript | Construct => return (&[T, T], Some(T)),
        ConstructScript => return (&[T, T, T], Some(T)),
        VirtualObject | MakeObject => return (&[I], Some(T)),
        NewArrayOf | Runtime => return (&[], Some(T)),
        NewEnvCell => return (&[], Some(P)),
        NewClosure => return (&[P], Some(P)),
        DoubleMath => return (&[D], Some(D)),
        // By the node.
        Phi | StoreTyped => return (&[], None),
    };
    (fixed, None)
}

struct Verifier<'a> {
    graph: &'a Graph,
    dominators: Dominators,
    /// Position of each node in its block, if it is in one.
    position: Vec<Option<u32>>,
}

/// Checks `graph`, whose blocks are in reverse post-order.
pub fn verify(graph: &Graph) -> Result<(), Invalid> {
    let mut position = vec![None; graph.nodes.len()];
    for (b, block) in graph.blocks.iter().enumerate() {
        for (i, id) in block.nodes.iter().enumerate() {
            let fail = |what: &str| Err(Invalid { block: b as u32, node: id.0, what: what.into() });
            if position[id.index()].replace(i as u32).is_some() {
                return fail("in a block twice");
            }
            if graph.node(*id).block.index() != b {
                return fail("names another block");
            }
        }
    }
    let verifier = Verifier { graph, dominators: Dominators::new(graph), position };
    for b in 0..graph.blocks.len() {
        verifier.block(BlockId(b as u32))?;
    }
    Ok(())
}

impl Verifier<'_> {
    fn block(&self, id: BlockId) -> Result<(), Invalid> {
        let block = self.graph.block(id);
        let fail = |node: Option<&NodeId>, what: String| Err(Invalid { block: id.0, node: node.map_or(u32::MAX, |n| n.0), what });
        let Some(last) = block.nodes.last() else { return fail(None, "no nodes".into()) };
        let successors = match self.graph.node(*last).op {
            NodeOp::Jump => 1,
            NodeOp::Branch => 2,
            _ => 0,
        };
        if block.successors.len() != successors {
            return fail(Some(last), format!("{} successors", block.successors.len()));
        }
        for s in &block.successors {
            let there = self.graph.block(*s).predecessors.iter().filter(|p| **p == id).count();
            if there != block.successors.iter().filter(|t| *t == s).count() {
                return fail(Some(last), format!("edge to b{} is not recorded there", s.0));
            }
            if block.successors.len() > 1 && self.graph.block(*s).predecessors.len() > 1 {
                return fail(Some(last), format!("critical edge to b{}", s.0));
            }
        }
        if block.loop_header && (block.predecessors.len() < 2 || block.predecessors[0] >= id) {
            return fail(None, "a loop header without entry edge in front".into());
        }
        if !block.loop_header && block.predecessors.iter().any(|p| *p >= id) {
            return fail(None, "a back edge to a block that is no loop header".into());
        }
        let mut phis = true;
        for node_id in &block.nodes {
            let node = self.graph.node(*node_id);
            let is_control = node.effects() & effect::CONTROL != 0;
            if is_control != (node_id == last) {
                return fail(Some(node_id), "control node not at the end, or none there".into());
            }
            phis &= node.op == NodeOp::Phi;
            if node.op == NodeOp::Phi && !phis {
                return fail(Some(node_id), "phi behind another node".into());
            }
            self.node(id, *node_id, node).or_else(|what| fail(Some(node_id), what))?;
        }
        Ok(())
    }

    fn node(&self, block: BlockId, id: NodeId, node: &Node) -> Result<(), String> {
        if node.op == NodeOp::Phi {
            let predecessors = &self.graph.block(block).predecessors;
            if node.inputs.len() != predecessors.len() {
                return Err(format!("{} inputs for {} predecessors", node.inputs.len(), predecessors.len()));
            }
            for (input, p) in node.inputs.iter().zip(predecessors) {
                self.dominates_end(*input, *p)?;
                if self.graph.node(*input).op == NodeOp::VirtualObject {
                    return Err(format!("input n{} is not allocated", input.0));
                }
                if self.graph.node(*input).repr != node.repr {
                    return Err(format!("input n{} is {:?}", input.0, self.graph.node(*input).repr));
                }
            }
            return Ok(());
        }
        let (fixed, rest) = signature(node.op);
        let any_number = rest.is_some() || node.op == NodeOp::StoreTyped;
        if node.inputs.len() < fixed.len() || (node.inputs.len() > fixed.len() && !any_number) {
            return Err(format!("{} operands", node.inputs.len()));
        }
        for (i, input) in node.inputs.iter().enumerate() {
            let repr = self.graph.node(*input).repr;
            let wanted = fixed.get(i).copied().or(rest);
            if wanted.is_some_and(|w| w != repr) {
                return Err(format!("operand n{} is {repr:?}", input.0));
            }
            if self.graph.node(*input).op == NodeOp::VirtualObject && node.op != NodeOp::VirtualObject {
                return Err(format!("operand n{} is not allocated", input.0));
            }
            self.dominates_use(*input, block, id)?;
        }
        let needs_state = node.effects() & (effect::BAILS | effect::THROWS) != 0;
        if needs_state && node.state.is_none() {
            return Err("no frame state".into());
        }
        if needs_state {
            self.state(node.state.expect("checked above"), block, id)?;
        }
        Ok(())
    }

    fn state(&self, state: StateId, block: BlockId, user: NodeId) -> Result<(), String> {
        let state = &self.graph.states[state.index()];
        for (register, node) in &state.registers {
            if matches!(self.graph.node(*node).repr, Repr::None | Repr::Ptr) {
                return Err(format!("register {register} of the frame state is no value"));
            }
            self.dominates_use(*node, block, user).map_err(|e| format!("frame state, register {register}: {e}"))?;
        }
        match state.caller {
            Some(call) => self.state(call.state, block, user),
            None => Ok(()),
        }
    }

    fn dominates_use(&self, def: NodeId, block: BlockId, user: NodeId) -> Result<(), String> {
        let at = self.position[def.index()].ok_or_else(|| format!("n{} is in no block", def.0))?;
        let def_block = self.graph.node(def).block;
        let ok = if def_block == block {
            self.position[user.index()].is_some_and(|u| at < u)
        } else {
            self.dominators.dominates(def_block, block)
        };
        if ok { Ok(()) } else { Err(format!("n{} does not dominate its use", def.0)) }
    }

    fn dominates_end(&self, def: NodeId, block: BlockId) -> Result<(), String> {
        self.position[def.index()].ok_or_else(|| format!("n{} is in no block", def.0))?;
        let ok = self.dominators.dominates(self.graph.node(def).block, block);
        if ok { Ok(()) } else { Err(format!("n{} does not dominate the end of b{}", def.0, block.0)) }
    }
}
