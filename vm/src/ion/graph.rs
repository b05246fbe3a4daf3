//! The optimiser's graph: blocks of nodes in SSA form, with explicit representations.
//!
//! One table row per node op gives its result representation, its operands, its effects and
//! whether it needs a frame state. Everything else (value numbering, scheduling, the dump, the
//! lowering's dispatch, the checker and the evaluator) derives from the rows.
//!
//! The graph is symbolic: what depends on the process is a [`LinkRef`] into
//! `Graph::links`, whose descriptors travel with the code.
//!
//! Conventions:
//! 1. A node that can bail out does so *before* any effect of its bytecode op; its
//!    `state` is the frame state before that op, which the interpreter executes again.
//! 2. A node that can throw has the state before its op as `state`. One that is [`CAUGHT`]
//!    gives the exception word instead of a result, for which `IsException` tests it at once,
//!    and nothing else looks at it on that path. Otherwise an exception with a handler in any
//!    frame of the state goes to the interpreter there, and one without leaves the function.
//! 3. Facts learnt from guards on mutable things (shapes, elements) hold until the
//!    next node whose effects write that alias class; CALLS writes all of them.

use super::descriptor::LinkDescriptor;
use crate::bytecode::BytecodeOffset;
use crate::numbered::numbered;
use smallvec::SmallVec;

/// How a node's result is held.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[repr(u8)]
pub enum Repr {
    /// No result.
    None,
    /// A `Value` word.
    Tagged,
    /// int32.
    Int32,
    /// f64.
    Double,
    /// 0 or 1.
    Bool,
    /// Untagged address of a cell, or a raw data address.
    Ptr,
}

/// What an operand is: its representation, and of pointers what they point to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Operand {
    /// Int32.
    I,
    /// Double.
    D,
    /// Int32 or Double.
    N,
    /// Bool.
    B,
    /// Tagged.
    T,
    /// An object.
    O,
    /// A string.
    S,
    /// An environment.
    E,
    /// Dense elements.
    L,
    /// The data of a typed array.
    X,
    /// Any pointer.
    P,
}

/// Alias classes and other effects of a node, as a bit set.
pub mod effect {
    pub const NONE: u32 = 0;
    // What is read: may not move across a write of the same class.
    pub const R_SHAPE: u32 = 1 << 0;
    pub const R_SLOT: u32 = 1 << 1;
    pub const R_ELEMENT: u32 = 1 << 2;
    /// Elements pointer, dense length, array length, typed array data and length.
    pub const R_LENGTH: u32 = 1 << 3;
    pub const R_ENV: u32 = 1 << 4;
    pub const R_TYPED: u32 = 1 << 5;
    /// Link-table slots that may be unbound later.
    pub const R_LINK: u32 = 1 << 6;
    /// VM context words (epochs, flags).
    pub const R_VM: u32 = 1 << 7;
    pub const READS: u32 = 0xFF;
    // What is written.
    pub const W_SHAPE: u32 = 1 << 8;
    pub const W_SLOT: u32 = 1 << 9;
    pub const W_ELEMENT: u32 = 1 << 10;
    pub const W_LENGTH: u32 = 1 << 11;
    pub const W_ENV: u32 = 1 << 12;
    pub const W_TYPED: u32 = 1 << 13;
    pub const W_LINK: u32 = 1 << 14;
    pub const W_VM: u32 = 1 << 15;
    pub const WRITES: u32 = 0xFF00;
    /// May bail out: needs a frame state.
    pub const BAILS: u32 = 1 << 16;
    /// May throw: needs a frame state.
    pub const THROWS: u32 = 1 << 17;
    /// Allocates (may collect; does not disturb any alias class).
    pub const ALLOC: u32 = 1 << 18;
    /// Ends a block.
    pub const CONTROL: u32 = 1 << 19;
    /// Kept even if the result is unused, for another reason than the bits above.
    pub const PINNED: u32 = 1 << 20;
    /// Runs arbitrary script.
    pub const CALLS: u32 = READS | WRITES | THROWS | ALLOC;
    /// A pure guard: may be removed when implied by an earlier one, hoisted with care.
    pub const GUARD: u32 = BAILS;

    /// The classes written, as the corresponding read bits.
    pub const fn written(effects: u32) -> u32 {
        (effects & WRITES) >> 8
    }
}

