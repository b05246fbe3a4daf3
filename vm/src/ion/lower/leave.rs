//! Leaving loop code for an op that the interpreter runs, in the frame that the code was entered from.
//!
//! Nothing failed, and it happens whenever a function is suspended: the live registers go to the frame
//! as they are, and the interpreter is told where it goes on.

use super::Lowering;
use super::exit::pointer_source;
use super::memory::MUTABLE;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::graph::{NodeId, NodeOp, Repr, StateId};
use crate::ion::metadata::Source;
use crate::value::{Value as Js, tag};
use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{InstBuilder, Value};

impl Lowering<'_> {
    /// Leaves in place, if the exit is of this sort and no object has to be made for it.
    pub(super) fn leaves_in_place(&mut self, state: StateId, reason: BailoutReason) -> bool {
        let graph = self.graph;
        let frame = &graph.states[state.index()];
        let is_word = |id: NodeId| {
            let node = graph.node(id);
            let is_virtual = matches!(node.op, NodeOp::VirtualObject | NodeOp::VirtualList);
            !is_virtual && (node.repr != Repr::Ptr || pointer_source(graph, id) != Source::Cell)
        };
        let fits = frame.caller.is_none() && frame.registers.iter().all(|(r, id)| *r < graph.scripts[0].registers && is_word(*id));
        if reason != BailoutReason::Interpreted || graph.osr.is_none() || !fits {
            return false;
        }
        for &(register, id) in &frame.registers {
            let word = self.word(id);
            self.b.ins().store(MUTABLE, word, self.fp, 8 * register as i32);
        }
        let left = self.b.ins().iconst(I64, Js::left_for(frame.offset.0).0 as i64);
        self.b.ins().return_(&[left]);
        true
    }

    /// A node's result as the word of a value.
    fn word(&mut self, id: NodeId) -> Value {
        let value = self.value(id);
        match self.graph.node(id).repr {
            Repr::Int32 => self.box_int32(value),
            Repr::Double => self.box_number(value),
            Repr::Bool => self.box_bool(value),
            Repr::Ptr if pointer_source(self.graph, id) == Source::String => self.box_with(value, tag::STRING),
            Repr::Ptr => self.box_with(value, tag::OBJECT),
            Repr::Tagged | Repr::None => value,
        }
    }
}
