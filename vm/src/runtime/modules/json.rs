//! JSON as data with the keys of objects in the order of the text, which counts in
//! package.json. Depth is bounded; what is malformed is none.

/// Deepest nesting that is read.
const MAX_DEPTH: u32 = 100;

#[derive(Clone, PartialEq, Debug)]
pub enum Json {
    Null,
    /// true, false or a number: nobody asks which.
    Scalar,
    String(String),
    Array(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    pub fn parse(text: &str) -> Option<Json> {
        let mut reader = Reader { text: text.trim_start_matches('\u{FEFF}'), depth: 0 };
        let value = reader.value()?;
        reader.skip();
        reader.text.is_empty().then_some(value)
    }
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.entries()?.iter().find(|(k, _)| k == key).map(|(_, value)| value)
    }
    pub fn entries(&self) -> Option<&[(String, Json)]> {
        if let Json::Object(entries) = self { Some(entries) } else { None }
    }
    pub fn as_str(&self) -> Option<&str> {
        if let Json::String(text) = self { Some(text) } else { None }
    }
}

struct Reader<'t> {
    text: &'t str,
    depth: u32,
}

impl Reader<'_> {
    fn skip(&mut self) {
        self.text = self.text.trim_start_matches([' ', '\t', '\n', '\r']);
    }
    fn take(&mut self, expected: &str) -> bool {
        self.skip();
        match self.text.strip_prefix(expected) {
            Some(rest) => {
                self.text = rest;
                true
            }
            None => false,
        }
    }
    fn list<T>(&mut self, close: &str, item: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let mut items = Vec::new();
        if !self.take(close) {
            loop {
                items.push(item(self)?);
                if self.take(close) {
                    break;
                }
                if !self.take(",") {
                    return None;
                }
            }
        }
        self.depth -= 1;
        Some(items)
    }
    fn value(&mut self) -> Option<Json> {
        if self.take("{") {
            let entry = |r: &mut Self| {
                r.skip();
                let key = r.string()?;
                if r.take(":") { Some((key, r.value()?)) } else { None }
            };
            return self.list("}", entry).map(Json::Object);
        }
        if self.take("[") {
            return self.list("]", Self::value).map(Json::Array);
        }
        if self.text.starts_with('"') {
            return self.string().map(Json::String);
        }
        if self.take("null") {
            return Some(Json::Null);
        }
        if self.take("true") || self.take("false") {
            return Some(Json::Scalar);
        }
        let end = self.text.find(|c: char| !matches!(c, '0'..='9' | '-' | '+' | '.' | 'e' | 'E')).unwrap_or(self.text.len());
        self.text[..end].parse::<f64>().ok()?;
        self.text = &self.text[end..];
        Some(Json::Scalar)
    }
    fn string(&mut self) -> Option<String> {
        let mut units: Vec<u16> = Vec::new();
        let mut rest = self.text.strip_prefix('"')?.char_indices();
        let body = &self.text[1..];
        let mut buffer = [0; 2];
        while let Some((at, c)) = rest.next() {
            match c {
                '"' => {
                    self.text = &body[at + 1..];
                    return Some(String::from_utf16_lossy(&units));
                }
                '\\' => match rest.next()?.1 {
                    'u' => {
                        let digits = body.get(at + 2..at + 6)?;
                        units.push(u16::from_str_radix(digits, 16).ok()?);
                        rest.nth(3)?;
                    }
                    c => {
                        let c = match c {
                            'n' => '\n',
                            't' => '\t',
                            'r' => '\r',
                            'b' => '\u{8}',
                            'f' => '\u{C}',
                            '"' | '\\' | '/' => c,
                            _ => return None,
                        };
                        units.push(c as u16);
                    }
                },
                c if c < ' ' => return None,
                c => units.extend_from_slice(c.encode_utf16(&mut buffer)),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Json;

    #[test]
    fn values_are_read_in_order() {
        let json = Json::parse(r#" {"b": "x\u0041\n", "a": [1, -2.5e3, true, null], "c": {}} "#).unwrap();
        let keys: Vec<&str> = json.entries().unwrap().iter().map(|(k, _)| k.as_str()).collect();
        assert_eq!(keys, ["b", "a", "c"]);
        assert_eq!(json.get("b").and_then(Json::as_str), Some("xA\n"));
    }

    #[test]
    fn malformed_text_is_none() {
        for text in ["", "{", "[1,]", "{\"a\" 1}", "nul", "\"\\x\"", "1 2", &"[".repeat(1000)] {
            assert_eq!(Json::parse(text), None, "{text}");
        }
    }
}
