//! From the tree of one function to its bytecode.
//!
//! An expression is evaluated into a register that the consumer names, or into any
//! register: then a local variable is used where it is, unless what is evaluated
//! before its use may assign it (`Emitter::operand`). Temporaries are a stack
//! above the variables; a call's window is its top.
//!
//! Convention: a register that is passed as destination is either a temporary, which
//! may be written early, or a variable, which must be written by the last op only,
//! because an exception in between leaves the variable as it was
//! (`Emitter::writes_last` says for which expressions that holds).

mod assign;
mod call;
mod class;
mod condition;
mod control;
mod expressions;
mod function;
mod generator;
mod iteration;
mod literals;
mod loops;
mod module;
mod names;
mod operators;
mod pattern;
mod property;
mod statements;
mod switch;
mod using;

use super::builder::{Builder, Mark};
use super::code::{Code, CompileError, FunctionInfo, GlobalDeclarations, JsStr};
use super::insn::{Insn, Register};
use super::ops::Op;
use crate::syntax::scope::{FunctionIndex, FunctionScope, ScopeIndex, Scopes};
use crate::syntax::unit::ParsedUnit;
use control::Control;
use names::ActiveScope;

pub(crate) use literals::string as string_literal;

/// Operands of `ThrowError`: the order of the native error constructors.
mod error_kind {
    pub const TYPE_ERROR: u16 = 1;
    pub const REFERENCE_ERROR: u16 = 3;
    pub const SYNTAX_ERROR: u16 = 4;
}

/// Compiles one function of a parsed file.
///
/// # Errors
/// A limit of the bytecode format, or what is not supported yet.
pub fn function(unit: &ParsedUnit, index: FunctionIndex, info: &FunctionInfo) -> Result<Code, CompileError> {
    let tree = unit.tree();
    let function = tree.scopes.function(index);
    let params = function::parameter_count(function);
    let mut emitter = Emitter {
        unit,
        text: tree.program.source_text,
        scopes: &tree.scopes,
        function,
        b: Builder::new(function.kind, params as u32 + 2),
        scope: function.scope,
        strict: function.strict,
        active: Vec::new(),
        outer_env: None,
        low: None,
        control: Vec::new(),
        completion: None,
        finalizers: Vec::new(),
        resources: None,
        chain_exit: None,
        destructured: None,
        globals: GlobalDeclarations::default(),
        local_names: Vec::new(),
        error: None,
    };
    emitter.b.at(info.start);
    emitter.body();
    let Emitter { b, globals, local_names, error, .. } = emitter;
    if let Some(error) = error {
        return Err(error);
    }
    let mut code = b.finish(params as u16, info.start)?;
    code.globals = globals;
    if info.kind.is_module() {
        code.module = Some(Box::new(module::info(&tree.scopes, function)?));
    }
    code.local_names = local_names.into();
    code.passes_arguments_on = class::passes_arguments_on(&tree.scopes, function);
    code.this_properties = function.this_properties.len().min(u8::MAX as usize) as u8;
    Ok(code)
}

struct Emitter<'u> {
    unit: &'u ParsedUnit,
    text: &'u str,
    scopes: &'u Scopes<'u>,
    function: &'u FunctionScope<'u>,
    b: Builder,
    /// The innermost scope here.
    scope: ScopeIndex,
    /// Whether this is strict code: all parts of classes are.
    strict: bool,
    /// The scopes of this function that are open, innermost last.
    active: Vec<ActiveScope>,
    /// The environment of the closure.
    outer_env: Option<Register>,
    /// A register below 256, for operands of 8 bits.
    low: Option<Register>,
    control: Vec<Control<'u>>,
    /// The value of the script so far.
    completion: Option<Register>,
    /// The finally blocks of the script that this is in, innermost last.
    finalizers: Vec<control::Finalizer>,
    /// The list of resources of the innermost block with using declarations.
    resources: Option<Register>,
    /// Where an optional chain goes when it is cut short.
    chain_exit: Option<super::builder::Label>,
    /// The text of what is being destructured, until its pattern takes it.
    destructured: Option<String>,
    globals: GlobalDeclarations,
    local_names: Vec<(u16, JsStr)>,
    error: Option<CompileError>,
}

impl<'u> Emitter<'u> {
    /// Remembers the first error.
    fn fail(&mut self, position: u32, message: &str) {
        self.error.get_or_insert_with(|| CompileError { message: message.to_owned(), position });
    }

    /// Runs `f` for strict code.
    fn strictly<R>(&mut self, f: impl FnOnce(&mut Self) -> R) -> R {
        let outer = std::mem::replace(&mut self.strict, true);
        let result = f(self);
        self.strict = outer;
        result
    }

    fn mark(&self) -> Mark {
        self.b.mark()
    }
    fn release(&mut self, mark: Mark) {
        self.b.release(mark);
    }
    fn temp(&mut self) -> Register {
        self.b.temp()
    }
    /// `dst` if it may be written early, else a new temporary.
    fn scratch(&mut self, dst: Register) -> Register {
        if self.b.is_temp(dst) { dst } else { self.b.temp() }
    }
    fn undefined(&mut self, dst: Register) {
        self.b.op1(Op::LoadUndefined, dst);
    }
    fn throw_error(&mut self, kind: u16, message: &str) {
        let k = self.b.string(&JsStr::from(message));
        self.b.emit(Insn::with_imm32(Op::ThrowError, kind, k as i32));
    }
}
