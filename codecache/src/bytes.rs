//! Owned bytes in private memory, aligned to 16.
//!
//! Records are read in place, so every buffer that a blob or pack is parsed
//! from starts at a 16-byte boundary and is not shared with anybody who could
//! change it after it was authenticated. Not a growable buffer: builders use a
//! `Vec<u8>` and convert once.

#![forbid(unsafe_code)]

use std::fmt;
use std::io::{self, Read};
use std::ops::Deref;

/// Alignment of stored sections and of [`AlignedBytes`], in bytes.
pub const ALIGNMENT: usize = 16;

/// `n` rounded up to [`ALIGNMENT`]; `None` on overflow.
pub const fn align_up(n: usize) -> Option<usize> {
    match n.checked_add(ALIGNMENT - 1) {
        Some(m) => Some(m & !(ALIGNMENT - 1)),
        None => None,
    }
}

/// Immutable owned bytes whose address is a multiple of [`ALIGNMENT`].
#[derive(Clone)]
pub struct AlignedBytes {
    words: Box<[u128]>,
    len: usize,
}

const _: () = assert!(align_of::<u128>() == ALIGNMENT, "u128 carries the alignment");

impl AlignedBytes {
    /// Copies `bytes`.
    pub fn copy_from(bytes: &[u8]) -> AlignedBytes {
        AlignedBytes::build(bytes.len(), |out| out.copy_from_slice(bytes))
    }

    /// `len` zero bytes, filled by `fill`.
    pub fn build(len: usize, fill: impl FnOnce(&mut [u8])) -> AlignedBytes {
        let mut words = vec![0u128; len.div_ceil(ALIGNMENT)].into_boxed_slice();
        fill(&mut bytemuck::cast_slice_mut(&mut words)[..len]);
        AlignedBytes { words, len }
    }

    /// Reads exactly `len` bytes. The caller has compared `len` with a limit.
    pub fn read_from(source: &mut impl Read, len: usize) -> io::Result<AlignedBytes> {
        let mut result = Ok(());
        let bytes = AlignedBytes::build(len, |out| result = source.read_exact(out));
        result.map(|()| bytes)
    }

    /// Changes the bytes; for builders in this crate that fill in a tag.
    pub(crate) fn as_mut(&mut self) -> &mut [u8] {
        &mut bytemuck::cast_slice_mut(&mut self.words)[..self.len]
    }
}

impl Deref for AlignedBytes {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &bytemuck::cast_slice(&self.words)[..self.len]
    }
}

impl From<Vec<u8>> for AlignedBytes {
    fn from(bytes: Vec<u8>) -> Self {
        AlignedBytes::copy_from(&bytes)
    }
}

impl fmt::Debug for AlignedBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AlignedBytes({} bytes)", self.len)
    }
}

impl PartialEq for AlignedBytes {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for AlignedBytes {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_any_length_aligned() {
        for len in [0usize, 1, 15, 16, 17, 1000] {
            let bytes: Vec<u8> = (0..len).map(|i| i as u8).collect();
            let a = AlignedBytes::copy_from(&bytes);
            assert_eq!(*a, *bytes);
            assert_eq!(a.as_ptr() as usize % ALIGNMENT, 0);
        }
    }

    #[test]
    fn a_short_source_is_an_error() {
        assert!(AlignedBytes::read_from(&mut &b"abc"[..], 4).is_err());
        assert_eq!(&*AlignedBytes::read_from(&mut &b"abcd"[..], 3).unwrap(), b"abc");
    }

    #[test]
    fn align_up_does_not_wrap() {
        assert_eq!(align_up(0), Some(0));
        assert_eq!(align_up(17), Some(32));
        assert_eq!(align_up(usize::MAX), None);
    }
}
