//! `Engine`: a virtual machine with one realm, and how one is made.

use super::console::Console;
use super::context::{self, Context};
use super::convert::FromJs;
use super::error::Error;
use super::failure::JsResult;
use super::fuel::NoFuel;
use super::limits::{Interrupter, Line};
use super::modules::ModuleLoader;
use super::promise::{Promise, nothing_left};
use crate::options::{CacheLevel, Options};
use crate::vm::Vm;
use std::path::PathBuf;
use std::time::Duration;

/// A virtual machine: heap, code, and one realm with ECMAScript's global object.
///
/// It may go to another thread when nobody is inside.
pub struct Engine {
    vm: Box<Vm>,
}

// SAFETY: what a machine consists of is reached through it alone, but for what is shared under locks or by atomic
// words (stores, the arena of code, the compiler's thread, `Home`, `Line`): none of its `Rc`s and cells leaves it
// through this interface. `enter` takes `&mut self`, and looks up the bounds of the stack that it runs on.
unsafe impl Send for Engine {}

/// Why there is no engine.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// The system refuses address space for the heap or the stacks.
    #[error("{0}")]
    Memory(String),
    /// A store that was named cannot be used.
    #[error("{0}")]
    Store(String),
}

/// What an engine is made with.
pub struct Builder {
    options: Options,
    time_limit: Option<Duration>,
    fuel: Option<u64>,
    loader: Option<Box<dyn ModuleLoader + Send>>,
    console: Option<Box<dyn Console>>,
}

/// Bytes of the native stack for scripts by default, as other engines have: a call costs some hundred.
const DEFAULT_STACK_SIZE: usize = 1 << 20;

impl Default for Builder {
    fn default() -> Builder {
        let options = Options { host: false, stack_size: DEFAULT_STACK_SIZE, ..Options::default() };
        Builder { options, time_limit: None, fuel: None, loader: None, console: None }
    }
}

impl Builder {
    /// Most bytes of what scripts make: cells, buffers, big numbers, tables. 4 GiB by default. What is beyond
    /// is a RangeError.
    pub fn memory_limit(mut self, bytes: usize) -> Builder {
        self.options.memory_limit = bytes;
        self
    }
    /// How long a call from outside of scripts may take, with all that it calls. No limit by default.
    pub fn time_limit(mut self, limit: Duration) -> Builder {
        self.time_limit = Some(limit);
        self
    }
    /// Counts what scripts do, and gives them this many units to begin with: see [`Engine::set_fuel`]. Nothing is
    /// counted by default.
    ///
    /// A unit is an iteration of a loop, a call of a function that is written in JavaScript, or a part of what a built-in
    /// function does that may run long: a search of a regular expression and so many steps of it, the next value of an
    /// iterator, some comparisons of a sort, some characters of JSON. What a script has used is the same each time, in the
    /// interpreter and in compiled code, and whether that comes from a store; it may differ with the version of Hearth, and
    /// where a script comes to the limits of memory or stack and goes on. A unit is no measure of time, since what a
    /// built-in function does at once may be much: where time matters, set a [`time_limit`](Builder::time_limit), too. In an engine that
    /// counts, compiled code has no functions inlined, and takes some nanoseconds for each unit.
    pub fn fuel(mut self, units: u64) -> Builder {
        self.fuel = Some(units);
        self.options.ion_inlining = false;
        self
    }
    /// Bytes of the thread's stack that scripts may use, if it has so many. 1 MiB by default. What is beyond
    /// is a RangeError.
    pub fn stack_size(mut self, bytes: usize) -> Builder {
        self.options.stack_size = bytes;
        self
    }
    /// Whether hot functions are compiled to machine code. True by default.
    pub fn jit(mut self, jit: bool) -> Builder {
        self.options.jit = jit;
        self
    }
    /// Keeps bytecode, profiles and machine code in these stores, nearest first: `dir:PATH`, or `redis://…` with that
    /// feature. None by default.
    pub fn stores<S: Into<String>>(mut self, stores: impl IntoIterator<Item = S>) -> Builder {
        self.options.stores = stores.into_iter().map(Into::into).collect();
        self.options.cache = if self.options.stores.is_empty() { CacheLevel::Off } else { CacheLevel::Code };
        self
    }
    /// The file with the key under which stored content is authenticated; the user's own by default.
    pub fn key_file(mut self, path: impl Into<PathBuf>) -> Builder {
        self.options.key_file = Some(path.into());
        self
    }
    /// Told what an operator should know, such as that a store cannot be reached; each once.
    pub fn on_warning(mut self, warn: fn(&str)) -> Builder {
        self.options.on_warning = warn;
        self
    }
    /// What imports mean. Without one there are no modules to import.
    pub fn module_loader(mut self, loader: impl ModuleLoader + Send + 'static) -> Builder {
        self.loader = Some(Box::new(loader));
        self
    }
    /// Gives scripts a global `console`, whose messages go here. Without one there is none.
    pub fn console(mut self, console: impl Console) -> Builder {
        self.console = Some(Box::new(console));
        self
    }
    /// Any other option.
    #[cfg(any(test, feature = "internals"))]
    pub fn options(mut self, change: impl FnOnce(&mut Options)) -> Builder {
        change(&mut self.options);
        self
    }
    /// # Errors
    /// If the system refuses address space, or a store cannot be used.
    pub fn build(self) -> Result<Engine, EngineError> {
        if self.options.cache > CacheLevel::Off {
            crate::cache::open::spec(&self.options).map_err(|error| EngineError::Store(error.to_string()))?;
        }
        let mut vm = Vm::new(self.options).map_err(|error| EngineError::Memory(error.to_string()))?;
        vm.interp.modules.set_loader(match self.loader {
            Some(loader) => loader,
            None => Box::new(super::modules::NoModules),
        });
        vm.embedding.time_limit = self.time_limit;
        vm.embedding.line = Some(Line::to(&vm));
        for source in vm.embedding.root_sources() {
            vm.add_root_source(source);
        }
        if let Some(units) = self.fuel {
            vm.give_fuel(units);
        }
        let mut engine = Engine { vm };
        if let Some(console) = self.console {
            let installed = engine.run(|cx| {
                let console = cx.console(console)?;
                cx.globals().define_hidden(cx, "console", console)
            });
            installed.map_err(|error| EngineError::Memory(error.to_string()))?;
        }
        Ok(engine)
    }
}

