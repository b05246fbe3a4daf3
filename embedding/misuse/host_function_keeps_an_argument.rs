//! A host function does not keep its arguments beyond the call.
// refused: E0277

use hearth::{Engine, Value};
use std::cell::RefCell;

fn main() {
    let mut engine = Engine::new().unwrap();
    engine.enter(|cx| {
        let kept: &'static RefCell<Option<Value<'_>>> = Box::leak(Box::new(RefCell::new(None)));
        cx.raw_function("keep", 1, |_, arguments| {
            *kept.borrow_mut() = Some(arguments.get(0));
            Ok(Value::UNDEFINED)
        });
    });
}
