//! The built-in functions that the optimiser knows, found when the realm is new, before
//! any script could put others in their places.

use super::builtin_rows::BUILTINS;
use crate::bytecode::FunctionTemplate;
use crate::heap::Gc;
use crate::heap::roots::RootSource;
use crate::object::layout::trace_value;
use crate::object::{Accessor, Function, Native, Object};
use crate::value::Value;
use crate::vm::Vm;
use hearth_codecache::ScriptHash;
use hearth_gc::Tracer;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Whose methods are bytecode; also what their source is called.
const ASSEMBLED_HOLDER: &str = "Array.prototype";

/// Function objects by row of `BUILTINS`; empty where the library has none.
#[derive(Default)]
pub struct KnownBuiltins {
    // unrooted: `trace` visits them.
    functions: RefCell<Vec<Value>>,
    /// Built-in functions that are closures over bytecode.
    // unrooted: `trace` visits them.
    assembled: RefCell<Vec<Value>>,
    /// Their scripts can be found by hash.
    assembled_hashed: Cell<bool>,
}

/// The hash by which stored code names a built-in function that is bytecode: of its name
/// instead of its bytecode, which is made at its first call. What is stored is for this
/// build only, so the name says as much.
pub(crate) fn builtin_hash(template: &FunctionTemplate) -> Option<[u8; 32]> {
    template.source.builtin.then(|| hash_of_name(&template.source.name, &template.info.name.to_rust()))
}

fn hash_of_name(source: &str, name: &str) -> [u8; 32] {
    ScriptHash::of(format!("built-in {source} {name}").as_bytes()).0
}

/// The hashes of the built-in functions that are bytecode.
pub(crate) fn assembled_hashes() -> impl Iterator<Item = [u8; 32]> {
    crate::builtins::array::assembled_names().map(|name| hash_of_name(ASSEMBLED_HOLDER, name))
}

impl RootSource for KnownBuiltins {
    fn trace(&self, tracer: &mut Tracer) {
        for function in self.functions.borrow().iter().chain(self.assembled.borrow().iter()) {
            trace_value(*function, tracer);
        }
    }
}

impl Vm {
    /// Finds the functions of the table in the current realm, and numbers them.
    pub(crate) fn note_known_builtins(&mut self) {
        let known = Rc::new(KnownBuiltins::default());
        self.root_sources.push(known.clone());
        // Rows of one holder follow one another, for the most part.
        let mut last = ("", Some(self.global()));
        for (row, (path, name, _)) in BUILTINS.iter().enumerate() {
            if last.0 != *path {
                last = (path, self.find_holder(path));
            }
            let function = last.1.and_then(|holder| match name.strip_prefix("get ") {
                Some(property) => self.find_getter(holder, property),
                None => self.find_builtin(holder, name),
            });
            if let Some(native) = function.and_then(|f| f.to_cell::<Native>()) {
                native.intrinsic_id.set(row as u16 + 1);
            }
            known.functions.borrow_mut().push(function.unwrap_or(Value::EMPTY));
        }
        if let Some(holder) = self.find_holder(ASSEMBLED_HOLDER) {
            for name in crate::builtins::array::assembled_names() {
                let function = self.find_builtin(holder, name);
                known.assembled.borrow_mut().extend(function);
            }
        }
        self.known_builtins = known;
    }

    fn find_holder(&mut self, path: &str) -> Option<Gc<Object>> {
        let mut object = self.global();
        for part in path.split('.').filter(|part| !part.is_empty()) {
            let key = self.key(part);
            object = self.own_data_value(object, key)?.to_cell::<Object>()?;
        }
        Some(object)
    }

    fn find_builtin(&mut self, holder: Gc<Object>, name: &str) -> Option<Value> {
        let key = self.key(name);
        self.own_data_value(holder, key)
    }

    fn find_getter(&mut self, holder: Gc<Object>, property: &str) -> Option<Value> {
        let key = self.key(property);
        let accessor = self.find_quietly(holder, key)??.value.to_cell::<Accessor>()?;
        Some(accessor.get.get())
    }

    /// Makes the scripts of built-ins that are bytecode known by their hashes: stored code
    /// may have inlined them, which are in no source file. False if that had been done.
    pub(crate) fn hash_assembled_builtins(&mut self) -> bool {
        let known = self.known_builtins.clone();
        if self.ion.is_none() || known.assembled_hashed.replace(true) {
            return false;
        }
        for i in 0..known.assembled.borrow().len() {
            let function = known.assembled.borrow()[i].to_cell::<Function>();
            let script = function.map(|function| function.script());
            if let Some((script, hash)) = script.and_then(|script| Some((script, builtin_hash(script.template())?))) {
                self.note_hash(script, hash);
            }
        }
        true
    }

    /// The function of a row.
    pub(crate) fn builtin(&self, row: u16) -> Option<Value> {
        self.known_builtins.functions.borrow().get(row as usize).copied().filter(|f| !f.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Options;

    #[test]
    fn hashes_of_built_in_bytecode_are_known_without_a_machine() {
        let vm = Vm::new(Options::default()).expect("a machine can be made");
        let functions = vm.known_builtins.assembled.borrow();
        let made = functions.iter().map(|function| {
            let function = function.to_cell::<Function>().expect("a closure");
            builtin_hash(function.script().template()).expect("a built-in")
        });
        assert!(made.eq(assembled_hashes()) && !functions.is_empty());
    }
}
