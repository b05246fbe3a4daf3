//! A value of one engine is not used in another.
// refused: E0521

use hearth::{Engine, Object};

fn main() {
    let (mut one, mut two) = (Engine::new().unwrap(), Engine::new().unwrap());
    one.enter(|first| {
        let object: Object<'_> = first.object();
        two.enter(|second| {
            let _ = object.set(second, "x", 1);
        });
    });
}
