//! What the top level of an ECMAScript module says of its imports and exports: the
//! fields of a Source Text Module Record (sec-source-text-module-records) that linking
//! needs, as plain data, so that a module from a store is linked without being parsed.
//!
//! A module's environment is made by the linker, not by its code. A binding that other
//! modules can see is a *cell* (an environment of one slot) in a slot of it; the
//! importer's slot holds the same cell. So an access is two loads on both sides,
//! whichever module the binding is of.

use super::code::JsStr;
use crate::numbered::numbered;

numbered! {
    /// `[[Phase]]` of a request: how far the module is taken.
    #[derive(PartialOrd, Ord)]
    pub enum Phase {
        Evaluation,
        /// Loaded only: what is imported is the object that stands for its source.
        Source,
        /// Evaluated when its namespace is first looked at.
        Defer,
    }
}

/// ModuleRequest Record (sec-modulerequest-record).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ModuleRequest {
    pub specifier: JsStr,
    /// Keys and values, sorted by key.
    pub attributes: Box<[(JsStr, JsStr)]>,
    pub phase: Phase,
    /// Of the first declaration that makes the request, in bytes of the source.
    pub position: u32,
}

/// What a slot of a module's environment starts out as.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ModuleSlot {
    Undefined,
    /// In its temporal dead zone.
    Empty,
    /// A cell that holds undefined.
    Cell,
    /// A cell in its temporal dead zone.
    EmptyCell,
    /// The cell of an import: ImportEntry Record (sec-table-importentry-record-fields).
    Import(ImportEntry),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImportEntry {
    /// Index of the request.
    pub request: u16,
    /// None: the namespace object, or the source object of an import of the phase source.
    pub name: Option<JsStr>,
    pub position: u32,
}

/// An indirect ExportEntry Record (sec-exportentry-records).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IndirectExport {
    pub export_name: JsStr,
    pub import: ImportEntry,
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ModuleInfo {
    pub requests: Box<[ModuleRequest]>,
    /// By slot of the environment.
    pub slots: Box<[ModuleSlot]>,
    /// Names and the slots of their cells.
    pub local_exports: Box<[(JsStr, u16)]>,
    pub indirect_exports: Box<[IndirectExport]>,
    /// Requests of `export * from`.
    pub star_exports: Box<[u16]>,
}

impl ModuleInfo {
    /// Whether indices are in range and exports are cells.
    pub fn is_consistent(&self) -> bool {
        let request = |index: u16| (index as usize) < self.requests.len();
        self.slots.iter().all(|slot| !matches!(slot, ModuleSlot::Import(entry) if !request(entry.request)))
            && self.indirect_exports.iter().all(|export| request(export.import.request))
            && self.star_exports.iter().all(|index| request(*index))
            && self
                .local_exports
                .iter()
                .all(|(_, slot)| matches!(self.slots.get(*slot as usize), Some(ModuleSlot::Cell | ModuleSlot::EmptyCell)))
    }
}
