//! Literals: strings, regular expressions, templates, arrays and objects.

use super::Emitter;
use crate::bytecode::emit::property::Key;
use crate::bytecode::surrogates;
use crate::bytecode::{Constant, Insn, JsStr, Op, Register, SiteKey};
use crate::syntax::text::literal_string;
use oxc_ast::ast::*;

pub(crate) fn string(literal: &StringLiteral<'_>) -> JsStr {
    literal_string(literal.value.as_str(), literal.lone_surrogates)
}

/// Elements up to which an array literal is made from registers at once.
const ARRAY_FROM_REGISTERS: usize = 32;

/// Parts of a template that are concatenated at once.
const PARTS_AT_ONCE: u16 = 256;

impl<'u> Emitter<'u> {
    /// What the parser gives for a part of a literal, as the program sees it.
    fn literal_text(&self, value: &str, lone_surrogates: bool) -> JsStr {
        let text = literal_string(value, lone_surrogates);
        if self.unit.source.surrogates { surrogates::restore(text) } else { text }
    }
    pub(super) fn string_literal(&self, literal: &StringLiteral<'_>) -> JsStr {
        self.literal_text(literal.value.as_str(), literal.lone_surrogates)
    }

    pub(super) fn regexp(&mut self, literal: &RegExpLiteral<'_>, dst: Register) {
        let source = self.unit.source.part(literal.regex.pattern.text.as_str());
        let flags = JsStr::from(literal.regex.flags.to_string().as_str());
        let k = self.b.constant(Constant::RegExp { source, flags });
        self.b.at(literal.span.start);
        self.b.op_k32(Op::NewRegExp, dst.0, k);
    }

