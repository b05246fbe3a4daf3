//! Array.prototype methods with callbacks, as bytecode, so that the optimiser compiles
//! their loops and inlines them, callback and all, where they are called.
//!
//! Only the plain case is here: an Array (whatever its elements), a callable callback,
//! species that nobody has touched. A *start function* finds out, without anything that
//! a script could notice; if it says no, the whole call goes to the general form in
//! `iteration`. From then on every step is the specification's: an element is asked
//! for with HasProperty and Get, which the loop does in one op.
//!
//! Each is a closure over an environment with its start function and its general form.
//! Its bytecode is made at its first call. Scripts see a built-in function like any
//! other: no constructor, no `prototype`, `[native code]`, in no stack trace.

use super::{has_plain_species, is_dense};
use crate::bytecode::builder::{Builder, Label};
use crate::bytecode::{
    Code, CompileError, CompileLazily, FunctionInfo, FunctionKind, FunctionTemplate, Insn, JsStr, Op, Register, SiteKey, Source,
};
use crate::heap::Gc;
use crate::object::array::Array;
use crate::object::function::{Args, NativeFn};
use crate::object::layout::Object;
use crate::runtime::completion::{ErrorKind, JsResult};
use crate::value::Value;
use crate::vm::Vm;
use std::rc::Rc;

/// Environment slot of the start function, and of the general form.
const START: u16 = 0;
const GENERAL: u16 = 1;
/// All take a callback and one more argument.
const PARAMS: u16 = 2;

struct Assembled {
    name: &'static str,
    start: NativeFn,
    emit: fn(&mut Method),
}

/// Names of the methods of %Array.prototype% that are made here.
pub fn names() -> impl Iterator<Item = &'static str> {
    METHODS.iter().map(|method| method.name)
}

static METHODS: &[Assembled] = &[
    Assembled { name: "forEach", start: start_loop, emit: for_each },
    Assembled { name: "map", start: start_map, emit: map },
    Assembled { name: "filter", start: start_filter, emit: filter },
    Assembled { name: "some", start: start_loop, emit: some },
    Assembled { name: "every", start: start_loop, emit: every },
    Assembled { name: "find", start: start_loop, emit: find },
    Assembled { name: "findIndex", start: start_loop, emit: find_index },
    Assembled { name: "reduce", start: start_loop, emit: reduce },
];

/// Puts the methods into the places of their general forms, which the class's table has defined.
pub fn install(vm: &mut Vm, prototype: Gc<Object>) {
    for (method, template) in METHODS.iter().zip(templates()) {
        let key = vm.key(method.name);
        let general = vm.own_data_value(prototype, key).expect("the table has the general form");
        let start = vm.new_native("", 2, method.start).value();
        let env = vm.new_env(None, 2, Value::UNDEFINED);
        env.set(&mut vm.heap, START as usize, start);
        env.set(&mut vm.heap, GENERAL as usize, general);
        let script = vm.new_script(template, vm.current_realm, 0);
        let function = vm.new_function(script, Some(env));
        let replaced = vm.set(prototype, key, function.value(), true);
        debug_assert!(replaced.is_ok(), "the property is writable");
    }
}

/// The methods as functions of one source, whose text is what `toString` shows of them.
pub fn templates() -> Vec<Rc<FunctionTemplate>> {
    let shown = |method: &Assembled| format!("function {}() {{ [native code] }}\n", method.name);
    let text: String = METHODS.iter().map(shown).collect();
    let source = Source::of_builtins("Array.prototype", text);
    let mut start = 0;
    let template = |method: &'static Assembled| {
        let length = shown(method).len() as u32;
        let info = FunctionInfo {
            name: JsStr::from(method.name),
            kind: FunctionKind::Method,
            strict: true,
            length: 1,
            start,
            end: start + length - 1,
        };
        start += length;
        FunctionTemplate::new(info, source.clone(), Rc::new(Assembler(method)))
    };
    METHODS.iter().map(template).collect()
}

// ---- start functions (array, callback): undefined if the general form is to run

/// The array, if its loop can be that of this file.
fn plain_case(vm: &mut Vm, args: &Args) -> Option<Gc<Array>> {
    let array = args.get(0).to_cell::<Array>()?;
    (array.length.get() <= i32::MAX as u32 && vm.is_callable(args.get(1))).then_some(array)
}

/// The array's length.
fn start_loop(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(plain_case(vm, args).map_or(Value::UNDEFINED, |array| Value::int(array.length.get() as i32)))
}

/// The array to push results to, with room for them.
fn start_map(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    match plain_case(vm, args) {
        Some(array) if is_dense(array.as_object()) && has_plain_species(vm, array) => {
            vm.new_array_with_capacity(array.length.get()).map(Value::from)
        }
        _ => Ok(Value::UNDEFINED),
    }
}

/// The array to push results to.
fn start_filter(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    match plain_case(vm, args) {
        Some(array) if has_plain_species(vm, array) => Ok(vm.new_array(&[]).value()),
        _ => Ok(Value::UNDEFINED),
    }
}

