//! How listings look: aligned columns, sizes, ages, JSON.

use std::time::{Duration, SystemTime};

/// Rows under a heading, aligned. Columns whose heading begins with `>` are aligned to
/// the right.
pub fn table(heading: &[&str], rows: &[Vec<String>]) -> String {
    let titles: Vec<&str> = heading.iter().map(|h| h.trim_start_matches('>')).collect();
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.chain([titles[column].len()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..heading.len()).map(width).collect();
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let mut text = String::new();
        for (column, cell) in cells.enumerate() {
            let space = " ".repeat(widths[column].saturating_sub(cell.chars().count()));
            let cell = if heading[column].starts_with('>') { space + cell } else { cell.to_owned() + &space };
            text.push_str(&cell);
            text.push_str("  ");
        }
        text.trim_end().to_owned() + "\n"
    };
    let mut out = line(&mut titles.iter().copied());
    for row in rows {
        out.push_str(&line(&mut row.iter().map(String::as_str)));
    }
    out
}

/// Bytes for a person.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1048576 => format!("{:.1} KiB", bytes as f64 / 1024.0),
        _ => format!("{:.1} MiB", bytes as f64 / 1048576.0),
    }
}

/// Microseconds for a person.
pub fn time(microseconds: u64) -> String {
    match microseconds {
        0..1000 => format!("{microseconds} µs"),
        1000..1_000_000 => format!("{:.1} ms", microseconds as f64 / 1e3),
        1_000_000..3_600_000_000 => format!("{:.1} s", microseconds as f64 / 1e6),
        _ => format!("{:.1} h", microseconds as f64 / 3.6e9),
    }
}

/// A name as it can be shown: without what would do something to a terminal.
pub fn shown(name: &str) -> String {
    name.chars().flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![c] }).collect()
}

/// How long ago something was, for a person.
pub fn age(when: SystemTime) -> String {
    let seconds = SystemTime::now().duration_since(when).unwrap_or(Duration::ZERO).as_secs();
    match seconds {
        0..120 => format!("{seconds} s"),
        120..7200 => format!("{} min", seconds / 60),
        7200..172800 => format!("{} h", seconds / 3600),
        _ => format!("{} d", seconds / 86400),
    }
}

/// A time in seconds of Unix time.
pub fn unix(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

/// Bytes, or with suffix k, m, g.
pub fn parse_size(text: &str) -> Option<u64> {
    let split = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, unit) = text.split_at(split);
    let unit = match unit.to_ascii_lowercase().as_str() {
        "" => 1,
        "k" => 1 << 10,
        "m" => 1 << 20,
        "g" => 1 << 30,
        _ => return None,
    };
    digits.parse::<u64>().ok()?.checked_mul(unit)
}

/// A JSON object whose fields come one by one.
pub struct Object(String);

impl Object {
    pub fn new() -> Object {
        Object("{".into())
    }
    fn key(&mut self, name: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        self.0.push_str(&string(name));
        self.0.push(':');
    }
    pub fn text(mut self, name: &str, value: impl AsRef<str>) -> Object {
        self.key(name);
        self.0.push_str(&string(value.as_ref()));
        self
    }
    pub fn number(mut self, name: &str, value: u64) -> Object {
        self.key(name);
        self.0.push_str(&value.to_string());
        self
    }
    pub fn bool(mut self, name: &str, value: bool) -> Object {
        self.key(name);
        self.0.push_str(if value { "true" } else { "false" });
        self
    }
    /// A value that is JSON already.
    pub fn raw(mut self, name: &str, value: &str) -> Object {
        self.key(name);
        self.0.push_str(value);
        self
    }
    pub fn end(self) -> String {
        self.0 + "}"
    }
}

/// A JSON array of values that are JSON already.
pub fn array(items: impl IntoIterator<Item = String>) -> String {
    format!("[{}]", items.into_iter().collect::<Vec<_>>().join(","))
}

pub fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if (c as u32) < 0x20 => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned() {
        let rows = vec![vec!["a".into(), "10".into()], vec!["long".into(), "5".into()]];
        assert_eq!(table(&["name", ">size"], &rows), "name  size\na       10\nlong     5\n");
    }

    #[test]
    fn sizes_are_read_with_their_unit() {
        assert_eq!(parse_size("12"), Some(12));
        assert_eq!(parse_size("3M"), Some(3 << 20));
        assert_eq!(parse_size("m"), None);
        assert_eq!(parse_size("1x"), None);
        assert_eq!(parse_size("99999999999999g"), None);
    }

    #[test]
    fn json_is_escaped() {
        let object = Object::new().text("a\"b", "x\n\u{1}").number("n", 7).bool("t", true).end();
        assert_eq!(object, "{\"a\\\"b\":\"x\\n\\u0001\",\"n\":7,\"t\":true}");
    }
}
