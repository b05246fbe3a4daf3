//! Code for x86-64, as Cranelift emits it for functions without relocations.
//!
//! The tables have what its assembler knows of integers, doubles and vectors of 128 bits, in the
//! legacy and the VEX encoding, without what has a lock or a fence. A form that is one thing to the code
//! generator is one here: nothing may branch into its middle.

use super::{Offence, Refusal, Starts};

/// Rows of a table of opcodes: 16 bits each, 0 for what is refused.
type Opcodes = [u16; 256];

// The prefixes that there may be: none, 66, F3, F2, as VEX numbers them.
const NONE: u16 = 1 << 0;
const P66: u16 = 1 << 1;
const PF3: u16 = 1 << 2;
const PF2: u16 = 1 << 3;
const ANY: u16 = NONE | P66 | PF3 | PF2;
const WIDE: u16 = NONE | P66;
/// A ModRM byte follows.
const MODRM: u16 = 1 << 4;
const IMM8: u16 = 1 << 5;
/// Two bytes with the prefix 66, else four.
const IMM: u16 = 1 << 6;
/// Changes the general register in the field `reg`, or `rm`.
const REG: u16 = 1 << 7;
const RM: u16 = 1 << 8;
/// Also, or only, in the VEX encoding.
const VEX: u16 = 1 << 9;
const ONLY_VEX: u16 = 1 << 10 | VEX;
/// What else is to be looked at, in the upper four bits.
const SPECIAL: u16 = 0xF << 12;
const fn special(number: u16) -> u16 {
    number << 12
}
/// Loads of a word, from which calls get their target.
const LOAD: u16 = special(1);
const JCC8: u16 = special(2);
const JMP8: u16 = special(3);
const JCC32: u16 = special(4);
const JMP32: u16 = special(5);
const MOV_IMM: u16 = special(6);
const LEA: u16 = special(7);
/// What is told by the field `reg`.
const GROUP: u16 = special(8);
const PUSH: u16 = special(9);
const POP: u16 = special(10);
/// Changes rax and rdx.
const RAX_RDX: u16 = special(11);
const TRAP: u16 = special(12);
/// Changes the register in the opcode.
const IN_OPCODE: u16 = special(13);
/// Changes rax.
const RAX: u16 = special(14);

const fn fill(mut table: Opcodes, first: usize, last: usize, entry: u16) -> Opcodes {
    let mut at = first;
    while at <= last {
        table[at] = entry;
        at += 1;
    }
    table
}

const fn rows(rows: &[(usize, usize, u16)]) -> Opcodes {
    let (mut table, mut at) = ([0; 256], 0);
    while at < rows.len() {
        table = fill(table, rows[at].0, rows[at].1, rows[at].2);
        at += 1;
    }
    table
}

/// One byte.
const ONE: Opcodes = {
    let mut table = rows(&[
        (0x50, 0x57, NONE | PUSH),
        (0x58, 0x5F, NONE | POP),
        (0x63, 0x63, NONE | MODRM | REG),
        (0x69, 0x69, WIDE | MODRM | REG | IMM),
        (0x6B, 0x6B, WIDE | MODRM | REG | IMM8),
        (0x70, 0x7F, NONE | IMM8 | JCC8),
        (0x80, 0x80, NONE | MODRM | RM | IMM8 | GROUP),
        (0x81, 0x81, WIDE | MODRM | RM | IMM | GROUP),
        (0x83, 0x83, WIDE | MODRM | RM | IMM8 | GROUP),
        (0x84, 0x84, NONE | MODRM),
        (0x85, 0x85, WIDE | MODRM),
        (0x88, 0x88, NONE | MODRM | RM),
        (0x89, 0x89, WIDE | MODRM | RM),
        (0x8A, 0x8A, NONE | MODRM | REG),
        (0x8B, 0x8B, WIDE | MODRM | REG | LOAD),
        (0x8D, 0x8D, WIDE | MODRM | REG | LEA),
        (0x90, 0x90, WIDE),
        (0x98, 0x98, WIDE | RAX),
        (0x99, 0x99, WIDE | RAX_RDX),
        (0xA8, 0xA8, NONE | IMM8),
        (0xA9, 0xA9, WIDE | IMM),
        (0xB0, 0xB7, NONE | IMM8 | IN_OPCODE),
        (0xB8, 0xBF, WIDE | MOV_IMM),
        (0xC0, 0xC0, NONE | MODRM | RM | IMM8 | GROUP),
        (0xC1, 0xC1, WIDE | MODRM | RM | IMM8 | GROUP),
        (0xC6, 0xC6, NONE | MODRM | RM | IMM8 | GROUP),
        (0xC7, 0xC7, WIDE | MODRM | RM | IMM | GROUP),
        (0xD0, 0xD0, NONE | MODRM | RM | GROUP),
        (0xD1, 0xD1, WIDE | MODRM | RM | GROUP),
        (0xD2, 0xD2, NONE | MODRM | RM | GROUP),
        (0xD3, 0xD3, WIDE | MODRM | RM | GROUP),
        (0xE9, 0xE9, NONE | JMP32),
        (0xEB, 0xEB, NONE | IMM8 | JMP8),
        (0xF6, 0xF6, NONE | MODRM | RM | GROUP),
        (0xF7, 0xF7, WIDE | MODRM | RM | GROUP),
        (0xFF, 0xFF, NONE | MODRM | GROUP),
    ]);
    // add, or, adc, sbb, and, sub, xor, cmp.
    let mut base = 0;
    while base <= 0x38 {
        let changes = base != 0x38;
        table[base] = NONE | MODRM | if changes { RM } else { 0 };
        table[base + 1] = WIDE | MODRM | if changes { RM } else { 0 };
        table[base + 2] = NONE | MODRM | if changes { REG } else { 0 };
        table[base + 3] = WIDE | MODRM | if changes { REG } else { 0 };
        table[base + 4] = NONE | IMM8 | if changes { RAX } else { 0 };
        table[base + 5] = WIDE | IMM | if changes { RAX } else { 0 };
        base += 8;
    }
    table
};

