//! `import()` (sec-import-calls) and `import.meta` (sec-meta-properties).

use super::ModuleId;
use super::loader::MetaValue;
use crate::builtins::promise;
use crate::bytecode::Source;
use crate::bytecode::module_info::Phase;
use crate::heap::Gc;
use crate::object::array::Array;
use crate::object::function::Args;
use crate::object::{Attributes, Object};
use crate::runtime::completion::{JsResult, Throw};
use crate::script::Script;
use crate::syntax::module_record::SUPPORTED_ATTRIBUTES;
use crate::value::Value;
use crate::vm::Vm;
use std::rc::Rc;

/// EvaluateImportCall (sec-evaluate-import-call).
pub(crate) fn import_call(vm: &mut Vm, script: Gc<Script>, specifier: Value, options: Value, phase: Phase) -> Value {
    let capability = promise::new_promise(vm);
    let source = script.template().source.clone();
    match load(vm, &source, specifier, options) {
        Ok(id) if phase == Phase::Source => match vm.module_source(id) {
            Ok(source) => promise::resolve_promise(vm, capability, source),
            Err(Throw(error)) => promise::reject_promise(vm, capability, error),
        },
        Ok(id) => continue_dynamic_import(vm, capability, id, phase == Phase::Defer),
        Err(throw) => promise::reject_promise(vm, capability, throw.0),
    }
    capability.value()
}

/// The promise of the namespace of a module that a built-in function asks for in the
/// current realm.
pub(crate) fn import_for_host(vm: &mut Vm, specifier: &str) -> Gc<Object> {
    let capability = promise::new_promise(vm);
    let referrer = vm.active_source().map_or_else(String::new, |source| {
        let source = source.script_or_module();
        match vm.interp.modules.of_source(source) {
            Some(module) => vm.module(module).key.to_string(),
            None => source.name.clone(),
        }
    });
    match vm.load_imported_module(specifier, &[], &referrer) {
        Ok(id) => continue_dynamic_import(vm, capability, id, false),
        Err(throw) => promise::reject_promise(vm, capability, throw.0),
    }
    capability
}

fn load(vm: &mut Vm, source: &Rc<Source>, specifier: Value, options: Value) -> JsResult<ModuleId> {
    let specifier = vm.to_string(specifier)?.to_rust();
    let attributes = import_attributes(vm, options)?;
    let source = source.script_or_module();
    let referrer = match vm.interp.modules.of_source(source) {
        Some(module) => vm.module(module).key.to_string(),
        None => source.name.clone(),
    };
    vm.load_imported_module(&specifier, &attributes, &referrer)
}

/// Steps 9 and 10: the attributes in the second argument, sorted by key.
fn import_attributes(vm: &mut Vm, options: Value) -> JsResult<Vec<(String, String)>> {
    let mut attributes = Vec::new();
    if options.is_undefined() {
        return Ok(attributes);
    }
    let Some(options) = options.to_cell::<Object>() else {
        return Err(vm.type_error("The second argument of import() must be an object"));
    };
    let with = vm.get_str(options, "with")?;
    if with.is_undefined() {
        return Ok(attributes);
    }
    let Some(with) = with.to_cell::<Object>() else {
        return Err(vm.type_error("The 'with' option must be an object"));
    };
    let keys = vm.own_property_keys(with)?;
    for i in 0..keys.len() {
        let key = keys[i];
        if key.is_symbol() || !vm.own_property(with, key)?.is_some_and(|p| p.attributes.enumerable()) {
            continue;
        }
        let value = vm.get(with, key)?;
        let name = vm.key_to_display(key);
        match value.as_string() {
            Some(value) => attributes.push((name, value.to_rust())),
            None => return Err(vm.type_error(format!("Import attribute value of '{name}' must be a string"))),
        }
    }
    if let Some((name, _)) = attributes.iter().find(|(name, _)| !SUPPORTED_ATTRIBUTES.contains(&name.as_str())) {
        let message = format!("Import attribute \"{name}\" is not supported");
        return Err(vm.type_error(message));
    }
    attributes.sort();
    Ok(attributes)
}

/// ContinueDynamicImport (sec-ContinueDynamicImport).
fn continue_dynamic_import(vm: &mut Vm, capability: Gc<Object>, id: ModuleId, deferred: bool) {
    let loaded = promise::new_promise(vm);
    match vm.load_requested_modules(id) {
        Ok(()) => promise::resolve_promise(vm, loaded, Value::UNDEFINED),
        Err(throw) => promise::reject_promise(vm, loaded, throw.0),
    }
    let state = vm.new_array(&[capability.value(), Value::from(id.0), Value::bool(deferred), Value::int(NEXT as i32 + 1)]).value();
    promise::perform_await(vm, loaded, link_and_evaluate, state);
}

