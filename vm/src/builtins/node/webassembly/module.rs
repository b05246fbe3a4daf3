//! Compiled modules, and what they say of themselves.

use super::engine::engine;
use super::errors::{Class, error};
use super::handle::Handle;
use super::{integer, text};
use crate::builtins::typed;
use crate::builtins::typed::buffer;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use parking_lot::Mutex;
use std::sync::Arc;
use wasmparser::{ExternalKind, Parser, Payload as Section};
use wasmtime::{ExternType, Module};

/// A module, and what Wasmtime does not tell of it.
pub(super) struct Compiled {
    pub module: Module,
    /// Of the exports: the kind's index space, and the index in it.
    pub indices: Vec<(ExternalKind, u32)>,
    custom: Vec<(String, Box<[u8]>)>,
    size: usize,
}

/// Bytes of a module below which it is compiled sooner than stored.
const WORTH_STORING: usize = 4 << 10;

/// The module of these bytes, from the stores or compiled.
fn module_of(vm: &mut Vm, bytes: &[u8]) -> wasmtime::Result<Module> {
    if bytes.len() < WORTH_STORING || vm.cache.is_none() {
        return Module::from_binary(engine(), bytes);
    }
    // SAFETY: what the stores have was authenticated, so it is what a process with the key has serialised.
    let restore = |compiled: &[u8]| unsafe { Module::deserialize(engine(), compiled) }.ok();
    if let Some(cache) = vm.cache.as_mut()
        && let Ok(module) = cache.lookup_module(bytes, restore, &mut vm.stats)
    {
        return Ok(module);
    }
    let module = Module::from_binary(engine(), bytes)?;
    if let (Some(cache), Ok(compiled)) = (vm.cache.as_mut(), module.serialize()) {
        cache.store_module(bytes, &compiled);
    }
    Ok(module)
}

impl Compiled {
    fn new(vm: &mut Vm, bytes: &[u8]) -> wasmtime::Result<Compiled> {
        let module = module_of(vm, bytes)?;
        let mut compiled = Compiled { module, indices: Vec::new(), custom: Vec::new(), size: bytes.len() };
        for section in Parser::new(0).parse_all(bytes) {
            match section? {
                Section::ExportSection(exports) => {
                    for export in exports {
                        let export = export?;
                        compiled.indices.push((export.kind, export.index));
                    }
                }
                Section::CustomSection(section) => compiled.custom.push((section.name().to_owned(), section.data().into())),
                _ => {}
            }
        }
        Ok(compiled)
    }
    /// Bytes, about.
    pub fn size(&self) -> usize {
        self.size
    }
}

/// wasmCompile ( bytes, who asks ): a handle.
///
/// # Errors
/// CompileError
pub(super) fn compile(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let bytes = typed::bytes_of(args.get(0)).unwrap_or_default();
    let asks = text(vm, args, 1)?;
    match Compiled::new(vm, &bytes) {
        Ok(compiled) => Ok(Handle::Module(Arc::new(compiled)).into_object(vm).value()),
        Err(failure) => Err(error(vm, Class::Compile, &format!("{asks}: {failure:#}"))),
    }
}

/// wasmValidate ( bytes )
pub(super) fn validate(_: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let bytes = typed::bytes_of(args.get(0)).unwrap_or_default();
    Ok(Value::bool(Module::validate(engine(), &bytes).is_ok()))
}

/// Modules that one thread has sent to another, by their numbers.
static SHARED: Mutex<Vec<Arc<Compiled>>> = Mutex::new(Vec::new());

/// wasmShare ( module ): its number for all threads. From now on it lives as long as the process.
pub(super) fn share(_: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let module = Handle::module(args.get(0));
    let mut shared = SHARED.lock();
    let number = shared.iter().position(|other| Arc::ptr_eq(other, module)).unwrap_or_else(|| {
        shared.push(module.clone());
        shared.len() - 1
    });
    Ok(Value::from(number))
}

/// wasmReceive ( number ): a handle of the module.
pub(super) fn receive(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let module = SHARED.lock()[integer(args, 0, 0) as usize].clone();
    Ok(Handle::Module(module).into_object(vm).value())
}

pub(super) fn kind_of(ty: &ExternType) -> &'static str {
    match ty {
        ExternType::Func(_) => "function",
        ExternType::Global(_) => "global",
        ExternType::Table(_) => "table",
        ExternType::Memory(_) => "memory",
        ExternType::Tag(_) => "tag",
    }
}

fn list_of(vm: &mut Vm, rows: &[Vec<String>]) -> JsResult<Value> {
    let list = vm.new_array(&[]);
    for row in rows {
        let cells = vm.new_array(&[]);
        for cell in row {
            let cell = vm.new_string(cell).value();
            vm.array_push(cells, cell)?;
        }
        vm.array_push(list, cells.value())?;
    }
    Ok(list.value())
}

/// wasmImports ( module ): of each the module, the name and the kind.
pub(super) fn imports(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let module = &Handle::module(args.get(0)).module;
    let rows: Vec<_> = module
        .imports()
        .map(|import| vec![import.module().to_owned(), import.name().to_owned(), kind_of(&import.ty()).to_owned()])
        .collect();
    list_of(vm, &rows)
}

/// wasmExports ( module ): of each the name and the kind.
pub(super) fn exports(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let module = &Handle::module(args.get(0)).module;
    let rows: Vec<_> = module.exports().map(|export| vec![export.name().to_owned(), kind_of(&export.ty()).to_owned()]).collect();
    list_of(vm, &rows)
}

/// wasmCustomSections ( module, name ): ArrayBuffers.
pub(super) fn custom_sections(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let name = text(vm, args, 1)?;
    let list = vm.new_array(&[]);
    for (_, bytes) in Handle::module(args.get(0)).custom.iter().filter(|(n, _)| *n == name) {
        vm.room_for(bytes.len())?;
        let buffer = buffer::of_bytes(vm, bytes.to_vec()).value();
        vm.array_push(list, buffer)?;
    }
    Ok(list.value())
}
