//! Who is compiled or restored, when, and why: the one place where it is decided.
//!
//! Three paths lead here: a script's first call while there may be stored code for it
//! (`call`), its warm-up counter at a call (`entry`), and a loop head (`osr`). At each,
//! `decide` says *retrieved*, *compiled*, or neither with a reason, and the trace prints it.

use super::at_end::Callees;
use super::compiler::{Dumps, Job, Outcome};
use super::explain::Decision;
use super::jit_code::JitCode;
use super::snapshot::EntryPoint;
use super::stored::StoredLookup;
use crate::heap::Gc;
use crate::heap::roots::RootSource;
use crate::script::{Script, script_flags};
use crate::trace::{Category, Line};
use crate::vm::Vm;
use hearth_gc::Tracer;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// Calls and loop iterations after which a script is compiled.
pub const WARMUP: u32 = 1500;
/// After a give-up, feedback is gathered this long before the next compilation.
pub(super) const WARMUP_AGAIN: u32 = 300;
/// How often a script with a job under way asks whether it is done, in calls or iterations.
const POLL: u32 = 200;
/// Code that waits for files to be loaded is asked for after this many calls, then twice as many.
const ASK_AGAIN: u32 = 16;
/// Compilations of one script after which it stays interpreted.
const MAX_GENERATIONS: u32 = 20;
/// Longer scripts, in instruction words, are interpreted only: compiling takes more than
/// linear time (V8 draws the line at 60 KB of bytecode).
pub const MAX_COMPILED_WORDS: usize = 20_000;
/// From this many loops of one script on, each has to be the more worth a compilation.
const CROWD: usize = 4;
/// So have the loops of a script with some times as many instruction words: compiling 6000 of
/// them with a hundred loops takes 0.4 s, and what is saved in 36 times the warm-up is 0.01 s.
const LARGE: usize = 1024;

/// How a tier-up came about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Path {
    /// First call of a script.
    Call,
    /// Warm-up counter at a call.
    Entry,
    /// Loop head, by loop number.
    Osr(u16),
}

impl Path {
    pub fn name(self) -> &'static str {
        match self {
            Path::Call => "call",
            Path::Entry => "entry",
            Path::Osr(_) => "osr",
        }
    }
    pub(crate) fn entry_point(self) -> EntryPoint {
        match self {
            Path::Osr(n) => EntryPoint::Osr(n),
            _ => EntryPoint::Function,
        }
    }
}

/// A job under way.
pub struct Pending {
    ticket: u64,
    pub(super) script: Gc<Script>,
    pub(super) path: Path,
    pub(super) id: u128,
    /// The profile that goes into the blob.
    pub(super) feedback: Vec<u8>,
}

/// Jobs under way; the scripts are roots meanwhile.
#[derive(Default)]
pub struct PendingJobs(RefCell<Vec<Pending>>);

impl RootSource for PendingJobs {
    fn trace(&self, tracer: &mut Tracer) {
        for job in self.0.borrow().iter() {
            tracer.mark(job.script.header());
        }
    }
}

/// The decisions' state.
pub struct Tier {
    pending: Rc<PendingJobs>,
    next_ticket: u64,
    pub(super) started: Instant,
    /// What is to be compiled, and has been told to ask later: by script and entry point.
    pub(super) put_off: FxHashMap<([u8; 32], u16), Path>,
    /// Callees of the code that was compiled too late to be run.
    pub(super) stored_at_end: Callees,
}

impl Default for Tier {
    fn default() -> Tier {
        Tier {
            pending: Rc::default(),
            next_ticket: 0,
            started: Instant::now(),
            put_off: FxHashMap::default(),
            stored_at_end: Callees::default(),
        }
    }
}

impl Tier {
    pub(crate) fn pending_roots(&self) -> Rc<PendingJobs> {
        self.pending.clone()
    }
    pub(super) fn take(&self, ticket: u64) -> Option<Pending> {
        let mut pending = self.pending.0.borrow_mut();
        let at = pending.iter().position(|p| p.ticket == ticket)?;
        Some(pending.remove(at))
    }
    pub(super) fn pop(&self) -> Option<Pending> {
        self.pending.0.borrow_mut().pop()
    }
    pub(super) fn is_pending(&self, script: Gc<Script>, entry: EntryPoint) -> bool {
        self.pending.0.borrow().iter().any(|p| p.script == script && p.path.entry_point() == entry)
    }
}

