//! Random mutation of a graph, compared with a model of it in ordinary memory.

mod toy;

use std::collections::{HashMap, HashSet};

use hearth_gc::{Collection, Config};
use toy::{Cell, Toy, bits, config, count, edge, id, strict};

const ROOTS: usize = 24;

struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % n as u64) as usize
    }
}

struct Test {
    toy: Toy,
    /// Every second root is handed to the collector as an ambiguous word that
    /// points somewhere into the cell, or just past it.
    ambiguous: bool,
    roots: Vec<Option<Cell>>,
    model: HashMap<u32, Vec<Option<u32>>>,
    model_roots: Vec<Option<u32>>,
    random: Random,
    next_id: u32,
}

impl Test {
    fn new(config: Config, seed: u64) -> Test {
        let mut toy = Toy::new(config);
        toy.roots.precise = vec![None; ROOTS];
        toy.roots.ambiguous = vec![0; ROOTS];
        Test {
            toy,
            ambiguous: false,
            roots: vec![None; ROOTS],
            model: HashMap::new(),
            model_roots: vec![None; ROOTS],
            random: Random(seed),
            next_id: 1,
        }
    }

    fn set_root(&mut self, root: usize, target: Option<Cell>) {
        self.roots[root] = target;
        self.model_roots[root] = target.map(id);
        if self.ambiguous && root.is_multiple_of(2) {
            self.toy.roots.ambiguous[root] = target.map_or(0, |node| {
                let size = 16 + 8 * count(node);
                bits(target) + self.random.below(size + 1) as u64
            });
        } else {
            self.toy.roots.precise[root] = target;
        }
    }

    /// A random walk from a random root, in step with the model.
    fn walk(&mut self) -> Option<Cell> {
        let root = self.random.below(ROOTS);
        let mut at = self.roots[root];
        assert_eq!(at.map(id), self.model_roots[root]);
        for _ in 0..self.random.below(6) {
            let Some(node) = at else { break };
            let edges = count(node);
            assert_eq!(edges, self.model[&id(node)].len());
            if edges == 0 {
                break;
            }
            let index = self.random.below(edges);
            let next = edge(node, index);
            assert_eq!(next.map(id), self.model[&id(node)][index]);
            if next.is_none() {
                break;
            }
            at = next;
        }
        at
    }

    fn edge_count(&mut self) -> usize {
        match self.random.below(100) {
            0..60 => self.random.below(6),
            60..90 => self.random.below(30),
            90..98 => self.random.below(400),
            _ => 1000 + self.random.below(1500),
        }
    }

    fn step(&mut self) {
        match self.random.below(10) {
            0..4 => {
                let edges = self.edge_count();
                let node_id = self.next_id;
                self.next_id += 1;
                let node = self.toy.node(node_id, edges);
                self.model.insert(node_id, vec![None; edges]);
                for _ in 0..edges.min(3) {
                    let index = self.random.below(edges);
                    let target = self.walk();
                    self.store(node, index, target);
                }
                // Most new nodes die young.
                if self.random.below(3) != 0 {
                    let root = self.random.below(ROOTS);
                    self.set_root(root, Some(node));
                }
            }
            4..8 => {
                let Some(owner) = self.walk() else { return };
                if count(owner) > 0 {
                    let index = self.random.below(count(owner));
                    let target = self.walk();
                    self.store(owner, index, target);
                }
            }
            8 => {
                let len = self.random.below(300);
                self.toy.bytes(len);
            }
            _ => {
                let root = self.random.below(ROOTS);
                let target = if self.random.below(2) == 0 { None } else { self.walk() };
                self.set_root(root, target);
            }
        }
    }

    fn store(&mut self, owner: Cell, index: usize, target: Option<Cell>) {
        self.toy.set_edge(owner, index, target);
        self.model.get_mut(&id(owner)).unwrap()[index] = target.map(id);
    }

