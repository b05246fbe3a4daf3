//! The Rust side of runtime calls and helpers: thin wrappers, in the platform's C
//! convention, over what the interpreter calls too.
//!
//! Invariants on which the `unsafe` blocks here rest:
//! 1. Compiled code passes the VM that it runs in, which no Rust frame borrows while
//!    compiled code runs (`enter_jit` hands out the only reference).
//! 2. Operands are `Value` words; pointers are addresses of live cells of the type that
//!    the table's row says; windows lie on the value stack, above all frames in use.
//! 3. A panic does not cross compiled frames: it becomes an exception, or the answer that
//!    nothing was done; or, since it would leave an `extern "C"` function, it ends the
//!    process with a message.

use super::bailout;
use super::graph::{MathOp, TypeName, effect};
use super::helpers::{HELPERS, Helper, TABLE_LEN};
use super::link::LinkTable;
use super::quick::quick;
use super::quick_builtins::quick_entry;
use super::quick_rows::Quick;
use super::runtime_calls::{RUNTIME_CALLS, RuntimeCall};
use crate::bytecode::Constant;
use crate::heap::Gc;
use crate::interp::{call, entry, ops_call, ops_define, ops_env, ops_iterate, ops_property, ops_value};
use crate::object::{Array, Env, Function, Native, Object, PropertyKey, ShapeId};
use crate::runtime::completion::{JsResult, Throw};
use crate::runtime::equality::compare_units;
use crate::runtime::iteration::IteratorRecord;
use crate::runtime::{elementary, operators};
use crate::string::JsString;
use crate::value::{Value, tag};
use crate::vm::Vm;
use core::ptr::NonNull;
use hearth_gc::{Header, MAX_SMALL};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs the body of an entry point: an exception is left in the context, a panic
/// becomes one.
fn guarded(vm: *mut Vm, body: impl FnOnce(&mut Vm) -> JsResult<Value>) -> u64 {
    // SAFETY: invariant 1.
    let vm = unsafe { &mut *vm };
    let outcome = catch_unwind(AssertUnwindSafe(|| body(vm)));
    let throw = match outcome {
        Ok(Ok(value)) => return value.0,
        Ok(Err(throw)) => throw,
        Err(_) => vm.range_error("internal error in a runtime call"),
    };
    vm.cx.exception = throw.0;
    Value::EXCEPTION.0
}

/// Runs the body of a helper that does not throw, and that compiled code can do without: a
/// panic is the answer that nothing was done.
fn attempted(vm: *mut Vm, not_done: u64, body: impl FnOnce(&mut Vm) -> u64) -> u64 {
    // SAFETY: invariant 1.
    let vm = unsafe { &mut *vm };
    catch_unwind(AssertUnwindSafe(|| body(vm))).unwrap_or(not_done)
}

/// Runs the body of a helper that does not throw, and on whose result compiled code goes on:
/// a panic, reported, is the end of the process.
fn certain(vm: *mut Vm, body: impl FnOnce(&mut Vm) -> u64) -> u64 {
    // SAFETY: invariant 1.
    body(unsafe { &mut *vm })
}

/// Operands of a window call.
///
/// # Safety
/// Invariant 2.
unsafe fn window<'a>(start: u64, count: u64) -> &'a [Value] {
    // SAFETY: by contract.
    unsafe { core::slice::from_raw_parts(start as *const Value, count as usize) }
}

fn key_of(value: Value) -> PropertyKey {
    PropertyKey::from_raw(value)
}

fn undefined(_: ()) -> Value {
    Value::UNDEFINED
}

/// Whether what could not be had is thrown when the call returns (`heap::limit`).
const fn settles(call: RuntimeCall) -> bool {
    let needed = effect::THROWS | effect::ALLOC;
    RUNTIME_CALLS[call as usize].effects & needed == needed
}

macro_rules! runtime_entries {
    ($($name:ident($vm:ident $(, $arg:ident)*; $imm:ident) => $body:expr;)*) => {
        /// The entry point of a runtime call.
        fn runtime_entry(call: RuntimeCall) -> *const u8 {
            match call {
                $(RuntimeCall::$name => {
                    // Code looks for an exception, and expects a collection.
                    const SETTLES: bool = settles(RuntimeCall::$name);
                    unsafe extern "C" fn entry(vm: *mut Vm $(, $arg: u64)*, imm: u64) -> u64 {
                        {
                            // SAFETY: invariant 1.
                            let vm = unsafe { &mut *vm };
                            vm.stats.runtime_calls.count(RuntimeCall::$name);
                            if vm.has_chaos() {
                                vm.chaos_in_code(RuntimeCall::$name);
                            }
                            if let Some(value) = quick(vm, RuntimeCall::$name, &[$($arg),*], imm) {
                                return value.0;
                            }
                        }
                        guarded(vm, |$vm| {
                            let $imm = imm;
                            $(let $arg = Value($arg);)*
                            let result = $body;
                            if SETTLES { $vm.settled(result) } else { result }
                        })
                    }
                    entry as *const u8
                })*
            }
        }
    };
}

