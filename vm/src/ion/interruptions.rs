//! Tests of interrupts that come while compiled code runs.

use super::lifetimes::{engine, options, result};
use crate::machine::Machine as Engine;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::{Vm, interrupt};
use std::cell::Cell;

/// The call at which somebody asks the script to stop.
const STOP_AT: u32 = 20_000;

thread_local! {
    static TICKS: Cell<u32> = const { Cell::new(0) };
}

fn tick(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    TICKS.set(TICKS.get() + 1);
    if TICKS.get() == STOP_AT {
        vm.cx.interrupt.set(interrupt::TIMEOUT);
    }
    Ok(Value::UNDEFINED)
}

fn ticking() -> Engine {
    TICKS.set(0);
    let mut engine = engine(options(false));
    engine.register("tick", 0, tick);
    engine
}

#[test]
fn a_compiled_loop_is_stopped() {
    let mut engine = ticking();
    let text = "(function () { for (let i = 0; i < 40000; i++) tick(); })()";
    let error = engine.eval("test.js", text).err().expect("it was stopped");
    assert!(error.report.contains("timed out"), "{error}");
    assert_eq!(TICKS.get(), STOP_AT, "the loop went on");
    assert!(engine.vm().stats.tierups.compiled > 0, "nothing was compiled");
}

#[test]
fn what_a_loop_head_throws_is_caught_and_not_forgotten() {
    let mut engine = ticking();
    let text = "(function () { try { for (let i = 0; i < 40000; i++) tick(); return 'went on'; } catch (e) { return e.message; } })()";
    assert_eq!(result(&mut engine, text), "Script execution timed out");
    assert!(engine.vm().stats.tierups.compiled > 0, "nothing was compiled");
}
