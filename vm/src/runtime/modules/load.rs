//! HostLoadImportedModule (sec-HostLoadImportedModule): from a specifier to a module
//! record. Most hosts answer at once, so there are promises of the specification's loading
//! phase only where one does not: who imports tries again when they are settled.

use super::loader::{LoadError, Loaded, Request};
use super::{AsyncOrder, Body, Module, ModuleId, ModuleKey, Status, Steps};
use crate::bytecode::module_info::{ModuleRequest, Phase};
use crate::bytecode::{FunctionTemplate, JsStr, Source};
use crate::heap::Gc;
use crate::object::{Attributes, Object};
use crate::runtime::completion::{JsResult, Throw};
use crate::syntax::module_record::SUPPORTED_ATTRIBUTES;
use crate::syntax::parse::Goal;
use crate::value::Value;
use crate::vm::Vm;
use rustc_hash::FxHashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

/// What an import has come to.
pub(super) enum Import<T> {
    There(T),
    /// It is to be tried again when this promise is settled.
    Waits(Gc<Object>),
}

impl Vm {
    /// Asks the loader, which cannot be asked again meanwhile. It may be an embedder's, and panic.
    pub(super) fn with_loader<T>(&mut self, f: impl FnOnce(&mut dyn super::loader::ModuleLoader) -> Result<T, LoadError>) -> JsResult<T> {
        let mut loader = self.interp.modules.loader.take().expect("loaders are not asked from within");
        // The loader has borrowed nothing of the machine.
        let result = catch_unwind(AssertUnwindSafe(|| f(&mut *loader)));
        self.interp.modules.loader = Some(loader);
        match result {
            Ok(result) => result.map_err(|error| self.load_error(&error)),
            Err(panic) => Err(self.end_for_panic(panic)),
        }
    }

    #[cold]
    pub(super) fn load_error(&mut self, error: &LoadError) -> Throw {
        #[cfg(feature = "node")]
        if let Some(code) = error.code.filter(|code| code.starts_with("ERR_")) {
            return crate::builtins::node::coded_error(self, error.kind, code, &error.message);
        }
        let object = self.new_error(error.kind, &error.message);
        if let Some(code) = error.code {
            let code = self.new_string(code).value();
            let key = self.key("code");
            self.define_new(object, key, code, Attributes::DEFAULT);
        }
        Throw(object.value())
    }

    /// The record of the module that a request names.
    pub(super) fn load_imported_module(&mut self, request: &Request<'_>) -> JsResult<Import<ModuleId>> {
        #[cfg(feature = "node")]
        if let Some((resolve, load)) = self.interp.modules.guards.hooks {
            return self.load_hooked_module(request, resolve, load).map(Import::There);
        }
        let key: Rc<str> = self.with_loader(|loader| loader.resolve(request))?.into();
        let kind = request.attribute("type").map(str::to_owned);
        let map_key = (key.clone(), self.current_realm, kind);
        if let Some(known) = self.interp.modules.by_key.get(&map_key) {
            return Ok(Import::There(*known));
        }
        match self.ask_loader(&map_key, request)? {
            Import::There(loaded) => self.add_loaded_module(key, map_key, loaded).map(Import::There),
            Import::Waits(promise) => Ok(Import::Waits(promise)),
        }
    }

    #[cfg(not(feature = "async"))]
    fn ask_loader(&mut self, key: &ModuleKey, request: &Request<'_>) -> JsResult<Import<Loaded>> {
        self.with_loader(|loader| loader.load(&key.0, request)).map(Import::There)
    }

    /// The record of the module that `specifier` names for the host.
    #[cfg(feature = "node")]
    pub(super) fn load_module_of_host(&mut self, specifier: &str) -> JsResult<ModuleId> {
        match self.load_imported_module(&Request { specifier, attributes: &[], referrer: "" })? {
            Import::There(id) => Ok(id),
            Import::Waits(_) => Err(self.cannot_wait()),
        }
    }

    #[cold]
    fn cannot_wait(&mut self) -> Throw {
        self.type_error("A module that comes later cannot be awaited here")
    }

