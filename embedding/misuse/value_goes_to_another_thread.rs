//! A value does not go to another thread, where strings could be read while the script runs.
// refused: E0277

use hearth::Engine;

fn main() {
    let mut engine = Engine::new().unwrap();
    engine.enter(|cx| {
        let text = cx.string("text").unwrap();
        std::thread::scope(|scope| {
            scope.spawn(|| text.to_rust());
        });
    });
}
