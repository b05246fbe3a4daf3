//! The bytecode of a function: ops, instructions, and the process-independent
//! [`Code`] that the front end emits, packs store and the verifier checks.
//!
//! Nothing here knows the heap: constants are plain data, which a
//! `Script` turns into values when the function is first run.

#![forbid(unsafe_code)]

pub mod builder;
pub mod code;
pub mod disasm;
pub mod emit;
pub mod environment;
pub mod image;
pub mod insn;
pub mod module_info;
pub mod ops;
pub mod serialize;
pub mod surrogates;
pub mod verify;

pub use code::{
    Code, CompileError, CompileLazily, Constant, FunctionInfo, FunctionKind, FunctionTemplate, Handler, JsStr, Position, SiteKey, Source,
};
pub use insn::{BytecodeOffset, Insn, Register};
pub use module_info::ModuleInfo;
pub use ops::{Effects, Feedback, Op, Operand};
