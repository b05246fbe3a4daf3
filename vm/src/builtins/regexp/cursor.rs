//! A place in a pattern, from which one looks ahead.

/// Code units of a pattern, or code points of one with u or v.
#[derive(Clone)]
pub(super) struct Cursor<'a> {
    pub(super) code: &'a [u32],
    /// Index of what comes next.
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(code: &'a [u32]) -> Cursor<'a> {
        Cursor { code, at: 0 }
    }

    pub(super) fn peek(&self, ahead: usize) -> Option<char> {
        // A lone surrogate is a character like another, and no syntax.
        self.code.get(self.at + ahead).map(|c| char::from_u32(*c).unwrap_or('\u{FFFD}'))
    }

    pub(super) fn eat(&mut self, c: char) -> bool {
        let found = self.peek(0) == Some(c);
        self.at += found as usize;
        found
    }

    /// What comes before `end`, which is passed as well.
    pub(super) fn until(&mut self, end: char) -> &'a [u32] {
        let rest = &self.code[self.at..];
        let len = rest.iter().position(|c| *c == u32::from(end)).unwrap_or(rest.len());
        self.at += (len + 1).min(rest.len());
        &rest[..len]
    }
}
