//! Compiled regular expressions by source and flags, and the texts that were matched last.

use super::cell::Parts;
use super::compiled::{Captures, Compiled};
use super::subject::{KnownTexts, Subject, subject};
use crate::cache::{PatternRequest, UnitId};
use crate::regexp::error::PatternError;
use crate::regexp_code::Scratch;
use crate::string::Units;
use core::hash::Hasher;
use rustc_hash::{FxHashMap, FxHasher};
use std::rc::Rc;

#[derive(Default)]
pub struct RegExpCache {
    /// By `hash_of`.
    compiled: FxHashMap<u64, Rc<Compiled>>,
    known_texts: KnownTexts,
    /// A buffer for the captures of a match.
    pub captures: Captures,
    /// What compiled patterns work with, once there is one.
    pub scratch: Option<Box<Scratch>>,
    /// Patterns that this process has compiled and the next would want, each with the file that was running.
    pub for_later: Vec<(UnitId, PatternRequest)>,
    /// What literals evaluate to, by the address of the script and the number of the constant:
    /// as it was after so many collections.
    literals: FxHashMap<(usize, usize), Parts>,
    literals_at: u64,
    /// `proto_epoch` at which RegExp.prototype was last found as it was at the start.
    pub pristine_at: u32,
}

/// Patterns kept; beyond, the table starts anew.
const CAPACITY: usize = 512;

fn hash_of(source: Units<'_>, flags: u8) -> u64 {
    let mut hasher = FxHasher::default();
    match source {
        Units::Latin1(bytes) => hasher.write(bytes),
        Units::Utf16(units) => units.iter().for_each(|unit| hasher.write_u16(*unit)),
    }
    hasher.write_u8(flags);
    hasher.finish()
}

impl RegExpCache {
    /// The text in the form in which it is matched. `collections`: how many there have been.
    pub fn subject<'a>(&mut self, units: Units<'a>, collections: u64) -> Subject<'a> {
        subject(&mut self.known_texts, units, collections)
    }

    /// The compiled pattern, or the syntax error.
    pub fn get(&mut self, source: Units<'_>, flags: u8) -> Result<Rc<Compiled>, PatternError> {
        let hash = hash_of(source, flags);
        if let Some(known) = self.compiled.get(&hash).filter(|c| c.is_of(source, flags)) {
            return Ok(known.clone());
        }
        let compiled = Rc::new(Compiled::new(source, flags)?);
        if self.compiled.len() >= CAPACITY {
            self.compiled.clear();
        }
        self.compiled.insert(hash, compiled.clone());
        Ok(compiled)
    }

    /// What the literal made before. After a collection nothing is known: what the cache holds
    /// is not traced.
    pub fn literal(&mut self, script: usize, constant: usize, collections: u64) -> Option<Parts> {
        if self.literals_at != collections {
            self.literals_at = collections;
            self.literals.clear();
        }
        self.literals.get(&(script, constant)).copied()
    }
    /// `collections`: how many there had been before the literal was made.
    pub fn remember_literal(&mut self, script: usize, constant: usize, collections: u64, literal: Parts) {
        if self.literals_at == collections {
            self.literals.insert((script, constant), literal);
        }
    }
}
