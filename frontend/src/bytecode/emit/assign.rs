//! Assignment, to everything that can be assigned.

use super::{Emitter, error_kind};
use crate::bytecode::emit::pattern::Target;
use crate::bytecode::emit::property::{Key, Name};
use crate::bytecode::{JsStr, Op, Register, SiteKey};
use crate::syntax::cover;
use crate::syntax::scope::{Binding, BindingKind, Reference};
use oxc_ast::ast::*;
use oxc_span::GetSpan;

/// A variable that assignment simply writes.
pub(super) fn is_plain_variable(binding: &Binding<'_>) -> bool {
    !binding.captured && !matches!(binding.kind, BindingKind::Const | BindingKind::FunctionName)
}

/// The name that the assignment gives an anonymous function: none to `(id) = …`.
fn named_evaluation(assignment: &AssignmentExpression<'_>, id: &IdentifierReference<'_>) -> Name {
    let in_parentheses = assignment.span.start != id.span.start;
    Name::of(if in_parentheses { "" } else { id.name.as_str() })
}

/// Whether the value of `expression` is known to be no object.
fn is_primitive(expression: &Expression<'_>) -> bool {
    match expression.without_parentheses() {
        Expression::BinaryExpression(_)
        | Expression::UnaryExpression(_)
        | Expression::UpdateExpression(_)
        | Expression::TemplateLiteral(_) => true,
        literal => literal.is_literal() && !matches!(literal, Expression::RegExpLiteral(_)),
    }
}

/// A reference whose parts have been evaluated.
pub(super) enum RefTarget<'u> {
    Identifier(&'u IdentifierReference<'u>),
    /// Found in an object of the scopes around (a with statement's, or the variables of eval
    /// code), or undefined: where it is declared.
    Dynamic {
        object: Register,
        id: &'u IdentifierReference<'u>,
    },
    Member {
        object: Register,
        key: Key,
        position: u32,
    },
    Private {
        object: Register,
        name: Register,
        position: u32,
    },
    Super {
        this: Register,
        key: Register,
        position: u32,
    },
}

