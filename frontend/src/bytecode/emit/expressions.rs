//! Expressions: into a given register, into any, or for their effects only.

use super::Emitter;
use crate::bytecode::{Insn, JsStr, Op, Register};
use crate::syntax::text::skip_trivia;
use oxc_ast::ast::*;
use oxc_ast_visit::Visit;
use oxc_span::GetSpan;
use oxc_syntax::scope::ScopeFlags;

impl<'u> Emitter<'u> {
    /// Evaluates into `dst`, which is a temporary, or a variable if the expression
    /// writes its result last.
    pub(super) fn expr(&mut self, expression: &'u Expression<'u>, dst: Register) {
        let mark = self.mark();
        match expression {
            Expression::BooleanLiteral(literal) => {
                self.b.op1(if literal.value { Op::LoadTrue } else { Op::LoadFalse }, dst);
            }
            Expression::NullLiteral(_) => self.b.op1(Op::LoadNull, dst),
            Expression::NumericLiteral(literal) => self.b.load_number(dst, literal.value),
            Expression::BigIntLiteral(literal) => {
                let k = self.b.big_int(literal.value.as_str());
                self.b.op_k32(Op::LoadConst, dst.0, k);
            }
            Expression::StringLiteral(literal) => {
                let string = self.string_literal(literal);
                self.b.load_string(dst, &string)
            }
            Expression::RegExpLiteral(literal) => self.regexp(literal, dst),
            Expression::TemplateLiteral(template) => self.template(template, dst),
            Expression::TaggedTemplateExpression(tagged) => self.tagged_template(tagged, dst),
            Expression::Identifier(id) => {
                let reference = self.reference(id);
                match self.local(reference) {
                    Some((register, _)) => self.b.mov(dst, register),
                    None => self.read_identifier(id, dst, false),
                }
            }
            Expression::ThisExpression(this) => {
                let place = self.this_place();
                if matches!(place, super::names::Place::Slot { .. }) && !self.this_needs_check() {
                    self.read_place(place, dst);
                } else {
                    let register = self.this_register(this.span.start);
                    self.b.mov(dst, register);
                }
            }
            Expression::NewTarget(_) => {
                let register = self.read_hidden("new.target");
                self.b.mov(dst, register);
            }
            Expression::ArrayExpression(array) => self.array(array, dst),
            Expression::ObjectExpression(object) => self.object(object, dst),
            Expression::FunctionExpression(function) => {
                let name = function.id.as_ref().map_or("", |id| id.name.as_str());
                self.function_closure(function, JsStr::from(name), dst);
            }
            Expression::ArrowFunctionExpression(arrow) => self.arrow_closure(arrow, JsStr::from(""), dst),
            Expression::ClassExpression(class) => self.class(class, &super::property::Name::Static(JsStr::from("")), dst),
            Expression::AssignmentExpression(assignment) => {
                let value = self.assignment(assignment, Some(dst));
                self.b.mov(dst, value);
            }
            Expression::UpdateExpression(update) => self.update(update, Some(dst)),
            Expression::UnaryExpression(unary) => self.unary(unary, dst),
            Expression::BinaryExpression(binary) => self.binary(binary, dst),
            Expression::LogicalExpression(logical) => self.logical(logical, dst),
            Expression::ConditionalExpression(conditional) => self.conditional(conditional, dst),
            Expression::CallExpression(call) => self.call(call, dst),
            Expression::NewExpression(new) => self.new_expression(new, dst),
            Expression::ChainExpression(chain) => self.chain(chain, dst),
            Expression::ParenthesizedExpression(inner) => self.expr(&inner.expression, dst),
            Expression::SequenceExpression(sequence) => {
                let (last, first) = sequence.expressions.split_last().expect("a sequence is not empty");
                for expression in first {
                    self.effect(expression);
                }
                self.expr(last, dst);
            }
            Expression::YieldExpression(expression) => self.yield_expression(expression, dst),
            Expression::AwaitExpression(expression) => {
                let value = self.any_with_scratch(&expression.argument, dst);
                self.b.at(expression.span.start);
                self.b.op2(Op::Await, dst, value);
            }
            Expression::PrivateInExpression(expression) => {
                let name = self.read_hidden(&format!("#{}", expression.left.name.as_str()));
                let object = self.any(&expression.right);
                self.b.at(expression.span.start);
                self.b.op3(Op::HasPrivate, dst, object, name);
            }
            Expression::ImportExpression(import) => {
                let source = self.temp();
                self.expr(&import.source, source);
                let options = self.temp();
                match &import.options {
                    Some(expression) => self.expr(expression, options),
                    None => self.undefined(options),
                }
                self.b.at(import.span.start);
                let phase = match import.phase {
                    None => 0,
                    Some(ImportPhase::Source) => 1,
                    Some(ImportPhase::Defer) => 2,
                };
                self.b.emit(Insn::new(Op::ImportCall, dst.0, source.0, options.0, phase));
            }
            Expression::ImportMeta(_) => self.b.op1(Op::ImportMeta, dst),
            Expression::StaticMemberExpression(_) | Expression::ComputedMemberExpression(_) | Expression::PrivateFieldExpression(_) => {
                self.member(expression.to_member_expression(), dst)
            }
            other => {
                let position = other.span().start;
                self.fail(position, "this syntax is not supported");
            }
        }
        self.release(mark);
    }

