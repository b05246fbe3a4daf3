//! Offsets of the VM's fields from the pinned register, as compiled code uses them.

use crate::vm::{Context, Vm};
use core::mem::offset_of;

const CX: usize = offset_of!(Vm, cx);

macro_rules! context_offsets {
    ($($name:ident = $($field:ident).+;)*) => {
        $(pub const $name: i32 = (CX + offset_of!(Context, $($field).+)) as i32;)*
        /// Digest source: a change of any offset makes stored code a miss.
        pub const ALL: &[i32] = &[$($name),*];
    };
}

context_offsets! {
    EXCEPTION = exception;
    NEW_TARGET = new_target;
    SP = sp;
    CALL_LIMIT = interrupt.call_limit;
    NATIVE_LIMIT = native_limit;
    EXIT_FP = exit_fp;
    EXIT_SITE = exit_site;
    EXIT_LINKS = exit_links;
    INTERRUPT = interrupt.bits;
    RUNTIME_CALLS = runtime_calls;
    KEEP_ALL = keep_all;
    KEPT_RESULT = kept_result;
    GET_NAMED = get_named;
    SET_NAMED = set_named;
    MEGAMORPHIC = megamorphic;
    PROTO_EPOCH = proto_epoch;
    BAILOUT_BUFFER = bailout_buffer;
    EMPTY_ELEMENTS = empty_elements;
    PRISTINE_ARRAY_ITERATION = pristine_array_iteration;
    INDEXED_PROTOTYPES = indexed_prototypes;
    SINGLE_CHARS = single_chars;
    GUARD_COUNTDOWN = guard_countdown;
}

/// Allocation cursor: bump pointer and limit.
pub const BUMP: i32 = offset_of!(hearth_gc::Cursor, bump) as i32;
pub const LIMIT: i32 = offset_of!(hearth_gc::Cursor, limit) as i32;
const _: () = assert!(offset_of!(Vm, heap) == 0 && offset_of!(hearth_gc::Heap, cursor) == 0);
const _: () = assert!(offset_of!(hearth_gc::Header, shape) == 0 && offset_of!(hearth_gc::Header, kind) == 4);

/// Offset of the header byte that the write barrier tests.
pub const HEADER_GC: i32 = offset_of!(hearth_gc::Header, gc) as i32;
pub const HEADER_KIND: i32 = offset_of!(hearth_gc::Header, kind) as i32;
pub const HEADER_FLAGS: i32 = offset_of!(hearth_gc::Header, flags) as i32;

/// The first word of a fresh cell, less its shape. A cell that is too large for the header to say
/// how large says it itself.
pub const fn header_word(kind: crate::heap::Kind, bytes: usize) -> u64 {
    (kind as u64) << 32 | (hearth_gc::Header::units_for(bytes) as u64) << 56
}
