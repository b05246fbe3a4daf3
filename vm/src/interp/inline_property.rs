//! What the dispatch loop does itself about properties, elements and global names: the
//! first entry of a site, and dense elements. Everything is inlined into the loop, and
//! neither runs script, nor throws, nor allocates; where it does not apply (`None`, false),
//! the loop calls the function of `ops_property`, `ops_define` or `ops_env`.
//!
//! The `unsafe` blocks rest on the invariants of `dispatch`, cited by number; callers pass
//! values of registers and the site of the instruction being executed.

use super::inline_value::barrier;
use crate::feedback::ic::FIRST_PRIMITIVE_SHAPE;
use crate::feedback::{IcKind, Site};
use crate::object::array::{Array, Elements};
use crate::object::layout::{OBJECT_INLINE, Object, SLOTS_DATA};
use crate::string::STRING_LEN;
use crate::value::{Value, tag};
use crate::vm::Vm;
use hearth_gc::Header;

/// What stands for the shape of strings in a site.
const STRING_SHAPE: u32 = FIRST_PRIMITIVE_SHAPE | tag::STRING as u32;

/// The first entry of a site in one load: shape, kind, depth, slot, from the low bits up.
///
/// # Safety
/// `site` is valid.
#[inline(always)]
unsafe fn first_entry(site: *const Site) -> u64 {
    // SAFETY: by contract; an entry starts with these eight bytes.
    unsafe { *(&raw const (*site).entries[0] as *const u64) }
}

/// # Safety
/// `object` is a live object's address.
#[inline(always)]
unsafe fn shape_of(object: usize) -> u32 {
    // SAFETY: by contract.
    unsafe { (*(object as *const Header)).shape }
}

/// # Safety
/// `object` is the address of a live object with out-of-line slots.
#[inline(always)]
unsafe fn slots_of(object: usize) -> usize {
    // SAFETY: by contract.
    unsafe { (*(object as *const Object)).slots.header().unwrap_unchecked().as_ptr() as usize }
}

/// GetProp.
///
/// # Safety
/// Invariants 4 and 5.
#[inline(always)]
pub(super) unsafe fn get(vm: &Vm, object: Value, site: *const Site) -> Option<Value> {
    // SAFETY: by contract: what the entry says of the shape holds for the object.
    unsafe {
        let at = object.address();
        let entry = first_entry(site);
        let shape = if object.is_object() {
            shape_of(at)
        } else if object.is_string() {
            STRING_SHAPE
        } else {
            0
        };
        if entry as u32 != shape {
            return None;
        }
        let slot = (entry >> 48) as usize;
        let kind = (entry >> 32) as u8;
        if kind == IcKind::OwnInline as u8 {
            return Some(*((at + OBJECT_INLINE) as *const Value).add(slot));
        }
        if kind == IcKind::OwnSlots as u8 {
            return Some(*((slots_of(at) + SLOTS_DATA) as *const Value).add(slot));
        }
        if kind == IcKind::ArrayLength as u8 {
            let length = (*(at as *const Array)).length.get();
            return Some(if length as i32 >= 0 { Value::int(length as i32) } else { Value::double(length as f64) });
        }
        if kind == IcKind::StringLength as u8 {
            // Strings are shorter than 2^29 units.
            return Some(Value::int(*((at + STRING_LEN) as *const i32)));
        }
        if (*site).epoch == vm.cx.proto_epoch {
            let holder = (*site).entries[0].target as usize;
            if kind == IcKind::ProtoInline as u8 {
                return Some(*((holder + OBJECT_INLINE) as *const Value).add(slot));
            }
            if kind == IcKind::ProtoSlots as u8 {
                return Some(*((slots_of(holder) + SLOTS_DATA) as *const Value).add(slot));
            }
        }
        None
    }
}

/// SetProp. Whether it was done.
///
/// # Safety
/// Invariants 4 and 5.
#[inline(always)]
pub(super) unsafe fn set(vm: &mut Vm, object: Value, site: *const Site, value: Value) -> bool {
    if !object.is_object() {
        return false;
    }
    // SAFETY: by contract, as in `get`.
    unsafe {
        let at = object.address();
        let entry = first_entry(site);
        if entry as u32 != shape_of(at) {
            return false;
        }
        let slot = (entry >> 48) as usize;
        let kind = (entry >> 32) as u8;
        if kind == IcKind::SetInline as u8 {
            *((at + OBJECT_INLINE) as *mut Value).add(slot) = value;
            barrier(vm, at);
            return true;
        }
        if kind == IcKind::SetSlots as u8 {
            let slots = slots_of(at);
            *((slots + SLOTS_DATA) as *mut Value).add(slot) = value;
            barrier(vm, slots);
            return true;
        }
        if kind == IcKind::AddInline as u8 && (*site).epoch == vm.cx.proto_epoch {
            add_inline(vm, at, slot, site, value);
            return true;
        }
        false
    }
}

