//! Assembles the bytecode of one function: instructions with labels, registers
//! allocated as a stack, constants without duplicates, feedback sites, positions,
//! exception handlers and loops.
//!
//! Code that cannot be reached is dropped as it is emitted: after a terminal op
//! nothing is recorded until a label that something jumps to is bound. A limit of the
//! format (registers, sites, …) is remembered and reported by [`Builder::finish`], so
//! that the emitter need not check at every step.

use super::code::{Code, CompileError, Constant, FunctionKind, FunctionTemplate, GlobalDeclarations, Handler, JsStr, Position, SiteKey};
use super::insn::{BytecodeOffset, Insn, Register};
use super::ops::{Effects, Op};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// A place in the code that jumps go to, bound or not yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Label(u32);

/// A point of the register stack to which temporaries are released.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark(u32);

/// A `try` region that is being emitted; see [`Builder::protect`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Region(u32);

#[derive(Default)]
struct LabelState {
    offset: Option<u32>,
    jumps: Vec<u32>,
}

/// Where the handler of a region is, and which instructions it covers so far.
struct RegionState {
    handler: Label,
    open: Option<u32>,
    ranges: Vec<(u32, u32)>,
}

#[derive(PartialEq, Eq, Hash)]
enum ConstantKey {
    Number(u64),
    String(JsStr),
    BigInt(Box<str>),
}

pub const MAX_REGISTERS: u32 = 65_535;
const MAX_SITES: usize = 65_535;
/// Sites from this one on are shared by instructions of one op and key.
pub const FIRST_SHARED_SITE: usize = MAX_SITES - SHARED_SITES;
const SHARED_SITES: usize = 16_384;
/// Sites that are kept for what cannot do without: names of globals, calls.
const RESERVED_SITES: usize = 12_000;
/// What `NewFunction` has room for.
pub const MAX_CHILDREN: usize = 1 << 23;
const MAX_LOOPS: usize = 65_535;
/// Instructions per function: the reach of a 24-bit jump.
const MAX_INSNS: usize = (1 << 23) - 1;

#[derive(Default)]
pub struct Builder {
    insns: Vec<Insn>,
    constants: Vec<Constant>,
    constant_index: FxHashMap<ConstantKey, u32>,
    sites: Vec<SiteKey>,
    /// Sites of functions with more ops than there can be sites, by op and key.
    shared_sites: FxHashMap<(Op, SiteKey), u16>,
    handlers: Vec<(u32, u32, Label)>,
    positions: Vec<Position>,
    loops: Vec<BytecodeOffset>,
    children: Vec<Rc<FunctionTemplate>>,
    labels: Vec<LabelState>,
    regions: Vec<RegionState>,
    next_register: u32,
    register_count: u32,
    /// By register: holds a variable, so that nothing but its assignments may write it.
    is_variable: Vec<bool>,
    unreachable: bool,
    position: u32,
    /// May have Yield.
    yields: bool,
    /// May have Await.
    awaits: bool,
    limit: Option<&'static str>,
}

impl Builder {
    /// For a function of this kind whose first `fixed` registers (callee, this, parameters) the
    /// caller fills.
    pub fn new(kind: FunctionKind, fixed: u32) -> Builder {
        let mut builder = Builder { yields: kind.is_generator(), awaits: kind.is_async(), ..Builder::default() };
        for _ in 0..fixed {
            let register = builder.temp();
            builder.set_variable(register, true);
        }
        builder
    }

    fn limit(&mut self, what: &'static str) {
        self.limit.get_or_insert(what);
    }

    /// Can the next instruction be reached?
    pub fn reachable(&self) -> bool {
        !self.unreachable
    }

    // ---- registers

    pub fn temp(&mut self) -> Register {
        self.temps(1)
    }

    /// The first of `count` new consecutive registers.
    pub fn temps(&mut self, count: u32) -> Register {
        let first = self.next_register;
        if first + count > MAX_REGISTERS {
            self.limit("too many registers in a function");
            return Register(0);
        }
        self.next_register += count;
        self.register_count = self.register_count.max(self.next_register);
        self.is_variable.resize(self.register_count as usize, false);
        Register(first as u16)
    }

    pub fn mark(&self) -> Mark {
        Mark(self.next_register)
    }

