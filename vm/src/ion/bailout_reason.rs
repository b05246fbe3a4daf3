//! The table of bailout reasons.

macro_rules! reasons {
    ($($name:ident $text:literal $what:literal;)*) => {
        /// Why optimised code left for the interpreter.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[repr(u8)]
        pub enum BailoutReason { $(#[doc = $what] $name),* }

        impl BailoutReason {
            pub const ALL: &[BailoutReason] = &[$(BailoutReason::$name),*];
            pub const NAMES: &[&str] = &[$($text),*];
            const DESCRIPTIONS: &[&str] = &[$($what),*];
            pub fn from_u8(byte: u8) -> Option<BailoutReason> {
                Self::ALL.get(byte as usize).copied()
            }
            pub fn name(self) -> &'static str {
                Self::NAMES[self as usize]
            }
            /// For a person.
            pub fn description(self) -> &'static str {
                Self::DESCRIPTIONS[self as usize]
            }
        }
    };
}

reasons! {
    NotInt32 "not_int32" "an int32 was expected";
    NotNumber "not_number" "a number was expected";
    NotObject "not_object" "an object was expected";
    NotString "not_string" "a string was expected";
    NotBoolean "not_boolean" "a boolean was expected";
    NotNullish "not_nullish" "undefined or null was expected";
    Nullish "nullish" "undefined or null was not expected";
    Empty "empty" "a hole or an uninitialised binding";
    WrongValue "wrong_value" "another value than the one seen before";
    Overflow "overflow" "int32 arithmetic overflowed, or gave -0";
    DivisionResult "division_result" "int32 division gave no int32";
    NegativeShift "negative_shift" "unsigned shift gave more than int32 holds";
    NotExact "not_exact" "a double was no int32";
    WrongShape "wrong_shape" "an object of a shape not seen before";
    WrongKind "wrong_kind" "an object of a kind not seen before";
    OutOfBounds "out_of_bounds" "index outside the dense elements";
    Length "length" "a length above int32";
    Append "append" "an element store that is no append to a plain array";
    WrongTarget "wrong_target" "a call to a function not seen before";
    Unreached "unreached" "code that had never run when it was compiled";
    Exception "exception" "an exception with a handler in the function";
    Interpreted "interpreted" "an op that the interpreter runs, as it suspends the function";
    Megamorphic "megamorphic" "more cases than were compiled";
}
