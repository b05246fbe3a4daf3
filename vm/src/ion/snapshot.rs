//! The compiler's input: bytecode and feedback of a script and of those it may inline,
//! as plain data that another thread can have.
//!
//! A snapshot names shapes by index into its own table, functions by hash or by row,
//! keys by name. Equal snapshots give equal code.

use super::bailout_reason::BailoutReason;
use super::descriptor::KeyName;
use crate::bytecode::{BytecodeOffset, Code, Constant, FunctionInfo, FunctionKind, Handler, Insn, JsStr, SiteKey};
use crate::feedback::IcKind;
use std::sync::Arc;

/// What is compiled. Also the name of an entry point in its script's state.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum EntryPoint {
    Function,
    /// Loop head: the number of the loop.
    Osr(u16),
}

#[derive(Clone, Debug)]
pub struct Snapshot {
    pub script: Arc<ScriptSnapshot>,
    pub entry: EntryPoint,
    pub shapes: Vec<ShapeSnapshot>,
    pub inlining: bool,
    pub effort: Effort,
}

/// How much may be inlined.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Effort {
    /// As much as a process has time for.
    #[default]
    Ordinary,
    /// More: the code is of what a program spends its time in, and is for many runs.
    Great,
}

impl Effort {
    /// By how much the limits of inlining are multiplied.
    pub fn factor(self) -> usize {
        match self {
            Effort::Ordinary => 1,
            Effort::Great => 3,
        }
    }
}

/// Index into `Snapshot::shapes`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ShapeIndex(pub u32);

#[derive(Clone, Debug, PartialEq)]
pub struct ShapeSnapshot {
    /// What it is called in profiles; see `shape_token`.
    pub token: u64,
    pub kind: u8,
    pub variant: u8,
    pub inline_capacity: u8,
    /// Slots in use.
    pub slots: u32,
    /// Receiver of a typed or dense element access whose chain has no indexed properties.
    pub no_indexed_prototype: bool,
    /// See `shape_token::look`.
    pub look: u16,
}

/// A script: its name, its bytecode, what was learnt of it. Without instructions it is a
/// mere name: it is called, and not inlined.
#[derive(Clone, Debug, Default)]
pub struct ScriptSnapshot {
    pub hash: [u8; 32],
    pub name: String,
    pub kind: FunctionKind,
    pub strict: bool,
    pub params: u16,
    pub registers: u16,
    pub needs_arguments: bool,
    /// Known with the bytecode only.
    pub passes_arguments_on: bool,
    pub insns: Arc<[Insn]>,
    pub constants: Arc<[Constant]>,
    pub handlers: Arc<[Handler]>,
    pub loops: Arc<[BytecodeOffset]>,
    /// Property name of each site.
    pub site_keys: Arc<[Option<JsStr>]>,
    // ---- feedback
    pub types: Vec<u8>,
    pub sites: Vec<SiteSnapshot>,
    /// Bailouts that earlier code of this script took: what not to speculate on again.
    pub bailouts: Vec<(BytecodeOffset, BailoutReason)>,
    /// Scripts of child functions of which closures were called, by child index, ascending.
    pub children: Vec<(u32, Arc<ScriptSnapshot>)>,
    /// Of constructors: the shape of fresh instances when new.target is a closure of this script.
    pub instance: Option<ShapeIndex>,
}

/// The parts of a script's snapshot that are feedback.
#[derive(Default)]
pub struct Feedback {
    pub types: Vec<u8>,
    pub sites: Vec<SiteSnapshot>,
    pub bailouts: Vec<(BytecodeOffset, BailoutReason)>,
    pub children: Vec<(u32, Arc<ScriptSnapshot>)>,
    pub instance: Option<ShapeIndex>,
}

impl ScriptSnapshot {
    /// A script by its name only.
    pub fn named(hash: [u8; 32], info: &FunctionInfo, code: &Code) -> ScriptSnapshot {
        ScriptSnapshot {
            hash,
            name: info.name.to_rust(),
            kind: info.kind,
            strict: info.strict,
            params: code.params,
            registers: code.registers,
            needs_arguments: code.needs_arguments,
            ..ScriptSnapshot::default()
        }
    }

