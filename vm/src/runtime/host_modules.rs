//! The built-in modules that `require` knows by name: `path`, `fs` (what reads and
//! writes whole files), `process`, `perf_hooks`, `module`,
//! each an object of native functions.

use crate::heap::Gc;
use crate::object::function::{Args, NativeFn};
use crate::object::{Attributes, Object};
use crate::runtime::completion::{ErrorKind, JsResult, Throw};
use crate::runtime::modules::resolve::normalize;
use crate::value::Value;
use crate::vm::Vm;
use std::path::{Path, PathBuf};

const NAMES: [&str; 5] = ["path", "fs", "process", "perf_hooks", "module"];

/// The built-in module of that name.
pub fn find(name: &str) -> Option<&'static str> {
    NAMES.into_iter().find(|known| *known == name)
}

type Row = (&'static str, u32, NativeFn);

const PATH: &[Row] = &[
    ("join", 2, path_join),
    ("resolve", 2, path_resolve),
    ("normalize", 1, path_normalize),
    ("dirname", 1, path_dirname),
    ("basename", 2, path_basename),
    ("extname", 1, path_extname),
    ("isAbsolute", 1, path_is_absolute),
    ("relative", 2, path_relative),
];

const FS: &[Row] =
    &[("readFileSync", 2, fs_read), ("writeFileSync", 2, fs_write), ("existsSync", 1, fs_exists), ("readdirSync", 1, fs_readdir)];

/// The exports of a built-in module.
pub fn make(vm: &mut Vm, name: &'static str) -> JsResult<Value> {
    let global = vm.global();
    match name {
        "process" => vm.get_str(global, "process"),
        "perf_hooks" => {
            let exports = vm.new_object();
            let performance = vm.get_str(global, "performance")?;
            let key = vm.key("performance");
            vm.define_new(exports, key, performance, Attributes::DEFAULT);
            Ok(exports.value())
        }
        "path" => {
            let exports = functions(vm, PATH);
            for (name, text) in [("sep", "/"), ("delimiter", ":")] {
                let value = vm.new_string(text).value();
                let key = vm.key(name);
                vm.define_new(exports, key, value, Attributes::DEFAULT);
            }
            let key = vm.key("posix");
            vm.define_new(exports, key, exports.value(), Attributes::DEFAULT);
            Ok(exports.value())
        }
        "module" => Ok(functions(vm, &[("createRequire", 1, crate::runtime::modules::create_require)]).value()),
        _ => Ok(functions(vm, FS).value()),
    }
}

fn functions(vm: &mut Vm, rows: &[Row]) -> Gc<Object> {
    let exports = vm.new_object();
    for (name, length, function) in rows {
        let function = vm.new_native(name, *length, *function).value();
        let key = vm.key(name);
        vm.define_new(exports, key, function, Attributes::DEFAULT);
    }
    exports
}

fn text(vm: &mut Vm, args: &Args<'_>, index: usize) -> JsResult<String> {
    match args.get(index).as_string() {
        Some(string) => Ok(string.to_rust()),
        None => {
            let name = if index == 0 { "path" } else { "paths[1]" };
            Err(vm.type_error(format!("The \"{name}\" argument must be of type string")))
        }
    }
}

fn string(vm: &mut Vm, path: &Path) -> JsResult<Value> {
    let text = path.to_string_lossy();
    Ok(vm.new_string(if text.is_empty() { "." } else { &text }).value())
}

fn path_join(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let mut joined = String::new();
    for i in 0..args.len() {
        let part = text(vm, args, i)?;
        if !part.is_empty() {
            if !joined.is_empty() {
                joined.push('/');
            }
            joined.push_str(&part);
        }
    }
    string(vm, &normalize(Path::new(&joined)))
}

fn absolute(path: &str) -> PathBuf {
    let current = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/"));
    normalize(&current.join(path))
}

fn path_resolve(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let mut path = PathBuf::new();
    for i in 0..args.len() {
        path.push(text(vm, args, i)?);
    }
    string(vm, &absolute(&path.to_string_lossy()))
}

fn path_normalize(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let path = text(vm, args, 0)?;
    string(vm, &normalize(Path::new(&path)))
}

fn path_dirname(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let path = text(vm, args, 0)?;
    let parent = Path::new(&path).parent().unwrap_or(Path::new(if path.starts_with('/') { "/" } else { "." }));
    string(vm, parent)
}

fn path_basename(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let path = text(vm, args, 0)?;
    let name = Path::new(&path).file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let suffix = args.get(1).as_string().map(|s| s.to_rust()).unwrap_or_default();
    let stem = name.strip_suffix(&suffix).filter(|s| !s.is_empty()).unwrap_or(&name);
    Ok(vm.new_string(stem).value())
}

fn path_extname(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let path = text(vm, args, 0)?;
    let extension = Path::new(&path).extension().map(|e| format!(".{}", e.to_string_lossy())).unwrap_or_default();
    Ok(vm.new_string(&extension).value())
}

fn path_is_absolute(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    Ok(Value::bool(text(vm, args, 0)?.starts_with('/')))
}

fn path_relative(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let from = absolute(&text(vm, args, 0)?);
    let to = absolute(&text(vm, args, 1)?);
    let common = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let mut path = PathBuf::new();
    for _ in from.components().skip(common) {
        path.push("..");
    }
    path.extend(to.components().skip(common));
    Ok(vm.new_string(&path.to_string_lossy()).value())
}

/// The Error of a failed system call, with the `code` that programs look at.
#[cold]
fn io_error(vm: &mut Vm, error: &std::io::Error, call: &str, path: &str) -> Throw {
    let code = match error.kind() {
        std::io::ErrorKind::NotFound => "ENOENT",
        std::io::ErrorKind::PermissionDenied => "EACCES",
        std::io::ErrorKind::IsADirectory => "EISDIR",
        std::io::ErrorKind::NotADirectory => "ENOTDIR",
        std::io::ErrorKind::AlreadyExists => "EEXIST",
        _ => "EIO",
    };
    let what = match code {
        "ENOENT" => "no such file or directory".to_owned(),
        "EACCES" => "permission denied".to_owned(),
        "EISDIR" => "illegal operation on a directory".to_owned(),
        _ => error.to_string(),
    };
    let object = vm.new_error(ErrorKind::Error, &format!("{code}: {what}, {call} '{path}'"));
    for (name, value) in [("code", code), ("syscall", call), ("path", path)] {
        let value = vm.new_string(value).value();
        let key = vm.key(name);
        vm.define_new(object, key, value, Attributes::DEFAULT);
    }
    Throw(object.value())
}

/// `readFileSync(path, encoding)`: a string, decoded as UTF-8 or Latin-1; without an
/// encoding, a Uint8Array.
fn fs_read(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let path = text(vm, args, 0)?;
    let bytes = match std::fs::read(if path == "/dev/stdin" { "/proc/self/fd/0" } else { &path }) {
        Ok(bytes) => bytes,
        Err(error) => return Err(io_error(vm, &error, "open", &path)),
    };
    let mut encoding = args.get(1);
    if let Some(options) = encoding.to_cell::<Object>() {
        encoding = vm.get_str(options, "encoding")?;
    }
    let Some(encoding) = encoding.as_string() else {
        let constructor = vm.intrinsic(crate::runtime::realm::Intrinsic::Uint8Array).value();
        let array = vm.construct(constructor, &[Value::from(bytes.len())], constructor)?;
        let view: Gc<crate::object::TypedArray> = array.to_cell().expect("a new Uint8Array");
        assert!(view.length.get() == bytes.len());
        // SAFETY: the view was just made with room for these bytes.
        unsafe { core::ptr::copy_nonoverlapping(bytes.as_ptr(), view.data.get(), bytes.len()) };
        return Ok(array);
    };
    match encoding.to_rust().to_ascii_lowercase().as_str() {
        "latin1" | "binary" | "ascii" => Ok(vm.new_string_latin1(&bytes).value()),
        _ => Ok(vm.new_string(&String::from_utf8_lossy(&bytes)).value()),
    }
}

fn fs_write(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let path = text(vm, args, 0)?;
    let result = if let Some(view) = args.get(1).to_cell::<crate::object::TypedArray>() {
        let length = view.length.get() * view.element_type.size();
        let data = view.data.get();
        let bytes = if length == 0 {
            &[][..]
        } else {
            // SAFETY: a view's data has `length` elements, and nothing runs script here.
            unsafe { core::slice::from_raw_parts(data, length) }
        };
        std::fs::write(&path, bytes)
    } else {
        let data = vm.to_string(args.get(1))?.to_rust();
        std::fs::write(&path, data)
    };
    match result {
        Ok(()) => Ok(Value::UNDEFINED),
        Err(error) => Err(io_error(vm, &error, "open", &path)),
    }
}

fn fs_exists(_vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    Ok(Value::bool(args.get(0).as_string().is_some_and(|path| Path::new(&path.to_rust()).exists())))
}

fn fs_readdir(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let path = text(vm, args, 0)?;
    let names = std::fs::read_dir(&path)
        .and_then(|entries| entries.map(|e| e.map(|e| e.file_name().to_string_lossy().into_owned())).collect::<Result<Vec<_>, _>>());
    let mut names = match names {
        Ok(names) => names,
        Err(error) => return Err(io_error(vm, &error, "scandir", &path)),
    };
    names.sort();
    let array = vm.new_array(&[]);
    for name in names {
        let name = vm.new_string(&name).value();
        vm.array_push(array, name)?;
    }
    Ok(array.value())
}
