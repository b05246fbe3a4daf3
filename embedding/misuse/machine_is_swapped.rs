//! The machine under an entry is not replaced by another.
// refused: E0521

use hearth::Engine;

fn main() {
    let (mut one, mut two) = (Engine::new().unwrap(), Engine::new().unwrap());
    one.enter(|first| {
        two.enter(|second| std::mem::swap(first, second));
    });
}
