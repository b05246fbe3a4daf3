//! Files as Node.js finds them: names without extension, folders, packages with their
//! `exports` and `imports` (the resolution algorithms of its ESM and CommonJS loaders).

use super::json::Json;
use super::loader::LoadError;
use super::package::{Package, Packages};
use crate::runtime::completion::ErrorKind;
use std::path::{Component, Path, PathBuf};

/// Which of the two loaders asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flavor {
    Import,
    Require,
}

impl Flavor {
    /// The conditions of `exports` that hold.
    fn conditions(self) -> &'static [&'static str] {
        match self {
            Flavor::Import => &["node", "import", "module-sync", "default"],
            Flavor::Require => &["node", "require", "module-sync", "default"],
        }
    }
}

/// A path without `.`, `..` and doubled separators. Purely textual.
pub fn normalize(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                if matches!(out.components().next_back(), Some(Component::Normal(_))) {
                    out.pop();
                } else if !out.has_root() {
                    out.push("..");
                }
            }
            part => out.push(part),
        }
    }
    out
}

fn with_extension(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(extension);
    PathBuf::from(name)
}

/// LOAD_AS_FILE.
fn as_file(path: &Path) -> Option<PathBuf> {
    if path.is_file() {
        return Some(path.to_owned());
    }
    [".js", ".json", ".cjs", ".mjs", ".ts"].iter().map(|extension| with_extension(path, extension)).find(|file| file.is_file())
}

/// LOAD_AS_DIRECTORY.
fn as_folder(packages: &mut Packages, path: &Path) -> Option<PathBuf> {
    if !path.is_dir() {
        return None;
    }
    let package = packages.read(path);
    let main = package.as_ref().and_then(|package| package.text("main"));
    main.and_then(|main| {
        let main = normalize(&path.join(main));
        as_file(&main).or_else(|| as_file(&main.join("index")))
    })
    .or_else(|| as_file(&path.join("index")))
}

/// Is it a path, not the name of a package?
pub(super) fn is_path(request: &str) -> bool {
    request.starts_with('/') || request == "." || request == ".." || request.starts_with("./") || request.starts_with("../")
}

/// The file that a path names for CommonJS.
pub(super) fn path(packages: &mut Packages, path: &Path, is_folder: bool) -> Option<PathBuf> {
    let path = normalize(path);
    let file = if is_folder { None } else { as_file(&path) };
    file.or_else(|| as_folder(packages, &path)).map(|file| packages.real(file))
}

/// The script that the command line names.
pub fn script(name: &Path) -> Option<PathBuf> {
    let here = std::env::current_dir().unwrap_or_default();
    path(&mut Packages::default(), &here.join(name), false)
}

fn not_exported(subpath: &str, package: &Package) -> LoadError {
    let file = package.folder.join("package.json");
    let message = match subpath {
        "." => format!("No \"exports\" main defined in {}", file.display()),
        _ => format!("Package subpath '{subpath}' is not defined by \"exports\" in {}", file.display()),
    };
    LoadError::new(ErrorKind::Error, "ERR_PACKAGE_PATH_NOT_EXPORTED", message)
}

fn invalid(specifier: &str, why: &str) -> LoadError {
    LoadError::new(ErrorKind::TypeError, "ERR_INVALID_MODULE_SPECIFIER", format!("Invalid module \"{specifier}\" {why}"))
}

/// Built-in modules of Node.js that are not among ours.
const ABSENT: &[&str] = &["wasi"];

fn not_found(specifier: &str, from: &Path, flavor: Flavor) -> LoadError {
    if ABSENT.contains(&specifier.split('/').next().unwrap_or_default()) {
        let message = format!("Cannot find module '{specifier}': hearth does not have this built-in module of Node.js");
        let code = if matches!(flavor, Flavor::Import) { "ERR_MODULE_NOT_FOUND" } else { "MODULE_NOT_FOUND" };
        return LoadError::new(ErrorKind::Error, code, message);
    }
    match flavor {
        Flavor::Import => {
            let name = package_name(specifier).map_or(specifier, |(name, _)| name);
            let message = format!("Cannot find package '{name}' imported from {}", from.display());
            LoadError::new(ErrorKind::Error, "ERR_MODULE_NOT_FOUND", message)
        }
        Flavor::Require => LoadError::new(ErrorKind::Error, "MODULE_NOT_FOUND", format!("Cannot find module '{specifier}'")),
    }
}

