//! Saving while the program goes on: when it is told to, and from time to time where it waits anyway. A server may
//! never come to an end that lets it save.
//!
//! What is saved then is what the end would have saved, as far as it is known. What has not changed since is not queued again.

use super::finish::Run;
use super::session::Session;
use crate::ion::at_end::When;
use crate::ion::chaos::Provoked;
use crate::options::{CacheLevel, Finish};
use crate::vm::Vm;
use std::time::{Duration, Instant};

/// How long an event loop that is idle waits for the stores: what is not saved by then is a moment later, off its thread.
#[cfg(feature = "node")]
const IDLE_WITHIN: Duration = Duration::from_millis(250);

/// What was saved last.
pub(super) struct LastSave {
    at: Instant,
    /// Of the event loop: what has done nothing since has learnt nothing.
    turn: u64,
    /// Of what was asked for.
    digest: u64,
}

impl Default for LastSave {
    fn default() -> LastSave {
        LastSave { at: Instant::now(), turn: 0, digest: 0 }
    }
}

impl Session {
    /// Queues what was learnt, if it is news, and saves that and the bytecode: whether it was, and whether all is saved.
    fn save_meanwhile(&mut self, learnt: Option<Run>, turn: u64, within: Duration) -> (bool, bool) {
        let until = Instant::now() + within;
        let digest = learnt.as_ref().map_or(0, digest_of);
        let news = learnt.filter(|_| digest != self.last_save.digest);
        let is_queued = self.queue(news, false);
        self.store_bytecode();
        let lost = |session: &Session| session.writer.as_ref().map_or(0, |writer| writer.report().lost);
        let lost_before = lost(self);
        let is_saved = self.writer.as_ref().is_none_or(|writer| writer.flush(until)) && lost(self) == lost_before;
        self.last_save = LastSave { at: Instant::now(), turn, digest: if is_saved { digest } else { 0 } };
        self.warn_of_failures();
        (is_queued, is_saved && self.store.is_some())
    }
}

/// Of what a run asks for.
fn digest_of(run: &Run) -> u64 {
    let mut hasher = xxhash_rust::xxh3::Xxh3::new();
    for (hash, entry) in run.requests.iter().chain(&run.loops) {
        hasher.update(hash);
        hasher.update(&entry.0.to_le_bytes());
    }
    hasher.update(&run.patterns.len().to_le_bytes());
    hasher.digest()
}

impl Vm {
    /// Saves what was learnt so far, and waits for the stores not longer than `within`: whether it is all there.
    pub fn save_cache(&mut self, within: Duration) -> bool {
        let Some(level) = self.cache.as_ref().map(|cache| cache.level()) else { return false };
        if self.options.provoked != Provoked::default() {
            return false;
        }
        let learnt = if level >= CacheLevel::Profile { self.learnt(When::Before) } else { None };
        let turn = self.interp.jobs.events.turn();
        let Some(mut cache) = self.cache.take() else { return false };
        let (is_queued, is_saved) = cache.save_meanwhile(learnt, turn, within);
        self.note_statistics(&mut cache);
        self.cache = Some(cache);
        self.write_metrics();
        #[cfg(feature = "node")]
        if is_queued && self.is_worker() {
            crate::runtime::threads::worker::note_queued();
        }
        // Who waits for the finisher does so at the end.
        if let (true, Finish::Detach(start)) = (is_queued, self.options.finish) {
            start(&self.options);
        }
        is_saved
    }

    /// When what was learnt is to be saved next, if the event loop is idle.
    pub(crate) fn next_save(&self) -> Option<Instant> {
        let cache = self.cache.as_ref().filter(|_| !self.options.save_every.is_zero())?;
        let is_news = self.interp.jobs.events.turn() > cache.last_save.turn + 1;
        is_news.then(|| cache.last_save.at + self.options.save_every)
    }
}

#[cfg(feature = "node")]
impl Vm {
    /// Saves if a signal has asked for it.
    pub(crate) fn save_if_asked(&mut self) {
        use super::save::FINISH_WITHIN;
        use crate::vm::interrupt::SAVE;
        // The bell after the bit: who asks in between is seen here, and rings for nothing.
        while self.cx.interrupt.has(SAVE) {
            self.cx.interrupt.clear(SAVE);
            crate::runtime::end_signals::silence_bell();
            self.save_cache(FINISH_WITHIN);
        }
    }

    /// Saves if that was asked for, or is due.
    pub(crate) fn save_while_idle(&mut self) {
        self.save_if_asked();
        if self.next_save().is_some_and(|due| due <= Instant::now()) {
            self.save_cache(IDLE_WITHIN);
        }
    }
}
