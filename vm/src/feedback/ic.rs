//! Inline caches: from a look-up to what a site remembers of it.
//!
//! An entry says where a property is for receivers of one shape. Entries about the
//! receiver's own properties hold for as long as the shape id lives. Entries that
//! depend on prototypes (inherited, absent, added) hold while the prototype epoch is
//! the one in the site: every object that is a prototype announces its changes.
//!
//! Primitives have no shape; `primitive_shape` stands for one.

use super::{IcEntry, IcKind, Site};
use crate::heap::{Gc, Kind};
use crate::object::key::PropertyKey;
use crate::object::layout::flags;
use crate::object::{Accessor, Array, Object, ShapeId, TypedArray};
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::{Value, tag};
use crate::vm::Vm;

/// First of the words that stand for shapes of primitives: no shape id is this high.
pub const FIRST_PRIMITIVE_SHAPE: u32 = 0xFFFF_0000;

/// What stands for the shape of a primitive: its tag; all numbers are INT32, booleans SPECIAL.
/// `undefined` and `null`, which have no properties, have a word that no entry has.
#[inline(always)]
pub fn primitive_shape(value: Value) -> u32 {
    let tag = match value {
        _ if value.is_number() => tag::INT32,
        _ if value.is_nullish() => 0,
        _ => value.tag(),
    };
    FIRST_PRIMITIVE_SHAPE | tag as u32
}

/// The word by which entries know a receiver.
#[inline(always)]
pub fn receiver_shape(value: Value) -> u32 {
    match value.to_cell::<Object>() {
        Some(object) => object.shape().0,
        None => primitive_shape(value),
    }
}

/// What a look-up gives before a getter is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Loaded {
    Value(Value),
    /// To be called with the receiver as `this`.
    Getter(Value),
}

impl IcKind {
    /// Holds at one prototype epoch only.
    pub fn depends_on_prototypes(self) -> bool {
        use IcKind::*;
        matches!(self, ProtoInline | ProtoSlots | Getter | Absent | AddInline | AddSlots | Setter)
    }
}

/// Reads through an entry whose shape is the receiver's; `None` if it does not hold (any more).
#[inline]
pub fn load(entry: &IcEntry, receiver: Value, current_epoch: bool) -> Option<Loaded> {
    let slot = entry.slot as usize;
    // SAFETY (of the cells made from `target`): entries about prototypes keep their holder
    // alive (it is traced with the site, or the megamorphic cache is emptied).
    let value = match entry.kind {
        IcKind::OwnInline => receiver.to_cell::<Object>()?.slot(slot, usize::MAX),
        IcKind::OwnSlots => receiver.to_cell::<Object>()?.slots.get()?.get(slot),
        IcKind::ArrayLength => Value::from(receiver.to_cell::<Array>()?.length.get()),
        IcKind::StringLength => Value::from(receiver.as_string()?.len()),
        IcKind::TypedLength => Value::from(receiver.to_cell::<TypedArray>()?.length.get()),
        _ if !current_epoch => return None,
        IcKind::ProtoInline => {
            // SAFETY: as above.
            let holder: Gc<Object> = unsafe { Gc::from_address(entry.target as usize) };
            holder.slot(slot, usize::MAX)
        }
        IcKind::ProtoSlots => {
            // SAFETY: as above.
            let holder: Gc<Object> = unsafe { Gc::from_address(entry.target as usize) };
            holder.slots.get()?.get(slot)
        }
        IcKind::Getter => return Some(Loaded::Getter(Value::cell(tag::OBJECT, entry.target as usize))),
        IcKind::Absent => Value::UNDEFINED,
        _ => return None,
    };
    Some(Loaded::Value(value))
}

