//! The text of a `console.log`: format specifiers, then the rest of the arguments.

use super::class_name::is_built_in;
use super::inspect::Inspector;
use super::options::{Compact, Options};
use super::text::{primitive_text, with_separators};
use crate::heap::{Gc, Kind};
use crate::object::layout::Object;
use crate::runtime::completion::{JsResult, Throw};
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;

/// The text of one value as `console.log` shows it: strings as they are.
fn show(vm: &mut Vm, value: Value, options: Options) -> JsResult<String> {
    match value.as_string() {
        Some(string) => Ok(vm.to_rust_string(string)),
        None => inspect(vm, value, options),
    }
}

pub fn inspect(vm: &mut Vm, value: Value, options: Options) -> JsResult<String> {
    Inspector::new(vm, options).value(vm, value, 0)
}

/// What is shown of an exception that ends the program: more of it than the console shows, and not what it says itself.
pub fn inspect_fatal(vm: &mut Vm, value: Value) -> JsResult<String> {
    inspect(vm, value, Options { custom: false, ..Options::to_depth(5) })
}

/// Formatter ( logLevel, args ) of the Console standard, as Node.js does it.
pub fn format(vm: &mut Vm, args: &[Value]) -> JsResult<String> {
    format_with(vm, Options::USUAL, args)
}

/// As `format`; what is inspected is so with the options.
pub fn format_with(vm: &mut Vm, options: Options, args: &[Value]) -> JsResult<String> {
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
                let text = substitute(vm, specifier, args[next], options)?;
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
        out += &show(vm, *value, options)?;
    }
    Ok(out)
}

fn substitute(vm: &mut Vm, specifier: char, value: Value, options: Options) -> JsResult<String> {
    // Numbers and what becomes one have separators, if these are asked for, and no colours.
    let numeric = |vm: &mut Vm, value: Value| {
        let text = primitive_text(vm, value);
        if options.numeric_separator { with_separators(&text) } else { text }
    };
    Ok(match specifier {
        's' => match value.to_cell::<Object>() {
            None if value.is_number() || value.is_bigint() => numeric(vm, value),
            None if value.is_string() => show(vm, value, options)?,
            None => primitive_text(vm, value),
            Some(object) if vm.is_callable(value) || !has_built_in_text(vm, object)? => vm.to_string(value)?.to_rust(),
            Some(_) => inspect(vm, value, Options { depth: Some(0), colors: false, compact: Compact::Levels(3), ..options })?,
        },
        'd' if value.is_bigint() => numeric(vm, value),
        'i' if value.is_bigint() => numeric(vm, value),
        'd' | 'i' | 'f' if value.is_symbol() => "NaN".into(),
        'd' => {
            let number = vm.intrinsic(Intrinsic::Number).value();
            let number = vm.call(number, Value::UNDEFINED, &[value])?;
            numeric(vm, number)
        }
        'i' | 'f' => {
            let name = if specifier == 'i' { "parseInt" } else { "parseFloat" };
            let global = vm.global();
            let parse = vm.get_str(global, name)?;
            let parsed = vm.call(parse, Value::UNDEFINED, &[value])?;
            numeric(vm, parsed)
        }
        'j' => match crate::builtins::json::stringify_value(vm, value) {
            Ok(text) => match text.as_string() {
                Some(text) => vm.to_rust_string(text),
                None => "undefined".into(),
            },
            Err(thrown) if is_of_circle(vm, &thrown)? => "[Circular]".into(),
            Err(thrown) => return Err(thrown),
        },
        'o' => inspect(vm, value, Options { show_hidden: true, show_proxy: true, depth: Some(4), ..options })?,
        'O' => inspect(vm, value, options)?,
        _ => String::new(),
    })
}

/// Whether JSON.stringify has met an object in itself.
fn is_of_circle(vm: &mut Vm, thrown: &Throw) -> JsResult<bool> {
    let Some(error) = thrown.0.to_cell::<Object>() else { return Ok(false) };
    let mut read = |name: &str| -> JsResult<String> {
        let value = vm.get_str(error, name)?;
        Ok(value.as_string().map_or(String::new(), |text| vm.to_rust_string(text)))
    };
    Ok(read("name")? == "TypeError" && read("message")?.lines().next() == Some("Converting circular structure to JSON"))
}

/// Whether an object would say of itself what any of its kind does: it is inspected then.
fn has_built_in_text(vm: &mut Vm, object: Gc<Object>) -> JsResult<bool> {
    let object = super::inspect::proxy_target(object);
    if object.kind() == Kind::Proxy {
        return Ok(true);
    }
    let to_text = vm.names.toString;
    let method = vm.get(object, to_text)?;
    if !vm.is_callable(method) {
        return Ok(true);
    }
    for key in [vm.symbols.to_primitive, to_text] {
        let method = vm.get(object, key)?;
        if !vm.is_callable(method) {
            continue;
        }
        let mut holder = object;
        while !vm.has_own_property(holder, key)? {
            let Some(next) = vm.get_prototype_of(holder)?.to_cell() else { break };
            holder = next;
        }
        if holder == object || !is_built_in(vm, holder)? {
            return Ok(false);
        }
    }
    Ok(true)
}
