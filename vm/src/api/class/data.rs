//! Values of Rust in objects, and how they are borrowed.

use super::lineage::Lineage;
use super::{Class, MemberName};
use crate::api::failure::Failure;
use crate::api::host_function::quietly_drop;
use crate::api::{Object, Value};
use crate::heap::Payload;
use hearth_gc::Tracer;
use std::any::{Any, TypeId};
use std::cell::RefCell;

/// The slot of an object that holds a value of Rust.
pub(super) struct InstanceData<T: Class> {
    value: RefCell<Option<T>>,
    /// What `T::external_size` gave when the object was made.
    external_size: usize,
    lineage: Lineage,
}

impl<T: Class> InstanceData<T> {
    pub(super) fn new(value: T, external_size: usize, lineage: Lineage) -> Self {
        InstanceData { value: RefCell::new(Some(value)), external_size, lineage }
    }
}

impl<T: Class> Payload for InstanceData<T> {
    fn trace(&self, _: &mut Tracer) {}
    fn external_size(&self) -> usize {
        self.external_size
    }
    fn parts(&self) -> Option<&dyn Parts> {
        Some(self)
    }
}

impl<T: Class> Drop for InstanceData<T> {
    fn drop(&mut self) {
        quietly_drop(self.value.take());
    }
}

/// Why a value of Rust could not be borrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// There is none of this class.
    Other,
    /// It was taken out.
    Gone,
    /// It is borrowed, to be read.
    InUse,
    /// It is borrowed, to be written to.
    Written,
}

/// What is in an object of a class of Rust, by the types of the class and its bases.
pub trait Parts {
    /// Whether it is of this class, or of one that extends it.
    fn has(&self, class: TypeId) -> bool;
    /// Calls `read`, once, with what is of this class.
    ///
    /// # Errors
    /// If it cannot be borrowed; `read` is not called.
    fn read(&self, class: TypeId, read: &mut dyn FnMut(&dyn Any)) -> Result<(), Unfit>;
    /// Calls `write`, once, with what is of this class.
    ///
    /// # Errors
    /// If it cannot be borrowed; `write` is not called.
    fn write(&self, class: TypeId, write: &mut dyn FnMut(&mut dyn Any)) -> Result<(), Unfit>;
}

impl<T: Class> InstanceData<T> {
    fn read_value<R>(&self, read: impl FnOnce(&T) -> R) -> Result<R, Unfit> {
        let value = self.value.try_borrow().map_err(|_| Unfit::Written)?;
        value.as_ref().map(read).ok_or(Unfit::Gone)
    }
    fn write_value<R>(&self, write: impl FnOnce(&mut T) -> R) -> Result<R, Unfit> {
        let mut value = self.value.try_borrow_mut().map_err(|_| self.user())?;
        value.as_mut().map(write).ok_or(Unfit::Gone)
    }
    fn take_value(&self) -> Result<T, Unfit> {
        self.value.try_borrow_mut().map_err(|_| self.user())?.take().ok_or(Unfit::Gone)
    }
    /// How it is borrowed, which it is.
    #[cold]
    fn user(&self) -> Unfit {
        if self.value.try_borrow().is_ok() { Unfit::InUse } else { Unfit::Written }
    }
}

impl<T: Class> Parts for InstanceData<T> {
    fn has(&self, class: TypeId) -> bool {
        class == TypeId::of::<T>() || self.lineage.has(class)
    }
    fn read(&self, class: TypeId, read: &mut dyn FnMut(&dyn Any)) -> Result<(), Unfit> {
        self.read_value(|value| self.lineage.part(value, class).map(read).ok_or(Unfit::Other))?
    }
    fn write(&self, class: TypeId, write: &mut dyn FnMut(&mut dyn Any)) -> Result<(), Unfit> {
        self.write_value(|value| self.lineage.part_mut(value, class).map(write).ok_or(Unfit::Other))?
    }
}

