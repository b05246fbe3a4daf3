//! Early errors that the parser leaves out.
//!
//! oxc's parser and semantic pass report most of them; what follows is the rest, each with
//! the section of the specification that has it. The visitor knows what code it is in: of
//! which function, under which labels, within which catch clauses.

use super::cover;
use super::parse::Goal;
use super::scope::{COMMONJS_PARAMETERS, for_each_name};
use crate::bytecode::CompileError;
use hearth_regexp::flag;
use hearth_regexp::literal::{early_error, error_message};
use oxc_ast::ast::*;
use oxc_ast_visit::{Visit, walk};
use oxc_span::{GetSpan, Span};
use oxc_syntax::scope::ScopeFlags;

/// What is jumped within: a function, a static block, a field's initialiser.
struct Body<'a> {
    /// May have `await`.
    is_async: bool,
    /// Labels around, and whether they are of loops.
    labels: Vec<(&'a str, bool)>,
    loops: u32,
    switches: u32,
    /// The blocks around, outermost first.
    blocks: Vec<Block<'a>>,
}

enum Block<'a> {
    /// The names that it declares lexically.
    Names(Vec<&'a str>),
    /// `catch (name)`, which a `var` may redeclare (sec-variablestatements-in-catch-blocks).
    Catch(&'a str),
}

impl Body<'_> {
    fn new(is_async: bool) -> Self {
        Self { is_async, labels: Vec::new(), loops: 0, switches: 0, blocks: Vec::new() }
    }
}

/// Looks for the errors of this module.
///
/// # Errors
/// The first by position.
pub fn check(program: &Program<'_>, goal: Goal) -> Result<(), CompileError> {
    let is_module = matches!(goal, Goal::Module | Goal::TypeScriptModule);
    let strict = is_module || program.has_use_strict_directive();
    let mut checker = Checker { text: program.source_text, strict, bodies: vec![Body::new(is_module)], error: None };
    let names = declared(program.body.iter(), is_module);
    checker.in_block(Block::Names(names), |this| walk::walk_program(this, program));
    if matches!(goal, Goal::CommonJs | Goal::TypeScriptCommonJs) {
        // The file is the body of a function with these parameters.
        for statement in &program.body {
            let names = declared(std::iter::once(statement), false);
            for name in names.into_iter().filter(|name| COMMONJS_PARAMETERS.contains(name)) {
                checker.fail(statement.span().start, redeclared(name));
            }
        }
    }
    checker.error.map_or(Ok(()), Err)
}

fn redeclared(name: &str) -> String {
    format!("Identifier '{name}' has already been declared")
}

/// Whether a CommonJS module was refused for a name that is one of its parameters: it is an
/// ECMAScript module then, if its syntax allows that.
pub fn redeclares_parameter(error: &CompileError) -> bool {
    COMMONJS_PARAMETERS.iter().any(|name| error.message == redeclared(name))
}

struct Checker<'a> {
    text: &'a str,
    strict: bool,
    /// Innermost last.
    bodies: Vec<Body<'a>>,
    error: Option<CompileError>,
}

