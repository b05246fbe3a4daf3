//! Calls and constructions: known targets are inlined or called directly, others by
//! the general call.

use super::frame::{Activation, NewTarget};
use super::state::KnownShape;
use super::types::Ty;
use super::{Builder, Unsupported};
use crate::bytecode::{FunctionKind, Insn, Op};
use crate::feedback::site_flags;
use crate::heap::Kind;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::builtin_rows::{BUILTINS, Inline};
use crate::ion::descriptor::{Fact, FunctionName, LinkDescriptor, ShapePredicate};
use crate::ion::graph::{LinkRef, NodeId, NodeOp};
use crate::ion::runtime_calls::RuntimeCall;
use crate::ion::snapshot::{CallTarget, ScriptSnapshot, ShapeIndex, SiteSnapshot};
use crate::value::Value;
use std::sync::Arc;

/// Instructions between a look-up of the super constructor and its call that are looked through.
const LOOK_AHEAD: usize = 64;

/// What a call site's feedback says.
pub(super) enum Plan {
    Unreached,
    Known(CallTarget),
    /// Functions to tell apart, and whether the callee may be another one.
    Several(Vec<Arc<ScriptSnapshot>>, bool),
    Generic,
}

impl Builder<'_> {
    fn call_plan(&self, site: u16, callee: NodeId) -> Plan {
        match self.frame.script.sites.get(site as usize) {
            Some(SiteSnapshot::Unreached) | None if !self.bailed(BailoutReason::Unreached) => Plan::Unreached,
            Some(SiteSnapshot::Call { targets, megamorphic, flags, .. }) => {
                if *megamorphic || self.bailed(BailoutReason::NotObject) || !self.ty(callee).has(Ty::OBJECT) {
                    return Plan::Generic;
                }
                match targets.as_slice() {
                    [target] if !self.bailed(BailoutReason::WrongTarget) => Plan::Known(target.clone()),
                    targets => self.several(targets, flags & site_flags::ODD_CALLEE != 0),
                }
            }
            _ => Plan::Generic,
        }
    }

    /// The function that `callee` is, known from its look-up or by a guard from here on.
    fn known_target(&mut self, site: u16, callee: NodeId) -> Plan {
        if let Some(index) = self.state.facts(callee).and_then(|f| f.function) {
            return Plan::Known(self.functions[index as usize].clone());
        }
        let plan = self.call_plan(site, callee);
        match &plan {
            Plan::Known(CallTarget::Script(script)) => {
                let link = self.graph.link(LinkDescriptor::Script { hash: script.hash });
                let ptr = self.object(callee);
                self.emit(NodeOp::CheckScript, &[ptr], link.0 as u64, 0);
                self.know_function(callee, CallTarget::Script(script.clone()));
                plan
            }
            Plan::Known(CallTarget::Builtin(row)) => {
                let link = self.graph.link(LinkDescriptor::Builtin(*row));
                let tagged = self.tagged(callee);
                self.emit(NodeOp::CheckBuiltin, &[tagged], link.0 as u64, 0);
                self.know_function(callee, CallTarget::Builtin(*row));
                plan
            }
            Plan::Known(CallTarget::Other) => Plan::Generic,
            _ => plan,
        }
    }

    pub(super) fn call(&mut self, insn: Insn) -> Result<(), Unsupported> {
        let (callee, this) = (self.get(insn.b), self.get(insn.b + 1));
        let args: Vec<NodeId> = (0..insn.d as u16).map(|i| self.get(insn.b + 2 + i)).collect();
        self.call_with(insn, callee, this, &args)
    }

    /// The call of an op with the site of a call, and these arguments.
    pub(super) fn call_with(&mut self, insn: Insn, callee: NodeId, this: NodeId, args: &[NodeId]) -> Result<(), Unsupported> {
        let result = match self.known_target(insn.c, callee) {
            Plan::Unreached => {
                self.bail_out(BailoutReason::Unreached);
                None
            }
            Plan::Known(CallTarget::Script(script)) => self.call_or_inline(&script, callee, this, args, insn.a)?,
            Plan::Several(scripts, others) => self.call_one_of(scripts, others, callee, this, args, insn.a)?,
            Plan::Known(CallTarget::Builtin(row)) => match self.call_passed_on(row, insn, this, args)? {
                Some(result) => result,
                None => match self.inline_builtin(row, insn.c, this, args) {
                    Some(result) => Some(result),
                    None => Some(self.call_of_builtin(row, callee, this, args)),
                },
            },
            _ => Some(self.plain_call(NodeOp::Call, callee, this, args)),
        };
        if !self.dead {
            self.set_if_reached(insn.a, result);
        }
        Ok(())
    }

    /// Calls a closure of `script`.
    pub(super) fn call_or_inline(
        &mut self,
        script: &Arc<ScriptSnapshot>,
        callee: NodeId,
        this: NodeId,
        args: &[NodeId],
        result: u16,
    ) -> Result<Option<NodeId>, Unsupported> {
        Ok(match self.try_inline(script, callee, this, args, result, Activation::Call)? {
            Some(result) => result,
            None => Some(self.plain_call(NodeOp::CallScript, callee, this, args)),
        })
    }

    /// Calls what is known to be this built-in: nothing about it is to be tested.
    pub(super) fn call_of_builtin(&mut self, row: u16, callee: NodeId, this: NodeId, args: &[NodeId]) -> NodeId {
        let result = self.plain_call(NodeOp::Call, callee, this, args);
        self.graph.node_mut(result).imm |= 1 | quick_bits(row, args.len());
        result
    }

    pub(super) fn plain_call(&mut self, op: NodeOp, callee: NodeId, this: NodeId, args: &[NodeId]) -> NodeId {
        let inputs: Vec<NodeId> = [callee, this].iter().chain(args).map(|n| self.tagged(*n)).collect();
        self.emit(op, &inputs, 0, 0)
    }

    pub(super) fn construct(&mut self, insn: Insn) -> Result<(), Unsupported> {
        let callee = self.get(insn.b);
        let args: Vec<NodeId> = (0..insn.d as u16).map(|i| self.get(insn.b + 2 + i)).collect();
        self.construct_with(insn, callee, &args)
    }

    pub(super) fn construct_with(&mut self, insn: Insn, callee: NodeId, args: &[NodeId]) -> Result<(), Unsupported> {
        let result = match self.known_target(insn.c, callee) {
            Plan::Unreached => {
                self.bail_out(BailoutReason::Unreached);
                None
            }
            Plan::Known(CallTarget::Script(script)) => {
                let new_target = NewTarget { node: callee, script: script.clone() };
                self.construct_known(callee, script, new_target, args, insn.a)?
            }
            Plan::Known(CallTarget::Builtin(row)) => match self.inline_construct(row, args) {
                Some(result) => Some(result),
                None => Some(self.plain_call(NodeOp::Construct, callee, callee, args)),
            },
            _ => Some(self.plain_call(NodeOp::Construct, callee, callee, args)),
        };
        if !self.dead {
            self.set_if_reached(insn.a, result);
        }
        Ok(())
    }

    /// The receiver of a construction: an instance of a base constructor.
    fn new_this(&mut self, callee: NodeId, script: &Arc<ScriptSnapshot>, shape: ShapeIndex) -> NodeId {
        let inline_capacity = self.shape(shape).inline_capacity;
        let link = match self.instance_links.get(&script.hash) {
            Some(link) => *link,
            None => {
                // Facts are added as they are needed, so it is not shared with an equal one.
                let descriptor = LinkDescriptor::InstanceShape { hash: script.hash, inline_capacity, facts: Vec::new(), held: false };
                self.graph.links.push(descriptor);
                let link = LinkRef(self.graph.links.len() as u32 - 1);
                self.instance_links.insert(script.hash, link);
                link
            }
        };
        let constructor = self.object(callee);
        let this = self.emit(NodeOp::NewThis, &[constructor], link.0 as u64, inline_capacity as u64);
        self.set_known_shape(this, KnownShape { shape, root: link, last: link, added: Vec::new() });
        self.emit(NodeOp::BoxObject, &[this], 0, 0)
    }

    /// The shape of fresh instances when new.target is a closure of this script.
    fn instance_shape(&self, script: &ScriptSnapshot) -> Option<ShapeIndex> {
        let index = script.instance?;
        let shape = self.shape(index);
        (shape.slots == 0 && shape.kind == Kind::Object as u8).then_some(index)
    }

    /// Constructs with a closure of `script`.
    fn construct_known(
        &mut self,
        callee: NodeId,
        script: Arc<ScriptSnapshot>,
        new_target: NewTarget,
        args: &[NodeId],
        result: u16,
    ) -> Result<Option<NodeId>, Unsupported> {
        let target = new_target.node;
        let general = |b: &mut Self| Ok(Some(b.plain_call(NodeOp::Construct, callee, target, args)));
        if self.bailed(BailoutReason::WrongShape) {
            return general(self);
        }
        let (mut function, mut script) = (callee, script);
        while let Some(parent) = forwards_to(&script) {
            function = self.super_constructor(function, &parent);
            script = parent;
        }
        if script.kind == FunctionKind::DerivedConstructor {
            let empty = self.value_constant(Value::EMPTY);
            let inlined = self.try_inline(&script, function, empty, args, result, Activation::Derived { new_target })?;
            return Ok(inlined.unwrap_or_else(|| Some(self.call_constructor(function, empty, target, args))));
        }
        let shape = self.instance_shape(&new_target.script);
        let Some(shape) = shape.filter(|_| matches!(script.kind, FunctionKind::Normal | FunctionKind::BaseConstructor)) else {
            return general(self);
        };
        let this = self.new_this(new_target.node, &new_target.script, shape);
        if let Some(inlined) = self.try_inline(&script, function, this, args, result, Activation::Construct { this, new_target })? {
            return Ok(inlined);
        }
        Ok(Some(self.call_constructor(function, this, target, args)))
    }

    fn call_constructor(&mut self, callee: NodeId, this: NodeId, new_target: NodeId, args: &[NodeId]) -> NodeId {
        let inputs: Vec<NodeId> = [callee, this, new_target].iter().chain(args).map(|n| self.tagged(*n)).collect();
        self.emit(NodeOp::ConstructScript, &inputs, 0, 0)
    }

    // ---- super

    /// `[[GetPrototypeOf]]` of a closure, guarded to be a closure of `parent`.
    fn super_constructor(&mut self, function: NodeId, parent: &Arc<ScriptSnapshot>) -> NodeId {
        let ptr = self.object(function);
        let fact = Fact::Prototype { function: FunctionName::Script(parent.hash) };
        let predicate = ShapePredicate { kind: Kind::Function as u8, variant: 0, inline_capacity: 0, look: 0, facts: vec![fact] };
        // A slot of its own: closures of different scripts have different shapes.
        self.graph.links.push(LinkDescriptor::Shape(predicate));
        let shape = LinkRef(self.graph.links.len() as u32 - 1);
        self.emit(NodeOp::CheckShape, &[ptr], shape.0 as u64, 0);
        let value = self.graph.link(LinkDescriptor::Prototype { of: shape });
        let node = self.emit(NodeOp::LoadMethod, &[], value.0 as u64, 0);
        self.know_function(node, CallTarget::Script(parent.clone()));
        node
    }

    pub(super) fn get_super_constructor(&mut self, insn: Insn, at: u32) {
        let callee = self.get(insn.b);
        let node = match self.super_target(insn.a, at) {
            Some(parent) if !self.bailed(BailoutReason::WrongShape) => self.super_constructor(callee, &parent),
            _ => self.runtime_tagged(RuntimeCall::SuperConstructor, &[callee], 0),
        };
        self.set(insn.a, node);
    }

    pub(super) fn check_super_constructor(&mut self, insn: Insn) {
        let (parent, function) = (self.get(insn.a), self.get(insn.b));
        let known = self.state.facts(parent).and_then(|f| f.function).map(|index| &self.functions[index as usize]);
        let checked = matches!(known, Some(CallTarget::Script(script)) if is_constructor(script));
        if !checked {
            self.runtime(RuntimeCall::CheckSuperConstructor, &[parent, function], 0);
        }
    }

    /// The one constructor that the `super(…)` whose window starts at `base` has called.
    fn super_target(&self, base: u16, at: u32) -> Option<Arc<ScriptSnapshot>> {
        let script = &self.frame.script;
        let mut next = at as usize + 1;
        for _ in 0..LOOK_AHEAD {
            let insn = *script.insns.get(next)?;
            if matches!(insn.op(), Op::SuperCall | Op::SuperCallSpread) && insn.b == base {
                return constructor_at(script, insn.c);
            }
            next += insn.op().words();
        }
        None
    }

    pub(super) fn super_call(&mut self, insn: Insn) -> Result<(), Unsupported> {
        let (callee, target) = (self.get(insn.b), self.get(insn.b + 1));
        let args: Vec<NodeId> = (0..insn.d as u16).map(|i| self.get(insn.b + 2 + i)).collect();
        self.super_call_with(insn, callee, target, &args)
    }

    pub(super) fn super_call_with(&mut self, insn: Insn, callee: NodeId, target: NodeId, args: &[NodeId]) -> Result<(), Unsupported> {
        let known = self.state.facts(callee).and_then(|f| f.function).map(|index| self.functions[index as usize].clone());
        let new_target = match known {
            Some(CallTarget::Script(_)) => self.known_new_target(target, insn.c),
            _ => None,
        };
        let result = match (known, new_target) {
            (Some(CallTarget::Script(script)), Some(new_target)) => self.construct_known(callee, script, new_target, args, insn.a)?,
            _ => Some(self.plain_call(NodeOp::Construct, callee, target, args)),
        };
        if !self.dead {
            self.set_if_reached(insn.a, result);
        }
        Ok(())
    }

    /// new.target of the frame, if its script is known. The outermost frame is guarded to
    /// be that of the class that was constructed itself, unless the site has seen others.
    fn known_new_target(&mut self, node: NodeId, site: u16) -> Option<NewTarget> {
        if self.frame.caller.is_some() {
            return self.frame.activation.new_target().cloned();
        }
        let sites = &self.frame.script.sites;
        if matches!(sites.get(site as usize), Some(SiteSnapshot::Call { flags, .. }) if flags & site_flags::DERIVED_FURTHER != 0) {
            return None;
        }
        if self.graph.osr.is_some() || self.frame.script.kind != FunctionKind::DerivedConstructor || self.bailed(BailoutReason::WrongValue)
        {
            return None;
        }
        let callee = self.get(0);
        self.emit(NodeOp::CheckIs, &[node, callee], 0, 0);
        Some(NewTarget { node: callee, script: self.frame.script.clone() })
    }

    /// Calls that are never specialised.
    pub(super) fn other_call(&mut self, insn: Insn, op: Op) {
        let (callee, second) = (self.get(insn.b), self.get(insn.b + 1));
        let result = match op {
            Op::CallSpread | Op::SuperCallSpread => {
                let array = self.get(insn.b + 2);
                let call = if op == Op::CallSpread { RuntimeCall::CallSpread } else { RuntimeCall::ConstructSpread };
                self.runtime_tagged(call, &[callee, second, array], 0)
            }
            Op::NewSpread => {
                let array = self.get(insn.b + 2);
                self.runtime_tagged(RuntimeCall::ConstructSpread, &[callee, callee, array], 0)
            }
            _ => {
                let args: Vec<NodeId> = (0..insn.d as u16).map(|i| self.get(insn.b + 2 + i)).collect();
                self.plain_call(NodeOp::Construct, callee, second, &args)
            }
        };
        self.set(insn.a, result);
    }
}

