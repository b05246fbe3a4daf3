//! Who is compiled or restored, when, and why: the one place where it is decided.
//!
//! Three paths lead here: a script's first call while there may be stored code for it
//! (`call`), its warm-up counter at a call (`entry`), and a loop head (`osr`). At each,
//! `decide` says *retrieved*, *compiled*, or neither with a reason, and the trace prints it.

use super::budget::{self, Budget};
use super::build::{LARGE, Part};
use super::chaos::{Chaos, Verdict};
use super::compiler::{Dumps, Job, Outcome};
use super::explain::Decision;
use super::jit_code::JitCode;
use super::snapshot::{Effort, EntryPoint};
use super::stored::StoredLookup;
use crate::cpu_time;
use crate::heap::Gc;
use crate::heap::roots::RootSource;
use crate::script::{Script, script_flags};
use crate::trace::{Category, Line};
use crate::vm::Vm;
use hearth_gc::Tracer;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// Calls and loop iterations after which a script is compiled.
pub const WARMUP: u32 = 1500;
/// After a give-up, feedback is gathered this long before the next compilation.
pub(super) const WARMUP_AGAIN: u32 = 300;
/// Calls and iterations after which a function is worth code of its own if compiled code calls
/// it: where the caller starts hot, it will be called often. With less feedback, code would be
/// left too soon.
pub(crate) const WARM_IF_CALLED: u32 = WARMUP_AGAIN;
/// Likewise, if no compiled code has it inlined.
pub(crate) const WARM_IF_NOT_INLINED: u32 = WARMUP / 2;
/// How often a script with a job under way asks whether it is done, in calls or iterations.
const POLL: u32 = 200;
/// After how many calls and iterations a script asks again that asked for an entry point that
/// is refused. A prime, so that one that always comes at the same turn does not hide the others.
const ASK_OTHERS: u32 = 1499;
/// Code that waits for files to be loaded is asked for after this many calls, then twice as many.
const ASK_AGAIN: u32 = 16;
/// Compilations of one script after which it stays interpreted.
const MAX_GENERATIONS: u32 = 20;
/// Where code is given up without a reason.
const MAX_CHAOTIC_GENERATIONS: u32 = 60;
/// Longer scripts, in instruction words, are interpreted only: compiling takes more than
/// linear time (V8 draws the line at 60 KB of bytecode).
pub const MAX_COMPILED_WORDS: usize = 20_000;
/// From this many loops of one script on, each has to be the more worth a compilation.
const CROWD: usize = 4;

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
    /// How `entry` is reached by what has run for some time.
    pub(super) fn to(entry: EntryPoint) -> Path {
        match entry {
            EntryPoint::Osr(n) => Path::Osr(n),
            EntryPoint::Function => Path::Entry,
        }
    }
}

/// A job under way.
pub struct Pending {
    ticket: u64,
    pub(super) script: Gc<Script>,
    pub(super) path: Path,
    pub(super) id: u128,
}

/// Jobs under way; the scripts are roots meanwhile. With a store, those that were compiled are for longer: what
/// they have learnt is asked for at the end of the process, when nothing else may refer to a top level, or to a
/// function that was called while something was set up.
#[derive(Default)]
pub struct PendingJobs {
    jobs: RefCell<Vec<Pending>>,
    compiled: RefCell<VecDeque<Gc<Script>>>,
}

/// Of the functions that a process compiles and drops in turn, the last ones count.
const MAX_KEPT: usize = 256;

impl PendingJobs {
    fn keep(&self, script: Gc<Script>) {
        let mut kept = self.compiled.borrow_mut();
        if kept.len() == MAX_KEPT {
            kept.pop_front();
        }
        kept.push_back(script);
    }
}

impl RootSource for PendingJobs {
    fn trace(&self, tracer: &mut Tracer) {
        for job in self.jobs.borrow().iter() {
            tracer.mark(job.script.header());
        }
        for script in self.compiled.borrow().iter() {
            tracer.mark(script.header());
        }
    }
}

/// The decisions' state.
pub struct Tier {
    pending: Rc<PendingJobs>,
    next_ticket: u64,
    /// Processor time of the machine's thread when it was made.
    started: Duration,
    /// What is to be compiled, and has been told to ask later: by script and entry point.
    pub(super) put_off: FxHashMap<([u8; 32], EntryPoint), Path>,
    pub(super) budget: Budget,
    /// What is left to chance.
    pub(super) chaos: Option<Box<Chaos>>,
}

