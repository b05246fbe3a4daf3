//! That accesses to environments are to slots that are there: the second half of the verifier,
//! which needs to know what is around a function.
//!
//! What holds of verified code:
//! 6. Where an environment is accessed, copied, or mapped to parameters, its register has one on every
//!    path, with the slots that are named, as many levels up. A slot holds a cell where a cell is
//!    expected, and only there.
//! 7. The text of a direct eval is compiled for the environments that it gets.
//!
//! Registers are followed forward over all paths. The closures that the code makes tell what is
//! around the functions in it, so that these are verified in turn.

use super::{Check, VerifyError};
use crate::bytecode::environment::Environment;
use crate::bytecode::{Code, Constant, FunctionInfo, Insn, Op, Operand};
use crate::rules::{Rule, holds};
use crate::syntax::scope::eval;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Checks the accesses of one function, whose code has been verified otherwise. `around` is the
/// innermost environment of its closures; none if they have none, or it is not known. Functions
/// within it learn theirs.
///
/// # Errors
/// The first violation that is found.
pub fn verify_environments(code: &Code, info: &FunctionInfo, around: Option<&Rc<Environment>>) -> Check {
    if !holds(Rule::Environments) {
        return Ok(());
    }
    let around = match &code.module {
        Some(module) if info.kind.is_module() => Environment::of_module(module),
        _ => around.cloned(),
    };
    let mut flow = Flow::new(code, around);
    if flow.is_wanted() {
        flow.follow()?;
    }
    for (child, around) in code.children.iter().zip(flow.children) {
        child.put_within(around.flatten());
    }
    Ok(())
}

/// What a register is known to have.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Held {
    Environment(Rc<Environment>),
    /// The constant with this number.
    Constant(usize),
}

/// Registers of which something is known, sorted.
#[derive(Clone, Default)]
struct State(Vec<(u16, Held)>);

impl State {
    fn get(&self, register: u16) -> Option<&Held> {
        self.0.binary_search_by_key(&register, |(r, _)| *r).ok().map(|at| &self.0[at].1)
    }
    fn environment(&self, register: u16) -> Option<&Rc<Environment>> {
        match self.get(register) {
            Some(Held::Environment(environment)) => Some(environment),
            _ => None,
        }
    }
    fn set(&mut self, register: u16, held: Option<Held>) {
        match (self.0.binary_search_by_key(&register, |(r, _)| *r), held) {
            (Ok(at), Some(held)) => self.0[at].1 = held,
            (Ok(at), None) => drop(self.0.remove(at)),
            (Err(at), Some(held)) => self.0.insert(at, (register, held)),
            (Err(_), None) => {}
        }
    }
    /// What is known of the registers below this one; of all, if there is none.
    fn below(&self, register: Option<u16>) -> &[(u16, Held)] {
        let end = register.map_or(self.0.len(), |register| self.0.partition_point(|(r, _)| *r < register));
        &self.0[..end]
    }
    /// Keeps what the other says, too; whether that is less.
    fn meet(&mut self, other: &State) -> bool {
        let before = self.0.len();
        self.0.retain(|(register, held)| other.get(*register) == Some(held));
        self.0.len() < before
    }
}

struct Flow<'c> {
    code: &'c Code,
    around: Option<Rc<Environment>>,
    /// By word: a jump or handler goes there.
    targets: Vec<bool>,
    /// The `Catch` that what is thrown at a word goes to.
    handlers: Vec<Option<u32>>,
    /// What is known at targets, on all paths that were followed.
    states: FxHashMap<usize, State>,
    /// Targets to go on from.
    work: BTreeSet<usize>,
    has_eval: bool,
    /// By child: what its closures have around them. None: none has been seen.
    children: Vec<Option<Option<Rc<Environment>>>>,
    offset: usize,
}

