//! Cells that only state outside of the heap refers to.

use super::roots::RootSource;
use super::{Collection, Payload, RootedVec, Tracer};
use crate::object::layout::trace_value;
use crate::options::Options;
use crate::value::Value;
use crate::vm::Vm;
use std::rc::Rc;

/// Where no collection looks, but for `trace`.
// unrooted: `trace` visits them.
struct Held(Vec<Value>);

impl Held {
    fn trace(&self, tracer: &mut Tracer) {
        for value in &self.0 {
            trace_value(*value, tracer);
        }
    }
}

impl RootSource for Held {
    fn trace(&self, tracer: &mut Tracer) {
        Held::trace(self, tracer);
    }
}

impl Payload for Held {
    fn trace(&self, tracer: &mut Tracer) {
        Held::trace(self, tracer);
    }
}

const COUNT: usize = 40;

/// Objects that nothing else refers to, and their addresses, inverted.
#[inline(never)]
fn held(vm: &mut Vm) -> (Held, Vec<u64>) {
    let mut objects = RootedVec::new(vm);
    let mut hidden = Vec::new();
    for _ in 0..COUNT {
        let object = vm.new_object();
        objects.push(object.value());
        hidden.push(!(object.address() as u64));
    }
    // unrooted: nothing is allocated before its owner traces it.
    (Held(objects.to_vec()), hidden)
}

fn alive(vm: &Vm, hidden: &[u64]) -> usize {
    hidden.iter().filter(|word| vm.heap.contains(!**word as usize).is_some()).count()
}

#[test]
fn cells_that_only_a_root_source_refers_to_stay_alive() {
    let mut vm = Vm::new(Options::default()).expect("a machine can be made");
    let (held, hidden) = held(&mut vm);
    vm.add_root_source(Rc::new(held));
    vm.collect_garbage(Collection::Full);
    assert_eq!(alive(&vm, &hidden), COUNT);
}

#[test]
fn cells_that_only_a_new_payload_refers_to_stay_alive() {
    // Each allocation collects; sometimes it is a full collection.
    let mut vm = Vm::new(Options { gc_stress: 1, ..Options::default() }).expect("a machine can be made");
    for _ in 0..40 {
        let (held, hidden) = held(&mut vm);
        let internal = vm.new_internal(Box::new(held));
        assert_eq!(alive(&vm, &hidden), COUNT);
        core::hint::black_box(internal);
    }
}
