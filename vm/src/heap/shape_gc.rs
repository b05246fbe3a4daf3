//! Freeing shapes that no object has, after a full collection.
//!
//! Shapes are strong roots of their prototypes and keys while they live, so a
//! prototype that only a dead shape refers to goes one full collection later.
//!
//! A shape is used if it is in the header of a live object, in the instance shape of
//! a live function, in a realm, about to be used by compiled code (`ShapeKeeper`), or an
//! ancestor of such a shape. Caches do not keep shapes alive: they are purged before ids are
//! reused. Feedback sites keep those that descend from a used shape: objects of a class that lives
//! come again, and what has been learnt of them would be about others then. There are few of
//! these, and their prototype is that of the shape which is used.
//!
//! A shape that only its function keeps is given up after some full collections in which no object
//! had it: it is a root of the prototype, which knows the function, so that neither would ever go.
//! Where memory is short that is done at once (`collect_all_garbage`).

use super::cell::Gc;
use super::kinds::Kind;
use crate::feedback::{IcEntry, IcKind, site_flags};
use crate::object::function::Function;
use crate::object::shape::ShapeId;
use crate::options::Options;
use crate::rules::{Rule, holds};
use crate::script::Script;
use crate::vm::Vm;
use hearth_gc::Collection;

/// Bytes of shapes and ids at which a full collection is asked for, at least.
pub fn least_budget(options: &Options) -> usize {
    (24 << 20).min(options.memory_limit / 8)
}

/// Full collections without an object of a shape after which its function keeps it no longer.
const IDLE: u8 = 3;
/// What fewer idle shapes than these keep is not worth a collection.
const FEW: usize = 100;

/// Forgets every shape id for which the predicate holds.
pub type ShapePurger = fn(&mut Vm, &dyn Fn(ShapeId) -> bool);

/// Marks shapes, in a table by id, that are used though no object has them yet; those
/// that objects have are marked already.
pub type ShapeKeeper = fn(&Vm, &mut [bool]);

impl Vm {
    /// Registers a holder of shapes that objects are about to get.
    pub fn add_shape_keeper(&mut self, keeper: ShapeKeeper) {
        self.shape_keepers.push(keeper);
    }

    /// Registers a cache of shape ids.
    pub fn add_shape_purger(&mut self, purger: ShapePurger) {
        self.shape_purgers.push(purger);
    }

    /// Right after a full collection, when the heap's walk yields live cells only.
    pub(crate) fn prune_shapes(&mut self) {
        let mut used = vec![false; self.shapes.id_bound()];
        let mut instances: Vec<(Gc<Function>, ShapeId)> = Vec::new();
        let mut scripts: Vec<Gc<Script>> = Vec::new();
        self.heap.for_each_cell(|cell| {
            let kind = Kind::of(cell);
            if kind.is_object() {
                // SAFETY: a live cell's header.
                used[unsafe { cell.as_ref() }.shape as usize] = true;
                if kind == Kind::Function {
                    // SAFETY: the kind was checked.
                    let function = unsafe { Gc::<Function>::from_header(cell) };
                    match function.instance_shape.get() {
                        ShapeId::NONE => {}
                        shape => instances.push((function, shape)),
                    }
                }
            } else if kind == Kind::Script {
                // SAFETY: the kind was checked.
                scripts.push(unsafe { Gc::from_header(cell) });
            }
        });
        for realm in &self.realms {
            realm.for_each_shape(|id| used[id.0 as usize] = true);
        }
        for id in self.interp.remembered_shapes() {
            used[id.0 as usize] = true;
        }
        used[self.shape_in_flight.0 as usize] |= holds(Rule::ShapeInFlight);
        for keeper in self.shape_keepers.iter().filter(|_| holds(Rule::ShapeKeepers)) {
            keeper(self, &mut used);
        }
        self.keep_ancestors(&mut used);
        self.keep_instance_shapes(&instances, &mut used);
        self.keep_ancestors(&mut used);
        for script in scripts.iter().filter(|_| holds(Rule::ShapeAncestors)) {
            for site in &script.data().sites {
                site.used().iter().flat_map(named_shapes).for_each(|shape| self.keep_descendant(shape, &mut used));
            }
        }
        // Words that stand for the shapes of primitives lie above all ids.
        let is_freed = |id: ShapeId| id != ShapeId::NONE && used.get(id.0 as usize).is_some_and(|used| !used);
        for (function, shape) in instances {
            if is_freed(shape) && holds(Rule::InstanceShapes) {
                function.instance_shape.set(ShapeId::NONE);
            }
        }
        for script in scripts {
            if holds(Rule::SitesPurged) {
                purge_sites(script, &is_freed);
            }
        }
        self.interp.forget_caches();
        for i in 0..self.shape_purgers.len() {
            self.shape_purgers[i](self, &is_freed);
        }
        self.shapes.release(|id| !is_freed(id));
        self.shape_budget = (self.shapes.bytes() * 2).max(least_budget(&self.options));
    }

