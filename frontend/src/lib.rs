//! Source text to bytecode: parsing, scopes, emission, the verifier, the disassembler, the serial form.
//! Plain data: it knows no heap, and what it makes is `Send` as bytes.
//!
//! `syntax` parses with oxc, finds scopes and keeps the tree for functions that are compiled at
//! their first call; `bytecode` has the op table, the emitter, and records of functions.

pub mod bytecode;
pub mod numbered;
pub mod rules;
pub mod syntax;
