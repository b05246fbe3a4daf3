//! Statistics as OpenMetrics text (version 1.0.0 of its specification).

use std::fmt::Write;

use super::Statistics;
use super::figures::{Figure, Figures, Unit};

/// What a family of metrics is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Only grows.
    Counter,
    /// Is what it is now.
    Gauge,
}

/// A text that families of metrics are written to, each with its samples behind it.
#[derive(Default)]
pub struct Exposition {
    text: String,
    family: String,
    suffix: &'static str,
}

impl Exposition {
    /// An empty one.
    pub fn new() -> Exposition {
        Exposition::default()
    }

    /// Begins a family. Its name ends with its unit, if it has one, and not with `_total`; no family is begun twice.
    pub fn family(&mut self, name: &str, kind: Kind, unit: &str, help: &str) {
        debug_assert!(name.ends_with(unit) && !name.ends_with("_total"), "{name}");
        let kind_name = match kind {
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
        };
        let _ = writeln!(self.text, "# TYPE {name} {kind_name}");
        if !unit.is_empty() {
            let _ = writeln!(self.text, "# UNIT {name} {unit}");
        }
        let _ = writeln!(self.text, "# HELP {name} {}", escaped(help));
        self.family = name.to_owned();
        self.suffix = if kind == Kind::Counter { "_total" } else { "" };
    }

    /// A sample of the family: its labels, and its value as a number of the format.
    pub fn sample(&mut self, labels: &[(&str, &str)], value: &str) {
        self.text.push_str(&self.family);
        self.text.push_str(self.suffix);
        for (i, (name, text)) in labels.iter().enumerate() {
            let _ = write!(self.text, "{}{name}=\"{}\"", if i == 0 { '{' } else { ',' }, escaped(text));
        }
        if !labels.is_empty() {
            self.text.push('}');
        }
        let _ = writeln!(self.text, " {value}");
    }

    /// The text.
    pub fn end(mut self) -> String {
        self.text.push_str("# EOF\n");
        self.text
    }
}

/// What may not stand in the text of a label or of help as it is. Control characters are written as their numbers.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => drop(write!(out, "\\\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out
}

fn value(figure: Figure, figures: &Figures) -> String {
    let number = figures.get(figure);
    if figure.unit() == Unit::Microseconds { seconds(number) } else { number.to_string() }
}

fn seconds(microseconds: u64) -> String {
    format!("{}.{:06}", microseconds / 1_000_000, microseconds % 1_000_000)
}

/// Adds the figures of programs.
pub fn expose(statistics: &Statistics, out: &mut Exposition) {
    let mut names: Vec<String> = statistics.programs.iter().map(|program| program.name.clone()).collect();
    // Two programs that are known by the names of their first files alone may have the same one.
    for (i, program) in statistics.programs.iter().enumerate() {
        if let Some(entry) = program.entry.filter(|_| names.iter().filter(|name| **name == names[i]).count() > 1 && program.is_anonymous) {
            names[i] = format!("{} {entry}", names[i]);
        }
    }
    let programs = || names.iter().map(String::as_str).zip(&statistics.programs);
    for (i, figure) in Figure::ALL.iter().enumerate() {
        let family = figure.family();
        if Figure::ALL[..i].iter().any(|other| other.family() == family) {
            continue;
        }
        let unit = match figure.unit() {
            Unit::Count => "",
            Unit::Bytes => "bytes",
            Unit::Microseconds => "seconds",
        };
        out.family(family, Kind::Counter, unit, figure.help());
        let rows: Vec<Figure> = Figure::ALL.iter().copied().filter(|other| other.family() == family).collect();
        for (name, program) in programs() {
            for row in &rows {
                let labels: Vec<(&str, &str)> = [("program", name)].into_iter().chain(row.label()).collect();
                out.sample(&labels, &value(*row, &program.figures));
            }
        }
    }
    out.family(
        "hearth_saved_seconds",
        Kind::Gauge,
        "seconds",
        "Compile time that stored code has saved: that of the code, less that of restoring it.",
    );
    for (name, program) in programs() {
        out.sample(&[("program", name)], &seconds(program.figures.saved_time()));
    }
    out.family("hearth_misses", Kind::Counter, "", "What was looked for in the stores, or found there, and not used, by reason.");
    for (name, program) in programs() {
        for (reason, count) in &program.misses {
            out.sample(&[("program", name), ("reason", reason)], &count.to_string());
        }
    }
    let times = [("hearth_first_run_timestamp_seconds", "first"), ("hearth_last_run_timestamp_seconds", "last")];
    for (family, which) in times {
        out.family(family, Kind::Gauge, "seconds", &format!("When the {which} process of the program ended, in Unix time."));
        for (name, program) in programs() {
            let time = if which == "first" { program.first } else { program.last };
            out.sample(&[("program", name)], &time.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::program::ProgramStatistics;
    use super::*;
    use crate::key::SourceKey;

    #[test]
    fn names_are_escaped_and_no_series_is_there_twice() {
        let mut programs = vec![ProgramStatistics::of_process("a \"b\"\\\n\u{1b}c", 5)];
        for n in 1..3 {
            programs.push(ProgramStatistics {
                is_anonymous: true,
                entry: Some(SourceKey([n; 16])),
                ..ProgramStatistics::of_process("x.js", 7)
            });
        }
        programs[0].figures.add(Figure::CompileTime, 1_500_002);
        let mut out = Exposition::new();
        expose(&Statistics { programs, damaged: 0 }, &mut out);
        let text = out.end();
        assert!(
            text.contains("hearth_compile_seconds_total{program=\"a \\\"b\\\"\\\\\\n\\\\u001bc\",by=\"process\"} 1.500002\n"),
            "{text}"
        );
        assert!(text.ends_with("\n# EOF\n"));
        let mut series: Vec<&str> =
            text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.rsplit_once(' ')).map(|(name, _)| name).collect();
        let all = series.len();
        series.sort_unstable();
        series.dedup();
        assert_eq!(series.len(), all, "{text}");
    }
}
