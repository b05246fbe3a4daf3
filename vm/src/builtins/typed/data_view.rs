//! DataView (sec-dataview-objects).

use super::buffer::{ArrayBufferData, immutable_error};
use crate::builtins::table::*;
use crate::heap::{Kind, Payload, Tracer};
use crate::object::function::Args;
use crate::object::layout::trace_value;
use crate::object::typed_array::ElementType;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;

/// `[[ViewedArrayBuffer]]`, `[[ByteOffset]]` and `[[ByteLength]]`.
struct DataViewData {
    buffer: Value,
    offset: usize,
    /// None: to the end of a resizable buffer.
    length: Option<usize>,
}

impl Payload for DataViewData {
    fn trace(&self, tracer: &mut Tracer) {
        trace_value(self.buffer, tracer);
    }
}

/// The bytes of a DataView.
pub(super) fn bytes_of(value: Value) -> Option<Vec<u8>> {
    let view = value.payload::<DataViewData>()?;
    let length = view.byte_length().unwrap_or(0);
    Some(view.bytes().copy(view.offset, view.offset + length))
}

/// The buffer of a DataView.
pub fn buffer_of(value: Value) -> Option<Value> {
    Some(value.payload::<DataViewData>()?.buffer)
}

/// Where a DataView begins, and its length if it has one of its own. None if it is out of bounds.
pub fn range_of(value: Value) -> Option<(usize, Option<usize>)> {
    let view = value.payload::<DataViewData>()?;
    view.byte_length()?;
    Some((view.offset, view.length))
}

impl DataViewData {
    fn bytes<'a>(&self) -> &'a ArrayBufferData {
        self.buffer.payload::<ArrayBufferData>().expect("a buffer")
    }
    /// GetViewByteLength (sec-getviewbytelength); None if out of bounds.
    fn byte_length(&self) -> Option<usize> {
        let bytes = self.bytes();
        if bytes.is_detached() || self.offset > bytes.len() {
            return None;
        }
        match self.length {
            None => Some(bytes.len() - self.offset),
            Some(length) => (self.offset + length <= bytes.len()).then_some(length),
        }
    }
}

/// DataView ( buffer [ , byteOffset [ , byteLength ] ] ) (sec-dataview-buffer-byteoffset-bytelength).
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if !args.is_construct() {
        return Err(vm.type_error("Constructor DataView requires 'new'"));
    }
    let Some(bytes) = args.get(0).payload::<ArrayBufferData>() else {
        return Err(vm.type_error("First argument to DataView constructor must be an ArrayBuffer"));
    };
    let offset = vm.to_index(args.get(1))? as usize;
    let check = |vm: &mut Vm| -> JsResult<()> {
        if bytes.is_detached() {
            return Err(vm.type_error("Cannot perform DataView on a detached ArrayBuffer"));
        }
        if offset > bytes.len() {
            return Err(vm.range_error(format!("Start offset {offset} is outside the bounds of the buffer")));
        }
        Ok(())
    };
    check(vm)?;
    let available = bytes.len();
    let length = match args.get(2) {
        v if v.is_undefined() && bytes.max_length.get().is_some() => None,
        v if v.is_undefined() => Some(available - offset),
        v => {
            // What becomes of the buffer meanwhile is looked at below.
            let length = vm.to_index(v)? as usize;
            if offset.saturating_add(length) > available {
                return Err(vm.range_error(format!("Invalid DataView length {length}")));
            }
            Some(length)
        }
    };
    let proto = vm.get_prototype_from_constructor(args.new_target, Intrinsic::DataViewPrototype)?;
    check(vm)?;
    if length.is_some_and(|length| offset + length > bytes.len()) {
        return Err(vm.range_error("Invalid DataView length"));
    }
    let data = DataViewData { buffer: args.get(0), offset, length };
    Ok(vm.new_payload_object(Kind::DataView, proto, Box::new(data)).value())
}

fn this_view<'a>(vm: &mut Vm, args: &Args, method: &str) -> JsResult<&'a DataViewData> {
    match args.this.payload::<DataViewData>() {
        Some(view) => Ok(view),
        None => {
            let shown = vm.to_display(args.this);
            Err(vm.type_error(format!("Method DataView.prototype.{method} called on incompatible receiver {shown}")))
        }
    }
}
fn get_buffer(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(this_view(vm, args, "buffer")?.buffer)
}
fn in_bounds<'a>(vm: &mut Vm, args: &Args, method: &str) -> JsResult<(&'a DataViewData, usize)> {
    let view = this_view(vm, args, method)?;
    match view.byte_length() {
        Some(length) => Ok((view, length)),
        None => Err(vm.type_error(format!("Cannot perform DataView.prototype.{method} on a detached ArrayBuffer"))),
    }
}
fn get_byte_length(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(Value::from(in_bounds(vm, args, "byteLength")?.1))
}
fn get_byte_offset(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(Value::from(in_bounds(vm, args, "byteOffset")?.0.offset))
}

pub(crate) fn quick_byte_length(view: Value) -> Option<Value> {
    view.payload::<DataViewData>()?.byte_length().map(Value::from)
}
pub(crate) fn quick_byte_offset(view: Value) -> Option<Value> {
    let view = view.payload::<DataViewData>()?;
    view.byte_length()?;
    Some(Value::from(view.offset))
}

