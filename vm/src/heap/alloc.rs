//! Allocation of every kind of cell.
//!
//! Small cells cannot fail, large ones (elements, strings, buffers) fail with a RangeError:
//! see `limit`.
//!
//! Invariants on which the `unsafe` blocks rest:
//! 1. `alloc_cell` and `alloc_large` yield uninitialised memory of at least the size
//!    asked for. The functions below write the header and all fields before anything
//!    can enter the heap again.
//! 2. New cells need no barrier for the fields they are made with: they are young.
//! 3. A shape or payload that no cell names yet is kept by `shape_in_flight` or
//!    `payload_in_flight` while its cell is allocated.

use super::Gc;
use super::cell::GcField;
use super::kinds::Kind;
use super::payload::{Payload, bytes_of};
use crate::bigint::JsBigInt;
use crate::builtins::promise::Promise;
use crate::builtins::table::Method;
use crate::bytecode::{FunctionKind, FunctionTemplate};
use crate::object::array::{Array, ELEMENTS_DATA, Elements, SPARSE};
use crate::object::env::{ENV_SLOTS, Env};
use crate::object::function::{Function, Native, NativeFn};
use crate::object::layout::{Accessor, InternalCell, MAX_INLINE, OBJECT_INLINE, Object, SLOTS_DATA, Slots, flags, init_payload};
use crate::object::shape::{RootKey, ShapeId};
use crate::object::typed_array::{ElementType, TypedArray};
use crate::runtime::completion::JsResult;
use crate::runtime::suspended::{GeneratorKind, Suspended};
use crate::script::{Script, ScriptData, script_flags};
use crate::string::JsString;
use crate::symbol::Symbol;
use crate::value::{Value, tag};
use crate::vm::Vm;
use core::cell::Cell;
use core::ptr::NonNull;
use hearth_gc::{Collection, Header, MAX_SMALL};
use num_bigint::BigInt;
use std::rc::Rc;

pub const EMPTY_ELEMENTS_SIZE: usize = ELEMENTS_DATA;
/// Least inline capacity of ordinary objects.
pub const MIN_INLINE: usize = 4;
/// Room asked for in advance (`new Array(n)`) is given up to this many elements.
pub const MAX_PREALLOCATED: u32 = 1 << 25;

/// The inline capacity to use for objects that are expected to have `properties`:
/// few different ones, so that objects share root shapes.
pub const fn inline_capacity_for(properties: usize) -> usize {
    match properties {
        0..=4 => 4,
        5..=6 => 6,
        7..=8 => 8,
        9..=12 => 12,
        13..=16 => 16,
        17..=24 => 24,
        25..=32 => 32,
        33..=48 => 48,
        _ => MAX_INLINE,
    }
}

/// Writes a cell's header and gives it its type.
///
/// # Safety
/// `cell` is fresh memory of `size` bytes, and `kind` belongs to `T`, whose fields the
/// caller writes next.
#[inline(always)]
pub(super) unsafe fn start_cell<T: super::CellType>(cell: NonNull<Header>, shape: ShapeId, kind: Kind, size: usize) -> Gc<T> {
    // SAFETY: by contract.
    unsafe {
        cell.write(Header::new(shape.0, kind as u8, size));
        Gc::from_header(cell)
    }
}

impl Vm {
    /// Uninitialised memory for a small cell of `size` bytes, a multiple of 8. May collect.
    #[inline(always)]
    pub(crate) fn alloc_cell(&mut self, size: usize) -> NonNull<Header> {
        match self.heap.bump(size) {
            Some(cell) => cell.cast(),
            None => self.alloc_cell_slow(size),
        }
    }

