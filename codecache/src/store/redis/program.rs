//! What a program loaded the last time, fetched in one exchange.
//!
//! Beside the hash of a program's first source text there is a sorted set: the keys of the source texts that
//! the program loads, each with the time when it was last seen. When the program starts, a script that the server runs sends
//! the hashes of all of them at once. A server that runs no scripts, or keeps keys on several nodes (a cluster), is asked for
//! the set and then for the hashes, by the thread of the connection.
//!
//! The set is not sealed: who may write to it can have a process load packs that it has no use for, [`MAX_MEMBERS`] at most.
//! Each is checked as any other.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use ::redis::{Pipeline, RedisResult, Value, cmd};

use super::link::{Pending, is_reply};
use super::server::Server;
use crate::fingerprint::TargetFingerprint;
use crate::key::SourceKey;

/// Source texts of one program that are remembered, the last seen ones.
const MAX_MEMBERS: usize = 1024;
/// What was not seen for so long while others were is forgotten.
const FORGOTTEN_AFTER: u64 = 7 * 24 * 3600;

/// KEYS: the set. ARGV: what is in front of a source's key in the name of its hash, what is behind it, seconds until it expires,
/// the sources that are not wanted. Gives sources and their hashes, false for what is no hash. Hashes that half of
/// their time has passed for get all of it again.
const FETCH: &str = "
local unwanted = {}
for i = 4, #ARGV do unwanted[ARGV[i]] = true end
local reply = {}
for _, source in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if not unwanted[source] then
    local key = ARGV[1] .. source .. ARGV[2]
    local hash = redis.pcall('HGETALL', key)
    reply[#reply + 1] = source
    reply[#reply + 1] = not hash.err and hash
    local left = redis.pcall('TTL', key)
    if type(left) == 'number' and left >= 0 and left < ARGV[3] / 2 then redis.pcall('EXPIRE', key, ARGV[3]) end
  end
end
return reply";

/// How the keys of a program are called.
#[derive(Clone)]
pub(super) struct Names {
    /// Of the set.
    pub set: String,
    /// What is in front of a source's key in the name of its hash, and behind it.
    pub hash: [String; 2],
    /// Seconds until what is not used is dropped.
    pub expiry: u64,
}

/// What the server has of a program: replies to HGETALL, not looked at yet.
#[derive(Default)]
pub(super) struct Fetched {
    members: HashSet<SourceKey>,
    hashes: HashMap<SourceKey, Value>,
}

/// A program that has begun.
pub(super) struct Program {
    pub source: SourceKey,
    pub target: TargetFingerprint,
    coming: Option<Pending<(Option<Fetched>, Duration)>>,
    is_known: bool,
    fetched: Fetched,
}

impl Program {
    /// Of which `coming` is on its way.
    pub fn new(source: SourceKey, target: TargetFingerprint, coming: Option<Pending<(Option<Fetched>, Duration)>>) -> Program {
        Program { source, target, coming, is_known: false, fetched: Fetched::default() }
    }

    /// What is on its way; not if it has arrived, or never will.
    pub fn take_coming(&mut self) -> Option<Pending<(Option<Fetched>, Duration)>> {
        self.coming.take()
    }

    /// It is not there yet.
    pub fn put_back(&mut self, coming: Pending<(Option<Fetched>, Duration)>) {
        self.coming = Some(coming);
    }

    pub fn arrived(&mut self, fetched: Option<Fetched>) {
        self.is_known = fetched.is_some();
        self.fetched = fetched.unwrap_or_default();
    }

    /// The reply of the server on a source text, once: who asks again wants to know what has come since.
    pub fn take(&mut self, source: SourceKey) -> Option<Value> {
        self.fetched.hashes.remove(&source)
    }

    /// Whether it is known what the program loaded, and this is more.
    pub fn lacks(&self, loaded: &[SourceKey]) -> bool {
        self.is_known && loaded.iter().take(MAX_MEMBERS).any(|source| !self.fetched.members.contains(source))
    }
}

/// Asks for all that a program loaded the last time, but not for what is `unwanted`. `None`: the server has no such lists for us,
/// since we may not use sorted sets, say.
pub(super) fn fetch(connection: &mut dyn Server, names: &Names, unwanted: &[SourceKey]) -> RedisResult<Option<Fetched>> {
    let mut script = cmd("EVAL");
    script.arg(FETCH).arg(1).arg(&names.set).arg(&names.hash[0]).arg(&names.hash[1]).arg(names.expiry);
    for source in unwanted {
        script.arg(source.to_string());
    }
    let mut fetched = Fetched::default();
    fetched.members.extend(unwanted);
    match script.query::<Vec<Value>>(connection) {
        Ok(reply) => {
            let mut reply = reply.into_iter();
            while let (Some(source), Some(hash)) = (reply.next(), reply.next()) {
                if let Some(source) = source_key(&source) {
                    fetched.members.insert(source);
                    if !matches!(hash, Value::Nil) {
                        fetched.hashes.insert(source, hash);
                    }
                }
            }
        }
        Err(error) if is_reply(&error) => return fetch_apart(connection, names, fetched),
        Err(error) => return Err(error),
    }
    Ok(Some(fetched))
}

fn fetch_apart(connection: &mut dyn Server, names: &Names, mut fetched: Fetched) -> RedisResult<Option<Fetched>> {
    let members: Vec<Value> = match cmd("ZRANGE").arg(&names.set).arg(0).arg(-1).query(connection) {
        Ok(members) => members,
        Err(error) if is_reply(&error) => return Ok(None),
        Err(error) => return Err(error),
    };
    let new: Vec<SourceKey> = members.iter().filter_map(source_key).filter(|source| fetched.members.insert(*source)).collect();
    let mut pipeline = Pipeline::new();
    for source in &new {
        pipeline.cmd("HGETALL").arg(format!("{}{source}{}", names.hash[0], names.hash[1]));
    }
    let hashes = match connection.send(&pipeline) {
        Ok(hashes) => hashes.into_iter().map(Some).collect(),
        // What is no hash is asked for again by whoever needs it, who is told so.
        Err(error) if is_reply(&error) => pipeline.cmd_iter().map(|get| get.query(connection).ok()).collect::<Vec<_>>(),
        Err(error) => return Err(error),
    };
    fetched.hashes.extend(new.into_iter().zip(hashes).filter_map(|(source, hash)| Some((source, hash?))));
    Ok(Some(fetched))
}

fn source_key(value: &Value) -> Option<SourceKey> {
    match value {
        Value::BulkString(text) => SourceKey::from_hex(std::str::from_utf8(text).ok()?),
        _ => None,
    }
}

/// What a set says that a program loads, and when each was last seen.
pub(super) fn list(connection: &mut dyn Server, set: &str) -> RedisResult<Vec<(SourceKey, u64)>> {
    let members: Vec<(Value, f64)> = cmd("ZRANGE").arg(set).arg(0).arg(-1).arg("WITHSCORES").query(connection)?;
    // Whoever writes there may write anything; times that are none are long ago.
    Ok(members.iter().filter_map(|(member, seen)| Some((source_key(member)?, *seen as u64))).collect())
}

/// Adds the commands that remember what a program loads.
pub(super) fn add_remember(names: &Names, loaded: &[SourceKey], now: u64, pipeline: &mut Pipeline) {
    let mut add = cmd("ZADD");
    add.arg(&names.set);
    for source in loaded.iter().take(MAX_MEMBERS) {
        add.arg(now).arg(source.to_string());
    }
    pipeline.add_command(add);
    pipeline.cmd("ZREMRANGEBYSCORE").arg(&names.set).arg("-inf").arg(now.saturating_sub(FORGOTTEN_AFTER));
    pipeline.cmd("ZREMRANGEBYRANK").arg(&names.set).arg(0).arg(-(MAX_MEMBERS as i64) - 1);
    pipeline.cmd("EXPIRE").arg(&names.set).arg(names.expiry);
}
