//! One run of `hearth`, and what its statistics say.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use std::{env, fs};

use hearth_codecache::TrustKey;
use serde_json::Value as Json;

use crate::binary;
use crate::process::{self, Outcome};
use crate::scratch::Scratch;

/// A private place for key and stores, so that runs cannot see each other's caches.
#[derive(Debug)]
pub struct Sandbox {
    scratch: Scratch,
}

impl Sandbox {
    pub fn new(label: &str) -> Self {
        let this = Self { scratch: Scratch::new(label) };
        // One that is named has to be there.
        TrustKey::load_or_create(&this.key_file()).expect("a key can be made");
        this
    }

    pub fn path(&self) -> &Path {
        self.scratch.path()
    }

    pub fn key_file(&self) -> PathBuf {
        self.scratch.join("key")
    }

    /// The folder of the directory store called `name`.
    pub fn store(&self, name: &str) -> PathBuf {
        self.scratch.join(name)
    }

    /// Writes `contents` to the file `name` in here and returns its path.
    pub fn file(&self, name: &str, contents: impl AsRef<[u8]>) -> PathBuf {
        self.scratch.file(name, contents)
    }

    /// A command that runs `hearth` with the key of this sandbox and no store yet.
    pub fn hearth(&self) -> Hearth {
        self.subcommand("run")
    }

    /// The same with another key.
    pub fn hearth_with_key(&self, key: &Path) -> Hearth {
        self.started("run", key).flag("--keep-all")
    }

    /// The same for another subcommand that runs scripts.
    pub fn subcommand(&self, name: &str) -> Hearth {
        // Most programs of the tests are short.
        self.as_people_do(name).flag("--keep-all")
    }

    /// The same, which leaves out what does not pay as it does for people.
    pub fn as_people_do(&self, subcommand: &str) -> Hearth {
        self.started(subcommand, &self.key_file())
    }

    fn started(&self, subcommand: &str, key: &Path) -> Hearth {
        let mut command = Command::new(binary::hearth());
        command
            .arg(subcommand)
            .env_remove("HEARTH_STORE")
            // What a run leaves is complete when it ends.
            .env("HEARTH_FINISH", "wait")
            // On a busy machine a server on the same machine may take longer than a program waits for one.
            .env("HEARTH_LOAD_TIMEOUT", "20s")
            .env("HEARTH_END_TIMEOUT", "20s")
            .env("HOME", self.path())
            .env("XDG_CACHE_HOME", self.path().join("cache"))
            .env("XDG_CONFIG_HOME", self.path().join("config"))
            .env("XDG_DATA_HOME", self.path().join("data"))
            .arg(format!("--key-file={}", key.display()));
        Hearth { command, limit: time_limit() }
    }
}

/// The time that one process may take: `HEARTH_TEST_TIMEOUT` in seconds, or two minutes.
pub fn time_limit() -> Duration {
    let seconds = env::var("HEARTH_TEST_TIMEOUT").ok().and_then(|s| s.parse().ok());
    Duration::from_secs(seconds.unwrap_or(120))
}

pub struct Hearth {
    command: Command,
    limit: Duration,
}

impl Hearth {
    pub fn flag(mut self, flag: impl AsRef<str>) -> Self {
        self.command.arg(flag.as_ref());
        self
    }

    pub fn flags<S: AsRef<str>>(self, flags: impl IntoIterator<Item = S>) -> Self {
        flags.into_iter().fold(self, |this, flag| this.flag(flag))
    }

    pub fn directory_store(self, path: &Path) -> Self {
        self.flag(format!("--store=dir:{}", path.display()))
    }

    pub fn env(mut self, key: &str, value: &str) -> Self {
        self.command.env(key, value);
        self
    }

    /// Runs shell commands first, in the process that then becomes `hearth`: limits, variables.
    pub fn after(self, commands: &str) -> Self {
        self.within(&["sh", "-c", &format!("{commands}; exec \"$0\" \"$@\"")])
    }

    /// Has another program start this one.
    pub fn within(self, starter: &[&str]) -> Self {
        let mut command = Command::new(starter[0]);
        command.args(&starter[1..]).arg(self.command.get_program()).args(self.command.get_args());
        for (key, value) in self.command.get_envs() {
            match value {
                Some(value) => command.env(key, value),
                None => command.env_remove(key),
            };
        }
        Self { command, ..self }
    }

    pub fn limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// Runs `script`. The statistics are asked for by `--stats=json`.
    pub fn run<S: AsRef<str>>(self, script: &Path, arguments: &[S]) -> Outcome {
        let mut this = self;
        this.command.arg(script).args(arguments.iter().map(AsRef::as_ref));
        process::run(&mut this.command, this.limit).unwrap_or_else(|e| panic!("cannot run {:?}: {e}", this.command))
    }
}

