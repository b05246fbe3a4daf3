//! The scope pass over expressions and patterns.

use super::analyze::{Access, Analyzer};
use super::functions::{method_kind, plain_kind};
use crate::bytecode::FunctionKind;
use oxc_ast::ast::*;

/// `eval(...)`, if `eval` turns out to be the intrinsic.
pub fn is_direct_eval(call: &CallExpression<'_>) -> bool {
    matches!(call.callee.without_parentheses(), Expression::Identifier(id) if id.name.as_str() == "eval") && !call.optional
}

impl<'a> Analyzer<'a> {
    /// An expression that is a statement of its own, or an update of a for statement.
    pub fn statement_expression(&mut self, expression: &'a Expression<'a>) {
        match expression.without_parentheses() {
            Expression::AssignmentExpression(assignment) => self.assignment(assignment, Access::Write),
            Expression::UpdateExpression(update) => self.simple_target(&update.argument, Access::Write),
            Expression::SequenceExpression(sequence) => {
                self.deeper();
                for expression in &sequence.expressions {
                    self.statement_expression(expression);
                }
                self.depth -= 1;
            }
            _ => self.expression(expression),
        }
    }

    pub fn expression(&mut self, expression: &'a Expression<'a>) {
        self.deeper();
        self.expression_inner(expression);
        self.depth -= 1;
    }

    fn expression_inner(&mut self, expression: &'a Expression<'a>) {
        match expression {
            Expression::Identifier(id) => {
                id.reference_id.set(self.reference_id(id.name.as_str(), id.span.start, Access::Read));
            }
            Expression::ThisExpression(this) => self.refer_hidden("this", this.span.start, Access::Read),
            Expression::NewTarget(target) => self.refer_hidden("new.target", target.span.start, Access::Read),
            Expression::TemplateLiteral(template) => {
                for expression in &template.expressions {
                    self.expression(expression);
                }
            }
            Expression::TaggedTemplateExpression(tagged) => {
                self.callee(&tagged.tag);
                for expression in &tagged.quasi.expressions {
                    self.expression(expression);
                }
            }
            Expression::ArrayExpression(array) => {
                for element in &array.elements {
                    match element {
                        ArrayExpressionElement::SpreadElement(spread) => self.expression(&spread.argument),
                        ArrayExpressionElement::Elision(_) => {}
                        element => self.expression(element.to_expression()),
                    }
                }
            }
            Expression::ObjectExpression(object) => self.object(object),
            Expression::FunctionExpression(function) => {
                let span = (function.span.start, function.span.end);
                self.function(function, plain_kind(function), span, function.span.start);
            }
            Expression::ArrowFunctionExpression(arrow) => self.arrow(arrow),
            Expression::ClassExpression(class) => self.class(class),
            Expression::AssignmentExpression(assignment) => self.assignment(assignment, Access::WriteInExpression),
            Expression::UpdateExpression(update) => self.simple_target(&update.argument, Access::WriteInExpression),
            Expression::UnaryExpression(unary) => self.expression(&unary.argument),
            Expression::BinaryExpression(binary) => {
                self.expression(&binary.left);
                self.expression(&binary.right);
            }
            Expression::LogicalExpression(logical) => {
                self.expression(&logical.left);
                self.expression(&logical.right);
            }
            Expression::ConditionalExpression(conditional) => {
                self.expression(&conditional.test);
                self.expression(&conditional.consequent);
                self.expression(&conditional.alternate);
            }
            Expression::CallExpression(call) => self.call(call),
            Expression::NewExpression(new) => {
                self.expression(&new.callee);
                self.arguments(&new.arguments);
            }
            Expression::ChainExpression(chain) => match &chain.expression {
                ChainElement::CallExpression(call) => self.call(call),
                ChainElement::TSNonNullExpression(inner) => self.expression(&inner.expression),
                member => self.member(member.to_member_expression()),
            },
            Expression::ParenthesizedExpression(inner) => self.expression(&inner.expression),
            Expression::SequenceExpression(sequence) => {
                for expression in &sequence.expressions {
                    self.expression(expression);
                }
            }
            Expression::YieldExpression(expression) => {
                if expression.delegate {
                    self.current_function().needs_low_register = true;
                }
                if let Some(argument) = &expression.argument {
                    self.expression(argument);
                }
            }
            Expression::AwaitExpression(expression) => {
                self.current_function().has_await = true;
                self.expression(&expression.argument);
            }
            Expression::PrivateInExpression(expression) => {
                let name = self.private_name(&expression.left);
                self.refer_hidden(name, expression.span.start, Access::Read);
                self.expression(&expression.right);
            }
            Expression::ImportExpression(import) => {
                self.expression(&import.source);
                if let Some(options) = &import.options {
                    self.expression(options);
                }
            }
            Expression::ComputedMemberExpression(_) | Expression::StaticMemberExpression(_) | Expression::PrivateFieldExpression(_) => {
                self.member(expression.to_member_expression())
            }
            _ => {}
        }
    }

