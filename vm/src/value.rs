//! `Value`: every JavaScript value in 64 bits.
//!
//! NaN-boxing with *raw doubles*: a word below `FIRST_TAG << 48` is an IEEE double
//! as it stands; the words above it, which are NaN payloads that no arithmetic
//! produces, carry a tag in their upper 16 bits and a payload in the lower 48.
//!
//! Invariants:
//! 1. A NaN that enters a `Value` is canonical (`Value::double` sees to it), so that
//!    no double can be mistaken for a tagged word.
//! 2. A cell payload is the address of a cell's `Header`, never an interior address.
//!
//! This module does not know what cells look like.

use core::fmt;

/// The tags, in the upper 16 bits of a word.
pub mod tag {
    pub const INT32: u16 = 0xFFF9;
    pub const SPECIAL: u16 = 0xFFFA;
    pub const OBJECT: u16 = 0xFFFB;
    pub const STRING: u16 = 0xFFFC;
    pub const SYMBOL: u16 = 0xFFFD;
    pub const BIGINT: u16 = 0xFFFE;
    /// Cells that no script ever sees: environments, iterator state, …
    pub const CELL: u16 = 0xFFFF;
    /// The lowest word that is not a double is `FIRST << 48`.
    pub const FIRST: u16 = INT32;
    /// The lowest tag whose payload is an address.
    pub const FIRST_CELL: u16 = OBJECT;
}

pub const TAG_SHIFT: u32 = 48;
pub const PAYLOAD_MASK: u64 = (1 << TAG_SHIFT) - 1;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Value(pub u64);

const _: () = assert!(size_of::<Value>() == 8);

/// The int32 that `d` is, if it is one; anything else otherwise. Without the saturation
/// of `as`, which costs as much again as the rest of a division.
#[inline(always)]
fn truncate(d: f64) -> i32 {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: SSE2 is part of the architecture.
    unsafe {
        use core::arch::x86_64::{_mm_cvttsd_si32, _mm_set_sd};
        _mm_cvttsd_si32(_mm_set_sd(d))
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        d as i32
    }
}

const fn tagged(tag: u16, payload: u64) -> Value {
    Value(((tag as u64) << TAG_SHIFT) | payload)
}

/// Above the offset in [`Value::left_for`].
const LEFT: u64 = 1 << 32;

impl Value {
    pub const UNDEFINED: Value = tagged(tag::SPECIAL, 0);
    pub const NULL: Value = tagged(tag::SPECIAL, 1);
    pub const FALSE: Value = tagged(tag::SPECIAL, 2);
    pub const TRUE: Value = tagged(tag::SPECIAL, 3);
    /// A hole in elements, a binding in its temporal dead zone, an absent value.
    pub const EMPTY: Value = tagged(tag::SPECIAL, 4);
    /// What compiled code returns when an exception is pending in the VM context.
    pub const EXCEPTION: Value = tagged(tag::SPECIAL, 5);
    /// What loop code returns when there is no room for it on the stacks: nothing was done.
    pub const NOT_ENTERED: Value = tagged(tag::SPECIAL, 6);
    /// What loop code returns that has left its frame to the interpreter, to go on at this offset.
    pub const fn left_for(offset: u32) -> Value {
        tagged(tag::SPECIAL, LEFT | offset as u64)
    }
    /// The offset, if the word is such a one.
    #[inline]
    pub fn as_left(self) -> Option<u32> {
        (self.0 >> 32 == Value::left_for(0).0 >> 32).then_some(self.0 as u32)
    }
    pub const NAN: Value = Value(0x7FF8_0000_0000_0000);

    #[inline(always)]
    pub const fn int(i: i32) -> Value {
        tagged(tag::INT32, i as u32 as u64)
    }
    /// A double as it is, canonicalising NaN. Does not narrow to int32: see [`Value::number`].
    #[inline(always)]
    pub fn double(d: f64) -> Value {
        if d.is_nan() { Value::NAN } else { Value(d.to_bits()) }
    }
    /// A number in its preferred form: int32 where it is one (and not -0), double elsewhere.
    #[inline(always)]
    pub fn number(d: f64) -> Value {
        let i = truncate(d);
        if i as f64 == d && (i != 0 || d.is_sign_positive()) { Value::int(i) } else { Value::double(d) }
    }
    #[inline(always)]
    pub const fn bool(b: bool) -> Value {
        Value(Value::FALSE.0 | b as u64)
    }
    /// A cell address under a tag. `address` must be that of a live cell's header.
    #[inline(always)]
    pub fn cell(tag: u16, address: usize) -> Value {
        debug_assert!(tag >= tag::FIRST_CELL && address as u64 & !PAYLOAD_MASK == 0 && address != 0);
        tagged(tag, address as u64)
    }

