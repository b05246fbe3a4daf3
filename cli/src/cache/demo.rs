//! `hearth cache demo`: runs a script in two processes, the first with an empty store, the
//! second with what the first one left there, and shows the difference.

use super::{Cache, Done, NOTHING_WRONG, Place, cannot};
use crate::store_options::StoreOptions;
use hearth::cache::finish;
use hearth::options::CacheLevel;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// What runs if no script is named.
const SCRIPT: &str = include_str!("demo.js");

/// What one run says of itself.
struct Run {
    wall_ms: f64,
    compiled: u64,
    retrieved: u64,
    compile_ms: f64,
    restore_ms: f64,
    output: Vec<u8>,
}

pub(super) fn run(script: Option<PathBuf>, arguments: &[String], out: &mut impl Write) -> Done {
    let folder = std::env::temp_dir().join(format!("hearth-demo-{}", std::process::id()));
    let result = demonstrate(&folder, script, arguments, out);
    // Leaving the folder behind would do no harm.
    let _ = std::fs::remove_dir_all(&folder);
    result
}

/// Waits for the process that finishes what a run has left behind, or does it.
fn finish(store: &Path) -> Result<(), super::Failure> {
    /// Each waits for a while if another process is at it.
    const TRIES: usize = 30;
    let cache = Cache::open(Place { stores: StoreOptions::of(format!("dir:{}", store.display())), json: false })?;
    for _ in 0..TRIES {
        finish::finish(&*cache.store, Some(&cache.spec), CacheLevel::Code, finish::Bounds::patient(finish::A_MOMENT))
            .map_err(|reason| cannot(reason.description()))?;
        if cache.store.load(finish::queue_key(), hearth::cache::target()).is_ok_and(|queue| queue.is_none()) {
            break;
        }
    }
    Ok(())
}

fn demonstrate(folder: &Path, script: Option<PathBuf>, arguments: &[String], out: &mut impl Write) -> Done {
    std::fs::create_dir_all(folder).map_err(|e| cannot(format!("cannot make {}: {e}", folder.display())))?;
    let script = match script {
        Some(script) => script,
        None => {
            let own = folder.join("constraints.js");
            std::fs::write(&own, SCRIPT).map_err(|e| cannot(format!("cannot write {}: {e}", own.display())))?;
            own
        }
    };
    let store = folder.join("store");
    let cold = once(&script, arguments, &store).map_err(cannot)?;
    finish(&store)?;
    let warm = once(&script, arguments, &store).map_err(cannot)?;
    if cold.output != warm.output {
        return Err(cannot("the two runs printed different things"));
    }
    writeln!(out, "{:8}{:>10}{:>12}{:>12}{:>14}{:>14}", "", "wall ms", "compiled", "retrieved", "compiling ms", "restoring ms")?;
    for (name, run) in [("cold", &cold), ("warm", &warm)] {
        writeln!(
            out,
            "{name:8}{:>10.1}{:>12}{:>12}{:>14.1}{:>14.2}",
            run.wall_ms, run.compiled, run.retrieved, run.compile_ms, run.restore_ms
        )?;
    }
    writeln!(
        out,
        "\nThe warm process compiled {} functions; it entered {} from the store at their first call.",
        warm.compiled, warm.retrieved
    )?;
    Ok(NOTHING_WRONG)
}

fn once(script: &Path, arguments: &[String], store: &Path) -> Result<Run, String> {
    let program = std::env::current_exe().map_err(|e| format!("cannot find this program: {e}"))?;
    let start = Instant::now();
    let output = Command::new(program)
        .arg(format!("--store=dir:{}", store.display()))
        .arg("--finish=detach")
        .arg("--stats=json")
        .arg(script)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .map_err(|e| format!("cannot run the script: {e}"))?;
    let wall_ms = start.elapsed().as_secs_f64() * 1e3;
    let errors = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("the script failed:\n{errors}"));
    }
    let stats = errors.lines().last().unwrap_or_default();
    let number = |name: &str| {
        let at = stats.find(&format!("\"{name}\":")).map(|i| i + name.len() + 3);
        let digits = at.map(|i| stats[i..].split([',', '}']).next().unwrap_or_default());
        digits.and_then(|d| d.parse::<f64>().ok()).ok_or_else(|| format!("no {name} in the statistics: {stats}"))
    };
    Ok(Run {
        wall_ms,
        compiled: number("compiled")? as u64,
        retrieved: number("retrieved")? as u64,
        compile_ms: number("compile_ms")?,
        restore_ms: number("restore_ms")?,
        output: output.stdout,
    })
}
