//! Queues of work as streams of Redis, each with one group of takers.
//!
//! The server keeps who has taken what, and since when. A piece is one field, named and sealed as
//! those of hashes are ([`field`]).

use std::time::Duration;

use ::redis::{ErrorKind, Pipeline, RedisResult, ServerErrorKind, Value, cmd};

use super::server::Server;
use super::{RedisStore, field};
use crate::bytes::AlignedBytes;
use crate::pack::Entry;
use crate::store::counters::refusal;
use crate::store::work::ABANDONED_AFTER;
use crate::store::{Queue, StoreError, Work, WorkQueue, unix_now};

/// The group of all takers.
const GROUP: &str = "workers";
/// Pieces that wait at most, about.
const PLACES: u64 = 1000;
/// The longest wait on the server's side: shorter than what the socket waits for.
const AT_ONCE: Duration = Duration::from_secs(1);

/// As the stream has it.
struct Raw {
    id: String,
    name: Vec<u8>,
    value: Vec<u8>,
    taken: u32,
}

impl RedisStore {
    /// Beside the hash of a source text that is none; the braces as there.
    fn stream(&self, queue: Queue) -> String {
        format!("{}:2:{{{}}}:work:{}", self.options.prefix, queue.kind, queue.target)
    }

    /// Adds the commands that leave a piece of work; without effect if it is too large.
    pub(super) fn add_offer(&self, queue: Queue, work: &Entry, pipeline: &mut Pipeline) {
        if work.bytes.len() > self.options.max_entry_bytes {
            return;
        }
        let stream = self.stream(queue);
        let value = field::seal(work, queue.kind, queue.target, unix_now(), &self.key);
        let name = field::name(work.kind, work.key, work.generation);
        pipeline.cmd("XADD").arg(&stream).arg("MAXLEN").arg("~").arg(PLACES).arg("*").arg(name).arg(&*value);
        pipeline.cmd("EXPIRE").arg(stream).arg(self.options.expiry.as_secs().max(1));
    }

    fn work<R: Send + 'static>(&self, work: impl FnOnce(&mut dyn Server) -> RedisResult<R> + Send + 'static) -> Result<R, StoreError> {
        self.work.call(work).map_err(|failure| self.error(failure))
    }
}

impl WorkQueue for RedisStore {
    fn offer(&self, queue: Queue, work: &Entry) {
        self.offers.lock().push((queue, work.clone()));
    }

    fn take(&self, queue: Queue, wait: Duration) -> Result<Option<Work>, StoreError> {
        let (stream, taker) = (self.stream(queue), self.taker.clone());
        let block = wait.min(AT_ONCE).min(self.options.save_timeout / 2).as_millis().max(1) as u64;
        let taken = self.work({
            let stream = stream.clone();
            move |connection| take(connection, &stream, &taker, block)
        })?;
        let Some(raw) = taken else { return Ok(None) };
        match field::open(&raw.name, &raw.value, queue.kind, queue.target, &self.key) {
            Ok(stored) => {
                let entry = Entry::new(stored.kind, stored.key, AlignedBytes::copy_from(stored.bytes()));
                Ok(Some(Work { id: raw.id, entry: entry.with_generation(stored.generation).with_note(stored.note), taken: raw.taken }))
            }
            Err(reason) => {
                self.counters.refuse(refusal(queue.kind, queue.target, &[b"work ", raw.id.as_bytes()].concat()), reason);
                self.work(move |connection| drop_piece(connection, &stream, &raw.id))?;
                Ok(None)
            }
        }
    }

    fn keep(&self, queue: Queue, work: &Work) -> Result<(), StoreError> {
        let (stream, taker, id) = (self.stream(queue), self.taker.clone(), work.id.clone());
        // On a connection of its own: that of `take` may be waiting.
        let kept = self.background.call(move |connection| {
            cmd("XCLAIM").arg(stream).arg(GROUP).arg(taker).arg(0).arg(id).arg("JUSTID").query::<Value>(connection)
        });
        kept.map(drop).map_err(|failure| self.error(failure))
    }

    fn done(&self, queue: Queue, work: Work) -> Result<(), StoreError> {
        let stream = self.stream(queue);
        self.work(move |connection| drop_piece(connection, &stream, &work.id))
    }

    fn leave(&self, queue: Queue) {
        let (stream, taker) = (self.stream(queue), self.taker.clone());
        // Who cannot be told forgets the taker after a while.
        let _ = self.work(move |connection| cmd("XGROUP").arg("DELCONSUMER").arg(stream).arg(GROUP).arg(taker).query::<Value>(connection));
    }
}

