//! Two profiles of one function as one.
//!
//! A warm process that gives restored code up has seen little by itself: it skipped the
//! interpreter. Compiling again from that alone would forget what the stored profile
//! knew, and the next process would bail out elsewhere. The union keeps both.
//!
//! Shapes are identified across the two by the sites: where both have a case that is
//! alike but for its shape, and the shapes look alike, they are one. Unless code was left
//! there for the shape: then the stored shape had been bound to another object's.

mod tree;

use self::tree::{MAX_DEPTH, collect, trimmed, with_callees};
use crate::bytecode::{BytecodeOffset, Insn, Operand};
use crate::feedback::SITE_ENTRIES;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::snapshot::{
    CallTarget, ElementCase, Feedback, PropertyCase, ScriptSnapshot, ShapeIndex, ShapeSnapshot, SiteSnapshot, Snapshot,
};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// Most call targets of a site in a profile.
const MAX_TARGETS: usize = SITE_ENTRIES;

/// `new` with what `old` has in addition. Scripts of the two correspond by hash; what is
/// not of the same bytecode is left as `new` has it. `also` has more scripts of `new`, by
/// whose feedback those are brought up to date that only `old` has whole: a snapshot stops
/// at some depth, and where it stops is no reason to forget what was learnt.
pub fn merge(new: &Snapshot, also: &[Arc<ScriptSnapshot>], old: &Snapshot) -> Snapshot {
    let mut merger = Merger {
        shapes: new.shapes.clone(),
        old_shapes: &old.shapes,
        same: FxHashMap::default(),
        distinct: FxHashSet::default(),
        taken: FxHashSet::default(),
        matched: FxHashSet::default(),
        live: FxHashMap::default(),
        done: FxHashMap::default(),
    };
    for script in std::iter::once(&new.script).chain(also) {
        collect(script, &mut merger.live);
    }
    let mut pairs = Vec::new();
    merger.pairs(&new.script, &old.script, 0, &mut pairs);
    for (new, old) in &pairs {
        merger.tell_apart(new, old);
    }
    for (new, old) in &pairs {
        merger.match_shapes(new, old);
    }
    let script = merger.scripts(&new.script, &old.script, 0);
    Snapshot { script: trimmed(&script), entry: new.entry, shapes: merger.shapes, inlining: new.inlining }
}

/// `snapshot` with what `profiles` know besides: each is one of a script that `snapshot` may
/// inline, and of which this process has seen little as it ran stored code.
pub fn inform(mut snapshot: Snapshot, profiles: &[Snapshot]) -> Snapshot {
    let mut found = FxHashMap::default();
    collect(&snapshot.script, &mut found);
    let mut informed = FxHashMap::default();
    for profile in profiles {
        let Some(script) = found.get(&profile.script.hash) else { continue };
        let callee = Snapshot { script: script.clone(), entry: profile.entry, shapes: snapshot.shapes, inlining: snapshot.inlining };
        let merged = merge(&callee, &[], profile);
        snapshot.shapes = merged.shapes;
        informed.insert(script.hash, merged.script);
    }
    snapshot.script = trimmed(&with_callees(&snapshot.script, &informed));
    snapshot
}

/// The scripts that `snapshot` has whole, by hash.
pub fn whole_scripts(snapshot: &Snapshot) -> FxHashSet<[u8; 32]> {
    let mut found = FxHashMap::default();
    collect(&snapshot.script, &mut found);
    found.into_keys().collect()
}

/// One script, as the new and the old profile know it.
type Pair = (Arc<ScriptSnapshot>, Arc<ScriptSnapshot>);

struct Merger<'a> {
    shapes: Vec<ShapeSnapshot>,
    old_shapes: &'a [ShapeSnapshot],
    /// Old shape → new.
    same: FxHashMap<u32, ShapeIndex>,
    /// Old shapes that are none of the new ones, however alike.
    distinct: FxHashSet<u32>,
    /// The new ones among them.
    taken: FxHashSet<ShapeIndex>,
    /// Pairs of scripts whose shapes were compared.
    matched: FxHashSet<(usize, usize)>,
    /// The new feedback of each script.
    live: FxHashMap<[u8; 32], Arc<ScriptSnapshot>>,
    /// Pairs (new or none, old, depth) that were merged.
    done: FxHashMap<(usize, usize, usize), Arc<ScriptSnapshot>>,
}

