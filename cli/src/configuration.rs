//! The configuration file: what neither an option nor a variable says, for all runs of a user or of a machine.
//!
//! Its settings are the options that have a variable, by their names, in TOML: `store-size = "2g"`. A file that others may write
//! to is not read, for it names the key by which code is believed.

use crate::{finish, store_options};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{ErrorKind, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use toml::Value;

/// Names the file; empty: none is read. Without it, the user's, else the machine's.
pub const VARIABLE: &str = "HEARTH_CONFIG";

const OF_THE_MACHINE: &str = "/etc/hearth/config.toml";

/// Settings that are files, which a relative path seeks where the configuration is.
const FILES: [&str; 5] = ["key-file", "redis-password-file", "redis-ca", "redis-cert", "redis-cert-key"];

static CHOSEN: OnceLock<Configuration> = OnceLock::new();

/// What a file says.
#[derive(Debug, Default, PartialEq, Eq)]
struct Configuration {
    path: PathBuf,
    /// By name, as an option takes it.
    settings: BTreeMap<String, String>,
    stores: Vec<String>,
}

/// Reads the file for this process, once.
///
/// # Errors
/// A message: the file that HEARTH_CONFIG names cannot be read, or a file says what cannot be followed.
pub fn load() -> Result<(), String> {
    let named = std::env::var_os(VARIABLE);
    let found = match &named {
        Some(path) if path.is_empty() => None,
        Some(path) => Some(read(Path::new(path)).map_err(|why| format!("{VARIABLE}: {why}"))?),
        None => of_user().into_iter().chain([OF_THE_MACHINE.into()]).find_map(|path: PathBuf| match read(&path) {
            Ok(found) => Some(found),
            Err(Unread::Missing(_)) => None,
            Err(why) => {
                hearth::trace::tell(format_args!("hearth: warning: {why}"));
                None
            }
        }),
    };
    if let Some((path, text)) = found {
        let configuration = Configuration::of(&path, &text).map_err(|why| format!("{}: {why}", path.display()))?;
        CHOSEN.get_or_init(|| configuration);
    }
    Ok(())
}

/// What a variable says, else the setting of that name; and where, for messages.
pub fn otherwise(variable: &str) -> Option<(OsString, String)> {
    if let Some(value) = std::env::var_os(variable).filter(|value| !value.is_empty()) {
        return Some((value, variable.to_owned()));
    }
    let chosen = CHOSEN.get()?;
    let name = setting(variable);
    let value = chosen.settings.get(&name)?;
    Some((value.into(), format!("{}: {name}", chosen.path.display())))
}

/// The stores of the file, nearest first.
pub fn stores() -> Vec<String> {
    CHOSEN.get().map_or_else(Vec::new, |chosen| chosen.stores.clone())
}

/// The name of the setting that a variable is of.
fn setting(variable: &str) -> String {
    variable.trim_start_matches("HEARTH_").replace('_', "-").to_lowercase()
}

fn of_user() -> Option<PathBuf> {
    let folder = |variable| std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = folder("XDG_CONFIG_HOME").or_else(|| Some(folder("HOME")?.join(".config")))?;
    Some(folder.join("hearth/config.toml"))
}

#[derive(Debug)]
enum Unread {
    Missing(String),
    Refused(String),
}

impl std::fmt::Display for Unread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (Unread::Missing(why) | Unread::Refused(why)) = self;
        f.write_str(why)
    }
}

/// The file, whole, with the path that it has wherever the process goes.
fn read(path: &Path) -> Result<(PathBuf, String), Unread> {
    let because = |error: std::io::Error| {
        let why = format!("cannot read {}: {error}", path.display());
        if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) { Unread::Missing(why) } else { Unread::Refused(why) }
    };
    let mut file = std::fs::File::open(path).map_err(because)?;
    let about = file.metadata().map_err(because)?;
    // SAFETY: it only asks.
    let user = unsafe { libc::geteuid() };
    if about.uid() != 0 && about.uid() != user {
        return Err(Unread::Refused(format!("{} is not read: it belongs to another user", path.display())));
    }
    if about.mode() & 0o022 != 0 {
        return Err(Unread::Refused(format!("{0} is not read: others may write to it; chmod go-w {0}", path.display())));
    }
    let mut text = String::new();
    file.read_to_string(&mut text).map_err(because)?;
    Ok((std::path::absolute(path).map_err(because)?, text))
}

