//! `using` and `await using`: what a block declares so is disposed of when it is left
//! (sec-let-const-using-and-await-using-declarations).

use super::Emitter;
use super::control::THROW;
use super::property::Name;
use crate::bytecode::{Insn, JsStr, Op, Register};
use oxc_ast::ast::*;

impl<'u> Emitter<'u> {
    /// Runs `body` with a list for the resources that it declares, and disposes of them
    /// whichever way it is left. `kind`: await using, if one of the declarations is.
    pub(super) fn with_resources(&mut self, kind: VariableDeclarationKind, body: impl FnOnce(&mut Self)) {
        let mark = self.mark();
        let list = self.temp();
        self.b.set_variable(list, true);
        self.b.emit(Insn::new(Op::NewResources, list.0, 0, 0, kind.is_await() as u8));
        let outer = self.resources.replace(list);
        self.with_finally(body, |e, completion, value| e.dispose(list, kind.is_await(), completion, value));
        self.resources = outer;
        self.release(mark);
    }

    /// DisposeResources (sec-disposeresources). A throw completion is noted in the list, which
    /// throws at the end.
    fn dispose(&mut self, list: Register, is_async: bool, completion: Register, value: Register) {
        let mark = self.mark();
        let next = self.temp();
        let (not_thrown, head, end) = (self.b.label(), self.b.label(), self.b.label());
        self.b.load_int(next, THROW);
        self.b.jump2(Op::JStrictNe, completion, next, not_thrown);
        self.b.op2(Op::NoteThrow, list, value);
        self.b.bind(not_thrown);
        self.b.bind(head);
        self.b.loop_head();
        self.b.op2(Op::DisposeNext, next, list);
        self.b.jump1(Op::JumpIfEmpty, next, end);
        if is_async {
            self.with_catch(
                |e| {
                    let awaited = e.temp();
                    e.b.op2(Op::Await, awaited, next);
                },
                |e, exception| e.b.op2(Op::NoteThrow, list, exception),
            );
        }
        self.b.jump(head);
        self.b.bind(end);
        self.release(mark);
    }

    /// AddDisposableResource (sec-adddisposableresource) of a declared value.
    pub(super) fn add_resource(&mut self, declaration: &VariableDeclaration<'_>, value: Register) {
        let list = self.resources.expect("using declarations are in a list of statements or a loop's head");
        self.b.at(declaration.span.start);
        self.b.emit(Insn::new(Op::AddResource, list.0, value.0, 0, declaration.kind.is_await() as u8));
    }

    pub(super) fn using_declaration(&mut self, declaration: &'u VariableDeclaration<'u>) {
        for declarator in &declaration.declarations {
            let (BindingPattern::BindingIdentifier(id), Some(init)) = (&declarator.id, &declarator.init) else {
                self.fail(declarator.span.start, "using declarations bind initialised names");
                continue;
            };
            let mark = self.mark();
            let name = Name::Static(JsStr::from(id.name.as_str()));
            let value = self.any_named(init, &name);
            self.add_resource(declaration, value);
            self.initialise(id, value);
            self.release(mark);
        }
    }
}
