//! Modules that the hooks of module.registerHooks find and load.

use super::ModuleId;
use super::loader::{LoadError, Loaded, Request, url_path};
use crate::runtime::completion::{ErrorKind, JsResult, Throw};
use crate::value::Value;
use crate::vm::Vm;
use std::rc::Rc;

impl Vm {
    /// The URL that an import names, without hooks.
    ///
    /// # Errors
    /// What the import throws.
    pub fn resolve_import(&mut self, specifier: &str, referrer: &str) -> JsResult<String> {
        let request = Request { specifier, attributes: &[], referrer };
        self.with_loader(|loader| loader.resolve(&request))
    }

    /// As `load_imported_module`, by the hooks of module.registerHooks: `resolve` gives a URL, `load`
    /// undefined or `[format, source]`.
    pub(super) fn load_hooked_module(&mut self, request: &Request<'_>, resolve: Value, load: Value) -> JsResult<ModuleId> {
        let attributes = self.new_object();
        for (name, value) in request.attributes {
            let key = self.key(name);
            let value = self.new_string(value).value();
            self.create_data_property(attributes, key, value)?;
        }
        let (specifier, referrer) = (self.new_string(request.specifier).value(), self.new_string(request.referrer).value());
        let url = self.call(resolve, Value::UNDEFINED, &[specifier, referrer, attributes.value()])?;
        let key: Rc<str> = self.to_string(url)?.to_rust().into();
        let map_key = (key.clone(), self.current_realm, request.attribute("type").map(str::to_owned));
        if let Some(known) = self.interp.modules.by_key.get(&map_key) {
            return Ok(*known);
        }
        let loaded = self.call(load, Value::UNDEFINED, &[url, attributes.value()])?;
        let Some(parts) = loaded.to_cell::<crate::object::array::Array>() else {
            let loaded = self.with_loader(|loader| loader.load(&key, request))?;
            return self.add_loaded_module(key, map_key, loaded);
        };
        let format = parts.elements().get(0).as_string().map(|s| s.to_rust()).unwrap_or_default();
        let text = match parts.elements().get(1) {
            Value::UNDEFINED | Value::NULL => String::new(),
            text => self.to_string(text)?.to_rust(),
        };
        let name = key.to_string();
        let loaded = match format.as_str() {
            "module" => Loaded::EcmaScript { name, text },
            "module-typescript" => Loaded::TypeScript { name, text },
            "json" => Loaded::Json { name, text },
            "builtin" => self.with_loader(|loader| loader.load(&key, request))?,
            "commonjs" | "commonjs-typescript" => match url_path(&key) {
                Some(path) => Loaded::CommonJs { path, text },
                None => Loaded::CommonJs { path: name.into(), text },
            },
            other => {
                let message = format!("Unknown module format: {other} for URL {key}");
                return Err(self.module_error(ErrorKind::RangeError, "ERR_UNKNOWN_MODULE_FORMAT", message));
            }
        };
        self.add_loaded_module(key, map_key, loaded)
    }

    #[cold]
    pub(crate) fn module_error(&mut self, kind: ErrorKind, code: &'static str, message: String) -> Throw {
        self.load_error(&LoadError { kind, code: Some(code), message })
    }
}
