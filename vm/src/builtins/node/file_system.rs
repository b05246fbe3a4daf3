//! System calls on files: what node:fs is made of. A failed one throws an Error with
//! `errno`, `code`, `syscall` and the paths, as Node.js's do.

use super::encoding::bytes_value;
use super::system::ERRORS;
use super::system_calls::{self, Descriptor, temporary_folder};
use super::{integer, native_table, text};
use crate::builtins::typed;
use crate::object::Attributes;
use crate::object::function::Args;
use crate::object::typed_array::TypedArray;
use crate::runtime::completion::{ErrorKind, JsResult, Throw};
use crate::value::Value;
use crate::vm::Vm;
use rustix::fs::Access;
use std::fs::{self, File, Metadata};
use std::io::{self, Read, Write};
use std::os::fd::IntoRawFd;
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt, PermissionsExt};

native_table! {
    "readText" => read_text,
    "readFile" => read_file,
    "writeFile" => write_file,
    "stat" => stat,
    "readdir" => readdir,
    "mkdir" => mkdir,
    "mkdtemp" => mkdtemp,
    "rmdir" => rmdir,
    "rm" => rm,
    "unlink" => unlink,
    "rename" => rename,
    "copyFile" => copy_file,
    "realpath" => realpath,
    "readlink" => readlink,
    "symlink" => symlink,
    "link" => link,
    "chmod" => chmod,
    "access" => access,
    "utimes" => utimes,
    "truncate" => truncate,
    "open" => open,
    "close" => close,
    "fsync" => fsync,
    "read" => read,
    "write" => write,
}

#[cold]
pub fn failure(vm: &mut Vm, error: &io::Error, call: &str, path: &str, dest: Option<&str>) -> Throw {
    let number = error.raw_os_error().unwrap_or(libc::EIO);
    let (code, what) = match ERRORS.iter().find(|(_, n, _)| *n == number) {
        Some((code, _, what)) => (*code, (*what).to_owned()),
        None => ("EUNKNOWN", error.to_string()),
    };
    let mut message = format!("{code}: {what}, {call}");
    if !path.is_empty() {
        message += &format!(" '{path}'");
    }
    if let Some(dest) = dest {
        message += &format!(" -> '{dest}'");
    }
    let object = vm.new_error(ErrorKind::Error, &message);
    let key = vm.key("errno");
    vm.define_new(object, key, Value::int(-number), Attributes::DEFAULT);
    for (name, value) in [("code", Some(code)), ("syscall", Some(call)), ("path", Some(path).filter(|p| !p.is_empty())), ("dest", dest)] {
        if let Some(value) = value {
            let value = vm.new_string(value).value();
            let key = vm.key(name);
            vm.define_new(object, key, value, Attributes::DEFAULT);
        }
    }
    Throw(object.value())
}

pub(super) fn done<T>(vm: &mut Vm, result: io::Result<T>, call: &str, path: &str) -> JsResult<T> {
    result.map_err(|error| failure(vm, &error, call, path, None))
}

pub(super) fn nothing(vm: &mut Vm, result: io::Result<()>, call: &str, path: &str) -> JsResult<Value> {
    done(vm, result, call, path).map(|()| Value::UNDEFINED)
}

fn descriptor(args: &Args<'_>) -> io::Result<Descriptor> {
    Descriptor::named(integer(args, 0, -1) as i32)
}

fn opened(path: &str, flags: i32, mode: u32) -> io::Result<File> {
    let access = flags & libc::O_ACCMODE;
    let append = flags & libc::O_APPEND != 0;
    fs::OpenOptions::new()
        .read(access == libc::O_RDONLY || access == libc::O_RDWR)
        .write(access != libc::O_RDONLY && !append)
        .append(append)
        .mode(mode)
        // The library has its own opinion on which of these go together.
        .custom_flags(flags & !libc::O_ACCMODE)
        .open(path)
}

/// The contents of a file or, by number, of an open descriptor.
fn contents(vm: &mut Vm, args: &Args<'_>, flags: i32) -> JsResult<Vec<u8>> {
    let mut bytes = Vec::new();
    if args.get(0).is_number() {
        let result = descriptor(args).and_then(|fd| fd.file().read_to_end(&mut bytes));
        done(vm, result, "read", "")?;
        return Ok(bytes);
    }
    let path = text(vm, args, 0)?;
    let result = opened(&path, flags, 0o666);
    let mut file = done(vm, result, "open", &path)?;
    let result = file.read_to_end(&mut bytes);
    done(vm, result, "read", "")?;
    Ok(bytes)
}

fn read_text(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let bytes = contents(vm, args, libc::O_RDONLY)?;
    Ok(vm.new_string(&String::from_utf8_lossy(&bytes)).value())
}

/// readFile ( path, flags ): bytes.
fn read_file(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let bytes = contents(vm, args, integer(args, 1, 0) as i32)?;
    bytes_value(vm, &bytes)
}

