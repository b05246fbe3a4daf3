//! Packs in Redis, single server or cluster.
//!
//! One hash per source text and target; one field per entry, each sealed by
//! itself, so that processes which know different functions of a script add
//! to it without reading it first. A load is one round trip (`HGETALL`); a save
//! is one pipeline (`HSET`, `HDEL` of older generations, `EXPIRE`). Field names
//! and values: `FORMAT.md`.
//!
//! Redis is somebody else's process on somebody else's machine: it may be
//! slow, down, full, or hold anything under our keys. All talking is done by
//! threads of the store's own ([`link`]); the caller waits for a bounded time
//! and goes on without.

mod access;
mod address;
mod endpoint;
mod field;
mod link;

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::Arc;
use std::time::Duration;

use ::redis::{ConnectionLike, RedisResult, Value, cmd, pipe};

use self::endpoint::{Endpoint, send_pipeline};
use self::field::StoredEntry;
use self::link::{Failure, Link};
use super::counters::refusal;
use super::{
    Forgotten, Lease, LeaseOutcome, LoadedPack, PackInfo, PruneBound, PruneReport, SaveReport, Store, StoreCounters, StoreError, unix_now,
};
use crate::fingerprint::TargetFingerprint;
use crate::key::SourceKey;
use crate::miss::MissReason;
use crate::pack::{Entry, EntryKind, Pack, PackBuilder, PackLimits};
use crate::trust::TrustKey;

pub use self::access::{RedisAccess, Secret};
pub use self::address::RedisAddress;

/// How a Redis store behaves.
#[derive(Clone, Debug)]
pub struct RedisOptions {
    /// To connect; also the limit for resolving the host's name.
    pub connect_timeout: Duration,
    /// For one operation on a connection that stands: what a script waits for
    /// at most when it loads.
    pub load_timeout: Duration,
    /// For one pipeline of a save or an administrative command. Off the
    /// script's thread, so it may be longer.
    pub save_timeout: Duration,
    /// How long the store is left alone after a failure; doubled by each
    /// further one, up to 64 times.
    pub suspension: Duration,
    /// When a pack that nobody saves to any more is dropped.
    pub expiry: Duration,
    /// Of one pack, as it is put together from the fields.
    pub limits: PackLimits,
    /// No single entry larger than this is sent, in bytes.
    pub max_entry_bytes: usize,
    /// Put before all keys, so that several fleets can share a server. An address can say another.
    pub prefix: String,
    /// As whom, and by which certificates.
    pub access: RedisAccess,
}

impl Default for RedisOptions {
    fn default() -> Self {
        RedisOptions {
            connect_timeout: Duration::from_millis(200),
            load_timeout: Duration::from_millis(250),
            save_timeout: Duration::from_secs(2),
            suspension: Duration::from_secs(5),
            expiry: Duration::from_secs(30 * 24 * 3600),
            limits: PackLimits::default(),
            max_entry_bytes: 16 << 20,
            prefix: "hearth".into(),
            access: RedisAccess::default(),
        }
    }
}

/// Packs in Redis.
pub struct RedisStore {
    key: TrustKey,
    options: RedisOptions,
    /// For the thread that runs the script. Apart from `background`, so that a
    /// load never waits behind a save.
    foreground: Link,
    background: Link,
    /// For leases, which are asked for on the thread that compiles and must not
    /// wait behind a save either.
    leases: Link,
    name: Arc<str>,
    counters: Arc<StoreCounters>,
}

impl RedisStore {
    /// A store at an address. Starts connecting in the background. Fails only if a file that the
    /// options name cannot be used.
    pub fn open(address: &RedisAddress, key: TrustKey, mut options: RedisOptions) -> Result<RedisStore, StoreError> {
        let name: Arc<str> = address.to_string().into();
        let endpoint = Endpoint::new(address, &options).map_err(|e| StoreError {
            reason: MissReason::StoreFailed,
            store: name.clone(),
            detail: e.detail().unwrap_or("not usable").to_owned(),
        })?;
        if let Some(prefix) = &address.prefix {
            options.prefix.clone_from(prefix);
        }
        let breaker = Arc::default();
        let link = |timeout| Link::new(endpoint.clone(), timeout, options.suspension, Arc::clone(&breaker));
        let store = RedisStore {
            foreground: link(options.load_timeout),
            background: link(options.save_timeout),
            leases: link(options.load_timeout),
            key,
            options,
            name,
            counters: Arc::default(),
        };
        store.foreground.connect_early();
        Ok(store)
    }

    /// The key of the hash. The braces make a cluster keep the hash and its
    /// leases on one node.
    fn hash_key(&self, source: SourceKey, target: TargetFingerprint) -> String {
        format!("{}:2:{{{source}}}:{target}", self.options.prefix)
    }

    fn error(&self, failure: Failure) -> StoreError {
        StoreError { reason: failure.reason, store: self.name.clone(), detail: failure.detail }
    }

