//! A strict reader of OpenMetrics text (version 1.0.0 of its specification), as far as counters and gauges go.

use std::collections::{BTreeMap, HashSet};

/// Samples by family: labels in order of their names, and values.
#[derive(Debug)]
pub struct Metrics(BTreeMap<String, Vec<(BTreeMap<String, String>, f64)>>);

impl Metrics {
    /// The value of the sample of a family that has these labels, and perhaps others; none if there is none.
    ///
    /// # Panics
    /// If there are several.
    pub fn get(&self, family: &str, labels: &[(&str, &str)]) -> Option<f64> {
        let samples = self.0.get(family).unwrap_or_else(|| panic!("no family {family}"));
        let has = |have: &BTreeMap<String, String>| labels.iter().all(|(name, text)| have.get(*name).is_some_and(|have| have == text));
        let found: Vec<f64> = samples.iter().filter(|(have, _)| has(have)).map(|(_, value)| *value).collect();
        assert!(found.len() < 2, "{family} {labels:?}: {found:?}");
        found.first().copied()
    }

    pub fn families(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// What is known of the family whose lines are read.
#[derive(Default)]
struct Family {
    name: String,
    kind: Option<String>,
    has_unit: bool,
    has_help: bool,
    has_samples: bool,
}

/// Reads a whole text.
///
/// # Errors
/// The first line that breaks a rule, and which.
pub fn read(text: &str) -> Result<Metrics, String> {
    let body = text.strip_suffix("# EOF\n").ok_or("it does not end with # EOF and a line feed")?;
    if !body.is_empty() && !body.ends_with('\n') {
        return Err("the last line does not end".into());
    }
    let mut metrics = BTreeMap::new();
    let mut series = HashSet::new();
    let mut family = Family::default();
    for line in body.split_terminator('\n') {
        let failed = |why: &str| Err(format!("{why}: {line:?}"));
        if let Some(rest) = line.strip_prefix("# ") {
            let Some((what, rest)) = rest.split_once(' ') else { return failed("no descriptor") };
            let Some((name, text)) = rest.split_once(' ') else { return failed("no text") };
            if !is_name(name) {
                return failed("no name of a family");
            }
            if name != family.name {
                if metrics.insert(name.to_owned(), Vec::new()).is_some() {
                    return failed("the family is there already");
                }
                family = Family { name: name.to_owned(), ..Family::default() };
            }
            if family.has_samples {
                return failed("a descriptor behind samples");
            }
            match what {
                "TYPE" if family.kind.is_none() && ["counter", "gauge"].contains(&text) => family.kind = Some(text.to_owned()),
                "UNIT" if !family.has_unit && name.ends_with(&format!("_{text}")) => family.has_unit = true,
                "HELP" if !family.has_help && unescape(text).is_some() => family.has_help = true,
                _ => return failed("a descriptor that is unknown, twice, or wrong"),
            }
            continue;
        }
        family.has_samples = true;
        let suffix = match family.kind.as_deref() {
            Some("counter") => "_total",
            Some(_) => "",
            None => return failed("a sample without a type"),
        };
        if family.name.ends_with("_total") {
            return failed("a family called _total");
        }
        let Some(rest) = line.strip_prefix(&*family.name).and_then(|rest| rest.strip_prefix(suffix)) else {
            return failed("a sample of another family");
        };
        let Some((labels, value)) = labels(rest) else { return failed("wrong labels") };
        let Some(value) = value.strip_prefix(' ').filter(|value| is_number(value)).and_then(|value| value.parse::<f64>().ok()) else {
            return failed("no number");
        };
        if suffix == "_total" && value < 0.0 {
            return failed("a counter below 0");
        }
        if !series.insert((family.name.clone(), labels.clone())) {
            return failed("the same series twice");
        }
        metrics.get_mut(&family.name).expect("it was begun").push((labels, value));
    }
    Ok(Metrics(metrics))
}

fn is_name(text: &str) -> bool {
    let is_first = |c: char| c.is_ascii_alphabetic() || c == '_';
    text.starts_with(is_first) && text.chars().all(|c| is_first(c) || c.is_ascii_digit())
}

/// Digits, a point, an exponent: what more the format allows is not written here.
fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || c == '-') && text.chars().all(|c| c.is_ascii_digit() || "-+.e".contains(c))
}

fn unescape(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.push(match chars.next()? {
                '\\' => '\\',
                '"' => '"',
                'n' => '\n',
                _ => return None,
            }),
            '"' | '\n' => return None,
            c => out.push(c),
        }
    }
    Some(out)
}

/// The labels in braces, if there are any, and what follows them.
fn labels(text: &str) -> Option<(BTreeMap<String, String>, &str)> {
    let mut labels = BTreeMap::new();
    let Some(mut rest) = text.strip_prefix('{') else { return Some((labels, text)) };
    loop {
        let (name, after) = rest.split_once("=\"")?;
        let mut escaped = false;
        let end = after.find(|c| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        })?;
        if !is_name(name) || labels.insert(name.to_owned(), unescape(&after[..end])?).is_some() {
            return None;
        }
        rest = &after[end + 1..];
        match rest.split_at_checked(1)? {
            (",", more) => rest = more,
            ("}", more) => return Some((labels, more)),
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "# TYPE a_bytes counter\n# UNIT a_bytes bytes\n# HELP a_bytes Some \\\\ bytes.\n\
                        a_bytes_total{x=\"1\",y=\"\\\"\\\\\\n}\"} 5\na_bytes_total 6.5\n# TYPE b gauge\nb -1\n# EOF\n";

    #[test]
    fn what_follows_the_rules_is_read() {
        let metrics = read(GOOD).unwrap();
        assert_eq!(metrics.get("a_bytes", &[("y", "\"\\\n}")]), Some(5.0));
        assert_eq!(metrics.get("b", &[]), Some(-1.0));
        assert_eq!(metrics.get("b", &[("x", "1")]), None);
        assert!(metrics.families().eq(["a_bytes", "b"]));
    }

    #[test]
    fn what_does_not_is_refused() {
        for (from, to) in [
            ("# EOF\n", ""),
            ("# EOF\n", "# EOF"),
            ("# EOF\n", "# EOF\nb 2\n"),
            ("b -1\n", "b -1\nb 1\n"),
            ("b -1\n", "b\n"),
            ("b -1\n", "b_total 1\n"),
            ("b -1\n", "b  1\n"),
            ("b -1\n", "b nan\n"),
            ("b -1\n", "b{} 1\n"),
            ("b -1\n", "b 1\n\n"),
            ("b -1\n", "c 1\n"),
            ("a_bytes_total 6.5", "a_bytes 6.5"),
            ("a_bytes_total 6.5", "a_bytes_total -6.5"),
            ("gauge", "gouge"),
            ("# TYPE b gauge\n", "# TYPE a_bytes gauge\n"),
            ("# TYPE b gauge\n", ""),
            ("# UNIT a_bytes bytes", "# UNIT a_bytes seconds"),
            ("# UNIT a_bytes bytes", "# UNIT a_bytes"),
            ("Some \\\\ bytes", "Some \\ bytes"),
            ("{x=\"1\",", "{x=\"1\""),
            ("{x=\"1\",", "{y=\"1\","),
            ("{x=\"1\",", "{1=\"1\","),
            ("x=\"1\"", "x=1"),
            ("x=\"1\"", "x=\"\\1\""),
        ] {
            assert!(GOOD.contains(from), "{from}");
            assert!(read(&GOOD.replace(from, to)).is_err(), "{from:?} -> {to:?}");
        }
    }
}
