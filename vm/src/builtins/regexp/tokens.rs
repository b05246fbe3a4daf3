//! The tokens of a pattern (sec-patterns, with Annex B where neither u nor v is set).
//!
//! The pattern is known to be valid, or about to be refused by whoever compiles it: what is
//! wrong is a token all the same, and nothing here panics. A class is one token; `ClassItems`
//! goes through one that has neither operations nor properties.

use super::cursor::Cursor;
use super::flag;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Token<'a> {
    /// A character that stands for itself.
    Character(u32),
    /// A character by an escape.
    Escaped(u32),
    /// `.`
    Any,
    /// `\d`, `\s`, `\w` or the capital letter.
    Set(char),
    /// `\p{…}` or `\P{…}`
    Property,
    /// What is between the brackets; None: the closing one is missing.
    Class(Option<&'a [u32]>),
    /// `^`
    Start,
    /// `$`
    End,
    /// `\b` or `\B`
    WordBoundary,
    /// `\1`
    Reference(usize),
    /// `\k<name>`, with the name as it is written.
    NamedReference(&'a [u32]),
    Open(Group<'a>),
    Close,
    /// `|`
    Alternative,
    /// Bounds, None: any number. That it is lazy is part of the token.
    Quantifier {
        min: usize,
        max: Option<usize>,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Group<'a> {
    /// With the name as it is written.
    Capture(Option<&'a [u32]>),
    /// `(?:`
    Plain,
    /// `(?i-ms:`: whether case is ignored inside, if that is said.
    Modified {
        ignore_case: Option<bool>,
    },
    LookAround,
}

/// Iterates over the tokens of a pattern.
#[derive(Clone)]
pub(super) struct Tokens<'a> {
    cursor: Cursor<'a>,
    unicode: bool,
    nested_classes: bool,
    has_names: bool,
    group_count: usize,
}

impl<'a> Tokens<'a> {
    /// `code`: code units, or code points with u or v.
    pub(super) fn new(code: &'a [u32], flags: u8) -> Tokens<'a> {
        let unicode = flag::is_unicode(flags);
        let nested_classes = flags & flag::UNICODE_SETS != 0;
        let mut tokens = Tokens { cursor: Cursor::new(code), unicode, nested_classes, has_names: unicode, group_count: usize::MAX };
        // What an escape refers to depends on all groups; where these are, on no escape.
        let mut count = 0;
        for token in tokens.clone() {
            if let Token::Open(Group::Capture(name)) = token {
                count += 1;
                tokens.has_names |= name.is_some();
            }
        }
        tokens.group_count = count;
        tokens
    }

    /// Where the next token begins.
    pub(super) fn position(&self) -> usize {
        self.cursor.at
    }
    pub(super) fn group_count(&self) -> usize {
        self.group_count
    }

    fn escape(&mut self) -> Token<'a> {
        match self.cursor.peek(0) {
            None => Token::Character(u32::from('\\')),
            Some('b' | 'B') => {
                self.cursor.at += 1;
                Token::WordBoundary
            }
            Some(letter @ ('d' | 'D' | 's' | 'S' | 'w' | 'W')) => {
                self.cursor.at += 1;
                Token::Set(letter)
            }
            Some('p' | 'P') if self.unicode => {
                self.cursor.until('}');
                Token::Property
            }
            Some('k') if self.has_names => {
                self.cursor.until('<');
                Token::NamedReference(self.cursor.until('>'))
            }
            Some('1'..='9') => self.reference(),
            _ => Token::Escaped(self.escaped(false)),
        }
    }

    /// A number that is that of a group refers to it; any other is an octal escape.
    fn reference(&mut self) -> Token<'a> {
        let start = self.cursor.at;
        let number = self.number().unwrap_or(0);
        if number <= self.group_count {
            return Token::Reference(number);
        }
        self.cursor.at = start;
        Token::Escaped(self.escaped(false))
    }
    fn number(&mut self) -> Option<usize> {
        let mut number = None;
        while let Some(digit) = self.cursor.peek(0).and_then(|c| c.to_digit(10)) {
            number = Some(number.unwrap_or(0usize).saturating_mul(10).saturating_add(digit as usize));
            self.cursor.at += 1;
        }
        number
    }
    fn hex(&mut self, digits: usize) -> Option<u32> {
        let value = (0..digits).try_fold(0, |value, i| Some(value << 4 | self.cursor.peek(i)?.to_digit(16)?))?;
        self.cursor.at += digits;
        Some(value)
    }

    /// The character that an escape stands for, with the position on its letter.
    fn escaped(&mut self, in_class: bool) -> u32 {
        let Some(letter) = self.cursor.peek(0) else { return u32::from('\\') };
        let itself = self.cursor.code[self.cursor.at];
        self.cursor.at += 1;
        match letter {
            't' => 9,
            'n' => 10,
            'v' => 11,
            'f' => 12,
            'r' => 13,
            'b' if in_class => 8,
            'c' => match self.cursor.peek(0) {
                Some(c) if c.is_ascii_alphabetic() || in_class && !self.unicode && (c.is_ascii_digit() || c == '_') => {
                    self.cursor.at += 1;
                    c as u32 % 32
                }
                // The backslash stands for itself.
                _ => {
                    self.cursor.at -= 1;
                    u32::from('\\')
                }
            },
            'x' => self.hex(2).unwrap_or(itself),
            'u' => self.unicode_escape(self.unicode).unwrap_or(itself),
            '0'..='7' => {
                let mut value = letter as u32 - u32::from('0');
                for _ in 0..2 {
                    let Some(digit) = self.cursor.peek(0).and_then(|c| c.to_digit(8)).filter(|_| value < 32) else { break };
                    value = value * 8 + digit;
                    self.cursor.at += 1;
                }
                value
            }
            _ => itself,
        }
    }

    /// What follows `\u`.
    fn unicode_escape(&mut self, unicode: bool) -> Option<u32> {
        if unicode && self.cursor.eat('{') {
            let digits = self.cursor.until('}').iter().filter_map(|c| char::from_u32(*c)?.to_digit(16));
            return Some(digits.fold(0, |value, digit| value << 4 | digit));
        }
        let unit = self.hex(4)?;
        let before = self.cursor.at;
        if unicode && unit & 0xFC00 == 0xD800 && self.cursor.eat('\\') && self.cursor.eat('u') {
            match self.hex(4) {
                Some(low) if low & 0xFC00 == 0xDC00 => return Some(0x10000 + ((unit & 0x3FF) << 10) + (low & 0x3FF)),
                _ => {}
            }
        }
        self.cursor.at = before;
        Some(unit)
    }

    /// A class after its opening bracket.
    fn class(&mut self) -> Token<'a> {
        let (start, mut depth) = (self.cursor.at, 1);
        while let Some(c) = self.cursor.peek(0) {
            self.cursor.at += 1;
            match c {
                '\\' => self.cursor.at = (self.cursor.at + 1).min(self.cursor.code.len()),
                '[' if self.nested_classes => depth += 1,
                ']' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Token::Class(Some(&self.cursor.code[start..self.cursor.at - 1]));
            }
        }
        Token::Class(None)
    }

    /// A group after its opening parenthesis.
    fn group(&mut self) -> Group<'a> {
        if !self.cursor.eat('?') {
            return Group::Capture(None);
        }
        match (self.cursor.peek(0), self.cursor.peek(1)) {
            (Some('='), _) | (Some('!'), _) => {
                self.cursor.at += 1;
                Group::LookAround
            }
            (Some('<'), Some('=' | '!')) => {
                self.cursor.at += 2;
                Group::LookAround
            }
            (Some('<'), _) => {
                self.cursor.at += 1;
                Group::Capture(Some(self.cursor.until('>')))
            }
            (Some(':'), _) => {
                self.cursor.at += 1;
                Group::Plain
            }
            _ => {
                let mut parts = self.cursor.until(':').split(|c| *c == u32::from('-'));
                let mut says = || parts.next().is_some_and(|letters| letters.contains(&u32::from('i')));
                let (with, without) = (says(), says());
                Group::Modified { ignore_case: (with || without).then_some(with) }
            }
        }
    }

    fn quantifier(&mut self, min: usize, max: Option<usize>) -> Token<'a> {
        self.cursor.eat('?');
        Token::Quantifier { min, max }
    }
    /// The bounds after `{`; None, and nothing passed: the brace stands for itself.
    fn bounds(&mut self) -> Option<(usize, Option<usize>)> {
        let mut ahead = self.clone();
        let min = ahead.number()?;
        let max = if ahead.cursor.eat(',') { ahead.number() } else { Some(min) };
        if !ahead.cursor.eat('}') {
            return None;
        }
        self.cursor.at = ahead.cursor.at;
        Some((min, max))
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let c = self.cursor.peek(0)?;
        self.cursor.at += 1;
        Some(match c {
            '\\' => self.escape(),
            '[' => self.class(),
            '(' => Token::Open(self.group()),
            ')' => Token::Close,
            '|' => Token::Alternative,
            '^' => Token::Start,
            '$' => Token::End,
            '.' => Token::Any,
            '*' => self.quantifier(0, None),
            '+' => self.quantifier(1, None),
            '?' => self.quantifier(0, Some(1)),
            '{' => match self.bounds() {
                Some((min, max)) => self.quantifier(min, max),
                None => Token::Character(u32::from('{')),
            },
            _ => Token::Character(self.cursor.code[self.cursor.at - 1]),
        })
    }
}

