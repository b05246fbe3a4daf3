//! Error objects (sec-error-objects).

use super::table::{ClassSpec, Constant, ConstantValue, accessor, method};
use crate::heap::{Gc, Payload, RootedVec, Tracer};
use crate::interp::backtrace::CapturedStack;
use crate::object::function::{Args, Function};
use crate::object::layout::{InternalCell, Object, trace_value};
use crate::object::shape::Attributes;
use crate::runtime::completion::JsResult;
use crate::runtime::errors::ErrorData;
use crate::runtime::realm::Intrinsic;
use crate::string::JsString;
use crate::value::Value;
use crate::vm::Vm;
use std::cell::Cell;

const fn text(name: &'static str, value: &'static str) -> Constant {
    Constant { name, value: ConstantValue::String(value), attributes: Attributes::METHOD }
}

pub static ERROR: ClassSpec = ClassSpec {
    statics: &[
        method("captureStackTrace", 2, capture_stack_trace),
        method("isError", 1, is_error),
        #[cfg(feature = "node")]
        method("prepareStackTrace", 2, prepare_stack_trace),
    ],
    static_constants: &[Constant { name: "stackTraceLimit", value: ConstantValue::Number(10.0), attributes: Attributes::DEFAULT }],
    methods: &[method("toString", 0, to_string)],
    getters: &[accessor("stack", get_stack, set_stack)],
    constants: &[text("name", "Error"), text("message", "")],
    ..ClassSpec::new("Error", 1, error, Intrinsic::Error, Intrinsic::ErrorPrototype)
};

/// The native errors (sec-nativeerror-object-structure).
macro_rules! native_errors {
    ($($table:ident $function:ident $name:literal $intrinsic:ident $prototype:ident;)*) => {$(
        pub static $table: ClassSpec = ClassSpec {
            parent: Intrinsic::Error,
            prototype_parent: Some(Intrinsic::ErrorPrototype),
            constants: &[text("name", $name), text("message", "")],
            ..ClassSpec::new($name, 1, $function, Intrinsic::$intrinsic, Intrinsic::$prototype)
        };
        fn $function(vm: &mut Vm, args: &Args) -> JsResult<Value> {
            construct_error(vm, args, Intrinsic::$prototype)
        }
    )*};
}
native_errors! {
    TYPE_ERROR type_error "TypeError" TypeError TypeErrorPrototype;
    RANGE_ERROR range_error "RangeError" RangeError RangeErrorPrototype;
    REFERENCE_ERROR reference_error "ReferenceError" ReferenceError ReferenceErrorPrototype;
    SYNTAX_ERROR syntax_error "SyntaxError" SyntaxError SyntaxErrorPrototype;
    EVAL_ERROR eval_error "EvalError" EvalError EvalErrorPrototype;
    URI_ERROR uri_error "URIError" UriError UriErrorPrototype;
}

pub static AGGREGATE_ERROR: ClassSpec = ClassSpec {
    parent: Intrinsic::Error,
    prototype_parent: Some(Intrinsic::ErrorPrototype),
    constants: &[text("name", "AggregateError"), text("message", "")],
    ..ClassSpec::new("AggregateError", 2, aggregate_error, Intrinsic::AggregateError, Intrinsic::AggregateErrorPrototype)
};

/// Error ( message [ , options ] ) (sec-error-message)
fn error(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    construct_error(vm, args, Intrinsic::ErrorPrototype)
}

/// NativeError ( message [ , options ] ) (sec-nativeerror)
fn construct_error(vm: &mut Vm, args: &Args, prototype: Intrinsic) -> JsResult<Value> {
    Ok(make_error(vm, args, prototype, args.get(0), args.get(1))?.value())
}

fn make_error(vm: &mut Vm, args: &Args, prototype: Intrinsic, message: Value, options: Value) -> JsResult<Gc<Object>> {
    // 1.-2.
    let prototype = vm.get_prototype_from_constructor(args.new_target, prototype)?;
    // 3.
    let message = if message.is_undefined() { message } else { vm.to_string(message)?.value() };
    // As in V8, the frames of constructors of derived classes are left out.
    let stack = match args.new_target.to_cell::<Function>() {
        Some(derived) => vm.capture_stack_above(derived),
        None => vm.capture_stack(),
    };
    let error = vm.new_error_with_stack(prototype, message, stack);
    // 4.
    vm.install_error_cause(error, options)?;
    Ok(error)
}

/// AggregateError ( errors, message [ , options ] ) (sec-aggregate-error)
fn aggregate_error(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let error = make_error(vm, args, Intrinsic::AggregateErrorPrototype, args.get(1), args.get(2))?;
    // 5.-6.
    let mut errors = RootedVec::new(vm);
    vm.for_each_of(args.get(0), |_, value| {
        errors.push(value);
        Ok(())
    })?;
    let list = vm.create_array_from_list(&errors)?.value();
    let key = vm.names.errors;
    vm.define_new(error, key, list, Attributes::METHOD);
    Ok(error.value())
}

/// Error.prototype.toString ( ) (sec-error.prototype.tostring)
fn to_string(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let Some(object) = args.this.to_cell::<Object>() else {
        return Err(vm.type_error("Error.prototype.toString requires that 'this' be a JSReceiver"));
    };
    Ok(error_to_string(vm, object)?.value())
}

