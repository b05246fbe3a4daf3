//! What was learnt of a script as bytes: a [`Record`], with the names of its callees and the
//! shapes that it names.
//!
//! The bytes have feedback only. Bytecode is named by hash; it is put together with the
//! feedback where both are at hand ([`with_bytecode`]). Equal records give equal bytes: names
//! and shapes are numbered in the order in which they are first needed.

use super::descriptor_codec::{key_name, read_key_name};
use super::wire::{Decoded, Decoder, Encoder};
use crate::bytecode::{BytecodeOffset, FunctionKind};
use crate::feedback::IcKind;
use crate::heap::Kind;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::builtin_rows::BUILTINS;
use crate::ion::descriptor::KeyName;
use crate::ion::profile::{EntryName, EntryState, Hash, Record, Shapes, has_entry, renumbered};
use crate::ion::snapshot::{CallTarget, ElementCase, Feedback, PropertyCase, ScriptSnapshot, ShapeIndex, ShapeSnapshot, SiteSnapshot};
use crate::object::typed_array::ElementType;
use hearth_codecache::MissReason;
use hearth_codecache::steps::Step;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Of the encoding below; part of the target fingerprint.
pub const VERSION: u32 = 4;

const BAD: MissReason = MissReason::Malformed;

/// Key of the entry that has a script's profile.
pub fn entry_key(hash: &Hash) -> u128 {
    hash.first_chunk().map_or(0, |bytes| u128::from_le_bytes(*bytes))
}

/// A record as it is stored, with the shapes that it names.
#[derive(Clone, Debug)]
pub struct StoredRecord {
    pub record: Record,
    pub shapes: Vec<ShapeSnapshot>,
}

// ---- encoding

/// The bytes of a record whose shapes are numbered as in `shapes`.
pub fn encode(record: &Record, shapes: &Shapes) -> Vec<u8> {
    let mut rows: Vec<ShapeSnapshot> = Vec::new();
    let mut numbers: FxHashMap<ShapeIndex, ShapeIndex> = FxHashMap::default();
    let script = renumbered(&record.script, &mut |index| {
        *numbers.entry(index).or_insert_with(|| {
            rows.push(shapes.get(index).clone());
            ShapeIndex(rows.len() as u32 - 1)
        })
    });
    let mut feedback = Encoder::new();
    let mut names = Names::default();
    names.feedback(&mut feedback, &script);
    let mut e = Encoder::new();
    e.u8(VERSION as u8);
    name(&mut e, &script);
    e.number(record.position as u64);
    e.number(record.warmth as u64);
    e.count(record.entries.len());
    for (entry, state) in &record.entries {
        e.number(entry.0 as u64);
        let (tag, digest) = match state {
            EntryState::Wanted => (0, 0),
            EntryState::Compiled(digest) => (1, *digest),
            EntryState::Failed(digest) => (2, *digest),
        };
        e.u8(tag);
        e.raw(&digest.to_le_bytes());
    }
    e.option(record.bytecode.as_ref(), |e, bytes| e.bytes(bytes));
    e.count(rows.len());
    for row in &rows {
        shape(&mut e, row);
    }
    e.count(names.list.len());
    for named in &names.list {
        name(&mut e, named);
    }
    e.raw(&feedback.finish());
    e.finish()
}

fn shape(e: &mut Encoder, row: &ShapeSnapshot) {
    e.raw(&row.token.to_le_bytes());
    e.u8(row.kind);
    e.u8(row.variant);
    e.u8(row.inline_capacity);
    e.number(row.slots as u64);
    e.bool(row.no_indexed_prototype);
    e.raw(&row.look.to_le_bytes());
}

fn name(e: &mut Encoder, script: &ScriptSnapshot) {
    e.raw(&script.hash);
    e.bytes(script.name.as_bytes());
    e.u8(script.kind as u8);
    e.bool(script.strict);
    e.bool(script.needs_arguments);
    e.number(script.params as u64);
    e.number(script.registers as u64);
}

/// Bytes of which many are 0: pairs of a number of zeros and a run of others.
fn sparse(e: &mut Encoder, bytes: &[u8]) {
    e.count(bytes.len());
    let mut rest = bytes;
    while !rest.is_empty() {
        let zeros = rest.iter().take_while(|b| **b == 0).count();
        let others = rest[zeros..].iter().take_while(|b| **b != 0).count();
        e.count(zeros);
        e.bytes(&rest[zeros..][..others]);
        rest = &rest[zeros + others..];
    }
}

/// The callees met so far, numbered.
#[derive(Default)]
struct Names {
    list: Vec<Arc<ScriptSnapshot>>,
    by_hash: FxHashMap<Hash, usize>,
}

impl Names {
    fn number(&mut self, script: &Arc<ScriptSnapshot>) -> usize {
        *self.by_hash.entry(script.hash).or_insert_with(|| {
            self.list.push(script.clone());
            self.list.len() - 1
        })
    }

