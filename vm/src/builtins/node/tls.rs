//! TLS as a state machine (rustls): bytes of the connection go in, bytes for it come out, and what was said
//! in between. It knows no sockets; `tls/connection.js` has these.

mod verify;

use super::encoding::bytes_value;
use super::threads::items;
use super::{native_table, text};
use crate::builtins::typed;
use crate::heap::{Kind, Payload, Tracer};
use crate::object::function::Args;
use crate::runtime::completion::{ErrorKind, JsResult, Throw};
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::server::{Accepted, Acceptor};
use rustls::{AlertDescription, ClientConfig, ClientConnection, Connection, RootCertStore, ServerConfig, SupportedProtocolVersion};
use std::cell::RefCell;
use std::io::{Read, Write};
use std::sync::{Arc, LazyLock};
use verify::{ClientVerifier, Finding, ServerVerifier};

native_table! {
    "tlsContext" => context,
    "tlsConnect" => connect,
    "tlsListen" => listen,
    "tlsHello" => hello,
    "tlsAccept" => accept,
    "tlsFeed" => feed,
    "tlsRead" => read,
    "tlsWrite" => write,
    "tlsTake" => take,
    "tlsEnd" => end,
    "tlsState" => state,
}

static PROVIDER: LazyLock<Arc<CryptoProvider>> = LazyLock::new(|| Arc::new(ring::default_provider()));
static PUBLIC_ROOTS: LazyLock<Arc<RootCertStore>> =
    LazyLock::new(|| Arc::new(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() }));

