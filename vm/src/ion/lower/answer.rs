//! `typeof`, `==`, `instanceof` and `in`: the common answers in line, the others from helpers, which
//! run no script: where that is called for, the code is left.

use super::Lowering;
use crate::heap::Kind;
use crate::ion::answers::WAYS;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::graph::{NodeId, NodeOp, TypeName};
use crate::ion::helpers::Helper;
use crate::ion::layout;
use crate::object::layout::flags;
use crate::value::{TAG_SHIFT, Value as Js, tag};
use cranelift_codegen::ir::condcodes::{FloatCC, IntCC};
use cranelift_codegen::ir::types::{I8, I64};
use cranelift_codegen::ir::{Block, BlockArg, InstBuilder, Value};

impl Lowering<'_> {
    pub(super) fn answer(&mut self, id: NodeId) -> Option<Option<Value>> {
        use BailoutReason as R;
        let (op, link) = (self.graph.node(id).op, self.graph.node(id).imm);
        Some(Some(match op {
            NodeOp::TypeOf => {
                let value = self.input(id, 0);
                self.type_of(value, link)
            }
            NodeOp::LooseEqual => self.loose_equal(id),
            NodeOp::IsInstance => {
                let (value, constructor) = (self.input(id, 0), self.input(id, 1));
                self.by_shape(id, value, constructor, Helper::IsInstance, R::WrongTarget)
            }
            NodeOp::HasKey => {
                let (object, key) = (self.input(id, 0), self.input(id, 1));
                self.by_shape(id, object, key, Helper::HasKey, R::WrongKind)
            }
            _ => return None,
        }))
    }

    /// Goes to `then` if `condition`, and on in a block of its own if not.
    fn leave_for(&mut self, condition: Value, then: Block) {
        let or_else = self.b.create_block();
        self.b.ins().brif(condition, then, &[], or_else, &[]);
        self.b.switch_to_block(or_else);
    }

    /// The string that `typeof` (sec-typeof-operator) gives, one of those from slot `link` on.
    fn type_of(&mut self, value: Value, link: u64) -> Value {
        let done = self.b.create_block();
        self.b.append_block_param(done, I64);
        let object = self.b.create_block();
        let found = self.b.ins().ushr_imm_u(value, TAG_SHIFT as i64);
        let is_object = self.b.ins().icmp_imm_u(IntCC::Equal, found, tag::OBJECT as i64);
        self.leave_for(is_object, object);
        let give = |lower: &mut Self, condition: Value, name: TypeName| {
            let yes = lower.b.create_block();
            lower.leave_for(condition, yes);
            let no = lower.b.current_block().expect("one is being filled");
            lower.b.switch_to_block(yes);
            let text = lower.load_link_fixed(link + name as u64);
            lower.b.ins().jump(done, &[BlockArg::Value(text)]);
            lower.b.switch_to_block(no);
        };
        let is_string = self.b.ins().icmp_imm_u(IntCC::Equal, found, tag::STRING as i64);
        give(self, is_string, TypeName::String);
        let is_number = self.b.ins().icmp_imm_u(IntCC::UnsignedLessThan, found, tag::SPECIAL as i64);
        give(self, is_number, TypeName::Number);
        let is_undefined = self.b.ins().icmp_imm_u(IntCC::Equal, value, Js::UNDEFINED.0 as i64);
        give(self, is_undefined, TypeName::Undefined);
        let is_null = self.b.ins().icmp_imm_u(IntCC::Equal, value, Js::NULL.0 as i64);
        give(self, is_null, TypeName::Object);
        let truth = self.b.ins().band_imm_s(value, !1);
        let is_boolean = self.b.ins().icmp_imm_u(IntCC::Equal, truth, Js::FALSE.0 as i64);
        give(self, is_boolean, TypeName::Boolean);
        let odd = self.cold_block();
        self.b.ins().jump(odd, &[]);

        self.b.switch_to_block(object);
        let address = self.payload(value);
        let (kind, bits) = (self.load8(address, layout::HEADER_KIND), self.load8(address, layout::HEADER_FLAGS));
        let is = |lower: &mut Self, other: Kind| lower.b.ins().icmp_imm_u(IntCC::Equal, kind, other as i64);
        let undetectable = self.b.ins().band_imm_u(bits, flags::HTMLDDA as i64);
        let is_proxy = is(self, Kind::Proxy);
        let is_odd = self.b.ins().bor(undetectable, is_proxy);
        self.leave_for(is_odd, odd);
        let closure = is(self, Kind::Function);
        let (native, bound) = (is(self, Kind::Native), is(self, Kind::Bound));
        let other = self.b.ins().bor(native, bound);
        let is_function = self.b.ins().bor(closure, other);
        give(self, is_function, TypeName::Function);
        let text = self.load_link_fixed(link + TypeName::Object as u64);
        self.b.ins().jump(done, &[BlockArg::Value(text)]);

        self.b.switch_to_block(odd);
        let text = self.call_helper(Helper::TypeOf, &[value], None);
        self.b.ins().jump(done, &[BlockArg::Value(text)]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    /// Goes to `done` with what a helper answers: 0 or 1; else the code is left.
    fn ask(&mut self, id: NodeId, helper: Helper, args: &[Value], reason: BailoutReason, done: Block) {
        self.may_fail(id, reason);
        let word = self.call_helper(helper, args, None);
        let none = self.b.ins().icmp_imm_u(IntCC::UnsignedGreaterThan, word, 1);
        let answer = self.b.ins().ireduce(I8, word);
        let exit = self.exit_block(id, reason);
        self.b.ins().brif(none, exit, &[], done, &[BlockArg::Value(answer)]);
    }

    /// IsLooselyEqual (sec-islooselyequal): objects, undefined and null in line.
    fn loose_equal(&mut self, id: NodeId) -> Value {
        let (a, b) = (self.input(id, 0), self.input(id, 1));
        let done = self.b.create_block();
        self.b.append_block_param(done, I8);
        let (same, slow) = (self.b.create_block(), self.cold_block());
        let equal = self.b.ins().icmp(IntCC::Equal, a, b);
        self.leave_for(equal, same);
        let (a_object, b_object) = (self.has_tag(a, tag::OBJECT), self.has_tag(b, tag::OBJECT));
        let (a_nullish, b_nullish) = (self.is_nullish(a), self.is_nullish(b));
        let no = self.b.ins().iconst(I8, 0);
        let objects = self.b.ins().band(a_object, b_object);
        let nullish = self.b.create_block();
        let rest = self.b.create_block();
        self.b.ins().brif(objects, done, &[BlockArg::Value(no)], rest, &[]);
        self.b.switch_to_block(rest);
        let some_nullish = self.b.ins().bor(a_nullish, b_nullish);
        self.leave_for(some_nullish, nullish);
        self.equal_to_constant_string(id, done);
        self.b.ins().jump(slow, &[]);

        // Undefined and null equal each other, and objects that are called like undefined.
        self.b.switch_to_block(nullish);
        let some_object = self.b.ins().bor(a_object, b_object);
        let both = self.b.ins().band(a_nullish, b_nullish);
        let object = self.b.create_block();
        self.b.ins().brif(some_object, object, &[], done, &[BlockArg::Value(both)]);
        self.b.switch_to_block(object);
        let other = self.b.ins().select(a_object, a, b);
        let address = self.payload(other);
        let bits = self.load8(address, layout::HEADER_FLAGS);
        let undetectable = self.b.ins().band_imm_u(bits, flags::HTMLDDA as i64);
        let answer = self.b.ins().icmp_imm_u(IntCC::NotEqual, undetectable, 0);
        self.b.ins().jump(done, &[BlockArg::Value(answer)]);

        // Equal words are equal values, but for NaN.
        self.b.switch_to_block(same);
        let number = self.to_double(a);
        let is_double = self.is_double(a);
        let unordered = self.b.ins().fcmp(FloatCC::Unordered, number, number);
        let nan = self.b.ins().band(is_double, unordered);
        let answer = self.b.ins().bxor_imm_u(nan, 1);
        self.b.ins().jump(done, &[BlockArg::Value(answer)]);

        self.b.switch_to_block(slow);
        self.ask(id, Helper::LooseEqual, &[a, b], BailoutReason::WrongValue, done);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    /// If one operand is a string that is known, and the other is a string: goes to `done` with whether these
    /// two different cells are equal.
    fn equal_to_constant_string(&mut self, id: NodeId, done: Block) {
        let inputs = &self.graph.node(id).inputs;
        let Some(at) = [1, 0].into_iter().find(|i| self.constant_string(inputs[*i]).is_some()) else { return };
        let text = self.constant_string(inputs[at]).cloned();
        let (value, constant) = (self.input(id, 1 - at), self.input(id, at));
        let (string, other) = (self.b.create_block(), self.b.create_block());
        let is_string = self.has_tag(value, tag::STRING);
        self.b.ins().brif(is_string, string, &[], other, &[]);
        self.b.switch_to_block(string);
        let (value, constant) = (self.payload(value), self.payload(constant));
        let equal = self.distinct_strings_equal(value, constant, text.as_ref());
        self.b.ins().jump(done, &[BlockArg::Value(equal)]);
        self.b.switch_to_block(other);
    }

    /// The answer about `subject` for objects of the shape of `value`, as the slots have it (see `answers`).
    /// About no other value than an object has a constructor anything to say, and a key is for objects only.
    fn by_shape(&mut self, id: NodeId, value: Value, subject: Value, helper: Helper, reason: BailoutReason) -> Value {
        let link = self.graph.node(id).imm;
        let done = self.b.create_block();
        self.b.append_block_param(done, I8);
        let slow = self.cold_block();
        let expected = self.load_link(link);
        let differs = self.b.ins().icmp(IntCC::NotEqual, subject, expected);
        self.leave_for(differs, slow);
        let is_object = self.has_tag(value, tag::OBJECT);
        let object = self.b.create_block();
        if helper == Helper::IsInstance {
            self.b.ins().brif(is_object, object, &[], done, &[BlockArg::Value(is_object)]);
        } else {
            self.b.ins().brif(is_object, object, &[], slow, &[]);
        }
        self.b.switch_to_block(object);
        let address = self.payload(value);
        let shape = self.load32(address, 0);
        for way in link + 1..=link + WAYS as u64 {
            let known = self.load_link32(way);
            let (hit, miss) = (self.b.create_block(), self.b.create_block());
            let is_it = self.b.ins().icmp(IntCC::Equal, shape, known);
            self.b.ins().brif(is_it, hit, &[], miss, &[]);
            self.b.switch_to_block(hit);
            let answer = self.load_link_refused(way);
            let answer = self.b.ins().ireduce(I8, answer);
            self.b.ins().jump(done, &[BlockArg::Value(answer)]);
            self.b.switch_to_block(miss);
        }
        self.b.ins().jump(slow, &[]);

        self.b.switch_to_block(slow);
        let slot = self.link_slot(link);
        self.ask(id, helper, &[self.links, slot, value, subject], reason, done);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }
}
