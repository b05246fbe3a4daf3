//! CommonJS files and built-in modules as they are imported: synthetic modules.
//!
//! The names that a CommonJS file exports have to be known before it runs: as in
//! Node.js they are those that its text plainly assigns.

use super::files::read_source;
use super::loader::url_path;
use super::synthetic::DEFAULT;
use super::{Body, ModuleId, Status, Steps, cjs_names};
use crate::bytecode::JsStr;
use crate::runtime::completion::JsResult;
use crate::runtime::host_modules;
use crate::value::Value;
use crate::vm::Vm;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// The name under which the exports themselves can be imported whatever they are.
const MODULE_EXPORTS: &str = "module.exports";

impl Vm {
    /// What `require` has given of the JSON file with this key: an import gives the same object.
    pub(super) fn json_required(&mut self, key: &str) -> JsResult<Option<Value>> {
        match url_path(key).filter(|_| !self.modules_patched()) {
            Some(file) => self.required_json(&file),
            None => Ok(None),
        }
    }

    /// Has `require` give what an import of a JSON file has given.
    pub(super) fn give_json_to_require(&mut self, key: &str, value: Value) -> JsResult<()> {
        match url_path(key).filter(|_| !self.modules_patched()) {
            Some(file) => self.cache_json(&file, value),
            None => Ok(()),
        }
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

    pub(super) fn run_synthetic(&mut self, id: ModuleId) -> JsResult<()> {
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
