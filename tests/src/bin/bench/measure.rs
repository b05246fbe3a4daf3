//! The samples.

use std::path::PathBuf;
use std::time::Duration;

use hearth_tests::folder::{Folder, Program};
use hearth_tests::median::median;
use hearth_tests::process::{self, Outcome};
use hearth_tests::scratch::Scratch;
use serde_json::{Value as Json, json};

use crate::engines::{Engine, Store};

/// Runs before a warm engine is timed: the first stores what it compiled, the next ones
/// replace what was compiled from too early a profile.
const TRAINING_RUNS: usize = 3;

pub struct Plan {
    pub runs: usize,
    pub limit: Duration,
}

/// One table: a cell for every program and engine.
pub struct Measurement {
    pub title: String,
    pub unit: &'static str,
    pub programs: Vec<String>,
    pub engines: Vec<String>,
    /// `cells[program][engine]`
    pub cells: Vec<Vec<Cell>>,
    /// The engine to which the ratios of the geometric means refer.
    pub baseline: usize,
}

#[derive(Clone, Debug, Default)]
pub struct Cell {
    pub samples: Vec<f64>,
    /// Why there are none, or fewer than there should be.
    pub failure: Option<String>,
}

impl Cell {
    pub fn median(&self) -> Option<f64> {
        if self.failure.is_some() { None } else { median(&self.samples) }
    }

    fn fail(&mut self, engine: &str, program: &str, why: String) {
        if self.failure.is_none() {
            eprintln!("bench: {program}, {engine}: {why}");
            self.failure = Some(why);
        }
    }
}

impl Measurement {
    fn new(title: String, unit: &'static str, programs: Vec<String>, engines: Vec<String>) -> Self {
        let cells = vec![vec![Cell::default(); engines.len()]; programs.len()];
        let warm = |name: &String| name.starts_with("hearth warm") && !name.contains("bytecode") && !name.contains("profile");
        let baseline = engines.iter().position(warm).unwrap_or(0);
        Self { title, unit, programs, engines, cells, baseline }
    }

    /// Geometric mean over the programs that both `engine` and the baseline finished, of
    /// the engine's times and of its ratios to the baseline.
    pub fn geometric_mean(&self, engine: usize) -> Option<(f64, f64)> {
        let mut logs = Vec::new();
        for row in &self.cells {
            if let (Some(own), Some(base)) = (row[engine].median(), row[self.baseline].median())
                && own > 0.0
                && base > 0.0
            {
                logs.push((own.ln(), (own / base).ln()));
            }
        }
        let n = logs.len() as f64;
        let mean = |pick: fn(&(f64, f64)) -> f64| (logs.iter().map(pick).sum::<f64>() / n).exp();
        (!logs.is_empty()).then(|| (mean(|l| l.0), mean(|l| l.1)))
    }

    pub fn to_json(&self) -> Json {
        let rows = self.programs.iter().zip(&self.cells).map(|(program, row)| {
            let cells = self.engines.iter().zip(row).map(|(engine, cell)| {
                (engine.clone(), json!({ "median": cell.median(), "samples": cell.samples, "failure": cell.failure }))
            });
            (program.clone(), Json::Object(cells.collect()))
        });
        json!({
            "title": self.title,
            "unit": self.unit,
            "baseline": self.engines[self.baseline],
            "programs": Json::Object(rows.collect()),
        })
    }
}

/// The directory of a trained store; filled when it is asked for first.
struct Stores<'a> {
    engines: &'a [Engine],
    plan: &'a Plan,
}

impl Stores<'_> {
    fn directory(&self, engine: &Engine, program: &Program) -> PathBuf {
        engine.scratch().join(&format!("store-{}", program.name))
    }

    fn train(&self, program: &Program, arguments: &[String]) {
        for engine in self.engines.iter().filter(|e| e.store == Store::Trained) {
            let directory = self.directory(engine, program);
            for _ in 0..TRAINING_RUNS {
                // A failure shows up in the timed run, too.
                let _ = process::run(&mut engine.command(&program.script, arguments, Some(&directory)), self.plan.limit);
            }
        }
    }

    fn run(&self, engine: &Engine, program: &Program, arguments: &[String]) -> Result<Outcome, String> {
        let empty = (engine.store == Store::Empty).then(|| Scratch::new("cold"));
        let directory = match engine.store {
            Store::None => None,
            Store::Empty => empty.as_ref().map(|scratch| scratch.join("store")),
            Store::Trained => Some(self.directory(engine, program)),
        };
        let mut command = engine.command(&program.script, arguments, directory.as_deref());
        if empty.is_some() {
            // As users run it: what is for later is not done in the time of this process.
            command.env("HEARTH_FINISH", "detach");
        }
        let outcome = process::run(&mut command, self.plan.limit).map_err(|e| e.to_string())?;
        if empty.is_some()
            && let Some(directory) = &directory
        {
            // Nor in that of the next.
            let _ = process::run(&mut engine.finish(directory), self.plan.limit);
        }
        if outcome.succeeded() {
            Ok(outcome)
        } else {
            let last = outcome.stderr.lines().last().unwrap_or_default();
            Err(format!("{} ({last})", outcome.exit))
        }
    }
}

