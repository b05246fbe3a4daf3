//! Profiles that are merged in all the ways in which they differ.

use super::tree::callees;
use super::*;
use crate::bytecode::Op;
use crate::cache::{profile, samples};
use crate::feedback::IcKind;
use crate::ion::snapshot::EntryPoint;

#[test]
fn a_profile_merged_with_itself_is_itself() {
    let snapshot = samples::snapshot();
    assert_eq!(profile::encode(&merge(&snapshot, &[], &snapshot)), profile::encode(&snapshot));
}

fn reads(slot: u16, slots: u32, types: u8) -> Snapshot {
    let case = PropertyCase {
        shape: ShapeIndex(0),
        kind: IcKind::OwnInline,
        depth: 0,
        slot,
        function: None,
        next: None,
        key: None,
        primitive: false,
    };
    let sites = vec![SiteSnapshot::Property { cases: vec![case], megamorphic: false }];
    let shape = ShapeSnapshot { kind: 0, variant: 0, inline_capacity: 4, slots, no_indexed_prototype: false };
    let script = Arc::new(samples::bare_script(1, 2, 1).with_feedback(Feedback { types: vec![types, 0], sites, ..Feedback::default() }));
    Snapshot { script, entry: EntryPoint::Function, shapes: vec![shape], inlining: true }
}

fn cases(snapshot: &Snapshot) -> &[PropertyCase] {
    let SiteSnapshot::Property { cases, .. } = &snapshot.script.sites[0] else { panic!("a property site") };
    cases
}

#[test]
fn what_only_one_has_is_kept_and_what_both_have_is_there_once() {
    let merged = merge(&reads(1, 2, 1), &[], &reads(1, 2, 2));
    assert_eq!((cases(&merged).len(), merged.shapes.len()), (1, 1));
    assert_eq!(merged.script.types[0], 3);
    let merged = merge(&reads(1, 2, 1), &[], &reads(3, 7, 1));
    assert_eq!((cases(&merged).len(), merged.shapes.len()), (2, 2));
    assert_eq!(merged.shapes[cases(&merged)[1].shape.0 as usize].slots, 7);
}

/// A warm process bound the stored shape to that of the first object, met a second that
/// is alike, left its code, knew only the second by then, and compiled the same again.
#[test]
fn shapes_that_are_alike_are_two_where_code_was_left_for_them() {
    let insns = vec![Insn::new(Op::LoadNull, 2, 0, 0, 0), Insn::new(Op::GetProp, 2, 1, 0, 0)];
    let with = |bailouts| {
        let Snapshot { script, entry, shapes, inlining } = reads(1, 2, 1);
        let script = ScriptSnapshot { insns: insns.clone().into(), ..Arc::into_inner(script).expect("nobody shares it") };
        let feedback = Feedback { types: vec![1, 0], sites: script.sites.clone(), bailouts, ..Feedback::default() };
        Snapshot { script: Arc::new(script.with_feedback(feedback)), entry, shapes, inlining }
    };
    let old = with(Vec::new());
    assert_eq!(merge(&with(vec![(BytecodeOffset(0), BailoutReason::WrongShape)]), &[], &old).shapes.len(), 1);
    let merged = merge(&with(vec![(BytecodeOffset(1), BailoutReason::WrongShape)]), &[], &old);
    assert_eq!((cases(&merged).len(), merged.shapes.len()), (2, 2));
    assert_ne!(cases(&merged)[0].shape, cases(&merged)[1].shape);
    assert_eq!(merged.shapes[0], merged.shapes[1]);
}

#[test]
fn an_empty_profile_takes_all_of_the_other() {
    let old = samples::snapshot();
    let blank = old.script.with_feedback(Feedback { types: vec![0; 10], sites: vec![SiteSnapshot::Unreached; 4], ..Feedback::default() });
    let new = Snapshot { script: Arc::new(blank), entry: old.entry, shapes: Vec::new(), inlining: true };
    let merged = merge(&new, &[], &old);
    assert_eq!(merged.script.types, old.script.types);
    assert_eq!(merged.script.bailouts, old.script.bailouts);
    assert_eq!(merged.shapes.len(), old.shapes.len());
    // Encodes, and fits the bytecode: every index is in range.
    let bytes = profile::encode(&merged);
    profile::decode(&bytes, &mut |hash| Some(samples::bare_script(hash[0], 10, 4))).unwrap();
}

