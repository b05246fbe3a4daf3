//! `train`: runs a command again and again until a run compiles nothing and writes nothing, and leaves what the last
//! run used. So the store of an image is made.
//!
//! Processes that the command starts are told of store, key and finisher by variables of the environment, and say at
//! their ends what they did (`HEARTH_STATS_FILE`): the command may be anything that starts `hearth`.

use super::transfer::{self, Target};
use super::{Cache, Done, Failure, NOTHING_WRONG, Place, cannot, finding};
use crate::finish::VARIABLE as FINISH_VARIABLE;
use crate::options::STATS_FILE_VARIABLE;
use crate::store_options::{self, KEY_VARIABLE, StoreOptions};
use crate::text::{self, Object};
use clap::Args;
use hearth::cache::{finish, open};
use hearth::options::{CacheLevel, Options};
use hearth_codecache::store::PackInfo;
use hearth_codecache::{SourceKey, StoreSpec};
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

#[derive(Args)]
pub struct Train {
    /// Most runs.
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Write what the last run used to one file, for `import`. Without --store nothing else is left.
    #[arg(short, long, value_name = "ARCHIVE")]
    output: Option<PathBuf>,
    /// Go on if the command fails.
    #[arg(long)]
    allow_failure: bool,
    /// A script with its arguments, options of hearth before it, or any program that starts hearth.
    #[arg(last = true, required = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

/// What the processes of one run have done, and the finisher after them.
#[derive(Default)]
struct Run {
    took: Duration,
    exit: String,
    is_success: bool,
    processes: u64,
    retrieved: u64,
    compiled: u64,
    written: u64,
    used: BTreeSet<SourceKey>,
}

impl Run {
    /// Whether the next one would do the same.
    fn is_settled(&self) -> bool {
        self.compiled == 0 && self.written == 0
    }

    /// Adds what one process has said of itself.
    fn add(&mut self, line: &str) {
        let number = |name: &str| field(line, name).and_then(|rest| rest.split([',', '}']).next()?.parse::<u64>().ok()).unwrap_or(0);
        self.processes += 1;
        self.retrieved += number("retrieved");
        self.compiled += number("compiled") + number("finished");
        self.written += number("written");
        let used = field(line, "used").and_then(|rest| rest.strip_prefix('[')?.split(']').next()).unwrap_or_default();
        self.used.extend(used.split(',').filter_map(|key| SourceKey::from_hex(key.trim_matches('"'))));
    }

    fn describe(&self, number: usize) -> String {
        let Run { processes, compiled, retrieved, .. } = self;
        let (ms, written) = (self.took.as_secs_f64() * 1e3, text::size(self.written));
        let plural = if *processes == 1 { "" } else { "es" };
        let exit = if self.is_success { String::new() } else { format!(", {}", self.exit) };
        format!("run {number}: {ms:.0} ms, {processes} process{plural}, compiled {compiled}, retrieved {retrieved}, wrote {written}{exit}")
    }

    fn json(&self) -> String {
        let object = Object::new().number("ms", self.took.as_millis() as u64).text("exit", &self.exit).number("processes", self.processes);
        object.number("compiled", self.compiled).number("retrieved", self.retrieved).number("written", self.written).end()
    }
}

/// What follows a name in a line that processes write.
fn field<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    line.split_once(&format!("\"{name}\":")).map(|(_, rest)| rest)
}

