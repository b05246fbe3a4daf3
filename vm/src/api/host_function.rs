//! Functions of Rust that scripts can call.

use super::context::Context;
use super::convert::expected;
use super::failure::JsResult;
use super::{FromJs, Function, IntoJs, JsString, Object, Value};
use crate::heap::{Gc, Payload};
use crate::object::function::Args;
use crate::object::layout::InternalCell;
use crate::runtime::completion::JsResult as Completion;
use crate::string::Units;
use crate::value::Value as Raw;
use crate::vm::Vm;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What a host function is called with.
#[derive(Clone, Copy)]
pub struct Arguments<'js>(&'js Args<'js>);

impl<'js> Arguments<'js> {
    /// Argument `index`, undefined if there are fewer.
    #[inline]
    pub fn get(&self, index: usize) -> Value<'js> {
        // The window of the call keeps them alive until the host function has returned.
        self.0.args.get(index).map_or(Value::UNDEFINED, |raw| Value::rooted(*raw))
    }
    /// Argument `index` as a type of Rust; undefined if there are fewer.
    ///
    /// # Errors
    /// A TypeError or RangeError if it is none.
    pub fn arg<T: FromJs<'js>>(&self, cx: &mut Context<'js>, index: usize) -> JsResult<'js, T> {
        T::from_js(cx, self.get(index))
    }
    pub fn len(&self) -> usize {
        self.0.args.len()
    }
    pub fn is_empty(&self) -> bool {
        self.0.args.is_empty()
    }
    /// All of them.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Value<'js>> + use<'js> {
        self.0.args.iter().map(|raw| Value::rooted(*raw))
    }
    pub(super) fn raw(&self) -> &'js [Raw] {
        self.0.args
    }
    /// The receiver; undefined where called as a constructor.
    pub fn this(&self) -> Value<'js> {
        Value::rooted(if self.0.this.is_empty() { Raw::UNDEFINED } else { self.0.this })
    }
    /// `new.target`, if called as a constructor.
    pub fn new_target(&self) -> Option<Object<'js>> {
        Value::rooted(self.0.new_target).as_object()
    }
}

/// The slot of a function object that has the function of Rust. There is one until it is dropped.
struct HostFunctionData<F>(Option<F>);

impl<F> Drop for HostFunctionData<F> {
    fn drop(&mut self) {
        quietly_drop(self.0.take());
    }
}

/// Drops what is an embedder's in the middle of a collection, where nobody can be told of a panic.
pub(super) fn quietly_drop<T>(value: T) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| drop(value))) {
        // It may panic in turn.
        std::mem::forget(panic);
    }
}

impl<F: 'static> Payload for HostFunctionData<F> {
    fn trace(&self, _: &mut hearth_gc::Tracer) {}
}

/// What the machine calls for the functions that `raw` makes of an `F`, and for no others.
fn trampoline<F>(vm: &mut Vm, args: &Args<'_>) -> Completion
where
    F: for<'a> Fn(&mut Context<'a>, Arguments<'a>) -> JsResult<'a> + Send + 'static,
{
    // SAFETY: `raw` has put an internal cell there, with a payload of this type, and nobody writes to it; the window
    // keeps the callee alive.
    let cell = unsafe { Gc::<InternalCell>::from_address(args.callee.data[0].get().address()) };
    debug_assert!(cell.payload::<HostFunctionData<F>>().is_some());
    // SAFETY: as above.
    let function = unsafe { cell.payload_unchecked::<HostFunctionData<F>>() };
    let run = function.0.as_ref().expect("it is alive");
    let handles = vm.embedding.handles.len();
    let mut cx = Context::new(vm);
    // Whoever is unwound has borrowed nothing of the machine but through `cx`, which is whole between operations.
    let result = catch_unwind(AssertUnwindSafe(|| match run(&mut cx, Arguments(args)) {
        Ok(value) => Ok(value.raw),
        Err(failure) => Err(failure.into_throw(&mut cx)),
    }));
    vm.embedding.handles.truncate(handles);
    result.unwrap_or_else(|panic| Err(vm.end_for_panic(panic)))
}

pub(super) fn raw<'js, F>(cx: &mut Context<'js>, name: &str, length: u32, function: F) -> Function<'js>
where
    F: for<'a> Fn(&mut Context<'a>, Arguments<'a>) -> JsResult<'a> + Send + 'static,
{
    let vm = &mut *cx.vm;
    let data = vm.new_internal(Box::new(HostFunctionData(Some(function))));
    let native = vm.new_native_with(name, length, trampoline::<F>, data.value(), Raw::UNDEFINED).value();
    Function(Object(cx.root(native)))
}

impl<'js> Context<'js> {
    /// As `raw_function`, callable by `new`, too.
    pub(super) fn constructor<F>(&mut self, name: &str, length: u32, function: F) -> Function<'js>
    where
        F: for<'a> Fn(&mut Context<'a>, Arguments<'a>) -> JsResult<'a> + Send + 'static,
    {
        let function = raw(self, name, length, function);
        function.cell().cast::<crate::object::function::Native>().expect("it was made so").is_constructor.set(true);
        function
    }
}

pub(super) fn typed<'js, M, F: HostFunction<M>>(cx: &mut Context<'js>, name: &str, function: F) -> Function<'js> {
    raw(cx, name, F::LENGTH, move |cx, arguments| function.invoke(cx, arguments))
}

