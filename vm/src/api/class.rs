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

use super::context::Context;
use super::failure::{Failure, JsResult};
use super::host_function::{Argument, Arguments, HostFunction, quietly_drop};
use super::{Function, IntoJs, Object, Value};
use crate::heap::roots::RootSource;
use crate::heap::{Kind, Payload};
use crate::object::layout::trace_value;
use crate::value::Value as Raw;
use hearth_gc::Tracer;
use std::any::TypeId;
use std::cell::RefCell;

/// A type whose values are objects of scripts.
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

type Raws = Box<dyn for<'js> Fn(&mut Context<'js>, Arguments<'js>) -> JsResult<'js> + Send>;
type Maker<T> = Box<dyn for<'js> Fn(&mut Context<'js>, Arguments<'js>) -> JsResult<'js, T> + Send>;

enum Place {
    Method,
    Getter,
    Setter,
    Static,
}

struct Member {
    place: Place,
    name: &'static str,
    length: u32,
    run: Raws,
}

/// What a class is made of.
pub struct ClassBuilder<T> {
    constructor: Option<(u32, Maker<T>)>,
    members: Vec<Member>,
}

impl<T: Class> ClassBuilder<T> {
    fn add(&mut self, place: Place, name: &'static str, length: u32, run: Raws) -> &mut Self {
        self.members.push(Member { place, name, length, run });
        self
    }
    /// What `new` calls. Without one, scripts cannot make objects of the class.
    pub fn constructor<M>(&mut self, make: impl Constructor<T, M>) -> &mut Self {
        self.constructor = Some(make.maker());
        self
    }
    /// What `new` calls, looking at its arguments itself.
    pub fn raw_constructor<F>(&mut self, length: u32, make: F) -> &mut Self
    where
        F: for<'js> Fn(&mut Context<'js>, Arguments<'js>) -> JsResult<'js, T> + Send + 'static,
    {
        self.constructor = Some((length, Box::new(make)));
        self
    }
    /// A method that reads.
    pub fn method<M>(&mut self, name: &'static str, method: impl Method<T, M>) -> &mut Self {
        let (length, run) = method.raw(name);
        self.add(Place::Method, name, length, run)
    }
    /// A method that writes.
    pub fn method_mut<M>(&mut self, name: &'static str, method: impl MethodMut<T, M>) -> &mut Self {
        let (length, run) = method.raw(name);
        self.add(Place::Method, name, length, run)
    }
    /// A method that looks at its receiver and its arguments itself.
    pub fn raw_method<F>(&mut self, name: &'static str, length: u32, method: F) -> &mut Self
    where
        F: for<'js> Fn(&mut Context<'js>, Arguments<'js>) -> JsResult<'js> + Send + 'static,
    {
        self.add(Place::Method, name, length, Box::new(method))
    }
    /// What reading a property calls.
    pub fn getter<M>(&mut self, name: &'static str, getter: impl Method<T, M>) -> &mut Self {
        let (length, run) = getter.raw(name);
        self.add(Place::Getter, name, length, run)
    }
    /// What writing a property calls.
    pub fn setter<M>(&mut self, name: &'static str, setter: impl MethodMut<T, M>) -> &mut Self {
        let (length, run) = setter.raw(name);
        self.add(Place::Setter, name, length, run)
    }
    /// A function that the constructor has.
    pub fn static_function<M, F: HostFunction<M>>(&mut self, name: &'static str, function: F) -> &mut Self {
        let run: Raws = Box::new(move |cx, arguments| function.invoke(cx, arguments));
        self.add(Place::Static, name, F::LENGTH, run)
    }
}

/// The slot of an object that holds a value of Rust.
struct InstanceData<T: Class> {
    value: RefCell<Option<T>>,
    /// What `T::external_size` gave when the object was made.
    external_size: usize,
}

impl<T: Class> Payload for InstanceData<T> {
    fn trace(&self, _: &mut Tracer) {}
    fn external_size(&self) -> usize {
        self.external_size
    }
}

impl<T: Class> Drop for InstanceData<T> {
    fn drop(&mut self) {
        quietly_drop(self.value.take());
    }
}

/// Constructors and prototypes of the classes of Rust, of each realm.
#[derive(Default)]
pub(crate) struct Classes {
    // unrooted: this is a root source.
    known: RefCell<Vec<(TypeId, u32, [Raw; 2])>>,
}

impl RootSource for Classes {
    fn trace(&self, tracer: &mut Tracer) {
        for value in self.known.borrow().iter().flat_map(|(_, _, values)| values) {
            trace_value(*value, tracer);
        }
    }
}

impl<'js> Context<'js> {
    /// The constructor of a class, which is made when it is first asked for.
    ///
    /// # Errors
    /// RangeError if there is no memory for it.
    pub fn class<T: Class>(&mut self) -> JsResult<'js, Function<'js>> {
        let [constructor, _] = self.class_parts::<T>()?;
        Ok(Function(constructor))
    }
    /// A value of Rust as an object of its class.
    ///
    /// # Errors
    /// RangeError if there is no memory for it.
    pub fn instance<T: Class>(&mut self, value: T) -> JsResult<'js, Object<'js>> {
        let [_, prototype] = self.class_parts::<T>()?;
        self.instance_with(value, prototype)
    }

