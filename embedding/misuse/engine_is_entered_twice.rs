//! An engine is not entered while it is.
// refused: E0499

use hearth::Engine;

fn main() {
    let mut engine = Engine::new().unwrap();
    engine.enter(|_| {
        engine.enter(|_| {});
    });
}
