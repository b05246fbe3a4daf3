//! What the compiler's input comes to as a number: equal inputs give equal code, so what was
//! compiled from an input with the same digest need not be compiled again.

use super::Hash;
use crate::ion::snapshot::{CallTarget, EntryPoint, PropertyCase, ScriptSnapshot, ShapeIndex, SiteSnapshot, Snapshot};
use rustc_hash::FxHashMap;
use std::sync::Arc;
use xxhash_rust::xxh3::Xxh3;

/// The digest of a snapshot: of all that is in it, bytecode by its hash.
pub fn digest(snapshot: &Snapshot) -> u64 {
    let mut digester = Digester { h: Xxh3::new(), seen: FxHashMap::default() };
    digester.number(match snapshot.entry {
        EntryPoint::Function => 0,
        EntryPoint::Osr(n) => n as u64 + 1,
    });
    digester.number(snapshot.inlining as u64 | (snapshot.effort as u64) << 1);
    digester.number(snapshot.shapes.len() as u64);
    for shape in &snapshot.shapes {
        digester.number(shape.token);
        digester.h.update(&[shape.kind, shape.variant, shape.inline_capacity, shape.no_indexed_prototype as u8]);
        digester.number(shape.slots as u64);
    }
    digester.script(&snapshot.script);
    digester.h.digest()
}

struct Digester {
    h: Xxh3,
    /// Scripts by hash and whether they are whole: a second time their number says it all.
    seen: FxHashMap<(Hash, bool), u64>,
}

impl Digester {
    fn number(&mut self, n: u64) {
        self.h.update(&n.to_le_bytes());
    }

    fn script(&mut self, script: &Arc<ScriptSnapshot>) {
        let (next, is_whole) = (self.seen.len() as u64, !script.insns.is_empty());
        if let Some(known) = self.seen.get(&(script.hash, is_whole)) {
            let known = *known;
            return self.number(known);
        }
        self.seen.insert((script.hash, is_whole), next);
        self.h.update(&script.hash);
        self.number(is_whole as u64);
        self.h.update(&script.types);
        self.number(script.sites.len() as u64);
        script.sites.iter().for_each(|site| self.site(site));
        self.number(script.bailouts.len() as u64);
        for (offset, reason) in &script.bailouts {
            self.number((offset.0 as u64) << 8 | *reason as u64);
        }
        self.number(script.children.len() as u64);
        for (index, child) in &script.children {
            self.number(*index as u64);
            self.script(child);
        }
        self.number(optional(script.instance));
    }

    fn site(&mut self, site: &SiteSnapshot) {
        match site {
            SiteSnapshot::Unreached => self.number(0),
            SiteSnapshot::Property { cases, megamorphic, others } => {
                self.number(1 | (*megamorphic as u64) << 8 | (*others as u64) << 9 | (cases.len() as u64) << 16);
                cases.iter().for_each(|case| self.property(case));
            }
            SiteSnapshot::Element { cases, megamorphic, flags } => {
                self.number(2 | (*megamorphic as u64) << 8 | (cases.len() as u64) << 16 | (*flags as u64) << 32);
                for case in cases {
                    self.number((case.shape.0 as u64) << 8 | case.kind as u64);
                }
            }
            SiteSnapshot::Call { targets, passed_on, megamorphic, flags } => {
                self.number(3 | (*megamorphic as u64) << 8 | (targets.len() as u64) << 16 | (*flags as u64) << 32);
                self.number(passed_on.len() as u64);
                targets.iter().chain(passed_on).for_each(|target| self.target(target));
            }
        }
    }

    fn property(&mut self, case: &PropertyCase) {
        let PropertyCase { shape, kind, depth, slot, function, next, key, primitive } = case;
        self.number((shape.0 as u64) << 32 | (*slot as u64) << 16 | (*depth as u64) << 8 | *kind as u64);
        self.number(optional(*next) << 1 | *primitive as u64);
        match function {
            None => self.number(u64::MAX),
            Some(target) => self.target(target),
        }
        // Keys are few and short; what is printed of one tells it apart.
        let key = key.as_ref().map(|key| format!("{key:?}")).unwrap_or_default();
        self.number(key.len() as u64);
        self.h.update(key.as_bytes());
    }

    fn target(&mut self, target: &CallTarget) {
        match target {
            CallTarget::Other => self.number(0),
            CallTarget::Builtin(row) => self.number(*row as u64 + 2),
            CallTarget::Script(script) => {
                self.number(1);
                self.script(script);
            }
        }
    }
}

fn optional(index: Option<ShapeIndex>) -> u64 {
    index.map_or(0, |index| index.0 as u64 + 1)
}
