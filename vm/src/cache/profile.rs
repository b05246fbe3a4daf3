//! The optimiser's input as bytes: what a function's interpreter learnt, in symbolic form.
//!
//! The bytes have feedback only. Bytecode is named by hash and is put together with the
//! feedback again when a profile is decoded, from what the process has or its store
//! knows. Equal snapshots give equal bytes: scripts are numbered in the order in which
//! they are first needed, callees before callers, each content once.

use super::descriptor_codec::{key_name, read_key_name};
use super::wire::{Decoded, Decoder, Encoder};
use crate::bytecode::{BytecodeOffset, FunctionKind};
use crate::feedback::IcKind;
use crate::heap::Kind;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::builtin_rows::BUILTINS;
use crate::ion::descriptor::KeyName;
use crate::ion::snapshot::{
    CallTarget, ElementCase, EntryPoint, Feedback, PropertyCase, ScriptSnapshot, ShapeIndex, ShapeSnapshot, SiteSnapshot, Snapshot,
};
use crate::object::typed_array::ElementType;
use hearth_codecache::MissReason;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Of the encoding below; part of the target fingerprint.
pub const VERSION: u32 = 2;

const BAD: MissReason = MissReason::Malformed;

/// Finds the bytecode of a script by its hash: a snapshot of it whose feedback is ignored.
pub type Resolve<'a> = dyn FnMut(&[u8; 32]) -> Option<Arc<ScriptSnapshot>> + 'a;

// ---- encoding

/// The bytes of a snapshot.
pub fn encode(snapshot: &Snapshot) -> Vec<u8> {
    let mut scripts = Scripts::default();
    scripts.number(&snapshot.script);
    let mut e = Encoder::new();
    e.u8(VERSION as u8);
    match snapshot.entry {
        EntryPoint::Function => e.number(0),
        EntryPoint::Osr(n) => e.number(n as u64 + 1),
    }
    e.bool(snapshot.inlining);
    e.count(snapshot.shapes.len());
    for shape in &snapshot.shapes {
        e.u8(shape.kind);
        e.u8(shape.variant);
        e.u8(shape.inline_capacity);
        e.number(shape.slots as u64);
        e.bool(shape.no_indexed_prototype);
    }
    e.count(scripts.bytes.len());
    for bytes in &scripts.bytes {
        e.raw(bytes);
    }
    e.finish()
}

/// The scripts met so far, numbered.
#[derive(Default)]
struct Scripts {
    bytes: Vec<Vec<u8>>,
    by_content: FxHashMap<Vec<u8>, usize>,
    /// Shared ones are encoded once: a graph with much sharing has exponentially many paths.
    by_address: FxHashMap<usize, usize>,
}

impl Scripts {
    fn number(&mut self, script: &Arc<ScriptSnapshot>) -> usize {
        let address = Arc::as_ptr(script) as usize;
        if let Some(known) = self.by_address.get(&address) {
            return *known;
        }
        let bytes = self.script(script);
        let next = self.bytes.len();
        let number = *self.by_content.entry(bytes).or_insert_with_key(|bytes| {
            self.bytes.push(bytes.clone());
            next
        });
        self.by_address.insert(address, number);
        number
    }

