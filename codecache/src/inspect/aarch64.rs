//! Code for aarch64, as Cranelift emits it for functions without relocations.
//!
//! All instructions have four bytes, so what is asked is to which group of the instruction set they belong. Groups of
//! which the code generator uses nothing are not known: atomics, tags, scalable vectors, what authenticates pointers.
//! Constants and tables lie between instructions too, where nothing passes.

use super::{Offence, Refusal, Starts};

/// The stack pointer and the link register of a frame are restored: `ldp x29, x30, [sp], #16`.
const RESTORE: u32 = 0xA8C1_7BFD;
const RET: u32 = 0xD65F_03C0;
const NOP: u32 = 0xD503_201F;
const CSDB: u32 = 0xD503_229F;
/// What the code generator traps with.
const TRAP: u32 = 0xC11F;

struct Sweep<'a> {
    words: &'a [[u8; 4]],
    starts: Starts,
    targets: Vec<u32>,
    /// Words that are loaded by their distance.
    constants: Starts,
    /// General registers that the straight line so far has loaded, and where that load ends.
    loaded: u32,
    loads: [usize; 32],
}

/// Looks through `code`.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn code(code: &[u8]) -> Result<(), Refusal> {
    let (words, rest) = code.as_chunks();
    if !rest.is_empty() {
        return Err(Refusal { offset: words.len() * 4, offence: Offence::Unknown });
    }
    let marks = || Starts::new(words.len());
    let mut sweep = Sweep { words, starts: marks(), targets: Vec::new(), constants: marks(), loaded: 0, loads: [0; 32] };
    sweep.run().map_err(|(at, offence)| Refusal { offset: at * 4, offence })
}

type Step<T> = Result<T, (usize, Offence)>;

/// The `len` bits of `word` from `first` on, as a signed number.
fn signed(word: u32, first: u32, len: u32) -> i64 {
    i64::from((word << (32 - first - len)) as i32 >> (32 - len))
}

