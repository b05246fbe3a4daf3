//! The scopes around a direct eval, as text: they are described at the call when the
//! function is compiled, and found again when the code that eval is given is.
//!
//! One line per scope, innermost first: kind, slots, number of the function it is in,
//! that function's kind, then `kind,slot,name` of each binding, all after a blank. The
//! first line says whether the calling code is strict.

use super::analyze::Analyzer;
use super::{Binding, BindingKind, FunctionIndex, FunctionNode, FunctionScope, Scope, ScopeIndex, ScopeKind, Scopes};
use crate::bytecode::FunctionKind;
use crate::bytecode::environment::Environment;
use crate::syntax::parse::Surroundings;
use rustc_hash::FxHashMap;
use std::fmt::Write;
use std::rc::Rc;

const SCOPE_KINDS: [ScopeKind; 13] = [
    ScopeKind::Script,
    ScopeKind::Function,
    ScopeKind::Body,
    ScopeKind::Block,
    ScopeKind::Switch,
    ScopeKind::Loop,
    ScopeKind::Catch,
    ScopeKind::Class,
    ScopeKind::With,
    ScopeKind::EvalVariables,
    ScopeKind::StaticBlock,
    ScopeKind::Eval,
    ScopeKind::Parameters,
];

/// Added to the kind of a binding whose slot holds a cell.
const CELL: usize = 32;

const BINDING_KINDS: [BindingKind; 15] = [
    BindingKind::Param,
    BindingKind::Var,
    BindingKind::Function,
    BindingKind::BlockFunction,
    BindingKind::Let,
    BindingKind::Const,
    BindingKind::Class,
    BindingKind::Catch,
    BindingKind::FunctionName,
    BindingKind::This,
    BindingKind::NewTarget,
    BindingKind::ActiveFunction,
    BindingKind::Arguments,
    BindingKind::Hidden,
    BindingKind::Import,
];

/// Describes the scopes from `scope` outwards, for code in a function of this strictness.
pub fn describe(scopes: &Scopes<'_>, scope: ScopeIndex, strict: bool) -> String {
    let mut text = String::from(if strict { "strict" } else { "sloppy" });
    let mut index = Some(scope);
    // The function of the scope before.
    let mut inner: Option<FunctionIndex> = None;
    while let Some(i) = index {
        let scope = scopes.scope(i);
        let function = scopes.function(scope.function);
        // Closures of global functions are made without an environment: what an arrow function might
        // capture of the top level is `this`, and they have their own.
        let is_global = |f: FunctionIndex| {
            let start = scopes.function(f).start;
            function.kind == FunctionKind::Script && scopes.globals.functions.iter().any(|f| f.span.start == start)
        };
        if scope.kind == ScopeKind::Script && inner.is_some_and(is_global) {
            let _ = write!(text, "\n0 0 {} {}", scope.function.0, function.kind as u8);
            break;
        }
        inner = Some(scope.function);
        let parameters = scope.kind == ScopeKind::Function && function.body_scope.is_some();
        let kind = if parameters { ScopeKind::Parameters } else { scope.kind };
        let kind = SCOPE_KINDS.iter().position(|k| *k == kind).expect("all kinds are listed");
        let function = function.kind as u8;
        let _ = write!(text, "\n{kind} {} {} {function}", scope.slots, scope.function.0);
        for binding in &scope.bindings {
            let kind = BINDING_KINDS.iter().position(|k| *k == binding.kind).expect("all kinds are listed");
            let kind = kind + if binding.cell { CELL } else { 0 };
            let _ = write!(text, " {kind},{},{}", binding.slot, binding.name);
        }
        index = scope.parent;
    }
    text
}

/// The environments of the scopes that are described; nothing if it is no description.
pub fn environments(description: &str) -> Option<Option<Rc<Environment>>> {
    let mut around = None;
    let scopes: Vec<&str> = description.lines().skip(1).collect();
    for line in scopes.iter().rev() {
        let mut words = line.split(' ').skip(1);
        let slots = words.next()?.parse().ok()?;
        let mut cells = Vec::new();
        for word in words.skip(2) {
            let mut parts = word.splitn(3, ',');
            if parts.next()?.parse::<usize>().ok()? >= CELL {
                cells.push(parts.next()?.parse().ok()?);
            }
        }
        around = Environment::of_scope(slots, &cells, around);
    }
    Some(around)
}

