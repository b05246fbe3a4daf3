//! Real servers that ask who comes (TLS, certificates, users with few rights), and one that is found by a sentinel.

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use hearth_codecache::store::{RedisAccess, RedisAddress, RedisOptions, RedisStore, Secret};
use hearth_codecache::{EntryKind, MissReason, Store};
use support::redis_server::{RedisServer, free_port, start, start_sentinel};
use support::*;

fn open(address: &str, access: RedisAccess) -> RedisStore {
    // Handshakes of an unoptimised build on a busy machine take their time.
    let patience = Duration::from_secs(5);
    let options = RedisOptions {
        access,
        connect_timeout: patience,
        operation_timeout: patience,
        load_timeout: patience,
        suspension: Duration::from_millis(50),
        ..Default::default()
    };
    RedisStore::open(&RedisAddress::parse(address).unwrap(), key(), options).unwrap()
}

fn serves(store: &RedisStore) {
    store.save(SOURCE, TARGET, &[profile(1, 10), code(2, 3, 3000)]).unwrap();
    assert_eq!(store.load(SOURCE, TARGET).unwrap().unwrap().get(EntryKind::Profile, 1).unwrap().bytes(), [1; 10]);
    assert_eq!(store.list().unwrap().len(), 1);
    assert!(store.remove(SOURCE, TARGET).unwrap());
}

/// An authority, and what it has signed, for this machine: `NAME.pem`, `NAME.key`.
struct Certificates(TempDir);

impl Certificates {
    /// `None`: there is nothing to make them with, and the running test is noted as skipped.
    fn new() -> Option<Certificates> {
        let made = Certificates(TempDir::new());
        for name in ["authority", "other"] {
            let words = format!(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN={name} -keyout {name}.key -out {name}.pem"
            );
            if let Err(error) = made.openssl(&words) {
                skipped::skip(&skipped::lacks("openssl", "Debian: apt-get install openssl", &error));
                return None;
            }
        }
        std::fs::write(made.path("names"), "subjectAltName=IP:127.0.0.1,DNS:localhost\n").unwrap();
        for name in ["server", "client"] {
            let request =
                format!("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN={name} -keyout {name}.key -out {name}.csr");
            made.openssl(&request).unwrap();
            let sign = format!(
                "x509 -req -in {name}.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 2 -extfile names -out {name}.pem"
            );
            made.openssl(&sign).unwrap();
        }
        Some(made)
    }

