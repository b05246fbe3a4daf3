//! Values as the console shows them to people.

pub mod class_name;
pub mod format;
pub mod inspect;
mod layout;
#[cfg(feature = "node")]
pub mod object;
#[cfg(feature = "node")]
pub mod output;
#[cfg(feature = "node")]
pub mod table;
