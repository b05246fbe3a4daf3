//! WeakRef (sec-weak-ref-objects), and what its targets are kept alive by until the jobs are done.

use super::weak::held_weakly;
use crate::builtins::table::*;
use crate::heap::{Header, Kind, Payload, Tracer};
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use core::ptr::NonNull;
use hearth_gc::Liveness;
use rustc_hash::FxHashSet;
use std::cell::Cell;

/// `[[KeptAlive]]` of the agent (sec-agents): targets that a program has made references to, or has got from one, since
/// its jobs began.
#[derive(Default)]
pub(crate) struct KeptAlive {
    targets: FxHashSet<NonNull<Header>>,
    /// Asked for again and again.
    last: Option<NonNull<Header>>,
}

impl KeptAlive {
    /// AddToKeptObjects (sec-addtokeptobjects).
    pub(super) fn add(&mut self, target: Value) {
        let Some(cell) = target.header().filter(|cell| self.last != Some(*cell)) else { return };
        self.last = Some(cell);
        self.targets.insert(cell);
    }
    /// ClearKeptObjects (sec-clear-kept-objects).
    pub(crate) fn clear(&mut self) {
        if self.last.take().is_some() {
            self.targets = FxHashSet::default();
        }
    }
    pub(crate) fn trace(&self, tracer: &mut Tracer) {
        self.targets.iter().for_each(|cell| tracer.mark(*cell));
    }
}

/// `[[WeakRefTarget]]`: undefined once dead.
struct WeakTarget(Cell<Value>);

impl Payload for WeakTarget {
    fn trace(&self, _: &mut Tracer) {}
    fn is_weak(&self) -> bool {
        true
    }
    fn sweep_weak(&self, liveness: &Liveness) {
        if self.0.get().header().is_some_and(|cell| !liveness.is_live(cell)) {
            self.0.set(Value::UNDEFINED);
        }
    }
}

/// WeakRef ( target ) (sec-weak-ref-target).
fn weak_ref_constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if !args.is_construct() {
        return Err(vm.type_error("Constructor WeakRef requires 'new'"));
    }
    if held_weakly(args.get(0)).is_none() {
        return Err(vm.type_error("WeakRef: invalid target"));
    }
    let proto = vm.get_prototype_from_constructor(args.new_target, Intrinsic::WeakRefPrototype)?;
    vm.interp.jobs.kept.add(args.get(0));
    Ok(vm.new_payload_object(Kind::WeakRef, proto, Box::new(WeakTarget(Cell::new(args.get(0))))).value())
}
/// WeakRef.prototype.deref (sec-weak-ref.prototype.deref).
fn deref(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    match args.this.payload::<WeakTarget>() {
        Some(target) => {
            let target = target.0.get();
            vm.interp.jobs.kept.add(target);
            Ok(target)
        }
        None => {
            let shown = vm.to_display(args.this);
            Err(vm.type_error(format!("Method WeakRef.prototype.deref called on incompatible receiver {shown}")))
        }
    }
}

pub static WEAK_REF: ClassSpec = ClassSpec {
    methods: &[method("deref", 0, deref)],
    constants: &[tag("WeakRef")],
    ..ClassSpec::new("WeakRef", 1, weak_ref_constructor, Intrinsic::WeakRef, Intrinsic::WeakRefPrototype)
};
