//! The memory limit: what happens when there is no more.
//!
//! Memory is asked for in three ways, and none of them can give a wrong result:
//!
//! 1. Large cells (`alloc_large`), and what is to lie outside of the heap (`room_for`): a
//!    RangeError, by type.
//! 2. Small cells, which cannot fail: they come from a reserve, and `interrupt::MEMORY` is set.
//!    The next safepoint collects, and throws if that was not enough. When the reserve is used
//!    up too, the process ends with `EXIT_OUT_OF_MEMORY`.
//! 3. What functions without a `Result` make: something stands in for it, and
//!    `interrupt::LOST` is set, which no collection clears. It is thrown before script, a
//!    store or a stream can see the stand-in: where an operation of the interpreter, a runtime
//!    call of compiled code or a built-in function returns ([`Vm::settled`]), where script is
//!    entered, and at the end of the program.
//!
//! What the limit counts: cells, and outside of them the bytes of buffers, BigInts, tables,
//! shapes and lists that the VM holds on behalf of a script, and its stacks as far up as they
//! were used since a full collection gave the rest back.

use crate::runtime::completion::{JsResult, Throw};
use crate::vm::{Vm, interrupt};
use core::cell::Cell;
use hearth_gc::Collection;

/// Exit code where not even an exception can be thrown.
pub const EXIT_OUT_OF_MEMORY: i32 = 134;

/// Least and most bytes by which small cells may exceed the limit until a safepoint throws.
const RESERVE: core::ops::RangeInclusive<usize> = 4 << 20..=64 << 20;

pub(crate) const UNSETTLED: u32 = interrupt::MEMORY | interrupt::LOST;

thread_local! {
    /// See [`room`].
    static ROOM: Cell<usize> = const { Cell::new(usize::MAX) };
}

/// Bytes that were within the limit of this thread's VM when it last looked: for what grows
/// without a VM at hand, and is checked when it is finished.
pub(crate) fn room() -> usize {
    ROOM.get()
}

/// Bytes beyond the limit that small cells may use.
pub(crate) fn reserve(limit: usize) -> usize {
    (limit / 8).clamp(*RESERVE.start(), *RESERVE.end())
}

impl Vm {
    /// The RangeError of a limit that was reached.
    #[cold]
    pub(crate) fn out_of_memory(&mut self) -> Throw {
        let throw = self.range_error("Out of memory");
        // A stack trace that could not be had is no reason to throw another.
        self.cx.interrupt.clear(interrupt::LOST);
        throw
    }

    /// Notes that something stands in for what there was no memory for.
    #[cold]
    pub(crate) fn lose(&mut self) {
        self.cx.interrupt.set(interrupt::LOST);
    }

    /// What an operation gave, unless there was no memory for some of it.
    #[inline(always)]
    pub fn settled<T>(&mut self, result: JsResult<T>) -> JsResult<T> {
        if self.cx.interrupt.has(UNSETTLED) { self.settle(result) } else { result }
    }

    #[cold]
    #[inline(never)]
    fn settle<T>(&mut self, result: JsResult<T>) -> JsResult<T> {
        // What an exception says may be wrong as well.
        if result.is_ok() || self.cx.interrupt.has(interrupt::LOST) {
            self.poll_memory()?;
        }
        result
    }

    /// Throws what `interrupt::LOST` or `interrupt::MEMORY` ask for.
    #[cold]
    #[inline(never)]
    pub fn poll_memory(&mut self) -> JsResult<()> {
        let lost = self.cx.interrupt.has(interrupt::LOST);
        self.cx.interrupt.clear(UNSETTLED);
        self.collect_garbage(Collection::Full);
        // What is told of the end needs no room within the limit.
        let is_short = |vm: &Vm| vm.in_memory_reserve && !vm.unlimited;
        if is_short(self) {
            self.collect_all_garbage();
        }
        if lost || is_short(self) { Err(self.out_of_memory()) } else { Ok(()) }
    }