    pub(super) fn template(&mut self, template: &'u TemplateLiteral<'u>, dst: Register) {
        let cooked = |e: &Self, element: &TemplateElement<'_>| {
            e.literal_text(element.value.cooked.as_ref().map_or("", |c| c.as_str()), element.lone_surrogates)
        };
        if template.expressions.is_empty() {
            let text = cooked(self, &template.quasis[0]);
            return self.b.load_string(dst, &text);
        }
        let base = self.mark();
        let mut first = None;
        let mut count = 0u16;
        for (i, quasi) in template.quasis.iter().enumerate() {
            let text = cooked(self, quasi);
            if !text.is_empty() {
                let part = self.temp();
                first.get_or_insert(part);
                count += 1;
                self.b.load_string(part, &text);
            }
            if let Some(expression) = template.expressions.get(i) {
                let part = self.temp();
                first.get_or_insert(part);
                count += 1;
                self.expr(expression, part);
                self.b.at(template.span.start);
                self.b.op2(Op::ToStringOp, part, part);
            }
            if let Some(first) = first
                && count >= PARTS_AT_ONCE
            {
                self.b.emit(Insn::new(Op::Concat, first.0, first.0, count, 0));
                self.release(base);
                self.temp();
                count = 1;
            }
        }
        let first = first.expect("a template with an expression has a part");
        self.b.emit(Insn::new(Op::Concat, dst.0, first.0, count, 0));
        self.release(base);
    }

    pub(super) fn template_object(&mut self, template: &TemplateLiteral<'_>, dst: Register) {
        let cooked =
            template.quasis.iter().map(|q| q.value.cooked.as_ref().map(|c| self.literal_text(c.as_str(), q.lone_surrogates))).collect();
        let raw = template.quasis.iter().map(|q| self.unit.source.part(q.value.raw.as_str())).collect();
        let k = self.b.constant(Constant::Template { cooked, raw });
        self.b.op_k32(Op::GetTemplate, dst.0, k);
    }

    pub(super) fn array(&mut self, array: &'u ArrayExpression<'u>, dst: Register) {
        let spreads = array.elements.iter().any(ArrayExpressionElement::is_spread);
        if array.elements.is_empty() || spreads || array.elements.len() > ARRAY_FROM_REGISTERS {
            let result = self.scratch(dst);
            let room = if spreads { 0 } else { array.elements.len().min(1 << 20) };
            self.b.emit(Insn::with_imm32(Op::NewArray, result.0, room as i32));
            for element in &array.elements {
                self.append(result, element);
            }
            return self.b.mov(dst, result);
        }
        let base = self.b.temps(array.elements.len() as u32);
        for (i, element) in array.elements.iter().enumerate() {
            let register = Register(base.0 + i as u16);
            match element {
                ArrayExpressionElement::Elision(_) => self.b.op1(Op::LoadEmpty, register),
                element => self.expr(element.to_expression(), register),
            }
        }
        self.b.emit(Insn::new(Op::NewArrayFrom, dst.0, base.0, array.elements.len() as u16, 0));
    }

    fn append(&mut self, array: Register, element: &'u ArrayExpressionElement<'u>) {
        let mark = self.mark();
        match element {
            ArrayExpressionElement::SpreadElement(spread) => self.append_spread(array, spread),
            ArrayExpressionElement::Elision(_) => {
                let hole = self.temp();
                self.b.op1(Op::LoadEmpty, hole);
                self.b.op2(Op::ArrayPush, array, hole);
            }
            element => {
                let value = self.any(element.to_expression());
                self.b.op2(Op::ArrayPush, array, value);
            }
        }
        self.release(mark);
    }

    pub(super) fn append_spread(&mut self, array: Register, spread: &'u SpreadElement<'u>) {
        use oxc_span::GetSpan;
        let value = self.any(&spread.argument);
        self.b.at(spread.argument.span().start);
        self.b.op2(Op::ArraySpread, array, value);
    }

    pub(super) fn object(&mut self, object: &'u ObjectExpression<'u>, dst: Register) {
        let result = self.scratch(dst);
        let room = object
            .properties
            .iter()
            .filter(|p| matches!(p, ObjectPropertyKind::ObjectProperty(p) if p.kind == PropertyKind::Init))
            .count()
            .min(u16::MAX as usize);
        let site = self.b.site(Op::NewObject, SiteKey::NONE);
        self.b.at(object.span.start);
        self.b.emit(Insn::new(Op::NewObject, result.0, room as u16, site, 0));
        for property in &object.properties {
            let mark = self.mark();
            match property {
                ObjectPropertyKind::SpreadProperty(spread) => {
                    let from = self.any(&spread.argument);
                    self.b.at(spread.span.start);
                    self.b.emit(Insn::new(Op::CopyDataProperties, result.0, from.0, 0, 0));
                }
                ObjectPropertyKind::ObjectProperty(property) => self.object_property(property, result),
            }
            self.release(mark);
        }
        self.b.mov(dst, result);
    }

    fn object_property(&mut self, property: &'u ObjectProperty<'u>, object: Register) {
        let position = property.span.start;
        let is_proto = !property.computed
            && !property.shorthand
            && !property.method
            && property.kind == PropertyKind::Init
            && matches!(property.key.static_name(), Some(name) if name == "__proto__");
        if is_proto {
            let value = self.any(&property.value);
            self.b.op2(Op::SetProto, object, value);
            return;
        }
        let key = self.property_key(&property.key, property.computed);
        let value = if property.method || property.kind != PropertyKind::Init {
            let Expression::FunctionExpression(function) = &property.value else {
                return self.fail(position, "a method is a function");
            };
            let prefix = match property.kind {
                PropertyKind::Get => "get",
                PropertyKind::Set => "set",
                PropertyKind::Init => "",
            };
            let name = key.name(prefix);
            let value = self.temp();
            self.method(function, &name, object, value);
            value
        } else {
            self.any_named(&property.value, &key.name(""))
        };
        self.b.at(position);
        match property.kind {
            PropertyKind::Init => self.define_key(object, &key, value),
            kind => {
                let key: Register = self.key_register(&key);
                let setter = if kind == PropertyKind::Set { 2 } else { 0 };
                self.emit_flagged(Op::DefineAccessor, object, key, value, setter);
            }
        }
    }

    /// The closure of a method, with its home object if it uses `super`.
    pub(super) fn method(&mut self, function: &'u Function<'u>, name: &super::property::Name, home: Register, dst: Register) {
        self.function_closure(function, name.text(), dst);
        if self.scopes.function(Self::function_index(function)).uses_super {
            self.b.op2(Op::SetHome, dst, home);
        }
        self.set_function_name(dst, name);
    }

    /// A key as the description of a private name.
    pub(super) fn private_key(name: &str) -> Key {
        Key::Name(JsStr::from(format!("#{name}").as_str()))
    }
}
