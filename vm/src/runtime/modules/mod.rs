//! Modules: ECMAScript modules (sec-modules) and CommonJS.
//!
//! | module | what it holds |
//! |---|---|
//! | `record` | module records; exported names, resolving exports, namespaces |
//! | `load` | HostLoadImportedModule: from a specifier to a record |
//! | `arrivals` | modules that a loader gives later |
//! | `link` | linking: environments, imports, function declarations |
//! | `evaluate` | evaluation, with top-level await |
//! | `deferred` | `import defer`: evaluation when a namespace is first looked at |
//! | `dynamic` | `import()`, `import.meta` |
//! | `synthetic` | JSON, texts and bytes as ECMAScript modules |
//! | `of_host` | CommonJS and built-in modules as ECMAScript modules |
//! | `loader` | the host's part: what a specifier names |
//! | `files` | the default answer: modules as Node.js finds them |
//! | `hooked` | modules that hooks of module.registerHooks find and load |
//! | `resolve`, `package`, `json` | files as Node.js finds them; package.json |
//! | `commonjs` | `require` |
//! | `cjs_names` | what a CommonJS file exports, by its text |
//! | `patched` | whether a program has changed how modules are loaded |
//!
//! A record lives as long as the machine, as the specification's module map does; the
//! table of records is a root. Records are named by [`ModuleId`].

#[cfg(feature = "async")]
mod arrivals;
#[cfg(feature = "node")]
mod cjs_names;
#[cfg(feature = "node")]
pub mod commonjs;
mod deferred;
mod dynamic;
mod evaluate;
#[cfg_attr(not(feature = "node"), path = "no_files.rs")]
mod files;
#[cfg(feature = "node")]
mod hooked;
#[cfg(feature = "node")]
mod json;
mod link;
mod load;
pub mod loader;
#[cfg(feature = "node")]
mod of_host;
#[cfg(feature = "node")]
mod package;
#[cfg(feature = "node")]
pub mod patched;
mod record;
#[cfg(feature = "node")]
pub mod resolve;
mod synthetic;

pub(crate) use dynamic::import_for_host;
#[cfg(feature = "async")]
pub(crate) use dynamic::import_parsed;
pub(crate) use dynamic::{import_call, import_meta};
pub use record::Export;

use crate::bytecode::{Code, FunctionTemplate, JsStr, ModuleInfo, Source};
use crate::object::layout::trace_value;
use crate::syntax::parse::Goal;
use crate::value::Value;
use hearth_gc::Tracer;
use loader::{FileLoader, ModuleLoader};
use rustc_hash::FxHashMap;
use std::path::PathBuf;
use std::rc::Rc;

/// A module record.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ModuleId(pub u32);

/// `[[Status]]` (sec-cyclic-module-records).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Status {
    New,
    Unlinked,
    Linking,
    Linked,
    Evaluating,
    EvaluatingAsync,
    Evaluated,
}

/// `[[AsyncEvaluationOrder]]`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AsyncOrder {
    Unset,
    Order(u64),
    Done,
}

/// What a module is made from.
pub enum Body {
    /// Source Text Module Record; the code is that of its top level.
    Source { code: Rc<Code>, source: Rc<Source> },
    /// Synthetic Module Record (sec-synthetic-module-records): its names, in the order of
    /// the cells in its environment, and what sets them.
    Synthetic { names: Vec<JsStr>, steps: Steps },
}

