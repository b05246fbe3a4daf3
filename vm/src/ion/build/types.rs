//! Types of values, and the pre-pass that finds out which registers a loop carries as
//! unboxed numbers, so that loop phis get their representation at once.
//!
//! A forward fixpoint over the bytecode's blocks. What an op yields follows from its
//! feedback: a guard of the built code guarantees it, so the result is sound whatever
//! the operands. The entry values of loops are treated optimistically: where one may
//! be anything, and all that the loop assigns is numeric, the builder guards the value
//! on the loop's entry edge.

use super::cfg::{self, Cfg};
use super::liveness;
use super::speculate::{self, Mode};
use crate::bytecode::{Constant, Insn, Op};
use crate::feedback::IcKind;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::builtin_rows::{BUILTINS, Inline};
use crate::ion::graph::{MathOp, Repr};
use crate::ion::snapshot::{CallTarget, ScriptSnapshot, ShapeSnapshot, SiteSnapshot};
use crate::object::typed_array::ElementType;
use crate::value::Value;

/// A set of types that a value may have.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Ty(u16);

impl Ty {
    pub const NONE: Ty = Ty(0);
    pub const INT32: Ty = Ty(1);
    /// A number held as a double (which may have an integral value).
    pub const DOUBLE: Ty = Ty(2);
    pub const BOOL: Ty = Ty(4);
    pub const STRING: Ty = Ty(8);
    pub const OBJECT: Ty = Ty(16);
    pub const UNDEFINED: Ty = Ty(32);
    pub const NULL: Ty = Ty(64);
    pub const EMPTY: Ty = Ty(128);
    /// Symbols, BigInts, and cells that scripts never see.
    pub const OTHER: Ty = Ty(256);
    pub const NUMBER: Ty = Ty(3);
    pub const ANY: Ty = Ty(511);
    pub const NOT_EMPTY: Ty = Ty(511 & !128);

    pub const fn or(self, other: Ty) -> Ty {
        Ty(self.0 | other.0)
    }
    pub const fn and(self, other: Ty) -> Ty {
        Ty(self.0 & other.0)
    }
    pub const fn without(self, other: Ty) -> Ty {
        Ty(self.0 & !other.0)
    }
    /// Every type of `self` is in `other`, and there is one.
    pub const fn within(self, other: Ty) -> bool {
        self.0 & !other.0 == 0 && self.0 != 0
    }
    /// Some type is in both.
    pub const fn has(self, other: Ty) -> bool {
        self.0 & other.0 != 0
    }
    pub fn of_value(value: Value) -> Ty {
        match value {
            v if v.is_int() => Ty::INT32,
            v if v.is_double() => Ty::DOUBLE,
            v if v.is_bool() => Ty::BOOL,
            v if v.is_undefined() => Ty::UNDEFINED,
            v if v.is_null() => Ty::NULL,
            v if v.is_empty() => Ty::EMPTY,
            v if v.is_string() => Ty::STRING,
            v if v.is_object() => Ty::OBJECT,
            _ => Ty::OTHER,
        }
    }
    /// How a phi of such values is held.
    pub fn phi_repr(self) -> Repr {
        match self {
            Ty::INT32 => Repr::Int32,
            Ty::BOOL => Repr::Bool,
            ty if ty.within(Ty::NUMBER) => Repr::Double,
            _ => Repr::Tagged,
        }
    }
    fn is_unknown_number(self) -> bool {
        self.has(Ty::NUMBER) && !self.within(Ty::NUMBER)
    }
}

/// What the pre-pass found.
pub struct LoopTypes {
    registers: usize,
    /// Per block, the types at its start; only those of headers are used.
    heads: Vec<Ty>,
}

impl LoopTypes {
    /// Representation of the phi of `register` at the loop header `block`.
    pub fn phi_repr(&self, block: u32, register: u16) -> Repr {
        self.heads[block as usize * self.registers + register as usize].phi_repr()
    }

    /// `entry`: types of the registers at the entry (missing ones are undefined).
    pub fn new(script: &ScriptSnapshot, shapes: &[ShapeSnapshot], cfg: &Cfg, entry: &[Ty]) -> LoopTypes {
        let registers = script.registers as usize;
        let mut is_index = vec![false; registers];
        for insn in cfg.blocks.iter().flat_map(|b| &script.insns[b.start as usize..b.end as usize]) {
            if insn.op() == Op::IterNext {
                is_index[insn.b as usize + 1] = true;
            }
        }
        let mut pass = Pass { script, shapes, cfg, registers, is_index, heads: vec![Ty::NONE; registers * cfg.blocks.len()] };
        pass.solve(entry);
        LoopTypes { registers, heads: pass.heads }
    }
}

/// Registers assigned in the loop of header `header`.
pub fn assigned_in_loop(cfg: &Cfg, insns: &[Insn], header: u32, registers: u16) -> Vec<bool> {
    let mut assigned = vec![false; registers as usize];
    for block in cfg.blocks.iter().filter(|b| b.loops.contains(&header)) {
        let mut at = block.start;
        while at < block.end {
            let insn = insns[at as usize];
            liveness::operands(insn, |_| {}, |w| assigned[w as usize] = true);
            at += insn.op().words() as u32;
        }
    }
    assigned
}