/// What `--stats=json` says in the last line of standard error.
#[derive(Debug)]
pub struct Statistics(Json);

impl Statistics {
    /// Fails with a text that shows what was there instead.
    pub fn of(outcome: &Outcome) -> Result<Self, String> {
        let line = outcome.stderr.lines().next_back().unwrap_or_default();
        match serde_json::from_str(line) {
            Ok(json @ Json::Object(_)) => Ok(Self(json)),
            _ => Err(format!("no statistics in the last line of stderr: {line:?}")),
        }
    }

    /// The number at `path`, such as `store.hits`.
    pub fn number(&self, path: &str) -> f64 {
        let found = path.split('.').try_fold(&self.0, |json, key| json.get(key));
        found.and_then(Json::as_f64).unwrap_or_else(|| panic!("no number {path} in {}", self.0))
    }

    /// How often compiled code has called the runtime by this name.
    pub fn runtime_calls(&self, name: &str) -> f64 {
        self.0.get("runtime_calls").and_then(|calls| calls.get(name)).and_then(Json::as_f64).unwrap_or(0.0)
    }

    pub fn compiled(&self) -> f64 {
        self.number("tierups.compiled")
    }

    pub fn retrieved(&self) -> f64 {
        self.number("tierups.retrieved")
    }

    /// Reasons for which something from a store was not used, with their counts.
    pub fn rejected(&self) -> Vec<(String, f64)> {
        let object = self.0.get("rejected").and_then(Json::as_object);
        let object = object.unwrap_or_else(|| panic!("no object rejected in {}", self.0));
        object.iter().map(|(reason, count)| (reason.clone(), count.as_f64().unwrap_or(0.0))).filter(|(_, count)| *count > 0.0).collect()
    }

    /// How often one of `reasons` was counted.
    pub fn rejected_for(&self, reasons: &[&str]) -> f64 {
        let rejected = self.rejected();
        let counted = rejected.iter().filter(|(reason, _)| reasons.contains(&reason.as_str()));
        counted.map(|(_, count)| count).sum()
    }

    /// Whether (nearly) all optimised code came from the store: nothing was compiled, and
    /// at least 99 in 100 tier-ups were served.
    pub fn served_from_store(&self) -> Result<(), String> {
        let (compiled, retrieved) = (self.compiled(), self.retrieved());
        let patterns = self.number("patterns.compiled");
        if patterns > 0.0 {
            return Err(format!("compiled {patterns} patterns"));
        }
        if compiled == 0.0 && retrieved > 0.0 && retrieved / (retrieved + compiled) >= 0.99 {
            Ok(())
        } else {
            Err(format!("compiled {compiled}, retrieved {retrieved}, rejected {:?}", self.rejected()))
        }
    }
}

/// All regular files below `folder`, sorted.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(path),
                Ok(kind) if kind.is_file() => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::Exit;

    fn outcome(stderr: &str) -> Outcome {
        Outcome {
            exit: Exit::Code(0),
            stdout: String::new(),
            stderr: stderr.into(),
            wall: Duration::ZERO,
            cpu: Duration::ZERO,
            peak_rss_kib: 0,
        }
    }

    #[test]
    fn statistics_are_the_last_line() {
        let line = r#"{"tierups":{"compiled":0,"retrieved":7},"patterns":{"compiled":0},"rejected":{"bad tag":2,"old":0}}"#;
        let statistics = Statistics::of(&outcome(&format!("noise\n{line}\n"))).unwrap();
        assert_eq!(statistics.retrieved(), 7.0);
        assert_eq!(statistics.rejected(), [("bad tag".to_owned(), 2.0)]);
        assert_eq!(statistics.rejected_for(&["bad tag", "old"]), 2.0);
        assert_eq!(statistics.rejected_for(&["old"]), 0.0);
        assert!(statistics.served_from_store().is_ok());
        assert!(Statistics::of(&outcome("noise")).is_err());
    }

    #[test]
    fn one_compilation_is_not_served_from_store() {
        let code = r#"{"tierups":{"compiled":1,"retrieved":7},"patterns":{"compiled":0},"rejected":{}}"#;
        let pattern = r#"{"tierups":{"compiled":0,"retrieved":7},"patterns":{"compiled":1},"rejected":{}}"#;
        for line in [code, pattern] {
            assert!(Statistics::of(&outcome(line)).unwrap().served_from_store().is_err());
        }
    }
}
