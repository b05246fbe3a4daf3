//! Which patterns are compiled, and when: those whose interpretation has cost about what compiling costs, on the threads of
//! the compiler; and those that earlier processes compiled, which the stores have (`stored`). One whose matches are given up
//! too often is interpreted again.

use super::{Outcome, RegExpCode, STACK, Scratch, TextRef, compile};
use crate::cache::PatternRequest;
use crate::regexp::program::{Program, Search};
use crate::regexp::text::Text;
use crate::string::Units;
use crate::trace::{Category, Line};
use crate::vm::Vm;
use std::cell::{Cell, OnceCell, RefCell};
use std::sync::atomic::AtomicU32;
use std::sync::{Arc, OnceLock};

/// Characters of text that a pattern is matched against before it is compiled, for each of its ops. To compile one
/// takes the code generator some 50 µs.
const WORK_PER_OP: usize = 8 << 10;
/// Matches that were given up, beyond one of so many.
const GIVEN_UP: u32 = 8;
const OF: u32 = 1024;

/// The code of a pattern, for each encoding of texts.
#[derive(Default)]
pub struct CodeOfPattern {
    slots: [Slot; 2],
}

#[derive(Default)]
struct Slot {
    stage: Cell<Stage>,
    /// Characters that were matched while there was no code.
    work: Cell<usize>,
    job: RefCell<Option<Arc<Job>>>,
    code: OnceCell<RegExpCode>,
    runs: Cell<u32>,
    given_up: Cell<u32>,
}

type Job = OnceLock<Result<Vec<u8>, String>>;

#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Stage {
    /// The stores have not been asked.
    #[default]
    New,
    Cold,
    Compiling,
    Ready,
    /// There is none, or it does not pay.
    Never,
}

/// Compiled code with what it needs to run.
pub struct Machine<'a> {
    pub code: SlotRef<'a>,
    pub scratch: &'a mut Scratch,
    pub interrupts: &'a AtomicU32,
}

/// A slot that has code.
#[derive(Clone, Copy)]
pub struct SlotRef<'a>(&'a Slot);

/// How a search went on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Searched {
    /// The groups are in the scratch.
    Match,
    NoMatch,
    Asked,
    /// The matcher of programs is to go on at this place.
    GoOnAt(usize),
}

impl Machine<'_> {
    /// Searches as `regexp::exec::exec` does.
    pub fn search(&mut self, program: &Program, text: Units<'_>, start: usize, here: bool) -> Searched {
        let slot = self.code.0;
        slot.runs.set(slot.runs.get().saturating_add(1));
        let Some(code) = slot.code.get() else { return Searched::GoOnAt(start) };
        let text = match text {
            Units::Latin1(text) => TextRef::Latin1(text),
            Units::Utf16(text) => TextRef::Utf16(text),
        };
        // What is between the halves of a pair is at the pair.
        let inside = program.unicode && matches!(text, TextRef::Utf16(text) if text.is_inside_pair(start));
        let start = start - usize::from(inside);
        let literal = match &program.search {
            Search::Literal(units) if !here => units,
            _ => return slot.note(code.run(text, start, here, self.scratch, self.interrupts)),
        };
        // The places are found here, many characters at once.
        let mut at = start;
        loop {
            let place = match text {
                TextRef::Latin1(text) => text.find(literal, at),
                TextRef::Utf16(text) => text.find(literal, at),
            };
            let Some(place) = place else { return Searched::NoMatch };
            match code.run(text, place, true, self.scratch, self.interrupts) {
                Outcome::NoMatch => at = place + 1,
                outcome => return slot.note(outcome),
            }
        }
    }
}

impl Slot {
    fn note(&self, outcome: Outcome) -> Searched {
        match outcome {
            Outcome::NoMatch => Searched::NoMatch,
            Outcome::Match => Searched::Match,
            Outcome::Asked(_) => Searched::Asked,
            Outcome::GiveUp(place) => {
                self.given_up.set(self.given_up.get() + 1);
                if self.given_up.get() > GIVEN_UP + self.runs.get() / OF {
                    self.stage.set(Stage::Never);
                }
                Searched::GoOnAt(place)
            }
        }
    }
}

impl CodeOfPattern {
    /// The code for texts of an encoding, if it is there.
    #[inline]
    pub fn ready(&self, wide: bool) -> Option<SlotRef<'_>> {
        let slot = &self.slots[usize::from(wide)];
        (slot.stage.get() == Stage::Ready).then_some(SlotRef(slot))
    }

    /// Notes that so many characters are about to be matched. Whether it is time to look after the code.
    #[inline]
    fn wants(&self, wide: bool, work: usize, eager: bool, program: &Program) -> bool {
        let slot = &self.slots[usize::from(wide)];
        match slot.stage.get() {
            Stage::New => true,
            Stage::Ready | Stage::Never => false,
            Stage::Compiling => slot.job.borrow().as_ref().is_some_and(|job| job.get().is_some()),
            Stage::Cold => {
                let all = slot.work.get().saturating_add(work);
                slot.work.set(all);
                eager || all >= WORK_PER_OP.saturating_mul(program.ops.len())
            }
        }
    }
}

