//! Options of Node.js that programs are started with, on the command line or in NODE_OPTIONS: they
//! are taken out of the command line before Hearth's own are read.

use crate::store_options;
use std::ffi::OsString;

/// What such an option does with the next word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Value {
    None,
    /// After `=` or in the next word.
    Any,
    /// After `=` only.
    Attached,
}

/// Names as Node.js spells them, and what they mean here: `internal/startup` does what is to be done.
/// What only tunes V8 or its diagnostics is accepted and means nothing.
const OPTIONS: &[(&str, &str, Value)] = &[
    ("-r", "--require", Value::Any),
    ("--require", "--require", Value::Any),
    ("--import", "--import", Value::Any),
    ("-p", "--print", Value::Any),
    ("-pe", "--print", Value::Any),
    ("--print", "--print", Value::Any),
    ("-c", "--check", Value::None),
    ("--check", "--check", Value::None),
    ("-C", "--conditions", Value::Any),
    ("--conditions", "--conditions", Value::Any),
    ("--input-type", "--input-type", Value::Any),
    ("--env-file", "--env-file", Value::Any),
    ("--env-file-if-exists", "--env-file-if-exists", Value::Any),
    ("--title", "--title", Value::Any),
    ("--unhandled-rejections", "--unhandled-rejections", Value::Any),
    ("--stack-trace-limit", "--stack-trace-limit", Value::Any),
    ("--expose-gc", "--expose-gc", Value::None),
    ("--expose_gc", "--expose-gc", Value::None),
    ("--no-warnings", "--no-warnings", Value::None),
    ("--no-deprecation", "--no-deprecation", Value::None),
    ("--throw-deprecation", "--throw-deprecation", Value::None),
    ("--trace-warnings", "", Value::None),
    ("--trace-deprecation", "", Value::None),
    ("--trace-uncaught", "", Value::None),
    ("--pending-deprecation", "", Value::None),
    ("--enable-source-maps", "", Value::None),
    ("--preserve-symlinks", "", Value::None),
    ("--preserve-symlinks-main", "", Value::None),
    ("--max-old-space-size", "", Value::Attached),
    ("--max_old_space_size", "", Value::Attached),
    ("--max-semi-space-size", "", Value::Attached),
    ("--max-http-header-size", "", Value::Attached),
    ("--dns-result-order", "", Value::Any),
    ("--disable-warning", "", Value::Any),
    ("--harmony", "", Value::None),
    ("--v8-options", "--v8-options", Value::None),
    ("--test", "--test", Value::None),
    ("--test-only", "", Value::None),
    ("--test-force-exit", "", Value::None),
    ("--test-update-snapshots", "", Value::None),
    ("--test-concurrency", "", Value::Any),
    ("--test-isolation", "", Value::Any),
    ("--test-name-pattern", "", Value::Any),
    ("--test-skip-pattern", "", Value::Any),
    ("--test-reporter", "", Value::Any),
    ("--test-reporter-destination", "", Value::Any),
    ("--test-timeout", "", Value::Any),
];

/// What `--v8-options` lists, from which launchers learn which options are not their own: those of V8 that mean
/// something here.
pub const OF_V8: &[&str] = &["--expose-gc", "--stack-trace-limit", "--max-old-space-size", "--max-semi-space-size", "--harmony"];

/// Options of Hearth that take the next word as their value.
const WITH_VALUE: &[&str] = &[
    "--cache",
    "--finish",
    "--save-every",
    "--jit",
    "--ion-inlining",
    "--tier-chaos",
    "--tier-chaos-kinds",
    "--stress-bailout",
    "--gc-stress",
    "--trace",
    "--dump",
    "--memory-limit",
    "--fail-step",
    "--fail-allocation",
    "--stack-size",
    "-e",
    "--eval",
];

/// What was taken out of a command line.
#[derive(Default, Debug)]
pub struct NodeOptions {
    /// Names that mean something here, with their values.
    pub given: Vec<(&'static str, String)>,
    /// All of them as they were written: process.execArgv.
    pub words: Vec<String>,
}

impl NodeOptions {
    pub fn value(&self, name: &str) -> Option<&str> {
        self.given.iter().rev().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// Takes one option; how many words that were, or 0.
    fn take(&mut self, words: &[String]) -> usize {
        let (name, attached) = match words[0].split_once('=') {
            Some((name, value)) if name.starts_with("--") => (name, Some(value)),
            _ => (words[0].as_str(), None),
        };
        let known = OPTIONS.iter().find(|(option, ..)| *option == name);
        let (meaning, value) = match known {
            Some((_, meaning, value)) => (*meaning, *value),
            None if name.starts_with("--experimental-") || name.starts_with("--no-experimental-") || name.starts_with("--harmony-") => {
                ("", Value::None)
            }
            None => return 0,
        };
        let (text, count) = match (attached, value) {
            (Some(text), _) => (text.to_owned(), 1),
            (None, Value::Any) => match words.get(1) {
                Some(next) => (next.clone(), 2),
                None => return 0,
            },
            (None, _) => (String::new(), 1),
        };
        if !meaning.is_empty() {
            self.given.push((meaning, text));
        }
        self.words.extend_from_slice(&words[..count]);
        count
    }
}

/// Takes the options of Node.js out of the words up to the script's name.
pub fn take(words: &mut Vec<OsString>) -> NodeOptions {
    let mut options = NodeOptions::default();
    if let Ok(text) = std::env::var("NODE_OPTIONS") {
        let list: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        let mut at = 0;
        while at < list.len() {
            at += options.take(&list[at..]).max(1);
        }
        // They are the environment's, not this command line's.
        options.words.clear();
    }
    let mut at = 1;
    while at < words.len() {
        let Some(word) = words[at].to_str() else { break };
        if !word.starts_with('-') || word == "-" || word == "--" {
            break;
        }
        if word == "-v" {
            words[at] = "--version".into();
            break;
        }
        let following: Vec<String> = words[at..].iter().take(2).map(|word| word.to_string_lossy().into_owned()).collect();
        let count = options.take(&following);
        if count > 0 {
            words.drain(at..at + count);
        } else {
            at += if WITH_VALUE.contains(&word) || store_options::NAMES.contains(&word) { 2 } else { 1 };
        }
    }
    if words.get(at).is_some_and(|word| word == "--") && at == 1 {
        words.remove(at);
    }
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_before_the_script_are_taken() {
        let mut words: Vec<OsString> = ["hearth", "-r", "a", "--jit", "off", "--no-warnings", "s.js", "-r", "b"].map(OsString::from).into();
        let options = take(&mut words);
        assert_eq!(words, ["hearth", "--jit", "off", "s.js", "-r", "b"]);
        assert_eq!(options.given, [("--require", "a".to_owned()), ("--no-warnings", String::new())]);
        assert_eq!(options.words, ["-r", "a", "--no-warnings"]);
    }
}
