//! The scope pass: opening and closing scopes, and resolving references.
//!
//! A reference is pending until a scope that has its name closes; when a function's
//! outermost scope closes, what is still pending crosses into the closure's
//! environment. Its position becomes that of the closure's creation, before which
//! its code cannot run: this is what the check for initialisation compares.

use super::{
    Binding, BindingKind, ClassScope, EvalDeclaration, FunctionIndex, FunctionNode, FunctionScope, Globals, Reference, Scope, ScopeIndex,
    ScopeKind, Scopes,
};
use crate::bytecode::{CompileError, FunctionKind};
use crate::syntax::module_record::{DEFAULT_BINDING, ModuleRecord};
use crate::syntax::parse::Excused;
use oxc_allocator::Allocator;
use oxc_ast::ast::{Function, Program};
use oxc_syntax::{reference::ReferenceId, scope::ScopeId, symbol::SymbolId};
use rustc_hash::FxHashMap;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Read,
    /// Reads an element or the length, so that the object itself stays here.
    ReadPart,
    /// An assignment that is a statement of its own.
    Write,
    WriteInExpression,
}

pub(super) struct Pending<'a> {
    name: &'a str,
    position: u32,
    /// Index into the references, unless only the capture matters.
    reference: Option<u32>,
    access: Access,
    function: FunctionIndex,
    crossed: bool,
    dynamic: bool,
    /// Of the name as a variable: objects of `with` and bindings of blocks do not count.
    of_declaration: bool,
}

pub(super) struct Analyzer<'a> {
    pub allocator: &'a Allocator,
    pub source: &'a str,
    pub scopes: Vec<Scope<'a>>,
    pub functions: Vec<FunctionScope<'a>>,
    pub classes: Vec<Option<ClassScope<'a>>>,
    pub references: Vec<Reference>,
    pub globals: Globals<'a>,
    pub pending: Vec<Pending<'a>>,
    pub scope: ScopeIndex,
    pub function: FunctionIndex,
    pub strict: bool,
    pub depth: u32,
    /// While a class's heritage or computed keys are visited: the position that
    /// references count from, because the class is not initialised there.
    pub forced_position: Option<u32>,
    /// Annex B functions of sloppy eval code: assigned by name from its top level.
    pub eval_functions: Vec<(&'a str, u32)>,
    eval_declarations: Vec<(&'a str, u32, Option<&'a Function<'a>>)>,
    module: Option<ModuleRecord<'a>>,
    pub clauses: FxHashMap<u32, ScopeIndex>,
    /// A function expression at the top does not see its name.
    pub nameless_outermost: bool,
}

/// Variables of a scope that live in registers at most.
const MAX_IN_REGISTERS: usize = 20_000;

/// An open scope, to be closed.
#[must_use]
pub(super) struct Open {
    first_pending: usize,
    outer: ScopeIndex,
}

/// Finds the scopes of a program. `kind` is that of its outermost function; the
/// parameters of a CommonJS wrapper are declared in it.
pub fn analyze<'a>(allocator: &'a Allocator, program: &'a Program<'a>, kind: FunctionKind) -> Scopes<'a> {
    let mut analyzer = Analyzer::new(allocator, program);
    let scope_kind = if kind == FunctionKind::Script { ScopeKind::Script } else { ScopeKind::Function };
    let root = analyzer.program(program, kind, scope_kind);
    analyzer.finish(root)
}

/// Finds the scopes of the text of a dynamic function, whose name its code does not see.
pub fn analyze_dynamic<'a>(allocator: &'a Allocator, program: &'a Program<'a>) -> Scopes<'a> {
    let mut analyzer = Analyzer::new(allocator, program);
    analyzer.nameless_outermost = true;
    let root = analyzer.program(program, FunctionKind::Script, ScopeKind::Script);
    analyzer.finish(root)
}