/// A group name, with its escapes and surrogate pairs resolved.
pub(super) fn group_name(written: &[u32]) -> String {
    let mut tokens = Tokens { cursor: Cursor::new(written), unicode: true, nested_classes: false, has_names: false, group_count: 0 };
    let mut units: Vec<u16> = Vec::new();
    while tokens.cursor.at < written.len() {
        let c = if tokens.cursor.eat('\\') {
            tokens.cursor.eat('u');
            tokens.unicode_escape(true).unwrap_or(0xFFFD)
        } else {
            tokens.cursor.at += 1;
            written[tokens.cursor.at - 1]
        };
        match char::from_u32(c) {
            Some(c) => units.extend_from_slice(c.encode_utf16(&mut [0; 2])),
            None => units.push(c as u16),
        }
    }
    String::from_utf16_lossy(&units)
}

/// Part of a class.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ClassItem {
    /// First and last; that they are in order is not said.
    Range(u32, u32),
    /// `\d`, `\s`, `\w` or the capital letter.
    Set(char),
}

/// Iterates over what is in a class without u and v, after a `^`.
pub(super) struct ClassItems<'a> {
    tokens: Tokens<'a>,
    /// What comes before the next atom is looked at: the hyphen and the end of what is no range.
    waiting: [Option<ClassItem>; 2],
}

