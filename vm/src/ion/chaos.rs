//! `--tier-chaos=SEED` and `--stress-bailout=N`: the tier behaves badly on purpose, and
//! reproducibly. Whatever it does, a program must print what it prints in the interpreter.
//!
//! Decisions are draws by counter (`provoke::draw`): of the seed, the kind of decision, the
//! place (a script by the hash of its bytecode, and its entry point) and how often it came up
//! there. So what is decided at one place does not hang on what happens at others, and a
//! failure that was seen once is seen again. Nothing is compiled in the background.
//!
//! Code that was made so is stored under keys of its own (`Provoked::to_bytes`).

use super::jit_code::JitCode;
use super::link::LinkTable;
use super::lower::Compiled;
use super::provoke::{FailingGuards, InliningChance, Provocation, draw};
use super::runtime_calls::RuntimeCall;
use super::snapshot::EntryPoint;
use crate::heap::Gc;
use crate::ion::graph::effect;
use crate::numbered::numbered;
use crate::script::Script;
use crate::trace::{Category, Line};
use crate::vm::Vm;
use hearth_gc::Collection;
use rustc_hash::FxHashMap;
use std::time::Duration;

macro_rules! kinds {
    ($($name:ident $text:literal $what:literal;)*) => {
        numbered! {
            /// What is left to chance.
            pub enum Kind { $(#[doc = $what] $name,)* }
        }

        impl Kind {
            pub const fn name(self) -> &'static str {
                [$($text),*][self as usize]
            }
        }
    };
}

kinds! {
    Tiers "tiers" "when a script is compiled: at a call, at the first, third or thousandth head of a loop, or not";
    Inlining "inlining" "which callees are inlined";
    Guards "guards" "which guards fail although they hold";
    Retirement "retirement" "when code is given up, or replaced, while frames run in it";
    Links "links" "when links to what prototypes have are unbound";
    Bytes "bytes" "which code goes through its stored form before it is entered, or in the place of the code that runs";
    Collections "collections" "when garbage is collected";
    Loops "loops" "which loops are compiled without what is around them";
}

/// A set of kinds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Kinds(u8);

impl Kinds {
    pub const NONE: Kinds = Kinds(0);
    pub const EVERY: Kinds = Kinds(u8::MAX >> (8 - Kind::ALL.len()));
    #[must_use]
    pub const fn with(self, kind: Kind) -> Kinds {
        Kinds(self.0 | 1 << kind as u8)
    }
    pub const fn has(self, kind: Kind) -> bool {
        self.0 & 1 << kind as u8 != 0
    }
}

/// What is provoked, as the options say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Provoked {
    /// The seed of all chances; none: nothing is left to chance.
    pub chaos: Option<u64>,
    pub kinds: Kinds,
    /// The guard of each compiled function that fails although it holds.
    pub nth_guard: Option<u32>,
}

impl Default for Provoked {
    fn default() -> Provoked {
        Provoked { chaos: None, kinds: Kinds::EVERY, nth_guard: None }
    }
}

impl Provoked {
    pub fn is_some(&self) -> bool {
        self.chaos.is_some() || self.nth_guard.is_some()
    }
    /// What the key of stored code has of it: nothing if nothing is provoked.
    pub fn to_bytes(self) -> Vec<u8> {
        let mut bytes = Vec::new();
        if let Some(seed) = self.chaos {
            bytes.extend([1, self.kinds.0]);
            bytes.extend(seed.to_le_bytes());
        }
        if let Some(n) = self.nth_guard {
            bytes.push(2);
            bytes.extend(n.to_le_bytes());
        }
        bytes
    }
}

/// What happens to code, and to what it relies on, while it runs.
#[derive(Clone, Copy)]
enum Act {
    /// The running code is given up.
    GiveUp,
    /// All code is.
    GiveUpAll,
    /// The running code is replaced by a copy that went through the stored form.
    Replace,
    /// Links that rely on prototypes are unbound.
    Unbind,
    Collect(Collection),
}

/// Acts with their kinds and weights.
const ACTS: &[(Act, Kind, &str, u64)] = &[
    (Act::GiveUp, Kind::Retirement, "give_up", 4),
    (Act::GiveUpAll, Kind::Retirement, "give_up_all", 1),
    (Act::Replace, Kind::Bytes, "replace", 4),
    (Act::Unbind, Kind::Links, "unbind", 3),
    (Act::Collect(Collection::Young), Kind::Collections, "collect_young", 3),
    (Act::Collect(Collection::Full), Kind::Collections, "collect_full", 2),
];