/// Kinds whose named properties are where the shape says, for this key.
fn is_plain(object: Gc<Object>, key: PropertyKey, vm: &Vm) -> bool {
    match object.kind() {
        Kind::Proxy | Kind::Namespace => false,
        Kind::Array | Kind::StringObject => key != vm.names.length,
        // A canonical numeric string is no ordinary key of a typed array.
        Kind::TypedArray => key.as_atom().is_none_or(|name| {
            let first = name.flat_units().filter(|u| !u.is_empty()).map(|u| u.get(0) as u8);
            !first.is_some_and(|c| c.is_ascii_digit() || matches!(c, b'-' | b'I' | b'N'))
        }),
        _ => true,
    }
}

/// Object at which the look-up of a property of a primitive starts.
pub fn primitive_prototype(vm: &Vm, value: Value) -> Option<Gc<Object>> {
    let intrinsic = match value.tag() {
        tag::STRING => Intrinsic::StringPrototype,
        tag::SYMBOL => Intrinsic::SymbolPrototype,
        tag::BIGINT => Intrinsic::BigIntPrototype,
        _ if value.is_number() => Intrinsic::NumberPrototype,
        _ if value.is_bool() => Intrinsic::BooleanPrototype,
        _ => return None,
    };
    Some(vm.intrinsic(intrinsic))
}

/// Finds property `key` of `receiver` without running script: the entry that describes
/// it, or `None` if it cannot be described by one.
pub fn find(vm: &mut Vm, receiver: Value, key: PropertyKey) -> Option<IcEntry> {
    if key.as_index().is_some() {
        return None;
    }
    let mut depth = 0u8;
    let mut object = match receiver.to_cell::<Object>() {
        Some(object) => object,
        None => {
            if receiver.is_string() && key == vm.names.length {
                return Some(IcEntry { shape: primitive_shape(receiver), kind: IcKind::StringLength, ..IcEntry::EMPTY });
            }
            depth = 1;
            primitive_prototype(vm, receiver)?
        }
    };
    loop {
        if depth == 0 && object.kind() == Kind::Array && key == vm.names.length {
            return Some(IcEntry { shape: object.shape().0, kind: IcKind::ArrayLength, ..IcEntry::EMPTY });
        }
        if !is_plain(object, key, vm) {
            return None;
        }
        if vm.is_lazy_key(key) {
            vm.reify_if_lazy(object);
        }
        vm.observe_prototype(object);
        let shape = vm.shapes.get(object.shape());
        // A holder must announce its changes.
        if depth > 0 && !object.has_flag(flags::PROTOTYPE) {
            return None;
        }
        if let Some(property) = shape.lookup(key) {
            let inline = shape.inline_capacity as usize;
            let index = property.slot.0 as usize;
            let is_inline = index < inline;
            let slot = u16::try_from(if is_inline { index } else { index - inline }).ok()?;
            let unique = shape.unique;
            let shape = receiver_shape(receiver);
            if property.attributes.is_accessor() {
                // An own accessor is not implied by the shape unless that is one object's.
                if depth == 0 && !unique {
                    return None;
                }
                let getter = object.slot(index, inline).to_cell::<Accessor>()?.get.get();
                if !getter.is_object() {
                    return None;
                }
                if depth == 0 && !object.has_flag(flags::PROTOTYPE) {
                    return None;
                }
                return Some(IcEntry { shape, kind: IcKind::Getter, depth, slot, target: getter.address() as u64 });
            }
            let kind = match (depth, is_inline) {
                (0, true) => IcKind::OwnInline,
                (0, false) => IcKind::OwnSlots,
                (_, true) => IcKind::ProtoInline,
                (_, false) => IcKind::ProtoSlots,
            };
            let target = if depth > 0 { object.address() as u64 } else { 0 };
            return Some(IcEntry { shape, kind, depth, slot, target });
        }
        match shape.prototype.to_cell::<Object>() {
            Some(next) => object = next,
            None => return Some(IcEntry { shape: receiver_shape(receiver), kind: IcKind::Absent, depth, ..IcEntry::EMPTY }),
        }
        depth = depth.checked_add(1)?;
    }
}

