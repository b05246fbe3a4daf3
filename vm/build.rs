//! Gives the build an identity: a digest of everything that shapes bytecode, compiled
//! code or the memory they work on. Stored code of another build is never used, so the
//! digest covers whole source trees rather than a list of what is known to matter.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// Files below `folder` with their contents, in the order of their names.
fn hash_folder(folder: &Path, hashers: &mut [DefaultHasher; 2]) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            hash_folder(&path, hashers);
        } else {
            hash_file(&path, hashers);
        }
    }
}

fn hash_file(path: &Path, hashers: &mut [DefaultHasher; 2]) {
    let Ok(contents) = fs::read(path) else { return };
    for hasher in hashers {
        path.file_name().hash(hasher);
        contents.hash(hasher);
    }
}

fn main() {
    let vm = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let root = vm.join("..");
    // Two hashes of 64 bits with different beginnings. `DefaultHasher::new` has fixed keys.
    let mut hashers = [DefaultHasher::new(), DefaultHasher::new()];
    hashers[1].write_u8(1);

    for folder in ["vm/src", "gc/src", "codecache/src"] {
        hash_folder(&root.join(folder), &mut hashers);
        println!("cargo::rerun-if-changed=../{folder}");
    }
    // The dependencies, above all the code generator.
    for file in ["Cargo.lock", "vm/Cargo.toml"] {
        hash_file(&root.join(file), &mut hashers);
        println!("cargo::rerun-if-changed=../{file}");
    }
    println!("cargo::rerun-if-changed=build.rs");

    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("-vV").output().map(|o| o.stdout).unwrap_or_default();
    let settings = ["TARGET", "OPT_LEVEL", "PROFILE", "DEBUG", "CARGO_CFG_TARGET_FEATURE", "CARGO_ENCODED_RUSTFLAGS"];
    for hasher in &mut hashers {
        version.hash(hasher);
        for name in settings {
            env::var(name).unwrap_or_default().hash(hasher);
        }
    }
    println!("cargo::rustc-env=HEARTH_BUILD_ID={:016x}{:016x}", hashers[0].finish(), hashers[1].finish());
}
