//! The front end against data: `tests/bytecode/NAME.js` must compile to the
//! disassembly in `NAME.bc`. `BLESS=1` rewrites what differs.

mod walk;

use hearth::bytecode::{Source, disasm};
use hearth::syntax::{CompileOptions, compile_commonjs, compile_script};
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/bytecode")
}

#[test]
fn disassembly_is_as_expected() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut differences = String::new();
    let mut inputs: Vec<PathBuf> = std::fs::read_dir(folder())
        .expect("the folder of inputs is there")
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "js"))
        .collect();
    inputs.sort();
    assert!(!inputs.is_empty());
    for input in inputs {
        let name = input.file_name().expect("a file").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&input).expect("readable input");
        let source = Source::new(name.as_str(), text.as_str());
        let options = CompileOptions { eager: true };
        let compiled = if name.starts_with("script-") { compile_script(source, options) } else { compile_commonjs(source, options) };
        let actual = match compiled {
            Ok(template) => disasm::template(&template),
            Err(error) => format!("SyntaxError at {}: {}\n", error.position, error.message),
        };
        let expected_path = input.with_extension("bc");
        let expected = std::fs::read_to_string(&expected_path).unwrap_or_default();
        if actual != expected {
            if bless {
                std::fs::write(&expected_path, &actual).expect("writable folder");
            } else {
                differences.push_str(&format!("{name} compiles differently; now:\n{actual}\n"));
            }
        }
    }
    assert!(differences.is_empty(), "{differences}");
}

// ---- records

use hearth::bytecode::serialize::{self, DecodeError, FunctionRecords, Record};
use hearth::bytecode::verify::{verify, verify_environments};
use hearth::bytecode::{Code, FunctionInfo, FunctionTemplate, Insn, Op, Operand};
use hearth::syntax::parse::Goal;
use hearth::syntax::{depth, from_records, unit::ParsedUnit};
use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;
use walk::walk;

/// All inputs, compiled eagerly; those that are errors by design are left out.
fn corpus() -> Vec<(Rc<Source>, Rc<FunctionTemplate>)> {
    let mut units = Vec::new();
    for entry in std::fs::read_dir(folder()).expect("the folder of inputs is there") {
        let path = entry.expect("a readable entry").path();
        if path.extension().is_none_or(|e| e != "js") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("readable input");
        let source = Source::new(path.to_string_lossy(), text.as_str());
        if let Ok(template) = compile_commonjs(source.clone(), CompileOptions { eager: true }) {
            units.push((source, template));
        }
    }
    assert!(units.len() > 5);
    units
}

fn all_functions(root: &Rc<FunctionTemplate>) -> Vec<Rc<FunctionTemplate>> {
    let mut all = vec![root.clone()];
    let mut next = 0;
    while next < all.len() {
        let children = all[next].compiled().expect("compiled eagerly").children.to_vec();
        all.extend(children);
        next += 1;
    }
    all
}

#[derive(Default)]
struct Records {
    bytes: HashMap<(u32, u32), Vec<u8>>,
    refused: Cell<u32>,
}

impl FunctionRecords for Records {
    fn record(&self, start: u32, end: u32) -> Option<Record<'_>> {
        self.bytes.get(&(start, end)).map(|bytes| Record { bytes, hash: [0; 32] })
    }
    fn refused(&self, _: u32, _: u32, _: DecodeError) {
        self.refused.set(self.refused.get() + 1);
    }
}

#[test]
fn records_give_the_same_functions_back() {
    for (source, root) in corpus() {
        let records = Rc::new(Records { bytes: serialize::functions(&root).into_iter().collect(), ..Records::default() });
        let stored = from_records(source.clone(), Goal::CommonJs, records.clone()).expect("the root is stored");
        ParsedUnit::compile_all(&stored).expect("all functions compile");
        assert_eq!(disasm::template(&stored), disasm::template(&root), "{}", source.name);
        for (a, b) in all_functions(&root).iter().zip(all_functions(&stored)) {
            assert_eq!(serialize::function(a), serialize::function(&b));
        }
        assert_eq!(records.refused.get(), 0);
    }
}

#[test]
fn a_missing_or_broken_record_is_compiled_from_the_text() {
    for (source, root) in corpus() {
        let mut bytes: HashMap<_, _> = serialize::functions(&root).into_iter().collect();
        let root_span = (root.info.start, root.info.end);
        let mut broken = 0;
        for (i, (span, record)) in bytes.iter_mut().enumerate() {
            if *span != root_span && i % 2 == 0 {
                record.truncate(record.len() / 2);
                broken += 1;
            }
        }
        let records = Rc::new(Records { bytes, ..Records::default() });
        let stored = from_records(source.clone(), Goal::CommonJs, records.clone()).expect("the root is stored");
        ParsedUnit::compile_all(&stored).expect("all functions compile");
        assert_eq!(disasm::template(&stored), disasm::template(&root), "{}", source.name);
        assert_eq!(records.refused.get(), broken);
    }
}

