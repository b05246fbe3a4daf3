//! FinalizationRegistry (sec-finalization-registry-objects).

use super::weak::held_weakly;
use crate::builtins::checks::require_callable;
use crate::builtins::table::*;
use crate::heap::{Gc, Header, Kind, Payload, Tracer};
use crate::object::function::Args;
use crate::object::layout::{Object, trace_value};
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use core::ptr::NonNull;
use hearth_gc::Liveness;
use rustc_hash::FxHashMap;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

struct Registration {
    target: NonNull<Header>,
    held: Value,
    /// The last to be registered is told of first, as in V8.
    number: u64,
}

/// Registries of which targets have died, and whose callbacks are to be called.
#[derive(Default)]
pub(crate) struct Finalized(RefCell<Vec<Gc<Object>>>);

impl Finalized {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }
    pub(crate) fn trace(&self, tracer: &mut Tracer) {
        self.0.borrow().iter().for_each(|registry| tracer.mark(registry.header()));
    }
}

/// Cells whose targets have died and whose callbacks are to be called. They can be unregistered until then.
#[derive(Default)]
struct Ready {
    /// Held values by the cells' numbers.
    // unrooted: traced by the registry's payload
    held: BTreeMap<u64, Value>,
    /// Which of them a token unregisters; numbers of those that were told of may be left.
    by_token: FxHashMap<NonNull<Header>, Vec<u64>>,
}

impl Ready {
    fn add(&mut self, token: Option<NonNull<Header>>, cell: Registration) {
        self.held.insert(cell.number, cell.held);
        if let Some(token) = token {
            self.by_token.entry(token).or_default().push(cell.number);
        }
    }
    fn next(&mut self) -> Option<Value> {
        let next = self.held.pop_last();
        if self.held.is_empty() {
            self.by_token.clear();
        }
        next.map(|(_, held)| held)
    }
    /// Whether there was one.
    fn unregister(&mut self, token: NonNull<Header>) -> bool {
        let numbers = self.by_token.remove(&token).unwrap_or_default();
        numbers.into_iter().filter(|number| self.held.remove(number).is_some()).count() > 0
    }
}

/// `[[Cells]]` and `[[CleanupCallback]]`.
struct Registry {
    callback: Value,
    /// By what they are unregistered by; without: `None`.
    cells: RefCell<FxHashMap<Option<NonNull<Header>>, Vec<Registration>>>,
    registered: Cell<u64>,
    ready: RefCell<Ready>,
    /// Itself, once it is made.
    this: Cell<Option<Gc<Object>>>,
    finalized: Rc<Finalized>,
    is_queued: Cell<bool>,
}

impl Registry {
    /// HostEnqueueFinalizationRegistryCleanupJob (sec-host-cleanup-finalization-registry).
    fn enqueue(&self) {
        if let Some(this) = self.this.get().filter(|_| !self.is_queued.replace(true)) {
            self.finalized.0.borrow_mut().push(this);
        }
    }
}

impl Payload for Registry {
    fn trace(&self, tracer: &mut Tracer) {
        trace_value(self.callback, tracer);
        for cell in self.cells.borrow().values().flatten() {
            trace_value(cell.held, tracer);
        }
        for held in self.ready.borrow().held.values() {
            trace_value(*held, tracer);
        }
    }
    fn is_weak(&self) -> bool {
        true
    }
    fn sweep_weak(&self, liveness: &Liveness) {
        let mut cells = self.cells.borrow_mut();
        let mut ready = self.ready.borrow_mut();
        ready.by_token.retain(|token, _| liveness.is_live(*token));
        let mut without_token: Vec<Registration> = Vec::new();
        cells.retain(|&token, all| {
            // Nobody can unregister by what has died.
            let live_token = token.filter(|token| liveness.is_live(*token));
            for cell in all.extract_if(.., |cell| !liveness.is_live(cell.target)) {
                ready.add(live_token, cell);
            }
            if live_token != token {
                without_token.append(all);
            }
            !all.is_empty()
        });
        if !without_token.is_empty() {
            cells.entry(None).or_default().append(&mut without_token);
        }
        if !ready.held.is_empty() {
            self.enqueue();
        }
    }
}

impl Vm {
    /// Calls the callbacks of a registry of which targets have died: whether there was one.
    ///
    /// # Errors
    /// What a callback throws; the others are called the next time.
    pub(crate) fn run_finalization(&mut self) -> JsResult<bool> {
        let next = self.interp.jobs.finalized.0.borrow_mut().pop();
        let Some(object) = next else { return Ok(false) };
        let registry = object.payload::<Registry>().expect("only registries are queued");
        registry.is_queued.set(false);
        let result = clean_up(self, registry, registry.callback);
        if !registry.ready.borrow().held.is_empty() {
            registry.enqueue();
        }
        result.map(|()| true)
    }
}

