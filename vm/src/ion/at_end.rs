//! What a process leaves at its end: what it learnt that the next one has a use for. It compiles
//! nothing then; the finisher does, from the profile of the whole run (`cache::finish`).

use super::budget::interpreted_for;
use super::build::LARGE;
use super::profile::{EntryName, EntryState, Hash, MAX_INLINE_WORDS, Record, callees};
use super::snapshot::EntryPoint;
use super::take_snapshot::Taker;
use super::tier::{Path, Pending, WARM_IF_CALLED, WARMUP};
use crate::bytecode::serialize;
use crate::cache::finish::{Run, Twin};
use crate::heap::Gc;
use crate::ion::explain::Decision;
use crate::script::{Script, script_flags};
use crate::vm::Vm;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::time::Duration;

/// Of a process that had code from the store: the share of its time that a function must have cost.
const WORTH_ASKING: f64 = 0.01;
/// Heads of loops, and of where a function goes on, are entries of code of their own: where a function that suspends has no more
/// of them, all are asked for.
const FEW_HEADS: usize = 8;
/// So many patterns are worth a finisher of their own.
const WORTH_A_RUN: usize = 8;
/// Scripts in what one process leaves.
const MAX_RECORDS: usize = 20_000;

/// When what was learnt is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    /// Nothing more is compiled.
    AtEnd,
    /// The program goes on.
    Before,
}

impl Vm {
    /// What this process has learnt and the next has a use for; none if it had all it needed:
    /// so this comes to an end.
    pub(crate) fn learnt(&mut self, when: When) -> Option<Run> {
        // Did it have code from the store?
        let warm = self.stats.tierups.retrieved > 0;
        let asked = match when {
            When::AtEnd => self.take_asked(),
            When::Before => self.asked_so_far(),
        };
        let (requests, loops) = self.requests(asked, warm);
        let patterns = self.builtins.regexps.for_later.clone();
        let avoided = self.cache.as_ref()?.avoided();
        if requests.is_empty() && patterns.len() < WORTH_A_RUN && avoided.is_empty() {
            return None;
        }
        let units = self.cache.as_ref()?.run_units();
        let (inlining, took) = (self.options.ion_inlining, self.running_time());
        let mut run = Run { units, inlining, warm, took, requests, loops, patterns, avoided, ..Run::default() };
        self.take_records(&mut run);
        Some(run)
    }

    /// What the next process would want code for, what costs most first: what was compiled in
    /// this one, or asked for and not begun, or given up. With it the loops of functions that are asked for at
    /// their entry instead.
    fn requests(&mut self, mut asked: Vec<(Hash, Path)>, warm: bool) -> (Vec<(Hash, EntryName)>, Vec<(Hash, EntryName)>) {
        let mut given_up: FxHashSet<(Hash, EntryName)> = FxHashSet::default();
        for hash in self.met_scripts() {
            for script in self.scripts_with_hash(&hash) {
                let state = &script.data().ion;
                asked.extend(state.given_up.borrow().iter().map(|entry| (hash, Path::to(*entry))));
                given_up.extend(state.given_up.borrow().iter().map(|entry| (hash, EntryName::from(*entry))));
                let entry = state.entry.get().filter(|code| !code.data().restored).map(|_| Path::Entry);
                let loops = state.osr.borrow();
                asked.extend(entry.map(|path| (hash, path)));
                asked.extend(loops.iter().filter(|(_, code)| !code.data().restored).map(|(n, _)| (hash, Path::Osr(*n))));
            }
        }
        // Once there is code for the program, what hardly costs any time is not worth a change of it.
        let took = self.running_time();
        let least = if warm { took.mul_f64(WORTH_ASKING) } else { Duration::ZERO };
        let mut seen = FxHashSet::default();
        let mut requests = Vec::new();
        let mut loops = Vec::new();
        for (hash, path) in asked {
            let Some(script) = self.script_by_hash(&hash) else { continue };
            // A function that got warm in a loop is entered at its first call in the next
            // process, so its entry is worth more than the loop: unless there is code for it, which was left
            // in front of the loop.
            let all = self.scripts_with_hash(&hash);
            let has_entry = all.iter().any(|script| is_served(*script)) && all.iter().all(|script| is_served(*script) || is_idle(*script));
            // Code of a large one is its loops'.
            let is_large = script.is_materialized() && script.code().insns.len() > LARGE;
            let entered = if may_be_entered(script) && !has_entry && !is_large { Path::Entry } else { path };
            if let (Path::Osr(this), Path::Entry) = (path, entered) {
                loops.extend(heads_with(script, this).map(|n| (hash, EntryName::from(EntryPoint::Osr(n)))));
            }
            let path = entered;
            let is_restored = matches!(path, Path::Entry) && has_entry;
            let request = (hash, EntryName::from(path.entry_point()));
            let weights = all.iter().map(|script| weight(*script, path, took));
            let weight = if given_up.contains(&request) { Duration::MAX } else { weights.max().unwrap_or_default() };
            if !is_restored && weight >= least && seen.insert(request) {
                requests.push((Reverse(weight), request));
            }
        }
        // The finisher's time is bounded.
        requests.sort_by_key(|(weight, (hash, entry))| (*weight, *hash, *entry));
        loops.sort_unstable();
        loops.dedup();
        (requests.into_iter().map(|(_, request)| request).collect(), loops)
    }

