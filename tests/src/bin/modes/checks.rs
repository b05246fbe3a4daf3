//! One program in one mode: was it right, and how long did it take.

use hearth_tests::folder;
use hearth_tests::modes::Mode;
use hearth_tests::process::Exit;
use hearth_tests::programs::Program;
use hearth_tests::suite::compare;

/// What the interpreter alone made of a program.
pub struct Reference {
    /// Without times.
    pub output: String,
    pub seconds: f64,
}

pub struct Checked {
    /// Of the last run.
    pub seconds: f64,
    pub failure: Option<String>,
    /// Allocations between two collections, in the stress mode.
    pub stress: Option<u32>,
}

impl Checked {
    pub fn cell(&self) -> String {
        if self.failure.is_some() { "FAILED".to_owned() } else { format!("{:.2}", self.seconds) }
    }
}

/// A folder's program as the modes run it.
pub fn called(program: &folder::Program, iterations: usize) -> Program {
    Program {
        name: program.name.clone(),
        path: program.script.clone(),
        arguments: program.process_arguments_of(iterations),
        gc_stress: 0,
        node: 0,
    }
}

pub fn reference(program: &Program) -> Result<Reference, String> {
    let outcomes = Mode::named("jit_off").run(program, None);
    let outcome = outcomes.last().expect("a mode runs the program");
    let output = folder::Program::results(&outcome.stdout);
    if outcome.succeeded() && !output.is_empty() {
        Ok(Reference { output, seconds: outcome.wall.as_secs_f64() })
    } else {
        Err(format!("{}, jit_off: {}, stderr ends: {}", program.name, outcome.exit, outcome.stderr.lines().last().unwrap_or_default()))
    }
}

/// Runs `program` in `mode`, and compares every run with the reference.
pub fn check(mode: &Mode, program: &Program, reference: &Reference, redis: Option<&str>, gc_seconds: f64) -> Checked {
    let mut program = program.clone();
    let mut stress = None;
    if mode.gc_stress {
        match stress_distance(mode, &program, gc_seconds) {
            Ok(distance) => {
                program.gc_stress = distance;
                stress = Some(distance);
            }
            Err(why) => return Checked { seconds: 0.0, failure: Some(why), stress },
        }
    }
    let mut outcomes = mode.run(&program, redis);
    let mut failure = None;
    for (i, outcome) in outcomes.iter_mut().enumerate() {
        outcome.stdout = folder::Program::results(&outcome.stdout);
        let result = compare(&reference.output, outcome);
        let result = result.and_then(|()| Mode::complaint(outcome).map_or(Ok(()), |why| Err(why.to_owned())));
        if let Err(why) = result {
            failure.get_or_insert(format!("{}, {}, run {}: {why}", program.name, mode.name, i + 1));
        }
    }
    Checked { seconds: outcomes.last().map_or(0.0, |outcome| outcome.wall.as_secs_f64()), failure, stress }
}

/// The distance between collections with which a run takes about `seconds` of processor
/// time: it is shortened until collections take a fair part of that.
fn stress_distance(mode: &Mode, program: &Program, seconds: f64) -> Result<u32, String> {
    // Nothing if it takes too long to be waited for.
    let run = |distance: u32| {
        let outcome = mode.run(&Program { gc_stress: distance, ..program.clone() }, None).pop().expect("a mode runs the program");
        let last = outcome.stderr.lines().last().unwrap_or_default();
        match outcome.exit {
            _ if outcome.succeeded() => Ok(Some(outcome.cpu.as_secs_f64())),
            Exit::TimedOut => Ok(None),
            exit => Err(format!("{}, --gc-stress={distance}: {exit}: {last}", program.name)),
        }
    };
    let base = run(u32::MAX)?.ok_or_else(|| format!("{}: too slow for this mode", program.name))?;
    let most = (seconds - base).max(0.5);
    let mut distance = 1_000_000_u32;
    loop {
        let Some(spent) = run(distance)?.map(|spent| spent - base) else {
            // One step too far: what could not be measured is guessed.
            distance = distance.saturating_mul(4);
            while run(distance)?.is_none() {
                distance = distance.saturating_mul(4);
            }
            return Ok(distance);
        };
        let factor = most / spent.max(most / 20.0);
        if distance == 1 || factor < 1.5 {
            return Ok(distance);
        }
        distance = (f64::from(distance) / factor).ceil().max(1.0) as u32;
        if factor < 4.0 {
            return Ok(distance);
        }
    }
}
