//! The table of ways in which every program is run. In each of them it must print the same.

use crate::invocation::{Hearth, Sandbox, time_limit};
use crate::process::Outcome;
use crate::programs::Program;
use std::env;

/// Which stores a run sees, and what is in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stores {
    None,
    /// An empty directory.
    Empty,
    /// A directory that a run with the same flags has filled.
    Filled,
    /// An empty directory in front of a Redis that a run with the same flags has filled.
    Redis,
}

#[derive(Debug)]
pub struct Mode {
    pub name: &'static str,
    pub stores: Stores,
    pub flags: &'static [&'static str],
    /// Flags of the last run only, after the stores were filled.
    pub last_flags: &'static [&'static str],
    pub gc_stress: bool,
    /// Of so many programs one is run, but all where `HEARTH_TEST_ALL` is set: modes that take long, or that share most of what they do with others.
    pub one_of: usize,
}

const fn mode(name: &'static str, stores: Stores, flags: &'static [&'static str]) -> Mode {
    Mode { name, stores, flags, last_flags: &[], gc_stress: false, one_of: 1 }
}

/// Every run is compared, so that a row with filled stores is a cold run, too.
pub const MODES: &[Mode] = &[
    mode("jit_off", Stores::None, &["--jit=off"]),
    mode("warm", Stores::Filled, &[]),
    mode("warm_from_redis", Stores::Redis, &[]),
    Mode { one_of: 2, ..mode("jit_clone", Stores::Empty, &["--jit-clone"]) },
    Mode { one_of: 2, ..mode("ion_eager", Stores::Filled, &["--ion-eager", "--no-threads", "--finish=off"]) },
    Mode { one_of: 2, ..mode("inlining_off", Stores::None, &["--ion-inlining=off", "--no-threads"]) },
    Mode { one_of: 2, ..mode("graph_verify", Stores::None, &["--ion-eager", "--no-threads", "--graph-verify=evaluate"]) },
    Mode { one_of: 2, ..mode("eager", Stores::None, &["--eager"]) },
    Mode { one_of: 2, ..mode("cache_bytecode", Stores::Filled, &["--cache=bytecode"]) },
    Mode { one_of: 2, ..mode("cache_profile", Stores::Filled, &["--cache=profile"]) },
    Mode { last_flags: &["--jit-verify=fresh"], one_of: 2, ..mode("jit_verify", Stores::Filled, &["--no-threads"]) },
    mode("tier_chaos", Stores::Filled, &["--tier-chaos=2", "--code-fence"]),
    Mode { last_flags: &["--no-threads"], gc_stress: true, one_of: 3, ..mode("gc_stress", Stores::Filled, &["--gc-verify"]) },
];

impl Mode {
    /// The row called `name`.
    pub fn named(name: &str) -> &'static Self {
        MODES.iter().find(|mode| mode.name == name).unwrap_or_else(|| panic!("no mode {name}"))
    }

    /// The programs of `all` that are run in this mode: in each mode others, so that each program is run in some of the long ones.
    pub fn share_of(&self, all: Vec<Program>) -> Vec<Program> {
        let one_of = if env::var_os("HEARTH_TEST_ALL").is_some() { 1 } else { self.one_of };
        let row = MODES.iter().position(|mode| mode.name == self.name).unwrap_or_default();
        all.into_iter().enumerate().filter(|(n, _)| (n + row) % one_of == 0).map(|(_, program)| program).collect()
    }

    /// What is wrong with a run of this mode, whatever it printed: code from a store that
    /// is not what the compiler makes of the same profile.
    pub fn complaint(outcome: &Outcome) -> Option<&str> {
        outcome.stderr.lines().find(|line| line.contains("differs from fresh code") || line.contains("cannot verify the stored code"))
    }

    /// Runs `program` as this row says; all the runs it takes, in order. `redis` is the
    /// address of a server that is empty but for what other programs wrote.
    pub fn run(&self, program: &Program, redis: Option<&str>) -> Vec<Outcome> {
        let sandbox = Sandbox::new(&format!("{}-{}", self.name, program.name));
        let hearth = || {
            let mut hearth = sandbox.hearth().flags(self.flags).flag("--stats=json").limit(time_limit());
            if self.gc_stress {
                hearth = hearth.flag(format!("--gc-stress={}", program.gc_stress));
            }
            if self.stores == Stores::None {
                hearth = hearth.flag("--cache=off");
            }
            hearth
        };
        let first = sandbox.store("first");
        let second = sandbox.store("second");
        let with_redis = |hearth: Hearth| hearth.flag(format!("--store={}", redis.expect("this mode needs Redis")));
        let run = |hearth: Hearth| hearth.run(&program.path, &program.arguments);
        let last = |hearth: Hearth| run(hearth.flags(self.last_flags));
        match self.stores {
            Stores::None => vec![last(hearth())],
            Stores::Empty => vec![last(hearth().directory_store(&first))],
            Stores::Filled => vec![run(hearth().directory_store(&first)), last(hearth().directory_store(&first))],
            Stores::Redis => vec![run(with_redis(hearth().directory_store(&first))), last(with_redis(hearth().directory_store(&second)))],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_difference_from_fresh_code_is_a_complaint() {
        let outcome = |stderr: &str| Outcome {
            exit: crate::process::Exit::Code(0),
            stdout: String::new(),
            stderr: stderr.into(),
            wall: std::time::Duration::ZERO,
            cpu: std::time::Duration::ZERO,
            peak_rss_kib: 0,
        };
        let line = "hearth: stored code of \"f\" differs from fresh code in code";
        assert_eq!(Mode::complaint(&outcome(&format!("x\n{line}\n{{}}"))), Some(line));
        assert_eq!(Mode::complaint(&outcome("x\n{}")), None);
    }

    #[test]
    fn names_are_unique() {
        let names: HashSet<_> = MODES.iter().map(|mode| mode.name).collect();
        assert_eq!(names.len(), MODES.len());
    }
}
