//! What the cache exists for: after a training run, optimised code comes from the store.

use std::path::Path;

use hearth_tests::invocation::{Hearth, Sandbox, Statistics};
use hearth_tests::programs::{self, Program};
use hearth_tests::redis_server::RedisServer;
use hearth_tests::suite::{compare, in_parallel};

fn expect_statistics(program: &Program, hearth: Hearth) -> Result<Statistics, String> {
    let outcome = hearth.flags(["--no-threads", "--stats=json"]).run(&program.path, &program.arguments);
    compare(&program.expected()?, &outcome)?;
    Statistics::of(&outcome)
}

fn train(program: &Program, hearth: Hearth) -> Result<(), String> {
    let cold = expect_statistics(program, hearth)?;
    if cold.retrieved() != 0.0 {
        return Err(format!("cold run: retrieved {}", cold.retrieved()));
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
        train(program, hearth())?;
        expect_statistics(program, hearth())?.served_from_store()
    });
}

/// Whatever the compiler makes of each function and loop at its first call is what stored code may consist of.
#[test]
fn all_that_is_compiled_is_accepted_from_a_store() {
    let mut programs = programs::all();
    programs.retain(|program| ["bench/", "scripts/tiers/", "scripts/regexp/"].iter().any(|folder| program.name.starts_with(folder)));
    let results = in_parallel(&programs, |program| {
        let sandbox = Sandbox::new(&program.name);
        let hearth = || sandbox.hearth().directory_store(&sandbox.store("store")).flags(["--finish=off", "--ion-eager"]);
        let cold = expect_statistics(program, hearth())?;
        let warm = expect_statistics(program, hearth())?;
        match warm.rejected_for(&["forbidden_code"]) {
            0.0 if warm.retrieved() > 0.0 || cold.compiled() == 0.0 => Ok(warm.retrieved()),
            0.0 => Err("nothing was restored".to_owned()),
            refused => Err(format!("{refused} refused")),
        }
    });
    let restored: f64 = results.iter().flatten().sum();
    assert!(restored > 10.0 * programs.len() as f64, "{restored} functions of {} programs", programs.len());
    let failures = programs.iter().zip(results);
    report(failures.filter_map(|(program, result)| Some((program.name.clone(), result.err()?))).collect());
}

