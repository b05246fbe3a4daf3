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

/// Makes a class of an `impl` block: its `pub` functions and constants are members of a class of scripts, under names in
/// camel case (`scale_by` is `scaleBy`, `to_json` is `toJSON`). The block stays as it is written; `impl` of
/// [`Class`](trait@Class) and of [`IntoJs`](super::IntoJs) are added, so that a value of the type that is given to scripts is an object of the class.
///
/// ```
/// use hearth::{Context, Engine, Function, Instance, JsResult};
///
/// pub struct Point { x: f64, y: f64 }
///
/// #[hearth::class]
/// impl Point {
///     pub const DIMENSIONS: u32 = 2;
///     #[constructor]
///     pub fn new(x: f64, y: f64) -> Point { Point { x, y } }
///     #[getter]
///     pub fn x(&self) -> f64 { self.x }
///     #[setter(x)]
///     pub fn set_x(&mut self, x: f64) { self.x = x }
///     pub fn scale_by(&mut self, factor: f64) { self.x *= factor; self.y *= factor }
///     pub fn distance_to(&self, other: &Point) -> f64 { (self.x - other.x).hypot(self.y - other.y) }
///     pub fn origin() -> Point { Point { x: 0.0, y: 0.0 } }
///     #[method]
///     pub fn each<'js>(this: Instance<'js, Point>, cx: &mut Context<'js>, callback: Function<'js>) -> JsResult<'js, ()> {
///         for number in this.with(|point| [point.x, point.y])? {
///             callback.call::<()>(cx, (number, this))?;
///         }
///         Ok(())
///     }
/// }
///
/// let mut engine = Engine::new()?;
/// engine.run(|cx| {
///     let class = cx.class::<Point>()?;
///     cx.globals().set(cx, "Point", class)
/// })?;
/// let text = "const p = new Point(3, 4); p.scaleBy(2); const distance = p.distanceTo(Point.origin());
///     const seen = []; p.each((number, point) => { point.x = 0; seen.push(number) }); [distance, ...seen, p.x, Point.DIMENSIONS]";
/// assert_eq!(engine.eval::<Vec<f64>>("a.js", text)?, [10.0, 6.0, 8.0, 0.0, 2.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// On the block there may be
///
/// | option | what |
/// |---|---|
/// | `name = "…"` | what the class is called, otherwise as the type |
/// | `extends = Base` | the class that it [extends](Extends) |
/// | `base = field` | … and the field that the base is in, by which [`Extends`] is implemented, too |
/// | `crate = path` | where this crate is, if not at `::hearth` |
///
/// and on its items
///
/// | attribute | what |
/// |---|---|
/// | none | a function with `&self` or `&mut self` is a method, one without is static; a constant is one of the class |
/// | `#[constructor]` | what `new` calls: gives `Self`, or a `Result` of it |
/// | `#[initializer]` | what is called with each object that `new` has made: see [`ClassBuilder::initializer`] |
/// | `#[getter]`, `#[setter]` | an accessor, of the name that is in brackets, if there is one, or that of the function, without `set_` |
/// | `#[method]` | a method, without `self`, too |
/// | `#[iterator]` | `next` of an iterator: see [`ClassBuilder::iterator`] |
/// | `#[dispose]` | what `using` calls in the end |
/// | `#[rename = "…"]` | what it is called |
/// | `#[symbol(ToPrimitive)]` | it is called by a symbol: see [`WellKnown`] |
/// | `#[external_size]` | not a member: what [`Class::external_size`] says |
/// | `#[skip]` | not a member |
///
/// Where an attribute asks for a receiver, and there is no `self`, the first parameter is the object, an [`Instance`], which
/// is borrowed only where the function does it. A function with `&self` or `&mut self` borrows for as long as it
/// runs: if it calls scripts, what they call on the same object may throw a TypeError.
///
/// Behind the receiver there may be a `&mut Context<'_>`; a lifetime of the function lets it, its parameters
/// and its result share one, as above. Parameters are whatever [`FromJs`](super::FromJs) makes, `&str`, `&[T]`, and
/// `&T` or `&mut T` of a class, which are borrowed during the call. With the feature `async`, static functions may be `async`:
/// scripts get a promise.
#[cfg(feature = "macros")]
pub use hearth_macros::class;

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