runtime_entries! {
    JsAdd(vm, b, c; _imm) => operators::js_add(vm, b, c);
    JsSub(vm, b, c; _imm) => operators::js_sub(vm, b, c);
    JsMul(vm, b, c; _imm) => operators::js_mul(vm, b, c);
    JsDiv(vm, b, c; _imm) => operators::js_div(vm, b, c);
    JsMod(vm, b, c; _imm) => operators::js_mod(vm, b, c);
    JsExp(vm, b, c; _imm) => operators::js_exp(vm, b, c);
    JsBitAnd(vm, b, c; _imm) => operators::js_bit_and(vm, b, c);
    JsBitOr(vm, b, c; _imm) => operators::js_bit_or(vm, b, c);
    JsBitXor(vm, b, c; _imm) => operators::js_bit_xor(vm, b, c);
    JsShl(vm, b, c; _imm) => operators::js_shl(vm, b, c);
    JsShr(vm, b, c; _imm) => operators::js_shr(vm, b, c);
    JsUShr(vm, b, c; _imm) => operators::js_ushr(vm, b, c);
    JsNeg(vm, b; _imm) => operators::js_neg(vm, b);
    JsBitNot(vm, b; _imm) => operators::js_bit_not(vm, b);
    JsInc(vm, b; _imm) => operators::js_inc(vm, b);
    JsDec(vm, b; _imm) => operators::js_dec(vm, b);
    ToNumber(vm, b; _imm) => vm.to_number(b).map(Value::number);
    ToNumeric(vm, b; _imm) => vm.to_numeric(b);
    ToString(vm, b; _imm) => vm.to_string(b).map(Value::from);
    ToPropertyKey(vm, b; _imm) => vm.to_property_key(b).map(|key| vm.key_to_value(key));
    ToElementKey(vm, b, c; _imm) => ops_property::element_key(vm, b, c);
    JsLt(vm, b, c; _imm) => operators::js_less(vm, b, c).map(Value::bool);
    JsLe(vm, b, c; _imm) => operators::js_less_equal(vm, b, c).map(Value::bool);
    JsGt(vm, b, c; _imm) => operators::js_greater(vm, b, c).map(Value::bool);
    JsGe(vm, b, c; _imm) => operators::js_greater_equal(vm, b, c).map(Value::bool);
    JsEq(vm, b, c; _imm) => operators::js_equal(vm, b, c).map(Value::bool);
    JsNe(vm, b, c; _imm) => operators::js_not_equal(vm, b, c).map(Value::bool);
    InstanceOf(vm, b, c; _imm) => {
        // For the next time: what a quick answer needs to know of the constructor.
        if c.is_object() {
            let (handler, prototype) = (vm.symbols.has_instance, vm.names.prototype);
            crate::feedback::ic::load_megamorphic(vm, c, handler);
            crate::feedback::ic::load_megamorphic(vm, c, prototype);
        }
        vm.instance_of(b, c).map(Value::bool)
    };
    In(vm, b, c; _imm) => ops_property::has_value(vm, b, c).map(Value::bool);
    HasBinding(vm, object, key; _imm) => {
        let key = named_key(vm, key);
        // For the next time: that it has none.
        crate::feedback::ic::load_megamorphic(vm, object, key);
        ops_env::object_has_binding(vm, object, key).map(Value::bool)
    };
    // SAFETY: invariant 2: operand words of the window.
    Concat(vm, start, count; _imm) => ops_value::concat_all(vm, unsafe { window(start.0, count.0) });
    GetNamed(vm, object, key; _imm) => {
        let key = named_key(vm, key);
        crate::feedback::ic::get_named(vm, object, key)
    };
    SetNamed(vm, object, key, value; imm) => {
        let key = named_key(vm, key);
        ops_property::put_named(vm, object, key, value, imm & 1 != 0).map(undefined)
    };
    DefineNamed(vm, object, key, value; _imm) => define_named(vm, object, key, value);
    GetElem(vm, object, key; _imm) => ops_property::get_value(vm, object, key);
    GetElemIfPresent(vm, object, key; _imm) => ops_property::element_if_present(vm, object, key);
    SetElem(vm, object, key, value; imm) => ops_property::set_value(vm, object, key, value, imm & 1 != 0).map(undefined);
    DefineElem(vm, object, key, value; imm) => ops_define::define_element(vm, object, key, value, imm as u8).map(undefined);
    DefineAccessor(vm, object, key, function; imm) => ops_define::define_accessor_element(vm, object, key, function, imm as u8).map(undefined);
    DeleteProp(vm, object, key; imm) => ops_property::delete_value(vm, object, key, imm & 1 != 0).map(Value::bool);
    GetSuper(vm, callee, this, key; _imm) => ops_property::get_super_value(vm, callee, this, key);
    SetSuper(vm, callee, this, key, value; imm) => ops_property::set_super_value(vm, callee, this, key, value, imm & 1 != 0).map(undefined);
    GetPrivate(vm, object, name; _imm) => ops_property::get_private_cached(vm, object, name);
    SetPrivate(vm, object, name, value; _imm) => ops_property::set_private_cached(vm, object, name, value).map(undefined);
    DefinePrivate(vm, object, name, value; imm) => ops_property::define_private_cached(vm, object, name, value, imm as u8).map(undefined);
    HasPrivate(vm, object, name; _imm) => ops_property::has_private_value(vm, object, name).map(Value::bool);
    GetGlobal(vm, key; imm) => get_global(vm, key, imm & 1 != 0);
    SetGlobal(vm, key, value; imm) => {
        let key = named_key(vm, key);
        vm.set_global_name(key, value, imm & 1 != 0, None).map(undefined)
    };
    CopyDataProperties(vm, start, count; _imm) => {
        // SAFETY: invariant 2: target, source, excluded keys.
        let operands = unsafe { window(start.0, count.0) };
        ops_define::copy_properties(vm, operands[0], operands[1], &operands[2..]).map(undefined)
    };
    NewClosure(vm, callee, env; imm) => {
        let script = callee_script(callee);
        ops_define::make_closure(vm, script, imm as u32 as usize, env.to_cell::<Env>()).map(Value::from)
    };
    NewRegExp(vm, callee; imm) => crate::builtins::regexp::regexp_literal(vm, callee_script(callee), imm as usize);
    GetTemplate(vm, callee; imm) => ops_define::template_object(vm, callee_script(callee), imm as usize);
    NewArray(vm; imm) => vm.new_array_with_capacity(imm as u32).map(Value::from);
    ArrayLiteralPush(vm, array, value; _imm) => vm.array_push(array.to_cell::<Array>().expect("an array literal"), value).map(undefined);
    ArraySpread(vm, array, iterable; _imm) => ops_define::spread_into(vm, array, iterable).map(undefined);
    NewObject(vm; imm) => Ok(vm.new_object_with_capacity(imm as usize).value());
    CopyEnv(vm, env; _imm) => Ok(vm.copy_env(env.to_cell::<Env>().expect("an environment")).value());
    SetHome(vm, function, home; _imm) => {
        if let Some(closure) = function.to_cell::<Function>() {
            closure.home.set(home);
            vm.write_barrier(closure.header());
        }
        Ok(Value::UNDEFINED)
    };
    SetFunctionName(vm, function, key; imm) => ops_define::name_function(vm, function, key, imm as u8).map(undefined);
    SetProto(vm, object, prototype; _imm) => ops_define::set_literal_proto(vm, object, prototype).map(undefined);
    RestArray(vm; _imm) => unreachable_frame_call(vm);
    UnmappedArguments(vm; _imm) => unreachable_frame_call(vm);
    MappedArguments(vm, _callee, _env; _imm) => unreachable_frame_call(vm);
    CoerceThis(vm, this; _imm) => ops_call::sloppy_this(vm, this);
    NewIterResult(vm, value; imm) => Ok(vm.create_iter_result_object(value, imm != 0).value());
    CallSpread(vm, callee, this, array; _imm) => {
        if !vm.is_callable(callee) {
            return Err(call::not_callable(vm, callee));
        }
        vm.call_with_list(callee, this, array)
    };
    ConstructSpread(vm, callee, new_target, array; _imm) => {
        let args = vm.create_list_from_array_like(array)?;
        let args: Vec<Value> = args.iter().copied().collect(); // unrooted: `array` keeps them alive until they are copied to the value stack
        if !vm.is_constructor(callee) {
            return Err(call::not_a_constructor(vm, callee));
        }
        vm.construct(callee, &args, new_target)
    };
    CallActual(vm, _callee, _this; _imm) => unreachable_frame_call(vm);
    ConstructActual(vm, _callee, _new_target; _imm) => unreachable_frame_call(vm);
    SuperConstructor(vm, callee; _imm) => Ok(ops_call::super_constructor(vm, callee));
    CheckSuperConstructor(vm, parent, function; _imm) => {
        ops_call::require_super_constructor(vm, parent, function).map(|()| Value::UNDEFINED)
    };
    CheckConstructorReturn(vm, result, this; _imm) => ops_call::constructor_result(vm, result, this);
    InitFields(vm, this, constructor; _imm) => {
        match constructor.to_cell::<Function>().map(|f| f.fields.get()).filter(|f| f.is_object()) {
            Some(fields) => vm.call(fields, this, &[]),
            None => Ok(Value::UNDEFINED),
        }
    };
    GetIterator(vm, start, count; imm) => {
        // SAFETY: invariant 2: one operand; two words of the window are ours to write.
        let iterable = unsafe { window(start.0, count.0) }[0];
        let record = if imm & 1 != 0 { vm.get_async_iterator(iterable)? } else { vm.get_iterator(iterable)? };
        // SAFETY: as above.
        unsafe { *(start.0 as *mut Value).add(1) = record.next };
        Ok(record.iterator)
    };
    IterNext(vm, start, count; _imm) => {
        // SAFETY: invariant 2: the record, whose second word is written back.
        let words = unsafe { window(start.0, count.0) };
        let mut record = IteratorRecord { iterator: words[0], next: words[1], done: false };
        let step = vm.iterator_step_value(&mut record)?;
        // SAFETY: as above.
        unsafe { *(start.0 as *mut Value).add(1) = record.next };
        Ok(step.unwrap_or(Value::EMPTY))
    };
    IterClose(vm, iterator, next; imm) => {
        ops_iterate::close_record(vm, IteratorRecord { iterator, next, done: false }, imm & 1 != 0).map(undefined)
    };
    ForInStart(vm, object; _imm) => ops_iterate::new_for_in(vm, object);
    ForInNext(vm, keys; _imm) => ops_iterate::next_key(vm, keys).map(|key| key.unwrap_or(Value::EMPTY));
    Throw(_vm, value; _imm) => Err(Throw(value));
    ThrowTdz(vm, name; _imm) => Err(ops_value::tdz_error(vm, name));
    ThrowThis(vm; _imm) => ops_value::throw_no_this(vm).map(undefined);
    ThrowError(vm, message; imm) => Err(ops_value::native_error(vm, imm as usize, message));
    ThrowNotConstruct(vm, callee; _imm) => Err(not_constructing(vm, callee));
    Interrupt(vm; _imm) => vm.poll_interrupt().map(undefined);
}

