//! CommonJS: `require`, the module objects, and the program's main module.
//!
//! A module is an object `{id, path, exports, filename, loaded, children, paths}`, kept in
//! `require.cache` by file name while it loads, so that cycles see what is exported so
//! far. A file that turns out to be an ECMAScript module gives its namespace object.
//!
//! All of it happens here for as long as no program has put something of its own in the place
//! of a part of node:module (`patched`); then that module does it, step by step.

use super::files::{Format, file_url, format_of, read, read_source};
use super::loader::LoadError;
use super::package::Packages;
use super::resolve::{self, Flavor};
use super::{Body, Detected, ModuleId, Status};
use crate::builtins::promise;
use crate::bytecode::{FunctionTemplate, Source};
use crate::heap::Gc;
use crate::object::array::Array;
use crate::object::function::Args;
use crate::object::{Attributes, Object};
use crate::runtime::completion::{ErrorKind, JsResult, Throw};
use crate::runtime::host_modules;
use crate::runtime::realm::Intrinsic;
use crate::syntax::{self, parse::Goal};
use crate::value::Value;
use crate::vm::Vm;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Where packages are looked for by modules of a folder, nearest first.
fn node_modules_folders(folder: &Path) -> Vec<String> {
    let own = folder.ancestors().filter(|folder| !folder.ends_with("node_modules"));
    own.map(|folder| folder.join("node_modules").to_string_lossy().into_owned()).collect()
}

impl Vm {
    fn with_packages<T>(&mut self, f: impl FnOnce(&mut Packages) -> T) -> T {
        let mut packages = std::mem::take(&mut self.interp.modules.packages);
        let result = f(&mut packages);
        self.interp.modules.packages = packages;
        result
    }

    /// Runs a file as the program. Of a CommonJS module the value is its exports, of an
    /// ECMAScript module the promise of its completion.
    pub fn run_main(&mut self, path: &Path) -> JsResult<Value> {
        self.count_allocations();
        let path = self.with_packages(|packages| packages.real(path.to_owned()));
        self.interp.modules.main_file = Some(path.clone());
        if self.modules_patched() && path.extension().is_none_or(|e| e != "mjs") {
            return self.run_patched_main(&path);
        }
        self.check_scope(&path)?;
        match self.with_packages(|packages| format_of(&path, packages)) {
            Format::Known(Goal::Module | Goal::TypeScriptModule) => self.run_main_module(&path),
            Format::Detect(goals) => {
                let text = read_source(&path).map_err(|e| self.load_error(&e))?;
                let (source, template, goal) = self.detect(&path, text, goals)?;
                match goal {
                    Goal::Module | Goal::TypeScriptModule => {
                        let key: Rc<str> = file_url(&path.to_string_lossy()).into();
                        let id = self.add_source_module(key.clone(), source, &template)?;
                        let realm = self.current_realm;
                        self.interp.modules.by_key.insert((key, realm, None), id);
                        self.finish_main_module(id)
                    }
                    _ => self.load_file(path, true, Some((source, template)), None),
                }
            }
            _ => self.load_file(path, true, None, None),
        }
    }

    /// As `run_main`, if a program that was required before it has changed how modules are loaded.
    fn run_patched_main(&mut self, path: &Path) -> JsResult<Value> {
        let module = self.require_builtin("module")?;
        let key = self.key("_load");
        let file = self.new_string(&path.to_string_lossy()).value();
        self.invoke(module, key, &[file, Value::NULL, Value::TRUE])
    }

    /// Runs text that is no file as the program: as a script with `require`, or as an
    /// ECMAScript module if that is what its syntax says.
    pub fn run_text(&mut self, name: &str, text: &str) -> JsResult<Value> {
        self.count_allocations();
        // Types are erased from what is nothing else.
        let erased = match syntax::is_well_formed(text, Goal::Script) || syntax::is_well_formed(text, Goal::Module) {
            true => None,
            false => syntax::erase::erase(text, Goal::TypeScriptModule).ok(),
        };
        let text = erased.as_deref().unwrap_or(text);
        let may_be_module = ["import", "export", "await"].iter().any(|word| text.contains(word));
        if may_be_module && !syntax::is_well_formed(text, Goal::Script) && syntax::is_well_formed(text, Goal::Module) {
            let id = self.parse_module_text(name, text)?;
            return self.finish_main_module(id);
        }
        self.define_global_require(name);
        #[cfg(feature = "node")]
        self.define_module_globals();
        self.run_script(name, text)
    }

