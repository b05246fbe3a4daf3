//! What the optimiser makes of the programs in `tests/ion`.
//!
//! A program says so itself, in comments: `// graph NAME: has TEXT` or `lacks TEXT`, of
//! the last graph that was compiled for the entry of function NAME; ` in loop` at the end
//! restricts it to blocks within loops. The program must also print the same as without
//! the compiler.

use std::path::Path;
use std::process::{Command, Output};

fn run(script: &Path, flags: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hearth"))
        .args(["--cache=off", "--no-threads"])
        .args(flags)
        .arg(script)
        .output()
        .expect("hearth starts")
}

/// The last graph of the function's entry, and the part of it that is in loops.
fn graph(dump: &str, name: &str) -> Option<(String, String)> {
    let start = dump.rfind(&format!("; graph of {name} (entry)\n"))?;
    let text = &dump[start..];
    let text = text[1..].find("; graph of ").map_or(text, |end| &text[..=end]);
    let mut in_loop = String::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with('b') && line.contains(':') {
            inside = line.contains(" depth=");
        }
        if inside {
            in_loop.push_str(line);
            in_loop.push('\n');
        }
    }
    Some((text.to_string(), in_loop))
}

#[test]
fn graphs_are_as_their_programs_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/ion");
    let mut failures = String::new();
    let mut expectations = 0;
    let mut files: Vec<_> = std::fs::read_dir(&folder).expect("the folder of programs").flatten().map(|e| e.path()).collect();
    files.sort();
    for path in files.iter().filter(|p| p.extension().is_some_and(|e| e == "js")) {
        let source = std::fs::read_to_string(path).expect("a readable program");
        let compiled = run(path, &["--dump=ir"]);
        let plain = run(path, &["--jit=off"]);
        assert!(plain.status.success(), "{}", path.display());
        assert_eq!(compiled.stdout, plain.stdout, "{}", path.display());
        let dump = String::from_utf8_lossy(&compiled.stderr);
        for line in source.lines().filter_map(|l| l.trim().strip_prefix("// graph ")) {
            expectations += 1;
            let (name, rest) = line.split_once(": ").expect("a name");
            let (verb, text) = rest.split_once(' ').expect("has or lacks, and a text");
            let Some((all, in_loop)) = graph(&dump, name) else {
                failures += &format!("{}: {name} was not compiled\n", path.display());
                continue;
            };
            let (text, place) = match text.strip_suffix(" in loop") {
                Some(text) => (text, &in_loop),
                None => (text, &all),
            };
            let holds = match verb {
                "has" => place.contains(text),
                "lacks" => !place.contains(text),
                other => panic!("{other}: neither has nor lacks"),
            };
            if !holds {
                failures += &format!("{}: {line}\n{all}\n", path.display());
            }
        }
    }
    assert!(expectations > 10, "the programs are missing");
    assert!(failures.is_empty(), "{failures}");
}
