//! What `hearth explain` tells: per function how it came to its code, what the stores said,
//! what that took, and why the code was left.
//!
//! One recorder, an option of the machine. It is told by the tier where that decides
//! (`say`), by the look-up in the stores, and by bailouts; it decides nothing itself and
//! holds no cells. How it looks is the business of whoever prints it.

use super::bailout_reason::BailoutReason;
use super::snapshot::EntryPoint;
use super::tier::Path;
use crate::bytecode::{BytecodeOffset, FunctionTemplate, Source};
use crate::heap::Gc;
use crate::script::Script;
use crate::vm::Vm;
use hearth_codecache::MissReason;
use rustc_hash::FxHashMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// What the tier decided, with what it cost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decision {
    /// Code from a store: time to find, check and install it; its size in bytes.
    Retrieved {
        took: Duration,
        bytes: usize,
    },
    /// Time to compile, on whichever thread; the size of the code in bytes.
    Compiled {
        took: Duration,
        bytes: usize,
    },
    Interpreted,
}

impl Decision {
    pub fn name(self) -> &'static str {
        match self {
            Decision::Retrieved { .. } => "retrieved",
            Decision::Compiled { .. } => "compiled",
            Decision::Interpreted => "interpreted",
        }
    }
}

/// What the stores had for an entry point.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    Hit,
    /// No usable code, for this reason, but the profile to compile from.
    Profile(MissReason),
    Miss(MissReason),
}

/// A place in a source text.
#[derive(Clone, Debug)]
pub struct Place {
    pub source: Rc<Source>,
    /// In bytes.
    pub position: u32,
}

impl Place {
    /// Counted from 1.
    pub fn line(&self) -> u32 {
        self.source.line_column(self.position).0
    }
    fn is_on_line_of(&self, other: &Place) -> bool {
        Rc::ptr_eq(&self.source, &other.source) && self.line() == other.line()
    }
}

/// One function.
pub struct FunctionRecord {
    pub name: String,
    pub place: Place,
    pub entries: Vec<EntryRecord>,
    pub bailouts: Vec<BailoutCount>,
    _template: Rc<FunctionTemplate>,
}

/// One entry point of a function.
pub struct EntryRecord {
    /// How the last decision came about.
    pub path: Path,
    entry: EntryPoint,
    /// Of the loop, for its code; else of the function.
    pub place: Place,
    /// The last one.
    pub decision: Decision,
    pub reason: String,
    /// What the stores said when they were asked last; none: they have nothing of this
    /// function, or there are none.
    pub answer: Option<Answer>,
    /// Compilations in this process, and the time that they took together.
    pub compilations: u32,
    pub compiling: Duration,
    /// What compiling the retrieved code takes: measured at the end (`measure_savings`).
    pub replaced: Option<Duration>,
    /// Whether the code was given up because it was left too often.
    pub given_up: bool,
    hash: Option<[u8; 32]>,
}

impl EntryRecord {
    /// Compile time that the stores saved.
    pub fn saved(&self) -> Option<Duration> {
        match self.decision {
            Decision::Retrieved { took, .. } => self.replaced.map(|compiling| compiling.saturating_sub(took)),
            _ => None,
        }
    }
    /// Compile time that the stores would save to a process that finds this code there.
    pub fn to_save(&self) -> Option<Duration> {
        matches!(self.decision, Decision::Compiled { .. }).then_some(self.compiling)
    }
    pub fn bytes(&self) -> Option<usize> {
        match self.decision {
            Decision::Retrieved { bytes, .. } | Decision::Compiled { bytes, .. } => Some(bytes),
            Decision::Interpreted => None,
        }
    }
}

/// How often code of a function was left for one reason on one line, which is in
/// another function if that was inlined.
pub struct BailoutCount {
    pub reason: BailoutReason,
    pub place: Place,
    pub count: u64,
}

pub struct Recorder {
    pub functions: Vec<FunctionRecord>,
    /// By address of the template, which the record holds.
    by_template: FxHashMap<usize, usize>,
    print: fn(&Recorder),
}

/// The longest that measuring what retrieved code would have cost may take.
const MEASURE_WITHIN: Duration = Duration::from_secs(5);

impl Recorder {
    /// `print` is called at the end of the process.
    pub fn new(print: fn(&Recorder)) -> Box<Recorder> {
        Box::new(Recorder { functions: Vec::new(), by_template: FxHashMap::default(), print })
    }

