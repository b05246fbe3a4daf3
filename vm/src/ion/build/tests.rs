//! Graphs of hand-written bytecode, and of every program of the corpus under random
//! feedback: whatever a profile says, the graph must be valid and lower to code.

use super::*;
use crate::bytecode::{Code, FunctionInfo, FunctionKind, FunctionTemplate, Insn, Operand, Source};
use crate::feedback::{IcKind, site_flags, types};
use crate::heap::Kind;
use crate::ion::builtin_rows::BUILTINS;
use crate::ion::quick_rows::Quick;
use crate::ion::snapshot::{CallTarget, Effort, ElementCase, PropertyCase, ScriptSnapshot, ShapeIndex, ShapeSnapshot, SiteSnapshot};
use crate::ion::{dump, isa, lower, passes};
use crate::options::Options;
use std::rc::Rc;
use std::sync::Arc;

fn script(params: u16, registers: u16, insns: &[(Insn, u8)]) -> ScriptSnapshot {
    ScriptSnapshot {
        hash: [registers as u8; 32],
        name: "f".into(),
        kind: FunctionKind::Normal,
        strict: true,
        params,
        registers,
        insns: insns.iter().map(|(i, _)| *i).collect(),
        loops: insns.iter().enumerate().filter(|(_, (i, _))| i.op() == Op::LoopHead).map(|(at, _)| BytecodeOffset(at as u32)).collect(),
        types: insns.iter().map(|(_, t)| *t).collect(),
        ..ScriptSnapshot::default()
    }
}

fn snapshot(script: ScriptSnapshot, entry: EntryPoint) -> Snapshot {
    Snapshot { script: Arc::new(script), entry, shapes: Vec::new(), inlining: true, effort: Effort::default() }
}

/// Builds, optimises, lowers; the graph as text after each step.
fn compile(snapshot: &Snapshot) -> Result<(String, String), Unsupported> {
    let mut graph = build(snapshot)?;
    let built = dump::dump(&graph);
    if let Err(violation) = passes::optimise(&mut graph, &Options::default()) {
        panic!("{violation}\nbuilt:\n{built}\nnow:\n{}", dump::dump(&graph));
    }
    let optimised = dump::dump(&graph);
    let isa = isa::host().expect("the host is supported");
    match lower::lower(&graph, &*isa, false, Default::default()) {
        Ok(_) | Err(lower::LowerError::TooLarge | lower::LowerError::TooManyLive) => {}
        Err(error) => panic!("{}: {error}\n{optimised}", snapshot.script.name),
    }
    Ok((built, optimised))
}

/// `for (i = 0; i < n; i++) s += i; return s`
fn sum_loop() -> ScriptSnapshot {
    let int = types::INT32;
    script(
        1,
        5,
        &[
            (Insn::with_imm32(Op::LoadInt, 3, 0), 0),
            (Insn::with_imm32(Op::LoadInt, 4, 0), 0),
            (Insn::new(Op::LoopHead, 0, 0, 0, 0), 0),
            (Insn::with_jump24(Op::JNLt, 4, 2, 4), int | types::TAKEN),
            (Insn::new(Op::Add, 3, 3, 4, 0), int),
            (Insn::new(Op::Inc, 4, 4, 0, 0), int),
            (Insn::with_imm32(Op::Jump, 0, -4), 0),
            (Insn::new(Op::Return, 3, 0, 0, 0), 0),
        ],
    )
}

#[test]
fn a_loop_over_int32_carries_unboxed_phis() {
    let (built, _) = compile(&snapshot(sum_loop(), EntryPoint::Function)).unwrap();
    assert_eq!(built.matches(": int32 = Phi").count(), 2, "{built}");
    assert_eq!(built.matches(": tagged = Phi").count(), 0, "{built}");
}