    #[cold]
    #[inline(never)]
    fn alloc_cell_slow(&mut self, size: usize) -> NonNull<Header> {
        self.collect_if_due();
        if self.in_memory_reserve {
            // Until a safepoint has made room.
            self.enter_memory_reserve();
        }
        if let Ok(cell) = self.heap.alloc_slow(size) {
            return cell.cast();
        }
        self.collect_garbage(Collection::Full);
        if let Ok(cell) = self.heap.alloc_slow(size) {
            return cell.cast();
        }
        self.enter_memory_reserve();
        self.note_refusal();
        match self.heap.alloc_slow(size) {
            Ok(cell) => cell.cast(),
            Err(error) => self.end_for_lack_of_memory(&error),
        }
    }

    fn collect_if_due(&mut self) {
        self.count_side_tables();
        if let Some(what) = self.heap.wants_collection() {
            self.collect_garbage(what);
        } else if self.shapes.bytes() > self.shape_budget {
            self.collect_garbage(Collection::Full);
        }
    }

    /// Uninitialised memory for a cell of any size. RangeError if there is none.
    pub(crate) fn alloc_large(&mut self, size: usize) -> JsResult<NonNull<Header>> {
        let size = size.next_multiple_of(8);
        if size <= MAX_SMALL {
            return Ok(self.alloc_cell(size));
        }
        self.collect_if_due();
        if self.is_within_limit(size)
            && let Ok(cell) = self.heap.alloc_slow(size)
        {
            return Ok(cell.cast());
        }
        self.collect_garbage(Collection::Full);
        if self.is_within_limit(size)
            && let Ok(cell) = self.heap.alloc_slow(size)
        {
            return Ok(cell.cast());
        }
        self.note_refusal();
        Err(self.out_of_memory())
    }

    // ---- objects

    /// An object of kind `Object` with the shape's inline slots, undefined so far.
    #[inline(always)]
    pub fn alloc_object(&mut self, shape: ShapeId) -> Gc<Object> {
        let capacity = self.shapes.get(shape).inline_capacity as usize;
        let size = OBJECT_INLINE + 8 * capacity;
        let cell = self.alloc_shaped(shape, size);
        // SAFETY: invariant 1: all fields and slots are written.
        unsafe {
            let object: Gc<Object> = start_cell(cell, shape, Kind::Object, size);
            self.init_object(object);
            let slots = (object.address() + OBJECT_INLINE) as *mut Value;
            for i in 0..capacity {
                slots.add(i).write(Value::UNDEFINED);
            }
            object
        }
    }

    /// As `alloc_object` for a shape that adds the properties of these values to that of `{}`.
    #[inline]
    pub(crate) fn alloc_small_object<const N: usize>(&mut self, shape: ShapeId, values: [Value; N]) -> Gc<Object> {
        const SIZE: usize = OBJECT_INLINE + 8 * MIN_INLINE;
        const { assert!(N <= MIN_INLINE) };
        debug_assert_eq!(self.shapes.get(shape).inline_capacity as usize, MIN_INLINE);
        let cell = self.alloc_shaped(shape, SIZE);
        // SAFETY: invariant 1: all fields and slots are written.
        unsafe {
            let object: Gc<Object> = start_cell(cell, shape, Kind::Object, SIZE);
            self.init_object(object);
            let slots = (object.address() + OBJECT_INLINE) as *mut Value;
            for i in 0..MIN_INLINE {
                slots.add(i).write(values.get(i).copied().unwrap_or(Value::UNDEFINED));
            }
            object
        }
    }

    /// An object of a kind that has nothing but values behind the fields of all objects, to the end of its cell.
    pub(crate) fn alloc_values<const N: usize>(&mut self, shape: ShapeId, kind: Kind, values: [Value; N]) -> Gc<Object> {
        let size = const { OBJECT_INLINE + 8 * N };
        let cell = self.alloc_shaped(shape, size);
        // SAFETY: invariant 1: all fields and values are written.
        unsafe {
            let object: Gc<Object> = start_cell(cell, shape, kind, size);
            self.init_object(object);
            ((object.address() + OBJECT_INLINE) as *mut [Value; N]).write(values);
            object
        }
    }