    /// The end of the process.
    pub fn print(&self) {
        (self.print)(self);
    }

    fn function(&mut self, script: Gc<Script>) -> &mut FunctionRecord {
        let template = script.template();
        let functions = &mut self.functions;
        let index = *self.by_template.entry(Rc::as_ptr(template) as usize).or_insert_with(|| {
            let top = template.info.kind.is_top_level();
            let name = if top { "(top level)".to_owned() } else { template.info.name.to_rust() };
            functions.push(FunctionRecord {
                name: if name.is_empty() { "(anonymous)".to_owned() } else { name },
                place: Place { source: template.source.clone(), position: template.info.start },
                entries: Vec::new(),
                bailouts: Vec::new(),
                _template: template.clone(),
            });
            functions.len() - 1
        });
        &mut self.functions[index]
    }

    fn entry(&mut self, script: Gc<Script>, path: Path) -> &mut EntryRecord {
        let function = self.function(script);
        let entry = path.entry_point();
        let known = function.entries.iter().position(|e| e.entry == entry);
        let index = known.unwrap_or_else(|| {
            let mut place = function.place.clone();
            if let EntryPoint::Osr(n) = entry
                && let Some(offset) = script.code().loops.get(n as usize)
            {
                place.position = script.code().source_position(*offset);
            }
            function.entries.push(EntryRecord {
                path,
                entry,
                place,
                decision: Decision::Interpreted,
                reason: String::new(),
                answer: None,
                compilations: 0,
                compiling: Duration::ZERO,
                replaced: None,
                given_up: false,
                hash: None,
            });
            function.entries.len() - 1
        });
        &mut function.entries[index]
    }

    pub(crate) fn decided(&mut self, script: Gc<Script>, path: Path, decision: Decision, reason: &str) {
        let entry = self.entry(script, path);
        entry.path = path;
        entry.decision = decision;
        entry.reason = reason.to_owned();
        entry.given_up = false;
        if let Decision::Compiled { took, .. } = decision {
            entry.compilations += 1;
            entry.compiling += took;
        }
    }

    pub(crate) fn answered(&mut self, script: Gc<Script>, entry: EntryPoint, hash: [u8; 32], answer: Answer) {
        let path = match entry {
            EntryPoint::Function => Path::Entry,
            EntryPoint::Osr(n) => Path::Osr(n),
        };
        let record = self.entry(script, path);
        record.answer = Some(answer);
        record.hash = Some(hash);
    }

    /// Code of `script` was left at `offset` of `place`.
    pub(crate) fn left(&mut self, script: Gc<Script>, place: Gc<Script>, offset: BytecodeOffset, reason: BailoutReason) {
        let place = Place { source: place.template().source.clone(), position: place.code().source_position(offset) };
        let bailouts = &mut self.function(script).bailouts;
        let same = |b: &&mut BailoutCount| b.reason == reason && b.place.is_on_line_of(&place);
        match bailouts.iter_mut().find(same) {
            Some(known) => known.count += 1,
            None => bailouts.push(BailoutCount { reason, place, count: 1 }),
        }
    }

    pub(crate) fn given_up(&mut self, script: Gc<Script>, osr_loop: Option<u16>) {
        self.entry(script, osr_loop.map_or(Path::Entry, Path::Osr)).given_up = true;
    }
}

impl Vm {
    /// Measures what was saved: retrieved code is compiled again from its profile, the
    /// largest first, within bounds.
    pub(crate) fn measure_savings(&mut self) {
        let Some(mut recorder) = self.explain.take() else { return };
        // What is counted meanwhile is not the program's.
        let stats = self.stats.clone();
        // The code generator starts before the clock does.
        let _ = super::isa::host();
        let mut retrieved: Vec<&mut EntryRecord> = recorder.functions.iter_mut().flat_map(|f| &mut f.entries).collect();
        retrieved.retain(|e| matches!(e.decision, Decision::Retrieved { .. }));
        retrieved.sort_by_key(|e| std::cmp::Reverse(e.bytes()));
        let deadline = Instant::now() + MEASURE_WITHIN;
        for entry in retrieved {
            if Instant::now() >= deadline {
                break;
            }
            let script = entry.hash.and_then(|hash| self.script_by_hash(&hash));
            entry.replaced = script.and_then(|script| self.compile_again(script, entry.entry).ok()).map(|outcome| outcome.took);
        }
        self.stats = stats;
        self.explain = Some(recorder);
    }
}
