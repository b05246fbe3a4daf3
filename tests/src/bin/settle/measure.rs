//! The runs of one program.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use hearth_tests::binary;
use hearth_tests::invocation::{Sandbox, Statistics};
use hearth_tests::median::median;
use hearth_tests::process::{self, Outcome};

use crate::programs::Program;

pub struct Plan {
    pub node: PathBuf,
    pub runs: usize,
    pub rounds: usize,
    pub limit: Duration,
}

/// One process. Times in milliseconds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sample {
    pub wall: f64,
    /// User and kernel mode, all threads.
    pub cpu: f64,
    /// Peak, MiB.
    pub resident: f64,
}

impl From<&Outcome> for Sample {
    fn from(outcome: &Outcome) -> Self {
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        Self { wall: ms(outcome.wall), cpu: ms(outcome.cpu), resident: outcome.peak_rss_kib as f64 / 1024.0 }
    }
}

/// One run with the store, and what the finisher did after it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Run {
    pub sample: Sample,
    /// Functions and loops that the process itself compiled.
    pub compiled: f64,
    /// Bytes that the process and the finisher wrote.
    pub written: f64,
    pub finisher: Sample,
    /// The store's size afterwards, in bytes.
    pub store: f64,
}

pub struct Measured {
    pub name: String,
    pub node: Sample,
    pub interpreter: Sample,
    pub runs: Vec<Run>,
}

/// Medians over the rounds.
pub fn measure(program: &Program, plan: &Plan) -> Result<Measured, String> {
    let rounds: Vec<Measured> = (0..plan.rounds.max(1)).map(|_| round(program, plan)).collect::<Result<_, _>>()?;
    let sample = |of: &dyn Fn(&Measured) -> Sample| Sample {
        wall: over(&rounds, |m| of(m).wall),
        cpu: over(&rounds, |m| of(m).cpu),
        resident: over(&rounds, |m| of(m).resident),
    };
    let run = |n: usize| Run {
        sample: sample(&|m| m.runs[n].sample),
        compiled: over(&rounds, |m| m.runs[n].compiled),
        written: over(&rounds, |m| m.runs[n].written),
        finisher: sample(&|m| m.runs[n].finisher),
        store: over(&rounds, |m| m.runs[n].store),
    };
    Ok(Measured {
        name: program.name.clone(),
        node: sample(&|m| m.node),
        interpreter: sample(&|m| m.interpreter),
        runs: (0..plan.runs).map(run).collect(),
    })
}

fn over(rounds: &[Measured], of: impl Fn(&Measured) -> f64) -> f64 {
    let values: Vec<f64> = rounds.iter().map(of).collect();
    median(&values).expect("there is a round at least")
}

fn round(program: &Program, plan: &Plan) -> Result<Measured, String> {
    let sandbox = Sandbox::new("settle");
    let expected = start(Command::new(&plan.node), program, plan)?;
    let check = |outcome: Outcome, what: &str| {
        let same = program.comparable(&outcome.stdout) == program.comparable(&expected.stdout);
        if same && outcome.exit == expected.exit { Ok(outcome) } else { Err(format!("{what}: {}", difference(&outcome))) }
    };
    let interpreter = check(start(hearth(&["run", "--jit=off", "--cache=off"]), program, plan)?, "interpreter")?;
    let store = sandbox.store("store");
    let mut runs = Vec::new();
    for n in 1..=plan.runs {
        let mut command = hearth(&["run", "--stats=json", "--finish=queue"]);
        with_store(&mut command, &sandbox, &store);
        let outcome = check(start(command, program, plan)?, &format!("run {n}"))?;
        let statistics = Statistics::of(&outcome)?;
        let mut finish = hearth(&["cache", "finish", "--json"]);
        with_store(&mut finish, &sandbox, &store);
        let finisher = process::run(&mut finish, plan.limit).map_err(|e| format!("the finisher: {e}"))?;
        if !finisher.succeeded() {
            return Err(format!("the finisher after run {n}: {}", difference(&finisher)));
        }
        let report: serde_json::Value = serde_json::from_str(&finisher.stdout).map_err(|e| format!("the finisher's report: {e}"))?;
        runs.push(Run {
            sample: Sample::from(&outcome),
            compiled: statistics.compiled(),
            written: statistics.number("store.bytes_written") + report.get("bytes").and_then(serde_json::Value::as_f64).unwrap_or(0.0),
            finisher: Sample::from(&finisher),
            store: size(&store) as f64,
        });
    }
    Ok(Measured { name: program.name.clone(), node: Sample::from(&expected), interpreter: Sample::from(&interpreter), runs })
}

fn hearth(words: &[&str]) -> Command {
    let mut command = Command::new(binary::hearth());
    command.args(words).env_remove("HEARTH_STORE").env("HEARTH_CONFIG", "").env_remove("HEARTH_FINISH");
    command
}

fn with_store(command: &mut Command, sandbox: &Sandbox, store: &Path) {
    command.arg(format!("--key-file={}", sandbox.key_file().display())).arg(format!("--store=dir:{}", store.display()));
}

fn start(mut command: Command, program: &Program, plan: &Plan) -> Result<Outcome, String> {
    command.args(&program.arguments);
    if let Some(folder) = &program.folder {
        command.current_dir(folder);
    }
    let input = match &program.input {
        Some(path) => Stdio::from(File::open(path).map_err(|e| format!("{}: {e}", path.display()))?),
        None => Stdio::null(),
    };
    process::run_with(&mut command, input, plan.limit).map_err(|e| format!("{}: {e}", command.get_program().to_string_lossy()))
}

fn difference(outcome: &Outcome) -> String {
    let lines = outcome.stderr.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with("at "));
    format!("{}: {}", outcome.exit, lines.take(2).collect::<Vec<_>>().join(" / "))
}

fn size(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| if entry.path().is_dir() { size(&entry.path()) } else { entry.metadata().map_or(0, |m| m.len()) }).sum()
}
