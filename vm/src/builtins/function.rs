//! Function objects (sec-function-objects).

use super::table::{ClassSpec, Method, method, tag};
use crate::bytecode::FunctionKind;
use crate::heap::Gc;
use crate::object::function::{Args, Function, Native};
use crate::object::layout::Object;
use crate::object::shape::Attributes;
use crate::runtime::completion::JsResult;
use crate::runtime::conversion::integer_or_infinity;
use crate::runtime::operations::is_callable;
use crate::runtime::property_descriptor::PropertyDescriptor;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;

pub static FUNCTION: ClassSpec = ClassSpec {
    methods: &[
        method("apply", 2, apply),
        method("bind", 1, bind),
        method("call", 1, call),
        method("toString", 0, to_string),
        method("@@hasInstance", 1, has_instance).with_attributes(Attributes::NONE),
    ],
    ..ClassSpec::new("Function", 1, constructor, Intrinsic::Function, Intrinsic::FunctionPrototype)
};

/// The constructors of the other kinds of functions: no globals, and what they make has
/// a read-only `prototype`, or none.
macro_rules! function_classes {
    ($($(#[$doc:meta])* $table:ident $function:ident $name:literal $prefix:literal $intrinsic:ident $prototype:ident;)*) => {$(
        pub static $table: ClassSpec = ClassSpec {
            parent: Intrinsic::Function,
            prototype_parent: Some(Intrinsic::FunctionPrototype),
            constants: &[tag($name)],
            global: false,
            finish: Some(finish_function_class),
            ..ClassSpec::new($name, 1, $function, Intrinsic::$intrinsic, Intrinsic::$prototype)
        };
        $(#[$doc])*
        fn $function(vm: &mut Vm, args: &Args) -> JsResult<Value> {
            vm.create_dynamic_function($prefix, args.args, args.new_target)
        }
    )*};
}
function_classes! {
    /// GeneratorFunction ( ...parameterArgs, bodyArg ) (sec-generatorfunction)
    GENERATOR_FUNCTION generator_function "GeneratorFunction" "function*" GeneratorFunction GeneratorFunctionPrototype;
    /// AsyncFunction ( ...parameterArgs, bodyArg ) (sec-async-function-constructor-arguments)
    ASYNC_FUNCTION async_function "AsyncFunction" "async function" AsyncFunction AsyncFunctionPrototype;
    /// AsyncGeneratorFunction ( ...parameterArgs, bodyArg ) (sec-asyncgeneratorfunction)
    ASYNC_GENERATOR_FUNCTION async_generator_function "AsyncGeneratorFunction" "async function*" AsyncGeneratorFunction AsyncGeneratorFunctionPrototype;
}

fn finish_function_class(vm: &mut Vm, constructor: Gc<Object>, prototype: Gc<Object>) {
    let key = vm.names.constructor;
    vm.define_new(prototype, key, constructor.value(), Attributes::CONFIGURABLE);
}

/// %ThrowTypeError% (sec-%throwtypeerror%): its `name` is empty, and it is frozen.
static THROW_TYPE_ERROR: Method = method("", 0, throw_type_error);

/// %Function.prototype% itself is callable (sec-properties-of-the-function-prototype-object).
pub(crate) fn function_prototype(_vm: &mut Vm, _args: &Args) -> JsResult<Value> {
    Ok(Value::UNDEFINED)
}

fn throw_type_error(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    // Sloppy functions have a `caller` and `arguments` that tell nothing
    // (sec-forbidden-extensions allows them).
    if let Some(function) = args.this.to_cell::<Function>() {
        let script = function.script();
        let info = &script.template().info;
        if info.kind == FunctionKind::Normal && !info.strict {
            return Ok(Value::NULL);
        }
    }
    Err(vm.type_error(
        "'caller', 'callee', and 'arguments' properties may not be accessed on strict mode functions or the arguments objects for calls to them",
    ))
}

pub(super) fn install(vm: &mut Vm) {
    let thrower = vm.new_table_native(&THROW_TYPE_ERROR).as_object();
    vm.reify_if_lazy(thrower);
    let (length, name) = (vm.names.length, vm.names.name);
    vm.reconfigure_named(thrower, length, Attributes::NONE);
    vm.reconfigure_named(thrower, name, Attributes::NONE);
    // An ordinary object can always be made non-extensible.
    let _ = vm.prevent_extensions(thrower);
    vm.realm_mut().set_intrinsic(Intrinsic::ThrowTypeError, thrower);
    // AddRestrictedFunctionProperties (sec-addrestrictedfunctionproperties)
    let prototype = vm.intrinsic(Intrinsic::FunctionPrototype);
    for key in [vm.names.arguments, vm.names.caller] {
        let accessor = vm.new_accessor(thrower.value(), thrower.value());
        vm.define_new(prototype, key, accessor.value(), Attributes::CONFIGURABLE.with(Attributes::ACCESSOR));
    }
}

/// Function ( ...parameterArgs, bodyArg ) (sec-function-p1-p2-pn-body)
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    vm.create_dynamic_function("function", args.args, args.new_target)
}

fn this_callable(vm: &mut Vm, args: &Args, name: &str) -> JsResult<Gc<Object>> {
    match args.this.to_cell() {
        Some(object) if is_callable(args.this) => Ok(object),
        _ => {
            let (shown, kind) = (vm.to_display(args.this), vm.typeof_name(args.this));
            let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
            Err(vm.type_error(format!("Function.prototype.{name} was called on {shown}, which is {article} {kind} and not a function")))
        }
    }
}

/// Function.prototype.apply ( thisArg, argArray ) (sec-function.prototype.apply)
fn apply(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let function = this_callable(vm, args, "apply")?;
    if args.get(1).is_nullish() {
        return vm.call(function.value(), args.get(0), &[]);
    }
    vm.call_with_list(function.value(), args.get(0), args.get(1))
}

/// Function.prototype.call ( thisArg, ...args ) (sec-function.prototype.call)
fn call(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let function = this_callable(vm, args, "call")?;
    vm.call(function.value(), args.get(0), args.args.get(1..).unwrap_or(&[]))
}

/// Function.prototype.bind ( thisArg, ...args ) (sec-function.prototype.bind)
fn bind(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    // 1.-3.
    let Some(target) = args.this.to_cell::<Object>().filter(|_| is_callable(args.this)) else {
        return Err(vm.type_error("Bind must be called on a function"));
    };
    let bound_args = args.args.get(1..).unwrap_or(&[]);
    let bound = vm.bound_function_create(target, args.get(0), bound_args)?;
    // 4.-7.
    let (length_key, name_key) = (vm.names.length, vm.names.name);
    let mut length = 0.0;
    if vm.has_own_property(target, length_key)? {
        let target_length = vm.get(target, length_key)?;
        if target_length.is_number() {
            length = (integer_or_infinity(target_length.as_number()) - bound_args.len() as f64).max(0.0);
        }
    }
    vm.define_new(bound, length_key, Value::number(length), Attributes::CONFIGURABLE);
    // 8.-10.
    let name = vm.get(target, name_key)?.as_string().unwrap_or_else(|| vm.empty_string());
    let prefix = vm.new_string("bound ");
    let name = vm.concat(prefix, name)?;
    vm.define_new(bound, name_key, name.value(), Attributes::CONFIGURABLE);
    Ok(bound.value())
}

/// Function.prototype.toString ( ) (sec-function.prototype.tostring)
fn to_string(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if let Some(function) = args.this.to_cell::<Function>() {
        let text = vm.function_source(function);
        let source = function.script().template().source.clone();
        if source.surrogates {
            let units: Vec<u16> = source.part(&text).units().collect();
            return Ok(vm.new_string_utf16(&units).value());
        }
        return Ok(vm.new_string(&text).value());
    }
    if let Some(native) = args.this.to_cell::<Native>() {
        let name = vm.native_name(native);
        // NativeFunction (sec-function.prototype.tostring) has room for names only.
        let word = name.strip_prefix("get ").or(name.strip_prefix("set ")).unwrap_or(&name);
        let is_name = word.starts_with('[') || word.chars().all(|c| c.is_alphanumeric() || c == '$' || c == '_');
        let text = format!("function {}() {{ [native code] }}", if is_name { &name } else { "" });
        return Ok(vm.new_string(&text).value());
    }
    if is_callable(args.this) {
        return Ok(vm.intern("function () { [native code] }").value());
    }
    Err(vm.type_error("Function.prototype.toString requires that 'this' be a Function"))
}

/// `Function.prototype [ @@hasInstance ] ( V )` (sec-function.prototype-@@hasinstance)
pub(crate) fn has_instance(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(Value::bool(vm.ordinary_has_instance(args.this, args.get(0))?))
}

impl Vm {
    /// SetFunctionLength (sec-setfunctionlength).
    pub fn set_function_length(&mut self, function: Gc<Object>, length: f64) -> JsResult<()> {
        let key = self.names.length;
        let desc = PropertyDescriptor::data(Value::number(length), Attributes::CONFIGURABLE);
        self.define_property_or_throw(function, key, &desc)
    }
}