#[test]
fn a_loop_entered_by_osr_guards_what_the_interpreter_left() {
    let (built, _) = compile(&snapshot(sum_loop(), EntryPoint::Osr(0))).unwrap();
    // n, s, i, and `this`, which a constructor would return.
    assert_eq!(built.matches("OsrValue").count(), 4, "{built}");
    assert_eq!(built.matches(": int32 = Phi").count(), 2, "{built}");
    assert!(built.contains("CheckInt32"), "{built}");
}

/// `for (i = 0; i < n; i++) { <loop of its own, or none>; yield i }`
fn yielding_loop(works: bool) -> ScriptSnapshot {
    let int = types::INT32;
    let mut insns = vec![
        (Insn::with_imm32(Op::LoadInt, 4, 0), 0),
        (Insn::new(Op::LoopHead, 0, 0, 0, 0), 0),
        (Insn::new(Op::Yield, 3, 4, 5, 0), 0),
        (Insn::new(Op::LoopHead, 1, 0, 0, 0), 0),
        (Insn::new(Op::Inc, 4, 4, 0, 0), int),
    ];
    if works {
        insns.extend([
            (Insn::with_imm32(Op::LoadInt, 6, 0), 0),
            (Insn::new(Op::LoopHead, 2, 0, 0, 0), 0),
            (Insn::new(Op::Inc, 6, 6, 0, 0), int),
            (Insn::with_jump24(Op::JLt, 6, 2, -2), int | types::TAKEN),
        ]);
    }
    let back = 1 - insns.len() as i32;
    insns.push((Insn::with_imm32(Op::Jump, 0, back), 0));
    script(1, 7, &insns)
}

#[test]
fn where_a_function_is_suspended_the_interpreter_goes_on_with_its_registers() {
    let (built, _) = compile(&snapshot(yielding_loop(true), EntryPoint::Osr(1))).unwrap();
    // With `i` and `n`; what the resumption has written is not read.
    let exit = built.lines().find(|line| line.contains("Bailout interpreted @ 0:2 ")).unwrap_or_else(|| panic!("{built}"));
    assert!(exit.contains("r4=") && exit.contains("r2=") && !exit.contains("r3=") && !exit.contains("r6="), "{exit}");
    // The loop that is seen from here is that within the path.
    assert_eq!(built.matches(": loop ").count(), 1, "{built}");
}

#[test]
fn code_that_would_be_left_at_once_is_not_entered() {
    for loop_number in [0, 1] {
        let result = build(&snapshot(yielding_loop(false), EntryPoint::Osr(loop_number)));
        assert_eq!(result.err(), Some(Unsupported::LeavesSoon));
    }
    let from_its_entry = build(&snapshot(yielding_loop(true), EntryPoint::Function));
    assert_eq!(from_its_entry.err(), Some(Unsupported::Op { op: Op::Yield }));
}

/// `x / 1; return x + x`, where the quotient was a double
#[test]
fn a_word_that_was_taken_for_a_number_is_not_a_double_yet() {
    let (int, double) = (types::INT32, types::DOUBLE);
    let insns = [
        (Insn::with_imm32(Op::LoadInt, 3, 1), 0),
        (Insn::new(Op::Div, 4, 2, 3, 0), int | double),
        (Insn::new(Op::Add, 4, 2, 2, 0), int),
        (Insn::new(Op::Return, 4, 0, 0, 0), 0),
    ];
    let (built, _) = compile(&snapshot(script(1, 5, &insns), EntryPoint::Function)).unwrap();
    assert!(built.contains("CheckNumber") && built.contains("Int32Add"), "{built}");
}

#[test]
fn an_overflow_that_was_met_makes_the_sum_a_double() {
    let mut script = sum_loop();
    script.bailouts.push((BytecodeOffset(4), BailoutReason::Overflow));
    let (built, _) = compile(&snapshot(script, EntryPoint::Function)).unwrap();
    assert_eq!(built.matches(": double = Phi").count(), 1, "{built}");
    assert!(built.contains("DoubleAdd"), "{built}");
}

