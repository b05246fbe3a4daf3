//! Who is measured, and how each of them is called.

use std::path::{Path, PathBuf};
use std::process::Command;

use hearth_codecache::TrustKey;
use hearth_tests::binary;
use hearth_tests::scratch::Scratch;

use crate::executable;

/// What is in the store when a timed process of Hearth starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Store {
    /// The engine has none.
    None,
    /// A new empty directory for each process.
    Empty,
    /// A directory that training runs of the same program have filled.
    Trained,
}

pub struct Engine {
    pub name: &'static str,
    pub version: String,
    pub store: Store,
    /// Whether it is Hearth, whatever the flags.
    pub is_hearth: bool,
    /// Whether it appears in the tables of iterations, too.
    pub times_iterations: bool,
    program: PathBuf,
    arguments: &'static [&'static str],
    /// A file that gives a bare shell what the programs take for granted.
    prelude: Option<PathBuf>,
    /// What stands between the script and its arguments.
    separator: &'static [&'static str],
    scratch: Scratch,
}

struct Peer {
    name: &'static str,
    /// Names on the PATH, tried in order.
    executables: &'static [&'static str],
    variable: &'static str,
    arguments: &'static [&'static str],
    /// The flag that loads a prelude, for shells without `process` and `require`.
    prelude: Option<&'static [&'static str]>,
    separator: &'static [&'static str],
    version: &'static str,
}

const PEERS: &[Peer] = &[
    Peer {
        name: "node",
        executables: &["node"],
        variable: "HEARTH_BENCH_NODE",
        arguments: &[],
        prelude: None,
        separator: &[],
        version: "--version",
    },
    Peer {
        name: "node26",
        executables: &["node26"],
        variable: "HEARTH_BENCH_NODE26",
        arguments: &[],
        prelude: None,
        separator: &[],
        version: "--version",
    },
    Peer {
        name: "bun",
        executables: &["bun"],
        variable: "HEARTH_BENCH_BUN",
        arguments: &["run"],
        prelude: None,
        separator: &[],
        version: "--version",
    },
    Peer {
        name: "deno",
        executables: &["deno"],
        variable: "HEARTH_BENCH_DENO",
        arguments: &["run", "-A", "--no-check", "--unstable-detect-cjs"],
        prelude: None,
        separator: &[],
        version: "--version",
    },
    Peer {
        name: "qjs",
        executables: &["qjs"],
        variable: "HEARTH_BENCH_QJS",
        arguments: &["--std", "--script"],
        prelude: Some(&["-I"]),
        separator: &[],
        version: "--version",
    },
    Peer {
        name: "jsc",
        executables: &["jsc"],
        variable: "HEARTH_BENCH_JSC",
        arguments: &[],
        prelude: Some(&[]),
        separator: &["--"],
        version: "--version",
    },
    Peer {
        name: "spidermonkey",
        executables: &["js102", "js128", "js140"],
        variable: "HEARTH_BENCH_JS",
        arguments: &[],
        prelude: Some(&["-f"]),
        separator: &[],
        version: "--version",
    },
];

struct Configuration {
    name: &'static str,
    store: Store,
    arguments: &'static [&'static str],
    times_iterations: bool,
}

const HEARTH: &[Configuration] = &[
    Configuration { name: "hearth interpreter", store: Store::None, arguments: &["--jit=off", "--cache=off"], times_iterations: false },
    Configuration { name: "hearth cold", store: Store::Empty, arguments: &[], times_iterations: true },
    Configuration { name: "hearth warm bytecode", store: Store::Trained, arguments: &["--cache=bytecode"], times_iterations: false },
    Configuration { name: "hearth warm profile", store: Store::Trained, arguments: &["--cache=profile"], times_iterations: false },
    Configuration { name: "hearth warm", store: Store::Trained, arguments: &[], times_iterations: true },
];

/// Loaded before the program by shells that have neither `process` nor `require`.
const PRELUDE: &str = include_str!("prelude.js");

/// The engines whose name contains one of `wanted` (all of them if that is empty).
/// Hearth must be there if it is wanted; peers that are not there are left out.
pub fn find(wanted: &[String]) -> Result<Vec<Engine>, String> {
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|w| name.contains(w.as_str()));
    let mut engines = Vec::new();
    for configuration in HEARTH.iter().filter(|c| is_wanted(c.name)) {
        engines.push(Engine {
            name: configuration.name,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            store: configuration.store,
            is_hearth: true,
            times_iterations: configuration.times_iterations,
            program: binary::hearth().to_owned(),
            arguments: configuration.arguments,
            prelude: None,
            separator: &[],
            scratch: Scratch::new("bench"),
        });
    }
    for peer in PEERS.iter().filter(|p| is_wanted(p.name)) {
        let Some(program) = peer.executables.iter().find_map(|name| executable(peer.variable, name)) else {
            if !wanted.is_empty() {
                eprintln!("bench: {} is neither on the PATH nor named by {}", peer.name, peer.variable);
            }
            continue;
        };
        let scratch = Scratch::new("bench");
        engines.push(Engine {
            name: peer.name,
            version: version(&program, peer.version),
            store: Store::None,
            is_hearth: false,
            times_iterations: true,
            prelude: peer.prelude.map(|_| scratch.file("prelude.js", PRELUDE)),
            program,
            arguments: peer.arguments,
            separator: peer.separator,
            scratch,
        });
    }
    if engines.is_empty() { Err("no engine of that name".to_owned()) } else { Ok(engines) }
}

fn version(program: &Path, flag: &str) -> String {
    let output = Command::new(program).arg(flag).output();
    let text = output.map(|o| String::from_utf8_lossy(&o.stdout).into_owned()).unwrap_or_default();
    text.lines().next().unwrap_or("unknown").trim().to_owned()
}

impl Engine {
    /// The command for one process. `store` is the directory of Hearth's store.
    pub fn command(&self, script: &Path, arguments: &[String], store: Option<&Path>) -> Command {
        let mut command = Command::new(&self.program);
        command.env_remove("HEARTH_STORE").env("HEARTH_CONFIG", "").args(self.arguments);
        if self.is_hearth {
            command.arg(format!("--key-file={}", self.key_file().display())).env("HEARTH_FINISH", "wait");
        }
        if let Some(store) = store {
            command.arg(format!("--store=dir:{}", store.display()));
        }
        if let Some(prelude) = &self.prelude {
            let flag = PEERS.iter().find(|p| p.name == self.name).and_then(|p| p.prelude).unwrap_or_default();
            command.args(flag).arg(prelude);
            if self.name == "spidermonkey" {
                command.arg("-f");
            }
            // A shell tells a script its arguments, but not its own name.
            command.env("HEARTH_BENCH_SCRIPT", script);
        }
        command.arg(script).args(self.separator).args(arguments);
        // Relative names in the prelude's `require` are those of the script's folder.
        if let Some(folder) = script.parent() {
            command.current_dir(folder);
        }
        command
    }

    /// The key of all runs, made when it is first asked for.
    fn key_file(&self) -> PathBuf {
        let path = self.scratch.join("key");
        TrustKey::load_or_create(&path).expect("a key can be made");
        path
    }

    /// The command that waits for whoever finishes what a run has left in `store`.
    pub fn finish(&self, store: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.args(["cache", "finish"]).arg(format!("--store=dir:{}", store.display()));
        command.arg(format!("--key-file={}", self.key_file().display()));
        command
    }

    pub fn scratch(&self) -> &Scratch {
        &self.scratch
    }
}
