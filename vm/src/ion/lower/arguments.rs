//! The actual arguments of the outermost frame, which lie below it, and lists whose values
//! are known.

use super::Lowering;
use crate::ion::bailout_reason::BailoutReason as R;
use crate::ion::graph::{NodeId, NodeOp};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{InstBuilder, Value};

impl Lowering<'_> {
    pub(super) fn arguments(&mut self, id: NodeId) -> Option<Option<Value>> {
        match self.graph.node(id).op {
            NodeOp::LoadArgument => Some(Some(self.load_argument(id))),
            NodeOp::SelectOf => Some(Some(self.select_of(id))),
            _ => None,
        }
    }

    /// The prologue has laid the frame out above its arguments, as the script asks for.
    fn load_argument(&mut self, id: NodeId) -> Value {
        let first = self.graph.node(id).imm as i64;
        let index = self.input(id, 0);
        let argc = self.b.ins().band_imm_u(self.call_info, u32::MAX as i64);
        let outside = if first == 0 {
            self.b.ins().icmp(IntCC::UnsignedGreaterThanOrEqual, index, argc)
        } else {
            // There may be less of them than come before the first.
            let room = self.b.ins().iadd_imm_s(argc, -first);
            let negative = self.b.ins().icmp_imm_s(IntCC::SignedLessThan, index, 0);
            let beyond = self.b.ins().icmp(IntCC::SignedGreaterThanOrEqual, index, room);
            self.b.ins().bor(negative, beyond)
        };
        self.bail_if(outside, id, R::OutOfBounds);
        let number = self.b.ins().iadd_imm_s(index, first);
        let behind = self.b.ins().isub(number, argc);
        let bytes = self.b.ins().ishl_imm_u(behind, 3);
        let address = self.b.ins().iadd(self.fp, bytes);
        self.load64(address, 0)
    }

    fn select_of(&mut self, id: NodeId) -> Value {
        let number = self.input(id, 0);
        let last = self.graph.node(id).inputs.len() - 1;
        let mut value = self.input(id, last);
        for i in (1..last).rev() {
            let (is_it, operand) = (self.b.ins().icmp_imm_s(IntCC::Equal, number, i as i64 - 1), self.input(id, i));
            value = self.b.ins().select(is_it, operand, value);
        }
        value
    }
}
