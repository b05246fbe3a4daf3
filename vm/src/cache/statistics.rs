//! What the processes of a program do, for people and what watches machines: kept over their ends where a store does
//! that (`hearth cache stats`), and told of one process in a file (`--stats-file`).
//!
//! A process adds what is new since it did so last, at its end and whenever it saves; what its workers did is its own. The
//! finisher adds what it did to the program that it did it for. What fails is counted, and changes nothing.

use super::finish::{Report, Run};
use super::session::Session;
use crate::stats::Stats;
use crate::vm::Vm;
use hearth_codecache::statistics::{self, Exposition, Figure, Figures, ProgramStatistics, Statistics};
use hearth_codecache::store::Store;
use hearth_codecache::{MissReason, SourceKey};
use parking_lot::Mutex;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;
use std::time::SystemTime;

/// So few source files are told each time: that is a matter of some hundred bytes.
const FEW_FILES: usize = 32;
/// One process of so many tells of more although it has nothing to save.
const NOW_AND_THEN: u32 = 16;

/// What was done.
#[derive(Clone, Default)]
pub(super) struct Done {
    figures: Figures,
    misses: BTreeMap<&'static str, u64>,
}

/// What the workers of this process have done that have ended, and what they have loaded.
static OF_WORKERS: Mutex<(Option<Done>, BTreeSet<SourceKey>)> = Mutex::new((None, BTreeSet::new()));

fn microseconds(milliseconds: f64) -> u64 {
    (milliseconds * 1e3) as u64
}

fn now() -> u64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

impl Done {
    /// By a machine. What was finished is left out: the finisher tells of that.
    fn of(stats: &Stats) -> Done {
        let mut figures = Figures::default();
        for (figure, number) in [
            (Figure::FunctionsRetrieved, stats.tierups.retrieved),
            (Figure::FunctionsCompiled, stats.tierups.compiled),
            (Figure::PatternsRetrieved, stats.patterns.retrieved),
            (Figure::PatternsCompiled, stats.patterns.compiled),
            (Figure::PacksFound, stats.store.packs_found),
            (Figure::PacksMissed, stats.store.packs_missed),
            (Figure::BytesRead, stats.store.bytes_read),
            (Figure::BytesWritten, stats.store.bytes_written),
            (Figure::CompileTime, microseconds(stats.compile_ms)),
            (Figure::RestoreTime, microseconds(stats.restore_ms)),
            (Figure::ReplacedTime, microseconds(stats.replaced_ms)),
        ] {
            figures.add(figure, number);
        }
        let mut misses = stats.rejected.clone();
        if stats.store.not_found > 0 {
            misses.insert(MissReason::NotFound.name(), stats.store.not_found);
        }
        Done { figures, misses }
    }

    fn add(&mut self, other: &Done) {
        self.figures.add_all(&other.figures);
        for (reason, count) in &other.misses {
            *self.misses.entry(reason).or_default() += count;
        }
    }

    /// What is new since that was `earlier`.
    fn since(&self, earlier: &Done) -> Done {
        let news = |(reason, count): (&&'static str, &u64)| {
            let new = count.saturating_sub(earlier.misses.get(reason).copied().unwrap_or(0));
            (new > 0).then_some((*reason, new))
        };
        Done { figures: self.figures.since(&earlier.figures), misses: self.misses.iter().filter_map(news).collect() }
    }

    fn of_program(&self, name: &str) -> ProgramStatistics {
        let mut one = ProgramStatistics::of_process(name, now());
        one.figures = self.figures;
        one.misses = self.misses.iter().map(|(reason, count)| ((*reason).to_owned(), *count)).collect();
        one
    }
}

impl Session {
    /// Keys of the source files that were loaded.
    pub(super) fn loaded(&self) -> impl Iterator<Item = SourceKey> {
        self.units.iter().filter(|unit| unit.is_loaded).map(|unit| unit.key)
    }

    /// Counts the packs of these.
    fn count_packs(&self, stats: &mut Stats) {
        let loaded = || self.units.iter().filter(|unit| unit.is_loaded);
        stats.store.packs_found = loaded().filter(|unit| unit.pack.is_some()).count() as u64;
        stats.store.packs_missed = loaded().count() as u64 - stats.store.packs_found;
    }
}

impl Vm {
    /// What this process has done so far.
    fn done(&self) -> Done {
        let mut done = Done::of(&self.stats);
        done.figures.add(Figure::Runs, 1);
        if let (Some(of_workers), _) = &*OF_WORKERS.lock() {
            done.add(of_workers);
        }
        done
    }

