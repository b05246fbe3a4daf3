//! Calls: laying out windows, entering closures, and the entry from Rust into script.
//!
//! A *window* is `callee, this, arguments…` on the value stack; whatever is above it
//! belongs to the call. Calls from Rust make one at `cx.sp`, where the collector
//! finds the arguments.
//!
//! Invariants on which the `unsafe` code rests:
//! 1. A window lies on the value stack, its callee and arguments initialised, and
//!    nothing above it is in use.
//! 2. `cx.sp` is above everything that is in use when anything may allocate.

use super::frame::{Frame, frame_flags};
use super::{dispatch, tier};
use crate::feedback::{IcEntry, SITE_ENTRIES, Site, passed_on, site_flags};
use crate::heap::{Gc, Kind};
use crate::ion::builtin_rows::passes_on;
use crate::object::Object;
use crate::object::function::{Args, Function, Native};
use crate::runtime::completion::JsResult;
use crate::script::{Script, script_flags};
use crate::value::Value;
use crate::vm::Vm;

/// Flags of the scripts that the short path of calls does not enter while the main realm is current.
pub(crate) const SLOW_CALL: u32 =
    script_flags::NEEDS_ARGUMENTS | script_flags::RESUMABLE | script_flags::HAS_JIT | script_flags::OTHER_REALM;

impl Vm {
    /// Runs `run` with a realm current, and makes current again what was.
    pub fn in_realm<R>(&mut self, realm: u32, run: impl FnOnce(&mut Vm) -> R) -> R {
        let previous = self.current_realm;
        self.set_current_realm(realm);
        let result = run(self);
        self.set_current_realm(previous);
        result
    }

    pub(crate) fn set_current_realm(&mut self, realm: u32) {
        if realm == self.current_realm {
            return;
        }
        self.current_realm = realm;
        // Short calls do not look at realms: while another realm is current there are none.
        self.cx.slow_call = if realm == 0 { SLOW_CALL } else { SLOW_CALL | script_flags::MAIN_REALM };
        // It knows methods of primitives, whose prototypes are the realm's.
        self.interp.megamorphic.clear();
    }

    /// Call (sec-call). Throws a TypeError if `callee` is not callable.
    pub fn call(&mut self, callee: Value, this: Value, args: &[Value]) -> JsResult<Value> {
        // SAFETY: `with_window` lays the window out.
        self.with_window(callee, this, args, |vm, base, argc| unsafe { invoke(vm, base, argc) })
    }

    /// Construct (sec-construct). `callee` and `new_target` must be constructors.
    pub fn construct(&mut self, callee: Value, args: &[Value], new_target: Value) -> JsResult<Value> {
        self.with_window(callee, Value::EMPTY, args, |vm, base, argc| {
            // SAFETY: `with_window` laid the window out.
            unsafe { invoke_construct(vm, base, argc, new_target) }
        })
    }

    /// As `call` with an undefined receiver; runs `then` when callee and arguments are on the value
    /// stack, so that it may drop what kept them alive before.
    pub(crate) fn call_then(&mut self, callee: Value, args: &[Value], then: impl FnOnce(&mut Vm)) -> JsResult<Value> {
        self.with_window(callee, Value::UNDEFINED, args, |vm, base, argc| {
            then(vm);
            // SAFETY: `with_window` laid the window out.
            unsafe { invoke(vm, base, argc) }
        })
    }

    /// Lays out a window at `cx.sp` and gives the stack back afterwards.
    fn with_window(
        &mut self,
        callee: Value,
        this: Value,
        args: &[Value],
        run: impl FnOnce(&mut Vm, *mut Value, usize) -> JsResult<Value>,
    ) -> JsResult<Value> {
        let base = self.cx.sp;
        let room = (self.cx.value_limit as usize).saturating_sub(base as usize) / size_of::<Value>();
        if room < args.len() + 2 || !self.has_native_stack() {
            return Err(stack_overflow(self));
        }
        // SAFETY: there is room for the window; the arguments are not on the free part of the stack.
        unsafe {
            *base = callee;
            *base.add(1) = this;
            // They are few: a loop is quicker than a call of memmove.
            for (i, arg) in args.iter().enumerate() {
                base.add(2 + i).write(*arg);
            }
            self.cx.sp = base.add(2 + args.len());
        }
        let result = run(self, base, args.len());
        self.cx.sp = base;
        result
    }
}