#[test]
fn a_record_does_not_depend_on_which_children_are_compiled() {
    let text = "function a() { return () => 1 } class B { x = 1; m() {} }";
    let lazy = compile_commonjs(Source::new("t", text), CompileOptions { eager: false }).expect("it compiles");
    let eager = compile_commonjs(Source::new("t", text), CompileOptions { eager: true }).expect("it compiles");
    assert_eq!(serialize::function(&lazy), serialize::function(&eager));
}

// ---- mutations

/// xorshift64*.
struct Random(u64);
impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % n
    }
}

/// What an interpreter without checks of its own relies on, worked out apart from the verifier.
fn assert_in_bounds(code: &Code, info: &FunctionInfo) {
    let mut ext = false;
    let mut last = Op::Nop;
    for (offset, insn) in code.insns.iter().enumerate() {
        let op = Op::from_u8(insn.op).expect("an op");
        if ext {
            assert_eq!(op, Op::Ext);
            assert!((insn.a as usize) < code.sites.len());
            ext = false;
            continue;
        }
        assert_ne!(op, Op::Ext, "{offset}");
        ext = op.words() == 2;
        last = op;
        let fields = [insn.a, insn.b, insn.c, insn.d as u16];
        for (operand, field) in op.info().operands.iter().zip(fields) {
            let (first, count) = match operand {
                Operand::W | Operand::R | Operand::RW => (field as usize, 1),
                Operand::W2 | Operand::RW2 => (field as usize, 2),
                Operand::Base => (field as usize, op.base_count(*insn)),
                Operand::Site => {
                    assert!((field as usize) < code.sites.len());
                    continue;
                }
                Operand::K16 => {
                    assert!((field as usize) < code.constants.len());
                    continue;
                }
                Operand::K32 => {
                    assert!(insn.index32() < code.constants.len());
                    continue;
                }
                Operand::Child => {
                    assert!((field as usize) < code.children.len());
                    continue;
                }
                _ => continue,
            };
            assert!(first + count <= code.registers as usize, "{offset}: {op:?}");
        }
        if let Some(jump) = op.jump_offset(*insn) {
            let target = usize::try_from(offset as i64 + jump as i64).expect("not before the start");
            assert!(target < code.insns.len());
            assert_ne!(code.insns[target].op, Op::Ext as u8);
            assert_ne!(code.insns[target].op, Op::Catch as u8);
        }
        if op == Op::LoopHead {
            assert_eq!(code.loops[insn.a as usize].0 as usize, offset);
        }
        if op == Op::Yield || op == Op::Await {
            assert!(info.kind.is_resumable());
        }
    }
    assert!(last.is_terminal());
    for handler in &code.handlers {
        assert_eq!(code.insns[handler.target.0 as usize].op, Op::Catch as u8);
    }
}

/// The fields of the slot and of the depth, in an instruction that accesses an environment.
fn accesses(insn: &Insn) -> Option<(usize, usize)> {
    let op = Op::from_u8(insn.op)?;
    // Bytes: op, d, a, b, c.
    match op {
        Op::GetEnv | Op::GetCell => Some((6, 1)),
        Op::SetEnv | Op::SetCell => Some((4, 1)),
        _ => None,
    }
}

#[test]
fn accesses_beyond_what_is_around_are_refused() {
    let (mut slots, mut depths) = (0, 0);
    for (_, root) in corpus() {
        for template in all_functions(&root) {
            let code = template.compiled().expect("compiled eagerly");
            let check = |code: &Code| verify_environments(code, &template.info, template.around());
            assert_eq!(check(code), Ok(()));
            let mut at = 0;
            while at < code.insns.len() {
                if let Some((slot, depth)) = accesses(&code.insns[at]) {
                    for (byte, value, count) in [(slot, [0xFF, 0xFF], &mut slots), (depth, [0xFF, 0], &mut depths)] {
                        let mut changed = Code::clone(code);
                        let mut bytes: [u8; 8] = bytemuck::cast(changed.insns[at]);
                        bytes[byte] = value[0];
                        if byte == slot {
                            bytes[byte + 1] = value[1];
                        }
                        changed.insns[at] = bytemuck::cast::<_, Insn>(bytes);
                        assert!(check(&changed).is_err(), "{:?}", code.insns[at]);
                        *count += 1;
                    }
                }
                at += Op::from_u8(code.insns[at].op).expect("verified").words();
            }
        }
    }
    assert!(slots > 50 && depths > 50, "{slots} slots, {depths} depths");
}