/// GetViewValue (sec-getviewvalue).
fn get_value(vm: &mut Vm, args: &Args, element: ElementType, method: &str) -> JsResult<Value> {
    let view = this_view(vm, args, method)?;
    let index = vm.to_index(args.get(0))? as usize;
    let little = crate::runtime::operations::to_boolean(args.get(1));
    let (_, length) = in_bounds(vm, args, method)?;
    let size = element.size();
    if index.saturating_add(size) > length {
        return Err(vm.range_error("Offset is outside the bounds of the DataView"));
    }
    let at = view.offset + index;
    let mut raw = view.bytes().copy(at, at + size);
    if little != cfg!(target_endian = "little") {
        raw.reverse();
    }
    // SAFETY: `raw` has the element's size.
    Ok(unsafe { vm.read_element(raw.as_ptr(), element) })
}
impl DataViewData {
    /// Where in the buffer `size` bytes at an index begin, if they are in bounds.
    #[inline(always)]
    fn place(&self, bytes: &ArrayBufferData, index: Value, size: usize) -> Option<usize> {
        let index = index.is_int().then(|| usize::try_from(index.as_int()))?.ok()?;
        // A detached buffer has none.
        let available = bytes.len().checked_sub(self.offset)?;
        let length = match self.length {
            None => available,
            Some(length) if length <= available => length,
            Some(_) => return None,
        };
        (index + size <= length).then_some(self.offset + index)
    }
}

/// GetViewValue where nothing is converted and nothing is thrown: of its bytes, the last one
/// most significant.
#[inline(always)]
pub(crate) fn quick_get<const SIZE: usize>(view: Value, index: Value, little: Value, value: impl Fn([u8; SIZE]) -> Value) -> Option<Value> {
    let view = view.payload::<DataViewData>()?;
    let bytes = view.bytes();
    let at = view.place(bytes, index, SIZE)?;
    let mut raw = [0; SIZE];
    // SAFETY: `place` has found them within the bytes of the buffer.
    unsafe { core::ptr::copy_nonoverlapping(bytes.data().add(at), raw.as_mut_ptr(), SIZE) };
    if !crate::runtime::operations::to_boolean(little) {
        raw.reverse();
    }
    Some(value(raw))
}

/// SetViewValue of a number where nothing is converted and nothing is thrown; `raw` as for `quick_get`.
#[inline(always)]
pub(crate) fn quick_set<const SIZE: usize>(
    view: Value,
    index: Value,
    value: Value,
    little: Value,
    raw: impl Fn(Value) -> [u8; SIZE],
) -> Option<Value> {
    let view = view.payload::<DataViewData>()?;
    let bytes = view.bytes();
    if bytes.is_immutable() || !value.is_number() {
        return None;
    }
    let at = view.place(bytes, index, SIZE)?;
    let mut raw = raw(value);
    if !crate::runtime::operations::to_boolean(little) {
        raw.reverse();
    }
    bytes.write(at, &raw);
    Some(Value::UNDEFINED)
}

/// SetViewValue (sec-setviewvalue).
fn set_value(vm: &mut Vm, args: &Args, element: ElementType, method: &str) -> JsResult<Value> {
    let view = this_view(vm, args, method)?;
    if view.bytes().is_immutable() {
        return Err(immutable_error(vm, &format!("DataView.prototype.{method}")));
    }
    let index = vm.to_index(args.get(0))? as usize;
    let value = vm.to_typed_value(args.get(1), element)?;
    let little = crate::runtime::operations::to_boolean(args.get(2));
    let (_, length) = in_bounds(vm, args, method)?;
    let size = element.size();
    if index.saturating_add(size) > length {
        return Err(vm.range_error("Offset is outside the bounds of the DataView"));
    }
    let mut raw = [0u8; 8];
    // SAFETY: no element is larger than 8 bytes.
    unsafe { Vm::write_raw_element(raw.as_mut_ptr(), element, value) };
    let raw = &mut raw[..size];
    if little != cfg!(target_endian = "little") {
        raw.reverse();
    }
    view.bytes().write(view.offset + index, raw);
    Ok(Value::UNDEFINED)
}

macro_rules! accessors {
    ($($element:ident $get:ident $get_name:literal $set:ident $set_name:literal;)*) => {
        $(
            fn $get(vm: &mut Vm, args: &Args) -> JsResult<Value> {
                get_value(vm, args, ElementType::$element, $get_name)
            }
            fn $set(vm: &mut Vm, args: &Args) -> JsResult<Value> {
                set_value(vm, args, ElementType::$element, $set_name)
            }
        )*
        static METHODS: &[Method] = &[$(method($get_name, 1, $get), method($set_name, 2, $set)),*];
    };
}
accessors! {
    Int8 get_int8 "getInt8" set_int8 "setInt8";
    Uint8 get_uint8 "getUint8" set_uint8 "setUint8";
    Int16 get_int16 "getInt16" set_int16 "setInt16";
    Uint16 get_uint16 "getUint16" set_uint16 "setUint16";
    Int32 get_int32 "getInt32" set_int32 "setInt32";
    Uint32 get_uint32 "getUint32" set_uint32 "setUint32";
    Float16 get_float16 "getFloat16" set_float16 "setFloat16";
    Float32 get_float32 "getFloat32" set_float32 "setFloat32";
    Float64 get_float64 "getFloat64" set_float64 "setFloat64";
    BigInt64 get_bigint64 "getBigInt64" set_bigint64 "setBigInt64";
    BigUint64 get_biguint64 "getBigUint64" set_biguint64 "setBigUint64";
}

pub static DATA_VIEW: ClassSpec = ClassSpec {
    methods: METHODS,
    getters: &[getter("buffer", get_buffer), getter("byteLength", get_byte_length), getter("byteOffset", get_byte_offset)],
    constants: &[tag("DataView")],
    ..ClassSpec::new("DataView", 1, constructor, Intrinsic::DataView, Intrinsic::DataViewPrototype)
};