/// The RangeError of too deep a recursion.
#[cold]
#[inline(never)]
pub(crate) fn stack_overflow(vm: &mut Vm) -> crate::runtime::completion::Throw {
    vm.range_error("Maximum call stack size exceeded")
}

/// Runs the callee of a window to its end.
///
/// # Safety
/// Invariants 1 and 2.
pub(crate) unsafe fn invoke(vm: &mut Vm, base: *mut Value, argc: usize) -> JsResult<Value> {
    // SAFETY: by contract.
    unsafe {
        let sp = vm.cx.sp;
        let value = enter(vm, base, argc, frame_flags::ENTRY, Value::UNDEFINED)?;
        let result = if value.is_empty() { dispatch::run(vm) } else { Ok(value) };
        vm.cx.sp = sp;
        result
    }
}

/// As `invoke` for `[[Construct]]`.
///
/// # Safety
/// Invariants 1 and 2.
pub(crate) unsafe fn invoke_construct(vm: &mut Vm, base: *mut Value, argc: usize, new_target: Value) -> JsResult<Value> {
    // SAFETY: by contract.
    unsafe {
        let sp = vm.cx.sp;
        let value = enter_construct(vm, base, argc, frame_flags::ENTRY, new_target)?;
        let result = if value.is_empty() { dispatch::run(vm) } else { Ok(value) };
        vm.cx.sp = sp;
        result
    }
}

/// `[[Call]]` of a window's callee from the dispatch loop: the result, or empty if a frame was pushed.
///
/// # Safety
/// Invariants 1 and 2.
#[inline(never)]
pub(crate) unsafe fn enter_call(vm: &mut Vm, base: *mut Value, argc: usize) -> JsResult<Value> {
    // SAFETY: by contract.
    unsafe { enter(vm, base, argc, 0, Value::UNDEFINED) }
}

/// # Safety
/// Invariants 1 and 2.
pub(crate) unsafe fn enter(vm: &mut Vm, base: *mut Value, argc: usize, flags: u32, new_target: Value) -> JsResult<Value> {
    // SAFETY: by contract.
    unsafe {
        let callee = *base;
        if let Some(function) = callee.to_cell::<Function>() {
            return enter_function(vm, function, base, argc, flags, new_target);
        }
        if let Some(native) = callee.to_cell::<Native>() {
            return call_native(vm, native, base, argc, Value::UNDEFINED);
        }
        enter_exotic(vm, base, argc, flags)
    }
}

/// # Safety
/// Invariants 1 and 2.
#[inline(always)]
unsafe fn call_native(vm: &mut Vm, callee: Gc<Native>, base: *mut Value, argc: usize, new_target: Value) -> JsResult<Value> {
    if !vm.has_native_stack() {
        return Err(stack_overflow(vm));
    }
    // SAFETY: by contract.
    let (this, args) = unsafe { (*base.add(1), core::slice::from_raw_parts(base.add(2), argc)) };
    let args = Args { callee, this, args, new_target };
    let result = if callee.realm != vm.current_realm {
        vm.in_realm(callee.realm, |vm| (callee.function)(vm, &args))
    } else {
        (callee.function)(vm, &args)
    };
    vm.settled(result)
}

