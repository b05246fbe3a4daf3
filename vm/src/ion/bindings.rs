//! Tests of what link slots are bound to.

use super::descriptor::{Fact, LinkDescriptor};
use super::lifetimes::{engine, options, result};
use super::link::LinkTable;
use super::lower::FIXED_LINKS;
use crate::heap::Gc;
use crate::object::Object;
use crate::object::function::Args;
use crate::options::Options;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

/// Evaluates a text in a new realm.
fn elsewhere(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let text = vm.to_string(args.get(0))?.to_rust();
    let realm = vm.create_realm();
    vm.in_realm(realm, |vm| vm.run_script("elsewhere.js", &text))
}

/// Two functions of the same text have the same bytecode, and the same hash.
#[test]
fn a_function_of_another_realm_is_not_taken_for_one_of_this() {
    let mut engine = engine(Options { ion_eager: false, ..options(false) });
    engine.register("elsewhere", 1, elsewhere);
    // The compiled code's very first callee is of the other realm, whenever it is compiled.
    let text = "
        const text = '(function () { return [1]; })';
        const mine = (0, eval)(text), theirs = elsewhere(text);
        let wrong = 0;
        for (let k = 1490; k < 1502; k++) {
            const call = new Function('o', `const a = o.make(); return ${k} && a;`);
            const here = Object.create({ make: mine }), there = Object.create({ make: theirs });
            for (let i = 0; i < k; i++) call(here);
            for (let i = 0; i < 20; i++) {
                if (call(there) instanceof Array) wrong++;
                if (!(call(here) instanceof Array)) wrong++;
            }
        }
        wrong";
    assert_eq!(result(&mut engine, text), "0");
    assert!(engine.vm().stats.tierups.compiled > 0, "nothing was compiled");
}

/// A slot whose predicate names a method.
fn method_slot(vm: &Vm) -> Option<(Gc<LinkTable>, usize)> {
    let all = vm.ion.as_ref()?.pc_map.borrow().all(); // unrooted: nothing allocates
    all.iter().find_map(|code| {
        let is_method = |fact: &Fact| matches!(fact, Fact::Method { .. } | Fact::Inherited { .. });
        let links = &code.data().metadata.links;
        let at = links.iter().position(|link| matches!(link, LinkDescriptor::Shape(p) if p.facts.iter().any(is_method)))?;
        Some((code.data().links.get()?, FIXED_LINKS + at))
    })
}

#[test]
fn what_a_slot_has_refused_is_asked_again_when_prototypes_have_changed() {
    let mut engine = engine(options(false));
    let text = "
        var prototype = { method() { return 1; } }, method = prototype.method, object = Object.create(prototype);
        function call(o) { return o.method(); }
        for (let i = 0; i < 3000; i++) call(object);";
    result(&mut engine, text);
    let object: Gc<Object> = engine.global("object").expect("it is there").value().to_cell().expect("an object");
    let (links, slot) = method_slot(engine.vm()).expect("the call is compiled");
    result(&mut engine, "delete prototype.method");
    assert_eq!(links.word(slot), 0, "the slot relies on the prototype");
    assert!(!engine.vm().bind_shape(links, slot, object), "there is no method");
    result(&mut engine, "prototype.method = method");
    assert!(engine.vm().bind_shape(links, slot, object), "there is one again");
}

/// The subject slot of the first site that asks about objects by shape.
fn subject_slot(vm: &Vm) -> Option<(Gc<LinkTable>, usize)> {
    let all = vm.ion.as_ref()?.pc_map.borrow().all(); // unrooted: nothing allocates
    all.iter().find_map(|code| {
        let at = code.data().metadata.links.iter().position(|link| *link == LinkDescriptor::Subject)?;
        Some((code.data().links.get()?, FIXED_LINKS + at))
    })
}

#[test]
fn what_instanceof_answered_is_forgotten_when_the_prototype_is_assigned() {
    let mut engine = engine(options(false));
    let text = "
        function F() {}
        var object = new F();
        function is(o) { return o instanceof F; }
        for (let i = 0; i < 3000; i++) is(object), is({});";
    result(&mut engine, text);
    let (links, slot) = subject_slot(engine.vm()).expect("the function is compiled");
    let constructor = engine.global("F").expect("it is there").value();
    let object: Gc<Object> = engine.global("object").expect("it is there").value().to_cell().expect("an object");
    assert_eq!(links.get(slot), constructor);
    let answers = [links.word(slot + 1), links.word(slot + 2)];
    assert!(answers.contains(&(object.shape().0 as u64 | 1 << 32)), "yes, for its shape: {answers:x?}");
    assert!(answers.iter().any(|word| *word != 0 && word >> 32 == 0), "no, for another: {answers:x?}");
    result(&mut engine, "F.prototype = {}");
    assert!((slot..=slot + 2).all(|slot| links.word(slot) == 0), "the answers rely on it");
    assert_eq!(result(&mut engine, "String(is(object))"), "false");
}
