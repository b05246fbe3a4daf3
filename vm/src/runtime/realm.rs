//! Realms (sec-code-realms): the intrinsic objects, the global object, root shapes.

use crate::heap::{Gc, Kind};
use crate::object::layout::{Object, flags, trace_value};
use crate::object::shape::{Attributes, RootKey, ShapeId};
use crate::value::Value;
use crate::vm::Vm;
use hearth_gc::Tracer;

macro_rules! intrinsics {
    ($($name:ident = $text:literal,)*) => {
        /// The well-known intrinsic objects (sec-well-known-intrinsic-objects). The
        /// numbers are part of stored code: append, do not reorder.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        #[repr(u16)]
        pub enum Intrinsic { $($name),* }

        impl Intrinsic {
            pub const ALL: &[Intrinsic] = &[$(Intrinsic::$name),*];
            pub const COUNT: usize = Intrinsic::ALL.len();
            /// As the specification writes it, without the percent signs.
            pub const fn name(self) -> &'static str {
                [$($text),*][self as usize]
            }
        }
    };
}

intrinsics! {
    ObjectPrototype = "Object.prototype",
    FunctionPrototype = "Function.prototype",
    Object = "Object",
    Function = "Function",
    Array = "Array",
    ArrayPrototype = "Array.prototype",
    ArrayPrototypeValues = "Array.prototype.values",
    ArrayIteratorPrototype = "ArrayIteratorPrototype",
    ArrayIteratorPrototypeNext = "ArrayIteratorPrototype.next",
    IteratorPrototype = "IteratorPrototype",
    Iterator = "Iterator",
    IteratorHelperPrototype = "IteratorHelperPrototype",
    WrapForValidIteratorPrototype = "WrapForValidIteratorPrototype",
    AsyncIteratorPrototype = "AsyncIteratorPrototype",
    AsyncFromSyncIteratorPrototype = "AsyncFromSyncIteratorPrototype",
    String = "String",
    StringPrototype = "String.prototype",
    StringIteratorPrototype = "StringIteratorPrototype",
    Number = "Number",
    NumberPrototype = "Number.prototype",
    Boolean = "Boolean",
    BooleanPrototype = "Boolean.prototype",
    Symbol = "Symbol",
    SymbolPrototype = "Symbol.prototype",
    BigInt = "BigInt",
    BigIntPrototype = "BigInt.prototype",
    Error = "Error",
    ErrorPrototype = "Error.prototype",
    TypeError = "TypeError",
    TypeErrorPrototype = "TypeError.prototype",
    RangeError = "RangeError",
    RangeErrorPrototype = "RangeError.prototype",
    ReferenceError = "ReferenceError",
    ReferenceErrorPrototype = "ReferenceError.prototype",
    SyntaxError = "SyntaxError",
    SyntaxErrorPrototype = "SyntaxError.prototype",
    EvalError = "EvalError",
    EvalErrorPrototype = "EvalError.prototype",
    UriError = "URIError",
    UriErrorPrototype = "URIError.prototype",
    AggregateError = "AggregateError",
    AggregateErrorPrototype = "AggregateError.prototype",
    Date = "Date",
    DatePrototype = "Date.prototype",
    RegExp = "RegExp",
    RegExpPrototype = "RegExp.prototype",
    RegExpPrototypeExec = "RegExp.prototype.exec",
    RegExpStringIteratorPrototype = "RegExpStringIteratorPrototype",
    Map = "Map",
    MapPrototype = "Map.prototype",
    MapIteratorPrototype = "MapIteratorPrototype",
    Set = "Set",
    SetPrototype = "Set.prototype",
    SetIteratorPrototype = "SetIteratorPrototype",
    WeakMap = "WeakMap",
    WeakMapPrototype = "WeakMap.prototype",
    WeakSet = "WeakSet",
    WeakSetPrototype = "WeakSet.prototype",
    WeakRef = "WeakRef",
    WeakRefPrototype = "WeakRef.prototype",
    FinalizationRegistry = "FinalizationRegistry",
    FinalizationRegistryPrototype = "FinalizationRegistry.prototype",
    ArrayBuffer = "ArrayBuffer",
    ArrayBufferPrototype = "ArrayBuffer.prototype",
    SharedArrayBuffer = "SharedArrayBuffer",
    SharedArrayBufferPrototype = "SharedArrayBuffer.prototype",
    DataView = "DataView",
    DataViewPrototype = "DataView.prototype",
    TypedArray = "TypedArray",
    TypedArrayPrototype = "TypedArray.prototype",
    Int8Array = "Int8Array",
    Int8ArrayPrototype = "Int8Array.prototype",
    Uint8Array = "Uint8Array",
    Uint8ArrayPrototype = "Uint8Array.prototype",
    Uint8ClampedArray = "Uint8ClampedArray",
    Uint8ClampedArrayPrototype = "Uint8ClampedArray.prototype",
    Int16Array = "Int16Array",
    Int16ArrayPrototype = "Int16Array.prototype",
    Uint16Array = "Uint16Array",
    Uint16ArrayPrototype = "Uint16Array.prototype",
    Int32Array = "Int32Array",
    Int32ArrayPrototype = "Int32Array.prototype",
    Uint32Array = "Uint32Array",
    Uint32ArrayPrototype = "Uint32Array.prototype",
    Float16Array = "Float16Array",
    Float16ArrayPrototype = "Float16Array.prototype",
    Float32Array = "Float32Array",
    Float32ArrayPrototype = "Float32Array.prototype",
    Float64Array = "Float64Array",
    Float64ArrayPrototype = "Float64Array.prototype",
    BigInt64Array = "BigInt64Array",
    BigInt64ArrayPrototype = "BigInt64Array.prototype",
    BigUint64Array = "BigUint64Array",
    BigUint64ArrayPrototype = "BigUint64Array.prototype",
    Promise = "Promise",
    PromisePrototype = "Promise.prototype",
    PromisePrototypeThen = "Promise.prototype.then",
    PromiseResolve = "Promise.resolve",
    Proxy = "Proxy",
    Reflect = "Reflect",
    Math = "Math",
    Json = "JSON",
    Atomics = "Atomics",
    GeneratorFunction = "GeneratorFunction",
    GeneratorFunctionPrototype = "GeneratorFunction.prototype",
    GeneratorPrototype = "GeneratorFunction.prototype.prototype",
    GeneratorPrototypeNext = "GeneratorFunction.prototype.prototype.next",
    AsyncFunction = "AsyncFunction",
    AsyncFunctionPrototype = "AsyncFunction.prototype",
    AsyncGeneratorFunction = "AsyncGeneratorFunction",
    AsyncGeneratorFunctionPrototype = "AsyncGeneratorFunction.prototype",
    AsyncGeneratorPrototype = "AsyncGeneratorFunction.prototype.prototype",
    ForInIteratorPrototype = "ForInIteratorPrototype",
    ThrowTypeError = "ThrowTypeError",
    Eval = "eval",
    ParseInt = "parseInt",
    ParseFloat = "parseFloat",
    IsNaN = "isNaN",
    IsFinite = "isFinite",
    ObjectPrototypeToString = "Object.prototype.toString",
    ObjectPrototypeValueOf = "Object.prototype.valueOf",
    SymbolPrototypeToPrimitive = "Symbol.prototype[@@toPrimitive]",
    Console = "console",
    Intl = "Intl",
    Temporal = "Temporal",
    DisposableStack = "DisposableStack",
    DisposableStackPrototype = "DisposableStack.prototype",
    SuppressedError = "SuppressedError",
    SuppressedErrorPrototype = "SuppressedError.prototype",
    Process = "process",
    Performance = "performance",
    TimeoutPrototype = "Timeout.prototype",
    TextEncoder = "TextEncoder",
    TextEncoderPrototype = "TextEncoder.prototype",
    TextDecoder = "TextDecoder",
    TextDecoderPrototype = "TextDecoder.prototype",
    AsyncDisposableStack = "AsyncDisposableStack",
    AsyncDisposableStackPrototype = "AsyncDisposableStack.prototype",
    ShadowRealm = "ShadowRealm",
    ShadowRealmPrototype = "ShadowRealm.prototype",
    AbstractModuleSource = "AbstractModuleSource",
    AbstractModuleSourcePrototype = "AbstractModuleSource.prototype",
    TemporalNow = "Temporal.Now",
    TemporalDuration = "Temporal.Duration",
    TemporalDurationPrototype = "Temporal.Duration.prototype",
    TemporalInstant = "Temporal.Instant",
    TemporalInstantPrototype = "Temporal.Instant.prototype",
    TemporalPlainDate = "Temporal.PlainDate",
    TemporalPlainDatePrototype = "Temporal.PlainDate.prototype",
    TemporalPlainDateTime = "Temporal.PlainDateTime",
    TemporalPlainDateTimePrototype = "Temporal.PlainDateTime.prototype",
    TemporalPlainMonthDay = "Temporal.PlainMonthDay",
    TemporalPlainMonthDayPrototype = "Temporal.PlainMonthDay.prototype",
    TemporalPlainTime = "Temporal.PlainTime",
    TemporalPlainTimePrototype = "Temporal.PlainTime.prototype",
    TemporalPlainYearMonth = "Temporal.PlainYearMonth",
    TemporalPlainYearMonthPrototype = "Temporal.PlainYearMonth.prototype",
    TemporalZonedDateTime = "Temporal.ZonedDateTime",
    TemporalZonedDateTimePrototype = "Temporal.ZonedDateTime.prototype",
    IntlCollator = "Intl.Collator",
    IntlCollatorPrototype = "Intl.Collator.prototype",
    IntlDateTimeFormat = "Intl.DateTimeFormat",
    IntlDateTimeFormatPrototype = "Intl.DateTimeFormat.prototype",
    IntlDisplayNames = "Intl.DisplayNames",
    IntlDisplayNamesPrototype = "Intl.DisplayNames.prototype",
    IntlDurationFormat = "Intl.DurationFormat",
    IntlDurationFormatPrototype = "Intl.DurationFormat.prototype",
    IntlListFormat = "Intl.ListFormat",
    IntlListFormatPrototype = "Intl.ListFormat.prototype",
    IntlLocale = "Intl.Locale",
    IntlLocalePrototype = "Intl.Locale.prototype",
    IntlNumberFormat = "Intl.NumberFormat",
    IntlNumberFormatPrototype = "Intl.NumberFormat.prototype",
    IntlPluralRules = "Intl.PluralRules",
    IntlPluralRulesPrototype = "Intl.PluralRules.prototype",
    IntlRelativeTimeFormat = "Intl.RelativeTimeFormat",
    IntlRelativeTimeFormatPrototype = "Intl.RelativeTimeFormat.prototype",
    IntlSegmenter = "Intl.Segmenter",
    IntlSegmenterPrototype = "Intl.Segmenter.prototype",
    IntlSegmentsPrototype = "IntlSegmentsPrototype",
    IntlSegmentIteratorPrototype = "IntlSegmentIteratorPrototype",
    IntlFallbackSymbol = "[[FallbackSymbol]]",
    Timeout = "Timeout",
    Immediate = "Immediate",
    ImmediatePrototype = "Immediate.prototype",
}

