//! The event loop, as the modules see it: descriptors that are watched, operations that have completed, signals.

use super::file_system::{done, nothing};
use super::{integer, native_table};
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::runtime::signals;
use crate::value::Value;
use crate::vm::Vm;

native_table! {
    "watch" => watch,
    "changeWatch" => change_watch,
    "referenceWatch" => reference_watch,
    "unwatch" => unwatch,
    "complete" => complete,
    "goOn" => go_on,
    "hold" => hold,
    "release" => release,
    "signalPipe" => signal_pipe,
    "catchSignal" => catch_signal,
    "releaseSignal" => release_signal,
}

/// watch ( fd, interest, callback ): an id. The callback is given what the descriptor is ready for. 1: to be read,
/// 2: to be written to, 4: closed at the other end.
fn watch(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let id = vm.add_watch(integer(args, 0, -1) as i32, integer(args, 1, 1) as u8, args.get(2));
    Ok(Value::from(id))
}

/// changeWatch ( id, interest ).
fn change_watch(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    vm.change_watch(integer(args, 0, 0) as u32, integer(args, 1, 0) as u8);
    Ok(Value::UNDEFINED)
}

/// referenceWatch ( id, whether it keeps the program running ).
fn reference_watch(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    vm.set_watch_referenced(integer(args, 0, 0) as u32, args.get(1) == Value::TRUE);
    Ok(Value::UNDEFINED)
}

fn unwatch(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    vm.remove_watch(integer(args, 0, 0) as u32);
    Ok(Value::UNDEFINED)
}

/// complete ( callback, ...args ): calls it in the loop, as the end of an operation.
fn complete(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    vm.add_completion(args.get(0), args.args.get(1..).unwrap_or(&[]));
    Ok(Value::UNDEFINED)
}

/// goOn ( callback, ...args ): as complete, of an operation that has more to give, before the loop's next turn.
fn go_on(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    vm.add_continuation(args.get(0), args.args.get(1..).unwrap_or(&[]));
    Ok(Value::UNDEFINED)
}

fn hold(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    vm.hold_event_loop();
    Ok(Value::UNDEFINED)
}

fn release(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    vm.release_event_loop();
    Ok(Value::UNDEFINED)
}

/// signalPipe ( ): the descriptor that tells of signals.
fn signal_pipe(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    done(vm, signals::pipe(), "pipe", "").map(Value::int)
}

fn catch_signal(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    nothing(vm, signals::catch(integer(args, 0, 0) as i32), "uv_signal_start", "")
}

fn release_signal(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    nothing(vm, signals::release(integer(args, 0, 0) as i32), "uv_signal_stop", "")
}
