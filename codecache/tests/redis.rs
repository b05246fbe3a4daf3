//! The Redis store against a real server: one that works, and one that is
//! down, slow, full, closed, wrong, or no Redis at all.

mod support;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::{Duration, Instant};

use hearth_codecache::blob::Blob;
use hearth_codecache::store::{Forgotten, LeaseOutcome, OpenOptions, PruneBound, RedisAddress, RedisOptions, RedisStore};
use hearth_codecache::{CodeKey, EntryKind, MissReason, Store, StoreSpec, TrustKey};
use redis::Commands;
use support::redis_server::{RedisServer, start, start_on};
use support::*;

/// Far more than any operation may take, far less than a hang.
const BOUND: Duration = Duration::from_secs(2);

fn options() -> RedisOptions {
    RedisOptions { suspension: Duration::from_millis(300), ..Default::default() }
}

fn open(url: &str) -> RedisStore {
    open_with(url, key(), options())
}

fn open_with(url: &str, key: TrustKey, options: RedisOptions) -> RedisStore {
    RedisStore::open(&RedisAddress::parse(url).unwrap(), key, options).unwrap()
}

fn reason(store: &dyn Store) -> MissReason {
    within(BOUND, || store.load(SOURCE, TARGET)).expect_err("a named miss").reason
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

fn round_trip(store: &dyn Store, other: &dyn Store) {
    assert!(store.load(SOURCE, TARGET).unwrap().is_none());
    let report = store.save(SOURCE, TARGET, &[profile(1, 10), code(2, 0, 3000)]).unwrap();
    assert_eq!(report.merge.added, 2);
    assert!(report.bytes_written > 300);
    // Another process adds to it without having read it.
    other.save(SOURCE, TARGET, &[profile(3, 10)]).unwrap();
    let pack = store.load(SOURCE, TARGET).unwrap().unwrap();
    assert_eq!(pack.len(), 3);
    assert_eq!(pack.get(EntryKind::Profile, 3).unwrap().bytes(), [3; 10]);
    let blob = Blob::parse(pack.code(CodeKey(2)).unwrap().bytes()).unwrap();
    assert_eq!(blob.code().unwrap(), [0xc3; 3000]);
    hearth_codecache::trust::verify_blob(&blob, &key()).unwrap();
    assert!(store.load(OTHER_SOURCE, TARGET).unwrap().is_none());
    assert!(store.load(SOURCE, OTHER_TARGET).unwrap().is_none());

    other.save(OTHER_SOURCE, TARGET, &[profile(1, 10)]).unwrap();
    let mut found: Vec<_> = store.list().unwrap().into_iter().map(|p| (p.source, p.target)).collect();
    found.sort();
    assert_eq!(found, [(SOURCE, TARGET), (OTHER_SOURCE, TARGET)]);
    let stat = store.stat().unwrap();
    assert!(stat.packs == 2 && stat.bytes > 600, "{stat:?}");
    assert!(store.remove(OTHER_SOURCE, TARGET).unwrap());
    assert!(!store.remove(OTHER_SOURCE, TARGET).unwrap());
    let pruned = store.prune(PruneBound { max_bytes: 0, max_age: None }).unwrap();
    assert_eq!((pruned.removed, pruned.kept_bytes), (1, 0));
    assert!(store.load(SOURCE, TARGET).unwrap().is_none());
}

#[test]
fn a_single_server() {
    let server = server!();
    round_trip(&open(&server.url()), &open(&server.url()));
}

#[test]
fn a_cluster() {
    let server = server!("--cluster-enabled", "yes");
    server.form_cluster();
    let spec = StoreSpec::parse(&format!("redis-cluster://127.0.0.1:{}", server.port)).unwrap();
    let options = OpenOptions { redis: options(), ..Default::default() };
    let open = || spec.open(&key(), &options).unwrap();
    round_trip(&*open(), &*open());
    leases(&*open(), &*open());
}

#[test]
fn a_cluster_that_is_down_is_a_bounded_miss() {
    let server = server!("--cluster-enabled", "yes");
    // No slots are assigned: the node answers CLUSTERDOWN.
    let store =
        RedisStore::open(&RedisAddress::parse(&server.url().replace("redis:", "redis-cluster:")).unwrap(), key(), options()).unwrap();
    within(BOUND, || assert!(store.load(SOURCE, TARGET).is_err()));
    drop(server);
    std::thread::sleep(Duration::from_millis(700));
    within(BOUND, || assert!(store.load(SOURCE, TARGET).is_err()));
}

#[test]
fn a_pack_expires_when_nobody_saves_to_it() {
    let server = server!();
    let store = open_with(&server.url(), key(), RedisOptions { expiry: Duration::from_secs(100), ..options() });
    store.save(SOURCE, TARGET, &[profile(1, 10)]).unwrap();
    let hash = server.only_key();
    assert_eq!(hash, format!("hearth:2:{{{SOURCE}}}:{TARGET}"));
    let left: i64 = server.connection().ttl(&hash).unwrap();
    assert!((90..=100).contains(&left), "{left}");
}

#[test]
fn the_largest_generation_wins_even_if_it_was_saved_first() {
    let server = server!();
    let store = open(&server.url());
    // Many, because Redis gives the fields in any order.
    let save = |generation| {
        let entries: Vec<_> = (0..30).map(|k| code(k, generation, 50)).collect();
        store.save(SOURCE, TARGET, &entries).unwrap();
    };
    let generations = || {
        let pack = store.load(SOURCE, TARGET).unwrap().unwrap();
        assert_eq!(pack.len(), 30);
        pack.entries().map(|e| e.generation).collect::<Vec<_>>()
    };
    save(5);
    save(4);
    assert_eq!(generations(), [5; 30]);
    save(6);
    assert_eq!(generations(), [6; 30]);
    let fields: Vec<String> = server.connection().hkeys(server.only_key()).unwrap();
    assert_eq!(fields.len(), 30, "older generations are swept: {fields:?}");
    assert!(fields.iter().all(|f| f.ends_with(":6")));
}

#[test]
fn foreign_altered_and_garbage_fields_are_refused_one_by_one() {
    let server = server!();
    let store = open(&server.url());
    store.save(SOURCE, TARGET, &[code(1, 0, 50), profile(2, 10)]).unwrap();
    let hash = server.only_key();
    let mut connection = server.connection();
    let good: Vec<u8> = connection.hget(&hash, format!("c:{:032x}:0", 1)).unwrap();
    let mut altered = good.clone();
    altered[100] ^= 1;
    let set = |c: &mut redis::Connection, field: &str, value: &[u8]| {
        c.hset::<_, _, _, ()>(&hash, field, value).unwrap();
    };
    set(&mut connection, &format!("c:{:032x}:0", 3), &good);
    set(&mut connection, &format!("c:{:032x}:0", 4), &altered);
    set(&mut connection, "rubbish", b"rubbish");
    set(&mut connection, "", b"");
    set(&mut connection, "long rubbish", &[0; 5000]);
    let pack = store.load(SOURCE, TARGET).unwrap().unwrap();
    assert_eq!(pack.len(), 2, "{pack:?}");
    let counters = store.counters();
    let refused = counters[0].1.entries_refused();
    assert_eq!(refused.get(MissReason::IdentityMismatch), 1);
    assert_eq!(refused.get(MissReason::WrongKey), 1);
    assert_eq!(refused.get(MissReason::Truncated), 2);
    assert_eq!(refused.get(MissReason::Malformed), 1);
    // Each is counted once, however often the pack is looked at.
    let total = refused.total();
    store.load(SOURCE, TARGET).unwrap();
    assert_eq!(refused.total(), total);
    // With another key nothing is left.
    let foreign = open_with(&server.url(), other_key(), options());
    assert!(foreign.load(SOURCE, TARGET).unwrap().is_none());
    assert_eq!(foreign.counters()[0].1.entries_refused().get(MissReason::WrongKey), 4);
}

#[test]
fn what_an_older_key_has_sealed_is_used_and_sealed_anew() {
    let server = server!();
    let with = |key| open_with(&server.url(), key, options());
    let both = || TrustKey::with_others(&[8; 32], &[[7; 32]]);
    with(key()).save(SOURCE, TARGET, &[profile(1, 10), code(2, 3, 5000)]).unwrap();
    with(both()).save(SOURCE, TARGET, &[profile(3, 10)]).unwrap();
    let count = |key| with(key).load(SOURCE, TARGET).unwrap().map(|pack| pack.len());
    assert_eq!((count(both()), count(key()), count(other_key())), (Some(3), Some(2), Some(1)));
    // A foreign field, and one that is no field.
    let hash = server.only_key();
    let elsewhere = open_with(&format!("{}?prefix=elsewhere", server.url()), TrustKey::from_bytes(&[9; 32]), options());
    elsewhere.save(SOURCE, TARGET, &[profile(4, 10)]).unwrap();
    let foreign = format!("p:{:032x}", 4);
    let value: Vec<u8> = server.connection().hget(format!("elsewhere{}", hash.strip_prefix("hearth").unwrap()), &foreign).unwrap();
    server.connection().hset::<_, _, _, ()>(&hash, &foreign, &value).unwrap();
    server.connection().hset::<_, _, _, ()>(&hash, "rubbish", "rubbish").unwrap();
    server.connection().expire::<_, ()>(&hash, 1000).unwrap();

    let report = with(both()).rekey(SOURCE, TARGET).unwrap();
    assert!((report.packs, report.parts, report.refused) == (1, 2, 2) && report.bytes_written > 300, "{report:?}");
    let again = with(both()).rekey(SOURCE, TARGET).unwrap();
    assert_eq!((again.packs, again.parts, again.refused), (0, 0, 2));
    let pack = with(other_key()).load(SOURCE, TARGET).unwrap().expect("the old key may go");
    let code = pack.code(CodeKey(2)).unwrap();
    assert_eq!((pack.len(), code.generation), (3, 3));
    hearth_codecache::trust::verify_blob(&Blob::parse(code.bytes()).unwrap(), &other_key()).unwrap();
    assert_eq!(server.connection().hget::<_, _, Vec<u8>>(&hash, &foreign).unwrap(), value, "it is as it was");
    let left: i64 = server.connection().ttl(&hash).unwrap();
    assert!((900..=1000).contains(&left), "it expires when it would have: {left}");
    assert_eq!(with(both()).rekey(OTHER_SOURCE, TARGET).unwrap(), Default::default());
}

/// What is saved after a value was read and before it is replaced is newer.
#[test]
fn sealing_anew_loses_nothing_that_is_saved_meanwhile() {
    let server = server!();
    let both = || TrustKey::with_others(&[8; 32], &[[7; 32]]);
    let entries = |len: usize| (0..40).map(|n| profile(n, len)).collect::<Vec<_>>();
    open(&server.url()).save(SOURCE, TARGET, &entries(1)).unwrap();
    std::thread::scope(|s| {
        let writer = open(&server.url());
        s.spawn(move || (2..=30).for_each(|len| assert_eq!(writer.save(SOURCE, TARGET, &entries(len)).unwrap().merge.added, 40)));
        let rekeys = open_with(&server.url(), both(), options());
        s.spawn(move || (0..60).for_each(|_| assert_eq!(rekeys.rekey(SOURCE, TARGET).unwrap().refused, 0)));
    });
    let store = open_with(&server.url(), both(), options());
    store.rekey(SOURCE, TARGET).unwrap();
    let pack = open_with(&server.url(), other_key(), options()).load(SOURCE, TARGET).unwrap().unwrap();
    assert_eq!(pack.len(), 40);
    assert!(pack.entries().all(|entry| entry.len() == 30), "an older value came back");
}

#[test]
fn another_type_under_our_key_is_a_named_miss() {
    let server = server!();
    let store = open(&server.url());
    let hash = format!("hearth:2:{{{SOURCE}}}:{TARGET}");
    server.connection().set::<_, _, ()>(&hash, "a string").unwrap();
    assert_eq!(reason(&store), MissReason::StoreWrongType);
    assert_eq!(store.save(SOURCE, TARGET, &[profile(1, 1)]).unwrap_err().reason, MissReason::StoreWrongType);
    // It concerns this key only: the store is not suspended.
    assert!(store.load(OTHER_SOURCE, TARGET).unwrap().is_none());
}

#[test]
fn a_wrong_password_is_a_named_miss() {
    let server = server!("--requirepass", "right");
    assert_eq!(reason(&open(&server.url())), MissReason::StoreRefused);
    let url = |password| format!("redis://:{password}@127.0.0.1:{}", server.port);
    let wrong = open(&url("wrong"));
    assert_eq!(reason(&wrong), MissReason::StoreRefused);
    let message = open(&url("wrong")).load(SOURCE, TARGET).unwrap_err().to_string();
    assert!(!message.contains("wrong@") && message.contains("127.0.0.1"), "{message}");
    round_trip(&open(&url("right")), &open(&url("right")));
}

#[test]
fn a_full_server_loses_the_save_and_still_serves() {
    let server = server!("--maxmemory", "3mb", "--maxmemory-policy", "noeviction");
    let store = open(&server.url());
    store.save(SOURCE, TARGET, &[profile(1, 10)]).unwrap();
    let failed = (2..50).find_map(|n| store.save(SOURCE, TARGET, &[noise(n, 200_000)]).err());
    assert_eq!(failed.expect("it fills up").reason, MissReason::StoreFull);
    assert!(store.load(SOURCE, TARGET).unwrap().is_some());
    assert_eq!(store.counters()[0].1.save_failures().get(MissReason::StoreFull), 1);
}

#[test]
fn a_server_that_is_down_costs_little_once_and_nothing_then() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let store = open(&format!("redis://127.0.0.1:{port}"));
    assert_eq!(reason(&store), MissReason::StoreUnreachable);
    within(Duration::from_millis(100), || assert_eq!(reason(&store), MissReason::StoreSuspended));
}