    pub(super) fn add_loaded_module(&mut self, key: Rc<str>, map_key: ModuleKey, loaded: Loaded) -> JsResult<ModuleId> {
        #[cfg(feature = "node")]
        if !self.options.host && matches!(loaded, Loaded::BuiltIn(_) | Loaded::CommonJs { .. } | Loaded::Detect { .. }) {
            return Err(self.type_error(format!("'{key}' is a module of Node.js, which this engine is without")));
        }
        let id = match loaded {
            Loaded::EcmaScript { name, text } => self.parse_module(key, &name, text, Goal::Module)?,
            Loaded::TypeScript { name, text } => self.parse_module(key, &name, text, Goal::TypeScriptModule)?,
            Loaded::Json { name, text } => self.parse_json_module(key, &name, text)?,
            Loaded::Text(text) => self.text_module(key, &text),
            Loaded::Bytes(bytes) => self.bytes_module(key, bytes),
            Loaded::Source { class } => self.source_only_module(key, class),
            #[cfg(feature = "async")]
            Loaded::Later(_) => return Err(self.cannot_wait()),
            #[cfg(feature = "node")]
            Loaded::BuiltIn(name) => self.builtin_module(key, name)?,
            #[cfg(feature = "node")]
            Loaded::CommonJs { path, text } => self.commonjs_module(key, path, &text),
            #[cfg(feature = "node")]
            Loaded::Detect { path, text, goals } => {
                let name = path.to_string_lossy().into_owned();
                match self.compile_detecting(&name, text, goals).map_err(|(source, e)| self.compile_error(&source, &e))? {
                    (source, template, Goal::Module | Goal::TypeScriptModule) => self.add_source_module(key, source, &template)?,
                    (source, ..) => self.commonjs_module(key, path, &source.text),
                }
            }
        };
        self.interp.modules.by_key.insert(map_key, id);
        Ok(id)
    }

    /// ParseModule (sec-parsemodule).
    pub(super) fn parse_module(&mut self, key: Rc<str>, name: &str, text: String, goal: Goal) -> JsResult<ModuleId> {
        let source = Source::new(name, text);
        let template = self.compile_source(&source, goal).map_err(|e| self.compile_error(&source, &e))?;
        self.add_source_module(key, source, &template)
    }

    pub(super) fn add_source_module(&mut self, key: Rc<str>, source: Rc<Source>, template: &Rc<FunctionTemplate>) -> JsResult<ModuleId> {
        self.dump_bytecode(template);
        let code = template.code().map_err(|e| self.compile_error(&source, &e))?.clone();
        let has_tla = template.info.kind.is_async();
        let env = self.new_module_env(&code);
        let script = self.new_script(template.clone(), self.current_realm, 0);
        let function = self.new_function(script, env.to_cell()).value();
        let body = Body::Source { code, source: source.clone() };
        let id = self.add_module(key, body, env);
        let module = self.module_mut(id);
        module.function = function;
        module.has_tla = has_tla;
        self.interp.modules.by_source.insert(Rc::as_ptr(&source) as usize, id);
        Ok(id)
    }

    fn add_module(&mut self, key: Rc<str>, body: Body, env: Value) -> ModuleId {
        let status = if matches!(body, Body::Source { .. }) { Status::New } else { Status::Unlinked };
        let realm = self.current_realm;
        let records = &mut self.interp.modules.records;
        records.push(Module {
            key,
            realm,
            body,
            env,
            function: Value::UNDEFINED,
            namespace: Value::UNDEFINED,
            deferred_namespace: Value::UNDEFINED,
            source_object: Value::UNDEFINED,
            meta: Value::UNDEFINED,
            error: None,
            capability: None,
            status,
            dfs_index: 0,
            dfs_ancestor: 0,
            loaded: Vec::new(),
            cycle_root: None,
            has_tla: false,
            async_order: AsyncOrder::Unset,
            async_parents: Vec::new(),
            pending: 0,
        });
        ModuleId(records.len() as u32 - 1)
    }

    /// CreateSyntheticModule: `names` with undefined as their values.
    pub(super) fn add_synthetic_module(&mut self, key: Rc<str>, names: Vec<JsStr>, steps: Steps) -> ModuleId {
        let env = self.new_env(None, names.len(), Value::UNDEFINED);
        for slot in 0..names.len() {
            let cell = self.new_env(None, 1, Value::UNDEFINED);
            env.set(&mut self.heap, slot, cell.value());
        }
        self.add_module(key, Body::Synthetic { names, steps }, env.value())
    }

    /// LoadRequestedModules (sec-LoadRequestedModules), for who cannot wait.
    ///
    /// # Errors
    /// What an import throws; if a module comes later.
    pub fn load_requested_modules(&mut self, id: ModuleId) -> JsResult<()> {
        match self.load_what_is_there(id)? {
            Import::There(()) => Ok(()),
            Import::Waits(_) => Err(self.cannot_wait()),
        }
    }

