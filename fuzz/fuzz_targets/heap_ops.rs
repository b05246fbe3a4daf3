//! A sequence of operations on the heap, against a model of it in ordinary memory: nodes and
//! their edges, weak references, ephemeron tables, resources with finalisers; collections
//! whenever the input says so, with every verifier on.
#![no_main]

use std::collections::{HashMap, HashSet};

use hearth_gc::Collection;
use libfuzzer_sys::fuzz_target;

#[allow(dead_code, unused_imports, reason = "the toy machine is shared with tests that use all of it")]
#[path = "../../gc/tests/toy/mod.rs"]
mod toy;

use toy::{Cell, Toy, bits, count, edge, entry, id, strict, weak_target};

const ROOTS: usize = 8;

/// Reads the input; zeros behind its end.
struct Input<'a>(std::slice::Iter<'a, u8>);

impl Input<'_> {
    fn below(&mut self, n: usize) -> usize {
        self.0.next().map_or(0, |b| *b as usize) % n
    }
}

struct Model {
    toy: Toy,
    roots: [Option<Cell>; ROOTS],
    /// Edges of each node by its id.
    edges: HashMap<u32, Vec<Option<u32>>>,
    next: u32,
    weak: Cell,
    table: Cell,
    /// The target of the weak cell, key and value of the table's entry.
    watched: (Option<u32>, Option<(u32, u32)>),
}

impl Model {
    fn new() -> Model {
        let mut toy = Toy::new(strict());
        let (weak, table) = (toy.weak(), toy.table(1));
        toy.roots.precise = vec![None; ROOTS + 2];
        toy.roots.ambiguous = vec![0; ROOTS];
        toy.roots.precise[ROOTS] = Some(weak);
        toy.roots.precise[ROOTS + 1] = Some(table);
        Model { toy, roots: [None; ROOTS], edges: HashMap::new(), next: 1, weak, table, watched: (None, None) }
    }

    fn set_root(&mut self, at: usize, cell: Option<Cell>, offset: usize) {
        self.roots[at] = cell;
        // Every other root is a word that points somewhere into the cell, or just past it.
        if at % 2 == 0 {
            self.toy.roots.precise[at] = cell;
        } else {
            self.toy.roots.ambiguous[at] = cell.map_or(0, |c| bits(Some(c)) + (offset % (17 + 8 * count(c))) as u64);
        }
    }

    fn store(&mut self, owner: Cell, index: usize, target: Option<Cell>) {
        self.toy.set_edge(owner, index, target);
        self.edges.get_mut(&id(owner)).expect("known")[index] = target.map(id);
    }

    /// What the model says is reachable: nodes by id.
    fn reachable(&self) -> HashSet<u32> {
        let mut seen = HashSet::new();
        let mut stack: Vec<u32> = self.roots.iter().flatten().map(|c| id(*c)).collect();
        loop {
            while let Some(node) = stack.pop() {
                if seen.insert(node) {
                    stack.extend(self.edges[&node].iter().flatten());
                }
            }
            match self.watched.1 {
                Some((key, value)) if seen.contains(&key) && !seen.contains(&value) => stack.push(value),
                _ => return seen,
            }
        }
    }

    fn compare(&self) {
        let mut seen = HashSet::new();
        let mut stack: Vec<Cell> = self.roots.iter().flatten().copied().collect();
        while let Some(node) = stack.pop() {
            if !seen.insert(id(node)) {
                continue;
            }
            let edges = &self.edges[&id(node)];
            assert_eq!(edges.len(), count(node));
            for (index, target) in edges.iter().enumerate() {
                assert_eq!(edge(node, index).map(id), *target);
                stack.extend(edge(node, index));
            }
        }
    }

    fn collect(&mut self, what: Collection) {
        let live = self.reachable();
        self.toy.collect(what);
        self.compare();
        // An ambiguous word may keep a neighbour: what lives in the model lives in the heap.
        let target = weak_target(self.weak);
        if let Some(watched) = self.watched.0 {
            assert!(!live.contains(&watched) || target.map(id) == Some(watched), "a weak target died");
            if target.is_none() {
                self.watched.0 = None;
            }
        }
        let (key, value) = entry(self.table, 0);
        if let Some((k, v)) = self.watched.1 {
            assert!(!live.contains(&k) || (key.map(id), value.map(id)) == (Some(k), Some(v)), "an ephemeron died");
            if key.is_none() {
                self.watched.1 = None;
            }
        }
    }
}

fuzz_target!(|data: &[u8]| {
    let mut input = Input(data.iter());
    let mut model = Model::new();
    while !input.0.as_slice().is_empty() {
        let root = input.below(ROOTS);
        match input.below(12) {
            0..4 => {
                let edges = match input.below(8) {
                    7 => 600 + 8 * input.below(256),
                    6 => input.below(200),
                    n => n,
                };
                let node = model.toy.node(model.next, edges);
                model.edges.insert(model.next, vec![None; edges]);
                model.next += 1;
                if edges > 0 {
                    let target = model.roots[root];
                    model.store(node, input.below(edges), target);
                }
                model.set_root(root, Some(node), input.below(256));
            }
            4..7 => {
                let (Some(owner), other) = (model.roots[root], input.below(ROOTS)) else { continue };
                if count(owner) > 0 {
                    let target = model.roots[other];
                    model.store(owner, input.below(count(owner)), target);
                }
            }
            7 => {
                // One step down an edge.
                let Some(node) = model.roots[root].filter(|n| count(*n) > 0) else { continue };
                let next = edge(node, input.below(count(node)));
                model.set_root(root, next, input.below(256));
            }
            8 => model.set_root(root, None, 0),
            9 => {
                let target = model.roots[root];
                model.toy.set_weak(model.weak, target);
                model.watched.0 = target.map(id);
            }
            10 => {
                if let (Some(key), Some(value)) = (model.roots[root], model.roots[input.below(ROOTS)]) {
                    model.toy.set_entry(model.table, 0, key, value);
                    model.watched.1 = Some((id(key), id(value)));
                }
            }
            _ => model.collect(if input.below(3) == 0 { Collection::Full } else { Collection::Young }),
        }
    }
    model.collect(Collection::Full);
    model.toy.heap.verify().expect("the heap is as it should be");
});