    fn feedback(&mut self, e: &mut Encoder, script: &ScriptSnapshot) {
        sparse(e, &script.types);
        e.count(script.sites.len());
        for site in &script.sites {
            self.site(e, site);
        }
        e.count(script.bailouts.len());
        for (offset, reason) in &script.bailouts {
            e.number(offset.0 as u64);
            e.u8(*reason as u8);
        }
        e.count(script.children.len());
        for (index, child) in &script.children {
            e.number(*index as u64);
            let number = self.number(child);
            e.number(number as u64);
        }
        e.option(script.instance, |e, shape| e.number(shape.0 as u64));
    }

    fn site(&mut self, e: &mut Encoder, site: &SiteSnapshot) {
        match site {
            SiteSnapshot::Unreached => e.u8(0),
            SiteSnapshot::Property { cases, megamorphic, others } => {
                e.u8(1);
                e.bool(*megamorphic);
                e.bool(*others);
                e.count(cases.len());
                for case in cases {
                    e.number(case.shape.0 as u64);
                    e.u8(case.kind as u8);
                    e.u8(case.depth);
                    e.number(case.slot as u64);
                    e.option(case.function.as_ref(), |e, target| self.target(e, target));
                    e.option(case.next, |e, shape| e.number(shape.0 as u64));
                    e.option(case.key.as_ref(), key_name);
                    e.bool(case.primitive);
                }
            }
            SiteSnapshot::Element { cases, megamorphic, flags } => {
                e.u8(2);
                e.bool(*megamorphic);
                e.u8(*flags);
                e.count(cases.len());
                for case in cases {
                    e.number(case.shape.0 as u64);
                    e.u8(case.kind as u8);
                }
            }
            SiteSnapshot::Call { targets, passed_on, megamorphic, flags } => {
                e.u8(3);
                e.bool(*megamorphic);
                e.u8(*flags);
                for list in [targets, passed_on] {
                    e.count(list.len());
                    for target in list {
                        self.target(e, target);
                    }
                }
            }
        }
    }

    fn target(&mut self, e: &mut Encoder, target: &CallTarget) {
        match target {
            CallTarget::Other => e.number(0),
            CallTarget::Builtin(row) => {
                e.number(1);
                e.number(*row as u64);
            }
            CallTarget::Script(script) => {
                let number = self.number(script);
                e.number(number as u64 + 2);
            }
        }
    }
}

// ---- decoding

/// The record that `bytes` stand for, without bytecode.
///
/// # Errors
/// `Malformed` if the bytes mean nothing, `WrongVersion` if they are of another version.
pub fn decode(bytes: &[u8]) -> Decoded<StoredRecord> {
    Step::ReadProfile.miss(MissReason::Malformed)?;
    let mut d = Decoder::new(bytes);
    if d.u8()? as u32 != VERSION {
        return Err(MissReason::WrongVersion);
    }
    let own = read_name(&mut d)?;
    let (position, warmth) = (d.u32()?, d.u32()?);
    let entries = d.list(|d| {
        let entry = EntryName(d.u16()?);
        let (tag, digest) = (d.u8()?, u64::from_le_bytes(d.array()?));
        let state = match tag {
            0 => EntryState::Wanted,
            1 => EntryState::Compiled(digest),
            2 => EntryState::Failed(digest),
            _ => return Err(BAD),
        };
        Ok((entry, state))
    })?;
    let bytecode = d.option(|d| Ok(Arc::from(d.bytes()?)))?;
    let shapes = d.list(read_shape)?;
    let names = d.list(|d| read_name(d).map(Arc::new))?;
    let context = Context { shapes: shapes.len(), scripts: &names };
    let types = read_sparse(&mut d)?;
    let sites = d.list(|d| site(d, &context))?;
    let bailouts = d.list(|d| Ok((BytecodeOffset(d.u32()?), BailoutReason::from_u8(d.u8()?).ok_or(BAD)?)))?;
    let children = d.list(|d| Ok((d.u32()?, context.scripts[d.index(context.scripts.len())?].clone())))?;
    let instance = d.option(|d| shape_index(d, &context))?;
    d.finish()?;
    let in_order = children.is_sorted_by_key(|(index, _)| *index) && bailouts.iter().all(|(offset, _)| (offset.0 as usize) < types.len());
    if !in_order {
        return Err(BAD);
    }
    let script = Arc::new(own.with_feedback(Feedback { types, sites, bailouts, children, instance }));
    let record = Record { script, position, warmth, entries: entries.into_iter().collect(), bytecode };
    Ok(StoredRecord { record, shapes })
}

