//! CommonJS modules: resolution, loading, the cache of loaded modules.
//!
//! A module is an object `{id, filename, loaded, exports, …}`, kept by file name while
//! it loads, so that cycles see what is exported so far. Files are found as in
//! Node.js: relative and absolute names with extensions tried, folders through
//! `package.json` and `index`, other names in `node_modules`.

use crate::bytecode::Source;
use crate::heap::Gc;
use crate::object::function::Args;
use crate::object::layout::trace_value;
use crate::object::{Attributes, Object};
use crate::runtime::completion::{JsResult, Throw};
use crate::runtime::host_modules;
use crate::runtime::realm::Intrinsic;
use crate::script::Script;
use crate::syntax::parse::Goal;
use crate::value::Value;
use crate::vm::Vm;
use hearth_gc::Tracer;
use std::path::{Component, Path, PathBuf};

pub struct ModuleTable {
    /// Module objects by file name.
    // unrooted: `trace` visits them.
    loaded: Vec<(PathBuf, Value)>,
    /// Exports of built-in modules by name.
    // unrooted: `trace` visits them.
    host: Vec<(&'static str, Value)>,
    main: Value,
    /// The script of the program and its arguments.
    pub arguments: Vec<String>,
}

impl Default for ModuleTable {
    fn default() -> Self {
        ModuleTable { loaded: Vec::new(), host: Vec::new(), main: Value::UNDEFINED, arguments: Vec::new() }
    }
}

impl ModuleTable {
    pub fn trace(&self, tracer: &mut Tracer) {
        for (_, module) in &self.loaded {
            trace_value(*module, tracer);
        }
        for (_, exports) in &self.host {
            trace_value(*exports, tracer);
        }
        trace_value(self.main, tracer);
    }
    /// File name of the main module.
    pub fn main_file(&self) -> Option<&Path> {
        self.loaded.iter().find(|(_, m)| *m == self.main).map(|(path, _)| path.as_path())
    }
}

/// A path without `.`, `..` and doubled separators. Purely textual.
pub fn normalize(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                if matches!(out.components().next_back(), Some(Component::Normal(_))) {
                    out.pop();
                } else if !out.has_root() {
                    out.push("..");
                }
            }
            part => out.push(part),
        }
    }
    out
}

fn as_file(path: &Path) -> Option<PathBuf> {
    if path.is_file() {
        return Some(path.to_owned());
    }
    [".js", ".json", ".cjs", ".mjs"].iter().find_map(|extension| {
        let mut name = path.as_os_str().to_owned();
        name.push(extension);
        let file = PathBuf::from(name);
        file.is_file().then_some(file)
    })
}

fn as_folder(path: &Path) -> Option<PathBuf> {
    if !path.is_dir() {
        return None;
    }
    let main = std::fs::read_to_string(path.join("package.json")).ok().and_then(|text| package_main(&text));
    main.and_then(|main| {
        let main = path.join(main);
        as_file(&main).or_else(|| as_file(&main.join("index")))
    })
    .or_else(|| as_file(&path.join("index")))
}

/// The value of `"main"` in a package description: the first such key at any depth will
/// do, since no other key of that name is in use.
fn package_main(text: &str) -> Option<String> {
    let rest = &text[text.find("\"main\"")? + 6..];
    let rest = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    Some(rest[..rest.find('"')?].to_owned())
}

/// The file that `request` names when required from folder `from`.
pub fn resolve(request: &str, from: &Path) -> Option<PathBuf> {
    let is_path = request.starts_with('/') || request == "." || request == ".." || request.starts_with("./") || request.starts_with("../");
    if is_path {
        let path = normalize(&from.join(request));
        let file = if request.ends_with('/') { None } else { as_file(&path) };
        return file.or_else(|| as_folder(&path)).map(real);
    }
    from.ancestors().find_map(|folder| {
        let path = folder.join("node_modules").join(request);
        as_file(&path).or_else(|| as_folder(&path)).map(real)
    })
}

fn real(path: PathBuf) -> PathBuf {
    path.canonicalize().unwrap_or(path)
}

impl Vm {
    /// Runs a file as the main module; the value is its exports.
    pub fn run_main(&mut self, path: &Path) -> JsResult<Value> {
        let path = real(path.to_owned());
        self.load_module(path, true)
    }

    /// What `require(request)` gives in a module of folder `from`.
    pub fn require(&mut self, request: &str, from: &Path) -> JsResult<Value> {
        let name = request.strip_prefix("node:").unwrap_or(request);
        if let Some(name) = host_modules::find(name) {
            if let Some((_, exports)) = self.interp.modules.host.iter().find(|(n, _)| *n == name) {
                return Ok(*exports);
            }
            let exports = host_modules::make(self, name)?;
            self.interp.modules.host.push((name, exports));
            return Ok(exports);
        }
        let file = resolve(request, from);
        match file {
            Some(file) if !request.starts_with("node:") => self.load_module(file, false),
            _ => Err(self.module_not_found(request)),
        }
    }

