//! Property keys, member access and optional chains, and the names that anonymous
//! functions get.

use super::Emitter;
use crate::bytecode::{Insn, JsStr, Op, Register, SiteKey};
use crate::syntax::text::array_index;
use oxc_ast::ast::*;

/// A property key that is known or has been evaluated.
#[derive(Clone)]
pub(super) enum Key {
    /// A string that is not an array index.
    Name(JsStr),
    Index(u32),
    Register(Register),
}

impl Key {
    pub(super) fn from_text(text: &str) -> Key {
        match array_index(text) {
            Some(index) => Key::Index(index),
            None => Key::Name(JsStr::from(text)),
        }
    }
    pub(super) fn from_string(string: JsStr) -> Key {
        match array_index(&string.to_rust()) {
            Some(index) => Key::Index(index),
            None => Key::Name(string),
        }
    }
    fn from_number(number: f64) -> Key {
        Key::from_text(ryu_js::Buffer::new().format(number))
    }
    /// As the name of a function.
    pub(super) fn name(&self, prefix: &str) -> Name {
        let with_prefix = |text: &JsStr| match prefix {
            "" => text.clone(),
            prefix => {
                let units: Vec<u16> = prefix.encode_utf16().chain([0x20]).chain(text.units()).collect();
                JsStr::from_units(&units)
            }
        };
        match self {
            Key::Name(name) => Name::Static(with_prefix(name)),
            Key::Index(index) => Name::Static(with_prefix(&JsStr::from(index.to_string().as_str()))),
            Key::Register(register) => Name::Register(
                *register,
                match prefix {
                    "get" => 1,
                    "set" => 2,
                    _ => 0,
                },
            ),
        }
    }
}

/// The name that an anonymous function gets (sec-setfunctionname).
pub(super) enum Name {
    Static(JsStr),
    /// The property key in a register, with a prefix: 0 none, 1 get, 2 set.
    Register(Register, u8),
}

impl Name {
    pub(super) fn of(text: &str) -> Name {
        Name::Static(JsStr::from(text))
    }
    pub(super) fn text(&self) -> JsStr {
        match self {
            Name::Static(name) => name.clone(),
            Name::Register(..) => JsStr::from(""),
        }
    }
}

/// IsAnonymousFunctionDefinition.
pub(super) fn is_anonymous_function(expression: &Expression<'_>) -> bool {
    match expression.without_parentheses() {
        Expression::FunctionExpression(function) => function.id.is_none(),
        Expression::ArrowFunctionExpression(_) => true,
        Expression::ClassExpression(class) => class.id.is_none(),
        _ => false,
    }
}

impl<'u> Emitter<'u> {
    // ---- names of functions

    /// NamedEvaluation: as `expr`, giving an anonymous function its name.
    pub(super) fn named(&mut self, expression: &'u Expression<'u>, dst: Register, name: &Name) {
        if !is_anonymous_function(expression) {
            return self.expr(expression, dst);
        }
        match expression.without_parentheses() {
            Expression::FunctionExpression(function) => self.function_closure(function, name.text(), dst),
            Expression::ArrowFunctionExpression(arrow) => self.arrow_closure(arrow, name.text(), dst),
            Expression::ClassExpression(class) => return self.class(class, name, dst),
            _ => unreachable!("an anonymous function is one of these"),
        }
        self.set_function_name(dst, name);
    }

    pub(super) fn set_function_name(&mut self, function: Register, name: &Name) {
        if let Name::Register(key, prefix) = name {
            self.b.emit(Insn::new(Op::SetFunctionName, function.0, key.0, 0, *prefix));
        }
    }

    pub(super) fn any_named(&mut self, expression: &'u Expression<'u>, name: &Name) -> Register {
        self.operand_named(expression, None, name)
    }

    pub(super) fn operand_named(&mut self, expression: &'u Expression<'u>, scratch: Option<Register>, name: &Name) -> Register {
        if !is_anonymous_function(expression) {
            return self.operand(expression, scratch, &[]);
        }
        let register = match scratch {
            Some(register) => self.scratch(register),
            None => self.temp(),
        };
        self.named(expression, register, name);
        register
    }

