//! Addresses of Redis, as people write them.
//!
//! | written | what it is |
//! |---|---|
//! | `redis://HOST[:PORT][/DATABASE]`, `redis+unix:///PATH` | one server |
//! | `redis-cluster://HOST[:PORT],…` | a cluster, by some of its nodes |
//! | `redis+sentinel://HOST[:PORT],…/SERVICE[/DATABASE]` | the primary of a service, which sentinels name |
//!
//! With `rediss` for `redis` it is TLS. Before the hosts there may be `USER:PASSWORD@`, at the
//! end `?prefix=PREFIX`, which is put before all keys. No form of an address that is shown has a password.

use std::fmt;

use ::redis::{ConnectionInfo, IntoConnectionInfo};

/// Where the sentinels of a service listen, if nothing is said.
const SENTINEL_PORT: u16 = 26379;

/// What the hosts of an address are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Server,
    Cluster,
    Sentinels { service: String },
}

/// The address of a server, a cluster or the sentinels of a service.
#[derive(Clone, PartialEq, Eq)]
pub struct RedisAddress {
    pub(super) kind: Kind,
    /// Of single servers, as the client reads them; those of sentinels have the credentials and
    /// the database of the primary.
    pub(super) urls: Vec<String>,
    /// Put before all keys, if the address says so.
    pub(super) prefix: Option<String>,
    /// Scheme and hosts.
    shown: String,
}

impl RedisAddress {
    /// Reads an address.
    ///
    /// # Errors
    /// What is wrong with it, without any of it.
    pub fn parse(text: &str) -> Result<RedisAddress, &'static str> {
        let (scheme, rest) = text.split_once("://").ok_or("not a Redis URL")?;
        if rest.contains('#') {
            return Err("an address has no fragment; certificates are always looked at");
        }
        let (rest, prefix, query) = take_prefix(rest)?;
        let (credentials, rest) = match rest.rsplit_once('@') {
            Some((credentials, rest)) => (format!("{credentials}@"), rest),
            None => (String::new(), rest),
        };
        let (single, kind) = scheme.split_once(['-', '+']).unwrap_or((scheme, ""));
        let is_tls = match single {
            "redis" => false,
            "rediss" => true,
            _ => return Err("not a Redis URL"),
        };
        let shown = format!("{scheme}://{rest}");
        let separator = &scheme[single.len()..scheme.len() - kind.len()];
        let each = |hosts: &str, tail: &str, port: &str| -> Vec<String> {
            let hosts = hosts.split(',').map(str::trim).filter(|host| !host.is_empty());
            hosts.map(|host| format!("{single}://{credentials}{host}{}{tail}{query}", if has_port(host) { "" } else { port })).collect()
        };
        let (kind, urls, wrong) = match (separator, kind) {
            ("", "") => (Kind::Server, vec![format!("{single}://{credentials}{rest}{query}")], "not a Redis URL"),
            ("+", "unix") if !is_tls => (Kind::Server, vec![format!("redis+unix://{credentials}{rest}{query}")], "not a Redis URL"),
            ("-", "cluster") => (Kind::Cluster, each(rest, "", ""), "not the addresses of cluster nodes"),
            ("+", "sentinel") => {
                let (hosts, path) = rest.split_once('/').unwrap_or((rest, ""));
                let (service, database) = path.split_once('/').unwrap_or((path, "0"));
                if service.is_empty() {
                    return Err("the name of the service is missing: redis+sentinel://HOST,HOST/SERVICE");
                }
                let urls = each(hosts, &format!("/{database}"), &format!(":{SENTINEL_PORT}"));
                (Kind::Sentinels { service: service.to_owned() }, urls, "not the addresses of sentinels")
            }
            _ => return Err("not a Redis URL"),
        };
        let are_urls = !urls.is_empty() && urls.iter().all(|url| url.as_str().into_connection_info().is_ok());
        if are_urls { Ok(RedisAddress { kind, urls, prefix, shown }) } else { Err(wrong) }
    }

    /// One per host, as the client wants it.
    pub(super) fn nodes(&self) -> ::redis::RedisResult<Vec<ConnectionInfo>> {
        self.urls.iter().map(|url| url.as_str().into_connection_info()).collect()
    }
}

