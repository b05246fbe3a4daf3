//! Changes of files, as inotify(7) tells them: what fs.watch is made of.

use super::file_system::{done, nothing};
use super::{integer, native_table, text};
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use std::io;

native_table! {
    "openWatches" => open_watches,
    "addWatch" => add_watch,
    "removeWatch" => remove_watch,
    "readWatches" => read_watches,
}

const EVENTS: u32 = libc::IN_ATTRIB
    | libc::IN_CREATE
    | libc::IN_MODIFY
    | libc::IN_DELETE
    | libc::IN_DELETE_SELF
    | libc::IN_MOVE_SELF
    | libc::IN_MOVED_FROM
    | libc::IN_MOVED_TO;

fn checked(result: i32) -> io::Result<i32> {
    if result >= 0 { Ok(result) } else { Err(io::Error::last_os_error()) }
}

/// openWatches ( ): a descriptor, to be watched for what it has to tell.
fn open_watches(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    // SAFETY: no preconditions.
    let result = checked(unsafe { libc::inotify_init1(libc::IN_NONBLOCK | libc::IN_CLOEXEC) });
    done(vm, result, "inotify_init", "").map(Value::int)
}

/// addWatch ( descriptor, path ): a number.
fn add_watch(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let path = text(vm, args, 1)?;
    let name = std::ffi::CString::new(path.as_str()).unwrap_or_default();
    // SAFETY: the name ends with a null.
    let result = checked(unsafe { libc::inotify_add_watch(integer(args, 0, -1) as i32, name.as_ptr(), EVENTS) });
    done(vm, result, "watch", &path).map(Value::int)
}

fn remove_watch(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    // SAFETY: no preconditions.
    let result = checked(unsafe { libc::inotify_rm_watch(integer(args, 0, -1) as i32, integer(args, 1, -1) as i32) });
    nothing(vm, result.map(|_| ()), "watch", "")
}

/// readWatches ( descriptor ): for each event the number of the watch, whether it is more than a change of what is in the
/// file, and the name in the folder, or null.
fn read_watches(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let mut buffer = [0u8; 16384];
    // SAFETY: the buffer is valid for writing.
    let count = unsafe { libc::read(integer(args, 0, -1) as i32, buffer.as_mut_ptr().cast(), buffer.len()) };
    let mut rest = &buffer[..count.max(0) as usize];
    let list = vm.new_array(&[]);
    // The head of an event: watch, mask, cookie, length of the name.
    while let Some((head, more)) = rest.split_at_checked(size_of::<libc::inotify_event>()) {
        let word = |at: usize| u32::from_ne_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        let (watch, mask, length) = (word(0) as i32, word(4), word(12) as usize);
        let Some((name, more)) = more.split_at_checked(length) else { break };
        rest = more;
        if mask & (libc::IN_IGNORED | libc::IN_Q_OVERFLOW) != 0 {
            continue;
        }
        let name = name.split(|byte| *byte == 0).next().unwrap_or_default();
        let name = if name.is_empty() { Value::NULL } else { vm.new_string(&String::from_utf8_lossy(name)).value() };
        vm.array_push(list, Value::int(watch))?;
        vm.array_push(list, Value::bool(mask & !(libc::IN_ATTRIB | libc::IN_MODIFY) & EVENTS != 0))?;
        vm.array_push(list, name)?;
    }
    Ok(list.value())
}
