//! A value of a scope does not leave it.
// refused: uncoded

use hearth::Engine;

fn main() {
    let mut engine = Engine::new().unwrap();
    engine.enter(|cx| {
        let inner = cx.scope(|cx, _| cx.object());
        let _ = inner.get::<f64>(cx, "x");
    });
}
