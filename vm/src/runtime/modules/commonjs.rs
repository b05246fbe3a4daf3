//! CommonJS: `require`, the module objects, and the program's main module.
//!
//! A module is an object `{id, path, exports, filename, loaded, children, paths}`, kept in
//! `require.cache` by file name while it loads, so that cycles see what is exported so
//! far. A file that turns out to be an ECMAScript module gives its namespace object.

use super::loader::{Format, LoadError, file_url, format_of, read};
use super::package::Packages;
use super::resolve::{self, Flavor};
use super::{Body, ModuleId, Status};
use crate::builtins::promise;
use crate::bytecode::{FunctionTemplate, Source};
use crate::heap::Gc;
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
        let path = resolve::real(path.to_owned());
        self.interp.modules.main_file = Some(path.clone());
        match self.with_packages(|packages| format_of(&path, packages)) {
            Format::Known(Goal::Module | Goal::TypeScriptModule) => self.run_main_module(&path),
            Format::Detect(goals) => {
                let text = read(&path).map_err(|e| self.load_error(&e))?;
                let (source, template, goal) = self.detect(&path, text, goals)?;
                match goal {
                    Goal::Module | Goal::TypeScriptModule => {
                        let key: Rc<str> = file_url(&path.to_string_lossy()).into();
                        let id = self.add_source_module(key.clone(), source, &template)?;
                        let realm = self.current_realm;
                        self.interp.modules.by_key.insert((key, realm, None), id);
                        self.finish_main_module(id)
                    }
                    _ => self.load_file(path, true, Some((source, template))),
                }
            }
            _ => self.load_file(path, true, None),
        }
    }

    /// Runs text that is no file as the program: as a script with `require`, or as an
    /// ECMAScript module if that is what its syntax says.
    pub fn run_text(&mut self, name: &str, text: &str) -> JsResult<Value> {
        let may_be_module = ["import", "export", "await"].iter().any(|word| text.contains(word));
        if may_be_module && !syntax::is_well_formed(text, Goal::Script) && syntax::is_well_formed(text, Goal::Module) {
            let id = self.parse_module_text(name, text)?;
            return self.finish_main_module(id);
        }
        self.define_global_require();
        self.run_script(name, text)
    }

    fn run_main_module(&mut self, path: &Path) -> JsResult<Value> {
        let id = self.load_imported_module(&file_url(&path.to_string_lossy()), &[], "")?;
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
    pub fn require(&mut self, request: &str, from: &Path) -> JsResult<Value> {
        let name = request.strip_prefix("node:").unwrap_or(request);
        if let Some(name) = host_modules::find(name) {
            return self.require_builtin(name);
        }
        let file = self.resolve_require(request, from)?;
        self.require_file(file)
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

    fn resolve_require(&mut self, request: &str, from: &Path) -> JsResult<PathBuf> {
        let result = self.with_packages(|packages| {
            if resolve::is_path(request) {
                let is_folder = request.ends_with('/') || request.ends_with("/..") || matches!(request, "." | "..");
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
        });
        result.map_err(|error| self.load_error(&error))
    }

    /// The exports of a file.
    pub(super) fn require_file(&mut self, path: PathBuf) -> JsResult<Value> {
        self.load_file(path, false, None)
    }

    fn load_file(&mut self, path: PathBuf, is_main: bool, compiled: Option<(Rc<Source>, Rc<FunctionTemplate>)>) -> JsResult<Value> {
        let file_name = path.to_string_lossy().into_owned();
        let exports_key = self.names.exports;
        let cache = self.require_cache();
        let key = self.key(&file_name);
        if let Some(module) = self.get(cache, key)?.to_cell::<Object>() {
            return self.get(module, exports_key);
        }
        let format = self.with_packages(|packages| format_of(&path, packages));
        let mut compiled = compiled;
        let goal = match format {
            Format::Known(Goal::Module | Goal::TypeScriptModule) => return self.require_module(&path),
            Format::Known(goal) => goal,
            Format::Detect(goals) if compiled.is_none() => {
                let text = read(&path).map_err(|e| self.load_error(&e))?;
                let (source, template, goal) = self.detect(&path, text, goals)?;
                if matches!(goal, Goal::Module | Goal::TypeScriptModule) {
                    return self.require_module(&path);
                }
                compiled = Some((source, template));
                goal
            }
            _ => Goal::CommonJs,
        };
        let module = self.new_module(&file_name, is_main);
        if is_main {
            self.interp.modules.main = module.value();
        }
        self.create_data_property_or_throw(cache, key, module.value())?;
        let result = match (format, compiled) {
            (Format::Json, _) => self.load_json(module, &path),
            (_, Some((_, template))) => self.run_commonjs(module, &path, &template),
            _ => read(&path).map_err(|e| self.load_error(&e)).and_then(|text| {
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
    fn require_module(&mut self, path: &Path) -> JsResult<Value> {
        let url = file_url(&path.to_string_lossy());
        let id = self.load_imported_module(&url, &[], "")?;
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
            _ => Ok(self.module_namespace(id)?.value()),
        }
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
    fn require_cache(&mut self) -> Gc<Object> {
        if let Some(cache) = self.interp.modules.cache.to_cell() {
            return cache;
        }
        let cache = self.new_object_with_proto(Value::NULL);
        self.interp.modules.cache = cache.value();
        cache
    }

    fn new_module(&mut self, file_name: &str, is_main: bool) -> Gc<Object> {
        let module = self.new_object();
        let name = self.new_string(file_name).value();
        let id = if is_main { self.new_string(".").value() } else { name };
        let folder = Path::new(file_name).parent().unwrap_or(Path::new("/"));
        let path = self.new_string(&folder.to_string_lossy()).value();
        let exports = self.new_object().value();
        let children = self.new_array(&[]).value();
        let paths = self.new_array(&[]);
        for folder in folder.ancestors().filter(|f| !f.ends_with("node_modules")) {
            let path = self.new_string(&folder.join("node_modules").to_string_lossy()).value();
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

    fn load_json(&mut self, module: Gc<Object>, path: &Path) -> JsResult<()> {
        let text = read(path).map_err(|e| self.load_error(&e))?;
        let json = self.intrinsic(Intrinsic::Json);
        let parse = self.get_str(json, "parse")?;
        let text = self.new_string(text.trim_start_matches('\u{FEFF}')).value();
        let value = self.call(parse, json.value(), &[text])?;
        let key = self.names.exports;
        self.set(module, key, value, true)
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
        let resolve = self.new_native_with("resolve", 1, require_resolve, folder, Value::UNDEFINED).value();
        let main = self.interp.modules.main;
        let cache = self.require_cache().value();
        for (key, value) in [(self.names.resolve, resolve), (self.names.main, main), (self.names.cache, cache)] {
            self.define_new(require, key, value, Attributes::DEFAULT);
        }
        let key = self.names.require;
        self.define_new(module, key, require.value(), Attributes::METHOD);
        require
    }
}

fn request_of(vm: &mut Vm, args: &Args<'_>) -> JsResult<(String, PathBuf)> {
    let Some(request) = args.get(0).as_string() else {
        return Err(vm.type_error("The \"id\" argument must be of type string"));
    };
    let folder = args.callee.data[0].get().as_string().map(|s| s.to_rust()).unwrap_or_default();
    Ok((request.to_rust(), PathBuf::from(folder)))
}

fn require_native(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let (request, folder) = request_of(vm, args)?;
    vm.require(&request, &folder)
}

/// module.createRequire ( filename ): `require` for a file or `file:` URL.
pub fn create_require(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let name = vm.to_string(args.get(0))?.to_rust();
    let path = super::loader::url_path(&name).unwrap_or_else(|| PathBuf::from(&name));
    let folder = if name.ends_with('/') { path.as_path() } else { path.parent().unwrap_or(Path::new("/")) };
    let folder = vm.new_string(&folder.to_string_lossy()).value();
    let module = vm.new_module(&path.to_string_lossy(), false);
    Ok(vm.new_require(module, folder).value())
}

fn require_resolve(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let (request, folder) = request_of(vm, args)?;
    if host_modules::find(request.strip_prefix("node:").unwrap_or(&request)).is_some() {
        return Ok(args.get(0));
    }
    let file = vm.resolve_require(&request, &folder)?;
    Ok(vm.new_string(&file.to_string_lossy()).value())
}