/// After 0F.
const TWO: Opcodes = rows(&[
    (0x0B, 0x0B, NONE | TRAP),
    (0x10, 0x11, ANY | MODRM | VEX),
    (0x12, 0x12, PF2 | MODRM | VEX),
    (0x14, 0x14, WIDE | MODRM | VEX),
    (0x15, 0x16, NONE | MODRM | VEX),
    (0x1F, 0x1F, WIDE | MODRM),
    (0x28, 0x29, WIDE | MODRM | VEX),
    (0x2A, 0x2A, PF2 | PF3 | MODRM | VEX),
    (0x2C, 0x2D, PF2 | PF3 | MODRM | REG | VEX),
    (0x2E, 0x2E, WIDE | MODRM | VEX),
    (0x40, 0x4F, WIDE | MODRM | REG),
    (0x50, 0x50, WIDE | MODRM | REG | VEX),
    (0x51, 0x51, ANY | MODRM | VEX),
    (0x52, 0x53, NONE | PF3 | MODRM | VEX),
    (0x54, 0x57, WIDE | MODRM | VEX),
    (0x58, 0x5A, ANY | MODRM | VEX),
    (0x5B, 0x5B, NONE | PF3 | MODRM | VEX),
    (0x5C, 0x5F, ANY | MODRM | VEX),
    (0x60, 0x6E, P66 | MODRM | VEX),
    (0x6F, 0x6F, P66 | PF3 | MODRM | VEX),
    (0x70, 0x70, P66 | PF2 | PF3 | MODRM | IMM8 | VEX),
    (0x71, 0x73, P66 | MODRM | IMM8 | VEX | GROUP),
    (0x74, 0x76, P66 | MODRM | VEX),
    (0x7E, 0x7E, P66 | MODRM | RM | VEX),
    (0x7F, 0x7F, P66 | PF3 | MODRM | VEX),
    (0x80, 0x8F, NONE | JCC32),
    (0x90, 0x9F, NONE | MODRM | RM),
    (0xA3, 0xA3, WIDE | MODRM),
    (0xA4, 0xA4, WIDE | MODRM | RM | IMM8),
    (0xA5, 0xA5, WIDE | MODRM | RM),
    (0xAF, 0xAF, WIDE | MODRM | REG),
    (0xB6, 0xB7, WIDE | MODRM | REG),
    (0xB8, 0xB8, PF3 | MODRM | REG),
    (0xBA, 0xBA, WIDE | MODRM | IMM8 | GROUP),
    (0xBC, 0xBD, WIDE | PF3 | MODRM | REG),
    (0xBE, 0xBF, WIDE | MODRM | REG),
    (0xC2, 0xC2, ANY | MODRM | IMM8 | VEX),
    (0xC4, 0xC4, P66 | MODRM | IMM8 | VEX),
    (0xC5, 0xC5, P66 | MODRM | REG | IMM8 | VEX),
    (0xC6, 0xC6, WIDE | MODRM | IMM8 | VEX),
    (0xC8, 0xCF, NONE | IN_OPCODE),
    (0xD1, 0xD5, P66 | MODRM | VEX),
    (0xD7, 0xD7, P66 | MODRM | REG | VEX),
    (0xD8, 0xE5, P66 | MODRM | VEX),
    (0xE6, 0xE6, P66 | PF3 | MODRM | VEX),
    (0xE8, 0xEF, P66 | MODRM | VEX),
    (0xF1, 0xF5, P66 | MODRM | VEX),
    (0xF8, 0xFE, P66 | MODRM | VEX),
]);

