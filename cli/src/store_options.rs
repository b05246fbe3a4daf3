//! How stores behave: options of `hearth` and of `hearth cache`, each with a variable that says the same for all runs.

use crate::quantities::{said, size, time};
use hearth::options::{Options, StoreSettings};
use hearth_codecache::TrustKey;
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

/// Says where the key is, where no option does.
const KEY_VARIABLE: &str = "HEARTH_KEY_FILE";

#[derive(clap::Args, Clone, Debug, Default)]
#[command(next_help_heading = "Stores")]
pub struct StoreOptions {
    /// A store: a folder (dir:PATH?ro: one that is only read), or redis://host. Several are layers, the first is
    /// asked first, and after all others those that are only read. HEARTH_STORE: a list.
    #[arg(long, global = true)]
    pub store: Vec<String>,
    /// File with the key that authenticates stored code. HEARTH_KEY_FILE. Without either, the user's own,
    /// made at first use; `hearth cache make-key FILE` makes one for a fleet.
    #[arg(long, global = true)]
    pub key_file: Option<PathBuf>,
    /// Most bytes of a folder: 1g. HEARTH_STORE_SIZE.
    #[arg(long, global = true, value_name = "SIZE")]
    store_size: Option<String>,
    /// What was not used for so long goes from a folder: never. HEARTH_STORE_AGE.
    #[arg(long, global = true, value_name = "TIME")]
    store_age: Option<String>,
    /// What nobody has added to for so long goes from Redis: 30d. HEARTH_REDIS_EXPIRY.
    #[arg(long, global = true, value_name = "TIME")]
    redis_expiry: Option<String>,
    /// No larger entry is sent to Redis: 16m. HEARTH_REDIS_MAX_ENTRY.
    #[arg(long, global = true, value_name = "SIZE")]
    redis_max_entry: Option<String>,
    /// To connect to Redis: 200ms. HEARTH_CONNECT_TIMEOUT.
    #[arg(long, global = true, value_name = "TIME")]
    connect_timeout: Option<String>,
    /// What a script waits for Redis at most when it is loaded: 250ms. HEARTH_LOAD_TIMEOUT.
    #[arg(long, global = true, value_name = "TIME")]
    load_timeout: Option<String>,
    /// What saving waits for at most, off the script's thread: 2s. HEARTH_SAVE_TIMEOUT.
    #[arg(long, global = true, value_name = "TIME")]
    save_timeout: Option<String>,
}

/// Options of this kind that take the next word as their value.
pub const NAMES: [&str; 9] = [
    "--store",
    "--key-file",
    "--store-size",
    "--store-age",
    "--redis-expiry",
    "--redis-max-entry",
    "--connect-timeout",
    "--load-timeout",
    "--save-timeout",
];

impl StoreOptions {
    /// One store, which behaves as it does by itself.
    pub fn of(store: String) -> StoreOptions {
        StoreOptions { store: vec![store], ..StoreOptions::default() }
    }

    /// # Errors
    /// Which option or variable is not understood.
    pub fn settings(&self) -> Result<StoreSettings, String> {
        let time = |option: &Option<String>, name, variable| said(option.as_deref(), name, variable, time);
        let size = |option: &Option<String>, name, variable| said(option.as_deref(), name, variable, size);
        Ok(StoreSettings {
            max_bytes: size(&self.store_size, "--store-size", "HEARTH_STORE_SIZE")?.map(|bytes| bytes as u64),
            max_age: time(&self.store_age, "--store-age", "HEARTH_STORE_AGE")?,
            redis_expiry: time(&self.redis_expiry, "--redis-expiry", "HEARTH_REDIS_EXPIRY")?,
            redis_max_entry: size(&self.redis_max_entry, "--redis-max-entry", "HEARTH_REDIS_MAX_ENTRY")?,
            connect_timeout: time(&self.connect_timeout, "--connect-timeout", "HEARTH_CONNECT_TIMEOUT")?,
            load_timeout: time(&self.load_timeout, "--load-timeout", "HEARTH_LOAD_TIMEOUT")?,
            save_timeout: time(&self.save_timeout, "--save-timeout", "HEARTH_SAVE_TIMEOUT")?,
        })
    }

    /// The key that is named.
    pub fn key_file(&self) -> Option<PathBuf> {
        let variable = || std::env::var_os(KEY_VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from);
        self.key_file.clone().or_else(variable)
    }
}

/// The options that say to another process of ours what these say.
pub fn words(options: &Options) -> Vec<OsString> {
    let mut words: Vec<OsString> = Vec::new();
    for store in &options.stores {
        words.extend(["--store".into(), store.into()]);
    }
    if let Some(path) = &options.key_file {
        words.extend(["--key-file".into(), path.into()]);
    }
    let settings = options.store_settings;
    let time = |time: Option<Duration>| time.map(|time| format!("{}ms", time.as_millis()));
    let all = [
        ("--store-size", settings.max_bytes.map(|bytes| bytes.to_string())),
        ("--store-age", time(settings.max_age)),
        ("--redis-expiry", time(settings.redis_expiry)),
        ("--redis-max-entry", settings.redis_max_entry.map(|bytes| bytes.to_string())),
        ("--connect-timeout", time(settings.connect_timeout)),
        ("--load-timeout", time(settings.load_timeout)),
        ("--save-timeout", time(settings.save_timeout)),
    ];
    for (name, value) in all {
        words.extend(value.into_iter().flat_map(|value| [name.into(), value.into()]));
    }
    words
}

/// Makes a key in a file that is not there yet.
///
/// # Errors
/// If it is there, or cannot be made.
pub fn make_key(path: &std::path::Path) -> Result<(), String> {
    if std::fs::symlink_metadata(path).is_ok() {
        return Err(format!("{} is there already", path.display()));
    }
    TrustKey::load_or_create(path).map(drop).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{CommandFactory, Parser};

    #[derive(Parser)]
    struct Program {
        #[command(flatten)]
        stores: StoreOptions,
    }

    #[test]
    fn all_options_are_known_by_name_and_come_through_to_another_process() {
        let command = Program::command();
        let longs: Vec<String> =
            command.get_arguments().filter_map(|a| Some(format!("--{}", a.get_long()?))).filter(|n| n != "--help").collect();
        assert_eq!(longs, NAMES);
        let text = "x --store a --store-size 3k --store-age 2d --redis-expiry 5 --redis-max-entry 7 --connect-timeout 1ms --load-timeout 2ms --save-timeout 3s";
        let program = Program::parse_from(text.split(' '));
        let options =
            Options { stores: program.stores.store.clone(), store_settings: program.stores.settings().unwrap(), ..Options::default() };
        assert_eq!(options.store_settings.max_age, Some(Duration::from_secs(2 * 24 * 3600)));
        let again = Program::parse_from(std::iter::once(OsString::from("x")).chain(words(&options)));
        assert_eq!(again.stores.settings().unwrap(), options.store_settings);
        assert_eq!(again.stores.store, ["a"]);
    }
}
