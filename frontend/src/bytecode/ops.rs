//! The op table: the single source from which the interpreter's dispatch, the
//! builder, the disassembler, the verifier, liveness, the optimiser and the schema
//! hash of stored bytecode derive.
//!
//! A row: `Name (a, b, c, d) words effects feedback "what it does"`.
//!
//! An instruction is 8 bytes, `{op: u8, d: u8, a: u16, b: u16, c: u16}`; ops of two
//! words are followed by an `Ext` instruction whose `a` is a feedback site. Register
//! `i` is `fp[i]`: 0 is the callee, 1 is `this`, 2.. the parameters, then locals and
//! temporaries. Jump offsets count instructions (words), relative to the jump itself.

use super::insn::Insn;

/// What an operand field holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operand {
    /// Unused, must be zero.
    None,
    /// A register that is written.
    W,
    /// A register that is read.
    R,
    /// A register that is read, then written.
    RW,
    /// First of two consecutive registers that are written.
    W2,
    /// First of two consecutive registers that are read and written (iterator record).
    RW2,
    /// First of a range of registers that are read; the op says how many.
    Base,
    /// Index of a feedback site.
    Site,
    /// Index into the constants, 16 bits.
    K16,
    /// Index into the constants, 32 bits in (b, c).
    K32,
    /// Index into the child functions.
    Child,
    /// Signed immediate, 16 bits.
    I16,
    /// Signed immediate, 32 bits in (b, c).
    I32,
    /// Plain number: a count, slot, depth or flag set.
    N,
    /// Jump offset, 32 bits in (b, c).
    J32,
    /// Jump offset, 24 bits in (c, d).
    J24,
    /// Continuation of a field that spans two.
    Cont,
}

/// What an op may do, apart from writing its result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effects {
    /// Neither throws nor allocates.
    Pure,
    /// May allocate, hence collect; does not throw but for lack of memory.
    Allocates,
    /// May throw, runs no script.
    Throws,
    /// May run any script, hence do anything.
    Calls,
    /// Leaves the function, or suspends it.
    Exits,
}

/// What the interpreter learns at an op.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Feedback {
    None,
    /// Operand and result types, in the op's byte of the type vector.
    Types,
    /// Taken / not taken, in the op's byte of the type vector.
    Branch,
    /// Whether other things than pristine arrays were iterated, in the op's byte of the type vector.
    Iteration,
    /// Whether it was executed, in the op's byte of the type vector.
    Executed,
    /// A property site: shapes and slots.
    Property,
    /// An element site: receiver shapes and kinds of access.
    Element,
    /// A call site: targets.
    Call,
    /// An allocation site: shape made.
    Allocation,
}

pub struct OpInfo {
    pub name: &'static str,
    pub operands: [Operand; 4],
    /// 1, or 2 with an `Ext` word.
    pub words: u8,
    pub effects: Effects,
    pub feedback: Feedback,
    pub what: &'static str,
}

macro_rules! ops {
    ($($name:ident ($a:ident, $b:ident, $c:ident, $d:ident) $words:literal $eff:ident $fb:ident $what:literal;)*) => {
        /// An operation of the bytecode.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        #[repr(u8)]
        pub enum Op { $($name),* }

        pub const OPS: &[OpInfo] = &[$(OpInfo {
            name: stringify!($name),
            operands: [Operand::$a, Operand::$b, Operand::$c, Operand::$d],
            words: $words,
            effects: Effects::$eff,
            feedback: Feedback::$fb,
            what: $what,
        }),*];

        impl Op {
            pub const COUNT: usize = OPS.len();
            pub const ALL: &[Op] = &[$(Op::$name),*];
        }
    };
}

