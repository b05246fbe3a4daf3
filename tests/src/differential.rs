//! One random program in every tier: each must print what the interpreter prints, and that
//! what another engine prints, if one is named.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::generate;
use crate::invocation::Sandbox;
use crate::process::{self, Outcome};
use crate::suite::compare;

/// One process may take this long; the programs take milliseconds.
const LIMIT: Duration = Duration::from_secs(120);

/// What each program is run with besides.
pub const WAYS: &[(&str, &[&str])] = &[
    ("no threads", &["--cache=off", "--no-threads"]),
    ("inlining off", &["--cache=off", "--ion-eager", "--no-threads", "--ion-inlining=off"]),
    ("clone", &["--jit-clone", "--ion-eager", "--no-threads"]),
    ("gc stress", &["--cache=off", "--ion-eager", "--no-threads", "--gc-stress=97", "--gc-verify"]),
    ("cold", &["--ion-eager", "--no-threads"]),
    ("warm", &["--ion-eager", "--no-threads"]),
    ("warm again", &[]),
];

/// Runs the program of `seed` in all ways; the first that differs, and how. `reference` is
/// an engine that takes the script as its only argument.
pub fn check(seed: u64, reference: Option<&Path>) -> Result<(), String> {
    let sandbox = Sandbox::new("generated");
    let script = sandbox.file("program.js", generate::program(seed));
    let run = |flags: &[&str]| -> Outcome {
        let store = sandbox.store("store");
        let arguments: [&str; 0] = [];
        let hearth = sandbox.hearth().flags(flags).limit(LIMIT);
        let hearth = if flags.contains(&"--cache=off") { hearth } else { hearth.directory_store(&store) };
        hearth.run(&script, &arguments)
    };
    let interpreted = run(&["--cache=off", "--jit=off"]);
    if !interpreted.succeeded() {
        return Err(format!("interpreter: {}: {}", interpreted.exit, interpreted.stderr));
    }
    if let Some(reference) = reference {
        let outcome = process::run(Command::new(reference).arg(&script), LIMIT).map_err(|e| format!("{}: {e}", reference.display()))?;
        if !outcome.succeeded() {
            return Err(format!("{}: {}: {}", reference.display(), outcome.exit, outcome.stderr));
        }
        compare(&outcome.stdout, &interpreted).map_err(|why| format!("interpreter, expected by {}: {why}", reference.display()))?;
    }
    for (name, flags) in WAYS {
        compare(&interpreted.stdout, &run(flags)).map_err(|why| format!("{name}: {why}"))?;
    }
    let chaos = format!("--tier-chaos={seed}");
    let ways = [("chaos", &["--cache=off", &chaos, "--code-fence"][..]), ("chaos, cold", &[&chaos]), ("chaos, warm", &[&chaos])];
    // Restoring what chance made is slower, and less of a risk.
    for (name, flags) in &ways[..if seed.is_multiple_of(4) { 3 } else { 1 }] {
        compare(&interpreted.stdout, &run(flags)).map_err(|why| format!("{name}: {why}"))?;
    }
    Ok(())
}
