//! Reads and writes of named properties at sites that saw too many shapes: bridges to the runtime
//! (as `preserving` has them, with the same arguments) that look into the megamorphic cache first.
//! Where it has the answer they change no register, and take a sixth of the call's time.
//!
//! They do what `feedback::ic::load` and the interpreter's stores do for the commonest kinds of
//! entries, of objects; all else, and a write that the collector is to be told of, is the call's.

/// Address of the bridge for reads: entry point, object, key, immediate.
pub fn get_named() -> *const u8 {
    machine::get_named()
}

/// Address of the bridge for writes: entry point, object, key, value, immediate.
pub fn set_named() -> *const u8 {
    machine::set_named()
}

#[cfg(target_arch = "x86_64")]
mod machine {
    use crate::feedback::IcKind;
    use crate::feedback::megamorphic::layout as row;
    use crate::ion::layout;
    use crate::ion::preserving::keep_all_registers;
    use crate::object::layout::{OBJECT_INLINE, OBJECT_SLOTS, SLOTS_CAPACITY, SLOTS_DATA};
    use crate::value::{TAG_SHIFT, Value, tag};
    use core::arch::naked_asm;

    pub fn get_named() -> *const u8 {
        read as *const u8
    }
    pub fn set_named() -> *const u8 {
        write as *const u8
    }

    #[unsafe(naked)]
    unsafe extern "C" fn read() {
        naked_asm!(
            "push rax",
            "push rdi",
            "push r8",
            "push r9",
            // Of objects only.
            "mov rax, rsi",
            "shr rax, {tag_shift}",
            "cmp eax, {object}",
            "jne 9f",
            "mov rdi, rsi",
            "shl rdi, 16",
            "shr rdi, 16",
            // The row for the shape and the key.
            "mov eax, [rdi]",
            "imul r8d, eax, {of_shape}",
            "imul r9d, edx, {of_key}",
            "xor r8d, r9d",
            "shr r8d, {index_shift}",
            "shl r8d, {row_shift}",
            "add r8, [r15 + {rows}]",
            "cmp [r8 + {key}], rdx",
            "jne 9f",
            "cmp [r8 + {shape}], eax",
            "jne 9f",
            "movzx eax, byte ptr [r8 + {kind}]",
            "movzx r9d, word ptr [r8 + {slot}]",
            "cmp eax, {own_inline}",
            "jne 4f",
            // An inline slot of rdi.
            "2:",
            "mov rax, [rdi + r9*8 + {inline}]",
            "3:",
            "mov [r15 + {result}], rax",
            "pop r9",
            "pop r8",
            "pop rdi",
            "pop rax",
            "ret",
            "4:",
            "cmp eax, {own_slots}",
            "jne 6f",
            // An out-of-line slot of rdi.
            "5:",
            "mov rdi, [rdi + {slots}]",
            "mov rax, [rdi + r9*8 + {data}]",
            "jmp 3b",
            // What depends on prototypes holds as long as none has changed.
            "6:",
            "mov edi, [r15 + {proto_epoch}]",
            "cmp edi, [r8 + {epoch}]",
            "jne 9f",
            "mov rdi, [r8 + {target}]",
            "cmp eax, {proto_inline}",
            "je 2b",
            "cmp eax, {proto_slots}",
            "je 5b",
            "cmp eax, {absent}",
            "jne 9f",
            "movabs rax, {undefined}",
            "jmp 3b",
            "9:",
            "pop r9",
            "pop r8",
            "pop rdi",
            "pop rax",
            "jmp {call}",
            tag_shift = const TAG_SHIFT,
            object = const tag::OBJECT,
            of_shape = const row::OF_SHAPE as i32,
            of_key = const row::OF_KEY as i32,
            index_shift = const row::INDEX_SHIFT,
            row_shift = const row::ROW_SHIFT,
            rows = const layout::MEGAMORPHIC,
            key = const row::KEY,
            shape = const row::SHAPE,
            kind = const row::KIND,
            slot = const row::SLOT,
            target = const row::TARGET,
            epoch = const row::EPOCH,
            proto_epoch = const layout::PROTO_EPOCH,
            own_inline = const IcKind::OwnInline as u8,
            own_slots = const IcKind::OwnSlots as u8,
            proto_inline = const IcKind::ProtoInline as u8,
            proto_slots = const IcKind::ProtoSlots as u8,
            absent = const IcKind::Absent as u8,
            inline = const OBJECT_INLINE,
            slots = const OBJECT_SLOTS,
            data = const SLOTS_DATA,
            undefined = const Value::UNDEFINED.0,
            result = const layout::KEPT_RESULT,
            call = sym keep_all_registers,
        )
    }