/// A pattern as its code sees it.
#[derive(Clone, Copy)]
pub struct Pattern<'a> {
    pub program: &'a Arc<Program>,
    pub code: &'a CodeOfPattern,
    /// Code units, and the flags: what it is known by in the stores.
    pub source: &'a [u16],
    pub flags: u8,
}

impl<'a> Pattern<'a> {
    fn slot(&self, wide: bool) -> &'a Slot {
        &self.code.slots[usize::from(wide)]
    }
    pub(super) fn request(&self, wide: bool) -> PatternRequest {
        PatternRequest { source: self.source.into(), flags: self.flags, wide }
    }
}

impl Vm {
    /// The code of a pattern for texts of an encoding, of which `work` characters are about to be matched.
    #[inline]
    pub(crate) fn code_of_pattern<'a>(&mut self, pattern: Pattern<'a>, wide: bool, work: usize) -> Option<SlotRef<'a>> {
        if pattern.code.wants(wide, work, self.options.ion_eager, pattern.program) {
            self.look_after_code(pattern, wide, work);
        }
        pattern.code.ready(wide)
    }

    /// What compiled patterns work with, to be put back; none if there is no memory for it.
    #[inline]
    pub(crate) fn regexp_scratch(&mut self) -> Option<Box<Scratch>> {
        if let Some(scratch) = self.builtins.regexps.scratch.take() {
            return Some(scratch);
        }
        if !self.is_within_limit(STACK) {
            return None;
        }
        self.heap.external(STACK as isize);
        Some(Box::default())
    }

    #[cold]
    #[inline(never)]
    fn look_after_code(&mut self, pattern: Pattern<'_>, wide: bool, work: usize) {
        let slot = pattern.slot(wide);
        if slot.stage.get() == Stage::New {
            slot.stage.set(Stage::Cold);
            if let Some(code) = self.stored_code_of(pattern, wide) {
                self.stats.patterns.retrieved += 1;
                return self.install_pattern(pattern, wide, Ok(&code), "retrieved");
            }
            if !pattern.code.wants(wide, work, self.options.ion_eager, pattern.program) {
                return;
            }
        }
        if slot.stage.get() == Stage::Cold && self.leaves_all_compiling() {
            self.leave_for_later(pattern, wide);
            return slot.stage.set(Stage::Never);
        }
        if slot.stage.get() == Stage::Cold {
            let Some(ion) = self.ion_runtime() else { return slot.stage.set(Stage::Never) };
            let (job, program) = (Arc::new(Job::new()), pattern.program.clone());
            *slot.job.borrow_mut() = Some(job.clone());
            slot.stage.set(Stage::Compiling);
            ion.compiler.do_beside(Box::new(move || _ = job.set(compile(&program, wide))));
            self.leave_for_later(pattern, wide);
        }
        let Some(job) = slot.job.borrow().clone() else { return };
        let Some(outcome) = job.get() else { return };
        self.stats.patterns.compiled += 1;
        let code = outcome.as_deref().map_err(String::as_str);
        self.store_code_of(pattern, wide, code.unwrap_or_default());
        self.install_pattern(pattern, wide, code, "compiled");
        *slot.job.borrow_mut() = None;
    }

    /// Has the code of a pattern run from now on, if there is some.
    fn install_pattern(&mut self, pattern: Pattern<'_>, wide: bool, code: Result<&[u8], &str>, decision: &str) {
        let code = code.and_then(|code| if code.is_empty() { Err("failed_before") } else { Ok(code) });
        let installed = code.map_err(str::to_owned).and_then(|code| {
            let ion = self.ion_runtime().ok_or("no code generator")?;
            // SAFETY: compiled by this build, for this encoding, from this program, which follows from source and flags.
            let mut installed = unsafe { RegExpCode::install(&ion.arena, code, pattern.program, wide) }.map_err(|e| e.to_string())?;
            installed.describe(self.options.tools, pattern.source);
            Ok(installed)
        });
        if self.options.trace.has(Category::Tier) {
            let line = Line::new(Category::Tier).field("pattern", String::from_utf16_lossy(pattern.source)).field("wide", wide);
            match &installed {
                Ok(_) => line.field("decision", decision).field("bytes", code.map_or(0, <[u8]>::len)).emit(),
                Err(reason) => line.field("decision", "interpreted").field("reason", reason).emit(),
            }
        }
        let slot = pattern.slot(wide);
        let is_there = installed.is_ok_and(|code| slot.code.set(code).is_ok());
        slot.stage.set(if is_there { Stage::Ready } else { Stage::Never });
    }
}
