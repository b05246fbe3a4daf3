//! Error objects (sec-error-objects).

use super::table::{ClassSpec, Constant, ConstantValue, method};
use crate::heap::{Gc, RootedVec};
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::object::shape::Attributes;
use crate::runtime::completion::JsResult;
use crate::runtime::errors::ErrorData;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;

const fn text(name: &'static str, value: &'static str) -> Constant {
    Constant { name, value: ConstantValue::String(value), attributes: Attributes::METHOD }
}

pub static ERROR: ClassSpec = ClassSpec {
    statics: &[method("captureStackTrace", 2, capture_stack_trace), method("isError", 1, is_error)],
    static_constants: &[Constant { name: "stackTraceLimit", value: ConstantValue::Number(10.0), attributes: Attributes::DEFAULT }],
    methods: &[method("toString", 0, to_string)],
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
    let error = vm.new_error_object(prototype, message);
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
        return Ok(message.value());
    }
    if message.is_empty() {
        return Ok(name.value());
    }
    let colon = vm.new_string(": ");
    let text = vm.concat(name, colon)?;
    Ok(vm.concat(text, message)?.value())
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
    let header = vm.to_string_for_stack(object);
    let text = format!("{header}{}", vm.capture_stack());
    let stack = vm.new_string(&text);
    let key = vm.names.stack;
    let desc = crate::runtime::property_descriptor::PropertyDescriptor::data(stack.value(), Attributes::METHOD);
    vm.define_property_or_throw(object, key, &desc)?;
    Ok(Value::UNDEFINED)
}

impl Vm {
    /// The first line of the stack of an object that is no Error.
    fn to_string_for_stack(&mut self, object: Gc<Object>) -> String {
        let text = |vm: &mut Vm, key| {
            let value = vm.data_value_in_chain(object, key).filter(|v| v.is_string());
            value.map_or(String::new(), |v| vm.to_display(v))
        };
        let name = text(self, self.names.name);
        let message = text(self, self.names.message);
        match (name.is_empty(), message.is_empty()) {
            (true, true) => self.to_display(object.value()),
            (true, false) => message,
            (false, true) => name,
            _ => format!("{name}: {message}"),
        }
    }
}