impl<'a> Checker<'a> {
    fn fail(&mut self, position: u32, message: impl Into<String>) {
        if self.error.as_ref().is_none_or(|error| position < error.position) {
            self.error = Some(CompileError { message: message.into(), position });
        }
    }
    fn body(&mut self) -> &mut Body<'a> {
        self.bodies.last_mut().expect("there is an outermost one")
    }
    fn within(&mut self, is_async: bool, visit: impl FnOnce(&mut Self)) {
        self.bodies.push(Body::new(is_async));
        visit(self);
        self.bodies.pop();
    }
    fn strictly(&mut self, strict: bool, visit: impl FnOnce(&mut Self)) {
        let outer = self.strict;
        self.strict |= strict;
        visit(self);
        self.strict = outer;
    }
    fn in_block(&mut self, block: Block<'a>, visit: impl FnOnce(&mut Self)) {
        self.body().blocks.push(block);
        visit(self);
        self.body().blocks.pop();
    }
    fn in_loop(&mut self, body: &Statement<'a>) {
        self.body().loops += 1;
        self.visit_statement(body);
        self.body().loops -= 1;
    }

    /// sec-break-statement-static-semantics-early-errors, sec-continue-statement-static-semantics-early-errors,
    /// and undefined labels (sec-static-semantics-containsundefinedbreaktarget).
    fn check_jump(&mut self, span: Span, label: Option<&LabelIdentifier<'a>>, is_continue: bool) {
        let body = self.body();
        let message = match label {
            Some(label) => match body.labels.iter().rfind(|(name, _)| *name == label.name.as_str()) {
                Some((_, true)) => return,
                Some(_) if !is_continue => return,
                Some(_) => format!("Illegal continue statement: '{}' does not denote an iteration statement", label.name),
                None => format!("Undefined label '{}'", label.name),
            },
            None if body.loops > 0 || !is_continue && body.switches > 0 => return,
            None if is_continue => "Illegal continue statement: no surrounding iteration statement".to_owned(),
            None => "Illegal break statement".to_owned(),
        };
        self.fail(label.map_or(span.start, |label| label.span.start), message);
    }

    /// A `var` within `catch (name)` that has that name is one of the blocks around too
    /// (sec-block-static-semantics-early-errors).
    fn check_var(&mut self, id: &BindingIdentifier<'a>) {
        let name = id.name.as_str();
        let blocks = &self.body().blocks;
        let Some(catch) = blocks.iter().rposition(|block| matches!(block, Block::Catch(parameter) if *parameter == name)) else { return };
        if blocks[..catch].iter().any(|block| matches!(block, Block::Names(names) if names.contains(&name))) {
            self.fail(id.span.start, redeclared(name));
        }
    }

    /// A target that may be a marked call, of which only the parts are visited then
    /// (sec-static-semantics-assignmenttargettype).
    fn target(&mut self, target: &SimpleAssignmentTarget<'a>, allowed: bool) {
        let Some(call) = cover::called(target) else { return self.visit_simple_assignment_target(target) };
        let is_call =
            matches!(call.without_parentheses(), Expression::CallExpression(call) if !matches!(call.callee, Expression::Super(_)));
        if self.strict || !allowed || !is_call {
            self.fail(call.span().start, INVALID_TARGET);
        }
        self.visit_expression(call);
    }

    fn for_each(&mut self, left: &ForStatementLeft<'a>, right: &Expression<'a>, body: &Statement<'a>) {
        let names = match left {
            ForStatementLeft::VariableDeclaration(declaration) => lexical_names(declaration),
            _ => Vec::new(),
        };
        self.in_block(Block::Names(names), |this| {
            match left {
                ForStatementLeft::VariableDeclaration(declaration) => this.visit_variable_declaration(declaration),
                left => match left.to_assignment_target().as_simple_assignment_target() {
                    Some(simple) => {
                        // sec-identifiers-static-semantics-assignmenttargettype
                        if let SimpleAssignmentTarget::AssignmentTargetIdentifier(id) = simple
                            && this.strict
                            && matches!(id.name.as_str(), "eval" | "arguments")
                        {
                            this.fail(id.span.start, "Unexpected eval or arguments in strict mode");
                        }
                        this.target(simple, true);
                    }
                    None => this.visit_assignment_target(left.to_assignment_target()),
                },
            }
            this.visit_expression(right);
            this.in_loop(body);
        });
    }

    /// sec-method-definitions: a getter has no parameters at all.
    fn check_getter(&mut self, function: &Function<'a>) {
        if let Some(rest) = &function.params.rest {
            self.fail(rest.span.start, "Getter must not have any formal parameters.");
        }
    }

    /// The parser drops `async` in front of a field (sec-class-definitions: it is of methods only).
    fn check_field(&mut self, field: &PropertyDefinition<'a>) {
        let start = field.decorators.last().map_or(field.span.start, |decorator| decorator.span.end);
        let before = self.text.get(start as usize..field.key.span().start as usize).unwrap_or("").trim_start();
        let before = if field.r#static { before.strip_prefix("static").unwrap_or(before).trim_start() } else { before };
        if before.starts_with("async") {
            self.fail(field.key.span().end, "Unexpected token");
        }
    }
}

