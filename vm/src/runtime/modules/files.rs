//! Modules as Node.js finds them: files, packages, built-in modules. Keys of files are `file:`
//! URLs, those of built-in modules begin with `node:`.

use super::loader::{LoadError, Loaded, MetaValue, ModuleLoader, Request};
use super::package::Packages;
use super::resolve::{self, Flavor};
use crate::runtime::completion::ErrorKind;
use crate::runtime::host_modules;
use crate::syntax::parse::Goal;
use crate::syntax::transform;
use std::path::{Path, PathBuf};
use url::Url;

/// The URL of an absolute path.
pub fn file_url(path: &str) -> String {
    Url::from_file_path(path).map_or_else(|()| path.to_owned(), String::from)
}

/// The path of a `file:` URL.
pub fn url_path(url: &str) -> Option<PathBuf> {
    Url::parse(url).ok().filter(|url| url.scheme() == "file")?.to_file_path().ok()
}

/// The URL that relative specifiers are relative to.
fn base_url(referrer: &str) -> Option<Url> {
    if let Ok(url) = Url::parse(referrer)
        && url.scheme() == "file"
    {
        return Some(url);
    }
    let folder = std::env::current_dir().ok()?;
    // What is no file, as `[eval]`, is as good as one in the current folder.
    Url::from_file_path(folder.join(referrer)).ok()
}

/// Is a specifier relative to its importer, or a file's URL?
fn is_path(specifier: &str) -> bool {
    ["/", "./", "../", "file:"].iter().any(|prefix| specifier.starts_with(prefix)) || matches!(specifier, "." | "..")
}

/// Files, packages, built-in modules.
#[derive(Default)]
pub struct FileLoader {
    packages: Packages,
    /// Every file that is not JSON is an ECMAScript module, whatever its name.
    pub modules_only: bool,
}

impl FileLoader {
    /// A loader to which every file that is not JSON is an ECMAScript module.
    pub fn of_modules() -> FileLoader {
        FileLoader { modules_only: true, ..FileLoader::default() }
    }
}

/// How a file is to be read, by its name and package.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    Json,
    Known(Goal),
    /// What its syntax says.
    Detect([Goal; 2]),
    Unknown,
}

/// The format of a file; `packages` has the `type` of its package.
pub(super) fn format_of(path: &Path, packages: &mut Packages) -> Format {
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("");
    let (commonjs, module) = match extension {
        "json" => return Format::Json,
        "node" | "wasm" => return Format::Unknown,
        "mjs" => return Format::Known(Goal::Module),
        "cjs" => return Format::Known(Goal::CommonJs),
        "mts" => return Format::Known(Goal::TypeScriptModule),
        "cts" => return Format::Known(Goal::TypeScriptCommonJs),
        "ts" | "tsx" => (Goal::TypeScriptCommonJs, Goal::TypeScriptModule),
        _ => (Goal::CommonJs, Goal::Module),
    };
    match packages.scope_of(path).and_then(|package| package.type_field()) {
        Some(kind) if kind == "module" => Format::Known(module),
        Some(kind) if kind == "commonjs" => Format::Known(commonjs),
        _ => Format::Detect([commonjs, module]),
    }
}

