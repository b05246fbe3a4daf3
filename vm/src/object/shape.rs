//! Shapes: the hidden classes that map property keys to slots.
//!
//! A shape has a kind, a prototype, an inline capacity and an append-only table of
//! properties of which it sees the first `count`; a child that adds one property to
//! the newest shape of a table shares the table. Slot = index in the table.
//!
//! *Unique* shapes (dictionaries, prototypes, the global object) belong to one object
//! and are changed in place; every such change gives them a new id, so that whatever
//! remembers the old id misses.
//!
//! Invariants:
//! 1. A `ShapeId` in a live cell's header names a live shape. Id 0 is never a shape.
//! 2. Everything that a shape id implies (kind, prototype, extensibility, variant,
//!    slots and attributes of every property, absence of others) never changes while
//!    the id lives, once anybody may have seen it (`ShapeTable::hides_changes`).
//! 3. Ids of freed shapes are reused only after every cache of ids was purged of them.

use super::key::PropertyKey;
use crate::heap::Kind;
use crate::value::Value;
use hearth_gc::{Collection, Tracer};
use rustc_hash::FxHashMap;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord, Default)]
#[repr(transparent)]
pub struct ShapeId(pub u32);

impl ShapeId {
    pub const NONE: ShapeId = ShapeId(0);
}

/// Index of a property's slot: inline first, then out of line.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[repr(transparent)]
pub struct SlotIndex(pub u32);

/// Attributes of a property (sec-property-attributes), plus whether it is an accessor.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[repr(transparent)]
pub struct Attributes(pub u8);

impl Attributes {
    pub const WRITABLE: Attributes = Attributes(1);
    pub const ENUMERABLE: Attributes = Attributes(2);
    pub const CONFIGURABLE: Attributes = Attributes(4);
    /// The slot holds an `Accessor`; WRITABLE is clear.
    pub const ACCESSOR: Attributes = Attributes(8);
    /// Writable, enumerable, configurable: what assignment makes.
    pub const DEFAULT: Attributes = Attributes(7);
    /// Writable and configurable: what built-in methods have.
    pub const METHOD: Attributes = Attributes(5);
    pub const NONE: Attributes = Attributes(0);

    pub const fn with(self, other: Attributes) -> Attributes {
        Attributes(self.0 | other.0)
    }
    pub const fn without(self, other: Attributes) -> Attributes {
        Attributes(self.0 & !other.0)
    }
    pub const fn has(self, other: Attributes) -> bool {
        self.0 & other.0 == other.0
    }
    pub const fn writable(self) -> bool {
        self.has(Self::WRITABLE)
    }
    pub const fn enumerable(self) -> bool {
        self.has(Self::ENUMERABLE)
    }
    pub const fn configurable(self) -> bool {
        self.has(Self::CONFIGURABLE)
    }
    pub const fn is_accessor(self) -> bool {
        self.has(Self::ACCESSOR)
    }
}

/// Where a property is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Property {
    pub slot: SlotIndex,
    pub attributes: Attributes,
}

#[derive(Clone, Copy)]
struct Entry {
    /// None: deleted (unique shapes only).
    key: Option<PropertyKey>,
    attributes: Attributes,
}

/// Property list shared by a line of shapes.
#[derive(Default)]
struct PropertyTable {
    entries: Vec<Entry>,
    /// Made when somebody looks for a key in a table that has outgrown a linear search: in most tables of a realm,
    /// nobody ever does.
    index: OnceCell<FxHashMap<PropertyKey, u32>>,
}

/// Tables up to this long are searched linearly.
const LINEAR: usize = 8;

impl PropertyTable {
    fn find(&self, key: PropertyKey, count: usize) -> Option<u32> {
        if count <= LINEAR {
            return self.entries[..count].iter().position(|e| e.key == Some(key)).map(|i| i as u32);
        }
        let index = self.index.get_or_init(|| self.entries.iter().enumerate().filter_map(|(i, e)| Some((e.key?, i as u32))).collect());
        index.get(&key).copied().filter(|i| (*i as usize) < count)
    }
    fn push(&mut self, entry: Entry) {
        let at = self.entries.len() as u32;
        self.entries.push(entry);
        if let (Some(index), Some(key)) = (self.index.get_mut(), entry.key) {
            index.insert(key, at);
        }
    }
    fn prefix(&self, count: usize) -> PropertyTable {
        let mut table = PropertyTable::default();
        table.entries.reserve(count + 1);
        table.entries.extend_from_slice(&self.entries[..count]);
        table
    }
}