impl Engine {
    /// An engine with nothing but ECMAScript.
    ///
    /// # Errors
    /// If the system refuses address space.
    pub fn new() -> Result<Engine, EngineError> {
        Engine::builder().build()
    }
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Enters the engine.
    pub fn enter<R>(&mut self, run: impl for<'js> FnOnce(&mut Context<'js>) -> R) -> R {
        self.vm.use_this_stack();
        context::enter(&mut self.vm, run)
    }

    /// Enters the engine for what may fail.
    ///
    /// # Errors
    /// The failure that `run` gives, as data.
    pub fn run<R>(&mut self, run: impl for<'js> FnOnce(&mut Context<'js>) -> JsResult<'js, R>) -> Result<R, Error> {
        self.enter(|cx| {
            let result = run(cx);
            cx.owned(result)
        })
    }

    /// Runs `text` as a script, and the jobs of promises that it leaves; gives its completion value. `name` is what
    /// stack traces call it.
    ///
    /// # Errors
    /// What the script throws, a SyntaxError included; if the value is no `T`.
    pub fn eval<T: for<'js> FromJs<'js>>(&mut self, name: &str, text: &str) -> Result<T, Error> {
        self.run(|cx| cx.eval(name, text).and_then(|value| cx.run_jobs().map(|()| value)))
    }

    /// Runs `text` as a script whose value is a promise, and the jobs of promises; gives what the promise was
    /// fulfilled with.
    ///
    /// # Errors
    /// As `eval`; what the promise was rejected with; if nothing is left to do and it is pending.
    pub fn eval_promise<T: for<'js> FromJs<'js>>(&mut self, name: &str, text: &str) -> Result<T, Error> {
        self.run(|cx| {
            let promise: Promise<'_> = cx.eval(name, text)?;
            cx.run_jobs()?;
            promise.result(cx)?.ok_or_else(nothing_left)
        })
    }

    /// What stops a script from another thread.
    pub fn interrupter(&self) -> Interrupter {
        Interrupter(self.vm.embedding.line.clone().expect("set when it was made"))
    }

    /// Units of fuel that are left; none if this engine does not count them.
    pub fn fuel(&self) -> Option<u64> {
        self.vm.fuel()
    }

    /// Gives scripts so many units of fuel from now on, whatever was left. When they are used up, the call ends with
    /// [`Reason::OutOfFuel`](super::Reason::OutOfFuel), as it does for a time limit: no `catch` and no `finally` sees anything of it, and the
    /// engine can be used on. Without more fuel, each later call ends at its first unit.
    ///
    /// ```
    /// use hearth::api::{Engine, Reason};
    ///
    /// let mut engine = Engine::builder().fuel(1000).build()?;
    /// let error = engine.eval::<()>("loop.js", "for (;;);").unwrap_err();
    /// assert_eq!((error.reason(), engine.fuel()), (&Reason::OutOfFuel, Some(0)));
    /// engine.set_fuel(1000)?;
    /// engine.eval::<()>("count.js", "for (let i = 0; i < 100; i++);")?;
    /// assert!(engine.fuel() < Some(1000 - 100));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If it was built without [`Builder::fuel`]: what was compiled since may not count.
    pub fn set_fuel(&mut self, units: u64) -> Result<(), NoFuel> {
        self.enter(|cx| cx.set_fuel(units))
    }

    /// Bytes that scripts have made and not let go of, as the memory limit counts them.
    pub fn memory_used(&self) -> usize {
        self.vm.heap.stats().heap_bytes
    }

    /// The machine itself.
    #[cfg(any(test, feature = "internals"))]
    pub fn vm(&mut self) -> &mut Vm {
        &mut self.vm
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        if let Some(line) = &self.vm.embedding.line {
            line.cut();
        }
        self.vm.use_this_stack();
    }
}
