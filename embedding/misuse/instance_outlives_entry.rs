//! An object of a class of Rust stays in its entry, as any other.
// refused: uncoded

use hearth::Engine;

pub struct Text;

#[hearth::class]
impl Text {}

fn main() {
    let mut engine = Engine::new().unwrap();
    let _text = engine.enter(|cx| cx.instance(Text).unwrap().as_instance::<Text>());
}
