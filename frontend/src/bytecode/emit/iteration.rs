//! Asynchronous iterators: their protocol in terms of calls and awaits.

use super::{Emitter, error_kind};
use crate::bytecode::{Insn, JsStr, Op, Register};

impl<'u> Emitter<'u> {
    /// `dst = await` what `iterator.method(argument)` gives; jumps to `absent` if there
    /// is no such method. `argument` may be empty: no argument.
    pub(super) fn iterator_method(
        &mut self,
        dst: Register,
        record: Register,
        method: &str,
        argument: Register,
        absent: crate::bytecode::builder::Label,
        is_async: bool,
    ) {
        let k = self.b.string16(&JsStr::from(method));
        let argument = self.in_low(argument);
        self.b.emit(Insn::new(Op::IterCallMethod, dst.0, record.0, k, argument));
        self.b.jump1(Op::JumpIfEmpty, dst, absent);
        if is_async {
            self.b.op2(Op::Await, dst, dst);
        }
    }

    /// `dst` = a property of an iterator result.
    pub(super) fn result_property(&mut self, dst: Register, result: Register, name: &str) {
        let site = self.b.named_site(Op::GetProp, &JsStr::from(name));
        self.b.emit(Insn::new(Op::GetProp, dst.0, result.0, site, 0));
    }

    /// AsyncIteratorClose for a normal or return completion.
    pub(super) fn async_iterator_close(&mut self, record: Register) {
        let mark = self.mark();
        let (result, argument) = (self.temp(), self.temp());
        let end = self.b.label();
        self.b.op1(Op::LoadEmpty, argument);
        self.iterator_method(result, record, "return", argument, end, true);
        self.b.op1(Op::CheckIterResult, result);
        self.b.bind(end);
        self.release(mark);
    }

    /// IteratorClose for a throw completion, then throws: what closing throws is dropped.
    pub(super) fn close_and_rethrow(&mut self, record: Register, is_async: bool, exception: Register) {
        if !is_async {
            self.b.emit(Insn::new(Op::IterClose, record.0, 0, 0, 1));
            return self.b.op1(Op::Throw, exception);
        }
        let mark = self.mark();
        let (result, argument) = (self.temp(), self.temp());
        let (handler, rethrow) = (self.b.label(), self.b.label());
        let region = self.b.protect(handler);
        self.b.op1(Op::LoadEmpty, argument);
        self.iterator_method(result, record, "return", argument, rethrow, true);
        self.b.unprotect(region);
        self.b.bind(rethrow);
        self.b.op1(Op::Throw, exception);
        self.b.catch(handler, result);
        self.b.op1(Op::Throw, exception);
        self.release(mark);
    }

    /// The error of `yield*` over an iterator without `throw`.
    pub(super) fn no_throw_method(&mut self) {
        self.throw_error(error_kind::TYPE_ERROR, "The iterator does not provide a 'throw' method.");
    }
}
