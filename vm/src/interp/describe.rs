//! What error messages call the value that was at fault, as V8 spells it.

use crate::bytecode::Op;
use crate::value::Value;
use crate::vm::Vm;

/// The source expression of the callee at the call being executed, or the value itself.
pub(crate) fn callee_text(vm: &mut Vm, callee: Value) -> String {
    if let Some(text) = callee_source(vm) {
        return text;
    }
    value_text(vm, callee)
}

/// What stands for a callee that no call in the source names: a method that the engine
/// itself looked up, as iteration does.
pub(crate) fn unnamed_callee_text(vm: &mut Vm, callee: Value) -> String {
    let ty = vm.typeof_string(callee).to_rust();
    if callee.is_number() || callee.is_bool() || callee.is_null() || callee.is_string() {
        let value = value_text(vm, callee);
        return format!("{ty} {value}");
    }
    ty
}

/// How V8 prints a value in a message.
pub(crate) fn value_text(vm: &mut Vm, value: Value) -> String {
    if let Some(string) = value.as_string() {
        return format!("\"{}\"", string.to_rust());
    }
    if value.is_object() {
        return if vm.is_callable(value) {
            let name = vm.get_v(value, vm.names.name).ok().and_then(Value::as_string).map(|s| s.to_rust());
            format!("function {}", name.unwrap_or_default())
        } else {
            "#<Object>".to_owned()
        };
    }
    if value.is_symbol() {
        return "Symbol()".to_owned();
    }
    vm.to_string(value).map(|s| s.to_rust()).unwrap_or_default()
}

/// Reads the callee's expression off the source text of the function that is calling, in
/// whichever tier: an identifier or a chain of member accesses in front of the call's position.
fn callee_source(vm: &Vm) -> Option<String> {
    let (script, offset) = vm.executing()?;
    let template = script.template();
    let code = template.compiled().filter(|_| !template.source.builtin)?;
    let op = code.insns.get(offset.0 as usize)?.op();
    if !matches!(op, Op::Call | Op::New | Op::CallSpread | Op::NewSpread | Op::CallEval | Op::CallEvalSpread) {
        return None;
    }
    let position = code.source_position(offset) as usize;
    callee_at(&template.source.text, position, matches!(op, Op::New | Op::NewSpread))
}

/// The member expression of identifiers around `position`: a call's position is that of
/// the property that is called, or of the whole expression.
fn callee_at(text: &str, position: usize, is_new: bool) -> Option<String> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '#');
    let mut start = position;
    if is_new {
        let rest = text.get(position..)?.strip_prefix("new")?;
        start = text.len() - rest.trim_start().len();
    } else {
        while let Some(c) = text.get(..start)?.chars().next_back().filter(|c| is_name(*c) || *c == '.') {
            start -= c.len_utf8();
        }
    }
    let tail = text.get(position.max(start)..)?;
    let end = text.len() - tail.len() + tail.find(|c| !is_name(c) && !(c == '.' && (is_new || start == position))).unwrap_or(tail.len());
    let name = text.get(start..end)?.trim_end_matches('.');
    let first = name.chars().next()?;
    (first.is_alphabetic() || matches!(first, '_' | '$')).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callees_are_read_off_the_source() {
        assert_eq!(callee_at("x = o.f()", 6, false).as_deref(), Some("o.f"));
        assert_eq!(callee_at("x = o.f()", 4, false).as_deref(), Some("o.f"));
        assert_eq!(callee_at("new A.B(1)", 0, true).as_deref(), Some("A.B"));
        assert_eq!(callee_at("(1)()", 0, false), None);
    }
}