/// A limit of the bytecode: parameters are in registers.
pub const MAX_PARAMETERS: usize = 60_000;

const INVALID_TARGET: &str = "Invalid left-hand side in assignment";

fn lexical_names<'a>(declaration: &VariableDeclaration<'a>) -> Vec<&'a str> {
    let mut names = Vec::new();
    if !declaration.kind.is_var() {
        for declarator in &declaration.declarations {
            for_each_name(&declarator.id, &mut |id| names.push(id.name.as_str()));
        }
    }
    names
}

/// The names that statements declare lexically; functions are like `var`s at the top of a
/// function or script.
fn declared<'s, 'a: 's>(statements: impl Iterator<Item = &'s Statement<'a>>, functions: bool) -> Vec<&'a str> {
    let mut names = Vec::new();
    for statement in statements {
        match statement {
            Statement::VariableDeclaration(declaration) => names.extend(lexical_names(declaration)),
            Statement::ClassDeclaration(class) => names.extend(class.id.as_ref().map(|id| id.name.as_str())),
            Statement::FunctionDeclaration(function) if functions => names.extend(function.id.as_ref().map(|id| id.name.as_str())),
            _ => {}
        }
    }
    names
}

/// Is it an iteration statement, after its labels?
fn is_loop(mut statement: &Statement<'_>) -> bool {
    while let Statement::LabeledStatement(labeled) = statement {
        statement = &labeled.body;
    }
    statement.is_iteration_statement()
}

