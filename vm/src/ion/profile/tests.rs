use super::*;
use crate::bytecode::{BytecodeOffset, FunctionKind, Insn, JsStr, Op};
use crate::feedback::{IcKind, SITE_ENTRIES};
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::snapshot::{ElementCase, Feedback};

fn shape(token: u64) -> ShapeSnapshot {
    ShapeSnapshot { token, kind: 0, variant: 0, inline_capacity: 4, slots: 1, no_indexed_prototype: true, look: 0 }
}

fn case(shape: u32) -> PropertyCase {
    PropertyCase {
        shape: ShapeIndex(shape),
        kind: IcKind::OwnInline,
        depth: 0,
        slot: 0,
        function: None,
        next: None,
        key: None,
        primitive: false,
    }
}

/// A call with a site, `f(x)`, and nothing else.
fn bytecode(hash: u8) -> ScriptSnapshot {
    let op = *Op::ALL.iter().find(|op| op.words() == 1 && site_of(**op, &[Insn::new(**op, 0, 0, 0, 0)], 0).is_some()).unwrap();
    ScriptSnapshot {
        hash: [hash; 32],
        name: format!("f{hash}"),
        kind: FunctionKind::Normal,
        insns: vec![Insn::new(op, 0, 0, 0, 0)].into(),
        site_keys: vec![None::<JsStr>].into(),
        ..ScriptSnapshot::default()
    }
}

fn learnt(hash: u8, types: u8, site: SiteSnapshot, bailouts: &[(u32, BailoutReason)]) -> ScriptSnapshot {
    let bailouts = bailouts.iter().map(|(offset, reason)| (BytecodeOffset(*offset), *reason)).collect();
    bytecode(hash).with_feedback(Feedback { types: vec![types], sites: vec![site], bailouts, ..Feedback::default() })
}

fn property(shapes: &[u32]) -> SiteSnapshot {
    SiteSnapshot::Property { cases: shapes.iter().map(|shape| case(*shape)).collect(), megamorphic: false, others: false }
}

fn call(targets: Vec<CallTarget>) -> SiteSnapshot {
    SiteSnapshot::Call { targets, passed_on: Vec::new(), megamorphic: false, flags: 0 }
}

fn samples() -> Vec<ScriptSnapshot> {
    let overflow = (0, BailoutReason::Overflow);
    vec![
        learnt(1, 0, SiteSnapshot::Unreached, &[]),
        learnt(1, 1, property(&[0]), &[]),
        learnt(1, 2, property(&[1, 0]), &[overflow]),
        learnt(1, 4, property(&[2, 3]), &[overflow, overflow]),
        learnt(1, 4, property(&[4, 5, 6]), &[(0, BailoutReason::WrongShape)]),
    ]
}

/// The same but for the order of cases.
fn same(a: &ScriptSnapshot, b: &ScriptSnapshot) -> bool {
    let sorted = |script: &ScriptSnapshot| {
        let mut script = script.clone();
        for site in &mut script.sites {
            if let SiteSnapshot::Property { cases, megamorphic, .. } = site {
                // Which of too many are left does not matter.
                if *megamorphic {
                    cases.clear();
                }
                cases.sort_by_key(|case| case.shape);
            }
        }
        script
    };
    sorted(a) == sorted(b)
}

#[test]
fn joining_is_idempotent_commutative_and_associative() {
    let samples = samples();
    for a in &samples {
        assert_eq!(join(a, a), *a);
        for b in &samples {
            let ab = join(a, b);
            assert!(same(&ab, &join(b, a)));
            assert_eq!(join(&ab, b), ab, "what was taken in is nothing new");
            assert_eq!(join(&ab, a), ab);
            for c in &samples {
                assert!(same(&join(&ab, c), &join(a, &join(b, c))));
            }
        }
    }
}

