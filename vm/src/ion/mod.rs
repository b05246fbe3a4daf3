//! The optimising tier.
//!
//! `snapshot` → `build` → `graph` → `passes` → `lower` → blob; `link` and `restore`
//! bring a blob to life. See ARCHITECTURE.md for the life of a function.

pub mod bailout_reason;
pub mod build;
pub mod builtin_rows;
pub mod descriptor;
pub mod dump;
pub mod graph;
pub mod helpers;
pub mod isa;
pub mod jit_code;
pub mod layout;
pub mod link;
pub mod lower;
pub mod metadata;
pub mod passes;
pub mod runtime_calls;
pub mod snapshot;
pub mod verify;
