//! The methods of RegExp.prototype that String methods call.

use super::cache::{Subject, flag};
use super::exec::{advance, capture_value, match_all as all_matches, match_once, note_match, set_last_index};
use super::{RegExpData, is_pristine, regexp_exec, this_object};
use crate::builtins::array::get_at;
use crate::builtins::string::builder::StringBuilder;
use crate::builtins::string::get_substitution;
use crate::heap::Gc;
use crate::heap::roots::RootedVec;
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::string::{JsString, Units};
use crate::value::Value;
use crate::vm::Vm;

/// ToString(Get(rx, "flags")).
fn flags_of(vm: &mut Vm, regexp: Gc<Object>) -> JsResult<String> {
    let flags = vm.get(regexp, vm.names.flags)?;
    Ok(vm.to_string(flags)?.to_rust())
}

/// After an empty match, `lastIndex` moves on by one character.
fn step_over_empty(vm: &mut Vm, regexp: Gc<Object>, string: Gc<JsString>, unicode: bool) -> JsResult<()> {
    let index = vm.get(regexp, vm.names.lastIndex)?;
    let index = vm.to_length(index)? as f64;
    let next = if index < string.len() as f64 { advance(vm, string, index as usize, unicode) as f64 } else { index + 1.0 };
    set_last_index(vm, regexp, next)
}

/// RegExp.prototype [ %Symbol.match% ] (sec-regexp.prototype-%symbol.match%).
pub fn match_(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let regexp = this_object(vm, args, "@@match")?;
    let string = vm.to_string(args.get(0))?;
    if is_pristine(vm, regexp) && regexp.payload::<RegExpData>().is_some_and(|d| d.has(flag::GLOBAL)) {
        let all = all_matches(vm, regexp, string)?;
        if all.is_empty() {
            return Ok(Value::NULL);
        }
        let result = vm.new_array_with_capacity(all.len() as u32)?;
        for captures in &all {
            let value = capture_value(vm, string, &captures[0]);
            vm.array_push(result, value)?;
        }
        return Ok(result.value());
    }
    let flags = flags_of(vm, regexp)?;
    if !flags.contains('g') {
        return regexp_exec(vm, regexp, string);
    }
    let unicode = flags.contains(['u', 'v']);
    set_last_index(vm, regexp, 0.0)?;
    let result = vm.new_array(&[]);
    loop {
        let Some(found) = regexp_exec(vm, regexp, string)?.to_cell::<Object>() else {
            return Ok(if result.length.get() == 0 { Value::NULL } else { result.value() });
        };
        let text = get_at(vm, found, 0)?;
        let text = vm.to_string(text)?;
        vm.array_push(result, text.value())?;
        if text.is_empty() {
            step_over_empty(vm, regexp, string, unicode)?;
        }
    }
}

/// RegExp.prototype [ %Symbol.matchAll% ] (sec-regexp.prototype-%symbol.matchall%).
pub fn match_all(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let regexp = this_object(vm, args, "@@matchAll")?;
    let string = vm.to_string(args.get(0))?;
    let constructor = vm.species_constructor(regexp, Intrinsic::RegExp)?;
    let flags = vm.get(regexp, vm.names.flags)?;
    let flags = vm.to_string(flags)?;
    let matcher = vm.construct(constructor, &[regexp.value(), flags.value()], constructor)?;
    let matcher = matcher.to_cell::<Object>().expect("constructors return objects");
    let index = vm.get(regexp, vm.names.lastIndex)?;
    let index = vm.to_length(index)? as f64;
    set_last_index(vm, matcher, index)?;
    let flags = flags.to_rust();
    Ok(super::string_iterator::create(vm, matcher, string, flags.contains('g'), flags.contains(['u', 'v'])))
}

/// RegExp.prototype [ %Symbol.search% ] (sec-regexp.prototype-%symbol.search%).
pub fn search(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let regexp = this_object(vm, args, "@@search")?;
    let string = vm.to_string(args.get(0))?;
    let previous = vm.get(regexp, vm.names.lastIndex)?;
    if !vm.same_value(previous, Value::int(0)) {
        set_last_index(vm, regexp, 0.0)?;
    }
    let result = regexp_exec(vm, regexp, string)?;
    let current = vm.get(regexp, vm.names.lastIndex)?;
    if !vm.same_value(current, previous) {
        vm.set(regexp, vm.names.lastIndex, previous, true)?;
    }
    match result.to_cell::<Object>() {
        Some(found) => vm.get(found, vm.names.index),
        None => Ok(Value::int(-1)),
    }
}

/// RegExp.prototype [ %Symbol.replace% ] (sec-regexp.prototype-%symbol.replace%).
pub fn replace(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let regexp = this_object(vm, args, "@@replace")?;
    let string = vm.to_string(args.get(0))?;
    let replacement = if vm.is_callable(args.get(1)) { args.get(1) } else { vm.to_string(args.get(1))?.value() };
    if is_pristine(vm, regexp) {
        return replace_pristine(vm, regexp, string, replacement);
    }
    replace_generic(vm, regexp, string, replacement)
}