/// `[[EvaluationSteps]]` of a synthetic module.
#[derive(Clone, Debug)]
pub enum Steps {
    /// The exports were set when it was made.
    Nothing,
    /// `require` of a file: its exports are `default`, their properties the other names.
    #[cfg(feature = "node")]
    CommonJs(PathBuf),
    #[cfg(feature = "node")]
    BuiltIn(&'static str),
}

/// A Module Record (sec-abstract-module-records) with the fields of Cyclic Module
/// Records (sec-cyclic-module-records).
pub struct Module {
    /// What the loader calls it; the same for every import of it.
    pub key: Rc<str>,
    pub realm: u32,
    pub body: Body,
    // unrooted: the table's trace visits these.
    /// `[[Environment]]`: an `Env`, undefined if there are no slots.
    pub env: Value,
    /// The closure of the top level.
    pub function: Value,
    /// `[[Namespace]]` or undefined.
    pub namespace: Value,
    /// `[[DeferredNamespace]]` or undefined.
    pub deferred_namespace: Value,
    /// `[[ModuleSource]]` or undefined.
    pub source_object: Value,
    /// `[[ImportMeta]]` or undefined.
    pub meta: Value,
    /// `[[EvaluationError]]`'s value.
    pub error: Option<Value>,
    /// Promise of `[[TopLevelCapability]]`.
    pub capability: Option<Value>,
    pub status: Status,
    pub dfs_index: u32,
    pub dfs_ancestor: u32,
    /// `[[LoadedModules]]`, by request.
    pub loaded: Vec<ModuleId>,
    pub cycle_root: Option<ModuleId>,
    pub has_tla: bool,
    pub async_order: AsyncOrder,
    pub async_parents: Vec<ModuleId>,
    pub pending: u32,
}

impl Module {
    /// Imports and exports; none of a synthetic module.
    pub fn info(&self) -> Option<&ModuleInfo> {
        match &self.body {
            Body::Source { code, .. } => code.module.as_deref(),
            Body::Synthetic { .. } => None,
        }
    }
    pub fn is_cyclic(&self) -> bool {
        matches!(self.body, Body::Source { .. })
    }
}

/// Modules by what an import names: key, realm, and the `type` attribute.
type ModuleKey = (Rc<str>, u32, Option<String>);

/// A text that was compiled to find what it is, before it is asked for.
pub struct Detected {
    pub source: Rc<Source>,
    pub root: Rc<FunctionTemplate>,
    pub goal: Goal,
}

impl Detected {
    pub fn is_of(&self, source: &Source, goal: Goal) -> bool {
        let plain = |source: &Source| !source.surrogates && source.origin.is_none();
        goal == self.goal && plain(source) && self.source.name == source.name && self.source.text == source.text
    }
}

pub struct ModuleTable {
    records: Vec<Module>,
    by_key: FxHashMap<ModuleKey, ModuleId>,
    /// By the address of their source, which the record keeps alive.
    by_source: FxHashMap<usize, ModuleId>,
    async_order: u64,
    #[cfg(feature = "async")]
    arrivals: arrivals::Arrivals,
    /// The host; absent while it is being asked.
    loader: Option<Box<dyn ModuleLoader>>,
    /// What `require` has read of packages.
    #[cfg(feature = "node")]
    packages: package::Packages,
    /// CommonJS module objects by file name: `require.cache`; undefined until needed.
    // unrooted: `trace` visits these.
    cache: Value,
    /// Exports of built-in modules by name.
    // unrooted: `trace` visits these.
    builtin: Vec<(&'static str, Value)>,
    /// Module.prototype; undefined until needed.
    prototype: Value,
    /// What of node:module a program may put its own functions in the place of.
    #[cfg(feature = "node")]
    guards: patched::Guards,
    /// The main CommonJS module.
    main: Value,
    /// File name of the main module.
    pub main_file: Option<PathBuf>,
    /// What the evaluation of the main ECMAScript module gave.
    pub main_promise: Value,
    /// The file whose format was asked for last.
    pub detected: Option<Detected>,
    /// The script of the program and its arguments.
    pub arguments: Vec<String>,
}

impl Default for ModuleTable {
    fn default() -> Self {
        ModuleTable {
            records: Vec::new(),
            by_key: FxHashMap::default(),
            by_source: FxHashMap::default(),
            async_order: 0,
            #[cfg(feature = "async")]
            arrivals: arrivals::Arrivals::default(),
            loader: Some(Box::<FileLoader>::default()),
            #[cfg(feature = "node")]
            packages: package::Packages::default(),
            cache: Value::UNDEFINED,
            builtin: Vec::new(),
            prototype: Value::UNDEFINED,
            #[cfg(feature = "node")]
            guards: patched::Guards::default(),
            main: Value::UNDEFINED,
            main_file: None,
            main_promise: Value::UNDEFINED,
            detected: None,
            arguments: Vec::new(),
        }
    }
}

impl ModuleTable {
    pub fn trace(&self, tracer: &mut Tracer) {
        for module in &self.records {
            for value in [module.env, module.function, module.namespace, module.deferred_namespace, module.source_object, module.meta]
                .into_iter()
                .chain(module.error)
                .chain(module.capability)
            {
                trace_value(value, tracer);
            }
        }
        for (_, exports) in &self.builtin {
            trace_value(*exports, tracer);
        }
        #[cfg(feature = "async")]
        self.arrivals.trace(tracer);
        #[cfg(feature = "node")]
        self.guards.trace(tracer);
        for value in [self.cache, self.prototype, self.main, self.main_promise] {
            trace_value(value, tracer);
        }
    }

    pub fn get(&self, id: ModuleId) -> &Module {
        &self.records[id.0 as usize]
    }
    pub(crate) fn get_mut(&mut self, id: ModuleId) -> &mut Module {
        &mut self.records[id.0 as usize]
    }
    /// The module that a source text is of.
    pub fn of_source(&self, source: &Rc<Source>) -> Option<ModuleId> {
        self.by_source.get(&(Rc::as_ptr(source) as usize)).copied()
    }
    /// Has modules found and loaded by `loader` from now on.
    pub fn set_loader(&mut self, loader: Box<dyn ModuleLoader>) {
        self.loader = Some(loader);
    }
}
