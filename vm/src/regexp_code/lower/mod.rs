//! Lowering: from a program of `regexp` to Cranelift's IR, and to bytes.
//!
//! One function for a program and an encoding of texts: it does what `regexp::exec` does, with the
//! same frames, but for what it leaves to that: failures are not remembered, so a match that takes
//! many steps is given up (`Answer::TooMuch`) and done there.
//!
//! Invariants:
//! 1. The code has no relocations and calls nothing: all that it looks at comes with its argument.
//! 2. A character is read only below the text's length, a frame written only with `stack_limit`
//!    compared before, a register only if the program has it.
//! 3. Between two steps there is at most work in proportion to the text, and the steps are counted.
//!
//! What fails is where most time goes. While a choice has been made and nothing but characters was
//! looked at since, it is *pending*: not on the stack, but a place that failures jump to.

mod characters;
mod looks;
mod memory;
mod reference;
mod runs;

use super::classes::{Class, Classes};
use super::state::{Answer, FRAME, MatchState};
use crate::regexp::program::{NONE, Op, Program, Search};
use crate::vm::interrupt;
use cranelift_codegen::Context;
use cranelift_codegen::control::ControlPlane;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{I32, I64};
use cranelift_codegen::ir::{AbiParam, Block, Function, InstBuilder, JumpTableData, Signature, UserFuncName, Value};
use cranelift_codegen::isa::{CallConv, TargetIsa};
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext, Variable};
use memory::{AT, EXTRA, MEMORY, TAG};
use std::mem::offset_of;

/// Ops of a program that is compiled, at most: a tenth of a second for the code generator.
const MAX_OPS: usize = 1500;
/// Registers, at most.
const MAX_REGISTERS: u32 = 256;
/// Registers that are changed while a choice is pending.
const MAX_UNDO: usize = 6;

/// Why there is no code.
#[derive(Clone, Debug, thiserror::Error)]
pub enum LowerError {
    #[error("code generator: {0}")]
    Codegen(String),
    #[error("relocation in compiled code: {0}")]
    Relocation(String),
    #[error("pattern too large")]
    TooLarge,
    #[error("a reference that ignores case")]
    FoldingReference,
}

/// Compiles a program for texts of UTF-16 (`wide`) or Latin-1.
pub fn lower(program: &Program, classes: &Classes, wide: bool, isa: &dyn TargetIsa) -> Result<Vec<u8>, LowerError> {
    if program.ops.len() > MAX_OPS || program.registers > MAX_REGISTERS {
        return Err(LowerError::TooLarge);
    }
    if program.references.iter().any(|reference| reference.folding.is_some()) {
        return Err(LowerError::FoldingReference);
    }
    let mut context = Context::new();
    let mut signature = Signature::new(CallConv::SystemV);
    signature.params = vec![AbiParam::new(I64)];
    signature.returns = vec![AbiParam::new(I64)];
    context.func = Function::with_name_signature(UserFuncName::user(0, 0), signature);
    let mut frontend = FunctionBuilderContext::new();
    let builder = FunctionBuilder::new(&mut context.func, &mut frontend);
    let mut lowering = Lowering::new(program, classes, wide, builder);
    lowering.function();
    lowering.b.seal_all_blocks();
    lowering.b.finalize(isa.frontend_config());
    context.compile(isa, &mut ControlPlane::default()).map_err(|e| LowerError::Codegen(format!("{:?}", e.inner)))?;
    let compiled = context.compiled_code().ok_or_else(|| LowerError::Codegen("no code".into()))?;
    if let Some(reloc) = compiled.buffer.relocs().first() {
        return Err(LowerError::Relocation(format!("{reloc:?}")));
    }
    Ok(compiled.code_buffer().to_vec())
}

/// How a frame is taken up again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Resume {
    /// A register gets its value back.
    Restore,
    /// At this op.
    Choice(u32),
    /// A greedy run ends earlier: `ends` is where that is looked for.
    Shorter { run: usize, ends: Block, least: Variable },
    /// A lazy run goes on: `extend` is where its end is looked for.
    Longer { run: usize, extend: Block, left: Variable },
    /// What an assertion asserts was not found: at this op, if that is what it wants.
    Look { exit: Option<u32> },
}

