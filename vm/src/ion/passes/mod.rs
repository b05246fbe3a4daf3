//! The passes over the optimiser's graph.
//!
//! Each leaves a graph that `verify` accepts; debug builds check that.

#![forbid(unsafe_code)]

mod alias;
mod barriers;
pub mod cfg;
pub mod dominators;
mod escape;
mod gvn;
mod licm;
mod phis;
mod range;
mod rewrite;
mod simplify;
#[cfg(test)]
mod tests;
mod thread;
mod truncate;

pub use range::NEVER_WRAPS;

use super::graph::Graph;
use super::verify;
use crate::options::Options;
use simplify::Phase;

/// Optimises a built graph. Deterministic.
pub fn optimise(graph: &mut Graph, options: &Options) {
    let _ = options;
    check(graph, "build");
    number_values(graph, Phase::Early);
    if escape::run(graph) {
        check(graph, "escape");
        cfg::clean_up(graph);
        number_values(graph, Phase::Early);
    }
    if phis::run(graph) {
        check(graph, "phis");
    }
    number_values(graph, Phase::PhisAreUnboxed);
    if thread::run(graph) {
        check(graph, "thread");
        number_values(graph, Phase::PhisAreUnboxed);
    }
    if truncate::run(graph) {
        check(graph, "truncate");
        cfg::clean_up(graph);
    }
    licm::run(graph);
    check(graph, "licm");
    number_values(graph, Phase::PhisAreUnboxed);
    for block in &mut graph.blocks {
        // No guard is hoisted any more: what only these states need is dead.
        block.entry_state = None;
    }
    if range::run(graph) {
        check(graph, "range");
        number_values(graph, Phase::PhisAreUnboxed);
    }
    barriers::run(graph);
    cfg::clean_up(graph);
    check(graph, "clean-up");
    dominators::set_loop_depths(graph);
}

/// Value numbering enables clean-up, and the other way round.
fn number_values(graph: &mut Graph, phase: Phase) {
    for _ in 0..2 {
        let changed = gvn::run(graph, phase);
        check(graph, "gvn");
        cfg::clean_up(graph);
        check(graph, "clean-up");
        if !changed {
            break;
        }
    }
}

/// Debug builds verify the graph after each pass.
fn check(graph: &Graph, after: &str) {
    if cfg!(debug_assertions)
        && let Err(error) = verify::verify(graph)
    {
        panic!("invalid graph after {after}: {error}\n{}", super::dump::dump(graph));
    }
}
