//! Taking down what was learnt: from scripts and their feedback to plain data that names
//! shapes, functions and keys without addresses.
//!
//! Each script is taken once, with its callees by name (`Taker::script_of`); the compiler's
//! input is made of that as of a stored profile ([`expand()`]). What the stores know of a script is
//! joined to what this process has seen: a process that ran restored code from the start has
//! seen little by itself.

use super::jit_code::Left;
use super::profile::{self, Hash, Shapes, expand, renumbered, site_of};
use super::shape_token::Tokens;
use super::snapshot::{
    CallTarget, ElementCase, EntryPoint, PropertyCase, ScriptSnapshot, ShapeIndex, ShapeSnapshot, SiteSnapshot, Snapshot,
};
use crate::bytecode::Op;
use crate::feedback::{IcEntry, IcKind, Site, passed_on, site_flags};
use crate::heap::Gc;
use crate::object::shape::ShapeId;
use crate::object::{Accessor, Function, Native, Object, PropertyKey};
use crate::script::Script;
use crate::value::Value;
use crate::vm::Vm;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Takes down scripts of a machine, in which nothing is collected meanwhile.
pub(super) struct Taker<'vm> {
    pub vm: &'vm mut Vm,
    pub shapes: Shapes,
    shape_index: FxHashMap<ShapeId, ShapeIndex>,
    tokens: Tokens,
    taken: FxHashMap<Hash, Option<Arc<ScriptSnapshot>>>,
    /// Names, by address of the script.
    names: FxHashMap<usize, Arc<ScriptSnapshot>>,
    /// Whether stored profiles are joined.
    informed: bool,
}

impl Vm {
    /// What the compiler needs to know of `script`, which is materialised.
    pub(crate) fn take_snapshot(&mut self, script: Gc<Script>, entry: EntryPoint) -> Option<Snapshot> {
        let hash = self.script_hash(script)?;
        let inlining = self.options.ion_inlining;
        expand(&mut Taker::new(self, true), &hash, entry, inlining)
    }
}

impl profile::Source for Taker<'_> {
    fn script(&mut self, hash: &Hash) -> Option<Arc<ScriptSnapshot>> {
        self.script_of(hash)
    }
    fn shape(&self, index: ShapeIndex) -> ShapeSnapshot {
        self.shapes.get(index).clone()
    }
}

