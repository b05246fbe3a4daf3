//! Symbol objects (sec-symbol-objects).

use super::table::{ClassSpec, getter, method, tag};
use crate::heap::Gc;
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::object::primitive::primitive_value;
use crate::object::shape::Attributes;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::symbol::Symbol;
use crate::value::Value;
use crate::vm::Vm;

pub static SYMBOL: ClassSpec = ClassSpec {
    statics: &[method("for", 1, for_), method("keyFor", 1, key_for)],
    methods: &[
        method("toString", 0, to_string),
        method("valueOf", 0, value_of),
        method("@@toPrimitive", 1, value_of).with_attributes(Attributes::CONFIGURABLE).as_intrinsic(Intrinsic::SymbolPrototypeToPrimitive),
    ],
    getters: &[getter("description", description)],
    constants: &[tag("Symbol")],
    finish: Some(finish),
    ..ClassSpec::new("Symbol", 0, constructor, Intrinsic::Symbol, Intrinsic::SymbolPrototype)
};

/// The well-known symbols as properties of the constructor.
fn finish(vm: &mut Vm, constructor: Gc<Object>, _prototype: Gc<Object>) {
    for (name, symbol) in vm.symbols.all() {
        if !name.starts_with(' ') {
            let key = vm.key(name);
            vm.define_new(constructor, key, symbol.raw(), Attributes::NONE);
        }
    }
}

/// Symbol ( [ description ] ) (sec-symbol-description)
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if args.is_construct() {
        return Err(vm.not_a_constructor_error("Symbol"));
    }
    let description = match args.get(0) {
        Value::UNDEFINED => None,
        value => Some(vm.to_string(value)?),
    };
    Ok(vm.new_symbol(description).value())
}

/// Symbol.for ( key ) (sec-symbol.for)
fn for_(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let key = vm.to_string(args.get(0))?;
    Ok(vm.symbol_for(key).value())
}

/// Symbol.keyFor ( sym ) (sec-symbol.keyfor)
fn key_for(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let Some(symbol) = args.get(0).to_cell::<Symbol>() else {
        let shown = vm.to_display(args.get(0));
        return Err(vm.type_error(format!("{shown} is not a symbol")));
    };
    Ok(if symbol.is_registered() { symbol.description.get() } else { Value::UNDEFINED })
}

/// ThisSymbolValue (sec-thissymbolvalue)
fn this_symbol_value(vm: &mut Vm, value: Value, method: &str) -> JsResult<Gc<Symbol>> {
    let data = value.to_cell().and_then(primitive_value).unwrap_or(value);
    match data.to_cell() {
        Some(symbol) => Ok(symbol),
        None => Err(vm.type_error(format!("Symbol.prototype.{method} requires that 'this' be a Symbol"))),
    }
}

/// Symbol.prototype.toString ( ) (sec-symbol.prototype.tostring)
fn to_string(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let symbol = this_symbol_value(vm, args.this, "toString")?;
    // SymbolDescriptiveString (sec-symboldescriptivestring)
    let (open, close) = (vm.new_string("Symbol("), vm.single_char(b')' as u16));
    let text = match symbol.description.get().as_string() {
        Some(description) => vm.concat(open, description)?,
        None => open,
    };
    Ok(vm.concat(text, close)?.value())
}

/// `Symbol.prototype.valueOf ( ) and Symbol.prototype [ @@toPrimitive ]` (sec-symbol.prototype.valueof)
fn value_of(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(this_symbol_value(vm, args.this, "valueOf")?.value())
}

/// get Symbol.prototype.description (sec-symbol.prototype.description)
fn description(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(this_symbol_value(vm, args.this, "description")?.description.get())
}
