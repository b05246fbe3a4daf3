//! Any text as source: an error, or bytecode that the verifier accepts and that comes back
//! from its stored form as it was.
#![no_main]

use std::rc::Rc;

use hearth::bytecode::verify::verify;
use hearth::bytecode::{CompileLazily, FunctionTemplate, Source, serialize};
use hearth::syntax::parse::Goal;
use hearth::syntax::unit::ParsedUnit;
use hearth::syntax::{CompileOptions, compile};
use libfuzzer_sys::{Corpus, fuzz_target};

const GOALS: [Goal; 4] = [Goal::Script, Goal::Module, Goal::CommonJs, Goal::TypeScriptModule];

fuzz_target!(|data: &[u8]| -> Corpus {
    let Some((&goal, text)) = data.split_first() else { return Corpus::Reject };
    let Ok(text) = std::str::from_utf8(text) else { return Corpus::Reject };
    let source = Source::new("fuzz.js", text);
    let Ok(root) = compile(source.clone(), GOALS[goal as usize % GOALS.len()], CompileOptions { eager: true }) else {
        return Corpus::Keep;
    };
    let nothing: Rc<dyn CompileLazily> = ParsedUnit::parse(Source::new("empty.js", ""), Goal::Script).expect("it parses");
    let mut functions: Vec<Rc<FunctionTemplate>> = vec![root];
    while let Some(function) = functions.pop() {
        let Some(code) = function.compiled() else { continue };
        assert_eq!(verify(code, &function.info), Ok(()));
        let bytes = serialize::canonical_bytes(code, &function.info);
        let (info, again) = serialize::decode(&bytes, &source, &nothing).expect("what was written is read");
        assert_eq!(serialize::canonical_bytes(&again, &info), bytes);
        functions.extend(code.children.iter().cloned());
    }
    Corpus::Keep
});
