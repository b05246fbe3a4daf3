//! `Code`, the bytecode of one function as plain data, and `FunctionTemplate`, the
//! function before and after it has bytecode.
//!
//! Invariant: a `Code` that reaches a `Script` has passed the verifier, whether the
//! builder made it or a pack did.

use super::environment::Environment;
use super::insn::{BytecodeOffset, Insn};
use super::module_info::ModuleInfo;
use crate::numbered::numbered;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

/// A JavaScript string as constant data: Latin-1 where every unit fits, else UTF-16
/// code units (lone surrogates included).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum JsStr {
    Latin1(Box<[u8]>),
    Utf16(Box<[u16]>),
}

impl JsStr {
    pub fn from_units(units: &[u16]) -> JsStr {
        if units.iter().all(|u| *u < 256) { JsStr::Latin1(units.iter().map(|u| *u as u8).collect()) } else { JsStr::Utf16(units.into()) }
    }
    pub fn len(&self) -> usize {
        match self {
            JsStr::Latin1(s) => s.len(),
            JsStr::Utf16(s) => s.len(),
        }
    }
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    pub fn units(&self) -> impl Iterator<Item = u16> + '_ {
        (0..self.len()).map(|i| match self {
            JsStr::Latin1(s) => s[i] as u16,
            JsStr::Utf16(s) => s[i],
        })
    }
    /// Lossy: lone surrogates become U+FFFD.
    pub fn to_rust(&self) -> String {
        char::decode_utf16(self.units()).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    }
}

impl From<&str> for JsStr {
    fn from(s: &str) -> JsStr {
        if s.is_ascii() { JsStr::Latin1(s.as_bytes().into()) } else { JsStr::from_units(&s.encode_utf16().collect::<Vec<_>>()) }
    }
}

/// A constant before it is a value of some heap.
#[derive(Clone, PartialEq, Debug)]
pub enum Constant {
    Number(f64),
    String(JsStr),
    /// Decimal digits.
    BigInt(Box<str>),
    RegExp {
        source: JsStr,
        flags: JsStr,
    },
    /// Template object: cooked strings (None where an escape is invalid) and raw ones.
    Template {
        cooked: Box<[Option<JsStr>]>,
        raw: Box<[JsStr]>,
    },
    /// Parameter number → environment slot, for mapped arguments (u16::MAX: not mapped).
    SlotMap(Box<[u16]>),
}

/// The static part of a feedback site: the constant (a string) that names its
/// property, or none for element, call and allocation sites.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(transparent)]
pub struct SiteKey(pub u32);

impl SiteKey {
    pub const NONE: SiteKey = SiteKey(u32::MAX);
    pub fn constant(self) -> Option<usize> {
        (self != SiteKey::NONE).then_some(self.0 as usize)
    }
}

/// An exception handler: covers instructions in `start..end`, enters at `target`,
/// which is a `Catch`. Inner handlers come before outer ones.
#[derive(Clone, Copy, PartialEq, Eq, Debug, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct Handler {
    pub start: BytecodeOffset,
    pub end: BytecodeOffset,
    pub target: BytecodeOffset,
}

/// From this instruction on (until the next entry) code belongs to this byte
/// position of the source. Sorted by offset.
#[derive(Clone, Copy, PartialEq, Eq, Debug, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct Position {
    pub offset: BytecodeOffset,
    pub source: u32,
}

numbered! {
    #[derive(Default)]
    pub enum FunctionKind {
        /// Top level of a script.
        Script,
        /// Body of a CommonJS module: (exports, require, module, __filename, __dirname).
        CommonJs,
        /// Top level of an ECMAScript module. Called with true it instantiates its function
        /// declarations and returns, called without argument it runs; its environment is that
        /// of its closure.
        Module,
        #[default]
        Normal,
        Arrow,
        Method,
        Getter,
        Setter,
        BaseConstructor,
        DerivedConstructor,
        /// Runs the field initialisers of a class; `this` is the instance (or the class, for static elements).
        FieldInitializer,
        Generator,
        GeneratorMethod,
        Async,
        AsyncArrow,
        AsyncMethod,
        AsyncGenerator,
        AsyncGeneratorMethod,
        /// As `Module`, with await at its top level: an async function.
        AsyncModule,
    }
}