/// Call at which a script is compiled for its entry; 0: none.
const CALLS: &[u32] = &[1, 1, 2, 3, 10, 100, 1000, 0];
/// Pass of a loop's head at which it is compiled for that; 0: none.
const PASSES: &[u32] = &[1, 1, 3, 3, 1000, 0];
/// Instruction words from which a script counts as large, so that its loops are compiled alone: half of the time.
const LARGE: &[usize] = &[12, 24, 48, 96];
/// After so many passes without a decision, asking at each is too slow.
const MANY_PASSES: u32 = 1000;
/// Distance of questions then.
const SELDOM: u32 = 100;
/// A countdown starts below a power of two, at most this one.
const LONGEST_COUNTDOWN: u64 = 12;
/// So does the number of events between two acts.
const LONGEST_PEACE: u64 = 13;

/// What the tier knows of its chaos.
pub struct Chaos {
    seed: u64,
    kinds: Kinds,
    /// How often each place was asked about: by script, entry point, and generation of the code.
    asked: FxHashMap<(u64, EntryPoint, u32), u32>,
    /// Events until the next act.
    peace: u64,
    acts: u64,
    countdowns: u64,
    compilations: u64,
}

/// Whether something is compiled now.
pub enum Verdict {
    Now,
    /// Ask again after so many calls and passes.
    Later(u32),
}

impl Chaos {
    pub fn new(provoked: &Provoked) -> Option<Box<Chaos>> {
        let seed = provoked.chaos?;
        let mut chaos =
            Chaos { seed, kinds: provoked.kinds, asked: FxHashMap::default(), peace: 0, acts: 0, countdowns: 0, compilations: 0 };
        chaos.peace = chaos.below_power(Kind::Retirement, 0, LONGEST_PEACE);
        Some(Box::new(chaos))
    }

    fn draw(&self, kind: Kind, words: &[u64]) -> u64 {
        draw(&[self.seed, kind as u64, draw(words)])
    }

    /// At least 1, and below a power of two that is drawn first.
    fn below_power(&self, kind: Kind, n: u64, longest: u64) -> u64 {
        let power = self.draw(kind, &[n, 0]) % (longest + 1);
        1 + self.draw(kind, &[n, 1]) % (1 << power)
    }

    /// Whether the script with this hash is to be compiled now at `entry`.
    fn verdict(&mut self, hash: &[u8; 32], entry: EntryPoint, generation: u32) -> Verdict {
        if !self.kinds.has(Kind::Tiers) {
            return Verdict::Now;
        }
        let place = word(hash);
        let asked = self.asked.entry((place, entry, generation)).or_default();
        *asked += 1;
        let asked = *asked;
        let choices = if entry == EntryPoint::Function { CALLS } else { PASSES };
        let chosen = choices[(self.draw(Kind::Tiers, &[place, entry_word(entry), generation.into()]) % choices.len() as u64) as usize];
        match chosen {
            0 => Verdict::Later(if asked > MANY_PASSES { SELDOM } else { 1 }),
            n if asked >= n => Verdict::Now,
            _ => Verdict::Later(1),
        }
    }

    /// What is provoked in a compilation.
    fn provocation(&mut self, hash: &[u8; 32], entry: EntryPoint, generation: u32) -> Provocation {
        let words = |what: u64| [word(hash), entry_word(entry), generation.into(), what];
        let guards = if self.kinds.has(Kind::Guards) {
            let seed = self.draw(Kind::Guards, &words(0));
            match seed % 8 {
                0 => FailingGuards::None,
                1 | 2 => FailingGuards::Nth((seed >> 3) as u32 % 48),
                n => FailingGuards::Counted { seed, one_in: [1, 1, 2, 4, 16][n as usize - 3] },
            }
        } else {
            FailingGuards::None
        };
        let inlining = self.kinds.has(Kind::Inlining).then(|| InliningChance(self.draw(Kind::Inlining, &words(1))));
        let large = if self.kinds.has(Kind::Loops) {
            let seed = self.draw(Kind::Loops, &words(2));
            LARGE.get(seed as usize % (2 * LARGE.len())).copied()
        } else {
            None
        };
        Provocation { guards, inlining, large }
    }

    /// The next countdown of guards.
    fn countdown(&mut self) -> u32 {
        self.countdowns += 1;
        self.below_power(Kind::Guards, self.countdowns, LONGEST_COUNTDOWN) as u32
    }

