//! Boxing, unboxing and guards on tags.

use super::Lowering;
use crate::bytecode::JsStr;
use crate::heap::Kind;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::graph::{NodeId, NodeOp, TypeName};
use crate::ion::helpers::Helper;
use crate::ion::layout;
use crate::object::layout::flags;
use crate::rules::{Rule, holds};
use crate::string::STRING_LEN;
use crate::value::{PAYLOAD_MASK, TAG_SHIFT, Value as Js, tag};
use cranelift_codegen::ir::condcodes::{FloatCC, IntCC};
use cranelift_codegen::ir::types::{F64, I8, I32, I64};
use cranelift_codegen::ir::{BlockArg, InstBuilder, MemFlagsData, Value};

impl Lowering<'_> {
    pub(super) fn tag_word(tag: u16) -> i64 {
        ((tag as u64) << TAG_SHIFT) as i64
    }
    pub(super) fn box_with(&mut self, payload: Value, tag: u16) -> Value {
        let tag = self.b.ins().iconst(I64, Self::tag_word(tag));
        self.b.ins().bor(payload, tag)
    }
    pub(super) fn box_int32(&mut self, value: Value) -> Value {
        let low = self.b.ins().ireduce(I32, value);
        let low = self.b.ins().uextend(I64, low);
        self.box_with(low, tag::INT32)
    }
    /// As an int32, if the double is one.
    pub(super) fn box_number(&mut self, value: Value) -> Value {
        let bits = self.from_double(value);
        let (int, is_int) = self.int32_like(value, bits);
        let wide = self.b.ins().sextend(I64, int);
        let boxed = self.box_int32(wide);
        self.b.ins().select(is_int, boxed, bits)
    }
    pub(super) fn box_bool(&mut self, value: Value) -> Value {
        let word = self.b.ins().uextend(I64, value);
        let base = self.b.ins().iconst(I64, Js::FALSE.0 as i64);
        self.b.ins().bor(word, base)
    }
    pub(super) fn has_tag(&mut self, value: Value, tag: u16) -> Value {
        let found = self.b.ins().ushr_imm_u(value, TAG_SHIFT as i64);
        self.b.ins().icmp_imm_u(IntCC::Equal, found, tag as i64)
    }
    fn lacks_tag(&mut self, value: Value, tag: u16) -> Value {
        let found = self.b.ins().ushr_imm_u(value, TAG_SHIFT as i64);
        self.b.ins().icmp_imm_u(IntCC::NotEqual, found, tag as i64)
    }
    pub(super) fn payload(&mut self, value: Value) -> Value {
        self.b.ins().band_imm_u(value, PAYLOAD_MASK as i64)
    }
    pub(super) fn is_double(&mut self, value: Value) -> Value {
        let first = self.b.ins().iconst(I64, Self::tag_word(tag::FIRST));
        self.b.ins().icmp(IntCC::UnsignedLessThan, value, first)
    }
    pub(super) fn to_double(&mut self, value: Value) -> Value {
        self.b.ins().bitcast(F64, MemFlagsData::new(), value)
    }
    pub(super) fn from_double(&mut self, value: Value) -> Value {
        self.b.ins().bitcast(I64, MemFlagsData::new(), value)
    }
    pub(super) fn int32_of(&mut self, value: Value) -> Value {
        let low = self.b.ins().ireduce(I32, value);
        self.b.ins().sextend(I64, low)
    }
    pub(super) fn int32_to_double(&mut self, value: Value) -> Value {
        let low = self.b.ins().ireduce(I32, value);
        self.b.ins().fcvt_from_sint(F64, low)
    }

    /// A number to a double; anything else goes to `otherwise`, or is known not to occur.
    pub(super) fn number_to_double(&mut self, value: Value, guard: Option<(NodeId, BailoutReason)>) -> Value {
        // Out of the way: what is computed in doubles seldom meets an integer, and the
        // register allocator would reload on both sides (NBody).
        let (not_double, done) = (self.cold_block(), self.b.create_block());
        self.b.append_block_param(done, F64);
        let as_double = self.to_double(value);
        let double = self.is_double(value);
        self.b.ins().brif(double, done, &[BlockArg::Value(as_double)], not_double, &[]);
        self.b.switch_to_block(not_double);
        if let Some((id, reason)) = guard {
            let wrong = self.lacks_tag(value, tag::INT32);
            self.bail_if(wrong, id, reason);
        }
        let converted = self.int32_to_double(value);
        self.b.ins().jump(done, &[BlockArg::Value(converted)]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    /// A number to an int32, if it is one. Compiled code does not narrow the doubles that it
    /// boxes, so what the profile knows as int32 may come as a double.
    fn number_to_int32(&mut self, value: Value, id: NodeId) -> Value {
        let (not_int32, done) = (self.cold_block(), self.b.create_block());
        self.b.append_block_param(done, I64);
        let as_int32 = self.int32_of(value);
        let int32 = self.has_tag(value, tag::INT32);
        self.b.ins().brif(int32, done, &[BlockArg::Value(as_int32)], not_int32, &[]);
        self.b.switch_to_block(not_int32);
        // The words of cells are NaNs here, and their own bits are those of no integer.
        let double = self.to_double(value);
        let (int, is_int) = self.int32_like(double, value);
        let wrong = self.b.ins().bxor_imm_u(is_int, 1);
        self.bail_if(wrong, id, BailoutReason::NotInt32);
        let wide = self.b.ins().sextend(I64, int);
        self.b.ins().jump(done, &[BlockArg::Value(wide)]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    /// The int32 that a double is, and whether it is one: not for -0 and NaN, whose bits
    /// differ from those of 0.
    fn int32_like(&mut self, double: Value, bits: Value) -> (Value, Value) {
        let int = self.b.ins().fcvt_to_sint_sat(I32, double);
        let back = self.b.ins().fcvt_from_sint(F64, int);
        let back = self.from_double(back);
        (int, self.b.ins().icmp(IntCC::Equal, back, bits))
    }

    fn check_cell(&mut self, id: NodeId, tag: u16, reason: BailoutReason) -> Value {
        let value = self.input(id, 0);
        let wrong = self.lacks_tag(value, tag);
        self.bail_if(wrong, id, reason);
        self.payload(value)
    }

    pub(super) fn check(&mut self, id: NodeId) -> Option<Option<Value>> {
        use BailoutReason as R;
        use NodeOp::*;
        let graph = self.graph;
        Some(match graph.node(id).op {
            BoxInt32 => {
                let value = self.input(id, 0);
                Some(self.box_int32(value))
            }
            BoxDouble => {
                let value = self.input(id, 0);
                Some(if graph.node(id).imm & 1 == 0 { self.from_double(value) } else { self.box_number(value) })
            }
            BoxBool => {
                let value = self.input(id, 0);
                Some(self.box_bool(value))
            }
            BoxObject | BoxString | BoxRecord => {
                let tag = match graph.node(id).op {
                    BoxObject => tag::OBJECT,
                    BoxString => tag::STRING,
                    _ => tag::CELL,
                };
                let value = self.input(id, 0);
                Some(self.box_with(value, tag))
            }
            BoxCell => {
                let value = self.input(id, 0);
                let boxed = self.box_with(value, tag::CELL);
                let none = self.b.ins().icmp_imm_u(IntCC::Equal, value, 0);
                let undefined = self.b.ins().iconst(I64, Js::UNDEFINED.0 as i64);
                Some(self.b.ins().select(none, undefined, boxed))
            }
            CheckInt32 => {
                let value = self.input(id, 0);
                Some(self.number_to_int32(value, id))
            }
            CheckNumber => {
                let value = self.input(id, 0);
                Some(self.number_to_double(value, Some((id, R::NotNumber))))
            }
            CheckObject => Some(self.check_cell(id, tag::OBJECT, R::NotObject)),
            CheckRecord => Some(self.check_cell(id, tag::CELL, R::NotObject)),
            CheckString => Some(self.check_cell(id, tag::STRING, R::NotString)),
            CheckBool => {
                let value = self.input(id, 0);
                let bit = self.b.ins().band_imm_u(value, 1);
                let base = self.b.ins().bxor(value, bit);
                let wrong = self.b.ins().icmp_imm_u(IntCC::NotEqual, base, Js::FALSE.0 as i64);
                self.bail_if(wrong, id, R::NotBoolean);
                Some(self.b.ins().ireduce(I8, bit))
            }
            CheckNotEmpty => {
                let value = self.input(id, 0);
                let wrong = self.b.ins().icmp_imm_u(IntCC::Equal, value, Js::EMPTY.0 as i64);
                if holds(Rule::Holes) {
                    self.bail_if(wrong, id, R::Empty);
                }
                Some(value)
            }
            CheckIs => {
                let (a, b) = (self.input(id, 0), self.input(id, 1));
                let wrong = self.b.ins().icmp(IntCC::NotEqual, a, b);
                self.bail_if(wrong, id, R::WrongValue);
                None
            }
            CheckByWord => {
                let value = self.input(id, 0);
                // Two tags, one after the other.
                let found = self.b.ins().ushr_imm_u(value, TAG_SHIFT as i64);
                let above = self.b.ins().iadd_imm_s(found, -(tag::SPECIAL as i64));
                let wrong = self.b.ins().icmp_imm_u(IntCC::UnsignedGreaterThan, above, (tag::OBJECT - tag::SPECIAL) as i64);
                self.bail_if(wrong, id, R::WrongValue);
                None
            }
            CheckNullish | CheckNotNullish => {
                let value = self.input(id, 0);
                let nullish = self.is_nullish(value);
                let (wrong, reason) = if graph.node(id).op == CheckNullish {
                    (self.b.ins().bxor_imm_u(nullish, 1), R::NotNullish)
                } else {
                    (nullish, R::Nullish)
                };
                self.bail_if(wrong, id, reason);
                None
            }
            UnboxEnv | UnboxObject | UnboxString => {
                let value = self.input(id, 0);
                Some(self.payload(value))
            }
            UnboxInt32 => {
                let value = self.input(id, 0);
                Some(self.int32_of(value))
            }
            UnboxNumber => {
                let value = self.input(id, 0);
                Some(self.number_to_double(value, None))
            }
            ToBoolean => {
                let value = self.input(id, 0);
                Some(self.to_boolean(value))
            }
            BoolNot => {
                let value = self.input(id, 0);
                Some(self.b.ins().bxor_imm_u(value, 1))
            }
            WordEqual | PtrEqual => {
                let (a, b) = (self.input(id, 0), self.input(id, 1));
                Some(self.b.ins().icmp(IntCC::Equal, a, b))
            }
            IsUndefined | IsEmpty => {
                let word = if graph.node(id).op == IsUndefined { Js::UNDEFINED } else { Js::EMPTY };
                let value = self.input(id, 0);
                Some(self.b.ins().icmp_imm_u(IntCC::Equal, value, word.0 as i64))
            }
            IsNullish => {
                let value = self.input(id, 0);
                Some(self.is_nullish(value))
            }
            IsObject => {
                let value = self.input(id, 0);
                Some(self.has_tag(value, tag::OBJECT))
            }
            TypeOfIs => {
                let (value, name) = (self.input(id, 0), TypeName::from_imm(graph.node(id).imm));
                Some(self.type_of_is(value, name))
            }
            IsArray => {
                let value = self.input(id, 0);
                let (object, done) = (self.b.create_block(), self.b.create_block());
                self.b.append_block_param(done, I8);
                let is_object = self.has_tag(value, tag::OBJECT);
                self.b.ins().brif(is_object, object, &[], done, &[BlockArg::Value(is_object)]);
                self.b.switch_to_block(object);
                let address = self.payload(value);
                let kind = self.load8(address, layout::HEADER_KIND);
                let is_proxy = self.b.ins().icmp_imm_u(IntCC::Equal, kind, Kind::Proxy as i64);
                self.bail_if(is_proxy, id, R::WrongKind);
                let is_array = self.b.ins().icmp_imm_u(IntCC::Equal, kind, Kind::Array as i64);
                self.b.ins().jump(done, &[BlockArg::Value(is_array)]);
                self.b.switch_to_block(done);
                Some(self.b.block_params(done)[0])
            }
            StrictEqual => {
                let (a, b) = (self.input(id, 0), self.input(id, 1));
                let inputs = &graph.node(id).inputs;
                if let Some(text) = self.constant_string(inputs[1]).cloned() {
                    Some(self.equals_constant_string(a, b, &text))
                } else if let Some(text) = self.constant_string(inputs[0]).cloned() {
                    Some(self.equals_constant_string(b, a, &text))
                } else {
                    Some(self.strict_equal(a, b))
                }
            }
            _ => return self.answer(id),
        })
    }

    pub(super) fn is_nullish(&mut self, value: Value) -> Value {
        let masked = self.b.ins().band_imm_s(value, !1);
        self.b.ins().icmp_imm_u(IntCC::Equal, masked, Js::UNDEFINED.0 as i64)
    }

    /// Whether `typeof` (sec-typeof-operator) gives a name. Proxies, and what is like undefined, are looked at
    /// outside.
    fn type_of_is(&mut self, value: Value, name: TypeName) -> Value {
        let is_word = |lower: &mut Self, word: Js| lower.b.ins().icmp_imm_u(IntCC::Equal, value, word.0 as i64);
        let plainly = match name {
            TypeName::String => return self.has_tag(value, tag::STRING),
            TypeName::Symbol => return self.has_tag(value, tag::SYMBOL),
            TypeName::BigInt => return self.has_tag(value, tag::BIGINT),
            TypeName::Number => {
                return self.b.ins().icmp_imm_u(IntCC::UnsignedLessThan, value, ((tag::SPECIAL as u64) << TAG_SHIFT) as i64);
            }
            TypeName::Boolean => {
                let masked = self.b.ins().band_imm_s(value, !1);
                return self.b.ins().icmp_imm_u(IntCC::Equal, masked, Js::FALSE.0 as i64);
            }
            TypeName::Undefined => is_word(self, Js::UNDEFINED),
            TypeName::Object => is_word(self, Js::NULL),
            TypeName::Function => self.b.ins().iconst(I8, 0),
        };
        let (object, odd, done) = (self.b.create_block(), self.cold_block(), self.b.create_block());
        self.b.append_block_param(done, I8);
        let is_object = self.has_tag(value, tag::OBJECT);
        self.b.ins().brif(is_object, object, &[], done, &[BlockArg::Value(plainly)]);

        self.b.switch_to_block(object);
        let address = self.payload(value);
        let (kind, bits) = (self.load8(address, layout::HEADER_KIND), self.load8(address, layout::HEADER_FLAGS));
        let is = |lower: &mut Self, other: Kind| lower.b.ins().icmp_imm_u(IntCC::Equal, kind, other as i64);
        let undetectable = self.b.ins().band_imm_u(bits, flags::HTMLDDA as i64);
        let is_proxy = is(self, Kind::Proxy);
        let is_odd = self.b.ins().bor(undetectable, is_proxy);
        let plain = self.b.create_block();
        self.b.ins().brif(is_odd, odd, &[], plain, &[]);

        self.b.switch_to_block(plain);
        let closure = is(self, Kind::Function);
        let (native, bound) = (is(self, Kind::Native), is(self, Kind::Bound));
        let other = self.b.ins().bor(native, bound);
        let is_function = self.b.ins().bor(closure, other);
        let answer = match name {
            TypeName::Function => is_function,
            TypeName::Object => self.b.ins().bxor_imm_u(is_function, 1),
            _ => self.b.ins().iconst(I8, 0),
        };
        self.b.ins().jump(done, &[BlockArg::Value(answer)]);

        self.b.switch_to_block(odd);
        let number = self.b.ins().iconst(I64, name as i64);
        let word = self.call_helper(Helper::TypeOfIs, &[value, number], None);
        let answer = self.b.ins().ireduce(I8, word);
        self.b.ins().jump(done, &[BlockArg::Value(answer)]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    /// ToBoolean (sec-toboolean): oddballs, objects and int32 first, BigInts outside.
    fn to_boolean(&mut self, value: Value) -> Value {
        let done = self.b.create_block();
        self.b.append_block_param(done, I8);
        let found = self.b.ins().ushr_imm_u(value, TAG_SHIFT as i64);
        let (special, not_special) = (self.b.create_block(), self.b.create_block());
        let is_special = self.b.ins().icmp_imm_u(IntCC::Equal, found, tag::SPECIAL as i64);
        self.b.ins().brif(is_special, special, &[], not_special, &[]);
        self.b.switch_to_block(special);
        let is_true = self.b.ins().icmp_imm_u(IntCC::Equal, value, Js::TRUE.0 as i64);
        self.b.ins().jump(done, &[BlockArg::Value(is_true)]);

        self.b.switch_to_block(not_special);
        let (object, not_object) = (self.b.create_block(), self.b.create_block());
        let is_object = self.b.ins().icmp_imm_u(IntCC::Equal, found, tag::OBJECT as i64);
        self.b.ins().brif(is_object, object, &[], not_object, &[]);
        self.b.switch_to_block(object);
        let address = self.payload(value);
        let bits = self.load8(address, layout::HEADER_FLAGS);
        let undetectable = self.b.ins().band_imm_u(bits, flags::HTMLDDA as i64);
        let truthy = self.b.ins().icmp_imm_u(IntCC::Equal, undetectable, 0);
        self.b.ins().jump(done, &[BlockArg::Value(truthy)]);

        self.b.switch_to_block(not_object);
        let (int, not_int) = (self.b.create_block(), self.cold_block());
        let is_int = self.b.ins().icmp_imm_u(IntCC::Equal, found, tag::INT32 as i64);
        self.b.ins().brif(is_int, int, &[], not_int, &[]);
        self.b.switch_to_block(int);
        let low = self.b.ins().ireduce(I32, value);
        let nonzero = self.b.ins().icmp_imm_u(IntCC::NotEqual, low, 0);
        self.b.ins().jump(done, &[BlockArg::Value(nonzero)]);

        self.b.switch_to_block(not_int);
        let (string, not_string) = (self.cold_block(), self.cold_block());
        let is_string = self.b.ins().icmp_imm_u(IntCC::Equal, found, tag::STRING as i64);
        self.b.ins().brif(is_string, string, &[], not_string, &[]);
        self.b.switch_to_block(string);
        let address = self.payload(value);
        let length = self.load_u32(address, STRING_LEN);
        let some = self.b.ins().icmp_imm_u(IntCC::NotEqual, length, 0);
        self.b.ins().jump(done, &[BlockArg::Value(some)]);

        self.b.switch_to_block(not_string);
        let (double, other) = (self.cold_block(), self.cold_block());
        let is_double = self.b.ins().icmp_imm_u(IntCC::UnsignedLessThan, found, tag::FIRST as i64);
        self.b.ins().brif(is_double, double, &[], other, &[]);
        self.b.switch_to_block(double);
        // Neither zero nor NaN.
        let number = self.to_double(value);
        let zero = self.b.ins().f64const(0.0);
        let unequal = self.b.ins().fcmp(FloatCC::OrderedNotEqual, number, zero);
        self.b.ins().jump(done, &[BlockArg::Value(unequal)]);

        self.b.switch_to_block(other);
        let word = self.call_helper(Helper::ToBoolean, &[value], None);
        let result = self.b.ins().ireduce(I8, word);
        self.b.ins().jump(done, &[BlockArg::Value(result)]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    /// IsStrictlyEqual (sec-isstrictlyequal) with a string that is known: it equals no
    /// value of another type.
    fn equals_constant_string(&mut self, value: Value, constant: Value, text: &JsStr) -> Value {
        let (different, string, done) = (self.b.create_block(), self.b.create_block(), self.b.create_block());
        self.b.append_block_param(done, I8);
        let same = self.b.ins().icmp(IntCC::Equal, value, constant);
        self.b.ins().brif(same, done, &[BlockArg::Value(same)], different, &[]);
        self.b.switch_to_block(different);
        let no = self.b.ins().iconst(I8, 0);
        let is_string = self.has_tag(value, tag::STRING);
        self.b.ins().brif(is_string, string, &[], done, &[BlockArg::Value(no)]);
        self.b.switch_to_block(string);
        let (value, constant) = (self.payload(value), self.payload(constant));
        let result = self.distinct_strings_equal(value, constant, Some(text));
        self.b.ins().jump(done, &[BlockArg::Value(result)]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    /// IsStrictlyEqual (sec-isstrictlyequal): decided by the words where no number, string
    /// or BigInt is involved.
    fn strict_equal(&mut self, a: Value, b: Value) -> Value {
        let done = self.b.create_block();
        self.b.append_block_param(done, I8);
        let slow = self.cold_block();
        let (same, different) = (self.b.create_block(), self.b.create_block());
        let equal = self.b.ins().icmp(IntCC::Equal, a, b);
        self.b.ins().brif(equal, same, &[], different, &[]);
        self.b.switch_to_block(same);
        // Equal words are equal values, but for NaN.
        let as_double = self.to_double(a);
        let is_double = self.is_double(a);
        let unordered = self.b.ins().fcmp(FloatCC::Unordered, as_double, as_double);
        let nan = self.b.ins().band(is_double, unordered);
        let result = self.b.ins().bxor_imm_u(nan, 1);
        self.b.ins().jump(done, &[BlockArg::Value(result)]);
        self.b.switch_to_block(different);
        // Different words are different values, unless both are strings, both numbers (an
        // int32 may equal a double) or both BigInts.
        let no = self.b.ins().iconst(I8, 0);
        let (a_tag, b_tag) = (self.b.ins().ushr_imm_u(a, TAG_SHIFT as i64), self.b.ins().ushr_imm_u(b, TAG_SHIFT as i64));
        let (lower, higher) = (self.b.ins().umin(a_tag, b_tag), self.b.ins().umax(a_tag, b_tag));
        let (strings, others) = (self.b.create_block(), self.b.create_block());
        let tags_equal = self.b.ins().icmp(IntCC::Equal, a_tag, b_tag);
        let is_string = self.b.ins().icmp_imm_u(IntCC::Equal, a_tag, tag::STRING as i64);
        let both = self.b.ins().band(tags_equal, is_string);
        self.b.ins().brif(both, strings, &[], others, &[]);
        self.b.switch_to_block(strings);
        let (a_string, b_string) = (self.payload(a), self.payload(b));
        let result = self.distinct_strings_equal(a_string, b_string, None);
        self.b.ins().jump(done, &[BlockArg::Value(result)]);
        self.b.switch_to_block(others);
        let numbers = self.b.ins().icmp_imm_u(IntCC::UnsignedLessThanOrEqual, higher, tag::INT32 as i64);
        let some_double = self.b.ins().icmp_imm_u(IntCC::NotEqual, lower, tag::INT32 as i64);
        let undecided = self.b.ins().band(numbers, some_double);
        let bigints = self.b.ins().icmp_imm_u(IntCC::Equal, lower, tag::BIGINT as i64);
        let undecided = self.b.ins().bor(undecided, bigints);
        self.b.ins().brif(undecided, slow, &[], done, &[BlockArg::Value(no)]);
        self.b.switch_to_block(slow);
        let word = self.call_helper(Helper::StrictEqual, &[a, b], None);
        let result = self.b.ins().ireduce(I8, word);
        self.b.ins().jump(done, &[BlockArg::Value(result)]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }
}
