//! `Options`: every switch of a virtual machine, as the command line and embedders set them.
//!
//! Plain data. Who reads an option is named beside it; nothing here acts.

use crate::numbered::numbered;
use std::path::PathBuf;

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

/// Stages that `--dump` prints.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Dump {
    pub bytecode: bool,
    pub ir: bool,
    pub clif: bool,
    pub asm: bool,
}

#[derive(Clone, Debug)]
pub struct Options {
    pub cache: CacheLevel,
    /// Addresses of stores, nearest first: `dir:PATH`, a path, or `redis://…`. Empty: the user's cache directory.
    pub stores: Vec<String>,
    /// Key of the trusted stores; none: the user's own, made at first use.
    pub key_file: Option<PathBuf>,
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
    /// Collect at every n-th allocation; 0: off.
    pub gc_stress: u32,
    /// Verify the heap at each collection.
    pub gc_verify: bool,
    pub trace: crate::trace::Categories,
    pub dump: Dump,
    /// Name compiled functions to `perf`, in `/tmp/perf-PID.map`.
    pub perf_map: bool,
    /// Most bytes of heap.
    pub memory_limit: usize,
    /// Bytes of the native stack that scripts may use.
    pub stack_size: usize,
    /// Told what the user should know, such as that a store cannot be reached: each once,
    /// without a line end.
    pub on_warning: fn(&str),
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
            key_file: None,
            jit: true,
            ion_eager: false,
            threads: true,
            ion_inlining: true,
            eager: false,
            jit_clone: false,
            jit_verify: JitVerify::Off,
            gc_stress: 0,
            gc_verify: false,
            trace: crate::trace::Categories::NONE,
            dump: Dump::default(),
            perf_map: false,
            memory_limit: DEFAULT_MEMORY_LIMIT,
            stack_size: DEFAULT_STACK_SIZE,
            on_warning: |_| {},
        }
    }
}
