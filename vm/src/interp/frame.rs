//! Interpreter frames and the two stacks they use.
//!
//! Registers live on the *value stack*: a callee's register 0 is the caller's `base`
//! of the call, so arguments are passed where they were evaluated. What is not a value
//! is in a `Frame` on the *frame stack*. Both are reserved once and never move.
//!
//! Layout of a frame at `fp`: callee, this, parameters (padded with undefined up to
//! `params`), then locals and temporaries up to `registers`. If the script
//! NEEDS_ARGUMENTS, the frame is laid out anew above the actual arguments, which are
//! then at `fp - argc .. fp`; extra arguments of other scripts are overwritten.
//!
//! The collector scans the value stack conservatively up to `Vm::cx.sp` (and the
//! registers of the frames on the frame stack lie below it).

use crate::bytecode::Insn;
use crate::heap::Gc;
use crate::script::Script;
use crate::value::Value;

/// Bit of `call_info` (argument count in the low 32 bits) for `[[Construct]]` calls;
/// new.target is then in `cx.new_target`.
pub const CALL_CONSTRUCT: u64 = 1 << 32;

#[derive(Clone, Copy)]
#[repr(C)]
pub struct Frame {
    pub fp: *mut Value,
    /// Where to go on; saved at calls and wherever a stack trace can be taken.
    pub pc: *const Insn,
    pub script: Gc<Script>,
    /// Actual arguments.
    pub argc: u32,
    /// Bits of `frame_flags`.
    pub flags: u32,
    /// Undefined unless constructing.
    pub new_target: Value,
}

/// What finishing a frame means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FrameKind {
    /// Functions, scripts and modules: the completion is the result.
    Plain,
    /// `[[Construct]]`: the result is an object, `this` if no other.
    Constructor,
    /// A generator after its first suspension, or an async function (a module that awaits is
    /// one): its state is told, and a promise settled.
    Resumed,
}

/// Where the result of a frame goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Recipient {
    /// To the register that the call's instruction names.
    Register,
    /// Nowhere: the call's instruction has no result.
    Nobody,
    /// To the Rust code that entered the loop.
    Rust,
}

impl Frame {
    pub fn kind(&self) -> FrameKind {
        if self.flags & frame_flags::RESUMED != 0 {
            FrameKind::Resumed
        } else if self.flags & frame_flags::CONSTRUCT != 0 {
            FrameKind::Constructor
        } else {
            FrameKind::Plain
        }
    }
    pub fn recipient(&self) -> Recipient {
        if self.flags & frame_flags::ENTRY != 0 {
            Recipient::Rust
        } else if self.flags & frame_flags::DISCARD != 0 {
            Recipient::Nobody
        } else {
            Recipient::Register
        }
    }
}

pub mod frame_flags {
    /// The Rust activation of the interpreter returns when this frame does.
    pub const ENTRY: u32 = 1;
    /// `[[Construct]]`: the result is `this` (register 1) unless it is an object.
    pub const CONSTRUCT: u32 = 2;
    /// The frame of a generator after its first suspension, or of an async function:
    /// `new_target` holds its state.
    pub const RESUMED: u32 = 4;
    /// The result is not wanted: the call's instruction has no result register.
    pub const DISCARD: u32 = 8;
    /// Loop code runs the rest of the function: its frame is a compiled one, or was
    /// rebuilt further in. Stack traces leave this one out.
    pub const OSR: u32 = 16;
}
