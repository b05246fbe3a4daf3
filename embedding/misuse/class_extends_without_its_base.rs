//! A class extends only what its values have inside.
// refused: E0277

use hearth::{Class, ClassBuilder};

struct Shape;
impl Class for Shape {
    const NAME: &'static str = "Shape";
    fn define(_: &mut ClassBuilder<Shape>) {}
}
struct Circle;
impl Class for Circle {
    const NAME: &'static str = "Circle";
    fn define(class: &mut ClassBuilder<Circle>) {
        class.extends::<Shape>();
    }
}

fn main() {}
