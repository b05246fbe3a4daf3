//! The identity of a build: a digest of everything that shapes bytecode, compiled code or the
//! memory they work on. Stored code of another build is never used, so the digest covers
//! whole source trees rather than a list of what is known to matter.
//!
//! What is expected and not there is an error, never left out: two builds that differ in
//! what could not be read would have one identity, and run each other's code. Such a build
//! has no identity, and uses no store.
//!
//! Shared by the build script and its tests in `cache::fingerprint`.

use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// Where the parts are that decide what code looks like.
pub struct Inputs {
    /// The workspace: `Cargo.toml`, `Cargo.lock`, maybe `.cargo`.
    pub root: PathBuf,
    /// What `rustc -vV` says.
    pub rustc: Option<String>,
    /// Of the profile and the target, by the names that cargo gives them.
    pub settings: Vec<(&'static str, Option<String>)>,
    /// Features that are on.
    pub features: Vec<String>,
}

/// Crates of the workspace whose sources decide.
pub const CRATES: [&str; 5] = ["gc", "codecache", "regexp", "frontend", "vm"];
/// What cargo tells every build script.
pub const SETTINGS: [&str; 7] =
    ["TARGET", "OPT_LEVEL", "PROFILE", "DEBUG", "CARGO_CFG_TARGET_FEATURE", "CARGO_CFG_PANIC", "CARGO_ENCODED_RUSTFLAGS"];

/// The identity, as 32 hexadecimal digits, and what it was made of.
#[derive(Debug)]
pub struct BuildId {
    pub digits: String,
    pub read: Vec<PathBuf>,
}

/// Two hashes of 64 bits with different beginnings. `DefaultHasher::new` has fixed keys.
struct Digest {
    hashers: [DefaultHasher; 2],
    read: Vec<PathBuf>,
}

impl Digest {
    fn new() -> Digest {
        let mut hashers = [DefaultHasher::new(), DefaultHasher::new()];
        hashers[1].write_u8(1);
        Digest { hashers, read: Vec::new() }
    }

    fn add(&mut self, label: &str, part: &[u8]) {
        for hasher in &mut self.hashers {
            label.hash(hasher);
            part.hash(hasher);
        }
    }

    /// A file under the name by which it is found below `base`.
    fn file(&mut self, base: &Path, path: &Path) -> Result<String, String> {
        let contents = fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let name = path.strip_prefix(base).unwrap_or(path).to_string_lossy();
        self.add(&name, &contents);
        Ok(String::from_utf8_lossy(&contents).into_owned())
    }

    /// All files below a folder, in the order of their names; there must be some.
    fn folder(&mut self, base: &Path, folder: &Path) -> Result<(), String> {
        let fault = |e| format!("{}: {e}", folder.display());
        let mut paths =
            fs::read_dir(folder).map_err(fault)?.map(|entry| Ok(entry.map_err(fault)?.path())).collect::<Result<Vec<_>, String>>()?;
        paths.sort();
        if paths.is_empty() {
            return Err(format!("{}: empty", folder.display()));
        }
        for path in paths {
            if path.is_dir() {
                self.folder(base, &path)?;
            } else {
                self.file(base, &path)?;
            }
        }
        Ok(())
    }

