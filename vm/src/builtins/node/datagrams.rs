//! Sockets of node:dgram. None blocks; who waits for one watches its descriptor (`event_loop`).

use super::encoding::bytes_value;
use super::file_system::{done, nothing};
use super::sockets::{address, descriptor, shown};
use super::{integer, native_table, text};
use crate::builtins::typed;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use rustix::io::Errno;
use rustix::net::{self, AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, netdevice, sockopt};
use std::io;
use std::mem::MaybeUninit;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::os::fd::{IntoRawFd, OwnedFd};

native_table! {
    "datagramSocket" => datagram_socket,
    "datagramBind" => bind,
    "datagramConnect" => connect,
    "datagramDisconnect" => disconnect,
    "datagramSend" => send,
    "datagramReceive" => receive,
    "datagramOption" => set_option,
    "datagramMembership" => set_membership,
    "datagramInterface" => set_interface,
    "datagramBufferSize" => buffer_size,
}

/// The longest datagram there is.
const LONGEST: usize = 65536;

fn flag(args: &Args<'_>, i: usize) -> bool {
    args.get(i) == Value::TRUE
}

fn invalid() -> io::Error {
    Errno::INVAL.into()
}

/// datagramSocket ( isVersion6, reuseAddress, reusePort, onlyVersion6 ): a descriptor.
fn datagram_socket(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let result = open(flag(args, 0), flag(args, 1), flag(args, 2), flag(args, 3));
    done(vm, result, "socket", "").map(|socket| Value::int(socket.into_raw_fd()))
}

fn open(is_version_6: bool, reuse_address: bool, reuse_port: bool, only_version_6: bool) -> io::Result<OwnedFd> {
    let family = if is_version_6 { AddressFamily::INET6 } else { AddressFamily::INET };
    let socket = net::socket_with(family, SocketType::DGRAM, SocketFlags::NONBLOCK | SocketFlags::CLOEXEC, None)?;
    if reuse_address {
        sockopt::set_socket_reuseaddr(&socket, true)?;
    }
    if reuse_port {
        sockopt::set_socket_reuseport(&socket, true)?;
    }
    if only_version_6 {
        sockopt::set_ipv6_v6only(&socket, true)?;
    }
    Ok(socket)
}

/// datagramBind ( fd, address, port ).
fn bind(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let host = text(vm, args, 1)?;
    let result = address(&host, integer(args, 2, 0)).and_then(|address| Ok(net::bind(&descriptor(args)?, &address)?));
    nothing(vm, result, "bind", "")
}

/// datagramConnect ( fd, address, port ): where it sends to, and the only one that it receives from.
fn connect(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let host = text(vm, args, 1)?;
    let result = address(&host, integer(args, 2, 0)).and_then(|address| Ok(net::connect(&descriptor(args)?, &address)?));
    nothing(vm, result, "connect", "")
}

/// datagramDisconnect ( fd ).
fn disconnect(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let result = descriptor(args).and_then(|fd| Ok(net::connect_unspec(&fd)?));
    nothing(vm, result, "connect", "")
}

/// datagramSend ( fd, bytes, address or undefined, port ): how many bytes were sent; -1 if none can be yet.
fn send(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let bytes = typed::bytes_of(args.get(1)).unwrap_or_default();
    let to = if args.get(2).is_undefined() { None } else { Some(text(vm, args, 2)?) };
    let to = done(vm, to.map(|host| address(&host, integer(args, 3, 0))).transpose(), "send", "")?;
    let fd = done(vm, descriptor(args), "send", "")?;
    let result = loop {
        let sent = match &to {
            Some(to) => net::sendto(&fd, &bytes, SendFlags::NOSIGNAL, to),
            None => net::send(&fd, &bytes, SendFlags::NOSIGNAL),
        };
        match sent {
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN | Errno::NOBUFS) => return Ok(Value::int(-1)),
            result => break result.map_err(io::Error::from),
        }
    };
    let count = done(vm, result, "send", "")?;
    Ok(Value::number(count as f64))
}

/// datagramReceive ( fd ): bytes and who has sent them (address, family, port); undefined if there are none.
fn receive(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let fd = done(vm, descriptor(args), "recvmsg", "")?;
    let mut room = [MaybeUninit::<u8>::uninit(); LONGEST];
    let result = loop {
        match net::recvfrom(&fd, &mut room, RecvFlags::empty()) {
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => return Ok(Value::UNDEFINED),
            result => break result.map(|((bytes, _), _, from)| (&*bytes, from)).map_err(io::Error::from),
        }
    };
    let (bytes, from) = done(vm, result, "recvmsg", "")?;
    let bytes = bytes_value(vm, bytes)?;
    let from = shown(vm, from)?;
    Ok(vm.new_array(&[bytes, from]).value())
}

