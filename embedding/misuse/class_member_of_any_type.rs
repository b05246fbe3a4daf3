//! What a member takes and gives is what values of scripts become, and what becomes one.
// refused: E0277

pub struct Timer;

#[hearth::class]
impl Timer {
    pub fn wait(&self, _time: std::time::Duration) {}
    pub fn left(&self) -> std::time::Duration {
        std::time::Duration::ZERO
    }
}

fn main() {}
