//! What to speculate on at an op: its feedback, less what earlier code bailed out of.
//!
//! Shared by the type pre-pass and the graph builder, which must agree.

use super::types::Ty;
use crate::bytecode::{BytecodeOffset, Op};
use crate::feedback::{EXECUTED, iteration, site_flags, types};
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::snapshot::{ScriptSnapshot, SiteSnapshot};

/// How an operator on numbers (or strings) is compiled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    Int32,
    Double,
    /// As doubles, which undefined, null and booleans are converted to.
    Primitive,
    /// Both operands are strings.
    String,
    /// Any values, by runtime call.
    Generic,
    /// Never executed so far.
    Unreached,
}

/// Earlier code bailed out at `at` for this reason.
pub fn bailed(script: &ScriptSnapshot, at: u32, reason: BailoutReason) -> bool {
    script.bailouts.iter().any(|(offset, r)| offset.0 == at && *r == reason)
}

/// Whether the charCodeAt at a call site has been asked for what is beyond the end.
pub fn reads_beyond(script: &ScriptSnapshot, site: u16, at: u32) -> bool {
    let gave_nan = matches!(script.sites.get(site as usize), Some(SiteSnapshot::Call { flags, .. }) if flags & site_flags::GAVE_NAN != 0);
    gave_nan || bailed(script, at, BailoutReason::OutOfBounds)
}

/// Whether what is read of a Uint32Array at an element site with these flags is more than an int32.
pub fn reads_wide(script: &ScriptSnapshot, flags: u8, at: u32) -> bool {
    flags & site_flags::READ_WIDE != 0 || bailed(script, at, BailoutReason::Overflow)
}

/// How many different compilations did.
pub fn bail_count(script: &ScriptSnapshot, at: u32, reason: BailoutReason) -> usize {
    script.bailouts.iter().filter(|(offset, r)| offset.0 == at && *r == reason).count()
}

/// Bailouts for a wrong shape at a site after which its misses take the general path.
const SHAPE_BAILS: usize = 2;
/// Places of a script with wrong shapes after which all its misses do: the general path
/// costs what is known of the object afterwards, a compilation a place costs more.
const SHAPE_PLACES: usize = 16;

/// Whether an access takes the general path for objects of shapes that it has not met,
/// rather than leave the code.
pub fn expects_other_shapes(script: &ScriptSnapshot, at: u32) -> bool {
    bail_count(script, at, BailoutReason::WrongShape) >= SHAPE_BAILS || places(script, BailoutReason::WrongShape) >= SHAPE_PLACES
}

/// Whether closures of several evaluations of a class have run: where one private name was
/// another one, the rest will be.
pub fn private_names_vary(script: &ScriptSnapshot) -> bool {
    let of_name = |at: BytecodeOffset| {
        script.insns.get(at.0 as usize).is_some_and(|i| matches!(i.op(), Op::GetPrivate | Op::SetPrivate | Op::DefinePrivate))
    };
    script.bailouts.iter().any(|(at, reason)| *reason == BailoutReason::WrongTarget && of_name(*at))
}

/// The number of places of a script where it bailed out for this reason.
fn places(script: &ScriptSnapshot, reason: BailoutReason) -> usize {
    let mut places: Vec<u32> = script.bailouts.iter().filter(|(_, r)| *r == reason).map(|(offset, _)| offset.0).collect();
    places.sort_unstable();
    places.dedup();
    places.len()
}

const OPERANDS: u8 = !(types::OVERFLOW | types::TAKEN);

fn seen(script: &ScriptSnapshot, at: u32) -> u8 {
    script.types.get(at as usize).copied().unwrap_or(0)
}

fn numeric(script: &ScriptSnapshot, at: u32, types: u8, operands: &[Ty]) -> Mode {
    let bailed = |reason| bailed(script, at, reason);
    if types & OPERANDS == 0 {
        return if bailed(BailoutReason::Unreached) { Mode::Generic } else { Mode::Unreached };
    }
    if types & OPERANDS & !(types::INT32 | types::DOUBLE | types::ODDBALL) != 0 {
        return Mode::Generic;
    }
    if types & types::ODDBALL != 0 {
        // The first may have been of code for numbers only.
        return if bail_count(script, at, BailoutReason::NotNumber) > 1 { Mode::Generic } else { Mode::Primitive };
    }
    if bailed(BailoutReason::NotNumber) {
        return Mode::Generic;
    }
    let is_double = |ty: &Ty| ty.within(Ty::NUMBER) && ty.has(Ty::DOUBLE);
    if types & (types::DOUBLE | types::OVERFLOW) != 0
        || bailed(BailoutReason::NotInt32)
        || bailed(BailoutReason::NotExact)
        || operands.iter().any(is_double)
    {
        Mode::Double
    } else {
        Mode::Int32
    }
}

