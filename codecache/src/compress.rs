//! Compressed bytes of a stated length.
//!
//! How long they become is known before anything is allocated, was compared with a limit by
//! the caller, and is never exceeded: the decoder writes into a buffer of that length. What
//! does not come out at exactly that length is no result. There are no checksums: what is
//! decompressed was authenticated.

#![forbid(unsafe_code)]

use std::cell::RefCell;

use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe::get_frame_content_size;

use crate::bytes::AlignedBytes;

/// How hard to try.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Effort {
    /// Stored as it is: for packs that never leave memory.
    None,
    /// 500 MB a second: what a script's process saves.
    Little,
    /// 70 MB a second: code, which took longer to compile by far.
    Much,
    /// 10 MB a second, for 5 % less: code, if it is little.
    Most,
}

impl Effort {
    fn level(self) -> Option<i32> {
        match self {
            Effort::None => None,
            Effort::Little => Some(1),
            Effort::Much => Some(9),
            Effort::Most => Some(16),
        }
    }
}

/// Fewer bytes that stand for `raw`; `None` if there are none.
pub(crate) fn shorter(raw: &[u8], effort: Effort) -> Option<Vec<u8>> {
    thread_local! {
        // Its tables are a megabyte or more, and most blocks are small.
        static COMPRESSOR: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    }
    let level = effort.level()?;
    COMPRESSOR.with_borrow_mut(|kept| {
        let compressor = match kept {
            Some(compressor) => compressor,
            None => kept.insert(Compressor::new(level).ok()?),
        };
        compressor.set_compression_level(level).ok()?;
        compressor.compress(raw).ok().filter(|stored| stored.len() < raw.len())
    })
}

/// The `len` bytes that `stored` stands for; `None` if it stands for none, or for another number.
pub(crate) fn restored(stored: &[u8], len: usize) -> Option<AlignedBytes> {
    thread_local! {
        static DECOMPRESSOR: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
    }
    if get_frame_content_size(stored).ok()?? != len as u64 {
        return None;
    }
    DECOMPRESSOR.with_borrow_mut(|kept| {
        if kept.is_none() {
            *kept = Decompressor::new().ok();
        }
        let decompressor = kept.as_mut()?;
        let mut written = None;
        let bytes = AlignedBytes::build(len, |out| written = decompressor.decompress_to_buffer(stored, out).ok());
        (written == Some(len)).then_some(bytes)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shorter_comes_back() {
        for effort in [Effort::Little, Effort::Much, Effort::Most] {
            let raw = b"the same again, ".repeat(100);
            let stored = shorter(&raw, effort).unwrap();
            assert!(stored.len() < 100);
            assert_eq!(&*restored(&stored, raw.len()).unwrap(), &raw[..]);
            assert!(shorter(b"", effort).is_none() && shorter(b"random", effort).is_none());
        }
        assert!(shorter(&[0; 1000], Effort::None).is_none());
    }

    #[test]
    fn another_length_damage_or_a_cut_is_no_result_or_other_bytes() {
        let raw = b"the same again, ".repeat(100);
        let stored = shorter(&raw, Effort::Much).unwrap();
        for len in [0, raw.len() - 1, raw.len() + 1, usize::MAX] {
            assert!(restored(&stored, len).is_none(), "{len}");
        }
        for at in 0..stored.len() {
            assert!(restored(&stored[..at], raw.len()).is_none(), "cut at {at}");
            let mut damaged = stored.clone();
            damaged[at] ^= 0x41;
            assert!(restored(&damaged, raw.len()).is_none_or(|bytes| bytes.len() == raw.len()));
        }
    }
}
