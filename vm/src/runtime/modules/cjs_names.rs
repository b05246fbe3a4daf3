//! The names that a CommonJS file exports, as far as its text says so plainly: what can be
//! imported by name has to be known before the file runs. As Node.js finds them:
//!
//! - `exports.a =`, `exports['a'] =`, the same of `module.exports`;
//! - `Object.defineProperty(exports, 'a', { enumerable: true, get …` or `{ value: …`;
//! - the keys of an object literal that is assigned to `module.exports`;
//! - `module.exports = require('x')`, `...require('x')` in such a literal, and at the top level
//!   `__exportStar(require('x')` and the loops that Babel writes: what the other file exports.
//!
//! Comments, strings, templates and regular expressions are no code.

/// Names, and the modules whose names are exported, too.
#[derive(Default, Debug, PartialEq, Eq)]
pub struct Exports {
    pub names: Vec<String>,
    pub reexports: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Token<'t> {
    /// Identifiers, keywords and numbers.
    Word(&'t str),
    /// A string literal with its quotes.
    Text(&'t str),
    Punctuator(u8),
    /// `...`
    Spread,
    Other,
    End,
}

/// What a slash after a closing parenthesis or brace is depends on what was opened there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Paren {
        /// After `if`, `while`, `for` or `with`.
        head: bool,
    },
    Bracket,
    /// A block or an object, which need not be told apart here: a slash after it begins a
    /// regular expression, as after a block.
    Brace,
    /// The rest of a template follows its closing brace.
    Substitution,
}

#[derive(Clone)]
struct Scanner<'t> {
    text: &'t str,
    at: usize,
    open: Vec<Open>,
    /// A slash would begin a regular expression.
    expression: bool,
    /// The last word was one of `if`, `while`, `for`, `with`.
    before_head: bool,
}

