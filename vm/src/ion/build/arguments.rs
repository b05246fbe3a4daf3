//! Arguments objects, rest arrays and the lists of spread calls, which are not made where all
//! that is asked of them is known: how many values there are, which they are, and what is
//! called with them.
//!
//! In a function that is inlined the values are known; in the outermost one they are those
//! that lie below its frame. A `VirtualList` stands for such a list in registers and in frame states,
//! from which bailouts make it. Everything is built in the hope that no node wants the list
//! itself. One that does is noted, and the graph is built again, with that list made where
//! the bytecode says so.

use super::Builder;
use super::types::Ty;
use crate::bytecode::{BytecodeOffset, Constant, Insn, Op};
use crate::feedback::site_flags;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::builtin_rows::{BUILTINS, Inline};
use crate::ion::graph::{ListKind, MAX_LIST, NodeId, NodeOp};
use crate::ion::runtime_calls::RuntimeCall;
use crate::ion::snapshot::{CallTarget, ScriptSnapshot, SiteSnapshot};

/// Instructions between an array literal and the call that spreads it that are looked through.
const LOOK_AHEAD: usize = 64;
/// Values of a list one of which is chosen by an index that is not known.
const MAX_SELECTED: usize = 8;

/// The op that makes a list: its script, and where it is.
pub(super) type ListSite = ([u8; 32], u32);

/// What a list holds.
pub(super) enum List {
    Known(Vec<NodeId>),
    /// The outermost frame's arguments, from the first in question on.
    Actual {
        first: u16,
    },
}

