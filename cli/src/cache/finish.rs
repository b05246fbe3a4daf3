//! `finish`: compiles what earlier runs have learnt.

use super::{Cache, Done, NOTHING_WRONG, cannot};
use crate::text::{self, Object};
use hearth::cache::finish;
use hearth::options::CacheLevel;
use std::io::Write;

pub fn run(cache: &Cache, profiles_only: bool, json: bool, out: &mut impl Write) -> Done {
    let level = if profiles_only { CacheLevel::Profile } else { CacheLevel::Code };
    let report = finish::finish(&*cache.store, Some(&cache.spec), level, finish::Bounds::patient(finish::A_MOMENT))
        .map_err(|reason| cannot(reason.description()))?;
    if json {
        let object = Object::new().number("runs", report.runs as u64).number("compiled", report.compiled as u64);
        let object = object.number("failed", report.failed as u64).number("changed", report.changed as u64).number("bytes", report.bytes);
        writeln!(out, "{}", object.number("compile_us", report.compiling.as_micros() as u64).end())?;
    } else {
        writeln!(
            out,
            "{} runs: compiled {} functions and loops in {:.1} ms, saved {}",
            report.runs,
            report.compiled,
            report.compiling.as_secs_f64() * 1e3,
            text::size(report.bytes)
        )?;
    }
    Ok(NOTHING_WRONG)
}