impl Default for Tier {
    fn default() -> Tier {
        Tier {
            pending: Rc::default(),
            next_ticket: 0,
            started: cpu_time::of_this_thread(),
            put_off: FxHashMap::default(),
            budget: Budget::default(),
            chaos: None,
        }
    }
}

impl Tier {
    pub(crate) fn pending_roots(&self) -> Rc<PendingJobs> {
        self.pending.clone()
    }
    pub(super) fn take(&self, ticket: u64) -> Option<Pending> {
        let mut pending = self.pending.jobs.borrow_mut();
        let at = pending.iter().position(|p| p.ticket == ticket)?;
        Some(pending.remove(at))
    }
    /// What is pending, by number; what is given out is rooted as long as it is there.
    pub(super) fn nth(&self, number: usize) -> Option<(Gc<Script>, Path)> {
        self.pending.jobs.borrow().get(number).map(|pending| (pending.script, pending.path))
    }
    pub(super) fn pop(&self) -> Option<Pending> {
        self.pending.jobs.borrow_mut().pop()
    }
    pub(super) fn is_pending(&self, script: Gc<Script>, entry: EntryPoint) -> bool {
        self.pending.jobs.borrow().iter().any(|p| p.script == script && p.path.entry_point() == entry)
    }
}

impl Vm {
    /// The warm-up limit was reached at a call of a materialised script.
    pub(crate) fn tier_at_call(&mut self, script: Gc<Script>) {
        self.install_finished();
        self.chaos_in_interpreter(script);
        if script.has_flag(script_flags::HAS_JIT) {
            // Under chaos, loops of frames that code was left for go on asking.
            script.warmup_limit.set(if self.has_chaos() { script.warmup.get() + 1 } else { u32::MAX });
            return;
        }
        let first = script.warmup.get() < WARMUP && !self.is_eager() && script.data().ion.generation.get() == 0;
        let path = if first { Path::Call } else { Path::Entry };
        self.decide(script, path);
    }

    /// The warm-up limit was reached at the head of loop `n`: code to enter there, if any.
    pub(crate) fn tier_at_loop(&mut self, script: Gc<Script>, n: u16) -> Option<Gc<JitCode>> {
        self.install_finished();
        self.chaos_in_interpreter(script);
        if let Some(code) = script.data().ion.osr_code(n) {
            return Some(code);
        }
        self.decide(script, Path::Osr(n));
        script.data().ion.osr_code(n)
    }

    fn decide(&mut self, script: Gc<Script>, path: Path) {
        let entry = path.entry_point();
        let state = &script.data().ion;
        if script.has_flag(script_flags::NEVER_COMPILE) || self.ion_runtime().is_none() {
            script.warmup_limit.set(u32::MAX);
            return;
        }
        if state.refused.borrow().contains(&entry) {
            self.wait_for_others(script);
            return;
        }
        if self.tier.is_pending(script, entry) {
            self.wait_for(script, POLL);
            return;
        }
        if let Some(Verdict::Later(more)) = self.chaos_verdict(script, entry) {
            self.wait_for(script, more);
            return;
        }
        let eager = self.is_eager();
        let patient = script.warmup.get() < WARMUP && !eager;
        let (needed, crowded) = warmup_needed(script, path);
        let restoring = self.stats.restore_ms;
        let stored =
            if state.not_stored.borrow().contains(&entry) { StoredLookup::Absent } else { self.lookup_stored(script, entry, patient) };
        match stored {
            StoredLookup::Found { compiled, id } => {
                let (start, replaced) = (Instant::now(), compiled.took);
                match self.install(script, *compiled, osr_of(path), id, true) {
                    Ok(code) => {
                        self.stats.restore_ms += start.elapsed().as_secs_f64() * 1e3;
                        self.enter_from_now_on(script, path, code);
                        script.set_flag(script_flags::WAS_RESTORED, true);
                        self.stats.tierups.retrieved += 1;
                        self.stats.replaced_ms += replaced.as_secs_f64() * 1e3;
                        let took = Duration::from_secs_f64((self.stats.restore_ms - restoring) / 1e3);
                        self.say(script, path, Decision::Retrieved { took, bytes: code.range().len() }, "stored", id);
                        return;
                    }
                    Err(reason) => {
                        self.stats.reject(reason.name());
                        self.say(script, path, Decision::Interpreted, reason.name(), id);
                        state.not_stored.borrow_mut().push(entry);
                    }
                }
            }
            StoredLookup::Profile { .. } if crowded && script.warmup.get() < needed && !eager => {
                script.warmup_limit.set(needed);
                return;
            }
            StoredLookup::Profile { mut snapshot } if !self.leaves_all_compiling() => {
                state.not_stored.borrow_mut().push(entry);
                // This process waits for it.
                snapshot.effort = Effort::Ordinary;
                self.submit(script, path, *snapshot);
                return;
            }
            StoredLookup::NotYet => {
                let later = script.warmup.get().saturating_mul(2).saturating_add(ASK_AGAIN);
                script.warmup_limit.set(later.min(WARMUP));
                return;
            }
            StoredLookup::Absent | StoredLookup::Profile { .. } => {
                if !state.not_stored.borrow().contains(&entry) {
                    state.not_stored.borrow_mut().push(entry);
                }
            }
        }
        if script.warmup.get() < needed && !eager {
            script.warmup_limit.set(needed);
            return;
        }
        if self.has_failed_before(script, entry) {
            self.say(script, path, Decision::Interpreted, "failed_before", 0);
            self.refuse(script, entry);
            return;
        }
        let is_busy = self.ion.as_ref().is_some_and(|ion| ion.compiler.is_busy());
        let is_measured = !eager && self.leaves_what_it_learns();
        if is_busy || self.leaves_all_compiling() || is_measured && !self.pays_to_compile(script) {
            self.ask_later(script, path);
            return;
        }
        if !eager && self.stores_what_it_compiles() && self.is_compiled_elsewhere(script, entry) {
            // Meanwhile it is interpreted; the stores are asked again.
            state.not_stored.borrow_mut().retain(|other| *other != entry);
            self.say(script, path, Decision::Interpreted, "lease_held", 0);
            self.wait_for(script, WARMUP);
            return;
        }
        match self.take_snapshot(script, entry) {
            Some(snapshot) => self.submit(script, path, snapshot),
            None => {
                self.say(script, path, Decision::Interpreted, "no_snapshot", 0);
                self.refuse(script, entry);
            }
        }
    }

