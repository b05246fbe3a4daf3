//! What a store that is far, slow, gone or false adds to the time of a program: `situations` is the table.
//!
//! A program of many files is run without a cache and in each situation; what is printed is the median of what each kind
//! of process takes longer. Fails if a program prints anything else than without a cache, or a bar is exceeded.

mod program;
mod situations;

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Duration;

use clap::Parser;
use hearth_tests::invocation::{Sandbox, files_below};
use hearth_tests::median::median;
use hearth_tests::redis_server::RedisServer;
use hearth_tests::text_table::aligned;
use hearth_tests::{binary, process};

use situations::{Obstacle, SITUATIONS, Situation};

#[derive(Parser)]
struct Arguments {
    /// Processes of each kind in each situation.
    #[arg(long, default_value_t = 7)]
    rounds: usize,
    /// Situations with this text only.
    #[arg(long, default_value = "")]
    only: String,
    /// Another build of `hearth`, to compare with.
    #[arg(long)]
    hearth: Option<std::path::PathBuf>,
}

/// The milliseconds of one process, and what is wrong with what it printed.
struct Run<'a> {
    sandbox: &'a Sandbox,
    hearth: &'a std::path::Path,
    expected: &'a str,
}

impl Run<'_> {
    fn milliseconds(&self, flags: &[String]) -> Result<f64, String> {
        let mut command = Command::new(self.hearth);
        command.arg("run").arg(format!("--key-file={}", self.sandbox.key_file().display())).args(flags);
        command
            .arg(self.sandbox.path().join("main.js"))
            .env_remove("HEARTH_STORE")
            .env("HEARTH_CONFIG", "")
            .env("HOME", self.sandbox.path());
        let outcome = process::run(&mut command, Duration::from_secs(120)).map_err(|e| e.to_string())?;
        if !outcome.succeeded() || outcome.stdout != self.expected {
            return Err(format!("{}: {}{}", outcome.exit, outcome.stdout, outcome.stderr));
        }
        Ok(outcome.wall.as_secs_f64() * 1e3)
    }

    /// The median of some processes; `before` each, something is done.
    fn median(&self, rounds: usize, flags: &[String], mut before: impl FnMut()) -> Result<f64, String> {
        let samples = (0..rounds).map(|_| {
            before();
            self.milliseconds(flags)
        });
        Ok(median(&samples.collect::<Result<Vec<_>, _>>()?).unwrap_or_default())
    }
}

/// Milliseconds that each kind of process takes: the first one, later ones, and later ones with a directory in front.
fn measure(run: &Run<'_>, situation: &Situation, rounds: usize, server: &RedisServer) -> Result<[f64; 3], String> {
    let stand_between = match situation.obstacle {
        Obstacle::Between(stand_between) => stand_between,
        Obstacle::Locks => return measure_locked(run, rounds),
    };
    let forget = || drop(server.command(&["FLUSHALL"]));
    let near = run.sandbox.store("near");
    let near_is_gone = || drop(fs::remove_dir_all(&near));
    forget();
    near_is_gone();
    let direct = [format!("--store={}", server.address()), "--finish=wait".to_owned()];
    let port = stand_between(server.port());
    let far = [format!("--store=redis://127.0.0.1:{port}"), "--finish=off".to_owned()];
    let layered = [&[format!("--store=dir:{}", near.display())], &far[..]].concat();
    let first = run.median(rounds, &far, forget)?;
    // What they find has been left by others, who had no such trouble.
    forget();
    for _ in 0..3 {
        run.milliseconds(&direct)?;
    }
    let later = run.median(rounds, &far, || {})?;
    run.milliseconds(&layered)?;
    let with_near = run.median(rounds, &layered, || {})?;
    Ok([first, later, with_near])
}

/// The same for a directory that somebody has locked, all packs in it included; the last with another directory in front.
fn measure_locked(run: &Run<'_>, rounds: usize) -> Result<[f64; 3], String> {
    let (locked, near) = (run.sandbox.store("locked"), run.sandbox.store("in-front"));
    let store = |folder: &Path| format!("--store=dir:{}", folder.display());
    // Its bytecode is worth a pack each.
    let direct = [store(&locked), "--finish=wait".to_owned(), "--keep-all".to_owned()];
    let flags = [store(&locked), "--finish=off".to_owned(), "--keep-all".to_owned()];
    let layered = [&[store(&near)], &flags[..]].concat();
    for folder in [&locked, &near] {
        let _ = fs::remove_dir_all(folder);
    }
    for _ in 0..3 {
        run.milliseconds(&direct)?;
    }
    run.milliseconds(&layered)?;
    let files = files_below(&locked);
    let held = [&locked].into_iter().chain(&files).map(|path| {
        let file = fs::File::open(path)?;
        file.lock().map(|()| file)
    });
    let _held = held.collect::<Result<Vec<_>, _>>().map_err(|e| e.to_string())?;
    let later = run.median(rounds, &flags, || {})?;
    let with_near = run.median(rounds, &layered, || {})?;
    for pack in files.iter().filter(|path| path.extension().is_some_and(|ending| ending == "pack")) {
        fs::File::options().write(true).open(pack).and_then(|file| file.set_len(0)).map_err(|e| e.to_string())?;
    }
    Ok([run.median(rounds, &flags, || {})?, later, with_near])
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let Some(server) = RedisServer::start() else { return ExitCode::FAILURE };
    let sandbox = Sandbox::new("delays");
    let expected = program::write(sandbox.path());
    let hearth = arguments.hearth.as_deref().unwrap_or_else(|| binary::hearth());
    let run = Run { sandbox: &sandbox, hearth, expected: &expected };
    let none = ["--cache=off".to_owned()];
    let mut rows = vec![["ms more than without a cache", "first", "later", "with a directory"].map(str::to_owned).to_vec()];
    let mut failures = Vec::new();
    for situation in SITUATIONS.iter().filter(|situation| situation.name.contains(&arguments.only)) {
        let result = run.median(arguments.rounds, &none, || {}).and_then(|without| {
            let taken = measure(&run, situation, arguments.rounds, &server)?;
            Ok(taken.map(|ms| ms - without))
        });
        match result {
            Ok(added) => {
                rows.push([vec![situation.name.to_owned()], added.iter().map(|ms| format!("{ms:.0}")).collect()].concat());
                let exceeded = added.iter().zip(situation.bars).any(|(ms, bar)| *ms > bar);
                failures.extend(exceeded.then(|| format!("{}: more than {:?} ms", situation.name, situation.bars)));
            }
            Err(failure) => failures.push(format!("{}: {failure}", situation.name)),
        }
    }
    print!("{}", aligned(&rows, 0));
    failures.iter().for_each(|failure| eprintln!("{failure}"));
    if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