/// Puts an entry into a site, whose entries about prototypes are stale if they are of another epoch. They
/// stay until they are found again or their places are needed: that there were such shapes is known.
pub(crate) fn remember(vm: &mut Vm, owner: Gc<crate::script::Script>, site: *mut Site, entry: IcEntry) {
    // SAFETY: a site of `owner`; nothing else refers to it while this runs.
    let site = unsafe { &mut *site };
    let epoch = vm.cx.proto_epoch;
    if site.epoch != epoch {
        let used = site.count as usize;
        let mut has_stale = false;
        for entry in &mut site.entries[..used] {
            if entry.kind.depends_on_prototypes() {
                *entry = IcEntry { shape: entry.shape, kind: IcKind::Stale, ..IcEntry::EMPTY };
                has_stale = true;
            }
        }
        site.epoch = epoch;
        if has_stale && std::mem::replace(&mut site.megamorphic, false) {
            site.flags |= crate::feedback::site_flags::UNDESCRIBED;
        }
    }
    let count = site.count as usize;
    if let Some(known) = site.entries[..count].iter_mut().find(|e| e.shape == entry.shape) {
        *known = entry;
    } else {
        site.add(entry);
    }
    vm.write_barrier(owner.header());
}

/// The property of `receiver`, from the megamorphic cache or looked up; `None` if only
/// a full `[[Get]]` can tell.
pub fn load_megamorphic(vm: &mut Vm, receiver: Value, key: PropertyKey) -> Option<Loaded> {
    let shape = receiver_shape(receiver);
    let epoch = vm.cx.proto_epoch;
    if let Some(entry) = vm.interp.megamorphic.get(shape, key.raw().0, epoch) {
        return load(&entry, receiver, true);
    }
    let entry = find(vm, receiver, key)?;
    let loaded = load(&entry, receiver, true);
    vm.interp.megamorphic.put(entry, key.raw().0, vm.cx.proto_epoch);
    loaded
}

/// GetV through the megamorphic cache, getters called.
pub fn get_named(vm: &mut Vm, receiver: Value, key: PropertyKey) -> JsResult<Value> {
    match load_megamorphic(vm, receiver, key) {
        Some(Loaded::Value(value)) => Ok(value),
        Some(Loaded::Getter(getter)) => vm.call(getter, receiver, &[]),
        None => vm.get_v(receiver, key),
    }
}

/// The entry that describes overwriting own data property `key`, if there is one to overwrite.
pub fn find_store(vm: &mut Vm, object: Gc<Object>, key: PropertyKey) -> Option<IcEntry> {
    if key.as_index().is_some() || !is_plain(object, key, vm) || !vm.is_store_cacheable(object, key) {
        return None;
    }
    if vm.is_lazy_key(key) {
        vm.reify_if_lazy(object);
    }
    let shape = vm.shapes.get(object.shape());
    let property = shape.lookup(key)?;
    if !property.attributes.writable() {
        return None;
    }
    let (index, inline) = (property.slot.0 as usize, shape.inline_capacity as usize);
    let is_inline = index < inline;
    let slot = u16::try_from(if is_inline { index } else { index - inline }).ok()?;
    let kind = if is_inline { IcKind::SetInline } else { IcKind::SetSlots };
    Some(IcEntry { shape: shape.id.0, kind, depth: 0, slot, target: 0 })
}

/// The entry that describes the addition of `key` which has just taken `object` from
/// shape `old` to the one it has, if it was no more than that.
pub fn added_entry(vm: &mut Vm, object: Gc<Object>, old: ShapeId, key: PropertyKey) -> Option<IcEntry> {
    added_entry_as(vm, object, old, key, crate::object::Attributes::DEFAULT)
}