impl<'a> ClassItems<'a> {
    pub(super) fn new(body: &'a [u32]) -> ClassItems<'a> {
        let tokens = Tokens { cursor: Cursor::new(body), unicode: false, nested_classes: false, has_names: false, group_count: 0 };
        ClassItems { tokens, waiting: [None; 2] }
    }
    fn atom(&mut self) -> Option<ClassItem> {
        let tokens = &mut self.tokens;
        let c = tokens.cursor.peek(0)?;
        tokens.cursor.at += 1;
        let one = match (c, tokens.cursor.peek(0)) {
            ('\\', Some(letter @ ('d' | 'D' | 's' | 'S' | 'w' | 'W'))) => {
                tokens.cursor.at += 1;
                return Some(ClassItem::Set(letter));
            }
            ('\\', _) => tokens.escaped(true),
            _ => tokens.cursor.code[tokens.cursor.at - 1],
        };
        Some(ClassItem::Range(one, one))
    }
}

impl Iterator for ClassItems<'_> {
    type Item = ClassItem;

    fn next(&mut self) -> Option<ClassItem> {
        if let Some(item) = self.waiting.iter_mut().find_map(Option::take) {
            return Some(item);
        }
        let first = self.atom()?;
        if self.tokens.cursor.peek(0) != Some('-') || self.tokens.cursor.peek(1).is_none() {
            return Some(first);
        }
        self.tokens.cursor.at += 1;
        let last = self.atom();
        match (first, last) {
            (ClassItem::Range(first, _), Some(ClassItem::Range(_, last))) => Some(ClassItem::Range(first, last)),
            // With a set on one side, the hyphen stands for itself.
            _ => {
                let hyphen = u32::from('-');
                self.waiting = [Some(ClassItem::Range(hyphen, hyphen)), last];
                Some(first)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Token::*;

    fn code(pattern: &str) -> Vec<u32> {
        pattern.chars().map(u32::from).collect()
    }
    /// Tests what the tokens of a pattern are.
    fn check(pattern: &str, flags: &str, expected: &[Token<'_>]) {
        let code = code(pattern);
        let tokens = Tokens::new(&code, flag::parse(flags.chars()).unwrap());
        assert_eq!(tokens.collect::<Vec<_>>(), expected, "/{pattern}/{flags}");
    }
    fn escaped(c: char) -> Token<'static> {
        Escaped(u32::from(c))
    }
    fn character(c: char) -> Token<'static> {
        Character(u32::from(c))
    }
    const fn quantifier(min: usize, max: Option<usize>) -> Token<'static> {
        Quantifier { min, max }
    }
    const CAPTURE: Token<'static> = Open(Group::Capture(None));

    #[test]
    fn a_class_is_one_token() {
        let body = code(r"(\]^[");
        check(r"[(\]^[]|)", "", &[Class(Some(&body)), Alternative, Close]);
        check("[]a]", "", &[Class(Some(&[])), character('a'), character(']')]);
        check("[a", "", &[Class(None)]);
        check(r"[a\", "", &[Class(None)]);
    }

    #[test]
    fn classes_nest_with_v_only() {
        let body = code(r"[a]--[^\]b]");
        check(r"[[a]--[^\]b]](", "v", &[Class(Some(&body)), CAPTURE]);
        let body = code("[a");
        check("[[a]]", "", &[Class(Some(&body)), character(']')]);
    }

    #[test]
    fn escapes_stand_for_characters() {
        check(r"\cA\cz\c1", "", &[escaped('\x01'), escaped('\x1a'), escaped('\\'), character('c'), character('1')]);
        check(
            r"\x41\x4\u0042\u42",
            "",
            &[escaped('A'), escaped('x'), character('4'), escaped('B'), escaped('u'), character('4'), character('2')],
        );
        check(r"\u{3}\/", "", &[escaped('u'), quantifier(3, Some(3)), escaped('/')]);
        check(r"\u{1F600}\ud83d\ude00\ud83d", "u", &[escaped('😀'), escaped('😀'), Escaped(0xD83D)]);
        check(r"\ud83d\ude00", "", &[Escaped(0xD83D), Escaped(0xDE00)]);
        check(
            r"\0\08\101\400\8",
            "",
            &[escaped('\0'), escaped('\0'), character('8'), escaped('A'), escaped(' '), character('0'), escaped('8')],
        );
        check(r"\p{L}\P{Script=Greek}x", "u", &[Property, Property, character('x')]);
        check(r"\p{1}", "", &[escaped('p'), quantifier(1, Some(1))]);
        check(r"\d\W\b\B.^$", "", &[Set('d'), Set('W'), WordBoundary, WordBoundary, Any, Start, End]);
        check("\\", "", &[character('\\')]);
    }

    #[test]
    fn a_number_is_a_reference_if_there_is_such_a_group() {
        check(r"\1()\2\18", "", &[Reference(1), CAPTURE, Close, escaped('\x02'), escaped('\x01'), character('8')]);
        check(r"()\1(?:)\10", "", &[CAPTURE, Close, Reference(1), Open(Group::Plain), Close, escaped('\x08')]);
    }

    #[test]
    fn names_are_referred_to_where_there_are_some() {
        let name = code("year");
        check(r"\k<year>(?<year>)", "", &[NamedReference(&name), Open(Group::Capture(Some(&name))), Close]);
        check(r"\k<y>", "", &[escaped('k'), character('<'), character('y'), character('>')]);
        assert_eq!(group_name(&code(r"y\u0061\u{62}$\ud835\udc9c")), "yab$𝒜");
        assert_eq!(group_name(&[0xD835, 0xDC9C]), "𝒜");
    }

    #[test]
    fn groups_are_told_apart() {
        for look in ["(?=", "(?!", "(?<=", "(?<!"] {
            check(look, "", &[Open(Group::LookAround)]);
        }
        let modified = |ignore_case| Open(Group::Modified { ignore_case });
        check("(?i:(?m-i:(?-s:(?:(", "", &[modified(Some(true)), modified(Some(false)), modified(None), Open(Group::Plain), CAPTURE]);
    }

    #[test]
    fn quantifiers_have_bounds_and_may_be_lazy() {
        check(
            "a*b+?c??",
            "",
            &[character('a'), quantifier(0, None), character('b'), quantifier(1, None), character('c'), quantifier(0, Some(1))],
        );
        check(
            "a{2}b{2,}?c{2,30}",
            "",
            &[character('a'), quantifier(2, Some(2)), character('b'), quantifier(2, None), character('c'), quantifier(2, Some(30))],
        );
        check("a{,2}", "", &[character('a'), character('{'), character(','), character('2'), character('}')]);
        check("{", "", &[character('{')]);
    }

    #[test]
    fn items_of_a_class_are_ranges_and_sets() {
        let items = |body: &str| ClassItems::new(&code(body)).collect::<Vec<_>>();
        let range = |first: char, last: char| ClassItem::Range(u32::from(first), u32::from(last));
        let one = |c| range(c, c);
        assert_eq!(
            items(r"a-c\d\b\cA\c_\c"),
            [range('a', 'c'), ClassItem::Set('d'), one('\x08'), one('\x01'), one('\x1f'), one('\\'), one('c')]
        );
        assert_eq!(items(r"-a-"), [one('-'), one('a'), one('-')]);
        assert_eq!(items(r"\d-a"), [ClassItem::Set('d'), one('-'), one('a')]);
        assert_eq!(items(r"a-\w-z"), [one('a'), one('-'), ClassItem::Set('w'), one('-'), one('z')]);
        assert_eq!(items(r"\x41-\u0043\-\1"), [range('A', 'C'), one('-'), one('\x01')]);
    }
}
