//! Where imports come from: an embedder's own loader.
//!
//! ```
//! use hearth::api::Engine;
//! use hearth::api::modules::*;
//!
//! /// Modules that are in memory.
//! struct Memory;
//! impl ModuleLoader for Memory {
//!     fn resolve(&mut self, request: &Request<'_>) -> Result<String, LoadError> {
//!         Ok(format!("memory:{}", request.specifier))
//!     }
//!     fn load(&mut self, key: &str, _: &Request<'_>) -> Result<Loaded, LoadError> {
//!         Ok(Loaded::EcmaScript { name: key.to_owned(), text: "export const answer = 42;".to_owned() })
//!     }
//! }
//!
//! let mut engine = Engine::builder().module_loader(Memory).build()?;
//! let answer = engine.run(|cx| {
//!     let namespace = cx.eval_module("main", "export { answer } from 'anything';")?;
//!     namespace.get::<f64>(cx, "answer")
//! })?;
//! assert_eq!(answer, 42.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! With the feature `async` a loader may give a module later ([`Loaded::later`]): `import()` waits for it, and so does
//! [`Engine::eval_module_async`](super::Engine::eval_module_async). What modules request is fetched together.

pub use super::import_map::ImportMap;
pub use crate::runtime::completion::ErrorKind;
pub use crate::runtime::modules::loader::{LoadError, Loaded, MetaValue, ModuleLoader, Request};

/// There are no modules.
pub(super) struct NoModules;

impl ModuleLoader for NoModules {
    fn resolve(&mut self, request: &Request<'_>) -> Result<String, LoadError> {
        let message = format!("Cannot find module '{}': this engine has no modules to import", request.specifier);
        Err(LoadError::not_found(message))
    }
    fn load(&mut self, key: &str, _: &Request<'_>) -> Result<Loaded, LoadError> {
        Err(LoadError::not_found(format!("Cannot find module '{key}'")))
    }
}