/// Without the credentials.
impl fmt::Display for RedisAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)?;
        self.prefix.iter().try_for_each(|prefix| write!(f, "?prefix={prefix}"))
    }
}

impl fmt::Debug for RedisAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RedisAddress({self})")
    }
}

fn has_port(host: &str) -> bool {
    // Of IPv6 only what is behind the brackets.
    host.rsplit_once(']').map_or(host, |(_, rest)| rest).contains(':')
}

/// What is left of an address, its prefix, and the rest of its query.
fn take_prefix(text: &str) -> Result<(&str, Option<String>, String), &'static str> {
    let Some((rest, query)) = text.split_once('?') else { return Ok((text, None, String::new())) };
    let mut prefix = None;
    let mut others = Vec::new();
    for pair in query.split('&') {
        match pair.strip_prefix("prefix=") {
            // A brace would decide which node of a cluster has a key.
            Some(value) if !value.is_empty() && value.chars().all(|c| c.is_ascii_alphanumeric() || "-_.:/".contains(c)) => {
                prefix = Some(value.to_owned());
            }
            Some(_) => return Err("a prefix has letters, digits and any of -_.:/"),
            None => others.push(pair),
        }
    }
    let query = if others.is_empty() { String::new() } else { format!("?{}", others.join("&")) };
    Ok((rest, prefix, query))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> RedisAddress {
        RedisAddress::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn each_kind_is_read() {
        assert_eq!((read("redis://h:1").kind, read("redis://h:1").urls), (Kind::Server, vec!["redis://h:1".to_owned()]));
        assert_eq!(read("rediss://u:p@h/3").urls, ["rediss://u:p@h/3"]);
        assert_eq!(read("redis+unix:///run/redis").urls, ["redis+unix:///run/redis"]);
        let cluster = read("rediss-cluster://:pw@a:1,b:2");
        assert_eq!((cluster.kind, cluster.urls), (Kind::Cluster, vec!["rediss://:pw@a:1".to_owned(), "rediss://:pw@b:2".to_owned()]));
        let sentinels = read("redis+sentinel://u:p@a,b:7,[::1]/main/2?protocol=resp3");
        assert_eq!(sentinels.kind, Kind::Sentinels { service: "main".into() });
        let urls = ["redis://u:p@a:26379/2?protocol=resp3", "redis://u:p@b:7/2?protocol=resp3", "redis://u:p@[::1]:26379/2?protocol=resp3"];
        assert_eq!(sentinels.urls, urls);
    }

    #[test]
    fn what_is_shown_has_no_credentials() {
        for (text, shown) in [
            ("redis://user:p@ss@host:1/0", "redis://host:1/0"),
            ("redis-cluster://:p@a:1,b", "redis-cluster://a:1,b"),
            ("rediss+sentinel://u:p@a/main?prefix=team-a", "rediss+sentinel://a/main?prefix=team-a"),
        ] {
            // A password may have the sign that ends it only where it is escaped.
            let address = RedisAddress::parse(&text.replace("p@ss", "p%40ss")).unwrap();
            assert_eq!(address.to_string(), shown);
            assert_eq!(format!("{address:?}"), format!("RedisAddress({shown})"));
        }
    }

    #[test]
    fn a_prefix_is_taken_out_of_the_address() {
        let address = read("redis://h:1?protocol=resp3&prefix=team-a:x");
        assert_eq!((address.prefix.as_deref(), address.urls[0].as_str()), (Some("team-a:x"), "redis://h:1?protocol=resp3"));
        assert_eq!(read("redis://h:1?prefix=a").urls, ["redis://h:1"]);
        for bad in ["redis://h?prefix=", "redis://h?prefix=a{b}", "redis://h?prefix=a b"] {
            assert!(RedisAddress::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_rest_is_refused() {
        for bad in [
            "redis://",
            "redis",
            "redis-cluster://",
            "redis+sentinel://a:1",
            "redis+sentinel:///main",
            "redis+sentinel://a/main/x",
            "rediss+unix:///x",
            "redis+cluster://a",
            "redis-sentinel://a/b",
            "rediss://h#insecure",
            "valkey://h",
        ] {
            assert!(RedisAddress::parse(bad).is_err(), "{bad}");
        }
    }
}
