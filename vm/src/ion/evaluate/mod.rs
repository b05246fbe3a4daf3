//! The graph's evaluator: a second opinion on the passes, which knows no machine code and no heap.
//!
//! It runs a graph as it was before a pass, and as the pass has left it, on the same arguments
//! in the same abstract world, and compares what could be seen from outside. Numbers, words and
//! branches are computed exactly. All else is asked of an oracle (`oracle`), a function of what
//! is asked and of the seed: what a parameter is, whether an object has a shape, what a call
//! returns. It answers alike however often and in whatever order it is asked, so a guard
//! that is merged, moved or implied gives what it gave before.
//!
//! Memory (`world`) is a set of cells that stores write. What was not written since the last
//! effect that may have written anything is the oracle's answer to "what is there, after that
//! many effects". An object that was made here and that nobody else has seen is not touched by
//! calls and its stores are not seen; when it escapes, what it holds then is part of the event,
//! and it is named for the order in which objects do. So a graph that does not allocate it,
//! or later, looks the same.
//!
//! The definition of equal:
//! 1. The events of the later graph (calls, stores to what others have, arrivals at loop
//!    heads), with their operands, are those of the earlier one, in order.
//! 2. If the later graph returns, or comes to the limit of loop heads, so does the earlier one,
//!    with the same value.
//! 3. If it exits to the interpreter, its frame state, with numbers compared as numbers and
//!    objects that are not seen yet by what they hold, is one that the earlier graph passed after as
//!    many events: a state of one of its exits, taken or not, or of the loop head that it came to.
//! 4. If the earlier graph exits, the later one does not go on; but for checks of results that
//!    nothing uses, which may go. Then nothing more is compared.
//! 5. Neither looks at an element, character or typed element beyond the length.
//!
//! What it does not see: whether the facts in a shape slot's predicate are those that the
//! graph relies on, and anything of objects that no value of the graph is.

#![forbid(unsafe_code)]

mod number;
mod oracle;
mod run;
#[cfg(test)]
mod tests;
mod world;

use super::graph::{Graph, StateId};
use oracle::Hints;
use run::{Outcome, Trace};
use std::fmt;

/// Worlds in which each pair of graphs is run.
const SEEDS: u64 = 6;

/// Two graphs that should be equal, and are not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    pub function: String,
    pub pass: String,
    pub seed: u64,
    pub what: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "evaluation of {:?} differs after {} (seed {}): {}", self.function, self.pass, self.seed, self.what)
    }
}

impl std::error::Error for Difference {}

/// Follows one graph through the passes.
#[derive(Default)]
pub struct Evaluator {
    before: Option<(Graph, Hints)>,
}

impl Evaluator {
    /// Compares `graph` with what it was at the last call.
    ///
    /// # Errors
    /// The first difference found.
    pub fn after(&mut self, pass: &str, graph: &Graph) -> Result<(), Difference> {
        let difference = |seed: u64, what: String| Difference {
            function: graph.scripts.first().map_or(String::new(), |s| s.name.clone()),
            pass: pass.into(),
            seed,
            what,
        };
        let hints = match self.before.take() {
            None => {
                let hints = Hints::new(graph);
                for seed in 0..SEEDS {
                    if let Outcome::Fault(what) = run::run(graph, &hints, seed).outcome {
                        return Err(difference(seed, what));
                    }
                }
                hints
            }
            Some((before, hints)) => {
                for seed in 0..SEEDS {
                    let (earlier, later) = (run::run(&before, &hints, seed), run::run(graph, &hints, seed));
                    compare(&before, &earlier, graph, &later).map_err(|what| difference(seed, what))?;
                }
                hints
            }
        };
        self.before = Some((graph.clone(), hints));
        Ok(())
    }
}

fn compare(before: &Graph, earlier: &Trace, after: &Graph, later: &Trace) -> Result<(), String> {
    if let Outcome::Fault(what) = &later.outcome {
        return Err(what.clone());
    }
    let common = earlier.events.len().min(later.events.len());
    if let Some(i) = (0..common).find(|i| earlier.events[*i] != later.events[*i]) {
        return Err(format!("event {i} was {}, is {}", earlier.events[i], later.events[i]));
    }
    // Limits of this evaluation, and checks that nothing needs: what comes after is not compared.
    if matches!(earlier.outcome, Outcome::OutOfSteps) || matches!(later.outcome, Outcome::OutOfSteps) {
        return Ok(());
    }
    if let Outcome::Exit { node, removable: true, .. } = earlier.outcome
        && !after.blocks.iter().any(|b| b.nodes.contains(&node))
    {
        return Ok(());
    }
    if later.events.len() > earlier.events.len() {
        return Err(format!("goes on to {}, where the earlier graph {}", later.events[common], tell(before, &earlier.outcome)));
    }
    let passed = |state: u64| earlier.points.contains(&(later.events.len(), state));
    let fits = match (&earlier.outcome, &later.outcome) {
        (Outcome::Return(a), Outcome::Return(b)) => a == b && earlier.events.len() == later.events.len(),
        (Outcome::Stopped(a), Outcome::Stopped(b)) => a == b && earlier.events.len() == later.events.len(),
        (Outcome::Throw(a), Outcome::Throw(b)) => a == b && earlier.events.len() == later.events.len(),
        (_, Outcome::Exit { state, .. }) => passed(*state),
        _ => false,
    };
    if fits {
        return Ok(());
    }
    Err(format!(
        "after {} events {}, where the earlier graph, after {}, {}",
        later.events.len(),
        tell(after, &later.outcome),
        earlier.events.len(),
        tell(before, &earlier.outcome)
    ))
}

fn tell(graph: &Graph, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Return(value) => format!("returns {value:#x}"),
        Outcome::Throw(_) => "throws".into(),
        Outcome::Stopped(_) => "is at the last loop head".into(),
        Outcome::Exit { node, at, values, .. } => {
            format!("exits at n{} to {} with {values}: {}", node.0, place(graph, *at), super::dump::line(graph, *node).trim())
        }
        Outcome::OutOfSteps => "does not end".into(),
        Outcome::Fault(what) => what.clone(),
    }
}

fn place(graph: &Graph, state: StateId) -> String {
    let state = &graph.states[state.index()];
    format!("{}:{}", state.script.0, state.offset.0)
}