// ---- bytecode

struct Assembler(&'static Assembled);

impl CompileLazily for Assembler {
    fn compile(&self, _template: &FunctionTemplate) -> Result<Code, CompileError> {
        let mut method = Method::new();
        (self.0.emit)(&mut method);
        method.b.finish(PARAMS, 0)
    }
}

/// A method under construction.
struct Method {
    b: Builder,
    /// What the start function gave.
    started: Register,
    length: Register,
    index: Register,
    value: Register,
    /// What the callback gave last.
    answer: Register,
    /// Callee, this and arguments of calls: above all other registers.
    window: Register,
    general: Label,
}

const THIS: Register = Register::THIS;
const CALLBACK: Register = Register::param(0);
/// thisArg, or the initial value of reduce.
const SECOND: Register = Register::param(1);

impl Method {
    fn new() -> Method {
        let mut b = Builder::new(FunctionKind::Method, 2 + PARAMS as u32);
        let general = b.label();
        let (started, length, index, value, answer) = (b.temp(), b.temp(), b.temp(), b.temp(), b.temp());
        // Callee, this, and four arguments.
        let window = b.temps(6);
        Method { b, started, length, index, value, answer, window, general }
    }

    /// Loads the function in environment slot `slot` as the callee of a call.
    fn callee(&mut self, slot: u16) {
        let callee = self.window;
        self.b.op1(Op::GetCalleeEnv, callee);
        self.b.emit(Insn::new(Op::GetEnv, callee.0, callee.0, slot, 0));
    }

    /// Calls what is in the window with `this` and these arguments.
    fn call(&mut self, result: Register, this: Option<Register>, args: &[Register]) {
        let at = |i: usize| Register(self.window.0 + i as u16);
        match this {
            Some(this) => self.b.mov(at(1), this),
            None => self.b.op1(Op::LoadUndefined, at(1)),
        }
        for (i, arg) in args.iter().enumerate() {
            self.b.mov(at(2 + i), *arg);
        }
        let site = self.b.site(Op::Call, SiteKey::NONE);
        self.b.emit(Insn::new(Op::Call, result.0, self.window.0, site, args.len() as u8));
    }

    fn start(&mut self) {
        self.callee(START);
        self.call(self.started, None, &[THIS, CALLBACK]);
        self.b.jump1(Op::JumpIfUndefined, self.started, self.general);
    }

    /// For start functions that give another thing than the length.
    fn load_length(&mut self) {
        let site = self.b.named_site(Op::GetProp, &JsStr::from("length"));
        self.b.emit(Insn::new(Op::GetProp, self.length.0, THIS.0, site, 0));
    }

    fn return_general(&mut self, args: &[Register]) {
        self.callee(GENERAL);
        self.call(self.answer, Some(THIS), args);
        self.b.op1(Op::Return, self.answer);
    }

    /// The end of all methods but reduce: the general form. Absent arguments are undefined to it as well.
    fn finish_with_general(&mut self) {
        self.b.bind(self.general);
        self.return_general(&[CALLBACK, SECOND]);
    }

    /// `value` = the element at `index`; empty if it is absent and `if_present`.
    fn element(&mut self, if_present: bool) {
        self.b.op_with_site(Op::GetElem, self.value.0, THIS.0, self.index.0, if_present as u8, SiteKey::NONE);
    }

    /// Calls the callback for every index below `length` that has an element (or for all:
    /// `holes`); `body` uses its answer.
    fn each(&mut self, length: Register, holes: bool, absent: fn(&mut Method), body: impl FnOnce(&mut Method)) {
        let (head, missing, next, end) = (self.b.label(), self.b.label(), self.b.label(), self.b.label());
        self.b.load_int(self.index, 0);
        self.b.bind(head);
        self.b.loop_head();
        self.b.jump2(Op::JNLt, self.index, length, end);
        self.element(!holes);
        if !holes {
            self.b.jump1(Op::JumpIfEmpty, self.value, missing);
        }
        self.b.mov(self.window, CALLBACK);
        self.call(self.answer, Some(SECOND), &[self.value, self.index, THIS]);
        body(self);
        self.b.jump(next);
        self.b.bind(missing);
        if !holes {
            absent(self);
        }
        self.b.bind(next);
        self.b.op2(Op::Inc, self.index, self.index);
        self.b.jump(head);
        self.b.bind(end);
    }

    fn return_if(&mut self, stay: Op, load: impl FnOnce(&mut Method) -> Register) {
        let go_on = self.b.label();
        self.b.jump1(stay, self.answer, go_on);
        let result = load(self);
        self.b.op1(Op::Return, result);
        self.b.bind(go_on);
    }

    fn return_constant(&mut self, load: Op) {
        self.b.op1(load, self.answer);
        self.b.op1(Op::Return, self.answer);
    }
}

fn nothing(_: &mut Method) {}

/// Array.prototype.forEach (sec-array.prototype.foreach).
fn for_each(m: &mut Method) {
    m.start();
    m.each(m.started, false, nothing, nothing);
    m.return_constant(Op::LoadUndefined);
    m.finish_with_general();
}

/// Array.prototype.map (sec-array.prototype.map).
fn map(m: &mut Method) {
    m.start();
    m.load_length();
    let hole = |m: &mut Method| {
        m.b.op1(Op::LoadEmpty, m.answer);
        m.b.op2(Op::ArrayPush, m.started, m.answer);
    };
    m.each(m.length, false, hole, |m| m.b.op2(Op::ArrayPush, m.started, m.answer));
    m.b.op1(Op::Return, m.started);
    m.finish_with_general();
}

/// Array.prototype.filter (sec-array.prototype.filter).
fn filter(m: &mut Method) {
    m.start();
    m.load_length();
    m.each(m.length, false, nothing, |m| {
        let reject = m.b.label();
        m.b.jump1(Op::JumpIfFalse, m.answer, reject);
        m.b.op2(Op::ArrayPush, m.started, m.value);
        m.b.bind(reject);
    });
    m.b.op1(Op::Return, m.started);
    m.finish_with_general();
}

/// Array.prototype.some (sec-array.prototype.some).
fn some(m: &mut Method) {
    m.start();
    m.each(m.started, false, nothing, |m| {
        m.return_if(Op::JumpIfFalse, |m| {
            m.b.op1(Op::LoadTrue, m.answer);
            m.answer
        });
    });
    m.return_constant(Op::LoadFalse);
    m.finish_with_general();
}

/// Array.prototype.every (sec-array.prototype.every).
fn every(m: &mut Method) {
    m.start();
    m.each(m.started, false, nothing, |m| {
        m.return_if(Op::JumpIfTrue, |m| {
            m.b.op1(Op::LoadFalse, m.answer);
            m.answer
        });
    });
    m.return_constant(Op::LoadTrue);
    m.finish_with_general();
}

/// Array.prototype.find (sec-array.prototype.find).
fn find(m: &mut Method) {
    m.start();
    m.each(m.started, true, nothing, |m| m.return_if(Op::JumpIfFalse, |m| m.value));
    m.return_constant(Op::LoadUndefined);
    m.finish_with_general();
}

/// Array.prototype.findIndex (sec-array.prototype.findindex).
fn find_index(m: &mut Method) {
    m.start();
    m.each(m.started, true, nothing, |m| m.return_if(Op::JumpIfFalse, |m| m.index));
    m.b.load_int(m.answer, -1);
    m.b.op1(Op::Return, m.answer);
    m.finish_with_general();
}

/// Array.prototype.reduce (sec-array.prototype.reduce).
fn reduce(m: &mut Method) {
    let (seek, found, each, skip, end, none, without) =
        (m.b.label(), m.b.label(), m.b.label(), m.b.label(), m.b.label(), m.b.label(), m.b.label());
    let (count, two) = (m.length, m.answer);
    m.start();
    m.b.load_int(m.index, 0);
    m.b.op1(Op::ArgumentCount, count);
    m.b.load_int(two, PARAMS as i32);
    // The second parameter is the accumulator; without an initial value, the first element is.
    m.b.jump2(Op::JNLt, count, two, found);
    m.b.bind(seek);
    m.b.loop_head();
    m.b.jump2(Op::JNLt, m.index, m.started, none);
    m.element(true);
    m.b.mov(SECOND, m.value);
    m.b.op2(Op::Inc, m.index, m.index);
    m.b.jump1(Op::JumpIfEmpty, SECOND, seek);
    m.b.bind(found);
    m.b.bind(each);
    m.b.loop_head();
    m.b.jump2(Op::JNLt, m.index, m.started, end);
    m.element(true);
    m.b.jump1(Op::JumpIfEmpty, m.value, skip);
    m.b.mov(m.window, CALLBACK);
    m.call(SECOND, None, &[SECOND, m.value, m.index, THIS]);
    m.b.bind(skip);
    m.b.op2(Op::Inc, m.index, m.index);
    m.b.jump(each);
    m.b.bind(end);
    m.b.op1(Op::Return, SECOND);
    m.b.bind(none);
    let message = m.b.string(&JsStr::from("Reduce of empty array with no initial value"));
    m.b.op_k32(Op::ThrowError, ErrorKind::TypeError as u16, message);
    m.b.bind(m.general);
    m.b.op1(Op::ArgumentCount, count);
    m.b.load_int(two, PARAMS as i32);
    m.b.jump2(Op::JLt, count, two, without);
    m.return_general(&[CALLBACK, SECOND]);
    m.b.bind(without);
    m.return_general(&[CALLBACK]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytecode::environment::Environment;
    use crate::bytecode::verify::{verify, verify_environments};

    #[test]
    fn all_pass_the_verifier() {
        for template in templates() {
            let code = template.code().expect("no limit is hit").clone();
            // `start` and the general form.
            let around = Environment::new(2, None);
            let verified = verify(&code, &template.info).and_then(|()| verify_environments(&code, &template.info, Some(&around)));
            assert!(verified.is_ok(), "{}: {verified:?}", template.info.name.to_rust());
        }
    }
}
