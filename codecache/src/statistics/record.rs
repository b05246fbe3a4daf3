//! The statistics of a program as bytes.
//!
//! A record says how long it is and has a checksum, so that what is behind one that was cut off or damaged is found. Whoever can
//! write to the file can write anything: what is read has bounds, and is for display.

use std::collections::BTreeMap;

use xxhash_rust::xxh3::xxh3_64;

use super::figures::Figures;
use super::program::{MAX_FILES, ProgramStatistics};
use crate::key::SourceKey;

/// Of the record's contents.
const VERSION: u8 = 1;
const MAGIC: [u8; 4] = *b"HRST";
/// Magic, length of the contents, checksum.
const HEADER: usize = 16;
/// Bytes of a name: a path.
const MAX_NAME: usize = 4096;
/// Names of reasons are short words.
const MAX_REASON: usize = 40;
/// No contents are longer, in bytes: there is a little more than a name and all files.
const MAX_CONTENTS: usize = 64 << 10;

const ANONYMOUS: u8 = 1;
const HAS_ENTRY: u8 = 2;

/// The record of a process or program.
pub(super) fn encode(one: &ProgramStatistics) -> Vec<u8> {
    let mut out = vec![0; HEADER];
    let flags = u8::from(one.is_anonymous) * ANONYMOUS + u8::from(one.entry.is_some()) * HAS_ENTRY;
    out.extend([VERSION, flags]);
    number(&mut out, one.first);
    number(&mut out, one.last);
    let name = &one.name[..one.name.floor_char_boundary(MAX_NAME)];
    text(&mut out, name);
    out.extend(one.entry.iter().flat_map(|entry| entry.0));
    let numbers = one.figures.numbers();
    number(&mut out, numbers.len() as u64);
    numbers.iter().for_each(|n| number(&mut out, *n));
    number(&mut out, one.misses.len() as u64);
    for (reason, count) in &one.misses {
        text(&mut out, reason);
        number(&mut out, *count);
    }
    let files = one.files.iter().take(MAX_FILES);
    number(&mut out, files.len() as u64);
    for (file, seen) in files {
        out.extend(file.0);
        number(&mut out, one.last.saturating_sub(*seen));
    }
    let contents = &out[HEADER..];
    let (length, sum) = (contents.len() as u32, xxh3_64(contents));
    out[..4].copy_from_slice(&MAGIC);
    out[4..8].copy_from_slice(&length.to_le_bytes());
    out[8..HEADER].copy_from_slice(&sum.to_le_bytes());
    out
}

/// All records in `bytes` that are whole, and how many bytes are of none.
pub(super) fn decode_all(bytes: &[u8], now: u64) -> (Vec<ProgramStatistics>, u64) {
    let (mut records, mut damaged, mut at) = (Vec::new(), 0, 0);
    while at < bytes.len() {
        match decode(&bytes[at..], now) {
            Some((record, length)) => {
                records.push(record);
                at += length;
            }
            None => {
                damaged += 1;
                at += 1;
            }
        }
    }
    (records, damaged)
}

/// The record at the beginning of `bytes`, and its length.
fn decode(bytes: &[u8], now: u64) -> Option<(ProgramStatistics, usize)> {
    let rest = bytes.strip_prefix(&MAGIC)?;
    let (length, rest) = rest.split_first_chunk()?;
    let (sum, rest) = rest.split_first_chunk()?;
    let length = u32::from_le_bytes(*length) as usize;
    let contents = rest.get(..length).filter(|_| length <= MAX_CONTENTS)?;
    if u64::from_le_bytes(*sum) != xxh3_64(contents) {
        return None;
    }
    Some((decode_contents(contents, now)?, HEADER + length))
}

fn decode_contents(contents: &[u8], now: u64) -> Option<ProgramStatistics> {
    let mut reader = Reader(contents);
    let [version, flags] = reader.array()?;
    if version != VERSION {
        return None;
    }
    // A clock that went wrong makes nobody the last one for ever.
    let (first, last) = (reader.number()?.min(now), reader.number()?.min(now));
    let name = reader.text(MAX_NAME)?.to_owned();
    let entry = if flags & HAS_ENTRY != 0 { Some(SourceKey(reader.array()?)) } else { None };
    let figures = reader.list(|reader| reader.number())?;
    let misses = reader.list(|reader| Some((reader.text(MAX_REASON).filter(|reason| is_reason(reason))?.to_owned(), reader.number()?)))?;
    let files = reader.list(|reader| Some((SourceKey(reader.array()?), last.saturating_sub(reader.number()?))))?;
    if files.len() > MAX_FILES || !reader.0.is_empty() {
        return None;
    }
    Some(ProgramStatistics {
        name,
        is_anonymous: flags & ANONYMOUS != 0,
        first,
        last,
        entry,
        figures: Figures::from_numbers(figures),
        misses: BTreeMap::from_iter(misses),
        files: BTreeMap::from_iter(files),
    })
}