macro_rules! nodes {
    ($($name:ident $repr:ident ($($operand:ident)* $(, $rest:ident)?) [$($eff:ident)|*] $what:literal;)*) => {
        /// What a node computes. `inputs`, `imm` and `imm2` are as the row's text says.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[repr(u8)]
        pub enum NodeOp { $(#[doc = $what] $name),* }

        pub struct NodeInfo {
            pub name: &'static str,
            /// Result; `Phi`, `Param` and `OsrValue` carry theirs in the node.
            pub repr: Repr,
            pub operands: &'static [Operand],
            /// One of which any number may follow, or none.
            pub more: &'static [Operand],
            pub effects: u32,
            pub what: &'static str,
        }

        pub const NODES: &[NodeInfo] = &[$(NodeInfo {
            name: stringify!($name),
            repr: Repr::$repr,
            operands: &[$(Operand::$operand),*],
            more: &[$(Operand::$rest)?],
            effects: $(effect::$eff)|*,
            what: $what,
        }),*];
    };
}

nodes! {
    // ---- values
    Constant       Tagged ()      [NONE] "imm: a Value word without address";
    Int32Constant  Int32  ()      [NONE] "imm: int32";
    DoubleConstant Double ()      [NONE] "imm: bits";
    BoolConstant   Bool   ()      [NONE] "imm: 0 or 1";
    LinkValue      Tagged ()      [NONE] "imm: LinkRef bound at installation: a constant cell, tagged";
    Param          Tagged ()      [PINNED] "imm: register of the outermost frame (callee 0, this 1, parameters), read at entry";
    OsrValue       Tagged ()      [PINNED] "imm: register, read from the interpreter's frame at OSR entry";
    Argc           Int32  ()      [PINNED] "actual argument count of the outermost frame";
    LoadArgument   Tagged (I)     [GUARD] "(Int32 index) actual argument number index + imm of the outermost frame; bails unless index is that of one";
    NewTarget      Tagged ()      [PINNED] "new.target of the outermost frame";
    SelectOf       Tagged (I, T)  [NONE] "(Int32 number, Tagged...) the operand of that number; the last one if there is none";
    Phi            Tagged ()      [NONE] "one input per predecessor of its block, in order; repr in the node";

    // ---- boxing and unboxing
    BoxInt32       Tagged (I)     [NONE] "(Int32)";
    BoxDouble      Tagged (D)     [NONE] "(Double); any double, not narrowed unless imm 1: as int32 if it is one; NaN is canonical by invariant";
    BoxBool        Tagged (B)     [NONE] "(Bool)";
    BoxObject      Tagged (O)     [NONE] "(Ptr)";
    BoxString      Tagged (S)     [NONE] "(Ptr)";
    BoxCell        Tagged (E)     [NONE] "(Ptr) environment; a null pointer gives undefined";
    BoxRecord      Tagged (O)     [NONE] "(Ptr array) the first word of a pristine array's iterator record";
    CheckInt32     Int32  (T)     [GUARD] "(Tagged) bails unless a number that is an int32 and not -0, held as int32 or as double";
    CheckNumber    Double (T)     [GUARD] "(Tagged) bails unless number; int32 converted";
    CheckObject    Ptr    (T)     [GUARD] "(Tagged) bails unless object";
    CheckString    Ptr    (T)     [GUARD] "(Tagged) bails unless string";
    CheckRecord    Ptr    (T)     [GUARD] "(Tagged) bails unless the first word of a pristine array's iterator record: the array";
    CheckBool      Bool   (T)     [GUARD] "(Tagged) bails unless boolean";
    CheckNotEmpty  Tagged (T)     [GUARD] "(Tagged) bails if empty (hole, TDZ); the value itself";
    CheckIs        None   (T T)   [GUARD] "(Tagged, Tagged) bails unless the same word";
    CheckNullish   None   (T)     [GUARD] "(Tagged) bails unless undefined or null";
    CheckNotNullish None   (T)     [GUARD] "(Tagged) bails if undefined or null";
    CheckByWord    None   (T)     [GUARD] "(Tagged) bails unless an object, undefined, null or a boolean: what equals nothing but the same word";
    UnboxEnv       Ptr    (T)     [NONE] "(Tagged) known to be an environment, or undefined: null";
    UnboxObject    Ptr    (T)     [NONE] "(Tagged) known to be an object";
    UnboxString    Ptr    (T)     [NONE] "(Tagged) known to be a string";
    UnboxInt32     Int32  (T)     [NONE] "(Tagged) known to be int32";
    UnboxNumber    Double (T)     [NONE] "(Tagged) known to be a number";

    // ---- int32 arithmetic
    Int32Add       Int32  (I I)   [GUARD] "(Int32, Int32) bails on overflow; imm 1: proven or wanted to wrap, no check";
    Int32Sub       Int32  (I I)   [GUARD] "as Int32Add";
    Int32Mul       Int32  (I I)   [GUARD] "as Int32Add; imm bit 1: -0 result matters not, else bails on it";
    Int32Div       Int32  (I I)   [GUARD] "bails unless exact, on division by 0 and -0; imm 1: truncating (result |0), no bail";
    Int32Mod       Int32  (I I)   [GUARD] "bails on divisor 0 and on -0 result; imm 1: -0 matters not; imm 2 also: divisor known > 0";
    Int32Neg       Int32  (I)     [GUARD] "bails on 0 and MIN";
    Int32And       Int32  (I I)   [NONE] "(Int32, Int32)";
    Int32Or        Int32  (I I)   [NONE] "(Int32, Int32)";
    Int32Xor       Int32  (I I)   [NONE] "(Int32, Int32)";
    Int32Shl       Int32  (I I)   [NONE] "(Int32, Int32) count masked";
    Int32Shr       Int32  (I I)   [NONE] "(Int32, Int32) arithmetic";
    Int32UShr      Int32  (I I)   [GUARD] "logical; bails if the result is negative as int32; imm 1: proven not";
    UShrDouble     Double (I I)   [NONE] "(Int32, Int32) logical shift as uint32 in a double";
    Int32Not       Int32  (I)     [NONE] "(Int32) bitwise";
    Int32Compare   Bool   (I I)   [NONE] "(Int32, Int32) imm: Condition";
    Int32Abs       Int32  (I)     [GUARD] "bails on MIN";
    Int32Min       Int32  (I I)   [NONE] "(Int32, Int32)";
    Int32Max       Int32  (I I)   [NONE] "(Int32, Int32)";
    Int32Clz       Int32  (I)     [NONE] "(Int32) leading zeros of the 32 bits";
    Int32ToDouble  Double (I)     [NONE] "(Int32)";

    // ---- double arithmetic
    DoubleAdd      Double (D D)   [NONE] "(Double, Double)";
    DoubleSub      Double (D D)   [NONE] "(Double, Double)";
    DoubleMul      Double (D D)   [NONE] "(Double, Double)";
    DoubleDiv      Double (D D)   [NONE] "(Double, Double)";
    DoubleMod      Double (D D)   [NONE] "(Double, Double) fmod, by runtime call";
    DoubleNeg      Double (D)     [NONE] "(Double)";
    DoubleCompare  Bool   (D D)   [NONE] "(Double, Double) imm: Condition; false for NaN, Ne true";
    DoubleMath     Double (D, D)  [NONE] "(Double [, Double]) imm: MathOp";
    DoubleToInt32  Int32  (D)     [GUARD] "(Double) bails unless exactly an int32 and not -0; imm 1: -0 matters not";
    TruncateDouble Int32  (D)     [NONE] "(Double) ToInt32";
    ToDouble       Double (T)     [GUARD] "(Tagged) ToNumber of a number, undefined, null or a boolean; bails on anything else";
    TruncateTagged Int32  (T)     [GUARD] "(Tagged) ToInt32 of a number, undefined, null or a boolean; bails on anything else";

    // ---- booleans and comparison of words
    ToBoolean      Bool   (T)     [NONE] "(Tagged) any value";
    BoolNot        Bool   (B)     [NONE] "(Bool)";
    WordEqual      Bool   (T T)   [NONE] "(Tagged, Tagged) same word (identity of objects, symbols, oddballs)";
    IsUndefined    Bool   (T)     [NONE] "(Tagged)";
    IsNullish      Bool   (T)     [NONE] "(Tagged)";
    IsObject       Bool   (T)     [NONE] "(Tagged)";
    IsEmpty        Bool   (T)     [NONE] "(Tagged)";
    TypeOf         Tagged (T)     [NONE] "(Tagged) typeof; imm: LinkRef of the first of the strings that it gives, in the order of TypeName";
    TypeOfIs       Bool   (T)     [NONE] "(Tagged) imm: TypeName; whether typeof gives that";
    IsArray        Bool   (T)     [GUARD] "(Tagged) Array.isArray; bails on a proxy";
    StrictEqual    Bool   (T T)   [R_VM] "(Tagged, Tagged) IsStrictlyEqual, any values; words, numbers, strings";
    LooseEqual     Bool   (T T)   [R_VM | GUARD] "(Tagged, Tagged) IsLooselyEqual; bails where an object is converted";
    StringEqual    Bool   (S S)   [ALLOC] "(Ptr, Ptr) strings";
    StringLess     Bool   (S S)   [ALLOC] "(Ptr, Ptr) strings: whether the first is less, by code units";
    PtrEqual       Bool   (P P)   [NONE] "(Ptr, Ptr)";

    // ---- shapes, slots
    CheckShape     None   (O)     [R_SHAPE | R_LINK | GUARD] "(Ptr) imm: LinkRef of a Shape descriptor";
    ShapeIs        Bool   (O)     [R_SHAPE | R_LINK] "(Ptr) imm: LinkRef; for polymorphic sites; binds like CheckShape; imm2 1: last chance, may bind";
    IsInstance     Bool   (T T)   [R_SHAPE | R_LINK | GUARD] "(Tagged value, Tagged constructor) imm: LinkRef of a Subject and its answers; bails where instanceof may run script or throw";
    HasKey         Bool   (T T)   [R_SHAPE | R_LENGTH | R_ELEMENT | R_LINK | GUARD] "(Tagged object, Tagged key) imm: as IsInstance; bails where `in` may run script or throw";
    CheckArrayIteration None   ()      [R_VM | GUARD] "() bails unless iterating an array of the initial shape is what it was at start";
    CheckKind      None   (O)     [GUARD] "(Ptr) imm: Kind of the cell";
    LoadSlot       Tagged (O)     [R_SLOT] "(Ptr object) imm: inline slot";
    LoadOutSlot    Tagged (O)     [R_SLOT] "(Ptr object) imm: out-of-line slot";
    StoreSlot      None   (O T)   [W_SLOT] "(Ptr object, Tagged) imm: inline slot; imm2 1: no barrier needed";
    StoreOutSlot   None   (O T)   [W_SLOT] "(Ptr object, Tagged) imm: out-of-line slot; imm2 1: no barrier needed";
    StoreShape     None   (O)     [W_SHAPE] "(Ptr object) imm: LinkRef of the new shape, bound by the guard before it";
    LinkShape      Int32  ()      [R_LINK] "imm: LinkRef of a shape slot: the shape that is bound there; valid after the guard that binds it";
    CheckShapeId   None   (I)     [R_LINK | GUARD] "(Int32 shape) imm: LinkRef of a Shape descriptor; bails unless it is that one";
    ShapeIdIs      Bool   (I)     [R_LINK] "(Int32 shape) imm: LinkRef; binds like CheckShapeId";
    LoadMethod     Tagged ()      [R_LINK] "imm: LinkRef of a Method slot, bound together with the shape slot whose predicate has it; valid after that CheckShape";
    LoadHolderSlot Tagged ()      [R_SLOT | R_LINK] "imm: LinkRef of a Holder slot; imm2: slot | inline << 16";

    // ---- elements
    LoadElements   Ptr    (O)     [R_LENGTH] "(Ptr object)";
    DenseLength    Int32  (L)     [R_LENGTH] "(Ptr elements)";
    IsAbsent       Bool   (L I)   [R_LENGTH] "(Ptr elements, Int32 index that is not dense) no element has it: not sparse, and no negative index, which is a name";
    ArrayLength    Int32  (O)     [R_LENGTH | GUARD] "(Ptr array) bails above int32";
    CheckBounds    None   (I I)   [GUARD] "(Int32 index, Int32 length) unsigned compare";
    LoadElement    Tagged (L I)   [R_ELEMENT] "(Ptr elements, Int32 index) in bounds; may be empty";
    StoreElement   None   (L I T) [W_ELEMENT] "(Ptr elements, Int32 index, Tagged) in bounds; imm 1: no barrier needed";
    ArrayAppend    None   (O I T) [R_LENGTH | W_LENGTH | W_ELEMENT | GUARD | THROWS | ALLOC] "(Ptr array, Int32 index, Tagged) store at an index that is absent: appends, grows, or fills a hole; bails if the array is not plain";
    ArrayPush      Int32  (O T)   [R_LENGTH | W_LENGTH | W_ELEMENT | GUARD | THROWS | ALLOC] "(Ptr array, Tagged) new length; bails unless plain dense";
    ArrayPop       Tagged (O)     [R_LENGTH | W_LENGTH | R_ELEMENT | W_ELEMENT | GUARD] "(Ptr array) bails if empty or a hole";
    TypedLength    Int32  (O)     [R_LENGTH | GUARD] "(Ptr typed array) bails above int32";
    TypedData      Ptr    (O)     [R_LENGTH] "(Ptr typed array)";
    CheckElementType None   (O)     [GUARD] "(Ptr object) imm: ElementType; bails unless a typed array of it";
    LoadTyped      Double (X I)   [R_TYPED] "(Ptr data, Int32 index) imm: ElementType; repr in the node: Int32 for up to Int32, Double for Uint32 and floats";
    LoadUint32     Int32  (X I)   [R_TYPED | GUARD] "(Ptr data, Int32 index) Uint32 element, bails above int32";
    StoreTyped     None   (X I, N) [W_TYPED] "(Ptr data, Int32 index, Int32 or Double) imm: ElementType; value converted as the type wants";

    // ---- strings
    StringLength   Int32  (S)     [NONE] "(Ptr string)";
    StringCharCode Int32  (S I)   [ALLOC] "(Ptr string, Int32 index in bounds) code unit; flattens ropes";
    StringCharAt   Tagged (S I)   [ALLOC] "(Ptr string, Int32 index in bounds)";
    StringFromCode Tagged (I)     [ALLOC] "(Int32 code unit)";
    StringSubstring Tagged (S I I) [ALLOC] "(Ptr string, Int32 start, Int32 end) any integers; imm: 0 clamped and in order (substring), 1 relative to the end if negative (slice)";
    StringConcat   Tagged (S S)   [THROWS | ALLOC] "(Ptr, Ptr)";

    // ---- environments and functions
    CalleeEnv      Ptr    (O)     [NONE] "(Ptr function)";
    EnvParent      Ptr    (E)     [NONE] "(Ptr env)";
    LoadFields     Tagged (O)     [NONE] "(Ptr closure) the field initialiser of a constructor that runs, or undefined";
    LoadEnv        Tagged (E)     [R_ENV] "(Ptr env) imm: slot";
    StoreEnv       None   (E T)   [W_ENV] "(Ptr env, Tagged) imm: slot; imm2 1: no barrier needed";
    CheckPrivateName None   (T)     [R_LINK | GUARD] "(Tagged name) imm: LinkRef of a PrivateName descriptor; bails unless it is that one";
    CheckScript    None   (O)     [R_LINK | GUARD] "(Ptr object) imm: LinkRef of a Script descriptor; bails unless a closure of that script";
    ScriptIs       Bool   (O)     [R_LINK] "(Ptr object) imm: LinkRef of a Script descriptor; whether a closure of that script; for calls with several targets";
    CheckBuiltin   None   (T)     [R_LINK | GUARD] "(Tagged) imm: LinkRef of an intrinsic function, bound at installation; bails unless it";

    // ---- allocation
    NewObject      Ptr    ()      [ALLOC] "imm: LinkRef of a shape recipe; imm2: inline capacity; slots undefined";
    NewThis        Ptr    (O)     [ALLOC | R_LINK | GUARD] "(Ptr constructor) imm: LinkRef of an InstanceShape descriptor; imm2: inline capacity; bails if the constructor's instance shape is another";
    CheckInstanceShape None   (O)     [R_LINK | GUARD] "(Ptr constructor) imm: LinkRef of an InstanceShape descriptor; bails if the constructor's instance shape is another";
    MakeObject     Ptr    (I, T)  [ALLOC] "(Int32 shape, Tagged slots...) plain object with these inline slots";
    VirtualObject  Tagged (I, T)  [NONE] "(Int32 shape, Tagged slots...) imm: which; an object that is not allocated, for frame states only";
    VirtualList    Tagged (, T)   [NONE] "(Tagged...) imm: which; imm2: ListKind, and the first of the actual arguments above; a list that is not allocated, for frame states only";
    NewEnvCell     Ptr    (, E)   [ALLOC] "(Ptr parent or none) imm: slots; imm2 1: filled with empty, else undefined";
    NewClosure     Ptr    (O, E)  [ALLOC] "(Ptr callee [, Ptr env]) closure of child imm of the callee's script; imm2: LinkRef of the FunctionShape";
    NewArrayOf     Ptr    (, T)   [ALLOC | THROWS] "(Tagged...) array of the inputs; imm: extra capacity; imm2: LinkRef of the shape of plain arrays";
    NewArraySized  Ptr    (I)     [ALLOC | THROWS] "(Int32 length) array of that length without elements, room for them reserved; throws if negative; imm: LinkRef of the shape of plain arrays";

    // ---- calls
    Call           Tagged (T T, T) [CALLS] "(Tagged callee, Tagged this, Tagged args...) any callee; imm 1: known to be a built-in, bits 8 to 15: its quick answer (`Quick`)";
    CallScript     Tagged (T T, T) [CALLS] "(Tagged callee, Tagged this, Tagged args...) callee known to be a closure (CheckScript or a method predicate)";
    Construct      Tagged (T T, T) [CALLS] "(Tagged callee, Tagged new.target, Tagged args...)";
    ConstructScript Tagged (T T T, T) [CALLS] "(Tagged callee, Tagged this, Tagged new.target, Tagged args...) callee known to be a constructor, this empty if a derived one; result: this unless an object is returned";
    Runtime        Tagged (, T)   [CALLS] "(Tagged...) imm: RuntimeCall; imm2: its immediate operand (bytecode offset, constant or site); effects per the runtime call table";

    IsException    Bool   (T)     [NONE] "(Tagged result of a caught call) it threw: the exception is in the context";
    TakeException  Tagged ()      [R_VM | W_VM | PINNED] "the exception in the context, which is cleared";
    SetException   None   (T)     [W_VM] "(Tagged) puts an exception into the context";
    WindowWord     Tagged (T)     [PINNED] "(Tagged result of the Window runtime call right before it) imm: word of its window, as the call left it";

    // ---- control
    Jump           None   ()      [CONTROL] "to successor 0";
    Branch         None   (B)     [CONTROL] "(Bool) successor 0 if true, 1 if false; imm: 1 likely true, 2 likely false";
    Return         None   (T)     [CONTROL] "(Tagged)";
    Bailout        None   ()      [CONTROL | BAILS] "unconditional; imm: BailoutReason";
    Unreachable    None   ()      [CONTROL] "after a Runtime call that always throws";
    LoopCheck      None   ()      [R_VM | THROWS] "interrupt poll at a loop head; a pending interrupt calls the runtime";
}

numbered! {
    /// Comparison of numbers.
    #[derive(Hash)]
    pub enum Condition {
        Eq,
        Ne,
        Lt,
        Le,
        Gt,
        Ge,
        /// Int32 only: unsigned less than.
        Below,
    }
}

numbered! {
    /// What a `VirtualList` is made as.
    #[derive(Hash, PartialOrd, Ord)]
    pub enum ListKind {
        /// An array of the operands.
        Array,
        /// The arguments object of a strict function.
        Unmapped,
        /// That of another function, none of whose parameters is mapped. The first operand is the callee.
        Sloppy,
        /// As `Array`, of the actual arguments of the outermost frame, from the first in question on.
        ActualArray,
        /// As `Unmapped`, of all actual arguments of the outermost frame.
        ActualUnmapped,
        /// As `Sloppy`, likewise; the callee is the frame's.
        ActualSloppy,
    }
}

/// Values of a list that is not allocated, at most.
pub const MAX_LIST: usize = 128;

impl ListKind {
    /// With the number of the first argument in question, as `imm2` of a node.
    pub fn with_first(self, first: u16) -> u64 {
        self as u64 | (first as u64) << 8
    }
    pub fn from_imm(imm: u64) -> (ListKind, u16) {
        (ListKind::ALL[imm as u8 as usize], (imm >> 8) as u16)
    }
    /// Of the outermost frame's actual arguments.
    pub fn is_actual(self) -> bool {
        matches!(self, ListKind::ActualArray | ListKind::ActualUnmapped | ListKind::ActualSloppy)
    }
}

impl NodeOp {
    /// Stands in frame states for what is not allocated.
    pub fn is_virtual(self) -> bool {
        matches!(self, NodeOp::VirtualObject | NodeOp::VirtualList)
    }
}

numbered! {
    /// What `typeof` gives.
    pub enum TypeName { Undefined, Object, Function, String, Number, Boolean, Symbol, BigInt, }
}

impl TypeName {
    pub fn from_imm(imm: u64) -> TypeName {
        TypeName::ALL[imm as usize]
    }
    pub fn text(self) -> String {
        format!("{self:?}").to_ascii_lowercase()
    }
    pub fn of_text(text: &str) -> Option<TypeName> {
        TypeName::ALL.iter().copied().find(|name| name.text() == text)
    }
}

impl Condition {
    pub fn from_imm(imm: u64) -> Condition {
        Condition::ALL[imm as usize]
    }
    /// What holds of two int32 where this does not.
    pub fn inverse(self) -> Option<Condition> {
        Some(match self {
            Condition::Eq => Condition::Ne,
            Condition::Ne => Condition::Eq,
            Condition::Lt => Condition::Ge,
            Condition::Le => Condition::Gt,
            Condition::Gt => Condition::Le,
            Condition::Ge => Condition::Lt,
            Condition::Below => return None,
        })
    }
}

macro_rules! math_ops {
    ($($name:ident $js:literal $arity:literal;)*) => {
        /// A function of Math on doubles. The first few are instructions, the rest runtime calls.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[repr(u8)]
        pub enum MathOp { $($name),* }
        impl MathOp {
            pub const ALL: &[MathOp] = &[$(MathOp::$name),*];
            /// Property of Math, and number of arguments.
            pub const NAMES: &[(&str, u8)] = &[$(($js, $arity)),*];
            pub fn from_imm(imm: u64) -> MathOp {
                MathOp::ALL[imm as usize]
            }
        }
    };
}

math_ops! {
    Sqrt "sqrt" 1;
    Abs "abs" 1;
    Floor "floor" 1;
    Ceil "ceil" 1;
    Trunc "trunc" 1;
    Round "round" 1;
    Min "min" 2;
    Max "max" 2;
    Fround "fround" 1;
    Sin "sin" 1;
    Cos "cos" 1;
    Tan "tan" 1;
    Asin "asin" 1;
    Acos "acos" 1;
    Atan "atan" 1;
    Atan2 "atan2" 2;
    Exp "exp" 1;
    Log "log" 1;
    Log2 "log2" 1;
    Log10 "log10" 1;
    Pow "pow" 2;
    Cbrt "cbrt" 1;
    Sign "sign" 1;
    Hypot "hypot" 2;
}

macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(transparent)]
        pub struct $name(pub u32);
        impl $name {
            #[inline(always)]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}
index!(/** A node. */ NodeId);
index!(/** A basic block. */ BlockId);
index!(/** A frame state. */ StateId);
index!(/** Index into `Graph::links`, and of the link-table slot (offset by the fixed slots). */ LinkRef);
index!(/** A script of the compilation: 0 is the compiled one, others are inlined. */ InlineId);

#[derive(Clone, Debug)]
pub struct Node {
    pub op: NodeOp,
    pub repr: Repr,
    pub inputs: SmallVec<[NodeId; 3]>,
    pub imm: u64,
    pub imm2: u64,
    /// For nodes that bail or throw.
    pub state: Option<StateId>,
    pub block: BlockId,
}

impl Node {
    pub fn info(&self) -> &'static NodeInfo {
        &NODES[self.op as usize]
    }
    /// A call whose exception is caught in the graph.
    pub fn is_caught(&self) -> bool {
        self.is_catchable() && self.imm & CAUGHT != 0
    }
    /// A call whose result may be the exception word instead.
    pub fn is_catchable(&self) -> bool {
        use NodeOp::{Call, CallScript, Construct, ConstructScript, Runtime};
        matches!(self.op, Call | CallScript | Construct | ConstructScript | Runtime) && self.effects() & effect::THROWS != 0
    }
    /// The row's effects, narrowed by what the node says of itself.
    pub fn effects(&self) -> u32 {
        let unchecked = match self.op {
            NodeOp::Int32Add | NodeOp::Int32Sub | NodeOp::Int32Mul | NodeOp::Int32Div | NodeOp::Int32UShr => self.imm & 1 != 0,
            NodeOp::Int32Mod => self.imm & 3 == 3,
            NodeOp::Runtime => return super::runtime_calls::RuntimeCall::from_imm(self.imm).effects(),
            _ => false,
        };
        if unchecked { effect::NONE } else { self.info().effects }
    }
}

/// In `imm` of a call: an exception is the node's result.
pub const CAUGHT: u64 = 1 << 32;

/// Stands for new.target of the frame in the registers of a [`FrameState`].
pub const NEW_TARGET: u16 = u16::MAX;

/// The interpreter's view of one point: registers of one frame, and the frame that
/// called it if it is inlined.
#[derive(Clone, Debug)]
pub struct FrameState {
    pub script: InlineId,
    /// The op that the interpreter executes next.
    pub offset: BytecodeOffset,
    /// All live registers and the nodes (any representation) that hold them, ascending.
    /// A register not listed is dead and becomes undefined; [`NEW_TARGET`] is new.target, and
    /// if that is not listed, it is the callee.
    pub registers: Vec<(u16, NodeId)>,
    /// For an inlined frame: the caller's state *at* the call op (its registers live
    /// after the call, less the result), and what the call was. Reads and writes of
    /// properties call their accessors.
    pub caller: Option<InlineCall>,
}

#[derive(Clone, Copy, Debug)]
pub struct InlineCall {
    pub state: StateId,
    /// Actual argument count.
    pub argc: u32,
    /// `[[Construct]]`: the result is the callee's `this` unless an object.
    pub construct: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Block {
    /// Phis first, control node last.
    pub nodes: Vec<NodeId>,
    pub predecessors: SmallVec<[BlockId; 2]>,
    pub successors: SmallVec<[BlockId; 2]>,
    /// Heads a loop; back edges come after the entry edge in `predecessors`.
    pub loop_header: bool,
    /// Loop headers, until the passes are done: the frame state at the loop head with the
    /// values of the entry edge. Guards hoisted to the preheader bail to it.
    pub entry_state: Option<StateId>,
    /// Loop headers: reasons (a bit set) for which earlier code bailed out at the loop
    /// head; guards that could do so again are not hoisted there.
    pub refused: u32,
    /// Rarely executed: laid out last.
    pub cold: bool,
    /// Loops around it.
    pub loop_depth: u16,
}

/// An inlined script (or the outermost one).
#[derive(Clone, Debug)]
pub struct InlineScript {
    pub hash: [u8; 32],
    /// The link that names the script cell, for rebuilding its frames (slot of a Script descriptor); none for the outermost.
    pub link: Option<LinkRef>,
    pub registers: u16,
    pub params: u16,
    /// The frame is laid out above the actual arguments (outermost script only).
    pub needs_arguments: bool,
    pub handlers: std::sync::Arc<[crate::bytecode::Handler]>,
    pub insns: std::sync::Arc<[crate::bytecode::Insn]>,
    pub kind: crate::bytecode::FunctionKind,
    pub name: String,
}

/// The bytecode op that a node without frame state belongs to.
#[derive(Clone, Copy, Debug)]
pub struct Origin {
    pub node: NodeId,
    pub script: InlineId,
    pub offset: BytecodeOffset,
    pub caller: Option<StateId>,
}

#[derive(Clone, Debug, Default)]
pub struct Graph {
    pub nodes: Vec<Node>,
    pub blocks: Vec<Block>,
    /// Block 0 is the entry. Reverse post-order is the index order after `schedule`.
    pub states: Vec<FrameState>,
    pub links: Vec<LinkDescriptor>,
    pub scripts: Vec<InlineScript>,
    /// Where nodes that write and have no frame state come from, ascending by node: for the checker.
    pub origins: Vec<Origin>,
    /// Loop whose head is entered (OSR), or none for a function entry.
    pub osr: Option<BytecodeOffset>,
}

impl Graph {
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }
    pub fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id.index()]
    }
    pub fn block(&self, id: BlockId) -> &Block {
        &self.blocks[id.index()]
    }
    pub fn block_mut(&mut self, id: BlockId) -> &mut Block {
        &mut self.blocks[id.index()]
    }
    pub fn new_block(&mut self) -> BlockId {
        self.blocks.push(Block::default());
        BlockId(self.blocks.len() as u32 - 1)
    }
    /// Adds a node to the end of `block`.
    pub fn append(&mut self, block: BlockId, node: Node) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(Node { block, ..node });
        self.blocks[block.index()].nodes.push(id);
        id
    }
    pub fn add_edge(&mut self, from: BlockId, to: BlockId) {
        self.blocks[from.index()].successors.push(to);
        self.blocks[to.index()].predecessors.push(from);
    }
    pub fn add_state(&mut self, state: FrameState) -> StateId {
        self.states.push(state);
        StateId(self.states.len() as u32 - 1)
    }
    /// Whether an exception at `state` is caught in one of its frames.
    pub fn has_handler(&self, state: StateId) -> bool {
        let mut at = Some(state);
        while let Some(id) = at {
            let state = &self.states[id.index()];
            let handlers = &self.scripts[state.script.index()].handlers;
            if handlers.iter().any(|h| h.start <= state.offset && state.offset < h.end) {
                return true;
            }
            at = state.caller.map(|c| c.state);
        }
        false
    }
    /// The slot with this descriptor, shared with an equal one.
    pub fn link(&mut self, descriptor: LinkDescriptor) -> LinkRef {
        let at = self.links.iter().position(|d| *d == descriptor).unwrap_or_else(|| {
            self.links.push(descriptor);
            self.links.len() - 1
        });
        LinkRef(at as u32)
    }
}
