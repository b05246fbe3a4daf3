//! Hearth: a JavaScript virtual machine whose optimised code outlives the process.
//!
//! Code map: `value`, `string`, `symbol`, `bigint` and `object` are what scripts
//! handle; `heap` ties them to the collector; `syntax` compiles source text to
//! `bytecode`; `script` is bytecode in a realm, with its `feedback`; `interp` runs it;
//! `ion` compiles what is hot, links it, and restores it from a store; `runtime` holds
//! the abstract operations, `builtins` the library. See ARCHITECTURE.md.
//!
//! Public is the embedding interface, `api`, which is here as well: `hearth::Engine`. The other modules are
//! public with the feature `internals`, for the engine's own tools.

// What only the tools of `internals` call is not called in other builds.
#![cfg_attr(not(feature = "internals"), allow(dead_code, unused_imports))]

pub mod api;
mod cpu_time;

/// The examples of the package's page.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod page {}

// Twice rather than by a macro, into which rustfmt does not look.
#[cfg(not(feature = "internals"))]
mod bigint;
#[cfg(feature = "internals")]
pub mod bigint;
#[cfg(not(feature = "internals"))]
mod builtins;
#[cfg(feature = "internals")]
pub mod builtins;
#[cfg(not(feature = "internals"))]
mod cache;
#[cfg(feature = "internals")]
pub mod cache;
mod executable;
#[cfg(not(feature = "internals"))]
mod feedback;
#[cfg(feature = "internals")]
pub mod feedback;
#[cfg(not(feature = "internals"))]
mod heap;
#[cfg(feature = "internals")]
pub mod heap;
#[cfg(not(feature = "internals"))]
mod interp;
#[cfg(feature = "internals")]
pub mod interp;
#[cfg(not(feature = "internals"))]
mod ion;
#[cfg(feature = "internals")]
pub mod ion;
#[cfg(any(test, feature = "internals"))]
pub mod machine;
#[cfg(not(feature = "internals"))]
mod object;
#[cfg(feature = "internals")]
pub mod object;
#[cfg(not(feature = "internals"))]
mod options;
#[cfg(feature = "internals")]
pub mod options;
mod regexp_code;
#[cfg(not(feature = "internals"))]
mod rules;
#[cfg(feature = "internals")]
pub mod rules;
#[cfg(not(feature = "internals"))]
mod runtime;
#[cfg(feature = "internals")]
pub mod runtime;
#[cfg(not(feature = "internals"))]
mod script;
#[cfg(feature = "internals")]
pub mod script;
#[cfg(not(feature = "internals"))]
mod stats;
#[cfg(feature = "internals")]
pub mod stats;
#[cfg(not(feature = "internals"))]
mod string;
#[cfg(feature = "internals")]
pub mod string;
#[cfg(not(feature = "internals"))]
mod symbol;
#[cfg(feature = "internals")]
pub mod symbol;
#[cfg(not(feature = "internals"))]
mod trace;
#[cfg(feature = "internals")]
pub mod trace;
#[cfg(not(feature = "internals"))]
mod value;
#[cfg(feature = "internals")]
pub mod value;
#[cfg(not(feature = "internals"))]
mod vm;
#[cfg(feature = "internals")]
pub mod vm;

use hearth_frontend::numbered;
#[cfg(not(feature = "internals"))]
use hearth_frontend::{bytecode, syntax};
#[cfg(not(feature = "internals"))]
use hearth_regexp as regexp;

pub use api::*;
#[cfg(feature = "internals")]
pub use hearth_frontend::{bytecode, syntax};
#[cfg(feature = "internals")]
pub use hearth_regexp as regexp;
#[cfg(feature = "internals")]
pub use vm::Vm;
