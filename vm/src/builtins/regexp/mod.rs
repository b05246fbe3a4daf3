//! RegExp (sec-regexp-regular-expression-objects).
//!
//! The methods that strings call (`Symbol.replace` and its like, in `symbols`) work as
//! specified on any object, by observable calls of `exec`. While RegExp.prototype is as
//! it was at the start (`is_pristine`), nothing of that can be observed, and they match
//! directly.

mod automaton;
pub mod cache;
mod cell;
mod compiled;
mod exec;
pub mod legacy;
mod string_iterator;
mod subject;
mod symbols;
mod translate;
mod word_list;

pub use cell::RegExp;
pub use exec::{builtin_exec, is_pristine, regexp_exec};
pub use string_iterator::REGEXP_STRING_ITERATOR;

use crate::builtins::checks::return_this;
use crate::builtins::string::builder::StringBuilder;
use crate::builtins::table::*;
use crate::bytecode::Constant;
use crate::heap::{Gc, Kind};
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::object::shape::{Attributes, ShapeId};
use crate::regexp::{flag, literal};
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::script::Script;
use crate::string::{JsString, Units};
use crate::value::Value;
use crate::vm::Vm;
use cell::Parts;
use compiled::Compiled;
use std::rc::Rc;

/// The pattern compiled, or a SyntaxError.
fn compile(vm: &mut Vm, source: Gc<JsString>, flags: Gc<JsString>) -> JsResult<(Rc<Compiled>, u8)> {
    let letters = vm.to_rust_string(flags);
    let Some(bits) = flag::parse(letters.chars()) else {
        return Err(vm.syntax_error(format!("Invalid flags supplied to RegExp constructor '{letters}'")));
    };
    /// Bytes of a compiled pattern for each code unit, where there are many alternatives.
    const COMPILED: usize = 64;
    vm.room_for(source.len() * COMPILED)?;
    let units = vm.units(source);
    match vm.builtins.regexps.get(units, bits) {
        Ok(compiled) => Ok((compiled, bits)),
        Err(error) => {
            let message = literal::error_message(&units.to_rust(), &letters, error);
            Err(vm.syntax_error(message))
        }
    }
}

/// RegExpAlloc and RegExpInitialize (sec-regexpalloc, sec-regexpinitialize).
fn new_regexp(vm: &mut Vm, proto: Gc<Object>, source: Gc<JsString>, flags: Gc<JsString>, legacy: bool) -> JsResult<Gc<Object>> {
    let parts = parts_of(vm, source, flags)?;
    Ok(alloc_regexp(vm, proto, parts, legacy))
}

/// What a RegExp is made of, or a SyntaxError.
fn parts_of(vm: &mut Vm, source: Gc<JsString>, flags: Gc<JsString>) -> JsResult<Parts> {
    let (compiled, flags) = compile(vm, source, flags)?;
    let pattern = vm.new_pattern(compiled);
    Ok(Parts { source: source.value(), flags, pattern })
}

/// A RegExp with its property.
fn alloc_regexp(vm: &mut Vm, proto: Gc<Object>, parts: Parts, legacy: bool) -> Gc<Object> {
    let plain = vm.root_shape(Kind::RegExp, 0, cell::SLOTS, proto.value());
    // All of one realm have one shape, which is remembered.
    match vm.interp.regexp_shape {
        (from, to) if from == plain && to != ShapeId::NONE => vm.alloc_regexp(to, parts, legacy).as_object(),
        _ => {
            let object = vm.alloc_regexp(plain, parts, legacy).as_object();
            let key = vm.names.lastIndex;
            vm.define_new(object, key, Value::int(0), Attributes::WRITABLE);
            let shape = vm.shapes.get(object.shape());
            if proto == vm.intrinsic(Intrinsic::RegExpPrototype) && !shape.unique && shape.slot_count() == 1 {
                vm.interp.regexp_shape = (plain, object.shape());
            }
            object
        }
    }
}

