//! Colours of values on a terminal, as `util.inspect` has them with `colors: true`.

/// What kind of thing a text says.
#[derive(Clone, Copy)]
pub enum Style {
    Special,
    Number,
    Boolean,
    Undefined,
    Null,
    String,
    Symbol,
    Date,
    Regexp,
    Module,
}

impl Style {
    /// The numbers that switch its colour on and off.
    fn codes(self) -> (u8, u8) {
        match self {
            Style::Special => (36, 39),
            Style::Number | Style::Boolean => (33, 39),
            Style::Undefined => (90, 39),
            Style::Null => (1, 22),
            Style::String | Style::Symbol => (32, 39),
            Style::Date => (35, 39),
            Style::Regexp => (31, 39),
            Style::Module => (4, 24),
        }
    }

    /// By the name that scripts give to `stylize`.
    #[cfg(feature = "node")]
    pub fn named(name: &str) -> Option<Style> {
        Some(match name {
            "special" => Style::Special,
            "number" | "bigint" => Style::Number,
            "boolean" => Style::Boolean,
            "undefined" => Style::Undefined,
            "null" => Style::Null,
            "string" => Style::String,
            "symbol" => Style::Symbol,
            "date" => Style::Date,
            "regexp" => Style::Regexp,
            "module" => Style::Module,
            _ => return None,
        })
    }

    pub fn paint(self, text: &str) -> String {
        let (on, off) = self.codes();
        format!("\x1b[{on}m{text}\x1b[{off}m")
    }
}

/// A text without its colours.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\x1b[") {
        out += &rest[..at];
        let code = &rest[at + 2..];
        let end = code.find('m').map_or(code.len(), |end| end + 1);
        rest = &code[end..];
    }
    out + rest
}
