//! The table of built-ins that the optimiser knows: how they are inlined.
//!
//! `Native::intrinsic_id` of such a function is its row plus 1.

use super::graph::MathOp;

/// How a call of the built-in is compiled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Inline {
    Math(MathOp),
    MathImul,
    MathClz32,
    StringCharCodeAt,
    StringCharAt,
    StringFromCharCode,
    StringSubstring,
    StringSlice,
    ArrayPush,
    ArrayPop,
    ArrayIsArray,
    /// `new Array(…)` and `Array(…)`.
    ArrayConstructor,
    /// Calls its receiver, with the arguments that follow the first one, or those in a list.
    FunctionCall,
    FunctionApply,
}

macro_rules! builtins {
    ($($holder:literal $name:literal $inline:expr;)*) => {
        /// Path of the function's holder from the global object (`prototype` included), its name, how to inline it.
        pub const BUILTINS: &[(&str, &str, Inline)] = &[$(($holder, $name, $inline)),*];
    };
}

builtins! {
    "Math" "sqrt" Inline::Math(MathOp::Sqrt);
    "Math" "abs" Inline::Math(MathOp::Abs);
    "Math" "floor" Inline::Math(MathOp::Floor);
    "Math" "ceil" Inline::Math(MathOp::Ceil);
    "Math" "trunc" Inline::Math(MathOp::Trunc);
    "Math" "round" Inline::Math(MathOp::Round);
    "Math" "min" Inline::Math(MathOp::Min);
    "Math" "max" Inline::Math(MathOp::Max);
    "Math" "fround" Inline::Math(MathOp::Fround);
    "Math" "sin" Inline::Math(MathOp::Sin);
    "Math" "cos" Inline::Math(MathOp::Cos);
    "Math" "tan" Inline::Math(MathOp::Tan);
    "Math" "asin" Inline::Math(MathOp::Asin);
    "Math" "acos" Inline::Math(MathOp::Acos);
    "Math" "atan" Inline::Math(MathOp::Atan);
    "Math" "atan2" Inline::Math(MathOp::Atan2);
    "Math" "exp" Inline::Math(MathOp::Exp);
    "Math" "log" Inline::Math(MathOp::Log);
    "Math" "log2" Inline::Math(MathOp::Log2);
    "Math" "log10" Inline::Math(MathOp::Log10);
    "Math" "pow" Inline::Math(MathOp::Pow);
    "Math" "cbrt" Inline::Math(MathOp::Cbrt);
    "Math" "sign" Inline::Math(MathOp::Sign);
    "Math" "hypot" Inline::Math(MathOp::Hypot);
    "Math" "imul" Inline::MathImul;
    "Math" "clz32" Inline::MathClz32;
    "String.prototype" "charCodeAt" Inline::StringCharCodeAt;
    "String.prototype" "charAt" Inline::StringCharAt;
    "String.prototype" "substring" Inline::StringSubstring;
    "String.prototype" "slice" Inline::StringSlice;
    "String" "fromCharCode" Inline::StringFromCharCode;
    "" "Array" Inline::ArrayConstructor;
    "Array.prototype" "push" Inline::ArrayPush;
    "Array.prototype" "pop" Inline::ArrayPop;
    "Array" "isArray" Inline::ArrayIsArray;
    "Function.prototype" "call" Inline::FunctionCall;
    "Function.prototype" "apply" Inline::FunctionApply;
}

/// Whether the built-in with this id (see above) calls its receiver.
pub fn passes_on(intrinsic_id: u16) -> bool {
    let row = BUILTINS.get((intrinsic_id as usize).wrapping_sub(1));
    row.is_some_and(|(_, _, inline)| matches!(inline, Inline::FunctionCall | Inline::FunctionApply))
}
