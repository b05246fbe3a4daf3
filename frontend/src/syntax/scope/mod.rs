//! The scopes of a source file, as code generation needs them.
//!
//! One pass over the tree ([`analyze()`]) finds, for each function, its environments
//! and bindings; for each identifier, the binding it refers to; which bindings are
//! captured by closures (and so live in environment cells), and which accesses may
//! happen before initialisation. The pass writes the index of what it found into
//! the tree's own id cells:
//!
//! - `Function::scope_id`, `ArrowFunctionExpression::scope_id`: a [`FunctionIndex`];
//! - `Class::scope_id`: a [`ClassIndex`];
//! - `scope_id` of other nodes: a [`ScopeIndex`], or none where no scope is needed;
//! - `IdentifierReference::reference_id`, and `BindingIdentifier::symbol_id` of `var`
//!   declarators and of block functions: an index into [`Scopes::references`].
//!
//! Names that no identifier can have stand for what has no identifier: `this`,
//! `new.target`, `%function` (the running constructor), `#x` (a private name).

mod analyze;
mod class;
mod declare;
pub mod eval;
mod expressions;
mod functions;
mod statements;

pub use analyze::{COMMONJS_PARAMETERS, ROOT_SPAN, analyze, analyze_dynamic, analyze_eval};
pub use declare::for_each_name;
pub use expressions::is_direct_eval;

use super::module_record::ModuleRecord;
use crate::bytecode::FunctionKind;
use oxc_ast::ast::{ArrowFunctionExpression, Class, Function, Program};
use rustc_hash::{FxHashMap, FxHashSet};

#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct ScopeIndex(pub u32);
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct FunctionIndex(pub u32);
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct ClassIndex(pub u32);

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScopeKind {
    /// Top level of a script: its declarations are global.
    Script,
    /// The outermost scope of a function: parameters, and the body unless it has its own.
    Function,
    /// Body of a function whose parameters contain closures.
    Body,
    Block,
    /// Its bindings may be skipped by a jump to a later case.
    Switch,
    /// Head of a for statement.
    Loop,
    Catch,
    Class,
    With,
    /// Around a function with sloppy direct eval: the object that holds the variables
    /// that eval code declares.
    EvalVariables,
    StaticBlock,
    /// Top level of sloppy eval code: its `var`s are the enclosing function's.
    Eval,
    /// Around eval code: the parameters of a function whose body has its own scope.
    Parameters,
}

impl ScopeKind {
    /// A `var` is declared in the innermost such scope.
    pub fn is_var(self) -> bool {
        matches!(self, ScopeKind::Script | ScopeKind::Function | ScopeKind::Body | ScopeKind::StaticBlock | ScopeKind::Eval)
    }
    /// Its names are the properties of an object, which is its only binding.
    pub fn is_object(self) -> bool {
        matches!(self, ScopeKind::With | ScopeKind::EvalVariables)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BindingKind {
    Param,
    Var,
    /// A function declaration at the top level of a function.
    Function,
    /// A function declaration in a block.
    BlockFunction,
    Let,
    Const,
    Class,
    Catch,
    /// Another module's binding.
    Import,
    /// The name of a function expression, in its own scope.
    FunctionName,
    This,
    NewTarget,
    /// The running function, for `super(...)` in arrows.
    ActiveFunction,
    Arguments,
    /// A private name, a computed key, a private method, the object of a with statement.
    Hidden,
}

impl BindingKind {
    /// Is it declared by a statement, and in no place that the caller or the frame gives it?
    pub fn is_variable(self) -> bool {
        use BindingKind::*;
        matches!(self, Var | Function | BlockFunction | Let | Const | Class | Catch)
    }
}

#[derive(Debug)]
pub struct Binding<'a> {
    pub name: &'a str,
    pub kind: BindingKind,
    /// Lives in slot `slot` of its scope's environment.
    pub captured: bool,
    /// Other modules see it: its slot holds a cell with its value.
    pub cell: bool,
    pub slot: u32,
    /// Some access is checked, so the binding must start out empty.
    pub needs_tdz: bool,
    /// Is assigned apart from its initialisation.
    pub assigned: bool,
    /// Is assigned within a larger expression, so an operand that is the variable's
    /// register may change under the expression that reads it.
    pub assigned_in_expression: bool,
    /// `arguments` only: is used other than by reading its elements and length.
    pub escapes: bool,
    /// Accesses from this position on see it initialised.
    pub initialised_at: u32,
    /// The least position at which it is accessed.
    pub first_use: u32,
}

impl Binding<'_> {
    /// Is there a time before its initialisation in which it can be accessed?
    pub fn has_tdz(&self) -> bool {
        matches!(self.kind, BindingKind::Let | BindingKind::Const | BindingKind::Class | BindingKind::Import)
            || self.kind == BindingKind::Param && self.initialised_at > 0
    }
}

/// Slots up to which a scope has one environment.
pub const SLOTS_PER_ENVIRONMENT: u32 = 60_000;

#[derive(Debug)]
pub struct Scope<'a> {
    pub parent: Option<ScopeIndex>,
    pub function: FunctionIndex,
    pub kind: ScopeKind,
    pub start: u32,
    pub bindings: Vec<Binding<'a>>,
    names: FxHashMap<&'a str, u32>,
    /// Environment slots; 0: the scope has no environment. Beyond what one has room for they
    /// are in a chain of them, the first ones outermost.
    pub slots: u32,
    /// Function declarations to instantiate on entry, with their bindings.
    pub functions: Vec<(u32, &'a Function<'a>)>,
    /// Has direct eval, in it or in what it contains: all bindings are captured.
    pub has_eval: bool,
    /// The expression that a for-in or for-of iterates has a function, which is within this scope.
    pub closure_in_head: bool,
}

