//! Searching in strings for strings.

use super::{clamp, this_string};
use crate::heap::Gc;
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::string::{JsString, Units};
use crate::value::Value;
use crate::vm::Vm;
use memchr::memmem;

/// StringIndexOf (sec-stringindexof).
pub fn find(hay: Units<'_>, needle: Units<'_>, from: usize) -> Option<usize> {
    if needle.is_empty() {
        return (from <= hay.len()).then_some(from);
    }
    if hay.len() < needle.len() || from > hay.len() - needle.len() {
        return None;
    }
    match (hay, needle) {
        (Units::Latin1(h), Units::Latin1(n)) => find_in(h, n, from),
        (Units::Utf16(h), Units::Utf16(n)) => find_in(h, n, from),
        (Units::Utf16(h), Units::Latin1(n)) => {
            let wide: Vec<u16> = n.iter().map(|b| *b as u16).collect();
            find_in(h, &wide, from)
        }
        // A wide needle may have narrow contents.
        (Units::Latin1(h), Units::Utf16(n)) => {
            let narrow: Option<Vec<u8>> = n.iter().map(|u| u8::try_from(*u).ok()).collect();
            find_in(h, &narrow?, from)
        }
    }
}

/// Linear in the length of the text, whatever it is: `memmem` is.
trait Search: Copy + PartialEq {
    fn first(hay: &[Self], needle: &[Self]) -> Option<usize>;
    fn last(hay: &[Self], needle: &[Self]) -> Option<usize>;
}

impl Search for u8 {
    fn first(hay: &[u8], needle: &[u8]) -> Option<usize> {
        memmem::find(hay, needle)
    }
    fn last(hay: &[u8], needle: &[u8]) -> Option<usize> {
        memmem::rfind(hay, needle)
    }
}

/// As bytes: what is found between two code units is none.
impl Search for u16 {
    fn first(hay: &[u16], needle: &[u16]) -> Option<usize> {
        let (hay, needle): (&[u8], &[u8]) = (bytemuck::cast_slice(hay), bytemuck::cast_slice(needle));
        let finder = memmem::Finder::new(needle);
        let mut from = 0;
        loop {
            let at = from + finder.find(&hay[from..])?;
            if at % 2 == 0 {
                return Some(at / 2);
            }
            from = at + 1;
        }
    }
    fn last(hay: &[u16], needle: &[u16]) -> Option<usize> {
        let (mut hay, needle): (&[u8], &[u8]) = (bytemuck::cast_slice(hay), bytemuck::cast_slice(needle));
        let finder = memmem::FinderRev::new(needle);
        loop {
            let at = finder.rfind(hay)?;
            if at % 2 == 0 {
                return Some(at / 2);
            }
            hay = &hay[..at + needle.len() - 1];
        }
    }
}

fn find_in<T: Search>(hay: &[T], needle: &[T], from: usize) -> Option<usize> {
    /// False starts, or code units of them, after which the linear search pays for its preparation.
    const PATIENCE: usize = 512;
    let first = needle[0];
    let last = hay.len() - needle.len();
    let (mut at, mut looked) = (from, 0);
    while at <= last {
        at += hay[at..=last].iter().position(|c| *c == first)?;
        if looked > PATIENCE {
            return T::first(&hay[at..], needle).map(|found| at + found);
        }
        let same = hay[at..].iter().zip(needle).take_while(|(a, b)| a == b).count();
        if same == needle.len() {
            return Some(at);
        }
        looked += same + 1;
        at += 1;
    }
    None
}

/// The last occurrence that starts at or before `from`.
fn find_last(hay: Units<'_>, needle: Units<'_>, from: usize) -> Option<usize> {
    let last = hay.len().checked_sub(needle.len())?.min(from);
    match (hay.slice(0, last + needle.len()), needle) {
        (Units::Latin1(h), Units::Latin1(n)) => u8::last(h, n),
        (Units::Utf16(h), Units::Utf16(n)) => u16::last(h, n),
        (Units::Utf16(h), Units::Latin1(n)) => {
            let wide: Vec<u16> = n.iter().map(|b| *b as u16).collect();
            u16::last(h, &wide)
        }
        (Units::Latin1(h), Units::Utf16(n)) => {
            let narrow: Option<Vec<u8>> = n.iter().map(|u| u8::try_from(*u).ok()).collect();
            u8::last(h, &narrow?)
        }
    }
}

