//! What the system says of itself to node:os, beyond what `system` has: priorities, the user,
//! processors, network interfaces.

use super::system_calls::{self, User};
use super::{integer, native_table};
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use rustix::io::Errno;
use rustix::process::{Pid, getgid, getpriority_process, getuid, setpriority_process};

native_table! {
    "getPriority" => get_priority,
    "setPriority" => set_priority,
    "userInfo" => user_info,
    "processorTimes" => processor_times,
    "networkInterfaces" => network_interfaces,
    "errorMessage" => error_message,
}

/// A process by its number; 0 is this one.
fn process(args: &Args<'_>) -> Result<Option<Pid>, Errno> {
    match integer(args, 0, 0) as i32 {
        // As the system says of numbers that no process has.
        ..0 => Err(Errno::SRCH),
        number => Ok(Pid::from_raw(number)),
    }
}

/// getPriority ( pid ): the priority, and the number of the error.
fn get_priority(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let (priority, error) = match process(args).and_then(getpriority_process) {
        Ok(priority) => (priority, 0),
        Err(error) => (-1, error.raw_os_error()),
    };
    Ok(vm.new_array(&[Value::int(priority), Value::int(error)]).value())
}

/// setPriority ( pid, priority ): the number of the error, or 0.
fn set_priority(_: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let result = process(args).and_then(|process| setpriority_process(process, integer(args, 1, 0) as i32));
    Ok(Value::int(result.err().map_or(0, Errno::raw_os_error)))
}

/// userInfo ( ): uid, gid, name, home folder, shell.
fn user_info(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    let (uid, gid) = (getuid().as_raw(), getgid().as_raw());
    let User { name, home, shell } = system_calls::user(uid).unwrap_or_default();
    let list = vm.new_array(&[Value::number(uid.into()), Value::number(gid.into())]);
    for text in [name, home, shell] {
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
    let ticks = system_calls::clock_ticks();
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

/// networkInterfaces ( ): of each address the interface's name, whether it is of version 6, the
/// bytes of address, mask and hardware address, whether it is internal, and its scope.
fn network_interfaces(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    let (addresses, hardware) = system_calls::interfaces();
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
