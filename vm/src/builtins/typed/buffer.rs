//! ArrayBuffer (sec-arraybuffer-objects), resizable and immutable ones included.
//!
//! A buffer knows its views and refreshes what they cache (data pointer, length) when it
//! is detached or resized.
//!
//! Invariants:
//! 1. The bytes of a buffer are reserved at its maximum length and never move while it
//!    is attached.
//! 2. A view's cached `data` and `length` lie within the bytes of its attached buffer.
//! 3. Views are held by address; the sweep drops those that died.
//! 4. The bytes of an immutable buffer are complete when the buffer is made. Its views have a shape
//!    of their own kind (`IMMUTABLE_VIEW`), so that what stores into other views misses them.

use super::shared::SharedBlock;
use crate::builtins::checks::return_this;
use crate::builtins::table::*;
use crate::heap::{Gc, Header, Kind, Payload, Tracer};
use crate::object::function::Args;
use crate::object::layout::{Object, flags};
use crate::object::typed_array::TypedArray;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use core::ptr::NonNull;
use hearth_gc::Liveness;
use std::cell::{Cell, RefCell, UnsafeCell};
use std::sync::Arc;

/// The bytes of a buffer.
enum Bytes {
    Detached,
    /// Capacity is the maximum length.
    Own(Vec<u8>),
    Shared(Arc<SharedBlock>),
    /// Somebody else's, who detaches the buffer when their number changes.
    #[cfg_attr(not(feature = "webassembly"), expect(dead_code, reason = "only memories of WebAssembly make it"))]
    Linear(*mut u8, usize),
}

/// `[[ArrayBufferData]]` and `[[ArrayBufferMaxByteLength]]`.
pub struct ArrayBufferData {
    bytes: UnsafeCell<Bytes>,
    /// None: of fixed length.
    pub max_length: Cell<Option<usize>>,
    /// `[[ArrayBufferIsImmutable]]`
    immutable: bool,
    /// Addresses of the typed arrays over it.
    views: RefCell<Vec<NonNull<Header>>>,
}

impl Payload for ArrayBufferData {
    fn trace(&self, _: &mut Tracer) {}
    fn external_size(&self) -> usize {
        match self.bytes() {
            Bytes::Detached => 0,
            Bytes::Own(bytes) => bytes.capacity(),
            Bytes::Shared(block) => block.capacity(),
            // They are counted where they are allocated.
            Bytes::Linear(..) => 0,
        }
    }
    fn is_weak(&self) -> bool {
        true
    }
    fn sweep_weak(&self, liveness: &Liveness) {
        self.views.borrow_mut().retain(|view| liveness.is_live(*view));
    }
}