/// What the literal in constant number `constant` of `script` evaluates to.
pub fn regexp_literal(vm: &mut Vm, script: Gc<Script>, constant: usize) -> JsResult<Value> {
    let (address, collections) = (script.address(), vm.collections());
    let proto = vm.intrinsic(Intrinsic::RegExpPrototype);
    let literal = match vm.builtins.regexps.literal(address, constant, collections) {
        Some(literal) => literal,
        None => {
            let code = script.code().clone();
            let Constant::RegExp { source, flags } = &code.constants[constant] else {
                unreachable!("the verifier checks the kind of constants")
            };
            let source = vm.from_js_str(source);
            let flags = vm.from_js_str(flags);
            let literal = parts_of(vm, source, flags)?;
            vm.builtins.regexps.remember_literal(address, constant, collections, literal);
            literal
        }
    };
    Ok(alloc_regexp(vm, proto, literal, true).value())
}

/// RegExpCreate (sec-regexpcreate).
pub fn regexp_create(vm: &mut Vm, source: Gc<JsString>, flags: &str) -> JsResult<Gc<Object>> {
    let proto = vm.intrinsic(Intrinsic::RegExpPrototype);
    let flags = vm.new_string(flags);
    new_regexp(vm, proto, source, flags, true)
}

/// RegExp ( pattern, flags ) (sec-regexp-pattern-flags).
fn regexp_constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (pattern, flags) = (args.get(0), args.get(1));
    let is_regexp = crate::builtins::string::search::is_reg_exp(vm, pattern)?;
    let mut new_target = args.new_target;
    if !args.is_construct() {
        new_target = args.callee.value();
        if is_regexp && flags.is_undefined() {
            let object = pattern.to_cell::<Object>().expect("a RegExp");
            if vm.get(object, vm.names.constructor)? == new_target {
                return Ok(pattern);
            }
        }
    }
    let (source, flags) = match pattern.to_cell::<RegExp>() {
        Some(regexp) => {
            let own = flags_text(regexp.flags());
            (regexp.source().value(), if flags.is_undefined() { vm.new_string(&own).value() } else { flags })
        }
        None if is_regexp => {
            let object = pattern.to_cell::<Object>().expect("a RegExp");
            let source = vm.get(object, vm.names.source)?;
            (source, if flags.is_undefined() { vm.get(object, vm.names.flags)? } else { flags })
        }
        None => (pattern, flags),
    };
    let proto = vm.get_prototype_from_constructor(new_target, Intrinsic::RegExpPrototype)?;
    let source = if source.is_undefined() { vm.new_string("") } else { vm.to_string(source)? };
    let flags = if flags.is_undefined() { vm.new_string("") } else { vm.to_string(flags)? };
    let legacy = new_target == vm.intrinsic(Intrinsic::RegExp).value();
    Ok(new_regexp(vm, proto, source, flags, legacy)?.value())
}

/// The letters of flags.
pub fn flags_text(bits: u8) -> String {
    flag::LETTERS.iter().filter(|(_, bit)| bits & bit != 0).map(|(letter, _)| *letter).collect()
}

/// EscapeRegExpPattern (sec-escaperegexppattern).
fn escape_source(units: Units<'_>) -> StringBuilder {
    let mut out = StringBuilder::with_capacity(units.len());
    if units.is_empty() {
        out.push_ascii("(?:)");
        return out;
    }
    let (mut in_class, mut escaped) = (false, false);
    for unit in units.iter() {
        let line_end = match unit {
            0x0A => Some("n"),
            0x0D => Some("r"),
            0x2028 => Some("u2028"),
            0x2029 => Some("u2029"),
            _ => None,
        };
        if let Some(text) = line_end {
            if !escaped {
                out.push_ascii("\\");
            }
            out.push_ascii(text);
            escaped = false;
            continue;
        }
        if !escaped {
            match u8::try_from(unit) {
                Ok(b'/') if !in_class => out.push_ascii("\\"),
                Ok(b'[') => in_class = true,
                Ok(b']') => in_class = false,
                _ => {}
            }
        }
        escaped = unit == b'\\' as u16 && !escaped;
        out.push_unit(unit);
    }
    out
}

/// The literal that gives this regular expression.
pub fn literal_text(vm: &mut Vm, regexp: Gc<Object>) -> String {
    let Some(regexp) = RegExp::of(regexp) else { return String::new() };
    let escaped = escape_source(vm.units(regexp.source())).to_rust();
    format!("/{escaped}/{}", flags_text(regexp.flags()))
}

fn this_object(vm: &mut Vm, args: &Args, method: &str) -> JsResult<Gc<Object>> {
    match args.this.to_cell::<Object>() {
        Some(object) => Ok(object),
        None => {
            let shown = vm.to_display(args.this);
            Err(vm.type_error(format!("Method RegExp.prototype.{method} called on incompatible receiver {shown}")))
        }
    }
}

