//! How stores behave: options of `hearth` and of `hearth cache`, each with a variable that says the same for all runs.

use crate::configuration;
use crate::quantities::{said, size, switch, time};
use hearth::ion::target_cpu::{self, TargetCpu};
use hearth::options::{Options, StoreSettings};
use hearth_codecache::TrustKey;
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

/// Says where the key is, where no option does.
pub const KEY_VARIABLE: &str = "HEARTH_KEY_FILE";

#[derive(clap::Args, Clone, Debug, Default)]
#[command(next_help_heading = "Stores")]
pub struct StoreOptions {
    /// A store: a folder (dir:PATH?ro: one that is only read), or Redis: redis://HOST, redis-cluster://HOST,HOST,
    /// redis+sentinel://HOST,HOST/SERVICE, with rediss for TLS. Several are layers, the first is
    /// asked first, and after all others those that are only read. HEARTH_STORE: a list.
    #[arg(long, global = true)]
    pub store: Vec<String>,
    /// File with the key that authenticates stored code, or with up to four, of which the first seals. HEARTH_KEY_FILE. Without either, the user's own,
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
    /// Put before all keys in Redis, as ?prefix=PREFIX of an address is: hearth. HEARTH_REDIS_PREFIX.
    #[arg(long, global = true, value_name = "PREFIX")]
    redis_prefix: Option<String>,
    /// User of the access control list of Redis. HEARTH_REDIS_USER.
    #[arg(long, global = true, value_name = "NAME")]
    redis_user: Option<String>,
    /// The first line of this file is the password. HEARTH_REDIS_PASSWORD_FILE, or HEARTH_REDIS_PASSWORD with the password itself.
    #[arg(long, global = true, value_name = "FILE")]
    redis_password_file: Option<PathBuf>,
    /// Certificates (PEM) of those who may vouch for rediss servers: the public authorities. HEARTH_REDIS_CA.
    #[arg(long, global = true, value_name = "FILE")]
    redis_ca: Option<PathBuf>,
    /// Certificate (PEM) by which rediss servers know this client. HEARTH_REDIS_CERT.
    #[arg(long, global = true, value_name = "FILE")]
    redis_cert: Option<PathBuf>,
    /// Private key (PEM) of that certificate. HEARTH_REDIS_CERT_KEY.
    #[arg(long, global = true, value_name = "FILE")]
    redis_cert_key: Option<PathBuf>,
    /// To connect to Redis: 200ms. HEARTH_CONNECT_TIMEOUT.
    #[arg(long, global = true, value_name = "TIME")]
    connect_timeout: Option<String>,
    /// What a script waits for Redis at most when it loads, all together: 50ms. HEARTH_LOAD_TIMEOUT.
    #[arg(long, global = true, value_name = "TIME")]
    load_timeout: Option<String>,
    /// What it waits for Redis at most at its end: 100ms. HEARTH_END_TIMEOUT.
    #[arg(long, global = true, value_name = "TIME")]
    end_timeout: Option<String>,
    /// What saving waits for at most, off the script's thread: 2s. HEARTH_SAVE_TIMEOUT.
    #[arg(long, global = true, value_name = "TIME")]
    save_timeout: Option<String>,
    /// For which processors code is compiled and taken from stores: native, those of this machine; x86-64, x86-64-v2 or
    /// x86-64-v3, all that have at least that, which machines of several kinds share. HEARTH_TARGET_CPU.
    #[arg(long, global = true, value_name = "LEVEL")]
    target_cpu: Option<String>,
    /// Keep what each process took from the stores, compiled and saved, by program, in the nearest folder that is written to, for
    /// `hearth cache stats` and `list --by=program`: on by default, off. HEARTH_KEEP_STATS.
    #[arg(long, global = true, value_name = "SWITCH")]
    keep_stats: Option<String>,
}

/// Options of this kind that take the next word as their value.
pub const NAMES: [&str; 18] = [
    "--store",
    "--key-file",
    "--store-size",
    "--store-age",
    "--redis-expiry",
    "--redis-max-entry",
    "--redis-prefix",
    "--redis-user",
    "--redis-password-file",
    "--redis-ca",
    "--redis-cert",
    "--redis-cert-key",
    "--connect-timeout",
    "--load-timeout",
    "--end-timeout",
    "--save-timeout",
    "--target-cpu",
    "--keep-stats",
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
        let text =
            |option: &Option<String>, variable: &str| option.clone().or_else(|| configuration::otherwise(variable)?.0.into_string().ok());
        Ok(StoreSettings {
            max_bytes: size(&self.store_size, "--store-size", "HEARTH_STORE_SIZE")?.map(|bytes| bytes as u64),
            max_age: time(&self.store_age, "--store-age", "HEARTH_STORE_AGE")?,
            redis_expiry: time(&self.redis_expiry, "--redis-expiry", "HEARTH_REDIS_EXPIRY")?,
            redis_max_entry: size(&self.redis_max_entry, "--redis-max-entry", "HEARTH_REDIS_MAX_ENTRY")?,
            redis_prefix: text(&self.redis_prefix, "HEARTH_REDIS_PREFIX"),
            redis_user: text(&self.redis_user, "HEARTH_REDIS_USER"),
            redis_password_file: path(&self.redis_password_file, "HEARTH_REDIS_PASSWORD_FILE"),
            redis_authorities: path(&self.redis_ca, "HEARTH_REDIS_CA"),
            redis_certificate: path(&self.redis_cert, "HEARTH_REDIS_CERT"),
            redis_certificate_key: path(&self.redis_cert_key, "HEARTH_REDIS_CERT_KEY"),
            connect_timeout: time(&self.connect_timeout, "--connect-timeout", "HEARTH_CONNECT_TIMEOUT")?,
            load_timeout: time(&self.load_timeout, "--load-timeout", "HEARTH_LOAD_TIMEOUT")?,
            end_timeout: time(&self.end_timeout, "--end-timeout", "HEARTH_END_TIMEOUT")?,
            save_timeout: time(&self.save_timeout, "--save-timeout", "HEARTH_SAVE_TIMEOUT")?,
            keep_statistics: said(self.keep_stats.as_deref(), "--keep-stats", "HEARTH_KEEP_STATS", switch)?.or(Some(true)),
        })
    }

    /// Chooses for which processors this process compiles.
    ///
    /// # Errors
    /// If these are not known, or this machine is less than they are.
    pub fn choose_target(&self) -> Result<(), String> {
        let choose = |name: &str| name.parse().and_then(target_cpu::choose).map_err(|error| error.to_string());
        said(self.target_cpu.as_deref(), "--target-cpu", "HEARTH_TARGET_CPU", choose).map(Option::unwrap_or_default)
    }

    /// The key that is named.
    pub fn key_file(&self) -> Option<PathBuf> {
        path(&self.key_file, KEY_VARIABLE)
    }
}

