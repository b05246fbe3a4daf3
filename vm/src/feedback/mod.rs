//! Feedback: what the interpreter learns, which inline caches use at once and the
//! optimiser later.
//!
//! Two stores per script: the *type vector*, a byte per instruction word, and the
//! *sites*, one per property, element, call or allocation op that asked for one.
//! Both are bounded data without code: a profile in a pack is a copy of them in
//! symbolic form.

pub mod ic;
pub mod megamorphic;
pub mod trace;

use crate::numbered::numbered;

/// Bits of a `Feedback::Types` byte: operand types seen, and what the result was.
pub mod types {
    pub const INT32: u8 = 1;
    pub const DOUBLE: u8 = 2;
    pub const STRING: u8 = 4;
    /// BigInts and symbols.
    pub const OTHER: u8 = 8;
    /// undefined, null or a boolean
    pub const ODDBALL: u8 = 16;
    pub const OBJECT: u8 = 32;
    /// int32 operands, but a result that is none (overflow, fraction, -0).
    pub const OVERFLOW: u8 = 64;
    /// Jumps fused with a comparison: it was taken (bit set) at least once.
    pub const TAKEN: u8 = 128;
}

/// Bits of a `Feedback::Branch` byte.
pub mod branch {
    pub const TAKEN: u8 = 1;
    pub const FALLTHROUGH: u8 = 2;
    /// The condition was always a boolean so far unless this is set.
    pub const NOT_BOOLEAN: u8 = 4;
}

/// Bits of a `Feedback::Iteration` byte.
pub mod iteration {
    /// Something else than a pristine array.
    pub const OTHER: u8 = 1;
}

/// The one bit of a `Feedback::Executed` byte.
pub const EXECUTED: u8 = 1;

numbered! {
    /// What one cache entry of a property or element site says. One source for the
    /// interpreter's fast paths and for the optimiser's link descriptors.
    pub enum IcKind {
        None,
        // ---- reads
        /// Own data property, inline slot `slot`.
        OwnInline,
        /// Own data property, out-of-line slot `slot`.
        OwnSlots,
        /// Data property of the prototype at `depth`, object `target`; `slot` counts from
        /// its inline slots on if `holder_inline`, else out of line.
        ProtoInline,
        ProtoSlots,
        /// Own or inherited accessor: `target` is the `Accessor` cell's getter function.
        Getter,
        /// No such property: undefined.
        Absent,
        ArrayLength,
        StringLength,
        TypedLength,
        // ---- writes
        SetInline,
        SetSlots,
        /// Adds the property; `target` is the next shape; the slot is inline.
        AddInline,
        /// Adds the property; `target` is the next shape; the slot is out of line, within capacity.
        AddSlots,
        Setter,
        // ---- elements (`shape` is the receiver's, 0 for primitives)
        /// Dense element in bounds, not a hole.
        Dense,
        /// Dense, but a hole or out of bounds was read, or a store appended.
        DenseHoley,
        /// Typed array of element type `slot`.
        Typed,
        /// Character of a string.
        StringChar,
        /// Named property by a computed key; looked up generically.
        Generic,
        /// Objects of this shape were seen; what was known of them depended on prototypes, and one has changed.
        Stale,
    }
}

/// One entry of a site. Compiled code never reads these.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct IcEntry {
    /// Receiver shape; call sites: number of calls, saturating.
    pub shape: u32,
    pub kind: IcKind,
    /// Prototype hops to the holder.
    pub depth: u8,
    /// Slot index within its storage (inline or out of line).
    pub slot: u16,
    /// Address of the holder, getter or setter; id of the next shape; call sites:
    /// address of the `Script` of a closure, or of the callee object itself.
    pub target: u64,
}

impl IcEntry {
    pub const EMPTY: IcEntry = IcEntry { shape: 0, kind: IcKind::None, depth: 0, slot: 0, target: 0 };
}

/// Entries per site; a site that needs more is megamorphic.
pub const SITE_ENTRIES: usize = 4;

/// The dynamic part of a feedback site.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Site {
    pub entries: [IcEntry; SITE_ENTRIES],
    pub count: u8,
    /// Saw more than fits; entries are kept as they are.
    pub megamorphic: bool,
    /// Bits of `site_flags`.
    pub flags: u8,
    /// `Vm` prototype epoch at which the entries that depend on prototypes hold.
    pub epoch: u32,
}

pub mod site_flags {
    /// Call sites: a callee that is no closure and no built-in.
    pub const ODD_CALLEE: u8 = 1;
    /// Calls of super: what is constructed is an instance of a class below that of the function.
    pub const DERIVED_FURTHER: u8 = 2;
    /// Element stores: appended beyond the end.
    pub const APPENDS: u8 = 2;
    /// Element reads: beyond the end.
    pub const OUT_OF_BOUNDS: u8 = 4;
    /// Call sites: a built-in has given NaN, as charCodeAt does beyond the end.
    pub const GAVE_NAN: u8 = 4;
    /// Call sites: `target` entries are callee objects (built-ins or one closure), not scripts.
    pub const BY_OBJECT: u8 = 8;
    /// Element reads: an integer that is no int32.
    pub const READ_WIDE: u8 = 8;
    /// Call sites: a built-in that calls its receiver. Entries with a number in `slot` say what that was.
    pub const PASSES_ON: u8 = 16;
    /// Element sites: a key that was no index.
    pub const ODD_KEY: u8 = 16;
    /// Element sites: an index that was represented as a double.
    pub const DOUBLE_KEY: u8 = 32;
    /// Property and element sites: an access that no entry describes, or describes any more. It was
    /// executed, whatever the entries say, and what they say is not all.
    pub const UNDESCRIBED: u8 = 64;
}

/// What the `slot` of an entry of a call site says of its target: 0, or one of these where it
/// is the receiver of a built-in that calls its receiver.
pub mod passed_on {
    /// A closure of this script.
    pub const SCRIPT: u16 = 1;
    /// A built-in, this one.
    pub const NATIVE: u16 = 2;
    /// Anything else; no target is kept.
    pub const OTHER: u16 = 3;
}

impl Site {
    pub const EMPTY: Site = Site { entries: [IcEntry::EMPTY; SITE_ENTRIES], count: 0, megamorphic: false, flags: 0, epoch: 0 };
    /// Never reached with anything to learn.
    pub fn is_uninitialised(&self) -> bool {
        self.count == 0 && !self.megamorphic && self.flags == 0
    }
    pub fn used(&self) -> &[IcEntry] {
        &self.entries[..self.count as usize]
    }
    /// Adds an entry, in the place of a stale one if need be, or makes the site megamorphic.
    pub fn add(&mut self, entry: IcEntry) {
        if self.count as usize == SITE_ENTRIES
            && let Some(stale) = self.entries.iter_mut().find(|entry| entry.kind == IcKind::Stale)
        {
            *stale = entry;
            self.flags |= site_flags::UNDESCRIBED;
        } else if (self.count as usize) < SITE_ENTRIES {
            self.entries[self.count as usize] = entry;
            self.count += 1;
        } else {
            self.megamorphic = true;
        }
    }
    pub fn clear(&mut self) {
        *self = Site { flags: self.flags, ..Site::EMPTY };
    }
}

const _: () = assert!(size_of::<Site>() <= 72 && size_of::<IcEntry>() == 16);
