//! The runtime: realms, completions, and the specification's abstract operations.

pub mod async_context;
pub mod atoms;
pub mod bigint_ops;
pub mod builtin_iterators;
pub mod completion;
pub mod conversion;
pub mod elementary;
pub mod equality;
pub mod errors;
pub mod eval;
pub mod event_loop;
pub mod generator;
#[cfg(feature = "node")]
pub mod host_modules;
pub mod iteration;
pub mod jobs;
mod large_angles;
pub mod modules;
pub mod names;
pub mod operations;
pub mod operators;
#[cfg(feature = "node")]
pub mod process;
pub mod property_descriptor;
pub mod realm;
pub mod report;
#[cfg(feature = "node")]
pub mod signals;
pub mod small_bigint;
pub mod strings;
pub mod suspended;
pub mod symbol_registry;
#[cfg(feature = "node")]
pub mod threads;
pub mod waiters;