/// What connections are made with: a certificate and its key, whom to trust, versions.
struct Context {
    chain: Vec<CertificateDer<'static>>,
    key: Option<PrivateKeyDer<'static>>,
    roots: Arc<RootCertStore>,
    /// The certificates of `roots`, if they are of the program's choice.
    trusted: Arc<[CertificateDer<'static>]>,
    versions: Vec<&'static SupportedProtocolVersion>,
}
impl Payload for Context {
    fn trace(&self, _: &mut Tracer) {}
}

enum State {
    /// A server that has not been greeted yet.
    Waiting(Acceptor),
    /// It knows whom the client wants to speak to.
    Greeted(Accepted),
    Open(Connection),
    /// It has failed, with this left to be sent.
    Failed(Vec<u8>),
}

struct Session {
    state: State,
    /// What has come and was not read yet.
    plain: Vec<u8>,
    /// The other side has said that nothing more will come.
    ended: bool,
    finding: Finding,
}
struct Shared(RefCell<Session>);
impl Payload for Shared {
    fn trace(&self, _: &mut Tracer) {}
}

fn fail(vm: &mut Vm, code: &str, message: &str) -> Throw {
    let error = vm.new_error(ErrorKind::Error, message);
    let key = vm.key("code");
    let code = vm.new_string(code).value();
    vm.define_new(error, key, code, crate::object::Attributes::DEFAULT);
    Throw(error.value())
}

/// What OpenSSL calls it.
fn code_of(error: &rustls::Error, finding: &Finding) -> String {
    use rustls::Error as E;
    match error {
        E::AlertReceived(alert) => match alert {
            AlertDescription::HandshakeFailure => "ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE",
            AlertDescription::BadCertificate => "ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE",
            AlertDescription::CertificateUnknown => "ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_UNKNOWN",
            AlertDescription::CertificateExpired => "ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_EXPIRED",
            AlertDescription::UnknownCA => "ERR_SSL_TLSV1_ALERT_UNKNOWN_CA",
            AlertDescription::ProtocolVersion => "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION",
            AlertDescription::NoApplicationProtocol => "ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL",
            AlertDescription::CertificateRequired => "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED",
            AlertDescription::InternalError => "ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR",
            _ => "ERR_SSL_SSL/TLS_ALERT",
        },
        E::InvalidMessage(_) => "ERR_SSL_WRONG_VERSION_NUMBER",
        E::PeerIncompatible(_) => "ERR_SSL_NO_PROTOCOLS_AVAILABLE",
        E::NoApplicationProtocol => "ERR_SSL_NO_APPLICATION_PROTOCOL",
        E::NoCertificatesPresented => "ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE",
        E::InvalidCertificate(_) => return finding.get().unwrap_or("CERT_REJECTED").to_owned(),
        _ => "ERR_SSL_PROTOCOL_ERROR",
    }
    .to_owned()
}

fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, String> {
    let list: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    list.map_err(|error| error.to_string())
}

fn context_of<'a>(value: Value) -> Option<&'a Context> {
    value.payload::<Context>()
}

/// tlsContext ( certificates, key, roots, lowest version, highest, whether the public roots are trusted, too ): PEM as
/// bytes, of the roots a list; what is undefined is not there. Versions are 12 or 13.
///
/// # Errors
/// If the texts are none of that.
fn context(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let pem = |index: usize| typed::bytes_of(args.get(index));
    let chain = match pem(0).map(|pem| certificates(&pem)) {
        None => Vec::new(),
        Some(Ok(chain)) if !chain.is_empty() => chain,
        _ => return Err(fail(vm, "ERR_OSSL_PEM_NO_START_LINE", "error:0480006C:PEM routines::no start line")),
    };
    let key = match pem(1).map(|pem| PrivateKeyDer::from_pem_slice(&pem)) {
        None => None,
        Some(Ok(key)) => Some(key),
        Some(Err(_)) => return Err(fail(vm, "ERR_OSSL_UNSUPPORTED", "error:1E08010C:DECODER routines::unsupported")),
    };
    let mut trusted = Vec::new();
    let roots = if args.get(2).is_undefined() {
        PUBLIC_ROOTS.clone()
    } else {
        for pem in items(args.get(2)) {
            trusted.extend(typed::bytes_of(pem).and_then(|pem| certificates(&pem).ok()).unwrap_or_default());
        }
        let mut roots = if args.get(5) == Value::TRUE { RootCertStore::clone(&PUBLIC_ROOTS) } else { RootCertStore::empty() };
        roots.add_parsable_certificates(trusted.iter().cloned());
        Arc::new(roots)
    };
    let (low, high) = (super::integer(args, 3, 12), super::integer(args, 4, 13));
    let known: [(i64, &'static SupportedProtocolVersion); 2] = [(13, &rustls::version::TLS13), (12, &rustls::version::TLS12)];
    let versions: Vec<_> = known.into_iter().filter(|(number, _)| (low..=high).contains(number)).map(|(_, version)| version).collect();
    if versions.is_empty() {
        return Err(fail(vm, "ERR_TLS_PROTOCOL_VERSION_CONFLICT", "no version of TLS is left"));
    }
    let proto = vm.intrinsic(Intrinsic::ObjectPrototype);
    let context = Context { chain, key, roots, trusted: trusted.into(), versions };
    Ok(vm.new_payload_object(Kind::Host, proto, Box::new(context)).value())
}

/// Names of protocols, from an array of strings.
fn protocols(vm: &mut Vm, list: Value) -> JsResult<Vec<Vec<u8>>> {
    let mut names = Vec::new();
    for name in items(list) {
        names.push(vm.to_string(name)?.to_rust().into_bytes());
    }
    Ok(names)
}

fn new_session(vm: &mut Vm, state: State, finding: Finding) -> Value {
    let session = Session { state, plain: Vec::new(), ended: false, finding };
    let proto = vm.intrinsic(Intrinsic::ObjectPrototype);
    vm.new_payload_object(Kind::Host, proto, Box::new(Shared(RefCell::new(session)))).value()
}

fn session_of<'a>(args: &Args<'_>) -> Option<&'a RefCell<Session>> {
    Some(&args.get(0).payload::<Shared>()?.0)
}

/// tlsConnect ( context, name that the server is told, protocols, whether a server that is not trusted is refused ).
fn connect(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let name = text(vm, args, 1)?;
    let alpn = protocols(vm, args.get(2))?;
    let Some(context) = context_of(args.get(0)) else { return Ok(Value::UNDEFINED) };
    let finding = Finding::default();
    let verifier = ServerVerifier::new(context.roots.clone(), context.trusted.clone(), args.get(3) == Value::TRUE, finding.clone());
    let builder = ClientConfig::builder_with_provider(PROVIDER.clone())
        .with_protocol_versions(&context.versions)
        .map(|builder| builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)));
    let config = builder.and_then(|builder| match &context.key {
        Some(key) if !context.chain.is_empty() => builder.with_client_auth_cert(context.chain.clone(), key.clone_key()),
        _ => Ok(builder.with_no_client_auth()),
    });
    let mut config = match config {
        Ok(config) => config,
        Err(error) => return Err(fail(vm, "ERR_OSSL_EVP_UNSUPPORTED", &error.to_string())),
    };
    config.alpn_protocols = alpn;
    let server = ServerName::try_from(name);
    config.enable_sni = matches!(server, Ok(ServerName::DnsName(_)));
    let server = server.unwrap_or_else(|_| ServerName::try_from("localhost").expect("it is a name"));
    match ClientConnection::new(Arc::new(config), server) {
        Ok(mut connection) => {
            connection.set_buffer_limit(None);
            Ok(new_session(vm, State::Open(connection.into()), finding))
        }
        Err(error) => Err(fail(vm, "ERR_SSL_PROTOCOL_ERROR", &error.to_string())),
    }
}