/// Shapes without properties, or with those that are there from the start, of the
/// objects that are made most.
#[derive(Clone, Copy, Default)]
pub struct RealmShapes {
    /// `{}` with the least inline capacity.
    pub object: ShapeId,
    pub array: ShapeId,
    /// Closures whose own properties are not made yet.
    pub function: ShapeId,
    pub generator_function: ShapeId,
    pub async_function: ShapeId,
    pub async_generator_function: ShapeId,
    /// Built-ins with slots `length` and `name`.
    pub native: ShapeId,
    /// Built-ins whose own properties are not made yet.
    pub lazy_native: ShapeId,
    /// `{value, done}`.
    pub iter_result: ShapeId,
    /// Promises; none before the first.
    pub promise: ShapeId,
}

impl RealmShapes {
    fn all(&self) -> [ShapeId; 10] {
        let s = self;
        [
            s.object,
            s.array,
            s.function,
            s.generator_function,
            s.async_function,
            s.async_generator_function,
            s.native,
            s.lazy_native,
            s.iter_result,
            s.promise,
        ]
    }
}

/// Variant of the shapes of functions whose own properties are not made yet.
pub const LAZY_VARIANT: u8 = 1;

pub struct Realm {
    /// EMPTY: not made (yet).
    intrinsics: [Value; Intrinsic::COUNT],
    global: Value,
    /// Bindings of let, const and class declarations of scripts: an object without
    /// prototype whose values are EMPTY in the temporal dead zone, whose attributes say
    /// const, and whose shape is unique.
    lexicals: Value,
    pub shapes: RealmShapes,
    /// `proto_epoch` at which %Promise% and its prototype were last found as they were at the start.
    pub(crate) pristine_promises: u32,
    /// What errors have as their `stack`: an accessor, once there was one. EMPTY: not made yet.
    pub(crate) error_stack: Value,
    /// eval and its like are refused (HostEnsureCanCompileStrings).
    pub no_code_from_strings: bool,
    /// What RegExp.$1 and its like tell of.
    pub last_match: crate::builtins::regexp::legacy::LastMatch,
}

