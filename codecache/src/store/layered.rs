//! Layers of stores, nearest first: memory → directory → Redis.
//!
//! A load asks them in this order. What a far layer had is given to the nearer
//! ones in the background. A save goes to all. Since a near hit hides what the
//! far layers have learnt since, a near pack of some age is refreshed from them
//! in the background, for the next run.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use super::{
    Forgotten, Lease, LeaseOutcome, LoadedPack, PackInfo, PruneBound, PruneReport, RekeyReport, Save, SaveReport, Store, StoreCounters,
    StoreError, WorkQueue, unix_now,
};
use crate::fingerprint::TargetFingerprint;
use crate::key::SourceKey;
use crate::pack::{Entry, Pack};
use crate::statistics::{ProgramStatistics, Statistics};

/// How layers behave.
#[derive(Clone, Copy, Debug)]
pub struct LayeredOptions {
    /// A near pack that was put together longer ago than this is refreshed from
    /// the far layers when it is used.
    pub refresh_after: Duration,
}

impl Default for LayeredOptions {
    fn default() -> Self {
        LayeredOptions { refresh_after: Duration::from_secs(600) }
    }
}

/// Several stores as one.
pub struct LayeredStore {
    layers: Arc<[Arc<dyn Store>]>,
    options: LayeredOptions,
    /// To the thread that fills the nearer layers; started when first needed.
    filler: Mutex<Option<Sender<Filling>>>,
    /// A nearer layer is being filled, for the next run; that others are refreshed is not waited for.
    fills: AtomicBool,
    programs: Mutex<Vec<Begun>>,
}

/// A program that has begun.
struct Begun {
    program: SourceKey,
    target: TargetFingerprint,
    /// How many layers were told: those that have all that the program loads have not to fetch it from farther ones.
    told: usize,
    /// What was found.
    loaded: Vec<SourceKey>,
}

enum Filling {
    /// Give this pack, which layer `found` had, to the nearer layers.
    Nearer { found: usize, pack: Arc<Pack> },
    /// Give what the layers beyond `found` have to it and to the nearer ones.
    Refresh { found: usize, source: SourceKey, target: TargetFingerprint },
    /// Everything before this has been done.
    Done(Sender<()>),
}

impl LayeredStore {
    /// Layers, nearest first.
    pub fn new(layers: Vec<Arc<dyn Store>>, options: LayeredOptions) -> LayeredStore {
        assert!(!layers.is_empty(), "a layered store has at least one layer");
        LayeredStore { layers: layers.into(), options, filler: Mutex::default(), fills: AtomicBool::new(false), programs: Mutex::default() }
    }

    /// Tells a layer of the programs that have begun, before it is asked for anything.
    fn tell(&self, layer: usize) {
        for begun in self.programs.lock().iter_mut().filter(|begun| begun.told <= layer) {
            for layer in &self.layers[begun.told..=layer] {
                layer.begin_program(begun.program, begun.target, &begun.loaded);
            }
            begun.told = layer + 1;
        }
    }

    fn fill(&self, filling: Filling) {
        let mut filler = self.filler.lock();
        let filling = match &*filler {
            Some(sender) => match sender.send(filling) {
                Ok(()) => return,
                Err(returned) => returned.0,
            },
            None => filling,
        };
        let layers = self.layers.clone();
        let (sender, fillings) = channel();
        let started = std::thread::Builder::new().name("hearth-cache-fill".into()).spawn(move || {
            for filling in fillings {
                run(&layers, filling);
            }
        });
        // Without a thread the nearer layers stay as they are: a slower next
        // run, nothing else.
        if started.is_ok() {
            let _ = sender.send(filling);
            *filler = Some(sender);
        }
    }

    /// Waits until the nearer layers have been filled, at most so long; says
    /// whether they have. For the end of the process.
    pub fn wait_until_filled(&self, timeout: Duration) -> bool {
        if self.filler.lock().is_none() {
            return true;
        }
        let (done, wait) = channel();
        self.fill(Filling::Done(done));
        wait.recv_timeout(timeout).is_ok()
    }
}

