//! RegExpExec and RegExpBuiltinExec, and when the former is known to be the latter.

use super::cell::RegExp;
use super::compiled::{Captures, Compiled, Want};
use super::exec_;
use super::subject::Subject;
use crate::builtins::checks::is_native;
use crate::heap::{Gc, Kind};
use crate::object::Array;
use crate::object::layout::{Accessor, Object};
use crate::object::property::Place;
use crate::object::shape::ShapeId;
use crate::regexp::exec::Stop;
use crate::regexp::flag;
use crate::regexp_code::Machine;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::string::{JsString, Units};
use crate::value::Value;
use crate::vm::{Vm, interrupt};
use core::ops::Range;
use std::rc::Rc;

/// Whether everything that the specification's steps could run on this RegExp is built in:
/// the object has no property but `lastIndex`, and RegExp.prototype is as it was.
pub fn is_pristine(vm: &mut Vm, object: Gc<Object>) -> bool {
    if object.kind() != Kind::RegExp {
        return false;
    }
    let shape = vm.shapes.get(object.shape());
    let proto = vm.intrinsic(Intrinsic::RegExpPrototype);
    if shape.property_count() != 1 || shape.prototype != proto.value() {
        return false;
    }
    // The epoch changes with every prototype, so a change elsewhere costs one look.
    if vm.builtins.regexps.pristine_at == vm.cx.proto_epoch {
        return true;
    }
    let exec = vm.own_named(proto, vm.names.exec);
    if !exec.is_some_and(|p| is_native(p.value, exec_)) {
        return false;
    }
    for getter in super::REGEXP.getters {
        let key = vm.key(getter.name);
        let accessor = vm.own_named(proto, key).and_then(|p| p.value.to_cell::<Accessor>());
        if !accessor.is_some_and(|a| is_native(a.get.get(), getter.get.function)) {
            return false;
        }
    }
    vm.observe_prototype(proto);
    vm.builtins.regexps.pristine_at = vm.cx.proto_epoch;
    true
}

/// `lastIndex` of a RegExp.
pub fn last_index(vm: &mut Vm, regexp: Gc<Object>) -> JsResult<f64> {
    let value = RegExp::of(regexp).expect("a RegExp").last_index();
    if value.is_int() { Ok(value.as_int().max(0) as f64) } else { Ok(vm.to_length(value)? as f64) }
}
/// Whether reading `lastIndex` of a RegExp has no effect, and writing it is allowed.
pub fn last_index_is_plain(vm: &Vm, regexp: Gc<Object>) -> bool {
    vm.own_named(regexp, vm.names.lastIndex).is_some_and(|p| p.attributes.writable() && p.value.is_int())
}
pub fn set_last_index(vm: &mut Vm, object: Gc<Object>, index: f64) -> JsResult<()> {
    let (key, value) = (vm.names.lastIndex, Value::number(index));
    // As created, whatever was added to it or its prototypes.
    if object.kind() == Kind::RegExp
        && let Some(property) = vm.own_named(object, key)
        && property.attributes.writable()
        && let Place::Slot(slot) = property.place
    {
        vm.set_slot(object, slot as usize, value);
        return Ok(());
    }
    vm.set(object, key, value, true)?;
    Ok(())
}

/// Matches, and does in between what the VM is asked for.
pub fn search(vm: &mut Vm, matcher: &Compiled, subject: &Subject<'_>, start: usize, want: Want, captures: &mut Captures) -> JsResult<bool> {
    // Each search may be short, and there may be many of them.
    vm.poll()?;
    // Its safepoints would cost no fuel.
    let pattern = matcher.for_code().filter(|_| !vm.counts_fuel());
    let is_wide = matches!(subject.units(), Units::Utf16(_));
    let code = pattern.and_then(|pattern| {
        let work = matcher.work(start, subject.len());
        vm.code_of_pattern(pattern, is_wide, work)
    });
    let mut scratch = if code.is_some() { vm.regexp_scratch() } else { None };
    let result = loop {
        let step = if vm.counts_fuel() {
            let is_asked = &mut || vm.cx.interrupt.has(!(interrupt::TIER | interrupt::FUEL)) || vm.burn_unit().is_err();
            matcher.exec(subject, start, want, captures, None, is_asked)
        } else {
            let interrupts = &vm.cx.interrupt;
            let mut machine =
                code.zip(scratch.as_deref_mut()).map(|(code, scratch)| Machine { code, scratch, interrupts: interrupts.word() });
            matcher.exec(subject, start, want, captures, machine.as_mut(), &mut || interrupts.has(!interrupt::TIER))
        };
        match step {
            Ok(found) => break Ok(found),
            Err(Stop::Asked) => {
                // What is asked for may still be when it is done: then compiled code would not go on.
                vm.builtins.regexps.scratch = scratch.take();
                vm.handle_interrupts()?;
            }
            Err(Stop::TooMuch) => break Err(vm.stack_overflow_error()),
        }
    };
    if scratch.is_some() {
        vm.builtins.regexps.scratch = scratch;
    }
    result
}