/// The kinds of the functions around, innermost first, arrow functions left out; the top
/// level of a script is none.
fn functions(description: &str) -> impl Iterator<Item = FunctionKind> + '_ {
    description.lines().skip(1).filter_map(|line| {
        let mut words = line.split(' ');
        let scope = *SCOPE_KINDS.get(words.next()?.parse::<usize>().ok()?)?;
        let kind = FunctionKind::from_u8(words.nth(2)?.parse().ok()?)?;
        (scope != ScopeKind::Script && !kind.is_arrow() && kind != FunctionKind::Script && !kind.is_module()).then_some(kind)
    })
}

/// What code around an eval allows its text to use (sec-performeval, steps 4 to 12).
pub fn surroundings(description: &str) -> Surroundings {
    let function = functions(description).next();
    let mut private_names = Vec::new();
    for word in description.lines().skip(1).flat_map(|line| line.split(' ').skip(4)) {
        if let Some(name) = word.splitn(3, ',').nth(2).filter(|name| name.starts_with('#') && !name.contains('%')) {
            private_names.push(name.to_owned());
        }
    }
    Surroundings {
        new_target: function.is_some(),
        super_property: function.is_some_and(has_home),
        super_call: function == Some(FunctionKind::DerivedConstructor),
        private_names,
    }
}

/// Whether functions of this kind have a home object.
fn has_home(kind: FunctionKind) -> bool {
    use FunctionKind::*;
    matches!(
        kind,
        Method
            | Getter
            | Setter
            | BaseConstructor
            | DerivedConstructor
            | FieldInitializer
            | GeneratorMethod
            | AsyncMethod
            | AsyncGeneratorMethod
    )
}

/// Whether the code is within a field initialiser, where `arguments` is an error.
pub fn forbids_arguments(description: &str) -> bool {
    functions(description).next() == Some(FunctionKind::FieldInitializer)
}

/// Is the calling code strict?
pub fn is_strict(description: &str) -> bool {
    description.starts_with("strict")
}

impl<'a> Analyzer<'a> {
    /// Makes the scopes of a description; the innermost one.
    pub(super) fn foreign_scopes(&mut self, description: &str) -> Option<ScopeIndex> {
        let lines: Vec<&str> = description.lines().skip(1).collect();
        let mut numbers: FxHashMap<&str, FunctionIndex> = FxHashMap::default();
        let mut parent = None;
        for line in lines.iter().rev() {
            let mut words = line.split(' ');
            let kind = *SCOPE_KINDS.get(words.next()?.parse::<usize>().ok()?)?;
            let slots = words.next()?.parse().ok()?;
            let number = words.next()?;
            let function_kind = FunctionKind::from_u8(words.next()?.parse().ok()?)?;
            let index = ScopeIndex(self.scopes.len() as u32);
            let function = *numbers.entry(number).or_insert_with(|| {
                self.functions.push(foreign_function(function_kind, index));
                FunctionIndex(self.functions.len() as u32 - 1)
            });
            let mut scope = Scope {
                parent,
                function,
                kind,
                start: 0,
                bindings: Vec::new(),
                names: FxHashMap::default(),
                slots,
                functions: Vec::new(),
                has_eval: true,
                closure_in_head: false,
            };
            for word in words {
                let mut parts = word.splitn(3, ',');
                let kind = parts.next()?.parse::<usize>().ok()?;
                let cell = kind >= CELL;
                let kind = *BINDING_KINDS.get(kind % CELL)?;
                let slot = parts.next()?.parse().ok()?;
                let name: &str = self.allocator.alloc_str(parts.next()?);
                scope.names.insert(name, scope.bindings.len() as u32);
                scope.bindings.push(Binding {
                    name,
                    kind,
                    captured: true,
                    cell,
                    slot,
                    needs_tdz: false,
                    assigned: true,
                    assigned_in_expression: true,
                    escapes: true,
                    // Nothing is known of when the code runs.
                    initialised_at: u32::MAX,
                    first_use: 0,
                });
            }
            self.scopes.push(scope);
            parent = Some(index);
        }
        parent
    }
}

fn foreign_function<'a>(kind: FunctionKind, scope: ScopeIndex) -> FunctionScope<'a> {
    FunctionScope {
        node: FunctionNode::Foreign,
        parent: None,
        kind,
        strict: false,
        start: 0,
        end: 0,
        length: 0,
        scope,
        body_scope: None,
        simple_parameters: true,
        has_parameter_expressions: false,
        needs_outer: true,
        uses_super: false,
        needs_low_register: false,
        this_properties: Vec::new(),
        depth: 0,
        class: None,
        has_sloppy_eval: true,
        has_await: false,
    }
}
