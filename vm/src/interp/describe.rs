//! What error messages call the value that was at fault, as V8 spells it.

use super::activation::Activation;
use crate::bytecode::{BytecodeOffset, Op};
use crate::value::Value;
use crate::vm::Vm;

/// The source expression of the callee at the call being executed, or the value itself.
pub(crate) fn callee_text(vm: &mut Vm, callee: Value) -> String {
    if let Some(text) = callee_source(vm) {
        return text;
    }
    value_text(vm, callee)
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

/// Reads the callee's expression off the source text: an identifier or a chain of
/// member accesses in front of the call's position.
fn callee_source(vm: &Vm) -> Option<String> {
    let frames = vm.interp.frames(&vm.cx);
    let frame = frames.last()?;
    let at = Activation(frame as *const _ as *mut _);
    let op = at.insn().op();
    if !matches!(op, Op::Call | Op::New | Op::CallSpread | Op::NewSpread | Op::CallEval) {
        return None;
    }
    let template = frame.script.template();
    let code = template.compiled()?;
    // SAFETY: `pc` points into the script's instructions.
    let offset = unsafe { frame.pc.offset_from(frame.script.insns.get()) };
    let position = code.source_position(BytecodeOffset(offset as u32)) as usize;
    let text = template.source.text.get(position..)?;
    let mut text = text.trim_start();
    if matches!(op, Op::New | Op::NewSpread) {
        text = text.strip_prefix("new").map_or(text, str::trim_start);
    }
    let end = text
        .char_indices()
        .find(|(_, c)| !(c.is_alphanumeric() || matches!(c, '_' | '$' | '.' | '#')))
        .map_or(text.len(), |(i, _)| i);
    let name = text[..end].trim_end_matches('.');
    let first = name.chars().next()?;
    (first.is_alphabetic() || matches!(first, '_' | '$')).then(|| name.to_owned())
}
