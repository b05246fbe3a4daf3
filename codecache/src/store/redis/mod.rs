//! Packs in Redis, single server or cluster.
//!
//! One hash per source text and target; one field per entry, each sealed by
//! itself, so that processes which know different functions of a script add
//! to it without reading it first. A load is one round trip (`HGETALL`); a save
//! is one pipeline (`HSET`, `HDEL` of older generations, `EXPIRE`). Field names
//! and values: `FORMAT.md`.
//!
//! What a program loaded the last time is fetched when it starts, in one round trip ([`program`]).
//!
//! Redis is somebody else's process on somebody else's machine: it may be
//! slow, down, full, or hold anything under our keys. All talking is done by
//! threads of the store's own ([`link`]); the caller waits for a bounded time ([`patience`])
//! and goes on without.

mod access;
mod address;
mod breaker;
mod endpoint;
mod field;
mod link;
mod patience;
mod program;
mod server;
mod work;

use std::collections::hash_map::RandomState;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hasher};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use ::redis::{Pipeline, RedisResult, Value, cmd, pipe};
use parking_lot::Mutex;
use xxhash_rust::xxh3::xxh3_64;

use self::breaker::Breaker;
use self::endpoint::Endpoint;
use self::field::StoredEntry;
use self::link::{Failure, Link};
use self::patience::Patience;
use self::program::{Names, Program};
use self::server::{Server, send_for_count};
use super::counters::refusal;
use super::{
    Forgotten, Lease, LeaseOutcome, LoadedPack, PackInfo, PruneBound, PruneReport, Queue, RekeyReport, Save, SaveReport, Store,
    StoreCounters, StoreError, WorkQueue, unix_now,
};
use crate::fingerprint::TargetFingerprint;
use crate::key::SourceKey;
use crate::miss::MissReason;
use crate::pack::{Entry, EntryKind, Pack, PackBuilder, PackLimits};
use crate::statistics::{MAX_FILES, ProgramStatistics, Statistics};
use crate::trust::{TAG_SIZE, TrustKey};

pub use self::access::{RedisAccess, Secret};
pub use self::address::RedisAddress;

/// How a Redis store behaves.
#[derive(Clone, Debug)]
pub struct RedisOptions {
    /// To connect; also the limit for resolving the host's name.
    pub connect_timeout: Duration,
    /// For one operation on a connection that stands.
    pub operation_timeout: Duration,
    /// What the process of a script waits for what its program loads, all together, connecting included.
    pub load_timeout: Duration,
    /// What such a process waits for at its end, all together.
    pub end_timeout: Duration,
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
    /// A folder of this machine, where it is written down that the server is left alone.
    pub notes: Option<PathBuf>,
}

impl Default for RedisOptions {
    fn default() -> Self {
        RedisOptions {
            connect_timeout: Duration::from_millis(200),
            operation_timeout: Duration::from_millis(250),
            load_timeout: Duration::from_millis(50),
            end_timeout: Duration::from_millis(100),
            save_timeout: Duration::from_secs(2),
            suspension: Duration::from_secs(5),
            expiry: Duration::from_secs(30 * 24 * 3600),
            limits: PackLimits::default(),
            max_entry_bytes: 16 << 20,
            prefix: "hearth".into(),
            access: RedisAccess::default(),
            notes: None,
        }
    }
}