ops! {
    // ---- loads and moves
    Nop            (None, None, None, None) 1 Pure None "nothing";
    Ext            (Site, None, None, None) 1 Pure None "second word of a two-word op; never executed";
    LoadConst      (W, K32, Cont, None)     1 Pure None "a = constants[k]";
    LoadInt        (W, I32, Cont, None)     1 Pure None "a = int32 immediate";
    LoadUndefined  (W, None, None, None)    1 Pure None "a = undefined";
    LoadNull       (W, None, None, None)    1 Pure None "a = null";
    LoadTrue       (W, None, None, None)    1 Pure None "a = true";
    LoadFalse      (W, None, None, None)    1 Pure None "a = false";
    LoadEmpty      (W, None, None, None)    1 Pure None "a = empty (hole, temporal dead zone)";
    Move           (W, R, None, None)       1 Pure None "a = b";
    CheckTdz       (R, K32, Cont, None)     1 Throws None "ReferenceError naming constants[k] if a is empty";
    CheckThis      (R, None, None, None)    1 Throws None "ReferenceError if a (`this` of a derived constructor) is empty";
    CheckThisEmpty (R, None, None, None)    1 Throws None "ReferenceError (super called twice) if a (`this` of a derived constructor) is not empty";
    ThrowError     (N, K32, Cont, None)     1 Exits None "throws the native error of kind a (see ErrorKind) with message constants[k]";

    // ---- environments (cells for captured bindings)
    GetCalleeEnv   (W, None, None, None)    1 Pure None "a = environment of the callee";
    NewEnv         (W, R, N, N)             1 Allocates None "a = new environment with c slots, parent b (undefined: none); slots empty if d = 1, else undefined";
    CopyEnv        (W, R, None, None)       1 Allocates None "a = copy of environment b (a fresh binding set per iteration)";
    GetEnv         (W, R, N, N)             1 Pure None "a = slot c of the environment d levels above b";
    SetEnv         (R, N, R, N)             1 Pure None "slot b of the environment d levels above a = c";

    // ---- cells (bindings of modules that others see)
    GetCell        (W, R, N, N)             1 Pure None "a = value of the cell in slot c of the environment d levels above b";
    SetCell        (R, N, R, N)             1 Pure None "value of the cell in slot b of the environment d levels above a = c";

    // ---- global names
    GetGlobal      (W, None, Site, N)       1 Calls Property "a = global named by site c; d = 1: undefined instead of ReferenceError";
    SetGlobal      (R, None, Site, N)       1 Calls Property "global named by site c = a; d = 1: strict";
    InitGlobalLexical (R, None, Site, None) 1 Throws None "initialises the lexical global named by site c to a";
    DeclareGlobals (None, None, None, N)    1 Calls None "GlobalDeclarationInstantiation from the script's declaration list; d = 1: what eval code declares, without values";

    // ---- dynamic scope (sloppy direct eval, with)
    GetName        (W, R, K16, N)           1 Calls None "a = GetBindingValue of constants[c] in object b of a with statement; d = 1: strict";
    SetName        (R, R, K16, N)           1 Calls None "SetMutableBinding of constants[c] to a in object b of a with statement; d = 1: strict";
    DeleteName     (W, R, K16, None)        1 Calls None "a = delete of the binding named constants[c] from environment b";
    HasBinding     (W, R, K16, None)        1 Calls None "a = whether object b of a with statement has the binding constants[c], @@unscopables considered";
    ToObject       (W, R, None, None)       1 Throws None "a = ToObject(b)";
    CallEval       (W, Base, Site, N)       1 Calls Call "direct eval: as Call if b is not %eval%; environment and description of the scopes (a string) in the registers after the arguments";
    CallEvalSpread (W, Base, Site, N)       1 Calls Call "as CallEval with d = 1, the arguments in array b+2";

    // ---- arithmetic
    Add            (W, R, R, None)          1 Calls Types "a = b + c";
    Sub            (W, R, R, None)          1 Calls Types "a = b - c";
    Mul            (W, R, R, None)          1 Calls Types "a = b * c";
    Div            (W, R, R, None)          1 Calls Types "a = b / c";
    Mod            (W, R, R, None)          1 Calls Types "a = b % c";
    Exp            (W, R, R, None)          1 Calls Types "a = b ** c";
    BitAnd         (W, R, R, None)          1 Calls Types "a = b & c";
    BitOr          (W, R, R, None)          1 Calls Types "a = b | c";
    BitXor         (W, R, R, None)          1 Calls Types "a = b ^ c";
    Shl            (W, R, R, None)          1 Calls Types "a = b << c";
    Shr            (W, R, R, None)          1 Calls Types "a = b >> c";
    UShr           (W, R, R, None)          1 Calls Types "a = b >>> c";
    AddI           (W, R, I16, None)        1 Calls Types "a = b + immediate";
    SubI           (W, R, I16, None)        1 Calls Types "a = b - immediate";
    MulI           (W, R, I16, None)        1 Calls Types "a = b * immediate";
    DivI           (W, R, I16, None)        1 Calls Types "a = b / immediate";
    ModI           (W, R, I16, None)        1 Calls Types "a = b % immediate";
    BitAndI        (W, R, I16, None)        1 Calls Types "a = b & immediate";
    BitOrI         (W, R, I16, None)        1 Calls Types "a = b | immediate";
    BitXorI        (W, R, I16, None)        1 Calls Types "a = b ^ immediate";
    ShlI           (W, R, I16, None)        1 Calls Types "a = b << immediate";
    ShrI           (W, R, I16, None)        1 Calls Types "a = b >> immediate";
    UShrI          (W, R, I16, None)        1 Calls Types "a = b >>> immediate";
    Neg            (W, R, None, None)       1 Calls Types "a = -b";
    BitNot         (W, R, None, None)       1 Calls Types "a = ~b";
    Inc            (W, R, None, None)       1 Calls Types "a = b + 1, b numeric (ToNumeric first)";
    Dec            (W, R, None, None)       1 Calls Types "a = b - 1, b numeric (ToNumeric first)";
    ToNumber       (W, R, None, None)       1 Calls Types "a = ToNumber(b): unary plus";
    ToNumeric      (W, R, None, None)       1 Calls Types "a = ToNumeric(b): operand of postfix ++ and --";
    Not            (W, R, None, None)       1 Pure None "a = !b";
    TypeOf         (W, R, None, None)       1 Pure None "a = typeof b";
    ToStringOp     (W, R, None, None)       1 Calls None "a = ToString(b)";
    Concat         (W, Base, N, None)       1 Throws None "a = concatenation of the c strings at b (template literal)";

    // ---- comparison
    Lt             (W, R, R, None)          1 Calls Types "a = b < c";
    Le             (W, R, R, None)          1 Calls Types "a = b <= c";
    Gt             (W, R, R, None)          1 Calls Types "a = b > c";
    Ge             (W, R, R, None)          1 Calls Types "a = b >= c";
    Eq             (W, R, R, None)          1 Calls Types "a = b == c";
    Ne             (W, R, R, None)          1 Calls Types "a = b != c";
    StrictEq       (W, R, R, None)          1 Pure Types "a = b === c";
    StrictNe       (W, R, R, None)          1 Pure Types "a = b !== c";
    InstanceOf     (W, R, R, None)          2 Calls Property "a = b instanceof c; the site caches the look-up of c.prototype";
    In             (W, R, R, None)          1 Calls None "a = b in c";

    // ---- jumps
    Jump           (None, J32, Cont, None)  1 Pure None "jump";
    JumpIfTrue     (R, J32, Cont, None)     1 Pure Branch "jump if ToBoolean(a)";
    JumpIfFalse    (R, J32, Cont, None)     1 Pure Branch "jump if not ToBoolean(a)";
    JumpIfNullish  (R, J32, Cont, None)     1 Pure Branch "jump if a is undefined or null";
    JumpIfNotNullish (R, J32, Cont, None)   1 Pure Branch "jump if a is neither undefined nor null";
    JumpIfUndefined (R, J32, Cont, None)    1 Pure Branch "jump if a is undefined";
    JumpIfNotUndefined (R, J32, Cont, None) 1 Pure Branch "jump if a is not undefined";
    JumpIfEmpty    (R, J32, Cont, None)     1 Pure None "jump if a is empty";
    JLt            (R, R, J24, Cont)        1 Calls Types "jump if a < b";
    JLe            (R, R, J24, Cont)        1 Calls Types "jump if a <= b";
    JGt            (R, R, J24, Cont)        1 Calls Types "jump if a > b";
    JGe            (R, R, J24, Cont)        1 Calls Types "jump if a >= b";
    JNLt           (R, R, J24, Cont)        1 Calls Types "jump if not a < b (differs from >= for NaN)";
    JNLe           (R, R, J24, Cont)        1 Calls Types "jump if not a <= b";
    JNGt           (R, R, J24, Cont)        1 Calls Types "jump if not a > b";
    JNGe           (R, R, J24, Cont)        1 Calls Types "jump if not a >= b";
    JEq            (R, R, J24, Cont)        1 Calls Types "jump if a == b";
    JNe            (R, R, J24, Cont)        1 Calls Types "jump if a != b";
    JStrictEq      (R, R, J24, Cont)        1 Pure Types "jump if a === b";
    JStrictNe      (R, R, J24, Cont)        1 Pure Types "jump if a !== b";
    LoopHead       (N, None, None, None)    1 Calls None "head of loop number a, or where a suspended function goes on: counts, polls interrupts, enters OSR code";

    // ---- properties
    GetProp        (W, R, Site, None)       1 Calls Property "a = b[site name]";
    SetProp        (R, R, Site, N)          1 Calls Property "a[site name] = b; d = 1: strict";
    GetElem        (W, R, R, N)             2 Calls Element "a = b[c]; d = 1: empty instead of undefined if HasProperty says that there is none";
    SetElem        (R, R, R, N)             2 Calls Element "a[b] = c; d = 1: strict";
    GetSuper       (W, R, R, None)          1 Calls None "a = super[c] of the callee's home object, receiver b";
    SetSuper       (R, R, R, N)             1 Calls None "super[b] = c, receiver a; d = 1: strict";
    DeleteProp     (W, R, R, N)             1 Calls None "a = delete b[c]; d = 1: strict";
    ToPropertyKey  (W, R, None, None)       1 Calls None "a = ToPropertyKey(b)";
    ToElementKey   (W, R, R, None)          1 Calls None "a = key b of c[b], which is used twice: ToPropertyKey(b) if b is an object, else b; TypeError if b is an object and c nullish";
    NewPrivateName (W, K32, Cont, None)     1 Allocates None "a = new private name described by constants[k]";
    GetPrivate     (W, R, R, None)          2 Calls Property "a = b.#c, c a private name";
    SetPrivate     (R, R, R, None)          2 Calls Property "a.#b = c";
    DefinePrivate  (R, R, R, N)             2 Throws Property "adds private element b to a: d = 0 field c, 1 method c, 2 getter c, 3 setter c; TypeError if present";
    HasPrivate     (W, R, R, None)          1 Throws None "a = #c in b";

    // ---- literals and definitions
    NewObject      (W, N, Site, N)          1 Allocates Allocation "a = {} with room for b properties; site c remembers the final shape";
    NewArray       (W, I32, Cont, None)     1 Allocates None "a = [] with room for the immediate number of elements";
    NewArrayFrom   (W, Base, N, None)       1 Allocates None "a = array of the c values at b (empty: hole)";
    ArrayPush      (R, R, None, None)       1 Throws None "appends b (empty: hole) to the array literal a";
    ArraySpread    (R, R, None, None)       1 Calls None "appends the values of iterable b to the array literal a";
    NewRegExp      (W, K32, Cont, None)     1 Allocates None "a = new RegExp object from constants[k]";
    NewFunction    (W, R, Child, N)         1 Allocates None "a = closure of child c in environment b; d: bit 0 a method, whose home object SetHome sets, above it the high bits of c";
    NewClass       (W2, R, Child, R)        1 Calls None "a = constructor, a+1 = prototype, of class with constructor child c, heritage b (empty: none), environment in register d (builder keeps d < 256)";
    SetHome        (R, R, None, None)       1 Pure None "sets the home object of function a to b";
    GetHome        (W, R, None, None)       1 Pure None "a = home object of function b (undefined: none); an arrow function takes over that of its maker";
    SetFields      (R, R, None, None)       1 Pure None "sets the field initialiser of class constructor a to function b";
    NewResources   (W, None, None, N)       1 Allocates None "a = new list of resources of using declarations; d = 1: await using";
    AddResource    (R, R, None, N)          1 Calls None "AddDisposableResource of b to list a; d = 1: to be disposed of asynchronously";
    NoteThrow      (R, R, None, None)       1 Allocates None "notes in list a that b was thrown, to be thrown again when all is disposed of";
    DisposeNext    (W, R, None, None)       1 Calls None "DisposeResources of list b up to the next await: a = what to await, empty at the end";
    InitFields     (R, R, Site, None)       1 Calls Call "calls the field initialiser of constructor b, if any, with this = a";
    SetFunctionName (R, R, None, N)         1 Throws None "SetFunctionName(a, b), prefix d: 0 none, 1 get, 2 set";
    DefineField    (R, R, Site, None)       1 Throws Property "CreateDataPropertyOrThrow(a, site name, b)";
    DefineElem     (R, R, R, N)             1 Calls None "defines data property b of a as c; d: bit 0 not enumerable";
    DefineAccessor (R, R, R, N)             1 Calls None "defines c as accessor b of a; d: bit 0 not enumerable, bit 1 setter";
    SetProto       (R, R, None, None)       1 Calls None "sets the prototype of literal a to b, if an object or null";
    CopyDataProperties (R, R, Base, N)      1 Calls None "copies own enumerable properties of b to a, but the d keys at c";
    GetTemplate    (W, K32, Cont, None)     1 Allocates None "a = template object of constants[k], the same one each time";

    // ---- calls
    Call           (W, Base, Site, N)       1 Calls Call "a = call: callee b, this b+1, d arguments from b+2";
    CallSpread     (W, Base, Site, None)    1 Calls Call "a = call: callee b, this b+1, arguments in array b+2";
    New            (W, Base, Site, N)       1 Calls Call "a = construct: callee and new.target b, b+1 scratch, d arguments from b+2";
    NewSpread      (W, Base, Site, None)    1 Calls Call "a = construct: callee b, arguments in array b+2";
    GetSuperConstructor (W, R, None, None)  1 Allocates None "a = [[GetPrototypeOf]] of function b";
    CheckSuperConstructor (R, R, None, None) 1 Throws None "TypeError unless a, which function b extends, is a constructor";
    SuperCall      (W, Base, Site, N)       1 Calls Call "a = construct: callee b, new.target b+1, d arguments from b+2";
    SuperCallSpread (W, Base, Site, None)   1 Calls Call "a = construct: callee b, new.target b+1, arguments in array b+2";
    Return         (R, None, None, None)    1 Exits None "returns a (a generator: as the value of its last result object)";
    CheckConstructorReturn (W, R, R, None)  1 Throws None "derived constructor: a = b if object; TypeError if b not undefined; else `this` c, ReferenceError if empty";
    Throw          (R, None, None, None)    1 Exits None "throws a";
    Catch          (W, None, None, None)    1 Pure Executed "first op of a handler: a = the exception";

    // ---- function entry
    GetNewTarget   (W, None, None, None)    1 Pure None "a = new.target of the frame";
    ArgumentCount  (W, None, None, None)    1 Pure None "a = number of actual arguments";
    CheckConstruct (None, None, None, None) 1 Throws None "TypeError if the frame is not a construct call (class constructor)";
    CoerceThis     (None, None, None, None) 1 Throws None "sloppy function: this = global object if nullish, else ToObject(this)";
    RestArray      (W, N, None, None)       1 Allocates None "a = array of the arguments from number b on";
    UnmappedArguments (W, None, None, None) 1 Allocates None "a = unmapped arguments object";
    MappedArguments (W, R, K16, None)       1 Allocates None "a = mapped arguments object over environment b, slots by parameter in constants[c] (list)";

    // ---- iteration
    GetIterator    (W2, R, None, N)         1 Calls Iteration "a, a+1 = iterator record of b; d = 1: async. A pristine array gives (array as a cell, int32 index)";
    IterNext       (W, RW2, J24, Cont)      1 Calls Iteration "a = next value of record b, or jump when done";
    IterClose      (RW2, None, None, N)     1 Calls None "IteratorClose(record a); d = 1: on a throw completion (errors of return() are dropped)";
    ForInStart     (W, R, None, None)       1 Calls None "a = key iterator over the enumerable string keys of b (nullish: none)";
    ForInNext      (W, R, J24, Cont)        1 Calls None "a = next key of iterator b that is still there, or jump when done";

    // ---- suspension
    CreateGenerator (W, None, None, N)      1 Exits None "makes the generator (d: 0 sync, 1 async, 2 async function promise), returns it to the caller; on resume a = sent value";
    Yield          (W, R, W, N)             1 Exits None "suspends with b (the runtime makes the result object; d = 1: b is the result object, for yield*); on resume a = value sent, c = mode: int32 0 next, 1 throw, 2 return";
    Await          (W, R, None, None)       1 Exits None "suspends until promise b settles; a = its value, or throws its reason";
    IterCallNext   (W, RW2, R, None)        1 Calls None "a = Call(next method of record b, iterator, c; empty: without argument): yield* and for-await";
    IterCallMethod (W, RW2, K16, R)         1 Calls None "a = method constants[c] of the iterator of record b called with register d (empty: without argument), or empty if it has none (yield*)";
    IterResult     (W2, R, None, None)      1 Calls None "a = value, a+1 = done of result object b; TypeError if not an object";
    CheckIterResult (R, None, None, None)   1 Throws None "TypeError if a, which a method of an iterator gave, is not an object";
    NewIterResult  (W, R, N, None)          1 Allocates None "a = {value: b, done: c}";

    // ---- modules
    ImportCall     (W, R, R, N)             1 Calls None "a = import(b, c); d = 1: import.source, 2: import.defer";
    ImportMeta     (W, None, None, None)    1 Calls None "a = import.meta";

    Debugger       (None, None, None, None) 1 Pure None "nothing";
}

