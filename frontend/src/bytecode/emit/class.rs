//! Classes (sec-runtime-semantics-classdefinitionevaluation).

use super::Emitter;
use crate::bytecode::emit::property::{Key, Name};
use crate::bytecode::{FunctionKind, Insn, JsStr, Op, Register, SiteKey};
use crate::syntax::scope::{ClassIndex, FunctionIndex, FunctionNode, FunctionScope, ScopeIndex, Scopes};
use oxc_ast::ast::*;
use oxc_span::GetSpan;

/// DefineElem and DefineAccessor: not enumerable; accessor: a setter.
const NOT_ENUMERABLE: u8 = 1;
const SETTER: u8 = 2;

/// DefinePrivate: what is added.
const FIELD: u8 = 0;
const METHOD: u8 = 1;
const GETTER: u8 = 2;
const SETTER_METHOD: u8 = 3;

/// The name of the hidden binding that holds the key of element `n`.
fn computed_key_name(n: usize) -> String {
    format!("%key{n}")
}

fn private_kind(kind: MethodDefinitionKind) -> (u8, &'static str, &'static str) {
    match kind {
        MethodDefinitionKind::Get => (GETTER, "get", "get"),
        MethodDefinitionKind::Set => (SETTER_METHOD, "set", "set"),
        _ => (METHOD, "method", ""),
    }
}

/// Whether a function is a derived class's implicit constructor, without fields.
pub(super) fn passes_arguments_on(scopes: &Scopes<'_>, function: &FunctionScope<'_>) -> bool {
    function.kind == FunctionKind::DerivedConstructor
        && matches!(function.node, FunctionNode::DefaultConstructor(_))
        && function.class.is_some_and(|class| scopes.class(class).instance_initializer.is_none())
}

impl<'u> Emitter<'u> {
    pub(super) fn class(&mut self, class: &'u Class<'u>, name: &Name, dst: Register) {
        if !class.decorators.is_empty() {
            return self.fail(class.span.start, "decorators are not supported");
        }
        let mark = self.mark();
        let index = ClassIndex(class.scope_id.get().expect("the scope pass has seen it").index() as u32);
        let info = self.scopes.class(index);
        let pair = self.b.temps(2);
        let prototype = Register(pair.0 + 1);
        self.enter_scope(info.scope);
        self.new_private_names(info.scope);
        let heritage = self.temp();
        match &class.heritage {
            Some(expression) => self.strictly(|e| e.expr(&expression.expression, heritage)),
            None => self.b.op1(Op::LoadEmpty, heritage),
        }
        let own_name = class.id.as_ref().map_or_else(|| name.text(), |id| JsStr::from(id.name.as_str()));
        if self.b.reachable() {
            let child = self.b.narrow_child(self.unit.template(info.constructor, own_name));
            let env = self.env_register();
            let env = self.in_low(env);
            let position = class.heritage.as_ref().map_or(class.span.start, |h| h.expression.span().start);
            self.b.at(position);
            self.b.emit(Insn::new(Op::NewClass, pair.0, heritage.0, child, env));
        }
        if class.id.is_none() {
            self.set_function_name(pair, name);
        }
        if self.scopes.function(info.constructor).uses_super {
            self.b.op2(Op::SetHome, pair, prototype);
        }
        for (n, element) in class.body.body.iter().enumerate() {
            let mark = self.mark();
            self.class_element(element, n, pair, prototype);
            self.release(mark);
        }
        if let Some(initializer) = info.instance_initializer {
            let function = self.initializer_closure(initializer, "<instance_members_initializer>", prototype);
            self.b.op2(Op::SetFields, pair, function);
        }
        if let Some(id) = &class.id {
            let binding = self.scopes.scope(info.scope).find(id.name.as_str()).expect("the scope has its name");
            let place = self.place(info.scope, binding);
            self.write_place(place, pair);
        }
        if let Some(initializer) = info.static_initializer {
            let mark = self.mark();
            let base = self.b.temps(2);
            let function = self.initializer_closure(initializer, "<static_initializer>", pair);
            self.b.mov(base, function);
            self.b.mov(Register(base.0 + 1), pair);
            self.release(mark);
            let base = self.b.temps(2);
            let site = self.b.site(Op::Call, SiteKey::NONE);
            self.b.at(class.span.start);
            self.b.emit(Insn::new(Op::Call, base.0, base.0, site, 0));
            self.release(mark);
        }
        self.leave_scope();
        self.b.mov(dst, pair);
        self.release(mark);
    }