impl Builder<'_> {
    // ---- making them

    /// The rest array or arguments object of the frame, if it need not be made.
    pub(super) fn virtual_arguments(&mut self, insn: Insn, op: Op) -> Option<NodeId> {
        let script = self.frame.script.clone();
        if !self.may_be_virtual(&script, self.at) || maps_parameters(&script, insn) {
            return None;
        }
        let first = if op == Op::RestArray { insn.b } else { 0 };
        if self.frame.caller.is_none() {
            let kind = match op {
                Op::RestArray => ListKind::ActualArray,
                Op::UnmappedArguments => ListKind::ActualUnmapped,
                _ => ListKind::ActualSloppy,
            };
            return self.graph.osr.is_none().then(|| self.new_list(kind, first, &[], (script.hash, self.at)));
        }
        let callee = self.get(0);
        let values = self.frame.arguments.iter().skip(first as usize).copied();
        let (kind, values): (_, Vec<NodeId>) = match op {
            Op::RestArray => (ListKind::Array, values.collect()),
            Op::UnmappedArguments => (ListKind::Unmapped, values.collect()),
            _ => (ListKind::Sloppy, [callee].into_iter().chain(values).collect()),
        };
        Some(self.new_list(kind, 0, &values, (script.hash, self.at)))
    }

    /// The empty array of a literal that is spread into a call.
    pub(super) fn list_to_spread(&mut self, insn: Insn, at: u32) -> Option<NodeId> {
        let script = self.frame.script.clone();
        let spreads = self.may_be_virtual(&script, at) && is_spread(&script, at, insn.a);
        spreads.then(|| self.new_list(ListKind::Array, 0, &[], (script.hash, at)))
    }

    /// The array of a literal that `apply` takes apart at once.
    pub(super) fn list_to_apply(&mut self, insn: Insn, at: u32, values: &[NodeId]) -> Option<NodeId> {
        let script = self.frame.script.clone();
        let there = values.len() <= MAX_LIST && values.iter().all(|v| !self.ty(*v).has(Ty::EMPTY));
        let applied = there && self.may_be_virtual(&script, at) && is_applied(&script, at, insn.a);
        applied.then(|| self.new_list(ListKind::Array, 0, values, (script.hash, at)))
    }

    fn may_be_virtual(&self, script: &ScriptSnapshot, at: u32) -> bool {
        !self.real_lists.contains(&(script.hash, at))
    }

    fn new_list(&mut self, kind: ListKind, first: u16, values: &[NodeId], site: ListSite) -> NodeId {
        let values: Vec<NodeId> = values.iter().map(|v| self.tagged(*v)).collect();
        // Named for itself: no other node is this one's list.
        let which = self.graph.nodes.len() as u64;
        let node = self.emit(NodeOp::VirtualList, &values, which, kind.with_first(first));
        self.lists.insert(node, site);
        node
    }

    /// A list that is still being put together holds this from here on.
    fn replace_list(&mut self, old: NodeId, kind: ListKind, first: u16, values: &[NodeId]) {
        let site = self.lists[&old];
        let new = self.new_list(kind, first, values, site);
        for register in self.state.registers.iter_mut().filter(|register| **register == Some(old)) {
            *register = Some(new);
        }
    }

    /// Where the last of the ops is that look at the arguments of a script's frame, if it has
    /// some; `Err` if it cannot be inlined for their sake. In front of it nothing is done that the call op
    /// could not begin anew with: until then a bailout goes back there, for the arguments are
    /// not in an inlined frame.
    pub(super) fn end_of_arguments(&self, script: &ScriptSnapshot) -> Result<Option<u32>, ()> {
        if !script.needs_arguments {
            return Ok(None);
        }
        let (mut at, mut end, mut stored) = (0, None, false);
        let mut is_prologue = true;
        while let Some(insn) = script.insns.get(at) {
            use Op::*;
            let op = insn.op();
            match op {
                RestArray | UnmappedArguments | MappedArguments => {
                    if !is_prologue || !self.may_be_virtual(script, at as u32) || maps_parameters(script, *insn) {
                        return Err(());
                    }
                    end = Some(at as u32);
                }
                SetEnv => stored = true,
                CoerceThis => is_prologue &= !stored,
                Nop | Move | LoadConst | LoadInt | LoadUndefined | LoadNull | LoadTrue | LoadFalse | LoadEmpty | GetCalleeEnv | NewEnv
                | ArgumentCount | GetNewTarget | CheckConstruct => {}
                _ => is_prologue = false,
            }
            at += op.words();
        }
        match end {
            Some(end) if script.loops.iter().any(|head| head.0 <= end) || self.is_handled(script, end) => Err(()),
            end => Ok(end),
        }
    }

    /// Whether exceptions of the ops up to this one are caught in the script.
    fn is_handled(&self, script: &ScriptSnapshot, end: u32) -> bool {
        script.handlers.iter().any(|handler| handler.start <= BytecodeOffset(end))
    }

    // ---- what is asked of them

    pub(super) fn list(&self, node: NodeId) -> Option<List> {
        let node = self.graph.node(node);
        if node.op != NodeOp::VirtualList {
            return None;
        }
        let (kind, first) = ListKind::from_imm(node.imm2);
        Some(match kind {
            ListKind::Array | ListKind::Unmapped => List::Known(node.inputs.to_vec()),
            ListKind::Sloppy => List::Known(node.inputs[1..].to_vec()),
            ListKind::ActualArray | ListKind::ActualUnmapped | ListKind::ActualSloppy => List::Actual { first },
        })
    }

    /// `length` of a list.
    pub(super) fn length_of_list(&mut self, list: NodeId) -> Option<NodeId> {
        match self.list(list)? {
            List::Known(values) => Some(self.int32_constant(values.len() as i32)),
            List::Actual { first } => {
                let argc = self.emit(NodeOp::Argc, &[], 0, 0);
                if first == 0 {
                    return Some(argc);
                }
                let (before, none) = (self.int32_constant(first as i32), self.int32_constant(0));
                let rest = self.emit(NodeOp::Int32Sub, &[argc, before], 1, 0);
                Some(self.emit(NodeOp::Int32Max, &[rest, none], 0, 0))
            }
        }
    }

    /// An element of a list, by an access with this site; nothing if it has to be asked itself.
    pub(super) fn element_of_list(&mut self, list: NodeId, key: NodeId, site: u16) -> Option<NodeId> {
        let held = self.list(list)?;
        let off = [BailoutReason::OutOfBounds, BailoutReason::NotExact, BailoutReason::NotNumber];
        if !self.ty(key).has(Ty::NUMBER) || off.iter().any(|r| self.bailed(*r)) {
            return None;
        }
        let flags = match self.frame.script.sites.get(site as usize) {
            Some(SiteSnapshot::Element { flags, .. }) => *flags,
            _ => 0,
        };
        if flags & site_flags::ODD_KEY != 0 {
            return None;
        }
        let number = self.as_constant(key).map(|key| key.as_number());
        match held {
            List::Known(values) => {
                if let Some(number) = number {
                    // What is not in the list may be on its prototypes.
                    return (0..values.len()).find(|i| *i as f64 == number).map(|i| values[i]);
                }
                if values.is_empty() || values.len() > MAX_SELECTED || flags & site_flags::OUT_OF_BOUNDS != 0 {
                    return None;
                }
                let (index, length) = (self.element_index(key, flags), self.int32_constant(values.len() as i32));
                self.emit(NodeOp::CheckBounds, &[index, length], 0, 0);
                let inputs: Vec<NodeId> = [index].into_iter().chain(values).collect();
                Some(self.emit(NodeOp::SelectOf, &inputs, 0, 0))
            }
            List::Actual { .. } if flags & site_flags::OUT_OF_BOUNDS != 0 => None,
            List::Actual { first } => {
                let index = self.element_index(key, flags);
                Some(self.emit(NodeOp::LoadArgument, &[index], first as u64, 0))
            }
        }
    }

    // ---- spreading

    /// `ArrayPush` to a literal that is not made. False if it is.
    pub(super) fn push_to_list(&mut self, list: NodeId, value: NodeId) -> bool {
        match self.list(list) {
            Some(List::Known(mut values)) if !self.ty(value).has(Ty::EMPTY) && values.len() < MAX_LIST => {
                values.push(value);
                self.replace_list(list, ListKind::Array, 0, &values);
                true
            }
            _ => false,
        }
    }

    pub(super) fn array_spread(&mut self, insn: Insn) {
        let (array, iterable) = (self.get(insn.a), self.get(insn.b));
        if !self.bailed(BailoutReason::WrongKind) && self.spread_into_list(array, iterable) {
            return;
        }
        self.runtime_tagged(RuntimeCall::ArraySpread, &[array, iterable], 0);
    }

    /// Spreads a list that is not made into another one. Both arrays and arguments objects have the
    /// iterator of arrays, from their start.
    fn spread_into_list(&mut self, array: NodeId, iterable: NodeId) -> bool {
        let (Some(List::Known(mut values)), Some(more)) = (self.list(array), self.list(iterable)) else { return false };
        match more {
            List::Known(more) if values.len() + more.len() <= MAX_LIST => {
                self.emit(NodeOp::CheckArrayIteration, &[], 0, 0);
                values.extend(more);
                self.replace_list(array, ListKind::Array, 0, &values);
                true
            }
            List::Actual { first } if values.is_empty() => {
                self.emit(NodeOp::CheckArrayIteration, &[], 0, 0);
                self.replace_list(array, ListKind::ActualArray, first, &[]);
                true
            }
            _ => false,
        }
    }

    /// Notes which lists an op wants to be there.
    pub(super) fn let_escape(&mut self, op: NodeOp, inputs: &[NodeId]) {
        if self.lists.is_empty() || op.is_virtual() {
            return;
        }
        for input in inputs {
            if let Some(site) = self.lists.get(input) {
                self.escaped.insert(*site);
            }
        }
    }
}

