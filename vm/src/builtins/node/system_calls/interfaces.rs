//! Network interfaces.
//!
//! Invariant on which the `unsafe` code rests:
//! 1. A list that getifaddrs(3) gives is read before it is given back, and a pointer in it is null or to what
//!    its family says.

use std::ffi::CStr;

/// One address of an interface.
pub struct Address {
    pub name: String,
    pub bytes: Vec<u8>,
    pub mask: Vec<u8>,
    pub internal: bool,
    pub scope: u32,
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
pub fn interfaces() -> (Vec<Address>, Vec<(String, Vec<u8>)>) {
    let (mut addresses, mut hardware) = (Vec::new(), Vec::new());
    let mut first: *mut libc::ifaddrs = core::ptr::null_mut();
    // SAFETY: `first` is valid for writing.
    if unsafe { libc::getifaddrs(&raw mut first) } != 0 {
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
