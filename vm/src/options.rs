//! `Options`: every switch of a virtual machine, as the command line and embedders set them.
//!
//! Plain data. Who reads an option is named beside it; nothing here acts.

use crate::ion::tools::Tools;
use crate::numbered::numbered;
use std::path::PathBuf;
use std::time::Duration;

numbered! {
    /// What is kept in, and taken from, the stores.
    #[derive(PartialOrd, Ord, Default)]
    pub enum CacheLevel {
        Off,
        Bytecode,
        /// Bytecode and the profiles of the interpreter.
        Profile,
        /// All of it: optimised code too.
        #[default]
        Code,
    }
}

impl CacheLevel {
    pub const fn name(self) -> &'static str {
        ["off", "bytecode", "profile", "code"][self as usize]
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum JitVerify {
    #[default]
    Off,
    /// Compile again what was restored, and compare the two.
    Fresh,
}

numbered! {
    /// How closely the optimiser's graph is looked at after each pass.
    #[derive(PartialOrd, Ord)]
    pub enum GraphVerify {
        Off,
        /// Blocks, dominance, operands.
        Structure,
        /// All rules of the checker.
        Rules,
        /// The rules, and graphs are run before and after each pass.
        Evaluate,
    }
}

impl Default for GraphVerify {
    /// On where assertions are.
    fn default() -> GraphVerify {
        if cfg!(debug_assertions) { GraphVerify::Rules } else { GraphVerify::Off }
    }
}

/// Who compiles what a process has learnt, after it has ended.
#[derive(Clone, Copy, Debug, Default)]
pub enum Finish {
    /// Nobody: what was learnt is queued in the store, and what was compiled is stored as it is.
    #[default]
    Off,
    /// Somebody who comes for the queue of the store.
    Queue,
    /// A worker of the fleet, to which it is handed over; this process compiles nothing.
    Worker,
    /// The process itself, at its end.
    Wait,
    /// Somebody whom this function starts, which does not wait.
    Detach(fn(&Options)),
}

/// How stores behave where it is not as they do by themselves.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StoreSettings {
    /// Of a directory, in bytes.
    pub max_bytes: Option<u64>,
    /// A pack of a directory that was not used for so long goes.
    pub max_age: Option<Duration>,
    /// A pack in Redis that nobody has saved to for so long goes.
    pub redis_expiry: Option<Duration>,
    /// No larger entry is sent to Redis, in bytes.
    pub redis_max_entry: Option<usize>,
    /// Put before all keys in Redis, if the address says no other.
    pub redis_prefix: Option<String>,
    /// A user of the access control list of Redis, instead of what the address says.
    pub redis_user: Option<String>,
    /// File whose first line is the password, instead of what the address and `HEARTH_REDIS_PASSWORD` say.
    pub redis_password_file: Option<PathBuf>,
    /// File with the certificates (PEM) of those who may vouch for a server, instead of the public authorities.
    pub redis_authorities: Option<PathBuf>,
    /// File with the certificates (PEM) by which Redis knows this client.
    pub redis_certificate: Option<PathBuf>,
    /// File with the private key (PEM) of that certificate.
    pub redis_certificate_key: Option<PathBuf>,
    /// To connect to Redis.
    pub connect_timeout: Option<Duration>,
    /// What the process of a script waits for Redis at most when it loads, all together.
    pub load_timeout: Option<Duration>,
    /// What it waits for Redis at most at its end, all together.
    pub end_timeout: Option<Duration>,
    /// What a save waits for at most: an answer of Redis, or somebody else who writes the pack.
    pub save_timeout: Option<Duration>,
    /// What processes do is kept in the nearest directory that is written to. The host has to take the limit on files (SIGXFSZ) as an error.
    pub keep_statistics: Option<bool>,
}

/// Stages that `--dump` prints.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Dump {
    pub bytecode: bool,
    pub ir: bool,
    pub clif: bool,
    pub asm: bool,
}

/// Which allocation is made to fail, counted from the start of the program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FailAllocation {
    pub number: u64,
    pub and_all_later: bool,
}