pub struct Shape {
    pub id: ShapeId,
    pub kind: Kind,
    /// Distinguishes layouts within a kind (element type of typed arrays).
    pub variant: u8,
    pub inline_capacity: u8,
    pub extensible: bool,
    /// Belongs to one object.
    pub unique: bool,
    /// Object or null.
    pub prototype: Value,
    count: u32,
    /// Live properties (count less deleted ones).
    live: u32,
    table: Rc<RefCell<PropertyTable>>,
    parent: ShapeId,
    /// None: there are none.
    transitions: RefCell<Option<Box<Transitions>>>,
    /// What `enumerable_strings` gave, if it was asked.
    enumerable: RefCell<Option<Rc<[PropertyKey]>>>,
}

#[derive(Default)]
struct Transitions {
    adds: Vec<(PropertyKey, Attributes, ShapeId)>,
    index: Option<FxHashMap<(PropertyKey, Attributes), ShapeId>>,
    other: Vec<(Change, ShapeId)>,
}

/// A transition that does not append a property.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    Prototype(Value),
    PreventExtensions,
    Reconfigure(PropertyKey, Attributes),
}

impl Shape {
    /// Slots in use, deleted ones included.
    pub fn slot_count(&self) -> usize {
        self.count as usize
    }
    pub fn property_count(&self) -> usize {
        self.live as usize
    }
    /// Slots of deleted properties.
    pub fn hole_count(&self) -> usize {
        (self.count - self.live) as usize
    }
    pub fn lookup(&self, key: PropertyKey) -> Option<Property> {
        let table = self.table.borrow();
        let slot = table.find(key, self.count as usize)?;
        Some(Property { slot: SlotIndex(slot), attributes: table.entries[slot as usize].attributes })
    }
    /// Own properties in slot order, which is the order of creation.
    pub fn properties(&self) -> Vec<(PropertyKey, Property)> {
        let table = self.table.borrow();
        let entries = table.entries[..self.count as usize].iter().enumerate();
        entries.filter_map(|(i, e)| Some((e.key?, Property { slot: SlotIndex(i as u32), attributes: e.attributes }))).collect()
    }
    /// The enumerable properties whose keys are strings, in the order of their creation. The
    /// shape, which keeps the keys, remembers the list unless it belongs to one object and changes.
    pub fn enumerable_strings(&self) -> Rc<[PropertyKey]> {
        if let Some(known) = &*self.enumerable.borrow() {
            return known.clone();
        }
        let table = self.table.borrow();
        let entries = table.entries[..self.count as usize].iter();
        let keys: Rc<[PropertyKey]> =
            entries.filter(|e| e.attributes.enumerable()).filter_map(|e| e.key.filter(|key| !key.is_symbol())).collect();
        /// Longer lists take long anyway.
        const REMEMBERED: usize = 64;
        if !self.unique && keys.len() <= REMEMBERED {
            *self.enumerable.borrow_mut() = Some(keys.clone());
        }
        keys
    }
    /// Whether slot `slot` has the property `key`, of these attributes.
    pub fn has_at(&self, slot: usize, key: PropertyKey, attributes: Attributes) -> bool {
        let table = self.table.borrow();
        let entry = table.entries[..self.count as usize].get(slot);
        entry.is_some_and(|e| e.key == Some(key) && e.attributes == attributes)
    }
    /// Whether all slots have properties of these attributes.
    pub fn are_all(&self, attributes: Attributes) -> bool {
        let table = self.table.borrow();
        table.entries[..self.count as usize].iter().all(|e| e.key.is_some() && e.attributes == attributes)
    }
    /// The property in slot `slot`, unless it was deleted.
    pub fn property_at(&self, slot: usize) -> Option<(PropertyKey, Attributes)> {
        debug_assert!(slot < self.slot_count());
        let entry = self.table.borrow().entries[slot];
        Some((entry.key?, entry.attributes))
    }
    fn is_newest_of_its_table(&self) -> bool {
        self.table.borrow().entries.len() == self.count as usize
    }
    /// The cell edges that the shape has and its parent has not: prototype, newest key.
    fn for_each_new_edge(&self, mut f: impl FnMut(Value)) {
        f(self.prototype);
        let count = self.count as usize;
        let from = if self.parent == ShapeId::NONE { 0 } else { count.saturating_sub(1) };
        for entry in &self.table.borrow().entries[from..count] {
            if let Some(key) = entry.key {
                f(key.raw());
            }
        }
    }
}

