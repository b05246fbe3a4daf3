//! Functions of Rust as constructors and members of classes: what they may look like.

use super::data::{read_receiver, write_receiver};
use super::{Class, Maker, MemberName, Run};
use crate::api::IntoJs;
use crate::api::context::Context;
use crate::api::failure::{Failure, JsResult};
use crate::api::host_function::{Argument, WithContext};

/// Functions that make a value of a class from up to five typed parameters, or fail. A `&mut Context<'_>` may precede them.
pub trait Constructor<T, M> {
    #[doc(hidden)]
    fn maker(self) -> (u32, Maker<T>);
}

/// What constructors give: a value, or what is thrown.
#[doc(hidden)]
pub trait Made<'js, T> {
    /// # Errors
    /// What is thrown.
    fn made(self) -> JsResult<'js, T>;
}
impl<'js, T: Class> Made<'js, T> for T {
    fn made(self) -> JsResult<'js, T> {
        Ok(self)
    }
}
impl<'js, T: Class, E: Into<Failure<'js>>> Made<'js, T> for Result<T, E> {
    fn made(self) -> JsResult<'js, T> {
        self.map_err(Into::into)
    }
}

/// Functions of a class that read: of a receiver and up to five typed parameters, between which there may be a
/// `&mut Context<'_>`. With one, the receiver stays borrowed while scripts run: what they call on it may read, too. To pass on
/// what scripts throw, see [`object_method`](super::ClassBuilder::object_method).
pub trait Method<T, M> {
    #[doc(hidden)]
    fn raw(self, name: MemberName) -> (u32, Run);
}

/// Functions of a class that write: of a receiver and up to five typed parameters, between which there may be a
/// `&mut Context<'_>`. With one, the receiver stays borrowed while scripts run: whatever they call on it throws.
pub trait MethodMut<T, M> {
    #[doc(hidden)]
    fn raw(self, name: MemberName) -> (u32, Run);
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
            fn raw(self, name: MemberName) -> (u32, Run) {
                fn call<T, Out, $($name),*>(
                    function: impl Fn(&$($mutability)* T, $($name,)*) -> Out,
                    this: &$($mutability)* T,
                    $($held: $name,)*
                ) -> Out {
                    function(this, $($held,)*)
                }
                let run: Run = Box::new(move |cx, arguments| {
                    $(let mut $held = $name::hold(cx, arguments.get($index))?;)*
                    let result = $borrow(arguments.this(), name, |this| {
                        call::<T, Out, $($name::Of<'_>,)*>(&self, this, $($name::of(&mut $held),)*)
                    });
                    result?.into_js(cx)
                });
                ($length, run)
            }
        }

        impl<T: Class, Func, Out, $($name),*> $trait<T, (WithContext, fn($($name,)*) -> Out)> for Func
        where
            Func: Send + 'static,
            Func: Fn(&$($mutability)* T, &mut Context<'_>, $($name,)*) -> Out,
            Func: for<'a> Fn(&$($mutability)* T, &mut Context<'_>, $($name::Of<'a>,)*) -> Out,
            Out: for<'a> IntoJs<'a> + 'static,
            $($name: Argument + 'static,)*
        {
            fn raw(self, name: MemberName) -> (u32, Run) {
                #[allow(clippy::too_many_arguments, reason = "as many as methods may have")]
                fn call<'js, T, Out, $($name),*>(
                    function: impl Fn(&$($mutability)* T, &mut Context<'js>, $($name,)*) -> Out,
                    this: &$($mutability)* T,
                    cx: &mut Context<'js>,
                    $($held: $name,)*
                ) -> Out {
                    function(this, cx, $($held,)*)
                }
                let run: Run = Box::new(move |cx, arguments| {
                    $(let mut $held = $name::hold(cx, arguments.get($index))?;)*
                    let result = $borrow(arguments.this(), name, |this| {
                        call::<T, Out, $($name::Of<'_>,)*>(&self, this, cx, $($name::of(&mut $held),)*)
                    });
                    result?.into_js(cx)
                });
                ($length, run)
            }
        }
    };
}

macro_rules! forms {
    ($($length:literal ($($name:ident $held:ident $index:literal),*))*) => {$(
        receivers!(Method read_receiver () $length ($($name $held $index),*));
        receivers!(MethodMut write_receiver (mut) $length ($($name $held $index),*));

        impl<T: Class, Func, Out, $($name),*> Constructor<T, fn($($name,)*) -> Out> for Func
        where
            Func: Send + 'static,
            Func: Fn($($name,)*) -> Out,
            Func: for<'a> Fn($($name::Of<'a>,)*) -> Out,
            Out: for<'a> Made<'a, T> + 'static,
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

        impl<T: Class, Func, Out, $($name),*> Constructor<T, (WithContext, fn($($name,)*) -> Out)> for Func
        where
            Func: Send + 'static,
            Func: Fn(&mut Context<'_>, $($name,)*) -> Out,
            Func: for<'a> Fn(&mut Context<'_>, $($name::Of<'a>,)*) -> Out,
            Out: for<'a> Made<'a, T> + 'static,
            $($name: Argument + 'static,)*
        {
            fn maker(self) -> (u32, Maker<T>) {
                fn call<'js, Out, $($name),*>(
                    function: impl Fn(&mut Context<'js>, $($name,)*) -> Out,
                    cx: &mut Context<'js>,
                    $($held: $name,)*
                ) -> Out {
                    function(cx, $($held,)*)
                }
                let make: Maker<T> = Box::new(move |cx, _arguments| {
                    $(let mut $held = $name::hold(cx, _arguments.get($index))?;)*
                    call::<Out, $($name::Of<'_>,)*>(&self, cx, $($name::of(&mut $held),)*).made()
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
