//! Compiled code and its metadata as a blob, and back.
//!
//! Tables of fixed-layout records are sections as they are; link descriptors have an
//! encoding of their own. The same compilation gives the same bytes. What is decoded has
//! passed [`check::metadata`]. FORMAT.md of `hearth-codecache` has it byte by byte.

use super::check;
use super::descriptor_codec;
use crate::ion::lower::Compiled;
use crate::ion::metadata::Metadata;
use crate::ion::table::Table;
use bytemuck::{Pod, Zeroable};
use hearth_codecache::blob::{BlobIdentity, Malformed};
use hearth_codecache::{AlignedBytes, Blob, BlobBuilder, MissReason, Pack, ScriptHash, SectionKind};
use std::sync::Arc;

/// Of the sections below; part of the target fingerprint.
pub const VERSION: u32 = 2;

/// What a blob says about itself for people: it plays no part in finding or checking.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct About<'a> {
    pub function_name: &'a str,
    /// Without folders, so that equal files give equal blobs.
    pub source_name: &'a str,
    /// Of the function in its source, in bytes.
    pub position: u32,
}

/// The *meta* section.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Pod, Zeroable)]
#[repr(C)]
struct MetaRecord {
    version: u32,
    position: u32,
    /// Lengths of the two strings in the section *strings*, in this order.
    function_name: u32,
    source_name: u32,
}

/// Why something compiled cannot be stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum EncodeError {
    #[error("larger than a blob may be")]
    TooLarge,
    /// What would be refused when it is read is not written.
    #[error("its metadata is not valid: {0}")]
    Invalid(&'static str),
}

impl EncodeError {
    pub fn reason(self) -> MissReason {
        match self {
            EncodeError::TooLarge => MissReason::TooLarge,
            EncodeError::Invalid(_) => MissReason::Malformed,
        }
    }
}

/// The unsealed blob of `compiled`. `feedback` is the profile that it was compiled from
/// (see `profile`), `generation` how often the function had been compiled before.
///
/// # Errors
/// If it is too large, or its metadata breaks a rule.
pub fn encode(
    compiled: &Compiled,
    identity: BlobIdentity,
    about: About,
    generation: u32,
    feedback: &[u8],
) -> Result<AlignedBytes, EncodeError> {
    let m = &compiled.metadata;
    check::metadata(m, compiled.code.len()).map_err(EncodeError::Invalid)?;
    if m.scripts[0].hash != identity.script.0 {
        return Err(EncodeError::Invalid("the first script is not the compiled one"));
    }
    let mut b = builder(identity, about, generation, feedback);
    b.records(SectionKind::Bailouts, &m.bailouts);
    b.records(SectionKind::Recipes, &m.registers);
    b.bytes(SectionKind::Links, &descriptor_codec::encode(&m.links));
    b.records(SectionKind::PcMap, &m.call_sites);
    b.records(SectionKind::Frames, &m.frames);
    b.records(SectionKind::Objects, &m.objects);
    b.records(SectionKind::Sites, &m.sites);
    b.dependencies(&dependencies(m));
    b.records(SectionKind::Scripts, &m.scripts);
    b.bytes(SectionKind::Code, &compiled.code);
    b.finish().map_err(|_| EncodeError::TooLarge)
}

/// A blob without code, to follow one whose code turned out wrong: only the profile
/// from which better code can be compiled.
///
/// # Errors
/// If it is too large.
pub fn encode_withdrawn(identity: BlobIdentity, about: About, generation: u32, feedback: &[u8]) -> Result<AlignedBytes, EncodeError> {
    builder(identity, about, generation, feedback).finish().map_err(|_| EncodeError::TooLarge)
}

/// Whether a blob stands for code that was withdrawn.
pub fn is_withdrawn(blob: &Blob) -> bool {
    !blob.has(SectionKind::Code)
}