/// A constant key: an atom that names a property, or an index in its string form.
fn named_key(vm: &mut Vm, key: Value) -> PropertyKey {
    match key.as_string() {
        Some(string) if !string.is_atom() || string.array_index().is_some() => vm.key_from_string(string),
        _ => key_of(key),
    }
}

fn define_named(vm: &mut Vm, object: Value, key: Value, value: Value) -> JsResult<Value> {
    let key = named_key(vm, key);
    let object = object.to_cell::<Object>().expect("a literal or instance");
    vm.create_data_property_or_throw(object, key, value).map(undefined)
}

fn get_global(vm: &mut Vm, key: Value, or_undefined: bool) -> JsResult<Value> {
    let key = named_key(vm, key);
    match vm.get_global_name(key, None)? {
        Some(value) => Ok(value),
        None if or_undefined => Ok(Value::UNDEFINED),
        None => Err(crate::interp::ops_env::not_defined(vm, key)),
    }
}

fn not_constructing(vm: &mut Vm, callee: Value) -> Throw {
    let name = callee_script(callee).template().info.name.to_rust();
    vm.type_error(format!("Class constructor {name} cannot be invoked without 'new'"))
}

fn callee_script(callee: Value) -> Gc<crate::script::Script> {
    callee.to_cell::<Function>().expect("compiled code runs in a closure").script()
}

