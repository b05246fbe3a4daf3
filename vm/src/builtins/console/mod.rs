//! Values as the console shows them to people.

pub mod class_name;
pub mod format;
pub mod inspect;
mod layout;
#[cfg(feature = "node")]
pub mod object;
pub mod options;
#[cfg(feature = "node")]
pub mod output;
pub mod style;
mod text;
