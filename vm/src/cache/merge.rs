//! Two profiles of one function as one.
//!
//! A warm process that gives restored code up has seen little by itself: it skipped the
//! interpreter. Compiling again from that alone would forget what the stored profile
//! knew, and the next process would bail out elsewhere. The union keeps both.
//!
//! Shapes are identified across the two by the sites: where both have a case that is
//! alike but for its shape, and the shapes look alike, they are one. Unless code was left
//! there for the shape: then the stored shape had been bound to another object's.

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
    let script = trimmed(&script, 0, &mut FxHashMap::default());
    Snapshot { script, entry: new.entry, shapes: merger.shapes, inlining: new.inlining }
}

/// The scripts that `snapshot` has whole, by hash.
pub fn whole_scripts(snapshot: &Snapshot) -> FxHashSet<[u8; 32]> {
    let mut found = FxHashMap::default();
    collect(&snapshot.script, &mut found);
    found.into_keys().collect()
}

/// Deeper than inlining goes.
const MAX_DEPTH: usize = 8;

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

/// The functions that a script may inline.
fn callees(script: &ScriptSnapshot) -> impl Iterator<Item = &Arc<ScriptSnapshot>> {
    let targets = script.sites.iter().flat_map(|site| {
        let (cases, targets): (&[PropertyCase], &[CallTarget]) = match site {
            SiteSnapshot::Property { cases, .. } => (cases, &[]),
            SiteSnapshot::Call { targets, .. } => (&[], targets),
            _ => (&[], &[]),
        };
        cases.iter().filter_map(|case| case.function.as_ref()).chain(targets)
    });
    let targets = targets.filter_map(|target| if let CallTarget::Script(script) = target { Some(script) } else { None });
    targets.chain(script.children.iter().map(|(_, child)| child))
}

/// Adds `script` and what it may inline to `found`: of each bytecode the first that is whole.
fn collect(script: &Arc<ScriptSnapshot>, found: &mut FxHashMap<[u8; 32], Arc<ScriptSnapshot>>) {
    if script.insns.is_empty() || found.contains_key(&script.hash) {
        return;
    }
    found.insert(script.hash, script.clone());
    for callee in callees(script) {
        collect(callee, found);
    }
}