impl Realm {
    fn new() -> Realm {
        Realm {
            intrinsics: [Value::EMPTY; Intrinsic::COUNT],
            global: Value::EMPTY,
            lexicals: Value::EMPTY,
            shapes: RealmShapes::default(),
            pristine_promises: 0,
            error_stack: Value::EMPTY,
            no_code_from_strings: false,
            last_match: Default::default(),
        }
    }
    /// The intrinsic; it must exist (those of a lazy global: `Vm::intrinsic_or_lazy`).
    #[inline(always)]
    pub fn intrinsic(&self, intrinsic: Intrinsic) -> Gc<Object> {
        match self.try_intrinsic(intrinsic) {
            Some(object) => object,
            None => missing(intrinsic),
        }
    }
    #[inline(always)]
    pub fn try_intrinsic(&self, intrinsic: Intrinsic) -> Option<Gc<Object>> {
        self.intrinsics[intrinsic as usize].to_cell()
    }
    pub fn set_intrinsic(&mut self, intrinsic: Intrinsic, object: Gc<Object>) {
        self.intrinsics[intrinsic as usize] = object.value();
    }
    /// Which intrinsic an object is.
    pub fn intrinsic_of(&self, object: Gc<Object>) -> Option<Intrinsic> {
        self.intrinsics.iter().position(|v| *v == object.value()).map(|i| Intrinsic::ALL[i])
    }
    #[inline(always)]
    pub fn object_prototype(&self) -> Gc<Object> {
        self.intrinsic(Intrinsic::ObjectPrototype)
    }
    #[inline(always)]
    pub fn global(&self) -> Gc<Object> {
        self.global.to_cell().expect("made with the realm")
    }
    /// Whether an object is the global one, if there is one yet.
    pub fn has_global(&self, object: Gc<Object>) -> bool {
        self.global == object.value()
    }
    #[inline(always)]
    pub fn lexicals(&self) -> Gc<Object> {
        self.lexicals.to_cell().expect("made with the realm")
    }
    /// Has another object be the global one: that of a context of node:vm, which asks this one.
    pub fn set_global(&mut self, global: Gc<Object>) {
        self.global = global.value();
    }
    pub fn trace(&self, tracer: &mut Tracer) {
        self.last_match.trace(tracer);
        for value in self.intrinsics.iter().chain([&self.global, &self.lexicals, &self.error_stack]) {
            trace_value(*value, tracer);
        }
    }
    pub fn for_each_shape(&self, f: impl FnMut(ShapeId)) {
        self.shapes.all().into_iter().for_each(f)
    }
}

