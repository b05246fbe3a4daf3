//! What was thrown is not read after its engine was dropped.
// refused: uncoded

use hearth::{Engine, Failure};

fn main() {
    let failure: Failure<'_> = {
        let mut engine = Engine::new().unwrap();
        engine.enter(|cx| cx.eval::<()>("a.js", "throw {}").unwrap_err())
    };
    println!("{failure:?}");
}