/// A parameter of a typed host function: what [`FromJs`] makes and no entry owns, and `&str`.
pub trait Argument {
    /// What is kept during the call.
    type Held;
    /// What the function gets.
    type Of<'a>;
    /// # Errors
    /// A TypeError or RangeError if the value is none of this type.
    fn hold<'js>(cx: &mut Context<'js>, value: Value<'js>) -> JsResult<'js, Self::Held>;
    fn of(held: &mut Self::Held) -> Self::Of<'_>;
}

impl<T: for<'js> FromJs<'js> + 'static> Argument for T {
    type Held = Option<T>;
    type Of<'a> = T;
    #[inline]
    fn hold<'js>(cx: &mut Context<'js>, value: Value<'js>) -> JsResult<'js, Option<T>> {
        T::from_js(cx, value).map(Some)
    }
    #[inline]
    fn of(held: &mut Option<T>) -> T {
        held.take().expect("asked for once")
    }
}

impl Argument for &str {
    type Held = Text;
    type Of<'a> = &'a str;
    #[inline]
    fn hold<'js>(_: &mut Context<'js>, value: Value<'js>) -> JsResult<'js, Text> {
        match value.as_string() {
            Some(string) => Ok(Text::of(string)),
            None => Err(expected("a string", value)),
        }
    }
    #[inline]
    fn of(held: &mut Text) -> &str {
        held.as_str()
    }
}

/// The text of a parameter: what is short and ASCII needs no allocation.
#[doc(hidden)]
pub struct Text(Length);

enum Length {
    /// ASCII.
    Short {
        length: u8,
        bytes: [u8; SHORT],
    },
    Long(String),
}

const SHORT: usize = 46;

impl Text {
    #[inline]
    fn of(string: JsString<'_>) -> Text {
        if let Some(Units::Latin1(units)) = string.cell().flat_units()
            && units.len() <= SHORT
            && units.is_ascii()
        {
            let mut bytes = [0; SHORT];
            bytes[..units.len()].copy_from_slice(units);
            return Text(Length::Short { length: units.len() as u8, bytes });
        }
        Text(Length::Long(string.to_rust()))
    }
    #[inline]
    fn as_str(&self) -> &str {
        match &self.0 {
            // SAFETY: `of` alone makes these, of ASCII.
            Length::Short { length, bytes } => unsafe { std::str::from_utf8_unchecked(&bytes[..usize::from(*length)]) },
            Length::Long(text) => text,
        }
    }
}

/// Functions and closures of Rust with up to six typed parameters, which may be preceded by a `&mut Context<'_>`.
/// Their result is what [`IntoJs`] takes; an `Err` is thrown. A panic ends the call of the script
/// with [`Reason::Panic`](super::Reason::Panic).
///
/// `M` tells the forms apart, and is inferred.
pub trait HostFunction<M>: Send + 'static {
    /// Number of typed parameters.
    const LENGTH: u32;
    #[doc(hidden)]
    fn invoke<'js>(&self, cx: &mut Context<'js>, arguments: Arguments<'js>) -> JsResult<'js>;
}

/// Marks functions that have a context as their first parameter.
#[doc(hidden)]
pub struct WithContext;

macro_rules! forms {
    ($($length:literal ($($name:ident $held:ident $index:literal),*))*) => {$(
        impl<Func, Out, $($name),*> HostFunction<fn($($name,)*) -> Out> for Func
        where
            Func: Send + 'static,
            Func: Fn($($name,)*) -> Out,
            Func: for<'a> Fn($($name::Of<'a>,)*) -> Out,
            Out: for<'a> IntoJs<'a>,
            $($name: Argument,)*
        {
            const LENGTH: u32 = $length;
            #[inline]
            fn invoke<'js>(&self, cx: &mut Context<'js>, _arguments: Arguments<'js>) -> JsResult<'js> {
                fn call<Out, $($name),*>(function: impl Fn($($name,)*) -> Out, $($held: $name,)*) -> Out {
                    function($($held,)*)
                }
                $(let mut $held = $name::hold(cx, _arguments.get($index))?;)*
                call::<Out, $($name::Of<'_>,)*>(self, $($name::of(&mut $held),)*).into_js(cx)
            }
        }

        impl<Func, Out, $($name),*> HostFunction<(WithContext, fn($($name,)*) -> Out)> for Func
        where
            Func: Send + 'static,
            Func: Fn(&mut Context<'_>, $($name,)*) -> Out,
            Func: for<'a> Fn(&mut Context<'_>, $($name::Of<'a>,)*) -> Out,
            Out: for<'a> IntoJs<'a>,
            $($name: Argument,)*
        {
            const LENGTH: u32 = $length;
            #[inline]
            fn invoke<'js>(&self, cx: &mut Context<'js>, _arguments: Arguments<'js>) -> JsResult<'js> {
                #[allow(clippy::too_many_arguments, reason = "as many as functions of hosts may have")]
                fn call<'js, Out, $($name),*>(
                    function: impl Fn(&mut Context<'js>, $($name,)*) -> Out,
                    cx: &mut Context<'js>,
                    $($held: $name,)*
                ) -> Out {
                    function(cx, $($held,)*)
                }
                $(let mut $held = $name::hold(cx, _arguments.get($index))?;)*
                call::<Out, $($name::Of<'_>,)*>(self, cx, $($name::of(&mut $held),)*).into_js(cx)
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
    6 (A a 0, B b 1, C c 2, D d 3, E e 4, F f 5)
}
