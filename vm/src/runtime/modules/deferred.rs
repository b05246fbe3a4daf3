//! `import defer`: modules that are loaded and linked, and evaluated when their namespace
//! is first looked at (the proposal of deferred module evaluation).
//!
//! That evaluation is synchronous. So what a deferred module needs that is asynchronous is
//! evaluated with the importer, and a module that cannot be evaluated at once is a
//! TypeError.

use super::{ModuleId, Status};
use crate::builtins::promise;
use crate::bytecode::module_info::Phase;
use crate::runtime::completion::{JsResult, Throw};
use crate::vm::Vm;

impl Vm {
    /// What InnerModuleEvaluation evaluates for a module's requests, in order.
    pub(super) fn evaluation_list(&self, id: ModuleId) -> Vec<ModuleId> {
        let module = self.module(id);
        let Some(info) = module.info().filter(|info| info.requests.iter().any(|r| r.phase != Phase::Evaluation)) else {
            return module.loaded.clone();
        };
        let mut list: Vec<ModuleId> = Vec::new();
        for (request, required) in info.requests.iter().zip(&module.loaded) {
            let needed = match request.phase {
                Phase::Evaluation => vec![*required],
                Phase::Source => Vec::new(),
                Phase::Defer => self.asynchronous_dependencies(*required),
            };
            for module in needed {
                if !list.contains(&module) {
                    list.push(module);
                }
            }
        }
        list
    }

    /// GatherAsynchronousTransitiveDependencies.
    pub(super) fn asynchronous_dependencies(&self, id: ModuleId) -> Vec<ModuleId> {
        let mut result = Vec::new();
        let mut seen = Vec::new();
        // Depth first, in the order of the requests.
        let mut stack = vec![id];
        while let Some(id) = stack.pop() {
            if seen.contains(&id) {
                continue;
            }
            seen.push(id);
            let module = self.module(id);
            if !module.is_cyclic() || module.status == Status::Evaluating || self.is_component_evaluated(id) {
                continue;
            }
            if module.has_tla {
                result.push(id);
            } else {
                stack.extend(module.loaded.iter().rev());
            }
        }
        result
    }

    /// IsModuleSCCEvaluated: of modules in a cycle that waits, only the root says so.
    fn is_component_evaluated(&self, id: ModuleId) -> bool {
        let root = self.module(id).cycle_root.unwrap_or(id);
        self.module(root).status == Status::Evaluated
    }

    /// ReadyForSyncExecution.
    fn is_ready_for_sync_execution(&self, id: ModuleId) -> bool {
        let mut seen = Vec::new();
        let mut stack = vec![id];
        while let Some(id) = stack.pop() {
            if seen.contains(&id) {
                continue;
            }
            seen.push(id);
            let module = self.module(id);
            if !module.is_cyclic() {
                continue;
            }
            match module.status {
                _ if self.is_component_evaluated(id) => continue,
                Status::Evaluating | Status::EvaluatingAsync | Status::Evaluated => return false,
                _ if module.has_tla => return false,
                _ => stack.extend(module.loaded.iter()),
            }
        }
        true
    }

    /// EvaluateModuleSync, for a deferred namespace that is looked at.
    ///
    /// # Errors
    /// What the module throws; a TypeError if it cannot be evaluated at once.
    pub(crate) fn evaluate_deferred_module(&mut self, id: ModuleId) -> JsResult<()> {
        let module = self.module(id);
        if module.is_cyclic() && module.status == Status::Evaluated && module.error.is_none() {
            return Ok(());
        }
        if !self.is_ready_for_sync_execution(id) {
            return Err(self.type_error("A deferred module cannot be evaluated while it, or what it needs, is being evaluated"));
        }
        let evaluated = self.evaluate_module(id);
        match promise::state_of(evaluated) {
            Some((false, error)) => {
                promise::mark_handled(self, evaluated);
                Err(Throw(error))
            }
            _ => Ok(()),
        }
    }
}
