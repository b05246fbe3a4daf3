//! What a program loads comes from Redis in one round trip, and nobody waits long for a server that is far, silent or gone.

mod support;

use std::sync::Arc;
use std::time::{Duration, Instant};

use hearth_codecache::store::{LayeredOptions, LayeredStore, MemoryStore, OpenOptions, RedisAddress, RedisOptions, RedisStore, Save};
use hearth_codecache::{MissReason, SourceKey, Store, StoreSpec};
use redis::Commands;
use support::proxy::{black_hole, far_away};
use support::redis_cluster::start_cluster;
use support::redis_server::{RedisServer, start};
use support::*;

const FILES: u8 = 21;
const PROGRAM: SourceKey = file(0);

const fn file(n: u8) -> SourceKey {
    SourceKey([n; 16])
}

fn files() -> Vec<SourceKey> {
    (0..FILES).map(file).collect()
}

/// Of a machine that has all the time there is.
fn patient() -> RedisOptions {
    let long = Duration::from_secs(20);
    RedisOptions {
        connect_timeout: long,
        operation_timeout: long,
        load_timeout: long,
        end_timeout: long,
        save_timeout: long,
        ..Default::default()
    }
}

fn open(port: u16, options: RedisOptions) -> RedisStore {
    RedisStore::open(&RedisAddress::parse(&format!("redis://127.0.0.1:{port}")).unwrap(), key(), options).unwrap()
}

/// Starts a server, or ends the test as skipped.
macro_rules! server {
    ($($argument:expr),*) => {
        match start(&[$($argument),*]) {
            Some(server) => server,
            None => return,
        }
    };
}

/// The first run of the program: finds nothing, leaves all.
fn run_first(server: &RedisServer) {
    let store = open(server.port, patient());
    store.begin_program(PROGRAM, TARGET, &[]);
    let saved: Vec<_> = (0..FILES).map(|n| [profile(u128::from(n), 100)]).collect();
    for source in files() {
        assert!(store.load(source, TARGET).unwrap().is_none());
    }
    let saves: Vec<_> = files().into_iter().zip(&saved).map(|(source, entries)| Save { source, target: TARGET, entries }).collect();
    assert!(store.save_all(&saves).iter().all(|result| result.as_ref().is_ok_and(|report| report.merge.added == 1)));
    assert!(store.lacks_program(PROGRAM, TARGET, &files()));
    store.save_program(PROGRAM, TARGET, &files()).unwrap();
    assert!(store.save_all(&[]).is_empty());
}

fn load_all(store: &dyn Store) {
    for (n, source) in files().into_iter().enumerate() {
        let pack = store.load(source, TARGET).unwrap().unwrap_or_else(|| panic!("file {n} is missing"));
        assert_eq!(pack.len(), 1);
    }
}

#[test]
fn a_program_comes_in_one_round_trip() {
    let server = server!();
    run_first(&server);
    let store = open(far_away(server.port, Duration::from_millis(100)), patient());
    store.begin_program(PROGRAM, TARGET, &[]);
    // One by one they would take four seconds.
    within(Duration::from_secs(2), || load_all(&store));
    assert!(!store.lacks_program(PROGRAM, TARGET, &files()));
    assert!(store.lacks_program(PROGRAM, TARGET, &[OTHER_SOURCE]));
    // Who asks again wants to know what has come since.
    open(server.port, patient()).save(PROGRAM, TARGET, &[profile(99, 10)]).unwrap();
    assert_eq!(store.load(PROGRAM, TARGET).unwrap().unwrap().len(), 2);
}

#[test]
fn what_is_here_is_not_fetched() {
    let server = server!();
    run_first(&server);
    let near = Arc::new(MemoryStore::new(key(), 1 << 20));
    for n in 0..FILES - 1 {
        near.save(file(n), TARGET, &[profile(u128::from(n), 100)]).unwrap();
    }
    let far = Arc::new(open(server.port, patient()));
    let store = LayeredStore::new(vec![near, far.clone()], LayeredOptions::default());
    store.begin_program(PROGRAM, TARGET, &[]);
    let sent = || -> u64 {
        let text: String = redis::cmd("INFO").arg("stats").query(&mut server.connection()).unwrap();
        text.lines().find_map(|line| line.strip_prefix("total_net_output_bytes:")).unwrap().trim().parse().unwrap()
    };
    let before = sent();
    load_all(&store);
    let taken = sent() - before;
    assert!(store.settle(Duration::from_secs(20)));
    assert_eq!(far.counters()[0].1.hits(), 1, "the rest is near");
    assert!(taken < 10_000, "{taken} bytes were sent for one pack");
}

#[test]
fn a_cluster_and_a_server_that_runs_no_scripts_are_asked_for_the_list_and_then_for_all_in_it() {
    let no_scripts = server!("--rename-command", "EVAL", "");
    run_first(&no_scripts);
    let store = open(no_scripts.port, patient());
    store.begin_program(PROGRAM, TARGET, &[]);
    load_all(&store);
    assert!(!store.lacks_program(PROGRAM, TARGET, &files()));

    let Some(cluster) = start_cluster() else { return };
    let spec = StoreSpec::parse(&cluster.address()).unwrap();
    let options = OpenOptions { redis: patient(), ..Default::default() };
    let first = spec.open(&key(), &options).unwrap();
    first.begin_program(PROGRAM, TARGET, &[]);
    let entries = [profile(1, 100)];
    let saves: Vec<_> = files().into_iter().map(|source| Save { source, target: TARGET, entries: &entries }).collect();
    assert!(first.load(PROGRAM, TARGET).unwrap().is_none());
    assert!(first.save_all(&saves).iter().all(Result::is_ok));
    first.save_program(PROGRAM, TARGET, &files()).unwrap();
    assert!(first.save_all(&[]).is_empty());
    let second = spec.open(&key(), &options).unwrap();
    second.begin_program(PROGRAM, TARGET, &[]);
    load_all(&*second);
    assert!(!second.lacks_program(PROGRAM, TARGET, &files()));
}