/// The site of the op at `offset`, if it has one.
fn site_at(insns: &[Insn], offset: BytecodeOffset) -> Option<usize> {
    let insn = insns.get(offset.0 as usize)?;
    let op = insn.op();
    if op.words() == 2 {
        return Some(insns.get(offset.0 as usize + 1)?.a as usize);
    }
    let fields = [insn.a, insn.b, insn.c];
    op.info().operands.iter().zip(fields).find(|(operand, _)| **operand == Operand::Site).map(|(_, site)| site as usize)
}

/// Same bytecode, with feedback on both sides.
fn comparable(a: &ScriptSnapshot, b: &ScriptSnapshot) -> bool {
    a.hash == b.hash && !a.insns.is_empty() && a.types.len() == b.types.len() && a.sites.len() == b.sites.len()
}

fn same_target(a: &CallTarget, b: &CallTarget) -> bool {
    match (a, b) {
        (CallTarget::Script(a), CallTarget::Script(b)) => a.hash == b.hash,
        (CallTarget::Builtin(a), CallTarget::Builtin(b)) => a == b,
        (CallTarget::Other, CallTarget::Other) => true,
        _ => false,
    }
}

fn same_targets(a: &Option<CallTarget>, b: &Option<CallTarget>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => same_target(a, b),
        (None, None) => true,
        _ => false,
    }
}

/// Alike but for the shapes.
fn alike(a: &PropertyCase, b: &PropertyCase) -> bool {
    (a.kind, a.depth, a.slot, a.primitive, &a.key, a.next.is_some()) == (b.kind, b.depth, b.slot, b.primitive, &b.key, b.next.is_some())
        && same_targets(&a.function, &b.function)
}