impl Vm {
    /// The warm-up limit was reached at a call of a materialised script.
    pub(crate) fn tier_at_call(&mut self, script: Gc<Script>) {
        self.install_finished();
        if script.has_flag(script_flags::HAS_JIT) {
            script.warmup_limit.set(u32::MAX);
            return;
        }
        let first = script.warmup.get() < WARMUP && !self.options.ion_eager && script.data().ion.generation.get() == 0;
        let path = if first { Path::Call } else { Path::Entry };
        self.decide(script, path);
    }

    /// The warm-up limit was reached at the head of loop `n`: code to enter there, if any.
    pub(crate) fn tier_at_loop(&mut self, script: Gc<Script>, n: u16) -> Option<Gc<JitCode>> {
        self.install_finished();
        if let Some(code) = script.data().ion.osr_code(n) {
            return Some(code);
        }
        self.decide(script, Path::Osr(n));
        script.data().ion.osr_code(n)
    }

    fn decide(&mut self, script: Gc<Script>, path: Path) {
        let entry = path.entry_point();
        let state = &script.data().ion;
        let key = match path {
            Path::Osr(n) => n,
            _ => u16::MAX,
        };
        if state.refused.borrow().contains(&key) || script.has_flag(script_flags::NEVER_COMPILE) || self.ion_runtime().is_none() {
            self.wait_for(script, u32::MAX >> 1);
            return;
        }
        if self.tier.is_pending(script, entry) {
            self.wait_for(script, POLL);
            return;
        }
        let patient = script.warmup.get() < WARMUP && !self.options.ion_eager;
        let (needed, crowded) = warmup_needed(script, path);
        let restoring = self.stats.restore_ms;
        let stored =
            if state.not_stored.borrow().contains(&key) { StoredLookup::Absent } else { self.lookup_stored(script, entry, patient) };
        match stored {
            StoredLookup::Found { compiled, id } => {
                let start = Instant::now();
                match self.install(script, *compiled, osr_of(path), id, true) {
                    Ok(code) => {
                        self.stats.restore_ms += start.elapsed().as_secs_f64() * 1e3;
                        self.enter_from_now_on(script, path, code);
                        script.set_flag(script_flags::WAS_RESTORED, true);
                        self.stats.tierups.retrieved += 1;
                        let took = Duration::from_secs_f64((self.stats.restore_ms - restoring) / 1e3);
                        self.say(script, path, Decision::Retrieved { took, bytes: code.range().len() }, "stored", id);
                        return;
                    }
                    Err(reason) => {
                        self.stats.reject(reason.name());
                        self.say(script, path, Decision::Interpreted, reason.name(), id);
                        state.not_stored.borrow_mut().push(key);
                    }
                }
            }
            StoredLookup::Profile { .. } if crowded && script.warmup.get() < needed => {
                script.warmup_limit.set(needed);
                return;
            }
            StoredLookup::Profile { snapshot } => {
                state.not_stored.borrow_mut().push(key);
                self.submit(script, path, *snapshot);
                return;
            }
            StoredLookup::NotYet => {
                let later = script.warmup.get().saturating_mul(2).saturating_add(ASK_AGAIN);
                script.warmup_limit.set(later.min(WARMUP));
                return;
            }
            StoredLookup::Absent => {
                if !state.not_stored.borrow().contains(&key) {
                    state.not_stored.borrow_mut().push(key);
                }
            }
        }
        if script.warmup.get() < needed && !self.options.ion_eager {
            script.warmup_limit.set(needed);
            return;
        }
        if self.ion.as_ref().is_some_and(|ion| ion.compiler.is_busy()) {
            self.ask_later(script, path);
            return;
        }
        if !self.options.ion_eager && self.is_compiled_elsewhere(script, entry) {
            // Meanwhile it is interpreted; the stores are asked again.
            state.not_stored.borrow_mut().retain(|k| *k != key);
            self.say(script, path, Decision::Interpreted, "lease_held", 0);
            self.wait_for(script, WARMUP);
            return;
        }
        match self.informed_snapshot(script, entry) {
            Some(snapshot) => self.submit(script, path, snapshot),
            None => {
                self.say(script, path, Decision::Interpreted, "no_snapshot", 0);
                self.refuse(script, key);
            }
        }
    }

