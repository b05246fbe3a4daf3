//! Which patterns are compiled, and when: those whose interpretation has cost about what compiling costs, on the threads of
//! the compiler. One whose matches are given up too often is interpreted again.

use super::{Outcome, RegExpCode, STACK, Scratch, TextRef, compile};
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
    #[default]
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

impl Vm {
    /// The code of a pattern for texts of an encoding, of which `work` characters are about to be matched.
    #[inline]
    pub(crate) fn code_of_pattern<'a>(
        &mut self,
        of: &'a CodeOfPattern,
        program: &Arc<Program>,
        wide: bool,
        work: usize,
    ) -> Option<SlotRef<'a>> {
        if of.wants(wide, work, self.options.ion_eager, program) {
            self.look_after_code(of, program, wide);
        }
        of.ready(wide)
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
    fn look_after_code(&mut self, of: &CodeOfPattern, program: &Arc<Program>, wide: bool) {
        let slot = &of.slots[usize::from(wide)];
        if slot.stage.get() == Stage::Cold {
            let Some(ion) = self.ion_runtime() else { return slot.stage.set(Stage::Never) };
            let (job, program) = (Arc::new(Job::new()), program.clone());
            *slot.job.borrow_mut() = Some(job.clone());
            slot.stage.set(Stage::Compiling);
            ion.compiler.do_beside(Box::new(move || _ = job.set(compile(&program, wide))));
        }
        let Some(job) = slot.job.borrow().clone() else { return };
        let Some(outcome) = job.get() else { return };
        let installed = outcome.as_ref().map_err(String::clone).and_then(|code| {
            let ion = self.ion_runtime().ok_or("no code generator")?;
            // SAFETY: compiled above, for this encoding, from this program.
            unsafe { RegExpCode::install(&ion.arena, code, program, wide) }.map_err(|e| e.to_string())
        });
        if self.options.trace.has(Category::Tier) {
            let line = Line::new(Category::Tier).field("regexp_ops", program.ops.len()).field("wide", wide);
            match &installed {
                Ok(_) => line.field("decision", "compiled").field("bytes", outcome.as_ref().map_or(0, Vec::len)).emit(),
                Err(reason) => line.field("decision", "interpreted").field("reason", reason).emit(),
            }
        }
        *slot.job.borrow_mut() = None;
        let is_there = installed.is_ok_and(|code| slot.code.set(code).is_ok());
        slot.stage.set(if is_there { Stage::Ready } else { Stage::Never });
    }
}
