//! Gives the build its identity, or says why it has none (see `build_id.rs`), and compiles the
//! built-in modules to bytecode, which goes into the library, as does the data of locales.

#[cfg(feature = "intl")]
mod build_cldr;
mod build_id;
#[cfg(feature = "compiled-modules")]
mod build_modules;

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    identify();
    #[cfg(feature = "compiled-modules")]
    println!("cargo::rerun-if-changed=src/builtins/node");
    #[cfg(feature = "compiled-modules")]
    write("node_modules.image", &build_modules::compile());
    #[cfg(feature = "intl")]
    {
        let data = PathBuf::from("src/builtins/intl/cldr/data");
        println!("cargo::rerun-if-changed={}", data.display());
        write("cldr.bin", &build_cldr::pack(&data).unwrap_or_else(|error| panic!("{}: {error}", data.display())));
    }
}

/// Writes what the engine includes.
#[cfg(any(feature = "compiled-modules", feature = "intl"))]
fn write(name: &str, bytes: &[u8]) {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    std::fs::write(out.join(name), bytes).expect("cargo's folder can be written");
}

/// What a build lacks that another workspace has asked for.
const ELSEWHERE: &str = "this repository's own target folder";

/// Whether this repository's lock file has chosen the dependencies: cargo's folder for the build is in it. With another
/// folder, it cannot be told.
fn is_own_build(root: &Path) -> bool {
    let out = env::var_os("OUT_DIR").and_then(|out| PathBuf::from(out).canonicalize().ok());
    let target = root.join("target").canonicalize().ok();
    out.zip(target).is_some_and(|(out, target)| out.starts_with(target))
}

fn identify() {
    let vm = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("-vV").output().ok().filter(|o| o.status.success());
    let mut features: Vec<String> = env::vars().map(|(name, _)| name).filter(|name| name.starts_with("CARGO_FEATURE_")).collect();
    features.sort();
    let inputs = build_id::Inputs {
        root: vm.join(".."),
        rustc: version.and_then(|o| String::from_utf8(o.stdout).ok()),
        settings: build_id::SETTINGS.map(|name| (name, env::var(name).ok())).into(),
        features,
    };
    let (digits, missing) =
        match build_id::of(&inputs).and_then(|id| if is_own_build(&inputs.root) { Ok(id) } else { Err(ELSEWHERE.into()) }) {
            Ok(id) => {
                for path in id.read {
                    println!("cargo::rerun-if-changed={}", path.display());
                }
                (id.digits, String::new())
            }
            // Nothing to watch is named, so cargo asks again whenever anything of this package changes.
            Err(missing) => (String::new(), missing.replace('\n', " ")),
        };
    println!("cargo::rustc-env=HEARTH_BUILD_ID={digits}");
    println!("cargo::rustc-env=HEARTH_NO_BUILD_ID={missing}");
}