    /// What was asked for and not begun, and is not to be any more.
    fn take_asked(&mut self) -> Vec<(Hash, Path)> {
        let mut asked = self.take_queued();
        // One by one: what is pending is rooted there.
        while let Some(Pending { script, path, .. }) = self.tier.pop() {
            asked.extend(self.script_hash(script).map(|hash| (hash, path)));
        }
        asked.extend(std::mem::take(&mut self.tier.put_off).into_iter().map(|((hash, _), path)| (hash, path)));
        for (hash, path) in &asked {
            if let (Some(script), Some(explain)) = (self.script_by_hash(hash), &mut self.explain) {
                explain.decided(script, *path, Decision::Interpreted, "ended_first");
            }
        }
        asked
    }

    /// The same of a program that goes on.
    fn asked_so_far(&mut self) -> Vec<(Hash, Path)> {
        let mut asked: Vec<_> = self.tier.put_off.iter().map(|((hash, _), path)| (*hash, *path)).collect();
        let mut number = 0;
        while let Some((script, path)) = self.tier.nth(number) {
            asked.extend(self.script_hash(script).map(|hash| (hash, path)));
            number += 1;
        }
        asked.sort_unstable_by_key(|(hash, path)| (*hash, EntryName::from(path.entry_point())));
        asked
    }

    /// Adds what is known of the scripts that are asked for, of what is warm, and of what these
    /// may inline.
    fn take_records(&mut self, run: &mut Run) {
        let mut entries: FxHashMap<Hash, BTreeMap<EntryName, EntryState>> = FxHashMap::default();
        for (hash, entry) in &run.requests {
            entries.entry(*hash).or_default().insert(*entry, EntryState::Wanted);
        }
        let is_warm = |vm: &Vm, hash: &Hash| vm.scripts_with_hash(hash).into_iter().any(|script| warmth(script) >= WARM_IF_CALLED);
        let mut waiting: Vec<Hash> = self.met_scripts();
        waiting.retain(|hash| entries.contains_key(hash) || is_warm(self, hash));
        let mut taker = Taker::new(self, false);
        let mut taken = BTreeMap::new();
        while let Some(hash) = waiting.pop() {
            if taken.len() >= MAX_RECORDS || taken.contains_key(&hash) {
                continue;
            }
            let Some(script) = taker.script_of(&hash) else { continue };
            let offered = callees(&script).filter(|callee| !taken.contains_key(&callee.hash));
            let fits = |hash: &Hash| {
                let callee = taker.vm.script_by_hash(hash).filter(|script| script.is_materialized());
                callee.is_some_and(|script| script.code().insns.len() <= MAX_INLINE_WORDS)
            };
            waiting.extend(offered.map(|callee| callee.hash).filter(fits));
            taken.insert(hash, script);
        }
        let Taker { vm, shapes, .. } = taker;
        for (hash, snapshot) in taken {
            let (Some(script), Some(cache)) = (vm.script_by_hash(&hash), vm.cache.as_ref()) else { continue };
            let template = script.template();
            let Some(unit) = cache.unit_of(&template.source) else { continue };
            let is_in_a_pack = template.source.builtin || cache.is_unit(&template.source);
            let bytecode = (!is_in_a_pack).then(|| serialize::canonical_bytes(script.code(), &template.info).into());
            let record = Record {
                script: snapshot,
                position: template.info.start,
                warmth: vm.scripts_with_hash(&hash).into_iter().map(warmth).max().unwrap_or_default(),
                entries: entries.remove(&hash).unwrap_or_default(),
                bytecode,
            };
            run.add(unit.0, &record, &shapes);
            let has_room = is_in_a_pack && run.twins.len() < MAX_RECORDS;
            for twin in vm.scripts_with_hash(&hash).into_iter().filter(|_| has_room) {
                let template = twin.template();
                let other = cache.unit_of(&template.source).filter(|other| *other != unit && cache.is_unit(&template.source));
                run.twins.extend(other.map(|other| Twin { unit: other.0, script: hash, position: template.info.start }));
            }
        }
    }

