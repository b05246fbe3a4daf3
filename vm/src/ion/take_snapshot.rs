//! Taking a snapshot: from a script and its feedback to plain data that names shapes,
//! functions and keys without addresses.

use super::snapshot::{
    CallTarget, ElementCase, EntryPoint, PropertyCase, ScriptSnapshot, ShapeIndex, ShapeSnapshot, SiteSnapshot, Snapshot,
};
use crate::bytecode::{Op, Operand};
use crate::feedback::{IcEntry, IcKind, Site, site_flags};
use crate::heap::Gc;
use crate::object::shape::ShapeId;
use crate::object::{Accessor, Function, Native, Object, PropertyKey};
use crate::script::Script;
use crate::value::Value;
use crate::vm::Vm;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Scripts larger than this are not offered for inlining, in instruction words.
const MAX_INLINE_WORDS: usize = 320;
/// Nesting of scripts offered for inlining.
const MAX_DEPTH: usize = 7;
/// Scripts in one snapshot.
const MAX_SCRIPTS: usize = 60;

struct Taker<'vm> {
    vm: &'vm mut Vm,
    shapes: Vec<ShapeSnapshot>,
    shape_index: FxHashMap<ShapeId, ShapeIndex>,
    /// Scripts under way: recursion is cut.
    path: Vec<usize>,
    known: FxHashMap<usize, Arc<ScriptSnapshot>>,
    scripts: usize,
}

impl Vm {
    /// What the compiler needs to know of `script`, which is materialised.
    pub(crate) fn take_snapshot(&mut self, script: Gc<Script>, entry: EntryPoint) -> Option<Snapshot> {
        self.take_snapshot_and(script, entry, &[]).map(|(snapshot, _)| snapshot)
    }

    /// Likewise, with the feedback of each of the scripts in `also`, by hash, that this
    /// process has met.
    pub(crate) fn take_snapshot_and(
        &mut self,
        script: Gc<Script>,
        entry: EntryPoint,
        also: &[[u8; 32]],
    ) -> Option<(Snapshot, Vec<Arc<ScriptSnapshot>>)> {
        let inlining = self.options.ion_inlining;
        let mut taker = Taker {
            vm: self,
            shapes: Vec::new(),
            shape_index: FxHashMap::default(),
            path: Vec::new(),
            known: FxHashMap::default(),
            scripts: 0,
        };
        let script = taker.script(script, true)?;
        let mut others = Vec::new();
        for hash in also {
            let met = taker.vm.script_by_hash(hash).filter(|script| script.is_materialized());
            others.extend(met.and_then(|script| taker.script(script, true)));
        }
        Some((Snapshot { script, entry, shapes: taker.shapes, inlining }, others))
    }
}

impl Taker<'_> {
    fn script(&mut self, script: Gc<Script>, root: bool) -> Option<Arc<ScriptSnapshot>> {
        if let Some(known) = self.known.get(&script.address()) {
            return Some(known.clone());
        }
        let hash = self.vm.script_hash(script)?;
        let code = script.code().clone();
        let template = script.template().clone();
        let whole = root
            || (self.vm.options.ion_inlining
                && code.insns.len() <= MAX_INLINE_WORDS
                && self.path.len() < MAX_DEPTH
                && self.scripts < MAX_SCRIPTS
                && !self.path.contains(&script.address()));
        if !whole {
            return Some(Arc::new(ScriptSnapshot::named(hash, &template.info, &code)));
        }
        self.scripts += 1;
        let mut snapshot = ScriptSnapshot::without_feedback(hash, &template.info, &code);
        snapshot.types = script.data().types.to_vec();
        // What has failed again after a compilation that knew of it is listed twice.
        let times = |count: u32| 1 + (count > super::bailout::TOO_MANY) as usize;
        let bailouts = script.data().ion.bailouts.borrow();
        snapshot.bailouts = bailouts.iter().flat_map(|(o, r, count)| std::iter::repeat_n((*o, *r), times(*count))).collect();
        drop(bailouts);
        snapshot.bailouts.sort_by_key(|(offset, reason)| (*offset, *reason as u8));
        self.path.push(script.address());
        let mut sites = vec![SiteSnapshot::Unreached; code.sites.len()];
        let mut at = 0;
        while at < code.insns.len() {
            let insn = code.insns[at];
            let op = insn.op();
            if op == Op::NewFunction {
                self.child(script, insn.c as u32, &mut snapshot.children);
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
        self.path.pop();
        let snapshot = Arc::new(snapshot);
        self.known.insert(script.address(), snapshot.clone());
        Some(snapshot)
    }

    fn child(&mut self, script: Gc<Script>, index: u32, children: &mut Vec<(u32, Arc<ScriptSnapshot>)>) {
        let child = script.data().children.get(index as usize).and_then(|c| c.get().to_cell::<Script>());
        let known = children.iter().any(|(i, _)| *i == index);
        if let Some(child) = child.filter(|c| c.is_materialized() && !known)
            && let Some(snapshot) = self.script(child, false)
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
                SiteSnapshot::Property { megamorphic: site.megamorphic || (lost && cases.is_empty()), cases }
            }
            Feedback::Element => {
                let cases = site.used().iter().filter_map(|e| Some(ElementCase { shape: self.element_shape(e)?, kind: e.kind })).collect();
                SiteSnapshot::Element { cases, megamorphic: site.megamorphic, flags: site.flags }
            }
            Feedback::Call => {
                let targets = site.used().iter().map(|e| self.target(e.target, &site)).collect();
                SiteSnapshot::Call { targets, megamorphic: site.megamorphic, flags: site.flags }
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
        let shape = self.vm.shapes.get(id);
        let snapshot = ShapeSnapshot {
            kind: shape.kind as u8,
            variant: shape.variant,
            inline_capacity: shape.inline_capacity,
            slots: shape.slot_count() as u32,
            no_indexed_prototype: self.vm.cx.indexed_prototypes == 0,
        };
        let index = ShapeIndex(self.shapes.len() as u32);
        self.shapes.push(snapshot);
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
            return self.script(script, false).map(CallTarget::Script);
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
        let script: Gc<Script> = unsafe { Gc::from_address(address as usize) };
        if !script.is_materialized() {
            return CallTarget::Other;
        }
        self.script(script, false).map_or(CallTarget::Other, CallTarget::Script)
    }
}

fn builtin(native: Gc<Native>) -> CallTarget {
    match native.intrinsic_id.get() {
        0 => CallTarget::Other,
        id => CallTarget::Builtin(id - 1),
    }
}

/// The feedback site of the instruction at `at`.
fn site_of(op: Op, insns: &[crate::bytecode::Insn], at: usize) -> Option<usize> {
    let insn = insns[at];
    if op.words() == 2 {
        return Some(insns.get(at + 1)?.a as usize);
    }
    let fields = [insn.a, insn.b, insn.c];
    let operands = &op.info().operands;
    (0..3).find(|i| operands[*i] == Operand::Site).map(|i| fields[i] as usize)
}