/// Runs a closure of another realm to its end.
///
/// # Safety
/// As for `enter_function`.
#[cold]
#[inline(never)]
unsafe fn call_across(
    vm: &mut Vm,
    function: Gc<Function>,
    base: *mut Value,
    argc: usize,
    flags: u32,
    new_target: Value,
) -> JsResult<Value> {
    if !vm.has_native_stack() {
        return Err(stack_overflow(vm));
    }
    vm.in_realm(function.script().data().realm, |vm| {
        let sp = vm.cx.sp;
        let flags = flags & !frame_flags::DISCARD | frame_flags::ENTRY;
        // SAFETY: by contract; the frame that is pushed is an entry frame.
        let result = unsafe {
            enter_function(vm, function, base, argc, flags, new_target)
                .and_then(|value| if value.is_empty() { dispatch::run(vm) } else { Ok(value) })
        };
        vm.cx.sp = sp;
        result
    })
}

/// As `invoke` and `invoke_construct` for a window whose callee is known to be a
/// built-in function; `new_target` is undefined for a call.
///
/// # Safety
/// Invariants 1 and 2; the callee is a `Native`.
#[inline]
pub(crate) unsafe fn call_native_window(vm: &mut Vm, base: *mut Value, argc: usize, new_target: Value) -> JsResult<Value> {
    // SAFETY: by contract.
    unsafe {
        let sp = vm.cx.sp;
        vm.cx.sp = sp.max(base.add(2 + argc));
        let callee = Gc::<Native>::from_address((*base).address());
        let result = call_native(vm, callee, base, argc, new_target);
        vm.cx.sp = sp;
        result
    }
}

/// Bound functions and proxies, and what is not callable.
///
/// # Safety
/// Invariants 1 and 2.
#[cold]
#[inline(never)]
unsafe fn enter_exotic(vm: &mut Vm, base: *mut Value, argc: usize, flags: u32) -> JsResult<Value> {
    // SAFETY: by contract.
    unsafe {
        let callee = *base;
        if let Some(bound) = callee.payload::<crate::object::bound::BoundData>() {
            let argc = unpack_bound(vm, base, argc, bound)?;
            *base = bound.target.value();
            *base.add(1) = bound.this;
            if !vm.has_native_stack() {
                return Err(stack_overflow(vm));
            }
            return enter(vm, base, argc, flags, Value::UNDEFINED);
        }
        let args = core::slice::from_raw_parts(base.add(2), argc);
        if !vm.is_callable(callee) {
            // What Rust code calls is named by no call in the source.
            let is_named = flags & frame_flags::ENTRY == 0;
            return Err(if is_named { not_callable(vm, callee) } else { unnamed_not_callable(vm, callee) });
        }
        let object = callee.to_cell().expect("callables are objects");
        proxy_call(vm, object, *base.add(1), args)
    }
}

/// Puts the arguments of a bound function in front of those of the call; the new count.
///
/// # Safety
/// Invariants 1 and 2.
unsafe fn unpack_bound(vm: &mut Vm, base: *mut Value, argc: usize, bound: &crate::object::bound::BoundData) -> JsResult<usize> {
    let extra = bound.args.len();
    let room = (vm.cx.value_limit as usize).saturating_sub(base as usize) / size_of::<Value>();
    if room < argc + extra + 2 {
        return Err(stack_overflow(vm));
    }
    // SAFETY: there is room, and nothing above the window is in use.
    unsafe {
        core::ptr::copy(base.add(2), base.add(2 + extra), argc);
        for (i, arg) in bound.args.iter().enumerate() {
            *base.add(2 + i) = *arg;
        }
        vm.cx.sp = vm.cx.sp.max(base.add(2 + argc + extra));
    }
    Ok(argc + extra)
}