    // ---- keys

    /// Evaluates a property key of a literal, class or pattern. A computed one becomes
    /// a property key (ToPropertyKey) in a register.
    pub(super) fn property_key(&mut self, key: &'u PropertyKey<'u>, computed: bool) -> Key {
        match key {
            PropertyKey::StaticIdentifier(id) => Key::from_text(id.name.as_str()),
            PropertyKey::StringLiteral(literal) => Key::from_string(self.string_literal(literal)),
            PropertyKey::NumericLiteral(literal) => Key::from_number(literal.value),
            PropertyKey::BigIntLiteral(literal) if !computed => Key::from_text(literal.value.as_str()),
            PropertyKey::PrivateIdentifier(_) => unreachable!("private names are not property keys"),
            key => {
                let register = self.temp();
                self.expr(key.to_expression(), register);
                self.b.op2(Op::ToPropertyKey, register, register);
                Key::Register(register)
            }
        }
    }

    /// The key in a register.
    pub(super) fn key_register(&mut self, key: &Key) -> Register {
        match key {
            Key::Register(register) => *register,
            Key::Name(name) => {
                let register = self.temp();
                self.b.load_string(register, name);
                register
            }
            Key::Index(index) => {
                let register = self.temp();
                self.b.load_number(register, *index as f64);
                register
            }
        }
    }

    pub(super) fn get_key(&mut self, dst: Register, object: Register, key: &Key) {
        match key {
            Key::Name(name) if self.b.has_named_site(Op::GetProp, name) => {
                let site = self.b.named_site(Op::GetProp, name);
                self.b.emit(Insn::new(Op::GetProp, dst.0, object.0, site, 0));
            }
            key => {
                let mark = self.mark();
                let key = self.key_register(key);
                self.b.op_with_site(Op::GetElem, dst.0, object.0, key.0, 0, SiteKey::NONE);
                self.release(mark);
            }
        }
    }

    pub(super) fn set_key(&mut self, object: Register, key: &Key, value: Register) {
        let strict = self.strict as u8;
        match key {
            Key::Name(name) if self.b.has_named_site(Op::SetProp, name) => {
                let site = self.b.named_site(Op::SetProp, name);
                self.b.emit(Insn::new(Op::SetProp, object.0, value.0, site, strict));
            }
            key => {
                let mark = self.mark();
                let key = self.key_register(key);
                self.b.op_with_site(Op::SetElem, object.0, key.0, value.0, strict, SiteKey::NONE);
                self.release(mark);
            }
        }
    }

    /// CreateDataPropertyOrThrow on a literal.
    pub(super) fn define_key(&mut self, object: Register, key: &Key, value: Register) {
        match key {
            // A literal with more properties than there can be sites does without.
            Key::Name(name) if self.b.has_named_site(Op::DefineField, name) => {
                let site = self.b.named_site(Op::DefineField, name);
                self.b.emit(Insn::new(Op::DefineField, object.0, value.0, site, 0));
            }
            key => {
                let mark = self.mark();
                let key = self.key_register(key);
                self.emit_flagged(Op::DefineElem, object, key, value, 0);
                self.release(mark);
            }
        }
    }

    // ---- member access

    /// A key of `a[key]` that is a literal.
    pub(super) fn literal_key(&self, expression: &Expression<'_>) -> Option<Key> {
        match expression.without_parentheses() {
            Expression::StringLiteral(literal) => Some(Key::from_string(self.string_literal(literal))),
            _ => None,
        }
    }

    pub(super) fn member(&mut self, member: &'u MemberExpression<'u>, dst: Register) {
        if matches!(member.object(), Expression::Super(_)) {
            return self.super_member(member, dst);
        }
        match member {
            MemberExpression::StaticMemberExpression(member) => {
                let object = self.member_object(&member.object, member.optional, dst, &[]);
                self.b.at(member.property.span.start);
                self.get_key(dst, object, &Key::Name(JsStr::from(member.property.name.as_str())));
            }
            MemberExpression::ComputedMemberExpression(member) => {
                let object = self.member_object(&member.object, member.optional, dst, &[&member.expression]);
                self.get_element(member, dst, object);
            }
            MemberExpression::PrivateFieldExpression(member) => {
                let object = self.member_object(&member.object, member.optional, dst, &[]);
                self.get_private(member, dst, object);
            }
        }
    }

