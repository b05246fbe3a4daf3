//! Loops. `while` and `for` are inverted: the test comes once before the loop and
//! again at its end, so that an iteration has one jump and the head is the loop's
//! only entry.

use super::Emitter;
use super::control::Control;
use super::pattern::{Mode, Target};
use crate::bytecode::builder::Label;
use crate::bytecode::{Insn, Op, Register};
use crate::syntax::scope::ScopeIndex;
use oxc_ast::ast::*;
use oxc_span::GetSpan;

/// The longest test, in bytes of source, that is emitted twice.
const MAX_TEST: u32 = 200;

impl<'u> Emitter<'u> {
    pub(super) fn while_statement(&mut self, statement: &'u WhileStatement<'u>, labels: Vec<&'u str>) {
        self.inverted_loop(Some(&statement.test), labels, &statement.body, |_| {});
    }

    pub(super) fn do_while_statement(&mut self, statement: &'u DoWhileStatement<'u>, labels: Vec<&'u str>) {
        let (head, continue_, break_) = (self.b.label(), self.b.label(), self.b.label());
        self.b.bind(head);
        self.b.loop_head();
        self.with_target(labels, true, break_, Some(continue_), |e| e.statement(&statement.body));
        self.b.bind(continue_);
        self.jump_if(&statement.test, true, head);
        self.b.bind(break_);
    }

    /// A loop with its test in front. `update` comes between the body and the test.
    fn inverted_loop(
        &mut self,
        test: Option<&'u Expression<'u>>,
        labels: Vec<&'u str>,
        body: &'u Statement<'u>,
        update: impl FnOnce(&mut Self),
    ) {
        let (head, continue_, break_) = (self.b.label(), self.b.label(), self.b.label());
        let twice = test.is_some_and(|test| test.span().size() <= MAX_TEST);
        if let Some(test) = test
            && twice
        {
            self.jump_if(test, false, break_);
        }
        self.b.bind(head);
        self.b.loop_head();
        if let Some(test) = test
            && !twice
        {
            self.jump_if(test, false, break_);
        }
        self.with_target(labels, true, break_, Some(continue_), |e| e.statement(body));
        self.b.bind(continue_);
        update(self);
        match test {
            Some(test) if twice => self.jump_if(test, true, head),
            _ => self.b.jump(head),
        }
        self.b.bind(break_);
    }

    pub(super) fn for_statement(&mut self, statement: &'u ForStatement<'u>, labels: Vec<&'u str>) {
        let scope = statement.scope_id.get().map(|id| ScopeIndex(id.index() as u32));
        if let Some(scope) = scope {
            self.enter_scope(scope);
        }
        match &statement.init {
            Some(ForStatementInit::VariableDeclaration(declaration)) if declaration.kind.is_using() => {
                self.with_resources(declaration.kind, |e| e.for_loop(statement, scope, labels));
            }
            _ => self.for_loop(statement, scope, labels),
        }
        if scope.is_some() {
            self.leave_scope();
        }
    }

    /// A for statement within the scope of its head.
    fn for_loop(&mut self, statement: &'u ForStatement<'u>, scope: Option<ScopeIndex>, labels: Vec<&'u str>) {
        match &statement.init {
            Some(ForStatementInit::VariableDeclaration(declaration)) => self.variable_declaration(declaration),
            Some(init) => self.effect(init.to_expression()),
            None => {}
        }
        // CreatePerIterationEnvironment, needed only if a closure can see it.
        let env = scope.and_then(|scope| self.scope_env(scope));
        let is_const = matches!(&statement.init, Some(ForStatementInit::VariableDeclaration(d))
            if d.kind != VariableDeclarationKind::Let);
        let env = env.filter(|_| !is_const);
        if let Some(env) = env {
            self.b.op2(Op::CopyEnv, env, env);
        }
        self.inverted_loop(statement.test.as_ref(), labels, &statement.body, |e| {
            if let Some(env) = env {
                e.b.op2(Op::CopyEnv, env, env);
            }
            if let Some(update) = &statement.update {
                e.effect(update);
            }
        });
    }

    /// The iterated expression, in whose evaluation the loop's names are in their
    /// temporal dead zone.
    fn iterated(&mut self, scope: Option<ScopeIndex>, right: &'u Expression<'u>, dst: Register) {
        let dead = scope.filter(|s| {
            let scope = self.scopes.scope(*s);
            scope.bindings.iter().any(|b| b.needs_tdz) || scope.closure_in_head && scope.has_environment()
        });
        if let Some(scope) = dead {
            self.enter_scope(scope);
        }
        self.expr(right, dst);
        if dead.is_some() {
            self.leave_scope();
        }
    }

