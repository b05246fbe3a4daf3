//! Fuel: what scripts may do, counted alike in every tier.
//!
//! A unit is a loop head, an activation of a function, or a safepoint of a built-in. A machine that counts has
//! `interrupt::FUEL` set for good, which brings it to the slow path of each safepoint: so there is nothing in compiled code,
//! and nothing on the fast paths, for the sake of fuel, and machines that do not count pay nothing. Code in which a function is
//! inlined has no safepoint where that is entered: with fuel, nothing is inlined (`Options::ion_inlining`), which
//! the keys of stored code tell.

use crate::api::Reason;
use crate::runtime::completion::{JsResult, Throw};
use crate::value::Value;
use crate::vm::{Vm, interrupt};

/// Steps of a built-in function, such as comparisons or characters, that cost as much as a safepoint.
const STEPS_OF_A_UNIT: u64 = 64;

impl Vm {
    /// Counts from now on; no script has run yet.
    pub(crate) fn give_fuel(&mut self, units: u64) {
        self.cx.fuel = units;
        self.cx.interrupt.set(interrupt::FUEL);
    }

    /// Units that are left; none: they are not counted.
    pub(crate) fn fuel(&self) -> Option<u64> {
        self.counts_fuel().then_some(self.cx.fuel)
    }

    pub(crate) fn counts_fuel(&self) -> bool {
        self.cx.interrupt.has(interrupt::FUEL)
    }

    /// # Errors
    /// A termination if there is none left.
    #[inline]
    pub(crate) fn burn_unit(&mut self) -> JsResult<()> {
        if self.counts_fuel() { self.burn(1) } else { Ok(()) }
    }

    /// The fuel for so many steps of a built-in, which it is about to do without a safepoint.
    ///
    /// # Errors
    /// As `burn_unit`.
    #[inline]
    pub(crate) fn burn_for_steps(&mut self, steps: usize) -> JsResult<()> {
        if self.counts_fuel() { self.burn(steps as u64 / STEPS_OF_A_UNIT) } else { Ok(()) }
    }

    fn burn(&mut self, units: u64) -> JsResult<()> {
        match self.cx.fuel.checked_sub(units) {
            Some(left) => {
                self.cx.fuel = left;
                Ok(())
            }
            None => Err(self.end_for_fuel()),
        }
    }

    #[cold]
    fn end_for_fuel(&mut self) -> Throw {
        self.cx.fuel = 0;
        self.embedding.ending.get_or_insert(Reason::OutOfFuel);
        self.cx.interrupt.set(interrupt::TERMINATE);
        Throw(Value::UNDEFINED)
    }
}
