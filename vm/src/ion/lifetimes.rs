//! Tests of how long code lives: all that can be dropped is dropped while frames run in it.
//!
//! A script calls the host's `drop`: every function's code is given up, or replaced by a copy
//! that went through its stored form, and what nothing refers to is collected. Retired code is
//! behind a fence (`Options::code_fence`): a frame that came back to code that had died would
//! fault, instead of finding other code in its place.

use super::bailout::with_words_on_stack;
use super::descriptor::LinkDescriptor;
use super::link::LinkTable;
use super::lower::FIXED_LINKS;
use crate::heap::Gc;
use crate::machine::Machine as Engine;
use crate::object::Function;
use crate::object::function::Args;
use crate::object::shape::ShapeId;
use crate::options::Options;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use hearth_gc::Collection;
use std::cell::Cell;

thread_local! {
    static DROPS: Cell<u32> = const { Cell::new(0) };
}

/// How much code is installed.
fn codes(vm: &Vm) -> usize {
    vm.ion.as_ref().map_or(0, |ion| ion.pc_map.borrow().len())
}

fn give_up_all(vm: &mut Vm) {
    let all = vm.ion.as_ref().map_or_else(Vec::new, |ion| ion.pc_map.borrow().all()); // unrooted: nothing allocates
    for code in all {
        vm.give_up_code(code);
    }
    vm.collect_garbage(Collection::Full);
}

fn drop_all(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    DROPS.set(DROPS.get() + 1);
    give_up_all(vm);
    vm.collect_garbage(Collection::Full);
    Ok(Value::UNDEFINED)
}

/// Evicts everything, and restores it from its stored form.
fn restore_all(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    DROPS.set(DROPS.get() + 1);
    let count = codes(vm);
    for at in 0..count {
        let code = vm.ion.as_ref().and_then(|ion| ion.pc_map.borrow().all().get(at).copied());
        if let Some(code) = code {
            vm.replace_by_copy(code);
        }
    }
    vm.collect_garbage(Collection::Full);
    vm.collect_garbage(Collection::Full);
    Ok(Value::UNDEFINED)
}

pub(super) fn options(fence: bool) -> Options {
    Options { ion_eager: true, threads: false, code_fence: fence, gc_verify: true, ..Options::default() }
}

pub(super) fn engine(options: Options) -> Engine {
    let mut engine = Engine::new(options).expect("an engine");
    engine.register("drop", 0, drop_all);
    engine.register("restore", 0, restore_all);
    engine
}

pub(super) fn result(engine: &mut Engine, text: &str) -> String {
    let value = engine.eval("test.js", text).unwrap_or_else(|error| panic!("{}", error.report));
    engine.run_event_loop().expect("no job throws");
    match engine.global("result") {
        Ok(late) if !late.is_undefined() => engine.to_display(&late),
        _ => engine.to_display(&value),
    }
}

/// `text` gives `expect`, whatever `drop` stands for.
#[track_caller]
fn check(text: &str, expect: &str) {
    for what in ["drop", "restore"] {
        for fence in [true, false] {
            DROPS.set(0);
            let mut engine = engine(options(fence));
            let text = text.replace("drop()", &format!("{what}()"));
            assert_eq!(result(&mut engine, &text), expect, "{text}");
            assert!(DROPS.get() > 0 && engine.vm().stats.tierups.compiled > 0, "nothing was compiled, or nothing dropped: {text}");
        }
    }
}

#[test]
fn each_frame_of_a_recursion_returns_to_code_that_was_given_up() {
    check(
        "function sum(n) { if (n === 0) { drop(); return 0; } return n + sum(n - 1); }
         let all = ''; for (let i = 0; i < 5; i++) all += sum(200) + ' '; all",
        "20100 20100 20100 20100 20100 ",
    );
}

#[test]
fn a_suspended_generator_goes_on_after_its_callees_have_lost_their_code() {
    check(
        "function step(a, b) { return a + b; }
         function* numbers() { let n = 0; for (;;) { n = step(n, 2); const sent = yield n; if (sent) drop(); n = step(n, 1); } }
         const g = numbers(); g.next();
         let all = ''; for (let i = 0; i < 9; i++) { all += g.next(i % 3 === 0).value + ' '; if (i % 4 === 3) drop(); } all",
        "5 8 11 14 17 20 23 26 29 ",
    );
}

#[test]
fn an_async_function_goes_on_after_its_callees_have_lost_their_code() {
    check(
        "var result; function step(a, b) { return a * b + 1; }
         async function work() { let n = 1; for (let i = 0; i < 6; i++) { n = step(n, 2); await null; drop(); n = step(n, 1); } return n; }
         work().then(v => { result = v; }); undefined",
        "190",
    );
}