impl<'a> Visit<'a> for Checker<'a> {
    // ---- bodies

    fn visit_function(&mut self, function: &Function<'a>, flags: ScopeFlags) {
        self.strictly(function.has_use_strict_directive(), |this| {
            this.within(function.r#async, |this| walk::walk_function(this, function, flags));
        });
    }
    fn visit_arrow_function_expression(&mut self, arrow: &ArrowFunctionExpression<'a>) {
        self.strictly(arrow.has_use_strict_directive(), |this| {
            this.within(arrow.r#async, |this| walk::walk_arrow_function_expression(this, arrow));
        });
    }
    fn visit_function_body(&mut self, body: &FunctionBody<'a>) {
        self.in_block(Block::Names(declared(body.statements.iter(), false)), |this| walk::walk_function_body(this, body));
    }
    fn visit_static_block(&mut self, block: &StaticBlock<'a>) {
        self.within(false, |this| {
            this.in_block(Block::Names(declared(block.body.iter(), false)), |this| walk::walk_static_block(this, block));
        });
    }

    fn visit_formal_parameters(&mut self, parameters: &FormalParameters<'a>) {
        if parameters.items.len() > MAX_PARAMETERS {
            self.fail(parameters.span.start, format!("Too many parameters in function definition (only {MAX_PARAMETERS} allowed)"));
            return;
        }
        walk::walk_formal_parameters(self, parameters);
    }

    // ---- classes and objects

    fn visit_class(&mut self, class: &Class<'a>) {
        self.strictly(true, |this| walk::walk_class(this, class));
    }
    fn visit_property_definition(&mut self, field: &PropertyDefinition<'a>) {
        self.check_field(field);
        self.visit_decorators(&field.decorators);
        self.visit_property_key(&field.key);
        if let Some(value) = &field.value {
            self.within(false, |this| this.visit_expression(value));
        }
    }
    fn visit_accessor_property(&mut self, field: &AccessorProperty<'a>) {
        self.fail(field.key.span().start, "accessor fields are not supported");
    }
    fn visit_decorator(&mut self, decorator: &Decorator<'a>) {
        self.fail(decorator.span.start, "Invalid or unexpected token");
    }
    fn visit_method_definition(&mut self, method: &MethodDefinition<'a>) {
        if method.kind == MethodDefinitionKind::Get {
            self.check_getter(&method.value);
        }
        walk::walk_method_definition(self, method);
    }
    fn visit_object_property(&mut self, property: &ObjectProperty<'a>) {
        if property.kind == PropertyKind::Get
            && let Expression::FunctionExpression(function) = &property.value
        {
            self.check_getter(function);
        }
        walk::walk_object_property(self, property);
    }

    // ---- blocks

    fn visit_block_statement(&mut self, block: &BlockStatement<'a>) {
        self.in_block(Block::Names(declared(block.body.iter(), true)), |this| walk::walk_block_statement(this, block));
    }
    fn visit_catch_clause(&mut self, clause: &CatchClause<'a>) {
        let block = match &clause.param {
            Some(param) => match &param.pattern {
                BindingPattern::BindingIdentifier(id) => Block::Catch(id.name.as_str()),
                pattern => {
                    let mut names = Vec::new();
                    for_each_name(pattern, &mut |id| names.push(id.name.as_str()));
                    Block::Names(names)
                }
            },
            None => Block::Names(Vec::new()),
        };
        self.in_block(block, |this| walk::walk_catch_clause(this, clause));
    }
    fn visit_switch_statement(&mut self, switch: &SwitchStatement<'a>) {
        self.visit_expression(&switch.discriminant);
        self.body().switches += 1;
        let names = declared(switch.cases.iter().flat_map(|case| case.consequent.iter()), true);
        self.in_block(Block::Names(names), |this| this.visit_switch_cases(&switch.cases));
        self.body().switches -= 1;
    }
    fn visit_variable_declaration(&mut self, declaration: &VariableDeclaration<'a>) {
        // sec-let-const-using-and-await-using-declarations: `await using` is of `[+Await]`.
        if declaration.kind.is_await() && !self.body().is_async {
            self.fail(declaration.span.start, "await is only valid in async functions and the top level bodies of modules");
        }
        if declaration.kind.is_var() && self.body().blocks.iter().any(|block| matches!(block, Block::Catch(_))) {
            for declarator in &declaration.declarations {
                for_each_name(&declarator.id, &mut |id| self.check_var(id));
            }
        }
        walk::walk_variable_declaration(self, declaration);
    }

    // ---- loops and jumps

    fn visit_labeled_statement(&mut self, statement: &LabeledStatement<'a>) {
        let label = (statement.label.name.as_str(), is_loop(&statement.body));
        self.body().labels.push(label);
        walk::walk_labeled_statement(self, statement);
        self.body().labels.pop();
    }
    fn visit_break_statement(&mut self, statement: &BreakStatement<'a>) {
        self.check_jump(statement.span, statement.label.as_ref(), false);
    }
    fn visit_continue_statement(&mut self, statement: &ContinueStatement<'a>) {
        self.check_jump(statement.span, statement.label.as_ref(), true);
    }
    fn visit_while_statement(&mut self, statement: &WhileStatement<'a>) {
        self.visit_expression(&statement.test);
        self.in_loop(&statement.body);
    }
    fn visit_do_while_statement(&mut self, statement: &DoWhileStatement<'a>) {
        self.in_loop(&statement.body);
        self.visit_expression(&statement.test);
    }
    fn visit_for_statement(&mut self, statement: &ForStatement<'a>) {
        let names = match &statement.init {
            Some(ForStatementInit::VariableDeclaration(declaration)) => lexical_names(declaration),
            _ => Vec::new(),
        };
        self.in_block(Block::Names(names), |this| {
            if let Some(init) = &statement.init {
                this.visit_for_statement_init(init);
            }
            for part in statement.test.iter().chain(&statement.update) {
                this.visit_expression(part);
            }
            this.in_loop(&statement.body);
        });
    }
    fn visit_for_in_statement(&mut self, statement: &ForInStatement<'a>) {
        self.for_each(&statement.left, &statement.right, &statement.body);
    }
    fn visit_for_of_statement(&mut self, statement: &ForOfStatement<'a>) {
        self.for_each(&statement.left, &statement.right, &statement.body);
    }

    // ---- assignment

    /// IsValidRegularExpressionLiteral (sec-isvalidregularexpressionliteral).
    fn visit_reg_exp_literal(&mut self, literal: &RegExpLiteral<'a>) {
        let (source, letters) = (literal.regex.pattern.text.as_str(), literal.regex.flags.to_string());
        let Some(flags) = flag::parse(letters.chars()) else { return };
        let units: Vec<u16> = source.encode_utf16().collect();
        if let Some(error) = early_error(&units, flags) {
            self.fail(literal.span.start, error_message(source, &letters, error));
        }
    }
    fn visit_assignment_expression(&mut self, assignment: &AssignmentExpression<'a>) {
        match assignment.left.as_simple_assignment_target() {
            Some(simple) => self.target(simple, !assignment.operator.is_logical()),
            None => self.visit_assignment_target(&assignment.left),
        }
        self.visit_expression(&assignment.right);
    }
    fn visit_update_expression(&mut self, update: &UpdateExpression<'a>) {
        self.target(&update.argument, true);
    }
    fn visit_static_member_expression(&mut self, member: &StaticMemberExpression<'a>) {
        if cover::is_mark(member) {
            self.fail(member.span.start, INVALID_TARGET);
        }
        walk::walk_static_member_expression(self, member);
    }
}

#[cfg(test)]
mod tests {
    use crate::syntax::is_well_formed;
    use crate::syntax::parse::Goal;

    /// Script, then module: `+` parses, `E` is an error. (tests/scripts/syntax has what node can be asked.)
    const TEXTS: &str = r#"
EE 'use strict'; f() = 1
EE 'use strict'; f()++
EE 'use strict'; for (f() of []);
EE class C { m() { f() = 1 } }
EE class C extends (f() = 1) {}
+E f() = 1
EE f() &&= 1
+E let || 1
E+ await using a = null
E+ for (await using a of []);
EE function f() { await using a = null }
EE class C { static { await using a = null } }
EE class C { x = () => { await using a = null } }
E+ export default 1
EE export { a }
E+ let a; export { a }
EE let a; export { a, a }
E+ let a; export { a, a as b }
E+ let a; export { a as 'x y' }
EE export { 'a' }
EE export { if }
EE export let a; export { a }
EE export default 1; export default 2
EE import a from 'm'; let a
EE import a, { a } from 'm'
EE import { a as eval } from 'm'
EE import { default } from 'm'
E+ import { default as a } from 'm'
EE import { 'a' } from 'm'
EE { import a from 'm' }
EE { export let a }
EE if (1) export default 1
E+ import a from 'm' with { type: 'json' }
EE import a from 'm' with { type: 'json', type: 'json' }
EE import a from 'm' with { type: 'json', 'type': 'json' }
E+ export * from 'm'
E+ export * as a from 'm'
EE export * as a from 'm'; export let a
EE export { "\uD800" as a } from 'm'
+E await
E+ await 1
E+ import.meta
EE import.meta = 1
EE new.target
EE return
+E var await
+E function await() { 'use strict'; } with (a) {}
+E with (a) {}
+E 01
+E "\01"
+E delete a
+E <!-- a
+E yield
+E arguments = 1
EE super.x
EE var a; export function a() {}
EE function a() {} function a() {}; export {}
+E function a() {} var a
+E label: function f() {}
EE label: { break other }
EE import { a } from 'm'; var a
EE import * as a from 'm'; function a() {}
EE @d class C {}
EE class C { @d m() {} }
EE class C { accessor x }
++ class C { accessor
x }
"#;

    #[test]
    fn texts_are_refused_under_the_goals_that_the_specification_says() {
        let mut wrong = Vec::new();
        for line in TEXTS.trim().replace("accessor\nx", "accessor\\nx").lines() {
            let (verdicts, text) = line.split_once(' ').expect("verdicts and a text");
            let text = text.replace("\\n", "\n");
            let verdict = |goal| if is_well_formed(&text, goal) { '+' } else { 'E' };
            let found = String::from_iter([verdict(Goal::Script), verdict(Goal::Module)]);
            if found != verdicts {
                wrong.push(format!("{text}: {found}, not {verdicts}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
