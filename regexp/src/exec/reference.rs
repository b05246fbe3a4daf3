//! Back references (sec-backreference-matcher).

use super::{Matcher, Stop, UNSET};
use crate::case::Folding;
use crate::program::Reference;
use crate::text::Text;

impl<T: Text> Matcher<'_, T> {
    /// The end of what equals the group's match, beginning at `at`. None: nothing does.
    pub(super) fn reference(&mut self, reference: &Reference, at: usize) -> Result<Option<usize>, Stop> {
        let group = reference.groups.iter().find_map(|group| {
            let (start, end) = (self.registers[2 * *group as usize], self.registers[2 * *group as usize + 1]);
            (start != UNSET && end != UNSET).then_some((start as usize, end as usize))
        });
        let Some((start, end)) = group else { return Ok(Some(at)) };
        self.step()?;
        Ok(match reference.folding {
            Some(Folding::CodePoints) => self.same_code_points(start, end, at, reference.back),
            folding => self.same_units(start, end, at, reference.back, folding),
        })
    }

    fn same_units(&self, start: usize, end: usize, at: usize, back: bool, folding: Option<Folding>) -> Option<usize> {
        let len = end - start;
        let from = if back { at.checked_sub(len)? } else { at };
        if from + len > self.text.len() {
            return None;
        }
        let same = (0..len).all(|i| {
            let (a, b) = (self.text.get(start + i), self.text.get(from + i));
            a == b
                || folding.is_some_and(|folding| {
                    let canonical = |unit: Option<u16>| unit.map(|unit| folding.canonicalize(u32::from(unit)));
                    canonical(a) == canonical(b)
                })
        });
        let to = if back { from } else { from + len };
        // With u, half a pair is no character.
        (same && !(self.program.unicode && self.text.is_inside_pair(to))).then_some(to)
    }

    fn same_code_points(&self, start: usize, end: usize, mut at: usize, back: bool) -> Option<usize> {
        let same = |a: u32, b: u32| a == b || Folding::CodePoints.canonicalize(a) == Folding::CodePoints.canonicalize(b);
        let mut of = if back { end } else { start };
        while of != if back { start } else { end } {
            if back {
                let ((a, passed), (b, len)) = (self.text.code_point_before(of)?, self.text.code_point_before(at)?);
                (of, at) = if same(a, b) { (of - passed, at - len) } else { return None };
            } else {
                let ((a, passed), (b, len)) = (self.text.code_point(of)?, self.text.code_point(at)?);
                (of, at) = if same(a, b) { (of + passed, at + len) } else { return None };
            }
        }
        Some(at)
    }
}
