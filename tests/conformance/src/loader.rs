//! The modules of the suite: files, and `<module source>`, which INTERPRETING.md wants to
//! have a source that is an object.

use hearth::runtime::modules::loader::{FileLoader, LoadError, Loaded, MetaValue, ModuleLoader, Request};

const MODULE_SOURCE: &str = "<module source>";

pub struct SuiteLoader {
    files: FileLoader,
}

impl SuiteLoader {
    pub fn new() -> SuiteLoader {
        SuiteLoader { files: FileLoader::of_modules() }
    }
}

impl ModuleLoader for SuiteLoader {
    fn resolve(&mut self, request: &Request<'_>) -> Result<String, LoadError> {
        if request.specifier == MODULE_SOURCE { Ok(MODULE_SOURCE.to_owned()) } else { self.files.resolve(request) }
    }

    fn load(&mut self, key: &str, request: &Request<'_>) -> Result<Loaded, LoadError> {
        if key == MODULE_SOURCE { Ok(Loaded::Source { class: "SuiteModule" }) } else { self.files.load(key, request) }
    }

    fn meta(&mut self, key: &str) -> Vec<(&'static str, MetaValue)> {
        self.files.meta(key)
    }

    fn key_of(&mut self, name: &str) -> String {
        self.files.key_of(name)
    }
}
