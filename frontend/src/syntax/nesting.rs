//! How deeply a text nests, from the text alone: an upper bound, without a tree.
//!
//! Whether a slash begins a regular expression depends on what is before it. Where that does not tell, what it would span
//! is counted as code that is never closed: too much rather than too little, for what is counted is what the stack is
//! made for.

/// An upper bound of the depth of the tree of `text`, in brackets, operators and `else`s that are open at once.
/// Strings, the text of templates, regular expressions and comments are skipped.
pub fn nesting(text: &str) -> u32 {
    let mut scan = Scan { bytes: text.as_bytes(), at: 0, open: vec![Level::default()], total: 0, max: 0, before: Before::Operator };
    while scan.token() {
        scan.max = scan.max.max(scan.total);
    }
    scan.max
}

/// Something that is open.
#[derive(Default)]
struct Level {
    /// Operators since the last `,` or `;`, which count as well.
    operators: u32,
    /// What closes it goes on with the text of a template.
    is_in_template: bool,
    /// The parentheses of an `if` or a loop, behind which a statement is.
    is_header: bool,
    /// Statements end at line ends here.
    has_statements: bool,
}

/// What the last token was.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// An operand is due.
    Operator,
    /// The same: a word such as `return`.
    Keyword,
    /// The same, after a word before parentheses with a statement behind them.
    Header,
    /// A property's name is due.
    Dot,
    /// An operand has ended.
    Value,
    /// A closing brace, `++`, or a word that is a name in some code: an operand may have ended.
    Either,
}

/// Words that nest without brackets.
const NESTING: &[&[u8]] = &[
    b"else",
    b"if",
    b"for",
    b"while",
    b"do",
    b"with",
    b"new",
    b"typeof",
    b"void",
    b"delete",
    b"await",
    b"yield",
    b"in",
    b"instanceof",
    b"async",
    b"return",
];

struct Scan<'t> {
    bytes: &'t [u8],
    at: usize,
    /// The first is the text itself.
    open: Vec<Level>,
    /// Brackets and operators that are open.
    total: u32,
    max: u32,
    before: Before,
}

