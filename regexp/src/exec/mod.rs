//! Matching by backtracking (sec-pattern-semantics), with a stack of its own.
//!
//! A frame is a choice to come back to, or what is to be restored on the way there. The stack is
//! bounded, and whoever matches is asked now and then whether to go on. After many steps failures
//! of choices are remembered (`memo`), where they depend on little: then no choice fails twice
//! at a position, and matching takes time that is polynomial in the length of the text.

mod memo;
mod reference;

use super::program::{NONE, Op, Program, Run, Search, UNSET};
use super::text::Text;
use memo::Memo;

/// Why a match was not finished.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stop {
    /// The watch said so.
    Asked,
    /// More frames than there may be.
    TooMuch,
}

/// Frames of a match; 16 bytes each.
const MAX_FRAMES: usize = 4 << 20;
/// Steps after which the watch is asked again.
const STEPS: u32 = 1 << 13;
/// Times that the watch was asked after which failures are remembered.
const PATIENCE: u32 = 2;

#[derive(Clone, Copy, Debug)]
enum Frame {
    Choice {
        pc: u32,
        at: u32,
    },
    /// A register that was changed.
    Restore {
        register: u32,
        value: u32,
    },
    /// A greedy run that may end earlier: before `at`, down to `least`.
    Shorter {
        pc: u32,
        at: u32,
        least: u32,
    },
    /// A lazy run that may go on from `at` with `left` more.
    Longer {
        pc: u32,
        at: u32,
        left: u32,
    },
    /// An assertion began here.
    Look {
        index: u32,
        at: u32,
    },
    /// All ways on from a choice have failed: its number in the memo.
    Failed {
        state: u32,
    },
}

/// What matching needs besides program and text, kept from one match to the next.
#[derive(Default)]
pub struct Scratch {
    frames: Vec<Frame>,
    registers: Vec<u32>,
}

impl Scratch {
    /// Start and end of a group of the last match, if it took part.
    pub fn group(&self, index: usize) -> Option<std::ops::Range<usize>> {
        let (start, end) = (self.registers[2 * index], self.registers[2 * index + 1]);
        (start != UNSET && end != UNSET).then_some(start as usize..end as usize)
    }
}

/// Searches for a match at `start` or after, or `here` at `start` only. The groups are left in
/// `scratch`. `watch` says whether to stop.
pub fn exec<T: Text>(
    program: &Program,
    text: T,
    start: usize,
    here: bool,
    scratch: &mut Scratch,
    watch: &mut dyn FnMut() -> bool,
) -> Result<bool, Stop> {
    scratch.frames.clear();
    scratch.registers.clear();
    scratch.registers.resize(program.registers as usize, UNSET);
    let mut matcher = Matcher {
        program,
        text,
        frames: &mut scratch.frames,
        registers: &mut scratch.registers,
        watch,
        steps: STEPS,
        asked: 0,
        memo: None,
    };
    let found = matcher.search(start, here);
    if scratch.frames.capacity() > 1 << 16 {
        scratch.frames = Vec::new();
    }
    found
}

struct Matcher<'a, T> {
    program: &'a Program,
    text: T,
    frames: &'a mut Vec<Frame>,
    registers: &'a mut [u32],
    watch: &'a mut dyn FnMut() -> bool,
    /// Until the watch is asked.
    steps: u32,
    asked: u32,
    memo: Option<Memo>,
}