impl ArrayBufferData {
    fn bytes(&self) -> &Bytes {
        // SAFETY: single mutator; no reference from here lives while the cell is changed.
        unsafe { &*self.bytes.get() }
    }
    pub fn is_detached(&self) -> bool {
        matches!(self.bytes(), Bytes::Detached)
    }
    /// IsSharedArrayBuffer (sec-issharedarraybuffer).
    pub fn is_shared(&self) -> bool {
        matches!(self.bytes(), Bytes::Shared(_))
    }
    /// IsImmutableBuffer (sec-isimmutablebuffer).
    pub fn is_immutable(&self) -> bool {
        self.immutable
    }
    /// The shared block, if it is one.
    pub fn shared(&self) -> Option<Arc<SharedBlock>> {
        match self.bytes() {
            Bytes::Shared(block) => Some(block.clone()),
            _ => None,
        }
    }
    /// Bytes, 0 if detached.
    pub fn len(&self) -> usize {
        match self.bytes() {
            Bytes::Detached => 0,
            Bytes::Own(bytes) => bytes.len(),
            Bytes::Shared(block) => block.len(),
            Bytes::Linear(_, length) => *length,
        }
    }
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The first byte; null if detached.
    pub fn data(&self) -> *mut u8 {
        // SAFETY: single mutator; nothing else holds a reference into the cell.
        match unsafe { &mut *self.bytes.get() } {
            Bytes::Detached => core::ptr::null_mut(),
            Bytes::Own(bytes) => bytes.as_mut_ptr(),
            Bytes::Shared(block) => block.data(),
            Bytes::Linear(data, _) => *data,
        }
    }
    /// A copy of a range, which is cut to the bytes that there are.
    pub fn copy(&self, start: usize, end: usize) -> Vec<u8> {
        let end = end.min(self.len());
        let start = start.min(end);
        let mut out = vec![0; end - start];
        if !out.is_empty() {
            // SAFETY: the range is within the bytes (cut above).
            unsafe { core::ptr::copy_nonoverlapping(self.data().add(start), out.as_mut_ptr(), out.len()) };
        }
        out
    }
    /// Overwrites bytes at `at`; the range is in bounds, and the buffer is not immutable.
    pub fn write(&self, at: usize, bytes: &[u8]) {
        assert!(!self.immutable);
        assert!(at + bytes.len() <= self.len() || bytes.is_empty());
        if !bytes.is_empty() {
            // SAFETY: the range is within the bytes.
            unsafe { core::ptr::copy_nonoverlapping(bytes.as_ptr(), self.data().add(at), bytes.len()) };
        }
    }
    /// The caller runs the write barrier on the buffer: it refers to the view, weakly.
    pub fn add_view(&self, view: Gc<TypedArray>) {
        self.views.borrow_mut().push(view.header());
        refresh(self, view);
    }
    pub(super) fn refresh_views(&self) {
        for view in self.views.borrow().iter() {
            // SAFETY: invariant 3.
            refresh(self, unsafe { Gc::from_header(*view) });
        }
    }
    /// Whether `[[ArrayBufferDetachKey]]` is not undefined: only who has made it detaches it.
    pub fn has_detach_key(&self) -> bool {
        matches!(self.bytes(), Bytes::Linear(..))
    }
    /// Detaches a buffer over a linear memory.
    #[cfg(feature = "webassembly")]
    pub(crate) fn detach_linear_memory(&self) {
        if self.has_detach_key() {
            // SAFETY: as in `data`.
            unsafe { *self.bytes.get() = Bytes::Detached };
            self.refresh_views();
        }
    }
    /// DetachArrayBuffer (sec-detacharraybuffer): the bytes, taken out. Shared ones stay, and those with a key.
    pub fn detach(&self) -> Vec<u8> {
        if self.is_shared() || self.has_detach_key() {
            return Vec::new();
        }
        // SAFETY: as in `data`.
        let bytes = unsafe { core::mem::replace(&mut *self.bytes.get(), Bytes::Detached) };
        self.refresh_views();
        match bytes {
            Bytes::Own(bytes) => bytes,
            _ => Vec::new(),
        }
    }
    /// Gives a buffer that is no shared one other bytes.
    pub fn replace(&self, bytes: Vec<u8>) {
        debug_assert!(!self.is_shared());
        // SAFETY: as in `data`.
        unsafe { *self.bytes.get() = Bytes::Own(bytes) };
        self.refresh_views();
    }
    /// Changes the length, up to the maximum: the bytes stay in place.
    fn resize(&self, length: usize) {
        // SAFETY: as in `data`.
        if let Bytes::Own(bytes) = unsafe { &mut *self.bytes.get() } {
            debug_assert!(length <= bytes.capacity());
            bytes.resize(length, 0);
        }
        self.refresh_views();
    }
}

