//! Tests of shapes and scripts: the answer is where the code goes on. Where more than a branch asks for it, it goes on with
//! the answer as a value.

use super::Lowering;
use super::memory::CONSTANT;
use crate::heap::Kind;
use crate::ion::graph::{NodeId, NodeOp};
use crate::ion::helpers::Helper;
use crate::ion::layout;
use crate::object::function::FUNCTION_SCRIPT;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{I8, I64};
use cranelift_codegen::ir::{Block, BlockArg, InstBuilder, Value};

/// Where an edge of the graph leads, with the arguments for what is there.
type Edge = (Block, Vec<BlockArg>);

impl Lowering<'_> {
    /// Whether `branch`, right behind `test`, is all that the test is for.
    pub(super) fn is_tested_once(&self, test: NodeId, branch: NodeId) -> bool {
        let (is_test, is_branch) = (self.graph.node(test), self.graph.node(branch));
        matches!(is_test.op, NodeOp::ShapeIs | NodeOp::ShapeIdIs | NodeOp::ScriptIs)
            && is_branch.op == NodeOp::Branch
            && is_branch.inputs[..] == [test]
            && self.uses[test.index()] == 1
    }

    pub(super) fn test_and_branch(&mut self, test: NodeId, branch: NodeId) {
        let block = self.graph.node(branch).block;
        let (yes, no) = (self.edge(block, 0), self.edge(block, 1));
        self.branch_on(test, yes, no);
    }

    /// The answer of a test.
    pub(super) fn tested(&mut self, test: NodeId) -> Value {
        let done = self.b.create_block();
        self.b.append_block_param(done, I8);
        let [no, yes] = [0, 1].map(|answer| (done, vec![BlockArg::Value(self.b.ins().iconst(I8, answer))]));
        self.branch_on(test, yes, no);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    fn branch_on(&mut self, test: NodeId, yes: Edge, no: Edge) {
        match self.graph.node(test).op {
            NodeOp::ScriptIs => self.branch_on_script(test, yes, no),
            _ => self.branch_on_shape(test, yes, no),
        }
    }

    /// An unbound slot is tried, as the next case may be the one that is meant.
    fn branch_on_shape(&mut self, test: NodeId, (yes, yes_args): Edge, (no, no_args): Edge) {
        let (link, subject) = (self.graph.node(test).imm, self.input(test, 0));
        let is_id = self.graph.node(test).op == NodeOp::ShapeIdIs;
        let (guard, differs, bind, ask) = (self.b.create_block(), self.b.create_block(), self.cold_block(), self.cold_block());
        self.b.ins().jump(guard, &[]);
        self.b.switch_to_block(guard);
        let shape = if is_id { self.shape_id(test) } else { self.load32(subject, 0) };
        let expected = self.load_link32(link);
        let equal = self.b.ins().icmp(IntCC::Equal, shape, expected);
        self.b.ins().brif(equal, yes, &yes_args, differs, &[]);
        self.b.switch_to_block(differs);
        self.b.ins().brif(expected, no, &no_args, bind, &[]);
        self.b.switch_to_block(bind);
        // The shape that was refused last is in the slot's upper half.
        let refused = self.load_link_refused(link);
        let again = self.b.ins().icmp(IntCC::Equal, shape, refused);
        self.b.ins().brif(again, no, &no_args, ask, &[]);
        self.b.switch_to_block(ask);
        let slot = self.link_slot(link);
        let helper = if is_id { Helper::BindShapeId } else { Helper::BindShape };
        let bound = self.call_helper(helper, &[self.links, slot, subject], None);
        self.b.ins().brif(bound, guard, &[], no, &no_args);
    }

    fn branch_on_script(&mut self, test: NodeId, (yes, yes_args): Edge, (no, no_args): Edge) {
        let (link, object) = (self.graph.node(test).imm, self.input(test, 0));
        let (closure, differs, ask) = (self.b.create_block(), self.b.create_block(), self.cold_block());
        let kind = self.load8(object, layout::HEADER_KIND);
        let is_closure = self.b.ins().icmp_imm_u(IntCC::Equal, kind, Kind::Function as i64);
        self.b.ins().brif(is_closure, closure, &[], no, &no_args);
        self.b.switch_to_block(closure);
        let script: Value = self.b.ins().load(I64, CONSTANT, object, FUNCTION_SCRIPT as i32);
        let expected = self.load_link(link);
        let address = self.payload(expected);
        let equal = self.b.ins().icmp(IntCC::Equal, script, address);
        self.b.ins().brif(equal, yes, &yes_args, differs, &[]);
        self.b.switch_to_block(differs);
        self.b.ins().brif(expected, no, &no_args, ask, &[]);
        self.b.switch_to_block(ask);
        let slot = self.link_slot(link);
        let word = self.call_helper(Helper::TestScript, &[self.links, slot, object], None);
        let is = self.b.ins().ireduce(I8, word);
        self.b.ins().brif(is, yes, &yes_args, no, &no_args);
    }
}