/// A folder for the time of the training.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Result<Scratch, Failure> {
        let path = std::env::temp_dir().join(format!("hearth-train-{}", std::process::id()));
        let made = std::fs::DirBuilder::new().mode(0o700).create(&path);
        made.map(|()| Scratch(path.clone())).map_err(|error| cannot(format!("cannot make {}: {error}", path.display())))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Leaving it behind would do no harm.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(super) fn run(train: Train, place: Place, out: &mut impl Write) -> Done {
    let scratch = Scratch::new()?;
    let json = place.json;
    let settings = place.stores.settings().map_err(cannot)?;
    let root = root_of(&train, &place.stores, &scratch)?;
    let mut options = Options { key_file: place.stores.key_file(), store_settings: settings, ..Options::default() };
    // As for a run: the user's own is made.
    options.makes_key = options.key_file.is_none();
    options.key_file = Some(open::key_path(&options).map_err(|e| cannot(e.to_string()))?);
    options.stores = vec![format!("dir:{}", root.to_str().ok_or_else(|| cannot(unnameable(&root)))?)];
    if root.to_string_lossy().contains(';') {
        return Err(cannot(unnameable(&root)));
    }
    open::anchor(&mut options);
    let cache = Cache::of(&options)?;
    let before: BTreeSet<_> = cache.packs()?.iter().map(place_of).collect();

    let mut runs: Vec<Run> = Vec::new();
    while runs.len() < train.runs as usize && !runs.last().is_some_and(Run::is_settled) {
        let run = once(&train.command, &cache, &options, &scratch.0.join(format!("run-{}", runs.len())))?;
        let number = runs.len() + 1;
        hearth::trace::tell(format_args!("hearth: {}", run.describe(number)));
        if !run.is_success && !train.allow_failure {
            return Err(finding(format!(
                "the command failed in run {number}: {}. Nothing is taken of it: --allow-failure goes on",
                run.exit
            )));
        }
        if run.processes == 0 {
            return Err(finding("the command has started no process of hearth that runs a script with a cache"));
        }
        runs.push(run);
    }
    let last = runs.last().expect("there is at least one run");
    if !last.is_settled() {
        hearth::trace::tell(format_args!(
            "hearth: after {} runs there is still something to be compiled or written: see --runs",
            runs.len()
        ));
    }
    let (packs, bytes) = leave(&cache, &before, &last.used)?;
    let archive = train.output.as_deref().map(|file| write(&cache, file, &last.used)).transpose()?;
    if json {
        let object = Object::new().raw("runs", &text::array(runs.iter().map(Run::json))).bool("settled", last.is_settled());
        let object = object.number("packs", packs).number("bytes", bytes);
        writeln!(out, "{}", archive.into_iter().fold(object, |object, n| object.number("exported", n)).end())?;
    } else {
        let place = train.output.as_deref().unwrap_or(&root).display();
        hearth::trace::tell(format_args!("hearth: {packs} packs ({}) are in {place}", text::size(bytes)));
    }
    Ok(NOTHING_WRONG)
}

fn unnameable(root: &Path) -> String {
    format!("{} has a name that cannot be handed to programs", root.display())
}

/// The directory that is filled.
fn root_of(train: &Train, stores: &StoreOptions, scratch: &Scratch) -> Result<PathBuf, Failure> {
    // For an archive another store is used only if the command line says so.
    if stores.store.is_empty() && train.output.is_some() {
        return Ok(scratch.0.join("store"));
    }
    let said = !stores.store.is_empty() || std::env::var_os(open::STORE_VARIABLE).is_some_and(|value| !value.is_empty());
    let spec = said.then(|| open::spec(&Options { stores: stores.store.clone(), ..Options::default() })).transpose();
    match spec.map_err(|e| cannot(e.to_string()))? {
        Some(StoreSpec::Directory(path)) => Ok(std::path::absolute(&path).unwrap_or(path)),
        _ => Err(cannot("a training fills one directory: name it with --store=dir:PATH, or write an archive with -o FILE")),
    }
}

/// Runs the command once, and finishes what it has left.
fn once(words: &[OsString], cache: &Cache, options: &Options, report: &Path) -> Result<Run, Failure> {
    let mut command = command(words)?;
    command.stdin(Stdio::null()).envs(store_options::variables(options)).env(FINISH_VARIABLE, "wait").env(STATS_FILE_VARIABLE, report);
    let key = options.key_file.as_deref().unwrap_or(Path::new("")).as_os_str();
    command.env(open::STORE_VARIABLE, &options.stores[0]).env(KEY_VARIABLE, key);
    let start = Instant::now();
    let status = command.status().map_err(|error| cannot(format!("cannot run {}: {error}", Path::new(&words[0]).display())))?;
    let mut run = Run { took: start.elapsed(), exit: describe(status), is_success: status.success(), ..Run::default() };
    for line in std::fs::read_to_string(report).unwrap_or_default().lines() {
        run.add(line);
    }
    // Programs may have been told to leave it to others.
    let finished = finish::finish(&*cache.store, Some(&cache.spec), CacheLevel::Code, finish::Bounds::patient(finish::LONG))
        .map_err(|reason| cannot(reason.description()))?;
    run.compiled += u64::from(finished.compiled + finished.patterns);
    run.written += finished.bytes;
    Ok(run)
}

