//! What the cache exists for: after a training run, optimised code comes from the store.

use std::path::Path;

use hearth_tests::invocation::{Hearth, Sandbox, Statistics};
use hearth_tests::programs::{self, Program};
use hearth_tests::redis_server::RedisServer;
use hearth_tests::suite::{compare, in_parallel};

/// Training runs after which nothing may be left to compile. The first one stores what
/// it compiled; what was compiled from too early a profile bails out and is replaced.
const TRAINING_RUNS: usize = 3;

fn expect_statistics(program: &Program, hearth: Hearth) -> Result<Statistics, String> {
    let outcome = hearth.flags(["--no-threads", "--stats=json"]).run(&program.path, &program.arguments);
    compare(&program.expected()?, &outcome)?;
    Statistics::of(&outcome)
}

fn train(program: &Program, hearth: impl Fn() -> Hearth) -> Result<(), String> {
    let first = expect_statistics(program, hearth())?;
    if first.compiled() == 0.0 || first.retrieved() != 0.0 {
        return Err(format!("cold run: compiled {}, retrieved {}", first.compiled(), first.retrieved()));
    }
    for _ in 1..TRAINING_RUNS {
        expect_statistics(program, hearth())?;
    }
    Ok(())
}

fn report(failures: Vec<(String, String)>) {
    let list: String = failures.iter().map(|(name, why)| format!("  {name}: {why}\n")).collect();
    assert!(failures.is_empty(), "{} programs are not served from the store\n{list}", failures.len());
}

fn for_each_benchmark(check: impl Fn(&Program) -> Result<(), String> + Sync) {
    let programs = programs::benchmarks();
    let results = in_parallel(&programs, check);
    let failures = programs.iter().zip(results);
    report(failures.filter_map(|(program, result)| Some((program.name.clone(), result.err()?))).collect());
}

#[test]
fn a_warm_run_compiles_nothing() {
    for_each_benchmark(|program| {
        let sandbox = Sandbox::new(&program.name);
        let hearth = || sandbox.hearth().directory_store(&sandbox.store("store"));
        train(program, hearth)?;
        expect_statistics(program, hearth())?.served_from_store()
    });
}

#[test]
fn a_run_from_redis_compiles_nothing_and_fills_the_directory() {
    let server = RedisServer::start();
    for_each_benchmark(|program| {
        let sandbox = Sandbox::new(&program.name);
        let directory = sandbox.store("directory");
        let with = |directory: &Path| sandbox.hearth().directory_store(directory).flag(format!("--store={}", server.address()));
        train(program, || with(&sandbox.store("first")))?;
        expect_statistics(program, with(&directory))?.served_from_store()?;
        // Redis has filled the directory on the way back, so now it is not needed.
        let alone = sandbox.hearth().directory_store(&directory);
        expect_statistics(program, alone)?.served_from_store()
    });
}

#[test]
fn lower_cache_levels_store_no_code() {
    for level in ["--cache=bytecode", "--cache=profile"] {
        for_each_benchmark(|program| {
            let sandbox = Sandbox::new(&program.name);
            let hearth = || sandbox.hearth().directory_store(&sandbox.store("store")).flag(level);
            train(program, hearth)?;
            let statistics = expect_statistics(program, hearth())?;
            if statistics.retrieved() != 0.0 {
                return Err(format!("{level}: retrieved {}", statistics.retrieved()));
            }
            if statistics.number("store.hits") == 0.0 {
                return Err(format!("{level}: no store hit"));
            }
            Ok(())
        });
    }
}

#[test]
fn a_warm_run_of_modules_parses_nothing() {
    for name in ["scripts/modules/bindings", "scripts/modules/hot-imports", "scripts/typescript/types", "scripts/host/util"] {
        let program = programs::named(name);
        let sandbox = Sandbox::new(&program.name);
        let run =
            || expect_statistics(&program, sandbox.hearth().directory_store(&sandbox.store("store")).flag("--cache=bytecode")).unwrap();
        let cold = run();
        assert!(cold.number("store.misses") > 0.0, "{name}: the first run has found something");
        // A function whose record is missing would be parsed for.
        let warm = run();
        assert_eq!(warm.number("store.misses"), 0.0, "{name}: the second run misses");
        assert!(warm.number("store.hits") > 0.0, "{name}: the second run finds nothing");
    }
}