#[derive(Clone, Debug)]
pub struct Options {
    pub cache: CacheLevel,
    /// Addresses of stores, nearest first: `dir:PATH`, a path, or `redis://…`. Empty: the user's cache directory.
    pub stores: Vec<String>,
    /// The same where neither `stores` nor `HEARTH_STORE` says anything. Absolute: they are found from wherever the process is.
    pub stores_otherwise: Vec<String>,
    pub store_settings: StoreSettings,
    /// Key of the trusted stores; none: the user's own, made at first use.
    pub key_file: Option<PathBuf>,
    /// Makes the key if it is not there. Where those who share one name it, another is of no use to them.
    pub makes_key: bool,
    /// Who compiles what was learnt; matters where the cache has profiles.
    pub finish: Finish,
    /// How often a program that goes on saves what it has learnt, where its event loop is idle; 0: never.
    pub save_every: Duration,
    /// The optimising tier is used at all.
    pub jit: bool,
    /// Compile at the first call and the first loop iteration.
    pub ion_eager: bool,
    /// Compile in the background.
    pub threads: bool,
    pub ion_inlining: bool,
    /// Compile every function to bytecode when its source is loaded.
    pub eager: bool,
    /// Serialise each installed code, restore it from those bytes, and run only the copy.
    pub jit_clone: bool,
    pub jit_verify: JitVerify,
    /// What the tier does wrong on purpose.
    pub provoked: crate::ion::chaos::Provoked,
    /// Retired code becomes inaccessible, and its addresses are not used again.
    pub code_fence: bool,
    pub graph_verify: GraphVerify,
    /// Collect at every n-th allocation; 0: off.
    pub gc_stress: u32,
    /// Verify the heap at each collection.
    pub gc_verify: bool,
    pub trace: crate::trace::Categories,
    pub dump: Dump,
    /// Which profilers and debuggers are told of compiled code.
    pub tools: Tools,
    /// Handlers of SIGSEGV, SIGBUS, SIGILL and SIGFPE leave to later processes the name of compiled code in which this one dies, in the
    /// nearest directory store; then whoever had the signals before gets them. For processes that are Hearth's own.
    pub watches_crashes: bool,
    /// Most bytes of heap, and of what is beside it (see `heap::limit`).
    pub memory_limit: usize,
    /// For tests: bytecode of short files is kept as that of long ones is.
    pub keep_all: bool,
    /// For tests: a step of keeping code or getting it back fails, in the whole process.
    pub fail_step: Option<hearth_codecache::steps::FailStep>,
    /// For tests: an allocation of the program fails.
    pub fail_allocation: Option<FailAllocation>,
    /// Scripts have what a host of theirs gives besides ECMAScript: console, timers, modules, `process`.
    pub host: bool,
    /// Bytes of the native stack that scripts may use.
    pub stack_size: usize,
    /// Where processes add a line of figures at their end.
    pub stats_file: Option<PathBuf>,
    /// Where this process says what it did, as OpenMetrics text, whenever it saves and at its end.
    pub metrics_file: Option<PathBuf>,
    /// What statistics call the program: its path; none: the name of its first text.
    pub program: Option<String>,
    /// Told what the user should know, such as that a store cannot be reached: each once,
    /// without a line end.
    pub on_warning: fn(&str),
    /// Called at the end of each thread that a program has started.
    pub on_thread_end: fn(),
}

/// Memory limit by default, in bytes.
pub const DEFAULT_MEMORY_LIMIT: usize = 4 << 30;
/// Native stack for scripts by default, in bytes of address space. More would let
/// runaway recursion through built-ins, which keeps its arguments alive, take long.
pub const DEFAULT_STACK_SIZE: usize = 16 << 20;

impl Default for Options {
    fn default() -> Options {
        Options {
            cache: CacheLevel::Off,
            stores: Vec::new(),
            stores_otherwise: Vec::new(),
            store_settings: StoreSettings::default(),
            key_file: None,
            makes_key: true,
            finish: Finish::Off,
            save_every: Duration::ZERO,
            jit: true,
            ion_eager: false,
            threads: true,
            ion_inlining: true,
            eager: false,
            jit_clone: false,
            jit_verify: JitVerify::Off,
            provoked: Default::default(),
            code_fence: false,
            graph_verify: GraphVerify::default(),
            gc_stress: 0,
            gc_verify: false,
            trace: crate::trace::Categories::NONE,
            dump: Dump::default(),
            tools: Tools::default(),
            watches_crashes: false,
            memory_limit: DEFAULT_MEMORY_LIMIT,
            fail_step: None,
            keep_all: false,
            fail_allocation: None,
            host: true,
            stack_size: DEFAULT_STACK_SIZE,
            stats_file: None,
            metrics_file: None,
            program: None,
            on_warning: |_| {},
            on_thread_end: || {},
        }
    }
}
