//! The native stack and the registers, as words.
//!
//! The scan goes from the stack pointer of the function that does it up to the
//! base that the host names. Registers that a caller may rely on across the
//! call are stored into an array in that frame first; all other registers have
//! been saved by the callers themselves, in the range that is scanned.
//!
//! Supports x86-64 and aarch64. It does not know what a word means.

/// Calls `scan` with the range of words from the top of the stack to `base`,
/// callee-saved registers included.
///
/// # Safety
/// `base` is an address in, or just past, the calling thread's stack, above the
/// caller's frame.
#[inline(never)]
pub(crate) unsafe fn with_stack(base: usize, scan: &mut dyn FnMut(*const u64, *const u64)) {
    let mut registers = [0u64; 20];
    let saved = registers.as_mut_ptr();
    #[cfg(target_arch = "x86_64")]
    // SAFETY: stores six registers into the array, which is large enough.
    unsafe {
        core::arch::asm!(
            "mov [{0}], rbx",
            "mov [{0} + 8], rbp",
            "mov [{0} + 16], r12",
            "mov [{0} + 24], r13",
            "mov [{0} + 32], r14",
            "mov [{0} + 40], r15",
            in(reg) saved,
            options(nostack, preserves_flags)
        );
    }
    #[cfg(target_arch = "aarch64")]
    // SAFETY: stores twenty registers into the array, which is large enough.
    unsafe {
        core::arch::asm!(
            "stp x19, x20, [{0}]",
            "stp x21, x22, [{0}, #16]",
            "stp x23, x24, [{0}, #32]",
            "stp x25, x26, [{0}, #48]",
            "stp x27, x28, [{0}, #64]",
            "str x29, [{0}, #80]",
            "stp d8, d9, [{0}, #96]",
            "stp d10, d11, [{0}, #112]",
            "stp d12, d13, [{0}, #128]",
            "stp d14, d15, [{0}, #144]",
            in(reg) saved,
            options(nostack, preserves_flags)
        );
    }
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    compile_error!("the native stack cannot be scanned on this architecture");

    let top = saved as usize;
    let base = base / size_of::<u64>() * size_of::<u64>();
    assert!(top < base, "the stack base lies below the stack pointer");
    scan(saved, base as *const u64);
    // Keeps the array, and so this frame, alive across the scan.
    core::hint::black_box(&mut registers);
}

/// Highest address of the calling thread's native stack, for
/// [`crate::Host::stack_base`]. Slow the first time on some systems: ask once
/// per thread.
pub fn native_stack_base() -> usize {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    // SAFETY: the attributes are initialised by `pthread_getattr_np` before
    // they are read, and destroyed once.
    unsafe {
        let mut attributes: libc::pthread_attr_t = core::mem::zeroed();
        let status = libc::pthread_getattr_np(libc::pthread_self(), &mut attributes);
        assert_eq!(status, 0, "the extent of the native stack is unknown");
        let mut lowest = core::ptr::null_mut();
        let mut size = 0;
        libc::pthread_attr_getstack(&attributes, &mut lowest, &mut size);
        libc::pthread_attr_destroy(&mut attributes);
        lowest as usize + size
    }
    #[cfg(target_os = "macos")]
    // SAFETY: no preconditions.
    unsafe {
        libc::pthread_get_stackaddr_np(libc::pthread_self()) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_of_the_caller_is_seen() {
        let local = core::hint::black_box([0x1234_5678_9abc_def0u64]);
        let mut seen = false;
        // SAFETY: the base is that of this thread.
        unsafe {
            with_stack(native_stack_base(), &mut |from, to| {
                let mut at = from;
                while at < to {
                    seen |= at.read_volatile() == 0x1234_5678_9abc_def0;
                    at = at.add(1);
                }
            });
        }
        core::hint::black_box(&local);
        assert!(seen);
    }

    #[cfg(target_arch = "x86_64")]
    #[test]
    fn callee_saved_registers_are_seen() {
        // r12 holds the complement, so that the value itself is in no other
        // place than the register while the scan runs.
        extern "C" fn scan_for(complement: u64) -> u64 {
            let mut seen = 0;
            // SAFETY: the base is that of this thread.
            unsafe {
                with_stack(native_stack_base(), &mut |from, to| {
                    let mut at = from;
                    while at < to {
                        seen |= u64::from(!at.read_volatile() == complement);
                        at = at.add(1);
                    }
                });
            }
            seen
        }
        let complement = core::hint::black_box(0x0f1e_2d3c_4b5a_6978u64);
        let seen: u64;
        // SAFETY: an ordinary call with r12 set to a value that the callee must
        // preserve; all caller-saved registers are declared clobbered.
        unsafe {
            core::arch::asm!(
                "mov r12, rdi",
                "not r12",
                "mov r13, rsp",
                "and rsp, -16",
                "call {scan}",
                "mov rsp, r13",
                "xor r12d, r12d",
                scan = sym scan_for,
                in("rdi") complement,
                out("r12") _,
                out("r13") _,
                lateout("rax") seen,
                clobber_abi("C"),
            );
        }
        assert_eq!(seen, 1);
    }
}