/// Words after which an expression follows.
const BEFORE_EXPRESSION: &[&str] =
    &["return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "instanceof", "do", "else", "yield", "await"];

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'#' | b'\\') || byte >= 0x80
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str) -> Self {
        let at = if text.starts_with("#!") { text.find('\n').unwrap_or(text.len()) } else { 0 };
        Scanner { text, at, open: Vec::new(), expression: true, before_head: false }
    }

    fn bytes(&self) -> &'t [u8] {
        self.text.as_bytes()
    }

    fn skip_blanks(&mut self) {
        let bytes = self.bytes();
        while let Some(byte) = bytes.get(self.at) {
            match (byte, bytes.get(self.at + 1)) {
                (b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c, _) => self.at += 1,
                (b'/', Some(b'/')) => self.at = memchr::memchr(b'\n', &bytes[self.at..]).map_or(bytes.len(), |n| self.at + n),
                (b'/', Some(b'*')) => {
                    self.at = memchr::memmem::find(&bytes[self.at + 2..], b"*/").map_or(bytes.len(), |n| self.at + n + 4);
                }
                _ => return,
            }
        }
    }

    fn next(&mut self) -> Token<'t> {
        self.skip_blanks();
        let bytes = self.bytes();
        let start = self.at;
        let Some(&byte) = bytes.get(start) else { return Token::End };
        if is_word(byte) {
            while bytes.get(self.at).is_some_and(|b| is_word(*b)) {
                self.at += 1;
            }
            let word = &self.text[start..self.at];
            self.expression = BEFORE_EXPRESSION.contains(&word);
            self.before_head = matches!(word, "if" | "while" | "for" | "with");
            return Token::Word(word);
        }
        let before_head = std::mem::take(&mut self.before_head);
        match byte {
            b'"' | b'\'' => {
                self.at += 1;
                while let Some(b) = bytes.get(self.at) {
                    self.at += if *b == b'\\' { 2 } else { 1 };
                    if *b == byte || *b == b'\n' {
                        break;
                    }
                }
                self.at = self.boundary();
                self.expression = false;
                Token::Text(&self.text[start..self.at])
            }
            b'`' => {
                self.at += 1;
                self.template()
            }
            b'/' if self.expression => {
                self.regular_expression();
                self.expression = false;
                Token::Other
            }
            b'.' if bytes[start..].starts_with(b"...") => {
                self.at += 3;
                self.expression = true;
                Token::Spread
            }
            _ => {
                self.at += 1;
                self.expression = true;
                match byte {
                    b'(' => self.open.push(Open::Paren { head: before_head }),
                    b'[' => self.open.push(Open::Bracket),
                    b'{' => self.open.push(Open::Brace),
                    b')' => self.expression = self.open.pop() == Some(Open::Paren { head: true }),
                    b']' => {
                        self.open.pop();
                        self.expression = false;
                    }
                    b'}' => {
                        let opened = self.open.pop();
                        if opened == Some(Open::Substitution) {
                            return self.template();
                        }
                    }
                    // After `i++` comes an operator, at the end of a statement nothing.
                    b'+' | b'-' if start > 0 && bytes[start - 1] == byte => self.expression = false,
                    _ => {}
                }
                Token::Punctuator(byte)
            }
        }
    }

    /// The end of a character: what was skipped may have been part of one.
    fn boundary(&self) -> usize {
        (self.at.min(self.text.len())..=self.text.len()).find(|at| self.text.is_char_boundary(*at)).unwrap_or(self.text.len())
    }

    /// The rest of a template, up to its end or a substitution.
    fn template(&mut self) -> Token<'t> {
        let bytes = self.bytes();
        while let Some(b) = bytes.get(self.at) {
            match b {
                b'\\' => self.at += 2,
                b'`' => {
                    self.at += 1;
                    self.expression = false;
                    return Token::Other;
                }
                b'$' if bytes.get(self.at + 1) == Some(&b'{') => {
                    self.at += 2;
                    self.open.push(Open::Substitution);
                    self.expression = true;
                    return Token::Other;
                }
                _ => self.at += 1,
            }
        }
        self.at = self.text.len();
        Token::Other
    }

    fn regular_expression(&mut self) {
        let bytes = self.bytes();
        let mut in_class = false;
        self.at += 1;
        while let Some(b) = bytes.get(self.at) {
            match b {
                b'\\' => self.at += 1,
                b'[' => in_class = true,
                b']' => in_class = false,
                b'/' if !in_class => break,
                b'\n' => break,
                _ => {}
            }
            self.at += 1;
        }
        self.at = (self.at + 1).min(bytes.len());
        while bytes.get(self.at).is_some_and(|b| is_word(*b)) {
            self.at += 1;
        }
        self.at = self.boundary();
    }

    fn accept(&mut self, wanted: Token<'_>) -> bool {
        let mut ahead = self.clone();
        let found = ahead.next() == wanted;
        if found {
            *self = ahead;
        }
        found
    }
    fn accept_all(&mut self, wanted: &[Token<'_>]) -> bool {
        let mut ahead = self.clone();
        let found = wanted.iter().all(|token| ahead.next() == *token);
        if found {
            *self = ahead;
        }
        found
    }
    fn word(&mut self) -> Option<&'t str> {
        let mut ahead = self.clone();
        let Token::Word(word) = ahead.next() else { return None };
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        *self = ahead;
        Some(word)
    }
    fn literal(&mut self) -> Option<String> {
        let mut ahead = self.clone();
        let Token::Text(text) = ahead.next() else { return None };
        let inner = text.get(1..text.len().checked_sub(1)?)?;
        if inner.contains('\\') {
            return None;
        }
        *self = ahead;
        Some(inner.to_owned())
    }
    /// An assignment's sign, which no comparison is.
    fn assignment(&mut self) -> bool {
        let mut ahead = self.clone();
        if ahead.next() != EQUALS || matches!(self.bytes().get(ahead.at), Some(b'=' | b'>')) {
            return false;
        }
        *self = ahead;
        true
    }
    /// `require('x')`
    fn require(&mut self) -> Option<String> {
        let mut ahead = self.clone();
        if !ahead.accept_all(&[Token::Word("require"), LEFT]) {
            return None;
        }
        let name = ahead.literal()?;
        if !ahead.accept(RIGHT) {
            return None;
        }
        *self = ahead;
        Some(name)
    }
}

