//! `Function`: what can be called.

use super::context::Context;
use super::failure::{Failure, JsResult};
use super::{FromJs, IntoJs, Object, Value};
use crate::value::Value as Raw;
use smallvec::SmallVec;

/// A callable object.
#[derive(Clone, Copy, Debug)]
pub struct Function<'js>(pub(super) Object<'js>);

/// Arguments of a call. Most calls have few.
pub type ArgumentList = SmallVec<[Raw; 6]>;

/// What a function can be called with: tuples of up to six, and slices of values.
pub trait IntoArguments<'js> {
    #[doc(hidden)]
    fn add(self, cx: &mut Context<'js>, list: &mut RawArguments) -> JsResult<'js, ()>;
}

/// The words of arguments, whose values are rooted in the entry.
#[doc(hidden)]
#[derive(Default)]
pub struct RawArguments(pub(super) ArgumentList);

impl<'js> Function<'js> {
    /// Calls it with an undefined receiver.
    ///
    /// # Errors
    /// What it, or a conversion, throws.
    pub fn call<T: FromJs<'js>>(self, cx: &mut Context<'js>, arguments: impl IntoArguments<'js>) -> JsResult<'js, T> {
        self.call_with(cx, Value::UNDEFINED, arguments)
    }
    /// Calls it with a receiver (Call, sec-call).
    ///
    /// # Errors
    /// What it, or a conversion, throws.
    pub fn call_with<T: FromJs<'js>>(
        self,
        cx: &mut Context<'js>,
        this: impl Into<Value<'js>>,
        arguments: impl IntoArguments<'js>,
    ) -> JsResult<'js, T> {
        let this = this.into().raw;
        let mut list = RawArguments::default();
        arguments.add(cx, &mut list)?;
        let value = cx.script(|vm| vm.call(self.0.0.raw, this, &list.0))?;
        T::from_js(cx, value)
    }
    /// Calls it as a constructor (Construct, sec-construct).
    ///
    /// # Errors
    /// What it, or a conversion, throws; a TypeError if it is no constructor.
    pub fn construct(self, cx: &mut Context<'js>, arguments: impl IntoArguments<'js>) -> JsResult<'js, Object<'js>> {
        let callee = self.0.0.raw;
        if !crate::runtime::operations::is_constructor(callee) {
            return Err(Failure::type_error("the function is no constructor"));
        }
        let mut list = RawArguments::default();
        arguments.add(cx, &mut list)?;
        cx.script(|vm| vm.construct(callee, &list.0, callee)).map(Object)
    }
}

impl<'js> IntoArguments<'js> for &[Value<'js>] {
    fn add(self, _: &mut Context<'js>, list: &mut RawArguments) -> JsResult<'js, ()> {
        list.0.extend(self.iter().map(|value| value.raw));
        Ok(())
    }
}

macro_rules! tuples {
    ($(($($name:ident $field:tt),*))*) => {$(
        impl<'js, $($name: IntoJs<'js>),*> IntoArguments<'js> for ($($name,)*) {
            #[inline]
            fn add(self, _cx: &mut Context<'js>, _list: &mut RawArguments) -> JsResult<'js, ()> {
                $(_list.0.push(self.$field.into_js(_cx)?.raw);)*
                Ok(())
            }
        }
    )*};
}
tuples! {
    ()
    (A 0)
    (A 0, B 1)
    (A 0, B 1, C 2)
    (A 0, B 1, C 2, D 3)
    (A 0, B 1, C 2, D 3, E 4)
    (A 0, B 1, C 2, D 3, E 4, F 5)
}