impl Merger<'_> {
    fn look_alike(&self, new: ShapeIndex, old: ShapeIndex) -> bool {
        self.shapes[new.0 as usize] == self.old_shapes[old.0 as usize]
    }

    fn note_same(&mut self, new: ShapeIndex, old: ShapeIndex) {
        let is_free = !self.same.contains_key(&old.0) && !self.distinct.contains(&old.0);
        if self.look_alike(new, old) && is_free && self.taken.insert(new) {
            self.same.insert(old.0, new);
        }
    }

    /// Where code of this process was left because of a shape, the shapes that the stored
    /// profile has were bound to those of other objects.
    fn tell_apart(&mut self, new: &ScriptSnapshot, old: &ScriptSnapshot) {
        let mut found: Vec<u32> = Vec::new();
        for (offset, _) in new.bailouts.iter().filter(|(_, reason)| *reason == BailoutReason::WrongShape) {
            let Some(site) = site_at(&new.insns, *offset) else { continue };
            match (&new.sites[site], &old.sites[site]) {
                (SiteSnapshot::Property { cases: a, .. }, SiteSnapshot::Property { cases: b, .. }) => {
                    let met = b.iter().filter(|o| a.iter().any(|n| alike(n, o) && self.look_alike(n.shape, o.shape)));
                    found.extend(met.map(|case| case.shape.0));
                }
                (SiteSnapshot::Element { cases: a, .. }, SiteSnapshot::Element { cases: b, .. }) => {
                    let met = b.iter().filter(|o| a.iter().any(|n| n.kind == o.kind && self.look_alike(n.shape, o.shape)));
                    found.extend(met.map(|case| case.shape.0));
                }
                _ => {}
            }
        }
        self.distinct.extend(found);
    }

    /// The scripts that both profiles know.
    fn pairs(&mut self, new: &Arc<ScriptSnapshot>, old: &Arc<ScriptSnapshot>, depth: usize, found: &mut Vec<Pair>) {
        let new = &self.up_to_date(new);
        if depth >= MAX_DEPTH || !comparable(new, old) || !self.matched.insert((Arc::as_ptr(new) as usize, Arc::as_ptr(old) as usize)) {
            return;
        }
        found.push((new.clone(), old.clone()));
        for (index, child) in &new.children {
            if let Some(other) = old.child(*index) {
                self.pairs(child, other, depth + 1, found);
            }
        }
        for pair in new.sites.iter().zip(&old.sites) {
            match pair {
                (SiteSnapshot::Property { cases: a, .. }, SiteSnapshot::Property { cases: b, .. }) => {
                    for (x, y) in a.iter().flat_map(|x| b.iter().map(move |y| (x, y))).filter(|(x, y)| alike(x, y)) {
                        if let (Some(CallTarget::Script(x)), Some(CallTarget::Script(y))) = (&x.function, &y.function) {
                            self.pairs(x, y, depth + 1, found);
                        }
                    }
                }
                (SiteSnapshot::Call { targets: a, .. }, SiteSnapshot::Call { targets: b, .. }) => {
                    for (x, y) in a.iter().flat_map(|x| b.iter().map(move |y| (x, y))) {
                        if let (CallTarget::Script(x), CallTarget::Script(y)) = (x, y) {
                            self.pairs(x, y, depth + 1, found);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn match_shapes(&mut self, new: &ScriptSnapshot, old: &ScriptSnapshot) {
        if let (Some(n), Some(o)) = (new.instance, old.instance) {
            self.note_same(n, o);
        }
        for pair in new.sites.iter().zip(&old.sites) {
            match pair {
                (SiteSnapshot::Property { cases: a, .. }, SiteSnapshot::Property { cases: b, .. }) => {
                    for new_case in a {
                        let Some(old_case) = b.iter().find(|c| alike(new_case, c) && !self.same.contains_key(&c.shape.0)) else { continue };
                        self.note_same(new_case.shape, old_case.shape);
                        if let (Some(n), Some(o)) = (new_case.next, old_case.next) {
                            self.note_same(n, o);
                        }
                    }
                }
                (SiteSnapshot::Element { cases: a, .. }, SiteSnapshot::Element { cases: b, .. }) => {
                    for new_case in a {
                        let Some(old_case) = b.iter().find(|c| c.kind == new_case.kind && !self.same.contains_key(&c.shape.0)) else {
                            continue;
                        };
                        self.note_same(new_case.shape, old_case.shape);
                    }
                }
                _ => {}
            }
        }
    }

    /// `new`, or what is known of the same script elsewhere if it is a mere name here.
    fn up_to_date(&self, new: &Arc<ScriptSnapshot>) -> Arc<ScriptSnapshot> {
        if new.insns.is_empty() { self.live.get(&new.hash).unwrap_or(new).clone() } else { new.clone() }
    }

    /// The new number of an old shape.
    fn shape(&mut self, old: ShapeIndex) -> ShapeIndex {
        if let Some(known) = self.same.get(&old.0) {
            return *known;
        }
        let new = ShapeIndex(self.shapes.len() as u32);
        self.shapes.push(self.old_shapes[old.0 as usize].clone());
        self.same.insert(old.0, new);
        new
    }

    fn scripts(&mut self, new: &Arc<ScriptSnapshot>, old: &Arc<ScriptSnapshot>, depth: usize) -> Arc<ScriptSnapshot> {
        if new.insns.is_empty() && new.hash == old.hash && !old.insns.is_empty() {
            return self.old_script(old, depth);
        }
        if !comparable(new, old) || depth >= MAX_DEPTH {
            return new.clone();
        }
        let key = (Arc::as_ptr(new) as usize, Arc::as_ptr(old) as usize, depth);
        if let Some(done) = self.done.get(&key) {
            return done.clone();
        }
        let types = new.types.iter().zip(&old.types).map(|(a, b)| a | b).collect();
        let sites = new.sites.iter().zip(&old.sites).map(|(a, b)| self.site(a, b, depth)).collect();
        let mut bailouts = new.bailouts.clone();
        bailouts.extend(old.bailouts.iter().filter(|b| !new.bailouts.contains(b)));
        bailouts.sort_by_key(|(offset, reason)| (*offset, *reason as u8));
        let children = self.children(&new.children, &old.children, depth);
        let instance = new.instance.or_else(|| old.instance.map(|shape| self.shape(shape)));
        let script = Arc::new(new.with_feedback(Feedback { types, sites, bailouts, children, instance }));
        self.done.insert(key, script.clone());
        script
    }

    /// An old script with the new numbers of its shapes, and with what was learnt since.
    fn old_script(&mut self, old: &Arc<ScriptSnapshot>, depth: usize) -> Arc<ScriptSnapshot> {
        if old.insns.is_empty() || depth >= MAX_DEPTH {
            return Arc::new(old.to_named());
        }
        if let Some(live) = self.live.get(&old.hash).filter(|live| comparable(live, old)).cloned() {
            return self.scripts(&live, old, depth);
        }
        let key = (0, Arc::as_ptr(old) as usize, depth);
        if let Some(done) = self.done.get(&key) {
            return done.clone();
        }
        let sites = old.sites.iter().map(|site| self.site(&SiteSnapshot::Unreached, site, depth)).collect();
        let children = self.children(&[], &old.children, depth);
        let instance = old.instance.map(|shape| self.shape(shape));
        let (types, bailouts) = (old.types.clone(), old.bailouts.clone());
        let script = Arc::new(old.with_feedback(Feedback { types, sites, bailouts, children, instance }));
        self.done.insert(key, script.clone());
        script
    }

    fn children(
        &mut self,
        new: &[(u32, Arc<ScriptSnapshot>)],
        old: &[(u32, Arc<ScriptSnapshot>)],
        depth: usize,
    ) -> Vec<(u32, Arc<ScriptSnapshot>)> {
        let mut children = new.to_vec();
        for (index, old) in old {
            match children.iter_mut().find(|(i, _)| i == index) {
                Some((_, known)) => *known = self.scripts(known, old, depth + 1),
                None => {
                    let child = self.old_script(old, depth + 1);
                    children.push((*index, child));
                }
            }
        }
        children.sort_by_key(|(index, _)| *index);
        children
    }

    fn site(&mut self, new: &SiteSnapshot, old: &SiteSnapshot, depth: usize) -> SiteSnapshot {
        use SiteSnapshot::*;
        match (new, old) {
            (_, Unreached) => new.clone(),
            (Unreached, Property { megamorphic, .. }) => self.site(&Property { cases: Vec::new(), megamorphic: *megamorphic }, old, depth),
            (Unreached, Element { megamorphic, flags, .. }) => {
                self.site(&Element { cases: Vec::new(), megamorphic: *megamorphic, flags: *flags }, old, depth)
            }
            (Unreached, Call { megamorphic, flags, .. }) => {
                self.site(&Call { targets: Vec::new(), megamorphic: *megamorphic, flags: *flags }, old, depth)
            }
            (Property { cases, megamorphic }, Property { cases: more, megamorphic: too }) => {
                let mut cases = cases.clone();
                let mut full = false;
                for old_case in more {
                    let shape = self.shape(old_case.shape);
                    if let Some(known) = cases.iter_mut().find(|c| c.shape == shape && alike(c, old_case)) {
                        // Both sides keep their own numbers until here: `target` renames the old.
                        known.function = match (known.function.take(), &old_case.function) {
                            (Some(a), Some(b)) => Some(self.target(&a, b, depth)),
                            (a, _) => a,
                        };
                    } else if cases.len() < SITE_ENTRIES {
                        let case = self.case(old_case, depth);
                        cases.push(case);
                    } else {
                        full = true;
                    }
                }
                Property { cases, megamorphic: *megamorphic || *too || full }
            }
            (Element { cases, megamorphic, flags }, Element { cases: more, megamorphic: too, flags: other }) => {
                let mut cases = cases.clone();
                let mut full = false;
                for case in more {
                    let case = ElementCase { shape: self.shape(case.shape), kind: case.kind };
                    if cases.iter().any(|c| c.shape == case.shape && c.kind == case.kind) {
                        continue;
                    }
                    if cases.len() < SITE_ENTRIES {
                        cases.push(case);
                    } else {
                        full = true;
                    }
                }
                Element { cases, megamorphic: *megamorphic || *too || full, flags: flags | other }
            }
            (Call { targets, megamorphic, flags }, Call { targets: more, megamorphic: too, flags: other }) => {
                let mut targets = targets.clone();
                let mut full = false;
                for target in more {
                    if let Some(known) = targets.iter_mut().find(|t| same_target(t, target)) {
                        *known = self.target(known, target, depth);
                    } else if targets.len() < MAX_TARGETS {
                        let target = self.old_target(target, depth);
                        targets.push(target);
                    } else {
                        full = true;
                    }
                }
                Call { targets, megamorphic: *megamorphic || *too || full, flags: flags | other }
            }
            // Different kinds of site: not the same bytecode after all.
            _ => new.clone(),
        }
    }

    fn case(&mut self, old: &PropertyCase, depth: usize) -> PropertyCase {
        PropertyCase {
            shape: self.shape(old.shape),
            next: old.next.map(|next| self.shape(next)),
            function: old.function.as_ref().map(|target| self.old_target(target, depth)),
            ..old.clone()
        }
    }

    /// The old target, as it may stand in the new snapshot.
    fn old_target(&mut self, old: &CallTarget, depth: usize) -> CallTarget {
        match old {
            CallTarget::Script(script) => CallTarget::Script(self.old_script(script, depth + 1)),
            other => other.clone(),
        }
    }

    fn target(&mut self, new: &CallTarget, old: &CallTarget, depth: usize) -> CallTarget {
        match (new, old) {
            (CallTarget::Script(new), CallTarget::Script(old)) => CallTarget::Script(self.scripts(new, old, depth + 1)),
            _ => new.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
