//! The global symbol registry (sec-symbol.for): weak, since a registered symbol that
//! nobody holds cannot be told from a new one with the same key.

use crate::heap::Gc;
use crate::object::key::PropertyKey;
use crate::string::JsString;
use crate::symbol::{REGISTERED, Symbol};
use crate::vm::Vm;
use hearth_gc::Liveness;
use rustc_hash::FxHashMap;

#[derive(Default)]
pub struct SymbolRegistry {
    /// From atom to symbol, whose description is that atom.
    symbols: FxHashMap<Gc<JsString>, Gc<Symbol>>,
}

impl SymbolRegistry {
    pub fn prune(&mut self, liveness: &Liveness) {
        self.symbols.retain(|_, symbol| liveness.is_live(symbol.header()));
    }
}

impl Vm {
    /// The registered symbol with that key, if somebody has asked for it.
    pub fn find_registered_symbol(&mut self, key: &str) -> Option<PropertyKey> {
        if self.symbol_registry.symbols.is_empty() {
            return None;
        }
        let key = self.intern(key);
        self.symbol_registry.symbols.get(&key).map(|symbol| PropertyKey::symbol(*symbol))
    }

    /// The registered symbol with key `key` (sec-symbol.for).
    pub fn symbol_for(&mut self, key: Gc<JsString>) -> Gc<Symbol> {
        let key = self.intern_string(key);
        if let Some(symbol) = self.symbol_registry.symbols.get(&key) {
            return *symbol;
        }
        let symbol = self.new_symbol(Some(key));
        symbol.set_flag(REGISTERED);
        self.symbol_registry.symbols.insert(key, symbol);
        symbol
    }
}
