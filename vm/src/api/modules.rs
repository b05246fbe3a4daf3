//! Where imports come from: an embedder's own loader, or files as Node.js finds them.
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
//! let mut engine = Engine::new(Default::default()).unwrap();
//! engine.set_module_loader(Box::new(Memory));
//! let namespace = engine.run_module("main", "export { answer } from 'anything';").unwrap();
//! engine.set_global("ns", &namespace);
//! assert_eq!(engine.eval("test", "ns.answer").unwrap().as_number(), Some(42.0));
//! ```

pub use crate::runtime::modules::loader::{FileLoader, LoadError, Loaded, MetaValue, ModuleLoader, Request};

/// There are no modules.
pub(super) struct NoModules;

impl ModuleLoader for NoModules {
    fn resolve(&mut self, request: &Request<'_>) -> Result<String, LoadError> {
        let message = format!("Cannot find module '{}': this engine has no modules to import", request.specifier);
        Err(LoadError { kind: crate::runtime::completion::ErrorKind::Error, code: Some("ERR_MODULE_NOT_FOUND"), message })
    }
    fn load(&mut self, key: &str, _: &Request<'_>) -> Result<Loaded, LoadError> {
        let message = format!("Cannot find module '{key}'");
        Err(LoadError { kind: crate::runtime::completion::ErrorKind::Error, code: Some("ERR_MODULE_NOT_FOUND"), message })
    }
}
