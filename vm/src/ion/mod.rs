//! The optimising tier.
//!
//! `snapshot` → `build` → `graph` → `passes` → `lower` → blob; `link` and `restore`
//! bring a blob to life. See ARCHITECTURE.md for the life of a function.

pub mod bailout_reason;
pub mod builtin_rows;
pub mod descriptor;
pub mod graph;
pub mod jit_code;
pub mod link;
pub mod runtime_calls;
pub mod snapshot;
