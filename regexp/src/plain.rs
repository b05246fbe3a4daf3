//! The second opinion: a matcher as sec-pattern-semantics has it, in continuations, from the tree
//! and over a list of characters. For tests and fuzzing only: it takes exponential time, and
//! the native stack grows with the text.

use super::ast::{Node, Pattern, Repeat};
use super::text::{is_lead, is_trail};
use std::cell::Cell;

/// MatchState.
#[derive(Clone)]
struct State {
    end: usize,
    captures: Vec<Option<(usize, usize)>>,
}

/// It would take too long.
#[derive(Debug)]
pub struct OutOfFuel;

type Found = Result<Option<State>, OutOfFuel>;
type Continuation<'a> = &'a mut dyn FnMut(State) -> Found;

struct Plain<'a> {
    pattern: &'a Pattern,
    input: Vec<u32>,
    fuel: Cell<u32>,
    depth: Cell<u32>,
}

/// Calls inside each other.
const MAX_DEPTH: u32 = 2000;

/// Start and end of group 0 and the others, in code units.
pub type Groups = Vec<Option<(usize, usize)>>;

/// The search of RegExpBuiltinExec, with `steps` at most.
pub fn exec(pattern: &Pattern, text: &[u16], start: usize, sticky: bool, steps: u32) -> Result<Option<Groups>, OutOfFuel> {
    // Characters, and the code unit where each begins.
    let (mut input, mut places, mut at) = (Vec::new(), Vec::new(), 0);
    while at < text.len() {
        places.push(at);
        let pair = pattern.unicode && is_lead(text[at]) && text.get(at + 1).is_some_and(|unit| is_trail(*unit));
        let unit = u32::from(text[at]);
        input.push(if pair { 0x1_0000 + ((unit & 0x3FF) << 10) + (u32::from(text[at + 1]) & 0x3FF) } else { unit });
        at += 1 + usize::from(pair);
    }
    places.push(text.len());
    let plain = Plain { pattern, input, fuel: Cell::new(steps), depth: Cell::new(0) };
    let first = places.partition_point(|place| *place <= start) - 1;
    for index in first..places.len() {
        let state = State { end: index, captures: vec![None; pattern.group_count as usize + 1] };
        if let Some(found) = plain.node(&pattern.root, false, state, &mut |state| Ok(Some(state)))? {
            let group = |(start, end): (usize, usize)| (places[start], places[end]);
            let mut groups: Groups = found.captures.into_iter().map(|capture| capture.map(group)).collect();
            groups[0] = Some((places[index], places[found.end]));
            return Ok(Some(groups));
        }
        if sticky {
            break;
        }
    }
    Ok(None)
}

impl Plain<'_> {
    fn node(&self, node: &Node, back: bool, x: State, c: Continuation<'_>) -> Found {
        let (fuel, depth) = (self.fuel.get(), self.depth.get());
        if fuel == 0 || depth == MAX_DEPTH {
            return Err(OutOfFuel);
        }
        self.fuel.set(fuel - 1);
        self.depth.set(depth + 1);
        let found = self.matcher(node, back, x, c);
        self.depth.set(depth);
        found
    }

    fn matcher(&self, node: &Node, back: bool, x: State, c: Continuation<'_>) -> Found {
        let assert = |holds: bool, x: State, c: Continuation<'_>| if holds { c(x) } else { Ok(None) };
        let is_line_end = |c: u32| matches!(c, 0xA | 0xD | 0x2028 | 0x2029);
        match node {
            Node::Empty => c(x),
            Node::Char(expected) => self.character(|c| c == *expected, back, x, c),
            Node::Set(set) => self.character(|c| set.has(c), back, x, c),
            Node::Sequence(all) => self.sequence(all, back, x, c),
            Node::Alternatives(all) => {
                for node in all {
                    let found = self.node(node, back, x.clone(), c)?;
                    if found.is_some() {
                        return Ok(found);
                    }
                }
                Ok(None)
            }
            Node::Group { index, body } => {
                let start = x.end;
                self.node(body, back, x, &mut |mut y| {
                    y.captures[*index as usize] = Some((start.min(y.end), start.max(y.end)));
                    c(y)
                })
            }
            Node::Repeat(repeat) => self.repeat(repeat, repeat.min, repeat.max, back, x, c),
            Node::Look(look) => {
                let found = self.node(&look.body, look.behind, x.clone(), &mut |y| Ok(Some(y)))?;
                match (found, look.negative) {
                    (Some(y), false) => c(State { end: x.end, captures: y.captures }),
                    (None, true) => c(x),
                    _ => Ok(None),
                }
            }
            Node::Reference { to, folding } => {
                let groups = &self.pattern.references[*to as usize];
                let Some((start, end)) = groups.iter().find_map(|group| x.captures[*group as usize]) else { return c(x) };
                let len = end - start;
                let from = if back { x.end.checked_sub(len) } else { Some(x.end) };
                let Some(from) = from.filter(|from| from + len <= self.input.len()) else { return Ok(None) };
                let canonical = |c: u32| folding.map_or(c, |folding| folding.canonicalize(c));
                if (0..len).any(|i| canonical(self.input[start + i]) != canonical(self.input[from + i])) {
                    return Ok(None);
                }
                c(State { end: if back { from } else { from + len }, captures: x.captures })
            }
            Node::Start { multiline } => assert(x.end == 0 || *multiline && is_line_end(self.input[x.end - 1]), x, c),
            Node::End { multiline } => assert(x.end == self.input.len() || *multiline && is_line_end(self.input[x.end]), x, c),
            Node::Boundary { negated, word } => {
                let before = x.end > 0 && word.has(self.input[x.end - 1]);
                let after = x.end < self.input.len() && word.has(self.input[x.end]);
                assert((before != after) != *negated, x, c)
            }
        }
    }

    /// CharacterSetMatcher (sec-runtime-semantics-charactersetmatcher-abstract-operation).
    fn character(&self, matches: impl Fn(u32) -> bool, back: bool, x: State, c: Continuation<'_>) -> Found {
        let index = if back { x.end.checked_sub(1) } else { Some(x.end) };
        match index.and_then(|index| self.input.get(index)) {
            Some(character) if matches(*character) => c(State { end: if back { x.end - 1 } else { x.end + 1 }, captures: x.captures }),
            _ => Ok(None),
        }
    }

    fn sequence(&self, all: &[Node], back: bool, x: State, c: Continuation<'_>) -> Found {
        let (one, rest) = match (all, back) {
            ([], _) => return c(x),
            ([one, rest @ ..], false) | ([rest @ .., one], true) => (one, rest),
        };
        self.node(one, back, x, &mut |y| self.sequence(rest, back, y, c))
    }

    /// RepeatMatcher (sec-runtime-semantics-repeatmatcher-abstract-operation).
    fn repeat(&self, repeat: &Repeat, min: u32, max: Option<u32>, back: bool, x: State, c: Continuation<'_>) -> Found {
        if max == Some(0) {
            return c(x);
        }
        let mut inner = x.clone();
        let (from, to) = repeat.groups;
        inner.captures[from as usize..to as usize].fill(None);
        if min == 0 && !repeat.greedy {
            let found = c(x.clone())?;
            if found.is_some() {
                return Ok(found);
            }
        }
        let start = x.end;
        let found = self.node(&repeat.body, back, inner, &mut |y| {
            if min == 0 && y.end == start {
                return Ok(None);
            }
            self.repeat(repeat, min.saturating_sub(1), max.map(|max| max - 1), back, y, c)
        })?;
        if found.is_some() || min > 0 || !repeat.greedy { Ok(found) } else { c(x) }
    }
}
