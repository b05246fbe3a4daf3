//! The one place where instruction caches are made to agree with memory.

use std::ops::Range;

/// Makes code that was just written to `range` (as it is executed, not as it
/// was written) visible to instruction fetch, on this core and on others.
///
/// x86-64: the hardware keeps instruction caches coherent, also between two
/// mappings of one page; there is nothing to do but to keep the compiler from
/// moving the writes.
///
/// aarch64: clean the data cache to the point of unification, invalidate the
/// instruction cache, then make every core that runs this process discard what
/// it has fetched.
pub fn flush_icache(range: Range<usize>) {
    std::sync::atomic::fence(std::sync::atomic::Ordering::SeqCst);
    #[cfg(test)]
    FLUSHED.with_borrow_mut(|flushed| flushed.push(range.clone()));
    #[cfg(target_arch = "x86_64")]
    let _ = range;
    #[cfg(target_arch = "aarch64")]
    {
        use std::arch::asm;
        let line_sizes: u64;
        // SAFETY: reads a register that user code may read on Linux.
        unsafe { asm!("mrs {}, ctr_el0", out(reg) line_sizes, options(nomem, nostack)) };
        let data_line = 4usize << (line_sizes >> 16 & 15);
        let instruction_line = 4usize << (line_sizes & 15);
        for line in (range.start & !(data_line - 1)..range.end).step_by(data_line) {
            // SAFETY: cache maintenance changes no memory; the range is mapped.
            unsafe { asm!("dc cvau, {}", in(reg) line, options(nostack)) };
        }
        // SAFETY: a barrier.
        unsafe { asm!("dsb ish", options(nostack)) };
        for line in (range.start & !(instruction_line - 1)..range.end).step_by(instruction_line) {
            // SAFETY: cache maintenance changes no memory; the range is mapped.
            unsafe { asm!("ic ivau, {}", in(reg) line, options(nostack)) };
        }
        // SAFETY: barriers.
        unsafe { asm!("dsb ish", "isb", options(nostack)) };
        sync_cores();
    }
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    compile_error!("no instruction cache flush for this processor");
}

#[cfg(test)]
thread_local! {
    /// What this thread has flushed: the only way to see it where the hardware does it by itself.
    pub(super) static FLUSHED: std::cell::RefCell<Vec<Range<usize>>> = const { std::cell::RefCell::new(Vec::new()) };
}

/// Makes every core that runs a thread of this process execute a serialising
/// instruction, so that none goes on with instructions it fetched before. Where
/// the system cannot do it (an old kernel, a filter), a core does so anyway
/// when it next enters the kernel.
pub(super) fn sync_cores() {
    use std::sync::Once;
    const REGISTER_SYNC_CORE: libc::c_int = 1 << 6;
    const SYNC_CORE: libc::c_int = 1 << 5;
    static REGISTERED: Once = Once::new();
    let membarrier = |command: libc::c_int| {
        // SAFETY: membarrier takes integers and touches no memory of ours.
        unsafe { libc::syscall(libc::SYS_membarrier, command, 0, 0) }
    };
    REGISTERED.call_once(|| {
        membarrier(REGISTER_SYNC_CORE);
    });
    membarrier(SYNC_CORE);
}