/// Each connection had found out for itself, in up to two seconds.
#[test]
fn what_one_connection_has_waited_for_the_others_do_not() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let store = open(&format!("redis://{}", listener.local_addr().unwrap()));
    assert_eq!(reason(&store), MissReason::StoreTimeout);
    within(Duration::from_millis(150), || {
        assert_eq!(store.save(SOURCE, TARGET, &[profile(1, 10)]).unwrap_err().reason, MissReason::StoreSuspended);
        assert!(matches!(store.lease(SOURCE, TARGET, 1, Duration::from_secs(1)), LeaseOutcome::Unknown(_)));
    });
}

#[test]
fn a_server_that_dies_and_returns() {
    let server = server!();
    let store = open(&server.url());
    store.save(SOURCE, TARGET, &[profile(1, 10)]).unwrap();
    assert!(store.load(SOURCE, TARGET).unwrap().is_some());
    let port = server.port;
    drop(server);
    within(BOUND, || assert!(store.load(SOURCE, TARGET).is_err()));
    within(BOUND, || assert!(store.save(SOURCE, TARGET, &[profile(1, 10)]).is_err()));
    let Some(server) = start_on(port, &[]) else { panic!("the port was free a moment ago") };
    eventually("the store is used again", || matches!(store.load(SOURCE, TARGET), Ok(None)));
    eventually("saves work again", || store.save(SOURCE, TARGET, &[profile(1, 10)]).is_ok());
    assert!(store.load(SOURCE, TARGET).unwrap().is_some());
    drop(server);
}