/// get RegExp.prototype.source (sec-get-regexp.prototype.source).
fn get_source(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = this_object(vm, args, "source")?;
    match RegExp::of(object) {
        Some(regexp) => {
            let units = vm.units(regexp.source());
            escape_source(units).finish(vm).map(Value::from)
        }
        None if object == vm.intrinsic(Intrinsic::RegExpPrototype) => Ok(vm.new_string("(?:)").value()),
        None => Err(vm.type_error("RegExp.prototype.source getter called on non-RegExp object")),
    }
}

/// get RegExp.prototype.flags (sec-get-regexp.prototype.flags).
fn get_flags(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = this_object(vm, args, "flags")?;
    let mut text = String::new();
    for (name, letter) in [
        (vm.names.hasIndices, 'd'),
        (vm.names.global, 'g'),
        (vm.names.ignoreCase, 'i'),
        (vm.names.multiline, 'm'),
        (vm.names.dotAll, 's'),
        (vm.names.unicode, 'u'),
        (vm.names.unicodeSets, 'v'),
        (vm.names.sticky, 'y'),
    ] {
        let value = vm.get(object, name)?;
        if crate::runtime::operations::to_boolean(value) {
            text.push(letter);
        }
    }
    Ok(vm.new_string(&text).value())
}

/// RegExpHasFlag (sec-regexphasflag).
fn has_flag(vm: &mut Vm, args: &Args, bit: u8, name: &str) -> JsResult<Value> {
    let object = this_object(vm, args, name)?;
    match RegExp::of(object) {
        Some(regexp) => Ok(Value::bool(regexp.has(bit))),
        None if object == vm.intrinsic(Intrinsic::RegExpPrototype) => Ok(Value::UNDEFINED),
        None => Err(vm.type_error(format!("RegExp.prototype.{name} getter called on non-RegExp object"))),
    }
}
pub(crate) fn quick_flag(this: Value, bit: u8) -> Option<Value> {
    Some(Value::bool(this.to_cell::<RegExp>()?.has(bit)))
}
macro_rules! flag_getters {
    ($($function:ident $bit:ident $name:literal;)*) => {$(
        fn $function(vm: &mut Vm, args: &Args) -> JsResult<Value> {
            has_flag(vm, args, flag::$bit, $name)
        }
    )*};
}
flag_getters! {
    get_has_indices HAS_INDICES "hasIndices";
    get_global GLOBAL "global";
    get_ignore_case IGNORE_CASE "ignoreCase";
    get_multiline MULTILINE "multiline";
    get_dot_all DOT_ALL "dotAll";
    get_unicode UNICODE "unicode";
    get_unicode_sets UNICODE_SETS "unicodeSets";
    get_sticky STICKY "sticky";
}

/// RegExp.prototype.toString (sec-regexp.prototype.tostring).
fn to_string(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = this_object(vm, args, "toString")?;
    let source = vm.get(object, vm.names.source)?;
    let source = vm.to_string(source)?;
    let flags = vm.get(object, vm.names.flags)?;
    let flags = vm.to_string(flags)?;
    let mut out = StringBuilder::new();
    out.push_ascii("/");
    out.push_string(vm, source)?;
    out.push_ascii("/");
    out.push_string(vm, flags)?;
    out.finish(vm).map(Value::from)
}

/// RegExp.prototype.exec (sec-regexp.prototype.exec).
pub fn exec_(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let Some(regexp) = args.this.to_cell::<RegExp>() else {
        let shown = vm.to_display(args.this);
        return Err(vm.type_error(format!("Method RegExp.prototype.exec called on incompatible receiver {shown}")));
    };
    let string = vm.to_string(args.get(0))?;
    builtin_exec(vm, regexp.as_object(), string)
}

/// RegExp.prototype.test (sec-regexp.prototype.test).
fn test(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = this_object(vm, args, "test")?;
    let string = vm.to_string(args.get(0))?;
    if is_pristine(vm, object) {
        return Ok(Value::bool(exec::builtin_test(vm, object, string)?));
    }
    Ok(Value::bool(!regexp_exec(vm, object, string)?.is_null()))
}

