//! Content with a valid tag that is not what was stored: profiles, and the metadata of code. A live
//! machine refuses it or runs it without harm; tables that pass the check lead nowhere out of
//! bounds. Machine code itself is trusted once it is sealed, and so are the tables that say where
//! its values are: these are read and checked, not run. For bytecode see `bytecode_verifier`.
//!
//! The input chooses a program, then entries of its pack, and bytes of them to change.
#![no_main]

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use hearth::cache::{check, ready::StoredCode};
use hearth::options::{CacheLevel, Options};
use hearth_codecache::pack::{PackBuilder, PackLimits};
use hearth_codecache::store::read_pack_file;
use hearth_codecache::{AlignedBytes, Blob, Entry, EntryKind, Pack, SectionKind, TrustKey};
use hearth_fuzz::{Input, PROGRAMS, engine, options, printed, within_limit};
use libfuzzer_sys::fuzz_target;

/// Sections that decide nothing about how code runs.
const HARMLESS: [SectionKind; 1] = [SectionKind::Meta];

struct Trained {
    folder: PathBuf,
    key: TrustKey,
    packs: Vec<(PathBuf, Arc<Pack>)>,
}

fn stored(trained: &PathBuf, ion_eager: bool) -> Options {
    Options {
        cache: CacheLevel::Code,
        stores: vec![format!("dir:{}", trained.join("store").display())],
        key_file: Some(trained.join("key")),
        ion_eager,
        ..options()
    }
}

fn run(options: Options, name: &str, text: &str) {
    let mut engine = engine(options);
    within_limit(&mut engine, |engine| {
        let _ = engine.eval(name, text);
        let _ = engine.vm().run_jobs();
    });
    engine.vm().finish_cache();
    printed();
}

fn files(folder: &PathBuf, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() { files(&entry.path(), found) } else { found.push(entry.path()) }
    }
}

/// A store in which each program has left what it learnt, and the packs in it.
fn trained() -> &'static Trained {
    static TRAINED: OnceLock<Trained> = OnceLock::new();
    TRAINED.get_or_init(|| {
        let folder = std::env::temp_dir().join(format!("hearth-fuzz-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a place for a store");
        let mut packs = Vec::new();
        let mut known = Vec::new();
        for (name, text) in PROGRAMS {
            run(stored(&folder, true), name, text);
            let key = TrustKey::load(&folder.join("key")).expect("it was made");
            let mut all = Vec::new();
            files(&folder.join("store"), &mut all);
            for path in all.into_iter().filter(|path| !known.contains(path)).collect::<Vec<_>>() {
                known.push(path.clone());
                if let Ok(pack) = read_pack_file(&path, &key) {
                    packs.push((path, Arc::new(pack)));
                    break;
                }
            }
        }
        assert_eq!(packs.len(), PROGRAMS.len(), "each program has left a pack");
        let key = TrustKey::load(&folder.join("key")).expect("it was made");
        Trained { folder, key, packs }
    })
}

fn edit(bytes: &mut [u8], input: &mut Input) {
    if bytes.is_empty() {
        return;
    }
    for _ in 0..=input.byte() % 3 {
        let at = input.below(bytes.len());
        bytes[at] = match input.byte() {
            0 => bytes[at] ^ 1 << (input.byte() & 7),
            _ => input.byte(),
        };
    }
}

/// The blob with one section changed, and whether code with it may run.
fn edit_blob(bytes: &[u8], input: &mut Input) -> Option<(AlignedBytes, bool)> {
    let aligned = AlignedBytes::copy_from(bytes);
    let blob = Blob::parse(&aligned).expect("it was stored");
    let sections: Vec<_> = blob.sections().collect();
    let chosen = sections[input.below(sections.len())].0;
    if chosen == SectionKind::Code {
        return None;
    }
    let (kind, _, contents) = sections.iter().find(|(kind, ..)| *kind == chosen)?;
    let offset = contents.as_ptr() as usize - aligned.as_ptr() as usize;
    let length = contents.len();
    let harmless = HARMLESS.contains(kind);
    let mut changed = aligned.to_vec();
    edit(&mut changed[offset..][..length], input);
    // The flag and the tag are put on again when the pack is built.
    changed[12..16].fill(0);
    let tag = changed.len() - 32;
    changed[tag..].fill(0);
    Some((AlignedBytes::copy_from(&changed), harmless))
}

fuzz_target!(|data: &[u8]| {
    let trained = trained();
    let mut input = Input::new(data);
    let chosen = input.byte() as usize % PROGRAMS.len();
    let (path, pack) = &trained.packs[chosen];
    let mut entries: Vec<Entry> = pack.entries().map(|entry| entry.to_entry()).collect();
    while !input.is_empty() {
        let at = input.below(entries.len());
        let entry = &entries[at];
        let mut bytes = entry.bytes.to_vec();
        match entry.kind {
            // Machine code is believed.
            EntryKind::Bytecode | EntryKind::Pattern => continue,
            EntryKind::Code => {
                let Some((blob, harmless)) = edit_blob(&bytes, &mut input) else { continue };
                if !harmless {
                    if let Ok(code) = StoredCode::read(&blob, None) {
                        assert_eq!(check::metadata(&code.compiled.metadata, code.compiled.code.len()), Ok(()));
                    }
                    continue;
                }
                bytes = blob.to_vec();
            }
            _ => edit(&mut bytes, &mut input),
        }
        entries[at] =
            Entry::new(entry.kind, entry.key, AlignedBytes::copy_from(&bytes)).with_generation(entry.generation).with_note(entry.note);
    }
    let mut builder = PackBuilder::new(pack.source(), pack.target(), 1_800_000_000, PackLimits::default());
    for entry in &entries {
        builder.add(entry);
    }
    let (sealed, _) = builder.build(&trained.key);
    std::fs::write(path, sealed.as_bytes()).expect("the store can be written");
    let (name, text) = PROGRAMS[chosen];
    run(stored(&trained.folder, false), name, text);
    run(stored(&trained.folder, true), name, text);
});