/// A builder with what every blob has.
fn builder(identity: BlobIdentity, about: About, generation: u32, feedback: &[u8]) -> BlobBuilder {
    let meta = MetaRecord {
        version: VERSION,
        position: about.position,
        function_name: about.function_name.len() as u32,
        source_name: about.source_name.len() as u32,
    };
    let mut b = BlobBuilder::new(identity);
    b.generation(generation);
    b.records(SectionKind::Meta, &[meta]);
    b.bytes(SectionKind::Strings, &[about.function_name.as_bytes(), about.source_name.as_bytes()].concat());
    b.bytes(SectionKind::Feedback, feedback);
    b
}

/// The scripts that were inlined, each once, in the order of the table.
fn dependencies(m: &Metadata) -> Vec<ScriptHash> {
    let mut found: Vec<ScriptHash> = Vec::new();
    for script in m.scripts.iter().skip(1) {
        let hash = ScriptHash(script.hash);
        if script.hash != m.scripts[0].hash && !found.contains(&hash) {
            found.push(hash);
        }
    }
    found
}

/// The code in a blob whose identity has been compared already.
///
/// # Errors
/// `Malformed` for whatever is wrong with the contents.
pub fn decode(blob: &Blob) -> Result<Compiled, MissReason> {
    read(blob, Placement::Copied)
}

/// As [`decode`], for a blob that is in `pack`: tables and code stay where they are.
///
/// # Errors
/// As for [`decode`].
pub fn decode_in_place(blob: &Blob, pack: &Arc<Pack>) -> Result<Compiled, MissReason> {
    read(blob, Placement::Within(pack))
}

#[derive(Clone, Copy)]
enum Placement<'a> {
    Copied,
    Within(&'a Arc<Pack>),
}

impl Placement<'_> {
    fn table<T: Pod>(self, records: &[T]) -> Table<T> {
        match self {
            Placement::Copied => records.to_vec().into(),
            Placement::Within(pack) => Table::stored(pack, records),
        }
    }
}

fn read(blob: &Blob, placement: Placement) -> Result<Compiled, MissReason> {
    fn section<T: Pod>(blob: &Blob, kind: SectionKind, placement: Placement) -> Result<Table<T>, MissReason> {
        Ok(placement.table(blob.records(kind).map_err(|e: Malformed| e.reason())?))
    }
    meta(blob)?;
    let metadata = Metadata {
        bailouts: section(blob, SectionKind::Bailouts, placement)?,
        frames: section(blob, SectionKind::Frames, placement)?,
        objects: section(blob, SectionKind::Objects, placement)?,
        registers: section(blob, SectionKind::Recipes, placement)?,
        call_sites: section(blob, SectionKind::PcMap, placement)?,
        sites: section(blob, SectionKind::Sites, placement)?,
        scripts: section(blob, SectionKind::Scripts, placement)?,
        links: descriptor_codec::decode(blob.bytes(SectionKind::Links))?,
    };
    let code = placement.table(blob.code().map_err(|e| e.reason())?);
    check::tables(&metadata, code.len()).map_err(|_| MissReason::Malformed)?;
    if metadata.scripts[0].hash != blob.identity().script.0 {
        return Err(MissReason::Malformed);
    }
    if blob.dependencies().map_err(|e| e.reason())? != dependencies(&metadata) {
        return Err(MissReason::Malformed);
    }
    Ok(Compiled { code, metadata, placed: None, clif: None })
}

fn meta(blob: &Blob) -> Result<MetaRecord, MissReason> {
    match blob.records::<MetaRecord>(SectionKind::Meta).map_err(Malformed::reason)? {
        [meta] if meta.version == VERSION => Ok(*meta),
        [_] => Err(MissReason::WrongVersion),
        _ => Err(MissReason::Malformed),
    }
}

/// What the blob says about itself.
pub fn about<'a>(blob: &Blob<'a>) -> Result<About<'a>, MissReason> {
    let meta = meta(blob)?;
    let strings = std::str::from_utf8(blob.bytes(SectionKind::Strings)).map_err(|_| MissReason::Malformed)?;
    let (function_name, source_name) = strings.split_at_checked(meta.function_name as usize).ok_or(MissReason::Malformed)?;
    if source_name.len() != meta.source_name as usize {
        return Err(MissReason::Malformed);
    }
    Ok(About { function_name, source_name, position: meta.position })
}