/// The match of RegExpBuiltinExec, without its result object (sec-regexpbuiltinexec).
pub fn match_once(vm: &mut Vm, regexp: Gc<Object>, string: Gc<JsString>, want: Want, captures: &mut Captures) -> JsResult<bool> {
    let data = RegExp::of(regexp).expect("a RegExp");
    // Read in any case: it may be an object, which may compile the RegExp anew.
    let index = last_index(vm, regexp)?;
    let moves = data.has(flag::GLOBAL | flag::STICKY);
    let start = if moves { index } else { 0.0 };
    let want = if moves && want == Want::Existence { Want::Place } else { want };
    let found = if start > string.len() as f64 {
        false
    } else {
        let matcher = data.compiled();
        let units = vm.units(string);
        let subject = if matcher.is_for_code(units, start as usize) {
            Subject::new(units)
        } else {
            let collections = vm.collections();
            vm.builtins.regexps.subject(units, collections)
        };
        let found = search(vm, &matcher, &subject, start as usize, want, captures)?;
        if found {
            note_match(vm, data, string, &matcher, start as usize);
        }
        found
    };
    if moves {
        let end = if found { captures[0].as_ref().expect("group 0").end } else { 0 };
        set_last_index(vm, regexp, end as f64)?;
    }
    Ok(found)
}

/// What RegExpBuiltinExec does for the static properties of RegExp, where `matcher`
/// found a match in `string` from `start` on.
pub fn note_match(vm: &mut Vm, regexp: Gc<RegExp>, string: Gc<JsString>, matcher: &Rc<Compiled>, start: usize) {
    if regexp.realm() == vm.current_realm {
        let last = &mut vm.realm_mut().last_match;
        if regexp.is_legacy() { last.update(string.value(), matcher, start) } else { last.invalidate() }
    }
}

/// Lends `vm`'s buffer for captures.
pub fn with_captures<R>(vm: &mut Vm, body: impl FnOnce(&mut Vm, &mut Captures) -> JsResult<R>) -> JsResult<R> {
    let mut captures = core::mem::take(&mut vm.builtins.regexps.captures);
    let result = body(vm, &mut captures);
    vm.builtins.regexps.captures = captures;
    result
}

/// RegExpBuiltinExec (sec-regexpbuiltinexec).
pub fn builtin_exec(vm: &mut Vm, regexp: Gc<Object>, string: Gc<JsString>) -> JsResult<Value> {
    with_captures(vm, |vm, captures| match match_once(vm, regexp, string, Want::Groups, captures)? {
        true => result_array(vm, regexp, string, captures),
        false => Ok(Value::NULL),
    })
}

/// Whether there is a match, with the effects of RegExpBuiltinExec.
pub fn builtin_test(vm: &mut Vm, regexp: Gc<Object>, string: Gc<JsString>) -> JsResult<bool> {
    with_captures(vm, |vm, captures| match_once(vm, regexp, string, Want::Existence, captures))
}

/// What `list` has for the named groups, by name; undefined if there are none.
fn groups_object(vm: &mut Vm, matcher: &Compiled, captures: &[Option<Range<usize>>], list: Gc<Array>) -> JsResult<Value> {
    if matcher.names.is_empty() {
        return Ok(Value::UNDEFINED);
    }
    let groups = vm.new_object_with_proto(Value::NULL);
    for (name, numbers) in &matcher.names {
        let number = numbers.iter().find(|n| captures[**n].is_some()).unwrap_or(&numbers[0]);
        let key = vm.key(name);
        vm.create_data_property(groups, key, list.elements().get(*number as u32))?;
    }
    Ok(groups.value())
}