/// Finds the scopes of the text of a direct eval, within the scopes that `context`
/// describes ([`super::eval::describe`]).
///
/// # Errors
/// If it describes none; what these scopes do not excuse, or forbid, in the text.
pub fn analyze_eval<'a>(
    allocator: &'a Allocator,
    program: &'a Program<'a>,
    context: &str,
    excused: Vec<Excused>,
) -> Result<Scopes<'a>, CompileError> {
    let mut analyzer = Analyzer::new(allocator, program);
    let innermost = analyzer
        .foreign_scopes(context)
        .ok_or_else(|| CompileError { message: "the scopes of a direct eval are not described".to_owned(), position: 0 })?;
    let foreign = analyzer.functions.len();
    analyzer.scope = innermost;
    analyzer.function = analyzer.scopes[innermost.0 as usize].function;
    let scope_kind = if analyzer.strict { ScopeKind::Function } else { ScopeKind::Eval };
    // Like an arrow function, it takes `this` and the like from around it.
    let root = analyzer.program(program, FunctionKind::Arrow, scope_kind);
    analyzer.functions[root.0 as usize].needs_outer = true;
    for excused in excused {
        // A function of the text has its own `new.target` and `super`.
        let within = analyzer.functions[foreign..]
            .iter()
            .any(|f| !matches!(f.node, FunctionNode::Program(_)) && !f.kind.is_arrow() && (f.start..f.end).contains(&excused.position));
        if within && !excused.in_functions {
            return Err(excused.error);
        }
    }
    // ContainsArguments (sec-performeval, step 12).
    if super::eval::forbids_arguments(context)
        && let Some(pending) = analyzer.pending.iter().find(|p| p.name == "arguments" && p.reference.is_some())
    {
        let message = "'arguments' is not allowed in class field initializer or static initialization block".to_owned();
        return Err(CompileError { message, position: pending.position });
    }
    let mut scope = Some(innermost);
    while let Some(index) = scope {
        analyzer.resolve_pending(index, 0);
        scope = analyzer.scopes[index.0 as usize].parent;
    }
    Ok(analyzer.finish(root))
}

impl<'a> Analyzer<'a> {
    fn new(allocator: &'a Allocator, program: &'a Program<'a>) -> Analyzer<'a> {
        Analyzer {
            allocator,
            source: program.source_text,
            scopes: Vec::new(),
            functions: Vec::new(),
            classes: Vec::new(),
            references: Vec::new(),
            globals: Globals::default(),
            pending: Vec::new(),
            scope: ScopeIndex(0),
            function: FunctionIndex(0),
            strict: program.has_use_strict_directive() || program.source_type.is_module(),
            depth: 0,
            forced_position: None,
            eval_functions: Vec::new(),
            eval_declarations: Vec::new(),
            module: None,
            clauses: FxHashMap::default(),
            nameless_outermost: false,
        }
    }

    fn finish(mut self, root: FunctionIndex) -> Scopes<'a> {
        for pending in std::mem::take(&mut self.pending) {
            if let Some(reference) = pending.reference {
                let reference = &mut self.references[reference as usize];
                reference.dynamic = pending.dynamic;
                reference.of_variable = pending.of_declaration;
            }
        }
        let references = self.references;
        Scopes {
            root: Some(root),
            eval_declarations: self
                .eval_declarations
                .into_iter()
                .map(|(name, reference, function)| EvalDeclaration { name, reference: references[reference as usize], function })
                .collect(),
            scopes: self.scopes,
            functions: self.functions,
            classes: self.classes.into_iter().map(|c| c.expect("each class is visited")).collect(),
            references,
            globals: self.globals,
            module: self.module,
            clauses: self.clauses,
        }
    }

    fn program(&mut self, program: &'a Program<'a>, kind: FunctionKind, scope_kind: ScopeKind) -> FunctionIndex {
        // An empty span: a file may consist of one function, which has the whole text's.
        let open = self.open_function(FunctionNode::Program(program), kind, scope_kind, ROOT_SPAN);
        let root = self.function;
        if kind == FunctionKind::CommonJs {
            for name in COMMONJS_PARAMETERS {
                self.declare(self.scope, name, BindingKind::Param, 0);
            }
            self.functions[0].length = COMMONJS_PARAMETERS.len() as u16;
            self.functions[0].simple_parameters = true;
        }
        if kind == FunctionKind::Module {
            self.functions[0].length = 1;
            self.declare_imports(program);
        }
        self.declare_lexical(&program.body, true);
        self.statements(&program.body);
        if scope_kind == ScopeKind::Eval {
            self.refer_to_eval_declarations();
        }
        if kind == FunctionKind::Module {
            self.mark_exports();
        }
        self.close_function(open, 0);
        root
    }