/// What a call of the built-in of row `row` says of its quick answer.
pub(super) fn quick_bits(row: u16, arguments: usize) -> u64 {
    match BUILTINS[row as usize].2 {
        Inline::Quick(quick) if arguments <= quick.arguments() => quick.bits_of_call(),
        _ => 0,
    }
}

/// Where a derived class's implicit constructor, which passes its arguments on, leads. Its
/// frame is left out, as it is in stack traces.
fn forwards_to(script: &ScriptSnapshot) -> Option<Arc<ScriptSnapshot>> {
    if !script.passes_arguments_on {
        return None;
    }
    constructor_at(script, script.insns.iter().find(|i| i.op() == Op::SuperCallSpread)?.c)
}

fn is_constructor(script: &ScriptSnapshot) -> bool {
    matches!(script.kind, FunctionKind::Normal | FunctionKind::BaseConstructor | FunctionKind::DerivedConstructor)
}

/// The one constructor that a call site has seen.
fn constructor_at(script: &ScriptSnapshot, site: u16) -> Option<Arc<ScriptSnapshot>> {
    match script.sites.get(site as usize)? {
        SiteSnapshot::Call { targets, megamorphic: false, .. } => match targets.as_slice() {
            [CallTarget::Script(target)] => Some(target.clone()).filter(|target| is_constructor(target)),
            _ => None,
        },
        _ => None,
    }
}
