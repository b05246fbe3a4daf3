//! `hearth cache …`: looking at the stores of compiled code.
//!
//! Exit codes: 0 done; 1 something was found wrong (`verify`, `import`, `rekey`, `train`), different (`diff`) or not
//! at all (`show`, `diff`, `remove`, `refresh`); 2 the command cannot be followed, or a store cannot be used.

mod demo;
mod finish;
mod inspect;
mod keys;
mod overview;
mod programs;
mod removal;
mod sizes;
mod statistics;
mod train;
mod transfer;
mod worker;

use self::programs::Meant;
use crate::store_options::StoreOptions;
use clap::{Args, Parser, Subcommand};
use hearth::cache::open;
use hearth::cache::unit::{INFO_KEY, UnitInfo};
use hearth::options::Options;
use hearth_codecache::store::{OpenOptions, PackInfo, Store};
use hearth_codecache::{EntryKind, Pack, StoreSpec, TrustKey};
use std::ffi::OsString;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

const NOTHING_WRONG: u8 = 0;
const FINDING: u8 = 1;
const CANNOT: u8 = 2;

/// Looks at what is kept of scripts: bytecode, profiles, optimised code.
#[derive(Parser)]
#[command(
    name = "hearth cache",
    after_help = "Exit codes: 0 done; 1 damaged, different or not found; 2 bad usage, or no usable store.\n\
                  WHAT names compiled code: its id or the beginning of it, the name of its function\n\
                  (NAME@entry, NAME@osr@OFFSET if it has several), or FILE.pack:WHAT for one in a pack file."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    place: Place,
}

#[derive(Args)]
struct Place {
    #[command(flatten)]
    stores: StoreOptions,
    /// Print JSON, for programs.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Runs a script with an empty store, then again from what that left, and shows the difference.
    Demo {
        /// Default: a small constraint solver.
        script: Option<PathBuf>,
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// How much is stored, and what the processes of each program took from the stores, compiled and saved (see --keep-stats).
    Stats {
        /// Only this one, with all that is known of it: its path, or how that ends.
        program: Option<String>,
        /// Print it as OpenMetrics text, for what collects metrics.
        #[arg(long, conflicts_with = "json")]
        openmetrics: bool,
    },
    /// The packs (one per source file and target), or what is in some of them. Or the programs that use them.
    List {
        /// Only packs whose source name or key begins like this, with their entries; or the program that is called so, with its packs.
        source: Option<String>,
        /// List the entries of every pack.
        #[arg(long)]
        entries: bool,
        /// What there is a line for.
        #[arg(long, value_enum, default_value = "file")]
        by: By,
    },
    /// One compiled function: header, sections, links, bailouts, machine code. Or what is large.
    Show {
        #[arg(required_unless_present = "sizes")]
        what: Option<String>,
        /// Bytes by kind and part, of all packs or of those whose source name or key begins like WHAT.
        #[arg(long)]
        sizes: bool,
        /// Leave the machine code out.
        #[arg(long)]
        no_code: bool,
    },
    /// In what two compilations of a function differ first.
    Diff { first: String, second: String },
    /// Checks every tag, and every index of what this build can read.
    Verify,
    /// Runs a command again and again, until a run compiles and writes nothing, and leaves what the last run used.
    Train(train::Train),
    /// Writes packs to one file, to be carried to another store.
    Export {
        /// -: standard output. A device or FIFO is written to; another file takes its place when it is whole.
        file: PathBuf,
        /// Only packs whose source name or key begins like one of these.
        source: Vec<String>,
        /// All packs of this program, which is called by its path or how that ends (`list --by=program`).
        #[arg(long, value_name = "PROGRAM")]
        program: Vec<String>,
    },
    /// Merges what another store exported into this one. It needs the key of the other: see --key-file.
    Import {
        /// -: standard input.
        file: PathBuf,
    },
    /// Removes all that is kept of source files.
    Remove {
        /// Beginnings of source names or keys.
        #[arg(required_unless_present = "program")]
        source: Vec<String>,
        /// All of this program, which is called by its path or how that ends, but for what other programs use, too.
        #[arg(long, value_name = "PROGRAM")]
        program: Vec<String>,
    },
    /// Removes what was learnt and compiled of source files, so that the next runs do so anew; their bytecode stays.
    Refresh {
        /// Beginnings of source names or keys.
        #[arg(required_unless_present = "program")]
        source: Vec<String>,
        /// All of this program, which is called by its path or how that ends, but for what other programs use, too.
        #[arg(long, value_name = "PROGRAM")]
        program: Vec<String>,
    },
    /// Makes a trust key for those who share a store (see --key-file), or changes the keys in a file.
    MakeKey(keys::MakeKey),
    /// Seals anew, by the first key, what in the stores is sealed by another key that is accepted: then
    /// that key can go (`make-key --drop-others`).
    Rekey,
    /// Compiles what earlier runs have learnt and left in the queue.
    Finish {
        /// Join the profiles, and compile nothing.
        #[arg(long)]
        profiles_only: bool,
        /// Leave terminal and session, and run at the lowest priority.
        #[arg(long, hide = true)]
        detached: bool,
    },
    /// Serves processes that run with --finish=worker and the same Redis: compiles what they learn, until it is told to
    /// end (SIGTERM, SIGINT).
    Worker(worker::Worker),
    /// Removes what was not used for long, and what is too much.
    Prune {
        /// What may stay: bytes, or with suffix k, m, g.
        #[arg(long, value_name = "SIZE", default_value = "1g")]
        max_size: String,
        /// Remove what was not used for so many days.
        #[arg(long, value_name = "DAYS")]
        max_age: Option<u64>,
        /// Remove everything.
        #[arg(long, conflicts_with_all = ["max_size", "max_age"])]
        all: bool,
    },
}

/// What a listing has a line for.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum By {
    /// A pack.
    File,
    /// A program.
    Program,
}

