//! Functions: parameters, the body, and what they need of their environment.

use super::analyze::{Analyzer, Open};
use super::declare::for_each_name;
use super::{BindingKind, FunctionIndex, FunctionNode, ScopeIndex, ScopeKind};
use crate::bytecode::FunctionKind;
use oxc_ast::ast::*;
use oxc_ast_visit::Visit;
use oxc_span::GetSpan;
use oxc_syntax::scope::{ScopeFlags, ScopeId};

/// The kind of a function that is not a method.
pub fn plain_kind(function: &Function<'_>) -> FunctionKind {
    match (function.r#async, function.generator) {
        (false, false) => FunctionKind::Normal,
        (false, true) => FunctionKind::Generator,
        (true, false) => FunctionKind::Async,
        (true, true) => FunctionKind::AsyncGenerator,
    }
}

/// The kind of a method.
pub fn method_kind(function: &Function<'_>) -> FunctionKind {
    match (function.r#async, function.generator) {
        (false, false) => FunctionKind::Method,
        (false, true) => FunctionKind::GeneratorMethod,
        (true, false) => FunctionKind::AsyncMethod,
        (true, true) => FunctionKind::AsyncGeneratorMethod,
    }
}

impl<'a> Analyzer<'a> {
    /// `span`: what `toString` gives. `created`: the position before which it cannot run.
    pub fn function(&mut self, function: &'a Function<'a>, kind: FunctionKind, span: (u32, u32), created: u32) -> FunctionIndex {
        let outer_strict = self.strict;
        self.strict |= function.has_use_strict_directive();
        let open = self.open_function(FunctionNode::Function(function), kind, ScopeKind::Function, span);
        let index = self.function;
        self.forced_position = None;
        function.scope_id.set(Some(ScopeId::new(index.0 as usize)));
        let body_scope = self.parameters(&function.params, function.body.as_deref());
        if function.r#type == FunctionType::FunctionExpression
            && let Some(id) = &function.id
            && kind == plain_kind(function)
            && (!self.nameless_outermost || self.functions[index.0 as usize].parent != Some(FunctionIndex(0)))
        {
            // A parameter of that name stays what it is.
            let scope = self.current_function().scope;
            self.declare(scope, id.name.as_str(), BindingKind::FunctionName, 0);
        }
        if let Some(body) = &function.body {
            self.declare_lexical(&body.statements, true);
            self.statements(&body.statements);
        }
        self.close_body(body_scope);
        self.close_function(open, created);
        self.strict = outer_strict;
        index
    }

    pub fn arrow(&mut self, arrow: &'a ArrowFunctionExpression<'a>) {
        let outer_strict = self.strict;
        self.strict |= arrow.has_use_strict_directive();
        let kind = if arrow.r#async { FunctionKind::AsyncArrow } else { FunctionKind::Arrow };
        let span = (arrow.span.start, arrow.span.end);
        let open = self.open_function(FunctionNode::Arrow(arrow), kind, ScopeKind::Function, span);
        self.forced_position = None;
        arrow.scope_id.set(Some(ScopeId::new(self.function.0 as usize)));
        let body = if let ArrowFunctionBody::FunctionBody(body) = &arrow.body { Some(&**body) } else { None };
        let body_scope = self.parameters(&arrow.params, body);
        match &arrow.body {
            ArrowFunctionBody::FunctionBody(body) => {
                self.declare_lexical(&body.statements, true);
                self.statements(&body.statements);
            }
            body => self.expression(body.to_expression()),
        }
        self.close_body(body_scope);
        self.close_function(open, arrow.span.start);
        self.strict = outer_strict;
    }