fn replace_pristine(vm: &mut Vm, regexp: Gc<Object>, string: Gc<JsString>, replacement: Value) -> JsResult<Value> {
    let data = regexp.payload::<RegExpData>().expect("a RegExp");
    let matcher = data.matcher.borrow().clone();
    let all = if data.has(flag::GLOBAL) { all_matches(vm, regexp, string)? } else { match_once(vm, regexp, string)?.into_iter().collect() };
    if all.is_empty() {
        return Ok(string.value());
    }
    let mut out = StringBuilder::with_capacity(string.len());
    let mut done = 0;
    for captures in &all {
        let found = captures[0].clone().expect("group 0");
        out.push_units(vm.units(string).slice(done, found.start));
        done = found.end;
        match replacement.as_string() {
            Some(template) => {
                let text = vm.units(string);
                let groups: Vec<Option<Units<'_>>> = captures[1..].iter().map(|r| r.as_ref().map(|r| text.slice(r.start, r.end))).collect();
                let named = if matcher.names.is_empty() {
                    None
                } else {
                    let array = super::exec::result_array(vm, regexp, string, captures)?;
                    let array = array.to_cell::<Object>().expect("an array");
                    vm.get(array, vm.names.groups)?.to_cell::<Object>()
                };
                let matched = text.slice(found.start, found.end);
                let template = vm.units(template);
                get_substitution(vm, &mut out, matched, text, found.start, &groups, named, template)?;
            }
            None => {
                let mut list = RootedVec::with_capacity(vm, captures.len() + 3);
                for range in captures {
                    let value = capture_value(vm, string, range);
                    list.push(value);
                }
                list.push(Value::from(found.start));
                list.push(string.value());
                if !matcher.names.is_empty() {
                    let array = super::exec::result_array(vm, regexp, string, captures)?;
                    let array = array.to_cell::<Object>().expect("an array");
                    let groups = vm.get(array, vm.names.groups)?;
                    list.push(groups);
                }
                let result = vm.call(replacement, Value::UNDEFINED, &list)?;
                let result = vm.to_string(result)?;
                out.push_string(vm, result)?;
            }
        }
    }
    let text = vm.units(string);
    out.push_units(text.slice(done, text.len()));
    out.finish(vm).map(Value::from)
}

fn replace_generic(vm: &mut Vm, regexp: Gc<Object>, string: Gc<JsString>, replacement: Value) -> JsResult<Value> {
    let flags = flags_of(vm, regexp)?;
    let (global, unicode) = (flags.contains('g'), flags.contains(['u', 'v']));
    if global {
        set_last_index(vm, regexp, 0.0)?;
    }
    let mut results = RootedVec::new(vm);
    loop {
        let found = regexp_exec(vm, regexp, string)?;
        let Some(object) = found.to_cell::<Object>() else { break };
        results.push(found);
        if !global {
            break;
        }
        let text = get_at(vm, object, 0)?;
        if vm.to_string(text)?.is_empty() {
            step_over_empty(vm, regexp, string, unicode)?;
        }
    }
    let mut out = StringBuilder::new();
    let mut done = 0;
    for i in 0..results.len() {
        let found = results[i].to_cell::<Object>().expect("an object");
        let count = vm.length_of_array_like(found)?.max(1);
        let matched = get_at(vm, found, 0)?;
        let matched = vm.to_string(matched)?;
        let position = vm.get(found, vm.names.index)?;
        let position = vm.to_integer_or_infinity(position)?.clamp(0.0, string.len() as f64) as usize;
        let mut list = RootedVec::from_slice(vm, &[matched.value()]);
        for n in 1..count {
            let capture = get_at(vm, found, n)?;
            let capture = if capture.is_undefined() { capture } else { vm.to_string(capture)?.value() };
            list.push(capture);
        }
        let named = vm.get(found, vm.names.groups)?;
        let text = match replacement.as_string() {
            None => {
                list.push(Value::from(position));
                list.push(string.value());
                if !named.is_undefined() {
                    list.push(named);
                }
                let result = vm.call(replacement, Value::UNDEFINED, &list)?;
                vm.to_string(result)?
            }
            Some(template) => {
                let named = if named.is_undefined() { None } else { Some(vm.to_object(named)?) };
                let mut groups = Vec::new();
                for capture in &list[1..] {
                    groups.push(capture.as_string().map(|s| vm.units(s)));
                }
                let mut piece = StringBuilder::new();
                let (matched, text, template) = (vm.units(matched), vm.units(string), vm.units(template));
                get_substitution(vm, &mut piece, matched, text, position, &groups, named, template)?;
                piece.finish(vm)?
            }
        };
        if position >= done {
            let units = vm.units(string);
            out.push_units(units.slice(done, position));
            out.push_string(vm, text)?;
            done = position + matched.len();
        }
    }
    if done < string.len() {
        let units = vm.units(string);
        out.push_units(units.slice(done, units.len()));
    }
    out.finish(vm).map(Value::from)
}

