//! Memory, and what has been seen of it.

use super::number::canonical;
use super::oracle::{mix, mix_all};
use crate::ion::graph::{NodeOp, effect};
use crate::value::{PAYLOAD_MASK, TAG_SHIFT, Value, tag};
use std::collections::HashMap;
use std::fmt;

/// Addresses of objects that were made here have this bit.
const LOCAL: u64 = 1 << 40;
/// Those that have been seen since are named with this one.
const NAMED: u64 = 1 << 41;

/// Something that others could see.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    op: NodeOp,
    imm: u64,
    /// The operands, and what the objects hold that are seen for the first time.
    words: Vec<u64>,
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} #{} {:x?}", self.op, self.imm, self.words)
    }
}

/// An object or environment that was made here.
struct Cell {
    op: NodeOp,
    shape: u64,
    /// Slots; for an environment, its parent comes first, for a closure its operands.
    slots: Vec<u64>,
    name: Option<u64>,
}

/// A word of memory: what it is part of, and which.
type Place = (u8, u64, u64);

const SHAPE: u8 = 0;

#[derive(Default)]
pub struct World {
    seed: u64,
    cells: Vec<Cell>,
    names: u64,
    memory: HashMap<Place, u64>,
    /// How often each alias class may have been written as a whole.
    epochs: [u64; 8],
    pub events: Vec<Event>,
    /// Counts all that changes what states hold.
    pub changes: u64,
}

impl World {
    pub fn new(seed: u64) -> World {
        World { seed, ..World::default() }
    }

    /// The oracle's answer to a question about these words.
    pub fn ask(&self, parts: impl IntoIterator<Item = u64>) -> u64 {
        mix(self.seed, mix_all(parts))
    }

    /// How often what a node reads may have changed.
    pub fn epoch(&self, effects: u32) -> u64 {
        mix_all((0..8).filter(|c| effects >> c & 1 != 0).map(|c| self.epochs[c]))
    }

    pub fn allocate(&mut self, op: NodeOp, shape: u64, slots: Vec<u64>) -> u64 {
        self.cells.push(Cell { op, shape, slots, name: None });
        self.changes += 1;
        LOCAL | (self.cells.len() as u64 - 1)
    }

    fn local(&self, address: u64) -> Option<&Cell> {
        if address & LOCAL == 0 || address >> 42 != 0 { None } else { self.cells.get((address & (LOCAL - 1)) as usize) }
    }

    /// The cell, if nobody else has seen it.
    fn own(&mut self, address: u64) -> Option<&mut Cell> {
        self.local(address).filter(|c| c.name.is_none())?;
        self.changes += 1;
        self.cells.get_mut((address & (LOCAL - 1)) as usize)
    }

    pub fn is_local(&self, address: u64) -> bool {
        self.local(address).is_some()
    }
    pub fn is_closure(&self, address: u64) -> bool {
        self.local(address).is_some_and(|c| c.op == NodeOp::NewClosure)
    }
    /// What a cell was made with, which never changes.
    pub fn fixed(&self, address: u64, slot: usize) -> Option<u64> {
        self.local(address)?.slots.get(slot).copied()
    }

    /// The address under which others know the cell.
    pub fn named(&self, address: u64) -> u64 {
        self.local(address).and_then(|c| c.name).unwrap_or(address)
    }

    /// The address in questions that are answered for ever: before and after it is named, and
    /// however many others there are, an object that was made here is one.
    pub fn anonymous(&self, address: u64) -> u64 {
        self.local(address).map_or(address, |c| NAMED | kind(c.op))
    }

    /// A word as others know it: numbers have one form.
    pub fn word(&self, word: u64) -> u64 {
        if word >> TAG_SHIFT >= tag::FIRST_CELL as u64 { word & !PAYLOAD_MASK | self.named(word & PAYLOAD_MASK) } else { canonical(word) }
    }

    // ---- memory

    pub fn load(&self, op: NodeOp, class: u32, address: u64, index: u64) -> Result<u64, u64> {
        if let Some(cell) = self.local(address).filter(|c| c.name.is_none()) {
            let at = index as usize + (op == NodeOp::LoadEnv) as usize;
            return Ok(cell.slots.get(at).copied().unwrap_or(Value::UNDEFINED.0));
        }
        let address = self.named(address);
        match self.memory.get(&(op as u8 + 1, address, index)) {
            Some(word) => Ok(*word),
            None => Err(self.ask([op as u64 + 1, address, index, self.epoch(class)])),
        }
    }

