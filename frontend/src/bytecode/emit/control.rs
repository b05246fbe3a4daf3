//! Leaving: break, continue and return through loops over iterators, `try` and
//! `finally`.
//!
//! The control stack has an entry for each construct that is open. To leave, the
//! entries above the target are unwound, innermost first: an iterator is closed, a
//! protected region is interrupted for the code that does so, and at a `finally` the
//! completion is noted in its registers and its block is entered, at whose end
//! the rest of the way is dispatched.

use super::Emitter;
use crate::bytecode::builder::{Label, Region};
use crate::bytecode::{FunctionKind, Insn, Op, Register};

pub(super) enum Control<'u> {
    /// A loop, switch or labelled statement.
    Target {
        labels: Vec<&'u str>,
        /// An unlabelled `break` stops here.
        is_breakable: bool,
        break_: Label,
        /// Where `continue` goes, if it is a loop.
        continue_: Option<Label>,
        /// The entries that `continue` leaves open.
        continue_level: usize,
    },
    Protected(Region),
    Iterator {
        record: Register,
        region: Region,
        is_async: bool,
        may_be_done: bool,
    },
    Finally(Finally),
}

pub(super) struct Finally {
    pub kind: Register,
    pub value: Register,
    pub entry: Label,
    pub region: Region,
    /// The ways to leave through this block; their numbers start at `FIRST_EXIT`.
    pub exits: Vec<Exit>,
}

/// A finally block whose value counts if `break` or `continue` leaves it.
pub(super) struct Finalizer {
    /// The entries of the control stack around it.
    level: usize,
    value: Register,
    /// The value of what is around it.
    outer: Register,
}

/// Completion kinds in a finally block's register.
pub(super) const NORMAL: i32 = 0;
pub(super) const THROW: i32 = 1;
pub(super) const FIRST_EXIT: i32 = 2;

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Exit {
    /// With the value in a register.
    Return(Register),
    /// To a label, leaving the entries from `level` on.
    Jump { level: usize, label: Label },
}

impl<'u> Emitter<'u> {
    /// The loop, switch or labelled statement that `break` or `continue` goes to.
    pub(super) fn jump_target(&self, label: Option<&str>, is_continue: bool) -> Option<Exit> {
        for (level, entry) in self.control.iter().enumerate().rev() {
            let Control::Target { labels, is_breakable, break_, continue_, continue_level } = entry else { continue };
            let matches = match label {
                Some(label) => labels.contains(&label),
                None => {
                    if is_continue {
                        continue_.is_some()
                    } else {
                        *is_breakable
                    }
                }
            };
            if !matches {
                continue;
            }
            if is_continue {
                return Some(Exit::Jump { level: *continue_level, label: (*continue_)? });
            }
            return Some(Exit::Jump { level, label: *break_ });
        }
        None
    }

    /// `break` or `continue`: the value of the finally blocks that it leaves is that of
    /// the statement it goes to.
    pub(super) fn leave(&mut self, exit: Exit, is_continue: bool) {
        if let Exit::Jump { level, .. } = exit {
            let target = if is_continue { level.saturating_sub(1) } else { level };
            let left = self.finalizers.iter().rev().take_while(|f| f.level > target).map(|f| (f.outer, f.value));
            for (outer, value) in left.collect::<Vec<_>>() {
                self.b.mov(outer, value);
            }
        }
        self.exit(exit);
    }

    /// Leaves, from here.
    pub(super) fn exit(&mut self, exit: Exit) {
        if !self.b.reachable() {
            return;
        }
        let target = match exit {
            Exit::Return(_) => 0,
            Exit::Jump { level, .. } => level,
        };
        let mut paused = Vec::new();
        let mut level = self.control.len();
        let mut handed_over = false;
        while level > target {
            level -= 1;
            match &mut self.control[level] {
                Control::Target { .. } => {}
                Control::Protected(region) => {
                    let region = *region;
                    if self.b.pause(region) {
                        paused.push(region);
                    }
                }
                Control::Iterator { record, region, is_async, may_be_done } => {
                    let (record, region, is_async, may_be_done) = (*record, *region, *is_async, *may_be_done);
                    if self.b.pause(region) {
                        paused.push(region);
                    }
                    self.close_iterator(record, is_async, may_be_done);
                }
                Control::Finally(finally) => {
                    let number = match finally.exits.iter().position(|e| match (*e, exit) {
                        (Exit::Return(_), Exit::Return(_)) => true,
                        (a, b) => a == b,
                    }) {
                        Some(i) => i,
                        None => {
                            finally.exits.push(match exit {
                                Exit::Return(_) => Exit::Return(finally.value),
                                exit => exit,
                            });
                            finally.exits.len() - 1
                        }
                    } as i32
                        + FIRST_EXIT;
                    let (kind, value, entry, region) = (finally.kind, finally.value, finally.entry, finally.region);
                    if self.b.pause(region) {
                        paused.push(region);
                    }
                    if let Exit::Return(result) = exit {
                        self.b.mov(value, result);
                    }
                    self.b.load_int(kind, number);
                    self.b.jump(entry);
                    handed_over = true;
                    break;
                }
            }
        }
        if !handed_over {
            match exit {
                Exit::Return(value) => self.return_value(value),
                Exit::Jump { label, .. } => self.b.jump(label),
            }
        }
        for region in paused.into_iter().rev() {
            self.b.resume(region);
        }
    }