    /// Takes back what nobody has begun to compile: scripts by hash, so that nothing holds
    /// cells.
    fn take_queued(&mut self) -> Vec<(Hash, Path)> {
        let tickets = self.ion.as_mut().map_or_else(Vec::new, |ion| ion.compiler.take_queued());
        let mut found = Vec::new();
        for ticket in tickets {
            let Some(Pending { script, path, .. }) = self.tier.take(ticket) else { continue };
            found.extend(self.script_hash(script).map(|hash| (hash, path)));
        }
        found
    }

    /// The scripts that this process has met, by hash: nothing may hold cells while profiles
    /// are taken.
    fn met_scripts(&self) -> Vec<Hash> {
        let mut met: Vec<_> = self.ion.as_ref().map_or_else(Vec::new, |ion| ion.scripts_by_hash.borrow().keys().copied().collect());
        met.sort_unstable();
        met
    }
}

/// Whether code from a store serves the entry of a function.
fn is_served(script: Gc<Script>) -> bool {
    script.data().ion.entry.get().is_some_and(|code| code.data().restored)
}

/// Nothing of it was compiled, or is worth to be.
fn is_idle(script: Gc<Script>) -> bool {
    let state = &script.data().ion;
    state.entry.get().is_none() && state.osr.borrow().is_empty() && warmth(script) < WARM_IF_CALLED
}

/// Calls and iterations, at least: compiled code does not count.
fn warmth(script: Gc<Script>) -> u32 {
    let has_code = script.has_flag(script_flags::HAS_JIT) || !script.data().ion.osr.borrow().is_empty();
    if has_code { script.warmup.get().max(WARMUP) } else { script.warmup.get() }
}

/// What interpreting it has cost, as far as is known: of a large script each loop may have had a part of that. What was compiled in
/// this process, which has run for `took`, comes first.
fn weight(script: Gc<Script>, path: Path, took: Duration) -> Duration {
    let state = &script.data().ion;
    let has_code = match path {
        Path::Osr(n) => state.osr_code(n).is_some(),
        Path::Call | Path::Entry => script.has_flag(script_flags::HAS_JIT) || !state.osr.borrow().is_empty(),
    };
    if has_code || !script.is_materialized() {
        return Duration::MAX;
    }
    let code = script.code();
    let all = interpreted_for(code.insns.len(), code.loops.len(), script.warmup.get()).min(took);
    match path {
        Path::Osr(_) if code.insns.len() > LARGE => all / code.loops.len().max(1) as u32,
        _ => all,
    }
}

/// The loop heads that the next process will find warm, too, where one has been: of a function that is suspended all
/// of them, since it goes on at each in turn, and it is left to chance which of them asks first.
fn heads_with(script: Gc<Script>, this: u16) -> impl Iterator<Item = u16> {
    let (kind, heads) = (script.template().info.kind, script.code().loops.len());
    let all = heads <= FEW_HEADS && kind.is_resumable();
    (0..heads as u16).filter(move |n| all || *n == this)
}

/// A function (no top level, which is entered once) that may be compiled at its entry.
fn may_be_entered(script: Gc<Script>) -> bool {
    !script.has_flag(script_flags::NEVER_COMPILE)
        && !script.template().info.kind.is_top_level()
        && !script.data().ion.refused.borrow().contains(&EntryPoint::Function)
}
