//! The optimising tier.
//!
//! `snapshot` → `build` → `graph` → `passes` → `lower` → blob; `link` and `bind` bring a
//! blob to life; `tier` decides. See ARCHITECTURE.md for the life of a function.

pub mod ahead;
pub mod at_end;
pub mod bailout;
pub mod bailout_reason;
pub mod bind;
pub mod build;
pub mod builtin_rows;
pub mod compiler;
pub mod descriptor;
pub mod dump;
pub mod enter;
pub mod entry_points;
pub mod explain;
pub mod graph;
pub mod helpers;
pub mod isa;
pub mod jit_code;
pub mod known_builtins;
pub mod layout;
pub mod link;
pub mod lower;
pub mod metadata;
mod order;
pub mod passes;
mod perf_map;
mod quick;
pub mod runtime;
pub mod runtime_calls;
pub mod snapshot;
pub mod stored;
pub mod table;
pub mod take_snapshot;
pub mod tier;
pub mod verify;
pub mod walk;
