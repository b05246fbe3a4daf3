//! Texts as they are matched: Latin-1 or UTF-16, by code units.

/// What is matched.
#[allow(clippy::len_without_is_empty, reason = "an empty text is matched like any other")]
pub trait Text: Copy {
    fn len(self) -> usize;
    /// The code unit at an index, if there is one.
    fn get(self, at: usize) -> Option<u16>;
    /// The first place from `from` on that begins with the units, of which there are some.
    fn find(self, units: &[u16], from: usize) -> Option<usize>;
    /// How many units from `from` on, up to `limit`, satisfy a condition.
    fn count(self, from: usize, limit: usize, condition: impl Fn(u16) -> bool) -> usize;

    /// The code point at an index, and how many units it has.
    #[inline]
    fn code_point(self, at: usize) -> Option<(u32, usize)> {
        let lead = self.get(at)?;
        if is_lead(lead)
            && let Some(trail) = self.get(at + 1)
            && is_trail(trail)
        {
            return Some((pair(lead, trail), 2));
        }
        Some((u32::from(lead), 1))
    }
    /// The code point before an index, and how many units it has.
    #[inline]
    fn code_point_before(self, at: usize) -> Option<(u32, usize)> {
        let trail = self.get(at.checked_sub(1)?)?;
        if is_trail(trail)
            && at > 1
            && let Some(lead) = self.get(at - 2)
            && is_lead(lead)
        {
            return Some((pair(lead, trail), 2));
        }
        Some((u32::from(trail), 1))
    }
    /// Whether an index is between the halves of a pair.
    fn is_inside_pair(self, at: usize) -> bool {
        at > 0 && self.get(at).is_some_and(is_trail) && self.get(at - 1).is_some_and(is_lead)
    }
}

pub fn is_lead(unit: u16) -> bool {
    unit & 0xFC00 == 0xD800
}
pub fn is_trail(unit: u16) -> bool {
    unit & 0xFC00 == 0xDC00
}
fn pair(lead: u16, trail: u16) -> u32 {
    0x1_0000 + ((u32::from(lead) & 0x3FF) << 10) + (u32::from(trail) & 0x3FF)
}

impl Text for &[u8] {
    #[inline(always)]
    fn len(self) -> usize {
        <[u8]>::len(self)
    }
    #[inline(always)]
    fn get(self, at: usize) -> Option<u16> {
        <[u8]>::get(self, at).map(|unit| u16::from(*unit))
    }
    fn find(self, units: &[u16], from: usize) -> Option<usize> {
        let rest = <[u8]>::get(self, from..)?;
        let (first, more) = (u8::try_from(units[0]).ok()?, &units[1..]);
        let matches = |at: usize| {
            let rest = &rest[at + 1..];
            rest.len() >= more.len() && rest.iter().zip(more).all(|(a, b)| u16::from(*a) == *b)
        };
        memchr::memchr_iter(first, rest).find(|at| matches(*at)).map(|at| from + at)
    }
    #[inline(always)]
    fn count(self, from: usize, limit: usize, condition: impl Fn(u16) -> bool) -> usize {
        let end = from.saturating_add(limit).min(<[u8]>::len(self));
        self[from..end].iter().position(|unit| !condition(u16::from(*unit))).unwrap_or(end - from)
    }
    #[inline(always)]
    fn code_point(self, at: usize) -> Option<(u32, usize)> {
        self.get(at).map(|unit| (u32::from(*unit), 1))
    }
    #[inline(always)]
    fn code_point_before(self, at: usize) -> Option<(u32, usize)> {
        self.get(at.checked_sub(1)?).map(|unit| (u32::from(*unit), 1))
    }
    fn is_inside_pair(self, _: usize) -> bool {
        false
    }
}

impl Text for &[u16] {
    #[inline(always)]
    fn len(self) -> usize {
        <[u16]>::len(self)
    }
    #[inline(always)]
    fn get(self, at: usize) -> Option<u16> {
        <[u16]>::get(self, at).copied()
    }
    fn find(self, units: &[u16], from: usize) -> Option<usize> {
        let mut at = from;
        loop {
            at += <[u16]>::get(self, at..)?.iter().position(|unit| *unit == units[0])?;
            if self[at..].starts_with(units) {
                return Some(at);
            }
            at += 1;
        }
    }
    #[inline(always)]
    fn count(self, from: usize, limit: usize, condition: impl Fn(u16) -> bool) -> usize {
        let end = from.saturating_add(limit).min(<[u16]>::len(self));
        self[from..end].iter().position(|unit| !condition(*unit)).unwrap_or(end - from)
    }
}
