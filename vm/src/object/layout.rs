//! The layout of objects, as the interpreter and compiled code know it.
//!
//! ```text
//!  0  Header { shape: u32, kind, flags, gc, units }
//!  8  slots     out-of-line named properties, or null
//! 16  elements  indexed properties; never null (the VM's shared empty elements)
//! 24  inline slots (kinds Object, RegExp), or the fields of the kind
//! ```
//! Slot `i` of an object is inline slot `i` if `i < shape.inline_capacity`, else
//! out-of-line slot `i - inline_capacity`. Only kinds `Object` and `RegExp` have inline slots.
//!
//! Invariants:
//! 1. `header.shape` is the id of a live shape whose `kind` is the header's.
//! 2. Slots below the shape's property count hold values; slots above hold anything
//!    that was a value once (they are traced up to capacity, so they are initialised).
//! 3. Stores of cells into a cell are followed by the write barrier on the owner.

use super::array::Elements;
use super::shape::ShapeId;
use crate::heap::cell::GcField;
use crate::heap::{CellType, Gc, Kind, Payload};
use crate::value::{Value, tag};
use core::cell::{Cell, UnsafeCell};
use core::ptr::NonNull;
use hearth_gc::{Header, Heap, Liveness, Tracer};

/// Bits of an object header's `flags`.
pub mod flags {
    /// Is, or was, the prototype of some object: its shape is unique, and changes of it are announced if it is observed.
    pub const PROTOTYPE: u8 = 1 << 0;
    /// A function whose `length`, `name` and `prototype` are not made yet.
    pub const LAZY_FUNCTION: u8 = 1 << 1;
    /// Unmapped arguments object (for Object.prototype.toString).
    pub const ARGUMENTS: u8 = 1 << 2;
    /// Called like undefined: `[[IsHTMLDDA]]`.
    pub const HTMLDDA: u8 = 1 << 3;
    /// A resizable or growable array buffer.
    pub const RESIZABLE: u8 = 1 << 4;
    /// A prototype through which a look-up went that is remembered, or a constructor about which an
    /// answer to `instanceof` is.
    pub const OBSERVED: u8 = 1 << 5;
    /// A view of an immutable array buffer.
    pub const IMMUTABLE: u8 = 1 << 6;
    /// In the prototype chain of an array, or was; so is everything above it.
    pub const ABOVE_ARRAYS: u8 = 1 << 7;
}

#[repr(C)]
pub struct Object {
    pub header: UnsafeCell<Header>,
    pub slots: GcField<Slots>,
    pub elements: GcField<Elements>,
}

// SAFETY: repr(C), header first; every object kind starts with this layout.
unsafe impl CellType for Object {
    const TAG: u16 = tag::OBJECT;
    fn is_kind(kind: Kind) -> bool {
        kind.is_object()
    }
}

pub const OBJECT_SLOTS: usize = core::mem::offset_of!(Object, slots);
pub const OBJECT_ELEMENTS: usize = core::mem::offset_of!(Object, elements);
/// Offset of inline slot 0, and of the fields of other kinds.
pub const OBJECT_INLINE: usize = size_of::<Object>();
/// Most inline slots an object can have.
pub const MAX_INLINE: usize = 64;
const _: () = assert!(OBJECT_INLINE == 24 && OBJECT_SLOTS == 8 && OBJECT_ELEMENTS == 16);

/// Out-of-line slots: `capacity` values after the two header words.
#[repr(C)]
pub struct Slots {
    pub header: UnsafeCell<Header>,
    pub capacity: u32,
    _pad: u32,
}

// SAFETY: repr(C), header first, sole layout of its kind.
unsafe impl CellType for Slots {
    const TAG: u16 = tag::CELL;
    fn is_kind(kind: Kind) -> bool {
        kind == Kind::Slots
    }
}

pub const SLOTS_DATA: usize = size_of::<Slots>();
pub const SLOTS_CAPACITY: usize = core::mem::offset_of!(Slots, capacity);
const _: () = assert!(SLOTS_DATA == 16);

