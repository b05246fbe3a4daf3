//! A value is not made of a word.
// refused: E0308 E0423 uncoded

use hearth::Value;

fn main() {
    let _ = Value { raw: 0xFFFB_0000_0000_0010u64 };
    let _ = Value(0xFFFB_0000_0000_0010u64);
}