    /// # Errors
    /// If the description of the package that a script is in is no JSON.
    fn check_scope(&mut self, path: &Path) -> JsResult<()> {
        let is_typed = matches!(path.extension().and_then(|e| e.to_str()), Some("mjs" | "cjs" | "mts" | "cts" | "json"));
        match self.with_packages(|packages| if is_typed { None } else { packages.scope_of(path) }) {
            Some(package) => package.check().map_err(|error| self.load_error(&error)),
            None => Ok(()),
        }
    }

    /// The package that a file is in.
    pub(super) fn package_of(&mut self, path: &Path) -> Option<Rc<super::package::Package>> {
        self.with_packages(|packages| packages.scope_of(path))
    }

    /// The main CommonJS module, or undefined.
    pub fn main_module(&self) -> Value {
        self.interp.modules.main
    }

    pub fn set_main_module(&mut self, module: Value) {
        self.interp.modules.main = module;
    }

    /// What was read of packages, and where links lead, is asked of the system again.
    pub fn forget_packages(&mut self) {
        self.interp.modules.packages = Packages::default();
    }

    /// How a file is to be read: as "module", "commonjs", "json", or "unknown".
    pub fn module_format(&mut self, path: &Path, text: Option<&str>) -> &'static str {
        let goal = match self.with_packages(|packages| format_of(path, packages)) {
            Format::Json => return "json",
            Format::Unknown => return "unknown",
            Format::Known(goal) => goal,
            Format::Detect(goals) => match text {
                Some(text) if text.contains("import") || text.contains("export") || text.contains("await") => {
                    match self.compile_detecting(&path.to_string_lossy(), text.to_owned(), goals) {
                        Ok((source, root, goal)) => {
                            self.interp.modules.detected = Some(Detected { source, root, goal });
                            goal
                        }
                        Err(_) => goals[0],
                    }
                }
                _ => goals[0],
            },
        };
        if matches!(goal, Goal::Module | Goal::TypeScriptModule) { "module" } else { "commonjs" }
    }

    /// As `run_text`, of an ECMAScript module.
    ///
    /// # Errors
    /// A SyntaxError, or what an import throws.
    pub fn run_module_text(&mut self, name: &str, text: &str) -> JsResult<Value> {
        self.count_allocations();
        let id = self.parse_module_text(name, text)?;
        self.finish_main_module(id)
    }

    fn run_main_module(&mut self, path: &Path) -> JsResult<Value> {
        let id = self.load_module_of_host(&file_url(&path.to_string_lossy()))?;
        self.finish_main_module(id)
    }

    fn finish_main_module(&mut self, id: ModuleId) -> JsResult<Value> {
        let promise = self.run_module(id)?;
        self.interp.modules.main_promise = promise;
        Ok(promise)
    }

    /// Has the main module come to an end? False: it awaits what will never be.
    pub fn main_module_is_settled(&self) -> bool {
        self.interp.modules.main_promise.to_cell().is_none_or(|promise| promise::state_of(promise).is_some())
    }

    fn detect(&mut self, path: &Path, text: String, goals: [Goal; 2]) -> JsResult<(Rc<Source>, Rc<FunctionTemplate>, Goal)> {
        let name = path.to_string_lossy().into_owned();
        self.compile_detecting(&name, text, goals).map_err(|(source, error)| self.compile_error(&source, &error))
    }

    /// What `require(request)` gives in a module of folder `from`.
    pub fn require(&mut self, request: &str, from: &Path, parent: Option<Gc<Object>>) -> JsResult<Value> {
        if let Some(name) = host_modules::requested(request) {
            return self.require_builtin(name);
        }
        let file = self.resolve_require(request, from, parent)?;
        self.load_file(file, false, None, parent)
    }

    /// The exports of a built-in module.
    pub(crate) fn require_builtin(&mut self, name: &'static str) -> JsResult<Value> {
        if let Some((_, exports)) = self.interp.modules.builtin.iter().find(|(n, _)| *n == name) {
            return Ok(*exports);
        }
        let exports = host_modules::make(self, name)?;
        self.interp.modules.builtin.push((name, exports));
        Ok(exports)
    }

    /// The file that a request from a folder names.
    ///
    /// # Errors
    /// As Node.js's: that there is none names the modules that led there.
    pub(crate) fn resolve_require(&mut self, request: &str, from: &Path, parent: Option<Gc<Object>>) -> JsResult<PathBuf> {
        self.resolve_quietly(request, from).or_else(|mut error| {
            if error.code == Some("MODULE_NOT_FOUND")
                && let Some(found) = parent.and_then(|module| self.resolve_in_added_folders(request, module))
            {
                return Ok(found);
            }
            Err(self.not_resolved(&mut error, parent))
        })
    }

    /// A file of the folders that the program has added to those of the module.
    fn resolve_in_added_folders(&mut self, request: &str, module: Gc<Object>) -> Option<PathBuf> {
        if resolve::is_path(request) {
            return None;
        }
        let paths: Gc<Array> = self.own_data_value(module, self.names.paths)?.to_cell()?;
        let filename = self.key("filename");
        let filename = self.own_data_value(module, filename)?.as_string()?.to_rust();
        let known = node_modules_folders(Path::new(&filename).parent()?);
        let elements = paths.elements();
        let folders: Vec<String> = (0..elements.len.get()).filter_map(|i| Some(elements.get(i).as_string()?.to_rust())).collect();
        folders.into_iter().filter(|folder| !known.contains(folder)).find_map(|folder| {
            self.with_packages(|packages| resolve::path(packages, &Path::new(&folder).join(request), request.ends_with('/')))
        })
    }

    /// The error that tells of it, with the modules that led there.
    fn not_resolved(&mut self, error: &mut LoadError, parent: Option<Gc<Object>>) -> Throw {
        if error.code != Some("MODULE_NOT_FOUND") {
            return self.load_error(error);
        }
        let stack = self.require_stack(parent);
        if !stack.is_empty() {
            error.message.push_str("\nRequire stack:");
            for file in &stack {
                error.message.push_str("\n- ");
                error.message.push_str(file);
            }
        }
        let thrown = self.load_error(error);
        let list = self.new_array(&[]);
        for file in stack {
            let file = self.new_string(&file).value();
            let _ = self.array_push(list, file);
        }
        if let Some(object) = thrown.0.to_cell::<Object>() {
            let key = self.key("requireStack");
            self.define_new(object, key, list.value(), Attributes::DEFAULT);
        }
        thrown
    }

    /// The names of a module, and of those that have required it.
    fn require_stack(&mut self, module: Option<Gc<Object>>) -> Vec<String> {
        let mut files = Vec::new();
        let mut at = module;
        while let Some(module) = at {
            let filename = self.key("filename");
            let parent = self.key("parent");
            let name = self.own_data_value(module, filename).and_then(Value::as_string);
            let id = self.own_data_value(module, self.names.id).and_then(Value::as_string);
            if let Some(name) = name.or(id) {
                files.push(name.to_rust());
            }
            at = self.own_data_value(module, parent).and_then(|parent| parent.to_cell());
            if files.len() > 1000 {
                break;
            }
        }
        files
    }

    pub(super) fn resolve_quietly(&mut self, request: &str, from: &Path) -> Result<PathBuf, LoadError> {
        self.with_packages(|packages| {
            if resolve::is_path(request) {
                let is_folder =
                    request.ends_with('/') || request.ends_with("/..") || request.ends_with("/.") || matches!(request, "." | "..");
                return resolve::path(packages, &from.join(request), is_folder).ok_or_else(|| {
                    let message = format!("Cannot find module '{request}'");
                    LoadError { kind: ErrorKind::Error, code: Some("MODULE_NOT_FOUND"), message }
                });
            }
            if request.starts_with("node:") {
                let message = format!("No such built-in module: {request}");
                return Err(LoadError { kind: ErrorKind::Error, code: Some("ERR_UNKNOWN_BUILTIN_MODULE"), message });
            }
            resolve::package(packages, request, &from.join("-"), Flavor::Require)
        })
    }

    /// The exports of a file.
    pub(super) fn require_file(&mut self, path: PathBuf) -> JsResult<Value> {
        if self.modules_patched() {
            let module = self.require_builtin("module")?;
            let key = self.key("_load");
            let file = self.new_string(&path.to_string_lossy()).value();
            return self.invoke(module, key, &[file, Value::UNDEFINED, Value::FALSE]);
        }
        self.load_file(path, false, None, None)
    }

    pub(crate) fn load_file(
        &mut self,
        path: PathBuf,
        is_main: bool,
        compiled: Option<(Rc<Source>, Rc<FunctionTemplate>)>,
        parent: Option<Gc<Object>>,
    ) -> JsResult<Value> {
        let file_name = path.to_string_lossy().into_owned();
        let exports_key = self.names.exports;
        let cache = self.require_cache();
        let key = self.key(&file_name);
        if let Some(module) = self.get(cache, key)?.to_cell::<Object>() {
            self.add_child(parent, module)?;
            return self.get(module, exports_key);
        }
        self.check_scope(&path)?;
        let format = self.with_packages(|packages| format_of(&path, packages));
        let mut compiled = compiled;
        let goal = match format {
            Format::Known(Goal::Module | Goal::TypeScriptModule) => return self.require_module(&path),
            Format::Known(goal) => goal,
            Format::Detect(goals) if compiled.is_none() => {
                let text = read_source(&path).map_err(|e| self.load_error(&e))?;
                let (source, template, goal) = self.detect(&path, text, goals)?;
                if matches!(goal, Goal::Module | Goal::TypeScriptModule) {
                    return self.require_module(&path);
                }
                compiled = Some((source, template));
                goal
            }
            Format::Unknown if path.extension().is_some_and(|e| e == "node") => {
                let message = format!("{file_name}: hearth loads no native addons");
                return Err(self.module_error(ErrorKind::Error, "ERR_DLOPEN_FAILED", message));
            }
            _ => Goal::CommonJs,
        };
        let module = self.new_module(&file_name, is_main);
        self.set_parent(module, parent, is_main);
        self.add_child(parent, module)?;
        if is_main {
            self.interp.modules.main = module.value();
        }
        self.create_data_property_or_throw(cache, key, module.value())?;
        let result = match (format, compiled) {
            (Format::Json, _) => self.load_json(module, &path),
            (_, Some((_, template))) => self.run_commonjs(module, &path, &template),
            _ => read_source(&path).map_err(|e| self.load_error(&e)).and_then(|text| {
                let source = Source::new(file_name.as_str(), text);
                let template = self.compile_source(&source, goal).map_err(|e| self.compile_error(&source, &e))?;
                self.run_commonjs(module, &path, &template)
            }),
        };
        if let Err(throw) = result {
            self.delete(cache, key)?;
            return Err(throw);
        }
        let loaded = self.names.loaded;
        self.set(module, loaded, Value::TRUE, false)?;
        self.get(module, exports_key)
    }

    /// `require` of an ECMAScript module: its namespace object. It must not await.
    pub(crate) fn require_module(&mut self, path: &Path) -> JsResult<Value> {
        let url = file_url(&path.to_string_lossy());
        let id = self.load_module_of_host(&url)?;
        self.load_requested_modules(id)?;
        self.link_module(id)?;
        if self.graph_awaits(id) {
            let message = "require() cannot be used on an ESM graph with top-level await. Use import() instead.".to_owned();
            return Err(self.module_error(ErrorKind::Error, "ERR_REQUIRE_ASYNC_MODULE", message));
        }
        if self.module(id).status == Status::Evaluating {
            let message = format!("Cannot require() ES Module {} in a cycle.", path.display());
            return Err(self.module_error(ErrorKind::Error, "ERR_REQUIRE_CYCLE_MODULE", message));
        }
        let promise = self.evaluate_module(id);
        promise::mark_handled(self, promise);
        match promise::state_of(promise) {
            Some((false, error)) => Err(Throw(error)),
            _ => self.exports_of_module(id, &url),
        }
    }

    /// What `require` gives of an evaluated ECMAScript module: what it exports as `module.exports`,
    /// or its namespace, which says `__esModule` if there is a default export.
    fn exports_of_module(&mut self, id: ModuleId, url: &str) -> JsResult<Value> {
        let namespace = self.module_namespace(id)?;
        let key = self.key("module.exports");
        if self.has_property(namespace, key)? {
            return self.get(namespace, key);
        }
        let (default, marker) = (self.key("default"), self.key("__esModule"));
        if !self.has_property(namespace, default)? || self.has_property(namespace, marker)? {
            return Ok(namespace.value());
        }
        let name: Rc<str> = format!("{url}#__esModule").into();
        let map_key = (name.clone(), self.current_realm, Some("require".to_owned()));
        let wrapper = match self.interp.modules.by_key.get(&map_key) {
            Some(known) => *known,
            None => {
                let text = "export * from 'it'; export { default } from 'it'; export const __esModule = true;";
                let wrapper = self.parse_module(name, url, text.to_owned(), Goal::Module)?;
                self.module_mut(wrapper).loaded = vec![id; 2];
                self.module_mut(wrapper).status = Status::Unlinked;
                self.interp.modules.by_key.insert(map_key, wrapper);
                self.link_module(wrapper)?;
                let promise = self.evaluate_module(wrapper);
                promise::mark_handled(self, promise);
                wrapper
            }
        };
        Ok(self.module_namespace(wrapper)?.value())
    }

    /// Does a module, or one that it depends on, await at its top level?
    fn graph_awaits(&self, id: ModuleId) -> bool {
        let mut seen = vec![id];
        let mut next = 0;
        while let Some(id) = seen.get(next).copied() {
            next += 1;
            let module = self.module(id);
            if module.has_tla && module.status < Status::Evaluated {
                return true;
            }
            if matches!(module.body, Body::Source { .. }) {
                for required in &module.loaded {
                    if !seen.contains(required) {
                        seen.push(*required);
                    }
                }
            }
        }
        false
    }

    /// `require.cache`.
    pub(crate) fn require_cache(&mut self) -> Gc<Object> {
        if let Some(cache) = self.interp.modules.cache.to_cell() {
            return cache;
        }
        let cache = self.new_object_with_proto(Value::NULL);
        self.interp.modules.cache = cache.value();
        cache
    }

    pub(crate) fn new_module(&mut self, file_name: &str, is_main: bool) -> Gc<Object> {
        let prototype = self.module_prototype().value();
        let module = self.new_object_with_proto(prototype);
        let name = self.new_string(file_name).value();
        let id = if is_main { self.new_string(".").value() } else { name };
        let folder = Path::new(file_name).parent().unwrap_or(Path::new("/"));
        let path = self.new_string(&folder.to_string_lossy()).value();
        let exports = self.new_object().value();
        let children = self.new_array(&[]).value();
        let paths = self.new_array(&[]);
        for folder in node_modules_folders(folder) {
            let path = self.new_string(&folder).value();
            let _ = self.array_push(paths, path);
        }
        let path_key = self.key("path");
        let n = &self.names;
        let fields = [
            (n.id, id),
            (path_key, path),
            (n.exports, exports),
            (self.key("filename"), name),
            (self.names.loaded, Value::FALSE),
            (self.names.children, children),
            (self.names.paths, paths.value()),
        ];
        for (key, value) in fields {
            self.define_new(module, key, value, Attributes::DEFAULT);
        }
        module
    }

    /// What `require` has given of a JSON file, if it has been asked.
    pub(super) fn required_json(&mut self, path: &Path) -> JsResult<Option<Value>> {
        let cache = self.require_cache();
        let key = self.key(&path.to_string_lossy());
        match self.get(cache, key)?.to_cell::<Object>() {
            Some(module) => {
                let key = self.names.exports;
                self.get(module, key).map(Some)
            }
            None => Ok(None),
        }
    }

    /// Lets `require` give what an import of a JSON file has given.
    pub(super) fn cache_json(&mut self, path: &Path, value: Value) -> JsResult<()> {
        let name = path.to_string_lossy();
        let module = self.new_module(&name, false);
        self.set_parent(module, None, false);
        let (exports, loaded) = (self.names.exports, self.names.loaded);
        self.set(module, exports, value, true)?;
        self.set(module, loaded, Value::TRUE, true)?;
        let cache = self.require_cache();
        let key = self.key(&name);
        self.create_data_property_or_throw(cache, key, module.value())
    }

    fn load_json(&mut self, module: Gc<Object>, path: &Path) -> JsResult<()> {
        let text = read(path).map_err(|e| self.load_error(&e))?;
        let json = self.intrinsic(Intrinsic::Json);
        let parse = self.get_str(json, "parse")?;
        let text = self.new_string(text.trim_start_matches('\u{FEFF}')).value();
        let value = self.call(parse, json.value(), &[text])?;
        let key = self.names.exports;
        self.set(module, key, value, true)
    }

    /// Notes which module has required this one first; hidden, as in Node.js.
    fn set_parent(&mut self, module: Gc<Object>, parent: Option<Gc<Object>>, is_main: bool) {
        let value = match parent {
            Some(parent) => parent.value(),
            None if is_main => Value::NULL,
            None => Value::UNDEFINED,
        };
        let key = self.key("parent");
        self.define_new(module, key, value, Attributes::METHOD);
    }

    /// Adds a module to those that another one has required.
    fn add_child(&mut self, parent: Option<Gc<Object>>, module: Gc<Object>) -> JsResult<()> {
        let Some(parent) = parent else { return Ok(()) };
        let children = self.own_data_value(parent, self.names.children).and_then(|list| list.to_cell::<crate::object::array::Array>());
        if let Some(children) = children
            && !children.elements().as_slice().contains(&module.value())
        {
            self.array_push(children, module.value())?;
        }
        Ok(())
    }

    fn run_commonjs(&mut self, module: Gc<Object>, path: &Path, template: &Rc<FunctionTemplate>) -> JsResult<()> {
        self.dump_bytecode(template);
        let file_name = path.to_string_lossy().into_owned();
        let folder = path.parent().unwrap_or(Path::new("/")).to_string_lossy().into_owned();
        let script = self.new_script(template.clone(), self.current_realm, 0);
        let function = self.new_function(script, None).value();
        let exports = self.names.exports;
        let exports = self.get(module, exports)?;
        let folder_value = self.new_string(&folder).value();
        let require = self.new_require(module, folder_value).value();
        let file_value = self.new_string(&file_name).value();
        self.call(function, exports, &[exports, require, module.value(), file_value, folder_value])?;
        Ok(())
    }

    /// The `require` function of a module in a folder.
    pub fn new_require(&mut self, module: Gc<Object>, folder: Value) -> Gc<Object> {
        let require = self.new_native_with("require", 1, require_native, folder, module.value()).as_object();
        let resolve = self.new_native_with("resolve", 2, require_resolve, folder, module.value()).as_object();
        let paths = self.new_native_with("paths", 1, require_resolve_paths, folder, module.value()).value();
        let paths_key = self.names.paths;
        self.define_new(resolve, paths_key, paths, Attributes::DEFAULT);
        let main = self.interp.modules.main;
        let cache = self.require_cache().value();
        let extensions_key = self.key("extensions");
        let get = self.new_native("extensions", 0, require_extensions).value();
        let extensions = self.new_accessor(get, Value::UNDEFINED).value();
        for (key, value) in [(self.names.resolve, resolve.value()), (self.names.main, main)] {
            self.define_new(require, key, value, Attributes::DEFAULT);
        }
        self.define_new(
            require,
            extensions_key,
            extensions,
            Attributes::ACCESSOR.with(Attributes::CONFIGURABLE).with(Attributes::ENUMERABLE),
        );
        let key = self.names.cache;
        self.define_new(require, key, cache, Attributes::DEFAULT);
        require
    }
}

