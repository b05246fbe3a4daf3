//! Array.prototype methods that make something new of the elements.

use super::mutation::splice_count;
use super::{
    MAX_SAFE, Species, array_species_create, create_at, element_present, get_at, is_dense, length_of, relative_end, relative_index,
    set_length, sparse,
};
use crate::feedback::ic;
use crate::heap::Gc;
use crate::object::Array;
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

/// IsConcatSpreadable (sec-isconcatspreadable).
fn is_concat_spreadable(vm: &mut Vm, value: Value) -> JsResult<Option<Gc<Object>>> {
    let Some(object) = value.to_cell::<Object>() else { return Ok(None) };
    let spreadable = ic::get_named(vm, value, vm.symbols.is_concat_spreadable)?;
    let yes = if spreadable.is_undefined() { vm.is_array(value)? } else { crate::runtime::operations::to_boolean(spreadable) };
    Ok(yes.then_some(object))
}

/// The length of what `concat` makes, if all is as it looks like and little.
fn likely_length(args: &Args) -> u32 {
    const MOST: u32 = 4096;
    let items = core::iter::once(&args.this).chain(args.args);
    let lengths = items.map(|item| item.to_cell::<Array>().map_or(1, |array| array.length.get()));
    lengths.fold(0u32, u32::saturating_add).min(MOST)
}

/// Array.prototype.concat (sec-array.prototype.concat).
pub fn concat(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.this)?;
    let species = array_species_create(vm, object, 0)?;
    let plain = if matches!(species, Species::Array) { Some(vm.new_array_with_capacity(likely_length(args))?) } else { None };
    let result = match plain {
        Some(array) => array.as_object(),
        None => species.into_object(vm, 0)?,
    };
    let mut n = 0u64;
    for i in 0..=args.len() {
        let item = if i == 0 { object.value() } else { args.get(i - 1) };
        let Some(source) = is_concat_spreadable(vm, item)? else {
            if n as f64 >= MAX_SAFE {
                return Err(vm.type_error("Invalid array length"));
            }
            append(vm, plain, result, n, item)?;
            n += 1;
            continue;
        };
        let len = length_of(vm, source)?;
        if n as f64 + len as f64 > MAX_SAFE {
            return Err(vm.type_error("Invalid array length"));
        }
        if let Some(array) = plain
            && is_dense(source)
            && vm.cx.indexed_prototypes == 0
            && n == array.elements().len.get() as u64
        {
            // Nothing can run: holes are copied as holes.
            let elements = source.elements();
            for k in 0..len as u32 {
                vm.array_push(array, elements.get(k))?;
            }
            n += len;
            continue;
        }
        if plain.is_some() && sparse::is_plain_sparse(vm, source) {
            sparse::append_elements(vm, source, result, n)?;
            n += len;
            continue;
        }
        for k in 0..len {
            if let Some(value) = element_present(vm, source, k)? {
                append(vm, plain, result, n + k, value)?;
            }
        }
        n += len;
    }
    if plain.is_none_or(|array| array.length.get() as u64 != n) {
        set_length(vm, result, n)?;
    }
    Ok(result.value())
}

fn append(vm: &mut Vm, plain: Option<Gc<crate::object::array::Array>>, result: Gc<Object>, at: u64, value: Value) -> JsResult<()> {
    match plain {
        Some(array) if array.length.get() as u64 == at => vm.array_push(array, value),
        _ => create_at(vm, result, at, value),
    }
}

/// Array.prototype.slice (sec-array.prototype.slice).
pub fn slice(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.this)?;
    let len = length_of(vm, object)?;
    let start = relative_index(vm, args.get(0), len)?;
    let end = relative_end(vm, args.get(1), len)?;
    let count = end.saturating_sub(start);
    let species = array_species_create(vm, object, count)?;
    if matches!(species, Species::Array) && is_dense(object) && vm.cx.indexed_prototypes == 0 {
        let elements = object.elements();
        let end = end.min(elements.len.get() as u64);
        if start + count <= end {
            return Ok(vm.new_array(&elements.as_slice()[start as usize..(start + count) as usize]).value());
        }
    }
    let result = species.into_object(vm, count)?;
    for k in 0..count {
        if let Some(value) = element_present(vm, object, start + k)? {
            create_at(vm, result, k, value)?;
        }
    }
    set_length(vm, result, count)?;
    Ok(result.value())
}

