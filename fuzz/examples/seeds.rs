//! Writes well-formed inputs into `corpus/`, for the fuzzer to start from.

use std::fs;
use std::path::Path;

use hearth_codecache::archive::ArchiveWriter;
use hearth_codecache::blob::{BlobIdentity, SectionKind};
use hearth_codecache::pack::{PackBuilder, PackLimits};
use hearth_codecache::trust::seal_blob;
use hearth_codecache::{
    AlignedBytes, BlobBuilder, CodeKey, Entry, EntryKind, EntryPoint, Pack, ScriptHash, SourceKey, TargetFingerprint, TrustKey,
};

fn blob(key: u128, entry: EntryPoint, sections: usize) -> AlignedBytes {
    let target = TargetFingerprint([2; 16]);
    let identity = BlobIdentity { key: CodeKey(key), target, script: ScriptHash([3; 32]), entry };
    let mut b = BlobBuilder::new(identity);
    for (i, &kind) in SectionKind::ALL.iter().enumerate().take(sections) {
        match kind {
            SectionKind::Dependencies => b.dependencies(&[ScriptHash([4; 32]); 2]),
            SectionKind::Links | SectionKind::Bailouts => b.records(kind, &[[i as u32, 1, 2, 3]; 3]),
            _ => b.bytes(kind, &vec![i as u8; 5 * i]),
        };
    }
    b.finish().expect("small")
}

fn main() -> std::io::Result<()> {
    // The key of the fuzz targets.
    let key = TrustKey::from_bytes(&[1; 32]);
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let [blobs, packs, archives] = ["blob_reader", "pack_reader", "archive_reader"].map(|name| corpus.join(name));
    fs::create_dir_all(&blobs)?;
    fs::create_dir_all(&packs)?;
    fs::create_dir_all(&archives)?;
    let mut all = ArchiveWriter::new(Vec::new())?;
    for sections in [0, 1, 4, SectionKind::ALL.len()] {
        for (name, entry) in [("function", EntryPoint::Function), ("osr", EntryPoint::Osr(9))] {
            let plain = blob(1, entry, sections);
            fs::write(blobs.join(format!("{name}-{sections}")), &*plain)?;
            let sealed = seal_blob(plain, &key).expect("a blob");
            fs::write(blobs.join(format!("{name}-{sections}-sealed")), sealed.as_bytes())?;
        }
    }
    for count in [0, 1, 5] {
        let entries: Vec<Entry> = (0..count)
            .map(|n| match n % 3 {
                0 => Entry::new(EntryKind::Code, n, blob(n, EntryPoint::Function, 12)).with_generation(n as u32),
                1 => Entry::new(EntryKind::Profile, n, AlignedBytes::copy_from(b"profile")),
                _ => Entry::new(EntryKind::Bytecode, n, AlignedBytes::copy_from(&[])),
            })
            .collect();
        let mut b = PackBuilder::new(SourceKey([5; 16]), TargetFingerprint([2; 16]), 1_800_000_000, PackLimits::default());
        for entry in &entries {
            b.add(entry);
        }
        let (pack, _) = b.build(&key);
        fs::write(packs.join(format!("entries-{count}")), pack.as_bytes())?;
        all.add(&Pack::parse(pack).expect("just built"))?;
    }
    fs::write(archives.join("empty"), ArchiveWriter::new(Vec::new())?.finish(&key, 1_800_000_000)?.0)?;
    fs::write(archives.join("packs-3"), all.finish(&key, 1_800_000_000)?.0)?;
    Ok(())
}
