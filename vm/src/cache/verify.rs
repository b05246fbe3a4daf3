//! Compares two compilations of one function, section by section and instruction by
//! instruction, and says in what they differ first.
//!
//! For `--jit-verify=fresh` (what was restored against what is compiled now) and
//! `hearth cache diff`. Compilation is deterministic, so any difference is a finding.

use super::descriptor_codec;
use super::disasm;
use crate::ion::lower::Compiled;
use std::fmt::{Debug, Write as _};

/// Instructions shown before and after the first that differ.
const CONTEXT: usize = 6;

/// The first difference of each section that differs.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Differences {
    pub sections: Vec<Difference>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    pub section: &'static str,
    /// Several lines for a person.
    pub text: String,
}

impl Differences {
    pub fn is_empty(&self) -> bool {
        self.sections.is_empty()
    }
    /// Names of the sections that differ, for traces.
    pub fn names(&self) -> String {
        self.sections.iter().map(|d| d.section).collect::<Vec<_>>().join(",")
    }
}

impl std::fmt::Display for Differences {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for difference in &self.sections {
            writeln!(f, "{}:\n{}", difference.section, difference.text.trim_end())?;
        }
        Ok(())
    }
}

/// What differs between `old` and `new`.
pub fn compare(old: &Compiled, new: &Compiled) -> Differences {
    let mut found = Differences::default();
    let (a, b) = (&old.metadata, &new.metadata);
    let mut add = |section, text: Option<String>| {
        if let Some(text) = text {
            found.sections.push(Difference { section, text });
        }
    };
    add(
        "scripts",
        tables(&a.scripts, &b.scripts, |s| {
            format!("{} registers {} params {} link {}", descriptor_codec::short(&s.hash), s.registers, s.params, s.link)
        }),
    );
    add("links", tables(&a.links, &b.links, descriptor_codec::describe));
    add("bailouts", tables(&a.bailouts, &b.bailouts, debug));
    add("frames", tables(&a.frames, &b.frames, debug));
    add("objects", tables(&a.objects, &b.objects, debug));
    add("recipes", tables(&a.registers, &b.registers, debug));
    add("sites", tables(&a.sites, &b.sites, debug));
    add("pc_map", tables(&a.call_sites, &b.call_sites, debug));
    add("code", code(old, new));
    found
}

fn debug<T: Debug>(value: &T) -> String {
    format!("{value:?}")
}

/// The first row in which two tables differ.
fn tables<T: PartialEq>(old: &[T], new: &[T], describe: impl Fn(&T) -> String) -> Option<String> {
    if old == new {
        return None;
    }
    let at = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let row = |rows: &[T]| rows.get(at).map_or_else(|| "(none)".into(), &describe);
    Some(format!("  {} and {} rows; row {at}:\n  - {}\n  + {}\n", old.len(), new.len(), row(old), row(new)))
}

/// The first instructions that differ, with those around them.
fn code(old: &Compiled, new: &Compiled) -> Option<String> {
    if old.code == new.code {
        return None;
    }
    let lines = |c: &Compiled| disasm::lines(&c.code, Some(&c.metadata));
    let (old_lines, new_lines) = (lines(old), lines(new));
    // By bytes: the same text may be encoded in two ways.
    let bytes = |c: &Compiled, l: &disasm::Line| c.code[l.offset as usize..(l.offset + l.len) as usize].to_vec();
    let same = old_lines.iter().zip(&new_lines).take_while(|(a, b)| bytes(old, a) == bytes(new, b)).count();
    let mut text = format!("  {} and {} bytes; instruction {same}:\n", old.code.len(), new.code.len());
    let from = same.saturating_sub(CONTEXT);
    for line in &old_lines[from..same] {
        let _ = writeln!(text, "    {}", disasm::show(line, &old.code));
    }
    for (mark, lines, code) in [('-', &old_lines, &old.code), ('+', &new_lines, &new.code)] {
        for line in lines.iter().skip(same).take(CONTEXT) {
            let _ = writeln!(text, "  {mark} {}", disasm::show(line, code));
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn equal_compilations_do_not_differ() {
        assert!(compare(&samples::compiled(), &samples::compiled()).is_empty());
    }

    #[test]
    fn the_first_difference_of_each_section_is_named() {
        let old = samples::compiled();
        let mut new = samples::compiled();
        new.metadata.links.pop();
        let last = format!("row {}:", new.metadata.links.len());
        new.metadata.bailouts.to_mut()[1].reason += 1;
        let differences = compare(&old, &new);
        assert_eq!(differences.names(), "links,bailouts");
        let text = differences.to_string();
        assert!(text.contains(&last) && text.contains("(none)"), "{text}");
        assert!(text.contains("row 1:"), "{text}");
    }

    #[cfg(target_arch = "x86_64")]
    #[test]
    fn the_first_instruction_that_differs_is_shown_with_those_around_it() {
        let old = samples::compiled();
        let mut new = samples::compiled();
        new.code.to_mut()[13] = 3;
        let text = compare(&old, &new).to_string();
        let differing: Vec<&str> = text.lines().filter(|l| l.starts_with("  - ") || l.starts_with("  + ")).collect();
        assert!(differing[0].contains("jne"), "{text}");
        assert!(text.lines().any(|l| l.starts_with("    ") && l.contains("cmp")), "{text}");
    }
}
