//! The body of a function: its blocks in order, the dispatch over ops, jumps, returns.

use super::frame::Activation;
use super::support::{Support, support};
use super::types::Ty;
use super::{Builder, MAX_NODES, Unsupported, speculate};
use crate::bytecode::{Constant, FunctionKind, Insn, Op, Operand};
use crate::feedback::branch;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::descriptor::LinkDescriptor;
use crate::ion::graph::{NodeId, NodeOp};
use crate::ion::runtime_calls::RuntimeCall;
use crate::value::Value;

/// Captured bindings of a scope, beyond which a function that opens it is not compiled.
const MAX_ENV_SLOTS: usize = 900;

impl Builder<'_> {
    pub(super) fn begin_op(&mut self, at: u32) {
        self.at = at;
        self.op_state = None;
        self.op_catcher = None;
    }

    /// Builds all blocks of the current frame.
    pub(super) fn build_body(&mut self) -> Result<(), Unsupported> {
        for index in 0..self.frame.cfg.blocks.len() as u32 {
            if !self.enter_block(index)? {
                continue;
            }
            let (mut at, end) = {
                let block = &self.frame.cfg.blocks[index as usize];
                (block.start, block.end)
            };
            if !self.frame.within.contains(&at) {
                self.begin_op(at);
                self.leave_to_interpreter();
            }
            while at < end && !self.dead {
                let insn = self.frame.script.insns[at as usize];
                self.begin_op(at);
                self.build_op(insn, insn.op(), at)?;
                at = self.frame.built_until.take().unwrap_or(at + insn.op().words() as u32);
            }
            if !self.dead {
                self.edge_to(end);
            }
            if self.graph.nodes.len() > MAX_NODES {
                return Err(Unsupported::TooLarge);
            }
        }
        self.close_loops();
        Ok(())
    }

    pub(super) fn build_op(&mut self, insn: Insn, op: Op, at: u32) -> Result<(), Unsupported> {
        // Large cells are not allocated in line.
        if op == Op::NewEnv && insn.c as usize > MAX_ENV_SLOTS {
            return Err(Unsupported::TooLarge);
        }
        match support(op) {
            Support::No if self.graph.osr.is_some() && self.frame.caller.is_none() => {
                self.leave_to_interpreter();
                return Ok(());
            }
            Support::No => return Err(Unsupported::Op { op }),
            Support::Runtime(call) => {
                let result = self.generic(insn, op, call);
                self.set(insn.a, result);
                return Ok(());
            }
            Support::RuntimeVoid(call) => {
                self.generic(insn, op, call);
                return Ok(());
            }
            Support::Built => {}
        }
        use Op::*;
        match op {
            Nop | Ext | Debugger => {}
            LoadConst => {
                let node = self.load_constant(insn.index32())?;
                self.set(insn.a, node);
            }
            LoadInt => {
                let node = self.int32_constant(insn.imm32());
                self.set(insn.a, node);
            }
            LoadUndefined => self.set_value(insn.a, Value::UNDEFINED),
            LoadNull => self.set_value(insn.a, Value::NULL),
            LoadEmpty => self.set_value(insn.a, Value::EMPTY),
            LoadTrue | LoadFalse => {
                let node = self.bool_constant(op == LoadTrue);
                self.set(insn.a, node);
            }
            Move => {
                let node = self.get(insn.b);
                self.set(insn.a, node);
            }
            CheckTdz | CheckThis | CheckThisEmpty => self.check_binding(insn, op),
            ThrowError => {
                let message = self.load_constant(insn.index32())?;
                self.runtime(RuntimeCall::ThrowError, &[message], insn.a as u64);
                self.unreachable();
            }
            GetCalleeEnv | NewEnv | CopyEnv | GetEnv | SetEnv | GetCell | SetCell => self.environment(insn, op),
            HasBinding => {
                let (object, name) = (self.get(insn.b), self.load_constant(insn.c as usize)?);
                let node = self.runtime_tagged(RuntimeCall::HasBinding, &[object, name], 0);
                self.set(insn.a, node);
            }
            GetGlobal => self.get_global(insn),
            SetGlobal => self.set_global(insn),
            Add | Sub | Mul | Div | Mod | Exp | BitAnd | BitOr | BitXor | Shl | Shr | UShr => {
                let (b, c) = (self.get(insn.b), self.get(insn.c));
                let node = self.binary(op, b, c);
                self.set_if_reached(insn.a, node);
            }
            AddI | SubI | MulI | DivI | ModI | BitAndI | BitOrI | BitXorI | ShlI | ShrI | UShrI => {
                let (b, c) = (self.get(insn.b), self.int32_constant(insn.imm16()));
                let node = self.binary(without_immediate(op), b, c);
                self.set_if_reached(insn.a, node);
            }
            Neg | BitNot | Inc | Dec | ToNumber | ToNumeric => {
                let b = self.get(insn.b);
                let node = self.unary(op, b);
                self.set_if_reached(insn.a, node);
            }
            Not => {
                let b = self.get(insn.b);
                let truth = self.boolean(b);
                let node = self.not(truth);
                self.set(insn.a, node);
            }
            TypeOf => self.type_of(insn),
            InstanceOf => self.instance_of(insn),
            In => self.has_key(insn),
            ToStringOp => {
                let b = self.get(insn.b);
                let node = if self.ty(b).within(Ty::STRING) {
                    b
                } else {
                    let b = self.tagged(b);
                    self.runtime(RuntimeCall::ToString, &[b], 0)
                };
                self.set(insn.a, node);
            }
            Concat => {
                let node = self.concat(insn);
                self.set(insn.a, node);
            }
            Lt | Le | Gt | Ge | Eq | Ne | StrictEq | StrictNe => {
                let (b, c) = (self.get(insn.b), self.get(insn.c));
                let node = self.compare(op, b, c);
                self.set_if_reached(insn.a, node);
            }
            Jump => {
                let target = (at as i64 + insn.imm32() as i64) as u32;
                self.edge_to(target);
            }
            JumpIfTrue | JumpIfFalse | JumpIfNullish | JumpIfNotNullish | JumpIfUndefined | JumpIfNotUndefined | JumpIfEmpty => {
                self.jump_if(insn, op, at);
            }
            JLt | JLe | JGt | JGe | JNLt | JNLe | JNGt | JNGe | JEq | JNe | JStrictEq | JStrictNe => self.fused_jump(insn, op, at),
            LoopHead => {
                self.emit(NodeOp::LoopCheck, &[], 0, 0);
            }
            GetProp => self.get_prop(insn)?,
            SetProp => self.set_prop(insn)?,
            GetPrivate => self.get_private(insn, at)?,
            SetPrivate => self.set_private(insn, at)?,
            DefinePrivate => self.define_private(insn, at)?,
            GetElem => self.get_elem(insn, at),
            ToElementKey => self.to_element_key(insn, at),
            SetElem => self.set_elem(insn, at),
            ArrayPush => self.array_literal_push(insn),
            ArraySpread => self.array_spread(insn),
            GetSuper => {
                let inputs = [self.get(0), self.get(insn.b), self.get(insn.c)];
                let node = self.runtime_tagged(RuntimeCall::GetSuper, &inputs, 0);
                self.set(insn.a, node);
            }
            SetSuper => {
                let inputs = [self.get(0), self.get(insn.a), self.get(insn.b), self.get(insn.c)];
                self.runtime_tagged(RuntimeCall::SetSuper, &inputs, insn.d as u64);
            }
            NewObject | NewArray | NewArrayFrom | NewFunction | NewRegExp | GetTemplate | NewIterResult | DefineField
            | CopyDataProperties => self.allocation(insn, op, at)?,
            Call => self.call(insn)?,
            New => self.construct(insn)?,
            SuperCall => self.super_call(insn)?,
            InitFields => self.init_fields(insn)?,
            GetSuperConstructor => self.get_super_constructor(insn, at),
            CheckSuperConstructor => self.check_super_constructor(insn),
            CallSpread | NewSpread | SuperCallSpread => self.spread_call(insn, op)?,
            Return => self.build_return(insn),
            Throw => self.throw(insn),
            Catch => self.catch(insn, at),
            GetNewTarget | ArgumentCount | CheckConstruct | CoerceThis | RestArray | UnmappedArguments | MappedArguments => {
                self.function_entry(insn, op)?;
            }
            GetIterator => {
                if insn.d & 1 != 0 {
                    return Err(Unsupported::Op { op });
                }
                self.get_iterator(insn);
            }
            IterNext => self.iter_next(insn, at),
            IterClose => self.iter_close(insn),
            ForInNext => {
                let iterator = self.get(insn.b);
                let key = self.runtime_tagged(RuntimeCall::ForInNext, &[iterator], 0);
                let done = self.emit(NodeOp::IsEmpty, &[key], 0, 0);
                let (target, next) = ((at as i64 + insn.jump24() as i64) as u32, at + 1);
                self.branch(
                    done,
                    2,
                    |b| b.edge_to(target),
                    |b| {
                        b.state.facts_mut(key).ty = Some(Ty::STRING);
                        b.set(insn.a, key);
                        b.edge_to(next);
                    },
                );
            }
            _ => return Err(Unsupported::Op { op }),
        }
        Ok(())
    }

    /// The op as a call of the runtime on its register operands.
    fn generic(&mut self, insn: Insn, op: Op, call: RuntimeCall) -> NodeId {
        let fields = [insn.a, insn.b, insn.c, insn.d as u16];
        let operands = op.info().operands;
        let inputs: Vec<NodeId> = operands
            .iter()
            .zip(fields)
            .filter(|(operand, _)| matches!(operand, Operand::R | Operand::RW))
            .map(|(_, field)| self.get(field))
            .collect();
        let imm = if operands[3] == Operand::N { insn.d as u64 } else { 0 };
        self.runtime_tagged(call, &inputs, imm)
    }

    pub(super) fn runtime_tagged(&mut self, call: RuntimeCall, inputs: &[NodeId], imm: u64) -> NodeId {
        let inputs: Vec<NodeId> = inputs.iter().map(|n| self.tagged(*n)).collect();
        self.runtime(call, &inputs, imm)
    }

    pub(super) fn set_if_reached(&mut self, register: u16, node: Option<NodeId>) {
        if let Some(node) = node {
            self.set(register, node);
        }
    }

    fn set_value(&mut self, register: u16, value: Value) {
        let node = self.value_constant(value);
        self.set(register, node);
    }

    pub(super) fn load_constant(&mut self, index: usize) -> Result<NodeId, Unsupported> {
        let script = self.frame.script.clone();
        Ok(match &script.constants[index] {
            Constant::Number(n) => self.number_constant(*n),
            Constant::String(s) => self.link_value(LinkDescriptor::String(s.clone())),
            Constant::BigInt(digits) => self.link_value(LinkDescriptor::BigInt(digits.clone())),
            _ => return Err(Unsupported::Op { op: Op::LoadConst }),
        })
    }

    fn check_binding(&mut self, insn: Insn, op: Op) {
        let node = self.get(insn.a);
        let ty = self.ty(node);
        if op == Op::CheckThisEmpty {
            // Derived constructors only; the common case is that it is empty.
            if ty != Ty::EMPTY {
                let node = self.tagged(node);
                let empty = self.emit(NodeOp::IsEmpty, &[node], 0, 0);
                let at = self.at;
                self.branch(
                    empty,
                    1,
                    |b| b.edge_inside(),
                    |b| {
                        b.emit(NodeOp::Bailout, &[], BailoutReason::Empty as u64, 0);
                        b.dead = true;
                    },
                );
                self.continue_inside(at);
            }
            return;
        }
        if !ty.has(Ty::EMPTY) {
            return;
        }
        let checked = if self.bailed(BailoutReason::Empty) || ty == Ty::EMPTY {
            let node = self.tagged(node);
            let empty = self.emit(NodeOp::IsEmpty, &[node], 0, 0);
            let at = self.at;
            self.branch(
                empty,
                2,
                |b| {
                    match op {
                        Op::CheckTdz => {
                            let name = b.load_constant(insn.index32()).expect("names are strings");
                            b.runtime(RuntimeCall::ThrowTdz, &[name], 0);
                        }
                        _ => {
                            b.runtime(RuntimeCall::ThrowThis, &[], 0);
                        }
                    }
                    b.unreachable();
                },
                |b| b.edge_inside(),
            );
            self.continue_inside(at);
            self.state.facts_mut(node).ty = Some(ty.without(Ty::EMPTY));
            node
        } else {
            self.not_empty(node)
        };
        self.set(insn.a, checked);
    }

    // ---- branches

    /// Ends the block with a branch on `condition`; each side is built by its closure.
    /// `likely`: 0 unknown, 1 true, 2 false.
    pub(super) fn branch(&mut self, condition: NodeId, likely: u64, then: impl FnOnce(&mut Self), or_else: impl FnOnce(&mut Self)) {
        if let Some(value) = self.as_constant(condition) {
            if value.as_bool() {
                then(self)
            } else {
                or_else(self)
            }
            return;
        }
        // A negated condition exchanges the successors instead.
        let swapped = self.op_of(condition) == NodeOp::BoolNot;
        let tested = if swapped { self.input(condition, 0) } else { condition };
        let hint = if swapped && likely != 0 { 3 - likely } else { likely };
        self.emit(NodeOp::Branch, &[tested], hint, 0);
        let from = self.block;
        let cold = self.graph.block(from).cold;
        let blocks = [self.graph.new_block(), self.graph.new_block()];
        for block in blocks {
            self.graph.add_edge(from, block);
        }
        let (on_then, on_else) = (blocks[swapped as usize], blocks[!swapped as usize]);
        self.graph.block_mut(on_then).cold = cold || likely == 2;
        self.graph.block_mut(on_else).cold = cold || likely == 1;
        let state = self.state.clone();
        self.block = on_then;
        then(self);
        debug_assert!(self.dead, "a side of a branch leads somewhere");
        self.block = on_else;
        self.state = state;
        self.dead = false;
        or_else(self);
        debug_assert!(self.dead, "a side of a branch leads somewhere");
    }

    /// Within one op: leaves the current path open, to go on by `continue_inside`.
    pub(super) fn edge_inside(&mut self) {
        let edge = self.open_edge();
        self.inside.push(edge);
    }

    /// Goes on where the open paths of the op meet.
    pub(super) fn continue_inside(&mut self, at: u32) {
        let edges = std::mem::take(&mut self.inside);
        debug_assert_eq!(at, self.at);
        if !edges.is_empty() {
            self.merge(edges, None, |_, _| true);
        }
    }

    /// The side of a jump that leads to `target`: an edge, or a bailout if it has never been taken.
    fn side(&mut self, target: u32, reached: bool) {
        let current = self.frame.current;
        let is_back_edge = self.frame.cfg.block_at(target).is_some_and(|b| b <= current);
        if reached || is_back_edge || speculate::bailed(&self.frame.script, target, BailoutReason::Unreached) {
            self.edge_to(target);
        } else {
            self.op_state = Some(self.state_at(target));
            self.bail_out(BailoutReason::Unreached);
            self.op_state = None;
        }
    }

    /// Branches to `target` if `condition`, else falls through to `next`.
    fn jump_on(&mut self, condition: NodeId, target: u32, next: u32, taken: bool, fell_through: bool) {
        let likely = match (taken, fell_through) {
            (true, false) => 1,
            (false, true) => 2,
            _ => 0,
        };
        self.branch(condition, likely, |b| b.side(target, taken), |b| b.side(next, fell_through));
    }

    fn jump_if(&mut self, insn: Insn, op: Op, at: u32) {
        let (target, next) = ((at as i64 + insn.imm32() as i64) as u32, at + op.words() as u32);
        let node = self.get(insn.a);
        let byte = speculate::branch_byte(&self.frame.script, at);
        let (mut taken, mut fell_through) = (byte & branch::TAKEN != 0, byte & branch::FALLTHROUGH != 0);
        if op == Op::JumpIfEmpty {
            (taken, fell_through) = (true, true);
        } else if !taken && !fell_through {
            if !self.bailed(BailoutReason::Unreached) {
                return self.bail_out(BailoutReason::Unreached);
            }
            (taken, fell_through) = (true, true);
        }
        let condition = match op {
            Op::JumpIfTrue => self.boolean(node),
            Op::JumpIfFalse => {
                let truth = self.boolean(node);
                self.not(truth)
            }
            Op::JumpIfNullish | Op::JumpIfNotNullish => {
                let nullish = self.is_nullish(node);
                if op == Op::JumpIfNullish { nullish } else { self.not(nullish) }
            }
            Op::JumpIfUndefined | Op::JumpIfNotUndefined => {
                let undefined = self.test_type(node, Ty::UNDEFINED, NodeOp::IsUndefined);
                if op == Op::JumpIfUndefined { undefined } else { self.not(undefined) }
            }
            _ => self.test_type(node, Ty::EMPTY, NodeOp::IsEmpty),
        };
        self.jump_on(condition, target, next, taken, fell_through);
    }

    /// Whether `node` is of the types `ty`, by `test` if that is not known.
    pub(super) fn test_type(&mut self, node: NodeId, ty: Ty, test: NodeOp) -> NodeId {
        let known = self.ty(node);
        if known.within(ty) || !known.has(ty) {
            return self.bool_constant(known.within(ty));
        }
        let node = self.tagged(node);
        self.emit(test, &[node], 0, 0)
    }

    pub(super) fn is_nullish(&mut self, node: NodeId) -> NodeId {
        self.test_type(node, Ty::UNDEFINED.or(Ty::NULL), NodeOp::IsNullish)
    }

    fn fused_jump(&mut self, insn: Insn, op: Op, at: u32) {
        let (target, next) = ((at as i64 + insn.jump24() as i64) as u32, at + op.words() as u32);
        let (a, b) = (self.get(insn.a), self.get(insn.b));
        use Op::*;
        let (compare, negated) = match op {
            JLt => (Lt, false),
            JLe => (Le, false),
            JGt => (Gt, false),
            JGe => (Ge, false),
            JNLt => (Lt, true),
            JNLe => (Le, true),
            JNGt => (Gt, true),
            JNGe => (Ge, true),
            JEq => (Eq, false),
            JNe => (Ne, false),
            JStrictEq => (StrictEq, false),
            _ => (StrictNe, false),
        };
        let Some(result) = self.compare(compare, a, b) else { return };
        let mut condition = self.boolean(result);
        if negated {
            condition = self.not(condition);
        }
        let taken = speculate::fused_jump_taken(&self.frame.script, at);
        self.jump_on(condition, target, next, taken, true);
    }

    // ---- leaving the function

    fn build_return(&mut self, insn: Insn) {
        let value = self.get(insn.a);
        if self.frame.caller.is_none() && self.frame.script.kind == FunctionKind::DerivedConstructor {
            return self.derived_return(value);
        }
        if self.frame.caller.is_none() {
            let value = self.tagged(value);
            self.emit(NodeOp::Return, &[value], 0, 0);
            self.dead = true;
            return;
        }
        let result = match self.frame.activation {
            Activation::Derived { .. } if !self.ty(value).within(Ty::OBJECT) => {
                // Returns of other values than objects and undefined are checked by an op of their own.
                let this = self.get(1);
                if self.ty(value).has(Ty::OBJECT) {
                    return self.return_object_or(value, |b| b.not_empty(this));
                }
                self.not_empty(this)
            }
            Activation::Construct { this, .. } if !self.ty(value).has(Ty::OBJECT) => this,
            Activation::Construct { this, .. } if !self.ty(value).within(Ty::OBJECT) => return self.return_object_or(value, |_| this),
            _ => value,
        };
        let edge = self.open_edge();
        self.frame.returns.push((edge, result));
    }

    /// Returns from an inlined construction: the value if it is an object, else what `or_else` gives.
    fn return_object_or(&mut self, value: NodeId, or_else: impl FnOnce(&mut Self) -> NodeId) {
        let value = self.tagged(value);
        let is_object = self.emit(NodeOp::IsObject, &[value], 0, 0);
        let mut sides = Vec::new();
        self.branch(
            is_object,
            0,
            |b| sides.push((b.open_edge(), value)),
            |b| {
                let this = or_else(b);
                let edge = b.open_edge();
                b.frame.returns.push((edge, this));
            },
        );
        let (edge, value) = sides.pop().expect("pushed above, as the condition is no constant");
        self.frame.returns.push((edge, value));
    }

    /// The end of a derived constructor, which is always a construction: an object, or
    /// `this` if it has been initialised.
    fn derived_return(&mut self, value: NodeId) {
        fn leave(b: &mut Builder<'_>, value: NodeId) {
            b.emit(NodeOp::Return, &[value], 0, 0);
            b.dead = true;
        }
        let value = self.tagged(value);
        let is_object = self.test_type(value, Ty::OBJECT, NodeOp::IsObject);
        self.branch(
            is_object,
            0,
            |b| leave(b, value),
            |b| {
                let this = b.get(1);
                let this = b.tagged(this);
                let is_empty = b.test_type(this, Ty::EMPTY, NodeOp::IsEmpty);
                b.branch(
                    is_empty,
                    2,
                    |b| {
                        b.runtime(RuntimeCall::ThrowThis, &[], 0);
                        b.unreachable();
                    },
                    |b| leave(b, this),
                );
            },
        );
    }

    // ---- function entry

    fn function_entry(&mut self, insn: Insn, op: Op) -> Result<(), Unsupported> {
        let is_outermost = self.frame.caller.is_none();
        if matches!(op, Op::RestArray | Op::UnmappedArguments | Op::MappedArguments)
            && let Some(list) = self.virtual_arguments(insn, op)
        {
            self.set(insn.a, list);
            return Ok(());
        }
        match op {
            Op::GetNewTarget => {
                let node = match self.frame.activation {
                    Activation::Call => self.undefined(),
                    _ => match self.new_target_register() {
                        Some((_, node)) => node,
                        // A loop's code does not know.
                        None => return Err(Unsupported::Op { op }),
                    },
                };
                self.set(insn.a, node);
            }
            Op::CheckConstruct => match self.frame.activation {
                Activation::Construct { .. } | Activation::Derived { .. } => {}
                Activation::Call => {
                    let callee = self.get(0);
                    self.runtime_tagged(RuntimeCall::ThrowNotConstruct, &[callee], 0);
                    self.unreachable();
                }
                Activation::Unknown => {
                    let Some(new_target) = self.new_target else { return Err(Unsupported::Op { op }) };
                    let missing = self.emit(NodeOp::IsUndefined, &[new_target], 0, 0);
                    let at = self.at;
                    self.branch(
                        missing,
                        2,
                        |b| {
                            let callee = b.get(0);
                            b.runtime_tagged(RuntimeCall::ThrowNotConstruct, &[callee], 0);
                            b.unreachable();
                        },
                        |b| b.edge_inside(),
                    );
                    self.continue_inside(at);
                }
            },
            Op::CoerceThis => {
                let this = self.get(1);
                let ty = self.ty(this);
                if ty.within(Ty::OBJECT) {
                    return Ok(());
                }
                let coerced = if ty.within(Ty::UNDEFINED.or(Ty::NULL)) {
                    self.link_value(LinkDescriptor::GlobalObject)
                } else if !ty.has(Ty::OBJECT) || self.bailed(BailoutReason::NotObject) {
                    self.runtime_tagged(RuntimeCall::CoerceThis, &[this], 0)
                } else {
                    self.object(this);
                    return Ok(());
                };
                self.set(1, coerced);
            }
            Op::ArgumentCount => {
                let node = match &self.frame.caller {
                    Some(call) => self.int32_constant(call.argc as i32),
                    None if self.graph.osr.is_some() => return Err(Unsupported::Op { op }),
                    None => self.emit(NodeOp::Argc, &[], 0, 0),
                };
                self.set(insn.a, node);
            }
            _ if !is_outermost || self.graph.osr.is_some() => return Err(Unsupported::Op { op }),
            Op::RestArray => {
                let node = self.runtime(RuntimeCall::RestArray, &[], insn.b as u64);
                self.set(insn.a, node);
            }
            Op::UnmappedArguments => {
                let node = self.runtime(RuntimeCall::UnmappedArguments, &[], 0);
                self.set(insn.a, node);
            }
            _ => {
                let inputs = [self.get(0), self.get(insn.b)];
                let node = self.runtime_tagged(RuntimeCall::MappedArguments, &inputs, insn.c as u64);
                self.set(insn.a, node);
            }
        }
        Ok(())
    }
}

fn without_immediate(op: Op) -> Op {
    use Op::*;
    match op {
        AddI => Add,
        SubI => Sub,
        MulI => Mul,
        DivI => Div,
        ModI => Mod,
        BitAndI => BitAnd,
        BitOrI => BitOr,
        BitXorI => BitXor,
        ShlI => Shl,
        ShrI => Shr,
        _ => UShr,
    }
}
