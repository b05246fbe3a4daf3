//! Sockets of node:net: those of TCP and of the system. None blocks; who waits for one watches its
//! descriptor (`event_loop`). Names are looked up on this thread.
//!
//! Invariant for the unsafe code:
//! 1. A descriptor that a program names is borrowed: it is not closed here.

use super::file_system::{done, nothing};
use super::{integer, native_table, text};
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use std::io;
use std::mem::ManuallyDrop;
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::os::fd::{FromRawFd, IntoRawFd, RawFd};
use std::os::unix::net::{UnixListener, UnixStream};

native_table! {
    "listenTcp" => listen_tcp,
    "listenLocal" => listen_local,
    "acceptSocket" => accept,
    "connectTcp" => connect_tcp,
    "connectLocal" => connect_local,
    "socketError" => socket_error,
    "socketName" => socket_name,
    "peerName" => peer_name,
    "setNoDelay" => set_no_delay,
    "setKeepAlive" => set_keep_alive,
    "lookUp" => look_up,
}

fn descriptor(args: &Args<'_>) -> RawFd {
    integer(args, 0, -1) as RawFd
}

fn listener(fd: RawFd) -> ManuallyDrop<TcpListener> {
    // SAFETY: invariant 1; what is no listening socket makes its calls fail.
    ManuallyDrop::new(unsafe { TcpListener::from_raw_fd(fd) })
}

fn stream(fd: RawFd) -> ManuallyDrop<TcpStream> {
    // SAFETY: invariant 1; what is no socket makes its calls fail.
    ManuallyDrop::new(unsafe { TcpStream::from_raw_fd(fd) })
}

fn address(host: &str, port: i64) -> io::Result<SocketAddr> {
    let ip: IpAddr = host.parse().map_err(|_| io::Error::from_raw_os_error(libc::EINVAL))?;
    Ok(SocketAddr::new(ip, port as u16))
}

/// listenTcp ( address, port, backlog ): a descriptor.
fn listen_tcp(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let host = text(vm, args, 0)?;
    let backlog = integer(args, 2, 511) as i32;
    let result = address(&host, integer(args, 1, 0)).and_then(TcpListener::bind).and_then(|listener| {
        listener.set_nonblocking(true)?;
        let fd = listener.into_raw_fd();
        // SAFETY: no preconditions; it only changes how many may wait.
        unsafe { libc::listen(fd, backlog) };
        Ok(fd)
    });
    done(vm, result, "listen", "").map(Value::int)
}

/// listenLocal ( path ): a descriptor.
fn listen_local(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let path = text(vm, args, 0)?;
    let result = UnixListener::bind(&path).and_then(|listener| listener.set_nonblocking(true).map(|()| listener.into_raw_fd()));
    done(vm, result, "listen", "").map(Value::int)
}

/// acceptSocket ( fd ): a descriptor, or -1 if nobody waits.
fn accept(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let result = loop {
        // SAFETY: no preconditions; the address is not asked for.
        let fd = unsafe {
            libc::accept4(descriptor(args), core::ptr::null_mut(), core::ptr::null_mut(), libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC)
        };
        if fd >= 0 {
            break Ok(fd);
        }
        let error = io::Error::last_os_error();
        match error.kind() {
            io::ErrorKind::Interrupted | io::ErrorKind::ConnectionAborted => {}
            io::ErrorKind::WouldBlock => break Ok(-1),
            _ => break Err(error),
        }
    };
    done(vm, result, "accept", "").map(Value::int)
}

/// connectTcp ( address, port ): a descriptor, which can be written to once it is connected or has failed.
fn connect_tcp(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let host = text(vm, args, 0)?;
    let result = address(&host, integer(args, 1, 0)).and_then(|address| begin_to_connect(&address));
    done(vm, result, "connect", "").map(Value::int)
}