    /// Whether there is room for `bytes` outside of the heap, which the caller is about to
    /// allocate and to report. Collects if need be.
    ///
    /// # Errors
    /// RangeError if there is none.
    pub fn room_for(&mut self, bytes: usize) -> JsResult<()> {
        /// Less than what a block of cells takes is not worth asking for.
        const LITTLE: usize = 4 << 10;
        if bytes < LITTLE { Ok(()) } else { self.ask_for_room(bytes) }
    }

    /// As `room_for`, however little it is.
    #[cold]
    pub(crate) fn ask_for_room(&mut self, bytes: usize) -> JsResult<()> {
        self.count_side_tables();
        if self.heap.refuses_external() {
            self.note_refusal();
            return Err(self.out_of_memory());
        }
        if self.is_within_limit(bytes) {
            return Ok(());
        }
        self.collect_garbage(Collection::Full);
        if !self.is_within_limit(bytes) {
            self.collect_all_garbage();
        }
        if self.is_within_limit(bytes) { Ok(()) } else { Err(self.out_of_memory()) }
    }

    /// Whether `bytes` more are within the limit; the reserve does not count.
    pub(crate) fn is_within_limit(&self, bytes: usize) -> bool {
        self.unlimited || self.heap.stats().heap_bytes.saturating_add(bytes) <= self.options.memory_limit
    }

    /// Tells the heap what tables and stacks beside it take.
    pub(crate) fn count_side_tables(&mut self) {
        let stacks = self.interp.stacks.bytes(self.cx.sp, self.cx.frame_top);
        let bytes = self.shapes.bytes() + self.root_lists.bytes() + self.interp.jobs.bytes() + stacks;
        let counted = core::mem::replace(&mut self.side_bytes, bytes);
        if bytes != counted {
            self.heap.external(bytes as isize - counted as isize);
        }
        ROOM.set(self.options.memory_limit.saturating_sub(self.heap.stats().heap_bytes));
    }

    /// From here on small cells may exceed the limit, until a safepoint has made room.
    pub(crate) fn enter_memory_reserve(&mut self) {
        self.cx.interrupt.set(interrupt::MEMORY);
        if !self.in_memory_reserve {
            self.in_memory_reserve = true;
            self.heap.set_memory_limit(self.limit_with_reserve());
        }
    }

    /// What lies outside of the heap may have exceeded the limit already.
    fn limit_with_reserve(&self) -> usize {
        let limit = self.options.memory_limit;
        self.heap.stats().heap_bytes.max(limit).saturating_add(reserve(limit))
    }

    /// Runs what the VM cannot go on without, or reports of a program that has ended, beyond the limit.
    pub(crate) fn without_memory_limit<R>(&mut self, run: impl FnOnce(&mut Vm) -> R) -> R {
        self.heap.set_memory_limit(usize::MAX);
        let outer = core::mem::replace(&mut self.unlimited, true);
        let result = run(self);
        self.unlimited = outer;
        self.heap.set_memory_limit(if self.in_memory_reserve { self.limit_with_reserve() } else { self.options.memory_limit });
        result
    }

    /// Nothing can be thrown any more, and nothing can go on.
    #[cold]
    pub(crate) fn end_for_lack_of_memory(&mut self, what: &dyn core::fmt::Display) -> ! {
        crate::trace::tell(format_args!("hearth: fatal: {what}, and there is no room to throw an exception"));
        std::process::exit(EXIT_OUT_OF_MEMORY)
    }

    /// The program starts: from here on count the allocations of which a test has one fail.
    pub fn count_allocations(&mut self) {
        if let Some(which) = self.options.fail_allocation {
            self.heap.fail_allocation(which.number, which.and_all_later);
        }
    }

    /// Says once that the allocation of `--fail-allocation` has failed, and has a small cell that
    /// was had nevertheless be an error as well.
    pub(crate) fn note_refusal(&mut self) {
        if self.options.fail_allocation.is_some_and(|_| self.heap.has_refused()) && !core::mem::replace(&mut self.told_refusal, true) {
            crate::trace::tell(format_args!("hearth: an allocation was made to fail"));
            self.lose();
        }
    }
}
