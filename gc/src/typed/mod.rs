//! The heap for safe code: typed references with a brand.
//!
//! An [`Arena`] owns a heap and a *root*, a type of the user's from which all else is reached.
//! Inside of [`Arena::mutate`] the program reads and writes what is there, makes new values with
//! [`Gc::new`], and nothing is collected; between two calls it is, when the heap wants to be, or
//! when it is told to. A [`Gc<'gc, T>`](Gc) is a plain copyable pointer: it needs no counting and no
//! registration, because its lifetime ends with the call of `mutate` that it was seen in.
//!
//! ```
//! use hearth_gc::typed::{Arena, Gc, RefLock, Rootable};
//! use hearth_gc::{Collection, Config, trace_fields};
//!
//! trace_fields! {
//!     /// A person, who may know any others: cycles are nothing special.
//!     struct Person<'gc> {
//!         name: String,
//!         knows: RefLock<Vec<Gc<'gc, Person<'gc>>>>,
//!     }
//! }
//!
//! /// Names the type of the root, for every lifetime of references.
//! struct People;
//! impl Rootable for People {
//!     type Root<'gc> = Vec<Gc<'gc, Person<'gc>>>;
//! }
//!
//! let mut arena = Arena::<People>::new(Config::default(), |_| Vec::new())?;
//! arena.mutate_root(|mutation, root| {
//!     let person = |name: &str| Gc::new(mutation, Person { name: name.into(), knows: RefLock::default() });
//!     let (ada, grace) = (person("Ada"), person("Grace"));
//!     // What holds the list is `ada`: the heap is told that it is written to.
//!     ada.knows.borrow_mut_in(mutation, ada).push(grace);
//!     grace.knows.borrow_mut_in(mutation, grace).push(ada);
//!     root.push(ada);
//! });
//! arena.collect(Collection::Full);
//! let name = arena.mutate(|_, root| root[0].knows.borrow()[0].name.clone());
//! assert_eq!(name, "Grace");
//!
//! arena.mutate_root(|_, root| root.clear());
//! arena.collect(Collection::Full);
//! assert_eq!(arena.stats().last.marked_cells, 0);
//! # Ok::<(), hearth_gc::HeapError>(())
//! ```
//!
//! `examples/lisp.rs` is a whole language on this layer, without a line of unsafe code.
//!
//! # What a value can be
//!
//! Anything that is [`Trace`]: numbers, strings, the collections of the standard library, and the
//! program's own structures and enums, which are declared in [`trace_fields!`](crate::trace_fields).
//! Values of other crates that hold no reference are wrapped in [`Static`]. Sizes and alignments are
//! as one likes. A value is dropped once, after it has died or with the arena; so types that hold a
//! `Gc` have no `Drop` of their own, which could look at what is gone already.
//!
//! What changes is behind a [`Lock`] (copied in and out, like [`Cell`](core::cell::Cell)) or a
//! [`RefLock`] (borrowed, like [`RefCell`](core::cell::RefCell)). Writing takes the `Gc` that the lock
//! lies in, because the collector must know which old values got new references.
//!
//! # Time
//!
//! As nothing is collected inside of `mutate`, a program that runs for long leaves it now and then:
//! [`Mutation::wants_collection`] says when, [`Arena::mutate`] then collects on its way out. What is
//! to survive that is in the root.
//!
//! # What does not compile
//!
//! A reference that leaves `mutate`:
//!
//! ```compile_fail
//! # use hearth_gc::{Config, typed::{Arena, Gc, Rootable}};
//! # struct Empty;
//! # impl Rootable for Empty { type Root<'gc> = (); }
//! let mut arena = Arena::<Empty>::new(Config::default(), |_| ()).unwrap();
//! let escaped = arena.mutate(|mutation, _| Gc::new(mutation, 1)); // what it refers to does: `*Gc::new(…)`
//! ```
//!
//! One that is kept in a variable outside:
//!
//! ```compile_fail,E0521
//! # use hearth_gc::{Config, typed::{Arena, Gc, Rootable}};
//! # struct Empty;
//! # impl Rootable for Empty { type Root<'gc> = (); }
//! let mut arena = Arena::<Empty>::new(Config::default(), |_| ()).unwrap();
//! let mut kept = None;
//! arena.mutate(|mutation, _| kept = Some(Gc::new(mutation, 1)));
//! ```
//!
//! A reference of one arena in another:
//!
//! ```compile_fail,E0521
//! # use hearth_gc::{Config, typed::{Arena, Gc, Rootable}};
//! # struct Numbers;
//! # impl Rootable for Numbers { type Root<'gc> = Vec<Gc<'gc, i32>>; }
//! let mut one = Arena::<Numbers>::new(Config::default(), |_| Vec::new()).unwrap();
//! let mut other = Arena::<Numbers>::new(Config::default(), |_| Vec::new()).unwrap();
//! one.mutate(|mutation, _| {
//!     let number = Gc::new(mutation, 1);
//!     other.mutate_root(|_, root| root.push(number));
//! });
//! ```
//!
//! A store that the heap is not told of:
//!
//! ```compile_fail,E0277
//! # use hearth_gc::{trace_fields, typed::Gc};
//! # use std::cell::RefCell;
//! trace_fields! {
//!     struct Node<'gc> {
//!         next: RefCell<Option<Gc<'gc, Node<'gc>>>>, // `RefLock`, `Lock`
//!     }
//! }
//! ```
//!
//! A destructor that could follow a reference:
//!
//! ```compile_fail,E0119
//! # use hearth_gc::{trace_fields, typed::Gc};
//! trace_fields! {
//!     struct Node<'gc> {
//!         next: Gc<'gc, String>,
//!     }
//! }
//! impl Drop for Node<'_> {
//!     fn drop(&mut self) {
//!         println!("{}", *self.next);
//!     }
//! }
//! ```
//!
//! # Invariants
//!
//! The `unsafe` code of this folder cites them by number.
//!
//! 1. Every cell of an arena's heap is a `TypedCell` with a value behind it, which was
//!    written before anything else was done. All that the collector asks about it is in its
//!    `TypeInfo`.
//! 2. `'gc` is invariant, and made anew by each call of `mutate` for a closure that takes any: a type
//!    that mentions it belongs to one call on one arena.
//! 3. While a [`Mutation`] exists its heap does not collect, and no reference to the heap is kept while
//!    code of the user runs.
//! 4. What a live value refers to is traced: the contract of [`Trace`]. What is stored into it is
//!    behind a lock, which calls the barrier first.
//! 5. A value is dropped once: the finaliser of its cell is registered once, and nobody else owns it.
//!
//! # Absences
//!
//! No unsized values (a `Gc<'gc, Box<[T]>>` does), no weak references, no collection inside of `mutate`,
//! no ambiguous roots: native stacks are not scanned.
//!
//! The design is that of gc-arena (C. West and others), without its incremental collector.

mod arena;
mod fields;
mod gc;
mod layout;
mod lock;
mod mutation;
mod panics;
#[cfg(test)]
mod tests;
mod trace;
mod trace_std;

pub use arena::{Arena, Rootable};
pub use gc::Gc;
pub use lock::{Lock, RefLock};
pub use mutation::Mutation;
pub use trace::{Static, Trace};
