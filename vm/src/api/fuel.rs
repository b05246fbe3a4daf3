//! Fuel, as functions of the embedder see it while scripts run.

use super::context::Context;

/// Fuel was given to an engine that does not count it: it was built without [`Builder::fuel`](super::Builder::fuel).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the engine was built without fuel")]
pub struct NoFuel;

impl Context<'_> {
    /// As [`Engine::fuel`](super::Engine::fuel).
    pub fn fuel(&self) -> Option<u64> {
        self.vm.fuel()
    }

    /// As [`Engine::set_fuel`](super::Engine::set_fuel). A function of the host may take units for what it does; one that
    /// gives more while a script runs lets that go on.
    ///
    /// # Errors
    /// As there.
    pub fn set_fuel(&mut self, units: u64) -> Result<(), NoFuel> {
        if !self.vm.counts_fuel() {
            return Err(NoFuel);
        }
        self.vm.cx.fuel = units;
        Ok(())
    }
}
