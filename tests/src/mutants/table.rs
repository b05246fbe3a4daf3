//! Which test notices that which rule is missing.
//!
//! The instruction caches of x86-64 are kept coherent by the hardware, so that a flush which is
//! left out changes nothing there: the test of these two rules looks at what was flushed.

use super::Killer;

/// A rule, and the test that fails without it.
#[derive(Debug)]
pub struct Row {
    pub rule: &'static str,
    pub killer: Killer,
}

impl Row {
    /// What the rule says.
    pub fn text(&self) -> &'static str {
        hearth::rules::all().find(|(name, _)| *name == self.rule).map_or("", |(_, text)| text)
    }
}

const EAGER: &[&str] = &["--ion-eager", "--no-threads"];
/// Compiled when it is hot, on the same thread.
const UNHURRIED: &[&str] = &["--no-threads"];
const STRESSED: &[&str] = &["--ion-eager", "--no-threads", "--gc-stress=31", "--gc-verify"];

/// Collections are so frequent that what dies is replaced at once.
const CROWDED: &[&str] = &["--ion-eager", "--no-threads", "--gc-stress=11"];
/// The interpreter, and a collection at each allocation.
const ALWAYS: &[&str] = &["--jit=off", "--gc-stress=1"];
/// The interpreter, and a collection at nearly every allocation.
const COLLECTING: &[&str] = &["--gc-stress=13", "--gc-verify"];

