//! Indexed elements: dense arrays and typed arrays.

use super::Lowering;
use super::memory::MUTABLE;
use crate::heap::Kind;
use crate::ion::bailout_reason::BailoutReason as R;
use crate::ion::graph::{NodeId, NodeOp, Repr};
use crate::ion::layout;
use crate::object::array::{ARRAY_LENGTH, ELEMENTS_DATA, ELEMENTS_LEN, SPARSE};
use crate::object::layout::OBJECT_ELEMENTS;
use crate::object::typed_array::{ElementType, TYPED_DATA, TYPED_ELEMENT_TYPE, TYPED_LENGTH};
use crate::rules::{Rule, holds};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{F32, F64, I32, I64};
use cranelift_codegen::ir::{InstBuilder, Value};

impl Lowering<'_> {
    pub(super) fn element(&mut self, id: NodeId) -> Option<Option<Value>> {
        use NodeOp::*;
        let graph = self.graph;
        let node = graph.node(id);
        Some(match node.op {
            LoadElements => {
                let object = self.input(id, 0);
                Some(self.load64(object, OBJECT_ELEMENTS))
            }
            DenseLength => {
                let elements = self.input(id, 0);
                // Dense elements never number more than int32 holds.
                Some(self.load_u32(elements, ELEMENTS_LEN))
            }
            IsAbsent => {
                let (elements, index) = (self.input(id, 0), self.input(id, 1));
                let flags = self.load8(elements, layout::HEADER_FLAGS);
                let sparse = self.b.ins().band_imm_u(flags, SPARSE as i64);
                let is_dense = self.b.ins().icmp_imm_u(IntCC::Equal, sparse, 0);
                let is_index = self.b.ins().icmp_imm_s(IntCC::SignedGreaterThanOrEqual, index, 0);
                Some(self.b.ins().band(is_dense, is_index))
            }
            ArrayLength => {
                let array = self.input(id, 0);
                let length = self.load_u32(array, ARRAY_LENGTH);
                self.check_int32_length(length, id);
                Some(length)
            }
            TypedLength => {
                let array = self.input(id, 0);
                let length = self.load64(array, TYPED_LENGTH);
                self.check_int32_length(length, id);
                Some(length)
            }
            CheckBounds => {
                let (index, length) = (self.input(id, 0), self.input(id, 1));
                let outside = self.b.ins().icmp(IntCC::UnsignedGreaterThanOrEqual, index, length);
                if holds(Rule::Bounds) {
                    self.bail_if(outside, id, R::OutOfBounds);
                }
                None
            }
            LoadElement => {
                let (elements, index) = (self.input(id, 0), self.input(id, 1));
                let address = self.element_address(elements, index, 3);
                Some(self.load64(address, ELEMENTS_DATA))
            }
            StoreElement => {
                let (elements, index, value) = (self.input(id, 0), self.input(id, 1), self.input(id, 2));
                let address = self.element_address(elements, index, 3);
                self.store64(value, address, ELEMENTS_DATA);
                if node.imm & 1 == 0 {
                    self.barrier(elements);
                }
                None
            }
            ArrayAppend => {
                self.array_append(id);
                None
            }
            ArrayPush => Some(self.array_push(id)),
            ArrayPop => Some(self.array_pop(id)),
            NewArrayOf => Some(self.new_array_of(id)),
            NewArraySized => Some(self.new_array_sized(id)),
            TypedData => {
                let array = self.input(id, 0);
                Some(self.load64(array, TYPED_DATA))
            }
            CheckElementType => {
                let object = self.input(id, 0);
                let kind = self.load8(object, layout::HEADER_KIND);
                let wrong = self.b.ins().icmp_imm_u(IntCC::NotEqual, kind, Kind::TypedArray as i64);
                self.bail_if(wrong, id, R::WrongKind);
                let element_type = self.load8(object, TYPED_ELEMENT_TYPE as i32);
                let wrong = self.b.ins().icmp_imm_u(IntCC::NotEqual, element_type, node.imm as i64);
                self.bail_if(wrong, id, R::WrongKind);
                None
            }
            LoadTyped => Some(self.load_typed(id)),
            LoadUint32 => {
                let (data, index) = (self.input(id, 0), self.input(id, 1));
                let address = self.element_address(data, index, 2);
                let value = self.b.ins().uload32(MUTABLE, address, 0);
                let narrow = self.int32_of(value);
                let large = self.b.ins().icmp(IntCC::NotEqual, narrow, value);
                self.bail_if(large, id, R::Overflow);
                Some(value)
            }
            StoreTyped => {
                self.store_typed(id);
                None
            }
            _ => return None,
        })
    }

    fn check_int32_length(&mut self, length: Value, id: NodeId) {
        let long = self.b.ins().icmp_imm_u(IntCC::UnsignedGreaterThan, length, i32::MAX as i64);
        self.bail_if(long, id, R::Length);
    }

    fn load_typed(&mut self, id: NodeId) -> Value {
        use ElementType::*;
        let node = self.graph.node(id);
        let element_type = ElementType::ALL[node.imm as usize];
        let (data, index) = (self.input(id, 0), self.input(id, 1));
        let address = self.element_address(data, index, element_type.size().trailing_zeros() as i64);
        let loaded = match element_type {
            Int8 => self.b.ins().sload8(I64, MUTABLE, address, 0),
            Uint8 | Uint8Clamped => self.b.ins().uload8(I64, MUTABLE, address, 0),
            Int16 => self.b.ins().sload16(I64, MUTABLE, address, 0),
            Uint16 => self.b.ins().uload16(I64, MUTABLE, address, 0),
            Int32 => self.b.ins().sload32(MUTABLE, address, 0),
            Uint32 => {
                let word = self.b.ins().uload32(MUTABLE, address, 0);
                return self.b.ins().fcvt_from_sint(F64, word);
            }
            Float32 => {
                let single = self.b.ins().load(F32, MUTABLE, address, 0);
                let double = self.b.ins().fpromote(F64, single);
                return self.canonical_nan(double);
            }
            Float64 => {
                let double = self.b.ins().load(F64, MUTABLE, address, 0);
                return self.canonical_nan(double);
            }
            Float16 | BigInt64 | BigUint64 => unreachable!("not compiled: {}", element_type.name()),
        };
        debug_assert_eq!(node.repr, Repr::Int32);
        loaded
    }

    fn store_typed(&mut self, id: NodeId) {
        use ElementType::*;
        let node = self.graph.node(id);
        let element_type = ElementType::ALL[node.imm as usize];
        let (data, index, value) = (self.input(id, 0), self.input(id, 1), self.input(id, 2));
        let address = self.element_address(data, index, element_type.size().trailing_zeros() as i64);
        let is_double = self.graph.node(node.inputs[2]).repr == Repr::Double;
        match element_type {
            Float64 | Float32 => {
                let double = if is_double { value } else { self.int32_to_double(value) };
                if element_type == Float64 {
                    self.b.ins().store(MUTABLE, double, address, 0);
                } else {
                    let single = self.b.ins().fdemote(F32, double);
                    self.b.ins().store(MUTABLE, single, address, 0);
                }
            }
            Uint8Clamped => {
                let byte = if is_double { self.clamp_double(value) } else { self.clamp_int(value) };
                self.b.ins().istore8(MUTABLE, byte, address, 0);
            }
            Int8 | Uint8 | Int16 | Uint16 | Int32 | Uint32 => {
                let word = if is_double { self.truncate(value) } else { value };
                match element_type.size() {
                    1 => self.b.ins().istore8(MUTABLE, word, address, 0),
                    2 => self.b.ins().istore16(MUTABLE, word, address, 0),
                    _ => self.b.ins().istore32(MUTABLE, word, address, 0),
                };
            }
            Float16 | BigInt64 | BigUint64 => unreachable!("not compiled: {}", element_type.name()),
        }
    }

    fn clamp_int(&mut self, value: Value) -> Value {
        let (zero, top) = (self.b.ins().iconst(I64, 0), self.b.ins().iconst(I64, 255));
        let low = self.b.ins().smax(value, zero);
        self.b.ins().smin(low, top)
    }

    /// ToUint8Clamp (sec-touint8clamp): ties to even; NaN gives 0.
    fn clamp_double(&mut self, value: Value) -> Value {
        let (zero, top) = (self.b.ins().f64const(0.0), self.b.ins().f64const(255.0));
        let low = self.b.ins().fmax(value, zero);
        let clamped = self.b.ins().fmin(low, top);
        // Adding and taking away 2^52 rounds to nearest, ties to even.
        let magic = self.b.ins().f64const(4503599627370496.0);
        let shifted = self.b.ins().fadd(clamped, magic);
        let rounded = self.b.ins().fsub(shifted, magic);
        let int = self.b.ins().fcvt_to_sint_sat(I32, rounded);
        self.b.ins().sextend(I64, int)
    }
}