    /// `alloc_cell` for an object whose shape may have no other user (invariant 3).
    #[inline(always)]
    fn alloc_shaped(&mut self, shape: ShapeId, size: usize) -> NonNull<Header> {
        match self.heap.bump(size) {
            Some(cell) => cell.cast(),
            None => {
                self.shape_in_flight = shape;
                let cell = self.alloc_cell_slow(size);
                self.shape_in_flight = ShapeId::NONE;
                cell
            }
        }
    }

    /// # Safety
    /// `object` is being initialised.
    #[inline(always)]
    unsafe fn init_object(&self, object: Gc<Object>) {
        // SAFETY: by contract.
        unsafe {
            (&raw mut (*object.as_ptr()).slots).write(GcField::null());
            (&raw mut (*object.as_ptr()).elements).write(GcField::new(self.cx.empty_elements.get()));
        }
    }

    /// OrdinaryObjectCreate(%Object.prototype%) (sec-ordinaryobjectcreate).
    #[inline(always)]
    pub fn new_object(&mut self) -> Gc<Object> {
        let shape = self.realm().shapes.object;
        self.alloc_object(shape)
    }

    /// `{}` with inline room for `properties`.
    pub fn new_object_with_capacity(&mut self, properties: usize) -> Gc<Object> {
        let shape = self.object_shape_for(properties);
        self.alloc_object(shape)
    }

    /// Shape of a literal with inline room for `properties`, none defined yet.
    pub fn object_shape_for(&mut self, properties: usize) -> ShapeId {
        let capacity = inline_capacity_for(properties);
        if capacity == MIN_INLINE {
            return self.realm().shapes.object;
        }
        let prototype = self.realm().object_prototype();
        self.root_shape(Kind::Object, 0, capacity, prototype.value())
    }

    /// OrdinaryObjectCreate(proto): `proto` is an object or null.
    pub fn new_object_with_proto(&mut self, proto: impl Into<Value>) -> Gc<Object> {
        let shape = self.root_shape(Kind::Object, 0, MIN_INLINE, proto.into());
        self.alloc_object(shape)
    }

    /// The shape without properties of objects like this; `prototype` becomes a prototype.
    pub fn root_shape(&mut self, kind: Kind, variant: u8, inline_capacity: usize, prototype: Value) -> ShapeId {
        let key = RootKey { kind, variant, inline_capacity: inline_capacity as u8, prototype };
        if let Some(object) = prototype.to_cell::<Object>()
            && !object.has_flag(flags::PROTOTYPE)
        {
            self.become_prototype(object);
        }
        if kind == Kind::Array {
            self.note_above_arrays(prototype);
        }
        self.shapes.root(key)
    }

    /// An array of the values; holes are EMPTY.
    pub fn new_array(&mut self, values: &[Value]) -> Gc<Array> {
        // Callers pass few values; more than the limit allows would be in a heap of the same limit.
        let array = self.new_array_with_capacity(values.len() as u32).unwrap_or_else(|_| self.new_array_empty());
        let elements = array.elements();
        if elements.capacity as usize >= values.len() {
            // SAFETY: within capacity; the elements are young (invariant 2) or the barrier runs.
            unsafe { core::ptr::copy_nonoverlapping(values.as_ptr(), elements.data(), values.len()) };
            elements.len.set(values.len() as u32);
            array.length.set(values.len() as u32);
            self.write_barrier(elements.header());
        } else {
            self.lose();
        }
        array
    }

    /// `new_array` for lists whose size a script chose.
    pub fn new_array_from_list(&mut self, values: &[Value]) -> JsResult<Gc<Array>> {
        let len = u32::try_from(values.len()).map_err(|_| self.range_error("Invalid array length"))?;
        let array = self.new_array_with_capacity(len)?;
        self.fill_new_array(array, values);
        Ok(array)
    }

