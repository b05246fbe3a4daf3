//! Function entry and exit: what comes before and after the statements of a body
//! (sec-functiondeclarationinstantiation), and closures.

use super::{Emitter, error_kind};
use crate::bytecode::emit::pattern::{Mode, Target};
use crate::bytecode::{Constant, FunctionKind, Insn, JsStr, Op, Register, SiteKey};
use crate::syntax::scope::{BindingKind, FunctionIndex, FunctionNode, FunctionScope, ScopeIndex, ScopeKind};
use oxc_ast::ast::*;
use rustc_hash::FxHashMap;

fn parameters<'a>(function: &FunctionScope<'a>) -> Option<&'a FormalParameters<'a>> {
    match function.node {
        FunctionNode::Function(f) => Some(&f.params),
        FunctionNode::Arrow(f) => Some(&f.params),
        _ => None,
    }
}

/// Registers that the caller fills.
pub(super) fn parameter_count(function: &FunctionScope<'_>) -> usize {
    match parameters(function) {
        Some(parameters) => parameters.items.len(),
        None => function.length as usize,
    }
}

/// By binding, the last of the parameters that have it.
fn last_of_each(plain: &[Option<u32>]) -> FxHashMap<u32, usize> {
    plain.iter().enumerate().filter_map(|(i, binding)| Some(((*binding)?, i))).collect()
}

impl<'u> Emitter<'u> {
    /// The whole function.
    pub(super) fn body(&mut self) {
        let function = self.function;
        let kind = function.kind;
        if kind == FunctionKind::Script {
            self.declare_globals();
        }
        if kind.is_class_constructor() {
            self.b.emit(Insn::new(Op::CheckConstruct, 0, 0, 0, 0));
        }
        if function.needs_low_register {
            let low = self.temp();
            self.b.set_variable(low, true);
            if low.0 > u8::MAX as u16 {
                self.fail(function.start, "too many parameters");
            }
            self.low = Some(low);
        }
        if function.needs_outer {
            let env = self.temp();
            self.b.set_variable(env, true);
            self.b.op1(Op::GetCalleeEnv, env);
            self.outer_env = Some(env);
        }
        if let FunctionNode::Program(program) = function.node
            && kind != FunctionKind::CommonJs
            && !kind.is_module()
        {
            let completion = self.temp();
            self.b.set_variable(completion, true);
            // A directive is a statement with a value, but for the one that is put in front
            // of the text of an eval in strict code.
            let inserted = |d: &Directive<'_>| d.span.start == 0 && d.directive == "use strict";
            match program.directives.last() {
                Some(directive) if !inserted(directive) => {
                    let value = self.string_literal(&directive.expression);
                    self.b.load_string(completion, &value);
                }
                _ => self.undefined(completion),
            }
            self.completion = Some(completion);
        }
        self.scope = self.scopes.scope(function.scope).parent.unwrap_or(function.scope);
        if let Some(variables) = self.eval_variables() {
            self.open_eval_variables(variables);
        }
        self.open_scope(function.scope);
        if kind.is_module() {
            self.instantiate_module();
        }
        self.declare_eval_variables();
        self.implicit_bindings();
        if !function.simple_parameters {
            // Parameters' expressions see them.
            self.init_fields_of_base();
        }
        self.parameters();
        if let Some(body) = function.body_scope {
            self.open_body(body);
        }
        self.statements_of_body();
        self.implicit_return();
    }

    /// The object, without prototype, whose properties are the variables that sloppy
    /// eval code declares in this function.
    fn open_eval_variables(&mut self, index: ScopeIndex) {
        self.scope = self.scopes.scope(index).parent.unwrap_or(index);
        self.open_scope(index);
        let mark = self.mark();
        let (object, null) = (self.temp(), self.temp());
        let site = self.b.site(Op::NewObject, SiteKey::NONE);
        self.b.emit(Insn::new(Op::NewObject, object.0, 0, site, 0));
        self.b.op1(Op::LoadNull, null);
        self.b.op2(Op::SetProto, object, null);
        let place = self.place(index, 0);
        self.write_place(place, object);
        // The name of a function expression.
        if self.scopes.scope(index).bindings.len() > 1 {
            let place = self.captured_place(index, 1);
            self.write_place(place, Register::CALLEE);
        }
        self.release(mark);
    }