#[test]
fn an_exception_goes_through_frames_whose_code_was_given_up() {
    check(
        "function thrower(n) { if (n === 0) { drop(); throw new Error('deep'); } try { return thrower(n - 1) + 1; } finally { count++; } }
         function catcher(n) { try { return thrower(n); } catch (e) { drop(); return e.message + n; } }
         let count = 0, all = ''; for (let i = 1; i < 6; i++) all += catcher(i * 10) + ' '; all + count",
        "deep10 deep20 deep30 deep40 deep50 150",
    );
}

#[test]
fn a_loop_goes_on_in_loop_code_that_was_given_up() {
    check(
        "function work(n) { let s = 0, o = { x: 1 }; for (let i = 0; i < n; i++) { s = (s + i * o.x) | 0; if (i % 700 === 699) { drop(); o = { x: o.x + 1 }; } } return s; }
         work(3000) + ' ' + work(3000)",
        "15146000 15146000",
    );
}

#[test]
fn a_getter_frees_the_code_of_its_caller() {
    check(
        "class Box { get value() { drop(); return 7; } set value(v) { drop(); this.last = v; } }
         function read(o) { return o.value + 1; } function write(o, v) { o.value = v; return o.last; }
         let all = ''; const box = new Box(); for (let i = 0; i < 6; i++) all += read(box) + write(box, i); all",
        "8910111213",
    );
}

#[test]
fn conversions_traps_comparators_and_constructors_free_the_code_of_their_callers() {
    check(
        "const odd = { valueOf() { drop(); return 5; }, toString() { drop(); return 'odd'; } };
         const trap = new Proxy({}, { get(t, k) { drop(); return k.length; }, has() { drop(); return true; } });
         class Base { constructor() { drop(); this.base = 1; } } class Derived extends Base { constructor() { super(); this.own = this.base + 1; } }
         function work(i) {
           const list = [3, 1, 2]; list.sort((a, b) => { drop(); return a - b; });
           return [odd * 2 + i, `${odd}`, trap.four, 'k' in trap, new Derived().own, list.join('')].join();
         }
         let all = ''; for (let i = 0; i < 4; i++) all += work(i) + ';'; all",
        "10,odd,4,true,2,123;11,odd,4,true,2,123;12,odd,4,true,2,123;13,odd,4,true,2,123;",
    );
}

#[test]
fn a_function_that_only_its_own_frame_refers_to_returns() {
    check(
        "const table = {};
         function make(i) { table.f = new Function('table', 'table.f = null; drop(); let s = 0; for (let k = 0; k < 10; k++) s += k; return s + ' + i); }
         let all = ''; for (let i = 0; i < 8; i++) { make(i); all += table.f(table) + ' '; } all",
        "45 46 47 48 49 50 51 52 ",
    );
}

/// Frames have their link table, which keeps the code, in a register that no call preserves, unless a guard
/// is in front of a call: this function has none, and no parameters that might have to be filled in.
/// What refers to its code while it calls is the return address only.
#[test]
fn code_that_only_a_return_address_refers_to_is_returned_to() {
    let mut engine = engine(Options { ion_inlining: false, ..options(true) });
    let text = "
        const make = next => () => { next(); return 7; }, all = [];
        for (let i = 0; i < 12; i++) all.push(make(new Function('return ' + i)));
        var last = make(make(drop)); 0";
    result(&mut engine, text);
    let (last, undefined) = (engine.global("last").expect("it is there"), engine.undefined());
    let all: Vec<_> = (0..12).map(|i| engine.eval("test.js", &format!("all[{i}]")).expect("it is there")).collect();
    let function: Gc<Function> = last.value().to_cell().expect("a function");
    for _ in 0..3 {
        for callee in all.iter().cycle().take(6000) {
            engine.call(callee, &undefined, &[]).expect("it does not throw");
        }
        assert!(function.script().data().ion.entry.get().is_some(), "it is not compiled");
        let returned = engine.call(&last, &undefined, &[]).expect("it does not throw");
        assert_eq!(engine.to_display(&returned), "7");
    }
}

#[test]
fn code_that_was_given_up_dies_and_its_place_is_used_again() {
    let mut engine = engine(options(false));
    let text = "restore(); (function () {
                    function work(a) { let s = 0; for (let i = 0; i < 20; i++) s += a.x * i; return s; }
                    let all = 0; for (let i = 0; i < 30; i++) all += work({ x: i });
                    return all;
                })()";
    let used = |engine: &mut Engine| engine.vm().ion.as_ref().expect("a tier").arena.usage().used;
    let mut most = 0;
    for round in 0..40 {
        assert_eq!(result(&mut engine, text), "82650");
        if round < 5 {
            most = most.max(used(&mut engine));
        }
        assert!(used(&mut engine) <= 2 * most, "round {round}: {} bytes of code, at first {most}", used(&mut engine));
    }
}

/// Ten functions that read a property, call a method and have texts of their own, compiled; their
/// objects are gone afterwards.
const WORK: &str = "
    for (let i = 0; i < 10; i++) {
        const prototype = { method() { return i; } };
        const work = new Function('o', `const t = 'text ${i} of a function'; return o.method() + o.x + t.length;`);
        for (let k = 0; k < 2000; k++) {
            const o = Object.create(prototype);
            o.x = k;
            work(o);
        }
    }";

