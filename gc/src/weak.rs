//! Weak edges: ephemerons while marking, clearing afterwards.
//!
//! An ephemeron's value is live if its table and its key are. Tables register
//! when they are traced, which a young collection does for young and for
//! remembered ones only: any other table has old keys and values, which are live.
//! For the same reason, weak cells that were not traced need no clearing.
//!
//! Each round asks every table once; a chain that runs backwards through `n`
//! tables takes `n` rounds.

use crate::header::Kinds;
use crate::rules::{Rule, Rules};
use crate::trace::Tracer;

/// Marks until no ephemeron table has a marked key with an unmarked value.
pub(crate) fn mark_ephemerons(tracer: &mut Tracer, kinds: &Kinds, rules: Rules) {
    tracer.drain();
    if !rules.hold(Rule::Ephemerons) {
        return;
    }
    loop {
        let mut progress = false;
        // By index: draining may add tables.
        let mut at = 0;
        while let Some(&table) = tracer.ephemeron_tables.get(at) {
            at += 1;
            // SAFETY: the table was traced in this collection, so it is an
            // initialised cell.
            unsafe {
                let info = kinds.info((*table.as_ptr()).kind);
                if let Some(step) = info.ephemerons
                    && step(table, tracer)
                {
                    progress = true;
                    tracer.drain();
                }
            }
        }
        if !progress || !rules.hold(Rule::EphemeronFixpoint) {
            return;
        }
    }
}

/// Clears dead edges, once per registered cell.
pub(crate) fn sweep_weak(tracer: &mut Tracer, kinds: &Kinds, rules: Rules) {
    if !rules.hold(Rule::WeakSweep) {
        return;
    }
    let liveness = tracer.liveness();
    let mut cells = core::mem::take(&mut tracer.weak_cells);
    cells.extend_from_slice(&tracer.ephemeron_tables);
    cells.sort_unstable();
    cells.dedup();
    for &cell in &cells {
        // SAFETY: the cell was traced in this collection, so it is an
        // initialised cell.
        unsafe {
            let info = kinds.info((*cell.as_ptr()).kind);
            if let Some(sweep) = info.sweep_weak {
                sweep(cell, &liveness);
            }
        }
    }
    cells.clear();
    tracer.weak_cells = cells;
}
