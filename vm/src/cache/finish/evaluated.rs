//! What the pack of a source file has of texts that its program had evaluated, and of patterns. Programs that evaluate another text in
//! each run, with a counter or the time in it, would add to it for ever: so what no run has used for a while is forgotten,
//! and there is never more than so much.
//!
//! The profile of such a script has the number of the last run that used it as its generation, which is 0 in that of a script
//! of the file itself. Only runs that bring something new count: where there is nothing new, nothing grows.

use crate::cache::profile::entry_key;
use crate::ion::profile::Hash;
use hearth_codecache::store::Forgotten;
use hearth_codecache::{Blob, EntryKind, Pack};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;

/// What so many runs have not used goes.
const KEPT_FOR: u32 = 8;
/// So many evaluated scripts are kept of one file.
const MOST_SCRIPTS: usize = 512;
/// So many patterns.
const MOST_PATTERNS: usize = 1024;
/// Fewer are not worth writing a pack anew.
const AT_ONCE: usize = 16;

/// The evaluated scripts of one source file.
#[derive(Default)]
pub(super) struct Evaluated {
    /// The number of this run.
    now: u32,
    /// Whether the run has brought any that the pack has not.
    pub has_news: bool,
    /// By keys of profiles.
    kept: FxHashSet<u128>,
    gone: FxHashSet<u128>,
    forgotten: Vec<Forgotten>,
}

impl Evaluated {
    /// Those of a pack and of a run, which has `used` these; the second number is how warm they are.
    pub fn of(pack: Option<&Pack>, mut used: Vec<(Hash, u32)>) -> Evaluated {
        used.sort_by_key(|(hash, warmth)| (Reverse(*warmth), *hash));
        used.truncate(MOST_SCRIPTS);
        let kept: FxHashSet<u128> = used.iter().map(|(hash, _)| entry_key(hash)).collect();
        let of_profiles = pack.into_iter().flat_map(|pack| pack.entries()).filter(|e| e.kind == EntryKind::Profile && e.generation > 0);
        let known: FxHashMap<u128, u32> = of_profiles.map(|e| (e.key, e.generation)).collect();
        let has_news = kept.iter().any(|key| !known.contains_key(key));
        let now = known.values().max().map_or(1, |last| last.saturating_add(u32::from(has_news)));
        // The longest unused first.
        let mut unused: Vec<(u32, u128)> =
            known.into_iter().map(|(key, last)| (last, key)).filter(|(_, key)| !kept.contains(key)).collect();
        unused.sort_unstable();
        let too_many = (unused.len() + kept.len()).saturating_sub(MOST_SCRIPTS);
        let too_old = unused.partition_point(|(last, _)| last.saturating_add(KEPT_FOR) <= now);
        let mut all = Evaluated { now, has_news, kept, ..Evaluated::default() };
        if let Some(pack) = pack {
            all.forget(pack, &unused[..too_old.max(too_many)]);
        }
        all
    }

    fn forget(&mut self, pack: &Pack, unused: &[(u32, u128)]) {
        let mut patterns: Vec<_> = pack.entries().filter(|e| e.kind == EntryKind::Pattern).map(|e| (e.stamp, e.key)).collect();
        patterns.sort_unstable();
        patterns.truncate(patterns.len().saturating_sub(MOST_PATTERNS));
        if unused.len() + patterns.len() < AT_ONCE {
            return;
        }
        self.gone = unused.iter().map(|(_, key)| *key).collect();
        let profiles = unused.iter().map(|(last, key)| Forgotten { kind: EntryKind::Profile, key: *key, generation: *last });
        let patterns = patterns.into_iter().map(|(_, key)| Forgotten { kind: EntryKind::Pattern, key, generation: 0 });
        let code = pack.entries().filter(|e| e.kind == EntryKind::Code && !unused.is_empty()).filter(|e| {
            let script = Blob::parse(e.bytes()).map(|blob| blob.identity().script.0);
            script.is_ok_and(|script| self.gone.contains(&entry_key(&script)))
        });
        let code = code.map(|e| Forgotten { kind: e.kind, key: e.key, generation: e.generation });
        self.forgotten = profiles.chain(patterns).chain(code).collect();
    }

    /// The generation of the profile of an evaluated script; none if there is no room for it.
    pub fn generation_of(&self, hash: &Hash) -> Option<u32> {
        self.kept.contains(&entry_key(hash)).then_some(self.now)
    }

    /// What is to be taken out of the pack.
    pub fn forgotten(&self) -> &[Forgotten] {
        &self.forgotten
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearth_codecache::pack::{PackBuilder, PackLimits};
    use hearth_codecache::{AlignedBytes, Entry, SourceKey, TargetFingerprint, TrustKey};
    use std::collections::BTreeMap;

    fn hash(n: u32) -> Hash {
        let mut hash = [0; 32];
        hash[..4].copy_from_slice(&n.to_le_bytes());
        hash
    }

    fn pack(profiles: &BTreeMap<u128, u32>) -> Pack {
        let of = |(key, last): (&u128, &u32)| Entry::new(EntryKind::Profile, *key, AlignedBytes::copy_from(b"p")).with_generation(*last);
        let entries: Vec<Entry> = profiles.iter().map(of).collect();
        let mut builder = PackBuilder::new(SourceKey([1; 16]), TargetFingerprint([2; 16]), 7, PackLimits::default());
        for entry in &entries {
            builder.add(entry);
        }
        Pack::parse(builder.build(&TrustKey::from_bytes(&[7; 32])).0).unwrap()
    }

    /// What is there after runs that use these.
    fn after(runs: impl IntoIterator<Item = Vec<u32>>) -> BTreeMap<u128, u32> {
        let mut profiles = BTreeMap::new();
        for used in runs {
            let all = Evaluated::of(Some(&pack(&profiles)), used.iter().map(|n| (hash(*n), 1)).collect());
            let news = used.iter().filter(|_| all.has_news);
            profiles.extend(news.filter_map(|n| Some((entry_key(&hash(*n)), all.generation_of(&hash(*n))?))));
            for gone in all.forgotten() {
                assert_eq!(profiles.remove(&gone.key), Some(gone.generation));
            }
        }
        profiles
    }

    #[test]
    fn what_differs_in_each_run_is_bounded_and_what_does_not_stays() {
        let left = after((0..300).map(|run| vec![0, 1000 + 2 * run, 1001 + 2 * run]));
        assert!(left.len() <= 1 + 2 * KEPT_FOR as usize + AT_ONCE, "{}", left.len());
        assert_eq!(left[&entry_key(&hash(0))], 300);
    }

    #[test]
    fn one_run_brings_only_so_many() {
        let left = after([(0..2000).collect(), (2000..4000).collect(), (0..10).collect()]);
        assert!(left.len() < MOST_SCRIPTS + AT_ONCE, "{}", left.len());
    }

    #[test]
    fn runs_that_bring_nothing_new_change_nothing() {
        let left = after((0..100).map(|_| vec![1, 2, 3]));
        assert!(left.len() == 3 && left.values().all(|last| *last == 1), "{left:?}");
    }
}
