//! What the resolution of modules reads of folders, each once: package.json, and where links lead.

use super::json::Json;
use super::loader::LoadError;
use crate::runtime::completion::ErrorKind;
use rustc_hash::FxHashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// The description of a package.
#[derive(Debug)]
pub struct Package {
    pub folder: PathBuf,
    json: Json,
    /// Its description is no JSON.
    invalid: bool,
}

impl Package {
    pub fn text(&self, field: &str) -> Option<&str> {
        self.json.get(field)?.as_str()
    }
    /// # Errors
    /// If the description is no JSON.
    pub fn check(&self) -> Result<(), LoadError> {
        if !self.invalid {
            return Ok(());
        }
        let message = format!("Invalid package config {}.", self.folder.join("package.json").display());
        Err(LoadError::new(ErrorKind::Error, "ERR_INVALID_PACKAGE_CONFIG", message))
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
    /// Folders without the links in their paths. To look at each part of the path of each
    /// module takes longer than to find the module.
    real_folders: FxHashMap<PathBuf, PathBuf>,
}

impl Packages {
    /// A file's path without links; the path itself if there is none.
    pub fn real(&mut self, path: PathBuf) -> PathBuf {
        let (Some(folder), Some(name)) = (path.parent().filter(|folder| !folder.as_os_str().is_empty()), path.file_name()) else {
            return path.canonicalize().unwrap_or(path);
        };
        let real_folder = match self.real_folders.get(folder) {
            Some(known) => known,
            None => match folder.canonicalize() {
                Ok(real) => self.real_folders.entry(folder.to_owned()).or_insert(real),
                Err(_) => return path,
            },
        };
        let real = real_folder.join(name);
        match real.symlink_metadata() {
            Ok(meta) if meta.is_symlink() => real.canonicalize().unwrap_or(path),
            Ok(_) => real,
            Err(_) => path,
        }
    }

    /// READ_PACKAGE_JSON: that of a folder. What is not JSON counts as empty, unless it is checked.
    pub fn read(&mut self, folder: &Path) -> Option<Rc<Package>> {
        if let Some(known) = self.known.get(folder) {
            return known.clone();
        }
        let package = std::fs::read(folder.join("package.json")).ok().map(|bytes| {
            let json = Json::parse(&String::from_utf8_lossy(&bytes));
            let invalid = json.is_none();
            Rc::new(Package { folder: folder.to_owned(), json: json.unwrap_or(Json::Null), invalid })
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
