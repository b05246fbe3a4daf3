//! Quick steps of iteration: of the built-in iterators that give what is there already.

use crate::runtime::builtin_iterators;
use crate::value::Value;
use crate::vm::Vm;

/// The next value of the record in a window, empty at the end, if it is at hand.
#[inline(always)]
pub(super) fn next(vm: &mut Vm, record: u64) -> Option<Value> {
    // SAFETY: invariant 2 of `entry_points`: the window of an `IterNext` is the two words of a record.
    let [iterator, next] = unsafe { *(record as *const [Value; 2]) };
    builtin_iterators::step_at_hand(vm, iterator, next).map(|step| step.unwrap_or(Value::EMPTY))
}
