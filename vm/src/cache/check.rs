//! What must hold of compiled code's metadata before anything uses it.
//!
//! Bailouts, stack walks and binding index these tables without looking; a blob that
//! passes here cannot lead them out of bounds. What the code itself does is another
//! matter: that is what authentication is for.

use super::descriptor_codec;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::descriptor::LinkDescriptor;
use crate::ion::graph::{ListKind, MAX_LIST, NEW_TARGET};
use crate::ion::lower::FIXED_LINKS;
use crate::ion::lower::exit::MAX_OBJECTS;
use crate::ion::metadata::{BAILOUT_BUFFER_WORDS, Metadata, NO_SITE, RegisterRecord, Source};
use crate::object::layout::MAX_INLINE;
use crate::rules::{Rule, holds};
use crate::value::Value;

/// Most frames of one bailout: the optimiser's inlining depth, generously.
pub const MAX_FRAMES: u32 = 64;

/// Checks every index of `metadata` against what it indexes; the error says which rule
/// does not hold. `code` is the length of the machine code in bytes.
pub fn metadata(m: &Metadata, code: usize) -> Result<(), &'static str> {
    descriptor_codec::check(&m.links)?;
    tables(m, code)
}

/// The same of metadata whose links come from [`descriptor_codec::decode`], which checks them.
pub fn tables(m: &Metadata, code: usize) -> Result<(), &'static str> {
    if !holds(Rule::Metadata) {
        return Ok(());
    }
    scripts(m)?;
    bailouts(m)?;
    sites(m)?;
    call_sites(m, code)
}

/// Checks the bytecode offsets that belong to script `script` against the number of its
/// instruction words, which the blob does not know.
pub fn offsets(m: &Metadata, script: u32, instructions: usize) -> Result<(), &'static str> {
    let outside = |s: u32, offset: u32| s == script && offset as usize >= instructions;
    if m.frames.iter().any(|f| outside(f.script, f.offset)) {
        return Err("a frame goes on outside of its bytecode");
    }
    if m.sites.iter().any(|s| outside(s.script, s.offset)) {
        return Err("a site outside of its bytecode");
    }
    Ok(())
}

fn rule(holds: bool, text: &'static str) -> Result<(), &'static str> {
    if holds { Ok(()) } else { Err(text) }
}

/// The descriptor behind a slot of the link table.
fn behind(m: &Metadata, slot: u32) -> Option<&LinkDescriptor> {
    m.links.get((slot as usize).checked_sub(FIXED_LINKS)?)
}

/// `table[first..first + count]`.
fn range<T>(table: &[T], first: u32, count: u32) -> Option<&[T]> {
    table.get(first as usize..)?.get(..count as usize)
}

fn scripts(m: &Metadata) -> Result<(), &'static str> {
    rule(!m.scripts.is_empty(), "no script")?;
    for script in &m.scripts {
        rule(script.registers as u32 >= script.params as u32 + 2, "fewer registers than parameters")?;
        if script.link != u32::MAX {
            let link = behind(m, script.link).ok_or("a script's link is not in the table")?;
            rule(!descriptor_codec::is_shape(link), "a script's link is a shape")?;
        }
    }
    Ok(())
}

