//! Work that is left in Redis is done by one taker, whatever becomes of the others.

mod support;

use std::time::{Duration, Instant};

use hearth_codecache::store::{Queue, RedisAddress, RedisOptions, RedisStore, Save, Work, WorkQueue};
use hearth_codecache::{MissReason, SourceKey, Store, TrustKey};
use support::redis_server::{RedisServer, start};
use support::*;

const QUEUE: Queue = Queue { kind: SourceKey([9; 16]), target: TARGET };
const WAIT: Duration = Duration::from_millis(100);

fn open(server: &RedisServer, key: TrustKey) -> RedisStore {
    let long = Duration::from_secs(20);
    let options = RedisOptions { connect_timeout: long, operation_timeout: long, save_timeout: long, ..Default::default() };
    RedisStore::open(&RedisAddress::parse(&server.url()).unwrap(), key, options).unwrap()
}

/// Starts a server, or ends the test as skipped.
macro_rules! server {
    () => {
        match start(&[]) {
            Some(server) => server,
            None => return,
        }
    };
}

fn leave(store: &RedisStore, n: u128) {
    store.offer(QUEUE, &profile(n, 100));
    assert!(store.save_all(&[]).is_empty());
}

fn take(store: &RedisStore) -> Option<Work> {
    store.take(QUEUE, WAIT).unwrap()
}

/// Has the server believe that nothing was heard for long of who has taken the only piece.
fn age(server: &RedisServer, taken: u32) {
    let stream = server.only_key();
    let pending = server.command(&["XPENDING", &stream, "workers", "-", "+", "1"]);
    let (id, taker) = (&pending[0], &pending[1]);
    server.command(&["XCLAIM", &stream, "workers", taker, "0", id, "IDLE", "70000", "RETRYCOUNT", &taken.to_string(), "JUSTID"]);
}

#[test]
fn a_piece_is_taken_once_and_done_once() {
    let server = server!();
    let (leaver, first, second) = (open(&server, key()), open(&server, key()), open(&server, key()));
    assert!(take(&first).is_none(), "there is nothing");
    leave(&leaver, 1);
    leave(&leaver, 2);
    let (one, two) = (take(&first).unwrap(), take(&second).unwrap());
    assert_eq!((one.entry.key, one.taken), (1, 1));
    assert_eq!((two.entry.key, two.taken), (2, 1));
    assert_eq!(one.entry.bytes, profile(1, 100).bytes);
    assert!(take(&first).is_none());
    first.done(QUEUE, one).unwrap();
    second.done(QUEUE, two).unwrap();
    assert_eq!(server.command(&["XLEN", &server.only_key()]), ["0"]);
}

#[test]
fn what_was_left_before_anybody_came_waits() {
    let server = server!();
    leave(&open(&server, key()), 1);
    assert_eq!(take(&open(&server, key())).unwrap().entry.key, 1);
}

#[test]
fn what_is_saved_with_it_is_there_before() {
    let server = server!();
    let leaver = open(&server, key());
    leaver.offer(QUEUE, &profile(1, 100));
    let entries = [profile(5, 100)];
    leaver.save_all(&[Save { source: SourceKey([3; 16]), target: TARGET, entries: &entries }])[0].as_ref().unwrap();
    let worker = open(&server, key());
    assert!(take(&worker).is_some());
    assert!(worker.load(SourceKey([3; 16]), TARGET).unwrap().is_some());
}

#[test]
fn a_piece_of_a_taker_that_has_died_is_given_to_another_who_is_told() {
    let server = server!();
    let (leaver, first, second) = (open(&server, key()), open(&server, key()), open(&server, key()));
    leave(&leaver, 1);
    let work = take(&first).unwrap();
    assert!(take(&second).is_none(), "somebody is at it");
    age(&server, 1);
    first.keep(QUEUE, &work).unwrap();
    assert!(take(&second).is_none(), "somebody has said to be at it");
    age(&server, 1);
    let again = take(&second).unwrap();
    assert_eq!((again.entry.key, again.taken), (1, 2));
    second.done(QUEUE, again).unwrap();
    age_nothing(&server);
    assert!(take(&first).is_none());
}

fn age_nothing(server: &RedisServer) {
    assert!(server.command(&["XPENDING", &server.only_key(), "workers"]).first().is_some_and(|n| n == "0"));
}

#[test]
fn a_taker_that_leaves_and_a_stream_that_is_deleted_are_forgotten() {
    let server = server!();
    let (leaver, worker) = (open(&server, key()), open(&server, key()));
    leave(&leaver, 1);
    let work = take(&worker).unwrap();
    worker.done(QUEUE, work).unwrap();
    worker.leave(QUEUE);
    let stream = server.only_key();
    assert!(server.command(&["XINFO", "CONSUMERS", &stream, "workers"]).is_empty());
    server.command(&["DEL", &stream]);
    assert!(take(&worker).is_none());
    leave(&leaver, 2);
    assert_eq!(take(&worker).unwrap().entry.key, 2);
}

#[test]
fn forged_and_foreign_pieces_are_dropped_and_counted() {
    let server = server!();
    let (leaver, worker) = (open(&server, other_key()), open(&server, key()));
    leave(&leaver, 1);
    let stream = server.only_key();
    for words in [&["name", "value"][..], &["p:00000000000000000000000000000001", ""], &["", "x"]] {
        server.command(&[&["XADD", &stream, "*"], words].concat());
    }
    for _ in 0..4 {
        assert!(take(&worker).is_none());
    }
    assert_eq!(server.command(&["XLEN", &stream]), ["0"]);
    let counters = &worker.counters()[0].1;
    assert_eq!(counters.entries_refused().get(MissReason::WrongKey), 1);
    assert_eq!(counters.entries_refused().get(MissReason::Truncated), 3);
    // Good ones still come through.
    leave(&open(&server, key()), 3);
    assert_eq!(take(&worker).unwrap().entry.key, 3);
}

#[test]
fn a_key_of_another_kind_is_an_error_and_a_piece_too_large_is_not_left() {
    let server = server!();
    let options = RedisOptions { max_entry_bytes: 50, ..Default::default() };
    let small = RedisStore::open(&RedisAddress::parse(&server.url()).unwrap(), key(), options).unwrap();
    leave(&small, 1);
    assert!(server.command(&["KEYS", "*"]).is_empty());
    let store = open(&server, key());
    leave(&store, 1);
    let stream = server.only_key();
    server.command(&["SET", &stream, "x"]);
    assert_eq!(store.take(QUEUE, WAIT).unwrap_err().reason, MissReason::StoreWrongType);
    leave(&store, 1);
    assert_eq!(store.counters()[0].1.save_failures().get(MissReason::StoreWrongType), 1);
}

#[test]
fn waiting_takes_as_long_as_it_is_said_to() {
    let server = server!();
    let worker = open(&server, key());
    take(&worker);
    let start = Instant::now();
    assert!(take(&worker).is_none());
    let took = start.elapsed();
    assert!(took >= WAIT && took < Duration::from_secs(10), "{took:?}");
}