    fn declare_imports(&mut self, program: &'a Program<'a>) {
        let record = ModuleRecord::of(program);
        for (name, _) in &record.imports {
            let binding = self.declare(self.scope, name, BindingKind::Import, u32::MAX);
            let binding = &mut self.current().bindings[binding as usize];
            binding.captured = true;
            binding.cell = true;
        }
        self.module = Some(record);
    }

    /// Exported bindings are cells; functions are instantiated when the module is linked,
    /// so they live in the environment.
    fn mark_exports(&mut self) {
        let Some(record) = self.module.take() else { return };
        let root = FunctionIndex(0);
        if self.functions[0].has_await {
            self.functions[0].kind = FunctionKind::AsyncModule;
        }
        let scope = &mut self.scopes[self.functions[root.0 as usize].scope.0 as usize];
        for (binding, _) in &scope.functions {
            scope.bindings[*binding as usize].captured = true;
        }
        for (_, local) in &record.local_exports {
            if let Some(index) = scope.names.get(local) {
                let binding = &mut scope.bindings[*index as usize];
                binding.captured = true;
                binding.cell = true;
                binding.needs_tdz |= binding.has_tdz();
            }
        }
        self.module = Some(record);
    }

    /// Declares the binding of an anonymous default export.
    pub fn declare_default(&mut self, kind: BindingKind, initialised_at: u32) -> u32 {
        self.declare(self.scope, DEFAULT_BINDING, kind, initialised_at)
    }

    /// The `var`s and functions of sloppy eval code are bindings of the enclosing function.
    fn refer_to_eval_declarations(&mut self) {
        let globals = std::mem::take(&mut self.globals);
        for function in globals.functions {
            if let Some(id) = &function.id {
                let reference = self.refer_to_variable(id.name.as_str());
                self.eval_declarations.push((id.name.as_str(), reference, Some(function)));
            }
        }
        for name in globals.vars {
            if !self.eval_declarations.iter().any(|(n, ..)| *n == name) {
                let reference = self.refer_to_variable(name);
                self.eval_declarations.push((name, reference, None));
            }
        }
        for (name, reference) in std::mem::take(&mut self.eval_functions) {
            self.push_pending(name, 0, Some(reference), Access::Write);
            self.pending.last_mut().expect("just pushed").of_declaration = true;
        }
    }
    fn refer_to_variable(&mut self, name: &'a str) -> u32 {
        let reference = self.refer(name, 0, Access::Write);
        self.pending.last_mut().expect("just pushed").of_declaration = true;
        reference
    }

    /// A direct eval: its code may use every binding around it, as a closure would.
    pub fn direct_eval(&mut self, position: u32) {
        self.current().has_eval = true;
        let sloppy = !self.strict;
        let function = self.current_function();
        function.has_sloppy_eval |= sloppy;
        function.needs_outer = true;
        // Its code may use `super`, for which functions need their home object.
        function.uses_super = true;
        for name in ["this", "new.target", "arguments", "%function"] {
            self.push_pending(name, position, None, Access::Read);
            self.pending.last_mut().expect("just pushed").crossed = true;
        }
    }

    // ---- scopes

    pub fn open(&mut self, kind: ScopeKind, start: u32) -> Open {
        let parent = (!self.scopes.is_empty()).then_some(self.scope);
        let open = Open { first_pending: self.pending.len(), outer: self.scope };
        self.scopes.push(Scope {
            parent,
            function: self.function,
            kind,
            start,
            bindings: Vec::new(),
            names: FxHashMap::default(),
            slots: 0,
            functions: Vec::new(),
            has_eval: false,
            closure_in_head: false,
        });
        self.scope = ScopeIndex(self.scopes.len() as u32 - 1);
        open
    }