#[test]
fn no_mutation_gets_past_the_verifier_out_of_bounds() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let (mut accepted, mut refused, mut accesses) = (0, 0, 0);
    for (_, root) in corpus() {
        for template in all_functions(&root) {
            let code = template.compiled().expect("compiled eagerly");
            assert_in_bounds(code, &template.info);
            for _ in 0..60 {
                let mut mutated = Code::clone(code);
                for _ in 0..=random.below(2) {
                    let word = random.below(mutated.insns.len());
                    let mut bytes: [u8; 8] = bytemuck::cast(mutated.insns[word]);
                    let at = random.below(8);
                    bytes[at] = match random.below(3) {
                        0 => bytes[at] ^ (1 << random.below(8)),
                        1 => random.below(256) as u8,
                        _ => random.below(Op::COUNT) as u8,
                    };
                    mutated.insns[word] = bytemuck::cast::<_, Insn>(bytes);
                }
                let verified = verify(&mutated, &template.info);
                match verified.and_then(|()| verify_environments(&mutated, &template.info, template.around())) {
                    Ok(()) => {
                        assert_in_bounds(&mutated, &template.info);
                        for _ in 0..4 {
                            accesses += walk(&mutated, &template.info, template.around(), |n| random.below(n));
                        }
                        accepted += 1;
                    }
                    Err(_) => refused += 1,
                }
            }
        }
    }
    assert!(refused > 1000 && accepted > 100, "{refused} refused, {accepted} accepted");
    assert!(accesses > 100, "{accesses} accesses to environments");
}

#[test]
fn no_bytes_make_decoding_panic() {
    let mut random = Random(7);
    let lazy: Rc<dyn hearth::bytecode::CompileLazily> = ParsedUnit::parse(Source::new("t", ""), Goal::Script).expect("it parses");
    for (source, root) in corpus() {
        for ((_, _), record) in serialize::functions(&root) {
            for length in 0..record.len().min(200) {
                assert!(serialize::decode(&record[..length], &source, &lazy).is_err());
            }
            for _ in 0..200 {
                let mut mutated = record.clone();
                let at = random.below(mutated.len());
                mutated[at] = random.below(256) as u8;
                if let Ok((info, code)) = serialize::decode(&mutated, &source, &lazy) {
                    assert_in_bounds(&code, &info);
                    assert_eq!(serialize::canonical_bytes(&code, &info), mutated);
                }
            }
        }
    }
}

// ---- deep nesting

#[test]
fn deep_nesting_compiles_or_is_refused() {
    let compile = |text: String| compile_script(Source::new("deep", text), CompileOptions { eager: true });
    let deep = 3000;
    for text in [
        format!("{}{}", "[".repeat(deep), "]".repeat(deep)),
        format!("x = {}1{}", "(".repeat(deep), ")".repeat(deep)),
        format!("x = {}1", "!".repeat(deep)),
        format!("x = {}1", "a => ".repeat(deep)),
        format!("x = {}1", "a ? b : ".repeat(deep)),
        format!("x = a{}", " + a".repeat(deep)),
        format!("x = a{}", ".a".repeat(deep)),
        format!("x = a{}", "()".repeat(deep)),
        format!("x = {}1", "a = ".repeat(deep)),
        format!("{};", "if (a) {} else ".repeat(deep)),
        format!("{}{}", "{".repeat(deep), "}".repeat(deep)),
        format!("{}1{}", "`${".repeat(deep), "}`".repeat(deep)),
        format!("x = {}1{}", "{a: ".repeat(deep), "}".repeat(deep)),
        format!("{}{}", "function f() {".repeat(1000), "}".repeat(1000)),
    ] {
        if let Err(error) = compile(text.clone()) {
            panic!("{}: {}", &text[..30], error.message);
        }
    }
    for text in ["[", "(", "!", "a=>", "a?b:", "if(a){}else ", "{", "`${", "typeof ", "new ", "-"] {
        let text = text.repeat(depth::MAX_NESTING as usize * 2);
        assert!(compile(text).is_err());
    }
}

