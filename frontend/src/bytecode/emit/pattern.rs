//! Destructuring, of declarations and of assignments.
//!
//! Both grammars are seen through one: a [`Target`] takes a value; if it is a
//! pattern, `Emitter::view` gives its parts. The iterator of an array pattern is an
//! empty register once it is done, so that an exception in the pattern closes it
//! exactly when it is not.

use super::Emitter;
use super::assign::RefTarget;
use super::control::Control;
use super::error_kind;
use crate::bytecode::builder::Label;
use crate::bytecode::emit::property::{Key, Name};
use crate::bytecode::{Insn, JsStr, Op, Register};
use oxc_ast::ast::*;
use oxc_span::GetSpan;

/// How a declaration's names are bound.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// let, const, parameters, catch: the binding of the scope is initialised.
    Initialise,
    /// var: assigned by name.
    Var,
}

#[derive(Clone, Copy)]
pub(super) enum Target<'u> {
    Binding(&'u BindingPattern<'u>, Mode),
    Assign(&'u AssignmentTarget<'u>),
    AssignArray(&'u ArrayAssignmentTarget<'u>),
    AssignObject(&'u ObjectAssignmentTarget<'u>),
    MaybeDefault(&'u AssignmentTargetMaybeDefault<'u>),
    /// `{x}` or `{x = 1}`.
    Shorthand(&'u AssignmentTargetPropertyIdentifier<'u>),
}

/// A target with its default value.
type Element<'u> = (Target<'u>, Option<&'u Expression<'u>>);

enum View<'u> {
    Name(&'u BindingIdentifier<'u>, Mode),
    Simple(&'u SimpleAssignmentTarget<'u>),
    Identifier(&'u IdentifierReference<'u>),
    Array { elements: Vec<Option<Element<'u>>>, rest: Option<Target<'u>> },
    Object { properties: Vec<Property<'u>>, rest: Option<Target<'u>> },
}

struct Property<'u> {
    key: PropertyName<'u>,
    element: Element<'u>,
}

enum PropertyName<'u> {
    Key(&'u PropertyKey<'u>, bool),
    Name(&'u str, u32),
}

impl<'u> Target<'u> {
    pub(super) fn from_pattern(pattern: &'u AssignmentTargetPattern<'u>) -> Target<'u> {
        match pattern {
            AssignmentTargetPattern::ArrayAssignmentTarget(array) => Target::AssignArray(array),
            AssignmentTargetPattern::ObjectAssignmentTarget(object) => Target::AssignObject(object),
        }
    }

    /// Splits off the default value.
    fn element(self) -> Element<'u> {
        match self {
            Target::Binding(BindingPattern::AssignmentPattern(pattern), mode) => {
                (Target::Binding(&pattern.left, mode), Some(&pattern.right))
            }
            Target::MaybeDefault(AssignmentTargetMaybeDefault::AssignmentTargetWithDefault(target)) => {
                (Target::Assign(&target.binding), Some(&target.init))
            }
            Target::MaybeDefault(target) => (Target::Assign(target.to_assignment_target()), None),
            Target::Shorthand(property) => (self, property.init.as_ref()),
            target => (target, None),
        }
    }

    /// Where it begins.
    fn start(self) -> u32 {
        match self {
            Target::Binding(pattern, _) => pattern.span().start,
            Target::Assign(target) => target.span().start,
            Target::AssignArray(array) => array.span.start,
            Target::AssignObject(object) => object.span.start,
            Target::MaybeDefault(target) => target.span().start,
            Target::Shorthand(property) => property.span.start,
        }
    }

    fn view(self) -> View<'u> {
        match self {
            Target::Binding(pattern, mode) => match pattern {
                BindingPattern::BindingIdentifier(id) => View::Name(id, mode),
                BindingPattern::ArrayPattern(array) => View::Array {
                    elements: array.elements.iter().map(|e| e.as_ref().map(|e| Target::Binding(e, mode).element())).collect(),
                    rest: array.rest.as_ref().map(|r| Target::Binding(&r.argument, mode)),
                },
                BindingPattern::ObjectPattern(object) => View::Object {
                    properties: object
                        .properties
                        .iter()
                        .map(|p| Property {
                            key: PropertyName::Key(&p.key, p.computed),
                            element: Target::Binding(&p.value, mode).element(),
                        })
                        .collect(),
                    rest: object.rest.as_ref().map(|r| Target::Binding(&r.argument, mode)),
                },
                BindingPattern::AssignmentPattern(pattern) => Target::Binding(&pattern.left, mode).view(),
            },
            Target::Assign(target) => match target {
                AssignmentTarget::ArrayAssignmentTarget(array) => Target::AssignArray(array).view(),
                AssignmentTarget::ObjectAssignmentTarget(object) => Target::AssignObject(object).view(),
                target => View::Simple(target.to_simple_assignment_target()),
            },
            Target::AssignArray(array) => View::Array {
                elements: array.elements.iter().map(|e| e.as_ref().map(|e| Target::MaybeDefault(e).element())).collect(),
                rest: array.rest.as_ref().map(|r| Target::Assign(&r.target)),
            },
            Target::AssignObject(object) => View::Object {
                properties: object
                    .properties
                    .iter()
                    .map(|p| match p {
                        AssignmentTargetProperty::AssignmentTargetPropertyIdentifier(p) => Property {
                            key: PropertyName::Name(p.binding.name.as_str(), p.span.start),
                            element: Target::Shorthand(p).element(),
                        },
                        AssignmentTargetProperty::AssignmentTargetPropertyProperty(p) => {
                            Property { key: PropertyName::Key(&p.name, p.computed), element: Target::MaybeDefault(&p.binding).element() }
                        }
                    })
                    .collect(),
                rest: object.rest.as_ref().map(|r| Target::Assign(&r.target)),
            },
            Target::MaybeDefault(target) => Target::MaybeDefault(target).element().0.view(),
            Target::Shorthand(property) => View::Identifier(&property.binding),
        }
    }

    /// The name that an anonymous function gets as default value.
    fn name(self) -> Option<&'u str> {
        match self.view() {
            View::Name(id, _) => Some(id.name.as_str()),
            View::Identifier(id) => Some(id.name.as_str()),
            View::Simple(SimpleAssignmentTarget::AssignmentTargetIdentifier(id)) => Some(id.name.as_str()),
            _ => None,
        }
    }
}

