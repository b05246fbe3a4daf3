//! TypeScript: types are erased by blanking them, so that every position of the text
//! that is left is one of the file.
//!
//! What would need code to be made (enums, namespaces, parameter properties, `import =`)
//! is a SyntaxError, as in Node.js; a file with it has been through `transform` before. Nothing is type-checked. Imports that are not marked
//! as types stay, whether or not what they name is one.

use super::parse::{Goal, parse_text};
use crate::bytecode::CompileError;
use oxc_allocator::Allocator;
use oxc_ast::ast::*;
use oxc_ast_visit::{Visit, walk};
use oxc_span::{GetSpan, Span};
use oxc_syntax::scope::ScopeFlags;

/// The text without its types, as long as `text` is.
///
/// # Errors
/// A SyntaxError of the text, or what cannot be erased.
pub fn erase(text: &str, goal: Goal) -> Result<String, CompileError> {
    let allocator = Allocator::default();
    let program = parse_text(&allocator, text, goal)?;
    let mut eraser = Eraser { text, out: text.as_bytes().to_vec(), error: None };
    eraser.visit_program(&program);
    match eraser.error {
        Some(error) => Err(error),
        None => Ok(String::from_utf8(eraser.out).expect("whole characters are blanked")),
    }
}

struct Eraser<'t> {
    text: &'t str,
    out: Vec<u8>,
    error: Option<CompileError>,
}

/// How the message of an error ends that is about well-formed TypeScript.
pub const UNSUPPORTED: &str = "is not supported in strip-only mode";

/// Words before the name of a class element that are types' only.
const MODIFIERS: [&str; 7] = ["public", "private", "protected", "readonly", "override", "abstract", "declare"];

impl Eraser<'_> {
    fn unsupported(&mut self, span: Span, what: &str) {
        let message = format!("TypeScript {what} {UNSUPPORTED}");
        self.error.get_or_insert(CompileError { message, position: span.start });
    }

    /// Blanks a range, its line feeds too unless it is a statement's: they could end one.
    fn blank(&mut self, start: u32, end: u32, keep_lines: bool) {
        for byte in &mut self.out[start as usize..end as usize] {
            if !(keep_lines && matches!(*byte, b'\n' | b'\r')) {
                *byte = b' ';
            }
        }
    }
    fn blank_span(&mut self, span: Span) {
        self.blank(span.start, span.end, false);
    }
    /// Blanks a statement or class element; a semicolon keeps apart what is around it.
    fn blank_statement(&mut self, span: Span) {
        self.blank(span.start, span.end, true);
        self.out[span.start as usize] = b';';
    }

    /// The position of `c`, which is what follows `from`, but for blanks and comments.
    fn next_is(&self, from: u32, c: u8) -> Option<u32> {
        let at = super::text::skip_trivia(self.text, from as usize) as u32;
        (self.text.as_bytes().get(at as usize) == Some(&c)).then_some(at)
    }
    fn blank_next(&mut self, from: u32, c: u8) {
        if let Some(at) = self.next_is(from, c) {
            self.blank(at, at + 1, false);
        }
    }

    /// Blanks what follows an expression up to `end`: `as T`, `!`. If the next line
    /// begins with what would continue the expression, a semicolon ends it.
    fn blank_suffix(&mut self, from: u32, end: u32) {
        self.blank(from, end, false);
        let rest = &self.text[end as usize..];
        let next = super::text::skip_trivia(self.text, end as usize);
        let crosses_line = self.text[end as usize..next].contains('\n');
        if crosses_line
            && !rest.is_empty()
            && matches!(self.text.as_bytes().get(next), Some(b'(' | b'[' | b'`' | b'+' | b'-' | b'/'))
            && end > from
        {
            self.out[from as usize] = b';';
        }
    }

    /// Blanks the modifiers in front of a class element's name.
    fn modifiers(&mut self, start: u32, key: u32) {
        let text = &self.text[start as usize..key as usize];
        let mut at = 0;
        let mut first = true;
        while at < text.len() {
            let rest = &text[at..];
            let word: usize = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
            if word == 0 {
                at += rest.chars().next().map_or(1, char::len_utf8);
                continue;
            }
            if MODIFIERS.contains(&&rest[..word]) {
                let from = start + at as u32;
                self.blank(from, from + word as u32, false);
                if first {
                    self.out[from as usize] = b';';
                }
            }
            first = false;
            at += word;
        }
    }

    fn accessible(&mut self, span: Span, is_property: bool) {
        if is_property {
            self.unsupported(span, "parameter property");
        }
    }
}