/// A choice that was made and is not on the stack.
struct Pending {
    /// The op that is gone to when it fails.
    other: u32,
    /// That is at this position,
    at: Value,
    /// if it may begin with what is there.
    first: u32,
    /// Registers that were changed since, with their values before.
    undo: Vec<(u32, Value)>,
    /// Where failures jump to.
    edge: Block,
}

/// A way from a failure to a pending choice.
struct Edge {
    block: Block,
    restore: Option<(u32, Value)>,
    to: EdgeTo,
}

enum EdgeTo {
    Edge(Block),
    Op { target: u32, at: Value, backwards: bool },
}

struct Lowering<'a> {
    program: &'a Program,
    classes: &'a Classes,
    wide: bool,
    b: FunctionBuilder<'a>,
    state: Value,
    text: Value,
    len: Value,
    registers: Value,
    base: Value,
    limit: Value,
    latin1: Value,
    ranges: Value,
    at: Variable,
    sp: Variable,
    steps: Variable,
    /// Of ops that are jumped to.
    labels: Vec<Option<Block>>,
    resumes: Vec<(Resume, Block)>,
    edges: Vec<Edge>,
    pending: Option<Pending>,
    /// Where failures go inside an assertion that nothing is found.
    in_look: Option<Block>,
    /// Nothing is on the stack but what was there at the start.
    is_alone: bool,
    /// Goes back to the last choice.
    fail: Block,
    too_much: Block,
}

