//! System calls on descriptors that are no files: pipes, sockets, terminals.

use super::encoding::bytes_value;
use super::file_system::{done, nothing};
use super::system_calls::{self, Descriptor};
use super::{integer, native_table};
use crate::builtins::console::output;
use crate::builtins::typed;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use rustix::fs::FileType;
use rustix::io::Errno;
use rustix::net::{AddressFamily, Shutdown};
use rustix::termios::{self, ControlModes, InputModes, LocalModes, OptionalActions, OutputModes, SpecialCodeIndex, Termios};
use std::io::{self, IsTerminal};
use std::os::fd::IntoRawFd;
use std::os::unix::net::UnixStream;

native_table! {
    "descriptorKind" => descriptor_kind,
    "readSome" => read_some,
    "writeSome" => write_some,
    "writeAll" => write_all,
    "socketPair" => socket_pair,
    "shutDown" => shut_down,
    "windowSize" => window_size,
    "rawMode" => raw_mode,
}

fn descriptor(args: &Args<'_>) -> io::Result<Descriptor> {
    Descriptor::named(integer(args, 0, -1) as i32)
}

/// descriptorKind ( fd ): FILE, PIPE (sockets of the system included), TTY, TCP, or UNKNOWN.
fn descriptor_kind(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let kind = descriptor(args).map_or("UNKNOWN", |fd| kind_of(&fd));
    Ok(vm.new_string(kind).value())
}

fn kind_of(fd: &Descriptor) -> &'static str {
    let Ok(status) = rustix::fs::fstat(fd) else { return "UNKNOWN" };
    match FileType::from_raw_mode(status.st_mode) {
        _ if fd.file().is_terminal() => "TTY",
        FileType::RegularFile | FileType::CharacterDevice | FileType::BlockDevice | FileType::Directory => "FILE",
        FileType::Fifo => "PIPE",
        FileType::Socket if is_local(fd) => "PIPE",
        FileType::Socket => "TCP",
        _ => "UNKNOWN",
    }
}

/// Is it a socket of this system?
fn is_local(fd: &Descriptor) -> bool {
    rustix::net::getsockname(fd).is_ok_and(|address| address.address_family() == AddressFamily::UNIX)
}

/// readSome ( fd, most ): bytes, none at the end; undefined if there are none yet.
fn read_some(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let mut bytes = vec![0; integer(args, 1, 65536).clamp(1, 1 << 30) as usize];
    let fd = done(vm, descriptor(args), "read", "")?;
    let result = loop {
        match rustix::io::read(&fd, &mut bytes) {
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => return Ok(Value::UNDEFINED),
            result => break result.map_err(io::Error::from),
        }
    };
    let count = done(vm, result, "read", "")?;
    bytes_value(vm, &bytes[..count])
}

/// writeSome ( fd, bytes ): how many were written; -1 if none can be yet.
fn write_some(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let bytes = typed::bytes_of(args.get(1)).unwrap_or_default();
    let fd = done(vm, descriptor(args), "write", "")?;
    let result = loop {
        match rustix::io::write(&fd, &bytes) {
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => return Ok(Value::int(-1)),
            result => break result.map_err(io::Error::from),
        }
    };
    let count = done(vm, result, "write", "")?;
    Ok(Value::number(count as f64))
}

/// writeAll ( fd, bytes or text ): waits where that is needed.
fn write_all(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let bytes = match typed::bytes_of(args.get(1)) {
        Some(bytes) => bytes,
        None => {
            let text = vm.to_string(args.get(1))?;
            vm.to_rust_string(text).into_bytes()
        }
    };
    nothing(vm, output::write_all(integer(args, 0, -1) as i32, &bytes), "write", "")
}

/// socketPair ( ): two ends; the first, which stays here, does not block.
fn socket_pair(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    let result = UnixStream::pair().and_then(|(near, far)| near.set_nonblocking(true).map(|()| (near, far)));
    let (near, far) = done(vm, result, "socketpair", "")?;
    Ok(vm.new_array(&[Value::int(near.into_raw_fd()), Value::int(far.into_raw_fd())]).value())
}

/// shutDown ( fd ): nothing more is written to a socket.
fn shut_down(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let result = descriptor(args).and_then(|fd| Ok(rustix::net::shutdown(&fd, Shutdown::Write)?));
    nothing(vm, result, "shutdown", "")
}

/// windowSize ( fd ): columns and rows of a terminal, or undefined.
fn window_size(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let Ok(size) = descriptor(args).and_then(|fd| Ok(termios::tcgetwinsize(&fd)?)) else { return Ok(Value::UNDEFINED) };
    Ok(vm.new_array(&[Value::int(size.ws_col as i32), Value::int(size.ws_row as i32)]).value())
}

/// The settings of the terminal before the first change, which the end of the process puts back.
static BEFORE_RAW: parking_lot::Mutex<Option<(i32, Termios)>> = parking_lot::Mutex::new(None);

fn set(fd: i32, when: OptionalActions, settings: &Termios) -> io::Result<()> {
    Ok(termios::tcsetattr(&Descriptor::named(fd)?, when, settings)?)
}

extern "C" fn put_settings_back() {
    if let Some((fd, settings)) = BEFORE_RAW.lock().take() {
        // Nobody is left who could be told of a failure.
        let _ = set(fd, OptionalActions::Now, &settings);
    }
}

fn raw(before: Termios) -> Termios {
    let mut raw = before;
    raw.input_modes.remove(InputModes::BRKINT | InputModes::ICRNL | InputModes::INPCK | InputModes::ISTRIP | InputModes::IXON);
    raw.output_modes.insert(OutputModes::ONLCR);
    raw.control_modes.insert(ControlModes::CS8);
    raw.local_modes.remove(LocalModes::ECHO | LocalModes::ICANON | LocalModes::IEXTEN | LocalModes::ISIG);
    raw.special_codes[SpecialCodeIndex::VMIN] = 1;
    raw.special_codes[SpecialCodeIndex::VTIME] = 0;
    raw
}

fn begin_raw(fd: i32) -> io::Result<()> {
    let before = termios::tcgetattr(&Descriptor::named(fd)?)?;
    {
        let mut before_raw = BEFORE_RAW.lock();
        if before_raw.is_none() {
            *before_raw = Some((fd, before.clone()));
            system_calls::at_exit(put_settings_back);
        }
    }
    set(fd, OptionalActions::Drain, &raw(before))
}

fn end_raw(fd: i32) -> io::Result<()> {
    match BEFORE_RAW.lock().take() {
        Some((_, before)) => set(fd, OptionalActions::Drain, &before),
        None => Ok(()),
    }
}

/// rawMode ( fd, on ): keys are told one by one, and not shown.
fn raw_mode(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let fd = integer(args, 0, -1) as i32;
    let result = if args.get(1) == Value::TRUE { begin_raw(fd) } else { end_raw(fd) };
    nothing(vm, result, "setRawMode", "")
}
