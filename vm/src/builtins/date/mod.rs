//! Date (sec-date-objects).

use crate::heap::{Gc, Payload, Tracer};
use crate::object::layout::Object;
use std::cell::Cell;

/// [[DateValue]]: a time value, in milliseconds since the epoch, or NaN.
pub struct DateData(pub Cell<f64>);

impl Payload for DateData {
    fn trace(&self, _: &mut Tracer) {}
}

/// The text of a date when it is shown.
pub fn inspect_text(object: Gc<Object>) -> String {
    object.payload::<DateData>().map_or(String::new(), |_| String::new())
}
