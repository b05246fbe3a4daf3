//! Import maps: what specifiers stand for, for a loader of one's own.

use super::modules::{ErrorKind, LoadError, Request};
use std::collections::BTreeMap;

/// What specifiers stand for; none: they are refused.
type Specifiers = BTreeMap<String, Option<String>>;

/// An import map, as HTML defines it, of specifiers and keys that are any text: a loader asks it first.
///
/// A specifier that ends with a slash stands for all that begin with it. Where several entries apply, the longest
/// counts; an entry for the importing module (a *scope*) counts before one for all. With the feature `serde` it can
/// be read from the usual JSON, `{ "imports": { … }, "scopes": { … } }`.
///
/// ```
/// use hearth::modules::*;
///
/// let map = ImportMap::new().import("lib/", "/vendor/lib-2/").scope("/old/", "lib/", "/vendor/lib-1/");
/// let resolve = |specifier, referrer| map.resolve(&Request { specifier, referrer, attributes: &[] });
/// assert_eq!(resolve("lib/a.js", "/main.js")?, Some("/vendor/lib-2/a.js".to_owned()));
/// assert_eq!(resolve("lib/a.js", "/old/main.js")?, Some("/vendor/lib-1/a.js".to_owned()));
/// assert_eq!(resolve("other", "/main.js")?, None);
/// # Ok::<(), LoadError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportMap {
    imports: Specifiers,
    /// By what the keys of importing modules are, or begin with if it ends with a slash.
    scopes: BTreeMap<String, Specifiers>,
}

impl ImportMap {
    /// A map without entries.
    pub fn new() -> ImportMap {
        ImportMap::default()
    }
    /// Has `specifier` stand for `target` in all modules.
    #[must_use]
    pub fn import(mut self, specifier: impl Into<String>, target: impl Into<String>) -> ImportMap {
        self.imports.insert(specifier.into(), Some(target.into()));
        self
    }
    /// Has `specifier` stand for `target` in the module with this key, or, if that ends with a slash, in all whose keys
    /// begin with it.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>, specifier: impl Into<String>, target: impl Into<String>) -> ImportMap {
        self.scopes.entry(scope.into()).or_default().insert(specifier.into(), Some(target.into()));
        self
    }
    /// Has imports of `specifier` fail.
    #[must_use]
    pub fn refuse(mut self, specifier: impl Into<String>) -> ImportMap {
        self.imports.insert(specifier.into(), None);
        self
    }

    /// What the specifier of a request stands for; none if no entry is for it.
    ///
    /// # Errors
    /// If it is refused, or leads out of what its entry stands for by `..`.
    pub fn resolve(&self, request: &Request<'_>) -> Result<Option<String>, LoadError> {
        let scopes = self.scopes.iter().rev().filter(|(scope, _)| covers(scope, request.referrer)).map(|(_, specifiers)| specifiers);
        for specifiers in scopes.chain([&self.imports]) {
            if let Some(found) = of(specifiers, request.specifier)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }
}

/// Whether an entry is for a text: it is the text, or a beginning of it that ends with a slash.
fn covers(entry: &str, text: &str) -> bool {
    entry == text || (entry.ends_with('/') && text.starts_with(entry))
}

fn of(specifiers: &Specifiers, specifier: &str) -> Result<Option<String>, LoadError> {
    // In descending order a longer beginning comes before a shorter.
    let Some((entry, target)) = specifiers.iter().rev().find(|(entry, _)| covers(entry, specifier)) else { return Ok(None) };
    let refused = |why: &str| {
        let message = format!("The import map {why} '{specifier}'");
        LoadError { kind: ErrorKind::TypeError, code: None, message }
    };
    let target = target.as_ref().ok_or_else(|| refused("refuses"))?;
    let rest = &specifier[entry.len()..];
    if !rest.is_empty() && !target.ends_with('/') {
        return Err(refused("has a file, where a folder is to be, for"));
    }
    if leads_out(rest) {
        return Err(refused("does not let out"));
    }
    Ok(Some(format!("{target}{rest}")))
}

