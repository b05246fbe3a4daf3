//! Reads what a user writes to name a store, and opens it.
//!
//! `dir:PATH`, `dir:PATH?ro`, `memory:`, or an address of Redis ([`RedisAddress`]); several, separated by
//! blanks or semicolons, are layers, nearest first. Redis is what a feature of this crate has.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use super::{DirectoryOptions, DirectoryStore, LayeredOptions, LayeredStore, MemoryStore, Store, StoreError};
#[cfg(feature = "redis")]
use super::{RedisAddress, RedisOptions, RedisStore};
use crate::trust::TrustKey;

/// Behind the path of a directory that is only read.
pub const READ_ONLY: &str = "?ro";

/// A store, by name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StoreSpec {
    /// In this process.
    Memory,
    /// A directory of packs.
    Directory(PathBuf),
    /// A directory of packs that is only read, such as one in the image of a container.
    ReadOnly(PathBuf),
    /// Redis: a server, a cluster, or what sentinels name.
    #[cfg(feature = "redis")]
    Redis(RedisAddress),
    /// Layers, nearest first.
    Layers(Vec<StoreSpec>),
}

/// What is wrong with the name of a store.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "{what}: expected dir:PATH, memory:, redis[s]://HOST[:PORT], redis[s]-cluster://HOST[:PORT],… or redis[s]+sentinel://HOST[:PORT],…/SERVICE"
)]
pub struct StoreSpecError {
    what: String,
}

/// How the stores that a [`StoreSpec`] names are to behave.
#[derive(Clone, Debug)]
pub struct OpenOptions {
    /// Of a memory store, in bytes.
    pub memory_bytes: u64,
    /// Of directory stores.
    pub directory: DirectoryOptions,
    /// Of Redis stores.
    #[cfg(feature = "redis")]
    pub redis: RedisOptions,
    /// Of layers.
    pub layered: LayeredOptions,
}

impl Default for OpenOptions {
    fn default() -> Self {
        OpenOptions {
            memory_bytes: 256 << 20,
            directory: DirectoryOptions::default(),
            #[cfg(feature = "redis")]
            redis: RedisOptions::default(),
            layered: LayeredOptions::default(),
        }
    }
}

impl StoreSpec {
    /// Whether other processes of this machine read it, and none elsewhere.
    pub fn is_local(&self) -> bool {
        match self {
            StoreSpec::Directory(_) | StoreSpec::ReadOnly(_) => true,
            StoreSpec::Layers(layers) => layers.iter().all(StoreSpec::is_local),
            _ => false,
        }
    }

    /// The nearest directory that is written to.
    pub fn near_directory(&self) -> Option<&Path> {
        match self {
            StoreSpec::Directory(path) => Some(path),
            StoreSpec::Layers(layers) => layers.iter().find_map(StoreSpec::near_directory),
            _ => None,
        }
    }

    /// Whether there is one that is only read.
    pub fn has_read_only(&self) -> bool {
        match self {
            StoreSpec::ReadOnly(_) => true,
            StoreSpec::Layers(layers) => layers.iter().any(StoreSpec::has_read_only),
            _ => false,
        }
    }

    /// Reads one store or, separated by blanks or semicolons, several layers.
    pub fn parse(text: &str) -> Result<StoreSpec, StoreSpecError> {
        let mut specs = text.split([';', ' ']).filter(|part| !part.is_empty()).map(StoreSpec::parse_one).collect::<Result<Vec<_>, _>>()?;
        match specs.len() {
            0 => Err(StoreSpecError { what: "no store is named".into() }),
            1 => Ok(specs.remove(0)),
            _ => Ok(StoreSpec::Layers(specs)),
        }
    }

    /// A directory, which is only read if `?ro` follows its path.
    pub fn directory(path: &str) -> StoreSpec {
        match path.strip_suffix(READ_ONLY) {
            Some(path) => StoreSpec::ReadOnly(path.into()),
            None => StoreSpec::Directory(path.into()),
        }
    }

