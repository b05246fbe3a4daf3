//! Gives the build its identity, or says why it has none (see `build_id.rs`), and compiles the
//! built-in modules to bytecode, which goes into the executable, as does the data of locales.

mod build_cldr;
mod build_id;
#[path = "src/builtins/node/sources.rs"]
mod sources;

use hearth_frontend::bytecode::code::Source;
use hearth_frontend::bytecode::image::ImageBuilder;
use hearth_frontend::bytecode::serialize;
use hearth_frontend::syntax::parse::Goal;
use hearth_frontend::syntax::{self, CompileOptions};
use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

fn main() {
    identify();
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let write = |name: &str, bytes: Vec<u8>| fs::write(out.join(name), bytes).expect("cargo's folder can be written");
    write("node_modules.image", compile_modules());
    if env::var_os("CARGO_FEATURE_INTL").is_some() {
        let data = PathBuf::from("src/builtins/intl/cldr/data");
        println!("cargo::rerun-if-changed={}", data.display());
        write("cldr.bin", build_cldr::pack(&data).unwrap_or_else(|error| panic!("{}: {error}", data.display())));
    }
}

/// All functions of all built-in modules.
fn compile_modules() -> Vec<u8> {
    let mut image = ImageBuilder::default();
    for (name, text) in sources::MODULES {
        let root = syntax::compile(Source::new(format!("node:{name}"), *text), Goal::CommonJs, CompileOptions { eager: true });
        let root = root.unwrap_or_else(|error| panic!("node:{name}, at {}: {}", error.position, error.message));
        let records = serialize::functions(&root).into_iter();
        image.add(name, records.map(|(span, record)| (span, blake3::hash(&record).into(), record)).collect());
    }
    image.build()
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
    let (digits, missing) = match build_id::of(&inputs) {
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