#[test]
fn code_that_has_never_run_bails_out_until_it_has() {
    let mut script = sum_loop();
    script.types[4] = 0;
    let (built, _) = compile(&snapshot(script, EntryPoint::Function)).unwrap();
    assert!(built.contains("Bailout unreached"), "{built}");
    let mut script = sum_loop();
    script.types[4] = 0;
    script.bailouts.push((BytecodeOffset(4), BailoutReason::Unreached));
    let (built, _) = compile(&snapshot(script, EntryPoint::Function)).unwrap();
    assert!(built.contains("JsAdd"), "{built}");
}

#[test]
fn strings_that_are_ordered_are_compared_by_a_node() {
    for (op, negated) in [(Op::Lt, false), (Op::Le, true), (Op::Gt, false), (Op::Ge, true)] {
        let compared = script(2, 5, &[(Insn::new(op, 4, 2, 3, 0), types::STRING), (Insn::new(Op::Return, 4, 0, 0, 0), 0)]);
        let (built, _) = compile(&snapshot(compared, EntryPoint::Function)).unwrap();
        assert!(built.contains("StringLess") && built.contains("BoolNot") == negated, "{built}");
    }
}

#[test]
fn a_call_of_a_known_built_in_says_what_its_quick_answer_is() {
    let row = BUILTINS.iter().position(|(holder, name, _)| (*holder, *name) == ("Map.prototype", "get")).expect("a row");
    for (arguments, expected) in [(0, Some(Quick::MapGet)), (1, Some(Quick::MapGet)), (2, None)] {
        let mut called = script(4, 7, &[(Insn::new(Op::Call, 6, 2, 0, arguments), 0), (Insn::new(Op::Return, 6, 0, 0, 0), 0)]);
        let targets = vec![CallTarget::Builtin(row as u16)];
        called.sites = [SiteSnapshot::Call { targets, passed_on: Vec::new(), megamorphic: false, flags: 0 }].into_iter().collect();
        let graph = build(&snapshot(called, EntryPoint::Function)).unwrap();
        let call = graph.nodes.iter().find(|node| node.op == NodeOp::Call).expect("a call");
        assert_eq!((call.imm & 1, Quick::of_call(call.imm)), (1, expected));
    }
}

/// `try { <op>; } catch (e) { return e; }`, whose handler has run or not.
fn try_and_catch(op: Insn, has_run: bool) -> ScriptSnapshot {
    let mut script = script(
        1,
        5,
        &[
            (op, 0),
            (Insn::new(Op::Return, 3, 0, 0, 0), 0),
            (Insn::new(Op::Catch, 4, 0, 0, 0), has_run as u8),
            (Insn::new(Op::Return, 4, 0, 0, 0), 0),
        ],
    );
    script.handlers = [crate::bytecode::Handler { start: BytecodeOffset(0), end: BytecodeOffset(1), target: BytecodeOffset(2) }].into();
    script
}

#[test]
fn a_throw_is_a_jump_to_its_handler() {
    let throw = Insn::new(Op::Throw, 2, 0, 0, 0);
    let (built, _) = compile(&snapshot(try_and_catch(throw, true), EntryPoint::Function)).unwrap();
    assert!(built.contains("SetException") && built.contains("TakeException"), "{built}");
    assert!(!built.contains("Runtime") && !built.contains("Bailout"), "{built}");
}

#[test]
fn what_a_call_throws_goes_to_the_handler() {
    let call = Insn::new(Op::DeleteProp, 3, 2, 1, 0);
    let (built, _) = compile(&snapshot(try_and_catch(call, true), EntryPoint::Function)).unwrap();
    assert!(built.contains("DeleteProp #0 caught") && built.contains("IsException"), "{built}");
    assert!(built.contains("TakeException"), "{built}");
}