    /// EvalDeclarationInstantiation of sloppy code (sec-evaldeclarationinstantiation):
    /// its variables are those of the function around it, made there if need be.
    fn declare_eval_variables(&mut self) {
        if !matches!(self.function.node, FunctionNode::Program(_)) {
            return;
        }
        let mut vars = Vec::new();
        let mut functions = Vec::new();
        for declaration in &self.scopes.eval_declarations {
            if !self.declare_eval_variable(declaration.name) {
                let name = JsStr::from(declaration.name);
                // The closure is made below.
                if declaration.function.is_some() { functions.push((name, 0)) } else { vars.push(name) }
            }
        }
        if !(vars.is_empty() && functions.is_empty()) {
            self.globals.vars = vars.into();
            self.globals.functions = functions.into();
            self.b.emit(Insn::new(Op::DeclareGlobals, 0, 0, 0, 1));
        }
        for declaration in &self.scopes.eval_declarations {
            if let Some(function) = declaration.function {
                let mark = self.mark();
                let value = self.temp();
                self.function_closure(function, JsStr::from(declaration.name), value);
                self.write_reference(declaration.reference, declaration.name, value);
                self.release(mark);
            }
        }
    }

    /// Declares a name of eval code in the function around it; false: in the global scope.
    fn declare_eval_variable(&mut self, name: &str) -> bool {
        let mark = self.mark();
        let mut index = self.scopes.scope(self.function.scope).parent;
        let mut in_body = false;
        while let Some(i) = index {
            let scope = self.scopes.scope(i);
            in_body |= scope.kind == ScopeKind::Body;
            if scope.kind == ScopeKind::EvalVariables {
                let (place, present) = (self.place(i, 0), self.b.label());
                let (object, has) = (self.temp(), self.temp());
                self.read_place(place, object);
                let name = JsStr::from(name);
                let k = self.b.string16(&name);
                self.b.emit(Insn::new(Op::HasBinding, has.0, object.0, k, 0));
                self.b.jump1(Op::JumpIfTrue, has, present);
                self.undefined(has);
                let site = self.b.named_site(Op::SetProp, &name);
                self.b.emit(Insn::new(Op::SetProp, object.0, has.0, site, 0));
                self.b.bind(present);
                self.release(mark);
                return true;
            }
            if !scope.kind.is_object()
                && let Some(binding) = scope.find(name)
            {
                // From a parameter's expression, the parameters are as good as let.
                let conflicts = scope.kind == ScopeKind::Parameters && !in_body;
                match scope.bindings[binding as usize].kind {
                    BindingKind::Param | BindingKind::Var | BindingKind::Function | BindingKind::Arguments if !conflicts => {
                        self.release(mark);
                        return true;
                    }
                    BindingKind::Param
                    | BindingKind::Arguments
                    | BindingKind::Let
                    | BindingKind::Const
                    | BindingKind::Class
                    | BindingKind::BlockFunction => {
                        self.throw_error(error_kind::SYNTAX_ERROR, &format!("Identifier '{name}' has already been declared"));
                        self.release(mark);
                        return true;
                    }
                    _ => {}
                }
            }
            index = scope.parent;
        }
        self.release(mark);
        false
    }

    /// `this`, `new.target`, the function itself, `arguments`: what is used of them.
    fn implicit_bindings(&mut self) {
        let function = self.function;
        let kind = function.kind;
        let scope = self.scopes.scope(function.scope);
        if kind == FunctionKind::DerivedConstructor {
            self.b.op1(Op::LoadEmpty, Register::THIS);
        } else if scope.find("this").is_some()
            && !function.strict
            && !kind.is_arrow()
            && !matches!(kind, FunctionKind::Script | FunctionKind::CommonJs)
        {
            self.b.emit(Insn::new(Op::CoerceThis, 0, 0, 0, 0));
        }
        for (i, binding) in scope.bindings.iter().enumerate() {
            let source = match binding.kind {
                BindingKind::This => Register::THIS,
                BindingKind::ActiveFunction | BindingKind::FunctionName => Register::CALLEE,
                BindingKind::NewTarget => {
                    let register = self.temp();
                    self.b.set_variable(register, true);
                    self.b.op1(Op::GetNewTarget, register);
                    if !binding.captured {
                        self.set_register(function.scope, i as u32, register);
                    }
                    register
                }
                _ => continue,
            };
            if binding.captured {
                let place = self.captured_place(function.scope, i as u32);
                self.write_place(place, source);
            }
        }
    }

