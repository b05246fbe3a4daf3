//! What processes of one program have done.

use std::collections::BTreeMap;

use super::figures::Figures;
use crate::key::SourceKey;

/// Source files of one program that are remembered, those last seen.
pub const MAX_FILES: usize = 1024;
/// What was not seen for so long while others were is forgotten, in seconds.
const FORGOTTEN_AFTER: u64 = 7 * 24 * 3600;
/// Reasons of misses that one program has.
const MAX_REASONS: usize = 64;

/// What one process of a program has done, or all of them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ProgramStatistics {
    /// Of the program: the path of its first file, or what stands for it.
    pub name: String,
    /// Whether it is known by `entry` alone, such as to a finisher, and `name` is but the name of that file, or nothing. It becomes
    /// one with the program whose first file that is.
    pub is_anonymous: bool,
    /// When the first and the last process of it ended, in seconds of Unix time.
    pub first: u64,
    /// See `first`.
    pub last: u64,
    /// The first source text that it loads.
    pub entry: Option<SourceKey>,
    /// What was counted.
    pub figures: Figures,
    /// What was looked for and not used, by reason.
    pub misses: BTreeMap<String, u64>,
    /// The source texts that it loads, and when they were last seen.
    pub files: BTreeMap<SourceKey, u64>,
}

impl ProgramStatistics {
    /// Of one process, which ends now.
    pub fn of_process(name: impl Into<String>, now: u64) -> ProgramStatistics {
        ProgramStatistics { name: name.into(), first: now, last: now, ..ProgramStatistics::default() }
    }

    /// Adds what other processes have done.
    pub fn absorb(&mut self, other: &ProgramStatistics) {
        if other.last >= self.last {
            self.entry = other.entry.or(self.entry);
        }
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
        self.figures.add_all(&other.figures);
        for (reason, count) in &other.misses {
            if self.misses.len() < MAX_REASONS || self.misses.contains_key(reason) {
                let sum = self.misses.entry(reason.clone()).or_default();
                *sum = sum.saturating_add(*count);
            }
        }
        for (file, seen) in &other.files {
            let place = self.files.entry(*file).or_default();
            *place = (*place).max(*seen);
        }
        self.forget_files();
    }

    /// Drops the files that were not seen for long, and those that are too many.
    fn forget_files(&mut self) {
        let newest = self.files.values().copied().max().unwrap_or(0);
        self.files.retain(|_, seen| newest - *seen <= FORGOTTEN_AFTER);
        if self.files.len() > MAX_FILES {
            let mut times: Vec<u64> = self.files.values().copied().collect();
            times.sort_unstable_by(|a, b| b.cmp(a));
            let least = times[MAX_FILES - 1];
            // Of those seen at the same time, some.
            let mut room = MAX_FILES - times.iter().filter(|seen| **seen > least).count();
            self.files.retain(|_, seen| {
                let stays = *seen > least || *seen == least && room > 0;
                room -= usize::from(stays && *seen == least);
                stays
            });
        }
    }
}