    fn background<R: Send + 'static>(
        &self,
        work: impl FnOnce(&mut dyn ConnectionLike) -> RedisResult<R> + Send + 'static,
    ) -> Result<R, StoreError> {
        self.background.call(work).map_err(|f| self.error(f))
    }

    fn fetch(&self, source: SourceKey, target: TargetFingerprint) -> Result<Option<LoadedPack>, StoreError> {
        let hash = self.hash_key(source, target);
        let reply = self.foreground.call(move |c| cmd("HGETALL").arg(hash).query::<Value>(c)).map_err(|f| self.error(f))?;
        let malformed = || StoreError {
            reason: MissReason::Malformed,
            store: self.name.clone(),
            detail: "the reply to HGETALL is not a map of strings".into(),
        };
        let mut best: HashMap<(EntryKind, u128), StoredEntry> = HashMap::new();
        for (name, value) in fields(reply).ok_or_else(malformed)? {
            match field::open(&name, &value, source, target, &self.key) {
                Ok(entry) => {
                    let place = (entry.kind, entry.key);
                    if best.get(&place).is_none_or(|other| other.generation <= entry.generation) {
                        best.insert(place, entry);
                    }
                }
                Err(reason) => self.counters.refuse(refusal(source, target, &[b"field ", &name[..]].concat()), reason),
            }
        }
        if best.is_empty() {
            return Ok(None);
        }
        let mut builder = PackBuilder::new(source, target, unix_now(), self.options.limits);
        builder.plain();
        for entry in best.values() {
            builder.add_stored((entry.kind, entry.key), entry.generation, entry.note, entry.stamp, entry.bytes());
        }
        let (sealed, _) = builder.build(&self.key);
        let pack = Pack::parse(sealed).expect("what the builder makes parses");
        Ok(Some(LoadedPack { pack: Arc::new(pack), from: self.name.clone() }))
    }

    fn send(&self, source: SourceKey, target: TargetFingerprint, entries: &[Entry]) -> Result<SaveReport, StoreError> {
        let hash = self.hash_key(source, target);
        let now = unix_now();
        let mut report = SaveReport::default();
        let mut pipeline = pipe();
        for entry in entries {
            if entry.bytes.len() > self.options.max_entry_bytes {
                report.merge.too_large += 1;
                continue;
            }
            let value = field::seal(entry, source, target, now, &self.key);
            report.merge.added += 1;
            report.bytes_written += value.len() as u64;
            let name = field::name(entry.kind, entry.key, entry.generation);
            pipeline.cmd("HSET").arg(&hash).arg(name).arg(&*value).ignore();
            let older = field::older_generations(entry);
            if !older.is_empty() {
                pipeline.cmd("HDEL").arg(&hash).arg(older).ignore();
            }
        }
        if report.merge.added == 0 {
            return Ok(report);
        }
        pipeline.cmd("EXPIRE").arg(&hash).arg(self.options.expiry.as_secs().max(1)).ignore();
        self.background(move |c| send_pipeline(c, &pipeline))?;
        Ok(report)
    }

    /// The keys of all packs, from every node.
    fn scan(&self) -> Result<Vec<(SourceKey, TargetFingerprint, String, u64)>, StoreError> {
        let prefix = format!("{}:2:{{", self.options.prefix);
        let pattern = format!("{}:2:{{*}}:*", glob_escape(&self.options.prefix));
        let keys = self.background.scan(pattern).map_err(|f| self.error(f))?;
        let parse = |key: &str| {
            let (source, target) = key.strip_prefix(&prefix)?.split_once("}:")?;
            Some((SourceKey::from_hex(source)?, TargetFingerprint::from_hex(target)?))
        };
        let mut found = Vec::new();
        for key in keys {
            let Some((source, target)) = std::str::from_utf8(&key).ok().and_then(parse) else {
                continue;
            };
            let key = self.hash_key(source, target);
            let of = key.clone();
            let size = self.background(move |c| cmd("MEMORY").arg("USAGE").arg(of).arg("SAMPLES").arg(0).query::<Option<u64>>(c))?;
            // `None`: it expired since it was listed.
            found.extend(size.map(|size| (source, target, key, size)));
        }
        Ok(found)
    }
}

/// Takes a reply to `HGETALL` apart; RESP2 sends an array, RESP3 a map.
fn fields(reply: Value) -> Option<Vec<(Vec<u8>, Vec<u8>)>> {
    let string = |v| match v {
        Value::BulkString(bytes) => Some(bytes),
        _ => None,
    };
    match reply {
        Value::Nil => Some(Vec::new()),
        Value::Map(pairs) => pairs.into_iter().map(|(k, v)| Some((string(k)?, string(v)?))).collect(),
        Value::Array(items) if items.len() % 2 == 0 => {
            let mut items = items.into_iter();
            let mut pairs = Vec::with_capacity(items.len() / 2);
            while let (Some(k), Some(v)) = (items.next(), items.next()) {
                pairs.push((string(k)?, string(v)?));
            }
            Some(pairs)
        }
        _ => None,
    }
}

/// Makes a text match itself in `SCAN … MATCH`.
fn glob_escape(text: &str) -> String {
    text.chars().flat_map(|c| if "*?[]\\^-".contains(c) { vec!['\\', c] } else { vec![c] }).collect()
}

/// A name for a lease holder that no other process has.
fn random_token() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}{:x}", random(), random(), std::process::id())
}