const EQUALS: Token<'static> = Token::Punctuator(b'=');
const LEFT: Token<'static> = Token::Punctuator(b'(');
const RIGHT: Token<'static> = Token::Punctuator(b')');
const DOT: Token<'static> = Token::Punctuator(b'.');
const COMMA: Token<'static> = Token::Punctuator(b',');
const COLON: Token<'static> = Token::Punctuator(b':');

struct Search<'t> {
    out: Exports,
    /// The module of the last `module.exports = require(…)`.
    assigned: Option<String>,
    /// Variables that hold a module, for the loops that export all of one.
    held: Vec<(&'t str, String)>,
}

impl<'t> Search<'t> {
    fn add(&mut self, name: impl Into<String>) {
        let name = name.into();
        if !self.out.names.contains(&name) {
            self.out.names.push(name);
        }
    }

    /// What follows `exports`; `of_module` if that was `module.exports`.
    fn exports(&mut self, scanner: &mut Scanner<'t>, of_module: bool) {
        let mut ahead = scanner.clone();
        if ahead.accept(DOT) {
            if let Some(name) = ahead.word()
                && ahead.assignment()
            {
                self.add(name);
                *scanner = ahead;
            }
        } else if ahead.accept(Token::Punctuator(b'[')) {
            if let Some(name) = ahead.literal()
                && ahead.accept(Token::Punctuator(b']'))
                && ahead.assignment()
            {
                self.add(name);
                *scanner = ahead;
            }
        } else if of_module && ahead.assignment() {
            // What was assigned before is gone.
            self.assigned = None;
            *scanner = ahead;
            self.assigned_value(scanner);
        }
    }

    fn assigned_value(&mut self, scanner: &mut Scanner<'t>) {
        if let Some(name) = scanner.require() {
            self.assigned = Some(name);
            return;
        }
        let mut ahead = scanner.clone();
        if ahead.accept(Token::Punctuator(b'{')) {
            self.object(&mut ahead);
        }
    }

    /// The plain keys at the beginning of an object literal.
    fn object(&mut self, scanner: &mut Scanner<'t>) {
        loop {
            if scanner.accept(Token::Spread) {
                match scanner.require() {
                    Some(name) => self.out.reexports.push(name),
                    None => {
                        if scanner.word().is_none() {
                            return;
                        }
                    }
                }
            } else {
                let name = match scanner.word() {
                    Some(word) => word.to_owned(),
                    None => match scanner.literal() {
                        Some(text) => text,
                        None => return,
                    },
                };
                if scanner.accept(COLON) {
                    if scanner.word().is_none() {
                        return;
                    }
                    self.add(name);
                } else if matches!(scanner.clone().next(), COMMA | LEFT | Token::Punctuator(b'}')) {
                    self.add(name);
                } else {
                    return;
                }
            }
            if !scanner.accept(COMMA) {
                return;
            }
        }
    }