    fn instance_with<T: Class>(&mut self, value: T, prototype: Object<'js>) -> JsResult<'js, Object<'js>> {
        let external_size = value.external_size();
        let room = self.vm.room_for(external_size).map(|()| Raw::UNDEFINED);
        self.settle(room)?;
        let data = Box::new(InstanceData { value: RefCell::new(Some(value)), external_size });
        let object = self.vm.new_payload_object(Kind::Host, prototype.cell(), data).value();
        Ok(Object(self.root(object)))
    }

    fn class_parts<T: Class>(&mut self) -> JsResult<'js, [Object<'js>; 2]> {
        let key = (TypeId::of::<T>(), self.vm.current_realm);
        let known = self.vm.embedding.classes.known.borrow().iter().find(|row| (row.0, row.1) == key).map(|row| row.2);
        if let Some(parts) = known {
            return Ok(parts.map(|raw| Object(Value::rooted(raw))));
        }
        let mut builder = ClassBuilder::<T> { constructor: None, members: Vec::new() };
        T::define(&mut builder);
        let parts = self.define_class(builder)?;
        let row = (key.0, key.1, parts.map(|object| object.0.raw));
        self.vm.embedding.classes.known.borrow_mut().push(row);
        Ok(parts)
    }

    fn define_class<T: Class>(&mut self, builder: ClassBuilder<T>) -> JsResult<'js, [Object<'js>; 2]> {
        let prototype = self.object();
        let (length, make) = builder.constructor.map_or((0, None), |(length, make)| (length, Some(make)));
        let constructor = self.constructor(T::NAME, length, move |cx, arguments| construct(cx, arguments, make.as_ref()));
        constructor.define_constant(self, "prototype", prototype)?;
        prototype.define_hidden(self, "constructor", constructor)?;
        let tag = self.vm.symbols.to_string_tag.raw();
        prototype.define_hidden(self, Value::rooted(tag), T::NAME)?;
        let mut accessors: Vec<(&'static str, [Option<Function<'js>>; 2])> = Vec::new();
        for Member { place, name, length, run } in builder.members {
            let function = self.raw_function(name, length, run);
            let index = match place {
                Place::Method => {
                    prototype.define_hidden(self, name, function)?;
                    continue;
                }
                Place::Static => {
                    constructor.define_hidden(self, name, function)?;
                    continue;
                }
                Place::Getter => 0,
                Place::Setter => 1,
            };
            match accessors.iter_mut().find(|(known, _)| *known == name) {
                Some((_, pair)) => pair[index] = Some(function),
                None => {
                    let mut pair = [None; 2];
                    pair[index] = Some(function);
                    accessors.push((name, pair));
                }
            }
        }
        for (name, [getter, setter]) in accessors {
            prototype.define_accessor(self, name, getter, setter)?;
        }
        Ok([constructor.0, prototype])
    }
}

/// What `new` does with a class of Rust.
fn construct<'js, T: Class>(cx: &mut Context<'js>, arguments: Arguments<'js>, make: Option<&Maker<T>>) -> JsResult<'js> {
    let Some(new_target) = arguments.new_target() else {
        return Err(Failure::type_error(format!("Class constructor {} cannot be invoked without 'new'", T::NAME)));
    };
    let Some(make) = make else { return Err(Failure::type_error("Illegal constructor")) };
    // As for built-in classes: a derived class has another prototype.
    let prototype: Value<'js> = new_target.get(cx, "prototype")?;
    let value = make(cx, arguments)?;
    let prototype = match prototype.as_object() {
        Some(prototype) => prototype,
        None => cx.class_parts::<T>()?[1],
    };
    cx.instance_with(value, prototype).map(Value::from)
}

impl<'js> Object<'js> {
    fn data<T: Class>(&self) -> Option<&RefCell<Option<T>>> {
        self.cell().payload::<InstanceData<T>>().map(|data| &data.value)
    }
    /// Whether the object was made of a value of this type.
    pub fn is_instance<T: Class>(self) -> bool {
        self.data::<T>().is_some()
    }
    /// Reads the value of Rust in the object. None if it is of another class, was taken out, or is being written to.
    pub fn with<T: Class, R>(self, read: impl FnOnce(&T) -> R) -> Option<R> {
        self.data::<T>()?.try_borrow().ok()?.as_ref().map(read)
    }
    /// Writes to the value of Rust in the object. None if it is of another class, was taken out, or is in use.
    pub fn with_mut<T: Class, R>(self, write: impl FnOnce(&mut T) -> R) -> Option<R> {
        self.data::<T>()?.try_borrow_mut().ok()?.as_mut().map(write)
    }
    /// Takes the value of Rust out of the object, whose methods throw from then on. None as for `with_mut`.
    pub fn take<T: Class>(self) -> Option<T> {
        self.data::<T>()?.try_borrow_mut().ok()?.take()
    }
}

