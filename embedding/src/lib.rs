//! A guide to embedding Hearth. This package sees what any embedder sees: `hearth`, with the feature `macros`
//! (and what examples say they want).
//!
//! # An engine
//!
//! ```
//! let mut engine = hearth::Engine::new()?;
//! let sum: f64 = engine.eval("sum.js", "[1, 2, 3].reduce((a, b) => a + b)")?;
//! assert_eq!(sum, 6.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! An engine has ECMAScript's global object and nothing else: what a script can reach, the embedder has given to it.
//! [`hearth::Engine::builder`] sets limits, stores and a module loader.
//!
//! # Values
//!
//! [`hearth::Engine::run`] enters an engine. Inside, a [`hearth::Context`] makes and reads values; a
//! [`hearth::Value`] is a plain word that is valid until the entry ends, and cannot leave it:
//!
//! ```
//! # let mut engine = hearth::Engine::new()?;
//! engine.run(|cx| {
//!     let point = cx.object();
//!     point.set(cx, "x", 1.5)?;
//!     point.set(cx, "tags", vec!["a", "b"])?;
//!     cx.globals().set(cx, "point", point)
//! })?;
//! assert_eq!(engine.eval::<String>("point.js", "JSON.stringify(point)")?, r#"{"x":1.5,"tags":["a","b"]}"#);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! ```compile_fail
//! # let mut engine = hearth::Engine::new().unwrap();
//! let escaped = engine.enter(|cx| cx.object());
//! ```
//!
//! What is to outlive the entry is a [`hearth::Persistent`]; it gives its value to its own engine only:
//!
//! ```
//! use hearth::{Engine, Function};
//!
//! let (mut one, mut two) = (Engine::new()?, Engine::new()?);
//! let twice = one.run(|cx| {
//!     let function: Function<'_> = cx.eval("twice.js", "x => 2 * x")?;
//!     Ok(cx.persist(function))
//! })?;
//! assert_eq!(one.run(|cx| twice.get_as::<Function<'_>>(cx)?.call::<f64>(cx, (21,)))?, 42.0);
//! assert!(two.run(|cx| twice.get_as::<Function<'_>>(cx).map(|_| ())).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Types of Rust become values by [`hearth::IntoJs`], and values become types of Rust by [`hearth::FromJs`]: numbers,
//! text, options, vectors, arrays, tuples, maps. Nothing is coerced.
//!
//! # Functions of Rust
//!
//! [`hearth::Context::function`] takes functions and closures with typed parameters. What they keep must be `Send`,
//! for engines go to other threads. An `Err` is thrown; a panic ends the call of the script, which sees nothing of it:
//!
//! ```
//! # let mut engine = hearth::Engine::new()?;
//! engine.run(|cx| {
//!     let parse = cx.function("parse", |text: &str| text.parse::<f64>());
//!     cx.globals().set(cx, "parse", parse)?;
//!     let fail = cx.function("fail", || -> f64 { panic!("out of order") });
//!     cx.globals().set(cx, "fail", fail)
//! })?;
//! let text = "(() => { try { return parse('x') } catch (error) { return error.message } })()";
//! assert_eq!(engine.eval::<String>("a.js", text)?, "invalid float literal");
//! let error = engine.eval::<()>("b.js", "try { fail() } catch {} finally { fail() }").unwrap_err();
//! assert_eq!(error.reason(), &hearth::Reason::Panic("out of order".to_owned()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Classes of Rust
//!
//! The values of a type of Rust are objects of scripts, and its public functions their methods, by the attribute
//! [`hearth::class`] on an `impl` block:
//!
//! ```
//! use hearth::Engine;
//!
//! pub struct Account { owner: String, cents: i64 }
//!
//! #[hearth::class]
//! impl Account {
//!     pub const CURRENCY: &str = "EUR";
//!
//!     #[constructor]
//!     pub fn new(owner: String) -> Account { Account { owner, cents: 0 } }
//!     #[getter]
//!     pub fn owner(&self) -> &str { &self.owner }
//!     #[getter]
//!     pub fn cents(&self) -> i64 { self.cents }
//!     pub fn pay_in(&mut self, cents: i64) { self.cents += cents }
//!     pub fn move_to(&mut self, other: &mut Account, cents: i64) -> Result<(), std::num::TryFromIntError> {
//!         self.cents = u32::try_from(self.cents - cents)?.into();
//!         other.cents += cents;
//!         Ok(())
//!     }
//! }
//!
//! let mut engine = Engine::new()?;
//! engine.run(|cx| {
//!     let class = cx.class::<Account>()?;
//!     cx.globals().set(cx, "Account", class)
//! })?;
//! let text = "const [a, b] = ['a', 'b'].map(name => new Account(name)); a.payIn(500); a.moveTo(b, 200);
//!     `${a.owner} ${a.cents}, ${b.owner} ${b.cents} ${Account.CURRENCY}`";
//! assert_eq!(engine.eval::<String>("a.js", text)?, "a 300, b 200 EUR");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Without the attribute, the same is said to a [`hearth::ClassBuilder`] in an `impl` of [`hearth::Class`], with closures for
//! members. Either way:
//!
//! - Scripts extend such a class as any other, and it may extend another of Rust, whose data it has inside
//!   ([`hearth::Extends`]).
//! - It may have iterators, disposal and whatever else the language finds by a symbol ([`hearth::WellKnown`]).
//! - A value is borrowed while a method with `&self` or `&mut self` runs, as by a `RefCell`. A method that calls
//!   scripts, which may call others on the same object, is better called on the object, a [`hearth::Instance`], and
//!   borrows the value in between.
//! - A value of Rust that holds values of scripts, such as listeners, does it by hidden slots of its object
//!   ([`hearth::Object::set_hidden_slot`]). The collector sees through these; a [`hearth::Persistent`] would leak whatever
//!   leads back to its object.
//! - [`hearth::Context::instance`] makes an object of a value; [`hearth::Object::with`] and its like give the value back.
//!
//! A host with plugins: `examples/plugins.rs`.
//!
//! # Errors
//!
//! Within an entry an operation gives a [`hearth::Failure`], which has the value that was thrown; `run` makes an
//! [`hearth::Error`] of it, which is data: name, message, frames, the line of source, and why the call has ended.
//!
//! # Limits
//!
//! ```
//! use hearth::{Engine, Reason};
//! use std::time::Duration;
//!
//! let mut engine = Engine::builder().memory_limit(32 << 20).time_limit(Duration::from_millis(50)).build()?;
//! let error = engine.eval::<()>("loop.js", "for (;;) { try { for (;;); } finally { continue } }").unwrap_err();
//! assert_eq!(error.reason(), &Reason::TimeLimit);
//! let error = engine.eval::<()>("hoard.js", "'x'.repeat(2 ** 26)").unwrap_err();
//! assert_eq!(error.name(), "RangeError");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Time differs from run to run; fuel does not. An engine that is built with it counts iterations of loops, calls, and steps of
//! built-in functions that may run long, alike in every tier: [`hearth::Builder::fuel`] says what, and what that costs.
//!
//! ```
//! use hearth::{Engine, Reason};
//!
//! let mut engine = Engine::builder().fuel(10_000).build()?;
//! let script = "(() => { let sum = 0; for (let i = 0; i < 1000; i++) sum += i; return sum })()";
//! assert_eq!(engine.eval::<f64>("sum.js", script)?, 499_500.0);
//! let used = 10_000 - engine.fuel().unwrap();
//! engine.set_fuel(used - 1)?;
//! assert_eq!(engine.eval::<f64>("sum.js", script).unwrap_err().reason(), &Reason::OutOfFuel);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Promises, futures, modules
//!
//! With the feature `async`, a function of Rust gives `hearth::Async` of a future, which is a promise for the script;
//! `Engine::eval_async` is a future of what a promise is fulfilled with, on any executor: `examples/async_host.rs`.
//! Without it, or where there is no executor, a host settles promises by a [`hearth::Resolver`]:
//! `examples/host_promises.rs`. Modules: `examples/modules_in_memory.rs`; with `async`, a loader may give them later
//! (`Loaded::later`), and `Engine::eval_module_async` waits for all that a module requests.
//!
//! # Structures
//!
//! With the feature `serde`, what derives `Serialize` and `Deserialize` is a parameter or a result as `hearth::Serde<T>`,
//! and `Context::serialize` and `Context::deserialize` convert the rest, without text in between.
//!
//! # Consoles and realms
//!
//! ```
//! use hearth::{Engine, Level};
//!
//! let mut engine = Engine::builder().console(|level: Level, text: &str| println!("{level:?}: {text}")).build()?;
//! engine.eval::<()>("hello.js", "console.warn('%d of %d', 1, 2, { left: [3] })")?; // Warn: 1 of 2 { left: [ 3 ] }
//!
//! let lengths: Vec<f64> = engine.run(|cx| {
//!     let realm = cx.new_realm();
//!     cx.in_realm(realm, |cx| cx.eval::<()>("theirs.js", "Array.prototype.extra = 1"))??;
//!     cx.eval("ours.js", "[Object.keys(Array.prototype).length]")
//! })?;
//! assert_eq!(lengths, [0.0]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Stores
//!
//! With [`hearth::Builder::stores`], what was compiled in one process is fetched by the next, authenticated, and
//! entered at the first call; see `examples/functions_as_a_service.rs`.
#![forbid(unsafe_code)]
