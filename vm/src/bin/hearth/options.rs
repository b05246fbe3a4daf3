//! The options of `hearth run`. What follows the script's name belongs to the script.

use clap::{Parser, ValueEnum};
use hearth::options::{CacheLevel, Dump, JitVerify, Options};
use hearth::trace::{Categories, Category};
use std::path::PathBuf;

#[derive(Clone, Copy, ValueEnum)]
enum Cache {
    Off,
    Bytecode,
    Profile,
    Code,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Switch {
    Off,
    On,
}

#[derive(Clone, Copy, ValueEnum)]
enum Verify {
    Fresh,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum StatsFormat {
    Text,
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
enum TraceCategory {
    Tier,
    Cache,
    Link,
    Gc,
    Bailout,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Stage {
    Bytecode,
    Ir,
    Clif,
    Asm,
}

/// Runs JavaScript; optimised code is kept for the next run.
#[derive(Parser)]
#[command(
    name = "hearth",
    version,
    after_help = "'hearth explain SCRIPT' runs a script and tells what became of its hot functions.\n'hearth cache --help' tells about the stores of compiled code."
)]
pub struct Arguments {
    /// What to take from the stores and put into them.
    #[arg(long, value_enum, default_value = "code")]
    cache: Cache,
    /// A store: a folder, or redis://host. The first is asked first.
    #[arg(long)]
    store: Vec<String>,
    /// File with the key that authenticates stored code.
    #[arg(long)]
    key_file: Option<PathBuf>,
    /// The optimising compiler.
    #[arg(long, value_enum, default_value = "on")]
    jit: Switch,
    /// Compile each function at its first call.
    #[arg(long)]
    ion_eager: bool,
    /// Compile on the thread that runs the program.
    #[arg(long)]
    no_threads: bool,
    /// Inlining of functions.
    #[arg(long, value_enum, default_value = "on")]
    ion_inlining: Switch,
    /// Compile every function to bytecode when its file is loaded.
    #[arg(long)]
    eager: bool,
    /// Run only copies of compiled code that went through the stored form.
    #[arg(long)]
    jit_clone: bool,
    /// Compile restored code again and compare.
    #[arg(long, value_enum)]
    jit_verify: Option<Verify>,
    /// Collect garbage at every N-th allocation.
    #[arg(long, value_name = "N", default_value_t = 0)]
    gc_stress: u32,
    /// Verify the heap at each collection.
    #[arg(long)]
    gc_verify: bool,
    /// Print events as they happen.
    #[arg(long, value_enum, value_delimiter = ',')]
    trace: Vec<TraceCategory>,
    /// Print what the stages of the compilers make.
    #[arg(long, value_enum, value_delimiter = ',')]
    dump: Vec<Stage>,
    /// Name compiled functions to the profiler perf, in /tmp/perf-PID.map.
    #[arg(long)]
    perf_map: bool,
    /// Print statistics at the end.
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "text")]
    stats: Option<StatsFormat>,
    /// Most memory for the heap: bytes, or with suffix k, m, g.
    #[arg(long, value_name = "SIZE")]
    memory_limit: Option<String>,
    /// Native stack that scripts may use: bytes, or with suffix k, m, g.
    #[arg(long, value_name = "SIZE")]
    stack_size: Option<String>,
    /// Run this text instead of a file.
    #[arg(short, long, value_name = "CODE", allow_hyphen_values = true)]
    pub eval: Option<String>,
    /// The script and its arguments; -: standard input, nothing: a prompt, if on a terminal.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "SCRIPT")]
    program: Vec<String>,
}

fn size(text: &str) -> Result<usize, String> {
    let (digits, unit) = match text.to_ascii_lowercase().chars().last() {
        Some('k') => (&text[..text.len() - 1], 1 << 10),
        Some('m') => (&text[..text.len() - 1], 1 << 20),
        Some('g') => (&text[..text.len() - 1], 1 << 30),
        _ => (text, 1usize),
    };
    let number: usize = digits.parse().map_err(|_| format!("'{text}' is not a size"))?;
    number.checked_mul(unit).ok_or_else(|| format!("'{text}' is too large"))
}

impl Arguments {
    pub fn script(&self) -> Option<&str> {
        if self.eval.is_some() { None } else { self.program.first().map(String::as_str) }
    }
    pub fn script_arguments(&self) -> Vec<String> {
        let skip = usize::from(self.eval.is_none());
        self.program.iter().skip(skip).cloned().collect()
    }
    pub fn stats(&self) -> Option<hearth::stats::Format> {
        self.stats.map(|format| match format {
            StatsFormat::Text => hearth::stats::Format::Text,
            StatsFormat::Json => hearth::stats::Format::Json,
        })
    }
    /// # Errors
    /// A message on a value that is not understood.
    pub fn options(&self) -> Result<Options, String> {
        let mut trace = Categories::NONE;
        for category in &self.trace {
            trace = trace.with(Category::ALL[*category as usize]);
        }
        let defaults = Options::default();
        let has = |stage| self.dump.contains(&stage);
        Ok(Options {
            cache: CacheLevel::ALL[self.cache as usize],
            stores: self.store.clone(),
            key_file: self.key_file.clone(),
            jit: self.jit == Switch::On,
            ion_eager: self.ion_eager,
            threads: !self.no_threads,
            ion_inlining: self.ion_inlining == Switch::On,
            eager: self.eager,
            jit_clone: self.jit_clone,
            jit_verify: if self.jit_verify.is_some() { JitVerify::Fresh } else { JitVerify::Off },
            gc_stress: self.gc_stress,
            gc_verify: self.gc_verify,
            trace,
            dump: Dump { bytecode: has(Stage::Bytecode), ir: has(Stage::Ir), clif: has(Stage::Clif), asm: has(Stage::Asm) },
            perf_map: self.perf_map,
            memory_limit: self.memory_limit.as_deref().map_or(Ok(defaults.memory_limit), size)?,
            stack_size: self.stack_size.as_deref().map_or(Ok(defaults.stack_size), size)?,
            on_warning: |warning| hearth::trace::tell(format_args!("hearth: warning: {warning}")),
        })
    }
}
