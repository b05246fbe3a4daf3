//! Stored bytecode that somebody changed: it is refused, or it is what the verifier promises of
//! verified bytecode, and is written again as it was read.
//!
//! It is not run: an op that meets a value which the emitter never gives it may panic.
//!
//! The input chooses a program, then functions of it, and bytes of their records to change.
#![no_main]

use std::rc::Rc;

use hearth::bytecode::serialize;
use hearth::bytecode::verify::{verify, verify_environments};
use hearth::bytecode::{CompileLazily, Op, Source};
use hearth::syntax::parse::Goal;
use hearth::syntax::unit::ParsedUnit;
use hearth::syntax::{CompileOptions, compile};
use hearth_fuzz::{Input, PROGRAMS};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut input = Input::new(data);
    let (name, text) = PROGRAMS[input.byte() as usize % PROGRAMS.len()];
    let source = Source::new(name, text);
    let Ok(root) = compile(source.clone(), Goal::CommonJs, CompileOptions { eager: true }) else { return };
    let nothing: Rc<dyn CompileLazily> = ParsedUnit::parse(Source::new("empty.js", ""), Goal::Script).expect("it parses");
    let mut records = serialize::functions(&root);
    while !input.is_empty() {
        let function = input.below(records.len());
        let record = &mut records[function].1;
        let at = input.below(record.len());
        record[at] = match input.byte() {
            0 => record[at] ^ 1 << (input.byte() & 7),
            _ => input.byte(),
        };
    }
    for (_, record) in &records {
        let Ok((info, code)) = serialize::decode(record, &source, &nothing) else { continue };
        assert_eq!(verify(&code, &info), Ok(()));
        let _ = verify_environments(&code, &info, None);
        assert_eq!(serialize::canonical_bytes(&code, &info), *record);
        let last = code.insns.iter().rev().find_map(|insn| Op::from_u8(insn.op).filter(|op| *op != Op::Ext));
        assert!(last.is_some_and(|op| op.is_terminal()), "the code runs off its end");
        for handler in &code.handlers {
            assert_eq!(code.insns[handler.target.0 as usize].op, Op::Catch as u8);
        }
    }
});