/// Bytes of entries that are sent before an answer is waited for.
const MOST_AT_ONCE: u64 = 8 << 20;

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
    /// For those who take work, which wait on the server.
    work: Link,
    /// As whom.
    taker: String,
    patience: Patience,
    /// Those that have begun.
    programs: Mutex<Vec<Program>>,
    /// What programs load, to be remembered with the next save.
    lists: Mutex<Vec<(Names, Vec<SourceKey>)>>,
    /// Work for others, to be left with the next save.
    offers: Mutex<Vec<(Queue, Entry)>>,
    /// Leases were given back, and nobody has waited for that.
    released: AtomicBool,
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
        let note = options.notes.as_ref().map(|folder| folder.join(format!(".left-alone-{:016x}", xxh3_64(name.as_bytes()))));
        let breaker = Arc::new(Breaker::new(options.suspension, note));
        let link = |timeout| Link::new(endpoint.clone(), timeout, Arc::clone(&breaker));
        let store = RedisStore {
            foreground: link(options.operation_timeout.max(options.end_timeout)),
            background: link(options.save_timeout),
            leases: link(options.operation_timeout),
            work: link(options.save_timeout),
            taker: random_token(),
            patience: Patience::default(),
            programs: Mutex::default(),
            lists: Mutex::default(),
            offers: Mutex::default(),
            released: AtomicBool::new(false),
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
        work: impl FnOnce(&mut dyn Server) -> RedisResult<R> + Send + 'static,
    ) -> Result<R, StoreError> {
        let start = Instant::now();
        let result = match self.patience.of_end() {
            // Nobody loads any more: that connection stands, and is free.
            Some(left) => self.foreground.call_within(left, work),
            None => self.background.call(work),
        };
        self.patience.waited_at_end(start.elapsed());
        result.map_err(|f| self.error(f))
    }

    /// An operation that the caller has no use for if it takes long.
    fn one<R: Send + 'static>(
        &self,
        link: &Link,
        work: impl FnOnce(&mut dyn Server) -> RedisResult<R> + Send + 'static,
    ) -> Result<R, StoreError> {
        let operation = self.options.operation_timeout;
        let Some(within) = self.patience.of_one(operation) else {
            return Err(self.error(Failure { reason: MissReason::StoreLate, detail: "its answers take long".into() }));
        };
        let start = Instant::now();
        let result = if within == operation { link.call(work) } else { link.call_within(within, work) };
        self.patience.waited_for_one(start.elapsed());
        result.map_err(|f| self.error(f))
    }

    fn names(&self, program: SourceKey, target: TargetFingerprint) -> Names {
        Names {
            set: format!("{}:2:{{{program}}}:program:{target}", self.options.prefix),
            hash: [format!("{}:2:{{", self.options.prefix), format!("}}:{target}")],
            expiry: self.options.expiry.as_secs().max(1),
        }
    }

    /// The reply to HGETALL that has come with what a program loaded the last time, if that has come or comes in time.
    fn of_programs(&self, source: SourceKey, target: TargetFingerprint) -> Result<Option<Value>, StoreError> {
        let mut programs = self.programs.lock();
        for program in programs.iter_mut().filter(|program| program.target == target) {
            if let Some(coming) = program.take_coming() {
                let start = Instant::now();
                let result = self.foreground.wait(&coming, self.patience.of_start());
                self.patience.waited_at_start(start.elapsed());
                match result {
                    Ok((fetched, took)) => {
                        self.patience.answered_in(took);
                        program.arrived(fetched);
                    }
                    Err(failure) => {
                        if failure.reason == MissReason::StoreTimeout {
                            program.put_back(coming);
                        }
                        return Err(self.error(failure));
                    }
                }
            }
            if let Some(reply) = program.take(source) {
                return Ok(Some(reply));
            }
        }
        Ok(None)
    }

    fn fetch(&self, source: SourceKey, target: TargetFingerprint) -> Result<Option<LoadedPack>, StoreError> {
        let reply = match self.of_programs(source, target)? {
            Some(reply) => reply,
            None => {
                let hash = self.hash_key(source, target);
                self.one(&self.foreground, move |c| cmd("HGETALL").arg(hash).query::<Value>(c))?
            }
        };
        let mut best: HashMap<(EntryKind, u128), StoredEntry> = HashMap::new();
        for (name, value) in self.fields_of(reply)? {
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

    fn fields_of(&self, reply: Value) -> Result<Vec<(Vec<u8>, Vec<u8>)>, StoreError> {
        fields(reply).ok_or_else(|| StoreError {
            reason: MissReason::Malformed,
            store: self.name.clone(),
            detail: "the reply to HGETALL is not a map of strings".into(),
        })
    }

    /// Sends new values for fields that still have the values with these tags; how many had.
    fn replace_fields(&self, pipeline: &mut Pipeline) -> Result<u64, StoreError> {
        let pipeline = std::mem::take(pipeline);
        if pipeline.is_empty() { Ok(0) } else { self.background(move |c| send_for_count(c, &pipeline)) }
    }

    /// Adds the commands that save entries.
    fn add_save(&self, source: SourceKey, target: TargetFingerprint, entries: &[Entry], pipeline: &mut Pipeline) -> SaveReport {
        let hash = self.hash_key(source, target);
        let now = unix_now();
        let mut report = SaveReport::default();
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
        if report.merge.added > 0 {
            pipeline.cmd("EXPIRE").arg(&hash).arg(self.options.expiry.as_secs().max(1)).ignore();
        }
        report
    }

    fn send(&self, source: SourceKey, target: TargetFingerprint, entries: &[Entry]) -> Result<SaveReport, StoreError> {
        let mut pipeline = pipe();
        let report = self.add_save(source, target, entries, &mut pipeline);
        if !pipeline.is_empty() {
            self.background(move |c| c.send(&pipeline))?;
        }
        Ok(report)
    }

    /// The entries of several source texts, and what is to be remembered of programs, in as few round trips as there may be.
    fn send_all(&self, saves: &[Save<'_>]) -> Vec<Result<SaveReport, StoreError>> {
        let mut results = Vec::with_capacity(saves.len());
        let mut waiting = saves;
        let mut lists = std::mem::take(&mut *self.lists.lock());
        let mut offers = std::mem::take(&mut *self.offers.lock());
        while !waiting.is_empty() || !lists.is_empty() || !offers.is_empty() {
            let mut pipeline = pipe();
            let mut reports = Vec::new();
            let mut bytes = 0;
            while let [save, rest @ ..] = waiting
                && bytes < MOST_AT_ONCE
            {
                let report = self.add_save(save.source, save.target, save.entries, &mut pipeline);
                bytes += report.bytes_written;
                reports.push(report);
                waiting = rest;
            }
            let of_saves = pipeline.len();
            for (names, loaded) in lists.drain(..) {
                program::add_remember(&names, &loaded, unix_now(), &mut pipeline);
            }
            // Whoever takes work finds what it is about.
            if waiting.is_empty() {
                for (queue, work) in offers.drain(..) {
                    self.add_offer(queue, &work, &mut pipeline);
                }
            }
            let sent = if pipeline.is_empty() { Ok(Ok(())) } else { self.background(move |c| c.send_in_two_parts(&pipeline, of_saves)) };
            if let Ok(Err(error)) = &sent {
                // That says nothing of packs.
                let _ = self.counters.count_save(|| Err(self.error(Failure::from(error))));
            }
            results.extend(reports.into_iter().map(|report| sent.as_ref().map(|_| report).map_err(StoreError::clone)));
        }
        results
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

/// A name for a holder of leases, or a taker of work, that nobody else has.
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

    fn save_all(&self, saves: &[Save<'_>]) -> Vec<Result<SaveReport, StoreError>> {
        self.send_all(saves).into_iter().map(|result| self.counters.count_save(|| result)).collect()
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

    fn rekey(&self, source: SourceKey, target: TargetFingerprint) -> Result<RekeyReport, StoreError> {
        /// What somebody has saved in the meantime is newer, and counts. A value is known by its tag.
        const REPLACE_IF_SAME: &str = "local value = redis.call('HGET', KEYS[1], ARGV[1])
            if not value or string.sub(value, -32) ~= ARGV[2] then return 0 end
            redis.call('HSET', KEYS[1], ARGV[1], ARGV[3]) return 1";
        let hash = self.hash_key(source, target);
        let of = hash.clone();
        let reply = self.background(move |c| cmd("HGETALL").arg(of).query::<Value>(c))?;
        let mut report = RekeyReport::default();
        let (mut pipeline, mut waiting) = (pipe(), 0);
        for (name, value) in self.fields_of(reply)? {
            match field::seal_anew(&name, &value, source, target, &self.key) {
                Ok(Some(sealed)) => {
                    waiting += sealed.len() as u64;
                    report.bytes_written += sealed.len() as u64;
                    let tag = &value[value.len() - TAG_SIZE..];
                    pipeline.cmd("EVAL").arg(REPLACE_IF_SAME).arg(1).arg(&hash).arg(name).arg(tag).arg(&*sealed);
                }
                Ok(None) => {}
                Err(_) => report.refused += 1,
            }
            if waiting >= MOST_AT_ONCE {
                report.parts += self.replace_fields(&mut pipeline)?;
                waiting = 0;
            }
        }
        report.parts += self.replace_fields(&mut pipeline)?;
        report.packs = u64::from(report.parts > 0);
        Ok(report)
    }

    fn lease(&self, source: SourceKey, target: TargetFingerprint, key: u128, ttl: Duration) -> LeaseOutcome {
        let name = format!("{}:2:{{{source}}}:lease:{target}:{key:032x}", self.options.prefix);
        let holder = random_token();
        let ttl = ttl.as_millis().clamp(1, 24 * 3600 * 1000) as u64;
        let (lease_name, lease_holder) = (name.clone(), holder.clone());
        let answer = self.one(&self.leases, move |c| {
            cmd("SET").arg(lease_name).arg(lease_holder).arg("NX").arg("PX").arg(ttl).query::<Option<String>>(c)
        });
        match answer {
            Ok(Some(_)) => LeaseOutcome::Granted(Lease::shared(name, holder)),
            Ok(None) => LeaseOutcome::Held,
            Err(error) => LeaseOutcome::Unknown(error),
        }
    }

    fn release(&self, lease: Lease) {
        /// Deletes the lease if it is still ours: it may have expired and be
        /// somebody else's by now.
        const DELETE_IF_OURS: &str = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0";
        if let Some((name, holder)) = lease.shared {
            // If this fails the lease ends by itself.
            let _ = self.leases.start(move |c| cmd("EVAL").arg(DELETE_IF_OURS).arg(1).arg(name).arg(holder).query::<i64>(c));
            self.released.store(true, Ordering::Relaxed);
        }
    }

    fn begin_program(&self, program: SourceKey, target: TargetFingerprint, loaded: &[SourceKey]) {
        let names = self.names(program, target);
        self.patience.begin(self.options.load_timeout);
        let unwanted = loaded.to_vec();
        let coming = self.foreground.start(move |c| {
            let start = Instant::now();
            program::fetch(c, &names, &unwanted).map(|fetched| (fetched, start.elapsed()))
        });
        self.programs.lock().push(Program::new(program, target, coming.ok()));
    }

    fn lacks_program(&self, program: SourceKey, target: TargetFingerprint, loaded: &[SourceKey]) -> bool {
        self.programs.lock().iter().any(|known| known.source == program && known.target == target && known.lacks(loaded))
    }

    fn save_program(&self, program: SourceKey, target: TargetFingerprint, loaded: &[SourceKey]) -> Result<SaveReport, StoreError> {
        self.lists.lock().push((self.names(program, target), loaded.to_vec()));
        Ok(SaveReport::default())
    }

    /// Programs are known by what they load, and no figures: nobody writes those here.
    fn statistics(&self) -> Result<Statistics, StoreError> {
        let prefix = format!("{}:2:{{", self.options.prefix);
        let pattern = format!("{}:2:{{*}}:program:*", glob_escape(&self.options.prefix));
        let keys = self.background.scan(pattern).map_err(|f| self.error(f))?;
        let mut programs = Vec::new();
        for key in keys {
            let Ok(set) = String::from_utf8(key) else { continue };
            let source = set.strip_prefix(&prefix).and_then(|rest| SourceKey::from_hex(rest.split_once("}:program:")?.0));
            let Some(source) = source else { continue };
            let files: BTreeMap<_, _> = self.background(move |c| program::list(c, &set))?.into_iter().take(MAX_FILES).collect();
            let times = || files.values().copied();
            programs.push(ProgramStatistics {
                is_anonymous: true,
                first: times().min().unwrap_or(0),
                last: times().max().unwrap_or(0),
                entry: Some(source),
                files,
                ..ProgramStatistics::default()
            });
        }
        Ok(Statistics::of_all([Statistics { programs, damaged: 0 }]))
    }

    fn end(&self) {
        self.patience.end(self.options.end_timeout);
    }

    fn take_time(&self) {
        self.patience.forget();
    }

    /// Leases that were given back are still on their way.
    fn settle(&self, timeout: Duration) -> bool {
        if !self.released.swap(false, Ordering::Relaxed) {
            return true;
        }
        let start = Instant::now();
        let settled = self.leases.call_within(self.patience.of_end().map_or(timeout, |left| left.min(timeout)), |_| Ok(())).is_ok();
        self.patience.waited_at_end(start.elapsed());
        settled
    }

    fn work_queue(&self) -> Option<&dyn WorkQueue> {
        Some(self)
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
