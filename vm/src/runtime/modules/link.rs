//! Linking (sec-moduledeclarationlinking, sec-source-text-module-record-initialize-environment).

use super::record::Resolution;
use super::{Body, ModuleId, Status};
use crate::bytecode::module_info::{ImportEntry, ModuleSlot, Phase};
use crate::bytecode::{Code, Source};
use crate::runtime::completion::{JsResult, Throw};
use crate::runtime::eval::SyntaxErrorPlace;
use crate::value::Value;
use crate::vm::Vm;
use std::rc::Rc;

impl Vm {
    /// Link (sec-moduledeclarationlinking).
    pub fn link_module(&mut self, id: ModuleId) -> JsResult<()> {
        let mut stack = Vec::new();
        let result = self.inner_module_linking(id, &mut stack, 0);
        if result.is_err() {
            for module in stack {
                self.module_mut(module).status = Status::Unlinked;
            }
        }
        result.map(|_| ())
    }

    /// InnerModuleLinking (sec-InnerModuleLinking).
    fn inner_module_linking(&mut self, id: ModuleId, stack: &mut Vec<ModuleId>, index: u32) -> JsResult<u32> {
        let module = self.module_mut(id);
        if !module.is_cyclic() {
            module.status = module.status.max(Status::Linked);
            return Ok(index);
        }
        // 2.
        if module.status >= Status::Linking {
            return Ok(index);
        }
        debug_assert_eq!(module.status, Status::Unlinked);
        module.status = Status::Linking;
        module.dfs_index = index;
        module.dfs_ancestor = index;
        let required = self.linked_requests(id);
        let mut index = index + 1;
        stack.push(id);
        if !self.has_native_stack() {
            return Err(crate::interp::call::stack_overflow(self));
        }
        // 9.
        for required in required {
            index = self.inner_module_linking(required, stack, index)?;
            let other = self.module(required);
            if other.is_cyclic() && other.status == Status::Linking {
                let ancestor = other.dfs_ancestor;
                let module = self.module_mut(id);
                module.dfs_ancestor = module.dfs_ancestor.min(ancestor);
            }
        }
        // 10.
        self.initialize_environment(id)?;
        // 13.
        let module = self.module(id);
        if module.dfs_ancestor == module.dfs_index {
            while let Some(member) = stack.pop() {
                self.module_mut(member).status = Status::Linked;
                if member == id {
                    break;
                }
            }
        }
        Ok(index)
    }

    /// The modules that a module's requests are linked with: all but those of the phase source.
    fn linked_requests(&self, id: ModuleId) -> Vec<ModuleId> {
        let module = self.module(id);
        let requests = module.info().into_iter().flat_map(|info| &info.requests);
        requests.zip(&module.loaded).filter(|(request, _)| request.phase != Phase::Source).map(|(_, id)| *id).collect()
    }

    /// The environment of a new module, with the cells of its own bindings.
    pub(super) fn new_module_env(&mut self, code: &Code) -> Value {
        let slots = &code.module.as_ref().expect("the code of a module").slots;
        if slots.is_empty() {
            return Value::UNDEFINED;
        }
        let env = self.new_env(None, slots.len(), Value::UNDEFINED);
        for (i, slot) in slots.iter().enumerate() {
            let value = match slot {
                ModuleSlot::Undefined => continue,
                ModuleSlot::Empty => Value::EMPTY,
                ModuleSlot::Cell => self.new_env(None, 1, Value::UNDEFINED).value(),
                ModuleSlot::EmptyCell => self.new_env(None, 1, Value::EMPTY).value(),
                // A namespace has a cell too, which other modules can see if it is exported.
                // That of a name is another module's.
                ModuleSlot::Import(entry) if entry.name.is_none() => self.new_env(None, 1, Value::UNDEFINED).value(),
                ModuleSlot::Import(_) => continue,
            };
            env.set(&mut self.heap, i, value);
        }
        env.value()
    }

    /// InitializeEnvironment (sec-source-text-module-record-initialize-environment).
    fn initialize_environment(&mut self, id: ModuleId) -> JsResult<()> {
        let Body::Source { code, source } = &self.module(id).body else { return Ok(()) };
        let (code, source) = (code.clone(), source.clone());
        let info = code.module.as_deref().expect("the code of a module");
        // 1.
        for export in &info.indirect_exports {
            let resolution = self.resolve_export(id, &export.export_name, &mut Vec::new())?;
            if matches!(resolution, Resolution::NotFound | Resolution::Circular | Resolution::Ambiguous) {
                return Err(self.link_error(id, &source, &export.import, resolution));
            }
        }
        // 7.
        for (slot, kind) in info.slots.iter().enumerate() {
            let ModuleSlot::Import(entry) = kind else { continue };
            let imported = self.imported_module(id, entry.request);
            let Some(name) = &entry.name else {
                let object = self.object_of_phase(imported, info.requests[entry.request as usize].phase)?;
                let cell = self.module_cell(id, slot as u16);
                cell.set(&mut self.heap, 0, object);
                continue;
            };
            let cell = match self.resolve_export(imported, name, &mut Vec::new())? {
                Resolution::Cell { module, slot } => self.module_cell(module, slot),
                Resolution::Object { module, phase } => {
                    let object = self.object_of_phase(module, phase)?;
                    self.new_env(None, 1, object)
                }
                resolution => return Err(self.link_error(id, &source, entry, resolution)),
            };
            let env = self.module_env(id);
            env.set(&mut self.heap, slot, cell.value());
        }
        // 24. Function declarations.
        let function = self.module(id).function;
        self.call(function, Value::UNDEFINED, &[Value::TRUE])?;
        Ok(())
    }

    /// The SyntaxError for an import that does not resolve, in V8's words.
    #[cold]
    fn link_error(&mut self, id: ModuleId, source: &Rc<Source>, entry: &ImportEntry, resolution: Resolution) -> Throw {
        let info = self.module(id).info().expect("a source text module");
        let specifier = info.requests[entry.request as usize].specifier.to_rust();
        let name = entry.name.as_ref().map(|n| n.to_rust()).unwrap_or_default();
        let message = match resolution {
            Resolution::Ambiguous => {
                format!("The requested module '{specifier}' contains conflicting star exports for name '{name}'")
            }
            Resolution::Circular => format!("Detected cycle while resolving name '{name}' in '{specifier}'"),
            _ => format!("The requested module '{specifier}' does not provide an export named '{name}'"),
        };
        let throw = self.syntax_error(message);
        self.interp.syntax_error = Some(SyntaxErrorPlace { error: throw.0.address(), source: source.clone(), position: entry.position });
        throw
    }
}