/// RegExp.prototype [ %Symbol.split% ] (sec-regexp.prototype-%symbol.split%).
pub fn split(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let regexp = this_object(vm, args, "@@split")?;
    let string = vm.to_string(args.get(0))?;
    let constructor = vm.species_constructor(regexp, Intrinsic::RegExp)?;
    if constructor == vm.intrinsic(Intrinsic::RegExp).value() && is_pristine(vm, regexp) {
        return split_pristine(vm, regexp, string, args.get(1));
    }
    let flags = flags_of(vm, regexp)?;
    let unicode = flags.contains(['u', 'v']);
    let flags = if flags.contains('y') { flags } else { flags + "y" };
    let flags = vm.new_string(&flags);
    let splitter = vm.construct(constructor, &[regexp.value(), flags.value()], constructor)?;
    let splitter = splitter.to_cell::<Object>().expect("constructors return objects");
    let result = vm.new_array(&[]);
    let limit = if args.get(1).is_undefined() { u32::MAX } else { vm.to_uint32(args.get(1))? };
    if limit == 0 {
        return Ok(result.value());
    }
    if string.is_empty() {
        if regexp_exec(vm, splitter, string)?.is_null() {
            vm.array_push(result, string.value())?;
        }
        return Ok(result.value());
    }
    let size = string.len();
    let (mut p, mut q) = (0, 0);
    while q < size {
        set_last_index(vm, splitter, q as f64)?;
        let found = regexp_exec(vm, splitter, string)?;
        let end = if found.is_null() {
            None
        } else {
            let end = vm.get(splitter, vm.names.lastIndex)?;
            Some((vm.to_length(end)? as f64).min(size as f64) as usize)
        };
        match end {
            Some(e) if e != p => {
                let part = vm.substring(string, p, q);
                vm.array_push(result, part.value())?;
                if result.length.get() == limit {
                    return Ok(result.value());
                }
                p = e;
                let found = found.to_cell::<Object>().expect("an object");
                let count = vm.length_of_array_like(found)?.max(1);
                for i in 1..count {
                    let capture = get_at(vm, found, i)?;
                    vm.array_push(result, capture)?;
                    if result.length.get() == limit {
                        return Ok(result.value());
                    }
                }
                q = p;
            }
            _ => q = advance(vm, string, q, unicode),
        }
    }
    let part = vm.substring(string, p, size);
    vm.array_push(result, part.value())?;
    Ok(result.value())
}

/// Splits by searching, which gives what trying every position with a sticky pattern would.
fn split_pristine(vm: &mut Vm, regexp: Gc<Object>, string: Gc<JsString>, limit: Value) -> JsResult<Value> {
    let limit = if limit.is_undefined() { u32::MAX } else { vm.to_uint32(limit)? };
    let result = vm.new_array(&[]);
    if limit == 0 {
        return Ok(result.value());
    }
    let data = regexp.payload::<RegExpData>().expect("a RegExp");
    let flags = data.flags.get();
    let matcher = if flags & flag::STICKY == 0 {
        data.matcher.borrow().clone()
    } else {
        let source = vm.units(data.source.get().as_string().expect("a string"));
        vm.builtins.regexps.get(source, flags & !flag::STICKY).expect("compiled before, with the flag")
    };
    let unicode = flag::is_unicode(flags);
    let subject = Subject::new(vm.units(string));
    let size = string.len();
    if size == 0 {
        if matcher.exec(&subject, 0).is_none() {
            vm.array_push(result, string.value())?;
        }
        return Ok(result.value());
    }
    let (mut p, mut q) = (0, 0);
    while q < size {
        let Some(captures) = matcher.exec(&subject, q) else { break };
        let found = captures[0].clone().expect("group 0");
        if found.start >= size {
            break;
        }
        note_match(vm, data, string, &matcher, q);
        if found.end == p {
            q = advance(vm, string, found.start.max(q), unicode);
            continue;
        }
        let part = vm.substring(string, p, found.start);
        vm.array_push(result, part.value())?;
        if result.length.get() == limit {
            return Ok(result.value());
        }
        p = found.end;
        for range in &captures[1..] {
            let capture = capture_value(vm, string, range);
            vm.array_push(result, capture)?;
            if result.length.get() == limit {
                return Ok(result.value());
            }
        }
        q = p;
        if found.is_empty() {
            q = advance(vm, string, q, unicode);
        }
    }
    let part = vm.substring(string, p, size);
    vm.array_push(result, part.value())?;
    Ok(result.value())
}
