//! For which build, formats, layouts and processor stored things are.
//!
//! The build's identity alone would do. The tables and layouts are fed as well: they are what really matters, and they
//! cost nothing.

use crate::bytecode::ops;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::builtin_rows::BUILTINS;
use crate::ion::helpers::HELPERS;
use crate::ion::quick_rows::Quick;
use crate::ion::runtime_calls::RUNTIME_CALLS;
use crate::ion::{isa, layout, metadata};
use crate::object::layout as object;
use hearth_codecache::{FingerprintBuilder, TargetFingerprint};
use std::sync::OnceLock;

/// Identity of this build, else what it lacks. Without one nothing can be stored: code of a build that is nearly the same
/// would be taken for this one's.
///
/// In builds of this repository it is a digest of the sources, the dependencies and the compiler (`build_id.rs`), so that
/// builds of the same are the same. Elsewhere, other versions of the dependencies may have been chosen, or other sources put
/// in their place, and nothing says so to a build script: there it is the linker's digest of the executable.
pub fn build_id() -> Result<String, &'static str> {
    identity(env!("HEARTH_BUILD_ID"), env!("HEARTH_NO_BUILD_ID"), crate::executable::build_note)
}

fn identity(digits: &str, missing: &'static str, note: impl FnOnce() -> Option<Vec<u8>>) -> Result<String, &'static str> {
    if !digits.is_empty() {
        return Ok(digits.to_owned());
    }
    match note() {
        Some(note) => Ok(note.iter().map(|byte| format!("{byte:02x}")).collect()),
        None => Err(missing),
    }
}

/// The fingerprint of this build on this machine.
pub fn target() -> TargetFingerprint {
    static TARGET: OnceLock<TargetFingerprint> = OnceLock::new();
    *TARGET.get_or_init(|| builder().finish())
}

fn builder() -> FingerprintBuilder {
    let mut b = FingerprintBuilder::new();
    b.engine_build(env!("CARGO_PKG_VERSION").as_bytes());
    // Of a build without one nothing is stored (`cache::open`).
    b.engine_build(build_id().unwrap_or_default().as_bytes());

    b.schema("blob sections", &super::blob::VERSION.to_le_bytes());
    b.schema("profile", &super::profile::VERSION.to_le_bytes());
    b.schema("unit records", &super::unit::VERSION.to_le_bytes());
    b.schema("bytecode", &ops::schema().collect::<Vec<u8>>());
    b.schema("bailout reasons", BailoutReason::NAMES.join("\n").as_bytes());
    let calls: Vec<&str> =
        RUNTIME_CALLS.iter().map(|c| c.name).chain(HELPERS.iter().map(|h| h.name)).chain(Quick::NAMES.iter().copied()).collect();
    b.schema("runtime calls", calls.join("\n").as_bytes());
    let builtins: Vec<String> = BUILTINS.iter().map(|(holder, name, _)| format!("{holder}.{name}")).collect();
    b.schema("built-ins", builtins.join("\n").as_bytes());

    for (index, offset) in layout::ALL.iter().enumerate() {
        b.layout(&format!("context {index}"), *offset as u64);
    }
    b.layout("object slots", object::OBJECT_INLINE as u64);
    b.layout("value", size_of::<crate::value::Value>() as u64);
    b.layout("bailout buffer", metadata::BAILOUT_BUFFER_WORDS as u64);

    b.add("code generator", cranelift_codegen::VERSION.as_bytes());
    for (name, value) in isa::SETTINGS {
        b.add(name, value.as_bytes());
    }
    b.cpu_feature(std::env::consts::ARCH);
    for feature in isa::enabled_features() {
        b.cpu_feature(feature);
    }
    b
}

#[cfg(test)]
#[path = "../../build_id.rs"]
mod build_id;

#[cfg(test)]
mod tests {
    use super::build_id::{Inputs, SETTINGS, of};
    use super::*;
    use std::fs;
    use std::path::{Path, PathBuf};

    #[test]
    fn the_fingerprint_is_stable_within_a_build_and_has_the_build_in_it() {
        assert_eq!(target(), builder().finish());
        let id = build_id().expect("a build from this repository has an identity");
        assert!(id.len() >= 16 && id.bytes().all(|b| b.is_ascii_hexdigit()));
        let mut other = builder();
        other.cpu_feature("one more");
        assert_ne!(other.finish(), target());
    }

    #[test]
    fn no_digits_are_no_identity() {
        assert_eq!(identity("", "Cargo.lock", || None), Err("Cargo.lock"));
        assert_eq!(identity("ab", "", || None), Ok("ab".to_owned()));
        assert_eq!(identity("", "Cargo.lock", || Some(vec![0x0a, 0xff])), Ok("0aff".to_owned()));
    }

    /// A workspace like this one, with a dependency that is replaced by a folder.
    struct Workspace(PathBuf);

    const FILES: &[(&str, &str)] = &[
        ("Cargo.toml", "[workspace]\nmembers = [\"gc\", \"vm\", \"tests\"]\n[patch.crates-io]\ngenerator = { path = \"patched\" }\n"),
        ("Cargo.lock", "[[package]]\nname = \"gc\"\n[[package]]\nname = \"generator\"\n[[package]]\nname = \"x\"\nsource = \"registry\"\n"),
        ("gc/Cargo.toml", "[package]\nname = \"gc\"\n"),
        ("gc/src/lib.rs", "// gc"),
        ("codecache/Cargo.toml", "[package]\nname = \"codecache\"\n"),
        ("codecache/src/lib.rs", "// codecache"),
        ("regexp/Cargo.toml", "[package]\nname = \"regexp\"\n"),
        ("regexp/src/lib.rs", "// regexp"),
        ("frontend/Cargo.toml", "[package]\nname = \"frontend\"\n"),
        ("frontend/src/lib.rs", "// frontend"),
        ("vm/Cargo.toml", "[package]\nname = \"vm\"\n[dependencies]\nnear = { path = \"near\" }\n"),
        ("vm/build_id.rs", "// identity"),
        ("vm/src/ion/lower.rs", "// code"),
        ("vm/near/Cargo.toml", "[package]\nname = \"near\"\n"),
        ("vm/near/src/lib.rs", "// near"),
        ("patched/Cargo.toml", "[package]\nname = \"generator\"\n"),
        ("patched/src/isa/x64.rs", "// generator"),
        ("tests/Cargo.toml", "[package]\nname = \"tests\"\n"),
        (".cargo/config.toml", "[build]\n"),
    ];

    impl Workspace {
        fn new(name: &str) -> Workspace {
            let root = std::env::temp_dir().join(format!("hearth-build-id-{}-{name}", std::process::id()));
            let this = Workspace(root);
            for (path, text) in FILES {
                this.write(path, text);
            }
            this
        }
        fn path(&self, path: &str) -> PathBuf {
            self.0.join(path)
        }
        fn write(&self, path: &str, text: &str) {
            let path = self.path(path);
            fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).unwrap();
            fs::write(path, text).unwrap();
        }
        fn inputs(&self) -> Inputs {
            let settings = SETTINGS.map(|name| (name, Some(name.to_lowercase()))).into();
            Inputs { root: self.0.clone(), rustc: Some("rustc 1.95".into()), settings, features: vec!["a".into()] }
        }
        fn id(&self) -> Result<String, String> {
            of(&self.inputs()).map(|id| id.digits)
        }
    }

    impl Drop for Workspace {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn every_input_changes_the_identity() {
        let workspace = Workspace::new("changes");
        let plain = workspace.id().unwrap();
        assert_eq!(workspace.id().unwrap(), plain, "stable");
        let read = of(&workspace.inputs()).unwrap().read;
        for path in ["Cargo.lock", "vm/src", "patched/src", ".cargo"] {
            assert!(read.contains(&workspace.path(path)), "cargo does not watch {path}");
        }
        for (path, text) in FILES {
            // The tests decide nothing.
            if path.starts_with("tests/") {
                continue;
            }
            workspace.write(path, &format!("{text}# \n"));
            assert_ne!(workspace.id().unwrap(), plain, "{path} is left out");
            workspace.write(path, text);
        }
        workspace.write("gc/src/more.rs", "");
        assert_ne!(workspace.id().unwrap(), plain, "a new file is left out");
        fs::remove_file(workspace.path("gc/src/more.rs")).unwrap();
        assert_eq!(workspace.id().unwrap(), plain);
        for (index, name) in SETTINGS.iter().enumerate() {
            let mut inputs = workspace.inputs();
            inputs.settings[index].1 = Some("other".into());
            assert_ne!(of(&inputs).unwrap().digits, plain, "{name} is left out");
        }
        let other = Inputs { rustc: Some("rustc 1.96".into()), ..workspace.inputs() };
        assert_ne!(of(&other).unwrap().digits, plain);
        let other = Inputs { features: vec![], ..workspace.inputs() };
        assert_ne!(of(&other).unwrap().digits, plain);
    }

    #[test]
    fn a_missing_input_is_no_identity() {
        let workspace = Workspace::new("missing");
        for (path, text) in FILES {
            // What need not be there, and what is one of several files of a folder.
            if matches!(*path, "vm/build_id.rs" | ".cargo/config.toml") {
                continue;
            }
            fs::remove_file(workspace.path(path)).unwrap();
            assert!(workspace.id().is_err(), "{path} may be missing");
            workspace.write(path, text);
        }
        for (index, name) in SETTINGS.iter().enumerate() {
            let mut inputs = workspace.inputs();
            inputs.settings[index].1 = None;
            assert!(of(&inputs).unwrap_err().contains(name));
        }
        let inputs = Inputs { rustc: None, ..workspace.inputs() };
        assert!(of(&inputs).is_err());
        assert!(workspace.id().is_ok());
    }

    #[test]
    fn a_package_from_an_unknown_folder_is_no_identity() {
        let workspace = Workspace::new("unknown");
        let lock = format!("{}[[package]]\nname = \"stranger\"\n", FILES[1].1);
        workspace.write("Cargo.lock", &lock);
        assert!(workspace.id().unwrap_err().contains("stranger"));
    }
}
