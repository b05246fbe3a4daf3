//! In the place of `files.rs` in a build without the feature `node`: a module is what the embedder's
//! [`ModuleLoader`] says, and there is no other.

use super::loader::{LoadError, Loaded, ModuleLoader, Request};
use crate::runtime::completion::{ErrorKind, JsResult};
use crate::value::Value;
use crate::vm::Vm;
use std::path::{Path, PathBuf};

const ABSENT: &str = "this build of Hearth reads no files: its feature `node` does, or a loader of the embedder's";

/// Has no module.
#[derive(Default)]
pub struct FileLoader;

impl ModuleLoader for FileLoader {
    fn resolve(&mut self, request: &Request<'_>) -> Result<String, LoadError> {
        let message = format!("Cannot find module '{}': {ABSENT}", request.specifier);
        Err(LoadError { kind: ErrorKind::Error, code: None, message })
    }
    fn load(&mut self, key: &str, _: &Request<'_>) -> Result<Loaded, LoadError> {
        Err(LoadError { kind: ErrorKind::Error, code: None, message: format!("Cannot find module '{key}': {ABSENT}") })
    }
}

/// What a source is called that is known by its path.
pub fn file_url(path: &str) -> String {
    path.to_owned()
}

/// No URL is that of a file.
pub fn url_path(_: &str) -> Option<PathBuf> {
    None
}

impl Vm {
    /// Runs a file as the program: not in this build.
    ///
    /// # Errors
    /// Always.
    pub fn run_main(&mut self, path: &Path) -> JsResult<Value> {
        Err(self.throw_error(ErrorKind::Error, format!("Cannot run {}: {ABSENT}", path.display())))
    }
}
