//! Threads, as the modules see them: ends of channels by number, workers by theirs.

use super::encoding::bytes_value;
use super::file_system::done;
use super::{integer, native_table, text};
use crate::builtins::typed::{self, buffer};
use crate::heap::Gc;
use crate::object::array::Array;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::runtime::threads::broadcast;
use crate::runtime::threads::channel::{End, Message};
use crate::runtime::threads::worker::{self, Program};
use crate::value::Value;
use crate::vm::Vm;

native_table! {
    "thread" => thread,
    "watchMessages" => watch_messages,
    "readyEnds" => ready_ends,
    "newChannel" => new_channel,
    "post" => post,
    "takeMessage" => take_message,
    "hasMessages" => has_messages,
    "endIsClosed" => end_is_closed,
    "closeEnd" => close_end,
    "startWorker" => start_worker,
    "stopWorker" => stop_worker,
    "workerExitCode" => worker_exit_code,
    "joinBroadcast" => join_broadcast,
    "broadcastHasOthers" => broadcast_has_others,
    "broadcast" => broadcast_message,
}

/// thread ( ): the number of this thread; 0 is that of the program.
fn thread(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    Ok(Value::from(vm.builtins.threads.own.as_ref().map_or(0, |own| own.number)))
}

/// watchMessages ( callback ): calls it in the loop when something has come from other threads. It keeps no
/// program running.
fn watch_messages(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let fd = vm.builtins.threads.descriptor();
    let fd = done(vm, fd, "socketpair", "")?;
    let watch = vm.add_watch(fd, 1, args.get(0));
    vm.set_watch_referenced(watch, false);
    Ok(Value::UNDEFINED)
}

/// readyEnds ( ): the ends at which there is something to be taken, or that have been closed by the other
/// side; from now on the next that comes is told again.
fn ready_ends(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    vm.builtins.threads.awake();
    let list = vm.new_array(&[]);
    for index in vm.builtins.threads.ready() {
        vm.array_push(list, Value::from(index))?;
    }
    Ok(list.value())
}

fn adopt(vm: &mut Vm, end: End) -> JsResult<Value> {
    let index = vm.builtins.threads.adopt(end);
    Ok(Value::from(done(vm, index, "socketpair", "")?))
}

fn end_of<'a>(vm: &'a Vm, args: &Args<'_>) -> Option<&'a End> {
    vm.builtins.threads.end(integer(args, 0, -1) as usize)
}

/// newChannel ( ): its two ends.
fn new_channel(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    let (a, b) = End::pair();
    let ends = [adopt(vm, a)?, adopt(vm, b)?];
    Ok(vm.new_array(&ends).value())
}

/// A value of an array that the module has made.
fn item(list: Value, index: usize) -> Option<Value> {
    list.to_cell::<Array>()?.elements().as_slice().get(index).copied()
}
/// All of them, each asked for when its turn comes.
pub(super) fn items(list: Value) -> impl Iterator<Item = Value> {
    (0..).map_while(move |index| item(list, index))
}

/// The message of [bytes, shared buffers, transferred buffers, transferred ends].
fn message_of(vm: &mut Vm, packed: Value) -> JsResult<Message> {
    let part = |index: usize| item(packed, index).unwrap_or(Value::UNDEFINED);
    let bytes = typed::bytes_of(part(0)).unwrap_or_default();
    vm.room_for(bytes.len())?;
    let shared = items(part(1)).filter_map(|buffer| vm.shared_buffer(buffer)).collect();
    let detach = |buffer: Value| buffer.payload::<buffer::ArrayBufferData>().map_or_else(Vec::new, |data| data.detach());
    let buffers = items(part(2)).map(detach).collect();
    let ends = items(part(3)).filter_map(|number| vm.builtins.threads.release(number.as_number() as usize)).collect();
    Ok(Message { bytes: bytes.into(), shared, buffers, ends })
}

/// post ( end, packed [ , to whoever has this end ] ): false if nobody is there any more.
fn post(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let message = message_of(vm, args.get(1))?;
    let Some(end) = end_of(vm, args) else { return Ok(Value::FALSE) };
    if args.get(2) == Value::TRUE {
        end.put_back(message);
        return Ok(Value::TRUE);
    }
    Ok(Value::bool(end.post(message)))
}