/// A getter/setter pair, in the slot of an accessor property.
#[repr(C)]
pub struct Accessor {
    pub header: UnsafeCell<Header>,
    /// Function or undefined.
    pub get: Cell<Value>,
    /// Function or undefined.
    pub set: Cell<Value>,
}

// SAFETY: repr(C), header first, sole layout of its kind.
unsafe impl CellType for Accessor {
    const TAG: u16 = tag::CELL;
    fn is_kind(kind: Kind) -> bool {
        kind == Kind::Accessor
    }
}

/// An object (or internal cell) whose internal slots are a boxed Rust value.
#[repr(C)]
pub struct PayloadObject {
    pub object: Object,
    payload: *mut dyn Payload,
}

// SAFETY: repr(C), starts with an Object; all kinds with payloads have this layout.
unsafe impl CellType for PayloadObject {
    const TAG: u16 = tag::OBJECT;
    fn is_kind(kind: Kind) -> bool {
        kind.has_payload()
    }
}

/// A cell of kind `Internal`: payload without an object around it.
#[repr(C)]
pub struct InternalCell {
    pub header: UnsafeCell<Header>,
    payload: *mut dyn Payload,
}

// SAFETY: repr(C), header first, sole layout of its kind.
unsafe impl CellType for InternalCell {
    const TAG: u16 = tag::CELL;
    fn is_kind(kind: Kind) -> bool {
        kind == Kind::Internal
    }
}

impl Object {
    #[inline(always)]
    pub fn shape(&self) -> ShapeId {
        // SAFETY: single mutator; no reference into the header outlives an expression.
        ShapeId(unsafe { (*self.header.get()).shape })
    }
    /// Changes the shape id only; slots must agree (invariant 2).
    #[inline(always)]
    pub fn set_shape(&self, shape: ShapeId) {
        // SAFETY: as in `shape`.
        unsafe { (*self.header.get()).shape = shape.0 }
    }
    #[inline(always)]
    pub fn flags(&self) -> u8 {
        // SAFETY: as in `shape`.
        unsafe { (*self.header.get()).flags }
    }
    #[inline(always)]
    pub fn has_flag(&self, flag: u8) -> bool {
        self.flags() & flag != 0
    }
    #[inline(always)]
    pub fn set_flag(&self, flag: u8, on: bool) {
        // SAFETY: as in `shape`.
        unsafe {
            let flags = &mut (*self.header.get()).flags;
            *flags = if on { *flags | flag } else { *flags & !flag };
        }
    }
    #[inline(always)]
    pub fn elements(&self) -> Gc<Elements> {
        // The field is never null; see the module's table.
        self.elements.get().expect("elements are never null")
    }
    #[inline(always)]
    fn inline_slots(&self) -> *mut Value {
        (self as *const Object as usize + OBJECT_INLINE) as *mut Value
    }
    /// Reads slot `index` of an object whose shape has `inline_capacity`.
    #[inline(always)]
    pub fn slot(&self, index: usize, inline_capacity: usize) -> Value {
        if index < inline_capacity {
            // SAFETY: invariant 2: inline slots below the capacity are in the cell and initialised.
            unsafe { *self.inline_slots().add(index) }
        } else {
            self.slots.get().expect("out-of-line slot without slots").get(index - inline_capacity)
        }
    }
    /// Writes slot `index` and runs the barrier.
    #[inline(always)]
    pub fn set_slot(&self, heap: &mut Heap, index: usize, inline_capacity: usize, value: Value) {
        if index < inline_capacity {
            // SAFETY: as in `slot`; the barrier's owner is this live cell.
            unsafe {
                *self.inline_slots().add(index) = value;
                heap.write_barrier(NonNull::new_unchecked(self.header.get()));
            }
        } else {
            self.slots.get().expect("out-of-line slot without slots").set(heap, index - inline_capacity, value);
        }
    }
}