fn bailouts(m: &Metadata) -> Result<(), &'static str> {
    let (mut frames_used, mut registers_used, mut objects_used) = (0u64, 0u64, 0u64);
    for bailout in &m.bailouts {
        rule(bailout.reason < BailoutReason::ALL.len() as u32, "unknown bailout reason")?;
        rule(bailout.words as usize <= BAILOUT_BUFFER_WORDS, "a bailout exceeds the buffer")?;
        rule((1..=MAX_FRAMES).contains(&bailout.frames), "a bailout without frames, or with too many")?;
        let frames = range(&m.frames, bailout.first_frame, bailout.frames).ok_or("a bailout's frames are not in the table")?;
        rule(bailout.first_frame as u64 == frames_used, "frames that do not follow those of the bailout before")?;
        frames_used += frames.len() as u64;
        for (depth, frame) in frames.iter().enumerate() {
            rule(depth > 0 || frame.script == 0, "the outermost frame is not of the compiled script")?;
            let script = m.scripts.get(frame.script as usize).ok_or("a frame's script is not in the table")?;
            rule(frame.construct <= 1, "a frame constructs more than once")?;
            rule(frame.argc <= u16::MAX as u32, "a frame with too many arguments")?;
            let registers = range(&m.registers, frame.first_register, frame.registers).ok_or("a frame's registers are not in the table")?;
            rule(frame.first_register as u64 == registers_used, "registers that do not follow those of the frame before")?;
            registers_used += registers.len() as u64;
            for record in registers {
                // Most records are of this kind, and there are thousands.
                let plain = record.source < Source::Constant as u8 && record.index < bailout.words && record._pad == 0;
                if !plain || record.register >= script.registers {
                    rule(record.register < script.registers || record.register == NEW_TARGET, "a register that the script does not have")?;
                    register(m, record, bailout.words, bailout.objects)?;
                }
            }
        }
        rule(bailout.objects as usize <= MAX_OBJECTS, "a bailout makes too many objects")?;
        let objects = range(&m.objects, bailout.first_object, bailout.objects).ok_or("a bailout's objects are not in the table")?;
        rule(bailout.first_object as u64 == objects_used, "objects that do not follow those of the bailout before")?;
        objects_used += objects.len() as u64;
        for (number, object) in objects.iter().enumerate() {
            let fields = range(&m.registers, object.first_field, object.fields).ok_or("an object's fields are not in the table")?;
            rule(object.first_field as u64 == registers_used, "fields that do not follow the records before")?;
            registers_used += fields.len() as u64;
            match object.list() {
                Some(list) => {
                    let wanted = if list.is_actual() { 0..=0 } else { (list == ListKind::Sloppy) as usize..=MAX_LIST };
                    rule(wanted.contains(&fields.len()), "a list that does not hold what its kind says")?;
                    rule(object.first_argument <= u16::MAX as u32, "a list of arguments that are too far off")?;
                }
                None => {
                    rule(object.kind == 0 && object.first_argument == 0, "an object of an unknown kind")?;
                    rule((1..=MAX_INLINE + 1).contains(&fields.len()), "an object without shape, or with too many slots")?;
                    rule(fields[0].source == Source::Int32 as u8, "an object whose shape is no raw id")?;
                }
            }
            for (at, field) in fields.iter().enumerate() {
                rule(field.register as usize == at, "fields out of order")?;
                // An object holds those before it only.
                register(m, field, bailout.words, number as u32)?;
            }
        }
    }
    // Each record belongs to exactly one bailout, so that all have been checked.
    rule(frames_used == m.frames.len() as u64, "frames of no bailout")?;
    rule(objects_used == m.objects.len() as u64, "objects of no bailout")?;
    rule(registers_used == m.registers.len() as u64, "registers of no frame")
}

fn register(m: &Metadata, record: &RegisterRecord, words: u32, objects: u32) -> Result<(), &'static str> {
    rule(record._pad == 0, "padding in use")?;
    match Source::ALL.get(record.source as usize).ok_or("unknown source of a register")? {
        Source::Constant => {
            let value = Value(record.word);
            rule(!value.is_cell(), "an address among the constants")?;
            rule(value != Value::EXCEPTION, "the exception word among the constants")
        }
        Source::Link => {
            let link = behind(m, record.index).ok_or("a register's link is not in the table")?;
            rule(!descriptor_codec::is_shape(link), "a register from a shape slot")
        }
        Source::Virtual => rule(record.index < objects, "an object that the bailout has not made yet"),
        _ => rule(record.index < words, "a register from outside of the bailout buffer"),
    }
}

