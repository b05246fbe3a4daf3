//! The front end: from source text to function templates.
//!
//! `parse` gives the tree and the early errors (oxc does both, but for what is in
//! `early_errors` and `cover`), `scope` finds environments and bindings, `unit` keeps the tree so that each function is
//! compiled to bytecode (by `bytecode::emit`) at its first call. The whole grammar of
//! ECMAScript is parsed; of TypeScript, `erase` takes the types off first.

pub mod cover;
pub mod depth;
pub mod early_errors;
pub mod enclosing;
pub mod erase;
pub mod module_record;
pub mod nesting;
pub mod parse;
pub mod redeclaration;
pub mod scope;
pub mod text;
#[cfg(feature = "transform")]
pub mod transform;
mod type_arguments;
pub mod unit;
mod wording;

use crate::bytecode::serialize::{FunctionRecords, StoredUnit};
use crate::bytecode::{CompileError, CompileLazily, FunctionKind, FunctionTemplate, Source};
use parse::Goal;
use std::rc::Rc;
use unit::ParsedUnit;

/// How a source file is compiled.
#[derive(Clone, Copy, Default, Debug)]
pub struct CompileOptions {
    /// Compile all functions now instead of each at its first call.
    pub eager: bool,
}

/// Compiles a source file.
///
/// # Errors
/// An early error, or a limit of the bytecode format.
pub fn compile(source: Rc<Source>, goal: Goal, options: CompileOptions) -> Result<Rc<FunctionTemplate>, CompileError> {
    let root = ParsedUnit::parse(source, goal)?.root();
    root.code()?;
    if options.eager {
        ParsedUnit::compile_all(&root)?;
    }
    Ok(root)
}

/// Would more text make a script of what is none? (A prompt asks, line by line.)
pub fn is_incomplete(text: &str) -> bool {
    parse::ends_early(&oxc_allocator::Allocator::default(), text)
}

/// Is the text well-formed under this goal, and without early errors?
pub fn is_well_formed(text: &str, goal: Goal) -> bool {
    let allocator = oxc_allocator::Allocator::default();
    parse::parse_within(&allocator, text, goal, &parse::Surroundings::default()).is_ok()
}

/// Compiles a script: its declarations become global.
///
/// # Errors
/// As for [`compile`].
pub fn compile_script(source: Rc<Source>, options: CompileOptions) -> Result<Rc<FunctionTemplate>, CompileError> {
    compile(source, Goal::Script, options)
}

/// Compiles a CommonJS module, to be called with exports, require, module,
/// `__filename`, `__dirname`, and `this` = exports.
///
/// # Errors
/// As for [`compile`].
pub fn compile_commonjs(source: Rc<Source>, options: CompileOptions) -> Result<Rc<FunctionTemplate>, CompileError> {
    compile(source, Goal::CommonJs, options)
}

/// Compiles an ECMAScript module.
///
/// # Errors
/// As for [`compile`].
pub fn compile_module(source: Rc<Source>, options: CompileOptions) -> Result<Rc<FunctionTemplate>, CompileError> {
    compile(source, Goal::Module, options)
}

/// A source file whose functions are in a store: nothing is parsed unless a record is
/// missing or wrong. None if that of the outermost function is.
pub fn from_records(source: Rc<Source>, goal: Goal, records: Rc<dyn FunctionRecords>) -> Option<Rc<FunctionTemplate>> {
    let kinds: &[FunctionKind] = match goal {
        Goal::Script => &[FunctionKind::Script],
        Goal::CommonJs | Goal::TypeScriptCommonJs => &[FunctionKind::CommonJs],
        Goal::Module | Goal::TypeScriptModule => &[FunctionKind::Module, FunctionKind::AsyncModule],
    };
    let parse: fn(Rc<Source>) -> Result<Rc<dyn CompileLazily>, CompileError> = match goal {
        Goal::Script => |s| Ok(ParsedUnit::parse(s, Goal::Script)?),
        Goal::CommonJs => |s| Ok(ParsedUnit::parse(s, Goal::CommonJs)?),
        Goal::Module => |s| Ok(ParsedUnit::parse(s, Goal::Module)?),
        Goal::TypeScriptCommonJs => |s| Ok(ParsedUnit::parse(s, Goal::TypeScriptCommonJs)?),
        Goal::TypeScriptModule => |s| Ok(ParsedUnit::parse(s, Goal::TypeScriptModule)?),
    };
    StoredUnit::new(source, records, parse).root(scope::ROOT_SPAN.0, scope::ROOT_SPAN.1, kinds)
}

/// Compiles the text of a direct eval. `context` is the description of the scopes that
/// the call passes beside their environment; the result is to be called as a closure
/// in that environment, without arguments.
///
/// # Errors
/// As for [`compile`].
pub fn compile_eval(
    name: &str,
    text: &str,
    context: &str,
    origin: Option<Rc<Source>>,
    options: CompileOptions,
) -> Result<Rc<FunctionTemplate>, CompileError> {
    // The directive makes the parser report what is an error in strict code.
    let directive = if scope::eval::is_strict(context) { "'use strict';" } else { "" };
    // After it, a hashbang would be none.
    let text = match text.strip_prefix("#!") {
        Some(rest) if !directive.is_empty() => format!("{directive}//{rest}"),
        _ => format!("{directive}{text}"),
    };
    let source = Source::within(name, text, origin);
    let root = ParsedUnit::parse_in(source, Goal::Script, Some(context))?.root();
    root.code()?;
    if options.eager {
        ParsedUnit::compile_all(&root)?;
    }
    Ok(root)
}

/// The text of what `new Function` makes (sec-createdynamicfunction): a script of one
/// parenthesised function expression, whose value is the function. `prefix` is
/// `function`, `async function`, `function*` or `async function*`.
///
/// Whether it is one is for [`check_function_constructor`] to say.
pub fn function_constructor_text(prefix: &str, parameters: &str, body: &str) -> String {
    format!("({prefix} anonymous({parameters}\n) {{\n{body}\n}})")
}

/// Checks what CreateDynamicFunction checks.
///
/// # Errors
/// If parameters or body are not well-formed by themselves; the text itself is not looked at.
pub fn check_function_constructor(name: &str, prefix: &str, parameters: &str, body: &str) -> Result<(), CompileError> {
    // The body by itself, so that it cannot close the function and open another.
    let is_async = prefix.starts_with("async");
    let generator = prefix.ends_with('*');
    let check = |text: String| ParsedUnit::parse(Source::within(name, text, None), Goal::Script).map(|_| ());
    let star = if generator { "*" } else { "" };
    let asynchronous = if is_async { "async " } else { "" };
    check(format!("({asynchronous}function{star} anonymous(\n) {{\n{body}\n}})"))?;
    check(format!("({asynchronous}function{star} anonymous({parameters}\n) {{\n}})"))
}