impl Slots {
    #[inline(always)]
    pub fn data(&self) -> *mut Value {
        (self as *const Slots as usize + SLOTS_DATA) as *mut Value
    }
    #[inline(always)]
    pub fn get(&self, index: usize) -> Value {
        assert!(index < self.capacity as usize);
        // SAFETY: in bounds; all slots are initialised at allocation.
        unsafe { *self.data().add(index) }
    }
    #[inline(always)]
    pub fn set(&self, heap: &mut Heap, index: usize, value: Value) {
        assert!(index < self.capacity as usize);
        // SAFETY: in bounds; the barrier's owner is this live cell.
        unsafe {
            *self.data().add(index) = value;
            heap.write_barrier(NonNull::new_unchecked(self.header.get()));
        }
    }
}

impl InternalCell {
    #[inline]
    pub fn payload<T: Payload>(&self) -> Option<&T> {
        // SAFETY: set from a leaked box at allocation, dropped only by the finaliser.
        let payload: &dyn Payload = unsafe { &*self.payload };
        (payload as &dyn std::any::Any).downcast_ref::<T>()
    }

    /// As `payload`, without asking what it is.
    ///
    /// # Safety
    /// It is a `T`.
    #[inline]
    pub(crate) unsafe fn payload_unchecked<T: Payload>(&self) -> &T {
        // SAFETY: as in `PayloadObject::payload`; of this type by contract.
        unsafe { &*self.payload.cast::<T>() }
    }
}

impl Gc<Object> {
    /// The internal slots of this object, whatever they are.
    #[inline]
    pub fn any_payload<'a>(self) -> Option<&'a dyn Payload>
    where
        Self: 'a,
    {
        let object = self.cast::<PayloadObject>()?;
        // SAFETY: the payload lives as long as its cell, and the cell as long as a
        // reference to it is on the stack (invariant 2 of `heap::cell`); callers keep one.
        // It was set from a leaked box at allocation, and is dropped only by the finaliser.
        unsafe { Some(&*(*object.as_ptr()).payload) }
    }
    /// The internal slots of this object, if they are a `T`.
    #[inline]
    pub fn payload<'a, T: Payload>(self) -> Option<&'a T>
    where
        Self: 'a,
    {
        (self.any_payload()? as &dyn std::any::Any).downcast_ref::<T>()
    }
}

impl Value {
    /// The internal slots of this value, if it is an object and they are a `T`.
    #[inline]
    pub fn payload<'a, T: Payload>(self) -> Option<&'a T> {
        self.to_cell::<Object>()?.payload::<T>()
    }
}

/// Writes the payload pointer of a fresh cell.
///
/// # Safety
/// `cell` was just allocated with the layout of `PayloadObject` (or `InternalCell`).
pub(crate) unsafe fn init_payload(cell: NonNull<Header>, payload: Box<dyn Payload>) {
    // SAFETY: the caller vouches for the layout.
    unsafe {
        if Kind::of(cell) == Kind::Internal {
            (&raw mut (*cell.cast::<InternalCell>().as_ptr()).payload).write(Box::into_raw(payload));
        } else {
            (&raw mut (*cell.cast::<PayloadObject>().as_ptr()).payload).write(Box::into_raw(payload));
        }
    }
}

/// Marks what `value` refers to.
#[inline(always)]
pub fn trace_value(value: Value, tracer: &mut Tracer) {
    if let Some(cell) = value.header() {
        tracer.mark(cell);
    }
}

/// The fields that all objects share. For kind `Object`, inline slots follow up to
/// the end of the cell.
///
/// # Safety
/// `cell` is a live object cell.
pub unsafe fn trace_object_fields(cell: NonNull<Header>, tracer: &mut Tracer) {
    // SAFETY: an object cell by contract.
    let object = unsafe { cell.cast::<Object>().as_ref() };
    if let Some(slots) = object.slots.header() {
        tracer.mark(slots);
    }
    if let Some(elements) = object.elements.header() {
        tracer.mark(elements);
    }
}