/// Reads a method whose code, of script 2, reads `slots` slots further on.
fn calls(slots: u32) -> Snapshot {
    let callee = reads(3, slots, 1);
    let SiteSnapshot::Property { cases, .. } = &callee.script.sites[0] else { panic!("a property site") };
    let inner = SiteSnapshot::Property { cases: vec![PropertyCase { shape: ShapeIndex(1), ..cases[0].clone() }], megamorphic: false };
    let inner =
        Arc::new(samples::bare_script(2, 2, 1).with_feedback(Feedback { types: vec![1, 0], sites: vec![inner], ..Feedback::default() }));
    let method = PropertyCase { function: Some(CallTarget::Script(inner)), ..cases[0].clone() };
    let sites = vec![SiteSnapshot::Property { cases: vec![method], megamorphic: false }];
    let script = Arc::new(samples::bare_script(1, 2, 1).with_feedback(Feedback { types: vec![1, 0], sites, ..Feedback::default() }));
    let shapes = vec![ShapeSnapshot { slots: 2, ..callee.shapes[0].clone() }, callee.shapes[0].clone()];
    Snapshot { script, shapes, ..callee }
}

#[test]
fn shapes_of_a_method_that_both_know_are_renamed_once() {
    let merged = merge(&calls(1), &[], &calls(5));
    let Some(CallTarget::Script(inner)) = &cases(&merged)[0].function else { panic!("a method") };
    let SiteSnapshot::Property { cases, .. } = &inner.sites[0] else { panic!("a property site") };
    let slots: Vec<u32> = cases.iter().map(|c| merged.shapes[c.shape.0 as usize].slots).collect();
    assert_eq!(slots, [1, 5]);
}

/// Code was compiled again and again that left at the same place: the callee was whole
/// in the stored profile only, and what it had learnt since was not.
#[test]
fn a_callee_that_is_a_mere_name_in_the_new_profile_is_brought_up_to_date() {
    let old = calls(5);
    let mut new = calls(1);
    let SiteSnapshot::Property { cases: method, .. } = &new.script.sites[0] else { panic!("a property site") };
    let Some(CallTarget::Script(callee)) = method[0].function.clone() else { panic!("a method") };
    let left = (BytecodeOffset(1), BailoutReason::Unreached);
    let learnt = Arc::new(callee.with_feedback(Feedback {
        types: vec![3, 4],
        sites: callee.sites.clone(),
        bailouts: vec![left],
        ..Feedback::default()
    }));
    let named = PropertyCase { function: Some(CallTarget::Script(Arc::new(callee.to_named()))), ..method[0].clone() };
    let sites = vec![SiteSnapshot::Property { cases: vec![named], megamorphic: false }];
    new.script = Arc::new(new.script.with_feedback(Feedback { types: vec![1, 0], sites, ..Feedback::default() }));
    let merged = merge(&new, &[learnt], &old);
    let Some(CallTarget::Script(inner)) = &cases(&merged)[0].function else { panic!("a method") };
    assert_eq!((&inner.types[..], &inner.bailouts[..]), (&[3, 4][..], &[left][..]));
}

#[test]
fn what_is_nested_deeper_than_inlining_goes_is_named_only() {
    let mut script = samples::bare_script(1, 2, 1);
    for _ in 0..3 * MAX_DEPTH {
        let sites = vec![SiteSnapshot::Call { targets: vec![CallTarget::Script(script)], megamorphic: false, flags: 0 }];
        script = Arc::new(samples::bare_script(1, 2, 1).with_feedback(Feedback { types: vec![1, 0], sites, ..Feedback::default() }));
    }
    let snapshot = Snapshot { script, entry: EntryPoint::Function, shapes: Vec::new(), inlining: true };
    let merged = merge(&snapshot, &[], &snapshot);
    let (mut depth, mut at) = (0, merged.script);
    while let Some(callee) = callees(&at.clone()).next() {
        at = callee.clone();
        depth += 1;
    }
    assert!(depth == MAX_DEPTH && at.insns.is_empty(), "{depth}");
}

#[test]
fn more_cases_than_a_site_has_room_for_make_it_megamorphic() {
    let merged = (2..8).fold(reads(1, 1, 1), |all, n| merge(&all, &[], &reads(n, n as u32 * 10, 1)));
    let SiteSnapshot::Property { cases, megamorphic } = &merged.script.sites[0] else { panic!("a property site") };
    assert!(*megamorphic && cases.len() == SITE_ENTRIES);
}
