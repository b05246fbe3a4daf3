//! Compiled code and its metadata as a blob, and back.
//!
//! Machine code is a section as it is, and is used where it lies; tables and link descriptors
//! have encodings of their own. The same compilation gives the same bytes. What is decoded has
//! passed [`check::metadata`]. FORMAT.md of `hearth-codecache` has it byte by byte.

use super::check;
use super::descriptor_codec;
use super::metadata_codec;
use super::wire::{Decoder, Encoder};
use crate::ion::lower::Compiled;
use crate::ion::metadata::Metadata;
use crate::ion::table::Table;
use crate::rules::{Rule, holds};
use hearth_codecache::blob::{BlobIdentity, Malformed};
use hearth_codecache::inspect;
use hearth_codecache::steps::Step;
use hearth_codecache::{AlignedBytes, Blob, BlobBuilder, MissReason, SectionKind};
use std::sync::Arc;
use std::time::Duration;

/// Of the sections below; part of the target fingerprint.
pub const VERSION: u32 = 5;

/// What a blob says about itself for people: it plays no part in finding or checking.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct About<'a> {
    pub function_name: &'a str,
    /// Without folders, so that equal files give equal blobs.
    pub source_name: &'a str,
    /// Of the function in its source, in bytes.
    pub position: u32,
    /// What compiling it took, to the microsecond.
    pub took: Duration,
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

/// The unsealed blob of `compiled`. `generation` is how often the function had been compiled before.
///
/// # Errors
/// If it is too large, or its metadata breaks a rule.
pub fn encode(compiled: &Compiled, identity: BlobIdentity, about: About, generation: u32) -> Result<AlignedBytes, EncodeError> {
    if Step::EncodeCode.fails() {
        return Err(EncodeError::TooLarge);
    }
    let m = &compiled.metadata;
    check::metadata(m, compiled.code.len()).map_err(EncodeError::Invalid)?;
    if m.scripts[0].hash != identity.script.0 {
        return Err(EncodeError::Invalid("the first script is not the compiled one"));
    }
    let mut b = builder(identity, about, generation);
    b.bytes(SectionKind::Exits, &metadata_codec::encode_exits(m));
    b.bytes(SectionKind::Links, &descriptor_codec::encode(&m.links));
    b.bytes(SectionKind::Calls, &metadata_codec::encode_calls(m));
    b.bytes(SectionKind::Scripts, &metadata_codec::encode_scripts(m));
    b.bytes(SectionKind::Code, &compiled.code);
    b.finish().map_err(|_| EncodeError::TooLarge)
}

/// A builder with what every blob has.
fn builder(identity: BlobIdentity, about: About, generation: u32) -> BlobBuilder {
    let mut meta = Encoder::new();
    meta.u8(VERSION as u8);
    meta.number(about.position as u64);
    meta.number(about.took.as_micros().min(u32::MAX as u128) as u64);
    meta.bytes(about.function_name.as_bytes());
    meta.bytes(about.source_name.as_bytes());
    let mut b = BlobBuilder::new(identity);
    b.generation(generation);
    b.bytes(SectionKind::Meta, &meta.finish());
    b
}

/// The code in a blob whose identity has been compared already.
///
/// # Errors
/// `Malformed` for whatever is wrong with the contents.
pub fn decode(blob: &Blob) -> Result<Compiled, MissReason> {
    read(blob, Placement::Copied)
}

/// As [`decode`], for a blob that is in `block`: the code stays where it is.
///
/// # Errors
/// As for [`decode`].
pub fn decode_in_place(blob: &Blob, block: &Arc<AlignedBytes>) -> Result<Compiled, MissReason> {
    read(blob, Placement::Within(block))
}

#[derive(Clone, Copy)]
enum Placement<'a> {
    Copied,
    Within(&'a Arc<AlignedBytes>),
}

impl Placement<'_> {
    fn code(self, code: &[u8]) -> Table<u8> {
        match self {
            Placement::Copied => code.to_vec().into(),
            Placement::Within(block) => Table::stored(block, code),
        }
    }
}