/// Brings the cached fields of a view up to date.
fn refresh(buffer: &ArrayBufferData, view: Gc<TypedArray>) {
    let (len, offset, size) = (buffer.len(), view.byte_offset.get(), view.element_type.size());
    let fixed = view.array_length.get();
    let in_bounds = !buffer.is_detached() && offset <= len && (fixed == usize::MAX || offset + fixed * size <= len);
    if !in_bounds {
        view.data.set(core::ptr::null_mut());
        view.length.set(0);
        return;
    }
    // SAFETY: `offset` is within the bytes, or one past them.
    view.data.set(unsafe { buffer.data().add(offset) });
    view.length.set(if fixed == usize::MAX { (len - offset) / size } else { fixed });
}

impl Vm {
    /// DetachArrayBuffer (sec-detacharraybuffer), for hosts.
    ///
    /// # Errors
    /// TypeError if `buffer` is no ArrayBuffer, or has another detach key.
    pub fn detach_array_buffer(&mut self, buffer: Value, key: Value) -> JsResult<()> {
        let Some(data) = buffer.payload::<ArrayBufferData>().filter(|data| !data.is_shared()) else {
            return Err(self.type_error("not an ArrayBuffer"));
        };
        if data.is_immutable() {
            return Err(immutable_error(self, "DetachArrayBuffer"));
        }
        // Nobody has the keys of those that have one.
        if !key.is_undefined() || data.has_detach_key() {
            return Err(self.type_error("the detach key is another"));
        }
        data.detach();
        Ok(())
    }
}

/// Most bytes a buffer can have, as in V8 on 64 bits.
pub(super) const MAX_LENGTH: f64 = 8589934592.0;

/// AllocateArrayBuffer (sec-allocatearraybuffer) with a prototype.
pub fn allocate_with_proto(vm: &mut Vm, proto: Gc<Object>, length: u64, max: Option<u64>) -> JsResult<Gc<Object>> {
    if max.is_some_and(|max| length > max) {
        return Err(vm.range_error("Invalid array buffer max length"));
    }
    let mut bytes = create_byte_data_block(vm, max.unwrap_or(length))?;
    bytes.resize(length as usize, 0);
    Ok(make(vm, proto, Bytes::Own(bytes), max.map(|m| m as usize), false))
}
/// CreateByteDataBlock (sec-createbytedatablock): room for so many bytes.
fn create_byte_data_block(vm: &mut Vm, capacity: u64) -> JsResult<Vec<u8>> {
    let mut bytes = Vec::new();
    if capacity as f64 <= MAX_LENGTH {
        vm.room_for(capacity as usize)?;
    }
    if capacity as f64 > MAX_LENGTH || bytes.try_reserve_exact(capacity as usize).is_err() {
        return Err(vm.range_error("Array buffer allocation failed"));
    }
    Ok(bytes)
}
/// AllocateImmutableArrayBuffer (sec-allocateimmutablearraybuffer), of the current realm.
pub fn of_immutable_bytes(vm: &mut Vm, bytes: Vec<u8>) -> Gc<Object> {
    let proto = vm.intrinsic(Intrinsic::ArrayBufferPrototype);
    make(vm, proto, Bytes::Own(bytes), None, true)
}
/// A SharedArrayBuffer over a block.
pub(super) fn from_block(vm: &mut Vm, proto: Gc<Object>, block: Arc<SharedBlock>, max: Option<usize>) -> Gc<Object> {
    make(vm, proto, Bytes::Shared(block), max, false)
}
fn make(vm: &mut Vm, proto: Gc<Object>, bytes: Bytes, max: Option<usize>, immutable: bool) -> Gc<Object> {
    // A growable shared buffer never shrinks, so its views are of fixed length.
    let resizable = max.is_some() && matches!(bytes, Bytes::Own(_));
    let data = ArrayBufferData { bytes: UnsafeCell::new(bytes), max_length: Cell::new(max), immutable, views: RefCell::default() };
    let buffer = vm.new_payload_object(Kind::ArrayBuffer, proto, Box::new(data));
    buffer.set_flag(flags::RESIZABLE, resizable);
    buffer
}
/// A fixed-length buffer of the current realm.
pub fn allocate(vm: &mut Vm, length: u64) -> JsResult<Gc<Object>> {
    let proto = vm.intrinsic(Intrinsic::ArrayBufferPrototype);
    allocate_with_proto(vm, proto, length, None)
}
/// A buffer over the bytes of a linear memory.
///
/// # Safety
/// There are so many bytes at `data` as long as the machine lives, or until the buffer is detached.
#[cfg(feature = "webassembly")]
pub(crate) unsafe fn over_linear_memory(vm: &mut Vm, data: *mut u8, length: usize) -> Gc<Object> {
    let proto = vm.intrinsic(Intrinsic::ArrayBufferPrototype);
    make(vm, proto, Bytes::Linear(data, length), None, false)
}
/// A fixed-length buffer of the current realm with these bytes.
pub fn of_bytes(vm: &mut Vm, bytes: Vec<u8>) -> Gc<Object> {
    let proto = vm.intrinsic(Intrinsic::ArrayBufferPrototype);
    make(vm, proto, Bytes::Own(bytes), None, false)
}