impl FunctionKind {
    /// Of a script, a file or a module: entered once.
    pub fn is_top_level(self) -> bool {
        matches!(self, Self::Script | Self::CommonJs | Self::Module | Self::AsyncModule)
    }
    pub fn is_constructor(self) -> bool {
        matches!(self, Self::Normal | Self::BaseConstructor | Self::DerivedConstructor)
    }
    pub fn is_class_constructor(self) -> bool {
        matches!(self, Self::BaseConstructor | Self::DerivedConstructor)
    }
    pub fn is_generator(self) -> bool {
        matches!(self, Self::Generator | Self::GeneratorMethod | Self::AsyncGenerator | Self::AsyncGeneratorMethod)
    }
    pub fn is_async(self) -> bool {
        use FunctionKind::*;
        matches!(self, AsyncModule | Async | AsyncArrow | AsyncMethod | AsyncGenerator | AsyncGeneratorMethod)
    }
    /// Top level of an ECMAScript module.
    pub fn is_module(self) -> bool {
        matches!(self, Self::Module | Self::AsyncModule)
    }
    /// Suspends: its frame outlives the call.
    pub fn is_resumable(self) -> bool {
        self.is_generator() || self.is_async()
    }
    pub fn is_arrow(self) -> bool {
        matches!(self, Self::Arrow | Self::AsyncArrow)
    }
    /// Has an own `prototype` property.
    pub fn has_prototype(self) -> bool {
        self.is_constructor() || self.is_generator()
    }
}

/// What is known of a function without its bytecode: enough to make a closure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FunctionInfo {
    pub name: JsStr,
    pub kind: FunctionKind,
    pub strict: bool,
    /// The `length` property.
    pub length: u16,
    /// Bytes `start..end` of the source: what `toString` gives, and the identity of the
    /// function in its file. That of the outermost function is 0..0.
    pub start: u32,
    pub end: u32,
}

