//! What the built-ins of one VM remember outside of the heap.

use super::console::ConsoleState;
use super::console::output::Output;
use super::math::Random;
use super::process::ProcessState;
use super::regexp::cache::RegExpCache;

#[derive(Default)]
pub struct BuiltinState {
    pub output: Output,
    pub console: ConsoleState,
    pub random: Random,
    pub process: ProcessState,
    pub threads: crate::runtime::threads::ThreadState,
    pub regexps: RegExpCache,
    #[cfg(feature = "webassembly")]
    pub(crate) webassembly: super::node::webassembly::State,
    /// Addresses of the arrays that are being joined: a circle gives the empty string.
    /// Each is on the native stack of its `join`, so it cannot be freed.
    pub joining: Vec<usize>,
    /// Error.prepareStackTrace is running.
    pub preparing_stack: bool,
    /// Objects were marked as what structuredClone refuses.
    pub clones_in_module: bool,
}