    /// What waits in a queue is compiled from what was known when it was asked for, and in
    /// the order of asking. So it does not wait there: hot functions soon ask again, and know more.
    fn ask_later(&mut self, script: Gc<Script>, path: Path) {
        if let Some(hash) = self.script_hash(script) {
            self.tier.put_off.insert((hash, key_of(path.entry_point())), path);
        }
        self.wait_for(script, POLL);
    }

    fn submit(&mut self, script: Gc<Script>, path: Path, snapshot: super::snapshot::Snapshot) {
        let job = self.job(script, path, snapshot);
        let outcome = self.ion.as_mut().and_then(|ion| ion.compiler.submit(job));
        match outcome {
            Some(outcome) => self.finish_job(outcome),
            None => self.wait_for(script, POLL),
        }
    }

    /// A job for the compiler, noted as pending.
    pub(super) fn job(&mut self, script: Gc<Script>, path: Path, snapshot: super::snapshot::Snapshot) -> Job {
        let id = self.code_id(script, path.entry_point());
        if let Some(hash) = self.script_hash(script) {
            self.tier.put_off.remove(&(hash, key_of(path.entry_point())));
        }
        let feedback = self.encode_profile(&snapshot);
        let ticket = self.tier.next_ticket;
        self.tier.next_ticket += 1;
        self.tier.pending.0.borrow_mut().push(Pending { ticket, script, path, id, feedback });
        Job { ticket, snapshot, dumps: Dumps { ir: self.options.dump.ir, clif: self.options.dump.clif } }
    }

    /// Installs what the background compiler has finished.
    pub(crate) fn install_finished(&mut self) {
        while let Some(outcome) = self.ion.as_mut().and_then(|ion| ion.compiler.poll()) {
            self.finish_job(outcome);
        }
    }

    fn finish_job(&mut self, outcome: Outcome) {
        let Some(Pending { script, path, id, feedback, .. }) = self.tier.take(outcome.ticket) else { return };
        self.stats.compile_ms += outcome.took.as_secs_f64() * 1e3;
        let name = script.template().info.name.to_rust();
        if let Some(ir) = &outcome.ir {
            crate::trace::tell(format_args!("; graph of {name} ({})\n{ir}", path.name()));
        }
        let key = match path {
            Path::Osr(n) => n,
            _ => u16::MAX,
        };
        let compiled = match outcome.result {
            Ok(compiled) => compiled,
            Err(reason) => {
                self.say(script, path, Decision::Interpreted, &reason, id);
                self.store_failure(script, path.entry_point());
                self.refuse(script, key);
                return;
            }
        };
        if let Some(clif) = &compiled.clif {
            crate::trace::tell(format_args!("; CLIF of {name} ({})\n{clif}", path.name()));
        }
        if self.options.dump.asm {
            crate::trace::tell(format_args!(
                "; code of {name} ({})\n{}",
                path.name(),
                crate::cache::disasm::disassemble(&compiled.code, Some(&compiled.metadata))
            ));
        }
        self.store_compiled(script, path.entry_point(), &compiled, &feedback);
        let compiled = if self.options.jit_clone { self.clone_through_bytes(script, path.entry_point(), compiled) } else { compiled };
        match self.install(script, compiled, osr_of(path), id, false) {
            Ok(code) => {
                self.enter_from_now_on(script, path, code);
                self.stats.tierups.compiled += 1;
                let generation = &script.data().ion.generation;
                generation.set(generation.get() + 1);
                self.say(script, path, Decision::Compiled { took: outcome.took, bytes: code.range().len() }, "warm", id);
            }
            Err(reason) => {
                self.stats.reject(reason.name());
                self.say(script, path, Decision::Interpreted, reason.name(), id);
                self.refuse(script, key);
            }
        }
    }

