//! What the dispatch loop asks of single values and cells.

use crate::feedback::types;
use crate::object::env::{ENV_PARENT, ENV_SLOTS};
use crate::value::{Value, tag};
use crate::vm::Vm;
use core::ptr::NonNull;
use hearth_gc::{GC_OLD, Header};

/// # Safety
/// `cell` is a live cell.
#[inline(always)]
pub(super) unsafe fn kind_of(cell: usize) -> u8 {
    // SAFETY: by contract.
    unsafe { (*(cell as *const Header)).kind }
}

/// # Safety
/// `cell` is a live cell of the heap.
#[inline(always)]
pub(super) unsafe fn barrier(vm: &mut Vm, cell: usize) {
    // SAFETY: by contract.
    unsafe {
        if (*(cell as *const Header)).gc & GC_OLD != 0 {
            vm.heap.remember_slow(NonNull::new_unchecked(cell as *mut Header));
        }
    }
}

/// Address of the cell in slot `slot` of the environment `depth` above `env`. Not inlined, to
/// keep a loop out of the dispatch loop.
///
/// # Safety
/// What the verifier promises about the operands of GetCell and SetCell.
#[inline(never)]
pub(super) unsafe fn cell_of(env: Value, depth: u8, slot: usize) -> usize {
    let mut env = env.address();
    // SAFETY: by contract.
    unsafe {
        for _ in 0..depth {
            env = *((env + ENV_PARENT) as *const usize);
        }
        (*((env + ENV_SLOTS) as *const Value).add(slot)).address()
    }
}

/// The `types` bit of a value's type.
#[inline(always)]
pub(crate) fn type_bits(value: Value) -> u8 {
    const BITS: [u8; 8] =
        [types::DOUBLE, types::INT32, types::ODDBALL, types::OBJECT, types::STRING, types::OTHER, types::OTHER, types::OBJECT];
    // 0xFFF8 and below: a double.
    BITS[(value.tag().max(tag::FIRST - 1) - (tag::FIRST - 1)) as usize & 7]
}

/// `types` bits of two numbers of which one is a double.
#[inline(always)]
pub(super) fn number_bits(x: Value, y: Value) -> u8 {
    types::DOUBLE | ((x.is_int() | y.is_int()) as u8 * types::INT32)
}
