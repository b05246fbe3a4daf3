//! Atomics (sec-atomics-object).
//!
//! Invariant for the `unsafe` code: an index that was validated just before is that of an
//! element within the view's bytes; nothing between runs script.

use super::table::*;
use super::typed::buffer::immutable_error;
use super::typed::{Access, buffer_of, is_out_of_bounds};
use crate::heap::Gc;
use crate::object::Attributes;
use crate::object::function::Args;
use crate::object::internal_methods::typed_array::TypedValue;
use crate::object::typed_array::{ElementType, TypedArray};
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::runtime::waiters::{self, WaitResult};
use crate::value::Value;
use crate::vm::Vm;
use std::sync::atomic::{AtomicU8, AtomicU16, AtomicU32, AtomicU64, Ordering::SeqCst};
use std::time::{Duration, Instant};

/// A read-modify-write operation on the bits of an element.
#[derive(Clone, Copy)]
enum Operation {
    Load,
    Store,
    Add,
    Sub,
    And,
    Or,
    Xor,
    Exchange,
    /// With the replacement.
    CompareExchange(u64),
}

macro_rules! operate_at {
    ($atomic:ident, $int:ident, $at:expr, $operation:expr, $bits:expr) => {{
        let (at, operand) = ($at as *mut $int, $bits as $int);
        if at.is_aligned() {
            let cell = $atomic::from_ptr(at);
            (match $operation {
                Operation::Load => cell.load(SeqCst),
                Operation::Store => {
                    cell.store(operand, SeqCst);
                    operand
                }
                Operation::Add => cell.fetch_add(operand, SeqCst),
                Operation::Sub => cell.fetch_sub(operand, SeqCst),
                Operation::And => cell.fetch_and(operand, SeqCst),
                Operation::Or => cell.fetch_or(operand, SeqCst),
                Operation::Xor => cell.fetch_xor(operand, SeqCst),
                Operation::Exchange => cell.swap(operand, SeqCst),
                Operation::CompareExchange(new) => cell.compare_exchange(operand, new as $int, SeqCst, SeqCst).unwrap_or_else(|old| old),
            }) as u64
        } else {
            // Shared blocks are aligned, so no other thread sees this.
            let old = at.read_unaligned();
            let new = match $operation {
                Operation::Load => old,
                Operation::Store | Operation::Exchange => operand,
                Operation::Add => old.wrapping_add(operand),
                Operation::Sub => old.wrapping_sub(operand),
                Operation::And => old & operand,
                Operation::Or => old | operand,
                Operation::Xor => old ^ operand,
                Operation::CompareExchange(new) if old == operand => new as $int,
                Operation::CompareExchange(_) => old,
            };
            at.write_unaligned(new);
            old as u64
        }
    }};
}

/// Performs an operation on an element; its old bits.
///
/// # Safety
/// `at` points to an element of that type.
unsafe fn operate(at: *mut u8, element: ElementType, operation: Operation, bits: u64) -> u64 {
    // SAFETY: by contract; an aligned element of a buffer may be accessed atomically.
    unsafe {
        match element.size() {
            1 => operate_at!(AtomicU8, u8, at, operation, bits),
            2 => operate_at!(AtomicU16, u16, at, operation, bits),
            4 => operate_at!(AtomicU32, u32, at, operation, bits),
            _ => operate_at!(AtomicU64, u64, at, operation, bits),
        }
    }
}

fn to_value(vm: &mut Vm, element: ElementType, bits: u64) -> Value {
    let bytes = bits.to_ne_bytes();
    // SAFETY: eight bytes, of which the element is the first ones (little-endian).
    unsafe { vm.read_element(bytes.as_ptr(), element) }
}

fn to_bits(value: TypedValue) -> u64 {
    match value {
        TypedValue::Number(number) => crate::runtime::conversion::double_to_int32(number) as u64,
        TypedValue::BigInt(bits) => bits,
    }
}

/// ValidateIntegerTypedArray (sec-validateintegertypedarray).
fn integer_typed_array(vm: &mut Vm, value: Value, waitable: bool, access: Access) -> JsResult<Gc<TypedArray>> {
    let Some(view) = value.to_cell::<TypedArray>() else {
        return Err(vm.type_error("[object Object] is not an integer typed array."));
    };
    if access == Access::Write && view.is_immutable() {
        return Err(immutable_error(vm, "Atomics operation"));
    }
    revalidate(vm, view)?;
    use ElementType::*;
    let fits = match view.element_type {
        Int32 | BigInt64 => true,
        Int8 | Uint8 | Int16 | Uint16 | Uint32 | BigUint64 => !waitable,
        Uint8Clamped | Float16 | Float32 | Float64 => false,
    };
    if !fits {
        let kind = if waitable { "an int32 or BigInt64" } else { "an integer" };
        return Err(vm.type_error(format!("[object Array] is not {kind} typed array.")));
    }
    Ok(view)
}

