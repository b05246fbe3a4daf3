//! `Realm`: another global object with built-ins of its own, in the same heap.

use super::context::Context;
use super::persistent::ForeignEngine;

/// A realm of an engine (sec-code-realms): a global object and built-ins of its own. Values go to and fro freely; an
/// array of one realm is no `instanceof Array` of another. Realms last as long as their engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Realm {
    engine: u64,
    index: u32,
}

impl Realm {
    /// The realm that the engine was made with.
    pub fn first(cx: &Context<'_>) -> Realm {
        Realm { engine: cx.vm.embedding.home.number, index: 0 }
    }
}

/// Goes back to the realm that was current, however the visit ends.
struct Visit<'a, 'js> {
    cx: &'a mut Context<'js>,
    previous: u32,
}

impl Drop for Visit<'_, '_> {
    fn drop(&mut self) {
        self.cx.vm.set_current_realm(self.previous);
    }
}

impl<'js> Context<'js> {
    /// A new realm, with ECMAScript and nothing else.
    pub fn new_realm(&mut self) -> Realm {
        let index = self.vm.create_realm();
        Realm { engine: self.vm.embedding.home.number, index }
    }
    /// The realm that is current: that of the host function's caller, or the engine's first.
    pub fn realm(&self) -> Realm {
        Realm { engine: self.vm.embedding.home.number, index: self.vm.current_realm }
    }
    /// Runs `run` where another realm is current: its [`globals`](Context::globals) and its scripts are that realm's.
    ///
    /// # Errors
    /// If the realm is of another engine.
    pub fn in_realm<R>(&mut self, realm: Realm, run: impl FnOnce(&mut Context<'js>) -> R) -> Result<R, ForeignEngine> {
        if realm.engine != self.vm.embedding.home.number {
            return Err(ForeignEngine);
        }
        let previous = self.vm.current_realm;
        self.vm.set_current_realm(realm.index);
        let visit = Visit { cx: self, previous };
        Ok(run(&mut *visit.cx))
    }
}
