//! The background thread through which results are saved.
//!
//! The script's thread hands an entry over and goes on; it waits for nothing.
//! Entries are collected per source text and saved together after a short
//! silence, or when the process is about to end. If saving is slower than
//! producing, entries beyond a bound are dropped and counted: a lost cache
//! costs time, never results.

#![forbid(unsafe_code)]

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use crate::fingerprint::TargetFingerprint;
use crate::key::SourceKey;
use crate::miss::{MissCounters, MissReason};
use crate::pack::Entry;
use crate::steps::Step;
use crate::store::{Queue, Save, Store};

/// How the writer behaves.
#[derive(Clone, Copy, Debug)]
pub struct WriterOptions {
    /// How long nothing new must come before what is there is saved.
    pub idle: Duration,
    /// The longest that an entry waits although new ones keep coming.
    pub max_wait: Duration,
    /// After a save that took `t` the next one, if the process does not end, comes no
    /// sooner than `rest * t`: each rewrites the pack, which may be large.
    pub rest: u32,
    /// Entries waiting, in bytes, beyond which new ones are dropped.
    pub max_pending_bytes: usize,
}

impl Default for WriterOptions {
    fn default() -> Self {
        WriterOptions { idle: Duration::from_millis(50), max_wait: Duration::from_secs(2), rest: 20, max_pending_bytes: 64 << 20 }
    }
}

/// What became of the entries that were submitted.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct WriterReport {
    /// Entries handed over.
    pub submitted: u64,
    /// Entries that were saved.
    pub saved: u64,
    /// Entries that were not, because their save failed or they were dropped.
    pub lost: u64,
}

#[derive(Default)]
struct Shared {
    submitted: AtomicU64,
    saved: AtomicU64,
    lost: AtomicU64,
    pending_bytes: AtomicUsize,
    failures: MissCounters,
}

enum Message {
    Entry(SourceKey, TargetFingerprint, Entry),
    /// What a program loads.
    Program(SourceKey, TargetFingerprint, Vec<SourceKey>),
    /// Work for others, to be left with the next save.
    Work(Queue, Entry),
    /// Save what is there, then answer.
    Flush(Sender<()>),
}

/// Saves entries on a thread of its own.
pub struct Writer {
    sender: Option<Sender<Message>>,
    shared: Arc<Shared>,
    options: WriterOptions,
}

impl Writer {
    /// Starts the thread. If that fails, every submission is a counted loss.
    pub fn start(store: Arc<dyn Store>, options: WriterOptions) -> Writer {
        let shared = Arc::new(Shared::default());
        let (sender, messages) = channel();
        let theirs = shared.clone();
        let batches = move || {
            Batches { store, shared: theirs, options, waiting: HashMap::new(), programs: Vec::new(), works: Vec::new() }.run(&messages)
        };
        let started = Step::StartWriter
            .system(std::io::ErrorKind::WouldBlock)
            .and_then(|()| std::thread::Builder::new().name("hearth-cache-write".into()).spawn(batches));
        Writer { sender: started.ok().map(|_| sender), shared, options }
    }

    /// Hands an entry over. The error says why it was dropped.
    pub fn submit(&self, source: SourceKey, target: TargetFingerprint, entry: Entry) -> Result<(), MissReason> {
        let size = entry.bytes.len();
        self.shared.submitted.fetch_add(1, Ordering::Relaxed);
        let before = self.shared.pending_bytes.fetch_add(size, Ordering::Relaxed);
        let result = if before.saturating_add(size) > self.options.max_pending_bytes {
            Err(MissReason::QueueFull)
        } else {
            match &self.sender {
                Some(sender) => sender.send(Message::Entry(source, target, entry)).map_err(|_| MissReason::WriterGone),
                None => Err(MissReason::WriterGone),
            }
        };
        if let Err(reason) = result {
            self.shared.pending_bytes.fetch_sub(size, Ordering::Relaxed);
            self.shared.lost.fetch_add(1, Ordering::Relaxed);
            self.shared.failures.count(reason);
        }
        result
    }

    /// Remembers what a program loads, with the next save. If that fails it is lost, which is counted nowhere but in the store.
    pub fn note_program(&self, program: SourceKey, target: TargetFingerprint, loaded: Vec<SourceKey>) {
        if let Some(sender) = &self.sender {
            let _ = sender.send(Message::Program(program, target, loaded));
        }
    }

    /// Leaves work to others, with the next save: see [`crate::store::WorkQueue`].
    ///
    /// # Errors
    /// `WriterGone`, and whoever else there is has to do it.
    pub fn offer(&self, queue: Queue, work: Entry) -> Result<(), MissReason> {
        let sender = self.sender.as_ref().ok_or(MissReason::WriterGone)?;
        sender.send(Message::Work(queue, work)).map_err(|_| MissReason::WriterGone)
    }