    #[cold]
    fn module_not_found(&mut self, request: &str) -> Throw {
        let error = self.new_error(crate::runtime::completion::ErrorKind::Error, &format!("Cannot find module '{request}'"));
        let code = self.new_string("MODULE_NOT_FOUND").value();
        let key = self.key("code");
        self.define_new(error, key, code, Attributes::DEFAULT);
        Throw(error.value())
    }

    fn load_module(&mut self, path: PathBuf, is_main: bool) -> JsResult<Value> {
        let exports_key = self.names.exports;
        if let Some((_, module)) = self.interp.modules.loaded.iter().find(|(p, _)| *p == path) {
            let module: Gc<Object> = module.to_cell().expect("a module object");
            return self.get(module, exports_key);
        }
        let file_name = path.to_string_lossy().into_owned();
        let text = match std::fs::read(&path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) => {
                let message = format!("cannot read {file_name}: {error}");
                return Err(Throw(self.new_error(crate::runtime::completion::ErrorKind::Error, &message).value()));
            }
        };
        let module = self.new_module(&file_name, is_main);
        if is_main {
            self.interp.modules.main = module.value();
        }
        self.interp.modules.loaded.push((path.clone(), module.value()));
        let result = if path.extension().is_some_and(|e| e == "json") {
            self.load_json(module, &text)
        } else {
            self.run_commonjs(module, &path, file_name, text)
        };
        if let Err(throw) = result {
            self.interp.modules.loaded.retain(|(p, _)| *p != path);
            return Err(throw);
        }
        let loaded = self.names.loaded;
        self.set(module, loaded, Value::TRUE, false)?;
        self.get(module, exports_key)
    }

    fn new_module(&mut self, file_name: &str, is_main: bool) -> Gc<Object> {
        let module = self.new_object();
        let name = self.new_string(file_name).value();
        let id = if is_main { self.new_string(".").value() } else { name };
        let exports = self.new_object().value();
        for (key, value) in
            [(self.names.id, id), (self.names.filename, name), (self.names.loaded, Value::FALSE), (self.names.exports, exports)]
        {
            self.define_new(module, key, value, Attributes::DEFAULT);
        }
        module
    }

    fn load_json(&mut self, module: Gc<Object>, text: &str) -> JsResult<()> {
        let json = self.intrinsic(Intrinsic::Json);
        let parse = self.get_str(json, "parse")?;
        let text = self.new_string(text.trim_start_matches('\u{FEFF}')).value();
        let value = self.call(parse, json.value(), &[text])?;
        let key = self.names.exports;
        self.set(module, key, value, true)
    }

    fn run_commonjs(&mut self, module: Gc<Object>, path: &Path, file_name: String, text: String) -> JsResult<()> {
        let source = Source::new(file_name.as_str(), text);
        let template = self.compile_source(&source, Goal::CommonJs).map_err(|e| self.compile_error(&source, &e))?;
        self.dump_bytecode(&template);
        let folder = path.parent().unwrap_or(Path::new("/")).to_string_lossy().into_owned();
        let script = self.new_script(template, self.current_realm, 0);
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
        let key = self.names.resolve;
        self.define_new(require, key, resolve, Attributes::DEFAULT);
        let main = self.interp.modules.main;
        let key = self.names.main;
        self.define_new(require, key, main, Attributes::DEFAULT);
        let key = self.names.require;
        self.define_new(module, key, require.value(), Attributes::DEFAULT);
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

fn require_resolve(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let (request, folder) = request_of(vm, args)?;
    if host_modules::find(request.strip_prefix("node:").unwrap_or(&request)).is_some() {
        return Ok(args.get(0));
    }
    match resolve(&request, &folder) {
        Some(file) => Ok(vm.new_string(&file.to_string_lossy()).value()),
        None => Err(vm.module_not_found(&request)),
    }
}

/// `import(specifier)`: ECMAScript modules are not supported, so the promise is rejected
/// unless a CommonJS or built-in module is meant, whose exports become `default`.
pub fn import_dynamic(vm: &mut Vm, script: Gc<Script>, specifier: Value) -> JsResult<Value> {
    let promise = crate::builtins::promise::new_promise(vm);
    let file = PathBuf::from(&script.template().source.name);
    let folder = file.parent().unwrap_or(Path::new(".")).to_owned();
    let result = vm.to_string(specifier).and_then(|request| vm.require(&request.to_rust(), &folder)).and_then(|exports| {
        let namespace = vm.new_object_with_proto(Value::NULL);
        if exports.is_object() {
            crate::interp::ops_define::copy_properties(vm, namespace.value(), exports, &[])?;
        }
        let key = vm.names.default;
        vm.create_data_property_or_throw(namespace, key, exports)?;
        Ok(namespace.value())
    });
    match result {
        Ok(namespace) => crate::builtins::promise::resolve_promise(vm, promise, namespace),
        Err(throw) => crate::builtins::promise::reject_promise(vm, promise, throw.0),
    }
    Ok(promise.value())
}