    fn new_private_names(&mut self, scope: ScopeIndex) {
        for (i, binding) in self.scopes.scope(scope).bindings.iter().enumerate() {
            if !binding.name.starts_with('#') || binding.name.contains('%') {
                continue;
            }
            let mark = self.mark();
            let place = self.place(scope, i as u32);
            let register = match place {
                super::names::Place::Register(register) => register,
                _ => self.temp(),
            };
            let k = self.b.string(&JsStr::from(binding.name));
            self.b.op_k32(Op::NewPrivateName, register.0, k);
            if !matches!(place, super::names::Place::Register(_)) {
                self.write_place(place, register);
            }
            self.release(mark);
        }
    }

    fn initializer_closure(&mut self, index: FunctionIndex, name: &str, home: Register) -> Register {
        let function = self.temp();
        self.closure(index, JsStr::from(name), function);
        if self.scopes.function(index).uses_super {
            self.b.op2(Op::SetHome, function, home);
        }
        function
    }

    fn class_element(&mut self, element: &'u ClassElement<'u>, n: usize, class: Register, prototype: Register) {
        match element {
            ClassElement::MethodDefinition(method) => {
                if !method.decorators.is_empty() {
                    return self.fail(method.span.start, "decorators are not supported");
                }
                if method.kind == MethodDefinitionKind::Constructor || method.value.body.is_none() {
                    return;
                }
                let target = if method.r#static { class } else { prototype };
                if let PropertyKey::PrivateIdentifier(id) = &method.key {
                    return self.private_method(method, id, target, class);
                }
                let key = self.strictly(|e| e.property_key(&method.key, method.computed));
                let prefix = match method.kind {
                    MethodDefinitionKind::Get => "get",
                    MethodDefinitionKind::Set => "set",
                    _ => "",
                };
                let name = key.name(prefix);
                let function = self.temp();
                self.method(&method.value, &name, target, function);
                let key = self.key_register(&key);
                self.b.at(method.span.start);
                match method.kind {
                    MethodDefinitionKind::Get => {
                        self.emit_flagged(Op::DefineAccessor, target, key, function, NOT_ENUMERABLE);
                    }
                    MethodDefinitionKind::Set => {
                        self.emit_flagged(Op::DefineAccessor, target, key, function, NOT_ENUMERABLE | SETTER);
                    }
                    _ => self.emit_flagged(Op::DefineElem, target, key, function, NOT_ENUMERABLE),
                }
            }
            ClassElement::PropertyDefinition(field) => {
                if !field.decorators.is_empty() {
                    return self.fail(field.span.start, "decorators are not supported");
                }
                if field.computed
                    && let Key::Register(key) = self.strictly(|e| e.property_key(&field.key, true))
                {
                    self.write_hidden(&computed_key_name(n), key);
                }
            }
            ClassElement::StaticBlock(_) => {}
            ClassElement::AccessorProperty(accessor) => {
                self.fail(accessor.span.start, "accessor fields are not supported");
            }
            ClassElement::TSIndexSignature(signature) => {
                self.fail(signature.span.start, "this syntax is not supported");
            }
        }
    }

