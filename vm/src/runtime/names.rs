//! Names that the runtime uses: property keys and symbols made once per VM.

use crate::object::key::PropertyKey;
use crate::object::layout::trace_value;
use crate::vm::Vm;
use hearth_gc::Tracer;

macro_rules! names {
    ($($name:ident $(= $text:literal)?,)*) => {
        /// Property keys by name: `vm.names.length`.
        #[allow(non_snake_case, reason = "they are spelt as scripts spell them")]
        #[derive(Clone, Copy)]
        pub struct Names { $(pub $name: PropertyKey),* }

        impl Names {
            /// Stands in until the table of atoms is there.
            pub(crate) fn unset() -> Names {
                Names { $($name: PropertyKey::index(0)),* }
            }
            pub(crate) fn new(vm: &mut Vm) -> Names {
                let mut names = Names::unset();
                $(
                    names.$name = vm.key(text!($name $($text)?));
                    // From now on a root: the next name may collect.
                    vm.names.$name = names.$name;
                )*
                names
            }
            pub fn trace(&self, tracer: &mut Tracer) {
                $(trace_value(self.$name.raw(), tracer);)*
            }
        }
    };
}
macro_rules! text {
    ($name:ident) => {
        stringify!($name)
    };
    ($name:ident $text:literal) => {
        $text
    };
}

names! {
    empty = "",
    length, name, prototype, constructor, message, stack, cause, errors,
    toString, valueOf, toJSON, toISOString, toLocaleString,
    next, done, value, return_ = "return", throw = "throw",
    get, set, has, add, delete = "delete", keys, size, writable, enumerable, configurable,
    callee, caller, arguments, proto = "__proto__", default = "default", as_ = "as", then,
    index, input, groups, indices, lastIndex, exec, flags, source,
    global, ignoreCase, multiline, dotAll, unicode, unicodeSets, sticky, hasIndices, raw,
    join, resolve, reject, promise, status, reason, fulfilled, rejected,
    apply, construct, defineProperty, deleteProperty, getOwnPropertyDescriptor,
    getPrototypeOf, isExtensible, ownKeys, preventExtensions, setPrototypeOf,
    undefined, null = "null", true_ = "true", false_ = "false", NaN, Infinity,
    number, string, symbol, bigint, boolean, object, function = "function",
    globalThis, exports, module, require, filename = "__filename", dirname = "__dirname", id, loaded, children, parent, paths, main, cache,
    proxy, revoke, a, b, c, x, y, key, map, concat, error, suppressed, buffer, maxByteLength, byteLength, byteOffset, url, stackTraceLimit,
    Object, Function, Array, String, Number, Boolean, Symbol, Error, Date, RegExp, Arguments,
}

macro_rules! symbols {
    ($($name:ident = $text:literal,)*) => {
        /// The well-known symbols (sec-well-known-symbols), as property keys.
        #[derive(Clone, Copy)]
        pub struct WellKnownSymbols { $(pub $name: PropertyKey),* }

        impl WellKnownSymbols {
            pub(crate) fn unset() -> WellKnownSymbols {
                WellKnownSymbols { $($name: PropertyKey::index(0)),* }
            }
            pub(crate) fn new(vm: &mut Vm) -> WellKnownSymbols {
                let mut symbols = WellKnownSymbols::unset();
                $(
                    let description = vm.intern(concat!("Symbol.", $text));
                    symbols.$name = PropertyKey::symbol(vm.new_symbol(Some(description)));
                    vm.symbols.$name = symbols.$name;
                )*
                symbols
            }
            pub fn trace(&self, tracer: &mut Tracer) {
                $(trace_value(self.$name.raw(), tracer);)*
            }
            /// By the part of the name after `Symbol.`, as tables of built-ins spell it (`@@iterator`).
            pub fn by_name(&self, name: &str) -> Option<PropertyKey> {
                match name {
                    $($text => Some(self.$name),)*
                    _ => None,
                }
            }
            /// Names and symbols, in the order of the table.
            pub fn all(&self) -> Vec<(&'static str, PropertyKey)> {
                vec![$(($text, self.$name)),*]
            }
        }
    };
}

symbols! {
    iterator = "iterator",
    async_iterator = "asyncIterator",
    has_instance = "hasInstance",
    to_primitive = "toPrimitive",
    to_string_tag = "toStringTag",
    species = "species",
    is_concat_spreadable = "isConcatSpreadable",
    unscopables = "unscopables",
    match_ = "match",
    match_all = "matchAll",
    replace = "replace",
    search = "search",
    split = "split",
    dispose = "dispose",
    async_dispose = "asyncDispose",
    // No script can get at this one: it stands in for `stack` until that is made.
}