#[cold]
fn unfit<'js, T: Class>(object: Option<Object<'js>>, method: &str) -> Failure<'js> {
    let name = T::NAME;
    Failure::type_error(match object.and_then(|object| object.data::<T>().map(|data| data.try_borrow().is_ok())) {
        None => format!("{name}.prototype.{method} was called on an object that is no {name}"),
        Some(true) => format!("{name}.prototype.{method} was called on a {name} that is gone, or in use"),
        Some(false) => format!("{name}.prototype.{method} was called on a {name} that is being written to"),
    })
}

/// Functions that make a value of a class from up to six typed parameters, or fail.
pub trait Constructor<T, M> {
    #[doc(hidden)]
    fn maker(self) -> (u32, Maker<T>);
}

/// What constructors give: a value, or what is thrown.
#[doc(hidden)]
pub trait Made<T> {
    fn made<'js>(self) -> JsResult<'js, T>;
}
impl<T: Class> Made<T> for T {
    fn made<'js>(self) -> JsResult<'js, T> {
        Ok(self)
    }
}
impl<T: Class, E: for<'a> Into<Failure<'a>>> Made<T> for Result<T, E> {
    fn made<'js>(self) -> JsResult<'js, T> {
        self.map_err(Into::into)
    }
}

/// Functions of a class that read: of a receiver and up to five typed parameters.
pub trait Method<T, M> {
    #[doc(hidden)]
    fn raw(self, name: &'static str) -> (u32, Raws);
}

/// Functions of a class that write: of a receiver and up to five typed parameters.
pub trait MethodMut<T, M> {
    #[doc(hidden)]
    fn raw(self, name: &'static str) -> (u32, Raws);
}

macro_rules! receivers {
    ($trait:ident $borrow:ident ($($mutability:tt)*) $length:literal ($($name:ident $held:ident $index:literal),*)) => {
        impl<T: Class, Func, Out, $($name),*> $trait<T, fn($($name,)*) -> Out> for Func
        where
            Func: Send + 'static,
            Func: Fn(&$($mutability)* T, $($name,)*) -> Out,
            Func: for<'a> Fn(&$($mutability)* T, $($name::Of<'a>,)*) -> Out,
            Out: for<'a> IntoJs<'a> + 'static,
            $($name: Argument + 'static,)*
        {
            fn raw(self, name: &'static str) -> (u32, Raws) {
                fn call<T, Out, $($name),*>(
                    function: impl Fn(&$($mutability)* T, $($name,)*) -> Out,
                    this: &$($mutability)* T,
                    $($held: $name,)*
                ) -> Out {
                    function(this, $($held,)*)
                }
                let run: Raws = Box::new(move |cx, arguments| {
                    $(let mut $held = $name::hold(cx, arguments.get($index))?;)*
                    let object = arguments.this().as_object();
                    let result = object.and_then(|object| {
                        object.$borrow::<T, Out>(|this| call::<T, Out, $($name::Of<'_>,)*>(&self, this, $($name::of(&mut $held),)*))
                    });
                    match result {
                        Some(value) => value.into_js(cx),
                        None => Err(unfit::<T>(object, name)),
                    }
                });
                ($length, run)
            }
        }
    };
}

macro_rules! forms {
    ($($length:literal ($($name:ident $held:ident $index:literal),*))*) => {$(
        receivers!(Method with () $length ($($name $held $index),*));
        receivers!(MethodMut with_mut (mut) $length ($($name $held $index),*));

        impl<T: Class, Func, Out, $($name),*> Constructor<T, fn($($name,)*) -> Out> for Func
        where
            Func: Send + 'static,
            Func: Fn($($name,)*) -> Out,
            Func: for<'a> Fn($($name::Of<'a>,)*) -> Out,
            Out: Made<T> + 'static,
            $($name: Argument + 'static,)*
        {
            fn maker(self) -> (u32, Maker<T>) {
                fn call<Out, $($name),*>(function: impl Fn($($name,)*) -> Out, $($held: $name,)*) -> Out {
                    function($($held,)*)
                }
                let make: Maker<T> = Box::new(move |_cx, _arguments| {
                    $(let mut $held = $name::hold(_cx, _arguments.get($index))?;)*
                    call::<Out, $($name::Of<'_>,)*>(&self, $($name::of(&mut $held),)*).made()
                });
                ($length, make)
            }
        }
    )*};
}
forms! {
    0 ()
    1 (A a 0)
    2 (A a 0, B b 1)
    3 (A a 0, B b 1, C c 2)
    4 (A a 0, B b 1, C c 2, D d 3)
    5 (A a 0, B b 1, C c 2, D d 3, E e 4)
}
