//! Evaluation (sec-moduleevaluation), with top-level await: modules that wait, or whose
//! dependencies do, are evaluated in the order in which they were reached, once all that
//! they depend on is done.

use super::{AsyncOrder, ModuleId, Status};
use crate::builtins::promise;
use crate::heap::Gc;
use crate::object::Object;
use crate::runtime::completion::{JsResult, Throw};
use crate::value::Value;
use crate::vm::Vm;

impl Vm {
    /// Evaluate (sec-moduleevaluation): the promise of the module's completion.
    pub fn evaluate_module(&mut self, id: ModuleId) -> Gc<Object> {
        let mut id = id;
        if !self.module(id).is_cyclic() {
            let promise = promise::new_promise(self);
            match self.evaluate_synthetic(id) {
                Ok(()) => promise::resolve_promise(self, promise, Value::UNDEFINED),
                Err(throw) => promise::reject_promise(self, promise, throw.0),
            }
            return promise;
        }
        // 3. One that failed below its root has none.
        if self.module(id).status >= Status::EvaluatingAsync
            && let Some(root) = self.module(id).cycle_root
        {
            id = root;
        }
        // 4.
        if let Some(promise) = self.module(id).capability {
            return promise.to_cell().expect("a promise");
        }
        let capability = promise::new_promise(self);
        self.module_mut(id).capability = Some(capability.value());
        let mut stack = Vec::new();
        match self.inner_module_evaluation(id, &mut stack, 0) {
            Err(throw) => {
                for member in stack {
                    let member = self.module_mut(member);
                    debug_assert_eq!(member.status, Status::Evaluating);
                    member.status = Status::Evaluated;
                    member.error = Some(throw.0);
                }
                promise::reject_promise(self, capability, throw.0);
            }
            Ok(_) => {
                if self.module(id).status == Status::Evaluated {
                    promise::resolve_promise(self, capability, Value::UNDEFINED);
                }
            }
        }
        capability
    }

    /// InnerModuleEvaluation (sec-innermoduleevaluation).
    fn inner_module_evaluation(&mut self, id: ModuleId, stack: &mut Vec<ModuleId>, index: u32) -> JsResult<u32> {
        if !self.module(id).is_cyclic() {
            self.evaluate_synthetic(id)?;
            return Ok(index);
        }
        let module = self.module_mut(id);
        match module.status {
            // 2.
            Status::EvaluatingAsync | Status::Evaluated => return module.error.map_or(Ok(index), |error| Err(Throw(error))),
            // 3.
            Status::Evaluating => return Ok(index),
            status => debug_assert_eq!(status, Status::Linked),
        }
        module.status = Status::Evaluating;
        module.dfs_index = index;
        module.dfs_ancestor = index;
        module.pending = 0;
        let required = self.evaluation_list(id);
        let mut index = index + 1;
        stack.push(id);
        if !self.has_native_stack() {
            return Err(crate::interp::call::stack_overflow(self));
        }
        // 11.
        for required in required {
            index = self.inner_module_evaluation(required, stack, index)?;
            let mut required = required;
            if !self.module(required).is_cyclic() {
                continue;
            }
            if self.module(required).status == Status::Evaluating {
                let ancestor = self.module(required).dfs_ancestor;
                let module = self.module_mut(id);
                module.dfs_ancestor = module.dfs_ancestor.min(ancestor);
            } else {
                required = self.module(required).cycle_root.unwrap_or(required);
                if let Some(error) = self.module(required).error {
                    return Err(Throw(error));
                }
            }
            if matches!(self.module(required).async_order, AsyncOrder::Order(_)) {
                self.module_mut(id).pending += 1;
                self.module_mut(required).async_parents.push(id);
            }
        }
        // 12.
        let module = self.module(id);
        if module.pending > 0 || module.has_tla {
            let ready = module.pending == 0;
            let order = self.interp.modules.async_order;
            self.interp.modules.async_order += 1;
            self.module_mut(id).async_order = AsyncOrder::Order(order);
            if ready {
                self.execute_async_module(id);
            }
        } else {
            self.execute_module(id)?;
        }
        // 16.
        let module = self.module(id);
        if module.dfs_ancestor == module.dfs_index {
            while let Some(member) = stack.pop() {
                let record = self.module_mut(member);
                record.status = match record.async_order {
                    AsyncOrder::Unset => Status::Evaluated,
                    _ => Status::EvaluatingAsync,
                };
                record.cycle_root = Some(id);
                if member == id {
                    break;
                }
            }
        }
        Ok(index)
    }

    /// ExecuteModule (sec-source-text-module-record-execute-module); of an async module, the
    /// promise of its completion.
    fn execute_module(&mut self, id: ModuleId) -> JsResult<Value> {
        let function = self.module(id).function;
        let result = self.call(function, Value::UNDEFINED, &[]);
        #[cfg(feature = "node")]
        let result = result.inspect_err(|throw| self.explain_scope(id, throw.0));
        result
    }

