//! String methods that take a pattern: they hand over to the pattern's method, or treat
//! it as a string.

use super::builder::StringBuilder;
use super::search::{find, is_reg_exp};
use super::this_string;
use crate::heap::Gc;
use crate::object::function::Args;
use crate::object::key::PropertyKey;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::string::{JsString, Units};
use crate::value::Value;
use crate::vm::Vm;

/// RequireObjectCoercible(this).
fn coercible(vm: &mut Vm, args: &Args, method: &str) -> JsResult<()> {
    if args.this.is_nullish() {
        return Err(vm.type_error(format!("String.prototype.{method} called on null or undefined")));
    }
    Ok(())
}

/// GetMethod(pattern, symbol) if the pattern is an object (since ES2025, no look-up on primitives).
fn pattern_method(vm: &mut Vm, pattern: Value, symbol: PropertyKey) -> JsResult<Option<Value>> {
    if pattern.to_cell::<Object>().is_none() {
        return Ok(None);
    }
    vm.get_method(pattern, symbol)
}

/// A "g" in the flags, else a TypeError: matchAll and replaceAll.
fn require_global(vm: &mut Vm, pattern: Value, method: &str) -> JsResult<()> {
    if is_reg_exp(vm, pattern)? {
        let object = pattern.to_cell::<Object>().expect("a RegExp");
        let flags = vm.get_str(object, "flags")?;
        if flags.is_nullish() {
            return Err(vm.type_error(format!("String.prototype.{method} called with a non-global RegExp argument")));
        }
        let flags = vm.to_string(flags)?.to_rust();
        if !flags.contains('g') {
            return Err(vm.type_error(format!("String.prototype.{method} called with a non-global RegExp argument")));
        }
    }
    Ok(())
}

/// RegExpCreate(pattern, flags), then Invoke(rx, symbol, string).
fn through_reg_exp(vm: &mut Vm, pattern: Value, flags: &str, symbol: PropertyKey, string: Gc<JsString>) -> JsResult<Value> {
    let source = if pattern.is_undefined() { vm.new_string("") } else { vm.to_string(pattern)? };
    let rx = crate::builtins::regexp::regexp_create(vm, source, flags)?;
    vm.invoke(rx.value(), symbol, &[string.value()])
}

/// String.prototype.match (sec-string.prototype.match).
pub fn match_(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    coercible(vm, args, "match")?;
    let symbol = vm.symbols.match_;
    if let Some(method) = pattern_method(vm, args.get(0), symbol)? {
        return vm.call(method, args.get(0), &[args.this]);
    }
    let string = vm.to_string(args.this)?;
    through_reg_exp(vm, args.get(0), "", symbol, string)
}

/// String.prototype.matchAll (sec-string.prototype.matchall).
pub fn match_all(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    coercible(vm, args, "matchAll")?;
    let symbol = vm.symbols.match_all;
    if !args.get(0).is_nullish() {
        require_global(vm, args.get(0), "matchAll")?;
        if let Some(method) = pattern_method(vm, args.get(0), symbol)? {
            return vm.call(method, args.get(0), &[args.this]);
        }
    }
    let string = vm.to_string(args.this)?;
    through_reg_exp(vm, args.get(0), "g", symbol, string)
}

/// String.prototype.search (sec-string.prototype.search).
pub fn search(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    coercible(vm, args, "search")?;
    let symbol = vm.symbols.search;
    if let Some(method) = pattern_method(vm, args.get(0), symbol)? {
        return vm.call(method, args.get(0), &[args.this]);
    }
    let string = vm.to_string(args.this)?;
    through_reg_exp(vm, args.get(0), "", symbol, string)
}

