//! What was learnt of many scripts, flat: each script once, with its callees by name.
//!
//! A profile is what a process leaves of its run, what a store keeps of a source file, and
//! where the compiler's input comes from ([`expand()`]). Profiles only grow: [`Profile::join`]
//! takes the least upper bound of two, per instruction and per site, so that it does not matter
//! in which order runs are taken in, and taking one in again changes nothing.
//!
//! Shapes are named by *tokens* ([`Shapes`]), which say what a shape looks like: they are the
//! same in each process that runs the same program.
//!
//! Plain data: nothing here knows the heap.

#![forbid(unsafe_code)]

mod digest;
mod expand;
mod join;

pub use digest::digest;
pub use expand::{MAX_INLINE_WORDS, Source, expand, has_entry, site_of};
pub use join::join;

use super::snapshot::{CallTarget, EntryPoint, PropertyCase, ScriptSnapshot, ShapeIndex, ShapeSnapshot, SiteSnapshot};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// BLAKE3 of the canonical bytecode.
pub type Hash = [u8; 32];

/// Shapes, each token once.
#[derive(Clone, Debug, Default)]
pub struct Shapes {
    rows: Vec<ShapeSnapshot>,
    by_token: FxHashMap<u64, ShapeIndex>,
}

impl Shapes {
    /// The row of a shape.
    pub fn add(&mut self, shape: ShapeSnapshot) -> ShapeIndex {
        if let Some(known) = self.by_token.get(&shape.token) {
            return *known;
        }
        let index = ShapeIndex(self.rows.len() as u32);
        self.by_token.insert(shape.token, index);
        self.rows.push(shape);
        index
    }
    pub fn get(&self, index: ShapeIndex) -> &ShapeSnapshot {
        &self.rows[index.0 as usize]
    }
}

/// What became of an entry point.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum EntryState {
    /// A run would have had a use for its code.
    Wanted,
    /// Compiled from the input with this digest.
    Compiled(u64),
    /// The input with this digest cannot be compiled.
    Failed(u64),
}

/// What is known of a script besides its feedback.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Feedback, with callees that are mere names; without bytecode where that is not at hand.
    pub script: Arc<ScriptSnapshot>,
    /// Of the function in its source, in bytes.
    pub position: u32,
    /// Calls and iterations that the interpreter saw in a run, at most.
    pub warmth: u32,
    pub entries: BTreeMap<EntryName, EntryState>,
    /// The serialised bytecode, if no source file has it.
    pub bytecode: Option<Arc<[u8]>>,
}

/// An entry point as it is named in what is stored: 0 is the function's, n + 1 that of loop n.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EntryName(pub u16);

impl From<EntryPoint> for EntryName {
    fn from(entry: EntryPoint) -> EntryName {
        match entry {
            EntryPoint::Function => EntryName(0),
            // Scripts have fewer loops than instruction words, and those that are compiled have fewer of these.
            EntryPoint::Osr(n) => EntryName(n.saturating_add(1)),
        }
    }
}

impl From<EntryName> for EntryPoint {
    fn from(name: EntryName) -> EntryPoint {
        match name.0 {
            0 => EntryPoint::Function,
            n => EntryPoint::Osr(n - 1),
        }
    }
}

/// What is known of a program, or of one of its source files.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    pub shapes: Shapes,
    pub scripts: BTreeMap<Hash, Record>,
}

impl Profile {
    /// Takes in what another profile has of one script, with the shapes that it names; says
    /// whether anything of it was new.
    pub fn join(&mut self, record: &Record, shapes: &[ShapeSnapshot]) -> bool {
        let script = renumbered(&record.script, &mut |index| self.shapes.add(shapes[index.0 as usize].clone()));
        let Some(known) = self.scripts.get_mut(&script.hash) else {
            self.scripts.insert(script.hash, Record { script: Arc::new(script), ..record.clone() });
            return true;
        };
        let joined = join(&known.script, &script);
        let mut changed = joined != *known.script;
        if changed {
            known.script = Arc::new(joined);
        }
        // How warm it gets varies from run to run: that is nothing new.
        known.warmth = known.warmth.max(record.warmth);
        for (entry, state) in &record.entries {
            if *state == EntryState::Wanted && !known.entries.contains_key(entry) {
                known.entries.insert(*entry, EntryState::Wanted);
                changed = true;
            }
        }
        if known.bytecode.is_none() && record.bytecode.is_some() {
            known.bytecode.clone_from(&record.bytecode);
            changed = true;
        }
        changed
    }
}

/// `script` with other numbers for its shapes.
pub fn renumbered(script: &ScriptSnapshot, number: &mut dyn FnMut(ShapeIndex) -> ShapeIndex) -> ScriptSnapshot {
    let mut script = script.clone();
    for site in &mut script.sites {
        match site {
            SiteSnapshot::Property { cases, .. } => {
                for case in cases {
                    case.shape = number(case.shape);
                    case.next = case.next.map(&mut *number);
                }
            }
            SiteSnapshot::Element { cases, .. } => cases.iter_mut().for_each(|case| case.shape = number(case.shape)),
            SiteSnapshot::Unreached | SiteSnapshot::Call { .. } => {}
        }
    }
    script.instance = script.instance.map(number);
    script
}

/// The scripts that `script` calls or makes closures of, in no particular order.
pub fn callees(script: &ScriptSnapshot) -> impl Iterator<Item = &Arc<ScriptSnapshot>> {
    let targets = script.sites.iter().flat_map(|site| {
        let (cases, targets, passed_on): (&[PropertyCase], &[CallTarget], &[CallTarget]) = match site {
            SiteSnapshot::Property { cases, .. } => (cases, &[], &[]),
            SiteSnapshot::Call { targets, passed_on, .. } => (&[], targets, passed_on),
            _ => (&[], &[], &[]),
        };
        cases.iter().filter_map(|case| case.function.as_ref()).chain(targets).chain(passed_on)
    });
    let targets = targets.filter_map(|target| if let CallTarget::Script(script) = target { Some(script) } else { None });
    targets.chain(script.children.iter().map(|(_, child)| child))
}

#[cfg(test)]
mod tests;
