//! Owners, modes, times and lengths of files, by path and by descriptor; and the file systems that they are on.

use super::file_system::{borrowed, nothing};
use super::{integer, native_table, text};
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
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

fn descriptor(args: &Args<'_>) -> i32 {
    integer(args, 0, -1) as i32
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
    let result = std::os::unix::fs::fchown(&*borrowed(descriptor(args)), id(args, 1), id(args, 2));
    nothing(vm, result, "fchown", "")
}

fn fchmod(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let result = borrowed(descriptor(args)).set_permissions(Permissions::from_mode(integer(args, 1, 0) as u32));
    nothing(vm, result, "fchmod", "")
}

fn seconds(value: Value) -> f64 {
    if value.is_number() && value.as_number() > 0.0 { value.as_number() } else { 0.0 }
}

/// futimes ( descriptor, accessed, modified ), in seconds.
fn futimes(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let time = |value| UNIX_EPOCH + Duration::try_from_secs_f64(seconds(value)).unwrap_or_default();
    let times = FileTimes::new().set_accessed(time(args.get(1))).set_modified(time(args.get(2)));
    let result = borrowed(descriptor(args)).set_times(times);
    nothing(vm, result, "futime", "")
}

/// lutimes ( path, accessed, modified ), in seconds, of a link itself.
fn lutimes(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let path = text(vm, args, 0)?;
    let name = std::ffi::CString::new(path.as_str()).unwrap_or_default();
    let times = [1, 2].map(|i| {
        let seconds = seconds(args.get(i));
        libc::timespec { tv_sec: seconds as libc::time_t, tv_nsec: (seconds.fract() * 1e9) as _ }
    });
    // SAFETY: the name ends with a null; there are two times.
    let result = unsafe { libc::utimensat(libc::AT_FDCWD, name.as_ptr(), times.as_ptr(), libc::AT_SYMLINK_NOFOLLOW) };
    let result = if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) };
    nothing(vm, result, "lutime", &path)
}

fn ftruncate(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let result = borrowed(descriptor(args)).set_len(integer(args, 1, 0).max(0) as u64);
    nothing(vm, result, "ftruncate", "")
}

fn fdatasync(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let result = borrowed(descriptor(args)).sync_data();
    nothing(vm, result, "fdatasync", "")
}

/// statfs ( path ): the numbers of StatFs, in its order.
fn statfs(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let path = text(vm, args, 0)?;
    let name = std::ffi::CString::new(path.as_str()).unwrap_or_default();
    // SAFETY: an all-zero statfs is one, and valid for writing; the name ends with a null.
    let (result, s) = unsafe {
        let mut status: libc::statfs = core::mem::zeroed();
        (libc::statfs(name.as_ptr(), &raw mut status), status)
    };
    if result != 0 {
        return nothing(vm, Err(io::Error::last_os_error()), "statfs", &path);
    }
    let numbers =
        [s.f_type as f64, s.f_bsize as f64, s.f_blocks as f64, s.f_bfree as f64, s.f_bavail as f64, s.f_files as f64, s.f_ffree as f64];
    Ok(vm.new_array(&numbers.map(Value::number)).value())
}