    /// `op`: the load that finds it.
    pub fn store(&mut self, op: NodeOp, store: NodeOp, address: u64, index: u64, word: u64) {
        self.changes += 1;
        let at = index as usize + (op == NodeOp::LoadEnv) as usize;
        if let Some(cell) = self.own(address) {
            if cell.slots.len() <= at {
                cell.slots.resize(at + 1, Value::UNDEFINED.0);
            }
            cell.slots[at] = word;
            return;
        }
        self.see(store, index, &[(tag::OBJECT as u64) << TAG_SHIFT | address, word]);
        let address = self.named(address);
        self.memory.insert((op as u8 + 1, address, index), word);
    }

    pub fn shape(&self, address: u64) -> u64 {
        if let Some(cell) = self.local(address).filter(|c| c.name.is_none()) {
            return cell.shape;
        }
        let address = self.named(address);
        match self.memory.get(&(SHAPE, address, 0)) {
            Some(shape) => *shape,
            None => self.ask([SHAPE as u64, address, self.epoch(effect::R_SHAPE)]),
        }
    }

    pub fn set_shape(&mut self, address: u64, shape: u64) {
        if let Some(cell) = self.own(address) {
            cell.shape = shape;
            return;
        }
        self.see(NodeOp::StoreShape, shape, &[(tag::OBJECT as u64) << TAG_SHIFT | address]);
        let address = self.named(address);
        self.memory.insert((SHAPE, address, 0), shape);
    }

    // ---- events

    /// Others see these words, and all that can be reached from them.
    pub fn see(&mut self, op: NodeOp, imm: u64, words: &[u64]) {
        let mut seen = Vec::new();
        for word in words {
            self.escape(*word, &mut seen);
        }
        let mut all: Vec<u64> = words.iter().map(|w| self.word(*w)).collect();
        all.extend(seen);
        self.events.push(Event { op, imm, words: all });
        self.changes += 1;
    }

    fn escape(&mut self, word: u64, seen: &mut Vec<u64>) {
        let address = word & PAYLOAD_MASK;
        if word >> TAG_SHIFT < tag::FIRST_CELL as u64 || self.local(address).is_none_or(|c| c.name.is_some()) {
            return;
        }
        let name = NAMED | self.names;
        self.names += 1;
        let cell = &mut self.cells[(address & (LOCAL - 1)) as usize];
        cell.name = Some(name);
        let (op, shape, slots) = (cell.op, cell.shape, cell.slots.clone());
        seen.extend([name, kind(op), shape]);
        for (i, slot) in slots.iter().enumerate() {
            self.escape(*slot, seen);
            seen.push(self.word(*slot));
            let place = match op {
                NodeOp::NewEnvCell if i == 0 => continue,
                NodeOp::NewEnvCell => (NodeOp::LoadEnv as u8 + 1, name, i as u64 - 1),
                NodeOp::NewClosure => continue,
                _ => (NodeOp::LoadSlot as u8 + 1, name, i as u64),
            };
            self.memory.insert(place, *slot);
        }
        self.memory.insert((SHAPE, name, 0), shape);
    }

    /// An effect that may have written these classes, anywhere that others have.
    pub fn clobber(&mut self, effects: u32) {
        let written = effect::written(effects);
        let event = self.events.len() as u64;
        for class in 0..8 {
            if written >> class & 1 != 0 {
                self.epochs[class] = mix(self.epochs[class], event + 1);
            }
        }
        let lost = |op: u8| {
            let class = match op {
                SHAPE => effect::R_SHAPE,
                op if op == NodeOp::LoadElement as u8 + 1 => effect::R_ELEMENT,
                op if op == NodeOp::LoadEnv as u8 + 1 => effect::R_ENV,
                _ => effect::R_SLOT,
            };
            written & class != 0
        };
        self.memory.retain(|(op, _, _), _| !lost(*op));
        self.changes += 1;
    }

    /// A value as a frame state holds it: objects that nobody has seen by what they hold, in
    /// the order in which they come.
    pub fn describe(&self, word: u64, met: &mut Vec<u64>, out: &mut Vec<u64>) {
        let address = word & PAYLOAD_MASK;
        let own = if word >> TAG_SHIFT >= tag::FIRST_CELL as u64 { self.local(address).filter(|c| c.name.is_none()) } else { None };
        let Some(cell) = own else {
            out.push(self.word(word));
            return;
        };
        if let Some(at) = met.iter().position(|m| *m == address) {
            out.extend([u64::MAX, at as u64]);
            return;
        }
        met.push(address);
        out.extend([u64::MAX - 1, kind(cell.op), cell.shape, cell.slots.len() as u64]);
        for slot in &cell.slots {
            self.describe(*slot, met, out);
        }
    }
}

/// Allocations of plain objects are alike, however they are made.
fn kind(op: NodeOp) -> u64 {
    match op {
        NodeOp::NewEnvCell | NodeOp::NewClosure => op as u64,
        _ => NodeOp::NewObject as u64,
    }
}