/// Steps 3 to 9 of Error.prototype.toString.
pub fn error_to_string(vm: &mut Vm, object: Gc<Object>) -> JsResult<Gc<JsString>> {
    // 3.-6.
    let name = match vm.get(object, vm.names.name)? {
        Value::UNDEFINED => vm.names.Error.as_atom().expect("a name"),
        name => vm.to_string(name)?,
    };
    let message = match vm.get(object, vm.names.message)? {
        Value::UNDEFINED => vm.empty_string(),
        message => vm.to_string(message)?,
    };
    // 7.-9.
    if name.is_empty() {
        return Ok(message);
    }
    if message.is_empty() {
        return Ok(name);
    }
    let colon = vm.new_string(": ");
    let text = vm.concat(name, colon)?;
    vm.concat(text, message)
}

/// get Error.prototype.stack (sec-get-error.prototype-stack)
fn get_stack(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let Some(object) = args.this.to_cell::<Object>() else {
        return Err(vm.type_error("get Error.prototype.stack called on non-object"));
    };
    // As in V8, the stack of an error that has lost its own is gone.
    let key = vm.names.stack;
    if object.payload::<ErrorData>().is_some() && !vm.has_own_property(object, key)? {
        return Ok(Value::UNDEFINED);
    }
    Ok(vm.get_error_stack(object)?.unwrap_or(Value::UNDEFINED))
}

/// set Error.prototype.stack (sec-set-error.prototype-stack)
fn set_stack(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if args.this.is_object() && !args.get(0).is_string() {
        return Err(vm.type_error("The stack of an error can only be set to a string"));
    }
    let (home, key) = (vm.intrinsic(Intrinsic::ErrorPrototype), vm.names.stack);
    vm.setter_that_ignores_prototype_properties(args.this, home, key, args.get(0))?;
    Ok(Value::UNDEFINED)
}

/// Error.isError ( arg ) (sec-error.iserror)
fn is_error(_vm: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(Value::bool(args.get(0).payload::<ErrorData>().is_some()))
}

/// V8's Error.captureStackTrace: gives any object a `stack`.
fn capture_stack_trace(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let Some(object) = args.get(0).to_cell::<Object>() else {
        let shown = vm.to_display(args.get(0));
        return Err(vm.type_error(format!("Invalid argument: {shown}")));
    };
    // Frames up to that of the function are left out.
    let stack = match args.get(1).to_cell::<Function>() {
        Some(function) => vm.capture_stack_above(function),
        None => vm.capture_stack(),
    };
    let key = vm.names.stack;
    if object.payload::<ErrorData>().is_some() {
        vm.recapture_error_stack(object, stack)?;
        return Ok(Value::UNDEFINED);
    }
    let header = error_to_string(vm, object)?;
    let header = vm.to_rust_string(header);
    let captured = Captured { header, stack, made: Cell::new(Value::UNDEFINED) };
    let cell = vm.new_internal(Box::new(captured)).value();
    let get = vm.new_native_with("", 0, get_captured, cell, object.value()).value();
    let set = vm.new_native_with("", 1, set_captured, cell, Value::UNDEFINED).value();
    let desc = crate::runtime::property_descriptor::PropertyDescriptor {
        get: Some(get),
        set: Some(set),
        enumerable: Some(false),
        configurable: Some(true),
        ..Default::default()
    };
    vm.define_property_or_throw(object, key, &desc)?;
    Ok(Value::UNDEFINED)
}

/// The stack of an object that is no error, which becomes a value when somebody asks.
struct Captured {
    header: String,
    stack: CapturedStack,
    made: Cell<Value>,
}
impl Payload for Captured {
    fn trace(&self, tracer: &mut Tracer) {
        trace_value(self.made.get(), tracer);
    }
}

fn captured_of(args: &Args) -> Gc<InternalCell> {
    args.callee.data[0].get().to_cell().expect("made by captureStackTrace")
}

fn get_captured(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let cell = captured_of(args);
    let captured = cell.payload::<Captured>().expect("made by captureStackTrace");
    if captured.made.get().is_undefined() && !captured.stack.suppressed {
        let object: Gc<Object> = args.callee.data[1].get().to_cell().expect("an object");
        let value = match vm.stack_preparer() {
            Some(prepare) => vm.prepare_stack(prepare, object, &captured.stack.frames.clone())?,
            None => vm.new_string(&format!("{}{}", captured.header, captured.stack)).value(),
        };
        captured.made.set(value);
        vm.write_barrier(cell.header());
    }
    Ok(captured.made.get())
}

fn set_captured(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let cell = captured_of(args);
    cell.payload::<Captured>().expect("made by captureStackTrace").made.set(args.get(0));
    vm.write_barrier(cell.header());
    Ok(Value::UNDEFINED)
}

/// Error.prepareStackTrace ( error, sites ), as Node.js has it: what `stack` is without another one.
#[cfg(feature = "node")]
pub(crate) fn prepare_stack_trace(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let header = match args.get(0).to_cell::<Object>() {
        Some(object) => error_to_string(vm, object)?,
        None => vm.to_string(args.get(0))?,
    };
    let mut text = vm.to_rust_string(header);
    if let Some(sites) = args.get(1).to_cell::<Object>() {
        for i in 0..crate::builtins::array::length_of(vm, sites)? {
            let site = crate::builtins::array::get_at(vm, sites, i)?;
            let site = vm.to_string(site)?;
            text.push_str("\n    at ");
            text.push_str(&vm.to_rust_string(site));
        }
    }
    Ok(vm.new_string(&text).value())
}
