//! Instances.

use super::errors::{self, Class, error};
use super::handle::Handle;
use super::store::{Host, with_store};
use super::values::exported_function;
use super::{exception, function, global, import, memory, text};
use crate::builtins::node::threads::items;
use crate::heap::roots::RootedVec;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use std::sync::Arc;
use wasmparser::ExternalKind;
use wasmtime::{Extern, ExternType, Instance, Mutability, StoreContextMut, ThrownException, Trap, ValType};

/// The handles of what is imported and exported again, by kind.
struct Imported {
    functions: Vec<Extern>,
    memories: RootedVec,
    tables: RootedVec,
    globals: RootedVec,
    tags: RootedVec,
}

/// wasmInstantiate ( module, imported values, who asks ): the exports in their order; functions, and handles.
///
/// # Errors
/// LinkError, RuntimeError, and what the start function throws.
pub(super) fn instantiate(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let compiled = Arc::clone(Handle::module(args.get(0)));
    let asks = text(vm, args, 2)?;
    function::check_stack(vm)?;
    let mut externs = Vec::new();
    let mut imported = Imported {
        functions: Vec::new(),
        memories: RootedVec::new(vm),
        tables: RootedVec::new(vm),
        globals: RootedVec::new(vm),
        tags: RootedVec::new(vm),
    };
    let values = RootedVec::from_slice(vm, &items(args.get(1)).collect::<Vec<_>>());
    for (i, wanted) in compiled.module.imports().enumerate() {
        let value = values.get(i).copied().unwrap_or(Value::UNDEFINED);
        match imported_value(vm, value, &wanted.ty(), &mut imported)? {
            Ok(found) => externs.push(found),
            Err(why) => {
                let message = format!("{asks}: Import #{i} \"{}\" \"{}\": {why}", wanted.module(), wanted.name());
                return Err(error(vm, Class::Link, &message));
            }
        }
    }
    let instance = with_store(vm, |context| Instance::new(context, &compiled.module, &externs));
    if with_store(vm, |mut context| core::mem::take(&mut context.data_mut().has_grown)) {
        memory::refresh(vm);
    }
    let instance = match instance {
        Ok(instance) => instance,
        Err(failure) => {
            let is_thrown = with_store(vm, |context| context.data().thrown.is_some());
            return Err(match failure.downcast_ref::<Trap>() {
                None if !is_thrown && !failure.is::<ThrownException>() => error(vm, Class::Link, &format!("{asks}: {failure:#}")),
                _ => errors::thrown(vm, &failure),
            });
        }
    };
    let found: Vec<Extern> = with_store(vm, |mut context| {
        let names: Vec<String> = compiled.module.exports().map(|export| export.name().to_owned()).collect();
        names.iter().filter_map(|name| instance.get_export(&mut context, name)).collect()
    });
    exported(vm, found, &compiled.indices, &imported)
}

/// An import; what is wrong with it.
fn imported_value(vm: &mut Vm, value: Value, ty: &ExternType, imported: &mut Imported) -> JsResult<Result<Extern, &'static str>> {
    Ok(Ok(match (ty, Handle::of(value)) {
        (ExternType::Func(ty), _) => {
            if !vm.is_callable(value) {
                return Ok(Err("function import requires a callable"));
            }
            let function = match exported_function(value) {
                Some(Handle::Function(function, found)) => {
                    if !found.matches(ty) {
                        return Ok(Err("imported function does not match the expected type"));
                    }
                    Extern::Func(*function)
                }
                _ => {
                    let place = vm.keep_for_wasm(value);
                    let ty = ty.clone();
                    Extern::Func(with_store(vm, |mut context: StoreContextMut<'_, Host>| import::function(&mut context, place, ty)))
                }
            };
            imported.functions.push(function.clone());
            function
        }
        (ExternType::Memory(_), Some(Handle::Memory(memory, _))) => {
            imported.memories.push(value);
            Extern::Memory(*memory)
        }
        (ExternType::Memory(_), _) => return Ok(Err("memory import must be a WebAssembly.Memory object")),
        (ExternType::Table(_), Some(Handle::Table(table))) => {
            imported.tables.push(value);
            Extern::Table(*table)
        }
        (ExternType::Table(_), _) => return Ok(Err("table import requires a WebAssembly.Table")),
        (ExternType::Global(_), Some(Handle::Global(global))) => {
            imported.globals.push(value);
            Extern::Global(*global)
        }
        (ExternType::Global(ty), _) => {
            if ty.mutability() == Mutability::Var {
                return Ok(Err("imported mutable global must be a WebAssembly.Global object"));
            }
            let is_fit = match ty.content() {
                ValType::I64 => value.is_bigint(),
                ValType::I32 | ValType::F32 | ValType::F64 => value.is_number(),
                ValType::V128 => false,
                ValType::Ref(_) => true,
            };
            if !is_fit {
                return Ok(Err("global import must be a number, valid Wasm reference, or WebAssembly.Global object"));
            }
            let global = global::new(vm, value, ty.clone())?;
            let handle = Handle::Global(global).into_object(vm).value();
            imported.globals.push(handle);
            Extern::Global(global)
        }
        (ExternType::Tag(_), Some(Handle::Tag(tag, _))) => {
            imported.tags.push(value);
            Extern::Tag(*tag)
        }
        (ExternType::Tag(_), _) => return Ok(Err("tag import requires a WebAssembly.Tag")),
    }))
}

fn exported(vm: &mut Vm, found: Vec<Extern>, indices: &[(ExternalKind, u32)], imported: &Imported) -> JsResult<Value> {
    let list = vm.new_array(&[]);
    let mut known: Vec<((ExternalKind, u32), usize)> = Vec::new();
    let mut handles = RootedVec::new(vm);
    for (export, at) in found.into_iter().zip(indices) {
        let index = at.1 as usize;
        let value = match known.iter().find(|(other, _)| other == at) {
            Some((_, i)) => handles[*i],
            None => match export {
                Extern::Func(own) => match imported.functions.get(index) {
                    Some(Extern::Func(other)) => function::object_of(vm, *other, Some(at.1)),
                    _ => function::object_of(vm, own, Some(at.1)),
                },
                Extern::Memory(memory) => match imported.memories.get(index) {
                    Some(handle) => *handle,
                    None => memory::handle_of(vm, memory),
                },
                Extern::Table(table) => match imported.tables.get(index) {
                    Some(handle) => *handle,
                    None => Handle::Table(table).into_object(vm).value(),
                },
                Extern::Global(global) => match imported.globals.get(index) {
                    Some(handle) => *handle,
                    None => Handle::Global(global).into_object(vm).value(),
                },
                Extern::Tag(tag) => match imported.tags.get(index) {
                    Some(handle) => *handle,
                    None => exception::handle_of(vm, tag),
                },
                _ => Value::UNDEFINED,
            },
        };
        known.push((*at, handles.len()));
        handles.push(value);
        vm.array_push(list, value)?;
    }
    Ok(list.value())
}