/// After 0F 38.
const THREE_38: Opcodes = rows(&[
    (0x00, 0x02, P66 | MODRM | VEX),
    (0x04, 0x04, P66 | MODRM | VEX),
    (0x0B, 0x0B, P66 | MODRM | VEX),
    (0x10, 0x10, P66 | MODRM),
    (0x14, 0x15, P66 | MODRM),
    (0x17, 0x17, P66 | MODRM | VEX),
    (0x18, 0x18, P66 | MODRM | ONLY_VEX),
    (0x1C, 0x1E, P66 | MODRM | VEX),
    (0x20, 0x25, P66 | MODRM | VEX),
    (0x28, 0x29, P66 | MODRM | VEX),
    (0x2B, 0x2B, P66 | MODRM | VEX),
    (0x30, 0x35, P66 | MODRM | VEX),
    (0x37, 0x40, P66 | MODRM | VEX),
    (0x58, 0x59, P66 | MODRM | ONLY_VEX),
    (0x78, 0x79, P66 | MODRM | ONLY_VEX),
    (0xF2, 0xF2, NONE | MODRM | REG | ONLY_VEX),
    (0xF3, 0xF3, NONE | MODRM | REG | ONLY_VEX | GROUP),
    (0xF5, 0xF5, NONE | MODRM | REG | ONLY_VEX),
    (0xF6, 0xF6, PF2 | MODRM | REG | ONLY_VEX),
    (0xF7, 0xF7, P66 | PF2 | PF3 | MODRM | REG | ONLY_VEX),
]);

/// After 0F 3A.
const THREE_3A: Opcodes = rows(&[
    (0x08, 0x0B, P66 | MODRM | IMM8 | VEX),
    (0x0E, 0x0F, P66 | MODRM | IMM8 | VEX),
    (0x14, 0x17, P66 | MODRM | RM | IMM8 | VEX),
    (0x20, 0x22, P66 | MODRM | IMM8 | VEX),
    (0x4A, 0x4C, P66 | MODRM | IMM8 | ONLY_VEX),
    (0xF0, 0xF0, PF2 | MODRM | REG | IMM8 | ONLY_VEX),
]);

static TABLES: [Opcodes; 4] = [ONE, TWO, THREE_38, THREE_3A];

/// Which values of the field `reg` there are, of opcodes that are told by it.
const fn members(map: usize, opcode: u8) -> u8 {
    match (map, opcode) {
        (0, 0x80 | 0x81 | 0x83) => 0xFF,
        (0, 0xC0 | 0xC1 | 0xD0..=0xD3) => 0xFF,
        (0, 0xC6 | 0xC7) => 0b0000_0001,
        (0, 0xF6 | 0xF7) => 0b1111_1101,
        (0, 0xFF) => 0b0000_0100,
        (1, 0x71 | 0x72) => 0b0101_0100,
        (1, 0x73) => 0b0100_0100,
        (1, 0xBA) => 0b0001_0000,
        (2, 0xF3) => 0b0000_1110,
        _ => 0,
    }
}

/// Bytes of ModRM, SIB and displacement, by ModRM; in the upper half what has to be looked at for that.
static ADDRESSES: [u8; 256] = {
    let (mut table, mut modrm) = ([1; 256], 0);
    while modrm < 0xC0 {
        let has_sib = modrm & 7 == 4;
        let bytes = 1 + has_sib as u8 + [0, 1, 4][modrm >> 6];
        table[modrm] = if matches!(modrm & 0xC7, 4 | 5) { bytes | LOOK } else { bytes };
        modrm += 1;
    }
    table
};
const LOOK: u8 = 0x80;