#[test]
fn rubbish_in_the_set_of_a_program_costs_nothing_but_itself() {
    let server = server!();
    run_first(&server);
    let set = format!("hearth:2:{{{PROGRAM}}}:program:{TARGET}");
    let mut connection = server.connection();
    for rubbish in [&b"rubbish"[..], b"", &[0xff; 32], format!("{OTHER_SOURCE}").as_bytes()] {
        connection.zadd::<_, _, _, ()>(&set, rubbish, 1).unwrap();
    }
    connection.set::<_, _, ()>(format!("hearth:2:{{{OTHER_SOURCE}}}:{TARGET}"), "no hash").unwrap();
    let store = open(server.port, patient());
    store.begin_program(PROGRAM, TARGET, &[]);
    load_all(&store);
    assert_eq!(store.load(OTHER_SOURCE, TARGET).unwrap_err().reason, MissReason::StoreWrongType);
    // No set at all.
    connection.set::<_, _, ()>(&set, "no set").unwrap();
    let store = open(server.port, patient());
    store.begin_program(PROGRAM, TARGET, &[]);
    load_all(&store);
}

#[test]
fn packs_that_are_used_do_not_expire() {
    let server = server!();
    run_first(&server);
    let key = format!("hearth:2:{{{}}}:{TARGET}", file(3));
    let mut connection = server.connection();
    connection.expire::<_, ()>(&key, 1000).unwrap();
    let store = open(server.port, patient());
    store.begin_program(PROGRAM, TARGET, &[]);
    load_all(&store);
    assert!(connection.ttl::<_, i64>(&key).unwrap() > 1_000_000);
}

#[test]
fn what_comes_too_late_is_not_waited_for_and_there_later() {
    let server = server!();
    run_first(&server);
    let impatient = RedisOptions { load_timeout: Duration::from_millis(50), ..patient() };
    let store = open(far_away(server.port, Duration::from_millis(400)), impatient);
    store.begin_program(PROGRAM, TARGET, &[]);
    within(Duration::from_millis(500), || {
        for source in files() {
            assert!(matches!(store.load(source, TARGET), Err(e) if e.reason == MissReason::StoreTimeout));
        }
    });
    eventually("it has come", || matches!(store.load(file(1), TARGET), Ok(Some(_))));
    load_all_but_first(&store);
}

fn load_all_but_first(store: &dyn Store) {
    for source in files().split_off(2) {
        assert!(store.load(source, TARGET).unwrap().is_some());
    }
}

#[test]
fn who_is_far_is_not_asked_one_by_one() {
    let server = server!();
    run_first(&server);
    let options = RedisOptions { load_timeout: Duration::from_secs(1), ..patient() };
    let store = open(far_away(server.port, Duration::from_millis(150)), options);
    store.begin_program(PROGRAM, TARGET, &[]);
    load_all(&store);
    within(Duration::from_millis(250), || {
        for n in 100..150 {
            assert_eq!(store.load(file(n), TARGET).unwrap_err().reason, MissReason::StoreLate);
        }
    });
}

#[test]
fn a_black_hole_costs_a_program_what_it_may_wait_and_the_next_one_nothing() {
    let folder = TempDir::new();
    let port = black_hole();
    let options = || RedisOptions { notes: Some(folder.path().to_owned()), ..Default::default() };
    let store = open(port, options());
    store.begin_program(PROGRAM, TARGET, &[]);
    let start = Instant::now();
    for source in files() {
        assert!(store.load(source, TARGET).is_err());
    }
    let entries = [profile(1, 100)];
    let saves: Vec<_> = files().into_iter().map(|source| Save { source, target: TARGET, entries: &entries }).collect();
    store.end();
    assert!(store.save_all(&saves).iter().all(Result::is_err));
    assert!(start.elapsed() < Duration::from_millis(600), "{:?}", start.elapsed());

    let next = open(port, options());
    next.begin_program(PROGRAM, TARGET, &[]);
    within(Duration::from_millis(40), || assert_eq!(next.load(PROGRAM, TARGET).unwrap_err().reason, MissReason::StoreSuspended));
}

#[test]
fn the_end_waits_so_long_in_all() {
    let server = server!();
    let store = open(server.port, RedisOptions { end_timeout: Duration::from_millis(200), ..patient() });
    store.begin_program(PROGRAM, TARGET, &[]);
    assert!(store.load(PROGRAM, TARGET).unwrap().is_none());
    server.freeze();
    let entries = [noise(1, 1 << 20)];
    let saves: Vec<_> = files().into_iter().map(|source| Save { source, target: TARGET, entries: &entries }).collect();
    store.end();
    within(Duration::from_millis(1500), || assert!(store.save_all(&saves).iter().all(Result::is_err)));
    server.thaw();
}
