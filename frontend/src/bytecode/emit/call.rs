//! Calls, `new` and `super(...)`: callee and arguments are evaluated straight into
//! the window from which the callee's frame takes them.

use super::Emitter;
use crate::bytecode::emit::property::Key;
use crate::bytecode::{Insn, JsStr, Op, Register, SiteKey};
use crate::syntax::scope::eval::describe;
use crate::syntax::scope::{FunctionNode, FunctionScope, ScopeKind, is_direct_eval};
use oxc_ast::ast::*;
use oxc_span::GetSpan;

/// Arguments that fit the operand of a call.
const MAX_ARGUMENTS: usize = 250;

impl<'u> Emitter<'u> {
    pub(super) fn call(&mut self, call: &'u CallExpression<'u>, dst: Register) {
        if matches!(call.callee, Expression::Super(_)) {
            return self.super_call(call, dst);
        }
        let mark = self.mark();
        let base = self.b.temps(2);
        let position = self.callee(&call.callee, base);
        self.cut_chain(base, call.optional);
        let spread = self.arguments(&call.arguments);
        self.b.at(position);
        if is_direct_eval(call) {
            let env = self.temp();
            let from = self.env_register();
            self.b.mov(env, from);
            let scopes = self.temp();
            let description = describe(self.scopes, self.scope, self.strict);
            self.b.load_string(scopes, &JsStr::from(description.as_str()));
            // With spread arguments, 1 argument is their array.
            let op = if spread { Op::CallEvalSpread } else { Op::CallEval };
            self.call_op(op, dst, base, if spread { 1 } else { call.arguments.len() }, false);
            return self.release(mark);
        }
        self.call_op(if spread { Op::CallSpread } else { Op::Call }, dst, base, call.arguments.len(), spread);
        self.release(mark);
    }

    fn call_op(&mut self, op: Op, dst: Register, base: Register, arguments: usize, spread: bool) {
        let site = self.b.site(op, SiteKey::NONE);
        let count = if spread { 0 } else { arguments as u8 };
        self.b.emit(Insn::new(op, dst.0, base.0, site, count));
    }

    /// Evaluates the callee into `base` and `this` into the register after it. Gives
    /// the position that V8 reports for the call.
    fn callee(&mut self, callee: &'u Expression<'u>, base: Register) -> u32 {
        let this = Register(base.0 + 1);
        match callee {
            Expression::StaticMemberExpression(_) | Expression::ComputedMemberExpression(_) | Expression::PrivateFieldExpression(_) => {
                self.method_callee(callee.to_member_expression(), base)
            }
            Expression::ParenthesizedExpression(inner) => {
                // `(a?.b)()`: the chain ends at the parenthesis, `this` is kept.
                if let Expression::ChainExpression(chain) = callee.without_parentheses()
                    && let Some(member) = chain.expression.as_member_expression()
                {
                    let (exit, end) = (self.b.label(), self.b.label());
                    let outer = self.chain_exit.replace(exit);
                    let position = self.method_callee(member, base);
                    self.chain_exit = outer;
                    self.b.jump(end);
                    self.b.bind(exit);
                    self.undefined(base);
                    self.undefined(this);
                    self.b.bind(end);
                    return position;
                }
                match callee.without_parentheses() {
                    Expression::Identifier(_)
                    | Expression::StaticMemberExpression(_)
                    | Expression::ComputedMemberExpression(_)
                    | Expression::PrivateFieldExpression(_) => self.callee(&inner.expression, base),
                    _ => {
                        self.expr(callee, base);
                        self.undefined(this);
                        self.position_after(callee)
                    }
                }
            }
            Expression::Identifier(id) => {
                let reference = self.reference(id);
                if reference.dynamic {
                    self.dynamic_callee(id, base);
                } else {
                    self.expr(callee, base);
                    self.undefined(this);
                }
                id.span.start
            }
            _ => {
                self.expr(callee, base);
                self.undefined(this);
                self.position_after(callee)
            }
        }
    }

    /// A callee that may be a property of a with statement's object, which is then `this`.
    fn dynamic_callee(&mut self, id: &'u IdentifierReference<'u>, base: Register) {
        let this = Register(base.0 + 1);
        let mut reference = self.reference(id);
        let name = id.name.as_str();
        self.b.at(id.span.start);
        let end = self.dynamic_scopes(reference, name, |e, object, name, kind| {
            if kind == ScopeKind::With {
                e.get_binding(base, object, name);
                e.b.mov(this, object);
            } else {
                e.get_key(base, object, &Key::Name(name.clone()));
                e.undefined(this);
            }
        });
        reference.dynamic = false;
        match self.local(reference) {
            Some((register, _)) => self.b.mov(base, register),
            None => self.read_static(id, reference, base),
        }
        self.undefined(this);
        if let Some(end) = end {
            self.b.bind(end);
        }
    }