#[test]
fn a_frozen_server_costs_one_timeout_then_nothing_then_works_again() {
    let server = server!();
    let store = open(&server.url());
    store.save(SOURCE, TARGET, &[profile(1, 10)]).unwrap();
    assert!(store.load(SOURCE, TARGET).unwrap().is_some());
    server.freeze();
    let start = Instant::now();
    assert_eq!(reason(&store), MissReason::StoreTimeout);
    let first = start.elapsed();
    assert!(first >= Duration::from_millis(200) && first < Duration::from_millis(900), "{first:?}");
    within(Duration::from_millis(100), || {
        for _ in 0..100 {
            assert_eq!(reason(&store), MissReason::StoreSuspended);
        }
    });
    server.thaw();
    eventually("the store is used again", || matches!(store.load(SOURCE, TARGET), Ok(Some(_))));
    let counters = store.counters();
    let misses = counters[0].1.misses();
    assert!(misses.get(MissReason::StoreTimeout) >= 1 && misses.get(MissReason::StoreSuspended) >= 100);
}

#[test]
fn a_server_frozen_from_the_start() {
    let server = server!();
    server.freeze();
    let store = open(&server.url());
    assert_eq!(reason(&store), MissReason::StoreTimeout);
    server.thaw();
}

/// What talks on the port is not Redis, or worse.
#[test]
fn other_protocols_and_endless_answers_are_bounded_misses() {
    let answers: [(&str, &[u8], bool); 7] = [
        ("HTTP", b"HTTP/1.1 400 Bad Request\r\n\r\n", false),
        ("noise", &[0xff; 4096], false),
        ("closes at once", b"", false),
        ("a map of nonsense", b"*3\r\n:1\r\n$-1\r\n+x\r\n", false),
        ("claims a huge string", b"*2\r\n$1\r\nx\r\n$536870911\r\n", true),
        ("claims a huge array", b"*2147483647\r\n", true),
        ("nested without end", &[b"*1\r\n".as_slice(); 4096].concat().leak()[..], true),
    ];
    for (what, answer, drips) in answers {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("redis://{}", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let mut request = [0; 1024];
                let _ = stream.read(&mut request);
                let _ = stream.write_all(answer);
                // Each byte renews a socket's timeout.
                while drips && stream.write_all(b"$").is_ok() {
                    std::thread::sleep(Duration::from_millis(20));
                }
            }
        });
        let save_timeout = Duration::from_millis(300);
        let store = open_with(&url, key(), RedisOptions { save_timeout, ..options() });
        let reason = reason(&store);
        eprintln!("{what}: {reason}");
        assert_ne!(reason, MissReason::NotFound, "{what}");
        within(BOUND, || drop(store.save(SOURCE, TARGET, &[profile(1, 1)])));
    }
}

