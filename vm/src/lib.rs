//! Hearth: a JavaScript virtual machine whose optimised code outlives the process.
//!
//! Code map: `value`, `string`, `symbol`, `bigint` and `object` are what scripts
//! handle; `heap` ties them to the collector; `syntax` compiles source text to
//! `bytecode`; `script` is bytecode in a realm, with its `feedback`; `interp` runs it;
//! `ion` compiles what is hot, links it, and restores it from a store; `runtime` holds
//! the abstract operations, `builtins` the library. See ARCHITECTURE.md.

pub mod api;
pub mod bigint;
pub mod builtins;
pub mod cache;
mod cpu_time;
pub mod feedback;
pub mod heap;
pub mod interp;
pub mod ion;
pub mod machine;
pub mod object;
pub mod options;
pub mod rules;
pub mod runtime;
pub mod script;
pub mod stats;
pub mod string;
pub mod symbol;
pub mod trace;
pub mod value;
pub mod vm;

use hearth_frontend::numbered;
pub use hearth_frontend::{bytecode, syntax};
pub use hearth_regexp as regexp;
pub use value::Value;
pub use vm::Vm;
