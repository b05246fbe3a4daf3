//! Scopes and names: registers and environments of the open scopes, and access to
//! what a name refers to.

use super::{Emitter, error_kind};
use crate::bytecode::builder::Mark;
use crate::bytecode::{FunctionKind, Insn, JsStr, Op, Register};
use crate::syntax::module_record::DEFAULT_BINDING;
use crate::syntax::scope::{Binding, BindingKind, Reference, SLOTS_PER_ENVIRONMENT, ScopeIndex, ScopeKind};
use oxc_ast::ast::{BindingIdentifier, IdentifierReference};

/// A scope of this function that is open.
pub(super) struct ActiveScope {
    index: ScopeIndex,
    outer: ScopeIndex,
    /// Its environments, outermost first.
    envs: Vec<Register>,
    /// By binding: its register, if it has one.
    registers: Vec<Option<Register>>,
    mark: Mark,
}

/// Where a binding is.
#[derive(Clone, Copy)]
pub(super) enum Place {
    Register(Register),
    /// Slot of the environment `depth` levels above the one in `env`.
    Slot {
        env: Register,
        depth: u8,
        slot: u16,
    },
    /// The cell in such a slot.
    Cell {
        env: Register,
        depth: u8,
        slot: u16,
    },
}

impl<'u> Emitter<'u> {
    // ---- scopes

    /// Opens a scope without instantiating anything: registers and environment only.
    pub(super) fn open_scope(&mut self, index: ScopeIndex) {
        let mark = self.mark();
        let scope = self.scopes.scope(index);
        let mut active = ActiveScope { index, outer: self.scope, envs: Vec::new(), registers: Vec::new(), mark };
        active.registers = scope.bindings.iter().map(|_| None).collect();
        // One that is copied or made by the linker is a single one.
        if scope.environments() > 1 && (scope.kind == ScopeKind::Loop || self.is_module_scope(index)) {
            self.fail(scope.start, "too many captured variables in a scope");
        }
        if self.is_module_scope(index) {
            // The linker has made it.
            active.envs.extend(self.outer_env.filter(|_| scope.has_environment()));
        } else if scope.has_environment() {
            let mut parent = self.env_register();
            let empty = scope.bindings.iter().any(|b| b.captured && b.needs_tdz);
            for number in 0..scope.environments() {
                let env = self.temp();
                self.b.set_variable(env, true);
                let slots = (scope.slots - number * SLOTS_PER_ENVIRONMENT).min(SLOTS_PER_ENVIRONMENT);
                self.b.emit(Insn::new(Op::NewEnv, env.0, parent.0, slots as u16, empty as u8));
                active.envs.push(env);
                parent = env;
            }
            if empty {
                let undefined = self.temp();
                let mut loaded = false;
                for binding in &scope.bindings {
                    let starts_undefined =
                        matches!(binding.kind, BindingKind::Var | BindingKind::Let | BindingKind::Const) && !binding.needs_tdz;
                    if binding.captured && starts_undefined {
                        if !loaded {
                            self.undefined(undefined);
                            loaded = true;
                        }
                        let env = active.envs[(binding.slot / SLOTS_PER_ENVIRONMENT) as usize];
                        self.b.emit(Insn::new(Op::SetEnv, env.0, (binding.slot % SLOTS_PER_ENVIRONMENT) as u16, undefined.0, 0));
                    }
                }
            }
        }
        self.active.push(active);
        self.scope = index;
    }

    /// Registers for the bindings of an open scope that are not captured, have none yet and
    /// are `wanted`; and their first values.
    pub(super) fn instantiate_variables(
        &mut self,
        index: ScopeIndex,
        wanted: impl Fn(&Binding) -> bool,
        starts_undefined: impl Fn(&Binding) -> bool,
    ) {
        let scope = self.scopes.scope(index);
        for (i, binding) in scope.bindings.iter().enumerate() {
            if binding.captured || !wanted(binding) || self.register_of(index, i as u32).is_some() {
                continue;
            }
            let register = self.temp();
            self.b.set_variable(register, true);
            self.set_register(index, i as u32, register);
            if binding.needs_tdz {
                self.b.op1(Op::LoadEmpty, register);
            } else if starts_undefined(binding) {
                self.undefined(register);
            }
        }
    }

    /// Opens a scope, gives its bindings their registers and first values, and
    /// instantiates its functions.
    pub(super) fn enter_scope(&mut self, index: ScopeIndex) {
        self.open_scope(index);
        self.instantiate(index);
    }