/// DefineField. Whether it was done.
///
/// # Safety
/// Invariants 4 and 5.
#[inline(always)]
pub(super) unsafe fn define(vm: &mut Vm, object: Value, site: *const Site, value: Value) -> bool {
    if !object.is_object() {
        return false;
    }
    // SAFETY: by contract, as in `get`.
    unsafe {
        let at = object.address();
        let entry = first_entry(site);
        if entry as u32 != shape_of(at) || (entry >> 32) as u8 != IcKind::AddInline as u8 {
            return false;
        }
        add_inline(vm, at, (entry >> 48) as usize, site, value);
        true
    }
}

/// # Safety
/// The first entry of `site` is an addition to the shape that the object at `at` has.
#[inline(always)]
unsafe fn add_inline(vm: &mut Vm, at: usize, slot: usize, site: *const Site, value: Value) {
    // SAFETY: by contract: the new shape has one more inline slot, which is this one.
    unsafe {
        *((at + OBJECT_INLINE) as *mut Value).add(slot) = value;
        (*(at as *mut Header)).shape = (*site).entries[0].target as u32;
        barrier(vm, at);
    }
}

/// The address of element `key` of an object of the site's shape, and of the buffer that it
/// is in, if it is a dense one that is not a hole.
///
/// # Safety
/// Invariants 4 and 5.
#[inline(always)]
unsafe fn dense(object: Value, key: Value, site: *const Site) -> Option<(*mut Value, usize)> {
    if !object.is_object() || !key.is_int() {
        return None;
    }
    // SAFETY: by contract; every object has an elements buffer, and the index is below its length.
    unsafe {
        let at = object.address();
        let elements = (*(at as *const Object)).elements.header().unwrap_unchecked().as_ptr() as *const Elements;
        let index = key.as_int() as u32;
        if index >= (*elements).len.get() {
            return None;
        }
        let slot = (*elements).data().add(index as usize);
        ((*slot).0 != Value::EMPTY.0 && first_entry(site) as u32 == shape_of(at)).then_some((slot, elements as usize))
    }
}

/// GetElem.
///
/// # Safety
/// Invariants 4 and 5.
#[inline(always)]
pub(super) unsafe fn get_element(object: Value, key: Value, site: *const Site) -> Option<Value> {
    // SAFETY: by contract.
    unsafe { dense(object, key, site).map(|(slot, _)| *slot) }
}

/// SetElem. Whether it was done.
///
/// # Safety
/// Invariants 4 and 5.
#[inline(always)]
pub(super) unsafe fn set_element(vm: &mut Vm, object: Value, key: Value, site: *const Site, value: Value) -> bool {
    // SAFETY: by contract.
    unsafe {
        let Some((slot, elements)) = dense(object, key, site) else { return false };
        *slot = value;
        barrier(vm, elements);
        true
    }
}

/// The slot of a global name and the buffer that it is in, if its holder has the site's shape.
///
/// # Safety
/// Invariant 5; the first entry has a target.
#[inline(always)]
unsafe fn global_slot(site: *const Site) -> Option<(*mut Value, usize)> {
    // SAFETY: by contract; holders of global names have out-of-line slots.
    unsafe {
        let entry = &(*site).entries[0];
        let holder = entry.target as usize;
        if (*(holder as *const Object)).shape().0 != entry.shape {
            return None;
        }
        let slots = slots_of(holder);
        let slot = ((slots + SLOTS_DATA) as *mut Value).add(entry.slot as usize);
        // A lexical name that is not initialised yet throws.
        (!(*slot).is_empty()).then_some((slot, slots))
    }
}

/// GetGlobal.
///
/// # Safety
/// Invariant 5.
#[inline(always)]
pub(super) unsafe fn get_global(vm: &Vm, site: *const Site) -> Option<Value> {
    // SAFETY: by contract.
    unsafe {
        if (*site).entries[0].target == 0 || (*site).epoch != vm.cx.proto_epoch {
            return None;
        }
        global_slot(site).map(|(slot, _)| *slot)
    }
}

/// SetGlobal. Whether it was done.
///
/// # Safety
/// Invariant 5.
#[inline(always)]
pub(super) unsafe fn set_global(vm: &mut Vm, site: *const Site, value: Value) -> bool {
    // SAFETY: by contract.
    unsafe {
        if (*site).entries[0].kind as u8 != IcKind::SetSlots as u8 || (*site).epoch != vm.cx.proto_epoch {
            return false;
        }
        let Some((slot, slots)) = global_slot(site) else { return false };
        *slot = value;
        barrier(vm, slots);
        true
    }
}
