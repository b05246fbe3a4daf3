//! Which of the parser's redeclaration errors are none.
//!
//! In `function f() {} { var f }` both are names of the enclosing function, which may
//! have both (sec-static-semantics-vardeclarednames, sec-functiondeclarationinstantiation);
//! the parser reports it as if the function were of the block. In `{ function f() {} } let f`
//! the function is of the block only (sec-block-level-function-declarations-web-legacy-compatibility-semantics);
//! the parser takes it for a `var` too. They are errors only if the second declaration
//! is within the block that the function is declared in.

use super::parse::Goal;
use oxc_ast::ast::{
    BlockStatement, Function, FunctionBody, IfStatement, Program, StaticBlock, SwitchStatement, VariableDeclaration,
    VariableDeclarationKind,
};
use oxc_ast_visit::{Visit, walk};
use oxc_diagnostics::OxcDiagnostic;
use oxc_span::{GetSpan, Span};
use oxc_syntax::scope::ScopeFlags;
use std::collections::{HashMap, HashSet};

/// Where the two declarations of a redeclaration error begin, the first one first.
fn declarations(diagnostic: &OxcDiagnostic) -> Option<(u32, u32)> {
    let is_redeclaration = diagnostic.message.starts_with("Identifier `") && diagnostic.message.contains("already been declared");
    match diagnostic.labels.iter().as_slice() {
        [first, second] if is_redeclaration => Some((first.offset(), second.offset())),
        _ => None,
    }
}

/// The declarations of a program, as far as these errors need them.
#[derive(Default)]
pub struct Declarations {
    /// The block that each function declaration is lexically in, by the position of its
    /// name; none if it is among the names of a function or script.
    functions: HashMap<u32, Option<Span>>,
    /// The positions of the declarators of `var`.
    vars: HashSet<u32>,
    /// The blocks around what is being visited.
    around: Vec<Option<Span>>,
}

impl Declarations {
    /// Looks through `program` if one of `errors` may be none.
    pub fn for_errors<'e>(program: &Program<'_>, goal: Goal, mut errors: impl Iterator<Item = &'e OxcDiagnostic>) -> Option<Self> {
        errors.any(|error| declarations(error).is_some()).then(|| {
            // The functions at the top of a module are lexical.
            let module = matches!(goal, Goal::Module | Goal::TypeScriptModule);
            let mut found = Self { around: vec![module.then_some(program.span)], ..Self::default() };
            found.visit_program(program);
            found
        })
    }

    /// Whether the error is about a function and something that may have the same name.
    pub fn allow(&self, error: &OxcDiagnostic) -> bool {
        let Some((first, second)) = declarations(error) else { return false };
        match self.functions.get(&first) {
            Some(Some(block)) => !(block.start <= second && second < block.end),
            Some(None) => self.vars.contains(&second),
            None => false,
        }
    }

    fn within(&mut self, block: Option<Span>, visit: impl FnOnce(&mut Self)) {
        self.around.push(block);
        visit(self);
        self.around.pop();
    }
}

impl<'a> Visit<'a> for Declarations {
    fn visit_function(&mut self, function: &Function<'a>, flags: ScopeFlags) {
        if function.is_declaration()
            && let Some(name) = &function.id
        {
            self.functions.insert(name.span.start, self.around.last().copied().flatten());
        }
        walk::walk_function(self, function, flags);
    }
    fn visit_variable_declaration(&mut self, declaration: &VariableDeclaration<'a>) {
        if declaration.kind == VariableDeclarationKind::Var {
            self.vars.extend(declaration.declarations.iter().map(|declarator| declarator.span.start));
        }
        walk::walk_variable_declaration(self, declaration);
    }
    fn visit_function_body(&mut self, body: &FunctionBody<'a>) {
        self.within(None, |this| walk::walk_function_body(this, body));
    }
    fn visit_static_block(&mut self, block: &StaticBlock<'a>) {
        self.within(None, |this| walk::walk_static_block(this, block));
    }
    fn visit_block_statement(&mut self, block: &BlockStatement<'a>) {
        self.within(Some(block.span), |this| walk::walk_block_statement(this, block));
    }
    fn visit_switch_statement(&mut self, switch: &SwitchStatement<'a>) {
        self.within(Some(switch.span), |this| walk::walk_switch_statement(this, switch));
    }
    fn visit_if_statement(&mut self, statement: &IfStatement<'a>) {
        // A function that is a branch is as if in a block of its own (sec-functiondeclarations-in-ifstatement-statement-clauses).
        self.visit_expression(&statement.test);
        for branch in std::iter::once(&statement.consequent).chain(&statement.alternate) {
            self.within(Some(branch.span()), |this| this.visit_statement(branch));
        }
    }
}
