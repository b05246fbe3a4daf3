//! The lists of roots cannot be had, whose growing by an iterator that allocates went wrong.
// refused: E0603

use hearth::heap::roots::RootedVec;

fn main() {
    let _ = RootedVec::extend;
}