    fn openssl(&self, words: &str) -> std::io::Result<()> {
        let status = Command::new("openssl").args(words.split(' ')).current_dir(self.0.path()).stderr(Stdio::null()).status()?;
        assert!(status.success(), "openssl {words}");
        Ok(())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn server(&self, clients: &str, more: &[&str]) -> Option<RedisServer> {
        let path = |name| self.path(name).display().to_string();
        let (certificate, key, authority) = (path("server.pem"), path("server.key"), path("authority.pem"));
        let port = free_port().to_string();
        start(
            &[
                &["--tls-port", &port][..],
                &["--tls-cert-file", &certificate, "--tls-key-file", &key, "--tls-ca-cert-file", &authority, "--tls-auth-clients", clients],
                more,
            ]
            .concat(),
        )
        .map(|server| server.with_tls_port(port.parse().unwrap()))
    }

    fn believing(&self, authority: &str) -> RedisAccess {
        RedisAccess { authorities: Some(self.path(authority)), ..RedisAccess::default() }
    }
}

fn refused(store: &RedisStore) -> String {
    let error = store.load(SOURCE, TARGET).unwrap_err();
    assert!(matches!(error.reason, MissReason::StoreUnreachable | MissReason::StoreRefused | MissReason::StoreFailed), "{error}");
    error.to_string()
}

#[test]
fn a_server_is_believed_by_its_certificate_alone() {
    let Some(certificates) = Certificates::new() else { return };
    let Some(server) = certificates.server("no", &[]) else { return };
    let address = |host: &str| format!("rediss://{host}:{}", server.tls_port());
    serves(&open(&address("127.0.0.1"), certificates.believing("authority.pem")));
    serves(&open(&address("localhost"), certificates.believing("authority.pem")));
    // Signed by nobody whom browsers know, by somebody else, for another name.
    refused(&open(&address("127.0.0.1"), RedisAccess::default()));
    refused(&open(&address("127.0.0.1"), certificates.believing("other.pem")));
    refused(&open(&address("127.0.0.2"), certificates.believing("authority.pem")));
}

#[test]
fn all_nodes_of_a_cluster_are_believed_by_their_certificates_alone() {
    let Some(certificates) = Certificates::new() else { return };
    let Some(server) = certificates.server("no", &["--cluster-enabled", "yes", "--tls-cluster", "yes"]) else { return };
    server.form_cluster();
    let address = format!("rediss-cluster://127.0.0.1:{}", server.tls_port());
    serves(&open(&address, certificates.believing("authority.pem")));
    refused(&open(&address, certificates.believing("other.pem")));
}

#[test]
fn a_server_that_asks_for_a_certificate_gets_one() {
    let Some(certificates) = Certificates::new() else { return };
    let Some(server) = certificates.server("yes", &[]) else { return };
    let address = format!("rediss://127.0.0.1:{}", server.tls_port());
    refused(&open(&address, certificates.believing("authority.pem")));
    let with = |name: &str| RedisAccess {
        certificate: Some(certificates.path(&format!("{name}.pem"))),
        certificate_key: Some(certificates.path(&format!("{name}.key"))),
        ..certificates.believing("authority.pem")
    };
    refused(&open(&address, with("other")));
    serves(&open(&address, with("client")));
}

/// The rights that the documentation names.
const RIGHTS: &[&str] = &["+@hash", "+set", "+del", "+expire", "+eval", "+get", "+scan", "+memory", "+ttl"];

#[test]
fn a_user_with_few_rights_and_keys_of_its_own() {
    let Some(server) = start(&[]) else { return };
    let set = [&["ACL", "SETUSER", "me", "on", ">secret", "~team-a:*"], RIGHTS].concat();
    server.command(&set);
    let folder = TempDir::new();
    let password_file = folder.path().join("password");
    std::fs::write(&password_file, "secret\n").unwrap();
    let by_file = RedisAccess { user: Some("me".into()), password_file: Some(password_file), ..RedisAccess::default() };
    let by_text =
        |password: &str| RedisAccess { user: Some("me".into()), password: Some(Secret(password.into())), ..RedisAccess::default() };
    let address = format!("{}?prefix=team-a", server.url());
    serves(&open(&address, by_file.clone()));
    let store = open(&address, by_text("secret"));
    serves(&store);
    leases(&store);
    let message = refused(&open(&address, by_text("wrong-one")));
    assert!(!message.contains("wrong-one"), "{message}");
    // Of the keys of others nothing is read.
    assert_eq!(open(&server.url(), by_file).load(SOURCE, TARGET).unwrap_err().reason, MissReason::StoreRefused);
}

fn leases(store: &RedisStore) {
    use hearth_codecache::store::LeaseOutcome;
    let ask = || store.lease(SOURCE, TARGET, 1, Duration::from_secs(60));
    let LeaseOutcome::Granted(lease) = ask() else { panic!("it is free") };
    assert!(matches!(ask(), LeaseOutcome::Held));
    store.release(lease);
    assert!(matches!(ask(), LeaseOutcome::Granted(_)));
}

#[test]
fn tenants_of_a_server_do_not_see_each_other() {
    let Some(server) = start(&[]) else { return };
    let tenant = |prefix| open(&format!("{}?prefix={prefix}", server.url()), RedisAccess::default());
    let (a, b) = (tenant("a"), tenant("b"));
    a.save(SOURCE, TARGET, &[profile(1, 10)]).unwrap();
    assert!(b.load(SOURCE, TARGET).unwrap().is_none() && b.list().unwrap().is_empty());
    assert!(a.load(SOURCE, TARGET).unwrap().is_some());
}

#[test]
fn the_primary_is_whom_the_sentinels_name_after_a_fail_over_too() {
    let Some(first) = start(&[]) else { return };
    let primary_port = first.port.to_string();
    let Some(second) = start(&["--replicaof", "127.0.0.1", &primary_port]) else { return };
    let sentinel = start_sentinel(first.port);
    // One that is not there is passed over.
    let address = format!("redis+sentinel://127.0.0.1:1,127.0.0.1:{}/main", sentinel.port);
    let store = open(&address, RedisAccess::default());
    store.save(SOURCE, TARGET, &[profile(1, 10)]).unwrap();
    assert_eq!(store.list().unwrap().len(), 1);
    refused(&open(&address.replace("/main", "/unknown"), RedisAccess::default()));
    eventually("the replica has it, and the sentinel knows the replica", || {
        let known = sentinel.command(&["SENTINEL", "REPLICAS", "main"]);
        second.command(&["DBSIZE"]) == ["1"] && known.iter().any(|word| *word == second.port.to_string())
    });
    drop(first);
    let start = Instant::now();
    // Whoever is connected to the old one goes over to the new one by itself.
    while !(store.load(SOURCE, TARGET).is_ok_and(|found| found.is_some()) && store.save(SOURCE, TARGET, &[profile(2, 10)]).is_ok()) {
        assert!(start.elapsed() < Duration::from_secs(60), "{:?}", store.load(SOURCE, TARGET));
        std::thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(open(&address, RedisAccess::default()).load(SOURCE, TARGET).unwrap().unwrap().len(), 2);
}

#[test]
fn a_file_that_is_named_and_missing_is_an_error_at_once() {
    let access = RedisAccess { authorities: Some(Path::new("/not/there").into()), ..RedisAccess::default() };
    let options = RedisOptions { access, ..Default::default() };
    let error = RedisStore::open(&RedisAddress::parse("rediss://:secret@h").unwrap(), key(), options).err().expect("it is not there");
    let message = error.to_string();
    assert!(message.contains("/not/there") && !message.contains("secret"), "{message}");
}