impl<'vm> Taker<'vm> {
    /// `informed`: with what the stores know besides.
    pub fn new(vm: &'vm mut Vm, informed: bool) -> Taker<'vm> {
        Taker {
            vm,
            shapes: Shapes::default(),
            shape_index: FxHashMap::default(),
            tokens: Tokens::default(),
            taken: FxHashMap::default(),
            names: FxHashMap::default(),
            informed,
        }
    }

    /// The script with this hash: what this process has learnt of it, and the stores.
    pub fn script_of(&mut self, hash: &Hash) -> Option<Arc<ScriptSnapshot>> {
        if let Some(known) = self.taken.get(hash) {
            return known.clone();
        }
        let met = self.vm.script_by_hash(hash).filter(|script| script.is_materialized());
        let mut script = met.map(|script| self.script(script, hash));
        if self.informed
            && let Some((record, rows)) = self.vm.stored_record(hash)
        {
            let stored = renumbered(&record.script, &mut |index| self.shapes.add(rows[index.0 as usize].clone()));
            script = script.map(|script| profile::join(&script, &stored));
        }
        let script = script.map(Arc::new);
        self.taken.insert(*hash, script.clone());
        script
    }

    /// A script's name. Of a small one the bytecode may be wanted next.
    fn name(&mut self, script: Gc<Script>) -> Option<Arc<ScriptSnapshot>> {
        if let Some(known) = self.names.get(&script.address()) {
            return Some(known.clone());
        }
        let hash = self.vm.script_hash(script)?;
        let named = Arc::new(ScriptSnapshot::named(hash, &script.template().info, script.code()));
        self.names.insert(script.address(), named.clone());
        Some(named)
    }

    fn script(&mut self, script: Gc<Script>, hash: &Hash) -> ScriptSnapshot {
        let code = script.code().clone();
        let template = script.template().clone();
        let mut snapshot = ScriptSnapshot::without_feedback(*hash, &template.info, &code);
        snapshot.types = script.data().types.to_vec();
        // What no compilation has helped is listed twice.
        let bailouts = script.data().ion.bailouts.borrow();
        let listed = |left: &Left| std::iter::repeat_n((left.offset, left.reason), 1 + left.is_stubborn() as usize);
        snapshot.bailouts = bailouts.iter().flat_map(listed).collect();
        drop(bailouts);
        snapshot.bailouts.sort_by_key(|(offset, reason)| (*offset, *reason as u8));
        let mut sites = vec![SiteSnapshot::Unreached; code.sites.len()];
        let mut at = 0;
        while at < code.insns.len() {
            let insn = code.insns[at];
            let op = insn.op();
            if op == Op::NewFunction {
                self.child(script, insn.wide_child() as u32, &mut snapshot.children);
            }
            if let Some(index) = site_of(op, &code.insns, at)
                && let Some(slot) = sites.get_mut(index)
            {
                *slot = self.site(op, script, index);
            }
            at += op.words();
        }
        snapshot.sites = sites;
        snapshot.children.sort_by_key(|(index, _)| *index);
        let instance = script.data().ion.instance_shape.get();
        snapshot.instance = if instance == ShapeId::NONE { None } else { self.shape(instance) };
        snapshot
    }

    fn child(&mut self, script: Gc<Script>, index: u32, children: &mut Vec<(u32, Arc<ScriptSnapshot>)>) {
        let child = script.data().children.get(index as usize).and_then(|c| c.get().to_cell::<Script>());
        let known = children.iter().any(|(i, _)| *i == index);
        if let Some(child) = child.filter(|c| c.is_materialized() && !known)
            && let Some(snapshot) = self.name(child)
        {
            children.push((index, snapshot));
        }
    }

    fn site(&mut self, op: Op, script: Gc<Script>, index: usize) -> SiteSnapshot {
        use crate::bytecode::Feedback;
        let site = *script.site(index);
        if site.is_uninitialised() {
            return SiteSnapshot::Unreached;
        }
        match op.info().feedback {
            Feedback::Property | Feedback::Allocation => {
                let key = PropertyKey::from_raw(script.data().site_keys[index]);
                let has_key = !script.data().site_keys[index].is_empty();
                let mut lost = false;
                let mut cases = Vec::new();
                for entry in site.used() {
                    match self.property(entry, has_key.then_some(key)) {
                        Some(case) => cases.push(case),
                        None => lost = true,
                    }
                }
                let others = lost || site.flags & site_flags::UNDESCRIBED != 0;
                SiteSnapshot::Property { megamorphic: site.megamorphic || (lost && cases.is_empty()), others, cases }
            }
            Feedback::Element => {
                let cases = site.used().iter().filter_map(|e| Some(ElementCase { shape: self.element_shape(e)?, kind: e.kind })).collect();
                SiteSnapshot::Element { cases, megamorphic: site.megamorphic, flags: site.flags }
            }
            Feedback::Call => {
                let (own, others): (Vec<&IcEntry>, Vec<&IcEntry>) = site.used().iter().partition(|e| e.slot == 0);
                let targets = own.into_iter().map(|e| self.target(e.target, &site)).collect();
                let passed_on = others.into_iter().map(|e| self.passed_on(e)).collect();
                SiteSnapshot::Call { targets, passed_on, megamorphic: site.megamorphic, flags: site.flags }
            }
            _ => SiteSnapshot::Unreached,
        }
    }

    fn shape(&mut self, id: ShapeId) -> Option<ShapeIndex> {
        if let Some(known) = self.shape_index.get(&id) {
            return Some(*known);
        }
        if !self.vm.shapes.is_live(id) {
            return None;
        }
        let token = self.tokens.of(self.vm, id);
        let shape = self.vm.shapes.get(id);
        let snapshot = ShapeSnapshot {
            token,
            kind: shape.kind as u8,
            variant: shape.variant,
            inline_capacity: shape.inline_capacity,
            slots: shape.slot_count() as u32,
            no_indexed_prototype: self.vm.inherits_no_elements(shape.prototype),
            look: super::shape_token::look(self.vm, id),
        };
        let index = self.shapes.add(snapshot);
        self.shape_index.insert(id, index);
        Some(index)
    }

    /// Strings have no shape of their own: that of their prototype stands in.
    fn element_shape(&mut self, entry: &IcEntry) -> Option<ShapeIndex> {
        if entry.kind == IcKind::StringChar || entry.shape == 0 {
            let prototype = self.vm.intrinsic(crate::runtime::realm::Intrinsic::StringPrototype);
            return self.shape(prototype.shape());
        }
        self.shape(ShapeId(entry.shape))
    }

    fn property(&mut self, entry: &IcEntry, key: Option<PropertyKey>) -> Option<PropertyCase> {
        let string_shape = crate::feedback::ic::primitive_shape(self.vm.empty_string().value());
        let primitive = entry.shape == string_shape;
        let shape = if primitive {
            let prototype = self.vm.intrinsic(crate::runtime::realm::Intrinsic::StringPrototype);
            self.shape(prototype.shape())?
        } else {
            self.shape(ShapeId(entry.shape))?
        };
        let (mut function, mut next) = (None, None);
        match entry.kind {
            IcKind::ProtoInline | IcKind::ProtoSlots => {
                // SAFETY: holders are traced with the site, so the cell is live; it is an object.
                let holder: Gc<Object> = unsafe { Gc::from_address(entry.target as usize) };
                let property = self.vm.shapes.get(holder.shape()).lookup(key?)?;
                if property.attributes.is_accessor() {
                    return None;
                }
                let value = self.vm.slot(holder, property.slot.0 as usize);
                function = self.function(value);
            }
            IcKind::Getter | IcKind::Setter => {
                // SAFETY: as above; the target is a function object.
                let target: Gc<Object> = unsafe { Gc::from_address(entry.target as usize) };
                function = self.function(target.value());
            }
            IcKind::Stale => return None,
            IcKind::AddInline | IcKind::AddSlots => next = Some(self.shape(ShapeId(entry.target as u32))?),
            _ => {}
        }
        // A string primitive's look-up counts one hop to its prototype.
        let depth = if primitive { entry.depth.saturating_sub(1) } else { entry.depth };
        Some(PropertyCase { shape, kind: entry.kind, depth, slot: entry.slot, function, next, key: None, primitive })
    }

    fn function(&mut self, value: Value) -> Option<CallTarget> {
        if let Some(closure) = value.to_cell::<Function>() {
            let script = closure.script();
            if !script.is_materialized() {
                return Some(CallTarget::Other);
            }
            return self.name(script).map(CallTarget::Script);
        }
        if let Some(native) = value.to_cell::<Native>() {
            return Some(builtin(native));
        }
        value.to_cell::<Accessor>().map(|_| CallTarget::Other)
    }

    fn target(&mut self, address: u64, site: &Site) -> CallTarget {
        if site.flags & site_flags::BY_OBJECT != 0 {
            // SAFETY: targets are traced with the site; by-object ones are objects.
            let object: Gc<Object> = unsafe { Gc::from_address(address as usize) };
            return object.cast::<Native>().map_or(CallTarget::Other, builtin);
        }
        // SAFETY: as above; the others are scripts.
        self.called(unsafe { Gc::from_address(address as usize) })
    }

    fn passed_on(&mut self, entry: &IcEntry) -> CallTarget {
        match entry.slot {
            // SAFETY: targets are traced with the site; it is a script, as the entry says.
            passed_on::SCRIPT => self.called(unsafe { Gc::from_address(entry.target as usize) }),
            // SAFETY: as above; it is a built-in function.
            passed_on::NATIVE => builtin(unsafe { Gc::from_address(entry.target as usize) }),
            _ => CallTarget::Other,
        }
    }

    fn called(&mut self, script: Gc<Script>) -> CallTarget {
        if !script.is_materialized() {
            return CallTarget::Other;
        }
        self.name(script).map_or(CallTarget::Other, CallTarget::Script)
    }
}

fn builtin(native: Gc<Native>) -> CallTarget {
    match native.intrinsic_id.get() {
        0 => CallTarget::Other,
        id => CallTarget::Builtin(id - 1),
    }
}