/// Instructions of one byte, and of two, without prefixes or with REX, of which there is nothing to know but how long they are:
/// bytes of the immediate, and all ones in the upper half if ModRM follows. Others have the bit [`NOT_PLAIN`].
static PLAIN: [u8; 512] = {
    let (mut table, mut at) = ([GENERAL; 512], 0);
    while at < 512 {
        let entry = if at < 256 { ONE[at] } else { TWO[at - 256] };
        let is_plain = match entry & SPECIAL {
            0 | LOAD => true,
            GROUP => at < 256 && members(0, at as u8) == 0xFF,
            _ => false,
        };
        if entry & NONE != 0 && entry & ONLY_VEX != ONLY_VEX && is_plain {
            table[at] =
                if entry & IMM8 != 0 { 1 } else { 0 } + if entry & IMM != 0 { 4 } else { 0 } + if entry & MODRM != 0 { 0xF0 } else { 0 };
        }
        match entry & SPECIAL {
            JCC32 => table[at] = IS_JCC32,
            JMP32 => table[at] = IS_JMP32,
            LEA => table[at] = IS_LEA,
            MOV_IMM => table[at] = IS_MOV_IMM,
            _ => {}
        }
        at += 1;
    }
    table[0xC7] = IS_MOV;
    table
};
const NOT_PLAIN: u8 = 1 << 3;
const GENERAL: u8 = 0xFF;
const IS_JCC32: u8 = NOT_PLAIN;
const IS_MOV_IMM: u8 = NOT_PLAIN | 1;
const IS_JMP32: u8 = NOT_PLAIN | 2;
/// As what has ModRM and no immediate.
const IS_LEA: u8 = NOT_PLAIN | 0xF0;
/// Of which one member is known, which moves a number.
const IS_MOV: u8 = NOT_PLAIN | 0xF4;

/// What is first: 1 if the opcode is behind it, and 2 if it is one of those of two bytes.
static FIRST: [u8; 256] = {
    let (mut table, mut at) = ([0; 256], 0x40);
    while at < 0x50 {
        table[at] = 1;
        at += 1;
    }
    table[0x0F] = 3;
    table
};

/// The longest instruction, in bytes.
const LONGEST: usize = 15;

/// Constants are aligned to as many bytes at most; what is before them is 0.
const PADDING: usize = 64;

/// Branches within what the code generator has as one instruction are shorter than this, in bytes.
const NEAR: i32 = 64;

/// More entries has no table of jumps.
const MOST_TARGETS: usize = 1 << 14;

/// A decoded instruction.
#[derive(Clone, Copy)]
struct Insn {
    /// In bytes, without what the row does not tell: distances, and some immediates.
    len: usize,
    /// Its row.
    entry: u16,
    map: usize,
    opcode: u8,
    prefix: u16,
    rex: u8,
    modrm: u8,
    /// The register that only VEX has.
    third: Option<u8>,
    /// Where the displacement of an operand is that is addressed from the instruction.
    relative: Option<usize>,
}

impl Insn {
    /// Decodes what is at the start of `window`.
    fn decode(window: &[u8; 16]) -> Result<Insn, Offence> {
        let mut i = 0;
        let mut prefix = NONE;
        // Prefixes: what tells instructions from each other, then REX.
        while matches!(window[i], 0x66 | 0xF2 | 0xF3) {
            prefix = match (window[i], prefix) {
                (0x66, NONE) => P66,
                (0xF3, NONE | P66) => PF3,
                (0xF2, NONE) => PF2,
                _ => return Err(Offence::Unknown),
            };
            i += 1;
        }
        let mut rex = 0;
        if window[i] & 0xF0 == 0x40 {
            rex = window[i];
            i += 1;
        }
        let (mut map, mut third) = (0, None);
        match window[i] {
            0x0F => {
                (i, map) = match window[i + 1] {
                    0x38 => (i + 2, 2),
                    0x3A => (i + 2, 3),
                    _ => (i + 1, 1),
                };
            }
            0xC4 | 0xC5 if i != 0 => return Err(Offence::Unknown),
            start @ (0xC4 | 0xC5) => {
                let first = window[1];
                // Inverted, as in REX; the short form has R only.
                let last = if start == 0xC5 {
                    (i, map) = (2, 1);
                    rex = 0x40 | (!first >> 5 & 4);
                    first
                } else {
                    (i, map) = (3, usize::from(first & 0x1F));
                    rex = 0x40 | (!first >> 5 & 7) | (window[2] >> 4 & 8);
                    window[2]
                };
                if !(1..=3).contains(&map) || last & 4 != 0 {
                    return Err(Offence::Unknown);
                }
                prefix = NONE << (last & 3);
                third = Some(!last >> 3 & 0xF);
            }
            _ => {}
        }
        let opcode = window[i];
        i += 1;
        let entry = TABLES[map & 3][usize::from(opcode)];
        let has_encoding = if third.is_none() { entry & ONLY_VEX != ONLY_VEX } else { entry & VEX != 0 };
        if entry & prefix == 0 || !has_encoding {
            return Err(offence_of(window));
        }
        // ModRM, SIB, displacement.
        let (modrm, mut relative) = (window[i], None);
        if entry & MODRM != 0 {
            i += usize::from(ADDRESSES[usize::from(modrm)] & !LOOK);
            match modrm & 0xC7 {
                // No base, but a displacement.
                4 if window[i - 1] & 7 == 5 => i += 4,
                5 => {
                    i += 4;
                    relative = Some(i - 4);
                }
                _ => {}
            }
        }
        i += usize::from(entry & IMM8 != 0);
        i += if entry & IMM == 0 { 0 } else { 4 - 2 * usize::from(prefix == P66) };
        if i > LONGEST {
            return Err(Offence::Unknown);
        }
        Ok(Insn { len: i, entry, map, opcode, prefix, rex, modrm, third, relative })
    }

