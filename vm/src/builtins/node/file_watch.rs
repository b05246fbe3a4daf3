//! Changes of files, as inotify(7) tells them: what fs.watch is made of.

use super::file_system::{done, nothing};
use super::system_calls::Descriptor;
use super::{integer, native_table, text};
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use rustix::fs::inotify::{self, CreateFlags, WatchFlags};
use std::io;
use std::os::fd::IntoRawFd;

native_table! {
    "openWatches" => open_watches,
    "addWatch" => add_watch,
    "removeWatch" => remove_watch,
    "readWatches" => read_watches,
}

const OF_CONTENTS: WatchFlags = WatchFlags::ATTRIB.union(WatchFlags::MODIFY);
const BEYOND_CONTENTS: WatchFlags = WatchFlags::CREATE
    .union(WatchFlags::DELETE)
    .union(WatchFlags::DELETE_SELF)
    .union(WatchFlags::MOVE_SELF)
    .union(WatchFlags::MOVED_FROM)
    .union(WatchFlags::MOVED_TO);
const EVENTS: WatchFlags = OF_CONTENTS.union(BEYOND_CONTENTS);

fn descriptor(args: &Args<'_>) -> io::Result<Descriptor> {
    Descriptor::named(integer(args, 0, -1) as i32)
}

/// openWatches ( ): a descriptor, to be watched for what it has to tell.
fn open_watches(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    let result = inotify::init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC);
    let watches = done(vm, result.map_err(io::Error::from), "inotify_init", "")?;
    Ok(Value::int(watches.into_raw_fd()))
}

/// addWatch ( descriptor, path ): a number.
fn add_watch(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let path = text(vm, args, 1)?;
    let name = std::ffi::CString::new(path.as_str()).unwrap_or_default();
    let result = descriptor(args).and_then(|watches| Ok(inotify::add_watch(&watches, &name, EVENTS)?));
    done(vm, result, "watch", &path).map(Value::int)
}

fn remove_watch(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let result = descriptor(args).and_then(|watches| Ok(inotify::remove_watch(&watches, integer(args, 1, -1) as i32)?));
    nothing(vm, result, "watch", "")
}

/// readWatches ( descriptor ): for each event the number of the watch, whether it is more than a change of what is in the
/// file, and the name in the folder, or null.
fn read_watches(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let mut buffer = [0u8; 16384];
    let count = descriptor(args).and_then(|watches| Ok(rustix::io::read(&watches, &mut buffer)?)).unwrap_or(0);
    let mut rest = &buffer[..count];
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
        vm.array_push(list, Value::bool(mask & BEYOND_CONTENTS.bits() != 0))?;
        vm.array_push(list, name)?;
    }
    Ok(list.value())
}
