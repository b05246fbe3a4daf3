//! The table of built-ins that answer without a call where that is easy.
//!
//! A call of one asks a function of its own for the answer, in registers: it has neither a
//! window nor a frame, does not throw, runs no script, and changes nothing unless it answers. Its
//! answer is [`Value::EMPTY`](crate::value::Value::EMPTY) where there is more to do than that,
//! and the call follows; those without arguments are getters, for the most part. So nothing about receiver and arguments is guarded or expected.

macro_rules! quick_builtins {
    ($($name:ident $arguments:literal;)*) => {
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[repr(u8)]
        pub enum Quick { $($name),* }

        impl Quick {
            pub const ALL: &[Quick] = &[$(Quick::$name),*];
            pub const NAMES: &[&str] = &[$(stringify!($name)),*];
            /// Arguments that it looks at; a call with more is none of its kind.
            pub const fn arguments(self) -> usize {
                const ARGUMENTS: &[usize] = &[$($arguments),*];
                ARGUMENTS[self as usize]
            }
            /// In `imm` of a `Call` of it.
            pub fn of_call(imm: u64) -> Option<Quick> {
                let number = (imm >> SHIFT) as u8;
                Self::ALL.get(number.checked_sub(1)? as usize).copied()
            }
            pub fn bits_of_call(self) -> u64 {
                (self as u64 + 1) << SHIFT
            }
        }
    };
}

/// Where the number of a quick built-in, plus 1, is in the `imm` of a `Call`.
const SHIFT: u32 = 8;

quick_builtins! {
    MapGet 1;
    MapHas 1;
    MapSet 2;
    MapDelete 1;
    SetHas 1;
    SetAdd 1;
    SetDelete 1;
    ViewGetInt8 2;
    ViewGetUint8 2;
    ViewGetInt16 2;
    ViewGetUint16 2;
    ViewGetInt32 2;
    ViewGetUint32 2;
    ViewGetFloat32 2;
    ViewGetFloat64 2;
    ViewSetInt8 3;
    ViewSetUint8 3;
    ViewSetInt16 3;
    ViewSetUint16 3;
    ViewSetInt32 3;
    ViewSetUint32 3;
    ViewSetFloat32 3;
    ViewSetFloat64 3;
    StringStartsWith 2;
    StringEndsWith 2;
    StringIncludes 2;
    StringIndexOf 2;
    StringCodePointAt 1;
    StringAt 1;
    ArrayAt 1;
    ArrayIncludes 2;
    ArrayIndexOf 2;
    NumberToString 1;
    ParseInt 2;
    ObjectKeys 1;
    ObjectHasOwn 2;
    HasOwnProperty 1;
    BigIntAsUintN 2;
    BigIntAsIntN 2;
    MapSize 0;
    SetSize 0;
    ViewByteLength 0;
    ViewByteOffset 0;
    TypedByteLength 0;
    TypedByteOffset 0;
    TypedBuffer 0;
    BufferByteLength 0;
    RegExpGlobal 0;
    RegExpIgnoreCase 0;
    RegExpMultiline 0;
    RegExpSticky 0;
    RegExpUnicode 0;
    ObjectProto 0;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_tells_which_it_is() {
        assert_eq!(Quick::of_call(1), None);
        assert!(Quick::ALL.iter().all(|quick| Quick::of_call(1 | quick.bits_of_call()) == Some(*quick)));
        assert!(Quick::ALL.len() < u8::MAX as usize);
    }
}
