//! The embedding interface: an `Engine` runs source text, calls functions, and offers
//! host functions to scripts.
//!
//! ```
//! use hearth::api::Engine;
//! let mut engine = Engine::new(Default::default()).unwrap();
//! engine.register("twice", 1, |vm, args| Ok((2.0 * vm.to_number(args.get(0))?).into()));
//! let value = engine.eval("example.js", "twice(21)").unwrap();
//! assert_eq!(value.as_number(), Some(42.0));
//! ```
//! Modules are found by a [`modules::ModuleLoader`]. Values that an embedder keeps are `Handle`s, which the collector knows.

mod engine;
mod handle;
pub mod modules;
pub mod report;

pub use engine::{Engine, ScriptError};
pub use handle::Handle;