/// Enters a closure: pushes its frame (empty), or runs its compiled code (the result).
///
/// # Safety
/// Invariants 1 and 2; `function` is the window's callee.
pub(crate) unsafe fn enter_function(
    vm: &mut Vm,
    function: Gc<Function>,
    base: *mut Value,
    argc: usize,
    flags: u32,
    new_target: Value,
) -> JsResult<Value> {
    // SAFETY: by contract.
    unsafe {
        let script = function.script();
        // Either the callee or what is current is not of the main realm.
        if script.flags.get() & vm.cx.slow_call & (script_flags::MAIN_REALM | script_flags::OTHER_REALM) != 0
            && script.data().realm != vm.current_realm
        {
            return call_across(vm, function, base, argc, flags, new_target);
        }
        if !script.is_materialized() {
            vm.cx.sp = vm.cx.sp.max(base.add(2 + argc));
            vm.materialize(script)?;
        }
        let warmup = script.warmup.get() + 1;
        script.warmup.set(warmup);
        if warmup >= script.warmup_limit.get() || vm.cx.interrupt.is_pending() {
            vm.cx.sp = vm.cx.sp.max(base.add(2 + argc));
            if vm.cx.interrupt.is_pending() {
                vm.handle_interrupts()?;
            }
            if warmup >= script.warmup_limit.get() {
                tier::on_call(vm, script);
            }
            // Compiled code comes to `enter_slowly`.
            if script.flags.get() & script_flags::HAS_JIT == 0 {
                vm.burn_unit()?;
            }
        }
        let registers = script.registers.get() as usize;
        let script_flags = script.flags.get();
        if script_flags & script_flags::HAS_JIT != 0 {
            return tier::enter_compiled(vm, script, base, argc, flags, new_target);
        }
        let params = script.params.get() as usize;
        let mut fp = base;
        if script_flags & script_flags::NEEDS_ARGUMENTS != 0 {
            fp = base.add(2 + argc);
        }
        let end = fp.add(registers);
        let frame = vm.cx.frame_top;
        if end > vm.cx.value_limit || frame >= vm.cx.frame_limit {
            return Err(stack_overflow(vm));
        }
        let mut passed = argc;
        if fp != base {
            passed = argc.min(params);
            core::ptr::copy_nonoverlapping(base, fp, 2);
            core::ptr::copy_nonoverlapping(base.add(2), fp.add(2), passed);
        }
        for i in passed..params {
            *fp.add(2 + i) = Value::UNDEFINED;
        }
        if script_flags & script_flags::RESUMABLE != 0 {
            // All registers are saved at a suspension, so all must be values.
            for i in 2 + params..registers {
                *fp.add(i) = Value::UNDEFINED;
            }
        }
        *frame = Frame { fp, pc: script.insns.get(), script, argc: argc as u32, flags, new_target };
        vm.cx.frame_top = frame.add(1);
        vm.cx.sp = end;
        Ok(Value::EMPTY)
    }
}

/// What compiled code does before a call that finds no room on a stack, or that has something to do first
/// (`Interrupts::call_limit`). `top`: where the callee's registers end.
///
/// # Errors
/// RangeError if there really is no room; what `poll_interrupt` throws.
///
/// # Safety
/// The window of a call with `argc` arguments is at `base`, and nothing above it is in use.
pub(crate) unsafe fn enter_slowly(vm: &mut Vm, base: *mut Value, argc: usize, top: *mut Value) -> JsResult<()> {
    let sp = vm.cx.sp;
    // SAFETY: by contract.
    vm.cx.sp = sp.max(unsafe { base.add(2 + argc) });
    let polled = vm.poll();
    vm.cx.sp = sp;
    polled?;
    vm.cx.interrupt.let_calls_pass();
    if has_room(vm, top) { Ok(()) } else { Err(stack_overflow(vm)) }
}

/// Whether both stacks have room for code whose registers end at `top`, whatever calls are to look at first.
pub(crate) fn has_room(vm: &Vm, top: *mut Value) -> bool {
    top <= vm.cx.value_limit && vm.has_native_stack()
}