/// writeFile ( path, bytes, flags, mode ).
fn write_file(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let bytes = typed::bytes_of(args.get(1)).unwrap_or_default();
    if args.get(0).is_number() {
        let result = descriptor(args).and_then(|fd| fd.file().write_all(&bytes));
        return nothing(vm, result, "write", "");
    }
    let path = text(vm, args, 0)?;
    let result = opened(&path, integer(args, 2, 0) as i32, integer(args, 3, 0o666) as u32);
    let mut file = done(vm, result, "open", &path)?;
    let result = file.write_all(&bytes);
    nothing(vm, result, "write", "")
}

fn milliseconds(seconds: i64, nanoseconds: i64) -> f64 {
    seconds as f64 * 1e3 + nanoseconds as f64 / 1e6
}

/// stat ( path, follow ): the numbers of Stats, in its order.
fn stat(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let path = text(vm, args, 0)?;
    let follow = args.get(1) == Value::TRUE;
    let result = if follow { fs::metadata(&path) } else { fs::symlink_metadata(&path) };
    let m: Metadata = done(vm, result, if follow { "stat" } else { "lstat" }, &path)?;
    let birth = m.created().ok().and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok()).map_or(0.0, |d| d.as_secs_f64() * 1e3);
    let numbers = [
        m.dev() as f64,
        m.mode() as f64,
        m.nlink() as f64,
        m.uid() as f64,
        m.gid() as f64,
        m.rdev() as f64,
        m.blksize() as f64,
        m.ino() as f64,
        m.size() as f64,
        m.blocks() as f64,
        milliseconds(m.atime(), m.atime_nsec()),
        milliseconds(m.mtime(), m.mtime_nsec()),
        milliseconds(m.ctime(), m.ctime_nsec()),
        birth,
    ];
    Ok(vm.new_array(&numbers.map(Value::number)).value())
}

/// readdir ( path ): names in order, and the type bits of each.
fn readdir(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    use std::os::unix::fs::FileTypeExt;
    let path = text(vm, args, 0)?;
    let kind_of = |entry: &fs::DirEntry| match entry.file_type() {
        Ok(t) if t.is_dir() => libc::S_IFDIR,
        Ok(t) if t.is_symlink() => libc::S_IFLNK,
        Ok(t) if t.is_fifo() => libc::S_IFIFO,
        Ok(t) if t.is_socket() => libc::S_IFSOCK,
        Ok(t) if t.is_char_device() => libc::S_IFCHR,
        Ok(t) if t.is_block_device() => libc::S_IFBLK,
        _ => libc::S_IFREG,
    };
    let result = fs::read_dir(&path).and_then(|entries| {
        entries.map(|entry| entry.map(|e| (e.file_name().to_string_lossy().into_owned(), kind_of(&e)))).collect::<io::Result<Vec<_>>>()
    });
    let mut entries = done(vm, result, "scandir", &path)?;
    entries.sort();
    let names = vm.new_array(&[]);
    let kinds = vm.new_array(&[]);
    for (name, kind) in &entries {
        let name = vm.new_string(name).value();
        vm.array_push(names, name)?;
        vm.array_push(kinds, Value::number(*kind as f64))?;
    }
    Ok(vm.new_array(&[names.value(), kinds.value()]).value())
}

/// mkdir ( path, recursive, mode ): the first folder that was made, if recursive.
fn mkdir(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    use std::os::unix::fs::DirBuilderExt;
    let path = text(vm, args, 0)?;
    let recursive = args.get(1) == Value::TRUE;
    let first = std::path::Path::new(&path).ancestors().take_while(|p| !p.as_os_str().is_empty() && !p.exists()).last();
    let first = first.map(|p| std::path::absolute(p).unwrap_or_else(|_| p.to_owned()));
    let result = fs::DirBuilder::new().recursive(recursive).mode(integer(args, 2, 0o777) as u32).create(&path);
    done(vm, result, "mkdir", &path)?;
    match first {
        Some(first) if recursive => Ok(vm.new_string(&first.to_string_lossy()).value()),
        _ => Ok(Value::UNDEFINED),
    }
}

fn mkdtemp(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let prefix = text(vm, args, 0)?;
    let name = done(vm, temporary_folder(&prefix), "mkdtemp", &format!("{prefix}XXXXXX"))?;
    Ok(vm.new_string(&String::from_utf8_lossy(&name)).value())
}

fn rmdir(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let path = text(vm, args, 0)?;
    nothing(vm, fs::remove_dir(&path), "rmdir", &path)
}

/// rm ( path, recursive, force ).
fn rm(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let path = text(vm, args, 0)?;
    let is_folder = fs::symlink_metadata(&path).map(|m| m.is_dir());
    let result = match is_folder {
        Ok(true) if args.get(1) == Value::TRUE => fs::remove_dir_all(&path),
        Ok(_) => fs::remove_file(&path),
        Err(error) if error.kind() == io::ErrorKind::NotFound && args.get(2) == Value::TRUE => Ok(()),
        Err(error) => return Err(failure(vm, &error, "lstat", &path, None)),
    };
    nothing(vm, result, "rm", &path)
}