    #[inline(always)]
    pub const fn tag(self) -> u16 {
        (self.0 >> TAG_SHIFT) as u16
    }
    #[inline(always)]
    pub const fn is_int(self) -> bool {
        self.tag() == tag::INT32
    }
    #[inline(always)]
    pub const fn is_double(self) -> bool {
        self.0 < (tag::FIRST as u64) << TAG_SHIFT
    }
    #[inline(always)]
    pub const fn is_number(self) -> bool {
        self.0 < (tag::SPECIAL as u64) << TAG_SHIFT
    }
    #[inline(always)]
    pub const fn is_object(self) -> bool {
        self.tag() == tag::OBJECT
    }
    #[inline(always)]
    pub const fn is_string(self) -> bool {
        self.tag() == tag::STRING
    }
    #[inline(always)]
    pub const fn is_symbol(self) -> bool {
        self.tag() == tag::SYMBOL
    }
    #[inline(always)]
    pub const fn is_bigint(self) -> bool {
        self.tag() == tag::BIGINT
    }
    /// Carries the address of a heap cell of any kind.
    #[inline(always)]
    pub const fn is_cell(self) -> bool {
        self.0 >= (tag::FIRST_CELL as u64) << TAG_SHIFT
    }
    #[inline(always)]
    pub const fn is_undefined(self) -> bool {
        self.0 == Value::UNDEFINED.0
    }
    #[inline(always)]
    pub const fn is_null(self) -> bool {
        self.0 == Value::NULL.0
    }
    #[inline(always)]
    pub const fn is_nullish(self) -> bool {
        self.0 & !1 == Value::UNDEFINED.0
    }
    #[inline(always)]
    pub const fn is_bool(self) -> bool {
        self.0 & !1 == Value::FALSE.0
    }
    #[inline(always)]
    pub const fn is_empty(self) -> bool {
        self.0 == Value::EMPTY.0
    }

    /// The int32 payload; meaningless unless `is_int`.
    #[inline(always)]
    pub const fn as_int(self) -> i32 {
        self.0 as u32 as i32
    }
    /// The double; meaningless unless `is_double`.
    #[inline(always)]
    pub const fn as_double(self) -> f64 {
        f64::from_bits(self.0)
    }
    /// The numeric value; meaningless unless `is_number`.
    #[inline(always)]
    pub fn as_number(self) -> f64 {
        debug_assert!(self.is_number());
        if self.is_int() { self.as_int() as f64 } else { self.as_double() }
    }
    #[inline(always)]
    pub const fn as_bool(self) -> bool {
        self.0 == Value::TRUE.0
    }
    /// The address carried by a cell value.
    #[inline(always)]
    pub const fn address(self) -> usize {
        (self.0 & PAYLOAD_MASK) as usize
    }
}

impl From<bool> for Value {
    fn from(b: bool) -> Value {
        Value::bool(b)
    }
}
impl From<i32> for Value {
    fn from(i: i32) -> Value {
        Value::int(i)
    }
}
impl From<u32> for Value {
    fn from(i: u32) -> Value {
        Value::number(i as f64)
    }
}
impl From<usize> for Value {
    fn from(i: usize) -> Value {
        Value::number(i as f64)
    }
}
impl From<f64> for Value {
    fn from(d: f64) -> Value {
        Value::number(d)
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.tag() {
            tag::INT32 => write!(f, "{}", self.as_int()),
            tag::SPECIAL => {
                const NAMES: [&str; 7] = ["undefined", "null", "false", "true", "<empty>", "<exception>", "<not entered>"];
                f.write_str(NAMES.get((self.0 & 7) as usize).unwrap_or(&"<special>"))
            }
            tag::OBJECT => write!(f, "object@{:x}", self.address()),
            tag::STRING => write!(f, "string@{:x}", self.address()),
            tag::SYMBOL => write!(f, "symbol@{:x}", self.address()),
            tag::BIGINT => write!(f, "bigint@{:x}", self.address()),
            tag::CELL => write!(f, "cell@{:x}", self.address()),
            _ => write!(f, "{:?}", self.as_double()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_value_and_prefer_int32() {
        for d in [0.0, 1.0, -1.0, 2147483647.0, -2147483648.0, 2147483648.0, 0.5, f64::INFINITY] {
            let v = Value::number(d);
            assert_eq!(v.as_number(), d);
            assert_eq!(v.is_int(), d.fract() == 0.0 && d.abs() < 2147483648.0 || d == -2147483648.0);
        }
        assert!(Value::number(-0.0).is_double());
        assert!(Value::number(f64::NAN).is_double());
    }

    #[test]
    fn no_nan_payload_is_taken_for_a_tag() {
        for bits in [u64::MAX, 0xFFF9_0000_0000_0000, 0xFFFB_0000_0000_1234] {
            assert!(Value::double(f64::from_bits(bits)).is_double());
        }
    }

    #[test]
    fn predicates_part_the_specials() {
        assert!(Value::UNDEFINED.is_nullish() && Value::NULL.is_nullish() && !Value::FALSE.is_nullish());
        assert!(Value::TRUE.is_bool() && Value::FALSE.is_bool() && !Value::EMPTY.is_bool() && !Value::NULL.is_bool());
    }
}
