//! `Persistent`: a value that outlives its entry.

use super::context::Context;
use super::failure::JsResult;
use super::state::Home;
use super::{FromJs, IntoJs, Value};
use crate::value::Value as Raw;
use crate::vm::Vm;
use std::sync::Arc;

/// A value that is kept alive until this is dropped, on whatever thread. It says nothing of the value: only its
/// own engine, entered, gives that.
///
/// What a script can reach from it stays alive, too: a `Persistent` in an object that it leads to is a leak.
pub struct Persistent {
    slot: u32,
    home: Arc<Home>,
}

/// A value of another engine, or of one that is gone.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the value belongs to another engine")]
pub struct ForeignEngine;

impl Persistent {
    pub(super) fn new(vm: &Vm, value: Raw) -> Persistent {
        Persistent { slot: vm.embedding.keep(value), home: vm.embedding.home.clone() }
    }
    /// The value, in its engine.
    ///
    /// # Errors
    /// In any other engine.
    pub fn get<'js>(&self, cx: &mut Context<'js>) -> Result<Value<'js>, ForeignEngine> {
        if cx.vm.embedding.home.number != self.home.number {
            return Err(ForeignEngine);
        }
        let raw = cx.vm.embedding.kept.get(self.slot);
        Ok(cx.root(raw))
    }
    /// The value as a type of Rust.
    ///
    /// # Errors
    /// In any other engine; if it is none of this type.
    pub fn get_as<'js, T: FromJs<'js>>(&self, cx: &mut Context<'js>) -> JsResult<'js, T> {
        let value = self.get(cx)?;
        T::from_js(cx, value)
    }
}

impl Drop for Persistent {
    fn drop(&mut self) {
        self.home.released.lock().push(self.slot);
    }
}

impl std::fmt::Debug for Persistent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Persistent")
    }
}

impl<'js> FromJs<'js> for Persistent {
    fn from_js(cx: &mut Context<'js>, value: Value<'js>) -> JsResult<'js, Self> {
        Ok(cx.persist(value))
    }
}
impl<'js> IntoJs<'js> for &Persistent {
    fn into_js(self, cx: &mut Context<'js>) -> JsResult<'js> {
        Ok(self.get(cx)?)
    }
}
