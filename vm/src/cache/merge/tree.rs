//! A profile as a tree of scripts: each with those that it may inline.

use crate::ion::snapshot::{CallTarget, Feedback, PropertyCase, ScriptSnapshot, SiteSnapshot};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Deeper than inlining goes.
pub const MAX_DEPTH: usize = 8;

/// The functions that a script may inline.
pub fn callees(script: &ScriptSnapshot) -> impl Iterator<Item = &Arc<ScriptSnapshot>> {
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
pub fn collect(script: &Arc<ScriptSnapshot>, found: &mut FxHashMap<[u8; 32], Arc<ScriptSnapshot>>) {
    if script.insns.is_empty() || found.contains_key(&script.hash) {
        return;
    }
    found.insert(script.hash, script.clone());
    for callee in callees(script) {
        collect(callee, found);
    }
}

/// `script` with bare names where it is nested deeper than anything is inlined.
pub fn trimmed(script: &Arc<ScriptSnapshot>) -> Arc<ScriptSnapshot> {
    let too_deep = |script: &Arc<ScriptSnapshot>, depth| (depth >= MAX_DEPTH).then(|| Arc::new(script.to_named()));
    Rebuild { replaced: too_deep, done: FxHashMap::default() }.script(script, 0)
}

/// `script` with `others` in the places of the callees of the same bytecode.
pub fn with_callees(script: &Arc<ScriptSnapshot>, others: &FxHashMap<[u8; 32], Arc<ScriptSnapshot>>) -> Arc<ScriptSnapshot> {
    let known = |script: &Arc<ScriptSnapshot>, depth| others.get(&script.hash).filter(|_| depth > 0).cloned();
    Rebuild { replaced: known, done: FxHashMap::default() }.script(script, 0)
}

/// Makes a tree again, with something else in some places.
struct Rebuild<F> {
    /// What stands for a whole script at a depth, if not what is made of its parts.
    replaced: F,
    done: FxHashMap<(usize, usize), Arc<ScriptSnapshot>>,
}

impl<F: Fn(&Arc<ScriptSnapshot>, usize) -> Option<Arc<ScriptSnapshot>>> Rebuild<F> {
    fn script(&mut self, script: &Arc<ScriptSnapshot>, depth: usize) -> Arc<ScriptSnapshot> {
        if script.insns.is_empty() {
            return script.clone();
        }
        if let Some(other) = (self.replaced)(script, depth) {
            return other;
        }
        let key = (Arc::as_ptr(script) as usize, depth);
        if let Some(known) = self.done.get(&key) {
            return known.clone();
        }
        let mut sites = script.sites.clone();
        for site in &mut sites {
            match site {
                SiteSnapshot::Property { cases, .. } => {
                    cases.iter_mut().filter_map(|case| case.function.as_mut()).for_each(|target| self.target(target, depth));
                }
                SiteSnapshot::Call { targets, .. } => targets.iter_mut().for_each(|target| self.target(target, depth)),
                _ => {}
            }
        }
        let children = script.children.iter().map(|(index, child)| (*index, self.script(child, depth + 1))).collect();
        let (types, bailouts, instance) = (script.types.clone(), script.bailouts.clone(), script.instance);
        let script = Arc::new(script.with_feedback(Feedback { types, sites, bailouts, children, instance }));
        self.done.insert(key, script.clone());
        script
    }

    fn target(&mut self, target: &mut CallTarget, depth: usize) {
        if let CallTarget::Script(callee) = target {
            *callee = self.script(callee, depth + 1);
        }
    }
}
