//! The optimising tier.
//!
//! `snapshot` → `build` → `graph` → `passes` → `lower` → blob; `link` and `bind` bring a
//! blob to life; `tier` decides. See ARCHITECTURE.md for the life of a function.

pub mod ahead;
mod answers;
pub mod at_end;
pub mod bailout;
pub mod bailout_reason;
pub mod bind;
#[cfg(test)]
mod bindings;
pub mod budget;
pub mod build;
pub mod builtin_rows;
pub mod chaos;
pub mod check;
pub mod compiler;
mod crash;
pub mod descriptor;
pub mod dump;
pub mod enter;
pub mod entry_points;
pub mod evaluate;
pub mod explain;
pub mod graph;
pub mod helpers;
#[cfg(test)]
mod interruptions;
pub mod isa;
pub mod jit_code;
pub mod known_builtins;
pub mod layout;
#[cfg(test)]
mod lifetimes;
pub mod link;
mod lists;
pub mod lower;
pub mod metadata;
mod order;
pub mod passes;
mod pool;
pub(crate) mod preserving;
pub(crate) mod probe;
pub mod profile;
pub mod provoke;
mod quick;
mod quick_builtins;
mod quick_iteration;
pub mod quick_rows;
pub mod runtime;
pub mod runtime_calls;
mod shape_token;
pub mod snapshot;
pub mod stored;
pub mod table;
pub mod take_snapshot;
pub mod target_cpu;
pub mod tier;
pub mod tools;
pub mod walk;
