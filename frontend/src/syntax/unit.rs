//! A parsed source file, kept for as long as one of its functions may still have to
//! be compiled.
//!
//! Invariants for the unsafe code:
//! 1. `tree` borrows from `allocator` and from `source.text` only. Both are on the
//!    Rust heap behind a pointer that the unit owns, are not moved or changed while
//!    it lives, and are dropped after `tree` (fields drop in the order they are
//!    declared in).
//! 2. The `'static` of `tree` never leaves this module: [`ParsedUnit::tree`] shortens
//!    it to the borrow of the unit.

use super::depth::{self, with_large_stack};
use super::erase;
use super::parse::{self, Goal};
use super::scope::{self, FunctionIndex, FunctionNode, Scopes};
use crate::bytecode::emit;
use crate::bytecode::verify::{verify, verify_environments};
use crate::bytecode::{Code, CompileError, CompileLazily, FunctionInfo, FunctionKind, FunctionTemplate, JsStr, Source};
use oxc_allocator::Allocator;
use oxc_ast::ast::Program;
use rustc_hash::FxHashMap;
use std::cell::OnceCell;
use std::rc::{Rc, Weak};

/// The tree of a source file with its scopes.
pub struct Tree<'a> {
    pub program: &'a Program<'a>,
    pub scopes: Scopes<'a>,
}

pub struct ParsedUnit {
    tree: Tree<'static>,
    /// Functions by the span that identifies them.
    by_span: FxHashMap<(u32, u32), FunctionIndex>,
    _allocator: Box<Allocator>,
    pub source: Rc<Source>,
    /// Where the text is that of a direct eval.
    context: Option<Box<str>>,
    this: OnceCell<Weak<ParsedUnit>>,
}

impl ParsedUnit {
    /// Parses a source file, reports early errors, and finds its scopes.
    pub fn parse(source: Rc<Source>, goal: Goal) -> Result<Rc<ParsedUnit>, CompileError> {
        Self::parse_in(source, goal, None)
    }

    /// As [`Self::parse`], for the text of a direct eval within the scopes that
    /// `context` describes.
    pub fn parse_in(source: Rc<Source>, goal: Goal, context: Option<&str>) -> Result<Rc<ParsedUnit>, CompileError> {
        let depth = super::nesting::nesting(&source.text);
        if depth > depth::MAX_NESTING {
            return Err(CompileError { message: "the source text nests too deeply".to_owned(), position: 0 });
        }
        with_large_stack(depth, || Self::parse_here(source, goal, context))
    }

    fn parse_here(source: Rc<Source>, goal: Goal, context: Option<&str>) -> Result<Rc<ParsedUnit>, CompileError> {
        let allocator = Box::new(Allocator::default());
        #[allow(clippy::deref_addrof, clippy::borrow_deref_ref, reason = "the raw borrow is what takes the lifetime off")]
        // SAFETY: invariant 1: the arena is boxed and the text is behind its `Rc`;
        // both are moved into the unit beside what borrows from them. If parsing
        // fails, all that borrows is dropped with this function's locals, before them.
        let (arena, text): (&'static Allocator, &'static str) = unsafe { (&*(&raw const *allocator), &*(&raw const *source.text)) };
        let (text, goal) = match goal.without_types() {
            Some(plain) => (arena.alloc_str(&erase::erase(text, goal)?), plain),
            None => (text, goal),
        };
        let surroundings = context.map(scope::eval::surroundings).unwrap_or_default();
        let (program, excused) = parse::parse_within(arena, text, goal, &surroundings)?;
        let scopes = match (goal, context) {
            (_, Some(context)) => scope::analyze_eval(arena, program, context, excused)?,
            (Goal::Script, _) if source.dynamic => scope::analyze_dynamic(arena, program),
            (Goal::Script, _) => scope::analyze(arena, program, FunctionKind::Script),
            (Goal::CommonJs | Goal::TypeScriptCommonJs, _) => scope::analyze(arena, program, FunctionKind::CommonJs),
            (Goal::Module | Goal::TypeScriptModule, _) => scope::analyze(arena, program, FunctionKind::Module),
        };
        let by_span = scopes
            .functions
            .iter()
            .enumerate()
            .filter(|(_, f)| !matches!(f.node, FunctionNode::Foreign))
            .map(|(i, f)| ((f.start, f.end), FunctionIndex(i as u32)))
            .collect::<FxHashMap<_, _>>();
        let context = context.map(Box::from);
        let tree = Tree { program, scopes };
        let unit = Rc::new(ParsedUnit { tree, by_span, _allocator: allocator, source, context, this: OnceCell::new() });
        let _ = unit.this.set(Rc::downgrade(&unit));
        Ok(unit)
    }

    /// The tree, for no longer than the unit is borrowed (invariant 2).
    pub fn tree(&self) -> &Tree<'_> {
        &self.tree
    }

    /// The template of the outermost function.
    pub fn root(&self) -> Rc<FunctionTemplate> {
        let root = self.template(self.tree.scopes.root.expect("a tree has a root"), JsStr::from(""));
        root.put_within(self.context.as_deref().and_then(scope::eval::environments).flatten());
        root
    }

    /// A template for a function of this file, to be compiled at its first call.
    pub fn template(&self, index: FunctionIndex, name: JsStr) -> Rc<FunctionTemplate> {
        let function = self.tree.scopes.function(index);
        let info = FunctionInfo {
            name,
            kind: function.kind,
            strict: function.strict,
            length: function.length,
            start: function.start,
            end: function.end,
        };
        let unit = self.this.get().and_then(Weak::upgrade).expect("the unit is shared");
        FunctionTemplate::new(info, self.source.clone(), unit)
    }

    /// The function with this span.
    pub fn find(&self, start: u32, end: u32) -> Option<FunctionIndex> {
        self.by_span.get(&(start, end)).copied()
    }

    /// Compiles all functions, outermost first.
    pub fn compile_all(root: &Rc<FunctionTemplate>) -> Result<(), CompileError> {
        let mut queue = vec![root.clone()];
        while let Some(template) = queue.pop() {
            queue.extend(template.code()?.children.iter().cloned());
        }
        Ok(())
    }
}

impl CompileLazily for ParsedUnit {
    fn compile(&self, template: &FunctionTemplate) -> Result<Code, CompileError> {
        let info = &template.info;
        let index = self
            .find(info.start, info.end)
            .ok_or_else(|| CompileError { message: "the function is not in its source file".to_owned(), position: info.start })?;
        let depth = self.tree.scopes.function(index).depth;
        let code = with_large_stack(depth, || emit::function(self, index, info))?;
        // What the verifier refuses would be refused in the next run as well, if it were stored:
        // a fault of the emitter is an error of the text here.
        match verify(&code, info).and_then(|()| verify_environments(&code, info, template.around())) {
            Ok(()) => Ok(code),
            Err(error) => Err(CompileError { message: error.to_string(), position: info.start }),
        }
    }
}

impl std::fmt::Debug for ParsedUnit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ParsedUnit").field("source", &self.source.name).finish_non_exhaustive()
    }
}
