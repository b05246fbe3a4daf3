//! Modules: export declarations, and what linking has to know
//! (sec-source-text-module-record-initialize-environment).

use super::{Emitter, error_kind};
use crate::bytecode::emit::property::Name;
use crate::bytecode::module_info::{ImportEntry, IndirectExport, ModuleInfo, ModuleRequest, ModuleSlot};
use crate::bytecode::{CompileError, JsStr, Op, Register};
use crate::syntax::module_record::{DEFAULT_BINDING, Imported};
use crate::syntax::scope::{BindingKind, FunctionScope, ScopeIndex, Scopes};
use oxc_ast::ast::*;

fn entry(imported: &Imported) -> ImportEntry {
    ImportEntry { request: imported.request, name: imported.name.clone(), position: imported.position }
}

/// What the module's top level says of its imports, exports and environment.
///
/// # Errors
/// An early error that the parser does not report.
pub(super) fn info(scopes: &Scopes<'_>, function: &FunctionScope<'_>) -> Result<ModuleInfo, CompileError> {
    let record = scopes.module.as_ref().expect("a module has been analysed as one");
    if let Some((position, message)) = &record.error {
        return Err(CompileError { message: message.clone(), position: *position });
    }
    if record.requests.len() >= u16::MAX as usize {
        return Err(CompileError { message: "too many imports".to_owned(), position: 0 });
    }
    let scope = scopes.scope(function.scope);
    let mut slots = vec![ModuleSlot::Undefined; scope.slots as usize];
    for binding in scope.bindings.iter().filter(|b| b.captured) {
        slots[binding.slot as usize] = match (binding.kind, binding.cell, binding.needs_tdz) {
            (BindingKind::Import, ..) => {
                let (_, imported) = record.imports.iter().find(|(name, _)| *name == binding.name).expect("it was declared from the record");
                ModuleSlot::Import(entry(imported))
            }
            (_, false, false) => ModuleSlot::Undefined,
            (_, false, true) => ModuleSlot::Empty,
            (_, true, false) => ModuleSlot::Cell,
            (_, true, true) => ModuleSlot::EmptyCell,
        };
    }
    let slot = |local: &str| scope.find(local).map(|b| scope.bindings[b as usize].slot as u16);
    let request = |r: &crate::syntax::module_record::Request| ModuleRequest {
        specifier: r.specifier.clone(),
        attributes: r.attributes.clone().into(),
        phase: r.phase,
        position: r.position,
    };
    Ok(ModuleInfo {
        requests: record.requests.iter().map(request).collect(),
        slots: slots.into(),
        // An export of what is not declared is an early error.
        local_exports: record.local_exports.iter().filter_map(|(name, local)| Some((name.clone(), slot(local)?))).collect(),
        indirect_exports: record
            .indirect_exports
            .iter()
            .map(|(name, imported)| IndirectExport { export_name: name.clone(), import: entry(imported) })
            .collect(),
        star_exports: record.star_exports.clone().into(),
    })
}

impl<'u> Emitter<'u> {
    /// Is it the top-level scope of the module that is being compiled?
    pub(super) fn is_module_scope(&self, index: ScopeIndex) -> bool {
        self.function.kind.is_module() && self.function.scope == index
    }

    /// The first call instantiates the function declarations: a module in a cycle may call
    /// them before this one is evaluated.
    pub(super) fn instantiate_module(&mut self) {
        let run = self.b.label();
        self.b.jump1(Op::JumpIfUndefined, Register::param(0), run);
        self.instantiate_functions(self.function.scope);
        let mark = self.mark();
        let value = self.temp();
        self.undefined(value);
        self.b.op1(Op::Return, value);
        self.release(mark);
        self.b.bind(run);
    }

    pub(super) fn export_declaration(&mut self, export: &'u ExportDeclaration<'u>) {
        match &export.declaration {
            Declaration::VariableDeclaration(declaration) => self.variable_declaration(declaration),
            Declaration::FunctionDeclaration(function) => self.function_declaration(function),
            Declaration::ClassDeclaration(class) => self.class_declaration(class),
            _ => self.throw_error(error_kind::SYNTAX_ERROR, "this declaration is not supported"),
        }
    }

    pub(super) fn export_default(&mut self, export: &'u ExportDefaultDeclaration<'u>) {
        let name = Name::Static(JsStr::from("default"));
        let value = match &export.declaration {
            // Made when the module was linked.
            ExportDefaultDeclarationKind::FunctionDeclaration(_) | ExportDefaultDeclarationKind::TSInterfaceDeclaration(_) => return,
            ExportDefaultDeclarationKind::ClassDeclaration(class) if class.id.is_some() => return self.class_declaration(class),
            ExportDefaultDeclarationKind::ClassDeclaration(class) => {
                let value = self.temp();
                self.class(class, &name, value);
                value
            }
            expression => {
                let value = self.temp();
                self.named(expression.to_expression(), value, &name);
                value
            }
        };
        self.write_hidden(DEFAULT_BINDING, value);
    }
}