impl<'a> Scope<'a> {
    pub fn find(&self, name: &str) -> Option<u32> {
        if self.bindings.is_empty() { None } else { self.names.get(name).copied() }
    }
    pub fn has_environment(&self) -> bool {
        self.slots > 0
    }
    /// How many environments it has.
    pub fn environments(&self) -> u32 {
        self.slots.div_ceil(SLOTS_PER_ENVIRONMENT)
    }
}

/// What a function is made from.
#[derive(Clone, Copy)]
pub enum FunctionNode<'a> {
    Program(&'a Program<'a>),
    Function(&'a Function<'a>),
    Arrow(&'a ArrowFunctionExpression<'a>),
    DefaultConstructor(&'a Class<'a>),
    FieldInitializer {
        class: &'a Class<'a>,
        is_static: bool,
    },
    /// A function around eval code, which is not in this file.
    Foreign,
}

pub struct FunctionScope<'a> {
    pub node: FunctionNode<'a>,
    pub parent: Option<FunctionIndex>,
    pub kind: FunctionKind,
    pub strict: bool,
    pub start: u32,
    pub end: u32,
    /// The `length` property.
    pub length: u16,
    pub scope: ScopeIndex,
    /// Where the body's declarations are, if not in `scope`.
    pub body_scope: Option<ScopeIndex>,
    pub simple_parameters: bool,
    pub has_parameter_expressions: bool,
    /// Needs the environment of its closure: refers to an outer one or makes one.
    pub needs_outer: bool,
    /// Uses `super.x`, itself or in an arrow.
    pub uses_super: bool,
    /// Has an instruction whose register operand has 8 bits.
    pub needs_low_register: bool,
    /// Distinct names assigned as properties of `this`.
    pub this_properties: Vec<&'a str>,
    /// Depth of the tree of its body, in expressions and statements.
    pub depth: u32,
    /// The class, of a constructor or field initialiser.
    pub class: Option<ClassIndex>,
    /// Contains sloppy direct eval, which may declare variables in it.
    pub has_sloppy_eval: bool,
    /// Has await in its own code (for the top level of a module: `[[HasTLA]]`).
    pub has_await: bool,
}

pub struct ClassScope<'a> {
    pub node: &'a Class<'a>,
    pub scope: ScopeIndex,
    pub constructor: FunctionIndex,
    pub instance_initializer: Option<FunctionIndex>,
    pub static_initializer: Option<FunctionIndex>,
}

/// What an identifier refers to.
#[derive(Clone, Copy, Debug)]
pub struct Reference {
    /// None: global.
    pub target: Option<(ScopeIndex, u32)>,
    /// May be accessed before initialisation.
    pub check: bool,
    /// There is a with statement between.
    pub dynamic: bool,
    /// The name is that of a variable: what the objects of with statements have does not count.
    pub of_variable: bool,
}

/// The declarations of a script.
#[derive(Default)]
pub struct Globals<'a> {
    pub vars: Vec<&'a str>,
    pub functions: Vec<&'a Function<'a>>,
    /// The names of these.
    pub function_names: FxHashSet<&'a str>,
    pub lets: Vec<&'a str>,
    pub consts: Vec<&'a str>,
}

/// A `var` or function of sloppy eval code: declared when the code is entered.
pub struct EvalDeclaration<'a> {
    pub name: &'a str,
    pub reference: Reference,
    pub function: Option<&'a Function<'a>>,
}

#[derive(Default)]
pub struct Scopes<'a> {
    /// The outermost function.
    pub root: Option<FunctionIndex>,
    pub eval_declarations: Vec<EvalDeclaration<'a>>,
    pub scopes: Vec<Scope<'a>>,
    pub functions: Vec<FunctionScope<'a>>,
    pub classes: Vec<ClassScope<'a>>,
    pub references: Vec<Reference>,
    pub globals: Globals<'a>,
    /// Imports and exports, of a module.
    pub module: Option<ModuleRecord<'a>>,
    /// Scopes of functions that are the body of an `if` as if in a block, by the function's start.
    pub clauses: FxHashMap<u32, ScopeIndex>,
}

impl<'a> Scopes<'a> {
    pub fn scope(&self, index: ScopeIndex) -> &Scope<'a> {
        &self.scopes[index.0 as usize]
    }
    pub fn function(&self, index: FunctionIndex) -> &FunctionScope<'a> {
        &self.functions[index.0 as usize]
    }
    pub fn class(&self, index: ClassIndex) -> &ClassScope<'a> {
        &self.classes[index.0 as usize]
    }
    pub fn binding(&self, scope: ScopeIndex, binding: u32) -> &Binding<'a> {
        &self.scope(scope).bindings[binding as usize]
    }
    /// The nearest binding of a name, from `scope` outwards.
    pub fn look_up(&self, mut scope: ScopeIndex, name: &str) -> Option<(ScopeIndex, u32)> {
        loop {
            let s = self.scope(scope);
            if let Some(binding) = s.find(name) {
                return Some((scope, binding));
            }
            scope = s.parent?;
        }
    }
}