    pub fn release(&mut self, mark: Mark) {
        debug_assert!(mark.0 <= self.next_register || self.limit.is_some());
        for register in mark.0..self.next_register {
            self.is_variable[register as usize] = false;
        }
        self.next_register = self.next_register.min(mark.0);
    }

    pub fn set_variable(&mut self, register: Register, yes: bool) {
        self.is_variable[register.0 as usize] = yes;
    }

    /// May be written freely while an expression is evaluated.
    pub fn is_temp(&self, register: Register) -> bool {
        !self.is_variable[register.0 as usize]
    }

    // ---- instructions

    /// Instructions from here on belong to this byte position of the source.
    pub fn at(&mut self, position: u32) {
        self.position = position;
    }

    pub fn emit(&mut self, insn: Insn) {
        if self.unreachable {
            return;
        }
        let op = insn.op();
        if self.insns.len() >= MAX_INSNS {
            self.limit("function too large");
            return;
        }
        // Early errors see to it that there is none; a frame that is not a generator's would be lost.
        if op == Op::Yield && !self.yields || op == Op::Await && !self.awaits {
            self.limit("await or yield in a function that cannot be suspended");
            return;
        }
        if op.info().effects != Effects::Pure && self.positions.last().is_none_or(|p| p.source != self.position) {
            self.positions.push(Position { offset: BytecodeOffset(self.insns.len() as u32), source: self.position });
        }
        self.insns.push(insn);
        if op.is_terminal() {
            self.unreachable = true;
        }
        // Where a suspended function goes on, its code may be entered.
        if matches!(op, Op::CreateGenerator | Op::Yield | Op::Await) && self.loops.len() < MAX_LOOPS {
            self.loop_head();
        }
    }

    pub fn op1(&mut self, op: Op, a: Register) {
        self.emit(Insn::new(op, a.0, 0, 0, 0));
    }
    pub fn op2(&mut self, op: Op, a: Register, b: Register) {
        self.emit(Insn::new(op, a.0, b.0, 0, 0));
    }
    pub fn op3(&mut self, op: Op, a: Register, b: Register, c: Register) {
        self.emit(Insn::new(op, a.0, b.0, c.0, 0));
    }
    /// A two-word op, with a fresh site.
    pub fn op_with_site(&mut self, op: Op, a: u16, b: u16, c: u16, d: u8, key: SiteKey) {
        debug_assert_eq!(op.words(), 2);
        if self.unreachable {
            return;
        }
        let site = self.site(op, key);
        self.emit(Insn::new(op, a, b, c, d));
        self.emit(Insn::new(Op::Ext, site, 0, 0, 0));
    }

    /// `to = from`, unless they are the same.
    pub fn mov(&mut self, to: Register, from: Register) {
        if to != from {
            self.op2(Op::Move, to, from);
        }
    }
    pub fn load_int(&mut self, to: Register, value: i32) {
        self.emit(Insn::with_imm32(Op::LoadInt, to.0, value));
    }
    pub fn load_number(&mut self, to: Register, value: f64) {
        let int = value as i32;
        if int as f64 == value && (int != 0 || value.is_sign_positive()) {
            self.load_int(to, int);
        } else {
            let k = self.number(value);
            self.emit(Insn::with_imm32(Op::LoadConst, to.0, k as i32));
        }
    }
    pub fn load_string(&mut self, to: Register, value: &JsStr) {
        let k = self.string(value);
        self.emit(Insn::with_imm32(Op::LoadConst, to.0, k as i32));
    }
    /// An op with a constant in (b, c).
    pub fn op_k32(&mut self, op: Op, a: u16, constant: u32) {
        self.emit(Insn::with_imm32(op, a, constant as i32));
    }

    // ---- constants, sites, children