    fn script(&mut self, script: &ScriptSnapshot) -> Vec<u8> {
        let mut e = Encoder::new();
        e.raw(&script.hash);
        e.bytes(script.name.as_bytes());
        e.u8(script.kind as u8);
        e.bool(script.strict);
        e.bool(script.needs_arguments);
        e.number(script.params as u64);
        e.number(script.registers as u64);
        // Without instructions it is a mere name, not to be inlined.
        e.bool(!script.insns.is_empty());
        e.bytes(&script.types);
        e.count(script.sites.len());
        for site in &script.sites {
            self.site(&mut e, site);
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
        e.finish()
    }

    fn site(&mut self, e: &mut Encoder, site: &SiteSnapshot) {
        match site {
            SiteSnapshot::Unreached => e.u8(0),
            SiteSnapshot::Property { cases, megamorphic } => {
                e.u8(1);
                e.bool(*megamorphic);
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
            SiteSnapshot::Call { targets, megamorphic, flags } => {
                e.u8(3);
                e.bool(*megamorphic);
                e.u8(*flags);
                e.count(targets.len());
                for target in targets {
                    self.target(e, target);
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

/// The snapshot that `bytes` stand for, with bytecode from `resolve`. A callee whose
/// bytecode is not found is named only, so that it is called and not inlined.
///
/// # Errors
/// `DependencyChanged` if the function's own bytecode is not found, `Malformed` if the
/// bytes mean nothing or do not fit the bytecode.
pub fn decode(bytes: &[u8], resolve: &mut Resolve) -> Decoded<Snapshot> {
    let mut d = Decoder::new(bytes);
    if d.u8()? as u32 != VERSION {
        return Err(MissReason::WrongVersion);
    }
    let entry = match d.index(u16::MAX as usize + 1)? {
        0 => EntryPoint::Function,
        n => EntryPoint::Osr(n as u16 - 1),
    };
    let inlining = d.bool()?;
    let shapes = d.list(shape)?;
    let count = d.count()?;
    let mut scripts: Vec<Arc<ScriptSnapshot>> = Vec::new();
    for index in 0..count {
        let context = Context { shapes: shapes.len(), scripts: &scripts };
        let script = script(&mut d, &context, resolve)?;
        if index + 1 == count && script.insns.is_empty() {
            return Err(MissReason::DependencyChanged);
        }
        scripts.push(Arc::new(script));
    }
    d.finish()?;
    let script = scripts.pop().ok_or(BAD)?;
    if let EntryPoint::Osr(n) = entry
        && n as usize >= script.loops.len()
    {
        return Err(BAD);
    }
    Ok(Snapshot { script, entry, shapes, inlining })
}

struct Context<'a> {
    shapes: usize,
    /// Those decoded so far: callees come first.
    scripts: &'a [Arc<ScriptSnapshot>],
}

fn shape(d: &mut Decoder) -> Decoded<ShapeSnapshot> {
    let (kind, variant) = (Kind::ALL[d.index(Kind::ALL.len())?], d.u8()?);
    if kind == Kind::TypedArray && ElementType::from_u8(variant).is_none() {
        return Err(BAD);
    }
    Ok(ShapeSnapshot { kind: kind as u8, variant, inline_capacity: d.u8()?, slots: d.u32()?, no_indexed_prototype: d.bool()? })
}

fn script(d: &mut Decoder, context: &Context, resolve: &mut Resolve) -> Decoded<ScriptSnapshot> {
    let hash: [u8; 32] = d.array()?;
    let named = ScriptSnapshot {
        hash,
        name: d.str()?.to_owned(),
        kind: FunctionKind::from_u8(d.u8()?).ok_or(BAD)?,
        strict: d.bool()?,
        needs_arguments: d.bool()?,
        params: d.u16()?,
        registers: d.u16()?,
        ..ScriptSnapshot::default()
    };
    let whole = d.bool()?;
    let types = d.bytes()?.to_vec();
    let sites = d.list(|d| site(d, context))?;
    let bailouts = d.list(|d| Ok((BytecodeOffset(d.u32()?), BailoutReason::from_u8(d.u8()?).ok_or(BAD)?)))?;
    let children = d.list(|d| Ok((d.u32()?, context.scripts[d.index(context.scripts.len())?].clone())))?;
    let instance = d.option(|d| shape_index(d, context))?;
    let bytecode = if whole { resolve(&hash).filter(|s| s.hash == hash && !s.insns.is_empty()) } else { None };
    let Some(bytecode) = bytecode else { return Ok(named) };
    let fits = types.len() == bytecode.insns.len()
        && sites.len() == bytecode.site_keys.len()
        && children.is_sorted_by_key(|(index, _)| *index)
        && bailouts.iter().all(|(offset, _)| (offset.0 as usize) < bytecode.insns.len())
        && (named.params, named.registers, named.kind) == (bytecode.params, bytecode.registers, bytecode.kind);
    if !fits {
        return Err(BAD);
    }
    Ok(bytecode.with_feedback(Feedback { types, sites, bailouts, children, instance }))
}

fn site(d: &mut Decoder, context: &Context) -> Decoded<SiteSnapshot> {
    Ok(match d.u8()? {
        0 => SiteSnapshot::Unreached,
        1 => {
            let megamorphic = d.bool()?;
            let cases = d.list(|d| property(d, context))?;
            SiteSnapshot::Property { cases, megamorphic }
        }
        2 => {
            let (megamorphic, flags) = (d.bool()?, d.u8()?);
            let cases = d.list(|d| Ok(ElementCase { shape: shape_index(d, context)?, kind: ic_kind(d)? }))?;
            SiteSnapshot::Element { cases, megamorphic, flags }
        }
        3 => {
            let (megamorphic, flags) = (d.bool()?, d.u8()?);
            let targets = d.list(|d| target(d, context))?;
            SiteSnapshot::Call { targets, megamorphic, flags }
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
mod tests {
    use super::super::samples;
    use super::*;

    fn resolve(hash: &[u8; 32]) -> Option<Arc<ScriptSnapshot>> {
        Some(samples::bare_script(hash[0], 10, 4))
    }

    #[test]
    fn a_snapshot_comes_back_and_encodes_to_the_same_bytes() {
        let bytes = encode(&samples::snapshot());
        let back = decode(&bytes, &mut resolve).unwrap();
        assert_eq!(format!("{:?}", samples::snapshot()), format!("{back:?}"));
        assert_eq!(encode(&back), bytes);
    }

    #[test]
    fn equal_scripts_are_stored_once_whether_shared_or_not() {
        let calls = |targets: Vec<Arc<ScriptSnapshot>>| {
            let targets = targets.into_iter().map(CallTarget::Script).collect();
            let sites = vec![SiteSnapshot::Call { targets, megamorphic: false, flags: 0 }];
            let script = Arc::new(samples::bare_script(1, 1, 1).with_feedback(Feedback { types: vec![0], sites, ..Feedback::default() }));
            encode(&Snapshot { script, entry: EntryPoint::Osr(0), shapes: Vec::new(), inlining: true })
        };
        let callee = || Arc::new(samples::bare_script(2, 1, 0).with_feedback(Feedback { types: vec![3], ..Feedback::default() }));
        let shared = callee();
        assert_eq!(calls(vec![shared.clone(), shared]), calls(vec![callee(), callee()]));
    }

    #[test]
    fn a_callee_that_is_not_found_is_named_and_the_function_itself_must_be_found() {
        let bytes = encode(&samples::snapshot());
        let mut only_root = |hash: &[u8; 32]| (hash[0] == 1).then(|| samples::bare_script(1, 10, 4));
        let back = decode(&bytes, &mut only_root).unwrap();
        let SiteSnapshot::Call { targets, .. } = &back.script.sites[3] else { panic!("a call site") };
        let CallTarget::Script(callee) = &targets[0] else { panic!("a script") };
        assert!(callee.hash == [7; 32] && callee.insns.is_empty() && callee.sites.is_empty());
        assert_eq!(decode(&bytes, &mut |_| None).unwrap_err(), MissReason::DependencyChanged);
    }

    #[test]
    fn a_profile_that_does_not_fit_the_bytecode_is_refused() {
        let bytes = encode(&samples::snapshot());
        for (words, sites) in [(9, 4), (11, 4), (10, 3), (10, 5)] {
            let mut other = |hash: &[u8; 32]| Some(samples::bare_script(hash[0], words, sites));
            assert_eq!(decode(&bytes, &mut other).unwrap_err(), MissReason::Malformed);
        }
    }

    #[test]
    fn a_typed_array_of_no_known_element_type_is_refused() {
        let mut snapshot = samples::snapshot();
        snapshot.shapes[0] = ShapeSnapshot { kind: Kind::TypedArray as u8, variant: 11, ..snapshot.shapes[0].clone() };
        assert!(decode(&encode(&snapshot), &mut resolve).is_ok());
        snapshot.shapes[0].variant = 12;
        assert_eq!(decode(&encode(&snapshot), &mut resolve).unwrap_err(), MissReason::Malformed);
    }

    #[test]
    fn damaged_bytes_never_panic_and_never_leave_indices_out_of_range() {
        let bytes = encode(&samples::snapshot());
        for at in 0..bytes.len() {
            for flip in [1u8, 2, 0x40, 0x80, 0xFF] {
                let mut damaged = bytes.clone();
                damaged[at] ^= flip;
                if let Ok(back) = decode(&damaged, &mut resolve) {
                    walk(&back, &back.script);
                }
            }
            assert!(decode(&bytes[..at], &mut resolve).is_err(), "cut at {at}");
        }
    }

    fn walk(snapshot: &Snapshot, script: &ScriptSnapshot) {
        let shape = |s: ShapeIndex| assert!((s.0 as usize) < snapshot.shapes.len());
        script.instance.into_iter().for_each(shape);
        script.children.iter().for_each(|(_, child)| walk(snapshot, child));
        for site in &script.sites {
            match site {
                SiteSnapshot::Unreached => {}
                SiteSnapshot::Property { cases, .. } => {
                    for case in cases {
                        shape(case.shape);
                        case.next.into_iter().for_each(shape);
                        if let Some(CallTarget::Script(callee)) = &case.function {
                            walk(snapshot, callee);
                        }
                    }
                }
                SiteSnapshot::Element { cases, .. } => cases.iter().for_each(|c| shape(c.shape)),
                SiteSnapshot::Call { targets, .. } => {
                    for target in targets {
                        match target {
                            CallTarget::Script(callee) => walk(snapshot, callee),
                            CallTarget::Builtin(row) => assert!((*row as usize) < BUILTINS.len()),
                            CallTarget::Other => {}
                        }
                    }
                }
            }
        }
    }
}