    /// What follows `Object`.
    fn object_method(&mut self, scanner: &mut Scanner<'t>) {
        let mut ahead = scanner.clone();
        if !ahead.accept(DOT) {
            return;
        }
        match ahead.word() {
            Some("defineProperty") => {
                if ahead.accept(LEFT)
                    && is_exports(&mut ahead)
                    && ahead.accept(COMMA)
                    && let Some(name) = ahead.literal()
                    && ahead.accept_all(&[COMMA, Token::Punctuator(b'{')])
                    && is_exported_property(&mut ahead)
                {
                    self.add(name);
                }
            }
            Some("keys") => {
                if scanner.open.is_empty()
                    && ahead.accept(LEFT)
                    && let Some(name) = ahead.word()
                    && ahead.accept_all(&[RIGHT, DOT, Token::Word("forEach"), LEFT, Token::Word("function"), LEFT])
                    && let Some(key) = ahead.word()
                    && ahead.accept_all(&[RIGHT, Token::Punctuator(b'{'), Token::Word("if"), LEFT, Token::Word(key)])
                    && let Some((_, module)) = self.held.iter().rev().find(|(held, _)| *held == name)
                    && copies_to_exports(&mut ahead, key)
                {
                    self.out.reexports.push(module.clone());
                }
            }
            _ => {}
        }
    }

    /// What follows `__export` or `__exportStar`.
    fn export_star(&mut self, scanner: &mut Scanner<'t>) {
        let mut ahead = scanner.clone();
        if ahead.accept(LEFT)
            && let Some(name) = ahead.require()
        {
            self.out.reexports.push(name);
        }
    }

    /// What follows `var`, `let` or `const`.
    fn variable(&mut self, scanner: &mut Scanner<'t>) {
        let mut ahead = scanner.clone();
        if let Some(name) = ahead.word()
            && ahead.assignment()
        {
            if matches!(ahead.clone().next(), Token::Word(word) if word.starts_with("_interopRequireWildcard")) {
                ahead.word();
                if !ahead.accept(LEFT) {
                    return;
                }
            }
            if let Some(module) = ahead.require() {
                self.held.push((name, module));
            }
        }
    }
}

/// `exports` or `module.exports`.
fn is_exports(scanner: &mut Scanner<'_>) -> bool {
    scanner.accept(Token::Word("exports")) || scanner.accept_all(&[Token::Word("module"), DOT, Token::Word("exports")])
}

/// The beginning of a descriptor that makes an export: with a value, or enumerable with a getter.
fn is_exported_property(scanner: &mut Scanner<'_>) -> bool {
    if scanner.accept_all(&[Token::Word("value"), COLON]) {
        return true;
    }
    if !scanner.accept_all(&[Token::Word("enumerable"), COLON]) {
        return false;
    }
    let truth = scanner.accept(Token::Word("true")) || scanner.accept_all(&[Token::Punctuator(b'!'), Token::Word("0")]);
    if !truth || !scanner.accept(COMMA) {
        return false;
    }
    if scanner.accept_all(&[Token::Word("value"), COLON]) {
        return true;
    }
    if !scanner.accept(Token::Word("get")) {
        return false;
    }
    if scanner.accept(COLON) {
        if !scanner.accept(Token::Word("function")) {
            return false;
        }
        scanner.word();
    }
    if !scanner.accept_all(&[LEFT, RIGHT, Token::Punctuator(b'{'), Token::Word("return")]) || scanner.word().is_none() {
        return false;
    }
    while scanner.accept(DOT) {
        if scanner.word().is_none() {
            return false;
        }
    }
    if scanner.accept(Token::Punctuator(b'[')) && !(scanner.literal().is_some() && scanner.accept(Token::Punctuator(b']'))) {
        return false;
    }
    scanner.accept(Token::Punctuator(b';'));
    scanner.accept(Token::Punctuator(b'}'))
}

/// The rest of a loop's body that leaves out `default` and puts the other keys into exports.
fn copies_to_exports(scanner: &mut Scanner<'_>, key: &str) -> bool {
    let depth = scanner.open.len();
    let mut names_default = false;
    loop {
        match scanner.next() {
            Token::End => return false,
            Token::Text(text) => names_default |= &text[1..text.len() - 1] == "default",
            Token::Word("exports") => {
                let mut ahead = scanner.clone();
                let sets = ahead.accept_all(&[Token::Punctuator(b'['), Token::Word(key), Token::Punctuator(b']')]) && ahead.assignment();
                let mut ahead = scanner.clone();
                let defines = ahead.accept_all(&[COMMA, Token::Word(key), COMMA]);
                if names_default && (sets || defines) {
                    return true;
                }
            }
            // The loop is over.
            Token::Punctuator(b')' | b'}') if scanner.open.len() + 3 < depth => return false,
            _ => {}
        }
    }
}