    /// Registers and first values of the bindings of an open scope that have none yet.
    pub(super) fn instantiate(&mut self, index: ScopeIndex) {
        let is_switch = self.scopes.scope(index).kind == ScopeKind::Switch;
        self.instantiate_variables(index, |_| true, |binding| binding.kind == BindingKind::Var || is_switch);
        if !self.is_module_scope(index) {
            self.instantiate_functions(index);
        }
    }

    /// Makes the closures of the function declarations of a scope.
    pub(super) fn instantiate_functions(&mut self, index: ScopeIndex) {
        let scope = self.scopes.scope(index);
        for (binding, function) in &scope.functions {
            let mark = self.mark();
            let place = self.place(index, *binding);
            let name = match scope.bindings[*binding as usize].name {
                DEFAULT_BINDING => JsStr::from("default"),
                name => JsStr::from(name),
            };
            match place {
                Place::Register(register) => self.function_closure(function, name, register),
                Place::Slot { .. } | Place::Cell { .. } => {
                    let temp = self.temp();
                    self.function_closure(function, name, temp);
                    self.write_place(place, temp);
                }
            }
            self.release(mark);
        }
    }

    pub(super) fn leave_scope(&mut self) {
        let active = self.active.pop().expect("a scope is open");
        self.scope = active.outer;
        self.release(active.mark);
    }

    fn find_active(&self, index: ScopeIndex) -> Option<usize> {
        self.active.iter().rposition(|a| a.index == index)
    }
    pub(super) fn register_of(&self, scope: ScopeIndex, binding: u32) -> Option<Register> {
        self.find_active(scope).and_then(|i| self.active[i].registers[binding as usize])
    }
    /// Gives a binding of an open scope its register.
    pub(super) fn set_register(&mut self, scope: ScopeIndex, binding: u32, register: Register) {
        let i = self.find_active(scope).expect("the scope is open");
        self.active[i].registers[binding as usize] = Some(register);
        let name = JsStr::from(self.scopes.binding(scope, binding).name);
        self.local_names.push((register.0, name));
    }
    /// The register of the innermost environment of an open scope.
    pub(super) fn scope_env(&self, scope: ScopeIndex) -> Option<Register> {
        self.find_active(scope).and_then(|i| self.active[i].envs.last().copied())
    }
    /// That of the one that has its first slots.
    pub(super) fn first_env(&self, scope: ScopeIndex) -> Option<Register> {
        self.find_active(scope).and_then(|i| self.active[i].envs.first().copied())
    }

    /// The register of the innermost environment here.
    pub(super) fn env_register(&mut self) -> Register {
        let inner = self.active.iter().rev().find_map(|a| a.envs.last().copied());
        match inner.or(self.outer_env) {
            Some(register) => register,
            None => {
                // The scope pass notes who needs one; an unneeded operand may be anything.
                debug_assert!(!self.function.needs_outer);
                Register::CALLEE
            }
        }
    }

    /// The scope that this function is in.
    fn outer_scope(&self) -> Option<ScopeIndex> {
        let parent = self.scopes.scope(self.function.scope).parent?;
        match self.eval_variables() {
            Some(wrapper) => self.scopes.scope(wrapper).parent,
            None => Some(parent),
        }
    }

    /// The scope of what sloppy eval code declares in this function.
    pub(super) fn eval_variables(&self) -> Option<ScopeIndex> {
        let own = self.scopes.scope(self.function.scope);
        own.parent.filter(|parent| {
            let parent = self.scopes.scope(*parent);
            parent.kind == ScopeKind::EvalVariables && parent.function == own.function
        })
    }

    // ---- places

    pub(super) fn place(&mut self, scope: ScopeIndex, binding: u32) -> Place {
        let info = self.scopes.binding(scope, binding);
        if info.kind == BindingKind::This && self.find_active(scope).is_some() && self.function.kind != FunctionKind::DerivedConstructor {
            return Place::Register(Register::THIS);
        }
        if !info.captured {
            return Place::Register(match info.kind {
                BindingKind::FunctionName | BindingKind::ActiveFunction => Register::CALLEE,
                BindingKind::This => Register::THIS,
                _ => self.register_of(scope, binding).expect("a binding that is not captured has a register"),
            });
        }
        self.captured_place(scope, binding)
    }