impl<'a> Lowering<'a> {
    fn new(program: &'a Program, classes: &'a Classes, wide: bool, mut b: FunctionBuilder<'a>) -> Lowering<'a> {
        let entry = b.create_block();
        b.append_block_params_for_function_params(entry);
        b.switch_to_block(entry);
        let state = b.block_params(entry)[0];
        let mut load = |offset: usize| b.ins().load(I64, MEMORY.with_readonly(), state, offset as i32);
        let text = load(offset_of!(MatchState, text));
        let len = load(offset_of!(MatchState, len));
        let registers = load(offset_of!(MatchState, registers));
        let base = load(offset_of!(MatchState, stack));
        let limit = load(offset_of!(MatchState, stack_limit));
        let latin1 = load(offset_of!(MatchState, latin1));
        let ranges = load(offset_of!(MatchState, ranges));
        let [at, sp, steps] = [(); 3].map(|()| b.declare_var(I64));
        let [fail, too_much] = [(); 2].map(|()| b.create_block());
        b.set_cold_block(too_much);
        let mut labels = vec![None; program.ops.len() + 1];
        for (pc, op) in program.ops.iter().enumerate() {
            let targets = match *op {
                Op::Jump(target) => [Some(target), None],
                Op::Split { other, lazy, .. } => [Some(other), lazy.then_some(pc as u32 + 1)],
                Op::Loop(_) => [Some(pc as u32), Some(pc as u32 + 1)],
                Op::Next(index) => [Some(program.loops[index as usize].exit), None],
                Op::Look(index) if program.looks[index as usize].negative && !looks::is_plain(program, pc) => {
                    [Some(program.looks[index as usize].exit), None]
                }
                _ => [None, None],
            };
            for target in targets.into_iter().flatten() {
                labels[target as usize].get_or_insert_with(|| b.create_block());
            }
        }
        Lowering {
            program,
            classes,
            wide,
            b,
            state,
            text,
            len,
            registers,
            base,
            limit,
            latin1,
            ranges,
            at,
            sp,
            steps,
            labels,
            resumes: Vec::new(),
            edges: Vec::new(),
            pending: None,
            in_look: None,
            is_alone: true,
            fail,
            too_much,
        }
    }

    fn label(&self, pc: u32) -> Block {
        self.labels[pc as usize].expect("it was found among the targets")
    }

    fn function(&mut self) {
        let failed = self.search();
        self.ops();
        self.edges();
        self.backtrack(failed);
        self.b.switch_to_block(self.too_much);
        self.answer(Answer::TooMuch);
    }

    fn answer(&mut self, answer: Answer) {
        let answer = self.b.ins().iconst(I64, answer as i64);
        self.b.ins().return_(&[answer]);
    }

    fn field(&mut self, offset: usize) -> Value {
        self.b.ins().load(I64, MEMORY, self.state, offset as i32)
    }

    /// Goes from place to place, and leaves the builder where the match at one begins. Where it has failed is the
    /// block that it gives.
    fn search(&mut self) -> Block {
        let [place, next, attempt, failed, none, asked, fine] = [(); 7].map(|()| self.b.create_block());
        self.b.set_cold_block(asked);
        let start = self.field(offset_of!(MatchState, start));
        self.set_at(start);
        let sentinel = self.b.ins().iconst(I64, 0);
        self.b.ins().istore32(MEMORY, sentinel, self.base, TAG);
        let here = self.field(offset_of!(MatchState, here));
        self.b.ins().brif(here, attempt, &[], place, &[]);

        self.b.switch_to_block(place);
        let at = self.at();
        match (&self.program.search, &self.classes.start) {
            (Search::First(first), Some(class)) => {
                let (ends, inside, candidate) = (self.b.create_block(), self.b.create_block(), self.b.create_block());
                let at_end = self.b.ins().icmp(IntCC::UnsignedGreaterThanOrEqual, at, self.len);
                self.b.ins().brif(at_end, ends, &[], inside, &[]);
                self.b.switch_to_block(ends);
                if first.end {
                    let beyond = self.b.ins().icmp(IntCC::UnsignedGreaterThan, at, self.len);
                    self.b.ins().brif(beyond, none, &[], attempt, &[]);
                } else {
                    self.b.ins().jump(none, &[]);
                }
                self.b.switch_to_block(inside);
                let unit = self.unit(at, 0);
                let unicode = self.program.unicode && self.wide;
                let found = if unicode { candidate } else { attempt };
                self.test(unit, class, characters::UNITS, found, next);
                self.b.switch_to_block(candidate);
                if unicode {
                    self.branch_inside_pair(at, next, attempt);
                } else {
                    self.b.ins().jump(attempt, &[]);
                }
            }
            // Others are told where to match.
            (Search::None, _) => {
                let beyond = self.b.ins().icmp(IntCC::UnsignedGreaterThan, at, self.len);
                self.b.ins().brif(beyond, none, &[], attempt, &[]);
            }
            _ => _ = self.b.ins().jump(none, &[]),
        }

        self.b.switch_to_block(next);
        let at = self.at();
        let at = self.add(at, 1);
        self.set_at(at);
        self.b.ins().jump(place, &[]);

        self.b.switch_to_block(failed);
        let again = self.b.create_block();
        let here = self.field(offset_of!(MatchState, here));
        self.b.ins().brif(here, none, &[], again, &[]);
        self.b.switch_to_block(again);
        let at = self.field(offset_of!(MatchState, start));
        self.set_at(at);
        if self.program.unicode && self.wide {
            // Past the whole of a pair: a place inside of it is none.
            let (pair, rest) = (self.b.create_block(), self.b.create_block());
            let after = self.add(at, 1);
            let more = self.b.ins().icmp(IntCC::UnsignedLessThan, after, self.len);
            self.b.ins().brif(more, pair, &[], next, &[]);
            self.b.switch_to_block(pair);
            self.branch_inside_pair(after, rest, next);
            self.b.switch_to_block(rest);
            self.set_at(after);
        }
        self.b.ins().jump(next, &[]);

        self.b.switch_to_block(none);
        self.answer(Answer::NoMatch);
        self.b.switch_to_block(asked);
        self.answer(Answer::Asked);

        self.b.switch_to_block(attempt);
        let at = self.at();
        self.b.ins().store(MEMORY, at, self.state, offset_of!(MatchState, start) as i32);
        let interrupts = self.field(offset_of!(MatchState, interrupts));
        let interrupts = self.b.ins().load(I32, MEMORY, interrupts, 0);
        let interrupts = self.b.ins().band_imm_u(interrupts, i64::from(!interrupt::TIER));
        self.b.ins().brif(interrupts, asked, &[], fine, &[]);
        self.b.switch_to_block(fine);
        self.clear_groups();
        let sp = self.add(self.base, FRAME as i64);
        self.b.def_var(self.sp, sp);
        let steps = self.field(offset_of!(MatchState, steps));
        self.b.def_var(self.steps, steps);
        failed
    }

    fn clear_groups(&mut self) {
        let words = self.program.group_count;
        if words == 0 {
            return;
        }
        let unset = self.b.ins().iconst(I64, -1);
        if words <= 24 {
            (1..=words).for_each(|word| _ = self.b.ins().store(MEMORY, unset, self.registers, 8 * word as i32));
            return;
        }
        let place = self.b.declare_var(I64);
        let first = self.add(self.registers, 8);
        self.b.def_var(place, first);
        let (head, done) = (self.b.create_block(), self.b.create_block());
        self.b.ins().jump(head, &[]);
        self.b.switch_to_block(head);
        let here = self.b.use_var(place);
        self.b.ins().store(MEMORY, unset, here, 0);
        let next = self.add(here, 8);
        self.b.def_var(place, next);
        let end = self.add(self.registers, 8 * (i64::from(words) + 1));
        let is_last = self.b.ins().icmp(IntCC::UnsignedGreaterThanOrEqual, next, end);
        self.b.ins().brif(is_last, done, &[], head, &[]);
        self.b.switch_to_block(done);
    }

    fn ops(&mut self) {
        let (mut pc, mut is_reached) = (0, true);
        while pc < self.program.ops.len() {
            if let Some(label) = self.labels[pc] {
                if is_reached {
                    self.flush();
                    self.b.ins().jump(label, &[]);
                }
                self.b.switch_to_block(label);
                (is_reached, self.is_alone) = (true, false);
            }
            if !is_reached {
                pc += 1;
                continue;
            }
            (pc, is_reached) = self.op(pc);
            if !is_reached {
                self.pending = None;
            }
        }
    }

    /// What comes next, and whether it is come to from here.
    fn op(&mut self, pc: usize) -> (usize, bool) {
        let here = pc as u32;
        match self.program.ops[pc] {
            Op::Unit(_) | Op::Set(_) => return self.characters(pc),
            Op::Code(set) if !self.wide => return self.one(pc, set),
            Op::Code(_) | Op::UnitBack(_) | Op::SetBack(_) | Op::CodeBack(_) => self.one_character(pc),
            Op::Run(run) => self.run(run as usize),
            Op::Start => {
                let at = self.at();
                self.fail_if(at);
            }
            Op::End => {
                let at = self.at();
                let more = self.b.ins().icmp(IntCC::NotEqual, at, self.len);
                self.fail_if(more);
            }
            Op::LineStart => self.line_start(),
            Op::LineEnd => self.line_end(),
            Op::Boundary { set, negated } => self.boundary(set, negated),
            Op::Save(register) => {
                let at = self.at();
                if self.program.ops[pc + 1] == Op::Match {
                    self.store_register(register, at);
                } else {
                    self.set_register(register, at);
                }
            }
            Op::Close { open, other, here } => {
                let start = self.register(open);
                self.set_register(other, start);
                let at = self.at();
                self.set_register(here, at);
            }
            Op::Clear { from, to } => {
                let unset = self.unset();
                (from..to).for_each(|register| self.change_register(register, unset));
            }
            Op::Advanced(register) => {
                let (mark, at) = (self.register(register), self.at());
                let same = self.b.ins().icmp(IntCC::Equal, mark, at);
                self.fail_if(same);
            }
            Op::Zero(register) => {
                let zero = self.b.ins().iconst(I64, 0);
                self.change_register(register, zero);
            }
            Op::Loop(index) => {
                self.flush();
                self.loop_head(here, index as usize);
                return (pc + 1, false);
            }
            Op::Next(index) => {
                self.flush();
                self.loop_end(index as usize);
                return (pc + 1, false);
            }
            Op::Jump(target) => {
                self.flush();
                self.jump(here, target);
                return (pc + 1, false);
            }
            Op::Split { other, next, other_first, lazy } => return (pc + 1, self.split(here, other, next, other_first, lazy)),
            Op::Look(index) => return self.look(pc, index as usize),
            Op::LookEnd(index) => return (pc + 1, self.look_end(pc, index as usize)),
            Op::Reference(index) => self.reference(index as usize),
            Op::Match => {
                // What could have been chosen otherwise does not matter any more.
                self.pending = None;
                self.answer(Answer::Match);
                return (pc + 1, false);
            }
        }
        (pc + 1, true)
    }

    /// Jumps to an op; each way back is a step.
    fn jump(&mut self, from: u32, target: u32) {
        if target <= from {
            self.step_once();
        }
        let label = self.label(target);
        self.b.ins().jump(label, &[]);
    }

    /// Where failures go.
    fn failure(&self) -> Block {
        self.in_look.or(self.pending.as_ref().map(|pending| pending.edge)).unwrap_or(self.fail)
    }
    fn fail_if(&mut self, condition: Value) {
        let (failure, go_on) = (self.failure(), self.b.create_block());
        self.b.ins().brif(condition, failure, &[], go_on, &[]);
        self.b.switch_to_block(go_on);
    }

    /// The tag of frames that are taken up in this way.
    fn resume(&mut self, resume: Resume) -> u32 {
        let known = self.resumes.iter().position(|(known, _)| *known == resume);
        let index = known.unwrap_or_else(|| {
            let block = self.b.create_block();
            self.resumes.push((resume, block));
            self.resumes.len() - 1
        });
        index as u32 + 1
    }

    /// From now on failures go to op `other`, here.
    fn choose(&mut self, from: u32, other: u32, first: u32) {
        let (at, edge) = (self.at(), self.b.create_block());
        self.edges.push(Edge { block: edge, restore: None, to: EdgeTo::Op { target: other, at, backwards: other <= from } });
        self.pending = Some(Pending { other, at, first, undo: Vec::new(), edge });
    }
    fn undo_if_pending_fails(&mut self, register: u32, old: Value) {
        let block = self.b.create_block();
        let pending = self.pending.as_mut().expect("asked before");
        pending.undo.push((register, old));
        self.edges.push(Edge { block, restore: Some((register, old)), to: EdgeTo::Edge(pending.edge) });
        pending.edge = block;
    }

    /// A pending choice goes onto the stack.
    fn flush(&mut self) {
        let Some(pending) = self.pending.take() else { return };
        let tag = self.resume(Resume::Choice(pending.other));
        let skipped = (pending.first != NONE && pending.undo.is_empty()).then(|| {
            let (useful, done) = (self.b.create_block(), self.b.create_block());
            self.test_first(pending.at, pending.first, useful, done);
            self.b.switch_to_block(useful);
            done
        });
        self.push(tag, pending.at, None);
        for (register, old) in pending.undo {
            let tag = self.resume(Resume::Restore);
            let register = self.b.ins().iconst(I64, 4 * i64::from(register));
            self.push(tag, register, Some(old));
        }
        if let Some(done) = skipped {
            self.b.ins().jump(done, &[]);
            self.b.switch_to_block(done);
        }
    }

    fn split(&mut self, pc: u32, other: u32, next: u32, other_first: u32, lazy: bool) -> bool {
        self.flush();
        if lazy {
            let [may_other, both, only_next] = [(); 3].map(|()| self.b.create_block());
            let at = self.at();
            self.test_first(at, other_first, may_other, only_next);
            self.b.switch_to_block(only_next);
            let label = self.label(pc + 1);
            self.test_first(at, next, label, self.fail);
            self.b.switch_to_block(may_other);
            let only_other = self.b.create_block();
            self.test_first(at, next, both, only_other);
            self.b.switch_to_block(both);
            let tag = self.resume(Resume::Choice(pc + 1));
            self.push(tag, at, None);
            self.b.ins().jump(only_other, &[]);
            self.b.switch_to_block(only_other);
            self.jump(pc, other);
            return false;
        }
        if next != NONE {
            let (may_next, not_next, only_other) = (self.b.create_block(), self.b.create_block(), self.b.create_block());
            let at = self.at();
            self.test_first(at, next, may_next, not_next);
            self.b.switch_to_block(not_next);
            self.test_first(at, other_first, only_other, self.fail);
            self.b.switch_to_block(only_other);
            self.jump(pc, other);
            self.b.switch_to_block(may_next);
        }
        let first = |index: u32| (index != NONE).then(|| self.program.firsts[index as usize]);
        let is_either =
            first(next).zip(first(other_first)).is_some_and(|(a, b)| a.intersection(b) == crate::regexp::program::First::NOTHING);
        if !is_either {
            self.choose(pc, other, other_first);
        }
        true
    }

    fn loop_head(&mut self, pc: u32, index: usize) {
        let l = &self.program.loops[index];
        let (count, at) = (self.register(l.count), self.at());
        let (body, exit) = (self.label(pc + 1), self.label(l.exit));
        if l.min > 0 {
            let enough = self.b.create_block();
            let below = self.b.ins().icmp_imm_u(IntCC::UnsignedLessThan, count, i64::from(l.min));
            self.b.ins().brif(below, body, &[], enough, &[]);
            self.b.switch_to_block(enough);
        }
        if l.max != NONE {
            let more = self.b.create_block();
            let is_last = self.b.ins().icmp_imm_u(IntCC::UnsignedGreaterThanOrEqual, count, i64::from(l.max));
            self.b.ins().brif(is_last, exit, &[], more, &[]);
            self.b.switch_to_block(more);
        }
        let (first, second) = if l.greedy { (body, l.exit) } else { (exit, pc + 1) };
        let tag = self.resume(Resume::Choice(second));
        self.push(tag, at, None);
        self.b.ins().jump(first, &[]);
    }

    fn loop_end(&mut self, index: usize) {
        self.step_once();
        let l = &self.program.loops[index];
        let count = self.register(l.count);
        if l.mark != NONE {
            let (mark, at) = (self.register(l.mark), self.at());
            let stuck = self.b.ins().icmp(IntCC::Equal, mark, at);
            let enough = self.b.ins().icmp_imm_u(IntCC::UnsignedGreaterThanOrEqual, count, i64::from(l.min));
            let both = self.b.ins().band(stuck, enough);
            self.fail_if(both);
        }
        let mut next = self.add(count, 1);
        if l.max == NONE {
            let min = self.b.ins().iconst(I64, i64::from(l.min));
            next = self.b.ins().umin(next, min);
        }
        self.set_register(l.count, next);
        let head = self.label(l.head);
        self.b.ins().jump(head, &[]);
    }

    fn edges(&mut self) {
        for Edge { block, restore, to } in std::mem::take(&mut self.edges) {
            self.b.switch_to_block(block);
            if let Some((register, old)) = restore {
                self.store_register(register, old);
            }
            match to {
                EdgeTo::Edge(block) => _ = self.b.ins().jump(block, &[]),
                EdgeTo::Op { target, at, backwards } => {
                    if backwards {
                        self.step_once();
                    }
                    self.set_at(at);
                    let label = self.label(target);
                    self.b.ins().jump(label, &[]);
                }
            }
        }
    }

    /// Takes up the last frame. `failed`: there is none.
    fn backtrack(&mut self, failed: Block) {
        let fail = self.fail;
        self.b.switch_to_block(fail);
        self.step_once();
        let sp = self.b.use_var(self.sp);
        let sp = self.add(sp, -(FRAME as i64));
        self.b.def_var(self.sp, sp);
        let tag = self.b.ins().load(I32, MEMORY, sp, TAG);
        let none = self.b.func.dfg.block_call(failed, &[]);
        let mut targets = vec![none];
        for (_, block) in &self.resumes {
            targets.push(self.b.func.dfg.block_call(*block, &[]));
        }
        let table = self.b.create_jump_table(JumpTableData::new(none, &targets));
        self.b.ins().br_table(tag, table);
        for (resume, block) in self.resumes.clone() {
            self.b.switch_to_block(block);
            let sp = self.b.use_var(self.sp);
            let at = self.b.ins().uload32(MEMORY, sp, AT);
            match resume {
                Resume::Restore => {
                    let old = self.b.ins().uload32(MEMORY, sp, EXTRA);
                    let place = self.b.ins().iadd(self.registers, at);
                    self.b.ins().istore32(MEMORY, old, place, 0);
                    self.b.ins().jump(fail, &[]);
                }
                Resume::Choice(target) | Resume::Look { exit: Some(target) } => {
                    self.set_at(at);
                    let label = self.label(target);
                    self.b.ins().jump(label, &[]);
                }
                Resume::Look { exit: None } => _ = self.b.ins().jump(fail, &[]),
                Resume::Shorter { run, ends, least } => {
                    let end = self.b.ins().uload32(MEMORY, sp, EXTRA);
                    self.b.def_var(least, end);
                    let at = self.give_back(run, at);
                    self.set_at(at);
                    self.b.ins().jump(ends, &[]);
                }
                Resume::Longer { run, extend, left } => {
                    let more = self.b.ins().uload32(MEMORY, sp, EXTRA);
                    self.set_at(at);
                    self.take_one(run, fail);
                    self.count_down(run, left, more);
                    self.b.ins().jump(extend, &[]);
                }
            }
        }
        debug_assert!(self.edges.is_empty() && self.pending.is_none());
    }
}

/// A class of the program.
impl<'a> Lowering<'a> {
    fn set(&self, set: u32) -> &'a Class {
        &self.classes.sets[set as usize]
    }
    fn first(&self, first: u32) -> &'a Class {
        &self.classes.firsts[first as usize]
    }
}
