//! Synthetic modules (sec-synthetic-module-records): JSON, CommonJS files and built-in
//! modules as they are imported.
//!
//! The names that a CommonJS file exports have to be known before it runs: as in
//! Node.js they are those that its text plainly assigns.

use super::loader::{read_source, url_path};
use super::{Body, ModuleId, Status, Steps, cjs_names};
use crate::builtins::{module_source, typed};
use crate::bytecode::{JsStr, Source};
use crate::runtime::completion::JsResult;
use crate::runtime::host_modules;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use std::path::{Path, PathBuf};
use std::rc::Rc;

const DEFAULT: &str = "default";
/// The name under which the exports themselves can be imported whatever they are.
const MODULE_EXPORTS: &str = "module.exports";

impl Vm {
    fn set_synthetic_export(&mut self, id: ModuleId, slot: usize, value: Value) {
        let cell = self.module_cell(id, slot as u16);
        cell.set(&mut self.heap, 0, value);
    }

    /// ParseJSONModule (sec-parse-json-module).
    pub(super) fn parse_json_module(&mut self, key: Rc<str>, name: &str, text: String) -> JsResult<ModuleId> {
        // What `require` has given of the file is the same object.
        let file = url_path(&key).filter(|_| !self.modules_patched());
        if let Some(file) = &file
            && let Some(value) = self.required_json(file)?
        {
            let id = self.add_synthetic_module(key, vec![JsStr::from(DEFAULT)], Steps::Nothing);
            self.set_synthetic_export(id, 0, value);
            return Ok(id);
        }
        let json = self.intrinsic(Intrinsic::Json);
        let parse = self.get_str(json, "parse")?;
        let value = self.new_string(text.trim_start_matches('\u{FEFF}')).value();
        let value = self.call(parse, json.value(), &[value]).inspect_err(|throw| {
            self.interp.syntax_error = Some(crate::runtime::eval::SyntaxErrorPlace {
                error: throw.0.address(),
                source: Source::new(name, text.as_str()),
                position: 0,
            });
        })?;
        if let Some(file) = &file {
            self.cache_json(file, value)?;
        }
        let id = self.add_synthetic_module(key, vec![JsStr::from(DEFAULT)], Steps::Nothing);
        self.set_synthetic_export(id, 0, value);
        Ok(id)
    }

    /// CreateTextModule: the text is the default export.
    pub(super) fn text_module(&mut self, key: Rc<str>, text: &str) -> ModuleId {
        let value = self.new_string(text).value();
        let id = self.add_synthetic_module(key, vec![JsStr::from(DEFAULT)], Steps::Nothing);
        self.set_synthetic_export(id, 0, value);
        id
    }

    /// CreateBytesModule: a Uint8Array over an immutable buffer is the default export.
    pub(super) fn bytes_module(&mut self, key: Rc<str>, bytes: Vec<u8>) -> ModuleId {
        let value = typed::of_immutable_bytes(self, bytes).as_object().value();
        let id = self.add_synthetic_module(key, vec![JsStr::from(DEFAULT)], Steps::Nothing);
        self.set_synthetic_export(id, 0, value);
        id
    }

    /// A module of the host, of which there is the source only.
    pub(super) fn source_only_module(&mut self, key: Rc<str>, class: &'static str) -> ModuleId {
        let source = module_source::new_module_source(self, class).value();
        let id = self.add_synthetic_module(key, Vec::new(), Steps::Nothing);
        self.module_mut(id).source_object = source;
        id
    }

    /// A built-in module: its functions are names, and it is the default export.
    pub(super) fn builtin_module(&mut self, key: Rc<str>, name: &'static str) -> JsResult<ModuleId> {
        let exports = self.require_builtin(name)?;
        let mut names = vec![JsStr::from(DEFAULT), JsStr::from(MODULE_EXPORTS)];
        if let Some(object) = exports.to_cell() {
            let keys = self.own_property_keys(object)?;
            for i in 0..keys.len() {
                if !keys[i].is_symbol() {
                    let text = self.key_to_display(keys[i]);
                    if text != DEFAULT {
                        names.push(JsStr::from(text.as_str()));
                    }
                }
            }
        }
        Ok(self.add_synthetic_module(key, names, Steps::BuiltIn(name)))
    }

