//! Any bytes as a blob: an error, or a blob whose every accessor works.
#![no_main]

use hearth_codecache::blob::{BlobBuilder, SectionKind};
use hearth_codecache::trust::{seal_blob, verify_blob};
use hearth_codecache::{AlignedBytes, Blob, TrustKey};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let bytes = AlignedBytes::copy_from(data);
    let Ok(blob) = Blob::parse(&bytes) else { return };
    touch(&blob, &bytes);

    // The form is canonical: building from what was read gives the same bytes,
    // the seal aside.
    if !blob.is_sealed() {
        let mut again = BlobBuilder::new(*blob.identity());
        again.generation(blob.generation());
        let plain = blob.sections().all(|(_, record_size, _)| record_size == 1);
        if plain {
            for (kind, _, bytes) in blob.sections() {
                again.bytes(kind, bytes);
            }
            assert_eq!(*again.finish().expect("it was within the limit before"), *bytes);
        }
        let key = TrustKey::from_bytes(&[1; 32]);
        let sealed = seal_blob(bytes.clone(), &key).expect("it parses");
        let sealed = Blob::parse(sealed.as_bytes()).expect("sealing keeps the form");
        verify_blob(&sealed, &key).expect("just sealed");
        assert!(sealed.sections().eq(blob.sections()));
    }
});

fn touch(blob: &Blob<'_>, all: &[u8]) {
    let _ = blob.code();
    let _ = blob.check_identity(blob.identity());
    let _ = blob.records::<u8>(SectionKind::Meta);
    let _ = blob.records::<u32>(SectionKind::Exits);
    let _ = blob.records::<[u32; 4]>(SectionKind::Links);
    let _ = blob.records::<u128>(SectionKind::Scripts);
    let _ = format!("{blob:?}");
    let mut end = all.as_ptr() as usize;
    for (kind, record_size, bytes) in blob.sections() {
        assert_eq!(blob.bytes(kind).as_ptr(), bytes.as_ptr());
        assert!(bytes.as_ptr() as usize >= end, "sections overlap");
        assert_eq!(bytes.as_ptr() as usize % 16, 0);
        assert_eq!(bytes.len() % record_size as usize, 0);
        end = bytes.as_ptr() as usize + bytes.len();
        std::hint::black_box(bytes.iter().fold(0u8, |a, b| a ^ b));
    }
    assert!(end + 32 <= all.as_ptr() as usize + all.len(), "a section in the tag");
}
