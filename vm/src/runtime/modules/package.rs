//! package.json: what the resolution of modules reads of it, each file once.

use super::json::Json;
use rustc_hash::FxHashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// The description of a package.
#[derive(Debug)]
pub struct Package {
    pub folder: PathBuf,
    json: Json,
}

impl Package {
    pub fn text(&self, field: &str) -> Option<&str> {
        self.json.get(field)?.as_str()
    }
    pub fn type_field(&self) -> Option<String> {
        self.text("type").map(str::to_owned)
    }
    /// `exports`, if the package says what it exports.
    pub fn exports(&self) -> Option<&Json> {
        self.json.get("exports").filter(|exports| **exports != Json::Null)
    }
    pub fn imports(&self) -> Option<&Json> {
        self.json.get("imports").filter(|imports| imports.entries().is_some())
    }
}

/// The packages that were asked for, by folder.
#[derive(Default)]
pub struct Packages {
    known: FxHashMap<PathBuf, Option<Rc<Package>>>,
}

impl Packages {
    /// READ_PACKAGE_JSON: that of a folder. What is not JSON counts as empty.
    pub fn read(&mut self, folder: &Path) -> Option<Rc<Package>> {
        if let Some(known) = self.known.get(folder) {
            return known.clone();
        }
        let package = std::fs::read(folder.join("package.json")).ok().map(|bytes| {
            let json = Json::parse(&String::from_utf8_lossy(&bytes)).unwrap_or(Json::Null);
            Rc::new(Package { folder: folder.to_owned(), json })
        });
        self.known.insert(folder.to_owned(), package.clone());
        package
    }

    /// LOOKUP_PACKAGE_SCOPE: the package that a file is in.
    pub fn scope_of(&mut self, file: &Path) -> Option<Rc<Package>> {
        let mut folder = file.parent();
        while let Some(at) = folder {
            if at.ends_with("node_modules") {
                return None;
            }
            if let Some(package) = self.read(at) {
                return Some(package);
            }
            folder = at.parent();
        }
        None
    }
}