    pub fn close(&mut self, open: Open) {
        let index = self.scope;
        self.resolve_pending(index, open.first_pending);
        let scope = &mut self.scopes[index.0 as usize];
        if scope.has_eval {
            for binding in &mut scope.bindings {
                binding.captured = true;
                binding.assigned = true;
                binding.assigned_in_expression = true;
                binding.needs_tdz |= binding.has_tdz();
            }
            if let Some(parent) = scope.parent {
                self.scopes[parent.0 as usize].has_eval = true;
            }
        }
        let scope = &mut self.scopes[index.0 as usize];
        // Variables for which there are no registers live in the environment.
        let variables = scope.bindings.iter_mut().filter(|binding| !binding.captured && binding.kind.is_variable());
        variables.skip(MAX_IN_REGISTERS).for_each(|binding| binding.captured = true);
        let mut slots = 0u32;
        for binding in &mut scope.bindings {
            if binding.captured {
                binding.slot = slots;
                slots += 1;
            }
        }
        scope.slots = slots;
        if scope.slots > 0 {
            self.needs_outer();
        }
        self.scope = open.outer;
    }

    pub fn current(&mut self) -> &mut Scope<'a> {
        &mut self.scopes[self.scope.0 as usize]
    }
    pub fn current_function(&mut self) -> &mut FunctionScope<'a> {
        &mut self.functions[self.function.0 as usize]
    }
    pub fn needs_outer(&mut self) {
        self.current_function().needs_outer = true;
    }

    /// A scope's index as it is written into the tree.
    pub fn scope_id(&self) -> Option<ScopeId> {
        Some(ScopeId::new(self.scope.0 as usize))
    }

    /// Adds a binding, or gives the one that is there already.
    pub fn declare(&mut self, scope: ScopeIndex, name: &'a str, kind: BindingKind, initialised_at: u32) -> u32 {
        let scope = &mut self.scopes[scope.0 as usize];
        if let Some(index) = scope.names.get(name) {
            let binding = &mut scope.bindings[*index as usize];
            // A function's own name gives way to whatever else has it.
            if binding.kind == BindingKind::FunctionName {
                binding.kind = kind;
                binding.initialised_at = initialised_at;
            }
            return *index;
        }
        let index = scope.bindings.len() as u32;
        scope.bindings.push(Binding {
            name,
            kind,
            captured: false,
            cell: false,
            slot: 0,
            needs_tdz: false,
            assigned: false,
            assigned_in_expression: false,
            escapes: false,
            initialised_at,
            first_use: u32::MAX,
        });
        scope.names.insert(name, index);
        index
    }

    // ---- references

    /// Notes a use of a name at a position. Gives the index of its reference.
    pub fn refer(&mut self, name: &'a str, position: u32, access: Access) -> u32 {
        let reference = self.references.len() as u32;
        self.references.push(Reference { target: None, check: false, dynamic: false, of_variable: false });
        self.push_pending(name, position, Some(reference), access);
        reference
    }
    pub fn reference_id(&mut self, name: &'a str, position: u32, access: Access) -> Option<ReferenceId> {
        Some(ReferenceId::new(self.refer(name, position, access) as usize))
    }
    pub fn symbol_id(reference: u32) -> Option<SymbolId> {
        Some(SymbolId::new(reference as usize))
    }
    /// Notes the use of what has no identifier: only its capture matters.
    pub fn refer_hidden(&mut self, name: &'a str, position: u32, access: Access) {
        self.push_pending(name, position, None, access);
    }
    fn push_pending(&mut self, name: &'a str, position: u32, reference: Option<u32>, access: Access) {
        let position = self.forced_position.unwrap_or(position);
        let function = self.function;
        self.pending.push(Pending { name, position, reference, access, function, crossed: false, dynamic: false, of_declaration: false });
    }

    /// Whether a name is among the references that are pending since `first`.
    pub fn refers_to(&self, name: &str, first: usize) -> bool {
        self.pending_names(first).any(|pending| pending == name)
    }
    /// The names of the references that are pending since `first`.
    pub fn pending_names(&self, first: usize) -> impl Iterator<Item = &'a str> + '_ {
        self.pending[first..].iter().map(|pending| pending.name)
    }

    fn resolve_pending(&mut self, index: ScopeIndex, first: usize) {
        let scope = &mut self.scopes[index.0 as usize];
        let is_with = scope.kind.is_object();
        let has_variables = scope.kind.is_var() || scope.kind == ScopeKind::EvalVariables;
        if scope.bindings.is_empty() && !is_with {
            return;
        }
        let mut kept = first;
        for i in first..self.pending.len() {
            let pending = &mut self.pending[i];
            if pending.of_declaration && !has_variables {
                self.pending.swap(kept, i);
                kept += 1;
                continue;
            }
            if is_with && pending.reference.is_some() {
                pending.dynamic = true;
                // The object of the with statement is read for it.
                scope.bindings[0].captured |= pending.crossed;
                self.functions[pending.function.0 as usize].needs_outer |= pending.crossed;
            }
            let Some(binding_index) = scope.names.get(pending.name).copied() else {
                self.pending.swap(kept, i);
                kept += 1;
                continue;
            };
            let binding = &mut scope.bindings[binding_index as usize];
            binding.captured |= pending.crossed;
            self.functions[pending.function.0 as usize].needs_outer |= pending.crossed;
            binding.first_use = binding.first_use.min(pending.position);
            match pending.access {
                Access::Read => binding.escapes = true,
                Access::ReadPart => {}
                Access::Write => binding.assigned = true,
                Access::WriteInExpression => {
                    binding.assigned = true;
                    binding.assigned_in_expression = true;
                }
            }
            let check = binding.has_tdz() && (scope.kind == ScopeKind::Switch || pending.position < binding.initialised_at);
            binding.needs_tdz |= check;
            if let Some(reference) = pending.reference {
                self.references[reference as usize] = Reference {
                    target: Some((index, binding_index)),
                    check,
                    dynamic: pending.dynamic,
                    of_variable: pending.of_declaration,
                };
            }
        }
        self.pending.truncate(kept);
    }

    // ---- functions

    pub fn open_function(
        &mut self,
        node: FunctionNode<'a>,
        kind: FunctionKind,
        scope_kind: ScopeKind,
        (start, end): (u32, u32),
    ) -> OpenFunction {
        let parent = (!self.functions.is_empty()).then_some(self.function);
        if parent.is_some() {
            self.needs_outer();
        }
        let outer = self.function;
        self.function = FunctionIndex(self.functions.len() as u32);
        self.functions.push(FunctionScope {
            node,
            parent,
            kind,
            strict: self.strict,
            start,
            end,
            length: 0,
            scope: ScopeIndex(0),
            body_scope: None,
            simple_parameters: true,
            has_parameter_expressions: false,
            needs_outer: false,
            uses_super: false,
            needs_low_register: false,
            this_properties: Vec::new(),
            depth: 0,
            class: None,
            has_sloppy_eval: false,
            has_await: false,
        });
        let open = self.open(scope_kind, start);
        let scope = self.scope;
        self.current_function().scope = scope;
        OpenFunction { open, outer, depth: std::mem::take(&mut self.depth), forced_position: self.forced_position }
    }

    /// Closes the function whose outermost scope is the current one. `created` is
    /// the position before which it cannot run.
    pub fn close_function(&mut self, open: OpenFunction, created: u32) {
        let first = open.open.first_pending;
        let kind = self.current_function().kind;
        if !kind.is_arrow() {
            self.declare_implicit(first);
        }
        let created = open.forced_position.unwrap_or(created);
        let function = self.function;
        let (scope, outer_scope) = (self.scope, open.open.outer);
        let declares =
            self.functions[function.0 as usize].has_sloppy_eval && !matches!(self.current().kind, ScopeKind::Script | ScopeKind::Eval);
        let own_name = if declares { self.take_function_name() } else { None };
        self.close(open.open);
        if declares {
            self.wrap_in_eval_variables(scope, function, first, own_name);
            self.scope = outer_scope;
        }
        for pending in &mut self.pending[first..] {
            pending.crossed = true;
            pending.position = created;
        }
        let uses_super = kind.is_arrow() && self.functions[function.0 as usize].uses_super;
        self.function = open.outer;
        self.depth = open.depth;
        self.forced_position = open.forced_position;
        if uses_super {
            self.current_function().uses_super = true;
        }
    }

    /// Takes the name of a function expression out of the current scope: what eval code
    /// declares hides it.
    fn take_function_name(&mut self) -> Option<&'a str> {
        let scope = self.current();
        let binding = scope.bindings.iter_mut().find(|binding| binding.kind == BindingKind::FunctionName)?;
        let name = std::mem::replace(&mut binding.name, "%name");
        binding.kind = BindingKind::Hidden;
        scope.names.remove(name);
        Some(name)
    }

    /// Puts the scope of what eval code declares between a function's scope and what
    /// is around it. It has the function's own name too, behind these.
    fn wrap_in_eval_variables(&mut self, scope: ScopeIndex, function: FunctionIndex, first: usize, own_name: Option<&'a str>) {
        let parent = self.scopes[scope.0 as usize].parent;
        let start = self.scopes[scope.0 as usize].start;
        let wrapper = self.open(ScopeKind::EvalVariables, start);
        let index = self.scope;
        self.scopes[index.0 as usize].parent = parent;
        self.scopes[index.0 as usize].function = function;
        self.scopes[index.0 as usize].has_eval = true;
        self.scopes[scope.0 as usize].parent = Some(index);
        self.declare(index, "%with", BindingKind::Hidden, 0);
        if let Some(name) = own_name {
            self.declare(index, name, BindingKind::FunctionName, 0);
        }
        self.close(Open { first_pending: first, outer: wrapper.outer });
    }

    /// Declares `this`, `new.target`, the running function and `arguments` of a
    /// function that is not an arrow, if they are used; a derived constructor uses `this`.
    fn declare_implicit(&mut self, first: usize) {
        let scope = self.scope;
        let kind = self.current_function().kind;
        for i in first..self.pending.len() {
            let (binding, initialised_at) = match self.pending[i].name {
                "this" => (BindingKind::This, 0),
                "new.target" => (BindingKind::NewTarget, 0),
                "%function" => (BindingKind::ActiveFunction, 0),
                "arguments"
                    if !matches!(
                        kind,
                        FunctionKind::Script | FunctionKind::Module | FunctionKind::AsyncModule | FunctionKind::FieldInitializer
                    ) =>
                {
                    (BindingKind::Arguments, 0)
                }
                _ => continue,
            };
            let name = self.pending[i].name;
            let index = self.declare(scope, name, binding, initialised_at);
            // `var arguments` starts out as the arguments object.
            let declared = &mut self.scopes[scope.0 as usize].bindings[index as usize];
            if binding == BindingKind::Arguments && declared.kind == BindingKind::Var {
                declared.kind = BindingKind::Arguments;
            }
        }
        // Whichever way it returns, it asks whether its own `this` is there.
        if kind == FunctionKind::DerivedConstructor && self.scopes[scope.0 as usize].find("this").is_none() {
            self.declare(scope, "this", BindingKind::This, 0);
        }
        self.map_arguments(first);
    }

    /// The parameters that a mapped arguments object aliases live in the environment.
    fn map_arguments(&mut self, first: usize) {
        let function = &self.functions[self.function.0 as usize];
        if function.strict || !function.simple_parameters {
            return;
        }
        let scope = &self.scopes[self.scope.0 as usize];
        let Some(arguments) = scope.find("arguments") else { return };
        if scope.bindings[arguments as usize].kind != BindingKind::Arguments {
            return;
        }
        let pending = &self.pending[first..];
        let escapes =
            scope.bindings[arguments as usize].escapes || pending.iter().any(|p| p.name == "arguments" && p.access != Access::ReadPart);
        let assigned: Vec<bool> = scope
            .bindings
            .iter()
            .map(|b| {
                b.kind == BindingKind::Param
                    && (escapes
                        || b.assigned
                        || scope.functions.iter().any(|(f, _)| scope.bindings[*f as usize].name == b.name)
                        || pending.iter().any(|p| p.name == b.name && matches!(p.access, Access::Write | Access::WriteInExpression)))
            })
            .collect();
        for (binding, assigned) in self.scopes[self.scope.0 as usize].bindings.iter_mut().zip(assigned) {
            binding.captured |= assigned;
        }
    }
}

#[must_use]
pub(super) struct OpenFunction {
    open: Open,
    outer: FunctionIndex,
    depth: u32,
    forced_position: Option<u32>,
}

/// The span that identifies the outermost function of a file.
pub const ROOT_SPAN: (u32, u32) = (0, 0);

pub const COMMONJS_PARAMETERS: [&str; 5] = ["exports", "require", "module", "__filename", "__dirname"];
