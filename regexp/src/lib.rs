//! Regular expressions: patterns and the matching of texts. Knows no heap.
//!
//! `parser` makes a tree (`ast`) of a pattern, after the specification's grammar and early errors;
//! sets of characters are resolved there (`code_points`, `case`, `properties`, `emoji`). `compile`
//! makes a `program` of the tree, and `exec` runs it on a text by backtracking with bounds.
//! `plain` is the specification's own matcher, against which that is tested.
#![forbid(unsafe_code)]

pub mod ast;
pub mod case;
pub mod code_points;
pub mod compile;
mod emoji;
pub mod error;
pub mod exec;
mod first;
pub mod flag;
pub mod literal;
pub mod parser;
#[cfg(any(test, feature = "plain-regexps"))]
pub mod plain;
pub mod program;
mod properties;
pub mod random;
pub mod text;