    /// `object[key]` with the object evaluated.
    pub(super) fn get_element(&mut self, member: &'u ComputedMemberExpression<'u>, dst: Register, object: Register) {
        let position = self.position_after(&member.object);
        if let Some(key) = self.literal_key(&member.expression) {
            self.b.at(position);
            return self.get_key(dst, object, &key);
        }
        let scratch = (object != dst).then_some(dst);
        let key = self.operand(&member.expression, scratch, &[]);
        self.b.at(position);
        self.b.op_with_site(Op::GetElem, dst.0, object.0, key.0, 0, SiteKey::NONE);
    }

    pub(super) fn get_private(&mut self, member: &'u PrivateFieldExpression<'u>, dst: Register, object: Register) {
        let name = self.read_hidden(&format!("#{}", member.field.name.as_str()));
        self.b.at(member.field.span.start);
        self.b.op_with_site(Op::GetPrivate, dst.0, object.0, name.0, 0, SiteKey::NONE);
    }

    fn super_member(&mut self, member: &'u MemberExpression<'u>, dst: Register) {
        let this = self.this_register(object_start(member));
        let key = self.super_key(member);
        self.b.at(object_start(member));
        self.b.op3(Op::GetSuper, dst, this, key);
    }

    /// The key of `super.x` or `super[x]`.
    pub(super) fn super_key(&mut self, member: &'u MemberExpression<'u>) -> Register {
        match member {
            MemberExpression::StaticMemberExpression(member) => self.key_register(&Key::from_text(member.property.name.as_str())),
            MemberExpression::ComputedMemberExpression(member) => self.any(&member.expression),
            MemberExpression::PrivateFieldExpression(member) => {
                self.fail(member.span.start, "Unexpected private field");
                self.temp()
            }
        }
    }

    fn member_object(&mut self, object: &'u Expression<'u>, optional: bool, dst: Register, rest: &[&'u Expression<'u>]) -> Register {
        let register = self.operand(object, Some(dst), rest);
        self.cut_chain(register, optional);
        register
    }

    /// Evaluates the object of a member of a chain, into any register.
    pub(super) fn chain_object(&mut self, object: &'u Expression<'u>, optional: bool) -> Register {
        self.chain_object_before(object, optional, &[])
    }
    pub(super) fn chain_object_before(&mut self, object: &'u Expression<'u>, optional: bool, rest: &[&'u Expression<'u>]) -> Register {
        let register = self.operand(object, None, rest);
        self.cut_chain(register, optional);
        register
    }

    /// `?.`: leaves the chain if the value is undefined or null.
    pub(super) fn cut_chain(&mut self, value: Register, optional: bool) {
        if optional {
            let exit = self.chain_exit.expect("an optional element is in a chain");
            self.b.jump1(Op::JumpIfNullish, value, exit);
        }
    }

    pub(super) fn chain(&mut self, chain: &'u ChainExpression<'u>, dst: Register) {
        let result = self.scratch(dst);
        let (exit, end) = (self.b.label(), self.b.label());
        let outer = self.chain_exit.replace(exit);
        match &chain.expression {
            ChainElement::CallExpression(call) => self.call(call, result),
            ChainElement::TSNonNullExpression(inner) => self.expr(&inner.expression, result),
            member => self.member(member.to_member_expression(), result),
        }
        self.chain_exit = outer;
        self.b.jump(end);
        self.b.bind(exit);
        self.undefined(result);
        self.b.bind(end);
        self.b.mov(dst, result);
    }
}

fn object_start(member: &MemberExpression<'_>) -> u32 {
    use oxc_span::GetSpan;
    member.object().span().start
}