    /// Where a captured binding is.
    pub(super) fn captured_place(&mut self, scope: ScopeIndex, binding: u32) -> Place {
        let info = self.scopes.binding(scope, binding);
        let (number, slot) = (info.slot / SLOTS_PER_ENVIRONMENT, (info.slot % SLOTS_PER_ENVIRONMENT) as u16);
        let place = |env, depth| match info.cell {
            true => Place::Cell { env, depth, slot },
            false => Place::Slot { env, depth, slot },
        };
        if let Some(i) = self.find_active(scope)
            && let Some(env) = self.active[i].envs.get(number as usize)
        {
            return place(*env, 0);
        }
        let mut depth = self.scopes.scope(scope).environments() - 1 - number;
        let mut index = self.outer_scope();
        while let Some(i) = index
            && i != scope
        {
            let s = self.scopes.scope(i);
            depth += s.environments();
            index = s.parent;
        }
        if depth > u8::MAX as u32 {
            self.fail(self.function.start, "functions nest too deeply");
        }
        let env = self.outer_env.unwrap_or(Register::CALLEE);
        debug_assert!(self.outer_env.is_some());
        place(env, depth as u8)
    }

    pub(super) fn read_place(&mut self, place: Place, dst: Register) {
        match place {
            Place::Register(register) => self.b.mov(dst, register),
            Place::Slot { env, depth, slot } => self.b.emit(Insn::new(Op::GetEnv, dst.0, env.0, slot, depth)),
            Place::Cell { env, depth, slot } => self.b.emit(Insn::new(Op::GetCell, dst.0, env.0, slot, depth)),
        }
    }

    pub(super) fn write_place(&mut self, place: Place, value: Register) {
        match place {
            Place::Register(register) => self.b.mov(register, value),
            Place::Slot { env, depth, slot } => self.b.emit(Insn::new(Op::SetEnv, env.0, slot, value.0, depth)),
            Place::Cell { env, depth, slot } => self.b.emit(Insn::new(Op::SetCell, env.0, slot, value.0, depth)),
        }
    }

    fn check_tdz(&mut self, register: Register, name: &str) {
        let k = self.b.string(&JsStr::from(name));
        self.b.op_k32(Op::CheckTdz, register.0, k);
    }

    // ---- identifiers

    pub(super) fn reference(&self, id: &IdentifierReference<'_>) -> Reference {
        let index = id.reference_id.get().expect("the scope pass has seen it").index();
        self.scopes.references[index]
    }

    /// The register of a variable that can be used in place, and its binding.
    pub(super) fn local(&mut self, reference: Reference) -> Option<(Register, &'u Binding<'u>)> {
        if reference.check || reference.dynamic {
            return None;
        }
        let (scope, binding) = reference.target?;
        let info = self.scopes.binding(scope, binding);
        match self.place(scope, binding) {
            Place::Register(register) => Some((register, info)),
            // A parameter that is never assigned is also still where the caller put it.
            Place::Slot { .. } if !info.assigned => self.register_of(scope, binding).map(|r| (r, info)),
            Place::Slot { .. } | Place::Cell { .. } => None,
        }
    }

    /// Is it the global `undefined` (or `NaN`, `Infinity`), which cannot be assigned?
    pub(super) fn is_global(&self, id: &IdentifierReference<'_>, name: &str) -> bool {
        let reference = self.reference(id);
        id.name.as_str() == name && reference.target.is_none() && !reference.dynamic
    }

    /// Reads an identifier. `type_of`: an unresolvable one is undefined.
    pub(super) fn read_identifier(&mut self, id: &IdentifierReference<'_>, dst: Register, type_of: bool) {
        let reference = self.reference(id);
        self.b.at(id.span.start);
        self.read_reference(reference, id.name.as_str(), dst, type_of);
    }

    /// As if there were no with statement.
    pub(super) fn read_static(&mut self, id: &IdentifierReference<'_>, mut reference: Reference, dst: Register) {
        reference.dynamic = false;
        self.b.at(id.span.start);
        self.read_reference(reference, id.name.as_str(), dst, false);
    }