/// The bytecode of one function.
#[derive(Clone, PartialEq, Debug)]
pub struct Code {
    /// Number of formal parameters, which occupy registers 2..2+params.
    pub params: u16,
    /// Registers in all, callee, this and parameters included.
    pub registers: u16,
    /// Uses RestArray or an arguments op: the caller lays the frame out above the actual arguments.
    pub needs_arguments: bool,
    /// Uses GetNewTarget or CheckConstruct.
    pub needs_new_target: bool,
    /// A derived class's implicit constructor, without fields: all it does is to pass its
    /// arguments on (sec-runtime-semantics-classdefinitionevaluation, step 14).
    pub passes_arguments_on: bool,
    /// Assignments to distinct `this.name` in the body (or fields): room to reserve in instances.
    pub this_properties: u8,
    /// Offsets of the LoopHead ops, by loop number: heads of loops, and where the function goes on that was suspended.
    pub loops: Box<[BytecodeOffset]>,
    pub insns: Box<[Insn]>,
    pub constants: Box<[Constant]>,
    pub sites: Box<[SiteKey]>,
    pub handlers: Box<[Handler]>,
    pub positions: Box<[Position]>,
    pub children: Box<[Rc<FunctionTemplate>]>,
    /// Script top level only: names to declare.
    pub globals: GlobalDeclarations,
    /// Module top level only.
    pub module: Option<Box<ModuleInfo>>,
    /// Names of registers and environment slots that hold source variables, for messages and debuggers.
    pub local_names: Box<[(u16, JsStr)]>,
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct GlobalDeclarations {
    pub vars: Box<[JsStr]>,
    /// Function name and child that makes it.
    pub functions: Box<[(JsStr, u32)]>,
    /// `let` and `class`.
    pub lets: Box<[JsStr]>,
    pub consts: Box<[JsStr]>,
}

impl Code {
    /// Byte position in the source of the instruction at `offset`.
    pub fn source_position(&self, offset: BytecodeOffset) -> u32 {
        let after = self.positions.partition_point(|p| p.offset <= offset);
        after.checked_sub(1).map_or(0, |i| self.positions[i].source)
    }
    /// The innermost handler that covers `offset`.
    pub fn handler_for(&self, offset: BytecodeOffset) -> Option<&Handler> {
        self.handlers.iter().find(|h| h.start <= offset && offset < h.end)
    }
}

/// One source file (or eval text).
#[derive(Debug)]
pub struct Source {
    /// As stack traces print it.
    pub name: String,
    pub text: Rc<str>,
    /// The text whose code gave this one to eval: modules are imported for that.
    pub origin: Option<Rc<Source>>,
    /// That of a built-in function: what runs there is in no stack trace.
    pub builtin: bool,
    /// Made of the parts of a dynamic function, whose name is no binding (sec-createdynamicfunction).
    pub dynamic: bool,
    /// Characters of the text stand for lone surrogates ([`super::surrogates`]).
    pub surrogates: bool,
    line_starts: OnceCell<Vec<u32>>,
}

impl Source {
    pub fn new(name: impl Into<String>, text: impl Into<Rc<str>>) -> Rc<Source> {
        Rc::new(Source {
            name: name.into(),
            text: text.into(),
            origin: None,
            builtin: false,
            dynamic: false,
            surrogates: false,
            line_starts: OnceCell::new(),
        })
    }
    /// A text that a program has put together, as `to_source` of its string gives it; if it is part
    /// of it, that of `origin`.
    pub fn within(name: impl Into<String>, text: impl Into<Rc<str>>, origin: Option<Rc<Source>>) -> Rc<Source> {
        let text = text.into();
        let surrogates = super::surrogates::are_in(&text);
        Rc::new(Source { name: name.into(), text, origin, builtin: false, dynamic: false, surrogates, line_starts: OnceCell::new() })
    }
    /// The text of a dynamic function.
    pub fn dynamic(name: impl Into<String>, text: impl Into<Rc<str>>, origin: Option<Rc<Source>>) -> Rc<Source> {
        let mut source = Source::within(name, text, origin);
        Rc::get_mut(&mut source).expect("just made").dynamic = true;
        source
    }
    /// A part of the text as a program sees it.
    pub fn part(&self, text: &str) -> JsStr {
        let part = JsStr::from(text);
        if self.surrogates { super::surrogates::restore(part) } else { part }
    }
    /// The script or module that the text is of, through all evals.
    pub fn script_or_module(self: &Rc<Source>) -> &Rc<Source> {
        let mut source = self;
        while let Some(origin) = &source.origin {
            source = origin;
        }
        source
    }
    /// The source of built-in functions, as `toString` shows them.
    pub fn of_builtins(name: &str, text: impl Into<Rc<str>>) -> Rc<Source> {
        Rc::new(Source {
            name: name.into(),
            text: text.into(),
            origin: None,
            builtin: true,
            dynamic: false,
            surrogates: false,
            line_starts: OnceCell::new(),
        })
    }
    /// 1-based line and column (in code units of UTF-16) of a byte position.
    pub fn line_column(&self, position: u32) -> (u32, u32) {
        let starts = self.line_starts.get_or_init(|| {
            std::iter::once(0).chain(self.text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i as u32 + 1)).collect()
        });
        let line = starts.partition_point(|s| *s <= position);
        let start = starts[line - 1] as usize;
        let end = (position as usize).clamp(start, self.text.len());
        // A character of four bytes is two code units.
        let units = |byte: &u8| if *byte >= 0xF0 { 2 } else { usize::from(byte & 0xC0 != 0x80) };
        let column: usize = self.text.as_bytes()[start..end].iter().map(units).sum();
        (line as u32, column as u32 + 1)
    }
    /// The text of a 1-based line, without its end.
    pub fn line(&self, line: u32) -> &str {
        self.text.split('\n').nth(line as usize - 1).unwrap_or("").trim_end_matches('\r')
    }
}

