//! The table of built-ins that the optimiser knows: how they are inlined.
//!
//! `Native::intrinsic_id` of such a function is its row plus 1.

use super::graph::MathOp;
use super::quick_rows::Quick;

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
    /// Called where there is no quick answer.
    Quick(Quick),
}

macro_rules! builtins {
    ($($holder:literal $name:literal $inline:expr;)*) => {
        /// Path of the function's holder from the global object (`prototype` included; of a getter also what inherits from
        /// the holder), its name, how to inline it.
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
    "Map.prototype" "get" Inline::Quick(Quick::MapGet);
    "Map.prototype" "has" Inline::Quick(Quick::MapHas);
    "Map.prototype" "set" Inline::Quick(Quick::MapSet);
    "Map.prototype" "delete" Inline::Quick(Quick::MapDelete);
    "Map.prototype" "get size" Inline::Quick(Quick::MapSize);
    "Set.prototype" "has" Inline::Quick(Quick::SetHas);
    "Set.prototype" "add" Inline::Quick(Quick::SetAdd);
    "Set.prototype" "delete" Inline::Quick(Quick::SetDelete);
    "Set.prototype" "get size" Inline::Quick(Quick::SetSize);
    "DataView.prototype" "getInt8" Inline::Quick(Quick::ViewGetInt8);
    "DataView.prototype" "getUint8" Inline::Quick(Quick::ViewGetUint8);
    "DataView.prototype" "getInt16" Inline::Quick(Quick::ViewGetInt16);
    "DataView.prototype" "getUint16" Inline::Quick(Quick::ViewGetUint16);
    "DataView.prototype" "getInt32" Inline::Quick(Quick::ViewGetInt32);
    "DataView.prototype" "getUint32" Inline::Quick(Quick::ViewGetUint32);
    "DataView.prototype" "getFloat32" Inline::Quick(Quick::ViewGetFloat32);
    "DataView.prototype" "getFloat64" Inline::Quick(Quick::ViewGetFloat64);
    "DataView.prototype" "setInt8" Inline::Quick(Quick::ViewSetInt8);
    "DataView.prototype" "setUint8" Inline::Quick(Quick::ViewSetUint8);
    "DataView.prototype" "setInt16" Inline::Quick(Quick::ViewSetInt16);
    "DataView.prototype" "setUint16" Inline::Quick(Quick::ViewSetUint16);
    "DataView.prototype" "setInt32" Inline::Quick(Quick::ViewSetInt32);
    "DataView.prototype" "setUint32" Inline::Quick(Quick::ViewSetUint32);
    "DataView.prototype" "setFloat32" Inline::Quick(Quick::ViewSetFloat32);
    "DataView.prototype" "setFloat64" Inline::Quick(Quick::ViewSetFloat64);
    "DataView.prototype" "get byteLength" Inline::Quick(Quick::ViewByteLength);
    "DataView.prototype" "get byteOffset" Inline::Quick(Quick::ViewByteOffset);
    "String.prototype" "startsWith" Inline::Quick(Quick::StringStartsWith);
    "String.prototype" "endsWith" Inline::Quick(Quick::StringEndsWith);
    "String.prototype" "includes" Inline::Quick(Quick::StringIncludes);
    "String.prototype" "indexOf" Inline::Quick(Quick::StringIndexOf);
    "String.prototype" "codePointAt" Inline::Quick(Quick::StringCodePointAt);
    "String.prototype" "at" Inline::Quick(Quick::StringAt);
    "Array.prototype" "at" Inline::Quick(Quick::ArrayAt);
    "Array.prototype" "includes" Inline::Quick(Quick::ArrayIncludes);
    "Array.prototype" "indexOf" Inline::Quick(Quick::ArrayIndexOf);
    "Number.prototype" "toString" Inline::Quick(Quick::NumberToString);
    "" "parseInt" Inline::Quick(Quick::ParseInt);
    "Object" "keys" Inline::Quick(Quick::ObjectKeys);
    "Object" "hasOwn" Inline::Quick(Quick::ObjectHasOwn);
    "Object.prototype" "hasOwnProperty" Inline::Quick(Quick::HasOwnProperty);
    "Object.prototype" "get __proto__" Inline::Quick(Quick::ObjectProto);
    "BigInt" "asUintN" Inline::Quick(Quick::BigIntAsUintN);
    "BigInt" "asIntN" Inline::Quick(Quick::BigIntAsIntN);
    "Uint8Array.prototype" "get byteLength" Inline::Quick(Quick::TypedByteLength);
    "Uint8Array.prototype" "get byteOffset" Inline::Quick(Quick::TypedByteOffset);
    "Uint8Array.prototype" "get buffer" Inline::Quick(Quick::TypedBuffer);
    "ArrayBuffer.prototype" "get byteLength" Inline::Quick(Quick::BufferByteLength);
    "RegExp.prototype" "get global" Inline::Quick(Quick::RegExpGlobal);
    "RegExp.prototype" "get ignoreCase" Inline::Quick(Quick::RegExpIgnoreCase);
    "RegExp.prototype" "get multiline" Inline::Quick(Quick::RegExpMultiline);
    "RegExp.prototype" "get sticky" Inline::Quick(Quick::RegExpSticky);
    "RegExp.prototype" "get unicode" Inline::Quick(Quick::RegExpUnicode);
}

/// Whether the built-in with this id (see above) calls its receiver.
pub fn passes_on(intrinsic_id: u16) -> bool {
    let row = BUILTINS.get((intrinsic_id as usize).wrapping_sub(1));
    row.is_some_and(|(_, _, inline)| matches!(inline, Inline::FunctionCall | Inline::FunctionApply))
}
