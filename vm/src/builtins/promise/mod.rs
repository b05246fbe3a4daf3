//! Promises (sec-promise-objects).

pub mod data;

pub use data::*;
