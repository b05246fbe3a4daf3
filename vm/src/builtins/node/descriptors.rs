//! System calls on descriptors that are no files: pipes, sockets, terminals.

use super::encoding::bytes_value;
use super::file_system::{done, nothing};
use super::{integer, native_table};
use crate::builtins::console::output;
use crate::builtins::typed;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use std::io;
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

fn descriptor(args: &Args<'_>) -> i32 {
    integer(args, 0, -1) as i32
}

fn checked(result: isize) -> io::Result<usize> {
    if result >= 0 { Ok(result as usize) } else { Err(io::Error::last_os_error()) }
}

/// descriptorKind ( fd ): FILE, PIPE (sockets of the system included), TTY, TCP, or UNKNOWN.
fn descriptor_kind(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let fd = descriptor(args);
    // SAFETY: an all-zero stat is one, and valid for writing; what is no open descriptor is an error.
    let (result, terminal, mode) = unsafe {
        let mut status: libc::stat = core::mem::zeroed();
        let result = libc::fstat(fd, &raw mut status);
        (result, libc::isatty(fd) == 1, status.st_mode & libc::S_IFMT)
    };
    let kind = match mode {
        _ if result != 0 => "UNKNOWN",
        _ if terminal => "TTY",
        libc::S_IFREG | libc::S_IFCHR | libc::S_IFBLK | libc::S_IFDIR => "FILE",
        libc::S_IFIFO => "PIPE",
        libc::S_IFSOCK if is_local(fd) => "PIPE",
        libc::S_IFSOCK => "TCP",
        _ => "UNKNOWN",
    };
    Ok(vm.new_string(kind).value())
}

/// Is it a socket of this system?
fn is_local(fd: i32) -> bool {
    // SAFETY: an all-zero address is one, and valid for writing as far as is said.
    unsafe {
        let mut address: libc::sockaddr_storage = core::mem::zeroed();
        let mut length = size_of::<libc::sockaddr_storage>() as libc::socklen_t;
        libc::getsockname(fd, (&raw mut address).cast(), &raw mut length) == 0 && address.ss_family == libc::AF_UNIX as libc::sa_family_t
    }
}

/// readSome ( fd, most ): bytes, none at the end; undefined if there are none yet.
fn read_some(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let mut bytes = vec![0; integer(args, 1, 65536).clamp(1, 1 << 30) as usize];
    let result = loop {
        // SAFETY: the bytes are valid for writing; what is no open descriptor is an error.
        let result = checked(unsafe { libc::read(descriptor(args), bytes.as_mut_ptr().cast(), bytes.len()) });
        match result {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(Value::UNDEFINED),
            result => break result,
        }
    };
    let count = done(vm, result, "read", "")?;
    bytes_value(vm, &bytes[..count])
}

/// writeSome ( fd, bytes ): how many were written; -1 if none can be yet.
fn write_some(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let bytes = typed::bytes_of(args.get(1)).unwrap_or_default();
    let result = loop {
        // SAFETY: the bytes are there; what is no open descriptor is an error.
        let result = checked(unsafe { libc::write(descriptor(args), bytes.as_ptr().cast(), bytes.len()) });
        match result {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(Value::int(-1)),
            result => break result,
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
    nothing(vm, output::write_all(descriptor(args), &bytes), "write", "")
}

/// socketPair ( ): two ends; the first, which stays here, does not block.
fn socket_pair(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    let result = UnixStream::pair().and_then(|(near, far)| near.set_nonblocking(true).map(|()| (near, far)));
    let (near, far) = done(vm, result, "socketpair", "")?;
    Ok(vm.new_array(&[Value::int(near.into_raw_fd()), Value::int(far.into_raw_fd())]).value())
}

/// shutDown ( fd ): nothing more is written to a socket.
fn shut_down(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    // SAFETY: no preconditions; what is no socket is an error.
    let result = checked(unsafe { libc::shutdown(descriptor(args), libc::SHUT_WR) } as isize);
    nothing(vm, result.map(|_| ()), "shutdown", "")
}

/// windowSize ( fd ): columns and rows of a terminal, or undefined.
fn window_size(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    // SAFETY: an all-zero winsize is one, and valid for writing.
    let (result, size) = unsafe {
        let mut size: libc::winsize = core::mem::zeroed();
        (libc::ioctl(descriptor(args), libc::TIOCGWINSZ, &raw mut size), size)
    };
    if result != 0 {
        return Ok(Value::UNDEFINED);
    }
    Ok(vm.new_array(&[Value::int(size.ws_col as i32), Value::int(size.ws_row as i32)]).value())
}

/// The settings of the terminal before the first change, which the end of the process puts back.
static BEFORE_RAW: parking_lot::Mutex<Option<(i32, libc::termios)>> = parking_lot::Mutex::new(None);

extern "C" fn put_settings_back() {
    if let Some((fd, settings)) = BEFORE_RAW.lock().take() {
        // SAFETY: the settings are those that the terminal had.
        unsafe { libc::tcsetattr(fd, libc::TCSANOW, &raw const settings) };
    }
}

/// rawMode ( fd, on ): keys are told one by one, and not shown.
fn raw_mode(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let fd = descriptor(args);
    let on = args.get(1) == Value::TRUE;
    let set = |settings: &libc::termios| {
        // SAFETY: the settings are complete.
        checked(unsafe { libc::tcsetattr(fd, libc::TCSADRAIN, settings) } as isize).map(|_| ())
    };
    let current = || {
        // SAFETY: an all-zero termios is one, and valid for writing.
        unsafe {
            let mut settings: libc::termios = core::mem::zeroed();
            checked(libc::tcgetattr(fd, &raw mut settings) as isize).map(|_| settings)
        }
    };
    let result = if on {
        current().and_then(|before| {
            let mut before_raw = BEFORE_RAW.lock();
            if before_raw.is_none() {
                *before_raw = Some((fd, before));
                // SAFETY: the function may be called at any time.
                unsafe { libc::atexit(put_settings_back) };
            }
            drop(before_raw);
            let mut raw = before;
            raw.c_iflag &= !(libc::BRKINT | libc::ICRNL | libc::INPCK | libc::ISTRIP | libc::IXON);
            raw.c_oflag |= libc::ONLCR;
            raw.c_cflag |= libc::CS8;
            raw.c_lflag &= !(libc::ECHO | libc::ICANON | libc::IEXTEN | libc::ISIG);
            raw.c_cc[libc::VMIN] = 1;
            raw.c_cc[libc::VTIME] = 0;
            set(&raw)
        })
    } else {
        match BEFORE_RAW.lock().take() {
            Some((_, before)) => set(&before),
            None => Ok(()),
        }
    };
    nothing(vm, result, "setRawMode", "")
}
