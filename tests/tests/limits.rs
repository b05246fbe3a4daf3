//! Limits that the system sets (`ulimit`, folders that cannot be written, a full disk) change
//! no output and end no process: what cannot be stored is counted, what cannot be mapped is
//! done without.

use std::path::Path;

use hearth_tests::invocation::{Sandbox, Statistics};
use hearth_tests::process::Outcome;
use hearth_tests::skipped;

const SCRIPT: &str = "
function work(n) { let s = 0; for (let i = 0; i < n; i++) s = (s * 31 + i) % 65521; return s; }
for (let i = 0; i < 3; i++) console.log(work(20000));
";
const OUTPUT: &str = "38958\n38958\n38958\n";

/// What may be counted for a store that cannot be written.
const UNWRITABLE: &[&str] = &["store_full", "store_refused", "io_error", "insecure_directory"];

/// Runs the script after shell commands have set limits.
fn run_after(sandbox: &Sandbox, commands: &str, flags: &[&str]) -> Outcome {
    let script = sandbox.file("script.js", SCRIPT);
    let arguments: [&str; 0] = [];
    sandbox.hearth().after(commands).flags(["--no-threads", "--stats=json"]).flags(flags).run(&script, &arguments)
}

/// Expects the right output, whatever was counted.
fn expect_output(outcome: &Outcome, what: &str) -> Statistics {
    assert!(outcome.succeeded(), "{what}: {}: {}", outcome.exit, outcome.stderr);
    assert_eq!(outcome.stdout, OUTPUT, "{what}");
    Statistics::of(outcome).unwrap_or_else(|why| panic!("{what}: {why}"))
}

fn store(sandbox: &Sandbox) -> String {
    format!("--store=dir:{}", sandbox.store("store").display())
}

/// A file-size limit below the arena's address space ended every process by SIGXFSZ, and so
/// did a pack that exceeded it.
#[test]
fn a_limit_on_files_is_no_signal() {
    for limit in ["0", "1", "1000"] {
        let sandbox = Sandbox::new("limit-files");
        // The key is there, so that the pack is what cannot be written.
        expect_output(&run_after(&sandbox, ":", &[&store(&sandbox)]), "without a limit");
        std::fs::remove_dir_all(sandbox.store("store")).expect("the store was made");
        let commands = format!("ulimit -f {limit}");
        let statistics = expect_output(&run_after(&sandbox, &commands, &[&store(&sandbox)]), &commands);
        assert!(statistics.compiled() > 0.0, "{commands}: nothing was compiled");
        if limit != "1000" {
            assert!(statistics.rejected_for(&["store_full"]) > 0.0, "{commands}: {:?}", statistics.rejected());
        }
    }
}

#[test]
fn a_key_that_cannot_be_written_is_counted() {
    let sandbox = Sandbox::new("limit-key");
    let statistics = expect_output(&run_after(&sandbox, "ulimit -f 0", &[&store(&sandbox)]), "no key");
    assert!(statistics.rejected_for(UNWRITABLE) > 0.0, "{:?}", statistics.rejected());
}

#[test]
fn little_address_space_and_few_descriptors_change_nothing() {
    let limits = [
        "ulimit -v 600000",
        "ulimit -v 1000000",
        "ulimit -v 4000000",
        "ulimit -n 4",
        "ulimit -n 5",
        "ulimit -n 6",
        "ulimit -n 8",
        "ulimit -n 10",
    ];
    for commands in limits {
        let sandbox = Sandbox::new("limit-space");
        for flags in [vec![store(&sandbox)], vec!["--cache=off".into(), "--ion-eager".into()]] {
            let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
            expect_output(&run_after(&sandbox, commands, &flags), commands);
        }
    }
}

#[test]
fn homes_and_stores_that_are_not_there_or_cannot_be_written() {
    let places = [
        "export HOME=/nonexistent XDG_CACHE_HOME= XDG_CONFIG_HOME=",
        "unset HOME XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME",
        "export HOME=/proc XDG_CACHE_HOME=/proc/self/cache",
        "export HOME=relative TMPDIR=/nonexistent",
    ];
    for commands in places {
        let sandbox = Sandbox::new("limit-home");
        expect_output(&run_after(&sandbox, commands, &[]), commands);
    }
    let sandbox = Sandbox::new("limit-store");
    let statistics = expect_output(&run_after(&sandbox, ":", &["--store=dir:/proc/self/store"]), "a store in /proc");
    assert!(statistics.rejected_for(UNWRITABLE) > 0.0, "{:?}", statistics.rejected());
}

#[test]
fn a_full_disk_is_counted() {
    let sandbox = Sandbox::new("limit-disk");
    let mount = |folder: &Path| format!("mount -t tmpfs -o size=4k,mode=700 none '{}'", folder.display());
    let folder = sandbox.store("store");
    std::fs::create_dir(&folder).expect("a folder");
    let may_mount = std::process::Command::new("unshare").args(["-m", "sh", "-c", &mount(&folder)]).output();
    if !may_mount.is_ok_and(|output| output.status.success()) {
        return skipped::skip("needs the right to mount a small file system (unshare -m)");
    }
    skipped::runs();
    let fill = format!("{} && head -c 4096 /dev/zero >'{}/filler'", mount(&folder), folder.display());
    let script = sandbox.file("script.js", SCRIPT);
    let arguments: [&str; 0] = [];
    let hearth = sandbox.hearth().after(&fill).within(&["unshare", "-m"]).flags(["--no-threads", "--stats=json", &store(&sandbox)]);
    let outcome = hearth.run(&script, &arguments);
    let statistics = expect_output(&outcome, "a full disk");
    assert!(statistics.rejected_for(&["store_full"]) > 0.0, "{:?}", statistics.rejected());
}
