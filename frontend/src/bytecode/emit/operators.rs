//! Unary, binary and update operators.

use super::{Emitter, error_kind};
use crate::bytecode::{Insn, JsStr, Op, Register};
use oxc_ast::ast::*;
use oxc_span::GetSpan;

/// The op with an immediate operand, where there is one.
fn immediate(operator: BinaryOperator) -> Option<Op> {
    Some(match operator {
        BinaryOperator::Addition => Op::AddI,
        BinaryOperator::Subtraction => Op::SubI,
        BinaryOperator::Multiplication => Op::MulI,
        BinaryOperator::Division => Op::DivI,
        BinaryOperator::Remainder => Op::ModI,
        BinaryOperator::BitwiseAnd => Op::BitAndI,
        BinaryOperator::BitwiseOR => Op::BitOrI,
        BinaryOperator::BitwiseXOR => Op::BitXorI,
        BinaryOperator::ShiftLeft => Op::ShlI,
        BinaryOperator::ShiftRight => Op::ShrI,
        BinaryOperator::ShiftRightZeroFill => Op::UShrI,
        _ => return None,
    })
}

fn op(operator: BinaryOperator) -> Op {
    match operator {
        BinaryOperator::Addition => Op::Add,
        BinaryOperator::Subtraction => Op::Sub,
        BinaryOperator::Multiplication => Op::Mul,
        BinaryOperator::Division => Op::Div,
        BinaryOperator::Remainder => Op::Mod,
        BinaryOperator::Exponential => Op::Exp,
        BinaryOperator::BitwiseAnd => Op::BitAnd,
        BinaryOperator::BitwiseOR => Op::BitOr,
        BinaryOperator::BitwiseXOR => Op::BitXor,
        BinaryOperator::ShiftLeft => Op::Shl,
        BinaryOperator::ShiftRight => Op::Shr,
        BinaryOperator::ShiftRightZeroFill => Op::UShr,
        BinaryOperator::LessThan => Op::Lt,
        BinaryOperator::LessEqualThan => Op::Le,
        BinaryOperator::GreaterThan => Op::Gt,
        BinaryOperator::GreaterEqualThan => Op::Ge,
        BinaryOperator::Equality => Op::Eq,
        BinaryOperator::Inequality => Op::Ne,
        BinaryOperator::StrictEquality => Op::StrictEq,
        BinaryOperator::StrictInequality => Op::StrictNe,
        BinaryOperator::In => Op::In,
        BinaryOperator::Instanceof => Op::InstanceOf,
    }
}

impl<'u> Emitter<'u> {
    pub(super) fn binary(&mut self, binary: &'u BinaryExpression<'u>, dst: Register) {
        // A long chain `a + b + c …` leans to the left: go down it without recursion.
        let mut chain = vec![binary];
        while let Expression::BinaryExpression(inner) = &chain[chain.len() - 1].left {
            chain.push(inner);
        }
        let innermost = chain[chain.len() - 1];
        let scratch = self.scratch(dst);
        let mut left = self.operand(&innermost.left, Some(scratch), &[&innermost.right]);
        for (i, binary) in chain.iter().enumerate().rev() {
            let target = if i == 0 { dst } else { scratch };
            let mark = self.mark();
            if let (Some(op), Some(int)) = (immediate(binary.operator), Self::small_int(&binary.right)) {
                self.b.at(binary.span.start);
                self.b.emit(Insn::new(op, target.0, left.0, int as u16, 0));
            } else {
                let right_scratch = (left != scratch).then_some(scratch);
                let right = self.operand(&binary.right, right_scratch, &[]);
                self.b.at(binary.span.start);
                self.binary_op(op(binary.operator), target, left, right);
            }
            self.release(mark);
            left = target;
        }
    }

    fn binary_op(&mut self, op: Op, dst: Register, left: Register, right: Register) {
        if op == Op::InstanceOf {
            self.b.op_with_site(op, dst.0, left.0, right.0, 0, crate::bytecode::SiteKey::NONE);
        } else {
            self.b.op3(op, dst, left, right);
        }
    }

    /// `dst = left operator= right`, for compound assignment.
    pub(super) fn compound(
        &mut self,
        operator: AssignmentOperator,
        dst: Register,
        left: Register,
        right: &'u Expression<'u>,
        position: u32,
    ) {
        let operator = match operator.to_binary_operator() {
            Some(operator) => operator,
            None => unreachable!("logical and plain assignments are elsewhere"),
        };
        let mark = self.mark();
        if let (Some(op), Some(int)) = (immediate(operator), Self::small_int(right)) {
            self.b.at(position);
            self.b.emit(Insn::new(op, dst.0, left.0, int as u16, 0));
        } else {
            let right = self.any(right);
            self.b.at(position);
            self.binary_op(op(operator), dst, left, right);
        }
        self.release(mark);
    }

    pub(super) fn unary(&mut self, unary: &'u UnaryExpression<'u>, dst: Register) {
        if let Some(value) = match unary.operator {
            UnaryOperator::UnaryNegation | UnaryOperator::UnaryPlus => {
                Self::constant_number(&unary.argument).map(|v| if unary.operator == UnaryOperator::UnaryNegation { -v } else { v })
            }
            _ => None,
        } {
            return self.b.load_number(dst, value);
        }
        let simple = match unary.operator {
            UnaryOperator::UnaryNegation => Op::Neg,
            UnaryOperator::UnaryPlus => Op::ToNumber,
            UnaryOperator::BitwiseNot => Op::BitNot,
            UnaryOperator::LogicalNot => Op::Not,
            UnaryOperator::Typeof => {
                if let Expression::Identifier(id) = unary.argument.without_parentheses() {
                    let reference = self.reference(id);
                    let value = match self.local(reference) {
                        Some((register, _)) => register,
                        None => {
                            let temp = self.scratch(dst);
                            self.read_identifier(id, temp, true);
                            temp
                        }
                    };
                    return self.b.op2(Op::TypeOf, dst, value);
                }
                Op::TypeOf
            }
            UnaryOperator::Void => {
                self.effect(&unary.argument);
                return self.undefined(dst);
            }
            UnaryOperator::Delete => return self.delete(unary, dst),
        };
        let value = self.any_with_scratch(&unary.argument, dst);
        self.b.at(unary.span.start);
        self.b.op2(simple, dst, value);
    }

