//! Module records: exported names, resolution of exports, namespace objects
//! (sec-abstract-module-records, sec-source-text-module-records).

use super::{Body, Module, ModuleId, Status};
use crate::bytecode::JsStr;
use crate::bytecode::module_info::Phase;
use crate::heap::{Gc, RootedKeys};
use crate::object::{Env, Object};
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

/// ResolvedBinding Record (sec-resolvedbinding-record), or why there is none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resolution {
    /// The cell in a slot of a module's environment.
    Cell {
        module: ModuleId,
        slot: u16,
    },
    /// The object that an import of this phase gives: a namespace, or a source.
    Object {
        module: ModuleId,
        phase: Phase,
    },
    NotFound,
    /// Not found, because a name leads back to itself.
    Circular,
    Ambiguous,
}

/// A name of a namespace object.
#[derive(Clone, Copy, Debug)]
pub enum Export {
    Cell(Gc<Env>),
    /// A namespace, or a source.
    Object {
        module: ModuleId,
        phase: Phase,
    },
}

impl Vm {
    pub(super) fn module(&self, id: ModuleId) -> &Module {
        self.interp.modules.get(id)
    }
    pub(super) fn module_mut(&mut self, id: ModuleId) -> &mut Module {
        self.interp.modules.get_mut(id)
    }

    /// GetImportedModule (sec-GetImportedModule).
    pub(super) fn imported_module(&self, module: ModuleId, request: u16) -> ModuleId {
        self.module(module).loaded[request as usize]
    }

    /// The environment of a module that has slots.
    pub(super) fn module_env(&self, id: ModuleId) -> Gc<Env> {
        self.module(id).env.to_cell().expect("a module with slots has an environment")
    }

    /// The cell in a slot of a module's environment.
    pub(super) fn module_cell(&self, id: ModuleId, slot: u16) -> Gc<Env> {
        self.module_env(id).get(slot as usize).to_cell().expect("an export is a cell")
    }

    /// GetExportedNames (sec-getexportednames), in the order of the specification.
    pub(super) fn exported_names(&mut self, id: ModuleId, visited: &mut Vec<ModuleId>) -> JsResult<Vec<JsStr>> {
        let module = self.module(id);
        if let Body::Synthetic { names, .. } = &module.body {
            return Ok(names.clone());
        }
        // 1. – 3. A cycle of `export *`.
        if visited.contains(&id) {
            return Ok(Vec::new());
        }
        visited.push(id);
        let info = module.info().expect("a source text module");
        let local = info.local_exports.iter().map(|(name, _)| name);
        let mut names: Vec<JsStr> = local.chain(info.indirect_exports.iter().map(|e| &e.export_name)).cloned().collect();
        let stars: Vec<u16> = info.star_exports.to_vec();
        if !self.has_native_stack() {
            return Err(crate::interp::call::stack_overflow(self));
        }
        let mut known: rustc_hash::FxHashSet<JsStr> = names.iter().cloned().collect();
        for request in stars {
            let required = self.imported_module(id, request);
            for name in self.exported_names(required, visited)? {
                if !is_default(&name) && known.insert(name.clone()) {
                    names.push(name);
                }
            }
        }
        Ok(names)
    }