impl Sweep<'_> {
    fn word(&self, at: usize) -> Option<u32> {
        self.words.get(at).map(|bytes| u32::from_le_bytes(*bytes))
    }

    fn run(&mut self) -> Step<()> {
        let mut goes_on = true;
        let mut at = 0;
        while let Some(word) = self.word(at) {
            let is_constant = self.constants.has(at);
            if is_constant && goes_on {
                return Err((at, Offence::RunsOut));
            }
            // Constants, and what aligns them.
            if is_constant || word == 0 && !goes_on {
                at += 1;
                continue;
            }
            self.starts.set(at);
            (at, goes_on) = self.instruction(at, word)?;
        }
        if goes_on {
            return Err((at, Offence::RunsOut));
        }
        match self.starts.none_at(&self.targets) {
            Some(target) => Err((target, Offence::NoInstruction)),
            None => Ok(()),
        }
    }

    /// The instruction at `at`: where the next begins, and whether it can go on there.
    fn instruction(&mut self, at: usize, word: u32) -> Step<(usize, bool)> {
        let group = word >> 25 & 0xF;
        match group {
            0b0000 if word == TRAP => {
                self.loaded = 0;
                return Ok((at + 1, false));
            }
            0b1000 | 0b1001 => match word >> 23 & 7 {
                // adr and adrp.
                0 | 1 => return self.table(at, word),
                // Of tagged pointers.
                3 => return Err((at, Offence::Unknown)),
                _ => self.changes(word),
            },
            0b1010 | 0b1011 => return self.branch(at, word),
            0b0100 | 0b0110 | 0b1100 | 0b1110 => self.memory(at, word)?,
            0b0101 | 0b1101 => self.changes(word),
            0b0111 | 0b1111 => {
                // Vectors and doubles; some have a general register as their result.
                let from_vector = word >> 21 & 0xFF == 0b0111_0000 && word & 1 << 15 == 0 && word & 1 << 10 != 0;
                let conversion = word >> 24 & 0x1F == 0b1_1110 && word & 1 << 21 != 0 && word >> 10 & 0x3F == 0;
                if from_vector || conversion {
                    self.changes(word);
                }
            }
            _ => return Err((at, Offence::Unknown)),
        }
        Ok((at + 1, true))
    }

    /// The register in the lowest field is another one now.
    fn changes(&mut self, word: u32) {
        self.loaded &= !(1 << (word & 0x1F));
    }

    fn memory(&mut self, at: usize, word: u32) -> Step<()> {
        let unknown = Err((at, Offence::Unknown));
        let (is_vector, high) = (word & 1 << 26 != 0, word & 1 << 24 != 0);
        let base = word >> 5 & 0x1F;
        match word >> 28 & 3 {
            // Literals.
            1 if !high => {
                let words = match (word >> 30, is_vector) {
                    (0, _) | (2, false) => 1,
                    (1, _) => 2,
                    (2, true) => 4,
                    _ => return unknown,
                };
                if !is_vector {
                    self.changes(word);
                }
                let distance = signed(word, 5, 19);
                if distance <= 0 || at as i64 + distance + words > self.words.len() as i64 {
                    return Err((at, Offence::Outside));
                }
                let first = at + distance as usize;
                (first..first + words as usize).for_each(|place| self.constants.set(place));
            }
            // Pairs: after, at, or before the address is changed.
            2 => {
                let mode = word >> 23 & 3;
                if mode == 0 {
                    return unknown;
                }
                if word & 1 << 22 != 0 && !is_vector {
                    self.changes(word);
                    self.loaded &= !(1 << (word >> 10 & 0x1F));
                }
                if mode != 2 {
                    self.loaded &= !(1 << base);
                }
            }
            3 => {
                let changes_base = match (high, word & 1 << 21 != 0, word >> 10 & 3) {
                    (true, _, _) | (false, false, 0) | (false, true, 2) => false,
                    (false, false, 1 | 3) => true,
                    // Atomics, and what the system does in the name of a program.
                    _ => return unknown,
                };
                let (size, kind) = (word >> 30, word >> 22 & 3);
                if !is_vector && kind != 0 {
                    // prfm.
                    if size == 3 && kind >= 2 {
                        return unknown;
                    }
                    self.changes(word);
                    if size == 3 && !changes_base {
                        let register = word & 0x1F;
                        self.loaded |= 1 << register;
                        self.loads[register as usize] = at + 1;
                    }
                }
                if changes_base {
                    self.loaded &= !(1 << base);
                }
            }
            _ => return unknown,
        }
        Ok(())
    }

    fn branch(&mut self, at: usize, word: u32) -> Step<(usize, bool)> {
        let refuse = |offence| Err((at, offence));
        if word & 0xFC00_0000 == 0x1400_0000 {
            self.target(at, at, signed(word, 0, 26))?;
            self.loaded = 0;
            return Ok((at + 1, false));
        }
        if word & 0xFF00_0010 == 0x5400_0000 || word & 0x7E00_0000 == 0x3400_0000 {
            self.target(at, at, signed(word, 5, 19))?;
            return Ok((at + 1, true));
        }
        if word & 0x7E00_0000 == 0x3600_0000 {
            self.target(at, at, signed(word, 5, 14))?;
            return Ok((at + 1, true));
        }
        match word >> 24 {
            0x94..=0x97 => refuse(Offence::Outside),
            0xD4 => refuse(Offence::SystemCall),
            0xD5 if word == NOP || word == CSDB => Ok((at + 1, true)),
            0xD5 => refuse(Offence::Privileged),
            0xD6 if word == RET => {
                // What returns has restored its frame just before, and nothing comes in between.
                if at == 0 || self.word(at - 1) != Some(RESTORE) {
                    return refuse(Offence::IndirectBranch);
                }
                self.starts.clear(at..at + 1);
                self.loaded = 0;
                Ok((at + 1, false))
            }
            // blr.
            0xD6 if word & 0xFFFF_FC1F == 0xD63F_0000 => {
                let register = word >> 5 & 0x1F;
                if self.loaded >> register & 1 == 0 || register == 31 {
                    return refuse(Offence::IndirectBranch);
                }
                self.starts.clear(self.loads[register as usize]..at + 1);
                self.loaded = 0;
                Ok((at + 1, true))
            }
            0xD6 | 0xD7 => refuse(Offence::IndirectBranch),
            _ => refuse(Offence::Unknown),
        }
    }

    /// Notes a branch of the instruction at `at`, to `distance` words from `from`.
    fn target(&mut self, at: usize, from: usize, distance: i64) -> Step<()> {
        let target = from as i64 + distance;
        if target < 0 || target >= self.words.len() as i64 {
            return Err((at, Offence::Outside));
        }
        self.targets.push(target as u32);
        Ok(())
    }

    /// The sequence by which the code generator jumps to one of several places: `movz b, #last; csel b, index, b, lo; adr a,
    /// #16; ldrsw b, [a, w b, uxtw #2]; add a, a, b; br a`, and the table.
    fn table(&mut self, at: usize, word: u32) -> Step<(usize, bool)> {
        let wrong = (at, Offence::IndirectBranch);
        let a = word & 0x1F;
        let count = || {
            let load = self.word(at + 1)?;
            let b = load & 0x1F;
            let [number, select] = [self.word(at.checked_sub(2)?)?, self.word(at - 1)?];
            let is_sequence = word == 0x1000_0080 | a
                && load == 0xB8A0_5800 | b << 16 | a << 5 | b
                && self.word(at + 2)? == 0x8B00_0000 | b << 16 | a << 5 | a
                && self.word(at + 3)? == 0xD61F_0000 | a << 5
                && number & 0x7FE0_001F == 0x5280_0000 | b
                && select & 0xFFFF_FC1F == 0x9A80_3000 | b << 16 | b
                && self.starts.has(at - 2);
            is_sequence.then_some((number >> 5 & 0xFFFF) as usize + 1)
        };
        let count = count().ok_or(wrong)?;
        let table = at + 4;
        for entry in table..table + count {
            let distance = self.word(entry).ok_or(wrong)? as i32;
            if distance % 4 != 0 {
                return Err((at, Offence::NoInstruction));
            }
            self.target(at, table, i64::from(distance / 4))?;
        }
        self.starts.clear(at - 1..at + 1);
        self.loaded = 0;
        Ok((table + count, false))
    }
}
