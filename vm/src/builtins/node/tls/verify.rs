//! Whether the certificates of the other side are trusted. What is found is noted, in the words of
//! OpenSSL; who does not want to refuse for it may look later. Whether a certificate is of the host that was meant is not
//! asked here: `checkServerIdentity` of the program may say.

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::verify_server_cert_signed_by_trust_anchor;
use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::server::{ParsedCertificate, WebPkiClientVerifier};
use rustls::{CertificateError, DigitallySignedStruct, DistinguishedName, Error, RootCertStore, SignatureScheme};
use std::sync::{Arc, OnceLock};

/// What is wrong with a certificate, if something is.
#[derive(Clone, Default, Debug)]
pub struct Finding(Arc<OnceLock<&'static str>>);

impl Finding {
    pub fn get(&self) -> Option<&'static str> {
        self.0.get().copied()
    }
    fn note(&self, error: &Error, end_entity: &CertificateDer<'_>, intermediates: &[CertificateDer<'_>]) {
        let _ = self.0.set(code_of(error, end_entity, intermediates));
    }
}

fn code_of(error: &Error, end_entity: &CertificateDer<'_>, intermediates: &[CertificateDer<'_>]) -> &'static str {
    let Error::InvalidCertificate(error) = error else { return "UNSPECIFIED" };
    match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "CERT_HAS_EXPIRED",
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => "CERT_NOT_YET_VALID",
        CertificateError::Revoked => "CERT_REVOKED",
        CertificateError::BadSignature => "CERT_SIGNATURE_FAILURE",
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => "INVALID_PURPOSE",
        // A certificate of an authority in the place of a server's is not found in the list of roots either.
        _ if is_self_issued(end_entity) => "DEPTH_ZERO_SELF_SIGNED_CERT",
        _ if intermediates.iter().any(|c| is_self_issued(c)) => "SELF_SIGNED_CERT_IN_CHAIN",
        _ if intermediates.is_empty() => "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
        _ => "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    }
}

/// The contents of a DER element, and what follows it.
fn element(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (first, rest) = der.get(1..)?.split_first()?;
    let (length, rest) = match first {
        0..0x80 => (*first as usize, rest),
        _ => {
            let count = (first & 0x7f) as usize;
            let bytes = rest.get(..count).filter(|_| (1..=4).contains(&count))?;
            (bytes.iter().fold(0, |n, byte| n << 8 | *byte as usize), &rest[count..])
        }
    };
    Some((rest.get(..length)?, &rest[length..]))
}

/// Are issuer and subject of a certificate (RFC 5280, 4.1) the same?
fn is_self_issued(certificate: &CertificateDer<'_>) -> bool {
    fn names(der: &[u8]) -> Option<(&[u8], &[u8])> {
        let (certificate, _) = element(der)?;
        let (mut fields, _) = element(certificate)?;
        // The version is there or not.
        if fields.first() == Some(&0xa0) {
            fields = element(fields)?.1;
        }
        let (_, fields) = element(fields)?;
        let (_, fields) = element(fields)?;
        let (issuer, fields) = element(fields)?;
        let (_, fields) = element(fields)?;
        Some((issuer, element(fields)?.0))
    }
    names(certificate).is_some_and(|(issuer, subject)| issuer == subject)
}

fn algorithms() -> WebPkiSupportedAlgorithms {
    ring::default_provider().signature_verification_algorithms
}

/// What a client asks of a server.
#[derive(Debug)]
pub struct ServerVerifier {
    roots: Arc<RootCertStore>,
    /// Certificates that are trusted as they are.
    trusted: Arc<[CertificateDer<'static>]>,
    refuses: bool,
    finding: Finding,
}

impl ServerVerifier {
    pub fn new(roots: Arc<RootCertStore>, trusted: Arc<[CertificateDer<'static>]>, refuses: bool, finding: Finding) -> ServerVerifier {
        ServerVerifier { roots, trusted, refuses, finding }
    }
}

/// Signatures are checked in the same way on both sides.
macro_rules! signatures {
    () => {
        fn verify_tls12_signature(
            &self,
            message: &[u8],
            cert: &CertificateDer<'_>,
            dss: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            verify_tls12_signature(message, cert, dss, &algorithms())
        }
        fn verify_tls13_signature(
            &self,
            message: &[u8],
            cert: &CertificateDer<'_>,
            dss: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            verify_tls13_signature(message, cert, dss, &algorithms())
        }
        fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
            algorithms().supported_schemes()
        }
    };
}

impl ServerCertVerifier for ServerVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let result = ParsedCertificate::try_from(end_entity)
            .and_then(|parsed| verify_server_cert_signed_by_trust_anchor(&parsed, &self.roots, intermediates, now, algorithms().all));
        if let Err(error) = result {
            // A certificate of an authority that is itself among the trusted serves as a server's.
            let is_late = matches!(
                error,
                Error::InvalidCertificate(
                    CertificateError::Expired
                        | CertificateError::ExpiredContext { .. }
                        | CertificateError::NotValidYet
                        | CertificateError::NotValidYetContext { .. }
                )
            );
            if is_late || !self.trusted.contains(end_entity) {
                self.finding.note(&error, end_entity, intermediates);
                if self.refuses {
                    return Err(error);
                }
            }
        }
        Ok(ServerCertVerified::assertion())
    }
    signatures!();
}

/// What a server asks of a client.
#[derive(Debug)]
pub struct ClientVerifier {
    /// None where nobody is trusted.
    inner: Option<Arc<dyn ClientCertVerifier>>,
    refuses: bool,
    finding: Finding,
}

impl ClientVerifier {
    pub fn new(roots: Arc<RootCertStore>, provider: Arc<CryptoProvider>, refuses: bool, finding: Finding) -> ClientVerifier {
        let inner = WebPkiClientVerifier::builder_with_provider(roots, provider).build().ok();
        ClientVerifier { inner, refuses, finding }
    }
}

impl ClientCertVerifier for ClientVerifier {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }
    fn client_auth_mandatory(&self) -> bool {
        self.refuses
    }
    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        let unknown = Err(Error::InvalidCertificate(CertificateError::UnknownIssuer));
        let result = self.inner.as_ref().map_or(unknown, |inner| inner.verify_client_cert(end_entity, intermediates, now));
        if let Err(error) = result {
            self.finding.note(&error, end_entity, intermediates);
            if self.refuses {
                return Err(error);
            }
        }
        Ok(ClientCertVerified::assertion())
    }
    signatures!();
}
