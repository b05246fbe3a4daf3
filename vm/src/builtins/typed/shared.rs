//! SharedArrayBuffer (sec-sharedarraybuffer-objects) and the blocks of bytes that
//! several agents, which are machines on threads of their own, see at once.
//!
//! Invariants:
//! 1. A block's bytes are allocated zeroed at its maximum length, 16-aligned, and stay in
//!    place until the last reference to it is dropped.
//! 2. Its length only grows, up to the maximum.
//! 3. Scripts may race on the bytes, as the memory model allows. What must be atomic goes
//!    through `builtins::atomics`; other accesses are plain machine loads and stores of
//!    raw pointers, to which no reference is made.

use super::buffer::{self, ArrayBufferData};
use crate::builtins::checks::return_this;
use crate::builtins::table::*;
use crate::heap::Gc;
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use std::alloc::Layout;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const ALIGNMENT: usize = 16;

/// Shared Data Block (sec-data-blocks).
pub struct SharedBlock {
    data: *mut u8,
    layout: Layout,
    length: AtomicUsize,
}

// SAFETY: invariants 1 to 3: the pointer is valid for the life of the block, and bytes are
// only accessed through raw pointers.
unsafe impl Send for SharedBlock {}
// SAFETY: as above.
unsafe impl Sync for SharedBlock {}

impl SharedBlock {
    /// Zeroed bytes; none if there is no memory for `capacity`.
    pub fn new(length: usize, capacity: usize) -> Option<Arc<SharedBlock>> {
        let layout = Layout::from_size_align(capacity.max(1), ALIGNMENT).ok()?;
        // SAFETY: the layout is not empty.
        let data = unsafe { std::alloc::alloc_zeroed(layout) };
        (!data.is_null()).then(|| Arc::new(SharedBlock { data, layout, length: AtomicUsize::new(length) }))
    }
    pub fn data(&self) -> *mut u8 {
        self.data
    }
    pub fn len(&self) -> usize {
        self.length.load(Ordering::SeqCst)
    }
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    pub fn capacity(&self) -> usize {
        self.layout.size()
    }
    /// Grows to `length`; false if it is longer already.
    fn grow(&self, length: usize) -> bool {
        self.length.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |now| (length >= now).then_some(length)).is_ok()
    }
}

impl Drop for SharedBlock {
    fn drop(&mut self) {
        // SAFETY: invariant 1: allocated with this layout, and this is the last reference.
        unsafe { std::alloc::dealloc(self.data, self.layout) };
    }
}

/// A shared buffer that an embedder hands from one machine to another.
#[derive(Clone)]
pub struct SharedBuffer {
    block: Arc<SharedBlock>,
    /// None: of fixed length.
    max_length: Option<usize>,
}

impl Vm {
    /// The block of a SharedArrayBuffer, none if `value` is something else.
    pub fn shared_buffer(&self, value: Value) -> Option<SharedBuffer> {
        let data = value.payload::<ArrayBufferData>()?;
        Some(SharedBuffer { block: data.shared()?, max_length: data.max_length.get() })
    }
    /// A SharedArrayBuffer of the current realm over a block.
    pub fn new_shared_array_buffer(&mut self, shared: &SharedBuffer) -> Gc<Object> {
        let proto = self.intrinsic(Intrinsic::SharedArrayBufferPrototype);
        buffer::from_block(self, proto, shared.block.clone(), shared.max_length)
    }
}