/// GetSubstitution (sec-getsubstitution). `captures` are strings or undefined, without the match.
#[allow(clippy::too_many_arguments, reason = "the abstract operation has them")]
pub fn get_substitution(
    vm: &mut Vm,
    out: &mut StringBuilder,
    matched: Units<'_>,
    string: Units<'_>,
    position: usize,
    captures: &[Option<Units<'_>>],
    named: Option<Gc<Object>>,
    template: Units<'_>,
) -> JsResult<()> {
    let mut at = 0;
    while at < template.len() {
        out.check(vm)?;
        let unit = template.get(at);
        if unit != b'$' as u16 || at + 1 >= template.len() {
            out.push_unit(unit);
            at += 1;
            continue;
        }
        let next = template.get(at + 1);
        match u8::try_from(next).unwrap_or(0) {
            b'$' => {
                out.push_unit(b'$' as u16);
                at += 2;
            }
            b'&' => {
                out.push_units(matched);
                at += 2;
            }
            b'`' => {
                out.push_units(string.slice(0, position));
                at += 2;
            }
            b'\'' => {
                let end = (position + matched.len()).min(string.len());
                out.push_units(string.slice(end, string.len()));
                at += 2;
            }
            digit @ b'0'..=b'9' => {
                let mut number = (digit - b'0') as usize;
                let mut len = 2;
                if at + 2 < template.len() {
                    let second = template.get(at + 2).wrapping_sub(b'0' as u16);
                    let two = number * 10 + second as usize;
                    if second <= 9 && (1..=captures.len()).contains(&two) {
                        number = two;
                        len = 3;
                    }
                }
                if (1..=captures.len()).contains(&number) {
                    if let Some(capture) = captures[number - 1] {
                        out.push_units(capture);
                    }
                } else {
                    out.push_units(template.slice(at, at + len));
                }
                at += len;
            }
            b'<' if named.is_some() => {
                let close = (at + 2..template.len()).find(|i| template.get(*i) == b'>' as u16);
                match (close, named) {
                    (Some(close), Some(groups)) => {
                        let name = vm.new_string_units(template.slice(at + 2, close));
                        let key = vm.key_from_string(name);
                        let capture = vm.get(groups, key)?;
                        if !capture.is_undefined() {
                            let text = vm.to_string(capture)?;
                            out.push_string(vm, text)?;
                        }
                        at = close + 1;
                    }
                    _ => {
                        out.push_ascii("$<");
                        at += 2;
                    }
                }
            }
            _ => {
                out.push_unit(b'$' as u16);
                at += 1;
            }
        }
    }
    Ok(())
}

/// Appends the replacement of one match of a string pattern.
fn push_replacement(
    vm: &mut Vm,
    out: &mut StringBuilder,
    string: Gc<JsString>,
    wanted: Gc<JsString>,
    position: usize,
    replacement: Value,
) -> JsResult<()> {
    match replacement.as_string() {
        Some(template) => {
            let (text, matched, template) = (vm.units(string), vm.units(wanted), vm.units(template));
            get_substitution(vm, out, matched, text, position, &[], None, template)
        }
        None => {
            let result = vm.call(replacement, Value::UNDEFINED, &[wanted.value(), Value::from(position), string.value()])?;
            let result = vm.to_string(result)?;
            out.push_string(vm, result)
        }
    }
}

fn replace_strings(vm: &mut Vm, args: &Args, all: bool) -> JsResult<Value> {
    let string = vm.to_string(args.this)?;
    let wanted = vm.to_string(args.get(0))?;
    let replacement = if vm.is_callable(args.get(1)) { args.get(1) } else { vm.to_string(args.get(1))?.value() };
    let mut out = StringBuilder::new();
    let advance = wanted.len().max(1);
    let (mut done, mut from) = (0, 0);
    loop {
        vm.poll()?;
        let (text, needle) = (vm.units(string), vm.units(wanted));
        let Some(position) = find(text, needle, from) else { break };
        out.push_units(text.slice(done, position));
        push_replacement(vm, &mut out, string, wanted, position, replacement)?;
        done = position + wanted.len();
        from = position + advance;
        if !all {
            break;
        }
    }
    if from == 0 {
        return Ok(string.value());
    }
    let text = vm.units(string);
    if done < text.len() {
        out.push_units(text.slice(done, text.len()));
    }
    out.finish(vm).map(Value::from)
}

/// String.prototype.replace (sec-string.prototype.replace).
pub fn replace(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    coercible(vm, args, "replace")?;
    let symbol = vm.symbols.replace;
    if let Some(method) = pattern_method(vm, args.get(0), symbol)? {
        return vm.call(method, args.get(0), &[args.this, args.get(1)]);
    }
    replace_strings(vm, args, false)
}

/// String.prototype.replaceAll (sec-string.prototype.replaceall).
pub fn replace_all(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    coercible(vm, args, "replaceAll")?;
    if !args.get(0).is_nullish() {
        require_global(vm, args.get(0), "replaceAll")?;
        let symbol = vm.symbols.replace;
        if let Some(method) = pattern_method(vm, args.get(0), symbol)? {
            return vm.call(method, args.get(0), &[args.this, args.get(1)]);
        }
    }
    replace_strings(vm, args, true)
}

/// String.prototype.split (sec-string.prototype.split).
pub fn split(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    coercible(vm, args, "split")?;
    let symbol = vm.symbols.split;
    if let Some(method) = pattern_method(vm, args.get(0), symbol)? {
        return vm.call(method, args.get(0), &[args.this, args.get(1)]);
    }
    let string = this_string(vm, args, "split")?;
    let limit = if args.get(1).is_undefined() { u32::MAX } else { vm.to_uint32(args.get(1))? };
    let separator = vm.to_string(args.get(0))?;
    if limit == 0 {
        return Ok(vm.new_array(&[]).value());
    }
    if args.get(0).is_undefined() {
        return Ok(vm.new_array(&[string.value()]).value());
    }
    let result = vm.new_array(&[]);
    let len = string.len();
    if separator.is_empty() {
        for i in 0..len.min(limit as usize) {
            vm.poll()?;
            let unit = vm.units(string).get(i);
            let part = vm.single_char(unit);
            vm.array_push(result, part.value())?;
        }
        return Ok(result.value());
    }
    let mut start = 0;
    loop {
        vm.poll()?;
        let (text, needle) = (vm.units(string), vm.units(separator));
        let found = find(text, needle, start);
        let part = vm.substring(string, start, found.unwrap_or(len));
        vm.array_push(result, part.value())?;
        match found {
            Some(at) if result.length.get() < limit => start = at + separator.len(),
            _ => return Ok(result.value()),
        }
    }
}
