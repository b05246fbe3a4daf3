//! For which build, formats, layouts and processor stored things are.
//!
//! The build's identity (a digest of the sources, the dependencies and the compiler, see
//! `build.rs`) alone would do for builds from this repository. The tables and layouts are
//! fed as well: they are what really matters, and they cost nothing.

use crate::bytecode::ops;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::builtin_rows::BUILTINS;
use crate::ion::helpers::HELPERS;
use crate::ion::runtime_calls::RUNTIME_CALLS;
use crate::ion::{isa, layout, metadata};
use crate::object::layout as object;
use hearth_codecache::{FingerprintBuilder, TargetFingerprint};
use std::sync::OnceLock;

/// Identity of this build: 32 hexadecimal digits.
pub const BUILD_ID: &str = env!("HEARTH_BUILD_ID");

/// The fingerprint of this build on this machine.
pub fn target() -> TargetFingerprint {
    static TARGET: OnceLock<TargetFingerprint> = OnceLock::new();
    *TARGET.get_or_init(|| builder().finish())
}

fn builder() -> FingerprintBuilder {
    let mut b = FingerprintBuilder::new();
    b.engine_build(env!("CARGO_PKG_VERSION").as_bytes());
    b.engine_build(BUILD_ID.as_bytes());

    b.schema("blob sections", &super::blob::VERSION.to_le_bytes());
    b.schema("profile", &super::profile::VERSION.to_le_bytes());
    b.schema("unit records", &super::unit::VERSION.to_le_bytes());
    b.schema("bytecode", &ops::schema().collect::<Vec<u8>>());
    b.schema("bailout reasons", BailoutReason::NAMES.join("\n").as_bytes());
    let calls: Vec<&str> = RUNTIME_CALLS.iter().map(|c| c.name).chain(HELPERS.iter().map(|h| h.name)).collect();
    b.schema("runtime calls", calls.join("\n").as_bytes());
    let builtins: Vec<String> = BUILTINS.iter().map(|(holder, name, _)| format!("{holder}.{name}")).collect();
    b.schema("built-ins", builtins.join("\n").as_bytes());

    for (index, offset) in layout::ALL.iter().enumerate() {
        b.layout(&format!("context {index}"), *offset as u64);
    }
    b.layout("object slots", object::OBJECT_INLINE as u64);
    b.layout("value", size_of::<crate::Value>() as u64);
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
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_is_stable_within_a_build_and_has_the_build_in_it() {
        assert_eq!(target(), builder().finish());
        assert!(BUILD_ID.len() == 32 && BUILD_ID.bytes().all(|b| b.is_ascii_hexdigit()));
        let mut other = builder();
        other.cpu_feature("one more");
        assert_ne!(other.finish(), target());
    }
}
