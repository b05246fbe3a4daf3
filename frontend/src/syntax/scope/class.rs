//! Classes: the scope of their name and private names, and the functions that a
//! class definition makes besides its methods: the constructor and the field
//! initialisers.

use super::analyze::{Access, Analyzer};
use super::functions::method_kind;
use super::{BindingKind, ClassIndex, ClassScope, FunctionNode, ScopeKind};
use crate::bytecode::FunctionKind;
use crate::syntax::text::skip_trivia;
use oxc_ast::ast::*;
use oxc_syntax::scope::ScopeId;

/// The name of the binding that holds the key of element `n`, where it is computed.
pub fn computed_key_name(n: usize) -> String {
    format!("%key{n}")
}

/// The name of the binding that holds a private method (`kind` = "method"), getter or setter.
pub fn private_function_name(name: &str, kind: &str) -> String {
    format!("#{name}%{kind}")
}

impl<'a> Analyzer<'a> {
    pub fn private_name(&self, id: &PrivateIdentifier<'a>) -> &'a str {
        self.allocator.alloc_str(&format!("#{}", id.name.as_str()))
    }

    pub fn class(&mut self, class: &'a Class<'a>) {
        let outer_strict = std::mem::replace(&mut self.strict, true);
        let index = ClassIndex(self.classes.len() as u32);
        self.classes.push(None);
        class.scope_id.set(Some(ScopeId::new(index.0 as usize)));
        self.current_function().needs_low_register = true;
        let open = self.open(ScopeKind::Class, class.span.start);
        let scope = self.scope;
        self.needs_outer();
        if let Some(id) = &class.id {
            self.declare(scope, id.name.as_str(), BindingKind::Const, class.body.span.start);
        }
        for element in &class.body.body {
            if let Some(PropertyKey::PrivateIdentifier(id)) = element.property_key() {
                let name = self.private_name(id);
                self.declare(scope, name, BindingKind::Hidden, 0);
            }
        }

        let outer_forced = self.forced_position;
        if let Some(heritage) = &class.heritage {
            self.forced_position = Some(outer_forced.unwrap_or(class.span.start));
            self.expression(&heritage.expression);
            self.forced_position = outer_forced;
        }
        let mut constructor = None;
        for (n, element) in class.body.body.iter().enumerate() {
            if element.computed()
                && let Some(key) = element.property_key()
            {
                self.forced_position = Some(outer_forced.unwrap_or(class.span.start));
                self.expression(key.to_expression());
                self.forced_position = outer_forced;
                if matches!(element, ClassElement::PropertyDefinition(_)) {
                    self.declare_hidden(&computed_key_name(n), true);
                }
            }
            if let ClassElement::MethodDefinition(method) = element {
                let function = &*method.value;
                if function.body.is_none() {
                    continue;
                }
                let span = (method_start(self.source, method), method.span.end);
                match method.kind {
                    MethodDefinitionKind::Constructor => {
                        let kind = if class.heritage.is_some() { FunctionKind::DerivedConstructor } else { FunctionKind::BaseConstructor };
                        let span = (class.span.start, class.span.end);
                        constructor = Some(self.function(function, kind, span, class.span.start));
                    }
                    kind => {
                        let (kind, suffix) = match kind {
                            MethodDefinitionKind::Get => (FunctionKind::Getter, "get"),
                            MethodDefinitionKind::Set => (FunctionKind::Setter, "set"),
                            _ => (method_kind(function), "method"),
                        };
                        self.function(function, kind, span, function.span.start);
                        if let PropertyKey::PrivateIdentifier(id) = &method.key
                            && !method.r#static
                        {
                            self.declare_hidden(&private_function_name(id.name.as_str(), suffix), true);
                        }
                    }
                }
            }
        }
        let constructor = constructor.unwrap_or_else(|| {
            let kind = if class.heritage.is_some() { FunctionKind::DerivedConstructor } else { FunctionKind::BaseConstructor };
            let span = (class.span.start, class.span.end);
            let open = self.open_function(FunctionNode::DefaultConstructor(class), kind, ScopeKind::Function, span);
            let function = self.function;
            self.close_function(open, class.span.start);
            function
        });
        self.functions[constructor.0 as usize].class = Some(index);
        let instance_initializer = self.field_initializer(class, index, false);
        let static_initializer = self.field_initializer(class, index, true);
        if let Some(initializer) = instance_initializer {
            let fields = self.functions[initializer.0 as usize].this_properties.clone();
            let names = &mut self.functions[constructor.0 as usize].this_properties;
            for field in fields {
                if !names.contains(&field) {
                    names.push(field);
                }
            }
        }
        self.close(open);
        self.strict = outer_strict;
        self.classes[index.0 as usize] = Some(ClassScope { node: class, scope, constructor, instance_initializer, static_initializer });
    }

    /// A binding of the class scope for the emitter's own use.
    fn declare_hidden(&mut self, name: &str, captured: bool) {
        let name = self.allocator.alloc_str(name);
        let scope = self.scope;
        let binding = self.declare(scope, name, BindingKind::Hidden, 0);
        self.scopes[scope.0 as usize].bindings[binding as usize].captured |= captured;
    }

    /// The function that initialises the fields of an instance, or of the class.
    /// Private methods are added to an instance by it too.
    fn field_initializer(&mut self, class: &'a Class<'a>, index: ClassIndex, is_static: bool) -> Option<super::FunctionIndex> {
        let is_needed = class.body.body.iter().any(|element| match element {
            ClassElement::PropertyDefinition(field) => field.r#static == is_static,
            ClassElement::StaticBlock(_) => is_static,
            ClassElement::MethodDefinition(method) => !is_static && !method.r#static && method.key.is_private_identifier(),
            _ => false,
        });
        if !is_needed {
            return None;
        }
        // No other function of the file has this span.
        let span = (class.body.span.start + is_static as u32, class.body.span.end);
        let node = FunctionNode::FieldInitializer { class, is_static };
        let open = self.open_function(node, FunctionKind::FieldInitializer, ScopeKind::Function, span);
        self.forced_position = None;
        let function = self.function;
        self.current_function().class = Some(index);
        // The initialised object.
        self.refer_hidden("this", class.body.span.start, Access::Read);
        for (n, element) in class.body.body.iter().enumerate() {
            match element {
                ClassElement::PropertyDefinition(field) if field.r#static == is_static => {
                    if field.computed {
                        let key = self.allocator.alloc_str(&computed_key_name(n));
                        self.refer_hidden(key, field.span.start, Access::Read);
                    }
                    match &field.key {
                        PropertyKey::PrivateIdentifier(id) => {
                            let name = self.private_name(id);
                            self.refer_hidden(name, field.span.start, Access::Read);
                        }
                        PropertyKey::StaticIdentifier(id) => {
                            self.note_this_property(id.name.as_str());
                        }
                        _ => {}
                    }
                    if let Some(value) = &field.value {
                        self.expression(value);
                    }
                }
                ClassElement::StaticBlock(block) if is_static => {
                    let open = self.open(ScopeKind::StaticBlock, block.span.start);
                    block.scope_id.set(self.scope_id());
                    self.declare_lexical(&block.body, true);
                    self.statements(&block.body);
                    self.close(open);
                }
                ClassElement::MethodDefinition(method) if !is_static && !method.r#static => {
                    if let PropertyKey::PrivateIdentifier(id) = &method.key {
                        let name = self.private_name(id);
                        self.refer_hidden(name, method.span.start, Access::Read);
                    }
                    // The methods themselves are bindings of the class scope.
                    self.needs_outer();
                }
                _ => {}
            }
        }
        self.close_function(open, class.body.span.start);
        Some(function)
    }
}

/// Where the source text of a method starts: after `static`.
fn method_start(source: &str, method: &MethodDefinition<'_>) -> u32 {
    let start = method.span.start;
    match source.get(start as usize..).and_then(|text| text.strip_prefix("static")) {
        Some(rest) if method.r#static => skip_trivia(source, source.len() - rest.len()) as u32,
        _ => start,
    }
}