const fn script(name: &'static str, flags: &'static [&'static str]) -> Killer {
    Killer::Script { name, flags, store: false }
}

const fn test(package: &'static str, target: &'static str, name: &'static str) -> Killer {
    Killer::Test { package, target, name }
}

const fn row(rule: &'static str, killer: Killer) -> Row {
    Row { rule, killer }
}

#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    row("gc-barrier", test("hearth-gc", "verifier", "a_missing_barrier_is_noticed_and_a_collection_says_so")),
    row("gc-remembered-once", test("hearth-gc", "graph", "verified_and_poisoned")),
    row("gc-old-flag", test("hearth-gc", "limits", "large_objects_live_and_die")),
    row("gc-pinning", test("hearth-gc", "graph", "with_ambiguous_roots")),
    row("gc-interior-pointers", test("hearth-gc", "pointers", "every_byte_of_a_cell_keeps_it_alive")),
    row("gc-one-past-end", test("hearth-gc", "pointers", "a_word_between_two_cells_keeps_both")),
    row("gc-native-stack", script("gc/weak-maps", STRESSED)),
    row("gc-host-ranges", test("hearth-gc", "pointers", "tags_are_stripped_and_the_filter_is_asked")),
    row("gc-foreign-words", test("hearth-gc", "pointers", "foreign_words_are_offered")),
    row("gc-precise-roots", test("hearth-gc", "weak", "a_table_reached_through_an_ephemeron_counts")),
    row("gc-sticky-marks", test("hearth-gc", "limits", "old_cells_are_not_visited_by_young_collections")),
    row("gc-line-marks", test("hearth-gc", "verifier", "dead_cells_are_overwritten_also_between_live_ones")),
    row("gc-large-objects", test("hearth-gc", "limits", "large_objects_live_and_die")),
    row("gc-full-clears-marks", test("hearth-gc", "weak", "each_finaliser_runs_exactly_once")),
    row("gc-ephemerons", test("hearth-gc", "weak", "a_table_reached_through_an_ephemeron_counts")),
    row("gc-ephemeron-fixpoint", test("hearth-gc", "weak", "ephemeron_chains_live_and_die_with_their_first_key")),
    row("gc-weak-sweep", test("hearth-gc", "weak", "an_old_weak_cell_with_a_young_target_is_cleared_by_a_young_collection")),
    row("gc-host-tables", script("tiers/constructor-shapes", CROWDED)),
    row("gc-host-caches", script("tiers/megamorphic-cache", STRESSED)),
    row("gc-finalize-dead-only", test("hearth-gc", "weak", "a_pinned_resource_is_not_finalised")),
    row("gc-finalize-once", test("hearth-gc", "weak", "each_finaliser_runs_exactly_once")),
    row("gc-finalize-before-sweep", test("hearth-gc", "weak", "each_finaliser_runs_exactly_once")),
    row("cache-authenticate", test("hearth-codecache", "lib", "trust::tests::only_the_right_key_purpose_and_bytes_authenticate")),
    row("cache-tag-purpose", test("hearth-codecache", "lib", "trust::tests::only_the_right_key_purpose_and_bytes_authenticate")),
    row("cache-first-key-seals", test("hearth-codecache", "lib", "trust::tests::only_the_first_key_seals")),
    row("cache-private-key", test("hearth-codecache", "lib", "trust::key_file::tests::a_key_file_open_to_others_is_refused")),
    row("cache-blob-bounds", test("hearth-codecache", "lib", "blob::reader::tests::any_flipped_bit_is_an_error_or_a_visible_difference")),
    row("cache-blob-order", test("hearth-codecache", "lib", "blob::reader::tests::any_flipped_bit_is_an_error_or_a_visible_difference")),
    row("cache-record-size", test("hearth-codecache", "lib", "blob::reader::tests::records_of_another_size_are_an_error")),
    row("cache-pack-count", test("hearth-codecache", "lib", "pack::builder::tests::an_authentic_but_damaged_pack_is_an_error_or_readable")),
    row("cache-pack-bounds", test("hearth-codecache", "lib", "pack::builder::tests::an_entry_that_goes_on_beyond_the_end_is_an_error")),
    row("cache-pack-order", test("hearth-codecache", "lib", "pack::builder::tests::rows_out_of_order_are_an_error")),
    row("cache-pack-identity", test("hearth-codecache", "lib", "pack::builder::tests::round_trip_and_lookup")),
    row("cache-pack-chain", test("hearth-codecache", "lib", "pack::builder::tests::a_pack_grows_by_segments_of_which_none_can_be_exchanged_or_left_out")),
    row("cache-inspected", test("hearth-vm", "lib", "cache::tests::code_with_what_the_compiler_never_emits_is_refused_though_it_is_sealed")),
    row("arena-home", test("hearth-codecache", "lib", "arena::tests::a_block_of_another_arena_is_refused")),
    row("arena-blocks-apart", test("hearth-codecache", "lib", "arena::free_list::tests::blocks_never_overlap_and_nothing_is_lost")),
    row("arena-write-xor-execute", test("hearth-codecache", "lib", "arena::tests::no_mapping_is_ever_writable_and_executable")),
    row("arena-one-thread", test("hearth-codecache", "lib", "arena::tests::protection_is_for_one_thread")),
    row("arena-flush-published", test("hearth-codecache", "lib", "arena::tests::instruction_caches_are_flushed_of_what_is_published_and_of_what_is_poisoned")),
    row("arena-flush-poison", test("hearth-codecache", "lib", "arena::tests::instruction_caches_are_flushed_of_what_is_published_and_of_what_is_poisoned")),
    row("arena-poison", test("hearth-codecache", "lib", "arena::tests::a_retired_block_and_the_rest_of_a_block_are_poison")),
    row("arena-quarantine", test("hearth-codecache", "lib", "arena::tests::a_retired_block_is_not_reused_before_a_scan_has_cleared_it")),
    row("arena-still-referenced", test("hearth-codecache", "lib", "arena::tests::a_retired_block_is_not_reused_before_a_scan_has_cleared_it")),
    row("root-realms", script("gc/big-arrays", COLLECTING)),
    row("root-lists", script("tiers/delete-in-hot-loop", STRESSED)),
    row("root-sources", test("hearth-vm", "lib", "heap::tests::cells_that_only_a_root_source_refers_to_stay_alive")),
    row("root-value-stack", script("gc/big-arrays", COLLECTING)),
    row("root-payload-in-flight", test("hearth-vm", "lib", "heap::tests::cells_that_only_a_new_payload_refers_to_stay_alive")),
    row("root-bailout-words", test("hearth-vm", "lib", "ion::bailout::tests::cells_that_only_the_words_of_a_bailout_refer_to_stay_alive")),
    row("root-suspended-frames", test("hearth-vm", "lib", "runtime::suspended::tests::saved_words_of_cells_that_have_gone_are_forgotten")),
    row("shape-in-flight", script("gc/shapes-in-flight", ALWAYS)),
    row("shape-ancestors", script("tiers/deoptimise-repeatedly", CROWDED)),
    row("shape-kept-for-code", script("tiers/shapes-between-objects", CROWDED)),
    row("shape-held", script("tiers/allocated-after-a-call", CROWDED)),
    row("shape-of-instances", script("tiers/virtual-objects", CROWDED)),
    row("shape-purged-from-sites", script("tiers/shapes-between-objects", CROWDED)),
    row("shape-purged-from-links", test("hearth-vm", "lib", "ion::lifetimes::no_slot_is_bound_to_a_shape_that_has_gone")),
    row("code-link-table-traced", test("hearth-vm", "lib", "ion::lifetimes::what_a_slot_is_bound_to_lives_as_long_as_the_link_table")),
    row("code-link-barrier", script("tiers/getters-setters-hot", STRESSED)),
    row("code-keeps-links", script("tiers/optional-chaining", CROWDED)),
    row("code-kept-by-script", script("tiers/deoptimise-repeatedly", CROWDED)),
    row("code-pinned-while-running", test("hearth-vm", "lib", "ion::lifetimes::code_that_only_a_return_address_refers_to_is_returned_to")),
    row("code-seen-words", test("hearth-vm", "lib", "ion::lifetimes::a_range_of_code_that_a_word_points_into_is_not_given_back")),
    row("code-order-of-death", script("tiers/deoptimise-repeatedly", CROWDED)),
    row("code-slots-forgotten", test("hearth-vm", "lib", "ion::lifetimes::slots_of_a_link_table_that_has_died_are_unbound_no_more")),
    row("link-predicate", script("tiers/callback-methods-assembled", EAGER)),
    row("link-facts", script("tiers/callback-methods-assembled", EAGER)),
    row("link-one-shape", script("tiers/added-to-objects-of-two-prototypes", UNHURRIED)),
    row("link-prototypes-unbind", script("tiers/prototype-shadowed-later", EAGER)),
    row("link-prototypes-noted", script("tiers/prototype-shadowed-later", EAGER)),
    row("link-refused-forgotten", test("hearth-vm", "lib", "ion::bindings::what_a_slot_has_refused_is_asked_again_when_prototypes_have_changed")),
    row("link-script-hash", script("tiers/load-elimination-aliasing", EAGER)),
    row("link-private-names", script("tiers/private-names-of-two-evaluations", UNHURRIED)),
    row("link-prototype-objects", script("tiers/method-stored-to-a-prototype", UNHURRIED)),
    row("link-constructors", script("tiers/instanceof-by-shape", EAGER)),
    row("link-main-realm", test("hearth-vm", "lib", "ion::bindings::a_function_of_another_realm_is_not_taken_for_one_of_this")),
    row("restore-source-hash", test("hearth-vm", "lib", "cache::tests::bytecode_of_another_text_under_the_same_key_is_refused")),
    row("restore-identity", test("hearth-vm", "lib", "cache::tests::code_that_says_that_it_is_other_code_is_refused")),
    row("restore-dependencies", test("hearth-vm", "lib", "cache::tests::code_whose_inlined_script_is_not_known_is_a_miss")),
    row("restore-offsets", test("hearth-vm", "lib", "cache::tests::other_code_is_a_miss_and_never_this_one")),
    row("restore-metadata", test("hearth-vm", "lib", "cache::check::tests::every_rule_is_noticed_when_it_is_broken")),
    row("restore-descriptors", test("hearth-vm", "lib", "cache::descriptor_codec::tests::references_go_backwards_and_to_shapes")),
    row("restore-bytecode", test("hearth-vm", "bytecode", "no_bytes_make_decoding_panic")),
    row("restore-environments", test("hearth-vm", "bytecode", "accesses_beyond_what_is_around_are_refused")),
    row("restore-same-scripts", test("hearth-vm", "lib", "cache::blob::tests::code_whose_first_script_is_another_is_refused")),
    row("ion-calls-write-shapes", test("hearth-vm", "lib", "ion::passes::tests::a_repeated_guard_goes_unless_a_call_is_between")),
    row("ion-calls-write-slots", script("tiers/load-elimination-aliasing", EAGER)),
    row("ion-calls-write-lengths", script("tiers/array-length-changes", EAGER)),
    row("ion-calls-write-environments", script("tiers/arguments-aliasing", EAGER)),
    row("ion-builder-forgets", script("tiers/shape-changed-by-a-callee", EAGER)),
    row("ion-aliases-forgotten", script("tiers/object-under-two-names", EAGER)),
    row("ion-stores-write", script("tiers/closures-in-loops", EAGER)),
    row("ion-loops-write", script("tiers/virtual-objects", UNHURRIED)),
    row("ion-dominance", script("tiers/type-change-local", EAGER)),
    row("ion-invariant-only", script("tiers/array-length-changes", EAGER)),
    row("ion-guards-on-every-path", test("hearth-vm", "lib", "ion::passes::tests::a_guard_that_not_every_round_passes_stays_in_its_loop")),
    row("ion-guarded-stay", test("hearth-vm", "lib", "ion::passes::tests::a_load_does_not_leave_the_branch_that_makes_it_valid")),
    row("ion-barrier-after-collection", script("tiers/callback-methods-assembled", STRESSED)),
    row("ion-barriers", script("tiers/closures-in-loops", STRESSED)),
    row("ion-exit-at-op", script("tiers/bailout-effects-once", EAGER)),
    row("ion-thrown-once", test("hearth-vm", "lib", "ion::interruptions::what_a_loop_head_throws_is_caught_and_not_forgotten")),
    row("ion-live-in-exits", script("tiers/derived-constructor-without-super", EAGER)),
    row("ion-overflow", script("tiers/int-overflow-increment", EAGER)),
    row("ion-bounds", script("tiers/bailout-in-argument-evaluation", EAGER)),
    row("ion-holes", script("tiers/array-holes", EAGER)),
    row("ion-interrupts", test("hearth-vm", "lib", "ion::interruptions::a_compiled_loop_is_stopped")),
    row("ion-stack-checked", script("tiers/errors-caught-at-every-depth", EAGER)),
    row("regexp-stack", script("regexp/compiled-patterns-keep-limits", EAGER)),
    row("prototypes-observed", test("hearth-vm", "lib", "object::tests::observed_prototypes_announce_changes")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_one_row_and_every_row_a_rule() {
        let rules: Vec<&str> = hearth::rules::all().map(|(name, _)| name).collect();
        let mut rows: Vec<&str> = ROWS.iter().map(|row| row.rule).collect();
        let mut sorted = rules.clone();
        sorted.sort_unstable();
        rows.sort_unstable();
        assert_eq!(rows, sorted);
    }
}
