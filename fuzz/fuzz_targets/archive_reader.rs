//! Any bytes as an archive: as they come, and with a valid tag on what is in the index's place.
#![no_main]

use std::io::Cursor;

use hearth_codecache::archive::Archive;
use hearth_codecache::trust::{ArchiveTag, Authentic};
use hearth_codecache::{AlignedBytes, TrustKey};
use libfuzzer_sys::fuzz_target;

/// Bytes behind the rows of the index: magic, version, number of rows, length, time, tag.
const TRAILER: usize = 64;
const ROW: usize = 48;

fuzz_target!(|data: &[u8]| {
    let key = TrustKey::from_bytes(&[1; 32]);
    read(data, &key);
    // Where the reader will look for the index, that gets a tag.
    let Some(trailer) = data.len().checked_sub(TRAILER) else { return };
    let count = u32::from_le_bytes(data[trailer + 12..][..4].try_into().expect("four bytes")) as usize;
    let Some(index) = count.checked_mul(ROW).and_then(|rows| trailer.checked_sub(rows)) else { return };
    let sealed = Authentic::<ArchiveTag>::seal(AlignedBytes::copy_from(&data[index..]), &key);
    read(&[&data[..index], sealed.as_bytes()].concat(), &key);
});

fn read(bytes: &[u8], key: &TrustKey) {
    let Ok(mut archive) = Archive::open(Cursor::new(bytes), key) else { return };
    let mut len = 16 + archive.len() * ROW + TRAILER;
    let mut whole = true;
    for index in 0..archive.len() {
        let about = archive.about(index).expect("there are so many");
        match archive.pack(index, key) {
            Ok(pack) => {
                assert_eq!((pack.source(), pack.target()), about);
                len += pack.stored_len();
            }
            Err(_) => whole = false,
        }
    }
    assert!(!whole || len == bytes.len(), "there is more in it than the packs");
}
