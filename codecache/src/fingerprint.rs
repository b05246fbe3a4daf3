//! Which engine build, formats, layouts and processor a stored thing is for.
//!
//! The virtual machine feeds everything that, when different, would make
//! stored bytecode or code wrong. The digest is part of every pack's name and
//! header and of every blob's identity: a thing made for another target is not
//! found, and if it is found it is refused.

#![forbid(unsafe_code)]

use std::fmt;

use crate::key::hash_type;

hash_type! {
    /// 16 bytes that stand for one target: the first half of a BLAKE3 hash
    /// over the labelled components.
    TargetFingerprint, 16
}

/// Collects the components of a [`TargetFingerprint`]. The order of the calls
/// matters; labels and lengths are hashed too, so components cannot run into
/// each other.
#[derive(Clone)]
pub struct FingerprintBuilder {
    hasher: blake3::Hasher,
}

impl FingerprintBuilder {
    /// Starts with this crate's own format versions.
    pub fn new() -> FingerprintBuilder {
        let mut b = FingerprintBuilder { hasher: blake3::Hasher::new() };
        b.add("blob format", &crate::blob::VERSION.to_le_bytes());
        b.add("pack format", &crate::pack::VERSION.to_le_bytes());
        b
    }

    /// The build of the engine: version and, for development builds, a hash of
    /// the executable or of its sources.
    pub fn engine_build(&mut self, id: &[u8]) -> &mut Self {
        self.add("engine build", id)
    }

    /// A hash derived from a table: op codes, runtime calls, bailout reasons,
    /// section records.
    pub fn schema(&mut self, name: &str, hash: &[u8]) -> &mut Self {
        self.add("schema", name.as_bytes()).add("schema hash", hash)
    }

    /// The version of a memory layout that code has baked in: value, header,
    /// object, frame, context.
    pub fn layout(&mut self, name: &str, version: u64) -> &mut Self {
        self.add("layout", name.as_bytes()).add("layout version", &version.to_le_bytes())
    }

    /// The instruction set and an extension that the generated code may use.
    pub fn cpu_feature(&mut self, name: &str) -> &mut Self {
        self.add("cpu feature", name.as_bytes())
    }

    /// Any other component.
    pub fn add(&mut self, label: &str, bytes: &[u8]) -> &mut Self {
        for part in [label.as_bytes(), bytes] {
            self.hasher.update(&(part.len() as u64).to_le_bytes());
            self.hasher.update(part);
        }
        self
    }

    /// The digest of what was added so far.
    pub fn finish(&self) -> TargetFingerprint {
        let mut digest = [0; 16];
        digest.copy_from_slice(&self.hasher.finalize().as_bytes()[..16]);
        TargetFingerprint(digest)
    }
}

impl Default for FingerprintBuilder {
    fn default() -> Self {
        FingerprintBuilder::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_component_counts_and_none_run_together() {
        let digest = |f: &dyn Fn(&mut FingerprintBuilder)| {
            let mut b = FingerprintBuilder::new();
            f(&mut b);
            b.finish()
        };
        let mut all = vec![
            digest(&|_| {}),
            digest(&|b| {
                b.engine_build(b"1");
            }),
            digest(&|b| {
                b.schema("ops", b"1");
            }),
            digest(&|b| {
                b.schema("op", b"s1");
            }),
            digest(&|b| {
                b.layout("value", 1);
            }),
            digest(&|b| {
                b.layout("value", 2);
            }),
            digest(&|b| {
                b.cpu_feature("avx2");
            }),
            digest(&|b| {
                b.cpu_feature("avx").cpu_feature("2");
            }),
        ];
        let n = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), n);
    }
}
