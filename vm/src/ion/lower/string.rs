//! Strings.
//!
//! Latin-1 strings that are flat or slices are read inline; strings of one Latin-1 unit
//! come from the VM's table. The helpers do the rest: ropes, wide characters, strings
//! of the table that have not been made yet.

use super::Lowering;
use super::memory::MUTABLE;
use crate::bytecode::JsStr;
use crate::heap::Kind;
use crate::ion::descriptor::LinkDescriptor;
use crate::ion::graph::{NodeId, NodeOp, StateId};
use crate::ion::helpers::Helper;
use crate::ion::layout;
use crate::runtime::strings::MIN_ROPE;
use crate::string::{MAX_LENGTH, MIN_SIZE, STRING_DATA, STRING_LEN, flags};
use crate::value::{Value as Js, tag};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{I8, I64};
use cranelift_codegen::ir::{Block, BlockArg, InstBuilder, Value};

/// Constants up to this many Latin-1 units are compared inline: every flat string's cell
/// has room for as many.
const MAX_INLINE_UNITS: usize = MIN_SIZE - STRING_DATA;

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
            StringLess => self.string_less(id),
            StringCharCode => self.char_code(id),
            StringCharAt => {
                let (string, index) = (self.input(id, 0), self.input(id, 1));
                self.char_at(string, index, node.state)
            }
            StringFromCode => {
                let code = self.input(id, 0);
                self.from_code(code, node.state)
            }
            StringSubstring => self.substring(id),
            StringConcat => {
                let (a, b) = (self.input(id, 0), self.input(id, 1));
                self.concat(a, b, node.state)
            }
            _ => return None,
        }))
    }

    // ---- equality

    /// The text of a node that is a constant string, tagged or not. Such a string is an atom.
    pub(super) fn constant_string(&self, id: NodeId) -> Option<&JsStr> {
        let node = self.graph.node(id);
        match node.op {
            NodeOp::LinkValue => match &self.graph.links[node.imm as usize] {
                LinkDescriptor::String(text) => Some(text),
                _ => None,
            },
            NodeOp::UnboxString | NodeOp::CheckString => self.constant_string(node.inputs[0]),
            _ => None,
        }
    }

    /// Same cell, or same units.
    fn string_equal(&mut self, id: NodeId) -> Value {
        let inputs = &self.graph.node(id).inputs;
        let (mut a, mut b) = (self.input(id, 0), self.input(id, 1));
        let mut constant = self.constant_string(inputs[1]).cloned();
        if constant.is_none() {
            constant = self.constant_string(inputs[0]).cloned();
            core::mem::swap(&mut a, &mut b);
        }
        let (differ, done) = (self.b.create_block(), self.b.create_block());
        self.b.append_block_param(done, I8);
        let same = self.b.ins().icmp(IntCC::Equal, a, b);
        self.b.ins().brif(same, done, &[BlockArg::Value(same)], differ, &[]);
        self.b.switch_to_block(differ);
        let equal = self.distinct_strings_equal(a, b, constant.as_ref());
        self.b.ins().jump(done, &[BlockArg::Value(equal)]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    /// Whether one string is less than another. That of flat Latin-1 strings is mostly seen at
    /// their first units: so it always is where characters are compared.
    fn string_less(&mut self, id: NodeId) -> Value {
        let (a, b) = (self.input(id, 0), self.input(id, 1));
        let (flat, slow, done) = (self.b.create_block(), self.b.create_block(), self.b.create_block());
        self.b.append_block_param(done, I8);
        let (a_form, b_form) = (self.string_form(a), self.string_form(b));
        let (a_len, b_len) = (self.load_u32(a, STRING_LEN), self.load_u32(b, STRING_LEN));
        let form = self.b.ins().bor(a_form, b_form);
        let is_flat = self.b.ins().icmp_imm_u(IntCC::Equal, form, 0);
        let shorter = self.b.ins().umin(a_len, b_len);
        let both = self.b.ins().icmp_imm_u(IntCC::NotEqual, shorter, 0);
        let is_easy = self.b.ins().band(is_flat, both);
        self.b.ins().brif(is_easy, flat, &[], slow, &[]);
        self.b.switch_to_block(flat);
        let (a_unit, b_unit) = (self.load8(a, STRING_DATA as i32), self.load8(b, STRING_DATA as i32));
        let differ = self.b.ins().icmp(IntCC::NotEqual, a_unit, b_unit);
        let less = self.b.ins().icmp(IntCC::UnsignedLessThan, a_unit, b_unit);
        self.b.ins().brif(differ, done, &[BlockArg::Value(less)], slow, &[]);
        self.b.switch_to_block(slow);
        let word = self.call_helper(Helper::StringLess, &[a, b], None);
        let less = self.b.ins().ireduce(I8, word);
        self.b.ins().jump(done, &[BlockArg::Value(less)]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    /// Whether two different cells have the same units: not if their lengths differ, nor
    /// if both are atoms. `constant` is the text of `b` if it is known.
    pub(super) fn distinct_strings_equal(&mut self, a: Value, b: Value, constant: Option<&JsStr>) -> Value {
        match constant.map(JsStr::len) {
            Some(0) => {
                let length = self.load_u32(a, STRING_LEN);
                return self.b.ins().icmp_imm_u(IntCC::Equal, length, 0);
            }
            Some(1) => return self.equals_single_char(a, b),
            _ => {}
        }
        let length = self.load_u32(a, STRING_LEN);
        let (same_length, compare, slow, done) = (self.b.create_block(), self.b.create_block(), self.cold_block(), self.b.create_block());
        self.b.append_block_param(done, I8);
        let no = self.b.ins().iconst(I8, 0);
        let lengths_differ = match constant {
            Some(text) => self.b.ins().icmp_imm_u(IntCC::NotEqual, length, text.len() as i64),
            None => {
                let other = self.load_u32(b, STRING_LEN);
                self.b.ins().icmp(IntCC::NotEqual, length, other)
            }
        };
        self.b.ins().brif(lengths_differ, done, &[BlockArg::Value(no)], same_length, &[]);
        self.b.switch_to_block(same_length);
        let bits = self.load8(a, layout::HEADER_FLAGS);
        let both = match constant {
            Some(_) => bits,
            None => {
                let other = self.load8(b, layout::HEADER_FLAGS);
                self.b.ins().band(bits, other)
            }
        };
        let atoms = self.b.ins().band_imm_u(both, flags::ATOM as i64);
        self.b.ins().brif(atoms, done, &[BlockArg::Value(no)], compare, &[]);
        self.b.switch_to_block(compare);
        match constant {
            Some(JsStr::Latin1(text)) if text.len() <= MAX_INLINE_UNITS => {
                let flat = self.b.create_block();
                let form = self.b.ins().band_imm_u(bits, (flags::INDIRECT | flags::WIDE) as i64);
                self.b.ins().brif(form, slow, &[], flat, &[]);
                self.b.switch_to_block(flat);
                let equal = self.units_equal(a, text);
                self.b.ins().jump(done, &[BlockArg::Value(equal)]);
            }
            _ => {
                self.b.ins().jump(slow, &[]);
            }
        }
        self.b.switch_to_block(slow);
        let word = self.call_helper(Helper::StringEqual, &[a, b], None);
        let result = self.b.ins().ireduce(I8, word);
        self.b.ins().jump(done, &[BlockArg::Value(result)]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    /// As `distinct_strings_equal` for a constant of one unit. Nearly all strings that it
    /// is compared with are atoms too, as those of the table of single characters are,
    /// so nothing else is done inline: parsers have many such comparisons.
    fn equals_single_char(&mut self, string: Value, constant: Value) -> Value {
        let (slow, done) = (self.cold_block(), self.b.create_block());
        self.b.append_block_param(done, I8);
        let no = self.b.ins().iconst(I8, 0);
        let bits = self.load8(string, layout::HEADER_FLAGS);
        let atom = self.b.ins().band_imm_u(bits, flags::ATOM as i64);
        self.b.ins().brif(atom, done, &[BlockArg::Value(no)], slow, &[]);
        self.b.switch_to_block(slow);
        let word = self.call_helper(Helper::StringEqual, &[string, constant], None);
        let result = self.b.ins().ireduce(I8, word);
        self.b.ins().jump(done, &[BlockArg::Value(result)]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    /// Whether a flat Latin-1 string of the same length has these units.
    fn units_equal(&mut self, string: Value, text: &[u8]) -> Value {
        let mut differences = None;
        for (i, chunk) in text.chunks(8).enumerate() {
            let mut expected = [0u8; 8];
            expected[..chunk.len()].copy_from_slice(chunk);
            let mut word = self.load64(string, STRING_DATA + 8 * i);
            if chunk.len() < 8 {
                // What follows the last unit in the cell is not defined.
                word = self.b.ins().ishl_imm_u(word, 64 - 8 * chunk.len() as i64);
            }
            let expected = self.b.ins().iconst(I64, (u64::from_le_bytes(expected) << (64 - 8 * chunk.len())) as i64);
            let difference = self.b.ins().bxor(word, expected);
            differences = Some(match differences {
                Some(before) => self.b.ins().bor(before, difference),
                None => difference,
            });
        }
        let differences = differences.expect("a text that is not empty");
        self.b.ins().icmp_imm_u(IntCC::Equal, differences, 0)
    }

    /// The concatenation: a rope inline, if it is long enough to be one.
    fn concat(&mut self, a: Value, b: Value, state: Option<StateId>) -> Value {
        let (long, slow, done) = (self.b.create_block(), self.b.create_block(), self.b.create_block());
        self.b.append_block_param(done, I64);
        let (a_len, b_len) = (self.load_u32(a, STRING_LEN), self.load_u32(b, STRING_LEN));
        let len = self.b.ins().iadd(a_len, b_len);
        let above = self.b.ins().iadd_imm_s(len, -(MIN_ROPE as i64));
        let fits = self.b.ins().icmp_imm_u(IntCC::UnsignedLessThanOrEqual, above, (MAX_LENGTH - MIN_ROPE) as i64);
        let shorter = self.b.ins().umin(a_len, b_len);
        let both = self.b.ins().icmp_imm_u(IntCC::NotEqual, shorter, 0);
        let is_rope = self.b.ins().band(fits, both);
        self.b.ins().brif(is_rope, long, &[], slow, &[]);
        self.b.switch_to_block(long);
        let bytes = self.b.ins().iconst(I64, MIN_SIZE as i64);
        let rope = self.bump(bytes, slow);
        let (a_bits, b_bits) = (self.load8(a, layout::HEADER_FLAGS), self.load8(b, layout::HEADER_FLAGS));
        let bits = self.b.ins().bor(a_bits, b_bits);
        let wide = self.b.ins().band_imm_u(bits, flags::WIDE as i64);
        let wide = self.b.ins().uextend(I64, wide);
        let wide = self.b.ins().ishl_imm_u(wide, 8 * layout::HEADER_FLAGS as i64);
        let header = layout::header_word(Kind::String, MIN_SIZE) | (flags::ROPE as u64) << (8 * layout::HEADER_FLAGS);
        let header = self.b.ins().iconst(I64, header as i64);
        let header = self.b.ins().bor(header, wide);
        self.store64(header, rope, 0);
        // The hash, in the upper half, is not computed.
        self.store64(len, rope, STRING_LEN);
        self.store64(a, rope, STRING_DATA);
        self.store64(b, rope, STRING_DATA + 8);
        let rope = self.box_with(rope, tag::STRING);
        self.b.ins().jump(done, &[BlockArg::Value(rope)]);
        self.b.switch_to_block(slow);
        let result = self.call_helper(Helper::StringConcat, &[a, b], state);
        self.check_exception(result, state);
        self.b.ins().jump(done, &[BlockArg::Value(result)]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    // ---- characters

    /// Unit `index` of a Latin-1 string that is flat or a slice; others go to `otherwise`.
    fn narrow_unit(&mut self, string: Value, form: Value, index: Value, otherwise: Block) -> Value {
        let (indirect, slice, found) = (self.b.create_block(), self.b.create_block(), self.b.create_block());
        self.b.append_block_param(found, I64);
        self.b.ins().brif(form, indirect, &[], found, &[BlockArg::Value(string)]);
        self.b.switch_to_block(indirect);
        let is_slice = self.b.ins().icmp_imm_u(IntCC::Equal, form, flags::SLICE as i64);
        self.b.ins().brif(is_slice, slice, &[], otherwise, &[]);
        self.b.switch_to_block(slice);
        let base = self.load64(string, STRING_DATA);
        let offset = self.load64(string, STRING_DATA + 8);
        let start = self.b.ins().iadd(base, offset);
        self.b.ins().jump(found, &[BlockArg::Value(start)]);
        self.b.switch_to_block(found);
        let start = self.b.block_params(found)[0];
        let address = self.b.ins().iadd(start, index);
        self.b.ins().uload8(I64, MUTABLE, address, STRING_DATA as i32)
    }

    /// The bits that say where a string's units are: 0 for flat Latin-1.
    fn string_form(&mut self, string: Value) -> Value {
        let bits = self.load8(string, layout::HEADER_FLAGS);
        self.b.ins().band_imm_u(bits, (flags::INDIRECT | flags::WIDE) as i64)
    }

    fn char_code(&mut self, id: NodeId) -> Value {
        let (string, index) = (self.input(id, 0), self.input(id, 1));
        let state = self.graph.node(id).state;
        let (not_narrow, wide, slow, done) = (self.b.create_block(), self.b.create_block(), self.cold_block(), self.b.create_block());
        self.b.append_block_param(done, I64);
        let form = self.string_form(string);
        let unit = self.narrow_unit(string, form, index, not_narrow);
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

    /// The string of one unit from the table; `slow` if it has not been made yet.
    fn single_char(&mut self, unit: Value, slow: Block, done: Block) {
        let table = self.load_context_fixed(I64, layout::SINGLE_CHARS);
        let address = self.element_address(table, unit, 3);
        let string = self.load64(address, 0);
        let missing = self.b.ins().icmp_imm_u(IntCC::Equal, string, Js::EMPTY.0 as i64);
        self.b.ins().brif(missing, slow, &[], done, &[BlockArg::Value(string)]);
    }

    fn char_at(&mut self, string: Value, index: Value, state: Option<StateId>) -> Value {
        let (slow, done) = (self.cold_block(), self.b.create_block());
        self.b.append_block_param(done, I64);
        let form = self.string_form(string);
        let unit = self.narrow_unit(string, form, index, slow);
        self.single_char(unit, slow, done);
        self.b.switch_to_block(slow);
        let result = self.call_helper(Helper::StringCharAt, &[string, index], state);
        self.b.ins().jump(done, &[BlockArg::Value(result)]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    fn from_code(&mut self, code: Value, state: Option<StateId>) -> Value {
        let (narrow, slow, done) = (self.b.create_block(), self.cold_block(), self.b.create_block());
        self.b.append_block_param(done, I64);
        let is_narrow = self.b.ins().icmp_imm_u(IntCC::UnsignedLessThan, code, 256);
        self.b.ins().brif(is_narrow, narrow, &[], slow, &[]);
        self.b.switch_to_block(narrow);
        self.single_char(code, slow, done);
        self.b.switch_to_block(slow);
        let result = self.call_helper(Helper::StringFromCode, &[code], state);
        self.b.ins().jump(done, &[BlockArg::Value(result)]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    /// substring and slice: one unit inside of the string inline, which is how many
    /// parsers step through their input.
    fn substring(&mut self, id: NodeId) -> Value {
        let (string, start, end) = (self.input(id, 0), self.input(id, 1), self.input(id, 2));
        let node = self.graph.node(id);
        let helper = if node.imm & 1 != 0 { Helper::StringSlice } else { Helper::StringSubstring };
        let (one, general, done) = (self.b.create_block(), self.b.create_block(), self.b.create_block());
        self.b.append_block_param(done, I64);
        let length = self.load_u32(string, STRING_LEN);
        let mut quick = self.b.ins().icmp(IntCC::UnsignedLessThan, start, length);
        if !self.is_next(node.inputs[1], node.inputs[2]) {
            let next = self.b.ins().iadd_imm_s(start, 1);
            let is_one = self.b.ins().icmp(IntCC::Equal, next, end);
            quick = self.b.ins().band(quick, is_one);
        }
        self.b.ins().brif(quick, one, &[], general, &[]);
        self.b.switch_to_block(one);
        let form = self.string_form(string);
        let unit = self.narrow_unit(string, form, start, general);
        self.single_char(unit, general, done);
        self.b.switch_to_block(general);
        let result = self.call_helper(helper, &[string, start, end], node.state);
        self.b.ins().jump(done, &[BlockArg::Value(result)]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    /// Whether `next` is `index + 1`.
    fn is_next(&self, index: NodeId, next: NodeId) -> bool {
        let node = self.graph.node(next);
        let is_one = |id: NodeId| self.graph.node(id).op == NodeOp::Int32Constant && self.graph.node(id).imm as i32 == 1;
        node.op == NodeOp::Int32Add
            && ((node.inputs[0] == index && is_one(node.inputs[1])) || (node.inputs[1] == index && is_one(node.inputs[0])))
    }
}