/// Each link slot for a string, of all installed code.
fn string_slots(vm: &mut Vm, mut each: impl FnMut(&mut Vm, Gc<LinkTable>, usize)) {
    let all = vm.ion.as_ref().expect("a tier").pc_map.borrow().all(); // unrooted: the pc map has them
    for code in all {
        let links = code.data().links.get().expect("installed code has its table");
        for (index, descriptor) in code.data().metadata.links.iter().enumerate() {
            if matches!(descriptor, LinkDescriptor::String(_)) {
                each(vm, links, FIXED_LINKS + index);
            }
        }
    }
}

#[test]
fn what_a_slot_is_bound_to_lives_as_long_as_the_link_table() {
    let mut engine = engine(options(false));
    result(&mut engine, &format!("const all = []; {} 0", WORK.replace("work(o)", "all[i] = work, work(o)")));
    let vm = engine.vm();
    string_slots(vm, |vm, links, slot| {
        let text = vm.new_string("in no other place").value();
        links.set(&mut vm.heap, slot, text.0);
    });
    vm.collect_garbage(Collection::Full);
    let (mut slots, mut alive) = (0, 0);
    string_slots(vm, |vm, links, slot| {
        slots += 1;
        alive += vm.heap.contains(links.get(slot).address()).is_some() as usize;
    });
    assert!(slots >= 10, "{slots} slots for strings");
    assert_eq!(alive, slots);
}

#[test]
fn slots_of_a_link_table_that_has_died_are_unbound_no_more() {
    let mut engine = engine(options(false));
    result(&mut engine, &format!("(function () {{ {WORK} }})()"));
    let noted = |vm: &Vm| vm.ion.as_ref().expect("a tier").prototype_slots.borrow().tables().collect::<Vec<_>>();
    let vm = engine.vm();
    assert!(noted(vm).len() >= 10, "nothing relies on prototypes");
    give_up_all(vm);
    let installed = vm.ion.as_ref().expect("a tier").pc_map.borrow().all(); // unrooted: nothing allocates
    let tables: Vec<usize> = installed.iter().filter_map(|code| code.data().links.get()).map(|links| links.address()).collect();
    assert!(tables.len() < 10, "no code has died");
    assert!(noted(vm).iter().all(|table| tables.contains(table)));
}

/// The shapes that slots are bound to, and how many of them are gone.
fn bound_shapes(vm: &Vm) -> (usize, usize) {
    let (mut bound, mut gone) = (0, 0);
    for code in vm.ion.as_ref().expect("a tier").pc_map.borrow().all() {
        let links = code.data().links.get().expect("installed code has its table");
        for (index, descriptor) in code.data().metadata.links.iter().enumerate() {
            let shape = ShapeId(links.word(FIXED_LINKS + index) as u32);
            if matches!(descriptor, LinkDescriptor::Shape(_) | LinkDescriptor::ShapeAfterAdd { .. } | LinkDescriptor::Answer { .. })
                && shape != ShapeId::NONE
            {
                bound += 1;
                gone += !vm.shapes.is_live(shape) as usize;
            }
        }
    }
    (bound, gone)
}

#[test]
fn no_slot_is_bound_to_a_shape_that_has_gone() {
    let mut engine = engine(options(false));
    result(&mut engine, &format!("const all = []; {} 0", WORK.replace("work(o)", "all[i] = work, work(o)")));
    let vm = engine.vm();
    let (before, _) = bound_shapes(vm);
    vm.collect_garbage(Collection::Full);
    vm.collect_garbage(Collection::Full);
    let (after, gone) = bound_shapes(vm);
    assert!(after < before, "all shapes live: {before} slots");
    assert_eq!(gone, 0, "of {after} slots");
}

/// The addresses of all code, inverted.
fn hidden_addresses(vm: &Vm) -> Vec<u64> {
    let all = vm.ion.as_ref().expect("a tier").pc_map.borrow().all(); // unrooted: nothing allocates
    all.iter().map(|code| !(code.range().start as u64)).collect()
}

#[test]
fn a_range_of_code_that_a_word_points_into_is_not_given_back() {
    let mut engine = engine(options(false));
    result(&mut engine, &format!("(function () {{ {WORK} }})()"));
    let vm = engine.vm();
    let hidden = hidden_addresses(vm);
    give_up_all(vm);
    let quarantined = |vm: &Vm| vm.ion.as_ref().expect("a tier").arena.usage().quarantined;
    let dead = quarantined(vm);
    assert!(dead > 0, "no code has died");
    let words: Vec<u64> = hidden.iter().map(|word| !word).collect();
    with_words_on_stack(&words[..words.len().min(64)], |_| {
        vm.collect_garbage(Collection::Full);
        vm.collect_garbage(Collection::Full);
        assert!(quarantined(vm) > 0, "{dead} bytes, all of them given back");
    });
}