/// What makes two objects without properties share a shape.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct RootKey {
    pub kind: Kind,
    pub variant: u8,
    pub inline_capacity: u8,
    pub prototype: Value,
}

/// All shapes of a VM.
pub struct ShapeTable {
    shapes: Vec<Option<Box<Shape>>>,
    roots: FxHashMap<RootKey, ShapeId>,
    free: Vec<ShapeId>,
    /// Edges that were added since the last collection: all that a young one must trace. None: there was no
    /// collection yet, so all are.
    // unrooted: they are roots themselves, see `trace`
    new_edges: Option<Vec<Value>>,
    live: usize,
    /// Changes of unique shapes do not change their ids: objects are being made that nobody has seen.
    pub(crate) hides_changes: bool,
}

impl Default for ShapeTable {
    fn default() -> Self {
        ShapeTable { shapes: vec![None], roots: FxHashMap::default(), free: Vec::new(), new_edges: None, live: 0, hides_changes: false }
    }
}

impl ShapeTable {
    #[inline(always)]
    pub fn get(&self, id: ShapeId) -> &Shape {
        match self.shapes.get(id.0 as usize) {
            Some(Some(shape)) => shape,
            _ => dead_shape(id),
        }
    }
    pub fn is_live(&self, id: ShapeId) -> bool {
        matches!(self.shapes.get(id.0 as usize), Some(Some(_)))
    }
    /// All ids given out so far are below.
    pub fn id_bound(&self) -> usize {
        self.shapes.len()
    }
    /// Bytes that shapes, and ids that wait to be released, take: roughly.
    #[inline]
    pub fn bytes(&self) -> usize {
        const SHAPE: usize = size_of::<Shape>() + size_of::<Transitions>() + 128;
        self.live * SHAPE + self.shapes.len() * size_of::<Option<Box<Shape>>>()
    }
    /// Marks prototypes and keys: all in a full collection, what is new in a young one.
    pub fn trace(&mut self, tracer: &mut Tracer) {
        match &self.new_edges {
            Some(edges) if tracer.collection() != Collection::Full => {
                for edge in edges {
                    super::layout::trace_value(*edge, tracer);
                }
            }
            _ => {
                for shape in self.shapes.iter().flatten() {
                    shape.for_each_new_edge(|edge| super::layout::trace_value(edge, tracer));
                }
            }
        }
    }
    /// After a collection: what was new is old now.
    pub fn collected(&mut self) {
        self.new_edges.get_or_insert_default().clear();
    }
    /// Notes that a shape refers to `edge`.
    fn add_edge(&mut self, edge: Value) {
        if let Some(edges) = &mut self.new_edges
            && edge.is_cell()
        {
            edges.push(edge);
        }
    }
    /// Live shapes.
    pub fn len(&self) -> usize {
        self.live
    }
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    pub fn iter(&self) -> impl Iterator<Item = &Shape> {
        self.shapes.iter().flatten().map(|s| &**s)
    }

    fn add(&mut self, mut shape: Shape) -> ShapeId {
        if self.new_edges.is_some() {
            shape.for_each_new_edge(|edge| self.add_edge(edge));
        }
        let id = self.fresh_id();
        shape.id = id;
        self.shapes[id.0 as usize] = Some(Box::new(shape));
        self.live += 1;
        id
    }
    fn fresh_id(&mut self) -> ShapeId {
        self.free.pop().unwrap_or_else(|| {
            self.shapes.push(None);
            ShapeId(u32::try_from(self.shapes.len() - 1).expect("fewer than 2^32 shapes"))
        })
    }