    /// Puts the first elements into a new array that has room for them.
    pub(crate) fn fill_new_array(&mut self, array: Gc<Array>, values: &[Value]) {
        let elements = array.elements();
        assert!(values.len() <= elements.capacity as usize);
        if values.is_empty() {
            return;
        }
        // SAFETY: within capacity; the barrier follows.
        unsafe { core::ptr::copy_nonoverlapping(values.as_ptr(), elements.data(), values.len()) };
        elements.len.set(values.len() as u32);
        array.length.set(values.len() as u32);
        self.write_barrier(elements.header());
    }

    /// An array of length 0 with room for `capacity` elements.
    pub fn new_array_with_capacity(&mut self, capacity: u32) -> JsResult<Gc<Array>> {
        if capacity == 0 {
            return Ok(self.new_array_empty());
        }
        let elements = self.new_elements(capacity)?;
        let array = self.new_array_empty();
        array.elements.set_no_barrier(Some(elements));
        Ok(array)
    }

    fn new_array_empty(&mut self) -> Gc<Array> {
        let shape = self.realm().shapes.array;
        self.alloc_array(shape)
    }

    /// An empty array of the given shape (of kind `Array`).
    pub fn alloc_array(&mut self, shape: ShapeId) -> Gc<Array> {
        const SIZE: usize = size_of::<Array>();
        let cell = self.alloc_shaped(shape, SIZE);
        // SAFETY: invariant 1: all fields are written.
        unsafe {
            let array: Gc<Array> = start_cell(cell, shape, Kind::Array, SIZE);
            self.init_object(array.as_object());
            (&raw mut (*array.as_ptr()).length).write(Cell::new(0));
            (&raw mut (*array.as_ptr()).length_writable).write(Cell::new(1));
            array
        }
    }

    /// A typed array out of bounds; its maker fills in buffer, offset and length.
    pub fn alloc_typed_array(&mut self, shape: ShapeId, element: ElementType) -> Gc<TypedArray> {
        const SIZE: usize = size_of::<TypedArray>();
        let cell = self.alloc_shaped(shape, SIZE);
        // SAFETY: invariant 1: all fields are written.
        unsafe {
            let view: Gc<TypedArray> = start_cell(cell, shape, Kind::TypedArray, SIZE);
            self.init_object(view.as_object());
            let at = view.as_ptr();
            (&raw mut (*at).data).write(Cell::new(core::ptr::null_mut()));
            (&raw mut (*at).length).write(Cell::new(0));
            (&raw mut (*at).buffer).write(Cell::new(Value::UNDEFINED));
            (&raw mut (*at).byte_offset).write(Cell::new(0));
            (&raw mut (*at).array_length).write(Cell::new(0));
            (&raw mut (*at).element_type).write(element);
            view
        }
    }

    /// Elements with room for `capacity` values, none in use.
    pub fn new_elements(&mut self, capacity: u32) -> JsResult<Gc<Elements>> {
        let size = ELEMENTS_DATA + 8 * capacity as usize;
        let cell = self.alloc_large(size)?;
        // SAFETY: invariant 1: values above `len` need no initialisation.
        unsafe {
            let elements: Gc<Elements> = start_cell(cell, ShapeId::NONE, Kind::Elements, size);
            (&raw mut (*elements.as_ptr()).len).write(Cell::new(0));
            (&raw mut (*elements.as_ptr()).capacity).write(capacity);
            Ok(elements)
        }
    }

    /// Elements whose one value is the cell of a sparse map.
    pub(crate) fn new_sparse_elements(&mut self, map: Gc<InternalCell>) -> Gc<Elements> {
        const SIZE: usize = ELEMENTS_DATA + 8;
        let cell = self.alloc_cell(SIZE);
        // SAFETY: invariant 1: the one value is written; the size is in the header's units.
        unsafe {
            let elements: Gc<Elements> = start_cell(cell, ShapeId::NONE, Kind::Elements, SIZE);
            (*elements.header().as_ptr()).flags |= SPARSE;
            (&raw mut (*elements.as_ptr()).len).write(Cell::new(0));
            (&raw mut (*elements.as_ptr()).capacity).write(0);
            elements.data().write(map.value());
            elements
        }
    }

