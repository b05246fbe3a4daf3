//! Synthetic modules (sec-synthetic-module-records): JSON, texts and bytes as they are imported.

use super::{ModuleId, Status, Steps};
use crate::builtins::{module_source, typed};
use crate::bytecode::{JsStr, Source};
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use std::rc::Rc;

pub(super) const DEFAULT: &str = "default";

impl Vm {
    pub(super) fn set_synthetic_export(&mut self, id: ModuleId, slot: usize, value: Value) {
        let cell = self.module_cell(id, slot as u16);
        cell.set(&mut self.heap, 0, value);
    }

    /// ParseJSONModule (sec-parse-json-module).
    pub(super) fn parse_json_module(&mut self, key: Rc<str>, name: &str, text: String) -> JsResult<ModuleId> {
        #[cfg(feature = "node")]
        if let Some(value) = self.json_required(&key)? {
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
        #[cfg(feature = "node")]
        self.give_json_to_require(&key, value)?;
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
        #[cfg(feature = "node")]
        if let Err(throw) = self.run_synthetic(id) {
            self.module_mut(id).error = Some(throw.0);
            return Err(throw);
        }
        Ok(())
    }
}
