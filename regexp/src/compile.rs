//! Trees to programs.

use super::ast::{Look as LookNode, Node, Pattern, Repeat};
use super::code_points::CodePoints;
use super::first::{self, first, of_sequence, of_set};
use super::program::{CharSet, Choice, First, Look, Loop, LoopState, NONE, Op, Program, Reference, Run, Search};
use rustc_hash::FxHashMap;

/// Ops of one program.
const MAX_OPS: usize = 1 << 20;
/// States of the loops around a choice; where there are more, its failures are not remembered.
const MAX_STATES: u32 = 1 << 10;

/// The pattern has become too long.
#[derive(Debug)]
pub struct TooLarge;

struct Compiler<'a> {
    pattern: &'a Pattern,
    program: Program,
    known_sets: FxHashMap<CodePoints, u32>,
    /// Groups that refer to themselves from inside.
    self_referring: Vec<bool>,
    /// Loops around, as far as the innermost assertion.
    around: Vec<LoopState>,
    has_references: bool,
}

pub fn compile(pattern: &Pattern) -> Result<Program, TooLarge> {
    let search = if pattern.root.begins_at_start() { Search::AtStart } else { search_for(&pattern.root) };
    let program = Program {
        ops: Vec::new(),
        sets: Vec::new(),
        firsts: Vec::new(),
        runs: Vec::new(),
        loops: Vec::new(),
        looks: Vec::new(),
        references: Vec::new(),
        choice_of: Vec::new(),
        choices: Vec::new(),
        states: 0,
        registers: 2 * (pattern.group_count + 1),
        group_count: pattern.group_count,
        unicode: pattern.unicode,
        search,
    };
    let mut self_referring = vec![false; pattern.group_count as usize + 1];
    find_self_references(pattern, &pattern.root, &mut Vec::new(), &mut self_referring);
    let has_references = !pattern.references.is_empty();
    let mut compiler = Compiler { pattern, program, known_sets: FxHashMap::default(), self_referring, around: Vec::new(), has_references };
    compiler.push(Op::Save(0))?;
    compiler.node(&pattern.root, First::ANY, false)?;
    compiler.push(Op::Save(1))?;
    compiler.push(Op::Match)?;
    Ok(compiler.program)
}

fn search_for(root: &Node) -> Search {
    let literal = first::literal(root);
    if !literal.is_empty() {
        return Search::Literal(literal.into());
    }
    match first(root, First::ANY) {
        First::ANY => Search::None,
        first => Search::First(first),
    }
}

fn find_self_references(pattern: &Pattern, node: &Node, open: &mut Vec<u32>, found: &mut [bool]) {
    match node {
        Node::Group { index, body } => {
            open.push(*index);
            find_self_references(pattern, body, open, found);
            open.pop();
        }
        Node::Sequence(all) | Node::Alternatives(all) => all.iter().for_each(|node| find_self_references(pattern, node, open, found)),
        Node::Repeat(repeat) => find_self_references(pattern, &repeat.body, open, found),
        Node::Look(look) => find_self_references(pattern, &look.body, open, found),
        Node::Reference { to, .. } => {
            pattern.references[*to as usize].iter().filter(|group| open.contains(group)).for_each(|group| found[*group as usize] = true);
        }
        _ => {}
    }
}

