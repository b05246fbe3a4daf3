//! What restoring costs: opening a pack of 1,000 blobs of 3 KB, authenticating
//! and parsing it, looking each blob up, and installing it in the arena.
//!
//! `cargo run --release -p hearth-codecache --example restore_cost`
//!
//! Prints the best of several rounds in microseconds, per blob and in all. A
//! round starts from the file (in the page cache) and a new arena.

use std::hint::black_box;
use std::time::{Duration, Instant};

use hearth_codecache::arena::{ArenaConfig, CodeArena, Strategy};
use hearth_codecache::blob::{Blob, BlobIdentity};
use hearth_codecache::store::{DirectoryOptions, DirectoryStore};
use hearth_codecache::{
    BlobBuilder, CodeKey, Entry, EntryKind, EntryPoint, ScriptHash, SectionKind, SourceKey, Store, TargetFingerprint, TrustKey,
};

const BLOBS: usize = 1000;
const ROUNDS: usize = 15;
const SOURCE: SourceKey = SourceKey([1; 16]);
const TARGET: TargetFingerprint = TargetFingerprint([2; 16]);

fn identity(n: usize) -> BlobIdentity {
    BlobIdentity {
        key: CodeKey(n as u128 * 0x9e37_79b9_7f4a_7c15),
        target: TARGET,
        script: ScriptHash([n as u8; 32]),
        entry: EntryPoint::Function,
    }
}

/// About 3 KB: 2,000 bytes of code, the rest metadata.
fn entry(n: usize) -> Entry {
    let mut code = vec![0x90; 1999];
    code.push(0xc3);
    let blob = BlobBuilder::new(identity(n))
        .bytes(SectionKind::Code, &code)
        .records(SectionKind::Links, &[[n as u32, 2, 3, 4]; 20])
        .records(SectionKind::Calls, &[[1u32, 2, 3]; 20])
        .records(SectionKind::Exits, &[[1u32, 2]; 20])
        .finish()
        .expect("far below the limit");
    Entry::new(EntryKind::Code, identity(n).key.0, blob)
}

/// Keeps the best time of each step.
#[derive(Default)]
struct Table(Vec<(&'static str, Duration)>);

impl Table {
    fn time<R>(&mut self, step: &'static str, f: impl FnOnce() -> R) -> R {
        let start = Instant::now();
        let result = f();
        let taken = start.elapsed();
        match self.0.iter_mut().find(|row| row.0 == step) {
            Some(row) => row.1 = row.1.min(taken),
            None => self.0.push((step, taken)),
        }
        result
    }
}

fn main() {
    let dir = std::env::temp_dir().join(format!("hearth-restore-cost-{}", std::process::id()));
    let key = TrustKey::ephemeral().expect("the system has random numbers");
    let open = || DirectoryStore::new(dir.join("cache"), key.clone(), DirectoryOptions::default());
    let entries: Vec<Entry> = (0..BLOBS).map(entry).collect();
    let mut table = Table::default();
    for _ in 0..ROUNDS {
        table.time("no cache directory: one miss", || open().load(SOURCE, TARGET).expect("readable"));
    }
    open().save(SOURCE, TARGET, &entries).expect("the temporary directory is writable");
    for _ in 0..ROUNDS {
        table.time("no pack: one miss", || open().load(SourceKey([9; 16]), TARGET).expect("readable"));
        let pack = table
            .time("load: read, authenticate, check the index", || open().load(SOURCE, TARGET).expect("readable").expect("saved above"));
        let blobs: Vec<Blob<'_>> = table.time("find and parse each blob", || {
            (0..BLOBS)
                .map(|n| {
                    let blob = Blob::parse(pack.code(identity(n).key).expect("saved above").bytes()).expect("well-formed");
                    blob.check_identity(&identity(n)).expect("its own");
                    black_box(blob.records::<[u32; 4]>(SectionKind::Links).expect("as written"));
                    blob
                })
                .collect()
        });
        let codes: Vec<&[u8]> = blobs.iter().map(|b| b.code().expect("has code")).collect();
        for (strategy, made, batch, single, reused) in [
            (
                Strategy::DualMap,
                "dual map: make an arena",
                "dual map: install in one batch, cold pages",
                "dual map: install one by one, cold pages",
                "dual map: install in one batch, warm pages",
            ),
            (
                Strategy::Protect,
                "protect: make an arena",
                "protect: install in one batch, cold pages",
                "protect: install one by one, cold pages",
                "protect: install in one batch, warm pages",
            ),
        ] {
            let make = || {
                CodeArena::new(ArenaConfig { strategy: Some(strategy), ..Default::default() }).expect("the system allows executable memory")
            };
            let install = |arena: &CodeArena| {
                let batch = codes.iter().map(|c| arena.reserve(c.len()).expect("room").write(c)).collect();
                arena.publish(batch).expect("the system allows executable memory")
            };
            let arena = table.time(made, make);
            let published = table.time(batch, || install(&arena));
            for p in published {
                arena.quarantine(arena.retire(p));
            }
            let scan = arena.begin_scan();
            arena.release_quarantined(scan, |_| false);
            black_box(table.time(reused, || install(&arena)));
            let arena = make();
            black_box(table.time(single, || {
                codes
                    .iter()
                    .map(|c| {
                        let written = arena.reserve(c.len()).expect("room").write(c);
                        arena.publish(vec![written]).expect("allowed").remove(0)
                    })
                    .collect::<Vec<_>>()
            }));
        }
    }
    let bytes = open().stat().expect("readable").bytes;
    println!("{BLOBS} blobs, pack of {bytes} bytes, best of {ROUNDS}");
    println!("{:>12} {:>12}  step", "µs in all", "µs per blob");
    for (step, time) in &table.0 {
        let micros = time.as_secs_f64() * 1e6;
        if step.contains("miss") || step.contains("make") {
            println!("{micros:>12.1} {:>12}  {step}", "");
        } else {
            println!("{micros:>12.1} {:>12.3}  {step}", micros / BLOBS as f64);
        }
    }
    std::fs::remove_dir_all(&dir).expect("made above");
}
