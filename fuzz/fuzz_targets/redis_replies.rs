//! Any bytes as what a Redis server answers: the store's operations fail with a reason, or give
//! what was there; none hangs or panics.
//!
//! A server of our own writes the input, in pieces, one after each request.
#![no_main]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use hearth_codecache::store::{RedisAddress, RedisOptions, RedisStore, Store};
use hearth_codecache::{AlignedBytes, Entry, EntryKind, SourceKey, TargetFingerprint, TrustKey};
use libfuzzer_sys::fuzz_target;

/// Address of the server, and what it answers next.
struct Server {
    port: u16,
    replies: Arc<Mutex<Vec<Vec<u8>>>>,
}

fn answer(mut stream: TcpStream, replies: &Mutex<Vec<Vec<u8>>>) {
    let _ = stream.set_read_timeout(Some(Duration::from_millis(200)));
    let mut request = [0; 4096];
    while stream.read(&mut request).is_ok_and(|n| n > 0) {
        let Some(reply) = replies.lock().expect("no panic while it is held").pop() else { return };
        if stream.write_all(&reply).is_err() {
            return;
        }
    }
}

fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("it is bound").port();
        let replies: Arc<Mutex<Vec<Vec<u8>>>> = Arc::default();
        let shared = replies.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = shared.clone();
                std::thread::spawn(move || answer(stream, &shared));
            }
        });
        Server { port, replies }
    })
}

fuzz_target!(|data: &[u8]| {
    let server = server();
    // Pieces end where the input has a zero; the last comes first off the list.
    let mut pieces: Vec<Vec<u8>> = data.split(|b| *b == 0).map(<[u8]>::to_vec).collect();
    pieces.reverse();
    *server.replies.lock().expect("no panic while it is held") = pieces;
    let short = Duration::from_millis(100);
    let options = RedisOptions {
        connect_timeout: short,
        operation_timeout: short,
        load_timeout: short,
        save_timeout: short,
        suspension: Duration::ZERO,
        ..RedisOptions::default()
    };
    let url = format!("redis://127.0.0.1:{}", server.port);
    let store = RedisStore::open(&RedisAddress::parse(&url).expect("a valid address"), TrustKey::from_bytes(&[1; 32]), options).expect("no files are named");
    let (source, target) = (SourceKey([5; 16]), TargetFingerprint([2; 16]));
    if let Ok(Some(pack)) = store.load(source, target) {
        assert!(pack.is_empty(), "nothing here has a valid tag");
    }
    // As a program does, of which any bytes come as what it loaded the last time.
    store.begin_program(source, target, &[]);
    if let Ok(Some(pack)) = store.load(source, target) {
        assert!(pack.is_empty(), "nothing here has a valid tag");
    }
    if store.lacks_program(source, target, &[source]) {
        let _ = store.save_program(source, target, &[source]);
    }
    drop(store.lease(source, target, 7, Duration::from_millis(10)));
    let entry = Entry::new(EntryKind::Profile, 7, AlignedBytes::copy_from(b"profile"));
    let _ = store.save(source, target, &[entry]);
});
