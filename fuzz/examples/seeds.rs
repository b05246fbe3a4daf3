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
            SectionKind::Scripts => b.records(kind, &[ScriptHash([4; 32]); 2]),
            SectionKind::Links | SectionKind::Exits => b.records(kind, &[[i as u32, 1, 2, 3]; 3]),
            _ => b.bytes(kind, &vec![i as u8; 5 * i]),
        };
    }
    b.finish().expect("small")
}

/// Flags by number, pattern and text, as the target `regexp` reads them.
const PATTERNS: &[(u8, &str, &str)] = &[
    (0, "(z)((a+)?(b+)?(c))*", "zaacbbbcac"),
    (0, "(?=(a+))a*b\\1", "baaabac"),
    (0, "(?<=(\\d+)(\\d+))$", "1053"),
    (1, "(?:(a)|b)*?(?!c)[^x-z]{2,3}\\b", "abba c"),
    (6, "[\\w--[a-k]]|[\\q{ab|c}&&\\p{L}]", "abz"),
    (4, "(?<n>\\u{1F600}|.)\\k<n>", "aa"),
    (2, "^(?i-m:a|^b)$", "A"),
];

fn main() -> std::io::Result<()> {
    let regexps = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/regexp");
    fs::create_dir_all(&regexps)?;
    for (i, (flags, pattern, text)) in PATTERNS.iter().enumerate() {
        let head = [*flags, pattern.len() as u8, 0];
        fs::write(regexps.join(i.to_string()), [&head[..], pattern.as_bytes(), text.as_bytes()].concat())?;
    }
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
        all.add(&Pack::parse(pack).expect("just built"), &key)?;
        // What is not compressed is easier to change into something that still parses.
        let mut b = PackBuilder::new(SourceKey([5; 16]), TargetFingerprint([2; 16]), 1_800_000_000, PackLimits::default());
        b.plain();
        for entry in &entries {
            b.add(entry);
        }
        fs::write(packs.join(format!("plain-{count}")), b.build(&key).0.as_bytes())?;
    }
    fs::write(archives.join("empty"), ArchiveWriter::new(Vec::new())?.finish(&key, 1_800_000_000)?.0)?;
    fs::write(archives.join("packs-3"), all.finish(&key, 1_800_000_000)?.0)?;
    choices(&corpus)?;
    #[cfg(feature = "engine")]
    {
        texts(&corpus)?;
        descriptors(&corpus)?;
    }
    Ok(())
}

/// The programs of the tests, for the front end; any of its bytes says which goal.
#[cfg(feature = "engine")]
fn texts(corpus: &Path) -> std::io::Result<()> {
    let folder = corpus.join("front_end");
    fs::create_dir_all(&folder)?;
    for (name, text) in hearth_fuzz::PROGRAMS {
        for goal in 0..4u8 {
            fs::write(folder.join(format!("{name}-{goal}")), [&[goal], text.as_bytes()].concat())?;
        }
    }
    for small in [
        "let x = `a${1}b`;",
        "class A extends B { #x = 1; static { this.y ??= 2 } }",
        "for await (const x of y) {}",
        "export default async () => { await 0 }",
    ] {
        fs::write(folder.join(format!("small-{}", small.len())), [&[1], small.as_bytes()].concat())?;
    }
    Ok(())
}

/// Inputs of the targets that read choices, from a few bytes on.
fn choices(corpus: &Path) -> std::io::Result<()> {
    for target in ["tiers", "heap_ops", "bytecode_verifier", "stored_content"] {
        let folder = corpus.join(target);
        fs::create_dir_all(&folder)?;
        for seed in 0..8u8 {
            let length = 4 + 60 * seed as usize;
            let bytes: Vec<u8> =
                (0..length).map(|i| (i as u8).wrapping_mul(37).wrapping_add(seed.wrapping_mul(89)) ^ (i >> 3) as u8).collect();
            fs::write(folder.join(format!("choices-{seed}")), bytes)?;
        }
    }
    let folder = corpus.join("redis_replies");
    fs::create_dir_all(&folder)?;
    let replies = [
        "*2\r\n$3\r\nfoo\r\n$3\r\nbar\r\n",
        "%1\r\n$1\r\na\r\n$1\r\nb\r\n",
        "-ERR no\r\n",
        "+OK\r\n",
        ":1\r\n",
        "$-1\r\n",
        "*-1\r\n",
        "*3\r\n:1\r\n",
    ];
    for (number, reply) in replies.iter().enumerate() {
        fs::write(folder.join(format!("reply-{number}")), format!("+OK\r\n\0{reply}\0{reply}\0+OK\r\n"))?;
    }
    Ok(())
}

#[cfg(feature = "engine")]
fn descriptors(corpus: &Path) -> std::io::Result<()> {
    use hearth::ion::descriptor::LinkDescriptor;
    let folder = corpus.join("link_descriptors");
    fs::create_dir_all(&folder)?;
    let links =
        [LinkDescriptor::GlobalObject, LinkDescriptor::String("text".into()), LinkDescriptor::Builtin(1), LinkDescriptor::PlainArray];
    for count in 0..=links.len() {
        fs::write(folder.join(format!("links-{count}")), hearth::cache::descriptor_codec::encode(&links[..count]))?;
    }
    Ok(())
}
