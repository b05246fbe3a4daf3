//! Opening the key and the stores that the options name.
//!
//! Whatever fails here is a warning and a reason: scripts run without a cache.

use super::fingerprint::build_id;
use crate::options::Options;
use hearth_codecache::store::{DirectoryStore, OpenOptions, Store};
use hearth_codecache::{MissReason, StoreSpec, TrustKey};
use std::path::PathBuf;
use std::sync::Arc;

/// Names a list of stores, as `--store` does, where no option says so.
pub const STORE_VARIABLE: &str = "HEARTH_STORE";

/// Why there is no store.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{text}")]
pub struct OpenError {
    pub reason: MissReason,
    /// For people: what happened and what to do about it.
    pub text: String,
}

fn error(reason: MissReason, text: impl Into<String>) -> OpenError {
    OpenError { reason, text: text.into() }
}

/// The stores that the options name, else those of `HEARTH_STORE`, else the user's
/// cache directory; several are layers, nearest first.
pub fn spec(options: &Options) -> Result<StoreSpec, OpenError> {
    if !options.stores.is_empty() {
        let mut specs = options.stores.iter().map(|text| one(text)).collect::<Result<Vec<_>, _>>()?;
        return Ok(if specs.len() == 1 { specs.remove(0) } else { StoreSpec::Layers(specs) });
    }
    match std::env::var(STORE_VARIABLE) {
        Ok(text) if !text.trim().is_empty() => {
            StoreSpec::parse(&text).map_err(|e| error(MissReason::StoreFailed, format!("{STORE_VARIABLE}: {e}")))
        }
        _ => DirectoryStore::default_root().map(StoreSpec::Directory).ok_or_else(|| {
            error(MissReason::StoreFailed, "no place for the cache: set HOME or XDG_CACHE_HOME, name one with --store, or use --cache=off")
        }),
    }
}

/// One `--store`: an address, or the path of a directory, which may have blanks in it.
fn one(text: &str) -> Result<StoreSpec, OpenError> {
    if let Some(path) = text.strip_prefix("dir:").filter(|p| !p.is_empty()) {
        return Ok(StoreSpec::Directory(path.into()));
    }
    if text == "memory:" || text.contains("://") {
        return StoreSpec::parse(text).map_err(|e| error(MissReason::StoreFailed, e.to_string()));
    }
    match text {
        "" | "dir:" => Err(error(MissReason::StoreFailed, "--store needs an address: dir:PATH, a path, or redis://HOST[:PORT]")),
        path => Ok(StoreSpec::Directory(path.into())),
    }
}

/// Where the key is.
pub fn key_path(options: &Options) -> Result<PathBuf, OpenError> {
    let path = options.key_file.clone().or_else(TrustKey::default_path);
    path.ok_or_else(|| error(MissReason::IoError, "no place for the trust key: set HOME or XDG_CONFIG_HOME, or name one with --key-file"))
}

/// The key and the store. Makes the key if there is none; touches no store yet.
pub fn open(options: &Options) -> Result<(Arc<dyn Store>, TrustKey), OpenError> {
    has_identity(build_id())?;
    let spec = spec(options)?;
    let key = TrustKey::load_or_create(&key_path(options)?).map_err(|e| error(e.reason, e.to_string()))?;
    let store = spec.open(&key, &OpenOptions::default()).map_err(|e| error(e.reason, e.to_string()))?;
    Ok((store, key))
}

/// A build that cannot be told from others must not use what they have stored, nor store
/// what they would use.
fn has_identity(build: Result<String, &'static str>) -> Result<(), OpenError> {
    let text = |missing| format!("this build has no identity, for it was made without {missing}, and its linker gave it no build ID");
    build.map(drop).map_err(|missing| error(MissReason::NoBuildId, text(missing)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_without_identity_has_no_store() {
        let refused = has_identity(Err("Cargo.lock")).unwrap_err();
        assert_eq!(refused.reason, MissReason::NoBuildId);
        assert!(refused.text.contains("Cargo.lock"));
        assert!(has_identity(Ok("0123".to_owned())).is_ok());
    }

    #[test]
    fn stores_are_named_by_address_or_path() {
        let named = |stores: &[&str]| {
            let options = Options { stores: stores.iter().map(|s| (*s).to_owned()).collect(), ..Options::default() };
            spec(&options)
        };
        assert_eq!(named(&["dir:/a b"]).unwrap(), StoreSpec::Directory("/a b".into()));
        assert_eq!(named(&["some/where"]).unwrap(), StoreSpec::Directory("some/where".into()));
        let layers = named(&["dir:/x", "redis://127.0.0.1:6379"]).unwrap();
        assert!(matches!(layers, StoreSpec::Layers(l) if l.len() == 2));
        for bad in ["", "dir:", "ftp://x"] {
            assert!(named(&[bad]).is_err(), "{bad}");
        }
    }
}
