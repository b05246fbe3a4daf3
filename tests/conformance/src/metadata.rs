//! The front matter of a test: the YAML between `/*---` and `---*/`.
//!
//! Only the subset of YAML that the suite uses is read: keys at the margin, flow and
//! block lists of words, and the map of `negative`. Keys that say nothing about how a
//! test is run (description, info, esid …) are skipped.

/// When the expected error must come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    Parse,
    Resolution,
    Runtime,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Negative {
    pub phase: Phase,
    /// Name of the constructor of the expected error.
    pub constructor: String,
}

#[derive(Clone, Default, Debug)]
pub struct Metadata {
    pub includes: Vec<String>,
    pub features: Vec<String>,
    pub only_strict: bool,
    pub no_strict: bool,
    pub raw: bool,
    pub module: bool,
    pub is_async: bool,
    /// Only for agents that must not block.
    pub can_block_is_false: bool,
    pub negative: Option<Negative>,
}

/// The metadata of a test.
///
/// # Errors
/// A message if there is none, or a value that has no meaning.
pub fn parse(text: &str) -> Result<Metadata, String> {
    let start = text.find("/*---").ok_or("no front matter")? + 5;
    let end = start + text[start..].find("---*/").ok_or("the front matter does not end")?;
    let yaml = text[start..end].replace("\r\n", "\n").replace('\r', "\n");
    let mut out = Metadata::default();
    let lines: Vec<&str> = yaml.lines().collect();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        at += 1;
        if line.starts_with([' ', '\t', '#']) || line.trim().is_empty() {
            continue;
        }
        let Some((key, value)) = line.split_once(':') else { continue };
        let first = at;
        while at < lines.len() && (lines[at].starts_with([' ', '\t', '-']) || lines[at].trim().is_empty()) {
            at += 1;
        }
        let block = &lines[first..at];
        match key.trim() {
            "includes" => out.includes = list(value, block),
            "features" => out.features = list(value, block),
            "flags" => {
                for flag in list(value, block) {
                    match flag.as_str() {
                        "onlyStrict" => out.only_strict = true,
                        "noStrict" => out.no_strict = true,
                        "raw" => out.raw = true,
                        "module" => out.module = true,
                        "async" => out.is_async = true,
                        "CanBlockIsFalse" => out.can_block_is_false = true,
                        "CanBlockIsTrue" | "generated" | "non-deterministic" | "explicit-resource-management" => {}
                        other => return Err(format!("the flag '{other}' is not known")),
                    }
                }
            }
            "negative" => out.negative = Some(negative(block)?),
            _ => {}
        }
    }
    Ok(out)
}

/// `[a, b]`, possibly over several lines, or lines `- a`.
fn list(value: &str, block: &[&str]) -> Vec<String> {
    let mut text = value.trim().to_owned();
    for line in block {
        text.push(' ');
        let line = line.trim();
        text.push_str(line.strip_prefix("- ").map_or(line.to_owned(), |item| format!("{item},")).as_str());
    }
    let inner = text.trim().trim_start_matches('[');
    let inner = inner.split(']').next().unwrap_or_default();
    inner.split(',').map(|item| item.trim().trim_matches(['"', '\'']).to_owned()).filter(|item| !item.is_empty()).collect()
}

fn negative(block: &[&str]) -> Result<Negative, String> {
    let field = |name: &str| block.iter().find_map(|line| line.trim().strip_prefix(name)?.trim_start().strip_prefix(':')).map(str::trim);
    let phase = match field("phase") {
        Some("parse") => Phase::Parse,
        Some("resolution") => Phase::Resolution,
        Some("runtime") => Phase::Runtime,
        other => return Err(format!("the phase {other:?} is not known")),
    };
    let constructor = field("type").ok_or("a negative test without type")?.to_owned();
    Ok(Negative { phase, constructor })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_in_both_styles() {
        let flow = parse("/*---\nincludes: [a.js,\n  b.js]\nflags: [async, noStrict]\n---*/").unwrap();
        assert_eq!(flow.includes, ["a.js", "b.js"]);
        assert!(flow.is_async && flow.no_strict && !flow.raw);
        let block = parse("/*---\ndescription: >\n  flags: [raw]\nfeatures:\n  - x\n  - y-z\n---*/").unwrap();
        assert_eq!(block.features, ["x", "y-z"]);
        assert!(!block.raw);
    }

    #[test]
    fn negatives_have_phase_and_type() {
        let metadata = parse("/*---\nnegative:\n  phase: parse\n  type: SyntaxError\nesid: x\n---*/").unwrap();
        assert_eq!(metadata.negative, Some(Negative { phase: Phase::Parse, constructor: "SyntaxError".into() }));
    }
}