fn leases(one: &dyn Store, two: &dyn Store) {
    let long = Duration::from_secs(60);
    let LeaseOutcome::Granted(lease) = one.lease(SOURCE, TARGET, 1, long) else { panic!("free") };
    assert!(lease.is_shared());
    assert!(matches!(two.lease(SOURCE, TARGET, 1, long), LeaseOutcome::Held));
    assert!(matches!(one.lease(SOURCE, TARGET, 1, long), LeaseOutcome::Held), "not even again");
    assert!(matches!(two.lease(SOURCE, TARGET, 2, long), LeaseOutcome::Granted(_)), "another function");
    one.release(lease);
    assert!(one.settle(BOUND));
    let LeaseOutcome::Granted(short) = two.lease(SOURCE, TARGET, 1, Duration::from_millis(50)) else { panic!("it was released") };
    std::thread::sleep(Duration::from_millis(120));
    let LeaseOutcome::Granted(_) = one.lease(SOURCE, TARGET, 1, long) else { panic!("it expired") };
    two.release(short);
    assert!(two.settle(BOUND));
    assert!(matches!(two.lease(SOURCE, TARGET, 1, long), LeaseOutcome::Held), "an expired lease cannot release its successor's");
}

#[test]
fn one_process_of_the_fleet_gets_the_lease() {
    let server = server!();
    leases(&open(&server.url()), &open(&server.url()));
    assert!(open(&server.url()).list().unwrap().is_empty(), "leases are not packs");
}

