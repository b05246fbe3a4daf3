//! Lists that compiled code has not allocated, made for the interpreter: rest arrays and
//! arguments objects, of values that the code had or of the frame's actual arguments.

use super::graph::ListKind;
use crate::heap::Gc;
use crate::interp::entry::ResumeFrame;
use crate::object::Array;
use crate::script::script_flags;
use crate::value::Value;
use crate::vm::Vm;

/// The list of this kind. `held` is rooted by the caller, and so is what `outermost` holds.
pub(super) fn make(vm: &mut Vm, kind: ListKind, first: usize, held: &[Value], outermost: &ResumeFrame) -> Value {
    let none = Value::UNDEFINED;
    match kind {
        ListKind::Array => array(vm, held),
        ListKind::Unmapped => unmapped(vm, held),
        ListKind::Sloppy => match held.split_first() {
            Some((callee, args)) => sloppy(vm, *callee, args),
            None => none,
        },
        ListKind::ActualArray => array(vm, actual(outermost).get(first..).unwrap_or(&[])),
        ListKind::ActualUnmapped => unmapped(vm, actual(outermost)),
        ListKind::ActualSloppy => {
            // SAFETY: a frame has a callee.
            let callee = unsafe { *outermost.fp };
            sloppy(vm, callee, actual(outermost))
        }
    }
}

fn array(vm: &mut Vm, values: &[Value]) -> Value {
    let array: Gc<Array> = vm.new_array(values);
    array.value()
}

// What could not be had has been noted, and is thrown: an empty one comes first.

fn unmapped(vm: &mut Vm, values: &[Value]) -> Value {
    let object = vm.new_unmapped_arguments(values);
    object.unwrap_or_else(|_| vm.new_object()).value()
}

fn sloppy(vm: &mut Vm, callee: Value, values: &[Value]) -> Value {
    let object = vm.new_sloppy_arguments(callee, values);
    object.unwrap_or_else(|_| vm.new_object()).value()
}

/// The actual arguments of a frame that was entered by a call: they lie below it, if its script asks for that.
fn actual(outermost: &ResumeFrame) -> &[Value] {
    if outermost.script.flags.get() & script_flags::NEEDS_ARGUMENTS == 0 {
        return &[];
    }
    // SAFETY: the frame was laid out above its arguments, which nothing writes to as long as it runs.
    unsafe { core::slice::from_raw_parts(outermost.fp.sub(outermost.argc as usize), outermost.argc as usize) }
}
