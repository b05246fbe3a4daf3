//! Sockets of node:net: those of TCP and of the system. None blocks; who waits for one watches its
//! descriptor (`event_loop`). Names are looked up on this thread.

use super::file_system::{done, nothing};
use super::system_calls::Descriptor;
use super::{integer, native_table, text};
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use rustix::io::Errno;
use rustix::net::{self, AddressFamily, SocketAddrAny, SocketFlags, SocketType, sockopt};
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener, ToSocketAddrs};
use std::os::fd::{IntoRawFd, OwnedFd};
use std::os::unix::net::{UnixListener, UnixStream};
use std::time::Duration;

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

pub(super) fn descriptor(args: &Args<'_>) -> io::Result<Descriptor> {
    Descriptor::named(integer(args, 0, -1) as i32)
}

pub(super) fn address(host: &str, port: i64) -> io::Result<SocketAddr> {
    let ip: IpAddr = host.parse().map_err(|_| io::Error::from_raw_os_error(libc::EINVAL))?;
    Ok(SocketAddr::new(ip, port as u16))
}

/// listenTcp ( address, port, backlog ): a descriptor.
fn listen_tcp(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let host = text(vm, args, 0)?;
    let backlog = integer(args, 2, 511) as i32;
    let result = address(&host, integer(args, 1, 0)).and_then(TcpListener::bind).and_then(|listener| {
        listener.set_nonblocking(true)?;
        // It only changes how many may wait.
        let _ = net::listen(&listener, backlog);
        Ok(listener.into_raw_fd())
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
    let listener = done(vm, descriptor(args), "accept", "")?;
    let result = loop {
        match net::accept_with(&listener, SocketFlags::NONBLOCK | SocketFlags::CLOEXEC) {
            Ok(socket) => break Ok(socket.into_raw_fd()),
            Err(Errno::INTR | Errno::CONNABORTED) => {}
            Err(Errno::AGAIN) => break Ok(-1),
            Err(error) => break Err(error.into()),
        }
    };
    done(vm, result, "accept", "").map(Value::int)
}

/// connectTcp ( address, port ): a descriptor, which can be written to once it is connected or has failed.
fn connect_tcp(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let host = text(vm, args, 0)?;
    let result = address(&host, integer(args, 1, 0)).and_then(|address| begin_to_connect(&address));
    done(vm, result, "connect", "").map(|socket| Value::int(socket.into_raw_fd()))
}

fn begin_to_connect(address: &SocketAddr) -> io::Result<OwnedFd> {
    let family = if address.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
    let socket = net::socket_with(family, SocketType::STREAM, SocketFlags::NONBLOCK | SocketFlags::CLOEXEC, None)?;
    match net::connect(&socket, address) {
        Ok(()) | Err(Errno::INPROGRESS) => Ok(socket),
        Err(error) => Err(error.into()),
    }
}

/// connectLocal ( path ): a descriptor.
fn connect_local(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let path = text(vm, args, 0)?;
    let result = UnixStream::connect(&path).and_then(|stream| stream.set_nonblocking(true).map(|()| stream.into_raw_fd()));
    done(vm, result, "connect", &path).map(Value::int)
}

/// socketError ( fd ): the error that has come up; nothing if there is none.
fn socket_error(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let result = descriptor(args).and_then(|fd| Ok(sockopt::socket_error(&fd)??));
    nothing(vm, result, "connect", "")
}

pub(super) fn shown(vm: &mut Vm, address: Option<SocketAddrAny>) -> JsResult<Value> {
    let Some(address) = address.and_then(|address| SocketAddr::try_from(address).ok()) else { return Ok(Value::UNDEFINED) };
    let ip = vm.new_string(&address.ip().to_string()).value();
    let family = vm.new_string(if address.is_ipv4() { "IPv4" } else { "IPv6" }).value();
    Ok(vm.new_array(&[ip, family, Value::int(address.port().into())]).value())
}

/// socketName ( fd ): address, family, port; undefined of what is not TCP.
fn socket_name(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let address = descriptor(args).ok().and_then(|fd| net::getsockname(&fd).ok());
    shown(vm, address)
}

/// peerName ( fd ): the same of the other end.
fn peer_name(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let address = descriptor(args).ok().and_then(|fd| net::getpeername(&fd).ok()?);
    shown(vm, address)
}

/// setNoDelay ( fd, on ).
fn set_no_delay(_: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let on = args.get(1) == Value::TRUE;
    Ok(Value::bool(descriptor(args).is_ok_and(|fd| sockopt::set_tcp_nodelay(&fd, on).is_ok())))
}

/// setKeepAlive ( fd, on, seconds ).
fn set_keep_alive(_: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let Ok(fd) = descriptor(args) else { return Ok(Value::FALSE) };
    let result = sockopt::set_socket_keepalive(&fd, args.get(1) == Value::TRUE);
    let seconds = integer(args, 2, 0) as i32;
    if seconds > 0 {
        // What is no socket of TCP has no such time.
        let _ = sockopt::set_tcp_keepidle(&fd, Duration::from_secs(seconds as u64));
    }
    Ok(Value::bool(result.is_ok()))
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
