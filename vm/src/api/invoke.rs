//! Entering scripts from Rust, and how that ends.
//!
//! The *outermost* call of a script is one that no script is below of. What ends a call ends all of it, up to
//! the outermost: `interrupt::TERMINATE` stays set until that has returned, and nothing in scripts sees it.

use super::context::Context;
use super::error::Reason;
use super::failure::JsResult;
use super::limits;
use crate::runtime::completion::{JsResult as Completion, Throw};
use crate::value::Value as Raw;
use crate::vm::{Vm, interrupt};
use std::any::Any;

impl<'js> Context<'js> {
    /// Runs what may run script.
    #[inline]
    pub(super) fn script(&mut self, run: impl FnOnce(&mut Vm) -> Completion) -> JsResult<'js> {
        if self.vm.embedding.depth == 0 {
            return self.outermost(run);
        }
        self.nested(run)
    }

    #[inline]
    fn nested(&mut self, run: impl FnOnce(&mut Vm) -> Completion) -> JsResult<'js> {
        self.vm.embedding.depth += 1;
        let result = run(self.vm);
        self.vm.embedding.depth -= 1;
        self.settle(result)
    }

    fn outermost(&mut self, run: impl FnOnce(&mut Vm) -> Completion) -> JsResult<'js> {
        // Who wanted to end an earlier call came too late.
        self.vm.cx.interrupt.clear(interrupt::TERMINATE);
        self.vm.embedding.ending = None;
        let watch = self.vm.embedding.time_limit.map(|limit| limits::watch(self.vm, limit));
        let result = self.nested(run);
        drop(watch);
        self.vm.cx.interrupt.clear(interrupt::TERMINATE);
        result
    }
}

impl Vm {
    /// Ends the outermost call because code of the embedder, which it has called, has panicked.
    #[cold]
    pub(crate) fn end_for_panic(&mut self, panic: Box<dyn Any + Send>) -> Throw {
        let text = match (panic.downcast_ref::<&str>(), panic.downcast_ref::<String>()) {
            (Some(text), _) => (*text).to_owned(),
            (_, Some(text)) => text.clone(),
            _ => "a value that is no text".to_owned(),
        };
        // What was thrown may panic when it is dropped.
        std::mem::forget(panic);
        self.embedding.ending = Some(Reason::Panic(text));
        self.cx.interrupt.set(interrupt::TERMINATE);
        Throw(Raw::UNDEFINED)
    }
}
