//! Finite automata in front of backtracking.
//!
//! Most patterns are regular: an automaton finds where they match in one pass over the text,
//! with prefilters for literals, where backtracking tries each position. Of the other
//! patterns it finds where they may match (see `translate`). Made when a pattern has been
//! used enough to pay for it; the lazily built states stay with the pattern.

use super::compiled::Captures;
use super::translate::{Translation, translate};
use crate::regexp::ast::Pattern;
use regex_automata::meta;
use regex_automata::nfa::thompson::backtrack::{self, BoundedBacktracker};
use regex_automata::nfa::thompson::{NFA, WhichCaptures};
use regex_automata::util::primitives::NonMaxUsize;
use regex_automata::{Anchored, Input, dfa::onepass};
use regex_syntax::hir::Hir;
use std::cell::{Cell, OnceCell, RefCell};
use std::ops::Range;

/// Memory for states of one automaton, in bytes; patterns that need more are left to backtracking.
const NFA_LIMIT: usize = 1 << 19;
const STATES_LIMIT: usize = 1 << 20;
/// Matches longer than this have their groups found by backtracking, unless one pass does it:
/// the bounded search needs a bit per state and position.
const GROUPS_LIMIT: usize = 1 << 10;

/// Answers in vain, beyond two for each that was not, after which an automaton is not asked again.
const VAIN_LIMIT: u32 = 64;
/// Code units.
const SPARES_ENOUGH: usize = 12;

pub(super) struct Automaton {
    regex: meta::Regex,
    cache: RefCell<meta::Cache>,
    hir: Hir,
    groups: OnceCell<GroupFinder>,
    group_count: usize,
    pub(super) exact: bool,
    exact_groups: bool,
    /// Answers that spared backtracking little, less what others made up for.
    vain: Cell<u32>,
    pub(super) uniform: bool,
    pub(super) lines_end_with_lf: bool,
}

/// Finds the groups of a match whose place is known.
enum GroupFinder {
    OnePass(Box<onepass::DFA>, RefCell<(onepass::Cache, Slots)>),
    Bounded(Box<BoundedBacktracker>, RefCell<(backtrack::Cache, Slots)>),
    None,
}

type Slots = Vec<Option<NonMaxUsize>>;

fn nfa(hir: &Hir, captures: WhichCaptures) -> Option<NFA> {
    let config = NFA::config().utf8(false).which_captures(captures).nfa_size_limit(Some(NFA_LIMIT));
    NFA::compiler().configure(config).build_from_hir(hir).ok()
}

impl GroupFinder {
    fn new(hir: &Hir, group_count: usize) -> GroupFinder {
        let Some(nfa) = nfa(hir, WhichCaptures::All) else { return GroupFinder::None };
        // A group that cannot take part, as in (a){0}, is not in the automaton.
        if nfa.group_info().group_len(regex_automata::PatternID::ZERO) != group_count + 1 {
            return GroupFinder::None;
        }
        let slots: Slots = vec![None; 2 * (group_count + 1)];
        let config = onepass::Config::new().size_limit(Some(STATES_LIMIT));
        if let Ok(dfa) = onepass::DFA::builder().configure(config).build_from_nfa(nfa.clone()) {
            let cache = dfa.create_cache();
            return GroupFinder::OnePass(Box::new(dfa), RefCell::new((cache, slots)));
        }
        match BoundedBacktracker::builder().build_from_nfa(nfa) {
            Ok(finder) => {
                let cache = finder.create_cache();
                GroupFinder::Bounded(Box::new(finder), RefCell::new((cache, slots)))
            }
            Err(_) => GroupFinder::None,
        }
    }

    /// Some(false): no match at the start of the input. None: it cannot tell.
    fn find(&self, input: &Input<'_>, captures: &mut Captures) -> Option<bool> {
        let mut set = |slots: &[Option<NonMaxUsize>]| {
            captures.clear();
            captures.extend(slots.chunks_exact(2).map(|pair| Some(pair[0]?.get()..pair[1]?.get())));
            Some(true)
        };
        match self {
            GroupFinder::OnePass(dfa, state) => {
                let (cache, slots) = &mut *state.borrow_mut();
                if dfa.try_search_slots(cache, input, slots).ok()?.is_some() { set(slots) } else { Some(false) }
            }
            GroupFinder::Bounded(finder, state) => {
                let length = input.get_span().len();
                if length > GROUPS_LIMIT || length > finder.max_haystack_len() {
                    return None;
                }
                let (cache, slots) = &mut *state.borrow_mut();
                if finder.try_search_slots(cache, input, slots).ok()?.is_some() { set(slots) } else { Some(false) }
            }
            GroupFinder::None => None,
        }
    }
}