fn wrong_request(vm: &mut Vm, request: Value) -> Throw {
    let shown = match request {
        Value::UNDEFINED => "undefined".to_owned(),
        Value::NULL => "null".to_owned(),
        other => vm.to_display(other),
    };
    let shown = match request.is_object() {
        true => format!("an instance of {}", shown.trim_start_matches("#<").trim_end_matches('>')),
        false if request.is_number() => format!("type number ({shown})"),
        false if matches!(request, Value::TRUE | Value::FALSE) => format!("type boolean ({shown})"),
        false => shown,
    };
    vm.module_error(ErrorKind::TypeError, "ERR_INVALID_ARG_TYPE", format!("The \"id\" argument must be of type string. Received {shown}"))
}

fn empty_request(vm: &mut Vm) -> Throw {
    vm.module_error(ErrorKind::TypeError, "ERR_INVALID_ARG_VALUE", "The argument 'id' must be a non-empty string. Received ''".to_owned())
}

fn request_of(vm: &mut Vm, args: &Args<'_>) -> JsResult<(String, PathBuf)> {
    let Some(request) = args.get(0).as_string() else { return Err(wrong_request(vm, args.get(0))) };
    if request.is_empty() {
        return Err(empty_request(vm));
    }
    let folder = args.callee.data[0].get().as_string().map(|s| s.to_rust()).unwrap_or_default();
    Ok((request.to_rust(), PathBuf::from(folder)))
}

