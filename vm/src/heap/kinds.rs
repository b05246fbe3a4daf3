//! The table of cell kinds: what each is called, how it is traced, sized and finalised.

use super::record;
use crate::builtins::promise;
use crate::object::{array, env, function, layout, typed_array};
use crate::runtime::suspended;
use crate::script::{self, Script};
use crate::string::JsString;
use crate::{bigint, ion, symbol};
use core::ptr::NonNull;
use hearth_gc::{Header, KindInfo};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident => $info:expr;)*) => {
        /// What a cell is, in its header's `kind` byte.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        #[repr(u8)]
        pub enum Kind { $($(#[$doc])* $name),* }

        /// Row `kind as usize` describes the kind to the collector.
        pub static KINDS: &[KindInfo] = &[$($info),*];

        impl Kind {
            pub const ALL: &[Kind] = &[$(Kind::$name),*];
        }
    };
}

const fn kind(
    name: &'static str,
    trace: unsafe fn(NonNull<Header>, &mut hearth_gc::Tracer),
    size: unsafe fn(NonNull<Header>) -> usize,
    finalize: Option<unsafe fn(NonNull<Header>)>,
) -> KindInfo {
    KindInfo { name, trace, trace_part: None, size, finalize, ephemerons: None, sweep_weak: None }
}

unsafe fn never_large(_: NonNull<Header>) -> usize {
    unreachable!("cells of this kind are always small")
}

const fn weak(mut info: KindInfo) -> KindInfo {
    info.ephemerons = Some(layout::trace_payload_ephemerons);
    info.sweep_weak = Some(layout::sweep_payload_weak);
    info
}

const fn by_parts(mut info: KindInfo, part: unsafe fn(NonNull<Header>, &mut hearth_gc::Tracer, usize) -> Option<usize>) -> KindInfo {
    info.trace_part = Some(part);
    info
}

const fn plain(name: &'static str) -> KindInfo {
    kind(name, layout::trace_object, never_large, None)
}

/// An object with a boxed payload.
const fn payload(name: &'static str) -> KindInfo {
    weak(kind(name, layout::trace_payload_object, never_large, Some(layout::drop_payload)))
}

kinds! {
    // ---- objects (up to `LAST_OBJECT`)
    /// An ordinary object.
    Object => plain("Object");
    /// An Array exotic object.
    Array => kind("Array", array::trace, never_large, None);
    /// A closure over bytecode.
    Function => kind("Function", function::trace_function, never_large, None);
    /// A built-in function.
    Native => kind("NativeFunction", function::trace_native, never_large, None);
    /// A bound function exotic object.
    Bound => payload("BoundFunction");
    /// An Error instance, whose payload holds the captured stack.
    Error => payload("Error");
    /// The global object.
    Global => plain("Global");
    /// Boolean, Number, String, Symbol and BigInt objects; payload: `PrimitiveData`.
    Primitive => payload("Primitive");
    /// String exotic objects; payload: `PrimitiveData`.
    StringObject => payload("String");
    Date => payload("Date");
    /// With one inline slot, and its internal slots behind it as values.
    RegExp => plain("RegExp");
    Map => payload("Map");
    Set => payload("Set");
    WeakMap => payload("WeakMap");
    WeakSet => payload("WeakSet");
    WeakRef => payload("WeakRef");
    FinalizationRegistry => payload("FinalizationRegistry");
    ArrayBuffer => payload("ArrayBuffer");
    DataView => payload("DataView");
    /// An integer-indexed exotic object.
    TypedArray => kind("TypedArray", typed_array::trace, never_large, None);
    /// Mapped arguments exotic objects; payload: `MappedArguments`. Unmapped ones are `Object`s with flag `ARGUMENTS`.
    Arguments => payload("Arguments");
    /// A generator object, with its frame.
    Generator => kind("Generator", suspended::trace, suspended::size, None);
    Promise => kind("Promise", promise::trace, never_large, None);
    Proxy => payload("Proxy");
    Namespace => payload("Module");
    /// Iterators of built-in classes and other objects whose payload type tells them apart.
    Host => payload("HostObject");
    // ---- cells that are not objects
    Elements => by_parts(kind("Elements", array::trace_elements, array::elements_size, None), array::trace_elements_part);
    Slots => kind("Slots", layout::trace_slots, layout::slots_size, None);
    Env => kind("Environment", env::trace, env::size, None);
    String => kind("String", JsString::trace, JsString::size, None);
    Accessor => kind("Accessor", layout::trace_accessor, never_large, None);
    Symbol => kind("Symbol", symbol::trace, never_large, None);
    BigInt => kind("BigInt", bigint::trace, never_large, Some(bigint::finalize));
    Script => kind("Script", Script::trace, never_large, Some(script::finalize));
    LinkTable => kind("LinkTable", ion::link::trace_table, ion::link::table_size, None);
    JitCode => kind("JitCode", ion::jit_code::trace, never_large, Some(ion::jit_code::finalize));
    /// A cell with a boxed payload that is no object: internal state of runtime services.
    Internal => weak(kind("Internal", layout::trace_internal, never_large, Some(layout::drop_internal)));
    /// The frame of an async function.
    AsyncFrame => kind("AsyncFrame", suspended::trace, suspended::size, None);
    /// What waits for a promise.
    Reaction => kind("Reaction", record::trace, never_large, None);
    /// A request to an async generator.
    Request => kind("Request", record::trace, never_large, None);
}

impl Kind {
    pub const LAST_OBJECT: Kind = Kind::Host;

    #[inline(always)]
    pub fn of(cell: NonNull<Header>) -> Kind {
        // SAFETY: the caller holds a reference to a live cell; its kind byte was written from a `Kind`.
        unsafe { core::mem::transmute::<u8, Kind>(cell.as_ref().kind) }
    }
    #[inline(always)]
    pub fn is_object(self) -> bool {
        self as u8 <= Kind::LAST_OBJECT as u8
    }
    /// Object kinds that have a boxed payload.
    pub fn has_payload(self) -> bool {
        KINDS[self as usize].finalize.is_some() && self.is_object()
    }
    pub fn is_callable_kind(self) -> bool {
        matches!(self, Kind::Function | Kind::Native | Kind::Bound)
    }
}