    /// The act that is due at this event.
    fn act(&mut self) -> Option<(Act, &'static str)> {
        self.peace -= 1;
        if self.peace > 0 {
            return None;
        }
        self.acts += 1;
        self.peace = self.below_power(Kind::Retirement, self.acts, LONGEST_PEACE);
        let possible = || ACTS.iter().filter(|(_, kind, _, _)| self.kinds.has(*kind));
        let sum: u64 = possible().map(|(_, _, _, weight)| weight).sum();
        let mut left = self.draw(Kind::Retirement, &[self.acts, 2]).checked_rem(sum)?;
        for (act, _, name, weight) in possible() {
            match left.checked_sub(*weight) {
                Some(rest) => left = rest,
                None => return Some((*act, name)),
            }
        }
        None
    }
}

/// An entry point as a number to draw with.
fn entry_word(entry: EntryPoint) -> u64 {
    match entry {
        EntryPoint::Function => u64::from(u16::MAX),
        EntryPoint::Osr(n) => n.into(),
    }
}

fn word(hash: &[u8; 32]) -> u64 {
    let mut first = [0; 8];
    first.copy_from_slice(&hash[..8]);
    u64::from_le_bytes(first)
}

impl Vm {
    pub(crate) fn has_chaos(&self) -> bool {
        self.tier.chaos.is_some()
    }

    /// Whether chance has `script` compiled now; none: nothing is left to chance.
    pub(super) fn chaos_verdict(&mut self, script: Gc<Script>, entry: EntryPoint) -> Option<Verdict> {
        self.tier.chaos.as_ref()?;
        let hash = self.script_hash(script)?;
        let generation = script.data().ion.generation.get();
        let chaos = self.tier.chaos.as_mut()?;
        Some(chaos.verdict(&hash, entry, generation))
    }

    /// What is provoked in the compilation of `script` that is about to start.
    pub(super) fn provocation(&mut self, script: Gc<Script>, entry: EntryPoint) -> Provocation {
        if let Some(n) = self.options.provoked.nth_guard {
            return Provocation { guards: FailingGuards::Nth(n), ..Provocation::default() };
        }
        let Some(hash) = self.script_hash(script) else { return Provocation::default() };
        let generation = script.data().ion.generation.get();
        let Some(chaos) = self.tier.chaos.as_mut() else { return Provocation::default() };
        chaos.provocation(&hash, entry, generation)
    }

    /// Whether what was just compiled goes through its stored form.
    pub(super) fn chaos_clones(&mut self) -> bool {
        let Some(chaos) = self.tier.chaos.as_mut() else { return false };
        chaos.compilations += 1;
        chaos.kinds.has(Kind::Bytes) && chaos.draw(Kind::Bytes, &[chaos.compilations]).is_multiple_of(4)
    }

    /// At a bailout: whether a guard failed that held, and if so, whether nothing is learnt from it.
    pub(super) fn was_provoked(&mut self) -> bool {
        let Some(chaos) = self.tier.chaos.as_mut() else { return false };
        if self.cx.guard_countdown != 0 {
            return false;
        }
        self.cx.guard_countdown = chaos.countdown();
        chaos.draw(Kind::Guards, &[chaos.countdowns, 2]).is_multiple_of(2)
    }

    /// Starts the countdown of guards.
    pub(crate) fn start_chaos(&mut self) {
        self.tier.chaos = Chaos::new(&self.options.provoked);
        if let Some(chaos) = self.tier.chaos.as_mut() {
            self.cx.guard_countdown = chaos.countdown();
        }
    }

    /// An event in the interpreter: a script is called, or passes the head of a loop.
    pub(super) fn chaos_in_interpreter(&mut self, script: Gc<Script>) {
        let Some((act, name)) = self.tier.chaos.as_mut().and_then(|chaos| chaos.act()) else { return };
        let state = &script.data().ion;
        let code = state.entry.get().or_else(|| state.osr.borrow().first().map(|(_, code)| *code));
        self.misbehave(act, name, code);
    }

    /// An event in compiled code: a runtime call that may collect.
    #[cold]
    #[inline(never)]
    pub(super) fn chaos_in_code(&mut self, call: RuntimeCall) {
        if call.effects() & effect::ALLOC == 0 {
            return;
        }
        let Some((act, name)) = self.tier.chaos.as_mut().and_then(|chaos| chaos.act()) else { return };
        let links = self.cx.exit_links;
        // SAFETY: compiled code that calls the runtime has left its link table in the context.
        let code = (links != 0).then(|| unsafe { Gc::<LinkTable>::from_address(links).code() });
        self.misbehave(act, name, code);
    }