/// Makes the bytecode of a function on demand: the front end from the tree it
/// keeps, or a pack from its bytes.
pub trait CompileLazily {
    /// Fails only where the language says that a later error is due, or a limit is hit.
    fn compile(&self, template: &FunctionTemplate) -> Result<Code, CompileError>;
}

/// A SyntaxError, or a limit of the bytecode format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct CompileError {
    pub message: String,
    /// Byte position in the source.
    pub position: u32,
}

/// A function of a source file: its description, and its bytecode once there is one.
pub struct FunctionTemplate {
    pub info: FunctionInfo,
    pub source: Rc<Source>,
    code: OnceCell<Rc<Code>>,
    lazy: RefCell<Option<Rc<dyn CompileLazily>>>,
    /// The environments of its closures, once what makes them is verified.
    around: OnceCell<Option<Rc<Environment>>>,
    /// Hash of the record that the bytecode was decoded from, if it was.
    stored_hash: Cell<Option<[u8; 32]>>,
}

impl FunctionTemplate {
    pub fn new(info: FunctionInfo, source: Rc<Source>, lazy: Rc<dyn CompileLazily>) -> Rc<FunctionTemplate> {
        Rc::new(FunctionTemplate {
            info,
            source,
            code: OnceCell::new(),
            lazy: RefCell::new(Some(lazy)),
            around: OnceCell::new(),
            stored_hash: Cell::new(None),
        })
    }
    pub fn with_code(info: FunctionInfo, source: Rc<Source>, code: Code) -> Rc<FunctionTemplate> {
        let template = FunctionTemplate {
            info,
            source,
            code: OnceCell::new(),
            lazy: RefCell::new(None),
            around: OnceCell::new(),
            stored_hash: Cell::new(None),
        };
        let _ = template.code.set(Rc::new(code));
        Rc::new(template)
    }
    /// The innermost environment of its closures, if they have one and it is known.
    pub fn around(&self) -> Option<&Rc<Environment>> {
        self.around.get().and_then(Option::as_ref)
    }
    /// Says what is around its closures.
    pub fn put_within(&self, around: Option<Rc<Environment>>) {
        let _ = self.around.set(around);
    }
    pub fn compiled(&self) -> Option<&Rc<Code>> {
        self.code.get()
    }
    /// BLAKE3 of the canonical bytes, known without taking it where the bytecode came
    /// from a record.
    pub fn stored_hash(&self) -> Option<[u8; 32]> {
        self.stored_hash.get()
    }
    /// Notes that the bytecode was decoded from a record with this hash.
    pub fn set_stored_hash(&self, hash: [u8; 32]) {
        self.stored_hash.set(Some(hash));
    }
    /// The bytecode, compiled now if need be.
    pub fn code(&self) -> Result<&Rc<Code>, CompileError> {
        if let Some(code) = self.code.get() {
            return Ok(code);
        }
        let lazy = self.lazy.borrow_mut().take().expect("a template without code has a compiler");
        match lazy.compile(self) {
            Ok(code) => Ok(self.code.get_or_init(|| Rc::new(code))),
            Err(error) => {
                *self.lazy.borrow_mut() = Some(lazy);
                Err(error)
            }
        }
    }
}

impl PartialEq for FunctionTemplate {
    /// Same function of the same text, with the same bytecode where both have some.
    fn eq(&self, other: &Self) -> bool {
        self.info == other.info
            && match (self.code.get(), other.code.get()) {
                (Some(a), Some(b)) => a == b,
                _ => true,
            }
    }
}

impl std::fmt::Debug for FunctionTemplate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FunctionTemplate({:?} at {})", self.info.name.to_rust(), self.info.start)
    }
}
