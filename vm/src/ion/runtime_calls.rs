//! The table of runtime calls: every entry of compiled code into the runtime.
//!
//! Convention: `extern "C" fn(vm, operands…, imm) -> u64`; `Fixed` calls get up to four
//! tagged operands in registers; `Window` calls get a pointer to their operands,
//! stored contiguously on the value stack, and their count. The result is a tagged
//! value; `Value::EXCEPTION` if the call threw.

use super::graph::effect;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Passing {
    Fixed(u8),
    Window,
}

macro_rules! runtime_calls {
    ($($name:ident $pass:ident $(($n:literal))? [$($eff:ident)|*] $what:literal;)*) => {
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[repr(u8)]
        pub enum RuntimeCall { $(#[doc = $what] $name),* }

        pub struct RuntimeCallInfo {
            pub name: &'static str,
            pub passing: Passing,
            pub effects: u32,
            pub what: &'static str,
        }

        pub const RUNTIME_CALLS: &[RuntimeCallInfo] = &[$(RuntimeCallInfo {
            name: stringify!($name),
            passing: Passing::$pass $(($n))?,
            effects: $(effect::$eff)|*,
            what: $what,
        }),*];

        impl RuntimeCall {
            pub const ALL: &[RuntimeCall] = &[$(RuntimeCall::$name),*];
            /// The call of a `Runtime` node, whose `imm` has flags above.
            pub fn from_imm(imm: u64) -> RuntimeCall {
                Self::ALL[imm as u32 as usize]
            }
            pub fn info(self) -> &'static RuntimeCallInfo {
                &RUNTIME_CALLS[self as usize]
            }
            pub fn effects(self) -> u32 {
                self.info().effects
            }
        }
    };
}

runtime_calls! {
    // ---- operators on any values; (b, c) unless said otherwise
    JsAdd Fixed(2) [CALLS] "b + c";
    JsSub Fixed(2) [CALLS] "b - c";
    JsMul Fixed(2) [CALLS] "b * c";
    JsDiv Fixed(2) [CALLS] "b / c";
    JsMod Fixed(2) [CALLS] "b % c";
    JsExp Fixed(2) [CALLS] "b ** c";
    JsBitAnd Fixed(2) [CALLS] "b & c";
    JsBitOr Fixed(2) [CALLS] "b | c";
    JsBitXor Fixed(2) [CALLS] "b ^ c";
    JsShl Fixed(2) [CALLS] "b << c";
    JsShr Fixed(2) [CALLS] "b >> c";
    JsUShr Fixed(2) [CALLS] "b >>> c";
    JsNeg Fixed(1) [CALLS] "-b";
    JsBitNot Fixed(1) [CALLS] "~b";
    JsInc Fixed(1) [CALLS] "b + 1 after ToNumeric";
    JsDec Fixed(1) [CALLS] "b - 1 after ToNumeric";
    ToNumber Fixed(1) [CALLS] "ToNumber(b)";
    ToNumeric Fixed(1) [CALLS] "ToNumeric(b)";
    ToString Fixed(1) [CALLS] "ToString(b)";
    ToPropertyKey Fixed(1) [CALLS] "ToPropertyKey(b)";
    ToElementKey Fixed(2) [CALLS] "key b of `c[b]`, an object made a property key";
    JsLt Fixed(2) [CALLS] "b < c, a boolean value";
    JsLe Fixed(2) [CALLS] "b <= c";
    JsGt Fixed(2) [CALLS] "b > c";
    JsGe Fixed(2) [CALLS] "b >= c";
    JsEq Fixed(2) [CALLS] "b == c";
    JsNe Fixed(2) [CALLS] "b != c";
    InstanceOf Fixed(2) [CALLS] "b instanceof c";
    In Fixed(2) [CALLS] "b in c";
    HasBinding Fixed(2) [CALLS] "(object, key): HasBinding of an object environment";
    Concat Window [THROWS | ALLOC] "concatenation of string operands";
    // ---- properties
    GetNamed Fixed(2) [CALLS] "(object, key): `b[c]` for a key constant";
    SetNamed Fixed(3) [CALLS] "(object, key, value); imm 1: strict";
    DefineNamed Fixed(3) [CALLS] "(object, key, value): CreateDataPropertyOrThrow";
    GetElem Fixed(2) [CALLS] "(object, key)";
    GetElemIfPresent Fixed(2) [CALLS] "(object, key): empty if there is no such property";
    SetElem Fixed(3) [CALLS] "(object, key, value); imm 1: strict";
    DefineElem Fixed(3) [CALLS] "(object, key, value); imm: flags as the op's d";
    DefineAccessor Fixed(3) [CALLS] "(object, key, function); imm: flags as the op's d";
    DeleteProp Fixed(2) [CALLS] "(object, key); imm 1: strict";
    GetSuper Fixed(3) [CALLS] "(callee, this, key)";
    SetSuper Fixed(4) [CALLS] "(callee, this, key, value); imm 1: strict";
    GetPrivate Fixed(2) [CALLS] "(object, private name)";
    SetPrivate Fixed(3) [CALLS] "(object, private name, value)";
    DefinePrivate Fixed(3) [CALLS] "(object, private name, value); imm: as the op's d";
    HasPrivate Fixed(2) [THROWS] "#c in b";
    GetGlobal Fixed(1) [CALLS] "(key); imm 1: typeof";
    SetGlobal Fixed(2) [CALLS] "(key, value); imm 1: strict";
    CopyDataProperties Window [CALLS] "(target, source, excluded keys…)";
    // ---- making things; imm: child or constant index in the script of the callee operand
    NewClosure Fixed(2) [ALLOC | THROWS] "(callee, env); imm: child | d << 32";
    NewRegExp Fixed(1) [ALLOC | THROWS] "(callee); imm: constant";
    GetTemplate Fixed(1) [ALLOC | THROWS] "(callee); imm: constant";
    NewArray Fixed(0) [ALLOC | THROWS] "imm: capacity";
    ArrayLiteralPush Fixed(2) [W_ELEMENT | W_LENGTH | ALLOC | THROWS] "(array, value)";
    ArraySpread Fixed(2) [CALLS] "(array, iterable)";
    NewObject Fixed(0) [ALLOC] "imm: capacity hint";
    CopyEnv Fixed(1) [ALLOC | R_ENV] "(env)";
    SetHome Fixed(2) [W_VM] "(function, home)";
    SetFunctionName Fixed(2) [CALLS] "(function, key); imm: prefix";
    SetProto Fixed(2) [CALLS] "(object, prototype)";
    RestArray Fixed(0) [ALLOC | THROWS | R_VM] "array of the frame's arguments from number imm on (outermost frame only)";
    UnmappedArguments Fixed(0) [ALLOC | THROWS | R_VM] "arguments object of the outermost frame";
    MappedArguments Fixed(2) [ALLOC | THROWS | R_VM] "(callee, env); imm: constant";
    CoerceThis Fixed(1) [ALLOC | THROWS] "sloppy this";
    NewIterResult Fixed(1) [ALLOC] "{value: b, done: imm}";
    // ---- calls
    CallSpread Fixed(3) [CALLS] "(callee, this, array)";
    ConstructSpread Fixed(3) [CALLS] "(callee, new.target, array)";
    CallActual Fixed(2) [CALLS] "(callee, this): call with the frame's arguments from number imm on (outermost frame only)";
    ConstructActual Fixed(2) [CALLS] "(callee, new.target): construct with them";
    SuperConstructor Fixed(1) [R_VM] "(callee): its `[[GetPrototypeOf]]`";
    CheckSuperConstructor Fixed(2) [THROWS] "(parent, function): TypeError unless the former is a constructor";
    CheckConstructorReturn Fixed(2) [THROWS] "(result, this)";
    InitFields Fixed(2) [CALLS] "(this, constructor)";
    // ---- iteration; records are passed as two words, changed through the window
    GetIterator Window [CALLS] "(iterable); imm: d; writes iterator and next method back to the window";
    IterNext Window [CALLS] "(iterator, next): empty if done; writes the record back";
    IterClose Fixed(2) [CALLS] "(iterator, next); imm: d";
    ForInStart Fixed(1) [CALLS] "(object)";
    ForInNext Fixed(1) [CALLS] "(key iterator): empty if done";
    // ---- errors
    Throw Fixed(1) [CALLS] "throws b";
    ThrowTdz Fixed(1) [CALLS] "ReferenceError naming b";
    ThrowThis Fixed(0) [CALLS] "ReferenceError: this before super()";
    ThrowError Fixed(1) [CALLS] "native error of kind imm with message b";
    ThrowNotConstruct Fixed(1) [CALLS] "(callee) TypeError: class constructor without new";
    Interrupt Fixed(0) [CALLS] "a pending interrupt: termination, memory limit, collection asked for";
}
