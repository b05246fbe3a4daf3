//! Objects: layouts, shapes, properties, internal methods.
//!
//! `layout` has what compiled code reads; `shape` maps property keys to slots;
//! `internal_methods` are the [[…]] methods of the specification, ordinary and exotic.

pub mod array;
pub mod bound;
pub mod elements;
pub mod env;
pub mod function;
pub mod internal_methods;
pub mod key;
pub mod layout;
pub mod primitive;
pub mod property;
pub mod shape;
#[cfg(test)]
mod tests;
pub mod typed_array;

pub use array::{Array, Elements};
pub use env::Env;
pub use function::{Function, Native, NativeFn};
pub use key::PropertyKey;
pub use layout::{Accessor, Object, PayloadObject, Slots};
pub use shape::{Attributes, Shape, ShapeId, SlotIndex};
pub use typed_array::{ElementType, TypedArray};
