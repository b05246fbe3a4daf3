//! What the system says of itself: node:os.

use super::system_calls::Descriptor;
use super::{integer, native_table};
use crate::object::Attributes;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use std::io::IsTerminal;

native_table! {
    "systemName" => system_name,
    "errorNumbers" => error_numbers,
    "homeFolder" => home_folder,
    "systemUptime" => uptime,
    "loadAverage" => load_average,
    "memory" => memory,
    "processors" => processors,
    "isTerminal" => is_terminal,
}

/// Names and numbers of the errors of system calls.
pub(super) const ERRORS: &[(&str, i32, &str)] = &[
    ("EPERM", libc::EPERM, "operation not permitted"),
    ("ENOENT", libc::ENOENT, "no such file or directory"),
    ("EINTR", libc::EINTR, "interrupted system call"),
    ("EIO", libc::EIO, "i/o error"),
    ("EBADF", libc::EBADF, "bad file descriptor"),
    ("EAGAIN", libc::EAGAIN, "resource temporarily unavailable"),
    ("ENOMEM", libc::ENOMEM, "not enough memory"),
    ("EACCES", libc::EACCES, "permission denied"),
    ("EBUSY", libc::EBUSY, "resource busy or locked"),
    ("EEXIST", libc::EEXIST, "file already exists"),
    ("EXDEV", libc::EXDEV, "cross-device link not permitted"),
    ("ENOTDIR", libc::ENOTDIR, "not a directory"),
    ("EISDIR", libc::EISDIR, "illegal operation on a directory"),
    ("EINVAL", libc::EINVAL, "invalid argument"),
    ("EMFILE", libc::EMFILE, "too many open files"),
    ("EFBIG", libc::EFBIG, "file too large"),
    ("ENOSPC", libc::ENOSPC, "no space left on device"),
    ("ESPIPE", libc::ESPIPE, "invalid seek"),
    ("EROFS", libc::EROFS, "read-only file system"),
    ("EPIPE", libc::EPIPE, "broken pipe"),
    ("ESRCH", libc::ESRCH, "no such process"),
    ("ENXIO", libc::ENXIO, "no such device or address"),
    ("E2BIG", libc::E2BIG, "argument list too long"),
    ("ENOEXEC", libc::ENOEXEC, "exec format error"),
    ("ECHILD", libc::ECHILD, "no child processes"),
    ("EFAULT", libc::EFAULT, "bad address in system call argument"),
    ("ENODEV", libc::ENODEV, "no such device"),
    ("ENFILE", libc::ENFILE, "file table overflow"),
    ("ENOTTY", libc::ENOTTY, "inappropriate ioctl for device"),
    ("ETXTBSY", libc::ETXTBSY, "text file is busy"),
    ("EMLINK", libc::EMLINK, "too many links"),
    ("ENOSYS", libc::ENOSYS, "function not implemented"),
    ("ENOTSUP", libc::ENOTSUP, "operation not supported on socket"),
    ("ENOTSOCK", libc::ENOTSOCK, "socket operation on non-socket"),
    ("ENOTCONN", libc::ENOTCONN, "socket is not connected"),
    ("ECONNRESET", libc::ECONNRESET, "connection reset by peer"),
    ("ECONNREFUSED", libc::ECONNREFUSED, "connection refused"),
    ("ECONNABORTED", libc::ECONNABORTED, "software caused connection abort"),
    ("EADDRINUSE", libc::EADDRINUSE, "address already in use"),
    ("EADDRNOTAVAIL", libc::EADDRNOTAVAIL, "address not available"),
    ("ENOBUFS", libc::ENOBUFS, "no buffer space available"),
    ("ETIMEDOUT", libc::ETIMEDOUT, "connection timed out"),
    ("ENAMETOOLONG", libc::ENAMETOOLONG, "name too long"),
    ("ENOTEMPTY", libc::ENOTEMPTY, "directory not empty"),
    ("ELOOP", libc::ELOOP, "too many symbolic links encountered"),
];

fn strings(vm: &mut Vm, items: &[String]) -> JsResult<Value> {
    let list = vm.new_array(&[]);
    for item in items {
        let value = vm.new_string(item).value();
        vm.array_push(list, value)?;
    }
    Ok(list.value())
}

/// systemName ( ): name, host name, release, version, machine.
fn system_name(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    let read = |name: &str| std::fs::read_to_string(format!("/proc/sys/kernel/{name}")).unwrap_or_default().trim().to_owned();
    let items = [read("ostype"), read("hostname"), read("osrelease"), read("version"), std::env::consts::ARCH.to_owned()];
    strings(vm, &items)
}

fn error_numbers(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    let object = vm.new_object();
    for (name, number, _) in ERRORS {
        let key = vm.key(name);
        vm.define_new(object, key, Value::int(*number), Attributes::DEFAULT);
    }
    Ok(object.value())
}

fn home_folder(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    let home = std::env::home_dir().unwrap_or_default();
    Ok(vm.new_string(&home.to_string_lossy()).value())
}

/// The numbers in a file of /proc.
fn numbers(file: &str) -> Vec<f64> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    text.split_whitespace().map_while(|word| word.parse().ok()).collect()
}

fn uptime(_: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    Ok(Value::number(numbers("/proc/uptime").first().copied().unwrap_or(0.0)))
}

fn load_average(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    let loads = numbers("/proc/loadavg");
    let values = [0, 1, 2].map(|i| Value::number(loads.get(i).copied().unwrap_or(0.0)));
    Ok(vm.new_array(&values).value())
}

/// memory ( ): bytes in all, bytes available.
fn memory(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    let text = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let field = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or(0.0) * 1024.0
    };
    let values = [Value::number(field("MemTotal:")), Value::number(field("MemAvailable:"))];
    Ok(vm.new_array(&values).value())
}

fn processors(_: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    Ok(Value::number(std::thread::available_parallelism().map_or(1.0, |n| n.get() as f64)))
}

/// isTerminal ( descriptor ).
fn is_terminal(_: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let descriptor = Descriptor::named(integer(args, 0, -1) as i32);
    Ok(Value::bool(descriptor.is_ok_and(|descriptor| descriptor.file().is_terminal())))
}