    /// Out-of-line slots, undefined so far.
    pub(crate) fn new_slots(&mut self, capacity: usize) -> JsResult<Gc<Slots>> {
        let size = SLOTS_DATA + 8 * capacity;
        let cell = self.alloc_large(size)?;
        // SAFETY: invariant 1: all slots are written.
        unsafe {
            let slots: Gc<Slots> = start_cell(cell, ShapeId::NONE, Kind::Slots, size);
            (cell.as_ptr() as *mut u32).add(2).write(capacity as u32);
            (cell.as_ptr() as *mut u32).add(3).write(0);
            for i in 0..capacity {
                slots.data().add(i).write(Value::UNDEFINED);
            }
            Ok(slots)
        }
    }

    /// An object of a built-in class with these internal slots.
    pub fn new_payload_object(&mut self, kind: Kind, proto: Gc<Object>, payload: Box<dyn Payload>) -> Gc<Object> {
        self.payload_in_flight = Some(&raw const *payload);
        let shape = self.root_shape(kind, 0, 0, proto.value());
        self.payload_in_flight = None;
        self.alloc_payload_object(shape, payload)
    }

    /// As `new_payload_object`, with a shape of a kind that has a payload.
    pub fn alloc_payload_object(&mut self, shape: ShapeId, payload: Box<dyn Payload>) -> Gc<Object> {
        const SIZE: usize = OBJECT_INLINE + 16;
        let kind = self.shapes.get(shape).kind;
        assert!(kind.has_payload());
        self.payload_in_flight = Some(&raw const *payload);
        let cell = self.alloc_shaped(shape, SIZE);
        self.payload_in_flight = None;
        let external = bytes_of(&*payload);
        // SAFETY: invariant 1: all fields are written.
        let object = unsafe {
            let object: Gc<Object> = start_cell(cell, shape, kind, SIZE);
            self.init_object(object);
            init_payload(cell, payload);
            object
        };
        self.heap.register_finalizable(cell);
        self.heap.external(external as isize);
        object
    }

    /// Internal state that is no object.
    pub fn new_internal(&mut self, payload: Box<dyn Payload>) -> Gc<InternalCell> {
        const SIZE: usize = size_of::<InternalCell>();
        self.payload_in_flight = Some(&raw const *payload);
        let cell = self.alloc_cell(SIZE);
        self.payload_in_flight = None;
        let external = bytes_of(&*payload);
        // SAFETY: invariant 1: all fields are written.
        let internal = unsafe {
            let internal: Gc<InternalCell> = start_cell(cell, ShapeId::NONE, Kind::Internal, SIZE);
            init_payload(cell, payload);
            internal
        };
        self.heap.register_finalizable(cell);
        self.heap.external(external as isize);
        internal
    }

    // ---- promises and suspended frames

    /// A pending promise.
    pub(crate) fn alloc_promise(&mut self, shape: ShapeId) -> Gc<Promise> {
        const SIZE: usize = size_of::<Promise>();
        let cell = self.alloc_shaped(shape, SIZE);
        // SAFETY: invariant 1: all fields are written.
        unsafe {
            let promise: Gc<Promise> = start_cell(cell, shape, Kind::Promise, SIZE);
            self.init_object(promise.as_object());
            Promise::init(promise);
            promise
        }
    }

    /// A generator object with room for the registers of a frame, none saved.
    pub(crate) fn alloc_generator(&mut self, shape: ShapeId, what: GeneratorKind, registers: u32) -> JsResult<Value> {
        let cell = self.alloc_suspended(shape, Kind::Generator, registers)?;
        // SAFETY: invariant 1: all fields are written.
        unsafe {
            self.init_object(Gc::from_header(cell));
            Suspended::init(cell, what, Value::UNDEFINED, registers);
        }
        Ok(Value::cell(tag::OBJECT, cell.as_ptr() as usize))
    }