/// The feedback of a record with the bytecode that it is of; none if it does not fit.
pub fn with_bytecode(record: &Record, bytecode: &ScriptSnapshot) -> Option<ScriptSnapshot> {
    let script = &record.script;
    let fits = script.hash == bytecode.hash
        && !bytecode.insns.is_empty()
        && script.types.len() == bytecode.insns.len()
        && script.sites.len() == bytecode.site_keys.len()
        && (script.params, script.registers, script.kind) == (bytecode.params, bytecode.registers, bytecode.kind)
        && record.entries.keys().all(|entry| has_entry(bytecode, *entry));
    fits.then(|| {
        bytecode.with_feedback(Feedback {
            types: script.types.clone(),
            sites: script.sites.clone(),
            bailouts: script.bailouts.clone(),
            children: script.children.clone(),
            instance: script.instance,
        })
    })
}

struct Context<'a> {
    shapes: usize,
    scripts: &'a [Arc<ScriptSnapshot>],
}

fn read_shape(d: &mut Decoder) -> Decoded<ShapeSnapshot> {
    let token = u64::from_le_bytes(d.array()?);
    let (kind, variant) = (Kind::ALL[d.index(Kind::ALL.len())?], d.u8()?);
    if kind == Kind::TypedArray && ElementType::of_variant(variant).is_none() {
        return Err(BAD);
    }
    Ok(ShapeSnapshot {
        token,
        kind: kind as u8,
        variant,
        inline_capacity: d.u8()?,
        slots: d.u32()?,
        no_indexed_prototype: d.bool()?,
        look: u16::from_le_bytes(d.array()?),
    })
}

fn read_name(d: &mut Decoder) -> Decoded<ScriptSnapshot> {
    Ok(ScriptSnapshot {
        hash: d.array()?,
        name: d.str()?.to_owned(),
        kind: FunctionKind::from_u8(d.u8()?).ok_or(BAD)?,
        strict: d.bool()?,
        needs_arguments: d.bool()?,
        params: d.u16()?,
        registers: d.u16()?,
        ..ScriptSnapshot::default()
    })
}

/// Longer than any script that is compiled.
const MAX_TYPES: usize = 1 << 20;

fn read_sparse(d: &mut Decoder) -> Decoded<Vec<u8>> {
    let len = d.index(MAX_TYPES)?;
    let mut bytes = Vec::new();
    while bytes.len() < len {
        let zeros = d.index(len - bytes.len() + 1)?;
        bytes.resize(bytes.len() + zeros, 0);
        let others = d.bytes()?;
        let is_canonical = others.len() <= len - bytes.len() && !others.contains(&0) && (!others.is_empty() || bytes.len() == len);
        if !is_canonical {
            return Err(BAD);
        }
        bytes.extend_from_slice(others);
    }
    Ok(bytes)
}

fn site(d: &mut Decoder, context: &Context) -> Decoded<SiteSnapshot> {
    Ok(match d.u8()? {
        0 => SiteSnapshot::Unreached,
        1 => {
            let (megamorphic, others) = (d.bool()?, d.bool()?);
            let cases = d.list(|d| property(d, context))?;
            SiteSnapshot::Property { cases, megamorphic, others }
        }
        2 => {
            let (megamorphic, flags) = (d.bool()?, d.u8()?);
            let cases = d.list(|d| Ok(ElementCase { shape: shape_index(d, context)?, kind: ic_kind(d)? }))?;
            SiteSnapshot::Element { cases, megamorphic, flags }
        }
        3 => {
            let (megamorphic, flags) = (d.bool()?, d.u8()?);
            let targets = d.list(|d| target(d, context))?;
            let passed_on = d.list(|d| target(d, context))?;
            SiteSnapshot::Call { targets, passed_on, megamorphic, flags }
        }
        _ => return Err(BAD),
    })
}

fn property(d: &mut Decoder, context: &Context) -> Decoded<PropertyCase> {
    Ok(PropertyCase {
        shape: shape_index(d, context)?,
        kind: ic_kind(d)?,
        depth: d.u8()?,
        slot: d.u16()?,
        function: d.option(|d| target(d, context))?,
        next: d.option(|d| shape_index(d, context))?,
        // Private names have a slot of compiled code, and a profile has no slots.
        key: d
            .option(read_key_name)
            .and_then(|key| if matches!(key, Some(KeyName::Private(_))) { Err(MissReason::Malformed) } else { Ok(key) })?,
        primitive: d.bool()?,
    })
}

fn shape_index(d: &mut Decoder, context: &Context) -> Decoded<ShapeIndex> {
    Ok(ShapeIndex(d.index(context.shapes)? as u32))
}

fn target(d: &mut Decoder, context: &Context) -> Decoded<CallTarget> {
    Ok(match d.number()? {
        0 => CallTarget::Other,
        1 => CallTarget::Builtin(d.index(BUILTINS.len())? as u16),
        n => CallTarget::Script(context.scripts.get(usize::try_from(n - 2).map_err(|_| BAD)?).ok_or(BAD)?.clone()),
    })
}

fn ic_kind(d: &mut Decoder) -> Decoded<IcKind> {
    IcKind::from_u8(d.u8()?).ok_or(BAD)
}

#[cfg(test)]
mod tests;