    /// Adds what is new to the statistics of the program, if a store keeps them.
    pub(super) fn note_statistics(&mut self, session: &mut Session) {
        session.count_packs(&mut self.stats);
        let Some(store) = session.store.clone() else { return };
        #[cfg(feature = "node")]
        if self.is_worker() {
            let mut of_workers = OF_WORKERS.lock();
            of_workers.0.get_or_insert_default().add(&Done::of(&self.stats).since(&session.noted));
            of_workers.1.extend(session.loaded());
            session.noted = Done::of(&self.stats);
            return;
        }
        let Some(first) = session.units.first().filter(|_| store.keeps_statistics()) else { return };
        let done = self.done();
        let mut one = done.since(&session.noted).of_program(self.options.program.as_deref().unwrap_or(&first.source.name));
        one.entry = Some(first.key);
        let mut files: BTreeSet<SourceKey> = OF_WORKERS.lock().1.clone();
        files.extend(session.loaded());
        let is_news = session.has_written || session.writer.is_some() || std::process::id().is_multiple_of(NOW_AND_THEN);
        if files.len() <= FEW_FILES || is_news {
            one.files = files.into_iter().map(|file| (file, one.last)).collect();
        }
        match store.add_statistics(&one) {
            Ok(()) => session.noted = done,
            Err(error) => self.stats.reject(error.reason.name()),
        }
    }

    /// Writes the file that was asked for, with what this process has done so far.
    pub(super) fn write_metrics(&mut self) {
        let Some(path) = self.options.metrics_file.clone() else { return };
        #[cfg(feature = "node")]
        if self.is_worker() {
            return;
        }
        let mut done = self.done();
        let finished = &self.stats.finished;
        done.figures.add(Figure::FunctionsFinished, finished.compiled);
        done.figures.add(Figure::FinishTime, microseconds(finished.compile_ms));
        done.figures.add(Figure::BytesWritten, finished.bytes_written);
        let name = self.options.program.as_deref().unwrap_or_default();
        let mut out = Exposition::new();
        statistics::expose(&Statistics { programs: vec![done.of_program(name)], damaged: 0 }, &mut out);
        if let Err(error) = replace(&path, out.end().as_bytes()) {
            let reason = if error.kind() == io::ErrorKind::StorageFull { MissReason::StoreFull } else { MissReason::IoError };
            // Once, however often it is tried.
            if !self.stats.rejected.contains_key(reason.name()) {
                (self.options.on_warning)(&format!("cannot write {}: {error}", path.display()));
            }
            self.stats.reject(reason.name());
        }
    }
}

/// Puts a file with these bytes in place of `path`, so that nobody ever reads half of it. What is no file is written to.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|meta| !meta.is_file() && !meta.is_dir()) {
        return fs::OpenOptions::new().write(true).open(path).and_then(|mut file| io::Write::write_all(&mut file, bytes));
    }
    // What a link leads to is replaced, not the link. Those who collect such files pass over names that begin like this.
    let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let name = place.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let temporary = place.with_file_name(format!(".{}.{}", name.to_string_lossy(), std::process::id()));
    let written = fs::write(&temporary, bytes).and_then(|()| fs::rename(&temporary, &place));
    written.inspect_err(|_| drop(fs::remove_file(&temporary)))
}

/// Adds what a finisher has done for the program of a run.
pub(super) fn note_finished(run: &Run, store: &dyn Store, before: &Report, after: &Report) {
    let entry = run.units.first().map(|unit| (unit.key, &unit.name)).or_else(|| run.texts.first().map(|text| (text.key, &text.name)));
    let Some((entry, name)) = entry.filter(|_| store.keeps_statistics()) else { return };
    // Of texts, with folders.
    let name = name.rsplit('/').next().unwrap_or_default();
    let mut one = ProgramStatistics::of_process(name, now());
    (one.is_anonymous, one.entry) = (true, Some(entry));
    for (figure, number) in [
        (Figure::FunctionsFinished, u64::from(after.compiled - before.compiled)),
        (Figure::PatternsFinished, u64::from(after.patterns - before.patterns)),
        (Figure::BytesWritten, after.bytes - before.bytes),
        (Figure::FinishTime, (after.compiling - before.compiling).as_micros() as u64),
    ] {
        one.figures.add(figure, number);
    }
    // The programs themselves count what cannot be kept.
    let _ = store.add_statistics(&one);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_told_is_not_told_again() {
        let mut stats = Stats::default();
        stats.tierups.retrieved = 3;
        stats.store.not_found = 1;
        stats.reject("malformed");
        let before = Done::of(&stats);
        stats.tierups.retrieved = 5;
        stats.reject("malformed");
        stats.reject("wrong_key");
        let news = Done::of(&stats).since(&before).of_program("a.js");
        assert_eq!(news.figures.get(Figure::FunctionsRetrieved), 2);
        assert!(news.misses.into_iter().eq([("malformed".to_owned(), 1), ("wrong_key".to_owned(), 1)]));
    }
}
