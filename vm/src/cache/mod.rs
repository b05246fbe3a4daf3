//! What the virtual machine keeps in stores: bytecode, profiles, compiled code.
//!
//! `session` is what the rest of the machine talks to. Everything that comes from a
//! store is authenticated by `hearth-codecache` before it gets here; here it is decoded
//! and checked index by index, so that even an authentic blob that is wrong cannot lead
//! to a memory error in what uses it. But for modules of WebAssembly: those are Wasmtime's to read.
//!
//! Code map:
//!
//! | module | what it holds |
//! |---|---|
//! | `fingerprint` | for which build and processor something is stored |
//! | `wire` | the byte encoding that descriptors, profiles and unit records share |
//! | `descriptor_codec` | link descriptors as bytes |
//! | `metadata_codec` | the other tables of compiled code as bytes |
//! | `bytecode` | stored bytecode, as the front end and profiles use it |
//! | `blob` | compiled code and metadata as a blob, and back |
//! | `ready` | the code of a pack, taken out of it, perhaps before it is asked for |
//! | `check` | what must hold of metadata before it is used |
//! | `profile` | what was learnt of a script as bytes, and back |
//! | `world` | what the packs of a program know of its scripts |
//! | `finish` | compiles what processes have learnt, after they have ended |
//! | `open` | the key and the stores that the options name |
//! | `session`, `save` | units, look-ups; what is left in the stores |
//! | `unit` | what is kept of one source file |
//! | `other_key` | what is told of stores that are sealed by another key |
//! | `report` | what a process says of itself in a file, for whoever has started it |
//! | `statistics` | what the processes of a program do, for people and what watches machines |
//! | `load` | where the machine calls: a source file is loaded, the process ends |
//! | `pattern` | machine code of regular expressions |
//! | `wasm_module` | compiled modules of WebAssembly |
//! | `disasm` | machine code as text |
//! | `verify` | the first difference between two compilations |
//!
//! Nothing here allocates cells or runs script.

#![forbid(unsafe_code)]

pub mod blob;
pub mod bytecode;
pub mod check;
pub mod descriptor_codec;
pub mod disasm;
pub mod fingerprint;
pub mod finish;
mod load;
mod meanwhile;
mod metadata_codec;
pub mod open;
mod other_key;
mod pattern;
pub mod profile;
pub mod ready;
mod report;
mod save;
pub mod session;
pub mod statistics;
pub mod unit;
pub mod verify;
#[cfg(feature = "webassembly")]
mod wasm_module;
pub mod wire;
pub mod world;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

pub use fingerprint::target;
pub use pattern::{PatternRequest, inspect_pattern};
pub use save::FINISH_WITHIN;
pub use session::{Claim, CodeRequest, Restored, Session};
pub use unit::{FunctionKey, StoredBytecode, UnitId};
