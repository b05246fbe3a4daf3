//! Calls of built-ins: a quick answer if there is one, else the call.

use super::Lowering;
use crate::ion::graph::NodeId;
use crate::ion::helpers::Helper;
use crate::ion::metadata::NO_SITE;
use crate::ion::quick_rows::Quick;
use crate::value::Value as Js;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{BlockArg, InstBuilder, SourceLoc, Value};

impl Lowering<'_> {
    /// Calls what is known to be a built-in. `args`: callee, this, arguments.
    pub(super) fn call_builtin(&mut self, id: NodeId, args: &[Value]) -> Value {
        let Some(quick) = Quick::of_call(self.graph.node(id).imm) else { return self.call_native(id, args) };
        let (slow, done) = (self.cold_block(), self.b.create_block());
        self.b.append_block_param(done, I64);
        let answer = self.quick_answer(quick, &args[1..]);
        let none = self.b.ins().icmp_imm_u(IntCC::Equal, answer, Js::EMPTY.0 as i64);
        self.b.ins().brif(none, slow, &[], done, &[BlockArg::Value(answer)]);
        self.b.switch_to_block(slow);
        let result = self.call_native(id, args);
        self.b.ins().jump(done, &[BlockArg::Value(result)]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    /// `operands`: this and the arguments, of which some may be missing.
    fn quick_answer(&mut self, quick: Quick, operands: &[Value]) -> Value {
        let undefined = self.b.ins().iconst(I64, Js::UNDEFINED.0 as i64);
        let mut all = vec![self.vm()];
        all.extend_from_slice(operands);
        all.resize(2 + quick.arguments(), undefined);
        let types = vec![I64; all.len()];
        // No stack trace is taken in it.
        self.b.set_srcloc(SourceLoc::new(NO_SITE));
        self.call_entry(quick.index(), &types, I64, &all)
    }

    fn call_native(&mut self, id: NodeId, args: &[Value]) -> Value {
        let state = self.graph.node(id).state;
        let window = self.store_window(args);
        let argc = self.b.ins().iconst(I64, args.len() as i64 - 2);
        let result = self.call_helper(Helper::CallNative, &[window, argc], state);
        self.check_result(result, id);
        result
    }
}
