//! The store of a machine: all that it has instantiated.
//!
//! Invariants on which the `unsafe` code rests:
//! 1. `Host::vm` is the machine that waits for the store's operation, and does not touch itself
//!    meanwhile: `with_store` sets it from the only reference to it.
//! 2. The callers in `State` are on the stacks of host functions that wait for script; while one is the
//!    last of the list, that function does not use it.

use super::exception::InFlight;
use super::memory;
use crate::heap::roots::RootedVec;
use crate::runtime::completion::Throw;
use crate::value::Value;
use crate::vm::{Vm, interrupt};
use core::ptr::NonNull;
use parking_lot::Mutex;
use rustc_hash::FxHashMap;
use std::sync::Arc;
use wasmtime::{AsContextMut, Caller, ResourceLimiter, Store, StoreContextMut, Tag, UpdateDeadline};

/// What the store knows of its machine.
pub(super) struct Host {
    pub vm: NonNull<Vm>,
    /// What script has thrown into WebAssembly.
    pub thrown: Option<Throw>,
    pub in_flight: Option<InFlight>,
    /// A memory has grown since the machine looked.
    pub has_grown: bool,
}

// SAFETY: a store is its machine's, which stays on its thread.
unsafe impl Send for Host {}

/// What a machine remembers of WebAssembly.
#[derive(Default)]
pub(crate) struct State {
    store: Option<Box<Store<Host>>>,
    callers: Vec<NonNull<Caller<'static, Host>>>,
    roots: Option<Roots>,
    /// Places in the roots of the functions that scripts know, by the address of the function.
    pub(super) functions: FxHashMap<usize, usize>,
    /// Places in the roots of the handles of memories.
    pub(super) memories: Vec<usize>,
    pub(super) js_tag: Option<Tag>,
    pub(super) last_trap: Option<Held>,
    /// Place in the roots.
    pub(super) exception_prototype: usize,
    /// Places in the roots of CompileError, LinkError and RuntimeError.
    pub(super) error_classes: [usize; 3],
}

/// Values that the store refers to by their places.
struct Roots {
    values: RootedVec,
    free: Arc<Mutex<Vec<usize>>>,
}

/// A place that is free again when the store drops this.
pub(super) struct Held {
    pub place: usize,
    free: Arc<Mutex<Vec<usize>>>,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.free.lock().push(self.place);
    }
}

impl Vm {
    fn wasm_roots(&mut self) -> &mut Roots {
        if self.builtins.webassembly.roots.is_none() {
            self.builtins.webassembly.roots = Some(Roots { values: RootedVec::new(self), free: Arc::default() });
        }
        self.builtins.webassembly.roots.as_mut().expect("made above")
    }
    /// Keeps a value for as long as the machine lives; its place.
    pub(super) fn keep_for_wasm(&mut self, value: Value) -> usize {
        let roots = self.wasm_roots();
        roots.values.push(value);
        roots.values.len() - 1
    }
    /// Keeps a value until what is returned is dropped.
    pub(super) fn hold_for_wasm(&mut self, value: Value) -> Held {
        let roots = self.wasm_roots();
        let mut freed = std::mem::take(&mut *roots.free.lock());
        for place in &freed {
            roots.values[*place] = Value::UNDEFINED;
        }
        let place = freed.pop();
        roots.free.lock().append(&mut freed);
        let free = roots.free.clone();
        let place = match place {
            Some(place) => {
                roots.values[place] = value;
                place
            }
            None => self.keep_for_wasm(value),
        };
        Held { place, free }
    }
    pub(super) fn kept_for_wasm(&mut self, place: usize) -> Value {
        self.wasm_roots().values.get(place).copied().unwrap_or(Value::UNDEFINED)
    }
    /// What is thrown where what was asked of the machine cannot wait.
    fn poll_for_wasm(&mut self) -> Result<(), Throw> {
        if self.cx.interrupt.has(!interrupt::TIER) { self.poll_interrupt() } else { Ok(()) }
    }
}

/// Does something with the store. It must not come back here but through a host function.
pub(super) fn with_store<R>(vm: &mut Vm, f: impl FnOnce(StoreContextMut<'_, Host>) -> R) -> R {
    let at = NonNull::from(&mut *vm);
    if let Some(caller) = vm.builtins.webassembly.callers.last() {
        // SAFETY: invariant 2.
        let caller = unsafe { &mut *caller.as_ptr() };
        let before = core::mem::replace(&mut caller.data_mut().vm, at);
        let result = f(caller.as_context_mut());
        caller.data_mut().vm = before;
        return result;
    }
    let store = vm.builtins.webassembly.store.take().unwrap_or_else(|| new_store(at));
    let mut lent = Lent { vm, store: Some(store) };
    let at = NonNull::from(&mut *lent.vm);
    let store = lent.store.as_mut().expect("given above");
    store.data_mut().vm = at;
    f(store.as_context_mut())
}

/// A store that is out of its machine; it goes back whatever happens, for there are buffers over its memories.
struct Lent<'a> {
    vm: &'a mut Vm,
    store: Option<Box<Store<Host>>>,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        self.vm.builtins.webassembly.store = self.store.take();
    }
}

fn new_store(vm: NonNull<Vm>) -> Box<Store<Host>> {
    let mut store = Store::new(super::engine::engine(), Host { vm, thrown: None, in_flight: None, has_grown: false });
    store.limiter(|host| host);
    store.set_epoch_deadline(1);
    store.epoch_deadline_callback(|mut context| {
        // SAFETY: invariant 1.
        let polled = unsafe { context.data_mut().vm.as_mut() }.poll_for_wasm();
        match polled {
            Ok(()) => Ok(UpdateDeadline::Continue(1)),
            Err(throw) => {
                context.data_mut().thrown = Some(throw);
                Err(wasmtime::Error::msg("script has thrown"))
            }
        }
    });
    Box::new(store)
}

/// Lets script run within a host function.
pub(super) fn with_script<R>(caller: &mut Caller<'_, Host>, f: impl FnOnce(&mut Vm) -> R) -> R {
    let grown = core::mem::take(&mut caller.data_mut().has_grown);
    let mut at = caller.data().vm;
    // SAFETY: invariant 1.
    let vm = unsafe { at.as_mut() };
    vm.builtins.webassembly.callers.push(NonNull::from(&mut *caller).cast());
    let entered = Entered { vm };
    if grown {
        memory::refresh(entered.vm);
    }
    f(entered.vm)
}

/// A caller is the last of the list for as long as this lives.
struct Entered<'a> {
    vm: &'a mut Vm,
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        self.vm.builtins.webassembly.callers.pop();
    }
}

impl ResourceLimiter for Host {
    fn memory_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        // SAFETY: invariant 1.
        let vm = unsafe { self.vm.as_mut() };
        let more = desired.saturating_sub(current);
        if !vm.is_within_limit(more) {
            return Ok(false);
        }
        vm.heap.external(more as isize);
        self.has_grown = true;
        Ok(true)
    }
    fn table_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        // SAFETY: invariant 1.
        let vm = unsafe { self.vm.as_mut() };
        let more = desired.saturating_sub(current).saturating_mul(size_of::<usize>());
        if !vm.is_within_limit(more) {
            return Ok(false);
        }
        vm.heap.external(more as isize);
        Ok(true)
    }
}
