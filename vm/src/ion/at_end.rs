//! What is compiled at the end of a process: code that it has no use for itself, and that the
//! next one would otherwise compile.

use super::compiler::Outcome;
use super::explain::Decision;
use super::jit_code::JitCode;
use super::metadata::Metadata;
use super::snapshot::EntryPoint;
use super::tier::{Path, Pending, WARMUP, WARMUP_AGAIN, key_of, path_of};
use crate::heap::Gc;
use crate::script::{Script, script_flags};
use crate::vm::Vm;
use rustc_hash::FxHashSet;
use std::time::{Duration, Instant};

/// The end of a process may take this share of its running time for compilations that are
/// to be stored, and at least and at most so long. What is left over then is stored as a
/// profile, from which the next process compiles at once.
const FINISH_SHARE: f64 = 1.0;
const FINISH_AT_LEAST: Duration = Duration::from_millis(80);
const FINISH_AT_MOST: Duration = Duration::from_millis(1500);
/// A compilation that has begun is waited for this much longer.
const FINISH_BEGUN: Duration = Duration::from_millis(40);

/// Calls and iterations after which a function is compiled at the end if compiled code calls
/// it: where the caller starts hot in the next process, it will be called often. With less
/// feedback, code would be left too soon.
const WARM_IF_CALLED: u32 = WARMUP_AGAIN;
/// Likewise, if no compiled code has it inlined.
const WARM_IF_NOT_INLINED: u32 = WARMUP / 2;

/// Something to compile at the end.
struct Wanted {
    script: [u8; 32],
    path: Path,
    /// The process itself wanted it: if there is no time, what was learnt is worth storing.
    was_asked_for: bool,
}

/// What compiled code says of the functions that it calls.
#[derive(Default)]
pub struct Callees {
    called: FxHashSet<[u8; 32]>,
    inlined: FxHashSet<[u8; 32]>,
}

impl Callees {
    fn add(&mut self, code: &Metadata) {
        self.called.extend(code.called_scripts());
        self.inlined.extend(code.inlined_scripts());
    }
}

impl Vm {
    /// At the end of a process: what was asked for and not begun, what was given up and not
    /// compiled again, and what the next process would soon find warm, is compiled within
    /// bounds and stored. Of what was asked for and does not fit in, the profile is.
    pub(crate) fn finish_compilations(&mut self) {
        let share = self.tier.started.elapsed().mul_f64(FINISH_SHARE);
        let deadline = Instant::now() + share.clamp(FINISH_AT_LEAST, FINISH_AT_MOST);
        let mut seen = FxHashSet::default();
        loop {
            let mut wave = self.wanted_at_end();
            wave.retain(|wanted| seen.insert((wanted.script, key_of(wanted.path.entry_point()))));
            if wave.is_empty() {
                break;
            }
            for wanted in wave {
                self.satisfy(&wanted, deadline);
            }
            // What is compiled calls others, which nobody may have compiled.
            while let Some(outcome) = self.ion.as_mut().and_then(|ion| ion.compiler.wait(deadline)) {
                self.keep_outcome(outcome);
            }
        }
        let mut unbegun = self.take_queued();
        let begun = deadline.max(Instant::now() + FINISH_BEGUN);
        while let Some(outcome) = self.ion.as_mut().and_then(|ion| ion.compiler.wait(begun)) {
            self.keep_outcome(outcome);
        }
        // One by one: what is pending is rooted there.
        while let Some(Pending { script, path, .. }) = self.tier.pop() {
            unbegun.extend(self.script_hash(script).map(|hash| (hash, path)));
        }
        for (hash, path) in unbegun {
            if let Some(script) = self.script_by_hash(&hash) {
                self.leave_profile(script, path);
            }
        }
    }

    fn satisfy(&mut self, wanted: &Wanted, deadline: Instant) {
        let Some(script) = self.script_by_hash(&wanted.script) else { return };
        if self.tier.is_pending(script, wanted.path.entry_point()) {
            return;
        }
        if Instant::now() < deadline {
            self.compile_at_end(script, wanted.path);
        } else if wanted.was_asked_for {
            self.leave_profile(script, wanted.path);
        }
    }

