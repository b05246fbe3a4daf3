//! Calls that keep all registers: what compiled code does rarely, and comes back from.
//!
//! A slot that is not bound yet, a poll for interrupts, a full allocation cursor, the slow half of
//! a barrier: were these ordinary calls, everything that is live across one, which is everything in
//! a loop, would be on the stack or in the few registers that the platform's convention keeps.
//! The code generator knows a convention in which a call changes nothing; `keep_all` is the bridge
//! from it to the platform's, leaves the result in the context, and notes whose frame it came from: in code, the
//! frame pointer would be a value like others, moved out of loops and spilled for what hardly ever happens.

use super::layout;

/// Address of the bridge: called with the entry point as its first argument, and that entry's
/// arguments but the VM after it (at most four words, or a double).
pub fn keep_all() -> *const u8 {
    machine::keep_all as *const u8
}

#[cfg(target_arch = "x86_64")]
pub(crate) use machine::keep_all as keep_all_registers;

/// Of the general registers those that calls may change are kept; of the vector registers the
/// lower halves of all, since compiled code has doubles in them and nothing wider.
#[cfg(target_arch = "x86_64")]
mod machine {
    use super::*;
    use core::arch::naked_asm;

    #[unsafe(naked)]
    pub unsafe extern "C" fn keep_all() {
        naked_asm!(
            "mov [r15 + {frame}], rbp",
            "push rbp",
            "mov rbp, rsp",
            "push rax",
            "push rcx",
            "push rdx",
            "push rsi",
            "push rdi",
            "push r8",
            "push r9",
            "push r10",
            "push r11",
            // Sixteen doubles, and a word so that the stack is aligned at the call.
            "sub rsp, 136",
            "movsd [rsp], xmm0",
            "movsd [rsp + 8], xmm1",
            "movsd [rsp + 16], xmm2",
            "movsd [rsp + 24], xmm3",
            "movsd [rsp + 32], xmm4",
            "movsd [rsp + 40], xmm5",
            "movsd [rsp + 48], xmm6",
            "movsd [rsp + 56], xmm7",
            "movsd [rsp + 64], xmm8",
            "movsd [rsp + 72], xmm9",
            "movsd [rsp + 80], xmm10",
            "movsd [rsp + 88], xmm11",
            "movsd [rsp + 96], xmm12",
            "movsd [rsp + 104], xmm13",
            "movsd [rsp + 112], xmm14",
            "movsd [rsp + 120], xmm15",
            "mov rax, rdi",
            "mov rdi, r15",
            "call rax",
            "mov [r15 + {result}], rax",
            "movsd xmm0, [rsp]",
            "movsd xmm1, [rsp + 8]",
            "movsd xmm2, [rsp + 16]",
            "movsd xmm3, [rsp + 24]",
            "movsd xmm4, [rsp + 32]",
            "movsd xmm5, [rsp + 40]",
            "movsd xmm6, [rsp + 48]",
            "movsd xmm7, [rsp + 56]",
            "movsd xmm8, [rsp + 64]",
            "movsd xmm9, [rsp + 72]",
            "movsd xmm10, [rsp + 80]",
            "movsd xmm11, [rsp + 88]",
            "movsd xmm12, [rsp + 96]",
            "movsd xmm13, [rsp + 104]",
            "movsd xmm14, [rsp + 112]",
            "movsd xmm15, [rsp + 120]",
            "add rsp, 136",
            "pop r11",
            "pop r10",
            "pop r9",
            "pop r8",
            "pop rdi",
            "pop rsi",
            "pop rdx",
            "pop rcx",
            "pop rax",
            "pop rbp",
            "ret",
            frame = const layout::EXIT_FP,
            result = const layout::KEPT_RESULT,
        )
    }
}

/// As for x86-64. x16 and x17 are nobody's across a call, x18 is the platform's; of d8 to d15 the
/// platform's convention keeps the lower halves.
#[cfg(target_arch = "aarch64")]
mod machine {
    use super::*;
    use core::arch::naked_asm;

    #[unsafe(naked)]
    pub unsafe extern "C" fn keep_all() {
        naked_asm!(
            "stp x29, x30, [sp, #-16]!",
            "mov x29, sp",
            "sub sp, sp, #320",
            "stp x0, x1, [sp]",
            "stp x2, x3, [sp, #16]",
            "stp x4, x5, [sp, #32]",
            "stp x6, x7, [sp, #48]",
            "stp x8, x9, [sp, #64]",
            "stp x10, x11, [sp, #80]",
            "stp x12, x13, [sp, #96]",
            "stp x14, x15, [sp, #112]",
            "stp d0, d1, [sp, #128]",
            "stp d2, d3, [sp, #144]",
            "stp d4, d5, [sp, #160]",
            "stp d6, d7, [sp, #176]",
            "stp d16, d17, [sp, #192]",
            "stp d18, d19, [sp, #208]",
            "stp d20, d21, [sp, #224]",
            "stp d22, d23, [sp, #240]",
            "stp d24, d25, [sp, #256]",
            "stp d26, d27, [sp, #272]",
            "stp d28, d29, [sp, #288]",
            "stp d30, d31, [sp, #304]",
            "ldr x9, [x29]",
            "mov x10, #{frame}",
            "str x9, [x21, x10]",
            "mov x9, x0",
            "mov x0, x21",
            "blr x9",
            "mov x9, #{result}",
            "str x0, [x21, x9]",
            "ldp x0, x1, [sp]",
            "ldp x2, x3, [sp, #16]",
            "ldp x4, x5, [sp, #32]",
            "ldp x6, x7, [sp, #48]",
            "ldp x8, x9, [sp, #64]",
            "ldp x10, x11, [sp, #80]",
            "ldp x12, x13, [sp, #96]",
            "ldp x14, x15, [sp, #112]",
            "ldp d0, d1, [sp, #128]",
            "ldp d2, d3, [sp, #144]",
            "ldp d4, d5, [sp, #160]",
            "ldp d6, d7, [sp, #176]",
            "ldp d16, d17, [sp, #192]",
            "ldp d18, d19, [sp, #208]",
            "ldp d20, d21, [sp, #224]",
            "ldp d22, d23, [sp, #240]",
            "ldp d24, d25, [sp, #256]",
            "ldp d26, d27, [sp, #272]",
            "ldp d28, d29, [sp, #288]",
            "ldp d30, d31, [sp, #304]",
            "add sp, sp, #320",
            "ldp x29, x30, [sp], #16",
            "ret",
            frame = const layout::EXIT_FP,
            result = const layout::KEPT_RESULT,
        )
    }
}

/// Machines for which no code is generated: never called.
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
mod machine {
    pub unsafe extern "C" fn keep_all() {
        unreachable!("there is no compiled code")
    }
}