    /// Declares and visits the parameters. Opens a scope for the body if it needs
    /// one of its own: closures and default values in parameters must not see its declarations.
    fn parameters(&mut self, params: &'a FormalParameters<'a>, body: Option<&'a FunctionBody<'a>>) -> Option<Open> {
        let has_expressions = params.items.iter().any(|p| p.initializer.is_some() || has_expression(&p.pattern))
            || params.rest.as_ref().is_some_and(|r| has_expression(&r.rest.argument));
        let simple = params.rest.is_none() && params.items.iter().all(|p| p.initializer.is_none() && p.pattern.is_binding_identifier());
        let length = params.items.iter().position(|p| p.initializer.is_some()).unwrap_or(params.items.len()).min(u16::MAX as usize);
        let function = self.current_function();
        function.simple_parameters = simple;
        function.has_parameter_expressions = has_expressions;
        function.length = length as u16;
        let scope = self.scope;
        for param in &params.items {
            let initialised_at = if has_expressions { param.span.end } else { 0 };
            for_each_name(&param.pattern, &mut |id| {
                self.declare(scope, id.name.as_str(), BindingKind::Param, initialised_at);
            });
        }
        if let Some(rest) = &params.rest {
            let initialised_at = if has_expressions { rest.span.end } else { 0 };
            for_each_name(&rest.rest.argument, &mut |id| {
                self.declare(scope, id.name.as_str(), BindingKind::Param, initialised_at);
            });
        }
        let functions_before = self.functions.len();
        let pending_before = self.pending.len();
        for param in &params.items {
            self.binding_pattern(&param.pattern);
            if let Some(initializer) = &param.initializer {
                self.expression(initializer);
            }
        }
        if let Some(rest) = &params.rest {
            self.binding_pattern(&rest.rest.argument);
        }
        // Closures and eval code in parameters must not see what the body declares.
        // `arguments` in them is not what the body may declare by that name.
        let own_scope = has_expressions
            && (self.current_function().has_sloppy_eval
                || self.refers_to("arguments", pending_before)
                || self.refers_to_what_body_declares(pending_before, scope, body));
        if self.functions.len() == functions_before && !own_scope {
            return None;
        }
        let open = self.open(ScopeKind::Body, params.span().end);
        let body = self.scope;
        self.current_function().body_scope = Some(body);
        Some(open)
    }

    /// Whether one of the references since `first`, which are those of the parameters, has
    /// the name of something else than a parameter that `body` declares.
    fn refers_to_what_body_declares(&self, first: usize, parameters: ScopeIndex, body: Option<&'a FunctionBody<'a>>) -> bool {
        let outer = |name: &&str| self.scopes[parameters.0 as usize].find(name).is_none();
        let names: Vec<&'a str> = self.pending_names(first).filter(outer).collect();
        let Some(body) = body.filter(|_| !names.is_empty()) else { return false };
        let mut search = DeclaredNames { names: &names, found: false };
        search.visit_function_body(body);
        search.found
    }

    fn close_body(&mut self, open: Option<Open>) {
        let Some(open) = open else { return };
        // A `var` with a parameter's name starts out with the parameter's value.
        let body = self.scope;
        let position = self.scopes[body.0 as usize].start;
        let names: Vec<&'a str> =
            self.scopes[body.0 as usize].bindings.iter().filter(|b| b.kind == BindingKind::Var).map(|b| b.name).collect();
        self.close(open);
        let parameters = self.current_function().scope;
        for name in names {
            if name == "arguments" || self.scopes[parameters.0 as usize].find(name).is_some() {
                self.refer_hidden(name, position, super::analyze::Access::Read);
            }
        }
    }
}

/// Looks for names among those that the statements of a function declare, those of blocks
/// included: a function or `var` there may be hoisted.
struct DeclaredNames<'n, 'a> {
    names: &'n [&'a str],
    found: bool,
}

impl<'a> Visit<'a> for DeclaredNames<'_, 'a> {
    fn visit_binding_identifier(&mut self, id: &BindingIdentifier<'a>) {
        self.found |= self.names.contains(&id.name.as_str());
    }
    fn visit_function(&mut self, function: &Function<'a>, _: ScopeFlags) {
        if let Some(id) = &function.id {
            self.visit_binding_identifier(id);
        }
    }
    fn visit_class(&mut self, class: &Class<'a>) {
        if let Some(id) = &class.id {
            self.visit_binding_identifier(id);
        }
    }
    // Expressions declare nothing in the function that they are in.
    fn visit_expression(&mut self, _: &Expression<'a>) {}
}

/// Does a pattern contain an expression: a default value or a computed key?
fn has_expression(pattern: &BindingPattern<'_>) -> bool {
    match pattern {
        BindingPattern::BindingIdentifier(_) => false,
        BindingPattern::AssignmentPattern(_) => true,
        BindingPattern::ObjectPattern(object) => {
            object.properties.iter().any(|p| p.computed || has_expression(&p.value))
                || object.rest.as_ref().is_some_and(|r| has_expression(&r.argument))
        }
        BindingPattern::ArrayPattern(array) => {
            array.elements.iter().flatten().any(has_expression) || array.rest.as_ref().is_some_and(|r| has_expression(&r.argument))
        }
    }
}