/// tlsListen ( ): the side of a server.
fn listen(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    Ok(new_session(vm, State::Waiting(Acceptor::default()), Finding::default()))
}

/// tlsHello ( session ): [name of the server, protocols] once the client has said them.
fn hello(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let (name, protocols) = {
        let Some(session) = session_of(args) else { return Ok(Value::UNDEFINED) };
        let session = session.borrow();
        let State::Greeted(accepted) = &session.state else { return Ok(Value::UNDEFINED) };
        let hello = accepted.client_hello();
        let protocols: Vec<String> = hello.alpn().into_iter().flatten().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
        (hello.server_name().map(str::to_owned), protocols)
    };
    let list = vm.new_array(&[]);
    for name in protocols {
        let name = vm.new_string(&name).value();
        vm.array_push(list, name)?;
    }
    let name = match name {
        Some(name) => vm.new_string(&name).value(),
        None => Value::FALSE,
    };
    Ok(vm.new_array(&[name, list.value()]).value())
}

/// tlsAccept ( session, context, protocols, whether the client is asked who it is, whether one that is not trusted is refused ).
///
/// # Errors
/// If the context has no certificate, or a key that is not its own.
fn accept(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let alpn = protocols(vm, args.get(2))?;
    let (Some(session), Some(context)) = (session_of(args), context_of(args.get(1))) else { return Ok(Value::UNDEFINED) };
    let finding = session.borrow().finding.clone();
    let verifier = (args.get(3) == Value::TRUE)
        .then(|| ClientVerifier::new(context.roots.clone(), PROVIDER.clone(), args.get(4) == Value::TRUE, finding));
    let Some(key) = &context.key else {
        return Err(fail(vm, "ERR_SSL_NO_SHARED_CIPHER", "the server has no certificate"));
    };
    let config = ServerConfig::builder_with_provider(PROVIDER.clone()).with_protocol_versions(&context.versions).and_then(|builder| {
        let builder = match verifier {
            Some(verifier) => builder.with_client_cert_verifier(Arc::new(verifier)),
            None => builder.with_no_client_auth(),
        };
        builder.with_single_cert(context.chain.clone(), key.clone_key())
    });
    let mut config = match config {
        Ok(config) => config,
        Err(error) => return Err(fail(vm, "ERR_OSSL_X509_KEY_VALUES_MISMATCH", &error.to_string())),
    };
    config.alpn_protocols = alpn;
    let mut session = session.borrow_mut();
    let State::Greeted(accepted) = std::mem::replace(&mut session.state, State::Failed(Vec::new())) else { return Ok(Value::UNDEFINED) };
    let failure = match accepted.into_connection(Arc::new(config)) {
        Ok(mut connection) => {
            connection.set_buffer_limit(None);
            session.state = State::Open(connection.into());
            None
        }
        Err((error, mut alert)) => {
            let mut bytes = Vec::new();
            let _ = alert.write_all(&mut bytes);
            session.state = State::Failed(bytes);
            Some((code_of(&error, &session.finding), error.to_string()))
        }
    };
    drop(session);
    tell(vm, failure)
}

/// What has gone wrong, as [code, message]; undefined if nothing has.
fn tell(vm: &mut Vm, failure: Option<(String, String)>) -> JsResult<Value> {
    let Some((code, message)) = failure else { return Ok(Value::UNDEFINED) };
    let (code, message) = (vm.new_string(&code).value(), vm.new_string(&message).value());
    Ok(vm.new_array(&[code, message]).value())
}

