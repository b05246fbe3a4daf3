//! Memories, and the buffers over them.

use super::handle::Handle;
use super::integer;
use super::store::with_store;
use crate::builtins::typed::buffer::{self, ArrayBufferData};
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use std::cell::Cell;
use wasmtime::{Memory, MemoryTypeBuilder};

/// Of a memory with addresses of 32 bits.
const MAX_PAGES: u64 = 1 << 16;

/// The handle of a memory that script does not know yet.
pub(super) fn handle_of(vm: &mut Vm, memory: Memory) -> Value {
    let handle = Handle::Memory(memory, Cell::new(Value::UNDEFINED)).into_object(vm).value();
    let place = vm.keep_for_wasm(handle);
    vm.builtins.webassembly.memories.push(place);
    handle
}

/// wasmMemory ( initial, maximum, is64 ): a handle, undefined if there is no room.
pub(super) fn make(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let initial = integer(args, 0, 0) as u64;
    let maximum = args.get(1).is_number().then(|| integer(args, 1, 0) as u64);
    let ty = MemoryTypeBuilder::new().min(initial).max(maximum).memory64(args.get(2) == Value::TRUE).build();
    let memory = match ty {
        Ok(ty) => with_store(vm, |context| Memory::new(context, ty)),
        Err(failure) => Err(failure),
    };
    match memory {
        Ok(memory) => Ok(handle_of(vm, memory)),
        Err(_) => Ok(Value::UNDEFINED),
    }
}

/// wasmMemoryBuffer ( memory ): the ArrayBuffer over it, the same one until it grows.
pub(super) fn buffer(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let (memory, cached) = Handle::memory(args.get(0));
    if cached.get().is_undefined() {
        let (data, length) = with_store(vm, |context| (memory.data_ptr(&context), memory.data_size(&context)));
        // SAFETY: the bytes stay in place as long as the store, which the machine drops at its end; the
        // buffer is detached when their number changes.
        let made = unsafe { buffer::over_linear_memory(vm, data, length) }.value();
        cached.set(made);
        vm.write_barrier(args.get(0).to_cell::<crate::object::Object>().expect("a handle").header());
    }
    Ok(cached.get())
}

/// wasmMemoryGrow ( memory, pages ): how many there were, -1 if there may not be so many, -2 if there is no room.
pub(super) fn grow(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let (memory, cached) = Handle::memory(args.get(0));
    let more = integer(args, 1, 0) as u64;
    let grown = with_store(vm, |context| memory.grow(context, more));
    let Ok(before) = grown else {
        let (pages, most) = with_store(vm, |context| (memory.size(&context), memory.ty(&context).maximum()));
        let is_over = pages.saturating_add(more) > most.unwrap_or(MAX_PAGES);
        return Ok(Value::int(if is_over { -1 } else { -2 }));
    };
    detach(cached);
    Ok(Value::number(before as f64))
}

fn detach(cached: &Cell<Value>) {
    if let Some(data) = cached.replace(Value::UNDEFINED).payload::<ArrayBufferData>() {
        data.detach_linear_memory();
    }
}

/// Detaches the buffers of memories that have grown.
pub(super) fn refresh(vm: &mut Vm) {
    for i in 0..vm.builtins.webassembly.memories.len() {
        let place = vm.builtins.webassembly.memories[i];
        let (memory, cached) = Handle::memory(vm.kept_for_wasm(place));
        let length = with_store(vm, |context| memory.data_size(&context));
        if cached.get().payload::<ArrayBufferData>().is_some_and(|data| data.len() != length) {
            detach(cached);
        }
    }
}
