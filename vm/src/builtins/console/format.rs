//! The text of a `console.log`: format specifiers, then the rest of the arguments.

use super::inspect::{Inspector, primitive_text};
use crate::bigint::JsBigInt;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

/// Nested levels that are shown.
const DEPTH: usize = 2;

/// The text of one value as `console.log` shows it: strings as they are.
pub fn show(vm: &mut Vm, value: Value) -> JsResult<String> {
    match value.as_string() {
        Some(string) => Ok(vm.to_rust_string(string)),
        None => inspect(vm, value, Some(DEPTH)),
    }
}

pub fn inspect(vm: &mut Vm, value: Value, depth: Option<usize>) -> JsResult<String> {
    let mut inspector = Inspector::new(vm, depth);
    inspector.value(vm, value, 0)
}

/// What is shown of an exception that ends the program: more of it than the console shows, and not what it says itself.
pub fn inspect_fatal(vm: &mut Vm, value: Value) -> JsResult<String> {
    let mut inspector = Inspector::new(vm, Some(5));
    inspector.custom = false;
    inspector.value(vm, value, 0)
}

/// Formatter ( logLevel, args ) of the Console standard, as Node.js does it.
pub fn format(vm: &mut Vm, args: &[Value]) -> JsResult<String> {
    let Some(first) = args.first() else { return Ok(String::new()) };
    let mut out = String::new();
    let mut next = 0;
    if let Some(template) = first.as_string() {
        let template = vm.to_rust_string(template);
        next = 1;
        if args.len() == 1 || !template.contains('%') {
            out = template;
        } else {
            let mut chars = template.chars().peekable();
            while let Some(c) = chars.next() {
                if c != '%' {
                    out.push(c);
                    continue;
                }
                let Some(specifier) = chars.peek().copied() else {
                    out.push('%');
                    continue;
                };
                if specifier == '%' {
                    chars.next();
                    out.push('%');
                    continue;
                }
                if next >= args.len() || !"sdifjoOc".contains(specifier) {
                    out.push('%');
                    continue;
                }
                chars.next();
                let text = substitute(vm, specifier, args[next])?;
                out += &text;
                next += 1;
            }
        }
    }
    for value in &args[next..] {
        if next > 0 || !out.is_empty() {
            out.push(' ');
        }
        next += 1;
        out += &show(vm, *value)?;
    }
    Ok(out)
}

fn number_text(vm: &mut Vm, number: f64) -> String {
    primitive_text(vm, Value::number(number))
}

fn substitute(vm: &mut Vm, specifier: char, value: Value) -> JsResult<String> {
    Ok(match specifier {
        's' => match value.to_cell::<Object>() {
            None if value.is_string() => show(vm, value)?,
            None => primitive_text(vm, value),
            Some(object) => {
                // Classes with a toString of their own are asked for it.
                let key = vm.names.toString;
                let method = vm.get(object, key)?;
                let plain = [crate::runtime::realm::Intrinsic::ObjectPrototype, crate::runtime::realm::Intrinsic::ErrorPrototype];
                let mut inherited = false;
                for intrinsic in plain {
                    let proto = vm.intrinsic(intrinsic);
                    inherited |= vm.get(proto, key)? == method;
                }
                let is_error = object.kind() == crate::heap::Kind::Error;
                let builtin = method.to_cell::<crate::object::function::Native>().is_some();
                if (!inherited && !builtin && vm.is_callable(method)) || is_error {
                    vm.to_string(value)?.to_rust()
                } else {
                    inspect(vm, value, Some(0))?
                }
            }
        },
        'd' => {
            if let Some(big) = value.to_cell::<JsBigInt>() {
                format!("{}n", big.number())
            } else if value.is_symbol() || value.is_object() {
                "NaN".into()
            } else {
                let number = vm.to_number(value)?;
                number_text(vm, number)
            }
        }
        'i' | 'f' => {
            if let Some(big) = value.to_cell::<JsBigInt>()
                && specifier == 'i'
            {
                return Ok(format!("{}n", big.number()));
            }
            if value.is_symbol() || value.is_object() && specifier == 'i' {
                return Ok("NaN".into());
            }
            let name = if specifier == 'i' { "parseInt" } else { "parseFloat" };
            let global = vm.global();
            let parse = vm.get_str(global, name)?;
            let parsed = vm.call(parse, Value::UNDEFINED, &[value])?;
            primitive_text(vm, parsed)
        }
        'j' => {
            let text = crate::builtins::json::stringify_value(vm, value)?;
            match text.as_string() {
                Some(text) => vm.to_rust_string(text),
                None => "undefined".into(),
            }
        }
        'o' => inspect(vm, value, Some(4))?,
        'O' => inspect(vm, value, Some(DEPTH))?,
        _ => String::new(),
    })
}
