//! The passes over the optimiser's graph.
//!
//! Each leaves a graph that `verify` accepts; debug builds check that.

#![forbid(unsafe_code)]

pub mod cfg;
pub mod dominators;
mod rewrite;

use super::graph::Graph;
use super::verify;
use crate::options::Options;

/// Optimises a built graph. Deterministic.
pub fn optimise(graph: &mut Graph, options: &Options) {
    let _ = options;
    check(graph, "build");
    cfg::clean_up(graph);
    check(graph, "cfg");
}

/// Debug builds verify the graph after each pass.
fn check(graph: &Graph, after: &str) {
    if cfg!(debug_assertions)
        && let Err(error) = verify::verify(graph)
    {
        panic!("invalid graph after {after}: {error}\n{}", super::dump::dump(graph));
    }
}
