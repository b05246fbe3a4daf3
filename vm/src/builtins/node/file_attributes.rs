//! Owners, modes, times and lengths of files, by path and by descriptor; and the file systems that they are on.

use super::file_system::{done, nothing};
use super::system_calls::Descriptor;
use super::{integer, native_table, text};
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use rustix::fs::{AtFlags, CWD, Timespec, Timestamps};
use std::fs::{FileTimes, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, UNIX_EPOCH};

native_table! {
    "chown" => chown,
    "fchown" => fchown,
    "fchmod" => fchmod,
    "futimes" => futimes,
    "lutimes" => lutimes,
    "ftruncate" => ftruncate,
    "fdatasync" => fdatasync,
    "statfs" => statfs,
}

fn descriptor(args: &Args<'_>) -> io::Result<Descriptor> {
    Descriptor::named(integer(args, 0, -1) as i32)
}

/// An owner or group; -1 leaves it as it is.
fn id(args: &Args<'_>, index: usize) -> Option<u32> {
    u32::try_from(integer(args, index, -1)).ok()
}

/// chown ( path, user, group, follow ).
fn chown(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let path = text(vm, args, 0)?;
    let follows = args.get(3) == Value::TRUE;
    let result = match follows {
        true => std::os::unix::fs::chown(&path, id(args, 1), id(args, 2)),
        false => std::os::unix::fs::lchown(&path, id(args, 1), id(args, 2)),
    };
    nothing(vm, result, if follows { "chown" } else { "lchown" }, &path)
}

fn fchown(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let result = descriptor(args).and_then(|fd| std::os::unix::fs::fchown(fd, id(args, 1), id(args, 2)));
    nothing(vm, result, "fchown", "")
}

fn fchmod(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let mode = Permissions::from_mode(integer(args, 1, 0) as u32);
    let result = descriptor(args).and_then(|fd| fd.file().set_permissions(mode));
    nothing(vm, result, "fchmod", "")
}

fn seconds(value: Value) -> f64 {
    if value.is_number() && value.as_number() > 0.0 { value.as_number() } else { 0.0 }
}

/// futimes ( descriptor, accessed, modified ), in seconds.
fn futimes(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let time = |value| UNIX_EPOCH + Duration::try_from_secs_f64(seconds(value)).unwrap_or_default();
    let times = FileTimes::new().set_accessed(time(args.get(1))).set_modified(time(args.get(2)));
    let result = descriptor(args).and_then(|fd| fd.file().set_times(times));
    nothing(vm, result, "futime", "")
}

/// lutimes ( path, accessed, modified ), in seconds, of a link itself.
fn lutimes(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let path = text(vm, args, 0)?;
    let name = std::ffi::CString::new(path.as_str()).unwrap_or_default();
    let [last_access, last_modification] = [1, 2].map(|i| {
        let seconds = seconds(args.get(i));
        Timespec { tv_sec: seconds as _, tv_nsec: (seconds.fract() * 1e9) as _ }
    });
    let times = Timestamps { last_access, last_modification };
    let result = rustix::fs::utimensat(CWD, &name, &times, AtFlags::SYMLINK_NOFOLLOW);
    nothing(vm, result.map_err(io::Error::from), "lutime", &path)
}

fn ftruncate(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let result = descriptor(args).and_then(|fd| fd.file().set_len(integer(args, 1, 0).max(0) as u64));
    nothing(vm, result, "ftruncate", "")
}

fn fdatasync(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let result = descriptor(args).and_then(|fd| fd.file().sync_data());
    nothing(vm, result, "fdatasync", "")
}

/// statfs ( path ): the numbers of StatFs, in its order.
fn statfs(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let path = text(vm, args, 0)?;
    let name = std::ffi::CString::new(path.as_str()).unwrap_or_default();
    let s = done(vm, rustix::fs::statfs(&name).map_err(io::Error::from), "statfs", &path)?;
    let numbers =
        [s.f_type as f64, s.f_bsize as f64, s.f_blocks as f64, s.f_bfree as f64, s.f_bavail as f64, s.f_files as f64, s.f_ffree as f64];
    Ok(vm.new_array(&numbers.map(Value::number)).value())
}
