//! The host's part of modules: what a specifier means, and what is there.
//!
//! An embedder provides a [`ModuleLoader`]; [`FileLoader`] is the one of the command line.

pub use super::files::{FileLoader, file_url, url_path};
use crate::runtime::completion::ErrorKind;
#[cfg(feature = "node")]
use crate::syntax::parse::Goal;
#[cfg(feature = "node")]
use std::path::PathBuf;

/// What an import asks for.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub specifier: &'a str,
    /// Import attributes, sorted by key.
    pub attributes: &'a [(String, String)],
    /// Key of the importing module, or name of the importing script.
    pub referrer: &'a str,
}

impl Request<'_> {
    pub fn attribute(&self, key: &str) -> Option<&str> {
        self.attributes.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str())
    }
}

/// Why there is no module: thrown as an error of this kind with a `code`, if there is one.
#[derive(Clone, Debug)]
pub struct LoadError {
    pub kind: ErrorKind,
    pub code: Option<&'static str>,
    pub message: String,
}

impl LoadError {
    /// There is no such module.
    pub fn not_found(message: String) -> LoadError {
        LoadError { kind: ErrorKind::Error, code: Some("ERR_MODULE_NOT_FOUND"), message }
    }
    #[cfg(feature = "node")]
    pub(super) fn new(kind: ErrorKind, code: &'static str, message: String) -> LoadError {
        LoadError { kind, code: Some(code), message }
    }
}

/// What a key stands for.
pub enum Loaded {
    EcmaScript {
        /// As stack traces show it.
        name: String,
        text: String,
    },
    TypeScript {
        name: String,
        text: String,
    },
    Json {
        name: String,
        text: String,
    },
    /// Whose text is the default export.
    Text(String),
    /// Whose bytes are the default export.
    Bytes(Vec<u8>),
    /// Of no language that is known here. What `import source` gives is an object of this class;
    /// otherwise the module is empty.
    Source {
        class: &'static str,
    },
    #[cfg(feature = "node")]
    CommonJs {
        path: PathBuf,
        text: String,
    },
    /// Of the first goal that parses.
    #[cfg(feature = "node")]
    Detect {
        path: PathBuf,
        text: String,
        goals: [Goal; 2],
    },
    #[cfg(feature = "node")]
    BuiltIn(&'static str),
    /// What this future gives: one of the others. Modules that are asked for at the same time are awaited
    /// together. Who cannot wait ([`Context::eval_module`](crate::api::Context::eval_module)) gets an error.
    #[cfg(feature = "async")]
    Later(std::pin::Pin<Box<dyn Future<Output = Result<Loaded, LoadError>> + Send>>),
}

impl Loaded {
    /// What a future gives.
    #[cfg(feature = "async")]
    pub fn later(future: impl Future<Output = Result<Loaded, LoadError>> + Send + 'static) -> Loaded {
        Loaded::Later(Box::pin(future))
    }
}

/// The value of a property of `import.meta`.
pub enum MetaValue {
    String(String),
    /// Whether the module is the program's.
    IsMain,
    /// `import.meta.resolve`.
    Resolve,
}

/// HostLoadImportedModule and HostGetImportMetaProperties, as a host answers them.
pub trait ModuleLoader {
    /// The key of a module: imports of equal keys (and attributes) give the same module.
    ///
    /// # Errors
    /// What the import throws.
    fn resolve(&mut self, request: &Request<'_>) -> Result<String, LoadError>;

    /// As `resolve`, for import.meta.resolve: what a path names need not be there.
    ///
    /// # Errors
    /// What import.meta.resolve throws.
    fn resolve_url(&mut self, request: &Request<'_>) -> Result<String, LoadError> {
        self.resolve(request)
    }

    /// What `resolve` has given a key for. Asked once for each key.
    ///
    /// # Errors
    /// What the import throws.
    fn load(&mut self, key: &str, request: &Request<'_>) -> Result<Loaded, LoadError>;

    /// The properties of `import.meta`.
    fn meta(&mut self, key: &str) -> Vec<(&'static str, MetaValue)> {
        vec![("url", MetaValue::String(key.to_owned()))]
    }

    /// The key of a module whose text the host has by another way.
    fn key_of(&mut self, name: &str) -> String {
        name.to_owned()
    }
}