/// The name of a package and what follows it: `@scope/name`, `/sub/path`.
fn package_name(specifier: &str) -> Option<(&str, &str)> {
    let mut end = specifier.find('/').unwrap_or(specifier.len());
    if specifier.starts_with('@') {
        let rest = specifier.get(end + 1..)?;
        end += 1 + rest.find('/').unwrap_or(rest.len());
    }
    let (name, subpath) = specifier.split_at(end);
    (!name.is_empty() && !name.starts_with('.') && !name.contains(['\\', '%'])).then_some((name, subpath))
}

/// PACKAGE_RESOLVE: the file that a bare specifier names, from within file `from`.
///
/// # Errors
/// As Node.js's, with their codes.
pub(super) fn package(packages: &mut Packages, specifier: &str, from: &Path, flavor: Flavor) -> Result<PathBuf, LoadError> {
    if specifier.starts_with('#') {
        return private_import(packages, specifier, from, flavor);
    }
    let (name, rest) = package_name(specifier).ok_or_else(|| invalid(specifier, "is not a valid package name"))?;
    let subpath = format!(".{rest}");
    // PACKAGE_SELF_RESOLVE
    if let Some(scope) = packages.scope_of(from)
        && scope.text("name") == Some(name)
        && let Some(exports) = scope.exports()
    {
        return exported(packages, &scope, exports, &subpath, flavor);
    }
    for folder in from.ancestors().skip(1) {
        if folder.ends_with("node_modules") {
            continue;
        }
        let modules = folder.join("node_modules");
        let candidate = modules.join(name);
        if candidate.is_dir() {
            let package = packages.read(&candidate);
            if let Some(package) = &package {
                package.check()?;
            }
            if let Some(package) = &package
                && let Some(exports) = package.exports()
            {
                return exported(packages, package, exports, &subpath, flavor);
            }
            let target = candidate.join(rest.trim_start_matches('/'));
            let found = match flavor {
                Flavor::Require => path(packages, &target, rest.ends_with('/')),
                Flavor::Import if rest.is_empty() => as_folder(packages, &candidate),
                // Sub-paths are exact.
                Flavor::Import => Some(target).filter(|t| t.is_file()),
            };
            if let Some(found) = found {
                return Ok(packages.real(found));
            }
        } else if flavor == Flavor::Require
            && let Some(found) = as_file(&modules.join(specifier))
        {
            return Ok(packages.real(found));
        }
    }
    if flavor == Flavor::Require {
        for folder in global_folders() {
            if let Some(found) = path(packages, &folder.join(specifier), rest.ends_with('/')) {
                return Ok(packages.real(found));
            }
        }
    }
    Err(not_found(specifier, from, flavor))
}

/// Where `require` looks last: NODE_PATH, and folders beside the user's and the executable.
fn global_folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = std::env::var_os("NODE_PATH").map(|paths| std::env::split_paths(&paths).collect()).unwrap_or_default();
    folders.retain(|folder| !folder.as_os_str().is_empty());
    if let Some(home) = std::env::home_dir() {
        folders.extend([home.join(".node_modules"), home.join(".node_libraries")]);
    }
    if let Ok(executable) = std::env::current_exe()
        && let Some(prefix) = executable.ancestors().nth(2)
    {
        folders.push(prefix.join("lib/node"));
    }
    folders
}

/// PACKAGE_IMPORTS_RESOLVE.
fn private_import(packages: &mut Packages, specifier: &str, from: &Path, flavor: Flavor) -> Result<PathBuf, LoadError> {
    let undefined = || {
        let message = format!("Package import specifier \"{specifier}\" is not defined imported from {}", from.display());
        LoadError::new(ErrorKind::TypeError, "ERR_PACKAGE_IMPORT_NOT_DEFINED", message)
    };
    if specifier == "#" {
        return Err(invalid(specifier, "is not a valid internal imports specifier name"));
    }
    let scope = packages.scope_of(from);
    let (Some(scope), Some(imports)) = (&scope, scope.as_ref().and_then(|scope| scope.imports()).cloned()) else {
        return Err(if flavor == Flavor::Require { not_found(specifier, from, flavor) } else { undefined() });
    };
    match map_key(packages, scope, &imports, specifier, flavor, true)? {
        Some(file) => Ok(packages.real(file)),
        None => Err(undefined()),
    }
}