/// Many machines get warm at the same moment.
#[test]
fn of_many_that_ask_at_once_one_gets_each_lease() {
    const MACHINES: usize = 8;
    const FUNCTIONS: u128 = 40;
    let server = server!();
    let stores: Vec<RedisStore> = (0..MACHINES).map(|_| open(&server.url())).collect();
    let ready = std::sync::Barrier::new(MACHINES);
    let ask = |store: &RedisStore| {
        let mut granted = Vec::new();
        for function in 0..FUNCTIONS {
            ready.wait();
            match store.lease(SOURCE, TARGET, function, Duration::from_secs(60)) {
                LeaseOutcome::Granted(lease) => granted.push((function, lease.is_shared())),
                LeaseOutcome::Held => {}
                LeaseOutcome::Unknown(error) => panic!("{error}"),
            }
        }
        granted
    };
    let mut granted = std::thread::scope(|scope| {
        let machines: Vec<_> = stores.iter().map(|store| scope.spawn(|| ask(store))).collect();
        machines.into_iter().flat_map(|machine| machine.join().unwrap()).collect::<Vec<_>>()
    });
    granted.sort_unstable();
    assert_eq!(granted, (0..FUNCTIONS).map(|function| (function, true)).collect::<Vec<_>>());
}

#[test]
fn without_a_server_the_lease_is_unknown() {
    let store = open("redis://127.0.0.1:1");
    assert!(matches!(
        within(BOUND, || store.lease(SOURCE, TARGET, 1, BOUND)),
        LeaseOutcome::Unknown(e) if e.reason == MissReason::StoreUnreachable
    ));
}