#[cfg(test)]
mod tests {
    use super::super::{profile, samples};
    use super::*;
    use hearth_codecache::{CodeKey, EntryPoint};

    fn identity() -> BlobIdentity {
        BlobIdentity { key: CodeKey(1), target: super::super::target(), script: ScriptHash([1; 32]), entry: EntryPoint::Function }
    }

    fn sample() -> AlignedBytes {
        let about = About { function_name: "fünf", source_name: "a.js", position: 99 };
        encode(&samples::compiled(), identity(), about, 3, &profile::encode(&samples::snapshot())).unwrap()
    }

    #[test]
    fn everything_comes_back() {
        let bytes = sample();
        let blob = Blob::parse(&bytes).unwrap();
        let back = decode(&blob).unwrap();
        let (code, metadata) = (back.code, back.metadata);
        assert_eq!(code, samples::compiled().code);
        assert_eq!(metadata, samples::compiled().metadata);
        assert_eq!(blob.generation(), 3);
        assert_eq!(blob.dependencies().unwrap(), [ScriptHash([7; 32])]);
        let about = about(&blob).unwrap();
        assert_eq!((about.function_name, about.source_name, about.position), ("fünf", "a.js", 99));
        assert_eq!(sample()[..], bytes[..], "equal input, equal bytes");
    }

    /// A holder of the key can write anything; it must not lead out of bounds.
    #[test]
    fn damage_in_any_byte_is_refused_or_leaves_tables_that_pass_the_check() {
        let bytes = sample();
        let (mut refused, mut passed) = (0, 0);
        for at in 0..bytes.len() {
            for flip in [1u8, 0x80, 0xFF] {
                let damaged = AlignedBytes::build(bytes.len(), |out| {
                    out.copy_from_slice(&bytes);
                    out[at] ^= flip;
                });
                let Ok(blob) = Blob::parse(&damaged) else {
                    refused += 1;
                    continue;
                };
                let _ = about(&blob);
                let _ = profile::decode(blob.bytes(SectionKind::Feedback), &mut |_| None);
                match decode(&blob) {
                    Ok(compiled) => {
                        assert_eq!(check::metadata(&compiled.metadata, compiled.code.len()), Ok(()));
                        walk(&compiled);
                        passed += 1;
                    }
                    Err(_) => refused += 1,
                }
            }
        }
        assert!(refused > passed / 4, "{refused} refused, {passed} passed");
    }

    /// Follows every index as bailouts and stack walks do; out of bounds is a panic.
    fn walk(compiled: &Compiled) {
        let m = &compiled.metadata;
        for bailout in &m.bailouts {
            for frame in &m.frames[bailout.first_frame as usize..][..bailout.frames as usize] {
                let script = &m.scripts[frame.script as usize];
                let mut registers = vec![0; script.registers as usize];
                for r in &m.registers[frame.first_register as usize..][..frame.registers as usize] {
                    registers[r.register as usize] = crate::ion::metadata::Source::ALL[r.source as usize] as u8;
                }
            }
            let objects = &m.objects[bailout.first_object as usize..][..bailout.objects as usize];
            for (made, object) in objects.iter().enumerate() {
                for field in &m.registers[object.first_field as usize..][..object.fields as usize] {
                    if field.source == crate::ion::metadata::Source::Virtual as u8 {
                        assert!((field.index as usize) < made);
                    }
                }
            }
        }
        for call in &m.call_sites {
            let mut site = call.site;
            while let Some(record) = m.sites.get(site as usize) {
                let _ = &m.scripts[record.script as usize];
                site = record.parent;
            }
        }
    }

    #[test]
    fn what_would_be_refused_is_not_written() {
        let mut compiled = samples::compiled();
        compiled.metadata.sites.to_mut()[1].parent = 1;
        assert!(matches!(encode(&compiled, identity(), About::default(), 0, &[]), Err(EncodeError::Invalid(_))));
        let other = BlobIdentity { script: ScriptHash([2; 32]), ..identity() };
        assert!(encode(&samples::compiled(), other, About::default(), 0, &[]).is_err());
    }
}