#[test]
fn more_cases_than_a_site_has_room_for_make_it_megamorphic_for_good() {
    let all: Vec<u32> = (0..SITE_ENTRIES as u32).collect();
    let full = learnt(1, 0, property(&all), &[]);
    let more = join(&full, &learnt(1, 0, property(&[99]), &[]));
    let SiteSnapshot::Property { cases, megamorphic, .. } = &more.sites[0] else { panic!("a property site") };
    assert_eq!((cases.len(), *megamorphic), (SITE_ENTRIES, true));
    assert_eq!(join(&full, &more).sites, more.sites);
}

#[test]
fn a_look_up_that_found_two_functions_may_find_any() {
    let method = |hash: u8| {
        let function = Some(CallTarget::Script(Arc::new(bytecode(hash).to_named())));
        SiteSnapshot::Property { cases: vec![PropertyCase { function, ..case(0) }], megamorphic: false, others: false }
    };
    let joined = join(&learnt(1, 0, method(2), &[]), &learnt(1, 0, method(3), &[]));
    let SiteSnapshot::Property { cases, .. } = &joined.sites[0] else { panic!("a property site") };
    assert_eq!((cases.len(), &cases[0].function), (1, &Some(CallTarget::Other)));
}

#[test]
fn feedback_of_other_bytecode_is_left_out() {
    let a = learnt(1, 1, property(&[0]), &[]);
    assert_eq!(join(&a, &learnt(2, 2, property(&[1]), &[])), a);
    let mut longer = learnt(1, 2, property(&[1]), &[]);
    longer.types.push(0);
    assert_eq!(join(&a, &longer), a);
}

#[test]
fn shapes_are_one_where_their_tokens_are() {
    let record = |site| Record { script: Arc::new(learnt(1, 0, site, &[])), ..Record::default() };
    let mut profile = Profile::default();
    assert!(profile.join(&record(property(&[0, 1])), &[shape(10), shape(20)]));
    assert!(!profile.join(&record(property(&[1, 0])), &[shape(20), shape(10)]), "the same in another order");
    assert!(profile.join(&record(property(&[0])), &[shape(30)]));
    let SiteSnapshot::Property { cases, .. } = &profile.scripts[&[1; 32]].script.sites[0] else { panic!("a property site") };
    let tokens: Vec<u64> = cases.iter().map(|case| profile.shapes.get(case.shape).token).collect();
    assert_eq!(tokens, [10, 20, 30]);
}

#[test]
fn what_became_of_an_entry_point_is_not_forgotten_when_it_is_asked_for_again() {
    let wanted = |entries| Record { script: Arc::new(learnt(1, 0, property(&[0]), &[])), entries, ..Record::default() };
    let mut profile = Profile::default();
    profile.join(&wanted([(EntryName(0), EntryState::Wanted)].into()), &[shape(1)]);
    profile.scripts.get_mut(&[1; 32]).unwrap().entries.insert(EntryName(0), EntryState::Failed(7));
    assert!(!profile.join(&wanted([(EntryName(0), EntryState::Wanted)].into()), &[shape(1)]));
    assert!(profile.join(&wanted([(EntryName(1), EntryState::Wanted)].into()), &[shape(1)]));
    let entries = &profile.scripts[&[1; 32]].entries;
    assert_eq!(entries.values().collect::<Vec<_>>(), [&EntryState::Failed(7), &EntryState::Wanted]);
}

/// Scripts by hash, all of whose shapes are row 0 and up of a table.
struct Known(Vec<ScriptSnapshot>);

impl Source for Known {
    fn script(&mut self, hash: &Hash) -> Option<Arc<ScriptSnapshot>> {
        self.0.iter().find(|script| script.hash == *hash).cloned().map(Arc::new)
    }
    fn shape(&self, index: ShapeIndex) -> ShapeSnapshot {
        shape(100 + index.0 as u64)
    }
}

fn calls(hash: u8, callee: u8) -> ScriptSnapshot {
    learnt(hash, 1, call(vec![CallTarget::Script(Arc::new(bytecode(callee).to_named()))]), &[])
}

fn first_target(script: &ScriptSnapshot) -> Arc<ScriptSnapshot> {
    let SiteSnapshot::Call { targets, .. } = &script.sites[0] else { panic!("a call site") };
    let CallTarget::Script(callee) = &targets[0] else { panic!("a script") };
    callee.clone()
}