    /// The shape of an object of this kind without properties.
    pub fn root(&mut self, key: RootKey) -> ShapeId {
        if let Some(id) = self.roots.get(&key) {
            return *id;
        }
        let id = self.new_root(key, false);
        self.roots.insert(key, id);
        id
    }
    /// A shape without properties that belongs to one object.
    pub fn unique_root(&mut self, key: RootKey) -> ShapeId {
        self.new_root(key, true)
    }
    fn new_root(&mut self, key: RootKey, unique: bool) -> ShapeId {
        self.add(Shape {
            id: ShapeId::NONE,
            kind: key.kind,
            variant: key.variant,
            inline_capacity: key.inline_capacity,
            extensible: true,
            unique,
            prototype: key.prototype,
            count: 0,
            live: 0,
            table: Rc::default(),
            parent: ShapeId::NONE,
            transitions: RefCell::default(),
            enumerable: RefCell::default(),
        })
    }

    /// Makes room for `more` properties of a shape that belongs to one object.
    pub fn expect_properties(&mut self, id: ShapeId, more: usize) {
        let shape = self.get(id);
        if shape.unique {
            shape.table.borrow_mut().entries.reserve_exact(more);
        }
    }

    /// The shape after adding `key` to an object of shape `id`; its slot is the old
    /// `slot_count`. Unique shapes change in place and get a new id.
    pub fn with_property(&mut self, id: ShapeId, key: PropertyKey, attributes: Attributes) -> ShapeId {
        let shape = self.get(id);
        debug_assert!(shape.lookup(key).is_none());
        if shape.unique {
            self.add_edge(key.raw());
            return self.change_unique(id, |shape| {
                shape.table.borrow_mut().push(Entry { key: Some(key), attributes });
                shape.count += 1;
                shape.live += 1;
            });
        }
        if let Some(next) = shape.transition(key, attributes) {
            return next;
        }
        let table = if shape.is_newest_of_its_table() {
            shape.table.clone()
        } else {
            Rc::new(RefCell::new(shape.table.borrow().prefix(shape.count as usize)))
        };
        table.borrow_mut().push(Entry { key: Some(key), attributes });
        let (count, live) = (shape.count + 1, shape.live + 1);
        let child = Shape { count, live, table, ..shape.derive() };
        let next = self.add(child);
        self.get(id).transitions.borrow_mut().get_or_insert_default().insert(key, attributes, next);
        next
    }

    /// The shape after a change other than an addition. Slots keep their places.
    pub fn changed(&mut self, id: ShapeId, change: Change) -> ShapeId {
        let shape = self.get(id);
        if shape.unique {
            if let Change::Prototype(prototype) = change {
                self.add_edge(prototype);
            }
            return self.change_unique(id, |shape| shape.apply(change));
        }
        let known = |transitions: &Transitions| transitions.other.iter().find(|(c, _)| *c == change).map(|(_, next)| *next);
        if let Some(next) = shape.transitions.borrow().as_deref().and_then(known) {
            return next;
        }
        let mut child = shape.derive();
        child.table = Rc::new(RefCell::new(shape.table.borrow().prefix(shape.count as usize)));
        child.apply(change);
        let next = self.add(child);
        self.get(id).transitions.borrow_mut().get_or_insert_default().other.push((change, next));
        next
    }

    /// A copy of the shape that belongs to one object.
    pub fn to_unique(&mut self, id: ShapeId) -> ShapeId {
        let shape = self.get(id);
        if shape.unique {
            return id;
        }
        let mut copy = shape.derive();
        copy.table = Rc::new(RefCell::new(shape.table.borrow().prefix(shape.count as usize)));
        copy.unique = true;
        copy.parent = ShapeId::NONE;
        self.add(copy)
    }

