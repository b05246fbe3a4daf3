//! The packages, installed by npm, and the drivers, bundled by esbuild.
//!
//! What npm fetches stays in a folder that git does not know, with no lock file: the exact
//! versions are in `tests/npm/packages.json`. It installs again when that file changes.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use hearth_tests::binary;

/// What a bundle begins with: packages in it may ask for these as CommonJS files do.
const BANNER: &str = "import { createRequire as requireFrom } from 'node:module'; \
    const require = requireFrom(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname;";

pub struct Folder(PathBuf);

/// The folder of the drivers in the repository.
fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("npm")
}

/// The names of the drivers, sorted.
pub fn drivers() -> Result<Vec<String>, String> {
    let entries = fs::read_dir(sources()).map_err(|e| format!("{}: {e}", sources().display()))?;
    let mut names: Vec<String> =
        entries.flatten().filter_map(|entry| Some(entry.file_name().to_str()?.strip_suffix(".mjs")?.to_owned())).collect();
    names.sort();
    Ok(names)
}

fn run(command: &mut Command) -> Result<(), String> {
    let shown = format!("{command:?}");
    let output = command.output().map_err(|e| format!("{shown}: {e}"))?;
    if output.status.success() { Ok(()) } else { Err(format!("{shown}: {}", String::from_utf8_lossy(&output.stderr))) }
}

impl Folder {
    /// The folder with all packages, `target/npm` if none is named.
    pub fn install(path: Option<&Path>) -> Result<Folder, String> {
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| binary::root().join("target"), PathBuf::from);
        let path = path.map_or_else(|| binary::root().join(target).join("npm"), Path::to_owned);
        let failed = |e: std::io::Error| format!("{}: {e}", path.display());
        fs::create_dir_all(path.join("drivers")).map_err(failed)?;
        for entry in fs::read_dir(sources()).map_err(failed)?.flatten() {
            fs::copy(entry.path(), path.join("drivers").join(entry.file_name())).map_err(failed)?;
        }
        let packages = fs::read_to_string(sources().join("packages.json")).map_err(failed)?;
        let installed = path.join("package.json");
        if fs::read_to_string(&installed).is_ok_and(|text| text == packages) && path.join("node_modules").is_dir() {
            return Ok(Folder(path));
        }
        eprintln!("npm-programs: installing packages in {}", path.display());
        fs::write(&installed, &packages).map_err(failed)?;
        let options = ["install", "--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"];
        run(Command::new("npm").args(options).current_dir(&path)).inspect_err(|_| {
            // So that the next run tries again.
            let _ = fs::remove_file(&installed);
        })?;
        Ok(Folder(path))
    }

    /// A file of an installed package.
    pub fn module(&self, file: &str) -> PathBuf {
        self.0.join("node_modules").join(file)
    }

    /// A file beside the drivers.
    pub fn driver(&self, file: &str) -> PathBuf {
        self.0.join("drivers").join(file)
    }

    /// Bundles a driver with its packages into one file; its path.
    pub fn bundle(&self, name: &str) -> Result<PathBuf, String> {
        let bundle = self.0.join("bundles").join(format!("{name}.mjs"));
        let esbuild = self.module(".bin/esbuild");
        let options = ["--bundle", "--platform=node", "--format=esm", "--log-level=error"];
        run(Command::new(esbuild)
            .arg(self.driver(&format!("{name}.mjs")))
            .args(options)
            .arg(format!("--banner:js={BANNER}"))
            .arg(format!("--outfile={}", bundle.display()))
            .current_dir(&self.0))?;
        Ok(bundle)
    }
}
