//! The graph's checker: what the builder and every pass must leave true.
//!
//! It validates the translation, not the translator, as regalloc2's checker does: each rule is
//! derived again from the rows of the node table and from the bytecode, by other means than
//! the passes use. They go forward over the graph, with versions of memory and tables of values;
//! `prove` goes backward from the use that needs a fact, over all paths, to what established it.
//!
//! | file | rules |
//! |---|---|
//! | `structure` | blocks, edges, loops, dominance, operands, presence of frame states |
//! | `prove` | backward search for what makes a fact true |
//! | `needs` | which facts each node relies on |
//! | `intervals` | what int32 values can be, where a check of bounds or of overflow has been taken off |
//! | `exits` | effects that an exit would repeat |
//! | `states` | what frame states hold, by the liveness of `live` |
//!
//! What it does not see: that a value is the right one of its type. That is the evaluator's part.

#![forbid(unsafe_code)]

mod exits;
mod intervals;
mod live;
mod needs;
mod prove;
mod states;
mod structure;
#[cfg(test)]
mod tests;
pub(in crate::ion) mod types;

use super::graph::{BlockId, Graph, NodeId};
use super::passes::dominators::Dominators;
use live::Live;
use std::collections::HashMap;
use std::fmt;

macro_rules! rules {
    ($($name:ident $text:literal;)*) => {
        /// What a graph can violate.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Rule { $(#[doc = $text] $name),* }
        impl Rule {
            pub const ALL: &[Rule] = &[$(Rule::$name),*];
            pub fn text(self) -> &'static str {
                match self { $(Rule::$name => $text),* }
            }
        }
    };
}

rules! {
    Blocks "a block ends in its only control node, its edges are recorded at both ends, and none is critical";
    Loops "a back edge leads to a declared loop header, after the entry edge";
    Reachable "each block is reached from the entry";
    Phis "phis come first in a block and have one input per predecessor";
    Dominance "a definition dominates its uses, and the end of the predecessor where a phi uses it";
    Operands "operands are as many as the row says, of the representations and kinds of cells that it says";
    State "a node that may bail out or throw has a frame state";
    Virtual "an object that is not allocated is seen by frame states only";
    Type "what a node takes for granted of a value has been tested on every path";
    Shape "an access to a slot comes after a guard of the shape, with no effect between that may change it";
    Kind "an access to a part that only some cells have comes after a guard of the kind";
    Link "what a guard binds is read after that guard, with no effect between that may unbind it";
    Current "elements, data and lengths are used while no effect may have replaced them";
    Bounds "an index is tested against the length of what it is used on";
    Fits "a sum whose overflow check was taken off is an int32";
    Repeats "no effect of an op comes before an exit after which the interpreter executes that op";
    Live "a frame state holds every register that the interpreter may read from there on";
    Recipe "what a frame state holds can be rebuilt";
}

/// How much is checked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Depth {
    /// Blocks, dominance, operands: what a graph made by hand has, too.
    Structure,
    All,
}

/// A rule that a graph does not keep.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Violation {
    pub function: String,
    /// After which pass.
    pub pass: String,
    pub block: BlockId,
    pub node: Option<NodeId>,
    pub rule: Rule,
    pub what: String,
    /// The node as the dump shows it.
    pub line: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the graph of {:?} is invalid after {}: ", self.function, self.pass)?;
        write!(f, "b{}", self.block.0)?;
        if let Some(node) = self.node {
            write!(f, " n{}", node.0)?;
        }
        write!(f, ": {}\n  rule {:?}: {}\n  {}", self.what, self.rule, self.rule.text(), self.line.trim())
    }
}

impl std::error::Error for Violation {}

/// What is wrong, and where.
struct Fault {
    block: BlockId,
    node: Option<NodeId>,
    rule: Rule,
    what: String,
}

type Checked = Result<(), Fault>;

fn fault<T>(block: BlockId, node: impl Into<Option<NodeId>>, rule: Rule, what: impl Into<String>) -> Result<T, Fault> {
    Err(Fault { block, node: node.into(), rule, what: what.into() })
}

/// Checks the graphs of one compilation.
#[derive(Default)]
pub struct Checker {
    /// By the script's number in the graph.
    live: HashMap<(u32, bool), Live>,
}

impl Checker {
    /// Checks `graph`, whose blocks are in reverse post-order, as `pass` has left it.
    ///
    /// # Errors
    /// The first violation found.
    pub fn check(&mut self, graph: &Graph, pass: &str, depth: Depth) -> Result<(), Violation> {
        self.rules(graph, pass, depth).map_err(|fault| Violation {
            function: graph.scripts.first().map_or(String::new(), |s| s.name.clone()),
            pass: pass.into(),
            block: fault.block,
            node: fault.node,
            rule: fault.rule,
            what: fault.what,
            line: fault.node.map_or(String::new(), |node| super::dump::line(graph, node)),
        })
    }

    fn rules(&mut self, graph: &Graph, pass: &str, depth: Depth) -> Checked {
        structure::blocks(graph)?;
        let places = Places::new(graph)?;
        structure::nodes(&places)?;
        if depth == Depth::Structure {
            return Ok(());
        }
        states::check(&places, &mut self.live)?;
        // Afterwards nothing moves, and loop headers do not say any more where they are.
        if !needs::AFTER_RANGES.contains(&pass) {
            exits::check(&places)?;
        }
        needs::check(&places, pass)
    }
}

/// A graph with the place of each of its nodes.
struct Places<'a> {
    graph: &'a Graph,
    dominators: Dominators,
    /// Position of each node in its block, if it is in one.
    position: Vec<Option<u32>>,
}

impl Places<'_> {
    fn new(graph: &Graph) -> Result<Places<'_>, Fault> {
        let mut position = vec![None; graph.nodes.len()];
        for (b, block) in graph.blocks.iter().enumerate() {
            let b = BlockId(b as u32);
            for (i, id) in block.nodes.iter().enumerate() {
                if position[id.index()].replace(i as u32).is_some() {
                    return fault(b, *id, Rule::Blocks, "in a block twice");
                }
                if graph.node(*id).block != b {
                    return fault(b, *id, Rule::Blocks, format!("names b{} as its block", graph.node(*id).block.0));
                }
            }
        }
        Ok(Places { graph, dominators: Dominators::new(graph), position })
    }

    /// Whether `def` is computed on each path to the node at `index` of `block`.
    fn is_defined_at(&self, def: NodeId, block: BlockId, index: usize) -> bool {
        let Some(at) = self.position[def.index()] else { return false };
        let home = self.graph.node(def).block;
        if home == block { (at as usize) < index } else { self.dominators.dominates(home, block) }
    }
}
