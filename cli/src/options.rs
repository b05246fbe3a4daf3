//! The options of `hearth run`. What follows the script's name belongs to the script.

use crate::configuration;
use crate::finish::{self, Choice};
use crate::quantities::{said, size, time};
use crate::store_options::StoreOptions;
use clap::builder::PossibleValue;
use clap::{Parser, ValueEnum};
use hearth::ion::chaos::{Kind, Kinds, Provoked};
use hearth::ion::tools::Tools;
use hearth::options::{CacheLevel, Dump, FailAllocation, GraphVerify, JitVerify, Options};
use hearth::trace::{Categories, Category, Line};
use hearth_codecache::steps::FailStep;
use std::path::PathBuf;
use std::time::Duration;

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

#[derive(Clone, Copy, ValueEnum)]
enum Graph {
    Off,
    Structure,
    Rules,
    Evaluate,
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

/// Names the file for [`stats_file`].
pub const STATS_FILE_VARIABLE: &str = "HEARTH_STATS_FILE";

/// Says how often a program saves that goes on, where no option does.
pub const SAVE_VARIABLE: &str = "HEARTH_SAVE_EVERY";

/// How often a program saves that does not end.
const SAVE_EVERY: Duration = Duration::from_secs(600);

/// A row of the table of kinds.
#[derive(Clone, Copy)]
struct ChaosKind(Kind);

impl ValueEnum for ChaosKind {
    fn value_variants<'a>() -> &'a [ChaosKind] {
        const ALL: [ChaosKind; Kind::ALL.len()] = {
            let mut all = [ChaosKind(Kind::Tiers); Kind::ALL.len()];
            let mut i = 0;
            while i < all.len() {
                all[i] = ChaosKind(Kind::ALL[i]);
                i += 1;
            }
            all
        };
        &ALL
    }
    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.name()))
    }
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
    after_help = "'hearth explain SCRIPT' runs a script and tells what became of its hot functions.\n'hearth cache --help' tells about the stores of compiled code.\n\
                  Sizes are bytes, or have a suffix k, m, g; times are seconds, or have a suffix ms, s, m, h, d. HEARTH_… are\n\
                  variables of the environment that say the same for all runs; so do settings in a file, by the options' names: store-size = \"2g\".\n\
                  It is the one that HEARTH_CONFIG names, or ~/.config/hearth/config.toml, or /etc/hearth/config.toml."
)]
pub struct Arguments {
    /// What to take from the stores and put into them.
    #[arg(long, value_enum, default_value = "code")]
    cache: Cache,
    /// Who compiles what the run has learnt, for later runs: a process that is left behind, this
    /// one, or nobody until `hearth cache finish`. HEARTH_FINISH says it for all runs; where nothing
    /// does, it is detach, but wait for the first process of a container, in CI, and without a
    /// terminal and a parent.
    #[arg(long, value_enum)]
    finish: Option<Choice>,
    /// How often a program that goes on saves what it has learnt, where it waits for events: 10m by
    /// default, 0: never. HEARTH_SAVE_EVERY says it for all runs. SIGUSR2 has it save at once, as
    /// hearth.flushCodeCache() does; SIGTERM, SIGINT and SIGHUP before it ends.
    #[arg(long, value_name = "TIME")]
    save_every: Option<String>,
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
    /// For tests: leave to chance when code is compiled, fails its guards, is given up and collected; implies --no-threads.
    #[arg(long, value_name = "SEED")]
    tier_chaos: Option<u64>,
    /// Leave only this to chance.
    #[arg(long, value_enum, value_name = "KINDS", value_delimiter = ',', requires = "tier_chaos")]
    tier_chaos_kinds: Vec<ChaosKind>,
    /// For tests: the N-th guard of each compiled function, counted from 0, fails although it holds.
    #[arg(long, value_name = "N")]
    stress_bailout: Option<u32>,
    /// For tests: retired code becomes inaccessible, and its addresses are not used again.
    #[arg(long)]
    code_fence: bool,
    /// Check the optimiser's graph after each pass, or evaluate it before and after; abort on a violation.
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "rules")]
    graph_verify: Option<Graph>,
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
    /// Write compiled functions, their bytes and lines to jit-PID.dump in this folder, for perf inject --jit.
    #[arg(long)]
    jitdump: bool,
    /// Tell debuggers (gdb, lldb) names, lines and frames of compiled functions.
    #[arg(long)]
    gdb: bool,
    /// Print statistics at the end.
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "text")]
    stats: Option<StatsFormat>,
    /// Write what this process took from the stores, compiled and saved to FILE, as OpenMetrics text for what collects
    /// such files: each time it saves (--save-every) and at its end, whole. HEARTH_STATS_FILE is something else: a file to which
    /// all processes add a line of JSON each.
    #[arg(long, value_name = "FILE")]
    stats_file: Option<PathBuf>,
    /// Most memory for the heap: bytes, or with suffix k, m, g.
    #[arg(long, value_name = "SIZE")]
    memory_limit: Option<String>,
    /// For tests: keep the bytecode of short files too.
    #[arg(long, hide = true)]
    keep_all: bool,
    /// For tests: a step of keeping code or getting it back fails, each time or the N-th.
    #[arg(long, value_name = "NAME[:N]", hide = true)]
    fail_step: Option<FailStep>,
    /// For tests: the N-th allocation of the program fails; N+: and all after it.
    #[arg(long, value_name = "N", hide = true)]
    fail_allocation: Option<String>,
    /// Native stack that scripts may use: bytes, or with suffix k, m, g.
    #[arg(long, value_name = "SIZE")]
    stack_size: Option<String>,
    /// Run this text instead of a file.
    #[arg(short, long, value_name = "CODE", allow_hyphen_values = true)]
    pub eval: Option<String>,
    /// The script and its arguments; -: standard input, nothing: a prompt, if on a terminal.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "SCRIPT")]
    program: Vec<String>,
    #[command(flatten)]
    stores: StoreOptions,
}

