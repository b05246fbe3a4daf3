//! Benchmark suites with a driver of their own: JetStream 3 and Octane, from a checkout.
//!
//! `suites/bundle.js` reads the suite's driver for the files of each program and makes one file
//! of them, below the target folder; it is run by node. What cannot be run is a table here, with
//! its reason.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;

use crate::binary::root;

/// Iterations of a program within one process: few, so that each mode takes minutes.
pub const ITERATIONS: usize = 2;

/// The variable that names another node to make the bundles with.
const NODE: &str = "HEARTH_BENCH_NODE";

/// Programs that are not run, by a part of their name or one of their tags.
const LEFT_OUT: &[(&str, &str)] = &[
    ("workertests", "needs a browser's workers"),
    ("web-ssr", "waits for a browser's message channel"),
    ("octane-code-load", "its functions look for a browser's window"),
    ("code-load", "its functions look for a browser's window"),
    ("pdfjs", "its parts find each other as properties of a browser's window"),
    ("validatorjs", "its bundle finds its exports as properties of the global object"),
    ("disabled", "the suite leaves it out itself"),
];

pub struct Bundled {
    /// Name and file.
    pub programs: Vec<(String, PathBuf)>,
    pub left_out: Vec<(String, String)>,
}

/// Whether a folder is the checkout of a suite that is known here.
pub fn is_suite(folder: &Path) -> bool {
    let has = |name: &str| folder.join(name).is_file();
    has("JetStreamDriver.js") || has("base.js") && has("run.js")
}

/// Bundles the programs of the suite in `folder`.
///
/// # Errors
/// What node or the bundler says.
pub fn bundle(folder: &Path, iterations: usize) -> Result<Bundled, String> {
    let name = folder.file_name().unwrap_or_default();
    let out = root().join("target").join("suites").join(name);
    fs::create_dir_all(&out).map_err(|e| format!("{}: {e}", out.display()))?;
    let node = std::env::var_os(NODE).unwrap_or_else(|| "node".into());
    let bundler = Path::new(env!("CARGO_MANIFEST_DIR")).join("suites").join("bundle.js");
    let output = Command::new(&node).arg(bundler).arg(folder).arg(&out).arg(iterations.to_string()).output();
    let output = output.map_err(|e| format!("{}, which {NODE} can name: {e}", node.to_string_lossy()))?;
    if !output.status.success() {
        return Err(format!("bundling {}:\n{}", folder.display(), String::from_utf8_lossy(&output.stderr)));
    }
    let stdout = String::from_utf8_lossy(&output.stdout);
    let list: Json = serde_json::from_str(stdout.lines().last().unwrap_or_default()).map_err(|e| e.to_string())?;
    let mut bundled = Bundled { programs: Vec::new(), left_out: Vec::new() };
    for program in list.as_array().into_iter().flatten() {
        let text = |key: &str| program.get(key).and_then(Json::as_str).map(str::to_owned);
        let tags: Vec<&str> = program.get("tags").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str).collect();
        let Some(name) = text("name") else { continue };
        let reason = LEFT_OUT.iter().find(|(part, _)| tags.contains(part) || name == *part).map(|(_, reason)| (*reason).to_owned());
        match (reason, text("bundle")) {
            (None, Some(file)) => bundled.programs.push((name, out.join(file))),
            (reason, _) => bundled.left_out.push((name, reason.or(text("why")).unwrap_or_default())),
        }
    }
    Ok(bundled)
}
