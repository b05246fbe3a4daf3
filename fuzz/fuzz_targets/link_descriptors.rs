//! Any bytes as a list of link descriptors: an error, or a list that passes the check and is
//! written as it was read.
#![no_main]

use hearth::cache::descriptor_codec::{check, decode, encode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(links) = decode(data) else { return };
    assert_eq!(check(&links), Ok(()));
    let bytes = encode(&links);
    assert_eq!(decode(&bytes).expect("what was written is read"), links);
});