    /// Saves what is waiting and waits for that, at most until `deadline`; says
    /// whether all of it is done.
    pub fn flush(&self, deadline: Instant) -> bool {
        let (done, wait) = channel();
        match &self.sender {
            Some(sender) if sender.send(Message::Flush(done)).is_ok() => {
                wait.recv_timeout(deadline.saturating_duration_since(Instant::now())).is_ok()
            }
            _ => false,
        }
    }

    /// For the end of the process: [`Writer::flush`], then what became of all.
    /// What is not done by `deadline` is given up, not waited for.
    pub fn finish(self, deadline: Instant) -> WriterReport {
        self.flush(deadline);
        self.report()
    }

    /// What became of the entries so far.
    pub fn report(&self) -> WriterReport {
        let read = |c: &AtomicU64| c.load(Ordering::Relaxed);
        WriterReport { submitted: read(&self.shared.submitted), saved: read(&self.shared.saved), lost: read(&self.shared.lost) }
    }

    /// Why entries were lost: one count per save that failed or entry that was
    /// dropped.
    pub fn failures(&self) -> &MissCounters {
        &self.shared.failures
    }
}

/// The thread's side.
struct Batches {
    store: Arc<dyn Store>,
    shared: Arc<Shared>,
    options: WriterOptions,
    waiting: HashMap<(SourceKey, TargetFingerprint), Vec<Entry>>,
    programs: Vec<(SourceKey, TargetFingerprint, Vec<SourceKey>)>,
    works: Vec<(Queue, Entry)>,
}

impl Batches {
    fn run(mut self, messages: &Receiver<Message>) {
        let mut oldest: Option<Instant> = None;
        let mut not_before = Instant::now();
        loop {
            let message = match oldest {
                None => messages.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(since) => {
                    let left = self.options.max_wait.saturating_sub(since.elapsed());
                    messages.recv_timeout(left.min(self.options.idle).max(not_before.saturating_duration_since(Instant::now())))
                }
            };
            match message {
                Ok(Message::Entry(source, target, entry)) => {
                    self.waiting.entry((source, target)).or_default().push(entry);
                    let since = *oldest.get_or_insert_with(Instant::now);
                    if since.elapsed() < self.options.max_wait || Instant::now() < not_before {
                        continue;
                    }
                }
                Ok(Message::Program(program, target, loaded)) => {
                    self.programs.push((program, target, loaded));
                    oldest.get_or_insert_with(Instant::now);
                    continue;
                }
                Ok(Message::Work(queue, work)) => {
                    self.works.push((queue, work));
                    oldest.get_or_insert_with(Instant::now);
                    continue;
                }
                Ok(Message::Flush(done)) => {
                    self.save_all();
                    let _ = done.send(());
                    oldest = None;
                    continue;
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    self.save_all();
                    return;
                }
            }
            let start = Instant::now();
            self.save_all();
            not_before = Instant::now() + start.elapsed().saturating_mul(self.options.rest);
            oldest = None;
        }
    }

