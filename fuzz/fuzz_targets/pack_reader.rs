//! Any bytes as a pack, as they come and with a valid tag.
#![no_main]

use hearth_codecache::pack::{PackBuilder, PackLimits};
use hearth_codecache::trust::{Authentic, PackTag, TAG_SIZE, Untrusted};
use hearth_codecache::{AlignedBytes, Blob, EntryKind, Pack, TrustKey};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let key = TrustKey::from_bytes(&[1; 32]);
    let bytes = AlignedBytes::copy_from(data);
    assert!(Pack::open(Untrusted::new(bytes.clone()), &TrustKey::from_bytes(&[2; 32])).is_err());
    if let Ok(pack) = Pack::open(Untrusted::new(bytes.clone()), &key) {
        touch(&pack, &key);
    }
    if data.len() >= TAG_SIZE
        && let Ok(pack) = Pack::parse(Authentic::<PackTag>::seal(bytes, &key))
    {
        touch(&pack, &key);
    }
});

fn touch(pack: &Pack, key: &TrustKey) {
    let _ = pack.check_identity(pack.source(), pack.target());
    let mut seen: Vec<std::ops::Range<*const u8>> = Vec::new();
    let mut usable = 0;
    for entry in pack.entries() {
        assert!(pack.get(entry.kind, entry.key).is_some_and(|found| found.bytes().as_ptr_range() == entry.bytes().as_ptr_range()));
        if entry.bytes().len() != entry.len() {
            assert!(entry.block().is_none(), "what is there is whole");
            continue;
        }
        usable += 1;
        let range = entry.bytes().as_ptr_range();
        assert!(entry.is_empty() || range.start as usize % 16 == 0);
        seen.push(range);
        if let Ok(blob) = Blob::parse(entry.bytes()) {
            let _ = blob.code();
            blob.sections().for_each(|(_, _, b)| drop(std::hint::black_box(b.to_vec())));
        }
    }
    seen.retain(|range| !range.is_empty());
    seen.sort_by_key(|range| range.start);
    assert!(seen.windows(2).all(|pair| pair[0].end <= pair[1].start), "entries overlap");
    let _ = pack.get(EntryKind::Code, u128::MAX);

    // Merging takes over all of it and can be read again.
    let mut builder = PackBuilder::new(pack.source(), pack.target(), 1, PackLimits::default());
    builder.add_pack(pack);
    let (merged, report) = builder.build(key);
    let merged = Pack::open(Untrusted::new(merged.into_bytes()), key).expect("just built");
    assert_eq!(merged.len() + report.dropped, usable);

    // So can a further segment.
    let entries: Vec<_> = pack.entries().map(|entry| entry.to_entry()).collect();
    let mut next = PackBuilder::after(&merged, 2, PackLimits::default());
    for entry in &entries {
        next.add(entry);
    }
    let (next, report) = next.build(key);
    let mut longer = Pack::open(Untrusted::new(AlignedBytes::copy_from(merged.segments().next().expect("one"))), key).expect("as before");
    longer.extend(Untrusted::new(next.into_bytes()), key).expect("it goes on from it");
    assert!(longer.len() <= merged.len() + report.added);
}
