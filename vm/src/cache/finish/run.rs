//! What a process leaves for the finisher: one entry of the queue.
//!
//! The queue is a pack like others, under a key that no source text has.

use super::super::profile;
use super::super::wire::{Decoded, Decoder, Encoder};
use super::super::{PatternRequest, UnitId};
use super::Text;
use crate::ion::profile::{EntryName, Hash, Record, Shapes};
use hearth_codecache::store::Queue;
use hearth_codecache::{AlignedBytes, Entry, EntryKind, MissReason, SourceHash, SourceKey, TargetFingerprint};
use std::time::Duration;

/// Of the encoding below; part of the target fingerprint.
pub const VERSION: u32 = 6;

/// Runs of one program that may wait in the queue.
const PLACES: u64 = 64;

/// The key of the queue.
pub fn queue_key() -> SourceKey {
    SourceKey::of(b"queue of the finisher", b"no source text has these options")
}

/// What is left to the workers of a fleet.
pub fn queue(target: TargetFingerprint) -> Queue {
    Queue { kind: queue_key(), target }
}

/// A source file of the program.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RunUnit {
    pub key: SourceKey,
    pub hash: SourceHash,
    /// File name, without folders.
    pub name: String,
}

/// A file that has the same function as the one that its record is of: its pack is to have the code, too.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Twin {
    /// Number of the file.
    pub unit: u32,
    pub script: Hash,
    /// Where the function begins in it.
    pub position: u32,
}

/// What one process has learnt.
#[derive(Clone, Debug, Default)]
pub struct Run {
    pub units: Vec<RunUnit>,
    /// The optimiser's `inlining` switch.
    pub inlining: bool,
    /// The process had code from the store.
    pub warm: bool,
    /// How long the program ran, in processor time.
    pub took: Duration,
    /// Entry points that the process would have had a use for, the most urgent first.
    pub requests: Vec<(Hash, EntryName)>,
    /// Loops that were warm in functions which are asked for at their entry: for where that cannot be compiled.
    pub loops: Vec<(Hash, EntryName)>,
    /// Patterns that were compiled, each with the unit that was running.
    pub patterns: Vec<(UnitId, PatternRequest)>,
    /// Entry points in whose code a process has died, each with the number of its unit.
    pub avoided: Vec<(u32, Hash, EntryName)>,
    /// Encoded profiles of scripts, each with the number of its unit.
    pub records: Vec<(u32, Vec<u8>)>,
    pub twins: Vec<Twin>,
    /// Source files whose bytecode is not stored yet.
    pub texts: Vec<Text>,
}

impl Run {
    /// Adds what was learnt of a script of unit `unit`.
    pub fn add(&mut self, unit: u32, record: &Record, shapes: &Shapes) {
        self.records.push((unit, profile::encode(record, shapes)));
    }

    /// The entry for the queue. Equal runs are one, and a program has a bounded number of places: where nobody comes for the
    /// queue, a run takes the place of an earlier one.
    pub fn to_entry(&self) -> Entry {
        let bytes = self.encode();
        let place = xxhash_rust::xxh3::xxh3_64(&bytes) % PLACES;
        let program = self.units.first().map(|unit| unit.key).or_else(|| Some(self.texts.first()?.key));
        let key = [&program.map_or([0; 16], |key| key.0)[..], &place.to_le_bytes()].concat();
        Entry::new(EntryKind::Profile, xxhash_rust::xxh3::xxh3_128(&key), AlignedBytes::copy_from(&bytes))
    }

    fn encode(&self) -> Vec<u8> {
        let mut e = Encoder::new();
        e.u8(VERSION as u8);
        e.bool(self.inlining);
        e.bool(self.warm);
        e.number(self.took.as_millis() as u64);
        e.count(self.units.len());
        for unit in &self.units {
            e.raw(&unit.key.0);
            e.raw(&unit.hash.0);
            e.bytes(unit.name.as_bytes());
        }
        for entries in [&self.requests, &self.loops] {
            e.count(entries.len());
            for (hash, entry) in entries {
                e.raw(hash);
                e.number(entry.0 as u64);
            }
        }
        e.count(self.patterns.len());
        for (unit, pattern) in &self.patterns {
            e.number(unit.0 as u64);
            pattern.encode(&mut e);
        }
        e.count(self.avoided.len());
        for (unit, hash, entry) in &self.avoided {
            e.number(*unit as u64);
            e.raw(hash);
            e.number(entry.0 as u64);
        }
        e.count(self.records.len());
        for (unit, bytes) in &self.records {
            e.number(*unit as u64);
            e.bytes(bytes);
        }
        e.count(self.twins.len());
        for Twin { unit, script, position } in &self.twins {
            e.number(*unit as u64);
            e.raw(script);
            e.number(*position as u64);
        }
        e.count(self.texts.len());
        self.texts.iter().for_each(|text| text.encode(&mut e));
        e.finish()
    }

