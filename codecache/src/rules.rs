//! The rules that restoring code from a store rests on, by name.
//!
//! With the feature `mutants` the variable `HEARTH_MUTANT` takes one out, to show that a test
//! notices. In every other build all hold, and asking costs nothing.

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
    Authenticate "cache-authenticate" "Bytes whose tag is not that of the key are not parsed.";
    TagPurpose "cache-tag-purpose" "A tag for one purpose is none for another.";
    FirstKeySeals "cache-first-key-seals" "What is sealed is sealed by the first key: one that is only accepted seals nothing.";
    PrivateKey "cache-private-key" "A key file that others can access is refused.";
    BlobBounds "cache-blob-bounds" "A section of a blob ends before its tag.";
    BlobOrder "cache-blob-order" "Sections of a blob follow each other: none overlaps another.";
    RecordSize "cache-record-size" "A section is read as the records that it was written as.";
    PackCount "cache-pack-count" "A pack has room for the rows that it says it has.";
    PackBounds "cache-pack-bounds" "An entry of a pack ends before its tag.";
    PackOrder "cache-pack-order" "Rows of a pack are in order: a look-up finds what is there.";
    PackIdentity "cache-pack-identity" "A pack is of the text and target under whose name it was found.";
    PackChain "cache-pack-chain" "A segment of a pack goes on from the one before: none is exchanged, and none in between is missing.";
    Inspected "cache-inspected" "Machine code from a store that no code generator emits is refused, though it is authentic.";
    ArenaHome "arena-home" "A block is published, retired and freed by the arena that it is of.";
    BlocksApart "arena-blocks-apart" "Blocks that are handed out do not overlap.";
    WriteXorExecute "arena-write-xor-execute" "No page is writable and executable.";
    OneThread "arena-one-thread" "An arena that works by protection is used by its thread only.";
    FlushPublished "arena-flush-published" "Instruction caches are made to agree with memory before code is entered.";
    FlushPoison "arena-flush-poison" "... and after it was poisoned.";
    Poison "arena-poison" "Retired code traps wherever it is entered.";
    Quarantine "arena-quarantine" "A range that was retired during a scan waits for the next.";
    StillReferenced "arena-still-referenced" "A range that a word points into is not reused.";
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