    fn parameters(&mut self) {
        let function = self.function;
        let kind = function.kind;
        let scope_index = function.scope;
        let scope = self.scopes.scope(scope_index);
        let is_async_function = kind.is_async() && !kind.is_generator();
        let list = parameters(function);
        // Parameters that are plain names live in the registers that the caller fills.
        let mut plain: Vec<Option<u32>> = vec![None; parameter_count(function)];
        for (i, plain) in plain.iter_mut().enumerate() {
            let name = match list {
                Some(list) => list.items[i].pattern.get_identifier_name().map(|n| n.as_str()),
                None if kind.is_module() => None,
                None => Some(crate::syntax::scope::COMMONJS_PARAMETERS[i]),
            };
            *plain = name.and_then(|name| scope.find(name));
        }
        let arguments = scope.find("arguments").filter(|a| scope.bindings[*a as usize].kind == BindingKind::Arguments);
        let mapped = arguments.is_some() && !function.strict && function.simple_parameters;
        for (i, binding) in plain.iter().enumerate() {
            let Some(binding) = *binding else { continue };
            let info = &scope.bindings[binding as usize];
            if info.kind == BindingKind::Param && !info.needs_tdz && (!info.captured || !info.assigned && !mapped) {
                self.set_register(scope_index, binding, Register::param(i as u16));
            }
        }
        // All but the functions, which come after the parameters.
        let has_register = |kind| matches!(kind, BindingKind::This | BindingKind::FunctionName | BindingKind::ActiveFunction);
        self.instantiate_variables(scope_index, |b| !has_register(b.kind), |b| b.kind == BindingKind::Var);
        if function.simple_parameters {
            self.capture_parameters(&plain);
        }
        if let Some(arguments) = arguments {
            self.arguments_object(arguments, &plain, mapped);
        }
        let rest = list.and_then(|list| list.rest.as_ref());
        let rest_array = rest.map(|_| {
            let register = self.temp();
            self.b.set_variable(register, true);
            self.b.emit(Insn::new(Op::RestArray, register.0, plain.len() as u16, 0, 0));
            register
        });
        if is_async_function {
            self.create_generator(2);
        }
        if let Some(list) = list
            && !function.simple_parameters
        {
            for (i, parameter) in list.items.iter().enumerate() {
                let target = Target::Binding(&parameter.pattern, Mode::Initialise);
                self.destructured = Some(String::new());
                self.bind_with_default(target, parameter.initializer.as_deref(), Register::param(i as u16));
                self.destructured = None;
            }
        }
        if let (Some(rest), Some(array)) = (rest, rest_array) {
            self.bind(Target::Binding(&rest.rest.argument, Mode::Initialise), array);
        }
        if kind.is_generator() {
            self.create_generator(kind.is_async() as u8);
        }
        if function.body_scope.is_none() {
            self.instantiate(scope_index);
        }
    }

    fn create_generator(&mut self, d: u8) {
        let mark = self.mark();
        let sent = self.temp();
        self.b.emit(Insn::new(Op::CreateGenerator, sent.0, 0, 0, d));
        self.release(mark);
    }

    /// Copies captured plain parameters into the environment. Of several with one
    /// name, the last counts.
    fn capture_parameters(&mut self, plain: &[Option<u32>]) {
        let scope = self.scopes.scope(self.function.scope);
        let last = last_of_each(plain);
        for (i, binding) in plain.iter().enumerate() {
            let Some(binding) = *binding else { continue };
            if scope.bindings[binding as usize].captured && last[&binding] == i {
                let place = self.captured_place(self.function.scope, binding);
                self.write_place(place, Register::param(i as u16));
            }
        }
    }

    fn arguments_object(&mut self, binding: u32, plain: &[Option<u32>], mapped: bool) {
        let mark = self.mark();
        let scope = self.scopes.scope(self.function.scope);
        let place = self.place(self.function.scope, binding);
        let register = match place {
            super::names::Place::Register(register) => register,
            _ => self.temp(),
        };
        if mapped {
            let last = last_of_each(plain);
            // Parameters have the first slots, which are in one environment.
            let slots = plain
                .iter()
                .enumerate()
                .map(|(i, binding)| match binding {
                    Some(b) if scope.bindings[*b as usize].captured && last[b] == i => scope.bindings[*b as usize].slot as u16,
                    _ => u16::MAX,
                })
                .collect();
            let map = self.b.constant(Constant::SlotMap(slots));
            let map = self.b.narrow(map);
            let env = self.first_env(self.function.scope).unwrap_or(Register::CALLEE);
            self.b.emit(Insn::new(Op::MappedArguments, register.0, env.0, map, 0));
        } else {
            self.b.op1(Op::UnmappedArguments, register);
        }
        if !matches!(place, super::names::Place::Register(_)) {
            self.write_place(place, register);
        }
        self.release(mark);
    }

