//! The macro that makes the user's types traceable.

/// Declares structures and enums that can be in an arena, with [`Trace`](crate::typed::Trace).
///
/// A declaration is as always. If the type holds references, its first parameter is their lifetime,
/// parameters for types may follow, and every field is a [`Trace`](crate::typed::Trace) itself. Such a
/// type has no `Drop` of its own. A type without parameters can have any fields, and `Drop`, since it
/// cannot hold a reference.
///
/// ```
/// use hearth_gc::{trace_fields, typed::{Gc, Lock}};
///
/// trace_fields! {
///     /// What a variable can be.
///     #[derive(Clone, Copy)]
///     pub enum Value<'gc> {
///         Nothing,
///         Number(f64),
///         Pair(Gc<'gc, Pair<'gc, Value<'gc>>>),
///         Closure { code: Gc<'gc, Code>, scope: Gc<'gc, Lock<Value<'gc>>> },
///     }
///
///     pub struct Pair<'gc, T>(T, T, std::marker::PhantomData<&'gc ()>);
///
///     pub struct Code {
///         bytes: Vec<u8>,
///         source: Option<std::fs::File>,
///     }
/// }
/// ```
///
/// Positional fields can be twelve at most; parameters have no bounds, and there are no `where` clauses.
#[macro_export]
macro_rules! trace_fields {
    () => {};

    // ---- types that hold references

    ($(#[$meta:meta])* $vis:vis struct $name:ident<$gc:lifetime $(, $param:ident)* $(,)?> {
        $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $type:ty),* $(,)?
    } $($rest:tt)*) => {
        $(#[$meta])* $vis struct $name<$gc $(, $param)*> {
            $($(#[$field_meta])* $field_vis $field: $type),*
        }
        $crate::trace_fields!(@implement $name $gc [$($param)*] this tracer {
            let Self { $($field),* } = this;
            $($crate::typed::Trace::trace($field, tracer);)*
        });
        $crate::trace_fields! { $($rest)* }
    };

    ($(#[$meta:meta])* $vis:vis struct $name:ident<$gc:lifetime $(, $param:ident)* $(,)?>(
        $($(#[$field_meta:meta])* $field_vis:vis $type:ty),* $(,)?
    ); $($rest:tt)*) => {
        $(#[$meta])* $vis struct $name<$gc $(, $param)*>($($(#[$field_meta])* $field_vis $type),*);
        $crate::trace_fields!(@implement $name $gc [$($param)*] this tracer {
            $crate::trace_fields!(@positional (Self) this tracer [] [a b c d e f g h i j k l] $($type,)*);
        });
        $crate::trace_fields! { $($rest)* }
    };

    ($(#[$meta:meta])* $vis:vis enum $name:ident<$gc:lifetime $(, $param:ident)* $(,)?> {
        $($(#[$variant_meta:meta])* $variant:ident
            $(($($(#[$item_meta:meta])* $item:ty),* $(,)?))?
            $({$($(#[$field_meta:meta])* $field:ident: $type:ty),* $(,)?})?
        ),* $(,)?
    } $($rest:tt)*) => {
        $(#[$meta])* $vis enum $name<$gc $(, $param)*> {
            $($(#[$variant_meta])* $variant
                $(($($(#[$item_meta])* $item),*))?
                $({$($(#[$field_meta])* $field: $type),*})?
            ),*
        }
        $crate::trace_fields!(@implement $name $gc [$($param)*] this tracer {
            // No variant is left out.
            match *this {
                $(Self::$variant { .. } => {})*
            }
            $(
                $($crate::trace_fields!(@positional (Self::$variant) this tracer [] [a b c d e f g h i j k l] $($item,)*);)?
                $(if let Self::$variant { $($field),* } = this {
                    $($crate::typed::Trace::trace($field, tracer);)*
                })?
            )*
        });
        $crate::trace_fields! { $($rest)* }
    };

    // One name for each positional field, then all of them.
    (@positional $path:tt $this:ident $tracer:ident [$($bound:ident)*] [$next:ident $($names:ident)*] $type:ty, $($rest:tt)*) => {
        $crate::trace_fields!(@positional $path $this $tracer [$($bound)* $next] [$($names)*] $($rest)*);
    };
    (@positional ($($path:tt)*) $this:ident $tracer:ident [$($bound:ident)*] [$($names:ident)*]) => {
        #[allow(irrefutable_let_patterns, reason = "of structs and of variants alike")]
        if let $($path)*($($bound),*) = $this {
            $($crate::typed::Trace::trace($bound, $tracer);)*
        }
    };

    (@implement $name:ident $gc:lifetime [$($param:ident)*] $this:ident $tracer:ident { $($body:tt)* }) => {
        // SAFETY: 1. The body traces all fields. 2. As it says. 3., 5. and 6. Fields are `Trace` themselves.
        // 4. Nor does the type have a destructor of its own: if it had, it would have the trait below twice.
        #[allow(unused_variables, reason = "there may be no fields")]
        unsafe impl<$gc $(, $param: $crate::typed::Trace<$gc>)*> $crate::typed::Trace<$gc> for $name<$gc $(, $param)*> {
            const NEEDS_TRACE: bool = true;
            fn trace(&self, $tracer: &mut $crate::Tracer) {
                let $this = self;
                $($body)*
            }
        }
        const _: () = {
            #[allow(dead_code, reason = "two implementations for one type are what it is for")]
            trait HasNoDestructor {}
            #[allow(drop_bounds, reason = "a destructor of its own is what is looked for")]
            impl<T: Drop> HasNoDestructor for T {}
            impl<$gc $(, $param)*> HasNoDestructor for $name<$gc $(, $param)*> {}
        };
    };

    // ---- types that hold none

    ($(#[$meta:meta])* $vis:vis struct $name:ident { $($body:tt)* } $($rest:tt)*) => {
        $(#[$meta])* $vis struct $name { $($body)* }
        $crate::trace_fields!(@without_references $name);
        $crate::trace_fields! { $($rest)* }
    };
    ($(#[$meta:meta])* $vis:vis struct $name:ident $(($($body:tt)*))?; $($rest:tt)*) => {
        $(#[$meta])* $vis struct $name $(($($body)*))?;
        $crate::trace_fields!(@without_references $name);
        $crate::trace_fields! { $($rest)* }
    };
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($body:tt)* } $($rest:tt)*) => {
        $(#[$meta])* $vis enum $name { $($body)* }
        $crate::trace_fields!(@without_references $name);
        $crate::trace_fields! { $($rest)* }
    };

    (@without_references $name:ident) => {
        // SAFETY: a type without parameters is `'static`, so it holds no `Gc` (see `Static`).
        unsafe impl<'gc> $crate::typed::Trace<'gc> for $name {
            const NEEDS_TRACE: bool = false;
            fn trace(&self, _: &mut $crate::Tracer) {}
        }
    };
}
