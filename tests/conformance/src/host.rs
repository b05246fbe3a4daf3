//! What the suite wants of the host: `print` and `$262`, as host functions of the
//! embedding interface.

use hearth::Vm;
use hearth::heap::Gc;
use hearth::object::function::Args;
use hearth::object::{Attributes, Object};
use hearth::runtime::completion::JsResult;
use hearth::value::Value;
use std::cell::RefCell;

thread_local! {
    static PRINTED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// What was printed since the last call.
pub fn take_printed() -> Vec<String> {
    PRINTED.take()
}

/// Whether the test has said that it is done.
pub fn has_completed() -> bool {
    PRINTED.with_borrow(|lines| lines.iter().any(|l| l.starts_with("Test262:")))
}

fn print(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let text = vm.to_string(args.get(0))?.to_rust();
    PRINTED.with_borrow_mut(|lines| lines.push(text));
    Ok(Value::UNDEFINED)
}

/// Defines `print` and `$262` in the current realm; gives the latter.
pub fn install(vm: &mut Vm) -> Gc<Object> {
    let object = vm.new_object();
    for (name, length, function) in [
        ("createRealm", 0, create_realm as hearth::object::function::NativeFn),
        ("evalScript", 1, eval_script),
        ("detachArrayBuffer", 1, detach_array_buffer),
        ("gc", 0, gc),
    ] {
        vm.define_method(object, name, length, function);
    }
    // As `document.all` of browsers: gives null when called.
    let undetectable = vm.new_native("IsHTMLDDA", 0, |_, _| Ok(Value::NULL)).as_object();
    undetectable.set_flag(hearth::object::layout::flags::HTMLDDA, true);
    let key = vm.key("IsHTMLDDA");
    vm.define_new(object, key, undetectable.value(), Attributes::METHOD);
    let source = vm.intrinsic(hearth::runtime::realm::Intrinsic::AbstractModuleSource).value();
    let key = vm.key("AbstractModuleSource");
    vm.define_new(object, key, source, Attributes::METHOD);
    crate::agents::define(vm, object);
    let global = vm.global();
    let key = vm.key("global");
    vm.define_new(object, key, global.value(), Attributes::METHOD);
    let printer = vm.new_native("print", 1, print).value();
    vm.define_global("print", printer);
    vm.define_global("$262", object.value());
    object
}

fn create_realm(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    let realm = vm.create_realm();
    Ok(vm.in_realm(realm, install).value())
}

fn eval_script(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let text = vm.to_string(args.get(0))?;
    let text = text.to_rust();
    vm.run_script("evalScript", &text)
}

fn detach_array_buffer(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    vm.detach_array_buffer(args.get(0), args.get(1))?;
    Ok(Value::NULL)
}

fn gc(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    vm.collect_garbage(hearth::heap::Collection::Full);
    Ok(Value::UNDEFINED)
}