#[test]
fn a_run_from_redis_compiles_nothing_and_fills_the_directory() {
    let Some(server) = RedisServer::start() else { return };
    for_each_benchmark(|program| {
        let sandbox = Sandbox::new(&program.name);
        let directory = sandbox.store("directory");
        let with = |directory: &Path| sandbox.hearth().directory_store(directory).flag(format!("--store={}", server.address()));
        train(program, with(&sandbox.store("first")))?;
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
            train(program, hearth())?;
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
        // What does not say in its name whether it is a module is asked for as a script first.
        let asked_in_vain = if program.path.extension().is_some_and(|e| e == "ts") { 1.0 } else { 0.0 };
        assert_eq!(warm.number("store.misses"), asked_in_vain, "{name}: the second run misses");
        assert!(warm.number("store.hits") > 0.0, "{name}: the second run finds nothing");
    }
}

/// The constructor's bytecode says how many properties instances get. When restored code
/// made the first instance, the bytecode was not there yet, and when the interpreter did,
/// it was: code from the one process met objects of another layout in the next.
#[test]
fn instances_have_the_same_layout_in_a_warm_process() {
    const SCRIPT: &str = "
        class Plain {
            constructor(n) { this.a = n; this.b = n; this.c = n; this.d = n; this.e = n; this.f = n + 5; this.g = n; }
        }
        function sum(all) {
            let total = 0;
            for (let i = 0; i < all.length; i++) total += all[i].f - all[i].a;
            return total;
        }
        function run(n) {
            const all = [];
            for (let i = 0; i < n; i++) all.push(new Plain(i));
            return sum(all);
        }
        let total = 0;
        for (let i = 0; i < 40; i++) total += run(2000);
        console.log(total);
    ";
    let sandbox = Sandbox::new("layout");
    let script = sandbox.file("layout.js", SCRIPT);
    let run = || {
        let hearth = sandbox.hearth().directory_store(&sandbox.store("store")).flags(["--no-threads", "--stats=json"]);
        let outcome = hearth.run::<&str>(&script, &[]);
        assert_eq!(outcome.stdout, "400000\n", "{}", outcome.stderr);
        Statistics::of(&outcome).expect("statistics")
    };
    assert!(run().compiled() > 0.0);
    let warm = run();
    assert_eq!((warm.compiled(), warm.number("bailouts")), (0.0, 0.0));
    assert!(warm.retrieved() > 0.0);
}

/// Handlers were entered by the interpreter only: a loop that throws and catches left its code
/// 65 times in each process, was compiled once more in each, and rewrote its pack.
#[test]
fn exceptions_that_are_caught_in_a_loop_are_settled_by_one_run() {
    const SCRIPT: &str = "
        function fails(i) { if (i % 3 === 0) throw i; return i; }
        function f(n) {
            let s = 0;
            for (let i = 0; i < n; i++) {
                try { s += fails(i); if (i % 5 === 0) throw 1; } catch (e) { s ^= e; } finally { s++; }
            }
            return s;
        }
        let total = 0;
        for (let i = 0; i < 200; i++) total = (total + f(200)) | 0;
        try { f(1e5); fails(0); } catch (e) { total++; }
        console.log(total);
    ";
    let sandbox = Sandbox::new("exceptions");
    let script = sandbox.file("exceptions.js", SCRIPT);
    let run = || {
        let hearth = sandbox.hearth().directory_store(&sandbox.store("store")).flags(["--no-threads", "--stats=json"]);
        let outcome = hearth.run::<&str>(&script, &[]);
        assert!(outcome.succeeded(), "{}", outcome.stderr);
        (outcome.stdout.clone(), Statistics::of(&outcome).expect("statistics"))
    };
    let (first, cold) = run();
    assert!(cold.compiled() > 0.0);
    let (second, warm) = run();
    assert_eq!(first, second);
    assert_eq!((warm.compiled(), warm.number("bailouts")), (0.0, 0.0));
    assert!(warm.retrieved() > 0.0);
}

/// What a program hands to `eval` and `Function` comes from no file; its code is kept with
/// the program's.
#[test]
fn code_of_evaluated_text_is_stored() {
    const SCRIPT: &str = "
        const sum = new Function('n', 'let s = 0; for (let i = 0; i < n; i++) s = (s + i * 3) | 0; return s;');
        const twice = eval('(function twice(x) { let t = x; for (let i = 0; i < 20; i++) t = (t ^ i) + 1; return t; })');
        let total = 0;
        for (let i = 0; i < 4000; i++) total = (total + sum(20) + twice(i)) | 0;
        console.log(total);
    ";
    let sandbox = Sandbox::new("evaluated");
    let script = sandbox.file("evaluated.js", SCRIPT);
    let run = || {
        let hearth = sandbox.hearth().directory_store(&sandbox.store("store")).flags(["--no-threads", "--stats=json"]);
        let outcome = hearth.run::<&str>(&script, &[]);
        assert!(outcome.succeeded(), "{}", outcome.stderr);
        (outcome.stdout.clone(), Statistics::of(&outcome).expect("statistics"))
    };
    let (first, cold) = run();
    assert!(cold.compiled() > 1.0);
    let (last, warm) = run();
    assert_eq!(first, last);
    assert_eq!(warm.compiled(), 0.0);
    assert!(warm.retrieved() > 1.0);
}

/// uglify-js has all its code in one text that it gives to `new Function`: every run compiled
/// it anew, because only files were kept in the stores.
#[test]
fn a_large_text_of_new_function_is_kept_as_a_file_is() {
    const SCRIPT: &str = "
        const body = `
            function mix(a, b) { return (a * 31 + b) % 65521; }
            let total = n;
            for (let i = 0; i < 3000; i++) total = mix(total, i);
            return total;
        ` + '// long enough\\n'.repeat(400);
        const [first, second] = [new Function('n', body), new Function('n', body)];
        let total = 0;
        for (let i = 0; i < 50; i++) total = first(total) ^ second(i);
        console.log(total, first !== second, first.toString() === second.toString());
    ";
    let sandbox = Sandbox::new("new-function");
    let script = sandbox.file("program.js", SCRIPT);
    let run = || {
        let hearth = sandbox.hearth().directory_store(&sandbox.store("store")).flags(["--no-threads", "--stats=json"]);
        let outcome = hearth.run::<&str>(&script, &[]);
        assert_eq!(outcome.stdout, "38009 true true\n", "{}", outcome.stderr);
        Statistics::of(&outcome).expect("statistics")
    };
    assert!(run().compiled() > 0.0);
    run();
    run().served_from_store().unwrap();
}

/// The tables of character sets in xlsx are functions of a hundred short loops each. Code that
/// is entered at a loop is code of the whole function: it was compiled for loop after loop.
#[test]
fn a_function_of_many_short_loops_is_not_compiled_for_each() {
    let loops: String = (0..150)
        .map(|i| {
            let first = i * 256;
            format!("D[{i}] = S; for (j = 0; j != D[{i}].length; ++j) if (D[{i}][j] !== 'x') {{ e[D[{i}][j]] = {first} + j; d[{first} + j] = D[{i}][j]; }}\n")
        })
        .collect();
    let text =
        format!("const S = 'abcdefgh'.repeat(32); (() => {{ var d = [], e = {{}}, D = [], j;\n{loops} console.log(d.length); }})();");
    let sandbox = Sandbox::new("many-loops");
    let script = sandbox.file("loops.js", text);
    for _ in 0..2 {
        let hearth = sandbox.hearth().directory_store(&sandbox.store("store")).flags(["--no-threads", "--stats=json"]);
        let outcome = hearth.run::<&str>(&script, &[]);
        assert_eq!(outcome.stdout, "38400\n", "{}", outcome.stderr);
        let compiled = Statistics::of(&outcome).expect("statistics").compiled();
        assert!(compiled <= 4.0, "{compiled} compilations");
    }
}

/// Register allocation of such a function takes half a minute.
#[test]
fn hundreds_of_variables_live_across_thousands_of_calls_stay_interpreted() {
    const SCRIPT: &str = "
        let source = 'let t = 0;';
        for (let i = 0; i < 250; i++) source += `let v${i} = a + ${i};`;
        for (let i = 0; i < 2000; i++) source += `t += f(v${(i * 7) % 250} + ${i});`;
        for (let i = 0; i < 250; i++) source += `t += v${i};`;
        const large = new Function('a', 'f', source + 'return t;');
        let total = 0;
        for (let i = 0; i < 1600; i++) total += large(i, (x) => x & 3);
        console.log(total);
    ";
    let sandbox = Sandbox::new("live");
    let script = sandbox.file("live.js", SCRIPT);
    let flags = ["--cache=off", "--no-threads", "--ion-inlining=off", "--trace=tier"];
    let outcome = sandbox.hearth().flags(flags).run::<&str>(&script, &[]);
    assert!(outcome.succeeded(), "{}", outcome.stderr);
    assert!(
        outcome.stderr.contains("decision=interpreted reason=\"too many values live at too many calls and exits\""),
        "{}",
        outcome.stderr
    );
}

/// Functions that get warm at the same time, in a process that is over before they can all
/// be compiled.
fn many_functions(count: usize) -> String {
    let functions: String = (0..count)
        .map(|i| {
            format!(
                "function f{i}(a, n) {{ let s = {i}; for (let j = 0; j < n; j++) {{ if (a[j & 7] > 3) s = (s + a[j & 7] * {i}) | 0; else s ^= j; }} return s; }}\n"
            )
        })
        .collect();
    let calls: String = (0..count).map(|i| format!("t = (t + f{i}(a, 5)) | 0;")).collect();
    format!("{functions}let t = 0; const a = [1, 2, 3, 4, 5, 6, 7, 8]; for (let k = 0; k < 900; k++) {{ {calls} }} console.log(t);")
}

/// The end of a short process waited for all that was being compiled, and the next ones
/// compiled it again.
#[test]
fn a_short_process_ends_soon_and_the_next_ones_find_what_it_knew() {
    let sandbox = Sandbox::new("short");
    let script = sandbox.file("short.js", many_functions(60));
    let interpreted = sandbox.hearth().flag("--cache=off").flag("--jit=off").run::<&str>(&script, &[]);
    assert!(interpreted.succeeded(), "{}", interpreted.stderr);
    let mut compiled = Vec::new();
    for run in 0..8 {
        let hearth = sandbox.hearth().directory_store(&sandbox.store("store")).flag("--stats=json");
        let outcome = hearth.run::<&str>(&script, &[]);
        assert_eq!(outcome.stdout, interpreted.stdout, "{}", outcome.stderr);
        let statistics = Statistics::of(&outcome).expect("statistics");
        compiled.push(statistics.compiled());
        // At most half as much again as it ran, and what had begun; the rest is leeway.
        let bound = 2 * interpreted.wall + std::time::Duration::from_millis(1500);
        assert!(outcome.wall <= bound, "took {:?}, interpreted {:?}", outcome.wall, interpreted.wall);
        // The first may find that nothing repays itself.
        if run > 0 && statistics.compiled() == 0.0 {
            assert!(statistics.retrieved() > 0.0);
            return;
        }
    }
    panic!("still compiling after 8 runs: {compiled:?}");
}

/// A program of fifty small files took half as long again when its store was empty: each pack is
/// a file, and to write one takes longer than to compile a small text.
#[test]
fn short_files_are_kept_only_with_what_is_compiled_of_them() {
    const HOT: &str = "
        let total = 0;
        for (let i = 0; i < 3e6; i++) total = (total + i) | 0;
        console.log(total);
    ";
    let cold = "exports.once = () => 1;";
    let padding = format!("// {}\n", "long ".repeat(1000));
    for (text, has_pack, has_code) in [(cold, false, false), (HOT, true, true), (&format!("{padding}{cold}"), true, false)] {
        let sandbox = Sandbox::new("short");
        let script = sandbox.file("script.js", text);
        let run = || {
            let hearth = sandbox.as_people_do("run").directory_store(&sandbox.store("store")).flags(["--no-threads", "--stats=json"]);
            let outcome = hearth.run::<&str>(&script, &[]);
            assert!(outcome.succeeded(), "{}", outcome.stderr);
            Statistics::of(&outcome).expect("statistics")
        };
        run();
        let warm = run();
        assert_eq!(sandbox.store("store").exists(), has_pack, "{text}");
        assert_eq!((warm.number("store.hits") > 0.0, warm.retrieved() > 0.0), (has_pack, has_code), "{text}");
        assert_eq!(warm.compiled(), 0.0, "{text}");
    }
}

/// A module with 400 functions, of which the last is exported.
const LONG_MODULE: &str = "
const leb = (n) => n < 128 ? [n] : [n & 127 | 128, ...leb(n >> 7)];
const section = (id, bytes) => [id, ...leb(bytes.length), ...bytes];
const N = 400;
const body = [0, 0x41, 1, 0x41, 2, 0x6a, 0x1a, 0x41, 3, 0x41, 4, 0x6c, 0x0b];
const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, ...section(1, [1, 0x60, 0, 1, 0x7f]),
  ...section(3, [...leb(N), ...Array(N).fill(0)]), ...section(7, [1, 1, 102, 0, ...leb(N - 1)]),
  ...section(10, [...leb(N), ...Array.from({ length: N }, () => [body.length, ...body]).flat()])]);
console.log(new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.f());
";

#[test]
fn modules_of_webassembly_come_from_the_store() {
    let sandbox = Sandbox::new("wasm-module");
    let script = sandbox.file("module.js", LONG_MODULE);
    let run = || {
        let hearth = sandbox.hearth().directory_store(&sandbox.store("store")).flag("--trace=cache");
        let outcome = hearth.run(&script, &[""; 0]);
        assert_eq!(outcome.stdout, "12\n", "{}", outcome.stderr);
        outcome.stderr.lines().find(|line| line.contains("what=module") && line.contains("event=lookup")).map(str::to_owned)
    };
    assert!(run().is_some_and(|line| line.contains("reason=not_found")));
    assert!(run().is_some_and(|line| line.contains("result=hit")));
    // What is damaged is compiled anew.
    for path in hearth_tests::invocation::files_below(&sandbox.store("store")) {
        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        if let Some(byte) = bytes.get_mut(middle) {
            *byte ^= 1;
        }
        std::fs::write(&path, bytes).unwrap();
    }
    assert!(run().is_some_and(|line| line.contains("result=miss")));
}