    fn read_reference(&mut self, reference: Reference, name: &str, dst: Register, type_of: bool) {
        let end = self.dynamic_scopes(reference, name, |e, object, name, kind| {
            if kind == ScopeKind::With {
                return e.get_binding(dst, object, name);
            }
            let site = e.b.named_site(Op::GetProp, name);
            e.b.emit(Insn::new(Op::GetProp, dst.0, object.0, site, 0));
        });
        match reference.target {
            Some((scope, binding)) => {
                let place = self.place(scope, binding);
                match place {
                    Place::Register(register) if reference.check => {
                        self.check_tdz(register, name);
                        self.b.mov(dst, register);
                    }
                    _ if reference.check => {
                        let mark = self.mark();
                        let temp = self.scratch(dst);
                        self.read_place(place, temp);
                        self.check_tdz(temp, name);
                        self.b.mov(dst, temp);
                        self.release(mark);
                    }
                    _ => self.read_place(place, dst),
                }
            }
            None => match name {
                "undefined" => self.undefined(dst),
                "NaN" => self.b.load_number(dst, f64::NAN),
                "Infinity" => self.b.load_number(dst, f64::INFINITY),
                _ => {
                    let site = self.b.named_site(Op::GetGlobal, &JsStr::from(name));
                    self.b.emit(Insn::new(Op::GetGlobal, dst.0, 0, site, type_of as u8));
                }
            },
        }
        if let Some(end) = end {
            self.b.bind(end);
        }
    }

    /// Assigns an identifier (PutValue). Constants throw.
    pub(super) fn write_identifier(&mut self, id: &IdentifierReference<'_>, value: Register) {
        let reference = self.reference(id);
        self.b.at(id.span.start);
        self.write_reference(reference, id.name.as_str(), value);
    }

    /// Assigns what the reference of a `var` declarator or block function names.
    pub(super) fn write_symbol(&mut self, id: &BindingIdentifier<'_>, value: Register) {
        if let Some(reference) = self.symbol_reference(id) {
            self.b.at(id.span.start);
            self.write_reference(reference, id.name.as_str(), value);
        }
    }

    pub(super) fn symbol_reference(&self, id: &BindingIdentifier<'_>) -> Option<Reference> {
        Some(self.scopes.references[id.symbol_id.get()?.index()])
    }

    pub(super) fn write_reference(&mut self, reference: Reference, name: &str, value: Register) {
        let strict = self.strict as u8;
        let end = self.dynamic_scopes(reference, name, |e, object, name, kind| {
            if kind == ScopeKind::With {
                return e.set_binding(object, name, value);
            }
            let site = e.b.named_site(Op::SetProp, name);
            e.b.emit(Insn::new(Op::SetProp, object.0, value.0, site, strict));
        });
        match reference.target {
            Some((scope, binding)) => {
                let info = self.scopes.binding(scope, binding);
                let place = self.place(scope, binding);
                if reference.check && info.kind != BindingKind::Import {
                    let mark = self.mark();
                    let current = match place {
                        Place::Register(register) => register,
                        place => {
                            let temp = self.temp();
                            self.read_place(place, temp);
                            temp
                        }
                    };
                    self.check_tdz(current, name);
                    self.release(mark);
                }
                match info.kind {
                    BindingKind::Const | BindingKind::Import => {
                        self.throw_error(error_kind::TYPE_ERROR, "Assignment to constant variable.");
                        // What follows is dead, unless a with statement's object took the value.
                    }
                    BindingKind::FunctionName => {
                        if self.strict {
                            self.throw_error(error_kind::TYPE_ERROR, "Assignment to constant variable.");
                        }
                    }
                    _ => self.write_place(place, value),
                }
            }
            None => {
                let site = self.b.named_site(Op::SetGlobal, &JsStr::from(name));
                self.b.emit(Insn::new(Op::SetGlobal, value.0, 0, site, strict));
            }
        }
        if let Some(end) = end {
            self.b.bind(end);
        }
    }

    /// Reads a binding that an object environment has.
    pub(super) fn get_binding(&mut self, dst: Register, object: Register, name: &JsStr) {
        let k = self.b.string16(name);
        self.b.emit(Insn::new(Op::GetName, dst.0, object.0, k, self.strict as u8));
    }

    /// Assigns a binding that an object environment had when it was looked up.
    pub(super) fn set_binding(&mut self, object: Register, name: &JsStr, value: Register) {
        let k = self.b.string16(name);
        self.b.emit(Insn::new(Op::SetName, value.0, object.0, k, self.strict as u8));
    }