/// For use by hand: `HEARTH_CORPUS=folder:folder cargo test --test bytecode -- --ignored --nocapture`
/// compiles every file, takes it through its records, and prints what fails. In files
/// of test262, `negative: phase: parse` is expected to fail.
#[test]
#[ignore = "needs HEARTH_CORPUS"]
fn corpus_of_the_environment_compiles() {
    let folders = std::env::var("HEARTH_CORPUS").expect("HEARTH_CORPUS is set");
    let mut queue: Vec<PathBuf> = folders.split(':').map(PathBuf::from).collect();
    let (mut good, mut bad, mut refused) = (0, 0, 0);
    while let Some(path) = queue.pop() {
        if path.is_dir() {
            queue.extend(std::fs::read_dir(&path).expect("readable").map(|e| e.expect("readable").path()));
            continue;
        }
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        if path.extension().is_none_or(|e| e != "js") || path.to_string_lossy().contains("_FIXTURE") {
            continue;
        }
        let front = text.split("---*/").next().unwrap_or("");
        let is_test262 = text.contains("/*---");
        let negative = is_test262 && front.contains("negative:") && front.contains("phase: parse");
        let strict = is_test262 && front.contains("onlyStrict");
        let module = is_test262 && (front.contains("flags: [module") || front.contains(", module"));
        let text = if strict { format!("\"use strict\";\n{text}") } else { text };
        let source = Source::new(path.to_string_lossy(), text);
        let compiled = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let options = CompileOptions { eager: true };
            let (goal, root) = if module {
                (Goal::Module, hearth::syntax::compile_module(source.clone(), options))
            } else if is_test262 {
                (Goal::Script, compile_script(source.clone(), options))
            } else {
                (Goal::CommonJs, compile_commonjs(source.clone(), options))
            };
            root.inspect(|root| {
                let records = Rc::new(Records { bytes: serialize::functions(root).into_iter().collect(), ..Records::default() });
                let stored = from_records(source.clone(), goal, records.clone()).expect("the root is stored");
                ParsedUnit::compile_all(&stored).expect("all functions compile");
                assert_eq!(records.refused.get(), 0);
                // By bytes: a NaN constant does not equal itself.
                for (a, b) in all_functions(root).iter().zip(all_functions(&stored)) {
                    assert_eq!(serialize::function(a), serialize::function(&b));
                }
            })
            .map(|_| ())
        }));
        match compiled {
            Err(_) => {
                println!("PANIC {}", path.display());
                bad += 1;
            }
            Ok(Err(_)) if negative => refused += 1,
            Ok(Ok(())) if negative => {
                println!("ACCEPTED {}", path.display());
                bad += 1;
            }
            Ok(Err(error)) if error.message.contains("not supported") => refused += 1,
            Ok(Err(error)) => {
                println!("ERROR {}: {} at {}", path.display(), error.message, error.position);
                bad += 1;
            }
            Ok(Ok(())) => good += 1,
        }
    }
    println!("{good} compiled, {refused} refused as expected, {bad} not as expected");
    assert_eq!(bad, 0);
}

// ---- direct eval

#[test]
fn eval_code_is_compiled_within_the_scopes_of_its_call() {
    let text = "function f(a) { let b = 1; { const c = 2; return eval(a) } }";
    let root = compile_commonjs(Source::new("t", text), CompileOptions { eager: true }).expect("it compiles");
    let function = all_functions(&root).into_iter().find(|t| t.info.name.to_rust() == "f").expect("f");
    let code = function.compiled().expect("compiled eagerly");
    let description = code
        .constants
        .iter()
        .find_map(|c| match c {
            hearth::bytecode::Constant::String(s) if s.to_rust().starts_with("sloppy\n") => Some(s.to_rust()),
            _ => None,
        })
        .expect("the call passes its scopes");
    let compile = |text: &str| {
        hearth::syntax::compile_eval("eval", text, &description, None, CompileOptions { eager: true })
            .map(|t| disasm::template(&t))
            .unwrap_or_else(|e| panic!("{text}: {}", e.message))
    };
    // Captured bindings, by slot and distance.
    assert!(compile("c").contains("CheckTdz"));
    assert!(compile("a").contains("GetEnv"));
    assert!(compile("c = 1").contains("Assignment to constant variable."));
    assert!(compile("() => this").contains("GetEnv"));
    // New variables are those of the function's variable object; a let is in the way of a var.
    assert!(compile("var d = 1").contains("HasBinding"));
    assert!(compile("var b").contains("already been declared"));
    assert!(!compile("var a").contains("HasBinding"));
    assert!(!compile("let d = 1; d").contains("HasBinding"));
    assert!(compile("function g() { return b } g()").contains("SetProp"));
    assert!(compile("eval('c')").contains("CallEval"));
    assert!(hearth::syntax::compile_eval("eval", "let", "nonsense", None, CompileOptions::default()).is_err());
}