    /// A CommonJS file, which runs when the module is evaluated.
    pub(super) fn commonjs_module(&mut self, key: Rc<str>, path: PathBuf, text: &str) -> ModuleId {
        let mut names = vec![JsStr::from(DEFAULT), JsStr::from(MODULE_EXPORTS)];
        let mut found = Vec::new();
        self.commonjs_names(&path, text, &mut found, &mut vec![path.clone()]);
        for name in found {
            let name = JsStr::from(name.as_str());
            if !names.contains(&name) {
                names.push(name);
            }
        }
        self.add_synthetic_module(key, names, Steps::CommonJs(path))
    }

    /// The names that a CommonJS file exports, with those of the files that it exports again.
    fn commonjs_names(&mut self, path: &Path, text: &str, names: &mut Vec<String>, seen: &mut Vec<PathBuf>) {
        let exports = cjs_names::exports_of(text);
        names.extend(exports.names);
        for request in exports.reexports {
            if let Some(builtin) = host_modules::requested(&request) {
                if let Ok(value) = self.require_builtin(builtin)
                    && let Some(object) = value.to_cell()
                    && let Ok(keys) = self.own_property_keys(object)
                {
                    for i in 0..keys.len() {
                        if !keys[i].is_symbol() {
                            names.push(self.key_to_display(keys[i]));
                        }
                    }
                }
                continue;
            }
            let folder = path.parent().unwrap_or(Path::new("/"));
            let Ok(file) = self.resolve_quietly(&request, folder) else { continue };
            if seen.contains(&file) {
                continue;
            }
            seen.push(file.clone());
            let is_script = !matches!(file.extension().and_then(|e| e.to_str()), Some("json" | "node" | "mjs" | "wasm"));
            if is_script && let Ok(text) = read_source(&file) {
                self.commonjs_names(&file, &text, names, seen);
            }
        }
        names.retain(|name| name != DEFAULT);
    }

    /// Evaluate (sec-smr-Evaluate), once.
    pub(super) fn evaluate_synthetic(&mut self, id: ModuleId) -> JsResult<()> {
        let module = self.module_mut(id);
        if let Some(error) = module.error {
            return Err(crate::runtime::completion::Throw(error));
        }
        if module.status == Status::Evaluated {
            return Ok(());
        }
        module.status = Status::Evaluated;
        let result = self.run_synthetic(id);
        if let Err(throw) = result {
            self.module_mut(id).error = Some(throw.0);
            return Err(throw);
        }
        Ok(())
    }

    /// Gives the modules of built-in ones what their exports are now.
    ///
    /// # Errors
    /// What a getter throws.
    pub fn sync_builtin_exports(&mut self) -> JsResult<()> {
        for index in 0..self.interp.modules.records.len() {
            let module = &self.interp.modules.records[index];
            if matches!(module.body, Body::Synthetic { steps: Steps::BuiltIn(_), .. }) && module.status == Status::Evaluated {
                self.run_synthetic(ModuleId(index as u32))?;
            }
        }
        Ok(())
    }

    fn run_synthetic(&mut self, id: ModuleId) -> JsResult<()> {
        let Body::Synthetic { steps, names } = &self.module(id).body else { return Ok(()) };
        let (steps, names) = (steps.clone(), names.clone());
        let exports = match steps {
            Steps::Nothing => return Ok(()),
            Steps::BuiltIn(name) => self.require_builtin(name)?,
            Steps::CommonJs(path) => self.require_file(path)?,
        };
        let object = exports.to_cell::<crate::object::Object>();
        for (slot, name) in names.iter().enumerate() {
            let text = name.to_rust();
            let value = match object {
                _ if text == DEFAULT || text == MODULE_EXPORTS => exports,
                Some(object) => {
                    let key = self.key_from_js_str(name);
                    self.get(object, key)?
                }
                None => Value::UNDEFINED,
            };
            self.set_synthetic_export(id, slot, value);
        }
        Ok(())
    }
}