/// As `added_entry`, for a property with these attributes.
pub fn added_entry_as(
    vm: &mut Vm,
    object: Gc<Object>,
    old: ShapeId,
    key: PropertyKey,
    attributes: crate::object::Attributes,
) -> Option<IcEntry> {
    let new = object.shape();
    if new == old || old == ShapeId::NONE || key.as_index().is_some() || !is_plain(object, key, vm) {
        return None;
    }
    let shape = vm.shapes.get(new);
    if shape.unique || vm.shapes.parent(new) != old || object.has_flag(flags::LAZY_FUNCTION) {
        return None;
    }
    let property = shape.lookup(key)?;
    if property.attributes != attributes || property.slot.0 as usize + 1 != shape.slot_count() {
        return None;
    }
    let (index, inline) = (property.slot.0 as usize, shape.inline_capacity as usize);
    let is_inline = index < inline;
    let slot = u16::try_from(if is_inline { index } else { index - inline }).ok()?;
    let kind = if is_inline { IcKind::AddInline } else { IcKind::AddSlots };
    Some(IcEntry { shape: old.0, kind, depth: 0, slot, target: new.0 as u64 })
}

/// Whether no prototype of `object` has a say in an assignment that adds `key`.
pub fn chain_allows_addition(vm: &mut Vm, object: Gc<Object>, key: PropertyKey) -> bool {
    let mut at = vm.shapes.get(object.shape()).prototype;
    while let Some(holder) = at.to_cell::<Object>() {
        if !is_plain(holder, key, vm) || !holder.has_flag(flags::PROTOTYPE) {
            return false;
        }
        vm.observe_prototype(holder);
        let shape = vm.shapes.get(holder.shape());
        if shape.lookup(key).is_some_and(|p| p.attributes.is_accessor() || !p.attributes.writable()) {
            return false;
        }
        at = shape.prototype;
    }
    true
}

/// The setter that an assignment of `key` to `object` calls, found on a prototype.
pub fn find_setter(vm: &mut Vm, object: Gc<Object>, key: PropertyKey) -> Option<IcEntry> {
    let mut at = object;
    let mut depth = 0u8;
    loop {
        if key.as_index().is_some() || !is_plain(at, key, vm) || (depth > 0 && !at.has_flag(flags::PROTOTYPE)) {
            return None;
        }
        vm.observe_prototype(at);
        let shape = vm.shapes.get(at.shape());
        if let Some(property) = shape.lookup(key) {
            if depth == 0 || !property.attributes.is_accessor() {
                return None;
            }
            let inline = shape.inline_capacity as usize;
            let setter = at.slot(property.slot.0 as usize, inline).to_cell::<Accessor>()?.set.get();
            if !setter.is_object() {
                return None;
            }
            return Some(IcEntry { shape: object.shape().0, kind: IcKind::Setter, depth, slot: 0, target: setter.address() as u64 });
        }
        at = shape.prototype.to_cell()?;
        depth = depth.checked_add(1)?;
    }
}

/// Records that an element access saw this receiver shape.
#[inline]
pub fn note_element(site: &mut Site, shape: u32, kind: IcKind, slot: u16) {
    for entry in &mut site.entries[..site.count as usize] {
        if entry.shape == shape && entry.kind == kind && entry.slot == slot {
            return;
        }
        if entry.shape == shape && matches!(entry.kind, IcKind::Dense | IcKind::DenseHoley) && kind != IcKind::Generic {
            if kind == IcKind::DenseHoley {
                entry.kind = kind;
            }
            return;
        }
    }
    if !site.megamorphic {
        site.add(IcEntry { shape, kind, slot, ..IcEntry::EMPTY });
    }
}

/// The entry that describes own data property `key`.
pub fn find_own(vm: &Vm, object: Gc<Object>, key: PropertyKey) -> Option<IcEntry> {
    let shape = vm.shapes.get(object.shape());
    let property = shape.lookup(key).filter(|p| !p.attributes.is_accessor())?;
    let (index, inline) = (property.slot.0 as usize, shape.inline_capacity as usize);
    let is_inline = index < inline;
    let slot = u16::try_from(if is_inline { index } else { index - inline }).ok()?;
    let kind = if is_inline { IcKind::OwnInline } else { IcKind::OwnSlots };
    Some(IcEntry { shape: shape.id.0, kind, depth: 0, slot, target: 0 })
}
