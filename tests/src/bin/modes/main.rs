//! Runs the programs of folders in every mode and compares what they print.
//!
//! ```text
//! cargo run --release --bin modes                        the programs of tests/bench
//! cargo run --release --bin modes -- FOLDER…             those of other folders, or of a suite
//! cargo run --release --bin modes -- --gc-seconds 60 --programs Havlak FOLDER
//! cargo run --release --bin modes -- --seeds 1..1000 --reference node      random programs instead
//! cargo run --release --bin modes -- --chaos 1..20 FOLDER…                 a tier that behaves badly by chance
//! cargo run --release --bin modes -- --every-guard FOLDER…                 or guard by guard
//! ```
//!
//! The interpreter's output is the reference, with times left out; the programs check
//! their results themselves, too. Modes are rows of `hearth_tests::modes`; a Redis server
//! of its own is started for the one that needs it. For the garbage collector's stress mode the
//! distance between two collections is chosen for each program so that the run takes
//! about `--gc-seconds`.
//!
//! Exit codes: 0 every run printed the same, 1 some did not, 2 the command line cannot be
//! followed.
//!
//! ```text
//! checks   one program in one mode: was it right, and how long did it take
//! ```

mod checks;

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use hearth_tests::chaos::{check_every_guard, check_seeds, parse_seeds};
use hearth_tests::differential;
use hearth_tests::folder::{self, Folder};
use hearth_tests::modes::{Mode, Stores};
use hearth_tests::redis_server::RedisServer;
use hearth_tests::stored::{self, Runs, Stored};
use hearth_tests::suite::in_parallel;
use hearth_tests::text_table;

use crate::checks::Checked;

/// The modes, in the order of the columns.
const CHOSEN: &[&str] = &["warm", "warm_from_redis", "jit_clone", "ion_eager", "inlining_off", "jit_verify", "gc_stress"];

#[derive(Debug, Parser)]
#[command(name = "modes", about = "Runs programs in every mode and compares what they print")]
struct Options {
    /// Folders of programs (default: those of this repository); one with a `harness.js`
    /// is run as `harness.js NAME ITERATIONS INNER`
    folders: Vec<PathBuf>,
    /// Programs to run, separated by commas (default: all)
    #[arg(long, value_delimiter = ',')]
    programs: Vec<String>,
    /// Modes to run in, separated by commas (default: all)
    #[arg(long, value_delimiter = ',')]
    modes: Vec<String>,
    /// How long a run of the garbage collector's stress mode should take, in seconds
    #[arg(long, default_value_t = 10.0)]
    gc_seconds: f64,
    /// Iterations within a process, for programs that are called with them
    #[arg(long, default_value_t = 1)]
    iterations: usize,
    /// Run the random programs of these seeds (FROM..TO) instead of folders
    #[arg(long, value_parser = parse_seeds, conflicts_with = "folders")]
    seeds: Option<Range<u64>>,
    /// Run the programs with the tier's chaos of these seeds (FROM..TO), instead of in modes
    #[arg(long, value_parser = parse_seeds, conflicts_with_all = ["seeds", "modes"])]
    chaos: Option<Range<u64>>,
    /// Run the programs with each guard of each function failing in turn, instead of in modes
    #[arg(long, conflicts_with_all = ["seeds", "modes"])]
    every_guard: bool,
    /// An engine that must print the same as the interpreter for random programs
    #[arg(long, requires = "seeds")]
    reference: Option<PathBuf>,
    /// Runs that fill a store before the statistics of a trained run are taken
    #[arg(long, default_value_t = 1)]
    training: usize,
}

/// Of which the median time of restoring is shown.
const TRAINED_RUNS: usize = 5;

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(failures) => {
            eprintln!("modes: {failures} failed");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("modes: {error}");
            ExitCode::from(2)
        }
    }
}