    #[unsafe(naked)]
    unsafe extern "C" fn write() {
        naked_asm!(
            "push rax",
            "push rdi",
            "push r9",
            "push r10",
            "mov rax, rsi",
            "shr rax, {tag_shift}",
            "cmp eax, {object}",
            "jne 9f",
            "mov rdi, rsi",
            "shl rdi, 16",
            "shr rdi, 16",
            // The row for the shape and the key, whose lowest bit says that this is a write.
            "mov eax, [rdi]",
            "mov r10, rdx",
            "or r10, 1",
            "imul r9d, r10d, {of_key}",
            "imul r10d, eax, {of_shape}",
            "xor r9d, r10d",
            "shr r9d, {index_shift}",
            "shl r9d, {row_shift}",
            "add r9, [r15 + {rows}]",
            "mov r10, rdx",
            "or r10, 1",
            "cmp [r9 + {key}], r10",
            "jne 9f",
            "cmp [r9 + {shape}], eax",
            "jne 9f",
            "movzx eax, byte ptr [r9 + {kind}]",
            "movzx r10d, word ptr [r9 + {slot}]",
            "cmp eax, {set_inline}",
            "jne 4f",
            // The collector is to know of old cells that are written to.
            "test byte ptr [rdi + {gc}], {old}",
            "jnz 9f",
            "mov [rdi + r10*8 + {inline}], rcx",
            "3:",
            "movabs rax, {undefined}",
            "mov [r15 + {result}], rax",
            "pop r10",
            "pop r9",
            "pop rdi",
            "pop rax",
            "ret",
            "4:",
            "cmp eax, {set_slots}",
            "jne 5f",
            "mov rdi, [rdi + {slots}]",
            "test byte ptr [rdi + {gc}], {old}",
            "jnz 9f",
            "mov [rdi + r10*8 + {data}], rcx",
            "jmp 3b",
            // An addition, which the prototypes have allowed so far.
            "5:",
            "push rax",
            "mov eax, [r15 + {proto_epoch}]",
            "cmp eax, [r9 + {epoch}]",
            "pop rax",
            "jne 9f",
            "test byte ptr [rdi + {gc}], {old}",
            "jnz 9f",
            "cmp eax, {add_inline}",
            "jne 6f",
            "mov [rdi + r10*8 + {inline}], rcx",
            "mov eax, [r9 + {target}]",
            "mov [rdi], eax",
            "jmp 3b",
            "6:",
            "cmp eax, {add_slots}",
            "jne 9f",
            "mov rax, [rdi + {slots}]",
            "test rax, rax",
            "jz 9f",
            "cmp r10d, [rax + {capacity}]",
            "jae 9f",
            "test byte ptr [rax + {gc}], {old}",
            "jnz 9f",
            "mov [rax + r10*8 + {data}], rcx",
            "mov eax, [r9 + {target}]",
            "mov [rdi], eax",
            "jmp 3b",
            "9:",
            "pop r10",
            "pop r9",
            "pop rdi",
            "pop rax",
            "jmp {call}",
            tag_shift = const TAG_SHIFT,
            object = const tag::OBJECT,
            of_shape = const row::OF_SHAPE as i32,
            of_key = const row::OF_KEY as i32,
            index_shift = const row::INDEX_SHIFT,
            row_shift = const row::ROW_SHIFT,
            rows = const layout::MEGAMORPHIC,
            key = const row::KEY,
            shape = const row::SHAPE,
            kind = const row::KIND,
            slot = const row::SLOT,
            target = const row::TARGET,
            epoch = const row::EPOCH,
            proto_epoch = const layout::PROTO_EPOCH,
            set_inline = const IcKind::SetInline as u8,
            set_slots = const IcKind::SetSlots as u8,
            add_inline = const IcKind::AddInline as u8,
            add_slots = const IcKind::AddSlots as u8,
            gc = const layout::HEADER_GC,
            old = const hearth_gc::GC_OLD,
            inline = const OBJECT_INLINE,
            slots = const OBJECT_SLOTS,
            capacity = const SLOTS_CAPACITY,
            data = const SLOTS_DATA,
            undefined = const Value::UNDEFINED.0,
            result = const layout::KEPT_RESULT,
            call = sym keep_all_registers,
        )
    }
}

/// Elsewhere each is the call.
#[cfg(not(target_arch = "x86_64"))]
mod machine {
    use crate::ion::preserving::keep_all;

    pub fn get_named() -> *const u8 {
        keep_all()
    }
    pub fn set_named() -> *const u8 {
        keep_all()
    }
}
