//! What a compilation is told to get wrong on purpose: guards that fail although they hold,
//! and callees that are inlined or not by chance. Plain data, part of the compiler's input;
//! what for, and who decides, is in `chaos`.
//!
//! Code stays right: a guard may fail at any time, and no callee has to be inlined.

#![forbid(unsafe_code)]

/// Chance by counter: the same words give the same number, in any order of asking.
pub fn draw(words: &[u64]) -> u64 {
    words.iter().fold(0x9E37_79B9_7F4A_7C15, |state, word| mix(state ^ mix(word.wrapping_add(0x632B_E59B_D9B4_E019))))
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators").
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Guards that fail although they hold. They are numbered in the order of lowering.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum FailingGuards {
    #[default]
    None,
    /// This one, always.
    Nth(u32),
    /// One in so many, at the execution at which the context's countdown comes to 0.
    Counted { seed: u64, one_in: u32 },
}

/// How a guard fails.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Failure {
    Always,
    /// When the context's countdown, which it takes part in, comes to 0.
    AtZero,
}

impl FailingGuards {
    /// How guard number `n` fails, if it does.
    pub fn failure(self, n: u32) -> Option<Failure> {
        match self {
            FailingGuards::None => None,
            FailingGuards::Nth(nth) => (n == nth).then_some(Failure::Always),
            FailingGuards::Counted { seed, one_in } => {
                draw(&[seed, n.into()]).is_multiple_of(one_in.max(1).into()).then_some(Failure::AtZero)
            }
        }
    }
}

/// Chances that decide which callees are inlined.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InliningChance(pub u64);

/// What chance says of a callee.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Inlining {
    Refused,
    /// As always.
    Judged,
    /// However large, and if there is no budget left.
    Favoured,
}

impl InliningChance {
    /// Of the `n`-th callee that is asked for.
    pub fn of(self, n: u32) -> Inlining {
        match draw(&[self.0, n.into()]) % 4 {
            0 => Inlining::Refused,
            1 => Inlining::Favoured,
            _ => Inlining::Judged,
        }
    }
}

/// All that is provoked in one compilation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Provocation {
    pub guards: FailingGuards,
    pub inlining: Option<InliningChance>,
    /// Instruction words from which a script counts as large; none: as always.
    pub large: Option<usize>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nth_guard_fails_and_no_other() {
        let failing: Vec<u32> = (0..100).filter(|n| FailingGuards::Nth(7).failure(*n).is_some()).collect();
        assert_eq!(failing, [7]);
    }

    #[test]
    fn about_one_guard_in_so_many_takes_part_in_the_countdown() {
        let guards = FailingGuards::Counted { seed: 1, one_in: 4 };
        let count = (0..4000).filter(|n| guards.failure(*n) == Some(Failure::AtZero)).count();
        assert!((900..1100).contains(&count), "{count}");
        let all = FailingGuards::Counted { seed: 1, one_in: 1 };
        assert!((0..100).all(|n| all.failure(n).is_some()));
    }

    #[test]
    fn a_draw_depends_on_each_word_and_its_place_and_on_nothing_else() {
        assert_eq!(draw(&[1, 2]), draw(&[1, 2]));
        let mut all = vec![draw(&[]), draw(&[0]), draw(&[1]), draw(&[0, 1]), draw(&[1, 0]), draw(&[1, 2]), draw(&[2, 1])];
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 7);
    }
}