fn unlink(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let path = text(vm, args, 0)?;
    nothing(vm, fs::remove_file(&path), "unlink", &path)
}

fn pair(vm: &mut Vm, args: &Args<'_>, call: &str, f: impl FnOnce(&str, &str) -> io::Result<()>) -> JsResult<Value> {
    let (from, to) = (text(vm, args, 0)?, text(vm, args, 1)?);
    match f(&from, &to) {
        Ok(()) => Ok(Value::UNDEFINED),
        Err(error) => Err(failure(vm, &error, call, &from, Some(&to))),
    }
}

fn rename(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    pair(vm, args, "rename", |from, to| fs::rename(from, to))
}

/// copyFile ( from, to, exclusive ).
fn copy_file(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let exclusive = args.get(2) == Value::TRUE;
    pair(vm, args, "copyfile", |from, to| {
        if exclusive && fs::symlink_metadata(to).is_ok() {
            return Err(io::Error::from_raw_os_error(libc::EEXIST));
        }
        fs::copy(from, to).map(|_| ())
    })
}

fn symlink(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    pair(vm, args, "symlink", |target, path| std::os::unix::fs::symlink(target, path))
}

fn link(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    pair(vm, args, "link", |from, to| fs::hard_link(from, to))
}

fn realpath(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let path = text(vm, args, 0)?;
    let real = done(vm, fs::canonicalize(&path), "realpath", &path)?;
    Ok(vm.new_string(&real.to_string_lossy()).value())
}

fn readlink(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let path = text(vm, args, 0)?;
    let target = done(vm, fs::read_link(&path), "readlink", &path)?;
    Ok(vm.new_string(&target.to_string_lossy()).value())
}

fn chmod(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let path = text(vm, args, 0)?;
    let mode = fs::Permissions::from_mode(integer(args, 1, 0) as u32);
    nothing(vm, fs::set_permissions(&path, mode), "chmod", &path)
}

/// access ( path, mode ).
fn access(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let path = text(vm, args, 0)?;
    let name = std::ffi::CString::new(path.as_str()).unwrap_or_default();
    let result = rustix::fs::access(&name, Access::from_bits_retain(integer(args, 1, 0) as u32));
    nothing(vm, result.map_err(io::Error::from), "access", &path)
}

/// utimes ( path, accessed, modified ), in seconds.
fn utimes(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let path = text(vm, args, 0)?;
    let time = |value: Value| {
        let seconds = if value.is_number() && value.as_number() > 0.0 { value.as_number() } else { 0.0 };
        std::time::UNIX_EPOCH + std::time::Duration::try_from_secs_f64(seconds).unwrap_or_default()
    };
    let times = fs::FileTimes::new().set_accessed(time(args.get(1))).set_modified(time(args.get(2)));
    let result = File::open(&path).and_then(|file| file.set_times(times));
    nothing(vm, result, "utime", &path)
}

fn truncate(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let path = text(vm, args, 0)?;
    let length = integer(args, 1, 0).max(0) as u64;
    let result = fs::OpenOptions::new().write(true).open(&path).and_then(|file| file.set_len(length));
    nothing(vm, result, "open", &path)
}

/// open ( path, flags, mode ): a descriptor.
fn open(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let path = text(vm, args, 0)?;
    let result = opened(&path, integer(args, 1, 0) as i32, integer(args, 2, 0o666) as u32);
    let file = done(vm, result, "open", &path)?;
    Ok(Value::int(file.into_raw_fd()))
}

fn close(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    nothing(vm, system_calls::close(integer(args, 0, -1) as i32), "close", "")
}

fn fsync(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let result = descriptor(args).and_then(|fd| fd.file().sync_all());
    nothing(vm, result, "fsync", "")
}

/// read ( fd, view, position ): bytes read into a Uint8Array; position -1: where the file is.
fn read(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let Some(view) = args.get(1).to_cell::<TypedArray>() else { return Ok(Value::int(0)) };
    if view.is_immutable() {
        return Err(typed::buffer::immutable_error(vm, "read"));
    }
    let mut bytes = vec![0; view.length.get()];
    let position = integer(args, 2, -1);
    let result = descriptor(args).and_then(|fd| match u64::try_from(position) {
        Ok(position) => fd.file().read_at(&mut bytes, position),
        Err(_) => fd.file().read(&mut bytes),
    });
    let count = done(vm, result, "read", "")?;
    typed::buffer_of(view).write(view.byte_offset.get(), &bytes[..count]);
    Ok(Value::number(count as f64))
}

/// write ( fd, bytes, position ).
fn write(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let bytes = typed::bytes_of(args.get(1)).unwrap_or_default();
    let position = integer(args, 2, -1);
    let result = descriptor(args).and_then(|fd| match u64::try_from(position) {
        Ok(position) => fd.file().write_at(&bytes, position),
        Err(_) => fd.file().write(&bytes),
    });
    let count = done(vm, result, "write", "")?;
    Ok(Value::number(count as f64))
}