/// Where each process adds its figures as a line of JSON, wherever it goes.
fn stats_file() -> Option<PathBuf> {
    let path = std::env::var_os(STATS_FILE_VARIABLE).filter(|value| !value.is_empty())?;
    std::path::absolute(path).ok()
}

fn fail_allocation(text: &str) -> Result<FailAllocation, String> {
    let digits = text.strip_suffix('+');
    let number = digits.unwrap_or(text).parse().map_err(|_| format!("'{text}' is not the number of an allocation"))?;
    Ok(FailAllocation { number, and_all_later: digits.is_some() })
}

impl Arguments {
    pub fn script(&self) -> Option<&str> {
        if self.eval.is_some() { None } else { self.program.first().map(String::as_str) }
    }
    pub fn script_arguments(&self) -> Vec<String> {
        let skip = usize::from(self.eval.is_none());
        self.program.iter().skip(skip).cloned().collect()
    }
    /// All words that are no option.
    pub fn words(&self) -> Vec<String> {
        self.program.clone()
    }
    pub fn stats(&self) -> Option<hearth::stats::Format> {
        self.stats.map(|format| match format {
            StatsFormat::Text => hearth::stats::Format::Text,
            StatsFormat::Json => hearth::stats::Format::Json,
        })
    }
    fn chaos_kinds(&self) -> Kinds {
        if self.tier_chaos_kinds.is_empty() {
            return Kinds::EVERY;
        }
        self.tier_chaos_kinds.iter().fold(Kinds::NONE, |kinds, kind| kinds.with(kind.0))
    }
    /// # Errors
    /// If this machine cannot run such code.
    pub fn choose_target(&self) -> Result<(), String> {
        self.stores.choose_target()
    }
    /// # Errors
    /// A message on a value that is not understood.
    pub fn options(&self) -> Result<Options, String> {
        let mut trace = Categories::NONE;
        for category in &self.trace {
            trace = trace.with(Category::ALL[*category as usize]);
        }
        let defaults = Options::default();
        let (finish, rule) = finish::choose(self.finish)?;
        if trace.has(Category::Cache) {
            Line::new(Category::Cache).field("event", "finish").field("by", format_args!("{finish:?}")).field("rule", rule).emit();
        }
        let has = |stage| self.dump.contains(&stage);
        Ok(Options {
            host: true,
            cache: CacheLevel::ALL[self.cache as usize],
            stores: self.stores.store.clone(),
            stores_otherwise: configuration::stores(),
            store_settings: self.stores.settings()?,
            key_file: self.stores.key_file(),
            // One that is named is somebody else's, too.
            makes_key: self.stores.key_file().is_none(),
            finish: finish.as_option(),
            save_every: said(self.save_every.as_deref(), "--save-every", SAVE_VARIABLE, time)?.unwrap_or(SAVE_EVERY),
            jit: self.jit == Switch::On,
            ion_eager: self.ion_eager,
            threads: !self.no_threads && self.tier_chaos.is_none(),
            ion_inlining: self.ion_inlining == Switch::On,
            eager: self.eager,
            jit_clone: self.jit_clone,
            jit_verify: if self.jit_verify.is_some() { JitVerify::Fresh } else { JitVerify::Off },
            provoked: Provoked { chaos: self.tier_chaos, kinds: self.chaos_kinds(), nth_guard: self.stress_bailout },
            code_fence: self.code_fence,
            gc_stress: self.gc_stress,
            graph_verify: self.graph_verify.map_or(GraphVerify::default(), |how| GraphVerify::ALL[how as usize]),
            gc_verify: self.gc_verify,
            trace,
            dump: Dump { bytecode: has(Stage::Bytecode), ir: has(Stage::Ir), clif: has(Stage::Clif), asm: has(Stage::Asm) },
            tools: Tools { perf_map: self.perf_map, jitdump: self.jitdump, debuggers: self.gdb },
            watches_crashes: true,
            memory_limit: self.memory_limit.as_deref().map_or(Ok(defaults.memory_limit), size)?,
            keep_all: self.keep_all,
            fail_step: self.fail_step,
            fail_allocation: self.fail_allocation.as_deref().map(fail_allocation).transpose()?,
            stack_size: self.stack_size.as_deref().map_or(Ok(defaults.stack_size), size)?,
            stats_file: stats_file(),
            metrics_file: self.stats_file.as_ref().and_then(|path| std::path::absolute(path).ok()),
            program: None,
            on_thread_end: crate::allocator::give_back,
            on_warning: |warning| hearth::trace::tell(format_args!("hearth: warning: {warning}")),
        })
    }
}
