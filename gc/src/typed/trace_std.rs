//! [`Trace`] for types of the standard library.

use core::cell::{Cell, RefCell};
use core::marker::PhantomData;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use super::trace::Trace;
use crate::trace::Tracer;

macro_rules! without_references {
    ($([$($generics:tt)*] $type:ty;)*) => {$(
        // SAFETY: all of it is `'static`, so it holds no `Gc` (see `Static`).
        unsafe impl<'gc, $($generics)*> Trace<'gc> for $type {
            const NEEDS_TRACE: bool = false;
            fn trace(&self, _tracer: &mut Tracer) {}
        }
    )*};
}

without_references! {
    [] (); [] bool; [] char; [] f32; [] f64;
    [] i8; [] i16; [] i32; [] i64; [] i128; [] isize;
    [] u8; [] u16; [] u32; [] u64; [] u128; [] usize;
    [] str; [] String;
    [T: ?Sized + 'static] &'static T;
    [T: ?Sized + 'static] Rc<T>;
    [T: ?Sized + 'static] Arc<T>;
    [T: 'static] Cell<T>;
    [T: 'static] RefCell<T>;
}

// SAFETY: it holds nothing at all.
unsafe impl<'gc, T: ?Sized> Trace<'gc> for PhantomData<T> {
    const NEEDS_TRACE: bool = false;
    fn trace(&self, _tracer: &mut Tracer) {}
}

macro_rules! of_items {
    ($([$($param:ident),*] $type:ty, $self:ident, $tracer:ident, $trace:expr;)*) => {$(
        // SAFETY: 1. Each item is traced, of a map both parts. 2. It holds what its items hold. 3. A shared
        // collection does not change. 4. Dropping one drops the items. 5. and 6. As the items.
        unsafe impl<'gc, $($param: Trace<'gc>),*> Trace<'gc> for $type {
            const NEEDS_TRACE: bool = false $(|| $param::NEEDS_TRACE)*;
            fn trace(&$self, $tracer: &mut Tracer) {
                if Self::NEEDS_TRACE {
                    $trace
                }
            }
        }
    )*};
}

of_items! {
    [T] Option<T>, self, tracer, self.iter().for_each(|item| item.trace(tracer));
    [T] [T], self, tracer, self.iter().for_each(|item| item.trace(tracer));
    [T] Vec<T>, self, tracer, self.iter().for_each(|item| item.trace(tracer));
    [T] VecDeque<T>, self, tracer, self.iter().for_each(|item| item.trace(tracer));
    [T] BTreeSet<T>, self, tracer, self.iter().for_each(|item| item.trace(tracer));
    [K, V] BTreeMap<K, V>, self, tracer, for (key, value) in self {
        key.trace(tracer);
        value.trace(tracer);
    };
    [T, E] Result<T, E>, self, tracer, match self {
        Ok(value) => value.trace(tracer),
        Err(error) => error.trace(tracer),
    };
    [A] (A,), self, tracer, self.0.trace(tracer);
    [A, B] (A, B), self, tracer, {
        self.0.trace(tracer);
        self.1.trace(tracer);
    };
    [A, B, C] (A, B, C), self, tracer, {
        self.0.trace(tracer);
        self.1.trace(tracer);
        self.2.trace(tracer);
    };
    [A, B, C, D] (A, B, C, D), self, tracer, {
        self.0.trace(tracer);
        self.1.trace(tracer);
        self.2.trace(tracer);
        self.3.trace(tracer);
    };
}

// SAFETY: as of other collections.
unsafe impl<'gc, T: Trace<'gc>, const N: usize> Trace<'gc> for [T; N] {
    const NEEDS_TRACE: bool = T::NEEDS_TRACE;
    fn trace(&self, tracer: &mut Tracer) {
        self[..].trace(tracer);
    }
}

// SAFETY: as of other collections, with the one item.
unsafe impl<'gc, T: Trace<'gc> + ?Sized> Trace<'gc> for Box<T> {
    const NEEDS_TRACE: bool = T::NEEDS_TRACE;
    fn trace(&self, tracer: &mut Tracer) {
        (**self).trace(tracer);
    }
}

// SAFETY: as of other collections; what hashes is `'static`.
unsafe impl<'gc, K: Trace<'gc>, V: Trace<'gc>, S: 'static> Trace<'gc> for HashMap<K, V, S> {
    const NEEDS_TRACE: bool = K::NEEDS_TRACE || V::NEEDS_TRACE;
    fn trace(&self, tracer: &mut Tracer) {
        if Self::NEEDS_TRACE {
            for (key, value) in self {
                key.trace(tracer);
                value.trace(tracer);
            }
        }
    }
}

// SAFETY: as above.
unsafe impl<'gc, T: Trace<'gc>, S: 'static> Trace<'gc> for HashSet<T, S> {
    const NEEDS_TRACE: bool = T::NEEDS_TRACE;
    fn trace(&self, tracer: &mut Tracer) {
        if T::NEEDS_TRACE {
            self.iter().for_each(|item| item.trace(tracer));
        }
    }
}
