//! The optimising tier.

pub mod jit_code;
pub mod link;