/// These calls are lowered to helpers that also get the frame.
fn unreachable_frame_call(vm: &mut Vm) -> JsResult<Value> {
    Err(vm.type_error("internal error: a frame call without its frame"))
}

macro_rules! helper_entries {
    ($($name:ident($vm:ident $(, $arg:ident: $ty:ty)*) -> $ret:ty $body:block)*) => {
        /// The entry point of a helper.
        fn helper_entry(helper: Helper) -> *const u8 {
            match helper {
                $(Helper::$name => {
                    unsafe extern "C" fn entry($vm: *mut Vm $(, $arg: $ty)*) -> $ret $body
                    entry as *const u8
                })*
            }
        }
    };
}

/// # Safety
/// `address` is that of a live cell of type `T`.
unsafe fn cell<T: crate::heap::CellType>(address: u64) -> Gc<T> {
    // SAFETY: by contract.
    unsafe { Gc::from_address(address as usize) }
}

helper_entries! {
    Bailout(vm, links: u64, id: u64, fp: u64, call_info: u64) -> u64 {
        // SAFETY: invariants 1 and 2; the exit has filled the buffer.
        guarded(vm, |vm| unsafe {
            let word = bailout::bailout(vm, cell::<LinkTable>(links), id as usize, fp as *mut Value, call_info);
            if word == Value::EXCEPTION.0 { Err(Throw(vm.cx.exception)) } else { Ok(Value(word)) }
        })
    }
    BindShape(vm, links: u64, slot: u64, object: u64) -> u64 {
        // SAFETY: invariant 2.
        attempted(vm, 0, |vm| unsafe { vm.bind_shape(cell(links), slot as usize, cell::<Object>(object)) as u64 })
    }
    BindShapeId(vm, links: u64, slot: u64, shape: u64) -> u64 {
        attempted(vm, 0, |vm| {
            // The predicate is about an object: a sample stands in.
            let sample = vm.alloc_object(ShapeId(shape as u32));
            // SAFETY: invariant 2.
            unsafe { vm.bind_shape(cell(links), slot as usize, sample) as u64 }
        })
    }
    BindScript(vm, links: u64, slot: u64, object: u64) -> u64 {
        // SAFETY: invariant 2: the guard before has checked the kind.
        attempted(vm, 0, |vm| unsafe { vm.bind_script(cell(links), slot as usize, cell::<Function>(object)) as u64 })
    }
    TestScript(vm, links: u64, slot: u64, object: u64) -> u64 {
        // SAFETY: invariant 2: the test before has checked the kind.
        attempted(vm, 0, |vm| unsafe { vm.test_script(cell(links), slot as usize, cell::<Function>(object)) as u64 })
    }
    BindPrivateName(vm, links: u64, slot: u64, name: u64) -> u64 {
        // SAFETY: invariant 2.
        attempted(vm, 0, |vm| unsafe { vm.bind_private_name(cell(links), slot as usize, Value(name)) as u64 })
    }
    BindInstanceShape(vm, links: u64, slot: u64, object: u64) -> u64 {
        // SAFETY: invariant 2: the guard before has checked the kind.
        attempted(vm, 0, |vm| unsafe { vm.bind_instance_shape(cell(links), slot as usize, cell::<Function>(object)) as u64 })
    }
    Alloc(vm, bytes: u64, header: u64) -> u64 {
        certain(vm, |vm| {
            // Only environments are ever large.
            let cell = if bytes as usize <= MAX_SMALL { vm.alloc_cell(bytes as usize) } else { vm.alloc_huge_env(bytes as usize) };
            // SAFETY: a fresh cell of this size; compiled code fills the rest before anything else allocates.
            unsafe { (cell.as_ptr() as *mut u64).write(header) };
            cell.as_ptr() as u64
        })
    }
    NewClosure(vm, function: u64, env: u64, child: u64) -> u64 {
        certain(vm, |vm| {
            // SAFETY: invariant 2.
            let script = unsafe { cell::<Function>(function) }.script();
            // SAFETY: as above; null stands for no environment.
            let env = (env != 0).then(|| unsafe { cell::<Env>(env) });
            let child = ops_define::child_script(vm, script, child as usize);
            // What is inlined is entered without a call, and has its constants all the same. A
            // function that cannot be compiled is not inlined: its call throws.
            let _ = vm.materialize(child);
            vm.new_function(child, env).address() as u64
        })
    }
    Remember(vm, owner: u64) -> u64 {
        certain(vm, |vm| {
            if let Some(owner) = NonNull::new(owner as *mut Header) {
                vm.heap.remember_slow(owner);
            }
            0
        })
    }
    EnterSlowly(vm, fp: u64, info: u64, top: u64) -> u64 {
        // SAFETY: invariant 2: the window of the call that the prologue is for.
        guarded(vm, |vm| unsafe { call::enter_slowly(vm, fp as *mut Value, info as u32 as usize, top as *mut Value) }.map(undefined))
    }
    HasRoom(vm, top: u64) -> u64 {
        certain(vm, |vm| call::has_room(vm, top as *mut Value) as u64)
    }
    PadArguments(_vm, fp: u64, argc: u64, params: u64) -> u64 {
        for i in argc..params {
            // SAFETY: invariant 2: the prologue has checked that the frame fits.
            unsafe { *(fp as *mut Value).add(2 + i as usize) = Value::UNDEFINED };
        }
        0
    }
    Relayout(_vm, fp: u64, argc: u64, params: u64) -> u64 {
        // SAFETY: invariant 2: the prologue has left room for the arguments as well.
        unsafe {
            let (base, argc, params) = (fp as *mut Value, argc as usize, params as usize);
            let frame = base.add(2 + argc);
            let passed = argc.min(params);
            core::ptr::copy_nonoverlapping(base, frame, 2);
            core::ptr::copy_nonoverlapping(base.add(2), frame.add(2), passed);
            for i in passed..params {
                *frame.add(2 + i) = Value::UNDEFINED;
            }
            frame as u64
        }
    }
    CallWindow(vm, window: u64, info: u64) -> u64 {
        // SAFETY: invariants 1 and 2.
        unsafe {
            let callee = *(window as *const Value);
            if !(*vm).is_callable(callee) {
                return guarded(vm, |vm| Err(call::not_callable(vm, callee)));
            }
            entry::interpret_call(vm, window as *mut Value, info)
        }
    }
    CallNative(vm, window: u64, argc: u64) -> u64 {
        // SAFETY: invariant 2: compiled code has checked that the callee is a built-in.
        guarded(vm, |vm| unsafe { call::call_native_window(vm, window as *mut Value, argc as usize, Value::UNDEFINED) })
    }
    ConstructWindow(vm, window: u64, argc: u64) -> u64 {
        // SAFETY: invariants 1 and 2.
        unsafe {
            let callee = *(window as *const Value);
            if callee.to_cell::<Native>().is_some_and(|native| native.is_constructor.get()) {
                *(window as *mut Value).add(1) = Value::UNDEFINED;
                let new_target = (*vm).cx.new_target;
                return guarded(vm, |vm| call::call_native_window(vm, window as *mut Value, argc as usize, new_target));
            }
            if !(*vm).is_constructor(callee) {
                return guarded(vm, |vm| Err(call::not_a_constructor(vm, callee)));
            }
            entry::interpret_call(vm, window as *mut Value, argc | crate::interp::frame::CALL_CONSTRUCT)
        }
    }
    ToBoolean(_vm, value: u64) -> u64 {
        operators::to_boolean(Value(value)) as u64
    }
    TypeOfIs(vm, value: u64, name: u64) -> u64 {
        certain(vm, |vm| (TypeName::of_text(&vm.typeof_name(Value(value))) == Some(TypeName::from_imm(name))) as u64)
    }
    TypeOf(vm, value: u64) -> u64 {
        certain(vm, |vm| vm.typeof_string(Value(value)).value().0)
    }
    LooseEqual(vm, a: u64, b: u64) -> u64 {
        attempted(vm, NO_ANSWER, |vm| answered(operators::equal_quietly(vm, Value(a), Value(b))))
    }
    IsInstance(vm, links: u64, slot: u64, value: u64, constructor: u64) -> u64 {
        attempted(vm, NO_ANSWER, |vm| {
            // SAFETY: invariant 2.
            let links = unsafe { cell(links) };
            answered(vm.instance_answer(links, slot as usize, Value(value), Value(constructor)))
        })
    }
    HasKey(vm, links: u64, slot: u64, object: u64, key: u64) -> u64 {
        attempted(vm, NO_ANSWER, |vm| {
            // SAFETY: invariant 2.
            let links = unsafe { cell(links) };
            answered(vm.key_answer(links, slot as usize, Value(object), Value(key)))
        })
    }
    StrictEqual(vm, a: u64, b: u64) -> u64 {
        certain(vm, |vm| operators::strict_equal(vm, Value(a), Value(b)) as u64)
    }
    StringEqual(vm, a: u64, b: u64) -> u64 {
        // SAFETY: invariant 2.
        certain(vm, |vm| unsafe { vm.strings_equal(cell(a), cell(b)) as u64 })
    }
    StringLess(vm, a: u64, b: u64) -> u64 {
        // SAFETY: invariant 2.
        certain(vm, |vm| unsafe {
            let (a, b) = (vm.units(cell::<JsString>(a)), vm.units(cell::<JsString>(b)));
            compare_units(a, b).is_lt() as u64
        })
    }
    StringCharCode(vm, string: u64, index: u64) -> u64 {
        // SAFETY: invariant 2.
        certain(vm, |vm| unsafe { vm.units(cell::<JsString>(string)).get(index as usize) as u64 })
    }
    StringCharAt(vm, string: u64, index: u64) -> u64 {
        // SAFETY: invariant 2.
        certain(vm, |vm| unsafe {
            let unit = vm.units(cell::<JsString>(string)).get(index as usize);
            vm.single_char(unit).value().0
        })
    }
    StringFromCode(vm, code: u64) -> u64 {
        certain(vm, |vm| vm.single_char(code as u16).value().0)
    }
    StringSubstring(vm, string: u64, start: u64, end: u64) -> u64 {
        // SAFETY: invariant 2.
        certain(vm, |vm| unsafe {
            let string = cell::<JsString>(string);
            let clamp = |index: u64| (index as i64).clamp(0, string.len() as i64) as usize;
            let (start, end) = (clamp(start), clamp(end));
            vm.substring(string, start.min(end), start.max(end)).value().0
        })
    }
    StringSlice(vm, string: u64, start: u64, end: u64) -> u64 {
        // SAFETY: invariant 2.
        certain(vm, |vm| unsafe {
            let string = cell::<JsString>(string);
            let len = string.len() as i64;
            let relative = |index: u64| {
                let index = index as i64;
                (if index < 0 { len + index } else { index }).clamp(0, len) as usize
            };
            let (start, end) = (relative(start), relative(end));
            vm.substring(string, start, end.max(start)).value().0
        })
    }
    StringConcat(vm, a: u64, b: u64) -> u64 {
        // SAFETY: invariant 2.
        guarded(vm, |vm| unsafe { vm.concat(cell(a), cell(b)).map(Value::from) })
    }
    ArrayAppend(vm, array: u64, index: u64, value: u64) -> u64 {
        // SAFETY: invariant 2.
        attempted(vm, 0, |vm| unsafe { append(vm, cell::<Object>(array), index as u32, Value(value)) })
    }
    ArrayPush(vm, array: u64, value: u64) -> u64 {
        // SAFETY: invariant 2.
        attempted(vm, -1i64 as u64, |vm| unsafe {
            let object = cell::<Object>(array);
            // The node's result is an int32.
            let Some(length) = object.cast::<Array>().map(|a| a.length.get()).filter(|length| *length < i32::MAX as u32) else {
                return -1i64 as u64;
            };
            match append(vm, object, length, Value(value)) {
                1 => length as u64 + 1,
                0 => -1i64 as u64,
                _ => -2i64 as u64,
            }
        })
    }
    ArrayPop(vm, array: u64) -> u64 {
        // SAFETY: invariant 2.
        attempted(vm, Value::EMPTY.0, |_| unsafe { pop(cell::<Object>(array)).0 })
    }
    NewArrayOf(vm, values: u64, count: u64, extra: u64) -> u64 {
        guarded(vm, |vm| {
            // SAFETY: invariant 2; the window stays a root while the array is made.
            let values = unsafe { window(values, count) };
            vm.cx.sp = vm.cx.sp.max(values.as_ptr_range().end as *mut Value);
            let array = vm.new_array_with_capacity((count + extra) as u32)?;
            vm.fill_new_array(array, values);
            Ok(Value::from(array))
        })
    }
    NewArraySized(vm, length: u64) -> u64 {
        guarded(vm, |vm| match u32::try_from(length as i64) {
            Ok(length) => vm.array_create(length).map(Value::from),
            Err(_) => Err(vm.range_error("Invalid array length")),
        })
    }
    Math(_vm, op: u64, x: f64, y: f64) -> f64 {
        math(MathOp::from_imm(op), x, y)
    }
    DoubleMod(_vm, x: f64, y: f64) -> f64 {
        let remainder = x % y;
        if remainder.is_nan() { f64::NAN } else { remainder }
    }
    ToInt32Slow(_vm, x: f64) -> u64 {
        operators::double_to_int32(x) as i64 as u64
    }
    RestArray(vm, fp: u64, argc: u64, first: u64) -> u64 {
        guarded(vm, |vm| {
            // SAFETY: the prologue laid the frame out above its arguments.
            let args = unsafe { window(fp - 8 * argc, argc) };
            vm.new_array_from_list(args.get(first as usize..).unwrap_or(&[])).map(Value::from)
        })
    }
    UnmappedArguments(vm, fp: u64, argc: u64) -> u64 {
        // SAFETY: as for RestArray.
        guarded(vm, |vm| vm.new_unmapped_arguments(unsafe { window(fp - 8 * argc, argc) }).map(Value::from))
    }
    MappedArguments(vm, fp: u64, argc: u64, env: u64, constant: u64) -> u64 {
        guarded(vm, |vm| {
            // SAFETY: as for RestArray; register 0 is the callee.
            let (callee, args) = unsafe { (*(fp as *const Value), window(fp - 8 * argc, argc)) };
            let script = callee_script(callee);
            let code = script.code().clone();
            let Constant::SlotMap(map) = &code.constants[constant as usize] else {
                return Err(vm.type_error("internal error: a slot map was expected"));
            };
            // Without parameters there is nothing to map, and may be no environment.
            let env = Value(env).to_cell::<Env>().unwrap_or_else(|| vm.new_env(None, 0, Value::UNDEFINED));
            vm.new_mapped_arguments(callee, args, env, map).map(Value::from)
        })
    }
    CallActual(vm, fp: u64, argc: u64, callee: u64, this: u64, first: u64) -> u64 {
        guarded(vm, |vm| {
            // SAFETY: as for RestArray.
            let args = unsafe { window(fp - 8 * argc, argc) };
            if !vm.is_callable(Value(callee)) {
                return Err(call::not_callable(vm, Value(callee)));
            }
            vm.call(Value(callee), Value(this), args.get(first as usize..).unwrap_or(&[]))
        })
    }
    ConstructActual(vm, fp: u64, argc: u64, callee: u64, new_target: u64, first: u64) -> u64 {
        guarded(vm, |vm| {
            // SAFETY: as for RestArray.
            let args = unsafe { window(fp - 8 * argc, argc) };
            if !vm.is_constructor(Value(callee)) {
                return Err(call::not_a_constructor(vm, Value(callee)));
            }
            vm.construct(Value(callee), args.get(first as usize..).unwrap_or(&[]), Value(new_target))
        })
    }
}