    fn enter_from_now_on(&mut self, script: Gc<Script>, path: Path, code: Gc<JitCode>) {
        if let Some(links) = code.data().links.get() {
            self.bind_recipes(links);
        }
        match path {
            Path::Osr(n) => {
                self.stats.tierups.osr += 1;
                self.add_osr(script, n, code);
            }
            Path::Call | Path::Entry => {
                let count = if path == Path::Call { &mut self.stats.tierups.call } else { &mut self.stats.tierups.entry };
                *count += 1;
                self.set_entry(script, code);
                // Loops that are running still ask for their own code.
                script.warmup_limit.set(script.warmup.get().saturating_add(POLL));
            }
        }
    }

    fn refuse(&mut self, script: Gc<Script>, key: u16) {
        script.data().ion.refused.borrow_mut().push(key);
        self.wait_for(script, WARMUP);
    }

    /// The tier is asked again after `more` calls or iterations.
    fn wait_for(&mut self, script: Gc<Script>, more: u32) {
        script.warmup_limit.set(script.warmup.get().saturating_add(more));
    }

    /// The code of `script` was given up: compile it again once it has learnt more.
    /// `key` is the entry point (`u16::MAX`: function entry).
    pub(crate) fn schedule_again(&mut self, script: Gc<Script>, key: u16) {
        let state = &script.data().ion;
        script.warmup.set(0);
        if state.generation.get() >= MAX_GENERATIONS {
            script.set_flag(script_flags::NEVER_COMPILE, true);
            script.warmup_limit.set(u32::MAX);
            return;
        }
        state.generation.set(state.generation.get().max(1));
        // What is stored is what was just given up.
        state.not_stored.borrow_mut().push(key);
        script.warmup_limit.set(WARMUP_AGAIN);
    }

    pub(super) fn say(&mut self, script: Gc<Script>, path: Path, decision: Decision, reason: &str, id: u128) {
        if let Some(explain) = &mut self.explain {
            explain.decided(script, path, decision, reason);
        }
        if !self.options.trace.has(Category::Tier) {
            return;
        }
        let template = script.template();
        let (line, _) = template.source.line_column(template.info.start);
        Line::new(Category::Tier)
            .field("script", format_args!("{}:{line}", template.source.name))
            .field("function", template.info.name.to_rust())
            .field("path", path.name())
            .field("decision", decision.name())
            .field("reason", reason)
            .field("id", format_args!("{id:032x}"))
            .emit();
    }
}

/// Calls and iterations after which `script` is compiled for `path`, and whether these are more
/// than usual. Code that is entered at a loop is code of the whole script, so one with hundreds
/// of short loops (tables of character sets are written so, in xlsx for one) would be compiled
/// once for each, in a time that grows with their square.
fn warmup_needed(script: Gc<Script>, path: Path) -> (u32, bool) {
    let state = &script.data().ion;
    let usual = if state.generation.get() == 0 { WARMUP } else { WARMUP_AGAIN };
    let Some(this) = osr_of(path) else { return (usual, false) };
    let mut loops: Vec<u16> = state.not_stored.borrow().iter().copied().filter(|key| *key != u16::MAX).collect();
    loops.sort_unstable();
    loops.dedup();
    let (usual, others) = match loops.binary_search(&this) {
        Ok(_) => (usual, loops.len() - 1),
        Err(_) => (WARMUP, loops.len()),
    };
    let crowd = (others * others / CROWD).max(1);
    let size = (script.code().insns.len() / LARGE).pow(2).max(1);
    let needed = usual.saturating_mul(u32::try_from(crowd * size).unwrap_or(u32::MAX));
    (needed, needed > usual)
}

fn osr_of(path: Path) -> Option<u16> {
    match path {
        Path::Osr(n) => Some(n),
        _ => None,
    }
}

/// How an entry point is reached that has this name in a script's state.
pub(super) fn path_of(key: u16) -> Path {
    if key == u16::MAX { Path::Entry } else { Path::Osr(key) }
}

/// Name of an entry point in a script's state.
pub(super) fn key_of(entry: EntryPoint) -> u16 {
    match entry {
        EntryPoint::Osr(n) => n,
        EntryPoint::Function => u16::MAX,
    }
}
