//! The Rust side of the quick built-ins: an answer, or none, in which case the call follows.
//!
//! Nothing here throws or runs script, and nothing but what is answered is changed. What they
//! allocate is small. A panic is the end of the process, as in helpers that compiled code cannot
//! do without.

use super::builtin_rows::{BUILTINS, Inline};
use super::quick_rows::Quick;
use crate::builtins::array::access as array;
use crate::builtins::collections::quick as collections;
use crate::builtins::string::quick as string;
use crate::builtins::typed::{buffer, data_view as view, methods as typed};
use crate::builtins::{bigint, global, number, object, regexp};
use crate::object::Native;
use crate::regexp::flag;
use crate::runtime::operators::number_to_int32;
use crate::value::Value;
use crate::vm::Vm;

macro_rules! quick_entries {
    ($($name:ident($vm:ident, $this:ident $(, $argument:ident)*) => $body:expr;)*) => {
        /// The entry point of a quick built-in.
        pub(super) fn quick_entry(quick: Quick) -> *const u8 {
            match quick {
                $(Quick::$name => {
                    const { assert!(<[&str]>::len(&[$(stringify!($argument)),*]) == Quick::$name.arguments()) };
                    unsafe extern "C" fn entry(vm: *mut Vm, $this: u64 $(, $argument: u64)*) -> u64 {
                        // SAFETY: invariant 1 of `entry_points`: it is the VM that the code runs in.
                        let $vm = unsafe { &mut *vm };
                        let $this = Value($this);
                        $(let $argument = Value($argument);)*
                        let answer: Option<Value> = $body;
                        answer.unwrap_or(Value::EMPTY).0
                    }
                    entry as *const u8
                })*
            }
        }

        /// The answer of a built-in that has no arguments.
        fn answer_alone(quick: Quick, vm: &mut Vm, receiver: Value) -> Option<Value> {
            match quick {
                $(Quick::$name => {
                    let ($vm, $this) = (vm, receiver);
                    let _ = (&$vm, &$this);
                    only_alone!([$($argument)*] $body)
                })*
            }
        }
    };
}

macro_rules! only_alone {
    ([] $body:expr) => {
        $body
    };
    ([$($argument:ident)+] $body:expr) => {
        None
    };
}

/// What a getter answers, if it is a built-in that does so easily.
pub(super) fn quick_getter(vm: &mut Vm, getter: Value, receiver: Value) -> Option<Value> {
    let row = getter.to_cell::<Native>()?.intrinsic_id.get().checked_sub(1)?;
    match BUILTINS[row as usize].2 {
        Inline::Quick(quick) => answer_alone(quick, vm, receiver),
        _ => None,
    }
}

