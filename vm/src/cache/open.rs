//! Opening the key and the stores that the options name.
//!
//! Whatever fails here is a warning and a reason: scripts run without a cache.

use super::fingerprint::build_id;
use crate::options::{CacheLevel, Finish, Options};
use hearth_codecache::store::{DirectoryStore, OpenOptions, READ_ONLY, Store};
#[cfg(feature = "store-redis")]
use hearth_codecache::store::{RedisAccess, Secret};
use hearth_codecache::{MissReason, StoreSpec, TrustKey};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Names a list of stores, as `--store` does, where no option says so.
pub const STORE_VARIABLE: &str = "HEARTH_STORE";

/// Has the password of Redis, where no file is named.
#[cfg(feature = "store-redis")]
const PASSWORD_VARIABLE: &str = "HEARTH_REDIS_PASSWORD";

/// What is near and older may have code by now, where others compile it.
const REFRESH_FROM_WORKERS: Duration = Duration::from_secs(10);

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

/// The stores that the options name, else those of `HEARTH_STORE`, else what the options name otherwise, else the user's
/// cache directory; several are layers, nearest first.
pub fn spec(options: &Options) -> Result<StoreSpec, OpenError> {
    if !options.stores.is_empty() {
        return of_words(&options.stores);
    }
    match std::env::var(STORE_VARIABLE) {
        Ok(text) if !text.trim().is_empty() => {
            of_words(&words(&text)).map_err(|e| error(MissReason::StoreFailed, format!("{STORE_VARIABLE}: {e}")))
        }
        _ if !options.stores_otherwise.is_empty() => of_words(&options.stores_otherwise),
        _ => DirectoryStore::default_root().map(StoreSpec::Directory).ok_or_else(|| {
            error(MissReason::StoreFailed, "no place for the cache: set HOME or XDG_CACHE_HOME, name one with --store, or use --cache=off")
        }),
    }
}

/// A list of what `--store` takes, separated by semicolons, or by blanks where each word can be nothing but a store of its own.
fn words(text: &str) -> Vec<&str> {
    let is_store = |word: &str| word.starts_with(['/', '.']) || word.starts_with("dir:") || word == "memory:" || word.contains("://");
    let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
    let words = parts.flat_map(|part| {
        let words: Vec<&str> = part.split_whitespace().collect();
        if words.iter().all(|word| is_store(word)) { words } else { vec![part] }
    });
    words.collect()
}

fn of_words(words: &[impl AsRef<str>]) -> Result<StoreSpec, OpenError> {
    let mut specs = words.iter().map(|word| one(word.as_ref())).collect::<Result<Vec<_>, _>>()?;
    Ok(if specs.len() == 1 { specs.remove(0) } else { StoreSpec::Layers(specs) })
}

/// Has the options mean the same wherever the process goes (chdir), and in those that it starts.
pub fn anchor(options: &mut Options) {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let anchored = |text: &str| match one(text) {
        Ok(StoreSpec::Directory(path)) if path.is_relative() => absolute(&path).to_str().map(|path| format!("dir:{path}")),
        Ok(StoreSpec::ReadOnly(path)) if path.is_relative() => absolute(&path).to_str().map(|path| format!("dir:{path}{READ_ONLY}")),
        _ => None,
    };
    if options.stores.is_empty() && options.cache != CacheLevel::Off {
        // An address may have a password: what need not be on a command line stays in the variable.
        let text = std::env::var(STORE_VARIABLE).unwrap_or_default();
        let words = words(&text);
        if words.iter().any(|word| anchored(word).is_some()) {
            options.stores = words.into_iter().map(str::to_owned).collect();
        }
    }
    for text in &mut options.stores {
        if let Some(address) = anchored(text) {
            *text = address;
        }
    }
    let settings = &mut options.store_settings;
    let files = [
        &mut options.key_file,
        &mut settings.redis_password_file,
        &mut settings.redis_authorities,
        &mut settings.redis_certificate,
        &mut settings.redis_certificate_key,
    ];
    for path in files.into_iter().flatten().filter(|path| path.is_relative()) {
        *path = absolute(path);
    }
}

/// One `--store`: an address, or the path of a directory, which may have blanks in it.
fn one(text: &str) -> Result<StoreSpec, OpenError> {
    if let Some(path) = text.strip_prefix("dir:").filter(|path| !path.is_empty() && *path != READ_ONLY) {
        return Ok(StoreSpec::directory(path));
    }
    if text == "memory:" || text.contains("://") {
        return StoreSpec::parse(text).map_err(|e| error(MissReason::StoreFailed, e.to_string()));
    }
    match text {
        "" | "dir:" | "dir:?ro" => {
            Err(error(MissReason::StoreFailed, "--store needs an address: dir:PATH, a path, or redis://HOST[:PORT]"))
        }
        path => Ok(StoreSpec::Directory(path.into())),
    }
}