    /// Processor time for which the program has run, on the thread of the machine.
    pub(super) fn running_time(&self) -> Duration {
        let all = cpu_time::of_this_thread().saturating_sub(self.tier.started);
        if self.options.threads { all } else { all.saturating_sub(self.tier.budget.spent()) }
    }

    fn pays_to_compile(&self, script: Gc<Script>) -> bool {
        let in_flight = self.ion.as_ref().map_or(0, |ion| ion.compiler.in_flight());
        let code = script.code();
        let interpreted = budget::interpreted_for(code.insns.len(), code.loops.len(), script.warmup.get());
        self.tier.budget.allows(interpreted, self.running_time(), in_flight)
    }

    /// What waits in a queue is compiled from what was known when it was asked for, and in
    /// the order of asking. So it does not wait there: hot functions soon ask again, and know more.
    fn ask_later(&mut self, script: Gc<Script>, path: Path) {
        if let Some(hash) = self.script_hash(script) {
            self.tier.put_off.insert((hash, path.entry_point()), path);
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
            self.tier.put_off.remove(&(hash, path.entry_point()));
        }
        let ticket = self.tier.next_ticket;
        self.tier.next_ticket += 1;
        self.tier.pending.jobs.borrow_mut().push(Pending { ticket, script, path, id });
        let provocation = self.provocation(script, path.entry_point());
        let dumps = Dumps { ir: self.options.dump.ir, clif: self.options.dump.clif };
        Job { ticket, snapshot, provocation, dumps, verify: self.options.graph_verify }
    }

    /// Installs what the background compiler has finished.
    pub(crate) fn install_finished(&mut self) {
        while let Some(outcome) = self.ion.as_mut().and_then(|ion| ion.compiler.poll()) {
            self.finish_job(outcome);
        }
    }

