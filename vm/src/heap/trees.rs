//! The trees of texts that scripts have made, which count for the memory limit: for as long as there
//! are functions of a text, whether they have been compiled or not.

use crate::bytecode::Source;
use crate::vm::Vm;
use std::rc::{Rc, Weak};

/// What is counted, by text.
#[derive(Default)]
pub struct Trees(Vec<(Weak<Source>, usize)>);

impl Vm {
    /// Counts the tree of a text that was just parsed.
    pub(crate) fn count_tree(&mut self, source: &Rc<Source>) {
        /// Bytes of a tree, however small, and for each byte of the text.
        const TREE: (usize, usize) = (10 << 10, 32);
        let bytes = TREE.0 + source.text.len() * TREE.1;
        self.trees.0.push((Rc::downgrade(source), bytes));
        self.heap.external(bytes as isize);
    }

    /// After a collection: of texts whose functions have gone, nothing is left.
    pub(crate) fn forget_trees(&mut self) {
        let mut gone = 0;
        self.trees.0.retain(|(source, bytes)| {
            let is_there = source.strong_count() > 0;
            gone += if is_there { 0 } else { *bytes };
            is_there
        });
        self.heap.external(-(gone as isize));
    }
}