/// For arithmetic.
pub fn arithmetic(script: &ScriptSnapshot, at: u32, op: Op, operands: &[Ty]) -> Mode {
    let types = seen(script, at);
    if op == Op::Add && types & OPERANDS == types::STRING && !bailed(script, at, BailoutReason::NotString) {
        return Mode::String;
    }
    let mode = numeric(script, at, types, operands);
    let overflowed = [BailoutReason::Overflow, BailoutReason::DivisionResult].iter().any(|r| bailed(script, at, *r));
    match mode {
        Mode::Int32 if overflowed || op == Op::Exp => Mode::Double,
        mode => mode,
    }
}

/// For bit operations: `Double` means that operands are truncated.
pub fn bitwise(script: &ScriptSnapshot, at: u32, operands: &[Ty]) -> Mode {
    // OVERFLOW tells of the result here (`>>>`), not of the operands.
    let seen = seen(script, at) & !types::OVERFLOW;
    // Elements that are not there yet are undefined, and count as 0.
    if seen & types::ODDBALL != 0 && seen & OPERANDS & !(types::INT32 | types::DOUBLE | types::ODDBALL) == 0 {
        return if bailed(script, at, BailoutReason::NotNumber) { Mode::Generic } else { Mode::Double };
    }
    numeric(script, at, seen, operands)
}

/// Whether `>>>` gave more than an int32 holds.
pub fn unsigned_shift_is_double(script: &ScriptSnapshot, at: u32) -> bool {
    seen(script, at) & types::OVERFLOW != 0 || bailed(script, at, BailoutReason::NegativeShift)
}

/// For comparisons, fused with a jump or not.
pub fn comparison(script: &ScriptSnapshot, at: u32, operands: &[Ty]) -> Mode {
    let types = seen(script, at) & !types::OVERFLOW;
    if types & OPERANDS == types::STRING && !bailed(script, at, BailoutReason::NotString) {
        return Mode::String;
    }
    numeric(script, at, types, operands)
}

/// Nothing but pristine arrays was iterated here.
fn only_arrays_seen(script: &ScriptSnapshot, at: u32) -> bool {
    seen(script, at) & iteration::OTHER == 0
}

/// Whether a `GetIterator` is compiled for pristine arrays only.
pub fn iterates_array(script: &ScriptSnapshot, at: u32) -> bool {
    use BailoutReason::{NotObject, WrongKind, WrongShape};
    only_arrays_seen(script, at) && ![NotObject, WrongKind, WrongShape].iter().any(|r| bailed(script, at, *r))
}

/// Whether an `IterNext` may take the next element of an array's record.
pub fn steps_through_array(script: &ScriptSnapshot, at: u32) -> bool {
    use BailoutReason::{Empty, Length, NotObject, OutOfBounds};
    only_arrays_seen(script, at) && ![NotObject, OutOfBounds, Empty, Length].iter().any(|r| bailed(script, at, *r))
}

/// Types that the operands of the op at `at` had.
pub fn operand_types(script: &ScriptSnapshot, at: u32) -> u8 {
    seen(script, at) & OPERANDS
}

/// The fused jump at `at` was taken at least once.
pub fn fused_jump_taken(script: &ScriptSnapshot, at: u32) -> bool {
    seen(script, at) & types::TAKEN != 0
}

/// Whether the handler that begins at `at` has ever run.
pub fn has_run(script: &ScriptSnapshot, at: u32) -> bool {
    seen(script, at) & EXECUTED != 0 || bailed(script, at, BailoutReason::Unreached)
}

/// The byte of a `Feedback::Branch` op.
pub fn branch_byte(script: &ScriptSnapshot, at: u32) -> u8 {
    seen(script, at)
}