    /// The state of a call of an async function, which answers with `promise`.
    pub(crate) fn alloc_async_frame(&mut self, promise: Value, registers: u32) -> JsResult<Value> {
        let cell = self.alloc_suspended(ShapeId::NONE, Kind::AsyncFrame, registers)?;
        // SAFETY: invariant 1: all fields are written; the two words of an object are null.
        unsafe {
            let object = cell.cast::<Object>().as_ptr();
            (&raw mut (*object).slots).write(GcField::null());
            (&raw mut (*object).elements).write(GcField::null());
            Suspended::init(cell, GeneratorKind::AsyncFunction, promise, registers);
        }
        Ok(Value::cell(tag::CELL, cell.as_ptr() as usize))
    }

    /// A cell of a suspended frame, of which only the header is written.
    fn alloc_suspended(&mut self, shape: ShapeId, kind: Kind, registers: u32) -> JsResult<NonNull<Header>> {
        let size = Suspended::size_for(registers);
        let cell = if size <= MAX_SMALL {
            self.alloc_shaped(shape, size)
        } else {
            self.shape_in_flight = shape;
            let cell = self.alloc_large(size);
            self.shape_in_flight = ShapeId::NONE;
            cell?
        };
        // SAFETY: fresh memory of that size.
        unsafe { cell.write(Header::new(shape.0, kind as u8, size)) };
        Ok(cell)
    }

    // ---- functions

    /// A closure over bytecode (OrdinaryFunctionCreate, sec-ordinaryfunctioncreate). Its
    /// `length`, `name` and `prototype` are made when they are first asked for.
    pub fn new_function(&mut self, script: Gc<Script>, env: Option<Gc<Env>>) -> Gc<Function> {
        let shapes = &self.realm().shapes;
        let shape = match script.template().info.kind {
            FunctionKind::Generator | FunctionKind::GeneratorMethod => shapes.generator_function,
            FunctionKind::Async | FunctionKind::AsyncArrow | FunctionKind::AsyncMethod => shapes.async_function,
            FunctionKind::AsyncGenerator | FunctionKind::AsyncGeneratorMethod => shapes.async_generator_function,
            _ => shapes.function,
        };
        self.alloc_function(shape, script, env)
    }

    /// As `new_function` with another prototype: `shape` is a root shape of lazy functions.
    pub fn alloc_function(&mut self, shape: ShapeId, script: Gc<Script>, env: Option<Gc<Env>>) -> Gc<Function> {
        const SIZE: usize = size_of::<Function>();
        let cell = self.alloc_shaped(shape, SIZE);
        // SAFETY: invariant 1: all fields are written.
        unsafe {
            let function: Gc<Function> = start_cell(cell, shape, Kind::Function, SIZE);
            self.init_object(function.as_object());
            let at = function.as_ptr();
            (&raw mut (*at).script).write(GcField::new(Some(script)));
            (&raw mut (*at).env).write(GcField::new(env));
            (&raw mut (*at).home).write(Cell::new(Value::UNDEFINED));
            (&raw mut (*at).fields).write(Cell::new(Value::UNDEFINED));
            (&raw mut (*at).instance_shape).write(Cell::new(ShapeId::NONE));
            (&raw mut (*at).idle_shape).write(Cell::new(0));
            function.set_flag(flags::LAZY_FUNCTION, true);
            function
        }
    }

    /// A built-in function with own `length` and `name` (CreateBuiltinFunction, sec-createbuiltinfunction).
    pub fn new_native(&mut self, name: &str, length: u32, function: NativeFn) -> Gc<Native> {
        self.new_native_with(name, length, function, Value::UNDEFINED, Value::UNDEFINED)
    }

    /// As `new_native`, with two captured values.
    pub fn new_native_with(&mut self, name: &str, length: u32, function: NativeFn, data0: Value, data1: Value) -> Gc<Native> {
        let name = self.intern(name);
        let shape = self.realm().shapes.native;
        let native = self.alloc_native(shape, function);
        native.data[0].set(data0);
        native.data[1].set(data1);
        // Young still, but for the collection that the slots may cause.
        if let Ok(slots) = self.new_slots(2) {
            // SAFETY: two slots, of a young cell (invariant 2).
            unsafe {
                slots.data().write(Value::from(length));
                slots.data().add(1).write(name.value());
            }
            native.slots.set_no_barrier(Some(slots));
        }
        self.write_barrier(native.header());
        native
    }