/// `[[Construct]]` of a window's callee: the result, or empty if a frame was pushed.
/// The window's `this` is scratch.
///
/// # Safety
/// Invariants 1 and 2; `new_target` is a constructor if the callee is.
pub(crate) unsafe fn enter_construct(vm: &mut Vm, base: *mut Value, argc: usize, flags: u32, new_target: Value) -> JsResult<Value> {
    // SAFETY: by contract.
    unsafe {
        let callee = *base;
        if let Some(function) = callee.to_cell::<Function>() {
            let script = function.script();
            let kind = script.flags.get();
            if kind & script_flags::CONSTRUCTOR == 0 {
                return Err(not_a_constructor(vm, callee));
            }
            vm.cx.sp = vm.cx.sp.max(base.add(2 + argc));
            *base.add(1) = if kind & script_flags::DERIVED_CONSTRUCTOR != 0 {
                Value::EMPTY
            } else {
                // new.target must survive the allocation.
                *base.add(1) = new_target;
                vm.create_this(new_target)?.value()
            };
            return enter_function(vm, function, base, argc, flags | frame_flags::CONSTRUCT, new_target);
        }
        if let Some(native) = callee.to_cell::<Native>() {
            if !native.is_constructor.get() {
                return Err(not_a_constructor(vm, callee));
            }
            *base.add(1) = Value::UNDEFINED;
            return call_native(vm, native, base, argc, new_target);
        }
        construct_exotic(vm, base, argc, flags, new_target)
    }
}

/// # Safety
/// As for `enter_construct`.
#[cold]
#[inline(never)]
unsafe fn construct_exotic(vm: &mut Vm, base: *mut Value, argc: usize, flags: u32, new_target: Value) -> JsResult<Value> {
    // SAFETY: by contract.
    unsafe {
        let callee = *base;
        if !vm.is_constructor(callee) {
            return Err(not_a_constructor(vm, callee));
        }
        if !vm.has_native_stack() {
            return Err(stack_overflow(vm));
        }
        if let Some(bound) = callee.payload::<crate::object::bound::BoundData>() {
            let argc = unpack_bound(vm, base, argc, bound)?;
            let target = bound.target.value();
            *base = target;
            let new_target = if new_target == callee { target } else { new_target };
            return enter_construct(vm, base, argc, flags, new_target);
        }
        let args = core::slice::from_raw_parts(base.add(2), argc);
        let object = callee.to_cell().expect("constructors are objects");
        proxy_construct(vm, object, args, new_target)
    }
}

#[cold]
#[inline(never)]
pub(crate) fn not_a_constructor(vm: &mut Vm, callee: Value) -> crate::runtime::completion::Throw {
    let what = super::describe::callee_text(vm, callee);
    vm.type_error(format!("{what} is not a constructor"))
}

#[cold]
#[inline(never)]
pub(crate) fn not_callable(vm: &mut Vm, callee: Value) -> crate::runtime::completion::Throw {
    let what = super::describe::callee_text(vm, callee);
    vm.type_error(format!("{what} is not a function"))
}

#[cold]
#[inline(never)]
fn unnamed_not_callable(vm: &mut Vm, callee: Value) -> crate::runtime::completion::Throw {
    let what = super::describe::unnamed_callee_text(vm, callee);
    vm.type_error(format!("{what} is not a function"))
}

/// Proxy `[[Call]]` (sec-proxy-object-internal-methods-and-internal-slots-call-thisargument-argumentslist).
fn proxy_call(vm: &mut Vm, proxy: Gc<Object>, this: Value, args: &[Value]) -> JsResult<Value> {
    let found = vm.proxy_trap(proxy, "apply")?;
    match found.trap {
        None => vm.call(found.target.value(), this, args),
        Some(trap) => {
            let list = vm.create_array_from_list(args)?.value();
            vm.call(trap, found.handler.value(), &[found.target.value(), this, list])
        }
    }
}

