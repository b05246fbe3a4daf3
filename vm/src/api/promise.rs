//! Promises, and what settles them.

use super::context::Context;
use super::failure::{Failure, JsResult};
use super::{FromJs, Function, IntoJs, Object, Persistent, Value};
use crate::builtins::promise;
use crate::value::Value as Raw;

/// A promise.
#[derive(Clone, Copy, Debug)]
pub struct Promise<'js>(pub(super) Object<'js>);

/// What has become of a promise.
#[derive(Clone, Copy, Debug)]
pub enum PromiseState<'js> {
    Pending,
    Fulfilled(Value<'js>),
    Rejected(Value<'js>),
}

impl<'js> Promise<'js> {
    /// What has become of it. Who asks for a rejection has handled it.
    pub fn state(self, cx: &mut Context<'js>) -> PromiseState<'js> {
        match promise::state_of(self.cell()) {
            None => PromiseState::Pending,
            Some((true, value)) => PromiseState::Fulfilled(cx.root(value)),
            Some((false, reason)) => {
                promise::mark_handled(cx.vm, self.cell());
                PromiseState::Rejected(cx.root(reason))
            }
        }
    }
    /// What it was fulfilled with; none if it is pending. Who asks for a rejection has handled it.
    ///
    /// # Errors
    /// What it was rejected with, or the conversion throws.
    pub fn result<T: FromJs<'js>>(self, cx: &mut Context<'js>) -> JsResult<'js, Option<T>> {
        match self.state(cx) {
            PromiseState::Fulfilled(value) => T::from_js(cx, value).map(Some),
            PromiseState::Rejected(reason) => Err(Failure::throw(reason)),
            PromiseState::Pending => Ok(None),
        }
    }
    /// Has a function called with the value or reason once it is settled; gives the promise of its result.
    ///
    /// # Errors
    /// If the call was ended.
    pub fn then(
        self,
        cx: &mut Context<'js>,
        fulfilled: Option<Function<'js>>,
        rejected: Option<Function<'js>>,
    ) -> JsResult<'js, Promise<'js>> {
        self.call_method(cx, "then", (fulfilled, rejected))
    }
}

/// Why a promise that is awaited is not settled in the end.
pub(super) fn nothing_left<'js>() -> Failure<'js> {
    Failure::error("the promise is pending, and nothing is left to do")
}

/// Settles a promise, once, in its engine.
#[derive(Debug)]
pub struct Resolver(pub(super) Persistent);

impl Resolver {
    /// Resolves the promise: with a promise, it follows that one. Reactions run with the next
    /// [`Context::run_jobs`].
    ///
    /// # Errors
    /// What the conversion throws; in another engine.
    pub fn resolve<'js>(self, cx: &mut Context<'js>, value: impl IntoJs<'js>) -> JsResult<'js, ()> {
        let target = self.0.get(cx)?.raw;
        let value = value.into_js(cx)?.raw;
        let settle = |vm: &mut crate::vm::Vm| {
            promise::resolve_promise(vm, target, value);
            Ok(Raw::UNDEFINED)
        };
        cx.script(settle).map(|_| ())
    }
    /// Rejects the promise.
    ///
    /// # Errors
    /// In another engine; if the failure is that the call is being ended.
    pub fn reject<'js>(self, cx: &mut Context<'js>, failure: Failure<'js>) -> JsResult<'js, ()> {
        if failure.is_end() {
            return Err(failure);
        }
        let target = self.0.get(cx)?.raw;
        let reason = failure.into_throw(cx).0;
        let settle = |vm: &mut crate::vm::Vm| {
            promise::reject_promise(vm, target, reason);
            Ok(Raw::UNDEFINED)
        };
        cx.script(settle).map(|_| ())
    }
}