#[test]
fn a_handler_that_has_never_run_is_left_for_the_interpreter_once() {
    let call = Insn::new(Op::DeleteProp, 3, 2, 1, 0);
    let (built, _) = compile(&snapshot(try_and_catch(call, false), EntryPoint::Function)).unwrap();
    assert!(built.contains("Bailout unreached") && !built.contains("TakeException"), "{built}");
    let mut script = try_and_catch(call, false);
    script.bailouts.push((BytecodeOffset(2), BailoutReason::Unreached));
    let (built, _) = compile(&snapshot(script, EntryPoint::Function)).unwrap();
    assert!(!built.contains("Bailout") && built.contains("TakeException"), "{built}");
}

#[test]
fn instances_and_keys_are_asked_for_in_the_runtime_only_where_the_code_was_left() {
    let asks = |op: Op, reason: Option<BailoutReason>| {
        let mut script =
            script(2, 6, &[(Insn::new(op, 4, 2, 3, 0), 0), (Insn::new(Op::Ext, 0, 0, 0, 0), 0), (Insn::new(Op::Return, 4, 0, 0, 0), 0)]);
        script.bailouts.extend(reason.map(|reason| (BytecodeOffset(0), reason)));
        compile(&snapshot(script, EntryPoint::Function)).unwrap().0
    };
    let built = asks(Op::InstanceOf, None);
    assert!(built.contains("IsInstance l0") && !built.contains("Runtime"), "{built}");
    let built = asks(Op::InstanceOf, Some(BailoutReason::WrongTarget));
    assert!(built.contains("Runtime InstanceOf") && !built.contains("IsInstance"), "{built}");
    let built = asks(Op::In, None);
    assert!(built.contains("HasKey l0") && !built.contains("Runtime"), "{built}");
    let built = asks(Op::In, Some(BailoutReason::WrongKind));
    assert!(built.contains("Runtime In ") && !built.contains("HasKey"), "{built}");
}

/// Every function below `template`, with its bytecode.
fn functions(template: &Rc<FunctionTemplate>, out: &mut Vec<(FunctionInfo, Rc<Code>)>) {
    let Ok(code) = template.code() else { return };
    for child in &code.children {
        functions(child, out);
    }
    out.push((template.info.clone(), code.clone()));
}

fn corpus() -> Vec<(FunctionInfo, Rc<Code>)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests");
    let mut files = Vec::new();
    let mut folders = vec![root.join("bench"), root.join("scripts"), root.join("bytecode")];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        for path in entries.flatten().map(|e| e.path()) {
            match path.extension() {
                _ if path.is_dir() => folders.push(path),
                Some(e) if e == "js" => files.push(path),
                _ => {}
            }
        }
    }
    files.sort();
    assert!(files.len() > 50, "the corpus is missing");
    let mut out = Vec::new();
    for path in files {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let source = Source::new(path.display().to_string(), text.as_str());
        if let Ok(template) = crate::syntax::compile_script(source, Default::default()) {
            functions(&template, &mut out);
        }
    }
    out
}

/// xorshift64*
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
    fn one<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }
}

fn shapes() -> Vec<ShapeSnapshot> {
    let shape = |kind: Kind, variant, inline_capacity, slots, no_indexed_prototype| ShapeSnapshot {
        token: 0,
        kind: kind as u8,
        variant,
        inline_capacity,
        slots,
        no_indexed_prototype,
        look: 0,
    };
    let mut shapes = vec![
        shape(Kind::Array, 0, 0, 0, true),
        shape(Kind::Array, 0, 0, 0, false),
        shape(Kind::Global, 0, 0, 40, true),
        shape(Kind::TypedArray, 8, 0, 0, true),
        shape(Kind::TypedArray, 6, 0, 0, true),
        shape(Kind::TypedArray, 1, 0, 0, true),
    ];
    shapes.extend((0..4).map(|i| shape(Kind::Object, 0, 4, i, true)));
    shapes
}
const FIRST_OBJECT: u32 = 6;

