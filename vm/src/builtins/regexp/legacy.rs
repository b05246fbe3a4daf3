//! The static properties of RegExp that tell of the last match (RegExp.$1 and its like,
//! of the proposal for legacy RegExp features).
//!
//! A match notes only what it was made of: the captures are found anew when one is asked for.

use super::compiled::{Captures, Compiled, Want};
use super::subject::Subject;
use crate::builtins::table::*;
use crate::heap::Tracer;
use crate::object::function::Args;
use crate::object::layout::trace_value;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use std::rc::Rc;

/// The last match of a realm.
pub struct LastMatch {
    /// The string that was matched; empty before the first match.
    string: Value,
    /// What was assigned to RegExp.input since, else empty.
    input: Value,
    matcher: Option<Rc<Compiled>>,
    start: usize,
    /// The last match was of a RegExp of a subclass, of which nothing may be told.
    invalid: bool,
}

impl Default for LastMatch {
    fn default() -> LastMatch {
        LastMatch { string: Value::EMPTY, input: Value::EMPTY, matcher: None, start: 0, invalid: false }
    }
}

impl LastMatch {
    pub fn trace(&self, tracer: &mut Tracer) {
        trace_value(self.string, tracer);
        trace_value(self.input, tracer);
    }
    /// UpdateLegacyRegExpStaticProperties.
    #[inline]
    pub fn update(&mut self, string: Value, matcher: &Rc<Compiled>, start: usize) {
        self.string = string;
        self.input = Value::EMPTY;
        if !self.matcher.as_ref().is_some_and(|known| Rc::ptr_eq(known, matcher)) {
            self.matcher = Some(matcher.clone());
        }
        self.start = start;
        self.invalid = false;
    }
    /// InvalidateLegacyRegExpStaticProperties.
    pub fn invalidate(&mut self) {
        *self = LastMatch { invalid: true, ..LastMatch::default() };
    }
}

/// The receiver must be %RegExp% itself.
fn check(vm: &mut Vm, args: &Args) -> JsResult<()> {
    if args.this != vm.intrinsic(Intrinsic::RegExp).value() {
        return Err(vm.type_error("a static property of RegExp was asked of something else"));
    }
    if vm.realm().last_match.invalid {
        return Err(vm.type_error("the last match was of a subclass of RegExp"));
    }
    Ok(())
}

/// A part of the string of the last match, by its captures and length.
fn part(vm: &mut Vm, args: &Args, range: impl FnOnce(&Captures, usize) -> Option<std::ops::Range<usize>>) -> JsResult<Value> {
    check(vm, args)?;
    let last = &vm.realm().last_match;
    let (Some(string), Some(matcher), start) = (last.string.as_string(), last.matcher.clone(), last.start) else {
        return Ok(vm.empty_string().value());
    };
    let units = vm.units(string);
    let mut captures = Captures::new();
    let found = super::exec::search(vm, &matcher, &Subject::new(units), start, Want::Groups, &mut captures)?;
    match found.then(|| range(&captures, units.len())).flatten() {
        Some(range) => Ok(vm.substring(string, range.start, range.end).value()),
        None => Ok(vm.empty_string().value()),
    }
}

fn get_input(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    check(vm, args)?;
    let last = &vm.realm().last_match;
    let value = if last.input.is_empty() { last.string } else { last.input };
    Ok(if value.is_empty() { vm.empty_string().value() } else { value })
}
fn set_input(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if args.this != vm.intrinsic(Intrinsic::RegExp).value() {
        return Err(vm.type_error("a static property of RegExp was set on something else"));
    }
    let text = vm.to_string(args.get(0))?.value();
    vm.realm_mut().last_match.input = text;
    Ok(Value::UNDEFINED)
}
fn last_match(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    part(vm, args, |captures, _| captures[0].clone())
}
fn last_paren(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    part(vm, args, |captures, _| if captures.len() > 1 { captures.last().cloned().flatten() } else { None })
}
fn left_context(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    part(vm, args, |captures, _| captures[0].as_ref().map(|range| 0..range.start))
}
fn right_context(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    part(vm, args, |captures, len| captures[0].as_ref().map(|range| range.end..len))
}

macro_rules! groups {
    ($($function:ident $number:literal;)*) => {$(
        fn $function(vm: &mut Vm, args: &Args) -> JsResult<Value> {
            part(vm, args, |captures, _| captures.get($number).cloned().flatten())
        }
    )*};
}
groups! { group1 1; group2 2; group3 3; group4 4; group5 5; group6 6; group7 7; group8 8; group9 9; }

pub static GETTERS: &[Getter] = &[
    accessor("input", get_input, set_input),
    accessor("$_", get_input, set_input),
    getter("lastMatch", last_match),
    getter("$&", last_match),
    getter("lastParen", last_paren),
    getter("$+", last_paren),
    getter("leftContext", left_context),
    getter("$`", left_context),
    getter("rightContext", right_context),
    getter("$'", right_context),
    getter("$1", group1),
    getter("$2", group2),
    getter("$3", group3),
    getter("$4", group4),
    getter("$5", group5),
    getter("$6", group6),
    getter("$7", group7),
    getter("$8", group8),
    getter("$9", group9),
];