/// A target whose reference has been evaluated, before the value is.
enum Prepared<'u> {
    Target(Target<'u>),
    Reference(RefTarget<'u>, u32),
    /// A variable that was looked for in the object of a with statement.
    Variable(Register, &'u BindingIdentifier<'u>),
}

impl<'u> Emitter<'u> {
    /// Gives `value` to a target.
    pub(super) fn bind(&mut self, target: Target<'u>, value: Register) {
        let mark = self.mark();
        match target.view() {
            View::Name(id, Mode::Initialise) => self.initialise(id, value),
            View::Name(id, Mode::Var) => self.write_symbol(id, value),
            View::Identifier(id) => self.write_identifier(id, value),
            View::Simple(simple) => {
                let reference = self.reference_target(simple, &[]);
                self.write_target(&reference, value, simple.span().start);
            }
            View::Array { elements, rest } => {
                self.b.at(target.start());
                self.bind_array(elements, rest, value);
            }
            View::Object { properties, rest } => {
                // As in V8, what cannot be taken apart is reported at the first name.
                let position = match properties.first().map(|property| &property.key) {
                    Some(PropertyName::Key(key, _)) => key.span().start,
                    Some(PropertyName::Name(_, position)) => *position,
                    None => target.start(),
                };
                self.b.at(position);
                self.bind_object(properties, rest, value);
            }
        }
        self.release(mark);
    }

    /// As `bind`, with a default for undefined. `value` may be overwritten.
    pub(super) fn bind_with_default(&mut self, target: Target<'u>, default: Option<&'u Expression<'u>>, value: Register) {
        let (target, own) = target.element();
        if let Some(default) = default.or(own) {
            self.apply_default(target, default, value);
        }
        self.bind(target, value);
    }

    fn apply_default(&mut self, target: Target<'u>, default: &'u Expression<'u>, value: Register) {
        let given = self.b.label();
        self.jump_unless_undefined(value, given);
        match target.name() {
            Some(name) => self.named_into(default, value, &Name::of(name)),
            None => self.named_into(default, value, &Name::of("")),
        }
        self.b.bind(given);
    }

    /// As `named`, where `value` may be a variable whose old value does not matter.
    fn named_into(&mut self, expression: &'u Expression<'u>, value: Register, name: &Name) {
        let was_variable = !self.b.is_temp(value);
        self.b.set_variable(value, false);
        self.named(expression, value, name);
        self.b.set_variable(value, was_variable);
    }

    /// The variable that takes a value directly, without anything that can fail.
    pub(super) fn direct_register(&mut self, target: Target<'u>) -> Option<Register> {
        match target.view() {
            View::Name(id, Mode::Initialise) => self.initialised_register(id),
            View::Name(id, Mode::Var) => {
                let reference = self.symbol_reference(id)?;
                let (register, binding) = self.local(reference)?;
                super::assign::is_plain_variable(binding).then_some(register)
            }
            View::Identifier(id) => self.plain_variable(id),
            View::Simple(SimpleAssignmentTarget::AssignmentTargetIdentifier(id)) => self.plain_variable(id),
            _ => None,
        }
    }

    /// Evaluates the reference of a property that is assigned, before its value.
    fn prepare(&mut self, target: Target<'u>) -> Prepared<'u> {
        match target.view() {
            View::Simple(simple) if !matches!(simple, SimpleAssignmentTarget::AssignmentTargetIdentifier(_)) => {
                // What is assigned in between must not change the parts.
                let reference = self.reference_target(simple, &[]);
                Prepared::Reference(reference, simple.span().start)
            }
            View::Name(id, Mode::Var) => match self.symbol_reference(id) {
                Some(reference) if reference.dynamic => {
                    Prepared::Variable(self.binding_object(reference, id.name.as_str(), id.span.start), id)
                }
                _ => Prepared::Target(target),
            },
            _ => Prepared::Target(target),
        }
    }

    fn finish(&mut self, prepared: Prepared<'u>, default: Option<&'u Expression<'u>>, value: Register) {
        match prepared {
            Prepared::Target(target) => {
                if let Some(default) = default {
                    self.apply_default(target, default, value);
                }
                self.bind(target, value);
            }
            Prepared::Variable(object, id) => {
                let name = id.name.as_str();
                if let Some(default) = default {
                    let given = self.b.label();
                    self.jump_unless_undefined(value, given);
                    self.named_into(default, value, &Name::of(name));
                    self.b.bind(given);
                }
                let reference = self.symbol_reference(id).expect("it was looked for");
                self.b.at(id.span.start);
                self.write_dynamic(object, reference, name, value);
            }
            Prepared::Reference(reference, position) => {
                if let Some(default) = default {
                    let given = self.b.label();
                    self.jump_unless_undefined(value, given);
                    self.expr(default, value);
                    self.b.bind(given);
                }
                self.write_target(&reference, value, position);
            }
        }
    }

    // ---- arrays

    fn bind_array(&mut self, elements: Vec<Option<Element<'u>>>, rest: Option<Target<'u>>, value: Register) {
        self.destructured = None;
        let record = self.b.temps(2);
        let record_or_value = self.temp();
        self.b.op2(Op::GetIterator, record, value);
        let (handler, end) = (self.b.label(), self.b.label());
        let region = self.b.protect(handler);
        self.control.push(Control::Iterator { record, region, is_async: false, may_be_done: true });
        self.b.pause(region);
        // Blocks for an iterator that is done, out of the way of the usual case.
        let mut out_of_line: Vec<(Label, Label, Register, Label)> = Vec::new();
        for (i, element) in elements.iter().enumerate() {
            let mark = self.mark();
            let (exhausted, skipped, bind) = (self.b.label(), self.b.label(), self.b.label());
            match element {
                None => {
                    if i > 0 {
                        self.b.jump1(Op::JumpIfEmpty, record, skipped);
                    }
                    self.b.jump2(Op::IterNext, record_or_value, record, exhausted);
                    self.b.bind(bind);
                    out_of_line.push((exhausted, skipped, record_or_value, bind));
                }
                Some((target, None)) if self.direct_register(*target).is_some() => {
                    let register = self.direct_register(*target).expect("just asked");
                    if i > 0 {
                        self.b.jump1(Op::JumpIfEmpty, record, skipped);
                    }
                    self.b.jump2(Op::IterNext, register, record, exhausted);
                    self.b.bind(bind);
                    out_of_line.push((exhausted, skipped, register, bind));
                }
                Some((target, default)) => {
                    self.b.resume(region);
                    let prepared = self.prepare(*target);
                    self.b.pause(region);
                    if i > 0 {
                        self.b.jump1(Op::JumpIfEmpty, record, skipped);
                    }
                    self.b.jump2(Op::IterNext, record_or_value, record, exhausted);
                    self.b.bind(bind);
                    out_of_line.push((exhausted, skipped, record_or_value, bind));
                    self.b.resume(region);
                    self.finish(prepared, *default, record_or_value);
                    self.b.pause(region);
                }
            }
            self.release(mark);
        }
        if let Some(target) = rest {
            let mark = self.mark();
            self.b.resume(region);
            let prepared = self.prepare(target);
            self.b.pause(region);
            let array = self.temp();
            self.b.emit(Insn::with_imm32(Op::NewArray, array.0, 0));
            let (again, done) = (self.b.label(), self.b.label());
            if !elements.is_empty() {
                self.b.jump1(Op::JumpIfEmpty, record, done);
            }
            self.b.bind(again);
            self.b.loop_head();
            let exhausted = self.b.label();
            self.b.jump2(Op::IterNext, record_or_value, record, exhausted);
            self.b.op2(Op::ArrayPush, array, record_or_value);
            self.b.jump(again);
            self.b.bind(exhausted);
            self.b.op1(Op::LoadEmpty, record);
            self.b.bind(done);
            // The iterator is done: nothing to close.
            self.finish(prepared, None, array);
            self.release(mark);
            self.b.jump(end);
        } else if elements.is_empty() {
            self.b.emit(Insn::new(Op::IterClose, record.0, 0, 0, 0));
            self.b.jump(end);
        } else {
            self.b.jump1(Op::JumpIfEmpty, record, end);
            self.b.emit(Insn::new(Op::IterClose, record.0, 0, 0, 0));
            self.b.jump(end);
        }
        for (exhausted, skipped, register, bind) in out_of_line {
            self.b.bind(exhausted);
            self.b.op1(Op::LoadEmpty, record);
            self.b.bind(skipped);
            self.undefined(register);
            self.b.jump(bind);
        }
        self.control.pop();
        self.b.resume(region);
        self.b.unprotect(region);
        let exception = self.temp();
        self.b.catch(handler, exception);
        let rethrow = self.b.label();
        self.b.jump1(Op::JumpIfEmpty, record, rethrow);
        self.b.emit(Insn::new(Op::IterClose, record.0, 0, 0, 1));
        self.b.bind(rethrow);
        self.b.op1(Op::Throw, exception);
        self.b.bind(end);
    }

    // ---- objects

    fn bind_object(&mut self, properties: Vec<Property<'u>>, rest: Option<Target<'u>>, value: Register) {
        let origin = self.destructured.take();
        // Reading a named property fails by itself, in words that are as good.
        let reads_name = properties.first().is_some_and(|p| match &p.key {
            PropertyName::Key(key, computed) => !computed && !matches!(key, PropertyKey::NumericLiteral(_)),
            PropertyName::Name(..) => true,
        });
        let has_default = properties.first().is_some_and(|p| p.element.1.is_some());
        if !reads_name || origin.is_some() && !has_default {
            self.require_object_coercible(&properties, value, &origin.unwrap_or_default());
        }
        let excluded = rest.map(|_| self.b.temps(properties.len() as u32));
        for (i, property) in properties.iter().enumerate() {
            let mark = self.mark();
            let (target, default) = property.element;
            let position;
            let key = match &property.key {
                PropertyName::Key(key, computed) => {
                    position = key.span().start;
                    self.property_key(key, *computed)
                }
                PropertyName::Name(name, start) => {
                    position = *start;
                    Key::from_text(name)
                }
            };
            if let Some(excluded) = excluded {
                let register = Register(excluded.0 + i as u16);
                let from = self.key_register(&key);
                self.b.mov(register, from);
            }
            let fresh = matches!(target.view(), View::Name(_, Mode::Initialise));
            let direct = if default.is_none() || fresh { self.direct_register(target) } else { None };
            if let Some(register) = direct {
                self.b.at(position);
                self.get_key(register, value, &key);
                if let Some(default) = default {
                    self.apply_default(target, default, register);
                }
            } else {
                let prepared = self.prepare(target);
                let taken = self.temp();
                self.b.at(position);
                self.get_key(taken, value, &key);
                self.finish(prepared, default, taken);
            }
            self.release(mark);
        }
        if let (Some(target), Some(excluded)) = (rest, excluded) {
            if properties.len() > u8::MAX as usize {
                self.fail(self.function.start, "too many properties in a pattern with a rest element");
            }
            let prepared = self.prepare(target);
            let object = self.temp();
            let site = self.b.site(Op::NewObject, crate::bytecode::SiteKey::NONE);
            self.b.emit(Insn::new(Op::NewObject, object.0, 0, site, 0));
            self.b.emit(Insn::new(Op::CopyDataProperties, object.0, value.0, excluded.0, properties.len() as u8));
            self.finish(prepared, None, object);
        }
    }

    /// TypeError for undefined and null, in V8's words.
    /// `origin`: the text of the expression, if it is known.
    fn require_object_coercible(&mut self, properties: &[Property<'u>], value: Register, origin: &str) {
        let (ok, undefined) = (self.b.label(), self.b.label());
        self.b.jump1(Op::JumpIfNotNullish, value, ok);
        let property = properties.first().and_then(|p| match &p.key {
            PropertyName::Key(key, false) => key.static_name().map(|n| n.into_owned()),
            PropertyName::Key(..) => None,
            PropertyName::Name(name, _) => Some((*name).to_owned()),
        });
        let message = |what: &str| {
            let origin = if origin.is_empty() { what } else { origin };
            match &property {
                Some(name) => format!("Cannot destructure property '{name}' of '{origin}' as it is {what}."),
                None => format!("Cannot destructure '{origin}' as it is {what}."),
            }
        };
        self.b.jump1(Op::JumpIfUndefined, value, undefined);
        self.throw_error(error_kind::TYPE_ERROR, &message("null"));
        self.b.bind(undefined);
        self.throw_error(error_kind::TYPE_ERROR, &message("undefined"));
        self.b.bind(ok);
    }

    // ---- declarations

    /// `let x = init` and the like.
    pub(super) fn declare(&mut self, pattern: &'u BindingPattern<'u>, init: Option<&'u Expression<'u>>, mode: Mode) {
        let mark = self.mark();
        match (pattern, mode) {
            (BindingPattern::BindingIdentifier(id), Mode::Initialise) => {
                let name = Name::Static(JsStr::from(id.name.as_str()));
                if let Some(register) = self.initialised_register(id) {
                    match init {
                        Some(init) => self.named_into(init, register, &name),
                        None => self.undefined(register),
                    }
                } else if let Some(register) = self.empty_register(id)
                    && let Some(init) = init
                    && !super::property::is_anonymous_function(init)
                {
                    self.store(init, register);
                } else {
                    let value = match init {
                        Some(init) => self.any_named(init, &name),
                        None => {
                            let value = self.temp();
                            self.undefined(value);
                            value
                        }
                    };
                    self.initialise(id, value);
                }
            }
            (BindingPattern::BindingIdentifier(id), Mode::Var) => {
                let Some(init) = init else { return };
                let target = Target::Binding(pattern, mode);
                match self.direct_register(target) {
                    Some(register) if !super::property::is_anonymous_function(init) => self.store(init, register),
                    _ => {
                        let prepared = self.prepare(target);
                        let value = self.any_named(init, &Name::of(id.name.as_str()));
                        self.finish(prepared, None, value);
                    }
                }
            }
            _ => {
                let Some(init) = init else { return };
                let value = if mode == Mode::Initialise {
                    self.any(init)
                } else {
                    // A name of the pattern may be the variable that the value is in.
                    let value = self.temp();
                    self.expr(init, value);
                    value
                };
                self.destructured = Some(describe(init));
                self.bind(Target::Binding(pattern, mode), value);
                self.destructured = None;
            }
        }
        self.release(mark);
    }
}

/// An expression as V8 names it in messages.
pub(super) fn describe(expression: &Expression<'_>) -> String {
    match expression {
        Expression::Identifier(id) => id.name.to_string(),
        Expression::ThisExpression(_) => "this".to_owned(),
        Expression::NullLiteral(_) => "null".to_owned(),
        Expression::StaticMemberExpression(member) => {
            format!("{}.{}", describe(&member.object), member.property.name.as_str())
        }
        Expression::CallExpression(call) => format!("{}(...)", describe(&call.callee)),
        _ => "(intermediate value)".to_owned(),
    }
}