/// What the text of a CommonJS file exports.
pub fn exports_of(text: &str) -> Exports {
    let mut search = Search { out: Exports::default(), assigned: None, held: Vec::new() };
    let mut scanner = Scanner::new(text);
    let mut after_dot = false;
    loop {
        let token = scanner.next();
        match token {
            Token::End => break,
            Token::Word("exports") if !after_dot => search.exports(&mut scanner, false),
            Token::Word("module") if !after_dot => {
                let mut ahead = scanner.clone();
                if ahead.accept_all(&[DOT, Token::Word("exports")]) {
                    scanner = ahead;
                    search.exports(&mut scanner, true);
                }
            }
            Token::Word("Object") if !after_dot => search.object_method(&mut scanner),
            Token::Word("__export" | "__exportStar") if scanner.open.is_empty() => search.export_star(&mut scanner),
            Token::Word("var" | "let" | "const") if !after_dot && scanner.open.is_empty() => search.variable(&mut scanner),
            _ => {}
        }
        after_dot = token == DOT;
    }
    search.out.names.retain(|name| name != "default");
    search.out.reexports.extend(search.assigned);
    search.out
}

#[cfg(test)]
mod tests {
    use super::exports_of;

    fn names(text: &str) -> Vec<String> {
        exports_of(text).names
    }
    fn reexports(text: &str) -> Vec<String> {
        exports_of(text).reexports
    }

    #[test]
    fn assigned_names_are_found() {
        let text = "exports.a = 1; module.exports.b = 2; exports['c'] = 3; if (exports.d == 1) {}\n\
                    Object.defineProperty(exports, 'e', { value: 1 }); module.exports = { f, g: h, 'i': j };";
        assert_eq!(names(text), ["a", "b", "c", "e", "f", "g", "i"]);
        assert_eq!(names("exports.a = exports.b = void 0; 0 && (module.exports = { c, d });"), ["a", "b", "c", "d"]);
    }

    #[test]
    fn what_is_no_code_is_no_export() {
        assert_eq!(
            names(
                "// exports.a = 1\n/* exports.b = 1 */ 'exports.c = 1'; `exports.d = 1 ${exports.e = 1}`; /exports.f = 1/; exports.g = 1"
            ),
            ["e", "g"]
        );
        assert_eq!(names("if (x) /['\"]/.test(y); exports.a = 1"), ["a"]);
        assert_eq!(names("x = a / b; exports.a = 1; y = c / d"), ["a"]);
    }

    #[test]
    fn descriptors_with_getters_are_exports() {
        assert_eq!(names("Object.defineProperty(exports, 'a', { enumerable: true, get: function () { return q.a; } });"), ["a"]);
        assert_eq!(names("Object.defineProperty(exports, 'a', { get: function () { return q.a; } });"), [""; 0]);
    }

    #[test]
    fn whole_modules_are_exported_again() {
        assert_eq!(reexports("module.exports = require('./a'); module.exports = require('./b')"), ["./b"]);
        assert_eq!(reexports("__exportStar(require('./a'), exports); tslib_1.__exportStar(require(\"b\"), exports)"), ["./a", "b"]);
        assert_eq!(reexports("module.exports = { ...require('./a'), b: c }"), ["./a"]);
        let babel = "var _a = require('./a'); Object.keys(_a).forEach(function (key) { if (key === 'default' || key === '__esModule') return;\n\
                     if (key in exports && exports[key] === _a[key]) return; Object.defineProperty(exports, key, { enumerable: true, get: function () { return _a[key]; } }); });";
        assert_eq!(reexports(babel), ["./a"]);
    }
}