/// A load does not wait behind a save.
#[test]
fn a_load_during_a_large_save() {
    let server = server!();
    let store = open(&server.url());
    store.save(OTHER_SOURCE, TARGET, &[profile(1, 10)]).unwrap();
    let large: Vec<_> = (0..30).map(|n| profile(n, 1 << 20)).collect();
    std::thread::scope(|s| {
        s.spawn(|| store.save(SOURCE, TARGET, &large));
        for _ in 0..20 {
            // Redis itself works on one command at a time, so a load may meet
            // one of the save's; what it must not do is to wait for all.
            let _ = within(BOUND, || store.load(OTHER_SOURCE, TARGET));
        }
    });
    let loaded = store.counters()[0].1.hits();
    assert!(loaded > 0);
}

#[test]
fn too_large_an_entry_is_left_out() {
    let server = server!();
    let store = open_with(&server.url(), key(), RedisOptions { max_entry_bytes: 100, ..options() });
    let report = store.save(SOURCE, TARGET, &[profile(1, 101), profile(2, 100)]).unwrap();
    assert_eq!((report.merge.added, report.merge.too_large), (1, 1));
    assert_eq!(store.load(SOURCE, TARGET).unwrap().unwrap().len(), 1);
    assert_eq!(store.counters()[0].1.save_failures().get(MissReason::TooLarge), 1);
}

#[test]
fn what_is_forgotten_is_gone_from_the_server() {
    let server = server!();
    let store = open(&server.url());
    store.save(SOURCE, TARGET, &[profile(1, 10), profile(2, 10), code(3, 2, 90)]).unwrap();
    let gone = [(EntryKind::Profile, 1, 5), (EntryKind::Code, 3, 2)].map(|(kind, key, generation)| Forgotten { kind, key, generation });
    store.forget(SOURCE, TARGET, &gone).unwrap();
    let pack = store.load(SOURCE, TARGET).unwrap().unwrap();
    assert!(pack.len() == 1 && pack.get(EntryKind::Profile, 2).is_some());
}

#[test]
fn a_server_type_is_not_leaked() {
    // `RedisServer` ends its process when it is dropped: a port that answered
    // does not any more.
    let server: RedisServer = server!();
    let port = server.port;
    drop(server);
    assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_err());
}