/// datagramOption ( fd, name, isVersion6, value ): "broadcast", "ttl", "multicastTTL", "multicastLoopback".
fn set_option(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let (name, is_version_6) = (text(vm, args, 1)?, flag(args, 2));
    let (number, on) = (integer(args, 3, 0), integer(args, 3, 0) != 0 || flag(args, 3));
    let result = descriptor(args).and_then(|fd| {
        let count = u32::try_from(number).map_err(|_| invalid());
        match (name.as_str(), is_version_6) {
            ("broadcast", _) => sockopt::set_socket_broadcast(&fd, on)?,
            ("ttl", false) => sockopt::set_ip_ttl(&fd, count?)?,
            ("ttl", true) => sockopt::set_ipv6_unicast_hops(&fd, Some(u8::try_from(count?).map_err(|_| invalid())?))?,
            ("multicastTTL", false) => sockopt::set_ip_multicast_ttl(&fd, count?)?,
            ("multicastTTL", true) => sockopt::set_ipv6_multicast_hops(&fd, count?)?,
            ("multicastLoopback", false) => sockopt::set_ip_multicast_loop(&fd, on)?,
            ("multicastLoopback", true) => sockopt::set_ipv6_multicast_loop(&fd, on)?,
            _ => return Err(invalid()),
        }
        Ok(())
    });
    nothing(vm, result, "setsockopt", "")
}

/// The number of the interface that `%NAME` at the end of an address of version 6 means; 0 is the system's choice.
fn interface_number(fd: &super::system_calls::Descriptor, address: &str) -> io::Result<u32> {
    match address.split_once('%') {
        Some((_, name)) => name.parse().or_else(|_| Ok(netdevice::name_to_index(fd, name)?)),
        None if address.is_empty() || address.parse::<Ipv6Addr>().is_ok() => Ok(0),
        None => Err(invalid()),
    }
}

fn version_4(address: &str) -> io::Result<Ipv4Addr> {
    if address.is_empty() { Ok(Ipv4Addr::UNSPECIFIED) } else { address.parse().map_err(|_| invalid()) }
}

/// datagramMembership ( fd, joins, group, interface or "", source or "" ).
fn set_membership(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let joins = flag(args, 1);
    let (group, interface, source) = (text(vm, args, 2)?, text(vm, args, 3)?, text(vm, args, 4)?);
    let result = descriptor(args).and_then(|fd| {
        match group.parse::<IpAddr>().map_err(|_| invalid())? {
            IpAddr::V4(group) => {
                let interface = version_4(&interface)?;
                match (source.is_empty(), joins) {
                    (true, true) => sockopt::set_ip_add_membership(&fd, &group, &interface)?,
                    (true, false) => sockopt::set_ip_drop_membership(&fd, &group, &interface)?,
                    (false, true) => sockopt::set_ip_add_source_membership(&fd, &group, &interface, &version_4(&source)?)?,
                    (false, false) => sockopt::set_ip_drop_source_membership(&fd, &group, &interface, &version_4(&source)?)?,
                }
            }
            // Groups of version 6 with a source have another call, which the library does not have.
            IpAddr::V6(_) if !source.is_empty() => return Err(Errno::NOSYS.into()),
            IpAddr::V6(group) => {
                let interface = interface_number(&fd, &interface)?;
                let set = if joins { sockopt::set_ipv6_add_membership } else { sockopt::set_ipv6_drop_membership };
                set(&fd, &group, interface)?;
            }
        }
        Ok(())
    });
    nothing(vm, result, if joins { "addMembership" } else { "dropMembership" }, "")
}

/// datagramInterface ( fd, isVersion6, address ): by which datagrams to groups leave.
fn set_interface(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let interface = text(vm, args, 2)?;
    let result = descriptor(args).and_then(|fd| {
        if flag(args, 1) {
            sockopt::set_ipv6_multicast_if(&fd, interface_number(&fd, &interface)?)?;
        } else {
            sockopt::set_ip_multicast_if(&fd, &version_4(&interface)?)?;
        }
        Ok(())
    });
    nothing(vm, result, "setMulticastInterface", "")
}

/// datagramBufferSize ( fd, isOfReceived, bytes; 0 to ask ): the bytes there are, twice what was set, as the system counts.
fn buffer_size(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let (is_of_received, bytes) = (flag(args, 1), integer(args, 2, 0).max(0) as usize);
    let result = descriptor(args).and_then(|fd| {
        Ok(match (is_of_received, bytes) {
            (true, 0) => sockopt::socket_recv_buffer_size(&fd)?,
            (false, 0) => sockopt::socket_send_buffer_size(&fd)?,
            (true, bytes) => sockopt::set_socket_recv_buffer_size(&fd, bytes).map(|()| bytes)?,
            (false, bytes) => sockopt::set_socket_send_buffer_size(&fd, bytes).map(|()| bytes)?,
        })
    });
    let call = if is_of_received { "uv_recv_buffer_size" } else { "uv_send_buffer_size" };
    done(vm, result, call, "").map(|bytes| Value::number(bytes as f64))
}