    /// After a full collection that was not enough: others, as long as shapes that no object has may keep anything alive.
    #[cold]
    pub(crate) fn collect_all_garbage(&mut self) {
        if self.idle_shapes < FEW {
            return;
        }
        self.gives_idle_shapes_up = true;
        // What classes refer to may be classes.
        for _ in 0..IDLE {
            let shapes = self.shapes.bytes();
            self.collect_garbage(Collection::Full);
            if self.shapes.bytes() == shapes {
                break;
            }
        }
        self.gives_idle_shapes_up = false;
    }

    fn keep_ancestors(&self, used: &mut [bool]) {
        for i in 1..used.len() {
            let mut id = ShapeId(i as u32);
            if !used[i] || !self.shapes.is_live(id) || !holds(Rule::ShapeAncestors) {
                continue;
            }
            loop {
                id = self.shapes.parent(id);
                if id == ShapeId::NONE || used[id.0 as usize] {
                    break;
                }
                used[id.0 as usize] = true;
            }
        }
    }

    /// Marks the shapes that functions give to their objects, unless these have been idle for long.
    fn keep_instance_shapes(&mut self, instances: &[(Gc<Function>, ShapeId)], used: &mut [bool]) {
        self.idle_shapes = 0;
        for (function, shape) in instances.iter().filter(|_| holds(Rule::InstanceShapes)) {
            let idle = if used[shape.0 as usize] { 0 } else { function.idle_shape.get().saturating_add(1) };
            function.idle_shape.set(idle);
            let is_kept = idle == 0 || idle <= IDLE && !self.gives_idle_shapes_up;
            self.idle_shapes += usize::from(idle > 0 && is_kept);
            used[shape.0 as usize] |= is_kept;
        }
    }

    /// Marks a shape, and those between, if it descends from a used one.
    fn keep_descendant(&self, shape: ShapeId, used: &mut [bool]) {
        let (mut id, mut line) = (shape, Vec::new());
        // Words that stand for the shapes of primitives are those of no shape.
        while self.shapes.is_live(id) {
            if used[id.0 as usize] {
                line.iter().for_each(|id: &ShapeId| used[id.0 as usize] = true);
                return;
            }
            line.push(id);
            id = self.shapes.parent(id);
        }
    }
}

/// The shapes that an entry of a site is about: the receiver's, and that which it gets. Call sites have a
/// count where the others have a shape; allocation sites have no target.
fn named_shapes(entry: &IcEntry) -> impl Iterator<Item = ShapeId> {
    let is_call = entry.kind == IcKind::None && entry.target != 0;
    let next = matches!(entry.kind, IcKind::AddInline | IcKind::AddSlots).then_some(entry.target as u32);
    (!is_call).then_some(entry.shape).into_iter().chain(next).map(ShapeId)
}

/// Takes freed shapes out of the sites of a script. These were executed all the same, and objects
/// that look like those will come again.
fn purge_sites(script: Gc<Script>, is_freed: &impl Fn(ShapeId) -> bool) {
    if is_freed(script.data().ion.instance_shape.get()) {
        script.data().ion.instance_shape.set(ShapeId::NONE);
    }
    // SAFETY: nobody reads the sites while the heap is being pruned.
    for site in unsafe { script.data_mut() }.sites.iter_mut() {
        let is_stale = |entry: &IcEntry| named_shapes(entry).any(is_freed);
        if !site.used().iter().any(is_stale) {
            continue;
        }
        let old = *site;
        site.clear();
        site.epoch = old.epoch;
        old.used().iter().filter(|entry| !is_stale(entry)).for_each(|entry| site.add(*entry));
        site.flags |= site_flags::UNDESCRIBED;
    }
}
