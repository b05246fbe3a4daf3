//! Conditions: jumps on the truth of an expression, without making a boolean.

use super::Emitter;
use crate::bytecode::builder::Label;
use crate::bytecode::{Op, Register};
use oxc_ast::ast::*;

/// The jump for "jump if `a op b` is `truth`".
fn compare_jump(operator: BinaryOperator, truth: bool) -> Option<Op> {
    Some(match (operator, truth) {
        (BinaryOperator::LessThan, true) => Op::JLt,
        (BinaryOperator::LessThan, false) => Op::JNLt,
        (BinaryOperator::LessEqualThan, true) => Op::JLe,
        (BinaryOperator::LessEqualThan, false) => Op::JNLe,
        (BinaryOperator::GreaterThan, true) => Op::JGt,
        (BinaryOperator::GreaterThan, false) => Op::JNGt,
        (BinaryOperator::GreaterEqualThan, true) => Op::JGe,
        (BinaryOperator::GreaterEqualThan, false) => Op::JNGe,
        (BinaryOperator::Equality, true) | (BinaryOperator::Inequality, false) => Op::JEq,
        (BinaryOperator::Equality, false) | (BinaryOperator::Inequality, true) => Op::JNe,
        (BinaryOperator::StrictEquality, true) | (BinaryOperator::StrictInequality, false) => Op::JStrictEq,
        (BinaryOperator::StrictEquality, false) | (BinaryOperator::StrictInequality, true) => Op::JStrictNe,
        _ => return None,
    })
}

impl<'u> Emitter<'u> {
    /// Jumps to `label` if the truth of the expression is `truth`; else falls through.
    pub(super) fn jump_if(&mut self, expression: &'u Expression<'u>, truth: bool, label: Label) {
        let mark = self.mark();
        match expression {
            Expression::ParenthesizedExpression(inner) => self.jump_if(&inner.expression, truth, label),
            Expression::UnaryExpression(unary) if unary.operator == UnaryOperator::LogicalNot => {
                self.jump_if(&unary.argument, !truth, label);
            }
            Expression::BooleanLiteral(literal) => {
                if literal.value == truth {
                    self.b.jump(label);
                }
            }
            Expression::NumericLiteral(literal) => {
                if (literal.value != 0.0 && !literal.value.is_nan()) == truth {
                    self.b.jump(label);
                }
            }
            Expression::LogicalExpression(logical) if logical.operator != LogicalOperator::Coalesce => {
                // `a && b` jumps on false as soon as one is; on true only if both are.
                let is_and = logical.operator == LogicalOperator::And;
                if is_and != truth {
                    self.jump_if(&logical.left, truth, label);
                    self.jump_if(&logical.right, truth, label);
                } else {
                    let end = self.b.label();
                    self.jump_if(&logical.left, !truth, end);
                    self.jump_if(&logical.right, truth, label);
                    self.b.bind(end);
                }
            }
            Expression::SequenceExpression(sequence) => {
                let (last, first) = sequence.expressions.split_last().expect("a sequence is not empty");
                for expression in first {
                    self.effect(expression);
                }
                self.jump_if(last, truth, label);
            }
            Expression::BinaryExpression(binary) if compare_jump(binary.operator, truth).is_some() => {
                self.jump_if_compares(binary, truth, label);
            }
            _ => {
                let value = self.any(expression);
                self.b.jump1(if truth { Op::JumpIfTrue } else { Op::JumpIfFalse }, value, label);
            }
        }
        self.release(mark);
    }

    fn jump_if_compares(&mut self, binary: &'u BinaryExpression<'u>, truth: bool, label: Label) {
        let equals = match binary.operator {
            BinaryOperator::Equality | BinaryOperator::StrictEquality => Some(truth),
            BinaryOperator::Inequality | BinaryOperator::StrictInequality => Some(!truth),
            _ => None,
        };
        let strict = matches!(binary.operator, BinaryOperator::StrictEquality | BinaryOperator::StrictInequality);
        if let Some(equals) = equals {
            for (value, constant) in [(&binary.left, &binary.right), (&binary.right, &binary.left)] {
                let undefined = self.is_undefined(constant);
                let null = matches!(constant.without_parentheses(), Expression::NullLiteral(_));
                let op = match (undefined, null, strict) {
                    (true, _, true) => {
                        if equals {
                            Op::JumpIfUndefined
                        } else {
                            Op::JumpIfNotUndefined
                        }
                    }
                    (true, _, false) | (_, true, false) => {
                        if equals {
                            Op::JumpIfNullish
                        } else {
                            Op::JumpIfNotNullish
                        }
                    }
                    _ => continue,
                };
                let value = self.any(value);
                self.b.jump1(op, value, label);
                return;
            }
        }
        let left = self.operand(&binary.left, None, &[&binary.right]);
        let right = self.any(&binary.right);
        self.b.at(binary.span.start);
        let op = compare_jump(binary.operator, truth).expect("a comparison");
        self.b.jump2(op, left, right, label);
    }

    /// `undefined` or `void 0`.
    fn is_undefined(&self, expression: &Expression<'_>) -> bool {
        match expression.without_parentheses() {
            Expression::Identifier(id) => self.is_global(id, "undefined"),
            expression => expression.is_void_0(),
        }
    }

    /// Jumps if a register's value is undefined: a default value applies.
    pub(super) fn jump_unless_undefined(&mut self, value: Register, label: Label) {
        self.b.jump1(Op::JumpIfNotUndefined, value, label);
    }
}