    fn misbehave(&mut self, act: Act, name: &'static str, running: Option<Gc<JitCode>>) {
        if self.options.trace.has(Category::Tier) {
            let function = running.and_then(|code| code.data().script.get()).map_or_else(String::new, |s| s.template().info.name.to_rust());
            Line::new(Category::Tier).field("chaos", name).field("function", function).emit();
        }
        match act {
            Act::GiveUp => {
                if let Some(code) = running {
                    self.give_up_code(code);
                }
            }
            Act::GiveUpAll => {
                let all = self.ion.as_ref().map_or_else(Vec::new, |ion| ion.pc_map.borrow().all()); // unrooted: nothing allocates
                for code in all {
                    self.give_up_code(code);
                }
            }
            Act::Replace => {
                if let Some(code) = running {
                    self.replace_by_copy(code);
                }
            }
            Act::Unbind => {
                if let Some(ion) = self.ion.as_ref() {
                    ion.prototype_slots.borrow_mut().unbind();
                }
            }
            Act::Collect(what) => self.collect_garbage(what),
        }
    }

    /// Puts a copy of `code` that went through the stored form in its place; frames that run in
    /// it go on there.
    pub(super) fn replace_by_copy(&mut self, code: Gc<JitCode>) {
        let data = code.data();
        let Some(script) = data.script.get().filter(|_| !data.retired.get()) else { return };
        let entry = data.osr_loop.map_or(EntryPoint::Function, EntryPoint::Osr);
        let compiled = Compiled {
            code: code.bytes().to_vec().into(),
            metadata: data.metadata.clone(),
            placed: None,
            clif: None,
            guards: 0,
            took: Duration::ZERO,
        };
        let copy = self.clone_through_bytes(script, entry, compiled);
        let Ok(new) = self.install(script, copy, data.osr_loop, data.id, data.restored) else { return };
        if let Some(links) = new.data().links.get() {
            self.bind_recipes(links);
        }
        data.retired.set(true);
        match data.osr_loop {
            Some(n) => self.add_osr(script, n, new),
            None => self.set_entry(script, new),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chaos(seed: u64, kinds: Kinds) -> Chaos {
        *Chaos::new(&Provoked { chaos: Some(seed), kinds, nth_guard: None }).expect("a seed")
    }

    #[test]
    fn the_same_seed_decides_the_same() {
        let story = |seed| {
            let mut chaos = chaos(seed, Kinds::EVERY);
            let acts: Vec<_> = (0..20_000).filter_map(|_| chaos.act().map(|(_, name)| name)).collect();
            let provocations: Vec<_> = (0..50).map(|n| chaos.provocation(&[n; 32], EntryPoint::Function, 0)).collect();
            let countdowns: Vec<_> = (0..50).map(|_| chaos.countdown()).collect();
            (acts, provocations, countdowns)
        };
        assert_eq!(story(1), story(1));
        assert_ne!(story(1), story(2));
    }

    #[test]
    fn every_act_comes_up_and_only_those_of_the_kinds_that_are_asked_for() {
        let names = |kinds| {
            let mut chaos = chaos(3, kinds);
            (0..200_000).filter_map(|_| chaos.act().map(|(_, name)| name)).collect::<std::collections::BTreeSet<_>>()
        };
        assert_eq!(names(Kinds::EVERY).len(), ACTS.len());
        assert_eq!(names(Kinds::NONE.with(Kind::Links)).into_iter().collect::<Vec<_>>(), ["unbind"]);
        assert!(names(Kinds::NONE).is_empty());
    }

    #[test]
    fn loops_are_compiled_at_their_first_third_or_thousandth_pass_or_not() {
        let mut seen = std::collections::BTreeSet::new();
        for n in 0..100 {
            let mut chaos = chaos(9, Kinds::EVERY);
            seen.insert((1..2000).find(|_| matches!(chaos.verdict(&[n; 32], EntryPoint::Osr(0), 0), Verdict::Now)));
        }
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), [None, Some(1), Some(3), Some(1000)]);
    }

    #[test]
    fn what_is_provoked_is_part_of_the_key_and_nothing_is_nothing() {
        let all = [
            Provoked::default(),
            Provoked { chaos: Some(1), ..Provoked::default() },
            Provoked { chaos: Some(2), ..Provoked::default() },
            Provoked { chaos: Some(2), kinds: Kinds::NONE, ..Provoked::default() },
            Provoked { nth_guard: Some(1), ..Provoked::default() },
        ];
        let keys: std::collections::BTreeSet<_> = all.map(Provoked::to_bytes).into_iter().collect();
        assert_eq!(keys.len(), all.len());
        assert!(keys.contains(&Vec::new()));
    }
}
