//! The heap edges of feedback sites.

use super::{IcKind, Site};
use core::ptr::NonNull;
use hearth_gc::{Header, Tracer};

/// Marks the cells that the entries refer to: holders, getters, call targets.
pub fn trace_sites(sites: &[Site], tracer: &mut Tracer) {
    for entry in sites.iter().flat_map(Site::used) {
        let is_cell = match entry.kind {
            IcKind::ProtoInline | IcKind::ProtoSlots | IcKind::Getter | IcKind::Setter => true,
            // Call sites have no kind.
            IcKind::None => true,
            _ => false,
        };
        if is_cell && let Some(cell) = NonNull::new(entry.target as *mut Header) {
            tracer.mark(cell);
        }
    }
}