#[test]
fn callees_are_whole_where_they_are_known_and_recursion_is_cut() {
    let mut known = Known(vec![calls(1, 2), calls(2, 1), calls(3, 4)]);
    let snapshot = expand(&mut known, &[1; 32], EntryPoint::Function, true).unwrap();
    let callee = first_target(&snapshot.script);
    assert!(!callee.insns.is_empty());
    let again = first_target(&callee);
    assert!(again.hash == [1; 32] && again.insns.is_empty(), "recursion ends with a name");
    let unknown = expand(&mut known, &[3; 32], EntryPoint::Function, true).unwrap();
    assert!(first_target(&unknown.script).insns.is_empty());
    let apart = expand(&mut known, &[1; 32], EntryPoint::Function, false).unwrap();
    assert!(first_target(&apart.script).insns.is_empty(), "without inlining callees are names");
    assert!(expand(&mut known, &[9; 32], EntryPoint::Function, true).is_none());
}

#[test]
fn a_chain_of_callees_is_cut_at_some_depth() {
    let mut known = Known((1..30).map(|hash| calls(hash, hash + 1)).collect());
    let mut script = expand(&mut known, &[1; 32], EntryPoint::Function, true).unwrap().script;
    let mut depth = 0;
    while !script.insns.is_empty() {
        script = first_target(&script);
        depth += 1;
    }
    assert_eq!(depth, 7);
}

#[test]
fn shapes_are_numbered_as_they_are_met_and_equal_inputs_have_one_digest() {
    let mut known = Known(vec![learnt(1, 1, property(&[5, 3]), &[])]);
    let snapshot = expand(&mut known, &[1; 32], EntryPoint::Function, true).unwrap();
    assert_eq!(snapshot.shapes.iter().map(|shape| shape.token).collect::<Vec<_>>(), [105, 103]);
    assert_eq!(snapshot.script.sites[0], property(&[0, 1]));
    let again = expand(&mut known, &[1; 32], EntryPoint::Function, true).unwrap();
    assert_eq!(digest(&snapshot), digest(&again));
    let others = [
        expand(&mut known, &[1; 32], EntryPoint::Osr(0), true).unwrap(),
        expand(&mut known, &[1; 32], EntryPoint::Function, false).unwrap(),
        expand(&mut Known(vec![learnt(1, 2, property(&[5, 3]), &[])]), &[1; 32], EntryPoint::Function, true).unwrap(),
        expand(&mut Known(vec![learnt(1, 1, property(&[5, 4]), &[])]), &[1; 32], EntryPoint::Function, true).unwrap(),
        expand(&mut Known(vec![learnt(1, 1, property(&[5]), &[])]), &[1; 32], EntryPoint::Function, true).unwrap(),
        expand(&mut Known(vec![learnt(1, 1, property(&[5, 3]), &[(0, BailoutReason::Overflow)])]), &[1; 32], EntryPoint::Function, true)
            .unwrap(),
    ];
    for other in others {
        assert_ne!(digest(&snapshot), digest(&other));
    }
}

#[test]
fn whether_a_callee_is_whole_is_part_of_the_digest() {
    let of = |scripts: Vec<ScriptSnapshot>| digest(&expand(&mut Known(scripts), &[1; 32], EntryPoint::Function, true).unwrap());
    assert_ne!(of(vec![calls(1, 2)]), of(vec![calls(1, 2), learnt(2, 0, SiteSnapshot::Unreached, &[])]));
}

#[test]
fn elements_are_joined_by_shape_and_kind() {
    let element = |shapes: &[u32]| SiteSnapshot::Element {
        cases: shapes.iter().map(|shape| ElementCase { shape: ShapeIndex(*shape), kind: IcKind::Dense }).collect(),
        megamorphic: false,
        flags: 1,
    };
    let joined = join(&learnt(1, 0, element(&[0]), &[]), &learnt(1, 0, element(&[0, 1]), &[]));
    assert_eq!(joined.sites[0], element(&[0, 1]));
}
