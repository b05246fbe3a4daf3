//! Attributes of classes and their items are those that there are.
// refused: uncoded

pub struct Point;

#[hearth::class(nmae = "Point")]
impl Point {
    #[getter]
    pub fn x(&self) -> f64 {
        0.0
    }
}

pub struct Line;

#[hearth::class]
impl Line {
    #[geter]
    pub fn x(&self) -> f64 {
        0.0
    }
}

fn main() {}