/// takeMessage ( end ): packed, as `post` takes it; undefined if nothing has come.
fn take_message(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let Some(message) = end_of(vm, args).and_then(End::take) else { return Ok(Value::UNDEFINED) };
    vm.room_for(message.bytes.len() + message.buffers.iter().map(Vec::len).sum::<usize>())?;
    let packed = vm.new_array(&[]);
    let bytes = bytes_value(vm, &message.bytes)?;
    vm.array_push(packed, bytes)?;
    let list = part(vm, packed)?;
    for shared in &message.shared {
        let buffer = vm.new_shared_array_buffer(shared).value();
        vm.array_push(list, buffer)?;
    }
    let list = part(vm, packed)?;
    for bytes in message.buffers {
        let buffer = buffer::of_bytes(vm, bytes).value();
        vm.array_push(list, buffer)?;
    }
    let list = part(vm, packed)?;
    for end in message.ends {
        let number = adopt(vm, end)?;
        vm.array_push(list, number)?;
    }
    Ok(packed.value())
}

/// A new list at the end of another.
fn part(vm: &mut Vm, packed: Gc<Array>) -> JsResult<Gc<Array>> {
    let list = vm.new_array(&[]);
    vm.array_push(packed, list.value())?;
    Ok(list)
}

fn has_messages(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    Ok(Value::bool(end_of(vm, args).is_some_and(End::has_messages)))
}

fn end_is_closed(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    Ok(Value::bool(end_of(vm, args).is_none_or(End::is_closed)))
}

fn close_end(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    drop(vm.builtins.threads.release(integer(args, 0, -1) as usize));
    Ok(Value::UNDEFINED)
}

/// startWorker ( end, kind, text, name, arguments, MiB of memory, MiB of stack ): the worker's number. Kind 0: `text` is a
/// file; 1: it is that of a script; 2: that of a module with this name. A limit of 0 is none.
///
/// # Errors
/// If the system gives no thread.
fn start_worker(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let (program, name) = (text(vm, args, 2)?, text(vm, args, 3)?);
    let program = match integer(args, 1, 0) {
        0 => Program::File(program.into()),
        1 => Program::Script(program),
        _ => Program::Module(name, program),
    };
    let mut arguments = Vec::new();
    for word in items(args.get(4)) {
        arguments.push(vm.to_string(word)?.to_rust());
    }
    let mut options = vm.options.clone();
    let mebibytes = |index: usize| usize::try_from(integer(args, index, 0)).unwrap_or(0).min(1 << 20) << 20;
    if mebibytes(5) > 0 {
        options.memory_limit = options.memory_limit.min(mebibytes(5));
    }
    if mebibytes(6) > 0 {
        options.stack_size = mebibytes(6).min(options.stack_size);
    }
    let Some(end) = vm.builtins.threads.release(integer(args, 0, -1) as usize) else { return Ok(Value::UNDEFINED) };
    let started = worker::start(options, program, arguments, end);
    let control = done(vm, started, "pthread_create", "")?;
    let number = control.number;
    vm.builtins.threads.workers.push(control);
    Ok(Value::from(number))
}

/// stopWorker ( number ): has it end where it is.
fn stop_worker(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let number = integer(args, 0, 0) as u32;
    if let Some(control) = vm.builtins.threads.workers.iter().find(|control| control.number == number) {
        control.stop();
    }
    Ok(Value::UNDEFINED)
}

/// workerExitCode ( number ): of a worker that has ended, which is forgotten.
fn worker_exit_code(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let number = integer(args, 0, 0) as u32;
    let workers = &mut vm.builtins.threads.workers;
    let Some(at) = workers.iter().position(|control| control.number == number) else { return Ok(Value::UNDEFINED) };
    Ok(Value::int(workers.swap_remove(at).exit_code()))
}

/// joinBroadcast ( name ): [the number as a listener, the end at which messages come].
fn join_broadcast(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let (number, end) = broadcast::join(&text(vm, args, 0)?);
    let end = adopt(vm, end)?;
    Ok(vm.new_array(&[Value::number(number as f64), end]).value())
}

fn broadcast_has_others(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    Ok(Value::bool(broadcast::has_others(&text(vm, args, 0)?, integer(args, 1, 0) as u64)))
}

/// broadcast ( name, number, packed ).
fn broadcast_message(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let name = text(vm, args, 0)?;
    let message = message_of(vm, args.get(2))?;
    broadcast::tell(&name, integer(args, 1, 0) as u64, &message);
    Ok(Value::UNDEFINED)
}