/// One for each program, by name, of those of several processes in any order.
pub(super) fn gather(all: impl IntoIterator<Item = ProgramStatistics>) -> Vec<ProgramStatistics> {
    let mut named: BTreeMap<String, ProgramStatistics> = BTreeMap::new();
    let mut anonymous: Vec<ProgramStatistics> = Vec::new();
    for one in all {
        if one.is_anonymous {
            anonymous.push(one);
            continue;
        }
        match named.get_mut(&one.name) {
            Some(sum) => sum.absorb(&one),
            None => drop(named.insert(one.name.clone(), one)),
        }
    }
    // Of programs that begin with the same text, the one that was used last.
    let mut by_entry: BTreeMap<SourceKey, (bool, u64, &str)> = BTreeMap::new();
    for program in named.values() {
        // What was its first text before it was changed is among its files; those that begin with it count more.
        for file in program.entry.iter().chain(program.files.keys()) {
            let claim = (Some(*file) == program.entry, program.last, &program.name[..]);
            by_entry.entry(*file).and_modify(|best| *best = claim.max(*best)).or_insert(claim);
        }
    }
    let by_entry: BTreeMap<SourceKey, String> = by_entry.into_iter().map(|(file, (.., name))| (file, name.to_owned())).collect();
    let mut others: BTreeMap<(Option<SourceKey>, String), ProgramStatistics> = BTreeMap::new();
    for one in anonymous {
        let program = one.entry.and_then(|entry| named.get_mut(by_entry.get(&entry)?));
        match program.or_else(|| others.get_mut(&(one.entry, one.name.clone()))) {
            Some(sum) => {
                // That is not when it was used.
                let (entry, first, last) = (sum.entry, sum.first, sum.last);
                sum.absorb(&one);
                if !sum.is_anonymous {
                    (sum.entry, sum.first, sum.last) = (entry, first, last);
                }
            }
            None => drop(others.insert((one.entry, one.name.clone()), one)),
        }
    }
    named.into_values().chain(others.into_values()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::figures::Figure;
    use super::*;

    fn key(n: u16) -> SourceKey {
        let mut key = [0; 16];
        key[..2].copy_from_slice(&n.to_be_bytes());
        SourceKey(key)
    }

    fn run(name: &str, now: u64, files: &[u16]) -> ProgramStatistics {
        let mut one = ProgramStatistics::of_process(name, now);
        one.figures.add(Figure::Runs, 1);
        one.misses.insert("not_found".into(), 2);
        one.entry = files.first().map(|n| key(*n));
        one.files = files.iter().map(|n| (key(*n), now)).collect();
        one
    }

    #[test]
    fn processes_of_a_program_become_one_in_any_order() {
        let all = [run("a", 10, &[1, 2]), run("b", 20, &[3]), run("a", 30, &[4, 2])];
        for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
            let sums = gather(order.map(|i| all[i].clone()));
            let a = &sums[0];
            assert_eq!((sums.len(), &a.name[..], a.first, a.last, a.entry), (2, "a", 10, 30, Some(key(4))));
            assert_eq!((a.figures.get(Figure::Runs), a.misses["not_found"], a.files.len()), (2, 4, 3));
        }
    }

    #[test]
    fn what_a_finisher_did_is_of_the_program_whose_first_file_it_was() {
        let finished = |entry| {
            let mut one = ProgramStatistics { is_anonymous: true, entry: Some(key(entry)), ..ProgramStatistics::of_process("x.js", 99) };
            one.figures.add(Figure::FunctionsFinished, 5);
            one
        };
        let programs = [run("a", 10, &[1, 2]), run("b", 20, &[2]), run("c", 5, &[2])];
        let of = |entry| {
            let sums = gather(programs.iter().cloned().chain([finished(entry)]));
            let with = sums.iter().find(|sum| sum.figures.get(Figure::FunctionsFinished) == 5).unwrap();
            (with.name.clone(), with.last)
        };
        assert_eq!(of(1), ("a".into(), 10));
        assert_eq!(of(2), ("b".into(), 20), "it is among the files of another one, and the first of a third that is used less");
        assert_eq!(of(9), ("x.js".into(), 99), "nobody's");
        assert_eq!(gather([finished(9), finished(9)]).len(), 1);
    }

    #[test]
    fn files_that_are_not_seen_any_more_are_forgotten_and_they_are_not_too_many() {
        let day = 24 * 3600;
        let mut sum = run("a", 100 * day, &[1, 2]);
        sum.absorb(&run("a", 106 * day, &[1]));
        assert_eq!(sum.files.len(), 2);
        sum.absorb(&run("a", 108 * day, &[1]));
        assert!(sum.files.keys().eq([&key(1)]));
        let many: Vec<u16> = (0..2000).collect();
        sum.absorb(&run("a", 108 * day, &many));
        sum.absorb(&run("a", 109 * day, &[5000]));
        assert!(sum.files.len() == MAX_FILES && sum.files.contains_key(&key(5000)));
    }
}
