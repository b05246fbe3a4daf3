//! TypeScript that is not only erased (enums, namespaces, parameter properties, `import =`, `export =`)
//! and JSX: the file is written anew as JavaScript.
//!
//! What is written keeps to the lines of the file, so that stack traces have them; columns are those
//! of what was written. A file with types alone is left to `erase`, which keeps columns too.

use oxc_allocator::Allocator;
use oxc_ast::ast::*;
use oxc_ast_visit::{Visit, walk};
use oxc_codegen::{Codegen, CodegenOptions, CommentOptions};
use oxc_parser::{ParseOptions, Parser};
use oxc_semantic::{Scoping, SemanticBuilder};
use oxc_span::SourceType;
use oxc_transformer::{EnvOptions, JsxOptions, Module, TransformOptions, Transformer, TypeScriptOptions};
use rustc_hash::FxHashSet;
use std::path::Path;

/// Words without which a file has nothing for which code is made.
const WORDS: [&str; 6] = ["enum", "namespace", "module", "constructor", "require", "export"];

/// The text as JavaScript; none if it needs no code to be made, has errors, or exports variables of a
/// namespace that change: that is found again when the types are erased.
pub fn transformed(path: &Path, text: &str) -> Option<String> {
    let extension = path.extension()?.to_str()?;
    let source_types: &[SourceType] = match extension {
        "ts" => &[SourceType::cjs().with_typescript(true), SourceType::ts()],
        "mts" => &[SourceType::ts()],
        "cts" => &[SourceType::cjs().with_typescript(true)],
        "tsx" => &[SourceType::cjs().with_typescript(true).with_jsx(true), SourceType::tsx()],
        "jsx" => &[SourceType::cjs().with_jsx(true), SourceType::jsx()],
        _ => return None,
    };
    let has_jsx = extension.ends_with('x');
    if !has_jsx && !WORDS.iter().any(|word| text.contains(word)) {
        return None;
    }
    let depth = super::nesting::nesting(text);
    if depth > super::depth::MAX_NESTING || super::type_arguments::too_deep(text).is_some() {
        return None;
    }
    super::depth::with_large_stack(depth, || source_types.iter().find_map(|kind| write(path, text, *kind, has_jsx)))
}

fn write(path: &Path, text: &str, kind: SourceType, has_jsx: bool) -> Option<String> {
    let allocator = Allocator::default();
    let options = ParseOptions { allow_return_outside_function: kind.is_commonjs(), ..ParseOptions::default() };
    let parsed = Parser::new(&allocator, text, kind).with_options(options).parse();
    if parsed.panicked || parsed.diagnostics.errors().next().is_some() {
        return None;
    }
    let mut program = parsed.program;
    let mut wanted = Wanted { found: has_jsx, commonjs: kind.is_commonjs() };
    wanted.visit_program(&program);
    if !wanted.found {
        return None;
    }
    let scoping = SemanticBuilder::new().with_enum_eval(true).build(&program).semantic.into_scoping();
    let mut exported = Exported { scoping: &scoping, within: 0, binds: false, changes: false };
    exported.visit_program(&program);
    // What the namespace object has would stay what it was.
    if exported.changes {
        return None;
    }
    let options = TransformOptions {
        typescript: TypeScriptOptions { only_remove_type_imports: true, ..TypeScriptOptions::default() },
        jsx: if has_jsx { JsxOptions::enable() } else { JsxOptions::disable() },
        env: EnvOptions { module: if wanted.commonjs { Module::CommonJS } else { Module::Preserve }, ..EnvOptions::default() },
        ..TransformOptions::default()
    };
    let result = Transformer::new(&allocator, path, &options).build_with_scoping(scoping, &mut program);
    if result.diagnostics.errors().next().is_some() {
        return None;
    }
    let options =
        CodegenOptions { source_map_path: Some(path.to_owned()), comments: CommentOptions::disabled(), ..CodegenOptions::default() };
    let written = Codegen::new().with_options(options).build(&program);
    let mut lines = vec![None; written.code.lines().count() + 1];
    for token in written.map.as_ref()?.get_tokens() {
        if let Some(line) = lines.get_mut(token.get_dst_line() as usize) {
            line.get_or_insert(token.get_src_line());
        }
    }
    Some(on_lines(&written.code, &lines, kind))
}

/// Puts lines of code on the lines that they are of, as far as their order lets them. Line feeds
/// within templates stay what they are.
fn on_lines(code: &str, lines: &[Option<u32>], kind: SourceType) -> String {
    let within = lines_within_templates(code, kind);
    let mut out = String::with_capacity(code.len());
    let mut at = 0;
    for (number, line) in code.lines().enumerate() {
        if within.contains(&number) {
            out.push('\n');
            at += 1;
            out.push_str(line);
            continue;
        }
        let wanted = lines.get(number).copied().flatten().unwrap_or(at);
        if wanted > at {
            out.extend(std::iter::repeat_n('\n', (wanted - at) as usize));
            at = wanted;
        } else if number > 0 {
            out.push(' ');
        }
        out.push_str(line.trim_start());
    }
    out.push('\n');
    out
}

