//! A value is not kept in a static.
// refused: E0521

use hearth::{Engine, Value};
use std::cell::RefCell;

thread_local! {
    static KEPT: RefCell<Vec<Value<'static>>> = const { RefCell::new(Vec::new()) };
}

fn main() {
    let mut engine = Engine::new().unwrap();
    engine.enter(|cx| {
        let object = cx.object();
        KEPT.with(|kept| kept.borrow_mut().push(object.value()));
    });
}
