//! `ClassBuilder`: what a class has.

use super::data::write_receiver;
use super::define::Base;
use super::instance::receiver;
use super::receivers::{Constructor, Method, MethodMut};
use super::{Class, Extends, Initializer, Instance, Maker, MemberName, Run, WellKnown};
use crate::api::context::Context;
use crate::api::failure::JsResult;
use crate::api::host_function::{Arguments, HostFunction};
use crate::api::{IntoJs, Value};

/// What makes the value of a constant.
type Constant = Box<dyn for<'js> FnOnce(&mut Context<'js>) -> JsResult<'js>>;

pub(super) enum Member {
    Method(u32, Run),
    Getter(Run),
    Setter(Run),
    Static(u32, Run),
    Constant(Constant),
}

/// What a class is made of. A member that is named twice is what was said last.
pub struct ClassBuilder<T> {
    pub(super) base: Option<Base>,
    pub(super) constructor: Option<(u32, Maker<T>)>,
    pub(super) initializer: Option<Initializer<T>>,
    /// Whether its prototype is to inherit from %Iterator.prototype%.
    pub(super) is_iterator: bool,
    pub(super) members: Vec<(MemberName, Member)>,
}

impl<T: Class> ClassBuilder<T> {
    pub(super) fn new() -> Self {
        ClassBuilder { base: None, constructor: None, initializer: None, is_iterator: false, members: Vec::new() }
    }
    fn add(&mut self, name: impl Into<MemberName>, member: Member) -> &mut Self {
        self.members.push((name.into(), member));
        self
    }

    /// Makes it a class that extends another, as by `class T extends Base`: its prototype and its constructor inherit
    /// from those of the base, whose methods work on its objects. See [`Extends`].
    pub fn extends<B: Class>(&mut self) -> &mut Self
    where
        T: Extends<B>,
    {
        self.base = Some(Base::of::<T, B>());
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
    /// What is called with each object that `new` has made, and with the arguments of `new`: to give it what only an
    /// object can have, such as [hidden slots](crate::api::Object::set_hidden_slot). Not that of a base.
    pub fn initializer<F>(&mut self, initialize: F) -> &mut Self
    where
        F: for<'js> Fn(&mut Context<'js>, Instance<'js, T>, Arguments<'js>) -> JsResult<'js, ()> + Send + 'static,
    {
        self.initializer = Some(Box::new(initialize));
        self
    }