    fn parse_one(text: &str) -> Result<StoreSpec, StoreSpecError> {
        // An error message may end up in a log: not with a password.
        let shown = match (text.split_once("://"), text.rsplit_once('@')) {
            (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
            _ => text.to_owned(),
        };
        let bad = |what: &str| StoreSpecError { what: format!("`{shown}`: {what}") };
        if let Some(path) = text.strip_prefix("dir:") {
            return if path.is_empty() || path == READ_ONLY { Err(bad("the path is missing")) } else { Ok(StoreSpec::directory(path)) };
        }
        if text == "memory:" {
            return Ok(StoreSpec::Memory);
        }
        match parse_redis(text) {
            Some(spec) => spec.map_err(bad),
            None => Err(bad("unknown kind of store")),
        }
    }

    /// Opens the store. Touches no disk; starts connecting to Redis in the
    /// background. Fails only if a URL is not valid.
    pub fn open(&self, key: &TrustKey, options: &OpenOptions) -> Result<Arc<dyn Store>, StoreError> {
        Ok(match self {
            StoreSpec::Memory => Arc::new(MemoryStore::new(key.clone(), options.memory_bytes)),
            StoreSpec::Directory(path) => Arc::new(DirectoryStore::new(path, key.clone(), options.directory)),
            StoreSpec::ReadOnly(path) => {
                let directory = DirectoryOptions { read_only: true, ..options.directory };
                Arc::new(DirectoryStore::new(path, key.clone(), directory))
            }
            #[cfg(feature = "redis")]
            StoreSpec::Redis(address) => Arc::new(RedisStore::open(address, key.clone(), options.redis.clone())?),
            StoreSpec::Layers(specs) => {
                // What was learnt since one was made is in those that are written to.
                let (read_only, others): (Vec<_>, Vec<_>) = specs.iter().partition(|spec| matches!(spec, StoreSpec::ReadOnly(_)));
                #[cfg(feature = "redis")]
                let options = &with_notes(options, specs);
                let layers = others.into_iter().chain(read_only).map(|s| s.open(key, options)).collect::<Result<Vec<_>, _>>()?;
                Arc::new(LayeredStore::new(layers, options.layered))
            }
        })
    }
}

/// What is near is also the place where it is written down that a server is left alone.
#[cfg(feature = "redis")]
fn with_notes(options: &OpenOptions, layers: &[StoreSpec]) -> OpenOptions {
    let mut options = options.clone();
    let near = layers.iter().find_map(StoreSpec::near_directory);
    options.redis.notes = options.redis.notes.or(near.map(Path::to_owned));
    options
}

/// An address of Redis, or what is wrong with it; none if it is of something else.
#[cfg(feature = "redis")]
fn parse_redis(text: &str) -> Option<Result<StoreSpec, &'static str>> {
    text.starts_with("redis").then(|| RedisAddress::parse(text).map(StoreSpec::Redis))
}

#[cfg(not(feature = "redis"))]
fn parse_redis(text: &str) -> Option<Result<StoreSpec, &'static str>> {
    text.starts_with("redis").then_some(Err("stores in Redis are not built in"))
}

impl FromStr for StoreSpec {
    type Err = StoreSpecError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        StoreSpec::parse(text)
    }
}

#[cfg(all(test, feature = "redis"))]
mod tests {
    use super::*;

    #[test]
    fn reads_each_kind() {
        let parse = |t| StoreSpec::parse(t).unwrap();
        assert_eq!(parse("dir:/a/b"), StoreSpec::Directory("/a/b".into()));
        assert_eq!(parse("dir:/a/b?ro"), StoreSpec::ReadOnly("/a/b".into()));
        assert_eq!(parse("memory:"), StoreSpec::Memory);
        let redis = |text: &str| StoreSpec::Redis(RedisAddress::parse(text).unwrap());
        assert_eq!(parse("rediss://h:1"), redis("rediss://h:1"));
        assert_eq!(parse("redis-cluster://:pw@a:1,b:2"), redis("redis-cluster://:pw@a:1,b:2"));
        assert_eq!(
            parse("memory:; dir:x redis://h"),
            StoreSpec::Layers(vec![StoreSpec::Memory, StoreSpec::Directory("x".into()), redis("redis://h")])
        );
    }

    #[test]
    fn refuses_the_rest_with_a_reason() {
        for (text, word) in [
            ("", "no store"),
            ("dir:", "path"),
            ("dir:?ro", "path"),
            ("/tmp", "unknown kind"),
            ("rediss://h#insecure", "certificates"),
            ("redis+sentinel://h:1", "service"),
            ("redis://", "Redis URL"),
            ("redis-cluster://", "addresses"),
            ("dir:x;ftp://y", "ftp"),
        ] {
            let message = StoreSpec::parse(text).unwrap_err().to_string();
            assert!(message.contains(word), "{text}: {message}");
        }
        let message = StoreSpec::parse("redis://user:secret@host:x").unwrap_err().to_string();
        assert!(message.contains("host:x") && !message.contains("secret"), "{message}");
    }
}