quick_entries! {
    MapGet(_vm, this, key) => collections::map_get(this, key);
    MapHas(_vm, this, key) => collections::map_has(this, key);
    MapSet(vm, this, key, value) => collections::map_set(vm, this, key, value);
    MapDelete(vm, this, key) => collections::map_delete(vm, this, key);
    SetHas(_vm, this, key) => collections::set_has(this, key);
    SetAdd(vm, this, key) => collections::set_add(vm, this, key);
    SetDelete(vm, this, key) => collections::set_delete(vm, this, key);
    ViewGetInt8(_vm, this, at, little) => view::quick_get(this, at, little, |bytes| Value::int(i8::from_le_bytes(bytes) as i32));
    ViewGetUint8(_vm, this, at, little) => view::quick_get(this, at, little, |bytes| Value::int(u8::from_le_bytes(bytes) as i32));
    ViewGetInt16(_vm, this, at, little) => view::quick_get(this, at, little, |bytes| Value::int(i16::from_le_bytes(bytes) as i32));
    ViewGetUint16(_vm, this, at, little) => view::quick_get(this, at, little, |bytes| Value::int(u16::from_le_bytes(bytes) as i32));
    ViewGetInt32(_vm, this, at, little) => view::quick_get(this, at, little, |bytes| Value::int(i32::from_le_bytes(bytes)));
    ViewGetUint32(_vm, this, at, little) => view::quick_get(this, at, little, |bytes| Value::from(u32::from_le_bytes(bytes)));
    ViewGetFloat32(_vm, this, at, little) => view::quick_get(this, at, little, |bytes| Value::number(f32::from_le_bytes(bytes) as f64));
    ViewGetFloat64(_vm, this, at, little) => view::quick_get(this, at, little, |bytes| Value::number(f64::from_le_bytes(bytes)));
    ViewSetInt8(_vm, this, at, value, little) => view::quick_set(this, at, value, little, |value| (number_to_int32(value) as u8).to_le_bytes());
    ViewSetUint8(_vm, this, at, value, little) => view::quick_set(this, at, value, little, |value| (number_to_int32(value) as u8).to_le_bytes());
    ViewSetInt16(_vm, this, at, value, little) => view::quick_set(this, at, value, little, |value| (number_to_int32(value) as u16).to_le_bytes());
    ViewSetUint16(_vm, this, at, value, little) => view::quick_set(this, at, value, little, |value| (number_to_int32(value) as u16).to_le_bytes());
    ViewSetInt32(_vm, this, at, value, little) => view::quick_set(this, at, value, little, |value| number_to_int32(value).to_le_bytes());
    ViewSetUint32(_vm, this, at, value, little) => view::quick_set(this, at, value, little, |value| number_to_int32(value).to_le_bytes());
    ViewSetFloat32(_vm, this, at, value, little) => view::quick_set(this, at, value, little, |value| (value.as_number() as f32).to_le_bytes());
    ViewSetFloat64(_vm, this, at, value, little) => view::quick_set(this, at, value, little, |value| value.as_number().to_le_bytes());
    StringStartsWith(_vm, this, wanted, from) => string::starts_with(this, wanted, from);
    StringEndsWith(_vm, this, wanted, end) => string::ends_with(this, wanted, end);
    StringIncludes(_vm, this, wanted, from) => string::position(this, wanted, from).map(|at| Value::bool(at >= 0));
    StringIndexOf(_vm, this, wanted, from) => string::position(this, wanted, from).map(Value::int);
    StringCodePointAt(_vm, this, at) => string::code_point_at(this, at);
    StringAt(vm, this, at) => string::at(vm, this, at);
    ArrayAt(_vm, this, at) => array::quick_at(this, at);
    ArrayIncludes(vm, this, wanted, from) => array::quick_includes(vm, this, wanted, from);
    ArrayIndexOf(vm, this, wanted, from) => array::quick_index_of(vm, this, wanted, from);
    NumberToString(vm, this, radix) => number::quick_to_string(vm, this, radix);
    ParseInt(_vm, _this, text, radix) => global::quick_parse_int(text, radix);
    ObjectKeys(vm, _this, value) => object::quick_keys(vm, value);
    ObjectHasOwn(vm, _this, value, key) => object::quick_has_own(vm, value, key);
    HasOwnProperty(vm, this, key) => object::quick_has_own(vm, this, key);
    BigIntAsUintN(vm, _this, bits, value) => bigint::quick_wrap(vm, bits, value, false);
    BigIntAsIntN(vm, _this, bits, value) => bigint::quick_wrap(vm, bits, value, true);
    MapSize(_vm, this) => collections::map_size(this);
    SetSize(_vm, this) => collections::set_size(this);
    ViewByteLength(_vm, this) => view::quick_byte_length(this);
    ViewByteOffset(_vm, this) => view::quick_byte_offset(this);
    TypedByteLength(_vm, this) => typed::quick_byte_length(this);
    TypedByteOffset(_vm, this) => typed::quick_byte_offset(this);
    TypedBuffer(_vm, this) => typed::quick_buffer(this);
    BufferByteLength(_vm, this) => buffer::quick_byte_length(this);
    RegExpGlobal(_vm, this) => regexp::quick_flag(this, flag::GLOBAL);
    RegExpIgnoreCase(_vm, this) => regexp::quick_flag(this, flag::IGNORE_CASE);
    RegExpMultiline(_vm, this) => regexp::quick_flag(this, flag::MULTILINE);
    RegExpSticky(_vm, this) => regexp::quick_flag(this, flag::STICKY);
    RegExpUnicode(_vm, this) => regexp::quick_flag(this, flag::UNICODE);
    ObjectProto(vm, this) => object::quick_proto(vm, this);
}
