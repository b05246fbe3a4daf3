//! The tables of compiled code as bytes, but for links, which have `descriptor_codec`.
//!
//! What follows from the rest is left out: where the rows of a table that belong to a row of
//! another begin, for they lie in the order of these; the place of a value in the bailout
//! buffer, where it is the next one. One value has one encoding, and decoding gives rows that
//! [`super::check`] has still to look at.

use super::wire::{Decoded, Decoder, Encoder};
use crate::ion::metadata::{
    BailoutRecord, CallSiteRecord, FrameRecord, Metadata, NO_SITE, ObjectRecord, RegisterRecord, ScriptRecord, SiteRecord, Source,
};
use hearth_codecache::MissReason;

const BAD: MissReason = MissReason::Malformed;
/// With the source of a register: its value is in the next word of the buffer.
const NEXT_WORD: u8 = 0x80;

// ---- exits

/// Bailouts with their frames, registers and objects. The metadata has passed the check.
pub fn encode_exits(m: &Metadata) -> Vec<u8> {
    let mut e = Encoder::new();
    e.count(m.bailouts.len());
    for bailout in &m.bailouts {
        e.number(bailout.reason as u64);
        e.number(bailout.words as u64);
        e.number(bailout.frames as u64);
        e.number(bailout.objects as u64);
        let mut values = Values::default();
        for frame in &m.frames[bailout.first_frame as usize..][..bailout.frames as usize] {
            for field in [frame.script, frame.offset, frame.argc, frame.construct, frame.registers] {
                e.number(field as u64);
            }
            values.write(&mut e, &m.registers[frame.first_register as usize..][..frame.registers as usize]);
        }
        for object in &m.objects[bailout.first_object as usize..][..bailout.objects as usize] {
            for field in [object.kind, object.first_argument, object.fields] {
                e.number(field as u64);
            }
            values.write(&mut e, &m.registers[object.first_field as usize..][..object.fields as usize]);
        }
    }
    e.finish()
}

/// Puts what [`encode_exits`] has made into the tables of `m`.
pub fn decode_exits(bytes: &[u8], m: &mut Metadata) -> Decoded<()> {
    let mut d = Decoder::new(bytes);
    let (mut bailouts, mut frames, mut objects) = (Vec::new(), Vec::new(), Vec::new());
    // A register takes two bytes or three.
    let mut registers = Vec::with_capacity(bytes.len() / 3);
    for _ in 0..d.count()? {
        let (reason, words) = (d.u32()?, d.u32()?);
        let bailout = BailoutRecord {
            reason,
            words,
            first_frame: frames.len() as u32,
            frames: d.count()? as u32,
            first_object: objects.len() as u32,
            objects: d.count()? as u32,
        };
        let mut values = Values::default();
        for _ in 0..bailout.frames {
            let (script, offset, argc, construct) = (d.u32()?, d.u32()?, d.u32()?, d.u32()?);
            let (first_register, count) = (registers.len() as u32, d.count()? as u32);
            frames.push(FrameRecord { script, offset, first_register, registers: count, argc, construct });
            values.read(&mut d, count, &mut registers)?;
        }
        for _ in 0..bailout.objects {
            let (kind, first_argument) = (d.u32()?, d.u32()?);
            let (first_field, fields) = (registers.len() as u32, d.count()? as u32);
            objects.push(ObjectRecord { first_field, fields, kind, first_argument });
            values.read(&mut d, fields, &mut registers)?;
        }
        bailouts.push(bailout);
    }
    d.finish()?;
    (m.bailouts, m.frames, m.objects, m.registers) = (bailouts.into(), frames.into(), objects.into(), registers.into());
    Ok(())
}

/// The registers and fields of one bailout.
#[derive(Default)]
struct Values {
    /// The word behind those that were named so far.
    next: u32,
}

impl Values {
    fn write(&mut self, e: &mut Encoder, records: &[RegisterRecord]) {
        let mut before = u16::MAX;
        for record in records {
            // Numbers of registers ascend, most of them by one.
            e.number(record.register.wrapping_sub(before).wrapping_sub(1) as u64);
            before = record.register;
            if record.source == Source::Constant as u8 {
                e.u8(record.source);
                e.raw(&record.word.to_le_bytes());
            } else if record.source < Source::Constant as u8 && record.index == self.next {
                e.u8(record.source | NEXT_WORD);
                self.next += 1;
            } else {
                e.u8(record.source);
                e.number(record.index as u64);
            }
        }
    }

