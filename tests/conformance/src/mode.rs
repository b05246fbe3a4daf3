//! The ways in which the engine is made to run the tests. Results must not differ.

use clap::ValueEnum;
use hearth::ion::chaos::Provoked;
use hearth::options::{CacheLevel, DEFAULT_STACK_SIZE, Options};
use std::path::Path;
use std::time::Duration;

/// Native stack where code is compiled: tests of tail calls nest 100,000 calls, and one
/// that has caught an exception takes a kilobyte, as it goes on in the interpreter above its
/// compiled frame.
const COMPILED_STACK_SIZE: usize = 128 << 20;
/// Heap of one test, in bytes.
const MEMORY_LIMIT: usize = 1 << 30;
/// In mode gc-stress every allocation collects, unless a test takes too long for that:
/// then it is run again, and every so many do.
pub const STRESS_PERIODS: [u32; 2] = [1, 211];

/// What some modes need to know besides.
#[derive(Clone, Copy, Debug)]
pub struct Parameters {
    /// Of gc-stress: allocations to a collection.
    pub stress_period: u32,
    /// Of chaos.
    pub seed: u64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Mode {
    /// No optimised code.
    Interpreter,
    /// Every function is compiled at its first call.
    Eager,
    /// As eager, twice: the second run takes all code from the store.
    Warm,
    /// As a user runs it, twice: tiers by their thresholds, with a store.
    Tiered,
    /// The interpreter, with a collection at every allocation and a heap that is verified.
    GcStress,
    /// The tier behaves badly on purpose, by chance.
    Chaos,
}

impl Mode {
    pub fn options(self, store: &Path, parameters: Parameters) -> Options {
        let options = Options { memory_limit: MEMORY_LIMIT, threads: false, stack_size: self.stack_size(), ..Options::default() };
        match self {
            Mode::Interpreter => Options { jit: false, ..options },
            Mode::Eager => Options { ion_eager: true, ..options },
            Mode::Warm | Mode::Tiered => Options {
                ion_eager: self == Mode::Warm,
                cache: CacheLevel::Code,
                stores: vec![format!("dir:{}", store.join("store").display())],
                key_file: Some(store.join("key")),
                ..options
            },
            Mode::GcStress => Options { jit: false, gc_stress: parameters.stress_period, gc_verify: true, ..options },
            Mode::Chaos => Options { provoked: Provoked { chaos: Some(parameters.seed), ..Provoked::default() }, ..options },
        }
    }
    /// For agents that a test starts: as the main one, but without a store.
    pub fn agent_options(self) -> Options {
        let stack_size = DEFAULT_STACK_SIZE;
        let parameters = Parameters { stress_period: STRESS_PERIODS[1], seed: 0 };
        Options { cache: CacheLevel::Off, stores: Vec::new(), key_file: None, stack_size, ..self.options(Path::new(""), parameters) }
    }
    /// Native stack for scripts, in bytes.
    pub const fn stack_size(self) -> usize {
        match self {
            Mode::Interpreter | Mode::GcStress => DEFAULT_STACK_SIZE,
            Mode::Eager | Mode::Warm | Mode::Tiered | Mode::Chaos => COMPILED_STACK_SIZE,
        }
    }
    /// Runs of the same test, of which the last counts.
    pub const fn runs(self) -> usize {
        if self.stores() { 2 } else { 1 }
    }
    /// Whether code is stored, and taken from the store by the second run.
    pub const fn stores(self) -> bool {
        matches!(self, Mode::Warm | Mode::Tiered)
    }
    /// Processor time of one scenario; in wall time, five times as much.
    pub const fn limit(self) -> Duration {
        match self {
            Mode::Interpreter | Mode::Tiered => Duration::from_secs(30),
            // Some tests evaluate 65,536 texts, each of which is compiled.
            Mode::Eager | Mode::Warm | Mode::Chaos => Duration::from_secs(300),
            Mode::GcStress => Duration::from_secs(60),
        }
    }
    /// Time of a scenario that is run again because it took too long, if it is.
    pub const fn second_limit(self) -> Option<Duration> {
        if matches!(self, Mode::GcStress) { Some(Duration::from_secs(300)) } else { None }
    }
}
