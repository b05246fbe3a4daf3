//! The bytecode verifier. It stands between every stored script and the interpreter,
//! which checks none of this again.
//!
//! What holds of verified code:
//! 1. Each word is an instruction whose op exists, whose fields have the meaning that
//!    the op table gives them, and whose unused fields are zero; `Ext` words follow
//!    the two-word ops, and only those.
//! 2. Registers, ranges of registers, constants, children and sites are in range;
//!    constants and children are of the kind that the op takes; a site belongs to one
//!    instruction, or beyond `FIRST_SHARED_SITE` to instructions of one op.
//! 3. Jumps go to instructions (never to an `Ext` or a `Catch`), the last instruction
//!    does not fall through, and a `Catch` is entered by its handler only.
//! 4. Handlers and loops are tables of what is there.
//! 5. What suspends a function is in a function of a kind that can be, after the
//!    `CreateGenerator` that makes its frame outlive the call.
//!
//! Environments are what `environments` looks at, with what is around the function. What other values
//! registers hold is not verified: ops check the values that they get.

mod environments;

pub use environments::verify_environments;

use super::builder::FIRST_SHARED_SITE;
use super::code::{Code, Constant, FunctionInfo, FunctionKind, SiteKey};
use super::insn::{BytecodeOffset, Insn};
use super::ops::{Op, Operand};

/// Why code was refused, and where.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("invalid bytecode at {offset}: {reason}")]
pub struct VerifyError {
    pub reason: &'static str,
    /// In words.
    pub offset: u32,
}

/// Checks the code of one function.
///
/// # Errors
/// The first violation that is found.
pub fn verify(code: &Code, info: &FunctionInfo) -> Result<(), VerifyError> {
    let mut verifier = Verifier { code, info, starts: Vec::new(), site_used: vec![None; code.sites.len()], offset: 0 };
    verifier.header()?;
    verifier.boundaries()?;
    for offset in 0..code.insns.len() {
        verifier.offset = offset;
        if verifier.starts[offset] {
            verifier.insn(code.insns[offset])?;
        }
    }
    verifier.handlers()?;
    verifier.loops()?;
    verifier.tables()?;
    verifier.suspension()
}

struct Verifier<'c> {
    code: &'c Code,
    info: &'c FunctionInfo,
    /// By word: does an instruction start there?
    starts: Vec<bool>,
    /// The op of the instructions with each site.
    site_used: Vec<Option<Op>>,
    offset: usize,
}

type Check = Result<(), VerifyError>;