    fn kind(&self) -> u16 {
        self.entry & SPECIAL
    }
    fn reg(&self) -> u8 {
        self.modrm >> 3 & 7 | (self.rex & 4) << 1
    }
    fn rm(&self) -> u8 {
        self.modrm & 7 | (self.rex & 1) << 3
    }
    /// The operand that may be in memory is not.
    fn is_register(&self) -> bool {
        self.modrm >= 0xC0
    }
    fn is_wide(&self) -> bool {
        self.rex & 8 != 0
    }

    /// It loads a general register with a word.
    fn loads(&self, register: u8) -> bool {
        self.kind() == LOAD && self.reg() == register && self.is_wide() && !self.is_register()
    }

    /// The general registers that it changes.
    fn changed(&self) -> u16 {
        let (reg, rm, in_opcode) = (1 << self.reg(), 1 << self.rm(), 1 << (self.opcode & 7 | (self.rex & 1) << 3));
        let rax_rdx = 1 << 0 | 1 << 2;
        let mut changed = 0;
        if self.entry & REG != 0 {
            changed |= reg | self.third.map_or(0, |third| 1 << third);
        }
        if self.entry & RM != 0 && self.is_register() {
            changed |= rm;
        }
        match (self.kind(), self.map, self.opcode) {
            (MOV_IMM | IN_OPCODE, ..) => changed | in_opcode,
            (RAX, ..) => changed | 1 << 0,
            (RAX_RDX, ..) => changed | rax_rdx,
            // Comparing and testing change nothing; products, quotients and remainders are in two registers.
            (GROUP, 0, 0x80 | 0x81 | 0x83) if self.reg() & 7 == 7 => 0,
            (GROUP, 0, 0xF6 | 0xF7) => match self.reg() & 7 {
                0 => 0,
                2 | 3 => changed,
                _ => rax_rdx,
            },
            _ => changed,
        }
    }
}

struct Sweep<'a> {
    code: &'a [u8],
    starts: Starts,
    targets: Vec<u32>,
    /// Where the constants begin, as far as is known.
    constants: usize,
    /// Where the straight line begins that is being read: behind a call, a return, or a table.
    line: usize,
    /// Short branches forward since the last call, from and to.
    near: Vec<(u32, u32)>,
    /// The number that was loaded last into a register.
    number: Option<u32>,
}

/// Looks through `code`.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn code(code: &[u8]) -> Result<(), Refusal> {
    let mut sweep = Sweep {
        code,
        starts: Starts::new(code.len()),
        targets: Vec::new(),
        constants: code.len(),
        line: 0,
        near: Vec::new(),
        number: None,
    };
    sweep.run().map_err(|(offset, offence)| Refusal { offset, offence })
}

type Step<T> = Result<T, (usize, Offence)>;

/// Where the next instruction begins, and whether it can be got to from this one.
struct Next {
    at: usize,
    falls: bool,
}

