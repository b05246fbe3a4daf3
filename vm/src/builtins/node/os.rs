//! What the system says of itself to node:os, beyond what `system` has: priorities, the user,
//! processors, network interfaces.
//!
//! Invariant for the unsafe code:
//! 1. Lists and records that the C library gives are read before they are given back, and a
//!    pointer in them is null or to what its family or type says.

use super::{integer, native_table};
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use std::ffi::CStr;

native_table! {
    "getPriority" => get_priority,
    "setPriority" => set_priority,
    "userInfo" => user_info,
    "processorTimes" => processor_times,
    "networkInterfaces" => network_interfaces,
    "errorMessage" => error_message,
}

fn last_error() -> i32 {
    std::io::Error::last_os_error().raw_os_error().unwrap_or(0)
}

fn set_last_error(number: i32) {
    // SAFETY: the location is this thread's own.
    unsafe { *libc::__errno_location() = number };
}

/// getPriority ( pid ): the priority, and the number of the error.
fn get_priority(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    set_last_error(0);
    // SAFETY: no preconditions.
    let priority = unsafe { libc::getpriority(libc::PRIO_PROCESS, integer(args, 0, 0) as libc::id_t) };
    // -1 is a priority, too.
    let error = if priority == -1 { last_error() } else { 0 };
    Ok(vm.new_array(&[Value::int(priority), Value::int(error)]).value())
}

/// setPriority ( pid, priority ): the number of the error, or 0.
fn set_priority(_: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    // SAFETY: no preconditions.
    let result = unsafe { libc::setpriority(libc::PRIO_PROCESS, integer(args, 0, 0) as libc::id_t, integer(args, 1, 0) as i32) };
    Ok(Value::int(if result == 0 { 0 } else { last_error() }))
}

/// userInfo ( ): uid, gid, name, home folder, shell.
fn user_info(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    // SAFETY: no preconditions.
    let (uid, gid) = unsafe { (libc::getuid(), libc::getgid()) };
    // SAFETY: an all-zero record is one.
    let mut record: libc::passwd = unsafe { core::mem::zeroed() };
    let mut found = core::ptr::null_mut();
    let mut buffer = vec![0; 16 << 10];
    // SAFETY: all pointers are valid for writing, and the length is the buffer's.
    unsafe { libc::getpwuid_r(uid, &mut record, buffer.as_mut_ptr(), buffer.len(), &mut found) };
    let text = |pointer: *const libc::c_char| {
        // SAFETY: invariant 1.
        if found.is_null() || pointer.is_null() { String::new() } else { unsafe { CStr::from_ptr(pointer) }.to_string_lossy().into_owned() }
    };
    let texts = [text(record.pw_name), text(record.pw_dir), text(record.pw_shell)];
    let list = vm.new_array(&[Value::number(uid.into()), Value::number(gid.into())]);
    for text in texts {
        let text = vm.new_string(&text).value();
        vm.array_push(list, text)?;
    }
    Ok(list.value())
}

/// processorTimes ( ): of each processor its model, MHz, and milliseconds of user, nice, system,
/// idle and interrupts.
fn processor_times(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let field = |line: &str, name: &str| line.strip_prefix(name).and_then(|l| l.split_once(':')).map(|(_, value)| value.trim().to_owned());
    let models: Vec<String> = info.lines().filter_map(|line| field(line, "model name")).collect();
    let speeds: Vec<f64> = info.lines().filter_map(|line| field(line, "cpu MHz")?.parse().ok()).collect();
    let stat = std::fs::read_to_string("/proc/stat").unwrap_or_default();
    // SAFETY: no preconditions.
    let ticks = unsafe { libc::sysconf(libc::_SC_CLK_TCK) }.max(1) as f64;
    let list = vm.new_array(&[]);
    let lines = stat.lines().filter(|line| line.starts_with("cpu") && line.as_bytes().get(3).is_some_and(u8::is_ascii_digit));
    for (index, line) in lines.enumerate() {
        let times: Vec<f64> = line.split_whitespace().skip(1).filter_map(|word| word.parse::<f64>().ok()).collect();
        let time = |i: usize| Value::number((times.get(i).copied().unwrap_or(0.0) * 1000.0 / ticks).floor());
        let model = vm.new_string(models.get(index).map_or("unknown", String::as_str)).value();
        let speed = Value::number(speeds.get(index).copied().unwrap_or(0.0).floor());
        let row = vm.new_array(&[model, speed, time(0), time(1), time(2), time(3), time(5)]).value();
        vm.array_push(list, row)?;
    }
    Ok(list.value())
}