/// PACKAGE_EXPORTS_RESOLVE.
fn exported(packages: &mut Packages, package: &Package, exports: &Json, subpath: &str, flavor: Flavor) -> Result<PathBuf, LoadError> {
    let is_map = exports.entries().is_some_and(|map| map.iter().any(|(key, _)| key.starts_with('.')));
    let found = if is_map {
        map_key(packages, package, exports, subpath, flavor, false)?
    } else if subpath == "." {
        target(packages, package, exports, None, flavor, false)?
    } else {
        None
    };
    let file = found.ok_or_else(|| not_exported(subpath, package))?;
    if !file.is_file() {
        let message = format!("Cannot find module '{}'", file.display());
        let code = if flavor == Flavor::Import { "ERR_MODULE_NOT_FOUND" } else { "MODULE_NOT_FOUND" };
        return Err(LoadError::new(ErrorKind::Error, code, message));
    }
    Ok(packages.real(file))
}

/// PACKAGE_IMPORTS_EXPORTS_RESOLVE: an exact key, or the longest pattern that fits.
fn map_key(
    packages: &mut Packages,
    package: &Package,
    map: &Json,
    key: &str,
    flavor: Flavor,
    internal: bool,
) -> Result<Option<PathBuf>, LoadError> {
    let Some(entries) = map.entries() else { return Ok(None) };
    if !key.contains('*')
        && let Some(value) = map.get(key)
    {
        return target(packages, package, value, None, flavor, internal);
    }
    let mut best: Option<(&str, &str, &Json)> = None;
    for (pattern, value) in entries {
        let Some((head, tail)) = pattern.split_once('*') else { continue };
        let fits = key.starts_with(head) && key.ends_with(tail) && key.len() >= head.len() + tail.len() && key != head;
        // PATTERN_KEY_COMPARE
        if fits && best.is_none_or(|(h, t, _)| (head.len(), tail.len()) > (h.len(), t.len())) {
            best = Some((head, tail, value));
        }
    }
    match best {
        Some((head, tail, value)) => target(packages, package, value, Some(&key[head.len()..key.len() - tail.len()]), flavor, internal),
        None => Ok(None),
    }
}

/// PACKAGE_TARGET_RESOLVE.
fn target(
    packages: &mut Packages,
    package: &Package,
    value: &Json,
    matched: Option<&str>,
    flavor: Flavor,
    internal: bool,
) -> Result<Option<PathBuf>, LoadError> {
    match value {
        Json::String(text) => {
            let text = matched.map_or_else(|| text.clone(), |m| text.replace('*', m));
            if let Some(inside) = text.strip_prefix("./") {
                let outside = inside.split('/').any(|part| matches!(part, "." | ".." | "node_modules"));
                if outside {
                    return Err(invalid_target(package, &text));
                }
                return Ok(Some(package.folder.join(inside)));
            }
            if internal && !text.starts_with("../") && !text.starts_with('/') {
                return self::package(packages, &text, &package.folder.join("package.json"), flavor).map(Some);
            }
            Err(invalid_target(package, &text))
        }
        Json::Object(conditions) => {
            for (condition, value) in conditions {
                if flavor.conditions().contains(&condition.as_str())
                    && let Some(found) = target(packages, package, value, matched, flavor, internal)?
                {
                    return Ok(Some(found));
                }
            }
            Ok(None)
        }
        Json::Array(list) => {
            let mut last = Ok(None);
            for value in list {
                match target(packages, package, value, matched, flavor, internal) {
                    Ok(Some(found)) => return Ok(Some(found)),
                    other => last = other,
                }
            }
            last
        }
        _ => Ok(None),
    }
}

fn invalid_target(package: &Package, text: &str) -> LoadError {
    let message = format!("Invalid package target \"{text}\" in the package config {}", package.folder.join("package.json").display());
    LoadError::new(ErrorKind::Error, "ERR_INVALID_PACKAGE_TARGET", message)
}