fn revalidate(vm: &mut Vm, view: Gc<TypedArray>) -> JsResult<()> {
    if is_out_of_bounds(view) {
        return Err(vm.type_error("Cannot perform Atomics operation on a detached ArrayBuffer"));
    }
    Ok(())
}

/// ValidateAtomicAccess (sec-validateatomicaccess), as an element index.
fn atomic_index(vm: &mut Vm, view: Gc<TypedArray>, index: Value) -> JsResult<usize> {
    let length = view.length.get() as u64;
    let index = vm.to_index(index)?;
    if index >= length {
        return Err(vm.range_error("Invalid atomic access index"));
    }
    Ok(index as usize)
}

/// RevalidateAtomicAccess (sec-revalidateatomicaccess): the element's address.
fn address(vm: &mut Vm, view: Gc<TypedArray>, index: usize) -> JsResult<*mut u8> {
    revalidate(vm, view)?;
    if index >= view.length.get() {
        return Err(vm.range_error("Invalid atomic access index"));
    }
    // SAFETY: the element is within the view's bytes.
    Ok(unsafe { view.data.get().add(index * view.element_type.size()) })
}

/// The conversion of an operand: an integer, not wrapped yet.
fn operand(vm: &mut Vm, view: Gc<TypedArray>, value: Value) -> JsResult<TypedValue> {
    if view.element_type.is_bigint() {
        return vm.to_typed_value(value, view.element_type);
    }
    Ok(TypedValue::Number(vm.to_integer_or_infinity(value)?))
}

/// AtomicReadModifyWrite (sec-atomicreadmodifywrite).
fn read_modify_write(vm: &mut Vm, args: &Args, operation: Operation) -> JsResult<Value> {
    let view = integer_typed_array(vm, args.get(0), false, Access::Write)?;
    let index = atomic_index(vm, view, args.get(1))?;
    let operand = operand(vm, view, args.get(2))?;
    let at = address(vm, view, index)?;
    // SAFETY: validated just now.
    let old = unsafe { operate(at, view.element_type, operation, to_bits(operand)) };
    Ok(to_value(vm, view.element_type, old))
}
/// Atomics.add (sec-atomics.add).
fn add(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    read_modify_write(vm, args, Operation::Add)
}
/// Atomics.sub (sec-atomics.sub).
fn sub(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    read_modify_write(vm, args, Operation::Sub)
}
/// Atomics.and (sec-atomics.and).
fn and(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    read_modify_write(vm, args, Operation::And)
}
/// Atomics.or (sec-atomics.or).
fn or(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    read_modify_write(vm, args, Operation::Or)
}
/// Atomics.xor (sec-atomics.xor).
fn xor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    read_modify_write(vm, args, Operation::Xor)
}
/// Atomics.exchange (sec-atomics.exchange).
fn exchange(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    read_modify_write(vm, args, Operation::Exchange)
}

/// Atomics.compareExchange (sec-atomics.compareexchange).
fn compare_exchange(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let view = integer_typed_array(vm, args.get(0), false, Access::Write)?;
    let index = atomic_index(vm, view, args.get(1))?;
    let expected = operand(vm, view, args.get(2))?;
    let replacement = operand(vm, view, args.get(3))?;
    let at = address(vm, view, index)?;
    let operation = Operation::CompareExchange(to_bits(replacement));
    // SAFETY: validated just now.
    let old = unsafe { operate(at, view.element_type, operation, to_bits(expected)) };
    Ok(to_value(vm, view.element_type, old))
}

/// Atomics.load (sec-atomics.load).
fn load(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let view = integer_typed_array(vm, args.get(0), false, Access::Read)?;
    let index = atomic_index(vm, view, args.get(1))?;
    let at = address(vm, view, index)?;
    // SAFETY: validated just now.
    let bits = unsafe { operate(at, view.element_type, Operation::Load, 0) };
    Ok(to_value(vm, view.element_type, bits))
}

/// Atomics.store (sec-atomics.store): the value before it is wrapped.
fn store(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let view = integer_typed_array(vm, args.get(0), false, Access::Write)?;
    let index = atomic_index(vm, view, args.get(1))?;
    let (value, bits) = if view.element_type.is_bigint() {
        let value = vm.to_bigint(args.get(2))?;
        (value.value(), value.low_u64())
    } else {
        let number = vm.to_integer_or_infinity(args.get(2))?;
        (Value::number(number + 0.0), to_bits(TypedValue::Number(number)))
    };
    let at = address(vm, view, index)?;
    // SAFETY: validated just now.
    unsafe { operate(at, view.element_type, Operation::Store, bits) };
    Ok(value)
}