struct Pass<'a> {
    script: &'a ScriptSnapshot,
    shapes: &'a [ShapeSnapshot],
    cfg: &'a Cfg,
    registers: usize,
    /// Registers that hold the second word of an iterator record.
    is_index: Vec<bool>,
    heads: Vec<Ty>,
}

impl Pass<'_> {
    fn solve(&mut self, entry: &[Ty]) {
        let n = self.cfg.blocks.len();
        let assigned: Vec<Option<Vec<bool>>> = (0..n as u32)
            .map(|b| {
                self.cfg.blocks[b as usize].is_header.then(|| assigned_in_loop(self.cfg, &self.script.insns, b, self.script.registers))
            })
            .collect();
        let start: Vec<Ty> = (0..self.registers).map(|r| entry.get(r).copied().unwrap_or(Ty::UNDEFINED)).collect();
        let mut row = vec![Ty::NONE; self.registers];
        let mut changed = true;
        while changed {
            // Again each time: the first block of loop code is a loop header, and what comes
            // in is judged by what the back edges carry.
            changed = self.join(0, &start, assigned[0].as_deref(), self.cfg.blocks[0].start);
            for b in 0..n {
                row.copy_from_slice(&self.heads[b * self.registers..(b + 1) * self.registers]);
                let block = &self.cfg.blocks[b];
                let mut at = block.start;
                while at < block.end {
                    let insn = self.script.insns[at as usize];
                    if let Some(handler) = block.handler.filter(|_| cfg::may_throw(insn.op())) {
                        changed |= self.join(handler as usize, &row, None, self.cfg.blocks[handler as usize].start);
                    }
                    self.transfer(insn, at, &mut row);
                    at += insn.op().words() as u32;
                }
                for s in block.successors.clone() {
                    // Back edges contribute what they carry; entries optimistically.
                    let optimistic = if s as usize > b { assigned[s as usize].as_deref() } else { None };
                    changed |= self.join(s as usize, &row, optimistic, self.cfg.blocks[s as usize].start);
                }
            }
        }
    }

    /// Joins `row` into the types at the start of block `b`.
    fn join(&mut self, b: usize, row: &[Ty], optimistic: Option<&[bool]>, at: u32) -> bool {
        let not_boolean = speculate::bailed(self.script, at, BailoutReason::NotBoolean);
        let speculate = optimistic.is_some() && !speculate::bailed(self.script, at, BailoutReason::NotNumber);
        let mut changed = false;
        for (r, ty) in row.iter().enumerate() {
            let head = &mut self.heads[b * self.registers + r];
            let skip = speculate && ty.is_unknown_number() && optimistic.is_some_and(|assigned| assigned[r]);
            let mut new = if skip { *head } else { head.or(*ty) };
            if speculate && new == Ty::INT32 && skip && speculate::bailed(self.script, at, BailoutReason::NotInt32) {
                // The index of an array's iteration is never a double.
                new = if self.is_index[r] { Ty::ANY } else { Ty::NUMBER };
            }
            if not_boolean && new == Ty::BOOL {
                new = Ty::ANY;
            }
            changed |= *head != new;
            *head = new;
        }
        changed
    }

    fn transfer(&self, insn: Insn, at: u32, row: &mut [Ty]) {
        match insn.op() {
            Op::Move => {
                row[insn.a as usize] = row[insn.b as usize];
                return;
            }
            Op::GetIterator => {
                // The next method of other iterators is an object, as far as phis go.
                let array = speculate::iterates_array(self.script, at);
                row[insn.a as usize] = if array { Ty::OTHER } else { Ty::OBJECT };
                row[insn.a as usize + 1] = if array { Ty::INT32 } else { Ty::OBJECT };
                return;
            }
            Op::IterNext => {
                let next = row[insn.b as usize + 1];
                let array = !next.within(Ty::OBJECT) && speculate::steps_through_array(self.script, at);
                row[insn.b as usize + 1] = if array { Ty::INT32 } else { Ty::ANY };
                row[insn.a as usize] = Ty::ANY;
                return;
            }
            _ => {}
        }
        let ty = self.result(insn, at, row);
        liveness::operands(insn, |_| {}, |w| row[w as usize] = Ty::ANY);
        if let Some(ty) = ty {
            row[insn.a as usize] = ty;
        }
    }

    /// Type of the value that the op writes to its operand `a`, if known.
    fn result(&self, insn: Insn, at: u32, row: &[Ty]) -> Option<Ty> {
        let operand = |field: u16| row[field as usize];
        let immediate = Ty::INT32;
        let arithmetic = |operands: &[Ty]| match speculate::arithmetic(self.script, at, insn.op(), operands) {
            Mode::Int32 => Ty::INT32,
            Mode::Double | Mode::Primitive => Ty::DOUBLE,
            Mode::String => Ty::STRING,
            Mode::Generic => Ty::ANY,
            Mode::Unreached => Ty::NONE,
        };
        let bitwise = |operands: &[Ty]| match speculate::bitwise(self.script, at, operands) {
            Mode::Int32 | Mode::Double => Ty::INT32,
            Mode::Unreached => Ty::NONE,
            _ => Ty::ANY,
        };
        let shift = |operands: &[Ty]| match bitwise(operands) {
            Ty::INT32 if speculate::unsigned_shift_is_double(self.script, at) => Ty::DOUBLE,
            ty => ty,
        };
        use Op::*;
        Some(match insn.op() {
            LoadConst => match &self.script.constants[insn.index32()] {
                Constant::Number(n) => Ty::of_value(Value::number(*n)),
                Constant::String(_) => Ty::STRING,
                _ => Ty::ANY,
            },
            LoadInt | ArgumentCount => Ty::INT32,
            LoadUndefined => Ty::UNDEFINED,
            LoadNull => Ty::NULL,
            LoadTrue | LoadFalse => Ty::BOOL,
            LoadEmpty => Ty::EMPTY,
            Add | Sub | Mul | Div | Mod | Exp => arithmetic(&[operand(insn.b), operand(insn.c)]),
            AddI | SubI | MulI | DivI | ModI => arithmetic(&[operand(insn.b), immediate]),
            Neg | Inc | Dec | ToNumber | ToNumeric => arithmetic(&[operand(insn.b)]),
            BitAnd | BitOr | BitXor | Shl | Shr => bitwise(&[operand(insn.b), operand(insn.c)]),
            BitAndI | BitOrI | BitXorI | ShlI | ShrI => bitwise(&[operand(insn.b), immediate]),
            BitNot => bitwise(&[operand(insn.b)]),
            UShr => shift(&[operand(insn.b), operand(insn.c)]),
            UShrI => shift(&[operand(insn.b), immediate]),
            Not | Lt | Le | Gt | Ge | Eq | Ne | StrictEq | StrictNe | InstanceOf | In | DeleteProp | HasPrivate => Ty::BOOL,
            TypeOf | ToStringOp | Concat => Ty::STRING,
            NewObject | NewArray | NewArrayFrom | NewFunction | New => Ty::OBJECT,
            GetProp => self.property(insn.c),
            ToElementKey if !operand(insn.b).has(Ty::OBJECT) => operand(insn.b),
            GetElem => self.element(self.script.insns[at as usize + 1].a, at),
            Call => self.call(insn, at, row),
            _ => return None,
        })
    }

    fn property(&self, site: u16) -> Ty {
        match self.script.sites.get(site as usize) {
            Some(SiteSnapshot::Property { cases, megamorphic: false, others: false }) if !cases.is_empty() => {
                let length = |kind| matches!(kind, IcKind::ArrayLength | IcKind::StringLength | IcKind::TypedLength);
                if cases.iter().all(|c| length(c.kind)) { Ty::INT32 } else { Ty::ANY }
            }
            _ => Ty::ANY,
        }
    }

    fn element(&self, site: u16, at: u32) -> Ty {
        let Some(SiteSnapshot::Element { cases, megamorphic: false, flags }) = self.script.sites.get(site as usize) else {
            return Ty::ANY;
        };
        if *flags & crate::feedback::site_flags::OUT_OF_BOUNDS != 0 || cases.is_empty() {
            return Ty::ANY;
        }
        cases.iter().fold(Ty::NONE, |ty, case| {
            ty.or(match case.kind {
                IcKind::Typed => typed_element(self.shapes[case.shape.0 as usize].variant, speculate::reads_wide(self.script, *flags, at)),
                _ => Ty::ANY,
            })
        })
    }

    fn call(&self, insn: Insn, at: u32, row: &[Ty]) -> Ty {
        let site = insn.c;
        let first = insn.b as usize + 2;
        let arguments = row.get(first..first + insn.d as usize).unwrap_or_default();
        let Some(SiteSnapshot::Call { targets, megamorphic: false, .. }) = self.script.sites.get(site as usize) else {
            return Ty::ANY;
        };
        match targets.as_slice() {
            [CallTarget::Builtin(row)] => match BUILTINS[*row as usize].2 {
                Inline::Math(MathOp::Min | MathOp::Max) if arguments.len() == 2 && arguments.iter().all(|ty| *ty == Ty::INT32) => Ty::INT32,
                Inline::Math(_) => Ty::NUMBER,
                Inline::StringCharCodeAt if speculate::reads_beyond(self.script, site, at) => Ty::NUMBER,
                Inline::MathImul | Inline::MathClz32 | Inline::StringCharCodeAt | Inline::ArrayPush => Ty::INT32,
                _ => Ty::ANY,
            },
            _ => Ty::ANY,
        }
    }
}

/// Type of the elements of a typed array, as the builder reads them where integers may be `wide`.
pub fn typed_element(variant: u8, wide: bool) -> Ty {
    use ElementType::*;
    match ElementType::of_variant(variant).expect("profiles are checked") {
        Int8 | Uint8 | Uint8Clamped | Int16 | Uint16 | Int32 => Ty::INT32,
        Uint32 if !wide => Ty::INT32,
        Uint32 | Float32 | Float64 => Ty::DOUBLE,
        Float16 | BigInt64 | BigUint64 => Ty::ANY,
    }
}
