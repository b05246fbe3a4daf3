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
    let mut end = pack.as_bytes().as_ptr() as usize;
    for entry in pack.entries() {
        assert_eq!(pack.get(entry.kind, entry.key), Some(entry));
        assert!(entry.bytes.as_ptr() as usize >= end, "entries overlap");
        assert_eq!(entry.bytes.as_ptr() as usize % 16, 0);
        end = entry.bytes.as_ptr() as usize + entry.bytes.len();
        if let Ok(blob) = Blob::parse(entry.bytes) {
            let _ = blob.code();
            let _ = blob.dependencies();
            blob.sections().for_each(|(_, _, b)| drop(std::hint::black_box(b.to_vec())));
        }
    }
    assert!(end + TAG_SIZE <= pack.as_bytes().as_ptr() as usize + pack.as_bytes().len());
    let _ = pack.get(EntryKind::Code, u128::MAX);

    // Merging takes over all of it and can be read again.
    let mut builder = PackBuilder::new(pack.source(), pack.target(), 1, PackLimits::default());
    builder.add_pack(pack);
    let (merged, report) = builder.build(key);
    let merged = Pack::open(Untrusted::new(merged.into_bytes()), key).expect("just built");
    assert_eq!(merged.len() + report.dropped, pack.len());
}