    /// Takes back what nobody has begun to compile: scripts by hash, so that nothing holds
    /// cells.
    fn take_queued(&mut self) -> Vec<([u8; 32], Path)> {
        let tickets = self.ion.as_mut().map_or_else(Vec::new, |ion| ion.compiler.take_queued());
        let mut found = Vec::new();
        for ticket in tickets {
            let Some(Pending { script, path, .. }) = self.tier.take(ticket) else { continue };
            found.extend(self.script_hash(script).map(|hash| (hash, path)));
        }
        found
    }

    /// What the next process would want, the most urgent first. A function that got warm in a
    /// loop is entered at its first call there, so its entry is worth more than the loop.
    fn wanted_at_end(&mut self) -> Vec<Wanted> {
        let mut asked = self.take_queued();
        asked.extend(self.put_off_hottest_first());
        let mut wanted = Vec::new();
        for (hash, path) in asked {
            let Some(script) = self.script_by_hash(&hash) else { continue };
            let is_loop = matches!(path, Path::Osr(_));
            if is_loop && script.has_flag(script_flags::HAS_JIT) {
                continue;
            }
            wanted.push((hash, if is_loop && wants_entry(script) { Path::Entry } else { path }));
        }
        wanted.extend(self.given_up_code());
        let mut wanted: Vec<Wanted> = wanted.into_iter().map(|(script, path)| Wanted { script, path, was_asked_for: true }).collect();
        // A process that had all it needed leaves it at that, so that this comes to an end.
        if self.stats.tierups.compiled == 0 {
            return wanted;
        }
        wanted.extend(self.needed_by_next().into_iter().map(|script| Wanted { script, path: Path::Entry, was_asked_for: false }));
        wanted.extend(self.left_code().into_iter().map(|(script, path)| Wanted { script, path, was_asked_for: false }));
        wanted
    }

    /// The scripts that this process has met, by hash: nothing may hold cells while snapshots
    /// are taken.
    fn met_scripts(&self) -> Vec<[u8; 32]> {
        let mut met: Vec<_> = self.ion.as_ref().map_or_else(Vec::new, |ion| ion.scripts_by_hash.borrow().keys().copied().collect());
        met.sort_unstable();
        met
    }

    /// Functions that have no code of their own, and would soon get warm in a process that
    /// starts with the code that there is: hottest first.
    fn needed_by_next(&mut self) -> Vec<[u8; 32]> {
        let met = self.met_scripts();
        let mut callees = std::mem::take(&mut self.tier.stored_at_end);
        for script in met.iter().filter_map(|hash| self.script_by_hash(hash)) {
            let state = &script.data().ion;
            for code in state.entry.get().into_iter().chain(state.osr.borrow().iter().map(|(_, code)| *code)) {
                callees.add(&code.data().metadata);
            }
        }
        let mut needed = Vec::new();
        for hash in met {
            let Some(script) = self.script_by_hash(&hash).filter(|script| wants_entry(*script)) else { continue };
            let warmth = script.warmup.get();
            let is_needed = !script.data().ion.osr.borrow().is_empty()
                || (callees.called.contains(&hash) && warmth >= WARM_IF_CALLED)
                || (!callees.inlined.contains(&hash) && warmth >= WARM_IF_NOT_INLINED);
            if is_needed && !self.is_stored(script, EntryPoint::Function) {
                needed.push((std::cmp::Reverse(warmth), hash));
            }
        }
        self.tier.stored_at_end = callees;
        needed.sort_unstable();
        needed.into_iter().map(|(_, hash)| hash).collect()
    }

    /// Code that was left too often and has not been compiled again.
    fn given_up_code(&self) -> Vec<([u8; 32], Path)> {
        let mut given_up = Vec::new();
        for hash in self.met_scripts() {
            let Some(script) = self.script_by_hash(&hash) else { continue };
            given_up.extend(script.data().ion.given_up.borrow().iter().map(|key| (hash, path_of(*key))));
        }
        given_up
    }

