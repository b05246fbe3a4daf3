//! A class has no parameters, and neither have its members.
// refused: uncoded

pub struct List<T>(Vec<T>);

#[hearth::class]
impl<T> List<T> {
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

pub struct Printer;

#[hearth::class]
impl Printer {
    pub fn print<T: std::fmt::Display>(&self, what: T) {
        println!("{what}");
    }
}

fn main() {}