impl<'js> Object<'js> {
    fn data<T: Class>(&self) -> Option<&InstanceData<T>> {
        self.cell().payload::<InstanceData<T>>()
    }
    /// What of Rust is in the object, if that is of a class that extends `T`.
    fn derived<T: Class>(&self) -> Result<&dyn Parts, Unfit> {
        let parts = self.cell().any_payload().and_then(|payload| payload.parts());
        parts.filter(|parts| parts.has(TypeId::of::<T>())).ok_or(Unfit::Other)
    }
    pub(super) fn read<T: Class, R>(self, read: impl FnOnce(&T) -> R) -> Result<R, Unfit> {
        if let Some(data) = self.data::<T>() {
            return data.read_value(read);
        }
        let (mut read, mut result) = (Some(read), None);
        self.derived::<T>()?.read(TypeId::of::<T>(), &mut |value| {
            let value = value.downcast_ref::<T>().expect("it was asked for");
            result = read.take().map(|read| read(value));
        })?;
        Ok(result.expect("it was read"))
    }
    pub(super) fn write<T: Class, R>(self, write: impl FnOnce(&mut T) -> R) -> Result<R, Unfit> {
        if let Some(data) = self.data::<T>() {
            return data.write_value(write);
        }
        let (mut write, mut result) = (Some(write), None);
        self.derived::<T>()?.write(TypeId::of::<T>(), &mut |value| {
            let value = value.downcast_mut::<T>().expect("it was asked for");
            result = write.take().map(|write| write(value));
        })?;
        Ok(result.expect("it was written to"))
    }
    pub(super) fn take_out<T: Class>(self) -> Result<T, Unfit> {
        self.data::<T>().ok_or(Unfit::Other)?.take_value()
    }

    /// Whether the object was made of a value of this type, or of a class that extends it.
    pub fn is_instance<T: Class>(self) -> bool {
        self.data::<T>().is_some() || self.derived::<T>().is_ok()
    }
    /// Reads the value of Rust in the object. None if it is of another class, was taken out, or is being written to.
    pub fn with<T: Class, R>(self, read: impl FnOnce(&T) -> R) -> Option<R> {
        self.read(read).ok()
    }
    /// Writes to the value of Rust in the object. None if it is of another class, was taken out, or is in use.
    pub fn with_mut<T: Class, R>(self, write: impl FnOnce(&mut T) -> R) -> Option<R> {
        self.write(write).ok()
    }
    /// Takes the value of Rust out of the object, whose methods throw from then on. None as for `with_mut`, and if it
    /// is of a class that extends this one: a part cannot be taken.
    pub fn take<T: Class>(self) -> Option<T> {
        self.take_out().ok()
    }
}

/// The value of Rust that a member was called on, to be read.
#[inline]
pub(super) fn read_receiver<'js, T: Class, R>(this: Value<'js>, member: MemberName, read: impl FnOnce(&T) -> R) -> Result<R, Failure<'js>> {
    let result = this.as_object().map_or(Err(Unfit::Other), |object| object.read(read));
    result.map_err(|why| unfit_receiver::<T>(why, member))
}

/// The value of Rust that a member was called on, to be written to.
#[inline]
pub(super) fn write_receiver<'js, T: Class, R>(
    this: Value<'js>,
    member: MemberName,
    write: impl FnOnce(&mut T) -> R,
) -> Result<R, Failure<'js>> {
    let result = this.as_object().map_or(Err(Unfit::Other), |object| object.write(write));
    result.map_err(|why| unfit_receiver::<T>(why, member))
}

#[cold]
pub(super) fn unfit_receiver<'js, T: Class>(why: Unfit, member: MemberName) -> Failure<'js> {
    let name = T::NAME;
    Failure::type_error(match why {
        Unfit::Other => format!("{name}.prototype{member} was called on an object that is no {name}"),
        Unfit::Gone => format!("{name}.prototype{member} was called on a {name} that is gone"),
        Unfit::InUse => format!("{name}.prototype{member} was called on a {name} that is in use"),
        Unfit::Written => format!("{name}.prototype{member} was called on a {name} that is being written to"),
    })
}

#[cold]
pub(super) fn unfit<'js, T: Class>(why: Unfit) -> Failure<'js> {
    let name = T::NAME;
    Failure::type_error(match why {
        Unfit::Other => format!("the object is no {name} of its own"),
        Unfit::Gone => format!("the {name} is gone"),
        Unfit::InUse => format!("the {name} is in use"),
        Unfit::Written => format!("the {name} is being written to"),
    })
}
