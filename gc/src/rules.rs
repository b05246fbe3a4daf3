//! The rules that the collector's safety rests on, by name.
//!
//! In the crate's own tests each can be taken out, to show that a test notices.
//! In every other build all hold, and asking costs nothing.

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Rule {
    /// Old cells that are written to are traced again.
    Barrier,
    /// Cells that ambiguous words refer to stay alive.
    Pinning,
    /// ... also by an address inside of them.
    InteriorPointers,
    /// ... also by the address just past them.
    OnePastEnd,
    /// A young collection takes old cells to be live.
    StickyMarks,
    /// Ephemeron tables are asked until none of them marks anything.
    EphemeronFixpoint,
    /// Dead targets are cleared from weak cells.
    WeakSweep,
}

#[derive(Clone, Copy, Default)]
pub(crate) struct Rules {
    #[cfg(test)]
    pub broken: Option<Rule>,
}

impl Rules {
    #[inline(always)]
    pub fn hold(&self, rule: Rule) -> bool {
        #[cfg(test)]
        return self.broken != Some(rule);
        #[cfg(not(test))]
        {
            let _ = rule;
            true
        }
    }
}