    /// The function of a row that is no property of anything, with two captured values.
    pub(crate) fn new_capturing(&mut self, row: &'static Method, data0: Value, data1: Value) -> Gc<Native> {
        let native = self.new_table_native(row);
        // It is young (invariant 2).
        native.data[0].set(data0);
        native.data[1].set(data1);
        native
    }

    /// A built-in function of a given shape, which says which slots it has.
    pub(crate) fn alloc_native(&mut self, shape: ShapeId, function: NativeFn) -> Gc<Native> {
        const SIZE: usize = size_of::<Native>();
        let realm = self.current_realm;
        let cell = self.alloc_shaped(shape, SIZE);
        // SAFETY: invariant 1: all fields are written.
        unsafe {
            let native: Gc<Native> = start_cell(cell, shape, Kind::Native, SIZE);
            self.init_object(native.as_object());
            Native::init(native, function, realm);
            native
        }
    }

    // ---- other cells

    /// An environment with `len` slots.
    #[inline(always)]
    pub fn new_env(&mut self, parent: Option<Gc<Env>>, len: usize, fill: Value) -> Gc<Env> {
        let size = ENV_SLOTS + 8 * len;
        let cell = if size <= MAX_SMALL { self.alloc_cell(size) } else { self.alloc_huge_env(size) };
        // SAFETY: invariant 1: all slots are written.
        unsafe {
            let env: Gc<Env> = start_cell(cell, ShapeId::NONE, Kind::Env, size);
            (&raw mut (*env.as_ptr()).parent).write(GcField::new(parent));
            (&raw mut (*env.as_ptr()).len).write(len as u32);
            for i in 0..len {
                env.data().add(i).write(fill);
            }
            env
        }
    }

    /// A scope of more than a thousand captured bindings.
    #[cold]
    pub(crate) fn alloc_huge_env(&mut self, size: usize) -> NonNull<Header> {
        if let Ok(cell) = self.alloc_large(size) {
            return cell;
        }
        self.enter_memory_reserve();
        match self.without_memory_limit(|vm| vm.heap.alloc_slow(size.next_multiple_of(8))) {
            Ok(cell) => cell.cast(),
            Err(error) => self.end_for_lack_of_memory(&error),
        }
    }

    pub fn new_accessor(&mut self, get: Value, set: Value) -> Gc<Accessor> {
        const SIZE: usize = size_of::<Accessor>();
        let cell = self.alloc_cell(SIZE);
        // SAFETY: invariant 1: all fields are written.
        unsafe {
            let accessor: Gc<Accessor> = start_cell(cell, ShapeId::NONE, Kind::Accessor, SIZE);
            (&raw mut (*accessor.as_ptr()).get).write(Cell::new(get));
            (&raw mut (*accessor.as_ptr()).set).write(Cell::new(set));
            accessor
        }
    }

    pub fn new_symbol(&mut self, description: Option<Gc<JsString>>) -> Gc<Symbol> {
        const SIZE: usize = size_of::<Symbol>();
        let cell = self.alloc_cell(SIZE);
        // SAFETY: invariant 1: all fields are written.
        unsafe {
            let symbol: Gc<Symbol> = start_cell(cell, ShapeId::NONE, Kind::Symbol, SIZE);
            let description = description.map_or(Value::UNDEFINED, Gc::value);
            (&raw mut (*symbol.as_ptr()).description).write(Cell::new(description));
            symbol
        }
    }

    /// A private name (sec-private-names) with its description, `#` included.
    pub fn new_private_name(&mut self, description: Gc<JsString>) -> Gc<Symbol> {
        let symbol = self.new_symbol(Some(description));
        symbol.set_flag(crate::symbol::PRIVATE);
        symbol
    }