fn sites(m: &Metadata) -> Result<(), &'static str> {
    for (index, site) in m.sites.iter().enumerate() {
        rule((site.script as usize) < m.scripts.len(), "a site's script is not in the table")?;
        // Parents come first, so that walking up ends.
        rule(site.parent == u32::MAX || (site.parent as usize) < index, "a site's parent does not come before it")?;
        rule(site._pad == 0, "padding of a site in use")?;
    }
    Ok(())
}

fn call_sites(m: &Metadata, code: usize) -> Result<(), &'static str> {
    let mut last = 0;
    for call in &m.call_sites {
        rule(call.return_offset > last && call.return_offset as usize <= code, "call sites out of order or outside of the code")?;
        rule(call.site == NO_SITE || (call.site as usize) < m.sites.len(), "a call's site is not in the table")?;
        last = call.return_offset;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use crate::value::tag;

    /// Breaks one rule of a good sample and expects to hear of it.
    fn broken(breaks: impl FnOnce(&mut Metadata)) -> &'static str {
        let mut compiled = samples::compiled();
        assert_eq!(metadata(&compiled.metadata, compiled.code.len()), Ok(()));
        breaks(&mut compiled.metadata);
        metadata(&compiled.metadata, compiled.code.len()).expect_err("the broken rule was not noticed")
    }

    #[test]
    fn every_rule_is_noticed_when_it_is_broken() {
        let heard = [
            broken(|m| m.scripts.to_mut().clear()),
            broken(|m| m.scripts.to_mut()[0].registers = 1),
            broken(|m| m.scripts.to_mut()[1].link = 1000),
            broken(|m| m.scripts.to_mut()[1].link = 0),
            broken(|m| m.bailouts.to_mut()[0].reason = 200),
            broken(|m| m.bailouts.to_mut()[0].words = BAILOUT_BUFFER_WORDS as u32 + 1),
            broken(|m| m.bailouts.to_mut()[0].frames = 0),
            broken(|m| m.bailouts.to_mut()[0].first_frame = u32::MAX),
            broken(|m| m.bailouts.to_mut()[1].first_frame = 1),
            broken(|m| {
                m.bailouts.to_mut().pop();
            }),
            broken(|m| m.frames.to_mut()[0].script = 1),
            broken(|m| m.frames.to_mut()[1].script = 9),
            broken(|m| m.frames.to_mut()[0].construct = 2),
            broken(|m| m.frames.to_mut()[0].argc = 1 << 20),
            broken(|m| m.frames.to_mut()[0].registers = u32::MAX),
            broken(|m| m.registers.to_mut()[0].register = 500),
            broken(|m| m.registers.to_mut()[0].source = 77),
            broken(|m| m.registers.to_mut()[0].index = 9999),
            broken(|m| m.registers.to_mut()[0]._pad = 1),
            broken(|m| {
                m.registers.to_mut()[0].source = Source::Constant as u8;
                m.registers.to_mut()[0].word = (tag::OBJECT as u64) << 48 | 0x1000;
            }),
            broken(|m| {
                m.registers.to_mut()[0].source = Source::Link as u8;
                m.registers.to_mut()[0].index = 0;
            }),
            broken(|m| m.sites.to_mut()[0].script = 9),
            broken(|m| m.sites.to_mut()[1].parent = 1),
            broken(|m| m.call_sites.to_mut()[0].return_offset = 0),
            broken(|m| m.call_sites.to_mut()[1].return_offset = 1 << 20),
            broken(|m| m.call_sites.to_mut()[0].site = 99),
        ];
        let different: std::collections::BTreeSet<_> = heard.iter().collect();
        assert!(different.len() > 18, "{different:?}");
    }

    #[test]
    fn offsets_are_checked_against_the_bytecode_of_their_script() {
        let m = samples::compiled().metadata;
        assert_eq!(offsets(&m, 0, 13), Ok(()));
        assert!(offsets(&m, 0, 12).is_err());
        assert_eq!(offsets(&m, 1, 4), Ok(()));
        assert!(offsets(&m, 1, 3).is_err());
    }
}
