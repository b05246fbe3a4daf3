//! Patterns and texts by chance, for tests of whoever matches them.

/// A small generator of numbers (xorshift), so that failures can be seen again.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
    pub fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len() as u64) as usize]
    }

    /// A pattern, of which many are none.
    pub fn pattern(&mut self, depth: u32, out: &mut String) {
        for i in 0..=self.below(3) {
            if i > 0 && self.below(4) == 0 {
                out.push('|');
            }
            self.term(depth, out);
        }
    }
    fn term(&mut self, depth: u32, out: &mut String) {
        const ATOMS: &[&str] = &[
            "a",
            "b",
            "c",
            ".",
            "[ab]",
            "[^a]",
            "\\w",
            "\\W",
            "\\b",
            "\\B",
            "^",
            "$",
            "\\1",
            "\\2",
            "k",
            "ſ",
            "ı",
            "\\u{1F600}",
            "\\ud83d",
            "\\ude00",
            "[\\ud83d\\ude00]",
            "\\s",
            "(?:)",
            "[]",
            "[^]",
        ];
        const GROUPS: &[&str] = &["(", "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?i:", "("];
        const QUANTIFIERS: &[&str] = &["*", "+", "?", "*?", "+?", "??", "{2}", "{0,2}", "{1,}", "{2,3}?", "{0}"];
        if depth > 0 && self.below(2) == 0 {
            out.push_str(self.of(GROUPS));
            self.pattern(depth - 1, out);
            out.push(')');
        } else {
            out.push_str(self.of(ATOMS));
        }
        if self.below(2) == 0 {
            out.push_str(self.of(QUANTIFIERS));
        }
    }
    /// A short text of what patterns have.
    pub fn text(&mut self) -> Vec<u16> {
        const UNITS: &[u16] = &[0x61, 0x61, 0x62, 0x63, 0x4B, 0x20, 0xA, 0x17F, 0x131, 0x212A, 0xD83D, 0xDE00];
        let narrow = self.below(2) == 0;
        (0..self.below(8)).map(|_| UNITS[self.below(if narrow { 7 } else { UNITS.len() as u64 }) as usize]).collect()
    }
}
