//! The embedding interface: engines, what is in them, and functions and classes of Rust for scripts.
//!
//! An [`Engine`] is entered; inside, a [`Context`] makes, reads and calls values of scripts.
//!
//! ```
//! use hearth::api::Engine;
//!
//! let mut engine = Engine::new()?;
//! engine.run(|cx| {
//!     let twice = cx.function("twice", |x: f64| 2.0 * x);
//!     cx.globals().set(cx, "twice", twice)
//! })?;
//! assert_eq!(engine.eval::<f64>("example.js", "twice(21)")?, 42.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Values
//!
//! The lifetime `'js` of a [`Context<'js>`](Context) is a brand: each entry has one of its own, which nothing
//! else has. A [`Value<'js>`](Value) can therefore neither outlive the entry, nor be kept in a static, nor be
//! used in another engine; within the entry it is a plain word that is copied, and stays alive until the entry,
//! or the call of the host function, has ended. Where many values are made in one entry, [`Context::scope`]
//! lets go of some earlier. What is to outlive the entry is a [`Persistent`], which finds out at run time
//! whether it is in its own engine.
//!
//! ```compile_fail
//! # use hearth::api::{Engine, Value};
//! let mut engine = Engine::new().unwrap();
//! let outside = engine.enter(|cx| cx.string("inside")); // does not outlive the entry
//! ```
//!
//! # Limits
//!
//! [`Builder::memory_limit`], [`Builder::time_limit`], [`Builder::fuel`] and [`Builder::stack_size`]; [`Engine::interrupter`] stops a
//! script from another thread. A script that was stopped sees nothing of it: no `catch`, no `finally`.
//!
//! # What a script can reach
//!
//! ECMAScript, and what the embedder gives to it: no files, no environment, no network, no console.

mod array;
pub(crate) mod class;
mod console;
mod context;
mod convert;
mod engine;
mod error;
mod failure;
mod fuel;
mod function;
#[cfg(feature = "async")]
mod futures;
mod hidden_slot;
mod host_function;
mod import_map;
mod invoke;
mod key;
mod limits;
pub mod modules;
mod object;
mod persistent;
mod promise;
mod realm;
#[cfg(feature = "serde")]
mod serde;
pub(crate) mod state;
mod string;
#[cfg(test)]
mod tests;
mod value;

pub use array::Array;
#[cfg(feature = "macros")]
pub use class::class;
#[cfg(feature = "macros")]
#[doc(hidden)]
pub use class::generated;
pub use class::{Class, ClassBuilder, Constructor, Extends, Instance, MemberName, Method, MethodMut, WellKnown};
pub use console::{Console, Level};
pub use context::Context;
pub use convert::{FromJs, IntoJs};
pub use engine::{Builder, Engine, EngineError};
pub use error::{Error, Excerpt, Frame, Reason};
pub use failure::{Failure, JsResult};
pub use fuel::NoFuel;
pub use function::{Function, IntoArguments};
#[cfg(feature = "async")]
pub use futures::Async;
#[cfg(feature = "async")]
pub(crate) use futures::settle_after;
pub use host_function::{Argument, Arguments, HostFunction};
pub use key::{IntoKey, Key};
pub use limits::Interrupter;
pub use object::Object;
pub use persistent::{ForeignEngine, Persistent};
pub use promise::{Promise, PromiseState, Resolver};
pub use realm::Realm;
#[cfg(feature = "serde")]
pub use serde::Serde;
pub use string::JsString;
pub use value::{Symbol, Value};
