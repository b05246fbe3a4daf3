//! Two profiles of one function as one.
//!
//! A warm process that gives restored code up has seen little by itself: it skipped the
//! interpreter. Compiling again from that alone would forget what the stored profile
//! knew, and the next process would bail out elsewhere. The union keeps both.
//!
//! Shapes are identified across the two by the sites: where both have a case that is
//! alike but for its shape, and the shapes look alike, they are one.

use super::profile::with_feedback;
use crate::feedback::SITE_ENTRIES;
use crate::ion::snapshot::{CallTarget, ElementCase, PropertyCase, ScriptSnapshot, ShapeIndex, ShapeSnapshot, SiteSnapshot, Snapshot};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Most call targets of a site in a profile.
const MAX_TARGETS: usize = SITE_ENTRIES;

/// `new` with what `old` has in addition. Scripts of the two correspond by hash; what is
/// not of the same bytecode is left as `new` has it.
pub fn merge(new: &Snapshot, old: &Snapshot) -> Snapshot {
    let mut merger = Merger { shapes: new.shapes.clone(), old_shapes: &old.shapes, same: FxHashMap::default(), done: FxHashMap::default() };
    merger.match_shapes(&new.script, &old.script, 0);
    let script = merger.scripts(&new.script, &old.script, 0);
    Snapshot { script, entry: new.entry, shapes: merger.shapes, inlining: new.inlining }
}

/// Deeper than inlining goes.
const MAX_DEPTH: usize = 16;

struct Merger<'a> {
    shapes: Vec<ShapeSnapshot>,
    old_shapes: &'a [ShapeSnapshot],
    /// Old shape → new.
    same: FxHashMap<u32, ShapeIndex>,
    /// Old scripts that stand alone, with their shapes renamed.
    done: FxHashMap<usize, Arc<ScriptSnapshot>>,
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
    fn note_same(&mut self, new: ShapeIndex, old: ShapeIndex) {
        let taken = self.same.values().any(|s| *s == new);
        if !taken && self.shapes[new.0 as usize] == self.old_shapes[old.0 as usize] {
            self.same.entry(old.0).or_insert(new);
        }
    }

    fn match_shapes(&mut self, new: &ScriptSnapshot, old: &ScriptSnapshot, depth: usize) {
        if !comparable(new, old) || depth > MAX_DEPTH {
            return;
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
                (SiteSnapshot::Call { targets: a, .. }, SiteSnapshot::Call { targets: b, .. }) => {
                    for (x, y) in a.iter().flat_map(|x| b.iter().map(move |y| (x, y))) {
                        if let (CallTarget::Script(x), CallTarget::Script(y)) = (x, y) {
                            self.match_shapes(x, y, depth + 1);
                        }
                    }
                }
                _ => {}
            }
        }
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
        if new.hash == old.hash && new.insns.is_empty() && !old.insns.is_empty() {
            return self.renamed(old, depth);
        }
        if !comparable(new, old) || depth > MAX_DEPTH {
            return new.clone();
        }
        let types = new.types.iter().zip(&old.types).map(|(a, b)| a | b).collect();
        let sites = new.sites.iter().zip(&old.sites).map(|(a, b)| self.site(a, b, depth)).collect();
        let mut bailouts = new.bailouts.clone();
        bailouts.extend(old.bailouts.iter().filter(|b| !new.bailouts.contains(b)));
        bailouts.sort_by_key(|(offset, reason)| (*offset, *reason as u8));
        Arc::new(with_feedback(new, types, sites, bailouts))
    }

    /// An old script with the new numbers of its shapes.
    fn renamed(&mut self, old: &Arc<ScriptSnapshot>, depth: usize) -> Arc<ScriptSnapshot> {
        let address = Arc::as_ptr(old) as usize;
        if let Some(done) = self.done.get(&address) {
            return done.clone();
        }
        let sites = old.sites.iter().map(|site| self.site(&SiteSnapshot::Unreached, site, depth)).collect();
        let script = Arc::new(with_feedback(old, old.types.clone(), sites, old.bailouts.clone()));
        self.done.insert(address, script.clone());
        script
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
            CallTarget::Script(script) if depth < MAX_DEPTH => CallTarget::Script(self.renamed(script, depth + 1)),
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
    use crate::feedback::IcKind;
    use crate::ion::snapshot::EntryPoint;

    #[test]
    fn a_profile_merged_with_itself_is_itself() {
        let snapshot = samples::snapshot();
        assert_eq!(profile::encode(&merge(&snapshot, &snapshot)), profile::encode(&snapshot));
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
        let script = Arc::new(with_feedback(&samples::bare_script(1, 2, 1), vec![types, 0], sites, Vec::new()));
        Snapshot { script, entry: EntryPoint::Function, shapes: vec![shape], inlining: true }
    }

    fn cases(snapshot: &Snapshot) -> &[PropertyCase] {
        let SiteSnapshot::Property { cases, .. } = &snapshot.script.sites[0] else { panic!("a property site") };
        cases
    }

    #[test]
    fn what_only_one_has_is_kept_and_what_both_have_is_there_once() {
        let merged = merge(&reads(1, 2, 1), &reads(1, 2, 2));
        assert_eq!((cases(&merged).len(), merged.shapes.len()), (1, 1));
        assert_eq!(merged.script.types[0], 3);
        let merged = merge(&reads(1, 2, 1), &reads(3, 7, 1));
        assert_eq!((cases(&merged).len(), merged.shapes.len()), (2, 2));
        assert_eq!(merged.shapes[cases(&merged)[1].shape.0 as usize].slots, 7);
    }

    #[test]
    fn an_empty_profile_takes_all_of_the_other() {
        let old = samples::snapshot();
        let blank = with_feedback(&old.script, vec![0; 10], vec![SiteSnapshot::Unreached; 4], Vec::new());
        let new = Snapshot { script: Arc::new(blank), entry: old.entry, shapes: Vec::new(), inlining: true };
        let merged = merge(&new, &old);
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
        let inner = Arc::new(with_feedback(&samples::bare_script(2, 2, 1), vec![1, 0], vec![inner], Vec::new()));
        let method = PropertyCase { function: Some(CallTarget::Script(inner)), ..cases[0].clone() };
        let sites = vec![SiteSnapshot::Property { cases: vec![method], megamorphic: false }];
        let script = Arc::new(with_feedback(&samples::bare_script(1, 2, 1), vec![1, 0], sites, Vec::new()));
        let shapes = vec![ShapeSnapshot { slots: 2, ..callee.shapes[0].clone() }, callee.shapes[0].clone()];
        Snapshot { script, shapes, ..callee }
    }

    #[test]
    fn shapes_of_a_method_that_both_know_are_renamed_once() {
        let merged = merge(&calls(1), &calls(5));
        let Some(CallTarget::Script(inner)) = &cases(&merged)[0].function else { panic!("a method") };
        let SiteSnapshot::Property { cases, .. } = &inner.sites[0] else { panic!("a property site") };
        let slots: Vec<u32> = cases.iter().map(|c| merged.shapes[c.shape.0 as usize].slots).collect();
        assert_eq!(slots, [1, 5]);
    }

    #[test]
    fn more_cases_than_a_site_has_room_for_make_it_megamorphic() {
        let merged = (2..8).fold(reads(1, 1, 1), |all, n| merge(&all, &reads(n, n as u32 * 10, 1)));
        let SiteSnapshot::Property { cases, megamorphic } = &merged.script.sites[0] else { panic!("a property site") };
        assert!(*megamorphic && cases.len() == SITE_ENTRIES);
    }
}