fn require_native(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let (request, folder) = request_of(vm, args)?;
    let module = args.callee.data[1].get().to_cell::<Object>();
    if let Some(module) = module
        && vm.modules_patched()
    {
        let key = vm.names.require;
        return vm.invoke(module.value(), key, args.args);
    }
    vm.require(&request, &folder, module)
}

/// Module.prototype.require ( id ).
pub(super) fn module_require(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let Some(request) = args.get(0).as_string() else { return Err(wrong_request(vm, args.get(0))) };
    if request.is_empty() {
        return Err(empty_request(vm));
    }
    let module = args.this.to_cell::<Object>();
    if vm.modules_patched() {
        let class = vm.require_builtin("module")?;
        let key = vm.key("_load");
        return vm.invoke(class, key, &[args.get(0), args.this, Value::FALSE]);
    }
    let filename = vm.key("filename");
    let folder = match module {
        Some(module) => vm.get(module, filename)?.as_string().map(|name| name.to_rust()),
        None => None,
    };
    let folder = folder.as_deref().and_then(|name| Path::new(name).parent()).unwrap_or(Path::new(".")).to_owned();
    let folder = std::path::absolute(&folder).unwrap_or(folder);
    vm.require(&request.to_rust(), &folder, module)
}

fn require_extensions(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    let class = vm.require_builtin("module")?;
    vm.get_str(class.to_cell().expect("the class"), "_extensions")
}

/// `require.resolve ( request [ , options ] )`: what node:module has to answer if there are options,
/// or if a program has put its own functions there.
fn require_resolve(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let (request, folder) = request_of(vm, args)?;
    let module = args.callee.data[1].get();
    if args.get(1).is_object() || vm.modules_patched() {
        let class = vm.require_builtin("module")?;
        let key = vm.key("_resolveFilename");
        return vm.invoke(class, key, &[args.get(0), module, Value::FALSE, args.get(1)]);
    }
    if host_modules::requested(&request).is_some() {
        return Ok(args.get(0));
    }
    let file = vm.resolve_require(&request, &folder, module.to_cell())?;
    Ok(vm.new_string(&file.to_string_lossy()).value())
}

/// require.resolve.paths ( request ).
fn require_resolve_paths(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    request_of(vm, args)?;
    let class = vm.require_builtin("module")?;
    let key = vm.key("_resolveLookupPaths");
    vm.invoke(class, key, &[args.get(0), args.callee.data[1].get()])
}