pub(super) fn read(path: &Path) -> Result<String, LoadError> {
    read_bytes(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// The text of a file that is run: JavaScript, or TypeScript of which types are all there is to erase.
pub(super) fn read_source(path: &Path) -> Result<String, LoadError> {
    let text = read(path)?;
    Ok(transform::transformed(path, &text).unwrap_or(text))
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, LoadError> {
    std::fs::read(path).map_err(|error| {
        let message = format!("cannot read {}: {error}", path.display());
        LoadError { kind: ErrorKind::Error, code: None, message }
    })
}

/// The module that a `data:` URL has in it.
fn load_data(key: &str, data: &str, request: &Request<'_>) -> Result<Loaded, LoadError> {
    let invalid = || LoadError::new(ErrorKind::TypeError, "ERR_INVALID_URL", format!("Invalid URL: {key}"));
    let (kind, body) = data.split_once(',').ok_or_else(invalid)?;
    let mut bytes = percent_decode(body.split('#').next().unwrap_or_default());
    if kind.ends_with(";base64") {
        bytes = crate::builtins::node::decode_base64(&String::from_utf8_lossy(&bytes)).ok_or_else(invalid)?;
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let name = key.to_owned();
    match (kind.split(';').next().unwrap_or_default(), request.attribute("type")) {
        ("text/javascript", None) => Ok(Loaded::EcmaScript { name, text }),
        ("application/json", Some("json")) => Ok(Loaded::Json { name, text }),
        ("application/json", _) => {
            let message = format!("Module \"{key}\" needs an import attribute of \"type: json\"");
            Err(LoadError::new(ErrorKind::TypeError, "ERR_IMPORT_ATTRIBUTE_MISSING", message))
        }
        (other, _) => {
            let message = format!("Unknown module format: {other} for URL {key}");
            Err(LoadError::new(ErrorKind::RangeError, "ERR_UNKNOWN_MODULE_FORMAT", message))
        }
    }
}

fn percent_decode(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = text.get(at + 1..at + 3).filter(|_| bytes[at] == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        out.push(code.unwrap_or(bytes[at]));
        at += if code.is_some() { 3 } else { 1 };
    }
    out
}

impl ModuleLoader for FileLoader {
    fn resolve(&mut self, request: &Request<'_>) -> Result<String, LoadError> {
        let specifier = request.specifier;
        if let Some(name) = host_modules::requested(specifier)
            && !self.modules_only
        {
            return Ok(format!("node:{name}"));
        }
        if specifier.starts_with("node:") {
            return Err(LoadError::new(ErrorKind::Error, "ERR_UNKNOWN_BUILTIN_MODULE", format!("No such built-in module: {specifier}")));
        }
        if specifier.starts_with("data:") && !self.modules_only {
            return Ok(specifier.to_owned());
        }
        if !self.modules_only
            && !is_path(specifier)
            && let Ok(url) = Url::parse(specifier)
            && url.scheme() != "file"
        {
            let protocol = url.scheme();
            let message = format!(
                "Only URLs with a scheme in: file, data, and node are supported by the default ESM loader. Received protocol '{protocol}:'"
            );
            return Err(LoadError::new(ErrorKind::Error, "ERR_UNSUPPORTED_ESM_URL_SCHEME", message));
        }
        let base = base_url(request.referrer);
        let url = if is_path(specifier) {
            base.as_ref().and_then(|base| base.join(specifier).ok())
        } else {
            let from = base.as_ref().and_then(|base| base.to_file_path().ok()).unwrap_or_default();
            let path = resolve::package(&mut self.packages, specifier, &from, Flavor::Import)?;
            Url::from_file_path(path).ok()
        };
        let invalid = || {
            let message = format!("Invalid module specifier '{specifier}' imported from {}", request.referrer);
            LoadError::new(ErrorKind::TypeError, "ERR_INVALID_MODULE_SPECIFIER", message)
        };
        let mut url = url.ok_or_else(invalid)?;
        let path = url.to_file_path().map_err(|()| invalid())?;
        let importer = base.and_then(|base| base.to_file_path().ok()).unwrap_or_default();
        if path.is_dir() || url.path().ends_with('/') {
            let message =
                format!("Directory import '{}' is not supported resolving ES modules imported from {}", path.display(), importer.display());
            return Err(LoadError::new(ErrorKind::Error, "ERR_UNSUPPORTED_DIR_IMPORT", message));
        }
        if !path.is_file() {
            let message = format!("Cannot find module '{}' imported from {}", path.display(), importer.display());
            return Err(LoadError::new(ErrorKind::Error, "ERR_MODULE_NOT_FOUND", message));
        }
        // Links are followed; query and fragment stay.
        if let Ok(real) = Url::from_file_path(self.packages.real(path)) {
            url.set_path(real.path());
        }
        Ok(url.into())
    }

    fn resolve_url(&mut self, request: &Request<'_>) -> Result<String, LoadError> {
        let specifier = request.specifier;
        if is_path(specifier)
            && let Some(url) = base_url(request.referrer).and_then(|base| base.join(specifier).ok())
        {
            return Ok(url.into());
        }
        // Whatever follows a scheme is a URL.
        if specifier.starts_with("node:") || Url::parse(specifier).is_ok_and(|url| !url.scheme().is_empty()) {
            return Ok(specifier.to_owned());
        }
        self.resolve(request)
    }

    fn load(&mut self, key: &str, request: &Request<'_>) -> Result<Loaded, LoadError> {
        if let Some(name) = key.strip_prefix("node:").and_then(host_modules::find) {
            return Ok(Loaded::BuiltIn(name));
        }
        if let Some(data) = key.strip_prefix("data:") {
            return load_data(key, data, request);
        }
        let path = url_path(key).unwrap_or_default();
        let name = path.to_string_lossy().into_owned();
        match request.attribute("type") {
            Some("text") => return Ok(Loaded::Text(read(&path)?)),
            Some("bytes") => return Ok(Loaded::Bytes(read_bytes(&path)?)),
            _ => {}
        }
        let format = match format_of(&path, &mut self.packages) {
            format if !self.modules_only => format,
            // What the attribute says counts.
            _ if request.attribute("type") == Some("json") => Format::Json,
            _ => Format::Known(Goal::Module),
        };
        match (request.attribute("type"), format) {
            (None, Format::Json) => {
                let message = format!("Module \"{key}\" needs an import attribute of \"type: json\"");
                return Err(LoadError::new(ErrorKind::TypeError, "ERR_IMPORT_ATTRIBUTE_MISSING", message));
            }
            (Some("json"), Format::Json) | (None, _) => {}
            (Some(kind), _) => {
                let message = format!("Module \"{key}\" is not of type \"{kind}\"");
                return Err(LoadError::new(ErrorKind::TypeError, "ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE", message));
            }
        }
        if format == Format::Unknown {
            let message = format!("Unknown file extension for {}", path.display());
            return Err(LoadError::new(ErrorKind::TypeError, "ERR_UNKNOWN_FILE_EXTENSION", message));
        }
        let text = read_source(&path)?;
        Ok(match format {
            Format::Json => Loaded::Json { name, text },
            // As in Node.js, stack traces have the URLs of these.
            Format::Known(Goal::Module) => Loaded::EcmaScript { name: key.to_owned(), text },
            Format::Known(Goal::TypeScriptModule) => Loaded::TypeScript { name: key.to_owned(), text },
            Format::Detect(goals) => Loaded::Detect { path, text, goals },
            Format::Known(_) | Format::Unknown => Loaded::CommonJs { path, text },
        })
    }

    fn meta(&mut self, key: &str) -> Vec<(&'static str, MetaValue)> {
        let mut meta = Vec::new();
        if let Some(path) = url_path(key) {
            let folder = path.parent().unwrap_or(Path::new("/")).to_string_lossy().into_owned();
            meta.push(("dirname", MetaValue::String(folder)));
            meta.push(("filename", MetaValue::String(path.to_string_lossy().into_owned())));
        }
        meta.push(("main", MetaValue::IsMain));
        meta.push(("resolve", MetaValue::Resolve));
        meta.push(("url", MetaValue::String(key.to_owned())));
        meta
    }

    fn key_of(&mut self, name: &str) -> String {
        base_url(name).map_or_else(|| name.to_owned(), String::from)
    }
}
