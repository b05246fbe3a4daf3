//! Statements.

use super::Emitter;
use super::control::{Control, Exit};
use super::pattern::{Mode, Target};
use crate::bytecode::builder::Label;
use crate::bytecode::{Insn, Op};
use crate::syntax::scope::ScopeIndex;
use oxc_ast::ast::*;
use oxc_span::GetSpan;

impl<'u> Emitter<'u> {
    pub(super) fn statements(&mut self, statements: &'u [Statement<'u>]) {
        let kinds = statements.iter().filter_map(|statement| match statement {
            Statement::VariableDeclaration(declaration) if declaration.kind.is_using() => Some(declaration.kind),
            _ => None,
        });
        let run = |e: &mut Self| statements.iter().for_each(|statement| e.statement(statement));
        match kinds.reduce(|a, b| if a.is_await() { a } else { b }) {
            Some(kind) => self.with_resources(kind, run),
            None => run(self),
        }
    }

    pub(super) fn statement(&mut self, statement: &'u Statement<'u>) {
        self.labelled(statement, Vec::new());
    }

    /// A statement with the labels in front of it.
    fn labelled(&mut self, statement: &'u Statement<'u>, labels: Vec<&'u str>) {
        let mark = self.mark();
        if matches!(
            statement,
            Statement::IfStatement(_)
                | Statement::WhileStatement(_)
                | Statement::DoWhileStatement(_)
                | Statement::ForStatement(_)
                | Statement::ForInStatement(_)
                | Statement::ForOfStatement(_)
                | Statement::SwitchStatement(_)
                | Statement::TryStatement(_)
                | Statement::WithStatement(_)
        ) && let Some(completion) = self.completion
        {
            self.undefined(completion);
        }
        match statement {
            Statement::ExpressionStatement(statement) => match self.completion {
                Some(completion) => self.store(&statement.expression, completion),
                None => self.effect(&statement.expression),
            },
            Statement::VariableDeclaration(declaration) => self.variable_declaration(declaration),
            Statement::FunctionDeclaration(function) => match self.scopes.clauses.get(&function.span.start) {
                Some(scope) => {
                    self.enter_scope(*scope);
                    self.function_declaration(function);
                    self.leave_scope();
                }
                None => self.function_declaration(function),
            },
            Statement::ClassDeclaration(class) => self.class_declaration(class),
            Statement::BlockStatement(block) => {
                self.with_labels(labels, |e| e.block(block));
            }
            Statement::IfStatement(statement) => {
                self.with_labels(labels, |e| e.if_statement(statement));
            }
            Statement::ReturnStatement(statement) => self.return_statement(statement),
            Statement::ThrowStatement(statement) => {
                let value = self.any(&statement.argument);
                self.b.at(statement.span.start);
                self.b.op1(Op::Throw, value);
            }
            Statement::WhileStatement(statement) => self.while_statement(statement, labels),
            Statement::DoWhileStatement(statement) => self.do_while_statement(statement, labels),
            Statement::ForStatement(statement) => self.for_statement(statement, labels),
            Statement::ForInStatement(statement) => self.for_in_statement(statement, labels),
            Statement::ForOfStatement(statement) => self.for_of_statement(statement, labels),
            Statement::SwitchStatement(statement) => self.switch_statement(statement, labels),
            Statement::BreakStatement(statement) => {
                let label = statement.label.as_ref().map(|l| l.name.as_str());
                self.with_labels(labels, |e| e.jump_statement(label, false, statement.span.start));
            }
            Statement::ContinueStatement(statement) => {
                let label = statement.label.as_ref().map(|l| l.name.as_str());
                self.jump_statement(label, true, statement.span.start);
            }
            Statement::LabeledStatement(statement) => {
                let mut labels = labels;
                labels.push(statement.label.name.as_str());
                self.labelled(&statement.body, labels);
            }
            Statement::TryStatement(statement) => {
                self.with_labels(labels, |e| e.try_statement(statement));
            }
            Statement::WithStatement(statement) => {
                self.with_labels(labels, |e| e.with_statement(statement));
            }
            Statement::DebuggerStatement(_) => self.b.emit(Insn::new(Op::Debugger, 0, 0, 0, 0)),
            Statement::EmptyStatement(_) => {}
            // What they bind is bound when the module is linked.
            Statement::ImportDeclaration(_)
            | Statement::ExportNamedDeclaration(_)
            | Statement::ExportFromDeclaration(_)
            | Statement::ExportAllDeclaration(_) => {}
            Statement::ExportDeclaration(export) => self.export_declaration(export),
            Statement::ExportDefaultDeclaration(export) => self.export_default(export),
            other => {
                let position = other.span().start;
                self.fail(position, "this syntax is not supported");
            }
        }
        self.release(mark);
    }

    /// A statement that is not a loop or switch, with labels that `break` may name.
    fn with_labels(&mut self, labels: Vec<&'u str>, f: impl FnOnce(&mut Self)) {
        if labels.is_empty() {
            return f(self);
        }
        let break_ = self.b.label();
        self.with_target(labels, false, break_, None, f);
        self.b.bind(break_);
    }

    pub(super) fn block(&mut self, block: &'u BlockStatement<'u>) {
        let scope = block.scope_id.get().map(|id| ScopeIndex(id.index() as u32));
        if let Some(scope) = scope {
            self.enter_scope(scope);
        }
        self.statements(&block.body);
        if scope.is_some() {
            self.leave_scope();
        }
    }

    pub(super) fn variable_declaration(&mut self, declaration: &'u VariableDeclaration<'u>) {
        if declaration.kind.is_using() {
            return self.using_declaration(declaration);
        }
        let mode = if declaration.kind.is_var() { Mode::Var } else { Mode::Initialise };
        for declarator in &declaration.declarations {
            self.declare(&declarator.id, declarator.init.as_ref(), mode);
        }
    }

    /// The closure was made when the scope was entered; Annex B assigns it to the
    /// `var` of the same name here.
    pub(super) fn function_declaration(&mut self, function: &'u Function<'u>) {
        let Some(id) = &function.id else { return };
        let Some(reference) = self.symbol_reference(id) else { return };
        let name = id.name.as_str();
        let mark = self.mark();
        let made = self
            .scopes
            .look_up(self.scope, name)
            .filter(|(scope, binding)| self.scopes.scope(*scope).functions.iter().any(|(b, f)| b == binding && f.span == function.span));
        // Of several in one block, the last one counts, for each of them.
        let in_scope =
            self.scopes.scope(self.scope).find(name).filter(|b| self.scopes.scope(self.scope).functions.iter().any(|(f, _)| f == b));
        let Some((scope, binding)) = made.or(in_scope.map(|b| (self.scope, b))) else { return };
        let value = match self.place(scope, binding) {
            super::names::Place::Register(register) => register,
            place => {
                let temp = self.temp();
                self.read_place(place, temp);
                temp
            }
        };
        self.write_reference(reference, name, value);
        self.release(mark);
    }

    pub(super) fn class_declaration(&mut self, class: &'u Class<'u>) {
        let Some(id) = &class.id else { return };
        let name = super::property::Name::of(id.name.as_str());
        let value = self.temp();
        self.class(class, &name, value);
        self.initialise(id, value);
    }

    /// The label that a `break` or `continue` jumps straight to.
    fn plain_jump(&self, statement: &Statement<'_>) -> Option<Label> {
        let exit = match statement {
            Statement::BreakStatement(s) => self.jump_target(s.label.as_ref().map(|l| l.name.as_str()), false)?,
            Statement::ContinueStatement(s) => self.jump_target(s.label.as_ref().map(|l| l.name.as_str()), true)?,
            Statement::BlockStatement(block) if block.body.len() == 1 => return self.plain_jump(&block.body[0]),
            _ => return None,
        };
        match exit {
            Exit::Jump { level, label } => {
                let plain = |c: &Control<'_>| matches!(c, Control::Target { .. } | Control::Protected(_));
                if !self.finalizers.is_empty() {
                    return None;
                }
                self.control[level..].iter().all(plain).then_some(label)
            }
            Exit::Return(_) => None,
        }
    }

    fn if_statement(&mut self, statement: &'u IfStatement<'u>) {
        if let Some(label) = self.plain_jump(&statement.consequent) {
            self.jump_if(&statement.test, true, label);
            if let Some(other) = &statement.alternate {
                self.statement(other);
            }
            return;
        }
        let (alternate, end) = (self.b.label(), self.b.label());
        self.jump_if(&statement.test, false, alternate);
        self.statement(&statement.consequent);
        match &statement.alternate {
            Some(other) => {
                self.b.jump(end);
                self.b.bind(alternate);
                self.statement(other);
            }
            None => self.b.bind(alternate),
        }
        self.b.bind(end);
    }

    fn return_statement(&mut self, statement: &'u ReturnStatement<'u>) {
        let value = match &statement.argument {
            Some(argument) => {
                let value = self.any(argument);
                self.b.at(statement.span.start);
                if self.function.kind.is_generator() && self.function.kind.is_async() {
                    let awaited = self.temp();
                    self.b.op2(Op::Await, awaited, value);
                    awaited
                } else {
                    value
                }
            }
            None => {
                let value = self.temp();
                self.undefined(value);
                value
            }
        };
        self.exit(Exit::Return(value));
        // An unreachable return still needs nothing.
    }

    fn jump_statement(&mut self, label: Option<&str>, is_continue: bool, position: u32) {
        match self.jump_target(label, is_continue) {
            Some(exit) => self.leave(exit, is_continue),
            None => self.fail(position, "Illegal break or continue statement"),
        }
    }

    fn try_statement(&mut self, statement: &'u TryStatement<'u>) {
        let Some(finalizer) = &statement.finalizer else { return self.try_catch(statement) };
        self.with_finally(|e| e.try_catch(statement), |e, _, _| e.block(finalizer));
    }

    fn try_catch(&mut self, statement: &'u TryStatement<'u>) {
        let Some(handler) = &statement.handler else { return self.block(&statement.block) };
        self.with_catch(
            |e| e.block(&statement.block),
            |e, exception| {
                if let Some(completion) = e.completion {
                    e.undefined(completion);
                }
                let scope = handler.scope_id.get().map(|id| ScopeIndex(id.index() as u32));
                if let Some(scope) = scope {
                    e.enter_scope(scope);
                }
                if let Some(param) = &handler.param {
                    e.destructured = Some(String::new());
                    e.bind(Target::Binding(&param.pattern, Mode::Initialise), exception);
                    e.destructured = None;
                }
                e.block(&handler.body);
                if scope.is_some() {
                    e.leave_scope();
                }
            },
        );
    }

    fn with_statement(&mut self, statement: &'u WithStatement<'u>) {
        let object = self.temp();
        self.expr(&statement.object, object);
        self.b.at(statement.object.span().start);
        self.b.op2(Op::ToObject, object, object);
        let scope = statement.scope_id.get().map(|id| ScopeIndex(id.index() as u32));
        let scope = scope.expect("the scope pass has seen it");
        self.enter_scope(scope);
        let place = self.place(scope, 0);
        self.write_place(place, object);
        self.statement(&statement.body);
        self.leave_scope();
    }
}