    /// A crate that is built from a folder: its manifest, build script and sources. Gives its name,
    /// and adds to `more` where the crates are that it names by path.
    fn local_crate(&mut self, base: &Path, folder: &Path, more: &mut Vec<PathBuf>) -> Result<String, String> {
        let manifest = self.file(base, &folder.join("Cargo.toml"))?;
        more.extend(paths_in(&manifest).map(|path| folder.join(path)));
        self.folder(base, &folder.join("src"))?;
        for script in ["build.rs", "build_id.rs"] {
            let script = folder.join(script);
            if script.exists() {
                self.file(base, &script)?;
                self.read.push(script);
            }
        }
        self.read.extend([folder.join("Cargo.toml"), folder.join("src")]);
        let name = manifest.lines().find_map(|line| Some(line.strip_prefix("name = \"")?.strip_suffix('"')?.to_owned()));
        name.ok_or_else(|| format!("{}: a crate without a name", folder.display()))
    }
}

/// The folders that a manifest's dependencies and patches name by path.
fn paths_in(manifest: &str) -> impl Iterator<Item = &str> {
    let mut relevant = false;
    manifest.lines().filter_map(move |line| {
        let line = line.trim();
        if line.starts_with('[') {
            relevant = line.contains("dependencies") || line.starts_with("[patch") || line.starts_with("[replace");
        }
        let at = if relevant && !line.starts_with('#') { line.find("path = \"") } else { None }?;
        line[at + 8..].split('"').next()
    })
}

/// The packages of a lock file that come from no registry or repository: from folders.
fn local_packages(lock: &str) -> impl Iterator<Item = &str> {
    lock.split("[[package]]")
        .skip(1)
        .filter(|package| !package.contains("\nsource = "))
        .filter_map(|package| package.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')))
}

/// The folders of the workspace's members.
fn members(manifest: &str) -> Vec<String> {
    let list = manifest.split_once("members = [").and_then(|(_, rest)| rest.split_once(']')).map_or("", |(list, _)| list);
    list.split(',').map(|name| name.trim().trim_matches('"').to_owned()).filter(|name| !name.is_empty()).collect()
}

/// The identity of the build, or what it would lack.
pub fn of(inputs: &Inputs) -> Result<BuildId, String> {
    let root = &inputs.root;
    let mut digest = Digest::new();
    let manifest = digest.file(root, &root.join("Cargo.toml"))?;
    // The dependencies, above all the code generator: versions and checksums of what comes from elsewhere …
    let lock = digest.file(root, &root.join("Cargo.lock"))?;
    digest.read.extend([root.join("Cargo.toml"), root.join("Cargo.lock")]);
    // … and the sources of what does not, be it ours or put in place of another.
    let mut known = BTreeSet::new();
    let mut done = BTreeSet::new();
    let mut folders: Vec<PathBuf> = CRATES.iter().map(|name| root.join(name)).collect();
    folders.extend(paths_in(&manifest).map(|path| root.join(path)));
    while let Some(folder) = folders.pop() {
        let real = folder.canonicalize().map_err(|e| format!("{}: {e}", folder.display()))?;
        if done.insert(real) {
            known.insert(digest.local_crate(root, &folder, &mut folders)?);
        }
    }
    // Other members only use what decides.
    for member in members(&manifest) {
        let text = fs::read_to_string(root.join(&member).join("Cargo.toml")).map_err(|e| format!("{member}: {e}"))?;
        known.extend(text.lines().find_map(|line| Some(line.strip_prefix("name = \"")?.strip_suffix('"')?.to_owned())));
    }
    if let Some(unknown) = local_packages(&lock).find(|name| !known.contains(*name)) {
        return Err(format!("the sources of {unknown}, which come from a folder"));
    }
    // Not there in a plain checkout: replaced sources and settings.
    let config = root.join(".cargo");
    if config.exists() {
        digest.folder(root, &config)?;
        digest.read.push(config);
    }
    let rustc = inputs.rustc.as_ref().filter(|text| text.contains("rustc")).ok_or("the compiler's version")?;
    digest.add("rustc", rustc.as_bytes());
    for (name, value) in &inputs.settings {
        let value = value.as_ref().ok_or_else(|| format!("the setting {name}"))?;
        digest.add(name, value.as_bytes());
    }
    for feature in &inputs.features {
        digest.add("feature", feature.as_bytes());
    }
    let digits = format!("{:016x}{:016x}", digest.hashers[0].finish(), digest.hashers[1].finish());
    Ok(BuildId { digits, read: digest.read })
}
