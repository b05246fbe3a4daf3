//! What is shown: a line a program, then means and how many programs are within each bar.

use serde_json::{Value as Json, json};

use crate::measure::{Measured, Run, Sample};

pub const HEADING: &str = "program                      cpu/wall ms: node       interpreter  | runs [compiled, KB written] … | finisher's cpu | store MB | peak MiB node, warm";

fn times(sample: &Sample) -> String {
    format!("{:.0}/{:.0}", sample.cpu, sample.wall)
}

pub fn line(m: &Measured) -> String {
    let run = |run: &Run| format!("{} [{:.0}, {:.0}]", times(&run.sample), run.compiled, run.written / 1e3);
    let runs: Vec<String> = m.runs.iter().map(run).collect();
    let finisher: f64 = m.runs.iter().map(|run| run.finisher.cpu).sum();
    let last = m.runs.last().copied().unwrap_or_default();
    format!(
        "{:<28} {:>11} {:>11}  | {} | {finisher:.0} | {:.1} | {:.0}, {:.0}",
        m.name,
        times(&m.node),
        times(&m.interpreter),
        runs.join("  "),
        last.store / 1e6,
        m.node.resident,
        last.sample.resident,
    )
}

/// The geometric mean of what there is.
fn mean(ratios: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut count) = (0.0, 0);
    for ratio in ratios.filter(|ratio| ratio.is_finite() && *ratio > 0.0) {
        sum += ratio.ln();
        count += 1;
    }
    if count == 0 { f64::NAN } else { (sum / f64::from(count)).exp() }
}

pub fn summary(all: &[Measured]) -> String {
    let count = all.len();
    let within = |what: &str, test: &dyn Fn(&Measured) -> bool| {
        let over: Vec<&str> = all.iter().filter(|m| !test(m)).map(|m| m.name.as_str()).collect();
        let list = if over.is_empty() { String::new() } else { format!(": not {}", over.join(", ")) };
        format!("{what}: {} of {count}{list}\n", count - over.len())
    };
    let nth = |n: usize, m: &Measured| m.runs.get(n).copied().unwrap_or_default();
    let mut text = format!("{count} programs, geometric means of ratios (cpu, wall)\n");
    for n in 0..all.first().map_or(0, |m| m.runs.len()) {
        let ratio = |of: &dyn Fn(&Sample) -> f64, base: &dyn Fn(&Measured) -> Sample| {
            mean(all.iter().map(|m| of(&nth(n, m).sample) / of(&base(m))))
        };
        let (cpu, wall) = (|s: &Sample| s.cpu, |s: &Sample| s.wall);
        text += &format!(
            "run {}: {:.2}, {:.2} of the interpreter's; {:.2}, {:.2} of the peer's\n",
            n + 1,
            ratio(&cpu, &|m| m.interpreter),
            ratio(&wall, &|m| m.interpreter),
            ratio(&cpu, &|m| m.node),
            ratio(&wall, &|m| m.node),
        );
    }
    text += &format!(
        "the finisher: {:.2} of the first run's cpu\n",
        mean(all.iter().map(|m| m.runs.iter().map(|r| r.finisher.cpu).sum::<f64>() / nth(0, m).sample.cpu))
    );
    text += &within("first run ≤ 1.15 × the interpreter's time", &|m| nth(0, m).sample.wall <= 1.15 * m.interpreter.wall);
    text += &within("first run ≤ 1.3 × the interpreter's cpu", &|m| nth(0, m).sample.cpu <= 1.3 * m.interpreter.cpu);
    // Runs that there were not have no line: nothing would be above a bound.
    let were = |n: usize| all.iter().all(|m| m.runs.len() > n);
    if were(1) {
        text += &within("second run ≤ the interpreter's time", &|m| nth(1, m).sample.wall <= m.interpreter.wall);
        text += &within("second run ≤ the peer's time", &|m| nth(1, m).sample.wall <= m.node.wall);
    }
    for (n, name) in [(2, "third"), (3, "fourth")].into_iter().filter(|(n, _)| were(*n)) {
        text += &within(&format!("{name} run compiles and writes nothing"), &|m| nth(n, m).compiled == 0.0 && nth(n, m).written == 0.0);
    }
    text += &within("finisher ≤ 3 × the first run's cpu", &|m| nth(0, m).finisher.cpu <= 3.0 * nth(0, m).sample.cpu);
    text += &within("written in three runs ≤ 1.5 × the store", &|m| {
        m.runs.iter().take(3).map(|r| r.written).sum::<f64>() <= 1.5 * m.runs.last().map_or(0.0, |r| r.store)
    });
    text += &within("peak memory of the last run ≤ the peer's", &|m| m.runs.last().is_none_or(|r| r.sample.resident <= m.node.resident));
    text
}

pub fn json(all: &[Measured]) -> Json {
    let sample = |s: &Sample| json!({ "cpu_ms": s.cpu, "wall_ms": s.wall, "peak_mib": s.resident });
    let run = |r: &Run| {
        json!({ "process": sample(&r.sample), "compiled": r.compiled, "bytes_written": r.written,
                "finisher": sample(&r.finisher), "store_bytes": r.store })
    };
    let program = |m: &Measured| {
        json!({ "name": m.name, "peer": sample(&m.node), "interpreter": sample(&m.interpreter),
                "runs": m.runs.iter().map(run).collect::<Vec<_>>() })
    };
    Json::Array(all.iter().map(program).collect())
}
