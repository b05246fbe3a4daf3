//! One instruction word and the newtypes that index code.

use super::ops::Op;

/// An instruction: 8 bytes, little-endian when stored. See the op table for the fields.
#[derive(Clone, Copy, PartialEq, Eq, Debug, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C, align(8))]
pub struct Insn {
    pub op: u8,
    pub d: u8,
    pub a: u16,
    pub b: u16,
    pub c: u16,
}

const _: () = assert!(size_of::<Insn>() == 8);

/// Index of an instruction word in its function.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(transparent)]
pub struct BytecodeOffset(pub u32);

/// A register: `fp[i]`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(transparent)]
pub struct Register(pub u16);

impl Register {
    pub const CALLEE: Register = Register(0);
    pub const THIS: Register = Register(1);
    /// The register of parameter `i`.
    pub const fn param(i: u16) -> Register {
        Register(i + 2)
    }
}

impl Insn {
    pub const fn new(op: Op, a: u16, b: u16, c: u16, d: u8) -> Insn {
        Insn { op: op as u8, d, a, b, c }
    }
    /// With a 32-bit field in (b, c).
    pub const fn with_imm32(op: Op, a: u16, imm: i32) -> Insn {
        Insn { op: op as u8, d: 0, a, b: imm as u16, c: (imm >> 16) as u16 }
    }
    /// With a 24-bit jump in (c, d).
    pub const fn with_jump24(op: Op, a: u16, b: u16, jump: i32) -> Insn {
        Insn { op: op as u8, d: (jump >> 16) as u8, a, b, c: jump as u16 }
    }
    #[inline(always)]
    pub const fn imm32(self) -> i32 {
        self.b as i32 | (self.c as i32) << 16
    }
    /// The index of a child function in c, its high bits in d above a flag.
    #[inline(always)]
    pub const fn wide_child(self) -> usize {
        self.c as usize | (self.d as usize >> 1) << 16
    }
    #[inline(always)]
    pub const fn index32(self) -> usize {
        self.imm32() as u32 as usize
    }
    #[inline(always)]
    pub const fn imm16(self) -> i32 {
        self.c as i16 as i32
    }
    #[inline(always)]
    pub const fn jump24(self) -> i32 {
        self.c as i32 | (self.d as i8 as i32) << 16
    }
    /// The register at which the frame of what the op calls begins, in a function with so many: that
    /// of the call's window; accessors and field initialisers are called above all registers.
    #[inline]
    pub fn window(self, registers: u16) -> u16 {
        match self.op() {
            Op::GetProp | Op::SetProp | Op::InitFields => registers,
            _ => self.b,
        }
    }
    /// Whether the op calls something whose result is not wanted.
    #[inline]
    pub fn discards_result(self) -> bool {
        matches!(self.op(), Op::SetProp | Op::InitFields)
    }
    /// The op; the verifier has checked that the byte names one.
    #[inline(always)]
    pub fn op(self) -> Op {
        Op::ALL[self.op as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_fields_round_trip() {
        for imm in [0, 1, -1, i32::MAX, i32::MIN, 0x12345678] {
            assert_eq!(Insn::with_imm32(Op::Jump, 0, imm).imm32(), imm);
        }
        for jump in [0, 1, -1, (1 << 23) - 1, -(1 << 23)] {
            assert_eq!(Insn::with_jump24(Op::JLt, 1, 2, jump).jump24(), jump);
        }
    }
}
