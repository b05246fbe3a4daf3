//! `stats`: how much is stored, and what the processes of each program have done.

use super::overview::{KINDS, contents};
use super::programs::Programs;
use super::{Cache, Done, Failure, NOTHING_WRONG};
use crate::text::{self, Object};
use hearth_codecache::MissReason;
use hearth_codecache::statistics::{self, Exposition, Figure, Figures, Kind, ProgramStatistics, Statistics, Unit};
use std::collections::BTreeMap;
use std::io::Write;

/// What one store has.
#[derive(Default)]
struct Sum {
    packs: u64,
    bytes: u64,
    foreign: u64,
    unusable: u64,
    kinds: [(u64, u64); KINDS.len()],
}

fn sums(cache: &Cache) -> Result<BTreeMap<String, Sum>, Failure> {
    let mut stores: BTreeMap<String, Sum> = BTreeMap::new();
    for info in cache.packs()? {
        let sum = stores.entry(info.store.to_string()).or_default();
        sum.packs += 1;
        sum.bytes += info.bytes;
        sum.foreign += (info.target != hearth::cache::target()) as u64;
        match cache.load(&info) {
            Ok(pack) => {
                for (all, one) in sum.kinds.iter_mut().zip(contents(&pack)) {
                    *all = (all.0 + one.0, all.1 + one.1);
                }
            }
            Err(_) => sum.unusable += 1,
        }
    }
    Ok(stores)
}

/// The programs of which something was counted, the last used first, and what of the statistics is damaged.
fn programs(cache: &Cache, wanted: Option<&str>) -> Result<Statistics, Failure> {
    let programs = Programs::of(cache)?;
    let mut counted: Vec<ProgramStatistics> = match wanted {
        Some(wanted) => programs.called(wanted)?.into_iter().cloned().collect(),
        None => programs.all.into_iter().filter(|program| program.figures != Figures::default()).collect(),
    };
    counted.sort_by(|a, b| (b.last, &a.name).cmp(&(a.last, &b.name)));
    Ok(Statistics { programs: counted, damaged: programs.damaged })
}

pub fn show(cache: &Cache, wanted: Option<&str>, json: bool, out: &mut impl Write) -> Done {
    let statistics = programs(cache, wanted)?;
    if json {
        let stores = sums(cache)?;
        let object = Object::new().raw("stores", &text::array(stores.iter().map(|(name, sum)| sum.json(name))));
        let object = object.raw("programs", &text::array(statistics.programs.iter().map(program_json)));
        writeln!(out, "{}", object.number("damaged_bytes", statistics.damaged).end())?;
        return Ok(NOTHING_WRONG);
    }
    if wanted.is_some() {
        for program in &statistics.programs {
            detail(program, out)?;
        }
        return Ok(NOTHING_WRONG);
    }
    let stores = sums(cache)?;
    if stores.is_empty() {
        writeln!(out, "{} is empty.", cache.store.name())?;
    }
    for (name, sum) in &stores {
        writeln!(out, "{name}")?;
        writeln!(out, "  packs     {:>6}  {}", sum.packs, text::size(sum.bytes))?;
        for (kind, (n, bytes)) in KINDS.iter().zip(&sum.kinds) {
            writeln!(out, "  {:<9} {n:>6}  {}", kind.to_string(), text::size(*bytes))?;
        }
        if sum.foreign > 0 {
            writeln!(out, "  {} packs are for other builds or processors", sum.foreign)?;
        }
        if sum.unusable > 0 {
            writeln!(out, "  {} packs cannot be used: `hearth cache verify` says why", sum.unusable)?;
        }
    }
    if !statistics.programs.is_empty() {
        writeln!(out)?;
        table(&statistics.programs, out)?;
    }
    if statistics.damaged > 0 {
        writeln!(out, "{} of the statistics mean nothing and were passed over", text::size(statistics.damaged))?;
    }
    Ok(NOTHING_WRONG)
}

fn table(programs: &[ProgramStatistics], out: &mut impl Write) -> std::io::Result<()> {
    let row = |name: &str, figures: &Figures, last: u64| {
        let number = |figure| figures.get(figure).to_string();
        let time = |figure| text::time(figures.get(figure));
        let misses = figures.get(Figure::PacksMissed);
        vec![
            text::shown(name),
            number(Figure::Runs),
            figures.hit_rate().map_or_else(String::new, |rate| format!("{:.1} %", (rate * 1000.0).floor() / 10.0)),
            number(Figure::FunctionsRetrieved),
            number(Figure::FunctionsCompiled),
            number(Figure::FunctionsFinished),
            format!("{} of {}", figures.get(Figure::PacksFound), figures.get(Figure::PacksFound) + misses),
            text::size(figures.get(Figure::BytesRead)),
            text::size(figures.get(Figure::BytesWritten)),
            time(Figure::CompileTime),
            time(Figure::FinishTime),
            text::time(figures.saved_time()),
            text::age(text::unix(last)),
        ]
    };
    let mut rows: Vec<_> = programs.iter().map(|program| row(&program.name, &program.figures, program.last)).collect();
    if programs.len() > 1 {
        let mut all = Figures::default();
        programs.iter().for_each(|program| all.add_all(&program.figures));
        rows.push(row("(all)", &all, programs.iter().map(|program| program.last).max().unwrap_or(0)));
    }
    let heading = [
        "PROGRAM",
        ">RUNS",
        ">SERVED",
        ">RETRIEVED",
        ">COMPILED",
        ">FINISHED",
        ">PACKS FOUND",
        ">READ",
        ">WRITTEN",
        ">COMPILING",
        ">FINISHER",
        ">SAVED",
        ">USED",
    ];
    write!(out, "{}", text::table(&heading, &rows))
}