    /// A script with its bytecode, of which nothing was learnt.
    pub fn without_feedback(hash: [u8; 32], info: &FunctionInfo, code: &Code) -> ScriptSnapshot {
        let key_of = |site: &SiteKey| match code.constants.get(site.constant()?)? {
            Constant::String(text) => Some(text.clone()),
            _ => None,
        };
        ScriptSnapshot {
            passes_arguments_on: code.passes_arguments_on,
            insns: Arc::from(&*code.insns),
            constants: Arc::from(&*code.constants),
            handlers: Arc::from(&*code.handlers),
            loops: Arc::from(&*code.loops),
            site_keys: code.sites.iter().map(key_of).collect(),
            ..ScriptSnapshot::named(hash, info, code)
        }
    }

    /// The name of this script.
    pub fn to_named(&self) -> ScriptSnapshot {
        ScriptSnapshot {
            hash: self.hash,
            name: self.name.clone(),
            kind: self.kind,
            strict: self.strict,
            params: self.params,
            registers: self.registers,
            needs_arguments: self.needs_arguments,
            ..ScriptSnapshot::default()
        }
    }

    /// The same bytecode with other feedback.
    pub fn with_feedback(&self, feedback: Feedback) -> ScriptSnapshot {
        let Feedback { types, sites, bailouts, children, instance } = feedback;
        ScriptSnapshot {
            passes_arguments_on: self.passes_arguments_on,
            insns: self.insns.clone(),
            constants: self.constants.clone(),
            handlers: self.handlers.clone(),
            loops: self.loops.clone(),
            site_keys: self.site_keys.clone(),
            types,
            sites,
            bailouts,
            children,
            instance,
            ..self.to_named()
        }
    }

    pub fn child(&self, index: u32) -> Option<&Arc<ScriptSnapshot>> {
        let at = self.children.binary_search_by_key(&index, |(i, _)| *i).ok()?;
        Some(&self.children[at].1)
    }
}

#[derive(Clone, PartialEq, Debug, Default)]
pub enum SiteSnapshot {
    /// Never reached.
    #[default]
    Unreached,
    Property {
        cases: Vec<PropertyCase>,
        /// More cases than fit.
        megamorphic: bool,
        /// There were cases of which nothing is known.
        others: bool,
    },
    Element {
        cases: Vec<ElementCase>,
        megamorphic: bool,
        flags: u8,
    },
    Call {
        targets: Vec<CallTarget>,
        /// What a target that calls its receiver has called.
        passed_on: Vec<CallTarget>,
        megamorphic: bool,
        flags: u8,
    },
}

/// One entry of a property site. `kind` and `slot` are as in `IcEntry`; slots of
/// out-of-line storage count from 0 there.
#[derive(Clone, PartialEq, Debug)]
pub struct PropertyCase {
    pub shape: ShapeIndex,
    pub kind: IcKind,
    pub depth: u8,
    pub slot: u16,
    /// Look-ups that found a function (own or inherited data property, getter, setter): which.
    pub function: Option<CallTarget>,
    /// Additions: the shape afterwards.
    pub next: Option<ShapeIndex>,
    /// The key, where the site has no constant one (elements by name are not recorded).
    pub key: Option<KeyName>,
    /// The receiver was a string primitive: `shape` is that of %String.prototype%, and
    /// `depth` counts from there (0: an own property of it).
    pub primitive: bool,
}

#[derive(Clone, PartialEq, Debug)]
pub struct ElementCase {
    pub shape: ShapeIndex,
    pub kind: IcKind,
}

#[derive(Clone, Debug)]
pub enum CallTarget {
    /// A closure of this script. Its feedback is there if it may be inlined.
    Script(Arc<ScriptSnapshot>),
    /// Row of the table of known built-ins.
    Builtin(u16),
    /// Anything else.
    Other,
}