    pub fn new_small_bigint(&mut self, number: i128) -> Gc<JsBigInt> {
        const SIZE: usize = size_of::<JsBigInt>();
        let cell = self.alloc_cell(SIZE);
        // SAFETY: invariant 1: all fields are written.
        unsafe {
            let bigint: Gc<JsBigInt> = start_cell(cell, ShapeId::NONE, Kind::BigInt, SIZE);
            JsBigInt::init_small(cell, number);
            bigint
        }
    }

    pub fn new_bigint(&mut self, number: BigInt) -> Gc<JsBigInt> {
        const SIZE: usize = size_of::<JsBigInt>();
        if number.bits() <= i128::BITS as u64
            && let Ok(small) = i128::try_from(&number)
        {
            return self.new_small_bigint(small);
        }
        let external = crate::bigint::external_size(&number);
        let cell = self.alloc_cell(SIZE);
        // SAFETY: invariant 1: all fields are written.
        let bigint = unsafe {
            let bigint: Gc<JsBigInt> = start_cell(cell, ShapeId::NONE, Kind::BigInt, SIZE);
            JsBigInt::init(cell, number);
            bigint
        };
        self.heap.register_finalizable(cell);
        self.heap.external(external as isize);
        bigint
    }

    /// A script of the function `template`, not materialised yet.
    pub fn new_script(&mut self, template: Rc<FunctionTemplate>, realm: u32, unit: u32) -> Gc<Script> {
        const SIZE: usize = size_of::<Script>();
        let kind = template.info.kind;
        let mut bits = 0;
        for (flag, on) in [
            (script_flags::STRICT, template.info.strict),
            (script_flags::CLASS_CONSTRUCTOR, kind.is_class_constructor()),
            (script_flags::DERIVED_CONSTRUCTOR, kind == FunctionKind::DerivedConstructor),
            (script_flags::CONSTRUCTOR, kind.is_constructor()),
            (script_flags::RESUMABLE, kind.is_resumable()),
            (script_flags::ARROW, kind.is_arrow()),
            (script_flags::MAIN_REALM, realm == 0),
            (script_flags::OTHER_REALM | script_flags::NEVER_COMPILE, realm != 0),
        ] {
            bits |= if on { flag } else { 0 };
        }
        let data = Box::new(ScriptData {
            template,
            code: None,
            constants: Box::default(),
            site_keys: Box::default(),
            sites: Box::default(),
            types: Box::default(),
            children: Box::default(),
            templates: Default::default(),
            realm,
            unit,
            ion: Default::default(),
        });
        let external = data.external_size();
        let cell = self.alloc_cell(SIZE);
        // SAFETY: invariant 1: all fields are written.
        let script = unsafe {
            let script: Gc<Script> = start_cell(cell, ShapeId::NONE, Kind::Script, SIZE);
            let at = script.as_ptr();
            (&raw mut (*at).entry).write(Cell::new(self.cx.interpreter_stub));
            (&raw mut (*at).links).write(GcField::null());
            (&raw mut (*at).insns).write(Cell::new(core::ptr::null()));
            (&raw mut (*at).constants).write(Cell::new(core::ptr::null()));
            (&raw mut (*at).sites).write(Cell::new(core::ptr::null_mut()));
            (&raw mut (*at).types).write(Cell::new(core::ptr::null_mut()));
            (&raw mut (*at).children).write(Cell::new(core::ptr::null()));
            (&raw mut (*at).warmup).write(Cell::new(0));
            (&raw mut (*at).warmup_limit).write(Cell::new(0));
            (&raw mut (*at).registers).write(Cell::new(0));
            (&raw mut (*at).params).write(Cell::new(0));
            (&raw mut (*at).flags).write(Cell::new(bits));
            (&raw mut (*at).data).write(Box::into_raw(data));
            script
        };
        self.heap.external(external as isize);
        self.heap.register_finalizable(cell);
        script
    }
}