    /// Evaluates into any register: a variable's own, or a new temporary.
    pub(super) fn any(&mut self, expression: &'u Expression<'u>) -> Register {
        if let Some(register) = self.in_place(expression, &[]) {
            return register;
        }
        let temp = self.temp();
        self.expr(expression, temp);
        temp
    }

    /// As [`Self::any`], using `dst` instead of a new temporary if it is one.
    pub(super) fn any_with_scratch(&mut self, expression: &'u Expression<'u>, dst: Register) -> Register {
        self.operand(expression, Some(dst), &[])
    }

    /// An operand that is used after `rest` have been evaluated. `scratch`, if it is a
    /// temporary, may take its value.
    pub(super) fn operand(&mut self, expression: &'u Expression<'u>, scratch: Option<Register>, rest: &[&'u Expression<'u>]) -> Register {
        if let Some(register) = self.in_place(expression, rest) {
            return register;
        }
        let register = match scratch {
            Some(register) => self.scratch(register),
            None => self.temp(),
        };
        self.expr(expression, register);
        register
    }

    /// The register of a variable whose value the expression is, if evaluating `rest`
    /// does not change it.
    fn in_place(&mut self, expression: &'u Expression<'u>, rest: &[&'u Expression<'u>]) -> Option<Register> {
        match expression {
            Expression::ParenthesizedExpression(inner) => self.in_place(&inner.expression, rest),
            Expression::Identifier(id) => {
                let reference = self.reference(id);
                let (register, binding) = self.local(reference)?;
                let changes = binding.assigned_in_expression && rest.iter().any(|e| assigns(e, id.name.as_str()));
                (!changes).then_some(register)
            }
            Expression::ThisExpression(_) if !self.this_needs_check() => match self.this_place() {
                super::names::Place::Register(register) => Some(register),
                _ => None,
            },
            _ => None,
        }
    }

    /// Evaluates for its effects only.
    pub(super) fn effect(&mut self, expression: &'u Expression<'u>) {
        let mark = self.mark();
        match expression {
            Expression::AssignmentExpression(assignment) => {
                self.assignment(assignment, None);
            }
            Expression::UpdateExpression(update) => self.update(update, None),
            Expression::ParenthesizedExpression(inner) => self.effect(&inner.expression),
            Expression::SequenceExpression(sequence) => {
                for expression in &sequence.expressions {
                    self.effect(expression);
                }
            }
            Expression::UnaryExpression(unary) if matches!(unary.operator, UnaryOperator::Void) => {
                self.effect(&unary.argument);
            }
            Expression::LogicalExpression(logical) => {
                let end = self.b.label();
                match logical.operator {
                    LogicalOperator::And => self.jump_if(&logical.left, false, end),
                    LogicalOperator::Or => self.jump_if(&logical.left, true, end),
                    LogicalOperator::Coalesce => {
                        let left = self.any(&logical.left);
                        self.b.jump1(Op::JumpIfNotNullish, left, end);
                    }
                }
                self.effect(&logical.right);
                self.b.bind(end);
            }
            Expression::ConditionalExpression(conditional) => {
                let (alternate, end) = (self.b.label(), self.b.label());
                self.jump_if(&conditional.test, false, alternate);
                self.effect(&conditional.consequent);
                self.b.jump(end);
                self.b.bind(alternate);
                self.effect(&conditional.alternate);
                self.b.bind(end);
            }
            Expression::BooleanLiteral(_)
            | Expression::NullLiteral(_)
            | Expression::NumericLiteral(_)
            | Expression::StringLiteral(_)
            | Expression::FunctionExpression(_)
            | Expression::ArrowFunctionExpression(_) => {}
            _ => {
                self.any(expression);
            }
        }
        self.release(mark);
    }

    /// Evaluates into a variable, whose old value stays if the expression throws.
    pub(super) fn store(&mut self, expression: &'u Expression<'u>, variable: Register) {
        if Self::writes_last(expression) {
            self.expr(expression, variable);
        } else {
            let mark = self.mark();
            let value = self.any(expression);
            self.b.mov(variable, value);
            self.release(mark);
        }
    }

