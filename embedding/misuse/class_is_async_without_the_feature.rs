//! Without the feature `async` nothing polls a future.
// refused: uncoded

pub struct Loader;

#[hearth::class]
impl Loader {
    pub async fn load(name: String) -> String {
        name
    }
}

fn main() {}
