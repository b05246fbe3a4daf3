//! Rejections that nobody deals with (sec-host-promise-rejection-tracker), of all realms: the host is told of them once
//! the jobs are done, and again if somebody deals with one after all.

use crate::builtins::promise::Promise;
use crate::heap::{Gc, Tracer};
use crate::object::Object;
use crate::value::Value;
use std::collections::VecDeque;

/// Whether the host was told of a rejection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Told {
    No,
    /// It is about to be, with others: whoever deals with it now comes too late, and nothing is said of that.
    Due,
    Yes,
}

#[derive(Default)]
pub struct Rejections {
    /// In the order in which they were rejected. Somebody may have dealt with one since: to look for it would take longer
    /// than to pass over it.
    pending: VecDeque<Gc<Promise>>,
    /// How many of them somebody has dealt with since.
    stale: usize,
    /// Of which the host is being told.
    due: VecDeque<Gc<Promise>>,
    /// Of which the host was told, and which somebody has dealt with since.
    late: VecDeque<Gc<Promise>>,
}

impl Rejections {
    /// A promise was rejected, and nobody has dealt with it so far: whether the table has grown.
    pub fn reject(&mut self, promise: Gc<Promise>) -> bool {
        let grows = self.pending.len() == self.pending.capacity();
        self.pending.push_back(promise);
        grows
    }

    /// Somebody deals with a rejected promise, the first to do so.
    pub fn handle(&mut self, promise: Gc<Promise>) {
        match promise.told() {
            Told::Yes => self.late.push_back(promise),
            Told::Due => {}
            Told::No if self.pending.back().is_some_and(|last| *last == promise) => drop(self.pending.pop_back()),
            Told::No => {
                self.stale += 1;
                // All of them would be kept alive to the end of the jobs.
                if self.stale > 16 && self.stale > self.pending.len() / 2 {
                    self.forget_handled();
                }
            }
        }
    }

    fn forget_handled(&mut self) {
        self.pending.retain(|promise| !promise.is_handled());
        self.stale = 0;
    }

    /// The jobs are done: the host is to be told of what is there, and not of what is rejected meanwhile.
    pub fn end_turn(&mut self) {
        if self.due.is_empty() && !self.pending.is_empty() {
            self.forget_handled();
            self.due = std::mem::take(&mut self.pending);
            self.due.iter().for_each(|promise| promise.tell(Told::Due));
        }
    }

    /// The next promise that the host is to be told of, with the reason.
    pub fn next_due(&mut self) -> Option<(Gc<Object>, Value)> {
        let promise = self.due.pop_front()?;
        promise.tell(Told::Yes);
        Some((promise.as_object(), promise.result()))
    }

    /// The next promise of which the host is to be told that it was dealt with after all.
    pub fn next_late(&mut self) -> Option<Gc<Object>> {
        self.late.pop_front().map(Gc::<Promise>::as_object)
    }

    /// Bytes of the tables.
    pub fn bytes(&self) -> usize {
        (self.pending.capacity() + self.due.capacity() + self.late.capacity()) * size_of::<Gc<Promise>>()
    }

    pub fn trace(&self, tracer: &mut Tracer) {
        for promise in self.pending.iter().chain(&self.due).chain(&self.late) {
            tracer.mark(promise.header());
        }
    }
}