impl<'c> Flow<'c> {
    fn new(code: &'c Code, around: Option<Rc<Environment>>) -> Flow<'c> {
        Flow {
            code,
            around,
            targets: Vec::new(),
            handlers: Vec::new(),
            states: FxHashMap::default(),
            work: BTreeSet::new(),
            has_eval: false,
            children: vec![None; code.children.len()],
            offset: 0,
        }
    }

    /// Finds targets, and whether any instruction has to do with environments.
    fn is_wanted(&mut self) -> bool {
        let insns = &self.code.insns;
        self.targets = vec![false; insns.len()];
        let (mut wanted, mut offset) = (false, 0);
        while offset < insns.len() {
            let op = insns[offset].op();
            wanted |= concerns_environments(op);
            self.has_eval |= matches!(op, Op::CallEval | Op::CallEvalSpread);
            if let Some(jump) = op.jump_offset(insns[offset]) {
                self.targets[(offset as i64 + jump as i64) as usize] = true;
            }
            offset += op.words();
        }
        if !wanted {
            return false;
        }
        if !self.code.handlers.is_empty() {
            self.handlers = vec![None; insns.len()];
            // Inner ones come first.
            for handler in self.code.handlers.iter().rev() {
                self.targets[handler.target.0 as usize] = true;
                self.handlers[handler.start.0 as usize..handler.end.0 as usize].fill(Some(handler.target.0));
            }
        }
        true
    }

    fn require(&self, holds: bool, reason: &'static str) -> Check {
        if holds { Ok(()) } else { Err(VerifyError { reason, offset: self.offset as u32 }) }
    }

    /// Another path comes to a target.
    fn reach(&mut self, target: usize, state: &State) -> bool {
        match self.states.get_mut(&target) {
            Some(known) => known.meet(state),
            None => {
                self.states.insert(target, state.clone());
                true
            }
        }
    }

    fn follow(&mut self) -> Check {
        self.work.insert(0);
        while let Some(start) = self.work.pop_first() {
            self.follow_from(start)?;
        }
        Ok(())
    }

    /// Follows the code from `start` to where it ends, or to what is known.
    fn follow_from(&mut self, start: usize) -> Check {
        let mut state = self.states.get(&start).cloned().unwrap_or_default();
        let mut told: Option<(u32, State)> = None;
        self.offset = start;
        loop {
            let at = self.offset;
            if at != start && self.targets[at] {
                if !self.reach(at, &state) {
                    return Ok(());
                }
                state = self.states[&at].clone();
                self.work.remove(&at);
            }
            let insn = self.code.insns[at];
            let op = insn.op();
            // What is thrown here is thrown before the result is written, but maybe by a callee.
            if let Some(handler) = self.handlers.get(at).copied().flatten() {
                let thrown = state.below(window(op, insn));
                if told.as_ref().is_none_or(|(to, with)| *to != handler || with.0 != *thrown) {
                    let thrown = State(thrown.to_vec());
                    if self.reach(handler as usize, &thrown) {
                        self.work.insert(handler as usize);
                    }
                    told = Some((handler, thrown));
                }
            }
            self.step(op, insn, &mut state)?;
            if let Some(jump) = op.jump_offset(insn) {
                let target = (at as i64 + jump as i64) as usize;
                if self.reach(target, &state) {
                    self.work.insert(target);
                }
            }
            if op.is_terminal() {
                return Ok(());
            }
            self.offset += op.words();
        }
    }

    fn step(&mut self, op: Op, insn: Insn, state: &mut State) -> Check {
        let made = match op {
            Op::GetCalleeEnv => self.around.clone().map(Held::Environment),
            Op::NewEnv => Some(Held::Environment(Environment::new(insn.c as u32, state.environment(insn.b).cloned()))),
            Op::CopyEnv => {
                let copied = state.environment(insn.b).cloned();
                self.require(copied.is_some(), "what is copied is no environment")?;
                copied.map(Held::Environment)
            }
            Op::Move => state.get(insn.b).cloned(),
            Op::LoadConst if self.has_eval => Some(Held::Constant(insn.index32())),
            Op::GetEnv => self.slot(state, insn.b, insn.d, insn.c, false)?,
            Op::SetEnv => self.slot(state, insn.a, insn.d, insn.b, false)?,
            Op::GetCell => self.slot(state, insn.b, insn.d, insn.c, true)?,
            Op::SetCell => self.slot(state, insn.a, insn.d, insn.b, true)?,
            Op::MappedArguments => self.mapped(state, insn)?,
            Op::NewFunction => self.closure(insn.wide_child(), state.environment(insn.b)),
            Op::NewClass => self.closure(insn.c as usize, state.environment(insn.d as u16)),
            // Eval code makes its functions itself, in the environment of its own bindings.
            Op::DeclareGlobals if insn.d == 0 => {
                for (_, child) in &self.code.globals.functions {
                    self.closure(*child as usize, None);
                }
                None
            }
            Op::CallEval => self.eval(state, insn.b + insn.d as u16 + 2)?,
            Op::CallEvalSpread => self.eval(state, insn.b + 3)?,
            _ => None,
        };
        state.0.truncate(state.below(window(op, insn)).len());
        for (operand, field) in op.info().operands.iter().zip([insn.a, insn.b, insn.c, insn.d as u16]) {
            match operand {
                Operand::W | Operand::RW => state.set(field, None),
                Operand::W2 | Operand::RW2 => {
                    state.set(field, None);
                    state.set(field + 1, None);
                }
                _ => {}
            }
        }
        if made.is_some() {
            state.set(insn.a, made);
        }
        Ok(())
    }

    /// An access to a slot. What it reads is no environment.
    fn slot(&self, state: &State, register: u16, depth: u8, slot: u16, cell: bool) -> Result<Option<Held>, VerifyError> {
        let environment = state.environment(register).and_then(|environment| environment.ancestor(depth));
        self.require(environment.is_some(), "there is no such environment")?;
        let environment = environment.expect("just checked");
        self.require(environment.has(slot), "an environment has no such slot")?;
        self.require(environment.is_cell(slot) == cell, "a slot is taken for a cell, or a cell for a value")?;
        Ok(None)
    }

    fn mapped(&self, state: &State, insn: Insn) -> Result<Option<Held>, VerifyError> {
        let environment = state.environment(insn.b);
        if let Some(Constant::SlotMap(slots)) = self.code.constants.get(insn.c as usize) {
            let is_there = |slot: u16| environment.is_some_and(|environment| environment.has(slot) && !environment.is_cell(slot));
            self.require(slots.iter().all(|slot| *slot == u16::MAX || is_there(*slot)), "a parameter is mapped to no slot")?;
        }
        Ok(None)
    }

    /// A closure of a child is made.
    fn closure(&mut self, child: usize, around: Option<&Rc<Environment>>) -> Option<Held> {
        let known = self.children[child].get_or_insert_with(|| around.cloned());
        if known.as_ref() != around {
            *known = None;
        }
        None
    }

    /// A direct eval whose environment is in `register` and whose description in the next one.
    fn eval(&self, state: &State, register: u16) -> Result<Option<Held>, VerifyError> {
        let description = match state.get(register + 1) {
            Some(Held::Constant(constant)) => match self.code.constants.get(*constant) {
                Some(Constant::String(text)) => eval::environments(&text.to_rust()),
                _ => None,
            },
            _ => None,
        };
        self.require(description.is_some(), "a direct eval without a description of its scopes")?;
        let described = description.flatten();
        let fits = described.is_none() || described.as_ref() == state.environment(register);
        self.require(fits, "a direct eval in other environments than its description says")?;
        Ok(None)
    }
}

/// The first of the registers that a call leaves undefined: its frame overlaps its caller's.
fn window(op: Op, insn: Insn) -> Option<u16> {
    use Op::*;
    let calls = matches!(op, Call | CallSpread | New | NewSpread | SuperCall | SuperCallSpread | CallEval | CallEvalSpread);
    calls.then_some(insn.b)
}

fn concerns_environments(op: Op) -> bool {
    use Op::*;
    matches!(op, GetEnv | SetEnv | GetCell | SetCell | CopyEnv | MappedArguments | NewFunction | NewClass | CallEval | CallEvalSpread)
}