    /// ResolveExport (sec-resolveexport).
    pub(super) fn resolve_export(&mut self, id: ModuleId, name: &JsStr, visited: &mut Vec<(ModuleId, JsStr)>) -> JsResult<Resolution> {
        let module = self.module(id);
        let info = match &module.body {
            Body::Synthetic { names, .. } => {
                let slot = names.iter().position(|n| n == name);
                return Ok(slot.map_or(Resolution::NotFound, |slot| Resolution::Cell { module: id, slot: slot as u16 }));
            }
            Body::Source { code, .. } => code.clone(),
        };
        let info = info.module.as_deref().expect("a source text module");
        // 2. A circular import request.
        if visited.iter().any(|(m, n)| *m == id && n == name) {
            return Ok(Resolution::Circular);
        }
        visited.push((id, name.clone()));
        // 4.
        if let Some((_, slot)) = info.local_exports.iter().find(|(n, _)| n == name) {
            return Ok(Resolution::Cell { module: id, slot: *slot });
        }
        if !self.has_native_stack() {
            return Err(crate::interp::call::stack_overflow(self));
        }
        // 5.
        if let Some(export) = info.indirect_exports.iter().find(|e| e.export_name == *name) {
            let imported = self.imported_module(id, export.import.request);
            return match &export.import.name {
                None => Ok(Resolution::Object { module: imported, phase: info.requests[export.import.request as usize].phase }),
                Some(name) => self.resolve_export(imported, name, visited),
            };
        }
        // 6. A default export cannot be provided by `export *`.
        if is_default(name) {
            return Ok(Resolution::NotFound);
        }
        let mut found = Resolution::NotFound;
        for request in &info.star_exports {
            let imported = self.imported_module(id, *request);
            match self.resolve_export(imported, name, visited)? {
                Resolution::NotFound | Resolution::Circular => {}
                Resolution::Ambiguous => return Ok(Resolution::Ambiguous),
                resolution if found == Resolution::NotFound => found = resolution,
                resolution if resolution == found => {}
                _ => return Ok(Resolution::Ambiguous),
            }
        }
        Ok(found)
    }

    /// GetModuleNamespace (sec-getmodulenamespace).
    pub fn module_namespace(&mut self, id: ModuleId) -> JsResult<Gc<Object>> {
        self.namespace_of_phase(id, Phase::Evaluation)
    }

    /// GetModuleNamespace, of the phase evaluation or defer.
    pub(super) fn namespace_of_phase(&mut self, id: ModuleId, phase: Phase) -> JsResult<Gc<Object>> {
        let deferred = phase == Phase::Defer;
        let module = self.module(id);
        debug_assert!(!module.is_cyclic() || module.status > Status::New);
        let known = if deferred { module.deferred_namespace } else { module.namespace };
        if let Some(namespace) = known.to_cell() {
            return Ok(namespace);
        }
        let mut names = self.exported_names(id, &mut Vec::new())?;
        if deferred {
            // Promises look for this name; it must not start the evaluation.
            names.retain(|name| !matches!(name, JsStr::Latin1(text) if &**text == b"then"));
        }
        names.sort_by_cached_key(|name| name.units().collect::<Vec<u16>>());
        let mut keys = RootedKeys::with_capacity(self, names.len());
        let mut exports = Vec::with_capacity(names.len());
        for name in &names {
            let export = match self.resolve_export(id, name, &mut Vec::new())? {
                Resolution::Cell { module, slot } => Export::Cell(self.module_cell(module, slot)),
                Resolution::Object { module, phase } => Export::Object { module, phase },
                Resolution::NotFound | Resolution::Circular | Resolution::Ambiguous => continue,
            };
            let key = self.key_from_js_str(name);
            keys.push(key);
            exports.push(export);
        }
        // The cells are in environments of modules, which the table keeps alive.
        let exports = keys.as_slice().iter().copied().zip(exports).collect();
        let namespace = self.new_namespace_object(exports, deferred.then_some(id));
        let module = self.module_mut(id);
        *(if deferred { &mut module.deferred_namespace } else { &mut module.namespace }) = namespace.value();
        Ok(namespace)
    }

    /// The value of a name of a namespace object; EMPTY in its temporal dead zone.
    pub(crate) fn export_value(&mut self, export: Export) -> JsResult<Value> {
        match export {
            Export::Cell(cell) => Ok(cell.get(0)),
            Export::Object { module, phase } => self.object_of_phase(module, phase),
        }
    }

    /// What an import of a whole module gives.
    pub(super) fn object_of_phase(&mut self, id: ModuleId, phase: Phase) -> JsResult<Value> {
        match phase {
            Phase::Source => self.module_source(id),
            Phase::Evaluation | Phase::Defer => Ok(self.namespace_of_phase(id, phase)?.value()),
        }
    }

    /// GetModuleSource (sec-getmodulesource): ECMAScript's own modules have no source that is a value.
    pub(super) fn module_source(&mut self, id: ModuleId) -> JsResult<Value> {
        match self.module(id).source_object {
            Value::UNDEFINED => Err(self.syntax_error("Source phase import object is not defined for this module")),
            source => Ok(source),
        }
    }
}

fn is_default(name: &JsStr) -> bool {
    matches!(name, JsStr::Latin1(text) if &**text == b"default")
}