    fn finish_job(&mut self, outcome: Outcome) {
        let Some(Pending { script, path, id, .. }) = self.tier.take(outcome.ticket) else { return };
        self.stats.compile_ms += outcome.took.as_secs_f64() * 1e3;
        self.tier.budget.spend(outcome.took);
        let name = script.template().info.name.to_rust();
        if let Some(ir) = &outcome.ir {
            crate::trace::tell(format_args!("; graph of {name} ({})\n{ir}", path.name()));
        }
        let entry = path.entry_point();
        let compiled = match outcome.result {
            Ok(compiled) => compiled,
            Err(reason) => {
                self.stats.reject("not_compiled");
                self.say(script, path, Decision::Interpreted, &reason, id);
                self.refuse(script, entry);
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
        self.stats.most_guards = self.stats.most_guards.max(compiled.guards.into());
        self.store_compiled(script, path.entry_point(), &compiled);
        let compiled = if self.chaos_clones() || self.options.jit_clone {
            self.clone_through_bytes(script, path.entry_point(), compiled)
        } else {
            compiled
        };
        match self.install(script, compiled, osr_of(path), id, false) {
            Ok(code) => {
                self.enter_from_now_on(script, path, code);
                if self.cache.is_some() {
                    self.tier.pending.keep(script);
                }
                self.stats.tierups.compiled += 1;
                let generation = &script.data().ion.generation;
                generation.set(generation.get() + 1);
                self.say(script, path, Decision::Compiled { took: outcome.took, bytes: code.range().len() }, "warm", id);
            }
            Err(reason) => {
                self.stats.reject(reason.name());
                self.say(script, path, Decision::Interpreted, reason.name(), id);
                self.refuse(script, entry);
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
                let more = if self.has_chaos() { 1 } else { POLL };
                self.wait_for(script, more);
            }
        }
    }

    /// `entry` cannot be compiled. The script's other entry points may: a loop's code is only
    /// what the loop leads to.
    fn refuse(&mut self, script: Gc<Script>, entry: EntryPoint) {
        let mut refused = script.data().ion.refused.borrow_mut();
        if !refused.contains(&entry) {
            refused.push(entry);
        }
        drop(refused);
        self.wait_for_others(script);
    }

    /// The counter of calls and iterations is the script's: the next who asks may be another
    /// entry point than the one that is refused, unless all are.
    fn wait_for_others(&mut self, script: Gc<Script>) {
        if script.data().ion.refused.borrow().len() > script.code().loops.len() {
            script.warmup_limit.set(u32::MAX);
        } else {
            self.wait_for(script, ASK_OTHERS);
        }
    }

    /// Whether scripts are compiled without having been warm.
    fn is_eager(&self) -> bool {
        self.options.ion_eager || self.has_chaos()
    }

    /// The tier is asked again after `more` calls or iterations.
    fn wait_for(&mut self, script: Gc<Script>, more: u32) {
        script.warmup_limit.set(script.warmup.get().saturating_add(more));
    }

    /// The code of `entry` was given up: compile it again once it has learnt more.
    pub(crate) fn schedule_again(&mut self, script: Gc<Script>, entry: EntryPoint) {
        let state = &script.data().ion;
        script.warmup.set(0);
        if state.generation.get() >= if self.has_chaos() { MAX_CHAOTIC_GENERATIONS } else { MAX_GENERATIONS } {
            script.set_flag(script_flags::NEVER_COMPILE, true);
            script.warmup_limit.set(u32::MAX);
            return;
        }
        state.generation.set(state.generation.get().max(1));
        // What is stored is what was just given up.
        state.not_stored.borrow_mut().push(entry);
        script.warmup_limit.set(if self.has_chaos() { 1 } else { WARMUP_AGAIN });
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
/// than usual. A script with hundreds of short loops (tables of character sets are written so, in xlsx for one) would be compiled
/// once for each.
fn warmup_needed(script: Gc<Script>, path: Path) -> (u32, bool) {
    let state = &script.data().ion;
    let usual = if state.generation.get() == 0 { WARMUP } else { WARMUP_AGAIN };
    let Some(this) = osr_of(path) else { return (usual, false) };
    let mut loops: Vec<EntryPoint> = state.not_stored.borrow().iter().copied().filter(|entry| *entry != EntryPoint::Function).collect();
    loops.sort_unstable();
    loops.dedup();
    let (usual, others) = match loops.binary_search(&EntryPoint::Osr(this)) {
        Ok(_) => (usual, loops.len() - 1),
        Err(_) => (WARMUP, loops.len()),
    };
    let crowd = (others * others / CROWD).max(1);
    // So is code of some times as many instruction words: compiling 6000 of them with a hundred loops takes 0.4 s, and what is
    // saved in 36 times the warm-up is 0.01 s.
    let head = script.code().loops.get(this as usize).map_or(0, |head| head.0);
    let size = (Part::entered_at(head, &script.code().insns, LARGE).within.len() / LARGE).pow(2).max(1);
    let needed = usual.saturating_mul(u32::try_from(crowd * size).unwrap_or(u32::MAX));
    (needed, needed > usual)
}

fn osr_of(path: Path) -> Option<u16> {
    match path {
        Path::Osr(n) => Some(n),
        _ => None,
    }
}
