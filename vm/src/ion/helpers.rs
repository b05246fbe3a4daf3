//! The table of helpers: what compiled code calls in the runtime besides the
//! `RuntimeCall`s that stand for bytecode ops.
//!
//! A helper is called through the context's table, at index
//! `RUNTIME_CALLS.len() + helper`. The VM is always the first argument. Behind the helpers are
//! the quick built-ins ([`Quick`]).

use super::quick_rows::Quick;
use super::runtime_calls::RUNTIME_CALLS;

/// Machine type of a helper's argument or result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Arg {
    /// A word: tagged value, pointer, count.
    Word,
    Double,
}

macro_rules! helpers {
    ($($name:ident ($($arg:ident),*) $ret:ident $what:literal;)*) => {
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[repr(u8)]
        pub enum Helper { $(#[doc = $what] $name),* }

        pub struct HelperInfo {
            pub name: &'static str,
            pub args: &'static [Arg],
            pub ret: Arg,
            pub what: &'static str,
        }

        pub const HELPERS: &[HelperInfo] = &[$(HelperInfo {
            name: stringify!($name),
            args: &[$(Arg::$arg),*],
            ret: Arg::$ret,
            what: $what,
        }),*];

        impl Helper {
            pub const ALL: &[Helper] = &[$(Helper::$name),*];
            pub fn info(self) -> &'static HelperInfo {
                &HELPERS[self as usize]
            }
            /// Never takes a stack trace: it neither throws nor runs script, so that it needs not
            /// know where it was called from. Most of these calls are cold and many, and
            /// saying where from is half the code of each.
            pub const fn is_quiet(self) -> bool {
                use Helper::*;
                matches!(
                    self,
                    Alloc
                        | HasRoom
                        | Remember
                        | PadArguments
                        | Relayout
                        | ToBoolean
                        | TypeOf
                        | TypeOfIs
                        | StrictEqual
                        | LooseEqual
                        | IsInstance
                        | HasKey
                        | StringEqual
                        | StringLess
                        | StringCharCode
                        | StringCharAt
                        | StringFromCode
                        | StringSubstring
                        | StringSlice
                        | ArrayPop
                        | Math
                        | DoubleMod
                        | ToInt32Slow
                )
            }
            /// Called where hardly anything goes, from code that goes on: all registers are kept
            /// (`preserving`).
            pub const fn is_rare(self) -> bool {
                use Helper::*;
                matches!(
                    self,
                    BindShape
                        | BindShapeId
                        | BindScript
                        | BindPrivateName
                        | BindInstanceShape
                        | Alloc
                        | NewClosure
                        | EnterSlowly
                        | HasRoom
                        | Remember
                        | PadArguments
                        | ToBoolean
                        | ArrayAppend
                        | ArrayPush
                        | ArrayPop
                        | NewArraySized
                        | StringCharCode
                        | StringCharAt
                        | StringFromCode
                        | ToInt32Slow
                )
            }
            /// Index in the context's table.
            pub fn index(self) -> usize {
                RUNTIME_CALLS.len() + self as usize
            }
        }
    };
}

helpers! {
    Bailout (Word, Word, Word, Word) Word "(links, bailout id, fp, call info): rebuilds the frames from the bailout buffer and interprets to the end; the function's result";
    BindShape (Word, Word, Word) Word "(links, slot, object): 1 if the shape slot is now bound to the object's shape";
    BindShapeId (Word, Word, Word) Word "(links, slot, shape): as BindShape, for an object that is not allocated";
    BindScript (Word, Word, Word) Word "(links, slot, object): 1 if the script slot is now bound to the closure's script";
    TestScript (Word, Word, Word) Word "(links, slot, object): as BindScript; if the closure is of another script, binds the slot to the script that it names, once that has been met";
    BindPrivateName (Word, Word, Word) Word "(links, slot, name): 1 if the slot is now bound to the private name";
    BindInstanceShape (Word, Word, Word) Word "(links, slot, constructor): 1 if the slot is now bound to its instance shape";
    Alloc (Word, Word) Word "(bytes, header word): cell with that header, size filled in; may collect";
    NewClosure (Word, Word, Word) Word "(function, env or null, child): closure whose script is not there, or not materialised, yet";
    Remember (Word) Word "(cell): slow path of the write barrier";
    EnterSlowly (Word, Word, Word) Word "(fp, call info, top): a call that finds no room polls for interrupts; then a RangeError, if there is none";
    HasRoom (Word) Word "(top): 1 if the stacks have room for a loop's code, whatever interrupts there are";
    PadArguments (Word, Word, Word) Word "(fp, argc, params): fills missing arguments with undefined";
    Relayout (Word, Word, Word) Word "(fp, argc, params): new frame above the actual arguments; its fp";
    CallWindow (Word, Word) Word "(window, call info): calls whatever the window holds";
    CallNative (Word, Word) Word "(window, argc): calls a built-in function";
    ConstructWindow (Word, Word) Word "(window, argc): constructs; new.target is in the context";
    ToBoolean (Word) Word "(value): 0 or 1";
    TypeOfIs (Word, Word) Word "(object, TypeName): 0 or 1";
    TypeOf (Word) Word "(value): typeof";
    StrictEqual (Word, Word) Word "(values): 0 or 1";
    LooseEqual (Word, Word) Word "(values): 0, 1, or 2 to bail out";
    IsInstance (Word, Word, Word, Word) Word "(links, subject slot, value, constructor): 0, 1, or 2 to bail out";
    HasKey (Word, Word, Word, Word) Word "(links, subject slot, object, key): 0, 1, or 2 to bail out";
    StringEqual (Word, Word) Word "(strings): 0 or 1";
    StringLess (Word, Word) Word "(strings): 1 if the first is less";
    StringCharCode (Word, Word) Word "(string, index in bounds): code unit";
    StringCharAt (Word, Word) Word "(string, index in bounds): string of one unit";
    StringFromCode (Word) Word "(code unit): string of one unit";
    StringSubstring (Word, Word, Word) Word "(string, start, end): substring of any integers";
    StringSlice (Word, Word, Word) Word "(string, start, end): slice of any integers";
    StringConcat (Word, Word) Word "(strings): their concatenation or an exception";
    ArrayAppend (Word, Word, Word) Word "(array, index, value): 1 done, 0 bail out, 2 exception";
    ArrayPush (Word, Word) Word "(array, value): new length, -1 bail out, -2 exception";
    ArrayPop (Word) Word "(array): the value, or empty to bail out";
    NewArrayOf (Word, Word, Word) Word "(values, count, extra capacity): array or exception";
    NewArraySized (Word) Word "(length): array or exception";
    Math (Word, Double, Double) Double "(MathOp, x, y)";
    DoubleMod (Double, Double) Double "x % y";
    ToInt32Slow (Double) Word "ToInt32 of any double, sign-extended";
    RestArray (Word, Word, Word) Word "(fp, argc, first): array of the actual arguments from `first` on";
    UnmappedArguments (Word, Word) Word "(fp, argc)";
    MappedArguments (Word, Word, Word, Word) Word "(fp, argc, env, constant)";
    CallActual (Word, Word, Word, Word, Word) Word "(fp, argc, callee, this, first): calls with the actual arguments from `first` on";
    ConstructActual (Word, Word, Word, Word, Word) Word "(fp, argc, callee, new.target, first): constructs with them";
}

impl Quick {
    /// Index in the context's table.
    pub fn index(self) -> usize {
        RUNTIME_CALLS.len() + HELPERS.len() + self as usize
    }
}

/// Entries of the context's table.
pub const TABLE_LEN: usize = RUNTIME_CALLS.len() + HELPERS.len() + Quick::ALL.len();