/// Array.prototype.join (sec-array.prototype.join).
pub fn join(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.this)?;
    let len = length_of(vm, object)?;
    let separator = if args.get(0).is_undefined() { vm.new_string(",") } else { vm.to_string(args.get(0))? };
    join_values(vm, object, len, separator, None)
}

/// The elements as strings with `separator` in between; a receiver that is being joined
/// already gives "", as in all engines.
pub fn join_values(
    vm: &mut Vm,
    object: Gc<Object>,
    len: u64,
    separator: Gc<crate::string::JsString>,
    locale: Option<&Args>,
) -> JsResult<Value> {
    if vm.builtins.joining.contains(&object.address()) {
        return Ok(vm.new_string("").value());
    }
    vm.check_native_stack()?;
    vm.builtins.joining.push(object.address());
    let result = join_parts(vm, object, len, separator, locale);
    vm.builtins.joining.pop();
    result
}

fn join_parts(vm: &mut Vm, object: Gc<Object>, len: u64, separator: Gc<crate::string::JsString>, locale: Option<&Args>) -> JsResult<Value> {
    let mut out = crate::builtins::string::builder::StringBuilder::new();
    for k in 0..len {
        if k > 0 {
            out.push_string(vm, separator)?;
        }
        let value = get_at(vm, object, k)?;
        if value.is_nullish() {
            continue;
        }
        if value.is_int() && locale.is_none() {
            out.push_int(value.as_int());
            continue;
        }
        let string = if let Some(args) = locale {
            let f = vm.key("toLocaleString");
            // Locales and options.
            let handed_on = [args.get(0), args.get(1)];
            let shown = vm.invoke(value, f, if cfg!(feature = "intl") { &handed_on } else { &[] })?;
            vm.to_string(shown)?
        } else {
            vm.to_string(value)?
        };
        out.push_string(vm, string)?;
    }
    out.finish(vm).map(Value::from)
}

/// `Array.prototype.toLocaleString ( [ locales [ , options ] ] )` (sup-array.prototype.tolocalestring).
pub fn to_locale_string(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.this)?;
    let len = length_of(vm, object)?;
    let separator = vm.new_string(",");
    join_values(vm, object, len, separator, Some(args))
}

/// The length of a copy, which must be an array's.
fn copy_length(vm: &mut Vm, len: f64) -> JsResult<u32> {
    if len > u32::MAX as f64 { Err(vm.range_error("Invalid array length")) } else { Ok(len as u32) }
}

/// Array.prototype.toReversed (sec-array.prototype.toreversed).
pub fn to_reversed(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.this)?;
    let len = length_of(vm, object)?;
    let capacity = copy_length(vm, len as f64)?;
    let result = vm.new_array_with_capacity(capacity)?;
    for k in (0..len).rev() {
        let value = get_at(vm, object, k)?;
        vm.array_push(result, value)?;
    }
    Ok(result.value())
}

/// Array.prototype.toSpliced (sec-array.prototype.tospliced).
pub fn to_spliced(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.this)?;
    let len = length_of(vm, object)?;
    let start = relative_index(vm, args.get(0), len)?;
    let skip = splice_count(vm, args, len, start)?;
    let items = args.args.get(2..).unwrap_or(&[]);
    let new_len = len as f64 + items.len() as f64 - skip as f64;
    if new_len > MAX_SAFE {
        return Err(vm.type_error("Invalid array length"));
    }
    let capacity = copy_length(vm, new_len)?;
    let result = vm.new_array_with_capacity(capacity)?;
    for k in 0..start {
        let value = get_at(vm, object, k)?;
        vm.array_push(result, value)?;
    }
    for value in items {
        vm.array_push(result, *value)?;
    }
    for k in start + skip..len {
        let value = get_at(vm, object, k)?;
        vm.array_push(result, value)?;
    }
    Ok(result.value())
}

/// Array.prototype.with (sec-array.prototype.with).
pub fn with(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.this)?;
    let len = length_of(vm, object)?;
    let relative = vm.to_integer_or_infinity(args.get(0))?;
    let index = if relative < 0.0 { len as f64 + relative } else { relative };
    if index < 0.0 || index >= len as f64 {
        return Err(vm.range_error("Invalid index : ".to_owned() + &crate::runtime::conversion::number_to_string(relative)));
    }
    let capacity = copy_length(vm, len as f64)?;
    let result = vm.new_array_with_capacity(capacity)?;
    for k in 0..len {
        let value = if k == index as u64 { args.get(1) } else { get_at(vm, object, k)? };
        vm.array_push(result, value)?;
    }
    Ok(result.value())
}