fn drop_piece(connection: &mut dyn Server, stream: &str, id: &str) -> RedisResult<()> {
    let mut pipeline = Pipeline::new();
    pipeline.cmd("XACK").arg(stream).arg(GROUP).arg(id);
    pipeline.cmd("XDEL").arg(stream).arg(id);
    connection.send(&pipeline).map(drop)
}

/// What another has left lying comes first, then what is new.
fn take(connection: &mut dyn Server, stream: &str, taker: &str, block: u64) -> RedisResult<Option<Raw>> {
    let abandoned = cmd("XAUTOCLAIM")
        .arg(stream)
        .arg(GROUP)
        .arg(taker)
        .arg(ABANDONED_AFTER.as_millis() as u64)
        .arg("0-0")
        .arg("COUNT")
        .arg(1)
        .query::<Value>(connection);
    let abandoned = match abandoned {
        Err(error) if is_without_group(&error) => {
            found_group(connection, stream)?;
            Value::Nil
        }
        other => other?,
    };
    if let Some(mut raw) = items(abandoned).into_iter().nth(1).and_then(first_piece) {
        raw.taken = times_taken(connection, stream, &raw.id)?;
        return Ok(Some(raw));
    }
    let mut read = cmd("XREADGROUP");
    read.arg("GROUP").arg(GROUP).arg(taker).arg("COUNT").arg(1).arg("BLOCK").arg(block).arg("STREAMS").arg(stream).arg(">");
    let streams = match read.query::<Value>(connection) {
        // It has expired, or was deleted, since.
        Err(error) if is_without_group(&error) => return Ok(None),
        other => other?,
    };
    // RESP2 sends pairs of stream and pieces, RESP3 a map.
    let pieces = match streams {
        Value::Map(streams) => streams.into_iter().next().map(|(_, pieces)| pieces),
        other => items(other).into_iter().next().and_then(|stream| items(stream).into_iter().nth(1)),
    };
    Ok(pieces.and_then(first_piece))
}

fn is_without_group(error: &::redis::RedisError) -> bool {
    error.code() == Some("NOGROUP")
        || error.kind() == ErrorKind::Server(ServerErrorKind::ResponseError) && error.to_string().contains("NOGROUP")
}

/// Makes the group, to which all pieces belong that are there.
fn found_group(connection: &mut dyn Server, stream: &str) -> RedisResult<()> {
    match cmd("XGROUP").arg("CREATE").arg(stream).arg(GROUP).arg(0).arg("MKSTREAM").query::<Value>(connection) {
        Err(error) if error.code() != Some("BUSYGROUP") => Err(error),
        _ => Ok(()),
    }
}

fn times_taken(connection: &mut dyn Server, stream: &str, id: &str) -> RedisResult<u32> {
    let pending: Value = cmd("XPENDING").arg(stream).arg(GROUP).arg(id).arg(id).arg(1).query(connection)?;
    match items(pending).into_iter().next().map(items).and_then(|fields| fields.into_iter().nth(3)) {
        Some(Value::Int(times)) => Ok(u32::try_from(times).unwrap_or(u32::MAX)),
        _ => Ok(1),
    }
}

fn items(value: Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items,
        _ => Vec::new(),
    }
}

/// The first of a list of pieces: `[[id, [name, value, …]], …]`. What has another form is a piece without contents, which
/// is not authentic.
fn first_piece(pieces: Value) -> Option<Raw> {
    let mut parts = items(items(pieces).into_iter().next()?).into_iter();
    let id = match parts.next()? {
        Value::BulkString(id) => String::from_utf8(id).ok()?,
        _ => return None,
    };
    let mut fields = items(parts.next().unwrap_or(Value::Nil)).into_iter();
    let mut text = || match fields.next() {
        Some(Value::BulkString(bytes)) => bytes,
        _ => Vec::new(),
    };
    Some(Raw { id, name: text(), value: text(), taken: 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value {
        Value::BulkString(text.into())
    }

    #[test]
    fn pieces_are_read_and_other_replies_are_none() {
        let piece = Value::Array(vec![text("1-0"), Value::Array(vec![text("n"), text("v")])]);
        let raw = first_piece(Value::Array(vec![piece])).unwrap();
        assert_eq!((raw.id.as_str(), &raw.name[..], &raw.value[..]), ("1-0", &b"n"[..], &b"v"[..]));
        let deleted = Value::Array(vec![Value::Array(vec![text("1-0"), Value::Nil])]);
        assert!(first_piece(deleted).unwrap().value.is_empty());
        for other in [Value::Nil, Value::Okay, Value::Array(vec![Value::Int(1)]), Value::Array(vec![Value::Array(vec![Value::Nil])])] {
            assert!(first_piece(other).is_none());
        }
    }
}
