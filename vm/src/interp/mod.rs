//! The interpreter.
//!
//! `frame` and `stack` say how activations are laid out; `dispatch` is the loop, with
//! with its longer fast paths in the `inline_*` modules and the ops that are not short in
//! the `ops_*` modules, which see a frame as an `activation`; `call` and `entry` enter the loop from Rust and from compiled code;
//! `leave` says what the end of a frame means, and finds handlers; `tier` decides when compiled code takes over; `fuel` counts what scripts do; `backtrace`
//! and `describe` look at the frames for messages.

pub mod activation;
pub mod backtrace;
pub mod call;
pub mod describe;
pub mod dispatch;
pub mod entry;
pub mod frame;
pub mod fuel;
pub mod inline_call;
pub mod inline_property;
pub mod inline_value;
pub mod leave;
pub mod ops_call;
pub mod ops_define;
pub mod ops_dispose;
pub mod ops_env;
pub mod ops_iterate;
pub mod ops_property;
pub mod ops_suspend;
pub mod ops_value;
pub mod stack;
pub mod state;
pub mod tier;