/// # Safety
/// `cell` is a live cell of kind `Object`, `Global` or `RegExp`.
pub unsafe fn trace_object(cell: NonNull<Header>, tracer: &mut Tracer) {
    // SAFETY: a live object cell; its inline slots fill the cell to the end and are
    // initialised (invariant 2).
    unsafe {
        trace_object_fields(cell, tracer);
        let inline = (cell.as_ref().units as usize * 8 - OBJECT_INLINE) / 8;
        let first = (cell.as_ptr() as usize + OBJECT_INLINE) as *const Value;
        for i in 0..inline {
            trace_value(*first.add(i), tracer);
        }
    }
}

/// # Safety
/// `cell` is a live `Slots`.
pub unsafe fn trace_slots(cell: NonNull<Header>, tracer: &mut Tracer) {
    // SAFETY: the data holds `capacity` initialised values.
    unsafe {
        let slots = cell.cast::<Slots>().as_ref();
        for i in 0..slots.capacity as usize {
            trace_value(*slots.data().add(i), tracer);
        }
    }
}

/// # Safety
/// `cell` is a `Slots` with its capacity set.
pub unsafe fn slots_size(cell: NonNull<Header>) -> usize {
    // SAFETY: by contract.
    SLOTS_DATA + 8 * unsafe { cell.cast::<Slots>().as_ref().capacity } as usize
}

/// # Safety
/// `cell` is a live `Accessor`.
pub unsafe fn trace_accessor(cell: NonNull<Header>, tracer: &mut Tracer) {
    // SAFETY: by contract.
    let accessor = unsafe { cell.cast::<Accessor>().as_ref() };
    trace_value(accessor.get.get(), tracer);
    trace_value(accessor.set.get(), tracer);
}

/// # Safety
/// `cell` is a live cell with a payload (of object or `Internal` kind).
unsafe fn payload_of<'a>(cell: NonNull<Header>) -> &'a dyn Payload {
    // SAFETY: by contract; the payload is dropped only by the finaliser.
    unsafe {
        if Kind::of(cell) == Kind::Internal {
            &*cell.cast::<InternalCell>().as_ref().payload
        } else {
            &*cell.cast::<PayloadObject>().as_ref().payload
        }
    }
}

/// # Safety
/// `cell` is a live payload object.
pub unsafe fn trace_payload_object(cell: NonNull<Header>, tracer: &mut Tracer) {
    // SAFETY: by contract.
    unsafe {
        trace_object_fields(cell, tracer);
        trace_internal(cell, tracer);
    }
}

/// # Safety
/// `cell` is a live cell with a payload.
pub unsafe fn trace_internal(cell: NonNull<Header>, tracer: &mut Tracer) {
    // SAFETY: by contract.
    let payload = unsafe { payload_of(cell) };
    payload.trace(tracer);
    if payload.is_weak() {
        tracer.add_ephemeron_table(cell);
        tracer.add_weak(cell);
    }
}

/// # Safety
/// `cell` is a live cell with a payload.
pub unsafe fn trace_payload_ephemerons(cell: NonNull<Header>, tracer: &mut Tracer) -> bool {
    // SAFETY: by contract.
    unsafe { payload_of(cell) }.trace_ephemerons(tracer)
}

/// # Safety
/// `cell` is a live cell with a payload.
pub unsafe fn sweep_payload_weak(cell: NonNull<Header>, liveness: &Liveness) {
    // SAFETY: by contract.
    unsafe { payload_of(cell) }.sweep_weak(liveness)
}

/// # Safety
/// `cell` is a dead payload object, finalised once.
pub unsafe fn drop_payload(cell: NonNull<Header>) {
    // SAFETY: the box was leaked at allocation and is taken back once.
    let payload = unsafe { Box::from_raw(cell.cast::<PayloadObject>().as_ref().payload) };
    hearth_gc::release_external(crate::heap::payload::bytes_of(&*payload));
}

/// # Safety
/// `cell` is a dead `Internal` cell, finalised once.
pub unsafe fn drop_internal(cell: NonNull<Header>) {
    // SAFETY: as in `drop_payload`.
    let payload = unsafe { Box::from_raw(cell.cast::<InternalCell>().as_ref().payload) };
    hearth_gc::release_external(crate::heap::payload::bytes_of(&*payload));
}