    /// For a reference from within with statements: asks their objects first, inside
    /// out. `found` uses the object's property. Gives the label to bind at the end.
    pub(super) fn dynamic_scopes(
        &mut self,
        reference: Reference,
        name: &str,
        mut found: impl FnMut(&mut Self, Register, &JsStr, ScopeKind),
    ) -> Option<crate::bytecode::builder::Label> {
        if !reference.dynamic {
            return None;
        }
        let end = self.b.label();
        let name = JsStr::from(name);
        let mut index = Some(self.scope);
        while let Some(i) = index {
            let scope = self.scopes.scope(i);
            // The name of a function is behind what eval code declares in it.
            let is_target = reference.target.is_some_and(|(target, _)| target == i);
            if is_target && !scope.kind.is_object() {
                break;
            }
            index = scope.parent.filter(|_| !is_target);
            if !scope.kind.is_object() || reference.of_variable && scope.kind == ScopeKind::With {
                continue;
            }
            let mark = self.mark();
            let place = self.place(i, 0);
            let object = match place {
                Place::Register(register) => register,
                place => {
                    let temp = self.temp();
                    self.read_place(place, temp);
                    temp
                }
            };
            let next = self.b.label();
            let has = self.temp();
            let k = self.b.string16(&name);
            self.b.emit(Insn::new(Op::HasBinding, has.0, object.0, k, 0));
            self.b.jump1(Op::JumpIfFalse, has, next);
            found(self, object, &name, scope.kind);
            self.b.jump(end);
            self.b.bind(next);
            self.release(mark);
        }
        Some(end)
    }

    // ---- initialisation

    /// Initialises the binding of a name in the innermost scope that has it.
    pub(super) fn initialise(&mut self, id: &BindingIdentifier<'_>, value: Register) {
        let name = id.name.as_str();
        self.b.at(id.span.start);
        match self.scopes.look_up(self.scope, name) {
            Some((scope, binding)) => {
                let place = self.place(scope, binding);
                self.write_place(place, value);
            }
            None => {
                let site = self.b.named_site(Op::InitGlobalLexical, &JsStr::from(name));
                self.b.emit(Insn::new(Op::InitGlobalLexical, value.0, 0, site, 0));
            }
        }
    }

    /// The register that initialising this name writes, if it is a variable that
    /// nothing reads before.
    pub(super) fn initialised_register(&mut self, id: &BindingIdentifier<'_>) -> Option<Register> {
        let (scope, binding) = self.scopes.look_up(self.scope, id.name.as_str())?;
        let info = self.scopes.binding(scope, binding);
        if info.needs_tdz || info.captured {
            return None;
        }
        match self.place(scope, binding) {
            Place::Register(register) => Some(register),
            Place::Slot { .. } | Place::Cell { .. } => None,
        }
    }

    /// The register of this name, if it is a variable that must stay empty until it is
    /// initialised.
    pub(super) fn empty_register(&mut self, id: &BindingIdentifier<'_>) -> Option<Register> {
        let (scope, binding) = self.scopes.look_up(self.scope, id.name.as_str())?;
        if self.scopes.binding(scope, binding).captured { None } else { self.register_of(scope, binding) }
    }

    /// Sets a binding of the emitter's own (a private name, a computed key).
    pub(super) fn write_hidden(&mut self, name: &str, value: Register) {
        let (scope, binding) = self.scopes.look_up(self.scope, name).expect("the scope pass has declared it");
        let place = self.place(scope, binding);
        self.write_place(place, value);
    }

    /// A register with the value of such a binding.
    pub(super) fn read_hidden(&mut self, name: &str) -> Register {
        let (scope, binding) = self.scopes.look_up(self.scope, name).expect("the scope pass has declared it");
        match self.place(scope, binding) {
            Place::Register(register) => register,
            place => {
                let temp = self.temp();
                self.read_place(place, temp);
                temp
            }
        }
    }

    // ---- this

    /// Is `this` here that of a derived constructor, which may not be initialised?
    pub(super) fn this_needs_check(&self) -> bool {
        self.scopes
            .look_up(self.scope, "this")
            .is_some_and(|(scope, _)| self.scopes.function(self.scopes.scope(scope).function).kind == FunctionKind::DerivedConstructor)
    }

    pub(super) fn this_place(&mut self) -> Place {
        match self.scopes.look_up(self.scope, "this") {
            Some((scope, binding)) => self.place(scope, binding),
            None => Place::Register(Register::THIS),
        }
    }

    /// A register with `this`: the frame's own where possible.
    pub(super) fn this_register(&mut self, position: u32) -> Register {
        let register = match self.this_place() {
            Place::Register(register) => register,
            place => {
                let temp = self.temp();
                self.read_place(place, temp);
                temp
            }
        };
        if self.this_needs_check() {
            self.b.at(position);
            self.b.op1(Op::CheckThis, register);
        }
        register
    }
}