fn property_case(random: &mut Random, op: Op, known: &[Arc<ScriptSnapshot>]) -> PropertyCase {
    use IcKind::{
        Absent, AddInline, AddSlots, ArrayLength, Getter, OwnInline, OwnSlots, ProtoInline, ProtoSlots, SetInline, SetSlots, Setter,
        StringLength, TypedLength,
    };
    let kind = match op {
        Op::SetProp | Op::SetGlobal => random.one(&[SetInline, SetSlots, AddInline, AddInline, AddSlots, Setter]),
        Op::DefineField => AddInline,
        _ => random.one(&[OwnInline, OwnInline, OwnSlots, ProtoInline, ProtoSlots, Getter, Absent, ArrayLength, StringLength, TypedLength]),
    };
    let function = match random.below(3) {
        0 if !known.is_empty() => Some(CallTarget::Script(known[random.below(known.len())].clone())),
        1 => Some(CallTarget::Builtin(random.below(BUILTINS.len()) as u16)),
        _ => None,
    };
    let object = random.below(3) as u32;
    let shape = match kind {
        ArrayLength => 0,
        TypedLength => 3,
        _ if matches!(op, Op::GetGlobal | Op::SetGlobal) => 2,
        _ => FIRST_OBJECT + object,
    };
    PropertyCase {
        shape: ShapeIndex(shape),
        kind,
        depth: random.below(3) as u8,
        slot: object as u16,
        function,
        next: (kind == AddInline).then_some(ShapeIndex(FIRST_OBJECT + object + 1)),
        key: None,
        primitive: random.below(8) == 0,
    }
}

fn site(random: &mut Random, op: Op, known: &[Arc<ScriptSnapshot>]) -> SiteSnapshot {
    if random.below(10) == 0 {
        return SiteSnapshot::Unreached;
    }
    let megamorphic = random.below(10) == 0;
    let count = random.one(&[1, 1, 1, 2, 3]);
    match op {
        Op::GetElem | Op::SetElem => {
            let kinds: &[IcKind] =
                random.one(&[&[IcKind::Dense, IcKind::DenseHoley][..], &[IcKind::Typed], &[IcKind::StringChar], &[IcKind::Generic]]);
            let cases = (0..count)
                .map(|_| {
                    let kind = random.one(kinds);
                    let shape = if kind == IcKind::Typed { 3 + random.below(3) } else { random.below(2) };
                    ElementCase { shape: ShapeIndex(shape as u32), kind }
                })
                .collect();
            let flags = random.one(&[0, 0, site_flags::OUT_OF_BOUNDS, site_flags::APPENDS, site_flags::ODD_KEY, site_flags::READ_WIDE]);
            SiteSnapshot::Element { cases, megamorphic, flags }
        }
        Op::Call
        | Op::New
        | Op::CallSpread
        | Op::NewSpread
        | Op::SuperCall
        | Op::SuperCallSpread
        | Op::CallEval
        | Op::CallEvalSpread
        | Op::InitFields => {
            let target = |random: &mut Random| match random.below(6) {
                0 => CallTarget::Other,
                1 => CallTarget::Builtin(random.below(BUILTINS.len()) as u16),
                _ if known.is_empty() => CallTarget::Other,
                _ => CallTarget::Script(known[random.below(known.len())].clone()),
            };
            let passed_on = match known {
                [] => Vec::new(),
                some => vec![CallTarget::Script(some[random.below(some.len())].clone())],
            };
            let targets = (0..count).map(|_| target(random)).collect();
            SiteSnapshot::Call { targets, passed_on, megamorphic, flags: random.one(&[0, 0, site_flags::ODD_CALLEE]) }
        }
        _ => SiteSnapshot::Property {
            cases: (0..count).map(|_| property_case(random, op, known)).collect(),
            megamorphic,
            others: random.below(4) == 0,
        },
    }
}