impl Verifier<'_> {
    fn require(&self, holds: bool, reason: &'static str) -> Check {
        if holds { Ok(()) } else { Err(VerifyError { reason, offset: self.offset as u32 }) }
    }

    fn header(&self) -> Check {
        let code = self.code;
        self.require(code.params as usize + 2 <= code.registers as usize, "fewer registers than parameters")?;
        self.require(!code.insns.is_empty(), "no instructions")?;
        self.require(code.insns.len() < 1 << 23, "too many instructions")?;
        self.require(code.sites.len() <= u16::MAX as usize, "too many sites")?;
        for key in &code.sites {
            let named = match key.constant() {
                None => true,
                Some(k) => matches!(code.constants.get(k), Some(Constant::String(_))),
            };
            self.require(named, "a site is not named by a string")?;
        }
        let module = code.module.as_ref();
        self.require(module.is_some() == self.info.kind.is_module(), "imports and exports are not a module's")?;
        self.require(module.is_none_or(|m| code.params == 1 && m.is_consistent()), "imports or exports do not fit")?;
        Ok(())
    }

    /// Finds where instructions start.
    fn boundaries(&mut self) -> Check {
        let insns = &self.code.insns;
        self.starts = vec![false; insns.len()];
        let mut last = Op::Nop;
        while self.offset < insns.len() {
            let op = Op::from_u8(insns[self.offset].op);
            self.require(op.is_some_and(|op| op != Op::Ext), "no such op")?;
            last = op.expect("just checked");
            self.starts[self.offset] = true;
            if last.words() == 2 {
                let ext = insns.get(self.offset + 1).copied();
                let fits = ext.is_some_and(|e| e == Insn::new(Op::Ext, e.a, 0, 0, 0));
                self.require(fits, "a two-word op without its second word")?;
            }
            self.offset += last.words();
        }
        self.require(last.is_terminal(), "the code runs off its end")
    }

    fn insn(&mut self, insn: Insn) -> Check {
        let op = insn.op();
        let fields = [insn.a, insn.b, insn.c, insn.d as u16];
        let operands = &op.info().operands;
        for (i, (operand, field)) in operands.iter().zip(fields).enumerate() {
            self.operand(op, insn, i, *operand, field)?;
        }
        if op.words() == 2 {
            let ext = self.code.insns[self.offset + 1];
            self.site(op, ext.a)?;
        }
        if let Some(jump) = op.jump_offset(insn) {
            let target = self.offset as i64 + jump as i64;
            let valid = usize::try_from(target).ok().is_some_and(|t| self.starts.get(t) == Some(&true));
            self.require(valid, "a jump does not go to an instruction")?;
            let to_catch = self.code.insns[target as usize].op() == Op::Catch;
            self.require(!to_catch, "a jump goes into a handler")?;
        }
        self.particular(op, insn)
    }

    fn operand(&mut self, op: Op, insn: Insn, index: usize, operand: Operand, field: u16) -> Check {
        let registers = self.code.registers as usize;
        let register = field as usize;
        match operand {
            Operand::None => self.require(field == 0, "an unused field is not zero"),
            Operand::W | Operand::R | Operand::RW => self.require(register < registers, "no such register"),
            Operand::W2 | Operand::RW2 => self.require(register + 1 < registers, "no such pair of registers"),
            Operand::Base => self.require(register + op.base_count(insn) <= registers, "a range of registers is out of range"),
            Operand::Site => self.site(op, field),
            Operand::K16 => self.constant(op, field as usize),
            Operand::K32 => self.constant(op, insn.index32()),
            Operand::Child => {
                let index = if op == Op::NewFunction { insn.wide_child() } else { field as usize };
                let child = self.code.children.get(index);
                self.require(child.is_some(), "no such child")?;
                let kind = child.expect("just checked").info.kind;
                let fits = match op {
                    Op::NewClass => kind.is_class_constructor(),
                    _ => !kind.is_class_constructor() && !kind.is_top_level(),
                };
                self.require(fits, "a child is of the wrong kind")
            }
            // What these mean is up to the op; fields that span two are seen at the first.
            Operand::N => self.require(self.number_fits(op, index, field), "a flag or count is out of range"),
            Operand::I16 | Operand::I32 | Operand::J32 | Operand::J24 | Operand::Cont => Ok(()),
        }
    }

    fn number_fits(&self, op: Op, index: usize, field: u16) -> bool {
        // Plain counts, slots and depths are in a, b and c; d has flags but for these.
        if index != 3 {
            return match op {
                Op::ThrowError => field < 7,
                Op::NewIterResult => field <= 1,
                _ => true,
            };
        }
        let max = match op {
            Op::GetEnv
            | Op::SetEnv
            | Op::GetCell
            | Op::SetCell
            | Op::Call
            | Op::New
            | Op::SuperCall
            | Op::CallEval
            | Op::NewFunction
            | Op::CopyDataProperties => return true,
            Op::DefinePrivate | Op::DefineAccessor => 3,
            Op::SetFunctionName | Op::CreateGenerator | Op::ImportCall => 2,
            _ => 1,
        };
        field <= max
    }

    fn site(&mut self, op: Op, site: u16) -> Check {
        let index = site as usize;
        self.require(index < self.code.sites.len(), "no such site")?;
        let shared = index >= FIRST_SHARED_SITE && self.site_used[index] == Some(op);
        self.require(shared || self.site_used[index].is_none(), "two instructions share a site")?;
        self.site_used[index] = Some(op);
        let needs_name = matches!(op, Op::GetGlobal | Op::SetGlobal | Op::InitGlobalLexical | Op::GetProp | Op::SetProp | Op::DefineField);
        let has_name = self.code.sites[index] != SiteKey::NONE;
        self.require(needs_name == has_name, "a site has a name it should not have, or lacks one")
    }

    fn constant(&self, op: Op, index: usize) -> Check {
        let constant = self.code.constants.get(index);
        self.require(constant.is_some(), "no such constant")?;
        let constant = constant.expect("just checked");
        let fits = match op {
            Op::LoadConst => {
                matches!(constant, Constant::Number(_) | Constant::String(_) | Constant::BigInt(_))
            }
            Op::NewRegExp => matches!(constant, Constant::RegExp { .. }),
            Op::GetTemplate => matches!(constant, Constant::Template { cooked, raw } if cooked.len() == raw.len()),
            Op::MappedArguments => {
                matches!(constant, Constant::SlotMap(slots) if slots.len() == self.code.params as usize)
            }
            _ => matches!(constant, Constant::String(_)),
        };
        self.require(fits, "a constant is of the wrong type")
    }

    /// What is particular to one op.
    fn particular(&self, op: Op, insn: Insn) -> Check {
        match op {
            Op::NewEnv => self.require(insn.c > 0, "an environment without slots"),
            Op::NewArray => self.require(insn.imm32() >= 0, "a negative number of elements"),
            Op::Catch => {
                let entered = self.offset > 0
                    && (0..self.offset).rev().find(|i| self.starts[*i]).is_some_and(|i| self.code.insns[i].op().is_terminal());
                self.require(entered, "a handler is fallen into")
            }
            Op::DeclareGlobals => {
                let eval = insn.d == 1 && self.info.kind.is_arrow();
                self.require(self.info.kind == FunctionKind::Script || eval, "globals are declared by scripts only")
            }
            Op::RestArray | Op::UnmappedArguments | Op::MappedArguments => {
                self.require(self.code.needs_arguments, "arguments are used but not asked for")
            }
            Op::GetNewTarget | Op::CheckConstruct => self.require(self.code.needs_new_target, "new.target is used but not asked for"),
            _ => Ok(()),
        }
    }

    fn handlers(&mut self) -> Check {
        let length = self.code.insns.len() as u32;
        for handler in &self.code.handlers {
            self.offset = handler.target.0 as usize;
            self.require(handler.start < handler.end && handler.end.0 <= length, "a handler covers no code")?;
            let starts = |at: BytecodeOffset| at.0 == length || self.starts[at.0 as usize];
            self.require(starts(handler.start) && starts(handler.end), "a handler splits an instruction")?;
            let target = self.code.insns.get(handler.target.0 as usize);
            let valid = target.is_some_and(|t| t.op == Op::Catch as u8) && self.starts[self.offset];
            self.require(valid, "a handler does not enter a Catch")?;
        }
        Ok(())
    }

    fn loops(&mut self) -> Check {
        let mut heads = 0;
        for (offset, insn) in self.code.insns.iter().enumerate() {
            self.offset = offset;
            if self.starts[offset] && insn.op() == Op::LoopHead {
                let listed = self.code.loops.get(insn.a as usize).is_some_and(|l| l.0 as usize == offset);
                self.require(listed, "a loop head is not in the table of loops")?;
                heads += 1;
            }
        }
        self.require(heads == self.code.loops.len(), "the table of loops has more than there are")
    }

    /// Positions, names and global declarations.
    fn tables(&mut self) -> Check {
        let code = self.code;
        self.offset = 0;
        let length = code.insns.len() as u32;
        let sorted = code.positions.is_sorted_by(|a, b| a.offset < b.offset);
        self.require(sorted, "positions are not sorted")?;
        self.require(code.positions.last().is_none_or(|p| p.offset.0 < length), "a position beyond the code")?;
        let names_fit = code.local_names.iter().all(|(r, _)| *r < code.registers);
        self.require(names_fit, "a name for no register")?;
        let functions_fit = code.globals.functions.iter().all(|(_, child)| {
            code.children.get(*child as usize).is_some_and(|c| !c.info.kind.is_class_constructor() && !c.info.kind.is_top_level())
        });
        self.require(functions_fit, "a global function without its child")
    }

    fn suspension(&mut self) -> Check {
        let kind = self.info.kind;
        let mut created = None;
        for (offset, insn) in self.code.insns.iter().enumerate() {
            if !self.starts[offset] {
                continue;
            }
            self.offset = offset;
            match insn.op() {
                Op::CreateGenerator => {
                    let expected = match (kind.is_generator(), kind.is_async()) {
                        (true, false) => 0,
                        (true, true) => 1,
                        (false, true) => 2,
                        (false, false) => u8::MAX,
                    };
                    self.require(insn.d == expected, "a generator of another kind than the function")?;
                    self.require(created.is_none(), "two generators are created")?;
                    created = Some(offset);
                }
                Op::Yield => self.require(kind.is_generator() && created.is_some(), "a yield out of place")?,
                Op::Await => self.require(kind.is_async() && created.is_some(), "an await out of place")?,
                _ => {}
            }
        }
        self.offset = 0;
        self.require(created.is_some() == kind.is_resumable(), "a generator is not created")?;
        let Some(created) = created else { return Ok(()) };
        // Nothing gets from before the creation to after it but through it.
        for (offset, insn) in self.code.insns.iter().enumerate() {
            if self.starts[offset]
                && let Some(jump) = insn.op().jump_offset(*insn)
            {
                let target = offset as i64 + jump as i64;
                self.offset = offset;
                let crosses = offset < created && target > created as i64 || offset > created && target <= created as i64;
                self.require(!crosses, "a jump passes the creation of the generator")?;
            }
        }
        for handler in &self.code.handlers {
            self.offset = handler.target.0 as usize;
            let before = (handler.start.0 as usize) <= created;
            let crosses = before && handler.target.0 as usize > created;
            self.require(!crosses, "a handler passes the creation of the generator")?;
        }
        Ok(())
    }
}
