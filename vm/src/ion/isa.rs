//! The target: Cranelift's settings, and the CPU features that generated code uses.
//!
//! Settings are fixed but for the verifier; they are part of the target fingerprint.

use super::target_cpu;
use cranelift_codegen::isa::{self, OwnedTargetIsa};
use cranelift_codegen::settings::{self, Configurable, Flags};

/// Settings that shape the code, as (name, value).
pub const SETTINGS: &[(&str, &str)] = &[
    ("opt_level", "speed"),
    ("enable_pinned_reg", "true"),
    ("preserve_frame_pointers", "true"),
    ("unwind_info", "false"),
    ("is_pic", "false"),
    ("enable_probestack", "false"),
    ("enable_heap_access_spectre_mitigation", "false"),
    ("enable_table_access_spectre_mitigation", "false"),
];

/// CPU features that the code generator may use where the machine has them. Others
/// stay off, so that two machines that agree on these share code. In the order of the levels of [`target_cpu`].
#[cfg(target_arch = "x86_64")]
pub const FEATURES: &[&str] = &[
    "has_sse3",
    "has_ssse3",
    "has_sse41",
    "has_sse42",
    "has_popcnt",
    "has_avx",
    "has_avx2",
    "has_fma",
    "has_bmi1",
    "has_bmi2",
    "has_lzcnt",
];
#[cfg(not(target_arch = "x86_64"))]
pub const FEATURES: &[&str] = &[];

#[cfg(target_arch = "x86_64")]
/// Whether this machine has a feature.
pub(super) fn is_there(feature: &str) -> bool {
    match feature {
        "has_sse3" => std::is_x86_feature_detected!("sse3"),
        "has_ssse3" => std::is_x86_feature_detected!("ssse3"),
        "has_sse41" => std::is_x86_feature_detected!("sse4.1"),
        "has_sse42" => std::is_x86_feature_detected!("sse4.2"),
        "has_popcnt" => std::is_x86_feature_detected!("popcnt"),
        "has_avx" => std::is_x86_feature_detected!("avx"),
        "has_avx2" => std::is_x86_feature_detected!("avx2"),
        "has_fma" => std::is_x86_feature_detected!("fma"),
        "has_bmi1" => std::is_x86_feature_detected!("bmi1"),
        "has_bmi2" => std::is_x86_feature_detected!("bmi2"),
        "has_lzcnt" => std::is_x86_feature_detected!("lzcnt"),
        _ => false,
    }
}
#[cfg(not(target_arch = "x86_64"))]
pub(super) fn is_there(_feature: &str) -> bool {
    false
}

fn is_enabled(feature: &str) -> bool {
    target_cpu::chosen().allows(feature) && is_there(feature)
}

/// The features of `FEATURES` that code uses: this machine has them, and all others for which it compiles.
pub fn enabled_features() -> impl Iterator<Item = &'static str> {
    FEATURES.iter().copied().filter(|feature| is_enabled(feature))
}

/// Instructions exist for rounding (without, `floor` and its like are runtime calls).
pub fn has_rounding() -> bool {
    cfg!(target_arch = "aarch64") || is_enabled("has_sse41")
}

/// The code generator for the processors that were chosen. Fails on an architecture that has none.
pub fn host() -> Result<OwnedTargetIsa, String> {
    let mut flags = settings::builder();
    for (name, value) in SETTINGS {
        flags.set(name, value).map_err(|e| e.to_string())?;
    }
    let verifier = if cfg!(debug_assertions) { "true" } else { "false" };
    flags.set("enable_verifier", verifier).map_err(|e| e.to_string())?;
    let mut builder = isa::lookup_by_name(std::env::consts::ARCH).map_err(|e| e.to_string())?;
    for feature in enabled_features() {
        builder.enable(feature).map_err(|e| e.to_string())?;
    }
    builder.finish(Flags::new(flags)).map_err(|e| e.to_string())
}

/// Has WebAssembly compiled for the processors that were chosen, where these are not the machine's own.
#[cfg(feature = "webassembly")]
pub fn aim(config: &mut wasmtime::Config) {
    if target_cpu::chosen() == target_cpu::TargetCpu::Native {
        return;
    }
    // A host that is named is taken to have what is enabled, and no more.
    config.target(&format!("{}-unknown-linux-gnu", std::env::consts::ARCH)).expect("it is the one that this was built for");
    for feature in enabled_features() {
        // SAFETY: the machine has the feature.
        unsafe { config.cranelift_flag_enable(feature) };
    }
}
