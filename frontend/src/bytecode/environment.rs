//! What is known of the environments around a function before it runs: how many slots each has,
//! and which of these hold cells. (What environments are is `object/env.rs`.)

use super::module_info::{ModuleInfo, ModuleSlot};
use crate::syntax::scope::SLOTS_PER_ENVIRONMENT;
use std::rc::Rc;

/// An environment, and those around it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Environment {
    slots: u32,
    /// Slots that hold a cell from the start and for ever, sorted.
    cells: Rc<[u32]>,
    parent: Option<Rc<Environment>>,
}

impl Environment {
    pub fn new(slots: u32, parent: Option<Rc<Environment>>) -> Rc<Environment> {
        Rc::new(Environment { slots, cells: Rc::from([]), parent })
    }

    /// The innermost environment of a scope with these slots: beyond what one has room for they are in
    /// a chain. None is added for a scope without slots.
    pub fn of_scope(slots: u32, cells: &[u32], mut around: Option<Rc<Environment>>) -> Option<Rc<Environment>> {
        for first in (0..slots).step_by(SLOTS_PER_ENVIRONMENT as usize) {
            let slots = (slots - first).min(SLOTS_PER_ENVIRONMENT);
            let mut cells: Vec<u32> = cells.iter().filter_map(|cell| cell.checked_sub(first)).filter(|cell| *cell < slots).collect();
            cells.sort_unstable();
            around = Some(Rc::new(Environment { slots, cells: cells.into(), parent: around }));
        }
        around
    }

    /// That of a module, which its linker makes. None if it has no slots.
    pub fn of_module(module: &ModuleInfo) -> Option<Rc<Environment>> {
        let is_cell = |slot: &ModuleSlot| matches!(slot, ModuleSlot::Cell | ModuleSlot::EmptyCell | ModuleSlot::Import(_));
        let cells: Rc<[u32]> = module.slots.iter().enumerate().filter(|(_, slot)| is_cell(slot)).map(|(at, _)| at as u32).collect();
        let slots = module.slots.len() as u32;
        (slots > 0).then(|| Rc::new(Environment { slots, cells, parent: None }))
    }

    /// The one `depth` levels up.
    pub fn ancestor(&self, depth: u8) -> Option<&Environment> {
        (0..depth).try_fold(self, |environment, _| environment.parent.as_deref())
    }

    pub fn has(&self, slot: u16) -> bool {
        (slot as u32) < self.slots
    }

    /// Whether the slot holds a cell.
    pub fn is_cell(&self, slot: u16) -> bool {
        self.cells.binary_search(&(slot as u32)).is_ok()
    }
}
