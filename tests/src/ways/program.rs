//! The program of a kind: all its cells, one line of output each.

use super::{Can, Gives, KINDS, Kind, Loops, WAYS_IN, WAYS_OUT, WayOut, validity};
use std::fmt::Write as _;

/// Iterations of a loop that is to be compiled while it runs.
const HOT: u32 = 3000;

const LOOP: &str = "let s = 0; for (let i = 0; i < N; i++) s = (s + i) | 0;";

#[derive(Debug)]
pub struct File {
    pub name: String,
    pub text: String,
}

#[derive(Debug)]
pub struct Program {
    /// The script to be run comes first; the others are imported by it.
    pub files: Vec<File>,
    /// What the lines of the output start with, in order.
    pub cells: Vec<String>,
    /// Where the functions are whose loops are to be compiled: the way out, and the line in the script.
    pub loops: Vec<(&'static str, usize)>,
}

/// The statements of a way out. A body that has several loops has each in a block of its own but the last.
fn body(way_out: &WayOut) -> String {
    let parts: Vec<&str> = way_out.body.split("LOOP").collect();
    let mut text = parts[0].to_owned();
    for (i, part) in parts[1..].iter().enumerate() {
        // Only what follows within the same block sees the sum.
        let declared = if i == 0 || parts[i].contains('{') || parts[i].contains('}') { LOOP } else { &LOOP["let ".len()..] };
        text += declared;
        text += part;
    }
    text
}

fn source(kind: &Kind, way_out: &WayOut) -> String {
    let body = body(way_out);
    kind.source.replace("BODY", &body).replace("TEXT", &serde_json::to_string(&body).expect("a string"))
}

/// The program of all cells of `kind`.
pub fn program(kind: &Kind) -> Program {
    // Places that depend on what came before vary with the kind.
    let seed = KINDS.iter().position(|row| row.name == kind.name).unwrap_or_default();
    let mut script = include_str!("prelude.js").to_owned();
    let (mut modules, mut cells, mut loops) = (Vec::new(), Vec::new(), Vec::new());
    let _ = writeln!(script, "Object.assign(globalThis, {{ HOT: {HOT}, SEED: {seed} }});\nconst functions = [];");
    let outs = WAYS_OUT.iter().filter(|out| out.needs.iter().all(|need| kind.body.contains(need)));
    let outs: Vec<&WayOut> = outs.filter(|out| WAYS_IN.iter().any(|way| validity(kind, way, out).is_ok())).collect();
    for (number, out) in outs.iter().enumerate() {
        // What an async generator returns is awaited.
        let suspends = kind.gives == Gives::AsyncGenerator && out.body.contains("return");
        if out.loops == Loops::Compiled && !suspends {
            loops.push((out.name, script.lines().count() + 1));
        }
        let function = if kind.module {
            // Evaluated once each: a file for each length of the loop.
            for times in ["2", "hot"] {
                modules.push(File { name: format!("m{number}-{times}.mjs"), text: source(kind, out) });
            }
            format!("() => import(`./m{number}-${{N === 2 ? 2 : 'hot'}}.mjs`)")
        } else {
            source(kind, out)
        };
        let _ = writeln!(script, "functions.push(['{}', {function}]);", out.name);
    }
    let _ = writeln!(script, "const ways = [");
    for way in WAYS_IN {
        let _ = writeln!(script, "  ['{}', f => {{ {} }}],", way.name, way.body);
    }
    let _ = writeln!(script, "];\nconst valid = new Set([");
    for out in &outs {
        for way in WAYS_IN.iter().filter(|way| validity(kind, way, out).is_ok()) {
            let cell = format!("{} | {}", way.name, out.name);
            let _ = writeln!(script, "  '{cell}',");
            cells.push(cell);
        }
    }
    let _ = writeln!(script, "]);\nrunAll(functions, ways, valid);");
    debug_assert!(!kind.body.contains(&Can::Yield) || cells.len() > 100, "generators have many ways");
    let mut files = vec![File { name: "program.js".to_owned(), text: script }];
    files.extend(modules);
    Program { files, cells, loops }
}
