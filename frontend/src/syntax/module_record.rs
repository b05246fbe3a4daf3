//! The import and export declarations of a module, as the tree has them: what
//! ParseModule (sec-parsemodule) collects.

use crate::bytecode::JsStr;
use crate::bytecode::emit::string_literal;
use crate::bytecode::module_info::Phase;
use oxc_ast::ast::*;

/// The name of the binding of an anonymous `export default`.
pub const DEFAULT_BINDING: &str = "*default*";

/// The attribute keys that hosts know (sec-hostgetsupportedimportattributes).
pub const SUPPORTED_ATTRIBUTES: [&str; 1] = ["type"];

pub struct Request {
    pub specifier: JsStr,
    pub attributes: Vec<(JsStr, JsStr)>,
    pub phase: Phase,
    pub position: u32,
}

/// What is taken from the module of a request.
#[derive(Clone)]
pub struct Imported {
    pub request: u16,
    /// None: the namespace object, or the source object of an import of the phase source.
    pub name: Option<JsStr>,
    pub position: u32,
}

#[derive(Default)]
pub struct ModuleRecord<'a> {
    pub requests: Vec<Request>,
    pub imports: Vec<(&'a str, Imported)>,
    /// Exported names with the names of the bindings.
    pub local_exports: Vec<(JsStr, &'a str)>,
    pub indirect_exports: Vec<(JsStr, Imported)>,
    pub star_exports: Vec<u16>,
    /// An early error that the parser does not report.
    pub error: Option<(u32, String)>,
}

fn export_name(name: &ModuleExportName<'_>) -> JsStr {
    match name {
        ModuleExportName::IdentifierName(name) => JsStr::from(name.name.as_str()),
        ModuleExportName::IdentifierReference(name) => JsStr::from(name.name.as_str()),
        ModuleExportName::StringLiteral(literal) => string_literal(literal),
    }
}

impl<'a> ModuleRecord<'a> {
    pub fn of(program: &'a Program<'a>) -> ModuleRecord<'a> {
        let mut record = ModuleRecord::default();
        for statement in &program.body {
            record.imports_of(statement);
        }
        for statement in &program.body {
            record.exports_of(statement);
        }
        record
    }

    fn fail(&mut self, position: u32, message: String) {
        self.error.get_or_insert((position, message));
    }

    /// The index of a request; equal ones are one (sec-static-semantics-modulerequests).
    fn request(&mut self, source: &StringLiteral<'_>, with: Option<&WithClause<'_>>, phase: Option<ImportPhase>) -> u16 {
        let phase = match phase {
            None => Phase::Evaluation,
            Some(ImportPhase::Source) => Phase::Source,
            Some(ImportPhase::Defer) => Phase::Defer,
        };
        let mut attributes = Vec::new();
        for entry in with.iter().flat_map(|with| with.with_entries.iter()) {
            let key = match &entry.key {
                ImportAttributeKey::Identifier(name) => JsStr::from(name.name.as_str()),
                ImportAttributeKey::StringLiteral(literal) => string_literal(literal),
            };
            if attributes.iter().any(|(k, _)| *k == key) {
                let message = format!("Import attributes has a duplicate key '{}'", key.to_rust());
                self.fail(entry.span.start, message);
            }
            attributes.push((key, string_literal(&entry.value)));
        }
        attributes.sort_by_key(|(key, _)| key.units().collect::<Vec<u16>>());
        let specifier = string_literal(source);
        let known = self.requests.iter().position(|r| r.specifier == specifier && r.attributes == attributes && r.phase == phase);
        known.unwrap_or_else(|| {
            self.requests.push(Request { specifier, attributes, phase, position: source.span.start });
            self.requests.len() - 1
        }) as u16
    }

    fn imports_of(&mut self, statement: &'a Statement<'a>) {
        match statement {
            Statement::ImportDeclaration(import) if !import.import_kind.is_type() => {
                let request = self.request(&import.source, import.with_clause.as_deref(), import.phase);
                for specifier in import.specifiers.iter().flatten() {
                    let (local, name, position) = match specifier {
                        ImportDeclarationSpecifier::ImportSpecifier(s) if s.import_kind.is_type() => continue,
                        ImportDeclarationSpecifier::ImportSpecifier(s) => (&s.local, Some(export_name(&s.imported)), s.span.start),
                        ImportDeclarationSpecifier::ImportDefaultSpecifier(s) => {
                            let is_source = import.phase == Some(ImportPhase::Source);
                            (&s.local, (!is_source).then(|| JsStr::from("default")), s.span.start)
                        }
                        ImportDeclarationSpecifier::ImportNamespaceSpecifier(s) => (&s.local, None, s.span.start),
                    };
                    self.imports.push((local.name.as_str(), Imported { request, name, position }));
                }
            }
            Statement::ExportFromDeclaration(export) if !export.export_kind.is_type() => {
                self.request(&export.source, export.with_clause.as_deref(), None);
            }
            Statement::ExportAllDeclaration(export) if !export.export_kind.is_type() => {
                self.request(&export.source, export.with_clause.as_deref(), None);
            }
            _ => {}
        }
    }

    fn export_local(&mut self, name: JsStr, local: &'a str) {
        let imported = self.imports.iter().find(|(l, _)| *l == local).map(|(_, imported)| imported.clone());
        match imported {
            // A re-export of what is imported.
            Some(imported) => self.indirect_exports.push((name, imported)),
            None => self.local_exports.push((name, local)),
        }
    }

    fn exports_of(&mut self, statement: &'a Statement<'a>) {
        match statement {
            Statement::ExportDeclaration(export) => match &export.declaration {
                Declaration::VariableDeclaration(declaration) if !declaration.declare => {
                    for declarator in &declaration.declarations {
                        super::scope::for_each_name(&declarator.id, &mut |id| {
                            self.local_exports.push((JsStr::from(id.name.as_str()), id.name.as_str()));
                        });
                    }
                }
                Declaration::FunctionDeclaration(function) if function.body.is_some() => self.export_id(function.id.as_ref()),
                Declaration::ClassDeclaration(class) if !class.declare => self.export_id(class.id.as_ref()),
                _ => {}
            },
            Statement::ExportDefaultDeclaration(export) => {
                let id = match &export.declaration {
                    ExportDefaultDeclarationKind::FunctionDeclaration(function) => {
                        if function.body.is_none() {
                            return;
                        }
                        function.id.as_ref()
                    }
                    ExportDefaultDeclarationKind::ClassDeclaration(class) => class.id.as_ref(),
                    ExportDefaultDeclarationKind::TSInterfaceDeclaration(_) => return,
                    _ => None,
                };
                self.local_exports.push((JsStr::from("default"), id.map_or(DEFAULT_BINDING, |id| id.name.as_str())));
            }
            Statement::ExportNamedDeclaration(export) if !export.export_kind.is_type() => {
                for specifier in &export.specifiers {
                    if !specifier.export_kind.is_type() {
                        let local = match &specifier.local {
                            ModuleExportName::IdentifierName(name) => name.name.as_str(),
                            ModuleExportName::IdentifierReference(name) => name.name.as_str(),
                            ModuleExportName::StringLiteral(literal) => literal.value.as_str(),
                        };
                        self.export_local(export_name(&specifier.exported), local);
                    }
                }
            }
            Statement::ExportFromDeclaration(export) if !export.export_kind.is_type() => {
                let request = self.request(&export.source, export.with_clause.as_deref(), None);
                for specifier in &export.specifiers {
                    if !specifier.export_kind.is_type() {
                        let imported = Imported { request, name: Some(export_name(&specifier.local)), position: specifier.span.start };
                        self.indirect_exports.push((export_name(&specifier.exported), imported));
                    }
                }
            }
            Statement::ExportAllDeclaration(export) if !export.export_kind.is_type() => {
                let request = self.request(&export.source, export.with_clause.as_deref(), None);
                match &export.exported {
                    Some(name) => {
                        self.indirect_exports.push((export_name(name), Imported { request, name: None, position: export.span.start }))
                    }
                    None => self.star_exports.push(request),
                }
            }
            _ => {}
        }
    }

    fn export_id(&mut self, id: Option<&'a BindingIdentifier<'a>>) {
        if let Some(id) = id {
            self.local_exports.push((JsStr::from(id.name.as_str()), id.name.as_str()));
        }
    }
}