    /// A method that reads.
    pub fn method<M>(&mut self, name: impl Into<MemberName>, method: impl Method<T, M>) -> &mut Self {
        let name = name.into();
        let (length, run) = method.raw(name);
        self.add(name, Member::Method(length, run))
    }
    /// A method that writes.
    pub fn method_mut<M>(&mut self, name: impl Into<MemberName>, method: impl MethodMut<T, M>) -> &mut Self {
        let name = name.into();
        let (length, run) = method.raw(name);
        self.add(name, Member::Method(length, run))
    }
    /// A method that has its object rather than the value in it, and borrows that when, and for as long as, it wants.
    pub fn object_method<F>(&mut self, name: impl Into<MemberName>, length: u32, method: F) -> &mut Self
    where
        F: for<'js> Fn(&mut Context<'js>, Instance<'js, T>, Arguments<'js>) -> JsResult<'js> + Send + 'static,
    {
        let name = name.into();
        self.raw_method(name, length, move |cx, arguments| {
            let this = receiver(arguments.this(), name)?;
            method(cx, this, arguments)
        })
    }
    /// A method that looks at its receiver and its arguments itself.
    pub fn raw_method<F>(&mut self, name: impl Into<MemberName>, length: u32, method: F) -> &mut Self
    where
        F: for<'js> Fn(&mut Context<'js>, Arguments<'js>) -> JsResult<'js> + Send + 'static,
    {
        self.add(name, Member::Method(length, Box::new(method)))
    }
    /// What reading a property calls.
    pub fn getter<M>(&mut self, name: impl Into<MemberName>, getter: impl Method<T, M>) -> &mut Self {
        let name = name.into();
        let (_, run) = getter.raw(name);
        self.add(name, Member::Getter(run))
    }
    /// What reading a property calls, looking at its receiver itself.
    pub fn raw_getter<F>(&mut self, name: impl Into<MemberName>, getter: F) -> &mut Self
    where
        F: for<'js> Fn(&mut Context<'js>, Arguments<'js>) -> JsResult<'js> + Send + 'static,
    {
        self.add(name, Member::Getter(Box::new(getter)))
    }
    /// What writing a property calls.
    pub fn setter<M>(&mut self, name: impl Into<MemberName>, setter: impl MethodMut<T, M>) -> &mut Self {
        let name = name.into();
        let (_, run) = setter.raw(name);
        self.add(name, Member::Setter(run))
    }
    /// What writing a property calls, looking at its receiver and the value itself.
    pub fn raw_setter<F>(&mut self, name: impl Into<MemberName>, setter: F) -> &mut Self
    where
        F: for<'js> Fn(&mut Context<'js>, Arguments<'js>) -> JsResult<'js> + Send + 'static,
    {
        self.add(name, Member::Setter(Box::new(setter)))
    }

    /// A function that the constructor has.
    pub fn static_function<M, F: HostFunction<M>>(&mut self, name: impl Into<MemberName>, function: F) -> &mut Self {
        self.raw_static_function(name, F::LENGTH, move |cx, arguments| function.invoke(cx, arguments))
    }
    /// A function that the constructor has, which looks at its arguments itself.
    pub fn raw_static_function<F>(&mut self, name: impl Into<MemberName>, length: u32, function: F) -> &mut Self
    where
        F: for<'js> Fn(&mut Context<'js>, Arguments<'js>) -> JsResult<'js> + Send + 'static,
    {
        self.add(name, Member::Static(length, Box::new(function)))
    }
    /// A property of the constructor that nothing changes, as `Number.MAX_SAFE_INTEGER` is. The value may be an object
    /// of the class itself.
    pub fn constant<V>(&mut self, name: impl Into<MemberName>, value: V) -> &mut Self
    where
        V: for<'js> IntoJs<'js> + 'static,
    {
        self.add(name, Member::Constant(Box::new(move |cx| value.into_js(cx))))
    }

    /// Makes its objects iterators: `next` gives one item after the other, `None` at the end. With it they work in
    /// `for … of` and spreads, and have the methods of iterators, such as `map` and `take`. (Those are inherited: where
    /// the class extends another, that one must be of iterators for its objects to have them.)
    ///
    /// ```
    /// use hearth::{Class, ClassBuilder, Engine};
    ///
    /// struct Countdown(u32);
    /// impl Class for Countdown {
    ///     const NAME: &'static str = "Countdown";
    ///     fn define(class: &mut ClassBuilder<Countdown>) {
    ///         class.constructor(Countdown).iterator(|countdown: &mut Countdown| {
    ///             countdown.0 = countdown.0.checked_sub(1)?;
    ///             Some(countdown.0)
    ///         });
    ///     }
    /// }
    ///
    /// let mut engine = Engine::new()?;
    /// engine.run(|cx| {
    ///     let class = cx.class::<Countdown>()?;
    ///     cx.globals().set(cx, "Countdown", class)
    /// })?;
    /// assert_eq!(engine.eval::<Vec<u32>>("a.js", "[...new Countdown(3)]")?, [2, 1, 0]);
    /// assert_eq!(engine.eval::<u32>("a.js", "new Countdown(5).filter(n => n % 2).reduce((a, b) => a + b)")?, 4);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn iterator<F, Item>(&mut self, next: F) -> &mut Self
    where
        F: Fn(&mut T) -> Option<Item> + Send + 'static,
        Item: for<'js> IntoJs<'js> + 'static,
    {
        self.raw_iterator(move |cx, arguments| {
            let item = write_receiver(arguments.this(), "next".into(), |this: &mut T| next(this))?;
            item.map(|item| item.into_js(cx)).transpose()
        })
    }
    /// As [`iterator`](Self::iterator), of a `next` that looks at its receiver itself.
    pub fn raw_iterator<F>(&mut self, next: F) -> &mut Self
    where
        F: for<'js> Fn(&mut Context<'js>, Arguments<'js>) -> JsResult<'js, Option<Value<'js>>> + Send + 'static,
    {
        self.is_iterator = true;
        self.raw_method("next", 0, move |cx, arguments| {
            let item = next(cx, arguments)?;
            let result = cx.vm.create_iter_result_object(item.unwrap_or(Value::UNDEFINED).raw, item.is_none()).value();
            cx.settle(Ok(result))
        })
    }
    /// What `using` calls when it leaves the object: a method named `Symbol.dispose`.
    pub fn dispose<F, Out>(&mut self, dispose: F) -> &mut Self
    where
        F: Fn(&mut T) -> Out + Send + 'static,
        Out: for<'js> IntoJs<'js> + 'static,
    {
        self.raw_method(WellKnown::Dispose, 0, move |cx, arguments| {
            write_receiver(arguments.this(), WellKnown::Dispose.into(), |this: &mut T| dispose(this))?.into_js(cx)
        })
    }
}