/// GetArrayBufferMaxByteLengthOption (sec-getarraybuffermaxbytelengthoption).
pub(super) fn max_option(vm: &mut Vm, options: Value) -> JsResult<Option<u64>> {
    let Some(options) = options.to_cell::<Object>() else { return Ok(None) };
    let max = vm.get(options, vm.names.maxByteLength)?;
    if max.is_undefined() { Ok(None) } else { vm.to_index(max).map(Some) }
}

/// ArrayBuffer ( length [ , options ] ) (sec-arraybuffer-length).
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if !args.is_construct() {
        return Err(vm.type_error("Constructor ArrayBuffer requires 'new'"));
    }
    let length = match vm.to_index(args.get(0)) {
        Ok(length) => length,
        Err(_) if args.get(0).is_number() => return Err(vm.range_error("Array buffer allocation failed")),
        Err(throw) => return Err(throw),
    };
    let max = max_option(vm, args.get(1))?;
    if max.is_some_and(|max| length > max) {
        return Err(vm.range_error("Invalid array buffer max length"));
    }
    let proto = vm.get_prototype_from_constructor(args.new_target, Intrinsic::ArrayBufferPrototype)?;
    Ok(allocate_with_proto(vm, proto, length, max)?.value())
}

/// ArrayBuffer.isView (sec-arraybuffer.isview).
fn is_view(_: &mut Vm, args: &Args) -> JsResult<Value> {
    let kind = args.get(0).to_cell::<Object>().map(|o| o.kind());
    Ok(Value::bool(matches!(kind, Some(Kind::TypedArray | Kind::DataView))))
}

fn this_buffer<'a>(vm: &mut Vm, args: &Args, method: &str) -> JsResult<&'a ArrayBufferData> {
    match args.this.payload::<ArrayBufferData>() {
        Some(data) if !data.is_shared() => Ok(data),
        _ => {
            let shown = vm.to_display(args.this);
            Err(vm.type_error(format!("Method ArrayBuffer.prototype.{method} called on incompatible receiver {shown}")))
        }
    }
}
fn attached<'a>(vm: &mut Vm, args: &Args, method: &str) -> JsResult<&'a ArrayBufferData> {
    let data = this_buffer(vm, args, method)?;
    if data.is_detached() {
        return Err(vm.type_error(format!("Cannot perform ArrayBuffer.prototype.{method} on a detached ArrayBuffer")));
    }
    Ok(data)
}

/// The error of a method that would write to an immutable buffer.
pub fn immutable_error(vm: &mut Vm, method: &str) -> crate::runtime::completion::Throw {
    vm.type_error(format!("Cannot perform {method} on an immutable ArrayBuffer"))
}