    /// Code that this process made and that was left since, if not so often that it was given
    /// up: the next process would enter it earlier, and leave it more often. Not code that was
    /// compiled without feedback (`--ion-eager`): there is none now.
    fn left_code(&self) -> Vec<([u8; 32], Path)> {
        // Exceptions leave other code in the same place.
        let was_left = |code: &Gc<JitCode>| !code.data().restored && code.data().bailouts.get() > code.data().exceptions.get();
        let mut left = Vec::new();
        for hash in self.met_scripts() {
            let Some(script) = self.script_by_hash(&hash).filter(|script| script.warmup.get() >= WARMUP_AGAIN) else { continue };
            let state = &script.data().ion;
            match state.entry.get() {
                Some(code) => left.extend(was_left(&code).then_some((hash, Path::Entry))),
                None => left.extend(state.osr.borrow().iter().filter(|(_, code)| was_left(code)).map(|(n, _)| (hash, Path::Osr(*n)))),
            }
        }
        left
    }

    /// What was told to ask later and still waits.
    fn put_off_hottest_first(&mut self) -> Vec<([u8; 32], Path)> {
        let put_off = std::mem::take(&mut self.tier.put_off);
        let mut waiting: Vec<_> =
            put_off.into_iter().filter_map(|((hash, _), path)| Some((self.script_by_hash(&hash)?.warmup.get(), hash, path))).collect();
        waiting.sort_by_key(|(warmup, hash, path)| (std::cmp::Reverse(*warmup), *hash, key_of(path.entry_point())));
        waiting.into_iter().map(|(_, hash, path)| (hash, path)).collect()
    }

    fn has_given_up(&self, script: Gc<Script>, entry: EntryPoint) -> bool {
        script.data().ion.given_up.borrow().contains(&key_of(entry))
    }

    /// Stores what was learnt, in place of code that was given up if there is some.
    fn leave_profile(&mut self, script: Gc<Script>, path: Path) {
        let entry = path.entry_point();
        if let Some(explain) = &mut self.explain {
            explain.decided(script, path, Decision::Interpreted, "ended_first");
        }
        if self.has_given_up(script, entry) {
            self.withdraw_code(script, entry);
        } else if let Some(snapshot) = self.informed_snapshot(script, entry) {
            let feedback = self.encode_profile(&snapshot);
            self.store_profile(script, entry, &feedback);
        }
    }

    /// Compiles and stores, or notes that it could not.
    fn compile_at_end(&mut self, script: Gc<Script>, path: Path) {
        let Some(snapshot) = self.informed_snapshot(script, path.entry_point()) else { return };
        let job = self.job(script, path, snapshot);
        let Some(ion) = self.ion.as_mut() else { return };
        // Two compile faster than one: the other thread gets what it can begin soon.
        if ion.compiler.is_hungry() {
            if let Some(outcome) = ion.compiler.submit(job) {
                self.keep_outcome(outcome);
            }
            return;
        }
        let outcome = super::compiler::compile(job);
        self.keep_outcome(outcome);
    }

    /// Stores what was compiled too late to be run.
    fn keep_outcome(&mut self, outcome: Outcome) {
        let Some(Pending { script, path, id, feedback, .. }) = self.tier.take(outcome.ticket) else { return };
        self.stats.compile_ms += outcome.took.as_secs_f64() * 1e3;
        match outcome.result {
            Ok(compiled) => {
                self.tier.stored_at_end.add(&compiled.metadata);
                self.store_compiled(script, path.entry_point(), &compiled, &feedback);
                self.stats.tierups.compiled += 1;
                self.say(script, path, Decision::Compiled { took: outcome.took, bytes: compiled.code.len() }, "at_end", id);
            }
            Err(_) => self.store_failure(script, path.entry_point()),
        }
    }
}

/// A function (no top level, which is entered once) that may be compiled at its entry and is not.
fn wants_entry(script: Gc<Script>) -> bool {
    use crate::bytecode::FunctionKind::{AsyncModule, CommonJs, Module, Script as TopLevel};
    !script.has_flag(script_flags::HAS_JIT | script_flags::NEVER_COMPILE)
        && !matches!(script.template().info.kind, TopLevel | CommonJs | Module | AsyncModule)
        && !script.data().ion.refused.borrow().contains(&u16::MAX)
}
