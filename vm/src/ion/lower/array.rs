//! Arrays: making them, and adding and removing elements at their end. What stays within
//! the room that is reserved is done inline, growth by helpers.
//!
//! An array with spare room is extensible, and its length is writable (`object::elements`,
//! invariants 1 and 2), so a store within it needs no further test.

use super::Lowering;
use crate::heap::Kind;
use crate::ion::bailout_reason::BailoutReason as R;
use crate::ion::graph::{NodeId, NodeOp};
use crate::ion::helpers::Helper;
use crate::ion::layout;
use crate::object::array::{ARRAY_LENGTH, ARRAY_LENGTH_WRITABLE, Array, ELEMENTS_CAPACITY, ELEMENTS_DATA, ELEMENTS_LEN};
use crate::object::layout::{OBJECT_ELEMENTS, OBJECT_SLOTS};
use crate::value::Value as Js;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{I32, I64};
use cranelift_codegen::ir::{BlockArg, InstBuilder, Value};

/// Arrays with room for more elements are made by a helper.
const MAX_INLINE_CAPACITY: usize = 32;
const ARRAY_BYTES: usize = size_of::<Array>();
/// The word of an array that has its length in the low half: `length_writable` is 1.
const LENGTH_WRITABLE: u64 = 1 << 32;

