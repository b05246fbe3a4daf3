//! What process has of the system that few programs ask for.

use super::system_calls::{self, Identity};
use super::{integer, native_table, text};
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

native_table! {
    "resourceUsage" => resource_usage,
    "threadUsage" => thread_usage,
    "memoryConstraint" => memory_constraint,
    "setId" => set_id,
    "groups" => groups,
    "exitNow" => exit_now,
    "activeTimers" => active_timers,
    "setExceptionCapture" => set_exception_capture,
    "sharedObjects" => shared_objects,
    "libcVersion" => libc_version,
}

fn microseconds(time: libc::timeval) -> f64 {
    time.tv_sec as f64 * 1e6 + time.tv_usec as f64
}

/// resourceUsage ( ): the fields of getrusage in the order of process.resourceUsage.
fn resource_usage(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    let u = system_calls::resource_usage(libc::RUSAGE_SELF);
    let counts = [
        u.ru_maxrss,
        u.ru_ixrss,
        u.ru_idrss,
        u.ru_isrss,
        u.ru_minflt,
        u.ru_majflt,
        u.ru_nswap,
        u.ru_inblock,
        u.ru_oublock,
        u.ru_msgsnd,
        u.ru_msgrcv,
        u.ru_nsignals,
        u.ru_nvcsw,
        u.ru_nivcsw,
    ];
    let list = vm.new_array(&[Value::number(microseconds(u.ru_utime)), Value::number(microseconds(u.ru_stime))]);
    for count in counts {
        vm.array_push(list, Value::number(count as f64))?;
    }
    Ok(list.value())
}

/// threadUsage ( ): microseconds of this thread, in user and system.
fn thread_usage(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    let u = system_calls::resource_usage(libc::RUSAGE_THREAD);
    Ok(vm.new_array(&[Value::number(microseconds(u.ru_utime)), Value::number(microseconds(u.ru_stime))]).value())
}

/// memoryConstraint ( ): bytes that the control group allows, 0 if it sets no limit.
fn memory_constraint(_: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    let files = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"];
    let limit = files.iter().find_map(|file| std::fs::read_to_string(file).ok()?.trim().parse::<f64>().ok());
    Ok(Value::number(limit.unwrap_or(0.0)))
}

/// setId ( call, number ): the number of the error, or 0.
fn set_id(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let which = match text(vm, args, 0)?.as_str() {
        "setuid" => Identity::User,
        "seteuid" => Identity::EffectiveUser,
        "setgid" => Identity::Group,
        _ => Identity::EffectiveGroup,
    };
    let result = system_calls::set_identity(which, integer(args, 1, 0) as u32);
    Ok(Value::int(result.err().and_then(|error| error.raw_os_error()).unwrap_or(0)))
}

fn groups(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    let mut ids = rustix::process::getgroups().unwrap_or_default();
    let own = rustix::process::getegid();
    if !ids.contains(&own) {
        ids.push(own);
    }
    let list = vm.new_array(&[]);
    for id in ids {
        vm.array_push(list, Value::number(id.as_raw().into()))?;
    }
    Ok(list.value())
}

/// exitNow ( code ): without exit handlers.
fn exit_now(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let code = integer(args, 0, 0) as i32;
    vm.end_program(code)
}

/// activeTimers ( ): of each that keeps the program running, whether it is due at once.
fn active_timers(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    let list = vm.new_array(&[]);
    for immediate in vm.active_timers() {
        vm.array_push(list, Value::bool(immediate))?;
    }
    Ok(list.value())
}

/// setExceptionCapture ( function ): it gets what nobody catches.
fn set_exception_capture(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let function = args.get(0);
    vm.interp.jobs.exception_capture = (!function.is_undefined()).then_some(function);
    Ok(Value::UNDEFINED)
}

fn shared_objects(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap_or_default();
    let mut files: Vec<&str> = maps.lines().filter_map(|line| line.split_whitespace().nth(5)).filter(|file| file.contains(".so")).collect();
    files.dedup();
    let list = vm.new_array(&[]);
    for file in files {
        let file = vm.new_string(file).value();
        vm.array_push(list, file)?;
    }
    Ok(list.value())
}

/// libcVersion ( ): of the GNU library; undefined of another.
fn libc_version(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    Ok(system_calls::libc_version().map_or(Value::UNDEFINED, |version| vm.new_string(&version).value()))
}