    /// Says more of a name that only CommonJS files have.
    #[cfg(feature = "node")]
    fn explain_scope(&mut self, id: ModuleId, error: Value) {
        let Some(object) = error.to_cell::<Object>().filter(|object| object.kind() == crate::heap::Kind::Error) else { return };
        let key = self.names.message;
        let Some(message) = self.own_data_value(object, key).and_then(Value::as_string).map(|text| text.to_rust()) else { return };
        let Some(name) = message.strip_suffix(" is not defined") else { return };
        if !matches!(name, "require" | "module" | "exports" | "__filename" | "__dirname") {
            return;
        }
        let mut text = format!("{message} in ES module scope");
        if name == "require" {
            text.push_str(", you can use import instead");
        }
        if let Some(path) = super::loader::url_path(&self.module(id).key).filter(|path| path.extension().is_some_and(|e| e == "js"))
            && let Some(package) = self.package_of(&path)
            && package.type_field().as_deref() == Some("module")
        {
            text.push_str("\nThis file is being treated as an ES module because it has a '.js' file extension and ");
            text.push_str(&format!("'{}' contains \"type\": \"module\". ", package.folder.join("package.json").display()));
            text.push_str("To treat it as a CommonJS script, rename it to use the '.cjs' file extension.");
        }
        let text = self.new_string(&text).value();
        // A data property of an ordinary object: nothing can fail.
        let _ = self.set(object, key, text, false);
    }

    /// ExecuteAsyncModule (sec-execute-async-module).
    fn execute_async_module(&mut self, id: ModuleId) {
        match self.execute_module(id) {
            Ok(promise) => {
                let promise = promise::is_promise(promise).expect("an async module gives a promise");
                promise::perform_await(self, promise, settled, Value::from(id.0));
            }
            // No room on the stack to begin.
            Err(throw) => self.async_module_execution_rejected(id, throw.0),
        }
    }

    /// GatherAvailableAncestors (sec-gather-available-ancestors).
    fn gather_available_ancestors(&mut self, id: ModuleId, list: &mut Vec<ModuleId>) {
        // A list instead of recursion: chains of modules may be long.
        let mut queue = vec![id];
        while let Some(id) = queue.pop() {
            for parent in self.module(id).async_parents.clone() {
                let root = self.module(parent).cycle_root;
                let failed = root.is_some_and(|root| self.module(root).error.is_some());
                if list.contains(&parent) || failed {
                    continue;
                }
                let record = self.module_mut(parent);
                debug_assert!(record.pending > 0);
                record.pending = record.pending.saturating_sub(1);
                if record.pending == 0 {
                    list.push(parent);
                    if !record.has_tla {
                        queue.push(parent);
                    }
                }
            }
        }
    }

    fn complete_async(&mut self, id: ModuleId) {
        let module = self.module_mut(id);
        module.async_order = AsyncOrder::Done;
        module.status = Status::Evaluated;
        if let Some(capability) = module.capability {
            promise::resolve_promise(self, capability, Value::UNDEFINED);
        }
    }

    /// AsyncModuleExecutionFulfilled (sec-async-module-execution-fulfilled).
    fn async_module_execution_fulfilled(&mut self, id: ModuleId) {
        if self.module(id).status == Status::Evaluated {
            debug_assert!(self.module(id).error.is_some());
            return;
        }
        self.complete_async(id);
        let mut list = Vec::new();
        self.gather_available_ancestors(id, &mut list);
        list.sort_by_key(|m| match self.module(*m).async_order {
            AsyncOrder::Order(order) => order,
            AsyncOrder::Unset | AsyncOrder::Done => u64::MAX,
        });
        for module in list {
            if self.module(module).status == Status::Evaluated {
                debug_assert!(self.module(module).error.is_some());
            } else if self.module(module).has_tla {
                self.execute_async_module(module);
            } else {
                match self.execute_module(module) {
                    Ok(_) => self.complete_async(module),
                    Err(throw) => self.async_module_execution_rejected(module, throw.0),
                }
            }
        }
    }

    /// AsyncModuleExecutionRejected (sec-async-module-execution-rejected).
    fn async_module_execution_rejected(&mut self, id: ModuleId, error: Value) {
        let mut queue = std::collections::VecDeque::from([id]);
        while let Some(id) = queue.pop_front() {
            let module = self.module_mut(id);
            if module.status == Status::Evaluated {
                debug_assert!(module.error.is_some());
                continue;
            }
            module.error = Some(error);
            module.status = Status::Evaluated;
            module.async_order = AsyncOrder::Done;
            let parents = module.async_parents.clone();
            if let Some(capability) = module.capability {
                promise::reject_promise(self, capability, error);
            }
            // Depth first, as the recursion of the specification goes.
            for parent in parents.into_iter().rev() {
                queue.push_front(parent);
            }
        }
    }
}

/// An async module's own code has come to its end.
fn settled(vm: &mut Vm, state: Value, fulfilled: bool, value: Value) -> JsResult<()> {
    let id = ModuleId(state.as_number() as u32);
    if fulfilled {
        vm.async_module_execution_fulfilled(id);
    } else {
        vm.async_module_execution_rejected(id, value);
    }
    Ok(())
}
