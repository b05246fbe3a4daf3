//! The front end against data: `tests/bytecode/NAME.js` must compile to the
//! disassembly in `NAME.bc`. `BLESS=1` rewrites what differs.

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
        let compiled =
            if name.starts_with("script-") { compile_script(source, options) } else { compile_commonjs(source, options) };
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
