//! Link descriptors: what each slot of a link table stands for, without reference to
//! a process. They travel in the blob; `link` resolves them.
//!
//! Slots whose descriptor names a constant are bound at installation. Slots that
//! describe shapes and scripts start unbound (0) and are bound by the first guard that
//! fails there on an object for which the description holds.

use super::graph::LinkRef;
use crate::bytecode::JsStr;

/// A property key by name.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum KeyName {
    String(JsStr),
    /// Index into the table of well-known symbols.
    WellKnownSymbol(u8),
    /// The private name in this slot, a `PrivateName`: each evaluation of a class makes its
    /// own. Only `Fact::Own`, `Fact::CanAdd` and `ShapeAfterAdd` of a `Shape` have such keys.
    Private(LinkRef),
}

/// What a function value is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FunctionName {
    /// A closure whose script has this hash.
    Script([u8; 32]),
    /// Row of the table of built-ins that the optimiser knows.
    Builtin(u16),
}

/// Something that guarded code relies on, true of every object of a shape (and of the
/// prototypes that the shape implies).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fact {
    /// `key` is an own data property in slot `slot` (counted over inline and
    /// out-of-line); writable if `writable`.
    Own { key: KeyName, slot: u32, writable: bool },
    /// The look-up of `key` finds a data property of the prototype `depth` hops up, in
    /// its slot `slot`, which is inline if `inline` (and then counted there, else out
    /// of line). Its value may change.
    Inherited { key: KeyName, depth: u8, slot: u32, inline: bool },
    /// The look-up of `key` finds a data property `depth` hops up (0: own) whose value
    /// is this function, as long as the slot stays bound.
    Method { key: KeyName, depth: u8, function: FunctionName },
    /// The look-up of `key` finds an accessor `depth` hops up with this getter.
    Getter { key: KeyName, depth: u8, function: FunctionName },
    /// Likewise, with this setter.
    Setter { key: KeyName, depth: u8, function: FunctionName },
    /// No object of the prototype chain has `key`.
    Absent { key: KeyName },
    /// Assigning `key` adds a default data property in slot `slot`: extensible, no own
    /// `key`, no setter and no read-only `key` on the chain.
    CanAdd { key: KeyName, slot: u32 },
    /// As `CanAdd`, for an object that has got other keys by `CanAdd` or `CanAddLater`
    /// meanwhile: the slot is the next one then, so none is named.
    CanAddLater { key: KeyName },
    /// The object's prototype is this function: what a derived constructor's `super(…)` constructs.
    Prototype { function: FunctionName },
    /// The look-up of `length` finds the original accessor of %TypedArray%.prototype.
    TypedLength,
    /// No prototype of the object has indexed properties, so that reading a hole gives
    /// undefined and storing to one adds an element.
    NoIndexedPrototype,
}

impl Fact {
    /// The key that it is about, if it is about one.
    pub fn key(&self) -> Option<&KeyName> {
        use Fact::*;
        match self {
            Own { key, .. } | Inherited { key, .. } | Method { key, .. } | Getter { key, .. } | Setter { key, .. } => Some(key),
            Absent { key } | CanAdd { key, .. } | CanAddLater { key } => Some(key),
            Prototype { .. } | TypedLength | NoIndexedPrototype => None,
        }
    }

    /// The script of the function that this names.
    pub fn script(&self) -> Option<[u8; 32]> {
        match self {
            Fact::Method { function, .. }
            | Fact::Getter { function, .. }
            | Fact::Setter { function, .. }
            | Fact::Prototype { function } => match function {
                FunctionName::Script(hash) => Some(*hash),
                FunctionName::Builtin(_) => None,
            },
            _ => None,
        }
    }
}

/// What is required of a shape that is to be bound to a slot.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShapePredicate {
    /// `Kind` of the objects.
    pub kind: u8,
    /// Element type of typed arrays.
    pub variant: u8,
    pub inline_capacity: u8,
    /// What such shapes look like (see `shape_token::look`), or 0. Proves nothing.
    pub look: u16,
    pub facts: Vec<Fact>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LinkDescriptor {
    // ---- bound at installation
    String(JsStr),
    /// A double constant that is not representable otherwise never needs a slot; BigInts do: decimal digits.
    BigInt(Box<str>),
    /// A built-in that the optimiser knows, by row.
    Builtin(u16),
    /// The global object; its properties are guarded through its (unique) shape.
    GlobalObject,
    /// The object of the lexical globals, guarded like the global object.
    LexicalGlobals,
    /// %String.prototype%, where the methods of string primitives are found.
    StringPrototype,
    // ---- bound at first use
    /// The script cell with this bytecode hash: what a closure must have.
    Script {
        hash: [u8; 32],
    },
    /// The private name that was met first where this slot is compared.
    PrivateName,
    /// The constructor, or the key, that was met first where `instanceof` or `in` asks about it.
    Subject,
    /// A shape, and in the upper half the answer about the `Subject` in the slot `of` for objects of
    /// that shape.
    Answer {
        of: LinkRef,
    },
    Shape(ShapePredicate),
    // ---- bound together with another slot
    /// Shape that an object of shape `of` gets when `key` is added; bound when `of` is.
    /// `of` is a `Shape` or `InstanceShape` (whose facts include `CanAdd`), a
    /// `PlainObject`, or another `ShapeAfterAdd` (`CanAddLater` in the facts of the first).
    ShapeAfterAdd {
        of: LinkRef,
        key: KeyName,
        /// Whether the code reads this shape for an object that it does not allocate at once. No object may
        /// have it then, and the slot may be unbound before one is made: it lives as long as the code.
        held: bool,
    },
    /// The function value that fact `Method` of shape slot `of` names.
    MethodValue {
        of: LinkRef,
        key: KeyName,
    },
    /// The accessor function that fact `Getter`/`Setter` of shape slot `of` names.
    AccessorValue {
        of: LinkRef,
        key: KeyName,
        setter: bool,
    },
    /// The prototype object that fact `Inherited` of shape slot `of` names.
    Holder {
        of: LinkRef,
        key: KeyName,
    },
    /// The prototype that fact `Prototype` of shape slot `of` names.
    Prototype {
        of: LinkRef,
    },
    // ---- recipes
    /// Shape of fresh closures of ordinary functions, bound at installation.
    FunctionShape,
    /// Shape of a fresh plain object with %Object.prototype% and this inline capacity, bound at installation.
    PlainObject {
        inline_capacity: u8,
    },
    /// Shape of the array literals and `new Array`, bound at installation.
    PlainArray,
    /// Shape that `constructor.instance_shape` has; bound at the first NewThis whose
    /// constructor is a closure of the script with this hash, provided the shape has
    /// this inline capacity and no properties, and the facts hold of it. Unbound, like a
    /// `Shape`, when one of the facts ceases to hold.
    InstanceShape {
        hash: [u8; 32],
        inline_capacity: u8,
        facts: Vec<Fact>,
        /// As in `ShapeAfterAdd`.
        held: bool,
    },
}

impl LinkDescriptor {
    /// Notes that the shape is read for an object that is not allocated at once.
    pub fn hold(&mut self) {
        if let LinkDescriptor::ShapeAfterAdd { held, .. } | LinkDescriptor::InstanceShape { held, .. } = self {
            *held = true;
        }
    }
}