    fn delete(&mut self, unary: &'u UnaryExpression<'u>, dst: Register) {
        match unary.argument.without_parentheses() {
            Expression::Identifier(id) => {
                let reference = self.reference(id);
                let name = id.name.as_str();
                self.b.at(id.span.start);
                let result = self.scratch(dst);
                let end = self.dynamic_scopes(reference, name, |e, object, name, _| {
                    let key = e.temp();
                    e.b.load_string(key, name);
                    e.b.op3(Op::DeleteProp, result, object, key);
                });
                if reference.target.is_some() {
                    self.b.op1(Op::LoadFalse, result);
                } else {
                    // No environment: the global scope.
                    let env = self.temp();
                    self.undefined(env);
                    let k = self.b.string16(&JsStr::from(name));
                    self.b.emit(Insn::new(Op::DeleteName, result.0, env.0, k, 0));
                }
                if let Some(end) = end {
                    self.b.bind(end);
                }
                self.b.mov(dst, result);
            }
            Expression::ChainExpression(chain) => {
                let exit = self.b.label();
                let end = self.b.label();
                let outer = self.chain_exit.replace(exit);
                let result = self.scratch(dst);
                match &chain.expression {
                    ChainElement::StaticMemberExpression(_)
                    | ChainElement::ComputedMemberExpression(_)
                    | ChainElement::PrivateFieldExpression(_) => {
                        self.delete_member(chain.expression.to_member_expression(), result, unary.span.start);
                    }
                    ChainElement::CallExpression(call) => {
                        self.call(call, result);
                        self.b.op1(Op::LoadTrue, result);
                    }
                    ChainElement::TSNonNullExpression(_) => self.fail(unary.span.start, "this syntax is not supported"),
                }
                self.chain_exit = outer;
                self.b.jump(end);
                self.b.bind(exit);
                self.b.op1(Op::LoadTrue, result);
                self.b.bind(end);
                self.b.mov(dst, result);
            }
            argument @ (Expression::StaticMemberExpression(_)
            | Expression::ComputedMemberExpression(_)
            | Expression::PrivateFieldExpression(_)) => {
                self.delete_member(argument.to_member_expression(), dst, unary.span.start);
            }
            argument => {
                self.effect(argument);
                self.b.op1(Op::LoadTrue, dst);
            }
        }
    }

    fn delete_member(&mut self, member: &'u MemberExpression<'u>, dst: Register, position: u32) {
        let mark = self.mark();
        let strict = self.strict as u8;
        if matches!(member.object(), Expression::Super(_)) {
            self.this_register(position);
            if let MemberExpression::ComputedMemberExpression(member) = member {
                self.effect(&member.expression);
            }
            self.b.at(position);
            self.throw_error(error_kind::REFERENCE_ERROR, "Unsupported reference to 'super'");
            self.release(mark);
            return;
        }
        match member {
            MemberExpression::StaticMemberExpression(member) => {
                let object = self.chain_object(&member.object, member.optional);
                let key = self.temp();
                self.b.load_string(key, &JsStr::from(member.property.name.as_str()));
                self.b.at(member.property.span.start);
                self.emit_flagged(Op::DeleteProp, dst, object, key, strict);
            }
            MemberExpression::ComputedMemberExpression(member) => {
                let object = self.chain_object_before(&member.object, member.optional, &[&member.expression]);
                let key = self.any(&member.expression);
                let position = self.position_after(&member.object);
                self.b.at(position);
                self.emit_flagged(Op::DeleteProp, dst, object, key, strict);
            }
            MemberExpression::PrivateFieldExpression(member) => {
                self.fail(member.span().start, "Private fields can not be deleted");
            }
        }
        self.release(mark);
    }

    /// `++` and `--`. Without a destination, the old value is not needed.
    pub(super) fn update(&mut self, update: &'u UpdateExpression<'u>, dst: Option<Register>) {
        let op = if update.operator == UpdateOperator::Increment { Op::Inc } else { Op::Dec };
        let position = update.span.start;
        let postfix = !update.prefix && dst.is_some();
        if let SimpleAssignmentTarget::AssignmentTargetIdentifier(id) = &update.argument {
            let reference = self.reference(id);
            if let Some((register, binding)) = self.local(reference)
                && super::assign::is_plain_variable(binding)
            {
                self.b.at(position);
                if postfix {
                    let old = self.temp();
                    self.b.op2(Op::ToNumeric, old, register);
                    self.b.op2(op, register, old);
                    self.b.mov(dst.expect("postfix has one"), old);
                } else {
                    self.b.op2(op, register, register);
                    if let Some(dst) = dst {
                        self.b.mov(dst, register);
                    }
                }
                return;
            }
        }
        let target = self.target_used_twice(&update.argument, &[]);
        let value = self.temp();
        self.read_target(&target, value);
        self.b.at(position);
        let new = if postfix {
            self.b.op2(Op::ToNumeric, value, value);
            self.temp()
        } else {
            value
        };
        self.b.op2(op, new, value);
        self.write_target_again(&target, new, position);
        if let Some(dst) = dst {
            self.b.mov(dst, value);
        }
    }
}
