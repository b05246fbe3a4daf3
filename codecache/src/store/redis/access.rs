//! As whom a server is talked to, and by which certificates it is believed.
//!
//! Passwords and private keys come from files (or from the environment, which whoever opens the
//! store has read): what is said on a command line can be read by all users of a machine.

use std::fmt;
use std::path::{Path, PathBuf};

use ::redis::{Client, ClientTlsConfig, ConnectionAddr, ConnectionInfo, ErrorKind, RedisError, RedisResult, TlsCertificates};

/// A text that is not shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// What an address does not say of the access to its servers, or what counts instead of it.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct RedisAccess {
    /// A user of the server's access control list.
    pub user: Option<String>,
    /// Of the user. A file goes before it.
    pub password: Option<Secret>,
    /// The password is its first line.
    pub password_file: Option<PathBuf>,
    /// Certificates (PEM) of those who may vouch for a server. Without: the authorities that browsers know.
    pub authorities: Option<PathBuf>,
    /// The certificates (PEM) by which this client is known, its own first.
    pub certificate: Option<PathBuf>,
    /// The private key (PEM) of that certificate.
    pub certificate_key: Option<PathBuf>,
}

fn invalid(text: impl Into<String>) -> RedisError {
    (ErrorKind::InvalidClientConfig, "access", text.into()).into()
}

fn read(path: &Path) -> RedisResult<Vec<u8>> {
    std::fs::read(path).map_err(|error| invalid(format!("cannot read {}: {error}", path.display())))
}

/// Access, with all files read.
#[derive(Clone)]
pub(super) struct Credentials {
    user: Option<String>,
    password: Option<String>,
    pub certificates: TlsCertificates,
}

impl RedisAccess {
    pub(super) fn open(&self) -> RedisResult<Credentials> {
        let password = match &self.password_file {
            Some(path) => {
                let text = String::from_utf8(read(path)?).map_err(|_| invalid(format!("{} is no text", path.display())))?;
                match text.lines().next().map(str::to_owned).filter(|line| !line.is_empty()) {
                    None => return Err(invalid(format!("there is no password in the first line of {}", path.display()))),
                    some => some,
                }
            }
            None => self.password.as_ref().map(|secret| secret.0.clone()),
        };
        let client_tls = match (&self.certificate, &self.certificate_key) {
            (Some(certificate), Some(key)) => Some(ClientTlsConfig { client_cert: read(certificate)?, client_key: read(key)? }),
            (None, None) => None,
            _ => return Err(invalid("a certificate needs its key, and a key its certificate")),
        };
        let root_cert = self.authorities.as_deref().map(read).transpose()?;
        Ok(Credentials { user: self.user.clone(), password, certificates: TlsCertificates { client_tls, root_cert } })
    }
}

impl Credentials {
    /// An address with what it says of the access, or what counts instead of it.
    pub fn apply(&self, node: ConnectionInfo) -> RedisResult<ConnectionInfo> {
        // One command fewer for each new connection.
        let mut settings = node.redis_settings().clone().set_skip_set_lib_name();
        if let Some(user) = &self.user {
            settings = settings.set_username(user);
        }
        if let Some(password) = &self.password {
            settings = settings.set_password(password);
        }
        let node = node.set_redis_settings(settings);
        if !matches!(node.addr(), ConnectionAddr::TcpTls { .. }) {
            return Ok(node);
        }
        choose_provider();
        Ok(Client::build_with_tls(node, self.certificates.clone())?.get_connection_info().clone())
    }
}

/// A program in which there are several has to say which one it means.
fn choose_provider() {
    // Somebody else may have chosen: that is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

#[cfg(test)]
mod tests {
    use super::super::super::temporary::TempDir;
    use super::*;
    use ::redis::IntoConnectionInfo;

    #[test]
    fn what_is_said_beside_an_address_counts_instead_of_what_it_says() {
        let folder = TempDir::new();
        let file = folder.path().join("password");
        std::fs::write(&file, "from a file\n").unwrap();
        let access = RedisAccess {
            user: Some("me".into()),
            password: Some(Secret("other".into())),
            password_file: Some(file.clone()),
            ..RedisAccess::default()
        };
        let node = access.open().unwrap().apply("redis://you:yours@h".into_connection_info().unwrap()).unwrap();
        assert_eq!((node.redis_settings().username(), node.redis_settings().password()), (Some("me"), Some("from a file")));
        std::fs::write(&file, "\nsecond line").unwrap();
        assert!(access.open().is_err());
        assert!(!format!("{access:?}").contains("other"));
    }

    #[test]
    fn files_that_are_named_have_to_be_there() {
        let missing = || Some(PathBuf::from("/not/there"));
        for access in [
            RedisAccess { password_file: missing(), ..RedisAccess::default() },
            RedisAccess { authorities: missing(), ..RedisAccess::default() },
            RedisAccess { certificate: missing(), certificate_key: missing(), ..RedisAccess::default() },
            RedisAccess { certificate: missing(), ..RedisAccess::default() },
        ] {
            assert!(access.open().is_err(), "{access:?}");
        }
    }
}
