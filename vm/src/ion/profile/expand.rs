//! The compiler's input made of flat feedback: a script with those that it may inline, each
//! with those that it may inline.

use super::{EntryName, Hash};
use crate::bytecode::{Insn, Op, Operand};
use crate::ion::snapshot::{CallTarget, Effort, EntryPoint, Feedback, ScriptSnapshot, ShapeIndex, ShapeSnapshot, SiteSnapshot, Snapshot};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Scripts larger than this are not offered for inlining, in instruction words.
pub const MAX_INLINE_WORDS: usize = 320;
/// Nesting of scripts offered for inlining.
const MAX_DEPTH: usize = 7;
/// Scripts in one snapshot.
const MAX_SCRIPTS: usize = 60;

/// Where feedback comes from.
pub trait Source {
    /// A script with bytecode and feedback, its callees by name; none if it is not known, or
    /// too little of it to inline it.
    fn script(&mut self, hash: &Hash) -> Option<Arc<ScriptSnapshot>>;
    /// A shape that the feedback names.
    fn shape(&self, index: ShapeIndex) -> ShapeSnapshot;
}

/// What the compiler needs to know of an entry point of the script `hash`. Equal feedback
/// gives equal snapshots: scripts and shapes are taken in the order of the instructions that
/// name them.
pub fn expand(source: &mut dyn Source, hash: &Hash, entry: EntryPoint, inlining: bool) -> Option<Snapshot> {
    let root = source.script(hash)?;
    let mut expander = Expander {
        source,
        inlining,
        shapes: Vec::new(),
        numbers: FxHashMap::default(),
        path: Vec::new(),
        known: FxHashMap::default(),
        scripts: 0,
    };
    let script = expander.whole(&root);
    Some(Snapshot { script, entry, shapes: expander.shapes, inlining, effort: Effort::default() })
}

struct Expander<'a> {
    source: &'a mut dyn Source,
    inlining: bool,
    shapes: Vec<ShapeSnapshot>,
    numbers: FxHashMap<ShapeIndex, ShapeIndex>,
    /// Scripts under way: recursion is cut.
    path: Vec<Hash>,
    known: FxHashMap<Hash, Arc<ScriptSnapshot>>,
    scripts: usize,
}

impl Expander<'_> {
    fn callee(&mut self, named: &Arc<ScriptSnapshot>) -> Arc<ScriptSnapshot> {
        if let Some(known) = self.known.get(&named.hash) {
            return known.clone();
        }
        let may_be_whole = self.inlining && self.path.len() < MAX_DEPTH && self.scripts < MAX_SCRIPTS && !self.path.contains(&named.hash);
        let found = if may_be_whole { self.source.script(&named.hash) } else { None };
        match found.filter(|script| !script.insns.is_empty() && script.insns.len() <= MAX_INLINE_WORDS) {
            Some(script) => self.whole(&script),
            None if named.insns.is_empty() => named.clone(),
            None => Arc::new(named.to_named()),
        }
    }

    fn whole(&mut self, script: &Arc<ScriptSnapshot>) -> Arc<ScriptSnapshot> {
        self.scripts += 1;
        self.path.push(script.hash);
        let mut sites = vec![SiteSnapshot::Unreached; script.sites.len()];
        let mut children: Vec<(u32, Arc<ScriptSnapshot>)> = Vec::new();
        let mut at = 0;
        while let Some(insn) = script.insns.get(at) {
            let op = insn.op();
            let index = insn.wide_child() as u32;
            if op == Op::NewFunction
                && !children.iter().any(|(i, _)| *i == index)
                && let Some(child) = script.child(index)
            {
                children.push((index, self.callee(child)));
            }
            if let Some(index) = site_of(op, &script.insns, at)
                && let Some(slot) = sites.get_mut(index)
            {
                *slot = self.site(&script.sites[index]);
            }
            at += op.words();
        }
        children.sort_by_key(|(index, _)| *index);
        let instance = script.instance.map(|shape| self.shape(shape));
        self.path.pop();
        let (types, bailouts) = (script.types.clone(), script.bailouts.clone());
        let whole = Arc::new(script.with_feedback(Feedback { types, sites, bailouts, children, instance }));
        self.known.insert(script.hash, whole.clone());
        whole
    }

    fn site(&mut self, site: &SiteSnapshot) -> SiteSnapshot {
        let mut site = site.clone();
        match &mut site {
            SiteSnapshot::Unreached => {}
            SiteSnapshot::Property { cases, .. } => {
                for case in cases {
                    case.shape = self.shape(case.shape);
                    case.function = case.function.take().map(|target| self.target(target));
                    case.next = case.next.map(|next| self.shape(next));
                }
            }
            SiteSnapshot::Element { cases, .. } => cases.iter_mut().for_each(|case| case.shape = self.shape(case.shape)),
            SiteSnapshot::Call { targets, passed_on, .. } => {
                for target in targets.iter_mut().chain(passed_on) {
                    *target = self.target(std::mem::replace(target, CallTarget::Other));
                }
            }
        }
        site
    }

    fn target(&mut self, target: CallTarget) -> CallTarget {
        match target {
            CallTarget::Script(named) => CallTarget::Script(self.callee(&named)),
            other => other,
        }
    }

    fn shape(&mut self, index: ShapeIndex) -> ShapeIndex {
        *self.numbers.entry(index).or_insert_with(|| {
            self.shapes.push(self.source.shape(index));
            ShapeIndex(self.shapes.len() as u32 - 1)
        })
    }
}

/// The feedback site of the instruction at `at`.
pub fn site_of(op: Op, insns: &[Insn], at: usize) -> Option<usize> {
    let insn = insns[at];
    if op.words() == 2 {
        return Some(insns.get(at + 1)?.a as usize);
    }
    let fields = [insn.a, insn.b, insn.c];
    let operands = &op.info().operands;
    (0..3).find(|i| operands[*i] == Operand::Site).map(|i| fields[i] as usize)
}

/// Whether the entry point is one of the script.
pub fn has_entry(script: &ScriptSnapshot, entry: EntryName) -> bool {
    match EntryPoint::from(entry) {
        EntryPoint::Function => true,
        EntryPoint::Osr(n) => (n as usize) < script.loops.len(),
    }
}
