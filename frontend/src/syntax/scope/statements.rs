//! The scope pass over statements.

use super::analyze::{Access, Analyzer};
use super::functions::plain_kind;
use super::{BindingKind, ScopeKind};
use oxc_ast::ast::*;

impl<'a> Analyzer<'a> {
    pub fn statements(&mut self, statements: &'a [Statement<'a>]) {
        for statement in statements {
            self.statement(statement);
        }
    }

    /// Counts the depth of the tree, for the stack that emitting it takes.
    pub fn deeper(&mut self) {
        self.depth += 1;
        let depth = self.depth;
        let function = self.current_function();
        function.depth = function.depth.max(depth);
    }

    fn statement(&mut self, statement: &'a Statement<'a>) {
        self.deeper();
        self.statement_inner(statement);
        self.depth -= 1;
    }

    fn statement_inner(&mut self, statement: &'a Statement<'a>) {
        match statement {
            Statement::BlockStatement(block) => self.block(block),
            Statement::ExpressionStatement(statement) => self.statement_expression(&statement.expression),
            Statement::VariableDeclaration(declaration) => self.variable_declaration(declaration),
            Statement::FunctionDeclaration(function) => self.function_declaration(function),
            Statement::ClassDeclaration(class) => self.class(class),
            Statement::IfStatement(statement) => {
                self.expression(&statement.test);
                self.clause(&statement.consequent);
                if let Some(alternate) = &statement.alternate {
                    self.clause(alternate);
                }
            }
            Statement::ReturnStatement(statement) => {
                if let Some(argument) = &statement.argument {
                    self.expression(argument);
                }
            }
            Statement::ThrowStatement(statement) => self.expression(&statement.argument),
            Statement::WhileStatement(statement) => {
                self.expression(&statement.test);
                self.statement(&statement.body);
            }
            Statement::DoWhileStatement(statement) => {
                self.statement(&statement.body);
                self.expression(&statement.test);
            }
            Statement::ForStatement(statement) => self.for_statement(statement),
            Statement::ForInStatement(statement) => {
                let id = self.for_each(&statement.left, &statement.right, &statement.body, statement.span.start);
                statement.scope_id.set(id);
            }
            Statement::ForOfStatement(statement) => {
                if statement.r#await {
                    self.current_function().has_await = true;
                    self.current_function().needs_low_register = true;
                }
                let id = self.for_each(&statement.left, &statement.right, &statement.body, statement.span.start);
                statement.scope_id.set(id);
            }
            Statement::SwitchStatement(statement) => self.switch(statement),
            Statement::LabeledStatement(statement) => self.clause(&statement.body),
            Statement::TryStatement(statement) => self.try_statement(statement),
            Statement::WithStatement(statement) => {
                self.expression(&statement.object);
                let open = self.open(ScopeKind::With, statement.span.start);
                statement.scope_id.set(self.scope_id());
                self.declare(self.scope, "%with", BindingKind::Hidden, 0);
                self.statement(&statement.body);
                self.close(open);
            }
            Statement::ExportDeclaration(export) => match &export.declaration {
                Declaration::VariableDeclaration(declaration) => self.variable_declaration(declaration),
                Declaration::FunctionDeclaration(function) => self.function_declaration(function),
                Declaration::ClassDeclaration(class) => self.class(class),
                _ => {}
            },
            Statement::ExportDefaultDeclaration(export) => match &export.declaration {
                ExportDefaultDeclarationKind::FunctionDeclaration(function) => {
                    self.function_declaration(function);
                }
                ExportDefaultDeclarationKind::ClassDeclaration(class) => self.class(class),
                ExportDefaultDeclarationKind::TSInterfaceDeclaration(_) => {}
                declaration => self.expression(declaration.to_expression()),
            },
            _ => {}
        }
    }

    /// The body of an `if` or label, where sloppy code may have a function declaration.
    fn clause(&mut self, statement: &'a Statement<'a>) {
        match statement {
            Statement::FunctionDeclaration(function) if !self.declared_here(function) => {
                // As if it were in a block (sec-functiondeclarations-in-ifstatement-statement-clauses).
                let open = self.open(ScopeKind::Block, function.span.start);
                self.clauses.insert(function.span.start, self.scope);
                self.declare_function(function, false);
                self.function_declaration(function);
                self.close(open);
            }
            _ => self.statement(statement),
        }
    }

    /// Is the function one that the current scope instantiates?
    fn declared_here(&mut self, function: &'a Function<'a>) -> bool {
        let script = matches!(self.current().kind, ScopeKind::Script | ScopeKind::Eval);
        let same = |f: &&'a Function<'a>| std::ptr::eq(*f, function);
        if script { self.globals.functions.iter().any(same) } else { self.current().functions.iter().any(|(_, f)| same(f)) }
    }

    fn function_declaration(&mut self, function: &'a Function<'a>) {
        let created = self.current().start;
        let in_block = function.id.as_ref().is_some_and(|id| {
            let scope = self.current();
            scope.find(id.name.as_str()).is_some_and(|b| scope.bindings[b as usize].kind == BindingKind::BlockFunction)
        });
        self.function(function, plain_kind(function), (function.span.start, function.span.end), created);
        if let Some(id) = &function.id {
            let reference = if in_block { self.declare_block_function_as_var(function) } else { None };
            id.symbol_id.set(reference.and_then(Self::symbol_id));
        }
    }

    pub fn block(&mut self, block: &'a BlockStatement<'a>) {
        if !needs_scope(&block.body) {
            block.scope_id.set(None);
            self.statements(&block.body);
            return;
        }
        let open = self.open(ScopeKind::Block, block.span.start);
        block.scope_id.set(self.scope_id());
        self.declare_lexical(&block.body, false);
        self.statements(&block.body);
        self.close(open);
    }

    fn variable_declaration(&mut self, declaration: &'a VariableDeclaration<'a>) {
        for declarator in &declaration.declarations {
            if declaration.kind.is_var() {
                self.var_pattern(&declarator.id, declarator.init.is_some());
            }
            if let Some(init) = &declarator.init {
                self.expression(init);
            }
            self.binding_pattern(&declarator.id);
        }
    }

    fn for_statement(&mut self, statement: &'a ForStatement<'a>) {
        let open = match &statement.init {
            Some(ForStatementInit::VariableDeclaration(declaration)) if !declaration.kind.is_var() => {
                let open = self.open(ScopeKind::Loop, statement.span.start);
                self.declare_let(declaration);
                self.variable_declaration(declaration);
                statement.scope_id.set(self.scope_id());
                Some(open)
            }
            init => {
                statement.scope_id.set(None);
                match init {
                    Some(ForStatementInit::VariableDeclaration(declaration)) => self.variable_declaration(declaration),
                    Some(init) => self.statement_expression(init.to_expression()),
                    None => {}
                }
                None
            }
        };
        if let Some(test) = &statement.test {
            self.expression(test);
        }
        if let Some(update) = &statement.update {
            self.statement_expression(update);
        }
        self.statement(&statement.body);
        if let Some(open) = open {
            self.close(open);
        }
    }

    /// for-in and for-of: the scope of the head.
    fn for_each(
        &mut self,
        left: &'a ForStatementLeft<'a>,
        right: &'a Expression<'a>,
        body: &'a Statement<'a>,
        start: u32,
    ) -> Option<oxc_syntax::scope::ScopeId> {
        use oxc_span::GetSpan;
        match left {
            ForStatementLeft::VariableDeclaration(declaration) if !declaration.kind.is_var() => {
                let open = self.open(ScopeKind::Loop, start);
                let id = self.scope_id();
                self.current_function().has_await |= declaration.kind.is_await();
                let kind = if declaration.kind == VariableDeclarationKind::Let { BindingKind::Let } else { BindingKind::Const };
                for declarator in &declaration.declarations {
                    self.declare_pattern(&declarator.id, kind, right.span().end);
                }
                let functions = self.functions.len();
                self.expression(right);
                let scope = self.scope;
                self.scopes[scope.0 as usize].closure_in_head = self.functions.len() > functions;
                for declarator in &declaration.declarations {
                    self.binding_pattern(&declarator.id);
                }
                self.statement(body);
                self.close(open);
                id
            }
            ForStatementLeft::VariableDeclaration(declaration) => {
                for declarator in &declaration.declarations {
                    self.var_pattern(&declarator.id, true);
                    if let Some(init) = &declarator.init {
                        self.expression(init);
                    }
                    self.binding_pattern(&declarator.id);
                }
                self.expression(right);
                self.statement(body);
                None
            }
            left => {
                self.expression(right);
                self.assignment_target(left.to_assignment_target(), Access::Write);
                self.statement(body);
                None
            }
        }
    }

    fn switch(&mut self, statement: &'a SwitchStatement<'a>) {
        self.expression(&statement.discriminant);
        let open = if statement.cases.iter().any(|case| needs_scope(&case.consequent)) {
            let open = self.open(ScopeKind::Switch, statement.span.start);
            for case in &statement.cases {
                self.declare_lexical(&case.consequent, false);
            }
            statement.scope_id.set(self.scope_id());
            Some(open)
        } else {
            statement.scope_id.set(None);
            None
        };
        for case in &statement.cases {
            if let Some(test) = &case.test {
                self.expression(test);
            }
            self.statements(&case.consequent);
        }
        if let Some(open) = open {
            self.close(open);
        }
    }

    fn try_statement(&mut self, statement: &'a TryStatement<'a>) {
        self.block(&statement.block);
        if let Some(handler) = &statement.handler {
            if let Some(param) = &handler.param {
                let open = self.open(ScopeKind::Catch, handler.span.start);
                handler.scope_id.set(self.scope_id());
                let (kind, initialised_at) =
                    if param.pattern.is_binding_identifier() { (BindingKind::Catch, 0) } else { (BindingKind::Let, param.span.end) };
                self.declare_pattern(&param.pattern, kind, initialised_at);
                self.binding_pattern(&param.pattern);
                self.block(&handler.body);
                self.close(open);
            } else {
                handler.scope_id.set(None);
                self.block(&handler.body);
            }
        }
        if let Some(finalizer) = &statement.finalizer {
            self.block(finalizer);
        }
    }
}

/// Does a statement list declare something lexical?
fn needs_scope(statements: &[Statement<'_>]) -> bool {
    statements.iter().any(|statement| match statement {
        Statement::VariableDeclaration(declaration) => !declaration.kind.is_var(),
        Statement::FunctionDeclaration(_) | Statement::ClassDeclaration(_) => true,
        Statement::LabeledStatement(labeled) => {
            let mut body = &labeled.body;
            while let Statement::LabeledStatement(inner) = body {
                body = &inner.body;
            }
            matches!(body, Statement::FunctionDeclaration(_))
        }
        _ => false,
    })
}