impl Sweep<'_> {
    fn run(&mut self) -> Step<()> {
        let mut at = 0;
        let mut goes_on = true;
        while at < self.constants {
            at = self.plain(at);
            if at >= self.constants {
                goes_on = true;
                break;
            }
            self.starts.set(at);
            if let Some((row, word, address, after_opcode)) = self.row(at) {
                let (modrm, number) = (word as u8, word as u32);
                let next = match row {
                    IS_JCC32 => Some(self.branch(at, after_opcode + 4, number.cast_signed(), true)?),
                    IS_JMP32 => Some(self.branch(at, after_opcode + 4, number.cast_signed(), false)?),
                    // With REX it may be a longer number.
                    IS_MOV_IMM if self.code[at] == self.code[after_opcode - 1] => {
                        self.number = Some(number);
                        Some(Next { at: after_opcode + 4, falls: true })
                    }
                    IS_LEA if address & LOOK == 0 && modrm < 0xC0 => Some(Next { at: after_opcode + usize::from(address), falls: true }),
                    IS_MOV if address & LOOK == 0 && modrm & 0x38 == 0 => {
                        Some(Next { at: after_opcode + usize::from(address) + 4, falls: true })
                    }
                    _ => None,
                };
                if let Some(next) = next {
                    (at, goes_on) = (next.at, next.falls);
                    if !goes_on && at < self.constants && self.is_padding(at) {
                        break;
                    }
                    continue;
                }
            }
            let next = self.instruction(at)?;
            (at, goes_on) = (next.at, next.falls);
            if !goes_on && at < self.constants && self.is_padding(at) {
                break;
            }
        }
        if at > self.code.len() {
            return Err((at, Offence::Unknown));
        }
        if goes_on || at > self.constants {
            return Err((at, Offence::RunsOut));
        }
        self.targets.extend(self.near.drain(..).map(|(_, target)| target));
        match self.starts.none_at(&self.targets) {
            Some(target) => Err((target, Offence::NoInstruction)),
            None => Ok(()),
        }
    }

    /// The row of the instruction at `at`, eight bytes from behind its opcode on, the bytes of its address, and where those begin.
    #[inline(always)]
    fn row_of(window: &[u8; 8], at: usize) -> (u8, u64, u8, usize) {
        let word = u64::from_le_bytes(*window);
        let first = FIRST[usize::from(word as u8)];
        let skipped = first & 1;
        let rest = word >> (8 * skipped);
        let row = PLAIN[usize::from(first & 2) << 7 | usize::from(rest as u8)];
        let rest = rest >> 8;
        let address = ADDRESSES[usize::from(rest as u8)] & (row.cast_signed() >> 7).cast_unsigned();
        (row, rest, address, at + 1 + usize::from(skipped))
    }

    fn row(&self, at: usize) -> Option<(u8, u64, u8, usize)> {
        let window = self.code.get(at..)?.first_chunk()?;
        Some(Self::row_of(window, at))
    }

    /// Passes over plain instructions, which most are: to the first that is not, or a few bytes before the end. With few branches: what
    /// instructions are is nothing that a processor could guess, and a wrong guess costs as much as decoding.
    fn plain(&mut self, mut at: usize) -> usize {
        let (code, end) = (self.code, self.constants);
        let starts = &mut self.starts.0[..code.len()];
        while at < end
            && let Some(window) = code.get(at..).and_then(|rest| rest.first_chunk())
        {
            let (row, rest, address, after_opcode) = Self::row_of(window, at);
            let mut len = usize::from(row & 0x7) + usize::from(address & !LOOK);
            if (row & NOT_PLAIN) | (address & LOOK) != 0 {
                if row & NOT_PLAIN != 0 || rest & 7 != 4 {
                    break;
                }
                // No displacement, unless there is no base.
                len += if rest & 0x700 == 0x500 { 4 } else { 0 };
            }
            starts[at] = 1;
            at = after_opcode + len;
        }
        at
    }

    /// Whether the bytes up to the constants are there for their alignment.
    fn is_padding(&self, at: usize) -> bool {
        self.code[at] == 0
            && self.constants - at < PADDING
            && self.constants < self.code.len()
            && self.code[at..self.constants].iter().all(|b| *b == 0)
    }

    /// The bytes from `at` on; behind the code are such as no instruction is made of.
    fn window(&self, at: usize) -> [u8; 16] {
        let rest = &self.code[at..];
        rest.first_chunk().copied().unwrap_or_else(|| {
            let mut window = [0x06; 16];
            window[..rest.len()].copy_from_slice(rest);
            window
        })
    }

    /// Looks at an instruction that is not plain.
    fn instruction(&mut self, at: usize) -> Step<Next> {
        let refuse = |offence| Err((at, offence));
        let window = &self.window(at);
        let insn = match Insn::decode(window) {
            Ok(insn) => insn,
            Err(offence) => return refuse(offence),
        };
        if let Some(displacement) = insn.relative {
            return self.relative(at, window, &insn, displacement);
        }
        let next = at + insn.len;
        let falls = |at| Ok(Next { at, falls: true });
        match insn.kind() {
            JCC8 | JMP8 => self.branch(at, next, window[insn.len - 1] as i8 as i32, insn.kind() == JCC8),
            JCC32 | JMP32 => {
                let Some(distance) = distance(window, insn.len) else { return refuse(Offence::Unknown) };
                self.branch(at, next + 4, distance, insn.kind() == JCC32)
            }
            MOV_IMM => {
                let len = match insn.prefix {
                    _ if insn.is_wide() => 8,
                    P66 => 2,
                    _ => 4,
                };
                self.number = distance(window, insn.len).filter(|_| len == 4).map(|number| number as u32);
                falls(next + len)
            }
            LEA if insn.is_register() => refuse(Offence::Unknown),
            // The frame of the caller, once.
            PUSH if at != 0 || window[0] != 0x55 => refuse(Offence::Unknown),
            POP if window[..2] != [0x5D, 0xC3] => refuse(Offence::Unknown),
            POP => Ok(self.end_of_line(at + 2)),
            TRAP => Ok(self.end_of_line(next)),
            GROUP => {
                let which = insn.reg() & 7;
                if members(insn.map, insn.opcode) >> which & 1 == 0 {
                    return refuse(offence_of(window));
                }
                match (insn.map, insn.opcode) {
                    (0, 0xFF) => self.call(at, next, &insn),
                    (0, 0xF6) if which == 0 => falls(next + 1),
                    (0, 0xF7) if which == 0 => falls(next + if insn.prefix == P66 { 2 } else { 4 }),
                    (1, 0x71..=0x73) if !insn.is_register() => refuse(Offence::Unknown),
                    _ => falls(next),
                }
            }
            _ => falls(next),
        }
    }

    /// A call through a register, to an address that was loaded a moment ago.
    fn call(&mut self, at: usize, next: usize, insn: &Insn) -> Step<Next> {
        let wrong = Err((at, Offence::IndirectBranch));
        if !insn.is_register() {
            return wrong;
        }
        let register = insn.rm();
        let mut place = at;
        let loaded = loop {
            place = match self.starts.last_before(place, self.line) {
                Some(place) => place,
                None => return wrong,
            };
            // Most are moves between a register and memory: stores, and loads of other registers.
            if let [rex @ 0x40..=0x4F, opcode @ (0x89 | 0x8B), modrm @ 0..0xC0, ..] = self.code[place..] {
                let other = modrm >> 3 & 7 | (rex & 4) << 1;
                if opcode == 0x89 || other != register {
                    continue;
                }
            }
            match Insn::decode(&self.window(place)) {
                Ok(earlier) if earlier.loads(register) => break place + earlier.len,
                Ok(earlier) if earlier.changed() >> register & 1 == 0 => {}
                _ => return wrong,
            }
        };
        // Nothing comes between the load and the call from elsewhere. (What the code generator has as one instruction may have
        // branches in it.)
        let between = loaded as u32..next as u32;
        for (from, to) in self.near.drain(..) {
            if !(between.contains(&from) && between.contains(&to)) {
                self.targets.push(to);
            } else if !self.starts.has(to as usize) {
                return Err((to as usize, Offence::NoInstruction));
            }
        }
        self.starts.clear(loaded..next);
        self.line = next;
        Ok(Next { at: next, falls: true })
    }

    fn branch(&mut self, at: usize, next: usize, distance: i32, falls: bool) -> Step<Next> {
        let target = next as i64 + i64::from(distance);
        if target < 0 || target >= self.code.len() as i64 {
            return Err((at, Offence::Outside));
        }
        if (0..NEAR).contains(&distance) {
            self.near.push((at as u32, target as u32));
        } else {
            self.targets.push(target as u32);
        }
        Ok(Next { at: next, falls })
    }

    /// Nothing of what is known is known at `next`.
    fn end_of_line(&mut self, next: usize) -> Next {
        self.line = next;
        self.number = None;
        Next { at: next, falls: false }
    }

    /// An operand that is addressed from the instruction: a constant, or a table of jumps.
    fn relative(&mut self, at: usize, window: &[u8; 16], insn: &Insn, displacement: usize) -> Step<Next> {
        let Some(distance) = distance(window, displacement) else { return Err((at, Offence::Unknown)) };
        let next = at + insn.len;
        if insn.kind() == LEA {
            return self.table(at, next, insn, distance);
        }
        // Stores to constants, and jumps and calls by them, are none of the compiler's.
        let divides = insn.map == 0 && matches!(insn.opcode, 0xF6 | 0xF7) && insn.reg() & 7 >= 4;
        let stores = insn.entry & RM != 0 || insn.map == 1 && matches!(insn.opcode, 0x11 | 0x29 | 0x7F);
        let is_plain = matches!(insn.kind(), 0 | LOAD) && !stores && insn.entry & IMM == 0;
        if !is_plain && !divides {
            return Err((at, if insn.opcode == 0xFF { Offence::IndirectBranch } else { Offence::Unknown }));
        }
        let constant = next as i64 + i64::from(distance);
        if distance < 0 || constant >= self.code.len() as i64 {
            return Err((at, Offence::Outside));
        }
        self.constants = self.constants.min(constant as usize);
        Ok(Next { at: next, falls: true })
    }

    /// The sequence by which the code generator jumps to one of several places: `lea a, [table]; movsxd b, [a + index * 4];
    /// add a, b; jmp a`, and the table.
    fn table(&mut self, at: usize, after_lea: usize, lea: &Insn, distance: i32) -> Step<Next> {
        let wrong = (at, Offence::IndirectBranch);
        let a = lea.reg();
        let rest = self.code.get(after_lea..).ok_or(wrong)?;
        let sequence = || {
            // The base needs a displacement where it is r13 or rbp.
            let (mode, len) = if a & 7 == 5 { (1, 5) } else { (0, 4) };
            let load = rest.get(..len)?;
            let b = load[2] >> 3 & 7 | (load[0] & 4) << 1;
            let is_load = load[0] & 0xF9 == 0x48 | a >> 3
                && load[1] == 0x63
                && load[2] & 0xC7 == mode << 6 | 4
                && load[3] & 0xC7 == 0x80 | a & 7
                && load.get(4).is_none_or(|displacement| *displacement == 0);
            let add = rest.get(len..len + 3)?;
            let is_add = add == [0x48 | (a >> 3) << 2 | b >> 3, 0x03, 0xC0 | (a & 7) << 3 | b & 7];
            let jump = rest.get(len + 3..)?;
            let expected: &[u8] = if a >= 8 { &[0x41, 0xFF, 0xE0 | a & 7] } else { &[0xFF, 0xE0 | a] };
            (is_load && is_add && jump.starts_with(expected)).then_some(len + 3 + expected.len())
        };
        let len = sequence().filter(|len| lea.is_wide() && distance as usize == *len).ok_or(wrong)?;
        let table = after_lea + len;
        // The index is at most the number with which it was compared, and the last entry is for that.
        let count = self.number.map_or(0, |number| number as usize + 1);
        let entries = self.code.get(table..).and_then(|rest| rest.get(..count.min(MOST_TARGETS) * 4)).filter(|_| count > 0).ok_or(wrong)?;
        for entry in entries.as_chunks().0 {
            let target = table as i64 + i64::from(i32::from_le_bytes(*entry));
            if target < 0 || target >= self.code.len() as i64 {
                return Err((at, Offence::Outside));
            }
            self.targets.push(target as u32);
        }
        Ok(self.end_of_line(table + entries.len()))
    }
}