impl Configuration {
    fn of(path: &Path, text: &str) -> Result<Configuration, String> {
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| match error.span() {
            Some(span) => format!("line {}: {}", text[..span.start].matches('\n').count() + 1, error.message()),
            None => error.message().to_owned(),
        })?;
        let folder = path.parent().unwrap_or(Path::new("/"));
        let mut configuration = Configuration { path: path.to_owned(), ..Configuration::default() };
        for (name, value) in table {
            if name == "store" {
                configuration.stores = stores_of(value, folder)?;
            } else if is_known(&name) {
                let text = text_of(value).ok_or_else(|| format!("{name}: a text, a whole number, true or false"))?;
                let text = if FILES.contains(&name.as_str()) { at(folder, &text) } else { text };
                configuration.settings.insert(name, text);
            } else {
                return Err(format!("there is no setting '{name}'"));
            }
        }
        Ok(configuration)
    }
}

fn is_known(name: &str) -> bool {
    let has = |option: &str| option.strip_prefix("--") == Some(name);
    store_options::NAMES.iter().any(|option| has(option))
        || [finish::VARIABLE, crate::options::SAVE_VARIABLE].map(setting).contains(&name.to_owned())
}

/// A value as an option takes it.
fn text_of(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Integer(number) => Some(number.to_string()),
        Value::Boolean(on) => Some(if on { "on" } else { "off" }.to_owned()),
        _ => None,
    }
}

fn stores_of(value: Value, folder: &Path) -> Result<Vec<String>, String> {
    let all = match value {
        Value::Array(all) => all,
        one => vec![one],
    };
    let store = |value| match value {
        Value::String(text) if text.is_empty() || text == "memory:" || text.contains("://") => Ok(text),
        Value::String(text) => Ok(format!("dir:{}", at(folder, text.strip_prefix("dir:").unwrap_or(&text)))),
        _ => Err("store: a text, or a list of texts".to_owned()),
    };
    all.into_iter().map(store).collect()
}

/// A path that is said in a file in `folder`.
fn at(folder: &Path, path: &str) -> String {
    let home = path.strip_prefix("~/").and_then(|rest| Some(PathBuf::from(std::env::var_os("HOME")?).join(rest)));
    home.unwrap_or_else(|| folder.join(path)).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<Configuration, String> {
        Configuration::of(Path::new("/etc/hearth/config.toml"), text)
    }

    #[test]
    fn settings_are_options_and_paths_are_found_from_the_file() {
        let text = "store = ['cache', 'dir:/image?ro', 'redis://10.0.0.5']\nkey-file = 'key'\nstore-size = 4096\nkeep-stats = false\nsave-every = '5m'\nfinish = 'queue'";
        let configuration = of(text).unwrap();
        assert_eq!(configuration.stores, ["dir:/etc/hearth/cache", "dir:/image?ro", "redis://10.0.0.5"]);
        let expected =
            [("finish", "queue"), ("keep-stats", "off"), ("key-file", "/etc/hearth/key"), ("save-every", "5m"), ("store-size", "4096")];
        assert_eq!(configuration.settings, expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
        assert_eq!(of("store = 'a'").unwrap().stores, ["dir:/etc/hearth/a"]);
        assert_eq!(of("").unwrap().stores, [""; 0]);
    }

    #[test]
    fn every_option_with_a_variable_is_a_setting() {
        for name in store_options::NAMES.iter().filter(|name| **name != "--store") {
            let name = name.trim_start_matches("--");
            assert_eq!(of(&format!("{name} = '1'")).unwrap().settings.len(), 1, "{name}");
        }
    }

    #[test]
    fn mistakes_are_told() {
        assert_eq!(of("store-sise = 1").unwrap_err(), "there is no setting 'store-sise'");
        assert_eq!(of("store-size = 1.5").unwrap_err(), "store-size: a text, a whole number, true or false");
        assert_eq!(of("store = [1]").unwrap_err(), "store: a text, or a list of texts");
        assert!(of("store-size = 1\nstore-size = 2").unwrap_err().starts_with("line 2: "));
        assert!(of("[stores]").unwrap_err().contains("no setting 'stores'"));
    }
}