/// Wall time of whole processes.
pub fn processes(engines: &[Engine], folder: &Folder, plan: &Plan) -> Measurement {
    let names = folder.programs.iter().map(|p| p.name.clone()).collect();
    let title = format!("{}: whole process", folder.name);
    let mut measurement = Measurement::new(title, "ms", names, engines.iter().map(|e| e.name.to_owned()).collect());
    let stores = Stores { engines, plan };
    for program in &folder.programs {
        stores.train(program, &program.process_arguments());
    }
    for _ in 0..plan.runs {
        for (p, program) in folder.programs.iter().enumerate() {
            let arguments = program.process_arguments();
            let mut expected: Option<String> = None;
            for (e, engine) in engines.iter().enumerate() {
                let cell = &mut measurement.cells[p][e];
                if cell.failure.is_some() {
                    continue;
                }
                match stores.run(engine, program, &arguments) {
                    Ok(outcome) => {
                        let result = Program::results(&outcome.stdout);
                        if expected.get_or_insert_with(|| result.clone()) != &result {
                            cell.fail(engine.name, &program.name, "prints another result than the first engine".into());
                        }
                        cell.samples.push(outcome.wall.as_secs_f64() * 1000.0);
                    }
                    Err(why) => cell.fail(engine.name, &program.name, why),
                }
            }
        }
    }
    measurement
}

/// Times of single iterations: the first one, the steady state (median of the last
/// third), and the one divided by the other.
pub fn iterations(engines: &[Engine], folder: &Folder, plan: &Plan, iterations: usize) -> Vec<Measurement> {
    let names: Vec<String> = folder.programs.iter().map(|p| p.name.clone()).collect();
    let chosen: Vec<&Engine> = engines.iter().filter(|e| e.times_iterations).collect();
    let table = |what: &str, unit| {
        let title = format!("{}: {what}", folder.name);
        Measurement::new(title, unit, names.clone(), chosen.iter().map(|e| e.name.to_owned()).collect())
    };
    let mut first = table("first iteration", "ms");
    let mut steady = table(&format!("steady state, median of the last third of {iterations} iterations"), "ms");
    let mut ratio = table("first iteration ÷ steady state", "×");
    let stores = Stores { engines, plan };
    for program in &folder.programs {
        stores.train(program, &program.iteration_arguments(iterations));
    }
    for _ in 0..plan.runs {
        for (p, program) in folder.programs.iter().enumerate() {
            let arguments = program.iteration_arguments(iterations);
            for (e, engine) in chosen.iter().enumerate() {
                if steady.cells[p][e].failure.is_some() {
                    continue;
                }
                let times = stores.run(engine, program, &arguments).map(|outcome| program.iteration_times(&outcome.stdout));
                let times = times.and_then(|times| match times.len() {
                    0 => Err("prints no iteration times".to_owned()),
                    _ => Ok(times),
                });
                match times {
                    Ok(times) => {
                        let tail = &times[times.len() - times.len().div_ceil(3)..];
                        let level = median(tail).expect("at least one iteration");
                        first.cells[p][e].samples.push(times[0]);
                        steady.cells[p][e].samples.push(level);
                        ratio.cells[p][e].samples.push(times[0] / level.max(1e-6));
                    }
                    Err(why) => {
                        for table in [&mut steady, &mut first, &mut ratio] {
                            table.cells[p][e].fail(engine.name, &program.name, why.clone());
                        }
                    }
                }
            }
        }
    }
    vec![steady, first, ratio]
}

/// Wall time and peak memory of an empty script.
pub fn empty(engines: &[Engine], plan: &Plan) -> Result<Vec<Measurement>, String> {
    let scratch = Scratch::new("empty");
    scratch.file("empty.js", "");
    let folder = Folder::read(scratch.path(), &[], &[])?;
    let names = || engines.iter().map(|e| e.name.to_owned()).collect();
    let mut wall = Measurement::new("empty script: wall time".into(), "ms", vec!["empty".into()], names());
    let mut memory = Measurement::new("empty script: peak memory".into(), "MiB", vec!["empty".into()], names());
    let stores = Stores { engines, plan };
    let program = &folder.programs[0];
    stores.train(program, &[]);
    for _ in 0..plan.runs {
        for (e, engine) in engines.iter().enumerate() {
            match stores.run(engine, program, &[]) {
                Ok(outcome) => {
                    wall.cells[0][e].samples.push(outcome.wall.as_secs_f64() * 1000.0);
                    memory.cells[0][e].samples.push(outcome.peak_rss_kib as f64 / 1024.0);
                }
                Err(why) => wall.cells[0][e].fail(engine.name, "empty", why),
            }
        }
    }
    Ok(vec![wall, memory])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn geometric_means_compare_the_same_programs() {
        let mut m = Measurement::new("t".into(), "ms", vec!["a".into(), "b".into()], vec!["hearth warm".into(), "other".into()]);
        m.cells[0][0].samples = vec![2.0];
        m.cells[0][1].samples = vec![8.0];
        m.cells[1][0].samples = vec![100.0];
        m.cells[1][1].failure = Some("crashed".into());
        let (time, ratio) = m.geometric_mean(1).unwrap();
        assert!((time - 8.0).abs() < 1e-9 && (ratio - 4.0).abs() < 1e-9);
    }
}