/// Failures are in the counters of the layer that failed.
fn run(layers: &[Arc<dyn Store>], filling: Filling) {
    match filling {
        Filling::Nearer { found, pack } => {
            for layer in &layers[..found] {
                let _ = layer.adopt(&pack);
            }
        }
        Filling::Refresh { found, source, target } => {
            for far in &layers[found + 1..] {
                if let Ok(Some(loaded)) = far.load(source, target) {
                    for layer in &layers[..=found] {
                        let _ = layer.adopt(&loaded.pack);
                    }
                }
            }
        }
        Filling::Done(done) => drop(done.send(())),
    }
}

impl Store for LayeredStore {
    fn name(&self) -> String {
        self.layers.iter().map(|l| l.name()).collect::<Vec<_>>().join(" → ")
    }

    fn is_read_only(&self) -> bool {
        self.layers.iter().all(|layer| layer.is_read_only())
    }

    fn settle(&self, timeout: Duration) -> bool {
        let start = Instant::now();
        let is_filled = !self.fills.load(Ordering::Relaxed) || self.wait_until_filled(timeout);
        self.layers.iter().fold(is_filled, |settled, layer| layer.settle(timeout.saturating_sub(start.elapsed())) && settled)
    }

    fn begin_program(&self, program: SourceKey, target: TargetFingerprint, loaded: &[SourceKey]) {
        self.programs.lock().push(Begun { program, target, told: 0, loaded: loaded.to_vec() });
    }

    fn lacks_program(&self, program: SourceKey, target: TargetFingerprint, loaded: &[SourceKey]) -> bool {
        self.layers.iter().any(|layer| layer.lacks_program(program, target, loaded))
    }

    fn save_program(&self, program: SourceKey, target: TargetFingerprint, loaded: &[SourceKey]) -> Result<SaveReport, StoreError> {
        let lack = self.layers.iter().filter(|layer| layer.lacks_program(program, target, loaded));
        lack.map(|layer| layer.save_program(program, target, loaded)).fold(Ok(SaveReport::default()), Result::and)
    }

    fn keeps_statistics(&self) -> bool {
        self.layers.iter().any(|layer| layer.keeps_statistics())
    }

    /// In the nearest layer that keeps them.
    fn add_statistics(&self, of_process: &ProgramStatistics) -> Result<(), StoreError> {
        self.layers.iter().find(|layer| layer.keeps_statistics()).map_or(Ok(()), |layer| layer.add_statistics(of_process))
    }

    fn tidy_statistics(&self) {
        self.layers.iter().for_each(|layer| layer.tidy_statistics());
    }

    fn statistics(&self) -> Result<Statistics, StoreError> {
        let (known, failed): (Vec<_>, Vec<_>) = self.layers.iter().map(|layer| layer.statistics()).partition(Result::is_ok);
        match failed.into_iter().next() {
            Some(Err(error)) if known.is_empty() => Err(error),
            _ => Ok(Statistics::of_all(known.into_iter().flatten())),
        }
    }

    fn end(&self) {
        self.layers.iter().for_each(|layer| layer.end());
    }

    fn take_time(&self) {
        self.layers.iter().for_each(|layer| layer.take_time());
    }

    /// The first layer that has it wins. An error is returned only if no layer
    /// has it; the errors of all are in their counters.
    fn load(&self, source: SourceKey, target: TargetFingerprint) -> Result<Option<LoadedPack>, StoreError> {
        let mut first_error = None;
        for (found, layer) in self.layers.iter().enumerate() {
            self.tell(found);
            match layer.load(source, target) {
                Ok(Some(loaded)) => {
                    self.programs.lock().iter_mut().for_each(|begun| begun.loaded.push(source));
                    if found > 0 {
                        self.fills.store(true, Ordering::Relaxed);
                        self.fill(Filling::Nearer { found, pack: loaded.pack.clone() });
                    }
                    let age = unix_now().saturating_sub(loaded.created());
                    if found + 1 < self.layers.len() && age > self.options.refresh_after.as_secs() {
                        self.fill(Filling::Refresh { found, source, target });
                    }
                    return Ok(Some(loaded));
                }
                Ok(None) => {}
                Err(e) => drop(first_error.get_or_insert(e)),
            }
        }
        first_error.map_or(Ok(None), Err)
    }

