//! The runtime: realms, completions, and the specification's abstract operations.

pub mod completion;
pub mod jobs;
pub mod modules;