/// CleanupFinalizationRegistry (sec-cleanup-finalization-registry).
fn clean_up(vm: &mut Vm, registry: &Registry, callback: Value) -> JsResult<()> {
    while let Some(held) = { registry.ready.borrow_mut().next() } {
        vm.call(callback, Value::UNDEFINED, &[held])?;
    }
    Ok(())
}

/// FinalizationRegistry ( cleanupCallback ) (sec-finalization-registry-cleanup-callback).
fn registry_constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if !args.is_construct() {
        return Err(vm.type_error("Constructor FinalizationRegistry requires 'new'"));
    }
    if !vm.is_callable(args.get(0)) {
        return Err(vm.type_error("FinalizationRegistry: cleanup must be callable"));
    }
    let proto = vm.get_prototype_from_constructor(args.new_target, Intrinsic::FinalizationRegistryPrototype)?;
    let registry = Registry {
        callback: args.get(0),
        cells: RefCell::default(),
        registered: Cell::new(0),
        ready: RefCell::default(),
        this: Cell::new(None),
        finalized: vm.interp.jobs.finalized.clone(),
        is_queued: Cell::new(false),
    };
    let object = vm.new_payload_object(Kind::FinalizationRegistry, proto, Box::new(registry));
    object.payload::<Registry>().expect("made with it").this.set(Some(object));
    Ok(object.value())
}
fn this_registry<'a>(vm: &mut Vm, args: &Args, method: &str) -> JsResult<&'a Registry> {
    match args.this.payload::<Registry>() {
        Some(registry) => Ok(registry),
        None => {
            let shown = vm.to_display(args.this);
            Err(vm.type_error(format!("Method FinalizationRegistry.prototype.{method} called on incompatible receiver {shown}")))
        }
    }
}
/// FinalizationRegistry.prototype.register (sec-finalization-registry.prototype.register).
fn register(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let registry = this_registry(vm, args, "register")?;
    let Some(target) = held_weakly(args.get(0)) else {
        return Err(vm.type_error("FinalizationRegistry.prototype.register: invalid target"));
    };
    if vm.same_value(args.get(0), args.get(1)) {
        return Err(vm.type_error("FinalizationRegistry.prototype.register: target and holdings must not be same"));
    }
    let token = held_weakly(args.get(2));
    if token.is_none() && !args.get(2).is_undefined() {
        let shown = vm.to_display(args.get(2));
        return Err(vm.type_error(format!("Invalid unregisterToken ('{shown}')")));
    }
    let number = registry.registered.get();
    registry.registered.set(number + 1);
    registry.cells.borrow_mut().entry(token).or_default().push(Registration { target, held: args.get(1), number });
    if let Some(owner) = args.this.header() {
        vm.write_barrier(owner);
    }
    Ok(Value::UNDEFINED)
}
/// FinalizationRegistry.prototype.unregister (sec-finalization-registry.prototype.unregister).
fn unregister(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let registry = this_registry(vm, args, "unregister")?;
    let Some(token) = held_weakly(args.get(0)) else {
        let shown = vm.to_display(args.get(0));
        return Err(vm.type_error(format!("Invalid unregisterToken ('{shown}')")));
    };
    let of_live_targets = registry.cells.borrow_mut().remove(&Some(token)).is_some();
    Ok(Value::bool(registry.ready.borrow_mut().unregister(token) | of_live_targets))
}
/// FinalizationRegistry.prototype.cleanupSome (<https://github.com/tc39/proposal-cleanup-some>).
fn cleanup_some(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let registry = this_registry(vm, args, "cleanupSome")?;
    let callback = if args.get(0).is_undefined() { registry.callback } else { args.get(0) };
    require_callable(vm, callback)?;
    clean_up(vm, registry, callback)?;
    Ok(Value::UNDEFINED)
}

pub static FINALIZATION_REGISTRY: ClassSpec = ClassSpec {
    methods: &[method("register", 2, register), method("unregister", 1, unregister), method("cleanupSome", 0, cleanup_some)],
    constants: &[tag("FinalizationRegistry")],
    ..ClassSpec::new(
        "FinalizationRegistry",
        1,
        registry_constructor,
        Intrinsic::FinalizationRegistry,
        Intrinsic::FinalizationRegistryPrototype,
    )
};
