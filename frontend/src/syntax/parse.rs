//! From text to tree, with all early errors.

use super::cover::Edited;
use super::early_errors;
use super::redeclaration::Declarations;
use super::type_arguments;
use super::wording;
use crate::bytecode::CompileError;
use oxc_allocator::Allocator;
use oxc_ast::ast::Program;
use oxc_diagnostics::OxcDiagnostic;
use oxc_parser::{ParseOptions, Parser};
use oxc_semantic::SemanticBuilder;
use oxc_span::SourceType;

/// What a text is parsed as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Goal {
    Script,
    /// The body of a function of five parameters: `return` is allowed at its top level.
    CommonJs,
    Module,
    /// As `CommonJs`, with types.
    TypeScriptCommonJs,
    /// As `Module`, with types.
    TypeScriptModule,
}

impl Goal {
    /// The goal of what is left when types are erased; none if there are none.
    pub fn without_types(self) -> Option<Goal> {
        match self {
            Goal::TypeScriptCommonJs => Some(Goal::CommonJs),
            Goal::TypeScriptModule => Some(Goal::Module),
            Goal::Script | Goal::CommonJs | Goal::Module => None,
        }
    }
}

/// What the code around a direct eval allows its text to use, which a script by itself may not.
#[derive(Default, Debug)]
pub struct Surroundings {
    pub new_target: bool,
    pub super_property: bool,
    pub super_call: bool,
    /// With the number sign.
    pub private_names: Vec<String>,
}

/// An error that the surroundings excuse, unless it is within a function or class of the text.
pub struct Excused {
    pub position: u32,
    pub error: CompileError,
    /// Private names are seen from functions too.
    pub in_functions: bool,
}

impl Surroundings {
    /// Whether the diagnostic is no error here; true: not even within a function of the text.
    fn excuse(&self, message: &str) -> Option<bool> {
        if message.starts_with("Private identifier") || message.starts_with("Private field") {
            let name = message.split('\'').nth(1)?;
            return self.private_names.iter().any(|known| known == name).then_some(true);
        }
        let allowed = (message.starts_with("Unexpected new.target") && self.new_target)
            || (message.starts_with("'super' can only be referenced") && self.super_property)
            || (message.starts_with("Super calls are not permitted") && self.super_call);
        allowed.then_some(false)
    }
}

/// Parses `text`, which is within others, and checks for early errors. Also gives those
/// that the surroundings excuse.
///
/// # Errors
/// The first error by position, with a message in V8's words where there is one.
pub fn parse_within<'a>(
    allocator: &'a Allocator,
    text: &'a str,
    goal: Goal,
    surroundings: &Surroundings,
) -> Result<(&'a Program<'a>, Vec<Excused>), CompileError> {
    let mut excused = Vec::new();
    let program: &'a Program<'a> = allocator.alloc(parse_only(allocator, text, goal, surroundings, &mut excused)?);
    // Types are erased before these are looked for.
    if goal.without_types().is_none() {
        early_errors::check(program, goal)?;
    }
    let semantic = SemanticBuilder::new_compiler().build(program);
    let declarations = Declarations::for_errors(program, goal, semantic.diagnostics.errors());
    let errors = semantic.diagnostics.errors().filter(|error| !declarations.as_ref().is_some_and(|d| d.allow(error)));
    match first_error(text, errors, surroundings, &mut excused, |position| position) {
        Some(error) => Err(error),
        None => Ok((program, excused)),
    }
}

/// Parses `text`, without the checks that need scopes.
///
/// # Errors
/// As for [`parse_within`].
pub fn parse_text<'a>(allocator: &'a Allocator, text: &'a str, goal: Goal) -> Result<Program<'a>, CompileError> {
    parse_only(allocator, text, goal, &Surroundings::default(), &mut Vec::new())
}

