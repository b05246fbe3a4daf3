//! Private fields: own properties whose key is a value, the name that the evaluation of
//! their class has made.
//!
//! A guard on the name comes before the guard on the shape: the shape's predicate speaks of
//! the name in the slot that the first guard compares with.

use super::property::Plan;
use super::shape::Miss;
use super::{Builder, Unsupported, speculate};
use crate::bytecode::Insn;
use crate::feedback::IcKind;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::descriptor::{KeyName, LinkDescriptor};
use crate::ion::graph::{LinkRef, NodeId, NodeOp};
use crate::ion::runtime_calls::RuntimeCall;
use crate::ion::snapshot::PropertyCase;

impl Builder<'_> {
    fn private_plan(&self, site: u16) -> Plan {
        if speculate::private_names_vary(&self.frame.script) || self.bailed(BailoutReason::NotObject) {
            return Plan::Generic;
        }
        match self.plan(site) {
            Plan::Cases(cases, miss) => {
                let is_field = |kind| matches!(kind, IcKind::OwnInline | IcKind::OwnSlots | IcKind::SetInline | IcKind::SetSlots);
                if cases.iter().all(|case| is_field(case.kind)) { Plan::Cases(cases, miss) } else { Plan::Generic }
            }
            plan => plan,
        }
    }

    /// Guards that `name` is the private name that it was at first, and names it.
    fn check_private_name(&mut self, name: NodeId) -> KeyName {
        let name = self.tagged(name);
        let link = match self.private_names.get(&name) {
            Some(link) => *link,
            None => {
                // Not shared: each is bound to what comes to its guard.
                self.graph.links.push(LinkDescriptor::PrivateName);
                let link = LinkRef(self.graph.links.len() as u32 - 1);
                self.private_names.insert(name, link);
                link
            }
        };
        self.emit(NodeOp::CheckPrivateName, &[name], link.0 as u64, 0);
        KeyName::Private(link)
    }

    pub(super) fn get_private(&mut self, insn: Insn, at: u32) -> Result<(), Unsupported> {
        let site = self.frame.script.insns[at as usize + 1].a;
        let (object, name) = (self.get(insn.b), self.get(insn.c));
        let generic = |b: &mut Self| b.runtime_tagged(RuntimeCall::GetPrivate, &[object, name], 0);
        let result = match self.private_plan(site) {
            Plan::Unreached => {
                self.bail_out(BailoutReason::Unreached);
                return Ok(());
            }
            Plan::Generic => Some(generic(self)),
            Plan::Cases(cases, miss) => {
                let key = self.check_private_name(name);
                let ptr = self.object(object);
                let shapes: Vec<_> = cases.iter().map(|c| c.shape).collect();
                self.dispatch(ptr, &shapes, miss, |b, i, known| {
                    Ok(Some(match (cases.get(i), known) {
                        (Some(case), Some(known)) => b.load_case(ptr, &known, case, &key),
                        _ => generic(b),
                    }))
                })?
            }
        };
        self.set_if_reached(insn.a, result);
        Ok(())
    }

    /// Stores to the field, or adds it, as the case of the object's shape says.
    fn store_private(
        &mut self,
        ptr: NodeId,
        cases: &[PropertyCase],
        miss: Miss,
        key: &KeyName,
        value: NodeId,
        generic: impl Fn(&mut Self),
    ) -> Result<(), Unsupported> {
        let shapes: Vec<_> = cases.iter().map(|c| c.shape).collect();
        self.dispatch(ptr, &shapes, miss, |b, i, known| {
            let stored = match (cases.get(i), known) {
                (Some(case), Some(known)) => b.store_case(ptr, &known, case, key, value),
                _ => false,
            };
            if !stored {
                generic(b);
            }
            Ok(None)
        })?;
        Ok(())
    }

    pub(super) fn set_private(&mut self, insn: Insn, at: u32) -> Result<(), Unsupported> {
        let site = self.frame.script.insns[at as usize + 1].a;
        let (object, name, value) = (self.get(insn.a), self.get(insn.b), self.get(insn.c));
        let generic = |b: &mut Self| {
            b.runtime_tagged(RuntimeCall::SetPrivate, &[object, name, value], 0);
        };
        match self.private_plan(site) {
            Plan::Unreached => self.bail_out(BailoutReason::Unreached),
            Plan::Generic => generic(self),
            Plan::Cases(cases, miss) => {
                let key = self.check_private_name(name);
                let ptr = self.object(object);
                self.store_private(ptr, &cases, miss, &key, value, generic)?;
            }
        }
        Ok(())
    }

    /// Adds a field. What is known of the shape from before is not used: a predicate that
    /// was checked before the name was met could say nothing of it.
    pub(super) fn define_private(&mut self, insn: Insn, at: u32) -> Result<(), Unsupported> {
        const FIELD: u8 = 0;
        let site = self.frame.script.insns[at as usize + 1].a;
        let (object, name, value) = (self.get(insn.a), self.get(insn.b), self.get(insn.c));
        let generic = |b: &mut Self| {
            b.runtime_tagged(RuntimeCall::DefinePrivate, &[object, name, value], insn.d as u64);
        };
        let plan = if insn.d == FIELD && !speculate::private_names_vary(&self.frame.script) { self.plan(site) } else { Plan::Generic };
        match plan {
            Plan::Cases(cases, miss) if cases.iter().all(|case| case.kind == IcKind::AddInline) => {
                let key = self.check_private_name(name);
                let ptr = self.object(object);
                self.state.facts_mut(ptr).shape = None;
                self.store_private(ptr, &cases, miss, &key, value, generic)?;
                if !self.dead {
                    self.state.facts_mut(ptr).shape = None;
                }
            }
            Plan::Unreached if insn.d == FIELD => self.bail_out(BailoutReason::Unreached),
            _ => generic(self),
        }
        Ok(())
    }
}
