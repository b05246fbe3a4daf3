//! The runtime: realms, completions, and the specification's abstract operations.

pub mod async_context;
pub mod atoms;
pub mod bigint_ops;
pub mod completion;
pub mod conversion;
pub mod elementary;
pub mod equality;
pub mod errors;
pub mod eval;
pub mod event_loop;
pub mod generator;
pub mod host_modules;
pub mod iteration;
pub mod jobs;
pub mod modules;
pub mod names;
pub mod operations;
pub mod operators;
pub mod process;
pub mod property_descriptor;
pub mod realm;
pub mod signals;
pub mod strings;
pub mod symbol_registry;
pub mod threads;
pub mod waiters;