impl Compiler<'_> {
    fn here(&self) -> u32 {
        self.program.ops.len() as u32
    }
    fn push(&mut self, op: Op) -> Result<u32, TooLarge> {
        if self.program.ops.len() >= MAX_OPS {
            return Err(TooLarge);
        }
        self.program.ops.push(op);
        self.program.choice_of.push(NONE);
        Ok(self.here() - 1)
    }
    fn register(&mut self) -> u32 {
        self.program.registers += 1;
        self.program.registers - 1
    }
    fn set(&mut self, set: &CodePoints) -> u32 {
        if let Some(known) = self.known_sets.get(set) {
            return *known;
        }
        self.program.sets.push(CharSet::new(set));
        let index = self.program.sets.len() as u32 - 1;
        self.known_sets.insert(set.clone(), index);
        index
    }
    /// `NONE` if it tells nothing apart.
    fn first(&mut self, first: First) -> u32 {
        if first == First::ANY {
            return NONE;
        }
        let firsts = &mut self.program.firsts;
        firsts.iter().position(|known| *known == first).unwrap_or_else(|| {
            firsts.push(first);
            firsts.len() - 1
        }) as u32
    }
    /// The op that was pushed last is a choice: what follows from it may be remembered.
    fn choice(&mut self) {
        if self.has_references {
            return;
        }
        let states = self.around.iter().try_fold(1u32, |states, state| states.checked_mul(state.count()));
        let Some(states) = states.filter(|states| *states <= MAX_STATES) else { return };
        *self.program.choice_of.last_mut().expect("pushed before") = self.program.choices.len() as u32;
        self.program.choices.push(Choice { offset: self.program.states, loops: self.around.clone().into() });
        self.program.states += states;
    }

    /// Compiles `node`, after which `follow` comes; `back`: it matches backwards, and nothing is
    /// known of what follows.
    fn node(&mut self, node: &Node, follow: First, back: bool) -> Result<(), TooLarge> {
        match node {
            Node::Empty => {}
            Node::Char(c) => self.character(*c, back)?,
            Node::Set(set) => {
                let op = self.one_of(set, back);
                self.push(op)?;
            }
            Node::Sequence(all) => self.sequence(all, follow, back)?,
            Node::Alternatives(all) => self.alternatives(all, follow, back)?,
            Node::Group { index, body } => self.group(*index, body, follow, back)?,
            Node::Repeat(repeat) => self.repeat(repeat, follow, back)?,
            Node::Look(look) => self.look(look)?,
            Node::Reference { to, folding } => {
                let groups = self.pattern.references[*to as usize].clone().into();
                self.program.references.push(Reference { groups, folding: *folding, back });
                self.push(Op::Reference(self.program.references.len() as u32 - 1))?;
            }
            Node::Start { multiline } => drop(self.push(if *multiline { Op::LineStart } else { Op::Start })?),
            Node::End { multiline } => drop(self.push(if *multiline { Op::LineEnd } else { Op::End })?),
            Node::Boundary { negated, word } => {
                let set = self.set(word);
                self.push(Op::Boundary { set, negated: *negated })?;
            }
        }
        Ok(())
    }

    fn character(&mut self, c: u32, back: bool) -> Result<(), TooLarge> {
        let unit = |unit: u32| if back { Op::UnitBack(unit as u16) } else { Op::Unit(unit as u16) };
        if c > 0xFFFF {
            let (lead, trail) = (0xD7C0 + (c >> 10), 0xDC00 + (c & 0x3FF));
            let (one, other) = if back { (trail, lead) } else { (lead, trail) };
            self.push(unit(one))?;
            self.push(unit(other))?;
        } else if self.pattern.unicode && (0xD800..0xE000).contains(&c) {
            let op = self.one_of(&CodePoints::one(c), back);
            self.push(op)?;
        } else {
            self.push(unit(c))?;
        }
        Ok(())
    }

    /// Whether members may be pairs or halves of pairs.
    fn needs_code(&self, set: &CodePoints) -> bool {
        self.pattern.unicode && (set.meets(0xD800, 0xDFFF) || set.last().is_some_and(|last| last > 0xFFFF))
    }
    fn one_of(&mut self, set: &CodePoints, back: bool) -> Op {
        let index = self.set(set);
        match (self.needs_code(set), back) {
            (false, false) => Op::Set(index),
            (false, true) => Op::SetBack(index),
            (true, false) => Op::Code(index),
            (true, true) => Op::CodeBack(index),
        }
    }

    fn sequence(&mut self, all: &[Node], follow: First, back: bool) -> Result<(), TooLarge> {
        if back {
            return all.iter().rev().try_for_each(|node| self.node(node, First::ANY, true));
        }
        for (i, node) in all.iter().enumerate() {
            // Only what may choose asks for what follows.
            let follow = match node {
                Node::Char(_) | Node::Set(_) => First::ANY,
                _ => of_sequence(&all[i + 1..], follow),
            };
            self.node(node, follow, false)?;
        }
        Ok(())
    }

    fn first_of(&self, node: &Node, follow: First, back: bool) -> First {
        if back { First::ANY } else { first(node, follow) }
    }

    fn split(&mut self, next: First, other: First, lazy: bool) -> Result<u32, TooLarge> {
        let at = self.plain_split(next, other, lazy)?;
        self.choice();
        Ok(at)
    }
    /// A split whose failures are not remembered.
    fn plain_split(&mut self, next: First, other: First, lazy: bool) -> Result<u32, TooLarge> {
        let (next, other_first) = (self.first(next), self.first(other));
        self.push(Op::Split { other: NONE, next, other_first, lazy })
    }
    /// Makes the jump or split at `at` go here.
    fn land(&mut self, at: u32) {
        let here = self.here();
        match &mut self.program.ops[at as usize] {
            Op::Split { other, .. } | Op::Jump(other) => *other = here,
            op => unreachable!("{op:?} goes nowhere"),
        }
    }

    fn alternatives(&mut self, all: &[Node], follow: First, back: bool) -> Result<(), TooLarge> {
        let firsts: Vec<First> = all.iter().map(|node| self.first_of(node, follow, back)).collect();
        // What each and those after it may begin with.
        let mut rest = vec![First::NOTHING; all.len() + 1];
        for i in (0..all.len()).rev() {
            rest[i] = rest[i + 1].union(firsts[i]);
        }
        let mut ends = Vec::new();
        for (i, node) in all.iter().enumerate() {
            let is_last = i + 1 == all.len();
            // The others are come to from the first only.
            let split = match i {
                _ if is_last => None,
                0 => Some(self.split(firsts[i], rest[i + 1], false)?),
                _ => Some(self.plain_split(firsts[i], rest[i + 1], false)?),
            };
            self.node(node, follow, back)?;
            if let Some(split) = split {
                ends.push(self.push(Op::Jump(NONE))?);
                self.land(split);
            }
        }
        ends.into_iter().for_each(|end| self.land(end));
        Ok(())
    }

    fn group(&mut self, index: u32, body: &Node, follow: First, back: bool) -> Result<(), TooLarge> {
        let (start, end) = (2 * index, 2 * index + 1);
        let (entered, left) = if back { (end, start) } else { (start, end) };
        if self.self_referring[index as usize] {
            // Until it is closed, it holds what it held before.
            let open = self.register();
            self.push(Op::Save(open))?;
            self.node(body, follow, back)?;
            self.push(Op::Close { open, other: entered, here: left })?;
        } else {
            self.push(Op::Save(entered))?;
            self.node(body, follow, back)?;
            self.push(Op::Save(left))?;
        }
        Ok(())
    }

    fn look(&mut self, look: &LookNode) -> Result<(), TooLarge> {
        let index = self.program.looks.len() as u32;
        let height = self.register();
        self.program.looks.push(Look { negative: look.negative, height, exit: NONE });
        self.push(Op::Look(index))?;
        // How the body fails depends on nothing outside of it.
        let around = std::mem::take(&mut self.around);
        self.node(&look.body, First::ANY, look.behind)?;
        self.around = around;
        self.push(Op::LookEnd(index))?;
        self.program.looks[index as usize].exit = self.here();
        Ok(())
    }

    /// RepeatMatcher (sec-runtime-semantics-repeatmatcher-abstract-operation).
    fn repeat(&mut self, repeat: &Repeat, follow: First, back: bool) -> Result<(), TooLarge> {
        let Repeat { body, min, max, greedy, .. } = repeat;
        match (min, max) {
            (_, Some(0)) => Ok(()),
            (1, Some(1)) => self.node(body, follow, back),
            // One iteration is as good as many, and refused where none is due.
            (0, _) if body.never_advances() => Ok(()),
            _ if body.never_advances() => self.node(body, follow, back),
            _ => match body {
                Node::Set(set) => self.run(set, repeat, follow, back),
                Node::Char(c) => self.run(&CodePoints::one(*c), repeat, follow, back),
                _ => match (min, max, body.is_nullable()) {
                    (0, Some(1), _) => self.optional(repeat, follow, back),
                    (0, None, _) => self.star(repeat, follow, back),
                    (1, None, false) => self.plus(body, *greedy, repeat.groups, follow, back),
                    _ => self.counted(repeat, follow, back),
                },
            },
        }
    }

    fn run(&mut self, set: &CodePoints, repeat: &Repeat, follow: First, back: bool) -> Result<(), TooLarge> {
        let follow = if back { First::ANY } else { follow };
        let run = Run {
            set: self.set(set),
            code: self.needs_code(set),
            back,
            min: repeat.min,
            max: repeat.max.unwrap_or(NONE),
            greedy: repeat.greedy,
            possessive: repeat.greedy && repeat.max.is_none() && of_set(set).intersection(follow) == First::NOTHING,
            follow: self.first(follow),
        };
        self.program.runs.push(run);
        self.push(Op::Run(self.program.runs.len() as u32 - 1))?;
        self.choice();
        Ok(())
    }

    fn clear(&mut self, (from, to): (u32, u32)) -> Result<(), TooLarge> {
        if from < to {
            self.push(Op::Clear { from: 2 * from, to: 2 * to })?;
        }
        Ok(())
    }

    /// What an iteration or what is after the loop may begin with, where the body may match nothing.
    fn again(&self, body: &Node, follow: First, back: bool) -> First {
        follow.union(self.first_of(body, follow, back))
    }

    /// The body, which fails if it matches nothing.
    fn iteration(&mut self, repeat: &Repeat, follow: First, back: bool) -> Result<(), TooLarge> {
        self.clear(repeat.groups)?;
        if !repeat.body.is_nullable() {
            return self.node(&repeat.body, follow, back);
        }
        let mark = self.register();
        self.push(Op::Save(mark))?;
        self.around.push(LoopState::Moved { register: mark });
        self.node(&repeat.body, follow, back)?;
        self.around.pop();
        self.push(Op::Advanced(mark))?;
        Ok(())
    }

    fn optional(&mut self, repeat: &Repeat, follow: First, back: bool) -> Result<(), TooLarge> {
        let next = self.first_of(&repeat.body, follow, back);
        let split = self.split(next, follow, !repeat.greedy)?;
        self.iteration(repeat, follow, back)?;
        self.land(split);
        Ok(())
    }

    fn star(&mut self, repeat: &Repeat, follow: First, back: bool) -> Result<(), TooLarge> {
        let again = self.again(&repeat.body, follow, back);
        let next = self.first_of(&repeat.body, follow, back);
        let head = self.split(next, follow, !repeat.greedy)?;
        self.iteration(repeat, again, back)?;
        self.push(Op::Jump(head))?;
        self.land(head);
        Ok(())
    }

    /// One or more of what matches something.
    fn plus(&mut self, body: &Node, greedy: bool, groups: (u32, u32), follow: First, back: bool) -> Result<(), TooLarge> {
        let again = self.again(body, follow, back);
        let head = self.here();
        self.clear(groups)?;
        self.node(body, again, back)?;
        // What is preferred is the other place where one is greedy.
        let next = self.first_of(body, follow, back);
        let split = self.split(follow, next, greedy)?;
        let Op::Split { other, .. } = &mut self.program.ops[split as usize] else { unreachable!("pushed above") };
        *other = head;
        Ok(())
    }

    fn counted(&mut self, repeat: &Repeat, follow: First, back: bool) -> Result<(), TooLarge> {
        let count = self.register();
        let nullable = repeat.body.is_nullable();
        let mark = if nullable { self.register() } else { NONE };
        let most = repeat.max.unwrap_or(repeat.min);
        self.push(Op::Zero(count))?;
        let around = self.around.len();
        self.around.push(LoopState::Count { register: count, most });
        let index = self.program.loops.len() as u32;
        let max = repeat.max.unwrap_or(NONE);
        self.program.loops.push(Loop { count, min: repeat.min, max, greedy: repeat.greedy, head: NONE, exit: NONE, mark });
        let head = self.push(Op::Loop(index))?;
        self.choice();
        self.clear(repeat.groups)?;
        if nullable {
            self.push(Op::Save(mark))?;
            self.around.push(LoopState::Moved { register: mark });
        }
        let again = self.again(&repeat.body, follow, back);
        self.node(&repeat.body, again, back)?;
        self.push(Op::Next(index))?;
        self.around.truncate(around);
        let exit = self.here();
        let made = &mut self.program.loops[index as usize];
        (made.head, made.exit) = (head, exit);
        Ok(())
    }
}