/// Where the key is.
pub fn key_path(options: &Options) -> Result<PathBuf, OpenError> {
    let path = options.key_file.clone().or_else(TrustKey::default_path);
    path.ok_or_else(|| error(MissReason::IoError, "no place for the trust key: set HOME or XDG_CONFIG_HOME, or name one with --key-file"))
}

/// The key, which is made if the options say so.
///
/// # Errors
/// If it is not there, or cannot be trusted.
pub fn open_key(options: &Options) -> Result<TrustKey, OpenError> {
    let path = key_path(options)?;
    let opened = if options.makes_key {
        TrustKey::load_or_create(&path)
    } else if std::fs::symlink_metadata(&path).is_err_and(|e| e.kind() == std::io::ErrorKind::NotFound) {
        let path = path.display();
        let remedy = format!("name another with --key-file, or make one with `hearth cache make-key {path}`");
        return Err(error(MissReason::IoError, format!("there is no trust key in {path}: {remedy}")));
    } else {
        TrustKey::load(&path)
    };
    opened.map_err(|e| error(e.reason, e.to_string()))
}

/// How the stores are to behave.
pub fn open_options(options: &Options) -> OpenOptions {
    let settings = &options.store_settings;
    let mut open = OpenOptions::default();
    fn set<T>(place: &mut T, setting: Option<T>) {
        if let Some(setting) = setting {
            *place = setting;
        }
    }
    set(&mut open.directory.max_bytes, settings.max_bytes);
    open.directory.max_age = settings.max_age;
    set(&mut open.directory.lock_timeout, settings.save_timeout);
    set(&mut open.directory.keep_statistics, settings.keep_statistics);
    if matches!(options.finish, Finish::Worker) {
        open.layered.refresh_after = REFRESH_FROM_WORKERS;
    }
    #[cfg(feature = "store-redis")]
    {
        set(&mut open.redis.expiry, settings.redis_expiry);
        set(&mut open.redis.max_entry_bytes, settings.redis_max_entry);
        set(&mut open.redis.connect_timeout, settings.connect_timeout);
        set(&mut open.redis.load_timeout, settings.load_timeout);
        set(&mut open.redis.end_timeout, settings.end_timeout);
        set(&mut open.redis.save_timeout, settings.save_timeout);
        set(&mut open.redis.prefix, settings.redis_prefix.clone());
        open.redis.access = RedisAccess {
            user: settings.redis_user.clone(),
            password: std::env::var(PASSWORD_VARIABLE).ok().filter(|password| !password.is_empty()).map(Secret),
            password_file: settings.redis_password_file.clone(),
            authorities: settings.redis_authorities.clone(),
            certificate: settings.redis_certificate.clone(),
            certificate_key: settings.redis_certificate_key.clone(),
        };
    }
    open
}

/// The stores that are named, and the key with which the options have them opened.
pub fn open(spec: &StoreSpec, options: &Options) -> Result<(Arc<dyn Store>, TrustKey), OpenError> {
    has_identity(build_id())?;
    let key = open_key(options)?;
    let store = spec.open(&key, &open_options(options)).map_err(|e| error(e.reason, e.to_string()))?;
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
        assert_eq!(named(&["dir:/a b?ro"]).unwrap(), StoreSpec::ReadOnly("/a b".into()));
        assert_eq!(named(&["some/where"]).unwrap(), StoreSpec::Directory("some/where".into()));
        let layers = named(&["dir:/x", "redis://127.0.0.1:6379"]).unwrap();
        assert!(matches!(layers, StoreSpec::Layers(l) if l.len() == 2));
        for bad in ["", "dir:", "dir:?ro", "ftp://x"] {
            assert!(named(&[bad]).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_list_has_what_an_option_has() {
        let directory = |path: &str| StoreSpec::Directory(path.into());
        assert_eq!(of_words(&words("/a")).unwrap(), directory("/a"));
        assert_eq!(of_words(&words("some/where")).unwrap(), directory("some/where"));
        assert_eq!(of_words(&words("/a folder")).unwrap(), directory("/a folder"));
        assert_eq!(of_words(&words("dir:/a dir:/b")).unwrap(), StoreSpec::Layers(vec![directory("/a"), directory("/b")]));
        assert!(matches!(of_words(&words("/a redis://h:1")).unwrap(), StoreSpec::Layers(l) if l.len() == 2));
        assert_eq!(of_words(&words("/a ; b c")).unwrap(), StoreSpec::Layers(vec![directory("/a"), directory("b c")]));
        assert!(of_words(&words("ftp://x")).is_err());
    }

    #[test]
    fn relative_paths_are_of_where_the_process_was_started() {
        let mut options = Options { stores: vec!["some/where".into(), "redis://h:1".into()], ..Options::default() };
        options.key_file = Some("key".into());
        options.store_settings.redis_authorities = Some("ca".into());
        anchor(&mut options);
        let here = std::env::current_dir().unwrap();
        assert_eq!(options.stores, [format!("dir:{}", here.join("some/where").display()), "redis://h:1".into()]);
        assert_eq!(options.key_file, Some(here.join("key")));
        assert_eq!(options.store_settings.redis_authorities, Some(here.join("ca")));
    }
}