/// RegExp.prototype.compile (sec-regexp.prototype.compile).
fn compile_(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let Some(object) = args.this.to_cell::<Object>() else {
        return Err(vm.type_error("RegExp.prototype.compile called on incompatible receiver"));
    };
    let Some(regexp) = RegExp::of(object) else {
        return Err(vm.type_error("RegExp.prototype.compile called on incompatible receiver"));
    };
    if regexp.realm() != vm.current_realm || !regexp.is_legacy() {
        return Err(vm.type_error("RegExp.prototype.compile called on a RegExp of another realm or of a subclass"));
    }
    let (source, flags) = match args.get(0).to_cell::<RegExp>() {
        Some(_) if !args.get(1).is_undefined() => {
            return Err(vm.type_error("Invalid flags supplied to RegExp constructor"));
        }
        Some(other) => {
            let flags = vm.new_string(&flags_text(other.flags()));
            (other.source(), flags)
        }
        None => {
            let source = if args.get(0).is_undefined() { vm.new_string("") } else { vm.to_string(args.get(0))? };
            let flags = if args.get(1).is_undefined() { vm.new_string("") } else { vm.to_string(args.get(1))? };
            (source, flags)
        }
    };
    let parts = parts_of(vm, source, flags)?;
    vm.recompile(regexp, parts);
    vm.set(object, vm.names.lastIndex, Value::int(0), true)?;
    Ok(args.this)
}

/// RegExp.escape (sec-regexp.escape).
fn escape(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let Some(string) = args.get(0).as_string() else {
        return Err(vm.type_error("RegExp.escape: argument must be a string"));
    };
    let units = vm.units(string);
    let mut out = StringBuilder::with_capacity(units.len());
    let mut at = 0;
    while at < units.len() {
        let (c, len) = crate::builtins::string::code_point(units, at);
        let ascii = u8::try_from(c).ok().filter(u8::is_ascii);
        match ascii {
            Some(b) if at == 0 && b.is_ascii_alphanumeric() => out.push_ascii(&format!("\\x{b:02x}")),
            Some(b) if b"^$\\.*+?()[]{}|/".contains(&b) => {
                out.push_ascii("\\");
                out.push_unit(b as u16);
            }
            Some(9) => out.push_ascii("\\t"),
            Some(10) => out.push_ascii("\\n"),
            Some(11) => out.push_ascii("\\v"),
            Some(12) => out.push_ascii("\\f"),
            Some(13) => out.push_ascii("\\r"),
            Some(b) if b",-=<>#&!%:;@~'`\" ".contains(&b) => out.push_ascii(&format!("\\x{b:02x}")),
            _ if c == 0xA0 => out.push_ascii("\\xa0"),
            _ if matches!(c, 0x1680 | 0x2000..=0x200A | 0x2028 | 0x2029 | 0x202F | 0x205F | 0x3000 | 0xFEFF | 0xD800..=0xDFFF) => {
                out.push_ascii(&format!("\\u{c:04x}"));
            }
            _ => out.push_code_point(c),
        }
        at += len;
    }
    out.finish(vm).map(Value::from)
}

pub static REGEXP: ClassSpec = ClassSpec {
    statics: &[method("escape", 1, escape)],
    static_getters: &[getter("@@species", return_this)],
    methods: &[
        method("exec", 1, exec_).as_intrinsic(Intrinsic::RegExpPrototypeExec),
        method("compile", 2, compile_),
        method("toString", 0, to_string),
        method("test", 1, test),
        method("@@match", 1, symbols::match_).displayed("[Symbol.match]"),
        method("@@matchAll", 1, symbols::match_all).displayed("[Symbol.matchAll]"),
        method("@@replace", 2, symbols::replace).displayed("[Symbol.replace]"),
        method("@@search", 1, symbols::search).displayed("[Symbol.search]"),
        method("@@split", 2, symbols::split).displayed("[Symbol.split]"),
    ],
    getters: &[
        getter("dotAll", get_dot_all),
        getter("flags", get_flags),
        getter("global", get_global),
        getter("hasIndices", get_has_indices),
        getter("ignoreCase", get_ignore_case),
        getter("multiline", get_multiline),
        getter("source", get_source),
        getter("sticky", get_sticky),
        getter("unicode", get_unicode),
        getter("unicodeSets", get_unicode_sets),
    ],
    finish: Some(|vm, constructor, _| vm.define_getters(constructor, legacy::GETTERS)),
    ..ClassSpec::new("RegExp", 2, regexp_constructor, Intrinsic::RegExp, Intrinsic::RegExpPrototype)
};
