//! A thousand engines in one process, on four threads: what one costs, and that they know nothing of each other.
//!
//! `cargo run --release -p hearth-embedding --example thousand_isolates [COUNT]`

#![forbid(unsafe_code)]

use hearth::Engine;
use std::time::Instant;

/// Resident memory of the process, in KiB.
fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0");
    line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let count: usize = std::env::args().nth(1).map_or(Ok(1000), |text| text.parse())?;
    drop(Engine::new()?);
    let (start, before) = (Instant::now(), resident_kib());
    let mut engines = (0..count).map(|_| Engine::new()).collect::<Result<Vec<_>, _>>()?;
    let each = start.elapsed().as_secs_f64() * 1e6 / count as f64;
    eprintln!("{each:.0} µs and {} KiB an engine", (resident_kib() - before) / count as u64);

    for (i, engine) in engines.iter_mut().enumerate() {
        engine.eval::<()>("own.js", &format!("globalThis.own = {i}"))?;
    }
    // Engines go to other threads, and come back.
    let chunk = count.div_ceil(4).max(1);
    let mut groups = Vec::new();
    while !engines.is_empty() {
        groups.push(engines.split_off(engines.len().saturating_sub(chunk)));
    }
    let threads: Vec<_> = groups
        .into_iter()
        .map(|mut group| {
            std::thread::spawn(move || {
                let sum = group.iter_mut().map(|engine| engine.eval::<f64>("sum.js", "own").unwrap_or(f64::NAN)).sum::<f64>();
                (group, sum)
            })
        })
        .collect();
    let mut sum = 0.0;
    for thread in threads {
        let (group, part) = thread.join().map_err(|_| "a thread has panicked")?;
        engines.extend(group);
        sum += part;
    }
    println!("{count} engines, sum {sum}, as expected: {}", sum == (count * (count - 1) / 2) as f64);
    Ok(())
}
