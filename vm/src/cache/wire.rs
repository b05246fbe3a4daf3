//! The byte encoding that descriptors, profiles and unit records share.
//!
//! Numbers are LEB128 in their shortest form, strings are their length and their
//! units. One value has one encoding: what decodes, encodes to the same bytes. A decoder
//! never panics and never allocates more than its input justifies.

use crate::bytecode::JsStr;
use hearth_codecache::MissReason;

/// Collects bytes.
#[derive(Default, Debug)]
pub struct Encoder {
    bytes: Vec<u8>,
}

impl Encoder {
    pub fn new() -> Encoder {
        Encoder::default()
    }
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }
    pub fn u8(&mut self, byte: u8) {
        self.bytes.push(byte);
    }
    pub fn bool(&mut self, bit: bool) {
        self.u8(bit as u8);
    }
    /// An unsigned number, in as few bytes as it takes.
    pub fn number(&mut self, mut n: u64) {
        while n >= 0x80 {
            self.u8(n as u8 | 0x80);
            n >>= 7;
        }
        self.u8(n as u8);
    }
    pub fn count(&mut self, n: usize) {
        self.number(n as u64);
    }
    /// Bytes whose number the reader knows.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.raw(bytes);
    }
    /// A JavaScript string: twice its length plus 1 if it is of 16-bit units, then the units.
    pub fn js_str(&mut self, s: &JsStr) {
        match s {
            JsStr::Latin1(units) => {
                self.count(units.len() << 1);
                self.raw(units);
            }
            JsStr::Utf16(units) => {
                self.count(units.len() << 1 | 1);
                for unit in units {
                    self.raw(&unit.to_le_bytes());
                }
            }
        }
    }
    /// 0, or 1 and what `write` writes.
    pub fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Encoder, T)) {
        self.bool(value.is_some());
        if let Some(value) = value {
            write(self, value);
        }
    }
}

pub type Decoded<T> = Result<T, MissReason>;

/// Takes bytes apart again.
#[derive(Debug)]
pub struct Decoder<'a> {
    rest: &'a [u8],
}

const BAD: MissReason = MissReason::Malformed;

impl<'a> Decoder<'a> {
    pub fn new(bytes: &'a [u8]) -> Decoder<'a> {
        Decoder { rest: bytes }
    }
    /// Fails if something is left over.
    pub fn finish(self) -> Decoded<()> {
        if self.rest.is_empty() { Ok(()) } else { Err(BAD) }
    }
    /// What has not been read yet.
    pub fn rest(self) -> &'a [u8] {
        self.rest
    }
    pub fn raw(&mut self, len: usize) -> Decoded<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(len).ok_or(BAD)?;
        self.rest = rest;
        Ok(taken)
    }
    pub fn array<const N: usize>(&mut self) -> Decoded<[u8; N]> {
        self.raw(N)?.try_into().map_err(|_| BAD)
    }
    pub fn u8(&mut self) -> Decoded<u8> {
        Ok(self.raw(1)?[0])
    }
    pub fn bool(&mut self) -> Decoded<bool> {
        match self.u8()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(BAD),
        }
    }
    pub fn number(&mut self) -> Decoded<u64> {
        // Most are small, and tables of code have tens of thousands.
        if let [byte @ 0..0x80, rest @ ..] = self.rest {
            self.rest = rest;
            return Ok(*byte as u64);
        }
        let mut n = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.u8()?;
            let bits = (byte & 0x7F) as u64;
            if shift == 63 && bits > 1 || shift > 0 && byte == 0 {
                return Err(BAD);
            }
            n |= bits << shift;
            if byte & 0x80 == 0 {
                return Ok(n);
            }
        }
        Err(BAD)
    }
    pub fn u16(&mut self) -> Decoded<u16> {
        self.number()?.try_into().map_err(|_| BAD)
    }
    pub fn u32(&mut self) -> Decoded<u32> {
        self.number()?.try_into().map_err(|_| BAD)
    }
    /// A number below `limit`.
    pub fn index(&mut self, limit: usize) -> Decoded<usize> {
        let n = self.number()?;
        if n < limit as u64 { Ok(n as usize) } else { Err(BAD) }
    }
    /// How many things of at least one byte each follow.
    pub fn count(&mut self) -> Decoded<usize> {
        let n = self.number()?;
        if n <= self.rest.len() as u64 { Ok(n as usize) } else { Err(BAD) }
    }
    pub fn bytes(&mut self) -> Decoded<&'a [u8]> {
        let len = self.count()?;
        self.raw(len)
    }
    pub fn str(&mut self) -> Decoded<&'a str> {
        std::str::from_utf8(self.bytes()?).map_err(|_| BAD)
    }
    pub fn js_str(&mut self) -> Decoded<JsStr> {
        let head = self.number()?;
        let len = usize::try_from(head >> 1).map_err(|_| BAD)?;
        if head & 1 == 0 {
            return Ok(JsStr::Latin1(self.raw(len)?.into()));
        }
        let bytes = self.raw(len.checked_mul(2).ok_or(BAD)?)?;
        let units: Box<[u16]> = bytes.chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]])).collect();
        // Strings without wide units are Latin-1, everywhere.
        if units.iter().any(|u| *u > 0xFF) { Ok(JsStr::Utf16(units)) } else { Err(BAD) }
    }
    pub fn option<T>(&mut self, read: impl FnOnce(&mut Decoder<'a>) -> Decoded<T>) -> Decoded<Option<T>> {
        if self.bool()? { read(self).map(Some) } else { Ok(None) }
    }
    /// A list: its length, then its items.
    pub fn list<T>(&mut self, mut read: impl FnMut(&mut Decoder<'a>) -> Decoded<T>) -> Decoded<Vec<T>> {
        let n = self.count()?;
        // Not more at once than honest input needs.
        let mut items = Vec::with_capacity(n.min(256));
        for _ in 0..n {
            items.push(read(self)?);
        }
        Ok(items)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_encoding() {
        for n in [0, 1, 127, 128, 300, u32::MAX as u64, u64::MAX - 1, u64::MAX] {
            let mut e = Encoder::new();
            e.number(n);
            let bytes = e.finish();
            let mut d = Decoder::new(&bytes);
            assert_eq!(d.number(), Ok(n));
            assert_eq!(d.finish(), Ok(()));
        }
        for bad in [&[0x80u8, 0][..], &[0xFF], &[0xFF; 10], &[0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 2]] {
            assert_eq!(Decoder::new(bad).number(), Err(MissReason::Malformed), "{bad:?}");
        }
    }

    #[test]
    fn strings_round_trip_and_narrow_ones_are_not_wide() {
        for text in ["", "abc", "é", "日本", "a\u{1F600}"] {
            let s = JsStr::from(text);
            let mut e = Encoder::new();
            e.js_str(&s);
            let bytes = e.finish();
            assert_eq!(Decoder::new(&bytes).js_str(), Ok(s));
        }
        assert_eq!(Decoder::new(&[3, b'a', 0]).js_str(), Err(MissReason::Malformed));
    }

    #[test]
    fn a_count_is_bounded_by_the_input() {
        let mut e = Encoder::new();
        e.number(1 << 40);
        let bytes = e.finish();
        assert_eq!(Decoder::new(&bytes).list(|d| d.u8()), Err(MissReason::Malformed));
    }
}