/// What a helper gives that has no answer without running script.
const NO_ANSWER: u64 = 2;

fn answered(answer: Option<bool>) -> u64 {
    answer.map_or(NO_ANSWER, u64::from)
}

/// Appends to a plain array, or fills an absent element of it: 1 done, 0 not a plain
/// array, 2 exception pending. No script can see the difference to an assignment.
fn append(vm: &mut Vm, object: Gc<Object>, index: u32, value: Value) -> u64 {
    let Some(array) = object.cast::<Array>() else { return 0 };
    let elements = array.elements();
    let length = array.length.get();
    let plain = !elements.is_sparse() && array.length_writable.get() == 1 && vm.shapes.get(array.shape()).extensible;
    if !plain || vm.cx.indexed_prototypes != 0 || index > i32::MAX as u32 {
        return 0;
    }
    let stored = if length == index && elements.len.get() == index {
        vm.array_push(array, value).map(|_| ())
    } else {
        vm.create_data_property(object, PropertyKey::index(index), value).map(|_| ())
    };
    match stored {
        Ok(()) => 1,
        Err(throw) => {
            vm.cx.exception = throw.0;
            2
        }
    }
}

/// Removes the last element of a plain dense array: undefined if it has none, empty if
/// it is not plain.
fn pop(object: Gc<Object>) -> Value {
    let Some(array) = object.cast::<Array>() else { return Value::EMPTY };
    let elements = array.elements();
    let length = array.length.get();
    if array.length_writable.get() != 1 || elements.len.get() != length {
        return Value::EMPTY;
    }
    if length == 0 {
        return Value::UNDEFINED;
    }
    let value = elements.get(length - 1);
    if !value.is_empty() {
        elements.len.set(length - 1);
        array.length.set(length - 1);
    }
    value
}