    fn constant_with_key(&mut self, key: ConstantKey, constant: impl FnOnce() -> Constant) -> u32 {
        if let Some(k) = self.constant_index.get(&key) {
            return *k;
        }
        let k = self.constant(constant());
        self.constant_index.insert(key, k);
        k
    }
    /// A constant that is not shared with an equal one.
    pub fn constant(&mut self, constant: Constant) -> u32 {
        self.constants.push(constant);
        self.constants.len() as u32 - 1
    }
    pub fn number(&mut self, value: f64) -> u32 {
        self.constant_with_key(ConstantKey::Number(value.to_bits()), || Constant::Number(value))
    }
    pub fn string(&mut self, value: &JsStr) -> u32 {
        self.constant_with_key(ConstantKey::String(value.clone()), || Constant::String(value.clone()))
    }
    pub fn big_int(&mut self, digits: &str) -> u32 {
        self.constant_with_key(ConstantKey::BigInt(digits.into()), || Constant::BigInt(digits.into()))
    }
    /// A constant for a 16-bit field.
    pub fn string16(&mut self, value: &JsStr) -> u16 {
        let k = self.string(value);
        self.narrow(k)
    }
    pub fn narrow(&mut self, constant: u32) -> u16 {
        u16::try_from(constant).unwrap_or_else(|_| {
            self.limit("too many constants in a function");
            0
        })
    }

    fn sites_left(&self) -> usize {
        MAX_SITES - self.sites.len()
    }
    /// Is there a site for accesses to one more name? Otherwise they are made with the name as a
    /// value, for which one site is enough.
    pub fn has_named_site(&mut self, op: Op, name: &JsStr) -> bool {
        if self.sites_left() > RESERVED_SITES {
            return true;
        }
        let key = SiteKey(self.string(name));
        self.shared_sites.contains_key(&(op, key))
    }
    /// A site for an `op`. The last ones are shared by ops of one kind with one key: data as
    /// large as that is evaluated once.
    pub fn site(&mut self, op: Op, key: SiteKey) -> u16 {
        if self.unreachable {
            return 0;
        }
        let share = self.sites_left() <= SHARED_SITES;
        if share && let Some(site) = self.shared_sites.get(&(op, key)) {
            return *site;
        }
        if self.sites_left() == 0 {
            self.limit("too many feedback sites in a function");
            return 0;
        }
        self.sites.push(key);
        let site = (self.sites.len() - 1) as u16;
        if share {
            self.shared_sites.insert((op, key), site);
        }
        site
    }
    pub fn named_site(&mut self, op: Op, name: &JsStr) -> u16 {
        if self.unreachable {
            return 0;
        }
        let k = self.string(name);
        self.site(op, SiteKey(k))
    }

    pub fn child(&mut self, template: Rc<FunctionTemplate>) -> u32 {
        if self.children.len() >= MAX_CHILDREN {
            self.limit("too many functions in a function");
            return 0;
        }
        self.children.push(template);
        (self.children.len() - 1) as u32
    }
    /// A child for a 16-bit field: a class, of which there are fewer.
    pub fn narrow_child(&mut self, template: Rc<FunctionTemplate>) -> u16 {
        let child = self.child(template);
        u16::try_from(child).unwrap_or_else(|_| {
            self.limit("too many functions in a function");
            0
        })
    }

    // ---- labels and jumps

    pub fn label(&mut self) -> Label {
        self.labels.push(LabelState::default());
        Label(self.labels.len() as u32 - 1)
    }

    /// Binds a label here. Code is reachable again if something jumps to it.
    pub fn bind(&mut self, label: Label) {
        let here = self.insns.len() as u32;
        let state = &mut self.labels[label.0 as usize];
        debug_assert!(state.offset.is_none());
        state.offset = Some(here);
        if !state.jumps.is_empty() {
            self.unreachable = false;
        }
    }

    /// Is there a jump to the label?
    pub fn is_used(&self, label: Label) -> bool {
        !self.labels[label.0 as usize].jumps.is_empty()
    }

    fn note_jump(&mut self, label: Label) {
        if !self.unreachable {
            self.labels[label.0 as usize].jumps.push(self.insns.len() as u32);
        }
    }
    pub fn jump(&mut self, label: Label) {
        self.note_jump(label);
        self.emit(Insn::with_imm32(Op::Jump, 0, 0));
    }
    /// A conditional jump with one operand.
    pub fn jump1(&mut self, op: Op, a: Register, label: Label) {
        self.note_jump(label);
        self.emit(Insn::with_imm32(op, a.0, 0));
    }
    /// A jump with two operands (compare and branch, IterNext, ForInNext).
    pub fn jump2(&mut self, op: Op, a: Register, b: Register, label: Label) {
        self.note_jump(label);
        self.emit(Insn::with_jump24(op, a.0, b.0, 0));
    }

