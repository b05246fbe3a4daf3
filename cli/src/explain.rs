//! `hearth explain script.js`: what was done about each hot function, and what that cost
//! or saved, as tables on standard error, or as one line of JSON.

use crate::options::Arguments;
use crate::text::{self, Object};
use clap::Parser;
use hearth::ion::explain::{Answer, BailoutCount, Decision, EntryRecord, FunctionRecord, Place, Recorder};
use hearth::ion::tier::Path;
use hearth_codecache::MissReason;
use std::collections::BTreeMap;
use std::time::Duration;

/// Runs a script, then tells for each hot function where its code came from and why.
///
/// What is told comes on standard error when the script has ended: for each hot function
/// whether its code was retrieved from a store or compiled, on which path (its first call, its
/// entry once it was warm, or a loop), what the stores said, the size of the code, the time to
/// restore or to compile it, the compile time that the stores saved or (in parentheses) would
/// save to the next run; then why code was left, and where. What was saved is measured: retrieved
/// code is compiled once more at the end.
#[derive(Parser)]
#[command(name = "hearth explain", version)]
pub struct ExplainArguments {
    /// Print one line of JSON, for programs.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    pub run: Arguments,
}

impl ExplainArguments {
    pub fn printer(&self) -> fn(&Recorder) {
        if self.json { print_json } else { print_text }
    }
}

/// Reasons for a decision that do not speak for themselves.
const WHYS: [(&str, &str); 3] = [
    ("at_end", "Compiled when the program had ended, for the next run."),
    ("ended_first", "The program ended before it was compiled; the next run compiles it from its stored profile."),
    ("lease_held", "Another process that shares the store is compiling it."),
];

/// An entry point that the tier decided about, and its function.
type Row<'a> = (&'a FunctionRecord, &'a EntryRecord);

/// What matters most first: by compile time saved, or to be saved; then by size.
fn rows(recorder: &Recorder) -> Vec<Row<'_>> {
    let entries = recorder.functions.iter().flat_map(|f| f.entries.iter().map(move |e| (f, e)));
    let mut rows: Vec<Row> = entries.filter(|(_, e)| !e.reason.is_empty()).collect();
    rows.sort_by_key(|(_, e)| std::cmp::Reverse((e.saved().or(e.to_save()), e.bytes())));
    rows
}

fn file_name(place: &Place) -> &str {
    let name = &place.source.name;
    name.rsplit('/').next().unwrap_or(name)
}

fn at(place: &Place) -> String {
    format!("{}:{}", file_name(place), place.line())
}

fn path(entry: &EntryRecord) -> String {
    match entry.path {
        Path::Osr(_) => format!("osr, line {}", entry.place.line()),
        path => path.name().to_owned(),
    }
}

/// The answer of the stores as one word, and the reason for a miss.
fn answer(entry: &EntryRecord) -> (&'static str, Option<MissReason>) {
    match entry.answer {
        None => ("nothing", None),
        Some(Answer::Hit) => ("hit", None),
        Some(Answer::Profile(reason)) => ("profile", Some(reason)),
        Some(Answer::Miss(reason)) => ("miss", Some(reason)),
    }
}

/// Time to restore, or to compile as often as was needed.
fn took(entry: &EntryRecord) -> Option<Duration> {
    match entry.decision {
        Decision::Retrieved { took, .. } => Some(took),
        Decision::Compiled { .. } => Some(entry.compiling),
        Decision::Interpreted => None,
    }
}

struct Summary {
    decisions: BTreeMap<&'static str, u64>,
    restoring: Duration,
    compiling: Duration,
    saved: Duration,
    to_save: Duration,
    /// Retrieved codes of which it was not measured what they saved.
    unmeasured: usize,
    bailouts: u64,
}

fn summary(recorder: &Recorder, rows: &[Row]) -> Summary {
    let mut decisions = BTreeMap::from([("retrieved", 0), ("compiled", 0), ("interpreted", 0)]);
    for (_, entry) in rows {
        *decisions.entry(entry.decision.name()).or_default() += 1;
    }
    let is_retrieved = |e: &EntryRecord| e.decision.name() == "retrieved";
    Summary {
        decisions,
        restoring: rows.iter().filter(|(_, e)| is_retrieved(e)).filter_map(|(_, e)| took(e)).sum(),
        compiling: rows.iter().map(|(_, e)| e.compiling).sum(),
        saved: rows.iter().filter_map(|(_, e)| e.saved()).sum(),
        to_save: rows.iter().filter_map(|(_, e)| e.to_save()).sum(),
        unmeasured: rows.iter().filter(|(_, e)| is_retrieved(e) && e.replaced.is_none()).count(),
        bailouts: recorder.functions.iter().flat_map(|f| &f.bailouts).map(|b| b.count).sum(),
    }
}

