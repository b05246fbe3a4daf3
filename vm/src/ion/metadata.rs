//! What travels with compiled code besides its bytes: how to leave it (bailouts), where
//! it is in the source (call sites), what it depends on (links, scripts).
//!
//! Fixed-layout records are plain data and are used where they lie in the blob.

use super::descriptor::{Fact, LinkDescriptor};
use super::graph::ListKind;
use super::table::Table;
use crate::numbered::numbered;
use bytemuck::{Pod, Zeroable};

numbered! {
    /// Where a register's value is when code bails out.
    pub enum Source {
        /// Bailout buffer, as a tagged value.
        Tagged,
        /// Bailout buffer, as sign-extended int32.
        Int32,
        /// Bailout buffer, as double.
        Double,
        /// Bailout buffer, 0 or 1.
        Bool,
        /// Bailout buffer, address to be tagged as object, string or internal cell.
        Object,
        String,
        Cell,
        /// `word` is the value.
        Constant,
        /// Link table slot `index`.
        Link,
        /// Object `index` of the bailout, which the bailout makes.
        Virtual,
    }
}

/// One register of one frame, or one field of an object.
#[derive(Clone, Copy, PartialEq, Debug, Pod, Zeroable)]
#[repr(C)]
pub struct RegisterRecord {
    /// Number of the register; of an object, 0 is its shape (a raw id) and `i` + 1 its inline slot `i`.
    pub register: u16,
    /// A `Source`.
    pub source: u8,
    pub _pad: u8,
    /// Word of the bailout buffer, link slot, or object of the bailout.
    pub index: u32,
    pub word: u64,
}

/// One frame of a bailout, outermost first.
#[derive(Clone, Copy, PartialEq, Debug, Pod, Zeroable)]
#[repr(C)]
pub struct FrameRecord {
    /// Index of the script in the blob's script list (0: the compiled one).
    pub script: u32,
    /// Where the interpreter goes on; for a frame that has an inlined callee, the call op.
    pub offset: u32,
    pub first_register: u32,
    pub registers: u32,
    /// Of an inlined frame: its actual argument count.
    pub argc: u32,
    /// Of an inlined frame: 1 if it was constructing.
    pub construct: u32,
}

/// An object that was never allocated, as long as the code ran: a bailout makes it.
/// Those of a bailout come after those that they hold.
#[derive(Clone, Copy, PartialEq, Debug, Pod, Zeroable)]
#[repr(C)]
pub struct ObjectRecord {
    /// Its fields are register records: of an object the shape, then the slots; of a list what
    /// its kind says.
    pub first_field: u32,
    pub fields: u32,
    /// 0 for an object, else 1 more than a `ListKind`.
    pub kind: u32,
    /// Of a list of actual arguments: the number of the first.
    pub first_argument: u32,
}

impl ObjectRecord {
    /// What list it is, if it is one.
    pub fn list(&self) -> Option<ListKind> {
        ListKind::ALL.get((self.kind as usize).wrapping_sub(1)).copied()
    }
}

/// One place where code can be left.
#[derive(Clone, Copy, PartialEq, Debug, Pod, Zeroable)]
#[repr(C)]
pub struct BailoutRecord {
    pub first_frame: u32,
    pub frames: u32,
    /// A `BailoutReason`.
    pub reason: u32,
    /// Words of the bailout buffer that are in use.
    pub words: u32,
    pub first_object: u32,
    pub objects: u32,
}

/// A call instruction: return address → frames of the source, innermost last.
#[derive(Clone, Copy, PartialEq, Debug, Pod, Zeroable)]
#[repr(C)]
pub struct CallSiteRecord {
    /// Offset of the return address in the code.
    pub return_offset: u32,
    pub site: u32,
}

/// A position in the source, as a chain of inlined frames: `parent` is the site of the
/// caller, or u32::MAX.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Pod, Zeroable)]
#[repr(C)]
pub struct SiteRecord {
    pub script: u32,
    pub offset: u32,
    pub parent: u32,
    pub _pad: u32,
}

/// A script of the compilation.
#[derive(Clone, Copy, PartialEq, Debug, Pod, Zeroable)]
#[repr(C)]
pub struct ScriptRecord {
    pub hash: [u8; 32],
    pub registers: u16,
    pub params: u16,
    /// Link slot (of the table) with the script cell; u32::MAX for the compiled one.
    pub link: u32,
}

/// Everything about one compiled function but its code.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Metadata {
    pub bailouts: Table<BailoutRecord>,
    pub frames: Table<FrameRecord>,
    pub objects: Table<ObjectRecord>,
    pub registers: Table<RegisterRecord>,
    pub call_sites: Table<CallSiteRecord>,
    pub sites: Table<SiteRecord>,
    pub scripts: Table<ScriptRecord>,
    pub links: Vec<LinkDescriptor>,
}

impl Metadata {
    /// The scripts whose code is part of this code.
    pub fn inlined_scripts(&self) -> impl Iterator<Item = [u8; 32]> {
        self.scripts.iter().skip(1).map(|script| script.hash)
    }

    /// The scripts that this code knows as callees and does not have inlined.
    pub fn called_scripts(&self) -> impl Iterator<Item = [u8; 32]> {
        let named = self.links.iter().flat_map(|link| {
            let (script, facts): (_, &[Fact]) = match link {
                LinkDescriptor::Script { hash } => (Some(*hash), &[]),
                LinkDescriptor::Shape(predicate) => (None, &predicate.facts),
                LinkDescriptor::InstanceShape { facts, .. } => (None, facts),
                _ => (None, &[]),
            };
            script.into_iter().chain(facts.iter().filter_map(Fact::script))
        });
        named.filter(|hash| !self.scripts.iter().any(|script| script.hash == *hash))
    }
}

/// Most words that one bailout can store.
pub const BAILOUT_BUFFER_WORDS: usize = 4096;

/// Site of code that belongs to no bytecode op (prologue).
pub const NO_SITE: u32 = u32::MAX >> 1;
