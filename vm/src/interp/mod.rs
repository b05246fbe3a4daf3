//! The interpreter.
//!
//! `frame` and `stack` say how activations are laid out; `dispatch` is the loop;
//! `call` enters it from Rust; `backtrace` looks at the frames.

pub mod backtrace;
pub mod call;
pub mod frame;
pub mod stack;
pub mod state;
