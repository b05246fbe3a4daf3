//! Replacing nodes by others throughout a graph.

use crate::ion::graph::{Graph, NodeId};

/// A set of replacements, to be applied at once.
pub struct Replacements {
    by: Vec<Option<NodeId>>,
    any: bool,
}

impl Replacements {
    pub fn new(graph: &Graph) -> Replacements {
        Replacements { by: vec![None; graph.nodes.len()], any: false }
    }
    /// Every use of `node` becomes a use of `with` (or of what replaces that).
    pub fn replace(&mut self, node: NodeId, with: NodeId) {
        if self.by.len() <= node.index() {
            self.by.resize(node.index() + 1, None);
        }
        debug_assert!(self.resolve(with) != node, "a node replaced by itself");
        self.by[node.index()] = Some(with);
        self.any = true;
    }
    pub fn is_replaced(&self, node: NodeId) -> bool {
        self.by.get(node.index()).copied().flatten().is_some()
    }
    /// What stands for `node` now.
    pub fn resolve(&self, mut node: NodeId) -> NodeId {
        while let Some(next) = self.by.get(node.index()).copied().flatten() {
            node = next;
        }
        node
    }
    /// Rewrites all uses, in nodes and frame states, and takes replaced nodes out of their blocks.
    pub fn apply(&self, graph: &mut Graph) {
        if !self.any {
            return;
        }
        for node in &mut graph.nodes {
            for input in &mut node.inputs {
                *input = self.resolve(*input);
            }
        }
        for state in &mut graph.states {
            for (_, node) in &mut state.registers {
                *node = self.resolve(*node);
            }
        }
        for block in &mut graph.blocks {
            block.nodes.retain(|n| !self.is_replaced(*n));
        }
    }
}
