//! For which processors a process compiles, and takes stored code: its own, or all that have at least what a level says.
//!
//! A fleet of several kinds of machines shares code by the level that all of them have. The levels are those of the
//! x86-64 psABI.

use super::isa;
use crate::numbered::numbered;
use std::str::FromStr;
use std::sync::OnceLock;

numbered! {
    /// For which processors code is.
    #[derive(Default)]
    pub enum TargetCpu {
        /// That on which the process runs.
        #[default]
        Native,
        /// Any of the architecture x86-64.
        X86_64,
        /// With SSE 4.2 and what came before it.
        X86_64V2,
        /// With AVX 2, FMA, BMI, LZCNT.
        X86_64V3,
    }
}

/// Why code is not compiled for these.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TargetCpuError {
    /// No such processors are known.
    #[error("{0:?} is none of {names}", names = TargetCpu::NAMES.join(", "))]
    Unknown(String),
    /// They are of another architecture than this machine's.
    #[error("{name} is not of the architecture {}", std::env::consts::ARCH, name = .0.name())]
    OtherArchitecture(TargetCpu),
    /// Code for them would not run here.
    #[error("this machine is less than {name}: it has no {1}", name = .0.name())]
    Missing(TargetCpu, &'static str),
    /// Code for others has been asked for in this process.
    #[error("this process compiles for {} already", .0.name())]
    TooLate(TargetCpu),
}

impl TargetCpu {
    pub const NAMES: [&str; TargetCpu::ALL.len()] = ["native", "x86-64", "x86-64-v2", "x86-64-v3"];

    pub fn name(self) -> &'static str {
        TargetCpu::NAMES[self as usize]
    }

    /// What code may use of [`isa::FEATURES`]; `None`: all that there is.
    fn features(self) -> Option<&'static [&'static str]> {
        let (v2, v3) = (5, 11);
        match self {
            TargetCpu::Native => None,
            TargetCpu::X86_64 => Some(&[]),
            TargetCpu::X86_64V2 => isa::FEATURES.get(..v2),
            TargetCpu::X86_64V3 => isa::FEATURES.get(..v3),
        }
    }

    /// Whether code for these may use a feature that the machine has.
    pub(crate) fn allows(self, feature: &str) -> bool {
        self.features().is_none_or(|features| features.contains(&feature))
    }
}

impl FromStr for TargetCpu {
    type Err = TargetCpuError;
    fn from_str(name: &str) -> Result<TargetCpu, TargetCpuError> {
        let known = TargetCpu::NAMES.iter().position(|known| *known == name);
        known.map(|index| TargetCpu::ALL[index]).ok_or_else(|| TargetCpuError::Unknown(name.to_owned()))
    }
}

static CHOSEN: OnceLock<TargetCpu> = OnceLock::new();

/// Chooses for all machines of this process, before the first is made.
///
/// # Errors
/// If this machine cannot run such code, or code for others has been asked for.
pub fn choose(cpu: TargetCpu) -> Result<(), TargetCpuError> {
    if cpu != TargetCpu::Native && std::env::consts::ARCH != "x86_64" {
        return Err(TargetCpuError::OtherArchitecture(cpu));
    }
    if let Some(missing) = cpu.features().unwrap_or_default().iter().find(|feature| !isa::is_there(feature)) {
        return Err(TargetCpuError::Missing(cpu, missing.trim_start_matches("has_")));
    }
    match *CHOSEN.get_or_init(|| cpu) {
        chosen if chosen == cpu => Ok(()),
        chosen => Err(TargetCpuError::TooLate(chosen)),
    }
}

/// What was chosen. From now on it is not to be chosen any more.
pub fn chosen() -> TargetCpu {
    *CHOSEN.get_or_init(TargetCpu::default)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_those_of_the_psabi() {
        for (cpu, allowed, refused) in [
            (TargetCpu::X86_64, None, "has_sse3"),
            (TargetCpu::X86_64V2, Some(["has_sse3", "has_ssse3", "has_sse41", "has_sse42", "has_popcnt"].as_slice()), "has_avx"),
            (TargetCpu::X86_64V3, Some(["has_avx", "has_avx2", "has_fma", "has_bmi1", "has_bmi2", "has_lzcnt"].as_slice()), "has_avx512f"),
        ] {
            assert_eq!(cpu.name().parse(), Ok(cpu));
            if cfg!(target_arch = "x86_64") {
                assert!(allowed.unwrap_or_default().iter().all(|feature| cpu.allows(feature)));
            }
            assert!(!cpu.allows(refused));
        }
        assert_eq!(
            "x86-64-v9".parse::<TargetCpu>().unwrap_err().to_string(),
            "\"x86-64-v9\" is none of native, x86-64, x86-64-v2, x86-64-v3"
        );
    }

    #[test]
    fn a_process_compiles_for_one_kind() {
        // Others may have asked before.
        let chosen = chosen();
        assert_eq!(choose(chosen), Ok(()));
        let other = if chosen == TargetCpu::Native { TargetCpu::X86_64 } else { TargetCpu::Native };
        assert!(choose(other).is_err());
        assert_eq!(super::chosen(), chosen);
    }
}