pub(crate) fn quick_byte_length(buffer: Value) -> Option<Value> {
    buffer.payload::<ArrayBufferData>().filter(|data| !data.is_shared()).map(|data| Value::from(data.len()))
}
fn get_byte_length(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    this_buffer(vm, args, "byteLength").map(|b| Value::from(b.len()))
}
fn get_max_byte_length(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let data = this_buffer(vm, args, "maxByteLength")?;
    Ok(Value::from(if data.is_detached() { 0 } else { data.max_length.get().unwrap_or(data.len()) }))
}
fn get_resizable(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    this_buffer(vm, args, "resizable").map(|b| Value::bool(b.max_length.get().is_some()))
}
fn get_detached(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    this_buffer(vm, args, "detached").map(|b| Value::bool(b.is_detached()))
}

/// get ArrayBuffer.prototype.immutable (sec-get-arraybuffer.prototype.immutable).
fn get_immutable(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    this_buffer(vm, args, "immutable").map(|b| Value::bool(b.is_immutable()))
}

/// ArrayBuffer.prototype.resize (sec-arraybuffer.prototype.resize).
fn resize(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let data = this_buffer(vm, args, "resize")?;
    let Some(max) = data.max_length.get() else {
        return Err(vm.type_error("Method ArrayBuffer.prototype.resize called on incompatible receiver #<ArrayBuffer>"));
    };
    let length = vm.to_index(args.get(0))?;
    let data = attached(vm, args, "resize")?;
    if length > max as u64 {
        return Err(vm.range_error("ArrayBuffer.prototype.resize: Invalid length parameter"));
    }
    data.resize(length as usize);
    Ok(Value::UNDEFINED)
}

/// ArrayBuffer.prototype.slice (sec-arraybuffer.prototype.slice).
fn slice(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let data = attached(vm, args, "slice")?;
    let len = data.len() as u64;
    let start = crate::builtins::array::relative_index(vm, args.get(0), len)?;
    let end = crate::builtins::array::relative_end(vm, args.get(1), len)?;
    let count = end.saturating_sub(start);
    let object = args.this.to_cell::<Object>().expect("a buffer");
    let constructor = vm.species_constructor(object, Intrinsic::ArrayBuffer)?;
    if constructor == vm.intrinsic(Intrinsic::ArrayBuffer).value() {
        attached(vm, args, "slice")?;
        vm.room_for(count as usize)?;
        let mut bytes = data.copy(start as usize, (start + count) as usize);
        bytes.resize(count as usize, 0);
        return Ok(of_bytes(vm, bytes).value());
    }
    let made = vm.construct(constructor, &[Value::number(count as f64)], constructor)?;
    let Some(new) = made.payload::<ArrayBufferData>().filter(|new| !new.is_shared()) else {
        return Err(vm.type_error("Species constructor did not return an ArrayBuffer"));
    };
    if new.is_detached() || new.is_immutable() || made == args.this || (new.len() as u64) < count {
        return Err(vm.type_error("Species constructor returned an unusable ArrayBuffer"));
    }
    attached(vm, args, "slice")?;
    new.write(0, &data.copy(start as usize, (start + count) as usize));
    Ok(made)
}

/// ArrayBuffer.prototype.sliceToImmutable (sec-arraybuffer.prototype.slicetoimmutable).
fn slice_to_immutable(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    const METHOD: &str = "sliceToImmutable";
    let len = attached(vm, args, METHOD)?.len() as u64;
    let first = crate::builtins::array::relative_index(vm, args.get(0), len)?;
    let last = crate::builtins::array::relative_end(vm, args.get(1), len)?;
    // The conversions may have detached or resized it.
    let data = attached(vm, args, METHOD)?;
    if (data.len() as u64) < last {
        return Err(vm.range_error("ArrayBuffer.prototype.sliceToImmutable: the buffer has shrunk"));
    }
    vm.room_for(last.saturating_sub(first) as usize)?;
    Ok(of_immutable_bytes(vm, data.copy(first as usize, last as usize)).value())
}