    /// The return itself, when nothing is left to unwind.
    fn return_value(&mut self, value: Register) {
        if self.function.kind == FunctionKind::DerivedConstructor {
            let mark = self.mark();
            let this = match self.this_place() {
                super::names::Place::Register(register) => register,
                place => {
                    let temp = self.temp();
                    self.read_place(place, temp);
                    temp
                }
            };
            let result = self.temp();
            self.b.op3(Op::CheckConstructorReturn, result, value, this);
            self.b.op1(Op::Return, result);
            self.release(mark);
        } else {
            self.b.op1(Op::Return, value);
        }
    }

    /// Runs `f` as the body of a target of `break` (and `continue`).
    pub(super) fn with_target(
        &mut self,
        labels: Vec<&'u str>,
        is_breakable: bool,
        break_: Label,
        continue_: Option<Label>,
        f: impl FnOnce(&mut Self),
    ) {
        let level = self.control.len();
        self.control.push(Control::Target { labels, is_breakable, break_, continue_, continue_level: level + 1 });
        f(self);
        self.control.truncate(level);
    }

    // ---- try

    /// `try` with a block that runs whichever way `body` is left; it gets the registers with
    /// the kind of the completion and its value. The completion
    /// value of a script is not changed by `finalizer`.
    pub(super) fn with_finally(&mut self, body: impl FnOnce(&mut Self), finalizer: impl FnOnce(&mut Self, Register, Register)) {
        let mark = self.mark();
        let kind = self.temp();
        let value = self.temp();
        let caught = self.temp();
        for register in [kind, value, caught] {
            self.b.set_variable(register, true);
        }
        let entry = self.b.label();
        let handler = self.b.label();
        let region = self.b.protect(handler);
        self.control.push(Control::Finally(Finally { kind, value, entry, region, exits: Vec::new() }));
        body(self);
        let Some(Control::Finally(finally)) = self.control.pop() else { unreachable!("entries are popped in order") };
        self.b.unprotect(region);
        self.b.load_int(kind, NORMAL);
        self.b.jump(entry);
        self.b.catch(handler, caught);
        self.b.mov(value, caught);
        self.b.load_int(kind, THROW);
        let throws = self.b.reachable();
        self.b.jump(entry);
        self.b.bind(entry);

        let completion = self.completion;
        if let Some(outer) = completion {
            let value = self.temp();
            self.undefined(value);
            self.completion = Some(value);
            self.finalizers.push(Finalizer { level: self.control.len(), value, outer });
        }
        finalizer(self, kind, value);
        if completion.is_some() {
            self.finalizers.pop();
        }
        self.completion = completion;

        let number = self.temp();
        if throws {
            let next = self.b.label();
            self.b.load_int(number, THROW);
            self.b.jump2(Op::JStrictNe, kind, number, next);
            self.b.op1(Op::Throw, value);
            self.b.bind(next);
        }
        for (i, exit) in finally.exits.into_iter().enumerate() {
            let next = self.b.label();
            self.b.load_int(number, i as i32 + FIRST_EXIT);
            self.b.jump2(Op::JStrictNe, kind, number, next);
            self.exit(exit);
            self.b.bind(next);
        }
        self.release(mark);
    }

    /// `try` with a handler: `f` gets the exception in a register.
    pub(super) fn with_catch(&mut self, body: impl FnOnce(&mut Self), f: impl FnOnce(&mut Self, Register)) {
        let end = self.b.label();
        let handler = self.b.label();
        let region = self.b.protect(handler);
        self.control.push(Control::Protected(region));
        body(self);
        self.control.pop();
        self.b.unprotect(region);
        self.b.jump(end);
        let mark = self.mark();
        let exception = self.temp();
        self.b.catch(handler, exception);
        f(self, exception);
        self.release(mark);
        self.b.bind(end);
    }

    /// IteratorClose for a normal or return completion.
    pub(super) fn close_iterator(&mut self, record: Register, is_async: bool, may_be_done: bool) {
        let done = self.b.label();
        if may_be_done {
            self.b.jump1(Op::JumpIfEmpty, record, done);
        }
        if is_async {
            self.async_iterator_close(record);
        } else {
            self.b.emit(Insn::new(Op::IterClose, record.0, 0, 0, 0));
        }
        self.b.bind(done);
    }
}