    /// A private method: added to the class now if static, else to each instance.
    fn private_method(&mut self, method: &'u MethodDefinition<'u>, id: &PrivateIdentifier<'u>, home: Register, class: Register) {
        let (kind, suffix, prefix) = private_kind(method.kind);
        let name = Self::private_key(id.name.as_str()).name(prefix);
        let function = self.temp();
        self.method(&method.value, &name, home, function);
        if method.r#static {
            let name = self.read_hidden(&format!("#{}", id.name.as_str()));
            self.b.at(method.span.start);
            self.b.op_with_site(Op::DefinePrivate, class.0, name.0, function.0, kind, SiteKey::NONE);
        } else {
            self.write_hidden(&format!("#{}%{suffix}", id.name.as_str()), function);
        }
    }

    // ---- the functions of a class

    /// At the entry of a base constructor.
    pub(super) fn init_fields_at_entry(&mut self, class: ClassIndex) {
        if self.scopes.class(class).instance_initializer.is_some() {
            let site = self.b.site(Op::InitFields, SiteKey::NONE);
            self.b.emit(Insn::new(Op::InitFields, Register::THIS.0, Register::CALLEE.0, site, 0));
        }
    }

    /// A constructor that the class does not spell out; `passes_arguments_on` says of which it is all.
    pub(super) fn default_constructor(&mut self) {
        let class = self.function.class.expect("a constructor has its class");
        if self.scopes.class(class).node.heritage.is_none() {
            return self.init_fields_at_entry(class);
        }
        let base = self.b.temps(3);
        let (new_target, arguments) = (Register(base.0 + 1), Register(base.0 + 2));
        self.b.op2(Op::GetSuperConstructor, base, Register::CALLEE);
        self.b.op2(Op::CheckSuperConstructor, base, Register::CALLEE);
        self.b.op1(Op::GetNewTarget, new_target);
        self.b.emit(Insn::new(Op::RestArray, arguments.0, 0, 0, 0));
        let site = self.b.site(Op::SuperCallSpread, SiteKey::NONE);
        self.b.emit(Insn::new(Op::SuperCallSpread, Register::THIS.0, base.0, site, 0));
        self.init_fields_at_entry(class);
        self.b.op1(Op::Return, Register::THIS);
    }

    /// The body of the function that initialises an instance's (or the class's) fields.
    pub(super) fn field_initializer(&mut self, class: &'u Class<'u>, is_static: bool) {
        let this = Register::THIS;
        if !is_static {
            for element in &class.body.body {
                if let ClassElement::MethodDefinition(method) = element
                    && !method.r#static
                    && let PropertyKey::PrivateIdentifier(id) = &method.key
                {
                    let mark = self.mark();
                    let (kind, suffix, _) = private_kind(method.kind);
                    let name = self.read_hidden(&format!("#{}", id.name.as_str()));
                    let function = self.read_hidden(&format!("#{}%{suffix}", id.name.as_str()));
                    self.b.at(method.span.start);
                    self.b.op_with_site(Op::DefinePrivate, this.0, name.0, function.0, kind, SiteKey::NONE);
                    self.release(mark);
                }
            }
        }
        for (n, element) in class.body.body.iter().enumerate() {
            let mark = self.mark();
            match element {
                ClassElement::PropertyDefinition(field) if field.r#static == is_static => self.field(field, n),
                ClassElement::StaticBlock(block) if is_static => {
                    let scope = block.scope_id.get().expect("the scope pass has seen it");
                    self.enter_scope(ScopeIndex(scope.index() as u32));
                    self.statements(&block.body);
                    self.leave_scope();
                }
                _ => {}
            }
            self.release(mark);
        }
    }

    fn field(&mut self, field: &'u PropertyDefinition<'u>, n: usize) {
        let this = Register::THIS;
        if let PropertyKey::PrivateIdentifier(id) = &field.key {
            let name = self.read_hidden(&format!("#{}", id.name.as_str()));
            let value = self.field_value(field, &Name::of(&format!("#{}", id.name.as_str())));
            self.b.at(field.span.start);
            self.b.op_with_site(Op::DefinePrivate, this.0, name.0, value.0, FIELD, SiteKey::NONE);
            return;
        }
        let is_literal = matches!(field.key, PropertyKey::StringLiteral(_) | PropertyKey::NumericLiteral(_));
        let key = if field.computed && !is_literal {
            Key::Register(self.read_hidden(&computed_key_name(n)))
        } else {
            self.property_key(&field.key, false)
        };
        let name = key.name("");
        let value = self.field_value(field, &name);
        self.b.at(field.span.start);
        self.define_key(this, &key, value);
    }

    fn field_value(&mut self, field: &'u PropertyDefinition<'u>, name: &Name) -> Register {
        match &field.value {
            Some(value) => self.any_named(value, name),
            None => {
                let value = self.temp();
                self.undefined(value);
                value
            }
        }
    }
}