/// What ArrayBufferCopyAndDetach makes.
#[derive(Clone, Copy, PartialEq)]
enum Transfer {
    PreserveResizability,
    FixedLength,
    Immutable,
}

/// ArrayBufferCopyAndDetach (sec-arraybuffercopyanddetach).
fn copy_and_detach(vm: &mut Vm, args: &Args, mode: Transfer, method: &str) -> JsResult<Value> {
    let data = this_buffer(vm, args, method)?;
    let length = if args.get(0).is_undefined() { data.len() as u64 } else { vm.to_index(args.get(0))? };
    attached(vm, args, method)?;
    if data.is_immutable() {
        return Err(immutable_error(vm, &format!("ArrayBuffer.prototype.{method}")));
    }
    if data.has_detach_key() {
        return Err(vm.type_error(format!("Cannot perform ArrayBuffer.prototype.{method} on a buffer that cannot be detached")));
    }
    let count = data.len().min(length as usize);
    let new = if mode == Transfer::Immutable {
        let mut bytes = create_byte_data_block(vm, length)?;
        bytes.extend_from_slice(&data.detach()[..count]);
        bytes.resize(length as usize, 0);
        of_immutable_bytes(vm, bytes)
    } else {
        let max = if mode == Transfer::PreserveResizability { data.max_length.get().map(|m| m as u64) } else { None };
        let proto = vm.intrinsic(Intrinsic::ArrayBufferPrototype);
        let new = allocate_with_proto(vm, proto, length, max)?;
        new.payload::<ArrayBufferData>().expect("a buffer").write(0, &data.detach()[..count]);
        new
    };
    Ok(new.value())
}
/// ArrayBuffer.prototype.transfer (sec-arraybuffer.prototype.transfer).
fn transfer(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    copy_and_detach(vm, args, Transfer::PreserveResizability, "transfer")
}
/// ArrayBuffer.prototype.transferToFixedLength (sec-arraybuffer.prototype.transfertofixedlength).
fn transfer_to_fixed_length(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    copy_and_detach(vm, args, Transfer::FixedLength, "transferToFixedLength")
}
/// ArrayBuffer.prototype.transferToImmutable (sec-arraybuffer.prototype.transfertoimmutable).
fn transfer_to_immutable(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    copy_and_detach(vm, args, Transfer::Immutable, "transferToImmutable")
}

/// What inspection shows of a buffer.
pub fn inspect_parts(object: Gc<Object>, limit: usize) -> (Option<String>, usize) {
    let Some(data) = object.payload::<ArrayBufferData>() else { return (None, 0) };
    if data.is_detached() {
        return (None, 0);
    }
    let shown: Vec<String> = data.copy(0, limit.min(data.len())).iter().map(|b| format!("{b:02x}")).collect();
    let rest = data.len().saturating_sub(limit);
    let more = if rest > 0 { format!(" ... {rest} more byte{}", if rest > 1 { "s" } else { "" }) } else { String::new() };
    (Some(shown.join(" ") + &more), data.len())
}

pub static ARRAY_BUFFER: ClassSpec = ClassSpec {
    statics: &[method("isView", 1, is_view)],
    static_getters: &[getter("@@species", return_this)],
    methods: &[
        method("slice", 2, slice),
        method("resize", 1, resize),
        method("transfer", 0, transfer),
        method("transferToFixedLength", 0, transfer_to_fixed_length),
        method("transferToImmutable", 0, transfer_to_immutable),
        method("sliceToImmutable", 2, slice_to_immutable),
    ],
    getters: &[
        getter("byteLength", get_byte_length),
        getter("maxByteLength", get_max_byte_length),
        getter("resizable", get_resizable),
        getter("detached", get_detached),
        getter("immutable", get_immutable),
    ],
    constants: &[tag("ArrayBuffer")],
    ..ClassSpec::new("ArrayBuffer", 1, constructor, Intrinsic::ArrayBuffer, Intrinsic::ArrayBufferPrototype)
};
