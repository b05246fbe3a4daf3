//! The ways in which the engine is made to run the tests. Results must not differ.

use clap::ValueEnum;
use hearth::options::{CacheLevel, Options};
use std::path::Path;
use std::time::Duration;

/// Heap of one test, in bytes.
const MEMORY_LIMIT: usize = 1 << 30;
/// In mode gc-stress every so many allocations collect: with every single one, making a
/// realm alone would take seconds.
const STRESS_PERIOD: u32 = 211;

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Mode {
    /// No optimised code.
    Interpreter,
    /// Every function is compiled at its first call.
    Eager,
    /// As eager, twice: the second run takes all code from the store.
    Warm,
    /// The interpreter, with frequent collections and a heap that is verified.
    GcStress,
}

impl Mode {
    pub fn options(self, store: &Path) -> Options {
        let options = Options { memory_limit: MEMORY_LIMIT, threads: false, ..Options::default() };
        match self {
            Mode::Interpreter => Options { jit: false, ..options },
            Mode::Eager => Options { ion_eager: true, ..options },
            Mode::Warm => Options {
                ion_eager: true,
                cache: CacheLevel::Code,
                stores: vec![format!("dir:{}", store.join("store").display())],
                key_file: Some(store.join("key")),
                ..options
            },
            Mode::GcStress => Options { jit: false, gc_stress: STRESS_PERIOD, gc_verify: true, ..options },
        }
    }
    /// For agents that a test starts: as the main one, but without a store.
    pub fn agent_options(self) -> Options {
        Options { cache: CacheLevel::Off, stores: Vec::new(), key_file: None, ..self.options(Path::new("")) }
    }
    /// Runs of the same test, of which the last counts.
    pub const fn runs(self) -> u32 {
        if matches!(self, Mode::Warm) { 2 } else { 1 }
    }
    /// Time of one scenario.
    pub const fn limit(self) -> Duration {
        match self {
            Mode::Interpreter => Duration::from_secs(30),
            // Some tests evaluate 65,536 texts, each of which is compiled.
            Mode::Eager | Mode::Warm => Duration::from_secs(300),
            Mode::GcStress => Duration::from_secs(300),
        }
    }
}