/// What an automaton found.
#[derive(Debug, PartialEq)]
pub(super) enum Found {
    No,
    /// The captures are set: as many as were asked for.
    Yes,
    /// The next match, if the automaton is exact, or the next that may be, is here.
    At(usize),
}

impl Automaton {
    /// None: the pattern is not one for automata, or too large for them.
    pub(super) fn new(pattern: &Pattern) -> Option<Automaton> {
        let group_count = pattern.group_count as usize;
        let Translation { hir, exact, exact_groups, uniform, lines_end_with_lf } = translate(pattern)?;
        // An approximation that may be empty rules nothing out.
        if !exact && hir.properties().minimum_len().is_none_or(|len| len == 0) {
            return None;
        }
        let config = meta::Config::new()
            .utf8_empty(false)
            .which_captures(WhichCaptures::Implicit)
            .nfa_size_limit(Some(NFA_LIMIT))
            .hybrid_cache_capacity(STATES_LIMIT);
        let regex = meta::Builder::new().configure(config).build_from_hir(&hir).ok()?;
        let cache = RefCell::new(regex.create_cache());
        let groups = OnceCell::new();
        Some(Automaton { regex, cache, hir, groups, group_count, exact, exact_groups, vain: Cell::new(0), uniform, lines_end_with_lf })
    }

    /// Notes that an answer spared backtracking so many code units, if it is not exact: an answer
    /// that spares few costs more than it saves.
    pub(super) fn note(&self, spared: usize) {
        if !self.exact {
            let vain = self.vain.get();
            self.vain.set(if spared >= SPARES_ENOUGH { vain.saturating_sub(2) } else { vain + 1 });
        }
    }
    /// It has not answered too often in vain.
    pub(super) fn pays(&self) -> bool {
        self.vain.get() < VAIN_LIMIT
    }

    /// Whether there is a match at `start` or after. Exact automata only.
    pub(super) fn is_match(&self, text: &[u8], start: usize, anchored: bool) -> bool {
        debug_assert!(self.exact);
        let input = Input::new(text).range(start..).anchored(if anchored { Anchored::Yes } else { Anchored::No }).earliest(true);
        self.regex.search_half_with(&mut self.cache.borrow_mut(), &input).is_some()
    }

    /// Finds the next match at `start` or after, or `anchored` at `start`. `groups`: whether
    /// more than the place of the match is wanted.
    pub(super) fn find(&self, text: &[u8], start: usize, anchored: bool, groups: bool, captures: &mut Captures) -> Found {
        let groups = groups && self.group_count > 0 && self.exact;
        let input = Input::new(text).range(start..).anchored(if anchored { Anchored::Yes } else { Anchored::No });
        let finder = || self.groups.get_or_init(|| GroupFinder::new(&self.hir, self.group_count));
        if groups && anchored && self.exact_groups && matches!(finder(), GroupFinder::OnePass(..)) {
            match finder().find(&input, captures) {
                Some(true) => return Found::Yes,
                Some(false) => return Found::No,
                None => {}
            }
        }
        let Some(span) = self.span(&input) else { return Found::No };
        if !self.exact {
            return Found::At(span.start);
        }
        if !groups {
            captures.clear();
            captures.push(Some(span));
            return Found::Yes;
        }
        let input = Input::new(text).range(span.clone()).anchored(Anchored::Yes);
        if self.exact_groups && finder().find(&input, captures) == Some(true) {
            return Found::Yes;
        }
        Found::At(span.start)
    }

    fn span(&self, input: &Input<'_>) -> Option<Range<usize>> {
        let cache = &mut *self.cache.borrow_mut();
        if input.get_anchored().is_anchored() {
            // The start is known: no search backwards for it.
            let end = self.regex.search_half_with(cache, input)?.offset();
            return Some(input.start()..end);
        }
        Some(self.regex.search_with(cache, input)?.range())
    }
}

/// Uses of a pattern that pay for an automaton, in characters of text that were looked at.
pub(super) const WORTHWHILE: usize = 1500;
