//! A member of a class is public, borrows its receiver, and takes what its role gives.
// refused: uncoded

pub struct Point;

#[hearth::class]
impl Point {
    #[getter]
    fn x(&self) -> f64 {
        0.0
    }
    pub fn into_x(self) -> f64 {
        0.0
    }
    #[setter]
    pub fn set_x(&mut self) {}
    pub unsafe fn y(&self) -> f64 {
        0.0
    }
}

fn main() {}
