//! The rules that the collector's safety rests on, by name.
//!
//! Each can be taken out, to show that a test notices: of one heap in the crate's own tests
//! (`broken_rules.rs`), and with the feature `mutants` of the whole process, by the variable
//! `HEARTH_MUTANT`. In every other build all hold, and asking costs nothing.

/// Rows of identifier, name and text. `holds` is the constant `true` without the feature.
macro_rules! rules {
    ($($rule:ident $name:literal $text:literal;)*) => {
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(crate) enum Rule { $(#[doc = $text] $rule),* }

        /// Name and text of every rule, in the order of the rows.
        pub const RULES: &[(&str, &str)] = &[$(($name, $text)),*];
    };
}

rules! {
    Barrier "gc-barrier" "Old cells that are written to are traced again.";
    RememberedOnce "gc-remembered-once" "A remembered cell is plainly old again when it has been traced, so that the next store remembers it.";
    OldFlag "gc-old-flag" "What a collection visits is marked as old, so that stores into it are noticed.";
    Pinning "gc-pinning" "Cells that ambiguous words refer to stay alive.";
    InteriorPointers "gc-interior-pointers" "... also by an address inside of them.";
    OnePastEnd "gc-one-past-end" "... also by the address just past them.";
    NativeStack "gc-native-stack" "The words of the native stack are roots.";
    HostRanges "gc-host-ranges" "The words of the host's own stacks are roots.";
    ForeignWords "gc-foreign-words" "Words outside of the heap are shown to the host: they may be addresses in code.";
    PreciseRoots "gc-precise-roots" "What the host marks is marked.";
    StickyMarks "gc-sticky-marks" "A young collection takes old cells to be live.";
    LineMarks "gc-line-marks" "Lines with a live cell are not allocated into.";
    LargeObjects "gc-large-objects" "Large objects that are marked survive.";
    FullClearsMarks "gc-full-clears-marks" "A full collection forgets all marks first, so that what died since is reclaimed.";
    Ephemerons "gc-ephemerons" "A value of a weak table whose key is live is live.";
    EphemeronFixpoint "gc-ephemeron-fixpoint" "Ephemeron tables are asked until none of them marks anything.";
    WeakSweep "gc-weak-sweep" "Dead targets are cleared from weak cells.";
    HostTables "gc-host-tables" "The host's own weak tables are pruned before memory is reused.";
    HostCaches "gc-host-caches" "The host forgets its caches of addresses after a collection.";
    FinalizeDeadOnly "gc-finalize-dead-only" "Only cells that are unreachable are finalised.";
    FinalizeOnce "gc-finalize-once" "A cell is finalised once.";
    FinalizeBeforeSweep "gc-finalize-before-sweep" "Finalisers run before the memory that they look at is reclaimed.";
}

/// Whether a rule is followed. Only a build with the feature `mutants` can be told not to.
#[inline(always)]
pub(crate) fn holds(rule: Rule) -> bool {
    #[cfg(feature = "mutants")]
    {
        removed() != Some(RULES[rule as usize].0)
    }
    #[cfg(not(feature = "mutants"))]
    {
        let _ = rule;
        true
    }
}

/// The rule that this process does without.
#[cfg(feature = "mutants")]
fn removed() -> Option<&'static str> {
    static REMOVED: std::sync::OnceLock<Option<String>> = std::sync::OnceLock::new();
    REMOVED.get_or_init(|| std::env::var("HEARTH_MUTANT").ok()).as_deref()
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
        if self.broken == Some(rule) {
            return false;
        }
        holds(rule)
    }
}