impl<'a> Visit<'a> for Eraser<'_> {
    fn visit_statement(&mut self, statement: &Statement<'a>) {
        let span = statement.span();
        let is_type = match statement {
            Statement::TSTypeAliasDeclaration(_)
            | Statement::TSInterfaceDeclaration(_)
            | Statement::TSGlobalDeclaration(_)
            | Statement::TSExternalModuleDeclaration(_)
            | Statement::TSNamespaceExportDeclaration(_) => true,
            Statement::FunctionDeclaration(function) => function.body.is_none(),
            Statement::ClassDeclaration(class) => class.declare,
            Statement::VariableDeclaration(declaration) => declaration.declare,
            Statement::TSEnumDeclaration(declaration) => declaration.declare || self.enum_declaration(span),
            Statement::TSNamespaceDeclaration(declaration) => declaration.declare || self.namespace(span),
            Statement::TSImportEqualsDeclaration(declaration) => {
                if !declaration.import_kind.is_type() {
                    self.unsupported(span, "import equals declaration");
                }
                true
            }
            Statement::TSExportAssignment(_) => {
                self.unsupported(span, "export assignment");
                true
            }
            Statement::ImportDeclaration(import) => import.import_kind.is_type(),
            Statement::ExportNamedDeclaration(export) => export.export_kind.is_type(),
            Statement::ExportFromDeclaration(export) => export.export_kind.is_type(),
            Statement::ExportAllDeclaration(export) => export.export_kind.is_type(),
            Statement::ExportDefaultDeclaration(export) => match &export.declaration {
                ExportDefaultDeclarationKind::TSInterfaceDeclaration(_) => true,
                ExportDefaultDeclarationKind::FunctionDeclaration(function) => function.body.is_none(),
                _ => false,
            },
            Statement::ExportDeclaration(export) => match &export.declaration {
                Declaration::VariableDeclaration(declaration) => declaration.declare,
                Declaration::FunctionDeclaration(function) => function.body.is_none(),
                Declaration::ClassDeclaration(class) => class.declare,
                Declaration::TSEnumDeclaration(declaration) => declaration.declare || self.enum_declaration(span),
                Declaration::TSNamespaceDeclaration(declaration) => declaration.declare || self.namespace(span),
                Declaration::TSImportEqualsDeclaration(_) => {
                    self.unsupported(span, "import equals declaration");
                    true
                }
                _ => true,
            },
            _ => false,
        };
        if is_type {
            self.blank_statement(span);
        } else {
            walk::walk_statement(self, statement);
        }
    }

    fn visit_import_specifier(&mut self, specifier: &ImportSpecifier<'a>) {
        if specifier.import_kind.is_type() {
            self.blank_span(specifier.span);
            self.blank_next(specifier.span.end, b',');
        }
    }
    fn visit_export_specifier(&mut self, specifier: &ExportSpecifier<'a>) {
        if specifier.export_kind.is_type() {
            self.blank_span(specifier.span);
            self.blank_next(specifier.span.end, b',');
        }
    }

    fn visit_ts_type_annotation(&mut self, annotation: &TSTypeAnnotation<'a>) {
        // The span may begin behind the colon.
        let before = self.text[..annotation.span.start as usize].trim_end();
        let starts_with_colon = self.text.as_bytes().get(annotation.span.start as usize) == Some(&b':');
        let start = if !starts_with_colon && before.ends_with(':') { before.len() as u32 - 1 } else { annotation.span.start };
        self.blank(start, annotation.span.end, false);
    }
    fn visit_ts_type_parameter_declaration(&mut self, declaration: &TSTypeParameterDeclaration<'a>) {
        self.blank_span(declaration.span);
    }
    fn visit_ts_type_parameter_instantiation(&mut self, arguments: &TSTypeParameterInstantiation<'a>) {
        self.blank_span(arguments.span);
    }
    fn visit_ts_as_expression(&mut self, expression: &TSAsExpression<'a>) {
        self.visit_expression(&expression.expression);
        self.blank_suffix(expression.expression.span().end, expression.span.end);
    }
    fn visit_ts_satisfies_expression(&mut self, expression: &TSSatisfiesExpression<'a>) {
        self.visit_expression(&expression.expression);
        self.blank_suffix(expression.expression.span().end, expression.span.end);
    }
    fn visit_ts_non_null_expression(&mut self, expression: &TSNonNullExpression<'a>) {
        self.visit_expression(&expression.expression);
        self.blank(expression.span.end - 1, expression.span.end, false);
    }
    fn visit_ts_type_assertion(&mut self, expression: &TSTypeAssertion<'a>) {
        self.blank(expression.span.start, expression.expression.span().start, false);
        self.visit_expression(&expression.expression);
    }

    fn visit_variable_declarator(&mut self, declarator: &VariableDeclarator<'a>) {
        if declarator.definite {
            self.blank_next(declarator.id.span().end, b'!');
        }
        walk::walk_variable_declarator(self, declarator);
    }

    fn visit_formal_parameter(&mut self, parameter: &FormalParameter<'a>) {
        self.accessible(parameter.span, parameter.accessibility.is_some() || parameter.readonly || parameter.r#override);
        if parameter.optional {
            self.blank_next(parameter.pattern.span().end, b'?');
        }
        walk::walk_formal_parameter(self, parameter);
    }

    fn visit_function(&mut self, function: &Function<'a>, flags: ScopeFlags) {
        if let Some(this) = &function.this_param {
            self.blank_span(this.span);
            self.blank_next(this.span.end, b',');
        }
        walk::walk_function(self, function, flags);
    }

    fn visit_class(&mut self, class: &Class<'a>) {
        if class.r#abstract && self.text[class.span.start as usize..].starts_with("abstract") {
            self.blank(class.span.start, class.span.start + "abstract".len() as u32, false);
        }
        if !class.implements.is_empty() {
            let heritage = class.heritage.as_ref().map(|h| h.type_arguments.as_ref().map_or(h.expression.span().end, |t| t.span.end));
            let parameters = class.type_parameters.as_ref().map(|p| p.span.end);
            let name = class.id.as_ref().map(|id| id.span.end);
            let from = heritage.or(parameters).or(name).or_else(|| {
                let text = &self.text[class.span.start as usize..class.body.span.start as usize];
                text.find("implements").map(|at| class.span.start + at as u32)
            });
            if let Some(from) = from {
                self.blank(from, class.body.span.start, false);
            }
        }
        walk::walk_class(self, class);
    }

    fn visit_class_element(&mut self, element: &ClassElement<'a>) {
        match element {
            ClassElement::TSIndexSignature(signature) => self.blank_statement(signature.span),
            ClassElement::MethodDefinition(method) => {
                if method.value.body.is_none() {
                    return self.blank_statement(method.span);
                }
                self.modifiers(method.span.start, method.key.span().start);
                if method.optional {
                    let end = method.key.span().end + method.computed as u32;
                    self.blank_next(end, b'?');
                }
                walk::walk_class_element(self, element);
            }
            ClassElement::PropertyDefinition(property) => {
                if property.declare || property.r#type == PropertyDefinitionType::TSAbstractPropertyDefinition {
                    return self.blank_statement(property.span);
                }
                self.modifiers(property.span.start, property.key.span().start);
                let end = property.key.span().end + property.computed as u32;
                if property.optional {
                    self.blank_next(end, b'?');
                }
                if property.definite {
                    self.blank_next(end, b'!');
                }
                walk::walk_class_element(self, element);
            }
            ClassElement::AccessorProperty(property) => {
                self.modifiers(property.span.start, property.key.span().start);
                walk::walk_class_element(self, element);
            }
            ClassElement::StaticBlock(_) => walk::walk_class_element(self, element),
        }
    }
}