    fn method_callee(&mut self, member: &'u MemberExpression<'u>, base: Register) -> u32 {
        let this = Register(base.0 + 1);
        if matches!(member.object(), Expression::Super(_)) {
            let position = member.span().start;
            // The arguments follow the window's first two.
            let mark = self.mark();
            let receiver = self.this_register(position);
            self.b.mov(this, receiver);
            let key = self.super_key(member);
            self.b.at(position);
            self.b.op3(Op::GetSuper, base, this, key);
            self.release(mark);
            return position;
        }
        self.expr(member.object(), this);
        self.cut_chain(this, member.optional());
        let mark = self.mark();
        let position = match member {
            MemberExpression::StaticMemberExpression(member) => {
                let position = member.property.span.start;
                self.b.at(position);
                self.get_key(base, this, &Key::Name(JsStr::from(member.property.name.as_str())));
                position
            }
            MemberExpression::ComputedMemberExpression(member) => {
                self.get_element(member, base, this);
                skip_to_call(self, member.span.end)
            }
            MemberExpression::PrivateFieldExpression(member) => {
                self.get_private(member, base, this);
                member.field.span.start
            }
        };
        self.release(mark);
        position
    }

    /// Evaluates arguments into new registers, which must follow the window's first
    /// two. With spreads or too many, into one array; gives true then.
    pub(super) fn arguments(&mut self, arguments: &'u [Argument<'u>]) -> bool {
        if arguments.len() > MAX_ARGUMENTS || arguments.iter().any(Argument::is_spread) {
            let array = self.temp();
            self.b.emit(Insn::with_imm32(Op::NewArray, array.0, 0));
            for argument in arguments {
                let mark = self.mark();
                match argument {
                    Argument::SpreadElement(spread) => self.append_spread(array, spread),
                    argument => {
                        let value = self.any(argument.to_expression());
                        self.b.op2(Op::ArrayPush, array, value);
                    }
                }
                self.release(mark);
            }
            return true;
        }
        for argument in arguments {
            let register = self.temp();
            self.expr(argument.to_expression(), register);
        }
        false
    }

    pub(super) fn new_expression(&mut self, new: &'u NewExpression<'u>, dst: Register) {
        let mark = self.mark();
        let base = self.b.temps(2);
        self.expr(&new.callee, base);
        let spread = self.arguments(&new.arguments);
        self.b.at(new.span.start);
        self.call_op(if spread { Op::NewSpread } else { Op::New }, dst, base, new.arguments.len(), spread);
        self.release(mark);
    }

    pub(super) fn tagged_template(&mut self, tagged: &'u TaggedTemplateExpression<'u>, dst: Register) {
        let mark = self.mark();
        let base = self.b.temps(2);
        let position = self.callee(&tagged.tag, base);
        let object = self.temp();
        self.template_object(&tagged.quasi, object);
        if tagged.quasi.expressions.len() >= MAX_ARGUMENTS {
            self.fail(tagged.span.start, "too many parts in a template");
        }
        for expression in &tagged.quasi.expressions {
            let register = self.temp();
            self.expr(expression, register);
        }
        self.b.at(position);
        self.call_op(Op::Call, dst, base, tagged.quasi.expressions.len() + 1, false);
        self.release(mark);
    }

    // ---- super(...)

    fn super_call(&mut self, call: &'u CallExpression<'u>, dst: Register) {
        let mark = self.mark();
        // Asked for before the arguments and after them: not in a register of theirs.
        let function = self.read_hidden("%function");
        let base = self.b.temps(2);
        let window = self.mark();
        self.b.at(call.span.start);
        self.b.op2(Op::GetSuperConstructor, base, function);
        let new_target = self.read_hidden("new.target");
        self.b.mov(Register(base.0 + 1), new_target);
        self.release(window);
        let spread = self.arguments(&call.arguments);
        self.b.at(call.span.start);
        self.b.op2(Op::CheckSuperConstructor, base, function);
        let op = if spread { Op::SuperCallSpread } else { Op::SuperCall };
        self.call_op(op, base, base, call.arguments.len(), spread);
        self.bind_this(base, call.span.start);
        self.b.mov(dst, base);
        self.release(mark);
    }

    /// BindThisValue, then the fields of the instance.
    fn bind_this(&mut self, value: Register, position: u32) {
        let mark = self.mark();
        let place = self.this_place();
        let current = match place {
            super::names::Place::Register(register) => register,
            place => {
                let temp = self.temp();
                self.read_place(place, temp);
                temp
            }
        };
        self.b.at(position);
        self.b.op1(Op::CheckThisEmpty, current);
        self.write_place(place, value);
        // The class around eval code is not in this file; without fields the op does nothing.
        let has_fields = match self.enclosing_constructor() {
            function if matches!(function.node, FunctionNode::Foreign) => true,
            function if matches!(function.node, FunctionNode::FieldInitializer { .. }) => false,
            function => function.class.is_some_and(|class| self.scopes.class(class).instance_initializer.is_some()),
        };
        if has_fields {
            let function = self.read_hidden("%function");
            let site = self.b.site(Op::InitFields, SiteKey::NONE);
            self.b.emit(Insn::new(Op::InitFields, value.0, function.0, site, 0));
        }
        self.release(mark);
    }

    /// The function whose `this` `super()` initialises: this one, or the one around arrows.
    fn enclosing_constructor(&self) -> &'u FunctionScope<'u> {
        let mut function = self.function;
        while function.kind.is_arrow()
            && let Some(parent) = function.parent
        {
            function = self.scopes.function(parent);
        }
        function
    }
}

/// The position of the call's parenthesis.
fn skip_to_call(emitter: &Emitter<'_>, end: u32) -> u32 {
    crate::syntax::text::skip_trivia(emitter.text, end as usize) as u32
}