impl Lowering<'_> {
    /// A store at an index that is absent: inline behind the last dense element.
    pub(super) fn array_append(&mut self, id: NodeId) {
        self.may_fail(id, R::Append);
        let (array, index, value) = (self.input(id, 0), self.input(id, 1), self.input(id, 2));
        let node = self.graph.node(id);
        let (state, no_barrier) = (node.state, node.imm & 1 != 0);
        let (quick, slow, done) = (self.b.create_block(), self.cold_block(), self.b.create_block());
        let elements = self.load64(array, OBJECT_ELEMENTS);
        let dense = self.load_u32(elements, ELEMENTS_LEN);
        let capacity = self.load_u32(elements, ELEMENTS_CAPACITY);
        let elsewhere = self.b.ins().icmp(IntCC::NotEqual, index, dense);
        let full = self.b.ins().icmp(IntCC::UnsignedGreaterThanOrEqual, index, capacity);
        let refused = self.b.ins().bor(elsewhere, full);
        self.b.ins().brif(refused, slow, &[], quick, &[]);
        self.b.switch_to_block(quick);
        let address = self.element_address(elements, index, 3);
        self.store64(value, address, ELEMENTS_DATA);
        let next = self.b.ins().iadd_imm_s(index, 1);
        self.store32(next, elements, ELEMENTS_LEN);
        let length = self.load_u32(array, ARRAY_LENGTH);
        let length = self.b.ins().umax(length, next);
        self.store32(length, array, ARRAY_LENGTH);
        if !no_barrier {
            self.barrier(elements);
        }
        self.b.ins().jump(done, &[]);
        self.b.switch_to_block(slow);
        let outcome = self.call_helper(Helper::ArrayAppend, &[array, index, value], state);
        let refused = self.b.ins().icmp_imm_u(IntCC::Equal, outcome, 0);
        self.leave_if(refused, id, R::Append);
        let thrown = self.b.ins().icmp_imm_u(IntCC::Equal, outcome, 2);
        self.throw_if(thrown, state);
        self.b.ins().jump(done, &[]);
        self.b.switch_to_block(done);
    }

    /// Array.prototype.push of one value: the new length.
    pub(super) fn array_push(&mut self, id: NodeId) -> Value {
        self.may_fail(id, R::Append);
        let (array, value) = (self.input(id, 0), self.input(id, 1));
        let node = self.graph.node(id);
        let (state, no_barrier) = (node.state, node.imm & 1 != 0);
        let (quick, slow, done) = (self.b.create_block(), self.cold_block(), self.b.create_block());
        self.b.append_block_param(done, I64);
        let elements = self.load64(array, OBJECT_ELEMENTS);
        let length = self.load_u32(array, ARRAY_LENGTH);
        let dense = self.load_u32(elements, ELEMENTS_LEN);
        let capacity = self.load_u32(elements, ELEMENTS_CAPACITY);
        let not_dense = self.b.ins().icmp(IntCC::NotEqual, length, dense);
        let full = self.b.ins().icmp(IntCC::UnsignedGreaterThanOrEqual, length, capacity);
        let refused = self.b.ins().bor(not_dense, full);
        // A prototype's setter for the index would be called.
        let indexed = self.load_context(I32, layout::INDEXED_PROTOTYPES);
        let indexed = self.b.ins().icmp_imm_u(IntCC::NotEqual, indexed, 0);
        let refused = self.b.ins().bor(refused, indexed);
        self.b.ins().brif(refused, slow, &[], quick, &[]);
        self.b.switch_to_block(quick);
        let address = self.element_address(elements, length, 3);
        self.store64(value, address, ELEMENTS_DATA);
        let next = self.b.ins().iadd_imm_s(length, 1);
        self.store32(next, elements, ELEMENTS_LEN);
        self.store32(next, array, ARRAY_LENGTH);
        if !no_barrier {
            self.barrier(elements);
        }
        self.b.ins().jump(done, &[BlockArg::Value(next)]);
        self.b.switch_to_block(slow);
        let outcome = self.call_helper(Helper::ArrayPush, &[array, value], state);
        let refused = self.b.ins().icmp_imm_s(IntCC::Equal, outcome, -1);
        self.leave_if(refused, id, R::Append);
        let thrown = self.b.ins().icmp_imm_s(IntCC::Equal, outcome, -2);
        self.throw_if(thrown, state);
        self.b.ins().jump(done, &[BlockArg::Value(outcome)]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    /// Array.prototype.pop: the last element of a dense array.
    pub(super) fn array_pop(&mut self, id: NodeId) -> Value {
        self.may_fail(id, R::Empty);
        let array = self.input(id, 0);
        let state = self.graph.node(id).state;
        let (dense_block, take, slow, done) = (self.b.create_block(), self.b.create_block(), self.cold_block(), self.b.create_block());
        self.b.append_block_param(done, I64);
        let elements = self.load64(array, OBJECT_ELEMENTS);
        let length = self.load_u32(array, ARRAY_LENGTH);
        let dense = self.load_u32(elements, ELEMENTS_LEN);
        let writable = self.load32(array, ARRAY_LENGTH_WRITABLE);
        let not_dense = self.b.ins().icmp(IntCC::NotEqual, length, dense);
        let empty = self.b.ins().icmp_imm_u(IntCC::Equal, length, 0);
        let fixed = self.b.ins().icmp_imm_u(IntCC::Equal, writable, 0);
        let refused = self.b.ins().bor(not_dense, empty);
        let refused = self.b.ins().bor(refused, fixed);
        self.b.ins().brif(refused, slow, &[], dense_block, &[]);
        self.b.switch_to_block(dense_block);
        let last = self.b.ins().iadd_imm_s(length, -1);
        let address = self.element_address(elements, last, 3);
        let value = self.load64(address, ELEMENTS_DATA);
        let hole = self.b.ins().icmp_imm_u(IntCC::Equal, value, Js::EMPTY.0 as i64);
        self.b.ins().brif(hole, slow, &[], take, &[]);
        self.b.switch_to_block(take);
        self.store32(last, elements, ELEMENTS_LEN);
        self.store32(last, array, ARRAY_LENGTH);
        self.b.ins().jump(done, &[BlockArg::Value(value)]);
        self.b.switch_to_block(slow);
        let value = self.call_helper(Helper::ArrayPop, &[array], state);
        let refused = self.b.ins().icmp_imm_u(IntCC::Equal, value, Js::EMPTY.0 as i64);
        self.leave_if(refused, id, R::Empty);
        self.b.ins().jump(done, &[BlockArg::Value(value)]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    pub(super) fn new_array_of(&mut self, id: NodeId) -> Value {
        let node = self.graph.node(id);
        let values: Vec<Value> = node.inputs.iter().map(|i| self.value(*i)).collect();
        let capacity = values.len() + node.imm as usize;
        if capacity > MAX_INLINE_CAPACITY {
            return self.array_by_helper(id, &values);
        }
        let elements_bytes = if capacity == 0 { 0 } else { ELEMENTS_DATA + 8 * capacity };
        let bytes = self.b.ins().iconst(I64, (ARRAY_BYTES + elements_bytes) as i64);
        let (slow, done) = (self.cold_block(), self.b.create_block());
        self.b.append_block_param(done, I64);
        let array = self.bump(bytes, slow);
        let length = self.b.ins().iconst(I64, (values.len() as u64 | LENGTH_WRITABLE) as i64);
        let elements = if capacity == 0 {
            self.load_context_fixed(I64, layout::EMPTY_ELEMENTS)
        } else {
            self.b.ins().iadd_imm_s(array, ARRAY_BYTES as i64)
        };
        self.init_array(array, node.imm2, elements, length);
        if capacity > 0 {
            let header = self.b.ins().iconst(I64, layout::header_word(Kind::Elements, elements_bytes) as i64);
            self.store64(header, elements, 0);
            let used = self.b.ins().iconst(I64, (values.len() | capacity << 32) as i64);
            self.store64(used, elements, ELEMENTS_LEN);
            for (i, value) in values.iter().enumerate() {
                self.store64(*value, elements, ELEMENTS_DATA + 8 * i);
            }
        }
        self.b.ins().jump(done, &[BlockArg::Value(array)]);
        self.b.switch_to_block(slow);
        let array = self.array_by_helper(id, &values);
        self.b.ins().jump(done, &[BlockArg::Value(array)]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    fn array_by_helper(&mut self, id: NodeId, values: &[Value]) -> Value {
        let node = self.graph.node(id);
        let window = self.store_window(values);
        let count = self.b.ins().iconst(I64, values.len() as i64);
        let extra = self.b.ins().iconst(I64, node.imm as i64);
        let array = self.call_helper(Helper::NewArrayOf, &[window, count, extra], node.state);
        self.check_exception(array, node.state);
        self.payload(array)
    }

    /// `new Array(length)`: without elements, but with room for them.
    pub(super) fn new_array_sized(&mut self, id: NodeId) -> Value {
        let node = self.graph.node(id);
        debug_assert_eq!(node.op, NodeOp::NewArraySized);
        let length = self.input(id, 0);
        let (small, slow, done) = (self.b.create_block(), self.cold_block(), self.b.create_block());
        self.b.append_block_param(done, I64);
        let less_one = self.b.ins().iadd_imm_s(length, -1);
        let is_small = self.b.ins().icmp_imm_u(IntCC::UnsignedLessThan, less_one, MAX_INLINE_CAPACITY as i64);
        self.b.ins().brif(is_small, small, &[], slow, &[]);
        self.b.switch_to_block(small);
        let value_bytes = self.b.ins().ishl_imm_u(length, 3);
        let bytes = self.b.ins().iadd_imm_s(value_bytes, (ARRAY_BYTES + ELEMENTS_DATA) as i64);
        let array = self.bump(bytes, slow);
        let elements = self.b.ins().iadd_imm_s(array, ARRAY_BYTES as i64);
        let word = self.b.ins().bor_imm_u(length, LENGTH_WRITABLE as i64);
        self.init_array(array, node.imm, elements, word);
        // The header's size, in words, is in its top byte.
        let units = self.b.ins().ishl_imm_u(length, 56);
        let header = self.b.ins().iconst(I64, layout::header_word(Kind::Elements, ELEMENTS_DATA) as i64);
        let header = self.b.ins().iadd(header, units);
        self.store64(header, elements, 0);
        let capacity = self.b.ins().ishl_imm_u(length, 32);
        self.store64(capacity, elements, ELEMENTS_LEN);
        self.b.ins().jump(done, &[BlockArg::Value(array)]);
        self.b.switch_to_block(slow);
        let array = self.call_helper(Helper::NewArraySized, &[length], node.state);
        self.check_exception(array, node.state);
        let array = self.payload(array);
        self.b.ins().jump(done, &[BlockArg::Value(array)]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    /// Takes `bytes` from the allocation cursor, for cells that are initialised before
    /// anything else allocates; to `slow` if it has not as many.
    pub(super) fn bump(&mut self, bytes: Value, slow: cranelift_codegen::ir::Block) -> Value {
        let quick = self.b.create_block();
        let start = self.load_context(I64, layout::BUMP);
        let limit = self.load_context(I64, layout::LIMIT);
        let end = self.b.ins().iadd(start, bytes);
        let full = self.b.ins().icmp(IntCC::UnsignedGreaterThan, end, limit);
        self.b.ins().brif(full, slow, &[], quick, &[]);
        self.b.switch_to_block(quick);
        self.store_context(end, layout::BUMP);
        start
    }

    /// Writes the array's own cell; `length` is its word with `LENGTH_WRITABLE`.
    fn init_array(&mut self, array: Value, shape: u64, elements: Value, length: Value) {
        let shape = self.load_link_fixed(shape);
        let header = self.b.ins().iconst(I64, layout::header_word(Kind::Array, ARRAY_BYTES) as i64);
        let header = self.b.ins().bor(header, shape);
        self.store64(header, array, 0);
        let none = self.b.ins().iconst(I64, 0);
        self.store64(none, array, OBJECT_SLOTS);
        self.store64(elements, array, OBJECT_ELEMENTS);
        self.store64(length, array, ARRAY_LENGTH);
    }
}

const _: () = assert!(ELEMENTS_CAPACITY == ELEMENTS_LEN + 4 && ELEMENTS_LEN.is_multiple_of(8));
