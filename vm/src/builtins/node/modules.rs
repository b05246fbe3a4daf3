//! What node:module has of the loader.

use super::{native_table, text};
use crate::bytecode::Source;
use crate::object::function::Args;
use crate::object::{Attributes, Object};
use crate::runtime::completion::JsResult;
use crate::runtime::host_modules;
use crate::syntax::erase::{UNSUPPORTED, erase};
use crate::syntax::parse::Goal;
use crate::value::Value;
use crate::vm::Vm;
use std::path::PathBuf;

native_table! {
    "moduleNames" => names,
    "isBuiltin" => is_builtin,
    "requireBuiltin" => require_builtin,
    "modulePrototype" => prototype,
    "moduleCache" => cache,
    "mainModule" => main,
    "setMainModule" => set_main,
    "makeRequire" => make_require,
    "resolveRequire" => resolve_require,
    "requireModule" => require_module,
    "formatOf" => format_of,
    "compileCommonJs" => compile_commonjs,
    "guardModule" => guard,
    "guardExtensions" => guard_extensions,
    "setModuleHooks" => set_hooks,
    "defaultResolve" => default_resolve,
    "syncBuiltinExports" => sync_builtin_exports,
    "stripTypes" => strip_types,
    "forgetPackages" => forget_packages,
}

fn names(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    let list = vm.new_array(&[]);
    for name in host_modules::names() {
        let name = vm.new_string(name).value();
        vm.array_push(list, name)?;
    }
    Ok(list.value())
}

fn is_builtin(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let name = text(vm, args, 0)?;
    Ok(Value::bool(host_modules::requested(&name).is_some()))
}

/// requireBuiltin ( name ): undefined if there is none.
fn require_builtin(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let name = text(vm, args, 0)?;
    match host_modules::find(name.strip_prefix("node:").unwrap_or(&name)) {
        Some(name) => vm.require_builtin(name),
        None => Ok(Value::UNDEFINED),
    }
}

fn prototype(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    Ok(vm.module_prototype().value())
}

fn cache(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    Ok(vm.require_cache().value())
}

fn main(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    Ok(vm.main_module())
}

/// setMainModule ( module, file ).
fn set_main(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    vm.set_main_module(args.get(0));
    Ok(Value::UNDEFINED)
}

/// makeRequire ( module, folder ).
fn make_require(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    match args.get(0).to_cell::<Object>() {
        Some(module) => Ok(vm.new_require(module, args.get(1)).value()),
        None => Ok(Value::UNDEFINED),
    }
}

/// resolveRequire ( request, folder, parent ): the path of a file.
fn resolve_require(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let (request, folder) = (text(vm, args, 0)?, text(vm, args, 1)?);
    let file = vm.resolve_require(&request, &PathBuf::from(folder), args.get(2).to_cell())?;
    Ok(vm.new_string(&file.to_string_lossy()).value())
}

/// requireModule ( file ): what `require` gives of an ECMAScript module.
fn require_module(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let file = text(vm, args, 0)?;
    vm.require_module(&PathBuf::from(file))
}

/// formatOf ( file, text ): "module", "commonjs", "json" or "unknown"; the text decides where the
/// name and the package do not.
fn format_of(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let file = text(vm, args, 0)?;
    let source = args.get(1).as_string().map(|s| s.to_rust());
    let format = vm.module_format(&PathBuf::from(file), source.as_deref());
    Ok(vm.new_string(format).value())
}

/// compileCommonJs ( text, file ): the function whose body a CommonJS file is.
fn compile_commonjs(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let code = vm.to_string(args.get(0))?.to_source();
    let name = text(vm, args, 1)?;
    let goal = if name.ends_with(".ts") || name.ends_with(".cts") { Goal::TypeScriptCommonJs } else { Goal::CommonJs };
    let source = Source::within(name, code, None);
    let template = vm.compile_source(&source, goal).map_err(|e| vm.compile_error(&source, &e))?;
    vm.dump_bytecode(&template);
    let script = vm.new_script(template, vm.current_realm, 0);
    Ok(vm.new_function(script, None).value())
}

/// guardModule ( object, key ).
fn guard(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    if let Some(object) = args.get(0).to_cell() {
        vm.guard_module_property(object, args.get(1))?;
    }
    Ok(Value::UNDEFINED)
}

fn guard_extensions(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    if let Some(object) = args.get(0).to_cell() {
        vm.guard_extensions(object)?;
    }
    Ok(Value::UNDEFINED)
}

/// setModuleHooks ( resolve, load ): undefined takes them away.
fn set_hooks(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let hooks = (!args.get(0).is_undefined()).then(|| (args.get(0), args.get(1)));
    vm.set_module_hooks(hooks);
    Ok(Value::UNDEFINED)
}

/// defaultResolve ( specifier, referrer ): the URL that an import names without hooks.
fn default_resolve(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let (specifier, referrer) = (text(vm, args, 0)?, text(vm, args, 1)?);
    let url = vm.resolve_import(&specifier, &referrer)?;
    Ok(vm.new_string(&url).value())
}

fn sync_builtin_exports(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    vm.sync_builtin_exports()?;
    Ok(Value::UNDEFINED)
}

/// stripTypes ( text ): a text without its types.
fn strip_types(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let code = text(vm, args, 0)?;
    let erased = erase(&code, Goal::TypeScriptModule).or_else(|error| erase(&code, Goal::TypeScriptCommonJs).map_err(|_| error));
    match erased {
        Ok(text) => Ok(vm.new_string(&text).value()),
        Err(error) => {
            let source = Source::new("stripTypeScriptTypes", code);
            let throw = vm.compile_error(&source, &error);
            if !error.message.ends_with(UNSUPPORTED)
                && let Some(object) = throw.0.to_cell::<Object>()
            {
                let (key, code) = (vm.key("code"), vm.new_string("ERR_INVALID_TYPESCRIPT_SYNTAX").value());
                vm.define_new(object, key, code, Attributes::DEFAULT);
            }
            Err(throw)
        }
    }
}

/// forgetPackages ( ): what was read of folders is read again.
fn forget_packages(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    vm.forget_packages();
    Ok(Value::UNDEFINED)
}