impl<'u> Emitter<'u> {
    /// Evaluates the parts of a target. `rest` is evaluated before they are used.
    pub(super) fn reference_target(&mut self, target: &'u SimpleAssignmentTarget<'u>, rest: &[&'u Expression<'u>]) -> RefTarget<'u> {
        if let Some(call) = cover::called(target) {
            // ~web-compat~ (sec-assignment-operators-runtime-semantics-evaluation): nothing comes after the call.
            self.any(call);
            self.throw_error(error_kind::REFERENCE_ERROR, "Invalid left-hand side in assignment");
            return RefTarget::Super { this: Register::THIS, key: Register::THIS, position: 0 };
        }
        match target {
            SimpleAssignmentTarget::AssignmentTargetIdentifier(id) => self.identifier_target(id),
            SimpleAssignmentTarget::StaticMemberExpression(_)
            | SimpleAssignmentTarget::ComputedMemberExpression(_)
            | SimpleAssignmentTarget::PrivateFieldExpression(_) => {
                let member = target.to_member_expression();
                if matches!(member.object(), Expression::Super(_)) {
                    let position = member.span().start;
                    let this = self.this_register(position);
                    let key = self.super_key(member);
                    return RefTarget::Super { this, key, position };
                }
                match member {
                    MemberExpression::StaticMemberExpression(member) => {
                        let object = self.operand(&member.object, None, rest);
                        let key = Key::from_text(member.property.name.as_str());
                        RefTarget::Member { object, key, position: member.property.span.start }
                    }
                    MemberExpression::ComputedMemberExpression(member) => {
                        let mut after = vec![&member.expression];
                        after.extend_from_slice(rest);
                        let object = self.operand(&member.object, None, &after);
                        let key = match self.literal_key(&member.expression) {
                            Some(key) => key,
                            None => Key::Register(self.operand(&member.expression, None, rest)),
                        };
                        RefTarget::Member { object, key, position: self.position_after(&member.object) }
                    }
                    MemberExpression::PrivateFieldExpression(member) => {
                        let object = self.operand(&member.object, None, rest);
                        let name = self.read_hidden(&format!("#{}", member.field.name.as_str()));
                        RefTarget::Private { object, name, position: member.field.span.start }
                    }
                }
            }
            _ => {
                self.fail(target.span().start, "this syntax is not supported");
                RefTarget::Super { this: Register::THIS, key: Register::THIS, position: 0 }
            }
        }
    }

    /// As `reference_target`, of a target that is read and then written: a computed key is
    /// converted once.
    pub(super) fn target_used_twice(&mut self, target: &'u SimpleAssignmentTarget<'u>, rest: &[&'u Expression<'u>]) -> RefTarget<'u> {
        let mut reference = self.reference_target(target, rest);
        let SimpleAssignmentTarget::ComputedMemberExpression(member) = target else { return reference };
        if is_primitive(&member.expression) {
            return reference;
        }
        // The key of `super[key]` is converted when the base is known, which is in GetSuper.
        if let RefTarget::Member { object, key: Key::Register(key), position } = &mut reference {
            let converted = self.temp();
            self.b.at(*position);
            self.b.op3(Op::ToElementKey, converted, *key, *object);
            *key = converted;
        }
        reference
    }

    /// ResolveBinding (sec-resolvebinding): what is found now stays the target, whatever is
    /// deleted or declared until it is used.
    pub(super) fn identifier_target(&mut self, id: &'u IdentifierReference<'u>) -> RefTarget<'u> {
        let reference = self.reference(id);
        if !reference.dynamic {
            return RefTarget::Identifier(id);
        }
        let object = self.binding_object(reference, id.name.as_str(), id.span.start);
        RefTarget::Dynamic { object, id }
    }

    /// The object of the scopes around that has a name, or undefined.
    pub(super) fn binding_object(&mut self, reference: Reference, name: &str, position: u32) -> Register {
        let object = self.temp();
        self.undefined(object);
        self.b.at(position);
        if let Some(end) = self.dynamic_scopes(reference, name, |e, found, _, _| e.b.mov(object, found)) {
            self.b.bind(end);
        }
        object
    }

    pub(super) fn read_target(&mut self, target: &RefTarget<'u>, dst: Register) {
        match target {
            RefTarget::Dynamic { object, id } => {
                let (found, end) = (self.b.label(), self.b.label());
                self.b.jump1(Op::JumpIfNotNullish, *object, found);
                let mut reference = self.reference(id);
                reference.dynamic = false;
                match self.local(reference) {
                    Some((register, _)) => self.b.mov(dst, register),
                    None => self.read_static(id, reference, dst),
                }
                self.b.jump(end);
                self.b.bind(found);
                self.get_binding(dst, *object, &JsStr::from(id.name.as_str()));
                self.b.bind(end);
            }
            RefTarget::Identifier(id) => {
                let reference = self.reference(id);
                match self.local(reference) {
                    Some((register, _)) => self.b.mov(dst, register),
                    None => self.read_identifier(id, dst, false),
                }
            }
            RefTarget::Member { object, key, position } => {
                self.b.at(*position);
                self.get_key(dst, *object, key);
            }
            RefTarget::Private { object, name, position } => {
                self.b.at(*position);
                self.b.op_with_site(Op::GetPrivate, dst.0, object.0, name.0, 0, SiteKey::NONE);
            }
            RefTarget::Super { this, key, position } => {
                self.b.at(*position);
                self.b.op3(Op::GetSuper, dst, *this, *key);
            }
        }
    }

    /// `position`: of the operator, where V8 reports errors.
    pub(super) fn write_target(&mut self, target: &RefTarget<'u>, value: Register, position: u32) {
        self.b.at(position);
        match target {
            RefTarget::Identifier(id) => self.write_identifier(id, value),
            RefTarget::Dynamic { object, id } => self.write_dynamic(*object, self.reference(id), id.name.as_str(), value),
            RefTarget::Member { object, key, .. } => self.set_key(*object, key, value),
            RefTarget::Private { object, name, .. } => {
                self.b.op_with_site(Op::SetPrivate, object.0, name.0, value.0, 0, SiteKey::NONE);
            }
            RefTarget::Super { this, key, .. } => {
                let strict = self.strict as u8;
                self.emit_flagged(Op::SetSuper, *this, *key, value, strict);
            }
        }
    }

    /// Writes a variable that was looked for: `object` is what `binding_object` found.
    pub(super) fn write_dynamic(&mut self, object: Register, reference: Reference, name: &str, value: Register) {
        let (found, end) = (self.b.label(), self.b.label());
        self.b.jump1(Op::JumpIfNotNullish, object, found);
        self.write_reference(Reference { dynamic: false, ..reference }, name, value);
        self.b.jump(end);
        self.b.bind(found);
        self.set_binding(object, &JsStr::from(name), value);
        self.b.bind(end);
    }

    /// As `write_target`, after the target has been read: it is initialised.
    pub(super) fn write_target_again(&mut self, target: &RefTarget<'u>, value: Register, position: u32) {
        match target {
            RefTarget::Identifier(id) => {
                let mut reference = self.reference(id);
                reference.check = false;
                self.b.at(id.span.start);
                self.write_reference(reference, id.name.as_str(), value);
            }
            RefTarget::Dynamic { object, id } => {
                let reference = Reference { check: false, ..self.reference(id) };
                self.write_dynamic(*object, reference, id.name.as_str(), value);
            }
            target => self.write_target(target, value, position),
        }
    }

    /// An assignment; gives a register with its value. `dst`, if it is a temporary, may
    /// be that register.
    pub(super) fn assignment(&mut self, assignment: &'u AssignmentExpression<'u>, dst: Option<Register>) -> Register {
        let right = &assignment.right;
        let position = self.position_after(&assignment.left);
        if let Some(pattern) = assignment.left.as_assignment_target_pattern() {
            let value = match dst {
                Some(dst) => self.scratch(dst),
                None => self.temp(),
            };
            self.expr(right, value);
            self.destructured = Some(super::pattern::describe(right));
            self.bind(Target::from_pattern(pattern), value);
            self.destructured = None;
            return value;
        }
        let simple = assignment.left.to_simple_assignment_target();
        match assignment.operator {
            AssignmentOperator::Assign => self.plain_assignment(assignment, simple, dst, position),
            AssignmentOperator::LogicalAnd => self.logical_assignment(assignment, simple, Op::JumpIfFalse, position),
            AssignmentOperator::LogicalOr => self.logical_assignment(assignment, simple, Op::JumpIfTrue, position),
            AssignmentOperator::LogicalNullish => self.logical_assignment(assignment, simple, Op::JumpIfNotNullish, position),
            operator => {
                if let SimpleAssignmentTarget::AssignmentTargetIdentifier(id) = simple
                    && let Some(register) = self.plain_variable(id)
                {
                    let left = self.old_value(id, register, right);
                    self.compound(operator, register, left, right, position);
                    return register;
                }
                let target = self.target_used_twice(simple, &[right]);
                let value = self.temp();
                self.read_target(&target, value);
                self.compound(operator, value, value, right, position);
                self.write_target_again(&target, value, position);
                value
            }
        }
    }

    /// The register of a variable that assignment simply writes.
    pub(super) fn plain_variable(&mut self, id: &IdentifierReference<'_>) -> Option<Register> {
        let reference = self.reference(id);
        let (register, binding) = self.local(reference)?;
        is_plain_variable(binding).then_some(register)
    }

    /// The left operand of a compound assignment to a variable: its value before
    /// `right` is evaluated.
    fn old_value(&mut self, id: &'u IdentifierReference<'u>, register: Register, right: &'u Expression<'u>) -> Register {
        let reference = self.reference(id);
        let changes = self.local(reference).is_some_and(|(_, binding)| binding.assigned_in_expression)
            && super::expressions::assigns(right, id.name.as_str());
        if changes {
            let copy = self.temp();
            self.b.mov(copy, register);
            copy
        } else {
            register
        }
    }

    fn plain_assignment(
        &mut self,
        assignment: &'u AssignmentExpression<'u>,
        target: &'u SimpleAssignmentTarget<'u>,
        dst: Option<Register>,
        position: u32,
    ) -> Register {
        let right = &assignment.right;
        if let SimpleAssignmentTarget::AssignmentTargetIdentifier(id) = target {
            let name = named_evaluation(assignment, id);
            if let Some(register) = self.plain_variable(id) {
                if super::property::is_anonymous_function(right) {
                    let value = self.any_named(right, &name);
                    self.b.mov(register, value);
                } else {
                    self.store(right, register);
                }
                return register;
            }
            let target = self.identifier_target(id);
            let value = self.operand_named(right, dst, &name);
            self.write_target(&target, value, id.span.start);
            return value;
        }
        let target = self.reference_target(target, &[right]);
        let value = self.operand(right, dst, &[]);
        self.write_target(&target, value, position);
        value
    }

    fn logical_assignment(
        &mut self,
        assignment: &'u AssignmentExpression<'u>,
        target: &'u SimpleAssignmentTarget<'u>,
        jump: Op,
        position: u32,
    ) -> Register {
        let right = &assignment.right;
        let name = match target {
            SimpleAssignmentTarget::AssignmentTargetIdentifier(id) => named_evaluation(assignment, id),
            _ => Name::of(""),
        };
        let is_identifier = matches!(target, SimpleAssignmentTarget::AssignmentTargetIdentifier(_));
        let end = self.b.label();
        let target = self.target_used_twice(target, &[right]);
        let value = self.temp();
        self.read_target(&target, value);
        self.b.jump1(jump, value, end);
        if is_identifier {
            self.named(right, value, &name);
        } else {
            self.expr(right, value);
        }
        self.write_target_again(&target, value, position);
        self.b.bind(end);
        value
    }
}
