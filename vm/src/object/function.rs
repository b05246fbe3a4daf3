//! Function objects: closures over bytecode, and built-in functions.

use super::env::Env;
use super::layout::{Object, trace_object_fields, trace_value};
use super::shape::ShapeId;
use crate::heap::cell::GcField;
use crate::heap::{CellType, Gc, Kind};
use crate::runtime::completion::JsResult;
use crate::script::Script;
use crate::value::{Value, tag};
use crate::vm::Vm;
use core::cell::Cell;
use core::ptr::NonNull;
use hearth_gc::{Header, Tracer};

/// A closure over bytecode (sec-ecmascript-function-objects).
#[repr(C)]
pub struct Function {
    pub object: Object,
    /// Never null.
    pub script: GcField<Script>,
    /// The environment it closes over, or null.
    pub env: GcField<Env>,
    /// `[[HomeObject]]`, or undefined.
    pub home: Cell<Value>,
    /// Class constructors: the field initialiser function, or undefined.
    pub fields: Cell<Value>,
    /// Shape of the instances that `new` makes when new.target is this function, 0 if
    /// not known yet; reset when `prototype` changes.
    pub instance_shape: Cell<ShapeId>,
    /// Full collections since an object had that shape.
    pub idle_shape: Cell<u8>,
}

// SAFETY: repr(C), starts with an Object, sole layout of its kind.
unsafe impl CellType for Function {
    const TAG: u16 = tag::OBJECT;
    fn is_kind(kind: Kind) -> bool {
        kind == Kind::Function
    }
}

pub const FUNCTION_SCRIPT: usize = core::mem::offset_of!(Function, script);
pub const FUNCTION_ENV: usize = core::mem::offset_of!(Function, env);
pub const FUNCTION_HOME: usize = core::mem::offset_of!(Function, home);
pub const FUNCTION_FIELDS: usize = core::mem::offset_of!(Function, fields);
pub const FUNCTION_INSTANCE_SHAPE: usize = core::mem::offset_of!(Function, instance_shape);

/// What a built-in function gets.
pub struct Args<'a> {
    pub callee: Gc<Native>,
    pub this: Value,
    pub args: &'a [Value],
    /// Undefined unless called as a constructor.
    pub new_target: Value,
}

impl Args<'_> {
    /// Argument `i`, undefined if absent.
    #[inline(always)]
    pub fn get(&self, i: usize) -> Value {
        self.args.get(i).copied().unwrap_or(Value::UNDEFINED)
    }
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.args.len()
    }
    pub fn is_empty(&self) -> bool {
        self.args.is_empty()
    }
    #[inline(always)]
    pub fn is_construct(&self) -> bool {
        !self.new_target.is_undefined()
    }
}

pub type NativeFn = fn(&mut Vm, &Args<'_>) -> JsResult<Value>;

/// A built-in function (sec-built-in-function-objects).
#[repr(C)]
pub struct Native {
    pub object: Object,
    pub function: NativeFn,
    /// Captured values, as the specification's abstract closures have them.
    pub data: [Cell<Value>; 2],
    pub is_constructor: Cell<bool>,
    /// Row of the optimiser's table of inlinable built-ins plus 1, or 0.
    pub intrinsic_id: Cell<u16>,
    /// Index of its realm.
    pub realm: u32,
    /// Row of the table that describes it, while it is a LAZY_FUNCTION.
    pub spec: Cell<Option<&'static crate::builtins::table::Method>>,
}

// SAFETY: repr(C), starts with an Object, sole layout of its kind.
unsafe impl CellType for Native {
    const TAG: u16 = tag::OBJECT;
    fn is_kind(kind: Kind) -> bool {
        kind == Kind::Native
    }
}

pub const NATIVE_FUNCTION: usize = core::mem::offset_of!(Native, function);

macro_rules! is_object {
    ($($name:ident),*) => {$(
        impl core::ops::Deref for $name {
            type Target = Object;
            #[inline(always)]
            fn deref(&self) -> &Object {
                &self.object
            }
        }
        impl Gc<$name> {
            #[inline(always)]
            pub fn as_object(self) -> Gc<Object> {
                // SAFETY: the layout starts with an Object, and its kind is an object kind.
                unsafe { Gc::from_header(self.header()) }
            }
        }
    )*};
}
is_object!(Function, Native);

impl Native {
    /// Writes the fields after the object part of a fresh cell.
    ///
    /// # Safety
    /// `native` was just allocated, its object part written.
    pub(crate) unsafe fn init(native: Gc<Native>, function: NativeFn, realm: u32) {
        // SAFETY: by contract.
        unsafe {
            let at = native.as_ptr();
            (&raw mut (*at).function).write(function);
            (&raw mut (*at).data).write([Cell::new(Value::UNDEFINED), Cell::new(Value::UNDEFINED)]);
            (&raw mut (*at).is_constructor).write(Cell::new(false));
            (&raw mut (*at).intrinsic_id).write(Cell::new(0));
            (&raw mut (*at).realm).write(realm);
            (&raw mut (*at).spec).write(Cell::new(None));
        }
    }
}

impl Function {
    #[inline(always)]
    pub fn script(&self) -> Gc<Script> {
        self.script.get().expect("a function has a script")
    }
}

/// # Safety
/// `cell` is a live `Function`.
pub unsafe fn trace_function(cell: NonNull<Header>, tracer: &mut Tracer) {
    // SAFETY: by contract.
    unsafe {
        trace_object_fields(cell, tracer);
        let function = cell.cast::<Function>().as_ref();
        for edge in [function.script.header(), function.env.header()].into_iter().flatten() {
            tracer.mark(edge);
        }
        trace_value(function.home.get(), tracer);
        trace_value(function.fields.get(), tracer);
    }
}

/// # Safety
/// `cell` is a live `Native`.
pub unsafe fn trace_native(cell: NonNull<Header>, tracer: &mut Tracer) {
    // SAFETY: by contract.
    unsafe {
        trace_object_fields(cell, tracer);
        for value in &cell.cast::<Native>().as_ref().data {
            trace_value(value.get(), tracer);
        }
    }
}