/// SharedArrayBuffer ( length [ , options ] ) (sec-sharedarraybuffer-length).
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if !args.is_construct() {
        return Err(vm.type_error("Constructor SharedArrayBuffer requires 'new'"));
    }
    let length = vm.to_index(args.get(0))?;
    let max = buffer::max_option(vm, args.get(1))?;
    if max.is_some_and(|max| length > max) {
        return Err(vm.range_error("Invalid array buffer max length"));
    }
    let proto = vm.get_prototype_from_constructor(args.new_target, Intrinsic::SharedArrayBufferPrototype)?;
    let capacity = max.unwrap_or(length);
    if capacity as f64 <= buffer::MAX_LENGTH {
        vm.room_for(capacity as usize)?;
    }
    let block = if capacity as f64 > buffer::MAX_LENGTH { None } else { SharedBlock::new(length as usize, capacity as usize) };
    let Some(block) = block else {
        return Err(vm.range_error("Array buffer allocation failed"));
    };
    Ok(buffer::from_block(vm, proto, block, max.map(|m| m as usize)).value())
}

fn this_shared<'a>(vm: &mut Vm, args: &Args, method: &str) -> JsResult<(&'a ArrayBufferData, Arc<SharedBlock>)> {
    if let Some(data) = args.this.payload::<ArrayBufferData>()
        && let Some(block) = data.shared()
    {
        return Ok((data, block));
    }
    let shown = vm.to_display(args.this);
    Err(vm.type_error(format!("Method SharedArrayBuffer.prototype.{method} called on incompatible receiver {shown}")))
}

fn get_byte_length(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    this_shared(vm, args, "byteLength").map(|(_, block)| Value::from(block.len()))
}
fn get_growable(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    this_shared(vm, args, "growable").map(|(data, _)| Value::bool(data.max_length.get().is_some()))
}
fn get_max_byte_length(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    this_shared(vm, args, "maxByteLength").map(|(data, block)| Value::from(data.max_length.get().unwrap_or(block.len())))
}

/// SharedArrayBuffer.prototype.grow (sec-sharedarraybuffer.prototype.grow).
fn grow(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (data, block) = this_shared(vm, args, "grow")?;
    let Some(max) = data.max_length.get() else {
        return Err(vm.type_error("Method SharedArrayBuffer.prototype.grow called on a buffer of fixed length"));
    };
    let length = vm.to_index(args.get(0))?;
    if length > max as u64 || !block.grow(length as usize) {
        return Err(vm.range_error("SharedArrayBuffer.prototype.grow: Invalid length parameter"));
    }
    data.refresh_views();
    Ok(Value::UNDEFINED)
}

/// SharedArrayBuffer.prototype.slice (sec-sharedarraybuffer.prototype.slice).
fn slice(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (data, _) = this_shared(vm, args, "slice")?;
    let len = data.len() as u64;
    let start = crate::builtins::array::relative_index(vm, args.get(0), len)?;
    let end = crate::builtins::array::relative_end(vm, args.get(1), len)?;
    let count = end.saturating_sub(start) as usize;
    let object = args.this.to_cell::<Object>().expect("a buffer");
    let constructor = vm.species_constructor(object, Intrinsic::SharedArrayBuffer)?;
    let made = vm.construct(constructor, &[Value::number(count as f64)], constructor)?;
    let Some((new, block)) = made.payload::<ArrayBufferData>().and_then(|new| Some((new, new.shared()?))) else {
        return Err(vm.type_error("Species constructor did not return a SharedArrayBuffer"));
    };
    if block.data() == data.data() || new.len() < count {
        return Err(vm.type_error("Species constructor returned an unusable SharedArrayBuffer"));
    }
    new.write(0, &data.copy(start as usize, start as usize + count));
    Ok(made)
}

pub static SHARED_ARRAY_BUFFER: ClassSpec = ClassSpec {
    static_getters: &[getter("@@species", return_this)],
    methods: &[method("grow", 1, grow), method("slice", 2, slice)],
    getters: &[getter("byteLength", get_byte_length), getter("growable", get_growable), getter("maxByteLength", get_max_byte_length)],
    constants: &[tag("SharedArrayBuffer")],
    ..ClassSpec::new("SharedArrayBuffer", 1, constructor, Intrinsic::SharedArrayBuffer, Intrinsic::SharedArrayBufferPrototype)
};