    /// Does evaluating into a register write it with the last op only?
    pub(super) fn writes_last(expression: &Expression<'_>) -> bool {
        match expression {
            Expression::ParenthesizedExpression(inner) => Self::writes_last(&inner.expression),
            Expression::ConditionalExpression(conditional) => {
                Self::writes_last(&conditional.consequent) && Self::writes_last(&conditional.alternate)
            }
            Expression::SequenceExpression(sequence) => sequence.expressions.last().is_some_and(Self::writes_last),
            Expression::LogicalExpression(_)
            | Expression::UpdateExpression(_)
            | Expression::AssignmentExpression(_)
            | Expression::ArrayExpression(_)
            | Expression::ObjectExpression(_)
            | Expression::ClassExpression(_)
            | Expression::ChainExpression(_)
            | Expression::TemplateLiteral(_)
            | Expression::YieldExpression(_) => false,
            _ => true,
        }
    }

    fn logical(&mut self, logical: &'u LogicalExpression<'u>, dst: Register) {
        let end = self.b.label();
        let result = self.scratch(dst);
        self.expr(&logical.left, result);
        let op = match logical.operator {
            LogicalOperator::And => Op::JumpIfFalse,
            LogicalOperator::Or => Op::JumpIfTrue,
            LogicalOperator::Coalesce => Op::JumpIfNotNullish,
        };
        self.b.jump1(op, result, end);
        self.expr(&logical.right, result);
        self.b.bind(end);
        self.b.mov(dst, result);
    }

    fn conditional(&mut self, conditional: &'u ConditionalExpression<'u>, dst: Register) {
        let (alternate, end) = (self.b.label(), self.b.label());
        self.jump_if(&conditional.test, false, alternate);
        self.expr(&conditional.consequent, dst);
        self.b.jump(end);
        self.b.bind(alternate);
        self.expr(&conditional.alternate, dst);
        self.b.bind(end);
    }

    pub(super) fn arrow_closure(&mut self, arrow: &ArrowFunctionExpression<'_>, name: JsStr, dst: Register) {
        let index = arrow.scope_id.get().expect("the scope pass has seen it").index() as u32;
        self.closure(crate::syntax::scope::FunctionIndex(index), name, dst);
    }

    /// A numeric literal, with its sign.
    pub(super) fn constant_number(expression: &Expression<'_>) -> Option<f64> {
        match expression {
            Expression::NumericLiteral(literal) => Some(literal.value),
            Expression::ParenthesizedExpression(inner) => Self::constant_number(&inner.expression),
            Expression::UnaryExpression(unary) => {
                let value = Self::constant_number(&unary.argument)?;
                match unary.operator {
                    UnaryOperator::UnaryNegation => Some(-value),
                    UnaryOperator::UnaryPlus => Some(value),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// A numeric literal that fits an immediate of 16 bits.
    pub(super) fn small_int(expression: &Expression<'_>) -> Option<i16> {
        let value = Self::constant_number(expression)?;
        let int = value as i16;
        (int as f64 == value && (int != 0 || value.is_sign_positive())).then_some(int)
    }

    /// Where the token after an expression starts, such as its `[`, `(` or `=`.
    pub(super) fn position_after(&self, expression: &impl GetSpan) -> u32 {
        skip_trivia(self.text, expression.span().end as usize) as u32
    }

    /// The value of `new.target`, `this` and others as an operand with an 8-bit register.
    pub(super) fn in_low(&mut self, register: Register) -> u8 {
        if let Ok(low) = u8::try_from(register.0) {
            return low;
        }
        let low = self.low.expect("the scope pass notes who needs one");
        self.b.mov(low, register);
        low.0 as u8
    }

    pub(super) fn emit_flagged(&mut self, op: Op, a: Register, b: Register, c: Register, d: u8) {
        self.b.emit(Insn::new(op, a.0, b.0, c.0, d));
    }
}

/// May evaluating the expression assign a variable of this name, other than in a closure?
pub(super) fn assigns(expression: &Expression<'_>, name: &str) -> bool {
    struct Search<'n> {
        name: &'n str,
        found: bool,
    }
    impl<'a> Visit<'a> for Search<'_> {
        fn visit_simple_assignment_target(&mut self, target: &SimpleAssignmentTarget<'a>) {
            if let SimpleAssignmentTarget::AssignmentTargetIdentifier(id) = target {
                self.found |= id.name.as_str() == self.name;
            }
            oxc_ast_visit::walk::walk_simple_assignment_target(self, target);
        }
        fn visit_assignment_target_property_identifier(&mut self, property: &AssignmentTargetPropertyIdentifier<'a>) {
            self.found |= property.binding.name.as_str() == self.name;
            oxc_ast_visit::walk::walk_assignment_target_property_identifier(self, property);
        }
        fn visit_function(&mut self, _: &Function<'a>, _: ScopeFlags) {}
        fn visit_arrow_function_expression(&mut self, _: &ArrowFunctionExpression<'a>) {}
    }
    let mut search = Search { name, found: false };
    search.visit_expression(expression);
    search.found
}