impl Eraser<'_> {
    fn enum_declaration(&mut self, span: Span) -> bool {
        self.unsupported(span, "enum");
        true
    }
    fn namespace(&mut self, span: Span) -> bool {
        self.unsupported(span, "namespace declaration");
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn erased(text: &str) -> String {
        let out = erase(text, Goal::TypeScriptModule).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(out.len(), text.len());
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn types_are_blanked() {
        assert_eq!(erased("let a: number = 1 as any as T;"), "let a = 1 ;");
        assert_eq!(erased("function f<T>(this: T, a?: T, ...b: T[]): a is T { return a!; }"), "function f ( a , ...b ) { return a ; }");
        let class = "abstract class A<T> extends B<T> implements C, D { private x?: T = 1; abstract y(): void; z!: T; [k: string]: T }";
        let plain = erase(class, Goal::TypeScriptModule).expect("it is well-formed");
        assert!(parse_text(&Allocator::default(), &plain, Goal::Module).is_ok(), "{plain}");
        assert_eq!(erased("interface I { a: 1 } type U = I | 2; x()"), "; ; x()");
        assert_eq!(erased("import { type A, b } from 'm'; import type C from 'n'; export type { C };"), "import { b } from 'm'; ; ;");
        assert_eq!(erased("const f = <T,>(x: T): T => <T>x;"), "const f = (x ) => x;");
        assert_eq!(erased("f<string>(x satisfies T)"), "f (x )");
    }

    #[test]
    fn statements_stay_apart() {
        assert_eq!(erased("const a = b as T\n(c)"), "const a = b; (c)");
        assert_eq!(erased("const a = b\ntype X = 1\n;(c)"), "const a = b ; (c)");
    }

    #[test]
    fn what_needs_code_is_refused() {
        for text in ["enum E { A }", "namespace N { export const a = 1 }", "class A { constructor(private x: T) {} }"] {
            assert!(erase(text, Goal::TypeScriptModule).is_err(), "{text}");
        }
        assert!(erase("declare enum E { A } declare namespace N {}", Goal::TypeScriptModule).is_ok());
    }
}
