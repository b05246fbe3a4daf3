//! `Vm`: one virtual machine: heap, stacks, shapes, atoms, realms.
//!
//! A `Vm` is used by one thread. `&mut Vm` means "may collect".

use crate::interp::frame::Frame;
use crate::interp::state::Interp;
use crate::object::array::Elements;
use crate::heap::cell::GcField;
use crate::object::shape::ShapeTable;
use crate::options::Options;
use crate::stats::Stats;
use crate::value::Value;
use hearth_gc::Heap;

/// What compiled code and the interpreter's fast paths read and write, at fixed
/// offsets from the `Vm`, whose address is in the pinned register.
#[repr(C)]
pub struct Context {
    /// Pending exception while `Value::EXCEPTION` is being returned.
    pub exception: Value,
    /// new.target of the [[Construct]] call being made.
    pub new_target: Value,
    /// First free value of the value stack; all in-use registers are below.
    pub sp: *mut Value,
    /// End of the value stack (less a reserve).
    pub value_limit: *mut Value,
    /// Lowest native stack address that script calls may reach.
    pub native_limit: usize,
    /// Frame pointer of the innermost compiled frame that called into the runtime, and its call site.
    pub exit_fp: usize,
    pub exit_site: u64,
    /// Its link table.
    pub exit_links: usize,
    /// Set (to nonzero) to be noticed at the next loop head or call: interrupts, memory limit.
    pub interrupt: u32,
    /// Changes when an object that is a prototype changes in a way that look-ups through it can see.
    pub proto_epoch: u32,
    /// Table of runtime calls.
    pub runtime_calls: *const *const u8,
    /// Raw values of a bailing-out frame.
    pub bailout_buffer: *mut u64,
    /// Shared elements of objects that have none.
    pub empty_elements: GcField<Elements>,
    /// 0 while no object that can be a prototype of an array or plain object has indexed properties.
    pub indexed_prototypes: u32,
    /// 1 while arrays iterate as they did at start (%Array.prototype%[@@iterator] and %ArrayIteratorPrototype%.next are pristine).
    pub pristine_array_iteration: u32,
    /// Next frame to use on the frame stack.
    pub frame_top: *mut Frame,
    pub frame_limit: *mut Frame,
}

#[repr(C)]
pub struct Vm {
    /// At offset 0: compiled code bumps the allocation cursor inline.
    pub heap: Heap,
    pub cx: Context,
    pub shapes: ShapeTable,
    pub interp: Interp,
    pub options: Options,
    pub stats: Stats,
}