/// The promise and the module that `continue_dynamic_import` put together.
fn parts(state: Value) -> (Gc<Object>, ModuleId) {
    let list: Gc<Array> = state.to_cell().expect("made by continue_dynamic_import");
    let elements = list.elements();
    (elements.get(0).to_cell().expect("a promise"), ModuleId(elements.get(1).as_number() as u32))
}

fn link_and_evaluate(vm: &mut Vm, state: Value, fulfilled: bool, value: Value) -> JsResult<()> {
    let (capability, id) = parts(state);
    if !fulfilled {
        promise::reject_promise(vm, capability, value);
        return Ok(());
    }
    if let Err(Throw(error)) = vm.link_module(id) {
        promise::reject_promise(vm, capability, error);
        return Ok(());
    }
    if !is_deferred(state) {
        let evaluated = vm.evaluate_module(id);
        promise::perform_await(vm, evaluated, give_namespace, state);
        return Ok(());
    }
    // What cannot be evaluated at once when the namespace is looked at is evaluated now.
    let waiting = vm.asynchronous_dependencies(id);
    let list: Gc<Array> = state.to_cell().expect("made by continue_dynamic_import");
    for id in waiting {
        let evaluated = vm.evaluate_module(id).value();
        vm.array_push(list, evaluated)?;
    }
    await_next(vm, state)
}

/// Awaits what `link_and_evaluate` has put behind the other parts, one by one.
fn await_next(vm: &mut Vm, state: Value) -> JsResult<()> {
    let list: Gc<Array> = state.to_cell().expect("made by continue_dynamic_import");
    let next = list.elements().get(NEXT).as_int() as u32;
    if next == list.length.get() {
        return give_namespace(vm, state, true, Value::UNDEFINED);
    }
    let promise = list.elements().get(next).to_cell().expect("a promise");
    list.elements().set(&mut vm.heap, NEXT, Value::int(next as i32 + 1));
    promise::perform_await(vm, promise, awaited, state);
    Ok(())
}

fn awaited(vm: &mut Vm, state: Value, fulfilled: bool, value: Value) -> JsResult<()> {
    if !fulfilled {
        return give_namespace(vm, state, false, value);
    }
    await_next(vm, state)
}

/// Where the state has the index of what is awaited next. Before it: the promise, the
/// module, whether it is deferred; after it, what is awaited.
const NEXT: u32 = 3;

fn is_deferred(state: Value) -> bool {
    let list: Gc<Array> = state.to_cell().expect("made by continue_dynamic_import");
    list.elements().get(2) == Value::TRUE
}

fn give_namespace(vm: &mut Vm, state: Value, fulfilled: bool, value: Value) -> JsResult<()> {
    let (capability, id) = parts(state);
    if !fulfilled {
        promise::reject_promise(vm, capability, value);
        return Ok(());
    }
    let phase = if is_deferred(state) { Phase::Defer } else { Phase::Evaluation };
    match vm.namespace_of_phase(id, phase) {
        Ok(namespace) => promise::resolve_promise(vm, capability, namespace.value()),
        Err(Throw(error)) => promise::reject_promise(vm, capability, error),
    }
    Ok(())
}

/// The value of `import.meta` (sec-meta-properties-runtime-semantics-evaluation).
pub(crate) fn import_meta(vm: &mut Vm, script: Gc<Script>) -> JsResult<Value> {
    let source = script.template().source.clone();
    let id = vm.interp.modules.of_source(source.script_or_module()).expect("import.meta is an early error outside of modules");
    if vm.module(id).meta.is_object() {
        return Ok(vm.module(id).meta);
    }
    let meta = vm.new_object_with_proto(Value::NULL);
    vm.module_mut(id).meta = meta.value();
    // HostGetImportMetaProperties (sec-hostgetimportmetaproperties).
    let key = vm.module(id).key.clone();
    for (name, value) in vm.with_loader(|loader| Ok(loader.meta(&key)))? {
        let value = match value {
            MetaValue::String(text) => vm.new_string(&text).value(),
            MetaValue::IsMain => {
                let path = vm.interp.modules.main_file.as_ref().map(|path| path.to_string_lossy().into_owned());
                Value::bool(path.is_some_and(|path| super::loader::file_url(&path) == *key))
            }
            MetaValue::Resolve => {
                let referrer = vm.new_string(&key).value();
                vm.new_native_with("resolve", 1, resolve, referrer, Value::UNDEFINED).value()
            }
        };
        let key = vm.key(name);
        vm.define_new(meta, key, value, Attributes::DEFAULT);
    }
    Ok(meta.value())
}

/// import.meta.resolve ( specifier ).
fn resolve(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let specifier = vm.to_string(args.get(0))?.to_rust();
    let referrer = args.callee.data[0].get().as_string().map(|s| s.to_rust()).unwrap_or_default();
    let request = super::loader::Request { specifier: &specifier, attributes: &[], referrer: &referrer };
    let key = vm.with_loader(|loader| loader.resolve_url(&request))?;
    Ok(vm.new_string(&key).value())
}