fn begin_to_connect(address: &SocketAddr) -> io::Result<RawFd> {
    let family = if address.is_ipv4() { libc::AF_INET } else { libc::AF_INET6 };
    // SAFETY: no preconditions.
    let fd = unsafe { libc::socket(family, libc::SOCK_STREAM | libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC, 0) };
    if fd < 0 {
        return Err(io::Error::last_os_error());
    }
    let result = match address {
        SocketAddr::V4(v4) => {
            let raw = libc::sockaddr_in {
                sin_family: libc::AF_INET as libc::sa_family_t,
                sin_port: v4.port().to_be(),
                sin_addr: libc::in_addr { s_addr: u32::from_ne_bytes(v4.ip().octets()) },
                sin_zero: [0; 8],
            };
            // SAFETY: the address is of the size that is said.
            unsafe { libc::connect(fd, (&raw const raw).cast(), size_of_val(&raw) as libc::socklen_t) }
        }
        SocketAddr::V6(v6) => {
            let raw = libc::sockaddr_in6 {
                sin6_family: libc::AF_INET6 as libc::sa_family_t,
                sin6_port: v6.port().to_be(),
                sin6_flowinfo: v6.flowinfo(),
                sin6_addr: libc::in6_addr { s6_addr: v6.ip().octets() },
                sin6_scope_id: v6.scope_id(),
            };
            // SAFETY: the address is of the size that is said.
            unsafe { libc::connect(fd, (&raw const raw).cast(), size_of_val(&raw) as libc::socklen_t) }
        }
    };
    let error = io::Error::last_os_error();
    if result == 0 || error.raw_os_error() == Some(libc::EINPROGRESS) {
        return Ok(fd);
    }
    // SAFETY: it was opened above, and nobody else has it.
    unsafe { libc::close(fd) };
    Err(error)
}

/// connectLocal ( path ): a descriptor.
fn connect_local(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let path = text(vm, args, 0)?;
    let result = UnixStream::connect(&path).and_then(|stream| stream.set_nonblocking(true).map(|()| stream.into_raw_fd()));
    done(vm, result, "connect", &path).map(Value::int)
}

/// socketError ( fd ): the error that has come up; nothing if there is none.
fn socket_error(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let result = match stream(descriptor(args)).take_error() {
        Ok(None) => Ok(()),
        Ok(Some(error)) | Err(error) => Err(error),
    };
    nothing(vm, result, "connect", "")
}

fn shown(vm: &mut Vm, address: io::Result<SocketAddr>) -> JsResult<Value> {
    let Ok(address) = address else { return Ok(Value::UNDEFINED) };
    let ip = vm.new_string(&address.ip().to_string()).value();
    let family = vm.new_string(if address.is_ipv4() { "IPv4" } else { "IPv6" }).value();
    Ok(vm.new_array(&[ip, family, Value::int(address.port().into())]).value())
}

/// socketName ( fd ): address, family, port; undefined of what is not TCP.
fn socket_name(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let address = stream(descriptor(args)).local_addr().or_else(|_| listener(descriptor(args)).local_addr());
    shown(vm, address)
}

/// peerName ( fd ): the same of the other end.
fn peer_name(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let address = stream(descriptor(args)).peer_addr();
    shown(vm, address)
}

/// setNoDelay ( fd, on ).
fn set_no_delay(_: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    Ok(Value::bool(stream(descriptor(args)).set_nodelay(args.get(1) == Value::TRUE).is_ok()))
}

/// setKeepAlive ( fd, on, seconds ).
fn set_keep_alive(_: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let set = |level: i32, option: i32, value: i32| {
        // SAFETY: the value is of the size that is said.
        unsafe { libc::setsockopt(descriptor(args), level, option, (&raw const value).cast(), size_of::<i32>() as libc::socklen_t) }
    };
    let result = set(libc::SOL_SOCKET, libc::SO_KEEPALIVE, i32::from(args.get(1) == Value::TRUE));
    let seconds = integer(args, 2, 0) as i32;
    if seconds > 0 {
        set(libc::IPPROTO_TCP, libc::TCP_KEEPIDLE, seconds);
    }
    Ok(Value::bool(result == 0))
}

/// lookUp ( name ): addresses and their families, as numbers; undefined if there are none.
fn look_up(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let host = text(vm, args, 0)?;
    let Ok(addresses) = (host.as_str(), 0).to_socket_addrs() else { return Ok(Value::UNDEFINED) };
    let mut seen = Vec::new();
    let list = vm.new_array(&[]);
    for address in addresses {
        if seen.contains(&address.ip()) {
            continue;
        }
        seen.push(address.ip());
        let ip = vm.new_string(&address.ip().to_string()).value();
        let row = vm.new_array(&[ip, Value::int(if address.is_ipv4() { 4 } else { 6 })]).value();
        vm.array_push(list, row)?;
    }
    Ok(list.value())
}