    /// LoadRequestedModules (sec-LoadRequestedModules), as far as modules are there. All that are not are on
    /// their way when this returns.
    pub(super) fn load_what_is_there(&mut self, id: ModuleId) -> JsResult<Import<()>> {
        let mut visited = Vec::new();
        let mut seen = FxHashSet::default();
        let mut queue = vec![id];
        let mut waits = None;
        while let Some(id) = queue.pop() {
            let module = self.module(id);
            if !module.is_cyclic() || module.status != Status::New || !seen.insert(id) {
                continue;
            }
            visited.push(id);
            waits = self.load_requests_of(id, &mut queue)?.or(waits);
        }
        if let Some(promise) = waits {
            return Ok(Import::Waits(promise));
        }
        // Not before all is there: what fails is tried again by the next import.
        for id in visited {
            self.module_mut(id).status = Status::Unlinked;
        }
        Ok(Import::There(()))
    }

    /// Loads what a module requests, and puts what is to be loaded for that on the queue. Gives a promise of
    /// what is not there yet.
    fn load_requests_of(&mut self, id: ModuleId, queue: &mut Vec<ModuleId>) -> JsResult<Option<Gc<Object>>> {
        let module = self.module(id);
        let Body::Source { code, source } = &module.body else { return Ok(None) };
        let (code, source, key) = (code.clone(), source.clone(), module.key.clone());
        let info = code.module.as_deref().expect("the code of a module");
        let mut loaded = Vec::with_capacity(info.requests.len());
        let mut next = Vec::with_capacity(info.requests.len());
        let mut waits = None;
        for (index, request) in info.requests.iter().enumerate() {
            let result = match self.module(id).loaded.get(index) {
                Some(known) => Ok(Import::There(*known)),
                None => self.load_request(request, &key),
            };
            match result {
                Ok(Import::There(required)) => {
                    loaded.push(required);
                    // What a module needs whose source is all that is wanted is not loaded.
                    if request.phase != Phase::Source {
                        next.push(required);
                    }
                }
                Ok(Import::Waits(promise)) => waits = Some(promise),
                Err(throw) => {
                    self.note_import(throw.0, &source, request.position);
                    return Err(throw);
                }
            }
        }
        queue.extend(next.iter().rev());
        if waits.is_none() {
            self.module_mut(id).loaded = loaded;
        }
        Ok(waits)
    }

    fn load_request(&mut self, request: &ModuleRequest, referrer: &str) -> JsResult<Import<ModuleId>> {
        let specifier = request.specifier.to_rust();
        let attributes: Vec<(String, String)> = request.attributes.iter().map(|(k, v)| (k.to_rust(), v.to_rust())).collect();
        if let Some((name, _)) = attributes.iter().find(|(key, _)| !SUPPORTED_ATTRIBUTES.contains(&key.as_str())) {
            return Err(self.syntax_error(format!("Import attribute \"{name}\" is not supported")));
        }
        self.load_imported_module(&Request { specifier: &specifier, attributes: &attributes, referrer })
    }

    /// Notes which import failed, for the report, unless something more precise is known.
    fn note_import(&mut self, error: Value, source: &Rc<Source>, position: u32) {
        if self.interp.syntax_error.as_ref().is_none_or(|place| place.error != error.address()) && error.is_object() {
            self.interp.syntax_error =
                Some(crate::runtime::eval::SyntaxErrorPlace { error: error.address(), source: source.clone(), position });
        }
    }

    /// Loads, links and evaluates a module: the promise of its completion.
    #[cfg(feature = "node")]
    pub(crate) fn run_module(&mut self, id: ModuleId) -> JsResult<Value> {
        self.load_requested_modules(id)?;
        self.link_module(id)?;
        Ok(self.evaluate_module(id).value())
    }

    /// ParseModule of a text that no import names yet; `name` is what imports in it are
    /// relative to, and what stack traces call it. `load_requested_modules`, `link_module`
    /// and `evaluate_module` follow.
    ///
    /// # Errors
    /// A SyntaxError.
    pub fn parse_module_text(&mut self, name: &str, text: &str) -> JsResult<ModuleId> {
        let key: Rc<str> = self.with_loader(|loader| Ok(loader.key_of(name)))?.into();
        let id = self.parse_module(key.clone(), name, text.to_owned(), Goal::Module)?;
        let realm = self.current_realm;
        self.interp.modules.by_key.insert((key, realm, None), id);
        Ok(id)
    }
}
