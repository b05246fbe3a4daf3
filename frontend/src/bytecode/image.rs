//! The functions of many source texts in one piece of bytes: the library of a host as bytecode, made
//! when the engine is built and read where it lies in the executable.
//!
//! Layout, little-endian; offsets are from the beginning, modules in the order of their names,
//! functions in the order of their spans.
//!
//! ```text
//! modules u32 · [name offset u32, name length u32, first function u32, functions u32]
//! [start u32, end u32, offset u32, length u32, hash 32 bytes] for all functions
//! names · records
//! ```
//!
//! The bytes are part of the program, so nothing is wrong with them; if anything is, what they should
//! have is not there, and its source text is compiled.

use super::serialize::{DecodeError, FunctionRecords, Record};

const MODULE: usize = 16;
const FUNCTION: usize = 48;

/// A function, by its span in the text.
pub type Span = (u32, u32);

/// What an image is made of.
#[derive(Default)]
pub struct ImageBuilder {
    modules: Vec<(String, Vec<(Span, [u8; 32], Vec<u8>)>)>,
}

impl ImageBuilder {
    /// Adds a source text: its functions' spans, hashes and records.
    pub fn add(&mut self, name: &str, mut functions: Vec<(Span, [u8; 32], Vec<u8>)>) {
        functions.sort_by_key(|(span, ..)| *span);
        self.modules.push((name.to_owned(), functions));
    }

    /// The image.
    pub fn build(mut self) -> Vec<u8> {
        self.modules.sort_by(|(a, _), (b, _)| a.cmp(b));
        let count: usize = self.modules.iter().map(|(_, functions)| functions.len()).sum();
        let mut tables = Vec::new();
        let mut rest = 4 + self.modules.len() * MODULE + count * FUNCTION;
        let mut place = |length: usize| {
            let at = rest;
            rest += length;
            [at as u32, length as u32]
        };
        let mut put = |numbers: &[u32]| tables.extend(numbers.iter().flat_map(|n| n.to_le_bytes()));
        put(&[self.modules.len() as u32]);
        let mut first = 0;
        for (name, functions) in &self.modules {
            let [at, length] = place(name.len());
            put(&[at, length, first, functions.len() as u32]);
            first += functions.len() as u32;
        }
        let functions = || self.modules.iter().flat_map(|(_, functions)| functions);
        for ((start, end), hash, record) in functions() {
            let [at, length] = place(record.len());
            put(&[*start, *end, at, length]);
            put(&hash.as_chunks().0.iter().map(|word| u32::from_le_bytes(*word)).collect::<Vec<u32>>());
        }
        tables.extend(self.modules.iter().flat_map(|(name, _)| name.bytes()));
        tables.extend(functions().flat_map(|(_, _, record)| record));
        tables
    }
}

/// An image, as it was built.
#[derive(Clone, Copy)]
pub struct Image<'a>(pub &'a [u8]);

impl<'a> Image<'a> {
    fn number(self, at: usize) -> Option<u32> {
        Some(u32::from_le_bytes(*self.0.get(at..)?.first_chunk()?))
    }

    fn slice(self, at: usize) -> Option<&'a [u8]> {
        let (offset, length) = (self.number(at)? as usize, self.number(at + 4)? as usize);
        self.0.get(offset..)?.get(..length)
    }

    /// All modules, in the order of their names.
    pub fn modules(self) -> impl Iterator<Item = (&'a str, ImageModule<'a>)> {
        let count = self.number(0).unwrap_or(0) as usize;
        (0..count).map_while(move |n| self.at(n, count))
    }

    fn at(self, n: usize, modules: usize) -> Option<(&'a str, ImageModule<'a>)> {
        let row = 4 + n * MODULE;
        let name = std::str::from_utf8(self.slice(row)?).ok()?;
        let functions = 4 + modules * MODULE;
        let (first, count) = (self.number(row + 8)? as usize, self.number(row + 12)? as usize);
        Some((name, ImageModule { image: self, table: functions + first * FUNCTION, count }))
    }

    /// The functions of a source text.
    pub fn module(self, name: &str) -> Option<ImageModule<'a>> {
        let count = self.number(0)? as usize;
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = low.midpoint(high);
            let (found, module) = self.at(middle, count)?;
            match found.cmp(name) {
                std::cmp::Ordering::Equal => return Some(module),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

/// The functions of one source text.
#[derive(Clone, Copy)]
pub struct ImageModule<'a> {
    image: Image<'a>,
    /// Of its rows.
    table: usize,
    count: usize,
}

impl<'a> ImageModule<'a> {
    fn row(self, n: usize) -> Option<(Span, Record<'a>)> {
        let at = self.table + n * FUNCTION;
        let span = (self.image.number(at)?, self.image.number(at + 4)?);
        let hash = *self.image.0.get(at + 16..)?.first_chunk()?;
        Some((span, Record { bytes: self.image.slice(at + 8)?, hash }))
    }

    /// All of them, in the order of their spans.
    pub fn functions(self) -> impl Iterator<Item = (Span, Record<'a>)> {
        (0..self.count).map_while(move |n| self.row(n))
    }

    /// The function with this hash.
    pub fn by_hash(self, hash: &[u8; 32]) -> Option<Record<'a>> {
        self.functions().map(|(_, record)| record).find(|record| record.hash == *hash)
    }
}

impl FunctionRecords for ImageModule<'_> {
    fn record(&self, start: u32, end: u32) -> Option<Record<'_>> {
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = low.midpoint(high);
            let (span, record) = self.row(middle)?;
            match span.cmp(&(start, end)) {
                std::cmp::Ordering::Equal => return Some(record),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    fn refused(&self, start: u32, end: u32, error: DecodeError) {
        debug_assert!(false, "the function {start}..{end} of the image: {error}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image() -> Vec<u8> {
        let mut builder = ImageBuilder::default();
        builder.add("b", vec![((5, 9), [2; 32], vec![7, 8]), ((0, 20), [1; 32], vec![1, 2, 3])]);
        builder.add("a", vec![((0, 4), [3; 32], vec![])]);
        builder.add("c", vec![]);
        builder.build()
    }

    #[test]
    fn what_was_added_is_found_by_span_and_by_hash() {
        let bytes = image();
        let image = Image(&bytes);
        assert_eq!(image.modules().map(|(name, _)| name).collect::<Vec<_>>(), ["a", "b", "c"]);
        let b = image.module("b").unwrap();
        assert_eq!(b.record(5, 9).unwrap().bytes, [7, 8]);
        assert_eq!(b.by_hash(&[1; 32]).unwrap().bytes, [1, 2, 3]);
        assert!(b.record(5, 8).is_none() && b.by_hash(&[3; 32]).is_none());
        assert!(image.module("a").unwrap().record(0, 4).unwrap().bytes.is_empty());
        assert_eq!(image.module("c").unwrap().functions().count(), 0);
        assert!(image.module("d").is_none());
    }

    #[test]
    fn what_is_cut_off_is_not_there() {
        let bytes = image();
        for end in 0..bytes.len() {
            let image = Image(&bytes[..end]);
            for (_, module) in image.modules() {
                assert!(module.functions().count() <= 2);
            }
            let _ = image.module("b").and_then(|module| module.record(5, 9).map(|record| record.hash));
        }
    }
}