    /// Removes `key` from a unique shape; its slot stays, unused.
    pub fn without_property(&mut self, id: ShapeId, key: PropertyKey) -> ShapeId {
        self.change_unique(id, |shape| {
            let mut table = shape.table.borrow_mut();
            if let Some(at) = table.find(key, shape.count as usize) {
                table.entries[at as usize].key = None;
                if let Some(index) = table.index.get_mut() {
                    index.remove(&key);
                }
                shape.live -= 1;
            }
        })
    }

    /// Closes the gaps that deleted properties left in a unique shape. Yields the new id
    /// and, for each new slot, the old one.
    pub fn compacted(&mut self, id: ShapeId) -> (ShapeId, Vec<u32>) {
        let mut kept = Vec::new();
        let next = self.change_unique(id, |shape| {
            let mut table = PropertyTable::default();
            for (slot, entry) in shape.table.borrow().entries.iter().enumerate() {
                if entry.key.is_some() {
                    kept.push(slot as u32);
                    table.push(*entry);
                }
            }
            shape.count = kept.len() as u32;
            shape.live = shape.count;
            shape.table = Rc::new(RefCell::new(table));
        });
        (next, kept)
    }

    /// Changes a unique shape and gives it a new id. The old id is never reused
    /// before the caches have been purged (see `release`).
    fn change_unique(&mut self, id: ShapeId, change: impl FnOnce(&mut Shape)) -> ShapeId {
        let mut shape = self.shapes[id.0 as usize].take().expect("live shape id");
        debug_assert!(shape.unique);
        change(&mut shape);
        if self.hides_changes {
            self.shapes[id.0 as usize] = Some(shape);
            return id;
        }
        // The old id's place stays empty until `release` hands it out again.
        let next = self.fresh_id();
        shape.id = next;
        self.shapes[next.0 as usize] = Some(shape);
        next
    }

    /// Frees every shape for which `is_used` is false, and hands out their ids again.
    /// The caller has purged all caches of them (invariant 3).
    pub fn release(&mut self, is_used: impl Fn(ShapeId) -> bool) {
        self.roots.retain(|_, id| is_used(*id));
        for i in 1..self.shapes.len() {
            let id = ShapeId(i as u32);
            match &self.shapes[i] {
                Some(_) if is_used(id) => {
                    if let Some(transitions) = &mut *self.get(id).transitions.borrow_mut() {
                        transitions.retain(&is_used);
                    }
                }
                Some(_) => {
                    self.shapes[i] = None;
                    self.live -= 1;
                }
                None => {}
            }
        }
        self.free = (1..self.shapes.len() as u32).rev().map(ShapeId).filter(|id| self.shapes[id.0 as usize].is_none()).collect();
    }
    /// The shape that `id` was derived from, or `NONE`.
    pub fn parent(&self, id: ShapeId) -> ShapeId {
        self.get(id).parent
    }
}

#[cold]
#[inline(never)]
fn dead_shape(id: ShapeId) -> ! {
    panic!("shape {} is not live", id.0)
}

impl Shape {
    /// A child with the same contents.
    fn derive(&self) -> Shape {
        Shape {
            id: ShapeId::NONE,
            kind: self.kind,
            variant: self.variant,
            inline_capacity: self.inline_capacity,
            extensible: self.extensible,
            unique: false,
            prototype: self.prototype,
            count: self.count,
            live: self.live,
            table: self.table.clone(),
            parent: self.id,
            transitions: RefCell::default(),
            enumerable: RefCell::default(),
        }
    }
    fn apply(&mut self, change: Change) {
        match change {
            Change::Prototype(prototype) => self.prototype = prototype,
            Change::PreventExtensions => self.extensible = false,
            Change::Reconfigure(key, attributes) => {
                let mut table = self.table.borrow_mut();
                if let Some(at) = table.find(key, self.count as usize) {
                    table.entries[at as usize].attributes = attributes;
                }
            }
        }
    }
    /// The known shape after adding `key`.
    pub fn transition(&self, key: PropertyKey, attributes: Attributes) -> Option<ShapeId> {
        let transitions = self.transitions.borrow();
        let transitions = transitions.as_deref()?;
        match &transitions.index {
            Some(index) => index.get(&(key, attributes)).copied(),
            None => transitions.adds.iter().find(|(k, a, _)| *k == key && *a == attributes).map(|(_, _, id)| *id),
        }
    }
}