/// The array that describes a match.
pub fn result_array(vm: &mut Vm, regexp: Gc<Object>, string: Gc<JsString>, captures: &[Option<Range<usize>>]) -> JsResult<Value> {
    let data = RegExp::of(regexp).expect("a RegExp");
    let matcher = data.compiled();
    let array = vm.new_array_with_capacity(captures.len() as u32)?;
    for range in captures {
        let value = capture_value(vm, string, range);
        vm.array_push(array, value)?;
    }
    let result = array.as_object();
    let index = captures[0].as_ref().expect("group 0").start;
    let (index_key, input, groups_key) = (vm.names.index, vm.names.input, vm.names.groups);
    let groups = groups_object(vm, &matcher, captures, array)?;
    // All results have one shape, which is remembered.
    let plain = result.shape();
    match vm.interp.match_shape {
        (from, to) if from == plain && to != ShapeId::NONE => {
            vm.ensure_slots(result, 3)?;
            for (slot, value) in [Value::from(index), string.value(), groups].into_iter().enumerate() {
                result.slots.get().expect("made above").set(&mut vm.heap, slot, value);
            }
            result.set_shape(to);
        }
        _ => {
            for (key, value) in [(index_key, Value::from(index)), (input, string.value()), (groups_key, groups)] {
                vm.create_data_property(result, key, value)?;
            }
            let shape = vm.shapes.get(result.shape());
            if !shape.unique && shape.inline_capacity == 0 && shape.slot_count() == 3 {
                vm.interp.match_shape = (plain, result.shape());
            }
        }
    }
    if data.has(flag::HAS_INDICES) {
        let indices = vm.new_array(&[]);
        for range in captures {
            let pair = match range {
                Some(range) => vm.new_array(&[Value::from(range.start), Value::from(range.end)]).value(),
                None => Value::UNDEFINED,
            };
            vm.array_push(indices, pair)?;
        }
        let groups = groups_object(vm, &matcher, captures, indices)?;
        vm.create_data_property(indices.as_object(), groups_key, groups)?;
        let key = vm.names.indices;
        vm.create_data_property(result, key, indices.value())?;
    }
    Ok(result.value())
}

/// A captured string, or undefined.
pub fn capture_value(vm: &mut Vm, string: Gc<JsString>, range: &Option<Range<usize>>) -> Value {
    match range {
        Some(range) => vm.substring(string, range.start, range.end).value(),
        None => Value::UNDEFINED,
    }
}

/// RegExpExec (sec-regexpexec).
pub fn regexp_exec(vm: &mut Vm, object: Gc<Object>, string: Gc<JsString>) -> JsResult<Value> {
    if is_pristine(vm, object) {
        return builtin_exec(vm, object, string);
    }
    let exec = vm.get(object, vm.names.exec)?;
    if vm.is_callable(exec) && !(is_native(exec, exec_) && object.kind() == Kind::RegExp) {
        let result = vm.call(exec, object.value(), &[string.value()])?;
        if !result.is_object() && !result.is_null() {
            return Err(vm.type_error("object null is not a function"));
        }
        return Ok(result);
    }
    if object.kind() != Kind::RegExp {
        let shown = vm.to_display(object.value());
        return Err(vm.type_error(format!("Method RegExp.prototype.exec called on incompatible receiver {shown}")));
    }
    builtin_exec(vm, object, string)
}

/// AdvanceStringIndex (sec-advancestringindex).
pub fn advance(vm: &mut Vm, string: Gc<JsString>, index: usize, unicode: bool) -> usize {
    if !unicode || index + 1 >= string.len() {
        return index + 1;
    }
    let units = vm.units(string);
    index + crate::builtins::string::code_point(units, index).1
}

/// Matches one after the other, each with as many captures.
pub struct Matches {
    captures: Captures,
    stride: usize,
}

impl Matches {
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[Option<Range<usize>>]> {
        self.captures.chunks_exact(self.stride)
    }
    pub fn is_empty(&self) -> bool {
        self.captures.is_empty()
    }
}

/// All matches of a pristine global RegExp from the start of the text, or from
/// `lastIndex` on if it is sticky too; leaves `lastIndex` at 0.
pub fn match_all(vm: &mut Vm, regexp: Gc<Object>, string: Gc<JsString>, want: Want) -> JsResult<Matches> {
    let data = RegExp::of(regexp).expect("a RegExp");
    let matcher = data.compiled();
    let unicode = flag::is_unicode(data.flags());
    set_last_index(vm, regexp, 0.0)?;
    let units = vm.units(string);
    let collections = vm.collections();
    let subject = vm.builtins.regexps.subject(units, collections);
    let stride = if want == Want::Groups { matcher.group_count + 1 } else { 1 };
    let mut all = Matches { captures: Captures::new(), stride };
    let (mut at, mut last) = (0, None);
    with_captures(vm, |vm, captures| {
        while search(vm, &matcher, &subject, at, want, captures)? {
            last = Some(at);
            let found = captures[0].clone().expect("group 0");
            at = if found.is_empty() { advance(vm, string, found.end, unicode) } else { found.end };
            all.captures.extend_from_slice(&captures[..stride]);
        }
        Ok(())
    })?;
    if let Some(start) = last {
        note_match(vm, data, string, &matcher, start);
    }
    Ok(all)
}
