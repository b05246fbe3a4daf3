//! What goes wrong in WebAssembly, as exceptions.

use super::exception;
use super::store::with_store;
use crate::object::function::Args;
use crate::runtime::completion::{JsResult, Throw};
use crate::value::Value;
use crate::vm::Vm;
use wasmtime::{ThrownException, Trap};

#[derive(Clone, Copy)]
pub(super) enum Class {
    Compile,
    Link,
    Runtime,
}

/// wasmErrors ( CompileError, LinkError, RuntimeError, Exception.prototype )
pub(super) fn set_classes(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let places = [0, 1, 2].map(|i| vm.keep_for_wasm(args.get(i)));
    vm.builtins.webassembly.error_classes = places;
    vm.builtins.webassembly.exception_prototype = vm.keep_for_wasm(args.get(3));
    Ok(Value::UNDEFINED)
}

pub(super) fn error(vm: &mut Vm, class: Class, message: &str) -> Throw {
    let place = vm.builtins.webassembly.error_classes[class as usize];
    let class = vm.kept_for_wasm(place);
    let message = vm.new_string(message).value();
    match vm.construct(class, &[message], class) {
        Ok(error) => Throw(error),
        Err(throw) => throw,
    }
}

/// What the engines of browsers say of a trap.
fn message(trap: Trap) -> Option<&'static str> {
    Some(match trap {
        Trap::UnreachableCodeReached => "unreachable",
        Trap::MemoryOutOfBounds => "memory access out of bounds",
        Trap::TableOutOfBounds => "table index is out of bounds",
        Trap::IndirectCallToNull | Trap::BadSignature => "function signature mismatch",
        Trap::IntegerDivisionByZero => "divide by zero",
        // The former is told of quotients, too, which are rarer.
        Trap::IntegerOverflow | Trap::BadConversionToInteger => "float unrepresentable in integer range",
        Trap::HeapMisaligned => "operation does not support unaligned accesses",
        Trap::NullReference => "dereferencing a null pointer",
        Trap::CastFailure => "illegal cast",
        Trap::ArrayOutOfBounds => "array element access out of bounds",
        Trap::AllocationTooLarge => "requested new array is too large",
        _ => return None,
    })
}

/// The exception for what an operation on the store ended with.
pub(super) fn thrown(vm: &mut Vm, failure: &wasmtime::Error) -> Throw {
    if let Some(throw) = with_store(vm, |mut context| context.data_mut().thrown.take()) {
        return throw;
    }
    if failure.is::<ThrownException>() {
        return exception::caught(vm);
    }
    let Some(trap) = failure.downcast_ref::<Trap>() else {
        return error(vm, Class::Runtime, &format!("{failure:#}"));
    };
    let throw = match (trap, message(*trap)) {
        (Trap::StackOverflow, _) => vm.stack_overflow_error(),
        (_, Some(message)) => error(vm, Class::Runtime, message),
        (_, None) => error(vm, Class::Runtime, &trap.to_string()),
    };
    vm.builtins.webassembly.last_trap = Some(vm.hold_for_wasm(throw.0));
    throw
}

/// Whether this is the exception of a trap, which no WebAssembly catches.
pub(super) fn is_trap(vm: &mut Vm, thrown: Value) -> bool {
    let place = vm.builtins.webassembly.last_trap.as_ref().map(|held| held.place);
    place.is_some_and(|place| vm.kept_for_wasm(place) == thrown)
}