    /// The scope of a body that is apart from the parameters: a `var` with a
    /// parameter's name starts out with the parameter's value.
    fn open_body(&mut self, index: ScopeIndex) {
        let parameters = self.function.scope;
        // Functions of the parameters' scope there are none.
        self.open_scope(index);
        self.instantiate(index);
        let scope = self.scopes.scope(index);
        for (i, binding) in scope.bindings.iter().enumerate() {
            if binding.kind != BindingKind::Var {
                continue;
            }
            if let Some(outer) = self.scopes.scope(parameters).find(binding.name) {
                let mark = self.mark();
                let value = self.temp();
                let from = self.place(parameters, outer);
                self.read_place(from, value);
                let to = self.place(index, i as u32);
                self.write_place(to, value);
                self.release(mark);
            }
        }
    }

    /// The fields of what a base constructor that is spelled out makes.
    fn init_fields_of_base(&mut self) {
        if let Some(class) = self.function.class
            && self.function.kind == FunctionKind::BaseConstructor
            && matches!(self.function.node, FunctionNode::Function(_))
        {
            self.init_fields_at_entry(class);
        }
    }

    fn statements_of_body(&mut self) {
        match self.function.node {
            FunctionNode::Program(program) => self.statements(&program.body),
            FunctionNode::Function(function) => {
                if self.function.simple_parameters {
                    self.init_fields_of_base();
                }
                if let Some(body) = &function.body {
                    self.statements(&body.statements);
                }
            }
            FunctionNode::Arrow(arrow) => match &arrow.body {
                ArrowFunctionBody::FunctionBody(body) => self.statements(&body.statements),
                body => {
                    let mark = self.mark();
                    let value = self.any(body.to_expression());
                    self.b.op1(Op::Return, value);
                    self.release(mark);
                }
            },
            FunctionNode::DefaultConstructor(_) => self.default_constructor(),
            FunctionNode::FieldInitializer { class, is_static } => self.field_initializer(class, is_static),
            FunctionNode::Foreign => unreachable!("functions of other files are not compiled here"),
        }
    }

    fn implicit_return(&mut self) {
        if !self.b.reachable() {
            return;
        }
        match (self.completion, self.function.kind) {
            (Some(completion), _) => self.b.op1(Op::Return, completion),
            (None, FunctionKind::DerivedConstructor) => {
                let this = self.this_register(self.function.start);
                self.b.op1(Op::Return, this);
            }
            _ => {
                let value = self.temp();
                self.undefined(value);
                self.b.op1(Op::Return, value);
            }
        }
    }

    fn declare_globals(&mut self) {
        let globals = &self.scopes.globals;
        let names = |list: &[&str]| list.iter().map(|n| JsStr::from(*n)).collect::<Box<[_]>>();
        let functions = globals
            .functions
            .iter()
            .map(|f| {
                let name = JsStr::from(f.id.as_ref().map_or("", |id| id.name.as_str()));
                let index = f.scope_id.get().expect("the scope pass has seen it").index();
                let child = self.b.child(self.unit.template(FunctionIndex(index as u32), name.clone()));
                (name, child)
            })
            .collect::<Box<[_]>>();
        self.globals.vars = names(&globals.vars);
        self.globals.lets = names(&globals.lets);
        self.globals.consts = names(&globals.consts);
        self.globals.functions = functions;
        let g = &self.globals;
        if !(g.vars.is_empty() && g.functions.is_empty() && g.lets.is_empty() && g.consts.is_empty()) {
            self.b.emit(Insn::new(Op::DeclareGlobals, 0, 0, 0, 0));
        }
    }

    // ---- closures

    /// A closure of a function of this file.
    pub(super) fn closure(&mut self, index: FunctionIndex, name: JsStr, dst: Register) {
        if !self.b.reachable() {
            return;
        }
        let function = self.scopes.function(index);
        let child = self.b.child(self.unit.template(index, name));
        let env = self.env_register();
        let home = function.uses_super;
        self.b.emit(Insn::new(Op::NewFunction, dst.0, env.0, child as u16, home as u8 | ((child >> 16) as u8) << 1));
        if home && function.kind.is_arrow() {
            let mark = self.mark();
            let object = self.temp();
            self.b.op2(Op::GetHome, object, Register::CALLEE);
            self.b.op2(Op::SetHome, dst, object);
            self.release(mark);
        }
    }

    pub(super) fn function_index(function: &Function<'_>) -> FunctionIndex {
        FunctionIndex(function.scope_id.get().expect("the scope pass has seen it").index() as u32)
    }

    pub(super) fn function_closure(&mut self, function: &Function<'_>, name: JsStr, dst: Register) {
        self.closure(Self::function_index(function), name, dst);
    }
}
