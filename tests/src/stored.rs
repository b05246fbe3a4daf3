//! How much of the work a trained store takes off a run.
//!
//! Everything runs with `--no-threads`, so that what is compiled, and when, does not depend
//! on the load of the machine.

use crate::invocation::{Sandbox, Statistics};
use crate::process::Outcome;
use crate::programs::Program;

pub struct Stored {
    compiled: f64,
    retrieved: f64,
    bailouts: f64,
    bailouts_untrained: f64,
    /// Median of the trained runs.
    restore_ms: f64,
    compile_ms_untrained: f64,
    compiled_untrained: f64,
    rejected: String,
}

impl Stored {
    pub const COLUMNS: &'static [&'static str] =
        &["program", "compiled", "retrieved", "bailouts", "first run's", "restore µs/function", "compile µs/function", "rejected"];

    pub fn row(&self, name: &str) -> Vec<String> {
        let each = |ms: f64, functions: f64| if functions > 0.0 { format!("{:.1}", ms * 1000.0 / functions) } else { "-".to_owned() };
        vec![
            name.to_owned(),
            self.compiled.to_string(),
            self.retrieved.to_string(),
            self.bailouts.to_string(),
            self.bailouts_untrained.to_string(),
            each(self.restore_ms, self.retrieved),
            each(self.compile_ms_untrained, self.compiled_untrained),
            self.rejected.clone(),
        ]
    }
}

/// How often a program is run.
#[derive(Clone, Copy)]
pub struct Runs {
    /// To fill the store, at least one.
    pub training: usize,
    /// After that, at least one; all but times is of the last.
    pub trained: usize,
}

/// The statistics of the runs after those that fill the store; fails if one of them does, or
/// is refused by `check`.
pub fn measure(program: &Program, runs: Runs, check: impl Fn(&Outcome) -> Result<(), String>) -> Result<Stored, String> {
    let sandbox = Sandbox::new(&format!("stored-{}", program.name));
    let store = sandbox.store("store");
    let run = || {
        let hearth = sandbox.hearth().flags(["--no-threads", "--stats=json"]).directory_store(&store);
        let outcome = hearth.run(&program.path, &program.arguments);
        if !outcome.succeeded() {
            return Err(format!("{}, stored: {}", program.name, outcome.exit));
        }
        check(&outcome).map_err(|why| format!("{}, stored: {why}", program.name))?;
        Statistics::of(&outcome).map_err(|why| format!("{}: {why}", program.name))
    };
    let first = run()?;
    for _ in 1..runs.training {
        run()?;
    }
    let trained = (0..runs.trained.max(1)).map(|_| run()).collect::<Result<Vec<_>, _>>()?;
    let last = trained.last().expect("at least one");
    let mut restore_ms: Vec<f64> = trained.iter().map(|run| run.number("restore_ms")).collect();
    restore_ms.sort_by(f64::total_cmp);
    let rejected = last.rejected().into_iter().map(|(reason, count)| format!("{reason} {count}")).collect::<Vec<_>>().join(", ");
    Ok(Stored {
        compiled: last.compiled(),
        retrieved: last.retrieved(),
        bailouts: last.number("bailouts"),
        bailouts_untrained: first.number("bailouts"),
        restore_ms: restore_ms[restore_ms.len() / 2],
        compile_ms_untrained: first.number("compile_ms"),
        compiled_untrained: first.compiled(),
        rejected,
    })
}
