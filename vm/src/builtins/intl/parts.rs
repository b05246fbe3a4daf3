//! What `formatToParts` gives: a text in parts, each with what it is.

use crate::heap::RootedVec;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub kind: &'static str,
    pub text: String,
    /// Of a range: which end it is of.
    pub source: Option<&'static str>,
    /// Of a relative time or a duration.
    pub unit: Option<&'static str>,
}

pub fn part(kind: &'static str, text: impl Into<String>) -> Part {
    Part { kind, text: text.into(), source: None, unit: None }
}

/// The whole text.
pub fn join(parts: &[Part]) -> String {
    parts.iter().map(|part| part.text.as_str()).collect()
}

/// Adds a literal, to the one before if there is one of the same source.
pub fn push_literal(parts: &mut Vec<Part>, text: &str) {
    if text.is_empty() {
        return;
    }
    match parts.last_mut() {
        Some(last) if last.kind == "literal" && last.source.is_none() && last.unit.is_none() => last.text.push_str(text),
        _ => parts.push(part("literal", text)),
    }
}

/// Fills the placeholders `{0}`, `{1}` of a pattern with parts.
pub fn fill(pattern: &str, arguments: &[&[Part]]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        push_literal(&mut parts, &rest[..open]);
        let Some(close) = rest[open..].find('}') else { break };
        if let Some(argument) = rest[open + 1..open + close].parse::<usize>().ok().and_then(|i| arguments.get(i)) {
            for part in argument.iter() {
                if part.kind == "literal" && part.source.is_none() && part.unit.is_none() {
                    push_literal(&mut parts, &part.text);
                } else {
                    parts.push(part.clone());
                }
            }
        }
        rest = &rest[open + close + 1..];
    }
    push_literal(&mut parts, rest);
    parts
}

/// Fills the placeholders of a pattern with texts.
pub fn fill_text(pattern: &str, arguments: &[&str]) -> String {
    let parts: Vec<Vec<Part>> = arguments.iter().map(|text| vec![part("literal", *text)]).collect();
    let slices: Vec<&[Part]> = parts.iter().map(Vec::as_slice).collect();
    join(&fill(pattern, &slices))
}

/// The array of objects that scripts get.
pub fn to_array(vm: &mut Vm, parts: &[Part]) -> JsResult<Value> {
    let mut list = RootedVec::new(vm);
    for part in parts {
        let object = vm.new_object();
        list.push(object.value());
        let fields = [("type", Some(part.kind)), ("value", Some(part.text.as_str())), ("unit", part.unit), ("source", part.source)];
        for (name, text) in fields {
            if let Some(text) = text {
                let value = vm.new_string(text).value();
                let key = vm.key(name);
                vm.create_data_property_or_throw(object, key, value)?;
            }
        }
    }
    Ok(vm.create_array_from_list(&list)?.value())
}

/// A string as a result.
pub fn to_value(vm: &mut Vm, parts: &[Part]) -> JsResult<Value> {
    Ok(vm.new_string(&join(parts)).value())
}