    /// Compares everything reachable; returns how many nodes that is.
    fn compare(&mut self) -> usize {
        let mut seen = HashSet::new();
        let mut stack: Vec<Cell> = Vec::new();
        for (root, model) in self.roots.iter().zip(&self.model_roots) {
            assert_eq!(root.map(id), *model);
            stack.extend(*root);
        }
        while let Some(node) = stack.pop() {
            if !seen.insert(id(node)) {
                continue;
            }
            let model = &self.model[&id(node)];
            assert_eq!(model.len(), count(node));
            for (index, target) in model.iter().enumerate() {
                assert_eq!(edge(node, index).map(id), *target);
                stack.extend(edge(node, index));
            }
        }
        seen.len()
    }

    fn run(mut self, steps: usize) {
        for step in 0..steps {
            self.step();
            if step % 2300 == 2299 {
                // Let a good part of the graph go.
                for root in 0..ROOTS {
                    if self.random.below(8) != 0 {
                        self.set_root(root, None);
                    }
                }
            }
            if step % 997 == 0 {
                self.compare();
            }
            if step % 400 == 399 {
                self.toy.collect(Collection::Young);
            }
            if step % 3100 == 3099 {
                self.toy.collect(Collection::Full);
                self.compare_count();
                let live: HashSet<u32> = self.reachable_ids();
                self.model.retain(|node_id, _| live.contains(node_id));
            }
        }
        self.toy.collect(Collection::Full);
        assert!(self.toy.cells() < self.next_id as usize / 2);
        self.compare_count();
        self.toy.heap.verify().unwrap();

        self.roots.fill(None);
        self.toy.roots.precise.fill(None);
        self.toy.roots.ambiguous.fill(0);
        self.toy.collect(Collection::Full);
        assert_eq!(self.toy.cells(), 0);
        assert_eq!(self.toy.heap.stats().heap_bytes, 0);
        assert_eq!(self.toy.heap.stats().live_bytes, 0);
    }

    /// With precise roots only, exactly the reachable is left after a full
    /// collection. An ambiguous word may keep a neighbour, with all it refers to.
    fn compare_count(&mut self) {
        let reachable = self.compare();
        if self.ambiguous {
            assert!(self.toy.cells() >= reachable);
        } else {
            assert_eq!(self.toy.cells(), reachable);
        }
    }

    fn reachable_ids(&self) -> HashSet<u32> {
        let mut seen = HashSet::new();
        let mut stack: Vec<u32> = self.model_roots.iter().flatten().copied().collect();
        while let Some(node) = stack.pop() {
            if seen.insert(node) {
                stack.extend(self.model[&node].iter().flatten());
            }
        }
        seen
    }
}

#[test]
fn plain() {
    for seed in 1..5 {
        Test::new(config(), seed).run(100_000);
    }
}

#[test]
fn verified_and_poisoned() {
    for seed in 11..14 {
        Test::new(strict(), seed).run(30_000);
    }
}

#[test]
fn collected_at_every_allocation() {
    let config = Config { stress: 1, ..strict() };
    Test::new(config, 21).run(5_000);
}

#[test]
fn collected_at_every_seventh_allocation() {
    let config = Config { stress: 7, ..strict() };
    Test::new(config, 31).run(10_000);
}

#[test]
fn with_a_tiny_young_budget_and_a_tight_limit() {
    let config = Config { young_budget: 64 << 10, memory_limit: 16 << 20, ..strict() };
    Test::new(config, 41).run(12_000);
}

#[test]
fn with_ambiguous_roots() {
    for stress in [0, 1, 5] {
        let mut test = Test::new(Config { stress, ..strict() }, 51 + u64::from(stress));
        test.ambiguous = true;
        test.run(if stress == 1 { 3_500 } else { 15_000 });
    }
}

#[test]
fn with_many_mixtures_of_modes() {
    for seed in 1..30u64 {
        let stress = [0, 0, 2, 9][seed as usize % 4];
        let config = Config {
            stress,
            verify: seed % 3 != 0,
            young_budget: (32 << 10) << (seed % 5),
            memory_limit: if seed % 7 == 0 { 8 << 20 } else { usize::MAX },
            ..strict()
        };
        let mut test = Test::new(config, seed * 7919);
        test.ambiguous = seed % 2 == 0;
        test.run(if stress == 2 { 4_000 } else { 8_000 });
    }
}
