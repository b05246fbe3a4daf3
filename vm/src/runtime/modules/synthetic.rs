//! Synthetic modules (sec-synthetic-module-records): JSON, CommonJS files and built-in
//! modules as they are imported.
//!
//! The names that a CommonJS file exports have to be known before it runs: as in
//! Node.js they are those that its text plainly assigns.

use super::{Body, ModuleId, Status, Steps};
use crate::bytecode::{JsStr, Source};
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use std::path::PathBuf;
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
        for name in exported_names(text) {
            let name = JsStr::from(name.as_str());
            if !names.contains(&name) {
                names.push(name);
            }
        }
        self.add_synthetic_module(key, names, Steps::CommonJs(path))
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

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// An identifier at the beginning of `text`.
fn identifier(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !is_name(c)).unwrap_or(text.len());
    let name = &text[..end];
    name.starts_with(|c: char| is_name(c) && !c.is_ascii_digit()).then_some(name)
}

/// A string literal without escapes at the beginning of `text`.
fn literal(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let rest = &text[1..];
    let end = rest.find(quote)?;
    (!rest[..end].contains(['\\', '\n'])).then_some(&rest[..end])
}

/// The names that the text of a CommonJS module assigns to properties of its exports:
/// `exports.a =`, `module.exports.a =`, `exports['a'] =`, `Object.defineProperty(exports,
/// 'a'`, and the keys of an object that is assigned to `module.exports`.
fn exported_names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in text.match_indices("exports") {
        if text[..at].ends_with(is_name) {
            continue;
        }
        let rest = text[at + "exports".len()..].trim_start();
        if let Some(after) = rest.strip_prefix('.') {
            if let Some(name) = identifier(after)
                && is_assignment(&after[name.len()..])
            {
                names.push(name.to_owned());
            }
        } else if let Some(after) = rest.strip_prefix('[') {
            if let Some(name) = literal(after.trim_start()) {
                names.push(name.to_owned());
            }
        } else if let Some(after) = rest.strip_prefix(',') {
            if text[..at].trim_end().ends_with("defineProperty(")
                && let Some(name) = literal(after.trim_start())
            {
                names.push(name.to_owned());
            }
        } else if is_assignment(rest) && text[..at].trim_end().ends_with('.') {
            let value = rest[1..].trim_start();
            if let Some(body) = value.strip_prefix('{') {
                names.extend(object_keys(body));
            }
        }
    }
    names.retain(|name| name != DEFAULT);
    names
}

fn is_assignment(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with('=') && !text.starts_with("==") && !text.starts_with("=>")
}

/// The plain keys at the beginning of an object literal: up to the first that is followed
/// by more than a name.
fn object_keys(mut text: &str) -> Vec<String> {
    let mut names = Vec::new();
    loop {
        text = text.trim_start();
        let (name, rest) = match (identifier(text), literal(text)) {
            (Some(name), _) => (name, &text[name.len()..]),
            (None, Some(name)) => (name, &text[name.len() + 2..]),
            (None, None) => return names,
        };
        let rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix(',') {
            names.push(name.to_owned());
            text = after;
        } else if rest.starts_with('}') {
            names.push(name.to_owned());
            return names;
        } else if let Some(after) = rest.strip_prefix(':') {
            names.push(name.to_owned());
            let after = after.trim_start();
            let Some(value) = identifier(after) else { return names };
            let Some(after) = after[value.len()..].trim_start().strip_prefix(',') else { return names };
            text = after;
        } else if rest.starts_with('(') {
            names.push(name.to_owned());
            return names;
        } else {
            return names;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::exported_names;

    #[test]
    fn assigned_names_are_found() {
        let text = "exports.a = 1; module.exports.b = 2; exports['c'] = 3; if (exports.d == 1) {}\n\
                    Object.defineProperty(exports, 'e', {}); module.exports = { f, g: h, 'i': j };";
        assert_eq!(exported_names(text), ["a", "b", "c", "e", "f", "g", "i"]);
    }
}
