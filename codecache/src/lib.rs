//! Persistent machine code: keys, blobs, packs, stores, trust, and the
//! executable arena.
//!
//! This crate knows no JavaScript and no garbage collector. It stores and
//! authenticates bytes that a virtual machine produced, hands them back, and
//! owns the memory in which machine code runs. What the bytes mean is the
//! virtual machine's business, save for the framing described in `FORMAT.md`.
//!
//! # Where to begin
//!
//! `examples/first_run.rs` is a machine for arithmetic that goes the whole way on a page: fingerprint
//! and keys, look-up, miss, compile, save; then, in the next process, look-up, authentication, parsing,
//! a block of the arena, the call. What a machine of your own brings:
//!
//! - **A fingerprint** ([`FingerprintBuilder`]) of all that its code depends on: build, formats,
//!   layouts, processor. What was made for another one is not found.
//! - **Identities.** [`SourceKey`] of a source text finds a pack, [`CodeKey`] an entry in it; the
//!   [`ScriptHash`] in a blob says what it is really of, and is compared before the code runs.
//!   [`EntryPoint::Osr`] is any way in but the first, by a number of the machine's.
//! - **Sections and entries.** [`SectionKind`] and [`EntryKind`] have names for what Hearth's own
//!   machine stores, of which `Code` alone means something here; all else has numbers of your own
//!   ([`SectionKind::custom`], [`EntryKind::custom`]). Contents are checked by whoever wrote them.
//! - **A place and a key.** [`store::DirectoryStore`] and [`TrustKey::load_or_create`], with paths as
//!   [`store::DirectoryStore::root_of`] and [`TrustKey::path_of`] name them after an application; or
//!   [`StoreSpec`], which reads what a user writes.
//! - **The end of code.** Code that a collector found dead is retired, and its addresses are used
//!   again when a scan of all stacks has shown that nothing is in it ([`arena`]).
//!
//! [`MissReason`] and [`steps`] have rows that only Hearth's machine counts; a machine with reasons of
//! its own counts those beside.
//!
//! # Features
//!
//! `redis`, which is off by default: stores in Redis, single servers and clusters.
//!
//! ```toml
//! [dependencies]
//! hearth-codecache = { version = "0.1", features = ["redis"] }
//! ```
//!
//! Without it nothing of a client is built, and a [`StoreSpec`] such as `redis://host` is an error
//! that says so.
//!
//! # Code map
//!
//! | module | what it holds |
//! |---|---|
//! | [`key`] | [`SourceKey`], [`ScriptHash`], [`CodeKey`]: how things are found and identified |
//! | [`fingerprint`] | [`TargetFingerprint`]: which engine, format and processor a thing is for |
//! | [`bytes`] | [`AlignedBytes`]: owned, private, 16-byte aligned memory |
//! | [`trust`] | [`TrustKey`], and the order copy → authenticate → parse, as types |
//! | `compress` | compressed bytes of a stated length |
//! | [`blob`] | one compiled function: header, section table, sections, tag |
//! | [`inspect`] | what machine code may consist of, as a second line behind the tag |
//! | [`pack`] | all that one source file needs: entries in segments, index, tags; merging |
//! | [`archive`] | packs of a store as one file |
//! | [`store`] | where packs live: memory, directory, Redis, layers of them |
//! | [`statistics`] | what processes have done, by program, for people |
//! | [`writer`] | the background thread through which results are saved |
//! | [`steps`] | what can fail, in one table, for tests that have it fail |
//! | [`miss`] | the one table of reasons why nothing usable was found |
//! | [`arena`] | executable memory: reserve, write, publish, retire, quarantine, reuse |
//!
//! # Invariants
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
pub mod inspect;
pub mod key;
mod kind;
mod limits;
pub mod miss;
pub mod pack;
pub mod rules;
pub mod statistics;
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