/// All that a blob says of its code, for who does not run it.
///
/// # Errors
/// What is malformed.
pub fn metadata(blob: &Blob) -> Result<Metadata, MissReason> {
    let mut metadata = Metadata { links: descriptor_codec::decode(section(blob, SectionKind::Links)?)?, ..Metadata::default() };
    metadata_codec::decode_exits(section(blob, SectionKind::Exits)?, &mut metadata)?;
    metadata_codec::decode_calls(section(blob, SectionKind::Calls)?, &mut metadata)?;
    metadata_codec::decode_scripts(section(blob, SectionKind::Scripts)?, &mut metadata)?;
    let code = blob.code().map_err(|e| e.reason())?;
    check::tables(&metadata, code.len()).map_err(|_| MissReason::Malformed)?;
    if metadata.scripts[0].hash != blob.identity().script.0 && holds(Rule::SameScripts) {
        return Err(MissReason::Malformed);
    }
    Ok(metadata)
}

fn read(blob: &Blob, placement: Placement) -> Result<Compiled, MissReason> {
    let took = about(blob)?.took;
    let metadata = metadata(blob)?;
    let code = placement.code(blob.code().map_err(|e| e.reason())?);
    inspect::code(&code).map_err(|refusal| refusal.reason())?;
    Ok(Compiled { code, metadata, placed: None, clif: None, guards: 0, took })
}

/// The bytes of a section.
fn section<'a>(blob: &Blob<'a>, kind: SectionKind) -> Result<&'a [u8], MissReason> {
    blob.records::<u8>(kind).map_err(Malformed::reason)
}

/// What the blob says about itself.
pub fn about<'a>(blob: &Blob<'a>) -> Result<About<'a>, MissReason> {
    let mut d = Decoder::new(section(blob, SectionKind::Meta)?);
    if d.u8()? as u32 != VERSION {
        return Err(MissReason::WrongVersion);
    }
    let (position, took) = (d.u32()?, Duration::from_micros(d.u32()?.into()));
    let (function_name, source_name) = (d.str()?, d.str()?);
    d.finish()?;
    Ok(About { function_name, source_name, position, took })
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use hearth_codecache::{CodeKey, EntryPoint, ScriptHash};

    fn identity() -> BlobIdentity {
        BlobIdentity { key: CodeKey(1), target: super::super::target(), script: ScriptHash([1; 32]), entry: EntryPoint::Function }
    }

    fn sample() -> AlignedBytes {
        let about = About { function_name: "fünf", source_name: "a.js", position: 99, took: samples::compiled().took };
        encode(&samples::compiled(), identity(), about, 3).unwrap()
    }

    #[test]
    fn everything_comes_back() {
        let bytes = sample();
        let blob = Blob::parse(&bytes).unwrap();
        let back = decode(&blob).unwrap();
        assert_eq!(back.took, samples::compiled().took);
        let (code, metadata) = (back.code, back.metadata);
        assert_eq!(code, samples::compiled().code);
        assert_eq!(metadata, samples::compiled().metadata);
        assert_eq!(blob.generation(), 3);
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

    /// Frames of the first script are those of the script whose code it is.
    #[test]
    fn code_whose_first_script_is_another_is_refused() {
        let bytes = sample();
        let at = {
            let blob = Blob::parse(&bytes).unwrap();
            let scripts = blob.bytes(SectionKind::Scripts);
            let place = scripts.windows(32).position(|part| part == identity().script.0).expect("its hash is there");
            scripts.as_ptr() as usize - bytes.as_ptr() as usize + place
        };
        let changed = AlignedBytes::build(bytes.len(), |out| {
            out.copy_from_slice(&bytes);
            out[at] ^= 1;
        });
        assert_eq!(decode(&Blob::parse(&changed).unwrap()).map(|_| ()), Err(MissReason::Malformed));
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
        assert!(matches!(encode(&compiled, identity(), About::default(), 0), Err(EncodeError::Invalid(_))));
        let other = BlobIdentity { script: ScriptHash([2; 32]), ..identity() };
        assert!(encode(&samples::compiled(), other, About::default(), 0).is_err());
    }
}