impl Scan<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }
    fn top(&mut self) -> &mut Level {
        self.open.last_mut().expect("the first is never closed")
    }
    fn operator(&mut self) {
        self.top().operators += 1;
        self.total += 1;
    }
    fn end_operators(&mut self) {
        self.total -= std::mem::take(&mut self.top().operators);
    }
    fn push(&mut self, level: Level) {
        self.open.push(level);
        self.total += 1;
        self.before = Before::Operator;
    }
    fn pop(&mut self) -> Level {
        if self.open.len() == 1 {
            return Level::default();
        }
        let level = self.open.pop().expect("there are two");
        self.total -= 1 + level.operators;
        level
    }

    /// Takes a token; false at the end.
    fn token(&mut self) -> bool {
        let is_on_new_line = self.skip_blanks();
        let Some(&byte) = self.bytes.get(self.at) else { return false };
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || byte >= 0x80;
        if is_on_new_line && self.before == Before::Value && (is_word(byte) || matches!(byte, b'"' | b'\'')) && !self.goes_on() {
            // Without a semicolon, a statement ends where the next token cannot belong to it.
            if self.open.len() == 1 || self.top().has_statements {
                self.end_operators();
            }
        }
        if is_word(byte) {
            let start = self.at;
            while is_word(self.peek(0)) {
                self.at += 1;
            }
            self.word(start);
            return true;
        }
        self.at += 1;
        match byte {
            b'(' => {
                let is_header = self.before == Before::Header;
                self.push(Level { is_header, ..Level::default() });
            }
            b'[' => self.push(Level::default()),
            b'{' => self.push(Level { has_statements: true, ..Level::default() }),
            b')' => self.before = if self.pop().is_header { Before::Operator } else { Before::Value },
            b']' => {
                self.pop();
                self.before = Before::Value;
            }
            b'}' => {
                if self.pop().is_in_template {
                    self.template();
                } else {
                    self.before = Before::Either;
                    // A block ends the statement, unless `else` follows.
                    if !continues(&self.bytes[self.at..]) {
                        self.end_operators();
                    }
                }
            }
            b',' | b';' => {
                if byte == b',' || !continues(&self.bytes[self.at..]) {
                    self.end_operators();
                }
                self.before = Before::Operator;
            }
            b'"' | b'\'' => self.string(byte),
            b'`' => self.template(),
            b'/' => self.slash(),
            b'\\' => {
                self.at += 1;
                self.before = Before::Value;
            }
            b'+' | b'-' if self.peek(0) == byte => {
                self.at += 1;
                self.operator();
                self.operator();
                self.before = Before::Either;
            }
            b'.' | b'#' => {
                self.operator();
                self.before = Before::Dot;
            }
            _ => {
                if matches!(byte, b'=' | b'+' | b'-' | b'*' | b'%' | b'<' | b'>' | b'!' | b'~' | b'&' | b'|' | b'^' | b'?' | b':') {
                    self.operator();
                }
                self.before = Before::Operator;
            }
        }
        true
    }

    /// Blanks and comments; whether a line has ended.
    fn skip_blanks(&mut self) -> bool {
        let mut has_ended = false;
        loop {
            match (self.peek(0), self.peek(1)) {
                (b'\n' | b'\r', _) => {
                    has_ended = true;
                    self.at += 1;
                }
                (b'/', b'/') => {
                    while self.at < self.bytes.len() && self.peek(0) != b'\n' {
                        self.at += 1;
                    }
                }
                (b'/', b'*') => {
                    self.at += 2;
                    while self.at < self.bytes.len() && (self.peek(0), self.peek(1)) != (b'*', b'/') {
                        has_ended |= self.peek(0) == b'\n';
                        self.at += 1;
                    }
                    self.at += 2;
                }
                (byte, _) if byte.is_ascii_whitespace() => self.at += 1,
                _ => return has_ended,
            }
        }
    }

    /// Whether what comes belongs to the statement although it is on a new line.
    fn goes_on(&self) -> bool {
        let rest = &self.bytes[self.at..];
        let is_next = |word: &[u8]| {
            rest.starts_with(word) && !rest.get(word.len()).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$'))
        };
        [&b"else"[..], b"in", b"instanceof", b"of", b"while"].iter().any(|word| is_next(word))
    }

    fn word(&mut self, start: usize) {
        let word = &self.bytes[start..self.at];
        if self.before == Before::Dot {
            self.before = Before::Value;
            return;
        }
        if NESTING.contains(&word) {
            self.operator();
        }
        self.before = match word {
            b"if" | b"for" | b"while" | b"with" => Before::Header,
            // `for await (…)`.
            b"await" if self.before == Before::Header => Before::Header,
            b"await" | b"yield" | b"async" | b"of" | b"let" => Before::Either,
            b"case" | b"throw" | b"extends" | b"default" => Before::Keyword,
            word if NESTING.contains(&word) => Before::Keyword,
            _ => Before::Value,
        };
    }

    /// The rest of a string.
    fn string(&mut self, quote: u8) {
        while self.at < self.bytes.len() && self.peek(0) != quote && self.peek(0) != b'\n' {
            self.at += 1 + usize::from(self.peek(0) == b'\\');
        }
        self.at += 1;
        self.before = Before::Value;
    }

    /// The text of a template, to its end or to the next expression in it.
    fn template(&mut self) {
        while self.at < self.bytes.len() {
            match (self.peek(0), self.peek(1)) {
                (b'`', _) => break,
                (b'$', b'{') => {
                    self.at += 2;
                    self.push(Level { is_in_template: true, ..Level::default() });
                    return;
                }
                (b'\\', _) => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        self.before = Before::Value;
    }

    /// After a slash: a regular expression, or a division.
    fn slash(&mut self) {
        let end = self.regular_expression();
        match self.before {
            Before::Value | Before::Dot => self.operator(),
            Before::Operator | Before::Keyword | Before::Header if end.is_some() => {
                self.at = end.expect("tested");
                self.before = Before::Value;
                return;
            }
            Before::Either if end.is_some() => {
                let end = end.expect("tested");
                self.operator();
                for at in self.at..end {
                    match self.bytes[at] {
                        b'(' | b'[' | b'{' | b'`' => self.push(Level::default()),
                        b if b.is_ascii_punctuation() => self.operator(),
                        _ => {}
                    }
                }
                self.at = end;
                self.before = Before::Either;
                return;
            }
            _ => self.operator(),
        }
        self.before = Before::Operator;
    }

    /// Where it ends, if it is one: on the same line.
    fn regular_expression(&self) -> Option<usize> {
        let mut is_in_class = false;
        let mut at = self.at;
        loop {
            match *self.bytes.get(at)? {
                b'\n' | b'\r' => return None,
                b'\\' => at += 1,
                b'[' => is_in_class = true,
                b']' => is_in_class = false,
                b'/' if !is_in_class => return Some(at + 1),
                _ => {}
            }
            at += 1;
        }
    }
}

/// Does `else` come next, so that what follows may nest deeper in this statement? (After the
/// `while` of a do-while it nests in the statements that are around the loop at most.)
fn continues(rest: &[u8]) -> bool {
    let rest = rest.trim_ascii_start();
    rest.starts_with(b"else") || rest.starts_with(b"//") || rest.starts_with(b"/*")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nesting_counts_what_nests() {
        assert!(nesting(&"[".repeat(5000)) >= 5000);
        assert!(nesting(&"!".repeat(5000)) >= 5000);
        assert!(nesting(&"a=>".repeat(3000)) >= 3000);
        assert!(nesting(&"if(a){}else ".repeat(3000)) >= 3000);
        assert!(nesting(&"typeof ".repeat(3000)) >= 3000);
        assert!(nesting(&"`${".repeat(3000)) >= 3000);
        assert!(nesting(&"if (a)\n".repeat(3000)) >= 3000);
        assert!(nesting(&"a = b ?\nc :\n".repeat(3000)) >= 3000);
        assert!(nesting(&"if (a)\nb\nelse ".repeat(3000)) >= 3000);
    }

    #[test]
    fn sequences_are_not_nesting() {
        assert!(nesting(&"f(a.b + c[0]);\n".repeat(5000)) < 20);
        assert!(nesting(&"function f() { if (a) { b = c; } }\n".repeat(5000)) < 20);
        assert!(nesting(&format!("[{}]", "1+2,".repeat(5000))) < 20);
        assert!(nesting(&"x('((((((')\n;".repeat(5000)) < 20);
        assert!(nesting(&"while (a);".repeat(5000)) < 20);
        assert!(nesting(&"do a; while (b);".repeat(5000)) < 20);
        assert!(nesting(&"exports.a = f.b\n".repeat(5000)) < 20);
        assert!(nesting(&"a.b(c.d)\nlet e = f[0]\n".repeat(5000)) < 20);
        assert!(nesting(&"if (a) b = c\nelse d = e\n".repeat(5000)) < 20);
        assert!(nesting(&"x = /[(]/.test(y);\n".repeat(5000)) < 20);
        assert!(nesting(&"if (a) /[(]{2}/.test(b)\n".repeat(5000)) < 20);
        assert!(nesting(&format!("a = `${{1}}`; b = `{}`", "+(".repeat(5000))) < 20);
        assert!(nesting(&"`${a}((`;".repeat(5000)) < 20);
    }

    /// What hides brackets of a text from the count hid them from the bound on the stack.
    #[test]
    fn nothing_hides_what_nests() {
        let deep = format!("{}1{}", "(".repeat(5000), ")".repeat(5000));
        for hidden in [
            format!("x = `${{1}}`; y = {deep}"),
            format!("x = {}{deep}{}", "[/]/,".repeat(5000), "]".repeat(5000)),
            format!("a++ / {deep} / 2"),
            format!("yield / {deep} / 2"),
            format!("x = {{}} / {deep} / 2"),
            format!("x.if(y) / {deep} / 2"),
            format!("x = function () {{}} / {deep} / 2"),
            format!("x = a / 2; {deep} / 2"),
            format!("x = `\\`${{`${{1}}`}}${{{deep}}}`"),
        ] {
            assert!(nesting(&hidden) >= 5000, "{}", &hidden[..40]);
        }
    }
}