/// The four bytes at `at`.
fn distance(window: &[u8; 16], at: usize) -> Option<i32> {
    Some(i32::from_le_bytes(*window.get(at..)?.first_chunk()?))
}

/// What an instruction is, of which no table is: its name for people.
#[cold]
fn offence_of(window: &[u8; 16]) -> Offence {
    let is_prefix = |b: &u8| matches!(b, 0x66 | 0x67 | 0xF0 | 0xF2 | 0xF3 | 0x26 | 0x2E | 0x36 | 0x3E | 0x64 | 0x65 | 0x40..=0x4F);
    let prefixes = window.iter().take_while(|b| is_prefix(b)).count();
    if window[..prefixes].iter().any(|b| matches!(b, 0x26 | 0x2E | 0x36 | 0x3E | 0x64 | 0x65)) {
        return Offence::Segment;
    }
    let mut rest = window[prefixes..].iter().copied().chain([0, 0, 0]);
    let (first, second, third) = (rest.next().unwrap_or(0), rest.next().unwrap_or(0), rest.next().unwrap_or(0));
    match (first, second) {
        (0xCC..=0xCE | 0xF1, _) | (0x0F, 0x05 | 0x07 | 0x34 | 0x35) => Offence::SystemCall,
        // vmcall and its like, xgetbv, swapgs and rdtscp, tables of descriptors.
        (0x0F, 0x00) => {
            if third >> 3 & 7 < 4 {
                Offence::Segment
            } else {
                Offence::Privileged
            }
        }
        (0x0F, 0x01 | 0x06 | 0x08 | 0x09 | 0x20..=0x23 | 0x30..=0x33 | 0x36 | 0x37 | 0x78 | 0x79) => Offence::Privileged,
        (0xE4..=0xE7 | 0xEC..=0xEF | 0x6C..=0x6F | 0xF4 | 0xFA | 0xFB, _) => Offence::Privileged,
        (0x8C | 0x8E, _) | (0x0F, 0xA0 | 0xA1 | 0xA8 | 0xA9 | 0xB2 | 0xB4 | 0xB5) => Offence::Segment,
        // wrfsbase and its like.
        (0x0F, 0xAE) if third >> 6 == 3 && window[..prefixes].contains(&0xF3) => Offence::Segment,
        (0xFF, _) if (2..=5).contains(&(second >> 3 & 7)) => Offence::IndirectBranch,
        (0xC2 | 0xC3 | 0xCA | 0xCB | 0xCF, _) => Offence::IndirectBranch,
        (0xE8 | 0x9A | 0xEA, _) => Offence::Outside,
        _ => Offence::Unknown,
    }
}