fn print_text(recorder: &Recorder) {
    let rows = rows(recorder);
    let mut out = String::new();
    if !rows.is_empty() {
        let heading = ["FUNCTION", "AT", "CODE", "WHY", "PATH", "STORE", ">SIZE", ">TIME ms", ">SAVED ms"];
        let lines: Vec<Vec<String>> = rows.iter().map(|(function, entry)| line(function, entry)).collect();
        out += &text::table(&heading, &lines);
        for (why, meaning) in WHYS {
            if rows.iter().any(|(_, e)| e.reason == why) {
                out += &format!("{why}: {meaning}\n");
            }
        }
        for reason in MissReason::ALL {
            if rows.iter().any(|(_, e)| answer(e).1 == Some(*reason)) {
                out += &format!("{reason}: {}\n", reason.description());
            }
        }
        out += "\n";
    }
    let bailouts = bailouts(recorder);
    if !bailouts.is_empty() {
        let lines: Vec<Vec<String>> = bailouts
            .iter()
            .map(|(function, b)| {
                vec![function.name.clone(), at(&b.place), b.count.to_string(), b.reason.name().into(), b.reason.description().into()]
            })
            .collect();
        out += &text::table(&["LEFT", "AT", ">TIMES", "REASON", ""], &lines);
        out += "\n";
    }
    let s = summary(recorder, &rows);
    out += &format!(
        "{} retrieved in {} ms, {} compiled in {} ms, {} interpreted, {} bailouts. ",
        s.decisions["retrieved"],
        ms(s.restoring),
        s.decisions["compiled"],
        ms(s.compiling),
        s.decisions["interpreted"],
        s.bailouts
    );
    out += &format!("The stores saved {} ms of compiling, and would save {} ms to the next run.", ms(s.saved), ms(s.to_save));
    if s.unmeasured > 0 {
        out += &format!(" Of {} retrieved it was not measured what they saved.", s.unmeasured);
    }
    hearth::trace::tell(format_args!("{out}"));
}

fn line(function: &FunctionRecord, entry: &EntryRecord) -> Vec<String> {
    let times = if entry.compilations > 1 { format!(" {} times", entry.compilations) } else { String::new() };
    let given_up = if entry.given_up { ", given up" } else { "" };
    let store = match answer(entry) {
        (word, None) => word.to_owned(),
        ("profile", Some(reason)) => format!("profile only: {reason}"),
        (word, Some(reason)) => format!("{word}: {reason}"),
    };
    vec![
        function.name.clone(),
        at(&function.place),
        format!("{}{times}{given_up}", entry.decision.name()),
        entry.reason.clone(),
        path(entry),
        store,
        entry.bytes().map_or_else(String::new, |bytes| text::size(bytes as u64)),
        took(entry).map_or_else(String::new, ms),
        entry.saved().map(ms).or_else(|| entry.to_save().map(|time| format!("({})", ms(time)))).unwrap_or_default(),
    ]
}

/// The most frequent first.
fn bailouts(recorder: &Recorder) -> Vec<(&FunctionRecord, &BailoutCount)> {
    let mut all: Vec<_> = recorder.functions.iter().flat_map(|f| f.bailouts.iter().map(move |b| (f, b))).collect();
    all.sort_by_key(|(_, b)| std::cmp::Reverse(b.count));
    all
}

fn print_json(recorder: &Recorder) {
    let rows = rows(recorder);
    let functions = text::array(rows.iter().map(|(function, entry)| {
        let (word, reason) = answer(entry);
        let object = place(Object::new().text("function", &function.name), &function.place)
            .text("path", entry.path.name())
            .number("entry_line", entry.place.line() as u64)
            .text("decision", entry.decision.name())
            .text("reason", &entry.reason)
            .text("store", word)
            .text("store_reason", reason.map_or("", |r| r.name()))
            .number("compilations", entry.compilations as u64)
            .bool("given_up", entry.given_up);
        let object = entry.bytes().into_iter().fold(object, |o, bytes| o.number("bytes", bytes as u64));
        let times = [("ms", took(entry)), ("saved_ms", entry.saved()), ("to_save_ms", entry.to_save())];
        times.into_iter().filter_map(|(name, time)| Some((name, time?))).fold(object, |o, (name, time)| o.raw(name, &ms(time))).end()
    }));
    let left = text::array(bailouts(recorder).into_iter().map(|(function, b)| {
        place(Object::new().text("function", &function.name), &b.place).text("reason", b.reason.name()).number("count", b.count).end()
    }));
    let s = summary(recorder, &rows);
    let sums = s.decisions.iter().fold(Object::new(), |o, (name, count)| o.number(name, *count));
    let sums = sums
        .number("bailouts", s.bailouts)
        .raw("restore_ms", &ms(s.restoring))
        .raw("compile_ms", &ms(s.compiling))
        .raw("saved_ms", &ms(s.saved))
        .raw("to_save_ms", &ms(s.to_save))
        .number("unmeasured", s.unmeasured as u64);
    let object = Object::new().raw("functions", &functions).raw("bailouts", &left).raw("summary", &sums.end());
    hearth::trace::tell(format_args!("{}", object.end()));
}

fn place(object: Object, place: &Place) -> Object {
    object.text("source", &place.source.name).number("line", place.line() as u64)
}

/// Milliseconds.
fn ms(time: Duration) -> String {
    format!("{:.3}", time.as_secs_f64() * 1e3)
}