/// Whether a path leads above where it begins.
fn leads_out(path: &str) -> bool {
    let mut depth = 0_i32;
    path.split('/').any(|part| {
        match part {
            ".." => depth -= 1,
            "" | "." => {}
            _ => depth += 1,
        }
        depth < 0
    })
}

#[cfg(feature = "serde")]
mod read {
    use super::{ImportMap, Specifiers};
    use ::serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
    use std::collections::BTreeMap;
    use std::fmt;

    struct Parts;

    impl<'de> Visitor<'de> for Parts {
        type Value = ImportMap;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an import map")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut parts: A) -> Result<ImportMap, A::Error> {
            let mut map = ImportMap::new();
            while let Some(name) = parts.next_key::<String>()? {
                match name.as_str() {
                    "imports" => map.imports = parts.next_value::<Specifiers>()?,
                    "scopes" => map.scopes = parts.next_value::<BTreeMap<String, Specifiers>>()?,
                    _ => drop(parts.next_value::<IgnoredAny>()?),
                }
            }
            Ok(map)
        }
    }

    impl<'de> Deserialize<'de> for ImportMap {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ImportMap, D::Error> {
            deserializer.deserialize_map(Parts)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(map: &ImportMap, specifier: &str, referrer: &str) -> Result<Option<String>, String> {
        map.resolve(&Request { specifier, referrer, attributes: &[] }).map_err(|error| error.message)
    }
    fn some(text: &str) -> Result<Option<String>, String> {
        Ok(Some(text.to_owned()))
    }

    #[test]
    fn the_longest_entry_counts() {
        let map = ImportMap::new().import("a", "/a.js").import("a/", "/a/").import("a/b/", "/c/").import("a/b/x", "/x.js");
        assert_eq!(resolve(&map, "a", ""), some("/a.js"));
        assert_eq!(resolve(&map, "a/y", ""), some("/a/y"));
        assert_eq!(resolve(&map, "a/b/y", ""), some("/c/y"));
        assert_eq!(resolve(&map, "a/b/x", ""), some("/x.js"));
        assert_eq!(resolve(&map, "ab", ""), Ok(None));
    }

    #[test]
    fn scopes_count_before_the_rest() {
        let map = ImportMap::new()
            .import("a", "/a.js")
            .import("b", "/b.js")
            .scope("/in/", "a", "/in-a.js")
            .scope("/in/deep/", "a", "/deep-a.js")
            .scope("/in/one.js", "a", "/one-a.js");
        assert_eq!(resolve(&map, "a", "/main.js"), some("/a.js"));
        assert_eq!(resolve(&map, "a", "/in/main.js"), some("/in-a.js"));
        assert_eq!(resolve(&map, "a", "/in/deep/main.js"), some("/deep-a.js"));
        assert_eq!(resolve(&map, "a", "/in/one.js"), some("/one-a.js"));
        assert_eq!(resolve(&map, "b", "/in/deep/main.js"), some("/b.js"));
    }

    #[test]
    fn what_is_refused_is_an_error() {
        let map = ImportMap::new().import("a/", "/a/").refuse("a/secret/").import("file/", "/file.js");
        assert!(resolve(&map, "a/secret/x", "").unwrap_err().contains("refuses 'a/secret/x'"));
        assert!(resolve(&map, "a/../x", "").unwrap_err().contains("does not let out"));
        assert!(resolve(&map, "a/b/../../x", "").unwrap_err().contains("does not let out"));
        assert_eq!(resolve(&map, "a/b/../x", ""), some("/a/b/../x"));
        assert!(resolve(&map, "file/x", "").is_err());
    }

    #[cfg(feature = "serde")]
    #[test]
    fn it_is_read_from_json() {
        let text = r#"{ "imports": { "a": "/a.js", "no": null }, "scopes": { "/in/": { "a": "/b.js" } }, "integrity": {} }"#;
        let map: ImportMap = serde_json::from_str(text).unwrap();
        assert_eq!(map, ImportMap::new().import("a", "/a.js").refuse("no").scope("/in/", "a", "/b.js"));
        assert!(serde_json::from_str::<ImportMap>(r#"{ "imports": { "a": 1 } }"#).is_err());
        assert!(serde_json::from_str::<ImportMap>("[]").is_err());
    }
}
