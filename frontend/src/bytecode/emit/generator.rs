//! `yield` and `yield*`.
//!
//! What resumes a generator says how: next, throw or return. The branches are
//! emitted at each yield, because return must run the finally blocks around it.

use super::Emitter;
use super::control::Exit;
use crate::bytecode::{Insn, Op, Register};
use oxc_ast::ast::*;

/// Modes of resumption, as `Yield` gives them; next is 0.
const THROW: i32 = 1;
const RETURN: i32 = 2;

impl<'u> Emitter<'u> {
    fn is_async(&self) -> bool {
        self.function.kind.is_async()
    }

    pub(super) fn yield_expression(&mut self, expression: &'u YieldExpression<'u>, dst: Register) {
        let mark = self.mark();
        let position = expression.span.start;
        let received = self.temp();
        let mode = self.temp();
        match &expression.argument {
            Some(argument) if expression.delegate => {
                self.expr(argument, received);
                self.b.at(position);
                self.delegate(received, mode, position);
                self.b.mov(dst, received);
                return self.release(mark);
            }
            Some(argument) => self.expr(argument, received),
            None => self.undefined(received),
        }
        self.b.at(position);
        if self.is_async() {
            self.b.op2(Op::Await, received, received);
        }
        self.b.emit(Insn::new(Op::Yield, received.0, received.0, mode.0, 0));
        self.resumption(received, mode);
        self.b.mov(dst, received);
        self.release(mark);
    }

    /// Throws or returns `received` if `mode` says so.
    fn resumption(&mut self, received: Register, mode: Register) {
        let mark = self.mark();
        let (next, throws) = (self.b.label(), self.b.label());
        self.b.jump1(Op::JumpIfFalse, mode, next);
        let number = self.temp();
        self.b.load_int(number, THROW);
        self.b.jump2(Op::JStrictEq, mode, number, throws);
        if self.is_async() {
            self.b.op2(Op::Await, received, received);
        }
        self.exit(Exit::Return(received));
        self.b.bind(throws);
        self.b.op1(Op::Throw, received);
        self.b.bind(next);
        self.release(mark);
    }

    /// `yield*` over the iterable in `received`; leaves the value of the expression there.
    fn delegate(&mut self, received: Register, mode: Register, position: u32) {
        let is_async = self.is_async();
        let mark = self.mark();
        let record = self.b.temps(2);
        let (result, value, number) = (self.temp(), self.temp(), self.temp());
        self.b.emit(Insn::new(Op::GetIterator, record.0, received.0, 0, is_async as u8));
        self.undefined(received);
        self.b.load_int(mode, 0);

        let again = self.b.label();
        let (call_next, call_throw, got, pass_on, done) = (self.b.label(), self.b.label(), self.b.label(), self.b.label(), self.b.label());
        self.b.bind(again);
        self.b.loop_head();
        self.b.at(position);
        self.b.jump1(Op::JumpIfFalse, mode, call_next);
        self.b.load_int(number, THROW);
        self.b.jump2(Op::JStrictEq, mode, number, call_throw);

        // return
        let no_return = self.b.label();
        self.iterator_method(result, record, "return", received, no_return, is_async);
        self.b.op1(Op::CheckIterResult, result);
        self.result_property(value, result, "done");
        self.b.jump1(Op::JumpIfFalse, value, pass_on);
        self.result_property(value, result, "value");
        self.exit(Exit::Return(value));
        self.b.bind(no_return);
        if is_async {
            self.b.op2(Op::Await, received, received);
        }
        self.exit(Exit::Return(received));

        // throw
        self.b.bind(call_throw);
        let no_throw = self.b.label();
        self.iterator_method(result, record, "throw", received, no_throw, is_async);
        self.b.jump(got);
        self.b.bind(no_throw);
        self.close_iterator(record, is_async, false);
        self.no_throw_method();

        // next
        self.b.bind(call_next);
        self.b.op3(Op::IterCallNext, result, record, received);
        if is_async {
            self.b.op2(Op::Await, result, result);
        }
        self.b.bind(got);
        self.b.op1(Op::CheckIterResult, result);
        self.result_property(value, result, "done");
        self.b.jump1(Op::JumpIfTrue, value, done);

        self.b.bind(pass_on);
        if is_async {
            self.result_property(value, result, "value");
            self.b.emit(Insn::new(Op::Yield, received.0, value.0, mode.0, 0));
            self.await_returned(received, mode, number);
        } else {
            self.b.emit(Insn::new(Op::Yield, received.0, result.0, mode.0, 1));
        }
        self.b.jump(again);

        self.b.bind(done);
        self.result_property(received, result, "value");
        self.release(mark);
    }

    /// AsyncGeneratorUnwrapYieldResumption: a returned value is awaited first; if that
    /// throws, the exception is what is received.
    fn await_returned(&mut self, received: Register, mode: Register, number: Register) {
        let (end, handler) = (self.b.label(), self.b.label());
        self.b.load_int(number, RETURN);
        self.b.jump2(Op::JStrictNe, mode, number, end);
        let region = self.b.protect(handler);
        self.b.op2(Op::Await, received, received);
        self.b.unprotect(region);
        self.b.jump(end);
        self.b.catch(handler, received);
        self.b.load_int(mode, THROW);
        self.b.bind(end);
    }
}
