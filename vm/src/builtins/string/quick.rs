//! Methods that look into flat strings: no answer where there is something to convert or to flatten.

use super::code_point;
use super::search::find;
use crate::value::Value;
use crate::vm::Vm;

/// A position argument, at most `length`; `missing` if there is none.
#[inline(always)]
fn clamped(position: Value, missing: usize, length: usize) -> Option<usize> {
    match position {
        Value::UNDEFINED => Some(missing),
        _ if position.is_int() => Some((position.as_int().max(0) as usize).min(length)),
        _ => None,
    }
}

pub(crate) fn starts_with(this: Value, wanted: Value, from: Value) -> Option<Value> {
    let (string, wanted) = (this.as_string()?, wanted.as_string()?);
    let (hay, needle) = (string.flat_units()?, wanted.flat_units()?);
    let start = clamped(from, 0, hay.len())?;
    let end = start + needle.len();
    Some(Value::bool(end <= hay.len() && hay.slice(start, end).same(needle)))
}

pub(crate) fn ends_with(this: Value, wanted: Value, end: Value) -> Option<Value> {
    let (string, wanted) = (this.as_string()?, wanted.as_string()?);
    let (hay, needle) = (string.flat_units()?, wanted.flat_units()?);
    let end = clamped(end, hay.len(), hay.len())?;
    Some(Value::bool(needle.len() <= end && hay.slice(end - needle.len(), end).same(needle)))
}

/// Where `wanted` is from `from` on, or -1.
pub(crate) fn position(this: Value, wanted: Value, from: Value) -> Option<i32> {
    let (string, wanted) = (this.as_string()?, wanted.as_string()?);
    let (hay, needle) = (string.flat_units()?, wanted.flat_units()?);
    let found = find(hay, needle, clamped(from, 0, hay.len())?);
    Some(found.map_or(-1, |at| at as i32))
}

pub(crate) fn code_point_at(this: Value, at: Value) -> Option<Value> {
    let string = this.as_string()?;
    let units = string.flat_units()?;
    let inside = at.is_int() && (0..units.len() as i64).contains(&(at.as_int() as i64));
    inside.then(|| Value::int(code_point(units, at.as_int() as usize).0 as i32))
}

pub(crate) fn at(vm: &mut Vm, this: Value, at: Value) -> Option<Value> {
    let string = this.as_string()?;
    let units = string.flat_units()?;
    let at = at.is_int().then(|| at.as_int() as i64)?;
    let at = if at < 0 { at + units.len() as i64 } else { at };
    let inside = (0..units.len() as i64).contains(&at);
    inside.then(|| vm.single_char(units.get(at as usize)).value())
}
