//! Scripts as values: what node:vm runs.

use super::{integer, native_table, text, time_limit};
use crate::bytecode::{FunctionTemplate, Source};
use crate::heap::{Kind, Payload, Tracer};
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use std::rc::Rc;
use std::time::Duration;

native_table! {
    "compileTemplate" => compile_template,
    "templateFunction" => template_function,
    "checkFunction" => check_function,
    "newContext" => new_context,
    "contextGlobal" => context_global,
    "runWithin" => run_within,
    "runMicrotasks" => run_microtasks,
}

/// A script that belongs to no realm yet.
struct Template(Rc<FunctionTemplate>);
impl Payload for Template {
    fn trace(&self, _: &mut Tracer) {}
}

/// compileTemplate ( text, name, context ): a script, of which `templateFunction` makes functions; the
/// errors of the text are that context's.
///
/// # Errors
/// The early errors of the text.
fn compile_template(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let code = vm.to_string(args.get(0))?.to_source();
    let name = text(vm, args, 1)?;
    let source = Source::within(name, code, None);
    let realm = realm_of(vm, args, 2);
    let template = vm.compile_script_text(&source).map_err(|e| vm.in_realm(realm, |vm| vm.compile_error(&source, &e)))?;
    vm.dump_bytecode(&template);
    let proto = vm.intrinsic(Intrinsic::ObjectPrototype);
    Ok(vm.new_payload_object(Kind::Host, proto, Box::new(Template(template))).value())
}

/// templateFunction ( template, context ): a function that evaluates the script anew at each call, in
/// that context (ScriptEvaluation, sec-runtime-semantics-scriptevaluation).
fn template_function(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let template = args.get(0).payload::<Template>().map(|template| template.0.clone());
    let Some(template) = template else { return Ok(Value::UNDEFINED) };
    let realm = realm_of(vm, args, 1);
    Ok(vm.in_realm(realm, |vm| {
        let script = vm.new_script(template, realm, 0);
        vm.new_function(script, None).value()
    }))
}

fn realm_of(vm: &Vm, args: &Args<'_>, index: usize) -> u32 {
    let realm = integer(args, index, 0) as u32;
    if (realm as usize) < vm.realms.len() { realm } else { 0 }
}

/// checkFunction ( name, parameters, body ): nothing, if they are those of a function.
///
/// # Errors
/// A SyntaxError otherwise.
fn check_function(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let (name, parameters, body) = (text(vm, args, 0)?, text(vm, args, 1)?, text(vm, args, 2)?);
    match crate::syntax::check_function_constructor(&name, "function", &parameters, &body) {
        Ok(()) => Ok(Value::UNDEFINED),
        Err(error) => {
            let source = Source::new(name, crate::syntax::function_constructor_text("function", &parameters, &body));
            Err(vm.compile_error(&source, &error))
        }
    }
}

/// newContext ( refuses code from strings ): the number of a new realm, and its global object.
fn new_context(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let realm = vm.create_realm();
    vm.realms[realm as usize].no_code_from_strings = args.get(0) == Value::TRUE;
    let global = vm.realms[realm as usize].global().value();
    Ok(vm.new_array(&[Value::from(realm), global]).value())
}

/// contextGlobal ( context, handler ): an object of that handler, which is the context's global object from
/// now on.
fn context_global(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let realm = realm_of(vm, args, 0);
    let Some(handler) = args.get(1).to_cell() else { return Ok(Value::UNDEFINED) };
    let inner = vm.realms[realm as usize].global();
    let global = vm.in_realm(realm, |vm| vm.trusted_proxy(inner, handler));
    vm.realms[realm as usize].set_global(global);
    Ok(global.value())
}

fn run_microtasks(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    vm.run_microtasks()?;
    Ok(Value::UNDEFINED)
}

/// runWithin ( milliseconds, script, this ): calls the function; gives
/// [whether it ended in time, its value].
///
/// # Errors
/// What the script throws in time.
fn run_within(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let limit = Duration::from_millis(integer(args, 0, 1).max(1) as u64);
    let value = time_limit::within(vm, limit, |vm| vm.call(args.get(1), args.get(2), &[]))?;
    Ok(vm.new_array(&[Value::bool(value.is_some()), value.unwrap_or(Value::UNDEFINED)]).value())
}
