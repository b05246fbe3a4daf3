//! The path of a URL of a file (<https://url.spec.whatwg.org/#file-state>). The crate that parses URLs finds all other
//! parts; of such a path it loses empty segments at the start, and keeps the bar of a drive letter.

const SLASHES: [char; 2] = ['/', '\\'];

/// Of an input that is absolute, or relative to a URL of a file with the path `base`.
pub fn parsed(input: &str, base: Option<&str>) -> String {
    let input = without_breaks(input.trim_matches(|c: char| c <= ' '));
    let mut rest = &input[..input.find(['?', '#']).unwrap_or(input.len())];
    if let Some(scheme) = rest.get(..5)
        && scheme.eq_ignore_ascii_case("file:")
    {
        rest = &rest[5..];
    }
    let Some(after) = rest.strip_prefix(SLASHES) else {
        let Some(base) = base else { return normalized(Vec::new(), rest) };
        if rest.is_empty() {
            return base.to_owned();
        }
        let mut start = segments(base);
        if starts_with_drive(rest) {
            start.clear()
        } else {
            shorten(&mut start)
        }
        return normalized(start, rest);
    };
    if let Some(host) = after.strip_prefix(SLASHES) {
        let end = host.find(SLASHES).unwrap_or(host.len());
        // What looks like a host is the drive already.
        let path = if is_drive(&host[..end]) { host } else { &host[end..] };
        return normalized(Vec::new(), path.strip_prefix(SLASHES).unwrap_or(path));
    }
    let drive = base.map(segments).unwrap_or_default().into_iter().take(1);
    let drive = drive.filter(|first| is_normalized_drive(first) && !starts_with_drive(after));
    normalized(drive.collect(), after)
}

/// Of a value that a program sets: it has neither query nor fragment.
pub fn set(value: &str) -> String {
    let value = without_breaks(value);
    normalized(Vec::new(), value.strip_prefix(SLASHES).unwrap_or(&value))
}

fn without_breaks(text: &str) -> String {
    text.replace(['\t', '\n', '\r'], "")
}

fn segments(path: &str) -> Vec<String> {
    path.strip_prefix('/').unwrap_or(path).split('/').map(str::to_owned).collect()
}

fn is_drive(segment: &str) -> bool {
    matches!(segment.as_bytes(), [letter, b':' | b'|'] if letter.is_ascii_alphabetic())
}
fn is_normalized_drive(segment: &str) -> bool {
    is_drive(segment) && segment.ends_with(':')
}
fn starts_with_drive(text: &str) -> bool {
    is_drive(text.split(SLASHES).next().unwrap_or_default())
}

/// Removes the last segment, but no drive (<https://url.spec.whatwg.org/#shorten-a-urls-path>).
fn shorten(path: &mut Vec<String>) {
    if !matches!(&path[..], [only] if is_normalized_drive(only)) {
        path.pop();
    }
}

/// How many dots a segment is, each maybe escaped; 0 for any other.
fn dots(segment: &str) -> usize {
    match segment.to_ascii_lowercase().replace("%2e", ".").as_str() {
        "." => 1,
        ".." => 2,
        _ => 0,
    }
}

/// Appends the segments of `rest` (<https://url.spec.whatwg.org/#path-state>).
fn normalized(mut path: Vec<String>, rest: &str) -> String {
    let mut rest = rest.split(SLASHES).peekable();
    while let Some(segment) = rest.next() {
        let is_last = rest.peek().is_none();
        match dots(segment) {
            0 if path.is_empty() && is_drive(segment) => path.push(format!("{}:", &segment[..1])),
            0 => path.push(escaped(segment)),
            count => {
                if count == 2 {
                    shorten(&mut path);
                }
                if is_last {
                    path.push(String::new());
                }
            }
        }
    }
    format!("/{}", path.join("/"))
}

/// With the path percent-encode set (<https://url.spec.whatwg.org/#path-percent-encode-set>).
fn escaped(segment: &str) -> String {
    let mut out = String::with_capacity(segment.len());
    for byte in segment.bytes() {
        if byte <= b' ' || byte > b'~' || b"\"#<>?^`{}".contains(&byte) {
            out.push_str(&format!("%{byte:02X}"));
        } else {
            out.push(char::from(byte));
        }
    }
    out
}
