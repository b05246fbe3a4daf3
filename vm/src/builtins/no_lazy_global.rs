//! In the place of `lazy_global.rs` in a build that has none of those globals.

use crate::heap::Gc;
use crate::object::key::PropertyKey;
use crate::object::layout::Object;
use crate::object::property::OwnProperty;
use crate::runtime::realm::Intrinsic;
use crate::vm::Vm;

/// Defines nothing.
pub fn install(_: &mut Vm) {}

impl Vm {
    /// An intrinsic of the current realm.
    pub fn intrinsic_or_lazy(&mut self, intrinsic: Intrinsic) -> Gc<Object> {
        self.intrinsic(intrinsic)
    }

    /// No property stands for a lazy global.
    pub(crate) fn resolve_lazy_global(&mut self, _: Gc<Object>, _: PropertyKey, _: &OwnProperty) -> bool {
        false
    }
}