/// One address of an interface.
struct Address {
    name: String,
    bytes: Vec<u8>,
    mask: Vec<u8>,
    internal: bool,
    scope: u32,
}

/// The bytes of an address of the internet, and the scope of one of version 6.
///
/// # Safety
/// The pointer is null or to an address of its family.
unsafe fn internet_bytes(address: *const libc::sockaddr) -> Option<(Vec<u8>, u32)> {
    if address.is_null() {
        return None;
    }
    // SAFETY: by contract.
    match i32::from(unsafe { (*address).sa_family }) {
        libc::AF_INET => {
            // SAFETY: by contract; the family says so.
            let address = unsafe { &*address.cast::<libc::sockaddr_in>() };
            Some((address.sin_addr.s_addr.to_ne_bytes().to_vec(), 0))
        }
        libc::AF_INET6 => {
            // SAFETY: by contract; the family says so.
            let address = unsafe { &*address.cast::<libc::sockaddr_in6>() };
            Some((address.sin6_addr.s6_addr.to_vec(), address.sin6_scope_id))
        }
        _ => None,
    }
}

/// Addresses of the interfaces that are up, and hardware addresses by name.
fn interfaces() -> (Vec<Address>, Vec<(String, Vec<u8>)>) {
    let (mut addresses, mut hardware) = (Vec::new(), Vec::new());
    let mut first: *mut libc::ifaddrs = core::ptr::null_mut();
    // SAFETY: `first` is valid for writing.
    if unsafe { libc::getifaddrs(&mut first) } != 0 {
        return (addresses, hardware);
    }
    let mut at = first;
    while !at.is_null() {
        // SAFETY: invariant 1.
        let entry = unsafe { &*at };
        at = entry.ifa_next;
        let up = (libc::IFF_UP | libc::IFF_RUNNING) as u32;
        if entry.ifa_flags & up != up || entry.ifa_addr.is_null() {
            continue;
        }
        // SAFETY: invariant 1.
        let name = unsafe { CStr::from_ptr(entry.ifa_name) }.to_string_lossy().into_owned();
        // SAFETY: invariant 1.
        if i32::from(unsafe { (*entry.ifa_addr).sa_family }) == libc::AF_PACKET {
            // SAFETY: invariant 1; the family says so.
            let link = unsafe { &*entry.ifa_addr.cast::<libc::sockaddr_ll>() };
            hardware.push((name, link.sll_addr[..6].to_vec()));
            continue;
        }
        // SAFETY: invariant 1.
        let (address, mask) = unsafe { (internet_bytes(entry.ifa_addr), internet_bytes(entry.ifa_netmask)) };
        if let Some((bytes, scope)) = address {
            let mask = mask.map_or_else(|| vec![0; bytes.len()], |(mask, _)| mask);
            addresses.push(Address { name, bytes, mask, internal: entry.ifa_flags & libc::IFF_LOOPBACK as u32 != 0, scope });
        }
    }
    // SAFETY: it is the list that getifaddrs gave, and nothing refers to it any more.
    unsafe { libc::freeifaddrs(first) };
    (addresses, hardware)
}

/// networkInterfaces ( ): of each address the interface's name, whether it is of version 6, the
/// bytes of address, mask and hardware address, whether it is internal, and its scope.
fn network_interfaces(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    let (addresses, hardware) = interfaces();
    let list = vm.new_array(&[]);
    for address in addresses {
        let link = hardware.iter().find(|(name, _)| *name == address.name).map_or_else(|| vec![0; 6], |(_, bytes)| bytes.clone());
        let row = vm.new_array(&[]);
        let name = vm.new_string(&address.name).value();
        vm.array_push(row, name)?;
        vm.array_push(row, Value::bool(address.bytes.len() == 16))?;
        for bytes in [&address.bytes, &address.mask, &link] {
            let numbers = vm.new_array(&[]);
            for byte in bytes {
                vm.array_push(numbers, Value::int((*byte).into()))?;
            }
            vm.array_push(row, numbers.value())?;
        }
        vm.array_push(row, Value::bool(address.internal))?;
        vm.array_push(row, Value::number(address.scope.into()))?;
        vm.array_push(list, row.value())?;
    }
    Ok(list.value())
}

/// errorMessage ( number ): what the system calls an error, in small letters as libuv does.
fn error_message(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let number = integer(args, 0, 0) as i32;
    let known = super::system::ERRORS.iter().find(|(_, n, _)| *n == number).map(|(.., message)| (*message).to_owned());
    let message = known.unwrap_or_else(|| {
        let text = std::io::Error::from_raw_os_error(number).to_string();
        text.split(" (os error").next().unwrap_or_default().to_lowercase()
    });
    Ok(vm.new_string(&message).value())
}
