//! Modules that a loader gives later: what is on its way, and what has come.
//!
//! An import that meets one waits for a promise, and is then tried again.

use super::ModuleKey;
use super::load::Import;
use super::loader::{LoadError, Loaded, Request};
use crate::builtins::promise;
use crate::object::layout::trace_value;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use hearth_gc::Tracer;
use rustc_hash::FxHashMap;

enum Arrival {
    /// The promise that is settled when it is there.
    // unrooted: `trace` visits it.
    Awaited(Value),
    /// Nobody has asked for it again yet.
    Here(Result<Loaded, LoadError>),
}

#[derive(Default)]
pub(super) struct Arrivals(FxHashMap<ModuleKey, Arrival>);

impl Arrivals {
    pub(super) fn trace(&self, tracer: &mut Tracer) {
        for arrival in self.0.values() {
            if let Arrival::Awaited(promise) = arrival {
                trace_value(*promise, tracer);
            }
        }
    }
}

impl Vm {
    /// What a module is, if its loader does not give it later.
    pub(super) fn ask_loader(&mut self, key: &ModuleKey, request: &Request<'_>) -> JsResult<Import<Loaded>> {
        if let Some(Arrival::Awaited(promise)) = self.interp.modules.arrivals.0.get(key) {
            return Ok(Import::Waits(promise.to_cell().expect("a promise")));
        }
        let answer = match self.interp.modules.arrivals.0.remove(key) {
            Some(Arrival::Here(result)) => result.map_err(|error| self.load_error(&error))?,
            _ => self.with_loader(|loader| loader.load(&key.0, request))?,
        };
        let Loaded::Later(future) = answer else { return Ok(Import::There(answer)) };
        let promise = promise::new_promise(self);
        self.interp.modules.arrivals.0.insert(key.clone(), Arrival::Awaited(promise.value()));
        // The key goes where an `Rc` cannot.
        let (name, realm, kind) = (key.0.to_string(), key.1, key.2.clone());
        crate::api::settle_after(self, promise, future, move |vm, result| {
            vm.interp.modules.arrivals.0.insert((name.into(), realm, kind), Arrival::Here(result));
        });
        Ok(Import::Waits(promise))
    }
}
