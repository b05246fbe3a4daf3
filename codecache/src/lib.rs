//! Persistent machine code: keys, blobs, packs, stores, trust, and the
//! executable arena.
//!
//! This crate knows no JavaScript and no garbage collector. It stores and
//! authenticates bytes that a virtual machine produced, hands them back, and
//! owns the memory in which machine code runs. What the bytes mean is the
//! virtual machine's business, save for the framing described in `FORMAT.md`.
//!
//! Code map:
//!
//! | module | what it holds |
//! |---|---|
//! | [`key`] | [`SourceKey`], [`ScriptHash`], [`CodeKey`]: how things are found and identified |
//! | [`fingerprint`] | [`TargetFingerprint`]: which engine, format and processor a thing is for |
//! | [`bytes`] | [`AlignedBytes`]: owned, private, 16-byte aligned memory |
//! | [`trust`] | [`TrustKey`], and the order copy → authenticate → parse, as types |
//! | `compress` | compressed bytes of a stated length |
//! | [`blob`] | one compiled function: header, section table, sections, tag |
//! | [`pack`] | all that one source file needs: entries in segments, index, tags; merging |
//! | [`archive`] | packs of a store as one file |
//! | [`store`] | where packs live: memory, directory, Redis, layers of them |
//! | [`writer`] | the background thread through which results are saved |
//! | [`steps`] | what can fail, in one table, for tests that have it fail |
//! | [`miss`] | the one table of reasons why nothing usable was found |
//! | [`arena`] | executable memory: reserve, write, publish, retire, quarantine, reuse |
//!
//! Invariants:
//!
//! 1. Stored bytes are copied to private memory, then authenticated, then
//!    parsed. [`trust::Untrusted`] and [`trust::Authentic`] make any other
//!    order a type error.
//! 2. A malformed, foreign, stale or missing thing is a value of
//!    [`MissReason`], never a panic.
//! 3. No mapping is ever writable and executable at once.
//! 4. `unsafe` exists only under [`arena`], and once each to ask for the user id and for
//!    the limits of the process.

#[cfg(not(target_endian = "little"))]
compile_error!("the stored formats are little-endian plain data; a big-endian host needs conversions");

pub mod archive;
pub mod arena;
pub mod blob;
pub mod bytes;
mod compress;
pub mod fingerprint;
pub mod key;
mod limits;
pub mod miss;
pub mod pack;
pub mod rules;
pub mod steps;
pub mod store;
pub mod trust;
mod user;
pub mod writer;

pub use arena::CodeArena;
pub use blob::{Blob, BlobBuilder, SectionKind};
pub use bytes::AlignedBytes;
pub use fingerprint::{FingerprintBuilder, TargetFingerprint};
pub use key::{CodeKey, EntryPoint, ScriptHash, SourceHash, SourceKey};
pub use miss::{MissCounters, MissReason};
pub use pack::{Entry, EntryKind, Pack};
pub use store::{Store, StoreError, StoreSpec};
pub use trust::TrustKey;
pub use writer::Writer;