    fn save_all(&mut self) {
        for (program, target, loaded) in self.programs.drain(..) {
            // The store counts what fails.
            let _ = catch_unwind(AssertUnwindSafe(|| self.store.save_program(program, target, &loaded)));
        }
        if let Some(others) = self.store.work_queue() {
            self.works.drain(..).for_each(|(queue, work)| others.offer(queue, &work));
        }
        let waiting: Vec<_> = self.waiting.drain().collect();
        let saves: Vec<Save<'_>> =
            waiting.iter().map(|((source, target), entries)| Save { source: *source, target: *target, entries }).collect();
        // A store with a bug loses this batch, not the thread.
        let results = catch_unwind(AssertUnwindSafe(|| self.store.save_all(&saves)));
        for (i, save) in saves.iter().enumerate() {
            let failed = match results.as_ref().map(|results| results.get(i)) {
                Ok(Some(Ok(_))) => None,
                Ok(Some(Err(e))) => Some(e.reason),
                Ok(None) | Err(_) => Some(MissReason::StoreFailed),
            };
            let count = save.entries.len() as u64;
            match failed {
                None => self.shared.saved.fetch_add(count, Ordering::Relaxed),
                Some(reason) => {
                    self.shared.failures.count(reason);
                    self.shared.lost.fetch_add(count, Ordering::Relaxed)
                }
            };
            let bytes = save.entries.iter().map(|e| e.bytes.len()).sum();
            self.shared.pending_bytes.fetch_sub(bytes, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::AlignedBytes;
    use crate::pack::EntryKind;
    use crate::store::{LoadedPack, MemoryStore, PackInfo, PruneBound, PruneReport, SaveReport, StoreCounters, StoreError};
    use crate::trust::TrustKey;

    const SOURCE: SourceKey = SourceKey([1; 16]);
    const TARGET: TargetFingerprint = TargetFingerprint([2; 16]);

    fn entry(key: u128) -> Entry {
        Entry::new(EntryKind::Profile, key, AlignedBytes::copy_from(&[1; 100]))
    }

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(10)
    }

    /// A store that takes its time, or panics.
    struct Odd {
        delay: Duration,
        panics: bool,
        saves: AtomicU64,
    }

    impl Store for Odd {
        fn name(&self) -> String {
            "odd".into()
        }
        fn load(&self, _: SourceKey, _: TargetFingerprint) -> Result<Option<LoadedPack>, StoreError> {
            Ok(None)
        }
        fn save(&self, _: SourceKey, _: TargetFingerprint, _: &[Entry]) -> Result<SaveReport, StoreError> {
            self.saves.fetch_add(1, Ordering::Relaxed);
            std::thread::sleep(self.delay);
            assert!(!self.panics, "on purpose");
            Ok(SaveReport::default())
        }
        fn list(&self) -> Result<Vec<PackInfo>, StoreError> {
            Ok(Vec::new())
        }
        fn remove(&self, _: SourceKey, _: TargetFingerprint) -> Result<bool, StoreError> {
            Ok(false)
        }
        fn prune(&self, _: PruneBound) -> Result<PruneReport, StoreError> {
            Ok(PruneReport::default())
        }
        fn counters(&self) -> Vec<(String, Arc<StoreCounters>)> {
            Vec::new()
        }
    }

    fn odd(delay_ms: u64, panics: bool) -> Arc<Odd> {
        Arc::new(Odd { delay: Duration::from_millis(delay_ms), panics, saves: AtomicU64::new(0) })
    }

    #[test]
    fn entries_are_saved_at_the_end_and_when_it_is_quiet() {
        let store = Arc::new(MemoryStore::new(TrustKey::from_bytes(&[0; 32]), 1 << 20));
        let writer = Writer::start(store.clone(), WriterOptions::default());
        for key in 0..10 {
            writer.submit(SOURCE, TARGET, entry(key)).unwrap();
        }
        let start = Instant::now();
        while store.load(SOURCE, TARGET).unwrap().is_none() {
            assert!(start.elapsed() < Duration::from_secs(10), "silence did not lead to a save");
            std::thread::sleep(Duration::from_millis(5));
        }
        writer.submit(SOURCE, TARGET, entry(10)).unwrap();
        let report = writer.finish(soon());
        assert_eq!(report, WriterReport { submitted: 11, saved: 11, lost: 0 });
        assert_eq!(store.load(SOURCE, TARGET).unwrap().unwrap().len(), 11);
    }

    #[test]
    fn one_source_is_one_save() {
        let store = odd(0, false);
        let options = WriterOptions { idle: Duration::from_secs(60), max_wait: Duration::from_secs(60), ..Default::default() };
        let writer = Writer::start(store.clone(), options);
        for key in 0..100 {
            writer.submit(SOURCE, TARGET, entry(key)).unwrap();
        }
        assert!(writer.flush(soon()));
        assert_eq!(store.saves.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn a_slow_save_is_followed_by_rest_that_the_end_cuts_short() {
        let store = odd(100, false);
        let options =
            WriterOptions { idle: Duration::from_millis(1), max_wait: Duration::from_millis(1), rest: 1000, ..Default::default() };
        let writer = Writer::start(store.clone(), options);
        for key in 0..20 {
            writer.submit(SOURCE, TARGET, entry(key)).unwrap();
            std::thread::sleep(Duration::from_millis(20));
        }
        assert_eq!(store.saves.load(Ordering::Relaxed), 1, "the second save did not wait");
        assert_eq!(writer.finish(soon()).lost, 0);
        assert_eq!(store.saves.load(Ordering::Relaxed), 2);
    }

    #[test]
    fn the_end_of_the_process_waits_no_longer_than_the_deadline() {
        let writer = Writer::start(odd(3000, false), WriterOptions::default());
        writer.submit(SOURCE, TARGET, entry(1)).unwrap();
        let start = Instant::now();
        let report = writer.finish(Instant::now() + Duration::from_millis(30));
        assert!(start.elapsed() < Duration::from_millis(1500), "{:?}", start.elapsed());
        assert_eq!(report.saved, 0);
    }

    #[test]
    fn too_much_waiting_is_dropped_and_counted() {
        let options = WriterOptions { max_pending_bytes: 250, idle: Duration::from_secs(60), ..Default::default() };
        let writer = Writer::start(odd(0, false), options);
        let results: Vec<_> = (0..4).map(|k| writer.submit(SOURCE, TARGET, entry(k))).collect();
        assert_eq!(results, [Ok(()), Ok(()), Err(MissReason::QueueFull), Err(MissReason::QueueFull)]);
        assert!(writer.flush(soon()));
        assert_eq!(writer.submit(SOURCE, TARGET, entry(9)), Ok(()));
        assert_eq!(writer.failures().get(MissReason::QueueFull), 2);
    }

    #[test]
    fn a_panicking_store_is_a_counted_failure() {
        let writer = Writer::start(odd(0, true), WriterOptions::default());
        writer.submit(SOURCE, TARGET, entry(1)).unwrap();
        assert!(writer.flush(soon()), "the thread lives on");
        assert_eq!(writer.failures().get(MissReason::StoreFailed), 1);
        assert_eq!(writer.report(), WriterReport { submitted: 1, saved: 0, lost: 1 });
    }
}
