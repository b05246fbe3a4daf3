//! Entering scripts from Rust, and how that ends.
//!
//! The *outermost* call of a script is one that no script is below of. What ends a call ends all of it, up to
//! the outermost: `interrupt::TERMINATE` stays set until that has returned, and nothing in scripts sees it.

use super::context::Context;
use super::error::Reason;
use super::failure::{Failure, JsResult, Why};
use super::limits;
use crate::heap::limit::UNSETTLED;
use crate::runtime::completion::{JsResult as Completion, Throw};
use crate::value::Value as Raw;
use crate::vm::{Vm, interrupt};
use std::any::Any;

impl<'js> Context<'js> {
    /// Runs what may run script.
    #[inline]
    pub(super) fn script(&mut self, run: impl FnOnce(&mut Vm) -> Completion) -> JsResult<'js> {
        let embedding = &mut self.vm.embedding;
        let is_outermost = embedding.depth == 0;
        if is_outermost && (embedding.time_limit.is_some() || embedding.ending.is_some() || self.vm.cx.interrupt.has(interrupt::TERMINATE))
        {
            return self.outermost(run);
        }
        self.vm.embedding.depth += 1;
        let result = run(self.vm);
        self.vm.embedding.depth -= 1;
        match result {
            Ok(value) if !self.vm.cx.interrupt.has(UNSETTLED | interrupt::TERMINATE) => Ok(self.root(value)),
            _ => self.ended(result),
        }
    }

    /// A call with a limit, or after one that was ended.
    #[inline(never)]
    fn outermost(&mut self, run: impl FnOnce(&mut Vm) -> Completion) -> JsResult<'js> {
        // Who wanted to end an earlier call came too late.
        self.vm.cx.interrupt.clear(interrupt::TERMINATE);
        self.vm.embedding.ending = None;
        let watch = self.vm.embedding.time_limit.map(|limit| limits::watch(self.vm, limit));
        self.vm.embedding.depth += 1;
        let result = run(self.vm);
        self.vm.embedding.depth -= 1;
        drop(watch);
        self.ended(result)
    }

    /// What a call gave that has thrown, or is being ended, or may lack memory.
    #[inline(never)]
    fn ended(&mut self, result: Completion) -> JsResult<'js> {
        let result = self.settle(result);
        if self.vm.embedding.depth > 0 {
            return result;
        }
        if self.vm.cx.interrupt.has(interrupt::TERMINATE) {
            self.vm.cx.interrupt.clear(interrupt::TERMINATE);
        }
        // A panic that became the rejection of a promise on its way is told as well.
        if self.vm.embedding.ending.is_some() { Err(Failure(Why::Ended)) } else { result }
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
