//! The methods of RegExp.prototype that String methods call.

use super::cell::RegExp;
use super::compiled::{Captures, Compiled, Want};
use super::exec::{
    advance, capture_value, last_index_is_plain, match_all as all_matches, match_once, note_match, search as find, set_last_index,
    with_captures,
};
use super::{is_pristine, regexp_exec, this_object};
use crate::builtins::array::get_at;
use crate::builtins::string::builder::StringBuilder;
use crate::builtins::string::get_substitution;
use crate::heap::Gc;
use crate::heap::roots::RootedVec;
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::regexp::flag;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::string::{JsString, Units};
use crate::value::Value;
use crate::vm::Vm;
use core::ops::Range;
use smallvec::SmallVec;

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
    if is_pristine(vm, regexp) {
        if !RegExp::of(regexp).is_some_and(|d| d.has(flag::GLOBAL)) {
            return regexp_exec(vm, regexp, string);
        }
        let all = all_matches(vm, regexp, string, Want::Place)?;
        if all.is_empty() {
            return Ok(Value::NULL);
        }
        let result = vm.new_array_with_capacity(all.iter().len() as u32)?;
        for captures in all.iter() {
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
    // Without flags that move it, `lastIndex` is only set to 0 and back.
    if is_pristine(vm, regexp) && !RegExp::of(regexp).is_some_and(|d| d.has(flag::GLOBAL | flag::STICKY)) && last_index_is_plain(vm, regexp)
    {
        return with_captures(vm, |vm, captures| {
            let found = match_once(vm, regexp, string, Want::Place, captures)?;
            Ok(if found { Value::from(captures[0].as_ref().expect("group 0").start) } else { Value::int(-1) })
        });
    }
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
    let data = RegExp::of(regexp).expect("a RegExp");
    let matcher = data.compiled();
    let template = replacement.as_string();
    let refers = template.is_none_or(|template| vm.units(template).iter().any(|unit| unit == b'$' as u16));
    let want = if refers { Want::Groups } else { Want::Place };
    if !data.has(flag::GLOBAL) {
        return with_captures(vm, |vm, captures| {
            if !match_once(vm, regexp, string, want, captures)? {
                return Ok(string.value());
            }
            let mut replacing = Replacing::new(vm, regexp, string, &matcher, replacement, refers);
            replacing.replace(vm, captures)?;
            replacing.finish(vm)
        });
    }
    let all = all_matches(vm, regexp, string, want)?;
    if all.is_empty() {
        return Ok(string.value());
    }
    let mut replacing = Replacing::new(vm, regexp, string, &matcher, replacement, refers);
    for captures in all.iter() {
        vm.poll()?;
        replacing.replace(vm, captures)?;
    }
    replacing.finish(vm)
}

/// The replacing of matches, in the order of the text.
struct Replacing<'a> {
    regexp: Gc<Object>,
    string: Gc<JsString>,
    matcher: &'a Compiled,
    replacement: Value,
    /// The replacement depends on the match.
    refers: bool,
    out: StringBuilder,
    /// Code units of the text that are in `out` or replaced.
    done: usize,
    /// The arguments of a function.
    arguments: RootedVec,
}

impl<'a> Replacing<'a> {
    fn new(vm: &Vm, regexp: Gc<Object>, string: Gc<JsString>, matcher: &'a Compiled, replacement: Value, refers: bool) -> Replacing<'a> {
        let out = StringBuilder::with_capacity(string.len());
        Replacing { regexp, string, matcher, replacement, refers, out, done: 0, arguments: RootedVec::new(vm) }
    }

    fn named_groups(&self, vm: &mut Vm, captures: &[Option<Range<usize>>]) -> JsResult<Value> {
        let array = super::exec::result_array(vm, self.regexp, self.string, captures)?;
        let array = array.to_cell::<Object>().expect("an array");
        vm.get(array, vm.names.groups)
    }

    fn replace(&mut self, vm: &mut Vm, captures: &[Option<Range<usize>>]) -> JsResult<()> {
        let found = captures[0].clone().expect("group 0");
        let text = vm.units(self.string);
        self.out.push_units(text.slice(self.done, found.start));
        self.done = found.end;
        let has_names = !self.matcher.names.is_empty();
        let Some(template) = self.replacement.as_string() else {
            self.arguments.clear();
            for range in captures {
                let value = capture_value(vm, self.string, range);
                self.arguments.push(value);
            }
            self.arguments.push(Value::from(found.start));
            self.arguments.push(self.string.value());
            if has_names {
                let groups = self.named_groups(vm, captures)?;
                self.arguments.push(groups);
            }
            let result = vm.call(self.replacement, Value::UNDEFINED, &self.arguments)?;
            let result = vm.to_string(result)?;
            return self.out.push_string(vm, result);
        };
        if !self.refers {
            return self.out.push_string(vm, template);
        }
        let groups: SmallVec<[Option<Units<'_>>; 8]> =
            captures[1..].iter().map(|r| r.as_ref().map(|r| text.slice(r.start, r.end))).collect();
        let named = if has_names { self.named_groups(vm, captures)?.to_cell::<Object>() } else { None };
        let matched = text.slice(found.start, found.end);
        let template = vm.units(template);
        get_substitution(vm, &mut self.out, matched, text, found.start, &groups, named, template)
    }

    fn finish(mut self, vm: &mut Vm) -> JsResult<Value> {
        let text = vm.units(self.string);
        self.out.push_units(text.slice(self.done, text.len()));
        self.out.finish(vm).map(Value::from)
    }
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
    // A limit that is an object may change what RegExps do.
    let limit = args.get(1);
    if constructor == vm.intrinsic(Intrinsic::RegExp).value() && is_pristine(vm, regexp) && !limit.is_object() {
        return split_pristine(vm, regexp, string, limit);
    }
    let flags = flags_of(vm, regexp)?;
    let unicode = flags.contains(['u', 'v']);
    let flags = if flags.contains('y') { flags } else { flags + "y" };
    let flags = vm.new_string(&flags);
    let splitter = vm.construct(constructor, &[regexp.value(), flags.value()], constructor)?;
    let splitter = splitter.to_cell::<Object>().expect("constructors return objects");
    let result = vm.new_array(&[]);
    let limit = if limit.is_undefined() { u32::MAX } else { vm.to_uint32(limit)? };
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
    let data = RegExp::of(regexp).expect("a RegExp");
    let flags = data.flags();
    let matcher = if flags & flag::STICKY == 0 {
        data.compiled()
    } else {
        let source = vm.units(data.source());
        vm.builtins.regexps.get(source, flags & !flag::STICKY).expect("compiled before, with the flag")
    };
    let limit = if limit.is_undefined() { u32::MAX } else { vm.to_uint32(limit)? };
    let result = vm.new_array(&[]);
    if limit == 0 {
        return Ok(result.value());
    }
    let unicode = flag::is_unicode(flags);
    let units = vm.units(string);
    let collections = vm.collections();
    let subject = vm.builtins.regexps.subject(units, collections);
    let mut captures = Captures::new();
    let size = string.len();
    if size == 0 {
        if !find(vm, &matcher, &subject, 0, Want::Existence, &mut captures)? {
            vm.array_push(result, string.value())?;
        }
        return Ok(result.value());
    }
    let (mut p, mut q) = (0, 0);
    while q < size {
        if !find(vm, &matcher, &subject, q, Want::Groups, &mut captures)? {
            break;
        }
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