impl Op {
    #[inline(always)]
    pub fn info(self) -> &'static OpInfo {
        &OPS[self as usize]
    }
    pub fn from_u8(byte: u8) -> Option<Op> {
        Op::ALL.get(byte as usize).copied()
    }
    pub fn words(self) -> usize {
        self.info().words as usize
    }
    /// Never falls through to the next instruction.
    pub fn is_terminal(self) -> bool {
        matches!(self, Op::Jump | Op::Return | Op::Throw | Op::ThrowError)
    }
    /// The jump offset of `insn`, in words from the instruction itself, if it has one.
    pub fn jump_offset(self, insn: Insn) -> Option<i32> {
        let operands = &self.info().operands;
        if operands[1] == Operand::J32 {
            Some(insn.imm32())
        } else if operands[2] == Operand::J24 {
            Some(insn.jump24())
        } else {
            None
        }
    }
    /// How many registers starting at the `Base` operand are read.
    pub fn base_count(self, insn: Insn) -> usize {
        match self {
            Op::Call | Op::New | Op::SuperCall => insn.d as usize + 2,
            Op::CallEval => insn.d as usize + 4,
            Op::CallEvalSpread => 5,
            Op::CallSpread | Op::NewSpread | Op::SuperCallSpread => 3,
            Op::NewArrayFrom | Op::Concat => insn.c as usize,
            Op::CopyDataProperties => insn.d as usize,
            _ => 0,
        }
    }
}

/// A digest source for the table: any change of a row changes what it yields, so
/// stored bytecode of another table is a miss.
pub fn schema() -> impl Iterator<Item = u8> {
    OPS.iter()
        .flat_map(|op| op.name.bytes().chain(op.operands.iter().map(|o| *o as u8)).chain([op.words, op.effects as u8, op.feedback as u8]))
}
