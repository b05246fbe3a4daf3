//! Programs under a tier that behaves badly on purpose: by chance, or guard by guard. They
//! must print what they print otherwise.

use std::ops::Range;

use crate::invocation::{Sandbox, Statistics, time_limit};
use crate::process::Outcome;
use crate::programs::Program;
use crate::suite::compare;

/// `FROM..TO`.
pub fn parse_seeds(text: &str) -> Result<Range<u64>, String> {
    let number = |text: &str| text.parse::<u64>().map_err(|e| format!("{text}: {e}"));
    let (from, to) = text.split_once("..").ok_or("FROM..TO")?;
    Ok(number(from)?..number(to)?)
}

fn run(program: &Program, flags: &[&str]) -> Outcome {
    let sandbox = Sandbox::new(&format!("chaos-{}", program.name.replace('/', "-")));
    let hearth = sandbox.hearth().flags(["--cache=off", "--stats=json"]).flags(flags).limit(time_limit());
    hearth.run(&program.path, &program.arguments)
}

/// Runs `program` with each seed; what differs from `expected`. `results` leaves times out of what is printed.
pub fn check_seeds(program: &Program, expected: &str, seeds: Range<u64>, results: impl Fn(&str) -> String) -> Vec<String> {
    let failure = |seed: u64| {
        let flag = format!("--tier-chaos={seed}");
        let mut outcome = run(program, &[&flag, "--code-fence"]);
        outcome.stdout = results(&outcome.stdout);
        compare(expected, &outcome).err().map(|why| format!("{}, {flag}: {why}", program.name))
    };
    seeds.filter_map(failure).collect()
}

/// Each guard of each function, in turn, fails although it holds: how many there were.
///
/// # Errors
/// The first guard with which the output is not `expected`.
pub fn check_every_guard(program: &Program, expected: &str, results: impl Fn(&str) -> String) -> Result<u32, String> {
    for n in 0.. {
        let flag = format!("--stress-bailout={n}");
        let mut outcome = run(program, &["--no-threads", "--ion-eager", &flag]);
        outcome.stdout = results(&outcome.stdout);
        compare(expected, &outcome).map_err(|why| format!("{}, {flag}: {why}", program.name))?;
        if Statistics::of(&outcome)?.number("most_guards") <= f64::from(n + 1) {
            return Ok(n + 1);
        }
    }
    unreachable!("a function has a last guard")
}