#[cold]
#[inline(never)]
fn missing(intrinsic: Intrinsic) -> ! {
    panic!("intrinsic %{}% is not in the realm", intrinsic.name())
}

impl Vm {
    #[inline(always)]
    pub fn intrinsic(&self, intrinsic: Intrinsic) -> Gc<Object> {
        self.realm().intrinsic(intrinsic)
    }
    /// The global object of the current realm.
    #[inline(always)]
    pub fn global(&self) -> Gc<Object> {
        self.realm().global()
    }

    /// InitializeHostDefinedRealm (sec-initializehostdefinedrealm): a new realm, whose
    /// index is returned. The current realm stays what it is, unless this is the first.
    pub fn create_realm(&mut self) -> u32 {
        let pristine = self.cx.pristine_array_iteration;
        self.realms.push(Box::new(Realm::new()));
        let index = self.realms.len() as u32 - 1;
        self.in_realm(index, |vm| {
            vm.create_root_objects();
            crate::builtins::install(vm);
        });
        // Defining what array iteration consists of is no change of it.
        self.cx.pristine_array_iteration = pristine;
        index
    }

    /// Root prototypes, shapes and the global object.
    fn create_root_objects(&mut self) {
        let null_root = RootKey { kind: Kind::Object, variant: 0, inline_capacity: 4, prototype: Value::NULL };
        let shape = self.shapes.unique_root(null_root);
        let object_prototype = self.alloc_object(shape);
        object_prototype.set_flag(flags::PROTOTYPE, true);
        self.realm_mut().set_intrinsic(Intrinsic::ObjectPrototype, object_prototype);
        let proto = object_prototype.value();
        self.realm_mut().shapes.object = self.root_shape(Kind::Object, 0, crate::heap::alloc::MIN_INLINE, proto);

        let shape = self.root_shape(Kind::Native, 0, 0, proto);
        let function_prototype = self.alloc_native(shape, crate::builtins::function::function_prototype).as_object();
        self.become_prototype(function_prototype);
        self.realm_mut().set_intrinsic(Intrinsic::FunctionPrototype, function_prototype);
        let (length, name) = (self.names.length, self.names.name);
        self.define_new(function_prototype, length, Value::int(0), Attributes::CONFIGURABLE);
        let empty = self.empty_string().value();
        self.define_new(function_prototype, name, empty, Attributes::CONFIGURABLE);

        let proto = function_prototype.value();
        let lazy = self.root_shape(Kind::Function, LAZY_VARIANT, 0, proto);
        let lazy_native = self.root_shape(Kind::Native, LAZY_VARIANT, 0, proto);
        let native = self.reified_native_shape(proto);
        let shapes = &mut self.realm_mut().shapes;
        shapes.function = lazy;
        shapes.lazy_native = lazy_native;
        shapes.native = native;

        // The prototypes of the other kinds of functions, and of arrays, whose tables
        // complete them.
        for (intrinsic, parent) in [
            (Intrinsic::GeneratorFunctionPrototype, Intrinsic::FunctionPrototype),
            (Intrinsic::AsyncFunctionPrototype, Intrinsic::FunctionPrototype),
            (Intrinsic::AsyncGeneratorFunctionPrototype, Intrinsic::FunctionPrototype),
        ] {
            let parent = self.intrinsic(parent).value();
            let object = self.new_object_with_proto(parent);
            self.become_prototype(object);
            self.realm_mut().set_intrinsic(intrinsic, object);
        }
        let of = |vm: &mut Vm, intrinsic| {
            let proto = vm.intrinsic(intrinsic).value();
            vm.root_shape(Kind::Function, LAZY_VARIANT, 0, proto)
        };
        let generator = of(self, Intrinsic::GeneratorFunctionPrototype);
        self.realm_mut().shapes.generator_function = generator;
        let asynchronous = of(self, Intrinsic::AsyncFunctionPrototype);
        self.realm_mut().shapes.async_function = asynchronous;
        let async_generator = of(self, Intrinsic::AsyncGeneratorFunctionPrototype);
        self.realm_mut().shapes.async_generator_function = async_generator;

        let array_shape = self.root_shape(Kind::Array, 0, 0, object_prototype.value());
        let array_prototype = self.alloc_array(array_shape).as_object();
        self.become_prototype(array_prototype);
        self.realm_mut().set_intrinsic(Intrinsic::ArrayPrototype, array_prototype);
        let shape = self.root_shape(Kind::Array, 0, 0, array_prototype.value());
        self.realm_mut().shapes.array = shape;

        let (value, done) = (self.names.value, self.names.done);
        let root = self.realm().shapes.object;
        let with_value = self.shapes.with_property(root, value, Attributes::DEFAULT);
        let shape = self.shapes.with_property(with_value, done, Attributes::DEFAULT);
        self.realm_mut().shapes.iter_result = shape;

        let root = RootKey { kind: Kind::Global, variant: 0, inline_capacity: 0, prototype: object_prototype.value() };
        let shape = self.shapes.unique_root(root);
        let global = self.alloc_global(shape);
        self.realm_mut().global = global.value();
        let shape = self.shapes.unique_root(null_root);
        let lexicals = self.alloc_object(shape);
        self.realm_mut().lexicals = lexicals.value();
    }

    /// The shape of built-in functions with slots `length` and `name`.
    pub(crate) fn reified_native_shape(&mut self, prototype: Value) -> ShapeId {
        let (length, name) = (self.names.length, self.names.name);
        let root = self.root_shape(Kind::Native, 0, 0, prototype);
        let with_length = self.shapes.with_property(root, length, Attributes::CONFIGURABLE);
        self.shapes.with_property(with_length, name, Attributes::CONFIGURABLE)
    }

    /// CreateIterResultObject (sec-createiterresultobject).
    #[inline]
    pub fn create_iter_result_object(&mut self, value: Value, done: bool) -> Gc<Object> {
        let shape = self.realm().shapes.iter_result;
        self.alloc_small_object(shape, [value, Value::bool(done)])
    }
}