impl Transitions {
    fn insert(&mut self, key: PropertyKey, attributes: Attributes, id: ShapeId) {
        if self.adds.is_empty() {
            // Most shapes have one child.
            self.adds.reserve_exact(1);
        }
        self.adds.push((key, attributes, id));
        match &mut self.index {
            Some(index) => {
                index.insert((key, attributes), id);
            }
            None if self.adds.len() > LINEAR => {
                self.index = Some(self.adds.iter().map(|(k, a, id)| ((*k, *a), *id)).collect());
            }
            None => {}
        }
    }
    fn retain(&mut self, is_used: &impl Fn(ShapeId) -> bool) {
        self.adds.retain(|(_, _, id)| is_used(*id));
        self.other.retain(|(_, id)| is_used(*id));
        if let Some(index) = &mut self.index {
            index.retain(|_, id| is_used(*id));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(i: u32) -> PropertyKey {
        PropertyKey::index(i)
    }
    fn table() -> (ShapeTable, ShapeId) {
        let mut shapes = ShapeTable::default();
        let root = shapes.root(RootKey { kind: Kind::Object, variant: 0, inline_capacity: 4, prototype: Value::NULL });
        (shapes, root)
    }

    #[test]
    fn same_additions_give_the_same_shape() {
        let (mut shapes, root) = table();
        let a = shapes.with_property(root, key(1), Attributes::DEFAULT);
        let b = shapes.with_property(a, key(2), Attributes::DEFAULT);
        assert_eq!(shapes.with_property(root, key(1), Attributes::DEFAULT), a);
        assert_eq!(shapes.with_property(a, key(2), Attributes::DEFAULT), b);
        assert_ne!(shapes.with_property(root, key(1), Attributes::METHOD), a);
    }

    #[test]
    fn branches_do_not_see_each_other() {
        let (mut shapes, root) = table();
        let a = shapes.with_property(root, key(0), Attributes::DEFAULT);
        let mut left = a;
        for i in 1..20 {
            left = shapes.with_property(left, key(i), Attributes::DEFAULT);
        }
        let right = shapes.with_property(a, key(100), Attributes::DEFAULT);
        assert_eq!(shapes.get(left).lookup(key(19)).unwrap().slot, SlotIndex(19));
        assert_eq!(shapes.get(right).lookup(key(100)).unwrap().slot, SlotIndex(1));
        assert!(shapes.get(right).lookup(key(1)).is_none());
        assert!(shapes.get(a).lookup(key(1)).is_none());
        assert!(shapes.get(left).lookup(key(100)).is_none());
    }

    #[test]
    fn unique_shapes_change_their_id_at_every_change() {
        let (mut shapes, root) = table();
        let a = shapes.with_property(root, key(0), Attributes::DEFAULT);
        let unique = shapes.to_unique(a);
        let b = shapes.with_property(unique, key(1), Attributes::DEFAULT);
        let c = shapes.without_property(b, key(0));
        assert!(unique != b && b != c);
        assert!(shapes.get(c).lookup(key(0)).is_none());
        assert_eq!(shapes.get(c).lookup(key(1)).unwrap().slot, SlotIndex(1));
        assert_eq!(shapes.get(c).property_count(), 1);
        assert!(shapes.get(a).lookup(key(0)).is_some());
    }

    #[test]
    fn reconfiguring_leaves_the_parent_alone() {
        let (mut shapes, root) = table();
        let a = shapes.with_property(root, key(0), Attributes::DEFAULT);
        let b = shapes.changed(a, Change::Reconfigure(key(0), Attributes::NONE));
        assert_eq!(shapes.get(a).lookup(key(0)).unwrap().attributes, Attributes::DEFAULT);
        assert_eq!(shapes.get(b).lookup(key(0)).unwrap().attributes, Attributes::NONE);
        assert_eq!(shapes.changed(a, Change::Reconfigure(key(0), Attributes::NONE)), b);
    }
}
