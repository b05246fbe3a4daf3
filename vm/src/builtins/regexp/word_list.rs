//! Patterns that are a list of whole words, `^(?:break|case|…)$`, by which parsers written in
//! JavaScript tell keywords from names, at each name: one look-up instead of an attempt per word.

use rustc_hash::FxHashSet;

pub(super) struct WordList {
    words: FxHashSet<Box<[u8]>>,
    longest: usize,
}

impl WordList {
    /// None: the pattern is something else. It is one without flags that change its meaning.
    pub(super) fn of(pattern: &[u32]) -> Option<WordList> {
        let bytes: Vec<u8> = pattern.iter().map(|c| u8::try_from(*c)).collect::<Result<_, _>>().ok()?;
        let list = bytes.strip_prefix(b"^(?:")?.strip_suffix(b")$")?;
        if !list.iter().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'|')) {
            return None;
        }
        let words: FxHashSet<Box<[u8]>> = list.split(|c| *c == b'|').map(Box::from).collect();
        let longest = words.iter().map(|word| word.len()).max()?;
        Some(WordList { words, longest })
    }

    pub(super) fn matches(&self, text: &[u8]) -> bool {
        text.len() <= self.longest && self.words.contains(text)
    }

    pub(super) fn matches_wide(&self, text: &[u16]) -> bool {
        if text.len() > self.longest {
            return false;
        }
        let narrow: Result<Vec<u8>, _> = text.iter().map(|unit| u8::try_from(*unit)).collect();
        narrow.is_ok_and(|text| self.matches(&text))
    }
}

#[cfg(test)]
mod tests {
    use super::WordList;

    #[test]
    fn only_plain_words_are_a_list() {
        let of = |pattern: &str| WordList::of(&pattern.chars().map(u32::from).collect::<Vec<_>>());
        let list = of("^(?:if|in|instanceof)$").unwrap();
        assert!(list.matches(b"in") && list.matches_wide(&[105, 102]) && !list.matches(b"i") && !list.matches(b"instanceofx"));
        assert!(of("^(?:)$").unwrap().matches(b""));
        for other in ["^(a|b)$", "^(?:a|b)", "^(?:a.|b)$", "^(?:a|é)$", "^(?:a|(?:b)|c)$", "(?:a)$"] {
            assert!(of(other).is_none(), "{other}");
        }
    }
}