    /// What an entry of the queue stands for.
    ///
    /// # Errors
    /// `Malformed` if the bytes mean nothing, `WrongVersion` if they are of another version.
    pub fn decode(bytes: &[u8]) -> Decoded<Run> {
        let mut d = Decoder::new(bytes);
        if d.u8()? as u32 != VERSION {
            return Err(MissReason::WrongVersion);
        }
        let (inlining, warm) = (d.bool()?, d.bool()?);
        let took = Duration::from_millis(d.u32()? as u64);
        let units = d.list(|d| Ok(RunUnit { key: SourceKey(d.array()?), hash: SourceHash(d.array()?), name: d.str()?.to_owned() }))?;
        let mut entries = || d.list(|d| Ok((d.array()?, EntryName(d.u16()?))));
        let (requests, loops) = (entries()?, entries()?);
        let patterns = d.list(|d| Ok((UnitId(d.index(units.len())? as u32), PatternRequest::decode(d)?)))?;
        let avoided = d.list(|d| Ok((d.index(units.len())? as u32, d.array()?, EntryName(d.u16()?))))?;
        let records = d.list(|d| Ok((d.index(units.len())? as u32, d.bytes()?.to_vec())))?;
        let twins = d.list(|d| Ok(Twin { unit: d.index(units.len())? as u32, script: d.array()?, position: d.u32()? }))?;
        let texts = d.list(Text::decode)?;
        d.finish()?;
        Ok(Run { units, inlining, warm, took, requests, loops, patterns, avoided, records, twins, texts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run() -> Run {
        let unit = RunUnit { key: SourceKey([1; 16]), hash: SourceHash([2; 32]), name: "a.js".into() };
        Run {
            units: vec![unit],
            inlining: true,
            warm: false,
            took: Duration::from_millis(300),
            requests: vec![([3; 32], EntryName(0)), ([3; 32], EntryName(2))],
            loops: vec![([3; 32], EntryName(1))],
            patterns: vec![(UnitId(0), PatternRequest { source: [97, 0xd800].into(), flags: 4, wide: true })],
            avoided: vec![(0, [3; 32], EntryName(2))],
            records: vec![(0, vec![1, 2, 3])],
            twins: vec![Twin { unit: 0, script: [3; 32], position: 300 }],
            texts: Vec::new(),
        }
    }

    #[test]
    fn a_run_comes_back_and_equal_runs_are_one_entry() {
        let bytes = run().encode();
        assert_eq!(Run::decode(&bytes).unwrap().encode(), bytes);
        assert_eq!(run().to_entry().key, run().to_entry().key);
        let longer = Run { requests: Vec::new(), ..run() };
        assert_ne!(run().to_entry().key, longer.to_entry().key);
    }

    #[test]
    fn a_program_has_so_many_places_in_the_queue() {
        let keys = |key: u8| {
            let unit = RunUnit { key: SourceKey([key; 16]), ..run().units[0].clone() };
            let of = move |n| Run { units: vec![unit.clone()], took: Duration::from_millis(n), ..run() }.to_entry().key;
            (0..1000).map(of).collect::<std::collections::BTreeSet<_>>()
        };
        assert!(keys(1).len() as u64 <= PLACES);
        assert!(keys(1).is_disjoint(&keys(2)));
    }

    #[test]
    fn damaged_runs_are_refused_or_consistent() {
        let bytes = run().encode();
        for at in 0..bytes.len() {
            assert!(Run::decode(&bytes[..at]).is_err(), "cut at {at}");
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x81;
            if let Ok(back) = Run::decode(&damaged) {
                assert!(back.patterns.iter().all(|(unit, _)| (unit.0 as usize) < back.units.len()));
                assert!(back.records.iter().all(|(unit, _)| (*unit as usize) < back.units.len()));
                assert!(back.twins.iter().all(|twin| (twin.unit as usize) < back.units.len()));
            }
        }
    }
}