/// `script` with bare names where it is nested deeper than anything is inlined.
fn trimmed(script: &Arc<ScriptSnapshot>, depth: usize, done: &mut FxHashMap<(usize, usize), Arc<ScriptSnapshot>>) -> Arc<ScriptSnapshot> {
    if script.insns.is_empty() {
        return script.clone();
    }
    if depth >= MAX_DEPTH {
        return Arc::new(script.to_named());
    }
    let key = (Arc::as_ptr(script) as usize, depth);
    if let Some(known) = done.get(&key) {
        return known.clone();
    }
    let mut target = |target: &mut CallTarget| {
        if let CallTarget::Script(callee) = target {
            *callee = trimmed(callee, depth + 1, done);
        }
    };
    let mut sites = script.sites.clone();
    for site in &mut sites {
        match site {
            SiteSnapshot::Property { cases, .. } => cases.iter_mut().filter_map(|case| case.function.as_mut()).for_each(&mut target),
            SiteSnapshot::Call { targets, .. } => targets.iter_mut().for_each(&mut target),
            _ => {}
        }
    }
    let children = script.children.iter().map(|(index, child)| (*index, trimmed(child, depth + 1, done))).collect();
    let (types, bailouts, instance) = (script.types.clone(), script.bailouts.clone(), script.instance);
    let script = Arc::new(script.with_feedback(Feedback { types, sites, bailouts, children, instance }));
    done.insert(key, script.clone());
    script
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
mod tests {
    use super::super::{profile, samples};
    use super::*;
    use crate::bytecode::Op;
    use crate::feedback::IcKind;
    use crate::ion::snapshot::EntryPoint;

    #[test]
    fn a_profile_merged_with_itself_is_itself() {
        let snapshot = samples::snapshot();
        assert_eq!(profile::encode(&merge(&snapshot, &[], &snapshot)), profile::encode(&snapshot));
    }

    fn reads(slot: u16, slots: u32, types: u8) -> Snapshot {
        let case = PropertyCase {
            shape: ShapeIndex(0),
            kind: IcKind::OwnInline,
            depth: 0,
            slot,
            function: None,
            next: None,
            key: None,
            primitive: false,
        };
        let sites = vec![SiteSnapshot::Property { cases: vec![case], megamorphic: false }];
        let shape = ShapeSnapshot { kind: 0, variant: 0, inline_capacity: 4, slots, no_indexed_prototype: false };
        let script =
            Arc::new(samples::bare_script(1, 2, 1).with_feedback(Feedback { types: vec![types, 0], sites, ..Feedback::default() }));
        Snapshot { script, entry: EntryPoint::Function, shapes: vec![shape], inlining: true }
    }

    fn cases(snapshot: &Snapshot) -> &[PropertyCase] {
        let SiteSnapshot::Property { cases, .. } = &snapshot.script.sites[0] else { panic!("a property site") };
        cases
    }

    #[test]
    fn what_only_one_has_is_kept_and_what_both_have_is_there_once() {
        let merged = merge(&reads(1, 2, 1), &[], &reads(1, 2, 2));
        assert_eq!((cases(&merged).len(), merged.shapes.len()), (1, 1));
        assert_eq!(merged.script.types[0], 3);
        let merged = merge(&reads(1, 2, 1), &[], &reads(3, 7, 1));
        assert_eq!((cases(&merged).len(), merged.shapes.len()), (2, 2));
        assert_eq!(merged.shapes[cases(&merged)[1].shape.0 as usize].slots, 7);
    }

    /// A warm process bound the stored shape to that of the first object, met a second that
    /// is alike, left its code, knew only the second by then, and compiled the same again.
    #[test]
    fn shapes_that_are_alike_are_two_where_code_was_left_for_them() {
        let insns = vec![Insn::new(Op::LoadNull, 2, 0, 0, 0), Insn::new(Op::GetProp, 2, 1, 0, 0)];
        let with = |bailouts| {
            let Snapshot { script, entry, shapes, inlining } = reads(1, 2, 1);
            let script = ScriptSnapshot { insns: insns.clone().into(), ..Arc::into_inner(script).expect("nobody shares it") };
            let feedback = Feedback { types: vec![1, 0], sites: script.sites.clone(), bailouts, ..Feedback::default() };
            Snapshot { script: Arc::new(script.with_feedback(feedback)), entry, shapes, inlining }
        };
        let old = with(Vec::new());
        assert_eq!(merge(&with(vec![(BytecodeOffset(0), BailoutReason::WrongShape)]), &[], &old).shapes.len(), 1);
        let merged = merge(&with(vec![(BytecodeOffset(1), BailoutReason::WrongShape)]), &[], &old);
        assert_eq!((cases(&merged).len(), merged.shapes.len()), (2, 2));
        assert_ne!(cases(&merged)[0].shape, cases(&merged)[1].shape);
        assert_eq!(merged.shapes[0], merged.shapes[1]);
    }

    #[test]
    fn an_empty_profile_takes_all_of_the_other() {
        let old = samples::snapshot();
        let blank =
            old.script.with_feedback(Feedback { types: vec![0; 10], sites: vec![SiteSnapshot::Unreached; 4], ..Feedback::default() });
        let new = Snapshot { script: Arc::new(blank), entry: old.entry, shapes: Vec::new(), inlining: true };
        let merged = merge(&new, &[], &old);
        assert_eq!(merged.script.types, old.script.types);
        assert_eq!(merged.script.bailouts, old.script.bailouts);
        assert_eq!(merged.shapes.len(), old.shapes.len());
        // Encodes, and fits the bytecode: every index is in range.
        let bytes = profile::encode(&merged);
        profile::decode(&bytes, &mut |hash| Some(samples::bare_script(hash[0], 10, 4))).unwrap();
    }

    /// Reads a method whose code, of script 2, reads `slots` slots further on.
    fn calls(slots: u32) -> Snapshot {
        let callee = reads(3, slots, 1);
        let SiteSnapshot::Property { cases, .. } = &callee.script.sites[0] else { panic!("a property site") };
        let inner = SiteSnapshot::Property { cases: vec![PropertyCase { shape: ShapeIndex(1), ..cases[0].clone() }], megamorphic: false };
        let inner = Arc::new(samples::bare_script(2, 2, 1).with_feedback(Feedback {
            types: vec![1, 0],
            sites: vec![inner],
            ..Feedback::default()
        }));
        let method = PropertyCase { function: Some(CallTarget::Script(inner)), ..cases[0].clone() };
        let sites = vec![SiteSnapshot::Property { cases: vec![method], megamorphic: false }];
        let script = Arc::new(samples::bare_script(1, 2, 1).with_feedback(Feedback { types: vec![1, 0], sites, ..Feedback::default() }));
        let shapes = vec![ShapeSnapshot { slots: 2, ..callee.shapes[0].clone() }, callee.shapes[0].clone()];
        Snapshot { script, shapes, ..callee }
    }

    #[test]
    fn shapes_of_a_method_that_both_know_are_renamed_once() {
        let merged = merge(&calls(1), &[], &calls(5));
        let Some(CallTarget::Script(inner)) = &cases(&merged)[0].function else { panic!("a method") };
        let SiteSnapshot::Property { cases, .. } = &inner.sites[0] else { panic!("a property site") };
        let slots: Vec<u32> = cases.iter().map(|c| merged.shapes[c.shape.0 as usize].slots).collect();
        assert_eq!(slots, [1, 5]);
    }

    /// Code was compiled again and again that left at the same place: the callee was whole
    /// in the stored profile only, and what it had learnt since was not.
    #[test]
    fn a_callee_that_is_a_mere_name_in_the_new_profile_is_brought_up_to_date() {
        let old = calls(5);
        let mut new = calls(1);
        let SiteSnapshot::Property { cases: method, .. } = &new.script.sites[0] else { panic!("a property site") };
        let Some(CallTarget::Script(callee)) = method[0].function.clone() else { panic!("a method") };
        let left = (BytecodeOffset(1), BailoutReason::Unreached);
        let learnt = Arc::new(callee.with_feedback(Feedback {
            types: vec![3, 4],
            sites: callee.sites.clone(),
            bailouts: vec![left],
            ..Feedback::default()
        }));
        let named = PropertyCase { function: Some(CallTarget::Script(Arc::new(callee.to_named()))), ..method[0].clone() };
        let sites = vec![SiteSnapshot::Property { cases: vec![named], megamorphic: false }];
        new.script = Arc::new(new.script.with_feedback(Feedback { types: vec![1, 0], sites, ..Feedback::default() }));
        let merged = merge(&new, &[learnt], &old);
        let Some(CallTarget::Script(inner)) = &cases(&merged)[0].function else { panic!("a method") };
        assert_eq!((&inner.types[..], &inner.bailouts[..]), (&[3, 4][..], &[left][..]));
    }

    #[test]
    fn what_is_nested_deeper_than_inlining_goes_is_named_only() {
        let mut script = samples::bare_script(1, 2, 1);
        for _ in 0..3 * MAX_DEPTH {
            let sites = vec![SiteSnapshot::Call { targets: vec![CallTarget::Script(script)], megamorphic: false, flags: 0 }];
            script = Arc::new(samples::bare_script(1, 2, 1).with_feedback(Feedback { types: vec![1, 0], sites, ..Feedback::default() }));
        }
        let snapshot = Snapshot { script, entry: EntryPoint::Function, shapes: Vec::new(), inlining: true };
        let merged = merge(&snapshot, &[], &snapshot);
        let (mut depth, mut at) = (0, merged.script);
        while let Some(callee) = callees(&at.clone()).next() {
            at = callee.clone();
            depth += 1;
        }
        assert!(depth == MAX_DEPTH && at.insns.is_empty(), "{depth}");
    }

    #[test]
    fn more_cases_than_a_site_has_room_for_make_it_megamorphic() {
        let merged = (2..8).fold(reads(1, 1, 1), |all, n| merge(&all, &[], &reads(n, n as u32 * 10, 1)));
        let SiteSnapshot::Property { cases, megamorphic } = &merged.script.sites[0] else { panic!("a property site") };
        assert!(*megamorphic && cases.len() == SITE_ENTRIES);
    }
}