    /// Saves to all layers; fails only if all of them do.
    fn save(&self, source: SourceKey, target: TargetFingerprint, entries: &[Entry]) -> Result<SaveReport, StoreError> {
        self.save_all(&[Save { source, target, entries }]).remove(0)
    }

    /// The nearest layer is done with all of it before the next one begins.
    fn save_all(&self, saves: &[Save<'_>]) -> Vec<Result<SaveReport, StoreError>> {
        let of_layers: Vec<_> = self.layers.iter().map(|layer| layer.save_all(saves)).collect();
        let of_save = |i: usize| of_layers.iter().map(move |of_layer| &of_layer[i]);
        let total = |i: usize| {
            let mut saved = of_save(i).filter_map(|result| result.as_ref().ok());
            let Some(first) = saved.next() else { return of_save(i).next().expect("there is at least one layer").clone() };
            Ok(SaveReport { bytes_written: first.bytes_written + saved.map(|report| report.bytes_written).sum::<u64>(), ..*first })
        };
        (0..saves.len()).map(total).collect()
    }

    fn tidy(&self, source: SourceKey, target: TargetFingerprint) -> Result<SaveReport, StoreError> {
        let mut total = SaveReport::default();
        for layer in self.layers.iter() {
            total.bytes_written += layer.tidy(source, target)?.bytes_written;
        }
        Ok(total)
    }

    fn forget(&self, source: SourceKey, target: TargetFingerprint, entries: &[Forgotten]) -> Result<SaveReport, StoreError> {
        let mut total = SaveReport::default();
        for layer in self.layers.iter() {
            total.bytes_written += layer.forget(source, target, entries)?.bytes_written;
        }
        Ok(total)
    }

    fn rekey(&self, source: SourceKey, target: TargetFingerprint) -> Result<RekeyReport, StoreError> {
        let mut total = RekeyReport::default();
        for layer in self.layers.iter() {
            let report = layer.rekey(source, target)?;
            total.packs += report.packs;
            total.parts += report.parts;
            total.refused += report.refused;
            total.only_read += report.only_read;
            total.bytes_written += report.bytes_written;
        }
        Ok(total)
    }

    /// From the farthest layer that shares leases between machines.
    fn lease(&self, source: SourceKey, target: TargetFingerprint, key: u128, ttl: Duration) -> LeaseOutcome {
        let mut outcome = LeaseOutcome::Granted(Lease::unshared());
        for (index, layer) in self.layers.iter().enumerate().rev() {
            outcome = layer.lease(source, target, key, ttl);
            match &mut outcome {
                LeaseOutcome::Granted(lease) if !lease.is_shared() => continue,
                LeaseOutcome::Granted(lease) => lease.layer = index,
                LeaseOutcome::Held | LeaseOutcome::Unknown(_) => {}
            }
            return outcome;
        }
        outcome
    }

    fn release(&self, lease: Lease) {
        if lease.is_shared() {
            self.layers[lease.layer].release(lease);
        }
    }

    /// Of the farthest layer that has one.
    fn work_queue(&self) -> Option<&dyn WorkQueue> {
        self.layers.iter().rev().find_map(|layer| layer.work_queue())
    }

    fn list(&self) -> Result<Vec<PackInfo>, StoreError> {
        let mut packs = Vec::new();
        for layer in self.layers.iter() {
            packs.append(&mut layer.list()?);
        }
        Ok(packs)
    }

    fn remove(&self, source: SourceKey, target: TargetFingerprint) -> Result<bool, StoreError> {
        let mut removed = false;
        for layer in self.layers.iter() {
            removed |= layer.remove(source, target)?;
        }
        Ok(removed)
    }

    fn prune(&self, bound: PruneBound) -> Result<PruneReport, StoreError> {
        let mut total = PruneReport::default();
        for layer in self.layers.iter() {
            let report = layer.prune(bound)?;
            total.removed += report.removed;
            total.removed_bytes += report.removed_bytes;
            total.kept_bytes += report.kept_bytes;
        }
        Ok(total)
    }

    fn counters(&self) -> Vec<(String, Arc<StoreCounters>)> {
        self.layers.iter().flat_map(|l| l.counters()).collect()
    }
}