/// A name like those of the table of misses.
fn is_reason(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// LEB128.
fn number(out: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

fn text(out: &mut Vec<u8>, text: &str) {
    number(out, text.len() as u64);
    out.extend(text.as_bytes());
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*array)
    }

    fn number(&mut self) -> Option<u64> {
        let mut n = 0u64;
        for shift in (0..64).step_by(7) {
            let [byte] = self.array()?;
            let bits = u64::from(byte & 0x7f);
            if bits << shift >> shift != bits {
                return None;
            }
            n |= bits << shift;
            if byte < 0x80 {
                return Some(n);
            }
        }
        None
    }

    fn text(&mut self, most: usize) -> Option<&'a str> {
        let length = usize::try_from(self.number()?).ok().filter(|length| *length <= most)?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }

    /// Each item has a byte at least.
    fn list<T>(&mut self, mut item: impl FnMut(&mut Reader<'a>) -> Option<T>) -> Option<Vec<T>> {
        let length = usize::try_from(self.number()?).ok().filter(|length| *length <= self.0.len())?;
        (0..length).map(|_| item(self)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::figures::Figure;
    use super::*;

    const NOW: u64 = 1_800_000_000;

    fn sample(name: &str) -> ProgramStatistics {
        let mut one = ProgramStatistics::of_process(name, NOW);
        one.first = NOW - 1000;
        one.entry = Some(SourceKey([7; 16]));
        one.figures.add(Figure::Runs, 3);
        one.figures.add(Figure::BytesRead, u64::MAX);
        one.misses.insert("wrong_key".into(), 300);
        one.files = [(SourceKey([7; 16]), NOW), (SourceKey([8; 16]), NOW - 500)].into();
        one
    }

    #[test]
    fn records_come_back() {
        for one in [sample("/a/b.js"), ProgramStatistics { is_anonymous: true, entry: None, ..sample("") }] {
            assert_eq!(decode_all(&encode(&one), NOW), (vec![one], 0));
        }
        let long = sample(&"ä".repeat(MAX_NAME));
        assert_eq!(decode_all(&encode(&long), NOW).0[0].name, "ä".repeat(MAX_NAME / 2));
        // The largest one that is written is one that is read.
        let files = (0..MAX_FILES as u128).map(|n| (SourceKey(n.to_be_bytes()), 0)).collect();
        let largest = ProgramStatistics { files, ..sample(&"a".repeat(MAX_NAME)) };
        assert_eq!(decode_all(&encode(&largest), NOW), (vec![largest], 0));
    }

    #[test]
    fn what_is_around_damage_is_found() {
        let bytes = encode(&sample("a"));
        for at in 0..bytes.len() {
            for damage in [vec![bytes[at] ^ 0x10], vec![], vec![bytes[at], 0]] {
                let damaged = [&bytes[..], &bytes[..at], &damage, &bytes[at + 1..], &bytes[..]].concat();
                let (records, lost) = decode_all(&damaged, NOW);
                assert!(records.len() >= 2 && records.iter().all(|one| *one == sample("a")), "{at}: {}", records.len());
                assert_eq!(lost as usize, damaged.len() - records.len() * bytes.len());
            }
        }
        assert_eq!(decode_all(&[0x55; 1000], NOW), (vec![], 1000));
        let cut = [&bytes[..bytes.len() - 1], &bytes[..]].concat();
        assert_eq!(decode_all(&cut, NOW), (vec![sample("a")], bytes.len() as u64 - 1));
    }

    /// With the right checksum, contents can be anything.
    #[test]
    fn contents_that_mean_nothing_are_refused_or_within_bounds() {
        let seal =
            |contents: &[u8]| [&MAGIC[..], &(contents.len() as u32).to_le_bytes(), &xxh3_64(contents).to_le_bytes(), contents].concat();
        let whole = encode(&sample("a"))[HEADER..].to_vec();
        for at in 0..whole.len() {
            assert!(decode_all(&seal(&whole[..at]), NOW).0.is_empty(), "cut at {at}");
            for flip in [1, 0x80, 0xff] {
                let mut contents = whole.clone();
                contents[at] ^= flip;
                for one in decode_all(&seal(&contents), NOW).0 {
                    assert!(one.first <= NOW && one.last <= NOW && one.misses.keys().all(|reason| is_reason(reason)));
                }
            }
        }
        assert!(decode_all(&seal(&vec![0; MAX_CONTENTS + 1]), NOW).0.is_empty());
    }
}
