//! What the C library knows or does that is no system call.

use std::ffi::CStr;
use std::io;

/// A user, as the system's records have it.
#[derive(Default)]
pub struct User {
    pub name: String,
    pub home: String,
    pub shell: String,
}

/// The record of that user; none if there is none, or none that can be read.
pub fn user(id: u32) -> Option<User> {
    // SAFETY: an all-zero record is one.
    let mut record: libc::passwd = unsafe { core::mem::zeroed() };
    let mut found = core::ptr::null_mut();
    let mut buffer = vec![0; 16 << 10];
    // SAFETY: all pointers are valid for writing, and the length is the buffer's.
    unsafe { libc::getpwuid_r(id, &raw mut record, buffer.as_mut_ptr(), buffer.len(), &raw mut found) };
    if found.is_null() {
        return None;
    }
    let text = |pointer: *const libc::c_char| {
        if pointer.is_null() {
            return String::new();
        }
        // SAFETY: the record was found, so its pointers are to texts in the buffer, which is still there.
        unsafe { CStr::from_ptr(pointer) }.to_string_lossy().into_owned()
    };
    Some(User { name: text(record.pw_name), home: text(record.pw_dir), shell: text(record.pw_shell) })
}

/// Makes a folder whose name is `prefix` and six more characters: the name, as bytes.
///
/// # Errors
/// What the system says.
pub fn temporary_folder(prefix: &str) -> io::Result<Vec<u8>> {
    let mut template = format!("{prefix}XXXXXX\0").into_bytes();
    // SAFETY: the template ends with a null, and is writable.
    if unsafe { libc::mkdtemp(template.as_mut_ptr().cast()) }.is_null() {
        return Err(io::Error::last_os_error());
    }
    template.pop();
    Ok(template)
}

/// In how many parts of a second the system counts the time of processors. (`rustix` panics where neither the kernel nor /proc tells.)
pub fn clock_ticks() -> f64 {
    // SAFETY: no preconditions.
    unsafe { libc::sysconf(libc::_SC_CLK_TCK) }.max(1) as f64
}

/// The version of the GNU library; none of another.
pub fn libc_version() -> Option<String> {
    #[cfg(target_env = "gnu")]
    {
        // SAFETY: the text ends with a null and lives as long as the process.
        let version = unsafe { CStr::from_ptr(libc::gnu_get_libc_version()) };
        Some(version.to_string_lossy().into_owned())
    }
    #[cfg(not(target_env = "gnu"))]
    None
}