    fn read(&mut self, d: &mut Decoder, count: u32, records: &mut Vec<RegisterRecord>) -> Decoded<()> {
        let mut before = u16::MAX;
        for _ in 0..count {
            let register = before.wrapping_add(d.u16()?).wrapping_add(1);
            before = register;
            let head = d.u8()?;
            let source = head & !NEXT_WORD;
            let is_word = source < Source::Constant as u8;
            let (index, word) = if head & NEXT_WORD != 0 {
                let next = self.next;
                self.next = next.checked_add(1).filter(|_| is_word).ok_or(BAD)?;
                (next, 0)
            } else if source == Source::Constant as u8 {
                (0, u64::from_le_bytes(d.array()?))
            } else {
                (d.u32()?, 0)
            };
            if is_word && head & NEXT_WORD == 0 && index == self.next {
                return Err(BAD);
            }
            records.push(RegisterRecord { register, source, _pad: 0, index, word });
        }
        Ok(())
    }
}

// ---- calls

/// Call sites, and the positions that they are at.
pub fn encode_calls(m: &Metadata) -> Vec<u8> {
    let mut e = Encoder::new();
    e.count(m.sites.len());
    for (index, site) in m.sites.iter().enumerate() {
        e.number(site.script as u64);
        e.number(site.offset as u64);
        // Parents come first.
        e.number(if site.parent == u32::MAX { 0 } else { index as u64 - site.parent as u64 });
    }
    e.count(m.call_sites.len());
    let mut before = 0;
    for call in &m.call_sites {
        e.number((call.return_offset - before) as u64);
        before = call.return_offset;
        e.number(if call.site == NO_SITE { 0 } else { call.site as u64 + 1 });
    }
    e.finish()
}

/// Puts what [`encode_calls`] has made into the tables of `m`.
pub fn decode_calls(bytes: &[u8], m: &mut Metadata) -> Decoded<()> {
    let mut d = Decoder::new(bytes);
    let mut sites = Vec::new();
    for index in 0..d.count()? as u32 {
        let (script, offset, up) = (d.u32()?, d.u32()?, d.u32()?);
        let parent = if up == 0 { u32::MAX } else { index.checked_sub(up).ok_or(BAD)? };
        sites.push(SiteRecord { script, offset, parent, _pad: 0 });
    }
    let mut before = 0u32;
    let call_sites = d.list(|d| {
        before = before.checked_add(d.u32()?).ok_or(BAD)?;
        let site = match d.u32()? {
            0 => NO_SITE,
            n if n - 1 == NO_SITE => return Err(BAD),
            n => n - 1,
        };
        Ok(CallSiteRecord { return_offset: before, site })
    })?;
    d.finish()?;
    (m.sites, m.call_sites) = (sites.into(), call_sites.into());
    Ok(())
}

// ---- scripts

/// The scripts of the compilation.
pub fn encode_scripts(m: &Metadata) -> Vec<u8> {
    let mut e = Encoder::new();
    e.count(m.scripts.len());
    for script in &m.scripts {
        e.raw(&script.hash);
        e.number(script.registers as u64);
        e.number(script.params as u64);
        e.number(script.link.wrapping_add(1) as u64);
    }
    e.finish()
}

/// Puts what [`encode_scripts`] has made into the table of `m`.
pub fn decode_scripts(bytes: &[u8], m: &mut Metadata) -> Decoded<()> {
    let mut d = Decoder::new(bytes);
    let script =
        |d: &mut Decoder| Ok(ScriptRecord { hash: d.array()?, registers: d.u16()?, params: d.u16()?, link: d.u32()?.wrapping_sub(1) });
    m.scripts = d.list(script)?.into();
    d.finish()
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    fn encode(m: &Metadata) -> [Vec<u8>; 3] {
        [encode_exits(m), encode_calls(m), encode_scripts(m)]
    }

    fn decode(parts: &[Vec<u8>; 3]) -> Decoded<Metadata> {
        let mut m = Metadata { links: samples::links(), ..Metadata::default() };
        decode_exits(&parts[0], &mut m)?;
        decode_calls(&parts[1], &mut m)?;
        decode_scripts(&parts[2], &mut m)?;
        Ok(m)
    }

    #[test]
    fn tables_come_back_from_a_tenth_of_their_bytes() {
        let metadata = samples::compiled().metadata;
        let parts = encode(&metadata);
        assert_eq!(decode(&parts), Ok(metadata));
        assert!(parts[0].len() < 120 && parts[1].len() < 16, "{} {}", parts[0].len(), parts[1].len());
    }

    #[test]
    fn one_value_has_one_encoding_and_damage_is_refused_or_is_another_value() {
        let parts = encode(&samples::compiled().metadata);
        for part in 0..3 {
            for at in 0..parts[part].len() {
                let mut changed = parts.clone();
                changed[part].truncate(at);
                assert!(decode(&changed).is_err(), "{part} cut at {at}");
                for bits in [1u8, 0x10, 0x80, 0xFF] {
                    let mut changed = parts.clone();
                    changed[part][at] ^= bits;
                    if let Ok(m) = decode(&changed)
                        && super::super::check::metadata(&m, samples::CODE.len()).is_ok()
                    {
                        assert_eq!(encode(&m), changed, "{part} {at} {bits:x}");
                    }
                }
            }
        }
    }
}