    pub(super) fn for_in_statement(&mut self, statement: &'u ForInStatement<'u>, labels: Vec<&'u str>) {
        let mark = self.mark();
        let scope = statement.scope_id.get().map(|id| ScopeIndex(id.index() as u32));
        // `for (var x = 1 in …)` of sloppy code.
        if let ForStatementLeft::VariableDeclaration(declaration) = &statement.left
            && declaration.kind.is_var()
            && declaration.declarations[0].init.is_some()
        {
            self.variable_declaration(declaration);
        }
        let iterator = self.temp();
        let key = self.temp();
        self.iterated(scope, &statement.right, iterator);
        self.b.at(statement.right.span().start);
        self.b.op2(Op::ForInStart, iterator, iterator);
        let (head, exit) = (self.b.label(), self.b.label());
        self.b.bind(head);
        self.b.loop_head();
        self.b.at(statement.left.span().start);
        let early = self.enter_early(scope);
        let direct = self.direct_head(&statement.left, early);
        self.b.jump2(Op::ForInNext, direct.unwrap_or(key), iterator, exit);
        if let Some(scope) = scope
            && !early
        {
            self.enter_scope(scope);
        }
        self.with_target(labels, true, exit, Some(head), |e| {
            if direct.is_none() {
                e.bind_head(&statement.left, key);
            }
            e.statement(&statement.body);
        });
        if scope.is_some() {
            self.leave_scope();
        }
        self.b.jump(head);
        self.b.bind(exit);
        self.release(mark);
    }

    pub(super) fn for_of_statement(&mut self, statement: &'u ForOfStatement<'u>, labels: Vec<&'u str>) {
        let mark = self.mark();
        let is_async = statement.r#await;
        let scope = statement.scope_id.get().map(|id| ScopeIndex(id.index() as u32));
        let record = self.b.temps(2);
        let value = self.temp();
        self.iterated(scope, &statement.right, value);
        self.b.at(statement.right.span().start);
        self.b.emit(Insn::new(Op::GetIterator, record.0, value.0, 0, is_async as u8));
        let (head, exit, handler) = (self.b.label(), self.b.label(), self.b.label());
        let continue_ = self.b.label();
        self.b.bind(head);
        self.b.loop_head();
        self.b.at(statement.left.span().start);
        let early = self.enter_early(scope);
        let direct = if is_async { None } else { self.direct_head(&statement.left, early) };
        if is_async {
            self.async_next(record, value, exit);
        } else {
            self.b.jump2(Op::IterNext, direct.unwrap_or(value), record, exit);
        }
        let region = self.b.protect(handler);
        let level = self.control.len();
        self.control.push(Control::Target {
            labels,
            is_breakable: true,
            break_: exit,
            continue_: Some(continue_),
            continue_level: level + 2,
        });
        self.control.push(Control::Iterator { record, region, is_async, may_be_done: false });
        if let Some(scope) = scope
            && !early
        {
            self.enter_scope(scope);
        }
        let run = |e: &mut Self| {
            if direct.is_none() {
                e.bind_head(&statement.left, value);
            }
            e.statement(&statement.body);
        };
        match &statement.left {
            ForStatementLeft::VariableDeclaration(declaration) if declaration.kind.is_using() => {
                self.with_resources(declaration.kind, run);
            }
            _ => run(self),
        }
        if scope.is_some() {
            self.leave_scope();
        }
        self.control.truncate(level);
        self.b.unprotect(region);
        self.b.bind(continue_);
        self.b.jump(head);
        let exception = self.temp();
        self.b.catch(handler, exception);
        self.close_and_rethrow(record, is_async, exception);
        self.b.bind(exit);
        self.release(mark);
    }

    /// Enters the scope of the head before the value is there, if that emits nothing.
    fn enter_early(&mut self, scope: Option<ScopeIndex>) -> bool {
        let Some(index) = scope else { return false };
        let scope = self.scopes.scope(index);
        let early = !scope.has_environment() && scope.bindings.iter().all(|b| !b.needs_tdz);
        if early {
            self.enter_scope(index);
        }
        early
    }

    /// The variable that takes the value of an iteration as it comes.
    fn direct_head(&mut self, left: &'u ForStatementLeft<'u>, entered: bool) -> Option<Register> {
        match left {
            ForStatementLeft::VariableDeclaration(declaration) => {
                let mode = if declaration.kind.is_var() { Mode::Var } else { Mode::Initialise };
                if mode == Mode::Initialise && (!entered || declaration.kind.is_using()) {
                    return None;
                }
                self.direct_register(Target::Binding(&declaration.declarations[0].id, mode))
            }
            left => self.direct_register(Target::Assign(left.to_assignment_target())),
        }
    }

    fn async_next(&mut self, record: Register, value: Register, exit: Label) {
        let mark = self.mark();
        let result = self.temp();
        self.b.op1(Op::LoadEmpty, result);
        self.b.op3(Op::IterCallNext, result, record, result);
        self.b.op2(Op::Await, result, result);
        self.b.op1(Op::CheckIterResult, result);
        self.result_property(value, result, "done");
        self.b.jump1(Op::JumpIfTrue, value, exit);
        self.result_property(value, result, "value");
        self.release(mark);
    }

    /// Gives the value of an iteration to the head of a for-in or for-of.
    fn bind_head(&mut self, left: &'u ForStatementLeft<'u>, value: Register) {
        self.destructured = Some(String::new());
        match left {
            ForStatementLeft::VariableDeclaration(declaration) => {
                if declaration.kind.is_using() {
                    self.add_resource(declaration, value);
                }
                let mode = if declaration.kind.is_var() { Mode::Var } else { Mode::Initialise };
                self.bind(Target::Binding(&declaration.declarations[0].id, mode), value);
            }
            left => self.bind(Target::Assign(left.to_assignment_target()), value),
        }
        self.destructured = None;
    }
}