impl Session {
    fn feed(&mut self, mut bytes: &[u8]) -> Result<(), rustls::Error> {
        while !bytes.is_empty() {
            match &mut self.state {
                State::Waiting(acceptor) => {
                    if acceptor.read_tls(&mut bytes).is_err() {
                        return Ok(());
                    }
                    match acceptor.accept() {
                        Ok(None) => {}
                        Ok(Some(accepted)) => {
                            self.state = State::Greeted(accepted);
                            return Ok(());
                        }
                        Err((error, mut alert)) => {
                            let mut left = Vec::new();
                            let _ = alert.write_all(&mut left);
                            self.state = State::Failed(left);
                            return Err(error);
                        }
                    }
                }
                State::Open(connection) => {
                    if connection.read_tls(&mut bytes).is_err() {
                        return Ok(());
                    }
                    self.ended |= connection.process_new_packets()?.peer_has_closed();
                    // An error is that nothing is there, or the end without a word.
                    let _ = connection.reader().read_to_end(&mut self.plain);
                }
                State::Greeted(_) | State::Failed(_) => return Ok(()),
            }
        }
        Ok(())
    }
}

/// tlsFeed ( session, bytes that have come ): [code, message] of what is wrong with them.
fn feed(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let bytes = typed::bytes_of(args.get(1)).unwrap_or_default();
    let Some(session) = session_of(args) else { return Ok(Value::UNDEFINED) };
    let failure = {
        let mut session = session.borrow_mut();
        let result = session.feed(&bytes);
        result.err().map(|error| (code_of(&error, &session.finding), error.to_string()))
    };
    tell(vm, failure)
}

/// tlsRead ( session ): what was said, as bytes; null if that was all, undefined if there is nothing now.
fn read(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let Some(session) = session_of(args) else { return Ok(Value::UNDEFINED) };
    let (plain, ended) = {
        let mut session = session.borrow_mut();
        (std::mem::take(&mut session.plain), session.ended)
    };
    if plain.is_empty() {
        return Ok(if ended { Value::NULL } else { Value::UNDEFINED });
    }
    vm.room_for(plain.len())?;
    bytes_value(vm, &plain)
}

/// tlsWrite ( session, bytes ): says them, once the other side is known.
fn write(_: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let bytes = typed::bytes_of(args.get(1)).unwrap_or_default();
    if let Some(session) = session_of(args)
        && let State::Open(connection) = &mut session.borrow_mut().state
    {
        let _ = connection.writer().write_all(&bytes);
    }
    Ok(Value::UNDEFINED)
}

/// tlsTake ( session ): the bytes that are to be sent; undefined if there are none.
fn take(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let mut out = Vec::new();
    if let Some(session) = session_of(args) {
        match &mut session.borrow_mut().state {
            State::Open(connection) => while connection.wants_write() && connection.write_tls(&mut out).is_ok() {},
            State::Failed(left) => out = std::mem::take(left),
            State::Waiting(_) | State::Greeted(_) => {}
        }
    }
    if out.is_empty() { Ok(Value::UNDEFINED) } else { bytes_value(vm, &out) }
}

/// tlsEnd ( session ): tells the other side that nothing more will be said.
fn end(_: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    if let Some(session) = session_of(args)
        && let State::Open(connection) = &mut session.borrow_mut().state
    {
        connection.send_close_notify();
    }
    Ok(Value::UNDEFINED)
}

/// tlsState ( session ): [whether the handshake is over, version, cipher suite, protocol, what is wrong with the
/// certificate of the other side, its certificates].
fn state(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let Some(session) = session_of(args) else { return Ok(Value::UNDEFINED) };
    let (done, texts, chain) = {
        let session = session.borrow();
        let State::Open(connection) = &session.state else { return Ok(Value::UNDEFINED) };
        let version = connection.protocol_version().and_then(|v| v.as_str()).map(|v| v.replace('_', "."));
        let suite = connection.negotiated_cipher_suite().and_then(|s| s.suite().as_str()).map(|s| s.replace("TLS13_", "TLS_"));
        let alpn = connection.alpn_protocol().map(|name| String::from_utf8_lossy(name).into_owned());
        let finding = session.finding.get().map(str::to_owned);
        let chain: Vec<Vec<u8>> = connection.peer_certificates().into_iter().flatten().map(|c| c.to_vec()).collect();
        (!connection.is_handshaking(), [version, suite, alpn, finding], chain)
    };
    let list = vm.new_array(&[Value::bool(done)]);
    for text in texts {
        let value = match text {
            Some(text) => vm.new_string(&text).value(),
            None => Value::UNDEFINED,
        };
        vm.array_push(list, value)?;
    }
    let certificates = vm.new_array(&[]);
    vm.array_push(list, certificates.value())?;
    for certificate in chain {
        let bytes = bytes_value(vm, &certificate)?;
        vm.array_push(certificates, bytes)?;
    }
    Ok(list.value())
}