    fn object(&mut self, object: &'a ObjectExpression<'a>) {
        for property in &object.properties {
            match property {
                ObjectPropertyKind::SpreadProperty(spread) => self.expression(&spread.argument),
                ObjectPropertyKind::ObjectProperty(property) => {
                    if property.computed {
                        self.expression(property.key.to_expression());
                    }
                    let accessor = match property.kind {
                        PropertyKind::Get => Some(FunctionKind::Getter),
                        PropertyKind::Set => Some(FunctionKind::Setter),
                        PropertyKind::Init => None,
                    };
                    match &property.value {
                        Expression::FunctionExpression(function) if property.method || accessor.is_some() => {
                            let kind = accessor.unwrap_or_else(|| method_kind(function));
                            let span = (property.span.start, property.span.end);
                            self.function(function, kind, span, function.span.start);
                        }
                        value => self.expression(value),
                    }
                }
            }
        }
    }

    fn arguments(&mut self, arguments: &'a [Argument<'a>]) {
        for argument in arguments {
            match argument {
                Argument::SpreadElement(spread) => self.expression(&spread.argument),
                argument => self.expression(argument.to_expression()),
            }
        }
    }

    fn call(&mut self, call: &'a CallExpression<'a>) {
        if let Expression::Super(callee) = &call.callee {
            // `this` is assigned; fields are initialised by the running constructor.
            self.refer_hidden("this", callee.span.start, Access::WriteInExpression);
            self.refer_hidden("new.target", callee.span.start, Access::Read);
            self.refer_hidden("%function", callee.span.start, Access::Read);
        } else {
            self.callee(&call.callee);
        }
        if is_direct_eval(call) {
            self.direct_eval(call.span.start);
        }
        self.arguments(&call.arguments);
    }

    /// A callee: as the receiver of a method call, `arguments` escapes.
    fn callee(&mut self, callee: &'a Expression<'a>) {
        match callee.without_parentheses() {
            Expression::StaticMemberExpression(member) if matches!(member.object, Expression::Identifier(_)) => {
                self.deeper();
                self.expression(&member.object);
                self.depth -= 1;
            }
            Expression::ComputedMemberExpression(member) if matches!(member.object, Expression::Identifier(_)) => {
                self.deeper();
                self.expression(&member.object);
                self.expression(&member.expression);
                self.depth -= 1;
            }
            _ => self.expression(callee),
        }
    }

    fn member(&mut self, member: &'a MemberExpression<'a>) {
        self.deeper();
        match member {
            MemberExpression::StaticMemberExpression(member) => {
                self.member_object(&member.object, member.property.name.as_str() == "length");
            }
            MemberExpression::ComputedMemberExpression(member) => {
                self.member_object(&member.object, true);
                self.expression(&member.expression);
            }
            MemberExpression::PrivateFieldExpression(member) => {
                self.expression(&member.object);
                let name = self.private_name(&member.field);
                self.refer_hidden(name, member.span.start, Access::Read);
            }
        }
        self.depth -= 1;
    }

    /// The object of a property that is read; `part`: only a number can come out of
    /// it if it is `arguments` (an element, or the length).
    fn member_object(&mut self, object: &'a Expression<'a>, part: bool) {
        match object {
            Expression::Identifier(id) if part && id.name.as_str() == "arguments" => {
                id.reference_id.set(self.reference_id("arguments", id.span.start, Access::ReadPart));
            }
            Expression::Super(object) => {
                self.current_function().uses_super = true;
                self.refer_hidden("this", object.span.start, Access::Read);
            }
            _ => self.expression(object),
        }
    }

    // ---- assignment

    fn assignment(&mut self, assignment: &'a AssignmentExpression<'a>, access: Access) {
        self.deeper();
        self.assignment_target(&assignment.left, access);
        self.expression(&assignment.right);
        self.depth -= 1;
    }

    pub fn note_this_property(&mut self, name: &'a str) {
        let names = &mut self.current_function().this_properties;
        if names.len() < u8::MAX as usize && !names.contains(&name) {
            names.push(name);
        }
    }

    fn simple_target(&mut self, target: &'a SimpleAssignmentTarget<'a>, access: Access) {
        self.deeper();
        match target {
            SimpleAssignmentTarget::AssignmentTargetIdentifier(id) => {
                id.reference_id.set(self.reference_id(id.name.as_str(), id.span.start, access));
            }
            SimpleAssignmentTarget::StaticMemberExpression(member) => {
                if matches!(member.object, Expression::ThisExpression(_)) {
                    self.note_this_property(member.property.name.as_str());
                }
                self.written_object(&member.object);
            }
            SimpleAssignmentTarget::ComputedMemberExpression(member) => {
                self.written_object(&member.object);
                self.expression(&member.expression);
            }
            SimpleAssignmentTarget::PrivateFieldExpression(member) => {
                self.expression(&member.object);
                let name = self.private_name(&member.field);
                self.refer_hidden(name, member.span.start, Access::Read);
            }
            _ => {}
        }
        self.depth -= 1;
    }

    /// The object of an assigned property: `arguments[0] = x` changes a parameter.
    fn written_object(&mut self, object: &'a Expression<'a>) {
        match object {
            Expression::Super(_) => self.member_object(object, false),
            _ => self.expression(object),
        }
    }

    pub fn assignment_target(&mut self, target: &'a AssignmentTarget<'a>, access: Access) {
        self.deeper();
        match target {
            AssignmentTarget::ArrayAssignmentTarget(array) => {
                for element in array.elements.iter().flatten() {
                    self.target_with_default(element, access);
                }
                if let Some(rest) = &array.rest {
                    self.assignment_target(&rest.target, access);
                }
            }
            AssignmentTarget::ObjectAssignmentTarget(object) => {
                for property in &object.properties {
                    match property {
                        AssignmentTargetProperty::AssignmentTargetPropertyIdentifier(property) => {
                            let id = &property.binding;
                            id.reference_id.set(self.reference_id(id.name.as_str(), id.span.start, access));
                            if let Some(init) = &property.init {
                                self.expression(init);
                            }
                        }
                        AssignmentTargetProperty::AssignmentTargetPropertyProperty(property) => {
                            if property.computed {
                                self.expression(property.name.to_expression());
                            }
                            self.target_with_default(&property.binding, access);
                        }
                    }
                }
                if let Some(rest) = &object.rest {
                    self.assignment_target(&rest.target, access);
                }
            }
            target => self.simple_target(target.to_simple_assignment_target(), access),
        }
        self.depth -= 1;
    }

    fn target_with_default(&mut self, target: &'a AssignmentTargetMaybeDefault<'a>, access: Access) {
        match target {
            AssignmentTargetMaybeDefault::AssignmentTargetWithDefault(target) => {
                self.assignment_target(&target.binding, access);
                self.expression(&target.init);
            }
            target => self.assignment_target(target.to_assignment_target(), access),
        }
    }

    /// The expressions within a binding pattern.
    pub fn binding_pattern(&mut self, pattern: &'a BindingPattern<'a>) {
        self.deeper();
        match pattern {
            BindingPattern::BindingIdentifier(_) => {}
            BindingPattern::ObjectPattern(object) => {
                for property in &object.properties {
                    if property.computed {
                        self.expression(property.key.to_expression());
                    }
                    self.binding_pattern(&property.value);
                }
                if let Some(rest) = &object.rest {
                    self.binding_pattern(&rest.argument);
                }
            }
            BindingPattern::ArrayPattern(array) => {
                for element in array.elements.iter().flatten() {
                    self.binding_pattern(element);
                }
                if let Some(rest) = &array.rest {
                    self.binding_pattern(&rest.argument);
                }
            }
            BindingPattern::AssignmentPattern(assignment) => {
                self.binding_pattern(&assignment.left);
                self.expression(&assignment.right);
            }
        }
        self.depth -= 1;
    }
}
