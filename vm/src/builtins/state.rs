//! What the built-ins of one VM remember outside of the heap.

#[cfg(feature = "node")]
use super::console::{object::ConsoleState, output::Output};
use super::math::Random;
#[cfg(feature = "node")]
use super::process::ProcessState;
use super::regexp::cache::RegExpCache;

#[derive(Default)]
pub struct BuiltinState {
    #[cfg(feature = "node")]
    pub output: Output,
    #[cfg(feature = "node")]
    pub console: ConsoleState,
    pub random: Random,
    #[cfg(feature = "node")]
    pub process: ProcessState,
    #[cfg(feature = "node")]
    pub timers: super::timers::TimerState,
    #[cfg(feature = "node")]
    pub threads: crate::runtime::threads::ThreadState,
    pub regexps: RegExpCache,
    #[cfg(feature = "webassembly")]
    pub(crate) webassembly: super::node::webassembly::State,
    /// Addresses of the arrays that are being joined: a circle gives the empty string.
    /// Each is on the native stack of its `join`, so it cannot be freed.
    pub joining: Vec<usize>,
    /// Error.prepareStackTrace is running.
    #[cfg(feature = "node")]
    pub preparing_stack: bool,
    /// Objects were marked as what structuredClone refuses.
    #[cfg(feature = "node")]
    pub clones_in_module: bool,
}