/// The lines that begin within a template.
fn lines_within_templates(code: &str, kind: SourceType) -> FxHashSet<usize> {
    let mut templates = Templates { code, lines: FxHashSet::default() };
    if code.contains('`') {
        let allocator = Allocator::default();
        let options = ParseOptions { allow_return_outside_function: kind.is_commonjs(), ..ParseOptions::default() };
        let parsed = Parser::new(&allocator, code, kind.with_typescript(false)).with_options(options).parse();
        templates.visit_program(&parsed.program);
    }
    templates.lines
}

struct Templates<'t> {
    code: &'t str,
    lines: FxHashSet<usize>,
}

impl<'a> Visit<'a> for Templates<'_> {
    fn visit_template_element(&mut self, element: &TemplateElement<'a>) {
        let (start, end) = (element.span.start as usize, element.span.end as usize);
        let first = self.code[..start].matches('\n').count();
        self.lines.extend((1..=self.code[start..end].matches('\n').count()).map(|n| first + n));
    }
}

/// Looks for what code is to be made for.
struct Wanted {
    found: bool,
    /// `import x = require()` and `export =` are those of CommonJS.
    commonjs: bool,
}

impl<'a> Visit<'a> for Wanted {
    fn visit_ts_enum_declaration(&mut self, declaration: &TSEnumDeclaration<'a>) {
        self.found |= !declaration.declare;
    }
    fn visit_ts_namespace_declaration(&mut self, declaration: &TSNamespaceDeclaration<'a>) {
        self.found |= !declaration.declare;
    }
    fn visit_ts_import_equals_declaration(&mut self, declaration: &TSImportEqualsDeclaration<'a>) {
        if !declaration.import_kind.is_type() {
            self.found = true;
            self.commonjs |= matches!(declaration.module_reference, TSModuleReference::ExternalModuleReference(_));
        }
    }
    fn visit_ts_export_assignment(&mut self, _: &TSExportAssignment<'a>) {
        self.found = true;
        self.commonjs = true;
    }
    fn visit_formal_parameter(&mut self, parameter: &FormalParameter<'a>) {
        self.found |= parameter.accessibility.is_some() || parameter.readonly || parameter.r#override;
        walk::walk_formal_parameter(self, parameter);
    }
}

/// Looks for variables that a namespace exports and that are assigned again.
struct Exported<'s> {
    scoping: &'s Scoping,
    /// Namespaces that are entered.
    within: u32,
    /// Set in a declaration that is exported.
    binds: bool,
    changes: bool,
}

impl<'a> Visit<'a> for Exported<'_> {
    fn visit_ts_namespace_declaration(&mut self, declaration: &TSNamespaceDeclaration<'a>) {
        self.within += 1;
        walk::walk_ts_namespace_declaration(self, declaration);
        self.within -= 1;
    }
    fn visit_statement(&mut self, statement: &Statement<'a>) {
        if let Statement::ExportDeclaration(export) = statement
            && let Declaration::VariableDeclaration(variables) = &export.declaration
            && self.within > 0
        {
            for declarator in &variables.declarations {
                self.binds = true;
                self.visit_binding_pattern(&declarator.id);
                self.binds = false;
            }
        }
        walk::walk_statement(self, statement);
    }
    fn visit_binding_identifier(&mut self, name: &BindingIdentifier<'a>) {
        self.changes |= self.binds && name.symbol_id.get().is_some_and(|symbol| self.scoping.symbol_is_mutated(symbol));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(name: &str, text: &str) -> Option<String> {
        transformed(Path::new(name), text)
    }

    #[test]
    fn only_what_needs_code_is_written_anew() {
        for text in ["let a: number = 1;", "declare enum E { A }", "export type T = 1;", "class A { constructor(x: number) {} }", "enum {"]
        {
            assert_eq!(written("a.ts", text), None, "{text}");
        }
        for text in ["enum E { A }", "namespace N { export const a = 1; }", "class A { constructor(private x: T) {} }", "export = 1"] {
            assert!(written("a.ts", text).is_some(), "{text}");
        }
        assert_eq!(written("a.js", "enum E { A }"), None);
        assert_eq!(written("a.ts", "namespace N { export let a = 1; export function f() { a = 2; } }"), None);
    }

    #[test]
    fn lines_stay() {
        let text = "enum E {\n  A,\n}\n\n// about\nf(E.A);\nconst s = `a\n  b`;\ng();\n";
        let out = written("a.ts", text).expect("it has an enum");
        let line_of = |what: &str| out.lines().position(|line| line.contains(what));
        assert_eq!((line_of("f("), line_of("  b`"), line_of("g()")), (Some(5), Some(7), Some(8)), "{out}");
    }
}
