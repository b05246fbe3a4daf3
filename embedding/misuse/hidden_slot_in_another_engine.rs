//! A hidden slot holds values of its own engine.
// refused: E0521

use hearth::Engine;

fn main() {
    let mut one = Engine::new().unwrap();
    let mut two = Engine::new().unwrap();
    one.enter(|cx1| {
        let value = cx1.object();
        two.enter(|cx2| {
            let object = cx2.object();
            object.set_hidden_slot(cx2, "value", value).unwrap();
        });
    });
}