/// Why a command ended without its result.
pub enum Failure {
    /// What happened, and what to do about it.
    Because { code: u8, message: String },
    /// Nobody reads the output (any more): nothing is wrong.
    Unread,
}

impl From<std::io::Error> for Failure {
    /// Of standard output.
    fn from(error: std::io::Error) -> Failure {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Failure::Unread,
            _ => cannot(format!("cannot write the output: {error}")),
        }
    }
}

pub type Done = Result<u8, Failure>;

fn cannot(message: impl Into<String>) -> Failure {
    Failure::Because { code: CANNOT, message: message.into() }
}

fn finding(message: impl Into<String>) -> Failure {
    Failure::Because { code: FINDING, message: message.into() }
}

/// Runs a subcommand with the words that follow `cache`.
pub fn run(words: &[OsString]) -> ExitCode {
    let words = std::iter::once(OsString::from("hearth cache")).chain(words.iter().cloned());
    let arguments = match Arguments::try_parse_from(words) {
        Ok(arguments) => arguments,
        Err(error) => {
            let code = if error.use_stderr() { CANNOT } else { NOTHING_WRONG };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    match follow(arguments) {
        Ok(code) => ExitCode::from(code),
        Err(Failure::Because { code, message }) => {
            hearth::trace::tell(format_args!("hearth: {message}"));
            ExitCode::from(code)
        }
        Err(Failure::Unread) => ExitCode::from(NOTHING_WRONG),
    }
}

fn follow(arguments: Arguments) -> Done {
    let Arguments { command, place } = arguments;
    crate::configuration::load().and_then(|()| place.stores.choose_target()).map_err(cannot)?;
    let mut out = BufWriter::new(std::io::stdout());
    let done = match command {
        Command::MakeKey(command) => command.run(place.json, &mut out)?,
        Command::Demo { script, arguments } => demo::run(script, &arguments, &mut out)?,
        Command::Train(command) => train::run(command, place, &mut out)?,
        command => look(command, place, &mut out)?,
    };
    match out.flush() {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(done),
    }
}

fn look(command: Command, place: Place, out: &mut impl Write) -> Done {
    let json = place.json;
    if let Command::Finish { detached: true, .. } = command {
        crate::finish::detach();
    }
    let cache = Cache::open(place)?;
    match command {
        Command::Demo { .. } | Command::MakeKey(_) | Command::Train(_) => unreachable!("it has no store to be looked at"),
        Command::Stats { program, openmetrics: false } => statistics::show(&cache, program.as_deref(), json, out),
        Command::Stats { program, openmetrics: true } => statistics::expose(&cache, program.as_deref(), out),
        Command::List { source, entries: false, by: By::Program } => programs::list(&cache, source.as_deref(), json, out),
        Command::List { by: By::Program, .. } => Err(cannot("--entries are those of packs: leave --by=program out")),
        Command::List { source, entries, by: By::File } => overview::list(&cache, source.as_deref(), entries, json, out),
        Command::Show { what, sizes: true, .. } => sizes::show(&cache, what.as_deref(), json, out),
        Command::Show { what, no_code, .. } => inspect::show(&cache, &what.unwrap_or_default(), !no_code, json, out),
        Command::Diff { first, second } => inspect::diff(&cache, &first, &second, json, out),
        Command::Verify => overview::verify(&cache, json, out),
        Command::Export { file, source, program } => transfer::export(&cache, &file, &Meant::all(&cache, source, &program)?, json, out),
        Command::Import { file } => transfer::import(&cache, &file, json, out),
        Command::Remove { source, program } => removal::remove(&cache, &Meant::alone(&cache, source, &program)?, json, out),
        Command::Refresh { source, program } => removal::refresh(&cache, &Meant::alone(&cache, source, &program)?, json, out),
        Command::Rekey => keys::rekey(&cache, json, out),
        Command::Finish { profiles_only, .. } => finish::run(&cache, profiles_only, json, out),
        Command::Worker(command) => command.run(&cache, json, out),
        Command::Prune { max_size, max_age, all } => overview::prune(&cache, &max_size, max_age, all, json, out),
    }
}

/// The store that is looked at, and the key.
pub struct Cache {
    pub spec: StoreSpec,
    pub store: Arc<dyn Store>,
    pub key: TrustKey,
    options: OpenOptions,
}

impl Cache {
    fn open(place: Place) -> Result<Cache, Failure> {
        let stores = place.stores;
        let (key_file, store_settings) = (stores.key_file(), stores.settings().map_err(cannot)?);
        let stores_otherwise = crate::configuration::stores();
        Cache::of(&Options { stores: stores.store, stores_otherwise, key_file, makes_key: false, store_settings, ..Options::default() })
    }

    fn of(options: &Options) -> Result<Cache, Failure> {
        let spec = open::spec(options).map_err(|e| cannot(e.to_string()))?;
        let key = open::open_key(options).map_err(|e| cannot(e.to_string()))?;
        let options = open::open_options(options);
        let store = spec.open(&key, &options).map_err(|e| cannot(e.to_string()))?;
        Ok(Cache { spec, store, key, options })
    }

    /// The stores that are written to, each by itself: what one has need not be what another has.
    pub fn written_to(&self) -> Result<Vec<Arc<dyn Store>>, Failure> {
        let specs = match &self.spec {
            StoreSpec::Layers(specs) => specs.as_slice(),
            spec => std::slice::from_ref(spec),
        };
        let stores = specs.iter().map(|spec| spec.open(&self.key, &self.options));
        let stores = stores.collect::<Result<Vec<_>, _>>().map_err(|e| cannot(e.to_string()))?;
        Ok(stores.into_iter().filter(|store| !store.is_read_only()).collect())
    }

    /// All packs, by store, source and target.
    pub fn packs(&self) -> Result<Vec<PackInfo>, Failure> {
        let mut packs = self.store.list().map_err(|e| cannot(e.to_string()))?;
        packs.sort_by(|a, b| (&a.store, a.source, a.target).cmp(&(&b.store, b.source, b.target)));
        Ok(packs)
    }

    pub fn load(&self, info: &PackInfo) -> Result<Arc<Pack>, String> {
        match self.store.load(info.source, info.target) {
            Ok(Some(loaded)) => Ok(loaded.pack),
            Ok(None) => Err("it is gone".to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }
}

/// Whether a pack is meant by the beginning of its source's name or key.
fn is_called(wanted: &str, name: &str, info: &PackInfo) -> bool {
    name.starts_with(wanted) || info.source.to_string().starts_with(wanted)
}

/// The name of the source file of a pack, if it has one.
pub fn source_name(pack: &Pack) -> Option<String> {
    if pack.source() == hearth::cache::finish::queue_key() {
        return Some("(queue of the finisher)".to_owned());
    }
    if pack.entries().any(|entry| entry.kind == EntryKind::Module) {
        return Some("(WebAssembly)".to_owned());
    }
    let entry = pack.get(EntryKind::Bytecode, INFO_KEY)?;
    UnitInfo::decode(entry.bytes()).ok().map(|info| info.name)
}
