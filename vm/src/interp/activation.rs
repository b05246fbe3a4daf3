//! `Activation`: a frame as the op functions see it: registers, constants, sites of
//! the instruction that is being executed.
//!
//! Invariants on which every `unsafe` block here rests:
//! 1. The pointer is that of an initialised frame on the frame stack, which stays
//!    where it is while the op function runs.
//! 2. The frame's script is materialised, and its code has passed the verifier:
//!    operands name registers, constants, sites and children that exist.
//! 3. `frame.pc` points at the instruction being executed.

use super::frame::Frame;
use crate::bytecode::Insn;
use crate::feedback::Site;
use crate::heap::Gc;
use crate::object::Env;
use crate::object::key::PropertyKey;
use crate::script::Script;
use crate::value::Value;

#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Activation(pub *mut Frame);

impl Activation {
    #[inline(always)]
    pub fn frame(self) -> Frame {
        // SAFETY: invariant 1.
        unsafe { *self.0 }
    }
    #[inline(always)]
    pub fn fp(self) -> *mut Value {
        self.frame().fp
    }
    #[inline(always)]
    pub fn script(self) -> Gc<Script> {
        self.frame().script
    }
    #[inline(always)]
    pub fn insn(self) -> Insn {
        // SAFETY: invariant 3.
        unsafe { *self.frame().pc }
    }
    /// The site index in the second word of a two-word op.
    #[inline(always)]
    pub fn ext_site(self) -> usize {
        // SAFETY: invariants 2 and 3: the instruction has two words.
        unsafe { (*self.frame().pc.add(1)).a as usize }
    }
    #[inline(always)]
    pub fn reg(self, register: u16) -> Value {
        // SAFETY: invariant 2.
        unsafe { *self.fp().add(register as usize) }
    }
    #[inline(always)]
    pub fn set(self, register: u16, value: impl Into<Value>) {
        // SAFETY: invariant 2.
        unsafe { *self.fp().add(register as usize) = value.into() }
    }
    /// Address of the first register of a range.
    #[inline(always)]
    pub fn base(self, register: u16) -> *mut Value {
        // SAFETY: invariant 2.
        unsafe { self.fp().add(register as usize) }
    }
    /// `count` registers from `register` on. Valid until one of them is written.
    #[inline(always)]
    pub fn range<'a>(self, register: u16, count: usize) -> &'a [Value] {
        // SAFETY: invariant 2; registers are plain words.
        unsafe { core::slice::from_raw_parts(self.base(register), count) }
    }
    #[inline(always)]
    pub fn constant(self, index: usize) -> Value {
        // SAFETY: invariant 2.
        unsafe { *self.script().constants.get().add(index) }
    }
    #[inline(always)]
    pub fn site(self, index: usize) -> *mut Site {
        // SAFETY: invariant 2.
        unsafe { self.script().sites.get().add(index) }
    }
    /// The property key that names a site.
    pub fn site_key(self, index: usize) -> PropertyKey {
        PropertyKey::from_raw(self.script().data().site_keys[index])
    }
    /// An environment register; undefined: none.
    pub fn env(self, register: u16) -> Option<Gc<Env>> {
        self.reg(register).to_cell()
    }
    /// Actual arguments of a frame whose script needs them, which lie below it.
    pub fn arguments<'a>(self) -> &'a [Value] {
        let frame = self.frame();
        // SAFETY: the frame was laid out above its `argc` actual arguments (see `frame`).
        unsafe { core::slice::from_raw_parts(frame.fp.sub(frame.argc as usize), frame.argc as usize) }
    }
    /// Adds to the instruction's byte of the type vector.
    #[inline(always)]
    pub fn note_types(self, bits: u8) {
        // SAFETY: invariants 2 and 3: one byte per instruction word.
        unsafe {
            let script = self.script();
            let at = self.frame().pc.offset_from(script.insns.get());
            *script.types.get().offset(at) |= bits;
        }
    }
}
