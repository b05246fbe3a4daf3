//! Declarations: what a list of statements declares, and where.

use super::analyze::{Access, Analyzer};
use super::{BindingKind, ScopeIndex, ScopeKind};
use oxc_ast::ast::*;

impl<'a> Analyzer<'a> {
    /// LexicallyScopedDeclarations of a statement list, declared in the current scope.
    /// `top`: of a function or program, where functions are as var.
    pub fn declare_lexical(&mut self, statements: &'a [Statement<'a>], top: bool) {
        for statement in statements {
            self.declare_lexical_statement(statement, top);
        }
    }

    fn declare_lexical_statement(&mut self, statement: &'a Statement<'a>, top: bool) {
        match statement {
            Statement::VariableDeclaration(declaration) if !declaration.kind.is_var() => self.declare_let(declaration),
            Statement::ClassDeclaration(class) => self.declare_class(class),
            Statement::FunctionDeclaration(function) => self.declare_function(function, top),
            Statement::LabeledStatement(labeled) => {
                let mut body = &labeled.body;
                while let Statement::LabeledStatement(inner) = body {
                    body = &inner.body;
                }
                if let Statement::FunctionDeclaration(function) = body {
                    self.declare_function(function, top);
                }
            }
            Statement::ExportDeclaration(export) => match &export.declaration {
                Declaration::VariableDeclaration(declaration) if !declaration.kind.is_var() => {
                    self.declare_let(declaration);
                }
                Declaration::ClassDeclaration(class) => self.declare_class(class),
                Declaration::FunctionDeclaration(function) => self.declare_function(function, top),
                _ => {}
            },
            Statement::ExportDefaultDeclaration(export) => match &export.declaration {
                ExportDefaultDeclarationKind::FunctionDeclaration(function) if function.id.is_some() => {
                    self.declare_function(function, top);
                }
                ExportDefaultDeclarationKind::FunctionDeclaration(function) => {
                    let binding = self.declare_default(BindingKind::Function, 0);
                    self.current().functions.push((binding, function));
                }
                ExportDefaultDeclarationKind::ClassDeclaration(class) if class.id.is_some() => self.declare_class(class),
                ExportDefaultDeclarationKind::TSInterfaceDeclaration(_) => {}
                _ => {
                    self.declare_default(BindingKind::Let, export.span.end);
                }
            },
            _ => {}
        }
    }

    pub fn declare_let(&mut self, declaration: &'a VariableDeclaration<'a>) {
        self.current_function().has_await |= declaration.kind.is_await();
        let kind = if declaration.kind == VariableDeclarationKind::Let { BindingKind::Let } else { BindingKind::Const };
        for declarator in &declaration.declarations {
            self.declare_pattern(&declarator.id, kind, declarator.span.end);
        }
    }

    fn declare_class(&mut self, class: &'a Class<'a>) {
        let Some(id) = &class.id else { return };
        self.declare_scoped(id.name.as_str(), BindingKind::Class, class.span.end);
    }

    pub fn declare_function(&mut self, function: &'a Function<'a>, top: bool) {
        let Some(id) = &function.id else { return };
        let name = id.name.as_str();
        if matches!(self.current().kind, ScopeKind::Script | ScopeKind::Eval) {
            if !self.globals.function_names.insert(name) {
                self.globals.functions.retain(|f| f.id.as_ref().is_none_or(|i| i.name != id.name));
            }
            self.globals.functions.push(function);
            return;
        }
        let kind = if top { BindingKind::Function } else { BindingKind::BlockFunction };
        let known = self.current().find(name).is_some();
        let binding = self.declare(self.scope, name, kind, 0);
        // A parameter of that name does not keep the caller's value.
        self.current().bindings[binding as usize].assigned = true;
        let functions = &mut self.current().functions;
        if known {
            functions.retain(|(b, _)| *b != binding);
        }
        functions.push((binding, function));
    }

    /// A lexical binding of the current scope, or a global one.
    fn declare_scoped(&mut self, name: &'a str, kind: BindingKind, initialised_at: u32) {
        if self.current().kind == ScopeKind::Script {
            if kind == BindingKind::Const {
                self.globals.consts.push(name);
            } else {
                self.globals.lets.push(name);
            }
        } else {
            self.declare(self.scope, name, kind, initialised_at);
        }
    }

    /// Declares the names that a pattern binds in the current scope.
    pub fn declare_pattern(&mut self, pattern: &'a BindingPattern<'a>, kind: BindingKind, initialised_at: u32) {
        for_each_name(pattern, &mut |id| self.declare_scoped(id.name.as_str(), kind, initialised_at));
    }

    /// The scope that `var` declares in from here.
    pub fn var_scope(&self) -> ScopeIndex {
        let mut index = self.scope;
        loop {
            let scope = &self.scopes[index.0 as usize];
            if scope.kind.is_var() {
                return index;
            }
            index = scope.parent.expect("the outermost scope is a var scope");
        }
    }

    /// Declares a `var` of the enclosing function.
    pub fn declare_var(&mut self, name: &'a str) {
        let scope = self.var_scope();
        if matches!(self.scopes[scope.0 as usize].kind, ScopeKind::Script | ScopeKind::Eval) {
            if !self.globals.vars.contains(&name) {
                self.globals.vars.push(name);
            }
        } else {
            self.declare(scope, name, BindingKind::Var, 0);
        }
    }

    /// Whether a `var` that is hoisted from `from` to its function would meet a lexical
    /// declaration of the same name.
    fn is_lexical_around(&self, mut from: Option<ScopeIndex>, name: &str) -> bool {
        while let Some(index) = from {
            let scope = &self.scopes[index.0 as usize];
            let kind = scope.find(name).map(|binding| scope.bindings[binding as usize].kind);
            if matches!(kind, Some(BindingKind::Let | BindingKind::Const | BindingKind::Class | BindingKind::BlockFunction)) {
                return true;
            }
            if scope.kind.is_var() {
                break;
            }
            from = scope.parent;
        }
        false
    }

    /// Annex B: a function in a block of sloppy code is also a `var` of the
    /// enclosing function, unless that would be an error
    /// (sec-web-compat-functiondeclarationinstantiation). Gives the reference that
    /// is assigned when the declaration is evaluated.
    pub fn declare_block_function_as_var(&mut self, function: &'a Function<'a>) -> Option<u32> {
        let id = function.id.as_ref()?;
        if self.strict || function.generator || function.r#async {
            return None;
        }
        let name = id.name.as_str();
        let var_scope = self.var_scope();
        let mut index = self.scope;
        // The function's own block does not count, nor does a simple catch parameter.
        let mut own = true;
        while index != var_scope {
            let scope = &self.scopes[index.0 as usize];
            if !own
                && let Some(binding) = scope.find(name)
                && !(scope.bindings[binding as usize].kind == BindingKind::Catch && scope.bindings.len() == 1)
            {
                return None;
            }
            own = false;
            index = scope.parent?;
        }
        let scope = &self.scopes[var_scope.0 as usize];
        let reference = if scope.kind == ScopeKind::Script {
            if self.globals.lets.contains(&name) || self.globals.consts.contains(&name) {
                return None;
            }
            self.declare_var(name);
            self.references.push(super::Reference { target: None, check: false, dynamic: false, of_variable: false });
            self.references.len() - 1
        } else if scope.kind == ScopeKind::Eval {
            if scope.find(name).is_some() || self.is_lexical_around(scope.parent, name) {
                return None;
            }
            self.declare_var(name);
            self.references.push(super::Reference { target: None, check: false, dynamic: false, of_variable: false });
            let reference = self.references.len() - 1;
            self.eval_functions.push((name, reference as u32));
            reference
        } else {
            // `arguments` counts as a parameter of what has an arguments object.
            if name == "arguments" && !self.functions[scope.function.0 as usize].kind.is_arrow() {
                return None;
            }
            if let Some(binding) = scope.find(name)
                && !matches!(scope.bindings[binding as usize].kind, BindingKind::Var | BindingKind::Function | BindingKind::FunctionName)
            {
                return None;
            }
            // A parameter of a function whose body has its own scope.
            if scope.kind == ScopeKind::Body
                && scope.parent.is_some_and(|p| {
                    let outer = &self.scopes[p.0 as usize];
                    outer.find(name).is_some_and(|b| outer.bindings[b as usize].kind == BindingKind::Param)
                })
            {
                return None;
            }
            let binding = self.declare(var_scope, name, BindingKind::Var, 0);
            self.references.push(super::Reference { target: Some((var_scope, binding)), check: false, dynamic: false, of_variable: false });
            let declared = &mut self.scopes[var_scope.0 as usize].bindings[binding as usize];
            declared.assigned = true;
            self.references.len() - 1
        };
        Some(reference as u32)
    }

    /// The names of a `var` declaration, and the references that their initialisation
    /// assigns: by name, because a catch parameter or with object may be nearer.
    pub fn var_pattern(&mut self, pattern: &'a BindingPattern<'a>, initialised: bool) {
        for_each_name(pattern, &mut |id| {
            let name = id.name.as_str();
            self.declare_var(name);
            if initialised {
                let reference = self.refer(name, id.span.start, Access::Write);
                id.symbol_id.set(Self::symbol_id(reference));
            } else {
                id.symbol_id.set(None);
            }
        });
    }
}

/// Calls `f` with each identifier that a pattern binds, in order.
pub fn for_each_name<'t, 'a>(pattern: &'t BindingPattern<'a>, f: &mut impl FnMut(&'t BindingIdentifier<'a>)) {
    match pattern {
        BindingPattern::BindingIdentifier(id) => f(id),
        BindingPattern::ObjectPattern(object) => {
            for property in &object.properties {
                for_each_name(&property.value, f);
            }
            if let Some(rest) = &object.rest {
                for_each_name(&rest.argument, f);
            }
        }
        BindingPattern::ArrayPattern(array) => {
            for element in array.elements.iter().flatten() {
                for_each_name(element, f);
            }
            if let Some(rest) = &array.rest {
                for_each_name(&rest.argument, f);
            }
        }
        BindingPattern::AssignmentPattern(assignment) => for_each_name(&assignment.left, f),
    }
}