/// The number of runs that were not as they must be.
fn run(options: &Options) -> Result<usize, String> {
    if let Some(seeds) = &options.seeds {
        return Ok(random(seeds.clone().collect(), options.reference.as_deref()));
    }
    let modes = chosen_modes(&options.modes)?;
    let needs_redis = modes.iter().any(|mode| mode.stores == Stores::Redis);
    let server = if needs_redis { Some(RedisServer::start().ok_or("warm_from_redis needs redis-server on the PATH")?) } else { None };
    let address = server.as_ref().map(RedisServer::address);
    let default = [PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("bench")];
    let folders = if options.folders.is_empty() { &default[..] } else { &options.folders[..] };
    let folders = folders.iter().map(|path| Folder::read(path, &options.programs, &[])).collect::<Result<Vec<_>, _>>()?;
    if options.chaos.is_some() || options.every_guard {
        return Ok(folders.iter().map(|folder| provoked(folder, options)).sum());
    }
    let mut failures = 0;
    for folder in folders {
        let rows = in_parallel(&folder.programs, |program| {
            let program = checks::called(program, options.iterations);
            let reference = checks::reference(&program);
            let checked: Vec<Checked> = match &reference {
                Ok(reference) => {
                    modes.iter().map(|mode| checks::check(mode, &program, reference, address.as_deref(), options.gc_seconds)).collect()
                }
                Err(_) => Vec::new(),
            };
            for why in reference.as_ref().err().into_iter().chain(checked.iter().filter_map(|c| c.failure.as_ref())) {
                eprintln!("modes: {why}");
            }
            (program, reference, checked)
        });
        failures += rows
            .iter()
            .map(|(_, reference, checked)| usize::from(reference.is_err()) + checked.iter().filter(|c| c.failure.is_some()).count())
            .sum::<usize>();

        for (program, why) in &folder.left_out {
            println!("{}: {program} is left out: {why}", folder.name);
        }
        let mut times =
            vec![heading(["program", "jit_off"].into_iter().chain(modes.iter().map(|mode| mode.name)).chain(["stressed every"]))];
        let mut stores = vec![heading(Stored::COLUMNS.iter().copied())];
        for (program, reference, checked) in rows {
            let name = &program.name;
            let mut row = vec![name.clone(), reference.map_or("FAILED".to_owned(), |reference| format!("{:.2}", reference.seconds))];
            row.extend((0..modes.len()).map(|i| checked.get(i).map_or("-".to_owned(), Checked::cell)));
            row.push(checked.iter().find_map(|c| c.stress).map_or("-".to_owned(), |n| n.to_string()));
            times.push(row);
            // One after the other: what takes microseconds is not measured beside other programs.
            stores.push(match stored::measure(&program, Runs { training: options.training, trained: TRAINED_RUNS }, |_| Ok(())) {
                Ok(stored) => stored.row(name),
                Err(why) => {
                    eprintln!("modes: {why}");
                    failures += 1;
                    std::iter::once(name.clone()).chain((1..Stored::COLUMNS.len()).map(|_| "-".to_owned())).collect()
                }
            });
        }
        let (times_end, stores_end) = (times.len(), stores.len());
        println!(
            "{}: seconds of the last run in each mode, output compared with jit_off\n{}",
            folder.name,
            text_table::aligned(&times, times_end)
        );
        println!(
            "{}: after {} storing runs, all with --no-threads\n{}",
            folder.name,
            options.training,
            text_table::aligned(&stores, stores_end)
        );
    }
    Ok(failures)
}

/// The number of runs of a folder's programs that a tier which behaves badly makes go wrong.
fn provoked(folder: &Folder, options: &Options) -> usize {
    let failures = in_parallel(&folder.programs, |program| {
        let program = checks::called(program, options.iterations);
        let expected = match checks::reference(&program) {
            Ok(reference) => reference.output,
            Err(why) => return vec![why],
        };
        let mut failures = Vec::new();
        if let Some(seeds) = &options.chaos {
            failures.extend(check_seeds(&program, &expected, seeds.clone(), folder::Program::results));
        }
        if options.every_guard {
            failures.extend(check_every_guard(&program, &expected, folder::Program::results).err());
        }
        for why in &failures {
            eprintln!("modes: {why}");
        }
        failures
    });
    let count = failures.iter().map(Vec::len).sum();
    println!("{}: {} programs, {count} runs failed", folder.name, folder.programs.len());
    count
}

/// The number of random programs on which the tiers, or the reference, disagree.
fn random(seeds: Vec<u64>, reference: Option<&Path>) -> usize {
    let results = in_parallel(&seeds, |seed| {
        let result = differential::check(*seed, reference);
        if let Err(why) = &result {
            eprintln!("modes: seed {seed}: {why}");
        }
        result
    });
    let failures = results.iter().filter(|result| result.is_err()).count();
    println!("{} random programs, {failures} failed", seeds.len());
    failures
}

fn heading<'a>(cells: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    cells.into_iter().map(str::to_owned).collect()
}

fn chosen_modes(wanted: &[String]) -> Result<Vec<&'static Mode>, String> {
    if let Some(unknown) = wanted.iter().find(|name| !CHOSEN.contains(&name.as_str())) {
        return Err(format!("no mode {unknown}; there are {}", CHOSEN.join(", ")));
    }
    let chosen = CHOSEN.iter().filter(|name| wanted.is_empty() || wanted.iter().any(|w| w == *name));
    Ok(chosen.map(|name| Mode::named(name)).collect())
}