fn parse_only<'a>(
    allocator: &'a Allocator,
    text: &'a str,
    goal: Goal,
    surroundings: &Surroundings,
    excused: &mut Vec<Excused>,
) -> Result<Program<'a>, CompileError> {
    if text.len() > u32::MAX as usize / 2 {
        return Err(CompileError { message: "the source text is too long".to_owned(), position: 0 });
    }
    if matches!(goal, Goal::TypeScriptCommonJs | Goal::TypeScriptModule)
        && let Some(position) = type_arguments::too_deep(text)
    {
        return Err(CompileError { message: "type arguments are nested too deeply".to_owned(), position });
    }
    let source_type = match goal {
        Goal::Script => SourceType::script(),
        Goal::CommonJs => SourceType::cjs(),
        Goal::Module => SourceType::mjs(),
        Goal::TypeScriptCommonJs => SourceType::cjs().with_typescript(true),
        Goal::TypeScriptModule => SourceType::mjs().with_typescript(true),
    };
    let options = ParseOptions {
        parse_regular_expression: false,
        allow_return_outside_function: matches!(goal, Goal::CommonJs | Goal::TypeScriptCommonJs),
        preserve_parens: true,
        ..ParseOptions::default()
    };
    let mut edited = Edited::new(text);
    let mut parsed = loop {
        let parsed = Parser::new(allocator, edited.text(allocator), source_type).with_options(options).parse();
        // What is edited is of sloppy code only.
        let sloppy = matches!(goal, Goal::Script | Goal::CommonJs);
        let first = parsed.diagnostics.errors().min_by_key(|error| place(error));
        if !(sloppy && first.is_some_and(|error| edited.mend(error))) {
            break parsed;
        }
    };
    let original = |position| edited.original_position(position);
    if let Some(error) = first_error(text, parsed.diagnostics.errors(), surroundings, excused, original) {
        return Err(error);
    }
    if parsed.panicked {
        return Err(CompileError { message: "Invalid or unexpected token".to_owned(), position: 0 });
    }
    if edited.is_edited() {
        edited.restore(&mut parsed.program);
    }
    Ok(parsed.program)
}

/// Is the text one of a script that ends too early: within brackets, a template or a
/// comment, or where an operand is due?
pub fn ends_early(allocator: &Allocator, text: &str) -> bool {
    let parsed = Parser::new(allocator, text, SourceType::script()).parse();
    let end = text.trim_end().len();
    parsed.diagnostics.errors().any(|diagnostic| {
        let message = diagnostic.message.as_ref();
        let unterminated = message.starts_with("Unterminated") && !message.contains("string") && !message.contains("regular expression");
        // An open template is reported where it starts.
        let at_template = |offset: usize| text.as_bytes().get(offset) == Some(&b'`');
        let reported_late = diagnostic.labels.iter().map(|label| label.offset() as usize).any(|at| at >= end || at_template(at));
        message.contains("EOF") || unterminated || reported_late
    })
}

/// Where in the parsed text an error is: of a name that is declared twice, where it is declared again, and of a bracket
/// that is not closed, what is there in its stead.
fn place(diagnostic: &OxcDiagnostic) -> u32 {
    let labels = diagnostic.labels.iter().map(|label| label.offset());
    let is_last = diagnostic.message.contains("already been declared") || diagnostic.message.starts_with("Expected `");
    if is_last { labels.max() } else { labels.min() }.unwrap_or(0)
}

/// `original`: the position in `text` of one in the parsed text.
fn first_error<'d>(
    text: &str,
    diagnostics: impl Iterator<Item = &'d OxcDiagnostic>,
    surroundings: &Surroundings,
    excused: &mut Vec<Excused>,
    original: impl Fn(u32) -> u32,
) -> Option<CompileError> {
    let position = |d: &OxcDiagnostic| original(place(d));
    let compile_error = |d: &OxcDiagnostic| CompileError { message: wording::of(text, d, position(d) as usize), position: position(d) };
    let mut first: Option<&OxcDiagnostic> = None;
    for diagnostic in diagnostics {
        match surroundings.excuse(diagnostic.message.as_ref()) {
            Some(in_functions) => {
                excused.push(Excused { position: position(diagnostic), error: compile_error(diagnostic), in_functions });
            }
            None if first.is_none_or(|f| position(diagnostic) < position(f)) => first = Some(diagnostic),
            None => {}
        }
    }
    first.map(compile_error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_go_on_are_told_from_wrong_ones() {
        for text in ["function f() {", "let a = [1,", "1 +", "`a", "/* a", "if (a) {", "f(", "a ? b :"] {
            assert!(ends_early(&Allocator::default(), text), "{text}");
        }
        for text in ["1", "let = 1 2", "'a", "a b", "}", "", "function f() {}"] {
            assert!(!ends_early(&Allocator::default(), text), "{text}");
        }
    }
}