fn math(op: MathOp, x: f64, y: f64) -> f64 {
    let result = match op {
        MathOp::Sqrt => x.sqrt(),
        MathOp::Abs => x.abs(),
        MathOp::Floor => x.floor(),
        MathOp::Ceil => x.ceil(),
        MathOp::Trunc => x.trunc(),
        MathOp::Round => operators::number_round(x),
        MathOp::Min | MathOp::Max => unreachable!("lowered to instructions"),
        MathOp::Fround => x as f32 as f64,
        MathOp::Sin => elementary::sin(x),
        MathOp::Cos => elementary::cos(x),
        MathOp::Tan => elementary::tan(x),
        MathOp::Asin => elementary::asin(x),
        MathOp::Acos => elementary::acos(x),
        MathOp::Atan => elementary::atan(x),
        MathOp::Atan2 => elementary::atan2(x, y),
        MathOp::Exp => elementary::exp(x),
        MathOp::Log => elementary::log(x),
        MathOp::Log2 => elementary::log2(x),
        MathOp::Log10 => elementary::log10(x),
        MathOp::Pow => operators::number_power(x, y),
        MathOp::Cbrt => elementary::cbrt(x),
        MathOp::Sign if x == 0.0 || x.is_nan() => x,
        MathOp::Sign => x.signum(),
        MathOp::Hypot => elementary::hypot(&[x, y]),
    };
    if result.is_nan() { f64::NAN } else { result }
}