/// Atomics.isLockFree (sec-atomics.islockfree).
fn is_lock_free(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let size = vm.to_integer_or_infinity(args.get(0))?;
    Ok(Value::bool([1.0, 2.0, 4.0, 8.0].contains(&size)))
}

/// Atomics.pause (sec-atomics.pause).
fn pause(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let n = args.get(0);
    let is_integral = n.is_number() && n.as_number().is_finite() && n.as_number().fract() == 0.0;
    if !n.is_undefined() && !is_integral {
        return Err(vm.type_error("Atomics.pause needs an integral number"));
    }
    std::hint::spin_loop();
    Ok(Value::UNDEFINED)
}

/// Atomics.notify (sec-atomics.notify).
fn notify(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let view = integer_typed_array(vm, args.get(0), true, Access::Read)?;
    let index = atomic_index(vm, view, args.get(1))?;
    let count = match args.get(2) {
        Value::UNDEFINED => f64::INFINITY,
        count => vm.to_integer_or_infinity(count)?.max(0.0),
    };
    if !buffer_of(view).is_shared() {
        return Ok(Value::int(0));
    }
    let at = address(vm, view, index)?;
    Ok(Value::from(waiters::notify(at as usize, count as usize)))
}

/// DoWait (sec-dowait).
fn do_wait(vm: &mut Vm, args: &Args, asynchronous: bool) -> JsResult<Value> {
    let view = integer_typed_array(vm, args.get(0), true, Access::Read)?;
    if !buffer_of(view).is_shared() {
        return Err(vm.type_error("Atomics.wait needs shared memory"));
    }
    let index = atomic_index(vm, view, args.get(1))?;
    let expected = if view.element_type.is_bigint() {
        to_bits(vm.to_typed_value(args.get(2), view.element_type)?)
    } else {
        vm.to_int32(args.get(2))? as u32 as u64
    };
    let timeout = vm.to_number(args.get(3))?;
    let milliseconds = if timeout.is_nan() { f64::INFINITY } else { timeout.max(0.0) };
    // What lies more than a thousand years ahead is never.
    let deadline = (milliseconds < 3e13).then(|| Instant::now() + Duration::from_secs_f64(milliseconds / 1e3));
    let at = address(vm, view, index)?;
    let element = view.element_type;
    // SAFETY: validated just now; the block outlives the call through the argument.
    let differs = move || unsafe { operate(at, element, Operation::Load, 0) } != expected;
    if !asynchronous {
        #[cfg(feature = "node")]
        crate::runtime::end_signals::wake_waiters();
        let result = waiters::wait(at as usize, deadline, differs, || vm.is_ending());
        return Ok(vm.intern(result.name()).value());
    }
    let promise = super::promise::new_promise(vm);
    let mut is_async = true;
    let value = if milliseconds == 0.0 {
        is_async = false;
        let result = if differs() { WaitResult::NotEqual } else { WaitResult::TimedOut };
        vm.intern(result.name()).value()
    } else if vm.add_async_wait(at as usize, deadline, promise.value(), differs) {
        promise.value()
    } else {
        is_async = false;
        vm.intern(WaitResult::NotEqual.name()).value()
    };
    let result = vm.new_object();
    for (name, value) in [("async", Value::bool(is_async)), ("value", value)] {
        let key = vm.key(name);
        vm.define_new(result, key, value, Attributes::DEFAULT);
    }
    Ok(result.value())
}
/// Atomics.wait (sec-atomics.wait).
fn wait(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    do_wait(vm, args, false)
}
/// Atomics.waitAsync (sec-atomics.waitasync).
fn wait_async(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    do_wait(vm, args, true)
}

pub static ATOMICS: ObjectSpec = ObjectSpec {
    methods: &[
        method("add", 3, add),
        method("and", 3, and),
        method("compareExchange", 4, compare_exchange),
        method("exchange", 3, exchange),
        method("isLockFree", 1, is_lock_free),
        method("load", 2, load),
        method("notify", 3, notify),
        method("or", 3, or),
        method("pause", 0, pause),
        method("store", 3, store),
        method("sub", 3, sub),
        method("wait", 4, wait),
        method("waitAsync", 4, wait_async),
        method("xor", 3, xor),
    ],
    constants: &[tag("Atomics")],
    ..ObjectSpec::new("Atomics", Intrinsic::Atomics, Intrinsic::ObjectPrototype)
};
