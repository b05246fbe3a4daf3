//! The runtime: realms, completions, and the specification's abstract operations.

pub mod completion;
