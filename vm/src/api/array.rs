//! `Array`: an Array exotic object.

use super::context::Context;
use super::failure::JsResult;
use super::{FromJs, IntoJs, Object};
use crate::builtins::array::index_key;
use crate::value::Value as Raw;

/// An Array exotic object; what else is array-like is read as an [`Object`].
#[derive(Clone, Copy, Debug)]
pub struct Array<'js>(pub(super) Object<'js>);

impl<'js> Array<'js> {
    /// Its length.
    pub fn len(self) -> u32 {
        self.cell().cast::<crate::object::array::Array>().expect("an array").length.get()
    }
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
    /// Appends an element.
    ///
    /// # Errors
    /// What the conversion throws; a TypeError if the array is frozen, a RangeError if there is no memory for it.
    pub fn push(self, cx: &mut Context<'js>, element: impl IntoJs<'js>) -> JsResult<'js, ()> {
        let element = element.into_js(cx)?;
        let index = self.len();
        cx.script(|vm| {
            let key = index_key(vm, u64::from(index));
            vm.set(self.cell(), key, element.raw, true).map(|()| Raw::UNDEFINED)
        })
        .map(|_| ())
    }
    /// Its elements, holes being read as scripts read them.
    ///
    /// # Errors
    /// What getters and conversions throw.
    pub fn to_vec<T: FromJs<'js>>(self, cx: &mut Context<'js>) -> JsResult<'js, Vec<T>> {
        let mut elements = Vec::new();
        let mut index = 0;
        while index < self.len() {
            elements.push(self.get(cx, index)?);
            index += 1;
        }
        Ok(elements)
    }
}
