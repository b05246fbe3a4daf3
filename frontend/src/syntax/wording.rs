//! The parser's messages in V8's words, which programs and their tests know.

use oxc_diagnostics::OxcDiagnostic;

/// How a message of the parser begins, and what V8 says.
const KNOWN: &[(&str, &str)] = &[
    ("Unterminated string", "Invalid or unexpected token"),
    ("Unterminated multiline comment", "Invalid or unexpected token"),
    ("Invalid Character", "Invalid or unexpected token"),
    ("Invalid characters after number", "Invalid or unexpected token"),
    ("Unterminated regular expression", "Invalid regular expression: missing /"),
    ("Cannot assign to this expression", "Invalid left-hand side in assignment"),
    ("Cannot assign to 'eval' in strict mode", "Unexpected eval or arguments in strict mode"),
    ("Cannot assign to 'arguments' in strict mode", "Unexpected eval or arguments in strict mode"),
    ("`await` is only allowed within", "await is only valid in async functions and the top level bodies of modules"),
    ("'with' statements are not allowed", "Strict mode code may not include a with statement"),
    ("'0'-prefixed octal literals", "Octal literals are not allowed in strict mode."),
    ("The keyword 'yield' is reserved", "Unexpected strict mode reserved word"),
    ("'let' cannot be declared as a variable name inside of a", "let is disallowed as a lexically bound name"),
    ("Multiple constructor implementations are not allowed", "A class may only have one constructor"),
    ("'super' can only be referenced in members", "'super' keyword unexpected here"),
    ("Super calls are not permitted outside constructors", "'super' keyword unexpected here"),
    ("A 'get' accessor must not have any formal parameters", "Getter must not have any formal parameters."),
    ("A 'set' accessor must have exactly one parameter", "Setter must have exactly one formal parameter."),
    ("A rest parameter must be last in a parameter list", "Rest parameter must be last formal parameter"),
    (
        "A unary expression with the",
        "Unary operator used immediately before exponentiation expression. Parenthesis must be used to disambiguate operator precedence",
    ),
    ("Missing catch or finally clause", "Missing catch or finally after try"),
    (
        "Generators can only be declared at the top level or inside a block",
        "Generators can only be declared at the top level or inside a block.",
    ),
    ("Parenthesized expressions may not have a trailing comma", "Unexpected token ')'"),
    ("Empty parenthesized expression", "Unexpected token ')'"),
    ("Unexpected import.meta expression", "Cannot use 'import.meta' outside a module"),
    ("Cannot use export statement outside a module", "Unexpected token 'export'"),
    ("import() requires a specifier", "import() requires a specifier"),
    ("Unexpected JSX expression", "Unexpected token '<'"),
];

/// What is said of a diagnostic at `position` of `text`.
pub(super) fn of(text: &str, diagnostic: &OxcDiagnostic, position: usize) -> String {
    let own = diagnostic.message.as_ref();
    if own.starts_with("Expected `,` or `)`") && !is_list_of_parameters(text, diagnostic) {
        return "missing ) after argument list".to_owned();
    }
    let plain = own.replace('`', "'");
    let is = |known: &str| own.starts_with(known) || plain.starts_with(&known.replace('`', "'"));
    if let Some((_, said)) = KNOWN.iter().find(|(known, _)| is(known)) {
        let is_template = *said == "Invalid or unexpected token" && text.get(position..).is_some_and(|rest| rest.starts_with('`'));
        return if is_template { "Unexpected end of input" } else { said }.to_owned();
    }
    if own.starts_with("Unexpected token") || own.starts_with("Expected ") {
        return unexpected(text, position);
    }
    if own.contains("in regular expression literal") || own.contains("regular expression flags") {
        return "Invalid regular expression flags".to_owned();
    }
    if let Some(name) = own.strip_prefix("Identifier `").and_then(|rest| rest.split('`').next())
        && own.contains("already been declared")
    {
        return format!("Identifier '{name}' has already been declared");
    }
    if let Some(name) = plain.strip_prefix("Private identifier '").and_then(|rest| rest.split('\'').next()) {
        return format!("Private field '{name}' must be declared in an enclosing class");
    }
    plain
}

/// Whether the bracket that is not closed is that of a function's parameters.
fn is_list_of_parameters(text: &str, diagnostic: &OxcDiagnostic) -> bool {
    let Some(open) = diagnostic.labels.iter().map(|label| label.offset() as usize).min() else { return true };
    let before = text.get(..open).unwrap_or_default().trim_end();
    let name = before.rfind(|c: char| !c.is_alphanumeric() && c != '_' && c != '$').map_or(0, |end| end + 1);
    let is_function = |words: &str| words.trim_end().trim_end_matches('*').trim_end().ends_with("function");
    is_function(before)
        || is_function(&before[..name.min(before.len())])
        || !before.ends_with(|c: char| c.is_alphanumeric() || "_$)]".contains(c))
}

/// "Unexpected token …" for the token at a position.
fn unexpected(text: &str, position: usize) -> String {
    let Some(rest) = text.get(position..) else { return "Invalid or unexpected token".to_owned() };
    let rest = rest.trim_start();
    let Some(first) = rest.chars().next() else { return "Unexpected end of input".to_owned() };
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    match first {
        '"' | '\'' => "Unexpected string".to_owned(),
        '`' => "Unexpected template string".to_owned(),
        c if c.is_ascii_digit() => "Unexpected number".to_owned(),
        c if is_word(c) => {
            let word: String = rest.chars().take_while(|c| is_word(*c)).collect();
            if RESERVED.contains(&word.as_str()) { format!("Unexpected token '{word}'") } else { format!("Unexpected identifier '{word}'") }
        }
        _ => {
            let punctuator = PUNCTUATORS.iter().find(|p| rest.starts_with(**p));
            match punctuator {
                Some(punctuator) => format!("Unexpected token '{punctuator}'"),
                None => "Invalid or unexpected token".to_owned(),
            }
        }
    }
}

const RESERVED: &[&str] = &[
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "import",
    "in",
    "instanceof",
    "new",
    "null",
    "return",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "var",
    "void",
    "while",
    "with",
];

/// Longest first.
const PUNCTUATORS: &[&str] = &[
    ">>>=", "...", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=", "=>", "==", "!=", "<=", ">=", "&&", "||", "??", "?.",
    "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<", ">>", "**", "{", "}", "(", ")", "[", "]", ";", ",", "<", ">", "+",
    "-", "*", "/", "%", "&", "|", "^", "!", "~", "?", ":", "=", ".",
];

#[cfg(test)]
mod tests {
    use super::super::parse::{Goal, parse_text};
    use oxc_allocator::Allocator;

    #[test]
    fn errors_name_what_was_found() {
        for (text, said) in [
            ("if (x {", "Unexpected token '{'"),
            ("[1 2]", "Unexpected number"),
            ("f(a {}", "missing ) after argument list"),
            ("function f(a", "Unexpected end of input"),
            ("({a b})", "Unexpected identifier 'b'"),
            ("a ? b", "Unexpected end of input"),
            ("{", "Unexpected end of input"),
            ("1 = 2", "Invalid left-hand side in assignment"),
            ("`abc", "Unexpected end of input"),
            ("class A { get x(a) {} }", "Getter must not have any formal parameters."),
        ] {
            let allocator = Allocator::default();
            let error = parse_text(&allocator, text, Goal::Script).err();
            assert_eq!(error.map(|error| error.message).as_deref(), Some(said), "{text}");
        }
    }
}