/// A snapshot of a function with feedback drawn at random.
fn random_script(info: &FunctionInfo, code: &Code, random: &mut Random, known: &[Arc<ScriptSnapshot>]) -> ScriptSnapshot {
    let mut kinds = vec![0u8; code.insns.len()];
    let mut sites = vec![SiteSnapshot::Unreached; code.sites.len()];
    let mut bailouts = Vec::new();
    let mut at = 0;
    let mostly = random.one(&[types::INT32, types::DOUBLE, types::INT32 | types::DOUBLE, types::STRING]);
    while at < code.insns.len() {
        let insn = code.insns[at];
        let op = insn.op();
        match op.info().feedback {
            crate::bytecode::Feedback::Types => {
                let other = random.one(&[
                    0,
                    types::INT32,
                    types::INT32 | types::OVERFLOW,
                    types::OBJECT,
                    types::ODDBALL | types::OBJECT,
                    types::STRING,
                ]);
                kinds[at] = if random.below(4) == 0 { other } else { mostly } | if random.below(2) == 0 { types::TAKEN } else { 0 };
            }
            crate::bytecode::Feedback::Iteration => kinds[at] = random.one(&[0, 0, crate::feedback::iteration::OTHER]),
            crate::bytecode::Feedback::Executed => kinds[at] = random.one(&[0, 1]),
            crate::bytecode::Feedback::Branch => kinds[at] = random.one(&[0, 1, 2, 3, 3, 3, 3]),
            _ => {}
        }
        let operands = op.info().operands;
        let at_site = operands.iter().position(|o| *o == Operand::Site).map(|i| [insn.a, insn.b, insn.c][i]);
        let at_site = if op.words() == 2 { Some(code.insns[at + 1].a) } else { at_site };
        if let Some(index) = at_site
            && (index as usize) < sites.len()
        {
            sites[index as usize] = site(random, op, known);
        }
        if random.below(8) == 0 {
            let reason = random.one(BailoutReason::ALL);
            bailouts.extend((0..1 + random.below(2)).map(|_| (BytecodeOffset(at as u32), reason)));
        }
        at += op.words();
    }
    let mut hash = [0; 32];
    hash[..8].copy_from_slice(&random.next().to_le_bytes());
    let script = ScriptSnapshot::without_feedback(hash, info, code);
    let name = format!("{} at {}", script.name, info.start);
    ScriptSnapshot { name, types: kinds, sites, bailouts, ..script }
}

#[test]
fn any_feedback_gives_a_valid_graph() {
    let corpus = corpus();
    let (mut compiled, mut refused) = (0, std::collections::BTreeMap::new());
    for seed in 1..=2u64 {
        let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut known: Vec<Arc<ScriptSnapshot>> = Vec::new();
        for (info, code) in &corpus {
            let script = Arc::new(random_script(info, code, &mut random, &known));
            let entry = match code.loops.len() {
                n if n > 0 && random.below(3) == 0 => EntryPoint::Osr(random.below(n) as u16),
                _ => EntryPoint::Function,
            };
            let snapshot = Snapshot { script: script.clone(), entry, shapes: shapes(), inlining: true, effort: Effort::default() };
            match compile(&snapshot) {
                Ok(_) => compiled += 1,
                Err(error) => *refused.entry(error.to_string()).or_insert(0) += 1,
            }
            known.push(script);
            if known.len() > 40 {
                known.remove(0);
            }
        }
    }
    println!("{compiled} compiled, refused: {refused:?}");
    assert!(compiled > 500, "{compiled} compiled, refused: {refused:?}");
}

#[test]
fn equal_snapshots_give_equal_graphs() {
    let corpus = corpus();
    let mut random = Random(7);
    for (info, code) in corpus.iter().take(200) {
        let script = Arc::new(random_script(info, code, &mut random, &[]));
        let snapshot = Snapshot { script, entry: EntryPoint::Function, shapes: shapes(), inlining: true, effort: Effort::default() };
        if let (Ok(a), Ok(b)) = (build(&snapshot), build(&snapshot)) {
            assert_eq!(dump::dump(&a), dump::dump(&b));
        }
    }
}
