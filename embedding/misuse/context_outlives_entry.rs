//! A context does not outlive its entry.
// refused: E0521

use hearth::{Context, Engine};

fn main() {
    let mut engine = Engine::new().unwrap();
    let mut kept: Option<&mut Context<'_>> = None;
    engine.enter(|cx| kept = Some(cx));
    kept.unwrap().object();
}
