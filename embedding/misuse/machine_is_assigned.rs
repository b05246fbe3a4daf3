//! The machine itself cannot be had.
// refused: E0599 E0603

use hearth::Engine;
use hearth::vm::Vm;

fn main() {
    let mut engine = Engine::new().unwrap();
    *engine.vm() = *Vm::new(Default::default()).unwrap();
}
