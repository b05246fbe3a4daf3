//! `switch`: the tests in order, then the bodies in order.

use super::Emitter;
use crate::bytecode::Op;
use crate::syntax::scope::ScopeIndex;
use oxc_ast::ast::*;

impl<'u> Emitter<'u> {
    pub(super) fn switch_statement(&mut self, statement: &'u SwitchStatement<'u>, labels: Vec<&'u str>) {
        let mark = self.mark();
        let tests: Vec<_> = statement.cases.iter().filter_map(|case| case.test.as_ref()).collect();
        let discriminant = self.operand(&statement.discriminant, None, &tests);
        let scope = statement.scope_id.get().map(|id| ScopeIndex(id.index() as u32));
        if let Some(scope) = scope {
            self.enter_scope(scope);
        }
        let break_ = self.b.label();
        let bodies: Vec<_> = statement.cases.iter().map(|_| self.b.label()).collect();
        for (case, body) in statement.cases.iter().zip(&bodies) {
            if let Some(test) = &case.test {
                let mark = self.mark();
                let value = self.any(test);
                self.b.jump2(Op::JStrictEq, discriminant, value, *body);
                self.release(mark);
            }
        }
        match statement.cases.iter().position(|case| case.test.is_none()) {
            Some(default) => self.b.jump(bodies[default]),
            None => self.b.jump(break_),
        }
        self.with_target(labels, true, break_, None, |e| {
            for (case, body) in statement.cases.iter().zip(bodies) {
                e.b.bind(body);
                e.statements(&case.consequent);
            }
        });
        self.b.bind(break_);
        if scope.is_some() {
            self.leave_scope();
        }
        self.release(mark);
    }
}