/// The file that an option names, a variable, or the configuration.
fn path(option: &Option<PathBuf>, variable: &str) -> Option<PathBuf> {
    option.clone().or_else(|| Some(configuration::otherwise(variable)?.0.into()))
}

/// The options that say to another process of ours what these say, and for which processors this one compiles.
pub fn words(options: &Options) -> Vec<OsString> {
    let mut words: Vec<OsString> = Vec::new();
    for store in &options.stores {
        words.extend(["--store".into(), store.into()]);
    }
    if let Some(path) = &options.key_file {
        words.extend(["--key-file".into(), path.into()]);
    }
    let settings = &options.store_settings;
    let cpu = Some(target_cpu::chosen()).filter(|cpu| *cpu != TargetCpu::Native);
    let time = |time: Option<Duration>| time.map(|time| format!("{}ms", time.as_millis()));
    let all = [
        ("--store-size", settings.max_bytes.map(|bytes| bytes.to_string())),
        ("--store-age", time(settings.max_age)),
        ("--redis-expiry", time(settings.redis_expiry)),
        ("--redis-max-entry", settings.redis_max_entry.map(|bytes| bytes.to_string())),
        ("--connect-timeout", time(settings.connect_timeout)),
        ("--load-timeout", time(settings.load_timeout)),
        ("--end-timeout", time(settings.end_timeout)),
        ("--save-timeout", time(settings.save_timeout)),
        ("--target-cpu", cpu.map(|cpu| cpu.name().to_owned())),
        ("--keep-stats", settings.keep_statistics.map(|on| if on { "on" } else { "off" }.to_owned())),
    ];
    for (name, value) in all {
        words.extend(value.into_iter().flat_map(|value| [name.into(), value.into()]));
    }
    let texts = [("--redis-prefix", &settings.redis_prefix), ("--redis-user", &settings.redis_user)];
    let paths = [
        ("--redis-password-file", &settings.redis_password_file),
        ("--redis-ca", &settings.redis_authorities),
        ("--redis-cert", &settings.redis_certificate),
        ("--redis-cert-key", &settings.redis_certificate_key),
    ];
    let texts = texts.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?.into())));
    let paths = paths.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?.into())));
    words.extend(texts.chain(paths).flat_map(|(name, value): (&str, OsString)| [name.into(), value]));
    words
}

/// The variables that say to programs which may be anything what the options say, but for stores and key.
pub fn variables(options: &Options) -> Vec<(String, OsString)> {
    let words = words(&Options { stores: Vec::new(), key_file: None, ..options.clone() });
    let variable = |name: &OsString| format!("HEARTH_{}", name.to_string_lossy().trim_start_matches('-').replace('-', "_").to_uppercase());
    words.chunks_exact(2).map(|pair| (variable(&pair[0]), pair[1].clone())).collect()
}

/// Makes a key in a file that is not there yet.
///
/// # Errors
/// If it is there, or cannot be made.
pub fn make_key(path: &std::path::Path) -> Result<(), String> {
    if std::fs::symlink_metadata(path).is_ok() {
        return Err(format!("{} is there already; --rotate puts a new key in front", path.display()));
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
        let text = "x --store a --store-size 3k --store-age 2d --redis-expiry 5 --redis-max-entry 7 --redis-prefix p --redis-user u --redis-password-file pw --redis-ca ca --redis-cert cert --redis-cert-key key --connect-timeout 1ms --load-timeout 2ms --end-timeout 4ms --save-timeout 3s --target-cpu native --keep-stats off";
        let program = Program::parse_from(text.split(' '));
        let options =
            Options { stores: program.stores.store.clone(), store_settings: program.stores.settings().unwrap(), ..Options::default() };
        assert_eq!(options.store_settings.max_age, Some(Duration::from_secs(2 * 24 * 3600)));
        let again = Program::parse_from(std::iter::once(OsString::from("x")).chain(words(&options)));
        assert_eq!(again.stores.settings().unwrap(), options.store_settings);
        assert_eq!(again.stores.store, ["a"]);
        let names: Vec<String> = variables(&options).into_iter().map(|(name, _)| name).collect();
        // This process compiles for its own processors.
        assert_eq!(names.len(), NAMES.len() - 3);
        assert!(names.contains(&"HEARTH_STORE_SIZE".to_owned()) && names.contains(&"HEARTH_REDIS_CERT_KEY".to_owned()), "{names:?}");
    }
}