/// Whether an arguments object is bound to parameters.
fn maps_parameters(script: &ScriptSnapshot, insn: Insn) -> bool {
    insn.op() == Op::MappedArguments
        && match script.constants.get(insn.c as usize) {
            Some(Constant::SlotMap(slots)) => slots.iter().any(|slot| *slot != u16::MAX),
            _ => true,
        }
}

/// Whether the array in `register`, made at `at`, goes to a call that spreads it.
fn is_spread(script: &ScriptSnapshot, at: u32, register: u16) -> bool {
    let mut next = at as usize + 1;
    for _ in 0..LOOK_AHEAD {
        let Some(insn) = script.insns.get(next).copied() else { return false };
        if matches!(insn.op(), Op::CallSpread | Op::NewSpread | Op::SuperCallSpread) && insn.b + 2 == register {
            return true;
        }
        if writes(insn, register) {
            return false;
        }
        next += insn.op().words();
    }
    false
}

/// Whether the next op calls `apply` with the array in `register`.
fn is_applied(script: &ScriptSnapshot, at: u32, register: u16) -> bool {
    let Some(call) = script.insns.get(at as usize + 1).filter(|i| i.op() == Op::Call && i.d == 2 && i.b + 3 == register) else {
        return false;
    };
    match script.sites.get(call.c as usize) {
        Some(SiteSnapshot::Call { targets, megamorphic: false, .. }) => match targets.as_slice() {
            [CallTarget::Builtin(row)] => BUILTINS[*row as usize].2 == Inline::FunctionApply,
            _ => false,
        },
        _ => false,
    }
}

fn writes(insn: Insn, register: u16) -> bool {
    let mut written = false;
    super::liveness::operands(insn, |_| {}, |w| written |= w == register);
    written
}