/// All that is known of one program.
fn detail(program: &ProgramStatistics, out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out, "{}", text::shown(&program.name))?;
    for (what, time) in [("first_run", program.first), ("last_run", program.last)] {
        writeln!(out, "  {what:<20} {} ago", text::age(text::unix(time)))?;
    }
    for figure in Figure::ALL {
        let number = program.figures.get(*figure);
        let (name, value) = match figure.unit() {
            Unit::Count => (figure.name(), number.to_string()),
            Unit::Bytes => (figure.name(), text::size(number)),
            Unit::Microseconds => (figure.name().trim_end_matches("_us"), text::time(number)),
        };
        writeln!(out, "  {name:<20} {value}")?;
    }
    writeln!(out, "  {:<20} {}", "saved", text::time(program.figures.saved_time()))?;
    writeln!(out, "  {:<20} {}", "files", program.files.len())?;
    for (reason, count) in &program.misses {
        let row = MissReason::ALL.iter().find(|row| row.name() == reason);
        writeln!(out, "  missed: {reason:<20} {count:>6}  {}", row.map_or("", |row| row.description()))?;
    }
    Ok(())
}

fn program_json(program: &ProgramStatistics) -> String {
    let object = Object::new().text("program", &program.name).number("first", program.first).number("last", program.last);
    let object = Figure::ALL.iter().fold(object, |object, figure| object.number(figure.name(), program.figures.get(*figure)));
    let misses = program.misses.iter().fold(Object::new(), |object, (reason, count)| object.number(reason, *count));
    let object = object.number("saved_us", program.figures.saved_time()).raw("misses", &misses.end());
    object.number("files", program.files.len() as u64).end()
}

impl Sum {
    fn json(&self, name: &str) -> String {
        let kinds = KINDS.iter().zip(&self.kinds).fold(Object::new(), |o, (kind, (n, bytes))| {
            o.raw(&kind.to_string(), &Object::new().number("entries", *n).number("bytes", *bytes).end())
        });
        Object::new()
            .text("store", name)
            .number("packs", self.packs)
            .number("bytes", self.bytes)
            .number("other_targets", self.foreign)
            .number("unusable", self.unusable)
            .raw("entries", &kinds.end())
            .end()
    }
}

/// The same as OpenMetrics text.
pub fn expose(cache: &Cache, wanted: Option<&str>, out: &mut impl Write) -> Done {
    let statistics = programs(cache, wanted)?;
    let stores = sums(cache)?;
    let mut text = Exposition::new();
    let of_stores: [(&str, &str, &str, fn(&Sum) -> u64); 4] = [
        ("hearth_store_packs", "", "Packs in a store: one for each source file and target.", |sum| sum.packs),
        ("hearth_store_size_bytes", "bytes", "Size of the packs in a store.", |sum| sum.bytes),
        ("hearth_store_other_target_packs", "", "Packs in a store that are for other builds or processors.", |sum| sum.foreign),
        ("hearth_store_unusable_packs", "", "Packs in a store that cannot be used.", |sum| sum.unusable),
    ];
    for (family, unit, help, number) in of_stores {
        text.family(family, Kind::Gauge, unit, help);
        for (name, sum) in &stores {
            text.sample(&[("store", name)], &number(sum).to_string());
        }
    }
    let of_kinds: [(&str, &str, &str, fn((u64, u64)) -> u64); 2] = [
        ("hearth_store_entries", "", "Entries in the packs of a store, by kind.", |(n, _)| n),
        ("hearth_store_entry_size_bytes", "bytes", "Decompressed size of the entries in the packs of a store, by kind.", |(_, bytes)| {
            bytes
        }),
    ];
    for (family, unit, help, number) in of_kinds {
        text.family(family, Kind::Gauge, unit, help);
        for (name, sum) in &stores {
            for (kind, counted) in KINDS.iter().zip(&sum.kinds) {
                text.sample(&[("store", name), ("kind", &kind.to_string())], &number(*counted).to_string());
            }
        }
    }
    statistics::expose(&statistics, &mut text);
    text.family("hearth_statistics_damaged_bytes", Kind::Gauge, "bytes", "Bytes of the statistics that mean nothing.");
    text.sample(&[], &statistics.damaged.to_string());
    write!(out, "{}", text.end())?;
    Ok(NOTHING_WRONG)
}