impl<T: Text> Matcher<'_, T> {
    fn search(&mut self, start: usize, here: bool) -> Result<bool, Stop> {
        let mut at = start;
        if self.program.unicode && self.text.is_inside_pair(at) {
            at -= 1;
        }
        if here || self.program.search == Search::AtStart {
            return Ok((here || at == 0) && self.run(at)?);
        }
        while let Some(place) = self.next_place(at) {
            if self.run(place)? {
                return Ok(true);
            }
            self.step()?;
            at = place + if self.program.unicode { self.text.code_point(place).map_or(1, |(_, len)| len) } else { 1 };
        }
        Ok(false)
    }

    /// The first place from `at` on where there may be a match.
    fn next_place(&self, at: usize) -> Option<usize> {
        let mut place = at;
        match &self.program.search {
            Search::None | Search::AtStart => (at <= self.text.len()).then_some(at),
            Search::Literal(units) => self.text.find(units, at),
            Search::First(first) => loop {
                if place > self.text.len() {
                    return None;
                }
                place += self.text.count(place, usize::MAX, |unit| !first.has(Some(unit)));
                let inside = self.program.unicode && self.text.is_inside_pair(place);
                if !inside {
                    return first.has(self.text.get(place)).then_some(place);
                }
                place += 1;
            },
        }
    }

    #[inline(always)]
    fn step(&mut self) -> Result<(), Stop> {
        self.steps -= 1;
        if self.steps == 0 { self.ask() } else { Ok(()) }
    }
    #[cold]
    #[inline(never)]
    fn ask(&mut self) -> Result<(), Stop> {
        self.steps = STEPS;
        self.asked += 1;
        if (self.watch)() {
            return Err(Stop::Asked);
        }
        if self.asked == PATIENCE {
            self.memo = Memo::new(self.program, self.text.len());
        }
        Ok(())
    }

    #[inline(always)]
    fn push(&mut self, frame: Frame) -> Result<(), Stop> {
        if self.frames.len() >= MAX_FRAMES {
            return Err(Stop::TooMuch);
        }
        self.frames.push(frame);
        Ok(())
    }
    #[inline(always)]
    fn set_register(&mut self, register: u32, value: u32) -> Result<(), Stop> {
        let old = std::mem::replace(&mut self.registers[register as usize], value);
        // Without a choice to go back to, the match as a whole fails.
        if old != value && !self.frames.is_empty() { self.push(Frame::Restore { register, value: old }) } else { Ok(()) }
    }

    /// Whether the choice at `pc` has failed at this position before; else notes that it is being made.
    #[inline(always)]
    fn has_failed(&mut self, pc: u32, at: usize) -> Result<bool, Stop> {
        let Some(memo) = &self.memo else { return Ok(false) };
        let Some(state) = memo.state(self.program, self.registers, pc, at) else { return Ok(false) };
        if memo.has_failed(state) {
            return Ok(true);
        }
        self.push(Frame::Failed { state })?;
        Ok(false)
    }

    /// Matches at `start` only.
    fn run(&mut self, start: usize) -> Result<bool, Stop> {
        let program = self.program;
        let text = self.text;
        self.frames.clear();
        self.registers.fill(UNSET);
        let (mut pc, mut at) = (0u32, start);
        /// What an op is followed by: the next one, or the last choice.
        macro_rules! go {
            ($matched:expr) => {
                if $matched {
                    pc += 1;
                } else {
                    match self.back()? {
                        Some(choice) => (pc, at) = choice,
                        None => return Ok(false),
                    }
                }
            };
        }
        /// The same, where what matches has a length.
        macro_rules! consume {
            ($found:expr, $matches:expr, $step:tt) => {
                match $found {
                    Some((c, len)) if $matches(c) => {
                        at $step len;
                        pc += 1;
                    }
                    _ => go!(false),
                }
            };
        }
        let unit = |at: usize| text.get(at).map(|unit| (unit, 1));
        let unit_before = |at: usize| at.checked_sub(1).and_then(|before| text.get(before)).map(|unit| (unit, 1));
        loop {
            match program.ops[pc as usize] {
                Op::Unit(expected) => consume!(unit(at), |c| c == expected, +=),
                Op::UnitBack(expected) => consume!(unit_before(at), |c| c == expected, -=),
                Op::Set(set) => consume!(unit(at), |c| program.sets[set as usize].has(u32::from(c)), +=),
                Op::SetBack(set) => consume!(unit_before(at), |c| program.sets[set as usize].has(u32::from(c)), -=),
                Op::Code(set) => consume!(text.code_point(at), |c| program.sets[set as usize].has(c), +=),
                Op::CodeBack(set) => consume!(text.code_point_before(at), |c| program.sets[set as usize].has(c), -=),
                Op::Run(run) => {
                    let failed = self.has_failed(pc, at)?;
                    match if failed { None } else { self.start_run(&program.runs[run as usize], pc, at)? } {
                        Some(end) => {
                            at = end;
                            pc += 1;
                        }
                        None => go!(false),
                    }
                }
                Op::Start => go!(at == 0),
                Op::End => go!(at == text.len()),
                Op::LineStart => go!(at == 0 || unit_before(at).is_some_and(|(c, _)| is_line_end(c))),
                Op::LineEnd => go!(unit(at).is_none_or(|(c, _)| is_line_end(c))),
                Op::Boundary { set, negated } => {
                    let is_word = |c: Option<(u16, usize)>| c.is_some_and(|(c, _)| program.sets[set as usize].has(u32::from(c)));
                    go!((is_word(unit_before(at)) != is_word(unit(at))) != negated)
                }
                Op::Save(register) => {
                    self.set_register(register, at as u32)?;
                    pc += 1;
                }
                Op::Close { open, other, here } => {
                    let start = self.registers[open as usize];
                    self.set_register(other, start)?;
                    self.set_register(here, at as u32)?;
                    pc += 1;
                }
                Op::Clear { from, to } => {
                    for register in from..to {
                        self.set_register(register, UNSET)?;
                    }
                    pc += 1;
                }
                Op::Advanced(register) => go!(self.registers[register as usize] != at as u32),
                Op::Zero(register) => {
                    self.set_register(register, 0)?;
                    pc += 1;
                }
                Op::Loop(index) => {
                    let l = &program.loops[index as usize];
                    let count = self.registers[l.count as usize];
                    if count < l.min {
                        pc += 1;
                    } else if count >= l.max {
                        pc = l.exit;
                    } else if self.has_failed(pc, at)? {
                        go!(false);
                    } else {
                        let (first, second) = if l.greedy { (pc + 1, l.exit) } else { (l.exit, pc + 1) };
                        self.push(Frame::Choice { pc: second, at: at as u32 })?;
                        pc = first;
                    }
                }
                Op::Next(index) => {
                    self.step()?;
                    let l = &program.loops[index as usize];
                    let count = self.registers[l.count as usize];
                    let moved = l.mark == NONE || self.registers[l.mark as usize] != at as u32;
                    if !moved && count >= l.min {
                        go!(false);
                    } else {
                        // Without a last one, all that can be told apart is whether there may be more.
                        let next = if l.max == NONE { l.min.min(count + 1) } else { count + 1 };
                        self.set_register(l.count, next)?;
                        pc = l.head;
                    }
                }
                Op::Jump(target) => pc = target,
                Op::Split { other, next, other_first, lazy } => {
                    let unit = text.get(at);
                    let may = |first: u32| first == NONE || program.firsts[first as usize].has(unit);
                    match (may(next), may(other_first)) {
                        (true, true) => {
                            if self.memo.is_some() && self.has_failed(pc, at)? {
                                go!(false);
                            } else {
                                let (first, second) = if lazy { (other, pc + 1) } else { (pc + 1, other) };
                                self.push(Frame::Choice { pc: second, at: at as u32 })?;
                                pc = first;
                            }
                        }
                        (true, false) => pc += 1,
                        (false, true) => pc = other,
                        (false, false) => go!(false),
                    }
                }
                Op::Look(index) => {
                    self.registers[program.looks[index as usize].height as usize] = self.frames.len() as u32;
                    self.push(Frame::Look { index, at: at as u32 })?;
                    pc += 1;
                }
                Op::LookEnd(index) => {
                    let look = &program.looks[index as usize];
                    let height = self.registers[look.height as usize] as usize;
                    if look.negative {
                        self.unwind(height);
                        go!(false);
                    } else {
                        at = self.cut(height);
                        pc += 1;
                    }
                }
                Op::Reference(index) => match self.reference(&program.references[index as usize], at)? {
                    Some(end) => {
                        at = end;
                        pc += 1;
                    }
                    None => go!(false),
                },
                Op::Match => return Ok(true),
            }
        }
    }

    /// Goes back to the last choice that can still be made otherwise.
    fn back(&mut self) -> Result<Option<(u32, usize)>, Stop> {
        self.step()?;
        while let Some(frame) = self.frames.pop() {
            match frame {
                Frame::Choice { pc, at } => return Ok(Some((pc, at as usize))),
                Frame::Restore { register, value } => self.registers[register as usize] = value,
                Frame::Shorter { pc, at, least } => {
                    let Op::Run(run) = self.program.ops[pc as usize] else { unreachable!("pushed by a run") };
                    let run = &self.program.runs[run as usize];
                    let before = self.give_back(run, at as usize);
                    if let Some(at) = self.end_run(run, pc, before, least as usize)? {
                        return Ok(Some((pc + 1, at)));
                    }
                }
                Frame::Longer { pc, at, left } => {
                    let Op::Run(run) = self.program.ops[pc as usize] else { unreachable!("pushed by a run") };
                    let run = &self.program.runs[run as usize];
                    if let Some(next) = self.take_one(run, at as usize)
                        && let Some(at) = self.extend_run(run, pc, next, left - 1)?
                    {
                        return Ok(Some((pc + 1, at)));
                    }
                }
                Frame::Look { index, at } => {
                    let look = &self.program.looks[index as usize];
                    if look.negative {
                        return Ok(Some((look.exit, at as usize)));
                    }
                }
                Frame::Failed { state } => {
                    if let Some(memo) = &mut self.memo {
                        memo.note_failed(state);
                    }
                }
            }
        }
        Ok(None)
    }

    /// Drops the frames from `height` on, and restores what they say.
    fn unwind(&mut self, height: usize) {
        for frame in self.frames.drain(height..).rev() {
            if let Frame::Restore { register, value } = frame {
                self.registers[register as usize] = value;
            }
        }
    }

    /// Drops the choices of an assertion that holds, and gives the position where it began. What
    /// is to be restored remains.
    fn cut(&mut self, height: usize) -> usize {
        let Frame::Look { at, .. } = self.frames[height] else { unreachable!("pushed where the assertion began") };
        let mut kept = height;
        for i in height + 1..self.frames.len() {
            if let Frame::Restore { .. } = self.frames[i] {
                self.frames[kept] = self.frames[i];
                kept += 1;
            }
        }
        self.frames.truncate(kept);
        at as usize
    }

    /// Passes one member of the run's set.
    #[inline(always)]
    fn take_one(&self, run: &Run, at: usize) -> Option<usize> {
        let set = &self.program.sets[run.set as usize];
        match (run.code, run.back) {
            (false, false) => self.text.get(at).filter(|c| set.has(u32::from(*c))).map(|_| at + 1),
            (false, true) => self.text.get(at.checked_sub(1)?).filter(|c| set.has(u32::from(*c))).map(|_| at - 1),
            (true, false) => self.text.code_point(at).filter(|(c, _)| set.has(*c)).map(|(_, len)| at + len),
            (true, true) => self.text.code_point_before(at).filter(|(c, _)| set.has(*c)).map(|(_, len)| at - len),
        }
    }
    /// Takes back what was passed last before `at`.
    #[inline(always)]
    fn give_back(&self, run: &Run, at: usize) -> usize {
        match (run.code, run.back) {
            (false, false) => at - 1,
            (false, true) => at + 1,
            (true, false) => at - self.text.code_point_before(at).map_or(1, |(_, len)| len),
            (true, true) => at + self.text.code_point(at).map_or(1, |(_, len)| len),
        }
    }
    fn take(&self, run: &Run, mut at: usize, most: u32) -> (usize, u32) {
        if !run.code && !run.back {
            let set = &self.program.sets[run.set as usize];
            let limit = if most == NONE { usize::MAX } else { most as usize };
            let count = self.text.count(at, limit, |c| set.has(u32::from(c)));
            return (at + count, count as u32);
        }
        let mut count = 0;
        while count < most
            && let Some(next) = self.take_one(run, at)
        {
            at = next;
            count += 1;
        }
        (at, count)
    }

    /// Matches a run as far as it is tried first. None: it fails.
    fn start_run(&mut self, run: &Run, pc: u32, at: usize) -> Result<Option<usize>, Stop> {
        let (least, count) = if run.greedy && run.min == 0 { (at, 0) } else { self.take(run, at, run.min) };
        if count < run.min {
            return Ok(None);
        }
        let left = if run.max == NONE { NONE } else { run.max - run.min };
        if !run.greedy {
            return self.extend_run(run, pc, least, left);
        }
        let (end, _) = self.take(run, least, left);
        if run.possessive {
            return Ok(Some(end));
        }
        self.end_run(run, pc, end, least)
    }

    #[inline(always)]
    fn may_follow(&self, run: &Run, at: usize) -> bool {
        run.follow == NONE || self.program.firsts[run.follow as usize].has(self.text.get(at))
    }

    /// Ends a greedy run at `at`, or before it where something can follow.
    fn end_run(&mut self, run: &Run, pc: u32, mut at: usize, least: usize) -> Result<Option<usize>, Stop> {
        while !self.may_follow(run, at) {
            if at == least {
                return Ok(None);
            }
            at = self.give_back(run, at);
        }
        if at != least {
            self.push(Frame::Shorter { pc, at: at as u32, least: least as u32 })?;
        }
        Ok(Some(at))
    }

    /// Ends a lazy run at `at`, or after it where something can follow.
    fn extend_run(&mut self, run: &Run, pc: u32, mut at: usize, mut left: u32) -> Result<Option<usize>, Stop> {
        while !self.may_follow(run, at) {
            let Some(next) = (if left > 0 { self.take_one(run, at) } else { None }) else { return Ok(None) };
            at = next;
            left -= u32::from(left != NONE);
        }
        if left > 0 {
            self.push(Frame::Longer { pc, at: at as u32, left })?;
        }
        Ok(Some(at))
    }
}

fn is_line_end(unit: u16) -> bool {
    matches!(unit, 0xA | 0xD | 0x2028 | 0x2029)
}

#[cfg(test)]
mod tests;
