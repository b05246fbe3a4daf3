//! What is printed of an exception that nobody caught: where it is from, the source
//! line with a caret, and the stack, as Node.js does.

use crate::bytecode::Source;
use crate::object::{Attributes, Object};
use crate::value::Value;
use crate::vm::Vm;
use std::fmt::Write as _;

/// The report on an uncaught exception, without a line feed at the end.
pub fn uncaught(vm: &mut Vm, error: Value) -> String {
    let plain = error_text(vm, error);
    let text = shown(vm, error, &plain);
    let mut out = String::new();
    if let Some(place) = vm.interp.syntax_error.take().filter(|p| error.is_object() && p.error == error.address()) {
        let (line, column) = place.source.line_column(place.position);
        excerpt(&mut out, &place.source, line, column);
    } else if let Some((file, line, column)) = plain.lines().find_map(frame_place)
        && let path = crate::runtime::modules::loader::url_path(&file).unwrap_or_else(|| file.clone().into())
        && let Ok(source) = std::fs::read_to_string(&path)
    {
        excerpt(&mut out, &Source::new(file, source), line, column);
    }
    if !error.is_object() {
        out.push_str("Uncaught ");
    }
    out.push_str(&text);
    out
}

/// What is printed of what was thrown: an object as the console shows it, an error with
/// its own properties and its causes.
fn shown(vm: &mut Vm, error: Value, plain: &str) -> String {
    if !error.is_object() {
        return plain.to_owned();
    }
    crate::builtins::console::format::inspect_fatal(vm, error).unwrap_or_else(|_| plain.to_owned())
}

/// The error that stands for the rejection of a promise with what is no error.
pub fn unhandled_rejection(vm: &mut Vm, reason: Value) -> Value {
    let shown = if reason.is_object() { vm.to_display(reason) } else { error_text(vm, reason) };
    let message = format!(
        "This error originated either by throwing inside of an async function without a catch block, \
         or by rejecting a promise which was not handled with .catch(). The promise rejected with the reason \"{shown}\"."
    );
    let error = vm.new_error(crate::runtime::completion::ErrorKind::Error, &message);
    let name = vm.new_string("UnhandledPromiseRejection").value();
    let key = vm.names.name;
    vm.define_new(error, key, name, Attributes::METHOD);
    // There is no script on the stack to speak of.
    let stack = vm.new_string(&format!("UnhandledPromiseRejection: {message}")).value();
    let key = vm.names.stack;
    vm.define_new(error, key, stack, Attributes::METHOD);
    let code = vm.new_string("ERR_UNHANDLED_REJECTION").value();
    let key = vm.key("code");
    vm.define_new(error, key, code, Attributes::DEFAULT);
    error.value()
}

fn excerpt(out: &mut String, source: &Source, line: u32, column: u32) {
    let text = source.line(line);
    let _ = write!(out, "{}:{line}\n{text}\n{}\n\n", source.name, caret(text, column));
}

/// Spaces (tabs where the line has some) up to a caret under `column`.
fn caret(line: &str, column: u32) -> String {
    let mut out: String = line.chars().take(column as usize - 1).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
    out.push('^');
    out
}

/// File, line and column of a line of a stack trace.
fn frame_place(line: &str) -> Option<(String, u32, u32)> {
    let frame = line.trim_start().strip_prefix("at ")?;
    let place = match frame.rfind('(') {
        Some(open) => frame[open + 1..].strip_suffix(')')?,
        None => frame,
    };
    let (rest, column) = place.rsplit_once(':')?;
    let (file, line) = rest.rsplit_once(':')?;
    Some((file.to_owned(), line.parse().ok()?, column.parse().ok().filter(|c| *c > 0)?))
}

/// The stack of an error, or the value as text.
pub fn error_text(vm: &mut Vm, error: Value) -> String {
    if let Some(object) = error.to_cell::<Object>() {
        let key = vm.names.stack;
        if let Ok(stack) = vm.get(object, key)
            && let Some(stack) = stack.as_string()
        {
            return stack.to_rust();
        }
    }
    if let Some(symbol) = error.to_cell::<crate::symbol::Symbol>() {
        let description = symbol.description.get().as_string().map(|s| s.to_rust()).unwrap_or_default();
        return format!("Symbol({description})");
    }
    if error.is_string() {
        return crate::interp::describe::value_text(vm, error);
    }
    vm.to_string(error).map_or_else(|_| "an object".to_owned(), |s| s.to_rust())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_off_stack_lines() {
        assert_eq!(frame_place("    at f (/a b/c.js:3:14)"), Some(("/a b/c.js".to_owned(), 3, 14)));
        assert_eq!(frame_place("    at /c.js:3:14"), Some(("/c.js".to_owned(), 3, 14)));
        assert_eq!(frame_place("TypeError: at x:1:2"), None);
    }

    #[test]
    fn carets_keep_tabs() {
        assert_eq!(caret("\tx = y", 4), "\t  ^");
    }
}
