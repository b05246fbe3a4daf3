//! What an object is called when it is shown: its class, or the kind of function it is.

use crate::heap::{Gc, Kind};
use crate::object::function::Function;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::script::script_flags;
use crate::vm::Vm;

/// The name of the nearest constructor on the prototype chain, None without one.
pub fn class_name(vm: &mut Vm, object: Gc<Object>) -> JsResult<Option<String>> {
    let key = vm.names.constructor;
    let mut at = Some(object);
    let mut hops = 0;
    while let Some(o) = at {
        if let Some(descriptor) = vm.get_own_property(o, key)?
            && let Some(value) = descriptor.value
            && vm.is_callable(value)
            && let Some(constructor) = value.to_cell::<Object>()
        {
            let name = own_name(vm, constructor)?;
            // An object that is the constructor's own prototype is an instance of its parent.
            if !name.is_empty() && is_instance(vm, object, constructor)? {
                return Ok(Some(name));
            }
        }
        at = vm.get_prototype_of(o)?.to_cell();
        hops += 1;
        if hops > 10_000 {
            break;
        }
    }
    Ok(None)
}

fn is_instance(vm: &mut Vm, object: Gc<Object>, constructor: Gc<Object>) -> JsResult<bool> {
    let key = vm.names.prototype;
    let Some(prototype) = vm.get_own_property(constructor, key)?.and_then(|d| d.value) else { return Ok(false) };
    let mut at = vm.get_prototype_of(object)?.to_cell::<Object>();
    while let Some(o) = at {
        if o.value() == prototype {
            return Ok(true);
        }
        at = vm.get_prototype_of(o)?.to_cell();
    }
    Ok(false)
}

/// The function's own `name`, if it is a string.
fn own_name(vm: &mut Vm, function: Gc<Object>) -> JsResult<String> {
    let key = vm.names.name;
    let value = vm.get_own_property(function, key)?.and_then(|d| d.value);
    Ok(value.and_then(|v| v.as_string()).map_or(String::new(), |s| vm.to_rust_string(s)))
}

/// The classes of ECMAScript.
const BUILT_IN: [&str; 47] = [
    "AggregateError",
    "Array",
    "ArrayBuffer",
    "AsyncDisposableStack",
    "BigInt",
    "BigInt64Array",
    "BigUint64Array",
    "Boolean",
    "DataView",
    "Date",
    "DisposableStack",
    "Error",
    "EvalError",
    "FinalizationRegistry",
    "Float16Array",
    "Float32Array",
    "Float64Array",
    "Function",
    "Int16Array",
    "Int32Array",
    "Int8Array",
    "Intl",
    "Iterator",
    "Map",
    "Number",
    "Object",
    "Promise",
    "Proxy",
    "RangeError",
    "ReferenceError",
    "Reflect",
    "RegExp",
    "Set",
    "SharedArrayBuffer",
    "String",
    "SuppressedError",
    "Symbol",
    "SyntaxError",
    "TypeError",
    "URIError",
    "Uint16Array",
    "Uint32Array",
    "Uint8Array",
    "Uint8ClampedArray",
    "WeakMap",
    "WeakRef",
    "WeakSet",
];

/// Is a prototype that of a class of ECMAScript, by the name of its own constructor?
pub fn is_built_in(vm: &mut Vm, prototype: Gc<Object>) -> JsResult<bool> {
    let key = vm.names.constructor;
    let Some(constructor) = vm.get_own_property(prototype, key)?.and_then(|d| d.value).filter(|value| vm.is_callable(*value)) else {
        return Ok(false);
    };
    let Some(constructor) = constructor.to_cell::<Object>() else { return Ok(false) };
    let name = own_name(vm, constructor)?;
    Ok(BUILT_IN.binary_search(&name.as_str()).is_ok())
}

/// Class name, size and tag in front of the contents.
pub fn prefix(constructor: Option<&str>, tag: &str, fallback: &str, size: &str) -> String {
    match constructor {
        None if !tag.is_empty() && fallback != tag => format!("[{fallback}{size}: null prototype] [{tag}] "),
        None => format!("[{fallback}{size}: null prototype] "),
        // The tag is the same name with its namespace.
        Some(name) if tag.strip_suffix(name).is_some_and(|space| space.ends_with('.')) => format!("{tag}{size} "),
        Some(name) if !tag.is_empty() && name != tag => format!("{name}{size} [{tag}] "),
        Some(name) => format!("{name}{size} "),
    }
}

/// `[Function: name]`, `[class A extends B]`, …
pub fn function_base(vm: &mut Vm, object: Gc<Object>, constructor: Option<&str>, tag: &str) -> JsResult<String> {
    let name = own_name(vm, object)?;
    let flags = object.cast::<Function>().map_or(0, |f| f.script().flags.get());
    if flags & script_flags::CLASS_CONSTRUCTOR != 0 {
        let mut base = format!("[class {}", if name.is_empty() { "(anonymous)" } else { &name });
        if constructor.is_some_and(|c| c != "Function") {
            base += &format!(" [{}]", constructor.unwrap_or_default());
        }
        if !tag.is_empty() && constructor != Some(tag) {
            base += &format!(" [{tag}]");
        }
        match constructor {
            None => base += " extends null",
            Some(_) => {
                if let Some(parent) = vm.get_prototype_of(object)?.to_cell() {
                    let parent = own_name(vm, parent)?;
                    if !parent.is_empty() {
                        base += &format!(" extends {parent}");
                    }
                }
            }
        }
        return Ok(base + "]");
    }
    let kind = match constructor {
        Some(c @ ("AsyncFunction" | "GeneratorFunction" | "AsyncGeneratorFunction")) if object.kind() == Kind::Function => c,
        _ => "Function",
    };
    let mut base = format!("[{kind}");
    if constructor.is_none() {
        base += " (null prototype)";
    }
    base += &if name.is_empty() { " (anonymous)".to_owned() } else { format!(": {name}") };
    base += "]";
    if let Some(constructor) = constructor
        && constructor != kind
    {
        base += &format!(" {constructor}");
    }
    if !tag.is_empty() && constructor != Some(tag) {
        base += &format!(" [{tag}]");
    }
    Ok(base)
}