impl Store for RedisStore {
    fn name(&self) -> String {
        self.name.to_string()
    }

    fn load(&self, source: SourceKey, target: TargetFingerprint) -> Result<Option<LoadedPack>, StoreError> {
        self.counters.count_load(source, target, || self.fetch(source, target))
    }

    fn save(&self, source: SourceKey, target: TargetFingerprint, entries: &[Entry]) -> Result<SaveReport, StoreError> {
        self.counters.count_save(|| self.send(source, target, entries))
    }

    fn forget(&self, source: SourceKey, target: TargetFingerprint, entries: &[Forgotten]) -> Result<SaveReport, StoreError> {
        self.counters.count_save(|| {
            let hash = self.hash_key(source, target);
            let names: Vec<String> = entries.iter().map(|e| field::name(e.kind, e.key, e.generation)).collect();
            if !names.is_empty() {
                self.background(move |c| cmd("HDEL").arg(hash).arg(names).query::<i64>(c))?;
            }
            Ok(SaveReport::default())
        })
    }

    fn lease(&self, source: SourceKey, target: TargetFingerprint, key: u128, ttl: Duration) -> LeaseOutcome {
        let name = format!("{}:2:{{{source}}}:lease:{target}:{key:032x}", self.options.prefix);
        let holder = random_token();
        let ttl = ttl.as_millis().clamp(1, 24 * 3600 * 1000) as u64;
        let (lease_name, lease_holder) = (name.clone(), holder.clone());
        let answer =
            self.leases.call(move |c| cmd("SET").arg(lease_name).arg(lease_holder).arg("NX").arg("PX").arg(ttl).query::<Option<String>>(c));
        match answer {
            Ok(Some(_)) => LeaseOutcome::Granted(Lease::shared(name, holder)),
            Ok(None) => LeaseOutcome::Held,
            Err(failure) => LeaseOutcome::Unknown(self.error(failure)),
        }
    }

    fn release(&self, lease: Lease) {
        /// Deletes the lease if it is still ours: it may have expired and be
        /// somebody else's by now.
        const DELETE_IF_OURS: &str = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0";
        if let Some((name, holder)) = lease.shared {
            // If this fails the lease ends by itself.
            let _ = self.leases.call(move |c| cmd("EVAL").arg(DELETE_IF_OURS).arg(1).arg(name).arg(holder).query::<i64>(c));
        }
    }

    fn list(&self) -> Result<Vec<PackInfo>, StoreError> {
        let packs = self.scan()?;
        Ok(packs
            .into_iter()
            .map(|(source, target, location, bytes)| PackInfo { source, target, bytes, used: None, location, store: self.name.clone() })
            .collect())
    }

    fn remove(&self, source: SourceKey, target: TargetFingerprint) -> Result<bool, StoreError> {
        let hash = self.hash_key(source, target);
        self.background(move |c| cmd("DEL").arg(hash).query::<i64>(c)).map(|n| n > 0)
    }

    /// By size only: Redis itself drops what was not saved to for
    /// [`RedisOptions::expiry`], and does not tell when a key was read. What
    /// would expire first goes first.
    fn prune(&self, bound: PruneBound) -> Result<PruneReport, StoreError> {
        let mut packs = Vec::new();
        for (source, target, key, bytes) in self.scan()? {
            let left = self.background(move |c| cmd("TTL").arg(key).query::<i64>(c))?;
            packs.push((left, source, target, bytes));
        }
        packs.sort_unstable();
        let expiry = self.options.expiry.as_secs() as i64;
        let mut report = PruneReport { kept_bytes: packs.iter().map(|p| p.3).sum(), ..Default::default() };
        for (left, source, target, bytes) in packs {
            let age = Duration::from_secs((expiry - left).max(0) as u64);
            if report.kept_bytes <= bound.max_bytes && bound.max_age.is_none_or(|max| age <= max) {
                break;
            }
            if self.remove(source, target)? {
                report.removed += 1;
                report.removed_bytes += bytes;
            }
            report.kept_bytes -= bytes;
        }
        Ok(report)
    }

    fn counters(&self) -> Vec<(String, Arc<StoreCounters>)> {
        vec![(self.name(), self.counters.clone())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(s: &str) -> Value {
        Value::BulkString(s.into())
    }

    #[test]
    fn replies_of_both_protocols_are_read_and_others_refused() {
        let pair = vec![(b"k".to_vec(), b"v".to_vec())];
        assert_eq!(fields(Value::Array(vec![text("k"), text("v")])), Some(pair.clone()));
        assert_eq!(fields(Value::Map(vec![(text("k"), text("v"))])), Some(pair));
        assert_eq!(fields(Value::Nil), Some(vec![]));
        assert_eq!(fields(Value::Array(vec![text("k")])), None);
        assert_eq!(fields(Value::Array(vec![text("k"), Value::Int(3)])), None);
        assert_eq!(fields(Value::Okay), None);
    }

    #[test]
    fn a_prefix_with_wildcards_is_taken_literally() {
        assert_eq!(glob_escape("a*b[c]"), "a\\*b\\[c\\]");
    }
}
