//! Hearth: a JavaScript virtual machine whose optimised code outlives the process.
//!
//! Code map: `value` and `object` are what scripts handle; `bytecode` is what
//! `syntax` compiles source text to; `interp` runs it and fills `feedback`; `ion`
//! compiles what is hot, links it, and restores it from a store; `runtime` holds the
//! abstract operations, `builtins` the library. See ARCHITECTURE.md.

pub mod bytecode;
pub mod value;

pub use value::Value;