    /// The head of a loop, here.
    pub fn loop_head(&mut self) {
        if self.unreachable {
            return;
        }
        if self.loops.len() >= MAX_LOOPS {
            self.limit("too many loops in a function");
            return;
        }
        self.loops.push(BytecodeOffset(self.insns.len() as u32));
        self.emit(Insn::new(Op::LoopHead, self.loops.len() as u16 - 1, 0, 0, 0));
    }

    // ---- handlers

    /// Opens a region whose exceptions go to `handler`.
    pub fn protect(&mut self, handler: Label) -> Region {
        self.regions.push(RegionState { handler, open: Some(self.insns.len() as u32), ranges: Vec::new() });
        Region(self.regions.len() as u32 - 1)
    }
    /// What follows is not covered by the region: code that leaves it. False if it
    /// was not covered before either.
    pub fn pause(&mut self, region: Region) -> bool {
        let here = self.insns.len() as u32;
        let state = &mut self.regions[region.0 as usize];
        let Some(start) = state.open.take() else { return false };
        if start < here {
            state.ranges.push((start, here));
        }
        true
    }
    pub fn resume(&mut self, region: Region) {
        let here = self.insns.len() as u32;
        let state = &mut self.regions[region.0 as usize];
        debug_assert!(state.open.is_none());
        state.open = Some(here);
    }
    /// Closes the region. Inner regions must be closed before outer ones.
    pub fn unprotect(&mut self, region: Region) {
        self.pause(region);
        let state = &mut self.regions[region.0 as usize];
        for (start, end) in std::mem::take(&mut state.ranges) {
            self.handlers.push((start, end, state.handler));
        }
    }
    /// Binds the handler of a region and emits its `Catch`. Nothing is emitted for
    /// a region that covers no instruction.
    pub fn catch(&mut self, handler: Label, to: Register) {
        debug_assert!(self.unreachable);
        let used = self.handlers.iter().any(|(_, _, label)| *label == handler);
        self.bind(handler);
        if used {
            self.unreachable = false;
            self.op1(Op::Catch, to);
        }
    }

    // ---- the end

    /// The code, if no limit was hit. Code that runs off its end must have been
    /// closed by the emitter.
    pub fn finish(mut self, params: u16, position: u32) -> Result<Code, CompileError> {
        debug_assert!(self.unreachable || self.limit.is_some());
        if let Some(limit) = self.limit {
            return Err(CompileError { message: limit.to_owned(), position });
        }
        for label in &self.labels {
            let Some(target) = label.offset else {
                assert!(label.jumps.is_empty(), "a jump goes to a label that was never bound");
                continue;
            };
            for jump in &label.jumps {
                let insn = &mut self.insns[*jump as usize];
                let offset = target as i32 - *jump as i32;
                *insn = if insn.op().info().operands[1] == super::ops::Operand::J32 {
                    Insn::with_imm32(insn.op(), insn.a, offset)
                } else {
                    Insn::with_jump24(insn.op(), insn.a, insn.b, offset)
                };
            }
        }
        // A label at the very end has no instruction to jump to.
        debug_assert!(self.insns.last().is_some_and(|i| i.op().is_terminal()));
        let handlers = self
            .handlers
            .iter()
            .map(|(start, end, label)| Handler {
                start: BytecodeOffset(*start),
                end: BytecodeOffset(*end),
                target: BytecodeOffset(self.labels[label.0 as usize].offset.expect("handlers are bound")),
            })
            .collect();
        Ok(Code {
            params,
            registers: self.register_count as u16,
            needs_arguments: self.insns.iter().any(|i| matches!(i.op(), Op::RestArray | Op::UnmappedArguments | Op::MappedArguments)),
            needs_new_target: self.insns.iter().any(|i| matches!(i.op(), Op::GetNewTarget | Op::CheckConstruct)),
            passes_arguments_on: false,
            this_properties: 0,
            loops: self.loops.into(),
            insns: self.insns.into(),
            constants: self.constants.into(),
            sites: self.sites.into(),
            handlers,
            positions: self.positions.into(),
            children: self.children.into(),
            globals: GlobalDeclarations::default(),
            module: None,
            local_names: Box::default(),
        })
    }
}
