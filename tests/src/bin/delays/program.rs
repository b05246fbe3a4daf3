//! A program of many files.

use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Besides the first one.
const FILES: usize = 20;
const FUNCTIONS: usize = 30;

/// Writes the files, of which `main.js` is the first, to a folder; says what the program prints.
pub fn write(folder: &Path) -> String {
    let mut main = String::from("let sum = 0;\n");
    let mut sum = 0;
    for file in 0..FILES {
        let mut text = String::new();
        for function in 0..FUNCTIONS {
            let _ =
                writeln!(text, "exports.f{function} = function (a) {{ const o = {{ a, b: {file} }}; return o.a * {function} + o.b; }};");
        }
        let name = format!("part{file}.js");
        fs::write(folder.join(&name), text).expect("a file of the program");
        let _ = writeln!(main, "for (const f of Object.values(require('./{name}'))) for (let i = 0; i < 20; i++) sum += f(i);");
        sum += (0..FUNCTIONS).map(|function| (0..20).map(|i| i * function + file).sum::<usize>()).sum::<usize>();
    }
    main.push_str("console.log(sum);\n");
    fs::write(folder.join("main.js"), main).expect("the first file");
    format!("{sum}\n")
}