/// String.prototype.indexOf (sec-string.prototype.indexof).
pub fn index_of(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let string = this_string(vm, args, "indexOf")?;
    let wanted = vm.to_string(args.get(0))?;
    let from = clamp(vm, args.get(1), string.len())?;
    let (hay, needle) = (vm.units(string), vm.units(wanted));
    Ok(find(hay, needle, from).map_or(Value::int(-1), Value::from))
}

/// String.prototype.lastIndexOf (sec-string.prototype.lastindexof).
pub fn last_index_of(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let string = this_string(vm, args, "lastIndexOf")?;
    let wanted = vm.to_string(args.get(0))?;
    let position = vm.to_number(args.get(1))?;
    let from = if position.is_nan() { string.len() } else { position.clamp(0.0, string.len() as f64) as usize };
    let (hay, needle) = (vm.units(string), vm.units(wanted));
    Ok(find_last(hay, needle, from).map_or(Value::int(-1), Value::from))
}

/// IsRegExp (sec-isregexp).
pub fn is_reg_exp(vm: &mut Vm, value: Value) -> JsResult<bool> {
    let Some(object) = value.to_cell::<Object>() else { return Ok(false) };
    let matcher = vm.get(object, vm.symbols.match_)?;
    if !matcher.is_undefined() {
        return Ok(crate::runtime::operations::to_boolean(matcher));
    }
    Ok(object.kind() == crate::heap::Kind::RegExp)
}

/// The search string of includes and its like, which refuse regular expressions.
fn search_string(vm: &mut Vm, value: Value, method: &str) -> JsResult<Gc<JsString>> {
    if is_reg_exp(vm, value)? {
        return Err(vm.type_error(format!("First argument to String.prototype.{method} must not be a regular expression")));
    }
    vm.to_string(value)
}

/// String.prototype.includes (sec-string.prototype.includes).
pub fn includes(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let string = this_string(vm, args, "includes")?;
    let wanted = search_string(vm, args.get(0), "includes")?;
    let from = clamp(vm, args.get(1), string.len())?;
    let (hay, needle) = (vm.units(string), vm.units(wanted));
    Ok(Value::bool(find(hay, needle, from).is_some()))
}
/// String.prototype.startsWith (sec-string.prototype.startswith).
pub fn starts_with(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let string = this_string(vm, args, "startsWith")?;
    let wanted = search_string(vm, args.get(0), "startsWith")?;
    let start = clamp(vm, args.get(1), string.len())?;
    let (hay, needle) = (vm.units(string), vm.units(wanted));
    let end = start + needle.len();
    Ok(Value::bool(end <= hay.len() && hay.slice(start, end).same(needle)))
}
/// String.prototype.endsWith (sec-string.prototype.endswith).
pub fn ends_with(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let string = this_string(vm, args, "endsWith")?;
    let wanted = search_string(vm, args.get(0), "endsWith")?;
    let end = if args.get(1).is_undefined() { string.len() } else { clamp(vm, args.get(1), string.len())? };
    let (hay, needle) = (vm.units(string), vm.units(wanted));
    Ok(Value::bool(needle.len() <= end && hay.slice(end - needle.len(), end).same(needle)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_across_widths() {
        let hay = Units::Latin1(b"abcabcd");
        assert_eq!(find(hay, Units::Latin1(b"abcd"), 0), Some(3));
        assert_eq!(find(hay, Units::Utf16(&[0x62, 0x63]), 2), Some(4));
        assert_eq!(find(hay, Units::Utf16(&[0x162]), 0), None);
        assert_eq!(find(Units::Utf16(&[0x100, 0x61]), Units::Latin1(b"a"), 0), Some(1));
        assert_eq!(find(hay, Units::Latin1(b""), 7), Some(7));
        assert_eq!(find_last(hay, Units::Latin1(b"abc"), 7), Some(3));
        assert_eq!(find_last(hay, Units::Latin1(b"abc"), 2), Some(0));
    }
}
