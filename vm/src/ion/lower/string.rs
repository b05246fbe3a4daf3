//! Strings.

use super::Lowering;
use super::memory::MUTABLE;
use crate::ion::graph::{NodeId, NodeOp};
use crate::ion::helpers::Helper;
use crate::ion::layout;
use crate::string::{STRING_DATA, STRING_LEN, flags};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{I8, I64};
use cranelift_codegen::ir::{BlockArg, InstBuilder, Value};

impl Lowering<'_> {
    pub(super) fn string(&mut self, id: NodeId) -> Option<Option<Value>> {
        use NodeOp::*;
        let graph = self.graph;
        let node = graph.node(id);
        Some(Some(match node.op {
            StringLength => {
                let string = self.input(id, 0);
                self.load_u32(string, STRING_LEN)
            }
            StringEqual => self.string_equal(id),
            StringCharCode => self.char_code(id),
            StringCharAt => {
                let (string, index) = (self.input(id, 0), self.input(id, 1));
                self.call_helper(Helper::StringCharAt, &[string, index], node.state)
            }
            StringFromCode => {
                let code = self.input(id, 0);
                self.call_helper(Helper::StringFromCode, &[code], node.state)
            }
            StringConcat => {
                let (a, b) = (self.input(id, 0), self.input(id, 1));
                let result = self.call_helper(Helper::StringConcat, &[a, b], node.state);
                self.check_exception(result, node.state);
                result
            }
            _ => return None,
        }))
    }

    /// Same cell, or same units; atoms and different lengths are told apart inline.
    fn string_equal(&mut self, id: NodeId) -> Value {
        let (a, b) = (self.input(id, 0), self.input(id, 1));
        let done = self.b.create_block();
        self.b.append_block_param(done, I8);
        let (differ, same_length, slow) = (self.b.create_block(), self.b.create_block(), self.b.create_block());
        let same = self.b.ins().icmp(IntCC::Equal, a, b);
        self.b.ins().brif(same, done, &[BlockArg::Value(same)], differ, &[]);
        self.b.switch_to_block(differ);
        let no = self.b.ins().iconst(I8, 0);
        let (la, lb) = (self.load32(a, STRING_LEN), self.load32(b, STRING_LEN));
        let lengths_differ = self.b.ins().icmp(IntCC::NotEqual, la, lb);
        self.b.ins().brif(lengths_differ, done, &[BlockArg::Value(no)], same_length, &[]);
        self.b.switch_to_block(same_length);
        let (fa, fb) = (self.load8(a, layout::HEADER_FLAGS), self.load8(b, layout::HEADER_FLAGS));
        let both = self.b.ins().band(fa, fb);
        let atoms = self.b.ins().band_imm_u(both, flags::ATOM as i64);
        self.b.ins().brif(atoms, done, &[BlockArg::Value(no)], slow, &[]);
        self.b.switch_to_block(slow);
        let word = self.call_helper(Helper::StringEqual, &[a, b], None);
        let result = self.b.ins().ireduce(I8, word);
        self.b.ins().jump(done, &[BlockArg::Value(result)]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    fn char_code(&mut self, id: NodeId) -> Value {
        let (string, index) = (self.input(id, 0), self.input(id, 1));
        let state = self.graph.node(id).state;
        let done = self.b.create_block();
        self.b.append_block_param(done, I64);
        let (narrow, not_narrow, slow) = (self.b.create_block(), self.b.create_block(), self.cold_block());
        let wide = self.b.create_block();
        let bits = self.load8(string, layout::HEADER_FLAGS);
        let form = self.b.ins().band_imm_u(bits, (flags::INDIRECT | flags::WIDE) as i64);
        let is_narrow = self.b.ins().icmp_imm_u(IntCC::Equal, form, 0);
        self.b.ins().brif(is_narrow, narrow, &[], not_narrow, &[]);
        self.b.switch_to_block(narrow);
        let address = self.b.ins().iadd(string, index);
        let unit = self.b.ins().uload8(I64, MUTABLE, address, STRING_DATA as i32);
        self.b.ins().jump(done, &[BlockArg::Value(unit)]);
        self.b.switch_to_block(not_narrow);
        let is_wide = self.b.ins().icmp_imm_u(IntCC::Equal, form, flags::WIDE as i64);
        self.b.ins().brif(is_wide, wide, &[], slow, &[]);
        self.b.switch_to_block(wide);
        let address = self.element_address(string, index, 1);
        let unit = self.b.ins().uload16(I64, MUTABLE, address, STRING_DATA as i32);
        self.b.ins().jump(done, &[BlockArg::Value(unit)]);
        self.b.switch_to_block(slow);
        let unit = self.call_helper(Helper::StringCharCode, &[string, index], state);
        self.b.ins().jump(done, &[BlockArg::Value(unit)]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }
}
