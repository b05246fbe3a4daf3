//! Classes of Rust: types whose values are objects of scripts.
//!
//! ```
//! use hearth::api::{Class, ClassBuilder, Engine};
//!
//! struct Counter(f64);
//!
//! impl Class for Counter {
//!     const NAME: &'static str = "Counter";
//!     fn define(class: &mut ClassBuilder<Counter>) {
//!         class
//!             .constructor(|start: Option<f64>| Counter(start.unwrap_or(0.0)))
//!             .method_mut("add", |counter: &mut Counter, by: f64| counter.0 += by)
//!             .getter("value", |counter: &Counter| counter.0);
//!     }
//! }
//!
//! let mut engine = Engine::new()?;
//! engine.run(|cx| {
//!     let class = cx.class::<Counter>()?;
//!     cx.globals().set(cx, "Counter", class)
//! })?;
//! let value = engine.eval::<f64>("example.js", "class Twice extends Counter {}; const c = new Twice(1); c.add(2); c.value")?;
//! assert_eq!(value, 3.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A value is borrowed while one of its methods runs, as by a `RefCell`: where a script, which the method has called,
//! calls another that does not go together with it, that one throws a TypeError.

mod builder;
mod data;
mod define;
#[cfg(feature = "macros")]
pub mod generated;
mod instance;
mod lineage;
mod name;
mod receivers;

pub use builder::ClassBuilder;
pub(crate) use data::Parts;
pub(crate) use define::Classes;
pub use instance::Instance;
pub use lineage::Extends;
pub use name::{MemberName, WellKnown};
pub use receivers::{Constructor, Method, MethodMut};

use super::Arguments;
use super::context::Context;
use super::failure::JsResult;

/// A type whose values are objects of scripts. With the feature `macros`, the attribute `class` writes its `impl`.
pub trait Class: Send + Sized + 'static {
    /// The name of its constructor.
    const NAME: &'static str;
    /// What its constructor and its prototype have.
    fn define(class: &mut ClassBuilder<Self>);
    /// Bytes that a value holds besides itself, when it becomes an object: they count towards the memory limit.
    fn external_size(&self) -> usize {
        0
    }
}

/// A member of a class, as scripts call it.
type Run = Box<dyn for<'js> Fn(&mut Context<'js>, Arguments<'js>) -> JsResult<'js> + Send>;
/// What makes a value of a class for `new`.
type Maker<T> = Box<dyn for<'js> Fn(&mut Context<'js>, Arguments<'js>) -> JsResult<'js, T> + Send>;
/// What has the last word when an object of a class is made by `new`.
type Initializer<T> = Box<dyn for<'js> Fn(&mut Context<'js>, Instance<'js, T>, Arguments<'js>) -> JsResult<'js, ()> + Send>;
