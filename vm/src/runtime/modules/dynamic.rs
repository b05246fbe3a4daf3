//! `import()` (sec-import-calls) and `import.meta` (sec-meta-properties).

use super::ModuleId;
use super::load::Import;
use super::loader::{MetaValue, Request};
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

/// A module that is imported, by whom.
struct Wanted {
    specifier: String,
    attributes: Vec<(String, String)>,
    referrer: String,
    phase: Phase,
}

/// EvaluateImportCall (sec-evaluate-import-call).
pub(crate) fn import_call(vm: &mut Vm, script: Gc<Script>, specifier: Value, options: Value, phase: Phase) -> Value {
    let capability = promise::new_promise(vm);
    let source = script.template().source.clone();
    match wanted(vm, &source, specifier, options, phase) {
        Ok(wanted) => import(vm, capability, wanted),
        Err(throw) => promise::reject_promise(vm, capability, throw.0),
    }
    capability.value()
}

/// The promise of the namespace of a module that a built-in function asks for in the
/// current realm.
pub(crate) fn import_for_host(vm: &mut Vm, specifier: &str) -> Gc<Object> {
    let capability = promise::new_promise(vm);
    let referrer = vm.active_source().map_or_else(String::new, |source| key_or_name(vm, &source));
    import(vm, capability, Wanted { specifier: specifier.to_owned(), attributes: Vec::new(), referrer, phase: Phase::Evaluation });
    capability
}

/// The promise of the namespace of a module that no import names.
#[cfg(feature = "async")]
pub(crate) fn import_parsed(vm: &mut Vm, id: ModuleId) -> Gc<Object> {
    let capability = promise::new_promise(vm);
    continue_dynamic_import(vm, capability, id, false);
    capability
}

/// What an import in a source is relative to.
fn key_or_name(vm: &Vm, source: &Rc<Source>) -> String {
    let source = source.script_or_module();
    match vm.interp.modules.of_source(source) {
        Some(module) => vm.module(module).key.to_string(),
        None => source.name.clone(),
    }
}

fn wanted(vm: &mut Vm, source: &Rc<Source>, specifier: Value, options: Value, phase: Phase) -> JsResult<Wanted> {
    let specifier = vm.to_string(specifier)?.to_rust();
    let attributes = import_attributes(vm, options)?;
    Ok(Wanted { specifier, attributes, referrer: key_or_name(vm, source), phase })
}

/// Loads a module and goes on with it, at once or when it is there.
fn import(vm: &mut Vm, capability: Gc<Object>, wanted: Wanted) {
    let Wanted { specifier, attributes, referrer, phase } = &wanted;
    match vm.load_imported_module(&Request { specifier, attributes, referrer }) {
        Ok(Import::There(id)) if *phase == Phase::Source => match vm.module_source(id) {
            Ok(source) => promise::resolve_promise(vm, capability, source),
            Err(Throw(error)) => promise::reject_promise(vm, capability, error),
        },
        Ok(Import::There(id)) => continue_dynamic_import(vm, capability, id, *phase == Phase::Defer),
        Ok(Import::Waits(arrival)) => {
            let state = wanted.into_state(vm, capability);
            promise::perform_await(vm, arrival, import_again, state);
        }
        Err(throw) => promise::reject_promise(vm, capability, throw.0),
    }
}

fn import_again(vm: &mut Vm, state: Value, _: bool, _: Value) -> JsResult<()> {
    let (capability, wanted) = Wanted::of_state(state);
    import(vm, capability, wanted);
    Ok(())
}

impl Wanted {
    /// As a list: the promise, the phase, specifier and referrer, then names and values of attributes.
    fn into_state(self, vm: &mut Vm, capability: Gc<Object>) -> Value {
        let phase = Value::int(self.phase as i32);
        let list = vm.new_array(&[capability.value(), phase]);
        let attributes = self.attributes.into_iter().flat_map(|(name, value)| [name, value]);
        for text in [self.specifier, self.referrer].into_iter().chain(attributes) {
            let text = vm.new_string(&text).value();
            // A list of a few elements has room, or something stands in for it and the error is thrown.
            let _ = vm.array_push(list, text);
        }
        list.value()
    }

    fn of_state(state: Value) -> (Gc<Object>, Wanted) {
        let list: Gc<Array> = state.to_cell().expect("made by into_state");
        let elements = list.elements();
        let capability = elements.get(0).to_cell().expect("a promise");
        let phase = Phase::from_u8(elements.get(1).as_int() as u8).expect("a phase");
        let mut texts = (2..list.length.get()).map(|i| elements.get(i).as_string().map(|text| text.to_rust()).unwrap_or_default());
        let (specifier, referrer) = (texts.next().unwrap_or_default(), texts.next().unwrap_or_default());
        let mut attributes = Vec::new();
        while let (Some(name), Some(value)) = (texts.next(), texts.next()) {
            attributes.push((name, value));
        }
        (capability, Wanted { specifier, attributes, referrer, phase })
    }
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
    load_graph(vm, loaded, id);
    let state = vm.new_array(&[capability.value(), Value::from(id.0), Value::bool(deferred), Value::int(NEXT as i32 + 1)]).value();
    promise::perform_await(vm, loaded, link_and_evaluate, state);
}

/// Settles `loaded` when all that a module requests is there.
fn load_graph(vm: &mut Vm, loaded: Gc<Object>, id: ModuleId) {
    match vm.load_what_is_there(id) {
        Ok(Import::There(())) => promise::resolve_promise(vm, loaded, Value::UNDEFINED),
        Ok(Import::Waits(arrival)) => {
            let state = vm.new_array(&[loaded.value(), Value::from(id.0)]).value();
            promise::perform_await(vm, arrival, load_more, state);
        }
        Err(throw) => promise::reject_promise(vm, loaded, throw.0),
    }
}

fn load_more(vm: &mut Vm, state: Value, _: bool, _: Value) -> JsResult<()> {
    let (loaded, id) = parts(state);
    load_graph(vm, loaded, id);
    Ok(())
}

/// The promise and the module that a state begins with.
fn parts(state: Value) -> (Gc<Object>, ModuleId) {
    let list: Gc<Array> = state.to_cell().expect("a list");
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
    let request = Request { specifier: &specifier, attributes: &[], referrer: &referrer };
    let key = vm.with_loader(|loader| loader.resolve_url(&request))?;
    Ok(vm.new_string(&key).value())
}
