//! The passes over the optimiser's graph.
//!
//! Each leaves a graph that `check` accepts; debug builds look after each of them.

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
pub(in crate::ion) mod tests;
mod thread;
mod truncate;

pub use range::NEVER_WRAPS;

use super::check::{Checker, Depth, Violation};
use super::evaluate::{Difference, Evaluator};
use super::graph::Graph;
use crate::options::{GraphVerify, Options};
use simplify::Phase;

/// A pass has left what it should not.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error(transparent)]
    Violation(#[from] Violation),
    #[error(transparent)]
    Difference(#[from] Difference),
}

/// Optimises a built graph. Deterministic.
///
/// # Errors
/// What `Options::graph_verify` asks to be checked does not hold after some pass.
pub fn optimise(graph: &mut Graph, options: &Options) -> Result<(), Fault> {
    let mut watch = Watch::new(options.graph_verify);
    watch.after("build", graph)?;
    number_values(graph, Phase::Early, "gvn", &mut watch)?;
    if escape::run(graph) {
        watch.after("escape", graph)?;
        cfg::clean_up(graph);
        number_values(graph, Phase::Early, "gvn of fields", &mut watch)?;
    }
    if phis::run(graph) {
        watch.after("phis", graph)?;
    }
    number_values(graph, Phase::PhisAreUnboxed, "gvn of unboxed phis", &mut watch)?;
    if thread::run(graph) {
        watch.after("thread", graph)?;
        number_values(graph, Phase::PhisAreUnboxed, "gvn of threads", &mut watch)?;
    }
    if truncate::run(graph) {
        watch.after("truncate", graph)?;
        cfg::clean_up(graph);
    }
    licm::run(graph);
    watch.after("licm", graph)?;
    number_values(graph, Phase::PhisAreUnboxed, "gvn of loops", &mut watch)?;
    for block in &mut graph.blocks {
        // No guard is hoisted any more: what only these states need is dead.
        block.entry_state = None;
    }
    if range::run(graph) {
        watch.after("range", graph)?;
        number_values(graph, Phase::PhisAreUnboxed, "gvn of ranges", &mut watch)?;
    }
    barriers::run(graph);
    cfg::clean_up(graph);
    dominators::set_loop_depths(graph);
    watch.after("the end", graph)
}

/// Value numbering enables clean-up, and the other way round.
fn number_values(graph: &mut Graph, phase: Phase, name: &str, watch: &mut Watch) -> Result<(), Fault> {
    for _ in 0..2 {
        let changed = gvn::run(graph, phase);
        cfg::clean_up(graph);
        watch.after(name, graph)?;
        if !changed {
            break;
        }
    }
    Ok(())
}

/// Looks at the graph between passes, as far as it is asked to.
struct Watch {
    checker: Checker,
    depth: Option<Depth>,
    evaluator: Option<Evaluator>,
}

impl Watch {
    fn new(verify: GraphVerify) -> Watch {
        let depth = match verify {
            GraphVerify::Off => None,
            GraphVerify::Structure => Some(Depth::Structure),
            GraphVerify::Rules | GraphVerify::Evaluate => Some(Depth::All),
        };
        let evaluator = (verify == GraphVerify::Evaluate).then(Evaluator::default);
        Watch { checker: Checker::default(), depth, evaluator }
    }

    fn after(&mut self, pass: &str, graph: &Graph) -> Result<(), Fault> {
        if let Some(depth) = self.depth {
            self.checker.check(graph, pass, depth)?;
        }
        if let Some(evaluator) = &mut self.evaluator {
            evaluator.after(pass, graph)?;
        }
        Ok(())
    }
}