/// The context's table of entry points, in the order of `RuntimeCall`, then `Helper`, then `Quick`.
pub fn table() -> Box<[*const u8]> {
    let calls = RuntimeCall::ALL.iter().map(|c| runtime_entry(*c));
    let helpers = Helper::ALL.iter().map(|h| helper_entry(*h));
    let entries: Vec<*const u8> = calls.chain(helpers).chain(Quick::ALL.iter().map(|q| quick_entry(*q))).collect();
    debug_assert_eq!(entries.len(), TABLE_LEN);
    debug_assert_eq!(RUNTIME_CALLS.len() + HELPERS.len() + Quick::ALL.len(), TABLE_LEN);
    entries.into()
}

/// What the interpreter stub calls: a callee without compiled code, from compiled code.
///
/// # Safety
/// As `interpret_call`; `caller_fp` and `caller_pc` are those of the compiled caller.
pub unsafe extern "C" fn interpret_from_stub(vm: *mut Vm, fp: *mut Value, info: u64, caller_fp: u64, caller_pc: u64) -> u64 {
    // SAFETY: invariants 1 and 2.
    unsafe {
        (*vm).note_stub_exit(caller_fp, caller_pc);
        entry::interpret_call(vm, fp, info)
    }
}

const _: () = assert!(tag::OBJECT > tag::SPECIAL);
