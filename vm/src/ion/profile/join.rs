//! The least upper bound of what two runs learnt of one script.

use crate::feedback::SITE_ENTRIES;
use crate::ion::snapshot::{CallTarget, ElementCase, Feedback, PropertyCase, ScriptSnapshot, SiteSnapshot};
use std::sync::Arc;

/// What either knows of the same bytecode; their shapes have the same numbers. If `b` does
/// not fit, it is left out.
pub fn join(a: &ScriptSnapshot, b: &ScriptSnapshot) -> ScriptSnapshot {
    let fits = a.hash == b.hash && a.types.len() == b.types.len() && a.sites.len() == b.sites.len();
    if !fits {
        return a.clone();
    }
    let types = a.types.iter().zip(&b.types).map(|(a, b)| a | b).collect();
    let sites = a.sites.iter().zip(&b.sites).map(|(a, b)| site(a, b)).collect();
    let mut children = a.children.clone();
    children.extend(b.children.iter().filter(|(index, _)| a.child(*index).is_none()).cloned());
    children.sort_by_key(|(index, _)| *index);
    let instance = a.instance.or(b.instance);
    let with_bytecode = if a.insns.is_empty() { b } else { a };
    with_bytecode.with_feedback(Feedback { types, sites, bailouts: bailouts(a, b), children, instance })
}

/// Each as often as the one that lists it more often.
fn bailouts(a: &ScriptSnapshot, b: &ScriptSnapshot) -> Vec<(crate::bytecode::BytecodeOffset, crate::ion::bailout_reason::BailoutReason)> {
    let mut all = a.bailouts.clone();
    for one in &b.bailouts {
        let times = |list: &[_]| list.iter().filter(|other| *other == one).count();
        if times(&all) < times(&b.bailouts) {
            all.push(*one);
        }
    }
    all.sort_by_key(|(offset, reason)| (*offset, *reason as u8));
    all
}

fn site(a: &SiteSnapshot, b: &SiteSnapshot) -> SiteSnapshot {
    use SiteSnapshot::*;
    match (a, b) {
        (_, Unreached) => a.clone(),
        (Unreached, _) => b.clone(),
        (Property { cases, megamorphic, others }, Property { cases: more, megamorphic: too, others: also }) => {
            let mut cases = cases.clone();
            let full = !more.iter().all(|case| add_property(&mut cases, case));
            Property { cases, megamorphic: *megamorphic || *too || full, others: *others || *also }
        }
        (Element { cases, megamorphic, flags }, Element { cases: more, megamorphic: too, flags: other }) => {
            let mut cases = cases.clone();
            let full = !more.iter().all(|case| add_element(&mut cases, case));
            Element { cases, megamorphic: *megamorphic || *too || full, flags: flags | other }
        }
        (
            Call { targets, passed_on, megamorphic, flags },
            Call { targets: more, passed_on: passed_besides, megamorphic: too, flags: other },
        ) => {
            let (mut targets, mut passed_on) = (targets.clone(), passed_on.clone());
            let full = !more.iter().all(|target| add_target(&mut targets, target));
            // More than one is as many as any.
            passed_besides.iter().all(|target| add_target(&mut passed_on, target));
            Call { targets, passed_on, megamorphic: *megamorphic || *too || full, flags: flags | other }
        }
        // Different kinds of site: not the same bytecode after all.
        _ => a.clone(),
    }
}

/// False if there is no room.
fn add_property(cases: &mut Vec<PropertyCase>, case: &PropertyCase) -> bool {
    let place = |c: &PropertyCase| (c.shape, c.kind, c.depth, c.slot, c.primitive);
    if let Some(known) = cases.iter_mut().find(|c| place(c) == place(case) && c.key == case.key && c.next == case.next) {
        // The same look-up that found another function: any may be found.
        let same = match (&known.function, &case.function) {
            (None, None) => true,
            (Some(a), Some(b)) => same_target(a, b),
            _ => false,
        };
        if !same {
            known.function = known.function.as_ref().and(Some(CallTarget::Other));
        }
        return true;
    }
    push(cases, case)
}

fn add_element(cases: &mut Vec<ElementCase>, case: &ElementCase) -> bool {
    cases.contains(case) || push(cases, case)
}

fn add_target(targets: &mut Vec<CallTarget>, target: &CallTarget) -> bool {
    targets.iter().any(|known| same_target(known, target)) || push(targets, target)
}

fn push<T: Clone>(list: &mut Vec<T>, item: &T) -> bool {
    let has_room = list.len() < SITE_ENTRIES;
    if has_room {
        list.push(item.clone());
    }
    has_room
}

fn same_target(a: &CallTarget, b: &CallTarget) -> bool {
    match (a, b) {
        (CallTarget::Script(a), CallTarget::Script(b)) => a.hash == b.hash,
        (CallTarget::Builtin(a), CallTarget::Builtin(b)) => a == b,
        (CallTarget::Other, CallTarget::Other) => true,
        _ => false,
    }
}

/// Profiles are compared to tell whether there is anything new: bytecode is the same where the
/// hash is, and callees are names.
impl PartialEq for ScriptSnapshot {
    fn eq(&self, other: &ScriptSnapshot) -> bool {
        let named = |a: &[(u32, Arc<ScriptSnapshot>)], b: &[(u32, Arc<ScriptSnapshot>)]| {
            a.len() == b.len() && a.iter().zip(b).all(|((i, a), (j, b))| i == j && a.hash == b.hash)
        };
        self.hash == other.hash
            && self.types == other.types
            && self.sites == other.sites
            && self.bailouts == other.bailouts
            && named(&self.children, &other.children)
            && self.instance == other.instance
    }
}

impl PartialEq for CallTarget {
    fn eq(&self, other: &CallTarget) -> bool {
        same_target(self, other)
    }
}