/// Proxy `[[Construct]]` (sec-proxy-object-internal-methods-and-internal-slots-construct-argumentslist-newtarget).
fn proxy_construct(vm: &mut Vm, proxy: Gc<Object>, args: &[Value], new_target: Value) -> JsResult<Value> {
    let found = vm.proxy_trap(proxy, "construct")?;
    let Some(trap) = found.trap else {
        return vm.construct(found.target.value(), args, new_target);
    };
    let list = vm.create_array_from_list(args)?.value();
    let result = vm.call(trap, found.handler.value(), &[found.target.value(), list, new_target])?;
    if !result.is_object() {
        let text = vm.to_display(result);
        return Err(vm.type_error(format!("'construct' on proxy: trap returned non-object ('{text}')")));
    }
    Ok(result)
}

/// Records a closure as target of a call site.
#[inline(never)]
pub(crate) fn note_closure(site: &mut Site, script: usize) {
    note_target(site, script, false);
}

/// Records a built-in as target of a call site.
#[inline(never)]
pub(crate) fn note_native(site: &mut Site, callee: Gc<Native>) {
    if passes_on(callee.intrinsic_id.get()) {
        site.flags |= site_flags::PASSES_ON;
    }
    note_target(site, callee.address(), true);
}

/// Records what the built-in of a call site calls, its receiver; true if that is new. Of more
/// than two there is nothing to tell but that they are many.
#[inline(never)]
pub(crate) fn note_passed_on(site: &mut Site, function: Value) -> bool {
    let (slot, target) = match function.to_cell::<Object>().map(Gc::kind) {
        Some(Kind::Function) => {
            let closure = function.to_cell::<Function>().expect("of that kind");
            (passed_on::SCRIPT, closure.script().address())
        }
        Some(Kind::Native) => (passed_on::NATIVE, function.address()),
        _ => (passed_on::OTHER, 0),
    };
    let count = site.count as usize;
    let used = &mut site.entries[..count];
    if let Some(known) = used.iter_mut().find(|e| e.slot == slot && e.target == target as u64) {
        known.shape = known.shape.saturating_add(1);
        return false;
    }
    let mut passed = used.iter_mut().filter(|e| e.slot != 0);
    match (passed.next(), passed.next()) {
        (Some(_), Some(_)) => return false,
        (Some(only), None) if count == SITE_ENTRIES => {
            (only.slot, only.target) = (passed_on::OTHER, 0);
            return false;
        }
        (None, None) if count == SITE_ENTRIES => return false,
        _ => {}
    }
    site.entries[count] = IcEntry { shape: 1, slot, target: target as u64, ..IcEntry::EMPTY };
    site.count += 1;
    true
}

fn note_target(site: &mut Site, target: usize, by_object: bool) {
    let count = site.count as usize;
    if let Some(entry) = site.entries[..count].iter_mut().find(|e| e.slot == 0 && e.target == target as u64) {
        entry.shape = entry.shape.saturating_add(1);
        return;
    }
    if site.megamorphic {
        return;
    }
    if by_object != (site.flags & site_flags::BY_OBJECT != 0) && count > 0 {
        // Scripts and objects do not mix in one site.
        site.flags |= site_flags::ODD_CALLEE;
        return;
    }
    if by_object {
        site.flags |= site_flags::BY_OBJECT;
    }
    site.add(IcEntry { shape: 1, target: target as u64, ..IcEntry::EMPTY });
}

#[cold]
#[inline(never)]
pub(crate) fn note_odd(site: &mut Site) {
    site.flags |= site_flags::ODD_CALLEE;
}

/// Records the callee of a call that did not take the short path.
pub(crate) fn note_callee(vm: &mut Vm, owner: Gc<Script>, site: &mut Site, callee: Value) {
    match callee.to_cell::<Object>().map(Gc::kind) {
        Some(Kind::Function) => {
            let function = callee.to_cell::<Function>().expect("of that kind");
            note_closure(site, function.script().address());
        }
        Some(Kind::Native) => note_native(site, callee.to_cell::<Native>().expect("of that kind")),
        _ => note_odd(site),
    }
    vm.write_barrier(owner.header());
}