fn describe(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("exit code {code}"),
        (None, Some(signal)) => format!("signal {signal}"),
        (None, None) => status.to_string(),
    }
}

/// Scripts are run by this very program; what is no script is a program.
fn command(words: &[OsString]) -> Result<Command, Failure> {
    let (first, rest) = words.split_first().expect("there is at least one word");
    if !is_script(first) {
        let mut command = Command::new(first);
        command.args(rest);
        return Ok(command);
    }
    let program = std::env::current_exe().map_err(|error| cannot(format!("cannot find this program: {error}")))?;
    let mut command = Command::new(program);
    command.args(words);
    Ok(command)
}

fn is_script(word: &OsStr) -> bool {
    const ENDINGS: [&str; 8] = ["js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx"];
    let path = Path::new(word);
    let is_executable = |path: &Path| std::fs::metadata(path).is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0);
    let has_ending = path.extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending == *known));
    let is_option = word.as_encoded_bytes().starts_with(b"-");
    let on_path = || {
        let folders = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&folders).any(|folder| is_executable(&folder.join(path)))
    };
    let is_program = || if word.as_encoded_bytes().contains(&b'/') { is_executable(path) } else { on_path() };
    is_option || has_ending || (path.exists() && !is_program())
}

fn place_of(info: &PackInfo) -> (SourceKey, hearth_codecache::TargetFingerprint) {
    (info.source, info.target)
}

/// Takes away what the training has brought and its last run has not used; what was there before it stays. What is
/// left is in one piece each: how many packs, and bytes.
fn leave(
    cache: &Cache,
    before: &BTreeSet<(SourceKey, hearth_codecache::TargetFingerprint)>,
    used: &BTreeSet<SourceKey>,
) -> Result<(u64, u64), Failure> {
    let failed = |error: hearth_codecache::StoreError| cannot(error.to_string());
    for info in cache.packs()? {
        let (source, target) = place_of(&info);
        if used.contains(&source) {
            if cache.load(&info).is_ok_and(|pack| pack.segments().len() > 1) {
                cache.store.forget(source, target, &[]).map_err(failed)?;
            }
        } else if !before.contains(&(source, target)) {
            cache.store.remove(source, target).map_err(failed)?;
        }
    }
    let left: Vec<PackInfo> = cache.packs()?.into_iter().filter(|info| used.contains(&info.source)).collect();
    Ok((left.len() as u64, left.iter().map(|info| info.bytes).sum()))
}

/// Writes the archive; how many packs are in it.
fn write(cache: &Cache, file: &Path, used: &BTreeSet<SourceKey>) -> Result<u64, Failure> {
    let is_wanted = |info: &PackInfo| used.contains(&info.source) && info.target == hearth::cache::target();
    Target::open(file)?
        .fill(file, |out| transfer::write_archive(cache, out, |_, info| is_wanted(info), transfer::cannot_write(file)))
        .map(|(moved, _)| moved.packs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_processes_say_is_added_up() {
        let key = "0123456789abcdef0123456789abcdef";
        let mut run = Run::default();
        run.add(&format!("{{\"process\":7,\"retrieved\":3,\"compiled\":2,\"finished\":5,\"written\":70,\"used\":[\"{key}\"]}}"));
        run.add("{\"process\":8,\"retrieved\":1,\"compiled\":0,\"finished\":0,\"written\":0,\"used\":[]}");
        assert_eq!((run.processes, run.retrieved, run.compiled, run.written), (2, 4, 7, 70));
        assert!(run.used.iter().map(SourceKey::to_string).eq([key]) && !run.is_settled());
    }

    #[test]
    fn scripts_are_told_from_programs() {
        for (word, is_script) in
            [("app.js", true), ("./a/b.mts", true), ("-e", true), ("sh", false), ("/bin/sh", false), ("no-such-thing", false)]
        {
            assert_eq!(super::is_script(OsStr::new(word)), is_script, "{word}");
        }
    }
}
